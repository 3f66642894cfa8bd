/* submit.c -- a signed statement from the request to the answer. See submit.h. */
#include "submit.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto.h"
#include "identify.h"
#include "json.h"
#include "seal.h"
#include "submit_job.h"

void
job_release(struct job *job)
{
    assert(job->holders > 0);
    if (--job->holders > 0)
        return;
    if (job->twin != NULL)
        job_release(job->twin);
    free(job->body);
    free(job->target_bytes);
    free(job->entry_bytes);
    free(job->verdict);
    free(job);
}

static void
fail(struct job *job, const struct err *err)
{
    struct service_reply reply = {.err = err};

    job->s->failed_total++;
    job->reply(job->reply_arg, &reply);
    job_release(job);
}

/* --- the answer ------------------------------------------------------------------------------ */

static void
put_receipt(struct json *answer, const struct job *from)
{
    char text[LIMIT_ORIGIN + 512];
    char leaf[BASE64_SIZE(32)];
    char root[BASE64_SIZE(32)];
    struct buf b;
    struct json *receipt = json_new_object();

    base64_encode(from->leaf, 32, leaf);
    base64_encode(from->root, 32, root);
    json_set_string(receipt, "leaf", leaf);
    json_set_integer(receipt, "n", (int64_t)from->n);
    json_set_string(receipt, "origin", from->origin);
    json_set_string(receipt, "root", root);
    json_set_integer(receipt, "size", (int64_t)from->n + 1);
    json_set(answer, "receipt", receipt);
    buf_init(&b, text, sizeof text);
    receipt_barcode(&b, from->n, from->leaf);
    json_set_string(answer, "barcode", text);
}

/* `from` holds the decision: the job itself, or its twin earlier in the batch. */
static struct json *
answer_of(const struct job *job, const struct job *from)
{
    struct json *answer = json_new_object();
    char at[INSTANT_SIZE];
    struct entry entry;
    struct err err;

    err_clear(&err);
    if (entry_parse((struct span){from->entry_bytes, from->entry_len}, &entry, &err) != ERR_OK)
        entry.at = from->entry.at;
    instant_format(entry.at, at);
    json_set_string(answer, "outcome", from->accepted ? "accepted" : "refused");
    json_set_integer(answer, "n", (int64_t)from->n);
    json_set_string(answer, "at", at);
    json_set_string(answer, "type", catalogue_type(job->stmt.type)->name);
    json_set_base64(answer, "entry", from->entry_bytes, from->entry_len);
    put_receipt(answer, from);
    if (from->verdict != NULL) {
        struct json *verdict = json_parse(span_of(from->verdict), &err);
        if (verdict != NULL && job->stmt.type == STATEMENT_prescribe)
            json_set(answer, "warnings", json_clone(json_get(verdict, "fail")));
        if (verdict != NULL)
            json_set(answer, "verdict", verdict);
    }
    return answer;
}

static void
succeed(struct job *job)
{
    const struct job *from = job->result == JOB_TWIN ? job->twin : job;
    struct json *answer = answer_of(job, from);
    char *text = json_text(answer);
    struct err err;

    json_free(answer);
    if (text == NULL) {
        err_clear(&err);
        (void)err_set(&err, ERR_OUTCOME_UNKNOWN, "ask again with the same key",
                      "the statement is recorded, but there is no memory for the answer");
        fail(job, &err);
        return;
    }
    struct service_reply reply = {.status = from->accepted ? 201 : 200,
                                  .json = span_of(text),
                                  .replayed = job->result != JOB_APPENDED};
    job->reply(job->reply_arg, &reply);
    free(text);
}

static void
publish(const struct job *job)
{
    struct service *s = job->s;
    struct service_event event = {
        span_of(job->origin), job->n, span_of(catalogue_type(job->stmt.type)->name),
        statement_subject(job->stmt.type == STATEMENT_amend ? &job->target : &job->stmt),
        job->accepted};

    if (s->published != NULL)
        s->published(s->published_arg, &event);
}

/* After the transaction. A twin answers as the job it stands behind, which it holds until then. */
static void
job_done(void *arg, bool written, const struct err *err)
{
    struct job *job = arg;

    if (err != NULL) {
        fail(job, err);
        return;
    }
    if (job->result == JOB_FAILED) {
        fail(job, &job->err);
        return;
    }
    assert(written == (job->result == JOB_APPENDED));
    (void)written;
    if (job->result == JOB_APPENDED) {
        *(job->accepted ? &job->s->accepted_total : &job->s->refused_total) += 1;
        publish(job);
    } else {
        job->s->replayed_total++;
    }
    succeed(job);
    job_release(job);
}

/* --- before the queue ------------------------------------------------------------------------ */

