/* curl.c -- see transport.h. */
#include <assert.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "crypto.h"
#include "transport.h"

#define URL_MAX    4096
#define FIRST_ROOM 65536

struct transport {
    CURL *easy;
    char url[512]; /* without a final slash */
    char failure[CURL_ERROR_SIZE];
    /* The answer being read. */
    char *body;
    size_t len;
    size_t room;
    bool too_large;
    bool replayed;
    /* The stream being read. */
    transport_stream_fn *fn;
    void *fn_arg;
    bool stopped;
};

#define HINT_SERVER "check the address, the network and that the daemon runs"

/* --- what libcurl calls ------------------------------------------------------------------- */

static bool
make_room(struct transport *t, size_t more)
{
    size_t room = t->room == 0 ? FIRST_ROOM : t->room;
    char *grown;

    if (more > TRANSPORT_BODY_MAX - t->len)
        return false;
    while (room < t->len + more + 1)
        room *= 2;
    if (room == t->room)
        return true;
    grown = realloc(t->body, room);
    if (grown == NULL)
        return false;
    t->body = grown;
    t->room = room;
    return true;
}

static size_t
on_body(char *bytes, size_t size, size_t count, void *arg)
{
    struct transport *t = arg;
    size_t len = size * count;
    long status = 0;

    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    if (t->fn != NULL && status == 200) {
        t->stopped = !t->fn(t->fn_arg, (struct span){bytes, len});
        return t->stopped ? 0 : len;
    }
    if (!make_room(t, len)) {
        t->too_large = true;
        return 0;
    }
    memcpy(t->body + t->len, bytes, len);
    t->len += len;
    t->body[t->len] = '\0';
    return len;
}

static size_t
on_header(char *bytes, size_t size, size_t count, void *arg)
{
    static const char replayed[] = "idempotency-replayed: true";
    struct transport *t = arg;
    size_t len = size * count;

    if (len >= sizeof(replayed) - 1 && strncasecmp(bytes, replayed, sizeof(replayed) - 1) == 0)
        t->replayed = true;
    return len;
}

/* --- set-up ------------------------------------------------------------------------------- */

static bool
set_options(struct transport *t, const char *ca_file)
{
    CURL *c = t->easy;
    CURLcode code = curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->failure);

#define SET(option, value)                             \
    do {                                               \
        if (code == CURLE_OK)                          \
            code = curl_easy_setopt(c, option, value); \
    } while (0)
    SET(CURLOPT_PROTOCOLS_STR, "https");
    SET(CURLOPT_NOPROXY, "*"); /* an environment variable must not choose who sees the traffic */
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_3);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    if (*ca_file != '\0') {
        SET(CURLOPT_CAINFO, ca_file);
        SET(CURLOPT_CAPATH, NULL);
    }
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)TRANSPORT_CONNECT_MS);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_TCP_NODELAY, 1L);
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_WRITEDATA, (void *)t);
    SET(CURLOPT_HEADERFUNCTION, on_header);
    SET(CURLOPT_HEADERDATA, (void *)t);
#undef SET
    return code == CURLE_OK;
}

