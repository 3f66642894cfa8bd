/* story_parse.c -- the grammar of one line of a story; see story.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "expect.h"
#include "gates.h"
#include "story.h"
#include "story_scan.h"

#define HINT_LINE "a line is: instant with offset, who, verb, key=value ..., => outcome, as NAME"

/* Where we are, for messages. */
struct place {
    struct story *story;
    const char *file;
    int number;
    struct err *err;
};

static enum err_code ATTR_PRINTF(3, 4)
    bad(const struct place *at, const char *hint, const char *fmt, ...)
{
    char what[ERR_DETAIL_MAX];
    va_list args;

    va_start(args, fmt);
    vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);
    return err_set(at->err, ERR_BAD_STORY, hint, "%s:%d: %s", at->file, at->number, what);
}

#define SPAN_ARGS(s) (int)((s).len > 60 ? 60 : (s).len), (s).p

/* --- header words ------------------------------------------------------------------------- */

/* The rest of the line without comment and trailing spaces: a title may have spaces. */
static struct span
rest_of_line(char *rest)
{
    struct span s;

    while (*rest == ' ' || *rest == '\t')
        rest++;
    s = (struct span){rest, strcspn(rest, "#\r")};
    while (s.len > 0 && (s.p[s.len - 1] == ' ' || s.p[s.len - 1] == '\t'))
        s.len--;
    return s;
}

static enum err_code
read_program(const struct place *at, struct span text, bool included)
{
    struct story *s = at->story;
    const char *sign = text.len == 0 ? NULL : memchr(text.p, '@', text.len);
    struct span name = {text.p, sign == NULL ? text.len : (size_t)(sign - text.p)};
    struct span edition = {NULL, 0};

    if (included && s->program[0] != '\0')
        return ERR_OK; /* the story's own word stands above what it includes */
    if (sign != NULL)
        edition = (struct span){sign + 1, text.len - name.len - 1};
    if (name.len == 0 || !span_copy(name, s->program, sizeof(s->program)) ||
        !span_copy(edition, s->edition, sizeof(s->edition)) || (sign != NULL && edition.len == 0))
        return bad(at, "write: program revassist-trial, or program revassist-trial@2008-01",
                   "the program is not NAME or NAME@EDITION");
    return ERR_OK;
}

/* True when the line begins with a header word; *code says how that went. */
static bool
read_header(const struct place *at, const struct story_token *first, char *rest, bool included,
            struct span *include, enum err_code *code)
{
    struct story *s = at->story;
    struct span text = rest_of_line(rest);

    *code = ERR_OK;
    if (span_is(first->text, "story")) {
        if (!included && (text.len == 0 || !span_copy(text, s->title, sizeof(s->title))))
            *code = bad(at, "write: story, then what it tells", "the story has no title");
    } else if (span_is(first->text, "program")) {
        *code = read_program(at, text, included);
    } else if (span_is(first->text, "zone")) {
        if (!(included && s->zone[0] != '\0') &&
            (text.len == 0 || !span_copy(text, s->zone, sizeof(s->zone))))
            *code = bad(at, "write an IANA name: zone America/New_York", "the zone is not a name");
    } else if (span_is(first->text, "include")) {
        *include = text;
        if (text.len == 0)
            *code = bad(at, "write: include FILE, relative to this file", "include names no file");
    } else if (span_is(first->text, "set")) {
        *code = bad(at, "remove the line; the program file's own value applies",
                    "overrides (set) are not supported yet");
    } else {
        return false;
    }
    return true;
}

/* --- acts --------------------------------------------------------------------------------- */

/* Was this name given to an earlier act? */
static bool
name_known(const struct story *s, struct span name)
{
    for (size_t i = 0; i < s->line_count; i++) {
        if (s->line[i].name.len > 0 && span_same(s->line[i].name, name))
            return true;
    }
    return false;
}

static enum err_code
add_field(const struct place *at, struct story_line *line, const struct story_token *t)
{
    struct span value = t->value;

    if (line->field_count == STORY_FIELDS_MAX)
        return bad(at, "", "more than %d fields", STORY_FIELDS_MAX);
    if (value.len > 1 && *value.p == '@' &&
        !name_known(at->story, (struct span){value.p + 1, value.len - 1}))
        return bad(at, "give the earlier line a name: ... as NAME", "%.*s names no earlier line",
                   SPAN_ARGS(value));
    line->field[line->field_count++] = (struct body_text){t->key, value};
    return ERR_OK;
}

