/* Secrets from a descriptor: a line for each question, limits, and nothing from the next line. */
#include "60_client.h"

#include <unistd.h>

#include "prompt.h"

static struct prompt
prompt_of(const char *text)
{
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text, strlen(text)), (ssize_t)strlen(text));
    close(ends[1]);
    return (struct prompt){ends[0]};
}

static void
a_line_for_each_question(void **state)
{
    struct prompt p = prompt_of("CODE-1\npass word \xC3\xA4\n\nlast");
    struct secret s;
    struct err err;

    (void)state;
    assert_int_equal(prompt_secret(&p, "code", &s, &err), ERR_OK);
    assert_string_equal(s.text, "CODE-1");
    assert_int_equal(prompt_secret(&p, "password", &s, &err), ERR_OK);
    assert_string_equal(s.text, "pass word \xC3\xA4");
    assert_int_equal(s.len, 12);
    assert_int_equal(prompt_secret(&p, "empty", &s, &err), ERR_OK);
    assert_int_equal(s.len, 0);
    assert_int_equal(prompt_secret(&p, "without a line end", &s, &err), ERR_OK);
    assert_string_equal(s.text, "last");
    assert_int_equal(prompt_secret(&p, "none", &s, &err), ERR_BAD_USAGE);
    assert_int_equal(s.len, 0);
    close(p.secrets_fd);
}

static void
a_password_has_a_smallest_and_a_largest_size(void **state)
{
    char text[LIMIT_PASSWORD_MAX + 3];
    struct secret s;
    struct err err;
    struct prompt p = prompt_of("12345678901\n");

    (void)state;
    assert_int_equal(prompt_new_password(&p, "new", &s, &err), ERR_BAD_USAGE);
    assert_int_equal(s.len, 0);
    close(p.secrets_fd);
    p = prompt_of("123456789012\n");
    assert_int_equal(prompt_new_password(&p, "new", &s, &err), ERR_OK);
    close(p.secrets_fd);
    memset(text, 'x', sizeof(text));
    text[LIMIT_PASSWORD_MAX] = '\n';
    text[LIMIT_PASSWORD_MAX + 1] = '\0';
    p = prompt_of(text);
    assert_int_equal(prompt_new_password(&p, "new", &s, &err), ERR_OK);
    assert_int_equal(s.len, LIMIT_PASSWORD_MAX);
    close(p.secrets_fd);
    text[LIMIT_PASSWORD_MAX] = 'x';
    text[LIMIT_PASSWORD_MAX + 1] = '\n';
    text[LIMIT_PASSWORD_MAX + 2] = '\0';
    p = prompt_of(text);
    assert_int_equal(prompt_new_password(&p, "new", &s, &err), ERR_BAD_USAGE);
    assert_int_equal(s.len, 0);
    close(p.secrets_fd);
}

static void
a_secret_is_wiped(void **state)
{
    struct prompt p = prompt_of("a password of mine\n");
    static const struct secret nothing;
    struct secret s;
    struct err err;

    (void)state;
    assert_int_equal(prompt_secret(&p, "password", &s, &err), ERR_OK);
    secret_wipe(&s);
    assert_memory_equal(&s, &nothing, sizeof(s));
    close(p.secrets_fd);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_for_each_question),
        cmocka_unit_test(a_password_has_a_smallest_and_a_largest_size),
        cmocka_unit_test(a_secret_is_wiped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
