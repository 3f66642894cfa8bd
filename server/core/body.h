/*
 * body.h -- the body of a statement, by the catalogue. Internal to core.
 */
#ifndef CORE_BODY_H
#define CORE_BODY_H

#include "statement.h"

/* Read a canonical body object into the values of its type. Errors name "body.FIELD". */
ATTR_MUST_CHECK enum err_code body_parse(enum statement_type type, struct span body,
                                         struct value value[LIMIT_STATEMENT_FIELDS],
                                         struct err *err);

/* Read one value as it would stand in a body: canonical JSON, of the field's kind and within its limits.
 * Instants need their companion and are not read this way. */
bool body_value(const struct field *f, struct span raw, struct value *out);

/* ERR_UNKNOWN_FIELD. */
enum err_code body_unknown_field(const struct statement_spec *spec, struct span name,
                                 struct err *err);

#define OFFSET_SUFFIX    "_off" /* of an instant's companion */
#define OFFSET_LIMIT_MIN 1440
#define FIELD_PATH_MAX   64 /* "body." and a name, with its suffix */

/* Does this kind have a companion <name>_off (always, or where a time is known)? */
bool field_is_instant(const struct field *f);

/* "body.NAME" or "body.NAME_off". */
void field_path(const struct field *f, bool offset, char out[FIELD_PATH_MAX]);

/* An offset as people read it: "-05:00". */
void offset_text(int32_t offset_s, char out[16]);

/* T-10 of one instant that is given with an offset. */
ATTR_MUST_CHECK enum err_code offset_check(const struct field *f, instant_t at, int32_t offset_min,
                                           const struct zone *zone, struct err *err);

#endif
