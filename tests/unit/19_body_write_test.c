/*
 * Bodies from typed fields and back: every type is written and read, wrong texts name their
 * field, local times are resolved in the site's zone, and what is shown can be typed again.
 */
#include "vectors.h"

#include "examples.h"
#include "limit.h"
#include "statement.h"

#define TEXT(s) ((struct span){(s), sizeof(s) - 1})

#define NOW INT64_C(1204641000000000) /* 2008-03-04T14:30:00Z, 09:30 in New York */

#define FIELDS_MAX 20

/* Fields as "name=text" lines. */
static size_t
split_fields(const char *lines, struct body_text fields[FIELDS_MAX])
{
    size_t count = 0;

    while (*lines != '\0') {
        size_t len = strcspn(lines, "\n");
        const char *equals = memchr(lines, '=', len);

        assert_true(count < FIELDS_MAX && equals != NULL);
        fields[count].name = (struct span){lines, (size_t)(equals - lines)};
        fields[count++].text = (struct span){equals + 1, len - (size_t)(equals + 1 - lines)};
        lines += len + (lines[len] == '\n');
    }
    return count;
}

static enum err_code
write_body(const char *type, const char *lines, struct buf *b, struct err *err)
{
    struct body_text fields[FIELDS_MAX];
    size_t count = split_fields(lines, fields);
    enum statement_type id = catalogue_find(span_of(type));

    assert_int_not_equal(id, STATEMENT_COUNT);
    return body_write(id, fields, count, NOW, &vector_zone, b, err);
}

static void
assert_written(const char *type, const char *lines, const char *want)
{
    char storage[2048];
    struct err err = {0};
    struct buf b;

    buf_init(&b, storage, sizeof(storage));
    if (write_body(type, lines, &b, &err) != ERR_OK)
        print_error("%s: %s: %s\n", type, err.field, err.detail);
    assert_string_equal(storage, want);
}

static void
assert_not_written(const char *type, const char *lines, enum err_code code, const char *field)
{
    char storage[2048];
    struct err err = {0};
    struct buf b;

    buf_init(&b, storage, sizeof(storage));
    buf_text(&b, "before");
    assert_failed(write_body(type, lines, &b, &err), &err, code, field);
    assert_string_equal(storage, "before");
}

/* --- every type --------------------------------------------------------------------------- */

static void
every_type_is_written_and_read(void **state)
{
    bool used[FIELD_COUNT] = {false};

    (void)state;
    for (size_t i = 0; i < EXAMPLES; i++) {
        struct statement s;
        struct err err;

        assert_written(examples[i].type, examples[i].typed, examples[i].body);
        assert_int_equal(
            statement_parse_body(span_of(examples[i].type), span_of(examples[i].body), &s, &err),
            ERR_OK);
        for (size_t k = 0; k < catalogue_type(s.type)->field_count; k++)
            used[catalogue_type(s.type)->fields[k].id] |= s.value[k].present;
    }
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        if (!used[id])
            print_error("no example uses %s\n", catalogue_field(id)->name);
        assert_true(used[id]);
    }
}

/* --- typed fields ------------------------------------------------------------------------- */

