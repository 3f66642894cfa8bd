/*
 * decide.c -- the part of a statement's way that runs under the head lock (ledger.md 2.8, order of
 * checks 4 to 8). Synchronous: everything it needs was loaded with the lock.
 *
 * It may run twice for one job: a batch that SQL refused is rolled back and its statements run again
 * one by one. So it starts from nothing each time.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "crypto.h"
#include "submit_job.h"
#include "verdict_json.h"

/* Columns of rems_api.known. */
enum known_column {
    KNOWN_N,
    KNOWN_FINGERPRINT,
    KNOWN_ACCEPTED,
    KNOWN_AT,
    KNOWN_LEAF,
    KNOWN_ROOT,
    KNOWN_ENTRY,
    KNOWN_VERDICT,
    KNOWN_CHAL_USED,
    KNOWN_KEY,
    KNOWN_PUB,
    KNOWN_ROLES,
    KNOWN_SEEN_ROOT
};

static char *
copy_text(struct span text)
{
    char *copy = malloc(text.len + 1);

    if (copy != NULL) {
        memcpy(copy, text.p, text.len);
        copy[text.len] = '\0';
    }
    return copy;
}

static void
forget_decision(struct job *job)
{
    job->result = JOB_UNDECIDED;
    if (job->twin != NULL)
        job_release(job->twin);
    job->twin = NULL;
    job->accepted = false;
    job->replayed = false;
    job->moved_count = 0;
    job->postings[0] = '\0';
    job->entry_len = 0;
    free(job->verdict);
    job->verdict = NULL;
    err_clear(&job->err);
}

/* --- (4) idempotency key ------------------------------------------------------------------ */

static enum err_code
key_reused(struct err *err)
{
    return err_field(err, ERR_KEY_REUSED, "idem", "make a new statement with a new key",
                     "this key was used for a statement with another content");
}

/* The first answer, as it stands in the log. */
static enum err_code
take_first_answer(struct job *job, const struct ledger_rows *known, struct err *err)
{
    struct span entry = ledger_blob(known, 0, KNOWN_ENTRY);
    struct span verdict = ledger_text(known, 0, KNOWN_VERDICT);

    if (entry.len > LIMIT_ENTRY || !ledger_bytes(known, 0, KNOWN_LEAF, job->leaf, 32) ||
        !ledger_bytes(known, 0, KNOWN_ROOT, job->root, 32))
        return err_set(err, ERR_LEDGER_CONFLICT, "call the operator",
                       "the stored answer of this key is not readable");
    memcpy(job->entry_bytes, entry.p, entry.len);
    job->entry_len = entry.len;
    job->n = (uint64_t)ledger_int(known, 0, KNOWN_N);
    job->accepted = ledger_bool(known, 0, KNOWN_ACCEPTED);
    if (verdict.p != NULL && (job->verdict = copy_text(verdict)) == NULL)
        return err_set(err, ERR_OVERLOADED, "ask again", "out of memory for an answer");
    job->result = JOB_REPLAY;
    job->replayed = true;
    return ERR_OK;
}

/* ERR_OK with job->result set: the key has its answer. ERR_OK without: the key is new. */
static enum err_code
check_idem(struct job *job, const struct ledger_rows *known, void *const *earlier, size_t count,
           struct err *err)
{
    if (!ledger_null(known, 0, KNOWN_N)) {
        uint8_t fingerprint[32];
        if (!ledger_bytes(known, 0, KNOWN_FINGERPRINT, fingerprint, 32) ||
            memcmp(fingerprint, job->fingerprint, 32) != 0)
            return key_reused(err);
        return take_first_answer(job, known, err);
    }
    for (size_t i = 0; i < count; i++) {
        struct job *other = earlier[i];
        if (other->result != JOB_APPENDED || strcmp(other->stmt.idem, job->stmt.idem) != 0)
            continue;
        if (memcmp(other->fingerprint, job->fingerprint, 32) != 0)
            return key_reused(err);
        job->result = JOB_TWIN;
        job->twin = other;
        other->holders++;
        return ERR_OK;
    }
    return ERR_OK;
}

/* --- (4) key and authority, (5) challenge, (6) seen and clock ------------------------------- */

/* Two roles may verify a test; each only as what it is (PT-11: prescriber and pharmacist). */
static bool
verifies_as_another(const struct statement *s, uint32_t roles)
{
    if (s->type != STATEMENT_test_verify)
        return false;
    return statement_value(s, FIELD_test_verify_as)->integer == VERIFIER_PRESCRIBER
               ? (roles & ROLE_BIT(ROLE_PRESCRIBER)) == 0
               : (roles & ROLE_BIT(ROLE_PHARMACIST)) == 0;
}

