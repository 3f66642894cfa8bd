/*
 * rules_supply.c -- what the subject still has (rules.md T-13), and the gates of prescription, supply and
 * stock (AUT-1t, AUT-2, AUT-3, SUP-1 to SUP-5, INV-3, EXP-1, TMP-1).
 */
#include <assert.h>
#include <string.h>

#include "rules_supply.h"

int64_t
rx_per_dose(const struct fact_prescription *rx)
{
    return rx->dose_ug % rx->strength_ug == 0 ? rx->dose_ug / rx->strength_ug : 0;
}

static int64_t
divide_up(int64_t a, int64_t b)
{
    return (a + b - 1) / b;
}

int64_t
rx_days(const struct fact_prescription *rx, int64_t capsules)
{
    int64_t per_dose = rx_per_dose(rx);

    return per_dose == 0 ? 0 : divide_up(capsules * rx->every_days, per_dose);
}

/* --- day by day ----------------------------------------------------------------------------- */

static day_t
first_dose_day(const struct facts *f)
{
    for (uint32_t i = 0; i < f->event_count; i++) {
        if (f->event[i].type == STATEMENT_first_dose)
            return f->event[i].day;
    }
    return INT32_MAX; /* before a logged first dose no dose is due */
}

void
supply_begin(struct supply_walk *w, const struct rules_case *c)
{
    *w = (struct supply_walk){.c = c,
                              .day = DAY_NONE,
                              .first_dose = first_dose_day(c->f),
                              .last_dose = DAY_NONE,
                              .again_n = FACT_NONE};
    if (c->f->dispensing_count > 0)
        w->day = case_day(c, c->f->dispensing[0].mark.at);
}

/* A supply so long after the last dose that it began an enrolment anew (ENR-3). */
static bool
begins_again(const struct supply_walk *w, const struct fact_dispensing *d)
{
    const struct rules_case *c = w->c;

    return c->p->reenrol_months != PROGRAM_UNSET && w->last_dose != DAY_NONE &&
           d->mark.n > c->first_supply_n &&
           day_add_months(w->last_dose, (int)c->p->reenrol_months) <= w->supplied;
}

static void
take_supply(struct supply_walk *w, const struct fact_dispensing *d)
{
    w->on_hand += d->capsules;
    w->supplied = case_day(w->c, d->mark.at);
    w->rx = facts_prescription(w->c->f, span_of(d->prescription));
    assert(w->rx != NULL); /* no supply is accepted without it (facts_check) */
    if (begins_again(w, d))
        w->again_n = d->mark.n;
    w->count = NULL;
}

/*
 * A count replaces the estimate; what was counted of another lot the same day is there as well. Where
 * nothing is said of what was left, only what came back is taken off (T-14).
 */
static void
take_return(struct supply_walk *w, const struct fact_return *r)
{
    bool other_lot = w->count != NULL && strcmp(w->count->lot, r->lot) != 0 &&
                     case_day(w->c, w->count->mark.at) == w->day;

    if (r->left < 0) {
        w->on_hand = w->on_hand > r->capsules ? w->on_hand - r->capsules : 0;
        return;
    }
    w->on_hand = r->left + (other_lot ? w->on_hand : 0);
    w->count = r;
}

/* Supplies and counts of one day, in the order of the log; a count stands before that day's dose. */
static void
take_movements(struct supply_walk *w)
{
    const struct facts *f = w->c->f;

    for (;;) {
        const struct fact_dispensing *d =
            w->next_supply < f->dispensing_count ? &f->dispensing[w->next_supply] : NULL;
        const struct fact_return *r =
            w->next_return < f->return_count ? &f->returned[w->next_return] : NULL;
        if (d != NULL && (r == NULL || d->mark.n < r->mark.n) &&
            case_day(w->c, d->mark.at) <= w->day) {
            take_supply(w, d);
            w->next_supply++;
        } else if (r != NULL && (d == NULL || r->mark.n < d->mark.n) &&
                   case_day(w->c, r->mark.at) <= w->day) {
            take_return(w, r);
            w->next_return++;
        } else {
            return;
        }
    }
}

/* After the first supply was taken. Nothing is due after the subject's participation ended. */
int64_t
supply_due(const struct supply_walk *w)
{
    if (w->day < w->first_dose || (w->day - w->supplied) % w->rx->every_days != 0 ||
        (w->c->ended != NULL && w->day > w->c->ended->day) || case_no_dose(w->c, w->day))
        return 0;
    return rx_per_dose(w->rx);
}

