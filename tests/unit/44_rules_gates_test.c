/*
 * Every gate at the first supply: one good world, one change, and the exact set of gates that fail
 * (boundary-cases.md; limits in pairs, the last good and the first bad). The language of the changes
 * stands in rules_world.h.
 */
#include "rules_world.h"

struct row {
    const char *id;
    const char *change;
    const char *fail;
};

/* A male subject; a subject who had a hysterectomy; no tests and no methods in either. */
#define NO_TESTS "drop t1\ndrop t2\n"
#define MALE                                                                               \
    NO_TESTS "set enrol sex=male\nset form category=AM\nset rx category=AM\ndrop menses\n" \
             "set con methods=condom\n"
#define CANNOT NO_TESTS "drop con\nset form category=AFNRP\nset rx category=AFNRP\n"

static const struct row registrations[] = {
    {"B-001 everything in order", "", ""},
    {"ENR-1 last day of the registration", "set reg-rx until=2008-03-04", ""},
    {"ENR-1 the day after", "set reg-rx until=2008-03-03", "ENR-1"},
    {"ENR-1 first day of the registration", "set reg-rx from=2008-03-04", ""},
    {"ENR-1 the day before", "set reg-rx from=2008-03-05", "ENR-1"},
    {"B-115 prescriber not registered", "drop reg-rx", "ENR-1"},
    {"B-115 suspended on the day",
     "add 2008-03-01T08:00 coordinator registration kind=prescriber name=prescriber from=2008-03-04 "
     "standing=suspended",
     "ENR-1"},
    {"B-115 suspended from the next day",
     "add 2008-03-01T08:00 coordinator registration kind=prescriber name=prescriber from=2008-03-05 "
     "standing=suspended",
     ""},
    {"ENR-1 another prescriber is registered", "set reg-rx name=prescriber-2", "ENR-1"},
    {"ENR-2 last day of the registration", "set reg-ph until=2008-03-04", ""},
    {"ENR-2 the day after", "set reg-ph until=2008-03-03", "ENR-2"},
    {"B-151 the pharmacy is suspended on the day",
     "add 2008-03-04T08:00 coordinator registration kind=pharmacy name=IDS-1 from=2008-03-04 "
     "standing=suspended",
     "ENR-2"},
    {"ENR-2 no pharmacy on record", "drop site", "ENR-2"},
};

static const struct row enrolment[] = {
    {"ENR-3 no form", "drop form", "ENR-3"},
    {"ENR-3 form of another category", "set form category=AFNRP", "ENR-3"},
    {"ENR-3 form signed with the enrolment", "set form signed=2008-01-10T09:00", ""},
    {"ENR-3 form signed a second before it", "set form signed=2008-01-10T08:59:59", "ENR-3"},
    {"ENR-3 form dated today", "set form signed=2008-03-04T23:59", ""},
    {"ENR-3 form dated tomorrow", "set form signed=2008-03-05T00:00", "ENR-3"},
    {"ENR-3 no consent", "drop consent", "ENR-3"},
    {"B-113 consent withdrawn", "add 2008-03-01T09:00 coordinator consent state=withdrawn",
     "ENR-3"},
    {"ENR-3 consent withdrawn and given again",
     "add 2008-03-01T09:00 coordinator consent state=withdrawn\n"
     "add 2008-03-02T09:00 coordinator consent state=given",
     ""},
    {"B-112 discontinued", "add 2008-03-03T09:00 prescriber discontinue on=2008-03-03 reason=ended",
     "ENR-3"},
    {"CAT-6 another category on the prescription", "set rx category=CFRP", "CAT-6"},
    {"CAT-6 18th birthday on the day of the supply, the forms of the day before",
     "set enrol born=1990-03-04\nset form category=CFRP\nset rx category=CFRP", "CAT-6,ENR-3"},
    {"CAT-6 the day before the 18th birthday",
     "set enrol born=1990-03-05\nset form category=CFRP\nset rx category=CFRP", ""},
    {"CAT-6 18th birthday, form signed on it",
     "set enrol born=1990-03-04\nset form @2008-03-04T00:00 category=AFRP", ""},
};

