/* keystore.c -- see keystore.h. */
#include "keystore.h"

#include <stdlib.h>
#include <string.h>

#include "canon.h"
#include "encode.h"
#include "seal.h"

#define KDF_N_MOST (1u << 20) /* a server could otherwise exhaust the workstation's memory */
#define AAD_MAX    (LIMIT_ORIGIN + LIMIT_USER_ID + 64)

#ifdef REMS_TRAINING
#define KDF_N_LEAST LIMIT_KDF_N_TRAINING
#else
#define KDF_N_LEAST LIMIT_KDF_N
#endif

void
keystore_fingerprint(const uint8_t pub[32], char out[FINGERPRINT_SIZE])
{
    char id[17];
    struct buf b;

    crypto_key_id(pub, id);
    buf_init(&b, out, FINGERPRINT_SIZE);
    for (size_t i = 0; i < 16; i += 4) {
        if (i > 0)
            buf_char(&b, ' ');
        buf_bytes(&b, id + i, 4);
    }
}

/* K of ledger.md 2.3: the first half signs in, the second wraps the key. */
static enum err_code
derive(const char *realm, const char *user, const uint8_t salt[16], uint32_t n,
       const struct secret *password, uint8_t out[64], struct err *err)
{
    return crypto_password_key((struct span){password->text, password->len}, span_of(realm),
                               span_of(user), salt, n, out, err);
}

static struct span
aad_of(const char *realm, const char *user, const uint8_t pub[32], char storage[AAD_MAX])
{
    struct buf b;

    buf_init(&b, storage, AAD_MAX);
    wrap_aad(&b, span_of(realm), span_of(user), pub);
    return buf_view(&b);
}

/* The seed behind the blob; false where the password is not the one it was wrapped with, or where the
 * key is not the one that the server names. */
static bool
unwrap(const struct session *s, const uint8_t k[64], uint8_t seed[32])
{
    char aad[AAD_MAX];
    uint8_t pub[32];
    struct err ignored;

    if (crypto_unwrap(k + 32, aad_of(s->realm, s->user, s->pub, aad), s->blob, seed, &ignored) !=
        ERR_OK)
        return false;
    crypto_public_key(seed, pub);
    if (crypto_equal(pub, s->pub, sizeof(pub)))
        return true;
    crypto_wipe(seed, 32);
    return false;
}

enum err_code
keystore_unlock(const struct session *s, const struct secret *password, uint8_t seed[32],
                struct err *err)
{
    uint8_t k[64];
    enum err_code code = derive(s->realm, s->user, s->salt, s->n, password, k, err);

    if (code == ERR_OK && !unwrap(s, k, seed))
        code = err_set(err, ERR_BAD_LOGIN, "nothing was signed and nothing was sent",
                       "that is not the password of %s", s->user);
    crypto_wipe(k, sizeof(k));
    return code;
}

/* --- signing in --------------------------------------------------------------------------- */

static enum err_code
ask_kdf(struct remote *r, const char *user, struct session *s, struct err *err)
{
    char path[128];
    struct buf b;
    struct reply reply;
    int64_t n = 0;
    enum err_code code;

    buf_init(&b, path, sizeof(path));
    buf_text(&b, "/v1/kdf?user=");
    remote_encode(&b, span_of(user));
    code = remote_get(r, path, NULL, &reply, err);
    if (code == ERR_OK &&
        json_get_base64(reply.json, "salt", s->salt, sizeof(s->salt), err) != ERR_OK)
        code = err_set(err, ERR_BAD_ANSWER, "", "the answer lacks a salt");
    if (code == ERR_OK) {
        n = json_integer_or(reply.json, "n", 0);
        if (json_integer_or(reply.json, "r", 0) != 8 || json_integer_or(reply.json, "p", 0) != 1 ||
            n < KDF_N_LEAST || n > KDF_N_MOST || (n & (n - 1)) != 0)
            code = err_set(err, ERR_BAD_ANSWER, "the password was not sent; ask the operator",
                           "the server asks for a key derivation (N=%lld) that this build refuses: "
                           "at least %d",
                           (long long)n, KDF_N_LEAST);
    }
    reply_release(&reply);
    s->n = (uint32_t)n;
    return code;
}

static enum err_code
open_session(struct remote *r, const uint8_t secret[32], struct session *s, struct err *err)
{
    char body[256];
    struct buf b;
    struct reply reply;
    enum err_code code;

    buf_init(&b, body, sizeof(body));
    buf_text(&b, "{\"secret\":\"");
    base64_put(&b, secret, 32);
    buf_printf(&b, "\",\"user\":\"%s\"}", s->user);
    code = remote_call(r, "POST", "/v1/sessions", NULL, buf_view(&b), &reply, err);
    crypto_wipe(body, sizeof(body));
    if (code == ERR_OK &&
        (json_get_base64(reply.json, "blob", s->blob, sizeof(s->blob), err) != ERR_OK ||
         json_get_base64(reply.json, "pub", s->pub, sizeof(s->pub), err) != ERR_OK ||
         !span_copy(span_of(json_string_or(reply.json, "token", "")), s->token, sizeof(s->token)) ||
         s->token[0] == '\0'))
        code = err_set(err, ERR_BAD_ANSWER, "", "the answer to the sign-in is not complete");
    if (code == ERR_OK)
        span_copy(span_of(json_string_or(reply.json, "expires", "")), s->expires,
                  sizeof(s->expires));
    reply_release(&reply);
    return code;
}

