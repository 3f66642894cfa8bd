/* call.c -- see call.h. */
#include "call.h"

#include <stdlib.h>

#include "crypto.h"

static void
refuse(service_reply_fn *reply, void *arg, enum err_code code, const char *hint, const char *what)
{
    struct service_reply answer = {0};
    struct err err;

    err_clear(&err);
    (void)err_set(&err, code, hint, "%s", what);
    answer.err = &err;
    reply(arg, &answer);
}

struct call *
call_new(struct service *s, struct span user, service_reply_fn *reply, void *arg)
{
    struct call *c = calloc(1, sizeof *c);

    if (c == NULL) {
        refuse(reply, arg, ERR_OVERLOADED, "retry", "out of memory");
        return NULL;
    }
    if (user.len > 0 && !span_copy(user, c->user, sizeof c->user)) {
        free(c);
        refuse(reply, arg, ERR_UNKNOWN_USER, NULL, "no user has an id of that length");
        return NULL;
    }
    c->s = s;
    c->reply = reply;
    c->arg = arg;
    return c;
}

static void
free_call(struct call *c)
{
    crypto_wipe(c, sizeof *c);
    free(c);
}

void
call_answer(struct call *c, int status, struct json *answer)
{
    struct service_reply reply = {.status = status};
    char *text = NULL;

    if (answer != NULL) {
        text = json_text(answer);
        json_free(answer);
        if (text == NULL) {
            call_fail_with(c, ERR_OVERLOADED, "retry", "out of memory for an answer");
            return;
        }
        reply.json = span_of(text);
    }
    c->reply(c->arg, &reply);
    free(text);
    free_call(c);
}

void
call_fail(struct call *c, const struct err *err)
{
    struct service_reply reply = {.err = err};

    c->s->failed_total++;
    c->reply(c->arg, &reply);
    free_call(c);
}

void
call_fail_with(struct call *c, enum err_code code, const char *hint, const char *detail)
{
    struct err err;

    err_clear(&err);
    (void)err_set(&err, code, hint, "%s", detail);
    call_fail(c, &err);
}

struct ledger_param
call_text(const char *text)
{
    return (struct ledger_param){text, strlen(text), false};
}
