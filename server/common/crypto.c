/* crypto.c -- see crypto.h. */
#include "crypto.h"

#include <assert.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include "encode.h"
#include "limit.h"
#include "seal.h"
#include "statement.h"

#define SCRYPT_R     8u
#define SCRYPT_P     1u
#define SCRYPT_N_MAX (1u << 20) /* 1 GiB: beyond it a server could exhaust its clients */
#define GCM_NONCE    12
#define GCM_TAG      16
#define SEED_SIZE    32
#define DOMAIN_SIZE  (sizeof STATEMENT_DOMAIN - 1)

/* Fetching an algorithm costs more than hashing an entry with it, so it is done once. */
static struct {
    EVP_MD *sha256;
    EVP_MD_CTX *digest; /* of the one thread that hashes */
    EVP_MAC *hmac;
    EVP_MAC_CTX *mac; /* of the same thread */
    EVP_KDF *scrypt;
    EVP_CIPHER *gcm;
} algorithm;

/* What the library says went wrong, without its numbers; the queue is empty afterwards. */
static enum err_code
failed(const char *doing, struct err *err)
{
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());

    ERR_clear_error();
    return err_set(err, ERR_CRYPTO, "check the installation of OpenSSL 3", "%s: %s", doing,
                   reason == NULL ? "no reason given" : reason);
}

enum err_code
crypto_init(struct err *err)
{
    if (algorithm.sha256 != NULL)
        return ERR_OK;
    algorithm.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    algorithm.digest = EVP_MD_CTX_new();
    algorithm.hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    algorithm.mac = EVP_MAC_CTX_new(algorithm.hmac);
    algorithm.scrypt = EVP_KDF_fetch(NULL, "SCRYPT", NULL);
    algorithm.gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    if (algorithm.sha256 != NULL && algorithm.digest != NULL && algorithm.mac != NULL &&
        algorithm.scrypt != NULL && algorithm.gcm != NULL)
        return ERR_OK;
    crypto_release();
    return failed("looking for SHA-256, HMAC, scrypt and AES-256-GCM", err);
}

void
crypto_release(void)
{
    EVP_MD_CTX_free(algorithm.digest);
    EVP_MD_free(algorithm.sha256);
    EVP_MAC_CTX_free(algorithm.mac);
    EVP_MAC_free(algorithm.hmac);
    EVP_KDF_free(algorithm.scrypt);
    EVP_CIPHER_free(algorithm.gcm);
    memset(&algorithm, 0, sizeof algorithm);
}

/* A step of a digest or a MAC that can only fail through a bug of ours. */
static void
must(int done)
{
    assert(done == 1);
    (void)done;
}

void
crypto_sha256_parts(const struct span *parts, size_t count, uint8_t out[32])
{
    assert(algorithm.sha256 != NULL && "crypto_init was not called");
    must(EVP_DigestInit_ex2(algorithm.digest, algorithm.sha256, NULL));
    for (size_t i = 0; i < count; i++)
        must(EVP_DigestUpdate(algorithm.digest, parts[i].p, parts[i].len));
    must(EVP_DigestFinal_ex(algorithm.digest, out, NULL));
}

void
crypto_sha256(struct span data, uint8_t out[32])
{
    crypto_sha256_parts(&data, 1, out);
}

void
crypto_hmac_sha256(const uint8_t key[32], struct span message, uint8_t out[32])
{
    char digest[] = "SHA256";
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                           OSSL_PARAM_construct_end()};

    assert(algorithm.mac != NULL && "crypto_init was not called");
    must(EVP_MAC_init(algorithm.mac, key, 32, params));
    if (message.len > 0)
        must(EVP_MAC_update(algorithm.mac, (const uint8_t *)message.p, message.len));
    must(EVP_MAC_final(algorithm.mac, out, NULL, 32));
}

bool
crypto_equal(const void *a, const void *b, size_t len)
{
    return CRYPTO_memcmp(a, b, len) == 0;
}

enum err_code
crypto_random(void *out, size_t len, struct err *err)
{
    if (RAND_bytes_ex(NULL, out, len, 0) != 1)
        return failed("drawing random bytes", err);
    return ERR_OK;
}

