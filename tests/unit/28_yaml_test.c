/*
 * The strict reader of YAML: what it makes of a good file, every error with its place, and that a
 * file made to waste time or memory is refused at once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "bad_files.h"
#include "limit.h"
#include "yaml.h"

#define TEXT(s) ((struct span){(s), sizeof(s) - 1})

static struct yaml *
good(struct span text)
{
    struct yaml *document = NULL;
    struct err err;

    if (yaml_parse("t", text, ERR_BAD_CONFIG, &document, &err) != ERR_OK)
        fail_msg("%s", err.detail);
    return document;
}

static void
makes_a_tree_with_places(void **state)
{
    struct yaml *document = good(TEXT("# about\n"
                                      "name: plain text\n"
                                      "quoted: \"say \\\"yes\\\"\"\n"
                                      "list:\n"
                                      "  - one\n"
                                      "  - {deep: [x, 'y']}\n"
                                      "empty:\n"
                                      "folded: >-\n"
                                      "  two\n"
                                      "  lines\n"
                                      "none: {}\n"));
    const struct yaml_node *root = yaml_root(document);
    const struct yaml_node *node;
    char storage[64];
    struct buf path;

    (void)state;
    assert_int_equal(root->kind, YAML_MAPPING);
    assert_int_equal(root->count, 6);
    node = yaml_get(root, "name");
    assert_true(span_is(node->text, "plain text"));
    assert_false(node->quoted);
    assert_int_equal(node->line, 2);
    assert_int_equal(node->column, 1);
    node = yaml_get(root, "quoted");
    assert_true(span_is(node->text, "say \"yes\""));
    assert_true(node->quoted);
    assert_string_equal(node->text.p, "say \"yes\"");
    node = yaml_get(root, "list");
    assert_int_equal(node->kind, YAML_SEQUENCE);
    assert_int_equal(node->line, 4);
    assert_int_equal(node->first->line, 5);
    assert_int_equal(node->first->column, 5);
    assert_null(node->first->key);
    node = yaml_get(node->first->next, "deep");
    assert_int_equal(node->line, 6);
    assert_true(span_is(node->first->next->text, "y"));
    buf_init(&path, storage, sizeof storage);
    yaml_path(node->first->next, &path);
    assert_string_equal(storage, "list[1].deep[1]");
    assert_int_equal(yaml_get(root, "empty")->text.len, 0);
    assert_true(span_is(yaml_get(root, "folded")->text, "two lines"));
    assert_int_equal(yaml_get(root, "none")->count, 0);
    assert_null(yaml_get(root, "no"));
    assert_null(yaml_get(yaml_get(root, "name"), "no"));
    yaml_close(document);
    yaml_close(NULL);
}

static void
a_file_may_be_one_value_or_a_list(void **state)
{
    struct yaml *document = good(TEXT("--- word\n"));

    (void)state;
    assert_true(yaml_is_word(yaml_root(document), "word"));
    yaml_close(document);
    document = good(TEXT("- [a]\n- b\n"));
    assert_int_equal(yaml_root(document)->count, 2);
    yaml_close(document);
}

/* --- accessors ------------------------------------------------------------------------------- */

static const char values[] = "text: abc\n"
                             "yes: true\n"
                             "no: false\n"
                             "quoted: \"true\"\n"
                             "int: -12\n"
                             "big: 9007199254740991\n"
                             "list: [1, 01, +1, 1.0, 0x1, '1', -, -0, 1234567890123456789, ''] \n";

static void
reads_what_is_asked_for(void **state)
{
    struct yaml *document = good(span_of(values));
    const struct yaml_node *root = yaml_root(document);
    const struct yaml_node *node;
    struct span text;
    struct err err;
    int64_t number;
    bool flag;

    (void)state;
    assert_int_equal(yaml_need(root, "text", "a text", &node, &err), ERR_OK);
    assert_int_equal(yaml_expect(node, YAML_SCALAR, "", &err), ERR_OK);
    assert_int_equal(yaml_text(node, 3, 3, &text, &err), ERR_OK);
    assert_true(span_is(text, "abc"));
    assert_int_equal(yaml_flag(yaml_get(root, "yes"), &flag, &err), ERR_OK);
    assert_true(flag);
    assert_int_equal(yaml_flag(yaml_get(root, "no"), &flag, &err), ERR_OK);
    assert_false(flag);
    assert_int_equal(yaml_integer(yaml_get(root, "int"), -12, 0, &number, &err), ERR_OK);
    assert_int_equal(number, -12);
    assert_int_equal(yaml_integer(yaml_get(root, "big"), 0, LIMIT_INTEGER, &number, &err), ERR_OK);
    assert_int_equal(number, LIMIT_INTEGER);
    assert_int_equal(yaml_integer(yaml_get(root, "list")->first, 1, 1, &number, &err), ERR_OK);
    yaml_close(document);
}

