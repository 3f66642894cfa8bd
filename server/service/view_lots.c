/* view_lots.c -- stock by lot, and the accountability record of one lot. See view.h. */
#include <stdio.h>
#include <stdlib.h>

#include "view.h"

/* Columns of rems_api.lots. */
enum lot_column {
    LOT_LOT,
    LOT_PRODUCT,
    LOT_PRODUCT_NAME,
    LOT_STRENGTH,
    LOT_EXPIRY,
    LOT_AVAILABLE,
    LOT_QUARANTINE,
    LOT_DISPENSED,
    LOT_RETURNED
};

/* Columns of rems_api.accountability: a row for each side of a movement. */
enum line_column {
    LINE_N,
    LINE_AT,
    LINE_TYPE,
    LINE_SUBJECT,
    LINE_SIGNER,
    LINE_ACCOUNT,
    LINE_CAPSULES,
    LINE_BALANCE
};

static struct json *
lot_value(const struct ledger_rows *rows, int row)
{
    struct json *lot = json_new_object();
    struct json *accounts = json_new_object();

    json_set_span(lot, "lot", ledger_text(rows, row, LOT_LOT));
    json_set_span(lot, "product", ledger_text(rows, row, LOT_PRODUCT));
    json_set_span(lot, "product_name", ledger_text(rows, row, LOT_PRODUCT_NAME));
    json_set_integer(lot, "strength_ug", ledger_int(rows, row, LOT_STRENGTH));
    json_set_span(lot, "expiry", ledger_text(rows, row, LOT_EXPIRY));
    json_set_integer(accounts, "available", ledger_int(rows, row, LOT_AVAILABLE));
    json_set_integer(accounts, "quarantine", ledger_int(rows, row, LOT_QUARANTINE));
    json_set_integer(accounts, "dispensed", ledger_int(rows, row, LOT_DISPENSED));
    json_set_integer(accounts, "returned", ledger_int(rows, row, LOT_RETURNED));
    json_set(lot, "accounts", accounts);
    return lot;
}

/* --- stock ---------------------------------------------------------------------------------- */

static void
lots_read(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct view *v = arg;

    if (err != NULL) {
        view_fail(v, err);
        return;
    }
    struct json *answer = json_new_object();
    struct json *list = json_new_array();
    for (int row = 0; row < rows->count; row++)
        json_add(list, lot_value(rows, row));
    json_set(answer, "lots", list);
    view_answer(v, answer);
}

static void
lots_opened(struct view *v)
{
    struct ledger_param params[] = {call_text(v->log_id)};

    ledger_call(v->s->ledger, VERB_lots, params, lots_read, v);
}

void
view_lots(struct service *s, const struct view_request *r, service_reply_fn *reply, void *arg)
{
    struct view *v = view_new(s, r, lots_opened, reply, arg);

    if (v != NULL)
        view_open(v);
}

/* --- one lot -------------------------------------------------------------------------------- */

static void
put_line(struct view *v, struct json *list, const struct ledger_rows *rows, int row)
{
    struct json *line = json_new_object();
    instant_t at = ledger_int(rows, row, LINE_AT);
    char text[INSTANT_SIZE];
    char local[LOCAL_SIZE];

    instant_format(at, text);
    json_set_integer(line, "n", ledger_int(rows, row, LINE_N));
    json_set_string(line, "at", text);
    if (v->zone != NULL) {
        instant_format_local(at, &v->zone->zone, local);
        json_set_string(line, "local", local);
    }
    json_set_span(line, "type", ledger_text(rows, row, LINE_TYPE));
    if (ledger_text(rows, row, LINE_SUBJECT).len > 0)
        json_set_span(line, "subject", ledger_text(rows, row, LINE_SUBJECT));
    json_set_span(line, "signer", ledger_text(rows, row, LINE_SIGNER));
    json_set_span(line, "account", ledger_text(rows, row, LINE_ACCOUNT));
    json_set_integer(line, "capsules", ledger_int(rows, row, LINE_CAPSULES));
    json_set_integer(line, "balance", ledger_int(rows, row, LINE_BALANCE));
    json_add(list, line);
}

static void
lines_read(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct view *v = arg;
    struct json *list = json_new_array();

    if (err != NULL) {
        json_free(list);
        view_fail(v, err);
        return;
    }
    for (int row = 0; row < rows->count; row++)
        put_line(v, list, rows, row);
    struct json *answer = v->answer;
    v->answer = NULL;
    json_set(answer, "lines", list);
    view_answer(v, answer);
}

static void
lot_read(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct view *v = arg;

    if (err != NULL) {
        view_fail(v, err);
        return;
    }
    for (int row = 0; row < rows->count && v->answer == NULL; row++) {
        if (span_is(ledger_text(rows, row, LOT_LOT), v->lot))
            v->answer = lot_value(rows, row);
    }
    if (v->answer == NULL) {
        view_fail_with(v, ERR_NOT_FOUND, "see GET .../lots", "the log has no such lot");
        return;
    }
    struct ledger_param params[] = {call_text(v->log_id), call_text(v->lot)};
    ledger_call(v->s->ledger, VERB_accountability, params, lines_read, v);
}

static void
lot_opened(struct view *v)
{
    struct ledger_param params[] = {call_text(v->log_id)};

    ledger_call(v->s->ledger, VERB_lots, params, lot_read, v);
}

void
view_lot(struct service *s, const struct view_request *r, struct span lot, service_reply_fn *reply,
         void *arg)
{
    struct view *v = view_new(s, r, lot_opened, reply, arg);

    if (v == NULL)
        return;
    if (!span_copy(lot, v->lot, sizeof v->lot))
        view_fail_with(v, ERR_NOT_FOUND, "see GET .../lots", "the log has no such lot");
    else
        view_open(v);
}
