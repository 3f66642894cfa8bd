/* body.c -- reading a body by the catalogue; see body.h. */
#include "body.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "canon.h"
#include "seal.h"
#include "shape.h"

#define SHOWN_MAX 48 /* bytes of a wrong value that a message repeats */

struct reading {
    const struct statement_spec *spec;
    struct value *value;                       /* by field_index */
    bool offset_given[LIMIT_STATEMENT_FIELDS]; /* by field_index */
    struct err *err;
};

bool
field_is_instant(const struct field *f)
{
    return f->kind == KIND_INSTANT || f->kind == KIND_INSTANT_OR_DATE;
}

void
field_path(const struct field *f, bool offset, char out[FIELD_PATH_MAX])
{
    (void)snprintf(out, FIELD_PATH_MAX, "body.%s%s", f->name, offset ? OFFSET_SUFFIX : "");
}

/* --- what is said about a bad value ------------------------------------------------------- */

struct kind_spec {
    enum canon_kind json;
    const char *must; /* "it must be ..." */
    const char *hint;
};

static const struct kind_spec kinds[] = {
    [KIND_CODE] = {CANON_STRING, "letters, digits and . _ / -, a letter or digit first",
                   "enter the code as it is printed, without spaces"},
    [KIND_ID_TEXT] = {CANON_STRING, "a-z, 0-9, '.' and '-'", "use the part of the log's origin"},
    [KIND_USER] = {CANON_STRING, "a user id: 2 to 32 of a-z, 0-9 and -, no - first",
                   "enter the user's id"},
    [KIND_NAME] = {CANON_STRING, "a field's name: a-z, 0-9 and _", "enter the name of a field"},
    [KIND_TEXT] = {CANON_STRING, "one line of text, not blank",
                   "write a sentence, or a shorter one"},
    [KIND_ZONE] = {CANON_STRING, "the name of a time zone", "enter it like America/New_York"},
    [KIND_INTEGER] = {CANON_INTEGER, "a whole number", "enter a number within the limits"},
    [KIND_MASS] = {CANON_INTEGER, "whole micrograms", "enter a mass within the limits, like 5mg"},
    [KIND_FLAG] = {CANON_BOOL, "true or false, as far as allowed here",
                   "leave it out, or correct it"},
    [KIND_WORD] = {CANON_STRING, "one of the words for it", ""},
    [KIND_WORDS] = {CANON_ARRAY, "a list of different words for it", ""},
    [KIND_DATE] = {CANON_STRING, "a date that exists", "enter it like 2008-03-04"},
    [KIND_EXPIRY] = {CANON_STRING, "a date that exists, or a month",
                     "enter it like 2009-06-30 or 2009-06"},
    [KIND_INSTANT] = {CANON_STRING, "an instant in UTC with microseconds",
                      "write it like 2008-03-04T14:30:00.000000Z"},
    [KIND_INSTANT_OR_DATE] = {CANON_STRING, "an instant in UTC with microseconds, or a date",
                              "write it like 2008-03-04T14:30:00.000000Z or 2008-03-04"},
    [KIND_ENTRY] = {CANON_INTEGER, "the number of an entry", "enter the entry's number, from 0"},
    [KIND_BYTES32] = {CANON_STRING, "base64 of 32 bytes",
                      "encode it by RFC 4648 section 4, with padding"},
    [KIND_BYTES64] = {CANON_STRING, "base64 of 64 bytes",
                      "encode it by RFC 4648 section 4, with padding"},
    [KIND_HEX16] = {CANON_STRING, "16 hex digits in lower case", "copy the key's fingerprint"},
    [KIND_KEYS] = {CANON_ARRAY, "a list of public keys, base64 of 32 bytes each",
                   "correct the list"},
    [KIND_SCALAR] = {CANON_STRING, "a text, a whole number, or true or false",
                     "give the value as it stands in the entry"},
};

