/*
 * file.h -- small files, read whole and within a bound.
 */
#ifndef COMMON_FILE_H
#define COMMON_FILE_H

#include "buf.h"
#include "err.h"

/*
 * Append the bytes of a file to a buffer. ERR_IO names the file and the system's reason;
 * ERR_TOO_LARGE when it does not fit, the buffer is then empty.
 */
ATTR_MUST_CHECK enum err_code file_read(const char *path, struct buf *out, struct err *err);

#endif
