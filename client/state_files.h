/*
 * state_files.h -- what the files of the state directory share among themselves; see state_dir.h.
 */
#ifndef CLIENT_STATE_FILES_H
#define CLIENT_STATE_FILES_H

#include "state_dir.h"

#define STATE_HINT "name another directory with --state"

/* ERR_IO with the path, what failed and errno's text. */
enum err_code state_io_error(struct err *err, const char *what, const char *path);

bool state_path(const struct state_dir *s, const char *name, char out[STATE_PATH_MAX]);
/* mkdir -p; what is missing gets mode 0700. */
ATTR_MUST_CHECK enum err_code state_make_folders(const char *path, struct err *err);
/* A new file of mode 0600, fsynced and renamed into place, its folder fsynced; *out stays open. */
ATTR_MUST_CHECK enum err_code state_write_open(const char *path, struct span bytes, int *out,
                                               struct err *err);
/* fsync the folder that the path lies in. */
ATTR_MUST_CHECK enum err_code state_sync_folder(const char *path, struct err *err);

#endif
