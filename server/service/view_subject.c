/* view_subject.c -- the work list, one subject with every gate, and what-if questions. See view.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk.h"
#include "verdict_json.h"

/* --- the state of a subject as JSON --------------------------------------------------------- */

static struct json *
due_list(const struct subject_state *state)
{
    struct json *list = json_new_array();
    char day[DAY_SIZE];

    for (uint32_t i = 0; i < state->due_count; i++) {
        struct json *due = json_new_object();
        day_format(state->due[i].by, day);
        json_set_string(due, "what", state->due[i].what);
        json_set_string(due, "by", day);
        if (state->due[i].why[0] != '\0')
            json_set_string(due, "why", state->due[i].why);
        json_add(list, due);
    }
    return list;
}

static struct json *
deviation_list(const struct subject_state *state)
{
    struct json *list = json_new_array();
    char day[DAY_SIZE];

    for (uint32_t i = 0; i < state->deviation_count; i++) {
        const struct rules_deviation *d = &state->deviation[i];
        struct json *deviation = json_new_object();
        day_format(d->day, day);
        json_set_string(deviation, "id", gate_spec(d->gate)->id);
        json_set_string(deviation, "day", day);
        if (d->entry != UINT64_MAX)
            json_set_integer(deviation, "entry", (int64_t)d->entry);
        json_add(list, deviation);
    }
    return list;
}

static void
put_state(struct json *row, const struct subject_state *state, const struct zone *zone)
{
    char text[LOCAL_SIZE];

    json_set_string(row, "category", vocab_word(VOCAB_category, (int)state->category));
    json_set_string(row, "status", state->discontinued ? "discontinued" : "active");
    json_set(row, "holds", gate_ids_value(state->holds));
    if (state->hold_since != INSTANT_NONE) {
        instant_format_local(state->hold_since, zone, text);
        json_set_string(row, "hold_since", text);
    }
    json_set(row, "due", due_list(state));
    if (state->capsules_left >= 0)
        json_set_integer(row, "capsules_left", state->capsules_left);
    if (state->days_left >= 0)
        json_set_integer(row, "days_left", state->days_left);
    if (state->prescription[0] != '\0')
        json_set_string(row, "prescription", state->prescription);
    if (state->next_dispense != DAY_NONE) {
        day_format(state->next_dispense, text);
        json_set_string(row, "next_dispense", text);
    }
}

static void
put_adherence(struct json *row, const struct subject_state *state)
{
    struct json *adherence = json_new_object();

    if (state->taken >= 0) {
        json_set_integer(adherence, "taken", state->taken);
        json_set_integer(adherence, "expected", state->expected);
    }
    json_set_string(adherence, "percent", state->adherence);
    json_set_string(adherence, "band", state->band);
    json_set(row, "adherence", adherence);
}

/* --- one subject ---------------------------------------------------------------------------- */

static const char *
current_subject(const struct desk *d)
{
    return d->subject[d->at];
}

/* One subject: everything. */
static void
answer_subject(struct view *v)
{
    const struct desk *d = v->own;
    const struct subject_state *state = &v->s->state;

    if (!state->enrolled) {
        view_fail_with(v, ERR_NOT_FOUND, "see GET .../subjects", "the log has no such subject");
        return;
    }
    struct json *answer = json_new_object();
    json_set_string(answer, "subject", current_subject(d));
    put_state(answer, state, &v->zone->zone);
    put_adherence(answer, state);
    json_set(answer, "deviations", deviation_list(state));
    if (d->supply.lot[0] != '\0')
        json_set_string(answer, "lot", d->supply.lot);
    if (d->supply.capsules > 0)
        json_set_integer(answer, "capsules", d->supply.capsules);
    json_set(answer, "verdict", verdict_value(&v->s->verdict, &v->zone->zone));
    view_answer(v, answer);
}

static void next_row(struct view *v);

/* The work list: a row, then the next subject. */
static void
add_row(struct view *v)
{
    struct desk *d = v->own;
    struct json *row = json_new_object();

    json_set_string(row, "subject", current_subject(d));
    put_state(row, &v->s->state, &v->zone->zone);
    json_set_bool(row, "ready", v->s->verdict.fail == 0);
    json_set(row, "fail", gate_ids_value(v->s->verdict.fail));
    json_add(json_get(v->answer, "subjects"), row);
    d->at++;
    next_row(v);
}

static void
facts_read(void *arg, const struct ledger_rows *rows, const struct err *failure)
{
    struct view *v = arg;
    const struct desk *d = v->own;
    struct statement act;
    struct err err;

    err_clear(&err);
    if (failure != NULL) {
        view_fail(v, failure);
        return;
    }
    desk_act(d, current_subject(d), &act);
    if (desk_judge(v, current_subject(d), rows, &act, &err) != ERR_OK)
        view_fail(v, &err);
    else if (v->single)
        answer_subject(v);
    else
        add_row(v);
}

