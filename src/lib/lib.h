/* What the files of the public API share: the open corpus, the list of diagnostics, the way out. */
#ifndef PACT_LIB_LIB_H
#define PACT_LIB_LIB_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "image.h"
#include "image_build.h"
#include "image_file.h"
#include "load.h"
#include "pact/pact.h"
#include "render.h"
#include "sparse.h"
#include "status.h"
#include "suggest.h"

struct pact_diags {
    struct diags d;
};

#define NOWHERE ((struct place){NULL, 0, 0})

/* What the API says for a status of the layers below; makes sure that running out of memory has a
 * diagnostic, if there is memory for one. */
enum pact_status api_status(enum status status, struct diags *d);

/* Adds a diagnostic without a place, with a hint unless NULL or empty (the hint is kept as it is:
 * it must be static or in d's arena). */
void complain(struct diags *d, enum diag_code code, const char *hint, const char *format, ...)
    PRINTF_LIKE(4, 5);

/* The same for what the system refused: "cannot write 'x': permission denied". Returns ST_IO. */
enum status complain_errno(struct diags *d, enum diag_code code, const char *hint, int error,
                           const char *format, ...) PRINTF_LIKE(5, 6);

/* "did you mean 'a', 'b' or 'c'?" in d's arena; NULL if nothing is near. */
const char *did_you_mean(struct diags *d, const struct suggest *s);

/* ---- parts of a corpus (part.c) ---- */

/* A compiled file, of which agreements are read as they are asked for; or one image in memory, made
 * from YAML. */
struct part {
    const char *name;                /* the path; NULL: built in */
    char *cached;                    /* path of the image in the cache, owned; else NULL */
    struct image_builder *builder;   /* of what came from YAML, owned; else NULL */
    struct image image;              /* likewise */
    struct sources made_of;          /* likewise: the files; none where limits were raised */
    struct image_file *file;         /* owned; else NULL */
    struct sparse segments;          /* struct loaded, by row: those that were read */
    _Atomic(struct loaded *) loaded; /* the last that was read */
    _Atomic(const char *) fault;     /* the first that reading met */
    uint32_t *ordinals;              /* of its agreements in the corpus; NULL: their own rows */
    struct part *base;               /* of a view (see corpus_view); else NULL */
    size_t leaves;      /* of a view: so many bytes of agreements it leaves to the base */
    atomic_bool full;   /* of a view: it leaves no more */
    atomic_size_t left; /* bytes of the agreements that were read */
};

/* An agreement of a file in memory, and the one that was read before it. */
struct loaded {
    struct image_segment segment;
    struct loaded *before;
    atomic_bool whole;    /* all clauses are proved */
    atomic_char proved[]; /* each clause: is it? */
};

void part_done(struct part *p);
enum status part_open_yaml(struct part *p, const char *const *paths, size_t n,
                           const struct load_options *options, struct diags *d) MUST_USE;
enum status part_open_file(struct part *p, struct diags *d) MUST_USE;
/* An image of the cache, in place of YAML: takes the descriptor. False where it is not to be used:
 * then it is removed, and the part as it was. */
bool part_open_cached(struct part *p, int fd, const char *path) MUST_USE;
enum status part_open_memory(struct part *p, const void *bytes, size_t n) MUST_USE;

size_t part_agreements(const struct part *p);
/* The agreement of a row, counted through the whole corpus. */
uint32_t part_ordinal(const struct part *p, uint32_t row);
size_t part_clauses(const struct part *p);

/* Where a look at ids is, for who takes one after the other. A zeroed one is nowhere yet. */
struct id_cursors {
    struct image_cursor entries, names;
};
/* The id of an agreement in place of what the buffer holds; or the fault that reading met. */
const char *part_id(const struct part *p, struct id_cursors *at, uint32_t row, struct buf *ret);

/* The image of an agreement and its row there. Where it cannot be read, the part has a fault from
 * then on, and what comes is an agreement without anything. */
const struct image *part_image(struct part *p, uint32_t row, uint32_t *ret_row);

/* The same for who asks about few clauses: of what they say only that may be looked at which was
 * proved, by part_prove or because somebody asked for all. Where that fails, the part has a fault,
 * and nothing of them may be looked at. */
const struct image *part_frame(struct part *p, uint32_t row, uint32_t *ret_row);
void part_prove(struct part *p, uint32_t row, struct span clauses);

/* An agreement for as long as it is needed: not kept, where it was not in memory before. */
struct held {
    const struct image *image;
    uint32_t row;
    const struct part *part;
    struct loaded *kept;      /* that of the part; NULL: */
    struct image_segment own; /* there is none, or the part's is in memory as a whole */
};

