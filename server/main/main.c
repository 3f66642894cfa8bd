/*
 * main.c -- remsd, the daemon: its command line. Start reading here, then run.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "config.h"
#include "crypto.h"
#include "init.h"
#include "process.h"
#include "run.h"
#include "version.h"

static const char usage[] =
    "usage: remsd run --config FILE                          serve, until SIGTERM\n"
    "       remsd init --config FILE --origin O --user U     create an empty log and print its\n"
    "                                                        administrator's one-time code\n"
    "       remsd check --config FILE                        print the effective configuration\n"
    "       remsd --version                                  version and build switches\n";

struct command {
    const char *name, *config_file, *origin, *user;
};

static void
print_version(void)
{
    printf("remsd %s sanitizers=%s training=%s faults=%s\n", REMS_VERSION,
           VERSION_SANITIZERS ? "on" : "off", VERSION_TRAINING ? "on" : "off",
           VERSION_FAULTS ? "on" : "off");
}

/* Where the value of an option goes; NULL where the command has no such option. */
static const char **
option_place(struct command *c, const char *option)
{
    if (strcmp(option, "--config") == 0)
        return &c->config_file;
    if (strcmp(c->name, "init") == 0 && strcmp(option, "--origin") == 0)
        return &c->origin;
    if (strcmp(c->name, "init") == 0 && strcmp(option, "--user") == 0)
        return &c->user;
    return NULL;
}

static enum err_code
read_options(int argc, char **argv, struct command *c, struct err *err)
{
    for (int i = 2; i < argc; i += 2) {
        const char **place = option_place(c, argv[i]);

        if (place == NULL)
            return err_set(err, ERR_BAD_USAGE, "see remsd --help", "%s has no option %s", c->name,
                           argv[i]);
        if (i + 1 == argc || *place != NULL)
            return err_set(err, ERR_BAD_USAGE, "see remsd --help", "%s needs one value, once",
                           argv[i]);
        *place = argv[i + 1];
    }
    if (c->config_file == NULL)
        return err_set(err, ERR_BAD_USAGE, "remsd check --config FILE shows what is in effect",
                       "%s needs --config FILE", c->name);
    if (strcmp(c->name, "init") == 0 && (c->origin == NULL || c->user == NULL))
        return err_set(err, ERR_BAD_USAGE,
                       "for example --origin rems.example.org/site-001/len-01 --user admin-01",
                       "init needs --origin and --user");
    return ERR_OK;
}

static int
run_command(const struct command *c)
{
    struct config *config = calloc(1, sizeof(*config));
    struct err err;
    int status;

    err_clear(&err);
    if (config == NULL || crypto_init(&err) != ERR_OK) {
        process_complain(&err);
        free(config);
        return EXIT_SOFTWARE;
    }
    if (config_load(c->config_file, config, &err) != ERR_OK) {
        if (strcmp(c->name, "run") == 0)
            process_not_started(&err);
        else
            process_complain(&err);
        status = EXIT_BAD_CONFIG;
    } else if (strcmp(c->name, "run") == 0) {
        status = run(config);
    } else if (strcmp(c->name, "init") == 0) {
        status = init(config, c->origin, c->user);
    } else {
        status = check(config);
    }
    crypto_release();
    free(config);
    return status;
}

int
main(int argc, char **argv)
{
    struct command command = {.name = argc < 2 ? "" : argv[1]};
    struct err err;

    err_clear(&err);
    process_prepare();
    if (strcmp(command.name, "--version") == 0) {
        print_version();
        return EXIT_DONE;
    }
    if (strcmp(command.name, "--help") == 0) {
        fputs(usage, stdout);
        return EXIT_DONE;
    }
    if (strcmp(command.name, "run") != 0 && strcmp(command.name, "init") != 0 &&
        strcmp(command.name, "check") != 0) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    if (read_options(argc, argv, &command, &err) != ERR_OK) {
        process_complain(&err);
        return EXIT_USAGE;
    }
    return run_command(&command);
}
