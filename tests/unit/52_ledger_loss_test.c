/*
 * The ledger when the world goes wrong: connections that end, answers that do not come, a database
 * that is not there, a daemon that is killed around its commit. A caller is told what is certain.
 */
#define _DEFAULT_SOURCE /* mkdtemp */

#include "50_ledger_world.h"

#include <signal.h>
#include <sys/wait.h>

/* --- connections that end ----------------------------------------------------------------- */

static void
tells_the_truth_when_connections_die(void **state)
{
    size_t unknown = 0, failed = 0;

    (void)state;
    make_logs();
    for (int round = 0; round < 12; round++) {
        shell("psql -XqAt '%s' -c \"select pg_terminate_backend(pid) from pg_stat_activity"
              " where usename = 'rems_daemon' and random() < 0.7\" >/dev/null &",
              admin);
        for (size_t i = 0; i < 300; i++) {
            submit(act_new(log_ids[i % LOGS]));
            if (i % 10 == 9)
                loop_ms(5);
        }
    }
    wait_acts();
    for (size_t i = 0; i < act_count; i++) {
        unknown += acts[i].code == ERR_OUTCOME_UNKNOWN;
        failed += acts[i].code == ERR_LEDGER_DOWN;
        assert_true(acts[i].written || acts[i].code == ERR_OUTCOME_UNKNOWN ||
                    acts[i].code == ERR_LEDGER_DOWN);
    }
    print_message("# %zu statements: %zu unknown, %zu failed\n", act_count, unknown, failed);
    assert_true(unknown + failed < act_count / 4);
    judge();
    wait_ready();
    assert_int_equal(call_verb(VERB_counts, NULL).code, ERR_OK);
}

/* --- answers that do not come ------------------------------------------------------------- */

static void
ends_a_wait_for_a_lock_with_certainty(void **state)
{
    struct ledger_stats stats;
    char command[1024];
    FILE *rival;

    (void)state;
    snprintf(command, sizeof command, "psql -XqAt '%s' >/dev/null", admin);
    rival = popen(command, "w");
    assert_non_null(rival);
    fprintf(rival, "begin; select from rems.head where log_id = %" PRId64 " for update;\n",
            log_ids[0]);
    fflush(rival);
    usleep(300000);
    for (size_t i = 0; i < 3; i++) /* the second waits behind the first and gets a try of its own */
        submit(act_new(log_ids[i / 2]));
    for (int i = 0; i < 700 && !acts[0].done; i++)
        loop_ms(10);
    fprintf(rival, "commit;\n");
    pclose(rival);
    wait_acts();
    assert_int_equal(acts[0].code, ERR_LEDGER_DOWN);
    assert_true(acts[1].written);
    assert_true(acts[2].written);
    ledger_stats(ledger, &stats);
    assert_int_equal(stats.expired, 0); /* the server's limit is the shorter one */
    assert_int_equal(stats.rollbacks, 1);
    judge();
}

static void
wait_all_up(void)
{
    struct ledger_stats stats = {0};

    for (int i = 0;
         i < 1000 && stats.readers_up + stats.writers_up < LIMIT_DB_READERS + LIMIT_DB_WRITERS;
         i++) {
        loop_ms(10);
        ledger_stats(ledger, &stats);
    }
    assert_int_equal(stats.readers_up + stats.writers_up, LIMIT_DB_READERS + LIMIT_DB_WRITERS);
}

/* Every backend of the daemon stands still, or goes on. */
static pid_t stopped[16];
static size_t stopped_count;

static void
stop_backends(void)
{
    char command[1024];
    FILE *out;
    int pid;

    snprintf(
        command, sizeof command,
        "psql -XqAt '%s' -c \"select pid from pg_stat_activity where usename = 'rems_daemon'\"",
        admin);
    out = popen(command, "r");
    assert_non_null(out);
    stopped_count = 0;
    while (stopped_count < 16 && fscanf(out, "%d", &pid) == 1) {
        stopped[stopped_count++] = pid;
        assert_int_equal(kill(pid, SIGSTOP), 0);
    }
    assert_int_equal(pclose(out), 0);
}

static bool
decide_and_stop_the_database(void *arg, struct ledger_head *head, const struct ledger_load *load,
                             void *const *earlier, size_t earlier_count,
                             struct ledger_append *append)
{
    stop_backends();
    return decide(arg, head, load, earlier, earlier_count, append);
}

