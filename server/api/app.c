/* app.c -- from a request to its handler, and from a service's reply to the answer. See app.h. */
#include "app.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crypto.h"
#include "handlers.h"
#include "log.h"
#include "session.h"

typedef void handler_fn(struct exchange *x);

static handler_fn *const handlers[ROUTE_COUNT] = {
#define ROUTE(handler, method, path, query, auth, says) handle_##handler,
#include "routes.def"
#undef ROUTE
};

/* --- life ----------------------------------------------------------------------------------- */

enum err_code
app_new(struct event_base *base, struct ledger *ledger, const struct config *config,
        struct app **out, struct err *err)
{
    struct app *a = calloc(1, sizeof *a);

    if (a == NULL)
        return err_set(err, ERR_IO, NULL, "out of memory at start");
    enum err_code code = service_init(&a->service, ledger, config->programs, config->realm, err);
    if (code != ERR_OK) {
        free(a);
        return code;
    }
    a->base = base;
    a->ledger = ledger;
    a->service.published = events_publish;
    a->service.published_arg = a;
    *out = a;
    return ERR_OK;
}

struct starting {
    struct app *app;
    void (*ready)(void *arg, const struct err *err);
    void *arg;
};

static void
installation_read(void *arg, const struct err *err)
{
    struct starting *starting = arg;

    starting->app->ready = err == NULL;
    starting->ready(starting->arg, err);
    free(starting);
}

void
app_start(struct app *a, void (*ready)(void *arg, const struct err *err), void *arg)
{
    struct starting *starting = malloc(sizeof *starting);
    struct err err;

    if (starting == NULL) {
        err_clear(&err);
        (void)err_set(&err, ERR_IO, NULL, "out of memory at start");
        ready(arg, &err);
        return;
    }
    *starting = (struct starting){a, ready, arg};
    service_start(&a->service, installation_read, starting);
}

void
app_set_server(struct app *a, struct http_server *server)
{
    a->server = server;
}

void
app_stop(struct app *a)
{
    a->stopping = true;
    events_close(a);
}

void
app_free(struct app *a)
{
    if (a == NULL)
        return;
    events_close(a);
    service_release(&a->service);
    free(a);
}

/* --- answers -------------------------------------------------------------------------------- */

