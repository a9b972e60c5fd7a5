/* The picture of `timeline` in characters: as bars for a terminal, and as a gantt chart in the
 * language of Mermaid. */
#ifndef PACT_RENDER_TIMELINE_TEXT_H
#define PACT_RENDER_TIMELINE_TEXT_H

#include "picture.h"
#include "render.h"

/* A line for each clause, its bar as wide as the style allows (width 0: 100 columns). The head says
 * what was asked. Failure is told by out->failed. */
void put_timeline_text(struct buf *out, const struct style *style, const struct picture *p,
                       const struct query_head *head);

/* What is in force or may be, as a gantt chart: a section for each topic, `crit` for what depends,
 * `done` for what is suspended. Runs are cut at the ends of the picture. */
void put_timeline_mermaid(struct buf *out, const struct picture *p);

#endif
