/*
 * story_scan.h -- cuts one line of a story into tokens: quotes, comments, key=value.
 */
#ifndef PLAY_STORY_SCAN_H
#define PLAY_STORY_SCAN_H

#include "err.h"
#include "span.h"

struct story_token {
    struct span text; /* all of it, quotes undone */
    struct span key;  /* of key=value; else empty */
    struct span value;
    bool pair;
};

/*
 * Cut the next token from *rest, which moves on. Quotes are undone in place ("\"" and "\\" inside
 * them stand for themselves). False at the end of the line or at a comment. A quote without an end
 * sets *broken.
 */
bool story_scan(char **rest, struct story_token *out, bool *broken);

#endif
