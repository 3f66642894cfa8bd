/*
 * Facts: what each statement leaves on record, what is checked before it is accepted, and what an amendment
 * may change and does change.
 */
#include "rules_world.h"

static void
world(void)
{
    (void)rw_first_supply("facts", "");
    (void)rw_record(rw.now);
    rw_remember(span_of("dispense"), rw.n);
}

static enum err_code
check(const char *text, struct err *err)
{
    struct span tag = {0};

    rw.row = text;
    rw_statement(rw.now, text, &tag);
    *err = (struct err){0};
    return facts_check(rw.facts, &rw.said, err);
}

/* --- before a statement is accepted ---------------------------------------------------------- */

static void
test_references(void **state)
{
    static const struct {
        const char *text;
        enum err_code code;
        const char *field;
    } rows[] = {
        {"p product product=LEN10 name=x strength_ug=10mg", ERR_OK, ""},
        {"p product product=LEN5 name=x strength_ug=10mg", ERR_ALREADY_RECORDED, "body.product"},
        {"p lot lot=L9 product=LEN5 expiry=2009-12-31", ERR_OK, ""},
        {"p lot lot=L9 product=NONE expiry=2009-12-31", ERR_UNKNOWN_REFERENCE, "body.product"},
        {"p lot lot=L1 product=LEN5 expiry=2009-12-31", ERR_ALREADY_RECORDED, "body.lot"},
        {"p receive lot=L1 capsules=1 shipment=S condition=in-range", ERR_OK, ""},
        {"p receive lot=L9 capsules=1 shipment=S condition=in-range", ERR_UNKNOWN_REFERENCE,
         "body.lot"},
        {"p registration kind=pharmacy name=X from=2008-01-01 standing=active", ERR_OK, ""},
        {"p enrol sex=female born=1970-01-01", ERR_ALREADY_RECORDED, "body.subject"},
        {"p consent state=given", ERR_OK, ""},
        {"p dispense prescription=RX-1 lot=L1 capsules=1", ERR_OK, ""},
        {"p dispense prescription=RX-9 lot=L1 capsules=1", ERR_UNKNOWN_REFERENCE,
         "body.prescription"},
        {"p dispense prescription=RX-1 lot=L9 capsules=1", ERR_UNKNOWN_REFERENCE, "body.lot"},
        {"p return lot=L1 capsules=1", ERR_OK, ""},
        {"p return lot=L9 capsules=1", ERR_UNKNOWN_REFERENCE, "body.lot"},
        {"p prescribe prescription=RX-2 category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg "
         "capsules=28",
         ERR_OK, ""},
        {"p prescribe prescription=RX-1 category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg "
         "capsules=28",
         ERR_ALREADY_RECORDED, "body.prescription"},
        {"p test-result test=@p result=negative", ERR_OK, ""},
        {"p test-result test=@t1 result=negative", ERR_ALREADY_RECORDED, "body.test"},
        {"p test-result test=@rx result=negative", ERR_UNKNOWN_REFERENCE, "body.test"},
        {"p test-verify test=@t1 as=prescriber", ERR_ALREADY_RECORDED, "body.test"},
        {"p test-verify test=@t1 as=pharmacist", ERR_ALREADY_RECORDED, "body.test"},
        {"p test-verify test=@n as=prescriber", ERR_OK, ""},
        {"p test-verify test=@n as=pharmacist", ERR_OK, ""},
        {"p test-verify test=@p as=pharmacist", ERR_UNKNOWN_REFERENCE, "body.test"},
        {"p test-verify test=@rx as=pharmacist", ERR_UNKNOWN_REFERENCE, "body.test"},
    };

    (void)state;
    world();
    (void)rw_say(rw.now, "coordinator test accession=P result=pending as p");
    (void)rw_say(rw.now, "coordinator test accession=N as n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct err err;
        if (check(rows[i].text, &err) != rows[i].code || strcmp(err.field, rows[i].field) != 0)
            rw_fail("%s: %s", err.field, err.detail);
    }
}

static void
test_only_who_is_enrolled(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(check("p consent state=given", &err), ERR_UNKNOWN_SUBJECT);
    (void)rw_say(rw.now, "c amend of=1 field=born old=a new=b reason=x"); /* of another subject */
    assert_false(rw.facts->enrolled);
    assert_int_equal(check("p enrol sex=female born=1970-01-01", &err), ERR_OK);
}

