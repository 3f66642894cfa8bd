/*
 * rules_enrol.c -- registrations, enrolment, category, contraception and counselling
 * (rules.md ENR-1 to ENR-3, CAT-6, CON-1 to CON-5, COU-1 to COU-4).
 */
#include <string.h>

#include "rules_case.h"

/* --- registrations -------------------------------------------------------------------------- */

static void
judge_registration(const struct rules_case *c, struct gate_finding *g, enum registrant kind,
                   const char *name, day_t day)
{
    const struct fact_registration *newest;
    const struct fact_registration *r = case_registration(c, kind, name, day, &newest);
    char text[DAY_SIZE];

    day_format(day, text);
    gate_limit(g, "registered and active on %s", text);
    gate_note(g, "%s", name);
    if (newest != NULL)
        gate_evidence(g, newest->mark.n);
    if (r != NULL) {
        gate_meets(g);
        gate_day(g, "active since ", r->from);
        if (r->until != DAY_NONE)
            g->met_until = zone_day_end(c->in->zone, r->until);
        return;
    }
    gate_fails(g);
    if (newest == NULL)
        gate_value(g, "no registration");
    else if (newest->standing == STANDING_SUSPENDED)
        gate_day(g, "suspended since ", newest->from);
    else
        gate_day(g, "ended on ", newest->until);
}

void
gate_ENR_1(const struct rules_case *c, struct gate_finding *g)
{
    if (c->rx != NULL)
        judge_registration(c, g, REGISTRANT_PRESCRIBER, c->rx->mark.by,
                           case_day(c, c->rx->mark.at));
}

void
gate_ENR_2(const struct rules_case *c, struct gate_finding *g)
{
    judge_registration(c, g, REGISTRANT_PHARMACY, c->f->pharmacy, c->today);
}

/* --- enrolment ------------------------------------------------------------------------------ */

/* The form of the present category, signed since category and enrolment began, and not after today. */
static const struct fact_agreement *
agreement_in_force(const struct rules_case *c)
{
    instant_t since = c->category_since;

    if (c->lapsed && c->lapsed_at > since)
        since = c->lapsed_at;
    for (uint32_t i = c->f->agreement_count; i-- > 0;) {
        const struct fact_agreement *a = &c->f->agreement[i];
        if (a->category == c->category && a->signed_at >= since &&
            case_day(c, a->signed_at) <= c->today)
            return a;
    }
    return NULL;
}

void
gate_ENR_3(const struct rules_case *c, struct gate_finding *g)
{
    const struct facts *f = c->f;
    const struct fact_event *ended = c->ended;
    const struct fact_consent *consent =
        f->consent_count == 0 ? NULL : &f->consent[f->consent_count - 1];
    const struct fact_agreement *form = agreement_in_force(c);

    if (leaf_unset(g, c->p->reenrol_months))
        return;
    gate_limit(g, "active, consent, form for %s", vocab_word(VOCAB_category, (int)c->category));
    gate_fails(g);
    if (!f->enrolled) {
        gate_value(g, "not enrolled");
    } else if (ended != NULL) {
        gate_day(g, "discontinued on ", ended->day);
        gate_evidence(g, ended->mark.n);
    } else if (consent == NULL || consent->state != CONSENT_GIVEN) {
        gate_value(g, consent == NULL ? "no consent" : "consent withdrawn");
        if (consent != NULL)
            gate_evidence(g, consent->mark.n);
    } else if (form == NULL) {
        gate_value(g, "no agreement form for the present category");
    } else {
        gate_meets(g);
        gate_value(g, "complete");
        gate_evidence(g, f->enrolment.n);
        gate_evidence(g, consent->mark.n);
        gate_evidence(g, form->mark.n);
    }
}

