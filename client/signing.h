/*
 * signing.h -- from a body to signed bytes, and from an answer to a receipt that was checked.
 */
#ifndef CLIENT_SIGNING_H
#define CLIENT_SIGNING_H

#include "json.h"
#include "state_dir.h"
#include "statement.h"

#define SIGNING_ENVELOPE_MAX (LIMIT_STATEMENT + 256)

/* A new idempotency key. */
ATTR_MUST_CHECK enum err_code signing_new_idem(char out[UUID_SIZE], struct err *err);

/* Write the statement, sign it, and write the envelope that is sent. */
ATTR_MUST_CHECK enum err_code signing_envelope(const struct statement_draft *draft,
                                               const uint8_t seed[32], struct buf *envelope,
                                               struct err *err);

/* An accepted or refused answer, read. */
struct recorded {
    bool accepted;
    bool replayed;
    uint64_t n;
    instant_t at;
    uint8_t leaf[TREE_HASH_SIZE];
    struct seen_head head; /* of the receipt */
    char barcode[80];
};

/*
 * Read the answer to an envelope and check it: the entry holds the very statement and signature that
 * were sent, its leaf hash and index are those of the receipt, and the outcome is the entry's.
 * ERR_BAD_ANSWER otherwise: the daemon then says something else than it recorded.
 * `entry`, where not NULL, receives the entry's bytes.
 */
ATTR_MUST_CHECK enum err_code signing_check(const struct json *answer, const char *origin,
                                            struct span envelope, struct recorded *out,
                                            struct buf *entry, struct err *err);

#endif
