/*
 * rules_world.h -- one good world for the tests of the rules (boundary-cases.md, "Default facts"), and a
 * small language for one change of it, so that a table of rows can be read by a pharmacist.
 *
 * A world is lines. Each line says a statement at a local time of the site; the statement is written and
 * read through the catalogue and folded by facts_apply, as in the daemon. Before the world is built a row
 * may change its lines:
 *   set TAG [@TIME] [name=value ...]   another time, other fields (name=- leaves the field out)
 *   drop TAG                           the line is not said (nor are the verifications of a test)
 *   add TIME WHO TYPE name=value ...   one more line
 *   policy PATH VALUE|unset            a leaf of the program file
 *   no-gate ID                         the program does not have this gate
 * After it was built, on treatment:
 *   through DAY [except DAY ...]       the course of "On treatment" up to that day
 *   t TIME [name=value ...]            a test, negative, verified twice within two minutes
 *   TIME WHO TYPE name=value ... [as TAG]
 *   ask TIME [name=value ...] fail=IDS counselling, a new prescription and a dispense of the same day
 *   supply TIME [name=value ...]       the same, refused by nothing, and recorded
 *   judge TIME ...                     an act, judged and not recorded: see rw_judge_line
 *   expect TIME name=value ...         hold, due, dev, left, days, next, category, ...: see rw_expect
 * A field value @TAG is the entry of the line of that tag. Include it first: it brings cmocka.
 */
#ifndef UNIT_RULES_WORLD_H
#define UNIT_RULES_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "crypto.h"
#include "facts.h"
#include "limit.h"
#include "program_file.h"
#include "rules.h"
#include "zone.h"

#define RW_LINES  48
#define RW_TAGS   256
#define RW_FIELDS 20
#define RW_ITEMS                                                                               \
    "side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule," \
    "stop-if-pregnant,condom,sperm-donation"
#define RW_TEST "specimen=serum setting=laboratory sensitivity=25 result=negative"

struct rw_tag {
    char name[24];
    uint64_t n;
};

struct rw_line {
    char tag[24];
    instant_t at;       /* INSTANT_NONE: dropped */
    int64_t after_rx_s; /* it moves with the prescription; 0: it stands where it stands */
    char text[512];     /* WHO TYPE name=value ... */
};

struct world {
    struct zone zone;
    struct program program;
    struct facts *facts;
    struct rw_line line[RW_LINES];
    size_t line_count;
    struct rw_tag tag[RW_TAGS];
    size_t tag_count;
    uint64_t n;
    instant_t now;
    struct verdict verdict;
    struct subject_state state;
    struct statement said; /* the newest statement; its bytes */
    char bytes[8192];
    char who[LIMIT_USER_ID + 1];
    const char *row; /* for messages */
    unsigned asked;
};

static struct world rw;

#define rw_fail(...)                 \
    do {                             \
        print_error("%s: ", rw.row); \
        print_error(__VA_ARGS__);    \
        print_error("\n");           \
        fail();                      \
    } while (0)

/* --- words and times --------------------------------------------------------------------------- */

static inline struct span
rw_word(const char **text)
{
    const char *p = *text;
    size_t len;

    while (*p == ' ')
        p++;
    len = strcspn(p, " \n");
    *text = p + len;
    return (struct span){p, len};
}

/* "2008-03-04T09:30", of the site; with "b" after it the second of two. */
static inline instant_t
rw_time(struct span text)
{
    instant_t at[2];
    int64_t local;
    int32_t offset;

    if (instant_parse_offset(text, &at[0], &offset))
        return at[0];
    if (!local_parse(text, &local) || zone_local(&rw.zone, local, at) != 1)
        rw_fail("bad time %.*s", (int)text.len, text.p);
    return at[0];
}

static inline day_t
rw_day(struct span text)
{
    day_t day;

    if (!day_parse(text, &day))
        rw_fail("bad day %.*s", (int)text.len, text.p);
    return day;
}

