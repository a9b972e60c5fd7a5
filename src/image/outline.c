#include "outline.h"

#include <stdlib.h>

#include "image_file.h"

static const char DAMAGED[] = "damaged (its outline)";

/* ---- lines ---- */

void lines_init(struct lines *l)
{
    vec_init(&l->steps, sizeof(struct line_step));
    vec_init(&l->ends, sizeof(uint32_t));
}

void lines_done(struct lines *l)
{
    vec_done(&l->steps);
    vec_done(&l->ends);
}

bool line_is_steady(const struct line_step *steps, size_t n, day_t first, day_t last,
                    enum line_value *ret_value)
{
    size_t i = 0;
    while (i + 1 < n && steps[i + 1].day <= first)
        i++;
    *ret_value = (enum line_value)steps[i].value;
    return i + 1 == n || steps[i + 1].day > last;
}

void line_add(struct vec *steps, size_t first, day_t day, enum line_value value)
{
    if (steps->n > first && VEC_AT(steps, struct line_step, steps->n - 1)->value == value)
        return;
    struct line_step *step = vec_push(steps);
    if (step != NULL)
        *step = (struct line_step){day, value};
}

/* A line among others. */
struct line {
    const struct line_step *steps;
    size_t n;
};

static struct line line_at(const struct lines *l, size_t i)
{
    const uint32_t first = i > 0 ? *VEC_AT(&l->ends, uint32_t, i - 1) : 0;
    return (struct line){VEC_AT(&l->steps, struct line_step, first),
                         *VEC_AT(&l->ends, uint32_t, i) - first};
}

static day_t next_day(struct line l, size_t i)
{
    return i + 1 < l.n ? l.steps[i + 1].day : DAY_NEVER;
}

/* Adds the line of both together. */
static void join(struct line a, struct line b, struct lines *ret)
{
    const size_t first = ret->steps.n;
    size_t i = 0, k = 0;
    for (day_t day = DAY_MIN; day != DAY_NEVER;) {
        const uint32_t value = a.steps[i].value == b.steps[k].value ? a.steps[i].value : LINE_ASK;
        line_add(&ret->steps, first, day, (enum line_value)value);
        const day_t in_a = next_day(a, i), in_b = next_day(b, k);
        day = in_a < in_b ? in_a : in_b;
        i += in_a == day;
        k += in_b == day;
    }
    uint32_t *end = vec_push(&ret->ends);
    if (end != NULL)
        *end = (uint32_t)ret->steps.n;
}

/* Each two lines become one, as does the last of an odd number with itself. */
static bool halve(const struct lines *l, struct lines *ret)
{
    ret->steps.n = 0;
    ret->ends.n = 0;
    for (size_t i = 0; i < l->ends.n; i += 2)
        join(line_at(l, i), line_at(l, i + 1 < l->ends.n ? i + 1 : i), ret);
    return !ret->steps.failed && !ret->ends.failed;
}

