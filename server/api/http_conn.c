/* http_conn.c -- see http_conn.h. */
#include "http_conn.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent_ssl.h>

#include "http_problem.h"
#include "limit.h"
#include "log.h"

#define LINGER_BYTES  ((size_t)1 << 20) /* thrown away at most */
#define ACCEPT_REST_S 1                 /* after accept failed, for want of descriptors mostly */
#define PIECES_MAX    8

/* Every server that listens: one in the daemon. */
static struct http_conns *listening;

static struct timeval
from_ms(uint32_t ms)
{
    return (struct timeval){.tv_sec = ms / 1000, .tv_usec = (suseconds_t)(ms % 1000) * 1000};
}

/* Enter a phase; its deadline counts from now. 0: it has none. */
static void
enter(struct http_conn *conn, enum conn_phase phase, uint32_t ms)
{
    struct timeval tv = from_ms(ms);

    conn->phase = phase;
    if (ms == 0)
        (void)event_del(conn->deadline);
    else
        (void)event_add(conn->deadline, &tv);
}

void
http_conn_cut(struct http_conn *conn)
{
    evutil_socket_t fd = bufferevent_getfd(conn->bev);

    enter(conn, CONN_CUT, 0);
    if (fd >= 0)
        (void)shutdown(fd, SHUT_RDWR);
}

static void
on_deadline(evutil_socket_t fd, short what, void *arg)
{
    struct http_conn *conn = arg;

    (void)fd, (void)what;
    if (conn->all == NULL) {
        http_conn_cut(conn);
        return;
    }
    if (conn->phase != CONN_IDLE && conn->phase != CONN_LINGERING)
        conn->all->stats.expired_total++;
    if (conn->phase == CONN_HANDSHAKE)
        log_event(LEVEL_INFO, EVENT_handshake_failed, "why=deadline");
    else if (conn->phase != CONN_IDLE && conn->phase != CONN_LINGERING)
        log_event(LEVEL_INFO, EVENT_request_rejected, "code=deadline while=%s",
                  conn->phase == CONN_REQUEST ? "reading" : "writing");
    http_conn_cut(conn);
}

/* --- a request that does not pass ------------------------------------------------------------ */

static void
linger_read(struct bufferevent *bev, void *arg)
{
    struct http_conn *conn = arg;
    struct evbuffer *input = bufferevent_get_input(bev);

    conn->lingered += evbuffer_get_length(input);
    (void)evbuffer_drain(input, evbuffer_get_length(input));
    if (conn->lingered > LINGER_BYTES)
        http_conn_cut(conn);
}

/* The problem was sent. No more follows from us; let the client finish what it is sending. */
static void
linger_written(struct bufferevent *bev, void *arg)
{
    struct http_conn *conn = arg;

    if (conn->phase != CONN_REJECTED || evbuffer_get_length(bufferevent_get_output(bev)) > 0)
        return;
    tls_session_close(bufferevent_openssl_get_ssl(bev));
    (void)shutdown(bufferevent_getfd(bev), SHUT_WR);
    enter(conn, CONN_LINGERING, LIMIT_LINGER_S * 1000);
}

/* The end: the HTTP library, which has slept over all of this, is told of a broken connection. */
static void
linger_event(struct bufferevent *bev, short what, void *arg)
{
    struct http_conn *conn = arg;

    if (what & BEV_EVENT_CONNECTED)
        return;
    enter(conn, CONN_CUT, 0);
    conn->library_event(bev, BEV_EVENT_ERROR | BEV_EVENT_READING, conn->library_arg);
}

static void
put_problem(struct evbuffer *output, const struct err *err)
{
    char json[HTTP_PROBLEM_SIZE];
    struct buf b;

    buf_init(&b, json, sizeof(json));
    http_problem_put(&b, err);
    (void)evbuffer_add_printf(output,
                              "HTTP/1.1 %d %s\r\nContent-Type: application/problem+json\r\n"
                              "Content-Length: %zu\r\nCache-Control: no-store\r\n"
                              "Connection: close\r\n\r\n%s",
                              err_http(err->code), http_phrase(err_http(err->code)), b.len, json);
}

static void
reject(struct http_conn *conn, const struct err *err)
{
    bufferevent_data_cb read, written;

    bufferevent_getcb(conn->bev, &read, &written, &conn->library_event, &conn->library_arg);
    if (conn->library_event == NULL) {
        /* The library has given the connection up and it only waits to be freed. */
        enter(conn, CONN_CUT, 0);
        return;
    }
    conn->all->stats.rejected_total++;
    log_event(LEVEL_INFO, EVENT_request_rejected, "code=%s field=%s detail=%s", err_slug(err->code),
              err->field, err->detail);
    bufferevent_setcb(conn->bev, linger_read, linger_written, linger_event, conn);
    enter(conn, CONN_REJECTED, conn->all->request_ms);
    put_problem(bufferevent_get_output(conn->bev), err);
    if (bufferevent_enable(conn->bev, EV_READ | EV_WRITE) != 0)
        http_conn_cut(conn);
}

/* --- what arrives ---------------------------------------------------------------------------- */

