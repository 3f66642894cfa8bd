/*
 * gates.h -- the gates as data (gates.def), and sets of them.
 */
#ifndef CORE_GATES_H
#define CORE_GATES_H

#include <stdbool.h>
#include <stdint.h>

#include "span.h"

enum gate {
#define GATE(constant, id, slug, title, says, hint, who) GATE_##constant,
#include "gates.def"
#undef GATE
    GATE_COUNT
};

struct gate_spec {
    const char *id;    /* "PT-3", as in spec/rules.md */
    const char *slug;  /* permanent */
    const char *title; /* what it looks at: a few words, whether it is met or not */
    const char *says;  /* completes "Refused: ..." */
    const char *hint;  /* one thing to do next */
    uint32_t who;      /* ROLE_BITs of those who can clear it */
};

const struct gate_spec *gate_spec(enum gate gate);
enum gate gate_find(struct span id); /* GATE_COUNT if there is none */

typedef uint64_t gate_set;
#define GATE_BIT(gate) (UINT64_C(1) << (gate))
_Static_assert(GATE_COUNT <= 64, "a gate set is 64 bits");

#endif
