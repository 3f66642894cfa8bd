/* show_log.c -- entries, members and the fields of a statement; see show.h. */
#include <inttypes.h>
#include <string.h>

#include "clean.h"
#include "layout.h"
#include "show.h"

void
show_log_line(const struct show *s, const struct json *entry)
{
    bool refused = strcmp(json_string_or(entry, "outcome", ""), "refused") == 0;
    const struct json *fail = json_get(entry, "fail");
    instant_t at = show_instant(entry, "at");
    char text[1024];
    struct buf b;

    buf_printf(s->out, "%5" PRId64 " ", json_integer_or(entry, "n", -1));
    buf_init(&b, text, sizeof(text));
    if (at != INSTANT_NONE)
        layout_local(&b, at, s->zone);
    b.len = b.len > 16 ? 16 : b.len; /* the table is in the site's zone; its name stands below */
    layout_cell(s->out, buf_view(&b), 16);
    layout_cell(s->out, span_of(json_string_or(entry, "type", "?")), 14);
    layout_cell(s->out, span_of(json_string_or(entry, "subject", "-")), 10);
    layout_cell(s->out, span_of(json_string_or(entry, "signer", "-")), 14);
    buf_text(s->out, refused ? STYLE_BAD "REFUSED" STYLE_END "\n" : "ok\n");
    if (refused && json_count(fail) > 0) {
        buf_init(&b, text, sizeof(text));
        show_list(&b, fail, " ");
        layout_paragraph(s->out, 23, "fails", 29, buf_view(&b));
    }
}

void
show_log(const struct show *s, const struct json *answer)
{
    const struct json *entries = json_get(answer, "entries");

    if (json_count(entries) == 0) {
        buf_text(s->out, "no entries\n");
        return;
    }
    buf_text(s->out, STYLE_BOLD "ENTRY DATE AND TIME    STATEMENT      SUBJECT    SIGNED BY      "
                                "OUTCOME" STYLE_END "\n");
    for (size_t i = 0; i < json_count(entries); i++)
        show_log_line(s, json_at(entries, i));
    buf_printf(s->out, "\n%" PRId64 " entries in the log; times of %s\n",
               json_integer_or(answer, "size", 0), s->zone == NULL ? "UTC" : s->zone->name);
}

void
show_members(const struct show *s, const struct json *answer)
{
    const struct json *members = json_get(answer, "members");

    buf_text(s->out, STYLE_BOLD
             "USER             KEY              STATE                 ROLES" STYLE_END "\n");
    for (size_t i = 0; i < json_count(members); i++) {
        const struct json *m = json_at(members, i);
        const char *key = json_string_or(m, "key", "");
        int64_t revoked = json_integer_or(m, "revoked", -1);
        char text[256];
        struct buf b;

        layout_cell(s->out, span_of(json_string_or(m, "user", "?")), 16);
        layout_cell(s->out, span_of(*key == '\0' ? "-" : key), 16);
        buf_init(&b, text, sizeof(text));
        if (revoked >= 0)
            buf_printf(&b, "revoked, entry %" PRId64, revoked);
        else if (*key != '\0')
            buf_printf(&b, "valid from entry %" PRId64, json_integer_or(m, "enrolled", -1));
        else
            buf_text(&b, "no key enrolled");
        layout_cell(s->out, buf_view(&b), 21);
        buf_reset(&b);
        show_list(&b, json_get(m, "roles"), ", ");
        layout_rest(s->out, 56, b.len > 0 ? buf_view(&b) : span_of("none"));
    }
}

/* --- fields ------------------------------------------------------------------------------- */

/* A label without its explanation: "expiry as printed: a date, or ..." */
static void
short_label(const char *label, char out[64])
{
    size_t len = strcspn(label, ":(");

    while (len > 0 && label[len - 1] == ' ')
        len--;
    if (!span_copy((struct span){label, len}, out, 64))
        span_copy(span_of("field"), out, 64);
}

void
show_fields(const struct show *s, const struct statement *statement)
{
    const struct statement_spec *spec = catalogue_type(statement->type);
    char text[2048], label[64];
    size_t hang = 0;
    struct buf b;

    for (size_t i = 0; i < spec->field_count; i++) {
        short_label(spec->fields[i].label, label);
        if (statement->value[i].present && strlen(label) > hang)
            hang = strlen(label);
    }
    hang = hang + 4 > 34 ? 34 : hang + 4;
    for (size_t i = 0; i < spec->field_count; i++) {
        const struct field *f = &spec->fields[i];

        if (!statement->value[i].present)
            continue;
        buf_init(&b, text, sizeof(text));
        value_text(f, &statement->value[i], s->zone, &b);
        short_label(f->label, label);
        layout_paragraph(s->out, 2, label, hang, buf_view(&b));
    }
}
