/*
 * Program files: every row of program.def is read, its limits hold, and it may be unset but not
 * missing. The good file is made from the table, so that a new row is tested without a line here.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "bad_files.h"
#include "buf.h"
#include "catalogue.h"
#include "crypto.h"
#include "limit.h"
#include "program_file.h"

enum kind { INTEGER, FLAG, WORDS };

static const struct row {
    const char *path;
    enum kind kind;
    int64_t min;
    int64_t max;
    enum vocab_id words;
    size_t offset;
} rows[] = {
#define LEAF(member, path, kind, min, max, words, unit, what) \
    {path, kind, min, max, VOCAB_##words, offsetof(struct program, member)},
#include "program.def"
#undef LEAF
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

static char path[] = "/tmp/program_file_test.XXXXXX";
static char storage[LIMIT_YAML + 1];
static struct program_file loaded;

/* One leaf may differ from the rest: this row is written as this text (NULL: left out). */
struct change {
    const struct row *row;
    const char *text;
};

static void
put_words(struct buf *b, const struct row *row, int64_t count)
{
    buf_char(b, '[');
    for (int64_t i = 0; i < count; i++)
        buf_printf(b, "%s%s", i == 0 ? "" : ", ", vocab_word(row->words, (int)i));
    buf_char(b, ']');
}

static void
put_value(struct buf *b, const struct row *row)
{
    if (row->kind == FLAG)
        buf_text(b, "true");
    else if (row->kind == WORDS)
        put_words(b, row, row->min);
    else
        buf_int(b, row->min);
}

static bool
starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Would a mapping of this prefix be empty, because its only row is left out? */
static bool
is_emptied(const char *prefix, struct change change)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (starts(rows[i].path, prefix) && (change.row != &rows[i] || change.text != NULL))
            return false;
    }
    return true;
}

/* Everything whose path begins with prefix ("" or "test."), indented. */
static void
put_tree(struct buf *b, const char *prefix, int indent, struct change change)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const char *rest = rows[i].path + strlen(prefix);
        char longer[128];
        bool seen = false;

        if (!starts(rows[i].path, prefix))
            continue;
        snprintf(longer, sizeof longer, "%.*s", (int)(strlen(prefix) + strcspn(rest, ".")),
                 rows[i].path);
        for (size_t j = 0; j < i; j++)
            seen = seen || (starts(rows[j].path, longer) && rows[j].path[strlen(longer)] == '.');
        if (seen)
            continue;
        if (strchr(rest, '.') != NULL) {
            buf_printf(b, "%*s%s:", indent, "", longer + strlen(prefix));
            snprintf(longer + strlen(longer), 2, ".");
            buf_text(b, is_emptied(longer, change) ? " {}\n" : "\n");
            put_tree(b, longer, indent + 2, change);
        } else if (change.row != &rows[i]) {
            buf_printf(b, "%*s%s: {value: ", indent, "", rest);
            put_value(b, &rows[i]);
            buf_text(b, ", source: S2, verified: false, note: \"as given\"}\n");
        } else if (change.text != NULL) {
            buf_printf(b, "%*s%s: %s\n", indent, "", rest, change.text);
        }
    }
}

static void
put_edition(struct buf *b, const char *name, const char *days, struct change change)
{
    buf_printf(b, "  - edition: \"%s\"\n    %s\n    gates: [PT-3, AUT-1t]\n    parameters:\n", name,
               days);
    put_tree(b, "", 6, change);
}

static enum err_code
load_text(const struct buf *b, struct err *err)
{
    FILE *file = fopen(path, "w");

    assert_false(b->failed);
    assert_non_null(file);
    assert_int_equal(fwrite(b->data, 1, b->len, file), b->len);
    assert_int_equal(fclose(file), 0);
    err_clear(err);
    return program_file_load(path, &loaded, err);
}

