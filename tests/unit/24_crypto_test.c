/*
 * Keys, digests and wrapping against published vectors (RFC 8032, RFC 7914, FIPS 180) and against
 * Appendix C.1 of the ledger's specification, to the byte.
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

static void
unhex(const char *hex, void *out, size_t len)
{
    assert_true(hex_decode(span_of(hex), out, len));
}

static void
assert_hex(const void *bytes, size_t len, const char *want)
{
    char hex[HEX_SIZE(256)];

    assert_true(len <= 256);
    hex_encode(bytes, len, hex);
    assert_string_equal(hex, want);
}

static void
assert_base64(const void *bytes, size_t len, const char *want)
{
    char text[BASE64_SIZE(256)];

    assert_true(len <= 256);
    base64_encode(bytes, len, text);
    assert_string_equal(text, want);
}

static void
hashes_like_sha256(void **state)
{
    const struct span parts[] = {TEXT("a"), TEXT(""), TEXT("bc")};
    uint8_t hash[32];

    (void)state;
    crypto_sha256((struct span){NULL, 0}, hash);
    assert_hex(hash, 32, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    crypto_sha256(TEXT("abc"), hash);
    assert_hex(hash, 32, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    memset(hash, 0, sizeof hash);
    crypto_sha256_parts(parts, 3, hash);
    assert_hex(hash, 32, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    crypto_sha256_parts(NULL, 0, hash);
    assert_hex(hash, 32, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void
authenticates_like_hmac(void **state)
{
    uint8_t key[32] = {0};
    uint8_t mac[32];

    (void)state;
    /* RFC 4231 case 2 has the key "Jefe"; HMAC pads a key with zeros, so 32 bytes of it are the
     * same. */
    memcpy(key, "Jefe", 4);
    crypto_hmac_sha256(key, TEXT("what do ya want for nothing?"), mac);
    assert_hex(mac, 32, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0, sizeof key);
    crypto_hmac_sha256(key, (struct span){NULL, 0}, mac);
    assert_hex(mac, 32, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

static void
compares_wipes_and_draws(void **state)
{
    uint8_t a[32] = {0};
    uint8_t b[32] = {0};
    struct err err;

    (void)state;
    assert_true(crypto_equal(a, b, 32));
    b[31] = 1;
    assert_false(crypto_equal(a, b, 32));
    assert_int_equal(crypto_random(a, sizeof a, &err), ERR_OK);
    assert_int_equal(crypto_random(b, sizeof b, &err), ERR_OK);
    assert_memory_not_equal(a, b, 32);
    crypto_wipe(a, sizeof a);
    memset(b, 0, sizeof b);
    assert_memory_equal(a, b, 32);
}

/* RFC 8032 section 7.1, tests 1, 2, 3 and SHA(abc). */
static const struct {
    const char *seed, *pub, *message, *sig;
} rfc8032[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
     "d25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
     "4a7c15e9716ed28dc027beceea1ec40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
     "454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
     "3dca179c138ac17ad9bef1177331a704"},
};

static void
signs_like_rfc_8032(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rfc8032 / sizeof rfc8032[0]; i++) {
        uint8_t seed[32];
        uint8_t pub[32];
        uint8_t message[64] = {0};
        uint8_t sig[64];
        size_t len = strlen(rfc8032[i].message) / 2;
        struct span text = {(const char *)message, len};
        struct err err;

        unhex(rfc8032[i].seed, seed, 32);
        unhex(rfc8032[i].message, message, len);
        crypto_public_key(seed, pub);
        assert_hex(pub, 32, rfc8032[i].pub);
        assert_int_equal(crypto_sign(seed, text, sig, &err), ERR_OK);
        assert_hex(sig, 64, rfc8032[i].sig);
        assert_true(crypto_verify(pub, text, sig));
        for (size_t byte = 0; byte < 64; byte++) {
            sig[byte] ^= 0x20;
            assert_false(crypto_verify(pub, text, sig));
            sig[byte] ^= 0x20;
        }
        message[0] ^= 1;
        assert_false(crypto_verify(pub, (struct span){(const char *)message, len + 1}, sig));
        pub[0] ^= 1;
        assert_false(crypto_verify(pub, text, sig));
    }
}

