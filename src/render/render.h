/* Answers to bytes, for each kind of document (query, list, show, lint, error) in every format.
 * Everything is appended to a buf; whoever calls empties the buf when it is large (between rows),
 * so that memory stays constant in the size of the answer. */
#ifndef PACT_RENDER_RENDER_H
#define PACT_RENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"
#include "engine.h"

enum format {
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_JSONL,
    FORMAT_CSV,
    FORMAT_TSV,
    FORMAT_MARKDOWN,
    FORMAT_SVG,
    FORMAT_HTML,
    FORMAT_MERMAID,
    FORMAT_ICS,
    FORMAT_TAP,
    FORMAT_JUNIT,
    FORMAT_GITHUB,
    FORMAT_SARIF,
    FORMAT_COUNT
};
const char *format_name(enum format f);
/* By name; false if there is none. */
bool format_find(const char *name, size_t n, enum format *ret);

struct style {
    enum format format;
    size_t width; /* columns for text; 0: do not wrap */
    bool color;
    bool ascii;  /* no characters beyond ASCII of our own */
    bool pretty; /* JSON indented (stdout is a terminal) */
};

/* What is said about the corpus and the question, beside the rows. Texts as given by the user. */
struct query_head {
    const char *schema;             /* of the JSON; NULL: "pact.query/1" */
    const char *digest;             /* 64 hex digits */
    size_t n_agreements, n_clauses; /* of the corpus */
    const struct question *question;
    day_t known; /* Y if it is one day for all selected agreements, else DAY_NONE (JSON null) */
    bool date_defaulted, known_defaulted;
    day_t today; /* DAY_NONE unless the answer used it */
    const char *const *select;
    size_t n_select;
    const struct filter *filter;
    const char *const *where; /* as given */
    size_t n_where;
    const char *corpus_name; /* for text: "built-in corpus", or the paths */
    size_t n_selected_agreements;
    bool known_after_record; /* notice */
    day_t record_date;       /* of the agreement(s); the earliest */
};

/* The outcome as counted by the caller, for the last lines of text. The counts by status are of all
 * that passed the filters, shown or not; `hidden` are those of them that --all would show; `rows`
 * those shown. */
struct query_tally {
    size_t rows, in_force, depends, suspended, ended, not_yet, hidden;
};

/* Text and markdown remember what they have said; see query_text.c. */
struct query_text;

/* A document of rows in the making: {head, "results": [row, …]}, or a line each. */
struct row_writer {
    struct buf *out;
    struct style style;
    size_t n; /* rows so far */
};

struct query_render {
    struct style style;
    struct buf *out;
    const struct query_head *head;
    struct arena scratch;   /* cleared for each row */
    struct buf piece, cell; /* a row as JSON, where it is made over into something else */
    struct row_writer rows;
    size_t written;          /* rows so far */
    struct query_text *text; /* NULL in the other formats, and when memory was out */
};
/* `style`, `head` and all it points to must stay until the end; rows only during the call. Failure
 * is sticky in out->failed, also that of memory which is not the buf's own. The caller may empty
 * `out` between calls. */
void render_query_begin(struct query_render *r, const struct style *style,
                        const struct query_head *head, struct buf *out);
void render_query_row(struct query_render *r, const struct row *row);
void render_query_end(struct query_render *r, const struct query_tally *tally);
void render_query_done(struct query_render *r); /* frees scratch; after end, or instead of it */

/* Rows written apart, by others at the same time: in formats in which no row hangs on those before
 * it. */
bool render_query_parts(const struct query_render *whole);
/* One who writes parts; freed by render_query_done. */
void render_query_apart(struct query_render *r, const struct query_render *whole);
/* A part begins: rows go to `out`. */
void render_query_part(struct query_render *r, struct buf *out);
/* What stands before the rows of a part that has some, which no part can know. The caller puts the
 * rows themselves behind it. */
void render_query_join(struct query_render *whole);

/* The bare value of a term, for --value: a string without quotes, a number as written, lists and
 * maps as JSON. */
void render_bare_value(struct buf *out, const struct image *img, uint32_t term, day_t known);

/* A bound as the corpus writes it, as JSON: a day or an event's id as a string, else the bound's
 * map; IMAGE_NONE is null. */
void render_bound(struct buf *out, const struct image *img, uint32_t bound);

/* Tables of all other verbs: typed columns, so that JSON keeps lists and numbers. */
enum cell_kind { CELL_NULL, CELL_TEXT, CELL_NUMBER, CELL_BOOL, CELL_DAY, CELL_PDATE, CELL_LIST };
struct cell {
    enum cell_kind kind;
    const char *text; /* TEXT, NUMBER */
    size_t n;
    const char *json; /* TEXT: what machine formats write instead, ready JSON; NULL: the text */
    size_t json_n;
    bool flag; /* BOOL */
    day_t day;
    pdate date;
    const char *const *items; /* LIST, NUL-terminated strings */
    size_t n_items;
};
struct column {
    const char *key;     /* JSON key, CSV column */
    const char *heading; /* for text */
    bool optional_text; /* left out of text when all of its cells are empty or the width is short */
};
struct table_render; /* opaque: see table.c */
/* schema: "pact.list/1"; digest and counts as in the query head; `noun`: "clauses", for the empty
 * text answer. The whole table is kept until end only for text and markdown (column widths). NULL
 * when memory is out. */
struct table_render *render_table_begin(const struct style *style, const char *schema,
                                        const char *digest, size_t n_agreements, size_t n_clauses,
                                        const char *query_json /* the "query" object, ready */,
                                        const char *noun, const struct column *columns,
                                        size_t n_columns, struct buf *out);
void render_table_row(struct table_render *t, const struct cell *cells);
void render_table_end(struct table_render *t); /* frees it */

/* `pact show`: one clause as the corpus has it: all acts, visible or not, in history order. */
struct shown_clause {
    const struct image *img;
    uint32_t row;
};
void render_show(struct buf *out, const struct style *style, const struct query_head *head,
                 const struct shown_clause *clauses, size_t n_clauses);

/* What `lint` found, in which corpus. */
struct lint_report {
    const struct diags *diags;
    const char *digest; /* NULL: the corpus has errors, or the format does not show it */
    size_t n_agreements, n_clauses;
    const char *const *files; /* all that were read; "built-in corpus" */
    size_t n_files;
    bool strict;              /* warnings are findings */
    const char *const *rules; /* those asked for; none: all */
    size_t n_rules;
    const char *stale; /* as given, or NULL */
    const char *root;  /* see struct report */
};
/* Diagnostics in the style's format: text as compilers print it; JSON {"schema": "pact.lint/1",
 * ...}; and the formats of report.h. */
void render_lint(struct buf *out, const struct style *style, const struct lint_report *report);

/* A run of `verb` (NULL: none was named) that broke down, in one of the formats of report.h, which
 * also says what `root` is. */
void render_failure(struct buf *out, const struct style *style, const char *verb, const char *root,
                    const struct diags *d);

/* {"schema": "pact.error/1", "code": exit code as number, "message": …, "diagnostics": […]} on one
 * line (or pretty). */
void render_error(struct buf *out, const struct style *style, int exit_code, const struct diags *d);

#endif
