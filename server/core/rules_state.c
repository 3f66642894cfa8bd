/*
 * rules_state.c -- the state of a subject at an instant: category, holds, deviations, what is due, what is
 * at home, and the pill count of the last closed period (rules.md 4.4).
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "rules_supply.h"

static void
put_holds(const struct rules_case *c, struct subject_state *out)
{
    out->hold_since = INSTANT_NONE;
    for (uint32_t i = 0; i < c->hold_count; i++) {
        const struct case_hold *h = &c->hold[i];
        if (h->until != INSTANT_NONE)
            continue;
        out->holds |= GATE_BIT(h->cause);
        if (out->hold_since == INSTANT_NONE || h->from < out->hold_since)
            out->hold_since = h->from;
    }
}

/* --- deviations ----------------------------------------------------------------------------- */

static void
deviation(struct subject_state *out, enum gate gate, day_t day, uint64_t entry)
{
    if (out->deviation_count < RULES_DEVIATIONS_MAX)
        out->deviation[out->deviation_count++] = (struct rules_deviation){gate, day, entry};
}

static void
put_deviations(const struct rules_case *c, struct subject_state *out)
{
    const struct facts *f = c->f;

    for (uint32_t i = 0; i < c->schedule.deviation_count; i++)
        deviation(out, c->schedule.deviation[i].gate, c->schedule.deviation[i].day,
                  c->schedule.deviation[i].entry);
    if ((c->p->gates & GATE_BIT(GATE_COU_4)) == 0)
        return;
    for (uint32_t i = 0; i < f->dispensing_count; i++) {
        if (!f->dispensing[i].sheet)
            deviation(out, GATE_COU_4, case_day(c, f->dispensing[i].mark.at),
                      f->dispensing[i].mark.n);
    }
}

/* --- what is due ---------------------------------------------------------------------------- */

static void
due(struct subject_state *out, const char *what, day_t by, const char *why)
{
    struct rules_due *d = &out->due[out->due_count++];

    assert(out->due_count <= RULES_TASKS_MAX); /* put_due names fewer */
    (void)snprintf(d->what, sizeof d->what, "%s", what);
    (void)snprintf(d->why, sizeof d->why, "%s", why);
    d->by = by;
}

static void
put_due(const struct rules_case *c, struct subject_state *out)
{
    static const char *const why[] = {"weekly in the first four weeks (PT-4)",
                                      "every four weeks (PT-5)",
                                      "every two weeks, irregular cycles (PT-6)"};
    const struct facts *f = c->f;

    if (c->schedule.runs)
        due(out, "test", c->schedule.due, why[c->schedule.track - GATE_PT_4]);
    if (c->schedule.new_start_owed)
        due(out, "new-start", c->today, "two tests before the next dose (PT-9)");
    if (c->lapsed && !out->discontinued)
        due(out, "new-start", c->today, "so long off drug: enrol anew (ENR-3)");
    if (!out->discontinued && f->dispensing_count > 0 && f->counselling_count > 0 &&
        c->p->counsel_max_days != PROGRAM_UNSET)
        due(out, "counselling",
            (day_t)(f->counselling[f->counselling_count - 1].day + c->p->counsel_max_days),
            "at least every four weeks (COU-1)");
    if (out->discontinued && c->left > 0)
        due(out, "return", c->today, "capsules are still at home (RET-1t)");
}

/* --- pill count ----------------------------------------------------------------------------- */

/*
 * taken = supplied since the last count + counted then - counted now; expected = the doses due from the
 * first day after the last count to the day before this one (rules.md 4.4; the day of the supply counts,
 * the day of the count does not).
 */
static void
put_adherence(const struct rules_case *c, struct subject_state *out)
{
    const struct facts *f = c->f;
    struct supply_walk w;
    int64_t expected = 0;
    int64_t supplied = 0;
    uint64_t from_n = 0;
    const struct fact_return *now;
    const struct fact_return *before = NULL;

    (void)snprintf(out->adherence, sizeof out->adherence, "unknown");
    (void)snprintf(out->band, sizeof out->band, "unknown");
    out->taken = -1;
    if (f->return_count == 0 || f->dispensing_count == 0)
        return;
    now = &f->returned[f->return_count - 1];
    if (f->return_count > 1) {
        before = &f->returned[f->return_count - 2];
        from_n = before->mark.n;
        supplied = before->left < 0 ? 0 : before->left;
    }
    for (uint32_t i = 0; i < f->dispensing_count; i++) {
        if (f->dispensing[i].mark.n > from_n && f->dispensing[i].mark.n < now->mark.n)
            supplied += f->dispensing[i].capsules;
    }
    supply_begin(&w, c);
    while (w.day < case_day(c, now->mark.at)) {
        day_t day = w.day;
        int64_t on_day;
        supply_step(&w);
        w.day = day; /* the dose of the day that was just walked, by the supply in force on it */
        on_day = supply_due(&w);
        w.day = day + 1;
        if (before == NULL || day >= case_day(c, before->mark.at))
            expected += on_day;
    }
    supplied -= now->capsules + (now->left < 0 ? 0 : now->left);
    if (expected == 0 || supplied < 0)
        return; /* more came back than went out: a count to look into, no adherence */
    out->taken = supplied;
    out->expected = expected;
    (void)snprintf(out->adherence, sizeof out->adherence, "%lld.%lld",
                   (long long)((out->taken * 1000 + expected / 2) / expected / 10),
                   (long long)((out->taken * 1000 + expected / 2) / expected % 10));
    (void)snprintf(out->band, sizeof out->band, "%s",
                   out->taken * 100 < 80 * expected    ? "hypocompliant"
                   : out->taken * 100 < 120 * expected ? "eucompliant"
                                                       : "hypercompliant");
}

/* --- all of it ------------------------------------------------------------------------------ */

static void
put_supply(const struct rules_case *c, struct subject_state *out)
{
    const struct facts *f = c->f;

    out->capsules_left = c->left;
    out->days_left = c->days_left;
    out->next_dispense = DAY_NONE;
    if (c->days_left >= 0 && c->p->supply_left_max_days != PROGRAM_UNSET)
        out->next_dispense = (day_t)(c->today + (c->days_left > c->p->supply_left_max_days
                                                     ? c->days_left - c->p->supply_left_max_days
                                                     : 0));
    for (uint32_t i = 0; i < f->prescription_count; i++) {
        if (f->prescription[i].used_n == FACT_NONE)
            memcpy(out->prescription, f->prescription[i].prescription, sizeof out->prescription);
    }
}

void
rules_state(const struct rules_input *in, struct subject_state *out)
{
    struct rules_case c;

    memset(out, 0, sizeof *out);
    case_open(&c, in, NULL);
    out->enrolled = c.f->enrolled;
    out->category = c.category;
    out->discontinued = c.ended != NULL;
    put_holds(&c, out);
    put_deviations(&c, out);
    put_due(&c, out);
    put_supply(&c, out);
    put_adherence(&c, out);
}