static enum err_code
load_changed(struct change change, struct err *err)
{
    struct buf b;

    buf_init(&b, storage, sizeof storage);
    buf_text(&b, "program: trial\neditions:\n");
    put_edition(&b, "2008-01", "valid_from: 2005-12-27", change);
    return load_text(&b, err);
}

static int64_t
value_of(const struct row *row)
{
    return *(const int64_t *)(const void *)((const char *)&loaded.edition[0] + row->offset);
}

/* --- what is good ---------------------------------------------------------------------------- */

static void
reads_every_row(void **state)
{
    uint8_t hash[32];
    struct err err;

    (void)state;
    if (load_changed((struct change){NULL, NULL}, &err) != ERR_OK)
        fail_msg("%s", err.detail);
    assert_string_equal(loaded.name, "trial");
    assert_int_equal(loaded.edition_count, 1);
    assert_string_equal(loaded.edition[0].name, "trial");
    assert_string_equal(loaded.edition[0].edition, "2008-01");
    assert_int_equal(loaded.edition[0].valid_from, day_from_civil(2005, 12, 27));
    assert_int_equal(loaded.edition[0].valid_until, DAY_NONE);
    assert_true(loaded.edition[0].gates == (GATE_BIT(GATE_PT_3) | GATE_BIT(GATE_AUT_1T)));
    for (size_t i = 0; i < ROW_COUNT; i++) {
        int64_t want = rows[i].kind == FLAG    ? 1
                       : rows[i].kind == WORDS ? (INT64_C(1) << rows[i].min) - 1
                                               : rows[i].min;

        if (value_of(&rows[i]) != want)
            fail_msg("%s is %" PRId64, rows[i].path, value_of(&rows[i]));
    }
    crypto_sha256(span_of(storage), hash);
    assert_memory_equal(loaded.hash, hash, 32);
}

static void
any_row_may_be_unset(void **state)
{
    struct err err;

    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        struct change change = {&rows[i], "{value: unset, source: G-1, verified: false}"};

        if (load_changed(change, &err) != ERR_OK)
            fail_msg("%s", err.detail);
        assert_true(value_of(&rows[i]) == PROGRAM_UNSET);
    }
}

/* --- what is not ----------------------------------------------------------------------------- */

static void
assert_refused(struct change change, const char *says)
{
    struct err err;

    if (load_changed(change, &err) != ERR_BAD_PROGRAM)
        fail_msg("%s: %s was accepted", change.row->path,
                 change.text == NULL ? "nothing" : change.text);
    if (strstr(err.detail, says) == NULL || !starts(err.detail, path) || err.hint[0] == '\0')
        fail_msg("%s: detail \"%s\", hint \"%s\"", change.row->path, err.detail, err.hint);
}

/* One value of a row, as a leaf with all that belongs to it. */
static const char *
leaf_of(const char *value)
{
    static char text[512];

    snprintf(text, sizeof text, "{value: %s, source: S2, verified: true}", value);
    return text;
}

static void
no_row_may_be_missing(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        assert_refused((struct change){&rows[i], NULL}, "this key is missing");
        assert_refused((struct change){&rows[i], "{source: S2, verified: true}"},
                       ".value: this key is missing");
        assert_refused((struct change){&rows[i], "{value: unset, verified: true}"},
                       ".source: this key is missing");
        assert_refused((struct change){&rows[i], "{value: unset, source: S2}"},
                       ".verified: this key is missing");
        assert_refused((struct change){&rows[i], "{value: unset, source: '', verified: true}"},
                       ".source: the text has 0 bytes");
        assert_refused((struct change){&rows[i], "{value: unset, source: S2, verified: S2}"},
                       ".verified: this must be true or false");
        assert_refused(
            (struct change){&rows[i], "{value: unset, source: S2, verified: true, note: ''}"},
            ".note: the text has 0 bytes");
        assert_refused(
            (struct change){&rows[i], "{value: unset, source: S2, verified: true, by: x}"},
            ".by: this key is not known");
        assert_refused((struct change){&rows[i], "unset"}, "this must be a mapping of keys");
        assert_refused((struct change){&rows[i], leaf_of("UNSET")}, ".value: ");
        assert_refused((struct change){&rows[i], leaf_of("'unset'")}, ".value: ");
        assert_refused((struct change){&rows[i], leaf_of("")}, ".value: ");
    }
}

