/* json.c -- see json.h. A struct json * is a json_t * that only this file knows. */
#include "json.h"

#include <assert.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "encode.h"

_Static_assert(sizeof(json_int_t) == sizeof(int64_t), "integers of JSON are 64 bits");

static struct json *
wrap(json_t *value)
{
    return (struct json *)value;
}

/* jansson counts references, so even its readers want a value that is not const. */
static json_t *
open_value(const struct json *value)
{
    return (json_t *)(uintptr_t)value;
}

/* --- reading --------------------------------------------------------------------------------- */

struct shape {
    size_t depth; /* deepest level of braces and brackets */
    size_t count; /* members and elements; an empty container counts as one */
};

/* One pass over the bytes. What is malformed may be miscounted: the parser refuses it anyway. */
static struct shape
shape_of(struct span text)
{
    struct shape shape = {0, 0};
    size_t depth = 0;
    bool quoted = false;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];

        if (quoted && c == '\\') {
            i++;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '{' || c == '[')) {
            shape.count++;
            if (++depth > shape.depth)
                shape.depth = depth;
        } else if (!quoted && (c == '}' || c == ']')) {
            depth -= depth > 0 ? 1 : 0;
        } else if (!quoted && c == ',') {
            shape.count++;
        }
    }
    return shape;
}

/* jansson's own sentence quotes the text, which may hold anything; ours does not. */
static const char *
syntax_says(const json_error_t *error)
{
    switch (json_error_code(error)) {
    case json_error_duplicate_key:
        return "a key stands twice in one object";
    case json_error_invalid_utf8:
        return "the text is not valid UTF-8";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "a text holds a NUL";
    case json_error_numeric_overflow:
        return "a number is out of range";
    case json_error_end_of_input_expected:
        return "something follows the end of the value";
    case json_error_premature_end_of_input:
        return "the text ends too early";
    case json_error_out_of_memory:
        return "there is not enough memory to read it";
    default:
        return "the text is not JSON";
    }
}

static struct json *
parse(struct span text, struct err *err)
{
    struct shape shape = shape_of(text);
    json_error_t error;
    json_t *value;

    if (shape.depth > LIMIT_JSON_DEPTH) {
        (void)err_set(err, ERR_TOO_DEEP, "send a flatter body", "%zu levels; the limit is %d",
                      shape.depth, LIMIT_JSON_DEPTH);
        return NULL;
    }
    value = json_loadb(text.len == 0 ? "" : text.p, text.len, JSON_REJECT_DUPLICATES, &error);
    if (value == NULL) {
        (void)err_set(err, ERR_BAD_SYNTAX, "send one JSON object, as RFC 8259 writes it",
                      "line %d, column %d: %s", error.line, error.column, syntax_says(&error));
    }
    return wrap(value);
}

struct json *
json_parse_body(struct span text, struct err *err)
{
    if (text.len > LIMIT_BODY) {
        (void)err_set(err, ERR_TOO_LARGE, "send less", "%zu bytes; the limit is %d", text.len,
                      LIMIT_BODY);
        return NULL;
    }
    if (shape_of(text).count > LIMIT_JSON_MEMBERS) {
        (void)err_set(err, ERR_TOO_LARGE, "send fewer members",
                      "%zu members and elements; the limit is %d", shape_of(text).count,
                      LIMIT_JSON_MEMBERS);
        return NULL;
    }
    return parse(text, err);
}

struct json *
json_parse(struct span text, struct err *err)
{
    return parse(text, err);
}

void
json_free(struct json *value)
{
    json_decref(open_value(value));
}

/* --- members --------------------------------------------------------------------------------- */

static enum err_code
missing(const char *key, struct err *err)
{
    return err_field(err, ERR_MISSING_FIELD, key, "add it", "%s is missing", key);
}

static enum err_code
wrong_type(const char *key, const char *wanted, struct err *err)
{
    return err_field(err, ERR_BAD_FIELD, key, "send it as the API document says", "%s must be %s",
                     key, wanted);
}

