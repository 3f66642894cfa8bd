/* Entries and receipts: the worked logs to the byte, and every way an entry is not one of ours. */
#include "vectors.h"

#include "entry.h"
#include "limit.h"

#define TEXT(s) ((struct span){(s), sizeof(s) - 1})

static struct entry
parsed(const char *bytes)
{
    struct entry e;
    struct err err = {0};

    if (entry_parse(span_of(bytes), &e, &err) != ERR_OK)
        fail_msg("%s: %s", err.field, err.detail);
    return e;
}

static void
assert_rewritten(const char *bytes)
{
    struct entry e = parsed(bytes);
    char storage[2048];
    struct buf b;

    buf_init(&b, storage, sizeof(storage));
    entry_write(&b, &e);
    assert_string_equal(storage, bytes);
}

static void
vectors_are_written_as_they_were_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++)
        assert_rewritten(vector_a[i].bytes);
    for (size_t i = 0; i < 8; i++)
        assert_rewritten(vector_c[i].bytes);
}

static void
reads_an_entry_without_decision(void **state)
{
    struct entry e = parsed(vector_a[2].bytes);
    const char *stmt = strstr(vector_a[2].bytes, "\"stmt\":") + 7;
    uint8_t sig[64];

    (void)state;
    assert_int_equal(e.at, INT64_C(1795428930123456));
    assert_string_equal(e.key, "39f713d0a644253f");
    assert_int_equal(e.n, 2);
    assert_string_equal(e.host, "");
    assert_false(e.dec.present);
    assert_true(
        base64_decode(TEXT("LbMbjqnx4sTH8ght6UgFaecjymqdfAEUylXXhwHk95wSo96geQu2X1lOnTH6npxNH"
                           "SHvZE8arHM0/NfmFRKRDg=="),
                      sig, sizeof(sig)));
    assert_memory_equal(e.sig, sig, sizeof(sig));
    /* The signed bytes: from after "stmt": to before the final ,"v":1}. */
    assert_ptr_equal(e.stmt.p, stmt);
    assert_int_equal(e.stmt.len, strlen(stmt) - strlen(",\"v\":1}"));
}

static void
reads_a_refusal_and_an_acceptance(void **state)
{
    struct entry e = parsed(vector_c[5].bytes);
    uint8_t rules[32];

    (void)state;
    assert_true(e.dec.present);
    assert_false(e.dec.accepted);
    assert_int_equal(e.dec.fail, GATE_BIT(GATE_PT_14) | GATE_BIT(GATE_AUT_3));
    assert_int_equal(e.dec.over, GATE_BIT(GATE_AUT_3));
    assert_int_equal(e.dec.dev, 0);
    assert_string_equal(e.dec.program, "revassist-trial");
    assert_string_equal(e.dec.edition, "2008-01");
    assert_true(hex_decode(TEXT("86b07f0cf08d97ce66fe0d4712b04f7d3035e5bee7c984ce2f08a1d78d1174c1"),
                           rules, 32));
    assert_memory_equal(e.dec.rules, rules, sizeof(rules));
    assert_string_equal(e.host, "");

    e = parsed(vector_c[6].bytes);
    assert_true(e.dec.accepted);
    assert_int_equal(e.dec.fail, 0);
    assert_int_equal(e.dec.dev, GATE_BIT(GATE_COU_4));
    assert_string_equal(e.host, "bff7c7cc221b28cf");
}

/* An override may lift every failing gate: accepted, and both lists alike. */
static void
an_override_may_lift_all(void **state)
{
    char storage[2048];
    char written[2048];
    struct span bytes;
    struct entry e;
    struct err err;
    struct buf b;

    (void)state;
    bytes = replaced(vector_c[5].bytes, "\"fail\":[\"PT-14\",\"AUT-3\"],\"out\":\"refused\"",
                     "\"fail\":[\"AUT-3\"],\"out\":\"accepted\"", storage, sizeof(storage));
    assert_int_equal(entry_parse(bytes, &e, &err), ERR_OK);
    assert_true(e.dec.accepted);
    assert_int_equal(e.dec.fail, e.dec.over);
    buf_init(&b, written, sizeof(written));
    entry_write(&b, &e);
    assert_string_equal(written, storage);
}

/* Every gate, in gate order. */
static void
all_gates_fit_a_decision(void **state)
{
    struct entry e = parsed(vector_c[5].bytes);
    struct entry back;
    char storage[4096];
    struct err err;
    struct buf b;

    (void)state;
    e.dec.fail = e.dec.dev = GATE_BIT(GATE_COUNT) - 1;
    e.dec.over = e.dec.fail & ~GATE_BIT(GATE_COUNT - 1);
    buf_init(&b, storage, sizeof(storage));
    entry_write(&b, &e);
    assert_int_equal(entry_parse(buf_view(&b), &back, &err), ERR_OK);
    assert_int_equal(back.dec.fail, e.dec.fail);
    assert_int_equal(back.dec.over, e.dec.over);
    assert_int_equal(back.dec.dev, e.dec.dev);
}

