/*
 * transport.h -- the one door to libcurl: HTTPS with TLS 1.3, one connection kept open.
 *
 * Knows no paths and no JSON. What it adds to libcurl: nothing but https, no redirect, no proxy from
 * the environment, deadlines on everything, a limit on every answer, and the difference that a writer
 * of signed statements needs: was a byte of the request sent at all?
 */
#ifndef CLIENT_TRANSPORT_H
#define CLIENT_TRANSPORT_H

#include "err.h"
#include "span.h"

#define TRANSPORT_CONNECT_MS 5000
#define TRANSPORT_ANSWER_MS  10000
#define TRANSPORT_BODY_MAX   (32u << 20)
#define TRANSPORT_HEADERS    4
#define TRANSPORT_HEADER_MAX 256

struct transport;

struct transport_request {
    const char *method;                                   /* GET, POST, PUT, DELETE */
    const char *path;                                     /* begins with '/', encoded */
    char header[TRANSPORT_HEADERS][TRANSPORT_HEADER_MAX]; /* "Name: value"; "" where unused */
    struct span body;                                     /* JSON; of POST and PUT only */
};

struct transport_answer {
    int status;       /* 0: there was none */
    bool replayed;    /* Idempotency-Replayed: true */
    bool sent;        /* at least one byte of the request left this machine */
    struct span body; /* lives until the next request */
};

/* `url` is https://host[:port]; ca_file may be "" for the system's certificates. */
ATTR_MUST_CHECK enum err_code transport_new(const char *url, const char *ca_file,
                                            struct transport **out, struct err *err);
void transport_free(struct transport *t);

/* ERR_NO_SERVER where there is no complete answer (*answer says whether it was sent); any status of
 * HTTP is a success here. */
ATTR_MUST_CHECK enum err_code transport_send(struct transport *t, const struct transport_request *r,
                                             struct transport_answer *answer, struct err *err);

/*
 * GET an event stream and hand over its bytes as they come, until `fn` returns false (ERR_OK) or the
 * stream ends or falls silent for `silence_s` (ERR_NO_SERVER). An answer other than 200 is left in
 * *answer.
 */
typedef bool transport_stream_fn(void *arg, struct span bytes);
ATTR_MUST_CHECK enum err_code transport_stream(struct transport *t,
                                               const struct transport_request *r, long silence_s,
                                               transport_stream_fn *fn, void *arg,
                                               struct transport_answer *answer, struct err *err);

#endif
