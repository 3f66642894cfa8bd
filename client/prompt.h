/*
 * prompt.h -- asks a person: passwords without echo, one-time codes, yes or no.
 *
 * The terminal is /dev/tty, whatever standard input is, so that a pipe cannot answer in a person's
 * place. Scripts give secrets line by line on a file descriptor of their own (--password-fd); never
 * on the command line or in the environment, where others could read them.
 */
#ifndef CLIENT_PROMPT_H
#define CLIENT_PROMPT_H

#include "err.h"
#include "limit.h"
#include "span.h"

struct prompt {
    int secrets_fd; /* -1: ask the terminal */
};

/* Wiped by secret_wipe as soon as it was used. */
struct secret {
    char text[LIMIT_PASSWORD_MAX + 2];
    size_t len;
};

/* One secret line: no echo, the terminal restored on every way out. Empty is allowed. */
ATTR_MUST_CHECK enum err_code prompt_secret(const struct prompt *p, const char *label,
                                            struct secret *out, struct err *err);
/* A new password, asked twice (on a descriptor: one line), LIMIT_PASSWORD_MIN to _MAX bytes. */
ATTR_MUST_CHECK enum err_code prompt_new_password(const struct prompt *p, const char *label,
                                                  struct secret *out, struct err *err);
/* A question whose safe answer is no. Only "y" or "yes" is yes. ERR_IO where there is no terminal. */
ATTR_MUST_CHECK enum err_code prompt_yes(const char *question, bool *yes, struct err *err);
void secret_wipe(struct secret *s);

/* Is there a terminal to ask on? */
bool prompt_possible(void);

#endif
