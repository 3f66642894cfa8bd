#include "instant.h"

#include <assert.h>
#include <string.h>

#define DAY_FIRST     (-719162) /* 0001-01-01 */
#define DAY_LAST      2932896   /* 9999-12-31 */
#define INSTANT_FIRST (DAY_FIRST * (DAY_SECONDS * SECOND))
#define INSTANT_LAST  ((DAY_LAST + 1) * (DAY_SECONDS * SECOND) - 1)
#define DAY_EXTREME   100000000 /* beyond it a day's microseconds do not fit */
#define OFFSET_EXTREME \
    INT64_C(93600)       /* 26 h: no zone is further from UTC (RFC 8536 section 3.3.1) */
#define ERA_DAYS  146097 /* days in 400 Gregorian years */
#define ERA_SHIFT 719468 /* days from 0000-03-01 to 1970-01-01 */

/* A place in a text being read. Once failed it stays failed, so one check at the end suffices. */
struct reader {
    const char *p;
    const char *end;
    bool failed;
};

static struct reader
reader_of(struct span text)
{
    return (struct reader){.p = text.p, .end = text.len == 0 ? text.p : text.p + text.len};
}

/* The next character if it is c. */
static bool
read_if(struct reader *r, char c)
{
    if (r->failed || r->p == r->end || *r->p != c)
        return false;
    r->p++;
    return true;
}

static void
read_char(struct reader *r, char c)
{
    if (!read_if(r, c))
        r->failed = true;
}

/* Exactly `count` digits of a number from min to max. */
static int
read_number(struct reader *r, int count, int min, int max)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (r->failed || r->p == r->end || *r->p < '0' || *r->p > '9') {
            r->failed = true;
            return 0;
        }
        value = value * 10 + (*r->p++ - '0');
    }
    if (value < min || value > max)
        r->failed = true;
    return value;
}

static bool
read_done(const struct reader *r)
{
    return !r->failed && r->p == r->end;
}

/* Division that rounds down, as calendars need it before 1970. */
static int64_t
floor_div(int64_t value, int64_t by)
{
    int64_t quotient = value / by;

    return value % by < 0 ? quotient - 1 : quotient;
}

static int
month_length(int year, int month)
{
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
        return 29;
    return length[month - 1];
}

/* Years counted from March put the leap day last, so that month lengths follow one formula. */
day_t
day_from_civil(int year, int month, int mday)
{
    int64_t march_year = month > 2 ? year : (int64_t)year - 1;
    int64_t era = floor_div(march_year, 400);
    int64_t year_of_era = march_year - era * 400;
    int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + mday - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return (day_t)(era * ERA_DAYS + day_of_era - ERA_SHIFT);
}

void
day_civil(day_t day, int *year, int *month, int *mday)
{
    int64_t shifted = (int64_t)day + ERA_SHIFT;
    int64_t era = floor_div(shifted, ERA_DAYS);
    int64_t day_of_era = shifted - era * ERA_DAYS;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (ERA_DAYS - 1)) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;

    *mday = (int)(day_of_year - (153 * march_month + 2) / 5 + 1);
    *month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
}

static day_t
read_day(struct reader *r)
{
    int year = read_number(r, 4, 1, 9999);
    int month;
    int mday;

    read_char(r, '-');
    month = read_number(r, 2, 1, 12);
    read_char(r, '-');
    mday = read_number(r, 2, 1, 31);
    if (r->failed || mday > month_length(year, month)) {
        r->failed = true;
        return 0;
    }
    return day_from_civil(year, month, mday);
}

/* Hour and minute, as seconds of the day. */
static int64_t
read_hour_minute(struct reader *r)
{
    int hour = read_number(r, 2, 0, 23);
    int minute;

    read_char(r, ':');
    minute = read_number(r, 2, 0, 59);
    return (int64_t)hour * 3600 + (int64_t)minute * 60;
}

/* Date, 'T' and time of day to the second. Leap seconds do not exist here. */
static int64_t
read_date_time(struct reader *r)
{
    int64_t seconds = (int64_t)read_day(r) * DAY_SECONDS;

    read_char(r, 'T');
    seconds += read_hour_minute(r);
    read_char(r, ':');
    seconds += read_number(r, 2, 0, 59);
    return seconds * SECOND;
}

bool
instant_parse(struct span text, instant_t *out)
{
    struct reader r = reader_of(text);
    int64_t at = read_date_time(&r);

    read_char(&r, '.');
    at += read_number(&r, 6, 0, 999999);
    read_char(&r, 'Z');
    if (!read_done(&r))
        return false;
    *out = at;
    return true;
}

