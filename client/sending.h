/*
 * sending.h -- sends a signed statement so that its outcome is never guessed (ledger.md 2.8).
 *
 * The envelope is on disk before its first byte is sent and stays there until its answer is here. A
 * lost answer is asked for again with the same bytes; the idempotency key makes a second copy the
 * repeat of the first. Told that the challenge is too old, the same body is signed again under the
 * same key. When nobody answers in time the intent stays, and the outcome is called unknown.
 */
#ifndef CLIENT_SENDING_H
#define CLIENT_SENDING_H

#include "keystore.h"
#include "signing.h"

#define SENDING_ATTEMPTS   5
#define SENDING_PATIENCE_S 25  /* no further attempt after that */
#define SENDING_PAUSE_MS   500 /* before the second attempt; doubled before each further one */

/* Whom a sending tells and asks. All may be NULL. */
struct sending_talk {
    void *arg;
    /* The answer was lost: "unknown, checking". */
    void (*checking)(void *arg, const struct err *why);
    /* Make a new envelope of the same body and key: new challenge, new head. Asks for the password. */
    enum err_code (*sign_again)(void *arg, struct intent *intent, struct err *err);
};

struct sending {
    struct remote *remote;
    const struct state_dir *state;
    struct remote_who who;
    struct sending_talk talk;
    int attempts;   /* 1 to SENDING_ATTEMPTS */
    bool uncertain; /* an earlier copy may have arrived: set before resending an old intent */
};

/*
 * Send an intent that was written (intent_write). On ERR_OK *reply holds the answer and *out what was
 * recorded; receipt and head are kept and the intent is gone. With an error the intent is gone when
 * certainly nothing was recorded. It stays with ERR_OUTCOME_UNKNOWN, with ERR_CHALLENGE_STALE (nothing
 * is recorded; it has to be signed again) and with ERR_BAD_ANSWER. Release the reply.
 */
ATTR_MUST_CHECK enum err_code sending_statement(struct sending *s, struct intent *intent,
                                                struct reply *reply, struct recorded *out,
                                                struct err *err);

/* Does this error prove that no copy of the statement was recorded until now? */
bool sending_settles(enum err_code code, bool uncertain);

#endif
