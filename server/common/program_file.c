/* program_file.c -- see program_file.h. The leaves come from program.def and from nowhere else. */
#include "program_file.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "catalogue.h"
#include "crypto.h"
#include "file.h"
#include "yaml.h"

#define SOURCE_MAX 500 /* bytes of a source, of a note */

enum leaf_kind { LEAF_INTEGER, LEAF_FLAG, LEAF_WORDS };

struct leaf {
    const char *path; /* "test.first.min_days" */
    const char *unit;
    const char *what;
    size_t offset; /* of the member in struct program */
    int64_t min;
    int64_t max;
    enum leaf_kind kind;
    enum vocab_id words;
};

static const struct leaf leaves[] = {
#define LEAF(member, path, kind, min, max, words, unit, what) \
    {path, unit, what, offsetof(struct program, member), min, max, LEAF_##kind, VOCAB_##words},
#include "program.def"
#undef LEAF
};

enum { LEAF_COUNT = sizeof leaves / sizeof leaves[0] };

static const char *const root_keys[] = {"program", "editions", NULL};
static const char *const edition_keys[] = {"edition", "valid_from", "valid_until",
                                           "gates",   "parameters", NULL};
static const char *const leaf_keys[] = {"value", "source", "verified", "note", NULL};

/* --- leaves ---------------------------------------------------------------------------------- */

/* What to write for a leaf, for a hint. */
static void
leaf_help(const struct leaf *leaf, char hint[ERR_HINT_MAX])
{
    const char *gap = leaf->unit[0] == '\0' ? "" : " ";

    if (leaf->kind == LEAF_FLAG)
        (void)snprintf(hint, ERR_HINT_MAX, "write true, false or unset: %s", leaf->what);
    else if (leaf->kind == LEAF_WORDS)
        (void)snprintf(hint, ERR_HINT_MAX, "write a list of words of %s, or unset: %s",
                       vocab_name(leaf->words), leaf->what);
    else
        (void)snprintf(hint, ERR_HINT_MAX, "write %" PRId64 " to %" PRId64 "%s%s, or unset: %s",
                       leaf->min, leaf->max, gap, leaf->unit, leaf->what);
}

/* One word of a list, as its bit. */
static enum err_code
read_word(const struct leaf *leaf, const struct yaml_node *node, int64_t *bits, struct err *err)
{
    struct span word;
    enum err_code code = yaml_text(node, 1, LIMIT_CODE, &word, err);
    char hint[ERR_HINT_MAX];
    struct buf known;
    int index;

    if (code != ERR_OK)
        return code;
    index = vocab_find(leaf->words, word);
    if (index >= 0 && (*bits & (INT64_C(1) << index)) == 0) {
        *bits |= INT64_C(1) << index;
        return ERR_OK;
    }
    buf_init(&known, hint, sizeof hint);
    buf_text(&known, "each once, of:");
    for (size_t i = 0; i < vocab_size(leaf->words); i++)
        buf_printf(&known, " %s", vocab_word(leaf->words, (int)i));
    return yaml_error(node, err, known.failed ? "see the vocabulary of this leaf" : hint, "%s %s",
                      node->text.p, index < 0 ? "is not a word of this list" : "stands here twice");
}

static enum err_code
read_words(const struct leaf *leaf, const struct yaml_node *node, int64_t *out, struct err *err)
{
    char hint[ERR_HINT_MAX];
    int64_t bits = 0;
    enum err_code code;

    leaf_help(leaf, hint);
    code = yaml_expect(node, YAML_SEQUENCE, hint, err);
    for (const struct yaml_node *word = node->first; word != NULL && code == ERR_OK;
         word = word->next)
        code = read_word(leaf, word, &bits, err);
    if (code != ERR_OK)
        return code;
    if (node->count < leaf->min || node->count > leaf->max) {
        return yaml_error(node, err, hint,
                          "%" PRIu32 " words; there must be %" PRId64 " to %" PRId64, node->count,
                          leaf->min, leaf->max);
    }
    *out = bits;
    return ERR_OK;
}

static enum err_code
read_number(const struct leaf *leaf, const struct yaml_node *node, int64_t *out, struct err *err)
{
    char hint[ERR_HINT_MAX];
    enum err_code code = yaml_integer(node, leaf->min, leaf->max, out, err);

    if (code != ERR_OK) {
        leaf_help(leaf, hint); /* says what the number is, which the reader cannot know */
        (void)snprintf(err->hint, sizeof err->hint, "%s", hint);
    }
    return code;
}

static enum err_code
read_flag(const struct leaf *leaf, const struct yaml_node *node, int64_t *out, struct err *err)
{
    char hint[ERR_HINT_MAX];
    bool flag = false;
    enum err_code code = yaml_flag(node, &flag, err);

    if (code != ERR_OK) {
        leaf_help(leaf, hint);
        (void)snprintf(err->hint, sizeof err->hint, "%s", hint);
        return code;
    }
    *out = flag ? 1 : 0;
    return ERR_OK;
}

static enum err_code
read_value(const struct leaf *leaf, const struct yaml_node *node, int64_t *out, struct err *err)
{
    if (yaml_is_word(node, "unset")) {
        *out = PROGRAM_UNSET;
        return ERR_OK;
    }
    switch (leaf->kind) {
    case LEAF_WORDS:
        return read_words(leaf, node, out, err);
    case LEAF_FLAG:
        return read_flag(leaf, node, out, err);
    default:
        return read_number(leaf, node, out, err);
    }
}

/* Where a value comes from, and whether somebody compared it with the primary text. */
static enum err_code
check_origin(const struct yaml_node *node, struct err *err)
{
    const struct yaml_node *member;
    struct span text;
    bool flag;
    enum err_code code =
        yaml_need(node, "source", "say where the value stands, as \"S2\"", &member, err);

    if (code == ERR_OK)
        code = yaml_text(member, 1, SOURCE_MAX, &text, err);
    if (code == ERR_OK)
        code = yaml_need(node, "verified",
                         "write true if it was compared with the primary source, else false",
                         &member, err);
    if (code == ERR_OK)
        code = yaml_flag(member, &flag, err);
    member = yaml_get(node, "note");
    if (code == ERR_OK && member != NULL)
        code = yaml_text(member, 1, SOURCE_MAX, &text, err);
    return code;
}

static enum err_code
read_leaf(const struct leaf *leaf, const struct yaml_node *node, int64_t *out, struct err *err)
{
    char hint[ERR_HINT_MAX];
    const struct yaml_node *value;
    enum err_code code;

    leaf_help(leaf, hint);
    code = yaml_expect(node, YAML_MAPPING, "write {value: ..., source: ..., verified: ...}", err);
    if (code == ERR_OK)
        code = yaml_only(node, leaf_keys, err);
    if (code == ERR_OK)
        code = yaml_need(node, "value", hint, &value, err);
    if (code == ERR_OK)
        code = read_value(leaf, value, out, err);
    return code == ERR_OK ? check_origin(node, err) : code;
}

/* --- the tree of parameters ------------------------------------------------------------------ */

/* Does a path begin with this prefix and a dot ("" begins every path)? The rest, or NULL. */
static const char *
rest_of(const char *path, struct span prefix)
{
    if (prefix.len == 0)
        return path;
    if (strncmp(path, prefix.p, prefix.len) != 0 || path[prefix.len] != '.')
        return NULL;
    return path + prefix.len + 1;
}

/* The names that may stand under a prefix, each once, NULL after them. */
static void
names_under(struct span prefix, const char **names, char storage[][64])
{
    size_t count = 0;

    for (size_t i = 0; i < LEAF_COUNT; i++) {
        const char *rest = rest_of(leaves[i].path, prefix);
        size_t twin = 0;

        if (rest == NULL)
            continue;
        span_copy((struct span){rest, strcspn(rest, ".")}, storage[count], 64);
        while (strcmp(storage[twin], storage[count]) != 0)
            twin++;
        if (twin == count) {
            names[count] = storage[count];
            count++;
        }
    }
    names[count] = NULL;
}

static bool
is_leaf(struct span path)
{
    for (size_t i = 0; i < LEAF_COUNT; i++) {
        if (span_is(path, leaves[i].path))
            return true;
    }
    return false;
}

/* No key that the table does not lead to. `path` is the node's place below `parameters`. */
static enum err_code
check_names(const struct yaml_node *node, struct buf *path, struct err *err)
{
    const char *names[LEAF_COUNT + 1];
    char storage[LEAF_COUNT][64];
    size_t len = path->len;
    enum err_code code;

    code = yaml_expect(node, YAML_MAPPING, "write a mapping of keys here", err);
    if (code != ERR_OK)
        return code;
    names_under(buf_view(path), names, storage);
    code = yaml_only(node, names, err);
    for (const struct yaml_node *m = node->first; m != NULL && code == ERR_OK; m = m->next) {
        buf_printf(path, "%s%s", len == 0 ? "" : ".", m->key);
        if (!is_leaf(buf_view(path)))
            code = check_names(m, path, err);
        buf_cut(path, len);
    }
    return code;
}

/* The node of a leaf; if it is missing, the error names the innermost mapping that is there. */
static enum err_code
find_leaf(const struct leaf *leaf, const struct yaml_node *parameters, const struct yaml_node **out,
          struct err *err)
{
    const struct yaml_node *node = parameters;
    const char *rest = leaf->path;
    char hint[ERR_HINT_MAX];
    char name[64];

    while (*rest != '\0') {
        const struct yaml_node *next;
        size_t len = strcspn(rest, ".");

        span_copy((struct span){rest, len}, name, sizeof name);
        next = yaml_get(node, name);
        if (next == NULL) {
            leaf_help(leaf, hint);
            return yaml_need(node, rest, hint, out, err);
        }
        node = next;
        rest += len;
        rest += *rest == '.' ? 1 : 0;
    }
    *out = node;
    return ERR_OK;
}

static enum err_code
read_parameters(const struct yaml_node *parameters, struct program *out, struct err *err)
{
    char storage[256];
    struct buf path;
    enum err_code code;

    buf_init(&path, storage, sizeof storage);
    code = check_names(parameters, &path, err);
    for (size_t i = 0; i < LEAF_COUNT && code == ERR_OK; i++) {
        int64_t *value = (int64_t *)(void *)((char *)out + leaves[i].offset);
        const struct yaml_node *node;

        code = find_leaf(&leaves[i], parameters, &node, err);
        if (code == ERR_OK)
            code = read_leaf(&leaves[i], node, value, err);
    }
    return code;
}

/* --- editions -------------------------------------------------------------------------------- */

/* A name as statements may carry it: [A-Za-z0-9][A-Za-z0-9._/-]*. */
static enum err_code
read_name(const struct yaml_node *node, char out[LIMIT_CODE + 1], struct err *err)
{
    struct span text;
    enum err_code code = yaml_text(node, 1, LIMIT_CODE, &text, err);

    if (code != ERR_OK)
        return code;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

        if (!letter && (i == 0 || strchr("._/-", c) == NULL)) {
            return yaml_error(node, err, "letters, digits, and after the first . _ / -",
                              "this cannot be a name");
        }
    }
    span_copy(text, out, LIMIT_CODE + 1);
    return ERR_OK;
}

