/* Canonical JSON: the profile of ledger.md 2.3, its C.7, and every way to miss it. */
#include "vectors.h"

#include "canon.h"

#define TEXT(s) ((struct span){(s), sizeof(s) - 1})

/* --- documents ---------------------------------------------------------------------------- */

static void
accepts_the_profile(void **state)
{
    static const char *const good[] = {
        "{}",
        "[]",
        "\"\"",
        "0",
        "-1",
        "true",
        "false",
        "9007199254740991",
        "-9007199254740991",
        "{\"a\":1,\"a_\":2,\"aa\":3,\"b0\":[],\"c\":{}}",
        "[1,[2,[]],{\"x\":\"\\\"\\\\\"}]",
        "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x92\x8a /\"",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        struct err err;

        assert_int_equal(canon_check(span_of(good[i]), 8, &err), ERR_OK);
    }
}

static const struct {
    const char *doc;
    int byte;
} not_canonical[] = {
    /* C.7 */
    {"{\"b\":1,\"a\":2}", 9},
    {"{\"a\":1,\"a\":1}", 9},
    {"{\"a\": 1}", 5},
    {"{\"a\":1.0}", 6},
    {"{\"a\":1e2}", 6},
    {"{\"a\":-0}", 7},
    {"{\"a\":01}", 7},
    {"{\"a\":9007199254740992}", 20},
    {"{\"a\":null}", 5},
    {"{\"A\":1}", 2},
    {"{\"\":1}", 2},
    {"{\"a\":\"\\u0041\"}", 7},
    {"{\"a\":\"\\/\"}", 7},
    {"{\"a\":\"\\n\"}", 7},
    {"[1,]", 3},
    {"{\"a\":1}\n", 7},
    {"\xef\xbb\xbf{\"a\":1}", 0},
    {"{\"a\":\"\xe2\x80\xae\"}", 6},
    {"{\"a\":\"\xc2\x85\"}", 6},
    {"{\"a\":\"\xef\xbf\xbe\"}", 6},
    {"{\"a\":\"\xc0\xaf\"}", 6},
    {"{\"a\":\"\xed\xa0\x80\"}", 6},
    /* the rest */
    {"", 0},
    {"{", 1},
    {"[", 1},
    {"{a:1}", 1},
    {"{\"a", 3},
    {"{\"a\"", 4},
    {"{\"a\"1}", 4},
    {"{\"a\":", 5},
    {"{\"a\":1", 6},
    {"{\"a\":1]", 6},
    {"{\"a\":1,}", 7},
    {"{\"a\":1,2}", 7},
    {"{\"a\":1,\"A\":2}", 8},
    {"{\"a0\":1,\"a\":2}", 10},
    {"{\"ab\":1,\"aa\":2}", 11},
    {"{\"_a\":1}", 2},
    {"{\"0\":1}", 2},
    {"{\"a-b\":1}", 3},
    {"{\"a{\":1}", 3},
    {"{\"a:\":1}", 3},
    {"{\"a/\":1}", 3},
    {"[1", 2},
    {"[1}", 2},
    {"[1 ,2]", 2},
    {"[tru]", 1},
    {"[fals", 1},
    {"[True]", 1},
    {"[-]", 2},
    {"[-a]", 2},
    {"[00]", 3},
    {"[1E2]", 2},
    {"[1:]", 2},
    {"[-9007199254740992]", 17},
    {"[99999999999999999999999999]", 16},
    {"\"a", 2},
    {"\"\\", 2},
    {"\"\\\"", 3},
    {"1 ", 1},
    {"11,", 2},
};

/* Each with the byte at which it goes wrong. */
static void
refuses_what_is_not_canonical(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(not_canonical) / sizeof(not_canonical[0]); i++) {
        struct err err;
        char byte[32];

        assert_failed(canon_check(span_of(not_canonical[i].doc), 8, &err), &err, ERR_BAD_CANONICAL,
                      "");
        snprintf(byte, sizeof(byte), "byte %d: ", not_canonical[i].byte);
        if (strncmp(err.detail, byte, strlen(byte)) != 0)
            print_error("%s: %s, not %s\n", not_canonical[i].doc, err.detail, byte);
        assert_memory_equal(err.detail, byte, strlen(byte));
    }
}

