/*
 * canon.h -- canonical JSON: a strict reader and a writer, to the byte (ledger.md 2.3).
 *
 * The profile is RFC 8785 restricted: sorted unique keys [a-z][a-z0-9_]*, integers in
 * +-(2^53-1), no null, no white space, the only escapes \" and \\, valid UTF-8 without
 * control, bidi-control or noncharacters. What is accepted is therefore its own
 * canonical form: nothing is ever re-serialised. No allocation, no recursion over input.
 */
#ifndef CORE_CANON_H
#define CORE_CANON_H

#include "buf.h"
#include "err.h"
#include "limit.h"
#include "span.h"

enum canon_kind { CANON_OBJECT, CANON_ARRAY, CANON_STRING, CANON_INTEGER, CANON_BOOL };

/* One member of an object or element of an array, as met by canon_next. */
struct canon_item {
    struct span key; /* empty in an array */
    enum canon_kind kind;
    struct span raw;  /* the whole value, with its quotes or braces */
    struct span text; /* CANON_STRING: between the quotes, escapes not undone */
    int64_t integer;  /* CANON_INTEGER; CANON_BOOL: 0 or 1 */
};

/* Whole-document check. max_depth: levels of braces and brackets. ERR_BAD_CANONICAL, ERR_TOO_DEEP; detail has the byte. */
ATTR_MUST_CHECK enum err_code canon_check(struct span doc, int max_depth, struct err *err);

/* Walk the members of an object or array that canon_check accepted. */
struct canon_walk {
    const char *at;
    const char *end;
};
void canon_walk_init(struct canon_walk *w, struct span object_or_array);
bool canon_next(struct canon_walk *w, struct canon_item *item);

/* A string's text with \" and \\ undone. False when it does not fit. */
bool canon_unescape(struct span text, struct buf *out);
/* May this text stand in an entry at all (UTF-8, allowed characters)? */
bool canon_text_ok(struct span text);

/* Writers. Keys must be given in sorted order; asserts check that they are plain. A text that may
 * not stand in an entry fails the buffer. */
void canon_put_string(struct buf *b, struct span text);
void canon_put_key(struct buf *b, const char *key, bool first); /* writes `,"key":` or `"key":` */

#endif
