/*
 * config.h -- the daemon's configuration: one YAML file, one table of keys (config.def).
 *
 * Nothing else configures remsd: no environment, no defaults elsewhere. config/remsd.example.yaml shows
 * every key. Relative paths are relative to the directory in which the daemon was started.
 */
#ifndef COMMON_CONFIG_H
#define COMMON_CONFIG_H

#include "buf.h"
#include "err.h"
#include "log.h"

#define CONFIG_TEXT_MAX   1024  /* bytes of one value, with its NUL */
#define CONFIG_PRINT_SIZE 32768 /* enough for config_print */

struct config {
#define CONFIG(member, path, kind, min, max, fallback, what) CONFIG_##kind(member)
#define CONFIG_TEXT(member)                                  char member[CONFIG_TEXT_MAX]; /* "" where optional and absent */
#define CONFIG_REALM(member)                                 CONFIG_TEXT(member)
#define CONFIG_NUMBER(member)                                int64_t member;
#define CONFIG_LEVEL(member)                                 enum log_level member;
#include "config.def"
#undef CONFIG
#undef CONFIG_TEXT
#undef CONFIG_REALM
#undef CONFIG_NUMBER
#undef CONFIG_LEVEL
};

/* ERR_BAD_CONFIG names file, line and key and says what to write; ERR_IO if it cannot be read. */
ATTR_MUST_CHECK enum err_code config_load(const char *path, struct config *out, struct err *err);
/* The same of a text; `name` stands for the file in errors. */
ATTR_MUST_CHECK enum err_code config_parse(const char *name, struct span text, struct config *out,
                                           struct err *err);

/* The effective configuration as YAML; config_parse makes the same configuration of it. */
void config_print(const struct config *config, struct buf *out);

#endif
