#include "seal.h"

#include <assert.h>
#include <string.h>

#include "encode.h"

#define TAG_SIZE    8
#define MESSAGE_MAX (32 + LIMIT_ORIGIN + 1 + LIMIT_USER_ID)

/* The tag of a challenge for these two; false if a name is too long to be one. */
static bool
challenge_tag(seal_hmac_fn *hmac, const uint8_t key[32], const uint8_t head[8], struct span origin,
              struct span signer, uint8_t tag[32])
{
    char storage[MESSAGE_MAX];
    struct buf message;

    buf_init(&message, storage, sizeof storage);
    buf_bytes(&message, head, 8);
    buf_span(&message, origin);
    buf_char(&message, '\n');
    buf_span(&message, signer);
    if (message.failed)
        return false;
    hmac(key, buf_view(&message), tag);
    return true;
}

void
challenge_make(seal_hmac_fn *hmac, const uint8_t key[32], uint32_t unix_s, const uint8_t random[4],
               struct span origin, struct span signer, uint8_t out[CHALLENGE_SIZE])
{
    uint8_t head[8];
    uint8_t tag[32];
    bool made;

    for (int i = 0; i < 4; i++) {
        head[i] = (uint8_t)(unix_s >> (24 - 8 * i));
        head[4 + i] = random[i];
    }
    made = challenge_tag(hmac, key, head, origin, signer, tag);
    assert(made);
    (void)made;
    memcpy(out, head, sizeof head);
    memcpy(out + sizeof head, tag, TAG_SIZE);
}

bool
challenge_fresh(seal_hmac_fn *hmac, const uint8_t key[32], int64_t unix_s, struct span origin,
                struct span signer, const uint8_t challenge[CHALLENGE_SIZE])
{
    uint8_t tag[32];
    uint8_t difference = 0;
    uint32_t made_s = 0;
    int64_t age_s;

    if (!challenge_tag(hmac, key, challenge, origin, signer, tag))
        return false;
    /* No early exit: the time taken must not tell how much of a guess was right. */
    for (int i = 0; i < TAG_SIZE; i++)
        difference |= (uint8_t)(tag[i] ^ challenge[CHALLENGE_SIZE - TAG_SIZE + i]);
    for (int i = 0; i < 4; i++)
        made_s = made_s << 8 | challenge[i];
    age_s = unix_s - (int64_t)made_s;
    return difference == 0 && age_s <= LIMIT_CHALLENGE_AGE_S && age_s >= -LIMIT_CHALLENGE_AHEAD_S;
}

struct span
origin_realm(struct span origin)
{
    size_t len = 0;

    while (len < origin.len && origin.p[len] != '/')
        len++;
    return (struct span){origin.p, len};
}

static bool
is_lower_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool
origin_ok(struct span origin)
{
    size_t part = 0; /* characters since the last '/' */
    size_t slashes = 0;

    if (origin.len > LIMIT_ORIGIN)
        return false;
    for (size_t i = 0; i < origin.len; i++) {
        char c = origin.p[i];

        if (c == '/' && part == 0)
            return false;
        if (c == '/') {
            slashes++;
            part = 0;
        } else if (is_lower_or_digit(c) || c == '.' || c == '-') {
            part++;
        } else {
            return false;
        }
    }
    return slashes > 0 && part > 0;
}

bool
user_id_ok(struct span user)
{
    if (user.len < 2 || user.len > LIMIT_USER_ID || user.p[0] == '-')
        return false;
    for (size_t i = 0; i < user.len; i++) {
        if (!is_lower_or_digit(user.p[i]) && user.p[i] != '-')
            return false;
    }
    return true;
}

static void
realm_and_user(struct buf *b, struct span realm, struct span user)
{
    buf_span(b, realm);
    buf_char(b, '\n');
    buf_span(b, user);
}

void
pop_message(struct buf *b, struct span realm, struct span user, const uint8_t pub[32])
{
    buf_text(b, "rems-key/v1\n");
    realm_and_user(b, realm, user);
    buf_char(b, '\n');
    base64_put(b, pub, 32);
}

void
kdf_salt(struct buf *b, struct span realm, struct span user, const uint8_t salt[16])
{
    buf_text(b, "rems-kdf/v1\n");
    realm_and_user(b, realm, user);
    buf_char(b, '\n');
    buf_bytes(b, salt, 16);
}

void
wrap_aad(struct buf *b, struct span realm, struct span user, const uint8_t pub[32])
{
    realm_and_user(b, realm, user);
    buf_char(b, '\n');
    buf_bytes(b, pub, 32);
}

void
fake_salt(seal_hmac_fn *hmac, const uint8_t key[32], struct span realm, struct span user,
          uint8_t out[16])
{
    char storage[MESSAGE_MAX];
    struct buf message;
    uint8_t mac[32];

    buf_init(&message, storage, sizeof storage);
    buf_text(&message, "rems-salt/v1\n");
    realm_and_user(&message, realm, user);
    assert(!message.failed);
    hmac(key, buf_view(&message), mac);
    memcpy(out, mac, 16);
}

/* Points whose order divides 8, as RFC 8032 writes them, with the sign bit cleared. */
static const uint8_t small_order[7][32] = {
    {0x00},
    {0x01},
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
     0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
     0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
     0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
     0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
};

bool
key_small_order(const uint8_t pub[32])
{
    uint8_t point[32];

    memcpy(point, pub, sizeof point);
    point[31] &= 0x7f;
    for (size_t i = 0; i < sizeof small_order / sizeof small_order[0]; i++) {
        if (memcmp(point, small_order[i], sizeof point) == 0)
            return true;
    }
    return false;
}
