/*
 * statement.c -- the envelope of a statement, and that of a request; bodies: body.h.
 */
#include "statement.h"

#include <assert.h>
#include <string.h>

#include "body.h"
#include "canon.h"
#include "members.h"
#include "seal.h"
#include "shape.h"

/* Bytes that {"sig":"...","stmt":...} adds to a statement. */
#define ENVELOPE_MORE (sizeof("{\"sig\":\"\",\"stmt\":}") - 1 + BASE64_SIZE(64) - 1)

/* --- reading ------------------------------------------------------------------------------ */

/* Canonical, within the limits, and an object. */
static enum err_code
check_object(struct span doc, size_t max, int depth, const char *what, struct err *err)
{
    enum err_code code;

    if (doc.len > max)
        return err_set(err, ERR_TOO_LARGE, "send less", "%s has %zu bytes; at most %zu are allowed",
                       what, doc.len, max);
    code = canon_check(doc, depth, err);
    if (code != ERR_OK)
        return code;
    if (doc.p[0] != '{')
        return err_set(err, ERR_BAD_SYNTAX, "send an object", "%s must be an object", what);
    return ERR_OK;
}

static void
read_seen(struct members *outer, struct statement *s)
{
    struct members m;

    members_enter(&m, outer, "seen", "seen.");
    s->seen_n = (uint64_t)members_integer(&m, "n", 0, LIMIT_INTEGER);
    members_bytes(&m, "root", s->seen_root, sizeof(s->seen_root));
    members_leave(&m, outer);
}

static enum err_code
read_envelope(struct span bytes, struct statement *s, struct span *type, struct span *meaning,
              struct err *err)
{
    struct members m;
    struct span idem;
    int found;

    members_init(&m, bytes, "", err);
    s->bytes = bytes;
    s->body = members_object(&m, "body");
    members_bytes(&m, "chal", s->chal, sizeof(s->chal));
    idem = members_text(&m, "idem", uuid_is, "a uuid, 8-4-4-4-12 lower-case hex digits");
    *meaning = members_text(&m, "meaning", shape_word, "a word of a-z, 0-9 and -");
    s->origin = members_text(&m, "origin", origin_ok, "an origin like host/site/study");
    read_seen(&m, s);
    s->signer = members_text(&m, "signer", user_id_ok, "a user id, 2 to 32 of a-z, 0-9 and -");
    *type = members_text(&m, "t", shape_word, "a statement type");
    members_integer(&m, "v", 1, 1);
    if (members_end(&m) != ERR_OK)
        return m.code;
    memcpy(s->idem, idem.p, UUID_SIZE - 1);
    s->idem[UUID_SIZE - 1] = '\0';
    s->type = catalogue_find(*type);
    found = vocab_find(VOCAB_meaning, *meaning);
    s->meaning = found < 0 ? meaning_COUNT : (enum meaning)found;
    return ERR_OK;
}

static enum err_code
parse_envelope(struct span bytes, struct statement *s, struct span *type, struct span *meaning,
               struct err *err)
{
    enum err_code code =
        check_object(bytes, LIMIT_STATEMENT, LIMIT_STATEMENT_DEPTH, "the statement", err);

    return code != ERR_OK ? code : read_envelope(bytes, s, type, meaning, err);
}

enum err_code
statement_parse_envelope(struct span bytes, struct statement *out, struct span *type,
                         struct err *err)
{
    struct statement s = {0};
    struct span name, meaning;
    enum err_code code = parse_envelope(bytes, &s, &name, &meaning, err);

    if (code != ERR_OK)
        return code;
    if (s.meaning == meaning_COUNT)
        return err_field(err, ERR_BAD_FIELD, "meaning", "use the type's meaning",
                         "\"%.*s\" is no meaning of a signature", (int)meaning.len, meaning.p);
    *out = s;
    *type = name;
    return ERR_OK;
}

static enum err_code
unknown_type(struct span type, const char *field, struct err *err)
{
    return err_field(err, ERR_UNKNOWN_TYPE, field, "see docs/STATEMENTS.md for the types",
                     "there is no statement type \"%.*s\"", (int)(type.len < 48 ? type.len : 48),
                     type.p);
}

