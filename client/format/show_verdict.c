/* show_verdict.c -- the verdict of the rules; see show.h. */
#include <inttypes.h>
#include <string.h>

#include "clean.h"
#include "layout.h"
#include "show.h"

#define ID_COLUMN    2
#define SAYS_COLUMN  10
#define VALUE_COLUMN 20
#define LINE_MAX     1024

instant_t
show_instant(const struct json *object, const char *key)
{
    struct span text = span_of(json_string_or(object, key, ""));
    instant_t at;
    int32_t offset;

    if (instant_parse(text, &at) || instant_parse_offset(text, &at, &offset))
        return at;
    return INSTANT_NONE;
}

void
show_list(struct buf *out, const struct json *array, const char *between)
{
    for (size_t i = 0; i < json_count(array); i++) {
        if (i > 0)
            buf_text(out, between);
        clean_string(out, json_value_string(json_at(array, i), "?"));
    }
}

/* --- one gate ----------------------------------------------------------------------------- */

static bool
is_state(const struct json *gate, const char *state)
{
    return strcmp(json_string_or(gate, "state", ""), state) == 0;
}

static void
put_detail(const struct show *s, const char *label, struct span text)
{
    if (text.len > 0)
        layout_paragraph(s->out, SAYS_COLUMN, label, VALUE_COLUMN, text);
}

static void
put_member(const struct show *s, const struct json *gate, const char *label, const char *key)
{
    put_detail(s, label, span_of(json_string_or(gate, key, "")));
}

static void
put_when(const struct show *s, const struct json *gate, const char *label, const char *key)
{
    instant_t at = show_instant(gate, key);
    char line[LINE_MAX];
    struct buf b;

    if (at == INSTANT_NONE)
        return;
    buf_init(&b, line, sizeof(line));
    layout_instant(&b, at, s->now, s->zone);
    put_detail(s, label, buf_view(&b));
}

static void
put_who(const struct show *s, const struct json *gate)
{
    char line[LINE_MAX];
    struct buf b;

    buf_init(&b, line, sizeof(line));
    show_list(&b, json_get(gate, "who"), " or ");
    put_detail(s, "who", buf_view(&b));
}

static void
put_evidence(const struct show *s, const struct json *gate)
{
    const struct json *list = json_get(gate, "evidence");
    char line[LINE_MAX];
    struct buf b;

    if (!s->explain || json_count(list) == 0)
        return;
    buf_init(&b, line, sizeof(line));
    buf_text(&b, json_count(list) == 1 ? "entry" : "entries");
    for (size_t i = 0; i < json_count(list); i++)
        buf_printf(&b, "%s %" PRId64, i == 0 ? "" : ",", json_value_integer(json_at(list, i), -1));
    put_detail(s, "rests on", buf_view(&b));
}

/* The id, and what is wrong ("says") or what the gate looks at ("title"). */
static void
put_gate(const struct show *s, const struct json *gate, const char *member)
{
    char id[LINE_MAX];
    struct buf b;

    buf_init(&b, id, sizeof(id));
    clean_string(&b, json_string_or(gate, "id", "?"));
    layout_paragraph(s->out, ID_COLUMN, b.data, SAYS_COLUMN,
                     span_of(json_string_or(gate, member, "")));
}

static void
put_failing(const struct show *s, const struct json *gate)
{
    buf_text(s->out, STYLE_BOLD);
    put_gate(s, gate, "says");
    buf_text(s->out, STYLE_END);
    put_member(s, gate, "found", "value");
    put_member(s, gate, "allowed", "limit");
    put_member(s, gate, "note", "note");
    put_when(s, gate, "clears", "clears_at");
    put_member(s, gate, "next", "hint");
    put_who(s, gate);
    put_evidence(s, gate);
}

static void
put_other(const struct show *s, const struct json *gate)
{
    put_gate(s, gate, "title");
    put_member(s, gate, "found", "value");
    put_member(s, gate, "allowed", "limit");
    put_member(s, gate, "note", "note");
    put_when(s, gate, "met until", "met_until");
    put_evidence(s, gate);
}

/* --- the whole verdict -------------------------------------------------------------------- */

static size_t
count_state(const struct json *gates, const char *state)
{
    size_t count = 0;

    for (size_t i = 0; i < json_count(gates); i++)
        count += is_state(json_at(gates, i), state) ? 1 : 0;
    return count;
}

static void
put_headline(const struct show *s, const struct json *verdict, const char *what)
{
    bool refused = strcmp(json_string_or(verdict, "outcome", ""), "refused") == 0;

    buf_text(s->out, refused ? STYLE_BAD "REFUSED" STYLE_END : STYLE_GOOD "ACCEPTED" STYLE_END);
    if (*what != '\0') {
        buf_text(s->out, "  ");
        clean_string(s->out, what);
    }
    buf_char(s->out, '\n');
}

