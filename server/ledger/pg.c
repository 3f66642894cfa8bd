/*
 * pg.c -- see pg.h. The only file that includes libpq-fe.h.
 */
#include "pg.h"

#include <assert.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pg_loop.h"

#define PARAMS_MAX     24
#define BACKOFF_MIN_MS 50
#define BACKOFF_MAX_MS 2000

#define TEXT_OF(number)  TEXT_OF_(number)
#define TEXT_OF_(number) #number

/*
 * What every session has, whatever the database's defaults are. The isolation level is stated
 * because the head lock relies on it: each statement after the lock takes a fresh snapshot. The
 * server's own time limit is a little shorter than ours, so that a wait for a lock ends with a
 * certain answer and an open connection, and no backend goes on waiting for a client that has
 * closed.
 */
#define SERVER_LIMIT_MS (LIMIT_DB_ANSWER_MS / 10 * 9)
static const char session_settings[] =
    "select set_config('default_transaction_isolation', 'read committed', false),"
    " set_config('statement_timeout', $1::text, false),"
    " set_config('idle_in_transaction_session_timeout', $1::text, false)";

/*
 * A plan made while the tables were empty may read a whole log where an index would do, and stays
 * for as long as nobody analyses them. So plans are made anew when a connection has made this many
 * round trips, and then eight times as many, and so on: the planner sees the tables' real size by
 * itself.
 */
#define REPLAN_FIRST  64
#define REPLAN_FACTOR 8

enum pg_state {
    PG_WAITING,    /* no connection; the timer starts the next attempt */
    PG_CONNECTING, /* the timer is the deadline of connecting and preparing together */
    PG_PREPARING,
    PG_IDLE,
    PG_BUSY,  /* a round trip is being put together or under way; the timer is its deadline */
    PG_BROKEN /* libpq refused to send; the timer reports it from the loop */
};

struct pg {
    struct pg_options options;
    PGconn *conn; /* NULL while waiting */
    enum pg_state state;
    struct event *timer;
    struct event *reading; /* of this connection's socket */
    struct event *writing;
    bool writing_started;
    uint32_t backoff_ms;
    int prepared; /* answers of the preparing round trip: the settings, then each statement */
    bool warned;
    uint64_t round_trips; /* of this connection */
    uint64_t replan_at;
    bool replanning; /* the first answer of this round trip is not the caller's */
};

/* --- the descriptor --------------------------------------------------------------------------- */

static void pg_ready(int fd, short what, void *arg);

static void
unwatch(struct pg *pg)
{
    pg_loop_free(pg->reading);
    pg_loop_free(pg->writing);
    pg->reading = NULL;
    pg->writing = NULL;
    pg->writing_started = false;
}

/* Watch the socket that the connection has now. False without memory. */
static bool
watch(struct pg *pg)
{
    int fd = PQsocket(pg->conn);

    unwatch(pg);
    if (fd < 0)
        return false;
    pg->reading = pg_loop_watch(pg->options.base, fd, false, pg_ready, pg);
    pg->writing = pg_loop_watch(pg->options.base, fd, true, pg_ready, pg);
    return pg->reading != NULL && pg->writing != NULL;
}

static void
want_writing(struct pg *pg, bool wanted)
{
    if (wanted == pg->writing_started)
        return;
    if (wanted)
        pg_loop_start(pg->writing);
    else
        pg_loop_stop(pg->writing);
    pg->writing_started = wanted;
}

/* --- losing a connection, making a new one ---------------------------------------------------- */

/* The first line of libpq's message, without its end. */
static void
say_message(struct err *err, const char *what, const char *message)
{
    int len = (int)strcspn(message, "\n");

    err_set(err, ERR_LEDGER_DOWN, "retry; the operator looks at the database if it lasts",
            "%s%s%.*s", what, len > 0 ? ": " : "", len, message);
}

static void
drop(struct pg *pg, enum pg_loss loss, const struct err *why)
{
    unwatch(pg);
    PQfinish(pg->conn);
    pg->conn = NULL;
    pg->state = PG_WAITING;
    pg_loop_start_ms(pg->timer, pg->backoff_ms);
    pg->backoff_ms = pg->backoff_ms * 2 < BACKOFF_MAX_MS ? pg->backoff_ms * 2 : BACKOFF_MAX_MS;
    pg->options.hooks->down(pg->options.arg, loss, why);
}

static void
drop_saying(struct pg *pg, enum pg_loss loss, const char *what)
{
    struct err why;

    say_message(&why, what, pg->conn != NULL ? PQerrorMessage(pg->conn) : "");
    drop(pg, loss, &why);
}