/* By halves: one by one, each step of a long line would be gone over for each clause. */
const struct vec *lines_join(const struct lines *l, struct lines work[2])
{
    struct lines *to = &work[0];
    bool good = halve(l, to);
    while (good && to->ends.n > 1) {
        struct lines *from = to;
        to = from == &work[0] ? &work[1] : &work[0];
        good = halve(from, to);
    }
    if (l->ends.n == 0)
        line_add(&to->steps, 0, DAY_MIN, LINE_NO);
    return good && !to->steps.failed ? &to->steps : NULL;
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

/* ---- writing ---- */

void outline_init(struct outline_writer *w, lines_fn *fill)
{
    *w = (struct outline_writer){.fill = fill};
    buf_init(&w->bytes, 0);
    buf_init(&w->clauses, 0);
    vec_init(&w->blocks, sizeof(struct outline_block));
    lines_init(&w->lines);
    lines_init(&w->work[0]);
    lines_init(&w->work[1]);
}

void outline_done(struct outline_writer *w)
{
    buf_done(&w->bytes);
    buf_done(&w->clauses);
    vec_done(&w->blocks);
    lines_done(&w->lines);
    lines_done(&w->work[0]);
    lines_done(&w->work[1]);
}

/* With the sign in the lowest bit. */
static void put_signed(struct buf *out, int64_t n, unsigned shift, uint64_t low)
{
    const uint64_t folded = n < 0 ? ((uint64_t)(-(n + 1)) << 1 | 1) : (uint64_t)n << 1;
    put_packed(out, folded << shift | low);
}

static void put_line(struct buf *out, struct line l, day_t record)
{
    day_t before = record;
    put_packed(out, (uint64_t)(l.n - 1) << 2 | l.steps[0].value);
    for (size_t i = 1; i < l.n; i++) {
        put_signed(out, (int64_t)l.steps[i].day - before, 2, l.steps[i].value);
        before = l.steps[i].day;
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
    put_packed(out, common);
    put_packed(out, n - common);
    buf_put(out, text + common, n - common);
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

/* What stands behind their length. */
static bool put_clauses(struct outline_writer *w, const struct image *one)
{
    str_id before = 0;
    buf_clear(&w->clauses);
    for (uint32_t i = 0; i < one->n_clauses; i++) {
        put_id(&w->clauses, one, before, one->clauses[i].id);
        put_line(&w->clauses, line_at(&w->lines, i), one->agreements[0].complete_through);
        before = one->clauses[i].id;
    }
    return !w->clauses.failed;
}

void outline_add(struct outline_writer *w, uint32_t row, const struct image *one)
{
    lines_fn *fill = w->fill != NULL ? w->fill : lines_unknown;
    const day_t record = one->agreements[0].complete_through;
    w->lines.steps.n = 0;
    w->lines.ends.n = 0;
    w->failed = w->failed || !make_block(w, row) || !fill(one, &w->lines);
    const struct vec *joined = w->failed ? NULL : lines_join(&w->lines, w->work);
    w->failed = w->failed || joined == NULL || !put_clauses(w, one);
    if (w->failed)
        return;
    put_packed(&w->bytes, one->n_clauses);
    put_signed(&w->bytes, record, 0, 0);
    put_line(&w->bytes, (struct line){joined->data, joined->n}, record);
    put_packed(&w->bytes, w->clauses.n);
    buf_put(&w->bytes, w->clauses.data, w->clauses.n);
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
    r->end = 0;
    r->n = b->length;
    return image_file_outline_block(r->f, b, &r->bytes);
}

struct bytes {
    const unsigned char *at, *end;
};

static struct bytes bytes_of(const struct outline_reader *r, size_t at, size_t end)
{
    const unsigned char *bytes = (const unsigned char *)r->bytes;
    return (struct bytes){bytes + at, bytes + end};
}

static size_t place_of(const struct outline_reader *r, const struct bytes *b)
{
    return (size_t)(b->at - (const unsigned char *)r->bytes);
}

/* One of many bytes, or near the end. */
static bool take_long(struct bytes *b, uint64_t *ret)
{
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

static inline bool take_number(struct bytes *b, uint64_t *ret)
{
    const unsigned char *at = b->at;
    if (b->end - at < 3)
        return take_long(b, ret);
    uint32_t value = at[0];
    if (value < 0x80) {
        *ret = value;
        b->at = at + 1;
        return true;
    }
    value = (value & 0x7F) | (uint32_t)at[1] << 7;
    if (value < 0x80 << 7) {
        *ret = value;
        b->at = at + 2;
        return true;
    }
    value = (value & 0x3FFF) | (uint32_t)at[2] << 14;
    if (value < 0x80 << 14) {
        *ret = value;
        b->at = at + 3;
        return true;
    }
    return take_long(b, ret);
}

static int64_t unfold(uint64_t folded)
{
    const int64_t n = (int64_t)(folded >> 1);
    return folded & 1 ? -n - 1 : n;
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

/* The same where it is not wanted: only its end is sought. */
static const char *pass_line(struct bytes *b)
{
    uint64_t head;
    if (!take_number(b, &head) || head >> 2 > (size_t)(b->end - b->at))
        return DAMAGED;
    for (uint64_t left = head >> 2; left > 0;) {
        if (b->at == b->end)
            return DAMAGED;
        left -= *b->at++ < 0x80;
    }
    return NULL;
}

/* What stands in front of the clauses. */
static const char *take_head(struct outline_reader *r, uint32_t said)
{
    uint64_t clauses, record, length;
    struct bytes b = bytes_of(r, r->begin, r->n);
    if (!take_number(&b, &clauses) || !take_number(&b, &record) || clauses != said ||
        unfold(record) < DAY_MIN || unfold(record) > DAY_MAX)
        return DAMAGED;
    r->record = (day_t)unfold(record);
    const char *fault = take_line(r, &b);
    if (fault != NULL)
        return fault;
    if (!take_number(&b, &length) || length > (size_t)(b.end - b.at) ||
        (clauses == 0 && length > 0))
        return DAMAGED;
    r->at = place_of(r, &b);
    r->end = r->at + (size_t)length;
    return NULL;
}

const char *outline_agreement(struct outline_reader *r)
{
    struct image_entry e;
    const char *fault = r->end == r->n ? take_block(r) : NULL;
    if (fault == NULL)
        fault = image_file_entry(r->f, r->cursor, r->row, &e);
    if (fault != NULL)
        return fault;
    r->begin = r->end;
    fault = take_head(r, e.clauses);
    if (fault != NULL)
        return fault;
    r->row++;
    r->clauses = r->left = e.clauses;
    buf_clear(&r->id);
    return NULL;
}

const char *outline_clause(struct outline_reader *r)
{
    struct bytes b = bytes_of(r, r->at, r->end);
    const char *fault = take_id(r, &b);
    if (fault == NULL)
        fault = r->wants_lines ? take_line(r, &b) : pass_line(&b);
    r->at = place_of(r, &b);
    r->left -= fault == NULL;
    return fault == NULL && r->left == 0 && r->at != r->end ? DAMAGED : fault;
}

void outline_copy(struct outline_writer *w, uint32_t row, struct outline_reader *r)
{
    w->failed = w->failed || !make_block(w, row);
    if (!w->failed)
        buf_put(&w->bytes, r->bytes + r->begin, r->end - r->begin);
}
