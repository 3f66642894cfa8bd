/*
 * Tests, evaluations and holds on treatment (rules.md PT-3 of starting, PT-10, PT-13, PRG-1, CON-3, HOLD-1):
 * what opens a hold, what ends it, and what a supply asked for meanwhile meets.
 */
#include "rules_world.h"

#include "rules_case.h"

struct row {
    const char *id;
    const char *change;
    const char *course;
};

/* What a hold left over is brought back before the supply of 04-29. */
#define EMPTIED "2008-04-29T08:50 pharmacist return lot=L1 capsules=1 left=0\n"

static const struct row starts[] = {
    {"B-013 the first dose 24 hours after the second test", "",
     "judge 2008-03-04T10:00 first-dose dev=\n2008-03-04T10:00 coordinator first-dose\n"
     "expect 2008-03-04T21:00 dev="},
    {"B-013 a second later", "",
     "judge 2008-03-04T10:00:01 first-dose dev=PT-3\n2008-03-04T10:00:01 coordinator first-dose\n"
     "expect 2008-03-04T21:00 dev=PT-3 devs=1"},
    {"B-013 34 hours", "",
     "judge 2008-03-04T20:00 first-dose dev=PT-3\n2008-03-04T20:05 coordinator first-dose "
     "taken=2008-03-04T20:00\nexpect 2008-03-04T21:00 dev=PT-3"},
    {"PT-3 logged late, taken in time", "",
     "2008-03-05T09:00 coordinator first-dose taken=2008-03-04T10:00\nexpect 2008-03-05T21:00 dev="},
    {"PT-3 the first one that is logged counts", "",
     FIRST_DOSE "judge 2008-03-06T20:00 first-dose dev=\n2008-03-06T20:00 coordinator first-dose\n"
                "expect 2008-03-06T21:00 dev="},
    {"T-11 a test entered after the prescription was not the second", "",
     "2008-03-04T11:00 coordinator test accession=L collected=2008-03-04T09:00\n"
     "judge 2008-03-04T20:00 first-dose dev=PT-3\n2008-03-04T20:00 coordinator first-dose\n"
     "expect 2008-03-04T21:00 dev=PT-3"},
    {"PT-3 logged after the second supply it is still that of the first", "",
     "through 2008-03-31\nt 2008-04-01T08:00\n2008-04-01T08:10 pharmacist return lot=L1 capsules=28 left=0\n"
     "supply 2008-04-01T10:00\njudge 2008-04-01T11:00 first-dose dev=PT-3\n"
     "2008-04-01T11:00 coordinator first-dose taken=2008-03-04T20:00\nexpect 2008-04-01T12:00 dev=PT-3"},
    {"no such deviation in a program without it", "policy test.second.start_deviation 0",
     "judge 2008-03-04T20:00 first-dose dev=\n2008-03-04T20:00 coordinator first-dose\n"
     "expect 2008-03-04T21:00 dev="},
    {"no second test, in a program that asks for none", "drop t2\nno-gate PT-3\nno-gate PT-14",
     "judge 2008-03-04T20:00 first-dose dev=\n2008-03-04T20:00 coordinator first-dose\n"
     "expect 2008-03-04T21:00 dev="},
    {"no such limit for a man",
     "drop t1\ndrop t2\nset enrol sex=male\nset form category=AM\n"
     "set rx category=AM\ndrop menses",
     "judge 2008-03-06T20:00 first-dose dev="},
    {"nor where the limit stands open", "",
     "policy test.second.max_seconds unset\njudge 2008-03-04T20:00 first-dose dev=\n"
     "2008-03-04T20:00 coordinator first-dose\nexpect 2008-03-04T21:00 dev="},
};

