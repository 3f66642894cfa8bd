/*
 * rules.h -- what the program says about a subject and an act, at an instant.
 *
 * Pure: facts, program, zone and instant in; verdict out. Every gate is evaluated and every failing
 * one is reported with value, limit, who clears it and when (rules.md T-12). Same input, same
 * verdict, on any machine, for as long as the log is kept.
 */
#ifndef CORE_RULES_H
#define CORE_RULES_H

#include "entry.h"
#include "facts.h"
#include "gates.h"
#include "program.h"

enum gate_state { GATE_MET, GATE_FAILING, GATE_NOT_APPLICABLE };

#define RULES_EVIDENCE_MAX 4

struct gate_finding {
    enum gate gate;
    enum gate_state state;
    char value[64];      /* what was found, with its unit: "86401 s", "none on record" */
    char limit[64];      /* what is allowed: "at most 86400 s" */
    char note[96];       /* which test, lot or date; "unset policy"; or "" */
    instant_t clears_at; /* it clears by itself then, or INSTANT_NONE */
    instant_t met_until; /* met until then, included, if nothing else changes; or INSTANT_NONE */
    uint64_t evidence[RULES_EVIDENCE_MAX]; /* entries it rests on */
    uint32_t evidence_count;
};

struct verdict {
    instant_t at;
    char program[LIMIT_CODE + 1];
    char edition[LIMIT_CODE + 1];
    struct gate_finding finding[GATE_COUNT]; /* one for each gate, in gate order */
    gate_set fail;
    gate_set dev;            /* deviations that this act records */
    int64_t capsules_max;    /* most capsules that SUP-1 lets go out now, or -1 where unknown */
    instant_t first_dose_by; /* PT-3 anchor: later than that is a deviation; or INSTANT_NONE */
};

struct rules_input {
    const struct facts *facts;
    const struct program *program;
    const struct zone *zone;
    instant_t now; /* the deciding instant */
};

/* Is this statement decided by gates (dispense), or does it record deviations (first-dose, return,
 * test ...)? Such an entry carries a decision. */
bool rules_decide(enum statement_type type);

/* Judge a statement as if it were said now. For dispense: all gates. For prescribe: the gates that a
 * dispense by this prescription would meet now, as warnings; a prescription is recorded all the same. */
void rules_judge(const struct rules_input *in, const struct statement *act, struct verdict *out);

/* --- the state of a subject at an instant ------------------------------------------------- */

#define RULES_DEVIATIONS_MAX 64
#define RULES_TASKS_MAX      16

struct rules_deviation {
    enum gate gate;
    day_t day;      /* the day it belongs to (the missed due date, the first dose) */
    uint64_t entry; /* the entry that shows it, or UINT64_MAX */
};

struct rules_due {
    char what[24]; /* "test", "counselling", "return", "report" */
    day_t by;      /* last day on which it is in time */
    char why[64];
};

struct subject_state {
    bool enrolled;
    bool discontinued;
    enum category category;
    gate_set holds;       /* causes of the open dosing holds, by gate id */
    instant_t hold_since; /* of the oldest open hold, or INSTANT_NONE */
    struct rules_deviation deviation[RULES_DEVIATIONS_MAX];
    uint32_t deviation_count;
    struct rules_due due[RULES_TASKS_MAX];
    uint32_t due_count;
    int64_t capsules_left; /* T-13 estimate, or -1 if never dispensed */
    int64_t days_left;     /* T-13, rounded up, or -1 */
    int64_t taken;         /* pill count of the last closed period (rules.md 4.4), or -1 unknown */
    int64_t expected;
    char adherence[24]; /* "92.9 %" or "unknown" */
    char band[24];      /* "hypocompliant", "eucompliant", "hypercompliant", "unknown" */
    char prescription[LIMIT_CODE + 1]; /* newest unused prescription, or "" */
    day_t next_dispense; /* first day on which SUP-5 lets the next supply go out, or DAY_NONE */
};

void rules_state(const struct rules_input *in, struct subject_state *out);

#endif
