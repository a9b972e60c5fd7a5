/* What may be copied: an agreement of which the image knows the files (it is a member of one), all
 * of whose files are still there with the name and content they had, and to which no file that is
 * read anew adds anything. A file that is read anew brings the agreements that it had something of
 * into question, and these all their other files, until nothing changes.
 */
#include "rebuild.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "arena.h"
#include "line.h"
#include "slice.h"

#define READ_BYTES ((size_t)64 * 1024)

struct rebuilding {
    struct image_file base;
    struct sources sources; /* of the base */
    bool *same;             /* each of those files: it is as it was, and need not be read */
    struct arena arena;
    struct vec found; /* struct found: those of them that are there, sorted by path */
    bool *kept;       /* each agreement of the base: it may be copied */
    uint32_t *rows;   /* each agreement of the base: its row in what is written */
};

/* A file that is as it was. */
struct found {
    const char *path;
    size_t file; /* in `sources` */
};

/* ---- what the files are now ---- */

/* The content's sum; false where it cannot be told. */
static bool sum_file(const char *path, uint64_t *ret_bytes, uint64_t *ret_sum)
{
    struct running_sum sum;
    char *block = malloc(READ_BYTES);
    const int fd = block != NULL ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    ssize_t got = -1;
    running_sum_init(&sum);
    if (fd >= 0)
        while ((got = read(fd, block, READ_BYTES)) > 0)
            running_sum_add(&sum, block, (size_t)got);
    if (fd >= 0)
        close(fd);
    free(block);
    *ret_bytes = sum.n;
    *ret_sum = running_sum_end(&sum);
    return got == 0;
}

/* False where a file is there twice, which is the loader's to refuse. */
static bool look_at_file(void *ctx, const char *given, const char *path)
{
    struct rebuilding *r = ctx;
    const char *name = load_row_name(given, path);
    uint64_t bytes;
    uint64_t sum;
    if (!sum_file(path, &bytes, &sum))
        return true;
    const struct source_file *f = sources_find(&r->sources, name, strlen(name), bytes, sum);
    if (f == NULL)
        return true;
    const size_t at = (size_t)(f - VEC_AT(&r->sources.files, struct source_file, 0));
    struct found *found = r->same[at] ? NULL : vec_add(&r->found);
    if (found == NULL)
        return false;
    *found = (struct found){path, at};
    r->same[at] = true;
    return true;
}

static int by_path(const void *x, const void *y)
{
    const struct found *a = x;
    const struct found *b = y;
    return strcmp(a->path, b->path);
}

/* Which files are as they were. False where they cannot be listed, which is the loader's to say. */
static bool look_at_files(struct rebuilding *r, const char *const *paths, size_t n,
                          const struct load_limits *limits)
{
    const bool good = corpus_walk(paths, n, limits, &r->arena, look_at_file, r);
    if (good && r->found.n > 0)
        qsort(r->found.data, r->found.n, r->found.size, by_path);
    return good;
}

/* ---- what may be kept ---- */

static bool is_kept(const struct rebuilding *r, const struct source_file *f)
{
    const uint32_t *members = sources_members(&r->sources, f);
    for (uint32_t k = 0; k < f->agreements.n; k++)
        if (!r->kept[members[k]])
            return false;
    return true;
}

/* Returns whether any of them was to be kept. */
static bool drop_members(struct rebuilding *r, const struct source_file *f)
{
    const uint32_t *members = sources_members(&r->sources, f);
    bool any = false;
    for (uint32_t k = 0; k < f->agreements.n; k++) {
        any |= r->kept[members[k]];
        r->kept[members[k]] = false;
    }
    return any;
}

/* Files that are read bring their agreements into question, and these their other files. */
static void spread(struct rebuilding *r)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < r->sources.files.n; i++) {
            const struct source_file *f = VEC_AT(&r->sources.files, struct source_file, i);
            r->same[i] = r->same[i] && is_kept(r, f);
            if (!r->same[i])
                changed |= drop_members(r, f);
        }
    }
}

