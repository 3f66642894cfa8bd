/*
 * state_dir.h -- what the client keeps between two commands, as small files of one user.
 *
 *   session                   user who signed in last
 *   sessions/USER             token, wrapped key and its parameters (mode 0600)
 *   logs/ORIGIN/head          newest head of the log that this client holds: its `seen`
 *   logs/ORIGIN/zone          the site's zone, from entry 0
 *   logs/ORIGIN/receipts/N    receipt, and N.entry the entry's bytes
 *   intents/IDEM              a signed statement that was sent, until its answer is here
 *
 * ORIGIN has '+' for '/'. Every write is a new file, fsynced, then renamed, then the folder fsynced,
 * so that a file is the old one or the new one. The directory belongs to one person: it is created
 * with mode 0700 and refused where others may read it.
 */
#ifndef CLIENT_STATE_DIR_H
#define CLIENT_STATE_DIR_H

#include "buf.h"
#include "err.h"
#include "instant.h"
#include "limit.h"
#include "span.h"
#include "tree.h"

#define STATE_PATH_MAX 1024

struct state_dir {
    char path[STATE_PATH_MAX];
};

/* `dir` from the command line, or NULL: $XDG_STATE_HOME/rems, else ~/.local/state/rems. */
ATTR_MUST_CHECK enum err_code state_open(struct state_dir *s, const char *dir, struct err *err);

/* --- files -------------------------------------------------------------------------------- */

ATTR_MUST_CHECK enum err_code state_write(const struct state_dir *s, const char *name,
                                          struct span bytes, struct err *err);
/* *found is false, and the buffer empty, where there is no such file. */
ATTR_MUST_CHECK enum err_code state_read(const struct state_dir *s, const char *name,
                                         struct buf *out, bool *found, struct err *err);
ATTR_MUST_CHECK enum err_code state_remove(const struct state_dir *s, const char *name,
                                           struct err *err);
/* The value behind "key " at the beginning of a line. False where there is none or it does not fit. */
bool state_line(struct span text, const char *key, char *out, size_t size);

/* --- logs --------------------------------------------------------------------------------- */

struct seen_head {
    uint64_t n; /* size */
    uint8_t root[TREE_HASH_SIZE];
};

/* The newest head held of this log; size 0 and the empty root where there is none. */
ATTR_MUST_CHECK enum err_code state_head_read(const struct state_dir *s, const char *origin,
                                              struct seen_head *out, struct err *err);
/*
 * Keep a head that the server showed. An older one changes nothing. One of the same size with
 * another root is a fork: ERR_SEEN_UNKNOWN.
 */
ATTR_MUST_CHECK enum err_code state_head_keep(const struct state_dir *s, const char *origin,
                                              const struct seen_head *head, struct err *err);
void seen_head_empty(struct seen_head *head);

/* The site's zone name, or "". */
ATTR_MUST_CHECK enum err_code state_zone_read(const struct state_dir *s, const char *origin,
                                              char out[64], struct err *err);
ATTR_MUST_CHECK enum err_code state_zone_keep(const struct state_dir *s, const char *origin,
                                              const char *zone, struct err *err);

ATTR_MUST_CHECK enum err_code state_receipt_keep(const struct state_dir *s, const char *origin,
                                                 uint64_t n, struct span receipt, struct span entry,
                                                 struct err *err);

/* --- intents ------------------------------------------------------------------------------ */

/* A signed statement on its way. */
struct intent {
    char idem[37];
    char url[512];
    char origin[LIMIT_ORIGIN + 1];
    char user[LIMIT_USER_ID + 1];
    char training_at[INSTANT_SIZE]; /* or "" */
    char *envelope;                 /* owned; the bytes to send */
    size_t envelope_len;
    int lock; /* held while this process works on it; -1: not held */
};

#define INTENTS_MAX 64

/* Written and fsynced before the first byte is sent; held by this process until intent_release. */
ATTR_MUST_CHECK enum err_code intent_write(const struct state_dir *s, struct intent *intent,
                                           struct err *err);
/* Read one and hold it; *busy where another process holds it. Release it in any case. */
ATTR_MUST_CHECK enum err_code intent_read(const struct state_dir *s, const char *idem,
                                          struct intent *out, bool *busy, struct err *err);
/* Its answer is here: remove it. */
ATTR_MUST_CHECK enum err_code intent_done(const struct state_dir *s, struct intent *intent,
                                          struct err *err);
void intent_release(struct intent *intent);
/* Keys of all intents, oldest name first; at most INTENTS_MAX. */
ATTR_MUST_CHECK enum err_code intent_list(const struct state_dir *s, char idem[INTENTS_MAX][37],
                                          size_t *count, struct err *err);

#endif
