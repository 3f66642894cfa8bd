/*
 * batch_decide.c -- between the two round trips: every job of a transaction decides, in the order
 * of its log, each seeing the head as the appended ones before it leave it.
 */
#include <assert.h>
#include <string.h>

#include "ledger_private.h"

static void
read_heads(struct writer *w)
{
    instant_t latest = INSTANT_NONE;
    size_t at = 0;

    for (size_t i = 0; i < w->log_count; i++) {
        struct writer_log *log = &w->log[i];
        int64_t log_id = w->job[at]->item.log_id;
        log->known = writer_read_head(log->locked, log_id, &log->head);
        if (log->known && log->head.now > latest)
            latest = log->head.now;
        while (at < w->running && w->job[at]->item.log_id == log_id)
            at++;
    }
#ifndef REMS_TRAINING
    /* One instant for all entries of a transaction. (The clock of a training log is its own.) */
    for (size_t i = 0; i < w->log_count; i++)
        w->log[i].head.now = latest;
#endif
}

static void
load_rows(const struct pg_result *loaded, struct ledger_rows *rows, const struct ledger_rows **out)
{
    *out = NULL;
    if (loaded == NULL)
        return;
    pg_result_rows(loaded, rows);
    *out = rows;
}

/*
 * Does this entry change what was loaded with the lock besides facts and balances: the head's own
 * fields, keys, roles? Then what stands behind it in the log has to be loaded anew.
 */
static bool
changes_loads(const struct ledger_append *append)
{
    bool of_site = span_is(append->scope, "site");

    return span_is(append->scope, "people") || span_is(append->type, "site") ||
           (of_site && span_is(append->type, "amend"));
}

static void
advance(struct ledger_head *head, const struct ledger_append *append)
{
    head->size = append->n + 1;
    head->last_at = append->at;
    memcpy(head->root, append->root, sizeof head->root);
    memcpy(head->frontier, append->frontier, append->frontier_bytes);
    head->frontier_count = append->frontier_bytes / 32;
}

/* Ask one job. True when its statement is to be appended. */
static bool
decide_job(struct ledger_job *job, struct ledger_head *head, void *const *earlier,
           size_t earlier_count, struct ledger_append *append)
{
    struct ledger_rows rows[LOAD_COUNT];
    struct ledger_load load;
    struct err err;

    load_rows(job->loaded[LOAD_KNOWN], &rows[LOAD_KNOWN], &load.known);
    load_rows(job->loaded[LOAD_FACTS], &rows[LOAD_FACTS], &load.facts);
    load_rows(job->loaded[LOAD_BALANCES], &rows[LOAD_BALANCES], &load.balances);
    load_rows(job->loaded[LOAD_ENROLMENT], &rows[LOAD_ENROLMENT], &load.enrolment);
    memset(append, 0, sizeof *append);
    job->follows_append = earlier_count > 0;
    job->outcome = JOB_NOTHING;
    if (!job->work.decide(job->work.arg, head, &load, earlier, earlier_count, append))
        return false;
    assert(append->n == head->size && append->frontier_bytes <= sizeof append->frontier);
    if (job->clock_refused) { /* not a repeat after all */
        job->outcome = JOB_REJECTED;
        return false;
    }
    if (head->last_at != INSTANT_NONE && append->at < head->last_at) {
        err_set(&err, ERR_CLOCK_BEHIND, "the operator looks at the database's clock",
                "the clock is behind the last entry of this log");
        writer_reject(job, &err);
        return false;
    }
    job->outcome = JOB_TO_APPEND;
    advance(head, append);
    return true;
}

/* Decide the jobs of one log, job[from .. to-1]. Returns how many are to be appended. */
static size_t
decide_log(struct writer *w, struct writer_log *log, size_t from, size_t to)
{
    void *earlier[LIMIT_BATCH];
    size_t appended = 0;
    bool later = false;
    struct err err;

    for (size_t i = from; i < to; i++) {
        struct ledger_job *job = w->job[i];
        if (!log->known) {
            err_set(&err, ERR_UNKNOWN_LOG, "list the logs that there are", "there is no such log");
            writer_reject(job, &err);
        } else if (later) {
            job->outcome = JOB_LATER;
        } else if (decide_job(job, &log->head, earlier, appended, &w->append[i])) {
            earlier[appended++] = job->work.arg;
            later = changes_loads(&w->append[i]);
        }
    }
    return appended;
}

size_t
writer_decide(struct writer *w)
{
    size_t appended = 0;
    size_t from = 0;

    read_heads(w);
    for (size_t i = 0; i < w->log_count; i++) {
        size_t to = from;
        while (to < w->running && w->job[to]->item.log_id == w->job[from]->item.log_id)
            to++;
        appended += decide_log(w, &w->log[i], from, to);
        from = to;
    }
    return appended;
}
