/* A line on the terminal that shows how far a call has come: rewritten in place, first after half a
 * second, then ten times a second at most, and gone when the call has ended. */
#ifndef PACT_CLI_BAR_H
#define PACT_CLI_BAR_H

#include <stdint.h>

#include "cli.h"

struct bar {
    bool ascii;
    bool drawn;
    int64_t begun, last;   /* milliseconds: of the call; of the last drawing */
    enum pact_stage stage; /* the one that is counted */
    int64_t stage_begun;
};

/* Lets the options tell the bar; nothing where standard error is no terminal, or one that cannot
 * go back. */
void bar_begin(struct bar *b, struct pact_options *options, bool ascii);

/* Wipes it away: before anything else is said. */
void bar_end(struct bar *b);

/* The line for what has come to pass in so many milliseconds of the stage, within `width` columns:
 * as much as there is room for. Empty if there is none. */
void bar_line(const struct pact_progress *p, int64_t elapsed, size_t width, bool ascii,
              struct buf *out);

#endif
