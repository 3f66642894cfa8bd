/* cli_open.c -- state, server, session and zone for a command; see cli.h. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "seal.h"
#include "zone.h"

static enum err_code
open_session(struct cli *c, bool needed, struct err *err)
{
    bool found;
    enum err_code code = session_load(&c->state, c->set.user, &c->session, &found, err);

    if (code != ERR_OK)
        return code;
    if (found && c->set.url[0] == '\0')
        memcpy(c->set.url, c->session.url, sizeof(c->set.url));
    if (found && strcmp(c->set.url, c->session.url) != 0)
        found = false; /* a token is for the server that gave it, and for no other */
    if (found && c->set.origin[0] != '\0' &&
        !span_is(origin_realm(span_of(c->set.origin)), c->session.realm))
        return err_field(err, ERR_BAD_USAGE, "origin", "sign in at the server of that realm",
                         "%s is not a log of %s", c->set.origin, c->session.realm);
    if (found)
        return ERR_OK;
    c->session = (struct session){.n = 0};
    if (!needed)
        return ERR_OK;
    if (c->set.user[0] == '\0')
        return err_set(err, ERR_NOT_SIGNED_IN, "rems login USER", "nobody is signed in%s%s",
                       c->set.url[0] == '\0' ? " here" : " at ", c->set.url);
    return err_set(err, ERR_NOT_SIGNED_IN, "rems login USER", "%s is not signed in%s%s",
                   c->set.user, c->set.url[0] == '\0' ? "" : " at ", c->set.url);
}

enum err_code
cli_open(struct cli *c, unsigned needs, struct err *err)
{
    enum err_code code = settings_load(&c->set, err);

    c->prompt.secrets_fd = c->set.password_fd;
    if (code == ERR_OK && (needs & NEED_STATE) != 0)
        code = state_open(&c->state, c->set.state, err);
    if (code == ERR_OK && (needs & NEED_STATE) != 0)
        code = open_session(c, (needs & NEED_SESSION) != 0, err);
    if (code != ERR_OK)
        return code;
    if ((needs & NEED_SERVER) != 0 && c->set.url[0] == '\0')
        return err_field(err, ERR_BAD_USAGE, "url", "--url https://host:port, or url: in rems.yaml",
                         "no server is named");
    if ((needs & NEED_ORIGIN) != 0 && c->set.origin[0] == '\0')
        return err_field(err, ERR_BAD_USAGE, "origin",
                         "--origin realm/site/study, or origin: in rems.yaml", "no log is named");
    if ((needs & NEED_SERVER) != 0) {
        code = remote_init(&c->remote, c->set.url, c->set.ca, err);
        c->remote.training_at = c->set.training_at;
    }
    return code;
}

void
cli_release(struct cli *c)
{
    remote_release(&c->remote);
    crypto_wipe(&c->session, sizeof(c->session));
    free(c->screen.data);
    c->screen.data = NULL;
}

enum err_code
cli_check_realm(const struct cli *c, const struct daemon *daemon, struct err *err)
{
    if (c->set.origin[0] == '\0' || span_is(origin_realm(span_of(c->set.origin)), daemon->realm))
        return ERR_OK;
    return err_field(err, ERR_BAD_USAGE, "origin", "check address and origin; type no password",
                     "%s is not a log of this server, which is %s", c->set.origin, daemon->realm);
}

struct remote_who
cli_who(const struct cli *c)
{
    return session_who(&c->session);
}

enum err_code
cli_get(struct cli *c, const char *tail, struct reply *out, struct err *err)
{
    struct remote_who who = cli_who(c);
    char storage[REMOTE_PATH_MAX];
    struct buf path;

    *out = (struct reply){0};
    buf_init(&path, storage, sizeof(storage));
    if (!remote_log_path(&path, c->set.origin, tail))
        return err_set(err, ERR_BAD_USAGE, "", "a name is too long for a request");
    return remote_get(&c->remote, storage, &who, out, err);
}

/* --- the zone ----------------------------------------------------------------------------- */

const struct zone *
cli_zone(const struct cli *c)
{
    return c->zone.name[0] == '\0' ? NULL : &c->zone;
}

enum err_code
cli_open_zone(struct cli *c, struct err *err)
{
    char name[64] = "";
    uint8_t hash[32];
    struct reply reply;
    enum err_code code;

    if (c->zone.name[0] != '\0')
        return ERR_OK;
    code = state_zone_read(&c->state, c->set.origin, name, err);
    if (code == ERR_OK && name[0] == '\0') {
        code = cli_get(c, "/head", &reply, err);
        if (code == ERR_OK)
            span_copy(span_of(json_string_or(reply.json, "zone", "")), name, sizeof(name));
        reply_release(&reply);
        if (code == ERR_OK && name[0] == '\0')
            return err_set(err, ERR_BAD_ANSWER, "ask the operator which version runs there",
                           "the head of %s tells no zone", c->set.origin);
        if (code == ERR_OK)
            code = zone_load(name, &c->zone, hash, err);
        return code == ERR_OK ? state_zone_keep(&c->state, c->set.origin, name, err) : code;
    }
    return code == ERR_OK ? zone_load(name, &c->zone, hash, err) : code;
}

instant_t
cli_now(const struct cli *c)
{
    struct timespec t;

    if (c->set.training_at != INSTANT_NONE)
        return c->set.training_at;
    clock_gettime(CLOCK_REALTIME, &t);
    return (instant_t)t.tv_sec * SECOND + t.tv_nsec / 1000;
}
