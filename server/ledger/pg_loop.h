/*
 * pg_loop.h -- what the ledger needs of libevent's loop: descriptors to watch, monotonic timers.
 *
 * Every function that makes an event returns NULL when there is no memory. Callbacks come from the
 * loop only. The caller owns the event and frees it with pg_loop_free, which may be given NULL.
 */
#ifndef LEDGER_PG_LOOP_H
#define LEDGER_PG_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct event;
struct event_base;

/* what is of no use to timers. */
typedef void pg_loop_fn(int fd, short what, void *arg);

/* Call fn whenever the descriptor can be read (or written). Made stopped. */
struct event *pg_loop_watch(struct event_base *base, int fd, bool writing, pg_loop_fn *fn,
                            void *arg);
bool pg_loop_writing(short what); /* the call is for writing */
/* Make a timer that calls fn once after each start. Made stopped. */
struct event *pg_loop_timer(struct event_base *base, pg_loop_fn *fn, void *arg);

void pg_loop_start(struct event *watch);
void pg_loop_start_ms(struct event *timer, uint32_t after_ms); /* starts anew if it runs already */
void pg_loop_stop(struct event *event);
void pg_loop_free(struct event *event);

#endif
