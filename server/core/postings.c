/* postings.c -- see postings.h; the rows stand in accounts.def. */
#include "postings.h"

#include <assert.h>

static const struct account_spec accounts[ACCOUNT_COUNT] = {
#define ACCOUNT(constant, name, contra, of_subject) {name, contra, of_subject},
#define POSTING(statement, from, to, capsules, when)
#include "accounts.def"
#undef ACCOUNT
#undef POSTING
};

/* When a row of the table applies, and to how many of the capsules. */
enum when { ALWAYS, IN_RANGE, NOT_IN_RANGE, UP_TO_HELD, BEYOND_HELD };

struct rule {
    enum statement_type type;
    enum field_id lot;
    enum field_id capsules;
    enum account from;
    enum account to;
    enum when when;
};

static const struct rule rules[] = {
#define ACCOUNT(constant, name, contra, of_subject)
#define POSTING(statement, from, to, capsules, when) \
    {STATEMENT_##statement,                          \
     FIELD_##statement##_lot,                        \
     FIELD_##statement##_##capsules,                 \
     ACCOUNT_##from,                                 \
     ACCOUNT_##to,                                   \
     when},
#include "accounts.def"
#undef ACCOUNT
#undef POSTING
};

const struct account_spec *
account_spec(enum account account)
{
    assert(account < ACCOUNT_COUNT);
    return &accounts[account];
}

/* How many capsules a row moves; 0 when it does not apply. */
static int64_t
amount(const struct rule *rule, const struct statement *s, int64_t held)
{
    int64_t capsules = statement_value(s, rule->capsules)->integer;
    int64_t there = held < 0 ? 0 : held;

    switch (rule->when) {
    case IN_RANGE:
        return statement_value(s, FIELD_receive_condition)->integer == CONDITION_IN_RANGE ? capsules
                                                                                          : 0;
    case NOT_IN_RANGE:
        return statement_value(s, FIELD_receive_condition)->integer == CONDITION_IN_RANGE
                   ? 0
                   : capsules;
    case UP_TO_HELD:
        return capsules < there ? capsules : there;
    case BEYOND_HELD:
        return capsules > there ? capsules - there : 0;
    default: /* ALWAYS */
        return capsules;
    }
}

size_t
postings_of(const struct statement *s, int64_t held, struct posting out[POSTINGS_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const struct rule *rule = &rules[i];
        int64_t capsules = rule->type == s->type ? amount(rule, s, held) : 0;
        if (capsules == 0)
            continue;
        assert(count < POSTINGS_MAX);
        out[count++] = (struct posting){.lot = statement_value(s, rule->lot)->text,
                                        .subject = statement_subject(s),
                                        .from = rule->from,
                                        .to = rule->to,
                                        .capsules = capsules};
    }
    return count;
}

size_t
postings_of_amend(const struct statement *before, const struct statement *after, int64_t held,
                  struct posting out[POSTINGS_MAX])
{
    struct posting first[POSTINGS_MAX];
    struct posting second[POSTINGS_MAX];
    size_t back = postings_of(before, held, first);
    size_t again = postings_of(after, held, second);
    size_t count = 0;
    bool same = back == again;

    /* Where they come from follows from the type and the count. */
    for (size_t i = 0; same && i < back; i++)
        same = first[i].capsules == second[i].capsules && first[i].to == second[i].to;
    if (same)
        return 0;
    assert(back + again <= POSTINGS_MAX);
    for (size_t i = 0; i < back; i++) {
        out[count] = first[i];
        out[count].from = first[i].to;
        out[count].to = first[i].from;
        count++;
    }
    for (size_t i = 0; i < again; i++)
        out[count++] = second[i];
    return count;
}
