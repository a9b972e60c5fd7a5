/* The outline of a compiled corpus: of each agreement its record date, and of each clause its id
 * and on which days it is in force, as known on that date and nothing assumed. It is what questions
 * need that pass most clauses over: which fit a glob, which decide an assertion. A tenth of what
 * the agreements take, and nothing in it has to be proved. In front of an agreement's clauses
 * stands what is so of all of them together, so that most agreements are passed over as one.
 *
 * On disk it is blocks of whole agreements, in the order of the directory, each under a checksum;
 * docs/image-format.md has the bytes. */
#ifndef PACT_IMAGE_OUTLINE_H
#define PACT_IMAGE_OUTLINE_H

#include "buf.h"
#include "image.h"
#include "vec.h"

/* Is a clause in force? Yes in every course of events, in none, or it has to be asked. */
enum line_value { LINE_NO, LINE_YES, LINE_ASK, LINE_VALUE_COUNT };

/* From this day on, until the next step. */
struct line_step {
    day_t day;
    uint32_t value; /* enum line_value */
};

/* The lines of an agreement's clauses, one behind the other. Each has a step on DAY_MIN, and then
 * those on which it changes, ascending. */
struct lines {
    struct vec steps; /* struct line_step */
    struct vec ends;  /* uint32_t: steps up to the end of each clause's line */
};

void lines_init(struct lines *l);
void lines_done(struct lines *l);

/* Fills the lines (which are empty) of an image that holds one agreement; false when memory is out.
 * The layers above know how; the same image must give the same lines. */
typedef bool lines_fn(const struct image *one, struct lines *ret);

/* One that knows nothing: every clause has to be asked. */
bool lines_unknown(const struct image *one, struct lines *ret);

/* The next step of a line that begins at row `first` of the steps, unless the value stays. */
void line_add(struct vec *steps, size_t first, day_t day, enum line_value value);

/* The steps, in one of `work`, of one line for all: the value that each of them has, LINE_ASK where
 * they differ, and LINE_NO where there is none. NULL when memory is out. */
const struct vec *lines_join(const struct lines *l, struct lines work[2]);

/* Whether the value is the same on all days first..last; then *ret_value is it. */
bool line_is_steady(const struct line_step *steps, size_t n, day_t first, day_t last,
                    enum line_value *ret_value);

/* ---- writing ---- */

#define OUTLINE_BLOCK ((size_t)16384) /* a block is full when it has so many bytes */

struct outline_block {
    uint64_t offset; /* in the file */
    uint32_t length;
    uint32_t first; /* agreement */
    uint64_t sum;
};

/* All blocks so far. */
struct outline_writer {
    struct buf bytes;
    struct vec blocks;  /* struct outline_block; offsets count from the first of the bytes */
    struct buf clauses; /* of the agreement at hand */
    struct lines lines, work[2]; /* and their lines, and what is joined of these */
    lines_fn *fill;              /* NULL: every clause has to be asked */
    bool failed;
};

void outline_init(struct outline_writer *w, lines_fn *fill);
void outline_done(struct outline_writer *w);
/* The next agreement, that of the row in the directory. */
void outline_add(struct outline_writer *w, uint32_t row, const struct image *one);
/* The same of the agreement that a reader of another file is at, as it is there. */
struct outline_reader;
void outline_copy(struct outline_writer *w, uint32_t row, struct outline_reader *r);
/* Ends the last block. */
void outline_finish(struct outline_writer *w);

/* ---- reading, agreement by agreement ---- */

struct image_file;
struct image_cursor;

struct outline_reader {
    const struct image_file *f;
    struct outline_block *blocks; /* owned */
    uint32_t n_blocks, block;     /* all; those that have been read */
    char *bytes;                  /* owned: of the block at hand */
    size_t begin, at, end, n;    /* of the agreement at hand, what comes next of it; of the block */
    struct image_cursor *cursor; /* owned: in the directory */
    bool wants_ids;              /* else only their lengths are kept; set it before the first */
    bool wants_lines;            /* else those of clauses are passed over unseen */

    /* The agreement at hand, and as many clauses of it as have not been taken. */
    uint32_t row; /* of the next one */
    uint32_t clauses, left;
    day_t record;

    struct buf id;    /* of the clause at hand */
    struct vec steps; /* struct line_step: its line; the agreement's own before the first clause */
};

/* On a fault outline_close is due as well. */
const char *outline_open(struct outline_reader *r, const struct image_file *f);
void outline_close(struct outline_reader *r);
/* Goes to the next agreement, which must be there: its row is r->row - 1. What is left of the one
 * before is passed over unseen. */
const char *outline_agreement(struct outline_reader *r);
/* Goes to its next clause, which must be there. */
const char *outline_clause(struct outline_reader *r);

#endif