/* A fraction of one to six digits, as microseconds. */
static int64_t
read_fraction(struct reader *r)
{
    int64_t unit = SECOND / 10;
    int64_t micros = unit * read_number(r, 1, 0, 9);

    while (unit > 1 && !r->failed && r->p < r->end && *r->p >= '0' && *r->p <= '9') {
        unit /= 10;
        micros += unit * (*r->p++ - '0');
    }
    return micros;
}

static int32_t
read_offset_min(struct reader *r)
{
    bool west;
    int64_t seconds;

    if (read_if(r, 'Z'))
        return 0;
    west = read_if(r, '-');
    if (!west)
        read_char(r, '+');
    seconds = read_hour_minute(r);
    return (int32_t)(west ? -seconds / 60 : seconds / 60);
}

bool
instant_parse_offset(struct span text, instant_t *out, int32_t *offset_min)
{
    struct reader r = reader_of(text);
    int64_t at = read_date_time(&r);
    int32_t offset;

    if (read_if(&r, '.'))
        at += read_fraction(&r);
    offset = read_offset_min(&r);
    at -= offset * (60 * SECOND);
    if (!read_done(&r) || at < INSTANT_FIRST || at > INSTANT_LAST)
        return false;
    *out = at;
    *offset_min = offset;
    return true;
}

bool
local_parse(struct span text, int64_t *as_utc)
{
    struct reader r = reader_of(text);
    int64_t seconds = (int64_t)read_day(&r) * DAY_SECONDS;

    read_char(&r, 'T');
    seconds += read_hour_minute(&r);
    if (read_if(&r, ':'))
        seconds += read_number(&r, 2, 0, 59);
    if (!read_done(&r))
        return false;
    *as_utc = seconds * SECOND;
    return true;
}

bool
day_parse(struct span text, day_t *out)
{
    struct reader r = reader_of(text);
    day_t day = read_day(&r);

    if (!read_done(&r))
        return false;
    *out = day;
    return true;
}

bool
month_parse(struct span text, day_t *out)
{
    struct reader r = reader_of(text);
    bool month_first = text.len > 2 && text.p[2] == '/';
    int month = 0;
    int year;

    if (month_first) {
        month = read_number(&r, 2, 1, 12);
        read_char(&r, '/');
    }
    year = read_number(&r, 4, 1, 9999);
    if (!month_first) {
        read_char(&r, '-');
        month = read_number(&r, 2, 1, 12);
    }
    if (!read_done(&r))
        return false;
    *out = day_from_civil(year, month, month_length(year, month));
    return true;
}

