/* Reading a compiled corpus, as far as a question leads.
 *
 * A look-up halves the directory by rows that it does not check, and then checks what it has found:
 * that row and its name, or, where nothing was found, both rows between which it would stand. So a
 * damaged row on the way cannot lead to a wrong answer, and a look-up costs two or three blocks of
 * checksums however large the file is. */
#include "image_file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BYTE_ORDER_MARK 0x01020304U

const char IMAGE_NO_MEMORY[] = "more than there is memory for";
const char IMAGE_CANNOT_READ[] = "not readable to its end";

static const char DAMAGED[] = "damaged (its checksum does not agree)";
static const char DIRECTORY[] = "damaged (its directory)";
static const char OUTLINE[] = "damaged (its outline)";

/* ---- bytes ---- */

static const char *get(const struct image_file *f, uint64_t at, void *out, size_t n)
{
    if (f->fd < 0) {
        memcpy(out, f->memory + at, n);
        return NULL;
    }
    for (char *to = out; n > 0;) {
        const ssize_t got = pread(f->fd, to, n, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return IMAGE_CANNOT_READ;
        to += got;
        at += (uint64_t)got;
        n -= (size_t)got;
    }
    return NULL;
}

static uint64_t entries_end(const struct image_footer *h)
{
    return (uint64_t)h->agreements * sizeof(struct image_entry);
}

static uint64_t topics_end(const struct image_footer *h)
{
    return entries_end(h) + (uint64_t)h->topics * sizeof(struct image_topic);
}

static uint64_t postings_end(const struct image_footer *h)
{
    return topics_end(h) + (uint64_t)h->postings * sizeof(uint32_t);
}

static uint64_t directory_length(const struct image_footer *h)
{
    return postings_end(h) + h->names;
}

static uint64_t blocks(const struct image_footer *h)
{
    return (directory_length(h) + IMAGE_BLOCK - 1) / IMAGE_BLOCK;
}

static const char *take_block(const struct image_file *f, struct image_cursor *c, uint64_t block)
{
    const uint64_t left = directory_length(&f->footer) - block * IMAGE_BLOCK;
    const size_t n = left < IMAGE_BLOCK ? (size_t)left : IMAGE_BLOCK;
    const char *fault = get(f, f->footer.directory + block * IMAGE_BLOCK, c->bytes, n);
    c->block = 0;
    if (fault == NULL && image_sum(c->bytes, n) != f->sums[block])
        fault = DAMAGED;
    if (fault == NULL)
        c->block = block + 1;
    return fault;
}

/* Bytes of the directory, which must be within it: checked through a cursor, or as they are. */
static const char *look(const struct image_file *f, struct image_cursor *c, uint64_t at, void *out,
                        size_t n)
{
    if (c == NULL || f->fd < 0)
        return get(f, f->footer.directory + at, out, n);
    for (char *to = out; n > 0;) {
        const uint64_t block = at / IMAGE_BLOCK;
        const size_t begin = (size_t)(at % IMAGE_BLOCK);
        const size_t some = n < IMAGE_BLOCK - begin ? n : IMAGE_BLOCK - begin;
        if (c->block != block + 1) {
            const char *fault = take_block(f, c, block);
            if (fault != NULL)
                return fault;
        }
        memcpy(to, c->bytes + begin, some);
        to += some;
        at += some;
        n -= some;
    }
    return NULL;
}

/* ---- opening ---- */

static const char *check_header(const struct image_file *f)
{
    struct image_header h;
    const char *fault = get(f, 0, &h, sizeof h);
    if (fault != NULL)
        return fault;
    if (!image_has_magic(&h, sizeof h))
        return "none: its first bytes are not those of one";
    if (h.byte_order != BYTE_ORDER_MARK)
        return "written on a machine of another byte order";
    return h.version == IMAGE_VERSION ? NULL : "of another version of the format";
}

static uint64_t aligned(uint64_t at)
{
    return (at + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;
}

static uint64_t outline_length(const struct image_footer *h)
{
    return (uint64_t)h->outline_blocks * sizeof(struct outline_block);
}

/* The frame is nothing but the footer's numbers in a row. */
static const char *check_footer(const struct image_footer *h, uint64_t size)
{
    if (h->length != size)
        return "cut short or grown";
    if (image_sum(h, offsetof(struct image_footer, sum)) != h->sum)
        return DAMAGED;
    if (h->directory < sizeof(struct image_header) || h->directory % IMAGE_ALIGN != 0 ||
        h->directory > size || h->names > size || h->plain > 1 ||
        directory_length(h) > size - h->directory)
        return DIRECTORY;
    if (h->sources > h->directory || h->sources_n > h->directory - h->sources)
        return "damaged (its list of files)";
    uint64_t at = h->directory + directory_length(h);
    if (aligned(at) + blocks(h) * sizeof(uint64_t) + sizeof *h != size)
        return DIRECTORY;
    at = h->outline;
    if (at < sizeof(struct image_header) || at % IMAGE_ALIGN != 0 || at > h->directory)
        return OUTLINE;
    return aligned(at + outline_length(h)) == h->directory ? NULL : OUTLINE;
}

static const char *take_sums(struct image_file *f)
{
    const size_t n = (size_t)blocks(&f->footer);
    f->sums = malloc((n + 1) * sizeof *f->sums);
    if (f->sums == NULL)
        return IMAGE_NO_MEMORY;
    const uint64_t at = f->footer.length - sizeof f->footer - n * sizeof *f->sums;
    const char *fault = get(f, at, f->sums, n * sizeof *f->sums);
    if (fault != NULL)
        return fault;
    return image_sum(f->sums, n * sizeof *f->sums) == f->footer.sums_sum ? NULL : DAMAGED;
}

const char *image_file_open(struct image_file *f, int fd)
{
    struct stat st;
    *f = (struct image_file){.fd = fd};
    if (fstat(fd, &st) != 0)
        return IMAGE_CANNOT_READ;
    const uint64_t size = (uint64_t)st.st_size;
    if (size < sizeof(struct image_header))
        return "cut short or grown";
    const char *fault = check_header(f);
    if (fault == NULL && size < sizeof(struct image_header) + sizeof f->footer)
        fault = "cut short or grown";
    if (fault == NULL)
        fault = get(f, size - sizeof f->footer, &f->footer, sizeof f->footer);
    if (fault == NULL)
        fault = check_footer(&f->footer, size);
    return fault != NULL ? fault : take_sums(f);
}

void image_file_memory(struct image_file *f, const void *bytes, size_t n)
{
    *f = (struct image_file){.fd = -1, .trusted = true, .memory = bytes};
    memcpy(&f->footer, f->memory + n - sizeof f->footer, sizeof f->footer);
}

void image_file_close(struct image_file *f)
{
    if (f->fd >= 0)
        close(f->fd);
    free(f->sums);
    *f = (struct image_file){.fd = -1};
}

/* ---- the directory ---- */

const char *image_file_entry(const struct image_file *f, struct image_cursor *c, uint32_t row,
                             struct image_entry *ret_entry)
{
    return look(f, c, (uint64_t)row * sizeof *ret_entry, ret_entry, sizeof *ret_entry);
}

const char *image_file_name(const struct image_file *f, struct image_cursor *c, uint32_t name,
                            uint32_t name_n, struct buf *out)
{
    if (name > f->footer.names || name_n > f->footer.names - name)
        return DIRECTORY;
    if (!buf_reserve(out, name_n))
        return IMAGE_NO_MEMORY;
    const char *fault = look(f, c, postings_end(&f->footer) + name, out->data + out->n, name_n);
    if (fault == NULL)
        out->n += name_n;
    out->data[out->n] = '\0';
    return fault;
}

const char *image_file_id(const struct image_file *f, struct image_cursor *entries,
                          struct image_cursor *names, uint32_t row, struct buf *out)
{
    struct image_entry e;
    const char *fault = image_file_entry(f, entries, row, &e);
    return fault != NULL ? fault : image_file_name(f, names, e.name, e.name_n, out);
}

/* Rows with a name in front, sorted by it: the entries, or the topics. */
struct table {
    uint64_t at;
    size_t row_size;
    uint32_t rows;
};

/* The order of a row's name and a name sought: <0, 0, >0. */
static const char *compare(const struct image_file *f, struct image_cursor *c,
                           const struct table *t, uint32_t row, const char *name, size_t n,
                           int *ret_order)
{
    uint32_t place[2]; /* name, name_n */
    char some[256];
    const char *fault = look(f, c, t->at + (uint64_t)row * t->row_size, place, sizeof place);
    if (fault != NULL)
        return fault;
    if (place[0] > f->footer.names || place[1] > f->footer.names - place[0])
        return DIRECTORY;
    const size_t common = place[1] < n ? place[1] : n;
    for (size_t at = 0; at < common; at += sizeof some) {
        const size_t now = common - at < sizeof some ? common - at : sizeof some;
        fault = look(f, c, postings_end(&f->footer) + place[0] + at, some, now);
        *ret_order = fault == NULL ? memcmp(some, name + at, now) : 0;
        if (fault != NULL || *ret_order != 0)
            return fault;
    }
    *ret_order = (place[1] > n) - (place[1] < n);
    return NULL;
}

/* Is the order of a row as the search took it? */
static const char *confirm(const struct image_file *f, const struct table *t, uint32_t row,
                           const char *name, size_t n, int expected)
{
    struct image_cursor c;
    int order = 0;
    c.block = 0;
    if (f->fd < 0)
        return NULL;
    const char *fault = compare(f, &c, t, row, name, n, &order);
    if (fault != NULL)
        return fault;
    return (order > 0) - (order < 0) == expected ? NULL : DIRECTORY;
}

static const char *search(const struct image_file *f, const struct table *t, const char *name,
                          size_t n, uint32_t *ret_row)
{
    uint32_t low = 0;
    uint32_t high = t->rows;
    const char *fault = NULL;
    *ret_row = IMAGE_NONE;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        int order = 0;
        fault = compare(f, NULL, t, middle, name, n, &order);
        if (fault != NULL)
            return fault;
        if (order == 0) {
            *ret_row = middle;
            return confirm(f, t, middle, name, n, 0);
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low > 0)
        fault = confirm(f, t, low - 1, name, n, -1);
    if (fault == NULL && low < t->rows)
        fault = confirm(f, t, low, name, n, 1);
    return fault;
}

const char *image_file_find(const struct image_file *f, const char *id, size_t n, uint32_t *ret_row)
{
    const struct table entries = {0, sizeof(struct image_entry), f->footer.agreements};
    return search(f, &entries, id, n, ret_row);
}

const char *image_file_topic_at(const struct image_file *f, struct image_cursor *c, uint32_t i,
                                struct image_topic *ret_topic, struct vec *rows)
{
    const struct image_footer *h = &f->footer;
    const size_t before = rows->n;
    const char *fault =
        look(f, c, entries_end(h) + (uint64_t)i * sizeof *ret_topic, ret_topic, sizeof *ret_topic);
    const struct span postings = ret_topic->postings;
    if (fault == NULL &&
        (postings.first > h->postings || postings.n > h->postings - postings.first))
        fault = DIRECTORY;
    if (fault != NULL)
        return fault;
    uint32_t *into = vec_grow(rows, postings.n);
    if (into == NULL)
        return IMAGE_NO_MEMORY;
    if (postings.n > 0)
        fault = look(f, c, topics_end(h) + (uint64_t)postings.first * sizeof *into, into,
                     postings.n * sizeof *into);
    for (uint32_t k = 0; fault == NULL && k < postings.n; k++)
        if (into[k] >= h->agreements || (k > 0 && into[k] <= into[k - 1]))
            fault = DIRECTORY;
    if (fault != NULL)
        rows->n = before;
    return fault;
}

const char *image_file_topic(const struct image_file *f, const char *name, size_t n,
                             struct vec *rows)
{
    const struct image_footer *h = &f->footer;
    const struct table topics = {entries_end(h), sizeof(struct image_topic), h->topics};
    struct image_cursor c;
    struct image_topic unused;
    uint32_t row;
    c.block = 0;
    const char *fault = search(f, &topics, name, n, &row);
    if (fault != NULL || row == IMAGE_NONE)
        return fault;
    return image_file_topic_at(f, &c, row, &unused, rows);
}

/* ---- the list of files ---- */

const char *image_file_sources(const struct image_file *f, struct sources *ret)
{
    const struct image_footer *h = &f->footer;
    if (h->sources_n == 0)
        return NULL;
    void *bytes = malloc((size_t)h->sources_n);
    if (bytes == NULL)
        return IMAGE_NO_MEMORY;
    const char *fault = get(f, h->sources, bytes, (size_t)h->sources_n);
    if (fault == NULL && image_sum(bytes, (size_t)h->sources_n) != h->sources_sum)
        fault = DAMAGED;
    if (fault == NULL && !sources_read(ret, bytes, (size_t)h->sources_n, h->agreements))
        fault = sources_failed(ret) ? IMAGE_NO_MEMORY : "damaged (its list of files)";
    free(bytes);
    return fault;
}

/* ---- the outline ---- */

const char *image_file_outline(const struct image_file *f, struct outline_block **ret_blocks,
                               uint32_t *ret_n)
{
    const size_t n = (size_t)outline_length(&f->footer);
    struct outline_block *blocks = malloc(n + 1);
    if (blocks == NULL)
        return IMAGE_NO_MEMORY;
    const char *fault = get(f, f->footer.outline, blocks, n);
    if (fault == NULL && image_sum(blocks, n) != f->footer.outline_sum)
        fault = DAMAGED;
    if (fault != NULL) {
        free(blocks);
        return fault;
    }
    *ret_blocks = blocks;
    *ret_n = f->footer.outline_blocks;
    return NULL;
}

const char *image_file_outline_block(const struct image_file *f, const struct outline_block *b,
                                     char **ret_bytes)
{
    *ret_bytes = NULL;
    if (b->offset > f->footer.outline || b->length > f->footer.outline - b->offset)
        return OUTLINE;
    char *bytes = malloc((size_t)b->length + 1);
    if (bytes == NULL)
        return IMAGE_NO_MEMORY;
    const char *fault = get(f, b->offset, bytes, b->length);
    if (fault == NULL && image_sum(bytes, b->length) != b->sum)
        fault = DAMAGED;
    if (fault == NULL)
        *ret_bytes = bytes;
    else
        free(bytes);
    return fault;
}

/* ---- segments ---- */

static const char *prove(const struct image_file *f, struct image_cursor *c,
                         const struct image_entry *e, const struct image *img)
{
    struct buf name;
    const char *fault = f->trusted ? NULL : image_check_frame(img);
    if (fault != NULL)
        return fault;
    if (img->n_agreements != 1 || img->n_clauses != e->clauses ||
        img->agreements[0].complete_through != e->complete_through)
        return "damaged (a segment that is not what the directory says)";
    const str_id id = img->agreements[0].id;
    buf_init(&name, 0);
    fault = image_file_name(f, c, e->name, e->name_n, &name);
    if (fault == NULL &&
        (name.n != image_str_len(img, id) || memcmp(name.data, image_str(img, id), name.n) != 0))
        fault = "damaged (a segment that is not what the directory says)";
    buf_done(&name);
    return fault;
}

/* The segment's bytes become a plain one. */
static const char *unfold(const struct image_file *f, const struct image_entry *e, void *bytes,
                          void **ret_plain)
{
    bool no_memory;
    if (image_sum(bytes, e->length) != e->sum)
        return DAMAGED;
    if (f->footer.plain) {
        *ret_plain = bytes;
        return segment_length(bytes, e->length) == e->length ? NULL : "damaged (a segment)";
    }
    if (segment_unpack(bytes, e->length, ret_plain, &no_memory))
        return NULL;
    return no_memory ? IMAGE_NO_MEMORY : "damaged (a segment)";
}

static bool has_place(const struct image_file *f, const struct image_entry *e)
{
    const uint64_t end = f->footer.directory;
    return e->offset >= sizeof(struct image_header) && e->offset % IMAGE_ALIGN == 0 &&
           e->offset <= end && e->length <= end - e->offset;
}

const char *image_file_segment(const struct image_file *f, const struct image_entry *e,
                               struct buf *out)
{
    if (!has_place(f, e))
        return DIRECTORY;
    if (!buf_reserve(out, e->length))
        return IMAGE_NO_MEMORY;
    const char *fault = get(f, e->offset, out->data + out->n, e->length);
    if (fault == NULL && image_sum(out->data + out->n, e->length) != e->sum)
        fault = DAMAGED;
    if (fault == NULL)
        out->n += e->length;
    out->data[out->n] = '\0';
    return fault;
}

static const char *load(const struct image_file *f, struct image_cursor *c,
                        const struct image_entry *e, struct image_segment *ret)
{
    if (!has_place(f, e))
        return DIRECTORY;
    void *bytes = aligned_alloc(IMAGE_ALIGN, ((size_t)e->length / IMAGE_ALIGN + 1) * IMAGE_ALIGN);
    if (bytes == NULL)
        return IMAGE_NO_MEMORY;
    void *plain = NULL;
    const char *fault = get(f, e->offset, bytes, e->length);
    if (fault == NULL)
        fault = unfold(f, e, bytes, &plain);
    if (plain != bytes)
        free(bytes);
    else if (fault != NULL)
        plain = NULL, free(bytes);
    if (fault == NULL) {
        *ret = (struct image_segment){.plain = plain};
        segment_map(plain, &ret->image);
        fault = prove(f, c, e, &ret->image);
    }
    if (fault != NULL)
        free(plain);
    return fault;
}

const char *image_file_load_frame(const struct image_file *f, uint32_t row,
                                  struct image_segment *ret_segment)
{
    struct image_cursor c;
    struct image_entry e;
    c.block = 0;
    const char *fault = image_file_entry(f, &c, row, &e);
    if (fault != NULL)
        return fault;
    if (f->fd >= 0 || !f->footer.plain)
        return load(f, &c, &e, ret_segment);
    ret_segment->plain = NULL;
    segment_map(f->memory + e.offset, &ret_segment->image);
    return NULL;
}

const char *image_file_prove(const struct image_file *f, const struct image_segment *s,
                             struct span clauses)
{
    return f->trusted ? NULL : image_check_clauses(&s->image, clauses);
}

const char *image_file_load(const struct image_file *f, uint32_t row,
                            struct image_segment *ret_segment)
{
    const char *fault = image_file_load_frame(f, row, ret_segment);
    if (fault == NULL) {
        fault = image_file_prove(f, ret_segment, ret_segment->image.agreements[0].clauses);
        if (fault != NULL)
            image_segment_done(ret_segment);
    }
    return fault;
}

void image_segment_done(struct image_segment *s)
{
    free(s->plain);
    s->plain = NULL;
}

enum status image_fault(const char *fault, const char *path, struct diags *d)
{
    if (fault == NULL)
        return ST_OK;
    if (fault == IMAGE_NO_MEMORY)
        return ST_NOMEM;
    struct diag *g = diags_add(d, DIAG_BAD_IMAGE, (struct place){.file = path},
                               "the compiled corpus is %s", fault);
    if (g != NULL)
        g->hint = "rebuild it from its sources: pact compile -o FILE PATH";
    return ST_INVALID;
}
