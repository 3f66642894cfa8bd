/*
 * pg.h -- one connection to PostgreSQL that keeps itself alive. The door to libpq.
 *
 * Non-blocking throughout: libpq's own waiting can hang for ever (reliability.md, finding 4). Work
 * goes in round trips: pg_send any number of prepared statements, then pg_sync once. Answers come
 * from the loop in the order sent; `synced` ends the round trip. There is one round trip at a time,
 * with a deadline of LIMIT_DB_ANSWER_MS. When it passes, or when the connection is lost, the
 * connection is closed, `down` is called once, and a new one is made after a pause that grows.
 * No hook is ever called from inside pg_send or pg_sync. pg_free must not be called from a hook.
 *
 * Statements are prepared once per connection; a connection is up when all are. Answers are in
 * binary form: rows.c decodes them.
 */
#ifndef LEDGER_PG_H
#define LEDGER_PG_H

#include "ledger.h"

struct pg;
struct pg_result; /* one answer; who receives it frees it with pg_result_free */

struct pg_statement {
    const char *name; /* what logs may show */
    const char *sql;
    int params;
};

enum pg_loss {
    PG_UNREACHABLE, /* could not be made */
    PG_LOST,        /* was up, and ended */
    PG_EXPIRED,     /* no answer in time; closed by us */
    PG_CLOSED       /* the ledger is being freed */
};

struct pg_hooks {
    void (*up)(void *arg);
    void (*answer)(void *arg, struct pg_result *result);
    void (*synced)(void *arg);
    /* *why says it in words; the round trip that was under way, if any, gets no more answers. */
    void (*down)(void *arg, enum pg_loss loss, const struct err *why);
};

struct pg_options {
    struct event_base *base;
    const char *conninfo; /* must outlive the connection */
    const struct pg_statement *statement;
    int statement_count;
    const struct pg_hooks *hooks;
    void *arg;
};

/* Begins to connect from the loop. ERR_BAD_CONFIG when conninfo is not one. */
ATTR_MUST_CHECK enum err_code pg_new(const struct pg_options *options, struct pg **out,
                                     struct err *err);
void pg_free(struct pg *pg); /* calls no hook */

bool pg_is_up(const struct pg *pg); /* connected and prepared, with or without work */

/*
 * Send the statement of this number. There are as many params as it takes. A param is NULL (data ==
 * NULL), raw bytes for a bytea or text (binary), or a C string in the type's text form. The
 * parameters are copied out before it returns.
 */
void pg_send(struct pg *pg, int statement, const struct ledger_param *params);
void pg_sync(struct pg *pg);
/* Put what was sent so far on the wire now, ahead of pg_sync: only fault points need that. */
void pg_flush(struct pg *pg);

/* After a round trip: is a transaction open (or failed and not yet rolled back)? */
bool pg_in_transaction(const struct pg *pg);
/* Did the server warn of something during the last round trip? */
bool pg_warned(const struct pg *pg);

/* What went wrong with this answer; ERR_OK if nothing. The one place that reads SQLSTATEs. */
enum err_code pg_result_error(const struct pg_result *result, struct err *err);
bool pg_result_is_commit(const struct pg_result *result);
void pg_result_rows(const struct pg_result *result, struct ledger_rows *rows);
void pg_result_free(struct pg_result *result);
/* A field of struct ledger_rows; false where it is null. */
bool pg_field(const struct ledger_rows *rows, int row, int column, struct span *out);

#endif
