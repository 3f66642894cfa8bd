/*
 * yaml.h -- the one door to libyaml: a strict reader of small files into a tree that never changes.
 *
 * At most LIMIT_YAML bytes, LIMIT_YAML_DEPTH levels and LIMIT_YAML_MEMBERS members of one mapping
 * or sequence, all checked as the events arrive; UTF-8 without control characters; one document; no
 * aliases, anchors, tags, directives or duplicate keys; keys match [a-z][a-z0-9_]* and texts are of
 * one line. Scalars are texts: what a text means is decided by whoever asks for it, so no word
 * turns into a truth value by itself.
 *
 * Every error reads "file:line: key: what is wrong", and its hint says what to write.
 */
#ifndef COMMON_YAML_H
#define COMMON_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"
#include "limit.h"
#include "span.h"

enum yaml_kind { YAML_SCALAR, YAML_MAPPING, YAML_SEQUENCE };

struct yaml; /* a document; owns all of its nodes */

struct yaml_node {
    enum yaml_kind kind;
    uint32_t line;    /* from 1, as editors count; that of the key where there is one */
    uint32_t column;  /* from 1, likewise */
    const char *key;  /* name in the mapping it stands in, or NULL */
    uint32_t index;   /* place in the mapping or sequence it stands in, from 0 */
    uint32_t count;   /* members or elements */
    bool quoted;      /* a scalar that is in quotes or a block */
    struct span text; /* a scalar's text, one line; a NUL follows it */
    const struct yaml_node *parent; /* NULL for the root */
    const struct yaml_node *first;  /* members or elements, in file order */
    const struct yaml_node *next;
    const struct yaml *document;
};

/*
 * Read a file. `code` is the code that errors of this document carry, from here and from the
 * accessors (ERR_BAD_CONFIG, ERR_BAD_PROGRAM); a file that cannot be read is ERR_IO.
 */
ATTR_MUST_CHECK enum err_code yaml_load(const char *path, enum err_code code, struct yaml **out,
                                        struct err *err);
/* The same of a text; `name` stands for the file in errors and must outlive the document. */
ATTR_MUST_CHECK enum err_code yaml_parse(const char *name, struct span text, enum err_code code,
                                         struct yaml **out, struct err *err);
void yaml_close(struct yaml *document); /* NULL is fine. (libyaml itself exports a yaml_free.) */
const struct yaml_node *yaml_root(const struct yaml *document);
const char *yaml_name(const struct yaml *document);   /* of the file, as errors show it */
enum err_code yaml_code(const struct yaml *document); /* what its errors are */

/* The member of this name, or NULL. */
const struct yaml_node *yaml_get(const struct yaml_node *mapping, const char *key);
/* Same, but its absence is an error; `what` says what to write for it. */
ATTR_MUST_CHECK enum err_code yaml_need(const struct yaml_node *mapping, const char *key,
                                        const char *what, const struct yaml_node **out,
                                        struct err *err);
/* The node is of this kind; `what` says what to write. */
ATTR_MUST_CHECK enum err_code yaml_expect(const struct yaml_node *node, enum yaml_kind kind,
                                          const char *what, struct err *err);
/* Only members of these names, a list that ends with NULL. */
ATTR_MUST_CHECK enum err_code yaml_only(const struct yaml_node *mapping, const char *const *keys,
                                        struct err *err);

/* A scalar of min to max bytes; a view of it. */
ATTR_MUST_CHECK enum err_code yaml_text(const struct yaml_node *node, size_t min, size_t max,
                                        struct span *out, struct err *err);
/* A whole number in decimal, without quotes, from min to max. */
ATTR_MUST_CHECK enum err_code yaml_integer(const struct yaml_node *node, int64_t min, int64_t max,
                                           int64_t *out, struct err *err);
/* true or false, without quotes. */
ATTR_MUST_CHECK enum err_code yaml_flag(const struct yaml_node *node, bool *out, struct err *err);
/* Is it this very word, without quotes? */
bool yaml_is_word(const struct yaml_node *node, const char *word);

/* Report something about a node: fills "file:line: key: " and the given sentence. */
enum err_code yaml_error(const struct yaml_node *node, struct err *err, const char *hint,
                         const char *fmt, ...) ATTR_PRINTF(4, 5);
/* The node's place as people name it: "editions[0].parameters.test.limit_miu". */
void yaml_path(const struct yaml_node *node, struct buf *out);

/* Write a text in double quotes so that this reader reads it back. */
void yaml_put_quoted(struct buf *out, struct span text);

#endif
