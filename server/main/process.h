/*
 * process.h -- what this process is to the system: its signals, its limits, its exit codes.
 */
#ifndef MAIN_PROCESS_H
#define MAIN_PROCESS_H

#include "err.h"

/* Exit codes, those of sysexits.h, so that a service manager can tell "do not try again" apart. */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_USAGE = 64,       /* the command line */
    EXIT_UNAVAILABLE = 69, /* the database does not answer */
    EXIT_SOFTWARE = 70,    /* memory, cryptography */
    EXIT_CANNOT = 73,      /* what init should create is there already */
    EXIT_SYSTEM = 74,      /* a file or the system failed */
    EXIT_UNFINISHED = 75,  /* stopped before everything accepted had ended */
    EXIT_BAD_CONFIG = 78   /* the configuration, or a database that is not for this build */
};

/* No core dumps (they would hold session tokens), no SIGPIPE, descriptors for every connection. */
void process_prepare(void);
int process_exit_code(const struct err *err);
/* The error on standard error, for the person who typed the command: what, then what to do. */
void process_complain(const struct err *err);
/* The same of a daemon that cannot start: to a person at a terminal, else as an event. */
void process_not_started(const struct err *err);

#endif