/* The kinds whose min and max count the bytes of a text. */
static bool
limits_are_bytes(const struct field *f)
{
    return f->kind == KIND_CODE || f->kind == KIND_ID_TEXT || f->kind == KIND_NAME ||
           f->kind == KIND_TEXT || f->kind == KIND_ZONE || f->kind == KIND_SCALAR;
}

/* ", 1 to 1000" after what a value must be. */
static void
limits_text(const struct field *f, char *out, size_t size)
{
    const char *unit = "";

    out[0] = '\0';
    if (limits_are_bytes(f))
        unit = " bytes";
    else if (f->kind == KIND_WORDS || f->kind == KIND_KEYS)
        unit = " of them";
    else if (f->kind != KIND_INTEGER && f->kind != KIND_MASS)
        return;
    (void)snprintf(out, size, ", %lld to %lld%s", (long long)f->min, (long long)f->max, unit);
}

static void
words_text(enum vocab_id vocab, struct buf *b)
{
    buf_text(b, "use");
    for (size_t i = 0; i < vocab_size(vocab); i++) {
        buf_text(b, i == 0 ? " " : ", ");
        buf_text(b, vocab_word(vocab, (int)i));
    }
}

/* Free text and a birth date are about a person: a message does not repeat them. */
static bool
value_may_be_shown(const struct field *f)
{
    return f->kind != KIND_TEXT && f->kind != KIND_SCALAR && f->id != FIELD_enrol_born;
}

static enum err_code
bad_value(const struct field *f, struct span raw, struct err *err)
{
    char path[FIELD_PATH_MAX];
    char limits[64];
    char hint_text[ERR_HINT_MAX];
    struct buf hint;

    field_path(f, false, path);
    limits_text(f, limits, sizeof(limits));
    buf_init(&hint, hint_text, sizeof(hint_text));
    if (f->words == VOCAB_none)
        buf_text(&hint, kinds[f->kind].hint);
    else
        words_text(f->words, &hint);
    if (!value_may_be_shown(f))
        return err_field(err, ERR_BAD_FIELD, path, hint_text, "\"%s\" must be %s%s", f->name,
                         kinds[f->kind].must, limits);
    return err_field(err, ERR_BAD_FIELD, path, hint_text, "\"%s\" is %.*s; it must be %s%s",
                     f->name, (int)(raw.len < SHOWN_MAX ? raw.len : SHOWN_MAX), raw.p,
                     kinds[f->kind].must, limits);
}

/* --- one value ---------------------------------------------------------------------------- */

/* Bytes of a text without its escapes. */
static int64_t
text_size(struct span text)
{
    int64_t size = 0;

    for (size_t i = 0; i < text.len; i++, size++) {
        if (text.p[i] == '\\')
            i++;
    }
    return size;
}

static bool
is_blank(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] != ' ')
            return false;
    }
    return true;
}

static bool
between(const struct field *f, int64_t value)
{
    return value >= f->min && value <= f->max;
}

static bool
read_words(const struct field *f, struct span list, struct value *v)
{
    struct canon_walk walk;
    struct canon_item item;
    int64_t count = 0;

    canon_walk_init(&walk, list);
    for (v->integer = 0; canon_next(&walk, &item); count++) {
        int word = item.kind == CANON_STRING ? vocab_find(f->words, item.text) : -1;

        if (word < 0 || (v->integer >> word & 1) != 0)
            return false;
        v->integer |= INT64_C(1) << word;
    }
    return between(f, count);
}

static bool
read_keys(const struct field *f, struct span list, struct value *v)
{
    struct canon_walk walk;
    struct canon_item item;
    uint8_t key[32];

    canon_walk_init(&walk, list);
    for (v->integer = 0; canon_next(&walk, &item); v->integer++) {
        if (item.kind != CANON_STRING || !base64_decode(item.text, key, sizeof(key)))
            return false;
    }
    return between(f, v->integer);
}

