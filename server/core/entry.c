/* entry.c -- see entry.h. */
#include "entry.h"

#include <assert.h>
#include <string.h>

#include "canon.h"
#include "members.h"
#include "shape.h"

#define OUT_ACCEPTED "accepted"
#define OUT_REFUSED  "refused"

#define NOT_OURS "this entry was not written by the daemon"

/* --- writing ------------------------------------------------------------------------------ */

static void
put_text(struct buf *b, const char *key, const char *text, bool first)
{
    canon_put_key(b, key, first);
    canon_put_string(b, span_of(text));
}

static void
put_base64(struct buf *b, const char *key, const uint8_t *bytes, size_t len)
{
    canon_put_key(b, key, false);
    buf_char(b, '"');
    base64_put(b, bytes, len);
    buf_char(b, '"');
}

static void
put_gates(struct buf *b, const char *key, gate_set set, bool first)
{
    const char *before = "";

    canon_put_key(b, key, first);
    buf_char(b, '[');
    for (enum gate gate = 0; gate < GATE_COUNT; gate++) {
        if ((set & GATE_BIT(gate)) == 0)
            continue;
        buf_text(b, before);
        canon_put_string(b, span_of(gate_spec(gate)->id));
        before = ",";
    }
    buf_char(b, ']');
}

/* Accepted: every failing gate was lifted. Refused: at least one was not. */
static bool
sets_fit(const struct decision *d)
{
    return (d->over & ~d->fail) == 0 && d->accepted == (d->fail == d->over);
}

static void
put_decision(struct buf *b, const struct decision *d)
{
    assert(sets_fit(d));
    canon_put_key(b, "dec", false);
    buf_char(b, '{');
    put_gates(b, "dev", d->dev, true);
    put_text(b, "edition", d->edition, false);
    put_gates(b, "fail", d->fail, false);
    put_text(b, "out", d->accepted ? OUT_ACCEPTED : OUT_REFUSED, false);
    put_gates(b, "over", d->over, false);
    put_text(b, "program", d->program, false);
    put_base64(b, "rules", d->rules, sizeof(d->rules));
    buf_char(b, '}');
}

void
entry_write(struct buf *b, const struct entry *e)
{
    char at[INSTANT_SIZE];

    instant_format(e->at, at);
    buf_char(b, '{');
    put_text(b, "at", at, true);
    if (e->dec.present)
        put_decision(b, &e->dec);
    if (e->host[0] != '\0')
        put_text(b, "host", e->host, false);
    put_text(b, "key", e->key, false);
    canon_put_key(b, "n", false);
    buf_int(b, (int64_t)e->n);
    put_base64(b, "sig", e->sig, sizeof(e->sig));
    canon_put_key(b, "stmt", false);
    buf_span(b, e->stmt);
    buf_text(b, ",\"v\":1}");
}

/* --- reading ------------------------------------------------------------------------------ */

static bool
shape_out(struct span text)
{
    return span_is(text, OUT_ACCEPTED) || span_is(text, OUT_REFUSED);
}

/* Gate ids, in gate order, none twice. */
static gate_set
read_gates(struct members *m, const char *key)
{
    struct span list = members_array(m, key);
    struct canon_walk walk;
    struct canon_item item;
    gate_set set = 0;

    if (m->code != ERR_OK)
        return 0;
    canon_walk_init(&walk, list);
    while (canon_next(&walk, &item)) {
        enum gate gate = item.kind == CANON_STRING ? gate_find(item.text) : GATE_COUNT;

        if (gate == GATE_COUNT || set >= GATE_BIT(gate)) {
            members_bad(m, key, "list known gates, in gate order, each once",
                        "\"%s\" has something else than gate ids in gate order", key);
            return 0;
        }
        set |= GATE_BIT(gate);
    }
    return set;
}