static enum err_code
read_day(const struct yaml_node *node, day_t *out, struct err *err)
{
    struct span text;
    enum err_code code = yaml_text(node, 1, LIMIT_CODE, &text, err);

    if (code == ERR_OK && !day_parse(text, out))
        code = yaml_error(node, err, "write a date as 2008-01-31", "this must be a date");
    return code;
}

static enum err_code
read_gates(const struct yaml_node *node, gate_set *out, struct err *err)
{
    enum err_code code = yaml_expect(node, YAML_SEQUENCE, "write a list of gate ids", err);
    gate_set gates = 0;

    for (const struct yaml_node *id = node->first; id != NULL && code == ERR_OK; id = id->next) {
        struct span text;
        enum gate gate;

        code = yaml_text(id, 1, LIMIT_CODE, &text, err);
        if (code != ERR_OK)
            break;
        gate = gate_find(text);
        if (gate == GATE_COUNT)
            code =
                yaml_error(id, err, "write an id as PT-3; docs list them", "%s is no gate", text.p);
        else if ((gates & GATE_BIT(gate)) != 0)
            code = yaml_error(id, err, "keep one of the two", "%s stands here twice", text.p);
        else
            gates |= GATE_BIT(gate);
    }
    if (code == ERR_OK)
        *out = gates;
    return code;
}

