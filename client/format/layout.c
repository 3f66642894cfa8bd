/* layout.c -- see layout.h. */
#include "layout.h"

#include <string.h>

#include "clean.h"

#define TEXT_MAX 2048 /* longer than any text of the record, with room for replacements */

void
layout_spaces(struct buf *out, size_t count)
{
    while (count-- > 0)
        buf_char(out, ' ');
}

/* Bytes of the first `width` characters. */
static size_t
bytes_of(struct span text, size_t width)
{
    size_t i = 0;

    while (i < text.len && (width > 0 || ((uint8_t)text.p[i] & 0xC0) == 0x80)) {
        if (((uint8_t)text.p[i] & 0xC0) != 0x80)
            width--;
        i++;
    }
    return i;
}

/* The text cleaned, in storage of the caller; what is too long for it is cut. */
static struct span
cleaned(struct span text, char *storage, size_t size)
{
    struct buf b;

    buf_init(&b, storage, size);
    if (text.len > (size - 1) / 3)
        text.len = (size - 1) / 3;
    clean_text(&b, text);
    return buf_view(&b);
}

void
layout_cell(struct buf *out, struct span text, size_t width)
{
    char storage[TEXT_MAX];
    struct span s = cleaned(text, storage, sizeof(storage));
    size_t have = clean_width(s);

    if (width == 0) {
        buf_span(out, s);
        return;
    }
    if (have > width) {
        s.len = bytes_of(s, width - 2);
        buf_span(out, s);
        buf_text(out, "..");
    } else {
        buf_span(out, s);
        layout_spaces(out, width - have);
    }
    buf_char(out, ' ');
}

/* Cut the next word off; words are parted by single or more spaces. */
static struct span
next_word(struct span *rest)
{
    struct span word;

    while (rest->len > 0 && *rest->p == ' ') {
        rest->p++;
        rest->len--;
    }
    word.p = rest->p;
    for (word.len = 0; word.len < rest->len && rest->p[word.len] != ' ';)
        word.len++;
    rest->p += word.len;
    rest->len -= word.len;
    return word;
}

/* Words from `column` on, wrapped to `hang`. */
static void
put_words(struct buf *out, size_t column, size_t hang, struct span text)
{
    char storage[TEXT_MAX];
    struct span rest = cleaned(text, storage, sizeof(storage));
    bool first = true; /* on its line */

    for (struct span word = next_word(&rest); word.len > 0; word = next_word(&rest)) {
        size_t width = clean_width(word);

        if (!first && column + 1 + width > LAYOUT_COLUMNS) {
            buf_char(out, '\n');
            layout_spaces(out, hang);
            column = hang;
            first = true;
        }
        if (!first) {
            buf_char(out, ' ');
            column++;
        }
        buf_span(out, word);
        column += width;
        first = false;
    }
    buf_char(out, '\n');
}

void
layout_rest(struct buf *out, size_t column, struct span text)
{
    put_words(out, column, column, text);
}

void
layout_paragraph(struct buf *out, size_t indent, const char *label, size_t hang, struct span text)
{
    size_t column = indent + clean_width(span_of(label));

    layout_spaces(out, indent);
    buf_text(out, label);
    if (column < hang) {
        layout_spaces(out, hang - column);
        column = hang;
    } else if (*label != '\0' && text.len > 0) {
        buf_char(out, ' ');
        column++;
    }
    put_words(out, column, hang, text);
}

static void
put_unit(struct buf *out, int64_t count, const char *unit, bool plural)
{
    buf_int(out, count);
    buf_char(out, ' ');
    buf_text(out, unit);
    if (plural && count != 1)
        buf_char(out, 's');
}

static void
put_duration(struct buf *out, int64_t seconds)
{
    int64_t minutes = seconds / 60, hours = minutes / 60, days = hours / 24;

    if (days > 0)
        put_unit(out, days, "day", true);
    else if (hours > 0)
        put_unit(out, hours, "h", false);
    else if (minutes > 0)
        put_unit(out, minutes, "min", false);
    else
        put_unit(out, seconds, "s", false);
    if (days > 0 && hours % 24 > 0) {
        buf_char(out, ' ');
        put_unit(out, hours % 24, "h", false);
    } else if (days == 0 && hours > 0 && minutes % 60 > 0) {
        buf_char(out, ' ');
        put_unit(out, minutes % 60, "min", false);
    }
}

void
layout_relative(struct buf *out, instant_t at, instant_t now)
{
    int64_t seconds = (at - now) / SECOND;

    if (seconds == 0) {
        buf_text(out, "now");
    } else if (seconds > 0) {
        buf_text(out, "in ");
        put_duration(out, seconds);
    } else {
        put_duration(out, -seconds);
        buf_text(out, " ago");
    }
}

void
layout_local(struct buf *out, instant_t at, const struct zone *zone)
{
    static const struct zone utc = {"UTC", 1, {{INT64_MIN, 0}}};
    char text[LOCAL_SIZE]; /* 2008-03-09T00:00:00.000001-04:00 */
    const char *offset;

    instant_format_local(at, zone == NULL ? &utc : zone, text);
    offset = strpbrk(text + 19, "+-");
    buf_bytes(out, text, 10);
    buf_char(out, ' ');
    buf_bytes(out, text + 11, strncmp(text + 16, ":00", 3) == 0 ? 5 : 8);
    buf_char(out, ' ');
    buf_text(out, zone == NULL || offset == NULL ? "UTC" : offset);
}

void
layout_instant(struct buf *out, instant_t at, instant_t now, const struct zone *zone)
{
    layout_local(out, at, zone);
    if (now != INSTANT_NONE) {
        buf_text(out, ", ");
        layout_relative(out, at, now);
    }
}