static enum err_code
add_word(const struct place *at, struct story_line *line, struct span word)
{
    if (line->word_count == STORY_WORDS_MAX)
        return bad(at, "", "more than %d words", STORY_WORDS_MAX);
    line->word[line->word_count++] = word;
    return ERR_OK;
}

/* deviation=PT-3 or deviation=PT-3,PT-4 */
static enum err_code
add_deviations(const struct place *at, struct story_line *line, const struct story_token *t)
{
    struct span rest = t->value;
    enum err_code code = ERR_OK;

    if (!t->pair || !span_is(t->key, "deviation") || t->value.len == 0)
        return bad(at, "write: => recorded deviation=ID", "'%.*s' is no deviation",
                   SPAN_ARGS(t->text));
    while (rest.len > 0 && code == ERR_OK) {
        const char *comma = memchr(rest.p, ',', rest.len);
        size_t len = comma == NULL ? rest.len : (size_t)(comma - rest.p);

        code = add_word(at, line, (struct span){rest.p, len});
        rest.p += comma == NULL ? len : len + 1;
        rest.len -= comma == NULL ? len : len + 1;
    }
    return code;
}

static enum err_code
read_name(const struct place *at, struct story_line *line, char **rest)
{
    struct story_token t;
    bool broken;

    if (!story_scan(rest, &t, &broken) || broken || t.pair)
        return bad(at, "write: ... as NAME", "'as' names nothing");
    if (name_known(at->story, t.text))
        return bad(at, "choose another name", "the name %.*s is given twice", SPAN_ARGS(t.text));
    line->name = t.text;
    return ERR_OK;
}

static enum err_code
check_outcome(const struct place *at, const struct story_line *line)
{
    static const char *const needs[] = {NULL, "the failing gate ids", "the ids of the open holds",
                                        NULL, "one error code"};

    if (line->outcome == STORY_OK && line->word_count > 0)
        return bad(at, HINT_LINE, "'%.*s' after 'ok'", SPAN_ARGS(line->word[0]));
    if (needs[line->outcome] != NULL && line->word_count == 0)
        return bad(at, "", "the outcome lacks %s", needs[line->outcome]);
    if (line->outcome == STORY_ERROR && line->word_count > 1)
        return bad(at, "", "'%.*s' after the error code", SPAN_ARGS(line->word[1]));
    for (size_t i = 0; i < line->word_count && line->outcome != STORY_ERROR; i++) {
        if (gate_find(line->word[i]) == GATE_COUNT)
            return bad(at, "gate ids are those of spec/rules.md, as PT-3", "'%.*s' is no gate id",
                       SPAN_ARGS(line->word[i]));
    }
    return ERR_OK;
}

/* What stands behind "=>". */
static enum err_code
read_outcome(const struct place *at, struct story_line *line, char **rest)
{
    static const char *const words[] = {"ok", "refused", "hold", "recorded", "error"};
    struct story_token t;
    bool broken;
    enum err_code code = ERR_OK;
    size_t i = 0;

    if (!story_scan(rest, &t, &broken))
        return bad(at, HINT_LINE, "nothing stands behind '=>'");
    while (i < sizeof(words) / sizeof(words[0]) && !span_is(t.text, words[i]))
        i++;
    if (i == sizeof(words) / sizeof(words[0]))
        return bad(at, "write ok, refused ID..., hold ID..., recorded deviation=ID or error CODE",
                   "'%.*s' is no outcome", SPAN_ARGS(t.text));
    line->outcome = (enum story_outcome)i;
    while (code == ERR_OK && story_scan(rest, &t, &broken)) {
        if (broken)
            return bad(at, "", "a quote has no end");
        if (span_is(t.text, "as"))
            code = read_name(at, line, rest);
        else if (line->outcome == STORY_RECORDED)
            code = add_deviations(at, line, &t);
        else
            code = add_word(at, line, t.text);
    }
    return code == ERR_OK ? check_outcome(at, line) : code;
}

/* Fields, bare words (an expectation has them), outcome and name. */
static enum err_code
read_tail(const struct place *at, struct story_line *line, char **rest)
{
    struct story_token t;
    bool broken;
    enum err_code code = ERR_OK;

    while (code == ERR_OK && story_scan(rest, &t, &broken)) {
        if (broken)
            return bad(at, "", "a quote has no end");
        if (t.pair)
            code = add_field(at, line, &t);
        else if (line->kind == STORY_EXPECT)
            code = add_word(at, line, t.text);
        else if (span_is(t.text, "=>"))
            return read_outcome(at, line, rest);
        else if (span_is(t.text, "as"))
            code = read_name(at, line, rest);
        else
            return bad(at, HINT_LINE, "'%.*s' is no key=value", SPAN_ARGS(t.text));
    }
    return code;
}

