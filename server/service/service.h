/*
 * service.h -- what every use case shares: the ledger, the installation, programs and zones.
 *
 * One file for each use case. A use case is asynchronous: it answers exactly once through its
 * reply function, at once or later from the event loop. Nothing here knows HTTP.
 */
#ifndef SERVICE_SERVICE_H
#define SERVICE_SERVICE_H

#include "err.h"
#include "facts.h"
#include "ledger.h"
#include "program_file.h"
#include "rules.h"

#define SERVICE_PROGRAMS_MAX 16
#define SERVICE_ZONES_MAX    32
#define SERVICE_LOGS_MAX     4096 /* origins whose log_id is remembered */

struct service_zone {
    struct zone zone;
    uint8_t hash[32]; /* of the TZif file */
};

/* An entry that has just been committed, for open event streams. */
struct service_event {
    struct span origin;
    uint64_t n;
    struct span type;
    struct span subject;
    bool accepted;
};

struct service_log {
    char origin[LIMIT_ORIGIN + 1];
    int64_t log_id;
};

struct service {
    struct ledger *ledger;
    char realm[LIMIT_ORIGIN + 1];
    bool training;
    uint8_t challenge_key[32];
    struct program_file program[SERVICE_PROGRAMS_MAX];
    size_t program_count;
    struct service_zone *zone[SERVICE_ZONES_MAX];
    size_t zone_count;
    struct service_log *log; /* SERVICE_LOGS_MAX; log_id 0: free */
    struct facts *facts;    /* decisions run one at a time on the loop: one working set is enough */
    struct verdict verdict; /* likewise */
    struct subject_state state;
    void (*published)(void *arg, const struct service_event *event);
    void *published_arg;
    uint64_t accepted_total, refused_total, replayed_total, failed_total;
};

/* How a use case ended. With an error, json is empty. */
struct service_reply {
    const struct err *err; /* NULL: it succeeded */
    int status;
    struct span json;
    bool replayed;
};
typedef void service_reply_fn(void *arg, const struct service_reply *reply);

/* Who asks, as the request says: a session token or a one-time code. */
struct service_caller {
    bool by_code;
    uint8_t secret_hash[32]; /* SHA-256 of the token, or of the one-time code */
    struct span user;        /* with a code: who they say they are */
};

/* Who it turned out to be, in one log. */
struct service_person {
    char user[LIMIT_USER_ID + 1];
    uint32_t roles; /* ROLE_BITs; 0: none in this log */
    bool key_valid;
    char key[17];
    uint8_t pub[32];
};

/*
 * Load every program of a directory. The installation (realm, training mark, challenge key) is read
 * by service_start, which answers through `ready` and refuses an installation whose training mark is
 * not that of this build.
 */
ATTR_MUST_CHECK enum err_code service_init(struct service *s, struct ledger *ledger,
                                           const char *programs_dir, const char *realm,
                                           struct err *err);
void service_start(struct service *s, void (*ready)(void *arg, const struct err *err), void *arg);
void service_release(struct service *s);

/* The zone of this name, loaded once. The pointer lives as long as the service. */
ATTR_MUST_CHECK enum err_code service_zone_get(struct service *s, const char *name,
                                               const struct service_zone **out, struct err *err);
/* The edition of a program in force on a local day. */
ATTR_MUST_CHECK enum err_code service_program_get(const struct service *s, const char *name,
                                                  day_t day, const struct program_file **file,
                                                  const struct program **edition, struct err *err);
/* SHA-256 over the digests of program file, override file (nothing) and zone file (ledger.md 2.8). */
void service_rules_hash(const struct program_file *file, const struct service_zone *zone,
                        uint8_t out[32]);

/* Roles named in a text[] of the database. */
uint32_t service_roles(struct span array);
/* Forget nothing, remember the id of a log; 0 if it is not known. */
int64_t service_log_id(const struct service *s, struct span origin);
void service_log_remember(struct service *s, struct span origin, int64_t log_id);

/* Fold rows of rems_api.facts and rems_api.balances into s->facts. */
ATTR_MUST_CHECK enum err_code service_fold(struct service *s, struct span subject,
                                           const struct ledger_rows *facts,
                                           const struct ledger_rows *balances, struct err *err);

/* Real time of this machine in seconds: challenges, sessions, codes; never a decision. */
int64_t service_unix_s(void);

#endif
