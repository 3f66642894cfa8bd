/*
 * rules_schedule.c -- the schedule of pregnancy tests on treatment (rules.md T-7, PT-4 to PT-6, PT-9).
 *
 * The tests since the start are walked in the order of their collection, and between each two the due
 * date of that moment is compared with the next one: so a date that was missed stays missed, whatever
 * was tested later.
 */
#include <assert.h>
#include <string.h>

#include "rules_case.h"

#define GRID_MAX 365 /* dates of the first phase: its longest length by its shortest interval */

struct walk {
    struct rules_case *c;
    day_t start;
    day_t grid[GRID_MAX];
    day_t filled_on[GRID_MAX]; /* day of the test that filled it, or DAY_NONE */
    uint32_t grid_count;
    day_t last; /* day of the last test, or DAY_NONE */
    instant_t last_at;
    day_t horizon; /* today, or the day on which participation ended */
};

bool
case_test_ok(const struct rules_case *c, const struct fact_test *t)
{
    if (t->sensitivity < 0 || c->p->test_limit_miu == PROGRAM_UNSET ||
        t->sensitivity > c->p->test_limit_miu)
        return false;
    /* Where it was done is unknown: it may have been at home (T-14). */
    return t->setting == SETTING_LABORATORY || t->setting == SETTING_CLINIC || c->p->test_home == 1;
}

/* --- interruptions -------------------------------------------------------------------------- */

/* The restart that ends the interruption of event `from`; NULL while dosing is interrupted. */
static const struct fact_event *
restart_after(const struct facts *f, uint32_t from)
{
    for (uint32_t i = from + 1; i < f->event_count; i++) {
        if (f->event[i].type == STATEMENT_restart)
            return &f->event[i];
    }
    return NULL;
}

/* Is dosing interrupted on this day? An interruption runs to the day before the restart. */
static bool
interrupted(const struct rules_case *c, day_t day, const struct fact_event **restart)
{
    for (uint32_t i = 0; i < c->f->event_count; i++) {
        const struct fact_event *e = &c->f->event[i];
        if (e->type != STATEMENT_interrupt || e->day > day)
            continue;
        *restart = restart_after(c->f, i);
        if (*restart == NULL || day < (*restart)->day)
            return true;
    }
    return false;
}

bool
case_interrupted(const struct rules_case *c, day_t day)
{
    const struct fact_event *restart;

    return interrupted(c, day, &restart);
}

/* --- the menstrual pattern ------------------------------------------------------------------ */

/* Irregular to regular needs the prescriber's attestation: the signer is registered as prescriber. */
static bool
takes_effect(const struct rules_case *c, const struct fact_menses *m, bool irregular)
{
    const struct fact_registration *newest;

    if (!irregular || m->pattern == PATTERN_IRREGULAR || m->mark.n == c->f->menses[0].mark.n)
        return true;
    return case_registration(c, REGISTRANT_PRESCRIBER, m->mark.by, case_day(c, m->mark.at),
                             &newest) != NULL;
}

/* Irregular at any time from `since` until `until`? Not recorded is irregular; "none" is regular. */
static bool
irregular_between(const struct rules_case *c, instant_t since, instant_t until)
{
    bool irregular = true;
    bool ever = false;
    bool begun = false;

    for (uint32_t i = 0; i < c->f->menses_count; i++) {
        const struct fact_menses *m = &c->f->menses[i];
        if (m->mark.at > until)
            break;
        if (m->mark.at > since && !begun) {
            ever = irregular;
            begun = true;
        }
        if (takes_effect(c, m, irregular))
            irregular = m->pattern == PATTERN_IRREGULAR;
        if (m->mark.at > since)
            ever = ever || irregular;
    }
    return begun ? ever : irregular;
}

/* --- due dates ------------------------------------------------------------------------------ */

static int
first_open(const struct walk *w)
{
    for (uint32_t i = 0; i < w->grid_count; i++) {
        if (w->filled_on[i] == DAY_NONE)
            return (int)i;
    }
    return -1;
}

/* What is due after the tests so far, with the pattern known until then. */
static day_t
due_now(const struct walk *w, instant_t until, enum gate *track)
{
    const struct program *p = w->c->p;
    int open = first_open(w);

    if (open >= 0) {
        day_t due = w->grid[open];
        *track = GATE_PT_4;
        if (w->last != DAY_NONE && w->last + p->early_interval < due)
            due = (day_t)(w->last + p->early_interval);
        return due;
    }
    if (irregular_between(w->c, w->last_at, until)) {
        *track = GATE_PT_6;
        return (day_t)(w->last + p->irregular_interval);
    }
    *track = GATE_PT_5;
    return (day_t)(w->last + p->regular_interval);
}

/*
 * A test fills every open grid date on or before its day; where there is none, the next one that lies
 * less than an interval ahead.
 */