static enum err_code
check_signer(const struct job *job, const struct ledger_head *head, const struct ledger_rows *known,
             struct err *err)
{
    const struct statement_spec *spec = catalogue_type(job->stmt.type);
    uint32_t roles = service_roles(ledger_text(known, 0, KNOWN_ROLES));

    if (job->stmt.type == STATEMENT_ledger_open)
        return head->is_open
                   ? err_set(err, ERR_LOG_OPEN, "sign in to it", "the log is open already")
                   : ERR_OK;
    if (!span_is(ledger_text(known, 0, KNOWN_KEY), job->person.key))
        return err_field(err, ERR_KEY_NOT_VALID, "signer", "ask an administrator to enrol your key",
                         "the key that signed is not the signer's valid key");
    if ((roles & spec->signers) == 0)
        return err_field(err, ERR_NO_AUTHORITY, "t", "ask someone who has the role",
                         "the signer's roles do not let them sign %s", spec->name);
    if (verifies_as_another(&job->stmt, roles))
        return err_field(err, ERR_NO_AUTHORITY, "body.as", "verify as what you are",
                         "the signer's roles do not let them verify a test as that");
    return ERR_OK;
}

static enum err_code
check_challenge(const struct job *job, const struct ledger_rows *known, void *const *earlier,
                size_t count, struct err *err)
{
    bool used = ledger_bool(known, 0, KNOWN_CHAL_USED);

    for (size_t i = 0; i < count; i++) {
        const struct job *other = earlier[i];
        if (other->result == JOB_APPENDED && memcmp(other->stmt.chal, job->stmt.chal, 16) == 0)
            used = true;
    }
    if (used || !job->challenge_was_fresh)
        return err_field(err, ERR_CHALLENGE_STALE, "chal",
                         "fetch a new challenge and sign the same body with the same key again",
                         used ? "the challenge was used before"
                              : "the challenge is not ours, or older than %d s",
                         LIMIT_CHALLENGE_AGE_S);
    return ERR_OK;
}

static enum err_code
check_seen(const struct job *job, const struct ledger_rows *known, struct err *err)
{
    uint8_t root[32];
    bool fits;

    if (job->stmt.seen_n == 0) {
        crypto_sha256((struct span){"", 0}, root);
        fits = true;
    } else {
        fits = ledger_bytes(known, 0, KNOWN_SEEN_ROOT, root, 32);
    }
    if (fits && memcmp(root, job->stmt.seen_root, 32) == 0)
        return ERR_OK;
    return err_field(
        err, ERR_SEEN_UNKNOWN, "seen", "stop, and tell the sponsor: this may be a fork",
        "this log never had that root at size %llu", (unsigned long long)job->stmt.seen_n);
}

/* --- (6) what it refers to ------------------------------------------------------------------ */

/* Statements decided before this one in the same batch are facts already. */
static enum err_code
fold_earlier(struct job *job, void *const *earlier, size_t count, struct err *err)
{
    struct facts *facts = job->s->facts;
    struct span subject = statement_subject(&job->stmt);

    for (size_t i = 0; i < count; i++) {
        const struct job *other = earlier[i];
        if (other->result != JOB_APPENDED || !other->accepted)
            continue;
        enum err_code code = facts_apply(facts, other->n, other->entry.at, &other->stmt, err);
        if (code != ERR_OK)
            return code;
        for (size_t k = 0; k < other->moved_count; k++) {
            const struct posting *p = &other->moved[k];
            if (!account_spec(p->from)->of_subject || span_same(p->subject, subject))
                facts_set_balance(facts, p->lot, p->from,
                                  facts_balance(facts, p->lot, p->from) - p->capsules);
            if (!account_spec(p->to)->of_subject || span_same(p->subject, subject))
                facts_set_balance(facts, p->lot, p->to,
                                  facts_balance(facts, p->lot, p->to) + p->capsules);
        }
    }
    return ERR_OK;
}

static enum err_code
check_amend(struct job *job, struct err *err)
{
    const struct statement_spec *target = catalogue_type(job->target.type);
    uint64_t of = (uint64_t)statement_value(&job->stmt, FIELD_amend_of)->integer;

    if (target->scope != SCOPE_SUBJECT && target->scope != SCOPE_SITE)
        return err_field(err, ERR_BAD_FIELD, "body.of",
                         "record the change by a statement of its own",
                         "an entry of type %s is not amended", target->name);
    if ((job->person.roles & target->signers) == 0)
        return err_field(err, ERR_NO_AUTHORITY, "body.of", "ask someone who may sign that type",
                         "the signer's roles do not let them correct an entry of type %s",
                         target->name);
    facts_amended(job->s->facts, of, &job->target);
    return facts_check_amend(job->s->facts, &job->stmt, &job->target, of, &job->after, err);
}

