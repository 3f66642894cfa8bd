/*
 * people.c -- what statements about accounts and keys must satisfy (ledger.md 2.8, Enrolment).
 *
 * These are errors, never refusals: authority and keys are not the rules' business.
 */
#include <string.h>

#include "crypto.h"
#include "seal.h"
#include "submit_job.h"

/* Columns of rems_api.enrolment. */
enum enrolment_column {
    ENROLMENT_ACCOUNT,
    ENROLMENT_VALID_KEY,
    ENROLMENT_KEY_SEEN,
    ENROLMENT_KEY_THEIRS
};

static enum err_code
check_pop(const struct job *job, enum field_id user, enum field_id pub_field,
          enum field_id pop_field, struct err *err)
{
    char text[512];
    struct buf b;
    uint8_t pub[32];
    uint8_t pop[64];

    if (!base64_decode(statement_value(&job->stmt, pub_field)->text, pub, 32) ||
        !base64_decode(statement_value(&job->stmt, pop_field)->text, pop, 64))
        return err_field(err, ERR_BAD_FIELD, "body.pub", NULL, "not base64 of a key");
    if (key_small_order(pub))
        return err_field(err, ERR_BAD_KEY, "body.pub", "make a new key",
                         "the public key is of small order");
    buf_init(&b, text, sizeof text);
    pop_message(&b, origin_realm(job->stmt.origin), statement_value(&job->stmt, user)->text, pub);
    if (b.failed || !crypto_verify(pub, buf_view(&b), pop))
        return err_field(err, ERR_BAD_KEY, "body.pop", "let the owner of the key make it again",
                         "the proof of possession does not fit the key, the user and the realm");
    return ERR_OK;
}

static enum err_code
check_open(const struct job *job, struct err *err)
{
    struct span user = statement_value(&job->stmt, FIELD_ledger_open_user)->text;
    bool training = statement_value(&job->stmt, FIELD_ledger_open_training)->present;

    if (!span_same(user, job->stmt.signer))
        return err_field(err, ERR_BAD_FIELD, "body.user", "name the signer",
                         "the first administrator must be the signer");
    if (training && !job->s->training)
        return err_field(err, ERR_TRAINING_MISMATCH, "body.training", "leave it out",
                         "a production daemon opens no training log");
    if (!training && job->s->training)
        return err_field(err, ERR_TRAINING_MISMATCH, "body.training", "set it to true",
                         "a training daemon opens training logs only");
    return check_pop(job, FIELD_ledger_open_user, FIELD_ledger_open_pub, FIELD_ledger_open_pop,
                     err);
}

enum err_code
people_check_shape(const struct job *job, struct err *err)
{
    switch (job->stmt.type) {
    case STATEMENT_ledger_open:
        return check_open(job, err);
    case STATEMENT_key_enrol:
        return check_pop(job, FIELD_key_enrol_user, FIELD_key_enrol_pub, FIELD_key_enrol_pop, err);
    default:
        return ERR_OK;
    }
}

static enum err_code
check_enrol(const struct ledger_rows *rows, struct err *err)
{
    if (!ledger_bool(rows, 0, ENROLMENT_ACCOUNT))
        return err_field(err, ERR_UNKNOWN_USER, "body.user", "record the account first",
                         "the user has no account in this log");
    if (ledger_bool(rows, 0, ENROLMENT_KEY_SEEN))
        return err_field(err, ERR_ALREADY_RECORDED, "body.pub", "let the user make a new key",
                         "this key was enrolled in this log before");
    if (ledger_bool(rows, 0, ENROLMENT_VALID_KEY))
        return err_field(err, ERR_ALREADY_RECORDED, "body.user", "revoke the present key first",
                         "the user has a valid key");
    return ERR_OK;
}

static enum err_code
check_revoke(const struct ledger_rows *rows, struct err *err)
{
    if (!ledger_bool(rows, 0, ENROLMENT_KEY_THEIRS))
        return err_field(err, ERR_UNKNOWN_REFERENCE, "body.key", "see rems members",
                         "this is not the user's valid key");
    return ERR_OK;
}

enum err_code
people_check(const struct job *job, const struct ledger_head *head,
             const struct ledger_rows *enrolment, struct err *err)
{
    (void)head;
    switch (job->stmt.type) {
    case STATEMENT_key_enrol:
        return check_enrol(enrolment, err);
    case STATEMENT_key_revoke:
        return check_revoke(enrolment, err);
    default:
        return ERR_OK;
    }
}
