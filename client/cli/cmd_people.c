/*
 * cmd_people.c -- codes, keys and their enrolment (ledger.md 2.8, "Enrolment").
 *
 * The administrator makes a one-time code (`code`); the user enters it and chooses a password, and the
 * client makes the key (`join`); the administrator compares the fingerprint with its owner and signs
 * key-enrol (`approve`). The first administrator of a log does both by `open-log`.
 */
#include <stdio.h>
#include <string.h>

#include "acting.h"
#include "canon.h"
#include "clean.h"
#include "encode.h"
#include "seal.h"
#include "zone.h"

/* --- code --------------------------------------------------------------------------------- */

enum err_code
cmd_code(struct cli *c, struct err *err)
{
    struct remote_who who = cli_who(c);
    char user[LIMIT_USER_ID + 1], path[128], body[LIMIT_ORIGIN + 32], code[48], expires[40] = "";
    struct buf b, p;
    enum err_code failed = cli_argument(c, "user", user, sizeof(user), err);

    if (failed == ERR_OK && !user_id_ok(span_of(user)))
        failed = err_set(err, ERR_BAD_USAGE, "a-z, 0-9 and -, 2 to 32 characters",
                         "'%s' is no user id", user);
    if (failed != ERR_OK)
        return failed;
    buf_init(&p, path, sizeof(path));
    buf_printf(&p, "/v1/users/%s/code", user);
    buf_init(&b, body, sizeof(body));
    buf_printf(&b, "{\"origin\":\"%s\"}", c->set.origin);
    failed = remote_code(&c->remote, &who, path, buf_view(&b), code, expires, err);
    if (failed != ERR_OK)
        return failed;
    if (c->set.json)
        buf_printf(&c->screen, "{\"code\":\"%s\",\"expires\":\"%s\",\"user\":\"%s\"}\n", code,
                   expires, user);
    else
        buf_printf(&c->screen,
                   "one-time code of %s:  " STYLE_BOLD "%s" STYLE_END "\n"
                   "valid once, for %d hours; a code made before is void\n"
                   "give it to %s in person; next: rems join %s\n",
                   user, code, LIMIT_ONE_TIME_CODE_S / 3600, user, user);
    crypto_wipe(code, sizeof(code));
    return ERR_OK;
}

/* --- join --------------------------------------------------------------------------------- */

/* A new password, asked, and the credential made with it; the caller wipes the password. */
static enum err_code
make_credential(struct cli *c, const struct daemon *daemon, const char *user,
                const struct secret *code, struct secret *password, uint8_t pub[32],
                struct err *err)
{
    uint8_t pop[64];
    char label[96];
    enum err_code failed;

    snprintf(label, sizeof(label), "New password of %s, %d bytes or more", user,
             LIMIT_PASSWORD_MIN);
    failed = prompt_new_password(&c->prompt, label, password, err);
    if (failed != ERR_OK)
        return failed;
    return keystore_create(&c->remote, daemon, user, code->text, password, pub, pop, err);
}

static enum err_code
ask_code(struct cli *c, struct secret *code, struct err *err)
{
    enum err_code failed = prompt_secret(&c->prompt, "One-time code", code, err);

    if (failed == ERR_OK && (code->len == 0 || code->len >= REMOTE_TOKEN_SIZE ||
                             !canon_text_ok((struct span){code->text, code->len})))
        failed = err_set(err, ERR_BAD_CODE, "it looks like ABCD-EFGH-JKLM-NPQR",
                         "that is no one-time code");
    return failed;
}

enum err_code
cmd_join(struct cli *c, struct err *err)
{
    char user[LIMIT_USER_ID + 1], fingerprint[FINGERPRINT_SIZE];
    struct daemon daemon;
    struct secret code = {.len = 0}, password = {.len = 0};
    uint8_t pub[32];
    enum err_code failed = cli_optional(c, "user", user, sizeof(user), err);

    if (failed == ERR_OK && user[0] == '\0')
        span_copy(span_of(c->set.user), user, sizeof(user));
    if (failed == ERR_OK && !user_id_ok(span_of(user)))
        failed =
            err_set(err, ERR_BAD_USAGE, "rems join USER", "no user is named, or it is no user id");
    if (failed == ERR_OK)
        failed = remote_daemon(&c->remote, &daemon, err);
    if (failed == ERR_OK)
        failed = cli_check_realm(c, &daemon, err);
    if (failed == ERR_OK)
        failed = ask_code(c, &code, err);
    if (failed == ERR_OK)
        failed = make_credential(c, &daemon, user, &code, &password, pub, err);
    secret_wipe(&code);
    secret_wipe(&password);
    if (failed != ERR_OK)
        return failed;
    keystore_fingerprint(pub, fingerprint);
    if (c->set.json)
        buf_printf(&c->screen, "{\"fingerprint\":\"%s\",\"user\":\"%s\"}\n", fingerprint, user);
    else
        buf_printf(&c->screen,
                   "The key of %s is made. Its fingerprint is\n\n    " STYLE_BOLD "%s" STYLE_END
                   "\n\nRead it to the administrator, who enrols it: rems approve %s\n"
                   "You may sign in now (rems login %s); you can sign once it is enrolled.\n",
                   user, fingerprint, user, user);
    return ERR_OK;
}

