/* The page of `timeline`: one file of HTML that needs nothing else. Its template, style and script
 * are files beside this one (timeline_page.*), taken into the program as they are. */
#ifndef PACT_RENDER_PAGE_H
#define PACT_RENDER_PAGE_H

#include "picture.h"
#include "timeline_data.h"

struct page {
    const struct picture *picture;
    struct timeline_data *data;
    const char *digest; /* 64 hex digits; NULL: not said */
    day_t date, known;  /* what the controls show at first */
};

/* Appends the page. Failure is told by out->failed. */
void put_page(struct buf *out, const struct page *p);

#endif
