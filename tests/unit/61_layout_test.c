/* Columns, paragraphs and times as people read them. */
#include "60_client.h"

#include "layout.h"

static const struct zone new_york = {
    "America/New_York", 3, {{INT64_MIN, -18000}, {1205046000, -14400}, {1225605600, -18000}}};

static instant_t
at(const char *text)
{
    instant_t out;
    int32_t offset;

    assert_true(instant_parse_offset(span_of(text), &out, &offset));
    return out;
}

static void
a_cell_is_filled_or_cut(void **state)
{
    struct buf b = screen_new();

    (void)state;
    layout_cell(&b, span_of("L1"), 5);
    layout_cell(&b, span_of("CLE-00000001"), 8);
    layout_cell(&b, span_of("b\xC3\xA4r"), 4);
    layout_cell(&b, span_of("x\x1B"), 3);
    assert_string_equal(b.data, "L1    CLE-00.. b\xC3\xA4r  x\xEF\xBF\xBD  ");
}

static void
a_paragraph_wraps_at_words_within_80_columns(void **state)
{
    struct buf b = screen_new();

    (void)state;
    layout_paragraph(&b, 2, "PT-3", 10,
                     span_of("there is no second negative test within the hours before the "
                             "prescription that this program asks for"));
    assert_string_equal(b.data,
                        "  PT-3    there is no second negative test within the hours before the\n"
                        "          prescription that this program asks for\n");
    for (const char *line = b.data; *line != '\0'; line = strchr(line, '\n') + 1)
        assert_true(strcspn(line, "\n") <= LAYOUT_COLUMNS);
}

static void
a_long_label_and_an_empty_text_are_fine(void **state)
{
    struct buf b = screen_new();

    (void)state;
    layout_paragraph(&b, 2, "a label that is longer", 10, span_of("text"));
    layout_paragraph(&b, 0, "label", 8, (struct span){NULL, 0});
    layout_paragraph(&b, 0, "", 0, span_of("plain"));
    assert_string_equal(b.data, "  a label that is longer text\nlabel   \nplain\n");
}

/* A word that no line holds is not lost and ends no loop. */
static void
a_word_longer_than_a_line_is_kept(void **state)
{
    struct buf b = screen_new();
    char word[121];

    (void)state;
    memset(word, 'x', sizeof(word) - 1);
    word[sizeof(word) - 1] = '\0';
    layout_paragraph(&b, 0, "", 4, span_of(word));
    assert_int_equal(strlen(b.data), 4 + 120 + 1);
}

static void
assert_relative(int64_t seconds, const char *want)
{
    struct buf b = screen_new();

    layout_relative(&b, seconds * SECOND, 0);
    assert_string_equal(b.data, want);
}

static void
relations_have_two_units_at_most(void **state)
{
    (void)state;
    assert_relative(0, "now");
    assert_relative(1, "in 1 s");
    assert_relative(59, "in 59 s");
    assert_relative(60, "in 1 min");
    assert_relative(3599, "in 59 min");
    assert_relative(3600, "in 1 h");
    assert_relative(12000, "in 3 h 20 min");
    assert_relative(86399, "in 23 h 59 min");
    assert_relative(86400, "in 1 day");
    assert_relative(86400 * 20 + 3600 * 14 + 59, "in 20 days 14 h");
    assert_relative(-7200, "2 h ago");
}

static void
instants_are_local_with_offset(void **state)
{
    struct buf b = screen_new();

    (void)state;
    layout_instant(&b, at("2008-03-04T14:30:00Z"), INSTANT_NONE, &new_york);
    assert_string_equal(b.data, "2008-03-04 09:30 -05:00");
    buf_reset(&b);
    layout_instant(&b, at("2008-03-09T04:00:01-04:00"), at("2008-03-09T01:00:00-05:00"), &new_york);
    assert_string_equal(b.data, "2008-03-09 04:00:01 -04:00, in 2 h");
    buf_reset(&b);
    layout_local(&b, at("2008-03-04T14:30:00Z"), NULL);
    assert_string_equal(b.data, "2008-03-04 14:30 UTC");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_is_filled_or_cut),
        cmocka_unit_test(a_paragraph_wraps_at_words_within_80_columns),
        cmocka_unit_test(a_long_label_and_an_empty_text_are_fine),
        cmocka_unit_test(a_word_longer_than_a_line_is_kept),
        cmocka_unit_test(relations_have_two_units_at_most),
        cmocka_unit_test(instants_are_local_with_offset),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
