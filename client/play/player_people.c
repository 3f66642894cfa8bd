/* player_people.c -- a log for each story, and the people in it; see player.h. */
#include "player.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "canon.h"
#include "encode.h"
#include "zone.h"

#define SIGN_IN_TRIES 8
#define PART_MAX      32 /* one part of an origin, the limit of `study`, with its NUL */
#define NAME_BYTES    20 /* of it, so that -n has room */

void
player_init(struct player *p, struct remote *remote, const char *url)
{
    *p = (struct player){.remote = remote, .url = url};
    buf_init(&p->found, p->found_storage, sizeof(p->found_storage));
}

void
player_release(struct player *p)
{
    json_free(p->verdict);
    crypto_wipe(p, sizeof(*p));
}

/* --- signing in --------------------------------------------------------------------------- */

static void
password_of(const char *user, struct secret *out)
{
    int len = snprintf(out->text, sizeof(out->text), "training %s", user);

    assert(len > 0 && (size_t)len < sizeof(out->text));
    out->len = (size_t)len;
}

enum err_code
player_sign_in(struct player *p, struct player_user *u, struct err *err)
{
    struct secret password;
    struct session session;
    uint8_t seed[32];
    enum err_code code;

    password_of(u->id, &password);
    code = keystore_login(p->remote, p->url, &p->daemon, u->id, &password, &session, seed, err);
    secret_wipe(&password);
    if (code == ERR_OK) {
        p->key_changed |= u->ready && memcmp(u->session.pub, session.pub, 32) != 0;
        u->session = session;
        memcpy(u->seed, seed, sizeof(seed));
        u->ready = true;
    }
    crypto_wipe(seed, sizeof(seed));
    crypto_wipe(&session, sizeof(session));
    return code;
}

/* A one-time code from the administrator of the story's log. */
static enum err_code
ask_code(struct player *p, const char *user, char code[48], struct err *err)
{
    struct player_user *admin = player_user(p, span_of("administrator"), NULL, err);
    char path[128], body[LIMIT_ORIGIN + 32], expires[40];
    struct remote_who who;
    struct buf b;
    enum err_code failed = ERR_NOT_SIGNED_IN;

    if (admin == NULL)
        return err->code;
    snprintf(path, sizeof(path), "/v1/users/%s/code", user);
    buf_init(&b, body, sizeof(body));
    buf_printf(&b, "{\"origin\":\"%s\"}", p->log.origin);
    for (int i = 0; i < SIGN_IN_TRIES && failed == ERR_NOT_SIGNED_IN; i++) {
        who = session_who(&admin->session);
        failed = remote_code(p->remote, &who, path, buf_view(&b), code, expires, err);
        if (failed == ERR_NOT_SIGNED_IN && player_sign_in(p, admin, err) != ERR_OK)
            return err->code;
    }
    return failed;
}

/*
 * Make the user's credential with a code, and sign in. Another run may do the same at this moment: a
 * code makes earlier ones void, so whoever has the newest code and still finds no credential may
 * set it, and nobody else's can get in between.
 */
static enum err_code
create(struct player *p, struct player_user *u, const char *given, struct err *err)
{
    struct secret password;
    uint8_t pub[32], pop[64];
    char code[48];
    enum err_code failed = ERR_OK;

    if (given != NULL)
        snprintf(code, sizeof(code), "%s", given);
    else
        failed = ask_code(p, u->id, code, err);
    if (failed == ERR_OK)
        failed = player_sign_in(p, u, err);
    if (failed != ERR_BAD_LOGIN)
        return failed;
    password_of(u->id, &password);
    failed = keystore_create(p->remote, &p->daemon, u->id, code, &password, pub, pop, err);
    secret_wipe(&password);
    crypto_wipe(code, sizeof(code));
    return failed == ERR_OK || failed == ERR_BAD_CODE ? player_sign_in(p, u, err) : failed;
}

static enum err_code
sign_in_or_create(struct player *p, struct player_user *u, const char *given, struct err *err)
{
    enum err_code code = player_sign_in(p, u, err);

    for (int i = 0; i < SIGN_IN_TRIES && code == ERR_BAD_LOGIN; i++) {
        if (i > 1) /* another run makes this user at this moment */
            nanosleep(&(struct timespec){0, 50000000L * i}, NULL);
        code = create(p, u, given, err);
    }
    if (code == ERR_BAD_LOGIN)
        return err_set(err, ERR_BAD_LOGIN, "the password of a training user is \"training USER\"",
                       "%s exists here with another password", u->id);
    return code;
}

