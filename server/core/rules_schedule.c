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

#define GRID_MAX 64 /* weekly dates: far more than any program's first phase */

struct walk {
    struct rules_case *c;
    day_t start;
    day_t grid[GRID_MAX];
    day_t filled_on[GRID_MAX]; /* day of the test that filled it, or DAY_NONE */
    uint32_t grid_count;
    day_t last; /* day of the last test, or DAY_NONE */
    instant_t last_at;
};

bool
case_test_ok(const struct rules_case *c, const struct fact_test *t)
{
    if (t->sensitivity < 0 || c->p->test_limit_miu == PROGRAM_UNSET ||
        t->sensitivity > c->p->test_limit_miu)
        return false;
    return t->setting != SETTING_HOME || c->p->test_home == 1;
}

/* --- interruptions -------------------------------------------------------------------------------- */

/* The day before the restart that follows, or INT32_MAX while dosing is interrupted. */
static day_t
interruption_end(const struct facts *f, uint32_t from)
{
    for (uint32_t i = from + 1; i < f->event_count; i++) {
        if (f->event[i].type == STATEMENT_restart)
            return f->event[i].day - 1;
    }
    return INT32_MAX;
}

bool
case_interrupted(const struct rules_case *c, day_t day)
{
    for (uint32_t i = 0; i < c->f->event_count; i++) {
        const struct fact_event *e = &c->f->event[i];
        if (e->type == STATEMENT_interrupt && e->day <= day && day <= interruption_end(c->f, i))
            return true;
    }
    return false;
}

/* --- the menstrual pattern ------------------------------------------------------------------------ */

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

/* --- due dates --------------------------------------------------------------------------------------- */

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
 * The due date passed before `day` without a test. In an interruption that opens no hold: it is a
 * deviation, and the restart is a new start (PT-9). Otherwise a hold ran from the day after.
 */
static void
passed(struct walk *w, day_t due, enum gate track, const struct fact_mark *ended)
{
    struct rules_case *c = w->c;
    instant_t from = zone_day_start(c->in->zone, due + 1);
    instant_t changed = INSTANT_NONE;

    if (case_interrupted(c, due + 1)) {
        deviate(c, GATE_PT_9, due, FACT_NONE);
        c->schedule.new_start_owed = true;
        return;
    }
    /* A pattern that became irregular too late makes the test overdue from its own entry on. */
    for (uint32_t i = 0; track == GATE_PT_6 && i < c->f->menses_count; i++) {
        if (c->f->menses[i].pattern == PATTERN_IRREGULAR && c->f->menses[i].mark.at > w->last_at) {
            changed = c->f->menses[i].mark.at;
            break;
        }
    }
    if (changed != INSTANT_NONE && changed > from &&
        !irregular_between(c, w->last_at, changed - 1))
        from = changed;
    if (ended != NULL && ended->at <= from)
        return;
    case_add_hold(c, track, from, FACT_NONE);
    if (ended != NULL)
        case_end_hold(c, track, ended->at);
}

/* --- the walk ----------------------------------------------------------------------------------------- */

static bool
counts(const struct walk *w, const struct fact_test *t)
{
    if (t->result != RESULT_NEGATIVE || t->known.n == FACT_NONE || !case_test_ok(w->c, t))
        return false;
    return t->day >= w->start;
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
        if (best == NULL || t->day < best->day || (t->day == best->day && t->mark.n < best->mark.n))
            best = t;
    }
    return best;
}

static instant_t
collection_of(const struct walk *w, const struct fact_test *t)
{
    return t->collected != INSTANT_NONE ? t->collected : zone_day_start(w->c->in->zone, t->day);
}

/* The tests one after the other, until a new start is owed. */
static void
walk_tests(struct walk *w)
{
    const struct fact_test *t = next_test(w, NULL);
    enum gate track;

    for (; t != NULL && !w->c->schedule.new_start_owed; t = next_test(w, t)) {
        day_t due = due_now(w, collection_of(w, t), &track);
        bool late = t->day > due;
        bool entered_late = case_day(w->c, t->known.at) > due; /* collected in time: no deviation */
        if (late || (entered_late && !case_interrupted(w->c, due + 1)))
            passed(w, due, track, &t->known);
        fill(w, t->day);
        w->last = t->day;
        w->last_at = collection_of(w, t);
    }
}