/* --- approve ------------------------------------------------------------------------------ */

struct offered_key {
    char user[LIMIT_USER_ID + 1];
    uint8_t pub[32];
    uint8_t pop[64];
    char fingerprint[FINGERPRINT_SIZE];
};

/* The key that the server holds for this user; what it proves is computed here. */
static enum err_code
fetch_key(struct cli *c, struct offered_key *key, struct err *err)
{
    struct remote_who who = cli_who(c);
    char path[512];
    struct reply reply;
    struct buf b;
    enum err_code code;

    buf_init(&b, path, sizeof(path));
    buf_printf(&b, "/v1/users/%s/key?origin=", key->user);
    remote_encode(&b, span_of(c->set.origin));
    code = remote_get(&c->remote, path, &who, &reply, err);
    if (code == ERR_OK && (json_get_base64(reply.json, "pub", key->pub, 32, err) != ERR_OK ||
                           json_get_base64(reply.json, "pop", key->pop, 64, err) != ERR_OK))
        code = err_set(err, ERR_BAD_ANSWER, "", "the answer holds no key");
    reply_release(&reply);
    if (code == ERR_OK && !keystore_pop_ok(c->session.realm, key->user, key->pub, key->pop))
        code = err_set(err, ERR_BAD_KEY, "make a new code and let the user join again",
                       "the key does not prove that it belongs to %s", key->user);
    if (code == ERR_OK)
        keystore_fingerprint(key->pub, key->fingerprint);
    return code;
}

/* Same digits, whatever the spaces and capitals. */
static bool
same_fingerprint(struct span given, const char *own)
{
    size_t i = 0;

    for (; *own != '\0'; own++) {
        char g;

        if (*own == ' ')
            continue;
        while (i < given.len && (given.p[i] == ' ' || given.p[i] == '-' || given.p[i] == ':'))
            i++;
        if (i == given.len)
            return false;
        g = given.p[i++];
        g = g >= 'A' && g <= 'F' ? (char)(g - 'A' + 'a') : g;
        if (g != *own)
            return false;
    }
    return i == given.len;
}

/* The statement says that the fingerprint was compared: somebody has to have done it. */
static enum err_code
compare(struct cli *c, const struct offered_key *key, struct err *err)
{
    const struct body_text *given = cli_field(c, "fingerprint");
    char question[128];
    bool yes;
    enum err_code code;

    if (given != NULL)
        return same_fingerprint(given->text, key->fingerprint)
                   ? ERR_OK
                   : err_set(err, ERR_BAD_KEY, "do not enrol it; ask its owner again",
                             "the key of %s has another fingerprint: %s", key->user,
                             key->fingerprint);
    if (c->set.yes)
        return err_field(err, ERR_BAD_USAGE, "fingerprint",
                         "fingerprint=HEX, as its owner reads it",
                         "with --yes the fingerprint must be given");
    buf_printf(&c->screen,
               "The key of %s has the fingerprint\n\n    " STYLE_BOLD "%s" STYLE_END "\n\n",
               key->user, key->fingerprint);
    cli_flush(c);
    snprintf(question, sizeof(question), "Does %s read the same digits to you?", key->user);
    code = prompt_yes(question, &yes, err);
    if (code == ERR_OK && !yes)
        code =
            err_set(err, ERR_BAD_USAGE, "nothing was signed", "the fingerprint was not confirmed");
    return code;
}

static struct span
key_body(const char *user, const uint8_t pub[32], const uint8_t pop[64], char *storage, size_t size)
{
    struct buf b;

    buf_init(&b, storage, size);
    buf_text(&b, "{\"pop\":\"");
    base64_put(&b, pop, 64);
    buf_text(&b, "\",\"pub\":\"");
    base64_put(&b, pub, 32);
    buf_printf(&b, "\",\"user\":\"%s\"}", user);
    return buf_view(&b);
}

enum err_code
cmd_approve(struct cli *c, struct err *err)
{
    struct offered_key key;
    char storage[512];
    enum err_code code = cli_argument(c, "user", key.user, sizeof(key.user), err);

    if (code == ERR_OK && !user_id_ok(span_of(key.user)))
        code = err_set(err, ERR_BAD_USAGE, "a-z, 0-9 and -, 2 to 32 characters",
                       "'%s' is no user id", key.user);
    if (code == ERR_OK)
        code = cli_open_zone(c, err);
    if (code == ERR_OK)
        code = fetch_key(c, &key, err);
    if (code == ERR_OK)
        code = compare(c, &key, err);
    if (code != ERR_OK)
        return code;
    return acting_sign(c, STATEMENT_key_enrol,
                       key_body(key.user, key.pub, key.pop, storage, sizeof(storage)), false, err);
}