static inline uint64_t
rw_entry(const char *tag)
{
    for (size_t i = rw.tag_count; i-- > 0;) {
        if (strcmp(rw.tag[i].name, tag) == 0)
            return rw.tag[i].n;
    }
    rw_fail("no line %s", tag);
    return 0;
}

static inline void
rw_remember(struct span tag, uint64_t n)
{
    assert_true(rw.tag_count < RW_TAGS);
    assert_true(span_copy(tag, rw.tag[rw.tag_count].name, sizeof rw.tag[0].name));
    rw.tag[rw.tag_count++].n = n;
}

/* The set of gates of "PT-2,PT-3"; "" is none. */
static inline gate_set
rw_gates(struct span text)
{
    gate_set set = 0;

    while (text.len > 0) {
        size_t len = 0;
        while (len < text.len && text.p[len] != ',')
            len++;
        enum gate gate = gate_find((struct span){text.p, len});
        if (gate == GATE_COUNT)
            rw_fail("no gate %.*s", (int)len, text.p);
        set |= GATE_BIT(gate);
        text.p += len + (len < text.len);
        text.len -= len + (len < text.len);
    }
    return set;
}

static inline const char *
rw_names(gate_set set)
{
    static char text[512];
    struct buf b;

    buf_init(&b, text, sizeof text);
    for (int g = 0; g < GATE_COUNT; g++) {
        if ((set & GATE_BIT(g)) != 0)
            buf_printf(&b, "%s%s", b.len == 0 ? "" : ",", gate_spec((enum gate)g)->id);
    }
    return text;
}

/* --- statements ---------------------------------------------------------------------------------- */

/* Add or replace a field in "name=value name=value". */
static inline void
rw_put_field(struct body_text fields[RW_FIELDS], size_t *count, struct span pair)
{
    const char *equals = memchr(pair.p, '=', pair.len);
    size_t at = 0;

    if (equals == NULL)
        rw_fail("no field %.*s", (int)pair.len, pair.p);
    struct span name = {pair.p, (size_t)(equals - pair.p)};
    struct span value = {equals + 1, pair.len - name.len - 1};
    while (at < *count && !span_same(fields[at].name, name))
        at++;
    if (span_is(value, "-")) {
        if (at < *count)
            fields[at] = fields[--*count];
        return;
    }
    assert_true(at < RW_FIELDS);
    fields[at] = (struct body_text){name, value};
    *count += at == *count;
}

static inline void
rw_put_fields(struct body_text fields[RW_FIELDS], size_t *count, const char *text, struct span *tag)
{
    for (struct span word = rw_word(&text); word.len > 0; word = rw_word(&text)) {
        if (span_is(word, "as"))
            *tag = rw_word(&text);
        else
            rw_put_field(fields, count, word);
    }
}

/* Write and read a statement "WHO TYPE name=value ... [as TAG]" into rw.said. */
static inline void
rw_statement(instant_t at, const char *text, struct span *tag)
{
    struct body_text fields[RW_FIELDS];
    static char numbers[RW_FIELDS][24];
    size_t count = 0;
    struct span who = rw_word(&text);
    struct span type = rw_word(&text);
    enum statement_type id = catalogue_find(type);
    struct err err = {0};
    struct span none;
    struct buf b;

    if (id == STATEMENT_COUNT)
        rw_fail("no type %.*s", (int)type.len, type.p);
    if (catalogue_field_named(id, span_of("subject")) != NULL)
        rw_put_field(fields, &count, span_of("subject=F-001"));
    if (id == STATEMENT_test)
        rw_put_fields(fields, &count, RW_TEST, &none);
    if (id == STATEMENT_counsel)
        rw_put_field(fields, &count, span_of("items=" RW_ITEMS));
    rw_put_fields(fields, &count, text, tag);
    for (size_t i = 0; i < count; i++) {
        char name[24];
        if (fields[i].text.p[0] != '@')
            continue;
        assert_true(span_copy((struct span){fields[i].text.p + 1, fields[i].text.len - 1}, name,
                              sizeof name));
        (void)snprintf(numbers[i], sizeof numbers[i], "%llu", (unsigned long long)rw_entry(name));
        fields[i].text = span_of(numbers[i]);
    }
    buf_init(&b, rw.bytes, sizeof rw.bytes);
    if (body_write(id, fields, count, at, &rw.zone, &b, &err) != ERR_OK ||
        statement_parse_body(type, buf_view(&b), &rw.said, &err) != ERR_OK)
        rw_fail("%.*s: %s: %s", (int)type.len, type.p, err.field, err.detail);
    assert_true(span_copy(who, rw.who, sizeof rw.who));
    rw.said.signer = span_of(rw.who);
}

