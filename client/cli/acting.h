/*
 * acting.h -- one signed act of a person: words, question, password, signature, sending, outcome.
 *
 * The person sees the exact words before anything happens, and nothing happens without the password. The
 * key is unwrapped for this one signature.
 */
#ifndef CLI_ACTING_H
#define CLI_ACTING_H

#include "cli.h"
#include "sending.h"

/* A canonical body of this command line's fields; storage is static, of one body. */
ATTR_MUST_CHECK enum err_code acting_body(struct cli *c, enum statement_type type,
                                          struct span *body, struct statement *read,
                                          struct err *err);

/*
 * Show the words, ask, sign, send, and put the outcome on the screen. `looked` tells that a what-if
 * answered "accepted" a moment ago. Where nothing was done, ERR_BAD_USAGE says so.
 */
ATTR_MUST_CHECK enum err_code acting_sign(struct cli *c, enum statement_type type, struct span body,
                                          bool looked, struct err *err);

/* Say what would be signed, and ask unless --yes was given; false: nothing shall happen. */
ATTR_MUST_CHECK enum err_code acting_agree(struct cli *c, const struct statement *words,
                                           bool *agreed, struct err *err);

/* Draft, challenge, head, signature: the envelope of this body, new under this key. */
ATTR_MUST_CHECK enum err_code acting_envelope(struct cli *c, const struct remote_who *who,
                                              struct statement_draft *draft, const uint8_t seed[32],
                                              struct buf *envelope, struct err *err);

/* Send an intent and put its outcome on the screen. */
ATTR_MUST_CHECK enum err_code acting_send(struct cli *c, const struct remote_who *who,
                                          struct intent *intent, bool old, bool looked,
                                          struct err *err);

/* The same for an act whose key is in hand and whose words were shown. */
ATTR_MUST_CHECK enum err_code acting_record(struct cli *c, const struct remote_who *who,
                                            struct statement_draft *draft, const uint8_t seed[32],
                                            bool looked, struct err *err);

/* Password of the session's user, and the key it unwraps; three tries at a terminal. */
ATTR_MUST_CHECK enum err_code acting_unlock(struct cli *c, uint8_t seed[32], struct err *err);

/* Resend what is left from earlier commands, before this one; prints what it finds. Asks nobody. */
void acting_resolve_earlier(struct cli *c);

#endif
