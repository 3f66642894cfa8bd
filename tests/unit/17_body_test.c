/*
 * Bodies by the catalogue, as the strict reader sees them: every limit is tried on both sides,
 * and every way to be wrong names its field.
 */
#include "vectors.h"

#include "body.h"
#include "examples.h"
#include "limit.h"
#include "statement.h"

#define TEXT(s) ((struct span){(s), sizeof(s) - 1})

static void
values_are_read_for_the_rules(void **state)
{
    struct statement s;
    const struct value *v;
    struct err err;

    (void)state;
    assert_int_equal(
        statement_parse_body(TEXT("test"), span_of(example_of(STATEMENT_test)->body), &s, &err),
        ERR_OK);
    v = statement_value(&s, FIELD_test_collected);
    assert_int_equal(v->at, INT64_C(1204639200000000));
    assert_int_equal(v->offset_min, -300);
    assert_int_equal(v->day, DAY_NONE);
    assert_int_equal(statement_value(&s, FIELD_test_sensitivity)->integer, 25);
    assert_int_equal(statement_value(&s, FIELD_test_result)->integer, RESULT_NEGATIVE);
    assert_int_equal(statement_value(&s, FIELD_test_result)->at, INSTANT_NONE);
    assert_int_equal(
        statement_parse_body(TEXT("lot"),
                             TEXT("{\"expiry\":\"2008-02\",\"lot\":\"L\",\"product\":\"P\"}"), &s,
                             &err),
        ERR_OK);
    assert_int_equal(statement_value(&s, FIELD_lot_expiry)->day, day_from_civil(2008, 2, 29));
    assert_int_equal(statement_parse_body(TEXT("contraception"),
                                          span_of(example_of(STATEMENT_contraception)->body), &s,
                                          &err),
                     ERR_OK);
    assert_int_equal(statement_value(&s, FIELD_contraception_methods)->integer,
                     1 << METHOD_IUD | 1 << METHOD_CONDOM);
    assert_int_equal(statement_value(&s, FIELD_contraception_since)->day,
                     day_from_civil(2008, 1, 1));
}

/* --- one member changed ------------------------------------------------------------------- */

static enum err_code
parse_with(const struct field *f, const char *name, const char *raw, struct err *err)
{
    static char storage[8192];
    const struct example *e = example_of(f->type);
    struct statement s = {.seen_n = 99};
    enum err_code code = statement_parse_body(
        span_of(e->type), body_with(e->body, name, raw, storage, sizeof(storage)), &s, err);

    assert_int_equal(s.seen_n, code == ERR_OK ? 0 : 99);
    return code;
}

static void
assert_value(enum field_id id, const char *raw, bool good)
{
    const struct field *f = catalogue_field(id);
    struct err err = {0};
    char path[64];
    enum err_code code = parse_with(f, f->name, raw, &err);

    snprintf(path, sizeof(path), "body.%s", f->name);
    if (good && code != ERR_OK)
        print_error("%s: %s\n", raw, err.detail);
    if (good)
        assert_int_equal(code, ERR_OK);
    else
        assert_failed(code, &err, ERR_BAD_FIELD, path);
}

static void
needed_fields_must_be_there(void **state)
{
    (void)state;
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        const struct field *f = catalogue_field(id);
        bool companion = f->kind == KIND_INSTANT || f->kind == KIND_INSTANT_OR_DATE;
        char path[64];
        char name[64];
        struct err err = {0};
        enum err_code code = parse_with(f, f->name, NULL, &err);

        snprintf(path, sizeof(path), "body.%s", f->name);
        if (f->need != NEED_OPTIONAL || companion) /* a companion alone is no more welcome */
            assert_failed(code, &err, ERR_MISSING_FIELD, path);
        else
            assert_int_equal(code, ERR_OK);
        if (companion) {
            snprintf(name, sizeof(name), "%s_off", f->name);
            snprintf(path, sizeof(path), "body.%s_off", f->name);
            assert_failed(parse_with(f, name, NULL, &err), &err, ERR_MISSING_FIELD, path);
        }
    }
}

