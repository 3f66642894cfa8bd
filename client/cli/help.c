/* help.c -- help from the tables: commands.def, the catalogue; see cli.h. */
#include <stdio.h>
#include <string.h>

#include "clean.h"
#include "cli.h"
#include "layout.h"

static const char options_text[] =
    "options, before or after the command (fields of a statement stand above them):\n"
    "  --url https://HOST:PORT   the daemon            --ca FILE       its CA certificate\n"
    "  --origin REALM/SITE/STUDY which log             --user USER     whose session\n"
    "  --config FILE   instead of ~/.config/rems/rems.yaml (url, ca, origin, user)\n"
    "  --state DIR     instead of ~/.local/state/rems (sessions, receipts, intents)\n"
    "  --json          the daemon's answer and nothing else\n"
    "  --yes           no question before signing; the password is needed all the same\n"
    "  --password-fd N passwords and codes line by line from this descriptor\n"
#ifdef REMS_TRAINING
    "  --training-at INSTANT     when it happens, in a training log\n"
#endif
    ;

static const char exits_text[] =
    "exit status:\n"
    "  0  done, accepted\n"
    "  1  refused by the rules (an answer), or a story that is not as written\n"
    "  2  command line or input not acceptable; nothing was sent or recorded\n"
    "  3  not signed in, wrong password, no authority\n"
    "  4  server not reachable or failing, or another history than before\n"
    "  5  outcome unknown, or to be signed again: the statement is kept, see rems resolve\n";

void
help_general(struct buf *screen)
{
    buf_text(screen, STYLE_BOLD "rems COMMAND [arguments] [options]" STYLE_END "\n\n");
    for (size_t i = 0; command_at(i) != NULL; i++) {
        const struct command *c = command_at(i);

        layout_paragraph(screen, 2, c->name, 14, span_of(c->help));
    }
    buf_text(screen, "\nstatements, each signed with your password:\n");
    for (int t = 0; t < STATEMENT_COUNT; t++) {
        const struct statement_spec *spec = catalogue_type((enum statement_type)t);

        layout_paragraph(screen, 2, spec->name, 20, span_of(spec->says));
    }
    buf_printf(screen, "\n%s\n%s\nrems help COMMAND says more\n", options_text, exits_text);
}

/* Secrets that a command asks for, in order, for --password-fd. */
static const char *
secrets_of(const struct command *c)
{
    if (c->run == cmd_login || c->run == cmd_statement || c->run == cmd_say ||
        c->run == cmd_approve || c->run == cmd_resolve)
        return "asks for: your password";
    if (c->run == cmd_join)
        return "asks for: the one-time code, the new password (twice at a terminal)";
    if (c->run == cmd_open_log)
        return "asks for: the one-time code, then the password: a new one, or yours when you are "
               "signed in";
    return "";
}

void
help_command(struct buf *screen, const struct command *c)
{
    buf_printf(screen, STYLE_BOLD "rems %s %s" STYLE_END "\n\n", c->name, c->arguments);
    layout_paragraph(screen, 2, "", 2, span_of(c->help));
    if (*secrets_of(c) != '\0')
        layout_paragraph(screen, 2, "", 2, span_of(secrets_of(c)));
    buf_printf(screen, "\n%s\n%s", options_text, exits_text);
}

/* --- statement types ---------------------------------------------------------------------- */

