/*
 * shape.h -- the shapes that short texts of a statement have (ledger.md 2.8, catalogue.h).
 *
 * None of these shapes holds a quote or a backslash, so a text between quotes is checked as
 * it stands. User ids and origins: seal.h. Internal to core.
 */
#ifndef CORE_SHAPE_H
#define CORE_SHAPE_H

#include "span.h"

bool shape_code(struct span text);    /* [A-Za-z0-9][A-Za-z0-9._/-]{0,31} */
bool shape_id_text(struct span text); /* [a-z0-9.-]+ */
bool shape_name(struct span text);    /* [a-z][a-z0-9_]* */
bool shape_word(struct span text);    /* [a-z][a-z0-9-]{1,31}: types and meanings */
bool shape_zone(struct span text);    /* like America/New_York: parts of letters, digits, + - _ */
bool shape_hex16(struct span text);   /* 16 lower-case hex digits */
bool shape_instant(struct span text); /* canonical, and real */

#endif
