/* base64, base32, hexadecimal and uuids: RFC 4648 section 10, and what must not be read. */
#include "vectors.h"

#define TEXT(s) ((struct span){(s), sizeof(s) - 1})

static void
base64_like_rfc_4648(void **state)
{
    static const char *const pairs[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        size_t len = strlen(pairs[i][0]);
        char text[16];
        uint8_t bytes[8];
        size_t got;

        base64_encode(pairs[i][0], len, text);
        assert_string_equal(text, pairs[i][1]);
        assert_true(base64_decode(span_of(pairs[i][1]), bytes, len));
        assert_memory_equal(bytes, pairs[i][0], len);
        assert_true(base64_decode_any(span_of(pairs[i][1]), bytes, sizeof(bytes), &got));
        assert_int_equal(got, len);
    }
}

static void
base64_uses_every_digit(void **state)
{
    uint8_t bytes[48];
    uint8_t back[48];
    char text[BASE64_SIZE(48)];

    (void)state;
    for (size_t i = 0; i < 16; i++) { /* the digits 0 to 63 in order */
        unsigned bits = (unsigned)(4 * i) << 18 | (unsigned)(4 * i + 1) << 12 |
                        (unsigned)(4 * i + 2) << 6 | (unsigned)(4 * i + 3);

        bytes[3 * i] = (uint8_t)(bits >> 16);
        bytes[3 * i + 1] = (uint8_t)(bits >> 8 & 255);
        bytes[3 * i + 2] = (uint8_t)(bits & 255);
    }
    base64_encode(bytes, sizeof(bytes), text);
    assert_string_equal(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    assert_true(base64_decode(span_of(text), back, sizeof(back)));
    assert_memory_equal(back, bytes, sizeof(bytes));
}

static void
base64_refuses_all_else(void **state)
{
    static const char *const bad[] = {
        "Zg",       /* no padding */
        "Zg=",      /* half of it */
        "Zh==",     /* unused bits not zero, of four */
        "Zm9=",     /* of two */
        "Z===",     /* three signs of padding */
        "====",     /* nothing but padding */
        "Zg==Zg==", /* padding in the middle */
        "Zm9v\n",   /* white space */
        "Zm 9",     "Zm9-", "Zm9_", "Zm9.", "Zm9\x80",
    };
    uint8_t bytes[16];
    size_t len;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        bytes[0] = 77;
        len = 78;
        assert_false(base64_decode_any(span_of(bad[i]), bytes, sizeof(bytes), &len));
        assert_int_equal(bytes[0], 77);
        assert_int_equal(len, 78);
        assert_false(base64_decode(span_of(bad[i]), bytes, 1));
    }
    assert_false(base64_decode_any(TEXT("Zm\0v"), bytes, sizeof(bytes), &len));
    assert_false(base64_decode_any(TEXT("Zm9v"), bytes, 2, &len));
    assert_false(base64_decode(TEXT("Zm9v"), bytes, 2));
    assert_false(base64_decode(TEXT("Zm9v"), bytes, 4));
}

static void
hex_is_lower_case_and_exact(void **state)
{
    const uint8_t bytes[] = {0x00, 0x9a, 0xff};
    uint8_t back[3] = {1, 2, 3};
    char text[HEX_SIZE(3)];

    (void)state;
    hex_encode(bytes, sizeof(bytes), text);
    assert_string_equal(text, "009aff");
    assert_true(hex_decode(span_of(text), back, 3));
    assert_memory_equal(back, bytes, 3);
    assert_false(hex_decode(TEXT("009aFF"), back, 3));
    assert_false(hex_decode(TEXT("009ag0"), back, 3));
    assert_false(hex_decode(TEXT("009a:0"), back, 3));
    assert_false(hex_decode(TEXT("009a/0"), back, 3));
    assert_false(hex_decode(TEXT("009a`0"), back, 3));
    assert_false(hex_decode(TEXT("009af"), back, 2));
    assert_false(hex_decode(TEXT("009aff"), back, 2));
    assert_memory_equal(back, bytes, 3);
}

static void
base32_like_rfc_4648_without_padding(void **state)
{
    static const char *const pairs[][2] = {
        {"", ""},
        {"f", "MY"},
        {"fo", "MZXQ"},
        {"foo", "MZXW6"},
        {"foob", "MZXW6YQ"},
        {"fooba", "MZXW6YTB"},
        {"foobar", "MZXW6YTBOI"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        char text[32];
        struct buf b;

        buf_init(&b, text, sizeof(text));
        base32_put(&b, pairs[i][0], strlen(pairs[i][0]));
        assert_string_equal(text, pairs[i][1]);
    }
}

static void
uuids_have_their_dashes(void **state)
{
    const uint8_t bytes[16] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef,
                               0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef};
    char text[UUID_SIZE];

    (void)state;
    uuid_from_bytes(bytes, text);
    assert_string_equal(text, "01234567-89ab-cdef-0123-456789abcdef");
    assert_true(uuid_is(span_of(text)));
    assert_false(uuid_is(TEXT("01234567-89ab-cdef-0123-456789abcde")));
    assert_false(uuid_is(TEXT("01234567-89ab-cdef-0123-456789abcdef0")));
    assert_false(uuid_is(TEXT("01234567-89ab-cdef-0123-456789abcdeF")));
    assert_false(uuid_is(TEXT("0123456789ab-cdef-0123-4567-89abcdef")));
    assert_false(uuid_is(TEXT("01234567-89ab-cdef-01234-56789abcdef")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_like_rfc_4648),
        cmocka_unit_test(base64_uses_every_digit),
        cmocka_unit_test(base64_refuses_all_else),
        cmocka_unit_test(hex_is_lower_case_and_exact),
        cmocka_unit_test(base32_like_rfc_4648_without_padding),
        cmocka_unit_test(uuids_have_their_dashes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
