/* signing.c -- see signing.h. */
#include "signing.h"

#include <inttypes.h>
#include <string.h>

#include "crypto.h"
#include "encode.h"
#include "entry.h"

enum err_code
signing_new_idem(char out[UUID_SIZE], struct err *err)
{
    uint8_t bytes[16];
    enum err_code code = crypto_random(bytes, sizeof(bytes), err);

    if (code != ERR_OK)
        return code;
    bytes[6] = (uint8_t)((bytes[6] & 0x0F) | 0x40); /* version 4, for tools that look */
    bytes[8] = (uint8_t)((bytes[8] & 0x3F) | 0x80);
    uuid_from_bytes(bytes, out);
    return ERR_OK;
}

enum err_code
signing_envelope(const struct statement_draft *draft, const uint8_t seed[32], struct buf *envelope,
                 struct err *err)
{
    static char text[LIMIT_STATEMENT + 1];
    uint8_t sig[64];
    struct buf b;
    enum err_code code;

    buf_init(&b, text, sizeof(text));
    statement_write(&b, draft);
    if (b.failed)
        return err_set(err, ERR_TOO_LARGE, "shorten the texts",
                       "the statement is larger than %d bytes", LIMIT_STATEMENT);
    code = crypto_sign_statement(seed, buf_view(&b), sig, err);
    if (code != ERR_OK)
        return code;
    buf_reset(envelope);
    envelope_write(envelope, sig, buf_view(&b));
    if (envelope->failed)
        return err_set(err, ERR_TOO_LARGE, "shorten the texts", "the statement is too large");
    return ERR_OK;
}

/* --- the answer --------------------------------------------------------------------------- */

static enum err_code
unfit(struct err *err, const char *what)
{
    return err_set(err, ERR_BAD_ANSWER, "keep the state directory and tell the sponsor's auditor",
                   "the daemon's answer does not fit what was signed: %s", what);
}

/* The entry is ours: the same statement, the same signature. */
static bool
same_statement(const struct entry *e, struct span envelope)
{
    uint8_t sig[64];
    struct span stmt;
    struct err ignored;

    return envelope_parse(envelope, sig, &stmt, &ignored) == ERR_OK &&
           memcmp(sig, e->sig, sizeof(sig)) == 0 && span_same(stmt, e->stmt);
}

static enum err_code
check_receipt(const struct json *answer, const char *origin, struct span entry,
              struct recorded *out, struct err *err)
{
    const struct json *receipt = json_get(answer, "receipt");
    uint8_t leaf[TREE_HASH_SIZE], expected[TREE_HASH_SIZE];
    int64_t size = json_integer_or(receipt, "size", -1);

    tree_leaf_hash(crypto_sha256_parts, entry, expected);
    if (json_get_base64(receipt, "leaf", leaf, sizeof(leaf), err) != ERR_OK ||
        memcmp(leaf, expected, sizeof(leaf)) != 0)
        return unfit(err, "the receipt's leaf hash is not that of the entry");
    memcpy(out->leaf, leaf, sizeof(leaf));
    if (json_integer_or(receipt, "n", -1) != (int64_t)out->n || size <= (int64_t)out->n ||
        strcmp(json_string_or(receipt, "origin", ""), origin) != 0)
        return unfit(err, "the receipt names another log or another entry");
    if (json_get_base64(receipt, "root", out->head.root, sizeof(out->head.root), err) != ERR_OK)
        return unfit(err, "the receipt has no root");
    out->head.n = (uint64_t)size;
    return ERR_OK;
}

static enum err_code
check_entry(const struct json *answer, const char *origin, struct span envelope,
            struct recorded *out, struct span bytes, struct err *err)
{
    struct entry e;
    bool refused = strcmp(json_string_or(answer, "outcome", ""), "refused") == 0;

    if (entry_parse(bytes, &e, err) != ERR_OK)
        return unfit(err, "the entry is malformed");
    if (!same_statement(&e, envelope))
        return unfit(err, "the entry holds another statement");
    out->accepted = !e.dec.present || e.dec.accepted;
    if (e.n != (uint64_t)json_integer_or(answer, "n", -1) || out->accepted == refused)
        return unfit(err, "number or outcome differ from the entry's");
    out->n = e.n;
    out->at = e.at;
    return check_receipt(answer, origin, bytes, out, err);
}

enum err_code
signing_check(const struct json *answer, const char *origin, struct span envelope,
              struct recorded *out, struct buf *entry, struct err *err)
{
    static uint8_t bytes[LIMIT_ENTRY];
    struct recorded r = {.replayed = out->replayed};
    size_t len = 0;
    enum err_code code;

    if (!base64_decode_any(span_of(json_string_or(answer, "entry", "")), bytes, sizeof(bytes),
                           &len) ||
        len == 0)
        return unfit(err, "there is no entry in it");
    code = check_entry(answer, origin, envelope, &r, (struct span){(const char *)bytes, len}, err);
    if (code != ERR_OK)
        return code;
    span_copy(span_of(json_string_or(answer, "barcode", "")), r.barcode, sizeof(r.barcode));
    *out = r;
    if (entry != NULL) {
        buf_reset(entry);
        buf_bytes(entry, bytes, len);
    }
    return ERR_OK;
}
