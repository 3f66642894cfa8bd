/*
 * The schedule of pregnancy tests on treatment (rules.md T-7, PT-4 to PT-6, PT-9, PT-14): what is due, what
 * is overdue and from when, what is a deviation, and what a supply asked for then meets.
 */
#include "rules_world.h"

struct row {
    const char *id;
    const char *change;
    const char *course;
};

static const struct row weekly[] = {
    {"B-041 all in time", "",
     FIRST_DOSE "through 2008-04-01\nexpect 2008-04-01T12:00 hold= dev= due=2008-04-29"},
    {"PT-4 the first is due on day 7, all of it", "",
     FIRST_DOSE "expect 2008-03-11T23:59:59 hold= due=2008-03-11\n"
                "expect 2008-03-12T00:00 hold=PT-4 since=2008-03-12T00:00 dev=PT-4"},
    {"B-042 a day late", "",
     FIRST_DOSE "through 2008-03-17\nexpect 2008-03-18T23:59:59 hold= due=2008-03-18\n"
                "expect 2008-03-19T00:00 hold=PT-4\n"
                "2008-03-19T08:00 coordinator test accession=L\n"
                "expect 2008-03-19T08:00 hold= dev=PT-4 devs=1 due=2008-03-25"},
    {"T-7 until the first dose is logged the schedule counts from the supply", "",
     "expect 2008-03-05T12:00 due=2008-03-11"},
    {"T-7 then from the first dose", "",
     "2008-03-06T09:50 coordinator first-dose taken=2008-03-06T08:00\n"
     "expect 2008-03-06T12:00 due=2008-03-13"},
    {"T-7 a first dose that is dated after its entry counts from its entry", "",
     "2008-03-06T09:50 coordinator first-dose taken=2009-03-06T08:00\n"
     "expect 2008-03-06T12:00 due=2008-03-13"},
    {"T-7 6 days ahead fills the next date; due again a week later", "",
     FIRST_DOSE "t 2008-03-05T08:00\nexpect 2008-03-05T09:00 due=2008-03-12"},
    {"T-7 on the day of the start fills nothing", "",
     FIRST_DOSE "t 2008-03-04T10:00\nexpect 2008-03-04T11:00 due=2008-03-11"},
    {"T-7 before the start it counts for nothing", "",
     "2008-03-06T09:50 coordinator first-dose\n"
     "2008-03-06T10:00 coordinator test accession=L collected=2008-03-05T10:00\n"
     "expect 2008-03-06T12:00 due=2008-03-13"},
    {"T-7 one late test fills every date before it", "",
     FIRST_DOSE "t 2008-03-26T08:00\nexpect 2008-03-26T09:00 hold= devs=3 due=2008-04-01"},
    {"T-7 the phase ends with the last date, then four weeks", "",
     FIRST_DOSE "through 2008-03-25\nt 2008-03-27T08:00\n"
                "expect 2008-03-27T09:00 due=2008-04-24"},
    {"T-7 a date without a time is enough", "",
     FIRST_DOSE
     "t 2008-03-11T08:00 collected=2008-03-11\nexpect 2008-03-12T09:00 hold= due=2008-03-18"},
    {"T-7 an insensitive test fills nothing", "",
     FIRST_DOSE "t 2008-03-11T08:00 sensitivity=51\nexpect 2008-03-12T09:00 hold=PT-4"},
    {"T-7 neither does one of unknown sensitivity, or one at home", "",
     FIRST_DOSE "t 2008-03-11T08:00 sensitivity=-\nt 2008-03-11T08:10 setting=home\n"
                "expect 2008-03-12T09:00 hold=PT-4"},
    {"T-7 neither does a pending one", "",
     FIRST_DOSE "2008-03-11T08:00 coordinator test accession=L result=pending as p\n"
                "expect 2008-03-12T09:00 hold=PT-4\n"
                "2008-03-12T10:00 coordinator test-result test=@p result=negative\n"
                "expect 2008-03-12T10:00 hold= dev= due=2008-03-18"},
    {"T-7 a specimen that is dated after its entry fills nothing", "",
     FIRST_DOSE "2008-03-10T08:00 coordinator test accession=L collected=2009-03-10T08:00\n"
                "expect 2008-03-12T09:00 hold=PT-4"},
    {"T-7 nor when its date has come", "",
     FIRST_DOSE "2008-03-10T08:00 coordinator test accession=L collected=2008-03-17T08:00\n"
                "expect 2008-03-19T09:00 hold=PT-4 since=2008-03-12T00:00"},
    {"T-7 nothing counts where the limit stands open", "",
     FIRST_DOSE
     "through 2008-03-11\npolicy test.limit_miu unset\nexpect 2008-03-12T09:00 hold=PT-4"},
    {"T-7 two of one day are one", "",
     FIRST_DOSE "t 2008-03-11T08:00\nt 2008-03-11T09:00\nexpect 2008-03-11T10:00 due=2008-03-18"},
    {"T-11 collected in time, entered later: a hold, no deviation", "",
     FIRST_DOSE "expect 2008-03-12T07:59 hold=PT-4\n"
                "2008-03-12T08:00 coordinator test accession=L collected=2008-03-11T08:00\n"
                "expect 2008-03-12T08:00 hold= dev= due=2008-03-18"},
    {"T-11 entered at midnight is entered then", "",
     FIRST_DOSE "2008-03-12T00:00 coordinator test accession=L collected=2008-03-11T08:00\n"
                "expect 2008-03-12T00:00 hold= dev="},
    {"T-11 a later specimen ended the hold; the earlier one comes in afterwards", "",
     FIRST_DOSE "t 2008-03-18T08:00\nexpect 2008-03-18T09:00 hold= devs=1 left=20\n"
                "2008-03-20T08:00 coordinator test accession=L collected=2008-03-10T08:00\n"
                "expect 2008-03-20T08:00 hold= devs=0 left=19"},
    {"T-11 a negative by correction counts from the correction", "",
     FIRST_DOSE
     "2008-03-11T08:00 coordinator test accession=L result=pending as p\n"
     "2008-03-11T09:00 coordinator test-result test=@p result=negative as r\n"
     "expect 2008-03-11T10:00 due=2008-03-18\n"
     "2008-03-11T11:00 coordinator amend of=@r field=result old=negative new=pending reason=x\n"
     "expect 2008-03-11T12:00 due=2008-03-11"},
    {"PT-4 refuses a supply as well", "",
     FIRST_DOSE "through 2008-03-24\nt 2008-03-26T08:00 sensitivity=100\n"
                "ask 2008-03-26T10:00 fail=PT-1,PT-4"},
    {"a program without a weekly phase", "policy test.early.days 0",
     FIRST_DOSE "expect 2008-04-01T12:00 hold= due=2008-04-01\nexpect 2008-04-02T00:00 hold=PT-5"},
    {"a program with a test each day of a year",
     "policy test.early.days 365\npolicy test.early.interval 1",
     FIRST_DOSE "expect 2008-03-05T12:00 due=2008-03-05\nexpect 2008-03-07T00:00 hold=PT-4 devs=2\n"
                "expect 2009-03-07T00:00 devs=64"},
};

