/*
 * The daemon's configuration: the example is good, what it makes prints and reads back to itself,
 * and every mistake is named with its line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "bad_files.h"
#include "config.h"
#include "limit.h"

static struct config config;
static struct config again;
static char storage[CONFIG_PRINT_SIZE];

static void
parse(const char *text, struct config *out)
{
    struct err err;

    if (config_parse("t", span_of(text), out, &err) != ERR_OK)
        fail_msg("%s", err.detail);
}

/* What is printed means what was read. */
static void
assert_round_trip(void)
{
    char second[CONFIG_PRINT_SIZE];
    struct buf b;

    buf_init(&b, storage, sizeof storage);
    config_print(&config, &b);
    assert_false(b.failed);
    parse(storage, &again);
    assert_memory_equal(&config, &again, sizeof config);
    buf_init(&b, second, sizeof second);
    config_print(&again, &b);
    assert_string_equal(storage, second);
}

static void
the_example_is_good(void **state)
{
    struct err err;

    (void)state;
    if (config_load("config/remsd.example.yaml", &config, &err) != ERR_OK)
        fail_msg("%s", err.detail);
    assert_string_equal(config.listen_address, "127.0.0.1");
    assert_int_equal(config.listen_port, 8443);
    assert_string_equal(config.listen_port_file, "");
    assert_string_equal(config.tls_certificate, "/etc/remsledger/server.crt");
    assert_string_equal(config.tls_key, "/etc/remsledger/server.key");
    assert_string_equal(config.database_conninfo,
                        "host=/run/postgresql dbname=rems user=rems_daemon");
    assert_string_equal(config.realm, "rems.example.org");
    assert_string_equal(config.programs, "/usr/local/share/remsledger/programs");
    assert_int_equal(config.log_level, LEVEL_INFO);
    assert_round_trip();
}

/* The example is the documentation of the keys: none may be missing there. */
static void
the_example_has_every_key(void **state)
{
    static const char *const paths[] = {
#define CONFIG(member, path, kind, min, max, fallback, what) path,
#include "config.def"
#undef CONFIG
    };
    char text[8192];
    size_t len;
    FILE *file = fopen("config/remsd.example.yaml", "r");

    (void)state;
    assert_non_null(file);
    len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[len] = '\0';
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        const char *dot = strchr(paths[i], '.');
        char line[80];

        snprintf(line, sizeof line, "\n%s%s:", dot == NULL ? "" : "  ",
                 dot == NULL ? paths[i] : dot + 1);
        if (strstr(text, line) == NULL)
            fail_msg("config/remsd.example.yaml has no %s", paths[i]);
    }
}

static const char least[] = "tls: {certificate: a, key: b}\n"
                            "database: {conninfo: \"host=x password='it''s \\\"q\\\" \\\\'\"}\n"
                            "realm: r\n"
                            "programs: \xc3\xa4/d\n";

static void
what_is_left_out_has_its_default(void **state)
{
    (void)state;
    parse(least, &config);
    assert_string_equal(config.listen_address, "127.0.0.1");
    assert_int_equal(config.listen_port, 8443);
    assert_string_equal(config.listen_port_file, "");
    assert_int_equal(config.log_level, LEVEL_INFO);
    assert_string_equal(config.database_conninfo, "host=x password='it''s \"q\" \\'");
    assert_round_trip();
}

static void
limits_are_included(void **state)
{
    char text[4096];
    char longest[1024];

    (void)state;
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    snprintf(text, sizeof text,
             "listen: {port: 65535, port_file: %s}\nlog: {level: debug}\n"
             "tls: {certificate: a, key: b}\ndatabase: {conninfo: c}\nrealm: 0.z-9\nprograms: d\n",
             longest);
    parse(text, &config);
    assert_int_equal(config.listen_port, 65535);
    assert_string_equal(config.listen_port_file, longest);
    assert_int_equal(config.log_level, LEVEL_DEBUG);
    assert_string_equal(config.realm, "0.z-9");
    assert_round_trip();
    snprintf(text, sizeof text, "listen: {port: 0}\n%s", least);
    parse(text, &config);
    assert_int_equal(config.listen_port, 0);
}

static enum err_code
load(const char *path, struct err *err)
{
    memset(&config, 7, sizeof config);
    memset(&again, 7, sizeof again);

    enum err_code code = config_load(path, &config, err);

    assert_memory_equal(&config, &again, sizeof config); /* a failure leaves it alone */
    return code;
}

static void
refuses_every_bad_file(void **state)
{
    struct err err;

    (void)state;
    bad_files_check("config-", load, ERR_BAD_CONFIG);
    assert_int_equal(load("/tmp/there/is/no/such/file", &err), ERR_IO);
    assert_int_equal(config_parse("t", span_of(""), &config, &err), ERR_BAD_CONFIG);
}

static void
says_what_to_write(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(config_parse("t", span_of("tls: {certificate: a}\n"), &config, &err),
                     ERR_BAD_CONFIG);
    assert_string_equal(err.hint, "write tls.key: PEM file: the certificate's private key");
    assert_string_equal(err.field, "tls.key");
    assert_int_equal(config_parse("t", span_of("log: {lever: info}\n"), &config, &err),
                     ERR_BAD_CONFIG);
    assert_string_equal(err.hint, "leave it out; known here: level");
    assert_int_equal(config_parse("t", span_of("logs: {level: info}\n"), &config, &err),
                     ERR_BAD_CONFIG);
    assert_string_equal(err.hint,
                        "leave it out; known here: listen tls database realm programs log");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_is_good),
        cmocka_unit_test(the_example_has_every_key),
        cmocka_unit_test(what_is_left_out_has_its_default),
        cmocka_unit_test(limits_are_included),
        cmocka_unit_test(refuses_every_bad_file),
        cmocka_unit_test(says_what_to_write),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
