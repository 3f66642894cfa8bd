/* run.c -- see run.h. What is made in order is released in reverse. */
#include "run.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <event2/event.h>

#include "app.h"
#include "http.h"
#include "ledger.h"
#include "process.h"
#include "version.h"

#define ASK_AGAIN_S     1  /* the database did not answer yet */
#define HTTP_PATIENCE_S 10 /* for connections to end after SIGTERM; then they are cut */
#define STOP_PATIENCE_S 16 /* for everything */

struct daemon {
    const struct config *config;
    struct event_base *base;
    struct ledger *ledger;
    struct app *app;
    struct http_server *http;
    struct event *sigterm, *sigint;
    struct event *ask_again;
    struct event *http_deadline, *deadline;
    bool stopping;
    int exit_code;
};

/* --- stopping: connections first, then the ledger, then the loop ----------------------------- */

static void
ledger_stopped(void *arg)
{
    struct daemon *d = arg;

    d->exit_code = EXIT_DONE;
    (void)event_base_loopbreak(d->base);
}

static void
http_stopped(void *arg)
{
    struct daemon *d = arg;

    (void)event_del(d->http_deadline);
    ledger_stop(d->ledger, ledger_stopped, d);
}

/* A client that neither finishes its request nor takes its answer does not keep the daemon. */
static void
on_http_deadline(evutil_socket_t fd, short what, void *arg)
{
    struct daemon *d = arg;

    (void)fd, (void)what;
    http_free(d->http);
    d->http = NULL;
    app_set_server(d->app, NULL);
    http_stopped(d);
}

static void
on_deadline(evutil_socket_t fd, short what, void *arg)
{
    struct daemon *d = arg;

    (void)fd, (void)what;
    (void)event_base_loopbreak(d->base);
}

static void
on_signal(evutil_socket_t number, short what, void *arg)
{
    const struct timeval http_patience = {.tv_sec = HTTP_PATIENCE_S};
    const struct timeval patience = {.tv_sec = STOP_PATIENCE_S};
    struct daemon *d = arg;

    (void)what;
    if (d->stopping) {
        (void)event_base_loopbreak(d->base);
        return;
    }
    d->stopping = true;
    d->exit_code = EXIT_UNFINISHED; /* until all has ended */
    log_event(LEVEL_INFO, EVENT_stopping, "signal=%d", (int)number);
    (void)event_del(d->ask_again);
    (void)event_add(d->http_deadline, &http_patience);
    (void)event_add(d->deadline, &patience);
    app_stop(d->app);
    http_stop(d->http, http_stopped, d);
}

/* --- starting -------------------------------------------------------------------------------- */

static void
installation_known(void *arg, const struct err *err)
{
    const struct timeval later = {.tv_sec = ASK_AGAIN_S};
    struct daemon *d = arg;

    if (err == NULL || d->stopping)
        return;
    if (err->code == ERR_LEDGER_DOWN || err->code == ERR_OUTCOME_UNKNOWN ||
        err->code == ERR_OVERLOADED) {
        (void)event_add(d->ask_again, &later);
        return;
    }
    log_error(LEVEL_ERROR, EVENT_database_rejected, err);
    d->exit_code = process_exit_code(err);
    (void)event_base_loopbreak(d->base);
}

static void
on_ask_again(evutil_socket_t fd, short what, void *arg)
{
    struct daemon *d = arg;

    (void)fd, (void)what;
    app_start(d->app, installation_known, d);
}

/* Whoever waits for the file never reads half of it. */
static enum err_code
write_port_file(const char *path, uint16_t port, struct err *err)
{
    char draft[CONFIG_TEXT_MAX + 8];
    FILE *f;
    bool written;

    if (path[0] == '\0')
        return ERR_OK;
    (void)snprintf(draft, sizeof(draft), "%s.new", path);
    f = fopen(draft, "w");
    written = f != NULL && fprintf(f, "%u\n", (unsigned)port) > 0;
    if (f != NULL && fclose(f) != 0)
        written = false;
    if (!written || rename(draft, path) != 0)
        return err_field(err, ERR_BAD_CONFIG, "listen.port_file",
                         "name a file in a directory that the daemon may write", "%s: %s", path,
                         strerror(errno));
    return ERR_OK;
}