/* A month only as YYYY-MM here; the other forms that people type are for body_write. */
static bool
read_expiry(struct span text, struct value *v)
{
    if (day_parse(text, &v->day))
        return true;
    return text.len == 7 && text.p[4] == '-' && month_parse(text, &v->day);
}

static bool
read_base64(struct span text, size_t len)
{
    uint8_t bytes[64];

    return base64_decode(text, bytes, len);
}

static bool
read_text(const struct field *f, struct span text, struct value *v)
{
    v->text = text;
    switch (f->kind) {
    case KIND_CODE:
        return shape_code(text);
    case KIND_ID_TEXT:
        return shape_id_text(text);
    case KIND_USER:
        return user_id_ok(text);
    case KIND_NAME:
        return shape_name(text);
    case KIND_TEXT:
        return !is_blank(text);
    case KIND_ZONE:
        return shape_zone(text);
    case KIND_WORD:
        v->integer = vocab_find(f->words, text);
        return v->integer >= 0;
    case KIND_DATE:
        return day_parse(text, &v->day);
    case KIND_EXPIRY:
        return read_expiry(text, v);
    case KIND_INSTANT:
        return instant_parse(text, &v->at);
    case KIND_INSTANT_OR_DATE:
        return instant_parse(text, &v->at) || day_parse(text, &v->day);
    case KIND_BYTES32:
        return read_base64(text, 32);
    case KIND_BYTES64:
        return read_base64(text, 64);
    default:
        assert(f->kind == KIND_HEX16);
        return shape_hex16(text);
    }
}

static bool
read_scalar(const struct field *f, const struct canon_item *item, struct value *v)
{
    v->text = item->raw;
    v->integer = item->integer;
    if (item->kind == CANON_STRING)
        return between(f, text_size(item->text));
    return item->kind == CANON_INTEGER || item->kind == CANON_BOOL;
}

static bool
read_value(const struct field *f, const struct canon_item *item, struct value *v)
{
    v->integer = item->integer;
    if (f->kind == KIND_SCALAR)
        return read_scalar(f, item, v);
    if (item->kind != kinds[f->kind].json)
        return false;
    v->text = item->raw;
    switch (f->kind) {
    case KIND_INTEGER:
    case KIND_MASS:
    case KIND_FLAG:
        return between(f, v->integer);
    case KIND_ENTRY:
        return v->integer >= 0;
    case KIND_WORDS:
        return read_words(f, item->raw, v);
    case KIND_KEYS:
        return read_keys(f, item->raw, v);
    default:
        if (limits_are_bytes(f) && !between(f, text_size(item->text)))
            return false;
        return read_text(f, item->text, v);
    }
}

bool
body_value(const struct field *f, struct span raw, struct value *out)
{
    struct value v = {.present = true, .at = INSTANT_NONE, .day = DAY_NONE};
    char list[(size_t)LIMIT_TEXT * 2 + sizeof("[\"\"]")]; /* each byte of a text may be escaped */
    struct canon_walk walk;
    struct canon_item item;
    struct buf b;

    /* As the only element of a list, so that the one reader of canonical JSON reads it. */
    buf_init(&b, list, sizeof list);
    buf_char(&b, '[');
    buf_span(&b, raw);
    buf_char(&b, ']');
    if (b.failed)
        return false;
    canon_walk_init(&walk, buf_view(&b));
    if (!canon_next(&walk, &item) || !read_value(f, &item, &v))
        return false;
    /* Views lead into the caller's bytes, not into the list. */
    v.text.p = raw.p + (v.text.p - (list + 1));
    *out = v;
    return true;
}

/* --- the members -------------------------------------------------------------------------- */

enum err_code
body_unknown_field(const struct statement_spec *spec, struct span name, struct err *err)
{
    char path[FIELD_PATH_MAX];
    int len = (int)(name.len < 40 ? name.len : 40);

    (void)snprintf(path, sizeof(path), "body.%.*s", len, name.p);
    return err_field(err, ERR_UNKNOWN_FIELD, path, "leave it out, or correct its name",
                     "\"%s\" has no field \"%.*s\"", spec->name, len, name.p);
}

