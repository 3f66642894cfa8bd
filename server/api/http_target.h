/*
 * http_target.h -- a request target taken apart: the decoded path and the query's parameters.
 *
 * Strict, so that one resource has one spelling: percent-encoding must be complete, may not hide a
 * slash or a control byte, and must give UTF-8. A plus sign stands for itself.
 */
#ifndef API_HTTP_TARGET_H
#define API_HTTP_TARGET_H

#include "err.h"
#include "http_arena.h"
#include "span.h"

#define HTTP_PARAMETERS_MAX 16

struct http_target {
    struct span path;
    size_t count;
    struct {
        struct span name, value;
    } parameter[HTTP_PARAMETERS_MAX];
};

/* ERR_BAD_HEADER naming the target or the parameter; ERR_OVERLOADED where memory ends. */
ATTR_MUST_CHECK enum err_code http_target_parse(struct span target, struct http_arena *arena,
                                                struct http_target *out, struct err *err);
/* The value of a parameter; p == NULL when it is not there. */
struct span http_target_value(const struct http_target *t, const char *name);
/* Is every parameter among the space-separated names, each at most once? *bad gets the offender. */
bool http_target_only(const struct http_target *t, const char *names, struct span *bad);

#endif