/* No field takes JSON of every kind. */
static void
the_kind_of_json_must_fit(void **state)
{
    static const char *const raws[] = {"{}", "[]", "\"\"", "-1", "true"};

    (void)state;
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        const struct field *f = catalogue_field(id);

        for (size_t i = 0; i < sizeof(raws) / sizeof(raws[0]); i++) {
            bool list = (f->kind == KIND_WORDS || f->kind == KIND_KEYS) && i == 1;
            bool flag = f->kind == KIND_FLAG && i == 4;

            assert_value(id, raws[i], list || flag || (f->kind == KIND_SCALAR && i >= 2));
        }
    }
}

static void
numbers_have_limits(void **state)
{
    (void)state;
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        const struct field *f = catalogue_field(id);
        char raw[32];

        if (f->kind != KIND_INTEGER && f->kind != KIND_MASS)
            continue;
        for (int step = -1; step <= 1; step++) {
            snprintf(raw, sizeof(raw), "%lld", (long long)f->min + step);
            assert_value(id, raw, step >= 0);
            snprintf(raw, sizeof(raw), "%lld", (long long)f->max + step);
            assert_value(id, raw, step <= 0);
        }
    }
    assert_value(FIELD_test_result_test, "0", true);
    assert_value(FIELD_test_result_test, "9007199254740991", true);
    assert_value(FIELD_test_result_test, "-1", false);
}

static void
texts_have_limits(void **state)
{
    (void)state;
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        const struct field *f = catalogue_field(id);
        char raw[1024];

        if (f->kind != KIND_TEXT && f->kind != KIND_CODE && f->kind != KIND_ID_TEXT &&
            f->kind != KIND_NAME && f->kind != KIND_ZONE && f->kind != KIND_SCALAR)
            continue;
        for (int64_t len = f->max; len <= f->max + 1; len++) {
            memset(raw, 'a', (size_t)len + 1);
            raw[0] = '"';
            snprintf(raw + len + 1, 2, "\"");
            assert_value(id, raw, len == f->max);
        }
    }
}

/* An escape counts as the one byte that it stands for. */
static void
escapes_do_not_count(void **state)
{
    char raw[LIMIT_TEXT * 2 + 3];

    (void)state;
    memset(raw, '\\', sizeof(raw));
    raw[0] = '"';
    snprintf(raw + sizeof(raw) - 2, 2, "\"");
    assert_value(FIELD_hold_reason, raw, true);
    assert_value(FIELD_amend_old, raw, true);
}

