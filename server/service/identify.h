/*
 * identify.h -- who asks, and in which log: the first step of every use case about a log.
 */
#ifndef SERVICE_IDENTIFY_H
#define SERVICE_IDENTIFY_H

#include "service.h"

struct identity {
    int64_t log_id;
    struct service_person person;
};

/*
 * Find the log of `origin` and the caller's session, roles and key in it. A one-time code is accepted
 * only where code_ok says so (challenge and ledger-open of an empty log). origin must outlive the call.
 * Calls back exactly once; errors: unknown_log, not_signed_in, bad_code, ledger_unavailable.
 */
typedef void identify_fn(void *arg, const struct identity *identity, const struct err *err);
void identify(struct service *s, const struct service_caller *caller, struct span origin,
              bool code_ok, identify_fn *fn, void *arg);

/* The caller's session alone, without a log: roles are 0. */
void identify_session(struct service *s, const struct service_caller *caller, identify_fn *fn,
                      void *arg);

#endif