/* Write `value` as exactly `count` digits; returns the place after them. */
static char *
put_number(char *p, int count, int value)
{
    for (int i = count - 1; i >= 0; i--) {
        p[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return p + count;
}

static char *
put_char(char *p, char c)
{
    *p = c;
    return p + 1;
}

static char *
put_day(char *p, day_t day)
{
    int year;
    int month;
    int mday;

    day_civil(day, &year, &month, &mday);
    p = put_char(put_number(p, 4, year), '-');
    p = put_char(put_number(p, 2, month), '-');
    return put_number(p, 2, mday);
}

/* Date, 'T' and time of day to the second; returns the place after them. */
static char *
put_date_time(char *p, instant_t at)
{
    int64_t seconds = floor_div(at, SECOND);
    int64_t day = floor_div(seconds, DAY_SECONDS);
    int of_day = (int)(seconds - day * DAY_SECONDS);

    p = put_char(put_day(p, (day_t)day), 'T');
    p = put_char(put_number(p, 2, of_day / 3600), ':');
    p = put_char(put_number(p, 2, of_day / 60 % 60), ':');
    return put_number(p, 2, of_day % 60);
}

static int
micros_of(instant_t at)
{
    return (int)(at - floor_div(at, SECOND) * SECOND);
}

/* What lies outside the years 0001 to 9999 is shown as the nearest that lies inside. */
static int64_t
clamped(int64_t value, int64_t first, int64_t last)
{
    if (value < first)
        return first;
    return value > last ? last : value;
}

void
instant_format(instant_t at, char out[INSTANT_SIZE])
{
    char *p;

    at = clamped(at, INSTANT_FIRST, INSTANT_LAST);
    p = put_char(put_date_time(out, at), '.');
    p = put_char(put_number(p, 6, micros_of(at)), 'Z');
    *p = '\0';
}

/* RFC 3339 has whole minutes: a zone with odd seconds is shown at the minute nearer to UTC. */
void
instant_format_local(instant_t at, const struct zone *zone, char out[LOCAL_SIZE])
{
    int offset_min = zone_offset_s(zone, at) / 60;
    int size_min = offset_min < 0 ? -offset_min : offset_min;
    instant_t local = clamped(at, INSTANT_FIRST, INSTANT_LAST) + offset_min * (60 * SECOND);
    char *p;

    local = clamped(local, INSTANT_FIRST, INSTANT_LAST);
    p = put_date_time(out, local);
    if (micros_of(local) != 0)
        p = put_number(put_char(p, '.'), 6, micros_of(local));
    p = put_char(p, offset_min < 0 ? '-' : '+');
    p = put_char(put_number(p, 2, size_min / 60), ':');
    p = put_number(p, 2, size_min % 60);
    *p = '\0';
}

void
day_format(day_t day, char out[DAY_SIZE])
{
    *put_day(out, (day_t)clamped(day, DAY_FIRST, DAY_LAST)) = '\0';
}

day_t
day_add_months(day_t day, int months)
{
    int year;
    int month;
    int mday;
    int64_t count;

    day_civil(day, &year, &month, &mday);
    count = (int64_t)year * 12 + (month - 1) + months;
    year = (int)floor_div(count, 12);
    month = (int)(count - (int64_t)year * 12) + 1;
    if (mday > month_length(year, month))
        return day_from_civil(year, month, month_length(year, month)) + 1;
    return day_from_civil(year, month, mday);
}

int
years_between(day_t born, day_t day)
{
    int born_year;
    int born_month;
    int born_mday;
    int year;
    int month;
    int mday;

    day_civil(born, &born_year, &born_month, &born_mday);
    day_civil(day, &year, &month, &mday);
    return year - born_year - (month * 32 + mday < born_month * 32 + born_mday ? 1 : 0);
}

/* The index of the last change at or before a second. */
static uint32_t
change_at(const struct zone *zone, int64_t second)
{
    uint32_t low = 0;
    uint32_t high = zone->count;

    assert(zone->count > 0 && zone->change[0].from_s == INT64_MIN);
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (zone->change[middle].from_s <= second)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The second at which the offset of change i ends. */
static int64_t
change_end(const struct zone *zone, uint32_t i)
{
    return i + 1 < zone->count ? zone->change[i + 1].from_s : INT64_MAX;
}

int32_t
zone_offset_s(const struct zone *zone, instant_t at)
{
    return zone->change[change_at(zone, floor_div(at, SECOND))].offset_s;
}

day_t
zone_day(const struct zone *zone, instant_t at)
{
    int64_t local = floor_div(at, SECOND) + zone_offset_s(zone, at);

    return (day_t)floor_div(local, DAY_SECONDS);
}

/*
 * The first second that is local midnight or later. It need not read 00:00: some zones go forward
 * at midnight, and a few left out a whole day, whose start is then that of the day after.
 */
instant_t
zone_day_start(const struct zone *zone, day_t day)
{
    int64_t midnight = (int64_t)day * DAY_SECONDS;
    uint32_t i = change_at(zone, midnight - OFFSET_EXTREME);
    int64_t start;

    assert(day > -DAY_EXTREME && day < DAY_EXTREME);
    while (midnight - zone->change[i].offset_s >= change_end(zone, i))
        i++;
    start = midnight - zone->change[i].offset_s;
    if (start < zone->change[i].from_s)
        start = zone->change[i].from_s;
    return start * SECOND;
}

/* Where 23:59:59 comes twice the later counts; where it is skipped, the day's last second. */
instant_t
zone_day_end(const struct zone *zone, day_t day)
{
    instant_t last[2];
    int count = zone_local(zone, ((int64_t)day * DAY_SECONDS + DAY_SECONDS - 1) * SECOND, last);

    if (count == 0)
        return zone_day_start(zone, day + 1) - SECOND;
    return last[count - 1];
}

int
zone_local(const struct zone *zone, int64_t as_utc, instant_t out[2])
{
    int64_t second = floor_div(as_utc, SECOND);
    int count = 0;

    for (uint32_t i = change_at(zone, second - OFFSET_EXTREME); i < zone->count && count < 2; i++) {
        int64_t at = second - zone->change[i].offset_s;

        if (zone->change[i].from_s > second + OFFSET_EXTREME)
            break;
        if (at >= zone->change[i].from_s && at < change_end(zone, i))
            out[count++] = as_utc - zone->change[i].offset_s * SECOND;
    }
    return count;
}
