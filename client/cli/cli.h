/*
 * cli.h -- what every sub-command of `rems` shares: its arguments, the server, the screen.
 *
 * A command is a function of one struct cli. It opens what it needs (cli_open_...), writes its screen
 * into c->screen and returns. main.c prints the screen, or the error, and turns either into an exit
 * status. A refusal is no error: the command sets c->refused.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "buf.h"
#include "keystore.h"
#include "prompt.h"
#include "remote.h"
#include "settings.h"
#include "state_dir.h"
#include "statement.h"

#define CLI_FIELDS_MAX  32
#define CLI_WORDS_MAX   256
#define CLI_SCREEN_SIZE (4u << 20)

/* Exit statuses, part of the contract (rems --help). */
enum cli_exit {
    CLI_DONE = 0,      /* done, accepted */
    CLI_REFUSED = 1,   /* refused by the rules: an answer; a story that is not as written */
    CLI_USAGE = 2,     /* command line or input not acceptable */
    CLI_AUTHORITY = 3, /* not signed in, no authority */
    CLI_SERVER = 4,    /* server not reachable or failing, local files failing */
    CLI_UNKNOWN = 5    /* outcome unknown: the intent is kept */
};

struct command;

struct cli {
    struct settings set;
    const struct command *command;
    enum statement_type type; /* of a statement command */
    struct body_text field[CLI_FIELDS_MAX];
    size_t field_count;
    const char *word[CLI_WORDS_MAX];
    size_t word_count;

    struct state_dir state;
    struct remote remote;
    struct session session;
    struct prompt prompt;
    struct zone zone; /* of the log; name "" until cli_open_zone */
    struct buf screen;
    bool refused;
    bool unattended; /* settling what an earlier command left: no question, no password */
};

/* What a command needs before it runs. */
#define NEED_STATE   1u /* the state directory */
#define NEED_SERVER  2u /* an address, and a connection to it */
#define NEED_ORIGIN  4u /* which log */
#define NEED_SESSION 8u /* somebody signed in there */
#define NEED_LOG     (NEED_STATE | NEED_SERVER | NEED_ORIGIN | NEED_SESSION)

typedef enum err_code command_fn(struct cli *c, struct err *err);

struct command {
    const char *name;
    command_fn *run;
    unsigned needs;
    const char *options;   /* of its own: words; a flag ends in '!' */
    const char *arguments; /* for help */
    const char *help;
};

#define COMMAND(fn, name, needs, options, arguments, help) command_fn cmd_##fn;
#include "commands.def"
#undef COMMAND

/* The command of this name, or NULL. */
const struct command *command_find(const char *name);
const struct command *command_at(size_t index); /* NULL past the end */
/* Every statement type is a command of its own. */
command_fn cmd_statement;

/* --- the command line --------------------------------------------------------------------- */

/*
 * Read argv: global options, the command, its arguments. Options of the command stand above global
 * ones of the same name (`rems account --user x`). c->command is NULL where none is given.
 */
ATTR_MUST_CHECK enum err_code cli_parse(struct cli *c, int argc, char **argv, struct err *err);

/* The value of a field or option of the command, or NULL; in storage that lives as long as argv. */
const struct body_text *cli_field(const struct cli *c, const char *name);
bool cli_flag(const struct cli *c, const char *name);
/* The one argument that the command takes: a word, or the field of this name. */
ATTR_MUST_CHECK enum err_code cli_argument(const struct cli *c, const char *name, char *out,
                                           size_t size, struct err *err);
/* The same where it may be left out: out is "" then. */
ATTR_MUST_CHECK enum err_code cli_optional(const struct cli *c, const char *name, char *out,
                                           size_t size, struct err *err);

/* --- opening ------------------------------------------------------------------------------ */

/* State, server, session, as the command needs. */
ATTR_MUST_CHECK enum err_code cli_open(struct cli *c, unsigned needs, struct err *err);
void cli_release(struct cli *c);
/* The zone of the log: kept, or asked of the server once. */
ATTR_MUST_CHECK enum err_code cli_open_zone(struct cli *c, struct err *err);
const struct zone *cli_zone(const struct cli *c); /* NULL until then */

struct remote_who cli_who(const struct cli *c);
/* The log that the settings name, if any, is one of this server's. Before a password is typed. */
ATTR_MUST_CHECK enum err_code cli_check_realm(const struct cli *c, const struct daemon *daemon,
                                              struct err *err);
/* GET /v1/logs/ORIGIN + tail. */
ATTR_MUST_CHECK enum err_code cli_get(struct cli *c, const char *tail, struct reply *out,
                                      struct err *err);
/* With --json: the answer as it came, and nothing else. True when that was done. */
bool cli_json(struct cli *c, const struct reply *r);
/* The instant that the screen's "in 3 h" counts from: now, or --training-at. */
instant_t cli_now(const struct cli *c);

/* --- terminal ----------------------------------------------------------------------------- */

/* Print what is on the screen so far and empty it: before a question, in an event stream. */
void cli_flush(struct cli *c);
/* Print an error, with its hint; as JSON on standard output with --json. */
void cli_print_error(const struct cli *c, const struct err *err);
enum cli_exit cli_exit_of(enum err_code code);

/* --- help --------------------------------------------------------------------------------- */

void help_general(struct buf *screen);
void help_command(struct buf *screen, const struct command *command);
void help_statement(struct buf *screen, enum statement_type type);

#endif
