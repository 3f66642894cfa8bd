/*
 * verdict_json.h -- a verdict as the API shows it and as it is stored beside its entry.
 */
#ifndef SERVICE_VERDICT_JSON_H
#define SERVICE_VERDICT_JSON_H

#include "json.h"
#include "rules.h"

/* The ids of a set of gates, in gate order. */
struct json *gate_ids_value(gate_set set);
/* JSON text, owned by the caller (free); NULL when memory is short. */
char *verdict_json(const struct verdict *v, const struct zone *zone);
/* The same as a value, to be put into a larger answer. */
struct json *verdict_value(const struct verdict *v, const struct zone *zone);

#endif