static const struct row categories[] = {
    {"B-061 hysterectomy, documented",
     CANNOT "set enrol basis=hysterectomy since=2006-05-01 document=note", ""},
    {"B-062 hysterectomy, reported only", CANNOT "set enrol basis=hysterectomy since=2006-05-01",
     "ENR-3,CAT-6,PT-2,PT-3,CON-2"},
    {"CAT-2b both ovaries removed",
     CANNOT "set enrol basis=bilateral-oophorectomy since=2006-05-01 document=note", ""},
    {"B-063 one ovary removed: as before",
     "set enrol basis=unilateral-oophorectomy since=2006-05-01 document=note", ""},
    {"B-063 one ovary removed does not exclude",
     CANNOT "set enrol basis=unilateral-oophorectomy since=2006-05-01 document=note",
     "ENR-3,CAT-6,PT-2,PT-3,CON-2"},
    {"B-070 amenorrhoea that is not natural",
     "set enrol basis=induced-amenorrhoea since=2005-05-01 document=note", ""},
    {"CAT-4 tubal ligation", "set enrol basis=tubal-ligation document=note", ""},
    {"CAT-4 infertility", "set enrol basis=infertility document=note", ""},
    {"B-066 last menses 2006-03-05, attested on 2008-03-04",
     "drop menses\nadd 2008-03-04T08:00 coordinator category basis=natural-menopause "
     "since=2006-03-05 document=note",
     ""},
    {"B-067 last menses 2006-03-04, attested on 2008-03-04",
     CANNOT "drop menses\nset form @2008-03-04T08:10\nadd 2008-03-04T08:00 coordinator category "
            "basis=natural-menopause since=2006-03-04 document=note",
     ""},
    {"CAT-5 the form was signed before the category began",
     CANNOT "drop menses\nset form @2008-03-04T07:59\nadd 2008-03-04T08:00 coordinator category "
            "basis=natural-menopause since=2006-03-04 document=note",
     "ENR-3"},
    {"CAT-2c menopause without its date",
     "drop menses\nset enrol basis=natural-menopause document=note", ""},
    {"CAT-2c menopause without its document",
     "drop menses\nset enrol basis=natural-menopause since=2001-01-01", ""},
    {"CAT-5 she can again, without any paper",
     CANNOT "set enrol basis=hysterectomy document=note\n"
            "add 2008-02-01T09:00 coordinator category basis=none",
     "ENR-3,CAT-6,PT-2,PT-3,CON-2"},
    {"CAT-5 menses are newer than was thought",
     CANNOT "drop menses\nset enrol basis=natural-menopause since=2005-01-01 document=note\n"
            "add 2008-02-01T09:00 coordinator category basis=natural-menopause since=2007-06-01",
     "ENR-3,CAT-6,PT-2,PT-3,CON-2"},
    {"CAT-5 the amenorrhoea was induced",
     CANNOT "drop menses\nset enrol basis=natural-menopause since=2005-01-01 document=note\n"
            "add 2008-02-01T09:00 coordinator category basis=induced-amenorrhoea",
     "ENR-3,CAT-6,PT-2,PT-3,CON-2"},
    {"CAT-5 menses after a menopause, as a pattern",
     CANNOT "drop menses\nset enrol basis=natural-menopause since=2005-01-01 document=note\n"
            "add 2008-02-01T09:00 coordinator menses pattern=irregular",
     "ENR-3,CAT-6,PT-2,PT-3,CON-2"},
    {"CAT-5 no menses after a menopause",
     CANNOT "drop menses\nset enrol basis=natural-menopause since=2005-01-01 document=note\n"
            "add 2008-02-01T09:00 coordinator menses pattern=none",
     ""},
    {"CAT-5 a hysterectomy after the bleeding ends the question",
     CANNOT "drop menses\nset enrol basis=natural-menopause since=2005-01-01 document=note\n"
            "set form @2008-02-20T09:10\n"
            "add 2008-02-01T09:00 coordinator bleeding\n"
            "add 2008-02-02T09:00 coordinator test accession=B\n"
            "add 2008-02-02T10:00 coordinator counsel\n"
            "add 2008-02-03T09:00 prescriber evaluation-close finding=not-pregnant\n"
            "add 2008-02-20T09:00 coordinator category basis=hysterectomy document=note",
     ""},
    {"CAT-5 bleeding before the menopause was attested",
     CANNOT "drop menses\nset form @2008-02-20T09:10\n"
            "add 2008-01-11T08:00 coordinator menses pattern=irregular\n"
            "add 2008-02-01T09:00 coordinator bleeding\n"
            "add 2008-02-02T09:00 coordinator test accession=B\n"
            "add 2008-02-02T10:00 coordinator counsel\n"
            "add 2008-02-03T09:00 prescriber evaluation-close finding=not-pregnant\n"
            "add 2008-02-20T09:00 coordinator category basis=natural-menopause since=2005-01-01 "
            "document=note",
     ""},
    {"CAT-5 bleeding after it was attested twice",
     CANNOT "drop menses\nset enrol basis=natural-menopause since=2005-01-01 document=note\n"
            "add 2008-02-01T09:00 coordinator category basis=natural-menopause since=2005-01-01 "
            "document=note\nadd 2008-02-20T09:00 coordinator bleeding\n"
            "add 2008-02-20T09:01 coordinator menses pattern=regular",
     "ENR-3,CAT-6,PT-2,PT-3,PT-10,CON-2"},
    {"CAT-5 a pattern, then bleeding: the first of them",
     CANNOT "drop menses\nset enrol basis=natural-menopause since=2005-01-01 document=note\n"
            "add 2008-02-20T09:00 coordinator menses pattern=regular\n"
            "add 2008-02-20T09:01 coordinator bleeding\n"
            "add 2008-02-20T09:02 coordinator agreement category=AFRP signed=2008-02-20T09:00:30",
     "CAT-6,PT-2,PT-3,PT-10,CON-2"},
    {"CAT-5 a pattern of menses says nothing after a hysterectomy",
     CANNOT "set enrol basis=hysterectomy document=note", ""},
    {"CAT-2 before menarche: a child who cannot",
     CANNOT "drop menses\nset enrol born=1997-01-01 basis=before-menarche document=note\n"
            "set form category=CFNRP\nset rx category=CFNRP",
     ""},
    {"CAT-5 menarche: a child who can",
     CANNOT "drop menses\nset enrol born=1997-01-01 basis=before-menarche document=note\n"
            "set form category=CFNRP\nset rx category=CFNRP\n"
            "add 2008-02-01T09:00 coordinator bleeding",
     "ENR-3,CAT-6,PT-2,PT-3,PT-10,CON-2"},
    {"male, condom agreed", MALE, ""},
    {"B-109 male, vasectomy, no condom", MALE "set con methods=partner-vasectomy", "CON-5"},
    {"CON-5 male, nothing on record", MALE "drop con", "CON-5"},
    {"a boy", MALE "set enrol born=1990-03-05\nset form category=CM\nset rx category=CM", ""},
};