static const struct row later[] = {
    {"B-044 the test of day 28 more, on the day of the supply", "",
     FIRST_DOSE "through 2008-04-29\nexpect 2008-04-29T12:00 hold= due=2008-05-27"},
    {"B-045 none since", "",
     FIRST_DOSE "through 2008-04-28\nexpect 2008-04-29T23:59:59 hold=\n"
                "expect 2008-04-30T00:00 hold=PT-5 since=2008-04-30T00:00 dev=\n"
                "ask 2008-04-30T10:00 fail=PT-5"},
    {"B-046 irregular, in time", "set menses pattern=irregular",
     FIRST_DOSE "through 2008-04-14\nexpect 2008-04-15T23:59:59 hold= due=2008-04-15\n"
                "t 2008-04-15T08:00\nexpect 2008-04-16T09:00 hold= due=2008-04-29"},
    {"B-047 irregular, none", "set menses pattern=irregular",
     FIRST_DOSE "through 2008-04-14\nexpect 2008-04-16T00:00 hold=PT-6 since=2008-04-16T00:00\n"
                "ask 2008-04-16T10:00 fail=PT-6,SUP-5"},
    {"PT-6 nothing on record is irregular", "drop menses",
     FIRST_DOSE "through 2008-04-14\nexpect 2008-04-15T12:00 due=2008-04-15"},
    {"B-048 becomes irregular in time", "",
     FIRST_DOSE "through 2008-04-09\n2008-04-10T09:00 coordinator menses pattern=irregular\n"
                "expect 2008-04-10T09:00 hold= due=2008-04-15"},
    {"B-049 becomes irregular too late", "",
     FIRST_DOSE "through 2008-04-17\nexpect 2008-04-18T08:59:59 hold=\n"
                "2008-04-18T09:00 coordinator menses pattern=irregular\n"
                "expect 2008-04-18T09:00 hold=PT-6 since=2008-04-18T09:00\n"
                "t 2008-04-18T10:00\nexpect 2008-04-18T10:00 hold= due=2008-05-02"},
    {"B-049 and was overdue by the regular date already", "",
     FIRST_DOSE "through 2008-04-28\nexpect 2008-04-30T08:00 hold=PT-5\n"
                "2008-05-02T09:00 coordinator menses pattern=irregular\n"
                "expect 2008-05-02T09:00 hold=PT-6 since=2008-04-30T00:00"},
    {"B-049 irregular is said twice", "",
     FIRST_DOSE "through 2008-04-09\n2008-04-10T09:00 coordinator menses pattern=irregular\n"
                "2008-04-18T09:00 coordinator menses pattern=irregular\n"
                "expect 2008-04-18T09:00 hold=PT-6 since=2008-04-16T00:00"},
    {"B-050 becomes regular: the date stays", "set menses pattern=irregular",
     FIRST_DOSE "through 2008-04-09\n2008-04-10T09:00 prescriber menses pattern=regular\n"
                "expect 2008-04-10T09:00 due=2008-04-15\nt 2008-04-15T08:00\n"
                "expect 2008-04-15T09:00 due=2008-05-13"},
    {"B-050 but not by the coordinator's word", "set menses pattern=irregular",
     FIRST_DOSE "through 2008-04-09\n2008-04-10T09:00 coordinator menses pattern=regular\n"
                "t 2008-04-15T08:00\nexpect 2008-04-15T09:00 due=2008-04-29"},
    {"B-051 no menses at all are regular", "set menses pattern=none",
     FIRST_DOSE "through 2008-04-14\nexpect 2008-04-16T12:00 hold= due=2008-04-29"},
    {"PT-6 irregular once since the last test", "",
     FIRST_DOSE "through 2008-04-01\n2008-04-02T09:00 coordinator menses pattern=irregular\n"
                "2008-04-10T09:00 prescriber menses pattern=regular\n"
                "expect 2008-04-10T09:00 due=2008-04-15"},
    {"PT-5 regular all the time, said twice", "",
     FIRST_DOSE "through 2008-04-09\n2008-04-10T09:00 coordinator menses pattern=none\n"
                "expect 2008-04-10T09:00 due=2008-04-29"},
    {"PT-11 of one day the one with the later time, or the one entered last", "",
     FIRST_DOSE "through 2008-04-28\nt 2008-04-29T08:00\n"
                "2008-04-29T08:05 coordinator test accession=L1 collected=2008-04-29\n"
                "ask 2008-04-29T10:00 fail=PT-11\n"
                "t 2008-04-29T10:30\nask 2008-04-29T12:00 fail=\n"
                "2008-04-29T12:05 coordinator test accession=L2 collected=2008-04-29T07:00\n"
                "ask 2008-04-29T13:00 fail="},
    {"B-161 a supply 7 days after the test", "",
     FIRST_DOSE "through 2008-04-28\nt 2008-04-29T08:00\nask 2008-05-06T10:00 fail="},
    {"B-161 8 days", "",
     FIRST_DOSE "through 2008-04-28\nt 2008-04-29T08:00\nask 2008-05-07T10:00 fail=PT-14"},
    {"PT-14 a test that is dated after today is none yet", "",
     FIRST_DOSE "through 2008-04-28\nt 2008-04-29T08:00 collected=2009-04-29T08:00\n"
                "ask 2008-04-29T10:00 fail=PT-14"},
    {"PT-14 the newest is pending", "",
     FIRST_DOSE "through 2008-04-28\nt 2008-04-29T08:00\nt 2008-04-29T08:10 result=pending\n"
                "ask 2008-04-29T10:00 fail=PT-11"},
    {"PT-11 on treatment the newest one counts, verified before the prescription", "",
     FIRST_DOSE "through 2008-04-28\n2008-04-29T08:00 coordinator test accession=L as l\n"
                "ask 2008-04-29T10:00 fail=PT-11"},
    {"PT-11 collected after the prescription: verified before the supply", "",
     FIRST_DOSE "through 2008-04-28\nt 2008-04-29T08:00\n"
                "2008-04-30T08:00 coordinator counsel\n"
                "2008-04-30T08:10 prescriber prescribe prescription=RX-X category=AFRP dose_ug=5mg "
                "every_days=1 strength_ug=5mg capsules=28\n"
                "t 2008-04-30T08:20\n"
                "judge 2008-04-30T09:00 prescription=RX-X fail="},
    {"PT-11 a date after that of the prescription", "",
     FIRST_DOSE "through 2008-04-28\nt 2008-04-29T08:00\n"
                "2008-04-29T08:10 prescriber prescribe prescription=RX-X category=AFRP dose_ug=5mg "
                "every_days=1 strength_ug=5mg capsules=28\n"
                "t 2008-04-30T08:20 collected=2008-04-30\n2008-04-30T08:30 coordinator counsel\n"
                "judge 2008-04-30T09:00 prescription=RX-X fail="},
    {"PT-1 on treatment the newest one counts", "",
     FIRST_DOSE "through 2008-04-28\nt 2008-04-29T08:00\nt 2008-04-29T09:00 sensitivity=100\n"
                "ask 2008-04-29T10:00 fail=PT-1"},
};

