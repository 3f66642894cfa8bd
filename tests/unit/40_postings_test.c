/*
 * Postings: which statement moves which capsules between which accounts, and that an amendment takes back
 * exactly what was moved. Every movement is checked in full, so that no capsule can appear or vanish.
 */
#include "rules_world.h"

/* "available>dispensed 28, ..." */
static void
assert_moved(const struct posting *p, size_t count, const char *want)
{
    char text[512];
    struct buf b;

    buf_init(&b, text, sizeof text);
    for (size_t i = 0; i < count; i++) {
        assert_true(p[i].capsules > 0);
        assert_true(span_is(p[i].lot, "L1"));
        buf_printf(&b, "%s%s>%s %lld", i == 0 ? "" : ", ", account_spec(p[i].from)->name,
                   account_spec(p[i].to)->name, (long long)p[i].capsules);
    }
    assert_string_equal(text, want);
}

static struct statement
statement(const char *text)
{
    static char bytes[4][8192]; /* two statements live at a time, with room */
    static size_t next;
    struct span tag = {0};
    struct statement s;
    struct err err = {0};

    rw.row = text;
    rw_statement(0, text, &tag);
    char *copy = bytes[next++ % 4];
    memcpy(copy, rw.bytes, sizeof rw.bytes);
    assert_int_equal(
        statement_parse_body(span_of(catalogue_type(rw.said.type)->name), span_of(copy), &s, &err),
        ERR_OK);
    return s;
}

static void
test_every_movement(void **state)
{
    static const struct {
        const char *text;
        int64_t held;
        const char *moved;
    } rows[] = {
        {"p receive lot=L1 capsules=100 shipment=S condition=in-range", 0,
         "supplier>available 100"},
        {"p receive lot=L1 capsules=100 shipment=S condition=out-of-range", 0,
         "supplier>quarantine 100"},
        {"p receive lot=L1 capsules=1 shipment=S condition=damaged", 0, "supplier>quarantine 1"},
        {"p dispense prescription=R lot=L1 capsules=28", 0, "available>dispensed 28"},
        {"p return lot=L1 capsules=5", 28, "dispensed>returned 5"},
        {"p return lot=L1 capsules=28", 28, "dispensed>returned 28"},
        {"p return lot=L1 capsules=29", 28, "dispensed>returned 28, discrepancy>returned 1"},
        {"p return lot=L1 capsules=3", 0, "discrepancy>returned 3"},
        {"p return lot=L1 capsules=3", -2, "discrepancy>returned 3"},
        {"p return lot=L1 capsules=0 left=7", 28, ""},
        {"p hold reason=x", 28, ""},
        {"p lot lot=L1 product=P expiry=2009-12-31", 0, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct posting moved[POSTINGS_MAX];
        struct statement s = statement(rows[i].text);
        assert_moved(moved, postings_of(&s, rows[i].held, moved), rows[i].moved);
    }
}

static void
test_an_amendment_takes_back_and_gives_anew(void **state)
{
    static const struct {
        const char *before;
        const char *after;
        int64_t held;
        const char *moved;
    } rows[] = {
        {"p dispense prescription=R lot=L1 capsules=28",
         "p dispense prescription=R lot=L1 capsules=27", 0,
         "dispensed>available 28, available>dispensed 27"},
        {"p dispense prescription=R lot=L1 capsules=28",
         "p dispense prescription=R lot=L1 capsules=28 sheet=true", 0, ""},
        {"p receive lot=L1 capsules=100 shipment=S condition=in-range",
         "p receive lot=L1 capsules=100 shipment=S condition=damaged", 0,
         "available>supplier 100, supplier>quarantine 100"},
        {"p receive lot=L1 capsules=100 shipment=S condition=damaged",
         "p receive lot=L1 capsules=100 shipment=S condition=in-range", 0,
         "quarantine>supplier 100, supplier>available 100"},
        {"p receive lot=L1 capsules=100 shipment=S condition=damaged",
         "p receive lot=L1 capsules=100 shipment=S condition=out-of-range", 0, ""},
        {"p return lot=L1 capsules=12", "p return lot=L1 capsules=9", 10,
         "returned>dispensed 10, returned>discrepancy 2, dispensed>returned 9"},
        {"p return lot=L1 capsules=0", "p return lot=L1 capsules=9", 10, "dispensed>returned 9"},
        {"p return lot=L1 capsules=9", "p return lot=L1 capsules=0", 10, "returned>dispensed 9"},
        {"p hold reason=x", "p hold reason=y", 0, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct posting moved[POSTINGS_MAX];
        struct statement before = statement(rows[i].before);
        struct statement after = statement(rows[i].after);
        assert_moved(moved, postings_of_amend(&before, &after, rows[i].held, moved), rows[i].moved);
    }
}

static void
test_of_a_subject(void **state)
{
    struct posting moved[POSTINGS_MAX];

    (void)state;
    struct statement s = statement("p dispense prescription=R lot=L1 capsules=28");
    assert_int_equal(postings_of(&s, 0, moved), 1);
    assert_true(span_is(moved[0].subject, "F-001"));
    s = statement("p receive lot=L1 capsules=100 shipment=S condition=in-range");
    assert_int_equal(postings_of(&s, 0, moved), 1);
    assert_int_equal(moved[0].subject.len, 0);
    for (int a = 0; a < ACCOUNT_COUNT; a++) {
        const struct account_spec *spec = account_spec((enum account)a);
        assert_int_equal(spec->of_subject, a == ACCOUNT_DISPENSED);
        assert_int_equal(spec->contra, a == ACCOUNT_SUPPLIER || a == ACCOUNT_DISCREPANCY);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_every_movement, rw_setup),
        cmocka_unit_test_setup(test_an_amendment_takes_back_and_gives_anew, rw_setup),
        cmocka_unit_test_setup(test_of_a_subject, rw_setup),
    };

    return cmocka_run_group_tests(tests, NULL, rw_end);
}
