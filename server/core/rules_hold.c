/*
 * rules_hold.c -- dosing holds: what opens them, what ends them (rules.md 2.8 HOLD-1, PT-10, PT-13, CON-3).
 *
 * The events are walked in the order of the log. A hold by an overdue test comes from the schedule and
 * ends with the test; every other one ends by the prescriber's closing act, which counts only when its
 * conditions were entered before it.
 */
#include <string.h>

#include "rules_case.h"

void
case_add_hold(struct rules_case *c, enum gate cause, instant_t from, uint64_t n)
{
    if (c->hold_count < CASE_HOLDS_MAX)
        c->hold[c->hold_count++] = (struct case_hold){cause, from, INSTANT_NONE, n};
}

void
case_end_hold(struct rules_case *c, enum gate cause, instant_t at)
{
    for (uint32_t i = 0; i < c->hold_count; i++) {
        if (c->hold[i].cause == cause && c->hold[i].until == INSTANT_NONE)
            c->hold[i].until = at;
    }
}

bool
case_open_hold(const struct rules_case *c, enum gate cause, const struct case_hold **hold)
{
    for (uint32_t i = 0; i < c->hold_count; i++) {
        if (c->hold[i].cause == cause && c->hold[i].until == INSTANT_NONE) {
            *hold = &c->hold[i];
            return true;
        }
    }
    return false;
}

bool
case_no_dose(const struct rules_case *c, day_t day)
{
    instant_t begins = zone_day_start(c->in->zone, day);
    instant_t ends = zone_day_start(c->in->zone, day + 1);

    if (case_interrupted(c, day))
        return true;
    for (uint32_t i = 0; i < c->hold_count; i++) {
        const struct case_hold *h = &c->hold[i];
        if (h->from < ends && (h->until == INSTANT_NONE || h->until > begins))
            return true;
    }
    return false;
}

/* --- what is being evaluated ----------------------------------------------------------------------- */

struct evaluation {
    instant_t trigger;  /* the newest one: what clears it must come after */
    bool open;          /* PT-10 */
    bool positive;      /* PT-13 and PRG-1 with it */
    bool indeterminate;
};

static void
trigger(struct rules_case *c, struct evaluation *e, instant_t when, const struct fact_mark *mark)
{
    const struct case_hold *open;

    e->open = true;
    if (when > e->trigger)
        e->trigger = when;
    if (!case_open_hold(c, GATE_PT_10, &open))
        case_add_hold(c, GATE_PT_10, mark->at, mark->n);
}

/* A negative test collected and a counselling held after the trigger, both entered before the closing. */
static bool
conditions_met(const struct rules_case *c, const struct evaluation *e, uint64_t closing_n)
{
    bool tested = false;
    bool counselled = false;

    for (uint32_t i = 0; i < c->f->test_count; i++) {
        const struct fact_test *t = &c->f->test[i];
        tested = tested || (t->result == RESULT_NEGATIVE && t->known.n < closing_n &&
                            t->collected != INSTANT_NONE && t->collected > e->trigger &&
                            case_test_ok(c, t));
    }
    for (uint32_t i = 0; i < c->f->counselling_count; i++) {
        const struct fact_counselling *k = &c->f->counselling[i];
        counselled = counselled || (k->mark.n < closing_n && k->held > e->trigger);
    }
    return tested && counselled;
}

/* A false positive is resolved with the sponsor's notice; anything else by test and counselling. */
static void
close_evaluation(struct rules_case *c, struct evaluation *e, const struct fact_event *closing)
{
    if (!e->open || closing->finding == FINDING_PREGNANT)
        return;
    if (e->positive && (closing->finding != FINDING_FALSE_POSITIVE || !closing->notice))
        return;
    if (!e->positive && !conditions_met(c, e, closing->mark.n))
        return;
    case_end_hold(c, GATE_PT_10, closing->mark.at);
    case_end_hold(c, GATE_PT_13, closing->mark.at);
    *e = (struct evaluation){.trigger = INSTANT_NONE};
}

static void
take_result(struct rules_case *c, struct evaluation *e, const struct fact_test *t)
{
    const struct case_hold *open;
    instant_t when = t->collected != INSTANT_NONE ? t->collected : t->known.at;

    if (t->result != RESULT_POSITIVE && t->result != RESULT_INDETERMINATE)
        return;
    trigger(c, e, when, &t->known);
    e->indeterminate = e->indeterminate || t->result == RESULT_INDETERMINATE;
    if (t->result == RESULT_POSITIVE) {
        e->positive = true;
        if (!case_open_hold(c, GATE_PT_13, &open))
            case_add_hold(c, GATE_PT_13, t->known.at, t->known.n);
    }
}

/* --- contraception --------------------------------------------------------------------------------- */

bool
case_abstinent(const struct rules_case *c, const struct fact_contraception *m)
{
    return m != NULL && c->p->abstinence_ok == 1 &&
           (m->methods & (1u << METHOD_ABSTINENCE)) != 0;
}

