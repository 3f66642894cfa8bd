/* remote.c -- see remote.h. */
#include "remote.h"

#include <stdio.h>
#include <string.h>

#include "canon.h"

enum err_code
remote_init(struct remote *r, const char *url, const char *ca_file, struct err *err)
{
    *r = (struct remote){.training_at = INSTANT_NONE};
    return transport_new(url, ca_file, &r->transport, err);
}

void
remote_release(struct remote *r)
{
    transport_free(r->transport);
    r->transport = NULL;
}

void
reply_release(struct reply *r)
{
    json_free(r->json);
    *r = (struct reply){0};
}

/* --- paths -------------------------------------------------------------------------------- */

void
remote_encode(struct buf *path, struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];

        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            strchr("-._~/", c) != NULL)
            buf_char(path, c);
        else
            buf_printf(path, "%%%02X", (unsigned)(uint8_t)c);
    }
}

bool
remote_log_path(struct buf *path, const char *origin, const char *tail)
{
    buf_printf(path, "/v1/logs/%s%s", origin, tail); /* an origin needs no encoding */
    return !path->failed;
}

/* --- one call ----------------------------------------------------------------------------- */

static void
set_headers(const struct remote *r, const struct remote_who *who, struct transport_request *q)
{
    size_t next = 0;

    if (who != NULL && who->kind == REMOTE_SESSION)
        snprintf(q->header[next++], TRANSPORT_HEADER_MAX, "Authorization: Bearer %s", who->secret);
    if (who != NULL && who->kind == REMOTE_CODE) {
        snprintf(q->header[next++], TRANSPORT_HEADER_MAX, "Authorization: Code %s", who->secret);
        snprintf(q->header[next++], TRANSPORT_HEADER_MAX, "Rems-User: %s", who->user);
    }
#ifdef REMS_TRAINING
    if (r->training_at != INSTANT_NONE && strncmp(q->path, "/v1/logs/", 9) == 0) {
        char at[INSTANT_SIZE];

        instant_format(r->training_at, at);
        snprintf(q->header[next++], TRANSPORT_HEADER_MAX, "Rems-Training-At: %s", at);
    }
#else
    (void)r;
#endif
}

/* A code for a status without a problem that we understand. */
static enum err_code
code_of_status(int status)
{
    switch (status) {
    case 401:
        return ERR_NOT_SIGNED_IN;
    case 403:
        return ERR_NO_AUTHORITY;
    case 404:
        return ERR_NOT_FOUND;
    case 429:
        return ERR_LOCKED_OUT;
    case 503:
        return ERR_LEDGER_DOWN;
    default:
        return ERR_BAD_ANSWER;
    }
}

/* problem+json as an error; its texts become plain in err_set. */
static enum err_code
problem(const struct reply *r, struct err *err)
{
    const char *slug = json_string_or(r->json, "code", "");
    const char *detail = json_string_or(r->json, "detail", "");
    enum err_code code = err_from_slug(slug);

    if (code == ERR_OK || code == ERR_CODE_COUNT)
        return err_set(err, code_of_status(r->status), "", "the daemon answers with status %d%s%s",
                       r->status, *detail == '\0' ? "" : ": ", detail);
    return err_field(err, code, json_string_or(r->json, "field", ""),
                     json_string_or(r->json, "hint", ""), "%s",
                     *detail == '\0' ? err_says(code) : detail);
}

static enum err_code
read_reply(struct reply *out, struct err *err)
{
    struct err unread;

    if (out->text.len > 0)
        out->json = json_parse(out->text, &unread);
    if (out->status >= 400)
        return problem(out, err);
    if (out->status == 204)
        return ERR_OK;
    if (out->status < 200 || out->status > 299 || out->json == NULL)
        return err_set(err, ERR_BAD_ANSWER, "is this the address of a remsd?",
                       "status %d without a JSON answer", out->status);
    return ERR_OK;
}

enum err_code
remote_call(struct remote *r, const char *method, const char *path, const struct remote_who *who,
            struct span body, struct reply *out, struct err *err)
{
    struct transport_request q = {.method = method, .path = path, .body = body};
    struct transport_answer answer;
    enum err_code code;

    *out = (struct reply){0};
    set_headers(r, who, &q);
    code = transport_send(r->transport, &q, &answer, err);
    *out = (struct reply){.status = answer.status,
                          .replayed = answer.replayed,
                          .sent = answer.sent,
                          .text = answer.body};
    return code == ERR_OK ? read_reply(out, err) : code;
}

