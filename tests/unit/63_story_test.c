/* The grammar of stories: what a line means, and what is said about a line that means nothing. */
#include "60_client.h"

#include <sys/stat.h>
#include <unistd.h>

#include "story.h"

#define AT "2008-03-04T09:45:00-05:00  "

#define COPIES_MAX 32

static struct story story;
static char *copy[COPIES_MAX]; /* of the lines read: the story's spans point into them */
static size_t copies;

static int
start(void **state)
{
    struct err err;

    (void)state;
    return story_init(&story, &err) == ERR_OK ? 0 : -1;
}

static int
finish(void **state)
{
    (void)state;
    story_release(&story);
    while (copies > 0)
        free(copy[--copies]);
    return 0;
}

/* Read one line after those read before. */
static enum err_code
read_line(const char *line, struct span *include, struct err *err)
{
    assert_true(copies < COPIES_MAX);
    copy[copies] = strdup(line);
    assert_non_null(copy[copies]);
    return story_read_line(&story, "s.story", 7, false, copy[copies++], span_of(line), include,
                           err);
}

static const struct story_line *
good(const char *line)
{
    struct span include;
    struct err err;
    size_t before = story.line_count;

    if (read_line(line, &include, &err) != ERR_OK)
        fail_msg("%s: %s", line, err.detail);
    return story.line_count > before ? &story.line[story.line_count - 1] : NULL;
}

static void
bad(const char *line, const char *says)
{
    struct span include;
    struct err err;
    size_t before = story.line_count;

    assert_int_equal(read_line(line, &include, &err), ERR_BAD_STORY);
    assert_int_equal(story.line_count, before);
    if (strstr(err.detail, says) == NULL || strncmp(err.detail, "s.story:7: ", 11) != 0)
        fail_msg("'%s' is not said of %s, but: %s", says, line, err.detail);
}

#define assert_span(s, want)                                               \
    do {                                                                   \
        struct span span_ = (s);                                           \
        if (!span_is(span_, want))                                         \
            fail_msg("'%.*s' is not '%s'", (int)span_.len, span_.p, want); \
    } while (0)

static void
an_act_has_instant_person_verb_and_fields(void **state)
{
    const struct story_line *l = good(
        AT "pharmacist  dispense  subject=F-001 prescription=RX-1 lot=L1 capsules=28  # comment");

    (void)state;
    assert_non_null(l);
    assert_int_equal(l->kind, STORY_ACT);
    assert_int_equal(l->type, STATEMENT_dispense);
    assert_int_equal(l->at, INT64_C(1204641900) * SECOND);
    assert_span(l->who, "pharmacist");
    assert_int_equal(l->field_count, 4);
    assert_span(l->field[3].name, "capsules");
    assert_span(l->field[3].text, "28");
    assert_int_equal(l->outcome, STORY_OK);
    assert_int_equal(l->word_count, 0);
}

static void
quotes_hold_spaces_and_signs(void **state)
{
    const struct story_line *l =
        good(AT "coordinator-2 hold subject=F-001 reason=\"a \\\"b\\\" # = => as c\" => ok");

    (void)state;
    assert_span(l->who, "coordinator-2");
    assert_span(l->field[1].text, "a \"b\" # = => as c");
    assert_int_equal(l->field_count, 2);
    bad(AT "coordinator hold subject=F-001 reason=\"open", "a quote has no end");
}

static void
outcomes_carry_their_ids(void **state)
{
    const struct story_line *l = good(AT "pharmacist dispense subject=F-1 => refused AUT-3 SUP-5");

    (void)state;
    assert_int_equal(l->outcome, STORY_REFUSED);
    assert_int_equal(l->word_count, 2);
    assert_span(l->word[1], "SUP-5");
    l = good(AT "coordinator missed-period subject=F-1 => hold PT-10");
    assert_int_equal(l->outcome, STORY_HOLD);
    assert_span(l->word[0], "PT-10");
    l = good(AT
             "coordinator first-dose subject=F-1 => recorded deviation=PT-3 deviation=PT-4,PT-5");
    assert_int_equal(l->outcome, STORY_RECORDED);
    assert_int_equal(l->word_count, 3);
    assert_span(l->word[2], "PT-5");
    l = good(AT "coordinator test subject=F-1 collected=2008-03-09T02:30 => error T-10");
    assert_int_equal(l->outcome, STORY_ERROR);
    assert_span(l->word[0], "T-10");
    l = good(AT "coordinator nonsense subject=F-1 => error unknown_type");
    assert_int_equal(l->type, STATEMENT_COUNT);
}

