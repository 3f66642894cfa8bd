/* yaml.c -- see yaml.h. The tree is built from libyaml's events; its own loader is never used. */
#include "yaml.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "canon.h"
#include "file.h"

#define KEY_MAX 64 /* bytes of a key */

/* A node, its key and its text in one piece of memory. */
struct cell {
    struct yaml_node node;
    struct yaml_node *last; /* of its members, while it is being built */
    struct cell *older;     /* made before this one */
    char bytes[];
};

struct yaml {
    enum err_code code;
    struct cell *newest; /* every cell hangs here */
    const struct yaml_node *root;
    const char *name;
    char *own_name; /* of a file; NULL for a text */
};

struct builder {
    yaml_parser_t parser;
    struct yaml *document;
    struct err *err;
    struct cell *open[LIMIT_YAML_DEPTH]; /* the mappings and sequences around the next event */
    size_t depth;
    char key[KEY_MAX + 1]; /* met, and waiting for its value; "" if none */
    yaml_mark_t key_mark;
};

const struct yaml_node *
yaml_root(const struct yaml *document)
{
    return document->root;
}

const char *
yaml_name(const struct yaml *document)
{
    return document->name;
}

enum err_code
yaml_code(const struct yaml *document)
{
    return document->code;
}

void
yaml_close(struct yaml *document)
{
    if (document == NULL)
        return;
    while (document->newest != NULL) {
        struct cell *cell = document->newest;

        document->newest = cell->older;
        free(cell);
    }
    free(document->own_name);
    free(document);
}

/* --- errors at a place that is no node yet --------------------------------------------------- */

/* A place in the file, as a node that has nothing but its line and what surrounds it. */
static enum err_code
error_at(const struct builder *b, yaml_mark_t mark, const char *hint, const char *what)
{
    struct yaml_node place = {.document = b->document, .line = (uint32_t)mark.line + 1};

    if (b->depth > 0)
        place.parent = &b->open[b->depth - 1]->node;
    if (b->key[0] != '\0')
        place.key = b->key;
    else
        place.index = b->depth > 0 ? place.parent->count : 0;
    return yaml_error(&place, b->err, hint, "%s", what);
}

static enum err_code
memory_short(const struct builder *b)
{
    return err_set(b->err, ERR_IO, "free some memory", "%s: out of memory", b->document->name);
}

/* What libyaml found wrong. Its reader does not count lines, so we do. */
static enum err_code
syntax_error(const struct builder *b, struct span text)
{
    const yaml_parser_t *parser = &b->parser;
    const char *what = parser->problem == NULL ? "not YAML" : parser->problem;
    struct yaml_node place = {.document = b->document,
                              .line = (uint32_t)parser->problem_mark.line + 1};

    if (parser->error == YAML_MEMORY_ERROR)
        return memory_short(b);
    if (parser->error == YAML_READER_ERROR) {
        place.line = 1;
        for (size_t i = 0; i < text.len && i < parser->problem_offset; i++)
            place.line += text.p[i] == '\n' ? 1 : 0;
    }
    return yaml_error(&place, b->err, "write plain YAML: key: value, two spaces for each level",
                      "%s", what);
}

/* --- keys and nodes -------------------------------------------------------------------------- */

static bool
key_ok(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        bool letter = c >= 'a' && c <= 'z';

        if (!letter && (i == 0 || (c != '_' && (c < '0' || c > '9'))))
            return false;
    }
    return text.len > 0 && text.len <= KEY_MAX;
}

static enum err_code
take_key(struct builder *b, struct span text, yaml_mark_t mark)
{
    const struct yaml_node *mapping = &b->open[b->depth - 1]->node;
    const struct yaml_node *twin;

    if (!key_ok(text)) {
        return error_at(b, mark, "a key is a lower-case word: letters, digits and _",
                        "this cannot be a key");
    }
    span_copy(text, b->key, sizeof b->key);
    b->key_mark = mark;
    twin = yaml_get(mapping, b->key);
    if (twin != NULL)
        return error_at(b, mark, "keep one of the two", "this key stands here twice");
    return ERR_OK;
}

