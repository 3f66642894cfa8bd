/*
 * main.c -- the client `rems`: every action is a sub-command.
 *
 * cli/ reads the command line and runs one command; the modules beside this file do the work (remote,
 * keystore, signing, sending, state); format/ makes the screens; play/ plays stories.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "acting.h"
#include "cli.h"

static enum err_code
run(struct cli *c, struct err *err)
{
    enum err_code code;

    if (c->command == NULL) {
        help_general(&c->screen);
        if (c->set.help)
            return ERR_OK;
        return err_set(err, ERR_BAD_USAGE, "rems --help", "no command is given");
    }
    if (c->set.help && c->command->run == cmd_statement) {
        help_statement(&c->screen, c->type);
        return ERR_OK;
    }
    if (c->set.help) {
        help_command(&c->screen, c->command);
        return ERR_OK;
    }
    code = cli_open(c, c->command->needs, err);
    if (code != ERR_OK)
        return code;
    if ((c->command->needs & NEED_LOG) == NEED_LOG)
        acting_resolve_earlier(c);
    return c->command->run(c, err);
}

int
main(int argc, char **argv)
{
    static struct cli c;
    struct err err;
    enum err_code code;
    char *screen = malloc(CLI_SCREEN_SIZE);

    signal(SIGPIPE, SIG_IGN); /* a closed pager or connection is an error of a write, not the end */
    settings_init(&c.set);
    if (screen == NULL) {
        fputs("rems: no memory\n", stderr);
        return CLI_SERVER;
    }
    buf_init(&c.screen, screen, CLI_SCREEN_SIZE);
    code = crypto_init(&err);
    if (code == ERR_OK)
        code = cli_parse(&c, argc, argv, &err);
    if (code == ERR_OK)
        code = run(&c, &err);
    if (code == ERR_OK && c.screen.failed)
        code = err_set(&err, ERR_BAD_ANSWER, "ask for less", "the answer is too long for a screen");
    cli_flush(&c);
    if (code != ERR_OK)
        cli_print_error(&c, &err);
    cli_release(&c);
    crypto_release();
    if (code == ERR_OK && c.refused)
        return CLI_REFUSED;
    return (int)cli_exit_of(code);
}
