/*
 * Corrections: which fields of an entry may be amended, what the record says afterwards, what has
 * to be done anew, and that no account is left with less than nothing.
 */
#include "records.h"

#include "vectors.h"

/* --- every field: amended, or not ------------------------------------------------------------- */

#define REGISTER                                                                          \
    "coordinator registration kind=prescriber name=p-2 from=2008-01-01 until=2008-12-31 " \
    "standing=active"
#define TEST "coordinator test accession=A-3 collected=2008-03-03T09:00"
#define PRESCRIBE                                                                    \
    "prescriber prescribe prescription=RX-2 category=AFRP dose_ug=5mg every_days=1 " \
    "strength_ug=5mg capsules=28 refills=0 channel=written"
#define PRODUCT  "pharmacist product product=LEN10 name=x strength_ug=10mg ndc=59572"
#define RECEIVE  "pharmacist receive lot=L1 capsules=9 shipment=S-2 supplier=x condition=in-range"
#define DISPENSE "pharmacist dispense prescription=RX-1 lot=L1 capsules=7 sheet=true"
#define RETURN   "pharmacist return lot=L1 capsules=5 left=2"
#define ENROL    "coordinator enrol sex=male born=1970-01-20 basis=infertility document=letter"

static const struct {
    const char *lines; /* the last is amended */
    const char *field;
    const char *old; /* as typed into the amendment: JSON, or a text */
    const char *new;
    const char *want;  /* the record then */
    const char *shown; /* the value as people read it; NULL: as typed */
} amended[] = {
    {"administrator site program=p pharmacy=IDS-2 name=x", "name", "x", "y", "no record", NULL},
    {PRODUCT, "name", "x", "y", "LEN10 10000", NULL},
    {PRODUCT, "strength_ug", "10000", "15000", "LEN10 15000", "15 mg"},
    {PRODUCT, "ndc", "\"59572\"", "\"59573\"", "LEN10 10000", "59573"},
    {"pharmacist lot lot=L2 product=LEN5 expiry=2009-06-01", "expiry", "2009-06-01", "2009-07-31",
     "L2 LEN5 2009-07-31", NULL},
    {REGISTER, "kind", "prescriber", "counsellor", "counsellor p-2 2008-01-01 2008-12-31 active",
     NULL},
    {REGISTER, "from", "2008-01-01", "2008-02-01", "prescriber p-2 2008-02-01 2008-12-31 active",
     NULL},
    {REGISTER, "until", "2008-12-31", "2008-06-30", "prescriber p-2 2008-01-01 2008-06-30 active",
     NULL},
    {REGISTER, "standing", "active", "suspended", "prescriber p-2 2008-01-01 2008-12-31 suspended",
     NULL},
    {ENROL, "sex", "male", "female", "female 1970-01-20 infertility - documented", NULL},
    {ENROL, "born", "1970-01-20", "1971-01-20", "male 1971-01-20 infertility - documented", NULL},
    {ENROL, "document", "letter", "note", "male 1970-01-20 infertility - documented", NULL},
    {"coordinator category basis=infertility document=letter", "document", "letter", "note",
     "infertility - documented", NULL},
    {"coordinator agreement category=AFRP signed=2008-03-01T10:00", "category", "AFRP", "CFRP",
     "CFRP 2008-03-01T10:00:00-05:00", NULL},
    {"coordinator consent state=given version=v3", "version", "v3", "v4", "given", NULL},
    {TEST, "accession", "A-3", "A-4",
     "A-4 2008-03-03T09:00:00-05:00 2008-03-03 laboratory 25 negative coordinator", NULL},
    {TEST, "collected", "2008-03-03T14:00:00.000000Z", "2008-03-03T04:59:00.000000Z",
     "A-3 2008-03-02T23:59:00-05:00 2008-03-02 laboratory 25 negative coordinator",
     "2008-03-02T23:59:00-05:00"},
    {"coordinator test accession=A-3 collected=2008-03-03", "collected", "2008-03-03", "2008-03-02",
     "A-3 - 2008-03-02 laboratory 25 negative coordinator", NULL},
    {TEST, "specimen", "serum", "urine",
     "A-3 2008-03-03T09:00:00-05:00 2008-03-03 laboratory 25 negative coordinator", NULL},
    {TEST, "setting", "laboratory", "home",
     "A-3 2008-03-03T09:00:00-05:00 2008-03-03 home 25 negative coordinator", NULL},
    {TEST, "sensitivity", "25", "50",
     "A-3 2008-03-03T09:00:00-05:00 2008-03-03 laboratory 50 negative coordinator", NULL},
    {TEST, "result", "negative", "indeterminate",
     "A-3 2008-03-03T09:00:00-05:00 2008-03-03 laboratory 25 indeterminate coordinator", NULL},
    {TEST " result=pending as late\ncoordinator test-result test=@late result=negative", "result",
     "negative", "positive",
     "A-3 2008-03-03T09:00:00-05:00 2008-03-03 laboratory 25 positive coordinator", NULL},
    {PRESCRIBE, "category", "AFRP", "AM", "RX-2 AM 5000/1 5000 x28 +0 written unused", NULL},
    {PRESCRIBE, "dose_ug", "5000", "10000", "RX-2 AFRP 10000/1 5000 x28 +0 written unused",
     "10 mg"},
    {PRESCRIBE, "every_days", "1", "2", "RX-2 AFRP 5000/2 5000 x28 +0 written unused", NULL},
    {PRESCRIBE, "strength_ug", "5000", "2500", "RX-2 AFRP 5000/1 2500 x28 +0 written unused",
     "2.5 mg"},
    {PRESCRIBE, "capsules", "28", "14", "RX-2 AFRP 5000/1 5000 x14 +0 written unused", NULL},
    {PRESCRIBE, "refills", "0", "1", "RX-2 AFRP 5000/1 5000 x28 +1 written unused", NULL},
    {PRESCRIBE, "channel", "written", "phone", "RX-2 AFRP 5000/1 5000 x28 +0 phone unused", NULL},
    {RECEIVE, "capsules", "9", "8", "no record", NULL},
    {RECEIVE, "shipment", "S-2", "S-3", "no record", NULL},
    {RECEIVE, "supplier", "x", "y", "no record", NULL},
    {RECEIVE, "condition", "in-range", "damaged", "no record", NULL},
    {DISPENSE, "capsules", "7", "6", "RX-1 L1 6 sheet", NULL},
    {DISPENSE, "sheet", "true", "false", "RX-1 L1 7", "no"},
    {RETURN, "capsules", "5", "4", "L1 4 2", NULL},
    {RETURN, "left", "2", "3", "L1 5 3", NULL},
    {"coordinator evaluation note=x", "note", "x", "y", "evaluation - -", NULL},
    {"prescriber evaluation-close finding=not-pregnant note=x", "note", "x", "y",
     "evaluation-close - - not-pregnant", NULL},
    {"prescriber interrupt from=2008-03-10 reason=x", "from", "2008-03-10", "2008-03-11",
     "interrupt - 2008-03-11", NULL},
    {"prescriber interrupt from=2008-03-10 reason=x", "reason", "x", "y", "interrupt - 2008-03-10",
     NULL},
    {"prescriber restart from=2008-03-10", "from", "2008-03-10", "2008-03-11",
     "restart - 2008-03-11", NULL},
    {"pharmacist hold reason=x", "reason", "x", "y", "hold - -", NULL},
    {"prescriber release reason=x", "reason", "x", "y", "release - -", NULL},
    {"prescriber discontinue on=2008-03-10 reason=x", "on", "2008-03-10", "2008-03-11",
     "discontinue - 2008-03-11", NULL},
    {"prescriber discontinue on=2008-03-10 reason=x", "reason", "x", "y",
     "discontinue - 2008-03-10", NULL},
};

