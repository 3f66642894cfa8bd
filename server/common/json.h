/*
 * json.h -- the one door to jansson: strict reading of bodies, small helpers to build answers.
 *
 * The names keep clear of jansson's own, since both live in one program. A child that was put into
 * an object or array belongs to it; what json_new_ or json_parse returned is the caller's until
 * then. Builders cannot fail: where memory ends the program dies (assert), and bytes that are no
 * UTF-8 become '?'.
 *
 * Statements do not come through here: their bytes must be canonical (core/canon.h).
 */
#ifndef COMMON_JSON_H
#define COMMON_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "limit.h"
#include "span.h"

struct json; /* a value, with everything in it */

/* --- reading --------------------------------------------------------------------------------- */

/*
 * A request body: at most LIMIT_BODY bytes, LIMIT_JSON_DEPTH levels and LIMIT_JSON_MEMBERS members
 * and elements together, all checked by one linear scan before a parser sees it; an object or
 * array, nothing after it, no duplicate keys, no NUL, valid UTF-8. NULL and *err otherwise:
 * ERR_TOO_LARGE, ERR_TOO_DEEP, or ERR_BAD_SYNTAX with line and column, never with a piece of the
 * text.
 */
struct json *json_parse_body(struct span text, struct err *err);
/* The same without limits of size and members: for what our own programs wrote. */
struct json *json_parse(struct span text, struct err *err);
void json_free(struct json *value); /* NULL is fine */

/*
 * Typed members of an object. ERR_MISSING_FIELD where it is absent, ERR_BAD_FIELD where it is of
 * another type (null included), longer than max bytes or outside min..max; err->field is the key.
 * Results are views into the object.
 */
ATTR_MUST_CHECK enum err_code json_get_string(const struct json *object, const char *key,
                                              size_t max, struct span *out, struct err *err);
ATTR_MUST_CHECK enum err_code json_get_integer(const struct json *object, const char *key,
                                               int64_t min, int64_t max, int64_t *out,
                                               struct err *err);
ATTR_MUST_CHECK enum err_code json_get_bool(const struct json *object, const char *key, bool *out,
                                            struct err *err);
/* Base64 of exactly len bytes. */
ATTR_MUST_CHECK enum err_code json_get_base64(const struct json *object, const char *key, void *out,
                                              size_t len, struct err *err);
ATTR_MUST_CHECK enum err_code json_get_object(const struct json *object, const char *key,
                                              struct json **out, struct err *err);
ATTR_MUST_CHECK enum err_code json_get_array(const struct json *object, const char *key,
                                             struct json **out, struct err *err);
/* ERR_UNKNOWN_FIELD if the object has a member that is not in this list, which ends with NULL. */
ATTR_MUST_CHECK enum err_code json_only(const struct json *object, const char *const *keys,
                                        struct err *err);

/* For readers that can do without: the fallback where it is absent or of another type. */
bool json_has(const struct json *object, const char *key);
struct json *json_get(const struct json *object, const char *key); /* NULL */
const char *json_string_or(const struct json *object, const char *key, const char *fallback);
int64_t json_integer_or(const struct json *object, const char *key, int64_t fallback);
bool json_bool_or(const struct json *object, const char *key, bool fallback);

/* Elements of an array, members of an object; 0 for anything else. */
size_t json_count(const struct json *value);
struct json *json_at(const struct json *array, size_t index); /* NULL past the end */
/* The text of a string value and the number of an integer value: elements of arrays. */
const char *json_value_string(const struct json *value, const char *fallback);
int64_t json_value_integer(const struct json *value, int64_t fallback);

/* Walk the members of an object in order: start with *place = NULL. False at the end. */
bool json_next(const struct json *object, void **place, const char **key, struct json **value);

/* --- building -------------------------------------------------------------------------------- */

struct json *json_new_object(void);
struct json *json_new_array(void);
struct json *json_clone(const struct json *value); /* with everything in it; NULL gives NULL */

/* Members, in the order in which they are set; a second value of one key replaces the first. */
void json_set(struct json *object, const char *key, struct json *child); /* NULL child: nothing */
void json_set_string(struct json *object, const char *key, const char *text);
void json_set_span(struct json *object, const char *key, struct span text);
void json_set_integer(struct json *object, const char *key, int64_t value);
void json_set_bool(struct json *object, const char *key, bool value);
void json_set_base64(struct json *object, const char *key, const void *bytes, size_t len);

/* Elements. */
void json_add(struct json *array, struct json *child); /* NULL child: nothing */
void json_add_string(struct json *array, const char *text);
void json_add_span(struct json *array, struct span text);
void json_add_integer(struct json *array, int64_t value);

/* Compact text, NUL-terminated, owned by the caller (free). NULL only where memory ends. */
char *json_text(const struct json *value);

#endif