static const struct row first_tests[] = {
    {"B-014 first test 15 days before", "set t1 @2008-02-18T09:00", "PT-2"},
    {"B-015 first test 14 days before", "set t1 @2008-02-19T09:00", ""},
    {"B-016 first test 10 days before", "set t1 @2008-02-23T09:00", ""},
    {"PT-2 first test 9 days before", "set t1 @2008-02-24T09:00", "PT-2"},
    {"B-018 13 days and 20 minutes are 14 dates",
     "set t1 @2008-02-19T23:50\nset rx @2008-03-04T00:10", ""},
    {"PT-2 14 days by the clock, 15 by dates",
     "set t1 @2008-02-18T23:59\nset rx @2008-03-04T00:01\nset counsel @2008-03-04T00:02", "PT-2"},
    {"PT-2 a date is enough", "set t1 collected=2008-02-21", ""},
    {"B-020 the prescription slips to day 15",
     "set rx @2008-03-07T09:30\nset t2 @2008-03-07T08:30\nset t1 @2008-02-21T09:00", "PT-2"},
    {"PT-2 no first test", "drop t1", "PT-2"},
    {"B-035 abstinent, no tests", NO_TESTS "set con methods=abstinence", "PT-2,PT-3"},
    {"T-5 one specimen twice", "set t2 accession=A-1", "PT-3"},
    {"PT-1 first test, 100 mIU/mL", "set t1 sensitivity=100", "PT-1"},
    {"PT-11 first test pending", "set t1 result=pending\ndrop v1\ndrop p1", "PT-11"},
};

