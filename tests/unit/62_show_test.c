/* Screens: failing gates first, values beside limits, words beside colours, 80 columns, nothing raw. */
#include "60_client.h"

#include "clean.h"
#include "layout.h"
#include "show.h"

static const struct zone new_york = {
    "America/New_York", 3, {{INT64_MIN, -18000}, {1205046000, -14400}, {1225605600, -18000}}};

static const char refused[] =
    "{'outcome':'refused','at':'2008-03-04T15:05:00.000000Z','program':'revassist-trial',"
    "'edition':'2008-01','fail':['AUT-3','SUP-5'],'over':[],'dev':[],'capsules_max':28,'gates':["
    "{'id':'ENR-1','state':'met','title':'registration',"
    "'says':'the prescriber was not registered','value':'registered'},"
    "{'id':'PT-2','state':'not-applicable','title':'first test'},"
    "{'id':'PT-3','state':'met','title':'second test','value':'84600 s',"
    " 'limit':'at most 86400 s','met_until':'2008-03-04T10:10:00-05:00'},"
    "{'id':'AUT-3','state':'failing','says':'the prescription was used before',"
    " 'hint':'write a new prescription','who':['prescriber'],'evidence':[24]},"
    "{'id':'SUP-5','state':'failing','says':'the subject still has too many days of supply',"
    " 'value':'28 days','limit':'at most 7 days','hint':'wait','who':['pharmacist','prescriber'],"
    " 'clears_at':'2008-03-25T00:00:00-04:00'}]}";

static struct show
show_to(struct buf *b, bool explain)
{
    instant_t now;

    assert_true(instant_parse(span_of("2008-03-04T15:05:00.000000Z"), &now));
    return (struct show){b, &new_york, now, explain};
}

/* No line is wider than the screen, and nothing but marks and line ends is a control. */
static void
assert_fits(const struct buf *b)
{
    for (const char *line = b->data; *line != '\0'; line = strchr(line, '\n') + 1) {
        struct span s = {line, strcspn(line, "\n")};

        if (clean_width(s) > LAYOUT_COLUMNS)
            fail_msg("wider than 80: %.*s", (int)s.len, s.p);
    }
    for (const char *p = b->data; *p != '\0'; p++)
        assert_true(*p == '\n' || (uint8_t)*p >= 0x20 || (uint8_t)*p <= 5);
}

static void
a_refusal_shows_every_failing_gate(void **state)
{
    struct buf b = screen_new();
    struct show s = show_to(&b, false);
    struct json *v = json_of(refused);

    (void)state;
    show_verdict(&s, v, "dispense to F-001");
    json_free(v);
    assert_fits(&b);
    assert_shows(&b, "REFUSED" STYLE_END "  dispense to F-001\n");
    assert_shows(&b, "2008-03-04 10:05 -05:00, revassist-trial 2008-01: 2 of 4 gates fail\n");
    assert_shows(&b, "  AUT-3   the prescription was used before\n");
    assert_shows(&b, "          found     28 days\n          allowed   at most 7 days\n");
    assert_shows(&b, "          clears    2008-03-25 00:00 -04:00, in 20 days 12 h\n");
    assert_shows(&b, "          next      write a new prescription\n");
    assert_shows(&b, "          who       pharmacist or prescriber\n");
    assert_shows(&b, "length            28 capsules are the longest supply");
    assert_hides(&b, "ENR-1");
    assert_hides(&b, "rests on");
    assert_true(strstr(b.data, "AUT-3") < strstr(b.data, "SUP-5"));
}

static void
explaining_shows_the_other_gates_behind(void **state)
{
    struct buf b = screen_new();
    struct show s = show_to(&b, true);
    struct json *v = json_of(refused);

    (void)state;
    show_verdict(&s, v, "");
    json_free(v);
    assert_fits(&b);
    assert_shows(&b, "rests on  entry 24");
    assert_shows(&b, "met:\n  ENR-1   registration");
    assert_shows(&b, "do not apply here:\n  PT-2");
    assert_true(strstr(b.data, "SUP-5") < strstr(b.data, "ENR-1"));
}

