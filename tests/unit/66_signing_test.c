/* Keys, envelopes and answers: the vectors of ledger.md, and a daemon that says something else. */
#include "60_client.h"

#include "crypto.h"
#include "encode.h"
#include "entry.h"
#include "keystore.h"
#include "sending.h"
#include "signing.h"

#define ORIGIN "rems.example.org/site-001/len-01"

/* RFC 8032, TEST 2: the user's seed and public key of Appendix C. */
static const char seed_hex[] = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
static const char pub_hex[] = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";

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
from_hex(const char *hex, uint8_t out[32])
{
    assert_true(hex_decode(span_of(hex), out, 32));
}

/* --- password and key --------------------------------------------------------------------- */

static struct session
vector_session(void)
{
    struct session s = {.n = 4096};

    strcpy(s.realm, "rems.example.org");
    strcpy(s.user, "ph-0007");
    for (uint8_t i = 0; i < 16; i++)
        s.salt[i] = i;
    assert_true(base64_decode(
        span_of("EBESExQVFhcYGRob8CEGqOZUR6UxX5BD4uhgyrhHjgm/dbfgs8M/QSSDZ8d90sD7Y34wW4TtawbBHfSx"),
        s.blob, sizeof(s.blob)));
    from_hex(pub_hex, s.pub);
    return s;
}

static struct secret
password(const char *text)
{
    struct secret s = {.len = strlen(text)};

    strcpy(s.text, text);
    return s;
}

static void
the_password_unlocks_the_key_of_the_vector(void **state)
{
    struct session s = vector_session();
    struct secret right = password("correct horse b\xC3\xA4ttery staple");
    struct secret wrong = password("correct horse battery staple");
    uint8_t seed[32], want[32];
    struct err err;

    (void)state;
    from_hex(seed_hex, want);
    assert_int_equal(keystore_unlock(&s, &right, seed, &err), ERR_OK);
    assert_memory_equal(seed, want, 32);
    assert_int_equal(keystore_unlock(&s, &wrong, seed, &err), ERR_BAD_LOGIN);
    s.user[0] = 'x'; /* the wrapping names its user */
    assert_int_equal(keystore_unlock(&s, &right, seed, &err), ERR_BAD_LOGIN);
}

static void
a_proof_belongs_to_one_user_of_one_realm(void **state)
{
    uint8_t seed[32], pub[32], pop[64];
    char fingerprint[FINGERPRINT_SIZE];
    struct err err;

    (void)state;
    from_hex(seed_hex, seed);
    from_hex(pub_hex, pub);
    assert_int_equal(keystore_pop("rems.example.org", "ph-0007", seed, pop, &err), ERR_OK);
    assert_true(keystore_pop_ok("rems.example.org", "ph-0007", pub, pop));
    assert_false(keystore_pop_ok("rems.example.org", "ph-0008", pub, pop));
    assert_false(keystore_pop_ok("rems.example.net", "ph-0007", pub, pop));
    memset(pub, 0, sizeof(pub));
    pub[0] = 1; /* small order: one signature fits any text */
    memset(pop, 0, sizeof(pop));
    pop[0] = 1;
    assert_false(keystore_pop_ok("rems.example.org", "ph-0007", pub, pop));
    from_hex(pub_hex, pub);
    keystore_fingerprint(pub, fingerprint);
    assert_string_equal(fingerprint, "39f7 13d0 a644 253f");
}

/* --- envelopes and answers ---------------------------------------------------------------- */

static char envelope_storage[SIGNING_ENVELOPE_MAX];

static struct span
make_envelope(struct statement_draft *draft)
{
    uint8_t seed[32];
    struct buf b;
    struct err err;

    from_hex(seed_hex, seed);
    *draft = (struct statement_draft){
        .type = STATEMENT_menses,
        .origin = ORIGIN,
        .signer = "ph-0007",
        .body = span_of("{\"pattern\":\"regular\",\"subject\":\"F-001\"}")};
    assert_int_equal(signing_new_idem(draft->idem, &err), ERR_OK);
    assert_true(uuid_is(span_of(draft->idem)));
    buf_init(&b, envelope_storage, sizeof(envelope_storage));
    assert_int_equal(signing_envelope(draft, seed, &b, &err), ERR_OK);
    return buf_view(&b);
}

struct answer_parts {
    uint64_t n, receipt_n, size;
    const char *outcome, *origin;
    bool other_leaf, other_statement;
};

static const struct answer_parts honest = {
    .n = 7, .receipt_n = 7, .size = 8, .outcome = "accepted", .origin = ORIGIN};

