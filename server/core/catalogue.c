/* catalogue.c -- see catalogue.h. */
#include "catalogue.h"

#include <assert.h>

#include "limit.h"

/* --- vocabularies ------------------------------------------------------------------------- */

struct vocab {
    const char *name;
    const char *const *words;
    size_t size;
};

/* clang-format off */
static const struct vocab vocabularies[VOCAB_COUNT] = {
    [VOCAB_none] = {"none", NULL, 0},
#define VOCAB(name)     [VOCAB_##name] = {#name, (const char *const[]){
#define WORD(c, word)   word,
#define VOCAB_END(name) }, name##_COUNT},
#include "vocab.def"
#undef VOCAB
#undef WORD
#undef VOCAB_END
};
/* clang-format on */

const char *
vocab_name(enum vocab_id vocab)
{
    assert(vocab < VOCAB_COUNT);
    return vocabularies[vocab].name;
}

size_t
vocab_size(enum vocab_id vocab)
{
    assert(vocab < VOCAB_COUNT);
    return vocabularies[vocab].size;
}

const char *
vocab_word(enum vocab_id vocab, int index)
{
    assert(vocab < VOCAB_COUNT);
    assert(index >= 0 && (size_t)index < vocabularies[vocab].size);
    return vocabularies[vocab].words[index];
}

int
vocab_find(enum vocab_id vocab, struct span word)
{
    assert(vocab < VOCAB_COUNT);
    for (size_t i = 0; i < vocabularies[vocab].size; i++) {
        if (span_is(word, vocabularies[vocab].words[i]))
            return (int)i;
    }
    return -1;
}

/* --- statement types and fields ----------------------------------------------------------- */

/* The names that catalogue.def has in its column of signers. */
enum {
    ADMINISTRATOR = ROLE_BIT(ROLE_ADMINISTRATOR),
    COORDINATOR = ROLE_BIT(ROLE_COORDINATOR),
    COUNSELLOR = ROLE_BIT(ROLE_COUNSELLOR),
    PHARMACIST = ROLE_BIT(ROLE_PHARMACIST),
    PRESCRIBER = ROLE_BIT(ROLE_PRESCRIBER)
};
#define SELF ROLE_SELF

/* clang-format off */
static const struct field fields[FIELD_COUNT] = {
#define STATEMENT(id, type, meaning, signers, scope, says)
#define FIELD(id, name, kind, need, min, max, words, label)                                        \
    {FIELD_##id##_##name, STATEMENT_##id, #name, label, KIND_##kind, NEED_##need, min, max,        \
     VOCAB_##words},
#include "catalogue.def"
#undef STATEMENT
#undef FIELD
};

/* One byte a field: the size of a layout is how many fields a type has, and one more. */
struct layout_begin {
    char none;
#define STATEMENT(id, type, meaning, signers, scope, says) }; struct layout_##id { char none;
#define FIELD(id, name, kind, need, min, max, words, label) char name##_;
#include "catalogue.def"
#undef STATEMENT
#undef FIELD
};

/* Where the fields of a type begin: the type itself takes no number. */
enum {
#define STATEMENT(id, type, meaning, signers, scope, says) FIRST_##id, BEFORE_##id = FIRST_##id - 1,
#define FIELD(id, name, kind, need, min, max, words, label) PLACE_##id##_##name,
#include "catalogue.def"
#undef STATEMENT
#undef FIELD
};

static const struct statement_spec specs[STATEMENT_COUNT] = {
#define STATEMENT(id, type, meaning, signers, scope, says)                                         \
    {STATEMENT_##id, type, MEANING_##meaning, (uint32_t)(signers), SCOPE_##scope, says,            \
     fields + FIRST_##id, sizeof(struct layout_##id) - 1},
#define FIELD(id, name, kind, need, min, max, words, label)
#include "catalogue.def"
#undef STATEMENT
#undef FIELD
};

#define STATEMENT(id, type, meaning, signers, scope, says) \
    _Static_assert(sizeof(struct layout_##id) - 1 <= LIMIT_STATEMENT_FIELDS, "too many fields");
#define FIELD(id, name, kind, need, min, max, words, label) \
    _Static_assert(sizeof(#name) <= LIMIT_FIELD_NAME + 1, "field name too long");
#include "catalogue.def"
#undef STATEMENT
#undef FIELD

/* clang-format on */

const struct statement_spec *
catalogue_type(enum statement_type type)
{
    assert(type < STATEMENT_COUNT);
    return &specs[type];
}

enum statement_type
catalogue_find(struct span name)
{
    for (size_t i = 0; i < STATEMENT_COUNT; i++) {
        if (span_is(name, specs[i].name))
            return specs[i].type;
    }
    return STATEMENT_COUNT;
}

const struct field *
catalogue_field(enum field_id id)
{
    assert(id < FIELD_COUNT);
    return &fields[id];
}

const struct field *
catalogue_field_named(enum statement_type type, struct span name)
{
    const struct statement_spec *spec = catalogue_type(type);

    for (size_t i = 0; i < spec->field_count; i++) {
        if (span_is(name, spec->fields[i].name))
            return &spec->fields[i];
    }
    return NULL;
}

size_t
field_index(enum field_id id)
{
    const struct field *field = catalogue_field(id);

    return (size_t)(field - specs[field->type].fields);
}
