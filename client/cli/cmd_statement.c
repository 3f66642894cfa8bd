/* cmd_statement.c -- every statement type as a command, and the what-if of any of them. */
#include <stdio.h>
#include <string.h>

#include "acting.h"
#include "clean.h"
#include "layout.h"
#include "show.h"

/*
 * Before a dispense is signed: what would the rules say? It is advice; the verdict under the log's lock
 * decides. *accepted tells what it was; a server that does not answer here stops nothing.
 */
static enum err_code
look_first(struct cli *c, struct span body, bool *accepted, struct err *err)
{
    struct remote_who who = cli_who(c);
    struct reply reply;
    struct err ignored;
    enum err_code code = remote_ask(&c->remote, &who, c->set.origin, "dispense", body, &reply, err);

    *accepted = false;
    if (code == ERR_OK) {
        const struct json *verdict = json_get(reply.json, "verdict");
        struct show show = {&c->screen, cli_zone(c), show_instant(verdict, "at"), false};

        *accepted = strcmp(json_string_or(reply.json, "outcome", ""), "accepted") == 0;
        show_verdict(&show, verdict, "if dispensed now");
        if (!*accepted)
            buf_text(&c->screen, "Signing it all the same records the refusal.\n");
        buf_char(&c->screen, '\n');
    } else if (cli_exit_of(code) == CLI_SERVER) {
        ignored = *err;
        buf_text(&c->screen, "the gates could not be looked at: ");
        clean_string(&c->screen, ignored.detail);
        buf_char(&c->screen, '\n');
        code = ERR_OK;
    }
    reply_release(&reply);
    return code;
}

enum err_code
cmd_statement(struct cli *c, struct err *err)
{
    struct statement read;
    struct span body;
    bool accepted = false;
    enum err_code code;

    if (c->type == STATEMENT_ledger_open)
        return err_set(err, ERR_BAD_USAGE, "rems open-log", "a log is opened by its one-time code");
    if (c->type == STATEMENT_key_enrol && cli_field(c, "pub") == NULL)
        return err_set(err, ERR_BAD_USAGE, "rems approve USER",
                       "a key is enrolled after its fingerprint was compared");
    code = acting_body(c, c->type, &body, &read, err);
    if (code == ERR_OK && c->type == STATEMENT_dispense && !c->set.yes)
        code = look_first(c, body, &accepted, err);
    return code == ERR_OK ? acting_sign(c, c->type, body, accepted, err) : code;
}

enum err_code
cmd_say(struct cli *c, struct err *err)
{
    enum err_code code;

    if (c->type == STATEMENT_COUNT)
        return err_set(err, ERR_BAD_USAGE, "rems statements lists the types",
                       "usage: rems say TYPE field=value ...");
    code = cli_open(c, NEED_LOG, err);
    if (code != ERR_OK)
        return code;
    acting_resolve_earlier(c);
    return cmd_statement(c, err);
}

/* --- what-if ------------------------------------------------------------------------------ */

/* `explain` is an option of the question, not a field of the statement. */
static void
drop_explain(struct cli *c, bool *explain)
{
    *explain = cli_flag(c, "explain");
    for (size_t i = 0; i < c->field_count; i++) {
        if (!span_is(c->field[i].name, "explain"))
            continue;
        memmove(&c->field[i], &c->field[i + 1], (c->field_count - i - 1) * sizeof(c->field[0]));
        c->field_count--;
        return;
    }
}

static void
put_answer(struct cli *c, const struct reply *reply, bool explain)
{
    const struct json *verdict = json_get(reply->json, "verdict");
    struct show show = {&c->screen, cli_zone(c), show_instant(verdict, "at"), explain};
    char what[64];

    c->refused = strcmp(json_string_or(reply->json, "outcome", ""), "refused") == 0;
    if (cli_json(c, reply))
        return;
    snprintf(what, sizeof(what), "if said now: %s", catalogue_type(c->type)->name);
    if (verdict == NULL)
        buf_printf(&c->screen, "no rule stands against it (%s)\n", what);
    else
        show_verdict(&show, verdict, what);
}

enum err_code
cmd_ask(struct cli *c, struct err *err)
{
    struct remote_who who = cli_who(c);
    struct statement read;
    struct span body;
    struct reply reply;
    bool explain;
    enum err_code code;

    if (c->type == STATEMENT_COUNT)
        return err_set(err, ERR_BAD_USAGE, "rems statements lists the types",
                       "usage: rems ask TYPE field=value ...");
    drop_explain(c, &explain);
    code = acting_body(c, c->type, &body, &read, err);
    if (code != ERR_OK)
        return code;
    code = remote_ask(&c->remote, &who, c->set.origin, catalogue_type(c->type)->name, body, &reply,
                      err);
    if (code == ERR_OK)
        put_answer(c, &reply, explain);
    reply_release(&reply);
    return code;
}

/* --- the catalogue ------------------------------------------------------------------------ */

enum err_code
cmd_statements(struct cli *c, struct err *err)
{
    (void)err;
    for (int t = 0; t < STATEMENT_COUNT; t++) {
        const struct statement_spec *spec = catalogue_type((enum statement_type)t);
        char line[256];
        struct buf b;

        buf_init(&b, line, sizeof(line));
        buf_printf(&b, "%s (%s; ", spec->says, vocab_word(VOCAB_meaning, (int)spec->meaning));
        if (spec->signers == ROLE_SELF)
            buf_text(&b, "first administrator");
        for (int r = 0, any = 0; r < (int)vocab_size(VOCAB_role) && spec->signers != ROLE_SELF;
             r++) {
            if ((spec->signers & ROLE_BIT(r)) != 0)
                buf_printf(&b, "%s%s", any++ > 0 ? ", " : "", vocab_word(VOCAB_role, r));
        }
        buf_char(&b, ')');
        layout_paragraph(&c->screen, 0, spec->name, 18, buf_view(&b));
    }
    return ERR_OK;
}