/* 28 capsules of 04-01 at home: 24 are left when dosing is interrupted on 04-05. */
#define INTERRUPTED \
    FIRST_DOSE      \
    "through 2008-04-04\n2008-04-05T09:00 prescriber interrupt from=2008-04-05 reason=x\n"

static const struct row interruptions[] = {
    {"B-055 tested on schedule, restarted, what was left returned", "",
     INTERRUPTED "t 2008-04-29T08:00\nt 2008-05-09T08:00\n"
                 "2008-05-10T08:00 prescriber restart from=2008-05-10\n"
                 "2008-05-10T08:10 pharmacist return lot=L1 capsules=24\n"
                 "expect 2008-05-10T09:00 hold= dev= due=2008-06-06\nsupply 2008-05-10T10:00\n"
                 "expect 2008-05-10T11:00 due=2008-06-06"},
    {"B-055 without the last test", "",
     INTERRUPTED
     "t 2008-04-29T08:00\n2008-05-10T08:00 prescriber restart from=2008-05-10\n"
     "2008-05-10T08:10 pharmacist return lot=L1 capsules=24\nask 2008-05-10T10:00 fail=PT-14"},
    {"B-055 with what was left at home", "",
     INTERRUPTED
     "t 2008-04-29T08:00\nt 2008-05-09T08:00\n"
     "2008-05-10T08:00 prescriber restart from=2008-05-10\n"
     "expect 2008-05-10T08:00 left=24 days=24 next=2008-05-27\nask 2008-05-10T10:00 fail=SUP-5"},
    {"PT-9 missed in the interruption: no hold, a deviation, a new start", "",
     INTERRUPTED "expect 2008-04-29T23:59:59 hold= dev=\n"
                 "expect 2008-04-30T00:00 hold= dev=PT-9 task=new-start,counselling\n"
                 "t 2008-05-02T08:00\nexpect 2008-05-02T12:00 dev=PT-9\n"
                 "ask 2008-05-02T10:00 fail=PT-2,SUP-5"},
    {"PT-9 the restart while it is owed opens a hold until both tests lie in their windows", "",
     INTERRUPTED "2008-05-05T09:00 prescriber restart from=2008-05-05\n"
                 "expect 2008-05-05T09:00 hold=PT-2,PT-3 since=2008-05-05T09:00\n"
                 "t 2008-05-06T08:00\nexpect 2008-05-06T09:00 hold=PT-2\n"
                 "expect 2008-05-07T08:00 hold=PT-2\nexpect 2008-05-07T08:00:01 hold=PT-2,PT-3\n"
                 "expect 2008-05-15T23:00 hold=PT-2,PT-3\n"
                 "expect 2008-05-16T00:00 hold=PT-3\nt 2008-05-16T08:00 sensitivity=100\n"
                 "expect 2008-05-16T09:00 hold=PT-3\nt 2008-05-16T09:30 result=pending\n"
                 "expect 2008-05-16T09:40 hold=PT-3\nt 2008-05-16T10:00\n"
                 "expect 2008-05-16T10:30 hold=\n"
                 "2008-05-16T11:00 coordinator first-dose\nexpect 2008-06-20T10:30 hold= dev=PT-9"},
    {"PT-9 a first dose with the first of them alone ends nothing", "",
     INTERRUPTED
     "2008-05-05T09:00 prescriber restart from=2008-05-05\n"
     "t 2008-05-06T08:00\n2008-05-17T08:00 coordinator first-dose\n"
     "expect 2008-05-17T12:00 hold=PT-3\nt 2008-05-18T08:00\n"
     "2008-05-18T09:00 coordinator first-dose\n2008-05-18T09:10 coordinator evaluation note=x\n"
     "expect 2008-06-17T12:00 hold="},
    {"PT-9 the second window stands open", "",
     INTERRUPTED "policy test.second.max_seconds unset\n"
                 "2008-05-05T09:00 prescriber restart from=2008-05-05\nt 2008-05-06T08:00\n"
                 "expect 2008-05-06T09:00 hold=PT-2,PT-3\nt 2008-05-17T08:00\n"
                 "expect 2008-05-17T09:00 hold=PT-3"},
    {"PT-9 the first window stands open", "",
     INTERRUPTED "policy test.first.min_days unset\n"
                 "2008-05-05T09:00 prescriber restart from=2008-05-05\nt 2008-05-06T08:00\n"
                 "t 2008-05-17T08:00\nexpect 2008-05-17T09:00 hold=PT-2"},
    {"PT-9 a first dose without them ends nothing", "",
     INTERRUPTED "2008-05-05T09:00 prescriber restart from=2008-05-05\n"
                 "2008-05-05T11:00 coordinator first-dose\nexpect 2008-05-05T12:00 hold=PT-2,PT-3"},
    {"PT-9 restarted before it was missed: the hold begins with the day", "",
     INTERRUPTED "2008-04-20T09:00 prescriber restart from=2008-05-01\n"
                 "expect 2008-04-29T12:00 hold=\nexpect 2008-04-30T12:00 hold=PT-2,PT-3 "
                 "since=2008-04-30T00:00"},
    {"PT-9 an earlier restart is none of this", "",
     FIRST_DOSE
     "through 2008-04-01\n2008-04-02T09:00 prescriber interrupt from=2008-04-02 reason=x\n"
     "2008-04-03T09:00 prescriber restart from=2008-04-03\n"
     "2008-04-05T09:00 prescriber interrupt from=2008-04-05 reason=x\n"
     "expect 2008-04-30T12:00 hold= dev=PT-9"},
    {"PT-9 the new start: two tests, a supply, then weekly", "",
     INTERRUPTED "2008-05-05T08:00 pharmacist return lot=L1 capsules=24 left=0\n"
                 "t 2008-05-05T08:30\n2008-05-05T09:00 prescriber restart from=2008-05-05\n"
                 "t 2008-05-16T08:00\nsupply 2008-05-16T10:00\n"
                 "2008-05-16T10:30 coordinator first-dose\n"
                 "expect 2008-05-16T11:00 hold= dev=PT-9 due=2008-05-23\n"
                 "expect 2008-05-24T00:00 hold=PT-4 dev=PT-4,PT-9"},
    {"PT-9 the first dose after the new start has its limit as well", "",
     INTERRUPTED "2008-05-05T08:00 pharmacist return lot=L1 capsules=24 left=0\n"
                 "t 2008-05-05T08:30\n2008-05-05T09:00 prescriber restart from=2008-05-05\n"
                 "t 2008-05-16T08:00\nsupply 2008-05-16T10:00\n"
                 "judge 2008-05-17T08:00:01 first-dose dev=PT-3\n"
                 "2008-05-17T08:30 coordinator first-dose\nexpect 2008-05-17T09:00 dev=PT-3,PT-9"},
    {"PT-9 a supply during the interruption is no restart", "",
     INTERRUPTED "2008-05-05T08:00 pharmacist return lot=L1 capsules=24 left=0\n"
                 "t 2008-05-05T08:30\nt 2008-05-16T08:00\nsupply 2008-05-16T10:00\n"
                 "expect 2008-05-16T11:00 hold= dev=PT-9 task=new-start,counselling"},
    {"PT-9 nor is a supply after a restart was announced", "policy test.supply_max_age_days 365",
     FIRST_DOSE
     "through 2008-04-01\n2008-04-24T07:00 prescriber interrupt from=2008-04-24 reason=x\n"
     "2008-04-24T07:10 prescriber restart from=2008-05-02\nsupply 2008-04-26T10:00\n"
     "expect 2008-05-03T12:00 hold=PT-2,PT-3 dev=PT-9"},
    {"PT-9 announced, and missed before its day", "",
     FIRST_DOSE
     "through 2008-04-01\n2008-04-24T07:00 prescriber interrupt from=2008-04-24 reason=x\n"
     "2008-04-24T07:10 prescriber restart from=2008-05-02\n"
     "2008-04-24T07:20 coordinator test accession=L sensitivity=100 as l\n"
     "expect 2008-04-30T12:00 hold=PT-2,PT-3 dev=PT-9"},
    {"PT-9 collected in time, entered during the interruption: nothing was missed", "",
     INTERRUPTED "expect 2008-05-01T08:00 dev=PT-9\n"
                 "2008-05-01T09:00 coordinator test accession=L collected=2008-04-29T08:00\n"
                 "expect 2008-05-01T09:00 hold= dev= due=2008-05-27"},
    {"PT-9 missed before the interruption: the hold stays", "",
     FIRST_DOSE
     "through 2008-04-28\n2008-05-02T09:00 prescriber interrupt from=2008-05-02 reason=x\n"
     "expect 2008-05-02T10:00 hold=PT-5 dev="},
    {"PT-9 weekly dates missed in it are no deviations of PT-4", "",
     FIRST_DOSE
     "through 2008-03-11\n2008-03-12T09:00 prescriber interrupt from=2008-03-12 reason=x\n"
     "expect 2008-03-28T10:00 hold= dev=PT-9 devs=1\n"
     "2008-03-28T11:00 prescriber restart from=2008-03-28\n"
     "expect 2008-04-20T10:00 hold=PT-2,PT-3 dev=PT-9 devs=1"},
    {"PT-9 restart and interruption of one day do nothing", "",
     FIRST_DOSE
     "through 2008-03-11\n2008-03-12T09:00 prescriber interrupt from=2008-03-12 reason=x\n"
     "2008-03-12T10:00 prescriber restart from=2008-03-12\nexpect 2008-03-14T10:00 left=18"},
    {"PT-9 an interruption that is announced", "",
     FIRST_DOSE
     "through 2008-03-11\n2008-03-12T09:00 prescriber interrupt from=2008-03-20 reason=x\n"
     "expect 2008-03-19T10:00 hold=PT-4 left=13"},
};

