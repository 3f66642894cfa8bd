/*
 * http_scan.h -- a strict look at the raw bytes of a request, before the HTTP library acts on them.
 *
 * It does not parse for anybody: it decides only whether the bytes may go on, and where the request
 * ends. What two readers could take for two different requests (request smuggling) never gets past
 * it: bare LF, folded lines, control bytes, space before a colon, a length given twice or with a
 * sign, any Transfer-Encoding, any body that the method does not carry. Pure: bytes arrive in
 * pieces of any size; nothing is allocated and nothing is looked at twice.
 */
#ifndef API_HTTP_SCAN_H
#define API_HTTP_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"

#define HTTP_SCAN_METHOD_MAX 20

enum http_scan_state {
    SCAN_METHOD,
    SCAN_TARGET,
    SCAN_VERSION,
    SCAN_LINE_LF, /* CR was read, LF must follow */
    SCAN_LINE_START,
    SCAN_NAME,
    SCAN_BEFORE_VALUE,
    SCAN_VALUE,
    SCAN_END_LF, /* CR of the empty line was read */
    SCAN_BODY,
    SCAN_COMPLETE,
    SCAN_BAD
};

struct http_scan {
    enum http_scan_state state;
    uint32_t header_bytes;
    uint32_t header_lines;
    uint32_t token_bytes; /* of the method, target, version or name being read */
    uint32_t value_bytes; /* of the value being read, without white space around it */
    uint32_t value_kept;  /* up to the last byte that is no white space */
    uint64_t seen;        /* a bit for each watched header that came */
    int watched;          /* index of the header being read, or -1 */
    uint32_t body_left;
    uint32_t body_size;
    char token[32]; /* lower case where it is a header's name */
    char method[HTTP_SCAN_METHOD_MAX + 1];
    char value[64]; /* of a watched header; what is longer is none of the values allowed */
};

/* Ready for the first byte of a request. */
void http_scan_reset(struct http_scan *scan);

/*
 * Look at the next bytes. Returns how many of them belong to this request: fewer than len only when
 * it is complete. On a violation the state is SCAN_BAD, *err says which, and nothing after counts.
 */
size_t http_scan_feed(struct http_scan *scan, const char *bytes, size_t len, struct err *err);

#endif
