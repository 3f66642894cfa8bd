/* yaml_read.c -- the accessors of yaml.h: what a node holds, and errors that name its place. */
#include "yaml.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define NAME_SHOWN 90 /* bytes of a file's name in an error */
#define PATH_SHOWN 72 /* bytes of a place in it */

/* --- places ---------------------------------------------------------------------------------- */

void
yaml_path(const struct yaml_node *node, struct buf *out)
{
    if (node->parent != NULL && node->parent->parent != NULL)
        yaml_path(node->parent, out);
    if (node->key != NULL) {
        if (out->len > 0)
            buf_char(out, '.');
        buf_text(out, node->key);
    } else if (node->parent != NULL && node->parent->kind == YAML_SEQUENCE) {
        buf_printf(out, "[%" PRIu32 "]", node->index);
    }
}

/* The end of a text: what stands last in a path says most. */
static const char *
tail(const char *text, size_t shown)
{
    size_t len = strlen(text);

    return len <= shown ? text : text + len - shown;
}

static enum err_code ATTR_PRINTF(5, 0)
    report(const struct yaml_node *node, const char *under, struct err *err, const char *hint,
           const char *fmt, va_list args)
{
    char storage[LIMIT_YAML_DEPTH * 80];
    char what[ERR_DETAIL_MAX];
    const char *file = tail(yaml_name(node->document), NAME_SHOWN);
    struct buf path;

    buf_init(&path, storage, sizeof storage);
    yaml_path(node, &path);
    if (under != NULL)
        buf_printf(&path, "%s%s", path.len > 0 ? "." : "", under);
    (void)vsnprintf(what, sizeof what, fmt, args);
    if (path.len == 0)
        return err_set(err, yaml_code(node->document), hint, "%s:%" PRIu32 ": %s", file, node->line,
                       what);
    return err_field(err, yaml_code(node->document), tail(storage, ERR_FIELD_MAX - 1), hint,
                     "%s:%" PRIu32 ": %s: %s", file, node->line, tail(storage, PATH_SHOWN), what);
}

enum err_code
yaml_error(const struct yaml_node *node, struct err *err, const char *hint, const char *fmt, ...)
{
    enum err_code code;
    va_list args;

    va_start(args, fmt);
    code = report(node, NULL, err, hint, fmt, args);
    va_end(args);
    return code;
}

/* An error about a member that should be there. */
static enum err_code ATTR_PRINTF(5, 6)
    error_under(const struct yaml_node *mapping, const char *key, struct err *err, const char *hint,
                const char *fmt, ...)
{
    enum err_code code;
    va_list args;

    va_start(args, fmt);
    code = report(mapping, key, err, hint, fmt, args);
    va_end(args);
    return code;
}

/* --- members --------------------------------------------------------------------------------- */

const struct yaml_node *
yaml_get(const struct yaml_node *mapping, const char *key)
{
    if (mapping->kind != YAML_MAPPING)
        return NULL;
    for (const struct yaml_node *member = mapping->first; member != NULL; member = member->next) {
        if (strcmp(member->key, key) == 0)
            return member;
    }
    return NULL;
}

enum err_code
yaml_need(const struct yaml_node *mapping, const char *key, const char *what,
          const struct yaml_node **out, struct err *err)
{
    const struct yaml_node *member = yaml_get(mapping, key);

    if (member == NULL)
        return error_under(mapping, key, err, what, "this key is missing");
    *out = member;
    return ERR_OK;
}

enum err_code
yaml_expect(const struct yaml_node *node, enum yaml_kind kind, const char *what, struct err *err)
{
    static const char *const names[] = {"one value", "a mapping of keys", "a list"};

    if (node->kind == kind)
        return ERR_OK;
    return yaml_error(node, err, what, "this must be %s, not %s", names[kind], names[node->kind]);
}

/* "known here are a, b, c", as far as it fits into a hint. */
static void
list_known(struct buf *out, const char *const *keys)
{
    char storage[ERR_HINT_MAX];
    struct buf longer;

    buf_init(&longer, storage, sizeof storage);
    buf_text(&longer, "leave it out; known here:");
    for (size_t i = 0; keys[i] != NULL && !longer.failed; i++) {
        buf_reset(out);
        buf_span(out, buf_view(&longer));
        buf_printf(&longer, " %s", keys[i]);
    }
    if (!longer.failed) {
        buf_reset(out);
        buf_span(out, buf_view(&longer));
    }
}

enum err_code
yaml_only(const struct yaml_node *mapping, const char *const *keys, struct err *err)
{
    char storage[ERR_HINT_MAX];
    struct buf known;

    for (const struct yaml_node *member = mapping->first; member != NULL; member = member->next) {
        size_t i = 0;

        while (keys[i] != NULL && strcmp(keys[i], member->key) != 0)
            i++;
        if (keys[i] == NULL) {
            buf_init(&known, storage, sizeof storage);
            list_known(&known, keys);
            return yaml_error(member, err, storage, "this key is not known");
        }
    }
    return ERR_OK;
}

/* --- scalars --------------------------------------------------------------------------------- */

enum err_code
yaml_text(const struct yaml_node *node, size_t min, size_t max, struct span *out, struct err *err)
{
    enum err_code code = yaml_expect(node, YAML_SCALAR, "write one text", err);

    if (code != ERR_OK)
        return code;
    if (node->text.len < min || node->text.len > max) {
        return yaml_error(node, err, "write a text of that length",
                          "the text has %zu bytes; it must have %zu to %zu", node->text.len, min,
                          max);
    }
    *out = node->text;
    return ERR_OK;
}

bool
yaml_is_word(const struct yaml_node *node, const char *word)
{
    return node->kind == YAML_SCALAR && !node->quoted && span_is(node->text, word);
}

/* A decimal number in the one way to write it: no plus, no leading zero, no exponent. */
static bool
read_integer(struct span text, int64_t *out)
{
    bool negative = text.len > 0 && text.p[0] == '-';
    size_t start = negative ? 1 : 0;
    int64_t value = 0;

    if (text.len == start || text.len - start > 18 || (text.p[start] == '0' && text.len > 1))
        return false;
    for (size_t i = start; i < text.len; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        value = value * 10 + (text.p[i] - '0');
    }
    *out = negative ? -value : value;
    return true;
}

enum err_code
yaml_integer(const struct yaml_node *node, int64_t min, int64_t max, int64_t *out, struct err *err)
{
    char hint[ERR_HINT_MAX];
    int64_t value;

    (void)snprintf(hint, sizeof hint, "write a whole number from %" PRId64 " to %" PRId64, min,
                   max);
    if (node->kind != YAML_SCALAR || node->quoted || !read_integer(node->text, &value))
        return yaml_error(node, err, hint, "this must be a whole number, without quotes");
    if (value < min || value > max)
        return yaml_error(node, err, hint, "%" PRId64 " is out of range", value);
    *out = value;
    return ERR_OK;
}

enum err_code
yaml_flag(const struct yaml_node *node, bool *out, struct err *err)
{
    if (!yaml_is_word(node, "true") && !yaml_is_word(node, "false"))
        return yaml_error(node, err, "write true or false", "this must be true or false");
    *out = yaml_is_word(node, "true");
    return ERR_OK;
}

/* --- writing --------------------------------------------------------------------------------- */

void
yaml_put_quoted(struct buf *out, struct span text)
{
    buf_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] == '"' || text.p[i] == '\\')
            buf_char(out, '\\');
        buf_char(out, text.p[i]);
    }
    buf_char(out, '"');
}
