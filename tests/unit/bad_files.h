/*
 * bad_files.h -- files that must be refused: bad/PREFIX*.yaml.
 *
 * The first line of each is a comment with the error it must cause, from the line number on:
 *     # 4: listen.port: 70000 is out of range
 */
#ifndef UNIT_BAD_FILES_H
#define UNIT_BAD_FILES_H

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "err.h"

#define BAD_FOLDER "tests/unit/bad/"

typedef enum err_code bad_file_fn(const char *path, struct err *err);

static void
bad_file_check(const char *path, bad_file_fn *load, enum err_code want)
{
    char first[ERR_DETAIL_MAX] = "";
    char expected[1024];
    FILE *file = fopen(path, "r");
    struct err err;

    assert_non_null(file);
    assert_non_null(fgets(first, sizeof first, file));
    fclose(file);
    first[strcspn(first, "\n")] = '\0';
    assert_memory_equal(first, "# ", 2);
    snprintf(expected, sizeof expected, "%s:%s", path, first + 2);
    err_clear(&err);
    if (load(path, &err) != want)
        fail_msg("%s: was to be refused; detail \"%s\"", path, err.detail);
    assert_string_equal(err.detail, expected);
    assert_true(err.hint[0] != '\0');
}

static void
bad_files_check(const char *prefix, bad_file_fn *load, enum err_code want)
{
    DIR *folder = opendir(BAD_FOLDER);
    const struct dirent *entry;
    int count = 0;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        char path[sizeof BAD_FOLDER + sizeof entry->d_name];

        if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
            continue;
        snprintf(path, sizeof path, "%s%s", BAD_FOLDER, entry->d_name);
        bad_file_check(path, load, want);
        count++;
    }
    closedir(folder);
    assert_true(count > 0);
}

#endif
