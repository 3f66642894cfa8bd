/* sending.c -- see sending.h. */
#include "sending.h"

#include <string.h>
#include <time.h>

#include "entry.h"

/*
 * Errors found under the lock of the log, after the look-up of the idempotency key, and errors of the
 * bytes themselves, which any copy would have met: they settle the matter for all copies. The rest
 * (session, authority, database) say something about this copy only.
 */
static bool
settles_all_copies(enum err_code code)
{
    switch (code) {
    case ERR_BAD_SYNTAX:
    case ERR_BAD_CANONICAL:
    case ERR_BAD_FIELD:
    case ERR_MISSING_FIELD:
    case ERR_UNKNOWN_FIELD:
    case ERR_UNKNOWN_TYPE:
    case ERR_TOO_LARGE:
    case ERR_TOO_DEEP:
    case ERR_BAD_OFFSET:
    case ERR_UNKNOWN_SUBJECT:
    case ERR_UNKNOWN_REFERENCE:
    case ERR_ALREADY_RECORDED:
    case ERR_LIMIT_REACHED:
    case ERR_BAD_SIGNATURE:
    case ERR_BAD_KEY:
    case ERR_CHALLENGE_STALE:
    case ERR_SEEN_UNKNOWN:
    case ERR_KEY_REUSED:
    case ERR_TRAINING_MISMATCH:
    case ERR_TRAINING_BACKWARDS:
        return true;
    default:
        return false;
    }
}

bool
sending_settles(enum err_code code, bool uncertain)
{
    if (code == ERR_OUTCOME_UNKNOWN)
        return false;
    return !uncertain || settles_all_copies(code);
}

/* Worth another attempt with the same bytes? */
static bool
may_retry(enum err_code code, bool uncertain)
{
    if (code == ERR_OUTCOME_UNKNOWN)
        return true;
    return uncertain &&
           (code == ERR_NO_SERVER || code == ERR_LEDGER_DOWN || code == ERR_OVERLOADED ||
            code == ERR_STOPPING || code == ERR_LEDGER_CONFLICT);
}

static time_t
seconds_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static void
pause_ms(long ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};

    nanosleep(&t, NULL);
}

/* One attempt: send, read, check. */
static enum err_code
attempt(struct sending *s, const struct intent *intent, struct reply *reply, struct recorded *out,
        struct buf *entry, struct err *err)
{
    struct span envelope = {intent->envelope, intent->envelope_len};
    enum err_code code = remote_statement(s->remote, &s->who, intent->origin, envelope, reply, err);

    if (code != ERR_OK)
        return code;
    out->replayed = reply->replayed;
    return signing_check(reply->json, intent->origin, envelope, out, entry, err);
}

static enum err_code
keep(struct sending *s, const struct intent *intent, const struct recorded *r, struct span entry,
     struct err *err)
{
    char text[512];
    struct buf receipt;
    enum err_code code;

    buf_init(&receipt, text, sizeof(text));
    receipt_write(&receipt, intent->origin, r->n, r->leaf, r->head.n, r->head.root);
    code = state_receipt_keep(s->state, intent->origin, r->n, buf_view(&receipt), entry, err);
    return code == ERR_OK ? state_head_keep(s->state, intent->origin, &r->head, err) : code;
}

/* The challenge was too old, and nothing is recorded under this key: sign the same body again. */
static enum err_code
renew(struct sending *s, struct intent *intent, bool *again, struct err *err)
{
    *again = false;
    if (s->talk.sign_again == NULL)
        return err_set(err, ERR_CHALLENGE_STALE, "rems resolve signs it again, or drops it",
                       "nothing was recorded, the statement is kept: its challenge is too old");
    if (s->talk.sign_again(s->talk.arg, intent, err) != ERR_OK) {
        struct err why = *err;

        return err_set(err, ERR_CHALLENGE_STALE, "rems resolve signs it again, or drops it",
                       "nothing was recorded, the statement is kept: %s", why.detail);
    }
    *again = true;
    return ERR_OK;
}

/* Send until there is an answer that settles it, a reason to stop, or no attempt left. */
static enum err_code
insist(struct sending *s, struct intent *intent, struct reply *reply, struct recorded *out,
       struct buf *entry, struct err *err)
{
    time_t give_up = seconds_now() + SENDING_PATIENCE_S;
    long pause = SENDING_PAUSE_MS;
    bool renewed = false;
    enum err_code code = ERR_OK;

    for (int i = 1; i <= s->attempts; i++) {
        reply_release(reply);
        code = attempt(s, intent, reply, out, entry, err);
        if (code == ERR_CHALLENGE_STALE && !renewed) {
            code = renew(s, intent, &renewed, err);
            if (code != ERR_OK)
                return code;
            continue;
        }
        if (!may_retry(code, s->uncertain))
            return code;
        s->uncertain = true;
        if (i == s->attempts || seconds_now() >= give_up)
            break;
        if (s->talk.checking != NULL)
            s->talk.checking(s->talk.arg, err);
        pause_ms(pause);
        pause *= 2;
    }
    return code;
}

enum err_code
sending_statement(struct sending *s, struct intent *intent, struct reply *reply,
                  struct recorded *out, struct err *err)
{
    static char storage[LIMIT_ENTRY + 1];
    struct buf entry;
    struct err left;
    enum err_code code;

    *reply = (struct reply){0};
    buf_init(&entry, storage, sizeof(storage));
    code = insist(s, intent, reply, out, &entry, err);
    if (code == ERR_OK) {
        /* First the receipt, then the intent's end: a crash between them only asks once more. */
        code = keep(s, intent, out, buf_view(&entry), err);
        return code == ERR_OK ? intent_done(s->state, intent, err) : code;
    }
    if (code == ERR_CHALLENGE_STALE || code == ERR_BAD_ANSWER)
        return code; /* what was typed, or the evidence, is kept */
    if (sending_settles(code, s->uncertain)) {
        if (intent_done(s->state, intent, &left) != ERR_OK)
            *err = left;
        return err->code;
    }
    left = *err;
    return err_set(err, ERR_OUTCOME_UNKNOWN, "rems resolve asks again; do not repeat it by hand",
                   "it is not known whether this was recorded: %s", left.detail);
}
