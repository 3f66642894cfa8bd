/*
 * facts_private.h -- the records behind struct facts, shared by facts.c and facts_set.c only.
 */
#ifndef CORE_FACTS_PRIVATE_H
#define CORE_FACTS_PRIVATE_H

#include "facts.h"

/* Set the member that a field becomes; fields that leave no trace are passed over. */
typedef void setter_fn(void *record, enum field_id field, const struct value *v);

/* Where the records of a type are kept. */
struct shelf {
    setter_fn *set;
    void *records;
    size_t size;     /* of one record; its mark comes first */
    uint32_t *count; /* NULL: there is exactly one */
    uint32_t max;
};

/* The shelf of a type; set is NULL for a type that leaves no record of its own. */
struct shelf facts_shelf(struct facts *f, enum statement_type type);

setter_fn facts_set_event;
setter_fn facts_set_basis;     /* of a category statement or an enrolment */
setter_fn facts_set_enrolment; /* record: the struct facts itself */

/* Copy a text that the catalogue has limited to the member's size. */
void facts_copy(struct span text, char *out, size_t size);
#define COPY(text, member) facts_copy(text, member, sizeof(member))

#endif
