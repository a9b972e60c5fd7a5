/* Compiled corpora: a file of segments, one for each agreement, and a directory that finds them by
 * the agreement's id and by topic. docs/image-format.md has every field.
 *
 * A file is read as far as a question leads: opening takes the footer and the checksums of the
 * directory's blocks; a look-up some rows of the directory; an agreement its segment, which is
 * proved (image_check) before anyone sees it. Every byte that counts stands under a checksum, and
 * what is read is compared with it first. A file from outside is never mapped, so that one which
 * changes or shrinks meanwhile is a fault like any other. */
#ifndef PACT_IMAGE_IMAGE_FILE_H
#define PACT_IMAGE_IMAGE_FILE_H

#include "diag.h"
#include "image_build.h"
#include "outline.h"
#include "segment.h"
#include "sources.h"
#include "status.h"
#include "sum.h"

#define IMAGE_MAGIC "PACTIMG\n"
#define IMAGE_VERSION 6U
#define IMAGE_BLOCK 2048U /* bytes of the directory under one checksum */

bool image_has_magic(const void *bytes, size_t n);

/* ---- digests (digest.c) ---- */

struct digest_row {
    unsigned char sha256[32]; /* of the agreement's canonical form */
};

/* The digest of one agreement. */
void image_digest(const struct image *img, uint32_t agreement, struct digest_row *out);

/* The digest of each agreement, into out[img->n_agreements]. */
void image_digests(const struct image *img, struct digest_row *out);

/* The digest of a corpus: the sum modulo 2^256 (big-endian numbers) of its agreements' digests. */
void digest_sum(unsigned char total[32], const struct digest_row *rows, size_t n);

/* ---- the file ---- */

struct image_header {
    char magic[8];
    uint32_t version;
    uint32_t byte_order;
};

/* The last bytes of the file. */
struct image_footer {
    uint64_t length;    /* of the whole file */
    uint64_t directory; /* where it begins: entries, topics, postings, names, without a gap */
    uint64_t names;     /* bytes of names */
    uint64_t clauses;   /* of all agreements */
    uint32_t agreements, topics, postings;
    uint32_t plain;           /* 1: segments are plain; 0: packed */
    unsigned char digest[32]; /* of the corpus */
    uint32_t speaking;        /* agreements that have clauses */
    day_t record_first; /* the first and the last record date among those; 0 if there are none */
    day_t record_last;
    uint32_t outline_blocks;
    uint64_t sources; /* where the list of files begins, and its bytes; 0 and 0: none */
    uint64_t sources_n;
    uint64_t sources_sum; /* checksum of that list */
    uint64_t outline;     /* where the table of the outline's blocks begins */
    uint64_t outline_sum; /* checksum of that table */
    uint64_t sums_sum;    /* checksum of the checksums of the directory's blocks */
    uint64_t sum;         /* of this footer up to here */
};

/* One for each agreement, sorted by id. */
struct image_entry {
    uint32_t name, name_n; /* its id, in the names */
    uint64_t offset;       /* of its segment, from the start of the file */
    uint32_t length, clauses;
    day_t complete_through;
    uint32_t zero;
    uint64_t sum;             /* of its segment */
    struct digest_row digest; /* of what it says */
};

/* One for each topic that some agreement has, sorted by name (bytes). */
struct image_topic {
    uint32_t name, name_n;
    struct span postings; /* the agreements that have it, ascending */
};

/* ---- writing ---- */

typedef void image_write_fn(void *ctx, const void *bytes, size_t n);

struct image_writer {
    image_write_fn *write;
    void *ctx;
    uint64_t at; /* bytes written */
    struct vec entries, topic_uses;
    struct buf names, topic_names, plain, packed;
    struct outline_writer outline;
    struct image_footer footer;
    bool failed;
};

/* The file's bytes go, in order, through `write`. `plain`: segments as they stand in memory, for
 * bytes that are to be linked into a program. `lines` fills the outline; NULL: nothing is known. */
void image_writer_init(struct image_writer *w, bool plain, lines_fn *lines, image_write_fn *write,
                       void *ctx);

/* The next agreement: `one` holds nothing else, and its id stands behind that of the one before. */
void image_writer_add(struct image_writer *w, const struct image *one);

/* The next agreement as another file has it: its entry there, id, and segment, which is written the
 * way this file is, and a reader of the outline there that is at it. Its topics follow by
 * image_writer_topic, `agreement` counting from the first that was written, at any time. */
void image_writer_copy(struct image_writer *w, const struct image_entry *from, const char *id,
                       const void *segment, struct outline_reader *outline);
void image_writer_topic(struct image_writer *w, const char *name, size_t n, uint32_t agreement);

