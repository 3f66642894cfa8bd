/*
 * The state of a subject (rules.md T-13, SUP-5, 4.4, ENR-3): what is at home and for how long, what was
 * taken of what was due, what is still to do, and when a new enrolment begins.
 */
#include "rules_world.h"

struct row {
    const char *id;
    const char *change;
    const char *course;
};

#define TWO_LOTS                                                                  \
    "add 2008-01-02T08:00 pharmacist lot lot=L2 product=LEN5 expiry=2009-12-31\n" \
    "add 2008-01-02T08:00 pharmacist receive lot=L2 capsules=100 shipment=S-2 condition=in-range\n"

static const struct row supplies[] = {
    {"nothing was ever dispensed", "", "expect 2008-03-04T09:46 rx= task=test,counselling"},
    {"T-13 before a logged first dose no dose is due", "",
     "expect 2008-03-04T12:00 left=28 days=28 next=2008-03-25\nexpect 2008-03-20T12:00 left=28"},
    {"T-13 today's dose is not taken yet", "",
     FIRST_DOSE "expect 2008-03-04T23:59 left=28\nexpect 2008-03-05T00:00 left=27 days=27"},
    {"T-13 never below nothing", "",
     FIRST_DOSE
     "through 2008-03-25\nexpect 2008-03-31T12:00 left=1\nexpect 2008-04-01T12:00 left=0 "
     "days=0 next=2008-04-01"},
    {"B-086 12 days are left", "",
     FIRST_DOSE "through 2008-03-19\nt 2008-03-20T08:00\nexpect 2008-03-20T09:00 left=12 days=12 "
                "next=2008-03-25\nask 2008-03-20T10:00 fail=SUP-5"},
    {"SUP-5 8 days are left", "",
     FIRST_DOSE "through 2008-03-23\nt 2008-03-24T08:00\nexpect 2008-03-24T08:00 left=8\n"
                "ask 2008-03-24T10:00 fail=SUP-5"},
    {"SUP-5 7 days are left", "",
     FIRST_DOSE "through 2008-03-24\nt 2008-03-25T08:00\nexpect 2008-03-25T08:00 left=7\n"
                "ask 2008-03-25T10:00 fail="},
    {"T-13 two capsules a day", "set rx dose_ug=10mg capsules=56\nset dispense capsules=56",
     FIRST_DOSE "expect 2008-03-05T12:00 left=54 days=27"},
    {"T-13 rounded up: three capsules of two a day",
     "set rx dose_ug=10mg capsules=3\nset dispense capsules=3",
     FIRST_DOSE "expect 2008-03-04T12:00 left=3 days=2\nexpect 2008-03-05T12:00 left=1 days=1"},
    {"T-13 every other day: the day of the supply, two days later",
     "set rx every_days=2 capsules=14\n"
     "set dispense capsules=14",
     FIRST_DOSE "expect 2008-03-05T12:00 left=13 days=26\nexpect 2008-03-06T12:00 left=13\n"
                "expect 2008-03-07T12:00 left=12"},
    {"T-13 every other day, started on the odd day",
     "set rx every_days=2 capsules=14\n"
     "set dispense capsules=14",
     "2008-03-05T09:00 coordinator first-dose\nexpect 2008-03-06T12:00 left=14\n"
     "expect 2008-03-07T12:00 left=13"},
    {"T-13 no dose on a day of a hold, from its first hour to its last", "",
     FIRST_DOSE
     "2008-03-06T23:00 pharmacist hold reason=x\n2008-03-08T01:00 prescriber release reason=x\n"
     "expect 2008-03-06T12:00 left=26\nexpect 2008-03-09T12:00 left=26\n"
     "expect 2008-03-10T12:00 left=25"},
    {"T-13 a hold that ended at midnight leaves the day free", "",
     FIRST_DOSE
     "2008-03-06T23:00 pharmacist hold reason=x\n2008-03-07T00:00 prescriber release reason=x\n"
     "expect 2008-03-08T12:00 left=25"},
    {"T-13 an interruption runs to the day before the restart", "",
     FIRST_DOSE
     "2008-03-05T09:00 prescriber interrupt from=2008-03-06 reason=x\n"
     "2008-03-08T09:00 prescriber restart from=2008-03-09\nexpect 2008-03-09T12:00 left=26\n"
     "expect 2008-03-10T12:00 left=25"},
    {"T-13 a count replaces the estimate, before that day's dose", "",
     FIRST_DOSE "2008-03-10T09:00 pharmacist return lot=L1 capsules=3 left=20\n"
                "expect 2008-03-10T12:00 left=20\nexpect 2008-03-11T12:00 left=19"},
    {"T-13 where nothing is said of what is left, only what came back is off", "",
     FIRST_DOSE
     "2008-03-10T09:00 pharmacist return lot=L1 capsules=5\nexpect 2008-03-10T12:00 left=17\n"
     "2008-03-10T13:00 pharmacist return lot=L1 capsules=20\nexpect 2008-03-10T14:00 left=0"},
    {"T-13 what is left of two lots is counted one after the other", TWO_LOTS,
     FIRST_DOSE "through 2008-03-25\nt 2008-03-26T08:00\nsupply 2008-03-26T10:00 lot=L2\n"
                "expect 2008-03-28T08:00 left=32\n"
                "2008-03-28T09:00 pharmacist return lot=L2 capsules=1 left=26\n"
                "2008-03-28T09:10 pharmacist return lot=L1 capsules=1 left=3\n"
                "expect 2008-03-28T12:00 left=29\n"
                "2008-03-28T13:00 pharmacist return lot=L1 capsules=0 left=2\n"
                "expect 2008-03-28T14:00 left=2\n"
                "2008-03-29T09:00 pharmacist return lot=L2 capsules=0 left=20\n"
                "expect 2008-03-29T12:00 left=20"},
    {"T-13 two supplies, the count between them", "",
     FIRST_DOSE
     "through 2008-03-25\nt 2008-04-01T08:00\n"
     "2008-04-01T08:30 pharmacist return lot=L1 capsules=2 left=1\nsupply 2008-04-01T10:00\n"
     "expect 2008-04-01T12:00 left=29\nexpect 2008-04-02T12:00 left=28"},
    {"T-13 nothing is due after the end", "",
     FIRST_DOSE
     "2008-03-10T09:00 prescriber discontinue on=2008-03-10 reason=x\n"
     "expect 2008-03-10T12:00 left=22 task=return\nexpect 2008-06-10T12:00 left=21 task=return\n"
     "2008-06-10T13:00 coordinator return lot=L1 capsules=21 left=0\n"
     "expect 2008-06-10T14:00 left=0 task="},
    {"T-14 a regimen corrected to no whole capsules: the days are not known", "",
     FIRST_DOSE
     "2008-03-05T09:00 prescriber amend of=@rx field=dose_ug old=5000 new=7500 reason=x\n"
     "expect 2008-03-05T12:00 left=28 days=-1 next=0001-01-01\nthrough 2008-03-19\nt 2008-03-20T08:00\n"
     "ask 2008-03-20T10:00 fail=SUP-5\n"
     "2008-03-21T09:00 pharmacist return lot=L1 capsules=20 left=0\n"
     "expect 2008-03-21T12:00 left=0 days=0"},
    {"the newest prescription that was not used", "",
     FIRST_DOSE "expect 2008-03-05T12:00 rx=\n2008-03-05T13:00 prescriber prescribe prescription=A "
                "category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=28\n"
                "2008-03-05T13:01 prescriber prescribe prescription=B "
                "category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=28\n"
                "expect 2008-03-05T14:00 rx=B"},
    {"AUT-3 a prescription is used once", "",
     FIRST_DOSE "through 2008-04-28\nt 2008-04-29T08:00\n"
                "2008-04-29T08:10 coordinator counsel\n"
                "judge 2008-04-29T09:00 prescription=RX-1 fail=AUT-1t,AUT-3"},
    {"no interval for the next supply", "policy supply.next_when_days_left_le 7",
     FIRST_DOSE
     "policy supply.next_when_days_left_le unset\nexpect 2008-03-05T12:00 next=0001-01-01"},
    {"no task of counselling where none was held", "drop counsel\nno-gate COU-1\nno-gate COU-3",
     FIRST_DOSE "expect 2008-03-05T12:00 task=test"},
    {"no task of counselling where the interval stands open", "",
     FIRST_DOSE "policy counselling.max_gap_days unset\nexpect 2008-03-05T12:00 task=test"},
};

