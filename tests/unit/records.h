/*
 * records.h -- for the tests of the facts themselves: a small site and subject to begin with,
 * statements said one second after the other, and each kind of record as one line of text, so that
 * a test says in one line all that a record should hold. Include it first: it brings cmocka.
 */
#ifndef UNIT_RECORDS_H
#define UNIT_RECORDS_H

#include "rules_world.h"

#include "body.h"
#include "facts_private.h"

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

/* A subject of this site: its first test has its result, its second is pending; 28 of 100 capsules
 * are handed out. */
#define SITE_LINES                                                          \
    "administrator site program=revassist-trial pharmacy=IDS-1 name=Site\n" \
    "pharmacist product product=LEN5 name=lenalidomide strength_ug=5mg\n"   \
    "pharmacist lot lot=L1 product=LEN5 expiry=2009-12-31\n"                \
    "pharmacist receive lot=L1 capsules=100 shipment=S-1 condition=in-range\n"
#define SUBJECT_LINES                                                                \
    "coordinator enrol sex=female born=1970-01-20 as enrolment\n"                    \
    "coordinator test accession=A-1 as known\n"                                      \
    "coordinator test accession=A-2 result=pending as pending\n"                     \
    "prescriber prescribe prescription=RX-1 category=AFRP dose_ug=5mg every_days=1 " \
    "strength_ug=5mg capsules=28\n"                                                  \
    "pharmacist dispense prescription=RX-1 lot=L1 capsules=28\n"

/* --- saying ----------------------------------------------------------------------------------- */

/* Say each line a second after the one before, as the daemon would; the entry of the last. */
static inline uint64_t
rec_say(const char *lines)
{
    if (rw.now == 0)
        rw.now = rw_time(span_of("2008-03-04T09:00"));
    if (rw.row == NULL)
        rw.row = lines;
    while (*lines != '\0') {
        (void)rw_say(rw.now + SECOND, lines);
        lines += strcspn(lines, "\n");
        lines += *lines == '\n';
    }
    return rw.n;
}

/* Empty facts, then the site, then the subject unless the lines enrol it themselves. */
static inline void
rec_begin(const char *lines)
{
    assert_int_equal(rw_setup(NULL), 0);
    rw.row = lines;
    (void)rec_say(SITE_LINES);
    if (strncmp(lines, "coordinator enrol ", sizeof "coordinator enrol " - 1) != 0)
        (void)rec_say(SUBJECT_LINES);
}

/* Write one line into rw.said and record nothing. */
static inline void
rec_write(const char *line)
{
    struct span none = {0};

    rw_statement(rw.now, line, &none);
}

/* Fold one line without asking whether it may be said. */
static inline enum err_code
rec_fold(const char *line, struct err *err)
{
    rec_write(line);
    return facts_apply(rw.facts, ++rw.n, rw.now, &rw.said, err);
}

/* A statement that outlives the next one that is written into rw.said. */
struct kept {
    char bytes[1024];
    struct statement s;
};

static inline void
rec_keep(struct kept *k)
{
    struct err err;

    assert_true(span_copy(rw.said.body, k->bytes, sizeof k->bytes));
    assert_int_equal(statement_parse_body(span_of(catalogue_type(rw.said.type)->name),
                                          span_of(k->bytes), &k->s, &err),
                     ERR_OK);
}

/* Facts as they were, to see that nothing changed. */
static struct facts rec_before;

static inline void
rec_remember(void)
{
    memcpy(&rec_before, rw.facts, sizeof rec_before);
}

static inline bool
rec_unchanged(void)
{
    return memcmp(&rec_before, rw.facts, sizeof rec_before) == 0;
}

/* --- showing: what is not said is "-" --------------------------------------------------------- */

static inline void
rec_word(struct buf *b, enum vocab_id vocab, int index)
{
    buf_printf(b, " %s", index < 0 ? "-" : vocab_word(vocab, index));
}

static inline void
rec_words(struct buf *b, enum vocab_id vocab, uint32_t bits)
{
    const char *between = " ";

    for (size_t i = 0; i < vocab_size(vocab); i++) {
        if ((bits >> i & 1) != 0) {
            buf_printf(b, "%s%s", between, vocab_word(vocab, (int)i));
            between = ",";
        }
    }
}

static inline void
rec_day(struct buf *b, day_t day)
{
    char text[DAY_SIZE] = "-";

    if (day != DAY_NONE)
        day_format(day, text);
    buf_printf(b, " %s", text);
}

static inline void
rec_at(struct buf *b, instant_t at)
{
    char text[LOCAL_SIZE] = "-";

    if (at != INSTANT_NONE)
        instant_format_local(at, &rw.zone, text);
    buf_printf(b, " %s", text);
}

static inline void
rec_basis(struct buf *b, const struct fact_basis *basis)
{
    rec_word(b, VOCAB_basis, (int)basis->basis);
    rec_day(b, basis->since);
    buf_text(b, basis->documented ? " documented" : " -");
}