/* Writes what stands behind the segments, and frees. `sources` (sorted): what all of it was made
 * of; NULL: not known. False: memory was out, the bytes are none. */
bool image_writer_end(struct image_writer *w, const struct sources *sources) MUST_USE;

/* ---- reading ---- */

struct image_file {
    int fd;       /* owned; -1: the bytes are in memory */
    bool trusted; /* nothing is proved: the bytes are ours, or checksums are enough */
    const char *memory;
    uint64_t *sums; /* of the directory's blocks, owned */
    struct image_footer footer;
};

/* One block of the directory, kept from one call to the next. A zeroed one holds none. */
struct image_cursor {
    uint64_t block; /* its number, from 1 */
    unsigned char bytes[IMAGE_BLOCK];
};

/* An agreement in memory. */
struct image_segment {
    struct image image; /* one agreement, row 0 */
    void *plain;        /* owned; NULL: the bytes belong to the program */
};

/* Faults are static texts that go behind "the compiled corpus is"; NULL: none. These two are about
 * the machine, not the file. */
extern const char IMAGE_NO_MEMORY[];
extern const char IMAGE_CANNOT_READ[];

/* Takes the descriptor. On a fault image_file_close is due as well. */
const char *image_file_open(struct image_file *f, int fd);
/* Bytes that are known to be good, aligned to IMAGE_ALIGN. */
void image_file_memory(struct image_file *f, const void *bytes, size_t n);
void image_file_close(struct image_file *f);

const char *image_file_entry(const struct image_file *f, struct image_cursor *c, uint32_t row,
                             struct image_entry *ret_entry);
/* Appends a name of the directory. */
const char *image_file_name(const struct image_file *f, struct image_cursor *c, uint32_t name,
                            uint32_t name_n, struct buf *out);
/* Appends the id of a row's agreement. Two cursors, as its entry and its name stand apart. */
const char *image_file_id(const struct image_file *f, struct image_cursor *entries,
                          struct image_cursor *names, uint32_t row, struct buf *out);
/* The row of an agreement by its id; IMAGE_NONE if there is none. */
const char *image_file_find(const struct image_file *f, const char *id, size_t n,
                            uint32_t *ret_row);
/* Appends the rows (uint32_t) of the agreements that have a topic; none with a fault. */
const char *image_file_topic(const struct image_file *f, const char *name, size_t n,
                             struct vec *rows);
/* The i-th topic, and the agreements that have it (appended). */
const char *image_file_topic_at(const struct image_file *f, struct image_cursor *c, uint32_t i,
                                struct image_topic *ret_topic, struct vec *rows);
/* The list of files that it was made of, into an initialised one; it stays empty where there is
 * none. */
const char *image_file_sources(const struct image_file *f, struct sources *ret);
/* The bytes of a segment as they stand in the file, compared with their checksum; appended. */
const char *image_file_segment(const struct image_file *f, const struct image_entry *e,
                               struct buf *out);
/* Reads, unpacks and proves an agreement. */
const char *image_file_load(const struct image_file *f, uint32_t row,
                            struct image_segment *ret_segment);
/* The same but for what its clauses say: image_file_prove is due before that is looked at. */
const char *image_file_load_frame(const struct image_file *f, uint32_t row,
                                  struct image_segment *ret_segment);
const char *image_file_prove(const struct image_file *f, const struct image_segment *s,
                             struct span clauses);
void image_segment_done(struct image_segment *s);

/* The table of the outline's blocks, which becomes the caller's; and the bytes of one of them. For
 * outline_reader. */
const char *image_file_outline(const struct image_file *f, struct outline_block **ret_blocks,
                               uint32_t *ret_n);
const char *image_file_outline_block(const struct image_file *f, const struct outline_block *b,
                                     char **ret_bytes);

/* Everything, also what no question reads: the order of the directory, that it and the outline tell
 * what the segments hold, digests, zeros between. `lines`: what the file was written with. */
const char *image_file_verify(const struct image_file *f, lines_fn *lines);

/* The diagnostic for a fault: ST_INVALID, ST_IO, ST_NOMEM. */
enum status image_fault(const char *fault, const char *path, struct diags *d);

/* The proof that sections are an image: NULL, or what is wrong; IMAGE_NO_MEMORY itself when memory
 * is out. */
const char *image_check(const struct image *img);
/* The same in two halves: all but what the clauses say (their ids, titles and order are seen), and,
 * once that is good, some of the clauses, which is then all that may be asked about. */
const char *image_check_frame(const struct image *img);
const char *image_check_clauses(const struct image *img, struct span clauses);

#endif
