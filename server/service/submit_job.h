/*
 * submit_job.h -- one statement on its way, shared by submit.c (before and after) and decide.c
 * (under the lock). Owned by submit.c from the request to the reply.
 */
#ifndef SERVICE_SUBMIT_JOB_H
#define SERVICE_SUBMIT_JOB_H

#include "service.h"

#define JOB_POSTINGS_SIZE 1024

/* What decide made of it. */
enum job_result {
    JOB_UNDECIDED,
    JOB_APPENDED, /* an entry, accepted or refused */
    JOB_REPLAY,   /* the first answer of this idempotency key */
    JOB_TWIN,     /* the same key stands earlier in the same batch: its answer is ours */
    JOB_FAILED    /* an error; nothing is written */
};

struct job {
    uint32_t holders; /* the request itself, and each twin that answers as this job does */
    struct service *s;
    service_reply_fn *reply;
    void *reply_arg;

    struct service_caller caller;
    char caller_user[LIMIT_USER_ID + 1];
    char origin[LIMIT_ORIGIN + 1];
    int64_t log_id;
    bool training_at_given;
    instant_t training_at;
    bool challenge_was_fresh; /* on arrival, by the real clock */

    char *body; /* the envelope as received, owned */
    size_t body_len;
    struct statement stmt;
    uint8_t sig[64];
    uint8_t fingerprint[32];
    char signer[LIMIT_USER_ID + 1];
    char enrol_key[17]; /* statements about keys: the key's 16 hex */
    struct service_person person;

    /* An amendment: the statement it corrects, read before the lock (entries never change). */
    char *target_bytes; /* owned */
    struct statement target;
    struct statement after; /* the target as corrected */
    char target_key[17];

    /* The decision. */
    enum job_result result;
    struct job *twin; /* held */
    struct err err;
    struct entry entry;
    uint64_t n;
    uint8_t leaf[32];
    uint8_t root[32];
    bool accepted;
    char *entry_bytes; /* owned, LIMIT_ENTRY + 1 */
    size_t entry_len;
    char *verdict; /* JSON text, owned, or NULL */
    char postings[JOB_POSTINGS_SIZE];
    struct posting moved[POSTINGS_MAX]; /* views into stmt; for statements later in the batch */
    size_t moved_count;
    bool replayed;
};

/* The decide callback of ledger_work (ledger.h). */
bool job_decide(void *arg, struct ledger_head *head, const struct ledger_load *load,
                void *const *earlier, size_t earlier_count, struct ledger_append *append);

/* Let go of a job; the last holder frees it. */
void job_release(struct job *job);

/* What a statement about people must satisfy, with the rows of rems_api.enrolment. */
ATTR_MUST_CHECK enum err_code people_check(const struct job *job, const struct ledger_head *head,
                                           const struct ledger_rows *enrolment, struct err *err);
/* The same as far as it can be checked without the lock: proof of possession, key of small order. */
ATTR_MUST_CHECK enum err_code people_check_shape(const struct job *job, struct err *err);

#endif
