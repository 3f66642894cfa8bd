/* handle_status.c -- health, figures and version. */
#include <stdlib.h>

#include "handlers.h"
#include "json.h"
#include "version.h"

static void
answer_value(struct exchange *x, int status, struct json *value)
{
    char *text = json_text(value);

    json_free(value);
    if (text == NULL)
        exchange_fail(x, ERR_OVERLOADED, "", "retry", "out of memory for an answer");
    else
        http_answer_json(x->r, status, span_of(text));
    free(text);
}

void
handle_healthz(struct exchange *x)
{
    bool up = x->app->ready && ledger_ready(x->app->ledger) && !x->app->stopping;
    struct json *answer = json_new_object();

    json_set_string(answer, "status", up ? "ok" : "unavailable");
    json_set_string(answer, "database", ledger_ready(x->app->ledger) ? "ok" : "unreachable");
    json_set_string(answer, "version", REMS_VERSION);
    json_set_bool(answer, "training", VERSION_TRAINING);
    answer_value(x, up ? 200 : 503, answer);
}

void
handle_version(struct exchange *x)
{
    struct json *answer = json_new_object();

    json_set_string(answer, "version", REMS_VERSION);
    json_set_bool(answer, "training", VERSION_TRAINING);
    json_set_bool(answer, "faults", VERSION_FAULTS);
    json_set_string(answer, "realm", x->app->service.realm);
    answer_value(x, 200, answer);
}

static void
figure(struct buf *b, const char *name, const char *type, const char *help, uint64_t value)
{
    buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n%s %llu\n", name, help, name, type, name,
               (unsigned long long)value);
}

void
handle_metrics(struct exchange *x)
{
    const struct service *s = &x->app->service;
    struct ledger_stats ledger;
    struct http_stats http = {0};
    char text[8192];
    struct buf b;

    ledger_stats(x->app->ledger, &ledger);
    if (x->app->server != NULL)
        http_stats(x->app->server, &http);
    buf_init(&b, text, sizeof text);
    figure(&b, "rems_entries_accepted_total", "counter", "Statements accepted.", s->accepted_total);
    figure(&b, "rems_entries_refused_total", "counter", "Statements refused by the rules.",
           s->refused_total);
    figure(&b, "rems_replays_total", "counter", "Answers given again by idempotency key.",
           s->replayed_total);
    figure(&b, "rems_failures_total", "counter", "Requests that ended in an error.",
           s->failed_total);
    figure(&b, "rems_batches_total", "counter", "Transactions of the group commit.",
           ledger.batches);
    figure(&b, "rems_batch_statements_total", "counter", "Statements in them.", ledger.statements);
    figure(&b, "rems_rollbacks_total", "counter", "Transactions rolled back.", ledger.rollbacks);
    figure(&b, "rems_database_expired_total", "counter",
           "Answers of the database that came too late.", ledger.expired);
    figure(&b, "rems_statements_waiting", "gauge", "Statements waiting for their log.",
           ledger.waiting);
    figure(&b, "rems_database_readers", "gauge", "Reader connections that are up.",
           ledger.readers_up);
    figure(&b, "rems_database_writers", "gauge", "Writer connections that are up.",
           ledger.writers_up);
    figure(&b, "rems_connections", "gauge", "Open TLS connections.", http.connections_open);
    figure(&b, "rems_connections_total", "counter", "TLS connections accepted.",
           http.connections_total);
    figure(&b, "rems_requests_total", "counter", "Requests read.", http.requests_total);
    figure(&b, "rems_requests_rejected_total", "counter", "Requests refused by the transport.",
           http.rejected_total);
    figure(&b, "rems_requests_expired_total", "counter", "Requests cut at their deadline.",
           http.expired_total);
    http_answer_text(x->r, b.failed ? 500 : 200, "text/plain; version=0.0.4; charset=utf-8",
                     buf_view(&b));
}
