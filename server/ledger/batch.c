/*
 * batch.c -- writing: several statements of several logs in one transaction, two round trips.
 *
 * First round trip: begin, lock the heads in log-id order, load. Then every job's decide, in the
 * order of its log, each seeing the head as the one before leaves it. Second round trip: the
 * appends and the commit. A statement that SQL refuses makes the whole transaction roll back, and
 * its jobs run again one by one, so that only the one at fault fails.
 *
 * What may be said of a job when the connection is lost: before the second round trip was sent,
 * nothing was recorded (it is tried once more on another connection); after that, the outcome is
 * not known. A job that had nothing to write is certain, unless it was decided after one that had.
 */
#include <assert.h>
#include <stdlib.h>

#include "fault.h"
#include "ledger_private.h"
#include "log.h"

static void batch_begin(struct writer *w, size_t running);

/* --- jobs ------------------------------------------------------------------------------------- */

static void
forget_loaded(struct ledger_job *job)
{
    for (size_t i = 0; i < LOAD_COUNT; i++) {
        pg_result_free(job->loaded[i]);
        job->loaded[i] = NULL;
    }
}

/* The end of a job. What was loaded lives until its callback returns. */
static void
finish_job(struct ledger_job *job, bool written, const struct err *err)
{
    job->work.done(job->work.arg, written, err);
    forget_loaded(job);
    free(job);
}

void
writer_reject(struct ledger_job *job, const struct err *err)
{
    job->outcome = JOB_REJECTED;
    job->err = *err;
}

enum err_code
ledger_submit(struct ledger *l, const struct ledger_work *work, struct err *err)
{
    struct ledger_job *job;

    if (l->stopping)
        return err_set(err, ERR_STOPPING, "retry in a moment", "the daemon is stopping");
    if (l->writers_hopeless)
        return err_set(err, ERR_LEDGER_DOWN, "retry; nothing was recorded",
                       "the database cannot be reached");
    if (l->queue.waiting >= LIMIT_QUEUE)
        return err_set(err, ERR_OVERLOADED, "retry in a moment; nothing was recorded",
                       "%d statements are waiting already", LIMIT_QUEUE);
    job = calloc(1, sizeof *job);
    if (job == NULL)
        return err_set(err, ERR_OVERLOADED, "retry; nothing was recorded", "out of memory");
    job->work = *work;
    job->item.log_id = work->want.log_id;
    job->item.alone = work->want.alone || work->want.training_at_given;
    if (!queue_push(&l->queue, &job->item)) {
        free(job);
        return err_set(err, ERR_OVERLOADED, "retry; nothing was recorded", "out of memory");
    }
    ledger_pump(l);
    return ERR_OK;
}

void
ledger_fail_waiting(struct ledger *l, const struct err *err)
{
    struct queue_item *item;

    while ((item = queue_abandon(&l->queue)) != NULL)
        finish_job((struct ledger_job *)item, false, err);
}

bool
ledger_writing(const struct ledger *l)
{
    bool busy = l->queue.waiting > 0;

    for (size_t i = 0; i < LIMIT_DB_WRITERS; i++)
        busy = busy || l->writer[i].count > 0;
    return busy;
}

/* --- taking and ending a batch ---------------------------------------------------------------- */

void
ledger_pump(struct ledger *l)
{
    for (size_t i = 0; i < LIMIT_DB_WRITERS && l->queue.waiting > 0; i++) {
        struct writer *w = &l->writer[i];
        struct queue_item *item[LIMIT_BATCH];
        if (w->stage != WRITER_FREE)
            continue;
        w->count = queue_take(&l->queue, item, LIMIT_BATCH);
        if (w->count == 0)
            return;
        for (size_t j = 0; j < w->count; j++)
            w->job[j] = (struct ledger_job *)item[j];
        batch_begin(w, w->count);
    }
}

static void
forget_locked(struct writer *w)
{
    for (size_t i = 0; i < w->log_count; i++) {
        pg_result_free(w->log[i].locked);
        w->log[i].locked = NULL;
    }
    w->log_count = 0;
}

/* Jobs that stay for another transaction go back in front of their logs, the last one first. */
static void
return_later(struct writer *w, size_t count)
{
    for (size_t i = count; i-- > 0;) {
        struct ledger_job *job = w->job[i];
        if (job == NULL)
            continue;
        forget_loaded(job);
        queue_return(&w->ledger->queue, &job->item);
        w->job[i] = NULL;
    }
}

/* Every job in hand has ended or gone back: the logs are free for others. */
static void
end_batch(struct writer *w, enum writer_stage stage, const int64_t *log_id, size_t log_count)
{
    struct ledger *l = w->ledger;

    w->count = 0;
    w->stage = stage;
    for (size_t i = 0; i < log_count; i++)
        queue_done(&l->queue, log_id[i]);
    ledger_pump(l);
    ledger_ended(l);
}

/* Log ids of the jobs in hand, before they are gone. */
static size_t
logs_in_hand(const struct writer *w, int64_t log_id[LIMIT_BATCH])
{
    size_t count = 0;

    for (size_t i = 0; i < w->count; i++) {
        if (count == 0 || log_id[count - 1] != w->job[i]->item.log_id)
            log_id[count++] = w->job[i]->item.log_id;
    }
    return count;
}