static void
an_accepted_verdict_says_what_lapses_first(void **state)
{
    struct buf b = screen_new();
    struct show s = show_to(&b, false);
    struct json *v = json_of(
        "{'outcome':'accepted','at':'2008-03-04T15:05:00.000000Z','program':'p','edition':'e',"
        "'fail':[],'first_dose_by':'2008-03-04T10:10:00-05:00','gates':["
        "{'id':'PT-2','state':'met','says':'x','met_until':'2008-03-05T23:59:59-05:00'},"
        "{'id':'PT-3','state':'met','says':'x','met_until':'2008-03-04T10:10:00-05:00'}]}");

    (void)state;
    show_verdict(&s, v, "dispense");
    json_free(v);
    assert_shows(&b, "ACCEPTED");
    assert_shows(&b, "all 2 gates are met");
    assert_shows(&b, "first to lapse    PT-3, met until 2008-03-04 10:10 -05:00, in 5 min");
    assert_shows(&b, "not after 2008-03-04 10:10 -05:00, in 5 min; later is a");
}

static void
hostile_text_does_not_reach_the_screen(void **state)
{
    struct buf b = screen_new();
    struct show s = show_to(&b, true);
    struct json *v = json_of(
        "{'outcome':'refused','program':'\\u001b[2J','edition':'\\u202e','fail':['\\u0007'],'gates':["
        "{'id':'\\u001b]0;x','state':'failing','says':'\\u009b31m','value':'\\u0001','hint':'a\\nb',"
        "'who':['\\u0002']}]}");

    (void)state;
    show_verdict(&s, v, "\033[1m");
    json_free(v);
    assert_null(strchr(b.data, '\033'));
    assert_shows(&b, "\xEF\xBF\xBD[2J");
    assert_shows(&b, "a\xEF\xBF\xBD"
                     "b");
    assert_fits(&b);
}

static void
the_work_list_begins_with_what_is_wrong(void **state)
{
    struct buf b = screen_new();
    struct show s = show_to(&b, false);
    struct json *v = json_of(
        "{'subjects':["
        "{'subject':'R-1','category':'AM','status':'active','ready':true,'days_left':0},"
        "{'subject':'D-1','category':'AM','status':'discontinued','fail':['ENR-3']},"
        "{'subject':'S-1','category':'AM','status':'active','ready':false,'days_left':28,"
        " 'fail':['AUT-2','SUP-5'],'next_dispense':'2008-03-25'},"
        "{'subject':'B-2','category':'AM','status':'active','ready':false,'fail':['CON-5','SUP-5']},"
        "{'subject':'B-1','category':'AFRP','status':'active','ready':false,'fail':['PT-3','AUT-3'],"
        " 'days_left':20,'due':[{'what':'test','by':'2008-03-06','why':'weekly'}]},"
        "{'subject':'H-1','category':'AFRP','status':'active','holds':['PT-4'],'fail':['PT-4']}]}");

    (void)state;
    show_worklist(&s, v);
    json_free(v);
    assert_fits(&b);
    assert_true(strstr(b.data, "H-1") < strstr(b.data, "B-1"));
    assert_true(strstr(b.data, "B-1") < strstr(b.data, "R-1"));
    assert_true(strstr(b.data, "R-1") < strstr(b.data, "S-1"));
    assert_true(strstr(b.data, "S-1") < strstr(b.data, "D-1"));
    assert_shows(&b, "next supply from 2008-03-25");
    assert_shows(&b, "fails CON-5 SUP-5");
    assert_shows(&b, "dosing hold PT-4; fails PT-4");
    assert_shows(&b, "due test by 2008-03-06, in 2 days (weekly)");
    assert_shows(&b, "1 on hold, 2 blocked, 1 ready, 1 supplied, 1 ended");
}