static const struct {
    enum field_id id;
    const char *raw;
    bool good;
} shapes[] = {
    {FIELD_dispense_lot, "\"a.B_9/x-\"", true},
    {FIELD_dispense_lot, "\"-a\"", false},
    {FIELD_dispense_lot, "\"a b\"", false},
    {FIELD_dispense_lot, "\"a\\\\\"", false},
    {FIELD_dispense_lot, "\"\xc3\xa4\"", false},
    {FIELD_ledger_open_site, "\".-\"", true},
    {FIELD_ledger_open_site, "\"A\"", false},
    {FIELD_ledger_open_site, "\"a/b\"", false},
    {FIELD_account_user, "\"a0\"", true},
    {FIELD_account_user, "\"a\"", false},
    {FIELD_account_user, "\"-a\"", false},
    {FIELD_account_user, "\"a23456789-123456789-123456789-12\"", true},
    {FIELD_account_user, "\"a23456789-123456789-123456789-123\"", false},
    {FIELD_amend_field, "\"dose_ug\"", true},
    {FIELD_amend_field, "\"Dose\"", false},
    {FIELD_amend_field, "\"1a\"", false},
    {FIELD_amend_field, "\"a-b\"", false},
    {FIELD_hold_reason, "\" x\"", true},
    {FIELD_hold_reason, "\" \"", false},
    {FIELD_hold_reason, "\"   \"", false},
    {FIELD_ledger_open_zone, "\"Etc/GMT+5\"", true},
    {FIELD_ledger_open_zone, "\"America/Argentina/Buenos_Aires\"", true},
    {FIELD_ledger_open_zone, "\"UTC\"", true},
    {FIELD_ledger_open_zone, "\"Etc/\"", false},
    {FIELD_ledger_open_zone, "\"/Etc\"", false},
    {FIELD_ledger_open_zone, "\"Etc//GMT\"", false},
    {FIELD_ledger_open_zone, "\"Etc/../x\"", false},
    {FIELD_ledger_open_zone, "\"Etc/5\"", false},
    {FIELD_dispense_sheet, "true", true},
    {FIELD_dispense_sheet, "false", true},
    {FIELD_ledger_open_training, "true", true},
    {FIELD_ledger_open_training, "false", false},
    {FIELD_test_result, "\"pending\"", true},
    {FIELD_test_result, "\"neg\"", false},
    {FIELD_contraception_methods, "[]", true},
    {FIELD_contraception_methods, "[\"condom\",\"iud\"]", true},
    {FIELD_contraception_methods, "[\"iud\",\"iud\"]", false},
    {FIELD_contraception_methods, "[\"pill\"]", false},
    {FIELD_contraception_methods, "[1]", false},
    {FIELD_enrol_since, "\"2008-02-29\"", true},
    {FIELD_enrol_since, "\"2007-02-29\"", false},
    {FIELD_enrol_born, "\"2007-02-29\"", false},
    {FIELD_lot_expiry, "\"2009-06-31\"", false},
    {FIELD_lot_expiry, "\"2009-13\"", false},
    {FIELD_lot_expiry, "\"2009-6\"", false},
    {FIELD_lot_expiry, "\"06/2009\"", false},
    {FIELD_lot_expiry, "\"2009/06\"", false},
    {FIELD_lot_expiry, "\"2009-06\"", true},
    {FIELD_agreement_signed, "\"2008-03-04T14:30:00.000000Z\"", true},
    {FIELD_agreement_signed, "\"2008-03-04T14:30:00Z\"", false},
    {FIELD_agreement_signed, "\"2008-03-04T14:30:60.000000Z\"", false},
    {FIELD_agreement_signed, "\"2008-03-04\"", false},
    {FIELD_test_collected, "\"2008-03-04T14:30:00-05:00\"", false},
    {FIELD_key_enrol_pub, "\"" PUB "\"", true},
    {FIELD_key_enrol_pub, "\"" POP "\"", false},
    {FIELD_key_enrol_pop, "\"" PUB "\"", false},
    {FIELD_key_revoke_key, "\"39f713d0a644253F\"", false},
    {FIELD_key_revoke_key, "\"39f713d0a64425\"", false},
    {FIELD_ledger_open_recovery, "[]", true},
    {FIELD_ledger_open_recovery, "[\"" PUB "\",\"" PUB "\",\"" PUB "\",\"" PUB "\"]", true},
    {FIELD_ledger_open_recovery, "[\"" PUB "\",\"" PUB "\",\"" PUB "\",\"" PUB "\",\"" PUB "\"]",
     false},
    {FIELD_ledger_open_recovery, "[\"" POP "\"]", false},
    {FIELD_ledger_open_recovery, "[0]", false},
};

static void
each_kind_has_its_shape(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
        assert_value(shapes[i].id, shapes[i].raw, shapes[i].good);
}

static void
offsets_are_whole_minutes_of_a_day(void **state)
{
    static const struct {
        const char *raw;
        bool good;
    } cases[] = {
        {"-1440", true}, {"1440", true},  {"0", true},         {"-1441", false},
        {"1441", false}, {"true", false}, {"\"-300\"", false},
    };
    const struct field *f = catalogue_field(FIELD_agreement_signed);
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        enum err_code code = parse_with(f, "signed_off", cases[i].raw, &err);

        if (cases[i].good)
            assert_int_equal(code, ERR_OK);
        else
            assert_failed(code, &err, ERR_BAD_FIELD, "body.signed_off");
    }
    /* A date alone has none. */
    f = catalogue_field(FIELD_test_collected);
    assert_failed(parse_with(f, "collected", "\"2008-03-04\"", &err), &err, ERR_BAD_FIELD,
                  "body.collected_off");
}

