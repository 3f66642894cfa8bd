/*
 * intents.c -- signed statements on their way; see state_dir.h.
 *
 * An intent is a file of a few "key value" lines, an empty line, and the envelope's bytes. Whoever
 * works on one holds a lock on it, so that a second command does not resend what the first is just
 * sending (it would do no harm, the key answers for both, but the screen would say odd things).
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "encode.h"
#include "state_files.h"

#define MAGIC      "rems-intent/v1\n"
#define HEADER_MAX 2048
#define FILE_MAX   (HEADER_MAX + LIMIT_BODY)

static bool
hold(int fd)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    return fcntl(fd, F_SETLK, &lock) == 0;
}

static bool
intent_path(const struct state_dir *s, const char *idem, char out[STATE_PATH_MAX])
{
    char name[64];
    struct buf b;

    buf_init(&b, name, sizeof(name));
    buf_printf(&b, "intents/%s", idem);
    return !b.failed && state_path(s, name, out);
}

enum err_code
intent_write(const struct state_dir *s, struct intent *intent, struct err *err)
{
    char path[STATE_PATH_MAX];
    char *text = malloc(FILE_MAX + 1);
    struct buf b;
    enum err_code code;

    if (text == NULL)
        return err_set(err, ERR_IO, "", "no memory for an intent");
    buf_init(&b, text, FILE_MAX + 1);
    buf_printf(&b, MAGIC "url %s\norigin %s\nuser %s\n", intent->url, intent->origin, intent->user);
    if (intent->training_at[0] != '\0')
        buf_printf(&b, "training-at %s\n", intent->training_at);
    buf_char(&b, '\n');
    buf_bytes(&b, intent->envelope, intent->envelope_len);
    if (b.failed || !intent_path(s, intent->idem, path)) {
        code = err_set(err, ERR_TOO_LARGE, "", "the statement is too large to be kept");
    } else {
        int fd = -1;

        code = state_write_open(path, buf_view(&b), &fd, err);
        if (fd >= 0) {
            if (intent->lock >= 0)
                close(intent->lock); /* the file that this one replaces */
            intent->lock = fd;
            (void)hold(fd); /* a network file system without locks is no reason to stop */
        }
    }
    free(text);
    return code;
}

void
intent_release(struct intent *intent)
{
    if (intent->lock >= 0)
        close(intent->lock);
    free(intent->envelope);
    *intent = (struct intent){.lock = -1};
}

/* Take the lines and the envelope out of the file's text. */
static bool
intent_parse(struct span text, struct intent *out)
{
    const char *empty = text.len == 0 ? NULL : strstr(text.p, "\n\n");
    struct span head;
    size_t len;

    if (empty == NULL || strncmp(text.p, MAGIC, sizeof(MAGIC) - 1) != 0)
        return false;
    head = (struct span){text.p, (size_t)(empty - text.p) + 1};
    if (!state_line(head, "url", out->url, sizeof(out->url)) ||
        !state_line(head, "origin", out->origin, sizeof(out->origin)) ||
        !state_line(head, "user", out->user, sizeof(out->user)))
        return false;
    (void)state_line(head, "training-at", out->training_at, sizeof(out->training_at));
    len = text.len - head.len - 1;
    out->envelope = malloc(len + 1);
    if (out->envelope == NULL || len == 0)
        return false;
    memcpy(out->envelope, empty + 2, len);
    out->envelope[len] = '\0';
    out->envelope_len = len;
    return true;
}

enum err_code
intent_read(const struct state_dir *s, const char *idem, struct intent *out, bool *busy,
            struct err *err)
{
    char path[STATE_PATH_MAX];
    char *text;
    ssize_t got;

    *out = (struct intent){.lock = -1};
    *busy = false;
    if (!uuid_is(span_of(idem)) || !intent_path(s, idem, path))
        return err_set(err, ERR_BAD_USAGE, "rems resolve lists them", "no statement has that key");
    memcpy(out->idem, idem, sizeof(out->idem));
    out->lock = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (out->lock < 0 && errno != ENOENT)
        return state_io_error(err, "cannot be read", path);
    if (out->lock < 0 || !hold(out->lock)) {
        *busy = true; /* or its answer came since it was listed */
        return ERR_OK;
    }
    text = calloc(1, FILE_MAX + 1);
    if (text == NULL)
        return err_set(err, ERR_IO, "", "no memory for an intent");
    got = read(out->lock, text, FILE_MAX);
    if (got < 0 || !intent_parse((struct span){text, (size_t)got}, out))
        err_set(err, ERR_IO, "keep the file, and ask the server's log for the statement",
                "%s: is damaged", path);
    else
        err_clear(err);
    free(text);
    return err->code;
}

enum err_code
intent_done(const struct state_dir *s, struct intent *intent, struct err *err)
{
    char name[64];
    struct buf b;

    buf_init(&b, name, sizeof(name));
    buf_printf(&b, "intents/%s", intent->idem);
    return state_remove(s, name, err);
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

enum err_code
intent_list(const struct state_dir *s, char idem[INTENTS_MAX][37], size_t *count, struct err *err)
{
    char path[STATE_PATH_MAX];
    DIR *folder;

    *count = 0;
    if (!state_path(s, "intents", path))
        return err_set(err, ERR_IO, STATE_HINT, "the state directory's path is too long");
    folder = opendir(path);
    if (folder == NULL)
        return state_io_error(err, "cannot be read", path);
    for (struct dirent *d = readdir(folder); d != NULL && *count < INTENTS_MAX;
         d = readdir(folder)) {
        if (uuid_is(span_of(d->d_name)))
            memcpy(idem[(*count)++], d->d_name, 37);
    }
    closedir(folder);
    qsort(idem, *count, 37, by_name);
    return ERR_OK;
}