/* Tell the jobs of the transaction that ended well how they did. */
static void
answer_job(struct writer *w, size_t i)
{
    struct ledger_job *job = w->job[i];
    bool written = job->outcome == JOB_TO_APPEND;

    if (job->outcome == JOB_LATER)
        return;
    w->job[i] = NULL;
    if (written)
        w->ledger->stats.statements++;
    finish_job(job, written, job->outcome == JOB_REJECTED ? &job->err : NULL);
}

/* The transaction's jobs are decided. Go on with the next one of a batch that runs one by one. */
static void
end_transaction(struct writer *w)
{
    int64_t log_id[LIMIT_BATCH];
    size_t log_count = logs_in_hand(w, log_id);
    size_t next = w->running;

    forget_locked(w);
    for (size_t i = 0; i < next; i++)
        answer_job(w, i);
    return_later(w, next);
    if (next < w->count) {
        /* The jobs that ended are gone: close the gap, so that what is in hand is what is left. */
        w->count -= next;
        for (size_t i = 0; i < w->count; i++)
            w->job[i] = w->job[i + next];
        for (size_t i = 0; i < log_count; i++) {
            if (log_id[i] < w->job[0]->item.log_id)
                queue_done(&w->ledger->queue, log_id[i]);
        }
        batch_begin(w, 1);
        ledger_pump(w->ledger);
        return;
    }
    end_batch(w, WRITER_FREE, log_id, log_count);
}

/* --- the first round trip --------------------------------------------------------------------- */

static void
batch_begin(struct writer *w, size_t running)
{
    fault_point("ledger.before_begin");
    w->running = running;
    w->committed = false;
    w->stage = WRITER_LOADING;
    err_clear(&w->failure);
    for (size_t i = 0; i < running; i++) {
        forget_loaded(w->job[i]);
        w->job[i]->outcome = JOB_WAITING;
        w->job[i]->follows_append = false;
    }
    w->ledger->stats.batches++;
    writer_send_load(w);
}

/* Roll back; `stage` says what comes then. */
static void
leave_transaction(struct writer *w, enum writer_stage stage)
{
    w->stage = stage;
    pg_send(w->pg, SQL_ROLLBACK, NULL);
    pg_sync(w->pg);
}

/* --- the second round trip -------------------------------------------------------------------- */

static void
write_all(struct writer *w)
{
    fault_point("ledger.before_append");
    w->stage = WRITER_WRITING;
    for (size_t i = 0; i < w->running; i++) {
        if (w->job[i]->outcome == JOB_TO_APPEND)
            writer_send_append(w, w->job[i], &w->append[i]);
    }
#ifdef REMS_FAULTS
    pg_flush(w->pg); /* so that the point between the appends and the commit is a real one */
#endif
    fault_point("ledger.before_commit");
    pg_send(w->pg, SQL_COMMIT, NULL);
    pg_sync(w->pg);
}

/*
 * A statement failed. Alone, its job fails with the error; in company, each runs by itself.
 */
static void
take_failure(struct writer *w)
{
    struct ledger_job *job = w->job[0];

    forget_locked(w);
    w->ledger->stats.rollbacks++;
    if (w->running > 1) {
        assert(w->running == w->count);
        log_error(LEVEL_WARN, EVENT_batch_rolled_back, &w->failure);
        batch_begin(w, 1);
        return;
    }
    if (job->work.want.training_at_given && w->failure.code == ERR_TRAINING_BACKWARDS &&
        !job->clock_refused) {
        /* A repeat has its answer whatever the clock says (the key comes before the clock). */
        job->clock_refused = true;
        job->err = w->failure;
        batch_begin(w, 1);
        return;
    }
    ledger_log_failure(&w->failure);
    writer_reject(job, &w->failure);
    end_transaction(w);
}

static void
undo(struct writer *w)
{
    if (pg_in_transaction(w->pg))
        leave_transaction(w, WRITER_UNDOING);
    else
        take_failure(w);
}

/* The database committed, but says that a standby may not have it: treat as not known. */
static void
doubt_commit(struct writer *w)
{
    struct err err;

    ledger_unknown_err(&err);
    for (size_t i = 0; i < w->running; i++) {
        struct ledger_job *job = w->job[i];
        if (job->outcome == JOB_TO_APPEND || job->follows_append)
            writer_reject(job, &err);
    }
}

static void
writing_synced(struct writer *w)
{
    if (w->failure.code == ERR_OK && !w->committed)
        err_set(&w->failure, ERR_LEDGER_CONFLICT, "retry", "the commit became a rollback");
    if (w->failure.code != ERR_OK) {
        undo(w);
        return;
    }
    fault_point("ledger.after_commit");
    if (pg_warned(w->pg))
        doubt_commit(w);
    end_transaction(w);
}

static void
loading_synced(struct writer *w)
{
    if (w->failure.code != ERR_OK) {
        undo(w);
        return;
    }
    assert(w->answered == w->place_count);
    fault_point("ledger.after_lock");
    if (writer_decide(w) > 0)
        write_all(w);
    else
        leave_transaction(w, WRITER_LEAVING);
}

