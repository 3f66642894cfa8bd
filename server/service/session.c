/* session.c -- signing in and out, and challenges. See session.h; codes and credentials: enrolment.c. */
#include "session.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "crypto.h"
#include "identify.h"
#include "json.h"
#include "seal.h"

/* Columns of rems_api.credential. */
enum credential_column {
    CREDENTIAL_USER,
    CREDENTIAL_SALT,
    CREDENTIAL_KDF_N,
    CREDENTIAL_SECRET_SALT,
    CREDENTIAL_SECRET_HASH,
    CREDENTIAL_BLOB,
    CREDENTIAL_PUB,
    CREDENTIAL_POP,
    CREDENTIAL_FAILURES,
    CREDENTIAL_LOCKED_UNTIL
};

/* --- key derivation parameters ---------------------------------------------------------------- */

static void
kdf_done(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct call *c = arg;
    uint8_t salt[16];
    int64_t n = c->s->training ? LIMIT_KDF_N_TRAINING : LIMIT_KDF_N;

    if (err != NULL) {
        call_fail(c, err);
        return;
    }
    if (rows->count == 1 && ledger_bytes(rows, 0, CREDENTIAL_SALT, salt, sizeof salt))
        n = ledger_int(rows, 0, CREDENTIAL_KDF_N);
    else
        fake_salt(crypto_hmac_sha256, c->s->challenge_key, span_of(c->s->realm), span_of(c->user),
                  salt);
    struct json *answer = json_new_object();
    json_set_base64(answer, "salt", salt, sizeof salt);
    json_set_integer(answer, "n", n);
    json_set_integer(answer, "r", 8);
    json_set_integer(answer, "p", 1);
    call_answer(c, 200, answer);
}

void
session_kdf(struct service *s, struct span user, service_reply_fn *reply, void *arg)
{
    struct call *c = call_new(s, user, reply, arg);

    if (c == NULL)
        return;
    struct ledger_param params[] = {call_text(c->user)};
    ledger_call(s->ledger, VERB_credential, params, kdf_done, c);
}

/* --- login ---------------------------------------------------------------------------------- */

static void
login_recorded(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct call *c = arg;
    char expires[INSTANT_SIZE];

    (void)rows;
    if (err != NULL) {
        call_fail(c, err);
        return;
    }
    struct json *answer = json_new_object();
    instant_format((service_unix_s() + LIMIT_SESSION_TOTAL_S) * SECOND, expires);
    json_set_base64(answer, "token", c->token, sizeof c->token);
    json_set_string(answer, "user", c->user);
    json_set_base64(answer, "blob", c->blob, sizeof c->blob);
    json_set_base64(answer, "pub", c->pub, sizeof c->pub);
    json_set_string(answer, "expires", expires);
    crypto_wipe(c->token, sizeof c->token);
    call_answer(c, 201, answer);
}

static void
refused_recorded(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct call *c = arg;

    (void)rows;
    if (err != NULL)
        call_fail(c, err);
    else
        call_fail_with(c, ERR_BAD_LOGIN, "check the user and the password",
                       "the sign-in was not accepted");
}

static bool
secret_fits(const struct ledger_rows *rows, const uint8_t secret[32])
{
    uint8_t salted[48];
    uint8_t expected[32];
    uint8_t found[32];

    if (rows->count != 1 || !ledger_bytes(rows, 0, CREDENTIAL_SECRET_SALT, salted, 16) ||
        !ledger_bytes(rows, 0, CREDENTIAL_SECRET_HASH, expected, 32))
        return false;
    memcpy(salted + 16, secret, 32);
    crypto_sha256((struct span){(const char *)salted, sizeof salted}, found);
    crypto_wipe(salted, sizeof salted);
    return crypto_equal(found, expected, 32);
}