static void
unknown_fields_are_named(void **state)
{
    static const char *const names[] = {
        "a",       "capsules_",   "off",
        "xoff",    "subject_off", /* the companion of a field without one */
        "xyz_off",                /* and of none */
    };
    char storage[512];
    char path[64];
    struct statement s;
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(storage, sizeof(storage), "{\"%s\":1}", names[i]);
        snprintf(path, sizeof(path), "body.%s", names[i]);
        assert_failed(statement_parse_body(TEXT("dispense"), span_of(storage), &s, &err), &err,
                      ERR_UNKNOWN_FIELD, path);
    }
    assert_failed(
        statement_parse_body(TEXT("dispense"),
                             TEXT("{\"abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz\":1}"),
                             &s, &err),
        &err, ERR_UNKNOWN_FIELD, "body.abcdefghijklmnopqrstuvwxyz_abcdefghijklm");
}

/* What an amendment says a field was and shall be, judged as the field itself would be. */
static void
one_value_is_read_by_itself(void **state)
{
    const struct field *reason = catalogue_field(FIELD_hold_reason);
    const struct field *capsules = catalogue_field(FIELD_dispense_capsules);
    char raw[LIMIT_TEXT * 2 + 4];
    struct value v = {.integer = 77};

    (void)state;
    assert_false(body_value(capsules, TEXT("1001"), &v));
    assert_false(body_value(capsules, TEXT("\"28\""), &v));
    assert_false(body_value(capsules, TEXT(""), &v));
    assert_int_equal(v.integer, 77);
    assert_true(body_value(capsules, TEXT("28"), &v));
    assert_true(v.present);
    assert_int_equal(v.integer, 28);

    memset(raw, '\\', sizeof(raw));
    raw[0] = '"';
    raw[LIMIT_TEXT * 2 + 1] = '"';
    assert_true(body_value(reason, (struct span){raw, LIMIT_TEXT * 2 + 2}, &v));
    assert_ptr_equal(v.text.p, raw + 1);
    assert_int_equal(v.text.len, LIMIT_TEXT * 2);
    assert_false(body_value(reason, (struct span){raw, LIMIT_TEXT * 2 + 4}, &v));
}

static void
messages_help(void **state)
{
    struct err err;

    (void)state;
    (void)!parse_with(catalogue_field(FIELD_dispense_capsules), "capsules", "1001", &err);
    assert_string_equal(err.detail, "\"capsules\" is 1001; it must be a whole number, 1 to 1000");
    assert_string_equal(err.hint, "enter a number within the limits");
    (void)!parse_with(catalogue_field(FIELD_test_result), "result", "\"neg\"", &err);
    assert_string_equal(err.detail, "\"result\" is \"neg\"; it must be one of the words for it");
    assert_string_equal(err.hint, "use negative, positive, indeterminate, pending");
    (void)!parse_with(catalogue_field(FIELD_contraception_methods), "methods", "[1]", &err);
    assert_string_equal(
        err.detail,
        "\"methods\" is [1]; it must be a list of different words for it, 0 to 8 of them");
    (void)!parse_with(catalogue_field(FIELD_hold_reason), "reason", "\" \"", &err);
    assert_string_equal(err.detail,
                        "\"reason\" must be one line of text, not blank, 1 to 500 bytes");
    /* Nobody's birth date in a message. */
    (void)!parse_with(catalogue_field(FIELD_enrol_born), "born", "\"1970-02-30\"", &err);
    assert_string_equal(err.detail, "\"born\" must be a date that exists");
    (void)!parse_with(catalogue_field(FIELD_enrol_since), "since", "\"1970-02-30\"", &err);
    assert_string_equal(err.detail, "\"since\" is \"1970-02-30\"; it must be a date that exists");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_read_for_the_rules),
        cmocka_unit_test(needed_fields_must_be_there),
        cmocka_unit_test(the_kind_of_json_must_fit),
        cmocka_unit_test(numbers_have_limits),
        cmocka_unit_test(texts_have_limits),
        cmocka_unit_test(escapes_do_not_count),
        cmocka_unit_test(each_kind_has_its_shape),
        cmocka_unit_test(offsets_are_whole_minutes_of_a_day),
        cmocka_unit_test(unknown_fields_are_named),
        cmocka_unit_test(one_value_is_read_by_itself),
        cmocka_unit_test(messages_help),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
