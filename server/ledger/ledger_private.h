/*
 * ledger_private.h -- what ledger.c (calls, life) and batch.c (writing) share.
 *
 * struct ledger owns the connections, the waiting calls and the waiting jobs. Readers run one call
 * at a time; writers run one batch at a time. Callbacks of callers are made from the loop only.
 */
#ifndef LEDGER_LEDGER_PRIVATE_H
#define LEDGER_LEDGER_PRIVATE_H

#include "ledger_queue.h"
#include "pg.h"

/* The statements of the writers' transactions, numbered on after the verbs (all a reader has). */
enum ledger_sql {
    SQL_BEGIN = VERB_COUNT,
    SQL_COMMIT,
    SQL_ROLLBACK,
    SQL_LOCK,
    SQL_APPEND,
    SQL_COUNT
};
extern const struct pg_statement ledger_statement[SQL_COUNT];

/* What is loaded for one job, in the order sent. */
enum ledger_loading { LOAD_KNOWN, LOAD_FACTS, LOAD_BALANCES, LOAD_ENROLMENT, LOAD_COUNT };

enum ledger_outcome {
    JOB_WAITING,
    JOB_TO_APPEND, /* decide filled an append */
    JOB_NOTHING,   /* decide had nothing to write */
    JOB_REJECTED,  /* not even asked, or not allowed to append: err says why */
    JOB_LATER      /* stands behind a statement that changes what was loaded: next transaction */
};

struct ledger_job {
    struct queue_item item; /* first: the queue hands out these */
    struct ledger_work work;
    struct pg_result *loaded[LOAD_COUNT];
    enum ledger_outcome outcome;
    bool follows_append; /* an earlier statement of this log is appended by the same transaction */
    bool clock_refused;  /* its training instant cannot be: only a first answer can be had */
    bool lost_before;    /* its connection was lost once already, before anything was written */
    struct err err;      /* of JOB_REJECTED, or clock_refused */
};

/* One log of the transaction that a writer runs. */
struct writer_log {
    struct pg_result *locked;
    struct ledger_head head;
    bool known; /* there is such a log */
};

enum writer_stage {
    WRITER_DOWN,
    WRITER_FREE,
    WRITER_LOADING, /* first round trip: locks and loads */
    WRITER_WRITING, /* second: appends and the commit; the outcome is open until it ends */
    WRITER_LEAVING, /* rollback because there is nothing to write */
    WRITER_UNDOING  /* rollback because a statement failed */
};

#define WRITER_ANSWERS (1 + LIMIT_BATCH * (1 + LOAD_COUNT))

struct writer {
    struct ledger *ledger;
    struct pg *pg;
    enum writer_stage stage;
    struct ledger_job *job[LIMIT_BATCH]; /* in hand, in lock order */
    size_t count;
    size_t running; /* the first of them that are in the transaction now: all, or one by one */
    struct writer_log log[LIMIT_BATCH];
    size_t log_count;
    struct pg_result **place[WRITER_ANSWERS]; /* where each answer of the first round trip goes */
    size_t place_count;
    size_t answered;
    bool committed;
    struct err failure; /* the first error of the transaction; ERR_OK if none */
    struct ledger_append append[LIMIT_BATCH];
};

struct ledger_call;

struct reader {
    struct ledger *ledger;
    struct pg *pg;
    struct ledger_call *call; /* under way, or NULL */
    struct pg_result *result;
};

struct ledger {
    struct event_base *base;
    char *conninfo;
    struct reader reader[LIMIT_DB_READERS];
    struct writer writer[LIMIT_DB_WRITERS];
    struct queue queue;
    struct ledger_call *first_call; /* waiting for a reader */
    struct ledger_call *last_call;
    uint32_t call_count;
    struct ledger_call *first_failed; /* to be called back with their error */
    struct ledger_call *last_failed;
    struct event *later;   /* timer: hand out failed calls, end of stopping */
    bool readers_hopeless; /* no reader is up and the last attempt to connect failed */
    bool writers_hopeless;
    bool stopping;
    bool stopped; /* done was called */
    void (*stop_done)(void *arg);
    void *stop_arg;
    bool ready_said;       /* the log says that the database is up */
    bool unreachable_said; /* ... that it cannot be reached: once is enough */
    struct ledger_stats stats;
};

/* A connection came up, or went down (why): for the log, which hears of the whole once. */
void ledger_log_up(struct ledger *l);
void ledger_log_down(struct ledger *l, enum pg_loss loss, const struct err *why);
/* The database refused something: only what it should not refuse is worth a line. */
void ledger_log_failure(const struct err *err);
/* Something ended: a stopping ledger looks whether that was the last. */
void ledger_ended(struct ledger *l);
/* The error of work whose connection was lost before anything could be recorded. */
void ledger_lost_err(struct err *err, enum pg_loss loss, const struct err *why);
void ledger_unknown_err(struct err *err);

/* --- batch.c ---------------------------------------------------------------------------------- */
ATTR_MUST_CHECK enum err_code writer_init(struct writer *w, struct ledger *l, struct err *err);
void writer_release(struct writer *w);
void ledger_pump(struct ledger *l); /* give waiting jobs to free writers */
void ledger_fail_waiting(struct ledger *l, const struct err *err);
bool ledger_writing(const struct ledger *l); /* jobs wait or are in hand */

/* The job ends with this error. */
void writer_reject(struct ledger_job *job, const struct err *err);

/* --- batch_decide.c --------------------------------------------------------------------------- */
/* Ask every job of the transaction. Returns how many statements are to be appended. */
size_t writer_decide(struct writer *w);

/* --- batch_sql.c: the statements of a transaction, from the structures of ledger.h ------------ */
void writer_send_load(struct writer *w); /* begin, locks, loads; fills place; syncs */
void writer_send_append(struct writer *w, const struct ledger_job *job,
                        const struct ledger_append *append);
/* Read what a lock answered. False when there is no such log. */
bool writer_read_head(const struct pg_result *locked, int64_t log_id, struct ledger_head *head);

#endif