static const struct row second_tests[] = {
    {"B-002 86,400 s before", "set t2 @2008-03-03T09:00\nset rx @2008-03-04T09:00", ""},
    {"B-003 86,401 s before", "set t2 @2008-03-03T09:00\nset rx @2008-03-04T09:00:01", "PT-3"},
    {"PT-3 a microsecond too much",
     "set t2 @2008-03-03T09:00\nset rx @2008-03-04T09:00:00.000001-05:00", "PT-3"},
    {"B-004 spring: 23.5 h elapsed",
     "set t1 @2008-02-26T09:00\nset t2 @2008-03-08T10:00\nset rx @2008-03-09T10:30", ""},
    {"B-005 spring: 24.0 h elapsed",
     "set t1 @2008-02-26T09:00\nset t2 @2008-03-08T10:00\nset rx @2008-03-09T11:00", ""},
    {"B-006 spring: one second more",
     "set t1 @2008-02-26T09:00\nset t2 @2008-03-08T10:00\nset rx @2008-03-09T11:00:01", "PT-3"},
    {"B-007 autumn: 24.5 h elapsed",
     "set t1 @2008-10-21T09:00\nset t2 @2008-11-01T10:00\nset rx @2008-11-02T09:30", "PT-3"},
    {"B-009 autumn: 23.75 h elapsed",
     "set t1 @2008-10-21T09:00\nset t2 @2008-11-01T01:45\nset rx @2008-11-02T01:30:00-04:00", ""},
    {"B-009 autumn: the later 01:30, 24.75 h elapsed",
     "set t1 @2008-10-21T09:00\nset t2 @2008-11-01T01:45\nset rx @2008-11-02T01:30:00-05:00",
     "PT-3"},
    {"B-011 the result is not the specimen",
     "set t2 @2008-03-03T16:00 collected=2008-03-03T08:00 resulted=2008-03-03T16:00", "PT-3"},
    {"B-012 a date alone", "set t2 collected=2008-03-03", "PT-3"},
    {"B-013 dispensed all the same", "", ""},
    {"B-022 the result is pending", "set t2 result=pending\ndrop v2\ndrop p2", "PT-11"},
    {"B-024 sensitivity 25, urine", "set t2 specimen=urine sensitivity=25", ""},
    {"B-025 sensitivity 50", "set t2 specimen=urine sensitivity=50", ""},
    {"PT-1 sensitivity 51", "set t2 sensitivity=51", "PT-1"},
    {"B-026 sensitivity 100", "set t2 specimen=urine sensitivity=100", "PT-1"},
    {"B-028 sensitivity not known", "set t2 sensitivity=-", "PT-1"},
    {"PT-1 in a clinic", "set t2 setting=clinic", ""},
    {"PT-1 at home", "set t2 setting=home", "PT-1"},
    {"PT-1 at home where that is accepted", "set t2 setting=home\npolicy test.home_accepted 1", ""},
    {"PT-1 nobody knows where", "set t2 setting=-", "PT-1"},
    {"PT-1 both tests insensitive", "set t1 sensitivity=100\nset t2 sensitivity=101", "PT-1"},
    {"B-154 collected a second after the prescription",
     "set t2 @2008-03-04T09:30:01\nset v2 @2008-03-04T09:31", "PT-3"},
    {"T-6 collected with the prescription", "set t2 @2008-03-04T09:30\nset v2 @2008-03-04T09:31",
     "PT-3"},
    {"PT-3 the newest other one counts, wherever it lies",
     "add 2008-03-03T20:00 coordinator test accession=A-3 sensitivity=100", "PT-1,PT-11"},
    {"PT-3 the newest of one time is the one entered last",
     "add 2008-03-03T10:30 coordinator test accession=A-3 collected=2008-03-03T10:00", "PT-11"},
    {"PT-3 no second test", "drop t2", "PT-3"},
    {"PT-2 and PT-3 the newest specimen counts, not the one entered last",
     "set t1 @2008-02-23T09:00\n"
     "add 2008-03-03T10:10 coordinator test accession=A-0 collected=2008-02-20T09:00 sensitivity=100\n"
     "add 2008-03-03T10:20 coordinator test accession=A-3 collected=2008-03-03T09:50 sensitivity=100",
     ""},
    {"B-160 everything at once",
     "set t2 sensitivity=100\nset rx @2008-03-06T09:30 capsules=29\nset dispense capsules=29\ndrop p2",
     "PT-1,PT-3,PT-11,SUP-1"},
};

