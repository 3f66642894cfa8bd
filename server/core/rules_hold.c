/*
 * rules_hold.c -- dosing holds: what opens them, what ends them (rules.md 2.8 HOLD-1, PT-10, PT-13, CON-3).
 *
 * The events are walked in the order of the log. A hold by an overdue test comes from the schedule and
 * ends with the test; every other one ends by the prescriber's closing act, which counts only when its
 * conditions were entered before it.
 */
#include <assert.h>

#include "rules_case.h"

/* Where there is no room the oldest hold that ended makes it: an open one is never forgotten, and of each
 * cause at most one is open. */
void
case_add_hold(struct rules_case *c, enum gate cause, instant_t from, uint64_t n)
{
    uint32_t i = c->hold_count;

    if (i < CASE_HOLDS_MAX)
        c->hold_count++;
    else
        for (i = 0; c->hold[i].until == INSTANT_NONE; i++)
            assert(i + 1 < CASE_HOLDS_MAX);
    c->hold[i] = (struct case_hold){cause, from, INSTANT_NONE, n};
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
    instant_t trigger; /* the newest one: what clears it must come after */
    bool open;
    bool positive; /* a positive test, or a pregnancy: only a false positive ends it */
    bool indeterminate;
};

static void
open_hold(struct rules_case *c, enum gate cause, const struct fact_mark *mark)
{
    const struct case_hold *open;

    if (!case_open_hold(c, cause, &open))
        case_add_hold(c, cause, mark->at, mark->n);
}

static void
trigger(struct rules_case *c, struct evaluation *e, instant_t when, const struct fact_mark *mark)
{
    e->open = true;
    if (when > e->trigger)
        e->trigger = when;
    open_hold(c, GATE_PT_10, mark);
}

/* A date without a time is after an instant when it is a later day. */
static bool
collected_after(const struct rules_case *c, const struct fact_test *t, instant_t at)
{
    return t->collected != INSTANT_NONE ? t->collected > at : t->day > case_day(c, at);
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
                            collected_after(c, t, e->trigger) && case_test_ok(c, t));
    }
    for (uint32_t i = 0; i < c->f->counselling_count; i++) {
        const struct fact_counselling *k = &c->f->counselling[i];
        counselled = counselled || (k->mark.n < closing_n && k->held > e->trigger);
    }
    return tested && counselled;
}

/*
 * A false positive is resolved with the sponsor's notice; anything else by test and counselling. The
 * finding of a pregnancy closes nothing: it is one (PRG-1), whether a test said so or not.
 */
static void
close_evaluation(struct rules_case *c, struct evaluation *e, const struct fact_event *closing)
{
    if (closing->finding == FINDING_PREGNANT) {
        e->open = e->positive = true;
        open_hold(c, GATE_PRG_1, &closing->mark);
        return;
    }
    if (!e->open)
        return;
    if (e->positive ? closing->finding != FINDING_FALSE_POSITIVE || !closing->notice
                    : !conditions_met(c, e, closing->mark.n))
        return;
    case_end_hold(c, GATE_PT_10, closing->mark.at);
    case_end_hold(c, GATE_PT_13, closing->mark.at);
    case_end_hold(c, GATE_PRG_1, closing->mark.at);
    *e = (struct evaluation){.trigger = INSTANT_NONE};
}

/* A positive or indeterminate result, as it was entered: correcting it later does not end the hold. */
static void
take_result(struct rules_case *c, struct evaluation *e, const struct fact_event *event)
{
    trigger(c, e, event->when, &event->mark);
    if (event->result == RESULT_POSITIVE) {
        e->positive = true;
        open_hold(c, GATE_PT_13, &event->mark);
    } else {
        e->indeterminate = true;
    }
}

/* --- contraception -------------------------------------------------------------------------- */

bool
case_abstinent(const struct rules_case *c, const struct fact_contraception *m)
{
    return m != NULL && c->p->abstinence_ok == 1 && (m->methods & (1u << METHOD_ABSTINENCE)) != 0;
}

bool
case_pair(const struct rules_case *c, const struct fact_contraception *m)
{
    if (m == NULL || c->p->methods_high == PROGRAM_UNSET ||
        c->p->methods_additional == PROGRAM_UNSET)
        return false;
    return (m->methods & (uint32_t)c->p->methods_high) != 0 &&
           (m->methods & (uint32_t)c->p->methods_additional) != 0;
}

