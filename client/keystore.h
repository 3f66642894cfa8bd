/*
 * keystore.h -- a person's password, session and key (ledger.md 2.3 and 2.8, "Password and key").
 *
 * The password never leaves this program: a login secret and a wrapping key are derived from it. The
 * signing key is unwrapped for one signature and wiped. What is kept on disk is the session's token
 * and the wrapped key; neither signs anything without the password.
 */
#ifndef CLIENT_KEYSTORE_H
#define CLIENT_KEYSTORE_H

#include "crypto.h"
#include "prompt.h"
#include "remote.h"
#include "state_dir.h"

#define FINGERPRINT_SIZE 20 /* 9138 4c41 1e5a f296 and the NUL */

struct session {
    char url[512];
    char realm[LIMIT_ORIGIN + 1];
    char user[LIMIT_USER_ID + 1];
    char token[REMOTE_TOKEN_SIZE];
    char expires[40];
    bool training; /* the server is a training installation */
    uint8_t salt[16];
    uint32_t n; /* scrypt's cost */
    uint8_t blob[CRYPTO_BLOB_SIZE];
    uint8_t pub[32];
};

struct remote_who session_who(const struct session *s);

/* --- the session on disk ------------------------------------------------------------------ */

ATTR_MUST_CHECK enum err_code session_save(const struct state_dir *state, const struct session *s,
                                           struct err *err);
/* The session of `user`, or of whoever signed in last where user is "". */
ATTR_MUST_CHECK enum err_code session_load(const struct state_dir *state, const char *user,
                                           struct session *out, bool *found, struct err *err);
ATTR_MUST_CHECK enum err_code session_forget(const struct state_dir *state, const char *user,
                                             struct err *err);

/* --- password and key --------------------------------------------------------------------- */

/*
 * Sign in. Refuses a key derivation that is too weak for this build, and a server whose public key
 * is not that of the key it hands out. `seed`, where not NULL, receives the key: only `rems play`
 * keeps it for its run.
 */
ATTR_MUST_CHECK enum err_code keystore_login(struct remote *r, const char *url,
                                             const struct daemon *daemon, const char *user,
                                             const struct secret *password, struct session *out,
                                             uint8_t *seed, struct err *err);
/* Unwrap the key for one signature; the caller wipes it. ERR_BAD_LOGIN: the password is wrong. */
ATTR_MUST_CHECK enum err_code keystore_unlock(const struct session *s,
                                              const struct secret *password, uint8_t seed[32],
                                              struct err *err);
/*
 * Make a key and set it, wrapped by the password, as the user's credential. `code` is the one-time
 * code. pub receives the public key, pop its proof of possession.
 */
ATTR_MUST_CHECK enum err_code keystore_create(struct remote *r, const struct daemon *daemon,
                                              const char *user, const char *code,
                                              const struct secret *password, uint8_t pub[32],
                                              uint8_t pop[64], struct err *err);
/* The key's own signature over who it belongs to. */
ATTR_MUST_CHECK enum err_code keystore_pop(const char *realm, const char *user,
                                           const uint8_t seed[32], uint8_t pop[64],
                                           struct err *err);
bool keystore_pop_ok(const char *realm, const char *user, const uint8_t pub[32],
                     const uint8_t pop[64]);
/* As people compare it: four groups of four. */
void keystore_fingerprint(const uint8_t pub[32], char out[FINGERPRINT_SIZE]);

#endif