static void
open_session(struct call *c, const struct ledger_rows *rows)
{
    uint8_t hash[32];
    char expires[24];
    struct err err;

    err_clear(&err);
    if (!ledger_bytes(rows, 0, CREDENTIAL_BLOB, c->blob, sizeof c->blob) ||
        !ledger_bytes(rows, 0, CREDENTIAL_PUB, c->pub, sizeof c->pub)) {
        call_fail_with(c, ERR_LEDGER_CONFLICT, "call the operator", "the credential is unreadable");
        return;
    }
    if (crypto_random(c->token, sizeof c->token, &err) != ERR_OK) {
        call_fail(c, &err);
        return;
    }
    crypto_sha256((struct span){(const char *)c->token, sizeof c->token}, hash);
    (void)snprintf(expires, sizeof expires, "%lld",
                   (long long)((service_unix_s() + LIMIT_SESSION_TOTAL_S) * SECOND));
    struct ledger_param params[] = {
        call_text(c->user), {(const char *)hash, sizeof hash, true}, call_text(expires)};
    ledger_call(c->s->ledger, VERB_login_ok, params, login_recorded, c);
}

static void
credential_read(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct call *c = arg;
    char max[24];
    char lockout[24];

    if (err != NULL) {
        call_fail(c, err);
        return;
    }
    if (rows->count == 1 && !ledger_null(rows, 0, CREDENTIAL_LOCKED_UNTIL) &&
        ledger_int(rows, 0, CREDENTIAL_LOCKED_UNTIL) > service_unix_s() * SECOND) {
        call_fail_with(c, ERR_LOCKED_OUT, "wait a quarter of an hour, or ask an administrator",
                       "too many sign-ins failed");
        return;
    }
    bool fits = secret_fits(rows, c->secret);
    crypto_wipe(c->secret, sizeof c->secret);
    if (fits) {
        open_session(c, rows);
        return;
    }
    (void)snprintf(max, sizeof max, "%d", LIMIT_LOGIN_FAILURES);
    (void)snprintf(lockout, sizeof lockout, "%d", LIMIT_LOCKOUT_S);
    struct ledger_param params[] = {call_text(c->user), call_text(max), call_text(lockout)};
    ledger_call(c->s->ledger, VERB_login_failed, params, refused_recorded, c);
}

void
session_login(struct service *s, struct span user, const uint8_t secret[32],
              service_reply_fn *reply, void *arg)
{
    struct call *c = call_new(s, user, reply, arg);

    if (c == NULL)
        return;
    memcpy(c->secret, secret, sizeof c->secret);
    struct ledger_param params[] = {call_text(c->user)};
    ledger_call(s->ledger, VERB_credential, params, credential_read, c);
}

/* --- logout --------------------------------------------------------------------------------- */

static void
logout_done(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    struct call *c = arg;

    (void)rows;
    if (err != NULL)
        call_fail(c, err);
    else
        call_answer(c, 204, NULL);
}

void
session_logout(struct service *s, const struct service_caller *caller, service_reply_fn *reply,
               void *arg)
{
    struct call *c = call_new(s, caller->user, reply, arg);

    if (c == NULL)
        return;
    struct ledger_param params[] = {{(const char *)caller->secret_hash, 32, true}};
    ledger_call(s->ledger, VERB_logout, params, logout_done, c);
}

/* --- challenge ------------------------------------------------------------------------------ */

static void
challenge_for(void *arg, const struct identity *identity, const struct err *failure)
{
    struct call *c = arg;
    uint8_t random[4];
    uint8_t chal[CHALLENGE_SIZE];
    char expires[INSTANT_SIZE];
    int64_t now = service_unix_s();
    struct err err;

    err_clear(&err);
    if (failure != NULL) {
        call_fail(c, failure);
        return;
    }
    if (crypto_random(random, sizeof random, &err) != ERR_OK) {
        call_fail(c, &err);
        return;
    }
    challenge_make(crypto_hmac_sha256, c->s->challenge_key, (uint32_t)now, random,
                   span_of(c->origin), span_of(identity->person.user), chal);
    instant_format((now + LIMIT_CHALLENGE_AGE_S) * SECOND, expires);
    struct json *answer = json_new_object();
    json_set_base64(answer, "chal", chal, sizeof chal);
    json_set_string(answer, "expires", expires);
    call_answer(c, 201, answer);
}

void
session_challenge(struct service *s, const struct service_caller *caller, struct span origin,
                  service_reply_fn *reply, void *arg)
{
    struct call *c = call_new(s, caller->user, reply, arg);

    if (c == NULL)
        return;
    if (!span_copy(origin, c->origin, sizeof c->origin)) {
        call_fail_with(c, ERR_UNKNOWN_LOG, NULL, "no log has this origin");
        return;
    }
    identify(s, caller, span_of(c->origin), true, challenge_for, c);
}