/* --- what is refused ---------------------------------------------------------------------- */

struct wrong {
    const char *from;
    const char *to;
    enum err_code code;
    const char *field;
};

/* Changes of vector_c[5], which has a decision and no host. */
static const struct wrong wrongs[] = {
    /* C.7: 1 to 4 */
    {"\"subject\":", "\"subject\": ", ERR_BAD_CANONICAL, ""},
    {"lwRBg==", "lwRBh==", ERR_BAD_FIELD, "sig"},
    {"\"refused\"", "\"accepted\"", ERR_BAD_FIELD, "dec"},
    /* the entry */
    {"\"at\":\"2026-11-24T09:00:00.000000Z\",", "", ERR_MISSING_FIELD, "at"},
    {"T09:00:00.000000Z", "T24:00:00.000000Z", ERR_BAD_FIELD, "at"},
    {"T09:00:00.000000Z", "T09:00:00Z", ERR_BAD_FIELD, "at"},
    {"{\"at\"", "{\"a\":1,\"at\"", ERR_UNKNOWN_FIELD, "a"},
    {"\"key\":", "\"host\":\"0\",\"key\":", ERR_BAD_FIELD, "host"},
    {"\"key\":", "\"hosts\":\"0\",\"key\":", ERR_UNKNOWN_FIELD, "hosts"},
    {"\"key\":\"39f713d0a644253f\"", "\"key\":\"39F713d0a644253f\"", ERR_BAD_FIELD, "key"},
    {"\"key\":\"39f713d0a644253f\",", "", ERR_MISSING_FIELD, "key"},
    {"\"n\":5,\"sig\"", "\"n\":-5,\"sig\"", ERR_BAD_FIELD, "n"},
    {"\"n\":5,\"sig\"", "\"n\":\"5\",\"sig\"", ERR_BAD_FIELD, "n"},
    {"\"sig\":\"PugfwZOE", "\"sig\":\"", ERR_BAD_FIELD, "sig"},
    {",\"v\":1},\"v\":1}", ",\"v\":1}}", ERR_MISSING_FIELD, "v"},
    {",\"v\":1},\"v\":1}", ",\"v\":1},\"v\":2}", ERR_BAD_FIELD, "v"},
    {",\"v\":1},\"v\":1}", ",\"v\":1},\"v\":1,\"w\":0}", ERR_UNKNOWN_FIELD, "w"},
    /* the decision */
    {"\"dec\":{", "\"dec\":{\"a\":1,", ERR_UNKNOWN_FIELD, "dec.a"},
    {"\"dev\":[],", "", ERR_MISSING_FIELD, "dec.dev"},
    {"\"dev\":[]", "\"dev\":{}", ERR_BAD_FIELD, "dec.dev"},
    {"\"dev\":[]", "\"dev\":[1]", ERR_BAD_FIELD, "dec.dev"},
    {"\"dev\":[]", "\"dev\":[\"PT-99\"]", ERR_BAD_FIELD, "dec.dev"},
    {"\"dev\":[]", "\"dev\":[\"COU-4\",\"COU-4\"]", ERR_BAD_FIELD, "dec.dev"},
    {"[\"PT-14\",\"AUT-3\"]", "[\"AUT-3\",\"PT-14\"]", ERR_BAD_FIELD, "dec.fail"},
    {"\"edition\":\"2008-01\"", "\"edition\":\"\"", ERR_BAD_FIELD, "dec.edition"},
    {"\"edition\":\"2008-01\"", "\"edition\":\"a23456789012345678901234567890123\"", ERR_BAD_FIELD,
     "dec.edition"},
    {"\"refused\"", "\"maybe\"", ERR_BAD_FIELD, "dec.out"},
    {"\"over\":[\"AUT-3\"],", "", ERR_MISSING_FIELD, "dec.over"},
    {"\"over\":[\"AUT-3\"]", "\"over\":[\"PT-14\",\"AUT-3\"]", ERR_BAD_FIELD, "dec"},
    {"\"over\":[\"AUT-3\"]", "\"over\":[\"COU-4\"]", ERR_BAD_FIELD, "dec"},
    {"\"program\":\"revassist-trial\"", "\"program\":1", ERR_BAD_FIELD, "dec.program"},
    {"\"rules\":\"hrB/", "\"rules\":\"", ERR_BAD_FIELD, "dec.rules"},
    {"RdME=\"}", "RdME=\",\"s\":1}", ERR_UNKNOWN_FIELD, "dec.s"},
    {"\"body\":{", "\"body\":{\"a\":[[[[[[[[]]]]]]]],", ERR_TOO_DEEP, ""},
};

