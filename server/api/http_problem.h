/*
 * http_problem.h -- an error as a problem document (RFC 9457), and the phrases of status lines.
 */
#ifndef API_HTTP_PROBLEM_H
#define API_HTTP_PROBLEM_H

#include "buf.h"
#include "err.h"

#define HTTP_PROBLEM_SIZE 2048 /* every problem fits: err.h bounds its texts */

/* {"type":"about:blank","title":...,"status":...,"code":...,"detail":...,"hint":...,"field":...};
 * detail, hint and field are left out where they are empty. */
void http_problem_put(struct buf *b, const struct err *err);

const char *http_phrase(int status); /* "Not Found"; "Unknown" for one that we never send */

#endif