/* --- what is left on record ------------------------------------------------------------------ */

static void
test_others_leave_nothing(void **state)
{
    struct facts *before = malloc(facts_size());
    struct err err = {0};
    struct span tag = {0};

    (void)state;
    assert_non_null(before);
    world();
    rw_statement(rw.now, "p consent subject=F-002 state=withdrawn", &tag);
    memcpy(before, rw.facts, facts_size());
    assert_int_equal(facts_apply(rw.facts, 99, rw.now, &rw.said, &err), ERR_OK);
    rw_statement(rw.now, "p account user=ph-1 roles=pharmacist", &tag);
    assert_int_equal(facts_apply(rw.facts, 99, rw.now, &rw.said, &err), ERR_OK);
    /* A result or a verification of a test that is not the subject's. */
    rw_statement(rw.now, "p test-result test=9999 result=positive", &tag);
    assert_int_equal(facts_apply(rw.facts, 99, rw.now, &rw.said, &err), ERR_OK);
    rw_statement(rw.now, "p test-verify test=9999 as=prescriber", &tag);
    assert_int_equal(facts_apply(rw.facts, 99, rw.now, &rw.said, &err), ERR_OK);
    assert_memory_equal(before, rw.facts, facts_size());
    free(before);
}

static void
test_optional_members(void **state)
{
    const struct facts *f;

    (void)state;
    world();
    f = rw.facts;
    (void)rw_say(rw.now, "c test accession=X setting=- sensitivity=- as x");
    assert_int_equal(facts_test(f, rw.n)->setting, -1);
    assert_int_equal(facts_test(f, rw.n)->sensitivity, -1);
    (void)rw_say(rw.now, "p return lot=L1 capsules=2");
    assert_int_equal(f->returned[f->return_count - 1].left, -1);
    (void)rw_say(rw.now, "p evaluation-close finding=not-pregnant");
    assert_false(f->event[f->event_count - 1].notice);
    (void)rw_say(rw.now, "p evaluation-close finding=not-pregnant notice=N");
    assert_true(f->event[f->event_count - 1].notice);
    assert_int_equal(f->registration[0].until, DAY_NONE);
    (void)rw_say(
        rw.now,
        "c registration kind=pharmacy name=X from=2008-01-01 until=2008-02-01 standing=active");
    assert_int_not_equal(f->registration[f->registration_count - 1].until, DAY_NONE);
    (void)rw_say(rw.now, "c category basis=none");
    assert_int_equal(f->basis[f->basis_count - 1].since, DAY_NONE);
    assert_false(f->basis[f->basis_count - 1].documented);
    (void)rw_say(rw.now, "p prescribe prescription=RX-7 category=AFRP dose_ug=5mg every_days=1 "
                         "strength_ug=5mg capsules=28 channel=phone refills=2");
    assert_int_equal(f->prescription[f->prescription_count - 1].channel, CHANNEL_PHONE);
    assert_int_equal(f->prescription[f->prescription_count - 1].refills, 2);
    assert_int_equal(f->prescription[f->prescription_count - 1].used_n, FACT_NONE);
    assert_int_equal(f->prescription[0].used_n, rw_entry("dispense"));
    assert_true(f->dispensing[0].sheet);
    (void)rw_say(rw.now, "p dispense prescription=RX-7 lot=L1 capsules=1 sheet=false");
    assert_false(f->dispensing[1].sheet);
    (void)rw_say(rw.now, "p prescribe prescription=RX-8 category=AFRP dose_ug=5mg every_days=1 "
                         "strength_ug=5mg capsules=28");
    (void)rw_say(rw.now, "p dispense prescription=RX-8 lot=L1 capsules=1");
    assert_false(f->dispensing[2].sheet);
    assert_null(facts_test(f, 9999));
    assert_null(facts_lot(f, span_of("L9")));
}

/* The local day of a claimed time is that of its own offset, before and after 1970 alike. */
static void
test_local_days(void **state)
{
    (void)state;
    world();
    (void)rw_say(rw.now, "c test accession=X collected=2008-03-03T23:30");
    assert_int_equal(facts_test(rw.facts, rw.n)->day, rw_day(span_of("2008-03-03")));
    (void)rw_say(rw.now, "c test accession=Y collected=1969-12-31T18:30");
    assert_int_equal(facts_test(rw.facts, rw.n)->day, rw_day(span_of("1969-12-31")));
}

