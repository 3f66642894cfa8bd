/*
 * pg_loop.c -- see pg_loop.h.
 */
#include "pg_loop.h"

#include <assert.h>
#include <event2/event.h>

struct event *
pg_loop_watch(struct event_base *base, int fd, bool writing, pg_loop_fn *fn, void *arg)
{
    return event_new(base, fd, (short)((writing ? EV_WRITE : EV_READ) | EV_PERSIST), fn, arg);
}

bool
pg_loop_writing(short what)
{
    return (what & EV_WRITE) != 0;
}

struct event *
pg_loop_timer(struct event_base *base, pg_loop_fn *fn, void *arg)
{
    return event_new(base, -1, 0, fn, arg);
}

/*
 * Adding an event fails only without memory (or with a descriptor that is not one). A ledger that
 * cannot hear its database is of no use: that is a case for the service manager.
 */
void
pg_loop_start(struct event *watch)
{
    int failed = event_add(watch, NULL);

    assert(!failed);
    (void)failed;
}

void
pg_loop_start_ms(struct event *timer, uint32_t after_ms)
{
    struct timeval after = {(long)(after_ms / 1000), (long)(after_ms % 1000) * 1000};
    int failed = event_add(timer, &after);

    assert(!failed);
    (void)failed;
}

void
pg_loop_stop(struct event *event)
{
    if (event != NULL)
        (void)event_del(event);
}

void
pg_loop_free(struct event *event)
{
    if (event != NULL)
        event_free(event);
}
