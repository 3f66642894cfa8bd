/* gates.c -- see gates.h. */
#include "gates.h"

#include <assert.h>

#include "catalogue.h"

/* The names that gates.def has in its last column. */
enum {
    COORDINATOR = ROLE_BIT(ROLE_COORDINATOR),
    PHARMACIST = ROLE_BIT(ROLE_PHARMACIST),
    PRESCRIBER = ROLE_BIT(ROLE_PRESCRIBER)
};

static const struct gate_spec gates[GATE_COUNT] = {
#define GATE(constant, id, slug, title, says, hint, who) \
    {id, #slug, title, says, hint, (uint32_t)(who)},
#include "gates.def"
#undef GATE
};

const struct gate_spec *
gate_spec(enum gate gate)
{
    assert(gate < GATE_COUNT);
    return &gates[gate];
}

enum gate
gate_find(struct span id)
{
    enum gate gate = 0;

    while (gate < GATE_COUNT && !span_is(id, gates[gate].id))
        gate++;
    return gate;
}
