/*
 * canon.c -- see canon.h.
 *
 * The check is a loop with one small record per open brace instead of a recursion, so
 * that its stack does not depend on what somebody sends.
 */
#include "canon.h"

#include <assert.h>
#include <string.h>

#define DEPTH_MAX LIMIT_JSON_DEPTH

#define HINT "write canonical JSON: sorted unique keys, whole numbers, no white space, no null"

/* --- characters --------------------------------------------------------------------------- */

static bool
in_range(uint32_t c, uint32_t first, uint32_t last)
{
    return c >= first && c <= last;
}

/* Controls, invisible marks that turn the direction of text, and noncharacters (ledger.md 2.3). */
static bool
character_forbidden(uint32_t c)
{
    return c < 0x20 || in_range(c, 0x7F, 0x9F) || c == 0x61C || in_range(c, 0x200B, 0x200F) ||
           in_range(c, 0x2028, 0x2029) || in_range(c, 0x202A, 0x202E) ||
           in_range(c, 0x2066, 0x2069) || c == 0xFEFF || in_range(c, 0xFDD0, 0xFDEF) ||
           (c & 0xFFFE) == 0xFFFE;
}

/* Bytes of the sequence that this byte begins; 0 if it begins none. */
static size_t
sequence_size(uint8_t lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >> 5 == 6)
        return 2;
    if (lead >> 4 == 14)
        return 3;
    return lead >> 3 == 30 ? 4 : 0;
}

/* Bytes of the character at `at`: 0 for bad UTF-8 and for a character that may not stand here. */
static size_t
character_size(const char *at, const char *end)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    uint8_t lead = (uint8_t)*at;
    size_t size = sequence_size(lead);
    uint32_t c = size == 1 ? lead : lead & (0x7Fu >> size);

    if (size == 0 || (size_t)(end - at) < size)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | ((uint8_t)at[i] & 0x3F);
    }
    if (c < smallest[size] || in_range(c, 0xD800, 0xDFFF) || c > 0x10FFFF || character_forbidden(c))
        return 0;
    return size;
}

bool
canon_text_ok(struct span text)
{
    const char *end;

    if (text.len == 0)
        return true;
    end = text.p + text.len;
    for (const char *at = text.p; at < end;) {
        size_t size = character_size(at, end);

        if (size == 0)
            return false;
        at += size;
    }
    return true;
}

/* --- the whole-document check ------------------------------------------------------------- */

struct level {
    bool object;
    struct span key; /* the last one met */
};

struct checker {
    const char *at;
    const char *end;
    int depth;
    int max_depth;
    struct level level[DEPTH_MAX];
    const char *wrong; /* what is wrong at `at`, or NULL */
    bool too_deep;
};

static bool
wrong(struct checker *c, const char *what)
{
    c->wrong = what;
    return false;
}

static bool
next_is(const struct checker *c, char wanted)
{
    return c->at < c->end && *c->at == wanted;
}

static bool
is_digit(const struct checker *c)
{
    return c->at < c->end && *c->at >= '0' && *c->at <= '9';
}

static bool
is_key_character(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (!first && ((c >= '0' && c <= '9') || c == '_'));
}

static bool
check_string(struct checker *c)
{
    c->at++;
    while (!next_is(c, '"')) {
        size_t size;

        if (c->at == c->end)
            return wrong(c, "the string has no end");
        if (next_is(c, '\\')) {
            c->at++;
            if (!next_is(c, '"') && !next_is(c, '\\'))
                return wrong(c, "only \\\" and \\\\ may be escaped");
        }
        size = character_size(c->at, c->end);
        if (size == 0)
            return wrong(c, "a character that may not stand in a text, or bad UTF-8");
        c->at += size;
    }
    c->at++;
    return true;
}