static enum err_code
missing_field(const struct reading *r, const struct field *f, bool offset, const char *hint)
{
    char path[FIELD_PATH_MAX];

    field_path(f, offset, path);
    return err_field(r->err, ERR_MISSING_FIELD, path, hint, "\"%s\" needs the field \"%s\"",
                     r->spec->name, path + sizeof("body.") - 1);
}

/* The field whose companion this key is, or NULL. */
static const struct field *
field_of_offset(const struct reading *r, struct span key)
{
    size_t suffix = sizeof(OFFSET_SUFFIX) - 1;
    const struct field *f;

    if (key.len <= suffix || memcmp(key.p + key.len - suffix, OFFSET_SUFFIX, suffix) != 0)
        return NULL;
    key.len -= suffix;
    f = catalogue_field_named(r->spec->type, key);
    return f != NULL && field_is_instant(f) ? f : NULL;
}

/* Its instant sorts before it and has been met, if it is there. */
static enum err_code
read_offset(struct reading *r, const struct field *f, const struct canon_item *item)
{
    struct value *v = &r->value[field_index(f->id)];
    char path[FIELD_PATH_MAX];

    field_path(f, true, path);
    if (!v->present)
        return missing_field(r, f, false, "leave the offset out too, or add the time");
    if (v->at == INSTANT_NONE)
        return err_field(r->err, ERR_BAD_FIELD, path, "leave it out, or give the time of day",
                         "\"%s\" is a date alone, which has no offset", f->name);
    if (item->kind != CANON_INTEGER || item->integer < -OFFSET_LIMIT_MIN ||
        item->integer > OFFSET_LIMIT_MIN)
        return err_field(r->err, ERR_BAD_FIELD, path, "give the minutes east of UTC, as -300",
                         "the offset must be a whole number of minutes, -%d to %d",
                         OFFSET_LIMIT_MIN, OFFSET_LIMIT_MIN);
    v->offset_min = (int32_t)item->integer;
    r->offset_given[field_index(f->id)] = true;
    return ERR_OK;
}

static enum err_code
read_member(struct reading *r, const struct canon_item *item)
{
    const struct field *f = catalogue_field_named(r->spec->type, item->key);
    const struct field *instant = f == NULL ? field_of_offset(r, item->key) : NULL;
    struct value *v;

    if (instant != NULL)
        return read_offset(r, instant, item);
    if (f == NULL)
        return body_unknown_field(r->spec, item->key, r->err);
    v = &r->value[field_index(f->id)];
    if (!read_value(f, item, v))
        return bad_value(f, item->raw, r->err);
    v->present = true;
    return ERR_OK;
}

static enum err_code
check_complete(const struct reading *r)
{
    for (size_t i = 0; i < r->spec->field_count; i++) {
        const struct field *f = &r->spec->fields[i];
        const struct value *v = &r->value[i];

        if (!v->present && f->need != NEED_OPTIONAL)
            return missing_field(r, f, false, "add it");
        if (v->present && v->at != INSTANT_NONE && !r->offset_given[i])
            return missing_field(r, f, true, "add the minutes east of UTC, as -300");
    }
    return ERR_OK;
}

enum err_code
body_parse(enum statement_type type, struct span body, struct value value[LIMIT_STATEMENT_FIELDS],
           struct err *err)
{
    struct reading r = {.spec = catalogue_type(type), .value = value, .err = err};
    struct canon_walk walk;
    struct canon_item item;

    for (size_t i = 0; i < LIMIT_STATEMENT_FIELDS; i++)
        value[i] = (struct value){.at = INSTANT_NONE, .day = DAY_NONE};
    canon_walk_init(&walk, body);
    while (canon_next(&walk, &item)) {
        enum err_code code = read_member(&r, &item);

        if (code != ERR_OK)
            return code;
    }
    return check_complete(&r);
}