static const struct row missed[] = {
    {"B-052 a missed period", "",
     FIRST_DOSE
     "through 2008-04-15\nt 2008-04-15T09:00\n2008-04-20T09:00 coordinator missed-period\n"
     "expect 2008-04-20T09:00 hold=PT-10 since=2008-04-20T09:00\n"
     "through 2008-04-28\nt 2008-04-29T08:00\n" EMPTIED "ask 2008-04-29T10:00 fail=PT-10"},
    {"B-053 tested and counselled, not closed", "",
     FIRST_DOSE
     "through 2008-04-15\n2008-04-20T09:00 coordinator missed-period\nt 2008-04-21T08:00\n"
     "2008-04-21T09:00 coordinator counsel\nexpect 2008-04-21T12:00 hold=PT-10"},
    {"B-054 closed by the prescriber", "",
     FIRST_DOSE "through 2008-04-15\n2008-04-20T09:00 coordinator bleeding\nt 2008-04-21T08:00\n"
                "t 2008-04-21T08:10\n"
                "2008-04-21T09:00 coordinator counsel\n"
                "2008-04-21T10:00 prescriber evaluation-close finding=not-pregnant\n"
                "expect 2008-04-21T10:00 hold="},
    {"PT-10 closed before the counselling", "",
     FIRST_DOSE "through 2008-04-15\n2008-04-20T09:00 coordinator bleeding\nt 2008-04-21T08:00\n"
                "2008-04-21T09:00 prescriber evaluation-close finding=not-pregnant\n"
                "2008-04-21T10:00 coordinator counsel\nexpect 2008-04-21T11:00 hold=PT-10"},
    {"PT-10 the counselling was before it", "",
     FIRST_DOSE "through 2008-04-15\n2008-04-20T08:00 coordinator counsel\n"
                "2008-04-20T09:00 coordinator bleeding\nt 2008-04-21T08:00\n"
                "2008-04-21T09:00 prescriber evaluation-close finding=not-pregnant\n"
                "expect 2008-04-21T11:00 hold=PT-10"},
    {"PT-10 closed before the test", "",
     FIRST_DOSE
     "through 2008-04-15\n2008-04-20T09:00 coordinator bleeding\n"
     "2008-04-20T09:10 coordinator counsel\n"
     "2008-04-21T07:00 prescriber evaluation-close finding=not-pregnant\nt 2008-04-21T08:00\n"
     "expect 2008-04-21T11:00 hold=PT-10"},
    {"PT-10 the test was insensitive", "",
     FIRST_DOSE "through 2008-04-15\n2008-04-20T09:00 coordinator bleeding\n"
                "2008-04-20T09:10 coordinator counsel\nt 2008-04-21T08:00 sensitivity=100\n"
                "2008-04-21T09:00 prescriber evaluation-close finding=not-pregnant\n"
                "expect 2008-04-21T11:00 hold=PT-10"},
    {"PT-10 the test is pending", "",
     FIRST_DOSE "through 2008-04-15\n2008-04-20T09:00 coordinator bleeding\n"
                "2008-04-20T09:10 coordinator counsel\nt 2008-04-21T08:00 result=pending\n"
                "2008-04-21T09:00 prescriber evaluation-close finding=not-pregnant\n"
                "expect 2008-04-21T11:00 hold=PT-10"},
    {"PT-10 a date after the day of the trigger is after it", "",
     FIRST_DOSE "through 2008-04-15\n2008-04-20T09:00 coordinator bleeding\n"
                "2008-04-20T09:10 coordinator counsel\nt 2008-04-21T08:00 collected=2008-04-21\n"
                "2008-04-21T09:00 prescriber evaluation-close finding=not-pregnant\n"
                "expect 2008-04-21T11:00 hold="},
    {"PT-10 a date of the same day may be before it", "",
     FIRST_DOSE "through 2008-04-15\n2008-04-20T09:00 coordinator bleeding\n"
                "2008-04-20T09:10 coordinator counsel\nt 2008-04-21T08:00 collected=2008-04-20\n"
                "2008-04-21T09:00 prescriber evaluation-close finding=not-pregnant\n"
                "expect 2008-04-21T11:00 hold=PT-10"},
    {"PT-10 two triggers: what clears must come after the newer", "",
     FIRST_DOSE
     "through 2008-04-15\n2008-04-20T09:00 coordinator missed-period\nt 2008-04-21T08:00\n"
     "2008-04-21T09:00 coordinator counsel\n2008-04-22T09:00 coordinator bleeding\n"
     "2008-04-22T10:00 prescriber evaluation-close finding=not-pregnant\n"
     "expect 2008-04-22T11:00 hold=PT-10 since=2008-04-20T09:00\nt 2008-04-23T08:00\n"
     "2008-04-23T09:00 coordinator counsel\n"
     "2008-04-23T10:00 prescriber evaluation-close finding=not-pregnant\n"
     "expect 2008-04-23T11:00 hold="},
    {"PT-10 tested and counselled in the same instant is not after it", "",
     FIRST_DOSE "through 2008-04-15\n2008-04-20T09:00 coordinator bleeding\n"
                "2008-04-20T09:00 coordinator counsel\nt 2008-04-20T10:00\n"
                "2008-04-20T11:00 prescriber evaluation-close finding=not-pregnant\n"
                "expect 2008-04-20T11:00 hold=PT-10"},
    {"PT-10 the older trigger is entered last", "",
     FIRST_DOSE
     "through 2008-04-15\n2008-04-20T09:00 coordinator missed-period\n"
     "2008-04-20T09:30 coordinator bleeding noticed=2008-04-19T09:00\n"
     "t 2008-04-20T09:40 collected=2008-04-20T08:00\n2008-04-20T10:00 coordinator counsel\n"
     "2008-04-20T11:00 prescriber evaluation-close finding=not-pregnant\n"
     "expect 2008-04-20T11:00 hold=PT-10"},
    {"PT-10 a new trigger opens a new hold", "",
     FIRST_DOSE "through 2008-04-15\n2008-04-20T09:00 coordinator bleeding\nt 2008-04-21T08:00\n"
                "2008-04-21T09:00 coordinator counsel\n"
                "2008-04-21T10:00 prescriber evaluation-close finding=not-pregnant\n"
                "2008-04-22T10:00 coordinator bleeding\n"
                "expect 2008-04-22T11:00 hold=PT-10 since=2008-04-22T10:00"},
};