enum err_code
statement_parse(struct span bytes, struct statement *out, struct err *err)
{
    struct statement s = {0};
    struct span type, meaning;
    const struct statement_spec *spec;
    enum err_code code = parse_envelope(bytes, &s, &type, &meaning, err);

    if (code != ERR_OK)
        return code;
    if (s.type == STATEMENT_COUNT)
        return unknown_type(type, "t", err);
    spec = catalogue_type(s.type);
    if (s.meaning != spec->meaning)
        return err_field(err, ERR_BAD_FIELD, "meaning", "use the type's meaning",
                         "\"%.*s\" is not what \"%s\" means; it must be \"%s\"", (int)meaning.len,
                         meaning.p, spec->name, vocab_word(VOCAB_meaning, (int)spec->meaning));
    code = body_parse(s.type, s.body, s.value, err);
    if (code == ERR_OK)
        *out = s;
    return code;
}

enum err_code
statement_parse_body(struct span type, struct span body, struct statement *out, struct err *err)
{
    struct statement s = {.type = catalogue_find(type), .body = body};
    enum err_code code;

    if (s.type == STATEMENT_COUNT)
        return unknown_type(type, "type", err);
    code = check_object(body, LIMIT_STATEMENT, LIMIT_STATEMENT_DEPTH - 1, "the body", err);
    if (code == ERR_OK)
        code = body_parse(s.type, body, s.value, err);
    if (code == ERR_OK) {
        s.meaning = catalogue_type(s.type)->meaning;
        *out = s;
    }
    return code;
}

enum err_code
envelope_parse(struct span body, uint8_t sig[64], struct span *stmt, struct err *err)
{
    struct members m;
    struct span inner;
    uint8_t bytes[64];
    enum err_code code = check_object(body, LIMIT_STATEMENT + ENVELOPE_MORE,
                                      LIMIT_STATEMENT_DEPTH + 1, "the request", err);

    if (code != ERR_OK)
        return code;
    members_init(&m, body, "", err);
    members_bytes(&m, "sig", bytes, sizeof(bytes));
    inner = members_object(&m, "stmt");
    if (members_end(&m) != ERR_OK)
        return m.code;
    memcpy(sig, bytes, sizeof(bytes));
    *stmt = inner;
    return ERR_OK;
}

/* --- looking ------------------------------------------------------------------------------ */

const struct value *
statement_value(const struct statement *s, enum field_id id)
{
    assert(s->type == catalogue_field(id)->type);
    return &s->value[field_index(id)];
}

struct span
statement_subject(const struct statement *s)
{
    const struct field *field = catalogue_field_named(s->type, span_of("subject"));

    return field == NULL ? (struct span){0} : statement_value(s, field->id)->text;
}

/* --- writing ------------------------------------------------------------------------------ */

void
envelope_write(struct buf *b, const uint8_t sig[64], struct span stmt)
{
    buf_text(b, "{\"sig\":\"");
    base64_put(b, sig, 64);
    buf_text(b, "\",\"stmt\":");
    buf_span(b, stmt);
    buf_char(b, '}');
}

static void
put_text(struct buf *b, const char *key, const char *text)
{
    canon_put_key(b, key, false);
    canon_put_string(b, span_of(text));
}

void
statement_write(struct buf *b, const struct statement_draft *d)
{
    const struct statement_spec *spec = catalogue_type(d->type);

    buf_text(b, "{\"body\":");
    buf_span(b, d->body);
    buf_text(b, ",\"chal\":\"");
    base64_put(b, d->chal, sizeof(d->chal));
    buf_char(b, '"');
    put_text(b, "idem", d->idem);
    put_text(b, "meaning", vocab_word(VOCAB_meaning, (int)spec->meaning));
    put_text(b, "origin", d->origin);
    buf_text(b, ",\"seen\":{\"n\":");
    buf_int(b, (int64_t)d->seen_n);
    buf_text(b, ",\"root\":\"");
    base64_put(b, d->seen_root, sizeof(d->seen_root));
    buf_text(b, "\"}");
    put_text(b, "signer", d->signer);
    put_text(b, "t", spec->name);
    buf_text(b, ",\"v\":1}");
}

/* Cut from the bytes, so that it holds for statements of any type. */
void
statement_fingerprint_text(const struct statement *s, struct buf *b)
{
    struct canon_walk walk;
    struct canon_item item;
    const char *before = "{";

    canon_walk_init(&walk, s->bytes);
    while (canon_next(&walk, &item)) {
        if (span_is(item.key, "chal") || span_is(item.key, "seen"))
            continue;
        buf_text(b, before);
        buf_char(b, '"');
        buf_span(b, item.key);
        buf_text(b, "\":");
        buf_span(b, item.raw);
        before = ",";
    }
    buf_char(b, '}');
}
