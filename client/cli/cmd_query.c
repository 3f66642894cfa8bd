/* cmd_query.c -- questions to the log: subjects, stock, entries. Nothing here changes anything. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "cli.h"
#include "encode.h"
#include "entry.h"
#include "layout.h"
#include "show.h"

#define TAIL_MAX 512

typedef void show_fn(const struct show *s, const struct json *answer);

/* Ask, then show: as JSON where that was wanted. Relations in time count from the answer's instant. */
static enum err_code
ask_and_show(struct cli *c, const char *tail, show_fn *fn, struct err *err)
{
    struct show show = {.out = &c->screen, .explain = cli_flag(c, "explain")};
    struct reply reply;
    enum err_code code = cli_open_zone(c, err);

    if (code != ERR_OK)
        return code;
    code = cli_get(c, tail, &reply, err);
    if (code == ERR_OK && c->command->run == cmd_gate) /* a question about a refusal, for scripts */
        c->refused =
            strcmp(json_string_or(json_get(reply.json, "verdict"), "outcome", ""), "refused") == 0;
    if (code == ERR_OK && !cli_json(c, &reply)) {
        const struct json *verdict = json_get(reply.json, "verdict");

        show.zone = cli_zone(c);
        show.now = show_instant(reply.json, "at");
        if (show.now == INSTANT_NONE)
            show.now = show_instant(verdict, "at");
        if (show.now == INSTANT_NONE && !c->session.training)
            show.now = cli_now(c);
        if (c->session.training)
            buf_text(&c->screen, STYLE_FAINT "TRAINING" STYLE_END "\n");
        fn(&show, reply.json);
    }
    reply_release(&reply);
    return code;
}

/* "/folder/NAME", the name encoded. */
static enum err_code
tail_of(struct cli *c, const char *folder, const char *argument, struct buf *tail, struct err *err)
{
    char name[64];
    enum err_code code = cli_argument(c, argument, name, sizeof(name), err);

    if (code != ERR_OK)
        return code;
    buf_printf(tail, "/%s/", folder);
    remote_encode(tail, span_of(name));
    return ERR_OK;
}

enum err_code
cmd_worklist(struct cli *c, struct err *err)
{
    return ask_and_show(c, "/subjects", show_worklist, err);
}

enum err_code
cmd_subject(struct cli *c, struct err *err)
{
    char storage[TAIL_MAX];
    struct buf tail;
    enum err_code code;

    buf_init(&tail, storage, sizeof(storage));
    code = tail_of(c, "subjects", "subject", &tail, err);
    return code == ERR_OK ? ask_and_show(c, storage, show_subject, err) : code;
}

enum err_code
cmd_stock(struct cli *c, struct err *err)
{
    return ask_and_show(c, "/lots", show_stock, err);
}

enum err_code
cmd_lot(struct cli *c, struct err *err)
{
    char storage[TAIL_MAX];
    struct buf tail;
    enum err_code code;

    buf_init(&tail, storage, sizeof(storage));
    code = tail_of(c, "lots", "lot", &tail, err);
    return code == ERR_OK ? ask_and_show(c, storage, show_lot, err) : code;
}

enum err_code
cmd_members(struct cli *c, struct err *err)
{
    return ask_and_show(c, "/members", show_members, err);
}

/* --- the what-if dispense ----------------------------------------------------------------- */

static void
show_gate(const struct show *s, const struct json *answer)
{
    const struct json *holds = json_get(answer, "holds");
    char what[128];
    struct buf b;

    buf_init(&b, what, sizeof(what));
    buf_printf(&b, "if dispensed to %s now", json_string_or(answer, "subject", "?"));
    if (json_count(holds) > 0) {
        buf_text(s->out, STYLE_BAD "DOSING HOLD " STYLE_END);
        show_list(s->out, holds, " ");
        buf_text(s->out, ": the subject must not take the drug\n");
    }
    show_verdict(s, json_get(answer, "verdict"), b.failed ? "" : what);
}