enum err_code
json_get_string(const struct json *object, const char *key, size_t max, struct span *out,
                struct err *err)
{
    const json_t *value = open_value(json_get(object, key));

    if (value == NULL)
        return missing(key, err);
    if (!json_is_string(value))
        return wrong_type(key, "a text", err);
    if (json_string_length(value) > max) {
        return err_field(err, ERR_BAD_FIELD, key, "send a shorter text",
                         "%s has %zu bytes; the limit is %zu", key, json_string_length(value), max);
    }
    *out = (struct span){json_string_value(value), json_string_length(value)};
    return ERR_OK;
}

enum err_code
json_get_integer(const struct json *object, const char *key, int64_t min, int64_t max, int64_t *out,
                 struct err *err)
{
    const json_t *value = open_value(json_get(object, key));
    int64_t integer;

    if (value == NULL)
        return missing(key, err);
    if (!json_is_integer(value))
        return wrong_type(key, "a whole number", err);
    integer = json_integer_value(value);
    if (integer < min || integer > max) {
        return err_field(err, ERR_BAD_FIELD, key, "send a number in that range",
                         "%s is %" PRId64 "; it must be %" PRId64 " to %" PRId64, key, integer, min,
                         max);
    }
    *out = integer;
    return ERR_OK;
}

enum err_code
json_get_bool(const struct json *object, const char *key, bool *out, struct err *err)
{
    const json_t *value = open_value(json_get(object, key));

    if (value == NULL)
        return missing(key, err);
    if (!json_is_boolean(value))
        return wrong_type(key, "true or false", err);
    *out = json_is_true(value);
    return ERR_OK;
}

enum err_code
json_get_base64(const struct json *object, const char *key, void *out, size_t len, struct err *err)
{
    struct span text = {NULL, 0};
    enum err_code code = json_get_string(object, key, BASE64_SIZE(len) - 1, &text, err);

    if (code != ERR_OK)
        return code;
    if (!base64_decode(text, out, len)) {
        return err_field(err, ERR_BAD_FIELD, key, "send it in base64 with padding (RFC 4648)",
                         "%s must be the base64 of %zu bytes", key, len);
    }
    return ERR_OK;
}

enum err_code
json_get_object(const struct json *object, const char *key, struct json **out, struct err *err)
{
    struct json *value = json_get(object, key);

    if (value == NULL)
        return missing(key, err);
    if (!json_is_object(open_value(value)))
        return wrong_type(key, "an object", err);
    *out = value;
    return ERR_OK;
}

enum err_code
json_get_array(const struct json *object, const char *key, struct json **out, struct err *err)
{
    struct json *value = json_get(object, key);

    if (value == NULL)
        return missing(key, err);
    if (!json_is_array(open_value(value)))
        return wrong_type(key, "an array", err);
    *out = value;
    return ERR_OK;
}

enum err_code
json_only(const struct json *object, const char *const *keys, struct err *err)
{
    void *place = NULL;
    const char *key;
    struct json *value;

    while (json_next(object, &place, &key, &value)) {
        size_t i = 0;

        while (keys[i] != NULL && strcmp(keys[i], key) != 0)
            i++;
        if (keys[i] == NULL)
            return err_field(err, ERR_UNKNOWN_FIELD, key, "leave it out", "%s is not known here",
                             key);
    }
    return ERR_OK;
}

bool
json_has(const struct json *object, const char *key)
{
    return json_get(object, key) != NULL;
}

struct json *
json_get(const struct json *object, const char *key)
{
    return wrap(json_object_get(open_value(object), key));
}

const char *
json_string_or(const struct json *object, const char *key, const char *fallback)
{
    return json_value_string(json_get(object, key), fallback);
}

int64_t
json_integer_or(const struct json *object, const char *key, int64_t fallback)
{
    return json_value_integer(json_get(object, key), fallback);
}

