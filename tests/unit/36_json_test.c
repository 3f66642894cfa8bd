/*
 * Bodies of JSON: what is refused before and by the parser, errors that name the field and never
 * show the text, and answers that come out compact.
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

#include "buf.h"
#include "json.h"
#include "limit.h"

#define TEXT(s) ((struct span){(s), sizeof(s) - 1})

static struct json *
good(struct span text)
{
    struct err err;
    struct json *value = json_parse_body(text, &err);

    if (value == NULL)
        fail_msg("%.*s: %s", (int)text.len, text.p, err.detail);
    return value;
}

static void
assert_refused(struct span text, enum err_code want)
{
    struct err err;
    struct json *value;

    err_clear(&err);
    value = json_parse_body(text, &err);
    if (value != NULL)
        fail_msg("%.*s was accepted", (int)text.len, text.p);
    assert_int_equal(err.code, want);
    assert_true(err.hint[0] != '\0');
}

static void
assert_text(struct json *value, const char *want)
{
    char *text = json_text(value);

    assert_non_null(text);
    assert_string_equal(text, want);
    free(text);
}

/* --- what is refused ------------------------------------------------------------------------- */

static void
refuses_what_is_not_json(void **state)
{
    (void)state;
    assert_refused((struct span){NULL, 0}, ERR_BAD_SYNTAX);
    assert_refused(TEXT(" "), ERR_BAD_SYNTAX);
    assert_refused(TEXT("1"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("\"a\""), ERR_BAD_SYNTAX);
    assert_refused(TEXT("null"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\""), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":1}}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":1} x"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{}{}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":1,}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("[1,]"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{a:1}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{'a':1}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":01}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":+1}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":NaN}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":9223372036854775808}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":1e400}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":1,\"a\":1}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":1,\"\\u0061\":1}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":\"\\u0000\"}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\\u0000\":1}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":\"\0\"}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":1}\0"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":\"\n\"}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":\"\xff\"}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":\"\xc0\xaf\"}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":\"\xed\xa0\x80\"}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("{\"a\":\"\\ud800\"}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("\xef\xbb\xbf{}"), ERR_BAD_SYNTAX);
    assert_refused(TEXT("// a\n{}"), ERR_BAD_SYNTAX);
}

/* A body may hold a password or a name; an error never repeats a piece of it. */
static void
an_error_says_where_and_not_what(void **state)
{
    struct err err;

    (void)state;
    assert_null(json_parse_body(TEXT("{\"user\":\"a\",\n \"secret\": hunter2}"), &err));
    assert_string_equal(err.detail, "line 2, column 17: the text is not JSON");
    assert_null(json_parse_body(TEXT("{\"hunter2\":1,\"hunter2\":2}"), &err));
    assert_string_equal(err.detail, "line 1, column 22: a key stands twice in one object");
    assert_null(json_parse_body(TEXT("[\"\xff\"]"), &err));
    assert_non_null(strstr(err.detail, "not valid UTF-8"));
    assert_null(json_parse_body(TEXT("[\"\\u0000\"]"), &err));
    assert_non_null(strstr(err.detail, "holds a NUL"));
    assert_null(json_parse_body(TEXT("[9223372036854775808]"), &err));
    assert_non_null(strstr(err.detail, "out of range"));
    assert_null(json_parse_body(TEXT("[] x"), &err));
    assert_non_null(strstr(err.detail, "something follows"));
    assert_null(json_parse_body(TEXT("[1"), &err));
    assert_non_null(strstr(err.detail, "ends too early"));
}

/* `count` times a piece, inside brackets of this kind. */
static struct span
repeated(char *storage, size_t size, const char *open, const char *piece, size_t count,
         const char *close)
{
    struct buf b;

    buf_init(&b, storage, size);
    buf_text(&b, open);
    for (size_t i = 0; i < count; i++)
        buf_printf(&b, "%s%s", i == 0 ? "" : ",", piece);
    buf_text(&b, close);
    assert_false(b.failed);
    return buf_view(&b);
}

