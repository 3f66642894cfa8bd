/* prompt.c -- see prompt.h. */
#include "prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "buf.h"
#include "clean.h"
#include "crypto.h"

#define QUESTION_MAX 512

void
secret_wipe(struct secret *s)
{
    crypto_wipe(s, sizeof(*s));
}

static int
open_terminal(void)
{
    return open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
}

bool
prompt_possible(void)
{
    int tty = open_terminal();

    if (tty >= 0)
        close(tty);
    return tty >= 0;
}

static void
say(int tty, const char *text)
{
    char storage[QUESTION_MAX * 3];
    struct buf b;
    ssize_t ignored;

    buf_init(&b, storage, sizeof(storage));
    clean_screen(&b, span_of(text), false);
    ignored = write(tty, b.data, b.len);
    (void)ignored; /* a terminal that is gone gives no answer either */
}

enum line_end { LINE_READ, LINE_END_OF_FILE, LINE_TOO_LONG, LINE_FAILED };

/* One line, byte by byte: what comes after it belongs to the next reader. */
static enum line_end
read_line(int fd, struct secret *out)
{
    bool too_long = false, any = false;
    char c;

    for (;;) {
        ssize_t n = read(fd, &c, 1);

        if (n < 0)
            return LINE_FAILED; /* EINTR too: a signal ends the question */
        if (n == 0 && !any)
            return LINE_END_OF_FILE;
        if (n == 0 || c == '\n')
            break;
        any = true;
        if (out->len + 1 < sizeof(out->text))
            out->text[out->len++] = c;
        else
            too_long = true;
    }
    out->text[out->len] = '\0';
    return too_long || out->len > LIMIT_PASSWORD_MAX ? LINE_TOO_LONG : LINE_READ;
}

/* --- the terminal without echo ------------------------------------------------------------ */

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
#define SIGNALS (sizeof(signals) / sizeof(signals[0]))
static volatile sig_atomic_t caught;

static void
on_signal(int number)
{
    caught = number;
}

static void
catch_signals(struct sigaction before[SIGNALS])
{
    struct sigaction ours = {.sa_handler = on_signal}; /* no SA_RESTART: read must return */

    caught = 0;
    sigemptyset(&ours.sa_mask);
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &ours, &before[i]);
}

static void
restore_signals(const struct sigaction before[SIGNALS])
{
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
    if (caught != 0)
        raise(caught); /* now that the terminal is as it was */
}

static enum line_end
read_hidden(int tty, struct secret *out)
{
    struct sigaction before[SIGNALS];
    struct termios was, quiet;
    enum line_end end = LINE_FAILED;

    if (tcgetattr(tty, &was) != 0)
        return LINE_FAILED;
    quiet = was;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
    quiet.c_lflag |= ICANON | ISIG;
    catch_signals(before);
    if (tcsetattr(tty, TCSAFLUSH, &quiet) == 0) {
        end = read_line(tty, out);
        tcsetattr(tty, TCSAFLUSH, &was);
        say(tty, "\n");
    }
    restore_signals(before);
    return end;
}

/* --- questions ---------------------------------------------------------------------------- */

static enum err_code
no_terminal(struct err *err)
{
    return err_set(err, ERR_IO, "scripts give secrets with --password-fd and agree with --yes",
                   "there is no terminal to ask on");
}

static enum err_code
line_error(enum line_end end, struct secret *out, struct err *err)
{
    secret_wipe(out);
    switch (end) {
    case LINE_TOO_LONG:
        return err_set(err, ERR_BAD_USAGE, "", "longer than %d bytes", LIMIT_PASSWORD_MAX);
    case LINE_END_OF_FILE:
        return err_set(err, ERR_BAD_USAGE,
                       "give one line for each question, in the order of --help",
                       "the secrets end before the questions");
    default:
        return err_set(err, ERR_IO, "", "nothing was read");
    }
}

enum err_code
prompt_secret(const struct prompt *p, const char *label, struct secret *out, struct err *err)
{
    enum line_end end;
    int tty;

    *out = (struct secret){.len = 0};
    if (p->secrets_fd >= 0) {
        end = read_line(p->secrets_fd, out);
        return end == LINE_READ ? ERR_OK : line_error(end, out, err);
    }
    tty = open_terminal();
    if (tty < 0)
        return no_terminal(err);
    say(tty, label);
    say(tty, ": ");
    end = read_hidden(tty, out);
    close(tty);
    return end == LINE_READ ? ERR_OK : line_error(end, out, err);
}

enum err_code
prompt_new_password(const struct prompt *p, const char *label, struct secret *out, struct err *err)
{
    struct secret again;
    bool same;
    enum err_code code = prompt_secret(p, label, out, err);

    if (code == ERR_OK && out->len < LIMIT_PASSWORD_MIN)
        code = err_set(err, ERR_BAD_USAGE, "several words are easier to keep than signs",
                       "a password has at least %d bytes", LIMIT_PASSWORD_MIN);
    if (code != ERR_OK || p->secrets_fd >= 0) {
        if (code != ERR_OK)
            secret_wipe(out);
        return code;
    }
    code = prompt_secret(p, "The same once more", &again, err);
    same = code == ERR_OK && again.len == out->len && crypto_equal(again.text, out->text, out->len);
    secret_wipe(&again);
    if (code == ERR_OK && !same)
        code = err_set(err, ERR_BAD_USAGE, "begin again", "the two passwords differ");
    if (code != ERR_OK)
        secret_wipe(out);
    return code;
}

enum err_code
prompt_yes(const char *question, bool *yes, struct err *err)
{
    struct secret line = {.len = 0};
    enum line_end end;
    int tty = open_terminal();

    *yes = false;
    if (tty < 0)
        return no_terminal(err);
    say(tty, question);
    say(tty, " [y/N] ");
    end = read_line(tty, &line);
    close(tty);
    *yes = end == LINE_READ && (strcmp(line.text, "y") == 0 || strcmp(line.text, "yes") == 0);
    return ERR_OK;
}