static void
an_outcome_must_be_one(void **state)
{
    (void)state;
    bad(AT "pharmacist dispense subject=F-1 => maybe", "'maybe' is no outcome");
    bad(AT "pharmacist dispense subject=F-1 =>", "nothing stands behind '=>'");
    bad(AT "pharmacist dispense subject=F-1 => refused", "lacks the failing gate ids");
    bad(AT "pharmacist dispense subject=F-1 => refused PT-99", "'PT-99' is no gate id");
    bad(AT "pharmacist dispense subject=F-1 => ok PT-3", "'PT-3' after 'ok'");
    bad(AT "pharmacist dispense subject=F-1 => error a b", "'b' after the error code");
    bad(AT "pharmacist dispense subject=F-1 => error", "lacks one error code");
    bad(AT "pharmacist dispense subject=F-1 => recorded PT-3", "'PT-3' is no deviation");
}

static void
names_stand_for_entries(void **state)
{
    const struct story_line *l = good(AT "coordinator test subject=F-1 result=negative as t1");

    (void)state;
    assert_span(l->name, "t1");
    l = good(AT "prescriber test-verify subject=F-1 test=@t1 as=prescriber => ok as v1");
    assert_span(l->name, "v1");
    assert_span(l->field[1].text, "@t1");
    assert_span(l->field[2].name, "as");
    bad(AT "prescriber test-verify subject=F-1 test=@t9", "@t9 names no earlier line");
    bad(AT "coordinator test subject=F-1 as t1", "the name t1 is given twice");
    bad(AT "coordinator test subject=F-1 as", "'as' names nothing");
}

static void
ask_and_expect_are_lines_of_their_own(void **state)
{
    const struct story_line *l = good(AT "pharmacist ask dispense subject=F-1 => refused PT-3");

    (void)state;
    assert_int_equal(l->kind, STORY_ASK);
    assert_int_equal(l->type, STATEMENT_dispense);
    l = good(AT "ask dispense subject=F-1");
    assert_int_equal(l->kind, STORY_ASK);
    assert_int_equal(l->who.len, 0);
    l = good(AT "expect hold subject=F-1 PT-4 PT-10");
    assert_int_equal(l->kind, STORY_EXPECT);
    assert_span(l->verb, "hold");
    assert_int_equal(l->word_count, 2);
    bad(AT "expect sunshine subject=F-1", "'sunshine' is no expectation");
}

static void
who_is_a_role_or_one_with_a_name(void **state)
{
    (void)state;
    assert_span(good(AT "prescriber-b release subject=F-1 reason=x")->who, "prescriber-b");
    bad(AT "doctor release subject=F-1", "'doctor' is neither a role nor 'expect'");
    bad(AT "prescriber- release subject=F-1", "is neither a role");
    bad(AT "pharmacist", "the line has no verb");
    bad(AT, "the line ends after its instant");
    bad(AT "pharmacist juggle subject=F-1", "'juggle' is no statement type");
    bad(AT "pharmacist dispense F-1", "'F-1' is no key=value");
}

static void
instants_have_an_offset_and_never_go_back(void **state)
{
    (void)state;
    good("2008-03-04T09:45:00-05:00 expect no-hold subject=F-1");
    good("2008-03-04T14:45:00Z expect no-hold subject=F-1"); /* the same instant */
    bad("2008-03-04T09:44:59-05:00 expect no-hold subject=F-1", "the instant goes back");
    bad("2008-03-04T09:45:00 expect no-hold subject=F-1",
        "is neither a header word nor an instant");
    bad("tomorrow pharmacist dispense", "is neither a header word nor an instant");
}

