/* init.c -- see init.h. */
#include "init.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <event2/event.h>

#include "crypto.h"
#include "instant.h"
#include "ledger.h"
#include "process.h"
#include "seal.h"
#include "service.h"
#include "session.h"

#define PATIENCE_S 15 /* more than the ledger's own deadlines together */

struct creation {
    struct event_base *base;
    struct ledger *ledger;
    struct service *service;
    const char *origin, *user;
    char code[SESSION_CODE_SIZE];
    instant_t expires;
    struct err err; /* how it ended */
};

static void
end(struct creation *c, const struct err *err)
{
    if (err != NULL)
        c->err = *err;
    if (c->err.code == ERR_ALREADY_RECORDED)
        (void)err_set(&c->err, ERR_ALREADY_RECORDED, "a log is created once: choose another origin",
                      "the log %s exists already", c->origin);
    (void)event_base_loopbreak(c->base);
}

static void
log_created(void *arg, const struct ledger_rows *rows, const struct err *err)
{
    (void)rows;
    end(arg, err);
}

/* The installation is ours: create the log in it. */
static void
installation_known(void *arg, const struct err *err)
{
    struct creation *c = arg;
    struct ledger_param params[4];
    struct err failure;
    uint8_t hash[32];
    char expires_us[24];

    err_clear(&failure);
    if (err != NULL || session_make_code(c->code, hash, &failure) != ERR_OK) {
        end(c, err != NULL ? err : &failure);
        return;
    }
    c->expires = (service_unix_s() + LIMIT_ONE_TIME_CODE_S) * SECOND;
    (void)snprintf(expires_us, sizeof(expires_us), "%" PRId64, c->expires);
    params[0] = (struct ledger_param){c->origin, span_of(c->origin).len, false};
    params[1] = (struct ledger_param){(const char *)hash, sizeof(hash), true};
    params[2] = (struct ledger_param){expires_us, span_of(expires_us).len, false};
    params[3] = (struct ledger_param){c->user, span_of(c->user).len, false};
    ledger_call(c->ledger, VERB_create_log, params, log_created, c);
}

static void
out_of_patience(evutil_socket_t fd, short what, void *arg)
{
    struct err err;

    (void)fd, (void)what;
    err_clear(&err);
    (void)err_set(&err, ERR_LEDGER_DOWN, "look at database.conninfo and at the database",
                  "no answer within %d s", PATIENCE_S);
    end(arg, &err);
}

static enum err_code
create(struct creation *c, const struct config *config, struct err *err)
{
    const struct timeval patience = {.tv_sec = PATIENCE_S};
    enum err_code code = ledger_new(c->base, config->database_conninfo, &c->ledger, err);

    if (code != ERR_OK)
        return code;
    code = service_init(c->service, c->ledger, config->programs, config->realm, err);
    if (code == ERR_OK) {
        service_start(c->service, installation_known, c);
        if (event_base_once(c->base, -1, EV_TIMEOUT, out_of_patience, c, &patience) == 0)
            (void)event_base_dispatch(c->base);
        if (c->err.code != ERR_OK)
            *err = c->err;
        code = err->code;
    }
    ledger_free(c->ledger);
    service_release(c->service);
    return code;
}

static enum err_code
check_arguments(const struct config *config, const char *origin, const char *user, struct err *err)
{
    if (!origin_ok(span_of(origin)) || !span_is(origin_realm(span_of(origin)), config->realm))
        return err_field(
            err, ERR_BAD_USAGE, "--origin",
            "write realm/site/study in lower case, as rems.example.org/site-001/len-01",
            "%s is not an origin of the realm %s", origin, config->realm);
    if (!user_id_ok(span_of(user)))
        return err_field(err, ERR_BAD_USAGE, "--user",
                         "2 to 32 of a-z, 0-9 and -, not beginning with -", "%s is not a user id",
                         user);
    return ERR_OK;
}

static void
tell(const struct creation *c)
{
    char expires[INSTANT_SIZE];

    instant_format(c->expires, expires);
    (void)fprintf(stderr,
                  "The log %s is empty and waits for its first administrator, %s.\n"
                  "Hand over this code; it works until %s and is not shown again:\n",
                  c->origin, c->user, expires);
    printf("%s\n", c->code);
}

int
init(const struct config *config, const char *origin, const char *user)
{
    struct creation c = {.origin = origin, .user = user};
    struct err err;

    err_clear(&err);
    log_set_level(LEVEL_WARN);
    if (check_arguments(config, origin, user, &err) == ERR_OK) {
        c.base = event_base_new();
        c.service = calloc(1, sizeof(*c.service));
        if (c.base == NULL || c.service == NULL)
            (void)err_set(&err, ERR_IO, "", "out of memory");
        else if (create(&c, config, &err) == ERR_OK)
            tell(&c);
        free(c.service);
        if (c.base != NULL)
            event_base_free(c.base);
        libevent_global_shutdown();
    }
    crypto_wipe(c.code, sizeof(c.code));
    if (err.code != ERR_OK)
        process_complain(&err);
    return process_exit_code(&err);
}