struct player_user *
player_user(struct player *p, struct span id, const char *code, struct err *err)
{
    struct player_user *u;

    for (size_t i = 0; i < p->user_count; i++) {
        if (span_is(id, p->user[i].id))
            return &p->user[i];
    }
    if (p->user_count == PLAYER_USERS_MAX) {
        err_set(err, ERR_BAD_STORY, "", "more than %d people in one run", PLAYER_USERS_MAX);
        return NULL;
    }
    u = &p->user[p->user_count];
    *u = (struct player_user){.ready = false};
    if (!span_copy(id, u->id, sizeof(u->id))) {
        err_set(err, ERR_BAD_STORY, "", "a user id is too long");
        return NULL;
    }
    if (sign_in_or_create(p, u, code, err) != ERR_OK)
        return NULL;
    p->user_count++;
    return u;
}

/* --- the log ------------------------------------------------------------------------------ */

/* The file's name without folder and ending, in the letters of an origin. */
static void
name_part(const char *path, char out[PART_MAX])
{
    const char *base = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;
    const char *dot = strrchr(base, '.');
    size_t len = dot == NULL || dot == base ? strlen(base) : (size_t)(dot - base);
    size_t n = 0;

    for (size_t i = 0; i < len && n < NAME_BYTES; i++) {
        char c = base[i] >= 'A' && base[i] <= 'Z' ? (char)(base[i] - 'A' + 'a') : base[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';

        out[n++] = plain ? c : '-';
    }
    out[n] = '\0';
}

/* <realm>/story/<name>-<n>, the first n that is free, found by doubling. */
static enum err_code
create_log(struct player *p, char study[PART_MAX], char code[48], struct err *err)
{
    char part[PART_MAX], body[LIMIT_ORIGIN + 96], expires[40];
    enum err_code failed = ERR_ALREADY_RECORDED;

    name_part(p->story->file[0].path, part);
    for (uint32_t n = 1; n < (1u << 20) && failed == ERR_ALREADY_RECORDED; n *= 2) {
        struct buf b;

        snprintf(study, PART_MAX, "%.20s-%u", part, n);
        if (snprintf(p->log.origin, sizeof(p->log.origin), "%s/story/%s", p->daemon.realm, study) >=
            (int)sizeof(p->log.origin))
            return err_set(err, ERR_BAD_STORY, "", "the origin would be too long");
        buf_init(&b, body, sizeof(body));
        buf_printf(&b, "{\"origin\":\"%s\",\"user\":\"administrator\"}", p->log.origin);
        failed =
            remote_code(p->remote, NULL, "/v1/training/logs", buf_view(&b), code, expires, err);
    }
    return failed;
}

/* Record a statement of the set-up; anything but "accepted" ends the story. */
static enum err_code
record(struct player *p, struct player_user *u, enum statement_type type, struct span body,
       instant_t at, const char *code, struct err *err)
{
    struct player_answer a;
    enum err_code failed = player_say(p, u, type, body, at, code, &a, err);

    if (failed == ERR_OK && a.outcome == STORY_ERROR) {
        *err = a.err;
        failed = err->code;
    } else if (failed == ERR_OK && a.outcome == STORY_REFUSED) {
        failed = err_set(err, ERR_BAD_STORY, "", "the set-up's %s was refused",
                         catalogue_type(type)->name);
    }
    player_answer_release(&a);
    return failed;
}

/* Members `pop` and `pub` of a body, sorted. */
static enum err_code
put_key(struct player *p, const struct player_user *u, struct buf *b, struct err *err)
{
    uint8_t pop[64];
    enum err_code code = keystore_pop(p->daemon.realm, u->id, u->seed, pop, err);

    if (code != ERR_OK)
        return code;
    buf_text(b, "{\"pop\":\"");
    base64_put(b, pop, sizeof(pop));
    buf_text(b, "\",\"pub\":\"");
    base64_put(b, u->session.pub, sizeof(u->session.pub));
    buf_char(b, '"');
    return ERR_OK;
}

static enum err_code
open_log(struct player *p, instant_t at, struct err *err)
{
    char study[PART_MAX], code[48], body[1024];
    struct player_user *admin;
    struct buf b;
    enum err_code failed = create_log(p, study, code, err);

    if (failed != ERR_OK)
        return failed;
    admin = player_user(p, span_of("administrator"), code, err);
    if (admin == NULL)
        return err->code;
    buf_init(&b, body, sizeof(body));
    failed = put_key(p, admin, &b, err);
    if (failed != ERR_OK)
        return failed;
    buf_printf(&b,
               ",\"site\":\"story\",\"study\":\"%s\",\"training\":true,\"user\":\"%s\",\"zone\":",
               study, admin->id);
    canon_put_string(&b, span_of(p->story->zone));
    buf_char(&b, '}');
    return record(p, admin, STATEMENT_ledger_open, buf_view(&b), at, code, err);
}

/* --- people ------------------------------------------------------------------------------- */

/* "prescriber-b" is a prescriber. */
static struct span
role_of(struct span user)
{
    for (int i = 0; i < (int)vocab_size(VOCAB_role); i++) {
        struct span role = span_of(vocab_word(VOCAB_role, i));

        if (user.len >= role.len && memcmp(user.p, role.p, role.len) == 0)
            return role;
    }
    return (struct span){NULL, 0}; /* the reader refused it */
}

static enum err_code
enrol(struct player *p, struct span id, instant_t at, struct err *err)
{
    struct player_user *admin = player_user(p, span_of("administrator"), NULL, err);
    struct player_user *u;
    struct span role = role_of(id);
    char body[1024];
    struct buf b;
    enum err_code code;

    if (admin == NULL)
        return err->code;
    buf_init(&b, body, sizeof(body));
    buf_printf(&b, "{\"roles\":[\"%.*s\"],\"user\":\"%.*s\"}", (int)role.len, role.p, (int)id.len,
               id.p);
    code = record(p, admin, STATEMENT_account, buf_view(&b), at, NULL, err);
    if (code != ERR_OK)
        return code;
    u = player_user(p, id, NULL, err);
    if (u == NULL)
        return err->code;
    buf_reset(&b);
    code = put_key(p, u, &b, err);
    if (code != ERR_OK)
        return code;
    buf_printf(&b, ",\"user\":\"%s\"}", u->id);
    return record(p, admin, STATEMENT_key_enrol, buf_view(&b), at, NULL, err);
}

/* Does an earlier line name this person already? */
static bool
mentioned_before(const struct story *s, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (span_same(s->line[i].who, s->line[index].who))
            return true;
    }
    return false;
}