static void
add_query(const struct cli *c, struct buf *tail, const char *name, bool *first)
{
    const struct body_text *f = cli_field(c, name);

    if (f == NULL)
        return;
    buf_printf(tail, "%c%s=", *first ? '?' : '&', name);
    remote_encode(tail, f->text);
    *first = false;
}

enum err_code
cmd_gate(struct cli *c, struct err *err)
{
    char storage[TAIL_MAX];
    struct buf tail;
    bool first = true;
    enum err_code code;

    buf_init(&tail, storage, sizeof(storage));
    code = tail_of(c, "subjects", "subject", &tail, err);
    add_query(c, &tail, "prescription", &first);
    add_query(c, &tail, "lot", &first);
    add_query(c, &tail, "capsules", &first);
    if (code == ERR_OK && tail.failed)
        code = err_set(err, ERR_BAD_USAGE, "", "the names are too long");
    return code == ERR_OK ? ask_and_show(c, storage, show_gate, err) : code;
}

/* --- the log ------------------------------------------------------------------------------ */

static enum err_code
number(const struct cli *c, const char *name, uint64_t *out, struct err *err)
{
    const struct body_text *f = cli_field(c, name);
    char text[24];
    char *end;

    if (f == NULL)
        return ERR_OK;
    if (!span_copy(f->text, text, sizeof(text)) || text[0] < '0' || text[0] > '9')
        return err_field(err, ERR_BAD_USAGE, name, "", "%s is a whole number", name);
    *out = strtoull(text, &end, 10);
    if (*end != '\0')
        return err_field(err, ERR_BAD_USAGE, name, "", "%s is a whole number", name);
    return ERR_OK;
}

enum err_code
cmd_log(struct cli *c, struct err *err)
{
    uint64_t from = 0, count = 20;
    char storage[TAIL_MAX];
    struct buf tail;
    enum err_code code = number(c, "from", &from, err);

    if (code == ERR_OK)
        code = number(c, "count", &count, err);
    if (code == ERR_OK && (count == 0 || count > LIMIT_PAGE))
        code = err_field(err, ERR_BAD_USAGE, "count", "", "count is 1 to %d", LIMIT_PAGE);
    if (code == ERR_OK && c->word_count > 0)
        code = err_set(err, ERR_BAD_USAGE, "", "usage: rems log [from=N] [count=N]");
    if (code != ERR_OK)
        return code;
    buf_init(&tail, storage, sizeof(storage));
    if (cli_field(c, "from") != NULL)
        buf_printf(&tail, "/entries?from=%" PRIu64 "&count=%" PRIu64, from, count);
    else
        buf_printf(&tail, "/entries?last=%" PRIu64, count);
    return ask_and_show(c, storage, show_log, err);
}

/* --- one entry ---------------------------------------------------------------------------- */

static void
put_statement(const struct show *s, const struct entry *e)
{
    const struct statement_spec *spec;
    struct statement stmt;
    char line[512];
    struct buf b;
    struct err err;

    if (statement_parse(e->stmt, &stmt, &err) != ERR_OK) {
        buf_text(s->out, "  its statement is of a kind that this version does not know\n");
        return;
    }
    spec = catalogue_type(stmt.type);
    buf_init(&b, line, sizeof(line));
    buf_span(&b, stmt.signer);
    buf_printf(&b, " (%s), key %s: \"%s\"", vocab_word(VOCAB_meaning, (int)stmt.meaning), e->key,
               spec->says);
    layout_paragraph(s->out, 0, "signed by", 0, buf_view(&b));
    buf_char(s->out, '\n');
    show_fields(s, &stmt);
    buf_printf(s->out, "\nidempotency key %s, last seen head %" PRIu64 "\n", stmt.idem,
               stmt.seen_n);
}

