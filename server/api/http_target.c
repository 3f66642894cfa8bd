/* http_target.c -- see http_target.h. */
#include "http_target.h"

#include <string.h>

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

/* Length of the well-formed UTF-8 sequence at p, 0 if there is none (Unicode, table 3-7). */
static size_t
utf8_length(const unsigned char *p, size_t left)
{
    size_t length = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

    if (length == 0 || p[0] > 0xf4 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    }
    if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
        (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
        return 0;
    return length;
}

static bool
is_utf8(struct span s)
{
    size_t at = 0;

    while (at < s.len) {
        size_t length = utf8_length((const unsigned char *)s.p + at, s.len - at);

        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

static enum err_code
decode(struct span text, struct http_arena *arena, struct span *out, struct err *err)
{
    char *to = http_arena_alloc(arena, text.len + 1);
    size_t len = 0;

    if (to == NULL)
        return err_set(err, ERR_OVERLOADED, "try again later", "no memory for the request");
    for (size_t i = 0; i < text.len; i++) {
        int c = (unsigned char)text.p[i];

        if (c == '%') {
            int high = i + 2 < text.len ? hex_value(text.p[i + 1]) : -1;
            int low = high < 0 ? -1 : hex_value(text.p[i + 2]);

            if (low < 0)
                return err_field(err, ERR_BAD_HEADER, "target", "write two hexadecimal digits",
                                 "a %% is not followed by two hexadecimal digits");
            c = high * 16 + low;
            if (c < ' ' || c == 0x7f || c == '/')
                return err_field(err, ERR_BAD_HEADER, "target", "",
                                 "the byte %02x may not be percent-encoded", (unsigned)c);
            i += 2;
        }
        to[len++] = (char)c;
    }
    to[len] = '\0';
    *out = (struct span){to, len};
    if (!is_utf8(*out))
        return err_field(err, ERR_BAD_HEADER, "target", "", "the target is not UTF-8");
    return ERR_OK;
}

/* Cut the text before the first `mark` off the front of *rest; all of it when there is none. */
static struct span
cut(struct span *rest, char mark)
{
    const char *at = rest->len == 0 ? NULL : memchr(rest->p, mark, rest->len);
    size_t len = at == NULL ? rest->len : (size_t)(at - rest->p);
    struct span head = {rest->p, len};

    *rest =
        at == NULL ? (struct span){rest->p + len, 0} : (struct span){at + 1, rest->len - len - 1};
    return head;
}

static enum err_code
parse_query(struct span query, struct http_arena *arena, struct http_target *out, struct err *err)
{
    while (query.len > 0) {
        struct span value = cut(&query, '&');
        struct span name;
        enum err_code code;

        if (value.len == 0 || memchr(value.p, '=', value.len) == NULL || value.p[0] == '=')
            return err_field(err, ERR_BAD_HEADER, "target", "write ?name=value&name=value",
                             "a parameter of the query is not name=value");
        if (out->count == HTTP_PARAMETERS_MAX)
            return err_field(err, ERR_BAD_HEADER, "target", "",
                             "the query has more than %d parameters", HTTP_PARAMETERS_MAX);
        name = cut(&value, '=');
        code = decode(name, arena, &out->parameter[out->count].name, err);
        if (code == ERR_OK)
            code = decode(value, arena, &out->parameter[out->count].value, err);
        if (code != ERR_OK)
            return code;
        out->count++;
    }
    return ERR_OK;
}

enum err_code
http_target_parse(struct span target, struct http_arena *arena, struct http_target *out,
                  struct err *err)
{
    struct span path = cut(&target, '?');
    enum err_code code;

    out->count = 0;
    code = decode(path, arena, &out->path, err);
    return code == ERR_OK ? parse_query(target, arena, out, err) : code;
}

struct span
http_target_value(const struct http_target *t, const char *name)
{
    for (size_t i = 0; i < t->count; i++) {
        if (span_is(t->parameter[i].name, name))
            return t->parameter[i].value;
    }
    return (struct span){NULL, 0};
}

static bool
is_among(struct span name, const char *names)
{
    struct span rest = span_of(names);

    while (rest.len > 0) {
        if (span_same(cut(&rest, ' '), name))
            return true;
    }
    return false;
}

bool
http_target_only(const struct http_target *t, const char *names, struct span *bad)
{
    for (size_t i = 0; i < t->count; i++) {
        bool again = false;

        for (size_t j = 0; j < i; j++)
            again = again || span_same(t->parameter[i].name, t->parameter[j].name);
        if (again || !is_among(t->parameter[i].name, names)) {
            *bad = t->parameter[i].name;
            return false;
        }
    }
    return true;
}
