/*
 * buf.h -- a text or byte buffer with a hard maximum, over storage of the caller.
 *
 * Never allocates. An append that does not fit empties the buffer and marks it
 * failed; every later append fails as well, so one check at the end suffices.
 */
#ifndef CORE_BUF_H
#define CORE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "span.h"

struct buf {
    char *data;
    size_t len;
    size_t max; /* bytes that fit; a text buffer keeps one more for its NUL */
    bool failed;
};

void buf_init(struct buf *b, char *storage, size_t size); /* size >= 1; always NUL-terminated */
void buf_reset(struct buf *b);
void buf_fail(struct buf *b);            /* as if an append had not fitted */
void buf_cut(struct buf *b, size_t len); /* back to an earlier length; does nothing once failed */
void buf_bytes(struct buf *b, const void *bytes, size_t len);
void buf_text(struct buf *b, const char *text);
void buf_span(struct buf *b, struct span s);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t value);
void buf_printf(struct buf *b, const char *fmt, ...) ATTR_PRINTF(2, 3);
struct span buf_view(const struct buf *b);

#endif