static bool
names_lot(enum statement_type type, enum field_id *lot)
{
    switch (type) {
    case STATEMENT_receive:
        *lot = FIELD_receive_lot;
        return true;
    case STATEMENT_dispense:
        *lot = FIELD_dispense_lot;
        return true;
    case STATEMENT_returned:
        *lot = FIELD_returned_lot;
        return true;
    default:
        return false;
    }
}

static void
want_keys(struct job *job, struct ledger_want *want)
{
    uint8_t pub[32];

    if (job->stmt.type == STATEMENT_key_enrol) {
        bool ok = base64_decode(statement_value(&job->stmt, FIELD_key_enrol_pub)->text, pub, 32);
        assert(ok);
        (void)ok;
        crypto_key_id(pub, job->enrol_key);
        want->enrol_user = statement_value(&job->stmt, FIELD_key_enrol_user)->text;
        want->enrol_key = span_of(job->enrol_key);
    } else if (job->stmt.type == STATEMENT_key_revoke) {
        want->enrol_user = statement_value(&job->stmt, FIELD_key_revoke_user)->text;
        want->enrol_key = statement_value(&job->stmt, FIELD_key_revoke_key)->text;
    }
}

static void
enqueue(struct job *job)
{
    const struct statement *about = job->stmt.type == STATEMENT_amend ? &job->target : &job->stmt;
    struct ledger_work work = {.decide = job_decide, .done = job_done, .arg = job};
    struct ledger_want *want = &work.want;
    enum field_id lot;
    struct err err;

    want->log_id = job->log_id;
    want->idem = span_of(job->stmt.idem);
    want->signer = span_of(job->signer);
    want->subject = statement_subject(about);
    memcpy(want->chal, job->stmt.chal, 16);
    want->seen_n = job->stmt.seen_n;
    want->training_at_given = job->training_at_given;
    want->training_at = job->training_at;
    /* Accounts and keys decide who may sign what follows: such a statement has a batch of its own. */
    want->alone = catalogue_type(job->stmt.type)->scope == SCOPE_PEOPLE;
    if (names_lot(about->type, &lot))
        want->lot = statement_value(about, lot)->text;
    want_keys(job, want);
    err_clear(&err);
    job->entry_bytes = malloc(LIMIT_ENTRY + 1);
    if (job->entry_bytes == NULL) {
        (void)err_set(&err, ERR_OVERLOADED, "retry", "out of memory for an entry");
        fail(job, &err);
    } else if (ledger_submit(job->s->ledger, &work, &err) != ERR_OK) {
        fail(job, &err);
    }
}

/* Columns of rems_api.entries: n, at_us, entry, leaf, accepted, verdict. */
static void
target_read(void *arg, const struct ledger_rows *rows, const struct err *failure)
{
    struct job *job = arg;
    struct entry entry;
    struct err err;

    err_clear(&err);
    if (failure != NULL) {
        fail(job, failure);
        return;
    }
    struct span bytes = rows->count == 1 ? ledger_blob(rows, 0, 2) : (struct span){NULL, 0};
    if (bytes.len == 0 || !ledger_bool(rows, 0, 4)) {
        (void)err_field(&err, ERR_UNKNOWN_REFERENCE, "body.of", "see rems log",
                        "there is no accepted entry with this number");
        fail(job, &err);
        return;
    }
    job->target_bytes = malloc(bytes.len);
    if (job->target_bytes == NULL) {
        (void)err_set(&err, ERR_OVERLOADED, "retry", "out of memory for an entry");
        fail(job, &err);
        return;
    }
    memcpy(job->target_bytes, bytes.p, bytes.len);
    bytes.p = job->target_bytes;
    if (entry_parse(bytes, &entry, &err) != ERR_OK ||
        statement_parse(entry.stmt, &job->target, &err) != ERR_OK)
        fail(job, &err);
    else
        enqueue(job);
}

static void
read_target(struct job *job)
{
    char log_id[24];
    char n[24];

    (void)snprintf(log_id, sizeof log_id, "%lld", (long long)job->log_id);
    (void)snprintf(n, sizeof n, "%lld",
                   (long long)statement_value(&job->stmt, FIELD_amend_of)->integer);
    struct ledger_param params[] = {
        {log_id, strlen(log_id), false}, {n, strlen(n), false}, {"1", 1, false}, {"f", 1, false}};
    ledger_call(job->s->ledger, VERB_entries, params, target_read, job);
}

