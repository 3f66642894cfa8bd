/*
 * facts.h -- what is on record about one subject and the site, as the rules see it.
 *
 * There is one builder of facts: facts_apply, called with the accepted statements in log order.
 * The daemon folds rows, a batch folds statement after statement, replay and the verifier fold
 * entries: all through the same function. Pure: no clock, no I/O, no allocation.
 *
 * Facts keep what was said, when it was entered, and by whom; what follows from it is for the rules.
 * Every array is in log order. struct facts is large (hundreds of kilobytes): callers keep it in a
 * pool, never on the stack.
 */
#ifndef CORE_FACTS_H
#define CORE_FACTS_H

#include "postings.h"
#include "statement.h"

#define FACT_NONE UINT64_MAX /* no entry */

/* The entry a fact rests on. */
struct fact_mark {
    uint64_t n;
    instant_t at; /* entered */
    char by[LIMIT_USER_ID + 1];
};

struct fact_registration {
    struct fact_mark mark;
    enum registrant kind;
    char name[LIMIT_CODE + 1];
    day_t from;
    day_t until; /* DAY_NONE: no end */
    enum standing standing;
};

struct fact_product {
    struct fact_mark mark;
    char product[LIMIT_CODE + 1];
    int64_t strength_ug;
};

struct fact_lot {
    struct fact_mark mark; /* n is FACT_NONE while only a balance is known of it */
    char lot[LIMIT_CODE + 1];
    char product[LIMIT_CODE + 1];
    day_t expiry;                   /* the last valid day */
    int64_t balance[ACCOUNT_COUNT]; /* accounts of a subject: only this subject's */
};

/* Ground for a category (CAT-2); the enrolment may carry one. */
struct fact_basis {
    struct fact_mark mark;
    enum basis basis;
    day_t since; /* DAY_NONE: not said */
    bool documented;
};

struct fact_agreement {
    struct fact_mark mark;
    enum category category;
    instant_t signed_at;
};

struct fact_consent {
    struct fact_mark mark;
    enum consent state;
};

struct fact_contraception {
    struct fact_mark mark;
    uint32_t methods; /* bit of each enum method */
    day_t since;      /* first day of all of them together */
};

struct fact_menses {
    struct fact_mark mark;
    enum pattern pattern;
};

struct fact_test {
    struct fact_mark mark;
    char accession[LIMIT_CODE + 1];
    instant_t collected; /* INSTANT_NONE: only the date is known */
    day_t day;           /* local day of the collection */
    int32_t offset_min;  /* of the time as it was claimed: a corrected time keeps it */
    int setting;         /* enum setting; -1: not said */
    int64_t sensitivity; /* mIU/mL; -1: not known */
    enum result result;
    struct fact_mark known; /* the entry that gave the result; n FACT_NONE while it is pending */
    uint64_t result_n;      /* the test or test-result that said it, as amendments name it */
    struct fact_mark prescriber; /* verification as prescriber; n FACT_NONE: none */
    struct fact_mark pharmacist; /* verification as pharmacist; n FACT_NONE: none */
};

struct fact_counselling {
    struct fact_mark mark; /* mark.by is the counsellor */
    instant_t held;
    day_t day;      /* local day */
    uint32_t items; /* bit of each enum item */
};

struct fact_prescription {
    struct fact_mark mark; /* mark.by is the prescriber, mark.at the prescription act */
    char prescription[LIMIT_CODE + 1];
    enum category category;
    int64_t dose_ug;
    int64_t every_days;
    int64_t strength_ug;
    int64_t capsules;
    int64_t refills;
    enum channel channel;
    uint64_t used_n; /* entry of the dispense that used it, or FACT_NONE */
};

struct fact_dispensing {
    struct fact_mark mark;
    char prescription[LIMIT_CODE + 1];
    char lot[LIMIT_CODE + 1];
    int64_t capsules;
    bool sheet; /* information sheet handed out (COU-4) */
};

struct fact_return {
    struct fact_mark mark;
    char lot[LIMIT_CODE + 1];
    int64_t capsules; /* taken back */
    int64_t left;     /* counted and left with the subject; -1: not said */
};

/* What happens on treatment: first-dose, missed-period, bleeding, evaluation, evaluation-close,
 * interrupt, restart, hold, release, discontinue; and each positive or indeterminate result as it was
 * entered (type test), which stays what it was when the result is corrected later. */
struct fact_event {
    struct fact_mark mark;
    enum statement_type type;
    instant_t when;     /* first-dose, missed-period, bleeding: as claimed; test: collected, or
                             entered where the time is not known; else INSTANT_NONE */
    day_t day;          /* interrupt, restart, discontinue: as claimed; first-dose: its local day */
    enum result result; /* test */
    enum finding finding; /* evaluation-close */
    bool notice;          /* evaluation-close: the sponsor was told */
};