/* The key of the next member, and its colon. */
static bool
check_key(struct checker *c)
{
    struct level *level = &c->level[c->depth - 1];
    struct span last = level->key;
    size_t shorter;
    int order;

    if (!next_is(c, '"'))
        return wrong(c, "a key was expected");
    c->at++;
    level->key.p = c->at;
    while (c->at < c->end && is_key_character(*c->at, c->at == level->key.p))
        c->at++;
    level->key.len = (size_t)(c->at - level->key.p);
    if (level->key.len == 0 || !next_is(c, '"'))
        return wrong(c, "a key must be a-z, then a-z, 0-9 or _");
    shorter = last.len < level->key.len ? last.len : level->key.len;
    order = last.p == NULL ? -1 : memcmp(last.p, level->key.p, shorter);
    if (order > 0 || (order == 0 && last.len >= level->key.len))
        return wrong(c, "the keys are not sorted, or one stands twice");
    c->at++;
    if (!next_is(c, ':'))
        return wrong(c, "a colon was expected");
    c->at++;
    return true;
}

static bool
check_number(struct checker *c)
{
    int64_t value = 0;
    bool negative = next_is(c, '-');
    const char *first;

    c->at += negative ? 1 : 0;
    first = c->at;
    while (is_digit(c)) {
        value = value * 10 + (*c->at - '0');
        if (value > LIMIT_INTEGER)
            return wrong(c, "the number is beyond 9007199254740991");
        c->at++;
    }
    if (c->at == first)
        return wrong(c, "a digit was expected");
    if (*first == '0' && (c->at - first > 1 || negative))
        return wrong(c, "a number has no leading zero and no minus zero");
    if (next_is(c, '.') || next_is(c, 'e') || next_is(c, 'E'))
        return wrong(c, "only whole numbers, without exponent");
    return true;
}

static bool
check_word(struct checker *c, const char *word)
{
    size_t len = strlen(word);

    if ((size_t)(c->end - c->at) < len || memcmp(c->at, word, len) != 0)
        return wrong(c, "a value was expected");
    c->at += len;
    return true;
}

/* The opening brace or bracket of a value, and what an object has after it. */
static bool
check_open(struct checker *c)
{
    bool object = next_is(c, '{');

    if (c->depth == c->max_depth) {
        c->too_deep = true;
        return wrong(c, "too many levels");
    }
    c->at++;
    c->level[c->depth++] = (struct level){.object = object};
    return true;
}

/* A value, or its beginning: *open tells whether its members follow. */
static bool
check_value(struct checker *c, bool *open)
{
    *open = false;
    if (next_is(c, '{') || next_is(c, '[')) {
        *open = true;
        return check_open(c);
    }
    if (next_is(c, '"'))
        return check_string(c);
    if (next_is(c, '-') || is_digit(c))
        return check_number(c);
    return check_word(c, next_is(c, 't') ? "true" : "false");
}

/* After a value: close what ends here. *more tells whether another value follows. */
static bool
check_after(struct checker *c, bool *more)
{
    while (c->depth > 0) {
        bool object = c->level[c->depth - 1].object;

        if (next_is(c, ',')) {
            c->at++;
            *more = true;
            return !object || check_key(c);
        }
        if (!next_is(c, object ? '}' : ']'))
            return wrong(c, object ? "a comma or } was expected" : "a comma or ] was expected");
        c->at++;
        c->depth--;
    }
    *more = false;
    if (c->at != c->end)
        return wrong(c, "nothing may follow the value");
    return true;
}

static bool
check_document(struct checker *c)
{
    bool more = true;

    while (more) {
        bool open;

        if (!check_value(c, &open))
            return false;
        if (open && !next_is(c, c->level[c->depth - 1].object ? '}' : ']')) {
            if (c->level[c->depth - 1].object && !check_key(c))
                return false;
            continue;
        }
        if (open) { /* empty */
            c->at++;
            c->depth--;
        }
        if (!check_after(c, &more))
            return false;
    }
    return true;
}