static void
test_balances(void **state)
{
    struct facts *f;
    char lot[24];

    (void)state;
    f = rw.facts;
    /* Balances may come before the lot; it is no lot on record until then. */
    facts_set_balance(f, span_of("L1"), ACCOUNT_AVAILABLE, 7);
    assert_int_equal(facts_balance(f, span_of("L1"), ACCOUNT_AVAILABLE), 7);
    assert_int_equal(facts_balance(f, span_of("L2"), ACCOUNT_AVAILABLE), 0);
    assert_null(facts_lot(f, span_of("L1")));
    (void)rw_say(0, "p product product=LEN5 name=x strength_ug=5mg");
    (void)rw_say(0, "p lot lot=L1 product=LEN5 expiry=2009-12-31");
    assert_int_equal(facts_lot(f, span_of("L1"))->balance[ACCOUNT_AVAILABLE], 7);
    assert_int_equal(f->lot_count, 1);
    for (int i = 0; i < LIMIT_SITE_LOTS; i++) {
        (void)snprintf(lot, sizeof lot, "X%d", i);
        facts_set_balance(f, span_of(lot), ACCOUNT_AVAILABLE, 1);
    }
    assert_int_equal(f->lot_count, LIMIT_SITE_LOTS);
    assert_int_equal(facts_balance(f, span_of(lot), ACCOUNT_AVAILABLE), 0);
}

static void
test_what_was_held(void **state)
{
    struct span tag = {0};
    uint64_t n;

    (void)state;
    world();
    rw_statement(rw.now, "p hold reason=x", &tag);
    assert_int_equal(facts_held(rw.facts, &rw.said), 0);
    assert_int_equal(facts_held_before(rw.facts, 1, &rw.said), 0);
    rw_statement(rw.now, "p return lot=L1 capsules=30", &tag);
    assert_int_equal(facts_held(rw.facts, &rw.said), 28);
    n = rw_record(rw.now);
    (void)rw_say(rw.now, "p prescribe prescription=RX-2 category=AFRP dose_ug=5mg every_days=1 "
                         "strength_ug=5mg capsules=28");
    (void)rw_say(rw.now, "p dispense prescription=RX-2 lot=L1 capsules=10");
    uint64_t second = rw_say(rw.now, "p return lot=L1 capsules=4");
    (void)rw_say(rw.now, "p lot lot=L2 product=LEN5 expiry=2009-12-31");
    (void)rw_say(rw.now, "p receive lot=L2 capsules=10 shipment=S condition=in-range");
    (void)rw_say(rw.now, "p prescribe prescription=RX-3 category=AFRP dose_ug=5mg every_days=1 "
                         "strength_ug=5mg capsules=28");
    (void)rw_say(rw.now, "p dispense prescription=RX-3 lot=L2 capsules=9");
    (void)rw_say(rw.now, "p return lot=L2 capsules=9");
    uint64_t third = rw_say(rw.now, "p return lot=L1 capsules=1");
    rw_statement(rw.now, "p return lot=L1 capsules=30", &tag);
    assert_int_equal(facts_held_before(rw.facts, n, &rw.said), 28);
    assert_int_equal(facts_held_before(rw.facts, second, &rw.said), 10);
    assert_int_equal(facts_held_before(rw.facts, third, &rw.said), 6);
    assert_int_equal(facts_held_before(rw.facts, third + 1, &rw.said), 5);
}

/* --- amendments ------------------------------------------------------------------------------ */