/* Is there anything to be gained? */
static bool keep(struct rebuilding *r)
{
    bool any = false;
    for (size_t i = 0; i < r->sources.files.n; i++) {
        const struct source_file *f = VEC_AT(&r->sources.files, struct source_file, i);
        const uint32_t *members = sources_members(&r->sources, f);
        for (uint32_t k = 0; k < f->agreements.n; k++)
            r->kept[members[k]] = true; /* its files are known */
    }
    spread(r);
    for (uint32_t i = 0; i < r->base.footer.agreements; i++)
        any |= r->kept[i];
    return any;
}

/* Opens the base and decides. False: nothing can be taken from it. */
static bool begin(struct rebuilding *r, const char *base, const char *const *paths, size_t n,
                  const struct load_options *options, bool plain)
{
    const int fd = open(base, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    r->base.fd = -1;
    arena_init(&r->arena);
    vec_init(&r->found, sizeof(struct found));
    sources_init(&r->sources);
    if (fd < 0 || image_file_open(&r->base, fd) != NULL || r->base.footer.plain != plain ||
        !load_limits_are_default(&options->limits) ||
        image_file_sources(&r->base, &r->sources) != NULL)
        return false;
    r->same = calloc(r->sources.files.n + 1, sizeof *r->same);
    r->kept = calloc((size_t)r->base.footer.agreements + 1, sizeof *r->kept);
    r->rows = calloc((size_t)r->base.footer.agreements + 1, sizeof *r->rows);
    return r->same != NULL && r->kept != NULL && r->rows != NULL &&
           look_at_files(r, paths, n, &options->limits) && keep(r);
}

static void done(struct rebuilding *r)
{
    image_file_close(&r->base);
    sources_done(&r->sources);
    arena_done(&r->arena);
    vec_done(&r->found);
    free(r->same);
    free(r->kept);
    free(r->rows);
}

/* ---- reading the others ---- */

static bool skip(void *ctx, const char *path)
{
    const struct rebuilding *r = ctx;
    const struct found wanted = {.path = path};
    const struct found *f =
        r->found.n > 0 ? bsearch(&wanted, r->found.data, r->found.n, r->found.size, by_path) : NULL;
    return f != NULL && r->same[f->file];
}

/* Agreements of the base to which what was read adds something are not to be copied after all.
 * *ret_any: there are such. */
static const char *take_back(struct rebuilding *r, const struct image *read, bool *ret_any)
{
    const char *fault = NULL;
    *ret_any = false;
    for (uint32_t i = 0; i < read->n_agreements && fault == NULL; i++) {
        const str_id id = read->agreements[i].id;
        uint32_t row;
        fault = image_file_find(&r->base, image_str(read, id), image_str_len(read, id), &row);
        if (fault == NULL && row != IMAGE_NONE && r->kept[row]) {
            r->kept[row] = false;
            *ret_any = true;
        }
    }
    if (*ret_any)
        spread(r);
    return fault;
}

static enum status read_rest(struct rebuilding *r, const char *const *paths, size_t n,
                             const struct load_options *options, struct part *ret, struct diags *d)
{
    struct load_options load = *options;
    load.skip = skip;
    load.skip_ctx = r;
    return part_open_yaml(ret, paths, n, &load, d);
}

static void forget(struct diags *d)
{
    diags_done(d);
    diags_init(d, d->max);
}

/* Reads what is not as it was, until nothing of that belongs to what is to be copied. */
static enum status read_all(struct rebuilding *r, const char *const *paths, size_t n,
                            const struct load_options *options, struct part *ret, struct diags *d)
{
    for (;;) {
        bool again = false;
        enum status status = read_rest(r, paths, n, options, ret, d);
        if (status == ST_OK && take_back(r, &ret->image, &again) != NULL)
            status = ST_INVALID;
        if (status != ST_OK || !again)
            return status;
        part_done(ret);
        *ret = (struct part){.name = NULL};
        forget(d);
    }
}

/* ---- writing ---- */

/* What is to be copied is whole, so that nothing is begun that cannot be ended. */
static const char *prove_kept(const struct rebuilding *r, uint64_t *ret_clauses)
{
    struct image_cursor c = {0};
    struct image_entry e;
    struct buf segment;
    struct outline_reader outline;
    const char *fault = outline_open(&outline, &r->base);
    buf_init(&segment, 0);
    *ret_clauses = 0;
    for (uint32_t row = 0; row < r->base.footer.agreements && fault == NULL; row++) {
        fault = outline_agreement(&outline);
        if (fault != NULL || !r->kept[row])
            continue;
        buf_clear(&segment);
        fault = image_file_entry(&r->base, &c, row, &e);
        if (fault == NULL)
            fault = image_file_segment(&r->base, &e, &segment);
        *ret_clauses += e.clauses;
    }
    buf_done(&segment);
    outline_close(&outline);
    return fault;
}

/* The next agreement of the base that is copied. */
struct next {
    uint32_t row; /* IMAGE_NONE: there is none */
    struct image_entry entry;
    struct buf id, segment;
    struct image_cursor entries, names;
    struct outline_reader outline; /* at it */
};

static const char *advance(const struct rebuilding *r, struct next *next)
{
    uint32_t row = next->row == IMAGE_NONE ? 0 : next->row + 1;
    while (row < r->base.footer.agreements && !r->kept[row])
        row++;
    next->row = row < r->base.footer.agreements ? row : IMAGE_NONE;
    if (next->row == IMAGE_NONE)
        return NULL;
    buf_clear(&next->id);
    const char *fault = image_file_entry(&r->base, &next->entries, row, &next->entry);
    while (fault == NULL && next->outline.row <= row)
        fault = outline_agreement(&next->outline);
    if (fault != NULL)
        return fault;
    return image_file_name(&r->base, &next->names, next->entry.name, next->entry.name_n, &next->id);
}

static bool comes_first(const struct next *next, const struct image *read, uint32_t row)
{
    if (next->row == IMAGE_NONE || row == read->n_agreements)
        return next->row != IMAGE_NONE;
    const str_id id = read->agreements[row].id;
    const size_t n = image_str_len(read, id);
    const int c = memcmp(next->id.data, image_str(read, id), next->id.n < n ? next->id.n : n);
    return c < 0 || (c == 0 && next->id.n < n);
}

static const char *copy(const struct rebuilding *r, struct next *next, struct image_writer *w)
{
    buf_clear(&next->segment);
    const char *fault = image_file_segment(&r->base, &next->entry, &next->segment);
    if (fault == NULL)
        image_writer_copy(w, &next->entry, next->id.data, next->segment.data, &next->outline);
    return fault == NULL ? advance(r, next) : fault;
}

/* All agreements by id. ret_rows: where each that was read stands in the file. */
static const char *write_agreements(struct rebuilding *r, struct slicer *slicer,
                                    struct image_writer *w, uint32_t *ret_rows)
{
    const struct image *read = slicer->img;
    struct next next = {.row = IMAGE_NONE};
    uint32_t at = 0;
    buf_init(&next.id, 0);
    buf_init(&next.segment, 0);
    const char *fault = outline_open(&next.outline, &r->base);
    if (fault == NULL)
        fault = advance(r, &next);
    for (uint32_t row = 0; fault == NULL && (next.row != IMAGE_NONE || row < read->n_agreements);) {
        if (comes_first(&next, read, row)) {
            r->rows[next.row] = at++;
            fault = copy(r, &next, w);
            continue;
        }
        const struct image *one = slicer_take(slicer, row);
        ret_rows[row++] = at++;
        if (one != NULL)
            image_writer_add(w, one);
        else
            fault = IMAGE_NO_MEMORY;
    }
    buf_done(&next.id);
    buf_done(&next.segment);
    outline_close(&next.outline);
    return fault;
}

static const char *write_topics(const struct rebuilding *r, struct image_writer *w)
{
    struct image_cursor rows_at = {0};
    struct image_cursor names_at = {0};
    struct image_topic topic;
    struct vec rows;
    struct buf name;
    const char *fault = NULL;
    vec_init(&rows, sizeof(uint32_t));
    buf_init(&name, 0);
    for (uint32_t i = 0; i < r->base.footer.topics && fault == NULL; i++) {
        rows.n = 0;
        buf_clear(&name);
        fault = image_file_topic_at(&r->base, &rows_at, i, &topic, &rows);
        if (fault == NULL)
            fault = image_file_name(&r->base, &names_at, topic.name, topic.name_n, &name);
        for (size_t k = 0; k < rows.n && fault == NULL; k++) {
            const uint32_t row = *VEC_AT(&rows, uint32_t, k);
            if (r->kept[row])
                image_writer_topic(w, name.data, name.n, r->rows[row]);
        }
    }
    vec_done(&rows);
    buf_done(&name);
    return fault;
}

/* The files that are as they were, and those that were read. */
static bool list_sources(const struct rebuilding *r, const struct sources *read,
                         const uint32_t *read_rows, struct sources *ret)
{
    for (size_t i = 0; i < r->sources.files.n; i++)
        if (r->same[i])
            sources_copy(ret, &r->sources, i, r->rows);
    for (size_t i = 0; i < read->files.n; i++)
        sources_copy(ret, read, i, read_rows);
    return sources_sort(ret);
}

static const char *write_parts(struct rebuilding *r, struct part *read, struct image_writer *w,
                               struct sources *sources)
{
    struct slicer slicer;
    uint32_t *rows = calloc(read->image.n_agreements + 1, sizeof *rows);
    const char *fault = slicer_init(&slicer, &read->image) && rows != NULL ? NULL : IMAGE_NO_MEMORY;
    if (fault == NULL)
        fault = write_agreements(r, &slicer, w, rows);
    if (fault == NULL)
        fault = write_topics(r, w);
    if (fault == NULL && !list_sources(r, &read->made_of, rows, sources))
        fault = IMAGE_NO_MEMORY;
    slicer_done(&slicer);
    free(rows);
    return fault;
}

static enum status write_image(struct rebuilding *r, const char *base, struct part *read,
                               bool plain, const struct pact_output *out, struct diags *d)
{
    struct image_writer file;
    struct sources sources;
    struct writer w;
    sources_init(&sources);
    writer_init(&w, out);
    image_writer_init(&file, plain, engine_lines, writer_take, &w);
    const char *fault = write_parts(r, read, &file, &sources);
    enum status status = image_fault(fault, base, d);
    if (!image_writer_end(&file, &sources) && status == ST_OK)
        status = ST_NOMEM;
    sources_done(&sources);
    return writer_end(&w, status, d);
}

enum status rebuild(const char *base, const char *const *paths, size_t n,
                    const struct load_options *options, bool plain, const struct pact_output *out,
                    struct diags *d, bool *ret_done)
{
    struct rebuilding r = {.same = NULL};
    struct part read = {.name = NULL};
    uint64_t clauses;
    enum status status = ST_OK;
    *ret_done = false;
    bool good = d->n == 0 && begin(&r, base, paths, n, options, plain);
    if (good) {
        good = read_all(&r, paths, n, options, &read, d) == ST_OK &&
               prove_kept(&r, &clauses) == NULL &&
               clauses + read.image.n_clauses <= options->limits.clauses;
        if (!good)
            forget(d);
    }
    if (good) {
        *ret_done = true;
        status = write_image(&r, base, &read, plain, out, d);
    }
    part_done(&read);
    done(&r);
    return status;
}