enum err_code
canon_check(struct span doc, int max_depth, struct err *err)
{
    struct checker c = {.max_depth = max_depth};

    assert(max_depth >= 0 && max_depth <= DEPTH_MAX);
    c.at = doc.len == 0 ? "" : doc.p;
    c.end = c.at + doc.len;
    if (check_document(&c))
        return ERR_OK;
    if (c.too_deep)
        return err_set(err, ERR_TOO_DEEP, "use fewer levels",
                       "byte %zu: more than %d levels of braces and brackets",
                       (size_t)(c.at - (c.end - doc.len)), max_depth);
    return err_set(err, ERR_BAD_CANONICAL, HINT, "byte %zu: %s", (size_t)(c.at - (c.end - doc.len)),
                   c.wrong);
}

/* --- walking ------------------------------------------------------------------------------ */

void
canon_walk_init(struct canon_walk *w, struct span object_or_array)
{
    assert(object_or_array.len >= 2);
    assert(object_or_array.p[0] == '{' || object_or_array.p[0] == '[');
    w->at = object_or_array.p + 1;
    w->end = object_or_array.p + object_or_array.len - 1;
}

/* Past the string that begins at `at`. */
static const char *
skip_string(const char *at)
{
    for (at++; *at != '"'; at++) {
        if (*at == '\\')
            at++;
    }
    return at + 1;
}

/* Past the object or array that begins at `at`. */
static const char *
skip_nested(const char *at)
{
    int depth = 0;

    do {
        if (*at == '"') {
            at = skip_string(at);
            continue;
        }
        if (*at == '{' || *at == '[')
            depth++;
        else if (*at == '}' || *at == ']')
            depth--;
        at++;
    } while (depth > 0);
    return at;
}

static int64_t
integer_of(struct span digits)
{
    bool negative = digits.p[0] == '-';
    int64_t value = 0;

    for (size_t i = negative ? 1 : 0; i < digits.len; i++)
        value = value * 10 + (digits.p[i] - '0');
    return negative ? -value : value;
}

static void
read_value(const char *at, const char *end, struct canon_item *item)
{
    const char *past = at;

    if (*at == '"') {
        past = skip_string(at);
        item->kind = CANON_STRING;
        item->text = (struct span){at + 1, (size_t)(past - at) - 2};
    } else if (*at == '{' || *at == '[') {
        past = skip_nested(at);
        item->kind = *at == '{' ? CANON_OBJECT : CANON_ARRAY;
    } else {
        while (past < end && *past != ',')
            past++;
        item->kind = *at == 't' || *at == 'f' ? CANON_BOOL : CANON_INTEGER;
    }
    item->raw = (struct span){at, (size_t)(past - at)};
    if (item->kind == CANON_BOOL)
        item->integer = *at == 't';
    if (item->kind == CANON_INTEGER)
        item->integer = integer_of(item->raw);
}

bool
canon_next(struct canon_walk *w, struct canon_item *item)
{
    if (w->at == w->end)
        return false;
    *item = (struct canon_item){0};
    if (*w->at == ',')
        w->at++;
    if (*w->end == '}') {
        const char *past = skip_string(w->at);

        item->key = (struct span){w->at + 1, (size_t)(past - w->at) - 2};
        w->at = past + 1;
    }
    read_value(w->at, w->end, item);
    w->at = item->raw.p + item->raw.len;
    return true;
}

/* --- strings and keys --------------------------------------------------------------------- */

bool
canon_unescape(struct span text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] == '\\')
            i++;
        buf_char(out, text.p[i]);
    }
    return !out->failed;
}

void
canon_put_string(struct buf *b, struct span text)
{
    if (!canon_text_ok(text)) {
        buf_fail(b); /* nothing that is not canonical is ever written */
        return;
    }
    buf_char(b, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] == '"' || text.p[i] == '\\')
            buf_char(b, '\\');
        buf_char(b, text.p[i]);
    }
    buf_char(b, '"');
}

void
canon_put_key(struct buf *b, const char *key, bool first)
{
    assert(is_key_character(key[0], true));
    for (const char *at = key; *at != '\0'; at++)
        assert(is_key_character(*at, at == key));
    if (!first)
        buf_char(b, ',');
    buf_char(b, '"');
    buf_text(b, key);
    buf_text(b, "\":");
}
