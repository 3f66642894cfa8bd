/* err.c -- see err.h. */
#include "err.h"

#include <assert.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct code_spec {
    const char *slug;
    const char *sqlstate;
    const char *says;
    int http;
};

static const struct code_spec codes[] = {
#define CODE(name, slug, http, sqlstate, says) {slug, sqlstate, says, http},
#include "codes.def"
#undef CODE
};

/* An error is shown on terminals and stands in logs: nothing but plain ASCII leaves here. */
static void
make_plain(char *text)
{
    for (; *text != '\0'; text++) {
        if (*text < ' ' || *text > '~')
            *text = '?';
    }
}

static void
copy_plain(char *out, size_t size, const char *text)
{
    (void)snprintf(out, size, "%s", text == NULL ? "" : text);
    make_plain(out);
}

static void fill(struct err *err, enum err_code code, const char *field, const char *hint,
                 const char *fmt, va_list args) ATTR_PRINTF(5, 0);

static void
fill(struct err *err, enum err_code code, const char *field, const char *hint, const char *fmt,
     va_list args)
{
    struct err e = {.code = code};

    assert(err != NULL && code < ERR_CODE_COUNT);
    (void)vsnprintf(e.detail, sizeof(e.detail), fmt, args);
    make_plain(e.detail);
    copy_plain(e.field, sizeof(e.field), field);
    copy_plain(e.hint, sizeof(e.hint), hint);
    *err = e; /* only now: an argument may have pointed into *err */
}

void
err_clear(struct err *err)
{
    memset(err, 0, sizeof(*err));
}

enum err_code
err_set(struct err *err, enum err_code code, const char *hint, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    fill(err, code, "", hint, fmt, args);
    va_end(args);
    return code;
}

enum err_code
err_field(struct err *err, enum err_code code, const char *field, const char *hint, const char *fmt,
          ...)
{
    va_list args;

    va_start(args, fmt);
    fill(err, code, field, hint, fmt, args);
    va_end(args);
    return code;
}

const char *
err_slug(enum err_code code)
{
    assert(code < ERR_CODE_COUNT);
    return codes[code].slug;
}

const char *
err_says(enum err_code code)
{
    assert(code < ERR_CODE_COUNT);
    return codes[code].says;
}

const char *
err_sqlstate(enum err_code code)
{
    assert(code < ERR_CODE_COUNT);
    return codes[code].sqlstate;
}

int
err_http(enum err_code code)
{
    assert(code < ERR_CODE_COUNT);
    return codes[code].http;
}

enum err_code
err_from_slug(const char *slug)
{
    enum err_code code = ERR_OK;

    while (code < ERR_CODE_COUNT && strcmp(codes[code].slug, slug) != 0)
        code++;
    return code;
}

enum err_code
err_from_sqlstate(const char *sqlstate)
{
    if (*sqlstate != '\0') { /* most codes have none */
        for (enum err_code code = ERR_OK; code < ERR_CODE_COUNT; code++) {
            if (strcmp(codes[code].sqlstate, sqlstate) == 0)
                return code;
        }
    }
    return ERR_CODE_COUNT;
}