/* Roles are users: pharmacist, pharmacist-2. */
static bool
who_ok(struct span who)
{
    for (int i = 0; i < (int)vocab_size(VOCAB_role); i++) {
        struct span role = span_of(vocab_word(VOCAB_role, i));

        if (who.len >= role.len && memcmp(who.p, role.p, role.len) == 0 &&
            (who.len == role.len || (who.p[role.len] == '-' && who.len > role.len + 1)))
            return who.len <= LIMIT_USER_ID;
    }
    return false;
}

/* Who and verb: "pharmacist dispense", "pharmacist ask dispense", "ask dispense", "expect hold". */
static enum err_code
read_actor(const struct place *at, struct story_line *line, char **rest)
{
    struct story_token t;
    bool broken;

    if (!story_scan(rest, &t, &broken))
        return bad(at, HINT_LINE, "the line ends after its instant");
    if (span_is(t.text, "expect")) {
        line->kind = STORY_EXPECT;
    } else if (span_is(t.text, "ask")) {
        line->kind = STORY_ASK;
    } else if (who_ok(t.text)) {
        line->who = t.text;
    } else {
        return bad(at, "a user is a role, or a role with -something: pharmacist, pharmacist-2",
                   "'%.*s' is neither a role nor 'expect'", SPAN_ARGS(t.text));
    }
    if (!story_scan(rest, &t, &broken))
        return bad(at, HINT_LINE, "the line has no verb");
    if (line->kind == STORY_ACT && span_is(t.text, "ask")) {
        line->kind = STORY_ASK;
        if (!story_scan(rest, &t, &broken))
            return bad(at, HINT_LINE, "'ask' names no statement");
    }
    line->verb = t.text;
    return ERR_OK;
}

static enum err_code
check_line(const struct place *at, const struct story_line *line)
{
    const struct story *s = at->story;

    if (s->line_count > 0 && line->at < s->line[s->line_count - 1].at)
        return bad(at, "sort the lines; included files come before what follows them",
                   "the instant goes back");
    if (line->kind == STORY_EXPECT)
        return expect_find(line->verb) != NULL
                   ? ERR_OK
                   : bad(at, expect_list(), "'%.*s' is no expectation", SPAN_ARGS(line->verb));
    if (line->type == STATEMENT_COUNT && line->outcome != STORY_ERROR)
        return bad(at, "rems statements lists them", "'%.*s' is no statement type",
                   SPAN_ARGS(line->verb));
    return ERR_OK;
}

/* --- one line ----------------------------------------------------------------------------- */

enum err_code
story_read_line(struct story *s, const char *file, int number, bool included, char *text,
                struct span raw, struct span *include, struct err *err)
{
    struct place at = {s, file, number, err};
    struct story_line line = {.file = file, .number = number, .raw = raw};
    struct story_token first;
    char *rest = text;
    bool broken;
    int32_t offset;
    enum err_code code;

    *include = (struct span){NULL, 0};
    if (raw.len > STORY_LINE_MAX)
        return bad(&at, "", "the line is longer than %d bytes", STORY_LINE_MAX);
    if (!story_scan(&rest, &first, &broken))
        return ERR_OK;
    if (read_header(&at, &first, rest, included, include, &code))
        return code;
    if (!instant_parse_offset(first.text, &line.at, &offset))
        return bad(&at, "write it as 2008-03-04T09:30:00-05:00",
                   "'%.*s' is neither a header word nor an instant with offset",
                   SPAN_ARGS(first.text));
    code = read_actor(&at, &line, &rest);
    if (code == ERR_OK) {
        line.type = line.kind == STORY_EXPECT ? STATEMENT_COUNT : catalogue_find(line.verb);
        code = read_tail(&at, &line, &rest);
    }
    if (code == ERR_OK)
        code = check_line(&at, &line);
    if (code != ERR_OK)
        return code;
    if (s->line_count == STORY_LINES_MAX)
        return bad(&at, "", "more than %d lines", STORY_LINES_MAX);
    s->line[s->line_count++] = line;
    return ERR_OK;
}

const struct body_text *
story_field(const struct story_line *line, const char *name)
{
    for (size_t i = 0; i < line->field_count; i++) {
        if (span_is(line->field[i].name, name))
            return &line->field[i];
    }
    return NULL;
}
