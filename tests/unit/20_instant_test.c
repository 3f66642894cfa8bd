/*
 * Instants, civil dates and zones. Limits come in pairs: the last good text, the first bad one.
 * Zones here are small tables made by hand, so that nothing depends on the machine; 26_zone_test.c
 * reads real ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "instant.h"

#define HOUR 3600

static instant_t
at(const char *text)
{
    instant_t instant = INSTANT_NONE;
    int32_t offset;

    if (!instant_parse_offset(span_of(text), &instant, &offset))
        fail_msg("%s is no instant", text);
    return instant;
}

static day_t
on(const char *text)
{
    day_t day = DAY_NONE;

    if (!day_parse(span_of(text), &day))
        fail_msg("%s is no day", text);
    return day;
}

static int64_t
local(const char *text)
{
    int64_t as_utc = INT64_MIN;

    if (!local_parse(span_of(text), &as_utc))
        fail_msg("%s is no local time", text);
    return as_utc;
}

static void
assert_instant(instant_t instant, const char *want)
{
    char text[INSTANT_SIZE];

    instant_format(instant, text);
    assert_string_equal(text, want);
}

static void
assert_day(day_t day, const char *want)
{
    char text[DAY_SIZE];

    day_format(day, text);
    assert_string_equal(text, want);
}

/* --- civil dates ----------------------------------------------------------------------------- */

/* Every day of the years 0001 to 9999 follows the one before it, and the C library agrees. */
static void
every_day_is_itself(void **state)
{
    int before_year = 0;
    int before_month = 12;
    int before_mday = 31;

    (void)state;
    for (day_t day = day_from_civil(1, 1, 1); day <= day_from_civil(9999, 12, 31); day++) {
        int year;
        int month;
        int mday;

        day_civil(day, &year, &month, &mday);
        if (day_from_civil(year, month, mday) != day)
            fail_msg("day %d", day);
        if (!(year == before_year && month == before_month && mday == before_mday + 1) &&
            !(mday == 1 && (month == before_month + 1 || (month == 1 && year == before_year + 1))))
            fail_msg("%04d-%02d-%02d does not follow", year, month, mday);
        if (day % 100 == 0) {
            time_t seconds = (time_t)day * DAY_SECONDS;
            struct tm tm;

            assert_non_null(gmtime_r(&seconds, &tm));
            if (tm.tm_year + 1900 != year || tm.tm_mon + 1 != month || tm.tm_mday != mday)
                fail_msg("the C library differs on day %d", day);
        }
        before_year = year;
        before_month = month;
        before_mday = mday;
    }
}

static void
known_days(void **state)
{
    (void)state;
    assert_int_equal(on("1970-01-01"), 0);
    assert_int_equal(on("1969-12-31"), -1);
    assert_int_equal(on("2000-03-01"), 11017);
    assert_int_equal(on("0001-01-01"), -719162);
    assert_int_equal(on("9999-12-31"), 2932896);
    assert_int_equal(day_from_civil(0, 3, 1), -719468);
    assert_int_equal(day_from_civil(0, 2, 29), -719469);
    assert_int_equal(day_from_civil(-400, 3, 1), -719468 - 146097);
}