void
crypto_wipe(void *secret, size_t len)
{
    OPENSSL_cleanse(secret, len);
}

/* --- Ed25519 --------------------------------------------------------------------------------- */

void
crypto_public_key(const uint8_t seed[32], uint8_t pub[32])
{
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key_ex(NULL, "ED25519", NULL, seed, SEED_SIZE);
    size_t len = 32;

    assert(key != NULL);
    must(EVP_PKEY_get_raw_public_key(key, pub, &len));
    EVP_PKEY_free(key);
}

enum err_code
crypto_sign(const uint8_t seed[32], struct span message, uint8_t sig[64], struct err *err)
{
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key_ex(NULL, "ED25519", NULL, seed, SEED_SIZE);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t len = 64;
    bool done = key != NULL && context != NULL &&
                EVP_DigestSignInit_ex(context, NULL, NULL, NULL, NULL, key, NULL) == 1 &&
                EVP_DigestSign(context, sig, &len, (const uint8_t *)message.p, message.len) == 1;

    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return done ? ERR_OK : failed("signing", err);
}

bool
crypto_verify(const uint8_t pub[32], struct span message, const uint8_t sig[64])
{
    EVP_PKEY *key = EVP_PKEY_new_raw_public_key_ex(NULL, "ED25519", NULL, pub, 32);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = !key_small_order(pub) && key != NULL && context != NULL &&
                EVP_DigestVerifyInit_ex(context, NULL, NULL, NULL, NULL, key, NULL) == 1 &&
                EVP_DigestVerify(context, sig, 64, (const uint8_t *)message.p, message.len) == 1;

    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    ERR_clear_error(); /* a wrong signature is an answer, not something to report later */
    return good;
}

/* The domain and the statement in one piece: Ed25519 takes its message at once. */
static bool
signed_message(struct span statement, char *storage, struct span *out)
{
    if (statement.len > LIMIT_STATEMENT)
        return false;
    memcpy(storage, STATEMENT_DOMAIN, DOMAIN_SIZE);
    if (statement.len > 0)
        memcpy(storage + DOMAIN_SIZE, statement.p, statement.len);
    *out = (struct span){storage, DOMAIN_SIZE + statement.len};
    return true;
}

enum err_code
crypto_sign_statement(const uint8_t seed[32], struct span statement, uint8_t sig[64],
                      struct err *err)
{
    char storage[DOMAIN_SIZE + LIMIT_STATEMENT];
    struct span message;

    if (!signed_message(statement, storage, &message)) {
        return err_set(err, ERR_TOO_LARGE, "shorten its texts", "%zu bytes; the limit is %d",
                       statement.len, LIMIT_STATEMENT);
    }
    return crypto_sign(seed, message, sig, err);
}

bool
crypto_verify_statement(const uint8_t pub[32], struct span statement, const uint8_t sig[64])
{
    char storage[DOMAIN_SIZE + LIMIT_STATEMENT];
    struct span message;

    return signed_message(statement, storage, &message) && crypto_verify(pub, message, sig);
}

void
crypto_key_id(const uint8_t pub[32], char out[17])
{
    uint8_t hash[32];

    crypto_sha256((struct span){(const char *)pub, 32}, hash);
    hex_encode(hash, 8, out);
}

/* --- password and key ------------------------------------------------------------------------ */

static enum err_code
derive(struct span password, struct span salt, uint32_t n, uint8_t out[64], struct err *err)
{
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(algorithm.scrypt);
    uint64_t cost = n;
    uint32_t r = SCRYPT_R;
    uint32_t p = SCRYPT_P;
    /* N blocks of 128 r bytes and a little beside them; the default of 32 MiB stops at N = 2^14. */
    uint64_t memory = (cost + 4) * 128 * SCRYPT_R + UINT64_C(65536);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, (void *)(uintptr_t)password.p,
                                          password.len),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)(uintptr_t)salt.p, salt.len),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &cost),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory),
        OSSL_PARAM_construct_end(),
    };
    uint8_t derived[64];
    bool done = context != NULL && EVP_KDF_derive(context, derived, sizeof derived, params) == 1;

    EVP_KDF_CTX_free(context);
    if (done)
        memcpy(out, derived, sizeof derived);
    crypto_wipe(derived, sizeof derived);
    return done ? ERR_OK : failed("deriving a key from the password", err);
}

