/* file.c -- see file.h. */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static enum err_code
failed(const char *path, int reason, struct err *err)
{
    return err_set(err, ERR_IO, "check that the file is there and may be read", "%s: %s", path,
                   strerror(reason));
}

enum err_code
file_read(const char *path, struct buf *out, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    char piece[4096];
    ssize_t got;
    int reason;

    if (fd < 0)
        return failed(path, errno, err);
    do {
        got = read(fd, piece, sizeof piece);
        reason = errno;
        if (got > 0)
            buf_bytes(out, piece, (size_t)got);
    } while ((got > 0 && !out->failed) || (got < 0 && reason == EINTR));
    close(fd);
    if (got < 0)
        return failed(path, reason, err);
    if (out->failed) {
        return err_set(err, ERR_TOO_LARGE, "make the file smaller", "%s: larger than %zu bytes",
                       path, out->max);
    }
    return ERR_OK;
}