static const struct row counts[] = {
    {"B-125 26 of 28", "",
     FIRST_DOSE
     "through 2008-03-31\nexpect 2008-04-01T08:00 adherence=unknown band=unknown taken=-1/0\n"
     "2008-04-01T09:00 pharmacist return lot=L1 capsules=2\n"
     "expect 2008-04-01T09:01 adherence=92.9 band=eucompliant taken=26/28"},
    {"4.4 less than 80 %", "set rx capsules=20\nset dispense capsules=20",
     FIRST_DOSE "through 2008-03-18\n2008-03-24T09:00 pharmacist return lot=L1 capsules=5\n"
                "expect 2008-03-24T09:01 adherence=75.0 band=hypocompliant"},
    {"4.4 80 % exactly", "set rx capsules=20\nset dispense capsules=20",
     FIRST_DOSE "through 2008-03-18\n2008-03-24T09:00 pharmacist return lot=L1 capsules=4\n"
                "expect 2008-03-24T09:01 adherence=80.0 band=eucompliant"},
    {"B-126 120 % exactly", "set rx capsules=24\nset dispense capsules=24",
     FIRST_DOSE "through 2008-03-18\n2008-03-24T09:00 pharmacist return lot=L1 capsules=0\n"
                "expect 2008-03-24T09:01 adherence=120.0 band=hypercompliant"},
    {"4.4 just below 120 %", "",
     FIRST_DOSE "through 2008-03-25\n"
                "2008-03-28T09:00 pharmacist return lot=L1 capsules=0\n"
                "expect 2008-03-28T09:01 adherence=116.7 band=eucompliant"},
    {"B-127 every other day", "set rx every_days=2 capsules=14\nset dispense capsules=14",
     FIRST_DOSE "through 2008-03-31\n2008-04-01T09:00 pharmacist return lot=L1 capsules=0\n"
                "expect 2008-04-01T09:01 adherence=100.0 taken=14/14"},
    {"B-129 nothing came back", "",
     FIRST_DOSE "through 2008-03-31\nexpect 2008-04-01T09:01 adherence=unknown"},
    {"4.4 holds have no dose due", "",
     FIRST_DOSE
     "2008-03-06T09:00 pharmacist hold reason=x\n2008-03-08T09:00 prescriber release reason=x\n"
     "2008-03-11T08:00 pharmacist return lot=L1 capsules=24\n"
     "expect 2008-03-11T09:00 taken=4/4 adherence=100.0"},
    {"4.4 the period since the last count", "",
     FIRST_DOSE "2008-03-08T09:00 pharmacist return lot=L1 capsules=0 left=24\n"
                "2008-03-11T08:00 pharmacist return lot=L1 capsules=0 left=22\n"
                "expect 2008-03-11T09:00 taken=2/3 adherence=66.7"},
    {"4.4 the last count said nothing of what was left", "",
     FIRST_DOSE
     "through 2008-03-31\nt 2008-04-01T08:00\n2008-04-01T09:00 pharmacist return lot=L1 capsules=2\n"
     "supply 2008-04-01T10:00\n2008-04-15T09:00 pharmacist return lot=L1 capsules=14\n"
     "expect 2008-04-15T10:00 taken=14/14"},
    {"4.4 counted on the day of the supply: nothing was due", "",
     FIRST_DOSE "2008-03-04T10:00 pharmacist return lot=L1 capsules=1 left=27\n"
                "expect 2008-03-04T11:00 adherence=unknown taken=-1/0"},
    {"4.4 more came back than went out", "",
     FIRST_DOSE "2008-03-08T09:00 pharmacist return lot=L1 capsules=29\n"
                "expect 2008-03-08T10:00 adherence=unknown taken=-1/0"},
    {"RET-2 what can be there", "",
     FIRST_DOSE "judge 2008-03-08T09:00 return lot=L1 capsules=20 left=8 dev=\n"
                "judge 2008-03-08T09:00 return lot=L1 capsules=20 left=9 dev=RET-2\n"
                "judge 2008-03-08T09:00 return lot=L1 capsules=29 dev=RET-2"},
    {"COU-4 a supply without its sheet", "set dispense sheet=-",
     FIRST_DOSE "expect 2008-03-05T12:00 dev=COU-4"},
    {"COU-4 in a program without it", "set dispense sheet=-\nno-gate COU-4",
     FIRST_DOSE "expect 2008-03-05T12:00 dev="},
};

