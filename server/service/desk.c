/* desk.c -- see desk.h. */
#include "desk.h"

#include <string.h>

/* Columns of rems_api.prescriptions. */
enum prescription_column {
    RX_CODE,
    RX_N,
    RX_AT,
    RX_CAPSULES,
    RX_DOSE,
    RX_EVERY,
    RX_STRENGTH,
    RX_DISPENSED
};

void
desk_take_lots(struct desk *d, const struct ledger_rows *rows)
{
    d->lot_count = 0;
    for (int row = 0; row < rows->count && d->lot_count < DESK_LOTS_MAX; row++) {
        struct desk_lot *lot = &d->lot[d->lot_count];
        if (!span_copy(ledger_text(rows, row, 0), lot->lot, sizeof lot->lot) ||
            !span_copy(ledger_text(rows, row, 4), lot->expiry, sizeof lot->expiry))
            continue;
        lot->strength_ug = ledger_int(rows, row, 3);
        lot->available = ledger_int(rows, row, 5);
        d->lot_count++;
    }
}

static bool
account_named(struct span name, enum account *out)
{
    for (int a = 0; a < ACCOUNT_COUNT; a++) {
        if (span_is(name, account_spec((enum account)a)->name)) {
            *out = (enum account)a;
            return true;
        }
    }
    return false;
}

void
desk_take_balances(struct desk *d, const struct ledger_rows *rows)
{
    d->balance_count = 0;
    for (int row = 0; row < rows->count && d->balance_count < DESK_BALANCES_MAX; row++) {
        struct desk_balance *b = &d->balance[d->balance_count];
        if (!span_copy(ledger_text(rows, row, 0), b->lot, sizeof b->lot) ||
            !account_named(ledger_text(rows, row, 1), &b->account))
            continue;
        b->capsules = ledger_int(rows, row, 2);
        d->balance_count++;
    }
}

static const struct desk_lot *
choose_lot(const struct desk *d, int64_t strength_ug, int64_t capsules, const char *today)
{
    const struct desk_lot *best = NULL;

    for (size_t i = 0; i < d->lot_count; i++) {
        const struct desk_lot *lot = &d->lot[i];
        if (lot->strength_ug != strength_ug || lot->available < capsules ||
            strcmp(lot->expiry, today) < 0)
            continue;
        if (best == NULL || strcmp(lot->expiry, best->expiry) < 0)
            best = lot;
    }
    return best;
}

void
desk_choose(struct desk *d, const struct ledger_rows *prescriptions, day_t today)
{
    char day[DAY_SIZE];
    int chosen = -1;

    day_format(today, day);
    d->supply = d->asked;
    for (int row = 0; row < prescriptions->count; row++) {
        bool named = d->asked.prescription[0] != '\0';
        bool fits = named ? span_is(ledger_text(prescriptions, row, RX_CODE), d->asked.prescription)
                          : ledger_null(prescriptions, row, RX_DISPENSED);
        if (fits && (chosen < 0 || ledger_int(prescriptions, row, RX_N) >
                                       ledger_int(prescriptions, chosen, RX_N)))
            chosen = row;
    }
    if (chosen < 0)
        return;
    if (d->supply.prescription[0] == '\0' &&
        !span_copy(ledger_text(prescriptions, chosen, RX_CODE), d->supply.prescription,
                   sizeof d->supply.prescription))
        return;
    if (d->supply.capsules == 0)
        d->supply.capsules = ledger_int(prescriptions, chosen, RX_CAPSULES);
    if (d->supply.lot[0] == '\0') {
        const struct desk_lot *lot =
            choose_lot(d, ledger_int(prescriptions, chosen, RX_STRENGTH), d->supply.capsules, day);
        if (lot != NULL)
            memcpy(d->supply.lot, lot->lot, sizeof d->supply.lot);
    }
}

static void
set_text(struct statement *s, enum field_id field, const char *text)
{
    struct value *v = &s->value[field_index(field)];

    v->present = text[0] != '\0';
    v->text = span_of(text);
}

void
desk_act(const struct desk *d, const char *subject, struct statement *out)
{
    struct value *capsules = &out->value[field_index(FIELD_dispense_capsules)];

    memset(out, 0, sizeof *out);
    out->type = STATEMENT_dispense;
    set_text(out, FIELD_dispense_subject, subject);
    set_text(out, FIELD_dispense_prescription, d->supply.prescription);
    set_text(out, FIELD_dispense_lot, d->supply.lot);
    capsules->present = d->supply.capsules > 0;
    capsules->integer = d->supply.capsules;
}

enum err_code
desk_judge(struct view *v, const char *subject, const struct ledger_rows *facts,
           const struct statement *act, struct err *err)
{
    struct service *s = v->s;
    const struct desk *d = v->own;
    enum err_code code = service_fold(s, span_of(subject), facts, NULL, err);

    if (code != ERR_OK)
        return code;
    for (size_t i = 0; i < d->balance_count; i++)
        facts_set_balance(s->facts, span_of(d->balance[i].lot), d->balance[i].account,
                          d->balance[i].capsules);
    struct rules_input in = {s->facts, v->program, &v->zone->zone, v->now};
    rules_state(&in, &s->state);
    rules_judge(&in, act, &s->verdict);
    return ERR_OK;
}

bool
desk_lacks_program(struct view *v)
{
    if (v->program != NULL && v->zone != NULL)
        return false;
    view_fail_with(v, ERR_UNKNOWN_REFERENCE, "the administrator records the site first (rems site)",
                   "the site has no program on record, so no gate can be judged");
    return true;
}
