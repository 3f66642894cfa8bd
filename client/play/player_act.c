/* player_act.c -- one line of a story: said, asked or looked at; see player.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "expect.h"
#include "player.h"
#include "show.h"

#define TRIES 24

void
player_answer_release(struct player_answer *a)
{
    reply_release(&a->reply);
}

bool
player_fatal(enum err_code code)
{
    switch (code) {
    case ERR_OK:
        return false;
    case ERR_NO_SERVER:
    case ERR_OUTCOME_UNKNOWN:
    case ERR_BAD_ANSWER:
    case ERR_IO:
    case ERR_CRYPTO:
    case ERR_LEDGER_DOWN:
    case ERR_OVERLOADED:
    case ERR_STOPPING:
    case ERR_SEEN_UNKNOWN:
        return true;
    default:
        return false;
    }
}

/* Another run signed the same person in, which ends our session: sign in again, a moment later. */
static enum err_code
come_back(struct player *p, struct player_user *u, int attempt, struct err *err)
{
    long wait = 1000000L * ((attempt * 7 + (long)(u->session.token[0])) % 23); /* not in step */

    if (attempt > 0)
        nanosleep(&(struct timespec){0, wait}, NULL);
    return player_sign_in(p, u, err);
}

/* --- saying ------------------------------------------------------------------------------- */

struct saying {
    struct player *p;
    struct player_user *u;
    struct statement_draft draft;
    const char *code; /* or NULL */
    struct buf envelope;
    bool lost; /* an answer was lost: the same bytes again */
};

static struct remote_who
who_says(const struct saying *s)
{
    if (s->code != NULL)
        return (struct remote_who){REMOTE_CODE, s->code, s->u->id};
    return session_who(&s->u->session);
}

/* Challenge, signature, sending: once. */
static enum err_code
say_once(struct saying *s, struct player_answer *a, struct err *err)
{
    struct remote_who who = who_says(s);
    enum err_code code = ERR_OK;

    if (!s->lost) {
        code = remote_challenge(s->p->remote, &who, s->draft.origin, s->draft.chal, err);
        if (code == ERR_OK)
            code = signing_envelope(&s->draft, s->u->seed, &s->envelope, err);
    }
    if (code != ERR_OK)
        return code;
    reply_release(&a->reply);
    code = remote_statement(s->p->remote, &who, s->draft.origin, buf_view(&s->envelope), &a->reply,
                            err);
    s->lost = code == ERR_OUTCOME_UNKNOWN;
    return code;
}

static enum err_code
insist(struct saying *s, struct player_answer *a, struct err *err)
{
    enum err_code code = ERR_OK;

    for (int i = 0; i < TRIES; i++) {
        code = say_once(s, a, err);
        if (code == ERR_NOT_SIGNED_IN && s->code == NULL) {
            code = come_back(s->p, s->u, i, err);
            if (code != ERR_OK)
                return code;
            code = ERR_NOT_SIGNED_IN;
        } else if (!s->lost) {
            return code;
        }
    }
    return code;
}

enum err_code
player_say(struct player *p, struct player_user *u, enum statement_type type, struct span body,
           instant_t at, const char *code, struct player_answer *answer, struct err *err)
{
    static char storage[SIGNING_ENVELOPE_MAX];
    struct saying s = {.p = p, .u = u, .code = code};
    enum err_code failed;

    *answer = (struct player_answer){.outcome = STORY_ERROR};
    buf_init(&s.envelope, storage, sizeof(storage));
    s.draft = (struct statement_draft){.type = type,
                                       .origin = p->log.origin,
                                       .signer = u->id,
                                       .seen_n = p->log.head.n,
                                       .body = body};
    memcpy(s.draft.seen_root, p->log.head.root, sizeof(s.draft.seen_root));
    failed = signing_new_idem(s.draft.idem, err);
    if (failed != ERR_OK)
        return failed;
    p->remote->training_at = at;
    failed = insist(&s, answer, &answer->err);
    p->remote->training_at = INSTANT_NONE;
    if (failed == ERR_OK)
        failed = signing_check(answer->reply.json, p->log.origin, buf_view(&s.envelope),
                               &answer->recorded, NULL, &answer->err);
    if (failed == ERR_OK) {
        answer->outcome = answer->recorded.accepted ? STORY_OK : STORY_REFUSED;
        p->log.head = answer->recorded.head;
    }
    *err = answer->err;
    return player_fatal(failed) ? failed : ERR_OK;
}