static void
reads_real_days_only(void **state)
{
    static const char *const good[] = {"0001-01-01", "9999-12-31", "2008-02-29", "2000-02-29",
                                       "1900-02-28", "2007-02-28", "2008-04-30", "2008-12-31"};
    static const char *const bad[] = {
        "",           "2008",       "2008-01",     "0000-01-01",  "10000-01-01",
        "2008-00-01", "2008-13-01", "2008-01-00",  "2008-01-32",  "2007-02-29",
        "1900-02-29", "2100-02-29", "2008-04-31",  "2008-1-01",   "2008-01-1",
        "2008/01/01", "20080101",   "2008-01-01 ", " 2008-01-01", "2008-01-0a",
        "2008-01-0/", "2008-01-0:", "-008-01-01",  "+008-01-01",  "2008-01-011",
        "2008-01-01Z"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        day_t day;

        assert_true(day_parse(span_of(good[i]), &day));
        assert_day(day, good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        day_t day = 77;

        if (day_parse(span_of(bad[i]), &day))
            fail_msg("%s was read", bad[i]);
        assert_int_equal(day, 77);
    }
    assert_false(day_parse((struct span){NULL, 0}, &(day_t){0}));
}

/* EXP-2: a month on a label means its last day. */
static void
a_month_is_its_last_day(void **state)
{
    static const char *const bad[] = {"",        "2008",    "2008-13",  "2008-00",  "0000-01",
                                      "13/2008", "00/2008", "2/2008",   "2008/02",  "02-2008",
                                      "02/08",   "2008-2",  "02/20088", "2008-022", "02/",
                                      "0x/2008", "02/0000"};
    day_t day;

    (void)state;
    assert_true(month_parse(span_of("2008-02"), &day));
    assert_day(day, "2008-02-29");
    assert_true(month_parse(span_of("02/2009"), &day));
    assert_day(day, "2009-02-28");
    assert_true(month_parse(span_of("12/9999"), &day));
    assert_day(day, "9999-12-31");
    assert_true(month_parse(span_of("0001-01"), &day));
    assert_day(day, "0001-01-31");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (month_parse(span_of(bad[i]), &day))
            fail_msg("%s was read", bad[i]);
    }
}

