/*
 * story.h -- reads a story (spec/stories.md) into a list of lines. Nothing is sent anywhere.
 *
 * A story is a text: header words, acts, expectations. This reader knows the grammar and the names of
 * statement types; what a field may hold is decided where the act is made (core/statement.h), so that
 * a story can expect such an error. Every error names file and line.
 *
 * A struct story owns the texts that its spans point into: story_init, story_read, story_release.
 */
#ifndef PLAY_STORY_H
#define PLAY_STORY_H

#include "statement.h"

#define STORY_BYTES_MAX  262144 /* one file */
#define STORY_FILES_MAX  32     /* one story and what it includes */
#define STORY_DEPTH_MAX  8      /* includes within includes */
#define STORY_LINES_MAX  4096   /* acts and expectations of one story */
#define STORY_LINE_MAX   4096   /* bytes of one line */
#define STORY_FIELDS_MAX 20
#define STORY_WORDS_MAX  64
#define STORY_PATH_MAX   512

enum story_kind {
    STORY_ACT,
    STORY_ASK,   /* what-if: nothing is recorded */
    STORY_EXPECT /* looks at the state */
};

enum story_outcome {
    STORY_OK,
    STORY_REFUSED,  /* words: exactly the failing gates */
    STORY_HOLD,     /* words: accepted, and exactly these holds are open */
    STORY_RECORDED, /* words: accepted, and each of these deviations is recorded */
    STORY_ERROR     /* words: one error code */
};

struct story_line {
    const char *file;
    int number; /* in that file, from 1 */
    struct span raw;
    enum story_kind kind;
    instant_t at;
    struct span who;          /* empty: expect, or an ask that names nobody */
    enum statement_type type; /* STATEMENT_COUNT: none of that name, or an expectation */
    struct span verb;
    struct body_text field[STORY_FIELDS_MAX];
    size_t field_count;
    enum story_outcome outcome;
    struct span word[STORY_WORDS_MAX]; /* of the outcome; of an expectation: those without "=" */
    size_t word_count;
    struct span name; /* `as NAME`, or empty */
};

struct story_file {
    char path[STORY_PATH_MAX];
    char *text;  /* tokens are cut from here; quotes are undone in place */
    char *plain; /* the file as it is, for messages */
    size_t len;
};

struct story {
    char title[200];
    char program[LIMIT_CODE + 1]; /* or "" */
    char edition[LIMIT_CODE + 1]; /* or "" */
    char zone[64];                /* or "" */
    struct story_file file[STORY_FILES_MAX];
    size_t file_count;
    struct story_line *line; /* STORY_LINES_MAX of them */
    size_t line_count;
};

ATTR_MUST_CHECK enum err_code story_init(struct story *s, struct err *err);
/* Read the file and what it includes. ERR_BAD_STORY with "file:line: ..." in detail, or ERR_IO. */
ATTR_MUST_CHECK enum err_code story_read(struct story *s, const char *path, struct err *err);
void story_release(struct story *s);

/* The field of this name, or NULL. */
const struct body_text *story_field(const struct story_line *line, const char *name);

/*
 * One line of a story, without file access: a header word, an act, or nothing. `text` is changed
 * where quotes are undone, and must live as long as the story. An include is reported through
 * *include (the path as written); the caller reads it.
 */
ATTR_MUST_CHECK enum err_code story_read_line(struct story *s, const char *file, int number,
                                              bool included, char *text, struct span raw,
                                              struct span *include, struct err *err);

#endif