/* The header's program and the site's own statement say the same. */
static enum err_code
check_program(const struct story *s, struct err *err)
{
    for (size_t i = 0; i < s->line_count && s->program[0] != '\0'; i++) {
        const struct story_line *l = &s->line[i];
        const struct body_text *f = story_field(l, "program");

        if (l->type == STATEMENT_site && f != NULL && !span_is(f->text, s->program))
            return err_set(err, ERR_BAD_STORY, "write the same in both",
                           "%s:%d: the site's program is not that of the header, %s", l->file,
                           l->number, s->program);
    }
    return ERR_OK;
}

enum err_code
player_set_up(struct player *p, const struct story *story, struct err *err)
{
    instant_t at = story->line[0].at;
    uint8_t hash[32];
    enum err_code code = check_program(story, err);

    p->story = story;
    p->key_changed = false;
    seen_head_empty(&p->log.head);
    for (size_t i = 0; i < STORY_LINES_MAX; i++)
        p->log.entry[i] = UINT64_MAX;
    if (code == ERR_OK && story->zone[0] == '\0')
        code = err_set(err, ERR_BAD_STORY, "write: zone America/New_York",
                       "%s: the story has no zone", story->file[0].path);
    if (code == ERR_OK)
        code = zone_load(story->zone, &p->log.zone, hash, err);
    if (code == ERR_OK)
        code = open_log(p, at, err);
    for (size_t i = 0; i < story->line_count && code == ERR_OK; i++) {
        struct span who = story->line[i].who;

        if (who.len > 0 && !span_is(who, "administrator") && !mentioned_before(story, i))
            code = enrol(p, who, at, err);
    }
    return code;
}