/* T-9: on that date counts, and what is past the month's end becomes the first of the next. */
static void
adds_months(void **state)
{
    static const struct {
        const char *from;
        int months;
        const char *to;
    } cases[] = {
        {"2008-02-29", 24, "2010-03-01"},  {"2008-02-29", 48, "2012-02-29"},
        {"2008-02-28", 24, "2010-02-28"},  {"2006-03-01", 24, "2008-03-01"},
        {"2008-01-31", 1, "2008-03-01"},   {"2007-01-31", 1, "2007-03-01"},
        {"2007-01-29", 1, "2007-03-01"},   {"2007-01-28", 1, "2007-02-28"},
        {"2008-03-31", 1, "2008-05-01"},   {"2008-12-15", 1, "2009-01-15"},
        {"2008-12-31", 2, "2009-03-01"},   {"2008-05-17", 0, "2008-05-17"},
        {"2008-05-31", -3, "2008-03-01"},  {"2008-01-15", -1, "2007-12-15"},
        {"2008-01-15", -13, "2006-12-15"}, {"0001-01-01", 119987, "9999-12-01"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_day(day_add_months(on(cases[i].from), cases[i].months), cases[i].to);
}

static void
counts_years_of_age(void **state)
{
    (void)state;
    assert_int_equal(years_between(on("1970-04-02"), on("2008-04-01")), 37);
    assert_int_equal(years_between(on("1970-04-02"), on("2008-04-02")), 38);
    assert_int_equal(years_between(on("1970-04-02"), on("2008-03-31")), 37);
    assert_int_equal(years_between(on("1970-04-02"), on("2008-05-01")), 38);
    assert_int_equal(years_between(on("1992-02-29"), on("2010-02-28")), 17);
    assert_int_equal(years_between(on("1992-02-29"), on("2010-03-01")), 18);
    assert_int_equal(years_between(on("1992-02-29"), on("2012-02-28")), 19);
    assert_int_equal(years_between(on("1992-02-29"), on("2012-02-29")), 20);
    assert_int_equal(years_between(on("2008-04-02"), on("2008-04-02")), 0);
    assert_int_equal(years_between(on("2008-04-02"), on("2008-04-01")), -1);
}

/* --- instants -------------------------------------------------------------------------------- */

static void
reads_canonical_instants_only(void **state)
{
    static const char *const good[] = {
        "2026-11-23T10:15:30.123456Z", "0001-01-01T00:00:00.000000Z",
        "9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z",
        "1970-01-01T00:00:00.000000Z", "2008-02-29T00:00:00.000001Z"};
    static const char *const bad[] = {
        "",
        "2026-11-23T10:15:30Z",
        "2026-11-23T10:15:30.12345Z",
        "2026-11-23T10:15:30.1234567Z",
        "2026-11-23T10:15:30.123456",
        "2026-11-23T10:15:30.123456z",
        "2026-11-23t10:15:30.123456Z",
        "2026-11-23 10:15:30.123456Z",
        "2026-11-23T24:00:00.000000Z",
        "2026-11-23T10:60:00.000000Z",
        "2026-11-23T10:15:60.000000Z",
        "2026-02-29T10:15:30.123456Z",
        "0000-01-01T00:00:00.000000Z",
        "2026-11-23T10:15:30,123456Z",
        "2026-11-23T10-15:30.123456Z",
        "2026-11-23T10:15-30.123456Z",
        "2026-11-23T10:15:30.12345aZ",
        "2026-11-23T10:15:30.123456ZZ",
        "2026-11-23T10:15:30.123456+00:00",
        "2026-11-23T10:15:30.123456Z ",
        "+2026-1-23T10:15:30.123456Z",
    };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        instant_t instant;

        assert_true(instant_parse(span_of(good[i]), &instant));
        assert_instant(instant, good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        instant_t instant = 77;

        if (instant_parse(span_of(bad[i]), &instant))
            fail_msg("%s was read", bad[i]);
        assert_int_equal(instant, 77);
    }
}

static void
known_instants(void **state)
{
    instant_t instant;

    (void)state;
    assert_true(instant_parse(span_of("1970-01-01T00:00:00.000000Z"), &instant));
    assert_int_equal(instant, 0);
    assert_true(instant_parse(span_of("2026-11-23T10:15:00.000000Z"), &instant));
    assert_int_equal(instant, INT64_C(1795428900) * SECOND); /* Appendix C.2 */
    assert_true(instant_parse(span_of("1969-12-31T23:59:59.999999Z"), &instant));
    assert_int_equal(instant, -1);
}

static void
reads_instants_with_offset(void **state)
{
    static const struct {
        const char *text;
        int32_t offset;
        const char *utc;
    } good[] = {
        {"2008-03-04T09:30:00-05:00", -300, "2008-03-04T14:30:00.000000Z"},
        {"2008-03-04T09:30:00+05:45", 345, "2008-03-04T03:45:00.000000Z"},
        {"2008-03-04T09:30:00Z", 0, "2008-03-04T09:30:00.000000Z"},
        {"2008-03-04T09:30:00+00:00", 0, "2008-03-04T09:30:00.000000Z"},
        {"2008-03-04T09:30:00-00:00", 0, "2008-03-04T09:30:00.000000Z"},
        {"2008-03-04T09:30:00.5Z", 0, "2008-03-04T09:30:00.500000Z"},
        {"2008-03-04T09:30:00.123456-05:00", -300, "2008-03-04T14:30:00.123456Z"},
        {"2008-03-04T09:30:00.000001+14:00", 840, "2008-03-03T19:30:00.000001Z"},
        {"0001-01-01T05:00:00+05:00", 300, "0001-01-01T00:00:00.000000Z"},
        {"9999-12-31T18:59:59.999999-05:00", -300, "9999-12-31T23:59:59.999999Z"},
    };
    static const char *const bad[] = {
        "2008-03-04T09:30:00",         "2008-03-04T09:30-05:00",       "2008-03-04T09:30:00-05",
        "2008-03-04T09:30:00-0500",    "2008-03-04T09:30:00-24:00",    "2008-03-04T09:30:00-05:60",
        "2008-03-04T09:30:00.Z",       "2008-03-04T09:30:00.1234567Z", "2008-03-04T09:30:00.",
        "2008-03-04T09:30:00.5",       "2008-03-04T09:30:00*05:00",    "2008-03-04T09:30:00-05:00 ",
        "0001-01-01T04:59:59.9+05:00", "9999-12-31T19:00:00-05:00",    "2008-02-30T09:30:00-05:00",
        "2008-03-04T09:30:00.12:Z",    "2008-03-04T09:30:00.12/Z",     "2008-03-04T09:30:0",
    };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        instant_t instant;
        int32_t offset = 99;

        if (!instant_parse_offset(span_of(good[i].text), &instant, &offset))
            fail_msg("%s was not read", good[i].text);
        assert_int_equal(offset, good[i].offset);
        assert_instant(instant, good[i].utc);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        instant_t instant = 77;
        int32_t offset = 77;

        if (instant_parse_offset(span_of(bad[i]), &instant, &offset))
            fail_msg("%s was read", bad[i]);
        assert_int_equal(instant, 77);
        assert_int_equal(offset, 77);
    }
}

static void
reads_local_times(void **state)
{
    static const char *const bad[] = {"",
                                      "2008-03-09",
                                      "2008-03-09T02",
                                      "2008-03-09T02:30:",
                                      "2008-03-09T02:30:60",
                                      "2008-03-09T24:00",
                                      "2008-03-09 02:30",
                                      "2008-03-09T02:30Z",
                                      "2008-03-09T02:30:00.5",
                                      "2008-02-30T02:30"};
    int64_t as_utc;

    (void)state;
    assert_instant(local("2008-03-09T02:30"), "2008-03-09T02:30:00.000000Z");
    assert_instant(local("2008-03-09T02:30:59"), "2008-03-09T02:30:59.000000Z");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (local_parse(span_of(bad[i]), &as_utc))
            fail_msg("%s was read", bad[i]);
    }
}

