/* handle_log.c -- statements, what-if questions and the views of a log. */
#include <string.h>

#include "handlers.h"
#include "submit.h"

/* A query parameter that is a decimal number of at most `max`; fallback where it is absent. */
static bool
query_number(struct exchange *x, const char *name, uint64_t max, uint64_t fallback, uint64_t *out)
{
    struct span text = http_request_query(x->r, name);
    uint64_t value = 0;
    bool good = text.len > 0 && text.len <= 16;

    *out = fallback;
    if (text.p == NULL)
        return true;
    for (size_t i = 0; good && i < text.len; i++) {
        good = text.p[i] >= '0' && text.p[i] <= '9';
        value = value * 10 + (uint64_t)(text.p[i] - '0');
    }
    if (good && value <= max) {
        *out = value;
        return true;
    }
    struct err err;
    err_clear(&err);
    (void)err_field(&err, ERR_BAD_FIELD, name, "write it in digits",
                    "must be a whole number from 0 to %llu", (unsigned long long)max);
    exchange_problem(x, &err);
    return false;
}

void
handle_statements(struct exchange *x)
{
    struct submit_request request = {x->caller, x->origin, http_request_body(x->r),
                                     x->training_at_given, x->training_at};

    submit_statement(&x->app->service, &request, exchange_reply, x);
}

void
handle_ask(struct exchange *x)
{
    struct view_request request = exchange_view(x);

    view_ask(&x->app->service, &request, http_request_body(x->r), exchange_reply, x);
}

void
handle_logs(struct exchange *x)
{
    view_logs(&x->app->service, &x->caller, exchange_reply, x);
}

void
handle_head(struct exchange *x)
{
    struct view_request request = exchange_view(x);

    view_head(&x->app->service, &request, exchange_reply, x);
}

void
handle_entries(struct exchange *x)
{
    struct view_request request = exchange_view(x);
    uint64_t from;
    uint64_t count;
    uint64_t last;

    if (!query_number(x, "from", LIMIT_INTEGER, 0, &from) ||
        !query_number(x, "count", LIMIT_PAGE, LIMIT_PAGE, &count) ||
        !query_number(x, "last", LIMIT_PAGE, 0, &last))
        return;
    view_entries(&x->app->service, &request, from, (uint32_t)(last > 0 ? last : count), last > 0,
                 exchange_reply, x);
}

void
handle_entry(struct exchange *x)
{
    struct view_request request = exchange_view(x);
    uint64_t n = 0;
    bool good = x->name.len <= 15;

    for (size_t i = 0; good && i < x->name.len; i++) {
        good = x->name.p[i] >= '0' && x->name.p[i] <= '9';
        n = n * 10 + (uint64_t)(x->name.p[i] - '0');
    }
    if (!good)
        exchange_fail(x, ERR_NOT_FOUND, "n", "use the number of the entry",
                      "the number of an entry is written in digits");
    else
        view_entry(&x->app->service, &request, n, exchange_reply, x);
}

void
handle_subjects(struct exchange *x)
{
    struct view_request request = exchange_view(x);

    view_subjects(&x->app->service, &request, exchange_reply, x);
}

void
handle_subject(struct exchange *x)
{
    struct view_request request = exchange_view(x);
    struct view_supply supply = {http_request_query(x->r, "prescription"),
                                 http_request_query(x->r, "lot"), 0};
    uint64_t capsules;

    if (!query_number(x, "capsules", LIMIT_CAPSULES, 0, &capsules))
        return;
    supply.capsules = (int64_t)capsules;
    view_subject(&x->app->service, &request, x->name, &supply, exchange_reply, x);
}

void
handle_lots(struct exchange *x)
{
    struct view_request request = exchange_view(x);

    view_lots(&x->app->service, &request, exchange_reply, x);
}

void
handle_lot(struct exchange *x)
{
    struct view_request request = exchange_view(x);

    view_lot(&x->app->service, &request, x->name, exchange_reply, x);
}

void
handle_members(struct exchange *x)
{
    struct view_request request = exchange_view(x);

    view_members(&x->app->service, &request, exchange_reply, x);
}
