/* rules_case.c -- opening a case: what is asked, of which category, and since when. See rules_case.h. */
#include "rules_case.h"

#include <string.h>

day_t
case_day(const struct rules_case *c, instant_t at)
{
    return zone_day(c->in->zone, at);
}

/* --- what is asked ------------------------------------------------------------------------------ */

static void
take_dispense(struct rules_case *c)
{
    const struct value *rx = statement_value(c->act, FIELD_dispense_prescription);
    const struct value *lot = statement_value(c->act, FIELD_dispense_lot);
    const struct value *capsules = statement_value(c->act, FIELD_dispense_capsules);

    if (rx->present)
        c->rx = facts_prescription(c->f, rx->text);
    if (lot->present)
        c->lot = facts_lot(c->f, lot->text);
    if (capsules->present)
        c->capsules = capsules->integer;
}

/* The prescription that is being written: it comes after everything on record. */
static void
take_prescription(struct rules_case *c)
{
    struct fact_prescription *rx = &c->rx_new;
    const struct statement *s = c->act;
    const struct value *refills = statement_value(s, FIELD_prescribe_refills);
    const struct value *channel = statement_value(s, FIELD_prescribe_channel);

    c->prescribing = true;
    rx->mark.n = FACT_NONE - 1;
    rx->mark.at = c->in->now;
    (void)span_copy(s->signer, rx->mark.by, sizeof rx->mark.by);
    rx->category = (enum category)statement_value(s, FIELD_prescribe_category)->integer;
    rx->dose_ug = statement_value(s, FIELD_prescribe_dose_ug)->integer;
    rx->every_days = statement_value(s, FIELD_prescribe_every_days)->integer;
    rx->strength_ug = statement_value(s, FIELD_prescribe_strength_ug)->integer;
    rx->capsules = statement_value(s, FIELD_prescribe_capsules)->integer;
    rx->refills = refills->present ? refills->integer : 0;
    rx->channel = channel->present ? (enum channel)channel->integer : CHANNEL_WRITTEN;
    rx->used_n = FACT_NONE;
    c->rx = rx;
    c->capsules = rx->capsules;
}

/* The first dose belongs to the newest supply; its prescription tells which tests came before it. */
static void
take_first_dose(struct rules_case *c)
{
    if (c->f->dispensing_count > 0)
        c->rx = facts_prescription(
            c->f, span_of(c->f->dispensing[c->f->dispensing_count - 1].prescription));
}

/* --- category (CAT-1 to CAT-6) -------------------------------------------------------------------- */

/* Does this ground exclude childbearing potential? Judged when it is entered (CAT-5). */
static bool
excludes(const struct rules_case *c, const struct fact_basis *b)
{
    const struct program *p = c->p;

    if (!b->documented || p->nonrp_bases == PROGRAM_UNSET ||
        (p->nonrp_bases & (INT64_C(1) << b->basis)) == 0)
        return false;
    if (b->basis != BASIS_NATURAL_MENOPAUSE)
        return true;
    return b->since != DAY_NONE && p->menopause_months != PROGRAM_UNSET &&
           day_add_months(b->since, (int)p->menopause_months) <= case_day(c, b->mark.at);
}

static bool
bled_since(const struct rules_case *c, const struct fact_basis *b, const struct fact_event **bleeding)
{
    for (uint32_t i = 0; i < c->f->event_count; i++) {
        const struct fact_event *e = &c->f->event[i];
        if (e->type == STATEMENT_bleeding && e->mark.n > b->mark.n) {
            *bleeding = e;
            return true;
        }
    }
    return false;
}

static void
now_is(struct rules_case *c, bool frp, const struct fact_mark *mark)
{
    if (c->frp == frp)
        return;
    c->frp = frp;
    c->category_since = mark->at;
    c->category_n = mark->n;
}

/* Towards higher risk at once; towards lower risk only with its document. */
static void
female_potential(struct rules_case *c)
{
    const struct fact_event *bleeding;

    c->frp = true;
    for (uint32_t i = 0; i < c->f->basis_count; i++) {
        const struct fact_basis *b = &c->f->basis[i];
        if (excludes(c, b)) {
            now_is(c, false, &b->mark);
            if (b->basis == BASIS_NATURAL_MENOPAUSE && bled_since(c, b, &bleeding))
                now_is(c, true, &bleeding->mark);
        } else if (b->basis == BASIS_NONE && b->mark.n != c->f->enrolment.n) {
            now_is(c, true, &b->mark);
        }
    }
}

void
case_category(struct rules_case *c)
{
    const struct facts *f = c->f;
    instant_t birthday;

    c->category_since = f->enrolment.at;
    c->category_n = f->enrolment.n;
    c->adult = c->p->adult_years != PROGRAM_UNSET &&
               years_between(f->born, c->today) >= c->p->adult_years;
    if (f->sex == SEX_FEMALE)
        female_potential(c);
    if (f->sex == SEX_MALE)
        c->category = c->adult ? CATEGORY_AM : CATEGORY_CM;
    else if (c->frp)
        c->category = c->adult ? CATEGORY_AFRP : CATEGORY_CFRP;
    else
        c->category = c->adult ? CATEGORY_AFNRP : CATEGORY_CFNRP;
    if (c->adult && f->born != DAY_NONE) {
        birthday = zone_day_start(c->in->zone,
                                  day_add_months(f->born, (int)(c->p->adult_years * 12)));
        if (birthday > c->category_since)
            c->category_since = birthday;
    }
}

/* --- registrations --------------------------------------------------------------------------------- */

const struct fact_registration *
case_registration(const struct rules_case *c, enum registrant kind, const char *name, day_t day,
                  const struct fact_registration **newest)
{
    *newest = NULL;
    for (uint32_t i = 0; i < c->f->registration_count; i++) {
        const struct fact_registration *r = &c->f->registration[i];
        if (r->kind == kind && strcmp(r->name, name) == 0 && r->from <= day)
            *newest = r;
    }
    if (*newest == NULL || (*newest)->standing != STANDING_ACTIVE ||
        ((*newest)->until != DAY_NONE && (*newest)->until < day))
        return NULL;
    return *newest;
}

/* --- all of it --------------------------------------------------------------------------------------- */

/* Supplies in this enrolment and category: what came before a new start does not count. */
static void
find_supplies(struct rules_case *c)
{
    for (uint32_t i = 0; i < c->f->dispensing_count; i++) {
        uint64_t n = c->f->dispensing[i].mark.n;
        if (n < c->category_n)
            continue;
        if (c->first_supply_n == FACT_NONE)
            c->first_supply_n = n;
        c->last_supply_n = n;
    }
}

void
case_open(struct rules_case *c, const struct rules_input *in, const struct statement *act)
{
    memset(c, 0, sizeof *c);
    c->in = in;
    c->f = in->facts;
    c->p = in->program;
    c->today = zone_day(in->zone, in->now);
    c->act = act;
    c->first_supply_n = c->last_supply_n = FACT_NONE;
    if (act != NULL && act->type == STATEMENT_dispense)
        take_dispense(c);
    else if (act != NULL && act->type == STATEMENT_prescribe)
        take_prescription(c);
    else if (act != NULL && act->type == STATEMENT_first_dose)
        take_first_dose(c);
    c->anchor = c->rx != NULL ? c->rx->mark.at : in->now;
    case_category(c);
    find_supplies(c);
    case_schedule(c);
    c->new_start = c->last_supply_n == FACT_NONE || c->schedule.new_start_owed;
    case_holds(c);
    case_tests(c);
    case_supply(c);
}