/* What may be written, as an example or a list. */
static void
put_values(struct buf *b, const struct field *f)
{
    static const char *const samples[] = {
        [KIND_CODE] = "a code: letters, digits, . _ / -",
        [KIND_ID_TEXT] = "a-z, 0-9, . and -",
        [KIND_USER] = "a user id",
        [KIND_NAME] = "the name of a field",
        [KIND_TEXT] = "text; quote it where it has spaces",
        [KIND_ZONE] = "as America/New_York",
        [KIND_INTEGER] = "a whole number",
        [KIND_MASS] = "as 5mg, 2.5mg or 500ug",
        [KIND_FLAG] = "yes or no",
        [KIND_DATE] = "as 2008-03-04",
        [KIND_EXPIRY] = "as 2009-12-31, or a month 2009-12",
        [KIND_INSTANT] = "as 2008-03-04T09:30, or with offset 2008-03-04T09:30:00-05:00",
        [KIND_INSTANT_OR_DATE] = "as 2008-03-04T09:30, or 2008-03-04 where the time is not known",
        [KIND_ENTRY] = "the number of an entry",
        [KIND_BYTES32] = "base64 of 32 bytes",
        [KIND_BYTES64] = "base64 of 64 bytes",
        [KIND_HEX16] = "16 hexadecimal digits",
        [KIND_KEYS] = "base64 keys, separated by commas",
        [KIND_SCALAR] = "a value, as recorded",
    };

    if (f->kind == KIND_WORD || f->kind == KIND_WORDS) {
        buf_text(b, f->kind == KIND_WORDS ? "any of, with commas: " : "one of: ");
        for (int i = 0; i < (int)vocab_size(f->words); i++)
            buf_printf(b, "%s%s", i > 0 ? ", " : "", vocab_word(f->words, i));
        return;
    }
    if (samples[f->kind] != NULL)
        buf_text(b, samples[f->kind]);
    if (f->kind == KIND_INTEGER)
        buf_printf(b, ", %lld to %lld", (long long)f->min, (long long)f->max);
}

static void
put_field(struct buf *screen, const struct field *f)
{
    static const char *const needs[] = {
        [NEED_REQUIRED] = "", [NEED_OPTIONAL] = " (optional)", [NEED_NOW] = " (now, if left out)"};
    char label[64], text[1024];
    struct buf b;

    snprintf(label, sizeof(label), "%s=", f->name);
    buf_init(&b, text, sizeof(text));
    buf_printf(&b, "%s%s: ", f->label, needs[f->need]);
    put_values(&b, f);
    layout_paragraph(screen, 2, label, 18, buf_view(&b));
}

void
help_statement(struct buf *screen, enum statement_type type)
{
    const struct statement_spec *spec = catalogue_type(type);
    bool any = false;

    buf_printf(screen, STYLE_BOLD "rems %s field=value ..." STYLE_END "   (or --field value)\n\n",
               spec->name);
    layout_paragraph(screen, 2, "you sign", 18, span_of(spec->says));
    layout_paragraph(screen, 2, "meaning", 18,
                     span_of(vocab_word(VOCAB_meaning, (int)spec->meaning)));
    layout_spaces(screen, 2);
    buf_text(screen, "by              ");
    if (spec->signers == ROLE_SELF)
        buf_text(screen, "the first administrator (rems open-log)");
    for (int r = 0; r < (int)vocab_size(VOCAB_role) && spec->signers != ROLE_SELF; r++) {
        if ((spec->signers & ROLE_BIT(r)) == 0)
            continue;
        buf_printf(screen, "%s%s", any ? ", " : "", vocab_word(VOCAB_role, r));
        any = true;
    }
    buf_text(screen, "\n\nfields\n");
    for (size_t i = 0; i < spec->field_count; i++)
        put_field(screen, &spec->fields[i]);
    buf_printf(screen, "\n%s\n%s", options_text, exits_text);
}

enum err_code
cmd_help(struct cli *c, struct err *err)
{
    const struct command *command;

    if (c->word_count == 0) {
        help_general(&c->screen);
        return ERR_OK;
    }
    command = command_find(c->word[0]);
    if (command == NULL)
        return err_set(err, ERR_BAD_USAGE, "rems help lists commands", "there is no command '%s'",
                       c->word[0]);
    if (command->run == cmd_statement)
        help_statement(&c->screen, catalogue_find(span_of(command->name)));
    else
        help_command(&c->screen, command);
    return ERR_OK;
}
