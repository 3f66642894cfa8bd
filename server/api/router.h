/*
 * router.h -- from a path to its row of routes.def. Pure: no libevent here.
 */
#ifndef API_ROUTER_H
#define API_ROUTER_H

#include "http.h"
#include "span.h"

enum route_auth { AUTH_NONE, AUTH_SESSION, AUTH_CODE, AUTH_EITHER };

enum route_id {
#define ROUTE(handler, method, path, query, auth, says) ROUTE_##handler,
#include "routes.def"
#undef ROUTE
    ROUTE_COUNT
};

struct route {
    enum route_id id;
    enum http_method method;
    const char *path;
    const char *query; /* parameters it takes */
    enum route_auth auth;
    const char *says;
};

/* What the braces of the path took. */
struct route_match {
    const struct route *route; /* NULL: no such path */
    struct span origin;
    struct span name; /* {user}, {n}, {subject} or {lot} */
    unsigned allowed; /* bit of each method that the path takes */
};

const struct route *route_spec(enum route_id id);
/* Find the route. When the path is known but not with this method, route is NULL and allowed is not 0. */
void route_find(enum http_method method, struct span path, struct route_match *out);
/* "GET, POST" for the Allow header; bits as in allowed. */
const char *route_allow(unsigned allowed);

#endif