/* 12 months after the last dose, 2008-03-31: enrolled anew, with everything that belongs to a start. */
#define LONG_OFF                                                               \
    FIRST_DOSE "through 2008-03-25\nt 2008-04-01T08:00\n"                      \
               "2008-04-01T08:30 pharmacist return lot=L1 capsules=0 left=0\n" \
               "2008-04-01T08:31 prescriber interrupt from=2008-04-01 reason=x\n"

static const struct row enrolments[] = {
    {"ENR-3 12 months less a day", "policy test.regular_interval 365",
     LONG_OFF "t 2009-03-30T08:00\nexpect 2009-03-30T09:00 task=test,counselling\n"
              "ask 2009-03-30T10:00 fail="},
    {"ENR-3 12 months: form, both tests", "policy test.regular_interval 365",
     LONG_OFF "t 2009-03-31T08:00\nexpect 2009-03-31T09:00 task=test,new-start,counselling\n"
              "ask 2009-03-31T10:00 fail=ENR-3,PT-2"},
    {"ENR-3 and the pair is asked as before a first supply", "policy test.regular_interval 365",
     LONG_OFF "2009-03-30T08:00 coordinator contraception methods=iud since=2009-03-30\n"
              "t 2009-03-31T08:00\nask 2009-03-31T10:00 fail=ENR-3,PT-2,CON-2,CON-3"},
    {"ENR-3 enrolled anew: then weekly again", "policy test.regular_interval 365",
     LONG_OFF
     "2009-03-31T07:00 coordinator agreement category=AFRP\nt 2009-03-31T08:00\n"
     "t 2009-04-12T08:00\n2009-04-12T09:00 prescriber restart from=2009-04-12\n"
     "supply 2009-04-12T10:00\nexpect 2009-04-12T11:00 due=2009-04-19 hold= left=28\n"
     "judge 2009-04-13T08:00:01 first-dose dev=PT-3\n2009-04-13T09:00 coordinator first-dose "
     "taken=2009-04-12T12:00\n"
     "expect 2009-04-20T00:00 hold=PT-4 dev=PT-4\n"
     "t 2009-04-20T08:00\nask 2009-04-20T10:00 fail=SUP-5\n"
     "2009-04-20T11:00 coordinator contraception methods=iud since=2009-04-20\n"
     "expect 2009-04-20T12:00 hold=CON-3"},
    {"ENR-3 what the first start would have made of the time since is nothing",
     "policy test.regular_interval 365",
     LONG_OFF "2009-03-31T07:00 coordinator agreement category=AFRP\nt 2009-03-31T08:00\n"
              "t 2009-04-12T08:00\n2009-04-12T09:00 prescriber restart from=2009-04-12\n"
              "supply 2009-04-12T10:00\n2009-04-12T11:00 coordinator first-dose\n"
              "expect 2010-05-20T00:00 hold=PT-4 since=2009-04-20T00:00\n"
              "2010-05-20T01:00 prescriber interrupt from=2010-04-10 reason=x\n"
              "expect 2010-05-20T02:00 hold=PT-4 since=2009-04-20T00:00 dev=PT-4"},
    {"ENR-3 a category that began since needs its own form", "policy test.regular_interval 365",
     LONG_OFF
     "2009-04-10T07:00 coordinator agreement category=AFNRP\n"
     "2009-05-01T07:00 coordinator category basis=hysterectomy document=note\n"
     "ask 2009-05-01T10:00 fail=ENR-3\n2009-05-01T11:00 coordinator agreement category=AFNRP\n"
     "ask 2009-05-01T12:00 fail="},
    {"ENR-3 the form was signed before", "policy test.regular_interval 365",
     LONG_OFF "2009-03-30T07:00 coordinator agreement category=AFRP\nt 2009-03-31T08:00\n"
              "t 2009-04-12T08:00\nask 2009-04-12T10:00 fail=ENR-3"},
    {"ENR-3 what was missed in the first enrolment stays on record",
     "policy test.regular_interval 365",
     FIRST_DOSE "t 2008-03-13T08:00\nexpect 2008-03-13T09:00 dev=PT-4 devs=1 left=20\n"
                "through 2008-03-25\nt 2008-04-01T08:00\n"
                "2008-04-01T08:30 pharmacist return lot=L1 capsules=0 left=0\n"
                "2008-04-01T08:31 prescriber interrupt from=2008-04-01 reason=x\n"
                "2009-04-01T07:00 coordinator agreement category=AFRP\nt 2009-04-01T08:00\n"
                "t 2009-04-12T08:00\n2009-04-12T09:00 prescriber restart from=2009-04-12\n"
                "supply 2009-04-12T10:00\nexpect 2009-04-12T11:00 devs=1 hold="},
    {"ENR-3 a subject who was discontinued is not enrolled anew by time",
     "policy test.regular_interval 365",
     LONG_OFF "2008-05-01T09:00 prescriber discontinue on=2008-05-01 reason=x\n"
              "expect 2009-05-01T09:00 task= discontinued=yes"},
    {"ENR-3 no dose was ever taken", "policy test.regular_interval 365",
     "expect 2009-05-01T09:00 left=28"},
    {"ENR-3 the interval stands open", "",
     FIRST_DOSE "policy enrolment.reenrol_after_months unset\nexpect 2009-05-01T09:00 left=20"},
};

