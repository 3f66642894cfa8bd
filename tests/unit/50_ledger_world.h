/*
 * 50_ledger_world.h -- a private cluster with a fresh installation, and statements made up for it.
 *
 * SQL stores refused statements without looking into them, so these need no rules and no keys. What
 * is judged is what was told to their callers against what stands in the database. Shared by the
 * tests of the ledger; each is a program with a world of its own.
 */
#ifndef TESTS_UNIT_50_LEDGER_WORLD_H
#define TESTS_UNIT_50_LEDGER_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <event2/event.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ledger.h"
#include "log.h"
#include "tree.h"

#define ACTS_MAX 4096
#define LOGS     12

#ifdef REMS_TRAINING
#define TRAINING "true"
#else
#define TRAINING "false"
#endif

/* One statement of a test. */
struct act {
    uint64_t number;
    int64_t log_id;
    uint64_t n; /* where decide put it */
    bool bad;   /* SQL refuses it */
    bool mute;  /* decide has nothing to write */
    int decided;
    bool done;
    bool written;
    enum err_code code;
    size_t earlier;
    bool found; /* by judge */
    bool training_at_given;
    instant_t training_at;
    instant_t at;
    char idem[40];
    char entry[64];
};

static struct event_base *base;
static struct ledger *ledger;
static char dir[64];
static char admin[512];     /* conninfo of the cluster's superuser */
static char of_daemon[512]; /* of the role rems_daemon */
static int64_t log_ids[LOGS];
static struct act acts[ACTS_MAX];
static size_t act_count;
static uint64_t next_number;

/* --- helpers ------------------------------------------------------------------------------ */

static inline void
shell(const char *fmt, ...)
{
    char command[2048];
    va_list args;

    va_start(args, fmt);
    vsnprintf(command, sizeof command, fmt, args);
    va_end(args);
    if (system(command) != 0)
        fail_msg("failed: %s", command);
}

/* One number from a query of the superuser. */
static inline int64_t
ask_sql(const char *sql)
{
    char command[2048];
    char line[64] = "";
    FILE *out;

    snprintf(command, sizeof command, "psql -XqAt '%s' -c \"%s\"", admin, sql);
    out = popen(command, "r");
    assert_non_null(out);
    assert_non_null(fgets(line, sizeof line, out));
    assert_int_equal(pclose(out), 0);
    return strtoll(line, NULL, 10);
}

struct answer {
    bool done;
    enum err_code code;
    int rows;
    int64_t first;
};

static inline void
hear(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct answer *a = arg;

    assert_true((rows == NULL) != (err == NULL));
    a->done = true;
    a->code = err != NULL ? err->code : ERR_OK;
    a->rows = rows != NULL ? rows->count : 0;
    if (rows != NULL && rows->count > 0 && rows->columns > 0 && !ledger_null(rows, 0, 0) &&
        ledger_text(rows, 0, 0).len == 8)
        a->first = ledger_int(rows, 0, 0);
}

static inline void
loop_ms(int ms)
{
    struct timeval pause = {ms / 1000, (ms % 1000) * 1000};

    event_base_loopexit(base, &pause);
    event_base_dispatch(base);
}

static inline void
loop_until(const bool *done)
{
    for (int i = 0; i < 3000 && !*done; i++)
        loop_ms(10);
    assert_true(*done);
}

static inline struct answer
call_verb(enum ledger_verb verb, const struct ledger_param *params)
{
    struct answer a = {0};

    ledger_call(ledger, verb, params, hear, &a);
    assert_false(a.done);
    loop_until(&a.done);
    return a;
}

static inline void
wait_ready(void)
{
    for (int i = 0; i < 1000 && !ledger_ready(ledger); i++)
        loop_ms(10);
    assert_true(ledger_ready(ledger));
}

/* Not a hash at all: 32 bytes that depend on the parts are enough for SQL. */
static inline void
toy_hash(const struct span *parts, size_t count, uint8_t out[TREE_HASH_SIZE])
{
    uint64_t sum = 14695981039346656037U;

    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < parts[i].len; j++)
            sum = (sum ^ (uint8_t)parts[i].p[j]) * 1099511628211U;
    }
    for (size_t i = 0; i < TREE_HASH_SIZE; i++)
        out[i] = (uint8_t)(sum >> (i % 8 * 8));
}

