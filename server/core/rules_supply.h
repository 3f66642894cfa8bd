/*
 * rules_supply.h -- the supply at home, day by day (rules.md T-13). Inside the rules only.
 */
#ifndef CORE_RULES_SUPPLY_H
#define CORE_RULES_SUPPLY_H

#include "rules_case.h"

struct supply_walk {
    const struct rules_case *c;
    day_t day;        /* the next day; DAY_NONE: nothing was ever dispensed */
    day_t first_dose; /* no dose is due before it */
    int64_t on_hand;  /* capsules at the beginning of that day */
    day_t supplied;   /* day of the supply in force: doses fall on it + 0, every, 2 x every ... */
    day_t last_dose;
    uint64_t again_n; /* the newest supply that began an enrolment anew, or FACT_NONE */
    const struct fact_prescription *rx; /* the regimen of the supply in force */
    const struct fact_return *count;    /* the newest count since that supply */
    uint32_t next_supply;
    uint32_t next_return;
};

void supply_begin(struct supply_walk *w, const struct rules_case *c);
/* Capsules due on w->day by the supply in force; 0 on a day of a hold or an interruption. */
int64_t supply_due(const struct supply_walk *w);
void supply_step(struct supply_walk *w);

#endif
