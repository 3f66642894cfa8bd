/*
 * remote.h -- the daemon's API as calls: paths, authority, JSON, and errors as struct err.
 *
 * A status of 4xx or 5xx becomes the error that the daemon names (its slug), with its detail and
 * hint. A refusal is an answer, not an error. Nothing here writes a file or asks a person.
 */
#ifndef CLIENT_REMOTE_H
#define CLIENT_REMOTE_H

#include "buf.h"
#include "instant.h"
#include "json.h"
#include "limit.h"
#include "transport.h"

#define REMOTE_PATH_MAX   2048
#define REMOTE_TOKEN_SIZE 48 /* base64 of 32 bytes; a one-time code is shorter */

struct remote {
    struct transport *transport;
    /* Training builds: the instant at which each request about a log happens, or INSTANT_NONE. */
    instant_t training_at;
};

enum remote_authority { REMOTE_NOBODY, REMOTE_SESSION, REMOTE_CODE };

struct remote_who {
    enum remote_authority kind;
    const char *secret; /* token or one-time code */
    const char *user;   /* with a code: who says so */
};

struct reply {
    int status;
    bool replayed;     /* the first answer of this idempotency key, again */
    bool sent;         /* some of the request left this machine */
    struct span text;  /* as received; lives until the next call */
    struct json *json; /* owned; NULL where there is no body */
};
void reply_release(struct reply *r);

struct daemon {
    char version[32];
    char realm[LIMIT_ORIGIN + 1];
    bool training;
};

ATTR_MUST_CHECK enum err_code remote_init(struct remote *r, const char *url, const char *ca_file,
                                          struct err *err);
void remote_release(struct remote *r);

/* One call. `body` is JSON or empty. The reply must be released whatever is returned. */
ATTR_MUST_CHECK enum err_code remote_call(struct remote *r, const char *method, const char *path,
                                          const struct remote_who *who, struct span body,
                                          struct reply *out, struct err *err);
ATTR_MUST_CHECK enum err_code remote_get(struct remote *r, const char *path,
                                         const struct remote_who *who, struct reply *out,
                                         struct err *err);

/* Append a segment or query value, percent-encoded; '/' stays, since the daemon takes no %2F. */
void remote_encode(struct buf *path, struct span text);
/* "/v1/logs/ORIGIN" and a tail that begins with '/' or is "". False when it does not fit. */
bool remote_log_path(struct buf *path, const char *origin, const char *tail);

/* --- calls with a shape of their own ------------------------------------------------------ */

ATTR_MUST_CHECK enum err_code remote_daemon(struct remote *r, struct daemon *out, struct err *err);
ATTR_MUST_CHECK enum err_code remote_challenge(struct remote *r, const struct remote_who *who,
                                               const char *origin, uint8_t chal[16],
                                               struct err *err);
/*
 * Send a signed statement's envelope. ERR_OUTCOME_UNKNOWN when it was sent and no answer that can be
 * understood came back; ERR_NO_SERVER only when certainly nothing was sent.
 */
ATTR_MUST_CHECK enum err_code remote_statement(struct remote *r, const struct remote_who *who,
                                               const char *origin, struct span envelope,
                                               struct reply *out, struct err *err);
/* What would the rules say to this body; nothing is recorded. */
ATTR_MUST_CHECK enum err_code remote_ask(struct remote *r, const struct remote_who *who,
                                         const char *origin, const char *type, struct span body,
                                         struct reply *out, struct err *err);
/* A one-time code, from POST to `path` (an administrator's, or a training log's). */
ATTR_MUST_CHECK enum err_code remote_code(struct remote *r, const struct remote_who *who,
                                          const char *path, struct span body, char code[48],
                                          char expires[40], struct err *err);

#endif
