/*
 * rules.c -- every gate is asked, in gate order, and every failing one is reported (T-12).
 */
#include "rules.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "rules_case.h"

static gate_fn *const gates[GATE_COUNT] = {
#define GATE(constant, id, slug, title, says, hint, who) gate_##constant,
#include "gates.def"
#undef GATE
};

/* --- how a gate says what it found ---------------------------------------------------------- */

void
gate_fails(struct gate_finding *g)
{
    g->state = GATE_FAILING;
}

void
gate_meets(struct gate_finding *g)
{
    g->state = GATE_MET;
}

void
gate_evidence(struct gate_finding *g, uint64_t n)
{
    if (n == CASE_UNWRITTEN)
        return;
    assert(g->evidence_count < RULES_EVIDENCE_MAX);
    g->evidence[g->evidence_count++] = n;
}

#define DEFINE_GATE_TEXT(name, member)                         \
    void name(struct gate_finding *g, const char *fmt, ...)    \
    {                                                          \
        va_list ap;                                            \
        va_start(ap, fmt);                                     \
        (void)vsnprintf(g->member, sizeof g->member, fmt, ap); \
        va_end(ap);                                            \
    }
DEFINE_GATE_TEXT(gate_value, value)
DEFINE_GATE_TEXT(gate_limit, limit)
DEFINE_GATE_TEXT(gate_note, note)

void
gate_day(struct gate_finding *g, const char *before, day_t day)
{
    char text[DAY_SIZE];

    day_format(day, text);
    gate_value(g, "%s%s", before, text);
}

bool
leaf_unset(struct gate_finding *g, int64_t leaf)
{
    if (leaf != PROGRAM_UNSET)
        return false;
    gate_fails(g);
    gate_note(g, "unset policy: the site must decide");
    return true;
}

/* --- judging -------------------------------------------------------------------------------- */

bool
rules_decide(enum statement_type type)
{
    return type == STATEMENT_dispense || type == STATEMENT_first_dose || type == STATEMENT_returned;
}

/* A prescription is judged by what stands before it, not by what belongs to the hand-over. */
static bool
concerns_prescription(enum gate gate)
{
    switch (gate) {
    case GATE_ENR_2:
    case GATE_COU_1:
    case GATE_COU_2:
    case GATE_COU_3:
    case GATE_COU_4:
    case GATE_AUT_1T:
    case GATE_AUT_2:
    case GATE_AUT_3:
    case GATE_INV_3:
    case GATE_EXP_1:
    case GATE_TMP_1:
    case GATE_RET_2:
        return false;
    default:
        return true;
    }
}

static void
ask(const struct rules_case *c, enum gate gate, struct gate_finding *g)
{
    *g = (struct gate_finding){.gate = gate,
                               .state = GATE_NOT_APPLICABLE,
                               .clears_at = INSTANT_NONE,
                               .met_until = INSTANT_NONE};
    if ((c->p->gates & GATE_BIT(gate)) == 0)
        return;
    if (c->prescribing && !concerns_prescription(gate))
        return;
    gates[gate](c, g);
}

static bool
is_test_gate(enum gate gate)
{
    return gate >= GATE_PT_1 && gate <= GATE_PT_13;
}

/* PT-14 speaks only when no other PT gate fails (rules.md 2.8). */
static void
silence_old_test(struct verdict *out)
{
    for (int g = 0; g < GATE_COUNT; g++) {
        if (is_test_gate((enum gate)g) && out->finding[g].state == GATE_FAILING &&
            out->finding[GATE_PT_14].state == GATE_FAILING)
            out->finding[GATE_PT_14].state = GATE_NOT_APPLICABLE;
    }
}

static void
most_capsules(const struct rules_case *c, struct verdict *out)
{
    int64_t per_dose = c->rx == NULL ? 0 : rx_per_dose(c->rx);

    if (per_dose > 0 && c->p->supply_max_days != PROGRAM_UNSET)
        out->capsules_max = c->p->supply_max_days / c->rx->every_days * per_dose;
}

