/*
 * session.h -- signing in and out, one-time codes, credentials, challenges (ledger.md 2.3, 2.8).
 *
 * The password never comes here: the client derives a login secret from it, and the server keeps a
 * salted SHA-256 of that. Keys come wrapped; nobody here can unwrap one.
 */
#ifndef SERVICE_SESSION_H
#define SERVICE_SESSION_H

#include "service.h"

#define SESSION_CODE_SIZE 20 /* XXXX-XXXX-XXXX-XXXX and the NUL */

/* KDF parameters of a user; unknown users get a salt made from the challenge key. */
void session_kdf(struct service *s, struct span user, service_reply_fn *reply, void *arg);

void session_login(struct service *s, struct span user, const uint8_t secret[32],
                   service_reply_fn *reply, void *arg);
void session_logout(struct service *s, const struct service_caller *caller, service_reply_fn *reply,
                    void *arg);

/* A challenge for the caller in this log. A one-time code is enough for an empty log. */
void session_challenge(struct service *s, const struct service_caller *caller, struct span origin,
                       service_reply_fn *reply, void *arg);

/* An administrator of `origin` makes a one-time code for a user. */
void session_new_code(struct service *s, const struct service_caller *caller, struct span origin,
                      struct span user, service_reply_fn *reply, void *arg);

/* What a user sends after choosing a password. */
struct session_credential {
    uint8_t salt[16];
    uint32_t kdf_n;
    uint8_t secret[32];
    uint8_t blob[60];
    uint8_t pub[32];
    uint8_t pop[64];
};
void session_credential(struct service *s, const struct service_caller *caller, struct span user,
                        const struct session_credential *credential, service_reply_fn *reply,
                        void *arg);

/* Public key and proof of possession of a user, for the administrator who will enrol it. */
void session_user_key(struct service *s, const struct service_caller *caller, struct span origin,
                      struct span user, service_reply_fn *reply, void *arg);

/* A one-time code and the hash that is kept of it. */
ATTR_MUST_CHECK enum err_code session_make_code(char code[SESSION_CODE_SIZE], uint8_t hash[32],
                                                struct err *err);
/* The hash of a code as typed: dashes and spaces left out, upper case. */
void session_code_hash(struct span code, uint8_t hash[32]);

#ifdef REMS_TRAINING
/* A training installation opens as many logs as its stories need. */
void session_training_log(struct service *s, struct span origin, struct span user,
                          service_reply_fn *reply, void *arg);
#endif

#endif