static const struct row abnormal[] = {
    {"B-059 positive, then negative", "",
     FIRST_DOSE
     "through 2008-04-14\nt 2008-04-15T08:00 result=positive\n"
     "expect 2008-04-15T08:00 hold=PT-10,PT-13 since=2008-04-15T08:00\nt 2008-04-16T08:00\n"
     "ask 2008-04-17T10:00 fail=PRG-1,PT-10,PT-13,SUP-5"},
    {"B-059 closed as not pregnant: no", "",
     FIRST_DOSE "through 2008-04-14\nt 2008-04-15T08:00 result=positive\nt 2008-04-16T08:00\n"
                "2008-04-16T09:00 coordinator counsel\n"
                "2008-04-16T10:00 prescriber evaluation-close finding=not-pregnant\n"
                "expect 2008-04-16T11:00 hold=PT-10,PT-13"},
    {"B-059 a false positive without notice to the sponsor: no", "",
     FIRST_DOSE "through 2008-04-14\nt 2008-04-15T08:00 result=positive\nt 2008-04-16T08:00\n"
                "2008-04-16T10:00 prescriber evaluation-close finding=false-positive\n"
                "expect 2008-04-16T11:00 hold=PT-10,PT-13"},
    {"B-059 a false positive with it", "",
     FIRST_DOSE "through 2008-04-14\nt 2008-04-15T08:00 result=positive\nt 2008-04-16T08:00\n"
                "2008-04-16T10:00 prescriber evaluation-close finding=false-positive notice=N-1\n"
                "expect 2008-04-16T11:00 hold=\nt 2008-04-29T08:00\n" EMPTIED
                "ask 2008-04-29T10:00 fail="},
    {"PT-13 a second positive after that", "",
     FIRST_DOSE "through 2008-04-14\nt 2008-04-15T08:00 result=positive\n"
                "2008-04-16T10:00 prescriber evaluation-close finding=false-positive notice=N-1\n"
                "t 2008-04-17T08:00 result=positive\nt 2008-04-17T09:00 result=positive\n"
                "expect 2008-04-17T11:00 hold=PT-10,PT-13 since=2008-04-17T08:00"},
    {"PRG-1 confirmed", "",
     FIRST_DOSE "through 2008-04-14\nt 2008-04-15T08:00 result=positive\n"
                "2008-04-16T10:00 prescriber evaluation-close finding=pregnant\n"
                "expect 2008-04-16T11:00 hold=PRG-1,PT-10,PT-13"},
    {"B-060 indeterminate", "",
     FIRST_DOSE "through 2008-04-14\nt 2008-04-15T08:00 result=indeterminate\n"
                "expect 2008-04-15T08:00 hold=PT-10\nt 2008-04-16T08:00\n"
                "2008-04-16T09:00 coordinator counsel\n"
                "2008-04-16T10:00 prescriber evaluation-close finding=not-pregnant\n"
                "expect 2008-04-16T11:00 hold="},
    {"B-060 with a date only: it counts from its entry", "",
     FIRST_DOSE
     "through 2008-04-14\nt 2008-04-15T08:00 result=indeterminate collected=2008-04-14\n"
     "t 2008-04-15T08:30 collected=2008-04-15T07:59\n2008-04-15T09:00 coordinator counsel\n"
     "2008-04-15T10:00 prescriber evaluation-close finding=not-pregnant\n"
     "expect 2008-04-15T11:00 hold=PT-10"},
    {"T-11 an indeterminate one that is corrected is not the test after itself", "",
     FIRST_DOSE
     "through 2008-04-14\n"
     "2008-04-15T08:00 coordinator test accession=L result=indeterminate as l\n"
     "2008-04-15T09:00 coordinator amend of=@l field=result old=indeterminate new=negative "
     "reason=x\n2008-04-15T09:10 coordinator counsel\n"
     "2008-04-15T10:00 prescriber evaluation-close finding=not-pregnant\n"
     "expect 2008-04-15T11:00 hold=PT-10\nt 2008-04-15T12:00\n"
     "2008-04-15T13:00 prescriber evaluation-close finding=not-pregnant\n"
     "expect 2008-04-15T13:00 hold="},
    {"T-11 a positive that is corrected is not forgotten", "",
     FIRST_DOSE
     "through 2008-04-14\n2008-04-15T08:00 coordinator test accession=L result=positive as l\n"
     "2008-04-15T09:00 coordinator amend of=@l field=result old=positive new=negative reason=x\n"
     "expect 2008-04-15T10:00 hold=PT-10,PT-13\n"
     "2008-04-15T11:00 prescriber evaluation-close finding=false-positive notice=N-1\n"
     "expect 2008-04-15T11:00 hold="},
    {"T-11 a negative that is corrected opens a hold by its correction", "",
     FIRST_DOSE
     "through 2008-04-14\n2008-04-15T08:00 coordinator test accession=L as l\n"
     "2008-04-16T09:00 coordinator amend of=@l field=result old=negative new=positive reason=x\n"
     "expect 2008-04-16T10:00 hold=PT-10,PT-13 since=2008-04-16T09:00"},
    {"T-11 so does the result of a pending one", "",
     FIRST_DOSE
     "through 2008-04-14\n2008-04-15T08:00 coordinator test accession=L result=pending as l\n"
     "2008-04-15T09:00 coordinator test-result test=@l result=negative as r\n"
     "2008-04-16T09:00 coordinator amend of=@r field=result old=negative new=positive reason=x\n"
     "expect 2008-04-16T10:00 hold=PT-10,PT-13 since=2008-04-16T09:00"},
    {"PT-13 the pending result is positive", "",
     FIRST_DOSE
     "through 2008-04-14\n2008-04-15T08:00 coordinator test accession=L result=pending as l\n"
     "2008-04-16T09:00 coordinator test-result test=@l result=positive\n"
     "expect 2008-04-16T10:00 hold=PT-10,PT-13 since=2008-04-16T09:00"},
    {"B-071 bleeding after a menopause",
     "drop t1\ndrop t2\ndrop con\ndrop menses\n"
     "set enrol basis=natural-menopause since=2005-01-01 document=note\nset form category=AFNRP\n"
     "set rx category=AFNRP",
     FIRST_DOSE
     "2008-04-01T08:00 pharmacist return lot=L1 capsules=0 left=0\nsupply 2008-04-01T10:00\n"
     "expect 2008-04-01T11:00 category=AFNRP hold= task=counselling\n"
     "2008-04-20T09:00 coordinator bleeding\n"
     "expect 2008-04-20T09:00 category=AFRP hold=PT-10\n"
     "2008-04-29T08:00 pharmacist return lot=L1 capsules=0 left=0\n"
     "ask 2008-04-29T10:00 fail=ENR-3,PT-2,PT-3,PT-10,CON-2"},
};

