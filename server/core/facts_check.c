/* facts_check.c -- does a statement refer to what is on record, and is new what must be? See facts.h. */
#include <string.h>

#include "body.h"
#include "facts.h"

static enum err_code
missing(struct err *err, const char *field, const char *hint, const char *what, struct span name)
{
    return err_field(err, ERR_UNKNOWN_REFERENCE, field, hint, "no %s %.*s is on record", what,
                     (int)name.len, name.p);
}

static enum err_code
recorded(struct err *err, const char *field, const char *hint, const char *what, struct span name)
{
    return err_field(err, ERR_ALREADY_RECORDED, field, hint, "%s %.*s is on record already", what,
                     (int)name.len, name.p);
}

static struct span
text_of(const struct statement *s, enum field_id field)
{
    return statement_value(s, field)->text;
}

static enum err_code
check_lot_named(const struct facts *f, struct span lot, struct err *err)
{
    return facts_lot(f, lot) != NULL
               ? ERR_OK
               : missing(err, "body.lot", "record the lot first (rems lot)", "lot", lot);
}

static enum err_code
check_lot(const struct facts *f, const struct statement *s, struct err *err)
{
    struct span product = text_of(s, FIELD_lot_product);
    struct span lot = text_of(s, FIELD_lot_lot);

    if (facts_product(f, product) == NULL)
        return missing(err, "body.product", "record the product first (rems product)", "product",
                       product);
    return facts_lot(f, lot) == NULL
               ? ERR_OK
               : recorded(err, "body.lot", "receive more of it (rems receive), or amend it", "lot",
                          lot);
}

static enum err_code
check_dispense(const struct facts *f, const struct statement *s, struct err *err)
{
    struct span code = text_of(s, FIELD_dispense_prescription);

    if (facts_prescription(f, code) == NULL)
        return missing(err, "body.prescription", "use a prescription of this subject",
                       "prescription", code);
    return check_lot_named(f, text_of(s, FIELD_dispense_lot), err);
}

static const struct fact_test *
named_test(const struct facts *f, const struct statement *s, enum field_id field, struct err *err)
{
    const struct value *v = statement_value(s, field);
    const struct fact_test *t = facts_test(f, (uint64_t)v->integer);

    if (t == NULL)
        err_field(err, ERR_UNKNOWN_REFERENCE, "body.test",
                  "use the entry of a test of this subject",
                  "entry %lld is no test of this subject", (long long)v->integer);
    return t;
}

static enum err_code
check_result(const struct facts *f, const struct statement *s, struct err *err)
{
    const struct fact_test *t = named_test(f, s, FIELD_test_result_test, err);

    if (t == NULL)
        return ERR_UNKNOWN_REFERENCE;
    if (t->result != RESULT_PENDING)
        return err_field(err, ERR_ALREADY_RECORDED, "body.test", "amend the result if it is wrong",
                         "this test has its result");
    return ERR_OK;
}

static enum err_code
check_verification(const struct facts *f, const struct statement *s, struct err *err)
{
    const struct fact_test *t = named_test(f, s, FIELD_test_verify_test, err);
    bool prescriber = statement_value(s, FIELD_test_verify_as)->integer == VERIFIER_PRESCRIBER;

    if (t == NULL)
        return ERR_UNKNOWN_REFERENCE;
    if (t->result == RESULT_PENDING)
        return err_field(err, ERR_UNKNOWN_REFERENCE, "body.test", "enter the result first",
                         "the result of this test is not known yet");
    if ((prescriber ? t->prescriber.n : t->pharmacist.n) != FACT_NONE)
        return err_field(err, ERR_ALREADY_RECORDED, "body.test", "nothing is left to do",
                         "this test is verified already as %s",
                         prescriber ? "prescriber" : "pharmacist");
    return ERR_OK;
}

static enum err_code
check_enrolled(const struct facts *f, const struct statement *s, struct err *err)
{
    struct span subject = statement_subject(s);

    if (s->type == STATEMENT_enrol)
        return f->enrolled
                   ? recorded(err, "body.subject", "choose the next number", "subject", subject)
                   : ERR_OK;
    if (!f->enrolled)
        return err_field(err, ERR_UNKNOWN_SUBJECT, "body.subject",
                         "enrol the subject first (rems enrol)", "no subject %.*s is enrolled",
                         (int)subject.len, subject.p);
    return ERR_OK;
}

enum err_code
facts_check(const struct facts *f, const struct statement *s, struct err *err)
{
    if (catalogue_type(s->type)->scope == SCOPE_SUBJECT) {
        enum err_code code = check_enrolled(f, s, err);
        if (code != ERR_OK)
            return code;
    }
    switch (s->type) {
    case STATEMENT_product: {
        struct span product = text_of(s, FIELD_product_product);
        return facts_product(f, product) == NULL
                   ? ERR_OK
                   : recorded(err, "body.product", "use it, or amend it", "product", product);
    }
    case STATEMENT_lot:
        return check_lot(f, s, err);
    case STATEMENT_receive:
        return check_lot_named(f, text_of(s, FIELD_receive_lot), err);
    case STATEMENT_dispense:
        return check_dispense(f, s, err);
    case STATEMENT_returned:
        return check_lot_named(f, text_of(s, FIELD_returned_lot), err);
    case STATEMENT_prescribe: {
        struct span code = text_of(s, FIELD_prescribe_prescription);
        return facts_prescription(f, code) == NULL
                   ? ERR_OK
                   : recorded(err, "body.prescription", "use a new number", "prescription", code);
    }
    case STATEMENT_test_result:
        return check_result(f, s, err);
    case STATEMENT_test_verify:
        return check_verification(f, s, err);
    default:
        return ERR_OK;
    }
}

