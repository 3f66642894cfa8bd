/* members.c -- see members.h. */
#include "members.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "encode.h"

#define SHOWN_MAX 48 /* bytes of a wrong value that a message repeats */

void
members_init(struct members *m, struct span object, const char *path, struct err *err)
{
    *m = (struct members){.path = path, .err = err};
    canon_walk_init(&m->walk, object);
    m->more = canon_next(&m->walk, &m->item);
}

void
members_enter(struct members *m, struct members *outer, const char *key, const char *path)
{
    struct span object = members_object(outer, key);

    if (outer->code == ERR_OK)
        members_init(m, object, path, outer->err);
    else
        *m = (struct members){.path = path, .err = outer->err, .code = outer->code};
}

void
members_leave(struct members *m, struct members *outer)
{
    outer->code = members_end(m);
}

static void fail(struct members *m, enum err_code code, const char *key, const char *hint,
                 const char *fmt, va_list args) ATTR_PRINTF(5, 0);
static void failf(struct members *m, enum err_code code, const char *key, const char *hint,
                  const char *fmt, ...) ATTR_PRINTF(5, 6);

static void
fail(struct members *m, enum err_code code, const char *key, const char *hint, const char *fmt,
     va_list args)
{
    char field[ERR_FIELD_MAX];
    char detail[ERR_DETAIL_MAX];

    if (m->code != ERR_OK)
        return;
    (void)snprintf(field, sizeof(field), "%s%s", m->path, key);
    (void)vsnprintf(detail, sizeof(detail), fmt, args);
    m->code = err_field(m->err, code, field, hint, "%s", detail);
}

static void
failf(struct members *m, enum err_code code, const char *key, const char *hint, const char *fmt,
      ...)
{
    va_list args;

    va_start(args, fmt);
    fail(m, code, key, hint, fmt, args);
    va_end(args);
}

void
members_bad(struct members *m, const char *key, const char *hint, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    fail(m, ERR_BAD_FIELD, key, hint, fmt, args);
    va_end(args);
}

static void
fail_unknown(struct members *m)
{
    char key[ERR_FIELD_MAX];

    (void)snprintf(key, sizeof(key), "%.*s", (int)(m->item.key.len < 40 ? m->item.key.len : 40),
                   m->item.key.p);
    failf(m, ERR_UNKNOWN_FIELD, key, "leave it out", "there is no member \"%s\" here", key);
}

/* As strcmp: the order of a key and a name. */
static int
key_order(struct span key, const char *name)
{
    size_t len = strlen(name);
    int order = memcmp(key.p, name, key.len < len ? key.len : len);

    if (order != 0 || key.len == len)
        return order;
    return key.len < len ? -1 : 1;
}

bool
members_has(const struct members *m, const char *key)
{
    return m->code == ERR_OK && m->more && key_order(m->item.key, key) == 0;
}

static bool
take(struct members *m, const char *key, enum canon_kind kind, struct canon_item *item)
{
    static const char *const kinds[] = {
        [CANON_OBJECT] = "an object",   [CANON_ARRAY] = "a list",
        [CANON_STRING] = "a text",      [CANON_INTEGER] = "a whole number",
        [CANON_BOOL] = "true or false",
    };

    if (m->code != ERR_OK)
        return false;
    if (m->more && key_order(m->item.key, key) < 0)
        fail_unknown(m);
    else if (!members_has(m, key))
        failf(m, ERR_MISSING_FIELD, key, "add it", "the member \"%s\" is missing", key);
    else if (m->item.kind != kind)
        members_bad(m, key, "correct it", "\"%s\" must be %s", key, kinds[kind]);
    if (m->code != ERR_OK)
        return false;
    *item = m->item;
    m->more = canon_next(&m->walk, &m->item);
    return true;
}

struct span
members_object(struct members *m, const char *key)
{
    struct canon_item item = {0};

    take(m, key, CANON_OBJECT, &item);
    return item.raw;
}

struct span
members_array(struct members *m, const char *key)
{
    struct canon_item item = {0};

    take(m, key, CANON_ARRAY, &item);
    return item.raw;
}

int64_t
members_integer(struct members *m, const char *key, int64_t min, int64_t max)
{
    struct canon_item item = {0};

    if (take(m, key, CANON_INTEGER, &item) && (item.integer < min || item.integer > max))
        members_bad(m, key, "correct it", "\"%s\" is %lld; it must be %lld to %lld", key,
                    (long long)item.integer, (long long)min, (long long)max);
    return item.integer;
}

struct span
members_text(struct members *m, const char *key, bool (*ok)(struct span), const char *must)
{
    struct canon_item item = {0};

    if (take(m, key, CANON_STRING, &item) && !ok(item.text))
        members_bad(m, key, "correct it", "\"%s\" is \"%.*s\"; it must be %s", key,
                    (int)(item.text.len < SHOWN_MAX ? item.text.len : SHOWN_MAX), item.text.p,
                    must);
    return item.text;
}

void
members_bytes(struct members *m, const char *key, void *out, size_t len)
{
    struct canon_item item = {0};

    if (take(m, key, CANON_STRING, &item) && !base64_decode(item.text, out, len))
        members_bad(m, key, "encode it by RFC 4648 section 4, with padding",
                    "\"%s\" must be base64 of %zu bytes", key, len);
}

enum err_code
members_end(struct members *m)
{
    if (m->code == ERR_OK && m->more)
        fail_unknown(m);
    return m->code;
}
