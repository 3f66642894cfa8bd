/* view.c -- opening a view: who asks, and the log's head, zone, program and clock. See view.h. */
#include "view.h"

#include <stdio.h>
#include <stdlib.h>

/* Columns of rems_api.find_log. */
enum log_column {
    LOG_ID,
    LOG_SIZE,
    LOG_ROOT,
    LOG_LAST_AT,
    LOG_ZONE,
    LOG_PROGRAM,
    LOG_PHARMACY,
    LOG_OPEN,
    LOG_NOW
};

struct view *
view_new(struct service *s, const struct view_request *request, view_fn *opened,
         service_reply_fn *reply, void *arg)
{
    struct call *call = call_new(s, request->caller.user, reply, arg);
    struct view *v;

    if (call == NULL)
        return NULL;
    if (!span_copy(request->origin, call->origin, sizeof call->origin)) {
        call_fail_with(call, ERR_UNKNOWN_LOG, "see GET /v1/logs", "no log has this origin");
        return NULL;
    }
    v = calloc(1, sizeof *v);
    if (v == NULL) {
        call_fail_with(call, ERR_OVERLOADED, "retry", "out of memory");
        return NULL;
    }
    call->caller = request->caller;
    v->call = call;
    v->s = s;
    v->opened = opened;
    v->training_at_given = request->training_at_given;
    v->now = request->training_at;
    return v;
}

static void
free_view(struct view *v)
{
    json_free(v->answer);
    free(v->own);
    free(v);
}

void
view_answer(struct view *v, struct json *answer)
{
    struct call *call = v->call;

    free_view(v);
    call_answer(call, 200, answer);
}

void
view_fail(struct view *v, const struct err *err)
{
    struct err copy = *err;
    struct call *call = v->call;

    free_view(v);
    call_fail(call, &copy);
}

void
view_fail_with(struct view *v, enum err_code code, const char *hint, const char *detail)
{
    struct call *call = v->call;

    free_view(v);
    call_fail_with(call, code, hint, detail);
}

/* A log without its site statement has no program yet: the gates cannot be judged, all else can be read. */
static enum err_code
take_rules(struct view *v, const struct ledger_rows *rows, struct err *err)
{
    char name[64];

    if (!span_copy(ledger_text(rows, 0, LOG_ZONE), name, sizeof name) || name[0] == '\0')
        return ERR_OK;
    enum err_code code = service_zone_get(v->s, name, &v->zone, err);
    if (code != ERR_OK)
        return code;
    if (!span_copy(ledger_text(rows, 0, LOG_PROGRAM), name, sizeof name) || name[0] == '\0')
        return ERR_OK;
    return service_program_get(v->s, name, zone_day(&v->zone->zone, v->now), &v->file, &v->program,
                               err);
}

static void
log_read(void *arg, const struct ledger_rows *rows, const struct err *failure)
{
    struct view *v = arg;
    struct span root;
    struct err err;

    err_clear(&err);
    if (failure != NULL) {
        view_fail(v, failure);
        return;
    }
    if (rows->count == 0) {
        view_fail_with(v, ERR_UNKNOWN_LOG, "see GET /v1/logs", "no log has this origin");
        return;
    }
    v->size = (uint64_t)ledger_int(rows, 0, LOG_SIZE);
    root = ledger_blob(rows, 0, LOG_ROOT);
    if (root.len == 32)
        hex_encode(root.p, 32, v->root);
    v->last_at =
        ledger_null(rows, 0, LOG_LAST_AT) ? INSTANT_NONE : ledger_int(rows, 0, LOG_LAST_AT);
    v->is_open = ledger_bool(rows, 0, LOG_OPEN);
    if (!v->training_at_given)
        v->now = ledger_int(rows, 0, LOG_NOW);
    if (take_rules(v, rows, &err) != ERR_OK)
        view_fail(v, &err);
    else
        v->opened(v);
}

static void
reader_known(void *arg, const struct identity *identity, const struct err *err)
{
    struct view *v = arg;

    if (err != NULL) {
        view_fail(v, err);
        return;
    }
    v->who = *identity;
    if (identity->person.roles == 0) {
        view_fail_with(v, ERR_NO_AUTHORITY, "ask an administrator of the log for an account",
                       "this user has no role in this log");
        return;
    }
    (void)snprintf(v->log_id, sizeof v->log_id, "%lld", (long long)identity->log_id);
    struct ledger_param params[] = {call_text(v->call->origin)};
    ledger_call(v->s->ledger, VERB_find_log, params, log_read, v);
}

void
view_open(struct view *v)
{
    identify(v->s, &v->call->caller, span_of(v->call->origin), false, reader_known, v);
}
