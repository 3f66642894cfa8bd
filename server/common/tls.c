/* tls.c -- see tls.h. */
#include "tls.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

struct tls_server {
    SSL_CTX *context;
};

/* The owner hangs on the session, the hooks hang on the context. */
static int owner_index = -1;
static int hooks_index = -1;

/* The first reason OpenSSL gives, for the detail of an error; the queue is left empty. */
static const char *
openssl_reason(void)
{
    const char *reason = ERR_reason_error_string(ERR_peek_error());

    ERR_clear_error();
    return reason == NULL ? "unknown reason" : reason;
}

static const struct tls_hooks *
hooks_of(const SSL *session)
{
    return SSL_CTX_get_ex_data(SSL_get_SSL_CTX(session), hooks_index);
}

static void
on_info(const SSL *session, int where, int value)
{
    const struct tls_hooks *hooks = hooks_of(session);
    void *owner = SSL_get_ex_data(session, owner_index);

    (void)value;
    if ((where & SSL_CB_HANDSHAKE_DONE) && owner != NULL && hooks->shaken != NULL)
        hooks->shaken(owner);
}

static void
on_free(void *parent, void *owner, CRYPTO_EX_DATA *data, int index, long argl, void *argp)
{
    const struct tls_hooks *hooks = hooks_of(parent);

    (void)data, (void)index, (void)argl, (void)argp;
    if (owner != NULL && hooks->freed != NULL)
        hooks->freed(owner);
}

/* The context owns its copy of the hooks: sessions still open hold the context. */
static void
on_context_free(void *parent, void *hooks, CRYPTO_EX_DATA *data, int index, long argl, void *argp)
{
    (void)parent, (void)data, (void)index, (void)argl, (void)argp;
    free(hooks);
}

static enum err_code
readable(const char *field, const char *file, struct err *err)
{
    FILE *f = fopen(file, "r");

    if (f == NULL)
        return err_field(err, ERR_BAD_CONFIG, field, "name a PEM file that the daemon may read",
                         "%s: %s", file, strerror(errno));
    (void)fclose(f);
    return ERR_OK;
}

static enum err_code
check_validity(SSL_CTX *context, const char *file, struct err *err)
{
    const X509 *leaf = SSL_CTX_get0_certificate(context);

    if (X509_cmp_current_time(X509_get0_notAfter(leaf)) < 0)
        return err_field(err, ERR_BAD_CONFIG, "tls.certificate", "have a new certificate issued",
                         "%s: the certificate has expired", file);
    if (X509_cmp_current_time(X509_get0_notBefore(leaf)) > 0)
        return err_field(err, ERR_BAD_CONFIG, "tls.certificate",
                         "check the clock of this machine, or wait",
                         "%s: the certificate is not valid yet", file);
    return ERR_OK;
}

static enum err_code
load_pair(SSL_CTX *context, const char *certificate_file, const char *key_file, struct err *err)
{
    enum err_code code = readable("tls.certificate", certificate_file, err);

    if (code == ERR_OK)
        code = readable("tls.key", key_file, err);
    if (code != ERR_OK)
        return code;
    if (SSL_CTX_use_certificate_chain_file(context, certificate_file) != 1)
        return err_field(err, ERR_BAD_CONFIG, "tls.certificate",
                         "the file must hold a PEM certificate, leaf first", "%s: %s",
                         certificate_file, openssl_reason());
    if (SSL_CTX_use_PrivateKey_file(context, key_file, SSL_FILETYPE_PEM) != 1) {
        const char *reason = openssl_reason();

        /* OpenSSL compares as it loads, and says so with this reason. */
        if (strstr(reason, "mismatch") != NULL)
            return err_field(err, ERR_BAD_CONFIG, "tls.key",
                             "use the key that the certificate was issued for",
                             "%s does not belong to %s", key_file, certificate_file);
        return err_field(err, ERR_BAD_CONFIG, "tls.key",
                         "the file must hold a PEM private key without a passphrase", "%s: %s",
                         key_file, reason);
    }
    if (SSL_CTX_check_private_key(context) != 1) {
        ERR_clear_error();
        return err_field(err, ERR_BAD_CONFIG, "tls.key",
                         "use the key that the certificate was issued for",
                         "%s does not belong to %s", key_file, certificate_file);
    }
    return check_validity(context, certificate_file, err);
}

/* An encrypted key must be an error, not a question on the terminal. */
static int
no_passphrase(char *text, int size, int writing, void *arg)
{
    (void)text, (void)size, (void)writing, (void)arg;
    return -1;
}

static bool
configure(SSL_CTX *context, struct tls_hooks *hooks)
{
    if (!SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) ||
        !SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) ||
        !SSL_CTX_set1_groups_list(context, "X25519:P-256") ||
        !SSL_CTX_set_num_tickets(context, 0) || !SSL_CTX_set_max_early_data(context, 0) ||
        !SSL_CTX_set_ex_data(context, hooks_index, hooks))
        return false;
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                                     SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    /* An idle connection then costs a few kB instead of two record buffers. */
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_default_passwd_cb(context, no_passphrase);
    SSL_CTX_set_info_callback(context, on_info);
    return true;
}

static bool
make_indexes(void)
{
    if (owner_index < 0)
        owner_index = SSL_get_ex_new_index(0, NULL, NULL, NULL, on_free);
    if (hooks_index < 0)
        hooks_index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, on_context_free);
    return owner_index >= 0 && hooks_index >= 0;
}

enum err_code
tls_server_new(const char *certificate_file, const char *key_file, const struct tls_hooks *hooks,
               struct tls_server **out, struct err *err)
{
    struct tls_hooks *copy = malloc(sizeof(*copy));
    struct tls_server *tls = calloc(1, sizeof(*tls));
    enum err_code code;

    if (copy == NULL || tls == NULL || !make_indexes() ||
        (tls->context = SSL_CTX_new(TLS_server_method())) == NULL) {
        code = err_set(err, ERR_CRYPTO, "", "no TLS context: %s", openssl_reason());
        goto out;
    }
    *copy = *hooks;
    if (!configure(tls->context, copy)) {
        code = err_set(err, ERR_CRYPTO, "", "TLS 1.3 cannot be set up: %s", openssl_reason());
        goto out;
    }
    copy = NULL; /* the context owns it now */
    code = load_pair(tls->context, certificate_file, key_file, err);
    if (code == ERR_OK) {
        *out = tls;
        tls = NULL;
    }
out:
    tls_server_free(tls);
    free(copy);
    return code;
}

void
tls_server_free(struct tls_server *tls)
{
    if (tls == NULL)
        return;
    SSL_CTX_free(tls->context);
    free(tls);
}

struct ssl_st *
tls_session_new(struct tls_server *tls, void *owner)
{
    SSL *session = SSL_new(tls->context);

    if (session != NULL && !SSL_set_ex_data(session, owner_index, owner)) {
        SSL_free(session);
        session = NULL;
    }
    ERR_clear_error();
    return session;
}

void *
tls_session_owner(struct ssl_st *session)
{
    return session == NULL ? NULL : SSL_get_ex_data(session, owner_index);
}

void
tls_session_free(struct ssl_st *session)
{
    SSL_free(session);
}

void
tls_session_close(struct ssl_st *session)
{
    if (SSL_is_init_finished(session))
        (void)SSL_shutdown(session);
    ERR_clear_error();
}
