/* How far a load has come, for whoever asked to be told (load_options). Without one these do
 * nothing. */
#ifndef PACT_LOAD_PROGRESS_H
#define PACT_LOAD_PROGRESS_H

#include "file.h"
#include "reader.h"

/* The files that are to be read, in this order. */
void progress_begin(struct loader *l, const struct file_list *files);
/* A file has been read to its end, or given up. */
void progress_file(struct loader *l);
/* All of them have. */
void progress_end(struct loader *l);

void progress_tell_clause(const struct reader *r);

/* A clause has been read. */
static inline void progress_clause(const struct reader *r)
{
    if (r->l->progress != NULL)
        progress_tell_clause(r);
}

#endif
