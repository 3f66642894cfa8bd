/* http_arena.c -- see http_arena.h. */
#include "http_arena.h"

#include <stdint.h>
#include <stdlib.h>

#include "crypto.h"
#include "limit.h"

#define ALIGNMENT  16
#define BLOCK_SIZE ((size_t)65536)

struct http_arena_block {
    struct http_arena_block *next;
    size_t size;
    size_t used;
    _Alignas(ALIGNMENT) char bytes[];
};

void
http_arena_init(struct http_arena *arena)
{
    arena->blocks = NULL;
    arena->total = 0;
    arena->used = 0;
}

static struct http_arena_block *
add_block(struct http_arena *arena, size_t size)
{
    struct http_arena_block *block;

    if (size < BLOCK_SIZE)
        size = BLOCK_SIZE;
    if (size > LIMIT_REQUEST_ARENA - arena->total)
        return NULL;
    block = malloc(sizeof(*block) + size);
    if (block == NULL)
        return NULL;
    block->next = arena->blocks;
    block->size = size;
    block->used = 0;
    arena->blocks = block;
    arena->total += size;
    return block;
}

void *
http_arena_alloc(struct http_arena *arena, size_t size)
{
    struct http_arena_block *block = arena->blocks;
    char *at;

    if (size > LIMIT_REQUEST_ARENA)
        return NULL;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size <= sizeof(arena->first) - arena->used) {
        at = arena->first + arena->used;
        arena->used += size;
        return at;
    }
    if (block == NULL || size > block->size - block->used)
        block = add_block(arena, size);
    if (block == NULL)
        return NULL;
    at = block->bytes + block->used;
    block->used += size;
    return at;
}

void
http_arena_release(struct http_arena *arena)
{
    while (arena->blocks != NULL) {
        struct http_arena_block *block = arena->blocks;

        arena->blocks = block->next;
        crypto_wipe(block->bytes, block->used);
        free(block);
    }
    crypto_wipe(arena->first, arena->used);
    http_arena_init(arena);
}
