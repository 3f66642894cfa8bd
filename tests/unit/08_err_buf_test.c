/* Errors, views and bounded buffers: what everything else reports and writes with. */
#include "vectors.h"

#define TEXT(s) ((struct span){(s), sizeof(s) - 1})

/* --- err ---------------------------------------------------------------------------------- */

static void
an_error_is_filled_and_forgotten(void **state)
{
    struct err e;

    (void)state;
    assert_int_equal(err_set(&e, ERR_IO, "look at the disk", "%d of %s", 3, "four"), ERR_IO);
    assert_int_equal(e.code, ERR_IO);
    assert_string_equal(e.detail, "3 of four");
    assert_string_equal(e.hint, "look at the disk");
    assert_string_equal(e.field, "");
    assert_int_equal(err_field(&e, ERR_BAD_FIELD, "body.lot", NULL, "no"), ERR_BAD_FIELD);
    assert_string_equal(e.field, "body.lot");
    assert_string_equal(e.hint, "");
    err_clear(&e);
    assert_int_equal(e.code, ERR_OK);
    assert_string_equal(e.detail, "");
}

static void
an_error_may_quote_itself(void **state)
{
    struct err e;

    (void)state;
    err_set(&e, ERR_IO, "first hint", "first");
    err_set(&e, ERR_IO, e.hint, "before: %s", e.detail);
    assert_string_equal(e.detail, "before: first");
    assert_string_equal(e.hint, "first hint");
}

static void
what_does_not_print_becomes_a_question_mark(void **state)
{
    struct err e;

    (void)state;
    err_field(&e, ERR_IO, "a\x7f", "b\x1b[0m", "c\n\xc3\xa4~ ");
    assert_string_equal(e.field, "a?");
    assert_string_equal(e.hint, "b?[0m");
    assert_string_equal(e.detail, "c???~ ");
}

static void
long_texts_are_cut(void **state)
{
    char text[1024];
    struct err e;

    (void)state;
    memset(text, 'x', sizeof(text));
    text[sizeof(text) - 1] = '\0';
    err_field(&e, ERR_IO, text, text, "%s", text);
    assert_int_equal(strlen(e.field), ERR_FIELD_MAX - 1);
    assert_int_equal(strlen(e.detail), ERR_DETAIL_MAX - 1);
    assert_int_equal(strlen(e.hint), ERR_HINT_MAX - 1);
}

static void
every_code_is_found_by_its_slug_and_state(void **state)
{
    (void)state;
    for (enum err_code code = 0; code < ERR_CODE_COUNT; code++) {
        assert_int_equal(err_from_slug(err_slug(code)), code);
        assert_string_not_equal(err_says(code), "");
        assert_in_range(err_http(code), code == ERR_OK ? 200 : 400, 503);
        if (*err_sqlstate(code) != '\0')
            assert_int_equal(err_from_sqlstate(err_sqlstate(code)), code);
    }
    assert_int_equal(err_from_slug("no_such"), ERR_CODE_COUNT);
    assert_int_equal(err_from_sqlstate("RX999"), ERR_CODE_COUNT);
    assert_int_equal(err_from_sqlstate(""), ERR_CODE_COUNT);
    assert_int_equal(err_from_sqlstate("RX426"), ERR_TRAINING_BACKWARDS);
    assert_string_equal(err_slug(ERR_BAD_OFFSET), "T-10");
}

/* --- span --------------------------------------------------------------------------------- */

static void
spans_compare_by_their_bytes(void **state)
{
    struct span none = span_of(NULL);

    (void)state;
    assert_int_equal(none.len, 0);
    assert_true(span_same(none, span_of("")));
    assert_true(span_is(TEXT("lot"), "lot"));
    assert_false(span_is(TEXT("lot"), "lots"));
    assert_false(span_is(TEXT("lot"), "lob"));
}

static void
a_span_is_copied_whole_or_not_at_all(void **state)
{
    char out[4] = "xyz";

    (void)state;
    assert_true(span_copy(TEXT("abc"), out, sizeof(out)));
    assert_string_equal(out, "abc");
    assert_false(span_copy(TEXT("abcd"), out, sizeof(out)));
    assert_string_equal(out, "");
    assert_false(span_copy(TEXT("a\0b"), out, sizeof(out)));
    assert_string_equal(out, "");
    assert_true(span_copy((struct span){NULL, 0}, out, sizeof(out)));
    assert_string_equal(out, "");
}

/* --- buf ---------------------------------------------------------------------------------- */

static void
a_buffer_takes_what_fits(void **state)
{
    char storage[16];
    struct buf b;

    (void)state;
    buf_init(&b, storage, sizeof(storage));
    buf_text(&b, "a");
    buf_char(&b, 'b');
    buf_int(&b, -7);
    buf_bytes(&b, NULL, 0);
    buf_span(&b, TEXT("cd"));
    buf_printf(&b, "%s", "e");
    assert_span(buf_view(&b), "ab-7cde");
    assert_string_equal(storage, "ab-7cde");
    buf_cut(&b, 2);
    assert_string_equal(storage, "ab");
    buf_text(&b, "3456789012345");
    assert_int_equal(b.len, 15);
    assert_false(b.failed);
}

static void
one_byte_too_many_empties_and_stays(void **state)
{
    char storage[4];
    struct buf b;

    (void)state;
    buf_init(&b, storage, sizeof(storage));
    buf_text(&b, "abc");
    buf_char(&b, 'd');
    assert_true(b.failed);
    assert_int_equal(b.len, 0);
    assert_string_equal(storage, "");
    buf_char(&b, 'e');
    buf_printf(&b, "f");
    buf_cut(&b, 1);
    assert_true(b.failed);
    assert_string_equal(storage, "");
    buf_reset(&b);
    buf_printf(&b, "%d", 123);
    assert_string_equal(storage, "123");
    buf_printf(&b, "%d", 4);
    assert_true(b.failed);
    assert_string_equal(storage, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_is_filled_and_forgotten),
        cmocka_unit_test(an_error_may_quote_itself),
        cmocka_unit_test(what_does_not_print_becomes_a_question_mark),
        cmocka_unit_test(long_texts_are_cut),
        cmocka_unit_test(every_code_is_found_by_its_slug_and_state),
        cmocka_unit_test(spans_compare_by_their_bytes),
        cmocka_unit_test(a_span_is_copied_whole_or_not_at_all),
        cmocka_unit_test(a_buffer_takes_what_fits),
        cmocka_unit_test(one_byte_too_many_empties_and_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