/* --- reading ------------------------------------------------------------------------------ */

/* Whoever may read about subjects: an administrator of a log need not. */
static struct player_user *
reader_of(struct player *p, struct err *err)
{
    for (size_t i = 0; i < p->story->line_count; i++) {
        struct span who = p->story->line[i].who;

        if (who.len > 0 && memcmp(who.p, "administrator", who.len < 13 ? who.len : 13) != 0)
            return player_user(p, who, NULL, err);
    }
    return player_user(p, span_of("administrator"), NULL, err);
}

enum err_code
player_get(struct player *p, const char *tail, instant_t at, struct reply *out, struct err *err)
{
    struct player_user *u = reader_of(p, err);
    char storage[REMOTE_PATH_MAX];
    struct buf path;
    enum err_code code = ERR_NOT_SIGNED_IN;

    *out = (struct reply){0};
    if (u == NULL)
        return err->code;
    buf_init(&path, storage, sizeof(storage));
    if (!remote_log_path(&path, p->log.origin, tail))
        return err_set(err, ERR_BAD_STORY, "", "a name is too long");
    for (int i = 0; i < TRIES && code == ERR_NOT_SIGNED_IN; i++) {
        struct remote_who who = session_who(&u->session);

        reply_release(out);
        p->remote->training_at = at;
        code = remote_get(p->remote, storage, &who, out, err);
        p->remote->training_at = INSTANT_NONE;
        if (code == ERR_NOT_SIGNED_IN && come_back(p, u, i, err) != ERR_OK)
            return err->code;
    }
    return code;
}

/* --- the fields of a line ----------------------------------------------------------------- */

static uint64_t
entry_named(const struct player *p, struct span name)
{
    for (size_t i = 0; i < p->story->line_count; i++) {
        if (span_same(p->story->line[i].name, name))
            return p->log.entry[i];
    }
    return UINT64_MAX;
}

struct resolved {
    struct body_text field[STORY_FIELDS_MAX];
    char number[STORY_FIELDS_MAX][24];
};

/* @NAME becomes the number of its entry. */
static enum err_code
resolve(const struct player *p, const struct story_line *line, struct resolved *out,
        struct err *err)
{
    for (size_t i = 0; i < line->field_count; i++) {
        struct span text = line->field[i].text;

        out->field[i] = line->field[i];
        if (text.len > 1 && *text.p == '@') {
            uint64_t n = entry_named(p, (struct span){text.p + 1, text.len - 1});

            if (n == UINT64_MAX)
                return err_set(err, ERR_BAD_STORY, "", "%.*s was not recorded",
                               (int)(text.len > 60 ? 60 : text.len), text.p);
            snprintf(out->number[i], sizeof(out->number[i]), "%" PRIu64, n);
            out->field[i].text = span_of(out->number[i]);
        }
    }
    return ERR_OK;
}

/* --- acts --------------------------------------------------------------------------------- */

/* The canonical body of a line; an error here is what the line came to. */
static enum err_code
write_body(const struct player *p, const struct story_line *line, struct buf *body, struct err *err)
{
    struct resolved r;
    enum err_code code;

    if (line->type == STATEMENT_COUNT)
        return err_set(err, ERR_UNKNOWN_TYPE, "", "there is no statement type of that name");
    code = resolve(p, line, &r, err);
    return code == ERR_OK ? body_write(line->type, r.field, line->field_count, line->at,
                                       &p->log.zone, body, err)
                          : code;
}

static enum err_code
say_line(struct player *p, const struct story_line *line, struct player_answer *a, struct err *err)
{
    static char storage[LIMIT_STATEMENT + 1];
    struct player_user *u = player_user(p, line->who, NULL, err);
    struct buf body;

    *a = (struct player_answer){.outcome = STORY_ERROR};
    if (u == NULL)
        return err->code;
    buf_init(&body, storage, sizeof(storage));
    if (write_body(p, line, &body, &a->err) != ERR_OK)
        return ERR_OK;
    return player_say(p, u, line->type, buf_view(&body), line->at, NULL, a, err);
}

