/*
 * init.h -- remsd init: an empty log and the one-time code of its first administrator (ledger.md
 * 2.8).
 */
#ifndef MAIN_INIT_H
#define MAIN_INIT_H

#include "config.h"

/* The code goes to standard output, alone on its line; what to do with it goes to standard error.
 * It is shown once: the database keeps its hash for 72 hours. An exit code. */
int init(const struct config *config, const char *origin, const char *user);

#endif
