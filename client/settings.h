/*
 * settings.h -- what the client was told: options of the command line over a small file.
 *
 * The file is --config FILE, else $XDG_CONFIG_HOME/rems/rems.yaml, else ~/.config/rems/rems.yaml; it
 * may be missing unless it was named. Its keys are url, ca, origin and user; a relative ca is looked
 * for beside the file. Passwords stand in neither.
 */
#ifndef CLIENT_SETTINGS_H
#define CLIENT_SETTINGS_H

#include "err.h"
#include "instant.h"
#include "limit.h"

struct settings {
    char url[512];
    char ca[1024];
    char origin[LIMIT_ORIGIN + 1];
    char user[LIMIT_USER_ID + 1];
    const char *state;  /* NULL: the default place */
    const char *config; /* NULL: the default file */
    bool json;
    bool yes;
    int password_fd;       /* -1: the terminal */
    instant_t training_at; /* INSTANT_NONE: not given */
    bool help;
};

void settings_init(struct settings *s);

/* Takes an option of this name a value? False for a name that is no option. */
bool settings_option(const char *name, bool *takes_value);
ATTR_MUST_CHECK enum err_code settings_set(struct settings *s, const char *name, const char *value,
                                           struct err *err);
/* Fill from the file what the command line left open, and check what came together. */
ATTR_MUST_CHECK enum err_code settings_load(struct settings *s, struct err *err);

#endif
