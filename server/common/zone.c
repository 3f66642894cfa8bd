/* zone.c -- see zone.h. The C library reads the TZif file; we only ask it what it made of it. */
#include "zone.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "crypto.h"
#include "file.h"

#define ZONE_FOLDER "/usr/share/zoneinfo/"
#define ZONE_STEP_S INT64_C(21600) /* 6 h: no zone has changed there and back within so few */
#define TZIF_MAX    65536

/* Files there that are no zone of a place: the choice of a machine, and leap seconds. */
static bool
is_reserved(const char *name)
{
    return strcmp(name, "localtime") == 0 || strcmp(name, "posixrules") == 0 ||
           strncmp(name, "right/", 6) == 0;
}

/* One part or several, divided by '/'; no dots, so that no name leads out of the folder. */
static bool
name_ok(struct span name)
{
    bool in_part = false;

    for (size_t i = 0; i < name.len; i++) {
        char c = name.p[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

        if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '+' && c != '-' &&
            (c != '/' || !in_part))
            return false;
        in_part = c != '/';
    }
    return in_part && name.len < sizeof(((struct zone *)NULL)->name);
}

static enum err_code
no_zone(const char *name, const char *why, struct err *err)
{
    return err_field(err, ERR_BAD_FIELD, "zone", "give an IANA name such as America/New_York",
                     "zone %.64s: %s", name, why);
}

/* The offset that the C library has for this second, with TZ as it is. */
static int32_t
offset_at(int64_t second)
{
    time_t when = (time_t)second;
    struct tm local;
    struct tm *known = localtime_r(&when, &local);
    int64_t seen;

    assert(known != NULL); /* it fails only where the year does not fit an int */
    (void)known;
    seen = (int64_t)day_from_civil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday) *
               DAY_SECONDS +
           local.tm_hour * INT64_C(3600) + local.tm_min * INT64_C(60) + local.tm_sec;
    return (int32_t)(seen - second);
}

/* The first second after `from` whose offset is not that of `from`, where that of `to` is not. */
static int64_t
first_change(int64_t from, int64_t to)
{
    int32_t before = offset_at(from);

    while (to - from > 1) {
        int64_t middle = from + (to - from) / 2;

        if (offset_at(middle) == before)
            from = middle;
        else
            to = middle;
    }
    return to;
}

/* Every change from 1970 to 2100; false if there are more than the table holds. */
static bool
scan(struct zone *out)
{
    int64_t second = (int64_t)day_from_civil(1970, 1, 1) * DAY_SECONDS;
    int64_t end = (int64_t)day_from_civil(2100, 1, 1) * DAY_SECONDS;
    int32_t offset = offset_at(second);

    out->count = 1;
    out->change[0] = (struct zone_change){INT64_MIN, offset};
    while (second < end) {
        int64_t next = second + ZONE_STEP_S;

        while (offset_at(next) != offset) {
            second = first_change(second, next);
            offset = offset_at(second);
            if (out->count == LIMIT_ZONE_CHANGES)
                return false;
            out->change[out->count++] = (struct zone_change){second, offset};
        }
        second = next;
    }
    return true;
}

/* Point the C library at a file, or back at what was there before (NULL: nothing). */
static bool
set_tz(const char *value)
{
    bool done = value == NULL ? unsetenv("TZ") == 0 : setenv("TZ", value, 1) == 0;

    tzset();
    return done;
}

/* Scan with TZ at the file. Where the library did not take it, the abbreviation is empty. */
static enum err_code
scan_file(const char *name, const char *path, struct zone *out, struct err *err)
{
    const char *before = getenv("TZ");
    char *kept = before == NULL ? NULL : strdup(before);
    bool set;
    bool taken;
    bool complete;

    if (before != NULL && kept == NULL)
        return err_set(err, ERR_IO, "free some memory", "zone %s: out of memory", name);
    set = set_tz(path);
    taken = set && tzname[0] != NULL && tzname[0][0] != '\0';
    complete = taken && scan(out);
    (void)set_tz(kept);
    free(kept);
    if (!taken)
        return no_zone(name, "the system cannot use its file", err);
    return complete ? ERR_OK : no_zone(name, "it changes its offset too often", err);
}

enum err_code
zone_load(const char *name, struct zone *out, uint8_t file_hash[32], struct err *err)
{
    char file[TZIF_MAX];
    char path[sizeof ZONE_FOLDER + sizeof out->name];
    struct zone made = {.count = 0};
    struct buf bytes;
    struct buf at;
    enum err_code code;

    if (!name_ok(span_of(name)) || is_reserved(name))
        return no_zone(name, "this is no zone name", err);
    buf_init(&at, path, sizeof path);
    buf_text(&at, ZONE_FOLDER);
    buf_text(&at, name);
    buf_init(&bytes, file, sizeof file);
    if (file_read(path, &bytes, err) != ERR_OK)
        return no_zone(name, "the system does not know it", err);
    if (bytes.len < 4 || memcmp(bytes.data, "TZif", 4) != 0)
        return no_zone(name, "its file is no time zone", err);
    code = scan_file(name, path, &made, err);
    if (code != ERR_OK)
        return code;
    span_copy(span_of(name), made.name, sizeof made.name);
    crypto_sha256(buf_view(&bytes), file_hash);
    *out = made;
    return ERR_OK;
}
