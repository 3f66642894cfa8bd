/* http_stream.c -- event streams (text/event-stream). See http.h. */
#include <assert.h>
#include <string.h>

#include <event2/buffer.h>
#include <event2/event.h>

#include "http_request.h"
#include "limit.h"
#include "log.h"

struct http_stream {
    struct http_request *request;
    void (*closed)(void *arg);
    void *arg;
    struct event *left; /* the client closed its side, or had left before the stream was opened */
};

/*
 * Nothing is read while an answer is under way, so the HTTP library does not see the client leave
 * before it writes again. The kernel tells us at once.
 */
static void
on_left(evutil_socket_t fd, short what, void *arg)
{
    struct http_stream *stream = arg;
    struct http_request *r = stream->request;

    (void)fd, (void)what;
    if (r->conn != NULL) {
        http_request_stream_break(r);
        return;
    }
    http_stream_lost(stream);
    http_request_stream_end(r);
}

struct http_stream *
http_stream_open(struct http_request *r, void (*closed)(void *arg), void *arg)
{
    const struct timeval at_once = {0, 0};
    bool gone = r->conn == NULL;
    struct http_stream *stream = http_arena_alloc(&r->arena, sizeof(*stream));

    assert(stream != NULL);
    *stream = (struct http_stream){.request = r, .closed = closed, .arg = arg};
    stream->left = event_new(r->server->conns.base, gone ? -1 : bufferevent_getfd(r->conn->bev),
                             gone ? 0 : EV_CLOSED, on_left, stream);
    assert(stream->left != NULL);
    (void)event_add(stream->left, gone ? &at_once : NULL);
    r->stream = stream;
    if (!gone)
        http_request_stream_begin(r);
    return stream;
}

/* Unsent bytes are bounded: a reader who falls behind loses the stream and opens another. */
static void
put(struct http_stream *stream, struct evbuffer *chunk)
{
    struct http_request *r = stream->request;
    struct evbuffer *output = bufferevent_get_output(r->conn->bev);

    if (evbuffer_get_length(output) + evbuffer_get_length(chunk) > LIMIT_EVENT_BACKLOG) {
        log_event(LEVEL_INFO, EVENT_stream_dropped, "unsent=%zu", evbuffer_get_length(output));
        http_conn_cut(r->conn);
    } else {
        http_request_stream_chunk(r, chunk);
    }
}

void
http_stream_send(struct http_stream *stream, const char *event, struct span data)
{
    struct evbuffer *chunk;
    bool made;

    assert(data.len == 0 || memchr(data.p, '\n', data.len) == NULL);
    if (stream->request->conn == NULL || stream->request->conn->phase != CONN_STREAM)
        return;
    chunk = evbuffer_new();
    if (chunk == NULL)
        return;
    if (event == NULL)
        made = evbuffer_add_printf(chunk, ":\n\n") >= 0;
    else
        made = evbuffer_add_printf(chunk, "event: %s\ndata: ", event) >= 0 &&
               evbuffer_add(chunk, data.p, data.len) == 0 && evbuffer_add(chunk, "\n\n", 2) == 0;
    if (made)
        put(stream, chunk);
    evbuffer_free(chunk);
}

void
http_stream_close(struct http_stream *stream)
{
    event_free(stream->left);
    http_request_stream_end(stream->request);
}

void
http_stream_lost(struct http_stream *stream)
{
    event_free(stream->left);
    stream->closed(stream->arg);
}

void
http_stream_stop(struct http_stream *stream)
{
    struct http_request *r = stream->request;

    http_stream_lost(stream);
    http_request_stream_end(r);
}
