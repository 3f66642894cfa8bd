/*
 * tls.h -- OpenSSL's TLS for servers, behind one door: tls.c alone includes openssl/ssl.h here.
 *
 * TLS 1.3 and nothing older, X25519 or P-256, no session tickets, no early data, no renegotiation
 * (security.md 3.4). A session belongs to an owner; its two hooks tell the owner when the handshake
 * is complete and when OpenSSL frees the session, which is the end of the connection.
 */
#ifndef COMMON_TLS_H
#define COMMON_TLS_H

#include "err.h"

struct ssl_st; /* OpenSSL's SSL, handed on to libevent */
struct tls_server;

/* Either may be NULL. `shaken` runs inside the handshake: it may not touch the session. */
struct tls_hooks {
    void (*shaken)(void *owner);
    void (*freed)(void *owner);
};

/*
 * Both files are PEM: the certificate with its chain, leaf first, and the key without a passphrase.
 * ERR_BAD_CONFIG names tls.certificate or tls.key when a file cannot be read, does not hold what it
 * should, or when the two do not belong together, and when the certificate is not valid now.
 */
ATTR_MUST_CHECK enum err_code tls_server_new(const char *certificate_file, const char *key_file,
                                             const struct tls_hooks *hooks, struct tls_server **out,
                                             struct err *err);
void tls_server_free(struct tls_server *tls); /* sessions already open live on */

/* A session waiting for its handshake; NULL when memory is short. Whoever gets it frees it. */
struct ssl_st *tls_session_new(struct tls_server *tls, void *owner);
void *tls_session_owner(struct ssl_st *session); /* NULL for no session */
void tls_session_free(struct ssl_st *session);   /* runs the hook */
/* Tell the peer that nothing more follows (close_notify), as far as that goes without waiting. */
void tls_session_close(struct ssl_st *session);

#endif
