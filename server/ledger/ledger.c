/*
 * ledger.c -- the reading side: calls, the pool of readers, and the life of the whole.
 */
#define _DEFAULT_SOURCE /* explicit_bzero */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ledger_private.h"
#include "log.h"
#include "pg_loop.h"

#define CALL_PARAMS_MAX 9

/* One verb waiting, under way, or failed and waiting to be told. Owned by the list it is in. */
struct ledger_call {
    struct ledger_call *next;
    enum ledger_verb verb;
    struct ledger_param param[CALL_PARAMS_MAX];
    ledger_rows_fn *fn;
    void *arg;
    bool lost_before; /* its connection was lost once already */
    struct err err;   /* of a failed one */
    size_t data_size;
    char data[]; /* the params' bytes, each followed by NUL */
};

static const struct {
    int params;
    bool repeat;
} verb_info[VERB_COUNT] = {
#define VERB(name, params, repeat, sql) {params, repeat},
#include "verbs.def"
#undef VERB
};

/* --- what is said ----------------------------------------------------------------------------- */

void
ledger_log_up(struct ledger *l)
{
    if (!l->ready_said && ledger_ready(l)) {
        l->ready_said = true;
        log_event(LEVEL_INFO, EVENT_database_up, "readers=%u writers=%u", l->stats.readers_up,
                  l->stats.writers_up);
    }
}

void
ledger_log_down(struct ledger *l, enum pg_loss loss, const struct err *why)
{
    bool was_ready = l->ready_said;

    l->ready_said = l->ready_said && ledger_ready(l);
    if (loss == PG_EXPIRED)
        log_error(LEVEL_WARN, EVENT_database_slow, why);
    else if (loss == PG_LOST)
        log_error(LEVEL_WARN, EVENT_database_lost, why);
    else if (why->code == ERR_LEDGER_CONFLICT)
        log_error(LEVEL_ERROR, EVENT_database_rejected, why);
    else if (was_ready != l->ready_said || !l->unreachable_said)
        log_error(LEVEL_ERROR, EVENT_database_lost, why);
    l->unreachable_said = loss == PG_UNREACHABLE;
}

void
ledger_log_failure(const struct err *err)
{
    if (err->code == ERR_LEDGER_CONFLICT || err->code == ERR_LEDGER_DOWN)
        log_error(LEVEL_ERROR, EVENT_database_error, err);
}

void
ledger_lost_err(struct err *err, enum pg_loss loss, const struct err *why)
{
    *err = *why;
    if (loss == PG_CLOSED)
        return;
    err_set(err, ERR_LEDGER_DOWN, "retry; nothing was recorded", "%s", why->detail);
}

void
ledger_unknown_err(struct err *err)
{
    err_set(err, ERR_OUTCOME_UNKNOWN, "ask again with the same idempotency key",
            "the database did not say whether it recorded this");
}

/* --- calls ------------------------------------------------------------------------------------ */

static struct ledger_call *
call_new(enum ledger_verb verb, const struct ledger_param *params)
{
    int count = verb_info[verb].params;
    size_t size = 0;
    struct ledger_call *call;
    char *data;

    assert(count <= CALL_PARAMS_MAX);
    for (int i = 0; i < count; i++)
        size += params[i].len + 1;
    call = calloc(1, sizeof *call + size);
    if (call == NULL)
        return NULL;
    call->verb = verb;
    call->data_size = size;
    data = call->data;
    for (int i = 0; i < count; i++) {
        call->param[i] = params[i];
        if (params[i].data == NULL)
            continue;
        memcpy(data, params[i].data, params[i].len);
        data[params[i].len] = '\0';
        call->param[i].data = data;
        data += params[i].len + 1;
    }
    return call;
}

/* Tokens and secrets pass through here: nothing of them stays in free memory. */
static void
call_free(struct ledger_call *call)
{
    explicit_bzero(call->data, call->data_size);
    free(call);
}

static void
call_append(struct ledger_call **first, struct ledger_call **last, struct ledger_call *call)
{
    call->next = NULL;
    if (*last != NULL)
        (*last)->next = call;
    else
        *first = call;
    *last = call;
}

static struct ledger_call *
call_pop(struct ledger_call **first, struct ledger_call **last)
{
    struct ledger_call *call = *first;

    if (call != NULL) {
        *first = call->next;
        if (*first == NULL)
            *last = NULL;
    }
    return call;
}

/* The call ends with this error, told from the loop. */
static void
call_fail(struct ledger *l, struct ledger_call *call, const struct err *err)
{
    call->err = *err;
    call_append(&l->first_failed, &l->last_failed, call);
    pg_loop_start_ms(l->later, 0);
}

