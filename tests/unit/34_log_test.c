/*
 * Log lines: one event is one line whatever its values hold, and every event is explained.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "instant.h"
#include "log.h"

#define HEAD_LEN (sizeof "at=2026-11-23T10:15:30.123456Z" - 1)

static int pipe_out;
static char line[65536];

/* What was logged since the last call; "" for nothing. */
static const char *
logged(void)
{
    ssize_t len;

    log_plain(LEVEL_ERROR, EVENT_debug); /* so that read never waits */
    len = read(pipe_out, line, sizeof line - 1);
    assert_true(len > 0);
    line[len] = '\0';
    /* cut the marker line off again */
    line[(size_t)len - 1] = '\0';
    if (strrchr(line, '\n') == NULL)
        line[0] = '\0';
    else
        *strrchr(line, '\n') = '\0';
    return line;
}

/* The line without its instant, which must be one. */
static const char *
after_instant(const char *text)
{
    instant_t at;

    assert_true(strlen(text) > HEAD_LEN);
    assert_memory_equal(text, "at=", 3);
    assert_true(instant_parse((struct span){text + 3, HEAD_LEN - 3}, &at));
    assert_null(strchr(text, '\n'));
    return text + HEAD_LEN + 1;
}

#define assert_logged(want) assert_string_equal(after_instant(logged()), want)

static void
one_event_is_one_line(void **state)
{
    (void)state;
    log_plain(LEVEL_INFO, EVENT_started);
    assert_logged("level=info event=started");
    log_event(LEVEL_WARN, EVENT_request, "method=%s status=%d bytes=%zu", "GET", 200, (size_t)1234);
    assert_logged("level=warn event=request method=GET status=200 bytes=1234");
}

static void
every_conversion_is_one_value(void **state)
{
    const char *volatile nothing = NULL;

    (void)state;
    log_event(LEVEL_ERROR, EVENT_debug, "a=%d b=%ld c=%lld d=%u e=%lu f=%llu g=%zu h=%x i=%lx", -1,
              -2L, -3LL, 4U, 5UL, 6ULL, (size_t)7, 255U, 0xabcdefUL);
    assert_logged("level=error event=debug a=-1 b=-2 c=-3 d=4 e=5 f=6 g=7 h=ff i=abcdef");
    log_event(LEVEL_ERROR, EVENT_debug, "a=%llx b=%zx c=%.*s d=%s e=%d%%", 1ULL, (size_t)17, 3,
              "abcdef", "x", 50);
    assert_logged("level=error event=debug a=1 b=11 c=abc d=x e=50%");
    log_event(LEVEL_ERROR, EVENT_debug, "a=%.*s", 0, nothing);
    assert_logged("level=error event=debug a=\"\"");
}

static void
plain_values_are_bare_others_are_quoted(void **state)
{
    (void)state;
    log_event(LEVEL_INFO, EVENT_debug, "a=%s b=%s c=%s d=%s", "PT-3,AUT-3", "a/b.c:9_@+", "",
              "two words");
    assert_logged("level=info event=debug a=PT-3,AUT-3 b=a/b.c:9_@+ c=\"\" d=\"two words\"");
    log_event(LEVEL_INFO, EVENT_debug, "a=%s b=%s c=%s", "x=y", "say \"no\"", "back\\slash");
    assert_logged("level=info event=debug a=\"x=y\" b=\"say \\\"no\\\"\" c=\"back\\\\slash\"");
}

static void
no_value_forges_a_line_or_drives_a_terminal(void **state)
{
    (void)state;
    log_event(LEVEL_INFO, EVENT_debug, "a=%s", "x\nat=2026-01-01T00:00:00.000000Z level=error");
    assert_logged("level=info event=debug "
                  "a=\"x\\nat=2026-01-01T00:00:00.000000Z level=error\"");
    log_event(LEVEL_INFO, EVENT_debug, "a=%s", "\r\n\t\x1b[2J\x07\x7f\xc2\x9b\xe2\x80\xae");
    assert_logged("level=info event=debug "
                  "a=\"\\r\\n\\t\\x1b[2J\\x07\\x7f\\xc2\\x9b\\xe2\\x80\\xae\"");
    log_event(LEVEL_INFO, EVENT_debug, "a=%.*s", 5, "a\0b");
    assert_logged("level=info event=debug a=a");
}

static void
no_byte_passes_unescaped(void **state)
{
    (void)state;
    for (int byte = 1; byte < 256; byte++) {
        char text[2] = {(char)byte, '\0'};

        log_event(LEVEL_INFO, EVENT_debug, "a=%s", text);
        for (const char *p = logged(); *p != '\0'; p++) {
            if (*p < ' ' || *p > '~')
                fail_msg("byte %d comes through", byte);
        }
    }
}