/* What lies outside the years 0001 to 9999 is shown as the nearest that lies inside. */
static void
shows_what_it_cannot_write(void **state)
{
    (void)state;
    assert_instant(INSTANT_NONE, "0001-01-01T00:00:00.000000Z");
    assert_instant(INT64_MAX, "9999-12-31T23:59:59.999999Z");
    assert_day(DAY_NONE, "0001-01-01");
    assert_day(INT32_MAX, "9999-12-31");
    assert_day(on("9999-12-31") + 1, "9999-12-31");
}

/* --- zones ----------------------------------------------------------------------------------- */

static struct zone
fixed(int32_t offset_s)
{
    return (struct zone){.name = "fixed", .count = 1, .change = {{INT64_MIN, offset_s}}};
}

/* America/New_York around the year 2008. */
static struct zone
new_york(void)
{
    return (struct zone){.name = "America/New_York",
                         .count = 5,
                         .change = {{INT64_MIN, -5 * HOUR},
                                    {at("2008-03-09T07:00:00Z") / SECOND, -4 * HOUR},
                                    {at("2008-11-02T06:00:00Z") / SECOND, -5 * HOUR},
                                    {at("2009-03-08T07:00:00Z") / SECOND, -4 * HOUR},
                                    {at("2009-11-01T06:00:00Z") / SECOND, -5 * HOUR}}};
}

/* Sao Paulo in 2018: forward at midnight, back at midnight. */
static struct zone
sao_paulo(void)
{
    return (struct zone){.name = "America/Sao_Paulo",
                         .count = 3,
                         .change = {{INT64_MIN, -2 * HOUR},
                                    {at("2018-02-18T02:00:00Z") / SECOND, -3 * HOUR},
                                    {at("2018-11-04T03:00:00Z") / SECOND, -2 * HOUR}}};
}

/* Apia left out the 30th of December 2011. */
static struct zone
apia(void)
{
    return (struct zone){
        .name = "Pacific/Apia",
        .count = 2,
        .change = {{INT64_MIN, -10 * HOUR}, {at("2011-12-30T10:00:00Z") / SECOND, 14 * HOUR}}};
}

static void
assert_local(const struct zone *zone, const char *utc, const char *want)
{
    char text[LOCAL_SIZE];

    instant_format_local(at(utc), zone, text);
    assert_string_equal(text, want);
}

static void
an_offset_holds_from_its_second_on(void **state)
{
    struct zone zone = new_york();

    (void)state;
    assert_int_equal(zone_offset_s(&zone, at("2008-03-09T06:59:59.999999Z")), -5 * HOUR);
    assert_int_equal(zone_offset_s(&zone, at("2008-03-09T07:00:00Z")), -4 * HOUR);
    assert_int_equal(zone_offset_s(&zone, at("2008-11-02T05:59:59.999999Z")), -4 * HOUR);
    assert_int_equal(zone_offset_s(&zone, at("2008-11-02T06:00:00Z")), -5 * HOUR);
    assert_int_equal(zone_offset_s(&zone, INT64_MIN), -5 * HOUR);
    assert_int_equal(zone_offset_s(&zone, INT64_MAX), -5 * HOUR);
    assert_int_equal(zone_offset_s(&zone, at("1969-12-31T23:59:59.5Z")), -5 * HOUR);
}