static const struct row verifications[] = {
    {"PT-11 prescriber, second test", "drop v2", "PT-11"},
    {"PT-11 prescriber, first test", "drop v1", "PT-11"},
    {"PT-11 pharmacist", "drop p2", "PT-11"},
    {"PT-11 the prescriber verified after the prescription", "set v2 @2008-03-04T09:31", "PT-11"},
    {"PT-11 and with it, before it in the log", "set v2 @2008-03-04T09:30", ""},
    {"PT-11 one person as both",
     "drop v2\ndrop p2\nadd 2008-03-03T11:00 two-roles test-verify test=@t2 as=prescriber\n"
     "add 2008-03-04T09:36 two-roles test-verify test=@t2 as=pharmacist",
     "PT-11"},
    {"PT-11 the result came after the prescription",
     "set t2 result=pending\ndrop v2\ndrop p2\n"
     "add 2008-03-04T09:31 coordinator test-result test=@t2 result=negative\n"
     "add 2008-03-04T09:32 prescriber test-verify test=@t2 as=prescriber\n"
     "add 2008-03-04T09:33 pharmacist test-verify test=@t2 as=pharmacist",
     "PT-11"},
    {"PT-11 the result came in time",
     "set t2 result=pending\nset v2 @2008-03-04T09:29\n"
     "add 2008-03-04T09:20 coordinator test-result test=@t2 result=negative",
     ""},
    {"T-11 the result was corrected after it was verified",
     "set t2 result=indeterminate\nset v2 @2008-03-03T11:00\n"
     "drop p2\n"
     "add 2008-03-03T12:00 coordinator amend of=@t2 field=result old=indeterminate new=negative "
     "reason=typed",
     "PT-10,PT-11"},
    {"T-11 the threshold was corrected after it was verified",
     "set t2 sensitivity=100\nset v2 @2008-03-03T11:00\n"
     "add 2008-03-03T12:00 coordinator amend of=@t2 field=sensitivity old=100 new=25 reason=typed",
     "PT-11"},
    {"T-11 and verified again",
     "set t2 sensitivity=100\n"
     "add 2008-03-03T12:00 coordinator amend of=@t2 field=sensitivity old=100 new=25 reason=typed",
     ""},
};

static const struct row methods[] = {
    {"CON-1 28 days", "set con since=2008-02-05", ""},
    {"B-032 27 days", "set con since=2008-02-06", "CON-1"},
    {"CON-1 the first day is in the future", "set con since=2008-04-01", "CON-1"},
    {"CON-2 nothing on record", "drop con", "CON-2"},
    {"CON-2 one method", "set con methods=hormonal", "CON-2"},
    {"CON-2 two additional methods", "set con methods=condom,diaphragm", "CON-2"},
    {"CON-2 two highly effective methods", "set con methods=hormonal,iud", "CON-2"},
    {"CON-2 tubal ligation and cap", "set con methods=tubal-ligation,cervical-cap", ""},
    {"CON-2 partner's vasectomy and diaphragm", "set con methods=partner-vasectomy,diaphragm", ""},
    {"CON-4 abstinence, since yesterday", "set con methods=abstinence since=2008-03-03", ""},
    {"CON-4 abstinence where the program has none",
     "set con methods=abstinence\npolicy contraception.abstinence_ok 0", "CON-2"},
    {"CON-1 a change before treatment counts from the new pair, by either policy",
     "policy contraception.change_restarts_lead 0\n"
     "add 2008-02-20T09:00 coordinator contraception methods=iud,condom since=2008-02-20",
     "CON-1"},
};

