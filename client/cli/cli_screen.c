/* cli_screen.c -- what goes to the terminal, and how it ends; see cli.h. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "canon.h"
#include "clean.h"
#include "cli.h"
#include "layout.h"

/* Colour is an extra: never where it is not wanted (NO_COLOR) or would stand in a file. */
static bool
styled(int fd)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");

    return isatty(fd) && (no_color == NULL || *no_color == '\0') && term != NULL &&
           strcmp(term, "dumb") != 0;
}

/* The only way to standard output and standard error. */
static void
print(FILE *to, struct span text)
{
    size_t size = text.len * 7 + 1; /* a style mark becomes at most seven bytes */
    char *storage = malloc(size);
    struct buf b;

    if (storage == NULL)
        return;
    buf_init(&b, storage, size);
    clean_screen(&b, text, styled(fileno(to)));
    fwrite(b.data, 1, b.len, to);
    fflush(to);
    free(storage);
}

void
cli_flush(struct cli *c)
{
    print(stdout, buf_view(&c->screen));
    buf_reset(&c->screen);
}

bool
cli_json(struct cli *c, const struct reply *r)
{
    if (!c->set.json)
        return false;
    buf_span(&c->screen, r->text);
    if (r->text.len == 0 || r->text.p[r->text.len - 1] != '\n')
        buf_char(&c->screen, '\n');
    return true;
}

/* --- errors ------------------------------------------------------------------------------- */

static void
put_member(struct buf *b, const char *key, const char *text, bool first)
{
    if (*text == '\0')
        return;
    canon_put_key(b, key, first);
    canon_put_string(b, span_of(text));
}

static void
print_json_error(const struct err *err)
{
    char storage[2048];
    struct buf b;

    buf_init(&b, storage, sizeof(storage));
    buf_char(&b, '{');
    put_member(&b, "code", err_slug(err->code), true);
    put_member(&b, "detail", err->detail, false);
    put_member(&b, "field", err->field, false);
    put_member(&b, "hint", err->hint, false);
    put_member(&b, "title", err_says(err->code), false);
    buf_text(&b, "}\n");
    print(stdout, buf_view(&b));
}

void
cli_print_error(const struct cli *c, const struct err *err)
{
    char storage[2048];
    struct buf b;

    if (c->set.json) {
        print_json_error(err);
        return;
    }
    buf_init(&b, storage, sizeof(storage));
    if (err->code == ERR_SEEN_UNKNOWN)
        buf_text(&b,
                 STYLE_BAD "ALARM: the server shows another history than before" STYLE_END "\n");
    buf_printf(&b, "rems: %s%s", err->field, err->field[0] == '\0' ? "" : ": ");
    buf_printf(&b, "%s  (%s)\n", err->detail[0] == '\0' ? err_says(err->code) : err->detail,
               err_slug(err->code));
    if (err->hint[0] != '\0')
        buf_printf(&b, "hint: %s\n", err->hint);
    print(stderr, buf_view(&b));
}

enum cli_exit
cli_exit_of(enum err_code code)
{
    switch (code) {
    case ERR_OK:
        return CLI_DONE;
    case ERR_OUTCOME_UNKNOWN:
    case ERR_CHALLENGE_STALE: /* certain, but the statement is kept and waits for rems resolve */
        return CLI_UNKNOWN;
    case ERR_SEEN_UNKNOWN:
    case ERR_CRYPTO:
    case ERR_IO:
        return CLI_SERVER;
    case ERR_BAD_CONFIG:
    case ERR_BAD_PROGRAM:
    case ERR_BAD_STORY:
    case ERR_BAD_USAGE:
        return CLI_USAGE;
    case ERR_BAD_KEY:
        return CLI_AUTHORITY;
    default:
        break;
    }
    switch (err_http(code)) {
    case 401:
    case 403:
    case 429:
        return CLI_AUTHORITY;
    default:
        return err_http(code) >= 500 ? CLI_SERVER : CLI_USAGE;
    }
}