/* As with part_frame, of what clauses say only that may be looked at which held_prove has proved.
 * Both return the fault that they meet, which is not kept, or NULL. A zeroed `held` may be
 * released. */
const char *part_hold(struct part *p, uint32_t row, struct held *ret) MUST_USE;
const char *held_prove(const struct held *h, struct span clauses) MUST_USE;
void held_release(struct held *h);

/* A view of a part: see corpus_view. */
bool part_view_init(struct part *p, struct part *base, size_t leaves) MUST_USE;
void part_view_done(struct part *p);
/* Lets go of the agreements that only the view has; false if there are none. */
bool part_view_release(struct part *p);
bool part_is_kept(const struct part *p, uint32_t row, const struct image *img);

/* Keeps the first fault; NULL is none. */
void part_note(struct part *p, const char *fault);
/* Whether there is one; if so, says so, and an image of the cache is removed. */
enum status part_fault(const struct part *p, struct diags *d) MUST_USE;

/* ---- the corpus (corpus.c) ---- */

/* Where an agreement is. Agreements of a corpus are counted through all its images, by id. */
struct agreement_at {
    uint32_t part, row;
};

struct digest_text {
    char hex[65];
};

struct pact_corpus {
    struct part *parts;
    size_t n_parts;
    struct agreement_at *agreements; /* by id; NULL for a single part: its own order */
    size_t n_agreements, n_clauses;
    unsigned threads;   /* that may work at once; 0: one for each processor */
    char *name;         /* "built-in corpus", or the paths */
    const char **paths; /* as given, in one block; none: built in */
    size_t n_paths;
    const struct pact_corpus *of; /* a view of that corpus; else NULL */
    /* Made when first asked for (corpora from YAML have none): whoever comes first wins. */
    _Atomic(struct digest_text *) digest;
};

struct agreement_at corpus_agreement(const struct pact_corpus *c, size_t ordinal);
/* What is read on the way may be damaged: corpus_fault tells, and has to be asked before an answer
 * counts (selections have asked for the agreements they hold). */
const struct image *corpus_image(const struct pact_corpus *c, size_t ordinal);
const struct agreement_row *corpus_agreement_row(const struct pact_corpus *c, size_t ordinal);
/* Both for who asks about few clauses: see part_frame, part_prove. Where what a clause says is
 * damaged, only these know the agreement. */
const struct image *corpus_frame(const struct pact_corpus *c, size_t ordinal,
                                 const struct agreement_row **ret_row);
void corpus_prove(const struct pact_corpus *c, size_t ordinal, struct span clauses);

/* The same without keeping it: see part_hold. */
const char *corpus_hold(const struct pact_corpus *c, size_t ordinal, struct held *ret) MUST_USE;
/* Keeps the first fault that reading this agreement met; NULL is none. */
void corpus_note(const struct pact_corpus *c, size_t ordinal, const char *fault);

/* The same corpus for one who asks much of it, one question after the other. Agreements that are
 * read are left to the corpus until all views have left so many bytes in a part of it; what is read
 * beyond lives until the view is released. Damage that it meets is its own. Ended by
 * pact_corpus_free, before the corpus. NULL when memory is out. */
struct pact_corpus *corpus_view(const struct pact_corpus *c, size_t leaves);
/* For one question, which may take several looks at an agreement; and for many. */
#define LEAVES_ONE ((size_t)8 << 20)
#define LEAVES_MANY ((size_t)128 << 20)
/* Lets go of the agreements that only the view has; true if there were any, so that pointers into
 * agreements are no longer good. */
bool corpus_view_release(struct pact_corpus *view);
/* Will the image of an agreement still be there after that? */
bool corpus_is_kept(const struct pact_corpus *c, size_t ordinal, const struct image *img);
/* The same once they are much, half of what it leaves to the corpus, for who looks at one agreement
 * after the other and holds no pointer into any. Of what is no view, nothing is let go. */
void corpus_relax(const struct pact_corpus *c);

/* Record dates of the agreements that have clauses. */
struct record_span {
    size_t agreements;
    day_t first, last; /* DAY_NONE if there are none */
};
struct record_span corpus_record(const struct pact_corpus *c);
/* So many more agreements, of record dates from first to last. */
void record_widen(struct record_span *s, size_t agreements, day_t first, day_t last);

/* The ordinal of an agreement by its id; IMAGE_NONE if there is none. */
uint32_t corpus_find(const struct pact_corpus *c, const char *id, size_t n);

/* Appends the ordinals (uint32_t), ascending, of all agreements that may have a topic. */
void corpus_find_topic(const struct pact_corpus *c, const char *name, size_t n, struct vec *out);

