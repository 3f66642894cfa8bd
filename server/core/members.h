/*
 * members.h -- read a canonical object that has exactly the members its format names.
 *
 * For the request envelope, a statement, `seen`, an entry and its decision; bodies have the
 * catalogue instead. Members are taken in sorted order. The first thing wrong is kept in
 * *err, everything after it is skipped and gives empty values, so one look at the code that
 * members_end returns is enough. Views point into the object. Internal to core.
 */
#ifndef CORE_MEMBERS_H
#define CORE_MEMBERS_H

#include "canon.h"
#include "err.h"
#include "span.h"

struct members {
    struct canon_walk walk;
    struct canon_item item; /* the next one */
    bool more;              /* is there a next one? */
    const char *path;       /* of the object: "" or "seen." */
    struct err *err;
    enum err_code code;
};

/* `object` is canonical and an object; empty after a failure, when *m is born with that code. */
void members_init(struct members *m, struct span object, const char *path, struct err *err);
/* The object inside `outer` of that key; where the outer one has failed, so has the inner one. */
void members_enter(struct members *m, struct members *outer, const char *key, const char *path);

bool members_has(const struct members *m, const char *key); /* is this the next member? */

struct span members_object(struct members *m, const char *key); /* with its braces */
struct span members_array(struct members *m, const char *key);
int64_t members_integer(struct members *m, const char *key, int64_t min, int64_t max);
/* A text of a shape; `must` says which: "it must be ...". */
struct span members_text(struct members *m, const char *key, bool (*ok)(struct span),
                         const char *must);
/* base64 of exactly so many bytes. */
void members_bytes(struct members *m, const char *key, void *out, size_t len);

/* Report a bad value of a member that was taken. */
void members_bad(struct members *m, const char *key, const char *hint, const char *fmt, ...)
    ATTR_PRINTF(4, 5);

/* No other member may follow. Call for inner objects first. */
ATTR_MUST_CHECK enum err_code members_end(struct members *m);
/* The end of an inner object: what failed there fails the outer one. */
void members_leave(struct members *m, struct members *outer);

#endif