/* Write the amendment into rw.said. */
static void
write_amend(uint64_t of, const char *field, const char *old, const char *new)
{
    char line[256];

    assert_in_range(snprintf(line, sizeof line,
                             "coordinator amend of=%llu field=%s old=%s new=%s reason=typed",
                             (unsigned long long)of, field, old, new),
                    1, sizeof line - 1);
    rec_write(line);
}

static void
move(const struct statement *before, const struct statement *after, uint64_t of)
{
    struct posting moved[POSTINGS_MAX];
    size_t count = postings_of_amend(before, after, facts_held_before(rw.facts, of, before), moved);

    for (size_t i = 0; i < count; i++)
        rw_move(&moved[i]);
}

/* Check the amendment of entry `of` and record it; the value as people read it. */
static const char *
amend(uint64_t of, const struct kept *target, const char *field, const char *old, const char *new)
{
    static char text[64];
    struct statement present = target->s;
    struct statement after;
    struct err err = {0};
    struct buf b;

    facts_amended(rw.facts, of, &present);
    write_amend(of, field, old, new);
    if (facts_check_amend(rw.facts, &rw.said, &present, of, &after, &err) != ERR_OK)
        rw_fail("%s: %s: %s", field, err.field, err.detail);
    move(&present, &after, of);
    assert_int_equal(facts_apply(rw.facts, ++rw.n, rw.now += SECOND, &rw.said, &err), ERR_OK);

    /* What the facts remember of it is what was checked. */
    present = target->s;
    facts_amended(rw.facts, of, &present);
    const struct field *f = catalogue_field_named(present.type, span_of(field));
    struct span checked = statement_value(&after, f->id)->text;
    assert_true(span_same(statement_value(&present, f->id)->text, checked));
    buf_init(&b, text, sizeof text);
    value_text(f, statement_value(&present, f->id), &rw.zone, &b);
    return text;
}

