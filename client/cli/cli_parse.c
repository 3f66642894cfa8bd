/* cli_parse.c -- the command line; see cli.h. */
#include <string.h>

#include "cli.h"

static const struct command commands[] = {
#define COMMAND(fn, name, needs, options, arguments, help) \
    {name, cmd_##fn, needs, options, arguments, help},
#include "commands.def"
#undef COMMAND
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

/* Filled per type when it is asked for: the catalogue is the table. */
static struct command statement_command[STATEMENT_COUNT];

const struct command *
command_at(size_t index)
{
    return index < COMMANDS ? &commands[index] : NULL;
}

static const struct command *
statement_command_of(enum statement_type type)
{
    const struct statement_spec *spec = catalogue_type(type);
    struct command *c = &statement_command[type];

    *c = (struct command){.name = spec->name,
                          .run = cmd_statement,
                          .needs = NEED_LOG,
                          .options = "",
                          .arguments = "field=value ...",
                          .help = spec->says};
    return c;
}

const struct command *
command_find(const char *name)
{
    enum statement_type type;

    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    type = catalogue_find(span_of(name));
    return type == STATEMENT_COUNT ? NULL : statement_command_of(type);
}

/* --- options of a command ----------------------------------------------------------------- */

/* Is this name among the command's own options? A flag is written with '!' behind it. */
static bool
own_option(const struct command *c, struct span name, bool *flag)
{
    const char *p = c->options;

    while (*p != '\0') {
        size_t len = strcspn(p, " ");
        bool is_flag = len > 0 && p[len - 1] == '!';

        if (name.len == len - (is_flag ? 1 : 0) && memcmp(p, name.p, name.len) == 0) {
            *flag = is_flag;
            return true;
        }
        p += len;
        p += *p == ' ' ? 1 : 0;
    }
    return false;
}

/* A field of the statement; people may write --strength-ug for strength_ug. */
static bool
own_field(const struct cli *c, struct span name, struct span *canonical)
{
    const struct statement_spec *spec;

    if (c->type == STATEMENT_COUNT)
        return false;
    spec = catalogue_type(c->type);
    for (size_t i = 0; i < spec->field_count; i++) {
        const char *field = spec->fields[i].name;
        bool same = strlen(field) == name.len;

        for (size_t k = 0; same && k < name.len; k++)
            same = field[k] == name.p[k] || (field[k] == '_' && name.p[k] == '-');
        if (same) {
            *canonical = span_of(field);
            return true;
        }
    }
    return false;
}

static enum err_code
add_field(struct cli *c, struct span name, struct span value, struct err *err)
{
    if (c->field_count == CLI_FIELDS_MAX)
        return err_set(err, ERR_BAD_USAGE, "", "more than %d fields", CLI_FIELDS_MAX);
    c->field[c->field_count++] = (struct body_text){name, value};
    return ERR_OK;
}

/* --- one token after the other ------------------------------------------------------------ */

struct arguments {
    int argc;
    char **argv;
    int next;
    bool options_end; /* after "--" */
};

static enum err_code
value_of(struct arguments *a, const char *option, const char *equals, const char **out,
         struct err *err)
{
    if (equals != NULL)
        *out = equals + 1;
    else if (a->next < a->argc)
        *out = a->argv[a->next++];
    else
        return err_set(err, ERR_BAD_USAGE, "", "%s needs a value", option);
    return ERR_OK;
}

static enum err_code
global_option(struct cli *c, struct arguments *a, const char *text, struct span name,
              const char *equals, struct err *err)
{
    char plain[32];
    const char *value = "";
    bool takes_value;
    enum err_code code;

    if (!span_copy(name, plain, sizeof(plain)) || !settings_option(plain, &takes_value))
        return err_set(err, ERR_BAD_USAGE,
                       c->command == NULL ? "rems --help lists the options"
                                          : "rems help COMMAND lists its fields and options",
                       "there is no option %.40s", text);
    if (!takes_value && equals != NULL)
        return err_set(err, ERR_BAD_USAGE, "", "--%s takes no value", plain);
    if (takes_value) {
        code = value_of(a, text, equals, &value, err);
        if (code != ERR_OK)
            return code;
    }
    return settings_set(&c->set, plain, value, err);
}

static enum err_code
option(struct cli *c, struct arguments *a, const char *text, struct err *err)
{
    const char *equals = strchr(text, '=');
    struct span name = {text + 2, equals == NULL ? strlen(text) - 2 : (size_t)(equals - text) - 2};
    struct span field = name;
    const char *value = "";
    bool flag = false;
    enum err_code code;

    if (c->command == NULL || (!own_option(c->command, name, &flag) && !own_field(c, name, &field)))
        return global_option(c, a, text, name, equals, err);
    if (flag)
        return add_field(c, field, span_of(equals == NULL ? "yes" : equals + 1), err);
    code = value_of(a, text, equals, &value, err);
    return code == ERR_OK ? add_field(c, field, span_of(value), err) : code;
}

/* `rems say TYPE` and `rems ask TYPE`: the type's fields may be written as options, too. */
static enum err_code
name_type(struct cli *c, const char *word, struct err *err)
{
    c->type = catalogue_find(span_of(word));
    if (c->type == STATEMENT_COUNT)
        return err_set(err, ERR_UNKNOWN_TYPE, "rems statements lists them",
                       "'%s' is no statement type", word);
    return ERR_OK;
}

static bool
takes_type(const struct command *c)
{
    return c->run == cmd_say || c->run == cmd_ask;
}

static enum err_code
word(struct cli *c, const char *text, struct err *err)
{
    const char *equals = strchr(text, '=');
    struct span name = {text, equals == NULL ? 0 : (size_t)(equals - text)};

    if (equals != NULL && equals > text && c->command->run != cmd_play) {
        own_field(c, name, &name);
        return add_field(c, name, span_of(equals + 1), err);
    }
    if (takes_type(c->command) && c->type == STATEMENT_COUNT)
        return name_type(c, text, err);
    if (c->word_count == CLI_WORDS_MAX)
        return err_set(err, ERR_BAD_USAGE, "", "more than %d arguments", CLI_WORDS_MAX);
    c->word[c->word_count++] = text;
    return ERR_OK;
}

static enum err_code
name_command(struct cli *c, const char *text, struct err *err)
{
    c->command = command_find(text);
    if (c->command == NULL)
        return err_set(err, ERR_BAD_USAGE,
                       "rems help lists commands, rems statements statement types",
                       "there is no command '%s'", text);
    c->type = catalogue_find(span_of(text)); /* also of `lot`, which is a question as well */
    return ERR_OK;
}

/* `lot` is a question (rems lot L1) and a statement type (rems lot lot=L1 product=...). */
static void
prefer_statement(struct cli *c)
{
    if (c->command->run == cmd_statement || takes_type(c->command))
        return;
    if (c->type != STATEMENT_COUNT && c->field_count > 0 && c->word_count == 0)
        c->command = statement_command_of(c->type);
    else
        c->type = STATEMENT_COUNT;
}

/* A question with a misspelt restriction must not be answered as if it had none. */
static enum err_code
check_fields(const struct cli *c, struct err *err)
{
    bool flag;

    if (c->type != STATEMENT_COUNT)
        return ERR_OK; /* the catalogue judges those */
    for (size_t i = 0; i < c->field_count; i++) {
        struct span name = c->field[i].name;

        if (!own_option(c->command, name, &flag))
            return err_set(err, ERR_BAD_USAGE, c->command->arguments, "rems %s takes no '%.*s'",
                           c->command->name, (int)(name.len > 40 ? 40 : name.len), name.p);
    }
    return ERR_OK;
}

enum err_code
cli_parse(struct cli *c, int argc, char **argv, struct err *err)
{
    struct arguments a = {argc, argv, 1, false};
    enum err_code code = ERR_OK;

    c->type = STATEMENT_COUNT;
    while (a.next < argc && code == ERR_OK) {
        const char *text = argv[a.next++];

        if (!a.options_end && strcmp(text, "--") == 0)
            a.options_end = true;
        else if (!a.options_end && strncmp(text, "--", 2) == 0)
            code = option(c, &a, text, err);
        else if (!a.options_end && (strcmp(text, "-h") == 0 || strcmp(text, "-?") == 0))
            c->set.help = true;
        else if (c->command == NULL)
            code = name_command(c, text, err);
        else
            code = word(c, text, err);
    }
    if (code != ERR_OK || c->command == NULL)
        return code;
    prefer_statement(c);
    return check_fields(c, err);
}

/* --- what was given ----------------------------------------------------------------------- */

const struct body_text *
cli_field(const struct cli *c, const char *name)
{
    for (size_t i = 0; i < c->field_count; i++) {
        if (span_is(c->field[i].name, name))
            return &c->field[i];
    }
    return NULL;
}

bool
cli_flag(const struct cli *c, const char *name)
{
    const struct body_text *f = cli_field(c, name);

    return f != NULL && !span_is(f->text, "no") && !span_is(f->text, "false");
}

enum err_code
cli_optional(const struct cli *c, const char *name, char *out, size_t size, struct err *err)
{
    const struct body_text *f = cli_field(c, name);
    struct span given = {NULL, 0};

    *out = '\0';
    if (f != NULL)
        given = f->text;
    else if (c->word_count > 0)
        given = span_of(c->word[0]);
    if (c->word_count > (f == NULL ? 1u : 0u))
        return err_set(err, ERR_BAD_USAGE, "", "'%s' is one argument too many",
                       c->word[f == NULL ? 1 : 0]);
    if (!span_copy(given, out, size))
        return err_field(err, ERR_BAD_USAGE, name, "", "%s is too long", name);
    return ERR_OK;
}

enum err_code
cli_argument(const struct cli *c, const char *name, char *out, size_t size, struct err *err)
{
    enum err_code code = cli_optional(c, name, out, size, err);

    if (code == ERR_OK && *out == '\0')
        return err_set(err, ERR_BAD_USAGE, "", "usage: rems %s %s", c->command->name,
                       c->command->arguments);
    return code;
}
