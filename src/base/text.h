/* UTF-8 text: vetting, width on a terminal, wrapping, and making text safe to show. Independent of
 * the locale. */
#ifndef PACT_BASE_TEXT_H
#define PACT_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/* Decodes one code point of strict UTF-8 (no surrogates, no overlong forms, at most U+10FFFF).
 * Returns its length 1..4, or 0 if the bytes are not one. */
size_t utf8_decode(const char *bytes, size_t n, uint32_t *ret_code);
bool utf8_valid(const char *bytes, size_t n);

/* Columns that a terminal gives to a code point: 0 (combining, zero width), 1 or 2. */
int code_width(uint32_t code);

/* Columns of the text as text_safe shows it. */
size_t text_width(const char *bytes, size_t n);

/* Whether a code point must not reach a terminal as it is: C0, DEL, C1, bidi controls, U+2028 and
 * U+2029. */
bool code_is_hidden(uint32_t code);

/* Appends text for a person's screen: no byte below 0x20, no DEL, no C1, no bidi controls reach it;
 * they show as \e, \n, \u{9b} and so on. Invalid UTF-8 bytes show as \x{ff}. */
void text_safe(struct buf *out, const char *bytes, size_t n);

/* Appends text wrapped at spaces to `width` columns (0: no wrapping), each line after the first
 * begun by `indent` spaces; `column` is where the first line stands. No line feed at the end. Words
 * longer than a line stand alone on one. The text is made safe as above (line breaks and tabs count
 * as spaces, a run of them is one space, and those at both ends are dropped). Returns the column
 * after the last character. */
size_t text_wrap(struct buf *out, const char *bytes, size_t n, size_t column, size_t indent,
                 size_t width);

#endif
