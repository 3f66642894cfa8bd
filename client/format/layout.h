/*
 * layout.h -- paragraphs and columns of 80 places, over cleaned text. Pure.
 *
 * A width counts characters, not bytes. Texts given here are cleaned on their way in, so that a
 * layout cannot be broken by what stands in a record.
 */
#ifndef FORMAT_LAYOUT_H
#define FORMAT_LAYOUT_H

#include "buf.h"
#include "instant.h"
#include "span.h"

#define LAYOUT_COLUMNS 80

void layout_spaces(struct buf *out, size_t count);

/* Exactly `width` places and one space: cut with "..", or filled. The last column of a row: width 0. */
void layout_cell(struct buf *out, struct span text, size_t width);

/*
 * `label` at `indent`, the text from column `hang` on, wrapped at words; ends its line. An empty
 * label gives a plain paragraph; an empty text with a label gives the label alone.
 */
void layout_paragraph(struct buf *out, size_t indent, const char *label, size_t hang,
                      struct span text);

/* The text from `column` on, where the row already is; further lines begin there too. Ends its line. */
void layout_rest(struct buf *out, size_t column, struct span text);

/* "in 3 h 20 min", "20 days 4 h ago", "now": two units at most, the smaller rounded down. */
void layout_relative(struct buf *out, instant_t at, instant_t now);

/* "2008-03-09 00:00 -04:00, in 4 days 14 h"; UTC when zone is NULL. */
void layout_instant(struct buf *out, instant_t at, instant_t now, const struct zone *zone);

/* Local date, time to the minute (to the second where there are seconds) and offset. */
void layout_local(struct buf *out, instant_t at, const struct zone *zone);

#endif
