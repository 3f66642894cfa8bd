/*
 * rules_tests.c -- which pregnancy test is the first, the second, the newest, and what is wrong with it
 * (rules.md PT-1 to PT-14; "One fact, one id" in 2.8 says which gate a fault belongs to).
 */
#include <assert.h>
#include <string.h>

#include "rules_case.h"

/* A positive or indeterminate test is never the first, the second or the newest. */
static bool
usable(const struct fact_test *t)
{
    return t->result == RESULT_NEGATIVE || t->result == RESULT_PENDING;
}

/* Newest specimen of two: by day, then by time, then by entry. */
static bool
newer(const struct fact_test *a, const struct fact_test *b)
{
    if (b == NULL || a->day != b->day)
        return b == NULL || a->day > b->day;
    if (a->collected != INSTANT_NONE && b->collected != INSTANT_NONE &&
        a->collected != b->collected)
        return a->collected > b->collected;
    return a->mark.n > b->mark.n;
}

static bool
collected_before(const struct rules_case *c, const struct fact_test *t, instant_t at)
{
    return t->collected != INSTANT_NONE ? t->collected < at : t->day <= case_day(c, at);
}

/* The newest specimen in the window of days before the prescription; a date is enough. */
const struct fact_test *
case_first_test(const struct rules_case *c, instant_t anchor, uint64_t before_n)
{
    const struct fact_test *best = NULL;
    day_t day = case_day(c, anchor);

    if (c->p->first_min_days == PROGRAM_UNSET || c->p->first_max_days == PROGRAM_UNSET)
        return NULL;
    for (uint32_t i = 0; i < c->f->test_count; i++) {
        const struct fact_test *t = &c->f->test[i];
        int64_t age = (int64_t)day - t->day;
        if (usable(t) && t->mark.n < before_n && age >= c->p->first_min_days &&
            age <= c->p->first_max_days && newer(t, best))
            best = t;
    }
    return best;
}

/* The newest other specimen collected before the prescription; it needs a time (T-3). */
const struct fact_test *
case_second_test(const struct rules_case *c, instant_t anchor, uint64_t before_n)
{
    const struct fact_test *first = case_first_test(c, anchor, before_n);
    const struct fact_test *best = NULL;

    for (uint32_t i = 0; i < c->f->test_count; i++) {
        const struct fact_test *t = &c->f->test[i];
        if (!usable(t) || t->mark.n >= before_n || t->collected == INSTANT_NONE ||
            t->collected >= anchor)
            continue;
        if (first != NULL && strcmp(t->accession, first->accession) == 0)
            continue; /* one specimen is not two tests (T-5) */
        if (newer(t, best))
            best = t;
    }
    return best;
}

static const struct fact_test *
find_newest(const struct rules_case *c)
{
    const struct fact_test *best = NULL;

    for (uint32_t i = 0; i < c->f->test_count; i++) {
        const struct fact_test *t = &c->f->test[i];
        if (usable(t) && collected_before(c, t, c->in->now + 1) && newer(t, best))
            best = t;
    }
    return best;
}

bool
case_in_second_window(const struct rules_case *c, const struct fact_test *t, instant_t anchor)
{
    return c->p->second_max_seconds != PROGRAM_UNSET &&
           anchor - t->collected <= c->p->second_max_seconds * SECOND;
}

/* A test entered after the prescription was none of those that the supply rested on. */
const struct fact_test *
case_test_of_start(const struct rules_case *c, const struct fact_dispensing *start)
{
    const struct fact_prescription *rx = facts_prescription(c->f, span_of(start->prescription));

    assert(rx != NULL); /* no supply is accepted without it (facts_check) */
    return case_second_test(c, rx->mark.at, rx->mark.n);
}

void
case_tests(struct rules_case *c)
{
    c->first = case_first_test(c, c->anchor, FACT_NONE);
    c->second = case_second_test(c, c->anchor, FACT_NONE);
    c->newest = find_newest(c);
}

/* --- the tests that a supply rests on ------------------------------------------------------- */

#define JUDGED_MAX 2

/* At a new start the first and the second; on treatment the newest. */
static size_t
judged(const struct rules_case *c, const struct fact_test *out[JUDGED_MAX])
{
    size_t count = 0;

    if (c->new_start) {
        if (c->first != NULL)
            out[count++] = c->first;
        if (c->second != NULL)
            out[count++] = c->second;
    } else if (c->newest != NULL) {
        out[count++] = c->newest;
    }
    return count;
}