static enum err_code
make_events(struct daemon *d, struct err *err)
{
    d->sigterm = evsignal_new(d->base, SIGTERM, on_signal, d);
    d->sigint = evsignal_new(d->base, SIGINT, on_signal, d);
    d->ask_again = evtimer_new(d->base, on_ask_again, d);
    d->http_deadline = evtimer_new(d->base, on_http_deadline, d);
    d->deadline = evtimer_new(d->base, on_deadline, d);
    if (d->sigterm == NULL || d->sigint == NULL || d->ask_again == NULL ||
        d->http_deadline == NULL || d->deadline == NULL || event_add(d->sigterm, NULL) != 0 ||
        event_add(d->sigint, NULL) != 0)
        return err_set(err, ERR_IO, "", "the event loop cannot be set up");
    return ERR_OK;
}

static enum err_code
start(struct daemon *d, struct err *err)
{
    const struct http_options options = {.address = d->config->listen_address,
                                         .port = (uint16_t)d->config->listen_port,
                                         .certificate_file = d->config->tls_certificate,
                                         .key_file = d->config->tls_key};
    enum err_code code;

    d->base = event_base_new();
    if (d->base == NULL)
        return err_set(err, ERR_IO, "", "no event loop");
    code = make_events(d, err);
    if (code == ERR_OK)
        code = ledger_new(d->base, d->config->database_conninfo, &d->ledger, err);
    if (code == ERR_OK)
        code = app_new(d->base, d->ledger, d->config, &d->app, err);
    if (code == ERR_OK)
        code = http_new(d->base, &options, app_handle, d->app, &d->http, err);
    if (code == ERR_OK)
        code = write_port_file(d->config->listen_port_file, http_port(d->http), err);
    if (code != ERR_OK)
        return code;
    app_set_server(d->app, d->http);
    app_start(d->app, installation_known, d);
    return ERR_OK;
}

static void
say_started(const struct daemon *d)
{
    log_event(LEVEL_INFO, EVENT_started,
              "version=%s training=%d faults=%d sanitizers=%d address=%s port=%u", REMS_VERSION,
              VERSION_TRAINING, VERSION_FAULTS, VERSION_SANITIZERS, d->config->listen_address,
              (unsigned)http_port(d->http));
    if (VERSION_TRAINING)
        log_event(LEVEL_WARN, EVENT_training_build, "realm=%s", d->config->realm);
}

static void
free_event(struct event *event)
{
    if (event != NULL)
        event_free(event);
}

/* What is left is called back with errors as its makers go, so they go from the outside in. */
static void
release(struct daemon *d)
{
    http_free(d->http);
    ledger_free(d->ledger);
    app_free(d->app);
    free_event(d->sigterm);
    free_event(d->sigint);
    free_event(d->ask_again);
    free_event(d->http_deadline);
    free_event(d->deadline);
    if (d->base != NULL)
        event_base_free(d->base);
    libevent_global_shutdown();
}

/* The library's own remarks are events like ours. */
static void
on_library_remark(int severity, const char *text)
{
    log_event(severity >= EVENT_LOG_WARN ? LEVEL_WARN : LEVEL_DEBUG, EVENT_debug, "libevent=%s",
              text);
}

int
run(const struct config *config)
{
    struct daemon d = {.config = config, .exit_code = EXIT_SOFTWARE};
    struct err err;

    err_clear(&err);
    log_set_level(config->log_level);
    event_set_log_callback(on_library_remark);
    if (start(&d, &err) == ERR_OK) {
        say_started(&d);
        (void)event_base_dispatch(d.base);
    } else {
        process_not_started(&err);
        d.exit_code = process_exit_code(&err);
    }
    release(&d);
    if (d.exit_code == EXIT_DONE)
        log_event(LEVEL_INFO, EVENT_stopped, "clean=%d", 1);
    return d.exit_code;
}
