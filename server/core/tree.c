/* tree.c -- see tree.h. */
#include "tree.h"

#include <assert.h>
#include <string.h>

static uint32_t
bits_set(uint64_t size)
{
    uint32_t count = 0;

    for (; size != 0; size &= size - 1)
        count++;
    return count;
}

static void
node_hash(tree_hash_fn *hash, const uint8_t left[TREE_HASH_SIZE],
          const uint8_t right[TREE_HASH_SIZE], uint8_t out[TREE_HASH_SIZE])
{
    const struct span parts[] = {
        {"\1", 1},
        {(const char *)left, TREE_HASH_SIZE},
        {(const char *)right, TREE_HASH_SIZE},
    };

    hash(parts, 3, out);
}

void
tree_init(struct tree *t)
{
    *t = (struct tree){0};
}

bool
tree_load(struct tree *t, uint64_t size, const uint8_t *frontier, size_t bytes)
{
    uint32_t count = bits_set(size);

    if (bytes != (size_t)count * TREE_HASH_SIZE)
        return false;
    tree_init(t);
    t->size = size;
    t->count = count;
    if (bytes > 0)
        memcpy(t->frontier, frontier, bytes);
    return true;
}

void
tree_leaf_hash(tree_hash_fn *hash, struct span entry, uint8_t out[TREE_HASH_SIZE])
{
    const struct span parts[] = {{"\0", 1}, entry};

    hash(parts, 2, out);
}

void
tree_append(struct tree *t, tree_hash_fn *hash, const uint8_t leaf[TREE_HASH_SIZE])
{
    uint8_t node[TREE_HASH_SIZE];

    assert(t->size < UINT64_MAX && t->count == bits_set(t->size));
    memcpy(node, leaf, TREE_HASH_SIZE);
    /* A bit set at the end of the size is a complete subtree as large as the one in hand. */
    for (uint64_t size = t->size; (size & 1) != 0; size >>= 1)
        node_hash(hash, t->frontier[--t->count], node, node);
    memcpy(t->frontier[t->count++], node, TREE_HASH_SIZE);
    t->size++;
}

void
tree_root(const struct tree *t, tree_hash_fn *hash, uint8_t out[TREE_HASH_SIZE])
{
    uint8_t node[TREE_HASH_SIZE];
    uint32_t i = t->count;

    if (i == 0) {
        hash(NULL, 0, out);
        return;
    }
    memcpy(node, t->frontier[--i], TREE_HASH_SIZE);
    while (i > 0)
        node_hash(hash, t->frontier[--i], node, node);
    memcpy(out, node, TREE_HASH_SIZE);
}