static void
limits_are_included(void **state)
{
    static char text[LIMIT_BODY + 16];
    struct err err;
    struct json *value;

    (void)state;
    json_free(good(TEXT("[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]"))); /* 16 levels */
    assert_refused(TEXT("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]"), ERR_TOO_DEEP);
    json_free(good(TEXT("{\"a\":[[[[[[[[[[[[[[[\"[[[[{{{{\\\"[[[[\"]]]]]]]]]]]]]]],\"b\":{}}")));
    json_free(good(repeated(text, sizeof text, "[", "1", LIMIT_JSON_MEMBERS, "]")));
    assert_refused(repeated(text, sizeof text, "[", "1", LIMIT_JSON_MEMBERS + 1, "]"),
                   ERR_TOO_LARGE);
    json_free(
        good(repeated(text, sizeof text, "{\"a\":[", "{}", (LIMIT_JSON_MEMBERS - 2) / 2, "]}")));
    assert_refused(repeated(text, sizeof text, "{\"a\":[", "{}", LIMIT_JSON_MEMBERS / 2 + 1, "]}"),
                   ERR_TOO_LARGE);
    value = json_parse(repeated(text, sizeof text, "[", "1", 100000, "]"), &err);
    assert_int_equal(json_count(value), 100000);
    json_free(value);

    memset(text, ' ', sizeof text);
    memcpy(text, "{}", 2);
    json_free(good((struct span){text, LIMIT_BODY}));
    assert_refused((struct span){text, LIMIT_BODY + 1}, ERR_TOO_LARGE);
}

