/* encode.c -- see encode.h. */
#include "encode.h"

#include <assert.h>
#include <string.h>

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
#define PAD 64
static const char hex_digits[] = "0123456789abcdef";

/* --- base64 ------------------------------------------------------------------------------- */

/* Four digits for one to three bytes. */
static void
base64_group(const uint8_t *bytes, size_t len, char out[4])
{
    uint32_t bits = (uint32_t)bytes[0] << 16;

    if (len > 1)
        bits |= (uint32_t)bytes[1] << 8;
    if (len > 2)
        bits |= bytes[2];
    for (size_t i = 0; i < 4; i++)
        out[i] = base64_digits[i <= len ? bits >> (18 - 6 * i) & 63 : PAD];
}

void
base64_put(struct buf *b, const void *bytes, size_t len)
{
    const uint8_t *at = bytes;

    while (len > 0) {
        size_t part = len < 3 ? len : 3;
        char group[4];

        base64_group(at, part, group);
        buf_bytes(b, group, sizeof(group));
        at += part;
        len -= part;
    }
}

void
base64_encode(const void *bytes, size_t len, char *out)
{
    struct buf b;

    buf_init(&b, out, BASE64_SIZE(len));
    base64_put(&b, bytes, len);
}

/* Value of a digit, or -1. */
static int
base64_value(char c)
{
    const char *at = memchr(base64_digits, c, PAD);

    return at == NULL ? -1 : (int)(at - base64_digits);
}

/* Only digits, at most two '=' at the end, unused bits zero. *len receives the decoded length. */
static bool
base64_well_formed(struct span text, size_t *len)
{
    size_t pads = 0;
    size_t digits;

    if (text.len % 4 != 0)
        return false;
    while (pads < 2 && pads < text.len && text.p[text.len - 1 - pads] == '=')
        pads++;
    digits = text.len - pads;
    for (size_t i = 0; i < digits; i++) {
        if (base64_value(text.p[i]) < 0)
            return false;
    }
    if (pads > 0 && (base64_value(text.p[digits - 1]) & (pads == 1 ? 3 : 15)) != 0)
        return false;
    *len = text.len / 4 * 3 - pads;
    return true;
}

/* The bytes of a well-formed text. */
static void
base64_read(struct span text, uint8_t *out, size_t len)
{
    uint32_t bits = 0;
    unsigned held = 0;

    for (size_t i = 0; len > 0; i++) {
        bits = bits << 6 | (uint32_t)base64_value(text.p[i]);
        held += 6;
        if (held >= 8) {
            held -= 8;
            *out++ = (uint8_t)(bits >> held & 255);
            len--;
        }
    }
}

bool
base64_decode_any(struct span text, void *out, size_t max, size_t *len)
{
    size_t need;

    if (!base64_well_formed(text, &need) || need > max)
        return false;
    base64_read(text, out, need);
    *len = need;
    return true;
}

bool
base64_decode(struct span text, void *out, size_t len)
{
    size_t got;

    if (!base64_well_formed(text, &got) || got != len)
        return false;
    base64_read(text, out, len);
    return true;
}

/* --- hexadecimal -------------------------------------------------------------------------- */

void
hex_encode(const void *bytes, size_t len, char *out)
{
    const uint8_t *at = bytes;

    for (size_t i = 0; i < len; i++) {
        *out++ = hex_digits[at[i] >> 4];
        *out++ = hex_digits[at[i] & 15];
    }
    *out = '\0';
}

/* Value of a digit, or -1. */
static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

bool
hex_decode(struct span text, void *out, size_t len)
{
    uint8_t *to = out;

    if (text.len % 2 != 0 || text.len / 2 != len)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (hex_value(text.p[i]) < 0)
            return false;
    }
    for (size_t i = 0; i < len; i++)
        to[i] = (uint8_t)(hex_value(text.p[2 * i]) * 16 + hex_value(text.p[2 * i + 1]));
    return true;
}

/* --- base32 ------------------------------------------------------------------------------- */

void
base32_put(struct buf *b, const void *bytes, size_t len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const uint8_t *at = bytes;
    uint32_t bits = 0;
    unsigned held = 0;

    for (size_t i = 0; i < len; i++) {
        bits = bits << 8 | at[i];
        for (held += 8; held >= 5; held -= 5)
            buf_char(b, digits[bits >> (held - 5) & 31]);
    }
    if (held > 0)
        buf_char(b, digits[bits << (5 - held) & 31]);
}

/* --- uuid --------------------------------------------------------------------------------- */

static bool
uuid_dash_at(size_t i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

bool
uuid_is(struct span text)
{
    if (text.len != UUID_SIZE - 1)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (uuid_dash_at(i) ? text.p[i] != '-' : hex_value(text.p[i]) < 0)
            return false;
    }
    return true;
}

void
uuid_from_bytes(const uint8_t bytes[16], char out[UUID_SIZE])
{
    char hex[HEX_SIZE(16)];
    const char *from = hex;

    hex_encode(bytes, 16, hex);
    for (size_t i = 0; i < UUID_SIZE - 1; i++) {
        out[i] = '-';
        if (!uuid_dash_at(i))
            out[i] = *from++;
    }
    out[UUID_SIZE - 1] = '\0';
}