/* One day: movements, then the dose. */
void
supply_step(struct supply_walk *w)
{
    int64_t due;

    take_movements(w);
    due = supply_due(w);
    if (due > 0 && w->on_hand > 0)
        w->last_dose = w->day;
    w->on_hand = w->on_hand > due ? w->on_hand - due : 0;
    w->day++;
}

void
case_supply(struct rules_case *c)
{
    struct supply_walk w;

    c->left = c->days_left = -1;
    c->last_dose = DAY_NONE;
    supply_begin(&w, c);
    if (w.day == DAY_NONE)
        return;
    while (w.day < c->today)
        supply_step(&w);
    take_movements(&w); /* of today; today's dose counts as not yet taken */
    c->left = w.on_hand;
    c->last_dose = w.last_dose;
    /* A prescription that was corrected to a dose of no whole capsules tells no days (T-14). */
    if (c->left == 0 || rx_per_dose(w.rx) > 0)
        c->days_left = rx_days(w.rx, c->left);
    if (w.again_n != FACT_NONE)
        c->again_n = w.again_n;
    if (c->last_dose == DAY_NONE || c->p->reenrol_months == PROGRAM_UNSET)
        return;
    day_t again = day_add_months(c->last_dose, (int)c->p->reenrol_months);
    c->lapsed = again <= c->today && w.supplied < again;
    c->lapsed_at = zone_day_start(c->in->zone, again);
}

/* --- the prescription ----------------------------------------------------------------------- */

void
gate_AUT_1T(const struct rules_case *c, struct gate_finding *g)
{
    day_t last;

    if (c->rx == NULL || leaf_unset(g, c->p->rx_valid_days))
        return;
    last = (day_t)(case_day(c, c->rx->mark.at) + c->p->rx_valid_days);
    gate_limit(g, "at most %lld days old", (long long)c->p->rx_valid_days);
    gate_value(g, "%d days old", (int)(c->today - case_day(c, c->rx->mark.at)));
    gate_evidence(g, c->rx->mark.n);
    if (c->today > last) {
        gate_fails(g);
        return;
    }
    gate_meets(g);
    g->met_until = zone_day_end(c->in->zone, last);
}

static int64_t
lot_strength(const struct rules_case *c)
{
    const struct fact_product *product = facts_product(c->f, span_of(c->lot->product));

    assert(product != NULL); /* no lot is accepted without it (facts_check) */
    return product->strength_ug;
}

void
gate_AUT_2(const struct rules_case *c, struct gate_finding *g)
{
    gate_fails(g);
    if (c->rx == NULL) {
        gate_value(g, "no prescription that was not used");
        gate_limit(g, "one prescription for one supply");
        return;
    }
    gate_evidence(g, c->rx->mark.n);
    gate_value(g, "%lld capsules", (long long)c->capsules);
    gate_limit(g, "at most %lld of %lld ug", (long long)c->rx->capsules,
               (long long)c->rx->strength_ug);
    if (c->lot != NULL && lot_strength(c) != c->rx->strength_ug)
        gate_value(g, "the lot's capsules have %lld ug", (long long)lot_strength(c));
    else if (c->capsules <= c->rx->capsules)
        gate_meets(g);
}

void
gate_AUT_3(const struct rules_case *c, struct gate_finding *g)
{
    if (c->rx == NULL)
        return;
    gate_limit(g, "one supply");
    gate_evidence(g, c->rx->mark.n);
    if (c->rx->used_n != FACT_NONE) {
        gate_fails(g);
        gate_value(g, "used by entry %llu", (unsigned long long)c->rx->used_n);
        gate_evidence(g, c->rx->used_n);
        return;
    }
    gate_meets(g);
    gate_value(g, "not used");
}

/* --- the supply ----------------------------------------------------------------------------- */

void
gate_SUP_1(const struct rules_case *c, struct gate_finding *g)
{
    if (c->rx == NULL || leaf_unset(g, c->p->supply_max_days))
        return;
    gate_limit(g, "at most %lld days", (long long)c->p->supply_max_days);
    gate_evidence(g, c->rx->mark.n);
    if (rx_per_dose(c->rx) == 0) {
        gate_fails(g);
        gate_value(g, "%lld ug are no whole capsules of %lld ug", (long long)c->rx->dose_ug,
                   (long long)c->rx->strength_ug);
        return;
    }
    gate_value(g, "%lld days (%lld capsules)", (long long)rx_days(c->rx, c->capsules),
               (long long)c->capsules);
    if (rx_days(c->rx, c->capsules) > c->p->supply_max_days)
        gate_fails(g);
    else
        gate_meets(g);
}

