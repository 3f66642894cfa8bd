/*
 * Which statements go next: the longest-waiting log first, at most so many, a log in one pair of
 * hands, locks in one order. The last test compares long random histories with a model that is slow
 * and plain.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger_queue.h"
#include "limit.h"

static struct queue queue;
static struct queue_item *taken[LIMIT_BATCH];

static int
start(void **state)
{
    (void)state;
    queue_init(&queue);
    return 0;
}

static int
end(void **state)
{
    (void)state;
    queue_release(&queue);
    return 0;
}

static void
push(struct queue_item *item, int64_t log_id)
{
    item->log_id = log_id;
    assert_true(queue_push(&queue, item));
}

/* Take, and compare with the items named. */
#define TAKES(...)                                                       \
    do {                                                                 \
        struct queue_item *wanted[] = {__VA_ARGS__};                     \
        size_t count = sizeof wanted / sizeof wanted[0];                 \
        assert_int_equal(queue_take(&queue, taken, LIMIT_BATCH), count); \
        for (size_t i = 0; i < count; i++)                               \
            assert_ptr_equal(taken[i], wanted[i]);                       \
    } while (0)

static void
takes_nothing_from_an_empty_queue(void **state)
{
    (void)state;
    assert_int_equal(queue_take(&queue, taken, LIMIT_BATCH), 0);
    queue_done(&queue, 1); /* was not in hand */
    assert_null(queue_abandon(&queue));
}

static void
orders_what_it_takes_by_log_and_arrival(void **state)
{
    struct queue_item item[5] = {0};

    (void)state;
    push(&item[0], 7);
    push(&item[1], 3);
    push(&item[2], 7);
    push(&item[3], -2);
    push(&item[4], 3);
    assert_int_equal(queue.waiting, 5);
    TAKES(&item[3], &item[1], &item[4], &item[0], &item[2]);
    assert_int_equal(queue.waiting, 0);
}

static void
keeps_a_log_in_one_pair_of_hands(void **state)
{
    struct queue_item item[4] = {0};

    (void)state;
    push(&item[0], 1);
    TAKES(&item[0]);
    push(&item[1], 1);
    push(&item[2], 2);
    push(&item[3], 1);
    TAKES(&item[2]);
    assert_int_equal(queue_take(&queue, taken, LIMIT_BATCH), 0);
    queue_done(&queue, 1);
    TAKES(&item[1], &item[3]);
}

static void
takes_the_longest_waiting_log_first(void **state)
{
    struct queue_item hot[2 * LIMIT_BATCH] = {0};
    struct queue_item first = {0}, quiet = {0};

    (void)state;
    push(&first, 1);
    TAKES(&first);
    for (size_t i = 0; i < LIMIT_BATCH; i++)
        push(&hot[i], 1);
    push(&quiet, 2);
    for (size_t i = LIMIT_BATCH; i < 2 * LIMIT_BATCH; i++)
        push(&hot[i], 1);
    queue_done(&queue, 1);
    assert_int_equal(queue_take(&queue, taken, LIMIT_BATCH), LIMIT_BATCH); /* log 1 is older */
    for (size_t i = 0; i < LIMIT_BATCH; i++)
        assert_ptr_equal(taken[i], &hot[i]);
    queue_done(&queue, 1);
    assert_int_equal(queue_take(&queue, taken, LIMIT_BATCH), LIMIT_BATCH);
    assert_ptr_equal(taken[LIMIT_BATCH - 1], &quiet); /* now log 2 is; log 1 fills up */
    assert_ptr_equal(taken[0], &hot[LIMIT_BATCH]);
}

static void
lets_an_item_that_goes_alone_go_alone(void **state)
{
    struct queue_item item[5] = {0};

    (void)state;
    item[1].alone = true;
    item[3].alone = true;
    push(&item[0], 1);
    push(&item[1], 1);
    push(&item[2], 1);
    push(&item[3], 2);
    push(&item[4], 3);
    TAKES(&item[0], &item[4]);
    TAKES(&item[3]);
    queue_done(&queue, 1);
    TAKES(&item[1]);
    queue_done(&queue, 1);
    TAKES(&item[2]);
}

static void
puts_back_in_front(void **state)
{
    struct queue_item item[4] = {0};

    (void)state;
    push(&item[0], 5);
    push(&item[1], 5);
    push(&item[2], 6);
    TAKES(&item[0], &item[1], &item[2]);
    push(&item[3], 5);
    queue_return(&queue, &item[2]);
    queue_return(&queue, &item[1]);
    queue_return(&queue, &item[0]);
    assert_int_equal(queue.waiting, 4);
    queue_done(&queue, 5);
    queue_done(&queue, 6);
    TAKES(&item[0], &item[1], &item[3], &item[2]);
}

