/* sessions.c -- sessions on disk; see keystore.h. */
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "keystore.h"

#define SESSION_TEXT_MAX 2048

struct remote_who
session_who(const struct session *s)
{
    return (struct remote_who){REMOTE_SESSION, s->token, s->user};
}

static void
session_name(const char *user, char out[64])
{
    struct buf b;

    buf_init(&b, out, 64);
    buf_printf(&b, "sessions/%s", user);
}

static void
put_bytes(struct buf *b, const char *key, const void *bytes, size_t len)
{
    buf_printf(b, "%s ", key);
    base64_put(b, bytes, len);
    buf_char(b, '\n');
}

enum err_code
session_save(const struct state_dir *state, const struct session *s, struct err *err)
{
    char text[SESSION_TEXT_MAX], name[64];
    struct buf b;
    enum err_code code;

    buf_init(&b, text, sizeof(text));
    buf_printf(&b, "url %s\nrealm %s\nuser %s\ntoken %s\nexpires %s\ntraining %s\nn %u\n", s->url,
               s->realm, s->user, s->token, s->expires, s->training ? "yes" : "no", s->n);
    put_bytes(&b, "salt", s->salt, sizeof(s->salt));
    put_bytes(&b, "blob", s->blob, sizeof(s->blob));
    put_bytes(&b, "pub", s->pub, sizeof(s->pub));
    session_name(s->user, name);
    code = state_write(state, name, buf_view(&b), err);
    crypto_wipe(text, sizeof(text));
    if (code == ERR_OK) {
        buf_init(&b, text, sizeof(text));
        buf_printf(&b, "user %s\n", s->user);
        code = state_write(state, "session", buf_view(&b), err);
    }
    return code;
}

static bool
get_bytes(struct span text, const char *key, void *out, size_t len)
{
    char value[128];

    return state_line(text, key, value, sizeof(value)) && base64_decode(span_of(value), out, len);
}

static bool
session_parse(struct span text, struct session *out)
{
    char word[24];
    struct session s = {.n = 0};

    if (!state_line(text, "url", s.url, sizeof(s.url)) ||
        !state_line(text, "realm", s.realm, sizeof(s.realm)) ||
        !state_line(text, "user", s.user, sizeof(s.user)) ||
        !state_line(text, "token", s.token, sizeof(s.token)) ||
        !get_bytes(text, "salt", s.salt, sizeof(s.salt)) ||
        !get_bytes(text, "blob", s.blob, sizeof(s.blob)) ||
        !get_bytes(text, "pub", s.pub, sizeof(s.pub)) || !state_line(text, "n", word, sizeof(word)))
        return false;
    s.n = (uint32_t)strtoul(word, NULL, 10);
    (void)state_line(text, "expires", s.expires, sizeof(s.expires));
    s.training = state_line(text, "training", word, sizeof(word)) && strcmp(word, "yes") == 0;
    *out = s;
    return true;
}

enum err_code
session_load(const struct state_dir *state, const char *user, struct session *out, bool *found,
             struct err *err)
{
    char text[SESSION_TEXT_MAX], name[64], last[LIMIT_USER_ID + 1];
    struct buf b;
    enum err_code code = ERR_OK;

    *found = false;
    buf_init(&b, text, sizeof(text));
    if (*user == '\0') {
        code = state_read(state, "session", &b, found, err);
        *found = *found && state_line(buf_view(&b), "user", last, sizeof(last));
        if (code != ERR_OK || !*found)
            return code;
        user = last;
    }
    session_name(user, name);
    code = state_read(state, name, &b, found, err);
    if (code == ERR_OK && *found)
        *found = session_parse(buf_view(&b), out); /* a damaged one is as good as none */
    crypto_wipe(text, sizeof(text));
    return code;
}

enum err_code
session_forget(const struct state_dir *state, const char *user, struct err *err)
{
    char name[64];

    session_name(user, name);
    return state_remove(state, name, err);
}
