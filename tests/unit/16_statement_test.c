/* The envelope of a statement and of a request: what is read, written and refused. */
#include "vectors.h"

#include "crypto.h"
#include "entry.h"
#include "limit.h"
#include "statement.h"

#define TEXT(s) ((struct span){(s), sizeof(s) - 1})

static const char good[] =
    "{\"body\":{\"capsules\":28,\"lot\":\"L1\",\"prescription\":\"RX-1\",\"subject\":\"F-001\"},"
    "\"chal\":\"AgICAgICAgICAgICAgICAg==\",\"idem\":\"00000000-0000-4000-8000-000000000002\","
    "\"meaning\":\"dispensed-by\",\"origin\":\"rems.example.org/site-001/len-01\","
    "\"seen\":{\"n\":2,\"root\":\"WHfRvHjm0Uljc/xQs5R07OKk33WTptM5KmT8SUM27hw=\"},"
    "\"signer\":\"ph-0007\",\"t\":\"dispense\",\"v\":1}";

static int
start(void **state)
{
    struct err err;

    (void)state;
    return crypto_init(&err) == ERR_OK ? 0 : -1;
}

static int
finish(void **state)
{
    (void)state;
    crypto_release();
    return 0;
}

/* --- the worked vectors ------------------------------------------------------------------- */

static void
assert_signed(const struct vector_entry *v)
{
    static const char *const pubs[] = {vector_pub_ph_0007, vector_pub_ph_0008, vector_pub_admin_01};
    struct entry e;
    struct statement s;
    struct span type;
    struct err err;
    int fits = 0;

    assert_int_equal(entry_parse(span_of(v->bytes), &e, &err), ERR_OK);
    assert_int_equal(statement_parse_envelope(e.stmt, &s, &type, &err), ERR_OK);
    for (size_t i = 0; i < 3; i++) {
        uint8_t pub[32];
        char id[17];

        assert_true(base64_decode(span_of(pubs[i]), pub, sizeof(pub)));
        crypto_key_id(pub, id);
        assert_int_equal(crypto_verify_statement(pub, e.stmt, e.sig), strcmp(id, e.key) == 0);
        fits += strcmp(id, e.key) == 0;
    }
    assert_int_equal(fits, 1);
}

static void
signatures_of_the_vectors_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++)
        assert_signed(&vector_a[i]);
    for (size_t i = 0; i < 8; i++)
        assert_signed(&vector_c[i]);
}

/* C.3 */
static void
fingerprint_leaves_out_challenge_and_head(void **state)
{
    char storage[1024];
    char hex[HEX_SIZE(32)];
    uint8_t hash[32];
    struct entry e;
    struct statement s;
    struct span type;
    struct err err;
    struct buf b;

    (void)state;
    assert_int_equal(entry_parse(span_of(vector_a[2].bytes), &e, &err), ERR_OK);
    assert_int_equal(statement_parse_envelope(e.stmt, &s, &type, &err), ERR_OK);
    buf_init(&b, storage, sizeof(storage));
    statement_fingerprint_text(&s, &b);
    assert_string_equal(storage, vector_fingerprint_text);
    crypto_sha256(buf_view(&b), hash);
    hex_encode(hash, sizeof(hash), hex);
    assert_string_equal(hex, vector_fingerprint);
}

/* The bodies of `ledger-open`, `account` and `key-enrol` in C.5 are those of the catalogue. */
static void
bodies_of_the_log_with_people_are_read(void **state)
{
    struct statement s;
    struct entry e;
    struct err err;

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(entry_parse(span_of(vector_c[i].bytes), &e, &err), ERR_OK);
        assert_int_equal(statement_parse(e.stmt, &s, &err), ERR_OK);
        assert_int_equal(s.meaning, MEANING_RESPONSIBILITY);
        assert_span(s.signer, "admin-01");
        assert_int_equal(statement_subject(&s).len, 0);
    }
    assert_int_equal(s.type, STATEMENT_key_enrol);
    assert_span(statement_value(&s, FIELD_key_enrol_user)->text, "ph-0008");
    assert_int_equal(entry_parse(span_of(vector_c[0].bytes), &e, &err), ERR_OK);
    assert_int_equal(statement_parse(e.stmt, &s, &err), ERR_OK);
    assert_span(statement_value(&s, FIELD_ledger_open_zone)->text, "Etc/UTC");
    assert_false(statement_value(&s, FIELD_ledger_open_training)->present);
}

