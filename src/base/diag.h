/* Diagnostics are data: a list that the caller owns. Library code adds, only the outermost layer
 * shows. All text is copied into the list's arena. */
#ifndef PACT_BASE_DIAG_H
#define PACT_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"

enum diag_severity { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

/* One row a code in diag_codes.def: X(ENUM_NAME, "kebab-name", severity, "what it means, one
 * line"). */
enum diag_code {
#define X(name, text, severity, meaning) DIAG_##name,
#include "diag_codes.def"
#undef X
    DIAG_CODE_COUNT
};

const char *diag_code_name(enum diag_code c);
const char *diag_code_meaning(enum diag_code c);
enum diag_severity diag_code_severity(enum diag_code c);

/* A place in a file. line and column count from 1, columns in characters; 0 where not known. */
struct place {
    const char *file; /* NULL for none */
    uint32_t line;
    uint32_t column;
};

struct diag {
    enum diag_code code;
    enum diag_severity severity;
    struct place place;
    const char *path;    /* place in the document, `clauses.ip.license.history[1].by`; or NULL */
    const char *message; /* lower case, no full stop, subject in single quotes */
    const char *hint;    /* what to do; or NULL */
    const char *excerpt; /* the line itself without its line break; or NULL */
    struct place other;  /* second place, e.g. the first definition; file NULL for none */
    const char *other_note;
    uint64_t seq; /* order of adding */
};

#define DIAG_MAX_SHOWN 100

struct diags {
    struct arena arena;
    struct diag *items; /* malloc'd array */
    size_t n, cap;
    size_t max; /* how many are kept (the first in order of adding; errors push out warnings);
                   0 means DIAG_MAX_SHOWN */
    size_t dropped;
    size_t errors, warnings; /* counts, dropped ones included */
    size_t lesser;           /* how many of the kept are no errors */
    const bool *muted;       /* of each code: it is neither kept nor counted; NULL: none is */
    uint64_t seq;            /* of the next one */
    bool failed;             /* memory ran out */
};

void diags_init(struct diags *d, size_t max);
void diags_done(struct diags *d); /* keeps max */

/* Adds one and returns it for more fields to be filled (text through diag_text), or NULL when it
 * was only counted. place.file is copied. */
struct diag *diags_add(struct diags *d, enum diag_code code, struct place place, const char *format,
                       ...) PRINTF_LIKE(4, 5);
/* A formatted text in the list's arena, "" when memory is out. Never NULL. */
const char *diag_text(struct diags *d, const char *format, ...) PRINTF_LIKE(2, 3);
/* Sorts by file, line, column, then order of adding; those without a file first. Drops exact
 * repeats (and takes them off the counts). */
void diags_sort(struct diags *d);

/* As compilers print it: place, severity[code], message; then excerpt with caret, hint, second
 * place. Colour escapes only if `color`. Excerpts are cut to `width` columns (0: 120) around the
 * column. Made safe for terminals. */
void diag_print(struct buf *out, const struct diag *d, bool color, size_t width);

#endif
