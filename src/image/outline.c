#include "outline.h"

#include <stdlib.h>

#include "image_file.h"

static const char DAMAGED[] = "damaged (its outline)";

bool line_is_steady(const struct line_step *steps, size_t n, day_t first, day_t last,
                    enum line_value *ret_value)
{
    size_t i = 0;
    while (i + 1 < n && steps[i + 1].day <= first)
        i++;
    *ret_value = (enum line_value)steps[i].value;
    return i + 1 == n || steps[i + 1].day > last;
}

/* ---- writing ---- */

void outline_init(struct outline_writer *w, lines_fn *fill)
{
    *w = (struct outline_writer){.fill = fill};
    buf_init(&w->bytes, 0);
    vec_init(&w->blocks, sizeof(struct outline_block));
    vec_init(&w->lines.steps, sizeof(struct line_step));
    vec_init(&w->lines.ends, sizeof(uint32_t));
}

void outline_done(struct outline_writer *w)
{
    buf_done(&w->bytes);
    vec_done(&w->blocks);
    vec_done(&w->lines.steps);
    vec_done(&w->lines.ends);
}

static void put_number(struct buf *out, uint64_t n)
{
    for (; n >= 0x80; n >>= 7)
        buf_char(out, (char)((n & 0x7F) | 0x80));
    buf_char(out, (char)n);
}

/* With the sign in the lowest bit. */
static void put_signed(struct buf *out, int64_t n, unsigned shift, uint64_t low)
{
    const uint64_t folded = n < 0 ? ((uint64_t)(-(n + 1)) << 1 | 1) : (uint64_t)n << 1;
    put_number(out, folded << shift | low);
}

static void put_line(struct buf *out, const struct line_step *steps, size_t n, day_t record)
{
    day_t before = record;
    put_number(out, (uint64_t)(n - 1) << 2 | steps[0].value);
    for (size_t i = 1; i < n; i++) {
        put_signed(out, (int64_t)steps[i].day - before, 2, steps[i].value);
        before = steps[i].day;
    }
}

/* An id as what it has in common with the one before, and the rest. */
static void put_id(struct buf *out, const struct image *one, str_id before, str_id id)
{
    const char *text = image_str(one, id);
    const char *old = image_str(one, before);
    const size_t n = image_str_len(one, id);
    size_t common = 0;
    while (common < n && text[common] == old[common])
        common++;
    put_number(out, common);
    put_number(out, n - common);
    buf_put(out, text + common, n - common);
}

bool lines_unknown(const struct image *one, struct lines *ret)
{
    for (uint32_t i = 0; i < one->n_clauses; i++) {
        struct line_step *step = vec_add(&ret->steps);
        uint32_t *end = vec_add(&ret->ends);
        if (step == NULL || end == NULL)
            return false;
        *step = (struct line_step){DAY_MIN, LINE_ASK};
        *end = i + 1;
    }
    return true;
}

void outline_finish(struct outline_writer *w)
{
    struct outline_block *b =
        w->blocks.n > 0 ? VEC_AT(&w->blocks, struct outline_block, w->blocks.n - 1) : NULL;
    w->failed = w->failed || w->bytes.failed || w->blocks.failed;
    if (w->failed || b == NULL || b->length != 0)
        return;
    if (w->bytes.n - b->offset > UINT32_MAX) {
        w->failed = true;
        return;
    }
    b->length = (uint32_t)(w->bytes.n - b->offset);
    b->sum = image_sum(w->bytes.data + b->offset, b->length);
}

/* The block that the next agreement goes to. */
static bool make_block(struct outline_writer *w, uint32_t first)
{
    struct outline_block *b =
        w->blocks.n > 0 ? VEC_AT(&w->blocks, struct outline_block, w->blocks.n - 1) : NULL;
    if (b != NULL && w->bytes.n - b->offset < OUTLINE_BLOCK)
        return true;
    outline_finish(w);
    b = vec_add(&w->blocks);
    if (b != NULL)
        *b = (struct outline_block){.offset = w->bytes.n, .first = first};
    return b != NULL;
}

void outline_add(struct outline_writer *w, uint32_t row, const struct image *one)
{
    lines_fn *fill = w->fill != NULL ? w->fill : lines_unknown;
    const day_t record = one->agreements[0].complete_through;
    uint32_t first = 0;
    str_id before = 0;
    w->lines.steps.n = 0;
    w->lines.ends.n = 0;
    w->failed = w->failed || !make_block(w, row) || !fill(one, &w->lines);
    if (w->failed)
        return;
    put_number(&w->bytes, one->n_clauses);
    put_signed(&w->bytes, record, 0, 0);
    for (uint32_t i = 0; i < one->n_clauses; i++) {
        const uint32_t end = *VEC_AT(&w->lines.ends, uint32_t, i);
        put_id(&w->bytes, one, before, one->clauses[i].id);
        put_line(&w->bytes, VEC_AT(&w->lines.steps, struct line_step, first), end - first, record);
        before = one->clauses[i].id;
        first = end;
    }
}

/* ---- reading ---- */