static const struct row pairs[] = {
    {"CON-3 a pair that is not complete any more", "",
     FIRST_DOSE "through 2008-04-09\n2008-04-10T09:00 coordinator contraception methods=condom "
                "since=2008-04-10\nexpect 2008-04-10T09:00 hold=CON-3 since=2008-04-10T09:00\n"
                "through 2008-04-28\nt 2008-04-29T08:00\n" EMPTIED
                "ask 2008-04-29T10:00 fail=CON-3"},
    {"CON-3 before treatment it is CON-2, and no hold", "set con methods=hormonal,condom",
     "expect 2008-03-04T11:00 hold="},
    {"CON-3 a complete pair ends nothing by itself, and has its lead", "",
     FIRST_DOSE "through 2008-04-09\n2008-04-10T09:00 coordinator contraception methods=condom "
                "since=2008-04-10\n2008-04-11T09:00 coordinator contraception methods=iud,condom "
                "since=2008-04-11\nexpect 2008-04-11T10:00 hold=CON-3\nthrough 2008-04-28\n"
                "t 2008-04-29T08:00\n" EMPTIED "ask 2008-04-29T10:00 fail=CON-1,CON-3\n"
                "2008-05-08T09:00 prescriber release reason=x\nexpect 2008-05-08T10:00 hold=CON-3\n"
                "2008-05-09T09:00 prescriber release reason=x\nexpect 2008-05-09T10:00 hold="},
    {"CON-4 abstinence needs no lead", "",
     FIRST_DOSE "through 2008-04-09\n2008-04-10T09:00 coordinator contraception methods=condom "
                "since=2008-04-10\n2008-04-11T09:00 coordinator contraception methods=abstinence "
                "since=2008-04-11\nexpect 2008-04-11T10:00 hold=CON-3\n"
                "2008-04-11T11:00 prescriber release reason=x\nexpect 2008-04-11T12:00 hold="},
    {"CON-3 released before the pair is complete: nothing", "",
     FIRST_DOSE "through 2008-04-09\n2008-04-10T09:00 coordinator contraception methods=condom "
                "since=2008-04-10\n2008-04-10T10:00 prescriber release reason=x\n"
                "2008-04-10T11:00 coordinator contraception methods=abstinence since=2008-04-10\n"
                "expect 2008-04-11T12:00 hold=CON-3"},
    {"CON-3 no release where the lead stands open", "",
     FIRST_DOSE "through 2008-04-09\n2008-04-10T09:00 coordinator contraception methods=condom "
                "since=2008-04-10\n2008-04-10T11:00 coordinator contraception methods=iud,condom "
                "since=2008-01-10\n2008-04-10T12:00 prescriber release reason=x\n"
                "policy contraception.lead_days unset\nexpect 2008-04-11T12:00 hold=CON-3"},
    {"CON-3 every pair is incomplete where the lists stand open", "",
     FIRST_DOSE "2008-03-05T09:00 coordinator contraception methods=iud,condom since=2008-01-15\n"
                "policy contraception.additional unset\nexpect 2008-03-05T12:00 hold=CON-3"},
    {"CON-1 a change of method runs the lead again", "",
     FIRST_DOSE "through 2008-04-09\n2008-04-10T09:00 coordinator contraception methods=iud,condom "
                "since=2008-04-10\nexpect 2008-04-10T10:00 hold=\nthrough 2008-04-28\n"
                "t 2008-04-29T08:00\n" EMPTIED "ask 2008-04-29T10:00 fail=CON-1"},
    {"CON-1 by policy it need not", "policy contraception.change_restarts_lead 0",
     FIRST_DOSE "through 2008-04-09\n2008-04-10T09:00 coordinator contraception methods=iud,condom "
                "since=2008-04-10\nthrough 2008-04-28\nt 2008-04-29T08:00\n" EMPTIED
                "ask 2008-04-29T10:00 fail="},
    {"CON-1 unless the pair was broken between", "policy contraception.change_restarts_lead 0",
     FIRST_DOSE "through 2008-04-08\n2008-04-09T09:00 coordinator contraception methods=abstinence "
                "since=2008-04-09\n2008-04-10T09:00 coordinator contraception methods=iud,condom "
                "since=2008-04-10\nthrough 2008-04-28\nt 2008-04-29T08:00\n" EMPTIED
                "ask 2008-04-29T10:00 fail=CON-1"},
    {"CON-1 the older record begins later", "policy contraception.change_restarts_lead 0",
     FIRST_DOSE "through 2008-04-09\n2008-04-10T09:00 coordinator contraception methods=iud,condom "
                "since=2007-04-10\nthrough 2008-04-28\nt 2008-04-29T08:00\n" EMPTIED
                "ask 2008-04-29T10:00 fail="},
    {"CON-3 no hold of hers while she cannot become pregnant",
     "drop t1\ndrop t2\ndrop con\nset enrol basis=hysterectomy document=note\nset form category=AFNRP\n"
     "set rx category=AFNRP",
     FIRST_DOSE "2008-03-05T09:00 coordinator contraception methods= since=2008-03-05\n"
                "2008-03-05T09:10 prescriber release reason=x\nexpect 2008-03-05T10:00 hold="},
};