enum err_code
transport_new(const char *url, const char *ca_file, struct transport **out, struct err *err)
{
    static bool started;
    struct transport *t;
    size_t len = strlen(url);

    if (strncmp(url, "https://", 8) != 0 || len == 8)
        return err_field(err, ERR_BAD_USAGE, "url", "write https://host:port",
                         "the address must begin with https://");
    while (url[len - 1] == '/')
        len--;
    if (len >= sizeof(t->url))
        return err_field(err, ERR_BAD_USAGE, "url", "", "the address is too long");
    if (!started && curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
        return err_set(err, ERR_IO, "", "libcurl does not start");
    started = true;
    t = calloc(1, sizeof(*t));
    if (t == NULL)
        return err_set(err, ERR_IO, "", "no memory for a connection");
    memcpy(t->url, url, len);
    t->easy = curl_easy_init();
    if (t->easy == NULL || !set_options(t, ca_file)) {
        transport_free(t);
        return err_set(err, ERR_IO, "libcurl must be built with OpenSSL and be 7.85 or newer",
                       "libcurl does not take the settings");
    }
    *out = t;
    return ERR_OK;
}

void
transport_free(struct transport *t)
{
    if (t == NULL)
        return;
    curl_easy_cleanup(t->easy);
    if (t->body != NULL)
        crypto_wipe(t->body, t->room); /* a session's token was in it */
    free(t->body);
    free(t);
}

/* --- requests ----------------------------------------------------------------------------- */

static bool
append(struct curl_slist **list, const char *text)
{
    struct curl_slist *longer = curl_slist_append(*list, text);

    if (longer == NULL)
        return false;
    *list = longer;
    return true;
}

/* A POST or PUT has a body, an empty one if need be: the daemon asks for a Content-Length. */
static bool
has_body(const struct transport_request *r)
{
    return strcmp(r->method, "POST") == 0 || strcmp(r->method, "PUT") == 0;
}

/* The headers of a request. "Expect:" without a value: libcurl must not wait for 100-continue. */
static struct curl_slist *
headers_of(const struct transport_request *r)
{
    struct curl_slist *list = NULL;
    bool ok = append(&list, "Expect:") && append(&list, "Accept: application/json");

    if (has_body(r))
        ok = ok && append(&list, "Content-Type: application/json");
    for (size_t i = 0; i < TRANSPORT_HEADERS && ok; i++)
        ok = *r->header[i] == '\0' || append(&list, r->header[i]);
    if (!ok) {
        curl_slist_free_all(list);
        return NULL;
    }
    return list;
}

static bool
set_request(struct transport *t, const struct transport_request *r, struct curl_slist *headers)
{
    char url[URL_MAX];
    size_t base = strlen(t->url), path = strlen(r->path);
    CURL *c = t->easy;
    bool with_body = has_body(r);
    const char *body = !with_body ? NULL : r->body.len > 0 ? r->body.p : "";

    if (base + path + 1 > sizeof(url))
        return false;
    memcpy(url, t->url, base);
    memcpy(url + base, r->path, path + 1);
    return curl_easy_setopt(c, CURLOPT_URL, url) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_HTTPGET, 1L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_POST, with_body ? 1L : 0L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)r->body.len) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_POSTFIELDS, body) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_HTTPGET, with_body ? 0L : 1L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, r->method) == CURLE_OK;
}

/* Send and read; fills *answer whatever happens. */
static CURLcode
perform(struct transport *t, const struct transport_request *r, struct transport_answer *answer)
{
    struct curl_slist *headers = headers_of(r);
    CURLcode code = CURLE_OUT_OF_MEMORY;
    long status = 0, bytes = 0;

    *answer = (struct transport_answer){0};
    t->len = 0;
    t->too_large = t->replayed = t->stopped = false;
    t->failure[0] = '\0';
    if (headers != NULL && set_request(t, r, headers)) {
        code = curl_easy_perform(t->easy);
        curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &bytes);
    }
    curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(headers);
    answer->sent = bytes > 0;
    answer->status = (int)status;
    answer->replayed = t->replayed;
    answer->body = (struct span){t->body, t->len};
    return code;
}

static enum err_code
no_answer(const struct transport *t, CURLcode code, const struct transport_answer *answer,
          struct err *err)
{
    const char *why = t->failure[0] != '\0' ? t->failure : curl_easy_strerror(code);

    if (t->too_large)
        return err_set(err, ERR_BAD_ANSWER, "", "the answer is larger than %u bytes",
                       TRANSPORT_BODY_MAX);
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE)
        return err_set(err, ERR_NO_SERVER, "name the site's CA file with --ca",
                       "%s: its certificate is not accepted: %s", t->url, why);
    if (code == CURLE_OPERATION_TIMEDOUT && answer->sent)
        return err_set(err, ERR_NO_SERVER, HINT_SERVER, "%s: no answer within %d s", t->url,
                       TRANSPORT_ANSWER_MS / 1000);
    return err_set(err, ERR_NO_SERVER, HINT_SERVER, "%s: %s", t->url, why);
}

enum err_code
transport_send(struct transport *t, const struct transport_request *r,
               struct transport_answer *answer, struct err *err)
{
    CURLcode code;

    t->fn = NULL;
    curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, (long)TRANSPORT_ANSWER_MS);
    curl_easy_setopt(t->easy, CURLOPT_LOW_SPEED_TIME, 0L);
    code = perform(t, r, answer);
    if (code != CURLE_OK || answer->status == 0)
        return no_answer(t, code, answer, err);
    return ERR_OK;
}

enum err_code
transport_stream(struct transport *t, const struct transport_request *r, long silence_s,
                 transport_stream_fn *fn, void *arg, struct transport_answer *answer,
                 struct err *err)
{
    CURLcode code;

    t->fn = fn;
    t->fn_arg = arg;
    curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, 0L);
    curl_easy_setopt(t->easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(t->easy, CURLOPT_LOW_SPEED_TIME, silence_s);
    code = perform(t, r, answer);
    t->fn = NULL;
    if (t->stopped)
        return ERR_OK;
    if (code != CURLE_OK || answer->status == 0)
        return no_answer(t, code, answer, err);
    if (answer->status == 200)
        return err_set(err, ERR_NO_SERVER, "", "%s: the stream ended", t->url);
    return ERR_OK;
}
