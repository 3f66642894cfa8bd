/* The command line: which word is an option, a field, an argument; and what is refused at once. */
#include "60_client.h"

#include "cli.h"

static struct cli c;

static enum err_code
parse(char **argv, struct err *err)
{
    int argc = 0;

    while (argv[argc] != NULL)
        argc++;
    c = (struct cli){.command = NULL};
    settings_init(&c.set);
    return cli_parse(&c, argc, argv, err);
}

static char name_of_program[] = "rems";
#define PARSE(err, ...) parse((char *[]){name_of_program, __VA_ARGS__, NULL}, err)
#define W(text) \
    (char[])    \
    {           \
        text    \
    }

static void
assert_field(const char *name, const char *text)
{
    const struct body_text *f = cli_field(&c, name);

    if (f == NULL || !span_is(f->text, text))
        fail_msg("%s is not %s", name, text);
}

static void
fields_are_written_both_ways(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(
        PARSE(&err, W("dispense"), W("subject=F-001"), W("--lot"), W("L1"), W("--capsules=28")),
        ERR_OK);
    assert_ptr_equal(c.command->run, cmd_statement);
    assert_int_equal(c.type, STATEMENT_dispense);
    assert_field("subject", "F-001");
    assert_field("lot", "L1");
    assert_field("capsules", "28");
    assert_int_equal(PARSE(&err, W("product"), W("--strength-ug"), W("5mg"), W("name=a=b")),
                     ERR_OK);
    assert_field("strength_ug", "5mg");
    assert_field("name", "a=b");
}

static void
a_field_stands_above_a_global_option(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(PARSE(&err, W("--user"), W("admin-01"), W("account"), W("--user"),
                           W("ph-0007"), W("--roles=pharmacist")),
                     ERR_OK);
    assert_string_equal(c.set.user, "admin-01");
    assert_field("user", "ph-0007");
    assert_int_equal(PARSE(&err, W("worklist"), W("--user"), W("ph-0007"), W("--json"), W("--yes")),
                     ERR_OK);
    assert_string_equal(c.set.user, "ph-0007");
    assert_true(c.set.json && c.set.yes);
}

static void
lot_is_a_question_or_a_statement(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(PARSE(&err, W("lot"), W("L1")), ERR_OK);
    assert_ptr_equal(c.command->run, cmd_lot);
    assert_int_equal(PARSE(&err, W("lot"), W("lot=L1"), W("--product"), W("LEN5")), ERR_OK);
    assert_ptr_equal(c.command->run, cmd_statement);
    assert_int_equal(c.type, STATEMENT_lot);
}

static void
say_and_ask_name_a_type(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(PARSE(&err, W("say"), W("first-dose"), W("--subject"), W("F-001")), ERR_OK);
    assert_int_equal(c.type, STATEMENT_first_dose);
    assert_int_equal(PARSE(&err, W("ask"), W("dispense"), W("subject=F-001"), W("--explain")),
                     ERR_OK);
    assert_int_equal(c.type, STATEMENT_dispense);
    assert_true(cli_flag(&c, "explain"));
    assert_int_equal(PARSE(&err, W("say"), W("nonsense")), ERR_UNKNOWN_TYPE);
}

static void
misspelt_words_are_refused(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(PARSE(&err, W("dispence")), ERR_BAD_USAGE);
    assert_int_equal(PARSE(&err, W("--colour"), W("log")), ERR_BAD_USAGE);
    assert_int_equal(PARSE(&err, W("gate"), W("F-001"), W("capsuls=28")), ERR_BAD_USAGE);
    assert_int_equal(PARSE(&err, W("log"), W("--json=yes")), ERR_BAD_USAGE);
    assert_int_equal(PARSE(&err, W("log"), W("--origin")), ERR_BAD_USAGE);
    assert_int_equal(PARSE(&err, W("--origin"), W("no origin"), W("log")), ERR_BAD_USAGE);
    assert_int_equal(PARSE(&err, W("--user"), W("../x"), W("log")), ERR_BAD_USAGE);
    assert_int_equal(PARSE(&err, W("--password-fd"), W("x"), W("log")), ERR_BAD_USAGE);
}