/* Types and bodies that are not ours: the envelope holds, the statement is refused. */
static void
foreign_types_have_an_envelope_only(void **state)
{
    struct statement s;
    struct span type;
    struct entry e;
    struct err err;

    (void)state;
    assert_int_equal(entry_parse(span_of(vector_a[1].bytes), &e, &err), ERR_OK);
    assert_int_equal(statement_parse_envelope(e.stmt, &s, &type, &err), ERR_OK);
    assert_span(type, "preg-test");
    assert_int_equal(s.type, STATEMENT_COUNT);
    assert_false(s.value[0].present);
    assert_failed(statement_parse(e.stmt, &s, &err), &err, ERR_UNKNOWN_TYPE, "t");
    assert_int_equal(entry_parse(span_of(vector_a[2].bytes), &e, &err), ERR_OK);
    assert_int_equal(statement_parse_envelope(e.stmt, &s, &type, &err), ERR_OK);
    assert_int_equal(s.type, STATEMENT_dispense);
    assert_failed(statement_parse(e.stmt, &s, &err), &err, ERR_UNKNOWN_FIELD, "body.auth");
}

/* --- reading ------------------------------------------------------------------------------ */

static void
reads_every_member(void **state)
{
    static const uint8_t chal[16] = {2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2};
    struct statement s;
    uint8_t root[32];
    struct err err;

    (void)state;
    assert_int_equal(statement_parse(span_of(good), &s, &err), ERR_OK);
    assert_ptr_equal(s.bytes.p, good);
    assert_int_equal(s.bytes.len, sizeof(good) - 1);
    assert_span(s.body,
                "{\"capsules\":28,\"lot\":\"L1\",\"prescription\":\"RX-1\",\"subject\":\"F-001\"}");
    assert_int_equal(s.type, STATEMENT_dispense);
    assert_memory_equal(s.chal, chal, sizeof(chal));
    assert_string_equal(s.idem, "00000000-0000-4000-8000-000000000002");
    assert_int_equal(s.meaning, MEANING_DISPENSED_BY);
    assert_span(s.origin, "rems.example.org/site-001/len-01");
    assert_span(s.signer, "ph-0007");
    assert_int_equal(s.seen_n, 2);
    assert_true(base64_decode(span_of(vector_a_root[1]), root, sizeof(root)));
    assert_memory_equal(s.seen_root, root, sizeof(root));
    assert_span(statement_subject(&s), "F-001");
    assert_int_equal(statement_value(&s, FIELD_dispense_capsules)->integer, 28);
    assert_false(statement_value(&s, FIELD_dispense_sheet)->present);
}

struct wrong {
    const char *from;
    const char *to;
    enum err_code code;
    const char *field;
};