static enum err_code
read_validity(const struct yaml_node *node, struct program *out, struct err *err)
{
    const struct yaml_node *from;
    const struct yaml_node *until = yaml_get(node, "valid_until");
    enum err_code code =
        yaml_need(node, "valid_from", "write its first day, as 2008-01-31", &from, err);

    out->valid_until = DAY_NONE;
    if (code == ERR_OK)
        code = read_day(from, &out->valid_from, err);
    if (code == ERR_OK && until != NULL)
        code = read_day(until, &out->valid_until, err);
    if (code == ERR_OK && until != NULL && out->valid_until < out->valid_from)
        code = yaml_error(until, err, "write a day on or after valid_from",
                          "the edition ends before it begins");
    return code;
}

static enum err_code
read_edition(const struct yaml_node *node, struct program *out, struct err *err)
{
    const struct yaml_node *member;
    enum err_code code =
        yaml_expect(node, YAML_MAPPING, "write edition:, valid_from:, gates:, parameters:", err);

    if (code == ERR_OK)
        code = yaml_only(node, edition_keys, err);
    if (code == ERR_OK)
        code = yaml_need(node, "edition", "write the edition's name, as \"2008-01\"", &member, err);
    if (code == ERR_OK)
        code = read_name(member, out->edition, err);
    if (code == ERR_OK)
        code = read_validity(node, out, err);
    if (code == ERR_OK)
        code = yaml_need(node, "gates", "write the list of gate ids that this edition has", &member,
                         err);
    if (code == ERR_OK)
        code = read_gates(member, &out->gates, err);
    if (code == ERR_OK)
        code =
            yaml_need(node, "parameters",
                      "write the parameters, one leaf for each row of program.def", &member, err);
    return code == ERR_OK ? read_parameters(member, out, err) : code;
}

