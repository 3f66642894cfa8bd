/*
 * program_file.h -- reads config/programs/NAME.yaml into editions of struct program, strictly.
 *
 * 64 KiB, depth 16, no aliases, tags or duplicate keys; an unknown key, a missing leaf or a value out of
 * range is an error naming file, line, key and what to write. Each leaf is a mapping of value, source
 * and verified (rules.md 0).
 */
#ifndef COMMON_PROGRAM_FILE_H
#define COMMON_PROGRAM_FILE_H

#include "err.h"
#include "program.h"

#define PROGRAM_EDITIONS_MAX 8

struct program_file {
    char name[LIMIT_CODE + 1];
    uint8_t hash[32]; /* SHA-256 of the file's bytes */
    struct program edition[PROGRAM_EDITIONS_MAX];
    size_t edition_count;
};

ATTR_MUST_CHECK enum err_code program_file_load(const char *path, struct program_file *out,
                                                struct err *err);
/* The edition in force on this local day, or NULL. */
const struct program *program_file_at(const struct program_file *file, day_t day);

#endif
