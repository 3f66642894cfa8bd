/*
 * show.h -- answers of the daemon as screens of 80 columns, for a reader who is tired.
 *
 * What is wrong comes first; a value stands beside its limit, a time beside how far away it is; a word
 * says what a colour underlines. Pure: JSON in, text out. Texts of the answer are cleaned on the way.
 */
#ifndef FORMAT_SHOW_H
#define FORMAT_SHOW_H

#include "buf.h"
#include "instant.h"
#include "json.h"
#include "statement.h"

struct show {
    struct buf *out;
    const struct zone *zone; /* of the site; NULL: UTC */
    instant_t now;           /* relations in time count from here; INSTANT_NONE: none are shown */
    bool explain;            /* every gate, not only the failing ones */
};

/* --- verdicts ----------------------------------------------------------------------------- */

/* "what" completes the headline: "dispense to F-001". Failing gates first, in gate order. */
void show_verdict(const struct show *s, const struct json *verdict, const char *what);
/* Deviations that an accepted act recorded, and the warnings of a prescription. */
void show_consequences(const struct show *s, const struct json *answer);

/* --- subjects ----------------------------------------------------------------------------- */

void show_worklist(const struct show *s, const struct json *answer);
void show_subject(const struct show *s, const struct json *answer);

/* --- stock -------------------------------------------------------------------------------- */

void show_stock(const struct show *s, const struct json *answer);
void show_lot(const struct show *s, const struct json *answer);

/* --- the log ------------------------------------------------------------------------------ */

void show_log(const struct show *s, const struct json *answer);
void show_log_line(const struct show *s, const struct json *entry); /* one row of it */
void show_members(const struct show *s, const struct json *answer);

/* The fields of a statement as people read them, one a line. */
void show_fields(const struct show *s, const struct statement *statement);

/* --- small things ------------------------------------------------------------------------- */

/* An instant of an answer: canonical, or local with offset. INSTANT_NONE where it is neither. */
instant_t show_instant(const struct json *object, const char *key);
/* "PT-3 SUP-1": the texts of an array. */
void show_list(struct buf *out, const struct json *array, const char *between);

#endif
