/* The parts of a corpus. An agreement of a compiled file is read and proved when it is first asked
 * for, as far as it is asked for, and kept. A corpus may be asked from several threads: whoever has
 * read an agreement first puts it in its place, and another who has read it meanwhile throws his
 * away. */
#include "lib.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

/* An agreement with nothing in it, for where one could not be read. */
static const struct agreement_row no_agreement;
static const uint64_t no_offsets[] = {0, 1};
static const struct image nothing = {
    .agreements = &no_agreement,
    .n_agreements = 1,
    .string_offsets = no_offsets,
    .n_string_offsets = 2,
    .string_bytes = "",
    .n_string_bytes = 1,
};

/* Lets go of the agreements that were read; who looks for one must not find it any more. */
static void drop_loaded(struct part *p)
{
    for (struct loaded *l = atomic_load(&p->loaded), *before; l != NULL; l = before) {
        before = l->before;
        image_segment_done(&l->segment);
        free(l);
    }
    atomic_store(&p->loaded, NULL);
}

void part_view_done(struct part *p)
{
    drop_loaded(p);
    sparse_done(&p->segments);
}

void part_done(struct part *p)
{
    part_view_done(p);
    if (p->file != NULL)
        image_file_close(p->file);
    free(p->file);
    if (p->builder != NULL) {
        image_builder_done(p->builder);
        sources_done(&p->made_of);
    }
    free(p->builder);
    free(p->ordinals);
    free(p->cached);
}

enum status part_open_yaml(struct part *p, const char *const *paths, size_t n,
                           const struct load_options *options, struct diags *d)
{
    struct image_builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL || !image_builder_init(builder)) {
        free(builder);
        return ST_NOMEM;
    }
    p->builder = builder;
    struct load_options load = *options;
    load.made_of = load_limits_are_default(&options->limits) ? &p->made_of : NULL;
    sources_init(&p->made_of);
    enum status status = load_corpus(paths, n, &load, builder, d);
    if (status == ST_OK && image_builder_failed(builder))
        status = ST_NOMEM;
    if (status == ST_OK)
        image_builder_view(builder, &p->image);
    return status;
}

/* Room for the agreements of an opened file. */
static bool make_room(struct part *p)
{
    return sparse_init(&p->segments, p->file->footer.agreements);
}

/* A file that is not open yet. */
static bool make_file(struct part *p)
{
    p->file = calloc(1, sizeof *p->file);
    if (p->file != NULL)
        p->file->fd = -1;
    return p->file != NULL;
}

enum status part_open_file(struct part *p, struct diags *d)
{
    if (!make_file(p))
        return ST_NOMEM;
    const int fd = file_open(p->name, SIZE_MAX / 4, d);
    if (fd < 0)
        return ST_IO;
    const enum status status = image_fault(image_file_open(p->file, fd), p->name, d);
    return status == ST_OK && !make_room(p) ? ST_NOMEM : status;
}

bool part_open_cached(struct part *p, int fd, const char *path)
{
    const char *name = p->name;
    p->cached = strdup(path);
    if (p->cached == NULL || !make_file(p)) {
        close(fd);
    } else {
        const char *fault = image_file_open(p->file, fd);
        if (fault == NULL && make_room(p)) {
            p->file->trusted = true; /* the folder and the file are ours alone (cache_find) */
            return true;
        }
        if (fault != IMAGE_NO_MEMORY)
            (void)unlink(path);
    }
    part_done(p);
    *p = (struct part){.name = name};
    return false;
}

enum status part_open_memory(struct part *p, const void *bytes, size_t n)
{
    p->file = calloc(1, sizeof *p->file);
    if (p->file == NULL)
        return ST_NOMEM;
    image_file_memory(p->file, bytes, n);
    return make_room(p) ? ST_OK : ST_NOMEM;
}

size_t part_agreements(const struct part *p)
{
    return p->file != NULL ? p->file->footer.agreements : p->image.n_agreements;
}

