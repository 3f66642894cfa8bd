/* show_subject.c -- the work list and one subject; see show.h. */
#include <inttypes.h>
#include <string.h>

#include "clean.h"
#include "gates.h"
#include "layout.h"
#include "show.h"

#define LINE_MAX 1024
#define LABEL    2
#define VALUE    16

/* --- what is due -------------------------------------------------------------------------- */

/* "in 3 days", "today", "2 days over" */
static void
put_days(struct buf *b, int64_t days)
{
    int64_t count = days < 0 ? -days : days;

    if (days == 0)
        buf_text(b, "today");
    else
        buf_printf(b, "%s%" PRId64 " day%s%s", days > 0 ? "in " : "", count, count == 1 ? "" : "s",
                   days < 0 ? " over" : "");
}

static void
put_due(const struct show *s, struct buf *b, const struct json *due)
{
    const char *by = json_string_or(due, "by", "");
    const char *why = json_string_or(due, "why", "");
    day_t day;

    clean_string(b, json_string_or(due, "what", "?"));
    buf_text(b, " by ");
    clean_string(b, by);
    if (s->now != INSTANT_NONE && s->zone != NULL && day_parse(span_of(by), &day)) {
        buf_text(b, ", ");
        put_days(b, (int64_t)day - zone_day(s->zone, s->now));
    }
    if (*why != '\0') {
        buf_text(b, " (");
        clean_string(b, why);
        buf_char(b, ')');
    }
}

/* --- the work list ------------------------------------------------------------------------ */

enum rank { RANK_HOLD, RANK_BLOCKED, RANK_READY, RANK_SUPPLIED, RANK_DISCONTINUED, RANKS };

/*
 * The supply at home lasts (SUP-5), and nothing else fails but what belongs to the visit of the next one:
 * its prescription, its counselling, its fresh test.
 */
static bool
supply_lasts(const struct json *subject)
{
    static const char *const of_next_visit[] = {"SUP-5", "AUT-2", "COU-3", "PT-14"};
    const struct json *fail = json_get(subject, "fail");
    bool lasts = false;

    for (size_t i = 0; i < json_count(fail); i++) {
        const char *id = json_value_string(json_at(fail, i), "");
        bool expected = false;

        for (size_t k = 0; k < sizeof(of_next_visit) / sizeof(of_next_visit[0]); k++)
            expected = expected || strcmp(id, of_next_visit[k]) == 0;
        if (!expected)
            return false;
        lasts = lasts || strcmp(id, "SUP-5") == 0;
    }
    return lasts;
}

static enum rank
rank_of(const struct json *subject)
{
    if (strcmp(json_string_or(subject, "status", ""), "discontinued") == 0)
        return RANK_DISCONTINUED;
    if (json_count(json_get(subject, "holds")) > 0)
        return RANK_HOLD;
    if (json_bool_or(subject, "ready", false))
        return RANK_READY;
    return supply_lasts(subject) ? RANK_SUPPLIED : RANK_BLOCKED;
}

static void
put_number_cell(const struct show *s, const struct json *object, const char *key, size_t width)
{
    char text[24] = "-";
    struct buf b;
    int64_t value = json_integer_or(object, key, -1);

    buf_init(&b, text, sizeof(text));
    if (value >= 0)
        buf_int(&b, value);
    else
        buf_char(&b, '-');
    layout_cell(s->out, buf_view(&b), width);
}

/* Second lines of a subject begin where its last column does. */
#define WHY_COLUMN 38

static void
put_subject_row(const struct show *s, const struct json *subject)
{
    static const char *const states[] = {STYLE_BAD "HOLD" STYLE_END, STYLE_BOLD "BLOCKED" STYLE_END,
                                         STYLE_GOOD "READY" STYLE_END, "supplied", "ended"};
    static const size_t widths[] = {4, 7, 5, 8, 5};
    const struct json *fail = json_get(subject, "fail");
    const struct json *due = json_get(subject, "due");
    enum rank rank = rank_of(subject);
    char line[LINE_MAX];
    struct buf b;

    layout_cell(s->out, span_of(json_string_or(subject, "subject", "?")), 12);
    layout_cell(s->out, span_of(json_string_or(subject, "category", "-")), 8);
    buf_text(s->out, states[rank]);
    layout_spaces(s->out, 9 - widths[rank]);
    put_number_cell(s, subject, "days_left", 6);
    buf_init(&b, line, sizeof(line));
    if (rank == RANK_HOLD) {
        buf_text(&b, "dosing hold ");
        show_list(&b, json_get(subject, "holds"), " ");
        buf_text(&b, json_count(fail) > 0 ? "; " : "");
    }
    if (rank == RANK_SUPPLIED) {
        buf_text(&b, "next supply from ");
        clean_string(&b, json_string_or(subject, "next_dispense", "?"));
    } else if (json_count(fail) > 0 && rank != RANK_DISCONTINUED) {
        buf_text(&b, "fails ");
        show_list(&b, fail, " ");
    }
    layout_rest(s->out, WHY_COLUMN, buf_view(&b));
    for (size_t i = 0; i < json_count(due); i++) {
        buf_reset(&b);
        put_due(s, &b, json_at(due, i));
        layout_paragraph(s->out, WHY_COLUMN, "due", WHY_COLUMN + 4, buf_view(&b));
    }
}