static void
a_nesting_bomb_is_refused_at_once(void **state)
{
    static const char pieces[] = "[{\",:}]\\a";
    static char text[LIMIT_BODY];
    struct timespec from;
    struct timespec to;
    struct err err;

    (void)state;
    for (const char *piece = pieces; *piece != '\0'; piece++) {
        memset(text, *piece, sizeof text);
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
        assert_null(json_parse_body((struct span){text, sizeof text}, &err));
        assert_null(json_parse((struct span){text, sizeof text}, &err));
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
        assert_true((double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9 <
                    0.05);
    }
    memset(text, '[', sizeof text);
    assert_null(json_parse((struct span){text, sizeof text}, &err));
    assert_int_equal(err.code, ERR_TOO_DEEP);
}

/* --- reading --------------------------------------------------------------------------------- */

static void
reads_members_of_their_type(void **state)
{
    struct json *body =
        good(TEXT("{\"s\":\"h\\u00e9\",\"i\":-3,\"t\":true,\"f\":false,\"b\":\"AQID\","
                  "\"o\":{\"x\":1},\"a\":[\"p\",2]}"));
    struct json *inner = NULL;
    struct span text;
    struct err err;
    int64_t number;
    uint8_t bytes[3];
    bool flag;

    (void)state;
    assert_int_equal(json_get_string(body, "s", 3, &text, &err), ERR_OK);
    assert_true(span_is(text, "h\xc3\xa9"));
    assert_int_equal(json_get_integer(body, "i", -3, -3, &number, &err), ERR_OK);
    assert_int_equal(number, -3);
    assert_int_equal(json_get_bool(body, "t", &flag, &err), ERR_OK);
    assert_true(flag);
    assert_int_equal(json_get_bool(body, "f", &flag, &err), ERR_OK);
    assert_false(flag);
    assert_int_equal(json_get_base64(body, "b", bytes, 3, &err), ERR_OK);
    assert_memory_equal(bytes, "\1\2\3", 3);
    assert_int_equal(json_get_object(body, "o", &inner, &err), ERR_OK);
    assert_int_equal(json_integer_or(inner, "x", 0), 1);
    assert_int_equal(json_get_array(body, "a", &inner, &err), ERR_OK);
    assert_int_equal(json_count(inner), 2);
    assert_string_equal(json_value_string(json_at(inner, 0), ""), "p");
    assert_int_equal(json_value_integer(json_at(inner, 1), 0), 2);
    assert_null(json_at(inner, 2));
    json_free(body);
}

static void
names_the_field_that_is_wrong(void **state)
{
    struct json *body = good(TEXT("{\"s\":\"abc\",\"i\":5,\"n\":null,\"r\":1.0,\"b\":\"AQI=\"}"));
    struct json *inner = NULL;
    struct span text = {NULL, 0};
    struct err err;
    int64_t number = 77;
    uint8_t bytes[3];
    bool flag;

    (void)state;
    assert_int_equal(json_get_string(body, "x", 9, &text, &err), ERR_MISSING_FIELD);
    assert_string_equal(err.field, "x");
    assert_string_equal(err.detail, "x is missing");
    assert_int_equal(json_get_string(body, "s", 2, &text, &err), ERR_BAD_FIELD);
    assert_string_equal(err.detail, "s has 3 bytes; the limit is 2");
    assert_int_equal(json_get_string(body, "i", 9, &text, &err), ERR_BAD_FIELD);
    assert_string_equal(err.detail, "i must be a text");
    assert_int_equal(json_get_string(body, "n", 9, &text, &err), ERR_BAD_FIELD);
    assert_null(text.p);
    assert_int_equal(json_get_integer(body, "x", 0, 9, &number, &err), ERR_MISSING_FIELD);
    assert_int_equal(json_get_integer(body, "r", 0, 9, &number, &err), ERR_BAD_FIELD);
    assert_int_equal(json_get_integer(body, "s", 0, 9, &number, &err), ERR_BAD_FIELD);
    assert_int_equal(json_get_integer(body, "i", 6, 9, &number, &err), ERR_BAD_FIELD);
    assert_string_equal(err.detail, "i is 5; it must be 6 to 9");
    assert_int_equal(json_get_integer(body, "i", 0, 4, &number, &err), ERR_BAD_FIELD);
    assert_int_equal(number, 77);
    assert_int_equal(json_get_bool(body, "x", &flag, &err), ERR_MISSING_FIELD);
    assert_int_equal(json_get_bool(body, "i", &flag, &err), ERR_BAD_FIELD);
    assert_int_equal(json_get_base64(body, "x", bytes, 3, &err), ERR_MISSING_FIELD);
    assert_int_equal(json_get_base64(body, "b", bytes, 3, &err), ERR_BAD_FIELD);
    assert_string_equal(err.detail, "b must be the base64 of 3 bytes");
    assert_int_equal(json_get_base64(body, "s", bytes, 3, &err), ERR_BAD_FIELD);
    assert_int_equal(json_get_object(body, "x", &inner, &err), ERR_MISSING_FIELD);
    assert_int_equal(json_get_object(body, "s", &inner, &err), ERR_BAD_FIELD);
    assert_int_equal(json_get_array(body, "x", &inner, &err), ERR_MISSING_FIELD);
    assert_int_equal(json_get_array(body, "s", &inner, &err), ERR_BAD_FIELD);
    assert_null(inner);
    json_free(body);
}

static void
knows_what_may_be_there(void **state)
{
    static const char *const known[] = {"s", "i", NULL};
    struct json *body = good(TEXT("{\"i\":5,\"s\":\"abc\"}"));
    struct err err;

    (void)state;
    assert_int_equal(json_only(body, known, &err), ERR_OK);
    assert_int_equal(json_only(body, known + 1, &err), ERR_UNKNOWN_FIELD);
    assert_string_equal(err.field, "s");
    json_free(body);
}

static void
does_without(void **state)
{
    struct json *body = good(TEXT("{\"s\":\"abc\",\"i\":5,\"t\":true,\"n\":null}"));

    (void)state;
    assert_true(json_has(body, "n"));
    assert_false(json_has(body, "x"));
    assert_string_equal(json_string_or(body, "s", "-"), "abc");
    assert_string_equal(json_string_or(body, "i", "-"), "-");
    assert_string_equal(json_string_or(body, "x", "-"), "-");
    assert_int_equal(json_integer_or(body, "i", 9), 5);
    assert_int_equal(json_integer_or(body, "s", 9), 9);
    assert_true(json_bool_or(body, "t", false));
    assert_true(json_bool_or(body, "x", true));
    assert_false(json_bool_or(body, "i", false));
    assert_null(json_get(NULL, "s"));
    assert_int_equal(json_count(NULL), 0);
    assert_int_equal(json_count(json_get(body, "s")), 0);
    assert_int_equal(json_count(body), 4);
    assert_null(json_at(body, 0));
    json_free(body);
    json_free(NULL);
}

static void
walks_in_order(void **state)
{
    struct json *body = good(TEXT("{\"z\":1,\"a\":2,\"m\":3}"));
    void *place = NULL;
    const char *key;
    struct json *value;
    char seen[8] = "";
    int64_t sum = 0;

    (void)state;
    while (json_next(body, &place, &key, &value)) {
        seen[sum == 0 ? 0 : sum == 1 ? 1 : 2] = key[0];
        sum += json_value_integer(value, 0);
    }
    assert_string_equal(seen, "zam");
    assert_int_equal(sum, 6);
    place = NULL;
    assert_false(json_next(NULL, &place, &key, &value));
    json_free(body);
}

/* --- building -------------------------------------------------------------------------------- */

static void
builds_compact_text(void **state)
{
    struct json *answer = json_new_object();
    struct json *list = json_new_array();
    struct json *copy;

    (void)state;
    json_set_string(answer, "outcome", "accepted");
    json_set_integer(answer, "n", INT64_C(9007199254740991));
    json_set_bool(answer, "open", true);
    json_set_bool(answer, "shut", false);
    json_set_base64(answer, "b", "\1\2\3\4", 4);
    json_set_base64(answer, "none", "", 0);
    json_set_span(answer, "part", (struct span){"abcdef", 3});
    json_set_span(answer, "empty", (struct span){NULL, 0});
    json_set(answer, "absent", NULL);
    json_add_string(list, "PT-3");
    json_add_span(list, (struct span){"AUT-3 ", 5});
    json_add_integer(list, -1);
    json_add(list, NULL);
    json_set(answer, "fail", list);
    assert_text(answer,
                "{\"outcome\":\"accepted\",\"n\":9007199254740991,\"open\":true,\"shut\":false,"
                "\"b\":\"AQIDBA==\",\"none\":\"\",\"part\":\"abc\",\"empty\":\"\","
                "\"fail\":[\"PT-3\",\"AUT-3\",-1]}");
    copy = json_clone(json_get(answer, "fail"));
    json_set_integer(answer, "n", 2);
    json_free(answer);
    json_add_integer(copy, 4);
    assert_text(copy, "[\"PT-3\",\"AUT-3\",-1,4]");
    json_free(copy);
    assert_null(json_clone(NULL));
}

static void
escapes_what_json_must(void **state)
{
    struct json *answer = json_new_array();

    (void)state;
    json_add_string(answer, "\"\\\n\x1b\xc3\xa4");
    json_add_span(answer, (struct span){"a\xff\0b", 4}); /* no UTF-8: shown as such */
    assert_text(answer, "[\"\\\"\\\\\\n\\u001B\xc3\xa4\",\"a??b\"]");
    json_free(answer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_is_not_json),
        cmocka_unit_test(an_error_says_where_and_not_what),
        cmocka_unit_test(limits_are_included),
        cmocka_unit_test(a_nesting_bomb_is_refused_at_once),
        cmocka_unit_test(reads_members_of_their_type),
        cmocka_unit_test(names_the_field_that_is_wrong),
        cmocka_unit_test(knows_what_may_be_there),
        cmocka_unit_test(does_without),
        cmocka_unit_test(walks_in_order),
        cmocka_unit_test(builds_compact_text),
        cmocka_unit_test(escapes_what_json_must),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