static enum err_code
ask_line(struct player *p, const struct story_line *line, struct player_answer *a, struct err *err)
{
    static char storage[LIMIT_STATEMENT + 1];
    struct player_user *u =
        line->who.len > 0 ? player_user(p, line->who, NULL, err) : reader_of(p, err);
    struct buf body;
    enum err_code code = ERR_NOT_SIGNED_IN;

    *a = (struct player_answer){.outcome = STORY_ERROR};
    if (u == NULL)
        return err->code;
    buf_init(&body, storage, sizeof(storage));
    if (write_body(p, line, &body, &a->err) != ERR_OK)
        return ERR_OK;
    for (int i = 0; i < TRIES && code == ERR_NOT_SIGNED_IN; i++) {
        struct remote_who who = session_who(&u->session);

        reply_release(&a->reply);
        p->remote->training_at = line->at;
        code = remote_ask(p->remote, &who, p->log.origin, catalogue_type(line->type)->name,
                          buf_view(&body), &a->reply, &a->err);
        p->remote->training_at = INSTANT_NONE;
        if (code == ERR_NOT_SIGNED_IN && come_back(p, u, i, err) != ERR_OK)
            return err->code;
    }
    if (code == ERR_OK)
        a->outcome = strcmp(json_string_or(a->reply.json, "outcome", ""), "refused") == 0
                         ? STORY_REFUSED
                         : STORY_OK;
    *err = a->err;
    return player_fatal(code) ? code : ERR_OK;
}

/* --- comparing ---------------------------------------------------------------------------- */

static bool
has_word(const struct story_line *line, const char *word)
{
    for (size_t i = 0; i < line->word_count; i++) {
        if (span_is(line->word[i], word))
            return true;
    }
    return false;
}

/* Every word of the line is among the ids; with `exact`, no other is. */
static bool
ids_fit(const struct story_line *line, const struct json *ids, bool exact)
{
    size_t listed = 0;

    for (size_t i = 0; i < json_count(ids); i++)
        listed += has_word(line, json_value_string(json_at(ids, i), "")) ? 1 : 0;
    return listed == line->word_count && (!exact || json_count(ids) == listed);
}

/* What came, in the words of a story. */
static void
put_outcome(struct player *p, const struct player_answer *a)
{
    const struct json *verdict = json_get(a->reply.json, "verdict");

    buf_text(&p->found, "=> ");
    if (a->outcome == STORY_ERROR) {
        buf_printf(&p->found, "error %s   (%s%s%s)", err_slug(a->err.code), a->err.field,
                   a->err.field[0] == '\0' ? "" : ": ", a->err.detail);
        return;
    }
    buf_text(&p->found, a->outcome == STORY_REFUSED ? "refused " : "ok");
    if (a->outcome == STORY_REFUSED)
        show_list(&p->found, json_get(verdict, "fail"), " ");
    if (json_count(json_get(verdict, "dev")) > 0) {
        buf_text(&p->found, ", recorded deviation=");
        show_list(&p->found, json_get(verdict, "dev"), ",");
    }
}

/* The holds that are open on the subject right after the act. */
static enum err_code
holds_fit(struct player *p, const struct story_line *line, bool *fits, struct err *err)
{
    const struct body_text *subject = story_field(line, "subject");
    char storage[256];
    struct reply reply;
    struct buf tail;
    enum err_code code;

    *fits = false;
    if (subject == NULL)
        return ERR_OK;
    buf_init(&tail, storage, sizeof(storage));
    buf_text(&tail, "/subjects/");
    remote_encode(&tail, subject->text);
    code = player_get(p, storage, line->at, &reply, err);
    if (code == ERR_OK) {
        const struct json *holds = json_get(reply.json, "holds");

        *fits = ids_fit(line, holds, true);
        buf_text(&p->found, json_count(holds) > 0 ? ", hold " : ", no hold");
        show_list(&p->found, holds, " ");
    }
    reply_release(&reply);
    return code;
}

static enum err_code
act_fits(struct player *p, const struct story_line *line, const struct player_answer *a, bool *fits,
         struct err *err)
{
    const struct json *verdict = json_get(a->reply.json, "verdict");