static const struct row counselling[] = {
    {"COU-1 never", "drop counsel", "COU-1,COU-3"},
    {"COU-3 yesterday", "set counsel @2008-03-03T09:00", "COU-3"},
    {"COU-3 28 days ago", "set counsel @2008-02-05T09:00", "COU-3"},
    {"COU-1 29 days ago", "set counsel @2008-02-04T09:00", "COU-1,COU-3"},
    {"COU-3 in the first minute of the day", "set counsel @2008-03-04T00:00", ""},
    {"COU-3 the newest one counts, by its own time",
     "add 2008-03-04T09:40 coordinator counsel held=2008-03-02T09:00 items=dose", ""},
    {"COU-3 one that is dated tomorrow was not held yet",
     "add 2008-03-04T09:40 coordinator counsel held=2008-03-05T09:00 items=dose", ""},
    {"COU-3 all are dated tomorrow", "set counsel held=2008-03-05T09:00", "COU-1,COU-3"},
    {"B-039 certified until today", "set reg-co until=2008-03-04", ""},
    {"B-039 certified until yesterday", "set reg-co until=2008-03-03", "COU-2"},
    {"COU-2 a counsellor of whom nothing is known", "drop reg-co", "COU-2"},
    {"B-040 not sharing is missing",
     "set counsel items=side-effects,blood-donation,capsules-whole,dose,contraception,test-schedule,"
     "stop-if-pregnant",
     "COU-3"},
    {"COU-3 what she can become is missing",
     "set counsel items=side-effects,not-sharing,blood-donation,capsules-whole,dose", "COU-3"},
    {"COU-3 complete for one who cannot",
     CANNOT "set enrol basis=hysterectomy document=note\n"
            "set counsel items=side-effects,not-sharing,blood-donation,capsules-whole,dose",
     ""},
    {"COU-3 complete for a man",
     MALE "set counsel items=side-effects,not-sharing,blood-donation,capsules-whole,dose,condom,"
          "sperm-donation",
     ""},
    {"COU-3 a man's items are missing",
     MALE "set counsel items=side-effects,not-sharing,blood-donation,capsules-whole,dose,condom",
     "COU-3"},
};

static const struct row supplies[] = {
    {"AUT-1t 7 days after the prescription, all of the day",
     "set t2 @2008-03-04T09:00\nset p1 @2008-03-04T10:00\nset p2 @2008-03-04T10:01\n"
     "set counsel @2008-03-11T09:00\nset dispense @2008-03-11T23:59:59",
     ""},
    {"AUT-1t 8 days",
     "set t2 @2008-03-04T09:00\nset p1 @2008-03-04T10:00\nset p2 @2008-03-04T10:01\n"
     "set counsel @2008-03-12T00:00\nset dispense @2008-03-12T00:00",
     "PT-14,AUT-1t"},
    {"PT-14 the test of the day before the prescription is 8 days old",
     "set counsel @2008-03-11T09:00\nset dispense @2008-03-11T09:45", "PT-14"},
    {"AUT-2 more than was prescribed", "set rx capsules=27", "AUT-2"},
    {"AUT-2 fewer than was prescribed", "set dispense capsules=27", ""},
    {"AUT-2 another strength", "set product strength_ug=10mg", "AUT-2"},
    {"B-079 two capsules a day, 56", "set rx dose_ug=10mg capsules=56\nset dispense capsules=56",
     ""},
    {"B-079 57", "set rx dose_ug=10mg capsules=57\nset dispense capsules=57", "SUP-1"},
    {"B-078 every other day, 28", "set rx every_days=2", "SUP-1"},
    {"B-078 every other day, 14", "set rx every_days=2\nset dispense capsules=14", ""},
    {"B-078 every other day, 15", "set rx every_days=2\nset dispense capsules=15", "SUP-1"},
    {"SUP-1 29 capsules", "set rx capsules=29\nset dispense capsules=29", "SUP-1"},
    {"SUP-1 a dose of one and a half capsules", "set rx dose_ug=7500ug", "SUP-1"},
    {"B-153 one refill", "set rx refills=1", "SUP-2"},
    {"SUP-2 none, in so many words", "set rx refills=0 channel=written", ""},
    {"SUP-3 by telephone", "set rx channel=phone", "SUP-3"},
    {"SUP-3 by telephone where that is allowed",
     "set rx channel=phone\npolicy prescription.phone_ok 1", ""},
    {"B-082 28 of a bottle of 100", "", ""},
    {"INV-3 28 are there", "set receive capsules=28", ""},
    {"INV-3 27 are there", "set receive capsules=27", "INV-3"},
    {"INV-3 nothing was received", "drop receive", "INV-3"},
    {"TMP-1 in quarantine", "set receive condition=out-of-range", "TMP-1"},
    {"TMP-1 damaged", "set receive condition=damaged", "TMP-1"},
    {"INV-3 too few, and in quarantine", "set receive capsules=27 condition=damaged", "INV-3"},
    {"TMP-1 28 good ones beside those",
     "set receive condition=damaged\n"
     "add 2008-02-01T09:00 pharmacist receive lot=L1 capsules=28 shipment=S-2 condition=in-range",
     ""},
    {"TMP-1 27 good ones beside those",
     "set receive condition=damaged\n"
     "add 2008-02-01T09:00 pharmacist receive lot=L1 capsules=27 shipment=S-2 condition=in-range",
     "TMP-1"},
    {"B-116 the lot expires with the last dose", "set lot expiry=2008-03-31", ""},
    {"EXP-1 the lot expires the day before", "set lot expiry=2008-03-30", "EXP-1"},
    {"B-118 expiry printed as a month", "set lot expiry=03/2008", ""},
    {"B-118 expiry printed as the month before", "set lot expiry=2008-02", "EXP-1"},
};

