/* http.c -- see http.h. The one file that includes the HTTP library's headers. */
#include "http.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/http_struct.h>

#include "crypto.h"
#include "http_listen.h"
#include "http_problem.h"
#include "http_request.h"
#include "limit.h"
#include "log.h"

/* evhttp's own bounds stand behind ours (http_scan.h): they are never met first. */
#define LIBRARY_HEADER_MAX (2 * LIMIT_HEADER)
#define LIBRARY_BODY_MAX   (2 * LIMIT_BODY)
#define RECORD_MAX         16384
#define SPARE_REQUESTS     32 /* kept for the next requests */

/* --- requests come and go -------------------------------------------------------------------- */

static struct http_request *
request_new(struct http_server *s)
{
    struct http_request *r = s->spare;

    if (r != NULL) {
        s->spare = r->after;
        s->spares--;
    } else {
        r = malloc(sizeof(*r));
    }
    if (r == NULL)
        return NULL;
    memset(r, 0, offsetof(struct http_request, arena));
    http_arena_init(&r->arena);
    r->server = s;
    r->after = s->first;
    if (s->first != NULL)
        s->first->before = r;
    s->first = r;
    return r;
}

/* The request's own memory; what the library keeps of it is not touched. */
static void
request_free(struct http_request *r)
{
    struct http_server *s = r->server;

    http_arena_release(&r->arena);
    if (s != NULL) {
        if (r->before != NULL)
            r->before->after = r->after;
        else
            s->first = r->after;
        if (r->after != NULL)
            r->after->before = r->before;
    }
    if (s != NULL && s->spares < SPARE_REQUESTS) {
        r->after = s->spare;
        s->spare = r;
        s->spares++;
    } else {
        free(r);
    }
}

/* Login secrets travel in bodies: they do not stay in freed memory. */
static void
wipe_body(struct http_request *r)
{
    struct evbuffer *input = evhttp_request_get_input_buffer(r->library);

    if (r->body.len > 0)
        crypto_wipe(evbuffer_pullup(input, -1), r->body.len);
    r->body.len = 0;
}

/* The client has left and the handler is done: nobody else frees the library's part. */
static void
drop_unanswered(struct http_request *r)
{
    wipe_body(r);
    evhttp_request_free(r->library);
    request_free(r);
}

/*
 * The library is about to free the connection. Being user-owned, the library's request survives it;
 * it is freed when the handler answers. A stream has nobody left to answer to: it ends here.
 */
static void
on_close(struct evhttp_connection *connection, void *arg)
{
    struct http_conn *conn = arg;
    struct http_request *r = conn->request;

    (void)connection;
    http_conn_lost(conn);
    if (r == NULL)
        return;
    r->conn = NULL;
    if (r->stream == NULL)
        return;
    http_stream_lost(r->stream);
    /* Still in the connection's list, the library's part goes with the connection. */
    if (evhttp_request_get_connection(r->library) == NULL)
        evhttp_request_free(r->library);
    else
        r->library->flags &= ~EVHTTP_USER_OWNED;
    request_free(r);
}

static enum http_method
method_of(const struct evhttp_request *library)
{
    switch (evhttp_request_get_command(library)) {
    case EVHTTP_REQ_GET:
        return HTTP_GET;
    case EVHTTP_REQ_POST:
        return HTTP_POST;
    case EVHTTP_REQ_PUT:
        return HTTP_PUT;
    case EVHTTP_REQ_DELETE:
        return HTTP_DELETE;
    default:
        return HTTP_OTHER;
    }
}

/* The library sends no length with an answer to these, so there must be no body either. */
static bool
is_bodyless(const struct evhttp_request *library)
{
    enum evhttp_cmd_type method = evhttp_request_get_command(library);

    return method == EVHTTP_REQ_HEAD || method == EVHTTP_REQ_CONNECT;
}

static bool
asks_close(const struct evhttp_request *library)
{
    const char *value = evhttp_find_header(library->input_headers, "Connection");

    return value != NULL && evutil_ascii_strcasecmp(value, "close") == 0;
}

static void
take_request(struct http_server *s, struct http_request *r, bool agreed)
{
    struct evbuffer *input = evhttp_request_get_input_buffer(r->library);
    const char *target = evhttp_request_get_uri(r->library);
    struct err err;

    err_clear(&err);
    r->method = method_of(r->library);
    r->bodyless = r->method == HTTP_OTHER && is_bodyless(r->library);
    /* The library does not read the body of a method it does not know. */
    r->last = r->last || r->method == HTTP_OTHER || asks_close(r->library);
    r->body.len = evbuffer_get_length(input);
    r->body.p = r->body.len == 0 ? "" : (const char *)evbuffer_pullup(input, -1);
    if (!agreed)
        (void)err_field(&err, ERR_BAD_HEADER, "Content-Length", "",
                        "the request's end is not clear");
    else if (r->body.len > 0 && r->body.p == NULL)
        (void)err_set(&err, ERR_OVERLOADED, "try again later", "no memory for the request");
    else if (http_target_parse(span_of(target), &r->arena, &r->target, &err) == ERR_OK)
        err_clear(&err);
    if (err.code != ERR_OK)
        http_answer_problem(r, &err);
    else
        s->handler(s->handler_arg, r);
}