/* The statements of the world, said again as the targets of amendments. */
static const struct target {
    const char *tag;
    const char *text;
} targets[] = {
    {"reg-rx", "c registration kind=prescriber name=prescriber from=2007-11-01 standing=active"},
    {"reg-until",
     "c registration kind=pharmacy name=X from=2008-01-01 until=2008-12-31 standing=active"},
    {"product", "c product product=LEN5 name=lenalidomide strength_ug=5mg"},
    {"lot", "c lot lot=L1 product=LEN5 expiry=2009-12-31"},
    {"receive", "c receive lot=L1 capsules=100 shipment=S-1 condition=in-range"},
    {"enrol", "c enrol sex=female born=1970-01-20"},
    {"ground", "c category basis=infertility since=2001-01-01"},
    {"consent", "c consent state=given version=v1"},
    {"form", "c agreement category=AFRP"},
    {"con", "c contraception methods=hormonal,condom since=2008-01-15"},
    {"menses", "c menses pattern=regular"},
    {"t1", "c test accession=A-1 collected=2008-02-21T09:00"},
    {"dated", "c test accession=A-9 collected=2008-02-21"},
    {"v1", "c test-verify test=@t1 as=prescriber"},
    {"rx", "c prescribe prescription=RX-1 category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg "
           "capsules=28 refills=1 channel=phone"},
    {"dispense", "c dispense prescription=RX-1 lot=L1 capsules=28 sheet=true"},
    {"return", "c return lot=L1 capsules=4 left=2"},
    {"interrupt", "c interrupt from=2008-03-05 reason=x"},
    {"close", "c evaluation-close finding=pregnant"},
    {"result", "c test-result test=@t1 result=negative"},
};

static struct statement
target_of(const char *tag, char bytes[8192])
{
    struct span none = {0};
    struct statement s;
    struct err err = {0};
    size_t i = 0;

    while (i < sizeof targets / sizeof targets[0] && strcmp(targets[i].tag, tag) != 0)
        i++;
    assert_true(i < sizeof targets / sizeof targets[0]);
    rw_statement(rw.now, targets[i].text, &none);
    memcpy(bytes, rw.bytes, sizeof rw.bytes);
    assert_int_equal(
        statement_parse_body(span_of(catalogue_type(rw.said.type)->name), span_of(bytes), &s, &err),
        ERR_OK);
    return s;
}

static enum err_code
amend(const char *tag, const char *field, const char *old, const char *new, struct err *err)
{
    static char bytes[8192];
    struct statement target = target_of(tag, bytes);
    struct statement after;
    struct span none = {0};
    char text[256];

    (void)snprintf(text, sizeof text, "p amend of=@%s field=%s old=%s new=%s reason=x", tag, field,
                   old, new);
    rw_statement(rw.now, text, &none);
    *err = (struct err){0};
    facts_amended(rw.facts, rw_entry(tag), &target);
    return facts_check_amend(rw.facts, &rw.said, &target, rw_entry(tag), &after, err);
}

