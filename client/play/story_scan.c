/* story_scan.c -- see story_scan.h. */
#include "story_scan.h"

#include <string.h>

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The characters of one token, quotes undone: written back from where the token began. */
static char *
undo_quotes(char **rest, bool *broken)
{
    char *from = *rest;
    char *to = from;
    bool quoted = false;

    while (*from != '\0' && (quoted || (!is_space(*from) && *from != '#'))) {
        if (*from == '"') {
            quoted = !quoted;
            from++;
            continue;
        }
        if (quoted && *from == '\\' && (from[1] == '"' || from[1] == '\\'))
            from++;
        *to++ = *from++;
    }
    *broken = quoted;
    *rest = from;
    return to;
}

/* key=value where the key is a plain name; "=>" is none. */
static void
split_pair(struct story_token *t)
{
    size_t i = 0;

    while (i < t->text.len && ((t->text.p[i] >= 'a' && t->text.p[i] <= 'z') ||
                               t->text.p[i] == '_' || t->text.p[i] == '-'))
        i++;
    t->pair = i > 0 && i < t->text.len && t->text.p[i] == '=';
    if (t->pair) {
        t->key = (struct span){t->text.p, i};
        t->value = (struct span){t->text.p + i + 1, t->text.len - i - 1};
    }
}

bool
story_scan(char **rest, struct story_token *out, bool *broken)
{
    char *first;

    *out = (struct story_token){0};
    *broken = false;
    while (is_space(**rest))
        (*rest)++;
    if (**rest == '\0' || **rest == '#')
        return false;
    first = *rest;
    out->text = (struct span){first, (size_t)(undo_quotes(rest, broken) - first)};
    split_pair(out);
    return true;
}