static const struct row holds[] = {
    {"HOLD-1 by hand", "add 2008-03-01T09:00 pharmacist hold reason=x", "HOLD-1"},
    {"HOLD-1 twice, released once",
     "add 2008-03-01T09:00 pharmacist hold reason=x\nadd 2008-03-01T09:01 pharmacist hold reason=x\n"
     "add 2008-03-02T09:00 prescriber release reason=x",
     ""},
    {"PT-13 a positive test", "add 2008-03-01T09:00 coordinator test accession=B result=positive",
     "PRG-1,PT-10,PT-13"},
    {"PT-13 nothing of PT-2 and PT-3 beside it",
     NO_TESTS "add 2008-03-03T10:00 coordinator test accession=B result=positive",
     "PRG-1,PT-10,PT-13"},
    {"B-060 an indeterminate one",
     NO_TESTS "add 2008-03-03T10:00 coordinator test accession=B result=indeterminate", "PT-10"},
    {"PT-10 bleeding", "add 2008-03-01T09:00 coordinator bleeding", "PT-10"},
    {"PT-10 a missed period", "add 2008-03-01T09:00 coordinator missed-period", "PT-10"},
    {"PT-10 an evaluation is a note", "add 2008-03-01T09:00 coordinator evaluation note=x", ""},
    {"PRG-1 a pregnancy is found without any test",
     "add 2008-03-01T09:00 prescriber evaluation-close finding=pregnant", "PRG-1"},
    {"PRG-1 resolved as a false alarm, with the sponsor's notice",
     "add 2008-03-01T09:00 prescriber evaluation-close finding=pregnant\n"
     "add 2008-03-02T09:00 prescriber evaluation-close finding=false-positive notice=N-1",
     ""},
    {"PRG-1 not by its contrary alone",
     "add 2008-03-01T09:00 prescriber evaluation-close finding=pregnant\n"
     "add 2008-03-02T09:00 prescriber evaluation-close finding=not-pregnant notice=N-1",
     "PRG-1"},
    {"PT-10 a closing without anything open",
     "add 2008-03-01T09:00 prescriber evaluation-close "
     "finding=not-pregnant",
     ""},
};

static void
check(const struct row *rows, size_t count, const char *last)
{
    size_t different = 0;

    for (size_t i = 0; i < count; i++) {
        assert_int_equal(rw_setup(NULL), 0);
        gate_set fails = rw_world(rows[i].id, rows[i].change, last)->fail;
        different += rw_same(rows[i].id, fails, rows[i].fail) ? 0 : 1;
    }
    assert_int_equal(different, 0);
}

#define TABLE(name)                                            \
    static void test_##name(void **state)                      \
    {                                                          \
        (void)state;                                           \
        check(name, sizeof name / sizeof name[0], "dispense"); \
    }
TABLE(registrations)
TABLE(enrolment)
TABLE(categories)
TABLE(first_tests)
TABLE(second_tests)
TABLE(verifications)
TABLE(methods)
TABLE(counselling)
TABLE(supplies)
TABLE(holds)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_registrations), cmocka_unit_test(test_enrolment),
        cmocka_unit_test(test_categories),    cmocka_unit_test(test_first_tests),
        cmocka_unit_test(test_second_tests),  cmocka_unit_test(test_verifications),
        cmocka_unit_test(test_methods),       cmocka_unit_test(test_counselling),
        cmocka_unit_test(test_supplies),      cmocka_unit_test(test_holds),
    };

    return cmocka_run_group_tests(tests, NULL, rw_end);
}
