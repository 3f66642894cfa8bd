/*
 * events.c -- server-sent events: each new entry of a log, to whoever watches it.
 *
 * Only entries that this daemon commits are told. A client that misses some sees it by the numbers
 * and asks for the entries; nothing depends on an event arriving.
 */
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "handlers.h"
#include "json.h"

#define HEARTBEAT_S 15

struct event_stream {
    struct event_stream *next;
    struct app *app;
    struct http_stream *stream;
    struct event *heartbeat;
    char origin[LIMIT_ORIGIN + 1];
};

static void
forget(struct event_stream *gone)
{
    for (struct event_stream **at = &gone->app->streams; *at != NULL; at = &(*at)->next) {
        if (*at == gone) {
            *at = gone->next;
            break;
        }
    }
    event_free(gone->heartbeat);
    free(gone);
}

static void
stream_closed(void *arg)
{
    forget(arg);
}

static void
beat(evutil_socket_t fd, short what, void *arg)
{
    struct event_stream *e = arg;

    (void)fd;
    (void)what;
    http_stream_send(e->stream, NULL, span_of("still here")); /* a comment line */
}

/* data of one event, or NULL */
static char *
event_text(const struct service_event *event)
{
    struct json *value = json_new_object();

    json_set_integer(value, "n", (int64_t)event->n);
    json_set_span(value, "type", event->type);
    if (event->subject.len > 0)
        json_set_span(value, "subject", event->subject);
    json_set_string(value, "outcome", event->accepted ? "accepted" : "refused");
    char *text = json_text(value);
    json_free(value);
    return text;
}

void
events_publish(void *arg, const struct service_event *event)
{
    struct app *app = arg;

    if (app->streams == NULL)
        return;
    char *text = event_text(event);
    for (struct event_stream *e = app->streams, *next; text != NULL && e != NULL; e = next) {
        next = e->next; /* sending may close the stream */
        if (span_is(event->origin, e->origin))
            http_stream_send(e->stream, "entry", span_of(text));
    }
    free(text);
}

void
events_close(struct app *app)
{
    while (app->streams != NULL) {
        struct event_stream *e = app->streams;
        struct http_stream *stream = e->stream;
        forget(e);
        http_stream_close(stream);
    }
}

static void
start_stream(struct exchange *x, const struct identity *identity)
{
    struct event_stream *e = calloc(1, sizeof *e);
    struct timeval every = {HEARTBEAT_S, 0};

    if (e != NULL)
        e->heartbeat = event_new(x->app->base, -1, EV_PERSIST, beat, e);
    if (e == NULL || e->heartbeat == NULL || !span_copy(x->origin, e->origin, sizeof e->origin) ||
        event_add(e->heartbeat, &every) != 0) {
        if (e != NULL && e->heartbeat != NULL)
            event_free(e->heartbeat);
        free(e);
        exchange_fail(x, ERR_OVERLOADED, "", "retry", "out of memory for an event stream");
        return;
    }
    (void)identity;
    e->app = x->app;
    e->next = x->app->streams;
    x->app->streams = e;
    e->stream = http_stream_open(x->r, stream_closed, e);
}

static void
watcher_known(void *arg, const struct identity *identity, const struct err *err)
{
    struct exchange *x = arg;

    if (err != NULL)
        exchange_problem(x, err);
    else if (identity->person.roles == 0)
        exchange_fail(x, ERR_NO_AUTHORITY, "", "ask an administrator of the log for an account",
                      "this user has no role in this log");
    else
        start_stream(x, identity);
}

void
handle_events(struct exchange *x)
{
    identify(&x->app->service, &x->caller, x->origin, false, watcher_known, x);
}
