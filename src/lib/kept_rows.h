/* Rows of answers as they were written, for questions that follow: a row stays the same on all days
 * between two days on which anything may change, so many questions have it in common. */
#ifndef PACT_LIB_KEPT_ROWS_H
#define PACT_LIB_KEPT_ROWS_H

#include "arena.h"
#include "engine.h"

struct kept_row {
    struct kept_row *after; /* the one kept after it: most often it is asked for after it, too */
    struct kept_row *next;  /* with the same hash */
    uint32_t agreement, clause; /* by ordinal, and within the agreement */
    day_t first, last;          /* the days asked for which it is the answer */
    bool all;                   /* asked with --all */
    bool shown;
    enum answer_status status;
    enum answer_applies applies;
    size_t n;
    char text[]; /* empty if it is not shown */
};

struct kept_rows {
    struct arena arena;
    struct kept_row **heads; /* NULL: nothing is kept */
    struct kept_row *last;   /* that was kept */
    size_t bytes;
};

void kept_rows_init(struct kept_rows *k);
void kept_rows_done(struct kept_rows *k);
/* Forgets them: they are of the same knowledge and assumptions. */
void kept_rows_clear(struct kept_rows *k);

/* `before`: the one that was found before, or NULL. */
const struct kept_row *kept_rows_find(const struct kept_rows *k, const struct kept_row *before,
                                      uint32_t agreement, uint32_t clause, day_t day, bool all);

/* Keeps a row and its text, if there is memory; what is kept is bounded. */
void kept_rows_add(struct kept_rows *k, uint32_t agreement, const struct row *row, bool all,
                   bool shown, const char *text, size_t n);

#endif
