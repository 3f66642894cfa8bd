/*
 * http.h -- the door to libevent's HTTP server over TLS 1.3 (evhttp, bufferevent_openssl).
 *
 * What evhttp does not do by itself is done here: total deadlines for handshake, header and body,
 * a strict look at the headers, limits, TCP_NODELAY, clients that leave while SQL runs
 * (performance.md, decision 1). Handlers see a struct http_request and answer it once, now or later.
 */
#ifndef API_HTTP_H
#define API_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "span.h"

struct event_base;
struct http_server;
struct http_request;

enum http_method { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_OTHER };

/* Called once for each complete request that passed the checks of the transport. */
typedef void http_handler_fn(void *arg, struct http_request *r);

struct http_options {
    const char *address;
    uint16_t port; /* 0: any free port; http_port tells which */
    const char *certificate_file;
    const char *key_file;
    /* Deadlines in milliseconds; 0 means the value of limit.h. Only tests change them. */
    uint32_t request_ms, handshake_ms, idle_ms;
};

ATTR_MUST_CHECK enum err_code http_new(struct event_base *base, const struct http_options *options,
                                       http_handler_fn *handler, void *arg,
                                       struct http_server **out, struct err *err);
uint16_t http_port(const struct http_server *s);
/* Accept nothing more; done when every request was answered. */
void http_stop(struct http_server *s, void (*done)(void *arg), void *arg);
void http_free(struct http_server *s);

/* --- the request --- */
enum http_method http_request_method(const struct http_request *r);
struct span http_request_path(const struct http_request *r); /* decoded, without the query */
/* A query parameter's decoded value; p == NULL when it is not there. Unknown parameters: http_request_query_only. */
struct span http_request_query(const struct http_request *r, const char *name);
/* True when every parameter is among the space-separated names, each at most once; *bad gets the offender. */
bool http_request_query_only(const struct http_request *r, const char *names, struct span *bad);
struct span http_request_header(const struct http_request *r,
                                const char *name);           /* p == NULL: none */
struct span http_request_body(const struct http_request *r); /* p is never NULL */
uint64_t http_request_id(const struct http_request *r);      /* for the log */
/* Memory that lives as long as the request: never NULL below its limit, NULL above (answer 503). */
void *http_request_alloc(struct http_request *r, size_t size);
bool
http_request_gone(const struct http_request *r); /* the client left; answering is still required */

/* --- the answer: exactly one of these, once --- */
void http_answer_json(struct http_request *r, int status, struct span json);
void http_answer_text(struct http_request *r, int status, const char *type, struct span text);
void http_answer_empty(struct http_request *r, int status);
void http_answer_problem(struct http_request *r, const struct err *err); /* RFC 9457 */
/* Before the answer. Name and value must be constants or outlive the request. */
void http_add_header(struct http_request *r, const char *name, const char *value);

/* --- event streams --- */
struct http_stream;
/*
 * Turns the request into a text/event-stream. closed is called when the client leaves, falls behind by
 * more than LIMIT_EVENT_BACKLOG or has left before, never before http_stream_open or http_stream_send
 * returns; the stream is gone when it returns. It is not called after http_stream_close.
 */
struct http_stream *http_stream_open(struct http_request *r, void (*closed)(void *arg), void *arg);
/* data is one line. event NULL: a comment line, which keeps the connection awake. */
void http_stream_send(struct http_stream *s, const char *event, struct span data);
void http_stream_close(struct http_stream *s);

struct http_stats {
    uint64_t connections_total, requests_total, rejected_total, expired_total;
    uint32_t connections_open;
};
void http_stats(const struct http_server *s, struct http_stats *out);

#endif