/* The dispense of Appendix A, leaf 2: its user's signature over domain and statement. */
static const char dispense[] =
    "{\"body\":{\"auth\":\"A1B2C3D4\",\"lot\":\"LOT42A\",\"qty\":21,\"strength_ug\":10000,"
    "\"subject\":\"001-0042\"},\"chal\":\"AgICAgICAgICAgICAgICAg==\","
    "\"idem\":\"00000000-0000-4000-8000-000000000002\",\"meaning\":\"dispensed-by\","
    "\"origin\":\"rems.example.org/site-001/len-01\",\"seen\":{\"n\":2,"
    "\"root\":\"WHfRvHjm0Uljc/xQs5R07OKk33WTptM5KmT8SUM27hw=\"},\"signer\":\"ph-0007\","
    "\"t\":\"dispense\",\"v\":1}";

static void
signs_a_statement_as_the_appendix_does(void **state)
{
    static char large[LIMIT_STATEMENT + 1];
    uint8_t seed[32];
    uint8_t pub[32];
    uint8_t sig[64];
    char id[17];
    struct err err;

    (void)state;
    unhex(rfc8032[1].seed, seed, 32);
    crypto_public_key(seed, pub);
    crypto_key_id(pub, id);
    assert_string_equal(id, "39f713d0a644253f");
    assert_int_equal(crypto_sign_statement(seed, span_of(dispense), sig, &err), ERR_OK);
    assert_base64(sig, 64,
                  "LbMbjqnx4sTH8ght6UgFaecjymqdfAEUylXXhwHk95wSo96geQu2X1lOnTH6npxNHSHvZE8arHM0/"
                  "NfmFRKRDg==");
    assert_true(crypto_verify_statement(pub, span_of(dispense), sig));
    assert_false(crypto_verify(pub, span_of(dispense), sig)); /* the domain is part of it */

    memset(large, ' ', sizeof large);
    assert_int_equal(crypto_sign_statement(seed, (struct span){large, LIMIT_STATEMENT}, sig, &err),
                     ERR_OK);
    assert_true(crypto_verify_statement(pub, (struct span){large, LIMIT_STATEMENT}, sig));
    assert_int_equal(
        crypto_sign_statement(seed, (struct span){large, LIMIT_STATEMENT + 1}, sig, &err),
        ERR_TOO_LARGE);
    assert_false(crypto_verify_statement(pub, (struct span){large, LIMIT_STATEMENT + 1}, sig));
    assert_int_equal(crypto_sign_statement(seed, (struct span){NULL, 0}, sig, &err), ERR_OK);
    assert_true(crypto_verify_statement(pub, (struct span){NULL, 0}, sig));
}

/* Appendix C.7: OpenSSL calls this signature good for any text; the whole list is in
 * 22_seal_test.c. */
static void
refuses_keys_of_small_order(void **state)
{
    uint8_t pub[32] = {1};
    uint8_t sig[64] = {1};

    (void)state;
    assert_false(crypto_verify(pub, TEXT("any text"), sig));
    pub[31] = 0x80;
    assert_false(crypto_verify(pub, TEXT("any text"), sig));
}

/* --- Appendix C.1 ---------------------------------------------------------------------------- */

static const char password[] = "correct horse b\xc3\xa4ttery staple";

static void
check_appendix(uint32_t n, const char *k_hex, const char *secret, const char *blob_text)
{
    const struct span realm = TEXT("rems.example.org");
    const struct span user = TEXT("ph-0007");
    uint8_t salt[16];
    uint8_t nonce[12];
    uint8_t seed[32];
    uint8_t opened[32];
    uint8_t pub[32];
    uint8_t k[64];
    uint8_t blob[CRYPTO_BLOB_SIZE];
    char storage[128];
    struct buf aad;
    struct err err;

    unhex("000102030405060708090a0b0c0d0e0f", salt, 16);
    unhex("101112131415161718191a1b", nonce, 12);
    unhex(rfc8032[1].seed, seed, 32);
    crypto_public_key(seed, pub);
    assert_int_equal(crypto_password_key(span_of(password), realm, user, salt, n, k, &err), ERR_OK);
    assert_hex(k, 64, k_hex);
    assert_base64(k, 32, secret);
    buf_init(&aad, storage, sizeof storage);
    wrap_aad(&aad, realm, user, pub);
    assert_int_equal(crypto_wrap(k + 32, nonce, buf_view(&aad), seed, blob, &err), ERR_OK);
    assert_base64(blob, sizeof blob, blob_text);
    assert_int_equal(crypto_unwrap(k + 32, buf_view(&aad), blob, opened, &err), ERR_OK);
    assert_memory_equal(opened, seed, 32);
}

static void
derives_and_wraps_for_training(void **state)
{
    (void)state;
    check_appendix(
        4096,
        "0ad2881316d7b8d90a3b58fdb0551704e7e02440e09c38d082a2a0559fee1bf75fe90de9b1c0f3ce79ab78"
        "d6c87226b9c2f7024880795ecc5dcf24ca38ea21f2",
        "CtKIExbXuNkKO1j9sFUXBOfgJEDgnDjQgqKgVZ/uG/c=",
        "EBESExQVFhcYGRob8CEGqOZUR6UxX5BD4uhgyrhHjgm/dbfgs8M/QSSDZ8d90sD7Y34wW4TtawbBHfSx");
}

