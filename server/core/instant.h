/*
 * instant.h -- instants, civil dates and a site's zone. No clock: time is an argument.
 *
 * An instant is microseconds since 1970-01-01T00:00:00Z. A day is days since
 * 1970-01-01 in the site's zone (rules.md T-2). Years 0001 to 9999.
 * A zone is a table made outside (common/zone.h) of the changes of its offset.
 */
#ifndef CORE_INSTANT_H
#define CORE_INSTANT_H

#include <stdbool.h>
#include <stdint.h>

#include "limit.h"
#include "span.h"

typedef int64_t instant_t; /* microseconds since the epoch, UTC */
typedef int32_t day_t;     /* civil days since 1970-01-01 */

#define INSTANT_NONE INT64_MIN
#define DAY_NONE     INT32_MIN
#define SECOND       INT64_C(1000000)
#define DAY_SECONDS  86400
#define INSTANT_SIZE 28 /* 2026-11-23T10:15:30.123456Z and the NUL */
#define LOCAL_SIZE   34 /* 2026-11-23T05:15:30-05:00 with room for microseconds */
#define DAY_SIZE     11 /* 2026-11-23 */

struct zone_change {
    int64_t from_s;   /* UTC second from which the offset holds */
    int32_t offset_s; /* seconds east of UTC */
};

/* Sorted by from_s; change[0].from_s is INT64_MIN. */
struct zone {
    char name[64];
    uint32_t count;
    struct zone_change change[LIMIT_ZONE_CHANGES];
};

/* Canonical form, exactly 27 characters, a real date, seconds 00-59. Formatting shows what lies outside
 * the years 0001 to 9999 as the nearest instant or day inside. */
bool instant_parse(struct span text, instant_t *out);
void instant_format(instant_t at, char out[INSTANT_SIZE]);

/* RFC 3339 with offset, fraction optional (0 to 6 digits): stories, CLI, headers. *offset_min receives the offset. */
bool instant_parse_offset(struct span text, instant_t *out, int32_t *offset_min);

/* Local time without offset, "2008-03-09T02:30" or with seconds: microseconds as if it were UTC. */
bool local_parse(struct span text, int64_t *as_utc);

/* Local time with offset as people read it: "2008-03-04T09:30:00-05:00" (microseconds only if not 0). */
void instant_format_local(instant_t at, const struct zone *zone, char out[LOCAL_SIZE]);

bool day_parse(struct span text, day_t *out); /* 2026-11-23, a real date */
void day_format(day_t day, char out[DAY_SIZE]);
/* "2008-03" or "03/2008": *out is the last day of that month (rules.md EXP-2). */
bool month_parse(struct span text, day_t *out);
void day_civil(day_t day, int *year, int *month, int *mday);
day_t day_from_civil(int year, int month, int mday);
/* Calendar months later; 29 Feb (any day past the month's end) becomes the 1st of the next month (T-9). */
day_t day_add_months(day_t day, int months);
/* Whole years of age on `day` (a 29 Feb birthday falls on 1 March in common years). */
int years_between(day_t born, day_t day);

int32_t zone_offset_s(const struct zone *zone, instant_t at);
day_t zone_day(const struct zone *zone, instant_t at); /* local civil date of an instant */
instant_t zone_day_start(const struct zone *zone,
                         day_t day);                        /* the first instant of the local day */
instant_t zone_day_end(const struct zone *zone, day_t day); /* 23:59:59 local of that day */
/* Instants that have this local time: 0 (skipped hour), 1, or 2 (ambiguous). */
int zone_local(const struct zone *zone, int64_t as_utc, instant_t out[2]);

#endif
