/*
 * What a verdict says beyond which gates fail: leaves that stand open, windows, evidence, deviations; the
 * gates as warnings to a prescription; and what is asked at the desk before anything is chosen.
 */
#include "rules_world.h"

struct row {
    const char *id;
    const char *change;
    const char *fail;
};

#define MALE                                                                           \
    "drop t1\ndrop t2\nset enrol sex=male\nset form category=AM\nset rx category=AM\n" \
    "drop menses\nset con methods=condom\n"

/* A leaf that stands open refuses by the gate that needs it, and nothing crashes. */
static const struct row unset[] = {
    {"menopause",
     "policy nonrp.natural_menopause_months unset\n"
     "set enrol basis=natural-menopause since=2001-01-01 document=note",
     "CAT-6"},
    {"menopause is not asked", "policy nonrp.natural_menopause_months unset", ""},
    {"grounds", "policy nonrp.bases unset\nset enrol basis=hysterectomy document=note", "CAT-6"},
    {"grounds are not asked", "policy nonrp.bases unset", ""},
    {"adults", "policy category.adult_years unset\nset form category=CFRP", "CAT-6"},
    {"sensitivity", "policy test.limit_miu unset", "PT-1"},
    {"home tests", "policy test.home_accepted unset\nset t2 setting=home", "PT-1"},
    {"home tests are not asked", "policy test.home_accepted unset", ""},
    {"first test, from", "policy test.first.min_days unset", "PT-2"},
    {"first test, to", "policy test.first.max_days unset", "PT-2"},
    {"second test", "policy test.second.max_seconds unset", "PT-3"},
    {"start", "policy test.second.start_deviation unset", "PT-3"},
    {"no start anchor", "policy test.second.start_deviation 0", ""},
    {"weekly phase", "policy test.early.days unset", "PT-4"},
    {"weekly interval", "policy test.early.interval unset", "PT-4"},
    {"regular interval", "policy test.regular_interval unset", "PT-5"},
    {"irregular interval", "policy test.irregular_interval unset", "PT-6"},
    {"age at a supply", "policy test.supply_max_age_days unset", "PT-14"},
    {"lead", "policy contraception.lead_days unset", "CON-1"},
    {"change", "policy contraception.change_restarts_lead unset", "CON-1"},
    {"highly effective", "policy contraception.highly_effective unset", "CON-2"},
    {"additional", "policy contraception.additional unset", "CON-2"},
    {"abstinence", "policy contraception.abstinence_ok unset\nset con methods=abstinence", "CON-2"},
    {"abstinence is not asked", "policy contraception.abstinence_ok unset", ""},
    {"counselling", "policy counselling.max_gap_days unset", "COU-1"},
    {"items of all", "policy counselling.items.all unset", "COU-3"},
    {"items of hers", "policy counselling.items.can_become_pregnant unset", "COU-3"},
    {"items of his", MALE "policy counselling.items.male unset", "COU-3"},
    {"his items are not hers", "policy counselling.items.male unset", ""},
    {"validity", "policy prescription.valid_days unset", "AUT-1t"},
    {"refills", "policy prescription.refills_max unset", "SUP-2"},
    {"telephone", "policy prescription.phone_ok unset", "SUP-3"},
    {"longest supply", "policy supply.max_days unset", "SUP-1"},
    {"days left", "policy supply.next_when_days_left_le unset", "SUP-5"},
    {"enrolment anew", "policy enrolment.reenrol_after_months unset", "ENR-3"},
    {"no weekly phase at all", "policy test.early.days 0", ""},
    {"a gate that the program does not have", "drop t2\nno-gate PT-3\nno-gate PT-14", ""},
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

static void
test_unset(void **state)
{
    (void)state;
    check(unset, sizeof unset / sizeof unset[0], "dispense");
}

/* --- what a verdict says --------------------------------------------------------------------------- */

static const struct gate_finding *
finding(enum gate gate)
{
    return &rw.verdict.finding[gate];
}

static void
assert_at(instant_t at, const char *want)
{
    assert_int_equal(at, rw_time(span_of(want)));
}

static void
test_every_gate_is_asked_and_named(void **state)
{
    (void)state;
    const struct verdict *v = rw_first_supply("all gates", "");

    assert_string_equal(v->program, "revassist-trial");
    assert_string_equal(v->edition, "2005-12");
    assert_int_equal(v->at, rw.now);
    assert_int_equal(v->capsules_max, 28);
    assert_int_equal(v->dev, 0);
    for (int g = 0; g < GATE_COUNT; g++) {
        assert_int_equal(v->finding[g].gate, g);
        assert_int_not_equal(v->finding[g].state, GATE_FAILING);
    }
}

static void
test_windows_are_told(void **state)
{
    (void)state;
    rw_first_supply("windows", "set con since=2008-02-06");
    assert_at(finding(GATE_CON_1)->clears_at, "2008-03-05T00:00");
    assert_string_equal(finding(GATE_CON_1)->value, "27 days");
    assert_at(finding(GATE_AUT_1T)->met_until, "2008-03-11T23:59:59");
    assert_at(finding(GATE_PT_14)->met_until, "2008-03-10T23:59:59");
    assert_at(finding(GATE_COU_1)->met_until, "2008-04-01T23:59:59");
    assert_at(rw.verdict.first_dose_by, "2008-03-04T10:00");
}

/* No statement reports a partner's pregnancy or breastfeeding yet: PRG-3 and BRF-1 are asked, and met. */
static void
test_what_nothing_reports_yet(void **state)
{
    (void)state;
    rw_first_supply("a woman", "");
    assert_int_equal(finding(GATE_BRF_1)->state, GATE_MET);
    assert_int_equal(finding(GATE_PRG_3)->state, GATE_NOT_APPLICABLE);
    rw_setup(NULL);
    rw_first_supply("a man", MALE);
    assert_int_equal(finding(GATE_BRF_1)->state, GATE_NOT_APPLICABLE);
    assert_int_equal(finding(GATE_PRG_3)->state, GATE_MET);
}

static void
test_every_other_day_allows_fourteen(void **state)
{
    (void)state;
    assert_int_equal(rw_first_supply("B-078", "set rx every_days=2")->capsules_max, 14);
    rw_setup(NULL);
    rw_first_supply("no whole capsules", "set rx dose_ug=7500ug");
    assert_int_equal(rw.verdict.capsules_max, -1);
    rw_setup(NULL);
    rw_first_supply("no limit", "policy supply.max_days unset");
    assert_int_equal(rw.verdict.capsules_max, -1);
}

static void
test_a_prescription_is_no_evidence_of_itself(void **state)
{
    (void)state;
    rw_world("prescribing", "", "rx");
    assert_int_equal(finding(GATE_SUP_1)->evidence_count, 0);
    assert_int_equal(finding(GATE_CON_1)->evidence_count, 1);
    assert_int_equal(finding(GATE_CON_1)->evidence[0], rw_entry("con"));
    rw_setup(NULL);
    rw_first_supply("dispensing", "");
    assert_int_equal(finding(GATE_SUP_1)->evidence[0], rw_entry("rx"));
}

static void
test_unset_says_so(void **state)
{
    (void)state;
    rw_first_supply("unset", "policy test.limit_miu unset");
    assert_string_equal(finding(GATE_PT_1)->note, "unset policy: the site must decide");
}

static void
test_sheet_not_handed_out_is_a_deviation(void **state)
{
    (void)state;
    assert_int_equal(rw_first_supply("no sheet", "set dispense sheet=false")->dev,
                     GATE_BIT(GATE_COU_4));
    assert_int_equal(rw.verdict.fail, 0);
    rw_setup(NULL);
    assert_int_equal(rw_first_supply("nothing said", "set dispense sheet=-")->dev,
                     GATE_BIT(GATE_COU_4));
    rw_setup(NULL);
    assert_int_equal(rw_first_supply("no gate", "set dispense sheet=-\nno-gate COU-4")->dev, 0);
}

/* --- a prescription: the same gates, as warnings ------------------------------------------------------ */

static void
test_prescription_is_warned(void **state)
{
    static const struct row rows[] = {
        {"nothing to warn of", "", ""},
        {"what belongs to the hand-over is not asked",
         "drop counsel\ndrop reg-ph\ndrop receive\nset lot expiry=2007-12-31\ndrop p1\ndrop p2",
         ""},
        {"tests out of their windows", "set t1 @2008-02-18T09:00\nset t2 @2008-03-03T09:00",
         "PT-2,PT-3"},
        {"not verified by the prescriber", "drop v1", "PT-11"},
        {"supply, refills, telephone, category",
         "set rx capsules=29 refills=1 channel=phone category=AM", "CAT-6,SUP-1,SUP-2,SUP-3"},
        {"methods", "set con methods=iud", "CON-2"},
    };

    (void)state;
    check(rows, sizeof rows / sizeof rows[0], "rx");
}

/* --- what if: the desk asks before anything is chosen --------------------------------------------------- */

static void
absent(enum field_id field)
{
    memset(&rw.said.value[field_index(field)], 0, sizeof rw.said.value[0]);
}

static void
test_what_if_nothing_is_chosen(void **state)
{
    (void)state;
    rw_first_supply("what if", "");
    instant_t at = rw.now;
    absent(FIELD_dispense_lot);
    assert_true(rw_same("no lot", rw_judge(at)->fail, "INV-3"));
    absent(FIELD_dispense_capsules);
    assert_true(rw_same("no lot, no capsules", rw_judge(at)->fail, "INV-3"));
    absent(FIELD_dispense_prescription);
    assert_true(rw_same("nothing", rw_judge(at)->fail, "AUT-2"));
    assert_int_equal(rw.verdict.capsules_max, -1);
    absent(FIELD_dispense_sheet);
    absent(FIELD_dispense_subject);
    assert_true(rw_same("really nothing", rw_judge(at)->fail, "AUT-2"));
    /* A lot without a prescription: while the second test is young only the prescription is missing. */
    rw_statement(at, "pharmacist dispense prescription=RX-9 lot=L1 capsules=28", &(struct span){0});
    at = rw_time(span_of("2008-03-04T09:40"));
    rw_setup(NULL);
    rw_first_supply("before the prescription", "drop p1\ndrop p2");
    rw_statement(rw.now, "pharmacist dispense prescription=RX-9 lot=L1 capsules=28",
                 &(struct span){0});
    assert_true(rw_same("unknown prescription", rw_judge(at)->fail, "PT-11,AUT-2"));
    assert_at(finding(GATE_PT_2)->met_until, "2008-03-06T23:59:59");
    assert_at(finding(GATE_PT_3)->met_until, "2008-03-04T10:00");
}

static void
test_what_if_for_nobody(void **state)
{
    (void)state;
    rw.row = "not enrolled";
    rw_statement(rw_time(span_of("2008-03-04T09:45")),
                 "pharmacist dispense prescription=RX-1 lot=L1 capsules=28", &(struct span){0});
    const struct verdict *v = rw_judge(rw_time(span_of("2008-03-04T09:45")));

    assert_true((v->fail & GATE_BIT(GATE_ENR_3)) != 0);
    assert_string_equal(finding(GATE_ENR_3)->value, "not enrolled");
    assert_false(rw_look(v->at)->enrolled);
}

static void
test_what_is_not_decided_has_an_empty_verdict(void **state)
{
    (void)state;
    rw_first_supply("a note", "");
    rw_statement(rw.now, "coordinator evaluation note=x", &(struct span){0});
    assert_int_equal(rw_judge(rw.now)->fail, 0);
    assert_false(rules_decide(STATEMENT_evaluation));
    assert_false(rules_decide(STATEMENT_prescribe));
    assert_true(rules_decide(STATEMENT_dispense));
    assert_true(rules_decide(STATEMENT_first_dose));
    assert_true(rules_decide(STATEMENT_returned));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, rw_setup)
    const struct CMUnitTest tests[] = {
        TEST(test_unset),
        TEST(test_every_gate_is_asked_and_named),
        TEST(test_windows_are_told),
        TEST(test_what_nothing_reports_yet),
        TEST(test_every_other_day_allows_fourteen),
        TEST(test_a_prescription_is_no_evidence_of_itself),
        TEST(test_unset_says_so),
        TEST(test_sheet_not_handed_out_is_a_deviation),
        TEST(test_prescription_is_warned),
        TEST(test_what_if_nothing_is_chosen),
        TEST(test_what_if_for_nobody),
        TEST(test_what_is_not_decided_has_an_empty_verdict),
    };

    return cmocka_run_group_tests(tests, NULL, rw_end);
}