static void
fill(struct walk *w, day_t day)
{
    bool filled = false;

    for (uint32_t i = 0; i < w->grid_count; i++) {
        if (w->filled_on[i] == DAY_NONE && w->grid[i] <= day) {
            w->filled_on[i] = day;
            filled = true;
        }
    }
    int next = first_open(w);
    if (!filled && next >= 0 && w->grid[next] - day < w->c->p->early_interval)
        w->filled_on[next] = day;
}

static void
deviate(struct rules_case *c, enum gate gate, day_t day, uint64_t entry)
{
    struct case_schedule *s = &c->schedule;

    if (s->deviation_count < RULES_DEVIATIONS_MAX)
        s->deviation[s->deviation_count++] = (struct rules_deviation){gate, day, entry};
}

/*
 * Cycles that became irregular after that date had passed: the test is overdue from their entry on, but no
 * later than it was by the regular interval.
 */
static instant_t
irregular_from(const struct walk *w, instant_t from)
{
    const struct rules_case *c = w->c;

    for (uint32_t i = 0; i < c->f->menses_count; i++) {
        instant_t changed = c->f->menses[i].mark.at;
        if (c->f->menses[i].pattern != PATTERN_IRREGULAR || changed <= from)
            continue;
        if (irregular_between(c, w->last_at, changed - 1))
            return from;
        instant_t regular =
            zone_day_start(c->in->zone, (day_t)(w->last + c->p->regular_interval + 1));
        return changed < regular ? changed : regular;
    }
    return from;
}

/*
 * The due date passed and nothing was on record; `until` is the entry of the test that came at last, or
 * INSTANT_NONE. In an interruption that opens no hold: a specimen missed there is a deviation, and the
 * restart is a new start (PT-9). Otherwise a hold ran from the day after.
 */
static void
passed(struct walk *w, day_t due, enum gate track, instant_t until, bool collected_in_time)
{
    struct rules_case *c = w->c;
    struct case_schedule *s = &c->schedule;
    instant_t from = zone_day_start(c->in->zone, due + 1);
    const struct fact_event *restart;

    if (interrupted(c, due + 1, &restart)) {
        if (collected_in_time)
            return;
        deviate(c, GATE_PT_9, due, FACT_NONE);
        s->new_start_owed = true;
        s->owed_from = from;
        s->restart = restart;
        return;
    }
    if (track == GATE_PT_6)
        from = irregular_from(w, from);
    if (until == INSTANT_NONE) {
        case_add_hold(c, track, from, FACT_NONE);
    } else if (until > from) {
        case_add_hold(c, track, from, FACT_NONE);
        case_end_hold(c, track, until);
    }
}

/* --- the walk ------------------------------------------------------------------------------- */

static bool
counts(const struct walk *w, const struct fact_test *t)
{
    if (t->result != RESULT_NEGATIVE || !case_test_ok(w->c, t))
        return false;
    /* A specimen dated after its own entry is a slip of the pen: it must not fill what is to come. */
    return t->day >= w->start && t->day <= w->horizon && t->day <= case_day(w->c, t->known.at);
}

/* The next test by day of collection, after those before `after` in that order. */
static const struct fact_test *
next_test(const struct walk *w, const struct fact_test *after)
{
    const struct fact_test *best = NULL;

    for (uint32_t i = 0; i < w->c->f->test_count; i++) {
        const struct fact_test *t = &w->c->f->test[i];
        if (!counts(w, t))
            continue;
        if (after != NULL &&
            (t->day < after->day || (t->day == after->day && t->mark.n <= after->mark.n)))
            continue;
        if (best == NULL || t->day < best->day) /* of one day the first in the log */
            best = t;
    }
    return best;
}

static instant_t
collection_of(const struct walk *w, const struct fact_test *t)
{
    return t->collected != INSTANT_NONE ? t->collected : zone_day_start(w->c->in->zone, t->day);
}

/* When the first of this test and those collected after it was entered: any of them ends the hold. */
static instant_t
first_entry(const struct walk *w, const struct fact_test *t)
{
    instant_t first = t->known.at;

    for (t = next_test(w, t); t != NULL; t = next_test(w, t)) {
        if (t->known.at < first)
            first = t->known.at;
    }
    return first;
}

/* The tests one after the other, until a new start is owed. */
static void
walk_tests(struct walk *w)
{
    const struct fact_test *t = next_test(w, NULL);
    enum gate track;

    for (; t != NULL; t = next_test(w, t)) {
        day_t due = due_now(w, collection_of(w, t), &track);
        instant_t entered = first_entry(w, t);
        if (t->day > due || case_day(w->c, entered) > due)
            passed(w, due, track, entered, t->day <= due);
        if (w->c->schedule.new_start_owed)
            return;
        fill(w, t->day);
        w->last = t->day;
        w->last_at = collection_of(w, t);
    }
}