static const struct row ends[] = {
    {"PT-7 nothing is due after the end", "",
     FIRST_DOSE
     "through 2008-04-04\n2008-04-05T09:00 prescriber discontinue on=2008-04-05 reason=x\n"
     "expect 2008-05-05T09:00 hold= dev= due= discontinued=yes"},
    {"what was missed before it stays on record", "",
     FIRST_DOSE
     "through 2008-03-11\n2008-03-20T09:00 prescriber discontinue on=2008-03-20 reason=x\n"
     "expect 2008-05-05T09:00 hold=PT-4 dev=PT-4 devs=1"},
    {"a test after the end fills nothing and makes nothing late", "",
     FIRST_DOSE
     "through 2008-03-11\n2008-03-13T09:00 prescriber discontinue on=2008-03-13 reason=x\n"
     "t 2008-03-27T08:00\nexpect 2008-05-05T09:00 hold= dev="},
    {"it ended once", "",
     FIRST_DOSE "2008-03-05T09:00 prescriber discontinue on=2008-03-05 reason=x\n"
                "2008-03-06T09:00 prescriber discontinue on=2008-06-05 reason=x\n"
                "expect 2008-03-20T09:00 hold= dev="},
    {"an end that is announced", "",
     FIRST_DOSE
     "through 2008-03-11\n2008-03-13T09:00 prescriber discontinue on=2008-04-13 reason=x\n"
     "expect 2008-03-19T09:00 hold=PT-4 dev=PT-4"},
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
TABLE(weekly)
TABLE(later)
TABLE(interruptions)
TABLE(ends)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weekly),
        cmocka_unit_test(test_later),
        cmocka_unit_test(test_interruptions),
        cmocka_unit_test(test_ends),
    };

    return cmocka_run_group_tests(tests, NULL, rw_end);
}