static void
a_subject_shows_hold_supply_and_adherence(void **state)
{
    struct buf b = screen_new();
    struct show s = show_to(&b, false);
    struct json *v = json_of(
        "{'subject':'F-001','category':'AFRP','status':'active','holds':['PT-4'],"
        "'hold_since':'2008-03-04T00:00:00-05:00','due':[{'what':'test','by':'2008-03-03'}],"
        "'capsules_left':12,'days_left':12,'prescription':'RX-2','next_dispense':'2008-03-09',"
        "'adherence':{'taken':26,'expected':28,'percent':'92.9','band':'eucompliant'},"
        "'deviations':[{'id':'PT-4','day':'2008-03-03','entry':31}]}");

    (void)state;
    show_subject(&s, v);
    json_free(v);
    assert_fits(&b);
    assert_shows(&b, "DOSING HOLD" STYLE_END ": the subject must not take the drug");
    assert_shows(&b, "since         2008-03-04 00:00 -05:00, 10 h 5 min ago");
    assert_shows(&b, "PT-4          a weekly pregnancy test is overdue");
    assert_shows(&b, "test by 2008-03-03, 1 day over");
    assert_shows(&b, "12 capsules at home, 12 days (estimate)");
    assert_shows(&b, "92.9 %, 26 taken of 28 expected, eucompliant");
    assert_shows(&b, "PT-4 on 2008-03-03, entry 31");
}

static void
stock_warns_of_expiry_in_words(void **state)
{
    struct buf b = screen_new();
    struct show s = show_to(&b, false);
    struct json *v =
        json_of("{'lots':[{'lot':'L1','product':'LEN5','strength_ug':5000,'expiry':'2009-12-31',"
                "'accounts':{'available':72,'quarantine':0,'dispensed':28,'returned':0}},"
                "{'lot':'L2','strength_ug':2500,'expiry':'2008-03-31','accounts':{'available':1}},"
                "{'lot':'L3','strength_ug':500,'expiry':'2008-03-03','accounts':{}}]}");

    (void)state;
    show_stock(&s, v);
    json_free(v);
    assert_fits(&b);
    assert_shows(&b, "L1           5 mg     2009-12-31        72          0        28        0\n");
    assert_shows(&b, "2.5 mg");
    assert_shows(&b, "500 ug");
    assert_shows(&b, "\n             " STYLE_BOLD "expires in 27 days");
    assert_shows(&b, "EXPIRED");
}

static void
a_lot_shows_each_movement_once(void **state)
{
    struct buf b = screen_new();
    struct show s = show_to(&b, false);
    struct json *v = json_of(
        "{'lot':'L1','product_name':'lenalidomide','strength_ug':5000,'expiry':'2009-12-31',"
        "'accounts':{'available':100},'lines':["
        "{'n':13,'at':'2008-01-02T13:00:00.000000Z','type':'receive','signer':'pharmacist',"
        " 'account':'supplier','capsules':-100,'balance':-100},"
        "{'n':13,'at':'2008-01-02T13:00:00.000000Z','type':'receive','signer':'pharmacist',"
        " 'account':'available','capsules':100,'balance':100},"
        "{'n':20,'at':'2008-03-04T14:45:00.000000Z','type':'dispense','signer':'pharmacist',"
        " 'subject':'F-001','account':'dispensed','capsules':28,'balance':28},"
        "{'n':20,'at':'2008-03-04T14:45:00.000000Z','type':'dispense','signer':'pharmacist',"
        " 'subject':'F-001','account':'available','capsules':-28,'balance':72},"
        "{'n':31,'at':'2008-04-01T13:00:00.000000Z','type':'return','signer':'pharmacist',"
        " 'subject':'F-001','account':'dispensed','capsules':-2,'balance':26},"
        "{'n':31,'at':'2008-04-01T13:00:00.000000Z','type':'return','signer':'pharmacist',"
        " 'subject':'F-001','account':'returned','capsules':2,'balance':2}]}");

    (void)state;
    show_lot(&s, v);
    json_free(v);
    assert_fits(&b);
    assert_shows(
        &b, "   13 2008-01-02 08:00 receive  -          pharmacist   available     100    100\n"
            "   20 2008-03-04 09:45 dispense F-001      pharmacist   dispensed      28     72\n"
            "   31 2008-04-01 09:00 return   F-001      pharmacist   returned        2     72\n");
    assert_hides(&b, "supplier");
    assert_shows(&b, "times of America/New_York");
}

