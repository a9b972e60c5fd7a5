/* YAML, pulled node by node: what a corpus must not have (anchors, aliases, tags, depth) is refused
 * on the way.
 *
 * A caller pulls with yr_next. YR_LIST and YR_MAP are followed by their members (of a map: key,
 * value, key, value) and YR_END. Once the file cannot be read further every pull gives YR_END, so
 * that all loops end; `broken` says so. */
#ifndef PACT_LOAD_YREAD_H
#define PACT_LOAD_YREAD_H

#include "tape.h"

enum yr_kind {
    YR_END,    /* of a list, a map or the stream; or broken */
    YR_SCALAR, /* text, n, plain */
    YR_LIST,
    YR_MAP,
    YR_VOID, /* an alias, already refused: stands for any value */
};

struct loader;

struct yr {
    struct recorder recorder; /* of a file that is recorded while it is played */
    struct tape own;          /* where to; its memory is kept for the next file */
    struct tape *tape;        /* what is played */
    struct loader *l;
    uint32_t file;
    unsigned depth;
    bool recording;
    bool broken; /* the file was not read to its end */

    enum yr_kind kind; /* of the node last pulled */
    struct spot at;
    const char *text; /* until the next pull */
    size_t n;
    bool plain; /* neither quoted nor a block */
};

void yr_init(struct yr *y, struct loader *l);
void yr_done(struct yr *y);

/* What the limits of the load are for a recorder. */
struct tape_limits yr_limits(const struct loader *l);

/* Begins with a file; `keep`, or NULL, takes a copy of its bytes. Reports what fails. */
void yr_open(struct yr *y, uint32_t file, int fd, struct buf *keep);
/* Begins with a file that has been recorded; the tape must stay. */
void yr_open_tape(struct yr *y, uint32_t file, struct tape *tape);
/* Ends with the file. False: reading its bytes has failed. */
bool yr_close(struct yr *y);

/* Goes to the next document; false when there is none. Its node is the next to be pulled. */
bool yr_document(struct yr *y);

enum yr_kind yr_next(struct yr *y);

/* Goes to the end of the node last pulled. */
void yr_skip(struct yr *y);

#endif
