/* Expectations of a story against answers of the daemon. */
#include "60_client.h"

#include "expect.h"
#include "story.h"

#define AT "2008-03-19T10:00:00-04:00  expect  "

static const char subject[] =
    "{'subject':'F-001','category':'AFRP','status':'active','holds':['PT-4','PT-10'],"
    "'due':[{'what':'test','by':'2008-03-25','why':'weekly test'},{'what':'return','by':'2008-04-01'}],"
    "'capsules_left':12,'days_left':24,'prescription':'RX-2','next_dispense':'2008-03-26',"
    "'adherence':{'taken':26,'expected':28,'percent':'92.9 %','band':'eucompliant'},"
    "'deviations':[{'id':'PT-4','day':'2008-03-18','entry':31},{'id':'PT-3','day':'2008-03-04'}],"
    "'verdict':{'gates':["
    "{'id':'PT-3','state':'failing','value':'86401 s','limit':'at most 86400 s',"
    " 'clears_at':'2008-03-20T00:00:00-04:00'},"
    "{'id':'PT-2','state':'met','met_until':'2008-03-21T04:00:00.000000Z'}]}}";

static const char free_subject[] =
    "{'subject':'F-002','holds':[],'due':[],'deviations':[],'adherence':{'percent':'unknown',"
    "'band':'unknown'}}";

static const char lot[] = "{'lot':'L1','accounts':{'available':72,'dispensed':28},'lines':["
                          "{'n':1,'account':'available','capsules':100},"
                          "{'n':2,'account':'available','capsules':-28,'subject':'F-001'},"
                          "{'n':2,'account':'dispensed','capsules':28,'subject':'F-001'},"
                          "{'n':3,'account':'dispensed','capsules':-2,'subject':'F-001'}]}";

static char found_text[4096];

/* Does the answer fit the line? found_text says what was found. */
static bool
fits(const char *answer, const char *written)
{
    struct story story;
    struct json *value = json_of(answer);
    struct span include;
    struct buf found;
    struct err err;
    char line[512];
    bool result;

    buf_init(&found, found_text, sizeof(found_text));
    snprintf(line, sizeof(line), AT "%s", written);
    assert_int_equal(story_init(&story, &err), ERR_OK);
    if (story_read_line(&story, "s", 1, false, line, span_of(written), &include, &err) != ERR_OK)
        fail_msg("%s", err.detail);
    result = expect_find(story.line[0].verb)->fits(&story.line[0], value, &found);
    json_free(value);
    story_release(&story);
    assert_true(found.len > 0);
    return result;
}

static void
holds_are_exactly_those_named(void **state)
{
    (void)state;
    assert_true(fits(subject, "hold subject=F-001 PT-10 PT-4"));
    assert_true(fits(subject, "hold subject=F-001"));
    assert_false(fits(subject, "hold subject=F-001 PT-4"));
    assert_string_equal(found_text, "hold PT-4 PT-10");
    assert_false(fits(subject, "hold subject=F-001 PT-4 PT-5"));
    assert_false(fits(free_subject, "hold subject=F-002"));
    assert_string_equal(found_text, "no-hold");
}

static void
no_hold_means_none_or_none_of_those(void **state)
{
    (void)state;
    assert_true(fits(free_subject, "no-hold subject=F-002"));
    assert_false(fits(subject, "no-hold subject=F-001"));
    assert_true(fits(subject, "no-hold subject=F-001 PT-5"));
    assert_false(fits(subject, "no-hold subject=F-001 PT-10"));
}

static void
gates_have_state_value_and_instants(void **state)
{
    (void)state;
    assert_true(fits(subject, "gate subject=F-001 PT-3"));
    assert_true(
        fits(subject, "gate subject=F-001 PT-3 value=\"86401 s\" limit=\"at most 86400 s\""));
    assert_true(fits(subject, "gate subject=F-001 PT-3 clears=2008-03-20T04:00:00Z"));
    assert_true(fits(subject, "gate subject=F-001 PT-2 state=met until=2008-03-21T00:00:00-04:00"));
    assert_false(fits(subject, "gate subject=F-001 PT-2"));
    assert_false(fits(subject, "gate subject=F-001 PT-3 clears=2008-03-20T04:00:01Z"));
    assert_false(fits(subject, "gate subject=F-001 PT-3 value=1"));
    assert_false(fits(subject, "gate subject=F-001 PT-9"));
    assert_false(fits(subject, "gate subject=F-001 state=met"));
}

