/* What the client keeps: files that are whole or not there, heads that never go back, intents. */
#include "60_client.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "state_dir.h"

#define ORIGIN   "rems.example.org/site-001/len-01"
#define IDEM     "00000000-0000-4000-8000-000000000002"
#define FULL_MAX (STATE_PATH_MAX + 136)

static char folder[64];
static struct state_dir state_dir;

static int
start(void **state)
{
    struct err err;
    char path[96];

    (void)state;
    snprintf(folder, sizeof(folder), "%s", "/tmp/rems-state-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof(path), "%s/a/b", folder);
    return state_open(&state_dir, path, &err) == ERR_OK ? 0 : -1;
}

static int
finish(void **state)
{
    char command[96];

    (void)state;
    snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    return system(command);
}

static void
path_of(const char *name, char out[FULL_MAX])
{
    snprintf(out, FULL_MAX, "%s/%s", state_dir.path, name);
}

/* --- the directory ------------------------------------------------------------------------ */

static void
folders_are_made_for_one_person(void **state)
{
    struct stat st;

    (void)state;
    assert_int_equal(stat(state_dir.path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
}

static void
a_directory_that_others_may_read_is_refused(void **state)
{
    struct state_dir other;
    struct err err;

    (void)state;
    assert_int_equal(chmod(state_dir.path, 0750), 0);
    assert_int_equal(state_open(&other, state_dir.path, &err), ERR_IO);
    assert_non_null(strstr(err.detail, "others may read it"));
}

static void
files_are_written_whole_and_private(void **state)
{
    char storage[64], path[FULL_MAX];
    struct stat st;
    struct err err;
    struct buf b;
    bool found;

    (void)state;
    buf_init(&b, storage, sizeof(storage));
    assert_int_equal(state_read(&state_dir, "session", &b, &found, &err), ERR_OK);
    assert_false(found);
    assert_int_equal(state_write(&state_dir, "session", span_of("user a\n"), &err), ERR_OK);
    assert_int_equal(state_write(&state_dir, "session", span_of("user b\n"), &err), ERR_OK);
    assert_int_equal(state_read(&state_dir, "session", &b, &found, &err), ERR_OK);
    assert_true(found);
    assert_string_equal(b.data, "user b\n");
    path_of("session", path);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(state_remove(&state_dir, "session", &err), ERR_OK);
    assert_int_equal(state_remove(&state_dir, "session", &err), ERR_OK); /* it is so already */
}

static void
a_file_larger_than_its_reader_is_an_error(void **state)
{
    char storage[8];
    struct err err;
    struct buf b;
    bool found;

    (void)state;
    buf_init(&b, storage, sizeof(storage));
    assert_int_equal(state_write(&state_dir, "session", span_of("123456789"), &err), ERR_OK);
    assert_int_equal(state_read(&state_dir, "session", &b, &found, &err), ERR_IO);
}

static void
lines_have_a_key_and_a_value(void **state)
{
    struct span text = span_of("n 12\nuser ph-0007\nempty \nlast x");
    char out[8];

    (void)state;
    assert_true(state_line(text, "user", out, sizeof(out)));
    assert_string_equal(out, "ph-0007");
    assert_true(state_line(text, "last", out, sizeof(out)));
    assert_string_equal(out, "x");
    assert_true(state_line(text, "empty", out, sizeof(out)));
    assert_string_equal(out, "");
    assert_false(state_line(text, "use", out, sizeof(out)));
    assert_false(state_line(text, "user", out, 7));
    assert_false(state_line((struct span){NULL, 0}, "user", out, sizeof(out)));
}

/* --- heads -------------------------------------------------------------------------------- */

static void
a_head_grows_and_never_goes_back(void **state)
{
    struct seen_head head, held;
    struct err err;

    (void)state;
    assert_int_equal(state_head_read(&state_dir, ORIGIN, &held, &err), ERR_OK);
    assert_int_equal(held.n, 0);
    assert_int_equal(held.root[0], 0xe3); /* the root of nothing */
    head.n = 5;
    memset(head.root, 5, sizeof(head.root));
    assert_int_equal(state_head_keep(&state_dir, ORIGIN, &head, &err), ERR_OK);
    head.n = 4;
    assert_int_equal(state_head_keep(&state_dir, ORIGIN, &head, &err), ERR_OK);
    assert_int_equal(state_head_read(&state_dir, ORIGIN, &held, &err), ERR_OK);
    assert_int_equal(held.n, 5);
    assert_int_equal(held.root[31], 5);
}

static void
another_root_at_the_same_size_is_a_fork(void **state)
{
    struct seen_head head;
    struct err err;

    (void)state;
    head.n = 5;
    memset(head.root, 5, sizeof(head.root));
    assert_int_equal(state_head_keep(&state_dir, ORIGIN, &head, &err), ERR_OK);
    assert_int_equal(state_head_keep(&state_dir, ORIGIN, &head, &err), ERR_OK);
    head.root[0] = 6;
    assert_int_equal(state_head_keep(&state_dir, ORIGIN, &head, &err), ERR_SEEN_UNKNOWN);
    assert_int_equal(state_head_keep(&state_dir, "rems.example.org/site-001/len-02", &head, &err),
                     ERR_OK); /* another log has heads of its own */
}

static void
a_damaged_head_is_said(void **state)
{
    struct seen_head head = {.n = 1};
    char name[128];
    struct err err;

    (void)state;
    assert_int_equal(state_head_keep(&state_dir, ORIGIN, &head, &err), ERR_OK);
    snprintf(name, sizeof(name), "logs/rems.example.org+site-001+len-01/head");
    assert_int_equal(state_write(&state_dir, name, span_of("n x\n"), &err), ERR_OK);
    assert_int_equal(state_head_read(&state_dir, ORIGIN, &head, &err), ERR_IO);
}

static void
zones_and_receipts_are_kept_per_log(void **state)
{
    char zone[64], path[FULL_MAX], name[128];
    struct err err;

    (void)state;
    assert_int_equal(state_zone_read(&state_dir, ORIGIN, zone, &err), ERR_OK);
    assert_string_equal(zone, "");
    assert_int_equal(state_zone_keep(&state_dir, ORIGIN, "America/New_York", &err), ERR_OK);
    assert_int_equal(state_zone_read(&state_dir, ORIGIN, zone, &err), ERR_OK);
    assert_string_equal(zone, "America/New_York");
    assert_int_equal(
        state_receipt_keep(&state_dir, ORIGIN, 12, span_of("{}"), span_of("entry"), &err), ERR_OK);
    snprintf(name, sizeof(name), "logs/rems.example.org+site-001+len-01/receipts/12.entry");
    path_of(name, path);
    assert_int_equal(access(path, R_OK), 0);
}

/* --- intents ------------------------------------------------------------------------------ */

static void
make_intent(struct intent *intent, const char *training_at)
{
    *intent = (struct intent){.lock = -1};
    strcpy(intent->idem, IDEM);
    strcpy(intent->url, "https://127.0.0.1:8443");
    strcpy(intent->origin, ORIGIN);
    strcpy(intent->user, "ph-0007");
    strcpy(intent->training_at, training_at);
    intent->envelope = strdup("{\"sig\":\"\",\"stmt\":{}}");
    assert_non_null(intent->envelope);
    intent->envelope_len = strlen(intent->envelope);
}

static void
an_intent_comes_back_as_it_was(void **state)
{
    char idem[INTENTS_MAX][37];
    struct intent written, read;
    struct err err;
    size_t count;
    bool busy;

    (void)state;
    make_intent(&written, "2008-03-04T14:30:00.000000Z");
    assert_int_equal(intent_write(&state_dir, &written, &err), ERR_OK);
    assert_int_equal(intent_list(&state_dir, idem, &count, &err), ERR_OK);
    assert_int_equal(count, 1);
    assert_string_equal(idem[0], IDEM);
    intent_release(&written);
    assert_int_equal(intent_read(&state_dir, IDEM, &read, &busy, &err), ERR_OK);
    assert_false(busy);
    assert_string_equal(read.url, "https://127.0.0.1:8443");
    assert_string_equal(read.origin, ORIGIN);
    assert_string_equal(read.user, "ph-0007");
    assert_string_equal(read.training_at, "2008-03-04T14:30:00.000000Z");
    assert_string_equal(read.envelope, "{\"sig\":\"\",\"stmt\":{}}");
    assert_int_equal(intent_done(&state_dir, &read, &err), ERR_OK);
    intent_release(&read);
    assert_int_equal(intent_list(&state_dir, idem, &count, &err), ERR_OK);
    assert_int_equal(count, 0);
}

/* While one command works on an intent, another leaves it alone. */
static void
an_intent_in_work_is_busy_elsewhere(void **state)
{
    struct intent written;
    struct err err;
    int status;
    pid_t pid;

    (void)state;
    make_intent(&written, "");
    assert_int_equal(intent_write(&state_dir, &written, &err), ERR_OK);
    pid = fork();
    if (pid == 0) {
        struct intent read;
        bool busy;
        enum err_code code = intent_read(&state_dir, IDEM, &read, &busy, &err);

        _exit(code == ERR_OK && busy ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    intent_release(&written);
}

static void
a_damaged_intent_is_said_and_kept(void **state)
{
    struct intent read;
    struct err err;
    bool busy;

    (void)state;
    assert_int_equal(
        state_write(&state_dir, "intents/" IDEM, span_of("rems-intent/v1\nurl x\n"), &err), ERR_OK);
    assert_int_equal(intent_read(&state_dir, IDEM, &read, &busy, &err), ERR_IO);
    assert_non_null(strstr(err.detail, "is damaged"));
    intent_release(&read);
    assert_int_equal(intent_read(&state_dir, "../session", &read, &busy, &err), ERR_BAD_USAGE);
    intent_release(&read);
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, start, finish)
    const struct CMUnitTest tests[] = {
        TEST(folders_are_made_for_one_person),
        TEST(a_directory_that_others_may_read_is_refused),
        TEST(files_are_written_whole_and_private),
        TEST(a_file_larger_than_its_reader_is_an_error),
        TEST(lines_have_a_key_and_a_value),
        TEST(a_head_grows_and_never_goes_back),
        TEST(another_root_at_the_same_size_is_a_fork),
        TEST(a_damaged_head_is_said),
        TEST(zones_and_receipts_are_kept_per_log),
        TEST(an_intent_comes_back_as_it_was),
        TEST(an_intent_in_work_is_busy_elsewhere),
        TEST(a_damaged_intent_is_said_and_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
