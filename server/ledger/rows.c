/*
 * rows.c -- fields of an answer as C values. Answers come in PostgreSQL's binary form: integers big
 * endian, text and bytea as they are, a bool one byte.
 */
#include <assert.h>
#include <string.h>

#include "pg.h"

struct span
ledger_text(const struct ledger_rows *rows, int row, int column)
{
    struct span field;

    return pg_field(rows, row, column, &field) ? field : (struct span){NULL, 0};
}

struct span
ledger_blob(const struct ledger_rows *rows, int row, int column)
{
    return ledger_text(rows, row, column);
}

int64_t
ledger_int(const struct ledger_rows *rows, int row, int column)
{
    struct span field;
    uint64_t value = 0;

    if (!pg_field(rows, row, column, &field))
        return 0;
    assert(field.len == 2 || field.len == 4 || field.len == 8);
    for (size_t i = 0; i < field.len; i++)
        value = value << 8 | (uint8_t)field.p[i];
    if (field.len < 8 && (field.p[0] & 0x80) != 0) /* a negative one of fewer bytes */
        value |= UINT64_MAX << (8 * field.len);
    return (int64_t)value;
}

bool
ledger_bool(const struct ledger_rows *rows, int row, int column)
{
    struct span field;

    return pg_field(rows, row, column, &field) && field.len == 1 && field.p[0] != 0;
}

bool
ledger_null(const struct ledger_rows *rows, int row, int column)
{
    struct span field;

    return !pg_field(rows, row, column, &field);
}

bool
ledger_bytes(const struct ledger_rows *rows, int row, int column, void *out, size_t len)
{
    struct span field;

    if (!pg_field(rows, row, column, &field) || field.len != len)
        return false;
    memcpy(out, field.p, len);
    return true;
}

/* The text form is {one,two}; words of [a-z-]+ are never quoted in it. */
bool
ledger_array_has(struct span array, const char *word)
{
    size_t len = strlen(word);
    size_t at = 1;

    if (array.len < 2 || array.p[0] != '{' || len == 0)
        return false;
    while (at < array.len) {
        size_t end = at;
        while (end < array.len && array.p[end] != ',' && array.p[end] != '}')
            end++;
        if (end - at == len && memcmp(array.p + at, word, len) == 0)
            return true;
        at = end + 1;
    }
    return false;
}