enum err_code
keystore_login(struct remote *r, const char *url, const struct daemon *daemon, const char *user,
               const struct secret *password, struct session *out, uint8_t *seed, struct err *err)
{
    struct session s = {.training = daemon->training};
    uint8_t k[64], own[32];
    enum err_code code;

    if (!user_id_ok(span_of(user)))
        return err_field(err, ERR_BAD_USAGE, "user", "a-z, 0-9 and -, 2 to 32 characters",
                         "'%s' is no user id", user);
    if (!span_copy(span_of(url), s.url, sizeof(s.url)) ||
        !span_copy(span_of(daemon->realm), s.realm, sizeof(s.realm)) ||
        !span_copy(span_of(user), s.user, sizeof(s.user)))
        return err_set(err, ERR_BAD_USAGE, "", "address, realm or user is too long");
    code = ask_kdf(r, user, &s, err);
    if (code == ERR_OK)
        code = derive(s.realm, user, s.salt, s.n, password, k, err);
    if (code == ERR_OK)
        code = open_session(r, k, &s, err);
    if (code == ERR_OK && !unwrap(&s, k, own))
        code = err_set(err, ERR_BAD_KEY, "tell the operator; do not sign anything",
                       "the server hands out a key that is not %s's own", user);
    if (code == ERR_OK && seed != NULL)
        memcpy(seed, own, 32);
    if (code == ERR_OK)
        *out = s;
    crypto_wipe(own, sizeof(own));
    crypto_wipe(k, sizeof(k));
    crypto_wipe(&s, sizeof(s));
    return code;
}

/* --- a new key ---------------------------------------------------------------------------- */

enum err_code
keystore_pop(const char *realm, const char *user, const uint8_t seed[32], uint8_t pop[64],
             struct err *err)
{
    char message[AAD_MAX];
    uint8_t pub[32];
    struct buf b;

    crypto_public_key(seed, pub);
    buf_init(&b, message, sizeof(message));
    pop_message(&b, span_of(realm), span_of(user), pub);
    return crypto_sign(seed, buf_view(&b), pop, err);
}

bool
keystore_pop_ok(const char *realm, const char *user, const uint8_t pub[32], const uint8_t pop[64])
{
    char message[AAD_MAX];
    struct buf b;

    buf_init(&b, message, sizeof(message));
    pop_message(&b, span_of(realm), span_of(user), pub);
    return !key_small_order(pub) && crypto_verify(pub, buf_view(&b), pop);
}

struct new_key {
    uint8_t seed[32], k[64], nonce[12];
    uint8_t salt[16], blob[CRYPTO_BLOB_SIZE], pub[32], pop[64];
    uint32_t n;
};

static enum err_code
make_key(const struct daemon *daemon, const char *user, const struct secret *password,
         struct new_key *key, struct err *err)
{
    char aad[AAD_MAX];
    enum err_code code;

    key->n = daemon->training ? KDF_N_LEAST : LIMIT_KDF_N;
    code = crypto_random(key->seed, sizeof(key->seed), err);
    if (code == ERR_OK)
        code = crypto_random(key->salt, sizeof(key->salt), err);
    if (code == ERR_OK)
        code = crypto_random(key->nonce, sizeof(key->nonce), err);
    if (code != ERR_OK)
        return code;
    crypto_public_key(key->seed, key->pub);
    code = derive(daemon->realm, user, key->salt, key->n, password, key->k, err);
    if (code == ERR_OK)
        code = crypto_wrap(key->k + 32, key->nonce, aad_of(daemon->realm, user, key->pub, aad),
                           key->seed, key->blob, err);
    if (code == ERR_OK)
        code = keystore_pop(daemon->realm, user, key->seed, key->pop, err);
    return code;
}

static void
put_bytes(struct buf *b, const char *name, const void *bytes, size_t len, bool first)
{
    canon_put_key(b, name, first);
    buf_char(b, '"');
    base64_put(b, bytes, len);
    buf_char(b, '"');
}

static enum err_code
send_key(struct remote *r, const char *user, const char *code, const struct new_key *key,
         struct err *err)
{
    struct remote_who who = {REMOTE_CODE, code, user};
    char body[1024], path[128];
    struct buf b, p;
    struct reply reply;
    enum err_code failed;

    buf_init(&p, path, sizeof(path));
    buf_printf(&p, "/v1/users/%s/credential", user);
    buf_init(&b, body, sizeof(body));
    buf_char(&b, '{');
    put_bytes(&b, "blob", key->blob, sizeof(key->blob), true);
    buf_printf(&b, ",\"n\":%u", key->n);
    put_bytes(&b, "pop", key->pop, sizeof(key->pop), false);
    put_bytes(&b, "pub", key->pub, sizeof(key->pub), false);
    put_bytes(&b, "salt", key->salt, sizeof(key->salt), false);
    put_bytes(&b, "secret", key->k, 32, false);
    buf_char(&b, '}');
    failed = remote_call(r, "PUT", path, &who, buf_view(&b), &reply, err);
    reply_release(&reply);
    crypto_wipe(body, sizeof(body));
    return failed;
}

enum err_code
keystore_create(struct remote *r, const struct daemon *daemon, const char *user, const char *code,
                const struct secret *password, uint8_t pub[32], uint8_t pop[64], struct err *err)
{
    struct new_key key = {.n = 0};
    enum err_code failed;

    if (!user_id_ok(span_of(user)))
        return err_field(err, ERR_BAD_USAGE, "user", "a-z, 0-9 and -, 2 to 32 characters",
                         "'%s' is no user id", user);
    failed = make_key(daemon, user, password, &key, err);
    if (failed == ERR_OK)
        failed = send_key(r, user, code, &key, err);
    if (failed == ERR_OK) {
        memcpy(pub, key.pub, 32);
        memcpy(pop, key.pop, 64);
    }
    crypto_wipe(&key, sizeof(key));
    return failed;
}
