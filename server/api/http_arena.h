/*
 * http_arena.h -- the memory of one request: taken in pieces, given back all at once.
 *
 * The first block is part of the arena, so that most requests never ask the heap. What was used is
 * cleared when it is given back: bodies and headers hold login secrets and session tokens.
 */
#ifndef API_HTTP_ARENA_H
#define API_HTTP_ARENA_H

#include <stddef.h>

#define HTTP_ARENA_FIRST 8192

struct http_arena_block;

struct http_arena {
    struct http_arena_block *blocks; /* newest first */
    size_t total;                    /* bytes of all blocks from the heap */
    size_t used;                     /* of the first block */
    _Alignas(16) char first[HTTP_ARENA_FIRST];
};

void http_arena_init(struct http_arena *arena);
/* Aligned for any type, not cleared. NULL beyond LIMIT_REQUEST_ARENA or where memory ends. */
void *http_arena_alloc(struct http_arena *arena, size_t size);
void http_arena_release(struct http_arena *arena);

#endif
