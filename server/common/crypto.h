/*
 * crypto.h -- OpenSSL's digests, signatures and key derivation, behind one door.
 *
 * The only file that includes openssl/evp.h is crypto.c (TLS has its own door). Functions that
 * cannot fail in a working installation assert; the others report ERR_CRYPTO.
 *
 * Digests, HMAC and crypto_key_id share one context and belong to one thread; signatures, password
 * keys and wrapping may run in any.
 */
#ifndef COMMON_CRYPTO_H
#define COMMON_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "span.h"

/* Fetch algorithms once; call before anything else in this header. */
ATTR_MUST_CHECK enum err_code crypto_init(struct err *err);
void crypto_release(void);

void crypto_sha256(struct span data, uint8_t out[32]);
/* Of several pieces: a tree_hash_fn (core/tree.h). */
void crypto_sha256_parts(const struct span *parts, size_t count, uint8_t out[32]);
/* A seal_hmac_fn (core/seal.h). */
void crypto_hmac_sha256(const uint8_t key[32], struct span message, uint8_t out[32]);
bool crypto_equal(const void *a, const void *b, size_t len); /* constant time */
ATTR_MUST_CHECK enum err_code crypto_random(void *out, size_t len, struct err *err);
void crypto_wipe(void *secret, size_t len);

/* Ed25519. */
void crypto_public_key(const uint8_t seed[32], uint8_t pub[32]);
ATTR_MUST_CHECK enum err_code crypto_sign(const uint8_t seed[32], struct span message,
                                          uint8_t sig[64], struct err *err);
/* False for a wrong signature and for every public key of small order. */
bool crypto_verify(const uint8_t pub[32], struct span message, const uint8_t sig[64]);
/* The signed message of a statement: STATEMENT_DOMAIN then its bytes. */
ATTR_MUST_CHECK enum err_code crypto_sign_statement(const uint8_t seed[32], struct span statement,
                                                    uint8_t sig[64], struct err *err);
bool crypto_verify_statement(const uint8_t pub[32], struct span statement, const uint8_t sig[64]);
/* First 16 hex of SHA-256 of a public key. */
void crypto_key_id(const uint8_t pub[32], char out[17]);

/* scrypt, r=8 p=1, 64 bytes: out[0:32] is the login secret, out[32:64] wraps the key (ledger.md 2.3). */
ATTR_MUST_CHECK enum err_code crypto_password_key(struct span password, struct span realm,
                                                  struct span user, const uint8_t salt[16],
                                                  uint32_t n, uint8_t out[64], struct err *err);
/* blob = 12-byte nonce, 32 bytes, 16-byte tag (AES-256-GCM, AAD of ledger.md 2.8). */
#define CRYPTO_BLOB_SIZE 60
ATTR_MUST_CHECK enum err_code crypto_wrap(const uint8_t key[32], const uint8_t nonce[12],
                                          struct span aad, const uint8_t seed[32],
                                          uint8_t blob[CRYPTO_BLOB_SIZE], struct err *err);
ATTR_MUST_CHECK enum err_code crypto_unwrap(const uint8_t key[32], struct span aad,
                                            const uint8_t blob[CRYPTO_BLOB_SIZE], uint8_t seed[32],
                                            struct err *err);

#endif
