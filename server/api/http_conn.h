/*
 * http_conn.h -- one TLS connection below the HTTP library: its deadlines, and what it may hand up.
 *
 * A struct http_conn hangs on the TLS session: it begins when a connection is accepted and ends
 * when OpenSSL frees the session, whatever the HTTP library does in between. It knows nothing of
 * evhttp but the bufferevent it lives on. Each phase has its total deadline, and when it passes the
 * socket is shut down, which the HTTP library takes for the client leaving.
 *
 * Every byte that arrives passes http_scan first. A request that fails there never reaches the HTTP
 * library: the connection is taken out of its hands, the problem is answered, what is still under
 * way is read and thrown away for a moment (so that the answer is not lost to a reset), and then
 * the HTTP library is told that the connection broke.
 *
 * There is no pipelining: after a request that more bytes follow at once the connection is closed.
 */
#ifndef API_HTTP_CONN_H
#define API_HTTP_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>

#include "http.h"
#include "http_scan.h"
#include "tls.h"

enum conn_phase {
    CONN_HANDSHAKE, /* deadline: handshake_ms */
    CONN_IDLE,      /* waits for a request; deadline: idle_ms */
    CONN_REQUEST,   /* from the first byte to the last; deadline: request_ms */
    CONN_HANDLING,  /* no deadline here: who handles the request has one */
    CONN_ANSWERING, /* until the client took the answer; deadline: idle_ms */
    CONN_STREAM,    /* an event stream: no deadline, a bounded backlog (http_stream.c) */
    CONN_REJECTED,  /* the problem is on its way; deadline: request_ms */
    CONN_LINGERING, /* it was sent; deadline: LIMIT_LINGER_S */
    CONN_CUT        /* the socket is shut down */
};

struct http_conns;

struct http_conn {
    struct http_conns *all; /* NULL once the server is gone */
    struct http_conn *before, *after;
    struct bufferevent *bev; /* owned by the HTTP library */
    struct event *deadline;
    enum conn_phase phase;
    struct http_scan scan;
    size_t excess;                /* bytes that came after the request */
    size_t lingered;              /* bytes thrown away after a problem */
    struct http_request *request; /* in the phases HANDLING, STREAM */
    /* While REJECTED or LINGERING: what the HTTP library had set. */
    bufferevent_event_cb library_event;
    void *library_arg;
};

struct http_conns {
    struct http_conns *next;
    struct event_base *base;
    struct tls_server *tls;
    struct evconnlistener *listener; /* NULL before listening and after stopping */
    struct http_conn *first;         /* the connection that opened last */
    uint32_t request_ms, handshake_ms, idle_ms;
    struct http_stats stats;
    bool stopping;
    bool paused;                /* the listener waits for a connection to close */
    struct event *retry;        /* opens the listener again after accept failed */
    void (*emptied)(void *arg); /* while stopping: the last connection ended */
    void *arg;
};

ATTR_MUST_CHECK enum err_code http_conns_init(struct http_conns *all, struct event_base *base,
                                              const struct http_options *options, struct err *err);
/* Watch the listener that the HTTP library accepts from. */
void http_conns_listen(struct http_conns *all, struct evconnlistener *listener);
/* End what waits for a request, and each other connection after its answer. */
void http_conns_stop(struct http_conns *all);
/* The connections that are left live on until the HTTP library frees them, without an owner. */
void http_conns_release(struct http_conns *all);

/* A bufferevent for a connection being accepted; arg is the struct http_conns. */
struct bufferevent *http_conn_open(struct event_base *base, void *arg);
/* The connection of a bufferevent; NULL if it is none of ours. */
struct http_conn *http_conn_of(struct bufferevent *bev);

/* The HTTP library delivered a request. False when it and we do not agree where the request ends:
 * it must be answered with a problem. *last: the connection must be closed after the answer. */
bool http_conn_handling(struct http_conn *conn, struct http_request *request, bool *last);
void http_conn_answering(struct http_conn *conn);
void http_conn_streaming(struct http_conn *conn);
/* The answer was sent; the HTTP library is about to close the connection if `last`. */
void http_conn_answered(struct http_conn *conn, bool last);
/* The HTTP library is about to free the connection: it must not be touched any more. */
void http_conn_lost(struct http_conn *conn);
/* Shut the socket down. */
void http_conn_cut(struct http_conn *conn);

#endif
