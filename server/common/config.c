/* config.c -- see config.h. Everything here is driven by config.def. */
#include "config.h"

#include <assert.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "yaml.h"

enum config_kind { KIND_TEXT, KIND_REALM, KIND_NUMBER, KIND_LEVEL };

struct key_spec {
    const char *path;     /* "listen.port" */
    const char *fallback; /* NULL: required */
    const char *what;
    size_t offset; /* of the member in struct config */
    int64_t min;
    int64_t max;
    enum config_kind kind;
};

static const struct key_spec keys[] = {
#define CONFIG(member, path, kind, min, max, fallback, what) \
    {path, fallback, what, offsetof(struct config, member), min, max, KIND_##kind},
#include "config.def"
#undef CONFIG
};

enum { KEY_COUNT = sizeof keys / sizeof keys[0] };

/* --- values ---------------------------------------------------------------------------------- */

static char *
text_of(struct config *config, const struct key_spec *key)
{
    return (char *)config + key->offset;
}

static int64_t *
number_of(struct config *config, const struct key_spec *key)
{
    return (int64_t *)(void *)((char *)config + key->offset);
}

static enum log_level *
level_of(struct config *config, const struct key_spec *key)
{
    return (enum log_level *)(void *)((char *)config + key->offset);
}

/* An origin's first part: [a-z0-9.-]+ (ledger.md 2.3). */
static bool
realm_ok(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '-')
            return false;
    }
    return true;
}

static enum err_code
read_text(const struct key_spec *key, const struct yaml_node *node, struct config *config,
          struct err *err)
{
    struct span text;
    enum err_code code = yaml_text(node, (size_t)key->min, (size_t)key->max, &text, err);

    if (code != ERR_OK)
        return code;
    if (key->kind == KIND_REALM && !realm_ok(text)) {
        return yaml_error(node, err, "write a name such as rems.example.org",
                          "a realm has lower-case letters, digits, '.' and '-' only");
    }
    span_copy(text, text_of(config, key), CONFIG_TEXT_MAX);
    return ERR_OK;
}

static enum err_code
read_level(const struct yaml_node *node, enum log_level *out, struct err *err)
{
    if (yaml_is_word(node, "info"))
        *out = LEVEL_INFO;
    else if (yaml_is_word(node, "debug"))
        *out = LEVEL_DEBUG;
    else
        return yaml_error(node, err, "write info or debug", "this must be info or debug");
    return ERR_OK;
}

static enum err_code
read_key(const struct key_spec *key, const struct yaml_node *node, struct config *config,
         struct err *err)
{
    if (key->kind == KIND_NUMBER)
        return yaml_integer(node, key->min, key->max, number_of(config, key), err);
    if (key->kind == KIND_LEVEL)
        return read_level(node, level_of(config, key), err);
    return read_text(key, node, config, err);
}

static void
use_fallback(const struct key_spec *key, struct config *config)
{
    if (key->kind == KIND_NUMBER)
        *number_of(config, key) = strtoll(key->fallback, NULL, 10);
    else if (key->kind == KIND_LEVEL)
        *level_of(config, key) = LEVEL_INFO;
    else
        span_copy(span_of(key->fallback), text_of(config, key), CONFIG_TEXT_MAX);
}

/* --- the file -------------------------------------------------------------------------------- */

/* The part of a path before its dot; the whole path where there is none. */
static struct span
section_of(const struct key_spec *key)
{
    const char *dot = strchr(key->path, '.');

    return dot == NULL ? span_of(key->path) : (struct span){key->path, (size_t)(dot - key->path)};
}

static const char *
name_of(const struct key_spec *key)
{
    const char *dot = strchr(key->path, '.');

    return dot == NULL ? key->path : dot + 1;
}

/* The mapping in which the key stands or would stand: root, section, or NULL where that is absent. */
static const struct yaml_node *
mapping_of(const struct key_spec *key, const struct yaml_node *root)
{
    char section[64];

    if (strchr(key->path, '.') == NULL)
        return root;
    span_copy(section_of(key), section, sizeof section);
    return yaml_get(root, section);
}

/* Fill `names` with what may stand in a section ("" is the root), NULL after it. */
static void
names_in(struct span section, const char **names, char storage[][64])
{
    size_t count = 0;

    for (size_t i = 0; i < KEY_COUNT; i++) {
        bool inside = strchr(keys[i].path, '.') != NULL;
        size_t twin = 0;

        if (section.len > 0 && (!inside || !span_same(section_of(&keys[i]), section)))
            continue;
        if (section.len > 0)
            span_copy(span_of(name_of(&keys[i])), storage[count], 64);
        else
            span_copy(section_of(&keys[i]), storage[count], 64);
        while (strcmp(storage[twin], storage[count]) != 0)
            twin++;
        if (twin == count) {
            names[count] = storage[count];
            count++;
        }
    }
    names[count] = NULL;
}