/* --- amendments ----------------------------------------------------------------------------- */

/*
 * What takes effect when it is entered, and stands until the next entry, is not rewritten: the next entry
 * corrects it, from then on (T-11). Else a correction would end a hold that only a closing act may end.
 */
static bool
takes_effect_by_entry(const struct field *f)
{
    switch ((int)f->type) {
    case STATEMENT_category:
    case STATEMENT_consent:
    case STATEMENT_contraception:
    case STATEMENT_menses:
    case STATEMENT_test_verify:
    case STATEMENT_evaluation_close:
        return f->kind != KIND_CODE && f->kind != KIND_TEXT;
    default:
        return f->id == FIELD_enrol_basis || f->id == FIELD_enrol_since;
    }
}

/* What an entry is about stays as it is: a wrong subject, lot or number needs an entry of its own. */
static bool
may_be_amended(const struct field *f)
{
    if (takes_effect_by_entry(f))
        return false;
    switch ((int)f->kind) {
    case KIND_CODE:
        return f->id == FIELD_test_accession || f->id == FIELD_product_ndc ||
               f->id == FIELD_consent_version || f->id == FIELD_receive_shipment;
    case KIND_ENTRY:
    case KIND_INSTANT:
    case KIND_WORDS: /* an amendment says one value, and a list is more than that */
        return false;
    default:
        return true;
    }
}

/* A test whose result came later: the entry that gave it is the one to correct. */
static bool
result_is_elsewhere(const struct facts *f, const struct field *field, uint64_t target_n)
{
    const struct fact_test *t = field->id == FIELD_test_result ? facts_test(f, target_n) : NULL;

    return t != NULL && t->result_n != target_n;
}

static bool
same_value(const struct field *f, const struct value *a, const struct value *b)
{
    if (a->present != b->present)
        return false;
    switch ((int)f->kind) {
    case KIND_CODE:
    case KIND_TEXT:
        return span_same(a->text, b->text);
    case KIND_DATE:
    case KIND_EXPIRY:
        return a->day == b->day;
    case KIND_INSTANT_OR_DATE:
        return a->at == b->at && a->day == b->day;
    default:
        return a->integer == b->integer;
    }
}

/* An amendment takes back and gives anew; what it leaves behind on an account must not be below zero. */
static enum err_code
check_stock(const struct facts *f, const struct statement *target, uint64_t target_n,
            const struct statement *after, struct err *err)
{
    struct posting moved[POSTINGS_MAX];
    size_t count = postings_of_amend(target, after, facts_held_before(f, target_n, target), moved);

    for (size_t i = 0; i < count; i++) {
        enum account account = moved[i].from;
        int64_t there = facts_balance(f, moved[i].lot, account);
        int64_t change = 0;
        for (size_t k = 0; k < count; k++) {
            change += moved[k].to == account ? moved[k].capsules : 0;
            change -= moved[k].from == account ? moved[k].capsules : 0;
        }
        if (!account_spec(account)->contra && there + change < 0)
            return err_field(err, ERR_BAD_FIELD, "body.new",
                             "count again; correct later movements first",
                             "%lld capsules more would have to leave %s, which holds %lld",
                             (long long)-change, account_spec(account)->name, (long long)there);
    }
    return ERR_OK;
}

enum err_code
facts_check_amend(const struct facts *f, const struct statement *s, const struct statement *target,
                  uint64_t target_n, struct statement *after, struct err *err)
{
    struct span name = statement_value(s, FIELD_amend_field)->text;
    const struct field *field = catalogue_field_named(target->type, name);
    struct value old;
    struct value new;

    if (field == NULL || !may_be_amended(field))
        return err_field(err, ERR_BAD_FIELD, "body.field", "record what is right by a new entry",
                         "field %.*s of entry %llu is not amended", (int)name.len, name.p,
                         (unsigned long long)target_n);
    if (result_is_elsewhere(f, field, target_n))
        return err_field(err, ERR_BAD_FIELD, "body.of", "amend the entry that gave the result",
                         "the result of this test was given by a later entry");
    if (!body_value(field, statement_value(s, FIELD_amend_new)->text, &new))
        return err_field(err, ERR_BAD_FIELD, "body.new", field->label,
                         "this is no value of field %s", field->name);
    if (!body_value(field, statement_value(s, FIELD_amend_old)->text, &old) ||
        !same_value(field, &old, statement_value(target, field->id)))
        return err_field(err, ERR_BAD_FIELD, "body.old", "look at the entry (rems entry)",
                         "this is not the value that entry %llu has", (unsigned long long)target_n);
    /* An amendment has no offset: a time keeps the one it had, a date has none to keep. */
    new.offset_min = statement_value(target, field->id)->offset_min;
    if (field->kind == KIND_INSTANT_OR_DATE && new.at != INSTANT_NONE && old.at == INSTANT_NONE)
        return err_field(err, ERR_BAD_FIELD, "body.new", "record the test again, with its time",
                         "a date is not corrected to a time");
    *after = *target;
    after->value[field_index(field->id)] = new;
    return check_stock(f, target, target_n, after, err);
}
