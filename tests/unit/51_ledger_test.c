/*
 * The ledger against a real PostgreSQL: verbs, batches, order, refusals of SQL, stopping.
 */
#define _DEFAULT_SOURCE /* mkdtemp */

#include "50_ledger_world.h"

static void
makes_and_finds_logs(void **state)
{
    struct ledger_param params[] = {{"test.example/site-3/trial", 25, false},
                                    {"0123456789abcdef0123456789abcdef", 32, true},
                                    {"4102444800000000", 16, false},
                                    {"administrator", 13, false}};
    struct answer a;

    (void)state;
    make_logs();
    assert_int_equal(call_verb(VERB_create_log, params).code, ERR_ALREADY_RECORDED);
    a = call_verb(VERB_find_log, params);
    assert_int_equal(a.rows, 1);
    assert_int_equal(a.first, log_ids[3]);
    params[0].len = 24;
    assert_int_equal(call_verb(VERB_find_log, params).rows, 0);
    assert_int_equal(call_verb(VERB_list_logs, NULL).rows, LOGS);
    assert_int_equal(call_verb(VERB_installation, NULL).rows, 1);
}

static void
runs_every_reading_verb(void **state)
{
    struct ledger_param log = {"1", 1, false}, text = {"x", 1, false}, none = {NULL, 0, false};
    struct ledger_param no = {"f", 1, false}, bytes = {"0123456789abcdef", 16, true};
    struct ledger_param uuid = {"00000000-0000-4000-8000-000000000000", 36, false};

    (void)state;
    assert_int_equal(call_verb(VERB_credential, &text).code, ERR_OK);
    assert_int_equal(call_verb(VERB_code_user, (struct ledger_param[]){bytes, log}).code, ERR_OK);
    assert_int_equal(call_verb(VERB_session, (struct ledger_param[]){bytes, none, log}).rows, 0);
    assert_int_equal(call_verb(VERB_logout, &bytes).code, ERR_OK);
    assert_int_equal(call_verb(VERB_head, (struct ledger_param[]){log, none}).rows, 1);
    assert_int_equal(call_verb(VERB_entries, (struct ledger_param[]){log, log, log, no}).code,
                     ERR_OK);
    assert_int_equal(call_verb(VERB_subjects, &log).code, ERR_OK);
    assert_int_equal(call_verb(VERB_lots, &log).code, ERR_OK);
    assert_int_equal(call_verb(VERB_accountability, (struct ledger_param[]){log, text}).code,
                     ERR_OK);
    assert_int_equal(call_verb(VERB_prescriptions, (struct ledger_param[]){log, text}).code,
                     ERR_OK);
    assert_int_equal(call_verb(VERB_members, &log).code, ERR_OK);
    assert_int_equal(call_verb(VERB_counts, NULL).rows, 1);
    assert_int_equal(call_verb(VERB_facts, (struct ledger_param[]){log, text}).code, ERR_OK);
    assert_int_equal(call_verb(VERB_balances, (struct ledger_param[]){log, none, text}).code,
                     ERR_OK);
    assert_int_equal(call_verb(VERB_enrolment, (struct ledger_param[]){log, text, text}).rows, 1);
    assert_int_equal(
        call_verb(VERB_known, (struct ledger_param[]){log, uuid, bytes, text, log}).rows, 1);
}

static void
writes_in_the_order_of_each_log(void **state)
{
    struct ledger_stats stats;
    uint64_t last[LOGS] = {0};

    (void)state;
    for (size_t i = 0; i < 400; i++)
        submit(act_new(log_ids[i % 7 == 0 ? 0 : i % LOGS]));
    wait_acts();
    for (size_t i = 0; i < act_count; i++) {
        size_t log = i % 7 == 0 ? 0 : i % LOGS;
        assert_true(acts[i].written);
        assert_int_equal(acts[i].decided, 1);
        assert_int_equal(acts[i].n, last[log]++);
    }
    judge();
    ledger_stats(ledger, &stats);
    assert_int_equal(stats.statements, 400);
    assert_true(stats.batches < 120); /* not one by one */
    assert_int_equal(stats.waiting, 0);
}

static void
shares_one_instant_in_a_transaction(void **state)
{
    struct ledger_stats stats;
    size_t instants = 0;

    (void)state;
    for (size_t i = 0; i < 8 * LOGS; i++)
        submit(act_new(log_ids[i % LOGS]));
    wait_acts();
    for (size_t i = 0; i < act_count; i++) {
        bool first = true;
        for (size_t j = 0; j < act_count; j++) {
            if (acts[i].log_id == acts[j].log_id && acts[i].n < acts[j].n)
                assert_true(acts[i].at <= acts[j].at);
            first = first && (j >= i || acts[j].at != acts[i].at);
        }
        instants += first;
    }
    ledger_stats(ledger, &stats);
    assert_true(stats.batches < act_count / 2);
#ifndef REMS_TRAINING /* there each log has a clock of its own */
    assert_true(instants <= stats.batches);
#endif
    judge();
}

static void
fails_only_the_statement_that_sql_refuses(void **state)
{
    (void)state;
    submit(act_new(log_ids[0]));
    for (size_t i = 0; i < 12; i++) {
        struct act *act = act_new(log_ids[i % 2]);
        act->bad = i == 5;
        submit(act);
    }
    wait_acts();
    for (size_t i = 0; i < act_count; i++) {
        assert_int_equal(acts[i].written, !acts[i].bad);
        assert_int_equal(acts[i].code, acts[i].bad ? ERR_LEDGER_CONFLICT : ERR_OK);
    }
    judge();
}

