/*
 * postings.h -- which statement moves which capsules between which accounts (accounts.def).
 *
 * Double entry: every movement takes from one account and gives to another, so no capsule
 * can appear or vanish. An account belongs to a lot; that of a subject also to the subject.
 */
#ifndef CORE_POSTINGS_H
#define CORE_POSTINGS_H

#include "statement.h"

/* States of a capsule (rules.md INV-2). supplier and discrepancy are contra accounts: they may go
 * below zero, no other may. */
enum account {
#define ACCOUNT(constant, name, contra, of_subject) ACCOUNT_##constant,
#define POSTING(statement, from, to, capsules, when)
#include "accounts.def"
#undef ACCOUNT
#undef POSTING
    ACCOUNT_COUNT
};

struct account_spec {
    const char *name;
    bool contra;
    bool of_subject;
};
const struct account_spec *account_spec(enum account account);

struct posting {
    struct span lot;
    struct span subject; /* empty unless one of the accounts is of a subject */
    enum account from;
    enum account to;
    int64_t capsules; /* more than 0 */
};

#define POSTINGS_MAX 4

/*
 * The postings of an accepted statement. `held` is what the subject still has of the lot (account
 * dispensed): what a return brings beyond it comes from the discrepancy account.
 */
size_t postings_of(const struct statement *s, int64_t held, struct posting out[POSTINGS_MAX]);

/*
 * The postings of an amendment: those of the original taken back, then those of the corrected one.
 */
size_t postings_of_amend(const struct statement *before, const struct statement *after,
                         int64_t held, struct posting out[POSTINGS_MAX]);

#endif