static void
shows_local_time(void **state)
{
    struct zone zone = new_york();
    struct zone nepal = fixed(5 * HOUR + 45 * 60);
    struct zone odd = fixed(-(44 * 60 + 30)); /* Liberia until 1972 */
    struct zone west = fixed(-5 * HOUR);
    struct zone east = fixed(5 * HOUR);

    (void)state;
    assert_local(&zone, "2008-03-04T14:30:00Z", "2008-03-04T09:30:00-05:00");
    assert_local(&zone, "2008-03-09T06:59:59Z", "2008-03-09T01:59:59-05:00");
    assert_local(&zone, "2008-03-09T07:00:00Z", "2008-03-09T03:00:00-04:00");
    assert_local(&zone, "2008-11-02T05:30:00Z", "2008-11-02T01:30:00-04:00");
    assert_local(&zone, "2008-11-02T06:30:00Z", "2008-11-02T01:30:00-05:00");
    assert_local(&nepal, "2008-03-04T14:30:00.000001Z", "2008-03-04T20:15:00.000001+05:45");
    assert_local(&odd, "1970-01-01T12:00:00Z", "1970-01-01T11:16:00-00:44");
    assert_local(&west, "0001-01-01T00:00:00Z", "0001-01-01T00:00:00-05:00");
    assert_local(&east, "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999+05:00");
}

static void
a_day_is_local(void **state)
{
    struct zone zone = new_york();
    struct zone plain = fixed(0);

    (void)state;
    assert_day(zone_day(&zone, at("2008-03-05T04:59:59.999999Z")), "2008-03-04");
    assert_day(zone_day(&zone, at("2008-03-05T05:00:00Z")), "2008-03-05");
    assert_day(zone_day(&zone, at("2008-07-05T03:59:59Z")), "2008-07-04");
    assert_day(zone_day(&zone, at("2008-07-05T04:00:00Z")), "2008-07-05");
    assert_int_equal(zone_day(&plain, -1), -1);
    assert_int_equal(zone_day(&plain, 0), 0);
}

static void
a_day_starts_and_ends(void **state)
{
    struct zone zone = new_york();

    (void)state;
    assert_instant(zone_day_start(&zone, on("2008-03-04")), "2008-03-04T05:00:00.000000Z");
    assert_instant(zone_day_end(&zone, on("2008-03-04")), "2008-03-05T04:59:59.000000Z");
    /* 23 hours, then 25 hours */
    assert_instant(zone_day_start(&zone, on("2008-03-09")), "2008-03-09T05:00:00.000000Z");
    assert_instant(zone_day_end(&zone, on("2008-03-09")), "2008-03-10T03:59:59.000000Z");
    assert_instant(zone_day_start(&zone, on("2008-11-02")), "2008-11-02T04:00:00.000000Z");
    assert_instant(zone_day_end(&zone, on("2008-11-02")), "2008-11-03T04:59:59.000000Z");
}

static void
midnight_may_be_skipped_or_come_twice(void **state)
{
    struct zone zone = sao_paulo();

    (void)state;
    /* 2018-11-04 began at 01:00 */
    assert_instant(zone_day_start(&zone, on("2018-11-04")), "2018-11-04T03:00:00.000000Z");
    assert_instant(zone_day_end(&zone, on("2018-11-03")), "2018-11-04T02:59:59.000000Z");
    assert_day(zone_day(&zone, at("2018-11-04T02:59:59Z")), "2018-11-03");
    assert_day(zone_day(&zone, at("2018-11-04T03:00:00Z")), "2018-11-04");
    /* 2018-02-17 ended, went back to 23:00, and ended again: the later end counts */
    assert_instant(zone_day_end(&zone, on("2018-02-17")), "2018-02-18T02:59:59.000000Z");
    assert_instant(zone_day_start(&zone, on("2018-02-18")), "2018-02-18T03:00:00.000000Z");
}

