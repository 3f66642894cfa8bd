/*
 * facts.c -- the one builder of facts. See facts.h.
 *
 * A statement becomes a record by setting its fields one after the other; an amendment finds the record
 * again by its entry and sets one field anew, through the same setter.
 */
#include "facts.h"

#include <string.h>

#include "body.h"
#include "facts_private.h"

size_t
facts_size(void)
{
    return sizeof(struct facts);
}

static const struct fact_mark no_mark = {.n = FACT_NONE, .at = INSTANT_NONE};

void
facts_init(struct facts *f, struct span subject)
{
    f->subject[0] = '\0';
    COPY(subject, f->subject);
    f->pharmacy[0] = '\0';
    f->registration_count = f->product_count = f->lot_count = 0;
    f->enrolled = false;
    f->enrolment = no_mark;
    f->sex = SEX_FEMALE;
    f->born = DAY_NONE;
    f->basis_count = f->agreement_count = f->consent_count = f->contraception_count = 0;
    f->menses_count = f->test_count = f->counselling_count = f->prescription_count = 0;
    f->dispensing_count = f->return_count = f->event_count = f->amendment_count = 0;
}

static void *
record_at(const struct shelf *shelf, uint32_t i)
{
    return (char *)shelf->records + (size_t)i * shelf->size;
}

static struct fact_mark *
mark_of(void *record)
{
    return record; /* the first member of every record */
}

static struct fact_mark
mark(uint64_t n, instant_t at, const struct statement *s)
{
    struct fact_mark m = {.n = n, .at = at};

    COPY(s->signer, m.by);
    return m;
}

static void
set_all(setter_fn *set, void *record, const struct statement *s)
{
    const struct statement_spec *spec = catalogue_type(s->type);

    for (size_t i = 0; i < spec->field_count; i++) {
        enum field_id id = spec->fields[i].id;
        set(record, id, statement_value(s, id));
    }
}

/* --- applying -------------------------------------------------------------------------------- */

static enum err_code
shelf_full(const struct statement *s, uint32_t max, struct err *err)
{
    return err_set(err, ERR_LIMIT_REACHED, "call the operator: the record of this subject is full",
                   "more than %u statements of type %s", max, catalogue_type(s->type)->name);
}

static struct fact_test *
find_test(struct facts *f, uint64_t n)
{
    for (uint32_t i = 0; i < f->test_count; i++) {
        if (f->test[i].mark.n == n)
            return &f->test[i];
    }
    return NULL;
}

/* A lot of which only balances were known keeps them. */
static struct fact_lot *
find_lot(struct facts *f, struct span lot)
{
    for (uint32_t i = 0; i < f->lot_count; i++) {
        if (span_is(lot, f->lot[i].lot))
            return &f->lot[i];
    }
    return NULL;
}

/* The result of a test as it is known now; a positive or indeterminate one is an event besides. */
static void
know_result(struct facts *f, struct fact_test *t, const struct fact_mark *m)
{
    t->known = t->result == RESULT_PENDING ? no_mark : *m;
    t->prescriber = t->pharmacist = no_mark;
    if (t->result != RESULT_POSITIVE && t->result != RESULT_INDETERMINATE)
        return;
    f->event[f->event_count++] =
        (struct fact_event){.mark = *m,
                            .type = STATEMENT_test,
                            .when = t->collected != INSTANT_NONE ? t->collected : m->at,
                            .day = DAY_NONE,
                            .result = t->result};
}

static void
complete_record(struct facts *f, enum statement_type type, void *record)
{
    if (type == STATEMENT_test) {
        struct fact_test *t = record;
        t->result_n = t->mark.n;
        know_result(f, t, &t->mark);
    } else if (type == STATEMENT_prescribe) {
        ((struct fact_prescription *)record)->used_n = FACT_NONE;
    } else if (type == STATEMENT_dispense) {
        const struct fact_dispensing *d = record;
        for (uint32_t i = 0; i < f->prescription_count; i++) {
            if (strcmp(f->prescription[i].prescription, d->prescription) == 0)
                f->prescription[i].used_n = d->mark.n;
        }
    }
}

