/*
 * facts.h -- what is on record about one subject and the site, as the rules see it.
 *
 * There is one builder of facts: facts_apply, called with the accepted statements in log order.
 * The daemon folds rows, a batch folds statement after statement, replay and the verifier fold
 * entries: all through the same function. Pure: no clock, no I/O, no allocation.
 *
 * struct facts is large (hundreds of kilobytes); callers keep it in a pool, never on the stack.
 */
#ifndef CORE_FACTS_H
#define CORE_FACTS_H

#include "postings.h"
#include "statement.h"

/* (The types of the facts stand here; see the rules for what each is for.) */

struct facts;

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

/* Capsules on an account of a lot, from the balance rows; `subject` empty unless the account is of one. */
void facts_set_balance(struct facts *f, struct span lot, enum account account, int64_t capsules);
int64_t facts_balance(const struct facts *f, struct span lot, enum account account);

/*
 * Everything the statement refers to is on record, and what must be new is new: unknown subject,
 * lot, product, prescription, test of another subject (ERR_UNKNOWN_SUBJECT, ERR_UNKNOWN_REFERENCE),
 * subject, lot, product or prescription recorded before (ERR_ALREADY_RECORDED). Not a refusal: no entry.
 * An amend is checked by facts_check_amend instead.
 */
ATTR_MUST_CHECK enum err_code facts_check(const struct facts *f, const struct statement *s,
                                          struct err *err);

/*
 * An amendment `s` of the earlier accepted statement `target`, entry target_n: the field exists and
 * may be amended, `old` is its present value, `new` is a value it may have. On success *after is the
 * target with the new value (its views point into `s` where changed).
 */
ATTR_MUST_CHECK enum err_code facts_check_amend(const struct facts *f, const struct statement *s,
                                                const struct statement *target, uint64_t target_n,
                                                struct statement *after, struct err *err);

#endif