/* Say the lines; the last one is the target. */
static uint64_t
say_target(const char *lines, struct kept *target)
{
    rec_begin(lines);
    uint64_t of = rec_say(lines);
    rec_keep(target);
    return of;
}

static void
a_field_is_amended_and_amended_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(amended); i++) {
        struct kept target;
        char before[512];
        uint64_t of = say_target(amended[i].lines, &target);
        enum statement_type type = target.s.type;
        struct fact_lot lot = rw.facts->lot[0];
        assert_true(span_copy(span_of(rec_shown(type)), before, sizeof before));
        const char *got = amend(of, &target, amended[i].field, amended[i].old, amended[i].new);
        assert_string_equal(got, amended[i].shown != NULL ? amended[i].shown : amended[i].new);
        assert_string_equal(rec_shown(type), amended[i].want);
        (void)amend(of, &target, amended[i].field, amended[i].new, amended[i].old);
        assert_string_equal(rec_shown(type), before);
        assert_memory_equal(rw.facts->lot[0].balance, lot.balance, sizeof lot.balance);
    }
}

static bool
is_amended(const struct field *field)
{
    for (size_t i = 0; i < COUNT(amended); i++) {
        const char *last = strrchr(amended[i].lines, '\n');
        const char *line = last == NULL ? amended[i].lines : last + 1;
        (void)rw_word(&line);
        if (catalogue_find(rw_word(&line)) == field->type &&
            strcmp(amended[i].field, field->name) == 0)
            return true;
    }
    return false;
}

/* What an entry is about, when it happened, and what takes effect when it is entered. */
static void
every_other_field_is_not_amended(void **state)
{
    (void)state;
    for (int id = 0; id < FIELD_COUNT; id++) {
        const struct field *field = catalogue_field((enum field_id)id);
        enum statement_scope scope = catalogue_type(field->type)->scope;
        struct statement target = {.type = field->type};
        struct statement after = {.type = STATEMENT_COUNT};
        struct err err = {0};
        if ((scope != SCOPE_SUBJECT && scope != SCOPE_SITE) || is_amended(field))
            continue;
        rw.row = field->name;
        write_amend(7, field->name, "x", "y");
        assert_failed(facts_check_amend(rw.facts, &rw.said, &target, 7, &after, &err), &err,
                      ERR_BAD_FIELD, "body.field");
        assert_int_equal(after.type, STATEMENT_COUNT);
    }
}

/* The entry that gave the result is the one to correct. */
static void
a_result_given_later_is_not_amended_in_the_test(void **state)
{
    struct kept target;
    uint64_t of = say_target(TEST " result=pending as late", &target);
    struct statement after = {.type = STATEMENT_COUNT};
    struct err err = {0};

    (void)state;
    write_amend(of, "result", "pending", "negative");
    assert_int_equal(facts_check_amend(rw.facts, &rw.said, &target.s, of, &after, &err), ERR_OK);
    (void)rec_say("coordinator test-result test=@late result=positive");
    write_amend(of, "result", "pending", "negative");
    assert_failed(facts_check_amend(rw.facts, &rw.said, &target.s, of, &after, &err), &err,
                  ERR_BAD_FIELD, "body.of");
}