static void
gives_up_every_item_even_behind_a_log_in_hand(void **state)
{
    struct queue_item item[4] = {0};

    (void)state;
    push(&item[0], 1);
    TAKES(&item[0]);
    push(&item[1], 1);
    push(&item[2], 2);
    push(&item[3], 2);
    assert_ptr_equal(queue_abandon(&queue), &item[2]);
    assert_ptr_equal(queue_abandon(&queue), &item[3]);
    assert_ptr_equal(queue_abandon(&queue), &item[1]);
    assert_null(queue_abandon(&queue));
    queue_done(&queue, 1);
    push(&item[1], 1);
    TAKES(&item[1]);
}

/* --- against a model ---------------------------------------------------------------------- */

#define MODEL_ITEMS 6000
#define MODEL_LOGS  9

static struct queue_item model_item[MODEL_ITEMS];
static bool model_waiting[MODEL_ITEMS];
static bool model_in_hand[MODEL_LOGS];
static size_t model_count;

/* The oldest waiting item of any free log not in `used`; MODEL_ITEMS if none. */
static size_t
model_oldest(const bool used[MODEL_LOGS])
{
    for (size_t i = 0; i < model_count; i++) {
        int64_t log_id = model_item[i].log_id;
        if (model_waiting[i] && !model_in_hand[log_id] && !used[log_id])
            return i;
    }
    return MODEL_ITEMS;
}

static size_t
model_take(size_t out[LIMIT_BATCH])
{
    bool used[MODEL_LOGS] = {false};
    size_t count = 0;
    size_t first;

    while (count < LIMIT_BATCH && (first = model_oldest(used)) != MODEL_ITEMS) {
        int64_t log_id = model_item[first].log_id;
        used[log_id] = true;
        if (count > 0 && model_item[first].alone)
            continue;
        model_in_hand[log_id] = true;
        for (size_t i = first; i < model_count && count < LIMIT_BATCH; i++) {
            if (!model_waiting[i] || model_item[i].log_id != log_id)
                continue;
            if (i != first && model_item[i].alone)
                break;
            out[count++] = i;
            if (model_item[i].alone)
                return count;
        }
    }
    for (size_t i = 0; i < count; i++) { /* lock order, the slow way */
        for (size_t j = 0; j + 1 < count; j++) {
            bool after = model_item[out[j]].log_id > model_item[out[j + 1]].log_id;
            size_t swap = out[j];
            if (after) {
                out[j] = out[j + 1];
                out[j + 1] = swap;
            }
        }
    }
    return count;
}

static void
model_push(void)
{
    struct queue_item *item = &model_item[model_count];

    *item = (struct queue_item){.alone = rand() % 10 == 0};
    push(item, rand() % MODEL_LOGS);
    model_waiting[model_count++] = true;
}

static void
model_compare_take(void)
{
    size_t wanted[LIMIT_BATCH];
    size_t count = model_take(wanted);

    assert_int_equal(queue_take(&queue, taken, LIMIT_BATCH), count);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(taken[i], &model_item[wanted[i]]);
        model_waiting[wanted[i]] = false;
    }
    for (size_t i = count; i-- > 0 && rand() % 4 == 0;) { /* some come back, last one first */
        queue_return(&queue, taken[i]);
        model_waiting[wanted[i]] = true;
    }
}

static void
behaves_like_the_model(void **state)
{
    const char *text = getenv("REMS_SEED");
    unsigned seed = text != NULL ? (unsigned)strtoul(text, NULL, 10) : 20261123U;

    (void)state;
    print_message("# seed %u (REMS_SEED)\n", seed);
    srand(seed);
    for (int step = 0; model_count < MODEL_ITEMS && step < 20000; step++) {
        int64_t log_id = rand() % MODEL_LOGS;
        uint32_t waiting = 0;
        if (rand() % 3 > 0) {
            model_push();
        } else if (rand() % 2 == 0) {
            model_compare_take();
        } else {
            queue_done(&queue, log_id);
            model_in_hand[log_id] = false;
        }
        if (step % 100 == 0) {
            for (size_t i = 0; i < model_count; i++)
                waiting += model_waiting[i];
            assert_int_equal(queue.waiting, waiting);
        }
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)
    const struct CMUnitTest tests[] = {
        TEST(takes_nothing_from_an_empty_queue),
        TEST(orders_what_it_takes_by_log_and_arrival),
        TEST(keeps_a_log_in_one_pair_of_hands),
        TEST(takes_the_longest_waiting_log_first),
        TEST(lets_an_item_that_goes_alone_go_alone),
        TEST(puts_back_in_front),
        TEST(gives_up_every_item_even_behind_a_log_in_hand),
        TEST(behaves_like_the_model),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
