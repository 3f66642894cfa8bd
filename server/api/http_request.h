/*
 * http_request.h -- a request and the server as http.c and http_stream.c see them, nobody else.
 *
 * Two lives are kept apart: the request's, which ends when it is answered, and the connection's,
 * which may end before. Until it is answered the HTTP library's part is user-owned, so that path,
 * headers and body stay readable after the client has left.
 */
#ifndef API_HTTP_REQUEST_H
#define API_HTTP_REQUEST_H

#include "http.h"
#include "http_arena.h"
#include "http_conn.h"
#include "http_target.h"

struct evbuffer;
struct evhttp;
struct evhttp_bound_socket;
struct evhttp_request;

struct http_request {
    struct http_server *server;     /* NULL once the server is gone */
    struct http_conn *conn;         /* NULL once the client is gone */
    struct evhttp_request *library; /* ours until the answer is handed over */
    struct http_request *before, *after;
    struct http_stream *stream; /* in the request's arena */
    uint64_t id;
    enum http_method method;
    bool bodyless; /* HEAD, CONNECT: the answer has no body */
    bool last;     /* the connection is closed after the answer */
    struct http_target target;
    struct span body;
    struct http_arena arena;
};

struct http_server {
    struct evhttp *library;
    struct evhttp_bound_socket *bound;
    struct http_conns conns;
    uint16_t port;
    http_handler_fn *handler;
    void *handler_arg;
    struct http_request *first; /* requests not yet answered, and streams */
    struct http_request *spare;
    unsigned spares;
    struct event *stopped; /* runs stop_done outside of everybody's stack */
    void (*stop_done)(void *arg);
    void *stop_arg;
};

/* --- http.c for http_stream.c --- */
void http_request_stream_begin(struct http_request *r);
void http_request_stream_chunk(struct http_request *r, struct evbuffer *chunk); /* empties it */
void http_request_stream_end(struct http_request *r);   /* in good order; frees the request */
void http_request_stream_break(struct http_request *r); /* drop the connection: http_stream_lost */

/* --- http_stream.c for http.c --- */
/* The connection is gone: tell the stream's owner. The caller frees the request. */
void http_stream_lost(struct http_stream *stream);
/* The server stops: tell the owner, end the stream in good order. */
void http_stream_stop(struct http_stream *stream);

#endif