static void
numbers_keep_their_range(void **state)
{
    char text[32];
    struct err err;

    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].kind != INTEGER)
            continue;
        snprintf(text, sizeof text, "%" PRId64, rows[i].max);
        assert_int_equal(load_changed((struct change){&rows[i], leaf_of(text)}, &err), ERR_OK);
        assert_true(value_of(&rows[i]) == rows[i].max);
        snprintf(text, sizeof text, "%" PRId64, rows[i].max + 1);
        assert_refused((struct change){&rows[i], leaf_of(text)}, "is out of range");
        snprintf(text, sizeof text, "%" PRId64, rows[i].min - 1);
        assert_refused((struct change){&rows[i], leaf_of(text)}, "is out of range");
        assert_refused((struct change){&rows[i], leaf_of("1.5")}, "this must be a whole number");
        assert_refused((struct change){&rows[i], leaf_of("true")}, "this must be a whole number");
        assert_refused((struct change){&rows[i], leaf_of("[1]")}, "this must be a whole number");
    }
}

static void
flags_are_true_or_false(void **state)
{
    struct err err;

    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].kind != FLAG)
            continue;
        assert_int_equal(load_changed((struct change){&rows[i], leaf_of("false")}, &err), ERR_OK);
        assert_true(value_of(&rows[i]) == 0);
        assert_refused((struct change){&rows[i], leaf_of("yes")}, "this must be true or false");
        assert_refused((struct change){&rows[i], leaf_of("1")}, "this must be true or false");
    }
}

static void
words_are_of_their_vocabulary(void **state)
{
    char text[256];
    struct buf b;
    struct err err;

    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].kind != WORDS)
            continue;
        buf_init(&b, text, sizeof text);
        put_words(&b, &rows[i], rows[i].max);
        if ((size_t)rows[i].max <= vocab_size(rows[i].words)) {
            assert_int_equal(load_changed((struct change){&rows[i], leaf_of(text)}, &err), ERR_OK);
            assert_true(value_of(&rows[i]) == (INT64_C(1) << rows[i].max) - 1);
        }
        assert_refused((struct change){&rows[i], leaf_of("[no-such-word]")},
                       "no-such-word is not a word of this list");
        snprintf(text, sizeof text, "[%s, %s]", vocab_word(rows[i].words, 0),
                 vocab_word(rows[i].words, 0));
        assert_refused((struct change){&rows[i], leaf_of(text)}, "stands here twice");
        assert_refused((struct change){&rows[i], leaf_of(vocab_word(rows[i].words, 0))},
                       "this must be a list");
        assert_refused((struct change){&rows[i], leaf_of("[[]]")}, "this must be one value");
        if (rows[i].min > 0)
            assert_refused((struct change){&rows[i], leaf_of("[]")}, "words; there must be");
    }
}

static enum err_code
load_bad(const char *file, struct err *err)
{
    return program_file_load(file, &loaded, err);
}

static void
refuses_every_bad_file(void **state)
{
    struct err err;

    (void)state;
    bad_files_check("program-", load_bad, ERR_BAD_PROGRAM);
    assert_int_equal(load_bad("/dev/zero", &err), ERR_BAD_PROGRAM);
    assert_string_equal(err.detail, "/dev/zero:1: the file is too large");
    assert_int_equal(load_bad("/tmp/there/is/no/such/file", &err), ERR_IO);
}

/* --- editions -------------------------------------------------------------------------------- */