/* No day may belong to two editions, and no name to two. */
static enum err_code
check_against(const struct program *edition, const struct program *earlier,
              const struct yaml_node *node, struct err *err)
{
    bool after = earlier->valid_until != DAY_NONE && edition->valid_from > earlier->valid_until;
    bool before = edition->valid_until != DAY_NONE && edition->valid_until < earlier->valid_from;

    if (strcmp(edition->edition, earlier->edition) == 0)
        return yaml_error(node, err, "give each edition its own name",
                          "edition %s stands here twice", edition->edition);
    if (!after && !before) {
        return yaml_error(node, err, "let valid_until of one end before valid_from of the next",
                          "editions %s and %s are in force on the same day", earlier->edition,
                          edition->edition);
    }
    return ERR_OK;
}

static enum err_code
read_editions(const struct yaml_node *list, struct program_file *out, struct err *err)
{
    enum err_code code = yaml_expect(list, YAML_SEQUENCE, "write a list of editions", err);

    if (code == ERR_OK && (list->count == 0 || list->count > PROGRAM_EDITIONS_MAX)) {
        code = yaml_error(list, err, "write one edition at least",
                          "%" PRIu32 " editions; there must be 1 to %d", list->count,
                          PROGRAM_EDITIONS_MAX);
    }
    if (code != ERR_OK)
        return code;
    for (const struct yaml_node *node = list->first; node != NULL && code == ERR_OK;
         node = node->next) {
        struct program *edition = &out->edition[out->edition_count];

        code = read_edition(node, edition, err);
        for (size_t i = 0; i < out->edition_count && code == ERR_OK; i++)
            code = check_against(edition, &out->edition[i], node, err);
        span_copy(span_of(out->name), edition->name, sizeof edition->name);
        out->edition_count++;
    }
    return code;
}

static enum err_code
read_file(const struct yaml_node *root, struct program_file *out, struct err *err)
{
    const struct yaml_node *member;
    enum err_code code = yaml_expect(root, YAML_MAPPING, "write program: and editions:", err);

    if (code == ERR_OK)
        code = yaml_only(root, root_keys, err);
    if (code == ERR_OK)
        code = yaml_need(root, "program", "write the program's name, as the file is called",
                         &member, err);
    if (code == ERR_OK)
        code = read_name(member, out->name, err);
    if (code == ERR_OK)
        code = yaml_need(root, "editions", "write a list of editions", &member, err);
    return code == ERR_OK ? read_editions(member, out, err) : code;
}

/* The bytes are read once: what is hashed is what was parsed. */
enum err_code
program_file_load(const char *path, struct program_file *out, struct err *err)
{
    char storage[LIMIT_YAML + 2];
    struct program_file made;
    struct yaml *document;
    struct buf bytes;
    enum err_code code;

    buf_init(&bytes, storage, sizeof storage);
    code = file_read(path, &bytes, err);
    if (code == ERR_TOO_LARGE)
        return err_set(err, ERR_BAD_PROGRAM, "at most 65536 bytes", "%s:1: the file is too large",
                       path);
    if (code == ERR_OK)
        code = yaml_parse(path, buf_view(&bytes), ERR_BAD_PROGRAM, &document, err);
    if (code != ERR_OK)
        return code;
    memset(&made, 0, sizeof made);
    code = read_file(yaml_root(document), &made, err);
    yaml_close(document);
    if (code != ERR_OK)
        return code;
    crypto_sha256(buf_view(&bytes), made.hash);
    *out = made;
    return ERR_OK;
}

const struct program *
program_file_at(const struct program_file *file, day_t day)
{
    for (size_t i = 0; i < file->edition_count; i++) {
        const struct program *edition = &file->edition[i];

        if (day >= edition->valid_from &&
            (edition->valid_until == DAY_NONE || day <= edition->valid_until))
            return edition;
    }
    return NULL;
}