const char *outline_open(struct outline_reader *r, const struct image_file *f)
{
    *r = (struct outline_reader){.f = f};
    buf_init(&r->id, 0);
    vec_init(&r->steps, sizeof(struct line_step));
    r->cursor = malloc(sizeof *r->cursor);
    if (r->cursor == NULL)
        return IMAGE_NO_MEMORY;
    r->cursor->block = 0;
    return image_file_outline(f, &r->blocks, &r->n_blocks);
}

void outline_close(struct outline_reader *r)
{
    free(r->blocks);
    free(r->bytes);
    free(r->cursor);
    buf_done(&r->id);
    vec_done(&r->steps);
    *r = (struct outline_reader){0};
}

static const char *take_block(struct outline_reader *r)
{
    if (r->block == r->n_blocks || r->blocks[r->block].first != r->row)
        return DAMAGED;
    const struct outline_block *b = &r->blocks[r->block++];
    free(r->bytes);
    r->at = 0;
    r->n = b->length;
    return image_file_outline_block(r->f, b, &r->bytes);
}

/* Where the bytes of the agreement at hand go on, and where the block ends. */
struct bytes {
    const unsigned char *at, *end;
};

static struct bytes bytes_of(const struct outline_reader *r)
{
    const unsigned char *bytes = (const unsigned char *)r->bytes;
    return (struct bytes){bytes + r->at, bytes + r->n};
}

static inline bool take_number(struct bytes *b, uint64_t *ret)
{
    if (b->at < b->end && *b->at < 0x80) { /* as most */
        *ret = *b->at++;
        return true;
    }
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 63 && b->at < b->end; shift += 7) {
        const unsigned char byte = *b->at++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *ret = value;
            return true;
        }
    }
    return false;
}

static int64_t unfold(uint64_t folded)
{
    const int64_t n = (int64_t)(folded >> 1);
    return folded & 1 ? -n - 1 : n;
}

const char *outline_agreement(struct outline_reader *r)
{
    struct image_entry e;
    uint64_t clauses, record;
    const char *fault = NULL;
    while (r->left > 0 && fault == NULL)
        fault = outline_clause(r);
    if (fault == NULL && r->at == r->n)
        fault = take_block(r);
    if (fault == NULL)
        fault = image_file_entry(r->f, r->cursor, r->row, &e);
    if (fault != NULL)
        return fault;
    r->begin = r->at;
    struct bytes b = bytes_of(r);
    if (!take_number(&b, &clauses) || !take_number(&b, &record) || clauses != e.clauses ||
        unfold(record) < DAY_MIN || unfold(record) > DAY_MAX)
        return DAMAGED;
    r->at = (size_t)(b.at - (const unsigned char *)r->bytes);
    r->row++;
    r->clauses = r->left = e.clauses;
    r->record = (day_t)unfold(record);
    buf_clear(&r->id);
    return NULL;
}

static inline const char *take_id(struct outline_reader *r, struct bytes *b)
{
    uint64_t common, n;
    if (!take_number(b, &common) || !take_number(b, &n) || common > r->id.n ||
        n > (size_t)(b->end - b->at))
        return DAMAGED;
    r->id.n = (size_t)common;
    if (!r->wants_ids)
        r->id.n += (size_t)n;
    else
        buf_put(&r->id, (const char *)b->at, (size_t)n);
    b->at += n;
    return r->id.failed ? IMAGE_NO_MEMORY : NULL;
}

/* Room for so many steps, which are written over. */
static inline struct line_step *make_steps(struct outline_reader *r, size_t n)
{
    if (n > r->steps.cap && !vec_reserve(&r->steps, n))
        return NULL;
    r->steps.n = n;
    return r->steps.data;
}

static inline const char *take_line(struct outline_reader *r, struct bytes *b)
{
    uint64_t head, folded;
    if (!take_number(b, &head) || (head & 3) >= LINE_VALUE_COUNT ||
        head >> 2 > (size_t)(b->end - b->at))
        return DAMAGED;
    struct line_step *steps = make_steps(r, (size_t)(head >> 2) + 1);
    if (steps == NULL)
        return IMAGE_NO_MEMORY;
    steps[0] = (struct line_step){DAY_MIN, (uint32_t)(head & 3)};
    int64_t day = r->record;
    for (uint64_t i = 1; i <= head >> 2; i++) {
        if (!take_number(b, &folded) || (folded & 3) >= LINE_VALUE_COUNT)
            return DAMAGED;
        day += unfold(folded >> 2);
        if (day <= steps[i - 1].day || day > DAY_MAX)
            return DAMAGED;
        steps[i] = (struct line_step){(day_t)day, (uint32_t)(folded & 3)};
    }
    return NULL;
}

const char *outline_clause(struct outline_reader *r)
{
    struct bytes b = bytes_of(r);
    const char *fault = take_id(r, &b);
    if (fault == NULL)
        fault = take_line(r, &b);
    r->at = (size_t)(b.at - (const unsigned char *)r->bytes);
    r->left -= fault == NULL;
    return fault;
}

void outline_copy(struct outline_writer *w, uint32_t row, struct outline_reader *r)
{
    const char *fault = NULL;
    while (r->left > 0 && fault == NULL)
        fault = outline_clause(r);
    w->failed = w->failed || fault != NULL || !make_block(w, row);
    if (!w->failed)
        buf_put(&w->bytes, r->bytes + r->begin, r->at - r->begin);
}