static void
judge_supply(const struct rules_case *c, struct verdict *out)
{
    for (int g = 0; g < GATE_COUNT; g++)
        ask(c, (enum gate)g, &out->finding[g]);
    silence_old_test(out);
    for (int g = 0; g < GATE_COUNT; g++) {
        if (out->finding[g].state == GATE_FAILING)
            out->fail |= GATE_BIT(g);
    }
    most_capsules(c, out);
    if (c->frp && c->new_start && c->second != NULL && c->p->start_anchor == 1 &&
        c->p->second_max_seconds != PROGRAM_UNSET)
        out->first_dose_by = c->second->collected + c->p->second_max_seconds * SECOND;
}

static void
judge_sheet(const struct rules_case *c, struct verdict *out)
{
    const struct value *sheet = statement_value(c->act, FIELD_dispense_sheet);

    if ((c->p->gates & GATE_BIT(GATE_COU_4)) != 0 && (!sheet->present || sheet->integer == 0))
        out->dev |= GATE_BIT(GATE_COU_4);
}

/* The first dose later than the second test allows is a deviation, not a refusal (PT-3, "starting"). It
 * belongs to the supply that started treatment, and only the first one that is logged after it counts. */
static void
judge_first_dose(const struct rules_case *c, struct verdict *out)
{
    struct gate_finding *g = &out->finding[GATE_PT_3];
    const struct fact_dispensing *start = case_dispensing(c, c->schedule.start_n);
    instant_t taken = statement_value(c->act, FIELD_first_dose_taken)->at;
    const struct fact_test *second;

    if (start == NULL || c->p->start_anchor != 1 || c->p->second_max_seconds == PROGRAM_UNSET)
        return;
    second = case_test_of_start(c, start);
    for (uint32_t i = 0; i < c->f->event_count; i++) {
        const struct fact_event *e = &c->f->event[i];
        if (e->type == STATEMENT_first_dose && e->mark.n > start->mark.n)
            second = NULL;
    }
    if (second == NULL)
        return;
    gate_meets(g);
    gate_value(g, "%lld s after the second test",
               (long long)((taken - second->collected) / SECOND));
    gate_limit(g, "at most %lld s", (long long)c->p->second_max_seconds);
    gate_evidence(g, second->mark.n);
    if (!case_in_second_window(c, second, taken))
        out->dev |= GATE_BIT(GATE_PT_3);
}

/* A count beyond what can be there is recorded all the same (T-14), as a deviation. */
static void
judge_return(const struct rules_case *c, struct verdict *out)
{
    struct gate_finding *g = &out->finding[GATE_RET_2];
    int64_t held = facts_held(c->f, c->act);
    int64_t counted = statement_value(c->act, FIELD_returned_capsules)->integer +
                      statement_value(c->act, FIELD_returned_left)->integer;

    gate_meets(g);
    gate_value(g, "%lld counted", (long long)counted);
    gate_limit(g, "at most %lld of this lot were out", (long long)held);
    if (counted > held)
        out->dev |= GATE_BIT(GATE_RET_2);
}

static void
empty_verdict(const struct rules_input *in, struct verdict *out)
{
    memset(out, 0, sizeof *out);
    out->at = in->now;
    out->capsules_max = -1;
    out->first_dose_by = INSTANT_NONE;
    memcpy(out->program, in->program->name, sizeof out->program);
    memcpy(out->edition, in->program->edition, sizeof out->edition);
    for (int g = 0; g < GATE_COUNT; g++) {
        out->finding[g].gate = (enum gate)g;
        out->finding[g].state = GATE_NOT_APPLICABLE;
        out->finding[g].clears_at = INSTANT_NONE;
        out->finding[g].met_until = INSTANT_NONE;
    }
}

void
rules_judge(const struct rules_input *in, const struct statement *act, struct verdict *out)
{
    struct rules_case c;

    empty_verdict(in, out);
    case_open(&c, in, act);
    switch (act->type) {
    case STATEMENT_dispense:
        judge_supply(&c, out);
        judge_sheet(&c, out);
        break;
    case STATEMENT_prescribe:
        judge_supply(&c, out);
        break;
    case STATEMENT_first_dose:
        judge_first_dose(&c, out);
        break;
    case STATEMENT_returned:
        judge_return(&c, out);
        break;
    default:
        break;
    }
}