/* --- losing the connection -------------------------------------------------------------------- */

/* Nothing of this job was recorded: once more on another connection, or it fails. */
static void
retry_or_reject(struct ledger_job *job, enum pg_loss loss, const struct err *why)
{
    struct err err;

    if (loss == PG_LOST && !job->lost_before) {
        job->lost_before = true;
        job->outcome = JOB_LATER;
        return;
    }
    ledger_lost_err(&err, loss, why);
    writer_reject(job, &err);
}

/* What is certain about a job of the transaction that was under way. */
static void
judge_lost_job(struct writer *w, struct ledger_job *job, enum pg_loss loss, const struct err *why)
{
    struct err err;

    switch (w->stage) {
    case WRITER_WRITING:
        if (job->outcome == JOB_TO_APPEND || job->follows_append) {
            ledger_unknown_err(&err);
            writer_reject(job, &err);
        }
        break; /* otherwise it stands as decided */
    case WRITER_LEAVING:
        break;
    default:
        retry_or_reject(job, loss, why);
        break;
    }
}

static void
lose_batch(struct writer *w, enum pg_loss loss, const struct err *why)
{
    int64_t log_id[LIMIT_BATCH];
    size_t log_count = logs_in_hand(w, log_id);
    size_t count = w->count;

    forget_locked(w);
    for (size_t i = 0; i < count; i++) {
        if (i < w->running)
            judge_lost_job(w, w->job[i], loss, why);
        else
            retry_or_reject(w->job[i], loss, why);
    }
    for (size_t i = 0; i < count; i++)
        answer_job(w, i);
    return_later(w, count);
    end_batch(w, WRITER_DOWN, log_id, log_count);
}

/* --- hooks of the connection ------------------------------------------------------------------ */

static void
count_writers(struct ledger *l)
{
    l->stats.writers_up = 0;
    for (size_t i = 0; i < LIMIT_DB_WRITERS; i++)
        l->stats.writers_up += l->writer[i].stage != WRITER_DOWN;
}

static void
writer_up(void *arg)
{
    struct writer *w = arg;

    w->stage = WRITER_FREE;
    w->ledger->writers_hopeless = false;
    count_writers(w->ledger);
    ledger_log_up(w->ledger);
    ledger_pump(w->ledger);
}

static void
writer_down(void *arg, enum pg_loss loss, const struct err *why)
{
    struct writer *w = arg;
    struct ledger *l = w->ledger;
    struct err err;

    if (loss == PG_EXPIRED)
        l->stats.expired++;
    if (w->count > 0)
        lose_batch(w, loss, why);
    w->stage = WRITER_DOWN;
    count_writers(l);
    ledger_log_down(l, loss, why);
    if (loss == PG_UNREACHABLE && l->stats.writers_up == 0) {
        l->writers_hopeless = true;
        ledger_lost_err(&err, loss, why);
        ledger_fail_waiting(l, &err);
        ledger_ended(l);
    }
}

static void
writer_answer(void *arg, struct pg_result *result)
{
    struct writer *w = arg;
    struct err err;

    if (w->stage != WRITER_UNDOING && w->failure.code == ERR_OK &&
        pg_result_error(result, &err) != ERR_OK)
        w->failure = err;
    if (w->stage == WRITER_WRITING && w->failure.code == ERR_OK && pg_result_is_commit(result))
        w->committed = true;
    if (w->stage == WRITER_LOADING && w->failure.code == ERR_OK) {
        struct pg_result **place = w->answered < w->place_count ? w->place[w->answered] : NULL;
        w->answered++;
        if (place != NULL) {
            *place = result;
            return;
        }
    }
    pg_result_free(result);
}

static void
writer_synced(void *arg)
{
    struct writer *w = arg;

    switch (w->stage) {
    case WRITER_LOADING:
        loading_synced(w);
        break;
    case WRITER_WRITING:
        writing_synced(w);
        break;
    case WRITER_LEAVING:
        end_transaction(w);
        break;
    case WRITER_UNDOING:
        take_failure(w);
        break;
    case WRITER_DOWN:
    case WRITER_FREE:
        assert(!"an answer to nothing");
    }
}

/* --- life ------------------------------------------------------------------------------------- */

enum err_code
writer_init(struct writer *w, struct ledger *l, struct err *err)
{
    static const struct pg_hooks hooks = {writer_up, writer_answer, writer_synced, writer_down};
    struct pg_options options = {l->base, l->conninfo, ledger_statement, SQL_COUNT, &hooks, w};

    w->ledger = l;
    w->stage = WRITER_DOWN;
    return pg_new(&options, &w->pg, err);
}

void
writer_release(struct writer *w)
{
    struct err why;

    if (w->count > 0) {
        err_set(&why, ERR_STOPPING, "retry in a moment", "the daemon is stopping");
        lose_batch(w, PG_CLOSED, &why);
    }
    w->stage = WRITER_DOWN;
    pg_free(w->pg);
    w->pg = NULL;
}