static void
show_entry(const struct show *s, const struct json *answer)
{
    static uint8_t bytes[LIMIT_ENTRY];
    const struct json *verdict = json_get(answer, "verdict");
    uint8_t leaf[TREE_HASH_SIZE], expected[TREE_HASH_SIZE];
    struct span raw = {(const char *)bytes, 0};
    struct entry e;
    struct err err;

    buf_printf(s->out, STYLE_BOLD "Entry %" PRId64 STYLE_END "  ",
               json_integer_or(answer, "n", -1));
    clean_string(s->out, json_string_or(answer, "type", "?"));
    buf_text(s->out, ", ");
    clean_string(s->out, json_string_or(answer, "outcome", "?"));
    buf_text(s->out, ", ");
    if (show_instant(answer, "at") != INSTANT_NONE)
        layout_local(s->out, show_instant(answer, "at"), s->zone);
    buf_char(s->out, '\n');
    if (!base64_decode_any(span_of(json_string_or(answer, "entry", "")), bytes, sizeof(bytes),
                           &raw.len) ||
        entry_parse(raw, &e, &err) != ERR_OK) {
        buf_text(s->out, STYLE_BAD "the entry's bytes cannot be read" STYLE_END "\n");
        return;
    }
    put_statement(s, &e);
    tree_leaf_hash(crypto_sha256_parts, raw, expected);
    if (json_get_base64(answer, "leaf", leaf, sizeof(leaf), &err) == ERR_OK &&
        memcmp(leaf, expected, sizeof(leaf)) == 0)
        buf_text(s->out, "leaf hash fits the bytes\n");
    else
        buf_text(s->out, STYLE_BAD "the leaf hash does not fit the bytes" STYLE_END "\n");
    if (verdict != NULL) {
        buf_char(s->out, '\n');
        show_verdict(s, verdict, "");
    }
}

enum err_code
cmd_entry(struct cli *c, struct err *err)
{
    char storage[TAIL_MAX];
    struct buf tail;
    enum err_code code;

    buf_init(&tail, storage, sizeof(storage));
    code = tail_of(c, "entries", "n", &tail, err);
    return code == ERR_OK ? ask_and_show(c, storage, show_entry, err) : code;
}

/* --- the head ----------------------------------------------------------------------------- */

static enum err_code
compare_heads(struct cli *c, const struct json *answer, struct err *err)
{
    struct seen_head held, now;
    int64_t size = json_integer_or(answer, "size", -1);
    enum err_code code = state_head_read(&c->state, c->set.origin, &held, err);

    if (code != ERR_OK)
        return code;
    if (size < 0 || json_get_base64(answer, "root", now.root, sizeof(now.root), err) != ERR_OK)
        return err_set(err, ERR_BAD_ANSWER, "", "the answer is no head");
    now.n = (uint64_t)size;
    if (now.n < held.n)
        return err_set(
            err, ERR_SEEN_UNKNOWN, "keep the state directory and tell the sponsor's auditor",
            "the log has %" PRIu64 " entries, but this client saw %" PRIu64, now.n, held.n);
    return state_head_keep(&c->state, c->set.origin, &now, err);
}

enum err_code
cmd_head(struct cli *c, struct err *err)
{
    struct reply reply;
    enum err_code code = cli_get(c, "/head", &reply, err);

    if (code == ERR_OK)
        code = compare_heads(c, reply.json, err);
    if (code == ERR_OK && !cli_json(c, &reply)) {
        instant_t at = show_instant(reply.json, "at");

        if (cli_open_zone(c, err) != ERR_OK)
            err_clear(err); /* an empty log has no zone, and a head all the same */
        buf_printf(&c->screen, "log    %s\nsize   %" PRId64 "\nroot   ", c->set.origin,
                   json_integer_or(reply.json, "size", 0));
        clean_string(&c->screen, json_string_or(reply.json, "root", ""));
        buf_text(&c->screen, "\nlast   ");
        if (at == INSTANT_NONE)
            buf_text(&c->screen, "nothing yet");
        else
            layout_local(&c->screen, at, cli_zone(c));
        buf_text(&c->screen, "\nfits the newest head that this client has seen\n");
    }
    reply_release(&reply);
    return code;
}
