/* What the parts of an explanation for people share. */
#ifndef PACT_RENDER_EXPLAIN_TEXT_H
#define PACT_RENDER_EXPLAIN_TEXT_H

#include "explain.h"
#include "say.h"

#define ITEM ((size_t)2)   /* columns before an item of a section */
#define MARKED ((size_t)4) /* before one that might have a mark in front, "  * " */

struct teller {
    struct say say;
    const struct explanation *x;
    const struct image *img;
    struct arena arena;
    bool markdown;
    bool failed;
};

/* A section begins. */
void tell_heading(struct teller *t, const char *text);
/* Ends the paragraph as an item, or as one below an item. */
void tell_item(struct teller *t, size_t level, size_t indent);
/* Ends it as an item of a section in which some are marked with a star. */
void tell_marked(struct teller *t, bool mark);
void say_arrow(struct say *s);
/* An arrow, if something was there before. */
void say_old(struct say *s, bool there);

/* The two sections about acts (explain_acts_text.c). */
void tell_origins(struct teller *t);
void tell_chain(struct teller *t);

#endif
