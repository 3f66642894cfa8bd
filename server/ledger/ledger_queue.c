/*
 * ledger_queue.c -- see ledger_queue.h.
 *
 * Logs that may go stand in a list ordered by the ticket of their first item. A log that gets its
 * first item joins at the end (its ticket is the newest); one that comes out of hand with items
 * left is put where its ticket belongs, searched from the front because it has usually waited
 * longest.
 */
#include "ledger_queue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct queue_log {
    int64_t log_id;
    struct queue_log *chain; /* the next of its bucket */
    struct queue_log *prev;  /* in the list of logs that may go */
    struct queue_log *next;
    struct queue_item *first;
    struct queue_item *last;
    bool in_hand;
};

static struct queue_log **
bucket_of(struct queue *q, int64_t log_id)
{
    return &q->bucket[(uint64_t)log_id % QUEUE_BUCKETS];
}

static struct queue_log *
find_log(struct queue *q, int64_t log_id)
{
    struct queue_log *log = *bucket_of(q, log_id);

    while (log != NULL && log->log_id != log_id)
        log = log->chain;
    return log;
}

static void
forget_log(struct queue *q, struct queue_log *log)
{
    struct queue_log **link = bucket_of(q, log->log_id);

    while (*link != log)
        link = &(*link)->chain;
    *link = log->chain;
    free(log);
}

/* --- the list of logs that may go ------------------------------------------------------------- */

static void
insert_after(struct queue *q, struct queue_log *place, struct queue_log *log)
{
    log->prev = place;
    log->next = place != NULL ? place->next : q->first;
    if (log->next != NULL)
        log->next->prev = log;
    else
        q->last = log;
    if (place != NULL)
        place->next = log;
    else
        q->first = log;
}

static void
insert_by_ticket(struct queue *q, struct queue_log *log)
{
    struct queue_log *place = NULL;
    struct queue_log *other = q->first;

    while (other != NULL && other->first->ticket < log->first->ticket) {
        place = other;
        other = other->next;
    }
    insert_after(q, place, log);
}

static void
remove_from_list(struct queue *q, struct queue_log *log)
{
    if (log->prev != NULL)
        log->prev->next = log->next;
    else
        q->first = log->next;
    if (log->next != NULL)
        log->next->prev = log->prev;
    else
        q->last = log->prev;
    log->prev = NULL;
    log->next = NULL;
}

/* --- items ------------------------------------------------------------------------------------ */

static struct queue_item *
pop(struct queue *q, struct queue_log *log)
{
    struct queue_item *item = log->first;

    log->first = item->next;
    if (log->first == NULL)
        log->last = NULL;
    item->next = NULL;
    q->waiting--;
    return item;
}

void
queue_init(struct queue *q)
{
    memset(q, 0, sizeof *q);
}

void
queue_release(struct queue *q)
{
    for (size_t i = 0; i < QUEUE_BUCKETS; i++) {
        while (q->bucket[i] != NULL) {
            struct queue_log *log = q->bucket[i];
            q->bucket[i] = log->chain;
            free(log);
        }
    }
    memset(q, 0, sizeof *q);
}

bool
queue_push(struct queue *q, struct queue_item *item)
{
    struct queue_log *log = find_log(q, item->log_id);

    if (log == NULL) {
        log = calloc(1, sizeof *log);
        if (log == NULL)
            return false;
        log->log_id = item->log_id;
        log->chain = *bucket_of(q, item->log_id);
        *bucket_of(q, item->log_id) = log;
    }
    item->ticket = q->next_ticket++;
    item->next = NULL;
    if (log->last != NULL)
        log->last->next = item;
    else
        log->first = item;
    log->last = item;
    q->waiting++;
    if (log->first == item && !log->in_hand)
        insert_after(q, q->last, log);
    return true;
}

/* By log id; stable, so that the order within a log stays. At most a handful of items. */
static void
sort_for_locks(struct queue_item **out, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct queue_item *item = out[i];
        size_t at = i;
        for (; at > 0 && out[at - 1]->log_id > item->log_id; at--)
            out[at] = out[at - 1];
        out[at] = item;
    }
}

size_t
queue_take(struct queue *q, struct queue_item **out, size_t max)
{
    size_t count = 0;
    struct queue_log *next;

    for (struct queue_log *log = q->first; log != NULL && count < max; log = next) {
        next = log->next;
        if (count > 0 && log->first->alone)
            continue;
        remove_from_list(q, log);
        log->in_hand = true;
        do
            out[count++] = pop(q, log);
        while (count < max && log->first != NULL && !log->first->alone && !out[0]->alone);
        if (out[0]->alone)
            break;
    }
    sort_for_locks(out, count);
    return count;
}

void
queue_return(struct queue *q, struct queue_item *item)
{
    struct queue_log *log = find_log(q, item->log_id);

    assert(log != NULL && log->in_hand);
    assert(log->first == NULL || item->ticket < log->first->ticket);
    item->next = log->first;
    log->first = item;
    if (log->last == NULL)
        log->last = item;
    q->waiting++;
}

void
queue_done(struct queue *q, int64_t log_id)
{
    struct queue_log *log = find_log(q, log_id);

    if (log == NULL || !log->in_hand)
        return;
    log->in_hand = false;
    if (log->first != NULL)
        insert_by_ticket(q, log);
    else
        forget_log(q, log);
}

struct queue_item *
queue_abandon(struct queue *q)
{
    struct queue_log *log = q->first;
    struct queue_item *item;

    if (log != NULL) {
        item = pop(q, log);
        remove_from_list(q, log);
        if (log->first != NULL)
            insert_by_ticket(q, log);
        else
            forget_log(q, log);
        return item;
    }
    for (size_t i = 0; i < QUEUE_BUCKETS && q->waiting > 0; i++) { /* behind a log in hand */
        for (log = q->bucket[i]; log != NULL; log = log->chain) {
            if (log->first != NULL)
                return pop(q, log);
        }
    }
    return NULL;
}