/* --- open-log ----------------------------------------------------------------------------- */

/* realm/site/study: what the command line leaves open stands in the origin. */
static struct span
origin_part(const char *origin, int part)
{
    const char *p = origin;
    size_t len;

    while (part-- > 0 && p != NULL) {
        p = strchr(p, '/');
        p = p == NULL ? NULL : p + 1;
    }
    if (p == NULL)
        return (struct span){NULL, 0};
    len = part == -1 && strchr(p, '/') != NULL ? (size_t)(strchr(p, '/') - p) : strlen(p);
    return (struct span){p, len};
}

static enum err_code
open_body(struct cli *c, const uint8_t seed[32], struct buf *out, struct err *err)
{
    char pub64[BASE64_SIZE(32)], pop64[BASE64_SIZE(64)];
    uint8_t pub[32], pop[64], hash[32];
    char zone[64];
    const struct body_text *f = cli_field(c, "zone");
    enum err_code code;

    if (f == NULL || !span_copy(f->text, zone, sizeof(zone)))
        return err_field(err, ERR_MISSING_FIELD, "zone", "zone=America/New_York",
                         "the site's time zone is missing");
    code = zone_load(zone, &c->zone, hash, err);
    if (code == ERR_OK)
        code = keystore_pop(c->session.realm, c->session.user, seed, pop, err);
    if (code != ERR_OK)
        return code;
    crypto_public_key(seed, pub);
    base64_encode(pub, sizeof(pub), pub64);
    base64_encode(pop, sizeof(pop), pop64);
    if (cli_field(c, "site") == NULL)
        c->field[c->field_count++] =
            (struct body_text){span_of("site"), origin_part(c->set.origin, 1)};
    if (cli_field(c, "study") == NULL)
        c->field[c->field_count++] =
            (struct body_text){span_of("study"), origin_part(c->set.origin, 2)};
    c->field[c->field_count++] = (struct body_text){span_of("user"), span_of(c->session.user)};
    c->field[c->field_count++] = (struct body_text){span_of("pub"), span_of(pub64)};
    c->field[c->field_count++] = (struct body_text){span_of("pop"), span_of(pop64)};
    if (c->session.training)
        c->field[c->field_count++] = (struct body_text){span_of("training"), span_of("yes")};
    return body_write(STATEMENT_ledger_open, c->field, c->field_count, INSTANT_NONE, &c->zone, out,
                      err);
}

/* The key of the first administrator: of the session, or made now with the code. */
static enum err_code
first_key(struct cli *c, const struct secret *code, uint8_t seed[32], struct err *err)
{
    struct daemon daemon;
    struct secret password = {.len = 0};
    uint8_t pub[32];
    enum err_code failed;

    if (c->session.user[0] != '\0')
        return acting_unlock(c, seed, err);
    if (c->set.user[0] == '\0')
        return err_field(err, ERR_BAD_USAGE, "user", "--user USER, as remsd init was told",
                         "the administrator is not named");
    failed = remote_daemon(&c->remote, &daemon, err);
    if (failed == ERR_OK)
        failed = cli_check_realm(c, &daemon, err);
    if (failed == ERR_OK)
        failed = make_credential(c, &daemon, c->set.user, code, &password, pub, err);
    if (failed == ERR_OK)
        failed = keystore_login(&c->remote, c->set.url, &daemon, c->set.user, &password,
                                &c->session, seed, err);
    secret_wipe(&password);
    return failed == ERR_OK ? session_save(&c->state, &c->session, err) : failed;
}

enum err_code
cmd_open_log(struct cli *c, struct err *err)
{
    static char storage[4096];
    struct secret code = {.len = 0};
    struct remote_who who;
    struct statement words;
    struct statement_draft draft = {.type = STATEMENT_ledger_open, .origin = c->set.origin};
    uint8_t seed[32] = {0};
    struct buf body;
    bool agreed = false;
    enum err_code failed = ask_code(c, &code, err);

    buf_init(&body, storage, sizeof(storage));
    if (failed == ERR_OK)
        failed = first_key(c, &code, seed, err);
    if (failed == ERR_OK)
        failed = open_body(c, seed, &body, err);
    if (failed == ERR_OK)
        failed = statement_parse_body(span_of("ledger-open"), buf_view(&body), &words, err);
    if (failed == ERR_OK)
        failed = acting_agree(c, &words, &agreed, err);
    if (failed == ERR_OK && !agreed)
        failed = err_set(err, ERR_BAD_USAGE, "the code is still good", "the log was not opened");
    if (failed == ERR_OK) {
        who = (struct remote_who){REMOTE_CODE, code.text, c->session.user};
        draft.signer = c->session.user;
        draft.body = buf_view(&body);
        failed = acting_record(c, &who, &draft, seed, false, err);
    }
    crypto_wipe(seed, sizeof(seed));
    secret_wipe(&code);
    return failed;
}