/* Report from the loop that the connection is of no use any more. */
static void
break_off(struct pg *pg)
{
    pg->state = PG_BROKEN;
    pg_loop_start_ms(pg->timer, 0);
}

/* Warnings matter at a commit: that is how a synchronous standby's absence is told. */
static void
hear_notice(void *arg, const PGresult *result)
{
    struct pg *pg = arg;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);

    if (severity != NULL && strcmp(severity, "WARNING") == 0)
        pg->warned = true;
}

static void
connect_begin(struct pg *pg)
{
    /* Before dbname stand defaults that the connection string may change; what is after it holds. */
    static const char *const name[] = {"fallback_application_name", "keepalives_idle",
                                       "tcp_user_timeout",          "dbname",
                                       "client_encoding",           NULL};
    const char *const value[] = {"remsd", "10", TEXT_OF(LIMIT_DB_ANSWER_MS), pg->options.conninfo,
                                 "UTF8",  NULL};

    pg->conn = PQconnectStartParams(name, value, 1);
    if (pg->conn == NULL || PQstatus(pg->conn) == CONNECTION_BAD || !watch(pg)) {
        drop_saying(pg, PG_UNREACHABLE, "cannot connect");
        return;
    }
    (void)PQsetNoticeReceiver(pg->conn, hear_notice, pg);
    pg->state = PG_CONNECTING;
    pg_loop_start_ms(pg->timer, LIMIT_DB_CONNECT_MS);
    want_writing(pg, true);
}

static void
flush(struct pg *pg)
{
    int left = PQflush(pg->conn);

    if (left < 0)
        break_off(pg);
    else
        want_writing(pg, left > 0);
}

static bool
send_settings(struct pg *pg)
{
    char limit[16];
    const char *value[] = {limit};

    (void)snprintf(limit, sizeof limit, "%d", SERVER_LIMIT_MS);
    return PQsendQueryParams(pg->conn, session_settings, 1, NULL, value, NULL, NULL, 0);
}

static void
prepare_all(struct pg *pg)
{
    bool sent = watch(pg) && PQsetnonblocking(pg->conn, 1) == 0 && PQenterPipelineMode(pg->conn) &&
                send_settings(pg);

    for (int i = 0; sent && i < pg->options.statement_count; i++) {
        const struct pg_statement *s = &pg->options.statement[i];
        sent = PQsendPrepare(pg->conn, s->name, s->sql, s->params, NULL);
    }
    if (!sent || !PQpipelineSync(pg->conn)) {
        drop_saying(pg, PG_UNREACHABLE, "cannot prepare");
        return;
    }
    pg->state = PG_PREPARING;
    pg->prepared = 0;
    pg->round_trips = 0;
    pg->replan_at = REPLAN_FIRST;
    pg->replanning = false;
    pg_loop_start(pg->reading);
    flush(pg);
}

/* The socket may change at each step (several hosts, several addresses): watch it anew. */
static void
connect_step(struct pg *pg)
{
    unwatch(pg);
    switch (PQconnectPoll(pg->conn)) {
    case PGRES_POLLING_OK:
        prepare_all(pg);
        return;
    case PGRES_POLLING_READING:
        if (!watch(pg))
            break;
        pg_loop_start(pg->reading);
        return;
    case PGRES_POLLING_WRITING:
        if (!watch(pg))
            break;
        want_writing(pg, true);
        return;
    default:
        break;
    }
    drop_saying(pg, PG_UNREACHABLE, "cannot connect");
}

static void
time_is_up(int fd, short what, void *arg)
{
    struct pg *pg = arg;
    struct err why;

    (void)fd;
    (void)what;
    switch (pg->state) {
    case PG_WAITING:
        connect_begin(pg);
        break;
    case PG_CONNECTING:
    case PG_PREPARING:
        err_set(&why, ERR_LEDGER_DOWN, "retry; the operator looks at the database if it lasts",
                "no connection to the database within %d ms", LIMIT_DB_CONNECT_MS);
        drop(pg, PG_UNREACHABLE, &why);
        break;
    case PG_BUSY:
        err_set(&why, ERR_LEDGER_DOWN, "retry", "no answer from the database within %d ms",
                LIMIT_DB_ANSWER_MS);
        drop(pg, PG_EXPIRED, &why);
        break;
    case PG_BROKEN:
        drop_saying(pg, PG_LOST, "the connection to the database was lost");
        break;
    case PG_IDLE:
        break;
    }
}

/* --- answers ---------------------------------------------------------------------------------- */