/* What the category rests on: the age of adults, and what excludes where a ground is on record. */
static bool
category_unset(const struct rules_case *c, struct gate_finding *g)
{
    if (leaf_unset(g, c->p->adult_years))
        return true;
    for (uint32_t i = 0; c->f->sex == SEX_FEMALE && i < c->f->basis_count; i++) {
        enum basis basis = c->f->basis[i].basis;
        if ((basis != BASIS_NONE && leaf_unset(g, c->p->nonrp_bases)) ||
            (basis == BASIS_NATURAL_MENOPAUSE && leaf_unset(g, c->p->menopause_months)))
            return true;
    }
    return false;
}

void
gate_CAT_6(const struct rules_case *c, struct gate_finding *g)
{
    if (category_unset(c, g) || c->rx == NULL)
        return;
    gate_value(g, "%s on the prescription", vocab_word(VOCAB_category, (int)c->rx->category));
    gate_limit(g, "%s", vocab_word(VOCAB_category, (int)c->category));
    gate_evidence(g, c->rx->mark.n);
    gate_evidence(g, c->category_n);
    if (c->rx->category == c->category)
        gate_meets(g);
    else
        gate_fails(g);
}

/* No statement reports these yet, so nothing is on record and nothing is failing. */
void
gate_PRG_3(const struct rules_case *c, struct gate_finding *g)
{
    if (c->f->sex == SEX_MALE) {
        gate_meets(g);
        gate_value(g, "none on record");
    }
}

void
gate_BRF_1(const struct rules_case *c, struct gate_finding *g)
{
    if (c->f->sex == SEX_FEMALE) {
        gate_meets(g);
        gate_value(g, "not on record");
    }
}

/* --- contraception -------------------------------------------------------------------------- */

void
gate_CON_1(const struct rules_case *c, struct gate_finding *g)
{
    const struct fact_contraception *m = case_contraception(c);
    day_t since;

    if (!c->frp || case_abstinent(c, m) || !case_pair(c, m))
        return;
    if (leaf_unset(g, c->p->contraception_lead_days) || leaf_unset(g, c->p->contraception_restart))
        return;
    since = case_pair_since(c, m);
    gate_limit(g, "at least %lld days", (long long)c->p->contraception_lead_days);
    gate_value(g, "%d days", (int)(c->today - since));
    gate_evidence(g, m->mark.n);
    if (c->today - since >= c->p->contraception_lead_days) {
        gate_meets(g);
        return;
    }
    gate_fails(g);
    g->clears_at = zone_day_start(c->in->zone, (day_t)(since + c->p->contraception_lead_days));
}

static void
judge_pair(const struct rules_case *c, struct gate_finding *g)
{
    const struct fact_contraception *m = case_contraception(c);

    if ((m != NULL && (m->methods & (1u << METHOD_ABSTINENCE)) != 0 &&
         leaf_unset(g, c->p->abstinence_ok)) ||
        leaf_unset(g, c->p->methods_high) || leaf_unset(g, c->p->methods_additional))
        return;
    gate_limit(g, "one highly effective and one additional method");
    if (m != NULL)
        gate_evidence(g, m->mark.n);
    if (case_abstinent(c, m)) {
        gate_meets(g);
        gate_value(g, "abstinent");
    } else if (case_pair(c, m)) {
        gate_meets(g);
        gate_value(g, "complete");
    } else {
        gate_fails(g);
        gate_value(g, m == NULL ? "nothing on record" : "incomplete");
    }
}

/* Before the first supply of this enrolment and category; afterwards it is CON-3. */
void
gate_CON_2(const struct rules_case *c, struct gate_finding *g)
{
    if (c->frp && c->last_supply_n == FACT_NONE)
        judge_pair(c, g);
}

void
gate_CON_3(const struct rules_case *c, struct gate_finding *g)
{
    const struct case_hold *hold;
    bool held = case_open_hold(c, GATE_CON_3, &hold);

    if (!c->frp || (c->last_supply_n == FACT_NONE && !held))
        return;
    judge_pair(c, g);
    if (held) {
        gate_fails(g);
        gate_note(g, "the hold it opened is not released");
        gate_evidence(g, hold->n);
    }
}