static void
counts_levels(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(canon_check(TEXT("1"), 0, &err), ERR_OK);
    assert_failed(canon_check(TEXT("[]"), 0, &err), &err, ERR_TOO_DEEP, "");
    assert_int_equal(canon_check(TEXT("[[[[[[[[]]]]]]]]"), 8, &err), ERR_OK);
    assert_int_equal(canon_check(TEXT("[[],[],{\"a\":[]}]"), 3, &err), ERR_OK);
    assert_failed(canon_check(TEXT("[[[[[[[[{}]]]]]]]]"), 8, &err), &err, ERR_TOO_DEEP, "");
    assert_string_equal(err.detail, "byte 8: more than 8 levels of braces and brackets");
}

static void
a_nul_is_a_character_like_others(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(canon_check(TEXT("\"\0\""), 1, &err), ERR_BAD_CANONICAL);
    assert_int_equal(canon_check(TEXT("\0"), 1, &err), ERR_BAD_CANONICAL);
    assert_int_equal(canon_check((struct span){NULL, 0}, 1, &err), ERR_BAD_CANONICAL);
}

/* --- characters --------------------------------------------------------------------------- */

static size_t
utf8(uint32_t c, char out[4])
{
    static const uint8_t lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    for (size_t i = size - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(lead[size] | c);
    return size;
}

/* The list of ledger.md 2.3, written once more. */
static bool
may_stand(uint32_t c)
{
    static const uint32_t out[][2] = {
        {0, 0x1F},        {0x7F, 0x9F},     {0x61C, 0x61C},   {0x200B, 0x200F}, {0x2028, 0x2029},
        {0x202A, 0x202E}, {0x2066, 0x2069}, {0xD800, 0xDFFF}, {0xFDD0, 0xFDEF}, {0xFEFF, 0xFEFF},
    };

    for (size_t i = 0; i < sizeof(out) / sizeof(out[0]); i++) {
        if (c >= out[i][0] && c <= out[i][1])
            return false;
    }
    return (c & 0xFFFF) != 0xFFFE && (c & 0xFFFF) != 0xFFFF;
}

static void
knows_every_character(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        struct span text = {bytes, utf8(c, bytes)};

        if (canon_text_ok(text) != may_stand(c))
            print_error("U+%04X\n", (unsigned)c);
        assert_int_equal(canon_text_ok(text), may_stand(c));
    }
}