static void
tell_failed(struct ledger *l)
{
    struct ledger_call *call;

    while ((call = call_pop(&l->first_failed, &l->last_failed)) != NULL) {
        call->fn(call->arg, NULL, &call->err);
        call_free(call);
    }
}

static void
readers_pump(struct ledger *l)
{
    for (size_t i = 0; i < LIMIT_DB_READERS && l->first_call != NULL; i++) {
        struct reader *r = &l->reader[i];
        if (r->call != NULL || !pg_is_up(r->pg))
            continue;
        r->call = call_pop(&l->first_call, &l->last_call);
        l->call_count--;
        pg_send(r->pg, (int)r->call->verb, r->call->param);
        pg_sync(r->pg);
    }
}

/* May this call be taken on? */
static enum err_code
call_admit(const struct ledger *l, struct err *err)
{
    if (l->stopping)
        return err_set(err, ERR_STOPPING, "retry in a moment", "the daemon is stopping");
    if (l->readers_hopeless)
        return err_set(err, ERR_LEDGER_DOWN, "retry", "the database cannot be reached");
    if (l->call_count >= LIMIT_QUEUE)
        return err_set(err, ERR_OVERLOADED, "retry in a moment", "%d calls are waiting already",
                       LIMIT_QUEUE);
    return ERR_OK;
}

void
ledger_call(struct ledger *l, enum ledger_verb verb, const struct ledger_param *params,
            ledger_rows_fn *fn, void *arg)
{
    struct ledger_call *call = call_new(verb, params);
    struct err err;

    if (call == NULL) {
        err_set(&err, ERR_OVERLOADED, "retry", "out of memory");
        fn(arg, NULL, &err);
        return;
    }
    call->fn = fn;
    call->arg = arg;
    if (call_admit(l, &err) != ERR_OK) {
        call_fail(l, call, &err);
        return;
    }
    call_append(&l->first_call, &l->last_call, call);
    l->call_count++;
    readers_pump(l);
}

/* --- hooks of a reader's connection ----------------------------------------------------------- */

static void
count_readers(struct ledger *l)
{
    l->stats.readers_up = 0;
    for (size_t i = 0; i < LIMIT_DB_READERS; i++)
        l->stats.readers_up += l->reader[i].pg != NULL && pg_is_up(l->reader[i].pg);
}

static void
reader_up(void *arg)
{
    struct reader *r = arg;

    r->ledger->readers_hopeless = false;
    count_readers(r->ledger);
    ledger_log_up(r->ledger);
    readers_pump(r->ledger);
}

/* Of several answers the first error counts: a commit may fail after its statement succeeded. */
static void
reader_answer(void *arg, struct pg_result *result)
{
    struct reader *r = arg;
    struct err err;

    if (r->result != NULL && pg_result_error(r->result, &err) != ERR_OK) {
        pg_result_free(result);
        return;
    }
    pg_result_free(r->result);
    r->result = result;
}

static void
reader_synced(void *arg)
{
    struct reader *r = arg;
    struct ledger *l = r->ledger;
    struct ledger_call *call = r->call;
    struct pg_result *result = r->result;
    struct ledger_rows rows;
    struct err err;

    assert(call != NULL && result != NULL);
    r->call = NULL;
    r->result = NULL;
    readers_pump(l);
    if (pg_result_error(result, &err) != ERR_OK) {
        ledger_log_failure(&err);
        call->fn(call->arg, NULL, &err);
    } else {
        pg_result_rows(result, &rows);
        call->fn(call->arg, &rows, NULL);
    }
    pg_result_free(result);
    call_free(call);
    ledger_ended(l);
}

/* The connection went away under a call. */
static void
lose_call(struct reader *r, enum pg_loss loss, const struct err *why)
{
    struct ledger *l = r->ledger;
    struct ledger_call *call = r->call;
    bool repeat = verb_info[call->verb].repeat;
    struct err err;

    r->call = NULL;
    pg_result_free(r->result);
    r->result = NULL;
    if (repeat && loss == PG_LOST && !call->lost_before) {
        call->lost_before = true;
        call->next = l->first_call;
        l->first_call = call;
        if (l->last_call == NULL)
            l->last_call = call;
        l->call_count++;
        readers_pump(l);
        return;
    }
    if (repeat)
        ledger_lost_err(&err, loss, why);
    else
        ledger_unknown_err(&err);
    call_fail(l, call, &err);
}

static void
fail_calls(struct ledger *l, const struct err *err)
{
    struct ledger_call *call;

    while ((call = call_pop(&l->first_call, &l->last_call)) != NULL) {
        l->call_count--;
        call_fail(l, call, err);
    }
}

