/*
 * app.h -- the HTTP face of the services: routes, who may call, problem+json, events.
 */
#ifndef API_APP_H
#define API_APP_H

#include "config.h"
#include "err.h"
#include "http.h"
#include "ledger.h"

struct app;

ATTR_MUST_CHECK enum err_code app_new(struct event_base *base, struct ledger *ledger,
                                      const struct config *config, struct app **out,
                                      struct err *err);
/* Read the installation; until `ready` said yes every request is answered 503. */
void app_start(struct app *a, void (*ready)(void *arg, const struct err *err), void *arg);
/* An http_handler_fn: `app` is the struct app. */
void app_handle(void *app, struct http_request *r);
/* For /metrics: the server whose figures are shown. */
void app_set_server(struct app *a, struct http_server *server);
/* Close the event streams, so that the server can stop. */
void app_stop(struct app *a);
void app_free(struct app *a);

#endif
