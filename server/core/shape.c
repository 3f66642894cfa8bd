/* shape.c -- see shape.h. */
#include "shape.h"

#include <string.h>

#include "encode.h"
#include "instant.h"
#include "limit.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGIT "0123456789"

static bool
in_set(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

/* At least one character, the first of one set, the rest of another. */
static bool
made_of(struct span text, const char *first, const char *rest)
{
    if (text.len == 0 || !in_set(text.p[0], first))
        return false;
    for (size_t i = 1; i < text.len; i++) {
        if (!in_set(text.p[i], rest))
            return false;
    }
    return true;
}

bool
shape_code(struct span text)
{
    return text.len <= LIMIT_CODE && made_of(text, UPPER LOWER DIGIT, UPPER LOWER DIGIT "._/-");
}

bool
shape_id_text(struct span text)
{
    return made_of(text, LOWER DIGIT ".-", LOWER DIGIT ".-");
}

bool
shape_name(struct span text)
{
    return made_of(text, LOWER, LOWER DIGIT "_");
}

bool
shape_word(struct span text)
{
    return text.len >= 2 && text.len <= 32 && made_of(text, LOWER, LOWER DIGIT "-");
}

bool
shape_zone(struct span text)
{
    bool part_begins = true;

    if (text.len == 0)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        bool slash = text.p[i] == '/';

        if (slash ? part_begins
                  : !in_set(text.p[i], part_begins ? UPPER LOWER : UPPER LOWER DIGIT "+-_"))
            return false;
        part_begins = slash;
    }
    return !part_begins;
}

bool
shape_hex16(struct span text)
{
    uint8_t bytes[8];

    return hex_decode(text, bytes, sizeof(bytes));
}

bool
shape_instant(struct span text)
{
    instant_t at;

    return instant_parse(text, &at);
}
