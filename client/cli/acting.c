/* acting.c -- see acting.h. */
#include "acting.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "layout.h"
#include "show.h"

#define UNLOCK_TRIES 3

/* --- the body ----------------------------------------------------------------------------- */

/* Is there a field that takes the instant of the act when nothing is given? */
static bool
fills_now(const struct cli *c, enum statement_type type)
{
    const struct statement_spec *spec = catalogue_type(type);

    for (size_t i = 0; i < spec->field_count; i++) {
        if (spec->fields[i].need == NEED_NOW && cli_field(c, spec->fields[i].name) == NULL)
            return true;
    }
    return false;
}

/*
 * The instant for fields that were left open: this machine's clock; in a training log, whose clock may
 * stand in 2008, that of the log. Either is a claim of the person; what decides is the daemon's clock.
 */
static enum err_code
now_of_log(struct cli *c, instant_t *now, struct err *err)
{
    struct reply reply;
    enum err_code code;

    *now = cli_now(c) / SECOND * SECOND; /* people do not claim microseconds */
    if (!c->session.training || c->set.training_at != INSTANT_NONE)
        return ERR_OK;
    code = cli_get(c, "/head", &reply, err);
    if (code == ERR_OK && show_instant(reply.json, "now") != INSTANT_NONE)
        *now = show_instant(reply.json, "now");
    else if (code == ERR_OK && show_instant(reply.json, "at") != INSTANT_NONE)
        *now = show_instant(reply.json, "at");
    reply_release(&reply);
    *now = *now / SECOND * SECOND;
    return code;
}

enum err_code
acting_body(struct cli *c, enum statement_type type, struct span *body, struct statement *read,
            struct err *err)
{
    static char storage[LIMIT_STATEMENT + 1];
    struct buf b;
    instant_t now = INSTANT_NONE;
    enum err_code code = cli_open_zone(c, err);

    if (c->word_count > 0)
        return err_set(err, ERR_BAD_USAGE, "write field=value", "'%s' is no field", c->word[0]);
    if (code == ERR_OK)
        code = fills_now(c, type) ? now_of_log(c, &now, err) : ERR_OK;
    if (code != ERR_OK)
        return code;
    buf_init(&b, storage, sizeof(storage));
    code = body_write(type, c->field, c->field_count, now, &c->zone, &b, err);
    if (code == ERR_OK)
        code = statement_parse_body(span_of(catalogue_type(type)->name), buf_view(&b), read, err);
    *body = buf_view(&b);
    return code;
}

/* --- agreeing ----------------------------------------------------------------------------- */

static void
put_words(struct cli *c, const struct statement *words)
{
    const struct statement_spec *spec = catalogue_type(words->type);
    struct show show = {&c->screen, cli_zone(c), INSTANT_NONE, false};

    if (c->session.training)
        buf_text(&c->screen, STYLE_BOLD "TRAINING" STYLE_END ", no real subject\n");
    buf_printf(&c->screen, "\nYou sign as " STYLE_BOLD "%s" STYLE_END " (%s):\n", c->session.user,
               vocab_word(VOCAB_meaning, (int)spec->meaning));
    buf_printf(&c->screen, "  " STYLE_BOLD "\"%s\"" STYLE_END "\n\n", spec->says);
    show_fields(&show, words);
    buf_printf(&c->screen, "\nin %s\n", c->set.origin);
}

enum err_code
acting_agree(struct cli *c, const struct statement *words, bool *agreed, struct err *err)
{
    *agreed = true;
    if (c->set.yes)
        return ERR_OK;
    put_words(c, words);
    cli_flush(c);
    return prompt_yes("\nSign this?", agreed, err);
}

enum err_code
acting_unlock(struct cli *c, uint8_t seed[32], struct err *err)
{
    int tries = c->prompt.secrets_fd >= 0 ? 1 : UNLOCK_TRIES;
    char label[64];
    struct secret password;
    struct buf b;
    enum err_code code = ERR_OK;

    buf_init(&b, label, sizeof(label));
    buf_printf(&b, "Password of %s", c->session.user);
    for (int i = 0; i < tries; i++) {
        code = prompt_secret(&c->prompt, label, &password, err);
        if (code == ERR_OK && password.len == 0)
            code = err_set(err, ERR_BAD_USAGE, "nothing was signed", "no password was given");
        if (code == ERR_OK)
            code = keystore_unlock(&c->session, &password, seed, err);
        secret_wipe(&password);
        if (code != ERR_BAD_LOGIN)
            return code;
        if (i + 1 < tries)
            cli_print_error(c, err);
    }
    return code;
}

