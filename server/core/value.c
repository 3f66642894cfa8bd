/* value.c -- values for readers, and the offsets of a body against the site's zone; see
 * statement.h. */
#include <stdio.h>

#include "body.h"
#include "canon.h"

/* --- T-10 --------------------------------------------------------------------------------- */

void
offset_text(int32_t offset_s, char out[16])
{
    int32_t minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;

    (void)snprintf(out, 16, "%c%02d:%02d", offset_s < 0 ? '-' : '+', (int)(minutes / 60),
                   (int)(minutes % 60));
}

enum err_code
offset_check(const struct field *f, instant_t at, int32_t offset_min, const struct zone *zone,
             struct err *err)
{
    int32_t right = zone_offset_s(zone, at);
    char path[FIELD_PATH_MAX];
    char given_text[16];
    char right_text[16];

    if (right == offset_min * 60)
        return ERR_OK;
    field_path(f, false, path);
    offset_text(offset_min * 60, given_text);
    offset_text(right, right_text);
    return err_field(err, ERR_BAD_OFFSET, path, "give the time with the offset that the zone had",
                     "\"%s\" has the offset %s, but %s had %s then", f->name, given_text,
                     zone->name, right_text);
}

enum err_code
statement_check_offsets(const struct statement *s, const struct zone *zone, struct err *err)
{
    const struct statement_spec *spec = catalogue_type(s->type);

    for (size_t i = 0; i < spec->field_count; i++) {
        const struct value *v = &s->value[i];
        enum err_code code;

        if (!v->present || v->at == INSTANT_NONE)
            continue;
        code = offset_check(&spec->fields[i], v->at, v->offset_min, zone, err);
        if (code != ERR_OK)
            return code;
    }
    return ERR_OK;
}

/* --- as people read it -------------------------------------------------------------------- */

/* "5 mg", "2.5 mg", "500 ug": a form that people may type as well. */
static void
put_mass(struct buf *b, int64_t ug)
{
    int64_t part = ug % 1000;

    if (ug < 1000) {
        buf_printf(b, "%lld ug", (long long)ug);
        return;
    }
    buf_int(b, ug / 1000);
    if (part != 0) {
        char digits[8];
        int len = snprintf(digits, sizeof(digits), ".%03d", (int)part);

        while (digits[len - 1] == '0')
            len--;
        buf_bytes(b, digits, (size_t)len);
    }
    buf_text(b, " mg");
}

static void
put_words(struct buf *b, enum vocab_id vocab, int64_t words)
{
    const char *before = "";

    if (words == 0)
        buf_text(b, "none");
    for (size_t i = 0; i < vocab_size(vocab); i++) {
        if ((words >> i & 1) == 0)
            continue;
        buf_text(b, before);
        buf_text(b, vocab_word(vocab, (int)i));
        before = ", ";
    }
}

static void
put_plain(struct buf *b, struct span text)
{
    if (text.p[0] == '"')
        text = (struct span){text.p + 1, text.len - 2};
    canon_unescape(text, b);
}

void
value_text(const struct field *f, const struct value *v, const struct zone *zone, struct buf *out)
{
    char local[LOCAL_SIZE];

    if (!v->present)
        return;
    if (v->at != INSTANT_NONE) {
        instant_format_local(v->at, zone, local);
        buf_text(out, local);
        return;
    }
    switch (f->kind) {
    case KIND_MASS:
        put_mass(out, v->integer);
        break;
    case KIND_FLAG:
        buf_text(out, v->integer != 0 ? "yes" : "no");
        break;
    case KIND_WORDS:
        put_words(out, f->words, v->integer);
        break;
    case KIND_KEYS:
        buf_printf(out, "%lld keys", (long long)v->integer);
        break;
    case KIND_SCALAR:
        put_plain(out, v->text);
        break;
    default: /* whole numbers stand in the text as they are */
        canon_unescape(v->text, out);
        break;
    }
}
