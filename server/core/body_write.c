/*
 * body_write.c -- a canonical body from what a person typed; see statement.h.
 *
 * Only the way from typed text to JSON stands here. Whether a value is allowed is asked of
 * the strict reader, which reads the result back: one judge for both directions.
 */
#include "body.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "canon.h"

struct typed {
    const struct field *field;
    bool given;
    struct span text;   /* empty for an instant that is filled */
    instant_t at;       /* of an instant, resolved, or INSTANT_NONE */
    int32_t offset_min; /* beside at */
};

struct typing {
    const struct statement_spec *spec;
    const struct zone *zone;
    struct err *err;
    struct typed typed[LIMIT_STATEMENT_FIELDS]; /* by field_index */
};

/* --- small readers of typed text ---------------------------------------------------------- */

static struct span
trimmed(struct span text)
{
    while (text.len > 0 && text.p[0] == ' ') {
        text.p++;
        text.len--;
    }
    while (text.len > 0 && text.p[text.len - 1] == ' ')
        text.len--;
    return text;
}

/* Cut the next element off a list with commas. False when nothing is left. */
static bool
next_element(struct span *list, struct span *element)
{
    const char *comma;

    if (list->p == NULL)
        return false;
    comma = memchr(list->p, ',', list->len);
    if (comma == NULL) {
        *element = trimmed(*list);
        *list = (struct span){0};
        return true;
    }
    *element = trimmed((struct span){list->p, (size_t)(comma - list->p)});
    list->len -= (size_t)(comma - list->p) + 1;
    list->p = comma + 1;
    return true;
}

static bool
is_empty_list(struct span text)
{
    return text.len == 0 || span_is(text, "none");
}

/* Canonical JSON that is neither object nor array: a number, true, false or a quoted text. */
static bool
is_json_scalar(struct span text)
{
    struct err ignored;

    return canon_check(text, 0, &ignored) == ERR_OK;
}

static bool
is_integer(struct span text)
{
    return is_json_scalar(text) && (text.p[0] == '-' || (text.p[0] >= '0' && text.p[0] <= '9'));
}

static bool
take_suffix(struct span *text, const char *suffix)
{
    size_t len = strlen(suffix);

    if (text->len <= len || memcmp(text->p + text->len - len, suffix, len) != 0)
        return false;
    text->len -= len;
    *text = trimmed(*text);
    return true;
}

/* At most 12 digits, so that a thousand times as much is still a number. */
static bool
read_digits(struct span text, int64_t *out)
{
    int64_t value = 0;

    if (text.len == 0 || text.len > 12)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        value = value * 10 + (text.p[i] - '0');
    }
    *out = value;
    return true;
}

/* Micrograms: "10000", "10000ug", "10mg", "2.5 mg" (at most three decimals). */
static bool
read_mass(struct span text, int64_t *ug)
{
    struct span whole = text;
    struct span part = {0};
    const char *dot;
    int64_t thousandths = 0;

    if (!take_suffix(&whole, "mg")) {
        take_suffix(&whole, "ug");
        return read_digits(whole, ug);
    }
    dot = memchr(whole.p, '.', whole.len);
    if (dot != NULL) {
        part.p = dot + 1;
        part.len = whole.len - (size_t)(part.p - whole.p);
        whole.len = (size_t)(dot - whole.p);
        if (part.len > 3 || !read_digits(part, &thousandths))
            return false;
        for (size_t i = part.len; i < 3; i++)
            thousandths *= 10;
    }
    if (!read_digits(whole, ug))
        return false;
    *ug = *ug * 1000 + thousandths;
    return true;
}

static bool
read_flag(struct span text, bool *out)
{
    *out = span_is(text, "true") || span_is(text, "yes");
    return *out || span_is(text, "false") || span_is(text, "no");
}

/* --- errors ------------------------------------------------------------------------------- */

static enum err_code
bad_text(struct typing *t, const struct field *f, const char *hint, const char *must)
{
    char path[FIELD_PATH_MAX];

    field_path(f, false, path);
    return err_field(t->err, ERR_BAD_FIELD, path, hint, "\"%s\" must be %s", f->name, must);
}

static enum err_code
bad_local_time(struct typing *t, const struct field *f, int count, const instant_t at[2])
{
    char path[FIELD_PATH_MAX];
    char first[16];
    char second[16];

    field_path(f, false, path);
    if (count == 0)
        return err_field(t->err, ERR_BAD_OFFSET, path, "give a time that exists, with its offset",
                         "that local time was skipped in %s, so there is no such time",
                         t->zone->name);
    offset_text(zone_offset_s(t->zone, at[0]), first);
    offset_text(zone_offset_s(t->zone, at[1]), second);
    return err_field(t->err, ERR_BAD_OFFSET, path, "write the offset behind the time",
                     "that local time came twice in %s, with %s and with %s", t->zone->name, first,
                     second);
}