static void
arguments_are_a_word_or_a_field(void **state)
{
    char text[64];
    struct err err;

    (void)state;
    assert_int_equal(PARSE(&err, W("subject"), W("F-001")), ERR_OK);
    assert_int_equal(cli_argument(&c, "subject", text, sizeof(text), &err), ERR_OK);
    assert_string_equal(text, "F-001");
    assert_int_equal(PARSE(&err, W("subject"), W("subject=F-002")), ERR_OK);
    assert_int_equal(cli_argument(&c, "subject", text, sizeof(text), &err), ERR_OK);
    assert_string_equal(text, "F-002");
    assert_int_equal(PARSE(&err, W("subject")), ERR_OK);
    assert_int_equal(cli_argument(&c, "subject", text, sizeof(text), &err), ERR_BAD_USAGE);
    assert_int_equal(PARSE(&err, W("subject"), W("F-001"), W("F-002")), ERR_OK);
    assert_int_equal(cli_argument(&c, "subject", text, sizeof(text), &err), ERR_BAD_USAGE);
}

/* Every statement type is a command; no type hides a command but `lot`, which is both. */
static void
every_statement_type_is_a_command(void **state)
{
    (void)state;
    for (int t = 0; t < STATEMENT_COUNT; t++) {
        const char *name = catalogue_type((enum statement_type)t)->name;

        assert_non_null(command_find(name));
        if (strcmp(name, "lot") != 0)
            assert_ptr_equal(command_find(name)->run, cmd_statement);
    }
    assert_null(command_find("no-such"));
}

static void
errors_have_their_exit_status(void **state)
{
    (void)state;
    assert_int_equal(cli_exit_of(ERR_OK), CLI_DONE);
    assert_int_equal(cli_exit_of(ERR_BAD_USAGE), CLI_USAGE);
    assert_int_equal(cli_exit_of(ERR_BAD_FIELD), CLI_USAGE);
    assert_int_equal(cli_exit_of(ERR_UNKNOWN_SUBJECT), CLI_USAGE);
    assert_int_equal(cli_exit_of(ERR_BAD_CONFIG), CLI_USAGE);
    assert_int_equal(cli_exit_of(ERR_NOT_SIGNED_IN), CLI_AUTHORITY);
    assert_int_equal(cli_exit_of(ERR_BAD_LOGIN), CLI_AUTHORITY);
    assert_int_equal(cli_exit_of(ERR_LOCKED_OUT), CLI_AUTHORITY);
    assert_int_equal(cli_exit_of(ERR_NO_AUTHORITY), CLI_AUTHORITY);
    assert_int_equal(cli_exit_of(ERR_NO_SERVER), CLI_SERVER);
    assert_int_equal(cli_exit_of(ERR_LEDGER_DOWN), CLI_SERVER);
    assert_int_equal(cli_exit_of(ERR_SEEN_UNKNOWN), CLI_SERVER);
    assert_int_equal(cli_exit_of(ERR_OUTCOME_UNKNOWN), CLI_UNKNOWN);
    assert_int_equal(cli_exit_of(ERR_CHALLENGE_STALE), CLI_UNKNOWN);
}

static void
help_names_every_field_of_a_statement(void **state)
{
    struct buf b = screen_new();

    (void)state;
    help_statement(&b, STATEMENT_test);
    for (size_t i = 0; i < catalogue_type(STATEMENT_test)->field_count; i++)
        assert_shows(&b, catalogue_type(STATEMENT_test)->fields[i].name);
    assert_shows(&b, "this pregnancy test was done");
    assert_shows(&b, "negative, positive, indeterminate, pending");
    buf_reset(&b);
    help_general(&b);
    assert_shows(&b, "worklist");
    assert_shows(&b, "5  outcome unknown");
    assert_false(b.failed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_written_both_ways),
        cmocka_unit_test(a_field_stands_above_a_global_option),
        cmocka_unit_test(lot_is_a_question_or_a_statement),
        cmocka_unit_test(say_and_ask_name_a_type),
        cmocka_unit_test(misspelt_words_are_refused),
        cmocka_unit_test(arguments_are_a_word_or_a_field),
        cmocka_unit_test(every_statement_type_is_a_command),
        cmocka_unit_test(errors_have_their_exit_status),
        cmocka_unit_test(help_names_every_field_of_a_statement),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
