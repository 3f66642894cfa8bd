/* handle_account.c -- signing in and out, codes, credentials, keys, challenges. */
#include <string.h>

#include "handlers.h"
#include "json.h"
#include "session.h"

/* The body as JSON with only these members; NULL after the problem was answered. */
static struct json *
read_body(struct exchange *x, const char *const *keys)
{
    struct err err;

    err_clear(&err);
    struct json *body = json_parse_body(http_request_body(x->r), &err);
    if (body != NULL && json_only(body, keys, &err) == ERR_OK)
        return body;
    json_free(body);
    exchange_problem(x, &err);
    return NULL;
}

void
handle_kdf(struct exchange *x)
{
    struct span user = http_request_query(x->r, "user");

    if (user.p == NULL || user.len == 0)
        exchange_fail(x, ERR_MISSING_FIELD, "user", "ask as /v1/kdf?user=<user id>",
                      "whose key is to be derived");
    else
        session_kdf(&x->app->service, user, exchange_reply, x);
}

void
handle_login(struct exchange *x)
{
    static const char *const keys[] = {"secret", "user", NULL};
    struct json *body = read_body(x, keys);
    struct span user;
    uint8_t secret[32];
    struct err err;

    err_clear(&err);
    if (body == NULL)
        return;
    if (json_get_string(body, "user", LIMIT_USER_ID, &user, &err) != ERR_OK ||
        json_get_base64(body, "secret", secret, sizeof secret, &err) != ERR_OK)
        exchange_problem(x, &err);
    else
        session_login(&x->app->service, user, secret, exchange_reply, x);
    json_free(body);
}

void
handle_logout(struct exchange *x)
{
    session_logout(&x->app->service, &x->caller, exchange_reply, x);
}

void
handle_credential(struct exchange *x)
{
    static const char *const keys[] = {"blob", "n", "pop", "pub", "salt", "secret", NULL};
    struct json *body = read_body(x, keys);
    struct session_credential c;
    int64_t n;
    struct err err;

    err_clear(&err);
    if (body == NULL)
        return;
    if (json_get_base64(body, "salt", c.salt, sizeof c.salt, &err) != ERR_OK ||
        json_get_integer(body, "n", 1, LIMIT_KDF_N * 8, &n, &err) != ERR_OK ||
        json_get_base64(body, "secret", c.secret, sizeof c.secret, &err) != ERR_OK ||
        json_get_base64(body, "blob", c.blob, sizeof c.blob, &err) != ERR_OK ||
        json_get_base64(body, "pub", c.pub, sizeof c.pub, &err) != ERR_OK ||
        json_get_base64(body, "pop", c.pop, sizeof c.pop, &err) != ERR_OK) {
        exchange_problem(x, &err);
    } else {
        c.kdf_n = (uint32_t)n;
        session_credential(&x->app->service, &x->caller, x->name, &c, exchange_reply, x);
    }
    json_free(body);
}

void
handle_new_code(struct exchange *x)
{
    static const char *const keys[] = {"origin", NULL};
    struct json *body = read_body(x, keys);
    struct span origin;
    struct err err;

    err_clear(&err);
    if (body == NULL)
        return;
    if (json_get_string(body, "origin", LIMIT_ORIGIN, &origin, &err) != ERR_OK)
        exchange_problem(x, &err);
    else
        session_new_code(&x->app->service, &x->caller, origin, x->name, exchange_reply, x);
    json_free(body);
}

void
handle_user_key(struct exchange *x)
{
    struct span origin = http_request_query(x->r, "origin");

    if (origin.p == NULL)
        exchange_fail(x, ERR_MISSING_FIELD, "origin", "ask as ...?origin=<origin of the log>",
                      "in which log");
    else
        session_user_key(&x->app->service, &x->caller, origin, x->name, exchange_reply, x);
}

#ifdef REMS_TRAINING
void
handle_training_log(struct exchange *x)
{
    static const char *const keys[] = {"origin", "user", NULL};
    struct json *body = read_body(x, keys);
    struct span origin;
    struct span user;
    struct err err;

    err_clear(&err);
    if (body == NULL)
        return;
    if (json_get_string(body, "origin", LIMIT_ORIGIN, &origin, &err) != ERR_OK ||
        json_get_string(body, "user", LIMIT_USER_ID, &user, &err) != ERR_OK)
        exchange_problem(x, &err);
    else
        session_training_log(&x->app->service, origin, user, exchange_reply, x);
    json_free(body);
}
#endif

void
handle_challenge(struct exchange *x)
{
    static const char *const keys[] = {NULL};

    /* The body is empty or {}: a challenge belongs to the log and the caller, nothing else. */
    if (http_request_body(x->r).len > 0) {
        struct json *body = read_body(x, keys);
        if (body == NULL)
            return;
        json_free(body);
    }
    session_challenge(&x->app->service, &x->caller, x->origin, exchange_reply, x);
}
