/* `lint --fix`: edits of YAML text that cannot change what it says. See fix.c. */
#ifndef PACT_LOAD_FIX_H
#define PACT_LOAD_FIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "status.h"
#include "vec.h"

struct fix_counts {
    size_t mappings; /* whose keys were brought into order */
    size_t quotes;   /* scalars that lost needless ones */
};

/* Appends the text as it ought to be, the same if nothing is to be done. ST_INVALID if it is no
 * YAML that a corpus may have (a caller has checked that before), ST_NOMEM. */
enum status fix_text(const char *text, size_t n, struct buf *out,
                     struct fix_counts *ret_counts) MUST_USE;

/* ---- the text as a tree (fix_tree.c) ---- */

enum fix_kind { FIX_SCALAR, FIX_LIST, FIX_MAP };

struct fix_node {
    uint8_t kind;
    bool flow;        /* [a] and {a: b}, not lines */
    bool quoted;      /* in single or double quotes */
    size_t start;     /* first byte */
    size_t end;       /* behind its last; of lines: behind the last of its last member */
    uint32_t next;    /* the node behind all that is in it: nodes stand in the order of the text */
    uint32_t members; /* direct ones; of a mapping keys and values */
};

struct fix_tree {
    const char *text;
    size_t n;
    struct vec nodes; /* fix_node */
    struct vec roots; /* uint32_t: one node for each document that is not empty */
};

/* Reads a text; the tree points into it. */
enum status fix_tree_read(struct fix_tree *t, const char *text, size_t n) MUST_USE;
void fix_tree_done(struct fix_tree *t);

static inline const struct fix_node *fix_node_at(const struct fix_tree *t, uint32_t i)
{
    return VEC_AT(&t->nodes, struct fix_node, i);
}

#endif
