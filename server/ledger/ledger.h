/*
 * ledger.h -- the verbs of the record over PostgreSQL. There is no general query here.
 *
 * Asynchronous: every verb returns at once and calls back from the event loop, exactly once. A
 * callback gets an error or a result; the result lives until the callback returns. Behind the verbs
 * stand a few reader connections and a few writer connections (limit.h), each with a deadline on
 * every answer: on expiry the connection is closed and opened anew (reliability.md, finding 4).
 * One file, pg.c, includes libpq-fe.h.
 *
 * Writing goes through ledger_batch: lock heads, load, decide (a callback), append, commit.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "instant.h"
#include "limit.h"
#include "span.h"

struct event_base;
struct ledger;

/* Connects in the background; ledger_ready says when. conninfo is a libpq string. */
ATTR_MUST_CHECK enum err_code ledger_new(struct event_base *base, const char *conninfo,
                                         struct ledger **out, struct err *err);
/* No new work; what was taken on goes on, and `done` is called from the loop when it has ended. */
void ledger_stop(struct ledger *l, void (*done)(void *arg), void *arg);
/* After stop's done; or without it, then what is left is called back with ERR_STOPPING or
 * ERR_OUTCOME_UNKNOWN from inside. Never from a callback of the ledger. NULL is allowed. */
void ledger_free(struct ledger *l);
bool ledger_ready(const struct ledger *l); /* at least one reader and one writer are up */

/* The rows of any answer: columns by position (verbs.def names them), NULL as an empty span with
 * p == NULL. Integers only through ledger_int, a bool only through ledger_bool. */
struct ledger_rows {
    int count;
    int columns;
    const void *result; /* opaque */
};
struct span ledger_text(const struct ledger_rows *rows, int row, int column);
int64_t ledger_int(const struct ledger_rows *rows, int row, int column); /* 0 where NULL */
bool ledger_bool(const struct ledger_rows *rows, int row, int column);
bool ledger_null(const struct ledger_rows *rows, int row, int column);
/* A bytea; false when it is not `len` bytes. */
bool ledger_bytes(const struct ledger_rows *rows, int row, int column, void *out, size_t len);
/* A bytea of any length, in the result's own storage; NULL gives an empty span. */
struct span ledger_blob(const struct ledger_rows *rows, int row, int column);
/* Is this word among the elements of a text[]? Words are [a-z-]+. */
bool ledger_array_has(struct span array, const char *word);

/* Exactly one of rows and err is not NULL. */
typedef void ledger_rows_fn(void *arg, const struct ledger_rows *rows, const struct err *err);

/* One parameter of a verb: the text form of its type (no NUL needed), or raw bytes. */
struct ledger_param {
    const char *data; /* NULL: SQL null */
    size_t len;
    bool binary; /* raw bytes: of a bytea, or of a text */
};

/*
 * The reading and account verbs, by name: one row each in verbs.def (name, parameter count, whether
 * it may be repeated, SQL). The SQL is a constant call of one rems_api function, prepared once per
 * connection.
 */
enum ledger_verb {
#define VERB(name, params, repeat, sql) VERB_##name,
#include "verbs.def"
#undef VERB
    VERB_COUNT
};

/*
 * Run one verb on a reader connection in its own transaction. Queues when all are busy. Parameters
 * are copied; params may be NULL for a verb without any. When the connection is lost: a verb that
 * may be repeated is tried once more and then fails with ERR_LEDGER_DOWN, another one fails with
 * ERR_OUTCOME_UNKNOWN. Calls back from the loop, never from inside (only for want of memory at
 * once).
 */
void ledger_call(struct ledger *l, enum ledger_verb verb, const struct ledger_param *params,
                 ledger_rows_fn *fn, void *arg);

/* --- writing ---------------------------------------------------------------------------------- */

struct ledger_job; /* one statement waiting for its log */

/* What the locked head says. */
struct ledger_head {
    int64_t log_id;
    uint64_t size;
    uint8_t root[32];
    uint8_t frontier[64][32];
    size_t frontier_count;
    instant_t last_at;
    instant_t now; /* the deciding instant, read under the lock */
    char zone[64];
    char program[LIMIT_CODE + 1];
    char pharmacy[LIMIT_CODE + 1];
    bool is_open;
};

/* Everything loaded for one statement under the lock. The rows' bytes live until done returns. */
struct ledger_load {
    const struct ledger_rows *known;     /* rems_api.known: one row */
    const struct ledger_rows *facts;     /* rems_api.facts */
    const struct ledger_rows *balances;  /* of the lot wanted, with the subject's; no lot: NULL */
    const struct ledger_rows *enrolment; /* for statements about keys; else NULL */
};

/* What to append, filled by the decide callback. Spans must live until the job's done callback. */
struct ledger_append {
    uint64_t n;
    instant_t at;
    struct span entry;
    uint8_t leaf[32];
    uint8_t root[32];
    uint8_t frontier[64 * 32];
    size_t frontier_bytes;
    struct span idem, signer, type, subject, scope; /* texts */
    uint8_t fingerprint[32];
    uint8_t chal[16];
    bool accepted;
    struct span verdict;  /* JSON text or empty */
    struct span postings; /* JSON text */
};

/* What a job wants loaded; spans must live until done. Empty spans: not needed. */
struct ledger_want {
    int64_t log_id;
    struct span idem, signer, subject, lot;
    uint8_t chal[16];
    uint64_t seen_n;
    bool alone; /* runs in a transaction of its own, as does a job with a training instant */
    bool training_at_given;
    instant_t training_at;
    struct span enrol_user, enrol_key; /* statements about keys */
};

struct ledger_work {
    struct ledger_want want;
    /*
     * Under the lock, in the log's order: decide. `head` is the head after the statements decided
     * before this one in the same batch; the callback advances nothing itself: it fills *append and
     * returns true to append, or returns false when nothing is to be written (an error or a
     * replay). It may be called again for the same job when a batch was rolled back and its
     * statements run one by one. `earlier` lists the args of the jobs of this log that append
     * before this one in the same transaction, in order, so that their statements can be folded
     * into the facts, keys and challenges compared. An entry about people or the site itself is
     * never among them: what stands behind one is loaded and decided in the next transaction. An
     * append whose `at` is before the last entry is not written: done gets ERR_CLOCK_BEHIND.
     */
    bool (*decide)(void *arg, struct ledger_head *head, const struct ledger_load *load,
                   void *const *earlier, size_t earlier_count, struct ledger_append *append);
    /* After the commit (written, err NULL); after a decide that returned false (not written, err
     * NULL); when it is certain that nothing was written (err set); or when the outcome is not
     * known (ERR_OUTCOME_UNKNOWN: also for a decide that returned false behind an entry of the same
     * transaction, whose answer would lean on it). With err set nothing holds that decide found. */
    void (*done)(void *arg, bool written, const struct err *err);
    void *arg;
};

/*
 * Queue one statement for its log. ERR_OVERLOADED beyond LIMIT_QUEUE, ERR_LEDGER_DOWN while the
 * database cannot be reached, ERR_STOPPING after ledger_stop: then nothing is called back.
 */
ATTR_MUST_CHECK enum err_code ledger_submit(struct ledger *l, const struct ledger_work *work,
                                            struct err *err);

struct ledger_stats {
    uint64_t batches, statements, rollbacks, expired;
    uint32_t waiting, readers_up, writers_up;
};
void ledger_stats(const struct ledger *l, struct ledger_stats *out);

#endif