/* One amendment: a later one of the same field corrects the value of this one. */
struct fact_amendment {
    struct fact_mark mark;
    uint64_t of;
    char field[LIMIT_FIELD_NAME + 1];
    char value[2 * LIMIT_TEXT + 3]; /* as it stands in the statement: JSON */
};

struct facts {
    char subject[LIMIT_CODE + 1]; /* "" : the site alone */

    /* the site */
    char pharmacy[LIMIT_CODE + 1];
    struct fact_registration registration[LIMIT_SITE_REGISTRATIONS];
    struct fact_product product[LIMIT_SITE_PRODUCTS];
    struct fact_lot lot[LIMIT_SITE_LOTS];
    uint32_t registration_count, product_count, lot_count;

    /* the subject */
    bool enrolled;
    struct fact_mark enrolment;
    enum sex sex;
    day_t born;
    struct fact_basis basis[LIMIT_SUBJECT_EVENTS];
    struct fact_agreement agreement[LIMIT_SUBJECT_EVENTS];
    struct fact_consent consent[LIMIT_SUBJECT_EVENTS];
    struct fact_contraception contraception[LIMIT_SUBJECT_EVENTS];
    struct fact_menses menses[LIMIT_SUBJECT_EVENTS];
    struct fact_test test[LIMIT_SUBJECT_TESTS];
    struct fact_counselling counselling[LIMIT_SUBJECT_COUNSELLINGS];
    struct fact_prescription prescription[LIMIT_SUBJECT_PRESCRIPTIONS];
    struct fact_dispensing dispensing[LIMIT_SUBJECT_DISPENSINGS];
    struct fact_return returned[LIMIT_SUBJECT_RETURNS];
    struct fact_event event[LIMIT_SUBJECT_EVENTS];
    struct fact_amendment amendment[LIMIT_SUBJECT_EVENTS]; /* of the site's entries as well */
    uint32_t basis_count, agreement_count, consent_count, contraception_count, menses_count;
    uint32_t test_count, counselling_count, prescription_count, dispensing_count, return_count;
    uint32_t event_count, amendment_count;
};

/* Bytes of a struct facts, for callers that keep a pool of them. */
size_t facts_size(void);

/* Empty facts about this subject ("" for the site alone). */
void facts_init(struct facts *f, struct span subject);

/*
 * Fold one accepted statement, the entry n of instant `at`. A statement about another subject or
 * about people changes nothing. Fails with ERR_LIMIT_REACHED only; the facts are then unchanged.
 */
ATTR_MUST_CHECK enum err_code facts_apply(struct facts *f, uint64_t n, instant_t at,
                                          const struct statement *s, struct err *err);

/* Capsules on an account of a lot, from the balance rows; of this subject where the account is of one. */
void facts_set_balance(struct facts *f, struct span lot, enum account account, int64_t capsules);
int64_t facts_balance(const struct facts *f, struct span lot, enum account account);

/* What the subject has of the lot that a return names; for another statement 0. */
int64_t facts_held(const struct facts *f, const struct statement *s);
/* What the subject had of the lot when the return of entry n was accepted: its amendment takes back
 * exactly what it moved. For another statement 0. */
int64_t facts_held_before(const struct facts *f, uint64_t n, const struct statement *s);

/* NULL where there is none. */
const struct fact_lot *facts_lot(const struct facts *f, struct span lot);
const struct fact_product *facts_product(const struct facts *f, struct span product);
const struct fact_prescription *facts_prescription(const struct facts *f, struct span code);
const struct fact_test *facts_test(const struct facts *f, uint64_t n);

/*
 * Everything the statement refers to is on record, and what must be new is new: unknown subject,
 * lot, product, prescription, test of another subject (ERR_UNKNOWN_SUBJECT, ERR_UNKNOWN_REFERENCE),
 * subject, lot, product or prescription recorded before (ERR_ALREADY_RECORDED). Not a refusal: no entry.
 * An amend is checked by facts_check_amend instead.
 */
ATTR_MUST_CHECK enum err_code facts_check(const struct facts *f, const struct statement *s,
                                          struct err *err);

/* Give the statement of entry n the values that the amendments so far gave it; its views then lead into
 * the facts where they changed. Before facts_check_amend and the postings of an amendment. */
void facts_amended(const struct facts *f, uint64_t n, struct statement *s);

/*
 * An amendment `s` of the earlier accepted statement `target`, entry target_n: the field exists and
 * may be amended, `old` is its present value (facts_amended), `new` is a value it may have. On success *after is the
 * target with the new value (its views point into `s` where changed).
 */
ATTR_MUST_CHECK enum err_code facts_check_amend(const struct facts *f, const struct statement *s,
                                                const struct statement *target, uint64_t target_n,
                                                struct statement *after, struct err *err);

#endif