static enum err_code
apply_record(struct facts *f, uint64_t n, instant_t at, const struct statement *s, struct err *err)
{
    struct shelf shelf = facts_shelf(f, s->type);
    struct fact_lot *known =
        s->type == STATEMENT_lot ? find_lot(f, statement_value(s, FIELD_lot_lot)->text) : NULL;
    void *record;

    if (known == NULL && *shelf.count == shelf.max)
        return shelf_full(s, shelf.max, err);
    record = known != NULL ? known : record_at(&shelf, *shelf.count);
    if (known == NULL) {
        memset(record, 0, shelf.size);
        (*shelf.count)++;
    }
    *mark_of(record) = mark(n, at, s);
    if (shelf.set == facts_set_event) {
        struct fact_event *e = record;
        e->type = s->type;
        e->when = INSTANT_NONE;
        e->day = DAY_NONE;
    }
    set_all(shelf.set, record, s);
    complete_record(f, s->type, record);
    return ERR_OK;
}

static enum err_code
apply_enrol(struct facts *f, uint64_t n, instant_t at, const struct statement *s, struct err *err)
{
    if (f->basis_count == LIMIT_SUBJECT_EVENTS)
        return shelf_full(s, LIMIT_SUBJECT_EVENTS, err);
    f->enrolled = true;
    f->enrolment = mark(n, at, s);
    set_all(facts_set_enrolment, f, s);
    struct fact_basis *basis = &f->basis[f->basis_count++];
    memset(basis, 0, sizeof *basis);
    basis->mark = f->enrolment;
    set_all(facts_set_basis, basis, s);
    return ERR_OK;
}

static void
apply_verification(struct facts *f, uint64_t n, instant_t at, const struct statement *s)
{
    struct fact_test *t =
        find_test(f, (uint64_t)statement_value(s, FIELD_test_verify_test)->integer);

    if (t == NULL)
        return;
    if (statement_value(s, FIELD_test_verify_as)->integer == VERIFIER_PRESCRIBER)
        t->prescriber = mark(n, at, s);
    else
        t->pharmacist = mark(n, at, s);
}

static void
apply_result(struct facts *f, uint64_t n, instant_t at, const struct statement *s)
{
    struct fact_test *t =
        find_test(f, (uint64_t)statement_value(s, FIELD_test_result_test)->integer);
    struct fact_mark m = mark(n, at, s);

    if (t == NULL)
        return;
    t->result = (enum result)statement_value(s, FIELD_test_result_result)->integer;
    t->result_n = n;
    know_result(f, t, &m);
}

/* --- amendments ----------------------------------------------------------------------------- */

/*
 * A corrected result is known from the correction on (T-11). Whatever is corrected of a test, it has to
 * be verified anew: the two persons compared the old value with its source.
 */
static void
amend_test(struct facts *f, struct fact_test *t, enum field_id field, const struct value *v,
           const struct fact_mark *amended)
{
    if (field == FIELD_test_result || field == FIELD_test_result_result) {
        t->result = (enum result)v->integer;
        know_result(f, t, amended);
    } else {
        t->prescriber = t->pharmacist = no_mark;
    }
}

/* The entry `of` was a test-result: it is the test's result that is corrected. */
static void
amend_result(struct facts *f, uint64_t of, struct span name, struct span new,
             const struct fact_mark *amended)
{
    const struct field *field = catalogue_field_named(STATEMENT_test_result, name);
    struct value value;

    if (field == NULL || !body_value(field, new, &value))
        return;
    for (uint32_t i = 0; i < f->test_count; i++) {
        if (f->test[i].result_n == of && f->test[i].mark.n != of)
            amend_test(f, &f->test[i], field->id, &value, amended);
    }
}