static void
says_what_is_wrong_and_where(void **state)
{
    static const char *const known[] = {"text", "yes", "no", "quoted", "int", NULL};
    struct yaml *document = good(span_of(values));
    const struct yaml_node *root = yaml_root(document);
    const struct yaml_node *list = yaml_get(root, "list");
    const struct yaml_node *node;
    struct span text;
    struct err err;
    int64_t number = 7;
    bool flag;

    (void)state;
    assert_int_equal(yaml_text(yaml_get(root, "text"), 4, 9, &text, &err), ERR_BAD_CONFIG);
    assert_string_equal(err.detail, "t:1: text: the text has 3 bytes; it must have 4 to 9");
    assert_string_equal(err.field, "text");
    assert_int_equal(yaml_text(yaml_get(root, "text"), 0, 2, &text, &err), ERR_BAD_CONFIG);
    assert_int_equal(yaml_text(list, 0, 9, &text, &err), ERR_BAD_CONFIG);
    assert_string_equal(err.detail, "t:7: list: this must be one value, not a list");
    assert_int_equal(yaml_flag(yaml_get(root, "quoted"), &flag, &err), ERR_BAD_CONFIG);
    assert_string_equal(err.detail, "t:4: quoted: this must be true or false");
    assert_int_equal(yaml_flag(list, &flag, &err), ERR_BAD_CONFIG);
    assert_int_equal(yaml_integer(yaml_get(root, "int"), -11, 0, &number, &err), ERR_BAD_CONFIG);
    assert_string_equal(err.detail, "t:5: int: -12 is out of range");
    assert_string_equal(err.hint, "write a whole number from -11 to 0");
    assert_int_equal(yaml_integer(yaml_get(root, "int"), -20, -13, &number, &err), ERR_BAD_CONFIG);
    assert_int_equal(yaml_integer(list, 0, 9, &number, &err), ERR_BAD_CONFIG);
    for (node = list->first->next; node != NULL; node = node->next)
        assert_int_equal(yaml_integer(node, INT64_MIN, INT64_MAX, &number, &err), ERR_BAD_CONFIG);
    assert_int_equal(number, 7);
    assert_int_equal(yaml_need(root, "port", "write port: 8443", &node, &err), ERR_BAD_CONFIG);
    assert_string_equal(err.detail, "t:1: port: this key is missing");
    assert_string_equal(err.hint, "write port: 8443");
    assert_int_equal(yaml_only(root, known, &err), ERR_BAD_CONFIG);
    assert_string_equal(err.detail, "t:6: big: this key is not known");
    assert_string_equal(err.hint, "leave it out; known here: text yes no quoted int");
    yaml_close(document);
}

/* A hint has room for so many names; the rest are left out rather than the hint lost. */
static void
a_hint_lists_as_many_keys_as_fit(void **state)
{
    static const char *known[40];
    struct yaml *document = good(TEXT("x: 1\n"));
    struct err err;

    (void)state;
    for (size_t i = 0; i < 39; i++)
        known[i] = "a_rather_long_key";
    assert_int_equal(yaml_only(yaml_root(document), known, &err), ERR_BAD_CONFIG);
    assert_true(strlen(err.hint) > ERR_HINT_MAX - 20);
    assert_string_equal(err.hint + strlen(err.hint) - 18, " a_rather_long_key");
    yaml_close(document);
}

static void
quotes_so_that_it_reads_back(void **state)
{
    static const char text[] = "a \"b\" \\ c: # - 'd' \xc3\xa4 {}[]";
    char storage[128];
    struct yaml *document;
    struct buf out;

    (void)state;
    buf_init(&out, storage, sizeof storage);
    buf_text(&out, "key: ");
    yaml_put_quoted(&out, span_of(text));
    document = good(buf_view(&out));
    assert_true(span_is(yaml_root(document)->first->text, text));
    yaml_close(document);
}

/* --- what must fail -------------------------------------------------------------------------- */

static enum err_code
load(const char *path, struct err *err)
{
    struct yaml *document = NULL;
    enum err_code code = yaml_load(path, ERR_BAD_PROGRAM, &document, err);

    yaml_close(document);
    return code;
}

static void
refuses_every_bad_file(void **state)
{
    (void)state;
    bad_files_check("yaml-", load, ERR_BAD_PROGRAM);
}

static void
names_a_file_that_cannot_be_read(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(load("tests/unit/bad/no-such-file", &err), ERR_IO);
    assert_string_equal(err.detail, "tests/unit/bad/no-such-file: No such file or directory");
    assert_int_equal(load("tests/unit/bad", &err), ERR_IO);
    assert_int_equal(load("/dev/zero", &err), ERR_BAD_PROGRAM); /* one without an end */
    assert_string_equal(err.detail, "/dev/zero:1: the file is too large");
}