static const struct row categories[] = {
    {"CAT-5 she can again, after a supply as one who cannot: everything anew",
     "drop t1\ndrop t2\ndrop con\n"
     "set enrol basis=hysterectomy document=note\nset form category=AFNRP\nset rx category=AFNRP",
     FIRST_DOSE
     "2008-04-01T08:00 pharmacist return lot=L1 capsules=0 left=0\n"
     "2008-04-01T08:10 coordinator category basis=none\n"
     "expect 2008-04-01T09:00 category=AFRP hold= task=counselling\n"
     "ask 2008-04-01T10:00 fail=ENR-3,PT-2,PT-3,CON-2\n"
     "2008-04-01T11:00 coordinator agreement category=AFRP\n"
     "2008-04-01T11:10 coordinator contraception methods=iud,condom since=2008-04-01\n"
     "t 2008-04-17T08:00\nt 2008-04-28T08:00\nask 2008-04-28T10:00 fail=CON-1\n"
     "t 2008-04-29T08:00\nsupply 2008-04-29T10:00\nexpect 2008-04-29T11:00 due=2008-05-06"},
    {"B-068 last natural menses on 29 February: 24 months end on 1 March", "",
     "2010-02-28T09:00 coordinator category basis=natural-menopause since=2008-02-29 document=note\n"
     "expect 2010-02-28T10:00 category=AFRP\n"
     "2010-03-01T09:00 coordinator category basis=natural-menopause since=2008-02-29 document=note\n"
     "expect 2010-03-01T10:00 category=AFNRP"},
    {"CAT-5 and if she cannot once more, nothing of all that", "",
     FIRST_DOSE
     "through 2008-03-11\n2008-03-12T08:10 coordinator category basis=hysterectomy document=note\n"
     "expect 2008-03-30T09:00 category=AFNRP hold= task=counselling"},
};