/* prescriptions -> balances -> facts, for one subject */
static void
balances_read(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct view *v = arg;
    struct desk *d = v->own;

    if (err != NULL) {
        view_fail(v, err);
        return;
    }
    desk_take_balances(d, rows);
    struct ledger_param params[] = {call_text(v->log_id), call_text(current_subject(d))};
    ledger_call(v->s->ledger, VERB_facts, params, facts_read, v);
}

static void
prescriptions_read(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct view *v = arg;
    struct desk *d = v->own;

    if (err != NULL) {
        view_fail(v, err);
        return;
    }
    desk_choose(d, rows, zone_day(&v->zone->zone, v->now));
    struct ledger_param params[] = {
        call_text(v->log_id), {NULL, 0, false}, call_text(current_subject(d))};
    ledger_call(v->s->ledger, VERB_balances, params, balances_read, v);
}

static void
read_subject(struct view *v)
{
    struct desk *d = v->own;
    struct ledger_param params[] = {call_text(v->log_id), call_text(current_subject(d))};

    ledger_call(v->s->ledger, VERB_prescriptions, params, prescriptions_read, v);
}

static void
subject_lots_read(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct view *v = arg;

    if (err != NULL) {
        view_fail(v, err);
        return;
    }
    desk_take_lots(v->own, rows);
    read_subject(v);
}

static void
subject_opened(struct view *v)
{
    struct ledger_param params[] = {call_text(v->log_id)};

    if (!desk_lacks_program(v))
        ledger_call(v->s->ledger, VERB_lots, params, subject_lots_read, v);
}

/* The list of subjects stands behind the desk in one allocation, freed with it. */
static struct desk *
desk_for(struct view *v, size_t subjects)
{
    size_t name = LIMIT_CODE + 1;
    struct desk *d = calloc(1, sizeof *d + subjects * name);

    if (d == NULL) {
        view_fail_with(v, ERR_OVERLOADED, "retry", "out of memory");
        return NULL;
    }
    d->subject = (char(*)[LIMIT_CODE + 1])(d + 1);
    free(v->own);
    v->own = d;
    return d;
}

void
view_subject(struct service *s, const struct view_request *r, struct span subject,
             const struct view_supply *supply, service_reply_fn *reply, void *arg)
{
    struct view *v = view_new(s, r, subject_opened, reply, arg);
    struct desk *d = v == NULL ? NULL : desk_for(v, 1);

    if (d == NULL)
        return;
    v->single = true;
    d->subject_count = 1;
    d->asked.capsules = supply->capsules;
    if (!span_copy(subject, d->subject[0], sizeof d->subject[0]))
        view_fail_with(v, ERR_NOT_FOUND, "see GET .../subjects", "the log has no such subject");
    else if (!span_copy(supply->prescription, d->asked.prescription,
                        sizeof d->asked.prescription) ||
             !span_copy(supply->lot, d->asked.lot, sizeof d->asked.lot))
        view_fail_with(v, ERR_BAD_FIELD, "at most 32 characters", "the name is too long");
    else
        view_open(v);
}

/* --- the work list -------------------------------------------------------------------------- */

static void
next_row(struct view *v)
{
    struct desk *d = v->own;
    char at[INSTANT_SIZE];

    if (d->at < d->subject_count) {
        read_subject(v);
        return;
    }
    struct json *answer = v->answer;
    v->answer = NULL;
    instant_format(v->now, at);
    json_set_string(answer, "at", at);
    view_answer(v, answer);
}

static void
work_lots_read(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct view *v = arg;

    if (err != NULL) {
        view_fail(v, err);
        return;
    }
    desk_take_lots(v->own, rows);
    next_row(v);
}

static void
subjects_read(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct view *v = arg;

    if (err != NULL) {
        view_fail(v, err);
        return;
    }
    struct desk *d = desk_for(v, (size_t)rows->count);
    if (d == NULL)
        return;
    for (int row = 0; row < rows->count && d->subject_count < LIMIT_PAGE; row++) {
        if (span_copy(ledger_text(rows, row, 0), d->subject[d->subject_count],
                      sizeof d->subject[0]))
            d->subject_count++;
    }
    v->answer = json_new_object();
    json_set(v->answer, "subjects", json_new_array());
    struct ledger_param params[] = {call_text(v->log_id)};
    ledger_call(v->s->ledger, VERB_lots, params, work_lots_read, v);
}

static void
work_opened(struct view *v)
{
    struct ledger_param params[] = {call_text(v->log_id)};

    if (!desk_lacks_program(v))
        ledger_call(v->s->ledger, VERB_subjects, params, subjects_read, v);
}

void
view_subjects(struct service *s, const struct view_request *r, service_reply_fn *reply, void *arg)
{
    struct view *v = view_new(s, r, work_opened, reply, arg);

    if (v != NULL)
        view_open(v);
}