/* --- what an amendment has to say ------------------------------------------------------------- */

static void
an_amendment_is_refused_by_its_field(void **state)
{
    static const struct {
        const char *lines;
        const char *field;
        const char *old;
        const char *new;
        const char *at;
    } rows[] = {
        {RETURN, "nothing", "1", "2", "body.field"},
        {RETURN, "prescription", "RX-1", "RX-2", "body.field"},
        {RETURN, "left", "2", "-1", "body.new"},
        {RETURN, "left", "2", "three", "body.new"},
        {RETURN, "left", "2", "", "body.new"},
        {RETURN, "left", "3", "4", "body.old"},
        {RETURN, "left", "two", "4", "body.old"},
        {"pharmacist return lot=L1 capsules=5", "left", "2", "3", "body.old"}, /* never said */
        {"pharmacist return lot=L1 capsules=5", "left", "", "3", "body.old"},
        {TEST, "accession", "A-9", "A-4", "body.old"},
        {TEST, "collected", "2008-03-03", "2008-03-02", "body.old"},
        {TEST, "collected", "2008-03-03T14:00:01.000000Z", "2008-03-02", "body.old"},
        {TEST, "result", "negative", "unclear", "body.new"},
        {"coordinator test accession=A-3 collected=2008-03-03", "collected", "2008-03-02",
         "2008-03-01", "body.old"},
        {"coordinator test accession=A-3 collected=2008-03-03", "collected", "2008-03-03",
         "2008-03-03T14:00:00.000000Z", "body.new"},
        {"coordinator evaluation note=x", "note", "y", "z", "body.old"},
        {REGISTER, "from", "2008-01-02", "2008-01-03", "body.old"},
        {"pharmacist lot lot=L2 product=LEN5 expiry=2009-06", "expiry", "2009-06-29", "2009-07",
         "body.old"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct kept target;
        struct statement after;
        struct err err = {0};
        uint64_t of = say_target(rows[i].lines, &target);
        rw.row = rows[i].new;
        write_amend(of, rows[i].field, rows[i].old, rows[i].new);
        assert_failed(facts_check_amend(rw.facts, &rw.said, &target.s, of, &after, &err), &err,
                      ERR_BAD_FIELD, rows[i].at);
    }
}

/* A time may turn out to be known as a date only, and has no offset to come back with. */
static void
a_time_is_corrected_to_a_date(void **state)
{
    struct kept target;

    (void)state;
    uint64_t of = say_target(TEST, &target);
    assert_string_equal(
        amend(of, &target, "collected", "2008-03-03T14:00:00.000000Z", "2008-03-03"), "2008-03-03");
    assert_string_equal(rec_shown(STATEMENT_test),
                        "A-3 - 2008-03-03 laboratory 25 negative coordinator");
}

static void
the_present_value_is_that_of_the_last_amendment(void **state)
{
    struct kept target;
    struct statement present;
    struct statement after;
    struct err err = {0};

    (void)state;
    uint64_t of = say_target(RETURN, &target);
    (void)amend(of, &target, "left", "2", "3");
    (void)amend(of, &target, "left", "3", "4");
    (void)amend(of, &target, "capsules", "5", "6");
    present = target.s;
    facts_amended(rw.facts, of, &present);
    assert_int_equal(statement_value(&present, FIELD_returned_left)->integer, 4);
    assert_int_equal(statement_value(&present, FIELD_returned_capsules)->integer, 6);
    write_amend(of, "left", "2", "5");
    assert_failed(facts_check_amend(rw.facts, &rw.said, &present, of, &after, &err), &err,
                  ERR_BAD_FIELD, "body.old");

    /* Another entry has its own amendments. */
    present = target.s;
    facts_amended(rw.facts, of + 100, &present);
    assert_int_equal(statement_value(&present, FIELD_returned_left)->integer, 2);
}

/* What facts_check_amend never let through leaves the records as they are. */
static void
an_amendment_that_fits_nothing_changes_no_record(void **state)
{
    static const struct {
        const char *lines;
        const char *field;
        const char *new;
    } rows[] = {
        {RETURN, "nothing", "1"}, {RETURN, "left", "many"},     {TEST, "result", "5"},
        {ENROL, "nothing", "1"},  {ENROL, "born", "yesterday"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct kept target;
        char before[512];
        struct err err;
        uint64_t of = say_target(rows[i].lines, &target);
        assert_true(span_copy(span_of(rec_shown(target.s.type)), before, sizeof before));
        write_amend(of, rows[i].field, "1", rows[i].new);
        assert_int_equal(facts_apply(rw.facts, ++rw.n, rw.now, &rw.said, &err), ERR_OK);
        assert_string_equal(rec_shown(target.s.type), before);
        struct statement present = target.s;
        facts_amended(rw.facts, of, &present);
        assert_memory_equal(present.value, target.s.value, sizeof present.value);
    }
}

/* --- tests: what was verified was the old value ----------------------------------------------- */

#define VERIFY \
    "prescriber test-verify test=@it as=prescriber\npharmacist test-verify test=@it as=pharmacist"

static void
a_corrected_test_is_verified_anew(void **state)
{
    static const struct {
        const char *field;
        const char *old;
        const char *new;
        bool known_anew;
        uint32_t events;
    } rows[] = {
        {"accession", "A-3", "A-4", false, 0},
        {"collected", "2008-03-03T14:00:00.000000Z", "2008-03-03T13:00:00.000000Z", false, 0},
        {"sensitivity", "25", "50", false, 0},
        {"specimen", "serum", "urine", false, 0},
        {"result", "negative", "positive", true, 1},
        {"result", "negative", "indeterminate", true, 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct kept target;
        uint64_t of = say_target(TEST " as it", &target);
        const struct fact_test *t = facts_test(rw.facts, of);
        (void)rec_say(VERIFY);
        assert_int_not_equal(t->prescriber.n, FACT_NONE);
        assert_int_not_equal(t->pharmacist.n, FACT_NONE);
        (void)amend(of, &target, rows[i].field, rows[i].old, rows[i].new);
        assert_int_equal(t->prescriber.n, FACT_NONE);
        assert_int_equal(t->pharmacist.n, FACT_NONE);
        assert_int_equal(t->known.n, rows[i].known_anew ? rw.n : of);
        assert_int_equal(rw.facts->event_count, rows[i].events);
    }
}

static void
a_corrected_test_result_is_known_anew(void **state)
{
    struct kept target;

    (void)state;
    uint64_t of = say_target(TEST " result=pending as it\n"
                                  "coordinator test-result test=@it result=positive",
                             &target);
    const struct fact_test *t = facts_test(rw.facts, rw_entry("it"));
    assert_int_equal(t->known.n, of);
    (void)rec_say(VERIFY);
    (void)amend(of, &target, "result", "positive", "negative");
    assert_int_equal(t->result, RESULT_NEGATIVE);
    assert_int_equal(t->known.n, rw.n);
    assert_int_equal(t->known.at, rw.now);
    assert_int_equal(t->prescriber.n, FACT_NONE);
    assert_int_equal(t->pharmacist.n, FACT_NONE);
    /* The alarm was raised, and stays on record as it was. */
    assert_int_equal(rw.facts->event_count, 1);
    assert_string_equal(rec_shown(STATEMENT_hold), "test 2008-03-03T09:00:00-05:00 - positive");
}

static void
a_result_corrected_to_pending_is_not_known(void **state)
{
    struct kept target;

    (void)state;
    uint64_t of = say_target(TEST, &target);
    (void)amend(of, &target, "result", "negative", "pending");
    assert_int_equal(facts_test(rw.facts, of)->known.n, FACT_NONE);
}

/* --- capsules --------------------------------------------------------------------------------- */

static void
an_amendment_leaves_no_account_below_zero(void **state)
{
    static const struct {
        const char *line;
        const char *later; /* recorded before the amendment */
        const char *field;
        const char *old;
        const char *new;
        const char *says; /* NULL: the capsules are there */
    } rows[] = {
        {RECEIVE, "pharmacist dispense prescription=RX-1 lot=L1 capsules=80", "capsules", "9", "8",
         NULL},
        {RECEIVE, "pharmacist dispense prescription=RX-1 lot=L1 capsules=81", "capsules", "9", "8",
         "1 capsules more would have to leave available, which holds 0"},
        {RECEIVE, "pharmacist dispense prescription=RX-1 lot=L1 capsules=81", "condition",
         "in-range", "damaged", "9 capsules more would have to leave available, which holds 0"},
        {DISPENSE, "", "capsules", "7", "72", NULL},
        {DISPENSE, "", "capsules", "7", "73",
         "66 capsules more would have to leave available, which holds 65"},
        {DISPENSE, "pharmacist return lot=L1 capsules=32", "capsules", "7", "4", NULL},
        {DISPENSE, "pharmacist return lot=L1 capsules=32", "capsules", "7", "3",
         "4 capsules more would have to leave dispensed, which holds 3"},
        {RETURN, "", "capsules", "5", "28", NULL},
        {RETURN, "", "capsules", "5", "30", NULL}, /* the rest is a discrepancy */
        {RETURN, "pharmacist return lot=L1 capsules=23", "capsules", "5", "6",
         "1 capsules more would have to leave dispensed, which holds 0"},
        {RETURN, "pharmacist return lot=L1 capsules=23", "left", "2", "3", NULL},
        {"pharmacist return lot=L1 capsules=30", "", "capsules", "30", "5", NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct kept target;
        struct statement after;
        struct err err = {0};
        uint64_t of = say_target(rows[i].line, &target);
        (void)rec_say(rows[i].later);
        write_amend(of, rows[i].field, rows[i].old, rows[i].new);
        enum err_code code = facts_check_amend(rw.facts, &rw.said, &target.s, of, &after, &err);
        if (rows[i].says == NULL) {
            assert_string_equal(err_slug(code), "ok");
            continue;
        }
        assert_failed(code, &err, ERR_BAD_FIELD, "body.new");
        assert_string_equal(err.detail, rows[i].says);
    }
}

/* The postings of 40_postings_test.c, where they are most and where only the accounts differ. */
static void
what_moved_otherwise_is_moved_anew(void **state)
{
    struct posting moved[POSTINGS_MAX];
    struct kept before;
    struct kept after;

    (void)state;
    rec_write("pharmacist return lot=L1 capsules=8");
    rec_keep(&before);
    rec_write("pharmacist return lot=L1 capsules=9");
    rec_keep(&after);
    assert_int_equal(postings_of_amend(&before.s, &after.s, 6, moved), POSTINGS_MAX);
    assert_int_equal(moved[1].capsules, 2);
    assert_int_equal(moved[1].to, ACCOUNT_DISCREPANCY);
    assert_int_equal(moved[3].capsules, 3);
    assert_int_equal(moved[3].from, ACCOUNT_DISCREPANCY);

    rec_write("pharmacist dispense prescription=RX-1 lot=L1 capsules=9");
    rec_keep(&before);
    assert_int_equal(postings_of_amend(&before.s, &after.s, 9, moved), 2);
    assert_int_equal(moved[0].to, ACCOUNT_AVAILABLE);
    assert_int_equal(moved[1].to, ACCOUNT_RETURNED);
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup(name, rw_setup)
    const struct CMUnitTest tests[] = {
        CASE(a_field_is_amended_and_amended_back),
        CASE(every_other_field_is_not_amended),
        CASE(a_result_given_later_is_not_amended_in_the_test),
        CASE(an_amendment_is_refused_by_its_field),
        CASE(a_time_is_corrected_to_a_date),
        CASE(the_present_value_is_that_of_the_last_amendment),
        CASE(an_amendment_that_fits_nothing_changes_no_record),
        CASE(a_corrected_test_is_verified_anew),
        CASE(a_corrected_test_result_is_known_anew),
        CASE(a_result_corrected_to_pending_is_not_known),
        CASE(an_amendment_leaves_no_account_below_zero),
        CASE(what_moved_otherwise_is_moved_anew),
    };

    return cmocka_run_group_tests(tests, NULL, rw_end);
}