/* Set one field of the record that entry `of` made. Field names of one type are unique. */
static void
amend_record(struct facts *f, const struct shelf *shelf, enum statement_type type,
             const struct statement *s, const struct fact_mark *amended)
{
    uint64_t of = (uint64_t)statement_value(s, FIELD_amend_of)->integer;
    const struct field *field =
        catalogue_field_named(type, statement_value(s, FIELD_amend_field)->text);
    struct value value;

    if (field == NULL || !body_value(field, statement_value(s, FIELD_amend_new)->text, &value))
        return;
    for (uint32_t i = 0; i < *shelf->count; i++) {
        void *record = record_at(shelf, i);
        if (mark_of(record)->n != of)
            continue;
        if (shelf->set == facts_set_event && ((struct fact_event *)record)->type != type)
            continue;
        if (field->id == FIELD_test_collected)
            value.offset_min = ((const struct fact_test *)record)->offset_min;
        shelf->set(record, field->id, &value);
        if (type == STATEMENT_test)
            amend_test(f, record, field->id, &value, amended);
    }
}

static void
amend_enrolment(struct facts *f, const struct statement *s)
{
    const struct field *field =
        catalogue_field_named(STATEMENT_enrol, statement_value(s, FIELD_amend_field)->text);
    struct value value;

    if (field != NULL && body_value(field, statement_value(s, FIELD_amend_new)->text, &value))
        facts_set_enrolment(f, field->id, &value);
}

/* Kept for the amendment that corrects this one. Those of other subjects find no record here. */
static enum err_code
keep_amendment(struct facts *f, const struct statement *s, const struct fact_mark *amended,
               struct err *err)
{
    struct fact_amendment *a;

    if (f->amendment_count == LIMIT_SUBJECT_EVENTS)
        return shelf_full(s, LIMIT_SUBJECT_EVENTS, err);
    a = &f->amendment[f->amendment_count++];
    a->mark = *amended;
    a->of = (uint64_t)statement_value(s, FIELD_amend_of)->integer;
    COPY(statement_value(s, FIELD_amend_field)->text, a->field);
    COPY(statement_value(s, FIELD_amend_new)->text, a->value);
    return ERR_OK;
}

static enum err_code
apply_amend(struct facts *f, uint64_t n, instant_t at, const struct statement *s, struct err *err)
{
    uint64_t of = (uint64_t)statement_value(s, FIELD_amend_of)->integer;
    struct fact_mark amended = mark(n, at, s);
    enum err_code code = keep_amendment(f, s, &amended, err);

    if (code != ERR_OK)
        return code;
    for (int type = 0; type < STATEMENT_COUNT; type++) {
        struct shelf shelf = facts_shelf(f, (enum statement_type)type);
        if (shelf.set != NULL)
            amend_record(f, &shelf, (enum statement_type)type, s, &amended);
    }
    amend_result(f, of, statement_value(s, FIELD_amend_field)->text,
                 statement_value(s, FIELD_amend_new)->text, &amended);
    if (f->enrolled && f->enrolment.n == of)
        amend_enrolment(f, s);
    return ERR_OK;
}

void
facts_amended(const struct facts *f, uint64_t n, struct statement *s)
{
    for (uint32_t i = 0; i < f->amendment_count; i++) {
        const struct fact_amendment *a = &f->amendment[i];
        const struct field *field = catalogue_field_named(s->type, span_of(a->field));
        struct value value;
        if (a->of != n || field == NULL || !body_value(field, span_of(a->value), &value))
            continue;
        value.offset_min = statement_value(s, field->id)->offset_min;
        s->value[field_index(field->id)] = value;
    }
}

/* --- applying a statement ------------------------------------------------------------------- */

/* Positive and indeterminate results are events as well: there must be room before anything changes. */
static bool
has_room(const struct facts *f, const struct statement *s)
{
    bool result =
        s->type == STATEMENT_test || s->type == STATEMENT_test_result || s->type == STATEMENT_amend;

    return !result || f->event_count < LIMIT_SUBJECT_EVENTS;
}