/* One answer of the preparing round trip. False: the connection was dropped. */
static bool
take_prepared(struct pg *pg, struct pg_result *result)
{
    int number = pg->prepared++ - 1;
    struct err why, said;
    bool failed = pg_result_error(result, &why) != ERR_OK;

    pg_result_free(result);
    if (!failed)
        return true;
    err_set(&said, why.code, "install the schema of this version", "%s cannot be prepared: %s",
            number >= 0 && number < pg->options.statement_count ? pg->options.statement[number].name
                                                                : "the session",
            why.detail);
    drop(pg, PG_UNREACHABLE, &said);
    return false;
}

static void
end_round_trip(struct pg *pg)
{
    bool prepared = pg->state == PG_PREPARING;

    pg_loop_stop(pg->timer);
    pg->state = PG_IDLE;
    if (prepared) {
        pg->options.hooks->up(pg->options.arg);
        return;
    }
    pg->backoff_ms = BACKOFF_MIN_MS;
    pg->options.hooks->synced(pg->options.arg);
}

/* Hand out every answer that has arrived whole. */
static void
take_answers(struct pg *pg)
{
    bool ended = false; /* the last thing taken was the end of a statement's answers */

    while ((pg->state == PG_PREPARING || pg->state == PG_BUSY) && !PQisBusy(pg->conn)) {
        PGresult *result = PQgetResult(pg->conn);
        if (result == NULL) {
            if (ended) { /* libpq has nothing under way, and we wait: it will not answer any more */
                break_off(pg);
                return;
            }
            ended = true;
            continue;
        }
        ended = false;
        if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            end_round_trip(pg);
        } else if (pg->replanning) {
            pg->replanning = false;
            PQclear(result);
        } else if (pg->state == PG_BUSY) {
            pg->options.hooks->answer(pg->options.arg, (struct pg_result *)result);
        } else if (!take_prepared(pg, (struct pg_result *)result)) {
            return;
        }
    }
    if (pg->state == PG_IDLE)
        (void)PQisBusy(pg->conn); /* reads notices, and the last words of a server that ends */
}

static void
pg_ready(int fd, short what, void *arg)
{
    struct pg *pg = arg;

    (void)fd;
    if (pg->state == PG_CONNECTING) {
        connect_step(pg);
        return;
    }
    if (pg->state == PG_BROKEN)
        return;
    if (pg_loop_writing(what)) {
        flush(pg);
        return;
    }
    if (!PQconsumeInput(pg->conn)) {
        drop_saying(pg, pg->state == PG_PREPARING ? PG_UNREACHABLE : PG_LOST,
                    "the connection to the database was lost");
        return;
    }
    if (pg->writing_started)
        flush(pg);
    take_answers(pg);
}

/* --- sending ---------------------------------------------------------------------------------- */

/* The first statement of a round trip is about to be sent. */
static void
begin_round_trip(struct pg *pg)
{
    pg->state = PG_BUSY;
    if (++pg->round_trips < pg->replan_at)
        return;
    pg->replan_at *= REPLAN_FACTOR;
    pg->replanning = true;
    if (!PQsendQueryParams(pg->conn, "discard plans", 0, NULL, NULL, NULL, NULL, 0))
        break_off(pg);
}

void
pg_send(struct pg *pg, int statement, const struct ledger_param *params)
{
    const char *value[PARAMS_MAX];
    int length[PARAMS_MAX];
    int format[PARAMS_MAX];
    const struct pg_statement *s = &pg->options.statement[statement];

    assert(statement >= 0 && statement < pg->options.statement_count && s->params <= PARAMS_MAX);
    if (pg->state == PG_IDLE)
        begin_round_trip(pg);
    if (pg->state == PG_BROKEN)
        return;
    assert(pg->state == PG_BUSY);
    for (int i = 0; i < s->params; i++) {
        value[i] = params[i].data;
        length[i] = params[i].data != NULL ? (int)params[i].len : 0;
        format[i] = params[i].binary ? 1 : 0;
    }
    if (!PQsendQueryPrepared(pg->conn, s->name, s->params, value, length, format, 1))
        break_off(pg);
}

void
pg_sync(struct pg *pg)
{
    if (pg->state == PG_BROKEN)
        return;
    assert(pg->state == PG_BUSY);
    pg->warned = false;
    if (!PQpipelineSync(pg->conn)) {
        break_off(pg);
        return;
    }
    pg_loop_start_ms(pg->timer, LIMIT_DB_ANSWER_MS);
    flush(pg);
}

void
pg_flush(struct pg *pg)
{
    if (pg->state == PG_BUSY && PQsendFlushRequest(pg->conn))
        flush(pg);
}

/* --- life ------------------------------------------------------------------------------------- */