static const struct row by_hand[] = {
    {"HOLD-1 refuses until it is released", "",
     FIRST_DOSE
     "through 2008-04-28\n2008-04-29T07:00 pharmacist hold reason=x\nt 2008-04-29T08:00\n"
     "expect 2008-04-29T09:00 hold=HOLD-1 since=2008-04-29T07:00\n"
     "ask 2008-04-29T10:00 fail=HOLD-1\n2008-04-29T11:00 prescriber release reason=x\n"
     "expect 2008-04-29T11:00 hold="},
    {"HOLD-1 the oldest of two open ones is told", "",
     FIRST_DOSE
     "2008-03-05T07:00 pharmacist hold reason=x\nexpect 2008-03-12T09:00 hold=HOLD-1,PT-4 "
     "since=2008-03-05T07:00"},
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
TABLE(starts)
TABLE(missed)
TABLE(abnormal)
TABLE(pairs)
TABLE(by_hand)

static void
test_a_first_dose_of_nothing(void **state)
{
    (void)state;
    rw_setup(NULL);
    (void)rw_first_supply("not dispensed", "");
    rw_judge_line(rw.now, "first-dose dev=");
}

/* More holds than there is room for: the open one is not forgotten. */
static void
test_no_hold_is_forgotten(void **state)
{
    instant_t at;

    (void)state;
    rw_setup(NULL);
    rw_course("many holds", "", "");
    at = rw_time(span_of("2008-03-12T09:00"));
    (void)rw_say(at, "coordinator bleeding");
    for (int i = 0; i < CASE_HOLDS_MAX - 2; i++) { /* beside them PT-4 and PT-10 */
        (void)rw_say(at + 2 * i * SECOND, "pharmacist hold reason=x");
        (void)rw_say(at + (2 * i + 1) * SECOND, "prescriber release reason=x");
    }
    (void)rw_say(at + 3600 * SECOND, "pharmacist hold reason=x");
    rw_expect(at + 3600 * SECOND, span_of("hold"), span_of("HOLD-1,PT-4,PT-10"));
    rw_expect(at + 3600 * SECOND, span_of("since"), span_of("2008-03-12T00:00"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_starts),
        cmocka_unit_test(test_missed),
        cmocka_unit_test(test_abnormal),
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_no_hold_is_forgotten),
        cmocka_unit_test(test_a_first_dose_of_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, rw_end);
}
