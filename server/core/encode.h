/*
 * encode.h -- base64, base32, hexadecimal and uuid texts, strictly (ledger.md 2.8).
 *
 * base64 is RFC 4648 section 4 with padding, unused bits zero and nothing else in it;
 * hexadecimal and uuids are lower case. Decoders refuse everything else.
 */
#ifndef CORE_ENCODE_H
#define CORE_ENCODE_H

#include "buf.h"
#include "span.h"

#define BASE64_SIZE(bytes) ((((bytes) + 2) / 3) * 4 + 1) /* with the final NUL */
#define HEX_SIZE(bytes)    ((bytes)*2 + 1)
#define UUID_SIZE          37

void base64_put(struct buf *b, const void *bytes, size_t len);
void base64_encode(const void *bytes, size_t len, char *out); /* out: BASE64_SIZE(len) */
/* Decode exactly `len` bytes. */
bool base64_decode(struct span text, void *out, size_t len);
/* Decode at most `max` bytes; *len receives how many. */
bool base64_decode_any(struct span text, void *out, size_t max, size_t *len);

void hex_encode(const void *bytes, size_t len, char *out); /* out: HEX_SIZE(len) */
bool hex_decode(struct span text, void *out, size_t len);

/* RFC 4648 base32, upper case, without padding: for the receipt's bar code. */
void base32_put(struct buf *b, const void *bytes, size_t len);

bool uuid_is(struct span text); /* 8-4-4-4-12 lower-case hex; no version is checked */
void uuid_from_bytes(const uint8_t bytes[16], char out[UUID_SIZE]);

#endif