static void
the_log_marks_refusals_with_their_gates(void **state)
{
    struct buf b = screen_new();
    struct show s = show_to(&b, false);
    struct json *v =
        json_of("{'size':2,'entries':[{'n':0,'at':'2008-01-02T13:00:00.000000Z','type':'enrol',"
                "'subject':'F-001','signer':'coordinator','outcome':'accepted'},"
                "{'n':1,'at':'2008-03-04T15:05:00.000000Z','type':'dispense','subject':'F-001',"
                "'signer':'pharmacist','outcome':'refused','fail':['AUT-3','SUP-5']}]}");

    (void)state;
    show_log(&s, v);
    json_free(v);
    assert_shows(&b, "    0 2008-01-02 08:00 enrol          F-001      coordinator    ok\n");
    assert_shows(&b, "REFUSED" STYLE_END "\n                       fails AUT-3 SUP-5\n");
    assert_fits(&b);
}

static void
members_show_whose_key_is_valid(void **state)
{
    struct buf b = screen_new();
    struct show s = show_to(&b, false);
    struct json *v = json_of(
        "{'members':[{'user':'ph-0007','roles':['pharmacist'],'key':'39f713d0a644253f','enrolled':2},"
        "{'user':'ph-0008','roles':[],'key':'5f9b247e2a654719','enrolled':4,'revoked':9},"
        "{'user':'co-1','roles':['coordinator','counsellor']}]}");

    (void)state;
    show_members(&s, v);
    json_free(v);
    assert_fits(&b);
    assert_shows(&b, "valid from entry 2    pharmacist");
    assert_shows(&b, "revoked, entry 9      none");
    assert_shows(&b, "no key enrolled       coordinator, counsellor");
}

static void
the_words_to_be_signed_name_every_field(void **state)
{
    static const char body[] =
        "{\"collected\":\"2008-03-04T14:30:00.000000Z\",\"collected_off\":-300,"
        "\"accession\":\"A-1\",\"result\":\"negative\",\"specimen\":\"serum\","
        "\"subject\":\"F-001\"}";
    static const char sorted[] =
        "{\"accession\":\"A-1\",\"collected\":\"2008-03-04T14:30:00.000000Z\",\"collected_off\":-300,"
        "\"result\":\"negative\",\"specimen\":\"serum\",\"subject\":\"F-001\"}";
    struct buf b = screen_new();
    struct show s = show_to(&b, false);
    struct statement st;
    struct err err;

    (void)state;
    assert_int_not_equal(statement_parse_body(span_of("test"), span_of(body), &st, &err), ERR_OK);
    assert_int_equal(statement_parse_body(span_of("test"), span_of(sorted), &st, &err), ERR_OK);
    show_fields(&s, &st);
    assert_shows(&b, "subject");
    assert_shows(&b, "2008-03-04T09:30:00-05:00");
    assert_shows(&b, "negative");
    assert_hides(&b, "sensitivity");
    assert_fits(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refusal_shows_every_failing_gate),
        cmocka_unit_test(explaining_shows_the_other_gates_behind),
        cmocka_unit_test(an_accepted_verdict_says_what_lapses_first),
        cmocka_unit_test(hostile_text_does_not_reach_the_screen),
        cmocka_unit_test(the_work_list_begins_with_what_is_wrong),
        cmocka_unit_test(a_subject_shows_hold_supply_and_adherence),
        cmocka_unit_test(stock_warns_of_expiry_in_words),
        cmocka_unit_test(a_lot_shows_each_movement_once),
        cmocka_unit_test(the_log_marks_refusals_with_their_gates),
        cmocka_unit_test(members_show_whose_key_is_valid),
        cmocka_unit_test(the_words_to_be_signed_name_every_field),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