static void
test_what_may_be_amended(void **state)
{
    static const struct {
        const char *tag;
        const char *field;
        const char *old;
        const char *new;
        const char *wrong; /* the member that is wrong; "" for none */
    } rows[] = {
        {"reg-rx", "from", "2007-11-01", "2008-11-01", ""},
        {"reg-rx", "name", "prescriber", "other", "body.field"},
        {"reg-rx", "standing", "active", "suspended", ""},
        {"reg-until", "until", "2008-12-31", "2008-06-30", ""},
        {"reg-rx", "until", "2008-12-31", "2008-06-30", "body.old"}, /* it has none */
        {"product", "strength_ug", "5000", "10000", ""},
        {"product", "name", "lenalidomide", "other", ""},
        {"product", "name", "something", "other", "body.old"},
        {"product", "product", "LEN5", "LEN6", "body.field"},
        {"product", "nothing", "LEN5", "LEN6", "body.field"},
        {"lot", "expiry", "2009-12-31", "2010-01", ""},
        {"lot", "expiry", "2009-12", "2010-01", ""}, /* the same day, as a month */
        {"lot", "expiry", "2009-11", "2010-01", "body.old"},
        {"receive", "capsules", "100", "28", ""},
        {"receive", "capsules", "100", "27", "body.new"},            /* 28 are out */
        {"receive", "condition", "in-range", "damaged", "body.new"}, /* 28 are out */
        {"receive", "shipment", "S-1", "S-2", ""},
        {"enrol", "born", "1970-01-20", "1971-01-20", ""},
        {"enrol", "born", "1970-01-20", "soon", "body.new"},
        {"enrol", "sex", "female", "male", ""},
        {"enrol", "basis", "none", "hysterectomy", "body.field"},
        {"enrol", "since", "2001-01-01", "2002-01-01", "body.field"},
        {"ground", "basis", "infertility", "hysterectomy", "body.field"},
        {"ground", "since", "2001-01-01", "2002-01-01", "body.field"},
        {"consent", "state", "given", "withdrawn", "body.field"},
        {"consent", "version", "v1", "v2", ""},
        {"ground", "document", "x", "y", "body.old"}, /* it has none */
        {"product", "ndc", "59572-405-00", "59572-405-28", "body.old"},
        {"rx", "capsules", "many", "14", "body.old"},
        {"dated", "collected", "2008-02-20", "2008-02-19", "body.old"},
        {"form", "category", "AFRP", "AFNRP", ""},
        {"form", "signed", "x", "y", "body.field"},
        {"con", "methods", "hormonal", "iud", "body.field"},
        {"con", "since", "2008-01-15", "2008-01-01", "body.field"},
        {"menses", "pattern", "regular", "irregular", "body.field"},
        {"t1", "result", "negative", "positive", ""},
        {"t1", "result", "positive", "negative", "body.old"},
        {"t1", "accession", "A-1", "A-3", ""},
        {"t1", "sensitivity", "25", "50", ""},
        {"t1", "collected", "2008-02-21T14:00:00.000000Z", "2008-02-21T15:00:00.000000Z", ""},
        {"t1", "collected", "2008-02-21T14:00:00.000000Z", "2008-02-20", ""},
        {"t1", "collected", "2008-02-21T14:00:01.000000Z", "2008-02-20", "body.old"},
        {"dated", "collected", "2008-02-21", "2008-02-20", ""},
        {"dated", "collected", "2008-02-21", "2008-02-21T15:00:00.000000Z", "body.new"},
        {"v1", "as", "prescriber", "pharmacist", "body.field"},
        {"v1", "test", "1", "2", "body.field"},
        {"rx", "capsules", "28", "14", ""},
        {"dispense", "capsules", "28", "4", ""},
        {"dispense", "capsules", "28", "3", "body.new"},   /* 4 came back */
        {"dispense", "capsules", "28", "101", "body.new"}, /* 100 were received */
        {"dispense", "lot", "L1", "L2", "body.field"},
        {"dispense", "sheet", "true", "false", ""},
        {"return", "capsules", "4", "3", ""},
        {"return", "capsules", "4", "40", ""}, /* a discrepancy */
        {"return", "left", "2", "3", ""},
        {"interrupt", "from", "2008-03-05", "2008-03-06", ""},
        {"interrupt", "reason", "x", "y", ""},
        {"close", "finding", "pregnant", "not-pregnant", "body.field"},
        {"result", "result", "negative", "positive", ""},
    };

    (void)state;
    world();
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
        rw_remember(span_of(targets[i].tag), rw.tag_count); /* any entry: only checks are made */
    rw_remember(span_of("return"), rw_say(rw.now, "p return lot=L1 capsules=4 left=2"));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct err err;
        enum err_code code = amend(rows[i].tag, rows[i].field, rows[i].old, rows[i].new, &err);
        rw.row = rows[i].field;
        if ((code == ERR_OK) != (rows[i].wrong[0] == '\0') || strcmp(err.field, rows[i].wrong) != 0)
            rw_fail("%s of %s, new %s: wrong is \"%s\": %s", rows[i].field, rows[i].tag,
                    rows[i].new, err.field, err.detail);
    }
}

