/* Streaming JSON writer onto a buf. The caller opens and closes; commas, line breaks and escapes
 * are its work. Strings must be valid UTF-8 (the loader has vetted all of a corpus; arguments are
 * made valid with replacement characters here). Control characters (C1 too), DEL, bidi controls and
 * U+2028/2029 are escaped. Nesting beyond JW_MAX_DEPTH - 1 makes the buf fail. The buf may be
 * emptied between members of an object, or of an array with a container in it. */
#ifndef PACT_BASE_JW_H
#define PACT_BASE_JW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "date.h"

#define JW_MAX_DEPTH 80

struct jw {
    struct buf *out;
    unsigned depth;
    bool pretty;                /* indented by two spaces; small scalars arrays stay on one line */
    bool first[JW_MAX_DEPTH];   /* nothing written yet at this depth */
    bool key;                   /* a key has just been written */
    bool nested[JW_MAX_DEPTH];  /* a container has been written at this depth */
    size_t start[JW_MAX_DEPTH]; /* where in `out` the members of this depth begin */
};

void jw_init(struct jw *w, struct buf *out, bool pretty);
void jw_object(struct jw *w);
void jw_object_end(struct jw *w);
void jw_array(struct jw *w);
void jw_array_end(struct jw *w);
void jw_key(struct jw *w, const char *key); /* a key without characters that need escaping */
void jw_key_n(struct jw *w, const char *key, size_t n); /* any key */
void jw_string(struct jw *w, const char *bytes, size_t n);
void jw_text(struct jw *w, const char *text); /* NULL writes null */
void jw_uint(struct jw *w, uint64_t value);
void jw_raw(struct jw *w, const char *bytes, size_t n); /* a number as written, or ready JSON */
void jw_bool(struct jw *w, bool value);
void jw_null(struct jw *w);
void jw_day(struct jw *w, day_t d);   /* DAY_NONE writes null */
void jw_pdate(struct jw *w, pdate d); /* as written; none writes null */

#endif