static void
typed_fields_that_are_wrong(void **state)
{
    static const struct {
        const char *type;
        const char *typed;
        enum err_code code;
        const char *field;
    } cases[] = {
        {"menses", "patern=none\nsubject=F-001", ERR_UNKNOWN_FIELD, "body.patern"},
        {"menses", "subject=F-001\npatern=none", ERR_UNKNOWN_FIELD, "body.patern"},
        {"menses", "subject=F-001\n=none", ERR_UNKNOWN_FIELD, "body."},
        {"menses", "subject=F-001\nsubject=F-001", ERR_BAD_FIELD, "body.subject"},
        {"menses", "subject=F-001", ERR_MISSING_FIELD, "body.pattern"},
        {"menses", "subject=\npattern=none", ERR_MISSING_FIELD, "body.subject"},
        {"hold", "subject=F-001\nreason=tab\there", ERR_BAD_FIELD, "body.reason"},
        {"hold", "subject=F-001\nreason=\xff", ERR_BAD_FIELD, "body.reason"},
        {"receive", "capsules=ten", ERR_BAD_FIELD, "body.capsules"},
        {"receive", "capsules=1.5", ERR_BAD_FIELD, "body.capsules"},
        {"receive", "capsules=007", ERR_BAD_FIELD, "body.capsules"},
        {"receive", "capsules=true", ERR_BAD_FIELD, "body.capsules"},
        {"receive", "capsules=\"7\"", ERR_BAD_FIELD, "body.capsules"},
        {"receive", "capsules=100001", ERR_BAD_FIELD, "body.capsules"},
        {"receive", "capsules=-1", ERR_BAD_FIELD, "body.capsules"},
        {"test-verify", "test=x", ERR_BAD_FIELD, "body.test"},
        {"test-verify", "as=nurse", ERR_BAD_FIELD, "body.as"},
        {"product", "strength_ug=5g", ERR_BAD_FIELD, "body.strength_ug"},
        {"product", "strength_ug=mg", ERR_BAD_FIELD, "body.strength_ug"},
        {"product", "strength_ug=.5mg", ERR_BAD_FIELD, "body.strength_ug"},
        {"product", "strength_ug=2.mg", ERR_BAD_FIELD, "body.strength_ug"},
        {"product", "strength_ug=2.5001mg", ERR_BAD_FIELD, "body.strength_ug"},
        {"product", "strength_ug=2.xmg", ERR_BAD_FIELD, "body.strength_ug"},
        {"product", "strength_ug=2.5ug", ERR_BAD_FIELD, "body.strength_ug"},
        {"product", "strength_ug=-5mg", ERR_BAD_FIELD, "body.strength_ug"},
        {"product", "strength_ug=1000000000000mg", ERR_BAD_FIELD, "body.strength_ug"},
        {"product", "strength_ug=0", ERR_BAD_FIELD, "body.strength_ug"},
        {"dispense", "sheet=1", ERR_BAD_FIELD, "body.sheet"},
        {"contraception", "methods=pill", ERR_BAD_FIELD, "body.methods"},
        {"contraception", "methods=iud,iud", ERR_BAD_FIELD, "body.methods"},
        {"contraception", "methods=iud,", ERR_BAD_FIELD, "body.methods"},
        {"ledger-open", "recovery=abc", ERR_BAD_FIELD, "body.recovery"},
        {"lot", "expiry=June 2009", ERR_BAD_FIELD, "body.expiry"},
        {"restart", "from=3/4/2008", ERR_BAD_FIELD, "body.from"},
        {"consent", "signed=2008-03-04", ERR_BAD_FIELD, "body.signed"},
        {"test", "collected=yesterday", ERR_BAD_FIELD, "body.collected"},
        /* T-10: an offset that is not the zone's, a skipped hour, an hour that came twice */
        {"consent", "signed=2008-03-04T09:30:00-04:00", ERR_BAD_OFFSET, "body.signed"},
        {"consent", "signed=2008-03-04T09:30:00Z", ERR_BAD_OFFSET, "body.signed"},
        {"consent", "signed=2008-03-09T02:30", ERR_BAD_OFFSET, "body.signed"},
        {"consent", "signed=2008-11-02T01:30", ERR_BAD_OFFSET, "body.signed"},
        {"test", "collected=2008-03-09T02:30:00", ERR_BAD_OFFSET, "body.collected"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_not_written(cases[i].type, cases[i].typed, cases[i].code, cases[i].field);
}

static void
masses_are_typed_in_their_units(void **state)
{
    static const struct {
        const char *typed;
        const char *ug;
    } cases[] = {
        {"1", "1"},          {"500ug", "500"},      {"500 ug", "500"}, {"5mg", "5000"},
        {"5 mg", "5000"},    {"2.5mg", "2500"},     {"0.001mg", "1"},  {"2.50 mg", "2500"},
        {"2.075mg", "2075"}, {"1000mg", "1000000"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char typed[128];
        char want[128];

        snprintf(typed, sizeof(typed), "product=P\nname=n\nstrength_ug=%s", cases[i].typed);
        snprintf(want, sizeof(want), "{\"name\":\"n\",\"product\":\"P\",\"strength_ug\":%s}",
                 cases[i].ug);
        assert_written("product", typed, want);
    }
}

static void
flags_are_typed_as_words(void **state)
{
    static const char *const typed[] = {"yes", "true", "no", "false"};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char lines[128];
        char want[128];

        snprintf(lines, sizeof(lines), "subject=S\nprescription=R\nlot=L\ncapsules=1\nsheet=%s",
                 typed[i]);
        snprintf(want, sizeof(want),
                 "{\"capsules\":1,\"lot\":\"L\",\"prescription\":\"R\",\"sheet\":%s,"
                 "\"subject\":\"S\"}",
                 i < 2 ? "true" : "false");
        assert_written("dispense", lines, want);
    }
}

/* The hour that came twice is no riddle once its offset is written. */
static void
an_offset_settles_the_ambiguous_hour(void **state)
{
    (void)state;
    assert_written("consent", "subject=S\nstate=given\nsigned=2008-11-02T01:30:00-04:00",
                   "{\"signed\":\"2008-11-02T05:30:00.000000Z\",\"signed_off\":-240,"
                   "\"state\":\"given\",\"subject\":\"S\"}");
    assert_written("consent", "subject=S\nstate=given\nsigned=2008-11-02T01:30:00-05:00",
                   "{\"signed\":\"2008-11-02T06:30:00.000000Z\",\"signed_off\":-300,"
                   "\"state\":\"given\",\"subject\":\"S\"}");
}

static void
t_10_says_what_is_right(void **state)
{
    char storage[512];
    struct err err;
    struct buf b;

    (void)state;
    buf_init(&b, storage, sizeof(storage));
    (void)!write_body("consent", "signed=2008-07-04T09:30:00-05:00", &b, &err);
    assert_string_equal(err.detail,
                        "\"signed\" has the offset -05:00, but America/New_York had -04:00 then");
    (void)!write_body("consent", "signed=2008-11-02T01:30", &b, &err);
    assert_string_equal(
        err.detail, "that local time came twice in America/New_York, with -04:00 and with -05:00");
    (void)!write_body("consent", "signed=2008-03-09T02:30", &b, &err);
    assert_string_equal(
        err.detail, "that local time was skipped in America/New_York, so there is no such time");
    (void)!write_body("consent", "signed=2008-03-09T02:30:00+05:30", &b, &err);
    assert_string_equal(err.detail,
                        "\"signed\" has the offset +05:30, but America/New_York had -05:00 then");
}

static void
a_body_must_fit_its_buffer(void **state)
{
    char storage[64];
    struct body_text fields[FIELDS_MAX];
    size_t count = split_fields("subject=F-001\npattern=regular", fields);
    struct err err;
    struct buf b;

    (void)state;
    buf_init(&b, storage, 40);
    assert_int_equal(body_write(STATEMENT_menses, fields, count, NOW, NULL, &b, &err), ERR_OK);
    assert_int_equal(b.len, 39);
    buf_init(&b, storage, 39);
    assert_failed(body_write(STATEMENT_menses, fields, count, NOW, NULL, &b, &err), &err,
                  ERR_TOO_LARGE, "");
}

static void
a_body_is_never_longer_than_a_statement(void **state)
{
    static char storage[2 * LIMIT_STATEMENT];
    static char text[LIMIT_STATEMENT];
    struct body_text fields[] = {
        {TEXT("subject"), TEXT("F-001")},
        {TEXT("reason"), {text, sizeof(text)}},
    };
    struct err err;
    struct buf b;

    (void)state;
    memset(text, 'x', sizeof(text));
    buf_init(&b, storage, sizeof(storage));
    assert_failed(body_write(STATEMENT_hold, fields, 2, NOW, NULL, &b, &err), &err, ERR_TOO_LARGE,
                  "");
    assert_int_equal(b.len, 0);
}

/* --- the offsets of a whole body ---------------------------------------------------------- */

static void
offsets_are_checked_against_the_zone(void **state)
{
    static const char body[] =
        "{\"accession\":\"A-1\",\"collected\":\"2008-03-04T14:00:00.000000Z\",\"collected_off\":-300,"
        "\"result\":\"negative\",\"resulted\":\"2008-03-09T07:00:00.000000Z\",\"resulted_off\":-240,"
        "\"specimen\":\"serum\",\"subject\":\"F-001\"}";
    char storage[512];
    struct statement s;
    struct err err;

    (void)state;
    assert_int_equal(statement_parse_body(TEXT("test"), TEXT(body), &s, &err), ERR_OK);
    assert_int_equal(statement_check_offsets(&s, &vector_zone, &err), ERR_OK);
    assert_int_equal(statement_parse_body(TEXT("test"),
                                          replaced(body, "-240", "-300", storage, sizeof(storage)),
                                          &s, &err),
                     ERR_OK);
    assert_failed(statement_check_offsets(&s, &vector_zone, &err), &err, ERR_BAD_OFFSET,
                  "body.resulted");
    assert_int_equal(statement_parse_body(TEXT("test"),
                                          replaced(body, "-300", "-299", storage, sizeof(storage)),
                                          &s, &err),
                     ERR_OK);
    assert_failed(statement_check_offsets(&s, &vector_zone, &err), &err, ERR_BAD_OFFSET,
                  "body.collected");
}

/* --- as people read it -------------------------------------------------------------------- */

static void
values_are_readable(void **state)
{
    static const struct {
        enum field_id id;
        const char *raw;
        const char *want;
    } cases[] = {
        {FIELD_dispense_capsules, "28", "28"},
        {FIELD_dispense_lot, "\"L1\"", "L1"},
        {FIELD_test_result, "\"negative\"", "negative"},
        {FIELD_dispense_sheet, "true", "yes"},
        {FIELD_dispense_sheet, "false", "no"},
        {FIELD_product_strength_ug, "500", "500 ug"},
        {FIELD_product_strength_ug, "1000", "1 mg"},
        {FIELD_product_strength_ug, "2500", "2.5 mg"},
        {FIELD_product_strength_ug, "10075", "10.075 mg"},
        {FIELD_contraception_methods, "[]", "none"},
        {FIELD_contraception_methods, "[\"condom\",\"iud\"]", "iud, condom"},
        {FIELD_ledger_open_recovery, "[\"" PUB "\"]", "1 keys"},
        {FIELD_hold_reason, "\"a \\\"b\\\" \\\\\"", "a \"b\" \\"},
        {FIELD_amend_old, "28", "28"},
        {FIELD_amend_old, "true", "true"},
        {FIELD_amend_old, "\"\\\"x\"", "\"x"},
        {FIELD_amend_old, "\"\"", ""},
        {FIELD_test_verify_test, "17", "17"},
        {FIELD_lot_expiry, "\"2009-06\"", "2009-06"},
        {FIELD_agreement_signed, "\"2008-03-04T14:30:00.000000Z\"", "2008-03-04T09:30:00-05:00"},
        {FIELD_test_sensitivity, NULL, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct field *f = catalogue_field(cases[i].id);
        const struct example *e = example_of(f->type);
        char storage[2048];
        char text[256];
        struct statement s;
        struct err err;
        struct buf b;

        assert_int_equal(statement_parse_body(
                             span_of(e->type),
                             body_with(e->body, f->name, cases[i].raw, storage, sizeof(storage)),
                             &s, &err),
                         ERR_OK);
        buf_init(&b, text, sizeof(text));
        value_text(f, statement_value(&s, f->id), &vector_zone, &b);
        assert_string_equal(text, cases[i].want);
    }
}

/* What is shown may be typed again. */
static void
readable_values_are_typed_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < EXAMPLES; i++) {
        static char storage[4096];
        struct body_text fields[FIELDS_MAX];
        const struct statement_spec *spec;
        struct statement s;
        struct err err;
        struct buf b;
        char body[2048];
        size_t count = 0;

        assert_int_equal(
            statement_parse_body(span_of(examples[i].type), span_of(examples[i].body), &s, &err),
            ERR_OK);
        if (s.type == STATEMENT_ledger_open || s.type == STATEMENT_amend)
            continue; /* keys are only counted; a text of digits looks like a number */
        spec = catalogue_type(s.type);
        buf_init(&b, storage, sizeof(storage));
        for (size_t k = 0; k < spec->field_count; k++) {
            size_t from = b.len;

            value_text(&spec->fields[k], &s.value[k], &vector_zone, &b);
            if (!s.value[k].present)
                continue;
            fields[count].name = span_of(spec->fields[k].name);
            fields[count++].text = (struct span){storage + from, b.len - from};
        }
        buf_init(&b, body, sizeof(body));
        /* Instants are shown in whole seconds only if they are whole seconds. */
        assert_int_equal(body_write(s.type, fields, count, NOW + 1, &vector_zone, &b, &err),
                         ERR_OK);
        assert_string_equal(body, examples[i].body);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_is_written_and_read),
        cmocka_unit_test(typed_fields_that_are_wrong),
        cmocka_unit_test(masses_are_typed_in_their_units),
        cmocka_unit_test(flags_are_typed_as_words),
        cmocka_unit_test(an_offset_settles_the_ambiguous_hour),
        cmocka_unit_test(t_10_says_what_is_right),
        cmocka_unit_test(a_body_must_fit_its_buffer),
        cmocka_unit_test(a_body_is_never_longer_than_a_statement),
        cmocka_unit_test(offsets_are_checked_against_the_zone),
        cmocka_unit_test(values_are_readable),
        cmocka_unit_test(readable_values_are_typed_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