/* --- signing ------------------------------------------------------------------------------ */

enum err_code
acting_envelope(struct cli *c, const struct remote_who *who, struct statement_draft *draft,
                const uint8_t seed[32], struct buf *envelope, struct err *err)
{
    struct seen_head seen;
    enum err_code code = state_head_read(&c->state, draft->origin, &seen, err);

    if (code == ERR_OK)
        code = remote_challenge(&c->remote, who, draft->origin, draft->chal, err);
    if (code != ERR_OK)
        return code;
    draft->seen_n = seen.n;
    memcpy(draft->seen_root, seen.root, sizeof(draft->seen_root));
    return signing_envelope(draft, seed, envelope, err);
}

/* Give the intent another envelope and write it to disk. */
static enum err_code
replace_envelope(struct cli *c, struct intent *intent, const struct buf *envelope, struct err *err)
{
    char *copy = malloc(envelope->len + 1);

    if (copy == NULL)
        return err_set(err, ERR_IO, "", "no memory for a statement");
    memcpy(copy, envelope->data, envelope->len + 1);
    free(intent->envelope);
    intent->envelope = copy;
    intent->envelope_len = envelope->len;
    return intent_write(&c->state, intent, err);
}

/* The challenge was too old: the same body and key, with a new challenge and head. */
static enum err_code
sign_again(void *arg, struct intent *intent, struct err *err)
{
    static char storage[SIGNING_ENVELOPE_MAX];
    static char body[LIMIT_STATEMENT + 1];
    struct cli *c = arg;
    struct remote_who who = cli_who(c);
    struct statement_draft draft = {.origin = intent->origin, .signer = c->session.user};
    struct statement old;
    uint8_t sig[64], seed[32];
    struct span stmt;
    struct buf b, envelope;
    enum err_code code =
        envelope_parse((struct span){intent->envelope, intent->envelope_len}, sig, &stmt, err);

    if (code == ERR_OK)
        code = statement_parse(stmt, &old, err);
    if (code != ERR_OK)
        return code;
    buf_init(&b, body, sizeof(body));
    buf_span(&b, old.body);
    draft.type = old.type;
    draft.body = buf_view(&b);
    memcpy(draft.idem, old.idem, sizeof(draft.idem));
    buf_printf(&c->screen, "The challenge was too old and nothing was recorded: sign once more.\n");
    cli_flush(c);
    buf_init(&envelope, storage, sizeof(storage));
    code = acting_unlock(c, seed, err);
    if (code == ERR_OK)
        code = acting_envelope(c, &who, &draft, seed, &envelope, err);
    crypto_wipe(seed, sizeof(seed));
    return code == ERR_OK ? replace_envelope(c, intent, &envelope, err) : code;
}

/* --- sending ------------------------------------------------------------------------------ */

static void
say_checking(void *arg, const struct err *why)
{
    struct cli *c = arg;

    if (c->set.json)
        return;
    buf_text(&c->screen, "unknown, checking: ");
    clean_string(&c->screen, why->detail);
    buf_char(&c->screen, '\n');
    cli_flush(c);
}

static void
put_receipt(struct cli *c, const struct recorded *r)
{
    buf_printf(&c->screen, "entry %" PRIu64 ", ", r->n);
    layout_local(&c->screen, r->at, cli_zone(c));
    if (r->barcode[0] != '\0') {
        buf_text(&c->screen, "  receipt ");
        clean_string(&c->screen, r->barcode);
    }
    if (r->replayed)
        buf_text(&c->screen, "\n(the first answer, given again: nothing was recorded twice)");
    buf_char(&c->screen, '\n');
}

