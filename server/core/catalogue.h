/*
 * catalogue.h -- the statement catalogue as data (catalogue.def, vocab.def).
 *
 * Names of constants: STATEMENT_dispense, FIELD_dispense_capsules, RESULT_NEGATIVE.
 * A field's place among the values of its statement is field_index(FIELD_...).
 */
#ifndef CORE_CATALOGUE_H
#define CORE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "span.h"

/* clang-format off */
#define VOCAB(name)     enum name {
#define WORD(c, word)   c,
#define VOCAB_END(name) name##_COUNT };
/* clang-format on */
#include "vocab.def"
#undef VOCAB
#undef WORD
#undef VOCAB_END

enum vocab_id {
    VOCAB_none,
#define VOCAB(name) VOCAB_##name,
#define WORD(c, word)
#define VOCAB_END(name)
#include "vocab.def"
#undef VOCAB
#undef WORD
#undef VOCAB_END
    VOCAB_COUNT
};

enum field_kind {
    KIND_CODE,    /* [A-Za-z0-9][A-Za-z0-9._/-]{0,31} */
    KIND_ID_TEXT, /* a part of an origin: [a-z0-9.-]+ */
    KIND_USER,    /* [a-z0-9][a-z0-9-]{1,31} */
    KIND_NAME,    /* the name of a field: [a-z][a-z0-9_]* */
    KIND_TEXT,    /* free text of one line, not blank */
    KIND_ZONE,    /* IANA zone name */
    KIND_INTEGER,
    KIND_MASS,            /* integer micrograms; people may type 5mg, 2.5mg or 500ug */
    KIND_FLAG,            /* true or false */
    KIND_WORD,            /* one word of a vocabulary */
    KIND_WORDS,           /* an array of different words */
    KIND_DATE,            /* civil date */
    KIND_EXPIRY,          /* civil date, or a month YYYY-MM that means its last day (EXP-2) */
    KIND_INSTANT,         /* with its companion <name>_off, minutes east of UTC (T-1) */
    KIND_INSTANT_OR_DATE, /* a civil date, without companion, where the time is unknown (T-3) */
    KIND_ENTRY,           /* index of an earlier entry of the log */
    KIND_BYTES32,         /* base64 of 32 bytes */
    KIND_BYTES64,         /* base64 of 64 bytes */
    KIND_HEX16,           /* 16 lower-case hex digits */
    KIND_KEYS,            /* an array of base64 keys */
    KIND_SCALAR           /* a string, an integer or a flag: amend's old and new */
};

enum field_need { NEED_REQUIRED, NEED_OPTIONAL, NEED_NOW };

enum statement_scope { SCOPE_SUBJECT, SCOPE_SITE, SCOPE_PEOPLE, SCOPE_LOG };

enum statement_type {
#define STATEMENT(id, type, meaning, signers, scope, says) STATEMENT_##id,
#define FIELD(id, name, kind, need, min, max, words, label)
#include "catalogue.def"
#undef STATEMENT
#undef FIELD
    STATEMENT_COUNT
};

enum field_id {
#define STATEMENT(id, type, meaning, signers, scope, says)
#define FIELD(id, name, kind, need, min, max, words, label) FIELD_##id##_##name,
#include "catalogue.def"
#undef STATEMENT
#undef FIELD
    FIELD_COUNT
};

#define ROLE_BIT(role) (1u << (role))
#define ROLE_SELF      (1u << 31) /* ledger-open: the body's own key signs */

struct field {
    enum field_id id;
    enum statement_type type;
    const char *name;
    const char *label;
    enum field_kind kind;
    enum field_need need;
    int64_t min; /* integers: smallest value; texts: bytes; WORDS: how many */
    int64_t max;
    enum vocab_id words;
};

struct statement_spec {
    enum statement_type type;
    const char *name; /* "dispense" */
    enum meaning meaning;
    uint32_t signers; /* ROLE_BIT of each role that may sign, or ROLE_SELF */
    enum statement_scope scope;
    const char *says;           /* what the signature says, for the screen and the receipt */
    const struct field *fields; /* in form order */
    size_t field_count;
};

const struct statement_spec *catalogue_type(enum statement_type type);
/* The type of this name; STATEMENT_COUNT if there is none. */
enum statement_type catalogue_find(struct span name);
const struct field *catalogue_field(enum field_id id);
/* The field of this name of a type, or NULL. */
const struct field *catalogue_field_named(enum statement_type type, struct span name);
size_t field_index(enum field_id id);

const char *vocab_name(enum vocab_id vocab);
size_t vocab_size(enum vocab_id vocab);
const char *vocab_word(enum vocab_id vocab, int index);
/* Index of a word; -1 if it is none. */
int vocab_find(enum vocab_id vocab, struct span word);

#endif
