/* story_file.c -- reads a story and what it includes; see story.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "story.h"

enum err_code
story_init(struct story *s, struct err *err)
{
    struct story empty = {.line = calloc(STORY_LINES_MAX, sizeof(struct story_line))};

    if (empty.line == NULL)
        return err_set(err, ERR_IO, "", "no memory for a story");
    *s = empty;
    return ERR_OK;
}

void
story_release(struct story *s)
{
    for (size_t i = 0; i < s->file_count; i++) {
        free(s->file[i].text);
        free(s->file[i].plain);
    }
    free(s->line);
    *s = (struct story){0};
}

static enum err_code
read_bytes(FILE *in, struct story_file *f, struct err *err)
{
    f->text = calloc(1, STORY_BYTES_MAX + 2);
    if (f->text == NULL)
        return err_set(err, ERR_IO, "", "no memory for %s", f->path);
    f->len = fread(f->text, 1, STORY_BYTES_MAX + 1, in);
    if (ferror(in))
        return err_set(err, ERR_IO, "", "%s: cannot be read", f->path);
    if (f->len > STORY_BYTES_MAX)
        return err_set(err, ERR_BAD_STORY, "", "%s: larger than %d bytes", f->path,
                       STORY_BYTES_MAX);
    if (memchr(f->text, '\0', f->len) != NULL)
        return err_set(err, ERR_BAD_STORY, "", "%s: holds a zero byte", f->path);
    f->plain = calloc(1, f->len + 1);
    if (f->plain == NULL)
        return err_set(err, ERR_IO, "", "no memory for %s", f->path);
    memcpy(f->plain, f->text, f->len);
    return ERR_OK;
}

static enum err_code
load(struct story *s, const char *path, struct story_file **out, struct err *err)
{
    struct story_file *f = &s->file[s->file_count];
    FILE *in;
    enum err_code code;

    if (s->file_count == STORY_FILES_MAX)
        return err_set(err, ERR_BAD_STORY, "", "%s: more than %d files", path, STORY_FILES_MAX);
    if (!span_copy(span_of(path), f->path, sizeof(f->path)))
        return err_set(err, ERR_BAD_STORY, "", "the path of an included file is too long");
    in = fopen(path, "r");
    if (in == NULL)
        return err_set(err, ERR_BAD_STORY, "", "%s: %s", path, strerror(errno));
    s->file_count++;
    code = read_bytes(in, f, err);
    fclose(in);
    *out = f;
    return code;
}

/* The included path, beside the file that includes it. */
static bool
beside(const char *file, struct span name, char *out, size_t size)
{
    const char *slash = strrchr(file, '/');
    size_t folder =
        slash == NULL || (name.len > 0 && *name.p == '/') ? 0 : (size_t)(slash - file) + 1;

    if (folder + name.len + 1 > size)
        return false;
    memcpy(out, file, folder);
    memcpy(out + folder, name.p, name.len);
    out[folder + name.len] = '\0';
    return true;
}

static enum err_code read_file(struct story *s, const char *path, int depth, struct err *err);

static enum err_code
read_include(struct story *s, const struct story_file *from, int number, struct span name,
             int depth, struct err *err)
{
    char path[STORY_PATH_MAX];

    if (depth == STORY_DEPTH_MAX)
        return err_set(err, ERR_BAD_STORY, "a file may not include itself",
                       "%s:%d: more than %d includes within each other", from->path, number,
                       STORY_DEPTH_MAX);
    if (!beside(from->path, name, path, sizeof(path)))
        return err_set(err, ERR_BAD_STORY, "", "%s:%d: the path is too long", from->path, number);
    return read_file(s, path, depth + 1, err);
}

static enum err_code
read_file(struct story *s, const char *path, int depth, struct err *err)
{
    struct story_file *f = NULL;
    enum err_code code = load(s, path, &f, err);
    size_t at = 0;
    int number = 1;

    while (code == ERR_OK && at < f->len) {
        char *text = f->text + at;
        size_t len = strcspn(text, "\n");
        struct span include;

        text[len] = '\0';
        code = story_read_line(s, f->path, number, depth > 0, text,
                               (struct span){f->plain + at, len}, &include, err);
        if (code == ERR_OK && include.len > 0)
            code = read_include(s, f, number, include, depth, err);
        at += len + 1;
        number++;
    }
    return code;
}

enum err_code
story_read(struct story *s, const char *path, struct err *err)
{
    enum err_code code = read_file(s, path, 0, err);

    if (code != ERR_OK)
        return code;
    if (s->title[0] == '\0')
        return err_set(err, ERR_BAD_STORY, "write: story, then what it tells",
                       "%s: the story has no title", path);
    if (s->line_count == 0)
        return err_set(err, ERR_BAD_STORY, "", "%s: nothing happens in it", path);
    return ERR_OK;
}
