/* identify.c -- log and session of a caller. See identify.h. */
#include "identify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct asking {
    struct service *s;
    struct service_caller caller;
    char user[LIMIT_USER_ID + 1];
    struct span origin;
    bool code_ok;
    bool without_log;
    identify_fn *fn;
    void *arg;
    struct identity identity;
    char log_id_text[24];
};

static void
finish(struct asking *a, const struct err *err)
{
    a->fn(a->arg, err == NULL ? &a->identity : NULL, err);
    free(a);
}

static void
finish_error(struct asking *a, enum err_code code, const char *hint, const char *what)
{
    struct err err;

    err_clear(&err);
    (void)err_set(&err, code, hint, "%s", what);
    finish(a, &err);
}

static struct ledger_param
text_param(const char *text)
{
    return (struct ledger_param){text, strlen(text), false};
}

/* Columns: user_id, key_hex, pub, roles. */
static void
session_done(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct asking *a = arg;
    struct service_person *p = &a->identity.person;

    if (err != NULL) {
        finish(a, err);
        return;
    }
    if (rows->count == 0) {
        finish_error(a, ERR_NOT_SIGNED_IN, "sign in again (rems login)",
                     "the session is unknown or has ended");
        return;
    }
    if (!span_copy(ledger_text(rows, 0, 0), p->user, sizeof p->user)) {
        finish_error(a, ERR_LEDGER_CONFLICT, "call the operator",
                     "the session's user is unreadable");
        return;
    }
    p->roles = service_roles(ledger_text(rows, 0, 3));
    p->key_valid = span_copy(ledger_text(rows, 0, 1), p->key, sizeof p->key) && p->key[0] != '\0' &&
                   ledger_bytes(rows, 0, 2, p->pub, 32);
    finish(a, NULL);
}

/* Column: user_id of a live code for the first administrator of this log. */
static void
code_done(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct asking *a = arg;
    struct service_person *p = &a->identity.person;

    if (err != NULL) {
        finish(a, err);
        return;
    }
    if (rows->count == 0 || !span_is(ledger_text(rows, 0, 0), a->user) ||
        !span_copy(ledger_text(rows, 0, 0), p->user, sizeof p->user)) {
        finish_error(a, ERR_BAD_CODE, "ask the operator for a new one (remsd init)",
                     "the one-time code does not open this log");
        return;
    }
    finish(a, NULL);
}

static void
find_caller(struct asking *a)
{
    struct ledger_param id = text_param(a->log_id_text);
    struct ledger_param secret = {(const char *)a->caller.secret_hash, 32, true};
    static const char idle[] = "600";

    _Static_assert(LIMIT_SESSION_IDLE_S == 600, "the text above says the same");
    if (a->caller.by_code && !a->code_ok) {
        finish_error(a, ERR_NOT_SIGNED_IN, "sign in (rems login)",
                     "a one-time code stands for a session only to open an empty log");
    } else if (a->caller.by_code) {
        struct ledger_param params[] = {secret, id};
        ledger_call(a->s->ledger, VERB_code_user, params, code_done, a);
    } else {
        struct ledger_param none = {NULL, 0, false};
        struct ledger_param params[] = {secret, a->without_log ? none : id, text_param(idle)};
        ledger_call(a->s->ledger, VERB_session, params, session_done, a);
    }
}

static void
log_found(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct asking *a = arg;

    if (err != NULL) {
        finish(a, err);
        return;
    }
    if (rows->count == 0) {
        finish_error(a, ERR_UNKNOWN_LOG, "see GET /v1/logs", "no log has this origin");
        return;
    }
    a->identity.log_id = ledger_int(rows, 0, 0);
    service_log_remember(a->s, a->origin, a->identity.log_id);
    (void)snprintf(a->log_id_text, sizeof a->log_id_text, "%lld", (long long)a->identity.log_id);
    find_caller(a);
}

static struct asking *
new_asking(struct service *s, const struct service_caller *caller, identify_fn *fn, void *arg)
{
    struct asking *a = calloc(1, sizeof *a);
    struct err err;

    if (a == NULL) {
        err_clear(&err);
        (void)err_set(&err, ERR_OVERLOADED, "retry", "out of memory");
        fn(arg, NULL, &err);
        return NULL;
    }
    a->s = s;
    a->caller = *caller;
    if (!span_copy(caller->user, a->user, sizeof a->user))
        a->user[0] = '\0';
    a->fn = fn;
    a->arg = arg;
    return a;
}

void
identify(struct service *s, const struct service_caller *caller, struct span origin, bool code_ok,
         identify_fn *fn, void *arg)
{
    struct asking *a = new_asking(s, caller, fn, arg);

    if (a == NULL)
        return;
    a->origin = origin;
    a->code_ok = code_ok;
    a->identity.log_id = service_log_id(s, origin);
    if (a->identity.log_id == 0) {
        struct ledger_param params[] = {{origin.p, origin.len, false}};
        ledger_call(s->ledger, VERB_find_log, params, log_found, a);
        return;
    }
    (void)snprintf(a->log_id_text, sizeof a->log_id_text, "%lld", (long long)a->identity.log_id);
    find_caller(a);
}

void
identify_session(struct service *s, const struct service_caller *caller, identify_fn *fn, void *arg)
{
    struct asking *a = new_asking(s, caller, fn, arg);

    if (a == NULL)
        return;
    a->without_log = true;
    find_caller(a);
}
