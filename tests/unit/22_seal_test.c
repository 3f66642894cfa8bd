/*
 * The small messages of the protocol against Appendix C.1, C.2 and C.7 of the ledger's
 * specification: challenge with both bounds of its life, proof of possession, KDF input,
 * small-order keys, names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crypto.h"
#include "encode.h"
#include "limit.h"
#include "seal.h"

#define TEXT(s) ((struct span){(s), sizeof(s) - 1})

static const char origin[] = "rems.example.org/site-001/len-01";
static const char signer[] = "ph-0007";

/* Challenge key 20 21 ... 3f of Appendix C.2. */
static void
challenge_key(uint8_t key[32])
{
    for (size_t i = 0; i < 32; i++)
        key[i] = (uint8_t)(0x20 + i);
}

static void
unhex(const char *hex, void *out, size_t len)
{
    assert_true(hex_decode(span_of(hex), out, len));
}

static void
assert_buf_hex(const struct buf *b, const char *want)
{
    char hex[HEX_SIZE(256)];

    assert_false(b->failed);
    assert_true(b->len <= 256);
    hex_encode(b->data, b->len, hex);
    assert_string_equal(hex, want);
}

/* --- challenge ------------------------------------------------------------------------------- */

static void
makes_the_challenge_of_the_appendix(void **state)
{
    const uint8_t random[4] = {0x40, 0x41, 0x42, 0x43};
    uint8_t key[32];
    uint8_t out[CHALLENGE_SIZE];
    char text[BASE64_SIZE(CHALLENGE_SIZE)];

    (void)state;
    challenge_key(key);
    challenge_make(crypto_hmac_sha256, key, 1795428900, random, span_of(origin), span_of(signer),
                   out);
    base64_encode(out, sizeof out, text);
    assert_string_equal(text, "awQSJEBBQkOhFsA0sOHQ9Q==");
}

static bool
fresh_at(int64_t unix_s)
{
    uint8_t key[32];
    uint8_t challenge[CHALLENGE_SIZE];

    challenge_key(key);
    unhex("6b04122440414243a116c034b0e1d0f5", challenge, sizeof challenge);
    return challenge_fresh(crypto_hmac_sha256, key, unix_s, span_of(origin), span_of(signer),
                           challenge);
}

static void
a_challenge_lives_from_5_s_before_to_120_s_after(void **state)
{
    (void)state;
    assert_false(fresh_at(1795428894));
    assert_true(fresh_at(1795428895));
    assert_true(fresh_at(1795428900));
    assert_true(fresh_at(1795429020));
    assert_false(fresh_at(1795429021));
    assert_false(fresh_at(INT64_C(1795428900) + (INT64_C(1) << 32)));
    assert_false(fresh_at(0));
}

static void
a_challenge_is_for_one_log_and_one_signer(void **state)
{
    static const char long_name[LIMIT_ORIGIN + 64] = {'a'};
    uint8_t key[32];
    uint8_t challenge[CHALLENGE_SIZE];

    (void)state;
    challenge_key(key);
    unhex("6b04122440414243a116c034b0e1d0f5", challenge, sizeof challenge);
    for (size_t i = 0; i < CHALLENGE_SIZE; i++) { /* every byte counts */
        challenge[i] ^= 1;
        assert_false(challenge_fresh(crypto_hmac_sha256, key, 1795428900, span_of(origin),
                                     span_of(signer), challenge));
        challenge[i] ^= 1;
    }
    assert_false(challenge_fresh(crypto_hmac_sha256, key, 1795428900, span_of(origin),
                                 TEXT("ph-0008"), challenge));
    assert_false(challenge_fresh(crypto_hmac_sha256, key, 1795428900,
                                 TEXT("rems.example.org/site-002/len-01"), span_of(signer),
                                 challenge));
    assert_false(challenge_fresh(crypto_hmac_sha256, key, 1795428900,
                                 (struct span){long_name, sizeof long_name}, span_of(signer),
                                 challenge));
    key[0] ^= 1;
    assert_false(challenge_fresh(crypto_hmac_sha256, key, 1795428900, span_of(origin),
                                 span_of(signer), challenge));
}

