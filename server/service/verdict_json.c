/* verdict_json.c -- see verdict_json.h. */
#include "verdict_json.h"

#include "gates.h"

struct json *
gate_ids_value(gate_set set)
{
    struct json *ids = json_new_array();

    for (int g = 0; g < GATE_COUNT; g++) {
        if ((set & GATE_BIT(g)) != 0)
            json_add_string(ids, gate_spec((enum gate)g)->id);
    }
    return ids;
}

static struct json *
role_names(uint32_t roles)
{
    struct json *names = json_new_array();

    for (int r = 0; r < (int)vocab_size(VOCAB_role); r++) {
        if ((roles & ROLE_BIT(r)) != 0)
            json_add_string(names, vocab_word(VOCAB_role, r));
    }
    return names;
}

static void
put_instant(struct json *object, const char *key, instant_t at, const struct zone *zone)
{
    char local[LOCAL_SIZE];

    if (at == INSTANT_NONE)
        return;
    instant_format_local(at, zone, local);
    json_set_string(object, key, local);
}

static void
put_text(struct json *object, const char *key, const char *text)
{
    if (text[0] != '\0')
        json_set_string(object, key, text);
}

static struct json *
finding_value(const struct gate_finding *f, const struct zone *zone)
{
    static const char *const states[] = {"met", "failing", "not-applicable"};
    const struct gate_spec *spec = gate_spec(f->gate);
    struct json *gate = json_new_object();

    json_set_string(gate, "id", spec->id);
    json_set_string(gate, "state", states[f->state]);
    json_set_string(gate, "title", spec->title);
    json_set_string(gate, "says", spec->says);
    put_text(gate, "value", f->value);
    put_text(gate, "limit", f->limit);
    put_text(gate, "note", f->note);
    if (f->state == GATE_FAILING) {
        json_set_string(gate, "hint", spec->hint);
        json_set(gate, "who", role_names(spec->who));
    }
    put_instant(gate, "clears_at", f->clears_at, zone);
    put_instant(gate, "met_until", f->met_until, zone);
    if (f->evidence_count > 0) {
        struct json *evidence = json_new_array();
        for (uint32_t i = 0; i < f->evidence_count; i++)
            json_add_integer(evidence, (int64_t)f->evidence[i]);
        json_set(gate, "evidence", evidence);
    }
    return gate;
}

struct json *
verdict_value(const struct verdict *v, const struct zone *zone)
{
    struct json *verdict = json_new_object();
    struct json *gates = json_new_array();
    char at[INSTANT_SIZE];

    instant_format(v->at, at);
    json_set_string(verdict, "outcome", v->fail == 0 ? "accepted" : "refused");
    json_set_string(verdict, "at", at);
    put_instant(verdict, "local", v->at, zone);
    json_set_string(verdict, "program", v->program);
    json_set_string(verdict, "edition", v->edition);
    json_set(verdict, "fail", gate_ids_value(v->fail));
    json_set(verdict, "over", json_new_array());
    json_set(verdict, "dev", gate_ids_value(v->dev));
    if (v->capsules_max >= 0)
        json_set_integer(verdict, "capsules_max", v->capsules_max);
    put_instant(verdict, "first_dose_by", v->first_dose_by, zone);
    for (int g = 0; g < GATE_COUNT; g++)
        json_add(gates, finding_value(&v->finding[g], zone));
    json_set(verdict, "gates", gates);
    return verdict;
}

char *
verdict_json(const struct verdict *v, const struct zone *zone)
{
    struct json *value = verdict_value(v, zone);
    char *text = json_text(value);

    json_free(value);
    return text;
}