size_t part_clauses(const struct part *p)
{
    return p->file != NULL ? (size_t)p->file->footer.clauses : p->image.n_clauses;
}

const char *part_id(const struct part *p, struct id_cursors *at, uint32_t row, struct buf *ret)
{
    buf_clear(ret);
    if (p->file != NULL)
        return image_file_id(p->file, &at->entries, &at->names, row, ret);
    const str_id id = p->image.agreements[row].id;
    buf_put(ret, image_str(&p->image, id), image_str_len(&p->image, id));
    return ret->failed ? IMAGE_NO_MEMORY : NULL;
}

void part_note(struct part *p, const char *fault)
{
    const char *none = NULL;
    if (fault != NULL)
        atomic_compare_exchange_strong(&p->fault, &none, fault);
}

enum status part_fault(const struct part *p, struct diags *d)
{
    const char *fault = atomic_load(&p->fault);
    if (fault == NULL || fault == IMAGE_NO_MEMORY || p->cached == NULL)
        return image_fault(fault, p->name, d);
    const bool removed = unlink(p->cached) == 0;
    complain(d, DIAG_BAD_IMAGE,
             removed ? "it was in the cache, and has been removed: ask again"
                     : "ask with --no-cache, or remove it from the cache",
             "'%s' is %s", p->cached, fault);
    return ST_INVALID;
}

static const char *read_segment(const struct part *p, uint32_t row, struct loaded **ret)
{
    struct image_segment segment;
    const char *fault = image_file_load_frame(p->file, row, &segment);
    if (fault != NULL)
        return fault;
    const size_t n = segment.image.n_clauses;
    struct loaded *made = calloc(1, sizeof *made + n * sizeof made->proved[0]);
    if (made == NULL) {
        image_segment_done(&segment);
        return IMAGE_NO_MEMORY;
    }
    made->segment = segment;
    made->whole = p->file->trusted;
    *ret = made;
    return NULL;
}

/* NULL: it has not been read. */
static struct loaded *find_loaded(const struct part *p, uint32_t row)
{
    struct loaded *l = p->base != NULL ? sparse_get(&p->base->segments, row) : NULL;
    return l != NULL ? l : sparse_get(&p->segments, row);
}

static size_t bytes_of(const struct loaded *l)
{
    const void *plain = l->segment.plain;
    return plain != NULL ? (size_t)segment_length(plain, SIZE_MAX) : 0;
}

/* Who keeps what the view reads; once something had no place, all that follows is its own. */
static struct part *keeper_of(struct part *p, const struct loaded *l)
{
    if (p->base == NULL)
        return p;
    if (atomic_load(&p->base->left) + bytes_of(l) > p->leaves)
        atomic_store(&p->full, true);
    return atomic_load(&p->full) ? p : p->base;
}

/* Puts it in its place, unless somebody has read it meanwhile; the one that is there then. */
static struct loaded *keep(struct part *p, uint32_t row, struct loaded *made)
{
    void *have = NULL;
    _Atomic(void *) *place = sparse_place(&p->segments, row);
    if (place == NULL || !atomic_compare_exchange_strong(place, &have, made)) {
        image_segment_done(&made->segment);
        free(made);
        return have;
    }
    atomic_fetch_add(&p->left, bytes_of(made));
    made->before = atomic_load(&p->loaded);
    while (!atomic_compare_exchange_weak(&p->loaded, &made->before, made))
        continue;
    return made;
}

static const char *load(struct part *p, uint32_t row, struct loaded **ret)
{
    *ret = find_loaded(p, row);
    if (*ret != NULL)
        return NULL;
    const char *fault = read_segment(p, row, ret);
    if (fault != NULL)
        return fault;
    *ret = keep(keeper_of(p, *ret), row, *ret);
    return *ret != NULL ? NULL : IMAGE_NO_MEMORY;
}

/* NULL: it cannot be read, and the part has the fault. */
static struct loaded *get_loaded(struct part *p, uint32_t row)
{
    struct loaded *l = NULL;
    part_note(p, load(p, row, &l));
    return l;
}