/* Each weekly date that passed without a test by then is one deviation. */
static void
weekly_deviations(struct walk *w)
{
    for (uint32_t i = 0; i < w->grid_count; i++) {
        bool late = w->filled_on[i] != DAY_NONE && w->filled_on[i] > w->grid[i];
        bool open = w->filled_on[i] == DAY_NONE && w->grid[i] < w->c->today;
        if ((late || open) && !case_interrupted(w->c, w->grid[i] + 1))
            deviate(w->c, GATE_PT_4, w->grid[i], FACT_NONE);
    }
}

static void
walk_from(struct walk *w)
{
    struct rules_case *c = w->c;
    struct case_schedule *s = &c->schedule;
    uint32_t weeks = (uint32_t)(c->p->early_days / c->p->early_interval);

    for (w->grid_count = 0; w->grid_count < weeks && w->grid_count < GRID_MAX; w->grid_count++) {
        w->grid[w->grid_count] = (day_t)(w->start + c->p->early_interval * (w->grid_count + 1));
        w->filled_on[w->grid_count] = DAY_NONE;
    }
    w->last = w->grid_count == 0 ? w->start : DAY_NONE;
    walk_tests(w);
    if (!s->new_start_owed) {
        s->due = due_now(w, c->in->now, &s->track);
        if (c->today > s->due)
            passed(w, s->due, s->track, NULL);
        s->overdue = c->today > s->due && !s->new_start_owed;
    }
    weekly_deviations(w);
    s->runs = !s->new_start_owed;
}

/* Day of the first dose after this dispensing; until it is logged, the day of the dispensing. */
static day_t
start_day(const struct rules_case *c, const struct fact_dispensing *d)
{
    for (uint32_t i = 0; i < c->f->event_count; i++) {
        const struct fact_event *e = &c->f->event[i];
        if (e->type == STATEMENT_first_dose && e->mark.n > d->mark.n)
            return e->day;
    }
    return case_day(c, d->mark.at);
}

static bool
leaves_unset(const struct program *p)
{
    return p->early_days == PROGRAM_UNSET || p->early_interval == PROGRAM_UNSET ||
           p->regular_interval == PROGRAM_UNSET || p->irregular_interval == PROGRAM_UNSET;
}

static bool
discontinued_before(const struct rules_case *c)
{
    for (uint32_t i = 0; i < c->f->event_count; i++) {
        if (c->f->event[i].type == STATEMENT_discontinue)
            return true;
    }
    return false;
}

/*
 * From the first supply on; where a new start became owed, again from the first supply after the restart.
 */
void
case_schedule(struct rules_case *c)
{
    const struct facts *f = c->f;

    c->schedule.start_n = FACT_NONE;
    c->schedule.due = DAY_NONE;
    if (!c->frp || leaves_unset(c->p) || discontinued_before(c))
        return;
    for (uint32_t i = 0; i < f->dispensing_count; i++) {
        const struct fact_dispensing *d = &f->dispensing[i];
        struct walk w = {.c = c, .start = start_day(c, d)};
        bool restarted = false;
        if (d->mark.n < c->first_supply_n || c->first_supply_n == FACT_NONE)
            continue;
        if (c->schedule.start_n != FACT_NONE && !c->schedule.new_start_owed)
            continue;
        for (uint32_t k = 0; k < f->event_count; k++)
            restarted = restarted || (f->event[k].type == STATEMENT_restart &&
                                      f->event[k].mark.n > c->schedule.start_n &&
                                      f->event[k].mark.n < d->mark.n);
        if (c->schedule.start_n != FACT_NONE && !restarted)
            continue;
        c->schedule.start_n = d->mark.n;
        c->schedule.new_start_owed = false;
        walk_from(&w);
    }
}
