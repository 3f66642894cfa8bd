/* http_scan.c -- see http_scan.h. RFC 9110 and 9112, narrowed to what our clients send. */
#include "http_scan.h"

#include <stdbool.h>
#include <string.h>

#include "limit.h"
#include "span.h"

/* Headers that we act on: each at most once. The order is that of the names below. */
enum watched {
    SEEN_LENGTH,
    SEEN_TYPE,
    SEEN_CODING,
    SEEN_HOST,
    SEEN_EXPECT,
    SEEN_AUTHORIZATION,
    SEEN_USER,
    SEEN_TRAINING_AT,
    SEEN_COUNT
};

static const char *const watched_name[SEEN_COUNT] = {
    "content-length", "content-type",  "transfer-encoding", "host",
    "expect",         "authorization", "rems-user",         "rems-training-at",
};
static const char *const shown_name[SEEN_COUNT] = {
    "Content-Length", "Content-Type",  "Transfer-Encoding", "Host",
    "Expect",         "Authorization", "Rems-User",         "Rems-Training-At",
};

static bool
saw(const struct http_scan *scan, enum watched header)
{
    return (scan->seen >> header) & 1U;
}

static void
bad(struct http_scan *scan, struct err *err, enum err_code code, const char *field,
    const char *detail)
{
    scan->state = SCAN_BAD;
    (void)err_field(err, code, field, "", "%s", detail);
}

void
http_scan_reset(struct http_scan *scan)
{
    *scan = (struct http_scan){.state = SCAN_METHOD, .watched = -1};
}

/* A byte of a token (RFC 9110 5.6.2): what a method or a header's name is made of. */
static bool
is_token_byte(unsigned char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return true;
    return c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL;
}

static void
next_token(struct http_scan *scan, enum http_scan_state state)
{
    scan->state = state;
    scan->token_bytes = 0;
}

static void
feed_method(struct http_scan *scan, char c, struct err *err)
{
    if (c == ' ' && scan->token_bytes > 0) {
        scan->method[scan->token_bytes] = '\0';
        next_token(scan, SCAN_TARGET);
    } else if (!is_token_byte((unsigned char)c)) {
        bad(scan, err, ERR_BAD_HEADER, "method", "the request does not begin with a method");
    } else if (scan->token_bytes == HTTP_SCAN_METHOD_MAX) {
        bad(scan, err, ERR_BAD_HEADER, "method", "the method is longer than 20 bytes");
    } else {
        scan->method[scan->token_bytes++] = c;
    }
}

static void
feed_target(struct http_scan *scan, char c, struct err *err)
{
    if (c == ' ' && scan->token_bytes > 0)
        next_token(scan, SCAN_VERSION);
    else if (scan->token_bytes == 0 && c != '/')
        bad(scan, err, ERR_BAD_HEADER, "target", "the target must begin with /");
    else if ((unsigned char)c <= ' ' || (unsigned char)c >= 0x7f)
        bad(scan, err, ERR_BAD_HEADER, "target", "a byte of the target must be percent-encoded");
    else if (c == '#' || c == '\\' || c == '"' || c == '<' || c == '>')
        bad(scan, err, ERR_BAD_HEADER, "target", "a character of the target may not stand there");
    else if (++scan->token_bytes > LIMIT_TARGET)
        bad(scan, err, ERR_TARGET_TOO_LONG, "target", "the target is longer than 2048 bytes");
}

static void
feed_version(struct http_scan *scan, char c, struct err *err)
{
    static const char version[] = "HTTP/1.1";

    if (c == '\r' && scan->token_bytes == sizeof(version) - 1)
        scan->state = SCAN_LINE_LF;
    else if (scan->token_bytes >= sizeof(version) - 1 || c != version[scan->token_bytes])
        bad(scan, err, ERR_BAD_HEADER, "version",
            "the request line must end in HTTP/1.1 and CR LF");
    else
        scan->token_bytes++;
}

