/* process.c -- see process.h. */
#include "process.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "limit.h"
#include "log.h"
#include "version.h"

#define DESCRIPTORS (LIMIT_CONNECTIONS + 128) /* database, files, streams' duplicates, spare */

void
process_prepare(void)
{
    const struct rlimit none = {0, 0};
    struct rlimit files;

    (void)signal(SIGPIPE, SIG_IGN);
    (void)setrlimit(RLIMIT_CORE, &none);
#if !VERSION_SANITIZERS /* the leak checker traces its own process */
    (void)prctl(PR_SET_DUMPABLE, 0);
#endif
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < DESCRIPTORS) {
        files.rlim_cur = files.rlim_max < DESCRIPTORS ? files.rlim_max : DESCRIPTORS;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
}

int
process_exit_code(const struct err *err)
{
    switch (err->code) {
    case ERR_OK:
        return EXIT_DONE;
    case ERR_BAD_USAGE:
        return EXIT_USAGE;
    case ERR_BAD_CONFIG:
    case ERR_BAD_PROGRAM:
    case ERR_TRAINING_MISMATCH:
    case ERR_UNKNOWN_REFERENCE:
        return EXIT_BAD_CONFIG;
    case ERR_ALREADY_RECORDED:
        return EXIT_CANNOT;
    case ERR_LEDGER_DOWN:
    case ERR_OUTCOME_UNKNOWN:
        return EXIT_UNAVAILABLE;
    case ERR_IO:
        return EXIT_SYSTEM;
    default:
        return EXIT_SOFTWARE;
    }
}

void
process_complain(const struct err *err)
{
    (void)fprintf(stderr, "remsd: %s%s%s\n", err->field, err->field[0] == '\0' ? "" : ": ",
                  err->detail[0] == '\0' ? err_says(err->code) : err->detail);
    if (err->hint[0] != '\0')
        (void)fprintf(stderr, "hint: %s\n", err->hint);
}

void
process_not_started(const struct err *err)
{
    if (isatty(STDERR_FILENO))
        process_complain(err);
    else
        log_error(LEVEL_ERROR, EVENT_start_failed, err);
}
