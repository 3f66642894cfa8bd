/*
 * http_listen.h -- a listening TCP socket as the daemon wants it.
 */
#ifndef API_HTTP_LISTEN_H
#define API_HTTP_LISTEN_H

#include <stdint.h>

#include "err.h"

struct event_base;
struct evconnlistener;

/* address: numeric, IPv4 or IPv6. port 0 takes a free one. ERR_BAD_CONFIG names listen.address or
 * listen.port. */
ATTR_MUST_CHECK enum err_code http_listen(struct event_base *base, const char *address,
                                          uint16_t port, struct evconnlistener **out,
                                          uint16_t *port_taken, struct err *err);

#endif
