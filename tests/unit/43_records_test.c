/*
 * What is on record: every statement type reaches its record with every field, nothing else changes
 * it, and a full record says so before anything is lost. Amendments: 42_amendments_test.c.
 */
#include "records.h"

#include "examples.h"

/* --- every field reaches its record ----------------------------------------------------------- */

static void
every_field_reaches_its_record(void **state)
{
    static const struct {
        const char *lines;
        const char *want;
    } rows[] = {
        {"coordinator registration kind=counsellor name=nurse from=2008-01-01 until=2008-12-31 "
         "standing=suspended",
         "counsellor nurse 2008-01-01 2008-12-31 suspended"},
        {"coordinator registration kind=pharmacy name=IDS-2 from=2008-01-01 standing=active",
         "pharmacy IDS-2 2008-01-01 - active"},
        {"pharmacist product product=LEN10 name=x strength_ug=10mg ndc=59572", "LEN10 10000"},
        {"pharmacist lot lot=L2 product=LEN5 expiry=2009-06-01", "L2 LEN5 2009-06-01"},
        {"pharmacist lot lot=L2 product=LEN5 expiry=2008-02", "L2 LEN5 2008-02-29"},
        {"coordinator enrol sex=male born=1969-12-31", "male 1969-12-31 none - -"},
        {"coordinator enrol sex=female born=1940-02-29 basis=natural-menopause since=1990-01-01 "
         "document=letter",
         "female 1940-02-29 natural-menopause 1990-01-01 documented"},
        {"coordinator category basis=hysterectomy since=2006-05-01 document=letter",
         "hysterectomy 2006-05-01 documented"},
        {"coordinator category basis=none", "none - -"},
        {"coordinator agreement category=CFNRP signed=2008-03-01T10:00",
         "CFNRP 2008-03-01T10:00:00-05:00"},
        {"coordinator consent state=withdrawn version=3 signed=2008-03-01T10:00", "withdrawn"},
        {"coordinator contraception methods=condom,hormonal since=2008-02-01",
         "hormonal,condom 2008-02-01"},
        {"coordinator menses pattern=irregular", "irregular"},
        {"coordinator test accession=A-3 collected=2008-03-03T23:59 setting=clinic sensitivity=50",
         "A-3 2008-03-03T23:59:00-05:00 2008-03-03 clinic 50 negative coordinator"},
        {"coordinator test accession=A-3 collected=2008-03-03 setting=- sensitivity=- result=pending",
         "A-3 - 2008-03-03 - -1 pending -"},
        {"coordinator test-result test=@pending result=positive",
         "A-2 2008-03-04T09:00:07-05:00 2008-03-04 laboratory 25 positive coordinator"},
        {"coordinator counsel held=2008-03-03T23:59 items=dose,condom",
         "2008-03-03T23:59:00-05:00 2008-03-03 dose,condom"},
        {"prescriber prescribe prescription=RX-2 category=CM dose_ug=2.5mg every_days=2 "
         "strength_ug=5mg capsules=14 refills=1 channel=phone written=2008-03-03T10:00",
         "RX-2 CM 2500/2 5000 x14 +1 phone unused"},
        {"prescriber prescribe prescription=RX-2 category=AM dose_ug=5mg every_days=1 "
         "strength_ug=5mg capsules=28",
         "RX-2 AM 5000/1 5000 x28 +0 written unused"},
        {"pharmacist dispense prescription=RX-1 lot=L1 capsules=7 sheet=yes", "RX-1 L1 7 sheet"},
        {"pharmacist dispense prescription=RX-1 lot=L1 capsules=7 sheet=no", "RX-1 L1 7"},
        {"pharmacist dispense prescription=RX-1 lot=L1 capsules=7", "RX-1 L1 7"},
        {"pharmacist return lot=L1 capsules=3 left=4", "L1 3 4"},
        {"pharmacist return lot=L1 capsules=0", "L1 0 -1"},
        {"coordinator first-dose taken=2008-03-03T23:59",
         "first-dose 2008-03-03T23:59:00-05:00 2008-03-03"},
        {"coordinator missed-period noticed=2008-03-03T23:59",
         "missed-period 2008-03-03T23:59:00-05:00 -"},
        {"coordinator bleeding noticed=2008-03-03T23:59", "bleeding 2008-03-03T23:59:00-05:00 -"},
        {"coordinator evaluation note=x", "evaluation - -"},
        {"prescriber evaluation-close finding=false-positive notice=N-1",
         "evaluation-close - - false-positive notice"},
        {"prescriber evaluation-close finding=pregnant note=x", "evaluation-close - - pregnant"},
        {"prescriber interrupt from=2008-03-10 reason=x", "interrupt - 2008-03-10"},
        {"prescriber restart from=2008-03-17", "restart - 2008-03-17"},
        {"pharmacist hold reason=x", "hold - -"},
        {"prescriber release reason=x", "release - -"},
        {"prescriber discontinue on=2008-03-20 reason=x", "discontinue - 2008-03-20"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        rec_begin(rows[i].lines);
        (void)rec_say(rows[i].lines);
        assert_string_equal(rec_shown(rw.said.type), rows[i].want);
        if (rw.said.type == STATEMENT_test_result)
            continue;
        const struct fact_mark *mark =
            rw.said.type == STATEMENT_enrol ? &rw.facts->enrolment : rec_newest(rw.said.type);
        assert_int_equal(mark->n, rw.n);
        assert_int_equal(mark->at, rw.now);
        assert_string_equal(mark->by, rw.who);
    }
}

static void
a_claimed_day_is_the_local_one_before_1970_as_well(void **state)
{
    static const struct {
        const char *held;
        const char *day;
    } rows[] = {
        {"1970-01-01T00:00:00-05:00", "1970-01-01"},
        {"1969-12-31T23:59:59-05:00", "1969-12-31"},
        {"1969-12-31T00:00:00-05:00", "1969-12-31"},
        {"1969-12-30T23:59:59-05:00", "1969-12-30"},
    };

    (void)state;
    rec_begin("");
    for (size_t i = 0; i < COUNT(rows); i++) {
        char line[128];
        (void)snprintf(line, sizeof line, "coordinator counsel held=%s", rows[i].held);
        (void)rec_say(line);
        assert_int_equal(rw.facts->counselling[i].day, rw_day(span_of(rows[i].day)));
    }
}

static void
nothing_is_on_record_at_first(void **state)
{
    (void)state;
    assert_string_equal(rw.facts->subject, "F-001");
    assert_string_equal(rw.facts->pharmacy, "");
    assert_false(rw.facts->enrolled);
    assert_int_equal(rw.facts->enrolment.n, FACT_NONE);
    assert_int_equal(rw.facts->born, DAY_NONE);
    for (int type = 0; type < STATEMENT_COUNT; type++) {
        struct shelf shelf = facts_shelf(rw.facts, (enum statement_type)type);
        assert_true(shelf.set == NULL || *shelf.count == 0);
    }
    assert_int_equal(rw.facts->amendment_count, 0);
    assert_int_equal(facts_size(), sizeof(struct facts));
}

static void
the_site_names_its_pharmacy(void **state)
{
    (void)state;
    rec_begin("");
    assert_string_equal(rw.facts->pharmacy, "IDS-1");
    (void)rec_say("administrator site program=revassist-trial pharmacy=IDS-2 name=Site");
    assert_string_equal(rw.facts->pharmacy, "IDS-2");
}

static void
records_are_found(void **state)
{
    (void)state;
    rec_begin("");
    (void)rec_say("pharmacist product product=LEN10 name=x strength_ug=10mg\n"
                  "pharmacist lot lot=L2 product=LEN10 expiry=2009-06-01");
    assert_int_equal(facts_product(rw.facts, span_of("LEN10"))->strength_ug, 10000);
    assert_null(facts_product(rw.facts, span_of("LEN15")));
    assert_string_equal(facts_lot(rw.facts, span_of("L2"))->product, "LEN10");
    assert_null(facts_lot(rw.facts, span_of("L3")));
    assert_int_equal(facts_prescription(rw.facts, span_of("RX-1"))->capsules, 28);
    assert_null(facts_prescription(rw.facts, span_of("RX-2")));
    assert_string_equal(facts_test(rw.facts, rw_entry("pending"))->accession, "A-2");
    assert_null(facts_test(rw.facts, rw_entry("enrolment")));
}

/* --- tests: results and verifications --------------------------------------------------------- */

static void
a_verification_is_of_one_test_and_one_role(void **state)
{
    const struct fact_test *t = rw.facts->test;

    (void)state;
    rec_begin("");
    uint64_t n = rec_say("prescriber test-verify test=@known as=prescriber");
    assert_int_equal(t[0].prescriber.n, n);
    assert_int_equal(t[0].prescriber.at, rw.now);
    assert_string_equal(t[0].prescriber.by, "prescriber");
    assert_int_equal(t[0].pharmacist.n, FACT_NONE);
    n = rec_say("pharmacist test-verify test=@known as=pharmacist");
    assert_int_equal(t[0].pharmacist.n, n);
    assert_string_equal(t[0].pharmacist.by, "pharmacist");
    assert_int_equal(t[1].prescriber.n, FACT_NONE);
    assert_int_equal(t[1].pharmacist.n, FACT_NONE);
}

static void
a_result_is_known_from_its_own_entry_on(void **state)
{
    (void)state;
    rec_begin("");
    uint64_t test = rw_entry("pending");
    uint64_t n = rec_say("nurse test-result test=@pending result=negative");
    const struct fact_test *t = facts_test(rw.facts, test);

    assert_int_equal(t->mark.n, test);
    assert_string_equal(t->mark.by, "coordinator");
    assert_int_equal(t->known.n, n);
    assert_int_equal(t->known.at, rw.now);
    assert_string_equal(t->known.by, "nurse");
    assert_int_equal(t->result_n, n);
}

static void
results_that_alarm_are_events(void **state)
{
    static const struct {
        const char *line;
        const char *want; /* NULL: no event */
    } rows[] = {
        {"coordinator test accession=A-3 result=negative", NULL},
        {"coordinator test accession=A-3 result=pending", NULL},
        {"coordinator test accession=A-3 collected=2008-03-03T08:00 result=positive",
         "test 2008-03-03T08:00:00-05:00 - positive"},
        {"coordinator test accession=A-3 collected=2008-03-03T08:00 result=indeterminate",
         "test 2008-03-03T08:00:00-05:00 - indeterminate"},
        /* Where only the day is known it counts from its entry. */
        {"coordinator test accession=A-3 collected=2008-03-03 result=positive",
         "test 2008-03-04T09:00:10-05:00 - positive"},
        {"coordinator test-result test=@pending result=negative", NULL},
        {"coordinator test-result test=@pending result=positive",
         "test 2008-03-04T09:00:07-05:00 - positive"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        rec_begin(rows[i].line);
        uint64_t n = rec_say(rows[i].line);
        assert_int_equal(rw.facts->event_count, rows[i].want == NULL ? 0 : 1);
        if (rows[i].want == NULL)
            continue;
        assert_string_equal(rec_shown(STATEMENT_hold), rows[i].want);
        assert_int_equal(rw.facts->event[0].mark.n, n);
    }
}

/* --- supplies, returns, balances -------------------------------------------------------------- */

#define PRESCRIBE                                                                              \
    "prescriber prescribe category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=28 " \
    "prescription="

static void
a_supply_uses_its_prescription(void **state)
{
    const struct fact_prescription *p = rw.facts->prescription;

    (void)state;
    rec_begin("");
    (void)rec_say(PRESCRIBE "RX-2\n" PRESCRIBE "RX-3");
    uint64_t n = rec_say("pharmacist dispense prescription=RX-2 lot=L1 capsules=28");
    assert_int_not_equal(p[0].used_n, n);
    assert_int_equal(p[1].used_n, n);
    assert_int_equal(p[2].used_n, FACT_NONE);
}

static void
what_is_held_is_told_for_now_and_for_then(void **state)
{
    struct {
        const char *line;
        int64_t now;  /* before the line is recorded */
        int64_t then; /* asked again when everything is on record */
        uint64_t n;
        struct kept kept;
    } rows[] = {
        {.line = "pharmacist return lot=L1 capsules=5", .now = 28, .then = 28},
        {.line = "pharmacist dispense prescription=RX-2 lot=L1 capsules=28", .now = 0, .then = 0},
        {.line = "pharmacist return lot=L2 capsules=1", .now = 0, .then = 0},
        {.line = "pharmacist return lot=L1 capsules=60", .now = 51, .then = 51},
        {.line = "pharmacist return lot=L1 capsules=3", .now = 0, .then = 0},
        {.line = "pharmacist dispense prescription=RX-3 lot=L1 capsules=9", .now = 0, .then = 0},
        {.line = "pharmacist return lot=L1 capsules=9", .now = 9, .then = 9},
    };

    (void)state;
    rec_begin("");
    (void)rec_say("pharmacist lot lot=L2 product=LEN5 expiry=2009-12-31\n" PRESCRIBE
                  "RX-2\n" PRESCRIBE "RX-3");
    for (size_t i = 0; i < COUNT(rows); i++) {
        rec_write(rows[i].line);
        rec_keep(&rows[i].kept);
        assert_int_equal(facts_held(rw.facts, &rw.said), rows[i].now);
        rows[i].n = rec_say(rows[i].line);
    }
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(facts_held_before(rw.facts, rows[i].n, &rows[i].kept.s), rows[i].then);
    /* A return that is not on record yet comes after all of them. */
    (void)rec_say("pharmacist dispense prescription=RX-3 lot=L1 capsules=2");
    assert_int_equal(facts_held_before(rw.facts, rw.n + 1, &rows[0].kept.s), 2);
}

static void
balances_are_of_a_lot_and_an_account(void **state)
{
    const struct span lot = {"L1", 2};

    (void)state;
    assert_int_equal(facts_balance(rw.facts, lot, ACCOUNT_AVAILABLE), 0);
    facts_set_balance(rw.facts, lot, ACCOUNT_AVAILABLE, 72);
    facts_set_balance(rw.facts, lot, ACCOUNT_SUPPLIER, -100);
    facts_set_balance(rw.facts, span_of("L2"), ACCOUNT_AVAILABLE, 7);
    assert_int_equal(facts_balance(rw.facts, lot, ACCOUNT_AVAILABLE), 72);
    assert_int_equal(facts_balance(rw.facts, lot, ACCOUNT_SUPPLIER), -100);
    assert_int_equal(facts_balance(rw.facts, lot, ACCOUNT_DISPENSED), 0);
    assert_int_equal(facts_balance(rw.facts, span_of("L2"), ACCOUNT_AVAILABLE), 7);
    facts_set_balance(rw.facts, lot, ACCOUNT_AVAILABLE, 44);
    assert_int_equal(facts_balance(rw.facts, lot, ACCOUNT_AVAILABLE), 44);
    assert_int_equal(rw.facts->lot_count, 2);

    /* A balance alone makes no lot; the lot keeps what was there before it. */
    assert_null(facts_lot(rw.facts, lot));
    (void)rec_say("pharmacist product product=LEN5 name=x strength_ug=5mg\n"
                  "pharmacist lot lot=L1 product=LEN5 expiry=2009-12-31");
    assert_int_equal(rw.facts->lot_count, 2);
    assert_int_equal(facts_lot(rw.facts, lot)->mark.n, rw.n);
    assert_int_equal(facts_balance(rw.facts, lot, ACCOUNT_AVAILABLE), 44);
}

/* --- what changes nothing --------------------------------------------------------------------- */

static void
statements_of_other_subjects_and_people_change_nothing(void **state)
{
    struct statement s;
    struct err err;
    size_t asked = 0;

    (void)state;
    facts_init(rw.facts, span_of("F-002"));
    rec_remember();
    for (size_t i = 0; i < EXAMPLES; i++) {
        assert_int_equal(
            statement_parse_body(span_of(examples[i].type), span_of(examples[i].body), &s, &err),
            ERR_OK);
        enum statement_scope scope = catalogue_type(s.type)->scope;
        if (scope != SCOPE_SUBJECT && scope != SCOPE_PEOPLE)
            continue;
        s.signer = span_of("coordinator");
        assert_int_equal(facts_apply(rw.facts, i, 0, &s, &err), ERR_OK);
        assert_true(rec_unchanged());
        asked++;
    }
    assert_true(asked > 0);
}

static void
what_leaves_no_record_changes_nothing(void **state)
{
    static const char *const lines[] = {
        "pharmacist receive lot=L1 capsules=5 shipment=S-2 condition=in-range",
        "prescriber test-verify test=@enrolment as=prescriber", /* no test */
        "coordinator test-result test=@enrolment result=positive",
    };
    struct err err;

    (void)state;
    rec_begin("");
    for (size_t i = 0; i < COUNT(lines); i++) {
        rec_remember();
        assert_int_equal(rec_fold(lines[i], &err), ERR_OK);
        assert_true(rec_unchanged());
    }
}

/* --- full ------------------------------------------------------------------------------------- */

/* A text that ends with '=' gets a number that is new. */
static enum err_code
fold_numbered(const char *text, size_t number, struct err *err)
{
    char line[256];
    char digits[24] = "";

    if (text[strlen(text) - 1] == '=')
        (void)snprintf(digits, sizeof digits, "N%zu", number);
    assert_in_range(snprintf(line, sizeof line, "%s%s", text, digits), 1, sizeof line - 1);
    return rec_fold(line, err);
}

static void
assert_full(const char *line)
{
    struct err err = {0};

    rec_remember();
    assert_failed(fold_numbered(line, 9999, &err), &err, ERR_LIMIT_REACHED, "");
    assert_string_equal(err_slug(err.code), "limit_reached");
    assert_non_null(strstr(err.detail, catalogue_type(rw.said.type)->name));
    assert_true(rec_unchanged());
}

#define AMEND "coordinator amend of=99 field=reason old=a new=b reason=typed"

static void
every_shelf_has_a_limit(void **state)
{
    static const struct {
        const char *fill;
        size_t max;
        const char *also; /* needs the same room */
    } rows[] = {
        {"coordinator registration kind=pharmacy from=2008-01-01 standing=active name=",
         LIMIT_SITE_REGISTRATIONS, NULL},
        {"pharmacist product name=x strength_ug=5mg product=", LIMIT_SITE_PRODUCTS, NULL},
        {"pharmacist lot product=LEN5 expiry=2009-12-31 lot=", LIMIT_SITE_LOTS, NULL},
        {"coordinator category basis=none", LIMIT_SUBJECT_EVENTS,
         "coordinator enrol sex=male born=1970-01-01"},
        {"coordinator agreement category=AFRP", LIMIT_SUBJECT_EVENTS, NULL},
        {"coordinator consent state=given", LIMIT_SUBJECT_EVENTS, NULL},
        {"coordinator contraception methods=iud since=2008-01-01", LIMIT_SUBJECT_EVENTS, NULL},
        {"coordinator menses pattern=regular", LIMIT_SUBJECT_EVENTS, NULL},
        {"coordinator test accession=", LIMIT_SUBJECT_TESTS, NULL},
        {"coordinator counsel", LIMIT_SUBJECT_COUNSELLINGS, NULL},
        {PRESCRIBE, LIMIT_SUBJECT_PRESCRIPTIONS, NULL},
        {"pharmacist dispense lot=L1 capsules=1 prescription=", LIMIT_SUBJECT_DISPENSINGS, NULL},
        {"pharmacist return lot=L1 capsules=1", LIMIT_SUBJECT_RETURNS, NULL},
        {"pharmacist hold reason=x", LIMIT_SUBJECT_EVENTS, "prescriber release reason=x"},
        /* What may become an alarm needs room among the events. */
        {"coordinator bleeding", LIMIT_SUBJECT_EVENTS, "coordinator test accession="},
        {"coordinator bleeding", LIMIT_SUBJECT_EVENTS,
         "coordinator test-result test=7 result=negative"},
        {"coordinator bleeding", LIMIT_SUBJECT_EVENTS, AMEND},
        {AMEND, LIMIT_SUBJECT_EVENTS, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err err;
        assert_int_equal(rw_setup(NULL), 0);
        rw.row = rows[i].fill;
        for (size_t k = 0; k < rows[i].max; k++)
            assert_int_equal(fold_numbered(rows[i].fill, k, &err), ERR_OK);
        assert_full(rows[i].fill);
        if (rows[i].also != NULL)
            assert_full(rows[i].also);
    }
}

static void
a_balance_beyond_the_limit_of_lots_is_passed_over(void **state)
{
    (void)state;
    for (size_t i = 0; i < LIMIT_SITE_LOTS; i++) {
        char lot[24];
        (void)snprintf(lot, sizeof lot, "L%zu", i);
        facts_set_balance(rw.facts, span_of(lot), ACCOUNT_AVAILABLE, 1);
    }
    rec_remember();
    facts_set_balance(rw.facts, span_of("MORE"), ACCOUNT_AVAILABLE, 1);
    assert_true(rec_unchanged());
    assert_int_equal(facts_balance(rw.facts, span_of("MORE"), ACCOUNT_AVAILABLE), 0);
    rw.row = "one lot too many";
    assert_full("pharmacist lot product=LEN5 expiry=2009-12-31 lot=");
    /* A lot of which the balance is there has its place. */
    struct err err;
    assert_int_equal(rec_fold("pharmacist lot lot=L7 product=LEN5 expiry=2009-12-31", &err),
                     ERR_OK);
}

/* --- may it be said? -------------------------------------------------------------------------- */

static void
references_are_checked(void **state)
{
    static const struct {
        const char *lines; /* all but the last are recorded */
        enum err_code code;
        const char *field;
    } rows[] = {
        {"administrator site program=p pharmacy=IDS-1 name=x", ERR_OK, ""},
        {"pharmacist product product=LEN10 name=x strength_ug=10mg", ERR_OK, ""},
        {"pharmacist product product=LEN5 name=x strength_ug=5mg", ERR_ALREADY_RECORDED,
         "body.product"},
        {"pharmacist lot lot=L2 product=LEN5 expiry=2009-12-31", ERR_OK, ""},
        {"pharmacist lot lot=L2 product=LEN9 expiry=2009-12-31", ERR_UNKNOWN_REFERENCE,
         "body.product"},
        {"pharmacist lot lot=L1 product=LEN5 expiry=2009-12-31", ERR_ALREADY_RECORDED, "body.lot"},
        {"pharmacist receive lot=L1 capsules=1 shipment=S condition=damaged", ERR_OK, ""},
        {"pharmacist receive lot=L2 capsules=1 shipment=S condition=damaged", ERR_UNKNOWN_REFERENCE,
         "body.lot"},
        {"coordinator enrol sex=male born=1970-01-01", ERR_ALREADY_RECORDED, "body.subject"},
        {"coordinator hold reason=x", ERR_OK, ""},
        {PRESCRIBE "RX-2", ERR_OK, ""},
        {PRESCRIBE "RX-1", ERR_ALREADY_RECORDED, "body.prescription"},
        {"pharmacist dispense prescription=RX-1 lot=L1 capsules=1", ERR_OK, ""},
        {"pharmacist dispense prescription=RX-2 lot=L1 capsules=1", ERR_UNKNOWN_REFERENCE,
         "body.prescription"},
        {"pharmacist dispense prescription=RX-1 lot=L2 capsules=1", ERR_UNKNOWN_REFERENCE,
         "body.lot"},
        {"pharmacist return lot=L1 capsules=1", ERR_OK, ""},
        {"pharmacist return lot=L2 capsules=1", ERR_UNKNOWN_REFERENCE, "body.lot"},
        {"coordinator test-result test=@pending result=negative", ERR_OK, ""},
        {"coordinator test-result test=@enrolment result=negative", ERR_UNKNOWN_REFERENCE,
         "body.test"},
        {"coordinator test-result test=@known result=negative", ERR_ALREADY_RECORDED, "body.test"},
        {"prescriber test-verify test=@known as=prescriber", ERR_OK, ""},
        {"pharmacist test-verify test=@known as=pharmacist", ERR_OK, ""},
        {"prescriber test-verify test=@enrolment as=prescriber", ERR_UNKNOWN_REFERENCE,
         "body.test"},
        {"prescriber test-verify test=@pending as=prescriber", ERR_UNKNOWN_REFERENCE, "body.test"},
        {"prescriber test-verify test=@known as=prescriber\n"
         "prescriber test-verify test=@known as=prescriber",
         ERR_ALREADY_RECORDED, "body.test"},
        {"prescriber test-verify test=@known as=prescriber\n"
         "pharmacist test-verify test=@known as=pharmacist",
         ERR_OK, ""},
        {"pharmacist test-verify test=@known as=pharmacist\n"
         "pharmacist test-verify test=@known as=pharmacist",
         ERR_ALREADY_RECORDED, "body.test"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err err = {0};
        const char *last = strchr(rows[i].lines, '\n');
        rec_begin("");
        rw.row = rows[i].lines;
        if (last != NULL)
            (void)rec_fold(rows[i].lines, &err);
        rec_write(last == NULL ? rows[i].lines : last + 1);
        enum err_code code = facts_check(rw.facts, &rw.said, &err);
        if (rows[i].code == ERR_OK)
            assert_string_equal(err_slug(code), "ok");
        else
            assert_failed(code, &err, rows[i].code, rows[i].field);
    }
}

static void
a_subject_must_be_enrolled_first(void **state)
{
    struct statement s;

    (void)state;
    for (size_t i = 0; i < EXAMPLES; i++) {
        struct err err = {0};
        assert_int_equal(
            statement_parse_body(span_of(examples[i].type), span_of(examples[i].body), &s, &err),
            ERR_OK);
        if (catalogue_type(s.type)->scope != SCOPE_SUBJECT)
            continue;
        if (s.type == STATEMENT_enrol)
            assert_int_equal(facts_check(rw.facts, &s, &err), ERR_OK);
        else
            assert_failed(facts_check(rw.facts, &s, &err), &err, ERR_UNKNOWN_SUBJECT,
                          "body.subject");
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, rw_setup)
    const struct CMUnitTest tests[] = {
        TEST(every_field_reaches_its_record),
        TEST(a_claimed_day_is_the_local_one_before_1970_as_well),
        TEST(nothing_is_on_record_at_first),
        TEST(the_site_names_its_pharmacy),
        TEST(records_are_found),
        TEST(a_verification_is_of_one_test_and_one_role),
        TEST(a_result_is_known_from_its_own_entry_on),
        TEST(results_that_alarm_are_events),
        TEST(a_supply_uses_its_prescription),
        TEST(what_is_held_is_told_for_now_and_for_then),
        TEST(balances_are_of_a_lot_and_an_account),
        TEST(statements_of_other_subjects_and_people_change_nothing),
        TEST(what_leaves_no_record_changes_nothing),
        TEST(every_shelf_has_a_limit),
        TEST(a_balance_beyond_the_limit_of_lots_is_passed_over),
        TEST(references_are_checked),
        TEST(a_subject_must_be_enrolled_first),
    };

    return cmocka_run_group_tests(tests, NULL, rw_end);
}
