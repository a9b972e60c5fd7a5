/* The picture of `timeline`: clauses as rows, their runs as bars, as SVG. It stands alone as a file
 * and inside of a page. */
#ifndef PACT_RENDER_PICTURE_H
#define PACT_RENDER_PICTURE_H

#include "buf.h"
#include "plane.h"

struct picture_row {
    const struct image *image;
    uint32_t agreement, clause;
    const struct row *const *runs; /* ascending */
    size_t n_runs;
    const char *label; /* what stands at the left; NULL: the clause's id */
    /* Of a plane: where each run begins, as known from one day through another. Else NULL. */
    const struct plane_edge *edges;
    day_t known_first, known_last;
};

/* A diamond: an event's day, or the window in which it lies. */
struct picture_mark {
    const struct image *image;
    str_id name, title;
    day_t first, last;
};

/* Days asked about; days of knowledge, runs being what was known of one day; both, a row for each
 * stretch of knowledge. */
enum picture_axis { AXIS_DAYS, AXIS_KNOWN, AXIS_PLANE };

struct picture {
    enum picture_axis axis;
    day_t of;                       /* AXIS_KNOWN: the day asked about */
    day_t first, last;              /* what is drawn; first < last */
    day_t asked;                    /* DAY_NONE: no day is marked */
    day_t known;                    /* DAY_NONE: agreements differ */
    bool agreements;                /* several: say which */
    const struct picture_row *rows; /* those of an agreement, and of a topic, together */
    size_t n_rows;
    const struct picture_mark *marks;
    size_t n_marks;
};

/* Appends an svg element. `alone`: as a file of its own, with its style; in a page that is for the
 * page to put, once. */
void put_picture(struct buf *out, const struct picture *p, bool alone);
void put_picture_style(struct buf *out);

/* Text as XML and HTML want it: markup escaped, and what XML cannot hold shown as U+FFFD. */
void put_markup(struct buf *out, const char *text, size_t n);

#endif
