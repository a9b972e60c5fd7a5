/* What the files of this layer share: one load, and what has been read of the corpus before it is
 * an image.
 *
 * Reading puts rows straight into the builder's sections, in the order read, with a few members
 * that mean something else until the load is done:
 *   - references (acts' instruments, members of `refs`, events of bounds, exception_to, sources of
 *     figures) hold the str_id of the name; resolve.c turns them into indices;
 *   - `file` holds the index in loader.files, clause_row.agreement that in loader.docs;
 *   - an unknown day (BOUND_UNKNOWN) holds its window: a the first day, count the last;
 *   - bounds and terms stand behind their members, since that is the order they are read in.
 * layout.c brings all sections into canonical order in place, renumber.c the strings.
 *
 * Where a later check may need the place of a row, it stands beside it in `marks`, relative to the
 * line of the clause, act, instrument or event that it belongs to. */
#ifndef PACT_LOAD_LOADER_H
#define PACT_LOAD_LOADER_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "intern.h"
#include "load.h"
#include "marks.h"

struct doc_rec {
    uint32_t file;
    struct spot at;
    str_id agreement_id; /* 0: not given */
    uint32_t agreement;  /* row, once resolved; IMAGE_NONE: none */
    str_id title;        /* 0: not here */
    day_t complete_through;
    bool has_title, has_complete_through;
    struct spot title_at, complete_at;
};

struct party_rec {
    struct party_row row;
    uint32_t doc;
    struct spot at;
};
struct source_rec {
    struct source_row row;
    uint32_t doc;
    uint32_t column;
    bool used;
};
struct instrument_rec {
    struct instrument_row row;
    uint32_t doc;
    uint32_t column;
    struct spot announced_at;
    struct span reaffirms, silent_on; /* selectors */
    uint32_t reaffirms_line, silent_line;
    bool has_sources; /* whether or not they lead anywhere */
    bool inherited;   /* some act has its sources and day from here */
};
struct event_rec {
    struct event_row row;
    uint32_t doc;
    uint32_t column;
    struct spot occurred_at, ruled_out_at;
    day_t implied; /* not occurred by the record, but must have by this day; 0: need not */
    bool used;
};
struct selector_rec {
    str_id text;
    struct spot at;
};

/* Acts of one clause under `acts` of a document. */
struct list_rec {
    uint32_t doc;
    str_id clause_id;
    uint32_t clause; /* once resolved */
    struct spot at;
    struct span acts;
};

/* Where a clause's `exception_to` stands, in the order read. Few have one. */
struct exception_rec {
    uint32_t file, clause_line;
    struct spot at;
};

struct loader {
    struct image_builder *b;
    struct diags *d;
    struct load_limits limits;
    struct offset stale;
    unsigned threads;
    int (*open)(void *ctx, const char *path); /* see load_options */
    void *open_ctx;
    void (*progress)(const void *ctx, const struct load_progress *p); /* likewise */
    const void *progress_ctx;
    struct load_progress so_far; /* at the last end of a file */
    uint64_t *file_sizes;
    bool (*skip)(void *ctx, const char *path);
    void *skip_ctx;
    struct sources *made_of;
    struct intern strings; /* all of them, in b->strings */
    struct arena arena;
    struct buf input;                                 /* what came through standard input */
    struct vec files;                                 /* file_rec */
    struct vec docs;                                  /* doc_rec */
    struct vec parties, sources, instruments, events; /* ..._rec */
    struct vec selectors;                             /* selector_rec */
    struct vec lists;                                 /* list_rec */
    struct vec exceptions;                            /* exception_rec */
    struct vec clause_columns;                        /* uint16_t: of the ids; 0: not known */
    struct marks act_at, act_by, act_end;             /* an act, its instrument, its end */
    struct marks bound_at, ref_at, figure_at;
    uint32_t suggestions; /* candidates that may still be compared: keeps errors linear */
    size_t errors_before; /* of the list of diagnostics, when the load began */
    bool incomplete;      /* some file was not read to its end: what is missing may stand there */
    bool no_memory;
    bool clauses_full; /* the limit has been reported */
};

struct file_rec {
    const char *path;    /* as the walk gives it */
    const char *name;    /* as rows keep it */
    str_id name_id;      /* once all is read */
    uint64_t bytes, sum; /* of what was read; 0 where it was not all */
};

/* Where a clause's id stands. */
struct spot clause_place(const struct loader *l, uint32_t clause);
/* The document that a line of a file belongs to. */
uint32_t doc_of(const struct loader *l, uint32_t file, uint32_t line);

/* ---- a load ---- */

void loader_init(struct loader *l, const struct load_options *options, struct image_builder *b,
                 struct diags *d);
void loader_done(struct loader *l);

/* What is read: which files of a folder, and by whom a document, whose first node is pulled. */
struct reader;
struct reading {
    const struct file_names *names;
    void (*document)(struct reader *r);
    void *into; /* for `document` */
};
enum status read_paths(struct loader *l, const char *const *paths, size_t n_paths,
                       const struct reading *how) MUST_USE;

/* ---- reporting ---- */

const char *file_path(const struct loader *l, uint32_t file);

/* Adds a diagnostic; NULL when it was only counted. A line of 0: the file as a whole. */
struct diag *report(struct loader *l, enum diag_code code, uint32_t file, struct spot at,
                    const char *format, ...) PRINTF_LIKE(5, 6) RARELY_CALLED;
void report_limit(struct loader *l, const char *limit, uint64_t value, uint32_t file,
                  struct spot at) RARELY_CALLED;
/* These accept NULL for the diagnostic. The hint is static, or from diag_text. */
void hint(struct diag *g, const char *text);
void second_place(struct loader *l, struct diag *g, uint32_t file, struct spot at,
                  const char *note);

/* Text of the corpus for a message: cut to a readable length. */
struct quoted {
    char text[80];
};
struct quoted quote(const char *text, size_t n);
struct quoted quote_id(const struct loader *l, str_id id);

/* "did you mean": candidates are offered until the load's allowance is used up. */
struct suggest;
bool suggest_ready(struct loader *l, const struct diag *g);
void suggest_offer_id(struct loader *l, struct suggest *s, str_id id);
/* Turns what was found into the diagnostic's hint, if anything was. */
void suggest_hint(struct loader *l, struct diag *g, const struct suggest *s);

/* Whether memory has run out anywhere. Rows read so far may then lack their marks. */
bool loader_failed(const struct loader *l);

#endif