static enum err_code
check_references(struct job *job, const struct ledger_head *head, const struct ledger_load *load,
                 const struct service_zone *zone, void *const *earlier, size_t count,
                 struct err *err)
{
    struct service *s = job->s;
    const struct statement_spec *spec = catalogue_type(job->stmt.type);
    bool amends = job->stmt.type == STATEMENT_amend;
    struct span subject = statement_subject(amends ? &job->target : &job->stmt);
    enum err_code code = statement_check_offsets(&job->stmt, &zone->zone, err);

    if (code != ERR_OK)
        return code;
    if (spec->scope == SCOPE_PEOPLE)
        return people_check(job, head, load->enrolment, err);
    code = service_fold(s, subject, load->facts, load->balances, err);
    if (code == ERR_OK)
        code = fold_earlier(job, earlier, count, err);
    if (code != ERR_OK)
        return code;
    return amends ? check_amend(job, err) : facts_check(s->facts, &job->stmt, err);
}

/* --- (7) rules ------------------------------------------------------------------------------ */

static void
take_decision(struct job *job, const struct verdict *v, const struct program_file *file,
              const struct service_zone *zone)
{
    struct decision *dec = &job->entry.dec;

    dec->present = true;
    dec->fail = v->fail;
    dec->over = 0;
    dec->dev = v->dev;
    dec->accepted = v->fail == 0;
    memcpy(dec->program, v->program, sizeof dec->program);
    memcpy(dec->edition, v->edition, sizeof dec->edition);
    service_rules_hash(file, zone, dec->rules);
    job->accepted = dec->accepted;
}

/* A statement that gates decide or judge; others are accepted as they are. */
static enum err_code
apply_rules(struct job *job, const struct ledger_head *head, const struct service_zone *zone,
            instant_t at, struct err *err)
{
    struct service *s = job->s;
    const struct program_file *file;
    const struct program *program;
    bool decides = rules_decide(job->stmt.type);

    job->accepted = true;
    job->entry.dec.present = false;
    if (!decides && job->stmt.type != STATEMENT_prescribe)
        return ERR_OK;
    enum err_code code =
        service_program_get(s, head->program, zone_day(&zone->zone, at), &file, &program, err);
    if (code != ERR_OK)
        return code;
    struct rules_input in = {s->facts, program, &zone->zone, at};
    rules_judge(&in, &job->stmt, &s->verdict);
    if (decides)
        take_decision(job, &s->verdict, file, zone);
    job->verdict = verdict_json(&s->verdict, &zone->zone);
    if (job->verdict == NULL)
        return err_set(err, ERR_OVERLOADED, "retry", "out of memory for a verdict");
    return ERR_OK;
}

/* --- (8) the entry --------------------------------------------------------------------------- */

static void
move_capsules(struct job *job)
{
    bool amends = job->stmt.type == STATEMENT_amend;
    const struct statement *moves = amends ? &job->target : &job->stmt;
    struct span subject = statement_subject(moves);
    uint64_t of = amends ? (uint64_t)statement_value(&job->stmt, FIELD_amend_of)->integer : 0;
    int64_t held =
        amends ? facts_held_before(job->s->facts, of, moves) : facts_held(job->s->facts, moves);
    struct buf b;

    job->moved_count = 0;
    if (job->accepted && amends)
        job->moved_count = postings_of_amend(&job->target, &job->after, held, job->moved);
    else if (job->accepted)
        job->moved_count = postings_of(&job->stmt, held, job->moved);
    buf_init(&b, job->postings, sizeof job->postings);
    buf_char(&b, '[');
    for (size_t i = 0; i < job->moved_count; i++) {
        const struct posting *p = &job->moved[i];
        buf_printf(&b,
                   "%s{\"lot\":\"%.*s\",\"subject\":\"%.*s\",\"from\":\"%s\",\"to\":\"%s\","
                   "\"capsules\":%lld}",
                   i > 0 ? "," : "", (int)p->lot.len, p->lot.p, (int)subject.len, subject.p,
                   account_spec(p->from)->name, account_spec(p->to)->name, (long long)p->capsules);
    }
    buf_char(&b, ']');
    assert(!b.failed);
}

