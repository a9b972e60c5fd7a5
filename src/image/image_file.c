/* Writing a compiled corpus. Segments go out as they come; what is kept meanwhile is the directory,
 * some hundred bytes an agreement. */
#include "image_file.h"

#include <stdlib.h>

#define BYTE_ORDER_MARK 0x01020304U

_Static_assert(sizeof(struct image_header) == 16 && sizeof(struct image_footer) == 152 &&
                   sizeof(struct image_entry) == 72 && sizeof(struct image_topic) == 16 &&
                   sizeof(struct outline_block) == 24,
               "rows of the file without padding");

/* A topic of an agreement, on its way into the directory. */
struct topic_use {
    uint32_t name, name_n; /* in topic_names */
    uint32_t agreement;
};

bool image_has_magic(const void *bytes, size_t n)
{
    return n >= 8 && memcmp(bytes, IMAGE_MAGIC, 8) == 0;
}

static void emit(struct image_writer *w, const void *bytes, size_t n)
{
    if (n > 0)
        w->write(w->ctx, bytes, n);
    w->at += n;
}

static void align(struct image_writer *w)
{
    static const char zeros[IMAGE_ALIGN];
    emit(w, zeros, (size_t)(0 - w->at) % IMAGE_ALIGN);
}

void image_writer_init(struct image_writer *w, bool plain, lines_fn *lines, image_write_fn *write,
                       void *ctx)
{
    struct image_header h = {.version = IMAGE_VERSION, .byte_order = BYTE_ORDER_MARK};
    memcpy(h.magic, IMAGE_MAGIC, sizeof h.magic);
    *w = (struct image_writer){.write = write, .ctx = ctx, .footer.plain = plain};
    vec_init(&w->entries, sizeof(struct image_entry));
    vec_init(&w->topic_uses, sizeof(struct topic_use));
    buf_init(&w->names, UINT32_MAX);
    buf_init(&w->topic_names, UINT32_MAX);
    buf_init(&w->plain, UINT32_MAX);
    buf_init(&w->packed, UINT32_MAX);
    outline_init(&w->outline, lines);
    emit(w, &h, sizeof h);
}

static void note_topics(struct image_writer *w, const struct image *one)
{
    for (uint32_t i = 0; i < one->n_topics; i++) {
        const str_id name = one->topics[i].name;
        image_writer_topic(w, image_str(one, name), image_str_len(one, name),
                           (uint32_t)(w->entries.n - 1));
    }
}

static void note_record(struct image_footer *f, const struct image_entry *e)
{
    const day_t day = e->complete_through;
    if (e->clauses == 0)
        return;
    if (f->speaking == 0 || day < f->record_first)
        f->record_first = day;
    if (f->speaking == 0 || day > f->record_last)
        f->record_last = day;
    f->speaking++;
}

/* The segment of the last entry, and what the footer says of all of them together. */
static void add_segment(struct image_writer *w, const struct image_entry *e, const void *bytes,
                        size_t n)
{
    struct digest_row both[2] = {{{0}}, e->digest};
    memcpy(both[0].sha256, w->footer.digest, sizeof both[0].sha256);
    digest_sum(w->footer.digest, both, 2);
    w->footer.clauses += e->clauses;
    note_record(&w->footer, e);
    emit(w, bytes, n);
    align(w);
}

void image_writer_add(struct image_writer *w, const struct image *one)
{
    const str_id id = one->agreements[0].id;
    struct image_entry *e = vec_add(&w->entries);
    buf_clear(&w->plain);
    buf_clear(&w->packed);
    segment_write(one, &w->plain);
    if (!w->plain.failed && !w->footer.plain)
        segment_pack(w->plain.data, &w->packed);
    const struct buf *bytes = w->footer.plain ? &w->plain : &w->packed;
    w->failed = w->failed || e == NULL || w->plain.failed || w->packed.failed;
    if (w->failed)
        return;
    *e = (struct image_entry){
        .name = (uint32_t)w->names.n,
        .name_n = (uint32_t)image_str_len(one, id),
        .offset = w->at,
        .length = (uint32_t)bytes->n,
        .clauses = (uint32_t)one->n_clauses,
        .complete_through = one->agreements[0].complete_through,
        .sum = image_sum(bytes->data, bytes->n),
    };
    image_digests(one, &e->digest);
    buf_put(&w->names, image_str(one, id), image_str_len(one, id));
    note_topics(w, one);
    outline_add(&w->outline, (uint32_t)(w->entries.n - 1), one);
    add_segment(w, e, bytes->data, bytes->n);
}

void image_writer_copy(struct image_writer *w, const struct image_entry *from, const char *id,
                       const void *segment, struct outline_reader *outline)
{
    struct image_entry *e = vec_add(&w->entries);
    w->failed = w->failed || e == NULL;
    if (w->failed)
        return;
    *e = *from;
    e->name = (uint32_t)w->names.n;
    e->offset = w->at;
    buf_put(&w->names, id, from->name_n);
    outline_copy(&w->outline, (uint32_t)(w->entries.n - 1), outline);
    add_segment(w, e, segment, from->length);
}

void image_writer_topic(struct image_writer *w, const char *name, size_t n, uint32_t agreement)
{
    struct topic_use *use = vec_add(&w->topic_uses);
    if (use == NULL)
        return;
    *use = (struct topic_use){(uint32_t)w->topic_names.n, (uint32_t)n, agreement};
    buf_put(&w->topic_names, name, n);
}