/* (2) signer, key, signature; (3) authority. */
static enum err_code
check_person(struct job *job, struct err *err)
{
    const struct statement_spec *spec = catalogue_type(job->stmt.type);

    if (!span_is(job->stmt.signer, job->person.user))
        return err_field(err, ERR_WRONG_SIGNER, "stmt.signer", "sign in as the signer",
                         "the statement's signer is not the user of the session");
    if (job->stmt.type == STATEMENT_ledger_open) {
        enum err_code code = people_check_shape(job, err);
        if (code != ERR_OK)
            return code;
        bool ok = base64_decode(statement_value(&job->stmt, FIELD_ledger_open_pub)->text,
                                job->person.pub, 32);
        assert(ok);
        (void)ok;
        crypto_key_id(job->person.pub, job->person.key);
    } else if (job->caller.by_code) {
        return err_set(err, ERR_NOT_SIGNED_IN, "sign in (rems login)",
                       "a one-time code signs ledger-open only");
    } else if (!job->person.key_valid) {
        return err_field(err, ERR_KEY_NOT_VALID, "stmt.signer",
                         "ask an administrator to enrol your key (rems approve)",
                         "the signer has no valid key in this log");
    }
    if (!crypto_verify_statement(job->person.pub, job->stmt.bytes, job->sig))
        return err_field(err, ERR_BAD_SIGNATURE, "sig", "sign the exact bytes of the statement",
                         "the signature does not fit the statement and the signer's key");
    if (job->stmt.type != STATEMENT_ledger_open && (job->person.roles & spec->signers) == 0)
        return err_field(err, ERR_NO_AUTHORITY, "stmt.t", "ask someone who has the role",
                         "the signer's roles do not let them sign %s", spec->name);
    return people_check_shape(job, err);
}

static void
identified(void *arg, const struct identity *identity, const struct err *failure)
{
    struct job *job = arg;
    struct err err;

    err_clear(&err);
    if (failure != NULL) {
        fail(job, failure);
        return;
    }
    job->log_id = identity->log_id;
    job->person = identity->person;
    if (check_person(job, &err) != ERR_OK)
        fail(job, &err);
    else if (job->stmt.type == STATEMENT_amend)
        read_target(job);
    else
        enqueue(job);
}

/* (1) size, shape, canonical form. */
static enum err_code
read_statement(struct job *job, struct err *err)
{
    char text[LIMIT_STATEMENT];
    struct span stmt;
    struct buf b;
    enum err_code code =
        envelope_parse((struct span){job->body, job->body_len}, job->sig, &stmt, err);

    if (code == ERR_OK)
        code = statement_parse(stmt, &job->stmt, err);
    if (code != ERR_OK)
        return code;
    if (!span_is(job->stmt.origin, job->origin))
        return err_field(err, ERR_BAD_FIELD, "stmt.origin", "send it to the log it names",
                         "the statement is for another log than the path");
    if (!span_copy(job->stmt.signer, job->signer, sizeof job->signer))
        return err_field(err, ERR_BAD_FIELD, "stmt.signer", NULL, "longer than %d bytes",
                         LIMIT_USER_ID);
    buf_init(&b, text, sizeof text);
    statement_fingerprint_text(&job->stmt, &b);
    assert(!b.failed); /* shorter than the statement it was made from */
    crypto_sha256(buf_view(&b), job->fingerprint);
    job->challenge_was_fresh =
        challenge_fresh(crypto_hmac_sha256, job->s->challenge_key, service_unix_s(),
                        job->stmt.origin, job->stmt.signer, job->stmt.chal);
    return ERR_OK;
}

void
submit_statement(struct service *s, const struct submit_request *request, service_reply_fn *reply,
                 void *arg)
{
    struct job *job = calloc(1, sizeof *job);
    struct service_reply refused = {0};
    struct err err;

    err_clear(&err);
    if (job == NULL || (job->body = malloc(request->body.len + 1)) == NULL) {
        free(job);
        (void)err_set(&err, ERR_OVERLOADED, "retry", "out of memory for a statement");
        refused.err = &err;
        reply(arg, &refused);
        return;
    }
    job->holders = 1;
    job->s = s;
    job->reply = reply;
    job->reply_arg = arg;
    job->caller = request->caller;
    job->training_at_given = request->training_at_given;
    job->training_at = request->training_at;
    memcpy(job->body, request->body.p, request->body.len);
    job->body_len = request->body.len;
    if (!span_copy(request->origin, job->origin, sizeof job->origin)) {
        (void)err_set(&err, ERR_UNKNOWN_LOG, NULL, "no log has this origin");
        fail(job, &err);
    } else if (read_statement(job, &err) != ERR_OK) {
        fail(job, &err);
    } else {
        job->caller.user = span_of(job->signer);
        identify(s, &job->caller, span_of(job->origin), job->stmt.type == STATEMENT_ledger_open,
                 identified, job);
    }
}
