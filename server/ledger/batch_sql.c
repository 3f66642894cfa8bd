/*
 * batch_sql.c -- the statements of a writing transaction, sent and read.
 *
 * Instants cross as microseconds, hashes and entries as bytes; uuids and texts are sent as their
 * raw bytes and cast by SQL, so that nothing is copied here.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ledger_private.h"

const struct pg_statement ledger_statement[SQL_COUNT] = {
#define VERB(name, params, repeat, sql) {#name, sql, params},
#include "verbs.def"
#undef VERB
    {"begin", "begin", 0},
    {"commit", "commit", 0},
    {"rollback", "rollback", 0},
    {"lock_log",
     "select size, root, frontier, last_at_us, now_us, zone, program, pharmacy, is_open"
     " from rems_api.lock_log($1::bigint, $2::bigint)",
     2},
    {"append",
     "select rems_api.append($1::bigint, $2::bigint, $3::bigint, $4::bytea, $5::bytea, $6::bytea,"
     " $7::bytea, $8::text::uuid, $9::bytea, $10::bytea, $11::text, $12::text, $13::text, $14::text,"
     " $15::bool, $16::text, $17::text)",
     17},
};

#define PARAMS_MAX  17
#define NUMBER_SIZE 24

struct params {
    struct ledger_param param[PARAMS_MAX];
    char number[PARAMS_MAX][NUMBER_SIZE];
    size_t count;
};

static void
put_int(struct params *p, int64_t value)
{
    char *number = p->number[p->count];

    assert(p->count < PARAMS_MAX);
    (void)snprintf(number, NUMBER_SIZE, "%" PRId64, value);
    p->param[p->count++] = (struct ledger_param){number, strlen(number), false};
}

static void
put_null(struct params *p)
{
    assert(p->count < PARAMS_MAX);
    p->param[p->count++] = (struct ledger_param){NULL, 0, false};
}

static void
put_bytes(struct params *p, const void *bytes, size_t len)
{
    assert(p->count < PARAMS_MAX);
    p->param[p->count++] = (struct ledger_param){bytes, len, true};
}

/* A text; an empty one is '', not null. */
static void
put_text(struct params *p, struct span text)
{
    put_bytes(p, text.len > 0 ? text.p : "", text.len);
}

static void
put_text_or_null(struct params *p, struct span text)
{
    if (text.len > 0)
        put_text(p, text);
    else
        put_null(p);
}

static void
put_bool(struct params *p, bool value)
{
    assert(p->count < PARAMS_MAX);
    p->param[p->count++] = (struct ledger_param){value ? "t" : "f", 1, false};
}

/* --- the first round trip --------------------------------------------------------------------- */

/* Send a statement whose answer belongs in *place (NULL: nowhere). */
static void
send_for(struct writer *w, int statement, const struct params *p, struct pg_result **place)
{
    assert(w->place_count < WRITER_ANSWERS);
    w->place[w->place_count++] = place;
    pg_send(w->pg, statement, p != NULL ? p->param : NULL);
}

static void
send_lock(struct writer *w, const struct ledger_job *job)
{
    const struct ledger_want *want = &job->work.want;
    struct writer_log *log = &w->log[w->log_count++];
    struct params p = {.count = 0};

    log->locked = NULL;
    put_int(&p, want->log_id);
    if (want->training_at_given && !job->clock_refused)
        put_int(&p, want->training_at);
    else
        put_null(&p);
    send_for(w, SQL_LOCK, &p, &log->locked);
}

static void
send_known(struct writer *w, struct ledger_job *job)
{
    const struct ledger_want *want = &job->work.want;
    struct params p = {.count = 0};

    put_int(&p, want->log_id);
    put_text(&p, want->idem);
    put_bytes(&p, want->chal, sizeof want->chal);
    put_text(&p, want->signer);
    put_int(&p, (int64_t)want->seen_n);
    send_for(w, VERB_known, &p, &job->loaded[LOAD_KNOWN]);
}

static void
send_facts(struct writer *w, struct ledger_job *job)
{
    const struct ledger_want *want = &job->work.want;
    struct params p = {.count = 0};

    put_int(&p, want->log_id);
    put_text(&p, want->subject);
    send_for(w, VERB_facts, &p, &job->loaded[LOAD_FACTS]);
}

static void
send_balances(struct writer *w, struct ledger_job *job)
{
    const struct ledger_want *want = &job->work.want;
    struct params p = {.count = 0};

    put_int(&p, want->log_id);
    put_text(&p, want->lot);
    put_text(&p, want->subject);
    send_for(w, VERB_balances, &p, &job->loaded[LOAD_BALANCES]);
}

