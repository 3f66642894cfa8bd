/* Settings: the command line above the file, a file that is read strictly. */
#include "60_client.h"

#include <unistd.h>

#include "settings.h"

static char folder[64];
static char path[96];
static struct settings s;

static int
start(void **state)
{
    (void)state;
    snprintf(folder, sizeof(folder), "%s", "/tmp/rems-settings-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof(path), "%s/rems.yaml", folder);
    settings_init(&s);
    return 0;
}

static int
finish(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static enum err_code
load(const char *text, struct err *err)
{
    FILE *out = fopen(path, "w");

    assert_non_null(out);
    fputs(text, out);
    fclose(out);
    s.config = path;
    return settings_load(&s, err);
}

static const char whole[] = "url: \"https://daemon.example:8443\"\nca: \"tls/ca.pem\"\n"
                            "origin: \"rems.example.org/site-001/len-01\"\nuser: \"ph-0007\"\n";

static void
the_file_fills_what_is_open(void **state)
{
    char ca[128];
    struct err err;

    (void)state;
    if (load(whole, &err) != ERR_OK)
        fail_msg("%s", err.detail);
    assert_string_equal(s.url, "https://daemon.example:8443");
    assert_string_equal(s.origin, "rems.example.org/site-001/len-01");
    assert_string_equal(s.user, "ph-0007");
    snprintf(ca, sizeof(ca), "%s/tls/ca.pem", folder); /* beside the file that names it */
    assert_string_equal(s.ca, ca);
}

static void
the_command_line_stands_above_the_file(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(settings_set(&s, "user", "ph-0008", &err), ERR_OK);
    assert_int_equal(settings_set(&s, "ca", "/etc/site/ca.pem", &err), ERR_OK);
    assert_int_equal(load(whole, &err), ERR_OK);
    assert_string_equal(s.user, "ph-0008");
    assert_string_equal(s.ca, "/etc/site/ca.pem");
    assert_string_equal(s.url, "https://daemon.example:8443");
}

static void
says_what_is_wrong_and_where(void **state)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"url: \"https://x\"\npassword: \"secret\"\n", "rems.yaml:2: password"},
        {"user: \"No User\"\n", "rems.yaml:1: user: 'No User' is no user id"},
        {"origin: \"nowhere\"\n", "rems.yaml:1: origin: 'nowhere' is no origin of a log"},
        {"url: [a, b]\n", "rems.yaml:1: url"},
        {"- url\n", "rems.yaml:1"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err err;

        settings_init(&s);
        assert_int_equal(load(cases[i].text, &err), ERR_BAD_CONFIG);
        if (strstr(err.detail, cases[i].says) == NULL)
            fail_msg("'%s' is not in '%s'", cases[i].says, err.detail);
    }
}

static void
a_named_file_must_be_there(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(load("url: \"https://x\"\n", &err), ERR_OK);
    settings_init(&s);
    s.config = "/nonexistent/rems.yaml";
    assert_int_equal(settings_load(&s, &err), ERR_IO);
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, start, finish)
    const struct CMUnitTest tests[] = {
        TEST(the_file_fills_what_is_open),
        TEST(the_command_line_stands_above_the_file),
        TEST(says_what_is_wrong_and_where),
        TEST(a_named_file_must_be_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
