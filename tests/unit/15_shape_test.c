/* Shapes of short texts, and objects whose members are named: what both have no other caller for. */
#include "vectors.h"

#include "members.h"
#include "shape.h"

#define TEXT(s) ((struct span){(s), sizeof(s) - 1})

static void
an_empty_text_has_no_shape(void **state)
{
    const struct span empty = {NULL, 0};

    (void)state;
    assert_false(shape_code(empty));
    assert_false(shape_id_text(empty));
    assert_false(shape_name(empty));
    assert_false(shape_word(empty));
    assert_false(shape_zone(empty));
    assert_false(shape_hex16(empty));
    assert_false(shape_instant(empty));
}

/* The end of a C string is no member of any set. */
static void
a_nul_has_no_shape(void **state)
{
    (void)state;
    assert_false(shape_code(TEXT("\0")));
    assert_false(shape_code(TEXT("a\0")));
    assert_false(shape_id_text(TEXT("a\0")));
    assert_false(shape_name(TEXT("a\0")));
    assert_false(shape_word(TEXT("aa\0")));
    assert_false(shape_zone(TEXT("Etc/\0")));
    assert_false(shape_hex16(TEXT("39f713d0a64425\0f")));
}

static void
codes_and_words_have_a_longest(void **state)
{
    (void)state;
    assert_true(shape_code(TEXT("12345678901234567890123456789012")));
    assert_false(shape_code(TEXT("123456789012345678901234567890123")));
    assert_true(shape_word(TEXT("a2345678901234567890123456789012")));
    assert_false(shape_word(TEXT("a23456789012345678901234567890123")));
    assert_true(shape_word(TEXT("a2")));
    assert_false(shape_word(TEXT("a")));
}

/* Only the first thing wrong is told; everything after it gives empty values. */
static void
the_first_error_stays(void **state)
{
    uint8_t bytes[3] = {1, 2, 3};
    struct members m;
    struct members inner;
    struct err err = {0};

    (void)state;
    members_init(&m, TEXT("{\"a\":1,\"b\":\"x\",\"c\":{},\"d\":[]}"), "top.", &err);
    assert_true(members_has(&m, "a"));
    assert_false(members_has(&m, "b"));
    assert_int_equal(members_integer(&m, "a", 2, 3), 1);
    assert_false(members_has(&m, "b"));
    members_bad(&m, "b", "a second error", "which nobody sees");
    assert_int_equal(members_integer(&m, "b", 0, 9), 0);
    assert_int_equal(members_text(&m, "b", shape_code, "a code").len, 0);
    members_bytes(&m, "b", bytes, sizeof(bytes));
    assert_int_equal(bytes[0], 1);
    assert_int_equal(members_array(&m, "d").len, 0);
    members_enter(&inner, &m, "c", "top.c.");
    assert_int_equal(members_object(&inner, "e").len, 0);
    members_leave(&inner, &m);
    assert_failed(members_end(&m), &err, ERR_BAD_FIELD, "top.a");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_text_has_no_shape),
        cmocka_unit_test(a_nul_has_no_shape),
        cmocka_unit_test(codes_and_words_have_a_longest),
        cmocka_unit_test(the_first_error_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
