/*
 * call.h -- one small use case on its way: who to answer, and what it has to remember.
 */
#ifndef SERVICE_CALL_H
#define SERVICE_CALL_H

#include <string.h>

#include "json.h"
#include "service.h"

struct call {
    struct service *s;
    service_reply_fn *reply;
    void *arg;
    struct service_caller caller;
    char user[LIMIT_USER_ID + 1];
    char caller_user[LIMIT_USER_ID + 1];
    char origin[LIMIT_ORIGIN + 1];
    uint8_t token[32];
    uint8_t secret[32];
    uint8_t blob[60];
    uint8_t pub[32];
    char code[24];
};

/* NULL when memory is short or the user id is too long: the reply was given then. */
struct call *call_new(struct service *s, struct span user, service_reply_fn *reply, void *arg);
/* Answer and free. `answer` is consumed; NULL: no body. */
void call_answer(struct call *c, int status, struct json *answer);
void call_fail(struct call *c, const struct err *err);
void call_fail_with(struct call *c, enum err_code code, const char *hint, const char *detail);

/* A text parameter of a verb; the text must outlive the call of ledger_call. */
struct ledger_param call_text(const char *text);

#endif