static inline void
rw_move(const struct posting *p)
{
    facts_set_balance(rw.facts, p->lot, p->from,
                      facts_balance(rw.facts, p->lot, p->from) - p->capsules);
    facts_set_balance(rw.facts, p->lot, p->to,
                      facts_balance(rw.facts, p->lot, p->to) + p->capsules);
}

/* Fold rw.said as the next entry. */
static inline uint64_t
rw_record(instant_t at)
{
    struct posting moved[POSTINGS_MAX];
    struct err err = {0};
    size_t count = postings_of(&rw.said, facts_held(rw.facts, &rw.said), moved);

    if (at < rw.now)
        rw_fail("a line goes back in time");
    rw.now = at;
    if (rw.said.type != STATEMENT_amend && facts_check(rw.facts, &rw.said, &err) != ERR_OK)
        rw_fail("%s: %s", err.field, err.detail);
    if (facts_apply(rw.facts, ++rw.n, at, &rw.said, &err) != ERR_OK)
        rw_fail("%s", err.detail);
    for (size_t i = 0; i < count; i++)
        rw_move(&moved[i]);
    return rw.n;
}

static inline uint64_t
rw_say(instant_t at, const char *text)
{
    struct span tag = {0};

    rw_statement(at, text, &tag);
    uint64_t n = rw_record(at);
    if (tag.len > 0)
        rw_remember(tag, n);
    return n;
}

static inline const struct verdict *
rw_judge(instant_t at)
{
    const struct rules_input in = {rw.facts, &rw.program, &rw.zone, at};

    rules_judge(&in, &rw.said, &rw.verdict);
    return &rw.verdict;
}

static inline const struct subject_state *
rw_look(instant_t at)
{
    const struct rules_input in = {rw.facts, &rw.program, &rw.zone, at};

    rules_state(&in, &rw.state);
    return &rw.state;
}

/* --- the world before the first supply --------------------------------------------------------------- */

static inline struct rw_line *
rw_put_line(const char *tag, const char *time, int64_t after_rx_s, const char *text)
{
    struct rw_line *l = &rw.line[rw.line_count++];

    assert_true(rw.line_count <= RW_LINES);
    *l =
        (struct rw_line){.at = time == NULL ? 0 : rw_time(span_of(time)), .after_rx_s = after_rx_s};
    assert_true(span_copy(span_of(tag), l->tag, sizeof l->tag));
    assert_true(span_copy(span_of(text), l->text, sizeof l->text));
    return l;
}