static enum err_code
load_two(const char *second, const char *first_days, const char *second_days, struct err *err)
{
    struct buf b;

    buf_init(&b, storage, sizeof storage);
    buf_text(&b, "program: trial\neditions:\n");
    put_edition(&b, "a", first_days, (struct change){NULL, NULL});
    put_edition(&b, second, second_days, (struct change){NULL, NULL});
    return load_text(&b, err);
}

static void
the_edition_in_force_is_that_of_the_day(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(load_two("b", "{XX", "", &err), ERR_BAD_PROGRAM);
    assert_int_equal(load_two("b", "valid_from: 2008-01-01\n    valid_until: 2008-12-31",
                              "valid_from: 2009-02-01", &err),
                     ERR_OK);
    assert_null(program_file_at(&loaded, day_from_civil(2007, 12, 31)));
    assert_string_equal(program_file_at(&loaded, day_from_civil(2008, 1, 1))->edition, "a");
    assert_string_equal(program_file_at(&loaded, day_from_civil(2008, 12, 31))->edition, "a");
    assert_null(program_file_at(&loaded, day_from_civil(2009, 1, 1)));
    assert_null(program_file_at(&loaded, day_from_civil(2009, 1, 31)));
    assert_string_equal(program_file_at(&loaded, day_from_civil(2009, 2, 1))->edition, "b");
    assert_string_equal(program_file_at(&loaded, day_from_civil(9999, 1, 1))->edition, "b");
}

static void
no_day_has_two_editions(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(load_two("b", "valid_from: 2008-01-01", "valid_from: 2009-01-01", &err),
                     ERR_BAD_PROGRAM);
    assert_non_null(strstr(err.detail, "editions a and b are in force on the same day"));
    assert_int_equal(load_two("b", "valid_from: 2008-01-01\n    valid_until: 2008-12-31",
                              "valid_from: 2008-12-31", &err),
                     ERR_BAD_PROGRAM);
    assert_int_equal(load_two("b", "valid_from: 2008-01-01\n    valid_until: 2008-12-31",
                              "valid_from: 2007-01-01", &err),
                     ERR_BAD_PROGRAM);
    assert_int_equal(load_two("b", "valid_from: 2008-01-01",
                              "valid_from: 2007-01-01\n    valid_until: 2007-12-31", &err),
                     ERR_OK);
    assert_int_equal(load_two("a", "valid_from: 2008-01-01",
                              "valid_from: 2007-01-01\n    valid_until: 2007-12-31", &err),
                     ERR_BAD_PROGRAM);
    assert_non_null(strstr(err.detail, "edition a stands here twice"));
}

/* The files that are shipped are good. */
static void
the_shipped_programs_load(void **state)
{
    DIR *folder = opendir("config/programs");
    const struct dirent *entry;

    (void)state;
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        char file[512];
        struct err err;

        if (strstr(entry->d_name, ".yaml") == NULL)
            continue;
        snprintf(file, sizeof file, "config/programs/%s", entry->d_name);
        if (program_file_load(file, &loaded, &err) != ERR_OK)
            fail_msg("%s", err.detail);
        assert_true(starts(entry->d_name, loaded.name));
    }
    closedir(folder);
}

static int
start(void **state)
{
    struct err err;
    int fd = mkstemp(path);

    (void)state;
    if (fd < 0)
        return -1;
    close(fd);
    return crypto_init(&err) == ERR_OK ? 0 : -1;
}

static int
end(void **state)
{
    (void)state;
    crypto_release();
    return unlink(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_row),
        cmocka_unit_test(any_row_may_be_unset),
        cmocka_unit_test(no_row_may_be_missing),
        cmocka_unit_test(numbers_keep_their_range),
        cmocka_unit_test(flags_are_true_or_false),
        cmocka_unit_test(words_are_of_their_vocabulary),
        cmocka_unit_test(refuses_every_bad_file),
        cmocka_unit_test(the_edition_in_force_is_that_of_the_day),
        cmocka_unit_test(no_day_has_two_editions),
        cmocka_unit_test(the_shipped_programs_load),
    };

    return cmocka_run_group_tests(tests, start, end);
}
