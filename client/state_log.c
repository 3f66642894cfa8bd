/* state_log.c -- heads, zones and receipts of the state directory; see state_dir.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "state_files.h"

/* SHA-256 of nothing: the root of an empty log. */
static const uint8_t empty_root[TREE_HASH_SIZE] = {
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55};

void
seen_head_empty(struct seen_head *head)
{
    head->n = 0;
    memcpy(head->root, empty_root, sizeof(head->root));
}

/* logs/ORIGIN/tail; an origin holds no '+', so no two origins share a folder. */
static bool
log_name(const char *origin, const char *tail, char out[STATE_PATH_MAX])
{
    struct buf b;

    buf_init(&b, out, STATE_PATH_MAX);
    buf_text(&b, "logs/");
    for (const char *p = origin; *p != '\0'; p++)
        buf_char(&b, *p == '/' ? '+' : *p);
    buf_printf(&b, "%s%s", *tail == '\0' ? "" : "/", tail);
    return !b.failed;
}

static enum err_code
log_write(const struct state_dir *s, const char *origin, const char *folder, const char *file,
          struct span bytes, struct err *err)
{
    char name[STATE_PATH_MAX], path[STATE_PATH_MAX];
    enum err_code code;

    struct buf b;

    if (!log_name(origin, folder, name) || !state_path(s, name, path))
        return err_set(err, ERR_IO, STATE_HINT, "the state directory's path is too long");
    code = state_make_folders(path, err);
    if (code != ERR_OK)
        return code;
    buf_init(&b, path, sizeof(path));
    buf_printf(&b, "%s/%s", name, file);
    if (b.failed)
        return err_set(err, ERR_IO, STATE_HINT, "the state directory's path is too long");
    return state_write(s, path, bytes, err);
}

static enum err_code
log_read(const struct state_dir *s, const char *origin, const char *file, struct buf *out,
         bool *found, struct err *err)
{
    char name[STATE_PATH_MAX];

    if (!log_name(origin, file, name))
        return err_set(err, ERR_IO, STATE_HINT, "the state directory's path is too long");
    return state_read(s, name, out, found, err);
}

/* "n 12\nroot <base64>\n" */
static bool
head_parse(struct span text, struct seen_head *out)
{
    char n[24], root[BASE64_SIZE(TREE_HASH_SIZE)];
    char *end;

    if (!state_line(text, "n", n, sizeof(n)) || !state_line(text, "root", root, sizeof(root)) ||
        n[0] < '0' || n[0] > '9')
        return false;
    out->n = strtoull(n, &end, 10);
    return *end == '\0' && base64_decode(span_of(root), out->root, sizeof(out->root));
}

enum err_code
state_head_read(const struct state_dir *s, const char *origin, struct seen_head *out,
                struct err *err)
{
    char text[256];
    struct buf b;
    bool found;
    enum err_code code;

    buf_init(&b, text, sizeof(text));
    seen_head_empty(out);
    code = log_read(s, origin, "head", &b, &found, err);
    if (code == ERR_OK && found && !head_parse(buf_view(&b), out))
        return err_set(err, ERR_IO, "compare receipts with the server before you remove the file",
                       "the kept head of %s is damaged (%s)", origin, s->path);
    return code;
}

enum err_code
state_head_keep(const struct state_dir *s, const char *origin, const struct seen_head *head,
                struct err *err)
{
    struct seen_head held;
    char text[256];
    struct buf b;
    enum err_code code = state_head_read(s, origin, &held, err);

    if (code != ERR_OK || head->n < held.n)
        return code;
    if (head->n == held.n) {
        if (memcmp(head->root, held.root, sizeof(held.root)) == 0)
            return ERR_OK;
        return err_set(
            err, ERR_SEEN_UNKNOWN, "keep the state directory and tell the sponsor's auditor",
            "the server shows another history of %s: other root at size %" PRIu64, origin, held.n);
    }
    buf_init(&b, text, sizeof(text));
    buf_printf(&b, "n %" PRIu64 "\nroot ", head->n);
    base64_put(&b, head->root, sizeof(head->root));
    buf_char(&b, '\n');
    return log_write(s, origin, "", "head", buf_view(&b), err);
}

enum err_code
state_zone_read(const struct state_dir *s, const char *origin, char out[64], struct err *err)
{
    char text[80];
    struct buf b;
    bool found;
    enum err_code code;

    buf_init(&b, text, sizeof(text));
    code = log_read(s, origin, "zone", &b, &found, err);
    state_line(buf_view(&b), "zone", out, 64);
    return code;
}

enum err_code
state_zone_keep(const struct state_dir *s, const char *origin, const char *zone, struct err *err)
{
    char text[80];
    struct buf b;

    buf_init(&b, text, sizeof(text));
    buf_printf(&b, "zone %s\n", zone);
    return log_write(s, origin, "", "zone", buf_view(&b), err);
}

enum err_code
state_receipt_keep(const struct state_dir *s, const char *origin, uint64_t n, struct span receipt,
                   struct span entry, struct err *err)
{
    char file[40];
    struct buf b;
    enum err_code code;

    buf_init(&b, file, sizeof(file));
    buf_printf(&b, "%" PRIu64 ".entry", n);
    code = log_write(s, origin, "receipts", file, entry, err);
    buf_reset(&b);
    buf_printf(&b, "%" PRIu64, n);
    return code == ERR_OK ? log_write(s, origin, "receipts", file, receipt, err) : code;
}