static void write_outline(struct image_writer *w)
{
    struct outline_writer *o = &w->outline;
    for (size_t i = 0; i < o->blocks.n; i++)
        VEC_AT(&o->blocks, struct outline_block, i)->offset += w->at;
    emit(w, o->bytes.data, o->bytes.n);
    align(w);
    w->footer.outline = w->at;
    w->footer.outline_blocks = (uint32_t)o->blocks.n;
    w->footer.outline_sum =
        image_sum(o->blocks.n > 0 ? o->blocks.data : "", o->blocks.n * o->blocks.size);
    emit(w, o->blocks.data, o->blocks.n * o->blocks.size);
    align(w);
}

/* ---- the directory ---- */

/* For qsort, which has no context: a use with the text that it points to. */
struct named_use {
    const char *name;
    struct topic_use use;
};

static int by_name(const void *x, const void *y)
{
    const struct named_use *a = x;
    const struct named_use *b = y;
    const uint32_t n = a->use.name_n < b->use.name_n ? a->use.name_n : b->use.name_n;
    int c = memcmp(a->name, b->name, n);
    if (c == 0 && a->use.name_n != b->use.name_n)
        c = a->use.name_n < b->use.name_n ? -1 : 1;
    return c != 0 ? c
                  : (a->use.agreement > b->use.agreement) - (a->use.agreement < b->use.agreement);
}

static bool same_name(const struct named_use *a, const struct named_use *b)
{
    return a->use.name_n == b->use.name_n && memcmp(a->name, b->name, a->use.name_n) == 0;
}

/* Topics with their agreements; false when memory is out. */
static bool sort_topics(struct image_writer *w, struct vec *topics, struct vec *postings)
{
    const size_t n = w->topic_uses.n;
    struct named_use *uses = calloc(n + 1, sizeof *uses);
    if (uses == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        uses[i].use = *VEC_AT(&w->topic_uses, struct topic_use, i);
        uses[i].name = w->topic_names.data + uses[i].use.name;
    }
    qsort(uses, n, sizeof *uses, by_name);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || !same_name(&uses[i - 1], &uses[i])) {
            struct image_topic *t = vec_add(topics);
            if (t == NULL)
                break;
            *t = (struct image_topic){
                (uint32_t)w->names.n, uses[i].use.name_n, {(uint32_t)postings->n, 0}};
            buf_put(&w->names, uses[i].name, uses[i].use.name_n);
        }
        uint32_t *p = vec_add(postings);
        if (p == NULL)
            break;
        *p = uses[i].use.agreement;
        VEC_AT(topics, struct image_topic, topics->n - 1)->postings.n++;
    }
    free(uses);
    return !topics->failed && !postings->failed && !w->names.failed;
}

static void put_rows(struct buf *out, const struct vec *rows)
{
    buf_put(out, rows->data, rows->n * rows->size);
}

static void write_end(struct image_writer *w, const struct buf *directory)
{
    struct image_footer *f = &w->footer;
    struct vec sums;
    vec_init(&sums, sizeof(uint64_t));
    f->directory = w->at;
    for (size_t at = 0; at < directory->n; at += IMAGE_BLOCK) {
        const size_t left = directory->n - at;
        uint64_t *sum = vec_add(&sums);
        if (sum != NULL)
            *sum = image_sum(directory->data + at, left < IMAGE_BLOCK ? left : IMAGE_BLOCK);
    }
    emit(w, directory->data, directory->n);
    align(w);
    emit(w, sums.data, sums.n * sizeof(uint64_t));
    f->sums_sum = image_sum(sums.data != NULL ? sums.data : "", sums.n * sizeof(uint64_t));
    f->length = w->at + sizeof *f;
    f->sum = image_sum(f, offsetof(struct image_footer, sum));
    emit(w, f, sizeof *f);
    w->failed = w->failed || sums.failed;
    vec_done(&sums);
}

static void end(struct image_writer *w)
{
    struct vec topics, postings;
    struct buf directory;
    vec_init(&topics, sizeof(struct image_topic));
    vec_init(&postings, sizeof(uint32_t));
    buf_init(&directory, 0);
    w->failed = w->failed || w->entries.failed || w->topic_uses.failed || w->topic_names.failed ||
                !sort_topics(w, &topics, &postings);
    w->footer.agreements = (uint32_t)w->entries.n;
    w->footer.topics = (uint32_t)topics.n;
    w->footer.postings = (uint32_t)postings.n;
    w->footer.names = w->names.n;
    put_rows(&directory, &w->entries);
    put_rows(&directory, &topics);
    put_rows(&directory, &postings);
    buf_put(&directory, w->names.data, w->names.n);
    w->failed = w->failed || directory.failed;
    outline_finish(&w->outline);
    w->failed = w->failed || w->outline.failed;
    if (!w->failed) {
        write_outline(w);
        write_end(w, &directory);
    }
    buf_done(&directory);
    vec_done(&topics);
    vec_done(&postings);
}

/* Between the segments and the directory, which begins at a multiple of IMAGE_ALIGN. */
static void write_sources(struct image_writer *w, const struct sources *sources)
{
    struct buf bytes;
    buf_init(&bytes, UINT32_MAX);
    sources_write(sources, &bytes);
    w->failed = w->failed || bytes.failed;
    if (!w->failed) {
        w->footer.sources = w->at;
        w->footer.sources_n = bytes.n;
        w->footer.sources_sum = image_sum(bytes.data, bytes.n);
        emit(w, bytes.data, bytes.n);
        align(w);
    }
    buf_done(&bytes);
}

bool image_writer_end(struct image_writer *w, const struct sources *sources)
{
    if (sources != NULL && sources->files.n > 0)
        write_sources(w, sources);
    end(w);
    vec_done(&w->entries);
    vec_done(&w->topic_uses);
    buf_done(&w->names);
    buf_done(&w->topic_names);
    buf_done(&w->plain);
    buf_done(&w->packed);
    outline_done(&w->outline);
    return !w->failed;
}