/* Each weekly date that passed without a test, while the schedule ran, is one deviation. */
static void
weekly_deviations(const struct walk *w)
{
    for (uint32_t i = 0; i < w->grid_count; i++) {
        bool late = w->filled_on[i] != DAY_NONE && w->filled_on[i] > w->grid[i];
        bool open = w->filled_on[i] == DAY_NONE && w->grid[i] < w->horizon;
        if ((late || open) && !case_interrupted(w->c, w->grid[i] + 1))
            deviate(w->c, GATE_PT_4, w->grid[i], FACT_NONE);
    }
}

/* Day of the first dose after this dispensing, as claimed but not after its entry; until it is logged,
 * the day of the dispensing. */
static day_t
start_day(const struct rules_case *c, const struct fact_dispensing *d,
          const struct fact_event **dose)
{
    for (uint32_t i = 0; i < c->f->event_count; i++) {
        const struct fact_event *e = &c->f->event[i];
        if (e->type == STATEMENT_first_dose && e->mark.n > d->mark.n) {
            day_t entered = case_day(c, e->mark.at);
            *dose = e;
            return e->day < entered ? e->day : entered;
        }
    }
    *dose = NULL;
    return case_day(c, d->mark.at);
}

/* A first dose too long after the second test is a deviation, not a refusal (PT-3, "starting"). */
static void
judge_start(struct rules_case *c, const struct fact_dispensing *d, const struct fact_event *dose)
{
    const struct fact_test *second = case_test_of_start(c, d);

    if (dose != NULL && second != NULL && c->p->start_anchor == 1 &&
        c->p->second_max_seconds != PROGRAM_UNSET && !case_in_second_window(c, second, dose->when))
        deviate(c, GATE_PT_3, dose->day, dose->mark.n);
}

static void
walk_from(struct walk *w, const struct fact_dispensing *d)
{
    struct rules_case *c = w->c;
    struct case_schedule *s = &c->schedule;
    uint32_t weeks = (uint32_t)(c->p->early_days / c->p->early_interval);
    const struct fact_event *dose;

    assert(weeks <= GRID_MAX);
    w->start = start_day(c, d, &dose);
    /* After the end of participation nothing more falls due here (PT-7 and PT-8 are not kept). */
    w->horizon = c->ended != NULL && c->ended->day < c->today ? c->ended->day : c->today;
    for (; w->grid_count < weeks; w->grid_count++) {
        w->grid[w->grid_count] = (day_t)(w->start + c->p->early_interval * (w->grid_count + 1));
        w->filled_on[w->grid_count] = DAY_NONE;
    }
    w->last = weeks == 0 ? w->start : DAY_NONE;
    w->last_at = zone_day_start(c->in->zone, w->start);
    judge_start(c, d, dose);
    walk_tests(w);
    if (!s->new_start_owed) {
        s->due = due_now(w, c->in->now, &s->track);
        s->overdue = w->horizon > s->due;
        if (s->overdue)
            passed(w, s->due, s->track, INSTANT_NONE, false);
    }
    if (s->new_start_owed)
        w->horizon = case_day(c, s->owed_from);
    s->overdue = s->overdue && !s->new_start_owed;
    s->runs = !s->new_start_owed && c->ended == NULL;
    weekly_deviations(w);
}

static bool
leaves_unset(const struct program *p)
{
    return p->early_days == PROGRAM_UNSET || p->early_interval == PROGRAM_UNSET ||
           p->regular_interval == PROGRAM_UNSET || p->irregular_interval == PROGRAM_UNSET;
}

/* Treatment starts with the first supply; where a new start became owed, again with the first one after
 * the restart (PT-9). */
static bool
starts(const struct case_schedule *s, const struct fact_dispensing *d)
{
    if (s->start_n == FACT_NONE)
        return true;
    return s->new_start_owed && s->restart != NULL && s->restart->mark.n < d->mark.n &&
           s->owed_from <= d->mark.at;
}

void
case_schedule(struct rules_case *c)
{
    const struct facts *f = c->f;
    struct case_schedule *s = &c->schedule;

    s->start_n = FACT_NONE;
    s->due = DAY_NONE;
    s->runs = s->overdue = s->new_start_owed = false;
    if (!c->frp || leaves_unset(c->p))
        return;
    for (uint32_t i = 0; i < f->dispensing_count; i++) {
        const struct fact_dispensing *d = &f->dispensing[i];
        struct walk w = {.c = c};
        if (d->mark.n < c->first_supply_n || !starts(s, d))
            continue;
        s->start_n = d->mark.n;
        s->runs = s->overdue = s->new_start_owed = false;
        walk_from(&w, d);
    }
}
