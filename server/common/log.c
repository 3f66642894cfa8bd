/* log.c -- see log.h. */
#include "log.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "instant.h"

#define VALUE_MAX 300  /* bytes of a value before it is cut */
#define LOG_LINE  8192 /* bytes of a line, its end included */

static const struct log_event_spec specs[] = {
#define EVENT(name, meaning, action) {#name, meaning, action},
#include "events.def"
#undef EVENT
};

static const char *const level_names[] = {"error", "warn", "info", "debug"};

static enum log_level wanted = LEVEL_INFO;
static int out_fd = STDERR_FILENO;

const struct log_event_spec *
log_event_spec(enum log_event_id event)
{
    assert(event < EVENT_COUNT);
    return &specs[event];
}

const char *
log_level_name(enum log_level level)
{
    assert(level <= LEVEL_DEBUG);
    return level_names[level];
}

void
log_set_level(enum log_level level)
{
    wanted = level;
}

bool
log_wants(enum log_level level)
{
    return level <= wanted;
}

void
log_set_fd(int fd)
{
    out_fd = fd;
}

/* --- one value ------------------------------------------------------------------------------- */

/* May a value with this character stand without quotes? */
static bool
is_bare(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("._/:@+,-", c) != NULL);
}

static bool
all_bare(struct span value)
{
    for (size_t i = 0; i < value.len; i++) {
        if (!is_bare(value.p[i]))
            return false;
    }
    return value.len > 0;
}

/* Whatever is not printable ASCII is spelt out, so that neither a line nor a terminal is fooled. */
static void
put_escaped(struct buf *b, char c)
{
    if (c == '"' || c == '\\') {
        buf_char(b, '\\');
        buf_char(b, c);
    } else if (c == '\n') {
        buf_text(b, "\\n");
    } else if (c == '\r') {
        buf_text(b, "\\r");
    } else if (c == '\t') {
        buf_text(b, "\\t");
    } else if (c < ' ' || c > '~') {
        buf_printf(b, "\\x%02x", (unsigned char)c);
    } else {
        buf_char(b, c);
    }
}

static void
put_value(struct buf *b, struct span value)
{
    struct span shown = {value.p, value.len > VALUE_MAX ? VALUE_MAX : value.len};

    if (all_bare(value) && shown.len == value.len) {
        buf_span(b, value);
        return;
    }
    buf_char(b, '"');
    for (size_t i = 0; i < shown.len; i++)
        put_escaped(b, shown.p[i]);
    buf_text(b, shown.len < value.len ? "...\"" : "\"");
}

/* --- the conversions of fmt ------------------------------------------------------------------ */

/* The arguments, in a struct so that a function can take one and move on. */
struct arguments {
    va_list list;
};

enum length { LENGTH_INT, LENGTH_LONG, LENGTH_LONG_LONG, LENGTH_SIZE };

static enum length
read_length(const char **p)
{
    if (**p == 'z') {
        (*p)++;
        return LENGTH_SIZE;
    }
    if (**p != 'l')
        return LENGTH_INT;
    (*p)++;
    if (**p != 'l')
        return LENGTH_LONG;
    (*p)++;
    return LENGTH_LONG_LONG;
}

static int64_t
take_signed(struct arguments *from, enum length length)
{
    if (length == LENGTH_LONG)
        return va_arg(from->list, long);
    if (length == LENGTH_LONG_LONG)
        return va_arg(from->list, long long);
    assert(length == LENGTH_INT);
    return va_arg(from->list, int);
}

static uint64_t
take_unsigned(struct arguments *from, enum length length)
{
    if (length == LENGTH_LONG)
        return va_arg(from->list, unsigned long);
    if (length == LENGTH_LONG_LONG)
        return va_arg(from->list, unsigned long long);
    if (length == LENGTH_SIZE)
        return va_arg(from->list, size_t);
    return va_arg(from->list, unsigned);
}

/* One conversion, from the character after '%'; returns the place after it. */
static const char *
put_conversion(struct buf *b, const char *p, struct arguments *from)
{
    int precision = -1;
    enum length length;

    if (p[0] == '.' && p[1] == '*') {
        precision = va_arg(from->list, int);
        p += 2;
    }
    length = read_length(&p);
    if (*p == 's') {
        struct span text;

        text.p = va_arg(from->list, const char *);
        if (text.p == NULL)
            text.p = "";
        text.len = precision < 0 ? strlen(text.p) : strnlen(text.p, (size_t)precision);
        put_value(b, text);
    } else if (*p == 'd') {
        buf_int(b, take_signed(from, length));
    } else if (*p == 'u') {
        buf_printf(b, "%" PRIu64, take_unsigned(from, length));
    } else if (*p == 'x') {
        buf_printf(b, "%" PRIx64, take_unsigned(from, length));
    } else {
        assert(*p == '%' && "a conversion that log.h does not know");
        buf_char(b, '%');
    }
    return p + 1;
}

/* --- lines ----------------------------------------------------------------------------------- */

static void
put_now(struct buf *b)
{
    struct timespec now;
    char at[INSTANT_SIZE];

    clock_gettime(CLOCK_REALTIME, &now);
    instant_format(now.tv_sec * SECOND + now.tv_nsec / 1000, at);
    buf_text(b, at);
}

static void
put_head(struct buf *b, enum log_level level, enum log_event_id event)
{
    buf_text(b, "at=");
    put_now(b);
    buf_printf(b, " level=%s event=%s", log_level_name(level), log_event_spec(event)->name);
}

/* One line, one write: lines of several processes on one pipe do not mix. */
static void
emit(const struct buf *line)
{
    size_t done = 0;

    while (done < line->len) {
        ssize_t written = write(out_fd, line->data + done, line->len - done);

        if (written > 0)
            done += (size_t)written;
        else if (written == 0 || errno != EINTR)
            return; /* there is nobody left to tell */
    }
}

void
log_event(enum log_level level, enum log_event_id event, const char *fmt, ...)
{
    char storage[LOG_LINE];
    struct buf line;
    struct arguments arguments;
    const char *p = fmt;

    if (!log_wants(level))
        return;
    buf_init(&line, storage, sizeof storage);
    put_head(&line, level, event);
    buf_char(&line, ' ');
    va_start(arguments.list, fmt);
    while (*p != '\0') {
        if (*p == '%')
            p = put_conversion(&line, p + 1, &arguments);
        else
            buf_char(&line, *p++);
    }
    va_end(arguments.list);
    buf_char(&line, '\n');
    if (line.failed) { /* too long, even with every value cut: say at least what happened */
        buf_reset(&line);
        put_head(&line, level, event);
        buf_text(&line, " too_long=true\n");
    }
    emit(&line);
}

void
log_plain(enum log_level level, enum log_event_id event)
{
    char storage[256];
    struct buf line;

    if (!log_wants(level))
        return;
    buf_init(&line, storage, sizeof storage);
    put_head(&line, level, event);
    buf_char(&line, '\n');
    emit(&line);
}

void
log_error(enum log_level level, enum log_event_id event, const struct err *err)
{
    const char *code = err_slug(err->code);

    if (err->field[0] != '\0')
        log_event(level, event, "code=%s field=%s detail=%s hint=%s", code, err->field, err->detail,
                  err->hint);
    else
        log_event(level, event, "code=%s detail=%s hint=%s", code, err->detail, err->hint);
}
