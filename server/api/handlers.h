/*
 * handlers.h -- one function for each row of routes.def. Between router and services.
 */
#ifndef API_HANDLERS_H
#define API_HANDLERS_H

#include "app.h"
#include "router.h"
#include "service.h"
#include "view.h"

struct event_stream;

struct app {
    struct event_base *base;
    struct ledger *ledger;
    struct http_server *server;
    struct service service;
    bool ready; /* the installation was read and fits this build */
    bool stopping;
    struct event_stream *streams;
    uint64_t answered_total, refused_total; /* requests answered; of them 4xx and 5xx */
};

/* One request on its way through a handler. */
struct exchange {
    struct app *app;
    struct http_request *r;
    const struct route *route;
    struct span origin; /* from the path */
    struct span name;
    struct service_caller caller;
    bool training_at_given;
    instant_t training_at;
    instant_t began_us; /* monotonic, for the log */
};

#define ROUTE(handler, method, path, query, auth, says) void handle_##handler(struct exchange *x);
#include "routes.def"
#undef ROUTE

/* A service_reply_fn whose arg is the exchange. */
void exchange_reply(void *arg, const struct service_reply *reply);
void exchange_problem(struct exchange *x, const struct err *err);
void exchange_fail(struct exchange *x, enum err_code code, const char *field, const char *hint,
                   const char *detail);
/* The question of a view, from path, headers and caller. */
struct view_request exchange_view(const struct exchange *x);

/* events.c */
void events_publish(void *app, const struct service_event *event);
void events_close(struct app *app);

#endif
