/* view_log.c -- the log itself: heads, entries, members. See view.h. */
#include <stdio.h>
#include <stdlib.h>

#include "verdict_json.h"
#include "view.h"

/* Columns of rems_api.entries. */
enum entry_column { ENTRY_N, ENTRY_AT, ENTRY_BYTES, ENTRY_LEAF, ENTRY_ACCEPTED, ENTRY_VERDICT };

/* --- which logs there are ------------------------------------------------------------------- */

static void
logs_read(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct call *c = arg;

    if (err != NULL) {
        call_fail(c, err);
        return;
    }
    struct json *answer = json_new_object();
    struct json *list = json_new_array();
    for (int row = 0; row < rows->count && row < LIMIT_PAGE; row++) {
        struct json *log = json_new_object();
        json_set_span(log, "origin", ledger_text(rows, row, 0));
        json_set_integer(log, "size", ledger_int(rows, row, 1));
        json_set_bool(log, "open", ledger_bool(rows, row, 2));
        json_add(list, log);
    }
    json_set(answer, "logs", list);
    call_answer(c, 200, answer);
}

static void
logs_allowed(void *arg, const struct identity *identity, const struct err *err)
{
    struct call *c = arg;

    (void)identity;
    if (err != NULL)
        call_fail(c, err);
    else
        ledger_call(c->s->ledger, VERB_list_logs, NULL, logs_read, c);
}

void
view_logs(struct service *s, const struct service_caller *caller, service_reply_fn *reply,
          void *arg)
{
    struct call *c = call_new(s, caller->user, reply, arg);

    if (c != NULL)
        identify_session(s, caller, logs_allowed, c);
}

/* --- head ----------------------------------------------------------------------------------- */

static void
head_opened(struct view *v)
{
    struct json *answer = json_new_object();
    char at[INSTANT_SIZE];
    char root[BASE64_SIZE(32)];
    uint8_t bytes[32];

    if (hex_decode(span_of(v->root), bytes, sizeof bytes)) {
        base64_encode(bytes, sizeof bytes, root);
        json_set_string(answer, "root", root);
    }
    json_set_integer(answer, "size", (int64_t)v->size);
    if (v->last_at != INSTANT_NONE) {
        instant_format(v->last_at, at);
        json_set_string(answer, "at", at);
    }
    instant_format(v->now, at);
    json_set_string(answer, "now", at);
    if (v->zone != NULL)
        json_set_string(answer, "zone", v->zone->zone.name);
    if (v->program != NULL)
        json_set_string(answer, "program", v->program->name);
    view_answer(v, answer);
}

void
view_head(struct service *s, const struct view_request *r, service_reply_fn *reply, void *arg)
{
    struct view *v = view_new(s, r, head_opened, reply, arg);

    if (v != NULL)
        view_open(v);
}

/* --- entries -------------------------------------------------------------------------------- */

static void
put_statement(struct json *item, struct span bytes)
{
    struct statement stmt;
    struct span type;
    struct err err;

    err_clear(&err);
    if (statement_parse_envelope(bytes, &stmt, &type, &err) != ERR_OK)
        return;
    json_set_span(item, "type", type);
    json_set_span(item, "signer", stmt.signer);
    json_set_string(item, "meaning", vocab_word(VOCAB_meaning, (int)stmt.meaning));
    if (statement_parse(bytes, &stmt, &err) == ERR_OK && statement_subject(&stmt).len > 0)
        json_set_span(item, "subject", statement_subject(&stmt));
}

static struct json *
entry_value(const struct view *v, const struct ledger_rows *rows, int row, bool with_verdict)
{
    struct json *item = json_new_object();
    struct span bytes = ledger_blob(rows, row, ENTRY_BYTES);
    uint8_t leaf[32];
    char text[LOCAL_SIZE];
    char at[INSTANT_SIZE];
    struct entry entry;
    struct err err;

    err_clear(&err);
    instant_format(ledger_int(rows, row, ENTRY_AT), at);
    json_set_integer(item, "n", ledger_int(rows, row, ENTRY_N));
    json_set_string(item, "at", at);
    if (v->zone != NULL) {
        instant_format_local(ledger_int(rows, row, ENTRY_AT), &v->zone->zone, text);
        json_set_string(item, "local", text);
    }
    json_set_string(item, "outcome",
                    ledger_bool(rows, row, ENTRY_ACCEPTED) ? "accepted" : "refused");
    if (entry_parse(bytes, &entry, &err) == ERR_OK) {
        put_statement(item, entry.stmt);
        if (entry.dec.present)
            json_set(item, "fail", gate_ids_value(entry.dec.fail));
    }
    if (ledger_bytes(rows, row, ENTRY_LEAF, leaf, sizeof leaf))
        json_set_base64(item, "leaf", leaf, sizeof leaf);
    json_set_base64(item, "entry", bytes.p, bytes.len);
    if (with_verdict && !ledger_null(rows, row, ENTRY_VERDICT)) {
        struct json *verdict = json_parse(ledger_text(rows, row, ENTRY_VERDICT), &err);
        if (verdict != NULL)
            json_set(item, "verdict", verdict);
    }
    return item;
}