day_t
case_pair_since(const struct rules_case *c, const struct fact_contraception *m)
{
    day_t since = m->since;

    /* A change during treatment runs the lead again; by policy it need not (CON-1). */
    while (c->p->contraception_restart == 0 && m > c->f->contraception &&
           m->mark.n > c->first_supply_n && case_pair(c, m - 1)) {
        m--;
        since = m->since < since ? m->since : since;
    }
    return since;
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
    if (!c->frp || m->mark.n < c->first_supply_n)
        return;
    if (!case_abstinent(c, m) && !case_pair(c, m))
        open_hold(c, GATE_CON_3, &m->mark);
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
         case_day(c, closing->at) - case_pair_since(c, newest) >= c->p->contraception_lead_days))
        case_end_hold(c, GATE_CON_3, closing->at);
}

/* --- the walk in log order ------------------------------------------------------------------ */

static void
take_event(struct rules_case *c, struct evaluation *e, const struct fact_event *event)
{
    switch ((int)event->type) {
    case STATEMENT_missed_period:
    case STATEMENT_bleeding:
        trigger(c, e, event->when, &event->mark);
        break;
    case STATEMENT_test:
        take_result(c, e, event);
        break;
    case STATEMENT_evaluation_close:
        close_evaluation(c, e, event);
        break;
    case STATEMENT_hold:
        open_hold(c, GATE_HOLD_1, &event->mark);
        break;
    case STATEMENT_release:
        case_end_hold(c, GATE_HOLD_1, event->mark.at);
        close_contraception(c, &event->mark);
        break;
    }
}

/* Events and contraception, in the order of the log. */
static void
walk_log(struct rules_case *c, struct evaluation *e)
{
    const struct facts *f = c->f;
    uint32_t m = 0;

    for (uint32_t i = 0; i < f->event_count; i++) {
        for (; m < f->contraception_count && f->contraception[m].mark.n < f->event[i].mark.n; m++)
            take_contraception(c, &f->contraception[m]);
        take_event(c, e, &f->event[i]);
    }
    for (; m < f->contraception_count; m++)
        take_contraception(c, &f->contraception[m]);
}

/* --- the new start after an interruption --------------------------------------------------------------- */

static bool
clears(const struct rules_case *c, const struct fact_test *t)
{
    return t != NULL && t->result == RESULT_NEGATIVE && case_test_ok(c, t);
}

/* Which of the two tests lie in their windows before this instant? */
static void
find_windows(const struct rules_case *c, instant_t at, uint64_t before_n, bool *first, bool *second)
{
    const struct fact_test *t = case_second_test(c, at, before_n);

    *first = clears(c, case_first_test(c, at, before_n));
    *second = clears(c, t) && case_in_second_window(c, t, at);
}

/*
 * The restart while a new start is owed: no dose before both tests lie in their windows (PT-9). A first
 * dose that was logged after it with both of them ends that for good; until then it is asked at this instant.
 */
static void
hold_new_start(struct rules_case *c)
{
    const struct case_schedule *s = &c->schedule;
    bool first = false;
    bool second = false;
    instant_t from;
    instant_t at = c->in->now;

    if (!s->new_start_owed || s->restart == NULL)
        return;
    from = s->restart->mark.at > s->owed_from ? s->restart->mark.at : s->owed_from;
    case_add_hold(c, GATE_PT_2, from, s->restart->mark.n);
    case_add_hold(c, GATE_PT_3, from, s->restart->mark.n);
    for (uint32_t i = 0; i < c->f->event_count && !(first && second); i++) {
        const struct fact_event *e = &c->f->event[i];
        if (e->type != STATEMENT_first_dose || e->mark.n < s->restart->mark.n)
            continue;
        find_windows(c, e->when, e->mark.n, &first, &second);
        at = e->when;
    }
    if (!(first && second)) {
        at = c->in->now;
        find_windows(c, at, FACT_NONE, &first, &second);
    }
    if (first)
        case_end_hold(c, GATE_PT_2, at);
    if (second)
        case_end_hold(c, GATE_PT_3, at);
}

void
case_holds(struct rules_case *c)
{
    struct evaluation e = {.trigger = INSTANT_NONE};

    walk_log(c, &e);
    c->result_unresolved = e.positive || e.indeterminate;
    hold_new_start(c);
}
