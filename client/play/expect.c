/* expect.c -- see expect.h and expect.def. */
#include "expect.h"

#include <string.h>

#include "instant.h"
#include "json.h"
#include "show.h"
#include "story.h"

#define VALUE_MAX 128

/* --- small readers ------------------------------------------------------------------------ */

/* A member as text: a string, a number, or true and false; "none" where it is absent. */
static struct span
member(const struct json *object, const char *key, char storage[VALUE_MAX])
{
    const struct json *value = json_get(object, key);
    const char *text = json_value_string(value, NULL);
    struct buf b;

    buf_init(&b, storage, VALUE_MAX);
    if (value == NULL)
        buf_text(&b, "none");
    else if (text != NULL)
        buf_text(&b, text);
    else if (json_value_integer(value, 0) == json_value_integer(value, 1))
        buf_int(&b, json_value_integer(value, 0));
    else
        buf_text(&b, json_bool_or(object, key, false) ? "true" : "false");
    return buf_view(&b);
}

static bool
array_has(const struct json *array, struct span text)
{
    for (size_t i = 0; i < json_count(array); i++) {
        if (span_is(text, json_value_string(json_at(array, i), "")))
            return true;
    }
    return false;
}

/* Exactly the line's words, in any order. */
static bool
same_set(const struct story_line *line, const struct json *array)
{
    if (json_count(array) != line->word_count)
        return false;
    for (size_t i = 0; i < line->word_count; i++) {
        if (!array_has(array, line->word[i]))
            return false;
    }
    return true;
}

static void
put_found(struct buf *found, const char *what, const struct json *array)
{
    buf_text(found, what);
    if (json_count(array) > 0)
        buf_char(found, ' ');
    show_list(found, array, " ");
}

/* The field says nothing, or what the object's member says. */
static bool
member_fits(const struct story_line *line, const char *field, const struct json *object,
            const char *key)
{
    const struct body_text *f = story_field(line, field);
    char storage[VALUE_MAX];

    return f == NULL || span_same(f->text, member(object, key, storage));
}

/* --- holds -------------------------------------------------------------------------------- */

static void
put_holds(struct buf *found, const struct json *holds)
{
    put_found(found, json_count(holds) == 0 ? "no-hold" : "hold", holds);
}

static bool
fits_hold(const struct story_line *line, const struct json *answer, struct buf *found)
{
    const struct json *holds = json_get(answer, "holds");

    put_holds(found, holds);
    return line->word_count == 0 ? json_count(holds) > 0 : same_set(line, holds);
}

static bool
fits_no_hold(const struct story_line *line, const struct json *answer, struct buf *found)
{
    const struct json *holds = json_get(answer, "holds");

    put_holds(found, holds);
    if (line->word_count == 0)
        return json_count(holds) == 0;
    for (size_t i = 0; i < line->word_count; i++) {
        if (array_has(holds, line->word[i]))
            return false;
    }
    return true;
}

/* --- one gate ----------------------------------------------------------------------------- */

static const struct json *
gate_of(const struct json *answer, struct span id)
{
    const struct json *gates = json_get(json_get(answer, "verdict"), "gates");

    for (size_t i = 0; i < json_count(gates); i++) {
        const struct json *gate = json_at(gates, i);

        if (span_is(id, json_string_or(gate, "id", "")))
            return gate;
    }
    return NULL;
}

/* The same instant, however it is written. */
static bool
instant_fits(const struct story_line *line, const char *field, const struct json *gate,
             const char *key)
{
    const struct body_text *f = story_field(line, field);
    instant_t at;
    int32_t offset;

    if (f == NULL)
        return true;
    if (span_is(f->text, "none"))
        return show_instant(gate, key) == INSTANT_NONE;
    return instant_parse_offset(f->text, &at, &offset) && at == show_instant(gate, key);
}

static void
put_gate(struct buf *found, struct span id, const struct json *gate)
{
    static const char *const keys[] = {"state", "value", "limit", "note", "clears_at", "met_until"};
    static const char *const names[] = {"state", "value", "limit", "note", "clears", "until"};
    char storage[VALUE_MAX];

    buf_span(found, id);
    if (gate == NULL)
        buf_text(found, " is not among the gates");
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (json_has(gate, keys[i])) {
            buf_printf(found, " %s=\"", names[i]);
            buf_span(found, member(gate, keys[i], storage));
            buf_char(found, '"');
        }
    }
    buf_char(found, ' ');
}

