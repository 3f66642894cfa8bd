/*
 * entry.h -- an entry of the log: a signed statement in the daemon's envelope (ledger.md 2.3, 2.8).
 */
#ifndef CORE_ENTRY_H
#define CORE_ENTRY_H

#include "gates.h"
#include "statement.h"

/* What the daemon decided, where at least one gate was evaluated. */
struct decision {
    bool present;
    bool accepted;
    gate_set fail; /* failing gates; written in gate order */
    gate_set over; /* those that an override lifted */
    gate_set dev;  /* deviations recorded */
    char program[LIMIT_CODE + 1];
    char edition[LIMIT_CODE + 1];
    uint8_t rules[32]; /* SHA-256 of the three files' digests */
};

struct entry {
    instant_t at;
    char key[17]; /* 16 hex of SHA-256 of the signer's public key */
    uint64_t n;
    uint8_t sig[64];
    char host[17]; /* "" when there is none */
    struct decision dec;
    struct span stmt; /* canonical bytes of the statement */
};

void entry_write(struct buf *b, const struct entry *e);

/* Read an entry of our own log; strict. The statement stays a view into bytes. */
ATTR_MUST_CHECK enum err_code entry_parse(struct span bytes, struct entry *out, struct err *err);

/* The receipt before there are checkpoints (ledger.md 2.8), canonical. */
void receipt_write(struct buf *b, const char *origin, uint64_t n, const uint8_t leaf[32],
                   uint64_t size, const uint8_t root[32]);
/* ASCII for a bar code: R1/<n>/<base32 of the first 16 bytes of the leaf hash>. */
void receipt_barcode(struct buf *b, uint64_t n, const uint8_t leaf[32]);

#endif