void
show_worklist(const struct show *s, const struct json *answer)
{
    const struct json *subjects = json_get(answer, "subjects");
    size_t count[RANKS] = {0};

    if (json_count(subjects) == 0) {
        buf_text(s->out, "no subject is enrolled\n");
        return;
    }
    buf_text(s->out, STYLE_BOLD "SUBJECT      CATEGORY STATE    DAYS   WHAT STANDS IN THE WAY, AND "
                                "WHAT IS DUE" STYLE_END "\n");
    for (enum rank rank = 0; rank < RANKS; rank++) {
        for (size_t i = 0; i < json_count(subjects); i++) {
            const struct json *subject = json_at(subjects, i);

            if (rank_of(subject) == rank) {
                put_subject_row(s, subject);
                count[rank]++;
            }
        }
    }
    buf_printf(s->out, "\n%zu on hold, %zu blocked, %zu ready, %zu supplied, %zu ended\n",
               count[RANK_HOLD], count[RANK_BLOCKED], count[RANK_READY], count[RANK_SUPPLIED],
               count[RANK_DISCONTINUED]);
}

/* --- one subject -------------------------------------------------------------------------- */

static void
put_line(const struct show *s, const char *label, const struct buf *b)
{
    layout_paragraph(s->out, LABEL, label, VALUE, buf_view(b));
}

static void
put_holds(const struct show *s, const struct json *answer)
{
    const struct json *holds = json_get(answer, "holds");
    instant_t since = show_instant(answer, "hold_since");
    char line[LINE_MAX];
    struct buf b;

    if (json_count(holds) == 0)
        return;
    buf_init(&b, line, sizeof(line));
    buf_text(s->out, STYLE_BAD "DOSING HOLD" STYLE_END ": the subject must not take the drug\n");
    if (since != INSTANT_NONE) {
        layout_instant(&b, since, s->now, s->zone);
        put_line(s, "since", &b);
    }
    for (size_t i = 0; i < json_count(holds); i++) {
        struct span id = span_of(json_value_string(json_at(holds, i), "?"));
        enum gate gate = gate_find(id);

        buf_reset(&b);
        clean_text(&b, id);
        layout_paragraph(s->out, LABEL, b.data, VALUE,
                         span_of(gate == GATE_COUNT ? "" : gate_spec(gate)->says));
    }
}

static void
put_supply(const struct show *s, const struct json *answer)
{
    const char *next = json_string_or(answer, "next_dispense", "");
    const char *prescription = json_string_or(answer, "prescription", "");
    int64_t capsules = json_integer_or(answer, "capsules_left", -1);
    int64_t days = json_integer_or(answer, "days_left", -1);
    char line[LINE_MAX];
    struct buf b;

    buf_init(&b, line, sizeof(line));
    if (capsules >= 0)
        buf_printf(&b, "%" PRId64 " capsules at home, %" PRId64 " day%s (estimate)", capsules, days,
                   days == 1 ? "" : "s");
    else
        buf_text(&b, "nothing was dispensed yet");
    put_line(s, "supply", &b);
    buf_reset(&b);
    clean_string(&b, *prescription == '\0' ? "none unused" : prescription);
    put_line(s, "prescription", &b);
    if (*next != '\0') {
        buf_reset(&b);
        buf_text(&b, "from ");
        clean_string(&b, next);
        put_line(s, "next supply", &b);
    }
}

static void
put_adherence(const struct show *s, const struct json *answer)
{
    const struct json *a = json_get(answer, "adherence");
    const char *percent = json_string_or(a, "percent", "unknown");
    const char *band = json_string_or(a, "band", "unknown");
    int64_t expected = json_integer_or(a, "expected", -1);
    char line[LINE_MAX];
    struct buf b;

    if (a == NULL)
        return;
    buf_init(&b, line, sizeof(line));
    clean_string(&b, percent);
    if (percent[0] >= '0' && percent[0] <= '9' && strchr(percent, '%') == NULL)
        buf_text(&b, " %");
    if (expected >= 0)
        buf_printf(&b, ", %" PRId64 " taken of %" PRId64 " expected",
                   json_integer_or(a, "taken", 0), expected);
    if (strcmp(percent, band) != 0) { /* "unknown" is said once */
        buf_text(&b, ", ");
        clean_string(&b, band);
    }
    put_line(s, "adherence", &b);
}

static void
put_deviations(const struct show *s, const struct json *answer)
{
    const struct json *list = json_get(answer, "deviations");
    char line[LINE_MAX];
    struct buf b;

    buf_init(&b, line, sizeof(line));
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *d = json_at(list, i);
        int64_t entry = json_integer_or(d, "entry", -1);

        buf_reset(&b);
        clean_string(&b, json_string_or(d, "id", "?"));
        buf_text(&b, " on ");
        clean_string(&b, json_string_or(d, "day", "?"));
        if (entry >= 0)
            buf_printf(&b, ", entry %" PRId64, entry);
        put_line(s, i == 0 ? "deviations" : "", &b);
    }
}

void
show_subject(const struct show *s, const struct json *answer)
{
    const struct json *due = json_get(answer, "due");
    const struct json *verdict = json_get(answer, "verdict");
    char line[LINE_MAX];
    struct buf b;

    buf_init(&b, line, sizeof(line));
    buf_text(s->out, STYLE_BOLD);
    clean_string(s->out, json_string_or(answer, "subject", "?"));
    buf_text(s->out, STYLE_END "  ");
    clean_string(s->out, json_string_or(answer, "category", "no category"));
    buf_text(s->out, ", ");
    clean_string(s->out, json_string_or(answer, "status", "?"));
    buf_char(s->out, '\n');
    put_holds(s, answer);
    for (size_t i = 0; i < json_count(due); i++) {
        buf_reset(&b);
        put_due(s, &b, json_at(due, i));
        put_line(s, i == 0 ? "due" : "", &b);
    }
    put_supply(s, answer);
    put_adherence(s, answer);
    put_deviations(s, answer);
    if (verdict != NULL) {
        buf_text(s->out, "\na dispense now would be ");
        show_verdict(s, verdict, "");
    }
}