void
gate_CON_5(const struct rules_case *c, struct gate_finding *g)
{
    const struct fact_contraception *m = case_contraception(c);

    if (c->f->sex != SEX_MALE)
        return;
    gate_limit(g, "condom");
    if (m != NULL)
        gate_evidence(g, m->mark.n);
    if (m != NULL && (m->methods & (1u << METHOD_CONDOM)) != 0) {
        gate_meets(g);
        gate_value(g, "agreed");
    } else {
        gate_fails(g);
        gate_value(g, m == NULL ? "nothing on record" : "not agreed");
    }
}

/* --- counselling ---------------------------------------------------------------------------- */

/* The newest by the time it was held; one that is dated after today was not held yet. */
static const struct fact_counselling *
newest_counselling(const struct rules_case *c)
{
    const struct fact_counselling *newest = NULL;

    for (uint32_t i = 0; i < c->f->counselling_count; i++) {
        const struct fact_counselling *k = &c->f->counselling[i];
        if (k->day <= c->today && (newest == NULL || k->held >= newest->held))
            newest = k;
    }
    return newest;
}

void
gate_COU_1(const struct rules_case *c, struct gate_finding *g)
{
    const struct fact_counselling *k = newest_counselling(c);

    if (leaf_unset(g, c->p->counsel_max_days))
        return;
    gate_limit(g, "at most %lld days ago", (long long)c->p->counsel_max_days);
    if (k == NULL) {
        gate_fails(g);
        gate_value(g, "never");
        return;
    }
    gate_value(g, "%d days ago", (int)(c->today - k->day));
    gate_evidence(g, k->mark.n);
    if (c->today - k->day > c->p->counsel_max_days) {
        gate_fails(g);
        return;
    }
    gate_meets(g);
    g->met_until = zone_day_end(c->in->zone, (day_t)(k->day + c->p->counsel_max_days));
}

void
gate_COU_2(const struct rules_case *c, struct gate_finding *g)
{
    const struct fact_counselling *k = newest_counselling(c);

    if (k != NULL)
        judge_registration(c, g, REGISTRANT_COUNSELLOR, k->mark.by, k->day);
}

static const char *
first_missing_item(int64_t wanted, uint32_t there)
{
    for (int i = 0; i < item_COUNT; i++) {
        if ((wanted & (INT64_C(1) << i)) != 0 && (there & (1u << i)) == 0)
            return vocab_word(VOCAB_item, i);
    }
    return NULL;
}

void
gate_COU_3(const struct rules_case *c, struct gate_finding *g)
{
    const struct fact_counselling *k = newest_counselling(c);
    const struct program *p = c->p;
    int64_t wanted;

    if (leaf_unset(g, p->items_all) || (c->frp && leaf_unset(g, p->items_frp)) ||
        (c->f->sex == SEX_MALE && leaf_unset(g, p->items_male)))
        return;
    wanted =
        p->items_all | (c->frp ? p->items_frp : 0) | (c->f->sex == SEX_MALE ? p->items_male : 0);
    gate_limit(g, "today, every item");
    gate_fails(g);
    if (k == NULL) {
        gate_value(g, "no counselling");
        return;
    }
    gate_evidence(g, k->mark.n);
    if (k->day != c->today) {
        gate_day(g, "last on ", k->day);
    } else if (first_missing_item(wanted, k->items) != NULL) {
        gate_value(g, "%s is missing", first_missing_item(wanted, k->items));
    } else {
        gate_meets(g);
        gate_value(g, "complete");
        g->met_until = zone_day_end(c->in->zone, c->today);
    }
}

/* A deviation of the supply, never a refusal (rules.md 2.8). */
void
gate_COU_4(const struct rules_case *c, struct gate_finding *g)
{
    gate_meets(g);
    gate_value(g, statement_value(c->act, FIELD_dispense_sheet)->integer != 0 ? "handed out"
                                                                              : "not recorded");
}