static const struct wrong wrongs[] = {
    /* shape */
    {"{\"body\"", "[{\"body\"", ERR_BAD_CANONICAL, ""},
    {"\"n\":2,", "\"n\": 2,", ERR_BAD_CANONICAL, ""},
    {":{\"capsules\":28", ":{\"a\":[[[[[[[]]]]]]],\"capsules\":28", ERR_TOO_DEEP, ""},
    /* members */
    {"{\"body\"", "{\"a\":1,\"body\"", ERR_UNKNOWN_FIELD, "a"},
    {"\"chal\"", "\"chal_\"", ERR_MISSING_FIELD, "chal"},
    {"\"idem\"", "\"chem\":1,\"idem\"", ERR_UNKNOWN_FIELD, "chem"},
    {",\"v\":1}", "}", ERR_MISSING_FIELD, "v"},
    {",\"v\":1}", ",\"v\":1,\"w\":1}", ERR_UNKNOWN_FIELD, "w"},
    {",\"v\":1}", ",\"v\":1,\"vv\":1}", ERR_UNKNOWN_FIELD, "vv"},
    {",\"v\":1}", ",\"v\":2}", ERR_BAD_FIELD, "v"},
    {",\"v\":1}", ",\"v\":0}", ERR_BAD_FIELD, "v"},
    {",\"v\":1}", ",\"v\":\"1\"}", ERR_BAD_FIELD, "v"},
    {"\"chal\":\"AgICAgICAgICAgICAgICAg==\"", "\"chal\":7", ERR_BAD_FIELD, "chal"},
    {"\"chal\":\"AgICAgICAgICAgICAgICAg==\"", "\"chal\":\"AgICAgICAgICAgICAgICAh==\"",
     ERR_BAD_FIELD, "chal"},
    {"\"chal\":\"AgIC", "\"chal\":\"", ERR_BAD_FIELD, "chal"},
    {"-8000-", "-800A-", ERR_BAD_FIELD, "idem"},
    {"\"dispensed-by\"", "true", ERR_BAD_FIELD, "meaning"},
    {"dispensed-by", "Dispensed", ERR_BAD_FIELD, "meaning"},
    {"dispensed-by", "d", ERR_BAD_FIELD, "meaning"},
    {"dispensed-by", "a23456789012345678901234567890123", ERR_BAD_FIELD, "meaning"},
    {"dispensed-by", "verified-by", ERR_BAD_FIELD, "meaning"},
    {"dispensed-by", "guesswork", ERR_BAD_FIELD, "meaning"},
    {"rems.example.org/site-001/len-01", "rems.example.org", ERR_BAD_FIELD, "origin"},
    {"rems.example.org/site-001/len-01", "Rems/site", ERR_BAD_FIELD, "origin"},
    {"{\"n\":2,", "{\"n\":-1,", ERR_BAD_FIELD, "seen.n"},
    {"{\"n\":2,", "{", ERR_MISSING_FIELD, "seen.n"},
    {"{\"n\":2,", "{\"m\":1,\"n\":2,", ERR_UNKNOWN_FIELD, "seen.m"},
    {"hw=\"}", "hw=\",\"size\":1}", ERR_UNKNOWN_FIELD, "seen.size"},
    {",\"root\":\"WHfRvHjm0Uljc/xQs5R07OKk33WTptM5KmT8SUM27hw=\"", "", ERR_MISSING_FIELD,
     "seen.root"},
    {"27hw=", "27hw", ERR_BAD_FIELD, "seen.root"},
    {"{\"n\":2,\"root\":\"WHfRvHjm0Uljc/xQs5R07OKk33WTptM5KmT8SUM27hw=\"}", "[]", ERR_BAD_FIELD,
     "seen"},
    {"ph-0007", "-ph", ERR_BAD_FIELD, "signer"},
    {"ph-0007", "a-signer-of-far-more-letters-than-the-32-that-a-user-id-may-have", ERR_BAD_FIELD,
     "signer"},
    {"{\"body\"", "{\"abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz\":1,\"body\"",
     ERR_UNKNOWN_FIELD, "abcdefghijklmnopqrstuvwxyz_abcdefghijklm"},
    {"\"ph-0007\"", "{}", ERR_BAD_FIELD, "signer"},
    {"\"dispense\"", "\"Dispense\"", ERR_BAD_FIELD, "t"},
    {"\"dispense\"", "\"a\\\"b\"", ERR_BAD_FIELD, "t"},
    {"\"dispense\"", "\"dispose\"", ERR_UNKNOWN_TYPE, "t"},
    {"\"body\":{", "\"body\":{\"b\":1,", ERR_UNKNOWN_FIELD, "body.b"},
    {"{\"capsules\":28,\"lot\":\"L1\",\"prescription\":\"RX-1\",\"subject\":\"F-001\"}", "\"x\"",
     ERR_BAD_FIELD, "body"},
};