void
gate_SUP_2(const struct rules_case *c, struct gate_finding *g)
{
    if (c->rx == NULL || leaf_unset(g, c->p->rx_refills_max))
        return;
    gate_value(g, "%lld refills", (long long)c->rx->refills);
    gate_limit(g, "%lld", (long long)c->p->rx_refills_max);
    gate_evidence(g, c->rx->mark.n);
    if (c->rx->refills > c->p->rx_refills_max)
        gate_fails(g);
    else
        gate_meets(g);
}

void
gate_SUP_3(const struct rules_case *c, struct gate_finding *g)
{
    if (c->rx == NULL || leaf_unset(g, c->p->rx_phone_ok))
        return;
    gate_value(g, "%s", vocab_word(VOCAB_channel, (int)c->rx->channel));
    gate_evidence(g, c->rx->mark.n);
    if (c->rx->channel == CHANNEL_PHONE && c->p->rx_phone_ok == 0)
        gate_fails(g);
    else
        gate_meets(g);
}

void
gate_SUP_5(const struct rules_case *c, struct gate_finding *g)
{
    if (leaf_unset(g, c->p->supply_left_max_days))
        return;
    gate_limit(g, "at most %lld days left", (long long)c->p->supply_left_max_days);
    if (c->left < 0) {
        gate_meets(g);
        gate_value(g, "nothing dispensed yet");
        return;
    }
    if (c->days_left < 0) {
        gate_fails(g);
        gate_value(g, "%lld capsules, days not known", (long long)c->left);
        return;
    }
    gate_value(g, "%lld capsules, %lld days left", (long long)c->left, (long long)c->days_left);
    gate_evidence(g, c->f->dispensing[c->f->dispensing_count - 1].mark.n);
    if (c->days_left <= c->p->supply_left_max_days) {
        gate_meets(g);
        return;
    }
    gate_fails(g);
    g->clears_at =
        zone_day_start(c->in->zone, (day_t)(c->today + c->days_left - c->p->supply_left_max_days));
}

/* --- stock ---------------------------------------------------------------------------------- */

void
gate_INV_3(const struct rules_case *c, struct gate_finding *g)
{
    int64_t there;

    if (c->lot == NULL && c->rx == NULL)
        return; /* nothing to choose a lot for: AUT-2 says so */
    if (c->lot == NULL) {
        gate_fails(g);
        gate_value(g, "no lot holds that many of this strength");
        return;
    }
    /* Capsules in quarantine are there; that they may not go out is TMP-1 (rules.md 2.8). */
    there = c->lot->balance[ACCOUNT_AVAILABLE] + c->lot->balance[ACCOUNT_QUARANTINE];
    gate_value(g, "%lld in lot %s", (long long)there, c->lot->lot);
    gate_limit(g, "at least %lld", (long long)c->capsules);
    if (there >= c->capsules)
        gate_meets(g);
    else
        gate_fails(g);
}

void
gate_EXP_1(const struct rules_case *c, struct gate_finding *g)
{
    char expiry[DAY_SIZE];
    day_t last;

    if (c->lot == NULL || c->rx == NULL)
        return;
    last = (day_t)(c->today + rx_days(c->rx, c->capsules) - 1);
    day_format(c->lot->expiry, expiry);
    gate_limit(g, "lot %s expires %s", c->lot->lot, expiry);
    gate_day(g, "last dose on ", last);
    gate_evidence(g, c->lot->mark.n);
    if (last > c->lot->expiry)
        gate_fails(g);
    else
        gate_meets(g);
}

void
gate_TMP_1(const struct rules_case *c, struct gate_finding *g)
{
    int64_t available;
    int64_t quarantine;

    if (c->lot == NULL)
        return;
    available = c->lot->balance[ACCOUNT_AVAILABLE];
    quarantine = c->lot->balance[ACCOUNT_QUARANTINE];
    gate_value(g, "%lld in quarantine", (long long)quarantine);
    if (available < c->capsules && available + quarantine >= c->capsules)
        gate_fails(g);
    else
        gate_meets(g);
}

/* The count of a return is judged with the return, as a deviation. */
void
gate_RET_2(const struct rules_case *c, struct gate_finding *g)
{
    (void)c;
    (void)g;
}