static bool
fits_gate(const struct story_line *line, const struct json *answer, struct buf *found)
{
    const struct body_text *state = story_field(line, "state");
    bool all = line->word_count > 0;

    for (size_t i = 0; i < line->word_count; i++) {
        const struct json *gate = gate_of(answer, line->word[i]);

        put_gate(found, line->word[i], gate);
        if (gate == NULL ||
            (state == NULL && strcmp(json_string_or(gate, "state", ""), "failing") != 0) ||
            !member_fits(line, "state", gate, "state") ||
            !member_fits(line, "value", gate, "value") ||
            !member_fits(line, "limit", gate, "limit") ||
            !instant_fits(line, "clears", gate, "clears_at") ||
            !instant_fits(line, "until", gate, "met_until"))
            all = false;
    }
    if (line->word_count == 0)
        buf_text(found, "the line names no gate");
    return all;
}

/* --- what is due -------------------------------------------------------------------------- */

static bool
due_listed(const struct story_line *line, const struct json *answer, struct buf *found)
{
    const struct json *list = json_get(answer, "due");
    bool listed = false;

    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *due = json_at(list, i);

        buf_printf(found, "%sdue what=%s by=%s why=\"%s\"", i > 0 ? "; " : "",
                   json_string_or(due, "what", "?"), json_string_or(due, "by", "?"),
                   json_string_or(due, "why", ""));
        if (member_fits(line, "what", due, "what") && member_fits(line, "by", due, "by") &&
            member_fits(line, "why", due, "why"))
            listed = true;
    }
    if (json_count(list) == 0)
        buf_text(found, "nothing is due");
    return listed;
}

static bool
fits_due(const struct story_line *line, const struct json *answer, struct buf *found)
{
    return due_listed(line, answer, found);
}

static bool
fits_no_due(const struct story_line *line, const struct json *answer, struct buf *found)
{
    return !due_listed(line, answer, found);
}

/* --- capsules ----------------------------------------------------------------------------- */

/* What the movements of one subject leave on an account. */
static int64_t
balance_of_subject(const struct json *answer, struct span account, struct span subject)
{
    const struct json *lines = json_get(answer, "lines");
    int64_t capsules = 0;

    for (size_t i = 0; i < json_count(lines); i++) {
        const struct json *l = json_at(lines, i);

        if (span_is(account, json_string_or(l, "account", "")) &&
            span_is(subject, json_string_or(l, "subject", "")))
            capsules += json_integer_or(l, "capsules", 0);
    }
    return capsules;
}

static bool
fits_balance(const struct story_line *line, const struct json *answer, struct buf *found)
{
    const struct body_text *account = story_field(line, "account");
    const struct body_text *capsules = story_field(line, "capsules");
    const struct body_text *subject = story_field(line, "subject");
    char key[32], number[24];
    struct buf b;

    if (account == NULL || capsules == NULL || !span_copy(account->text, key, sizeof(key))) {
        buf_text(found, "the line lacks account= or capsules=");
        return false;
    }
    buf_init(&b, number, sizeof(number));
    buf_int(&b, subject == NULL ? json_integer_or(json_get(answer, "accounts"), key, 0)
                                : balance_of_subject(answer, account->text, subject->text));
    buf_printf(found, "balance account=%s capsules=%s", key, number);
    return span_is(capsules->text, number);
}

/* --- one value ---------------------------------------------------------------------------- */

/* The line's word, or its field of this name, is the answer's member. */
static bool
value_fits(const struct story_line *line, const struct json *answer, const char *field,
           const char *key, struct buf *found)
{
    const struct body_text *f = story_field(line, field);
    char storage[VALUE_MAX];
    struct span is = member(answer, key, storage);

    buf_span(found, is);
    if (f != NULL)
        return span_same(f->text, is);
    return line->word_count == 1 && span_same(line->word[0], is);
}

static bool
fits_category(const struct story_line *line, const struct json *answer, struct buf *found)
{
    buf_text(found, "category ");
    return value_fits(line, answer, "category", "category", found);
}

static bool
fits_status(const struct story_line *line, const struct json *answer, struct buf *found)
{
    buf_text(found, "status ");
    return value_fits(line, answer, "status", "status", found);
}

static bool
fits_next_dispense(const struct story_line *line, const struct json *answer, struct buf *found)
{
    buf_text(found, "next-dispense ");
    return value_fits(line, answer, "on", "next_dispense", found);
}