static void
refuses_bad_utf8(void **state)
{
    static const char *const bad[] = {
        "\x80", /* a byte that only continues */
        "\xbf",
        "\xc3",  /* cut off */
        "\xc3(", /* not continued */
        "\xe2\x82",
        "\xe2\x28\xac",
        "\xe2\x82\x28",
        "\xf0\x9f\x92",
        "\xc1\x81", /* longer than needed */
        "\xe0\x9f\xbf",
        "\xf0\x8f\xbf\xbd",
        "\xf4\x90\x80\x80", /* beyond U+10FFFF */
        "\xf8\x88\x80\x80\x80",
        "\xff",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(canon_text_ok(span_of(bad[i])));
    assert_true(canon_text_ok((struct span){NULL, 0}));
    assert_true(canon_text_ok(TEXT("a\"\\\xf0\x9f\x92\x8a")));
}

/* --- walking ------------------------------------------------------------------------------ */

static void
walks_the_members(void **state)
{
    static const char doc[] =
        "{\"a\":-12,\"b\":\"x\\\\\\\"]\",\"c\":[1,{\"d\":\"}\"}],\"e\":{\"f\":[]}"
        ",\"g\":true,\"h\":false,\"i\":\"\"}";
    static const struct {
        const char *key;
        enum canon_kind kind;
        const char *raw;
    } want[] = {
        {"a", CANON_INTEGER, "-12"},
        {"b", CANON_STRING, "\"x\\\\\\\"]\""},
        {"c", CANON_ARRAY, "[1,{\"d\":\"}\"}]"},
        {"e", CANON_OBJECT, "{\"f\":[]}"},
        {"g", CANON_BOOL, "true"},
        {"h", CANON_BOOL, "false"},
        {"i", CANON_STRING, "\"\""},
    };
    struct canon_walk walk;
    struct canon_item item;
    struct err err;

    (void)state;
    assert_int_equal(canon_check(span_of(doc), 8, &err), ERR_OK);
    canon_walk_init(&walk, span_of(doc));
    for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
        assert_true(canon_next(&walk, &item));
        assert_span(item.key, want[i].key);
        assert_int_equal(item.kind, want[i].kind);
        assert_span(item.raw, want[i].raw);
        if (item.kind == CANON_STRING)
            assert_int_equal(item.text.len, item.raw.len - 2);
        if (item.kind == CANON_INTEGER)
            assert_int_equal(item.integer, -12);
        if (item.kind == CANON_BOOL)
            assert_int_equal(item.integer, want[i].key[0] == 'g');
    }
    assert_false(canon_next(&walk, &item));
    assert_false(canon_next(&walk, &item));
}

static void
walks_the_elements(void **state)
{
    struct canon_walk walk;
    struct canon_item item;

    (void)state;
    canon_walk_init(&walk, TEXT("[7,\"a\"]"));
    assert_true(canon_next(&walk, &item));
    assert_int_equal(item.key.len, 0);
    assert_int_equal(item.integer, 7);
    assert_true(canon_next(&walk, &item));
    assert_span(item.text, "a");
    assert_false(canon_next(&walk, &item));
    canon_walk_init(&walk, TEXT("[]"));
    assert_false(canon_next(&walk, &item));
}

/* --- writing ------------------------------------------------------------------------------ */

static void
strings_are_escaped_and_back(void **state)
{
    char storage[64];
    char plain[16];
    struct buf b;
    struct buf back;

    (void)state;
    buf_init(&b, storage, sizeof(storage));
    canon_put_string(&b, TEXT("a\"b\\c\xc3\xa4"));
    assert_string_equal(storage, "\"a\\\"b\\\\c\xc3\xa4\"");
    buf_init(&back, plain, sizeof(plain));
    assert_true(canon_unescape((struct span){storage + 1, b.len - 2}, &back));
    assert_string_equal(plain, "a\"b\\c\xc3\xa4");
    buf_init(&back, plain, 4);
    assert_false(canon_unescape((struct span){storage + 1, b.len - 2}, &back));
}

static void
nothing_forbidden_is_written(void **state)
{
    char storage[64];
    struct buf b;

    (void)state;
    buf_init(&b, storage, sizeof(storage));
    canon_put_string(&b, TEXT("a\nb"));
    assert_true(b.failed);
    assert_string_equal(storage, "");
}

static void
keys_are_written_with_their_comma(void **state)
{
    char storage[64];
    struct buf b;

    (void)state;
    buf_init(&b, storage, sizeof(storage));
    canon_put_key(&b, "a", true);
    canon_put_key(&b, "z_9", false);
    assert_string_equal(storage, "\"a\":,\"z_9\":");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_the_profile),
        cmocka_unit_test(refuses_what_is_not_canonical),
        cmocka_unit_test(counts_levels),
        cmocka_unit_test(a_nul_is_a_character_like_others),
        cmocka_unit_test(knows_every_character),
        cmocka_unit_test(refuses_bad_utf8),
        cmocka_unit_test(walks_the_members),
        cmocka_unit_test(walks_the_elements),
        cmocka_unit_test(strings_are_escaped_and_back),
        cmocka_unit_test(nothing_forbidden_is_written),
        cmocka_unit_test(keys_are_written_with_their_comma),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