/* Nothing in the file that the table does not have, and sections where sections belong. */
static enum err_code
check_keys(const struct yaml_node *root, struct err *err)
{
    const char *names[KEY_COUNT + 1];
    char storage[KEY_COUNT][64];
    enum err_code code = yaml_expect(root, YAML_MAPPING, "write listen:, tls:, database: ...", err);

    names_in((struct span){"", 0}, names, storage);
    if (code == ERR_OK)
        code = yaml_only(root, names, err);
    for (size_t i = 0; i < KEY_COUNT && code == ERR_OK; i++) {
        const struct yaml_node *section = mapping_of(&keys[i], root);

        if (section == NULL || section == root)
            continue;
        names_in(section_of(&keys[i]), names, storage);
        code = yaml_expect(section, YAML_MAPPING, "write its keys below it, two spaces in", err);
        if (code == ERR_OK)
            code = yaml_only(section, names, err);
    }
    return code;
}

/* Required, and not there. Its section may be missing too; the place to add it is then the root. */
static enum err_code
missing(const struct key_spec *key, const struct yaml_node *root, struct err *err)
{
    const struct yaml_node *mapping = mapping_of(key, root);
    const struct yaml_node *unused;
    char hint[ERR_HINT_MAX];

    (void)snprintf(hint, sizeof hint, "write %s: %s", key->path, key->what);
    if (mapping == NULL)
        return yaml_need(root, key->path, hint, &unused, err);
    return yaml_need(mapping, name_of(key), hint, &unused, err);
}

static enum err_code
read_document(const struct yaml_node *root, struct config *out, struct err *err)
{
    enum err_code code = check_keys(root, err);

    for (size_t i = 0; i < KEY_COUNT && code == ERR_OK; i++) {
        const struct yaml_node *mapping = mapping_of(&keys[i], root);
        const struct yaml_node *node =
            mapping == NULL ? NULL : yaml_get(mapping, name_of(&keys[i]));

        if (node != NULL)
            code = read_key(&keys[i], node, out, err);
        else if (keys[i].fallback != NULL)
            use_fallback(&keys[i], out);
        else
            code = missing(&keys[i], root, err);
    }
    return code;
}

static enum err_code
finish(struct yaml *document, struct config *out, struct err *err)
{
    struct config made;
    enum err_code code;

    memset(&made, 0, sizeof made);
    code = read_document(yaml_root(document), &made, err);
    yaml_close(document);
    if (code == ERR_OK)
        *out = made;
    return code;
}

enum err_code
config_load(const char *path, struct config *out, struct err *err)
{
    struct yaml *document;
    enum err_code code = yaml_load(path, ERR_BAD_CONFIG, &document, err);

    return code == ERR_OK ? finish(document, out, err) : code;
}

enum err_code
config_parse(const char *name, struct span text, struct config *out, struct err *err)
{
    struct yaml *document;
    enum err_code code = yaml_parse(name, text, ERR_BAD_CONFIG, &document, err);

    return code == ERR_OK ? finish(document, out, err) : code;
}

/* --- printing -------------------------------------------------------------------------------- */

static void
print_value(const struct key_spec *key, const struct config *config, struct buf *out)
{
    const char *at = (const char *)config + key->offset;

    if (key->kind == KIND_NUMBER)
        buf_int(out, *(const int64_t *)(const void *)at);
    else if (key->kind == KIND_LEVEL)
        buf_text(out, log_level_name(*(const enum log_level *)(const void *)at));
    else
        yaml_put_quoted(out, span_of(at));
}

void
config_print(const struct config *config, struct buf *out)
{
    struct span section = {"", 0};

    for (size_t i = 0; i < KEY_COUNT; i++) {
        bool inside = strchr(keys[i].path, '.') != NULL;

        if (inside && !span_same(section, section_of(&keys[i]))) {
            section = section_of(&keys[i]);
            buf_span(out, section);
            buf_text(out, ":\n");
        }
        buf_printf(out, "%s%s: ", inside ? "  " : "", name_of(&keys[i]));
        print_value(&keys[i], config, out);
        buf_char(out, '\n');
    }
}