/* --- instants ----------------------------------------------------------------------------- */

static enum err_code
resolve_instant(struct typing *t, struct typed *typed)
{
    const struct field *f = typed->field;
    instant_t found[2];
    int64_t as_utc;
    int count;

    assert(t->zone != NULL);
    if (instant_parse_offset(typed->text, &typed->at, &typed->offset_min))
        return offset_check(f, typed->at, typed->offset_min, t->zone, t->err);
    if (!local_parse(typed->text, &as_utc))
        return bad_text(t, f, "write it like 2008-03-04T09:30 or 2008-03-04T09:30:00-05:00",
                        f->kind == KIND_INSTANT ? "a date with a time of day"
                                                : "a date with a time of day, or a date");
    count = zone_local(t->zone, as_utc, found);
    if (count != 1)
        return bad_local_time(t, f, count, found);
    typed->at = found[0];
    typed->offset_min = zone_offset_s(t->zone, typed->at) / 60;
    return ERR_OK;
}

static bool
is_date_alone(const struct typed *typed)
{
    day_t day;

    return typed->field->kind == KIND_INSTANT_OR_DATE && day_parse(typed->text, &day);
}

/* --- what was given ----------------------------------------------------------------------- */

static enum err_code
take_one(struct typing *t, const struct body_text *b)
{
    const struct field *f = catalogue_field_named(t->spec->type, b->name);
    struct typed *typed;

    if (f == NULL)
        return body_unknown_field(t->spec, b->name, t->err);
    typed = &t->typed[field_index(f->id)];
    if (typed->given)
        return bad_text(t, f, "leave one of them out", "given only once");
    if (!canon_text_ok(b->text))
        return bad_text(t, f, "write it anew, without controls and invisible characters",
                        "text of characters that may stand in a record");
    typed->text = b->text;
    typed->given = true;
    return ERR_OK;
}

/* An empty text is a field left empty, except where an empty value means something. */
static bool
empty_is_a_value(const struct field *f)
{
    return f->kind == KIND_WORDS || f->kind == KIND_KEYS || f->kind == KIND_SCALAR;
}

static enum err_code
complete_one(struct typing *t, struct typed *typed, instant_t now)
{
    if (typed->text.len == 0 && !empty_is_a_value(typed->field))
        typed->given = false;
    if (!typed->given && typed->field->need == NEED_NOW) {
        assert(t->zone != NULL);
        typed->given = true;
        typed->at = now;
        typed->offset_min = zone_offset_s(t->zone, now) / 60;
        return ERR_OK;
    }
    if (!typed->given || !field_is_instant(typed->field) || is_date_alone(typed))
        return ERR_OK;
    return resolve_instant(t, typed);
}

/* --- writing ------------------------------------------------------------------------------ */

/* In the vocabulary's order. What is no list of different words is left to the strict reader, which
 * names the words there are. */
static void
put_words(const struct field *f, struct span list, struct buf *out)
{
    const char *before = "";
    struct span element;
    uint64_t words = 0;

    if (is_empty_list(list))
        list.p = NULL;
    while (next_element(&list, &element)) {
        int word = vocab_find(f->words, element);

        if (word < 0 || (words >> word & 1) != 0) {
            canon_put_string(out, element);
            return;
        }
        words |= UINT64_C(1) << word;
    }
    buf_char(out, '[');
    for (size_t i = 0; i < vocab_size(f->words); i++) {
        if ((words >> i & 1) == 0)
            continue;
        buf_text(out, before);
        canon_put_string(out, span_of(vocab_word(f->words, (int)i)));
        before = ",";
    }
    buf_char(out, ']');
}

static void
put_keys(struct span list, struct buf *out)
{
    const char *before = "";
    struct span element;

    if (is_empty_list(list))
        list.p = NULL;
    buf_char(out, '[');
    while (next_element(&list, &element)) {
        buf_text(out, before);
        canon_put_string(out, element);
        before = ",";
    }
    buf_char(out, ']');
}

static void
put_instant(const struct typed *typed, struct buf *out)
{
    char text[INSTANT_SIZE];

    instant_format(typed->at, text);
    canon_put_string(out, span_of(text));
}

/* Any form of a month becomes YYYY-MM; the rest is for the strict reader. */
static void
put_expiry(struct span text, struct buf *out)
{
    char month[DAY_SIZE];
    day_t day;

    if (month_parse(text, &day)) {
        day_format(day, month);
        month[sizeof("2009-06") - 1] = '\0';
        text = span_of(month);
    }
    canon_put_string(out, text);
}

