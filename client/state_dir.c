/* state_dir.c -- files of the state directory; see state_dir.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "state_files.h"

enum err_code
state_io_error(struct err *err, const char *what, const char *path)
{
    int number = errno;

    return err_set(err, ERR_IO, STATE_HINT, "%s: %s: %s", path, what, strerror(number));
}

bool
state_path(const struct state_dir *s, const char *name, char out[STATE_PATH_MAX])
{
    struct buf b;

    buf_init(&b, out, STATE_PATH_MAX);
    buf_printf(&b, "%s/%s", s->path, name);
    return !b.failed;
}

/* --- the directory ------------------------------------------------------------------------ */

static bool
default_path(char out[STATE_PATH_MAX])
{
    const char *xdg = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    struct buf b;

    buf_init(&b, out, STATE_PATH_MAX);
    if (xdg != NULL && *xdg == '/')
        buf_printf(&b, "%s/rems", xdg);
    else if (home != NULL && *home == '/')
        buf_printf(&b, "%s/.local/state/rems", home);
    return !b.failed && b.len > 0;
}

enum err_code
state_make_folders(const char *path, struct err *err)
{
    char part[STATE_PATH_MAX];

    for (size_t i = 1; i <= strlen(path); i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST)
            return state_io_error(err, "cannot be made", part);
    }
    return ERR_OK;
}

static enum err_code
check_private(const char *path, struct err *err)
{
    struct stat st;

    if (stat(path, &st) != 0)
        return state_io_error(err, "cannot be looked at", path);
    if (!S_ISDIR(st.st_mode))
        return err_set(err, ERR_IO, STATE_HINT, "%s: is no directory", path);
    if (st.st_uid != geteuid() || (st.st_mode & 077) != 0)
        return err_set(err, ERR_IO, "give it to one person alone: chown, chmod 700",
                       "%s: others may read it, and it holds session tokens", path);
    return ERR_OK;
}

enum err_code
state_open(struct state_dir *s, const char *dir, struct err *err)
{
    static const char *const folders[] = {"sessions", "logs", "intents"};
    char path[STATE_PATH_MAX];
    enum err_code code;

    if (dir != NULL ? !span_copy(span_of(dir), s->path, sizeof(s->path)) || *dir == '\0'
                    : !default_path(s->path))
        return err_set(err, ERR_IO, STATE_HINT, "there is no state directory (HOME is not set)");
    code = state_make_folders(s->path, err);
    if (code == ERR_OK)
        code = check_private(s->path, err);
    for (size_t i = 0; i < 3 && code == ERR_OK; i++) {
        if (!state_path(s, folders[i], path))
            return err_set(err, ERR_IO, STATE_HINT, "the state directory's path is too long");
        code = state_make_folders(path, err);
    }
    return code;
}

/* --- files -------------------------------------------------------------------------------- */

enum err_code
state_sync_folder(const char *path, struct err *err)
{
    char folder[STATE_PATH_MAX];
    const char *slash = strrchr(path, '/');
    int fd;
    bool ok;

    memcpy(folder, path, (size_t)(slash - path));
    folder[slash - path] = '\0';
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return state_io_error(err, "cannot be opened", folder);
    ok = fsync(fd) == 0;
    close(fd);
    return ok ? ERR_OK : state_io_error(err, "cannot be synced", folder);
}

static bool
write_all(int fd, struct span bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.p, bytes.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes.p += n;
        bytes.len -= (size_t)n;
    }
    return true;
}

enum err_code
state_write_open(const char *path, struct span bytes, int *out, struct err *err)
{
    char fresh[STATE_PATH_MAX + 16];
    int fd;

    snprintf(fresh, sizeof(fresh), "%s.%ld~", path, (long)getpid());
    fd = open(fresh, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return state_io_error(err, "cannot be written", fresh);
    if (!write_all(fd, bytes) || fsync(fd) != 0 || rename(fresh, path) != 0) {
        state_io_error(err, "cannot be written", fresh);
        close(fd);
        unlink(fresh);
        return err->code;
    }
    *out = fd;
    return state_sync_folder(path, err);
}

enum err_code
state_write(const struct state_dir *s, const char *name, struct span bytes, struct err *err)
{
    char path[STATE_PATH_MAX];
    int fd = -1;
    enum err_code code;

    if (!state_path(s, name, path))
        return err_set(err, ERR_IO, STATE_HINT, "the state directory's path is too long");
    code = state_write_open(path, bytes, &fd, err);
    if (fd >= 0)
        close(fd);
    return code;
}

/* Append what the file holds; false when reading fails or it does not fit. */
static bool
read_all(int fd, struct buf *out)
{
    char piece[4096];
    ssize_t n;

    while ((n = read(fd, piece, sizeof(piece))) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        buf_bytes(out, piece, (size_t)n);
    }
    return !out->failed;
}

enum err_code
state_read(const struct state_dir *s, const char *name, struct buf *out, bool *found,
           struct err *err)
{
    char path[STATE_PATH_MAX];
    int fd;
    bool ok;

    *found = false;
    buf_reset(out);
    if (!state_path(s, name, path))
        return err_set(err, ERR_IO, STATE_HINT, "the state directory's path is too long");
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT)
        return ERR_OK;
    if (fd < 0)
        return state_io_error(err, "cannot be read", path);
    ok = read_all(fd, out);
    close(fd);
    if (!ok)
        return err_set(err, ERR_IO, "", "%s: cannot be read, or is too large", path);
    *found = true;
    return ERR_OK;
}

enum err_code
state_remove(const struct state_dir *s, const char *name, struct err *err)
{
    char path[STATE_PATH_MAX];

    if (!state_path(s, name, path))
        return err_set(err, ERR_IO, STATE_HINT, "the state directory's path is too long");
    if (unlink(path) != 0) {
        if (errno == ENOENT)
            return ERR_OK;
        return state_io_error(err, "cannot be removed", path);
    }
    return state_sync_folder(path, err);
}

bool
state_line(struct span text, const char *key, char *out, size_t size)
{
    size_t key_len = strlen(key);
    const char *end = text.len == 0 ? text.p : text.p + text.len;

    for (const char *p = text.p; p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        size_t len = (size_t)((stop == NULL ? end : stop) - p);

        if (len > key_len && memcmp(p, key, key_len) == 0 && p[key_len] == ' ')
            return span_copy((struct span){p + key_len + 1, len - key_len - 1}, out, size);
        p = stop == NULL ? end : stop + 1;
    }
    *out = '\0';
    return false;
}