static inline void
rec_test(struct buf *b, const struct fact_test *t)
{
    buf_printf(b, " %s", t->accession);
    rec_at(b, t->collected);
    rec_day(b, t->day);
    rec_word(b, VOCAB_setting, t->setting);
    buf_printf(b, " %lld", (long long)t->sensitivity);
    rec_word(b, VOCAB_result, (int)t->result);
    buf_printf(b, " %s%s%s", t->known.n == FACT_NONE ? "-" : t->known.by,
               t->prescriber.n == FACT_NONE ? "" : ",prescriber",
               t->pharmacist.n == FACT_NONE ? "" : ",pharmacist");
}

static inline void
rec_prescription(struct buf *b, const struct fact_prescription *p)
{
    buf_printf(b, " %s", p->prescription);
    rec_word(b, VOCAB_category, (int)p->category);
    buf_printf(b, " %lld/%lld %lld x%lld +%lld", (long long)p->dose_ug, (long long)p->every_days,
               (long long)p->strength_ug, (long long)p->capsules, (long long)p->refills);
    rec_word(b, VOCAB_channel, (int)p->channel);
    buf_text(b, p->used_n == FACT_NONE ? " unused" : " used");
}

static inline void
rec_event(struct buf *b, const struct fact_event *e)
{
    buf_printf(b, " %s", catalogue_type(e->type)->name);
    rec_at(b, e->when);
    rec_day(b, e->day);
    if (e->type == STATEMENT_test)
        rec_word(b, VOCAB_result, (int)e->result);
    if (e->type == STATEMENT_evaluation_close)
        rec_word(b, VOCAB_finding, (int)e->finding);
    buf_text(b, e->notice ? " notice" : "");
}

static inline void
rec_site_record(struct buf *b, enum statement_type type, const void *record)
{
    if (type == STATEMENT_registration) {
        const struct fact_registration *r = record;
        rec_word(b, VOCAB_registrant, (int)r->kind);
        buf_printf(b, " %s", r->name);
        rec_day(b, r->from);
        rec_day(b, r->until);
        rec_word(b, VOCAB_standing, (int)r->standing);
    } else if (type == STATEMENT_product) {
        const struct fact_product *p = record;
        buf_printf(b, " %s %lld", p->product, (long long)p->strength_ug);
    } else {
        const struct fact_lot *l = record;
        buf_printf(b, " %s %s", l->lot, l->product);
        rec_day(b, l->expiry);
    }
}

static inline void
rec_subject_record(struct buf *b, enum statement_type type, const void *record)
{
    if (type == STATEMENT_agreement) {
        rec_word(b, VOCAB_category, (int)((const struct fact_agreement *)record)->category);
        rec_at(b, ((const struct fact_agreement *)record)->signed_at);
    } else if (type == STATEMENT_consent) {
        rec_word(b, VOCAB_consent, (int)((const struct fact_consent *)record)->state);
    } else if (type == STATEMENT_contraception) {
        rec_words(b, VOCAB_method, ((const struct fact_contraception *)record)->methods);
        rec_day(b, ((const struct fact_contraception *)record)->since);
    } else if (type == STATEMENT_menses) {
        rec_word(b, VOCAB_pattern, (int)((const struct fact_menses *)record)->pattern);
    } else if (type == STATEMENT_counsel) {
        rec_at(b, ((const struct fact_counselling *)record)->held);
        rec_day(b, ((const struct fact_counselling *)record)->day);
        rec_words(b, VOCAB_item, ((const struct fact_counselling *)record)->items);
    } else if (type == STATEMENT_dispense) {
        const struct fact_dispensing *d = record;
        buf_printf(b, " %s %s %lld%s", d->prescription, d->lot, (long long)d->capsules,
                   d->sheet ? " sheet" : "");
    } else {
        const struct fact_return *r = record;
        buf_printf(b, " %s %lld %lld", r->lot, (long long)r->capsules, (long long)r->left);
    }
}

/* The newest record of a type; NULL where the type has none of its own. */
static inline const void *
rec_newest(enum statement_type type)
{
    struct shelf shelf = facts_shelf(rw.facts, type);

    if (shelf.set == NULL)
        return NULL;
    assert_int_not_equal(*shelf.count, 0);
    return (const char *)shelf.records + (size_t)(*shelf.count - 1) * shelf.size;
}

/* What the newest statement of a type left behind, as one line. */
static inline const char *
rec_shown(enum statement_type type)
{
    static char text[512];
    struct buf b;

    buf_init(&b, text, sizeof text);
    if (type == STATEMENT_enrol) {
        rec_word(&b, VOCAB_sex, (int)rw.facts->sex);
        rec_day(&b, rw.facts->born);
        rec_basis(&b, rec_newest(STATEMENT_category));
    } else if (type == STATEMENT_category) {
        rec_basis(&b, rec_newest(type));
    } else if (type == STATEMENT_test || type == STATEMENT_test_result) {
        rec_test(&b, rec_newest(STATEMENT_test));
    } else if (type == STATEMENT_prescribe) {
        rec_prescription(&b, rec_newest(type));
    } else if (rec_newest(type) == NULL) {
        buf_text(&b, " no record");
    } else if (facts_shelf(rw.facts, type).set == facts_set_event) {
        rec_event(&b, rec_newest(type));
    } else if (catalogue_type(type)->scope == SCOPE_SITE) {
        rec_site_record(&b, type, rec_newest(type));
    } else {
        rec_subject_record(&b, type, rec_newest(type));
    }
    return text + 1;
}

#endif