enum err_code
remote_get(struct remote *r, const char *path, const struct remote_who *who, struct reply *out,
           struct err *err)
{
    return remote_call(r, "GET", path, who, (struct span){NULL, 0}, out, err);
}

/* --- calls with a shape of their own ------------------------------------------------------ */

static enum err_code
too_long(struct err *err)
{
    return err_set(err, ERR_BAD_USAGE, "", "a name is too long for a request");
}

/* A text member that must be there and fit. */
static enum err_code
need_text(const struct reply *r, const char *key, char *out, size_t size, struct err *err)
{
    struct span text = span_of(json_string_or(r->json, key, ""));

    if (text.len == 0 || !span_copy(text, out, size))
        return err_set(err, ERR_BAD_ANSWER, "", "the answer lacks '%s'", key);
    return ERR_OK;
}

enum err_code
remote_daemon(struct remote *r, struct daemon *out, struct err *err)
{
    struct reply reply;
    struct daemon d = {0};
    enum err_code code = remote_get(r, "/v1/version", NULL, &reply, err);

    if (code == ERR_OK)
        code = need_text(&reply, "version", d.version, sizeof(d.version), err);
    if (code == ERR_OK)
        code = need_text(&reply, "realm", d.realm, sizeof(d.realm), err);
    d.training = json_bool_or(reply.json, "training", false);
    reply_release(&reply);
    if (code == ERR_OK)
        *out = d;
    return code;
}

enum err_code
remote_challenge(struct remote *r, const struct remote_who *who, const char *origin,
                 uint8_t chal[16], struct err *err)
{
    char storage[REMOTE_PATH_MAX];
    struct buf path;
    struct reply reply;
    enum err_code code;

    buf_init(&path, storage, sizeof(storage));
    if (!remote_log_path(&path, origin, "/challenge"))
        return too_long(err);
    code = remote_call(r, "POST", storage, who, (struct span){NULL, 0}, &reply, err);
    if (code == ERR_OK && json_get_base64(reply.json, "chal", chal, 16, err) != ERR_OK)
        code = err_set(err, ERR_BAD_ANSWER, "", "the answer lacks a challenge");
    reply_release(&reply);
    return code;
}

enum err_code
remote_statement(struct remote *r, const struct remote_who *who, const char *origin,
                 struct span envelope, struct reply *out, struct err *err)
{
    char storage[REMOTE_PATH_MAX];
    struct buf path;
    enum err_code code;

    *out = (struct reply){0};
    buf_init(&path, storage, sizeof(storage));
    if (!remote_log_path(&path, origin, "/statements"))
        return too_long(err);
    code = remote_call(r, "POST", storage, who, envelope, out, err);
    if ((code == ERR_NO_SERVER || code == ERR_BAD_ANSWER) && out->sent) {
        struct err cause = *err;

        return err_set(err, ERR_OUTCOME_UNKNOWN, "", "%s", cause.detail);
    }
    return code;
}

enum err_code
remote_ask(struct remote *r, const struct remote_who *who, const char *origin, const char *type,
           struct span body, struct reply *out, struct err *err)
{
    static char question[LIMIT_STATEMENT + 128];
    char storage[REMOTE_PATH_MAX];
    struct buf path, b;

    *out = (struct reply){0};
    buf_init(&path, storage, sizeof(storage));
    buf_init(&b, question, sizeof(question));
    buf_text(&b, "{\"body\":");
    buf_span(&b, body);
    buf_text(&b, ",\"type\":");
    canon_put_string(&b, span_of(type));
    buf_char(&b, '}');
    if (b.failed || !remote_log_path(&path, origin, "/ask"))
        return too_long(err);
    return remote_call(r, "POST", storage, who, buf_view(&b), out, err);
}

enum err_code
remote_code(struct remote *r, const struct remote_who *who, const char *path, struct span body,
            char code[48], char expires[40], struct err *err)
{
    struct reply reply;
    enum err_code failed = remote_call(r, "POST", path, who, body, &reply, err);

    if (failed == ERR_OK)
        failed = need_text(&reply, "code", code, 48, err);
    if (failed == ERR_OK)
        span_copy(span_of(json_string_or(reply.json, "expires", "")), expires, 40);
    reply_release(&reply);
    return failed;
}
