/*
 * 60_client.h -- what the client's unit tests share: cmocka, a screen to write to, JSON from a text.
 */
#ifndef UNIT_60_CLIENT_H
#define UNIT_60_CLIENT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "err.h"
#include "json.h"
#include "span.h"

#define SCREEN_SIZE 65536

/* A buffer over static storage: one at a time is enough for a test. */
static inline struct buf
screen_new(void)
{
    static char storage[SCREEN_SIZE];
    struct buf b;

    buf_init(&b, storage, sizeof(storage));
    return b;
}

/* The text is somewhere on the screen; otherwise the whole screen is shown. */
static inline void
assert_shows(const struct buf *b, const char *text)
{
    if (strstr(b->data, text) == NULL)
        fail_msg("'%s' is not in:\n%s", text, b->data);
}

static inline void
assert_hides(const struct buf *b, const char *text)
{
    if (strstr(b->data, text) != NULL)
        fail_msg("'%s' is in:\n%s", text, b->data);
}

/* Single quotes stand for double ones, so that the JSON stays readable in C. */
static inline struct json *
json_of(const char *text)
{
    char *copy = strdup(text);
    struct json *value;
    struct err err;

    assert_non_null(copy);
    for (char *p = copy; *p != '\0'; p++)
        *p = *p == '\'' ? '"' : *p;
    value = json_parse(span_of(copy), &err);
    if (value == NULL)
        fail_msg("bad JSON in the test: %s", err.detail);
    free(copy);
    return value;
}

#endif