static void
fill_entry(struct job *job, const struct ledger_head *head, instant_t at)
{
    struct buf b;

    job->entry.at = at;
    job->entry.n = head->size;
    job->entry.host[0] = '\0';
    job->entry.stmt = job->stmt.bytes;
    memcpy(job->entry.key, job->person.key, sizeof job->entry.key);
    memcpy(job->entry.sig, job->sig, sizeof job->entry.sig);
    buf_init(&b, job->entry_bytes, LIMIT_ENTRY + 1);
    entry_write(&b, &job->entry);
    assert(!b.failed);
    job->entry_len = b.len;
    job->n = head->size;
}

static const char *
scope_word(const struct job *job)
{
    enum statement_type type =
        job->stmt.type == STATEMENT_amend ? job->target.type : job->stmt.type;

    switch (catalogue_type(type)->scope) {
    case SCOPE_SUBJECT:
        return "subject";
    case SCOPE_SITE:
        return "site";
    case SCOPE_PEOPLE:
        return "people";
    case SCOPE_LOG:
        break;
    }
    return "log";
}

static void
fill_append(struct job *job, const struct ledger_head *head, struct ledger_append *append)
{
    struct span subject =
        statement_subject(job->stmt.type == STATEMENT_amend ? &job->target : &job->stmt);
    struct tree tree;
    bool loaded =
        tree_load(&tree, head->size, head->frontier[0], head->frontier_count * TREE_HASH_SIZE);

    assert(loaded);
    (void)loaded;
    append->n = job->n;
    append->at = job->entry.at;
    append->entry = (struct span){job->entry_bytes, job->entry_len};
    tree_leaf_hash(crypto_sha256_parts, append->entry, job->leaf);
    tree_append(&tree, crypto_sha256_parts, job->leaf);
    tree_root(&tree, crypto_sha256_parts, job->root);
    memcpy(append->leaf, job->leaf, 32);
    memcpy(append->root, job->root, 32);
    append->frontier_bytes = (size_t)tree.count * TREE_HASH_SIZE;
    memcpy(append->frontier, tree.frontier, append->frontier_bytes);
    append->idem = span_of(job->stmt.idem);
    append->signer = span_of(job->signer);
    append->type = span_of(catalogue_type(job->stmt.type)->name);
    append->subject = subject;
    append->scope = span_of(scope_word(job));
    memcpy(append->fingerprint, job->fingerprint, 32);
    memcpy(append->chal, job->stmt.chal, 16);
    append->accepted = job->accepted;
    append->verdict = span_of(job->verdict);
    append->postings = span_of(job->postings);
}

/* ------------------------------------------------------------------------------------------- */

static enum err_code
check_clock(const struct ledger_head *head, struct err *err)
{
    if (head->size > 0 && head->now < head->last_at)
        return err_set(err, ERR_CLOCK_BEHIND, "have the operator check the database's clock",
                       "the clock of the database is behind the last entry");
    return ERR_OK;
}

static enum err_code
decide(struct job *job, struct ledger_head *head, const struct ledger_load *load,
       void *const *earlier, size_t count, struct err *err)
{
    const struct service_zone *zone;
    char zone_name[64];
    enum err_code code = check_idem(job, load->known, earlier, count, err);

    if (code != ERR_OK || job->result != JOB_UNDECIDED)
        return code;
    code = check_signer(job, head, load->known, err);
    if (code == ERR_OK)
        code = check_challenge(job, load->known, earlier, count, err);
    if (code == ERR_OK)
        code = check_seen(job, load->known, err);
    if (code == ERR_OK)
        code = check_clock(head, err);
    if (code != ERR_OK)
        return code;

    struct span name = job->stmt.type == STATEMENT_ledger_open
                           ? statement_value(&job->stmt, FIELD_ledger_open_zone)->text
                           : span_of(head->zone);
    if (!span_copy(name, zone_name, sizeof zone_name))
        return err_field(err, ERR_BAD_FIELD, "body.zone", NULL, "the zone's name is too long");
    code = service_zone_get(job->s, zone_name, &zone, err);
    if (code == ERR_OK)
        code = check_references(job, head, load, zone, earlier, count, err);
    if (code == ERR_OK)
        code = apply_rules(job, head, zone, head->now, err);
    if (code != ERR_OK)
        return code;
    move_capsules(job);
    fill_entry(job, head, head->now);
    job->result = JOB_APPENDED;
    return ERR_OK;
}

bool
job_decide(void *arg, struct ledger_head *head, const struct ledger_load *load,
           void *const *earlier, size_t earlier_count, struct ledger_append *append)
{
    struct job *job = arg;
    struct err err;

    err_clear(&err);
    forget_decision(job);
    if (decide(job, head, load, earlier, earlier_count, &err) != ERR_OK) {
        job->result = JOB_FAILED;
        job->err = err;
        return false;
    }
    if (job->result != JOB_APPENDED)
        return false;
    fill_append(job, head, append);
    return true;
}