static void
put_outcome(struct cli *c, const struct reply *reply, const struct recorded *r, bool looked)
{
    const struct json *verdict = json_get(reply->json, "verdict");
    const char *type = json_string_or(reply->json, "type", "statement");
    struct show show = {&c->screen, cli_zone(c), r->at, cli_flag(c, "explain")};

    c->refused = !r->accepted;
    if (cli_json(c, reply))
        return;
    if (c->refused && looked)
        buf_text(&c->screen, STYLE_BOLD "changed since you looked" STYLE_END "\n");
    if (verdict != NULL && c->refused) {
        show_verdict(&show, verdict, type);
    } else {
        buf_text(&c->screen, r->accepted ? STYLE_GOOD "ACCEPTED" STYLE_END "  "
                                         : STYLE_BAD "REFUSED" STYLE_END "  ");
        clean_string(&c->screen, type);
        buf_char(&c->screen, '\n');
    }
    show_consequences(&show, reply->json);
    put_receipt(c, r);
}

enum err_code
acting_send(struct cli *c, const struct remote_who *who, struct intent *intent, bool old,
            bool looked, struct err *err)
{
    struct sending s = {.remote = &c->remote,
                        .state = &c->state,
                        .who = *who,
                        .talk = {c, say_checking, sign_again},
                        .attempts = c->unattended ? 1 : SENDING_ATTEMPTS,
                        .uncertain = old};
    struct reply reply;
    struct recorded recorded = {.n = 0};
    enum err_code code;

    if (who->kind == REMOTE_CODE || c->unattended)
        s.talk.sign_again = NULL; /* an empty log has no session to sign again with */
    code = sending_statement(&s, intent, &reply, &recorded, err);
    if (code == ERR_OK)
        put_outcome(c, &reply, &recorded, looked);
    reply_release(&reply);
    return code;
}

static enum err_code
new_intent(struct cli *c, const struct statement_draft *draft, const struct buf *envelope,
           struct intent *out, struct err *err)
{
    *out = (struct intent){.lock = -1};
    memcpy(out->idem, draft->idem, sizeof(out->idem));
    span_copy(span_of(c->set.url), out->url, sizeof(out->url));
    span_copy(span_of(draft->origin), out->origin, sizeof(out->origin));
    span_copy(span_of(draft->signer), out->user, sizeof(out->user));
    if (c->set.training_at != INSTANT_NONE)
        instant_format(c->set.training_at, out->training_at);
    return replace_envelope(c, out, envelope, err);
}

enum err_code
acting_record(struct cli *c, const struct remote_who *who, struct statement_draft *draft,
              const uint8_t seed[32], bool looked, struct err *err)
{
    static char storage[SIGNING_ENVELOPE_MAX];
    struct buf envelope;
    struct intent intent = {.lock = -1};
    enum err_code code = signing_new_idem(draft->idem, err);

    buf_init(&envelope, storage, sizeof(storage));
    if (code == ERR_OK)
        code = acting_envelope(c, who, draft, seed, &envelope, err);
    if (code == ERR_OK)
        code = new_intent(c, draft, &envelope, &intent, err);
    if (code == ERR_OK)
        code = acting_send(c, who, &intent, false, looked, err);
    intent_release(&intent);
    return code;
}

enum err_code
acting_sign(struct cli *c, enum statement_type type, struct span body, bool looked, struct err *err)
{
    struct remote_who who = cli_who(c);
    struct statement_draft draft = {
        .type = type, .origin = c->set.origin, .signer = c->session.user, .body = body};
    struct statement words;
    uint8_t seed[32];
    bool agreed;
    enum err_code code =
        statement_parse_body(span_of(catalogue_type(type)->name), body, &words, err);

    if (code == ERR_OK)
        code = acting_agree(c, &words, &agreed, err);
    if (code == ERR_OK && !agreed)
        code = err_set(err, ERR_BAD_USAGE, "nothing was signed and nothing was sent", "not agreed");
    if (code == ERR_OK)
        code = acting_unlock(c, seed, err);
    if (code == ERR_OK)
        code = acting_record(c, &who, &draft, seed, looked, err);
    crypto_wipe(seed, sizeof(seed));
    return code;
}
