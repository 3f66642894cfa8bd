/*
 * ledger_queue.h -- statements waiting for their logs, and which of them go next.
 *
 * A queue per log, first come first served. A log is in one writer's hands at a time: from the
 * queue_take that hands out statements of it until queue_done. Pure but for the memory of one small
 * record per log that has something waiting or in hand. Items belong to the caller.
 */
#ifndef LEDGER_LEDGER_QUEUE_H
#define LEDGER_LEDGER_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QUEUE_BUCKETS 1024

struct queue_item {
    int64_t log_id;
    bool alone;              /* goes in a transaction of its own */
    uint64_t ticket;         /* order of arrival; set by queue_push */
    struct queue_item *next; /* for the queue */
};

struct queue_log; /* one log with something waiting or in hand */

struct queue {
    struct queue_log *bucket[QUEUE_BUCKETS];
    struct queue_log *first; /* logs in nobody's hands, the longest-waiting first */
    struct queue_log *last;
    uint64_t next_ticket;
    uint32_t waiting; /* items not handed out */
};

void queue_init(struct queue *q);
void queue_release(struct queue *q); /* forgets the items */

/* To the end of its log's queue. False, and nothing changed, when there is no memory. */
bool queue_push(struct queue *q, struct queue_item *item);

/*
 * Hand out up to `max` items for one transaction: the longest-waiting log first, all it has, then
 * further logs while there is room. out is in lock order: by log id, and within a log in order of
 * arrival. An item that goes alone is handed out only by itself. Returns how many; 0: nothing can
 * go.
 */
size_t queue_take(struct queue *q, struct queue_item **out, size_t max);

/* Put an item that was handed out back to the front of its log, which is still in hand. Several of
 * one log are put back last one first. */
void queue_return(struct queue *q, struct queue_item *item);

/* The log is in nobody's hands any more. Does nothing when it was not in hand. */
void queue_done(struct queue *q, int64_t log_id);

/* Take out any item that waits; NULL when none does. For telling all that there is no hope. */
struct queue_item *queue_abandon(struct queue *q);

#endif