/* Hang a new node under the innermost open one. NULL, and the error is set, where that fails. */
static struct cell *
add_node(struct builder *b, enum yaml_kind kind, struct span text, yaml_mark_t mark)
{
    struct cell *parent = b->depth > 0 ? b->open[b->depth - 1] : NULL;
    size_t key_len = strlen(b->key);
    struct cell *cell;

    if (parent != NULL && parent->node.count == LIMIT_YAML_MEMBERS) {
        (void)error_at(b, mark, "a mapping or list holds at most 256", "there are too many here");
        return NULL;
    }
    cell = calloc(1, sizeof *cell + key_len + 1 + text.len + 1);
    if (cell == NULL) {
        (void)memory_short(b);
        return NULL;
    }
    cell->older = b->document->newest;
    b->document->newest = cell;
    if (key_len > 0) {
        memcpy(cell->bytes, b->key, key_len);
        mark = b->key_mark;
    }
    if (text.len > 0)
        memcpy(cell->bytes + key_len + 1, text.p, text.len);
    cell->node = (struct yaml_node){.kind = kind,
                                    .line = (uint32_t)mark.line + 1,
                                    .column = (uint32_t)mark.column + 1,
                                    .key = key_len > 0 ? cell->bytes : NULL,
                                    .text = {cell->bytes + key_len + 1, text.len},
                                    .document = b->document};
    b->key[0] = '\0';
    if (parent == NULL) {
        b->document->root = &cell->node;
    } else {
        cell->node.parent = &parent->node;
        cell->node.index = parent->node.count++;
        if (parent->last == NULL)
            parent->node.first = &cell->node;
        else
            parent->last->next = &cell->node;
        parent->last = &cell->node;
    }
    return cell;
}

/* --- events ---------------------------------------------------------------------------------- */

static bool
wants_key(const struct builder *b)
{
    return b->depth > 0 && b->open[b->depth - 1]->node.kind == YAML_MAPPING && b->key[0] == '\0';
}

static enum err_code
on_scalar(struct builder *b, const yaml_event_t *event)
{
    struct span text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    yaml_scalar_style_t style = event->data.scalar.style;
    struct cell *cell;

    if (event->data.scalar.anchor != NULL || event->data.scalar.tag != NULL)
        return error_at(b, event->start_mark, "write the value itself",
                        "anchors and tags are not allowed");
    if (wants_key(b))
        return take_key(b, text, event->start_mark);
    if (!canon_text_ok(text))
        return error_at(b, event->start_mark, "write it on one line, or as a folded block: >-",
                        "a text of several lines, or with a character that is not allowed");
    cell = add_node(b, YAML_SCALAR, text, event->start_mark);
    if (cell == NULL)
        return b->err->code;
    cell->node.quoted = style != YAML_PLAIN_SCALAR_STYLE;
    return ERR_OK;
}

static enum err_code
on_open(struct builder *b, enum yaml_kind kind, bool marked, yaml_mark_t mark)
{
    struct cell *cell;

    if (marked)
        return error_at(b, mark, "write the value itself", "anchors and tags are not allowed");
    if (wants_key(b))
        return error_at(b, mark, "a key is a lower-case word: letters, digits and _",
                        "this cannot be a key");
    if (b->depth == LIMIT_YAML_DEPTH)
        return error_at(b, mark, "at most 16 levels", "this is nested too deep");
    cell = add_node(b, kind, (struct span){NULL, 0}, mark);
    if (cell == NULL)
        return b->err->code;
    b->open[b->depth++] = cell;
    return ERR_OK;
}

