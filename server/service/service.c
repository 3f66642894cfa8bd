/* service.c -- programs, zones, the installation, and folding rows into facts. See service.h. */
#include "service.h"

#include <assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crypto.h"
#include "zone.h"

static bool
is_program_file(const char *name)
{
    size_t len = strlen(name);
    return len > 5 && strcmp(name + len - 5, ".yaml") == 0;
}

static enum err_code
load_programs(struct service *s, const char *dir_path, struct err *err)
{
    DIR *dir = opendir(dir_path);
    enum err_code code = ERR_OK;

    if (dir == NULL)
        return err_set(err, ERR_BAD_CONFIG, "name a directory that holds program files",
                       "programs: cannot read %s", dir_path);
    for (struct dirent *e = readdir(dir); e != NULL && code == ERR_OK; e = readdir(dir)) {
        char path[1024];
        if (!is_program_file(e->d_name))
            continue;
        if (s->program_count == SERVICE_PROGRAMS_MAX)
            code = err_set(err, ERR_BAD_CONFIG, "move the files that are not needed elsewhere",
                           "programs: more than %d program files", SERVICE_PROGRAMS_MAX);
        else if (snprintf(path, sizeof path, "%s/%s", dir_path, e->d_name) >= (int)sizeof path)
            code = err_set(err, ERR_BAD_CONFIG, "use a shorter path", "programs: path too long");
        else
            code = program_file_load(path, &s->program[s->program_count++], err);
    }
    (void)closedir(dir);
    if (code == ERR_OK && s->program_count == 0)
        code = err_set(err, ERR_BAD_CONFIG, "put at least one program file there",
                       "programs: no .yaml file in %s", dir_path);
    return code;
}

enum err_code
service_init(struct service *s, struct ledger *ledger, const char *programs_dir, const char *realm,
             struct err *err)
{
    memset(s, 0, sizeof *s);
    s->ledger = ledger;
    if (!span_copy(span_of(realm), s->realm, sizeof s->realm))
        return err_set(err, ERR_BAD_CONFIG, NULL, "realm: longer than %d bytes", LIMIT_ORIGIN);
    s->log = calloc(SERVICE_LOGS_MAX, sizeof *s->log);
    s->facts = malloc(facts_size());
    if (s->log == NULL || s->facts == NULL) {
        service_release(s);
        return err_set(err, ERR_IO, NULL, "out of memory at start");
    }
    enum err_code code = load_programs(s, programs_dir, err);
    if (code != ERR_OK)
        service_release(s);
    return code;
}

void
service_release(struct service *s)
{
    for (size_t i = 0; i < s->zone_count; i++)
        free(s->zone[i]);
    s->zone_count = 0;
    free(s->log);
    free(s->facts);
    s->log = NULL;
    s->facts = NULL;
    crypto_wipe(s->challenge_key, sizeof s->challenge_key);
}

/* --- start ------------------------------------------------------------------------------ */

struct start {
    struct service *s;
    void (*ready)(void *arg, const struct err *err);
    void *arg;
};

static enum err_code
take_installation(struct service *s, const struct ledger_rows *rows, struct err *err)
{
    struct span realm = ledger_text(rows, 0, 0);

    if (rows->count != 1)
        return err_set(err, ERR_BAD_CONFIG, "run sql/install.sql", "the database is not installed");
    if (!span_is(realm, s->realm))
        return err_set(err, ERR_BAD_CONFIG, "write the realm that the database was installed with",
                       "realm: the configuration says %s, the database %.*s", s->realm,
                       (int)realm.len, realm.p);
    s->training = ledger_bool(rows, 0, 1);
#ifdef REMS_TRAINING
    if (!s->training)
        return err_set(err, ERR_TRAINING_MISMATCH, "use the production build",
                       "this is a training build and the database is a production one");
#else
    if (s->training)
        return err_set(err, ERR_TRAINING_MISMATCH, "use a training build (make TRAINING=1)",
                       "the database is a training one and this build is not");
#endif
    if (!ledger_bytes(rows, 0, 2, s->challenge_key, sizeof s->challenge_key))
        return err_set(err, ERR_BAD_CONFIG, "run sql/install.sql again",
                       "the challenge key of the database is not 32 bytes");
    return ERR_OK;
}

static void
start_done(void *arg, const struct ledger_rows *rows, const struct err *failure)
{
    struct start *start = arg;
    struct err err;

    err_clear(&err);
    if (failure == NULL && take_installation(start->s, rows, &err) != ERR_OK)
        failure = &err;
    start->ready(start->arg, failure);
    free(start);
}

void
service_start(struct service *s, void (*ready)(void *arg, const struct err *err), void *arg)
{
    struct start *start = malloc(sizeof *start);

    if (start == NULL) {
        struct err err;
        err_clear(&err);
        (void)err_set(&err, ERR_IO, NULL, "out of memory at start");
        ready(arg, &err);
        return;
    }
    *start = (struct start){s, ready, arg};
    ledger_call(s->ledger, VERB_installation, NULL, start_done, start);
}

/* --- zones and programs ------------------------------------------------------------------ */