/* The default limit of the library's memory would refuse this cost. */
static void
derives_and_wraps_for_production(void **state)
{
    (void)state;
    check_appendix(
        131072,
        "f7401a1b94f5f1bf8ff30a42fda35242e0c8fc63572ca7cb9c57e8a41c27d3a1b048c4f28c1e7fe9597b72"
        "13f4b9486e7800041680fb22de78119b91e0df09eb",
        "90AaG5T18b+P8wpC/aNSQuDI/GNXLKfLnFfopBwn06E=",
        "EBESExQVFhcYGRobuLI2GIdTGHBtY3N8314jR3iSEY8bp/84w3dxHXGgAeVGM56R4FPFRixJ0JjbaHdr");
}

static void
refuses_costs_that_are_none(void **state)
{
    static const uint32_t bad[] = {0, 1, 3, 4095, 4097, 131073, 1u << 21, UINT32_MAX};
    const uint8_t salt[16] = {0};
    uint8_t k[64];
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        err_clear(&err);
        assert_int_equal(
            crypto_password_key(TEXT("p"), TEXT("r"), TEXT("u1"), salt, bad[i], k, &err),
            ERR_CRYPTO);
        assert_string_equal(err.field, "n");
    }
    assert_int_equal(
        crypto_password_key((struct span){NULL, 0}, TEXT("r"), TEXT("u1"), salt, 2, k, &err),
        ERR_OK);
}

static void
refuses_names_that_do_not_fit(void **state)
{
    static const char name[512] = {'a'};
    const uint8_t salt[16] = {0};
    uint8_t k[64];
    struct err err;

    (void)state;
    assert_int_equal(
        crypto_password_key(TEXT("p"), (struct span){name, 512}, TEXT("u1"), salt, 2, k, &err),
        ERR_CRYPTO);
}

/* Every byte of the blob, the key and the additional data counts, and nothing leaks on failure. */
static void
opens_only_what_was_wrapped(void **state)
{
    uint8_t key[32] = {7};
    const uint8_t nonce[12] = {9};
    const uint8_t seed[32] = {1, 2, 3};
    uint8_t blob[CRYPTO_BLOB_SIZE];
    uint8_t out[32] = {0};
    const uint8_t untouched[32] = {0};
    struct err err;

    (void)state;
    assert_int_equal(crypto_wrap(key, nonce, TEXT("realm\nuser"), seed, blob, &err), ERR_OK);
    for (size_t i = 0; i < sizeof blob; i++) {
        blob[i] ^= 1;
        assert_int_equal(crypto_unwrap(key, TEXT("realm\nuser"), blob, out, &err), ERR_CRYPTO);
        blob[i] ^= 1;
    }
    assert_int_equal(crypto_unwrap(key, TEXT("realm\nuses"), blob, out, &err), ERR_CRYPTO);
    key[31] ^= 1;
    assert_int_equal(crypto_unwrap(key, TEXT("realm\nuser"), blob, out, &err), ERR_CRYPTO);
    assert_memory_equal(out, untouched, 32);
    assert_true(err.hint[0] != '\0');
    key[31] ^= 1;
    assert_int_equal(crypto_unwrap(key, TEXT("realm\nuser"), blob, out, &err), ERR_OK);
    assert_memory_equal(out, seed, 32);
}

static int
start(void **state)
{
    struct err err;

    (void)state;
    return crypto_init(&err) == ERR_OK && crypto_init(&err) == ERR_OK ? 0 : -1;
}

static int
end(void **state)
{
    (void)state;
    crypto_release();
    crypto_release();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_like_sha256),
        cmocka_unit_test(authenticates_like_hmac),
        cmocka_unit_test(compares_wipes_and_draws),
        cmocka_unit_test(signs_like_rfc_8032),
        cmocka_unit_test(signs_a_statement_as_the_appendix_does),
        cmocka_unit_test(refuses_keys_of_small_order),
        cmocka_unit_test(derives_and_wraps_for_training),
        cmocka_unit_test(derives_and_wraps_for_production),
        cmocka_unit_test(refuses_costs_that_are_none),
        cmocka_unit_test(refuses_names_that_do_not_fit),
        cmocka_unit_test(opens_only_what_was_wrapped),
    };

    return cmocka_run_group_tests(tests, start, end);
}
