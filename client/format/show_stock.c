/* show_stock.c -- stock and the accountability record of a lot; see show.h. */
#include <inttypes.h>
#include <string.h>

#include "clean.h"
#include "layout.h"
#include "show.h"

#define EXPIRY_NEAR_DAYS 60

/* 5000 -> "5 mg", 2500 -> "2.5 mg", 500 -> "500 ug" */
static void
put_mass(struct buf *b, int64_t ug)
{
    int64_t rest = ug % 1000;

    if (ug < 1000) {
        buf_printf(b, "%" PRId64 " ug", ug);
        return;
    }
    buf_int(b, ug / 1000);
    if (rest != 0) {
        int digits = 3;

        while (rest % 10 == 0) {
            rest /= 10;
            digits--;
        }
        buf_printf(b, ".%0*" PRId64, digits, rest);
    }
    buf_text(b, " mg");
}

static void
put_count(const struct show *s, int64_t count, int width)
{
    buf_printf(s->out, "%*" PRId64, width, count);
}

/* A line of its own where the lot is out of date, or soon will be. */
static void
put_expiry_warning(const struct show *s, const char *expiry, size_t indent)
{
    day_t day;
    int64_t left;

    if (s->now == INSTANT_NONE || s->zone == NULL || !day_parse(span_of(expiry), &day))
        return;
    left = (int64_t)day - zone_day(s->zone, s->now);
    if (left >= EXPIRY_NEAR_DAYS)
        return;
    layout_spaces(s->out, indent);
    if (left < 0)
        buf_text(s->out, STYLE_BAD "EXPIRED" STYLE_END "\n");
    else
        buf_printf(s->out, STYLE_BOLD "expires in %" PRId64 " day%s" STYLE_END "\n", left,
                   left == 1 ? "" : "s");
}

void
show_stock(const struct show *s, const struct json *answer)
{
    const struct json *lots = json_get(answer, "lots");
    char text[64];
    struct buf b;

    if (json_count(lots) == 0) {
        buf_text(s->out, "no lot is on record\n");
        return;
    }
    buf_text(s->out, STYLE_BOLD "LOT          STRENGTH EXPIRY     AVAILABLE QUARANTINE DISPENSED "
                                "RETURNED" STYLE_END "\n");
    for (size_t i = 0; i < json_count(lots); i++) {
        const struct json *lot = json_at(lots, i);
        const struct json *accounts = json_get(lot, "accounts");

        layout_cell(s->out, span_of(json_string_or(lot, "lot", "?")), 12);
        buf_init(&b, text, sizeof(text));
        put_mass(&b, json_integer_or(lot, "strength_ug", 0));
        layout_cell(s->out, buf_view(&b), 8);
        layout_cell(s->out, span_of(json_string_or(lot, "expiry", "?")), 10);
        put_count(s, json_integer_or(accounts, "available", 0), 9);
        put_count(s, json_integer_or(accounts, "quarantine", 0), 11);
        put_count(s, json_integer_or(accounts, "dispensed", 0), 10);
        put_count(s, json_integer_or(accounts, "returned", 0), 9);
        buf_char(s->out, '\n');
        put_expiry_warning(s, json_string_or(lot, "expiry", ""), 13);
    }
}

/* --- one lot ------------------------------------------------------------------------------ */

static void
put_lot_head(const struct show *s, const struct json *lot)
{
    const struct json *accounts = json_get(lot, "accounts");
    static const char *const names[] = {"available", "quarantine", "dispensed", "returned"};

    buf_text(s->out, STYLE_BOLD "Accountability record of lot ");
    clean_string(s->out, json_string_or(lot, "lot", "?"));
    buf_text(s->out, STYLE_END "\n  ");
    clean_string(s->out, json_string_or(lot, "product_name", "?"));
    buf_text(s->out, ", ");
    put_mass(s->out, json_integer_or(lot, "strength_ug", 0));
    buf_text(s->out, ", expires ");
    clean_string(s->out, json_string_or(lot, "expiry", "?"));
    buf_char(s->out, '\n');
    put_expiry_warning(s, json_string_or(lot, "expiry", ""), 2);
    buf_text(s->out, "  capsules:");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        buf_printf(s->out, "%s %s %" PRId64, i == 0 ? "" : ",", names[i],
                   json_integer_or(accounts, names[i], 0));
    buf_text(s->out, "\n\n");
}

static void
put_lot_line(const struct show *s, const struct json *line, int64_t available)
{
    instant_t at = show_instant(line, "at");
    char text[64];
    struct buf b;

    buf_printf(s->out, "%5" PRId64 " ", json_integer_or(line, "n", -1));
    buf_init(&b, text, sizeof(text));
    if (at != INSTANT_NONE)
        layout_local(&b, at, s->zone);
    b.len = b.len > 16 ? 16 : b.len; /* the table is in the site's zone; its name stands below */
    layout_cell(s->out, buf_view(&b), 16);
    layout_cell(s->out, span_of(json_string_or(line, "type", "?")), 8);
    layout_cell(s->out, span_of(json_string_or(line, "subject", "-")), 10);
    layout_cell(s->out, span_of(json_string_or(line, "signer", "?")), 12);
    layout_cell(s->out, span_of(json_string_or(line, "account", "?")), 10);
    buf_printf(s->out, "%6" PRId64 " %6" PRId64 "\n", json_integer_or(line, "capsules", 0),
               available);
}

/* Lines of one entry stand together: the first that is of another one. */
static size_t
end_of_entry(const struct json *lines, size_t first)
{
    int64_t n = json_integer_or(json_at(lines, first), "n", -1);
    size_t i = first;

    while (i < json_count(lines) && json_integer_or(json_at(lines, i), "n", -1) == n)
        i++;
    return i;
}

/*
 * The record is double entry; people read it once: each movement by the account that receives, beside
 * what is then available.
 */
static void
put_movements(const struct show *s, const struct json *lines)
{
    int64_t available = 0;
    size_t end;

    for (size_t first = 0; first < json_count(lines); first = end) {
        end = end_of_entry(lines, first);
        for (size_t i = first; i < end; i++) {
            const struct json *line = json_at(lines, i);

            if (strcmp(json_string_or(line, "account", ""), "available") == 0)
                available = json_integer_or(line, "balance", 0);
        }
        for (size_t i = first; i < end; i++) {
            if (json_integer_or(json_at(lines, i), "capsules", 0) > 0)
                put_lot_line(s, json_at(lines, i), available);
        }
    }
}

void
show_lot(const struct show *s, const struct json *answer)
{
    const struct json *lines = json_get(answer, "lines");

    put_lot_head(s, answer);
    if (json_count(lines) == 0) {
        buf_text(s->out, "nothing was moved yet\n");
        return;
    }
    buf_text(s->out,
             STYLE_BOLD "ENTRY DATE AND TIME    ACT      SUBJECT    SIGNED BY    MOVED TO   "
                        "  CAPS   LEFT" STYLE_END "\n");
    put_movements(s, lines);
    buf_printf(s->out, "\nLEFT: available after it; times of %s\n",
               s->zone == NULL ? "UTC" : s->zone->name);
}