static bool
fits_days_left(const struct story_line *line, const struct json *answer, struct buf *found)
{
    buf_text(found, "days-left ");
    return value_fits(line, answer, "days", "days_left", found);
}

static bool
fits_capsules_left(const struct story_line *line, const struct json *answer, struct buf *found)
{
    buf_text(found, "capsules-left ");
    return value_fits(line, answer, "capsules", "capsules_left", found);
}

static bool
fits_prescription(const struct story_line *line, const struct json *answer, struct buf *found)
{
    buf_text(found, "prescription ");
    return value_fits(line, answer, "prescription", "prescription", found);
}

/* "92.9 %" is written 92.9 in a story. */
static bool
percent_fits(const struct story_line *line, const struct json *adherence)
{
    const struct body_text *f = story_field(line, "percent");
    char storage[VALUE_MAX];
    struct span is = member(adherence, "percent", storage);

    if (f == NULL)
        return true;
    if (is.len > 2 && memcmp(is.p + is.len - 2, " %", 2) == 0 && f->text.len > 0 &&
        f->text.p[f->text.len - 1] != '%')
        is.len -= 2;
    return span_same(f->text, is);
}

static bool
fits_adherence(const struct story_line *line, const struct json *answer, struct buf *found)
{
    const struct json *a = json_get(answer, "adherence");
    bool word_fits = true;

    buf_printf(found, "adherence percent=\"%s\" band=%s", json_string_or(a, "percent", "none"),
               json_string_or(a, "band", "none"));
    if (json_has(a, "taken"))
        buf_printf(found, " taken=%lld expected=%lld", (long long)json_integer_or(a, "taken", 0),
                   (long long)json_integer_or(a, "expected", 0));
    for (size_t i = 0; i < line->word_count; i++) /* "unknown" */
        word_fits = word_fits && span_is(line->word[i], json_string_or(a, "band", ""));
    return word_fits && percent_fits(line, a) && member_fits(line, "band", a, "band") &&
           member_fits(line, "taken", a, "taken") && member_fits(line, "expected", a, "expected");
}

/* --- deviations --------------------------------------------------------------------------- */

static bool
deviation_listed(const struct story_line *line, const struct json *list, struct span id)
{
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *d = json_at(list, i);

        if (span_is(id, json_string_or(d, "id", "")) && member_fits(line, "day", d, "day") &&
            member_fits(line, "entry", d, "entry"))
            return true;
    }
    return false;
}

static void
put_deviations(struct buf *found, const struct json *list)
{
    if (json_count(list) == 0)
        buf_text(found, "no deviation");
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *d = json_at(list, i);

        buf_printf(found, "%sdeviation %s day=%s", i > 0 ? "; " : "", json_string_or(d, "id", "?"),
                   json_string_or(d, "day", "?"));
        if (json_has(d, "entry"))
            buf_printf(found, " entry=%lld", (long long)json_integer_or(d, "entry", -1));
    }
}

static bool
fits_deviation(const struct story_line *line, const struct json *answer, struct buf *found)
{
    const struct json *list = json_get(answer, "deviations");

    put_deviations(found, list);
    for (size_t i = 0; i < line->word_count; i++) {
        if (!deviation_listed(line, list, line->word[i]))
            return false;
    }
    return json_count(list) > 0;
}

static bool
fits_no_deviation(const struct story_line *line, const struct json *answer, struct buf *found)
{
    const struct json *list = json_get(answer, "deviations");

    put_deviations(found, list);
    for (size_t i = 0; i < line->word_count; i++) {
        if (deviation_listed(line, list, line->word[i]))
            return false;
    }
    return line->word_count > 0 || json_count(list) == 0;
}

/* --- the table ---------------------------------------------------------------------------- */

static const struct expectation expectations[] = {
#define EXPECT(fn, name, about) {name, EXPECT_##about, fits_##fn},
#include "expect.def"
#undef EXPECT
};

const struct expectation *
expect_find(struct span name)
{
    for (size_t i = 0; i < sizeof(expectations) / sizeof(expectations[0]); i++) {
        if (span_is(name, expectations[i].name))
            return &expectations[i];
    }
    return NULL;
}

const char *
expect_list(void)
{
    return "one of:"
#define EXPECT(fn, name, about) " " name
#include "expect.def"
#undef EXPECT
        ;
}
