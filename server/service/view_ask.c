/* view_ask.c -- what would the rules say to this statement now? Nothing is recorded. See view.h. */
#include <stdlib.h>
#include <string.h>

#include "canon.h"
#include "desk.h"
#include "verdict_json.h"

/* The question. The desk comes first: it is the view's own (desk.h). */
struct question {
    struct desk desk;
    struct statement act;
    char subject[LIMIT_CODE + 1];
    size_t len;
    char text[]; /* {"body":{...},"type":"..."}, canonical */
};

static void
question_facts(void *arg, const struct ledger_rows *rows, const struct err *failure)
{
    struct view *v = arg;
    const struct question *q = v->own;
    struct err err;

    err_clear(&err);
    if (failure != NULL) {
        view_fail(v, failure);
        return;
    }
    if (desk_judge(v, q->subject, rows, &q->act, &err) != ERR_OK ||
        facts_check(v->s->facts, &q->act, &err) != ERR_OK) {
        view_fail(v, &err);
        return;
    }
    struct json *answer = json_new_object();
    bool refused = rules_decide(q->act.type) && v->s->verdict.fail != 0;
    json_set_string(answer, "outcome", refused ? "refused" : "accepted");
    json_set(answer, "verdict", verdict_value(&v->s->verdict, &v->zone->zone));
    view_answer(v, answer);
}

static void
question_balances(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct view *v = arg;
    struct question *q = v->own;

    if (err != NULL) {
        view_fail(v, err);
        return;
    }
    desk_take_balances(&q->desk, rows);
    struct ledger_param params[] = {call_text(v->log_id), call_text(q->subject)};
    ledger_call(v->s->ledger, VERB_facts, params, question_facts, v);
}

static void
question_opened(struct view *v)
{
    struct question *q = v->own;
    struct err err;

    err_clear(&err);
    if (desk_lacks_program(v))
        return;
    if (statement_check_offsets(&q->act, &v->zone->zone, &err) != ERR_OK) {
        view_fail(v, &err);
        return;
    }
    struct ledger_param params[] = {call_text(v->log_id), {NULL, 0, false}, call_text(q->subject)};
    ledger_call(v->s->ledger, VERB_balances, params, question_balances, v);
}

/* The member at fault, as a field of the problem; a name of the client's own is not repeated. */
static const char *
question_member(struct span key)
{
    if (span_is(key, "body"))
        return "body";
    return span_is(key, "type") ? "type" : "question";
}

/* The question has exactly the members body and type, in canonical form. */
static enum err_code
read_question(struct question *q, struct err *err)
{
    struct span text = {q->text, q->len};
    struct span body = {NULL, 0};
    struct span type = {NULL, 0};
    struct canon_walk walk;
    struct canon_item item;
    enum err_code code = canon_check(text, LIMIT_JSON_DEPTH, err);

    if (code != ERR_OK)
        return code;
    if (text.p[0] != '{')
        return err_set(err, ERR_BAD_CANONICAL, "send {\"body\":{...},\"type\":\"...\"}",
                       "the question must be an object");
    canon_walk_init(&walk, text);
    while (canon_next(&walk, &item)) {
        if (span_is(item.key, "body") && item.kind == CANON_OBJECT)
            body = item.raw;
        else if (span_is(item.key, "type") && item.kind == CANON_STRING)
            type = item.text;
        else
            return err_field(err, ERR_UNKNOWN_FIELD, question_member(item.key),
                             "send {\"body\":{...},\"type\":\"...\"}",
                             "the question has exactly body (an object) and type (a string)");
    }
    if (body.p == NULL || type.p == NULL)
        return err_field(err, ERR_MISSING_FIELD, body.p == NULL ? "body" : "type", NULL,
                         "the question needs body and type");
    code = statement_parse_body(type, body, &q->act, err);
    if (code != ERR_OK)
        return code;
    if (!span_copy(statement_subject(&q->act), q->subject, sizeof q->subject) ||
        q->subject[0] == '\0')
        return err_field(err, ERR_BAD_FIELD, "type", "ask about a statement that names a subject",
                         "only statements about a subject are judged by rules");
    return ERR_OK;
}

void
view_ask(struct service *s, const struct view_request *r, struct span text, service_reply_fn *reply,
         void *arg)
{
    struct view *v = view_new(s, r, question_opened, reply, arg);
    struct question *q;
    struct err err;

    err_clear(&err);
    if (v == NULL)
        return;
    q = text.len > LIMIT_STATEMENT ? NULL : calloc(1, sizeof *q + text.len + 1);
    if (q == NULL) {
        view_fail_with(v, text.len > LIMIT_STATEMENT ? ERR_TOO_LARGE : ERR_OVERLOADED, "ask less",
                       "the question is too large");
        return;
    }
    memcpy(q->text, text.p, text.len);
    q->len = text.len;
    v->own = q;
    if (read_question(q, &err) != ERR_OK)
        view_fail(v, &err);
    else
        view_open(v);
}
