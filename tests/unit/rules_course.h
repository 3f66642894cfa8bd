/*
 * rules_course.h -- the second half of rules_world.h: what happens on treatment, and what is then expected.
 * Included by it.
 */
#ifndef UNIT_RULES_COURSE_H
#define UNIT_RULES_COURSE_H

/* A test that is negative unless the fields say otherwise, verified by two persons. */
static inline void
rw_test(instant_t at, const char *fields)
{
    char text[512];

    (void)snprintf(text, sizeof text, "coordinator test accession=T-%u %.*s", ++rw.asked,
                   (int)strcspn(fields, "\n"), fields);
    rw_remember(span_of("last"), rw_say(at, text));
    if (facts_test(rw.facts, rw.n)->result == RESULT_PENDING)
        return;
    (void)rw_say(at + 60 * SECOND, "prescriber test-verify test=@last as=prescriber");
    (void)rw_say(at + 120 * SECOND, "pharmacist test-verify test=@last as=pharmacist");
}

/* Counselling half an hour before, the prescription a quarter before; the dispense stays in rw.said. */
static inline void
rw_prepare(instant_t at, const char *fields)
{
    char text[512];
    struct span tag = {0};
    struct body_text given[RW_FIELDS];
    size_t count = 0;
    const char *category = "AFRP";
    struct span capsules = span_of("28");
    struct span lot = span_of("L1");
    struct buf rx;
    char prescribe[512];

    rw.asked++;
    category = vocab_word(VOCAB_category, (int)rw_look(at)->category);
    buf_init(&rx, prescribe, sizeof prescribe);
    buf_printf(&rx,
               "prescriber prescribe prescription=RX-%u category=%s dose_ug=5mg every_days=1 "
               "strength_ug=5mg",
               rw.asked, category);
    (void)snprintf(text, sizeof text, "%.*s", (int)strcspn(fields, "\n"), fields);
    rw_put_fields(given, &count, text, &tag);
    for (size_t i = 0; i < count; i++) {
        struct body_text *g = &given[i];
        if (span_is(g->name, "capsules"))
            capsules = g->text;
        else if (span_is(g->name, "lot"))
            lot = g->text;
        else if (!span_is(g->name, "fail"))
            buf_printf(&rx, " %.*s=%.*s", (int)g->name.len, g->name.p, (int)g->text.len, g->text.p);
    }
    buf_printf(&rx, " capsules=%.*s", (int)capsules.len, capsules.p);
    (void)rw_say(at - 1800 * SECOND, "coordinator counsel");
    (void)rw_say(at - 900 * SECOND, prescribe);
    (void)snprintf(prescribe, sizeof prescribe,
                   "pharmacist dispense prescription=RX-%u lot=%.*s capsules=%.*s sheet=true",
                   rw.asked, (int)lot.len, lot.p, (int)capsules.len, capsules.p);
    rw_statement(at, prescribe, &tag);
}

static inline void
rw_ask(instant_t at, const char *fields, struct span want)
{
    rw_prepare(at, fields);
    gate_set fail_set = rw_judge(at)->fail;
    if (fail_set != rw_gates(want))
        rw_fail("the supply fails \"%s\", not \"%.*s\"", rw_names(fail_set), (int)want.len, want.p);
}

static inline void
rw_supply(instant_t at, const char *fields)
{
    rw_ask(at, fields, span_of(""));
    (void)rw_record(at);
}

/* Judge without recording: "prescription=RX-X fail=IDS" a dispense, "first-dose dev=IDS" a first dose,
 * "return lot=.. capsules=.. dev=IDS" a return. */
static inline void
rw_judge_line(instant_t at, const char *text)
{
    const char *want = strstr(text, "fail=") != NULL ? strstr(text, "fail=") : strstr(text, "dev=");
    char act[512];
    struct span tag = {0};

    assert_non_null(want);
    bool fails = want[0] == 'f';
    (void)snprintf(act, sizeof act, "%s%.*s%s",
                   strstr(text, "prescription=") != NULL ? "pharmacist dispense " : "coordinator ",
                   (int)(want - text), text,
                   strstr(text, "prescription=") != NULL ? " lot=L1 capsules=28 sheet=true" : "");
    rw_statement(at, act, &tag);
    gate_set got = fails ? rw_judge(at)->fail : rw_judge(at)->dev;
    want += fails ? 5 : 4;
    if (got != rw_gates((struct span){want, strcspn(want, " ")}))
        rw_fail("%s gives \"%s\"", text, rw_names(got));
}

/* Is this day among the days of "2008-03-18 2008-04-01"? */
static inline bool
rw_among(day_t day, const char *days)
{
    for (struct span word = rw_word(&days); word.len > 0; word = rw_word(&days)) {
        if (rw_day(word) == day)
            return true;
    }
    return false;
}

/* Weekly tests to day 28, then every 28 days, at 08:00; 28 capsules every 28 days at 10:00. */
static inline void
rw_through(const char *text)
{
    day_t start = day_from_civil(2008, 3, 4);
    day_t until = rw_day(rw_word(&text));
    const char *rest = text;

    if (span_is(rw_word(&rest), "except"))
        text = rest;
    for (day_t day = zone_day(&rw.zone, rw.now) + 1; day <= until; day++) {
        int32_t age = day - start;
        instant_t eight = zone_day_start(&rw.zone, day) + 8 * 3600 * SECOND;
        if (rw_among(day, text))
            continue;
        if ((age <= 28 && age % 7 == 0) || age % 28 == 0)
            rw_test(eight, "");
        if (age % 28 == 0)
            rw_supply(eight + 2 * 3600 * SECOND, "");
    }
}