enum err_code
facts_apply(struct facts *f, uint64_t n, instant_t at, const struct statement *s, struct err *err)
{
    const struct statement_spec *spec = catalogue_type(s->type);

    if (spec->scope == SCOPE_SUBJECT && !span_is(statement_subject(s), f->subject))
        return ERR_OK;
    if (!has_room(f, s))
        return shelf_full(s, LIMIT_SUBJECT_EVENTS, err);
    switch (s->type) {
    case STATEMENT_site:
        COPY(statement_value(s, FIELD_site_pharmacy)->text, f->pharmacy);
        return ERR_OK;
    case STATEMENT_enrol:
        return apply_enrol(f, n, at, s, err);
    case STATEMENT_test_verify:
        apply_verification(f, n, at, s);
        return ERR_OK;
    case STATEMENT_test_result:
        apply_result(f, n, at, s);
        return ERR_OK;
    case STATEMENT_amend:
        return apply_amend(f, n, at, s, err);
    default:
        return facts_shelf(f, s->type).set == NULL ? ERR_OK : apply_record(f, n, at, s, err);
    }
}

/* --- balances and look-ups ------------------------------------------------------------------ */

void
facts_set_balance(struct facts *f, struct span lot, enum account account, int64_t capsules)
{
    struct fact_lot *l = find_lot(f, lot);

    if (l == NULL) {
        if (f->lot_count == LIMIT_SITE_LOTS)
            return; /* the lot statement reports the limit */
        l = &f->lot[f->lot_count++];
        memset(l, 0, sizeof *l);
        l->mark = no_mark;
        COPY(lot, l->lot);
    }
    l->balance[account] = capsules;
}

int64_t
facts_balance(const struct facts *f, struct span lot, enum account account)
{
    for (uint32_t i = 0; i < f->lot_count; i++) {
        if (span_is(lot, f->lot[i].lot))
            return f->lot[i].balance[account];
    }
    return 0;
}

int64_t
facts_held(const struct facts *f, const struct statement *s)
{
    if (s->type != STATEMENT_returned)
        return 0;
    return facts_balance(f, statement_value(s, FIELD_returned_lot)->text, ACCOUNT_DISPENSED);
}

/* Capsules of the lot that the supplies before entry n brought, from the supply *next on. */
static int64_t
supplied_before(const struct facts *f, struct span lot, uint64_t n, uint32_t *next)
{
    int64_t capsules = 0;

    for (; *next < f->dispensing_count && f->dispensing[*next].mark.n < n; (*next)++)
        capsules += span_is(lot, f->dispensing[*next].lot) ? f->dispensing[*next].capsules : 0;
    return capsules;
}

int64_t
facts_held_before(const struct facts *f, uint64_t n, const struct statement *s)
{
    struct span lot =
        s->type == STATEMENT_returned ? statement_value(s, FIELD_returned_lot)->text : span_of("");
    int64_t held = 0;
    uint32_t next = 0;

    /* Supplies and returns in the order of the log, up to that return. */
    for (uint32_t i = 0; i < f->return_count && f->returned[i].mark.n < n; i++) {
        const struct fact_return *r = &f->returned[i];
        held += supplied_before(f, lot, r->mark.n, &next);
        if (span_is(lot, r->lot))
            held = held > r->capsules ? held - r->capsules : 0;
    }
    return held + supplied_before(f, lot, n, &next);
}

const struct fact_lot *
facts_lot(const struct facts *f, struct span lot)
{
    for (uint32_t i = 0; i < f->lot_count; i++) {
        if (f->lot[i].mark.n != FACT_NONE && span_is(lot, f->lot[i].lot))
            return &f->lot[i];
    }
    return NULL;
}

const struct fact_product *
facts_product(const struct facts *f, struct span product)
{
    for (uint32_t i = 0; i < f->product_count; i++) {
        if (span_is(product, f->product[i].product))
            return &f->product[i];
    }
    return NULL;
}

const struct fact_prescription *
facts_prescription(const struct facts *f, struct span code)
{
    for (uint32_t i = 0; i < f->prescription_count; i++) {
        if (span_is(code, f->prescription[i].prescription))
            return &f->prescription[i];
    }
    return NULL;
}

const struct fact_test *
facts_test(const struct facts *f, uint64_t n)
{
    for (uint32_t i = 0; i < f->test_count; i++) {
        if (f->test[i].mark.n == n)
            return &f->test[i];
    }
    return NULL;
}
