/*
 * statement.h -- a signed statement: strict reading, canonical writing (ledger.md 2.3, 2.8).
 *
 * A parsed statement holds views into the bytes it was read from; they must live as
 * long as it does. Reading decides shape only; who may say it, whether it refers to
 * something that exists and what the rules think is decided elsewhere.
 */
#ifndef CORE_STATEMENT_H
#define CORE_STATEMENT_H

#include "catalogue.h"
#include "encode.h"
#include "err.h"
#include "instant.h"
#include "limit.h"
#include "tree.h"

#define STATEMENT_DOMAIN "rems-stmt/v1\n" /* before the statement's bytes in the signed message */

struct value {
    bool present;
    int64_t integer;    /* INTEGER, MASS, ENTRY; FLAG 0/1; WORD index; WORDS bit set; KEYS count */
    struct span text;   /* strings: between the quotes; KEYS, SCALAR: the raw JSON */
    instant_t at;       /* INSTANT, INSTANT_OR_DATE: INSTANT_NONE if only a date is known */
    int32_t offset_min; /* beside at */
    day_t day;          /* DATE, EXPIRY (the last valid day), INSTANT_OR_DATE given as a date */
};

struct statement {
    struct span bytes; /* canonical bytes of the whole statement */
    struct span body;  /* the body object, canonical */
    enum statement_type type;
    uint8_t chal[16];
    char idem[UUID_SIZE];
    enum meaning meaning;
    struct span origin;
    struct span signer;
    uint64_t seen_n;
    uint8_t seen_root[TREE_HASH_SIZE];
    struct value value[LIMIT_STATEMENT_FIELDS]; /* by field_index */
};

/* Read and check one statement. Errors name the field ("body.capsules", "chal", "seen.n"). */
ATTR_MUST_CHECK enum err_code statement_parse(struct span bytes, struct statement *out,
                                              struct err *err);

/*
 * Read only the envelope, of a type that the catalogue need not have: type STATEMENT_COUNT then, its
 * name in *type. The body is canonical, not looked into, and no value is present.
 */
ATTR_MUST_CHECK enum err_code statement_parse_envelope(struct span bytes, struct statement *out,
                                                       struct span *type, struct err *err);

/* Read only a body, for what-if questions: type by name, canonical body object.
 * Envelope members of *out are empty. */
ATTR_MUST_CHECK enum err_code statement_parse_body(struct span type, struct span body,
                                                   struct statement *out, struct err *err);

const struct value *statement_value(const struct statement *s, enum field_id id);
/* The subject the statement is about, or an empty span. */
struct span statement_subject(const struct statement *s);

/* The request envelope {"sig":"<base64>","stmt":{...}}, canonical: the statement's bytes are
 * those between `"stmt":` and the last `}`. */
ATTR_MUST_CHECK enum err_code envelope_parse(struct span body, uint8_t sig[64], struct span *stmt,
                                             struct err *err);
void envelope_write(struct buf *b, const uint8_t sig[64], struct span stmt);

/* What a person or program wants to say, before it has a challenge. */
struct statement_draft {
    enum statement_type type;
    const char *origin;
    const char *signer;
    char idem[UUID_SIZE];
    uint8_t chal[16];
    uint64_t seen_n;
    uint8_t seen_root[TREE_HASH_SIZE];
    struct span body; /* canonical body object, from body_write */
};
void statement_write(struct buf *b, const struct statement_draft *d);

/* SHA-256 input of the idempotency fingerprint: the statement without chal and seen. */
void statement_fingerprint_text(const struct statement *s, struct buf *b);

/* One field as a person types it: "subject=F-001", "collected=2008-03-04T09:30:00-05:00", "methods=iud,condom". */
struct body_text {
    struct span name;
    struct span text;
};
/*
 * Make a canonical body from typed fields. Checks each text against its field; fills NEED_NOW
 * fields with `now`. A local time without offset is resolved through `zone` and refused as T-10
 * when it is skipped or ambiguous; one with an offset that the zone does not have is T-10 too.
 * Words of a list are separated by commas; "none" or an empty text is the empty list.
 */
ATTR_MUST_CHECK enum err_code body_write(enum statement_type type, const struct body_text *fields,
                                         size_t count, instant_t now, const struct zone *zone,
                                         struct buf *out, struct err *err);

/* T-10: every instant of the body has an offset that the zone has at that instant. */
ATTR_MUST_CHECK enum err_code statement_check_offsets(const struct statement *s,
                                                      const struct zone *zone, struct err *err);

/* A value as people read it ("negative", "28", "2008-03-04T09:30:00-05:00"). */
void value_text(const struct field *f, const struct value *v, const struct zone *zone,
                struct buf *out);

#endif