/* Whether all that was read so far was good; if not, says so. */
enum status corpus_fault(const struct pact_corpus *c, struct diags *d) MUST_USE;
bool corpus_is_sound(const struct pact_corpus *c);

/* Reads all agreements, for who is to hand out a part of an answer before he has seen all of them:
 * what is damaged is said before the first byte. */
enum status corpus_read(const struct pact_corpus *c, struct diags *d) MUST_USE;

/* Checks all of it, also what no question has read. */
enum status corpus_verify(const struct pact_corpus *c, struct diags *d) MUST_USE;

/* Reads pact_options; NULL gives the defaults. `d` is also told how many diagnostics to keep. */
enum status options_read(const struct pact_options *options, struct load_options *ret,
                         struct diags *d) MUST_USE;

enum status corpus_open(const char *const *paths, size_t n, const struct pact_options *options,
                        struct diags *d, struct pact_corpus **ret) MUST_USE;
/* `cache`: the folder where images of YAML are kept; NULL: none are. */
enum status corpus_open_with(const char *const *paths, size_t n, const struct load_options *load,
                             const char *cache, struct diags *d, struct pact_corpus **ret) MUST_USE;
/* Writes it as one image. Of the options counts whether it is to be plain, and who is told how far
 * it is; NULL: packed, nobody. */
enum status corpus_write(const struct pact_corpus *c, const struct pact_options *options,
                         const struct pact_output *out, struct diags *d) MUST_USE;
/* Visits the YAML files of the paths, in the order in which they would be read; `path` is in the
 * arena. False, and that is all, where a visit is, or where they cannot be listed. */
typedef bool corpus_visit(void *ctx, const char *given, const char *path);
bool corpus_walk(const char *const *paths, size_t n, const struct load_limits *limits,
                 struct arena *a, corpus_visit *visit, void *ctx) MUST_USE;
/* Does a file begin as a compiled corpus does? */
bool corpus_is_image(const char *path);
enum status corpus_builtin(struct diags *d, struct pact_corpus **ret) MUST_USE;

/* The image linked into the program: aligned to IMAGE_ALIGN, *ret_n 0 if there is none. */
const void *builtin_image(size_t *ret_n);

/* ---- the way out (output.c) ---- */

#define OUTPUT_CHUNK ((size_t)65536)

/* Bytes on their way to a sink. */
struct writer {
    struct buf buf;
    const struct pact_output *out;
    size_t most; /* bytes that may wait, beyond those of one row */
    int error;   /* what the sink said first */
    bool begun;  /* the sink has had some of it */
};

void writer_init(struct writer *w, const struct pact_output *out);
/* Takes back what has been written from `at` on, and is not handed over. */
void writer_take_back(struct writer *w, size_t at);
/* The bytes of an image on their way: an image_write_fn, whose context is a writer. */
void writer_take(void *ctx, const void *bytes, size_t n);
/* Hands the bytes to the sink once there are enough of them. False when the sink has failed, or
 * memory. */
bool writer_pass(struct writer *w);
/* Hands on bytes behind what is there, without a copy of them. */
bool writer_put(struct writer *w, const char *bytes, size_t n);
/* Hands over the rest and frees. ST_IO, ST_NOMEM with a diagnostic. `status` of an earlier fault
 * wins, and then nothing more is handed over. */
enum status writer_end(struct writer *w, enum status status, struct diags *d) MUST_USE;

/* The digest where the format shows it, else NULL: for a corpus of YAML it costs a third of loading
 * it. False when memory is out. */
bool digest_if_shown(const struct pact_corpus *c, const struct style *style,
                     const char **ret_digest);

/* Is the format one of those (bits) that the document has? ST_USAGE with a diagnostic if not.
 * `document`: "an answer", "a list". */
enum status format_check(const struct pact_output *out, unsigned formats, const char *document,
                         struct diags *d) MUST_USE;
#define FORMAT_BIT(f) (1U << FORMAT_##f)
/* Those that every table has. */
#define FORMATS_COMMON                                                                             \
    (FORMAT_BIT(TEXT) | FORMAT_BIT(JSON) | FORMAT_BIT(JSONL) | FORMAT_BIT(CSV) | FORMAT_BIT(TSV) | \
     FORMAT_BIT(MARKDOWN))
/* Those of findings and checks. */
#define FORMATS_REPORT                                                                             \
    (FORMAT_BIT(TAP) | FORMAT_BIT(JUNIT) | FORMAT_BIT(GITHUB) | FORMAT_BIT(SARIF))

struct style style_of(const struct pact_style *style);

#endif
