/* http_listen.c -- see http_listen.h. */
#include "http_listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/listener.h>
#include <event2/util.h>

#define BACKLOG 4096 /* the system's own bound may be lower (performance.md, section 6) */

static uint16_t
port_of(int fd)
{
    struct sockaddr_storage taken;
    socklen_t size = sizeof(taken);

    if (getsockname(fd, (struct sockaddr *)&taken, &size) != 0)
        return 0;
    return ntohs(taken.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&taken)->sin6_port
                                             : ((struct sockaddr_in *)&taken)->sin_port);
}

/* What accepted sockets inherit. Without TCP_NODELAY an answer waits 40 ms for the client's
 * acknowledgement of the piece before it (performance.md, decision 1). */
static int
open_socket(const struct addrinfo *where)
{
    const int on = 1;
    int fd = socket(where->ai_family, where->ai_socktype, where->ai_protocol);

    if (fd < 0)
        return -1;
    if (evutil_make_socket_nonblocking(fd) == 0 && evutil_make_socket_closeonexec(fd) == 0 &&
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
        setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on)) == 0 &&
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0 &&
        bind(fd, where->ai_addr, where->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    (void)close(fd);
    return -1;
}

enum err_code
http_listen(struct event_base *base, const char *address, uint16_t port,
            struct evconnlistener **out, uint16_t *port_taken, struct err *err)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC,
                                   .ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV};
    struct addrinfo *where = NULL;
    char service[8];
    int fd;

    (void)snprintf(service, sizeof(service), "%u", (unsigned)port);
    if (getaddrinfo(address, service, &hints, &where) != 0)
        return err_field(err, ERR_BAD_CONFIG, "listen.address",
                         "write an IPv4 or IPv6 address such as 127.0.0.1 or ::",
                         "%s is not a numeric address", address);
    errno = 0;
    fd = open_socket(where);
    freeaddrinfo(where);
    if (fd < 0)
        return err_field(
            err, ERR_BAD_CONFIG, errno == EADDRNOTAVAIL ? "listen.address" : "listen.port",
            errno == EADDRINUSE ? "end the program that listens there, or take another port" : "",
            "cannot listen on %s port %u: %s", address, (unsigned)port, strerror(errno));
    *out =
        evconnlistener_new(base, NULL, NULL, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
    if (*out == NULL) {
        (void)close(fd);
        return err_set(err, ERR_IO, "", "no memory for the listener");
    }
    *port_taken = port_of(fd);
    return ERR_OK;
}