static void
header_words_fill_the_story(void **state)
{
    struct span include;
    struct err err;

    (void)state;
    assert_null(good("story    first supply, everything in order   # a comment"));
    assert_null(good("program  revassist-trial@2008-01"));
    assert_null(good("zone     America/New_York"));
    assert_null(good(""));
    assert_null(good("   # nothing"));
    assert_string_equal(story.title, "first supply, everything in order");
    assert_string_equal(story.program, "revassist-trial");
    assert_string_equal(story.edition, "2008-01");
    assert_string_equal(story.zone, "America/New_York");
    assert_int_equal(read_line("include  seed-trial/staff.story   # people", &include, &err),
                     ERR_OK);
    assert_span(include, "seed-trial/staff.story");
    bad("story", "the story has no title");
    bad("program a@", "the program is not NAME or NAME@EDITION");
    bad("include", "include names no file");
    bad("set supply.days=30", "overrides (set) are not supported yet");
}

/* --- files -------------------------------------------------------------------------------- */

static char folder[64];

static void
write_file(const char *name, const char *content)
{
    char path[128];
    FILE *out;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    out = fopen(path, "w");
    assert_non_null(out);
    fputs(content, out);
    fclose(out);
}

static enum err_code
read_story(const char *name, struct err *err)
{
    char path[128];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return story_read(&story, path, err);
}

static int
start_files(void **state)
{
    snprintf(folder, sizeof(folder), "%s", "/tmp/rems-story-XXXXXX");
    return mkdtemp(folder) == NULL ? -1 : start(state);
}

static int
finish_files(void **state)
{
    static const char *const names[] = {"a.story", "sub/staff.story", "loop.story", "bad.story"};
    char path[128];

    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        unlink(path);
    }
    snprintf(path, sizeof(path), "%s/sub", folder);
    rmdir(path);
    rmdir(folder);
    return finish(state);
}

static void
includes_are_read_where_they_stand(void **state)
{
    struct err err;
    char path[128];

    (void)state;
    snprintf(path, sizeof(path), "%s/sub", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    write_file("sub/staff.story", "story staff\nzone Europe/Paris\nprogram other\n"
                                  "2008-01-01T08:00:00-05:00 administrator site program=p\n");
    write_file("a.story", "story one\nzone America/New_York\ninclude sub/staff.story\n\n"
                          "2008-01-02T08:00:00-05:00 expect no-hold subject=F-1\n");
    if (read_story("a.story", &err) != ERR_OK)
        fail_msg("%s", err.detail);
    assert_int_equal(story.line_count, 2);
    assert_string_equal(story.title, "one");
    assert_string_equal(story.zone, "America/New_York");
    assert_string_equal(story.program, "other"); /* the story itself names none */
    assert_int_equal(story.line[0].number, 4);
    assert_non_null(strstr(story.line[0].file, "sub/staff.story"));
    assert_int_equal(story.line[1].number, 5);
    assert_span(story.line[1].raw, "2008-01-02T08:00:00-05:00 expect no-hold subject=F-1");
}

static void
a_file_may_not_include_itself_for_ever(void **state)
{
    struct err err;

    (void)state;
    write_file("loop.story", "story loop\ninclude loop.story\n");
    assert_int_equal(read_story("loop.story", &err), ERR_BAD_STORY);
    assert_non_null(strstr(err.detail, "loop.story:2: more than 8 includes"));
}

static void
an_empty_or_missing_story_is_an_error(void **state)
{
    struct err err;

    (void)state;
    write_file("bad.story", "zone UTC\n");
    assert_int_equal(read_story("bad.story", &err), ERR_BAD_STORY);
    assert_non_null(strstr(err.detail, "the story has no title"));
    assert_int_equal(read_story("none.story", &err), ERR_BAD_STORY);
    assert_non_null(strstr(err.detail, "none.story"));
}

int
main(void)
{
#define LINES(test) cmocka_unit_test_setup_teardown(test, start, finish)
#define FILES(test) cmocka_unit_test_setup_teardown(test, start_files, finish_files)
    const struct CMUnitTest tests[] = {
        LINES(an_act_has_instant_person_verb_and_fields),
        LINES(quotes_hold_spaces_and_signs),
        LINES(outcomes_carry_their_ids),
        LINES(an_outcome_must_be_one),
        LINES(names_stand_for_entries),
        LINES(ask_and_expect_are_lines_of_their_own),
        LINES(who_is_a_role_or_one_with_a_name),
        LINES(instants_have_an_offset_and_never_go_back),
        LINES(header_words_fill_the_story),
        FILES(includes_are_read_where_they_stand),
        FILES(a_file_may_not_include_itself_for_ever),
        FILES(an_empty_or_missing_story_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