static void
gives_up_on_a_database_that_stands_still(void **state)
{
    struct ledger_param user[] = {{"nobody", 6, false}, {"5", 1, false}, {"900", 3, false}};
    struct answer counting = {0}, changing = {0};
    struct ledger_stats stats;

    (void)state;
    wait_all_up();
    submit_with(act_new(log_ids[0]), decide_and_stop_the_database);
    for (int i = 0; i < 300 && acts[0].decided == 0; i++)
        loop_ms(10);
    assert_int_equal(acts[0].decided, 1); /* its commit is on the wire, unheard */
    submit(act_new(log_ids[1]));
    ledger_call(ledger, VERB_counts, NULL, hear, &counting);
    ledger_call(ledger, VERB_login_failed, user, hear, &changing);
    for (int i = 0; i < 700 && (acts_done() < 2 || !counting.done || !changing.done); i++)
        loop_ms(10);
    for (size_t i = 0; i < stopped_count; i++)
        assert_int_equal(kill(stopped[i], SIGCONT), 0);
    assert_int_equal(acts[0].code, ERR_OUTCOME_UNKNOWN);
    assert_int_equal(acts[1].code, ERR_LEDGER_DOWN);
    assert_int_equal(counting.code, ERR_LEDGER_DOWN);
    assert_int_equal(changing.code, ERR_OUTCOME_UNKNOWN);
    ledger_stats(ledger, &stats);
    assert_int_equal(stats.expired, 4);
    wait_ready();
    submit(act_new(log_ids[0])); /* meets the first one's outcome, whatever it is */
    wait_acts();
    assert_true(acts[2].written);
    judge();
}

/* --- a database that is not there ------------------------------------------------------------- */

static void
says_at_once_that_there_is_no_database(void **state)
{
    struct answer a = {0};
    struct err err;
    char nowhere[512];
    struct ledger *none, *real = ledger;

    (void)state;
    assert_int_equal(ledger_new(base, "no = = conninfo", &none, &err), ERR_BAD_CONFIG);
    snprintf(nowhere, sizeof nowhere, "host=%s/nowhere", dir);
    assert_int_equal(ledger_new(base, nowhere, &none, &err), ERR_OK);
    ledger = none;
    submit(act_new(1));
    ledger_call(ledger, VERB_counts, NULL, hear, &a);
    wait_acts();
    loop_until(&a.done);
    assert_int_equal(acts[0].code, ERR_LEDGER_DOWN);
    assert_int_equal(a.code, ERR_LEDGER_DOWN);
    assert_false(ledger_ready(ledger));
    close_ledger(NULL);
    ledger = real;
}

/* --- a daemon that is killed ---------------------------------------------------------------- */

#ifdef REMS_FAULTS

/* The program itself, run again to write one statement and to be killed at it. */
static int
run_child(void)
{
    snprintf(of_daemon, sizeof of_daemon, "%s", getenv("LEDGER_CHILD"));
    next_number = strtoull(getenv("LEDGER_CHILD_NUMBER"), NULL, 10);
    base = event_base_new();
    log_set_fd(open("/dev/null", O_WRONLY));
    if (base == NULL || open_ledger(NULL) != 0)
        return 1;
    submit(act_new(strtoll(getenv("LEDGER_CHILD_LOG"), NULL, 10)));
    for (int i = 0; i < 1000 && acts_done() == 0; i++)
        loop_ms(10);
    return 0; /* was not killed */
}

static void
kill_child_at(const char *point)
{
    char text[64];
    int status;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        setenv("LEDGER_CHILD", of_daemon, 1);
        snprintf(text, sizeof text, "%" PRIu64, next_number);
        setenv("LEDGER_CHILD_NUMBER", text, 1);
        snprintf(text, sizeof text, "%" PRId64, log_ids[2]);
        setenv("LEDGER_CHILD_LOG", text, 1);
        snprintf(text, sizeof text, "%s=kill", point);
        setenv("REMS_FAULT", text, 1);
        execl("/proc/self/exe", "52_ledger_loss_test", (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void
leaves_all_or_nothing_when_killed(void **state)
{
    static const struct {
        const char *point;
        bool there;
    } cases[] = {{"ledger.before_begin", false},
                 {"ledger.after_lock", false},
                 {"ledger.before_append", false},
                 {"ledger.before_commit", false},
                 {"ledger.after_commit", true}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char sql[128];
        struct act *act;
        kill_child_at(cases[i].point);
        act = act_new(log_ids[2]); /* the same number and key as the child's */
        snprintf(sql, sizeof sql, "select count(*) from rems.entry where idem = '%s'", act->idem);
        assert_int_equal(ask_sql(sql), cases[i].there);
        act->mute = cases[i].there; /* a repeat: the key has its answer */
        submit(act);
        wait_acts();
        assert_int_equal(act->code, ERR_OK);
        assert_int_equal(act->written, !cases[i].there);
        assert_int_equal(ask_sql(sql), 1);
    }
}

#endif

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_ledger, close_ledger)
    const struct CMUnitTest tests[] = {
        TEST(tells_the_truth_when_connections_die),
        TEST(ends_a_wait_for_a_lock_with_certainty),
        TEST(gives_up_on_a_database_that_stands_still),
        TEST(says_at_once_that_there_is_no_database),
#ifdef REMS_FAULTS
        TEST(leaves_all_or_nothing_when_killed),
#endif
    };

#ifdef REMS_FAULTS
    if (getenv("LEDGER_CHILD") != NULL)
        return run_child();
#endif
    return cmocka_run_group_tests(tests, make_installation, drop_installation);
}