static int64_t
monotonic_us(void)
{
    struct timespec now = {0, 0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * SECOND + now.tv_nsec / 1000;
}

/* One line for each answer: the route's pattern, never the path, which may name a subject. */
static void
log_answer(const struct exchange *x, int status, const char *code)
{
    long long us = (long long)(monotonic_us() - x->began_us);

    x->app->answered_total++;
    x->app->refused_total += status >= 400;
    log_event(LEVEL_INFO, EVENT_request, "req=%llx route=%s status=%d code=%s us=%lld",
              (unsigned long long)http_request_id(x->r), x->route == NULL ? "-" : x->route->path,
              status, code, us);
}

void
exchange_problem(struct exchange *x, const struct err *err)
{
    log_answer(x, err_http(err->code), err_slug(err->code));
    http_answer_problem(x->r, err);
}

void
exchange_fail(struct exchange *x, enum err_code code, const char *field, const char *hint,
              const char *detail)
{
    struct err err;

    err_clear(&err);
    (void)err_field(&err, code, field, hint, "%s", detail);
    exchange_problem(x, &err);
}

void
exchange_reply(void *arg, const struct service_reply *reply)
{
    struct exchange *x = arg;

    if (reply->err != NULL) {
        exchange_problem(x, reply->err);
        return;
    }
    log_answer(x, reply->status, "ok");
    if (reply->replayed)
        http_add_header(x->r, "Idempotency-Replayed", "true");
    if (reply->json.len == 0)
        http_answer_empty(x->r, reply->status);
    else
        http_answer_json(x->r, reply->status, reply->json);
}

struct view_request
exchange_view(const struct exchange *x)
{
    return (struct view_request){x->caller, x->origin, x->training_at_given, x->training_at};
}

/* --- who calls ------------------------------------------------------------------------------ */

static bool
has_scheme(struct span header, const char *scheme, struct span *rest)
{
    size_t len = strlen(scheme);

    if (header.len <= len || memcmp(header.p, scheme, len) != 0)
        return false;
    *rest = (struct span){header.p + len, header.len - len};
    return true;
}

static enum err_code
take_caller(struct exchange *x, struct err *err)
{
    struct span header = http_request_header(x->r, "Authorization");
    struct span user = http_request_header(x->r, "Rems-User");
    struct span rest;
    uint8_t token[32];
    enum route_auth auth = x->route->auth;

    if (auth == AUTH_NONE)
        return ERR_OK;
    x->caller.user = user;
    if (auth != AUTH_CODE && has_scheme(header, "Bearer ", &rest) &&
        base64_decode(rest, token, sizeof token)) {
        crypto_sha256((struct span){(const char *)token, sizeof token}, x->caller.secret_hash);
        crypto_wipe(token, sizeof token);
        return ERR_OK;
    }
    if (auth != AUTH_SESSION && has_scheme(header, "Code ", &rest)) {
        session_code_hash(rest, x->caller.secret_hash);
        x->caller.by_code = true;
        return ERR_OK;
    }
    if (auth == AUTH_CODE)
        return err_field(err, ERR_BAD_CODE, "Authorization", "send Authorization: Code <code>",
                         "this needs a one-time code");
    return err_field(err, ERR_NOT_SIGNED_IN, "Authorization", "sign in (rems login)",
                     "this needs a session: Authorization: Bearer <token>");
}

/* Rems-Training-At: only a training build knows it. */
static enum err_code
take_training_at(struct exchange *x, struct err *err)
{
    struct span text = http_request_header(x->r, "Rems-Training-At");

    if (text.p == NULL)
        return ERR_OK;
#ifdef REMS_TRAINING
    if (!instant_parse(text, &x->training_at))
        return err_field(err, ERR_BAD_HEADER, "Rems-Training-At",
                         "write it as 2008-03-04T14:30:00.000000Z", "this is no instant");
    x->training_at_given = true;
    return ERR_OK;
#else
    return err_field(err, ERR_TRAINING_MISMATCH, "Rems-Training-At", "leave it out",
                     "this daemon has no training clock");
#endif
}

static enum err_code
prepare(struct exchange *x, struct err *err)
{
    struct span bad;

    if (!http_request_query_only(x->r, x->route->query, &bad))
        return err_field(err, ERR_UNKNOWN_FIELD, "query",
                         x->route->query[0] == '\0' ? "leave the query out" : x->route->query,
                         "this path takes no parameter %.*s, or not twice",
                         bad.len > 40 ? 40 : (int)bad.len, bad.p);
    enum err_code code = take_training_at(x, err);
    return code == ERR_OK ? take_caller(x, err) : code;
}

/* --- the request ---------------------------------------------------------------------------- */

static void
not_routed(struct exchange *x, const struct route_match *match)
{
    if (match->allowed == 0) {
        exchange_fail(x, ERR_NOT_FOUND, "", "see docs/openapi.yaml", "no such path");
        return;
    }
    http_add_header(x->r, "Allow", route_allow(match->allowed));
    exchange_fail(x, ERR_BAD_METHOD, "", route_allow(match->allowed),
                  "this path does not take that method");
}

void
app_handle(void *app, struct http_request *r)
{
    struct exchange *x = http_request_alloc(r, sizeof *x);
    struct route_match match;
    struct err err;

    err_clear(&err);
    if (x == NULL) {
        (void)err_set(&err, ERR_OVERLOADED, "retry", "out of memory");
        http_answer_problem(r, &err);
        return;
    }
    *x = (struct exchange){.app = app, .r = r, .began_us = monotonic_us()};
    route_find(http_request_method(r), http_request_path(r), &match);
    x->route = match.route;
    x->origin = match.origin;
    x->name = match.name;
    if (match.route == NULL)
        not_routed(x, &match);
    else if (x->app->stopping)
        exchange_fail(x, ERR_STOPPING, "", "retry in a moment", "the daemon is stopping");
    else if (!x->app->ready && match.route->id != ROUTE_healthz && match.route->id != ROUTE_metrics)
        exchange_fail(x, ERR_LEDGER_DOWN, "", "retry in a moment",
                      "the daemon has not reached its database yet");
    else if (prepare(x, &err) != ERR_OK)
        exchange_problem(x, &err);
    else
        handlers[match.route->id](x);
}
