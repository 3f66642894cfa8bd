/* check.c -- see check.h. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "process.h"
#include "service.h"
#include "tls.h"

static enum err_code
try_tls(const struct config *config, struct err *err)
{
    const struct tls_hooks none = {NULL, NULL};
    struct tls_server *tls = NULL;
    enum err_code code = tls_server_new(config->tls_certificate, config->tls_key, &none, &tls, err);

    tls_server_free(tls);
    return code;
}

static enum err_code
try_programs(const struct config *config, struct err *err)
{
    struct service *s = calloc(1, sizeof(*s));
    enum err_code code;

    if (s == NULL)
        return err_set(err, ERR_IO, "", "out of memory");
    code = service_init(s, NULL, config->programs, config->realm, err);
    if (code == ERR_OK)
        service_release(s);
    free(s);
    return code;
}

int
check(const struct config *config)
{
    char *text = malloc(CONFIG_PRINT_SIZE);
    struct buf b;
    struct err err;

    err_clear(&err);
    if (text == NULL)
        return EXIT_SOFTWARE;
    buf_init(&b, text, CONFIG_PRINT_SIZE);
    config_print(config, &b);
    fputs(text, stdout);
    free(text);
    if (try_tls(config, &err) != ERR_OK || try_programs(config, &err) != ERR_OK) {
        process_complain(&err);
        return process_exit_code(&err);
    }
    return EXIT_DONE;
}
