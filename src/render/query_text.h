/* The answer of `query` for people: text and markdown. */
#ifndef PACT_RENDER_QUERY_TEXT_H
#define PACT_RENDER_QUERY_TEXT_H

#include "render.h"
#include "sentence.h"
#include "say.h"
#include "vec.h"

/* The question in words: "ip on 2031-01-01, as known on 2026-11-20 (the record date)". */
void say_question(struct say *s, const struct query_head *head);
/* The same as the "query" object of a document; `more` is what a verb adds, ready JSON, or NULL. */
void put_question(struct buf *b, const struct query_head *head, const char *more);
/* What an unknown is, and when it may come. */
void say_unknown(struct say *s, const struct setting *set, const struct unknown_ref *u);
/* ", assuming agi-verified on 2029-06-01": the part of it about assumptions; nothing without any. */
void say_scenario(struct say *s, const struct question *q);
/* What the rows come to, and what to ask next; for an empty answer, that it is empty and why. */
struct query_sum {
    size_t rows[STATUS_DEPENDS + 1]; /* shown, by status */
    size_t n;
    bool period;
    struct buf clause; /* of the first row, as `pact show` takes it from this corpus */
    struct buf assume; /* "agi-verified=never", if something depends */
};
void sum_row(struct query_sum *sum, const struct row *row, const struct query_head *head);
void say_tally(struct say *s, const struct query_sum *sum, const struct query_tally *tally);
/* The line "Next: …". Of another corpus than the built-in one it names verbs, not commands: how
 * that corpus was given (-C, $PACT_CORPUS) is not known here. */
void write_next(struct say *s, const struct query_head *head, const struct query_sum *sum,
                const struct query_tally *tally);

/* The writers themselves are in formats.h. Frees what either of them keeps, if anything. */
void query_text_done(struct query_render *r);

/* Text as a cell of a markdown table. */
void put_markdown(struct buf *out, const char *bytes, size_t n);

/* What was said so far. `say` first: both formats use it. */
struct query_text {
    struct say say;
    struct query_sum sum;
    /* the row before this one; IMAGE_NONE: none */
    const struct image *image;
    uint32_t agreement, clause;
    struct outcome last;
    bool last_shared; /* kind, holder and obligor of `last` were those of every course */
    str_id summary;
    struct vec terms, acts, caveats; /* uint32_t */
    /* the unknowns of this agreement that were spoken of: sentences, and which */
    struct buf unknowns; /* a line each */
    struct vec seen;     /* uint32_t: index * 2 + is_event */
};

#endif
