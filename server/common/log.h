/*
 * log.h -- one event, one line of logfmt on standard error.
 *
 *     at=2026-03-04T10:12:07.000123Z level=info event=statement_refused log="a/b/c" n=41 gates=PT-3
 *
 * The event names what happened and never changes (events.def says what it means and what to do);
 * the rest are key=value pairs. Values are escaped so that no value can begin a line or another
 * pair. What identifies a person who takes the drug never goes into a log; ids of users and logs
 * may.
 */
#ifndef COMMON_LOG_H
#define COMMON_LOG_H

#include <stdbool.h>

#include "err.h"

enum log_level {
    LEVEL_ERROR, /* a person must act */
    LEVEL_WARN,  /* will need a person */
    LEVEL_INFO,  /* one line for each request and change of state */
    LEVEL_DEBUG  /* for development */
};

enum log_event_id {
#define EVENT(name, meaning, action) EVENT_##name,
#include "events.def"
#undef EVENT
    EVENT_COUNT
};

struct log_event_spec {
    const char *name;
    const char *meaning;
    const char *action; /* what a person should do, or "nothing" */
};

/* Print events up to this level; LEVEL_INFO until told otherwise. */
void log_set_level(enum log_level level);
bool log_wants(enum log_level level);
/* Write to this descriptor instead of standard error. */
void log_set_fd(int fd);

/*
 * fmt is a list of pairs: log_event(LEVEL_INFO, EVENT_request, "method=%s status=%d", m, s).
 * Understood are %s, %.*s, %d, %u, %x, with l, ll and z, and %%; each conversion is one value and
 * is quoted and escaped as a whole. Values are cut after 300 bytes. Text between the conversions is
 * a constant of the program and stands as it is.
 */
void log_event(enum log_level level, enum log_event_id event, const char *fmt, ...)
    ATTR_PRINTF(3, 4);
/* The same without any pair. */
void log_plain(enum log_level level, enum log_event_id event);
/* The same for an error: code, field, detail and hint. */
void log_error(enum log_level level, enum log_event_id event, const struct err *err);

const struct log_event_spec *log_event_spec(enum log_event_id event);
const char *log_level_name(enum log_level level);

#endif