static void
put_summary(const struct show *s, const struct json *verdict)
{
    const struct json *gates = json_get(verdict, "gates");
    instant_t at = show_instant(verdict, "at");
    size_t failing = count_state(gates, "failing");
    size_t met = count_state(gates, "met");
    char line[LINE_MAX];
    struct buf b;

    buf_init(&b, line, sizeof(line));
    if (at != INSTANT_NONE) {
        layout_local(&b, at, s->zone);
        buf_text(&b, ", ");
    }
    clean_string(&b, json_string_or(verdict, "program", ""));
    buf_char(&b, ' ');
    clean_string(&b, json_string_or(verdict, "edition", ""));
    if (failing > 0)
        buf_printf(&b, ": %zu of %zu gates fail%s", failing, failing + met,
                   failing == 1 ? "s" : "");
    else
        buf_printf(&b, ": all %zu gates are met", met);
    layout_paragraph(s->out, 0, "", 0, buf_view(&b));
}

/* Which gate stops being met first, if nothing else changes. */
static void
put_first_lapse(const struct show *s, const struct json *gates)
{
    const struct json *first = NULL;
    instant_t soonest = INSTANT_NONE;
    char line[LINE_MAX];
    struct buf b;

    for (size_t i = 0; i < json_count(gates); i++) {
        const struct json *gate = json_at(gates, i);
        instant_t until = show_instant(gate, "met_until");

        if (is_state(gate, "met") && until != INSTANT_NONE &&
            (soonest == INSTANT_NONE || until < soonest)) {
            soonest = until;
            first = gate;
        }
    }
    if (first == NULL)
        return;
    buf_init(&b, line, sizeof(line));
    clean_string(&b, json_string_or(first, "id", "?"));
    buf_text(&b, ", met until ");
    layout_instant(&b, soonest, s->now, s->zone);
    layout_paragraph(s->out, ID_COLUMN, "first to lapse", VALUE_COLUMN, buf_view(&b));
}

static void
put_supply(const struct show *s, const struct json *verdict)
{
    int64_t most = json_integer_or(verdict, "capsules_max", -1);
    instant_t dose = show_instant(verdict, "first_dose_by");
    char line[LINE_MAX];
    struct buf b;

    buf_init(&b, line, sizeof(line));
    if (most >= 0) {
        /* A limit, never a permission: the line stands in refusals as well. */
        buf_printf(&b, "%" PRId64 " capsules are the longest supply", most);
        layout_paragraph(s->out, ID_COLUMN, "length", VALUE_COLUMN, buf_view(&b));
    }
    if (dose != INSTANT_NONE) {
        buf_reset(&b);
        buf_text(&b, "not after ");
        layout_instant(&b, dose, s->now, s->zone);
        buf_text(&b, "; later is a deviation");
        layout_paragraph(s->out, ID_COLUMN, "first dose", VALUE_COLUMN, buf_view(&b));
    }
}

static void
put_group(const struct show *s, const struct json *gates, const char *state, const char *title)
{
    if (count_state(gates, state) == 0)
        return;
    buf_printf(s->out, "\n%s\n", title);
    for (size_t i = 0; i < json_count(gates); i++) {
        const struct json *gate = json_at(gates, i);

        if (is_state(gate, state))
            put_other(s, gate);
    }
}

void
show_verdict(const struct show *s, const struct json *verdict, const char *what)
{
    const struct json *gates = json_get(verdict, "gates");
    bool any = false;

    put_headline(s, verdict, what);
    put_summary(s, verdict);
    for (size_t i = 0; i < json_count(gates); i++) {
        const struct json *gate = json_at(gates, i);

        if (!is_state(gate, "failing"))
            continue;
        buf_char(s->out, '\n');
        put_failing(s, gate);
        any = true;
    }
    if (any)
        buf_char(s->out, '\n');
    else
        put_first_lapse(s, gates);
    put_supply(s, verdict);
    if (s->explain) {
        put_group(s, gates, "met", "met:");
        put_group(s, gates, "not-applicable", "do not apply here:");
    }
}

void
show_consequences(const struct show *s, const struct json *answer)
{
    const struct json *dev = json_get(json_get(answer, "verdict"), "dev");
    const struct json *warnings = json_get(answer, "warnings");
    char line[LINE_MAX];
    struct buf b;

    buf_init(&b, line, sizeof(line));
    if (json_count(dev) > 0) {
        show_list(&b, dev, " ");
        layout_paragraph(s->out, 0, STYLE_BOLD "DEVIATION recorded:" STYLE_END, 0, buf_view(&b));
    }
    if (json_count(warnings) > 0) {
        buf_reset(&b);
        show_list(&b, warnings, " ");
        layout_paragraph(s->out, 0,
                         STYLE_BOLD "WARNING, a dispense would be refused now:" STYLE_END, 0,
                         buf_view(&b));
    }
}