static enum err_code
check_conninfo(const char *conninfo, struct err *err)
{
    char *message = NULL;
    PQconninfoOption *options = PQconninfoParse(conninfo, &message);

    if (options == NULL) {
        err_set(err, ERR_BAD_CONFIG, "write it as libpq does: host=... dbname=... user=...",
                "the database connection string is not one: %.*s",
                message != NULL ? (int)strcspn(message, "\n") : 0, message != NULL ? message : "");
        PQfreemem(message);
        return err->code;
    }
    PQconninfoFree(options);
    return ERR_OK;
}

enum err_code
pg_new(const struct pg_options *options, struct pg **out, struct err *err)
{
    struct pg *pg;
    enum err_code code = check_conninfo(options->conninfo, err);

    if (code != ERR_OK)
        return code;
    pg = calloc(1, sizeof *pg);
    if (pg == NULL)
        return err_set(err, ERR_IO, NULL, "out of memory for a database connection");
    pg->options = *options;
    pg->backoff_ms = BACKOFF_MIN_MS;
    pg->timer = pg_loop_timer(options->base, time_is_up, pg);
    if (pg->timer == NULL) {
        free(pg);
        return err_set(err, ERR_IO, NULL, "out of memory for a timer");
    }
    pg_loop_start_ms(pg->timer, 0);
    *out = pg;
    return ERR_OK;
}

void
pg_free(struct pg *pg)
{
    if (pg == NULL)
        return;
    unwatch(pg);
    PQfinish(pg->conn);
    pg_loop_free(pg->timer);
    free(pg);
}

bool
pg_is_up(const struct pg *pg)
{
    return pg->state == PG_IDLE || pg->state == PG_BUSY;
}

bool
pg_in_transaction(const struct pg *pg)
{
    return PQtransactionStatus(pg->conn) != PQTRANS_IDLE;
}

bool
pg_warned(const struct pg *pg)
{
    return pg->warned;
}

/* --- one answer ------------------------------------------------------------------------------- */

/*
 * SQLSTATE to our code. The class RX is ours (codes.def). What the server raises when it is out of
 * resources, shutting down, read-only or too slow is the world's fault; a violated constraint is
 * ours, and nothing was recorded either way.
 */
static enum err_code
code_of_sqlstate(const char *sqlstate)
{
    static const char *const world[] = {"08",    "53",    "57",    "58", "40",
                                        "25006", "25P03", "55P03", NULL};
    enum err_code code = err_from_sqlstate(sqlstate);

    if (code != ERR_CODE_COUNT && code != ERR_OK)
        return code;
    for (size_t i = 0; world[i] != NULL; i++) {
        if (strncmp(sqlstate, world[i], strlen(world[i])) == 0)
            return ERR_LEDGER_DOWN;
    }
    return ERR_LEDGER_CONFLICT;
}

/* Texts of class RX are written by our functions; of others only the name of a constraint is shown,
 * because a message of the server may quote a value. */
static enum err_code
describe(const PGresult *result, struct err *err)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);

    if (sqlstate == NULL || sqlstate[0] == '\0')
        return err_set(err, ERR_LEDGER_DOWN, "retry", "the connection to the database was lost");
    if (strncmp(sqlstate, "RX", 2) == 0)
        return err_set(err, code_of_sqlstate(sqlstate), hint, "%s", message != NULL ? message : "");
    return err_set(err, code_of_sqlstate(sqlstate), "retry; the operator looks at it if it lasts",
                   "the database says %s%s%s", sqlstate, constraint != NULL ? ", " : "",
                   constraint != NULL ? constraint : "");
}

enum err_code
pg_result_error(const struct pg_result *result, struct err *err)
{
    const PGresult *r = (const PGresult *)result;

    switch (PQresultStatus(r)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
        return ERR_OK;
    case PGRES_PIPELINE_ABORTED:
        return err_set(err, ERR_LEDGER_CONFLICT, "retry", "a statement before this one failed");
    default:
        return describe(r, err);
    }
}

bool
pg_result_is_commit(const struct pg_result *result)
{
    /* libpq declares its reader of the tag with a result that it does not change. */
    return strcmp(PQcmdStatus((PGresult *)(uintptr_t)result), "COMMIT") == 0;
}

void
pg_result_rows(const struct pg_result *result, struct ledger_rows *rows)
{
    const PGresult *r = (const PGresult *)result;

    *rows = (struct ledger_rows){PQntuples(r), PQnfields(r), r};
}

void
pg_result_free(struct pg_result *result)
{
    PQclear((PGresult *)result);
}

bool
pg_field(const struct ledger_rows *rows, int row, int column, struct span *out)
{
    const PGresult *r = rows->result;

    assert(row >= 0 && row < rows->count && column >= 0 && column < rows->columns);
    if (PQgetisnull(r, row, column))
        return false;
    *out = (struct span){PQgetvalue(r, row, column), (size_t)PQgetlength(r, row, column)};
    return true;
}