/* One expectation of the state: hold=IDS since=TIME due=DAY dev=IDS left=N days=N next=DAY category=C
 * adherence=T band=T taken=N task=NAME discontinued=yes rx=CODE. */
static inline void
rw_expect(instant_t at, struct span name, struct span want)
{
    const struct subject_state *s = rw_look(at);
    char got[512] = "";
    char day[DAY_SIZE];
    gate_set set = 0;

    if (span_is(name, "hold")) {
        (void)snprintf(got, sizeof got, "%s", rw_names(s->holds));
    } else if (span_is(name, "since")) {
        if (s->hold_since != rw_time(want))
            rw_fail("the hold is not open since %.*s", (int)want.len, want.p);
        return;
    } else if (span_is(name, "dev")) {
        for (uint32_t i = 0; i < s->deviation_count; i++)
            set |= GATE_BIT(s->deviation[i].gate);
        (void)snprintf(got, sizeof got, "%s", rw_names(set));
    } else if (span_is(name, "devs")) {
        (void)snprintf(got, sizeof got, "%u", s->deviation_count);
    } else if (span_is(name, "due")) {
        for (uint32_t i = 0; i < s->due_count; i++) {
            day_format(s->due[i].by, day);
            if (strcmp(s->due[i].what, "test") == 0)
                (void)snprintf(got, sizeof got, "%s", day);
        }
    } else if (span_is(name, "task")) {
        for (uint32_t i = 0; i < s->due_count; i++)
            (void)snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s",
                           got[0] == '\0' ? "" : ",", s->due[i].what);
    } else if (span_is(name, "left")) {
        (void)snprintf(got, sizeof got, "%lld", (long long)s->capsules_left);
    } else if (span_is(name, "days")) {
        (void)snprintf(got, sizeof got, "%lld", (long long)s->days_left);
    } else if (span_is(name, "next")) {
        day_format(s->next_dispense, got);
    } else if (span_is(name, "category")) {
        (void)snprintf(got, sizeof got, "%s", vocab_word(VOCAB_category, (int)s->category));
    } else if (span_is(name, "adherence")) {
        (void)snprintf(got, sizeof got, "%s", s->adherence);
    } else if (span_is(name, "band")) {
        (void)snprintf(got, sizeof got, "%s", s->band);
    } else if (span_is(name, "taken")) {
        (void)snprintf(got, sizeof got, "%lld/%lld", (long long)s->taken, (long long)s->expected);
    } else if (span_is(name, "rx")) {
        (void)snprintf(got, sizeof got, "%s", s->prescription);
    } else if (span_is(name, "discontinued")) {
        (void)snprintf(got, sizeof got, "%s", s->discontinued ? "yes" : "no");
    } else {
        rw_fail("what is %.*s?", (int)name.len, name.p);
    }
    if (!span_is(want, got))
        rw_fail("%.*s is \"%s\", not \"%.*s\"", (int)name.len, name.p, got, (int)want.len, want.p);
}

static inline void
rw_act(const char *line)
{
    const char *text = line;
    struct span verb = rw_word(&text);

    if (span_is(verb, "through")) {
        char days[256];
        (void)snprintf(days, sizeof days, "%.*s", (int)strcspn(text, "\n"), text);
        rw_through(days);
        return;
    }
    if (span_is(verb, "policy")) {
        struct span path = rw_word(&text);
        rw_policy(path, rw_word(&text));
        return;
    }
    bool asks = span_is(verb, "ask") || span_is(verb, "supply");
    bool expects = span_is(verb, "expect");
    bool tests = span_is(verb, "t");
    bool judges = span_is(verb, "judge");
    instant_t at = rw_time(asks || expects || tests || judges ? rw_word(&text) : verb);
    char rest[512];
    (void)snprintf(rest, sizeof rest, "%.*s", (int)strcspn(text, "\n"), text);
    if (judges) {
        rw_judge_line(at, rest);
    } else if (tests) {
        rw_test(at, rest);
    } else if (span_is(verb, "supply")) {
        rw_supply(at, rest);
    } else if (asks) {
        const char *fails = strstr(rest, "fail=");
        assert_non_null(fails);
        rw_ask(at, rest, (struct span){fails + 5, strcspn(fails + 5, " ")});
    } else if (expects) {
        const char *p = rest;
        for (struct span word = rw_word(&p); word.len > 0; word = rw_word(&p)) {
            const char *equals = memchr(word.p, '=', word.len);
            assert_non_null(equals);
            size_t len = (size_t)(equals - word.p);
            rw_expect(at, (struct span){word.p, len},
                      (struct span){equals + 1, word.len - len - 1});
        }
    } else {
        (void)rw_say(at, rest);
    }
}

/* The first supply without any refusal, the first dose, then the lines of the course. */
static inline void
rw_course(const char *row, const char *changes, const char *course)
{
    const struct verdict *v = rw_first_supply(row, changes);

    if (v->fail != 0)
        rw_fail("the first supply fails %s", rw_names(v->fail));
    (void)rw_record(v->at);
    while (*course != '\0') {
        rw_act(course);
        course += strcspn(course, "\n");
        course += *course == '\n';
    }
}

#define FIRST_DOSE "2008-03-04T09:50 coordinator first-dose\n"

#endif