/* The answer of a daemon that recorded the envelope, but for what `parts` changes. */
static struct json *
make_answer(struct span envelope, const struct answer_parts *parts)
{
    static char bytes[LIMIT_ENTRY + 1];
    struct entry e = {.n = 7};
    struct json *answer = json_new_object(), *receipt = json_new_object();
    uint8_t leaf[32], root[32] = {1};
    struct err err;
    struct buf b;

    assert_int_equal(envelope_parse(envelope, e.sig, &e.stmt, &err), ERR_OK);
    strcpy(e.key, "39f713d0a644253f");
    if (parts->other_statement)
        e.sig[0] ^= 1;
    buf_init(&b, bytes, sizeof(bytes));
    entry_write(&b, &e);
    tree_leaf_hash(crypto_sha256_parts, buf_view(&b), leaf);
    if (parts->other_leaf)
        leaf[0] ^= 1;
    json_set_string(answer, "outcome", parts->outcome);
    json_set_integer(answer, "n", (int64_t)parts->n);
    json_set_base64(answer, "entry", b.data, b.len);
    json_set_base64(receipt, "leaf", leaf, sizeof(leaf));
    json_set_integer(receipt, "n", (int64_t)parts->receipt_n);
    json_set_string(receipt, "origin", parts->origin);
    json_set_base64(receipt, "root", root, sizeof(root));
    json_set_integer(receipt, "size", (int64_t)parts->size);
    json_set(answer, "receipt", receipt);
    return answer;
}

static enum err_code
check(const struct answer_parts *parts, struct recorded *out, struct err *err)
{
    struct statement_draft draft;
    struct span envelope = make_envelope(&draft);
    struct json *answer = make_answer(envelope, parts);
    enum err_code code;

    *out = (struct recorded){.n = 0};
    code = signing_check(answer, ORIGIN, envelope, out, NULL, err);
    json_free(answer);
    return code;
}

static void
an_honest_answer_is_read(void **state)
{
    struct recorded r;
    struct err err;

    (void)state;
    if (check(&honest, &r, &err) != ERR_OK)
        fail_msg("%s", err.detail);
    assert_true(r.accepted);
    assert_int_equal(r.n, 7);
    assert_int_equal(r.head.n, 8);
    assert_int_equal(r.head.root[0], 1);
}

static void
refuses(struct answer_parts parts, const char *says)
{
    struct recorded r;
    struct err err;

    assert_int_equal(check(&parts, &r, &err), ERR_BAD_ANSWER);
    if (strstr(err.detail, says) == NULL)
        fail_msg("'%s' is not in '%s'", says, err.detail);
}

static void
an_answer_that_does_not_fit_is_found_out(void **state)
{
    struct answer_parts p;

    (void)state;
    p = honest, p.n = 8;
    refuses(p, "number or outcome differ");
    p = honest, p.outcome = "refused";
    refuses(p, "number or outcome differ");
    p = honest, p.other_statement = true;
    refuses(p, "another statement");
    p = honest, p.other_leaf = true;
    refuses(p, "leaf hash");
    p = honest, p.receipt_n = 6;
    refuses(p, "another log or another entry");
    p = honest, p.size = 7;
    refuses(p, "another log or another entry");
    p = honest, p.origin = "rems.example.org/site-001/len-02";
    refuses(p, "another log or another entry");
}

/* --- lost answers ------------------------------------------------------------------------- */

static void
only_what_was_looked_up_settles_a_lost_copy(void **state)
{
    (void)state;
    assert_false(sending_settles(ERR_OUTCOME_UNKNOWN, false));
    /* The only copy was answered: nothing is left to know. */
    assert_true(sending_settles(ERR_NOT_SIGNED_IN, false));
    assert_true(sending_settles(ERR_LEDGER_DOWN, false));
    assert_true(sending_settles(ERR_NO_SERVER, false));
    /* An earlier copy may have been recorded. */
    assert_false(sending_settles(ERR_NOT_SIGNED_IN, true));
    assert_false(sending_settles(ERR_NO_AUTHORITY, true));
    assert_false(sending_settles(ERR_KEY_NOT_VALID, true));
    assert_false(sending_settles(ERR_LEDGER_DOWN, true));
    assert_false(sending_settles(ERR_NO_SERVER, true));
    assert_true(sending_settles(ERR_KEY_REUSED, true));
    assert_true(sending_settles(ERR_UNKNOWN_REFERENCE, true));
    assert_true(sending_settles(ERR_BAD_FIELD, true));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_password_unlocks_the_key_of_the_vector),
        cmocka_unit_test(a_proof_belongs_to_one_user_of_one_realm),
        cmocka_unit_test(an_honest_answer_is_read),
        cmocka_unit_test(an_answer_that_does_not_fit_is_found_out),
        cmocka_unit_test(only_what_was_looked_up_settles_a_lost_copy),
    };

    return cmocka_run_group_tests(tests, start, finish);
}