static inline bool
decide(void *arg, struct ledger_head *head, const struct ledger_load *load, void *const *earlier,
       size_t earlier_count, struct ledger_append *append)
{
    struct act *act = arg;
    struct tree tree;

    act->decided++;
    act->earlier = earlier_count;
    for (size_t i = 0; i < earlier_count; i++) {
        const struct act *other = earlier[i];
        assert_int_equal(other->log_id, act->log_id);
        assert_true(other->number < act->number);
    }
    assert_int_equal(head->log_id, act->log_id);
    assert_int_equal(load->known->count, 1);
    assert_non_null(load->facts);
    assert_null(load->balances);
    if (act->mute)
        return false;
    assert_true(tree_load(&tree, head->size, head->frontier[0], head->frontier_count * 32));
    act->n = head->size;
    act->at = head->now;
    append->n = head->size;
    append->at = head->now;
    append->entry = span_of(act->entry);
    tree_leaf_hash(toy_hash, append->entry, append->leaf);
    tree_append(&tree, toy_hash, append->leaf);
    tree_root(&tree, toy_hash, append->root);
    append->frontier_bytes = tree.count * 32;
    memcpy(append->frontier, tree.frontier, append->frontier_bytes);
    append->idem = span_of(act->idem);
    append->signer = span_of("pharmacist");
    append->type = span_of(act->bad ? "no-such-type" : "consent");
    append->subject = span_of("S-1");
    append->scope = span_of("subject");
    memcpy(append->chal, &act->number, sizeof act->number);
    append->accepted = false;
    return true;
}

static inline void
done(void *arg, bool written, const struct err *err)
{
    struct act *act = arg;

    assert_false(act->done);
    act->done = true;
    act->written = written;
    act->code = err != NULL ? err->code : ERR_OK;
    assert_false(written && err != NULL);
}

static inline struct act *
act_new(int64_t log_id)
{
    struct act *act = &acts[act_count++];

    assert_true(act_count < ACTS_MAX);
    memset(act, 0, sizeof *act);
    act->number = ++next_number;
    act->log_id = log_id;
    snprintf(act->idem, sizeof act->idem, "00000000-0000-4000-8000-%012" PRIx64, act->number);
    snprintf(act->entry, sizeof act->entry, "{\"stmt\":{\"body\":{\"a\":%" PRIu64 "}}}",
             act->number);
    return act;
}

typedef bool act_decide_fn(void *arg, struct ledger_head *head, const struct ledger_load *load,
                           void *const *earlier, size_t earlier_count,
                           struct ledger_append *append);

static inline void
submit_with(struct act *act, act_decide_fn *how)
{
    struct ledger_work work = {.decide = how, .done = done, .arg = act};
    struct err err;

    work.want.log_id = act->log_id;
    work.want.idem = span_of(act->idem);
    work.want.signer = span_of("pharmacist");
    memcpy(work.want.chal, &act->number, sizeof act->number);
    work.want.training_at_given = act->training_at_given;
    work.want.training_at = act->training_at;
    if (ledger_submit(ledger, &work, &err) != ERR_OK) {
        act->done = true;
        act->code = err.code;
    }
}

static inline void
submit(struct act *act)
{
    submit_with(act, decide);
}

static inline size_t
acts_done(void)
{
    size_t count = 0;

    for (size_t i = 0; i < act_count; i++)
        count += acts[i].done;
    return count;
}

static inline void
wait_acts(void)
{
    for (int i = 0; i < 3000 && acts_done() < act_count; i++)
        loop_ms(10);
    assert_int_equal(acts_done(), act_count);
}

/* Does the database hold this one? Only where decide put it. */
static inline void
judge_one(struct act *act, bool there, int64_t log_id, uint64_t n)
{
    if (act->written)
        assert_true(there && log_id == act->log_id && n == act->n);
    else if (act->code != ERR_OUTCOME_UNKNOWN)
        assert_false(there);
}