static void
writes_nothing_for_a_decision_without_entry(void **state)
{
    (void)state;
    for (size_t i = 0; i < 20; i++) {
        struct act *act = act_new(log_ids[i % 3]);
        act->mute = i % 2 == 0 || i > 10;
        submit(act);
    }
    wait_acts();
    for (size_t i = 0; i < act_count; i++) {
        assert_int_equal(acts[i].code, ERR_OK);
        assert_int_equal(acts[i].written, !acts[i].mute);
    }
    judge();
}

static size_t crowd_done;

static bool
decide_nothing(void *arg, struct ledger_head *head, const struct ledger_load *load,
               void *const *earlier, size_t earlier_count, struct ledger_append *append)
{
    (void)arg;
    (void)head;
    (void)load;
    (void)earlier;
    (void)earlier_count;
    (void)append;
    return false;
}

static void
count_done(void *arg, bool written, const struct err *err)
{
    (void)arg;
    assert_false(written);
    assert_null(err);
    crowd_done++;
}

/* The queue has a limit; who comes after it is told so, and everybody before it is answered. */
static void
refuses_more_than_may_wait(void **state)
{
    struct ledger_work work = {.decide = decide_nothing, .done = count_done};
    size_t taken = 0;
    enum err_code code = ERR_OK;
    struct err err;

    (void)state;
    crowd_done = 0;
    work.want.log_id = log_ids[0];
    work.want.idem = span_of("00000000-0000-4000-8000-0000000fffff");
    work.want.signer = span_of("pharmacist");
    while (taken <= LIMIT_QUEUE + LIMIT_BATCH * LIMIT_DB_WRITERS) {
        code = ledger_submit(ledger, &work, &err);
        if (code != ERR_OK)
            break;
        taken++;
    }
    assert_int_equal(code, ERR_OVERLOADED);
    assert_true(taken >= LIMIT_QUEUE);
    for (int i = 0; i < 3000 && crowd_done < taken; i++)
        loop_ms(10);
    assert_int_equal(crowd_done, taken);
}

static void
finishes_what_it_took_on(void **state)
{
    struct answer late = {0};
    bool stopped = false;

    (void)state;
    for (size_t i = 0; i < 100; i++)
        submit(act_new(log_ids[i % LOGS]));
    ledger_stop(ledger, hear_stopped, &stopped);
    submit(act_new(log_ids[0]));
    assert_int_equal(acts[100].code, ERR_STOPPING);
    ledger_call(ledger, VERB_counts, NULL, hear, &late);
    loop_until(&stopped);
    assert_true(late.done);
    assert_int_equal(late.code, ERR_STOPPING);
    for (size_t i = 0; i < 100; i++)
        assert_true(acts[i].written);
    judge();
    ledger_free(ledger);
}

static void
answers_everyone_when_freed_in_the_middle(void **state)
{
    (void)state;
    for (size_t i = 0; i < 100; i++)
        submit(act_new(log_ids[i % LOGS]));
    for (int i = 0; i < 2; i++)
        event_base_loop(base, EVLOOP_ONCE);
    ledger_free(ledger);
    assert_int_equal(acts_done(), act_count);
}

/* --- the training clock ---------------------------------------------------------------------- */

static void
answers_a_repeat_whatever_the_clock_says(void **state)
{
    struct act *repeat, *fresh;

    (void)state;
    submit(act_new(log_ids[0]));
    wait_acts();
    repeat = act_new(log_ids[0]);
    fresh = act_new(log_ids[0]);
    repeat->training_at_given = fresh->training_at_given = true;
    repeat->training_at = fresh->training_at = SECOND; /* long before the last entry */
    repeat->mute = true;
    submit(repeat);
    submit(fresh);
    wait_acts();
    assert_int_equal(repeat->code, ERR_OK);
    assert_int_equal(repeat->decided, 1);
    assert_int_equal(fresh->code, ERR_TRAINING_BACKWARDS);
    judge();
}

static void
decides_at_the_training_instant(void **state)
{
    const instant_t at = INT64_C(4102444800) * SECOND; /* 2100 */
    struct act *act, *next;

    (void)state;
    act = act_new(log_ids[1]);
    act->training_at_given = true;
    act->training_at = at;
    submit(act);
    next = act_new(log_ids[1]);
    submit(next);
    wait_acts();
#ifdef REMS_TRAINING
    assert_int_equal(act->at, at);
    assert_true(next->at > at && next->at < at + 60 * SECOND); /* the log's clock runs on */
#else
    assert_int_equal(act->code, ERR_TRAINING_BACKWARDS);
    assert_true(next->written);
#endif
    judge();
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_ledger, close_ledger)
    const struct CMUnitTest tests[] = {
        TEST(makes_and_finds_logs),
        TEST(runs_every_reading_verb),
        TEST(writes_in_the_order_of_each_log),
        TEST(shares_one_instant_in_a_transaction),
        TEST(fails_only_the_statement_that_sql_refuses),
        TEST(writes_nothing_for_a_decision_without_entry),
        TEST(refuses_more_than_may_wait),
        TEST(answers_a_repeat_whatever_the_clock_says),
        TEST(decides_at_the_training_instant),
        cmocka_unit_test_setup(finishes_what_it_took_on, open_ledger),
        cmocka_unit_test_setup(answers_everyone_when_freed_in_the_middle, open_ledger),
    };

    return cmocka_run_group_tests(tests, make_installation, drop_installation);
}
