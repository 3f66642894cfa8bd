/*
 * player.h -- plays stories against a training daemon through its API (spec/stories.md).
 *
 * Each story plays in a log of its own, opened by its administrator, in which the people it mentions
 * get accounts and keys. People and keys belong to the training installation and are made once; each
 * is signed in and unwrapped once per run. Every request carries its instant (ledger.md 2.8).
 */
#ifndef PLAY_PLAYER_H
#define PLAY_PLAYER_H

#include "keystore.h"
#include "signing.h"
#include "story.h"

#define PLAYER_USERS_MAX 32
#define PLAYER_FOUND_MAX 4096

/* A person of the training installation, while the run lasts. */
struct player_user {
    char id[LIMIT_USER_ID + 1];
    struct session session;
    uint8_t seed[32];
    bool ready;
};

/* The log of the story that is being played. */
struct player_log {
    char origin[LIMIT_ORIGIN + 1];
    struct zone zone;
    struct seen_head head;
    uint64_t entry[STORY_LINES_MAX]; /* of each line that was recorded; UINT64_MAX: none */
};

struct player {
    struct remote *remote;
    const char *url;
    struct daemon daemon;
    struct player_user user[PLAYER_USERS_MAX];
    size_t user_count;
    /* Another run made a key for somebody at the same moment as this one, so that what this story
     * signed is void: it has to be played again, in another log. Cleared by player_set_up. */
    bool key_changed;
    struct player_log log;
    const struct story *story;
    /* What became of the last line: for the difference. */
    struct buf found;
    char found_storage[PLAYER_FOUND_MAX];
    struct json *verdict; /* owned; or NULL */
};

void player_init(struct player *p, struct remote *remote, const char *url);
void player_release(struct player *p); /* wipes every key */

/* What an act came to. */
struct player_answer {
    enum story_outcome outcome; /* STORY_OK, STORY_REFUSED, STORY_ERROR */
    struct reply reply;
    struct recorded recorded; /* of what was recorded */
    struct err err;           /* of STORY_ERROR */
};
void player_answer_release(struct player_answer *a);

/* --- setting up (player_people.c) --------------------------------------------------------- */

/* Open a log for the story, and enrol its people at the instant of its first line. */
ATTR_MUST_CHECK enum err_code player_set_up(struct player *p, const struct story *story,
                                            struct err *err);
/* The person of this id, signed in and unwrapped; NULL and *err otherwise. `code`: of a new log. */
struct player_user *player_user(struct player *p, struct span id, const char *code,
                                struct err *err);
ATTR_MUST_CHECK enum err_code player_sign_in(struct player *p, struct player_user *u,
                                             struct err *err);

/* --- acting (player_act.c) ---------------------------------------------------------------- */

/*
 * Sign a body and send it at an instant. An error of the world (server, files) is returned; anything
 * that the story might expect is in *answer. `code` is NULL except for ledger-open.
 */
ATTR_MUST_CHECK enum err_code player_say(struct player *p, struct player_user *u,
                                         enum statement_type type, struct span body, instant_t at,
                                         const char *code, struct player_answer *answer,
                                         struct err *err);
/* GET of the story's log at an instant, as whoever may read it. */
ATTR_MUST_CHECK enum err_code player_get(struct player *p, const char *tail, instant_t at,
                                         struct reply *out, struct err *err);
/* Play one line. *fits: it came as written; p->found and p->verdict say what came. */
ATTR_MUST_CHECK enum err_code player_line(struct player *p, size_t index, bool *fits,
                                          struct err *err);
/* Does this error end the run, instead of being what a line came to? */
bool player_fatal(enum err_code code);

#endif