    put_outcome(p, a);
    switch (line->outcome) {
    case STORY_OK:
        *fits = a->outcome == STORY_OK;
        break;
    case STORY_REFUSED:
        *fits = a->outcome == STORY_REFUSED && ids_fit(line, json_get(verdict, "fail"), true);
        break;
    case STORY_RECORDED:
        *fits = a->outcome == STORY_OK && ids_fit(line, json_get(verdict, "dev"), false);
        break;
    case STORY_ERROR:
        *fits = a->outcome == STORY_ERROR && span_is(line->word[0], err_slug(a->err.code));
        break;
    case STORY_HOLD:
        *fits = false;
        if (a->outcome == STORY_OK)
            return holds_fit(p, line, fits, err);
        break;
    }
    return ERR_OK;
}

static enum err_code
play_act(struct player *p, size_t index, bool *fits, struct err *err)
{
    const struct story_line *line = &p->story->line[index];
    struct player_answer a;
    enum err_code code =
        line->kind == STORY_ASK ? ask_line(p, line, &a, err) : say_line(p, line, &a, err);

    if (code == ERR_OK) {
        if (line->kind == STORY_ACT && a.outcome != STORY_ERROR)
            p->log.entry[index] = a.recorded.n;
        p->verdict = json_clone(json_get(a.reply.json, "verdict"));
        code = act_fits(p, line, &a, fits, err);
    }
    player_answer_release(&a);
    return code;
}

/* --- expectations ------------------------------------------------------------------------- */

static void
add_query(const struct story_line *line, struct buf *tail, const char *name, bool *first)
{
    const struct body_text *f = story_field(line, name);

    if (f == NULL)
        return;
    buf_printf(tail, "%c%s=", *first ? '?' : '&', name);
    remote_encode(tail, f->text);
    *first = false;
}

/* What is fetched for it. */
static bool
question(const struct story_line *line, enum expect_about about, struct buf *tail)
{
    const struct body_text *f = story_field(line, about == EXPECT_LOT ? "lot" : "subject");
    bool first = true;

    if (f == NULL)
        return false;
    buf_text(tail, about == EXPECT_LOT ? "/lots/" : "/subjects/");
    remote_encode(tail, f->text);
    if (about == EXPECT_SUBJECT && span_is(line->verb, "gate")) {
        add_query(line, tail, "prescription", &first);
        add_query(line, tail, "lot", &first);
        add_query(line, tail, "capsules", &first);
    }
    return !tail->failed;
}

static enum err_code
play_expect(struct player *p, const struct story_line *as_written, bool *fits, struct err *err)
{
    const struct expectation *expectation = expect_find(as_written->verb);
    struct story_line line = *as_written;
    struct resolved r;
    char storage[1024];
    struct buf tail;
    struct reply reply;
    enum err_code code = resolve(p, as_written, &r, err);

    buf_init(&tail, storage, sizeof(storage));
    if (code != ERR_OK)
        return code;
    memcpy(line.field, r.field, sizeof(line.field[0]) * line.field_count);
    if (!question(&line, expectation->about, &tail))
        return err_set(err, ERR_BAD_STORY, expectation->about == EXPECT_LOT ? "lot=L" : "subject=S",
                       "%s:%d: the expectation does not say of what", line.file, line.number);
    code = player_get(p, storage, line.at, &reply, err);
    if (code == ERR_OK) {
        *fits = expectation->fits(&line, reply.json, &p->found);
        p->verdict = json_clone(json_get(reply.json, "verdict"));
    } else if (!player_fatal(code)) {
        *fits = false;
        buf_printf(&p->found, "error %s   (%s)", err_slug(code), err->detail);
        code = ERR_OK;
    }
    reply_release(&reply);
    return code;
}

enum err_code
player_line(struct player *p, size_t index, bool *fits, struct err *err)
{
    const struct story_line *line = &p->story->line[index];

    *fits = false;
    buf_reset(&p->found);
    json_free(p->verdict);
    p->verdict = NULL;
    return line->kind == STORY_EXPECT ? play_expect(p, line, fits, err)
                                      : play_act(p, index, fits, err);
}