static void
refuses_each_wrong_member(void **state)
{
    char storage[2048];
    struct statement s = {.seen_n = 99};
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
        const struct wrong *w = &wrongs[i];
        struct span bytes = replaced(good, w->from, w->to, storage, sizeof(storage));

        assert_failed(statement_parse(bytes, &s, &err), &err, w->code, w->field);
        assert_int_equal(s.seen_n, 99); /* outputs are untouched */
    }
}

/* The envelope alone takes every type of the right shape, but no meaning that is none. */
static void
the_envelope_alone_is_as_strict(void **state)
{
    char storage[2048];
    struct statement s;
    struct span type = TEXT("untouched");
    struct span bytes;
    struct err err;

    (void)state;
    bytes = replaced(good, "dispensed-by", "guesswork", storage, sizeof(storage));
    assert_failed(statement_parse_envelope(bytes, &s, &type, &err), &err, ERR_BAD_FIELD, "meaning");
    bytes = replaced(good, "\"v\":1", "\"v\":3", storage, sizeof(storage));
    assert_failed(statement_parse_envelope(bytes, &s, &type, &err), &err, ERR_BAD_FIELD, "v");
    assert_span(type, "untouched");
    bytes = replaced(good, "dispensed-by", "verified-by", storage, sizeof(storage));
    assert_int_equal(statement_parse_envelope(bytes, &s, &type, &err), ERR_OK);
    assert_int_equal(s.meaning, MEANING_VERIFIED_BY);
    assert_span(type, "dispense");
}

static void
an_error_shows_value_and_limit(void **state)
{
    char storage[2048];
    struct statement s;
    struct err err;

    (void)state;
    (void)!statement_parse(replaced(good, "\"v\":1", "\"v\":2", storage, sizeof(storage)), &s,
                           &err);
    assert_string_equal(err.detail, "\"v\" is 2; it must be 1 to 1");
    (void)!statement_parse(replaced(good, "ph-0007", "Bob", storage, sizeof(storage)), &s, &err);
    assert_string_equal(err.detail,
                        "\"signer\" is \"Bob\"; it must be a user id, 2 to 32 of a-z, 0-9 and -");
    (void)!statement_parse(replaced(good, "dispensed-by", "review", storage, sizeof(storage)), &s,
                           &err);
    assert_string_equal(err.detail,
                        "\"review\" is not what \"dispense\" means; it must be \"dispensed-by\"");
}

static void
not_an_object_is_refused(void **state)
{
    struct statement s;
    struct err err;

    (void)state;
    assert_failed(statement_parse(TEXT("[1]"), &s, &err), &err, ERR_BAD_SYNTAX, "");
    assert_failed(statement_parse(TEXT("1"), &s, &err), &err, ERR_BAD_SYNTAX, "");
    assert_failed(statement_parse(TEXT("{}"), &s, &err), &err, ERR_MISSING_FIELD, "body");
    assert_failed(statement_parse(TEXT(""), &s, &err), &err, ERR_BAD_CANONICAL, "");
}

/* --- limits ------------------------------------------------------------------------------- */

/* A statement of a type that is not ours, exactly so long. */
static struct span
statement_of_size(size_t size, char *storage)
{
    static const char begin[] = "{\"body\":{\"x\":\"";
    const char *end = strstr(good, "\"},\"chal\"");
    size_t fill = size - (sizeof(begin) - 1) - strlen(end);

    memcpy(storage, begin, sizeof(begin) - 1);
    memset(storage + sizeof(begin) - 1, 'x', fill);
    memcpy(storage + sizeof(begin) - 1 + fill, end, strlen(end));
    return (struct span){storage, size};
}

