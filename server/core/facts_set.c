/*
 * facts_set.c -- the records of the facts: how a field of a statement becomes a member of its record.
 */
#include <assert.h>
#include <string.h>

#include "facts_private.h"

void
facts_copy(struct span text, char *out, size_t size)
{
    bool fits = span_copy(text, out, size);

    assert(fits); /* the catalogue's limits are those of the records */
    (void)fits;
}

/* The local day of a claimed instant: its offset stands beside it (T-1). */
static day_t
claimed_day(const struct value *v)
{
    int64_t local = v->at + (int64_t)v->offset_min * 60 * SECOND;
    int64_t day = DAY_SECONDS * SECOND;

    return (day_t)(local >= 0 ? local / day : -((day - 1 - local) / day));
}

/* --- one setter for each kind of record: record, field, value -------------------------------- */

static void
set_registration(void *record, enum field_id field, const struct value *v)
{
    struct fact_registration *r = record;

    switch ((int)field) {
    case FIELD_registration_kind:
        r->kind = (enum registrant)v->integer;
        break;
    case FIELD_registration_name:
        COPY(v->text, r->name);
        break;
    case FIELD_registration_from:
        r->from = v->day;
        break;
    case FIELD_registration_until:
        r->until = v->present ? v->day : DAY_NONE;
        break;
    default: /* FIELD_registration_standing */
        r->standing = (enum standing)v->integer;
        break;
    }
}

static void
set_product(void *record, enum field_id field, const struct value *v)
{
    struct fact_product *p = record;

    if (field == FIELD_product_product)
        COPY(v->text, p->product);
    else if (field == FIELD_product_strength_ug)
        p->strength_ug = v->integer;
}

static void
set_lot(void *record, enum field_id field, const struct value *v)
{
    struct fact_lot *l = record;

    if (field == FIELD_lot_lot)
        COPY(v->text, l->lot);
    else if (field == FIELD_lot_product)
        COPY(v->text, l->product);
    else /* FIELD_lot_expiry */
        l->expiry = v->day;
}

void
facts_set_basis(void *record, enum field_id field, const struct value *v)
{
    struct fact_basis *b = record;

    switch ((int)field) {
    case FIELD_enrol_basis:
    case FIELD_category_basis:
        b->basis = v->present ? (enum basis)v->integer : BASIS_NONE;
        break;
    case FIELD_enrol_since:
    case FIELD_category_since:
        b->since = v->present ? v->day : DAY_NONE;
        break;
    case FIELD_enrol_document:
    case FIELD_category_document:
        b->documented = v->present;
        break;
    }
}

static void
set_agreement(void *record, enum field_id field, const struct value *v)
{
    struct fact_agreement *a = record;

    if (field == FIELD_agreement_category)
        a->category = (enum category)v->integer;
    else if (field == FIELD_agreement_signed)
        a->signed_at = v->at;
}

static void
set_consent(void *record, enum field_id field, const struct value *v)
{
    if (field == FIELD_consent_state)
        ((struct fact_consent *)record)->state = (enum consent)v->integer;
}

static void
set_contraception(void *record, enum field_id field, const struct value *v)
{
    struct fact_contraception *c = record;

    if (field == FIELD_contraception_methods)
        c->methods = (uint32_t)v->integer;
    else if (field == FIELD_contraception_since)
        c->since = v->day;
}

static void
set_menses(void *record, enum field_id field, const struct value *v)
{
    if (field == FIELD_menses_pattern)
        ((struct fact_menses *)record)->pattern = (enum pattern)v->integer;
}

static void
set_test(void *record, enum field_id field, const struct value *v)
{
    struct fact_test *t = record;

    switch ((int)field) {
    case FIELD_test_accession:
        COPY(v->text, t->accession);
        break;
    case FIELD_test_collected:
        t->collected = v->at;
        t->offset_min = v->offset_min;
        t->day = v->at == INSTANT_NONE ? v->day : claimed_day(v);
        break;
    case FIELD_test_setting:
        t->setting = v->present ? (int)v->integer : -1;
        break;
    case FIELD_test_sensitivity:
        t->sensitivity = v->present ? v->integer : -1;
        break;
    case FIELD_test_result:
    case FIELD_test_result_result:
        t->result = (enum result)v->integer;
        break;
    }
}

static void
set_counselling(void *record, enum field_id field, const struct value *v)
{
    struct fact_counselling *c = record;

    if (field == FIELD_counsel_held) {
        c->held = v->at;
        c->day = claimed_day(v);
    } else if (field == FIELD_counsel_items) {
        c->items = (uint32_t)v->integer;
    }
}

