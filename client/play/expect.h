/*
 * expect.h -- what a story may expect of the state, and whether an answer is so.
 *
 * An expectation is a row of expect.def: its name, what is fetched for it, and a comparison. Pure: the
 * answer (a JSON value) was fetched by the caller.
 */
#ifndef PLAY_EXPECT_H
#define PLAY_EXPECT_H

#include "buf.h"
#include "span.h"

struct json;
struct story_line;

enum expect_about {
    EXPECT_SUBJECT, /* GET subjects/{subject}?prescription=&lot=&capsules= */
    EXPECT_LOT      /* GET lots/{lot} */
};

/*
 * Is the answer as the line says? Writes what was found, in the line's own words, for the difference.
 * Words of the line are ids or values without a key; fields are key=value.
 */
typedef bool expect_fn(const struct story_line *line, const struct json *answer, struct buf *found);

struct expectation {
    const char *name;
    enum expect_about about;
    expect_fn *fits;
};

/* NULL if there is none of that name. */
const struct expectation *expect_find(struct span name);
/* Their names, as a hint. */
const char *expect_list(void);

#endif
