/*
 * cmd_resolve.c -- rems resolve: statements whose answer was lost.
 *
 * An intent is resent, the same bytes, to the server and by the user that it names. Its idempotency key
 * makes the answer that of the first copy, if one arrived.
 */
#include <stdio.h>
#include <string.h>

#include "acting.h"
#include "clean.h"

/* Is this intent for the session that is open? */
static bool
is_ours(const struct cli *c, const struct intent *intent)
{
    return strcmp(intent->url, c->set.url) == 0 && strcmp(intent->user, c->session.user) == 0;
}

static void
put_title(struct cli *c, const struct intent *intent)
{
    struct statement s;
    uint8_t sig[64];
    struct span stmt;
    struct err ignored;

    if (c->set.json)
        return;
    if (envelope_parse((struct span){intent->envelope, intent->envelope_len}, sig, &stmt,
                       &ignored) == ERR_OK &&
        statement_parse(stmt, &s, &ignored) == ERR_OK) {
        buf_printf(&c->screen, "%s", catalogue_type(s.type)->name);
        if (statement_subject(&s).len > 0) {
            buf_text(&c->screen, " of ");
            clean_text(&c->screen, statement_subject(&s));
        }
        buf_text(&c->screen, ", ");
    }
    buf_printf(&c->screen, "sent earlier by %s to %s (key %s)\n", intent->user, intent->origin,
               intent->idem);
}

/* Send it in its own log and at its own instant. */
static enum err_code
resend(struct cli *c, struct intent *intent, struct err *err)
{
    struct remote_who who = cli_who(c);
    instant_t was = c->remote.training_at;
    struct err ignored;
    enum err_code code;

    span_copy(span_of(intent->origin), c->set.origin, sizeof(c->set.origin));
    c->zone.name[0] = '\0';
    if (cli_open_zone(c, &ignored) != ERR_OK)
        c->zone.name[0] = '\0'; /* then times are shown in UTC */
    if (intent->training_at[0] != '\0')
        (void)instant_parse(span_of(intent->training_at), &c->remote.training_at);
    code = acting_send(c, &who, intent, true, false, err);
    c->remote.training_at = was;
    c->zone.name[0] = '\0'; /* the command may be about another log */
    return code;
}

static enum err_code
resolve_one(struct cli *c, const char *idem, size_t *others, struct err *err)
{
    struct intent intent;
    bool busy;
    enum err_code code = intent_read(&c->state, idem, &intent, &busy, err);

    if (code == ERR_OK && !busy) {
        if (is_ours(c, &intent)) {
            put_title(c, &intent);
            code = resend(c, &intent, err);
        } else {
            (*others)++;
        }
    }
    intent_release(&intent);
    return code;
}

static enum err_code
discard(struct cli *c, struct span key, struct err *err)
{
    struct intent intent;
    char idem[37];
    bool busy, yes = c->set.yes;
    enum err_code code;

    if (!span_copy(key, idem, sizeof(idem)))
        return err_set(err, ERR_BAD_USAGE, "rems resolve lists them", "no statement has that key");
    code = intent_read(&c->state, idem, &intent, &busy, err);
    if (code == ERR_OK && busy)
        code = err_set(err, ERR_BAD_USAGE, "rems resolve lists them", "no statement has that key");
    if (code == ERR_OK && !yes) {
        put_title(c, &intent);
        cli_flush(c);
        code = prompt_yes("It may have been recorded: look at the log first. Forget it here?", &yes,
                          err);
    }
    if (code == ERR_OK && yes)
        code = intent_done(&c->state, &intent, err);
    if (code == ERR_OK)
        buf_text(&c->screen, yes ? "forgotten here; the log is as it is\n" : "kept\n");
    intent_release(&intent);
    return code;
}

enum err_code
cmd_resolve(struct cli *c, struct err *err)
{
    const struct body_text *drop = cli_field(c, "discard");
    char idem[INTENTS_MAX][37];
    size_t count, others = 0, failed = 0;
    enum err_code code;
    struct err why;

    if (drop != NULL)
        return discard(c, drop->text, err);
    code = intent_list(&c->state, idem, &count, err);
    if (code != ERR_OK)
        return code;
    for (size_t i = 0; i < count; i++) {
        code = resolve_one(c, idem[i], &others, &why);
        cli_flush(c);
        if (code != ERR_OK) {
            failed++;
            cli_print_error(c, &why);
        }
    }
    if (count == others && !c->set.json)
        buf_text(&c->screen, "nothing is waiting for an answer\n");
    if (others > 0 && !c->set.json)
        buf_printf(&c->screen, "%zu of other users or servers: sign in as they to resolve them\n",
                   others);
    if (failed > 0)
        return err_set(err, why.code, "", "%zu of %zu statements: see above", failed, count);
    return ERR_OK;
}

void
acting_resolve_earlier(struct cli *c)
{
    char idem[INTENTS_MAX][37];
    size_t count, others = 0;
    struct err err;
    char origin[sizeof(c->set.origin)];
    bool refused = c->refused, json = c->set.json;

    if (intent_list(&c->state, idem, &count, &err) != ERR_OK || count == 0)
        return;
    memcpy(origin, c->set.origin, sizeof(origin));
    c->set.json = false;
    c->unattended = true;
    for (size_t i = 0; i < count; i++) {
        enum err_code code = resolve_one(c, idem[i], &others, &err);

        if (json)
            buf_reset(&c->screen); /* the command's own answer alone goes to standard output */
        else
            cli_flush(c);
        if (code != ERR_OK)
            cli_print_error(c, &err);
    }
    c->set.json = json;
    c->unattended = false;
    c->refused = refused;
    memcpy(c->set.origin, origin, sizeof(origin));
}
