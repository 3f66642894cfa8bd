/*
 * cmd_play.c -- rems play: stories against a training daemon, and what came instead (spec/stories.md).
 *
 * Only a training build has it: its requests carry the training clock.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clean.h"
#include "cli.h"
#include "layout.h"
#include "player.h"
#include "show.h"

#ifdef REMS_TRAINING

#define KEY_TRIES 4

struct tally {
    size_t stories, acts, as_written, different;
};

struct playing {
    struct cli *cli;
    struct player *player;
    bool tap;
    struct tally tally;
};

/* --- what is printed ---------------------------------------------------------------------- */

/* A text of several lines, as TAP wants it. */
static void
put_diagnostic(const struct playing *g, struct span text)
{
    struct buf *out = &g->cli->screen;

    while (text.len > 0) {
        const char *end = memchr(text.p, '\n', text.len);
        size_t len = end == NULL ? text.len : (size_t)(end - text.p);

        if (g->tap)
            buf_text(out, "# ");
        buf_span(out, (struct span){text.p, len});
        buf_char(out, '\n');
        text.p += end == NULL ? len : len + 1;
        text.len -= end == NULL ? len : len + 1;
    }
}

static void
put_result(struct playing *g, const struct story *s, const char *path, bool as_written, size_t acts)
{
    struct buf *out = &g->cli->screen;

    if (g->tap)
        buf_printf(out, "%s %zu - ", as_written ? "ok" : "not ok", g->tally.stories);
    else
        buf_text(out, as_written ? "as written  " : STYLE_BAD "DIFFERENT" STYLE_END "   ");
    clean_string(out, path);
    if (s->title[0] != '\0') {
        buf_text(out, ": ");
        clean_string(out, s->title);
    }
    if (!g->tap)
        buf_printf(out, " (%zu acts)", acts);
    buf_char(out, '\n');
}

/* The line as it is written, without the spaces that align columns. */
static void
put_written(struct buf *out, struct span raw)
{
    char storage[STORY_LINE_MAX + 1];
    bool space = false;
    struct buf b;

    buf_init(&b, storage, sizeof(storage));
    for (size_t i = 0; i < raw.len; i++) {
        bool is_space = raw.p[i] == ' ' || raw.p[i] == '\t' || raw.p[i] == '\r';

        if (!is_space && space)
            buf_char(&b, ' ');
        if (!is_space)
            buf_char(&b, raw.p[i]);
        space = is_space;
    }
    clean_text(out, buf_view(&b));
}

/* The outcome that the line asks for; without an arrow it is "=> ok". */
static void
put_wanted(struct buf *out, const struct story_line *line)
{
    static const char *const outcomes[] = {"ok", "refused", "hold", "recorded", "error"};

    if (line->kind != STORY_EXPECT)
        buf_printf(out, "=> %s", outcomes[line->outcome]);
    else
        clean_text(out, line->verb);
    for (size_t i = 0; line->kind == STORY_EXPECT && i < line->field_count; i++) {
        buf_char(out, ' ');
        clean_text(out, line->field[i].name);
        buf_char(out, '=');
        clean_text(out, line->field[i].text);
    }
    for (size_t i = 0; i < line->word_count; i++) {
        buf_text(out, line->kind != STORY_EXPECT && line->outcome == STORY_RECORDED ? " deviation="
                                                                                    : " ");
        clean_text(out, line->word[i]);
    }
}

static void
put_difference(struct playing *g, const struct story_line *line)
{
    static char storage[1u << 18];
    struct player *p = g->player;
    struct show show = {NULL, &p->log.zone, line->at, true};
    struct buf b;

    buf_init(&b, storage, sizeof(storage));
    show.out = &b;
    clean_string(&b, line->file);
    buf_printf(&b, ":%d: ", line->number);
    put_written(&b, line->raw);
    buf_text(&b, "\n- ");
    put_wanted(&b, line);
    buf_text(&b, "\n+ ");
    clean_text(&b, buf_view(&p->found));
    buf_printf(&b, "\nin %s\n", p->log.origin);
    if (p->verdict != NULL) {
        buf_text(&b, "the whole verdict, and what the program file says:\n");
        show_verdict(&show, p->verdict, "");
    }
    put_diagnostic(g, buf_view(&b));
}

static void
put_error(struct playing *g, const struct story_line *line, const struct err *err)
{
    char storage[1024];
    struct buf b;

    buf_init(&b, storage, sizeof(storage));
    if (line != NULL) {
        clean_string(&b, line->file);
        buf_printf(&b, ":%d: ", line->number);
    }
    buf_printf(&b, "%s  (%s)\n", err->detail, err_slug(err->code));
    if (err->hint[0] != '\0')
        buf_printf(&b, "hint: %s\n", err->hint);
    put_diagnostic(g, buf_view(&b));
}