static void
reader_down(void *arg, enum pg_loss loss, const struct err *why)
{
    struct reader *r = arg;
    struct ledger *l = r->ledger;
    struct err err;

    if (loss == PG_EXPIRED)
        l->stats.expired++;
    count_readers(l);
    ledger_log_down(l, loss, why);
    if (r->call != NULL)
        lose_call(r, loss, why);
    if (loss == PG_UNREACHABLE && l->stats.readers_up == 0) {
        l->readers_hopeless = true;
        ledger_lost_err(&err, loss, why);
        fail_calls(l, &err);
    }
}

/* --- life ------------------------------------------------------------------------------------- */

static bool
ledger_busy(const struct ledger *l)
{
    bool busy = ledger_writing(l) || l->first_call != NULL || l->first_failed != NULL;

    for (size_t i = 0; i < LIMIT_DB_READERS; i++)
        busy = busy || l->reader[i].call != NULL;
    return busy;
}

void
ledger_ended(struct ledger *l)
{
    if (l->stopping && !l->stopped && !ledger_busy(l))
        pg_loop_start_ms(l->later, 0);
}

/* What must not be done inside a caller's call. */
static void
do_later(int fd, short what, void *arg)
{
    struct ledger *l = arg;

    (void)fd;
    (void)what;
    tell_failed(l);
    if (l->stopping && !l->stopped && !ledger_busy(l)) {
        l->stopped = true;
        if (l->stop_done != NULL)
            l->stop_done(l->stop_arg);
    }
}

static enum err_code
open_connections(struct ledger *l, struct err *err)
{
    static const struct pg_hooks hooks = {reader_up, reader_answer, reader_synced, reader_down};
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < LIMIT_DB_READERS && code == ERR_OK; i++) {
        struct reader *r = &l->reader[i];
        struct pg_options options = {l->base, l->conninfo, ledger_statement, VERB_COUNT, &hooks, r};
        r->ledger = l;
        code = pg_new(&options, &r->pg, err);
    }
    for (size_t i = 0; i < LIMIT_DB_WRITERS && code == ERR_OK; i++)
        code = writer_init(&l->writer[i], l, err);
    return code;
}

enum err_code
ledger_new(struct event_base *base, const char *conninfo, struct ledger **out, struct err *err)
{
    struct ledger *l = calloc(1, sizeof *l);
    enum err_code code;

    if (l == NULL)
        return err_set(err, ERR_IO, NULL, "out of memory for the ledger");
    l->base = base;
    queue_init(&l->queue);
    l->conninfo = calloc(1, strlen(conninfo) + 1);
    l->later = pg_loop_timer(base, do_later, l);
    if (l->conninfo == NULL || l->later == NULL) {
        ledger_free(l);
        return err_set(err, ERR_IO, NULL, "out of memory for the ledger");
    }
    memcpy(l->conninfo, conninfo, strlen(conninfo) + 1);
    code = open_connections(l, err);
    if (code != ERR_OK) {
        ledger_free(l);
        return code;
    }
    *out = l;
    return ERR_OK;
}

void
ledger_stop(struct ledger *l, void (*done)(void *arg), void *arg)
{
    l->stopping = true;
    l->stop_done = done;
    l->stop_arg = arg;
    ledger_ended(l);
}

/* Whoever still waits is told. */
static void
end_all_work(struct ledger *l)
{
    struct err err;

    err_set(&err, ERR_STOPPING, "retry in a moment", "the daemon is stopping");
    l->stopping = true;
    for (size_t i = 0; i < LIMIT_DB_READERS; i++) {
        if (l->reader[i].call != NULL)
            lose_call(&l->reader[i], PG_CLOSED, &err);
    }
    for (size_t i = 0; i < LIMIT_DB_WRITERS; i++)
        writer_release(&l->writer[i]);
    ledger_fail_waiting(l, &err);
    fail_calls(l, &err);
    tell_failed(l);
}

void
ledger_free(struct ledger *l)
{
    if (l == NULL)
        return;
    if (l->later != NULL)
        end_all_work(l);
    for (size_t i = 0; i < LIMIT_DB_READERS; i++)
        pg_free(l->reader[i].pg);
    queue_release(&l->queue);
    pg_loop_free(l->later);
    if (l->conninfo != NULL)
        explicit_bzero(l->conninfo, strlen(l->conninfo)); /* it may hold a password */
    free(l->conninfo);
    free(l);
}

bool
ledger_ready(const struct ledger *l)
{
    return l->stats.readers_up > 0 && l->stats.writers_up > 0;
}

void
ledger_stats(const struct ledger *l, struct ledger_stats *out)
{
    *out = l->stats;
    out->waiting = l->queue.waiting;
}
