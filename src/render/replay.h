/* What the replay of a receipt found. */
#ifndef PACT_RENDER_REPLAY_H
#define PACT_RENDER_REPLAY_H

#include "render.h"

/* One place of the document; values as compact JSON, NULL: not there. */
struct replay_change {
    const char *path;
    const char *before, *after;
};

struct replay_report {
    const char *receipt;                  /* its name */
    const char *clause;                   /* AGREEMENT/CLAUSE */
    const char *date, *known;             /* as in the receipt */
    const char *old_digest, *old_version; /* of the receipt; digest with "sha256:" */
    const char *digest, *version;         /* of this corpus, 64 hex digits; of this pact */
    size_t n_agreements, n_clauses;
    const struct replay_change *changes;
    size_t n_changes;
};

/* False when memory is out. */
bool render_replay(struct buf *out, const struct style *style, const struct replay_report *report);

#endif