static void
refuses_each_wrong_member(void **state)
{
    char storage[2048];
    struct entry e = {.n = 99};
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
        const struct wrong *w = &wrongs[i];
        struct span bytes = replaced(vector_c[5].bytes, w->from, w->to, storage, sizeof(storage));

        assert_failed(entry_parse(bytes, &e, &err), &err, w->code, w->field);
        assert_int_equal(e.n, 99);
    }
    assert_failed(entry_parse(TEXT("[]"), &e, &err), &err, ERR_BAD_SYNTAX, "");
    assert_failed(entry_parse(replaced(vector_a[0].bytes, "\"stmt\":{", "\"stmt\":[{", storage,
                                       sizeof(storage)),
                              &e, &err),
                  &err, ERR_BAD_CANONICAL, "");
    assert_failed(entry_parse(replaced(vector_a[0].bytes, "\"stmt\":{", "\"stmt\":[],\"t\":{",
                                       storage, sizeof(storage)),
                              &e, &err),
                  &err, ERR_BAD_FIELD, "stmt");
}

/* --- limits ------------------------------------------------------------------------------- */

static void
a_full_statement_fits_an_entry(void **state)
{
    static char stmt[LIMIT_STATEMENT + 2];
    static char storage[LIMIT_ENTRY + 2];
    struct entry e = parsed(vector_c[6].bytes);
    struct entry back;
    struct err err;
    struct buf b;

    (void)state;
    e.dec.accepted = false;
    e.dec.fail = e.dec.dev = GATE_BIT(GATE_COUNT) - 1; /* the longest decision */
    for (size_t size = LIMIT_STATEMENT; size <= LIMIT_STATEMENT + 1; size++) {
        memset(stmt, 'x', size);
        memcpy(stmt, "{\"a\":\"", 6);
        memcpy(stmt + size - 2, "\"}", 2);
        e.stmt = (struct span){stmt, size};
        buf_init(&b, storage, sizeof(storage));
        entry_write(&b, &e);
        assert_false(b.failed);
        if (size == LIMIT_STATEMENT)
            assert_int_equal(entry_parse(buf_view(&b), &back, &err), ERR_OK);
        else
            assert_failed(entry_parse(buf_view(&b), &back, &err), &err, ERR_BAD_FIELD, "stmt");
    }
    memset(storage, ' ', sizeof(storage));
    assert_failed(entry_parse((struct span){storage, LIMIT_ENTRY}, &back, &err), &err,
                  ERR_BAD_CANONICAL, "");
    assert_failed(entry_parse((struct span){storage, LIMIT_ENTRY + 1}, &back, &err), &err,
                  ERR_TOO_LARGE, "");
}

/* --- receipts ----------------------------------------------------------------------------- */

static void
a_receipt_names_leaf_and_head(void **state)
{
    uint8_t leaf[32];
    uint8_t root[32];
    char storage[512];
    struct buf b;

    (void)state;
    assert_true(base64_decode(span_of(vector_a[2].leaf), leaf, sizeof(leaf)));
    assert_true(base64_decode(span_of(vector_a_root[2]), root, sizeof(root)));
    buf_init(&b, storage, sizeof(storage));
    receipt_write(&b, "rems.example.org/site-001/len-01", 2, leaf, 3, root);
    assert_string_equal(storage,
                        "{\"leaf\":\"LYXyQ4hw44zTVVDFSBws2kZAJo6Yo0gSJiJYqC4VM6o=\",\"n\":2,"
                        "\"origin\":\"rems.example.org/site-001/len-01\","
                        "\"root\":\"9+D5EjGhPZvmLVbePHy+SuArgNlGM96FjhT6oxuFtu8=\",\"size\":3}");
}

/* Base32 of 2d85f2438870e38cd35550c5481c2cda, reckoned with Python's base64 module. */
static void
a_bar_code_is_short(void **state)
{
    uint8_t leaf[32];
    char storage[64];
    struct buf b;

    (void)state;
    assert_true(base64_decode(span_of(vector_a[2].leaf), leaf, sizeof(leaf)));
    buf_init(&b, storage, sizeof(storage));
    receipt_barcode(&b, 2, leaf);
    assert_string_equal(storage, "R1/2/FWC7EQ4IODRYZU2VKDCUQHBM3I");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_are_written_as_they_were_read),
        cmocka_unit_test(reads_an_entry_without_decision),
        cmocka_unit_test(reads_a_refusal_and_an_acceptance),
        cmocka_unit_test(an_override_may_lift_all),
        cmocka_unit_test(all_gates_fit_a_decision),
        cmocka_unit_test(refuses_each_wrong_member),
        cmocka_unit_test(a_full_statement_fits_an_entry),
        cmocka_unit_test(a_receipt_names_leaf_and_head),
        cmocka_unit_test(a_bar_code_is_short),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