static inline void
rw_lines(void)
{
    static const struct {
        const char *tag;
        const char *time;
        int64_t after_rx_s;
        const char *text;
    } lines[] = {
        {"site", "2008-01-02T08:00", 0,
         "administrator site program=revassist-trial pharmacy=IDS-1 name=Site"},
        {"reg-rx", "2008-01-02T08:00", 0,
         "coordinator registration kind=prescriber name=prescriber from=2007-11-01 standing=active"},
        {"reg-ph", "2008-01-02T08:00", 0,
         "coordinator registration kind=pharmacy name=IDS-1 from=2007-11-01 standing=active"},
        {"reg-co", "2008-01-02T08:00", 0,
         "coordinator registration kind=counsellor name=coordinator from=2007-11-01 standing=active"},
        {"product", "2008-01-02T08:00", 0,
         "pharmacist product product=LEN5 name=lenalidomide strength_ug=5mg"},
        {"lot", "2008-01-02T08:00", 0, "pharmacist lot lot=L1 product=LEN5 expiry=2009-12-31"},
        {"receive", "2008-01-02T08:00", 0,
         "pharmacist receive lot=L1 capsules=100 shipment=S-1 condition=in-range"},
        {"enrol", "2008-01-10T09:00", 0, "coordinator enrol sex=female born=1970-01-20"},
        {"consent", "2008-01-10T09:05", 0, "coordinator consent state=given"},
        {"form", "2008-01-10T09:10", 0, "coordinator agreement category=AFRP"},
        {"menses", "2008-01-10T09:15", 0, "coordinator menses pattern=regular"},
        {"con", "2008-01-15T09:00", 0,
         "coordinator contraception methods=hormonal,condom since=2008-01-15"},
        {"t1", "2008-02-21T09:00", 0, "coordinator test accession=A-1"},
        {"t2", "2008-03-03T10:00", 0, "coordinator test accession=A-2"},
        {"v1", NULL, -120, "prescriber test-verify test=@t1 as=prescriber"},
        {"v2", NULL, -60, "prescriber test-verify test=@t2 as=prescriber"},
        {"counsel", NULL, -240, "coordinator counsel"},
        {"rx", "2008-03-04T09:30", 0,
         "prescriber prescribe prescription=RX-1 category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=28"},
        {"p1", NULL, 300, "pharmacist test-verify test=@t1 as=pharmacist"},
        {"p2", NULL, 330, "pharmacist test-verify test=@t2 as=pharmacist"},
        {"dispense", NULL, 900,
         "pharmacist dispense prescription=RX-1 lot=L1 capsules=28 sheet=true"},
    };

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        rw_put_line(lines[i].tag, lines[i].time, lines[i].after_rx_s, lines[i].text);
}

static inline struct rw_line *
rw_line_of(struct span tag)
{
    for (size_t i = 0; i < rw.line_count; i++) {
        if (span_is(tag, rw.line[i].tag))
            return &rw.line[i];
    }
    rw_fail("no line %.*s to change", (int)tag.len, tag.p);
    return NULL;
}

static inline void
rw_policy(struct span path, struct span value)
{
    static const struct {
        const char *path;
        size_t offset;
    } leaves[] = {
#define LEAF(member, path_, kind, min, max, words, unit, what) \
    {path_, offsetof(struct program, member)},
#include "program.def"
#undef LEAF
    };

    for (size_t i = 0; i < sizeof leaves / sizeof leaves[0]; i++) {
        int64_t set = span_is(value, "unset") ? PROGRAM_UNSET : strtoll(value.p, NULL, 10);
        if (!span_is(path, leaves[i].path))
            continue;
        memcpy((char *)&rw.program + leaves[i].offset, &set, sizeof set);
        return;
    }
    rw_fail("no leaf %.*s", (int)path.len, path.p);
}

static inline void
rw_change(const char *text)
{
    struct span verb = rw_word(&text);
    struct span what = rw_word(&text);

    if (span_is(verb, "policy")) {
        rw_policy(what, rw_word(&text));
    } else if (span_is(verb, "no-gate")) {
        rw.program.gates &= ~rw_gates(what);
    } else if (span_is(verb, "drop")) {
        rw_line_of(what)->at = INSTANT_NONE;
        if (span_is(what, "t1") || span_is(what, "t2")) { /* and who verified it */
            rw_line_of(span_of(what.p[1] == '1' ? "v1" : "v2"))->at = INSTANT_NONE;
            rw_line_of(span_of(what.p[1] == '1' ? "p1" : "p2"))->at = INSTANT_NONE;
        }
    } else if (span_is(verb, "add")) {
        char line[512];
        assert_true(span_copy((struct span){text, strcspn(text, "\n")}, line, sizeof line));
        rw_put_line("", NULL, 0, line)->at = rw_time(what);
    } else if (span_is(verb, "set")) {
        struct rw_line *l = rw_line_of(what);
        const char *rest = text;
        struct span word = rw_word(&rest);
        if (word.len > 0 && word.p[0] == '@') {
            l->at = rw_time((struct span){word.p + 1, word.len - 1});
            l->after_rx_s = 0;
            text = rest;
        }
        size_t len = strlen(l->text);
        (void)snprintf(l->text + len, sizeof l->text - len, " %.*s", (int)strcspn(text, "\n"),
                       text);
    } else {
        rw_fail("bad change %.*s", (int)verb.len, verb.p);
    }
}