enum err_code
crypto_password_key(struct span password, struct span realm, struct span user,
                    const uint8_t salt[16], uint32_t n, uint8_t out[64], struct err *err)
{
    char storage[64 + LIMIT_ORIGIN + LIMIT_USER_ID];
    struct buf input;

    assert(algorithm.scrypt != NULL && "crypto_init was not called");
    if (n < 2 || n > SCRYPT_N_MAX || (n & (n - 1)) != 0) {
        return err_field(err, ERR_CRYPTO, "n", "ask the operator of the server",
                         "scrypt cost %u is not a power of two from 2 to %u", n, SCRYPT_N_MAX);
    }
    buf_init(&input, storage, sizeof storage);
    kdf_salt(&input, realm, user, salt);
    if (input.failed) {
        return err_set(err, ERR_CRYPTO, "check both names",
                       "realm or user id is too long: %zu, %zu", realm.len, user.len);
    }
    if (password.len == 0)
        password = (struct span){"", 0};
    return derive(password, buf_view(&input), n, out, err);
}

/* One AES-256-GCM pass over 32 bytes. Sealing writes the tag, opening checks it. */
static bool
gcm(bool sealing, const uint8_t key[32], const uint8_t nonce[GCM_NONCE], struct span aad,
    const uint8_t in[SEED_SIZE], uint8_t out[SEED_SIZE], uint8_t tag[GCM_TAG])
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    uint8_t rest[16]; /* GCM has no padding: nothing is written here */
    int len = 0;
    bool done = context != NULL &&
                EVP_CipherInit_ex2(context, algorithm.gcm, key, nonce, sealing, NULL) == 1 &&
                EVP_CipherUpdate(context, NULL, &len, (const uint8_t *)aad.p, (int)aad.len) == 1 &&
                EVP_CipherUpdate(context, out, &len, in, SEED_SIZE) == 1 && len == SEED_SIZE;

    if (done && !sealing)
        done = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, GCM_TAG, tag) == 1;
    done = done && EVP_CipherFinal_ex(context, rest, &len) == 1;
    if (done && sealing)
        done = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, GCM_TAG, tag) == 1;
    EVP_CIPHER_CTX_free(context);
    return done;
}

enum err_code
crypto_wrap(const uint8_t key[32], const uint8_t nonce[12], struct span aad, const uint8_t seed[32],
            uint8_t blob[CRYPTO_BLOB_SIZE], struct err *err)
{
    uint8_t made[CRYPTO_BLOB_SIZE];

    assert(algorithm.gcm != NULL && aad.len > 0 && aad.len <= LIMIT_ORIGIN + LIMIT_USER_ID + 64);
    memcpy(made, nonce, GCM_NONCE);
    if (!gcm(true, key, nonce, aad, seed, made + GCM_NONCE, made + GCM_NONCE + SEED_SIZE))
        return failed("wrapping the key", err);
    memcpy(blob, made, sizeof made);
    return ERR_OK;
}

enum err_code
crypto_unwrap(const uint8_t key[32], struct span aad, const uint8_t blob[CRYPTO_BLOB_SIZE],
              uint8_t seed[32], struct err *err)
{
    uint8_t opened[SEED_SIZE];
    uint8_t tag[GCM_TAG];
    bool done;

    assert(algorithm.gcm != NULL && aad.len > 0 && aad.len <= LIMIT_ORIGIN + LIMIT_USER_ID + 64);
    memcpy(tag, blob + GCM_NONCE + SEED_SIZE, sizeof tag);
    done = gcm(false, key, blob, aad, blob + GCM_NONCE, opened, tag);
    if (done)
        memcpy(seed, opened, sizeof opened);
    crypto_wipe(opened, sizeof opened);
    ERR_clear_error();
    if (!done) {
        return err_set(err, ERR_CRYPTO, "check the password; if it is right, ask for a new code",
                       "the stored key does not open with this password for this user");
    }
    return ERR_OK;
}