static void
set_prescription(void *record, enum field_id field, const struct value *v)
{
    struct fact_prescription *p = record;

    switch ((int)field) {
    case FIELD_prescribe_prescription:
        COPY(v->text, p->prescription);
        break;
    case FIELD_prescribe_category:
        p->category = (enum category)v->integer;
        break;
    case FIELD_prescribe_dose_ug:
        p->dose_ug = v->integer;
        break;
    case FIELD_prescribe_every_days:
        p->every_days = v->integer;
        break;
    case FIELD_prescribe_strength_ug:
        p->strength_ug = v->integer;
        break;
    case FIELD_prescribe_capsules:
        p->capsules = v->integer;
        break;
    case FIELD_prescribe_refills:
        p->refills = v->present ? v->integer : 0;
        break;
    case FIELD_prescribe_channel:
        p->channel = v->present ? (enum channel)v->integer : CHANNEL_WRITTEN;
        break;
    }
}

static void
set_dispensing(void *record, enum field_id field, const struct value *v)
{
    struct fact_dispensing *d = record;

    switch ((int)field) {
    case FIELD_dispense_prescription:
        COPY(v->text, d->prescription);
        break;
    case FIELD_dispense_lot:
        COPY(v->text, d->lot);
        break;
    case FIELD_dispense_capsules:
        d->capsules = v->integer;
        break;
    case FIELD_dispense_sheet:
        d->sheet = v->present && v->integer != 0;
        break;
    }
}

static void
set_return(void *record, enum field_id field, const struct value *v)
{
    struct fact_return *r = record;

    if (field == FIELD_returned_lot)
        COPY(v->text, r->lot);
    else if (field == FIELD_returned_capsules)
        r->capsules = v->integer;
    else if (field == FIELD_returned_left)
        r->left = v->present ? v->integer : -1;
}

void
facts_set_event(void *record, enum field_id field, const struct value *v)
{
    struct fact_event *e = record;

    switch ((int)field) {
    case FIELD_first_dose_taken:
        e->when = v->at;
        e->day = claimed_day(v);
        break;
    case FIELD_missed_period_noticed:
    case FIELD_bleeding_noticed:
        e->when = v->at;
        break;
    case FIELD_interrupt_from:
    case FIELD_restart_from:
    case FIELD_discontinue_on:
        e->day = v->day;
        break;
    case FIELD_evaluation_close_finding:
        e->finding = (enum finding)v->integer;
        break;
    case FIELD_evaluation_close_notice:
        e->notice = v->present;
        break;
    }
}

void
facts_set_enrolment(void *record, enum field_id field, const struct value *v)
{
    struct facts *f = record;

    if (field == FIELD_enrol_sex)
        f->sex = (enum sex)v->integer;
    else if (field == FIELD_enrol_born)
        f->born = v->day;
}

/* --- where the records of a type are --------------------------------------------------------- */

#define SHELF(setter, member)                                       \
    (struct shelf)                                                  \
    {                                                               \
        setter, f->member, sizeof f->member[0], &f->member##_count, \
            (uint32_t)(sizeof f->member / sizeof f->member[0])      \
    }

/* The shelf of a type; set is NULL for a type that leaves no record of its own. */
struct shelf
facts_shelf(struct facts *f, enum statement_type type)
{
    switch (type) {
    case STATEMENT_registration:
        return SHELF(set_registration, registration);
    case STATEMENT_product:
        return SHELF(set_product, product);
    case STATEMENT_lot:
        return SHELF(set_lot, lot);
    case STATEMENT_category:
        return SHELF(facts_set_basis, basis);
    case STATEMENT_agreement:
        return SHELF(set_agreement, agreement);
    case STATEMENT_consent:
        return SHELF(set_consent, consent);
    case STATEMENT_contraception:
        return SHELF(set_contraception, contraception);
    case STATEMENT_menses:
        return SHELF(set_menses, menses);
    case STATEMENT_test:
        return SHELF(set_test, test);
    case STATEMENT_counsel:
        return SHELF(set_counselling, counselling);
    case STATEMENT_prescribe:
        return SHELF(set_prescription, prescription);
    case STATEMENT_dispense:
        return SHELF(set_dispensing, dispensing);
    case STATEMENT_returned:
        return (struct shelf){set_return, f->returned, sizeof f->returned[0], &f->return_count,
                              LIMIT_SUBJECT_RETURNS};
    case STATEMENT_first_dose:
    case STATEMENT_missed_period:
    case STATEMENT_bleeding:
    case STATEMENT_evaluation:
    case STATEMENT_evaluation_close:
    case STATEMENT_interrupt:
    case STATEMENT_restart:
    case STATEMENT_hold:
    case STATEMENT_release:
    case STATEMENT_discontinue:
        return SHELF(facts_set_event, event);
    default:
        return (struct shelf){0};
    }
}
