/* Sentences for people: a paragraph is put together in memory and then wrapped. Whatever comes from
 * a corpus or a command line is made safe for a terminal on its way out. */
#ifndef PACT_RENDER_SAY_H
#define PACT_RENDER_SAY_H

#include "buf.h"
#include "date.h"
#include "engine.h"
#include "image.h"
#include "put.h"

struct say {
    struct buf *out;
    struct buf text;  /* the paragraph in the making */
    struct buf piece; /* scratch of one call, e.g. a path */
    size_t width;     /* columns of prose; 0: no wrapping */
    size_t full;      /* columns of the screen, which lines of terms may fill; 0: no wrapping */
    bool color, ascii;
};

/* Lines of prose longer than this are hard to read, however wide the terminal is. */
#define SAY_MEASURE ((size_t)100)

void say_init(struct say *s, struct buf *out, size_t width, bool color, bool ascii);
void say_done(struct say *s);

/* Pieces of the paragraph. */
void say_bytes(struct say *s, const char *bytes, size_t n);
/* Most are literals, of which the length is known. */
static inline void say_text(struct say *s, const char *text)
{
    say_bytes(s, text, strlen(text));
}
/* A literal where every row has it. */
#define SAY(s, literal) PUT(&(s)->text, literal)
void say_str(struct say *s, const struct image *img, str_id id);
void say_quoted(struct say *s, const struct image *img, str_id id); /* in quotation marks */
void say_day(struct say *s, day_t d);
void say_pdate(struct say *s, pdate d);
void say_count(struct say *s, uint64_t n, const char *one,
               const char *many); /* "1 act", "2 acts" */
/* "90 days", "a year" is "1 year". */
void say_offset(struct say *s, struct offset o);
/* "a", "a and b", "a, b and c": `i` of `n`; call before each item. */
void say_join(struct say *s, size_t i, size_t n, const char *last);
/* Names of parties: "Microsoft and OpenAI". */
void say_parties(struct say *s, const struct image *img, struct span refs);
/* A full stop, unless the text already ends a sentence. */
void say_stop(struct say *s);
/* Makes the first letter a capital (ASCII). */
void say_capital(struct say *s);
/* The same of a sentence that begins at a place in the paragraph. */
void say_capital_at(struct say *s, size_t at);

/* Writes the paragraph, wrapped, its first line at `first` columns and the rest at `indent`; then
 * it is empty. Nothing is written if it has no words. No line ends in a blank. */
void say_end(struct say *s, size_t first, size_t indent);
/* The same behind what already stands on the line: `gap` spaces bring it to `column`. */
void say_end_at(struct say *s, size_t gap, size_t column, size_t indent);
/* A line of a table: it may be as wide as the screen, and goes on at its own column. */
void say_end_wide(struct say *s, size_t gap, size_t column);
void say_blank(struct say *s); /* an empty line */

enum say_color { SAY_PLAIN, SAY_GREEN, SAY_YELLOW, SAY_DIM, SAY_BOLD };
void say_colored(struct say *s, enum say_color color, const char *word); /* straight to out */

/* Terms as aligned lines `name  value`, from `indent` columns on. */
void say_terms(struct say *s, const struct image *img, struct term_list terms, day_t known,
               size_t indent);
/* The same in one line of the paragraph: "cap.amount: 5; exclusive: true". */
void say_terms_inline(struct say *s, const struct image *img, struct term_list terms, day_t known);
/* One value in words: "EU, UK"; "not public; reported as 20 by The Information, 2026-05-12". */
void say_value(struct say *s, const struct image *img, uint32_t term, day_t known);

/* A bound in words: "2030-12-31", "agi-verified", "90 days after notice-given",
 * "the earlier of agi-verified and 2031-01-01". */
void say_bound(struct say *s, const struct image *img, bound_ref ref);

#endif