/* --- one story ---------------------------------------------------------------------------- */

/* Play its lines until one is not as written. *line is that one. */
static enum err_code
play_lines(struct playing *g, const struct story *s, bool *as_written,
           const struct story_line **line, size_t *acts, struct err *err)
{
    enum err_code code = ERR_OK;

    *as_written = true;
    for (size_t i = 0; i < s->line_count && *as_written && code == ERR_OK; i++) {
        *line = &s->line[i];
        code = player_line(g->player, i, as_written, err);
        if (s->line[i].kind != STORY_EXPECT)
            (*acts)++;
    }
    return code;
}

/* Set up and play, again where another run's new key made the first try void. */
static enum err_code
play_through(struct playing *g, const struct story *s, bool *as_written,
             const struct story_line **line, size_t *acts, struct err *err)
{
    enum err_code code = ERR_OK;

    for (int i = 0; i < KEY_TRIES; i++) {
        *line = NULL;
        *acts = 0;
        *as_written = false;
        code = player_set_up(g->player, s, err);
        if (code == ERR_OK)
            code = play_lines(g, s, as_written, line, acts, err);
        if (!g->player->key_changed)
            break;
    }
    return code;
}

/* An error that ends the whole run is returned; any other is this story's. */
static enum err_code
play_story(struct playing *g, const char *path, struct err *err)
{
    struct story s;
    const struct story_line *line = NULL;
    bool as_written = false;
    size_t acts = 0;
    enum err_code code = story_init(&s, err);

    if (code != ERR_OK)
        return code;
    g->tally.stories++;
    code = story_read(&s, path, err);
    if (code == ERR_OK)
        code = play_through(g, &s, &as_written, &line, &acts, err);
    if (code != ERR_OK)
        as_written = false;
    put_result(g, &s, path, as_written, acts);
    if (code != ERR_OK)
        put_error(g, line, err);
    else if (!as_written)
        put_difference(g, line);
    g->tally.acts += acts;
    if (as_written)
        g->tally.as_written++;
    else
        g->tally.different++;
    story_release(&s);
    cli_flush(g->cli);
    return player_fatal(code) ? code : ERR_OK;
}

/* --- the run ------------------------------------------------------------------------------ */

static double
seconds_since(const struct timespec *start)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void
put_summary(const struct playing *g, double seconds)
{
    const struct tally *t = &g->tally;

    buf_printf(&g->cli->screen,
               "%s%zu stories, %zu acts, %zu as written, %zu different, %.1f seconds\n",
               g->tap ? "# " : "", t->stories, t->acts, t->as_written, t->different, seconds);
}

static enum err_code
play_all(struct playing *g, struct err *err)
{
    struct cli *c = g->cli;
    struct timespec start;
    enum err_code code = remote_daemon(&c->remote, &g->player->daemon, err);

    if (code == ERR_OK && !g->player->daemon.training)
        code = err_set(err, ERR_TRAINING_MISMATCH, "stories play against a training daemon only",
                       "%s is a production daemon", c->set.url);
    if (code != ERR_OK)
        return code;
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (g->tap)
        buf_printf(&c->screen, "1..%zu\n", c->word_count);
    for (size_t i = 0; i < c->word_count && code == ERR_OK; i++)
        code = play_story(g, c->word[i], err);
    if (code != ERR_OK && g->tap)
        buf_printf(&c->screen, "Bail out! %s\n", err->detail);
    put_summary(g, seconds_since(&start));
    c->refused = g->tally.different > 0;
    return code;
}

enum err_code
cmd_play(struct cli *c, struct err *err)
{
    struct player *player = calloc(1, sizeof(*player));
    struct playing g = {.cli = c, .player = player, .tap = cli_flag(c, "tap")};
    enum err_code code;

    if (player == NULL)
        return err_set(err, ERR_IO, "", "no memory to play in");
    player_init(player, &c->remote, c->set.url);
    if (c->word_count == 0)
        code = err_set(err, ERR_BAD_USAGE, "rems play FILE...", "no story is named");
    else
        code = play_all(&g, err);
    player_release(player);
    free(player);
    return code;
}

#else

enum err_code
cmd_play(struct cli *c, struct err *err)
{
    (void)c;
    return err_set(err, ERR_TRAINING_MISMATCH, "build with make TRAINING=1",
                   "this build has no training clock and plays no stories");
}

#endif
