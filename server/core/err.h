/*
 * err.h -- how a function reports that the input or the world went wrong.
 *
 * Three kinds of "no" are never mixed: a bug is assert(); a refusal is data
 * (struct verdict, rules.h); everything else is an error and travels as struct err.
 * Callers own the struct, usually on the stack; nothing in it needs freeing.
 * The last parameter of a function that can fail is a struct err *, never NULL.
 * A failing function leaves its outputs untouched unless its header says otherwise.
 */
#ifndef CORE_ERR_H
#define CORE_ERR_H

#define ERR_FIELD_MAX  64
#define ERR_DETAIL_MAX 240
#define ERR_HINT_MAX   200

#if defined(__GNUC__)
#define ATTR_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define ATTR_MUST_CHECK   __attribute__((warn_unused_result))
#else
#define ATTR_PRINTF(f, a)
#define ATTR_MUST_CHECK
#endif

enum err_code {
#define CODE(name, slug, http, sqlstate, says) ERR_##name,
#include "codes.def"
#undef CODE
    ERR_CODE_COUNT
};

struct err {
    enum err_code code;
    char field[ERR_FIELD_MAX];   /* path of the field at fault, as "body.capsules", or "" */
    char detail[ERR_DETAIL_MAX]; /* what happened, with value and limit; never identity data */
    char hint[ERR_HINT_MAX];     /* one thing to do next, or "" */
};

/* Forget any error. */
void err_clear(struct err *err);

/* Fill *err and return its code, so that callers can write: return err_set(...).
 * hint may be NULL or "". Bytes that do not print are shown as '?'. */
enum err_code err_set(struct err *err, enum err_code code, const char *hint, const char *fmt, ...)
    ATTR_PRINTF(4, 5);

/* The same, naming the field at fault. */
enum err_code err_field(struct err *err, enum err_code code, const char *field, const char *hint,
                        const char *fmt, ...) ATTR_PRINTF(5, 6);

const char *err_slug(enum err_code code);     /* permanent name */
const char *err_says(enum err_code code);     /* sentence for people */
const char *err_sqlstate(enum err_code code); /* "RX404" or "" */
int err_http(enum err_code code);             /* status */

/* The code whose slug or whose SQLSTATE this is; ERR_CODE_COUNT if none. */
enum err_code err_from_slug(const char *slug);
enum err_code err_from_sqlstate(const char *sqlstate);

#endif