static void
send_enrolment(struct writer *w, struct ledger_job *job)
{
    const struct ledger_want *want = &job->work.want;
    struct params p = {.count = 0};

    put_int(&p, want->log_id);
    put_text(&p, want->enrol_user);
    put_text(&p, want->enrol_key);
    send_for(w, VERB_enrolment, &p, &job->loaded[LOAD_ENROLMENT]);
}

static void
send_loads(struct writer *w, struct ledger_job *job)
{
    const struct ledger_want *want = &job->work.want;

    send_known(w, job);
    send_facts(w, job);
    if (want->lot.len > 0)
        send_balances(w, job);
    if (want->enrol_user.len > 0)
        send_enrolment(w, job);
}

/* All locks come before any load, in log-id order: what is loaded is what the locks protect. */
void
writer_send_load(struct writer *w)
{
    w->place_count = 0;
    w->answered = 0;
    w->log_count = 0;
    send_for(w, SQL_BEGIN, NULL, NULL);
    for (size_t i = 0; i < w->running; i++) {
        if (i == 0 || w->job[i]->item.log_id != w->job[i - 1]->item.log_id)
            send_lock(w, w->job[i]);
    }
    for (size_t i = 0; i < w->running; i++)
        send_loads(w, w->job[i]);
    pg_sync(w->pg);
}

/* --- the second round trip -------------------------------------------------------------------- */

void
writer_send_append(struct writer *w, const struct ledger_job *job,
                   const struct ledger_append *append)
{
    struct params p = {.count = 0};

    put_int(&p, job->work.want.log_id);
    put_int(&p, (int64_t)append->n);
    put_int(&p, append->at);
    put_bytes(&p, append->entry.p, append->entry.len);
    put_bytes(&p, append->leaf, sizeof append->leaf);
    put_bytes(&p, append->root, sizeof append->root);
    put_bytes(&p, append->frontier, append->frontier_bytes);
    put_text(&p, append->idem);
    put_bytes(&p, append->fingerprint, sizeof append->fingerprint);
    put_bytes(&p, append->chal, sizeof append->chal);
    put_text(&p, append->signer);
    put_text(&p, append->type);
    put_text(&p, append->subject);
    put_text(&p, append->scope);
    put_bool(&p, append->accepted);
    put_text_or_null(&p, append->verdict);
    put_text(&p, append->postings.len > 0 ? append->postings : (struct span){"[]", 2});
    pg_send(w->pg, SQL_APPEND, p.param);
}

/* --- the head --------------------------------------------------------------------------------- */

enum lock_column {
    LOCK_SIZE,
    LOCK_ROOT,
    LOCK_FRONTIER,
    LOCK_LAST_AT,
    LOCK_NOW,
    LOCK_ZONE,
    LOCK_PROGRAM,
    LOCK_PHARMACY,
    LOCK_IS_OPEN
};

bool
writer_read_head(const struct pg_result *locked, int64_t log_id, struct ledger_head *head)
{
    struct ledger_rows rows;
    struct span frontier;
    bool rooted;

    pg_result_rows(locked, &rows);
    if (rows.count != 1)
        return false;
    memset(head, 0, sizeof *head);
    head->log_id = log_id;
    head->size = (uint64_t)ledger_int(&rows, 0, LOCK_SIZE);
    head->last_at =
        ledger_null(&rows, 0, LOCK_LAST_AT) ? INSTANT_NONE : ledger_int(&rows, 0, LOCK_LAST_AT);
    head->now = ledger_int(&rows, 0, LOCK_NOW);
    head->is_open = ledger_bool(&rows, 0, LOCK_IS_OPEN);
    frontier = ledger_blob(&rows, 0, LOCK_FRONTIER);
    /* The table's constraints say so; a head that breaks them is a bug: stop. */
    rooted = ledger_bytes(&rows, 0, LOCK_ROOT, head->root, sizeof head->root);
    assert(rooted);
    (void)rooted;
    assert(frontier.len % 32 == 0 && frontier.len <= sizeof head->frontier);
    if (frontier.len > 0)
        memcpy(head->frontier, frontier.p, frontier.len);
    head->frontier_count = frontier.len / 32;
    (void)span_copy(ledger_text(&rows, 0, LOCK_ZONE), head->zone, sizeof head->zone);
    (void)span_copy(ledger_text(&rows, 0, LOCK_PROGRAM), head->program, sizeof head->program);
    (void)span_copy(ledger_text(&rows, 0, LOCK_PHARMACY), head->pharmacy, sizeof head->pharmacy);
    return true;
}
