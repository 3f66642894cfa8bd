/*
 * span.h -- a view of bytes that somebody else owns.
 *
 * Not terminated by NUL. A span is valid as long as the bytes it was cut from.
 */
#ifndef CORE_SPAN_H
#define CORE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct span {
    const char *p;
    size_t len;
};

struct span span_of(const char *text); /* of a NUL-terminated string; NULL gives an empty span */
bool span_is(struct span s, const char *text);
bool span_same(struct span a, struct span b);

/* Copy into out as a C string. False, and out is "", when it does not fit or s holds a NUL. */
bool span_copy(struct span s, char *out, size_t size);

#endif