static void
tasks_are_due_by_a_day(void **state)
{
    (void)state;
    assert_true(fits(subject, "due subject=F-001 what=test by=2008-03-25"));
    assert_true(fits(subject, "task subject=F-001 what=return"));
    assert_true(fits(subject, "due subject=F-001 why=\"weekly test\""));
    assert_false(fits(subject, "due subject=F-001 what=test by=2008-04-01"));
    assert_true(fits(subject, "no-due subject=F-001 what=report"));
    assert_false(fits(subject, "no-due subject=F-001 what=test"));
    assert_true(fits(free_subject, "no-due subject=F-002"));
}

static void
balances_are_of_a_lot_or_of_one_subject(void **state)
{
    (void)state;
    assert_true(fits(lot, "balance lot=L1 account=available capsules=72"));
    assert_false(fits(lot, "balance lot=L1 account=available capsules=71"));
    assert_string_equal(found_text, "balance account=available capsules=72");
    assert_true(fits(lot, "balance lot=L1 account=returned capsules=0"));
    assert_true(fits(lot, "balance lot=L1 account=dispensed subject=F-001 capsules=26"));
    assert_false(fits(lot, "balance lot=L1 capsules=72"));
}

static void
single_values_are_a_word_or_a_field(void **state)
{
    (void)state;
    assert_true(fits(subject, "category subject=F-001 AFRP"));
    assert_true(fits(subject, "category subject=F-001 category=AFRP"));
    assert_false(fits(subject, "category subject=F-001 AM"));
    assert_true(fits(subject, "status subject=F-001 active"));
    assert_true(fits(subject, "next-dispense subject=F-001 on=2008-03-26"));
    assert_true(fits(subject, "days-left subject=F-001 24"));
    assert_true(fits(subject, "capsules-left subject=F-001 capsules=12"));
    assert_true(fits(subject, "prescription subject=F-001 RX-2"));
    assert_true(fits(free_subject, "prescription subject=F-002 none"));
    assert_false(fits(free_subject, "days-left subject=F-002 0"));
    assert_false(fits(subject, "category subject=F-001"));
}

static void
adherence_is_written_without_its_sign(void **state)
{
    (void)state;
    assert_true(fits(subject, "adherence subject=F-001 percent=92.9 band=eucompliant"));
    assert_true(fits(subject, "adherence subject=F-001 taken=26 expected=28"));
    assert_false(fits(subject, "adherence subject=F-001 percent=92.8"));
    assert_true(fits(free_subject, "adherence subject=F-002 unknown"));
    assert_true(fits(free_subject, "adherence subject=F-002 percent=unknown"));
}

static void
deviations_have_a_day_and_an_entry(void **state)
{
    (void)state;
    assert_true(fits(subject, "deviation subject=F-001 PT-4 day=2008-03-18 entry=31"));
    assert_true(fits(subject, "deviation subject=F-001 PT-4 PT-3"));
    assert_false(fits(subject, "deviation subject=F-001 PT-5"));
    assert_false(fits(subject, "deviation subject=F-001 PT-3 entry=31"));
    assert_true(fits(subject, "no-deviation subject=F-001 PT-5"));
    assert_false(fits(subject, "no-deviation subject=F-001"));
    assert_true(fits(free_subject, "no-deviation subject=F-002"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_are_exactly_those_named),
        cmocka_unit_test(no_hold_means_none_or_none_of_those),
        cmocka_unit_test(gates_have_state_value_and_instants),
        cmocka_unit_test(tasks_are_due_by_a_day),
        cmocka_unit_test(balances_are_of_a_lot_or_of_one_subject),
        cmocka_unit_test(single_values_are_a_word_or_a_field),
        cmocka_unit_test(adherence_is_written_without_its_sign),
        cmocka_unit_test(deviations_have_a_day_and_an_entry),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