static void
check(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(rw_setup(NULL), 0);
        rw_course(rows[i].id, rows[i].change, rows[i].course);
    }
}

#define TABLE(name)                                \
    static void test_##name(void **state)          \
    {                                              \
        (void)state;                               \
        check(name, sizeof name / sizeof name[0]); \
    }
TABLE(supplies)
TABLE(counts)
TABLE(enrolments)
TABLE(categories)

static void
test_nothing_was_ever_dispensed(void **state)
{
    const struct subject_state *s;

    (void)state;
    rw_setup(NULL);
    (void)rw_first_supply("before the first supply", "");
    s = rw_look(rw.now);
    assert_true(s->enrolled);
    assert_int_equal(s->capsules_left, -1);
    assert_int_equal(s->days_left, -1);
    assert_int_equal(s->next_dispense, DAY_NONE);
    assert_int_equal(s->due_count, 0);
    assert_int_equal(s->hold_since, INSTANT_NONE);
    assert_string_equal(s->prescription, "RX-1");
    assert_string_equal(s->adherence, "unknown");
    (void)rw_say(rw.now, "pharmacist return lot=L1 capsules=1");
    assert_string_equal(rw_look(rw.now)->adherence, "unknown");
}

static void
test_more_deviations_than_are_kept(void **state)
{
    (void)state;
    rw_setup(NULL);
    rw_course("many supplies without their sheet",
              "policy supply.next_when_days_left_le 365\nset dispense sheet=-", FIRST_DOSE);
    for (int i = 0; i < RULES_DEVIATIONS_MAX + 3; i++) {
        char text[256];
        (void)snprintf(
            text, sizeof text,
            "prescriber prescribe prescription=P-%d category=AFRP dose_ug=5mg every_days=1 "
            "strength_ug=5mg capsules=1",
            i);
        (void)rw_say(rw.now, text);
        (void)snprintf(text, sizeof text, "pharmacist dispense prescription=P-%d lot=L1 capsules=1",
                       i);
        (void)rw_say(rw.now, text);
    }
    assert_int_equal(rw_look(rw.now)->deviation_count, RULES_DEVIATIONS_MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_supplies),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_enrolments),
        cmocka_unit_test(test_categories),
        cmocka_unit_test(test_nothing_was_ever_dispensed),
        cmocka_unit_test(test_more_deviations_than_are_kept),
    };

    return cmocka_run_group_tests(tests, NULL, rw_end);
}
