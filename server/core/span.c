/* span.c -- see span.h. */
#include "span.h"

#include <string.h>

struct span
span_of(const char *text)
{
    struct span s = {text, text == NULL ? 0 : strlen(text)};

    return s;
}

bool
span_is(struct span s, const char *text)
{
    return span_same(s, span_of(text));
}

bool
span_same(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

bool
span_copy(struct span s, char *out, size_t size)
{
    bool fits = s.len < size && (s.len == 0 || memchr(s.p, '\0', s.len) == NULL);

    if (fits && s.len > 0)
        memcpy(out, s.p, s.len);
    out[fits ? s.len : 0] = '\0';
    return fits;
}
