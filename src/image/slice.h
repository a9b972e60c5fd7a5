/* One agreement of an image as an image of its own: its rows alone, references counted from its own
 * first rows, its strings numbered as its rows name them first. What comes out depends on what the
 * agreement says and on nothing beside it. */
#ifndef PACT_IMAGE_SLICE_H
#define PACT_IMAGE_SLICE_H

#include "image_build.h"

struct slicer {
    const struct image *img;
    struct image_builder out;    /* its strings without the table that finds them */
    struct string_place *places; /* of each string of img */
    uint32_t round;
    struct image view;
};

/* False when memory is out; slicer_done is due in any case. */
bool slicer_init(struct slicer *s, const struct image *img);
void slicer_done(struct slicer *s);

/* The agreement's own image, until the next call; NULL when memory is out. */
const struct image *slicer_take(struct slicer *s, uint32_t agreement);

#endif