static enum err_code
on_document(struct builder *b, const yaml_event_t *event)
{
    if (event->data.document_start.version_directive != NULL ||
        event->data.document_start.tag_directives.start !=
            event->data.document_start.tag_directives.end)
        return error_at(b, event->start_mark, "leave out the line that begins with %",
                        "directives are not allowed");
    if (b->document->root != NULL)
        return error_at(b, event->start_mark, "leave out the line ---",
                        "a second document begins here");
    return ERR_OK;
}

static enum err_code
on_event(struct builder *b, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return on_document(b, event);
    case YAML_ALIAS_EVENT:
        return error_at(b, event->start_mark, "write the value itself", "aliases are not allowed");
    case YAML_SCALAR_EVENT:
        return on_scalar(b, event);
    case YAML_MAPPING_START_EVENT:
        return on_open(b, YAML_MAPPING,
                       event->data.mapping_start.anchor != NULL ||
                           event->data.mapping_start.tag != NULL,
                       event->start_mark);
    case YAML_SEQUENCE_START_EVENT:
        return on_open(b, YAML_SEQUENCE,
                       event->data.sequence_start.anchor != NULL ||
                           event->data.sequence_start.tag != NULL,
                       event->start_mark);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        b->depth--;
        return ERR_OK;
    default: /* the stream's own begin and end, and a document's end */
        return ERR_OK;
    }
}

static enum err_code
build(struct builder *b, struct span text)
{
    bool ended = false;

    yaml_parser_set_encoding(&b->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&b->parser, (const unsigned char *)text.p, text.len);
    while (!ended) {
        yaml_event_t event;
        enum err_code code;

        if (yaml_parser_parse(&b->parser, &event) == 0)
            return syntax_error(b, text);
        code = on_event(b, &event);
        ended = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (code != ERR_OK)
            return code;
    }
    if (b->document->root == NULL)
        return error_at(b, (yaml_mark_t){0}, "write at least one key: value", "the file is empty");
    return ERR_OK;
}

/* --- doors ----------------------------------------------------------------------------------- */

static enum err_code
parse_into(struct yaml *document, struct span text, struct err *err)
{
    struct builder b = {.document = document, .err = err};
    enum err_code code;

    if (text.len > LIMIT_YAML)
        return error_at(&b, (yaml_mark_t){0}, "at most 65536 bytes", "the file is too large");
    if (text.len >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
        return error_at(&b, (yaml_mark_t){0}, "save it as UTF-8 without a byte order mark",
                        "the file begins with a byte order mark");
    if (text.len == 0)
        text = (struct span){"", 0};
    if (yaml_parser_initialize(&b.parser) == 0)
        return memory_short(&b);
    code = build(&b, text);
    yaml_parser_delete(&b.parser);
    return code;
}

enum err_code
yaml_parse(const char *name, struct span text, enum err_code code, struct yaml **out,
           struct err *err)
{
    struct yaml *document = calloc(1, sizeof *document);
    enum err_code result;

    if (document == NULL)
        return err_set(err, ERR_IO, "free some memory", "%s: out of memory", name);
    document->name = name;
    document->code = code;
    result = parse_into(document, text, err);
    if (result == ERR_OK)
        *out = document;
    else
        yaml_close(document);
    return result;
}

enum err_code
yaml_load(const char *path, enum err_code code, struct yaml **out, struct err *err)
{
    char storage[LIMIT_YAML + 2]; /* one byte too many is seen as such */
    struct buf text;
    char *own_name;
    enum err_code result;

    buf_init(&text, storage, sizeof storage);
    result = file_read(path, &text, err);
    if (result == ERR_TOO_LARGE)
        return err_set(err, code, "at most 65536 bytes", "%s:1: the file is too large", path);
    if (result != ERR_OK)
        return result;
    own_name = strdup(path);
    if (own_name == NULL)
        return err_set(err, ERR_IO, "free some memory", "%s: out of memory", path);
    result = yaml_parse(own_name, buf_view(&text), code, out, err);
    if (result == ERR_OK)
        (*out)->own_name = own_name;
    else
        free(own_name);
    return result;
}