void
gate_PT_1(const struct rules_case *c, struct gate_finding *g)
{
    const struct fact_test *tests[JUDGED_MAX];
    size_t count = judged(c, tests);

    if (!c->frp || count == 0)
        return;
    if (leaf_unset(g, c->p->test_limit_miu))
        return;
    gate_meets(g);
    gate_limit(g, "detects %lld mIU/mL or less", (long long)c->p->test_limit_miu);
    for (size_t i = 0; i < count; i++) {
        const struct fact_test *t = tests[i];
        gate_evidence(g, t->mark.n);
        if (t->setting != SETTING_LABORATORY && t->setting != SETTING_CLINIC &&
            leaf_unset(g, c->p->test_home))
            return;
        if (g->state == GATE_FAILING)
            continue;
        if (t->sensitivity < 0)
            gate_value(g, "sensitivity not known");
        else
            gate_value(g, "%lld mIU/mL%s", (long long)t->sensitivity,
                       t->setting == SETTING_HOME ? ", at home"
                       : t->setting < 0           ? ", where is not known"
                                                  : "");
        if (!case_test_ok(c, t)) {
            gate_fails(g);
            gate_note(g, "test %s", t->accession);
        }
    }
}

void
gate_PT_2(const struct rules_case *c, struct gate_finding *g)
{
    if (!c->frp || !c->new_start || c->result_unresolved)
        return;
    if (leaf_unset(g, c->p->first_min_days) || leaf_unset(g, c->p->first_max_days))
        return;
    gate_limit(g, "%lld to %lld days before the prescription", (long long)c->p->first_min_days,
               (long long)c->p->first_max_days);
    if (c->first == NULL) {
        gate_fails(g);
        gate_value(g, "none in the window");
        return;
    }
    gate_meets(g);
    gate_value(g, "%d days before", (int)(case_day(c, c->anchor) - c->first->day));
    gate_note(g, "test %s", c->first->accession);
    gate_evidence(g, c->first->mark.n);
    if (c->rx == NULL)
        g->met_until = zone_day_end(c->in->zone, (day_t)(c->first->day + c->p->first_max_days));
}

void
gate_PT_3(const struct rules_case *c, struct gate_finding *g)
{
    if (!c->frp || !c->new_start || c->result_unresolved)
        return;
    if (leaf_unset(g, c->p->second_max_seconds) || leaf_unset(g, c->p->start_anchor))
        return;
    gate_limit(g, "at most %lld s before the prescription", (long long)c->p->second_max_seconds);
    if (c->second == NULL) {
        gate_fails(g);
        gate_value(g, "none with a collection time");
        return;
    }
    gate_value(g, "%lld s before", (long long)((c->anchor - c->second->collected) / SECOND));
    gate_note(g, "test %s", c->second->accession);
    gate_evidence(g, c->second->mark.n);
    if (!case_in_second_window(c, c->second, c->anchor)) {
        gate_fails(g);
        return;
    }
    gate_meets(g);
    if (c->rx == NULL)
        g->met_until = c->second->collected + c->p->second_max_seconds * SECOND;
}

/* --- results and verifications -------------------------------------------------------------- */

/* What is missing of a test, in words; NULL when nothing is. */
static const char *
missing_of(const struct rules_case *c, const struct fact_test *t)
{
    bool before_rx = c->rx != NULL && collected_before(c, t, c->rx->mark.at);
    uint64_t limit = before_rx ? c->rx->mark.n : FACT_NONE;

    if (t->known.n == FACT_NONE)
        return "the result is not known";
    if (t->known.n > limit)
        return "the result was entered after the prescription";
    if (t->prescriber.n == FACT_NONE)
        return "the prescriber has not verified it";
    if (t->prescriber.n > limit)
        return "the prescriber verified it after the prescription";
    if (c->prescribing)
        return NULL; /* the pharmacist's turn comes later */
    if (t->pharmacist.n == FACT_NONE)
        return "the pharmacist has not verified it";
    if (strcmp(t->prescriber.by, t->pharmacist.by) == 0)
        return "one person verified it twice";
    return NULL;
}

void
gate_PT_11(const struct rules_case *c, struct gate_finding *g)
{
    const struct fact_test *tests[JUDGED_MAX];
    size_t count = judged(c, tests);

    if (!c->frp || count == 0)
        return;
    gate_meets(g);
    gate_limit(g, "result, prescriber and pharmacist, two persons");
    gate_value(g, "complete");
    for (size_t i = 0; i < count; i++) {
        const char *missing = missing_of(c, tests[i]);
        gate_evidence(g, tests[i]->mark.n);
        if (missing == NULL || g->state == GATE_FAILING)
            continue;
        gate_fails(g);
        gate_value(g, "%s", missing);
        gate_note(g, "test %s", tests[i]->accession);
    }
}