bool
json_bool_or(const struct json *object, const char *key, bool fallback)
{
    const json_t *value = open_value(json_get(object, key));

    return json_is_boolean(value) ? json_is_true(value) : fallback;
}

size_t
json_count(const struct json *value)
{
    const json_t *opened = open_value(value);

    return json_is_object(opened) ? json_object_size(opened) : json_array_size(opened);
}

struct json *
json_at(const struct json *array, size_t index)
{
    return wrap(json_array_get(open_value(array), index));
}

const char *
json_value_string(const struct json *value, const char *fallback)
{
    const char *text = json_string_value(open_value(value));

    return text == NULL ? fallback : text;
}

int64_t
json_value_integer(const struct json *value, int64_t fallback)
{
    const json_t *opened = open_value(value);

    return json_is_integer(opened) ? json_integer_value(opened) : fallback;
}

bool
json_next(const struct json *object, void **place, const char **key, struct json **value)
{
    json_t *opened = open_value(object);

    *place = *place == NULL ? json_object_iter(opened) : json_object_iter_next(opened, *place);
    if (*place == NULL)
        return false;
    *key = json_object_iter_key(*place);
    *value = wrap(json_object_iter_value(*place));
    return true;
}

/* --- building -------------------------------------------------------------------------------- */

/* A value just made. Without memory for it there is no sensible answer. */
static json_t *
made(json_t *value)
{
    assert(value != NULL && "out of memory");
    return value;
}

static void
done(int result)
{
    assert(result == 0 && "out of memory");
    (void)result;
}

struct json *
json_new_object(void)
{
    return wrap(made(json_object()));
}

struct json *
json_new_array(void)
{
    return wrap(made(json_array()));
}

struct json *
json_clone(const struct json *value)
{
    return value == NULL ? NULL : wrap(made(json_deep_copy(open_value(value))));
}

/* The text with every byte beyond ASCII, and every NUL, as '?'. */
static json_t *
plain_string(struct span text)
{
    char *plain = malloc(text.len + 1);
    json_t *value;

    assert(plain != NULL && "out of memory");
    for (size_t i = 0; i < text.len; i++)
        plain[i] = (char)(text.p[i] > 0 ? text.p[i] : '?');
    value = made(json_stringn(plain, text.len));
    free(plain);
    return value;
}

static json_t *
new_string(struct span text)
{
    json_t *value = json_stringn(text.len == 0 ? "" : text.p, text.len);

    return value == NULL ? plain_string(text) : value;
}

void
json_set(struct json *object, const char *key, struct json *child)
{
    if (child != NULL)
        done(json_object_set_new(open_value(object), key, open_value(child)));
}

void
json_set_string(struct json *object, const char *key, const char *text)
{
    json_set_span(object, key, span_of(text));
}

void
json_set_span(struct json *object, const char *key, struct span text)
{
    json_set(object, key, wrap(new_string(text)));
}

void
json_set_integer(struct json *object, const char *key, int64_t value)
{
    json_set(object, key, wrap(made(json_integer(value))));
}

void
json_set_bool(struct json *object, const char *key, bool value)
{
    json_set(object, key, wrap(json_boolean(value)));
}

void
json_set_base64(struct json *object, const char *key, const void *bytes, size_t len)
{
    char *text = malloc(BASE64_SIZE(len));

    assert(text != NULL && "out of memory");
    base64_encode(bytes, len, text);
    json_set_string(object, key, text);
    free(text);
}

void
json_add(struct json *array, struct json *child)
{
    if (child != NULL)
        done(json_array_append_new(open_value(array), open_value(child)));
}

void
json_add_string(struct json *array, const char *text)
{
    json_add_span(array, span_of(text));
}

void
json_add_span(struct json *array, struct span text)
{
    json_add(array, wrap(new_string(text)));
}

void
json_add_integer(struct json *array, int64_t value)
{
    json_add(array, wrap(made(json_integer(value))));
}

char *
json_text(const struct json *value)
{
    return json_dumps(open_value(value), JSON_COMPACT | JSON_ENCODE_ANY);
}