enum err_code
service_zone_get(struct service *s, const char *name, const struct service_zone **out,
                 struct err *err)
{
    for (size_t i = 0; i < s->zone_count; i++) {
        if (strcmp(s->zone[i]->zone.name, name) == 0) {
            *out = s->zone[i];
            return ERR_OK;
        }
    }
    if (s->zone_count == SERVICE_ZONES_MAX)
        return err_set(err, ERR_LIMIT_REACHED, "serve these sites from another daemon",
                       "more than %d time zones in use", SERVICE_ZONES_MAX);
    struct service_zone *z = malloc(sizeof *z);
    if (z == NULL)
        return err_set(err, ERR_OVERLOADED, "retry", "out of memory for a time zone");
    enum err_code code = zone_load(name, &z->zone, z->hash, err);
    if (code != ERR_OK) {
        free(z);
        return code;
    }
    s->zone[s->zone_count++] = z;
    *out = z;
    return ERR_OK;
}

enum err_code
service_program_get(const struct service *s, const char *name, day_t day,
                    const struct program_file **file, const struct program **edition,
                    struct err *err)
{
    if (name[0] == '\0')
        return err_set(err, ERR_UNKNOWN_REFERENCE, "the administrator records the site first",
                       "the site has no program on record");
    for (size_t i = 0; i < s->program_count; i++) {
        if (strcmp(s->program[i].name, name) != 0)
            continue;
        const struct program *p = program_file_at(&s->program[i], day);
        char text[DAY_SIZE];
        if (p != NULL) {
            *file = &s->program[i];
            *edition = p;
            return ERR_OK;
        }
        day_format(day, text);
        return err_set(err, ERR_UNKNOWN_REFERENCE, "add the edition that was in force",
                       "program %s has no edition in force on %s", name, text);
    }
    return err_field(err, ERR_UNKNOWN_REFERENCE, "body.program", "use a program this daemon has",
                     "no program file is named %s", name);
}

void
service_rules_hash(const struct program_file *file, const struct service_zone *zone,
                   uint8_t out[32])
{
    uint8_t three[96];

    memcpy(three, file->hash, 32);
    crypto_sha256((struct span){"", 0}, three + 32); /* no override file: of nothing */
    memcpy(three + 64, zone->hash, 32);
    crypto_sha256((struct span){(const char *)three, sizeof three}, out);
}

/* --- small things ------------------------------------------------------------------------ */

uint32_t
service_roles(struct span array)
{
    uint32_t roles = 0;

    for (int i = 0; i < (int)vocab_size(VOCAB_role); i++) {
        if (array.p != NULL && ledger_array_has(array, vocab_word(VOCAB_role, i)))
            roles |= ROLE_BIT(i);
    }
    return roles;
}

static size_t
log_slot(struct span origin)
{
    uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a: spreads, nothing more */

    for (size_t i = 0; i < origin.len; i++)
        h = (h ^ (uint8_t)origin.p[i]) * UINT64_C(1099511628211);
    return (size_t)(h % SERVICE_LOGS_MAX);
}

int64_t
service_log_id(const struct service *s, struct span origin)
{
    const struct service_log *log = &s->log[log_slot(origin)];

    return log->log_id != 0 && span_is(origin, log->origin) ? log->log_id : 0;
}

void
service_log_remember(struct service *s, struct span origin, int64_t log_id)
{
    struct service_log *log = &s->log[log_slot(origin)];

    if (span_copy(origin, log->origin, sizeof log->origin))
        log->log_id = log_id;
}

/* One row: an accepted entry, as the log keeps it. */
static enum err_code
fold_entry(struct service *s, const struct ledger_rows *rows, int row, struct err *err)
{
    struct span bytes = ledger_blob(rows, row, 2);
    struct entry entry;
    struct statement stmt;
    enum err_code code = entry_parse(bytes, &entry, err);

    if (code == ERR_OK)
        code = statement_parse(entry.stmt, &stmt, err);
    if (code == ERR_OK)
        code = facts_apply(s->facts, entry.n, entry.at, &stmt, err);
    return code;
}

static void
fold_balances(struct service *s, const struct ledger_rows *rows)
{
    for (int row = 0; row < rows->count; row++) {
        struct span name = ledger_text(rows, row, 1);
        for (int a = 0; a < ACCOUNT_COUNT; a++) {
            if (span_is(name, account_spec((enum account)a)->name))
                facts_set_balance(s->facts, ledger_text(rows, row, 0), (enum account)a,
                                  ledger_int(rows, row, 2));
        }
    }
}

enum err_code
service_fold(struct service *s, struct span subject, const struct ledger_rows *facts,
             const struct ledger_rows *balances, struct err *err)
{
    facts_init(s->facts, subject);
    for (int row = 0; row < facts->count; row++) {
        enum err_code code = fold_entry(s, facts, row, err);
        if (code != ERR_OK)
            return code;
    }
    if (balances != NULL)
        fold_balances(s, balances);
    return ERR_OK;
}

int64_t
service_unix_s(void)
{
    struct timespec now;
    int failed = clock_gettime(CLOCK_REALTIME, &now);

    assert(failed == 0);
    (void)failed;
    return (int64_t)now.tv_sec;
}
