/*
 * zone.h -- a site's zone, read once from the system's TZif file into a table (core/instant.h).
 */
#ifndef COMMON_ZONE_H
#define COMMON_ZONE_H

#include "err.h"
#include "instant.h"

/*
 * Load zone `name` ("America/New_York"): every change of offset from 1970 to 2100, found through the C
 * library, and the SHA-256 of the TZif file. Sets TZ while it works and restores it: call it from one
 * thread only. ERR_BAD_FIELD for a name that is none or is no plain IANA name.
 */
ATTR_MUST_CHECK enum err_code zone_load(const char *name, struct zone *out, uint8_t file_hash[32],
                                        struct err *err);

#endif