static void
read_decision(struct members *outer, struct decision *d)
{
    struct members m;
    struct span edition, program, out;

    members_enter(&m, outer, "dec", "dec.");
    d->dev = read_gates(&m, "dev");
    edition = members_text(&m, "edition", shape_code, "the name of an edition");
    d->fail = read_gates(&m, "fail");
    out = members_text(&m, "out", shape_out, OUT_ACCEPTED " or " OUT_REFUSED);
    d->over = read_gates(&m, "over");
    program = members_text(&m, "program", shape_code, "the name of a program");
    members_bytes(&m, "rules", d->rules, sizeof(d->rules));
    members_leave(&m, outer);
    if (outer->code != ERR_OK)
        return;
    d->present = true;
    d->accepted = span_is(out, OUT_ACCEPTED);
    span_copy(edition, d->edition, sizeof(d->edition)); /* shape_code limits the length */
    span_copy(program, d->program, sizeof(d->program));
    if (!sets_fit(d))
        members_bad(outer, "dec", NOT_OURS, "\"out\", \"fail\" and \"over\" contradict each other");
}

static enum err_code
read_entry(struct span bytes, struct entry *e, struct err *err)
{
    struct members m;
    struct span at, key, host = {0};

    members_init(&m, bytes, "", err);
    at = members_text(&m, "at", shape_instant, "an instant in UTC with microseconds");
    if (members_has(&m, "dec"))
        read_decision(&m, &e->dec);
    if (members_has(&m, "host"))
        host = members_text(&m, "host", shape_hex16, "16 lower-case hex digits");
    key = members_text(&m, "key", shape_hex16, "16 lower-case hex digits");
    e->n = (uint64_t)members_integer(&m, "n", 0, LIMIT_INTEGER);
    members_bytes(&m, "sig", e->sig, sizeof(e->sig));
    e->stmt = members_object(&m, "stmt");
    if (e->stmt.len > LIMIT_STATEMENT)
        members_bad(&m, "stmt", NOT_OURS, "the statement has %zu bytes; at most %d are allowed",
                    e->stmt.len, LIMIT_STATEMENT);
    members_integer(&m, "v", 1, 1);
    if (members_end(&m) != ERR_OK)
        return m.code;
    (void)instant_parse(at, &e->at); /* shape_instant has parsed it */
    span_copy(key, e->key, sizeof(e->key));
    span_copy(host, e->host, sizeof(e->host));
    return ERR_OK;
}

enum err_code
entry_parse(struct span bytes, struct entry *out, struct err *err)
{
    struct entry e = {0};
    enum err_code code;

    if (bytes.len > LIMIT_ENTRY)
        return err_set(err, ERR_TOO_LARGE, NOT_OURS,
                       "the entry has %zu bytes; at most %d are allowed", bytes.len, LIMIT_ENTRY);
    code = canon_check(bytes, LIMIT_STATEMENT_DEPTH + 1, err);
    if (code == ERR_OK && bytes.p[0] != '{')
        code = err_set(err, ERR_BAD_SYNTAX, NOT_OURS, "an entry must be an object");
    if (code == ERR_OK)
        code = read_entry(bytes, &e, err);
    if (code == ERR_OK)
        *out = e;
    return code;
}

/* --- receipts ----------------------------------------------------------------------------- */

void
receipt_write(struct buf *b, const char *origin, uint64_t n, const uint8_t leaf[32], uint64_t size,
              const uint8_t root[32])
{
    buf_text(b, "{\"leaf\":\"");
    base64_put(b, leaf, 32);
    buf_text(b, "\",\"n\":");
    buf_int(b, (int64_t)n);
    put_text(b, "origin", origin, false);
    put_base64(b, "root", root, 32);
    canon_put_key(b, "size", false);
    buf_int(b, (int64_t)size);
    buf_char(b, '}');
}

void
receipt_barcode(struct buf *b, uint64_t n, const uint8_t leaf[32])
{
    buf_text(b, "R1/");
    buf_int(b, (int64_t)n);
    buf_char(b, '/');
    base32_put(b, leaf, 16);
}