static void
feed_line_start(struct http_scan *scan, char c, struct err *err)
{
    if (c == '\r') {
        scan->state = SCAN_END_LF;
    } else if (c == ' ' || c == '\t') {
        bad(scan, err, ERR_BAD_HEADER, "header", "a header line may not be folded");
    } else if (!is_token_byte((unsigned char)c)) {
        bad(scan, err, ERR_BAD_HEADER, "header", "a header line does not begin with a name");
    } else if (++scan->header_lines > LIMIT_HEADER_LINES) {
        bad(scan, err, ERR_HEADER_TOO_LARGE, "header", "there are more than 64 header lines");
    } else {
        next_token(scan, SCAN_NAME);
        scan->token[scan->token_bytes++] = (char)((c >= 'A' && c <= 'Z') ? c + ('a' - 'A') : c);
    }
}

/* A name is complete: is it one that we act on, and is it the first of its kind? */
static void
name_ends(struct http_scan *scan, struct err *err)
{
    struct span name = {scan->token, scan->token_bytes};

    scan->state = SCAN_BEFORE_VALUE;
    scan->value_bytes = scan->value_kept = 0;
    scan->watched = -1;
    for (int i = 0; i < SEEN_COUNT; i++) {
        if (!span_is(name, watched_name[i]))
            continue;
        if (i == SEEN_CODING)
            bad(scan, err, ERR_BAD_HEADER, shown_name[i], "a body needs a Content-Length instead");
        else if (saw(scan, (enum watched)i))
            bad(scan, err, ERR_BAD_HEADER, shown_name[i], "the header is given twice");
        scan->seen |= UINT64_C(1) << i;
        scan->watched = i;
    }
}

static void
feed_name(struct http_scan *scan, char c, struct err *err)
{
    if (c == ':') {
        name_ends(scan, err);
    } else if (!is_token_byte((unsigned char)c)) {
        bad(scan, err, ERR_BAD_HEADER, "header", "a header's name must be followed by a colon");
    } else {
        /* A name longer than the token is none that we know: its first bytes are kept, its length
         * stops at a size that no known name has. */
        if (scan->token_bytes < sizeof(scan->token))
            scan->token[scan->token_bytes++] = (char)((c >= 'A' && c <= 'Z') ? c + ('a' - 'A') : c);
    }
}

/* 1*DIGIT without a sign, a leading zero or a list; then the limit. */
static void
check_length(struct http_scan *scan, struct span value, struct err *err)
{
    uint64_t length = 0;

    for (size_t i = 0; i < value.len; i++) {
        if (value.p[i] < '0' || value.p[i] > '9') {
            bad(scan, err, ERR_BAD_HEADER, "Content-Length", "the length must be digits only");
            return;
        }
        if (length <= LIMIT_BODY)
            length = length * 10 + (uint64_t)(value.p[i] - '0');
    }
    if (value.len == 0 || (value.len > 1 && value.p[0] == '0'))
        bad(scan, err, ERR_BAD_HEADER, "Content-Length",
            "the length must be a number without leading zeros");
    else if (length > LIMIT_BODY || scan->value_kept > sizeof(scan->value))
        bad(scan, err, ERR_TOO_LARGE, "Content-Length", "the body is larger than 262144 bytes");
    else
        scan->body_size = scan->body_left = (uint32_t)length;
}

/* Equal but for the case of ASCII letters. */
static bool
same_word(struct span value, const char *word)
{
    if (value.len != strlen(word))
        return false;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.p[i];

        if (((c >= 'A' && c <= 'Z') ? c + ('a' - 'A') : c) != word[i])
            return false;
    }
    return true;
}

static void
value_ends(struct http_scan *scan, struct err *err)
{
    bool whole = scan->value_kept <= sizeof(scan->value);
    struct span value = {scan->value, whole ? scan->value_kept : sizeof(scan->value)};

    scan->state = SCAN_LINE_LF;
    switch (scan->watched) {
    case SEEN_LENGTH:
        check_length(scan, value, err);
        break;
    case SEEN_TYPE:
        if (!whole || (!same_word(value, "application/json") &&
                       !same_word(value, "application/json; charset=utf-8") &&
                       !same_word(value, "application/json;charset=utf-8")))
            bad(scan, err, ERR_BAD_MEDIA_TYPE, "Content-Type", "only application/json is taken");
        break;
    case SEEN_EXPECT:
        if (!whole || !same_word(value, "100-continue"))
            bad(scan, err, ERR_BAD_HEADER, "Expect", "only 100-continue can be expected");
        break;
    case SEEN_HOST:
        if (scan->value_kept == 0)
            bad(scan, err, ERR_BAD_HEADER, "Host", "the header is empty");
        break;
    default:
        break;
    }
}