/* What each caller was told against what the database holds: nothing lost, nothing twice. */
static inline void
judge(void)
{
    char command[1024];
    FILE *out;
    char idem[40];
    int64_t log_id;
    uint64_t n;

    assert_int_equal(ask_sql("select count(*) from rems.head h where h.size <>"
                             " (select count(*) from rems.entry e where e.log_id = h.log_id)"),
                     0);
    for (size_t i = 0; i < act_count; i++)
        acts[i].found = false;
    snprintf(command, sizeof command,
             "psql -XqAtF ' ' '%s' -c 'select idem, log_id, n from rems.entry'", admin);
    out = popen(command, "r");
    assert_non_null(out);
    while (fscanf(out, "%39s %" SCNd64 " %" SCNu64, idem, &log_id, &n) == 3) {
        uint64_t number = strtoull(idem + 24, NULL, 16);
        if (act_count == 0 || number < acts[0].number || number - acts[0].number >= act_count)
            continue; /* of an earlier test */
        acts[number - acts[0].number].found = true;
        judge_one(&acts[number - acts[0].number], true, log_id, n);
    }
    assert_int_equal(pclose(out), 0);
    for (size_t i = 0; i < act_count; i++) {
        if (!acts[i].found)
            judge_one(&acts[i], false, 0, 0);
    }
}

/* --- set-up ------------------------------------------------------------------------------- */

static inline int
make_installation(void **state)
{
    char command[256];
    char *end;
    FILE *out;

    (void)state;
    snprintf(dir, sizeof dir, "/var/tmp/rems-ledger-XXXXXX");
    if (mkdtemp(dir) == NULL)
        return 1;
    snprintf(command, sizeof command, "tests/lib/cluster.sh start %s", dir);
    out = popen(command, "r");
    if (out == NULL || fgets(admin, sizeof admin, out) == NULL || pclose(out) != 0)
        return 1;
    admin[strcspn(admin, "\n")] = '\0';
    shell("psql -Xq '%s' -v realm=test.example -v training=" TRAINING " -f sql/install.sql", admin);
    end = strstr(admin, "user=postgres");
    if (end == NULL)
        return 1;
    snprintf(of_daemon, sizeof of_daemon, "%.*suser=rems_daemon%s", (int)(end - admin), admin,
             end + strlen("user=postgres"));
    base = event_base_new();
    log_set_level(LEVEL_ERROR);
    log_set_fd(open("/dev/null", O_WRONLY));
    return base == NULL;
}

static inline int
drop_installation(void **state)
{
    char command[256];

    (void)state;
    event_base_free(base);
    snprintf(command, sizeof command, "tests/lib/cluster.sh drop %s; rm -rf %s", dir, dir);
    return system(command);
}

static inline int
open_ledger(void **state)
{
    struct err err;

    (void)state;
    act_count = 0;
    if (ledger_new(base, of_daemon, &ledger, &err) != ERR_OK)
        return 1;
    wait_ready();
    return 0;
}

static inline void
hear_stopped(void *arg)
{
    *(bool *)arg = true;
}

static inline int
close_ledger(void **state)
{
    bool stopped = false;

    (void)state;
    ledger_stop(ledger, hear_stopped, &stopped);
    loop_until(&stopped);
    ledger_free(ledger);
    return 0;
}

/* Logs to write to, once for the program. */
static inline void
make_logs(void)
{
    for (size_t i = 0; i < LOGS; i++) {
        char origin[64];
        char hash[32] = {(char)i};
        int len = snprintf(origin, sizeof origin, "test.example/site-%zu/trial", i);
        struct ledger_param params[] = {{origin, (size_t)len, false},
                                        {hash, sizeof hash, true},
                                        {"4102444800000000", 16, false},
                                        {"administrator", 13, false}};
        struct answer a = call_verb(VERB_create_log, params);
        assert_int_equal(a.code, ERR_OK);
        log_ids[i] = a.first;
    }
}

#endif