bool
case_pair(const struct rules_case *c, const struct fact_contraception *m)
{
    if (m == NULL || c->p->methods_high == PROGRAM_UNSET || c->p->methods_additional == PROGRAM_UNSET)
        return false;
    return (m->methods & (uint32_t)c->p->methods_high) != 0 &&
           (m->methods & (uint32_t)c->p->methods_additional) != 0;
}

const struct fact_contraception *
case_contraception(const struct rules_case *c)
{
    return c->f->contraception_count == 0 ? NULL
                                          : &c->f->contraception[c->f->contraception_count - 1];
}

/* An incomplete pair on treatment opens a hold (CON-3). */
static void
take_contraception(struct rules_case *c, const struct fact_contraception *m)
{
    const struct case_hold *open;

    if (!c->frp || c->first_supply_n == FACT_NONE || m->mark.n < c->first_supply_n)
        return;
    if (!case_abstinent(c, m) && !case_pair(c, m) && !case_open_hold(c, GATE_CON_3, &open))
        case_add_hold(c, GATE_CON_3, m->mark.at, m->mark.n);
}

/* Closing it counts when a complete pair with its lead, or abstinence, was entered before. */
static void
close_contraception(struct rules_case *c, const struct fact_mark *closing)
{
    const struct fact_contraception *newest = NULL;

    for (uint32_t i = 0; i < c->f->contraception_count; i++) {
        if (c->f->contraception[i].mark.n < closing->n)
            newest = &c->f->contraception[i];
    }
    if (case_abstinent(c, newest) ||
        (case_pair(c, newest) && c->p->contraception_lead_days != PROGRAM_UNSET &&
         case_day(c, closing->at) - newest->since >= c->p->contraception_lead_days))
        case_end_hold(c, GATE_CON_3, closing->at);
}

/* --- the walk in log order --------------------------------------------------------------------------- */

static void
take_event(struct rules_case *c, struct evaluation *e, const struct fact_event *event)
{
    const struct case_hold *open;

    switch (event->type) {
    case STATEMENT_missed_period:
    case STATEMENT_bleeding:
        trigger(c, e, event->when, &event->mark);
        break;
    case STATEMENT_evaluation_close:
        close_evaluation(c, e, event);
        break;
    case STATEMENT_hold:
        if (!case_open_hold(c, GATE_HOLD_1, &open))
            case_add_hold(c, GATE_HOLD_1, event->mark.at, event->mark.n);
        break;
    case STATEMENT_release:
        case_end_hold(c, GATE_HOLD_1, event->mark.at);
        close_contraception(c, &event->mark);
        break;
    default:
        break;
    }
}

/* The next entry number, after `n`, of anything that opens or closes a hold. */
static uint64_t
next_entry(const struct facts *f, uint64_t n, bool first)
{
    uint64_t best = FACT_NONE;

#define CONSIDER(entry)                                                                            \
    do {                                                                                           \
        uint64_t candidate_ = (entry);                                                             \
        if ((first || candidate_ > n) && candidate_ < best)                                        \
            best = candidate_;                                                                     \
    } while (0)
    for (uint32_t i = 0; i < f->event_count; i++)
        CONSIDER(f->event[i].mark.n);
    for (uint32_t i = 0; i < f->test_count; i++)
        CONSIDER(f->test[i].known.n);
    for (uint32_t i = 0; i < f->contraception_count; i++)
        CONSIDER(f->contraception[i].mark.n);
#undef CONSIDER
    return best;
}

static void
take_entry(struct rules_case *c, struct evaluation *e, uint64_t n)
{
    const struct facts *f = c->f;

    for (uint32_t i = 0; i < f->event_count; i++) {
        if (f->event[i].mark.n == n)
            take_event(c, e, &f->event[i]);
    }
    for (uint32_t i = 0; i < f->test_count; i++) {
        if (f->test[i].known.n == n)
            take_result(c, e, &f->test[i]);
    }
    for (uint32_t i = 0; i < f->contraception_count; i++) {
        if (f->contraception[i].mark.n == n)
            take_contraception(c, &f->contraception[i]);
    }
}

/* The restart while a new start is owed: no dose before both tests lie in their windows (PT-9). */
static void
hold_new_start(struct rules_case *c)
{
    const struct fact_event *restart = NULL;

    for (uint32_t i = 0; i < c->f->event_count; i++) {
        if (c->f->event[i].type == STATEMENT_restart)
            restart = &c->f->event[i];
    }
    if (!c->schedule.new_start_owed || restart == NULL)
        return;
    /* case_tests has not run yet: the windows are looked at there, and the holds ended where they fit. */
    case_add_hold(c, GATE_PT_2, restart->mark.at, restart->mark.n);
    case_add_hold(c, GATE_PT_3, restart->mark.at, restart->mark.n);
}

void
case_holds(struct rules_case *c)
{
    struct evaluation e = {.trigger = INSTANT_NONE};
    bool first = true;

    for (uint64_t n = 0;; first = false) {
        n = next_entry(c->f, n, first);
        if (n == FACT_NONE)
            break;
        take_entry(c, &e, n);
    }
    c->result_unresolved = e.positive || e.indeterminate;
    hold_new_start(c);
}