/* Each correction reaches the record it is about, and no other. */
static void
test_what_an_amendment_changes(void **state)
{
    const struct facts *f;
    const struct fact_test *t;

    (void)state;
    world();
    f = rw.facts;
    (void)rw_say(rw.now, "c amend of=@enrol field=born old=1970-01-20 new=1971-02-21 reason=x");
    assert_int_equal(f->born, rw_day(span_of("1971-02-21")));
    (void)rw_say(rw.now, "c amend of=@enrol field=sex old=female new=male reason=x");
    assert_int_equal(f->sex, SEX_MALE);
    (void)rw_say(rw.now, "c amend of=@lot field=expiry old=2009-12-31 new=2010-01-31 reason=x");
    assert_int_equal(f->lot[0].expiry, rw_day(span_of("2010-01-31")));
    (void)rw_say(rw.now, "c amend of=@product field=strength_ug old=5000 new=10000 reason=x");
    assert_int_equal(f->product[0].strength_ug, 10000);
    (void)rw_say(rw.now, "c amend of=@reg-rx field=standing old=active new=suspended reason=x");
    assert_int_equal(f->registration[0].standing, STANDING_SUSPENDED);
    assert_int_equal(f->registration[1].standing, STANDING_ACTIVE);
    (void)rw_say(rw.now, "c amend of=@form field=category old=AFRP new=AM reason=x");
    assert_int_equal(f->agreement[0].category, CATEGORY_AM);
    (void)rw_say(rw.now, "c amend of=@rx field=capsules old=28 new=14 reason=x");
    assert_int_equal(f->prescription[0].capsules, 14);
    (void)rw_say(rw.now, "c amend of=@dispense field=capsules old=28 new=27 reason=x");
    assert_int_equal(f->dispensing[0].capsules, 27);
    (void)rw_say(rw.now, "c interrupt from=2008-03-05 reason=x as i");
    (void)rw_say(rw.now, "c amend of=@i field=from old=2008-03-05 new=2008-03-06 reason=x");
    assert_int_equal(f->event[f->event_count - 1].day, rw_day(span_of("2008-03-06")));
    t = facts_test(f, rw_entry("t1"));
    assert_int_not_equal(t->pharmacist.n, FACT_NONE);
    (void)rw_say(rw.now, "c amend of=@t1 field=collected old=2008-02-21T14:00:00.000000Z "
                         "new=2008-02-21T02:00:00.000000Z reason=x");
    assert_int_equal(t->day, rw_day(span_of("2008-02-20"))); /* 21:00 of the day before */
    assert_int_equal(t->prescriber.n, FACT_NONE);
    assert_int_equal(t->pharmacist.n, FACT_NONE);
    assert_int_equal(t->known.n, t->mark.n);
    (void)rw_say(rw.now, "c amend of=@t1 field=result old=negative new=pending reason=x");
    assert_int_equal(t->known.n, FACT_NONE);
    (void)rw_say(rw.now, "c amend of=@t1 field=result old=pending new=positive reason=x");
    assert_int_equal(t->known.n, rw.n);
    assert_int_equal(f->event[f->event_count - 1].type, STATEMENT_test);
    assert_int_equal(f->event[f->event_count - 1].mark.n, rw.n);
}

static void
test_a_corrected_result_entry(void **state)
{
    const struct fact_test *t;

    (void)state;
    world();
    (void)rw_say(rw.now, "c test accession=P result=pending as p");
    t = facts_test(rw.facts, rw.n);
    (void)rw_say(rw.now, "c test-result test=@p result=pending");
    assert_int_equal(t->known.n, FACT_NONE);
    (void)rw_say(rw.now, "c test-result test=@p result=negative as r");
    assert_int_equal(t->known.n, rw.n);
    (void)rw_say(rw.now, "p test-verify test=@p as=pharmacist");
    (void)rw_say(rw.now, "c amend of=@r field=result old=negative new=indeterminate reason=x");
    assert_int_equal(t->result, RESULT_INDETERMINATE);
    assert_int_equal(t->known.n, rw.n);
    assert_int_equal(t->pharmacist.n, FACT_NONE);
    /* and once more: the entry that is named stays the one that said it */
    (void)rw_say(rw.now, "c amend of=@r field=result old=indeterminate new=negative reason=x");
    assert_int_equal(t->result, RESULT_NEGATIVE);
    (void)rw_say(rw.now, "c amend of=@r field=test old=1 new=2 reason=x"); /* no result */
    assert_int_equal(t->result, RESULT_NEGATIVE);
}

/* What cannot be read is passed over: the check before it was accepted stands in facts_check_amend. */
static void
test_amendments_of_nothing(void **state)
{
    (void)state;
    world();
    (void)rw_say(rw.now, "c amend of=9999 field=born old=a new=b reason=x");
    (void)rw_say(rw.now, "c amend of=@enrol field=born old=a new=b reason=x");
    (void)rw_say(rw.now, "c amend of=@enrol field=nothing old=a new=b reason=x");
    (void)rw_say(rw.now, "c amend of=@t1 field=result old=a new=b reason=x");
    assert_int_equal(rw.facts->born, rw_day(span_of("1970-01-20")));
    assert_int_equal(facts_test(rw.facts, rw_entry("t1"))->result, RESULT_NEGATIVE);
}

