/* http_problem.c -- see http_problem.h. */
#include "http_problem.h"

#include <assert.h>

/* Texts of an error hold printable bytes only (err.h); UTF-8 beyond ASCII stands as it is. */
static void
put_text(struct buf *b, const char *name, const char *text)
{
    buf_printf(b, ",\"%s\":\"", name);
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\')
            buf_char(b, '\\');
        buf_char(b, (unsigned char)*p < ' ' ? '?' : *p);
    }
    buf_char(b, '"');
}

void
http_problem_put(struct buf *b, const struct err *err)
{
    buf_text(b, "{\"type\":\"about:blank\"");
    put_text(b, "title", err_says(err->code));
    buf_printf(b, ",\"status\":%d", err_http(err->code));
    put_text(b, "code", err_slug(err->code));
    if (err->detail[0] != '\0')
        put_text(b, "detail", err->detail);
    if (err->hint[0] != '\0')
        put_text(b, "hint", err->hint);
    if (err->field[0] != '\0')
        put_text(b, "field", err->field);
    buf_char(b, '}');
    assert(!b->failed);
}

const char *
http_phrase(int status)
{
    static const struct {
        int status;
        const char *phrase;
    } phrases[] = {
        {200, "OK"},
        {201, "Created"},
        {204, "No Content"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {409, "Conflict"},
        {411, "Length Required"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
    };

    for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
        if (phrases[i].status == status)
            return phrases[i].phrase;
    }
    return "Unknown";
}
