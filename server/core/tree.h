/*
 * tree.h -- the Merkle tree of RFC 6962, as a frontier that grows by one leaf.
 *
 * The hash is an argument (SHA-256 lives behind common/crypto.h). The frontier holds
 * the roots of the complete subtrees, largest first: one for each bit set in size.
 */
#ifndef CORE_TREE_H
#define CORE_TREE_H

#include <stddef.h>
#include <stdint.h>

#include "span.h"

#define TREE_HASH_SIZE  32
#define TREE_LEVELS_MAX 64

typedef void tree_hash_fn(const struct span *parts, size_t count, uint8_t out[TREE_HASH_SIZE]);

struct tree {
    uint64_t size;
    uint32_t count; /* hashes in the frontier: the number of bits set in size */
    uint8_t frontier[TREE_LEVELS_MAX][TREE_HASH_SIZE];
};

void tree_init(struct tree *t);
/* Restore from `count` concatenated hashes. False when count does not fit size. */
bool tree_load(struct tree *t, uint64_t size, const uint8_t *frontier, size_t bytes);
void tree_leaf_hash(tree_hash_fn *hash, struct span entry, uint8_t out[TREE_HASH_SIZE]);
void tree_append(struct tree *t, tree_hash_fn *hash, const uint8_t leaf[TREE_HASH_SIZE]);
void tree_root(const struct tree *t, tree_hash_fn *hash,
               uint8_t out[TREE_HASH_SIZE]); /* size 0: hash of nothing */

#endif