/* The library has a whole request. */
static void
on_request(struct evhttp_request *library, void *arg)
{
    struct http_server *s = arg;
    struct evhttp_connection *connection = evhttp_request_get_connection(library);
    struct http_conn *conn = http_conn_of(evhttp_connection_get_bufferevent(connection));
    struct http_request *r = conn == NULL ? NULL : request_new(s);
    bool agreed;

    if (r == NULL) {
        /* No memory, or not a TLS connection (http_conn_open): no answer at all. */
        log_event(LEVEL_ERROR, EVENT_memory_short, "for=%s", "request");
        evhttp_connection_free(connection);
        return;
    }
    r->conn = conn;
    r->library = library;
    r->id = s->conns.stats.requests_total + s->conns.stats.rejected_total + 1;
    evhttp_request_own(library);
    evhttp_connection_set_closecb(connection, on_close, conn);
    agreed = http_conn_handling(conn, r, &r->last);
    take_request(s, r, agreed);
}

/* --- what a handler may ask ------------------------------------------------------------------ */

enum http_method
http_request_method(const struct http_request *r)
{
    return r->method;
}

struct span
http_request_path(const struct http_request *r)
{
    return r->target.path;
}

struct span
http_request_query(const struct http_request *r, const char *name)
{
    return http_target_value(&r->target, name);
}

bool
http_request_query_only(const struct http_request *r, const char *names, struct span *bad)
{
    return http_target_only(&r->target, names, bad);
}

struct span
http_request_header(const struct http_request *r, const char *name)
{
    return span_of(evhttp_find_header(evhttp_request_get_input_headers(r->library), name));
}

struct span
http_request_body(const struct http_request *r)
{
    return r->body;
}

uint64_t
http_request_id(const struct http_request *r)
{
    return r->id;
}

void *
http_request_alloc(struct http_request *r, size_t size)
{
    return http_arena_alloc(&r->arena, size);
}

bool
http_request_gone(const struct http_request *r)
{
    return r->conn == NULL;
}

/* --- answers --------------------------------------------------------------------------------- */

/* The last byte of the answer was written. */
static void
on_answered(struct evhttp_request *library, void *arg)
{
    struct http_conn *conn = arg;
    const char *value = evhttp_find_header(library->output_headers, "Connection");

    http_conn_answered(conn, value != NULL);
}

void
http_add_header(struct http_request *r, const char *name, const char *value)
{
    (void)evhttp_add_header(evhttp_request_get_output_headers(r->library), name, value);
}

/* What every answer carries, and the end of our ownership of the library's part. */
static void
hand_over(struct http_request *r, const char *type)
{
    http_add_header(r, "Cache-Control", "no-store");
    if (type != NULL)
        http_add_header(r, "Content-Type", type);
    if (r->last)
        http_add_header(r, "Connection", "close");
    evhttp_request_set_on_complete_cb(r->library, on_answered, r->conn);
    r->library->flags &= ~EVHTTP_USER_OWNED;
}

static void
answer(struct http_request *r, int status, const char *type, struct span body)
{
    struct evhttp_request *library = r->library;
    struct evbuffer *output;

    assert(r->stream == NULL);
    if (r->conn == NULL) {
        drop_unanswered(r);
        return;
    }
    if (body.len > 0 && !r->bodyless)
        (void)evbuffer_add(evhttp_request_get_output_buffer(library), body.p, body.len);
    wipe_body(r); /* after: the answer may quote it */
    if (r->server->conns.stopping)
        r->last = true;
    hand_over(r, type);
    output = bufferevent_get_output(r->conn->bev);
    http_conn_answering(r->conn);
    request_free(r);
    evhttp_send_reply(library, status, http_phrase(status), NULL);
    /* Header and body in one piece leave in one TLS record. */
    if (evbuffer_get_length(output) <= RECORD_MAX)
        (void)evbuffer_pullup(output, -1);
}

void
http_answer_json(struct http_request *r, int status, struct span json)
{
    answer(r, status, "application/json", json);
}

void
http_answer_text(struct http_request *r, int status, const char *type, struct span text)
{
    answer(r, status, type, text);
}

void
http_answer_empty(struct http_request *r, int status)
{
    answer(r, status, NULL, (struct span){NULL, 0});
}

void
http_answer_problem(struct http_request *r, const struct err *err)
{
    char json[HTTP_PROBLEM_SIZE];
    struct buf b;

    buf_init(&b, json, sizeof(json));
    http_problem_put(&b, err);
    answer(r, err_http(err->code), "application/problem+json", buf_view(&b));
}

/* --- event streams, for http_stream.c -------------------------------------------------------- */