static void
refuses_what_no_editor_writes(void **state)
{
    const struct {
        struct span text;
        const char *detail;
    } bad[] = {
        {{NULL, 0}, "t:1: the file is empty"},
        {TEXT(""), "t:1: the file is empty"},
        {TEXT("---\n"), "t:2: this must be a mapping of keys, not one value"},
        {TEXT("\xef\xbb\xbf"
              "a: 1\n"),
         "t:1: the file begins with a byte order mark"},
        {TEXT("a: 1\0\n"), "t:1: control characters are not allowed"},
        {TEXT("a: \xc0\xaf\n"), "t:1: invalid length of a UTF-8 sequence"},
        {TEXT("a: \xed\xa0\x80\n"), "t:1: invalid Unicode character"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct yaml *document = NULL;
        struct err err;
        enum err_code code = yaml_parse("t", bad[i].text, ERR_BAD_CONFIG, &document, &err);

        if (code == ERR_OK)
            code = yaml_expect(yaml_root(document), YAML_MAPPING, "", &err);
        assert_int_equal(code, ERR_BAD_CONFIG);
        assert_string_equal(err.detail, bad[i].detail);
        yaml_close(document);
    }
}

/* --- what must not cost ---------------------------------------------------------------------- */

static double
milliseconds(struct span text, enum err_code *code)
{
    struct yaml *document = NULL;
    struct timespec from;
    struct timespec to;
    struct err err;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    *code = yaml_parse("t", text, ERR_BAD_CONFIG, &document, &err);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    yaml_close(document);
    return (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
}

/* 64 KiB of one piece after another; refused or read, but inside 50 ms of processor time. */
static void
no_file_takes_long(void **state)
{
    static const char *const pieces[] = {
        "[",   "{",  "{a: ",  "[a, ",  "- ",   "? ",    "a: ",    "- [",   "-\n",
        "a",   "a,", "[a],",  "\"\\n", "'",    "!",     "&a ",    "*a ",   "|\n ",
        ": ",  "\n", " ",     "\t",    "#",    "#\n",   "a\n",    "- a\n", "? a\n",
        "{a,", "%",  "---\n", "...\n", "\"a ", "a\n\n", "[{a: [", "{? "};
    static char text[LIMIT_YAML];

    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        size_t len = strlen(pieces[i]);
        enum err_code code;
        double spent;

        for (size_t at = 0; at < sizeof text; at++)
            text[at] = pieces[i][at % len];
        spent = milliseconds((struct span){text, sizeof text}, &code);
        if (spent >= 50)
            fail_msg("%.1f ms for 64 KiB of \"%s\"", spent, pieces[i]);
    }
}

static void
a_nesting_bomb_is_refused_at_once(void **state)
{
    static char text[LIMIT_YAML];
    enum err_code code;

    (void)state;
    memset(text, '[', sizeof text);
    assert_true(milliseconds((struct span){text, sizeof text}, &code) < 50);
    assert_int_equal(code, ERR_BAD_CONFIG);
    assert_true(milliseconds((struct span){text, LIMIT_YAML_DEPTH + 1}, &code) < 50);
    assert_int_equal(code, ERR_BAD_CONFIG);
}

static void
the_limits_themselves_are_allowed(void **state)
{
    static char text[LIMIT_YAML + 1];
    struct buf b;
    struct yaml *document;
    enum err_code code;

    (void)state;
    buf_init(&b, text, sizeof text);
    for (int i = 0; i < LIMIT_YAML_DEPTH; i++)
        buf_char(&b, '[');
    for (int i = 0; i < LIMIT_YAML_DEPTH; i++)
        buf_char(&b, ']');
    document = good(buf_view(&b));
    yaml_close(document);

    buf_reset(&b);
    for (int i = 0; i < LIMIT_YAML_MEMBERS; i++)
        buf_printf(&b, "k%d: 1\n", i);
    document = good(buf_view(&b));
    assert_int_equal(yaml_root(document)->count, LIMIT_YAML_MEMBERS);
    yaml_close(document);
    buf_text(&b, "more: 1\n");
    (void)milliseconds(buf_view(&b), &code);
    assert_int_equal(code, ERR_BAD_CONFIG);

    buf_reset(&b);
    buf_text(&b, "a: 1\n");
    while (b.len < LIMIT_YAML)
        buf_char(&b, '#');
    document = good(buf_view(&b));
    yaml_close(document);
    (void)milliseconds((struct span){text, LIMIT_YAML + 1}, &code);
    assert_int_equal(code, ERR_BAD_CONFIG);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_a_tree_with_places),
        cmocka_unit_test(a_file_may_be_one_value_or_a_list),
        cmocka_unit_test(reads_what_is_asked_for),
        cmocka_unit_test(says_what_is_wrong_and_where),
        cmocka_unit_test(a_hint_lists_as_many_keys_as_fit),
        cmocka_unit_test(quotes_so_that_it_reads_back),
        cmocka_unit_test(refuses_every_bad_file),
        cmocka_unit_test(names_a_file_that_cannot_be_read),
        cmocka_unit_test(refuses_what_no_editor_writes),
        cmocka_unit_test(no_file_takes_long),
        cmocka_unit_test(a_nesting_bomb_is_refused_at_once),
        cmocka_unit_test(the_limits_themselves_are_allowed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
