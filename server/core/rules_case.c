/* rules_case.c -- opening a case: what is asked, of which category, and since when. See rules_case.h. */
#include "rules_case.h"

#include <string.h>

day_t
case_day(const struct rules_case *c, instant_t at)
{
    return zone_day(c->in->zone, at);
}

/* --- what is asked -------------------------------------------------------------------------- */

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
    rx->mark.n = CASE_UNWRITTEN;
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

/* --- category (CAT-1 to CAT-6) -------------------------------------------------------------- */

enum says { SAYS_NOTHING, SAYS_CAN, SAYS_CANNOT };

/*
 * What a ground says when it is entered (CAT-5): a known ground that does not exclude, or a menopause that
 * is not long enough, raises the risk at once; one that excludes lowers it only with its document.
 */
static enum says
weigh(const struct rules_case *c, const struct fact_basis *b)
{
    const struct program *p = c->p;

    if (p->nonrp_bases == PROGRAM_UNSET || (p->nonrp_bases & (INT64_C(1) << b->basis)) == 0)
        return SAYS_CAN;
    if (b->basis == BASIS_NATURAL_MENOPAUSE && b->since != DAY_NONE &&
        (p->menopause_months == PROGRAM_UNSET ||
         day_add_months(b->since, (int)p->menopause_months) > case_day(c, b->mark.at)))
        return SAYS_CAN;
    if (!b->documented || (b->basis == BASIS_NATURAL_MENOPAUSE && b->since == DAY_NONE))
        return SAYS_NOTHING;
    return SAYS_CANNOT;
}

/* The first sign of menses entered between two entries: a bleeding, or a pattern other than none. */
static const struct fact_mark *
menses_between(const struct facts *f, uint64_t after, uint64_t before)
{
    const struct fact_mark *first = NULL;

    for (uint32_t i = 0; i < f->event_count && first == NULL; i++) {
        const struct fact_event *e = &f->event[i];
        if (e->type == STATEMENT_bleeding && e->mark.n > after && e->mark.n < before)
            first = &e->mark;
    }
    for (uint32_t i = 0; i < f->menses_count; i++) {
        const struct fact_menses *m = &f->menses[i];
        if (m->pattern != PATTERN_NONE && m->mark.n > after && m->mark.n < before &&
            (first == NULL || m->mark.n < first->n))
            return &m->mark;
    }
    return first;
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

/* The grounds in the order of the log; menses end those that menses contradict. */
static void
female_potential(struct rules_case *c)
{
    const struct facts *f = c->f;
    enum basis ground = BASIS_NONE; /* in force */

    c->frp = true;
    for (uint32_t i = 0; i < f->basis_count; i++) {
        const struct fact_basis *b = &f->basis[i];
        uint64_t next = i + 1 < f->basis_count ? f->basis[i + 1].mark.n : FACT_NONE;
        enum says says = weigh(c, b);
        if (says == SAYS_CAN) {
            now_is(c, true, &b->mark);
        } else if (says == SAYS_CANNOT) {
            now_is(c, false, &b->mark);
            ground = b->basis;
        }
        if (c->frp || (ground != BASIS_NATURAL_MENOPAUSE && ground != BASIS_BEFORE_MENARCHE))
            continue;
        const struct fact_mark *menses = menses_between(f, b->mark.n, next);
        if (menses != NULL)
            now_is(c, true, menses);
    }
}

void
case_category(struct rules_case *c)
{
    const struct facts *f = c->f;
    instant_t birthday;

    c->category_since = f->enrolment.at;
    c->category_n = f->enrolment.n;
    c->adult =
        c->p->adult_years != PROGRAM_UNSET && years_between(f->born, c->today) >= c->p->adult_years;
    if (f->sex == SEX_FEMALE)
        female_potential(c);
    if (f->sex == SEX_MALE)
        c->category = c->adult ? CATEGORY_AM : CATEGORY_CM;
    else if (c->frp)
        c->category = c->adult ? CATEGORY_AFRP : CATEGORY_CFRP;
    else
        c->category = c->adult ? CATEGORY_AFNRP : CATEGORY_CFNRP;
    if (c->adult && f->enrolled) {
        birthday =
            zone_day_start(c->in->zone, day_add_months(f->born, (int)(c->p->adult_years * 12)));
        if (birthday > c->category_since)
            c->category_since = birthday;
    }
}

/* --- registrations -------------------------------------------------------------------------- */

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

const struct fact_dispensing *
case_dispensing(const struct rules_case *c, uint64_t n)
{
    for (uint32_t i = 0; i < c->f->dispensing_count; i++) {
        if (c->f->dispensing[i].mark.n == n)
            return &c->f->dispensing[i];
    }
    return NULL;
}

/* Supplies of this enrolment and category: what came before a new start does not count (CAT-5). */
static void
find_supplies(struct rules_case *c, uint64_t since_n)
{
    c->first_supply_n = c->last_supply_n = FACT_NONE;
    for (uint32_t i = 0; i < c->f->dispensing_count; i++) {
        uint64_t n = c->f->dispensing[i].mark.n;
        if (n < since_n)
            continue;
        if (c->first_supply_n == FACT_NONE)
            c->first_supply_n = n;
        c->last_supply_n = n;
    }
}

static void
follow(struct rules_case *c)
{
    case_schedule(c);
    case_holds(c);
    case_supply(c);
}

/*
 * A supply after 12 months off drug began an enrolment (ENR-3): the schedule starts there. What it made of
 * the time before stays; what it made of the time since was made of the old start.
 */
static void
begin_again(struct rules_case *c)
{
    const struct fact_dispensing *again = case_dispensing(c, c->again_n);
    uint32_t holds = 0;
    uint32_t deviations = 0;

    for (uint32_t i = 0; i < c->hold_count; i++) {
        const struct case_hold *h = &c->hold[i];
        if (h->n == FACT_NONE && h->from < again->mark.at)
            c->hold[holds++] = *h;
    }
    for (uint32_t i = 0; i < c->schedule.deviation_count; i++) {
        if (c->schedule.deviation[i].day < case_day(c, again->mark.at))
            c->schedule.deviation[deviations++] = c->schedule.deviation[i];
    }
    c->hold_count = holds;
    c->schedule.deviation_count = deviations;
    find_supplies(c, c->again_n);
    follow(c);
}

static void
find_end(struct rules_case *c)
{
    for (uint32_t i = 0; i < c->f->event_count && c->ended == NULL; i++) {
        if (c->f->event[i].type == STATEMENT_discontinue)
            c->ended = &c->f->event[i];
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
    c->again_n = FACT_NONE;
    if (act != NULL && act->type == STATEMENT_dispense)
        take_dispense(c);
    else if (act != NULL && act->type == STATEMENT_prescribe)
        take_prescription(c);
    c->anchor = c->rx != NULL ? c->rx->mark.at : in->now;
    case_category(c);
    find_end(c);
    find_supplies(c, c->category_n);
    follow(c);
    if (c->again_n != FACT_NONE)
        begin_again(c);
    if (c->lapsed)
        c->first_supply_n = c->last_supply_n = FACT_NONE;
    c->new_start = c->last_supply_n == FACT_NONE || c->schedule.new_start_owed;
    case_tests(c);
}