/* The second correction names the value of the first, and takes back what the first one moved. */
static void
test_amended_twice(void **state)
{
    static char bytes[8192];
    struct posting moved[POSTINGS_MAX];
    struct statement target;
    struct statement after;
    struct err err;

    (void)state;
    world();
    assert_int_equal(amend("dispense", "capsules", "28", "27", &err), ERR_OK);
    (void)rw_record(rw.now);
    assert_int_equal(amend("dispense", "capsules", "28", "26", &err), ERR_BAD_FIELD);
    assert_string_equal(err.field, "body.old");
    assert_int_equal(amend("dispense", "capsules", "27", "26", &err), ERR_OK);
    target = target_of("dispense", bytes);
    after = target;
    facts_amended(rw.facts, rw_entry("dispense"), &target);
    after.value[field_index(FIELD_dispense_capsules)].integer = 26;
    assert_int_equal(postings_of_amend(&target, &after, 0, moved), 2);
    assert_int_equal(moved[0].capsules, 27);
    assert_int_equal(moved[1].capsules, 26);
    /* Amendments of other entries, and of what this build does not know, leave it alone. */
    (void)rw_say(rw.now, "c amend of=@rx field=capsules old=28 new=14 reason=x");
    (void)rw_say(rw.now, "c amend of=@dispense field=nothing old=28 new=14 reason=x");
    (void)rw_say(rw.now, "c amend of=@dispense field=capsules old=27 new=many reason=x");
    target = target_of("dispense", bytes);
    facts_amended(rw.facts, rw_entry("dispense"), &target);
    assert_int_equal(statement_value(&target, FIELD_dispense_capsules)->integer, 27);
}

/* --- full ------------------------------------------------------------------------------------ */

static void
assert_full(const char *text, size_t limit, const char *what)
{
    struct err err = {0};
    struct span tag = {0};

    rw.row = text;
    for (size_t i = 0; i <= limit; i++) {
        char line[512];
        int before = (int)strcspn(text, "#");
        const char *rest = text[before] == '#' ? text + before + 1 : "";
        if (*rest != '\0')
            (void)snprintf(line, sizeof line, "%.*s%zu%s", before, text, i, rest);
        else
            (void)snprintf(line, sizeof line, "%s", text);
        rw_statement(rw.now, line, &tag);
        enum err_code code = facts_apply(rw.facts, ++rw.n, rw.now, &rw.said, &err);
        if (code == ERR_OK)
            continue;
        assert_int_equal(code, ERR_LIMIT_REACHED);
        assert_non_null(strstr(err.detail, what));
        return;
    }
    rw_fail("never full");
}

static void
test_full(void **state)
{
    (void)state;
    world();
    assert_full("c category basis=none", LIMIT_SUBJECT_EVENTS, "category");
    assert_full("c enrol sex=female born=1970-01-01", 1, "enrol"); /* its ground has no room */
    assert_full("c counsel", LIMIT_SUBJECT_COUNSELLINGS, "counsel");
    assert_full("c lot lot=X# product=LEN5 expiry=2009-12-31", LIMIT_SITE_LOTS, "lot");
    assert_full("c test accession=T# specimen=urine", LIMIT_SUBJECT_TESTS, "test");
    assert_full("c amend of=7777 field=x old=x new=y reason=x", LIMIT_SUBJECT_EVENTS, "amend");
    assert_full("c return lot=L1 capsules=0", LIMIT_SUBJECT_RETURNS, "return");
    assert_full("c hold reason=x", LIMIT_SUBJECT_EVENTS, "hold");
    /* A result may be an event, so it needs room among them. */
    assert_full("c test-result test=@t1 result=negative", 1, "test-result");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, rw_setup)
    const struct CMUnitTest tests[] = {
        TEST(test_references),
        TEST(test_only_who_is_enrolled),
        TEST(test_others_leave_nothing),
        TEST(test_optional_members),
        TEST(test_local_days),
        TEST(test_balances),
        TEST(test_what_was_held),
        TEST(test_what_may_be_amended),
        TEST(test_what_an_amendment_changes),
        TEST(test_a_corrected_result_entry),
        TEST(test_amendments_of_nothing),
        TEST(test_amended_twice),
        TEST(test_full),
    };

    return cmocka_run_group_tests(tests, NULL, rw_end);
}
