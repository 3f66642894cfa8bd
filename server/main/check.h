/*
 * check.h -- remsd check: print the effective configuration, try what can be tried without serving.
 */
#ifndef MAIN_CHECK_H
#define MAIN_CHECK_H

#include "config.h"

/* Certificate, key and programs are read as at a start; the database is not asked. An exit code. */
int check(const struct config *config);

#endif
