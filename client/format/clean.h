/*
 * clean.h -- the one function through which every text reaches a terminal.
 *
 * Text from the server, from files and from the command line may hold escape sequences, C1 controls
 * or marks that turn the direction of writing; each such character becomes U+FFFD. The characters
 * allowed are those that may stand in an entry (core/canon.h), so the two lists cannot drift apart.
 * Pure: no I/O.
 */
#ifndef FORMAT_CLEAN_H
#define FORMAT_CLEAN_H

#include "buf.h"
#include "span.h"

/*
 * Style marks are control characters of our own, so that cleaned text can never hold one. A writer
 * puts them between cleaned texts; clean_screen turns them into escape sequences, or into nothing.
 */
#define STYLE_BOLD  "\001"
#define STYLE_BAD   "\002"
#define STYLE_GOOD  "\003"
#define STYLE_FAINT "\004"
#define STYLE_END   "\005"

/* Append one line of text: controls, line ends included, become U+FFFD. */
void clean_text(struct buf *out, struct span text);
void clean_string(struct buf *out, const char *text);

/*
 * Append a whole screen: line ends stay, style marks become escape sequences when `styled` and
 * vanish otherwise, every other control becomes U+FFFD.
 */
void clean_screen(struct buf *out, struct span text, bool styled);

/* Places that the text takes up on a screen: its characters without the style marks. */
size_t clean_width(struct span text);

#endif