static enum err_code
put_value(struct typing *t, const struct typed *typed, struct buf *out)
{
    const struct field *f = typed->field;
    struct span text = typed->text;
    bool flag;
    int64_t ug;

    switch (f->kind) {
    case KIND_INTEGER:
    case KIND_ENTRY:
        if (!is_integer(text))
            return bad_text(t, f, "write digits only, like 28", "a whole number");
        buf_span(out, text);
        return ERR_OK;
    case KIND_MASS:
        if (!read_mass(text, &ug))
            return bad_text(t, f, "write it like 5mg, 2.5mg or 500ug", "a mass in mg or ug");
        buf_int(out, ug);
        return ERR_OK;
    case KIND_FLAG:
        if (!read_flag(text, &flag))
            return bad_text(t, f, "write yes or no", "true or false");
        buf_text(out, flag ? "true" : "false");
        return ERR_OK;
    case KIND_WORDS:
        put_words(f, text, out);
        return ERR_OK;
    case KIND_KEYS:
        put_keys(text, out);
        return ERR_OK;
    case KIND_EXPIRY:
        put_expiry(text, out);
        return ERR_OK;
    case KIND_SCALAR:
        if (is_json_scalar(text))
            buf_span(out, text);
        else
            canon_put_string(out, text);
        return ERR_OK;
    default:
        if (typed->at != INSTANT_NONE)
            put_instant(typed, out);
        else
            canon_put_string(out, text);
        return ERR_OK;
    }
}

/* A member to be written: a field, or the offset of one. */
struct slot {
    const struct typed *typed;
    bool offset;
    char name[LIMIT_FIELD_NAME + sizeof(OFFSET_SUFFIX)];
};

static void
slot_insert(struct slot *slots, size_t count, const struct typed *typed, bool offset)
{
    struct slot slot = {.typed = typed, .offset = offset};

    (void)snprintf(slot.name, sizeof(slot.name), "%s%s", typed->field->name,
                   offset ? OFFSET_SUFFIX : "");
    for (; count > 0 && strcmp(slots[count - 1].name, slot.name) > 0; count--)
        slots[count] = slots[count - 1];
    slots[count] = slot;
}

static enum err_code
put_body(struct typing *t, struct buf *out)
{
    struct slot slots[2 * LIMIT_STATEMENT_FIELDS];
    size_t count = 0;

    for (size_t i = 0; i < t->spec->field_count; i++) {
        if (!t->typed[i].given)
            continue;
        slot_insert(slots, count++, &t->typed[i], false);
        if (t->typed[i].at != INSTANT_NONE)
            slot_insert(slots, count++, &t->typed[i], true);
    }
    buf_char(out, '{');
    for (size_t i = 0; i < count; i++) {
        enum err_code code = ERR_OK;

        canon_put_key(out, slots[i].name, i == 0);
        if (slots[i].offset)
            buf_int(out, slots[i].typed->offset_min);
        else
            code = put_value(t, slots[i].typed, out);
        if (code != ERR_OK)
            return code;
    }
    buf_char(out, '}');
    return ERR_OK;
}

/* Read back what was written. */
static enum err_code
check_written(enum statement_type type, const struct buf *out, size_t start, struct err *err)
{
    struct span body = {out->data + start, out->len - start};
    struct statement s;

    if (out->failed || body.len > LIMIT_STATEMENT)
        return err_set(err, ERR_TOO_LARGE, "write less", "the body is longer than %zu bytes",
                       out->max < LIMIT_STATEMENT ? out->max : LIMIT_STATEMENT);
    return statement_parse_body(span_of(catalogue_type(type)->name), body, &s, err);
}

enum err_code
body_write(enum statement_type type, const struct body_text *texts, size_t count, instant_t now,
           const struct zone *zone, struct buf *out, struct err *err)
{
    struct typing t = {.spec = catalogue_type(type), .zone = zone, .err = err};
    size_t start = out->len;
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < t.spec->field_count; i++)
        t.typed[i] = (struct typed){.field = &t.spec->fields[i], .at = INSTANT_NONE};
    for (size_t i = 0; i < count && code == ERR_OK; i++)
        code = take_one(&t, &texts[i]);
    for (size_t i = 0; i < t.spec->field_count && code == ERR_OK; i++)
        code = complete_one(&t, &t.typed[i], now);
    if (code == ERR_OK)
        code = put_body(&t, out);
    if (code == ERR_OK)
        code = check_written(type, out, start, err);
    if (code != ERR_OK)
        buf_cut(out, start);
    return code;
}