/* Look at the last `added` bytes of the input, which the library has not seen yet. */
static void
scan_added(struct http_conn *conn, struct evbuffer *input, size_t added)
{
    struct evbuffer_iovec piece[PIECES_MAX];
    struct evbuffer_ptr from;
    struct err err;

    err_clear(&err);
    while (added > 0 && conn->scan.state < SCAN_COMPLETE) {
        size_t before = added;
        size_t at = evbuffer_get_length(input) - added;
        int count;

        if (evbuffer_ptr_set(input, &from, at, EVBUFFER_PTR_SET) != 0)
            break;
        count = evbuffer_peek(input, (ev_ssize_t)added, &from, piece, PIECES_MAX);
        for (int i = 0; i < count && i < PIECES_MAX && conn->scan.state < SCAN_COMPLETE; i++) {
            size_t len = piece[i].iov_len < added ? piece[i].iov_len : added;

            added -= http_scan_feed(&conn->scan, piece[i].iov_base, len, &err);
        }
        if (added == before)
            break;
    }
    if (conn->scan.state == SCAN_BAD)
        reject(conn, &err);
    else
        conn->excess += added;
}

static void
on_input(struct evbuffer *input, const struct evbuffer_cb_info *info, void *arg)
{
    struct http_conn *conn = arg;

    if (info->n_added == 0 || conn->all == NULL)
        return;
    if (conn->phase == CONN_IDLE)
        enter(conn, CONN_REQUEST, conn->all->request_ms);
    if (conn->phase == CONN_REQUEST)
        scan_added(conn, input, info->n_added);
    else if (conn->phase == CONN_HANDLING || conn->phase == CONN_ANSWERING)
        conn->excess += info->n_added;
}

bool
http_conn_handling(struct http_conn *conn, struct http_request *request, bool *last)
{
    size_t waiting = evbuffer_get_length(bufferevent_get_input(conn->bev));
    bool agreed = conn->scan.state == SCAN_COMPLETE && waiting == conn->excess;

    enter(conn, CONN_HANDLING, 0);
    conn->request = request;
    *last = !agreed || waiting > 0 || conn->all->stopping;
    if (agreed)
        conn->all->stats.requests_total++;
    else
        conn->all->stats.rejected_total++;
    return agreed;
}

void
http_conn_answering(struct http_conn *conn)
{
    conn->request = NULL;
    enter(conn, CONN_ANSWERING, conn->all->idle_ms);
}

void
http_conn_streaming(struct http_conn *conn)
{
    enter(conn, CONN_STREAM, 0);
}

void
http_conn_answered(struct http_conn *conn, bool last)
{
    struct evbuffer *input = bufferevent_get_input(conn->bev);

    if (last)
        tls_session_close(bufferevent_openssl_get_ssl(conn->bev));
    if (conn->all == NULL)
        return;
    if (evbuffer_get_length(input) > 0) {
        /* Bytes that came while the answer was made were never looked at. */
        (void)evbuffer_drain(input, evbuffer_get_length(input));
        http_conn_cut(conn);
    } else if (conn->all->stopping) {
        http_conn_cut(conn);
    } else {
        http_scan_reset(&conn->scan);
        conn->excess = 0;
        enter(conn, CONN_IDLE, conn->all->idle_ms);
    }
}

void
http_conn_lost(struct http_conn *conn)
{
    conn->request = NULL;
    enter(conn, CONN_CUT, 0);
}

/* --- opening and ending ---------------------------------------------------------------------- */

static void
on_shaken(void *owner)
{
    struct http_conn *conn = owner;

    if (conn->all != NULL && conn->phase == CONN_HANDSHAKE)
        enter(conn, CONN_IDLE, conn->all->idle_ms);
}

/* OpenSSL frees the session: nothing refers to the connection any more. */
static void
on_freed(void *owner)
{
    struct http_conn *conn = owner;
    struct http_conns *all = conn->all;

    if (conn->deadline != NULL)
        event_free(conn->deadline);
    if (all != NULL && conn->phase == CONN_HANDSHAKE)
        log_event(LEVEL_INFO, EVENT_handshake_failed, "why=protocol");
    if (all != NULL) {
        if (conn->before != NULL)
            conn->before->after = conn->after;
        else
            all->first = conn->after;
        if (conn->after != NULL)
            conn->after->before = conn->before;
        all->stats.connections_open--;
        if (all->paused && all->listener != NULL) {
            all->paused = false;
            (void)evconnlistener_enable(all->listener);
        }
        if (all->stopping && all->stats.connections_open == 0)
            all->emptied(all->arg);
    }
    free(conn);
}

/* When all places are taken, the oldest connection that asks for nothing gives its place up. */
static void
make_room(struct http_conns *all)
{
    struct http_conn *oldest = NULL;

    for (struct http_conn *c = all->first; c != NULL; c = c->after) {
        if (c->phase == CONN_CUT)
            return; /* one is on its way out */
        if (c->phase == CONN_IDLE || c->phase == CONN_LINGERING)
            oldest = c;
    }
    if (oldest != NULL)
        http_conn_cut(oldest);
}