static void
entries_read(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct view *v = arg;

    if (err != NULL) {
        view_fail(v, err);
        return;
    }
    if (v->single && rows->count == 0) {
        view_fail_with(v, ERR_NOT_FOUND, "see GET .../entries", "the log has no such entry yet");
        return;
    }
    if (v->single) {
        view_answer(v, entry_value(v, rows, 0, true));
        return;
    }
    struct json *answer = json_new_object();
    struct json *list = json_new_array();
    for (int row = 0; row < rows->count; row++)
        json_add(list, entry_value(v, rows, row, false));
    json_set(answer, "entries", list);
    json_set_integer(answer, "size", (int64_t)v->size);
    view_answer(v, answer);
}

static void
entries_opened(struct view *v)
{
    struct ledger_param params[] = {call_text(v->log_id), call_text(v->from), call_text(v->count),
                                    call_text(v->newest ? "t" : "f")};

    ledger_call(v->s->ledger, VERB_entries, params, entries_read, v);
}

void
view_entries(struct service *s, const struct view_request *r, uint64_t from, uint32_t count,
             bool newest, service_reply_fn *reply, void *arg)
{
    struct view *v = view_new(s, r, entries_opened, reply, arg);

    if (v == NULL)
        return;
    (void)snprintf(v->from, sizeof v->from, "%llu", (unsigned long long)from);
    (void)snprintf(v->count, sizeof v->count, "%u", count);
    v->newest = newest;
    view_open(v);
}

void
view_entry(struct service *s, const struct view_request *r, uint64_t n, service_reply_fn *reply,
           void *arg)
{
    struct view *v = view_new(s, r, entries_opened, reply, arg);

    if (v == NULL)
        return;
    (void)snprintf(v->from, sizeof v->from, "%llu", (unsigned long long)n);
    (void)snprintf(v->count, sizeof v->count, "1");
    v->single = true;
    view_open(v);
}

/* --- members -------------------------------------------------------------------------------- */

static void
members_read(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct view *v = arg;

    if (err != NULL) {
        view_fail(v, err);
        return;
    }
    struct json *answer = json_new_object();
    struct json *list = json_new_array();
    for (int row = 0; row < rows->count; row++) {
        struct json *member = json_new_object();
        struct json *roles = json_new_array();
        for (int i = 0; i < (int)vocab_size(VOCAB_role); i++) {
            if (ledger_array_has(ledger_text(rows, row, 1), vocab_word(VOCAB_role, i)))
                json_add_string(roles, vocab_word(VOCAB_role, i));
        }
        json_set_span(member, "user", ledger_text(rows, row, 0));
        json_set(member, "roles", roles);
        if (!ledger_null(rows, row, 2))
            json_set_span(member, "key", ledger_text(rows, row, 2));
        if (!ledger_null(rows, row, 3))
            json_set_integer(member, "enrolled", ledger_int(rows, row, 3));
        if (!ledger_null(rows, row, 4))
            json_set_integer(member, "revoked", ledger_int(rows, row, 4));
        json_add(list, member);
    }
    json_set(answer, "members", list);
    view_answer(v, answer);
}

static void
members_opened(struct view *v)
{
    struct ledger_param params[] = {call_text(v->log_id)};

    ledger_call(v->s->ledger, VERB_members, params, members_read, v);
}

void
view_members(struct service *s, const struct view_request *r, service_reply_fn *reply, void *arg)
{
    struct view *v = view_new(s, r, members_opened, reply, arg);

    if (v != NULL)
        view_open(v);
}