static void
a_statement_has_a_largest_size(void **state)
{
    static char storage[LIMIT_STATEMENT + 2];
    static char envelope[LIMIT_STATEMENT + 512];
    const uint8_t sig[64] = {0};
    uint8_t sig_back[64];
    struct span stmt, stmt_back, type;
    struct statement s;
    struct err err;
    struct buf b;

    (void)state;
    stmt = statement_of_size(LIMIT_STATEMENT, storage);
    assert_int_equal(statement_parse_envelope(stmt, &s, &type, &err), ERR_OK);
    buf_init(&b, envelope, sizeof(envelope));
    envelope_write(&b, sig, stmt);
    assert_int_equal(envelope_parse(buf_view(&b), sig_back, &stmt_back, &err), ERR_OK);
    assert_true(span_same(stmt, stmt_back));

    stmt = statement_of_size(LIMIT_STATEMENT + 1, storage);
    assert_failed(statement_parse_envelope(stmt, &s, &type, &err), &err, ERR_TOO_LARGE, "");
    buf_reset(&b);
    envelope_write(&b, sig, stmt);
    assert_failed(envelope_parse(buf_view(&b), sig_back, &stmt_back, &err), &err, ERR_TOO_LARGE,
                  "");
}

static void
a_ninth_level_is_too_deep(void **state)
{
    char storage[2048];
    struct statement s;
    struct span type;
    struct err err;

    (void)state;
    assert_int_equal(
        statement_parse_envelope(
            replaced(good, "\"body\":{", "\"body\":{\"a\":[[[[[[]]]]]],", storage, sizeof(storage)),
            &s, &type, &err),
        ERR_OK);
    assert_failed(
        statement_parse_envelope(replaced(good, "\"body\":{", "\"body\":{\"a\":[[[[[[[]]]]]]],",
                                          storage, sizeof(storage)),
                                 &s, &type, &err),
        &err, ERR_TOO_DEEP, "");
}

/* --- the request envelope ----------------------------------------------------------------- */

static void
an_envelope_round_trips(void **state)
{
    char storage[2048];
    uint8_t sig[64];
    uint8_t back[64];
    struct span stmt;
    struct err err;
    struct buf b;

    (void)state;
    for (size_t i = 0; i < sizeof(sig); i++)
        sig[i] = (uint8_t)(i * 3);
    buf_init(&b, storage, sizeof(storage));
    envelope_write(&b, sig, span_of(good));
    assert_int_equal(envelope_parse(buf_view(&b), back, &stmt, &err), ERR_OK);
    assert_memory_equal(back, sig, sizeof(sig));
    assert_span(stmt, good);
}

static void
refuses_wrong_envelopes(void **state)
{
    static const struct wrong bad[] = {
        {"{\"sig\"", "{\"a\":1,\"sig\"", ERR_UNKNOWN_FIELD, "a"},
        {"\"sig\"", "\"sign\"", ERR_MISSING_FIELD, "sig"},
        {"\"sig\":\"AA", "\"sig\":\"A", ERR_BAD_FIELD, "sig"},
        {"\"stmt\":{}", "\"stmt\":[]", ERR_BAD_FIELD, "stmt"},
        {"\"stmt\":{}", "\"stmt\":{},\"x\":1", ERR_UNKNOWN_FIELD, "x"},
        {",\"stmt\":{}", "", ERR_MISSING_FIELD, "stmt"},
        {"{\"sig\"", " {\"sig\"", ERR_BAD_CANONICAL, ""},
        {"\"stmt\":{}", "\"stmt\":[[[[[[[[[[]]]]]]]]]]", ERR_TOO_DEEP, ""},
    };
    const uint8_t sig[64] = {0};
    char envelope[256];
    char storage[512];
    uint8_t back[64];
    struct span stmt;
    struct err err;
    struct buf b;

    (void)state;
    buf_init(&b, envelope, sizeof(envelope));
    envelope_write(&b, sig, TEXT("{}"));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct span body = replaced(envelope, bad[i].from, bad[i].to, storage, sizeof(storage));

        assert_failed(envelope_parse(body, back, &stmt, &err), &err, bad[i].code, bad[i].field);
    }
    assert_failed(envelope_parse(TEXT("[]"), back, &stmt, &err), &err, ERR_BAD_SYNTAX, "");
}