/* Runs of clauses that were not proved before; two threads may prove the same. */
static const char *prove(const struct part *p, struct loaded *l, struct span clauses)
{
    const uint32_t end = clauses.first + clauses.n;
    const char *fault = NULL;
    for (uint32_t at = clauses.first; at < end && fault == NULL; at++) {
        const uint32_t first = at;
        while (at < end && !l->proved[at])
            at++;
        if (at > first)
            fault = image_file_prove(p->file, &l->segment, (struct span){first, at - first});
        for (uint32_t i = first; i < at && fault == NULL; i++)
            l->proved[i] = 1;
    }
    return fault;
}

static const char *prove_all(const struct part *p, struct loaded *l)
{
    const char *fault = l->whole ? NULL : prove(p, l, l->segment.image.agreements[0].clauses);
    if (fault == NULL)
        l->whole = true;
    return fault;
}

const struct image *part_frame(struct part *p, uint32_t row, uint32_t *ret_row)
{
    *ret_row = p->file == NULL ? row : 0;
    if (p->file == NULL)
        return &p->image;
    const struct loaded *l = get_loaded(p, row);
    return l != NULL ? &l->segment.image : &nothing;
}

void part_prove(struct part *p, uint32_t row, struct span clauses)
{
    struct loaded *l = p->file != NULL ? get_loaded(p, row) : NULL;
    if (l != NULL && !l->whole)
        part_note(p, prove(p, l, clauses));
}

const struct image *part_image(struct part *p, uint32_t row, uint32_t *ret_row)
{
    if (p->file == NULL)
        return part_frame(p, row, ret_row);
    *ret_row = 0;
    struct loaded *l = get_loaded(p, row);
    const char *fault = l != NULL ? prove_all(p, l) : NULL;
    part_note(p, fault);
    return l != NULL && fault == NULL ? &l->segment.image : &nothing;
}

/* A built-in file costs nothing to keep, and what there is room for may be wanted again. */
const char *part_hold(struct part *p, uint32_t row, struct held *ret)
{
    *ret = (struct held){.image = &nothing, .part = p};
    if (p->file == NULL) {
        ret->image = part_frame(p, row, &ret->row);
        return NULL;
    }
    const char *fault = NULL;
    if (p->file->fd < 0 || (p->base != NULL && !atomic_load(&p->full)))
        fault = load(p, row, &ret->kept);
    else
        ret->kept = find_loaded(p, row);
    if (ret->kept == NULL && fault == NULL)
        fault = image_file_load_frame(p->file, row, &ret->own);
    if (fault != NULL)
        ret->own.plain = NULL;
    else
        ret->image = ret->kept != NULL ? &ret->kept->segment.image : &ret->own.image;
    return fault;
}

const char *held_prove(const struct held *h, struct span clauses)
{
    if (h->part->file == NULL || (h->kept != NULL && h->kept->whole))
        return NULL;
    return h->kept != NULL ? prove(h->part, h->kept, clauses)
                           : image_file_prove(h->part->file, &h->own, clauses);
}

bool part_view_init(struct part *p, struct part *base, size_t leaves)
{
    *p = (struct part){
        .name = base->name,
        .cached = base->cached,
        .image = base->image,
        .file = base->file,
        .ordinals = base->ordinals,
        .base = base,
        .leaves = leaves,
    };
    return base->file == NULL || make_room(p);
}

/* The view may have one of its own that the base has got meanwhile. */
bool part_is_kept(const struct part *p, uint32_t row, const struct image *img)
{
    if (p->base == NULL || p->file == NULL)
        return true;
    const struct loaded *l = sparse_get(&p->base->segments, row);
    return l != NULL && &l->segment.image == img;
}

bool part_view_release(struct part *p)
{
    if (atomic_load(&p->loaded) == NULL)
        return false;
    drop_loaded(p);
    sparse_clear(&p->segments);
    atomic_store(&p->left, 0);
    return true;
}

void held_release(struct held *h)
{
    image_segment_done(&h->own);
}
