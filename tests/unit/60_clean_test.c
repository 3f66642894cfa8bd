/* Nothing but plain text reaches a terminal: controls, escapes, marks of direction, bad UTF-8. */
#include "60_client.h"

#include "clean.h"

#define BAD "\xEF\xBF\xBD" /* U+FFFD */

static void
assert_cleaned(const char *from, const char *to)
{
    struct buf b = screen_new();

    clean_string(&b, from);
    assert_string_equal(b.data, to);
}

static void
plain_text_stays(void **state)
{
    (void)state;
    assert_cleaned("lot L1, 28 capsules", "lot L1, 28 capsules");
    assert_cleaned("b\xC3\xA4r \xE2\x82\xAC \xF0\x9F\x92\x8A",
                   "b\xC3\xA4r \xE2\x82\xAC \xF0\x9F\x92\x8A");
    assert_cleaned("\"quoted\" \\", "\"quoted\" \\");
}

static void
controls_and_escapes_are_replaced(void **state)
{
    (void)state;
    assert_cleaned("\x1B[2Jgone", BAD "[2Jgone");
    assert_cleaned("a\nb\tc\rd", "a" BAD "b" BAD "c" BAD "d");
    assert_cleaned("bell\x07 del\x7F", "bell" BAD " del" BAD);
    assert_cleaned("C1 \xC2\x9B"
                   "31m",
                   "C1 " BAD "31m");
}

static void
marks_of_direction_are_replaced(void **state)
{
    (void)state;
    assert_cleaned("a\xE2\x80\xAE"
                   "b",
                   "a" BAD "b");              /* U+202E */
    assert_cleaned("\xE2\x81\xA6x", BAD "x"); /* U+2066 */
    assert_cleaned("\xEF\xBB\xBFx", BAD "x"); /* U+FEFF */
    assert_cleaned("\xD8\x9Cx", BAD "x");     /* U+061C */
}

static void
bad_utf8_is_replaced(void **state)
{
    (void)state;
    assert_cleaned("\xC0\xAFx", BAD "x");
    assert_cleaned("\xED\xA0\x80x", BAD "x");
    assert_cleaned("\xE2\x82", BAD);
    assert_cleaned("\x80\xFFx", BAD BAD "x");
}

/* Text cannot style a screen: the marks are controls, and controls do not pass. */
static void
text_cannot_hold_a_style(void **state)
{
    struct buf b = screen_new();

    (void)state;
    clean_text(&b, (struct span){STYLE_BAD "x" STYLE_END, 3});
    assert_string_equal(b.data, BAD "x" BAD);
}

static void
a_screen_keeps_its_lines_and_styles(void **state)
{
    struct buf b = screen_new();

    (void)state;
    clean_screen(&b, span_of(STYLE_BAD "REFUSED" STYLE_END "\nnext\x1B[m"), true);
    assert_string_equal(b.data, "\033[1;31mREFUSED\033[0m\nnext" BAD "[m");
    buf_reset(&b);
    clean_screen(&b, span_of(STYLE_BAD "REFUSED" STYLE_END "\nnext"), false);
    assert_string_equal(b.data, "REFUSED\nnext");
}

static void
width_counts_characters(void **state)
{
    (void)state;
    assert_int_equal(clean_width(span_of("abc")), 3);
    assert_int_equal(clean_width(span_of("b\xC3\xA4r")), 3);
    assert_int_equal(clean_width(span_of(STYLE_BOLD "abc" STYLE_END)), 3);
    assert_int_equal(clean_width((struct span){NULL, 0}), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stays),
        cmocka_unit_test(controls_and_escapes_are_replaced),
        cmocka_unit_test(marks_of_direction_are_replaced),
        cmocka_unit_test(bad_utf8_is_replaced),
        cmocka_unit_test(text_cannot_hold_a_style),
        cmocka_unit_test(a_screen_keeps_its_lines_and_styles),
        cmocka_unit_test(width_counts_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