/* --- writing ------------------------------------------------------------------------------ */

static void
a_draft_becomes_the_bytes(void **state)
{
    struct statement_draft d = {
        .type = STATEMENT_dispense,
        .origin = "rems.example.org/site-001/len-01",
        .signer = "ph-0007",
        .idem = "00000000-0000-4000-8000-000000000002",
        .seen_n = 2,
        .body = TEXT(
            "{\"capsules\":28,\"lot\":\"L1\",\"prescription\":\"RX-1\",\"subject\":\"F-001\"}"),
    };
    char storage[2048];
    struct buf b;

    (void)state;
    memset(d.chal, 2, sizeof(d.chal));
    assert_true(base64_decode(span_of(vector_a_root[1]), d.seen_root, sizeof(d.seen_root)));
    buf_init(&b, storage, sizeof(storage));
    statement_write(&b, &d);
    assert_string_equal(storage, good);
}

/* --- bodies alone ------------------------------------------------------------------------- */

static void
a_body_is_read_by_its_type_name(void **state)
{
    static const char body[] = "{\"pattern\":\"irregular\",\"subject\":\"F-001\"}";
    struct statement s;
    struct err err;

    (void)state;
    assert_int_equal(statement_parse_body(TEXT("menses"), TEXT(body), &s, &err), ERR_OK);
    assert_int_equal(s.type, STATEMENT_menses);
    assert_int_equal(s.meaning, MEANING_AUTHORSHIP);
    assert_int_equal(s.bytes.len, 0);
    assert_int_equal(statement_value(&s, FIELD_menses_pattern)->integer, PATTERN_IRREGULAR);
    assert_failed(statement_parse_body(TEXT("mense"), TEXT(body), &s, &err), &err, ERR_UNKNOWN_TYPE,
                  "type");
    assert_failed(statement_parse_body(TEXT("menses"), TEXT("{\"b\":1,\"a\":1}"), &s, &err), &err,
                  ERR_BAD_CANONICAL, "");
    assert_failed(statement_parse_body(TEXT("menses"), TEXT("[]"), &s, &err), &err, ERR_BAD_SYNTAX,
                  "");
    assert_failed(statement_parse_body(TEXT("menses"), TEXT("{}"), &s, &err), &err,
                  ERR_MISSING_FIELD, "body.subject");
    assert_failed(statement_parse_body(TEXT("a-type-of-far-more-letters-than-a-type-may-ever-have"),
                                       TEXT("{}"), &s, &err),
                  &err, ERR_UNKNOWN_TYPE, "type");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_of_the_vectors_hold),
        cmocka_unit_test(fingerprint_leaves_out_challenge_and_head),
        cmocka_unit_test(bodies_of_the_log_with_people_are_read),
        cmocka_unit_test(foreign_types_have_an_envelope_only),
        cmocka_unit_test(reads_every_member),
        cmocka_unit_test(refuses_each_wrong_member),
        cmocka_unit_test(the_envelope_alone_is_as_strict),
        cmocka_unit_test(an_error_shows_value_and_limit),
        cmocka_unit_test(not_an_object_is_refused),
        cmocka_unit_test(a_statement_has_a_largest_size),
        cmocka_unit_test(a_ninth_level_is_too_deep),
        cmocka_unit_test(an_envelope_round_trips),
        cmocka_unit_test(refuses_wrong_envelopes),
        cmocka_unit_test(a_draft_becomes_the_bytes),
        cmocka_unit_test(a_body_is_read_by_its_type_name),
    };

    return cmocka_run_group_tests(tests, start, finish);
}