static void
link_conn(struct http_conns *all, struct http_conn *conn)
{
    conn->all = all;
    conn->after = all->first;
    if (all->first != NULL)
        all->first->before = conn;
    all->first = conn;
    all->stats.connections_total++;
    if (++all->stats.connections_open < LIMIT_CONNECTIONS)
        return;
    make_room(all);
    if (!all->paused && all->listener != NULL) {
        log_event(LEVEL_WARN, EVENT_connections_full, "open=%u", all->stats.connections_open);
        all->paused = true;
        (void)evconnlistener_disable(all->listener);
    }
}

struct bufferevent *
http_conn_open(struct event_base *base, void *arg)
{
    struct http_conns *all = arg;
    struct http_conn *conn = calloc(1, sizeof(*conn));
    struct ssl_st *session = conn == NULL ? NULL : tls_session_new(all->tls, conn);
    struct bufferevent *bev;

    /* Without a bufferevent of ours the library makes a plain one. Such a connection is told from
     * ours when its first request comes (http_conn_of) and dropped unanswered. */
    if (session == NULL) {
        free(conn);
        return NULL;
    }
    http_scan_reset(&conn->scan);
    conn->deadline = evtimer_new(base, on_deadline, conn);
    if (conn->deadline == NULL) {
        tls_session_free(session); /* and the connection with it */
        return NULL;
    }
    bev = bufferevent_openssl_socket_new(base, -1, session, BUFFEREVENT_SSL_ACCEPTING,
                                         BEV_OPT_CLOSE_ON_FREE);
    if (bev == NULL)
        return NULL; /* the session was freed, and the connection with it */
    conn->bev = bev;
    link_conn(all, conn);
    enter(conn, CONN_HANDSHAKE, all->handshake_ms);
    if (evbuffer_add_cb(bufferevent_get_input(bev), on_input, conn) == NULL)
        http_conn_cut(conn);
    return bev;
}

struct http_conn *
http_conn_of(struct bufferevent *bev)
{
    return tls_session_owner(bufferevent_openssl_get_ssl(bev));
}

/* --- all of them ----------------------------------------------------------------------------- */

static void
on_retry(evutil_socket_t fd, short what, void *arg)
{
    struct http_conns *all = arg;

    (void)fd, (void)what;
    if (all->listener != NULL && !all->paused)
        (void)evconnlistener_enable(all->listener);
}

/*
 * accept failed: without a rest the loop would spin. The listener's argument belongs to the HTTP
 * library, so whose it is must be found by the listener itself.
 */
static void
on_accept_error(struct evconnlistener *listener, void *arg)
{
    const struct timeval rest = {.tv_sec = ACCEPT_REST_S};
    struct http_conns *all = listening;

    (void)arg;
    while (all != NULL && all->listener != listener)
        all = all->next;
    if (all == NULL)
        return;
    log_event(LEVEL_WARN, EVENT_connections_full, "open=%u", all->stats.connections_open);
    make_room(all);
    (void)evconnlistener_disable(listener);
    (void)event_add(all->retry, &rest);
}

enum err_code
http_conns_init(struct http_conns *all, struct event_base *base, const struct http_options *options,
                struct err *err)
{
    const struct tls_hooks hooks = {.shaken = on_shaken, .freed = on_freed};

    *all = (struct http_conns){
        .base = base,
        .request_ms = options->request_ms > 0 ? options->request_ms : LIMIT_REQUEST_S * 1000,
        .handshake_ms =
            options->handshake_ms > 0 ? options->handshake_ms : LIMIT_HANDSHAKE_S * 1000,
        .idle_ms = options->idle_ms > 0 ? options->idle_ms : LIMIT_IDLE_S * 1000,
    };
    all->retry = evtimer_new(base, on_retry, all);
    if (all->retry == NULL)
        return err_set(err, ERR_IO, "", "no memory for the HTTP server");
    return tls_server_new(options->certificate_file, options->key_file, &hooks, &all->tls, err);
}

void
http_conns_listen(struct http_conns *all, struct evconnlistener *listener)
{
    all->listener = listener;
    all->next = listening;
    listening = all;
    evconnlistener_set_error_cb(listener, on_accept_error);
}

void
http_conns_stop(struct http_conns *all)
{
    all->stopping = true;
    all->listener = NULL;
    for (struct http_conn *c = all->first; c != NULL; c = c->after) {
        if (c->phase == CONN_HANDSHAKE || c->phase == CONN_IDLE || c->phase == CONN_LINGERING)
            http_conn_cut(c);
    }
    if (all->stats.connections_open == 0)
        all->emptied(all->arg);
}

void
http_conns_release(struct http_conns *all)
{
    for (struct http_conn *c = all->first; c != NULL; c = c->after)
        c->all = NULL;
    for (struct http_conns **at = &listening; *at != NULL; at = &(*at)->next) {
        if (*at == all) {
            *at = all->next;
            break;
        }
    }
    all->first = NULL;
    all->listener = NULL;
    if (all->retry != NULL)
        event_free(all->retry);
    tls_server_free(all->tls);
}
