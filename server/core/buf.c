/* buf.c -- see buf.h. */
#include "buf.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
buf_init(struct buf *b, char *storage, size_t size)
{
    assert(size >= 1);
    *b = (struct buf){.data = storage, .max = size - 1};
    b->data[0] = '\0';
}

void
buf_reset(struct buf *b)
{
    b->len = 0;
    b->failed = false;
    b->data[0] = '\0';
}

void
buf_fail(struct buf *b)
{
    buf_reset(b);
    b->failed = true;
}

void
buf_cut(struct buf *b, size_t len)
{
    assert(len <= b->len || b->failed);
    if (b->failed)
        return;
    b->len = len;
    b->data[len] = '\0';
}

void
buf_bytes(struct buf *b, const void *bytes, size_t len)
{
    if (b->failed || len == 0)
        return;
    if (len > b->max - b->len) {
        buf_fail(b);
        return;
    }
    memcpy(b->data + b->len, bytes, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void
buf_text(struct buf *b, const char *text)
{
    buf_bytes(b, text, strlen(text));
}

void
buf_span(struct buf *b, struct span s)
{
    buf_bytes(b, s.p, s.len);
}

void
buf_char(struct buf *b, char c)
{
    buf_bytes(b, &c, 1);
}

void
buf_int(struct buf *b, int64_t value)
{
    buf_printf(b, "%" PRId64, value);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
    size_t room = b->max - b->len;
    va_list args;
    int len;

    if (b->failed)
        return;
    va_start(args, fmt);
    len = vsnprintf(b->data + b->len, room + 1, fmt, args);
    va_end(args);
    assert(len >= 0);
    if ((size_t)len > room)
        buf_fail(b);
    else
        b->len += (size_t)len;
}

struct span
buf_view(const struct buf *b)
{
    struct span s = {b->data, b->len};

    return s;
}