/* --- the schedule --------------------------------------------------------------------------- */

static void
judge_track(const struct rules_case *c, struct gate_finding *g, enum gate track, int64_t interval)
{
    const struct case_schedule *s = &c->schedule;
    char due[DAY_SIZE];

    if (!c->frp || leaf_unset(g, interval))
        return;
    if (!s->runs || s->track != track)
        return;
    day_format(s->due, due);
    gate_limit(g, "next test due %s", due);
    if (s->overdue) {
        gate_fails(g);
        gate_value(g, "overdue by %d days", (int)(c->today - s->due));
        return;
    }
    gate_meets(g);
    gate_value(g, "not due yet");
    g->met_until = zone_day_end(c->in->zone, s->due);
}

void
gate_PT_4(const struct rules_case *c, struct gate_finding *g)
{
    bool known = c->p->early_days != PROGRAM_UNSET;

    judge_track(c, g, GATE_PT_4, known ? c->p->early_interval : PROGRAM_UNSET);
}

void
gate_PT_5(const struct rules_case *c, struct gate_finding *g)
{
    judge_track(c, g, GATE_PT_5, c->p->regular_interval);
}

void
gate_PT_6(const struct rules_case *c, struct gate_finding *g)
{
    judge_track(c, g, GATE_PT_6, c->p->irregular_interval);
}

/* A test missed in an interruption refuses nothing by itself: the new start's tests do (PT-2, PT-3). */
void
gate_PT_9(const struct rules_case *c, struct gate_finding *g)
{
    if (!c->frp || c->last_supply_n == FACT_NONE)
        return;
    gate_meets(g);
    gate_value(g, c->schedule.new_start_owed ? "a new start is owed" : "none missed");
}

void
gate_PT_14(const struct rules_case *c, struct gate_finding *g)
{
    const struct fact_test *best = NULL;

    if (!c->frp || c->result_unresolved)
        return;
    if (leaf_unset(g, c->p->supply_test_max_days))
        return;
    for (uint32_t i = 0; i < c->f->test_count; i++) {
        const struct fact_test *t = &c->f->test[i];
        if (t->result == RESULT_NEGATIVE && collected_before(c, t, c->in->now + 1) &&
            newer(t, best))
            best = t;
    }
    gate_limit(g, "at most %lld days old", (long long)c->p->supply_test_max_days);
    if (best == NULL) {
        gate_fails(g);
        gate_value(g, "no negative test");
        return;
    }
    gate_value(g, "%d days old", (int)(c->today - best->day));
    gate_note(g, "test %s", best->accession);
    gate_evidence(g, best->mark.n);
    if (c->today - best->day > c->p->supply_test_max_days) {
        gate_fails(g);
        return;
    }
    gate_meets(g);
    g->met_until = zone_day_end(c->in->zone, (day_t)(best->day + c->p->supply_test_max_days));
}

/* --- evaluations and holds ------------------------------------------------------------------ */

static void
judge_hold(const struct rules_case *c, struct gate_finding *g, enum gate cause, const char *met)
{
    const struct case_hold *hold;
    char since[LOCAL_SIZE];

    gate_meets(g);
    gate_value(g, "%s", met);
    if (!case_open_hold(c, cause, &hold))
        return;
    gate_fails(g);
    instant_format_local(hold->from, c->in->zone, since);
    gate_value(g, "open since %s", since);
    gate_evidence(g, hold->n);
}

void
gate_HOLD_1(const struct rules_case *c, struct gate_finding *g)
{
    judge_hold(c, g, GATE_HOLD_1, "no hold by hand");
}

void
gate_PT_10(const struct rules_case *c, struct gate_finding *g)
{
    if (c->f->sex == SEX_FEMALE)
        judge_hold(c, g, GATE_PT_10, "nothing is being evaluated");
}

void
gate_PT_13(const struct rules_case *c, struct gate_finding *g)
{
    if (c->f->sex == SEX_FEMALE)
        judge_hold(c, g, GATE_PT_13, "no positive test");
}

/* Any positive test counts as a pregnancy until it is resolved; so does the finding of one. */
void
gate_PRG_1(const struct rules_case *c, struct gate_finding *g)
{
    const struct case_hold *hold;
    bool found = case_open_hold(c, GATE_PRG_1, &hold);

    if (c->f->sex == SEX_FEMALE)
        judge_hold(c, g, found ? GATE_PRG_1 : GATE_PT_13, "no pregnancy on record");
}
