/* What comes next: schema pact.next/1. */
#ifndef PACT_RENDER_NEXT_H
#define PACT_RENDER_NEXT_H

#include "next.h"
#include "render.h"
#include "say.h"

struct next_list {
    const struct boundary *items; /* in order of day */
    size_t n;
    day_t after, through;
    const char *within; /* as given; NULL: all days */
};

/* The whole document in the style's format. Failure is sticky in out->failed. */
void render_next(struct buf *out, const struct style *style, const struct query_head *head,
                 const struct next_list *list);

/* Its writers for people and for calendars. */
void next_text(struct buf *out, const struct style *style, const struct query_head *head,
               const struct next_list *list);

void next_ics(struct buf *out, const struct style *style, const struct query_head *head,
              const struct next_list *list);

/* A row of the eve of a dated boundary, for what speaks of conditions. */
struct row next_eve(const struct boundary *b);

/* "ends", "is suspended", "changes: an override begins". */
void say_boundary_kind(struct say *s, const struct boundary *b);
/* What it depends on, behind `lead`: "unless agi-verified happens by 2030-12-31"; nothing if it
 * does not. */
void say_boundary_when(struct say *s, const struct boundary *b, const char *lead);
/* "exclusive: true → false" */
void say_boundary_change(struct say *s, const struct boundary *b, const struct change *c);

#endif
