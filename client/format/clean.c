/* clean.c -- see clean.h. */
#include "clean.h"

#include <string.h>

#include "canon.h"

#define REPLACEMENT "\xEF\xBF\xBD"

/* Bytes that belong to the character at p: at least one, even where it is no good UTF-8. */
static size_t
character_size(const char *p, const char *end)
{
    uint8_t lead = (uint8_t)*p;
    size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 1;
    size_t have = 1;

    while (have < size && p + have < end && ((uint8_t)p[have] & 0xC0) == 0x80)
        have++;
    return have;
}

static void
put_character(struct buf *out, struct span c)
{
    if (canon_text_ok(c))
        buf_span(out, c);
    else
        buf_text(out, REPLACEMENT);
}

void
clean_text(struct buf *out, struct span text)
{
    const char *end = text.len == 0 ? text.p : text.p + text.len;

    for (const char *p = text.p; p < end;) {
        struct span c = {p, character_size(p, end)};

        put_character(out, c);
        p += c.len;
    }
}

void
clean_string(struct buf *out, const char *text)
{
    clean_text(out, span_of(text));
}

/* The escape sequence of a style mark; NULL for any other character. */
static const char *
style_of(char c)
{
    switch (c) {
    case 1:
        return "\033[1m";
    case 2:
        return "\033[1;31m";
    case 3:
        return "\033[32m";
    case 4:
        return "\033[2m";
    case 5:
        return "\033[0m";
    default:
        return NULL;
    }
}

void
clean_screen(struct buf *out, struct span text, bool styled)
{
    const char *end = text.len == 0 ? text.p : text.p + text.len;

    for (const char *p = text.p; p < end;) {
        struct span c = {p, character_size(p, end)};
        const char *style = style_of(*p);

        if (*p == '\n')
            buf_char(out, '\n');
        else if (style == NULL)
            put_character(out, c);
        else if (styled)
            buf_text(out, style);
        p += c.len;
    }
}

size_t
clean_width(struct span text)
{
    size_t width = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (((uint8_t)text.p[i] & 0xC0) != 0x80 && style_of(text.p[i]) == NULL)
            width++;
    }
    return width;
}
