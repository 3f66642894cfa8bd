/*
 * run.h -- remsd run: the life of the daemon, from an accepted configuration to its end.
 *
 * It serves as soon as it listens. Until the database has answered, requests are told so (503); a
 * database that is not for this build or this realm ends the daemon.
 */
#ifndef MAIN_RUN_H
#define MAIN_RUN_H

#include "config.h"

/* Returns an exit code. SIGTERM and SIGINT stop it in good order; a second one at once. */
int run(const struct config *config);

#endif
