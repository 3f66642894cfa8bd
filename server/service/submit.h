/*
 * submit.h -- the use case behind every signed statement: check, decide under the lock, append, answer.
 *
 * Order of checks (ledger.md 2.8): shape; session, signer, key, signature; authority; then in the
 * log's queue under the head lock: idempotency key, key and authority once more, challenge, `seen` and
 * the clock, what it refers to, rules, append. decide.c holds the part under the lock.
 */
#ifndef SERVICE_SUBMIT_H
#define SERVICE_SUBMIT_H

#include "service.h"

struct submit_request {
    struct service_caller caller;
    struct span origin; /* from the path */
    struct span body;   /* the envelope; both are copied */
    bool training_at_given;
    instant_t training_at;
};

void submit_statement(struct service *s, const struct submit_request *request,
                      service_reply_fn *reply, void *arg);

#endif
