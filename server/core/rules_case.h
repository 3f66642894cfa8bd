/*
 * rules_case.h -- what all gates of one judgement share, worked out once before the first is asked.
 *
 * Inside the rules only. Facts are what was said; a case is what follows from them at the instant.
 */
#ifndef CORE_RULES_CASE_H
#define CORE_RULES_CASE_H

#include "rules.h"

#define CASE_HOLDS_MAX 128

/* The entry of the prescription that is being written: after everything on record, and no evidence. */
#define CASE_UNWRITTEN (FACT_NONE - 1)

/* A dosing hold, from its opening to its end; cause is a gate (HOLD-1: by hand). */
struct case_hold {
    enum gate cause;
    instant_t from;
    instant_t until; /* INSTANT_NONE: open */
    uint64_t n;      /* the entry that opened it, or FACT_NONE (time passing) */
};

/* The schedule of pregnancy tests on treatment (T-7, PT-4 to PT-6, PT-9). */
struct case_schedule {
    bool runs;                        /* treatment started, did not end, and no new start is owed */
    bool new_start_owed;              /* PT-9 */
    instant_t owed_from;              /* the day after the due date that was missed */
    const struct fact_event *restart; /* the one that ended that interruption, or NULL */
    uint64_t start_n;                 /* entry of the dispensing that started it */
    enum gate track;                  /* PT_4, PT_5 or PT_6 */
    day_t due;                        /* last day on which the next test is in time */
    bool overdue;
    struct rules_deviation deviation[RULES_DEVIATIONS_MAX];
    uint32_t deviation_count;
};

struct rules_case {
    const struct rules_input *in;
    const struct facts *f;
    const struct program *p;
    day_t today;

    /* what is asked; NULL or 0 where it is not known */
    const struct statement *act;
    bool prescribing; /* a prescription is judged, not a supply */
    const struct fact_prescription *rx;
    struct fact_prescription rx_new; /* the one that is being written */
    const struct fact_lot *lot;
    int64_t capsules;

    /* the subject */
    bool adult;
    bool frp; /* can become pregnant */
    enum category category;
    instant_t category_since;
    uint64_t category_n;            /* entry that made it so */
    const struct fact_event *ended; /* the discontinuation, or NULL */
    uint64_t last_supply_n; /* newest dispensing in this enrolment and category, or FACT_NONE */
    uint64_t first_supply_n;
    uint64_t again_n; /* dispensing that came after so long off drug that it began an enrolment */
    bool lapsed;      /* off drug for so long now: the next supply begins one (ENR-3) */
    instant_t lapsed_at;
    bool new_start; /* two tests before the next supply */
    struct case_schedule schedule;
    struct case_hold hold[CASE_HOLDS_MAX];
    uint32_t hold_count;
    bool result_unresolved; /* a positive or indeterminate result is open: nothing beside it */
    instant_t anchor;       /* the prescription act, or now */
    const struct fact_test *first;
    const struct fact_test *second;
    const struct fact_test *newest; /* newest negative or pending one collected before now */

    /* supply at home (T-13) */
    int64_t left;      /* capsules on hand; -1: never dispensed */
    int64_t days_left; /* -1: never dispensed, or not known */
    day_t last_dose;   /* last day with a dose, or DAY_NONE */
};

void case_open(struct rules_case *c, const struct rules_input *in, const struct statement *act);

/* parts of it, in this order */
void case_category(struct rules_case *c);
void case_schedule(struct rules_case *c); /* also opens the holds of overdue tests */
void case_holds(struct rules_case *c);
void case_tests(struct rules_case *c);
void case_supply(struct rules_case *c);

/* Does this leaf stand open in the program file? Then the gate fails with "unset policy" (T-14). */
bool leaf_unset(struct gate_finding *g, int64_t leaf);

/* How a gate says what it found. */
void gate_fails(struct gate_finding *g);
void gate_meets(struct gate_finding *g);
void gate_evidence(struct gate_finding *g, uint64_t n);
void gate_value(struct gate_finding *g, const char *fmt, ...) ATTR_PRINTF(2, 3);
void gate_limit(struct gate_finding *g, const char *fmt, ...) ATTR_PRINTF(2, 3);
void gate_note(struct gate_finding *g, const char *fmt, ...) ATTR_PRINTF(2, 3);
void gate_day(struct gate_finding *g, const char *before,
              day_t day); /* value: "since 2008-01-15" */

/* A registration in force on a local day; NULL and *newest as evidence otherwise. */
const struct fact_registration *case_registration(const struct rules_case *c, enum registrant kind,
                                                  const char *name, day_t day,
                                                  const struct fact_registration **newest);
bool case_test_ok(const struct rules_case *c, const struct fact_test *t); /* PT-1 */
/* The first and the second test before a prescription act, of those entered before `before_n`; or NULL. */
const struct fact_test *case_first_test(const struct rules_case *c, instant_t anchor,
                                        uint64_t before_n);
const struct fact_test *case_second_test(const struct rules_case *c, instant_t anchor,
                                         uint64_t before_n);
bool case_in_second_window(const struct rules_case *c, const struct fact_test *t, instant_t anchor);
bool case_open_hold(const struct rules_case *c, enum gate cause, const struct case_hold **hold);
void case_add_hold(struct rules_case *c, enum gate cause, instant_t from, uint64_t n);
void case_end_hold(struct rules_case *c, enum gate cause, instant_t at);
/* Was a hold open at any time of this local day, or dosing interrupted on it? */
bool case_no_dose(const struct rules_case *c, day_t day);
bool case_interrupted(const struct rules_case *c, day_t day);
/* The second test before the prescription of the supply that started treatment; or NULL. */
const struct fact_test *case_test_of_start(const struct rules_case *c,
                                           const struct fact_dispensing *start);
const struct fact_dispensing *case_dispensing(const struct rules_case *c, uint64_t n);
bool case_abstinent(const struct rules_case *c, const struct fact_contraception *m);
bool case_pair(const struct rules_case *c, const struct fact_contraception *m);
const struct fact_contraception *case_contraception(const struct rules_case *c);
/* The day from which the lead of a complete pair counts (CON-1). */
day_t case_pair_since(const struct rules_case *c, const struct fact_contraception *m);
/* Local day of an instant. */
day_t case_day(const struct rules_case *c, instant_t at);
/* Capsules of one dose by a prescription; 0 when the strength does not divide the dose. */
int64_t rx_per_dose(const struct fact_prescription *rx);
/* Days that so many capsules last, rounded up. */
int64_t rx_days(const struct fact_prescription *rx, int64_t capsules);
/* One evaluating function for each gate. */
typedef void gate_fn(const struct rules_case *c, struct gate_finding *g);
#define GATE(constant, id, slug, title, says, hint, who) gate_fn gate_##constant;
#include "gates.def"
#undef GATE

#endif
