#include "progress.h"

#include <sys/stat.h>

static void tell(struct loader *l, struct load_progress now)
{
    now.clauses = l->b->clauses.n;
    l->progress(l->progress_ctx, &now);
}

void progress_begin(struct loader *l, const struct file_list *files)
{
    if (l->progress == NULL)
        return;
    l->file_sizes = ARENA_ARRAY(&l->arena, files->n, uint64_t);
    l->so_far = (struct load_progress){.of_files = files->n};
    for (size_t i = 0; i < files->n && l->file_sizes != NULL; i++) {
        struct stat s;
        const bool known = stat(files->paths[i], &s) == 0 && S_ISREG(s.st_mode);
        l->file_sizes[i] = known ? (uint64_t)s.st_size : 0;
        l->so_far.of_bytes += l->file_sizes[i];
    }
}

/* How much of the file being read has been taken: as much as has been asked for, or, of one that
 * was recorded whole, the same part of it as of its tape. */
static uint64_t bytes_taken(const struct reader *r)
{
    const struct yr *y = &r->y;
    if (y->recording)
        return y->recorder.input.bytes;
    return r->l->file_sizes[r->l->so_far.files] * y->tape->at / y->tape->n;
}

void progress_tell_clause(const struct reader *r)
{
    struct load_progress now = r->l->so_far;
    now.bytes += bytes_taken(r);
    tell(r->l, now);
}

void progress_file(struct loader *l)
{
    if (l->progress == NULL)
        return;
    l->so_far.bytes += l->file_sizes[l->so_far.files++];
    tell(l, l->so_far);
}

void progress_end(struct loader *l)
{
    if (l->progress == NULL)
        return;
    l->so_far.all_read = true;
    tell(l, l->so_far);
}
