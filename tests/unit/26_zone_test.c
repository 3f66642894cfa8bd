/*
 * Real zones as the C library reads them: the edges of 2008 in New York, agreement at any instant,
 * and names that are none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "crypto.h"
#include "encode.h"
#include "zone.h"

static struct zone zone;

static void
load(const char *name, uint8_t hash[32])
{
    struct err err;

    if (zone_load(name, &zone, hash, &err) != ERR_OK)
        fail_msg("%s", err.detail);
    assert_string_equal(zone.name, name);
    assert_int_equal(zone.change[0].from_s, INT64_MIN);
    for (uint32_t i = 1; i < zone.count; i++) {
        assert_true(zone.change[i].from_s > zone.change[i - 1].from_s);
        assert_int_not_equal(zone.change[i].offset_s, zone.change[i - 1].offset_s);
    }
}

static int64_t
local(const char *text)
{
    int64_t as_utc = 0;

    assert_true(local_parse(span_of(text), &as_utc));
    return as_utc;
}

static void
new_york_changes_when_it_did(void **state)
{
    instant_t out[2];
    char text[INSTANT_SIZE];
    uint8_t hash[32];

    (void)state;
    load("America/New_York", hash);
    assert_int_equal(zone_local(&zone, local("2008-03-09T01:59:59"), out), 1);
    assert_int_equal(zone_local(&zone, local("2008-03-09T02:00:00"), out), 0);
    assert_int_equal(zone_local(&zone, local("2008-03-09T02:59:59"), out), 0);
    assert_int_equal(zone_local(&zone, local("2008-03-09T03:00:00"), out), 1);
    instant_format(out[0], text);
    assert_string_equal(text, "2008-03-09T07:00:00.000000Z");
    assert_int_equal(zone_local(&zone, local("2008-11-02T00:59:59"), out), 1);
    assert_int_equal(zone_local(&zone, local("2008-11-02T01:00:00"), out), 2);
    assert_int_equal(zone_local(&zone, local("2008-11-02T01:59:59"), out), 2);
    assert_int_equal(zone_local(&zone, local("2008-11-02T02:00:00"), out), 1);
    /* before 2007 the change was in April */
    assert_int_equal(zone_local(&zone, local("2006-03-12T02:30:00"), out), 1);
    assert_int_equal(zone_local(&zone, local("2006-04-02T02:30:00"), out), 0);
    /* the rule goes on behind the table of the file */
    assert_int_equal(zone_local(&zone, local("2099-03-08T02:30:00"), out), 0);
}

/* Local dates by our table and by the C library, at instants all over the years. */
static void
agrees_with_the_c_library(void **state)
{
    static const char *const names[] = {
        "America/New_York",  "Europe/London",     "Asia/Kolkata",
        "Africa/Casablanca", "Pacific/Apia",      "Asia/Kathmandu",
        "Africa/Monrovia",   "America/Sao_Paulo", "Australia/Lord_Howe"};
    uint64_t seed = 20080304;

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        uint8_t hash[32];

        load(names[i], hash);
        assert_int_equal(setenv("TZ", names[i], 1), 0);
        tzset();
        for (int j = 0; j < 20000; j++) {
            time_t second;
            struct tm tm;

            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            second = (time_t)((seed >> 16) % UINT64_C(4102444800)); /* before 2100 */
            assert_non_null(localtime_r(&second, &tm));
            if (zone_day(&zone, second * SECOND) !=
                    day_from_civil(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) ||
                (int64_t)second + zone_offset_s(&zone, second * SECOND) -
                        (int64_t)zone_day(&zone, second * SECOND) * DAY_SECONDS !=
                    tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec)
                fail_msg("%s at %lld", names[i], (long long)second);
        }
        unsetenv("TZ");
    }
}

static void
keeps_the_environment(void **state)
{
    uint8_t hash[32];

    (void)state;
    assert_int_equal(setenv("TZ", "Asia/Tokyo", 1), 0);
    load("America/New_York", hash);
    assert_string_equal(getenv("TZ"), "Asia/Tokyo");
    unsetenv("TZ");
    load("America/New_York", hash);
    assert_null(getenv("TZ"));
}

/* The hash is that of the file, since the export carries the file under it. */
static void
hashes_the_file(void **state)
{
    char text[HEX_SIZE(32)];
    uint8_t hash[32];

    (void)state;
    load("Etc/UTC", hash);
    assert_int_equal(zone.count, 1);
    hex_encode(hash, 32, text);
    /* Appendix C.5 */
    assert_string_equal(text, "8b85846791ab2c8a5463c83a5be3c043e2570d7448434d41398969ed47e3e6f2");
}

static void
refuses_what_is_no_zone(void **state)
{
    static const char *const bad[] = {
        "",
        "/",
        "America/",
        "/America/New_York",
        "America//New_York",
        "../../../etc/passwd",
        "America/../America/New_York",
        "./America/New_York",
        "America",
        "America/New York",
        "Mars/Olympus",
        "zone.tab",
        "tzdata.zi",
        "leapseconds",
        "localtime",
        "posixrules",
        "right/America/New_York",
        "EST5EDT,M3.2.0,M11.1.0",
        "America/New_York\n",
        ":America/New_York",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    uint8_t hash[32] = {7};

    (void)state;
    memset(&zone, 0, sizeof zone);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct err err;

        err_clear(&err);
        if (zone_load(bad[i], &zone, hash, &err) != ERR_BAD_FIELD)
            fail_msg("%s was taken for a zone", bad[i]);
        assert_string_equal(err.field, "zone");
        assert_true(err.hint[0] != '\0');
    }
    assert_int_equal(zone.count, 0);
    assert_int_equal(hash[0], 7);
}

static int
start(void **state)
{
    struct err err;

    (void)state;
    unsetenv("TZ");
    return crypto_init(&err) == ERR_OK ? 0 : -1;
}

static int
end(void **state)
{
    (void)state;
    crypto_release();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_york_changes_when_it_did), cmocka_unit_test(agrees_with_the_c_library),
        cmocka_unit_test(keeps_the_environment),        cmocka_unit_test(hashes_the_file),
        cmocka_unit_test(refuses_what_is_no_zone),
    };

    return cmocka_run_group_tests(tests, start, end);
}