void
http_request_stream_begin(struct http_request *r)
{
    r->last = true;
    http_add_header(r, "Cache-Control", "no-store");
    http_add_header(r, "Content-Type", "text/event-stream");
    http_add_header(r, "Connection", "close");
    http_conn_streaming(r->conn);
    evhttp_send_reply_start(r->library, 200, http_phrase(200));
}

void
http_request_stream_chunk(struct http_request *r, struct evbuffer *chunk)
{
    evhttp_send_reply_chunk(r->library, chunk);
}

void
http_request_stream_end(struct http_request *r)
{
    struct evhttp_request *library = r->library;

    if (r->conn == NULL) {
        drop_unanswered(r);
        return;
    }
    evhttp_request_set_on_complete_cb(library, on_answered, r->conn);
    library->flags &= ~EVHTTP_USER_OWNED;
    http_conn_answering(r->conn);
    request_free(r);
    evhttp_send_reply_end(library);
}

void
http_request_stream_break(struct http_request *r)
{
    evhttp_connection_free(evhttp_request_get_connection(r->library));
}

/* --- the server ------------------------------------------------------------------------------ */

static void
on_stopped(evutil_socket_t fd, short what, void *arg)
{
    struct http_server *s = arg;

    (void)fd, (void)what;
    if (s->stop_done != NULL)
        s->stop_done(s->stop_arg);
    s->stop_done = NULL;
}

static void
on_emptied(void *arg)
{
    struct http_server *s = arg;

    event_active(s->stopped, EV_TIMEOUT, 0);
}

static enum err_code
listen_on(struct http_server *s, const struct http_options *options, struct err *err)
{
    struct evconnlistener *listener = NULL;
    enum err_code code =
        http_listen(s->conns.base, options->address, options->port, &listener, &s->port, err);

    if (code != ERR_OK)
        return code;
    s->bound = evhttp_bind_listener(s->library, listener);
    if (s->bound == NULL) {
        evconnlistener_free(listener);
        return err_set(err, ERR_IO, "", "no memory for the HTTP server");
    }
    http_conns_listen(&s->conns, listener);
    return ERR_OK;
}

enum err_code
http_new(struct event_base *base, const struct http_options *options, http_handler_fn *handler,
         void *arg, struct http_server **out, struct err *err)
{
    struct http_server *s = calloc(1, sizeof(*s));
    enum err_code code = ERR_OK;

    if (s == NULL)
        return err_set(err, ERR_IO, "", "no memory for the HTTP server");
    code = http_conns_init(&s->conns, base, options, err);
    s->conns.emptied = on_emptied;
    s->conns.arg = s;
    s->handler = handler;
    s->handler_arg = arg;
    s->library = evhttp_new(base);
    s->stopped = event_new(base, -1, 0, on_stopped, s);
    if (code == ERR_OK && (s->library == NULL || s->stopped == NULL))
        code = err_set(err, ERR_IO, "", "no memory for the HTTP server");
    if (code == ERR_OK) {
        evhttp_set_bevcb(s->library, http_conn_open, &s->conns);
        evhttp_set_gencb(s->library, on_request, s);
        evhttp_set_allowed_methods(s->library, UINT16_MAX); /* the router answers 405 */
        evhttp_set_default_content_type(s->library, NULL);
        evhttp_set_max_headers_size(s->library, LIBRARY_HEADER_MAX);
        evhttp_set_max_body_size(s->library, LIBRARY_BODY_MAX);
        code = listen_on(s, options, err);
    }
    if (code != ERR_OK) {
        http_free(s);
        return code;
    }
    *out = s;
    return ERR_OK;
}

uint16_t
http_port(const struct http_server *s)
{
    return s->port;
}

void
http_stop(struct http_server *s, void (*done)(void *arg), void *arg)
{
    s->stop_done = done;
    s->stop_arg = arg;
    if (s->bound != NULL)
        evhttp_del_accept_socket(s->library, s->bound);
    s->bound = NULL;
    for (struct http_request *r = s->first, *next; r != NULL; r = next) {
        next = r->after;
        if (r->stream != NULL)
            http_stream_stop(r->stream);
    }
    http_conns_stop(&s->conns);
}

void
http_free(struct http_server *s)
{
    if (s == NULL)
        return;
    s->stop_done = NULL;
    if (s->library != NULL)
        evhttp_free(s->library);
    for (struct http_request *r = s->first, *next; r != NULL; r = next) {
        next = r->after;
        if (r->stream != NULL)
            http_stream_stop(r->stream);
        else
            r->server = NULL; /* answered later, to nobody */
    }
    while (s->spare != NULL) {
        struct http_request *r = s->spare;

        s->spare = r->after;
        free(r);
    }
    if (s->stopped != NULL)
        event_free(s->stopped);
    http_conns_release(&s->conns);
    free(s);
}

void
http_stats(const struct http_server *s, struct http_stats *out)
{
    *out = s->conns.stats;
}
