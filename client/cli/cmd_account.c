/* cmd_account.c -- signing in and out, who one is, versions. */
#include <string.h>
#include <time.h>

#include "clean.h"
#include "cli.h"
#include "layout.h"
#include "version.h"

static enum err_code
read_password(struct cli *c, const char *user, struct secret *out, struct err *err)
{
    char label[64];
    struct buf b;

    buf_init(&b, label, sizeof(label));
    buf_printf(&b, "Password of %s", user);
    return prompt_secret(&c->prompt, label, out, err);
}

static enum err_code
choose_user(struct cli *c, struct err *err)
{
    char user[LIMIT_USER_ID + 1];
    enum err_code code = cli_optional(c, "user", user, sizeof(user), err);

    if (code != ERR_OK)
        return code;
    if (user[0] != '\0')
        return settings_set(&c->set, "user", user, err);
    if (c->set.user[0] == '\0')
        return err_field(err, ERR_BAD_USAGE, "user", "rems login USER", "no user is named");
    return ERR_OK;
}

enum err_code
cmd_login(struct cli *c, struct err *err)
{
    struct daemon daemon;
    struct secret password;
    enum err_code code = choose_user(c, err);

    if (code == ERR_OK)
        code = remote_daemon(&c->remote, &daemon, err);
    if (code == ERR_OK)
        code = cli_check_realm(c, &daemon, err);
    if (code == ERR_OK)
        code = read_password(c, c->set.user, &password, err);
    if (code != ERR_OK)
        return code;
    code = keystore_login(&c->remote, c->set.url, &daemon, c->set.user, &password, &c->session,
                          NULL, err);
    secret_wipe(&password);
    if (code == ERR_OK)
        code = session_save(&c->state, &c->session, err);
    if (code == ERR_OK)
        buf_printf(&c->screen, "%s is signed in at %s%s\n", c->session.user, c->session.realm,
                   daemon.training ? " (TRAINING)" : "");
    return code;
}

enum err_code
cmd_logout(struct cli *c, struct err *err)
{
    struct remote_who who = cli_who(c);
    struct reply reply;
    enum err_code code = remote_call(&c->remote, "DELETE", "/v1/sessions", &who,
                                     (struct span){NULL, 0}, &reply, err);

    reply_release(&reply);
    if (code == ERR_NOT_SIGNED_IN)
        code = ERR_OK; /* it ended before: what was asked for is so */
    if (code == ERR_OK)
        code = session_forget(&c->state, c->session.user, err);
    if (code == ERR_OK)
        buf_printf(&c->screen, "%s is signed out\n", c->session.user);
    return code;
}

/* Sessions live by the real clock, in training too. */
static instant_t
real_now(void)
{
    return (instant_t)time(NULL) * SECOND;
}

enum err_code
cmd_whoami(struct cli *c, struct err *err)
{
    char fingerprint[FINGERPRINT_SIZE];
    instant_t expires;

    if (c->session.user[0] == '\0')
        return err_set(err, ERR_NOT_SIGNED_IN, "rems login USER", "nobody is signed in here");
    keystore_fingerprint(c->session.pub, fingerprint);
    if (c->set.json) {
        buf_printf(&c->screen,
                   "{\"expires\":\"%s\",\"fingerprint\":\"%s\",\"origin\":\"%s\",\"realm\":\"%s\","
                   "\"training\":%s,\"url\":\"%s\",\"user\":\"%s\"}\n",
                   c->session.expires, fingerprint, c->set.origin, c->session.realm,
                   c->session.training ? "true" : "false", c->session.url, c->session.user);
        return ERR_OK;
    }
    buf_printf(&c->screen,
               "user     %s%s\nserver   %s (%s)\nlog      %s\nkey      %s\nstate    %s\nsession  ",
               c->session.user, c->session.training ? "  TRAINING" : "", c->session.url,
               c->session.realm, c->set.origin[0] == '\0' ? "none named" : c->set.origin,
               fingerprint, c->state.path);
    if (instant_parse(span_of(c->session.expires), &expires)) {
        buf_text(&c->screen, "ends at the latest ");
        layout_relative(&c->screen, expires, real_now());
    }
    buf_char(&c->screen, '\n');
    return ERR_OK;
}

enum err_code
cmd_version(struct cli *c, struct err *err)
{
    (void)err;
    if (c->set.json)
        buf_printf(&c->screen,
                   "{\"faults\":%s,\"sanitizers\":%s,\"training\":%s,\"version\":\"%s\"}\n",
                   VERSION_FAULTS ? "true" : "false", VERSION_SANITIZERS ? "true" : "false",
                   VERSION_TRAINING ? "true" : "false", REMS_VERSION);
    else
        buf_printf(&c->screen, "rems %s%s%s%s\n", REMS_VERSION, VERSION_TRAINING ? " TRAINING" : "",
                   VERSION_FAULTS ? " FAULTS" : "", VERSION_SANITIZERS ? " sanitizers" : "");
    return ERR_OK;
}