static void
long_values_are_cut(void **state)
{
    static char text[400];
    const char *got;

    (void)state;
    memset(text, 'x', 300);
    log_event(LEVEL_INFO, EVENT_debug, "a=%s", text);
    got = after_instant(logged());
    assert_int_equal(strlen(got), strlen("level=info event=debug a=") + 300);
    text[300] = 'y';
    log_event(LEVEL_INFO, EVENT_debug, "a=%s b=%d", text, 1);
    got = after_instant(logged());
    assert_null(strchr(got, 'y'));
    assert_non_null(strstr(got, "x...\" b=1"));
}

static void
a_line_too_long_still_says_what_happened(void **state)
{
    char text[301];

    (void)state;
    memset(text, '\1', 300);
    text[300] = '\0';
    log_event(LEVEL_INFO, EVENT_request, "a=%s b=%s c=%s d=%s e=%s f=%s g=%s h=%s", text, text,
              text, text, text, text, text, text);
    assert_logged("level=info event=request too_long=true");
}

/* The end of a line never gets lost, however exactly the values fill it. */
static void
every_length_ends_its_line(void **state)
{
    static char text[301];
    int length_before = -1;

    (void)state;
    for (int len = 0; len <= 300; len++) {
        memset(text, '\1', sizeof text);
        text[len] = '\0';
        log_event(LEVEL_INFO, EVENT_request, "a=%s b=%s c=%s d=%s e=%s f=%s g=%s h=%s i=%s", text,
                  text, text, text, text, text, text, text, "tail");
        if (strstr(after_instant(logged()), "too_long") == NULL)
            assert_true((int)strlen(line) > length_before);
        length_before = (int)strlen(line);
    }
}

static void
levels_below_the_wanted_are_silent(void **state)
{
    (void)state;
    log_event(LEVEL_DEBUG, EVENT_debug, "a=%d", 1);
    log_plain(LEVEL_DEBUG, EVENT_debug);
    assert_string_equal(logged(), "");
    assert_false(log_wants(LEVEL_DEBUG));
    log_set_level(LEVEL_DEBUG);
    assert_true(log_wants(LEVEL_DEBUG));
    log_event(LEVEL_DEBUG, EVENT_debug, "a=%d", 1);
    assert_logged("level=debug event=debug a=1");
    log_set_level(LEVEL_ERROR);
    log_event(LEVEL_WARN, EVENT_debug, "a=%d", 1);
    assert_string_equal(logged(), "");
    log_set_level(LEVEL_INFO);
}

static void
an_error_says_all_it_has(void **state)
{
    struct err err;

    (void)state;
    (void)err_set(&err, ERR_IO, "look", "no such file");
    log_error(LEVEL_ERROR, EVENT_start_failed, &err);
    assert_logged("level=error event=start_failed code=io detail=\"no such file\" hint=look");
    (void)err_field(&err, ERR_BAD_CONFIG, "tls.key", "", "t:1: x");
    log_error(LEVEL_ERROR, EVENT_start_failed, &err);
    assert_logged("level=error event=start_failed code=bad_config field=tls.key detail=\"t:1: x\" "
                  "hint=\"\"");
}

static void
every_event_is_explained(void **state)
{
    (void)state;
    for (int i = 0; i < EVENT_COUNT; i++) {
        const struct log_event_spec *spec = log_event_spec((enum log_event_id)i);

        assert_true(strspn(spec->name, "abcdefghijklmnopqrstuvwxyz_") == strlen(spec->name));
        assert_true(strlen(spec->meaning) > 0 && strlen(spec->action) > 0);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(spec->name, log_event_spec((enum log_event_id)j)->name);
    }
}

static void
nobody_listening_is_no_failure(void **state)
{
    (void)state;
    log_set_fd(-1);
    log_event(LEVEL_ERROR, EVENT_debug, "a=%d", 1);
}

static int
start(void **state)
{
    int ends[2];

    (void)state;
    if (pipe(ends) != 0)
        return -1;
    pipe_out = ends[0];
    log_set_fd(ends[1]);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_event_is_one_line),
        cmocka_unit_test(every_conversion_is_one_value),
        cmocka_unit_test(plain_values_are_bare_others_are_quoted),
        cmocka_unit_test(no_value_forges_a_line_or_drives_a_terminal),
        cmocka_unit_test(no_byte_passes_unescaped),
        cmocka_unit_test(long_values_are_cut),
        cmocka_unit_test(a_line_too_long_still_says_what_happened),
        cmocka_unit_test(every_length_ends_its_line),
        cmocka_unit_test(levels_below_the_wanted_are_silent),
        cmocka_unit_test(an_error_says_all_it_has),
        cmocka_unit_test(every_event_is_explained),
        cmocka_unit_test(nobody_listening_is_no_failure),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
