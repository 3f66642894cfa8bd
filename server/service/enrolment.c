/*
 * enrolment.c -- one-time codes and credentials (ledger.md 2.8, Enrolment). See session.h.
 *
 * The administrator makes a code; the user enters it, chooses a password and sends what the client made
 * of it; the administrator compares the fingerprint and signs key-enrol. Nobody but the user ever
 * knows the password or holds the key.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "crypto.h"
#include "identify.h"
#include "seal.h"
#include "session.h"

/* 32 letters and digits that are not mistaken for each other: 80 bits in 16 of them. */
static const char code_alphabet[] = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";

enum err_code
session_make_code(char code[SESSION_CODE_SIZE], uint8_t hash[32], struct err *err)
{
    uint8_t random[16];
    size_t at = 0;
    enum err_code failed = crypto_random(random, sizeof random, err);

    if (failed != ERR_OK)
        return failed;
    for (size_t i = 0; i < sizeof random; i++) {
        if (i > 0 && i % 4 == 0)
            code[at++] = '-';
        code[at++] = code_alphabet[random[i] % 32];
    }
    code[at] = '\0';
    session_code_hash(span_of(code), hash);
    return ERR_OK;
}

void
session_code_hash(struct span code, uint8_t hash[32])
{
    char plain[64];
    size_t len = 0;

    for (size_t i = 0; i < code.len && len < sizeof plain; i++) {
        char c = code.p[i];
        if (c == '-' || c == ' ')
            continue;
        plain[len++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    crypto_sha256((struct span){plain, len}, hash);
}

static void
code_recorded(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct call *c = arg;
    char expires[INSTANT_SIZE];

    (void)rows;
    if (err != NULL) {
        call_fail(c, err);
        return;
    }
    struct json *answer = json_new_object();
    instant_format((service_unix_s() + LIMIT_ONE_TIME_CODE_S) * SECOND, expires);
    json_set_string(answer, "code", c->code);
    json_set_string(answer, "expires", expires);
    call_answer(c, 201, answer);
}

static void
make_code(struct call *c, enum ledger_verb verb)
{
    uint8_t hash[32];
    char expires[24];
    struct err err;

    err_clear(&err);
    if (session_make_code(c->code, hash, &err) != ERR_OK) {
        call_fail(c, &err);
        return;
    }
    (void)snprintf(expires, sizeof expires, "%lld",
                   (long long)((service_unix_s() + LIMIT_ONE_TIME_CODE_S) * SECOND));
    struct ledger_param secret = {(const char *)hash, sizeof hash, true};
    if (verb == VERB_create_log) {
        struct ledger_param params[] = {call_text(c->origin), secret, call_text(expires),
                                        call_text(c->user)};
        ledger_call(c->s->ledger, verb, params, code_recorded, c);
    } else {
        struct ledger_param params[] = {call_text(c->user), secret, call_text(expires)};
        ledger_call(c->s->ledger, verb, params, code_recorded, c);
    }
}

static bool
is_administrator(const struct identity *identity)
{
    return (identity->person.roles & ROLE_BIT(ROLE_ADMINISTRATOR)) != 0;
}

static void
code_allowed(void *arg, const struct identity *identity, const struct err *err)
{
    struct call *c = arg;

    if (err != NULL)
        call_fail(c, err);
    else if (!is_administrator(identity))
        call_fail_with(c, ERR_NO_AUTHORITY, "ask an administrator",
                       "only an administrator of the log makes codes");
    else
        make_code(c, VERB_new_code);
}

void
session_new_code(struct service *s, const struct service_caller *caller, struct span origin,
                 struct span user, service_reply_fn *reply, void *arg)
{
    struct call *c = call_new(s, user, reply, arg);

    if (c == NULL)
        return;
    if (!user_id_ok(user)) {
        call_fail_with(c, ERR_UNKNOWN_USER, "2 to 32 of a-z, 0-9 and -", "this is no user id");
        return;
    }
    if (!span_copy(origin, c->origin, sizeof c->origin)) {
        call_fail_with(c, ERR_UNKNOWN_LOG, NULL, "no log has this origin");
        return;
    }
    identify(s, caller, span_of(c->origin), false, code_allowed, c);
}

#ifdef REMS_TRAINING
void
session_training_log(struct service *s, struct span origin, struct span user,
                     service_reply_fn *reply, void *arg)
{
    struct call *c = call_new(s, user, reply, arg);

    if (c == NULL)
        return;
    if (!user_id_ok(user))
        call_fail_with(c, ERR_UNKNOWN_USER, "2 to 32 of a-z, 0-9 and -", "this is no user id");
    else if (!origin_ok(origin) || !span_copy(origin, c->origin, sizeof c->origin) ||
             !span_is(origin_realm(origin), s->realm))
        call_fail_with(c, ERR_BAD_FIELD, "realm/site/study, of a-z, 0-9, dots and dashes",
                       "this is no origin of this realm");
    else
        make_code(c, VERB_create_log);
}
#endif

/* --- credential ----------------------------------------------------------------------------- */

static void
credential_recorded(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct call *c = arg;

    if (err != NULL)
        call_fail(c, err);
    else if (rows->count != 1 || !ledger_bool(rows, 0, 0))
        call_fail_with(c, ERR_BAD_CODE, "ask an administrator for a new one",
                       "the one-time code is wrong, used or too old for this user");
    else
        call_answer(c, 204, NULL);
}

static enum err_code
check_credential(const struct service *s, struct span user,
                 const struct session_credential *credential, struct err *err)
{
    uint32_t least = s->training ? LIMIT_KDF_N_TRAINING : LIMIT_KDF_N;
    char text[256];
    struct buf b;

    if (credential->kdf_n < least || credential->kdf_n > LIMIT_KDF_N * 8 ||
        (credential->kdf_n & (credential->kdf_n - 1)) != 0)
        return err_field(err, ERR_BAD_FIELD, "n", "use the n of GET /v1/kdf",
                         "n must be a power of two, %u or more", least);
    if (key_small_order(credential->pub))
        return err_field(err, ERR_BAD_KEY, "pub", "make a new key",
                         "the public key is of small order");
    buf_init(&b, text, sizeof text);
    pop_message(&b, span_of(s->realm), user, credential->pub);
    if (b.failed || !crypto_verify(credential->pub, buf_view(&b), credential->pop))
        return err_field(err, ERR_BAD_KEY, "pop", "sign it with the new key",
                         "the proof of possession does not fit the key, the user and the realm");
    return ERR_OK;
}

void
session_credential(struct service *s, const struct service_caller *caller, struct span user,
                   const struct session_credential *credential, service_reply_fn *reply, void *arg)
{
    struct call *c = call_new(s, user, reply, arg);
    uint8_t salted[48];
    uint8_t hash[32];
    char n[16];
    struct err err;

    err_clear(&err);
    if (c == NULL)
        return;
    if (!user_id_ok(user)) {
        call_fail_with(c, ERR_UNKNOWN_USER, "2 to 32 of a-z, 0-9 and -", "this is no user id");
        return;
    }
    if (!caller->by_code) {
        call_fail_with(c, ERR_BAD_CODE, "send Authorization: Code <code>",
                       "a credential is set with a one-time code");
        return;
    }
    if (check_credential(s, user, credential, &err) != ERR_OK ||
        crypto_random(salted, 16, &err) != ERR_OK) {
        call_fail(c, &err);
        return;
    }
    memcpy(salted + 16, credential->secret, 32);
    crypto_sha256((struct span){(const char *)salted, sizeof salted}, hash);
    (void)snprintf(n, sizeof n, "%u", credential->kdf_n);
    struct ledger_param params[] = {call_text(c->user),
                                    {(const char *)caller->secret_hash, 32, true},
                                    {(const char *)credential->salt, sizeof credential->salt, true},
                                    call_text(n),
                                    {(const char *)salted, 16, true},
                                    {(const char *)hash, sizeof hash, true},
                                    {(const char *)credential->blob, sizeof credential->blob, true},
                                    {(const char *)credential->pub, sizeof credential->pub, true},
                                    {(const char *)credential->pop, sizeof credential->pop, true}};
    ledger_call(s->ledger, VERB_set_credential, params, credential_recorded, c);
    crypto_wipe(salted, sizeof salted);
}

/* --- a user's key, for the administrator ---------------------------------------------------- */

static void
key_read(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct call *c = arg;
    uint8_t pub[32];
    uint8_t pop[64];
    char fingerprint[17];

    if (err != NULL) {
        call_fail(c, err);
        return;
    }
    if (rows->count != 1 || !ledger_bytes(rows, 0, 6, pub, sizeof pub) ||
        !ledger_bytes(rows, 0, 7, pop, sizeof pop)) {
        call_fail_with(c, ERR_UNKNOWN_USER, "let the user choose a password first (rems join)",
                       "this user has made no key");
        return;
    }
    struct json *answer = json_new_object();
    crypto_key_id(pub, fingerprint);
    json_set_string(answer, "user", c->user);
    json_set_base64(answer, "pub", pub, sizeof pub);
    json_set_base64(answer, "pop", pop, sizeof pop);
    json_set_string(answer, "fingerprint", fingerprint);
    call_answer(c, 200, answer);
}

static void
key_allowed(void *arg, const struct identity *identity, const struct err *err)
{
    struct call *c = arg;

    if (err != NULL) {
        call_fail(c, err);
    } else if (!is_administrator(identity)) {
        call_fail_with(c, ERR_NO_AUTHORITY, "ask an administrator",
                       "only an administrator of the log compares keys");
    } else {
        struct ledger_param params[] = {call_text(c->user)};
        ledger_call(c->s->ledger, VERB_credential, params, key_read, c);
    }
}

void
session_user_key(struct service *s, const struct service_caller *caller, struct span origin,
                 struct span user, service_reply_fn *reply, void *arg)
{
    struct call *c = call_new(s, user, reply, arg);

    if (c == NULL)
        return;
    if (!span_copy(origin, c->origin, sizeof c->origin)) {
        call_fail_with(c, ERR_UNKNOWN_LOG, NULL, "no log has this origin");
        return;
    }
    identify(s, caller, span_of(c->origin), false, key_allowed, c);
}