static void
a_day_may_be_left_out(void **state)
{
    struct zone zone = apia();

    (void)state;
    assert_instant(zone_day_end(&zone, on("2011-12-29")), "2011-12-30T09:59:59.000000Z");
    assert_instant(zone_day_start(&zone, on("2011-12-30")), "2011-12-30T10:00:00.000000Z");
    assert_instant(zone_day_end(&zone, on("2011-12-30")), "2011-12-30T09:59:59.000000Z");
    assert_instant(zone_day_start(&zone, on("2011-12-31")), "2011-12-30T10:00:00.000000Z");
}

/* The start of each day is its first instant: no earlier one belongs to it or to a later day. */
static void
starts_are_first_instants(void **state)
{
    struct zone zones[] = {new_york(), sao_paulo(), fixed(0), fixed(14 * HOUR), fixed(-12 * HOUR)};

    (void)state;
    for (size_t z = 0; z < sizeof zones / sizeof zones[0]; z++) {
        for (day_t day = on("2007-12-01"); day <= on("2019-02-01"); day++) {
            instant_t start = zone_day_start(&zones[z], day);

            if (zone_day(&zones[z], start) != day || zone_day(&zones[z], start - 1) >= day)
                fail_msg("day %d of %s", day, zones[z].name);
            if (zone_day_end(&zones[z], day) != zone_day_start(&zones[z], day + 1) - SECOND)
                fail_msg("end of day %d of %s", day, zones[z].name);
        }
    }
}

/* T-10: the skipped hour has no instant, the repeated one has two. */
static void
local_times_have_no_one_or_two_instants(void **state)
{
    struct zone zone = new_york();
    instant_t out[2];

    (void)state;
    assert_int_equal(zone_local(&zone, local("2008-03-09T01:59:59"), out), 1);
    assert_instant(out[0], "2008-03-09T06:59:59.000000Z");
    assert_int_equal(zone_local(&zone, local("2008-03-09T02:00"), out), 0);
    assert_int_equal(zone_local(&zone, local("2008-03-09T02:30"), out), 0);
    assert_int_equal(zone_local(&zone, local("2008-03-09T02:59:59"), out), 0);
    assert_int_equal(zone_local(&zone, local("2008-03-09T03:00"), out), 1);
    assert_instant(out[0], "2008-03-09T07:00:00.000000Z");
    assert_int_equal(zone_local(&zone, local("2008-11-02T00:59:59"), out), 1);
    assert_int_equal(zone_local(&zone, local("2008-11-02T01:00"), out), 2);
    assert_instant(out[0], "2008-11-02T05:00:00.000000Z");
    assert_instant(out[1], "2008-11-02T06:00:00.000000Z");
    assert_int_equal(zone_local(&zone, local("2008-11-02T01:59:59") + 999999, out), 2);
    assert_instant(out[1], "2008-11-02T06:59:59.999999Z");
    assert_int_equal(zone_local(&zone, local("2008-11-02T02:00"), out), 1);
    assert_instant(out[0], "2008-11-02T07:00:00.000000Z");
    assert_int_equal(zone_local(&zone, local("2030-01-01T00:00"), out), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_is_itself),
        cmocka_unit_test(known_days),
        cmocka_unit_test(reads_real_days_only),
        cmocka_unit_test(a_month_is_its_last_day),
        cmocka_unit_test(adds_months),
        cmocka_unit_test(counts_years_of_age),
        cmocka_unit_test(reads_canonical_instants_only),
        cmocka_unit_test(known_instants),
        cmocka_unit_test(reads_instants_with_offset),
        cmocka_unit_test(reads_local_times),
        cmocka_unit_test(shows_what_it_cannot_write),
        cmocka_unit_test(an_offset_holds_from_its_second_on),
        cmocka_unit_test(shows_local_time),
        cmocka_unit_test(a_day_is_local),
        cmocka_unit_test(a_day_starts_and_ends),
        cmocka_unit_test(midnight_may_be_skipped_or_come_twice),
        cmocka_unit_test(a_day_may_be_left_out),
        cmocka_unit_test(starts_are_first_instants),
        cmocka_unit_test(local_times_have_no_one_or_two_instants),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
