/* router.c -- see router.h. */
#include "router.h"

#include <string.h>

static const struct route routes[ROUTE_COUNT] = {
#define ROUTE(handler, method, path, query, auth, says) \
    {ROUTE_##handler, HTTP_##method, path, query, AUTH_##auth, says},
#include "routes.def"
#undef ROUTE
};

const struct route *
route_spec(enum route_id id)
{
    return &routes[id];
}

/* The segment at the start of a path that begins with '/', without it. */
static struct span
first_segment(const char *at, const char *end)
{
    const char *from = at + 1;
    const char *to = from;

    while (to < end && *to != '/')
        to++;
    return (struct span){from, (size_t)(to - from)};
}

static bool
is_brace(struct span segment)
{
    return segment.len > 2 && segment.p[0] == '{';
}

/* The rest of a pattern has no {origin}: as many segments as the rest of the path, each fitting. */
static bool
match_plain(const char *pattern, const char *pattern_end, const char *at, const char *end,
            struct route_match *out)
{
    while (pattern < pattern_end && at < end) {
        struct span want = first_segment(pattern, pattern_end);
        struct span have = first_segment(at, end);
        if (have.len == 0)
            return false;
        if (is_brace(want))
            out->name = have;
        else if (!span_same(want, have))
            return false;
        pattern = want.p + want.len;
        at = have.p + have.len;
    }
    return pattern == pattern_end && at == end;
}

/* {origin} takes as many segments as leave enough for the rest; the fewest that fit. */
static bool
match(const struct route *route, struct span path, struct route_match *out)
{
    const char *end = path.p + path.len;
    const char *brace = strstr(route->path, "/{origin}");
    const char *pattern_end = route->path + strlen(route->path);

    if (brace == NULL)
        return match_plain(route->path, pattern_end, path.p, end, out);
    size_t prefix = (size_t)(brace - route->path);
    if (path.len <= prefix || memcmp(path.p, route->path, prefix) != 0 || path.p[prefix] != '/')
        return false;
    const char *rest = brace + strlen("/{origin}");
    const char *from = path.p + prefix + 1;
    for (const char *at = from; at < end; at++) {
        if (*at != '/' || at == from)
            continue;
        struct route_match found = *out;
        if (match_plain(rest, pattern_end, at, end, &found)) {
            *out = found;
            out->origin = (struct span){from, (size_t)(at - from)};
            return true;
        }
    }
    return false;
}

void
route_find(enum http_method method, struct span path, struct route_match *out)
{
    memset(out, 0, sizeof *out);
    if (path.len == 0 || path.p[0] != '/')
        return;
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        struct route_match found = {0};
        if (!match(&routes[i], path, &found))
            continue;
        out->allowed |= 1u << routes[i].method;
        if (routes[i].method == method) {
            found.route = &routes[i];
            found.allowed = out->allowed;
            *out = found;
            return;
        }
    }
}

const char *
route_allow(unsigned allowed)
{
    static const struct {
        unsigned bits;
        const char *text;
    } known[] = {
        {1u << HTTP_GET, "GET"},
        {1u << HTTP_POST, "POST"},
        {1u << HTTP_PUT, "PUT"},
        {1u << HTTP_DELETE, "DELETE"},
        {1u << HTTP_POST | 1u << HTTP_DELETE, "POST, DELETE"},
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].bits == allowed)
            return known[i].text;
    }
    return "GET";
}