static void
feed_value(struct http_scan *scan, char c, struct err *err)
{
    bool space = c == ' ' || c == '\t';

    if (c == '\r') {
        value_ends(scan, err);
    } else if (((unsigned char)c < ' ' && !space) || (unsigned char)c >= 0x7f) {
        bad(scan, err, ERR_BAD_HEADER, scan->watched < 0 ? "header" : shown_name[scan->watched],
            "a header's value holds a byte that is not printable ASCII");
    } else if (scan->state == SCAN_VALUE || !space) {
        scan->state = SCAN_VALUE;
        if (scan->value_bytes < sizeof(scan->value))
            scan->value[scan->value_bytes] = c;
        scan->value_bytes++;
        if (!space)
            scan->value_kept = scan->value_bytes;
    }
}

/* The empty line was read: does the header make a request that we can take? */
static void
header_ends(struct http_scan *scan, struct err *err)
{
    bool carries = strcmp(scan->method, "POST") == 0 || strcmp(scan->method, "PUT") == 0;

    scan->state = scan->body_left == 0 ? SCAN_COMPLETE : SCAN_BODY;
    if (!saw(scan, SEEN_HOST))
        bad(scan, err, ERR_BAD_HEADER, "Host", "the header is missing");
    else if (carries && !saw(scan, SEEN_LENGTH))
        bad(scan, err, ERR_LENGTH_REQUIRED, "Content-Length", "the header is missing");
    else if (!carries && scan->body_size > 0)
        bad(scan, err, ERR_BAD_HEADER, "Content-Length", "this method takes no body");
    else if (scan->body_size > 0 && !saw(scan, SEEN_TYPE))
        bad(scan, err, ERR_BAD_MEDIA_TYPE, "Content-Type", "the header is missing");
}

static void
feed_byte(struct http_scan *scan, char c, struct err *err)
{
    switch (scan->state) {
    case SCAN_METHOD:
        feed_method(scan, c, err);
        break;
    case SCAN_TARGET:
        feed_target(scan, c, err);
        break;
    case SCAN_VERSION:
        feed_version(scan, c, err);
        break;
    case SCAN_LINE_START:
        feed_line_start(scan, c, err);
        break;
    case SCAN_NAME:
        feed_name(scan, c, err);
        break;
    case SCAN_BEFORE_VALUE:
    case SCAN_VALUE:
        feed_value(scan, c, err);
        break;
    case SCAN_LINE_LF:
        if (c == '\n')
            scan->state = SCAN_LINE_START;
        else
            bad(scan, err, ERR_BAD_HEADER, "header", "CR must be followed by LF");
        break;
    case SCAN_END_LF:
        if (c == '\n')
            header_ends(scan, err);
        else
            bad(scan, err, ERR_BAD_HEADER, "header", "CR must be followed by LF");
        break;
    case SCAN_BODY:
    case SCAN_COMPLETE:
    case SCAN_BAD:
        break;
    }
}

size_t
http_scan_feed(struct http_scan *scan, const char *bytes, size_t len, struct err *err)
{
    size_t at = 0;

    while (at < len && scan->state < SCAN_BODY) {
        feed_byte(scan, bytes[at++], err);
        if (++scan->header_bytes > LIMIT_HEADER && scan->state < SCAN_BODY)
            bad(scan, err, ERR_HEADER_TOO_LARGE, "header", "the header is larger than 16384 bytes");
    }
    if (scan->state == SCAN_BODY) {
        size_t left = len - at < scan->body_left ? len - at : scan->body_left;

        at += left;
        scan->body_left -= (uint32_t)left;
        if (scan->body_left == 0)
            scan->state = SCAN_COMPLETE;
    }
    return at;
}
