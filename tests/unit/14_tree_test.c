/* The Merkle tree: RFC 6962's eight leaves, the worked logs, and a second way to reckon it. */
#include "vectors.h"

#include "crypto.h"
#include "entry.h"
#include "tree.h"

#define LEAVES_MAX 130

static int
start(void **state)
{
    struct err err;

    (void)state;
    return crypto_init(&err) == ERR_OK ? 0 : -1;
}

static int
finish(void **state)
{
    (void)state;
    crypto_release();
    return 0;
}

static void
assert_hash(const uint8_t hash[TREE_HASH_SIZE], const char *base64)
{
    char text[BASE64_SIZE(TREE_HASH_SIZE)];

    base64_encode(hash, TREE_HASH_SIZE, text);
    assert_string_equal(text, base64);
}

static void
root_of(const struct tree *t, uint8_t out[TREE_HASH_SIZE])
{
    tree_root(t, crypto_sha256_parts, out);
}

static void
append(struct tree *t, struct span entry)
{
    uint8_t leaf[TREE_HASH_SIZE];

    tree_leaf_hash(crypto_sha256_parts, entry, leaf);
    tree_append(t, crypto_sha256_parts, leaf);
}

/* transparency-dev/merkle, testonly/constants.go: inputs and roots of sizes 1 to 8. */
static void
eight_leaves_of_rfc_6962(void **state)
{
    static const char *const inputs[] = {
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    };
    static const char *const roots[] = {
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    };
    struct tree t;

    (void)state;
    tree_init(&t);
    for (size_t i = 0; i < 8; i++) {
        char bytes[16];
        size_t len = strlen(inputs[i]) / 2;
        uint8_t root[TREE_HASH_SIZE];
        char hex[HEX_SIZE(TREE_HASH_SIZE)];

        assert_true(hex_decode(span_of(inputs[i]), bytes, len));
        append(&t, (struct span){bytes, len});
        root_of(&t, root);
        hex_encode(root, sizeof(root), hex);
        assert_string_equal(hex, roots[i]);
    }
}

static void
an_empty_tree_is_the_hash_of_nothing(void **state)
{
    uint8_t root[TREE_HASH_SIZE];
    struct tree t;

    (void)state;
    tree_init(&t);
    root_of(&t, root);
    assert_hash(root, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

static void
append_vector(struct tree *t, const struct vector_entry *v)
{
    uint8_t leaf[TREE_HASH_SIZE];

    tree_leaf_hash(crypto_sha256_parts, span_of(v->bytes), leaf);
    assert_hash(leaf, v->leaf);
    tree_append(t, crypto_sha256_parts, leaf);
}

/* The root that a statement has seen is the root of the log at that size. */
static void
assert_seen(const struct tree *t, const struct vector_entry *v)
{
    uint8_t root[TREE_HASH_SIZE];
    struct entry e;
    struct statement s;
    struct span type;
    struct err err;

    root_of(t, root);
    assert_int_equal(entry_parse(span_of(v->bytes), &e, &err), ERR_OK);
    assert_int_equal(statement_parse_envelope(e.stmt, &s, &type, &err), ERR_OK);
    assert_int_equal(e.n, t->size);
    assert_int_equal(s.seen_n, t->size);
    assert_memory_equal(s.seen_root, root, sizeof(root));
}

static void
roots_of_appendix_a(void **state)
{
    struct tree t;

    (void)state;
    tree_init(&t);
    for (size_t i = 0; i < 3; i++) {
        uint8_t root[TREE_HASH_SIZE];

        assert_seen(&t, &vector_a[i]);
        append_vector(&t, &vector_a[i]);
        root_of(&t, root);
        assert_hash(root, vector_a_root[i]);
    }
}

static void
roots_of_the_log_with_people(void **state)
{
    uint8_t root[TREE_HASH_SIZE];
    struct tree t;

    (void)state;
    tree_init(&t);
    for (size_t i = 0; i < 8; i++) {
        assert_seen(&t, &vector_c[i]);
        append_vector(&t, &vector_c[i]);
        root_of(&t, root);
        if (t.size == 5)
            assert_hash(root, vector_c_root5);
    }
    assert_hash(root, vector_c_root8);
}

/* RFC 6962 2.1 as it is written: split at the largest power of two below the size. */
static void
root_by_definition(uint8_t (*leaves)[TREE_HASH_SIZE], size_t count, uint8_t out[TREE_HASH_SIZE])
{
    uint8_t halves[2][TREE_HASH_SIZE];
    const struct span parts[] = {{"\1", 1}, {(const char *)halves, sizeof(halves)}};
    size_t split = 1;

    if (count == 1) {
        memcpy(out, leaves[0], TREE_HASH_SIZE);
        return;
    }
    while (split * 2 < count)
        split *= 2;
    root_by_definition(leaves, split, halves[0]);
    root_by_definition(leaves + split, count - split, halves[1]);
    crypto_sha256_parts(parts, 2, out);
}

/* At every size: as defined, and the same after being stored and loaded. */
static void
grows_and_is_restored_at_every_size(void **state)
{
    static uint8_t leaves[LEAVES_MAX][TREE_HASH_SIZE];
    struct tree t;

    (void)state;
    tree_init(&t);
    for (size_t i = 0; i < LEAVES_MAX; i++) {
        uint8_t root[TREE_HASH_SIZE];
        uint8_t want[TREE_HASH_SIZE];
        struct tree copy;

        memset(leaves[i], (int)i, TREE_HASH_SIZE);
        tree_append(&t, crypto_sha256_parts, leaves[i]);
        root_of(&t, root);
        root_by_definition(leaves, i + 1, want);
        assert_memory_equal(root, want, sizeof(root));
        assert_true(tree_load(&copy, t.size, t.frontier[0], t.count * TREE_HASH_SIZE));
        assert_int_equal(copy.count, t.count);
        assert_memory_equal(copy.frontier, t.frontier, t.count * TREE_HASH_SIZE);
    }
}

static void
a_frontier_must_fit_its_size(void **state)
{
    uint8_t frontier[3 * TREE_HASH_SIZE] = {0};
    struct tree t = {.size = 77};

    (void)state;
    assert_false(tree_load(&t, 4, frontier, 2 * TREE_HASH_SIZE));
    assert_false(tree_load(&t, 3, frontier, TREE_HASH_SIZE));
    assert_false(tree_load(&t, 3, frontier, 2 * TREE_HASH_SIZE - 1));
    assert_false(tree_load(&t, 0, frontier, TREE_HASH_SIZE));
    assert_int_equal(t.size, 77);
    assert_true(tree_load(&t, 7, frontier, sizeof(frontier)));
    assert_true(tree_load(&t, 0, NULL, 0));
    assert_int_equal(t.size, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_leaves_of_rfc_6962),
        cmocka_unit_test(an_empty_tree_is_the_hash_of_nothing),
        cmocka_unit_test(roots_of_appendix_a),
        cmocka_unit_test(roots_of_the_log_with_people),
        cmocka_unit_test(grows_and_is_restored_at_every_size),
        cmocka_unit_test(a_frontier_must_fit_its_size),
    };

    return cmocka_run_group_tests(tests, start, finish);
}
