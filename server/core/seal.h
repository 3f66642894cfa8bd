/*
 * seal.h -- the small fixed messages of ledger.md 2.8: challenge, proof of possession, KDF input.
 *
 * Pure: HMAC and hash are arguments or left to the caller.
 */
#ifndef CORE_SEAL_H
#define CORE_SEAL_H

#include "buf.h"
#include "err.h"
#include "limit.h"

#define CHALLENGE_SIZE 16

typedef void seal_hmac_fn(const uint8_t key[32], struct span message, uint8_t out[32]);

/* 16 bytes: unix second (4, big endian), random (4), first 8 bytes of the HMAC. */
void challenge_make(seal_hmac_fn *hmac, const uint8_t key[32], uint32_t unix_s,
                    const uint8_t random[4], struct span origin, struct span signer,
                    uint8_t out[CHALLENGE_SIZE]);
/* Ours, for this origin and signer, and fresh at unix_s (at most 120 s old, at most 5 s ahead). */
bool challenge_fresh(seal_hmac_fn *hmac, const uint8_t key[32], int64_t unix_s, struct span origin,
                     struct span signer, const uint8_t challenge[CHALLENGE_SIZE]);

/* The realm is the origin up to its first '/'. */
struct span origin_realm(struct span origin);
bool origin_ok(struct span origin);
bool user_id_ok(struct span user);

void pop_message(struct buf *b, struct span realm, struct span user, const uint8_t pub[32]);
void kdf_salt(struct buf *b, struct span realm, struct span user, const uint8_t salt[16]);
void wrap_aad(struct buf *b, struct span realm, struct span user, const uint8_t pub[32]);
void fake_salt(seal_hmac_fn *hmac, const uint8_t key[32], struct span realm, struct span user,
               uint8_t out[16]);

/* One of the seven encodings of small order, to which one signature fits any text (Appendix C). */
bool key_small_order(const uint8_t pub[32]);

#endif
