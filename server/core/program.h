/*
 * program.h -- the parameters of a restricted-distribution program, as data.
 *
 * Filled from config/programs/NAME.yaml by common/program_file.h; no parameter stands in C.
 * The leaves are listed in program.def: path in the file, kind, range, member here.
 * A leaf may be unset: the gate that needs it then fails with "unset policy" (rules.md 2.8, T-14).
 */
#ifndef CORE_PROGRAM_H
#define CORE_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "gates.h"
#include "instant.h"
#include "limit.h"

#define PROGRAM_UNSET INT64_MIN

struct program {
    char name[LIMIT_CODE + 1];
    char edition[LIMIT_CODE + 1];
    day_t valid_from;  /* first day on which the edition is in force */
    day_t valid_until; /* last day, or DAY_NONE */
    gate_set gates;    /* gates this program has */
    /* One int64_t per leaf of program.def; days, seconds, mIU/mL, counts, bit sets or 0/1 as the leaf says. */
#define LEAF(member, path, kind, min, max, words, unit, what) int64_t member;
#include "program.def"
#undef LEAF
};

#endif