/* Say the lines by time up to that of `last`, equal times in the order of the table; `last` itself is left
 * in rw.said. */
static inline instant_t
rw_build(const char *last)
{
    instant_t rx = rw_line_of(span_of("rx"))->at;
    const struct rw_line *end = rw_line_of(span_of(last));
    struct span tag = {0};

    for (size_t i = 0; i < rw.line_count; i++) {
        if (rw.line[i].after_rx_s != 0 && rw.line[i].at != INSTANT_NONE)
            rw.line[i].at = rx + rw.line[i].after_rx_s * SECOND;
    }
    for (;;) {
        struct rw_line *next = NULL;
        for (size_t i = 0; i < rw.line_count; i++) {
            struct rw_line *l = &rw.line[i];
            if (l != end && l->at != INSTANT_NONE && l->at <= end->at &&
                (next == NULL || l->at < next->at))
                next = l;
        }
        if (next == NULL)
            break;
        uint64_t n = rw_say(next->at, next->text);
        rw_remember(span_of(next->tag), n);
        next->at = INSTANT_NONE;
    }
    rw_statement(end->at, end->text, &tag);
    return end->at;
}

/* The world with these changes, up to the question about the line `last`. */
static inline const struct verdict *
rw_world(const char *row, const char *changes, const char *last)
{
    rw.row = row;
    rw_lines();
    while (*changes != '\0') {
        rw_change(changes);
        changes += strcspn(changes, "\n");
        changes += *changes == '\n';
    }
    rw.now = rw_build(last);
    return rw_judge(rw.now);
}

/* ... up to the question whether RX-1 may be dispensed. */
static inline const struct verdict *
rw_first_supply(const char *row, const char *changes)
{
    return rw_world(row, changes, "dispense");
}

#include "rules_course.h"

/* --- cmocka ---------------------------------------------------------------------------------------------- */

static inline int
rw_setup(void **state)
{
    static struct program_file file;
    static struct zone zone;
    struct err err = {0};
    uint8_t hash[32];

    (void)state;
    if (zone.count == 0 &&
        (crypto_init(&err) != ERR_OK ||
         zone_load("America/New_York", &zone, hash, &err) != ERR_OK ||
         program_file_load("config/programs/revassist-trial.yaml", &file, &err) != ERR_OK)) {
        print_error("%s\n", err.detail);
        return -1;
    }
    struct facts *facts = rw.facts == NULL ? malloc(facts_size()) : rw.facts;
    if (facts == NULL)
        return -1;
    memset(&rw, 0, sizeof rw);
    rw.zone = zone;
    rw.program = file.edition[0];
    rw.facts = facts;
    rw.asked = 100; /* RX-1 is the first supply's */
    facts_init(facts, span_of("F-001"));
    return 0;
}

static inline int
rw_end(void **state)
{
    (void)state;
    free(rw.facts);
    rw.facts = NULL;
    return 0;
}

/* Says what is different; false then. */
static inline bool
rw_same(const char *row, gate_set got, const char *want)
{
    if (got == rw_gates(span_of(want)))
        return true;
    print_error("%s: fails \"%s\", not \"%s\"\n", row, rw_names(got), want);
    return false;
}

#endif
