/*
 * cmd_watch.c -- rems watch: new entries as they come (server-sent events).
 *
 * The stream ends only with Ctrl-C. A lost connection is said and made again; entries that came
 * meanwhile are in `rems log`.
 */
#include <string.h>
#include <time.h>

#include "clean.h"
#include "cli.h"
#include "show.h"

#define EVENT_MAX   8192
#define SILENCE_S   45L /* three heartbeats */
#define PAUSE_MAX_S 30

struct watching {
    struct cli *cli;
    char data[EVENT_MAX]; /* of the event that is being read */
    size_t data_len;
    char line[EVENT_MAX];
    size_t len;
    bool alive; /* something came since the connection was made */
};

static void
put_event(struct watching *w)
{
    struct cli *c = w->cli;
    struct err ignored;
    struct json *event;

    if (w->data_len == 0)
        return;
    event = json_parse((struct span){w->data, w->data_len}, &ignored);
    if (event != NULL && c->set.json) {
        buf_bytes(&c->screen, w->data, w->data_len);
        buf_char(&c->screen, '\n');
    } else if (event != NULL) {
        struct show show = {&c->screen, cli_zone(c), INSTANT_NONE, false};

        show_log_line(&show, event);
    }
    json_free(event);
    w->data_len = 0;
    cli_flush(c);
}

/* One line of the stream: data, the end of an event, or something that does not matter here. */
static void
take_line(struct watching *w)
{
    static const char data[] = "data:";
    size_t skip = sizeof(data) - 1;

    if (w->len == 0) {
        put_event(w);
        return;
    }
    if (w->len < skip || memcmp(w->line, data, skip) != 0)
        return; /* "event:", or a comment that keeps the line alive */
    if (skip < w->len && w->line[skip] == ' ')
        skip++;
    memcpy(w->data, w->line + skip, w->len - skip);
    w->data_len = w->len - skip;
}

static bool
take_bytes(void *arg, struct span bytes)
{
    struct watching *w = arg;

    w->alive = true;
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.p[i] == '\n') {
            take_line(w);
            w->len = 0;
        } else if (bytes.p[i] != '\r' && w->len < sizeof(w->line)) {
            w->line[w->len++] = bytes.p[i];
        }
    }
    return true;
}

static void
say_reconnecting(struct cli *c, const struct err *why, int pause_s)
{
    if (c->set.json)
        return;
    buf_text(&c->screen, "no connection: ");
    clean_string(&c->screen, why->detail);
    buf_printf(&c->screen, "; again in %d s\n", pause_s);
    cli_flush(c);
}

/* The request of transport_stream: remote.h knows no streams. */
static enum err_code
stream(struct cli *c, struct watching *w, int *status, struct err *err)
{
    struct transport_request q = {.method = "GET"};
    struct transport_answer answer;
    char path[REMOTE_PATH_MAX];
    struct buf b;
    enum err_code code;

    buf_init(&b, path, sizeof(path));
    if (!remote_log_path(&b, c->set.origin, "/events"))
        return err_set(err, ERR_BAD_USAGE, "", "the origin is too long");
    q.path = path;
    buf_init(&b, q.header[0], TRANSPORT_HEADER_MAX);
    buf_printf(&b, "Authorization: Bearer %s", c->session.token);
    code = transport_stream(c->remote.transport, &q, SILENCE_S, take_bytes, w, &answer, err);
    *status = answer.status;
    return code;
}

enum err_code
cmd_watch(struct cli *c, struct err *err)
{
    static struct watching w;
    int status, pause_s = 1;
    enum err_code code = cli_open_zone(c, err);

    w = (struct watching){.cli = c};
    if (code == ERR_OK && !c->set.json) {
        buf_printf(&c->screen, "new entries of %s; Ctrl-C ends this\n", c->set.origin);
        cli_flush(c);
    }
    while (code == ERR_OK) {
        w.len = w.data_len = 0;
        w.alive = false;
        code = stream(c, &w, &status, err);
        if (code == ERR_OK && status >= 500)
            code = err_set(err, ERR_NO_SERVER, "", "the daemon answers with status %d", status);
        if (code == ERR_OK) /* an answer that is no stream: the session ended, or no authority */
            return err_set(err, status == 403 ? ERR_NO_AUTHORITY : ERR_NOT_SIGNED_IN, "rems login",
                           "the daemon answers with status %d", status);
        if (code != ERR_NO_SERVER)
            return code;
        pause_s = w.alive ? 1 : pause_s * 2 > PAUSE_MAX_S ? PAUSE_MAX_S : pause_s * 2;
        say_reconnecting(c, err, pause_s);
        nanosleep(&(struct timespec){pause_s, 0}, NULL);
        code = ERR_OK;
    }
    return code;
}