/* The longest names there are fit: a challenge for them is made and accepted. */
static void
a_challenge_takes_the_longest_names(void **state)
{
    char long_origin[LIMIT_ORIGIN];
    char long_user[LIMIT_USER_ID];
    const uint8_t random[4] = {0xff, 0, 0, 0};
    uint8_t key[32];
    uint8_t out[CHALLENGE_SIZE];
    struct span origin_span = {long_origin, sizeof long_origin};
    struct span user_span = {long_user, sizeof long_user};

    (void)state;
    memset(long_origin, 'a', sizeof long_origin);
    memset(long_user, 'b', sizeof long_user);
    challenge_key(key);
    challenge_make(crypto_hmac_sha256, key, UINT32_MAX, random, origin_span, user_span, out);
    assert_true(challenge_fresh(crypto_hmac_sha256, key, UINT32_MAX, origin_span, user_span, out));
}

/* --- messages -------------------------------------------------------------------------------- */

static void
writes_the_messages_of_the_appendix(void **state)
{
    const struct span realm = TEXT("rems.example.org");
    uint8_t salt[16];
    uint8_t pub[32];
    char storage[256];
    struct buf b;

    (void)state;
    unhex("000102030405060708090a0b0c0d0e0f", salt, 16);
    unhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", pub, 32);
    buf_init(&b, storage, sizeof storage);
    kdf_salt(&b, realm, span_of(signer), salt);
    assert_buf_hex(&b,
                   "72656d732d6b64662f76310a72656d732e6578616d706c652e6f72670a70682d303030370a00"
                   "0102030405060708090a0b0c0d0e0f");
    buf_reset(&b);
    wrap_aad(&b, realm, span_of(signer), pub);
    assert_buf_hex(&b,
                   "72656d732e6578616d706c652e6f72670a70682d303030370a3d4017c3e843895a92b70aa74d"
                   "1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    buf_reset(&b);
    assert_true(base64_decode(TEXT("J4EX/BRMcjQPZ9DyMW6Dhs7/vyskKMnFH+98WX8dQm4="), pub, 32));
    pop_message(&b, realm, TEXT("admin-01"), pub);
    assert_false(b.failed);
    assert_string_equal(storage, "rems-key/v1\nrems.example.org\nadmin-01\n"
                                 "J4EX/BRMcjQPZ9DyMW6Dhs7/vyskKMnFH+98WX8dQm4=");
}

static void
an_unknown_user_has_always_the_same_salt(void **state)
{
    uint8_t key[32];
    uint8_t salt[16];
    char text[BASE64_SIZE(16)];

    (void)state;
    challenge_key(key);
    fake_salt(crypto_hmac_sha256, key, TEXT("rems.example.org"), TEXT("nobody-9"), salt);
    base64_encode(salt, sizeof salt, text);
    assert_string_equal(text, "peLAYJl4YAHkWjWC7pGMag==");
}

/* The proof of possession of admin-01 in Appendix C.5 is a signature over this message. */
static void
the_appendix_proves_possession(void **state)
{
    uint8_t pub[32];
    uint8_t pop[64];
    char storage[256];
    struct buf b;

    (void)state;
    assert_true(base64_decode(TEXT("J4EX/BRMcjQPZ9DyMW6Dhs7/vyskKMnFH+98WX8dQm4="), pub, 32));
    assert_true(
        base64_decode(TEXT("0OIhkc33OG/Gx6Xez+uVKp8Nr2Sy9Oa9tRT79Bqzd7dej72mU1eNLMdIcEEOvpLSQSHt"
                           "MtnZhde76w3lb7YACA=="),
                      pop, 64));
    buf_init(&b, storage, sizeof storage);
    pop_message(&b, TEXT("rems.example.org"), TEXT("admin-01"), pub);
    assert_true(crypto_verify(pub, buf_view(&b), pop));
    buf_reset(&b);
    pop_message(&b, TEXT("rems.example.org"), TEXT("admin-02"), pub);
    assert_false(crypto_verify(pub, buf_view(&b), pop));
}

/* --- names ----------------------------------------------------------------------------------- */

static void
origins(void **state)
{
    static const char *const good[] = {
        "rems.example.org/site-001/len-01", "a/b", "a/b/c/d/e/f", "0/9", "./-", "a.b-c/0.-z"};
    static const char *const bad[] = {"",      "a",          "a/",   "/a",    "a//b",      "/",
                                      "a/b/",  "A/b",        "a/B",  "a/b c", "a/b_c",     "a/b:1",
                                      "a/b\n", "a/\xc3\xa4", "a/b`", "a/b{",  "http://a/b"};
    char longest[LIMIT_ORIGIN + 1];

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(origin_ok(span_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (origin_ok(span_of(bad[i])))
            fail_msg("%s is no origin", bad[i]);
    }
    memset(longest, 'a', sizeof longest);
    longest[1] = '/';
    assert_true(origin_ok((struct span){longest, LIMIT_ORIGIN}));
    assert_false(origin_ok((struct span){longest, LIMIT_ORIGIN + 1}));
    assert_false(origin_ok((struct span){NULL, 0}));
}

static void
the_realm_is_the_first_part(void **state)
{
    (void)state;
    assert_true(span_is(origin_realm(span_of(origin)), "rems.example.org"));
    assert_true(span_is(origin_realm(TEXT("rems.example.org")), "rems.example.org"));
    assert_true(span_is(origin_realm(TEXT("/a")), ""));
    assert_int_equal(origin_realm((struct span){NULL, 0}).len, 0);
}

static void
user_ids(void **state)
{
    static const char *const good[] = {
        "ph-0007", "ab", "0a", "a-", "a--b", "z9", "abcdefghijklmnopqrstuvwxyz012345"};
    static const char *const bad[] = {
        "",    "a",   "-a",  "A1",   "a_b",
        "a b", "a.b", "a/b", "ab\n", "a\xff",
        "a`",  "a{",  "a:",  "`b",   "abcdefghijklmnopqrstuvwxyz0123456"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(user_id_ok(span_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (user_id_ok(span_of(bad[i])))
            fail_msg("%s is no user id", bad[i]);
    }
}

/* --- keys ------------------------------------------------------------------------------------ */

static void
keys_of_small_order(void **state)
{
    static const char *const listed[] = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    };
    static const char *const fine[] = {
        "0200000000000000000000000000000000000000000000000000000000000000",
        "efffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc04",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    };
    uint8_t pub[32];
    uint8_t sig[64] = {1};

    (void)state;
    for (size_t i = 0; i < sizeof listed / sizeof listed[0]; i++) {
        unhex(listed[i], pub, 32);
        assert_true(key_small_order(pub));
        assert_false(crypto_verify(pub, TEXT("any text"), sig));
        pub[31] |= 0x80;
        assert_true(key_small_order(pub));
    }
    for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++) {
        unhex(fine[i], pub, 32);
        assert_false(key_small_order(pub));
    }
}

static int
start(void **state)
{
    struct err err;

    (void)state;
    return crypto_init(&err) == ERR_OK ? 0 : -1;
}

static int
end(void **state)
{
    (void)state;
    crypto_release();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_the_challenge_of_the_appendix),
        cmocka_unit_test(a_challenge_lives_from_5_s_before_to_120_s_after),
        cmocka_unit_test(a_challenge_is_for_one_log_and_one_signer),
        cmocka_unit_test(a_challenge_takes_the_longest_names),
        cmocka_unit_test(writes_the_messages_of_the_appendix),
        cmocka_unit_test(an_unknown_user_has_always_the_same_salt),
        cmocka_unit_test(the_appendix_proves_possession),
        cmocka_unit_test(origins),
        cmocka_unit_test(the_realm_is_the_first_part),
        cmocka_unit_test(user_ids),
        cmocka_unit_test(keys_of_small_order),
    };

    return cmocka_run_group_tests(tests, start, end);
}
