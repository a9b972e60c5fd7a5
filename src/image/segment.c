#include "segment.h"

#include <stdlib.h>

#define X(member, type) +1U
enum { SECTION_COUNT = 0U IMAGE_SECTIONS(X) };
#undef X
#define X(member, type) SECTION_##member,
enum section { IMAGE_SECTIONS(X) };
#undef X

static const uint32_t row_sizes[SECTION_COUNT] = {
#define X(member, type) (uint32_t)sizeof(type),
    IMAGE_SECTIONS(X)
#undef X
};

/* Rows are columns of words. */
#define X(member, type)                                                                            \
    _Static_assert(sizeof(type) % sizeof(uint32_t) == 0 || sizeof(type) == 1, "a row of words");
IMAGE_SECTIONS(X)
#undef X

static uint64_t aligned(uint64_t n)
{
    return (n + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;
}

/* Where each section of a plain segment begins, from its own begin on; the length of all. */
static uint64_t lay_out(const uint32_t counts[SECTION_COUNT], uint64_t offsets[SECTION_COUNT])
{
    uint64_t at = aligned(sizeof(uint32_t) * SECTION_COUNT);
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        offsets[i] = at;
        at = aligned(at + (uint64_t)counts[i] * row_sizes[i]);
    }
    return at;
}

void segment_write(const struct image *img, struct buf *out)
{
    uint32_t counts[SECTION_COUNT];
    uint64_t offsets[SECTION_COUNT];
    const size_t begin = out->n;
#define X(member, type) counts[SECTION_##member] = (uint32_t)img->n_##member;
    IMAGE_SECTIONS(X)
#undef X
    const uint64_t length = lay_out(counts, offsets);
    buf_put(out, (const char *)counts, sizeof counts);
#define X(member, type)                                                                            \
    buf_fill(out, '\0', (size_t)(offsets[SECTION_##member] - (out->n - begin)));                   \
    buf_put(out, (const char *)img->member, img->n_##member * sizeof(type));
    if (!out->failed) {
        IMAGE_SECTIONS(X)
    }
#undef X
    if (!out->failed)
        buf_fill(out, '\0', (size_t)(length - (out->n - begin)));
}

void segment_map(const void *plain, struct image *ret_image)
{
    const char *base = plain;
    const uint32_t *counts = plain;
    uint64_t offsets[SECTION_COUNT];
    struct image v;
    lay_out(counts, offsets);
#define X(m, type)                                                                                 \
    v.m = (const void *)(base + offsets[SECTION_##m]);                                             \
    v.n_##m = counts[SECTION_##m];
    IMAGE_SECTIONS(X)
#undef X
    *ret_image = v;
}

uint64_t segment_length(const void *head, size_t n)
{
    uint32_t counts[SECTION_COUNT];
    uint64_t offsets[SECTION_COUNT];
    if (n < sizeof counts)
        return UINT64_MAX;
    memcpy(counts, head, sizeof counts);
    return lay_out(counts, offsets);
}

/* ---- packing ---- */

/* How the differences of a run follow: not at all, as all are 0; one that all have; each, as a
 * number; or each in so many bytes, the lowest first, with the sign of the highest: quicker to
 * read, and most often no longer. */
enum run { RUN_SAME, RUN_STEADY, RUN_ANY, RUN_1, RUN_2, RUN_4, RUN_COUNT };

static uint32_t folded(uint32_t step)
{
    return step & 0x80000000U ? ~(step << 1) : step << 1;
}

static unsigned number_length(uint32_t value)
{
    unsigned n = 1;
    for (; value >= 0x80; value >>= 7)
        n++;
    return n;
}

static unsigned run_width(unsigned run)
{
    return 1U << (run - RUN_1);
}

static enum run run_of(const uint32_t *steps, uint32_t n)
{
    uint32_t bits = 0;
    unsigned numbers = 0;
    bool steady = true;
    for (uint32_t i = 0; i < n; i++) {
        bits |= folded(steps[i]); /* so that a byte holds up to 0xff */
        steady = steady && steps[i] == steps[0];
    }
    if (steady)
        return steps[0] == 0 ? RUN_SAME : RUN_STEADY;
    if (bits < 0x10000)
        return bits < 0x100 ? RUN_1 : RUN_2;
    for (uint32_t i = 0; i < n; i++)
        numbers += number_length(folded(steps[i]));
    return numbers < 2 * n ? RUN_ANY : RUN_4;
}

static void put_wide(const uint32_t *steps, uint32_t n, unsigned width, struct buf *out)
{
    if (!buf_room(out, (size_t)n * width))
        return;
    for (uint32_t i = 0; i < n; i++)
        for (unsigned k = 0; k < width; k++)
            out->data[out->n++] = (char)(unsigned char)(steps[i] >> 8 * k);
    out->data[out->n] = '\0';
}

static void pack_run(const uint32_t *steps, uint32_t n, struct buf *out)
{
    const enum run run = run_of(steps, n);
    buf_char(out, (char)run);
    if (run == RUN_STEADY)
        put_packed(out, folded(steps[0]));
    for (uint32_t i = 0; i < n && run == RUN_ANY; i++)
        put_packed(out, folded(steps[i]));
    if (run > RUN_ANY)
        put_wide(steps, n, run_width(run), out);
}

static void pack_column(const char *cell, size_t stride, uint32_t rows, struct buf *out)
{
    uint32_t before = 0;
    uint32_t steps[SEGMENT_RUN];
    while (rows > 0) {
        const uint32_t n = rows < SEGMENT_RUN ? rows : SEGMENT_RUN;
        for (uint32_t i = 0; i < n; i++, cell += stride) {
            uint32_t value;
            memcpy(&value, cell, sizeof value);
            steps[i] = value - before;
            before = value;
        }
        pack_run(steps, n, out);
        rows -= n;
    }
}

void segment_pack(const void *plain, struct buf *out)
{
    struct image v;
    segment_map(plain, &v);
    buf_put(out, plain, sizeof(uint32_t) * SECTION_COUNT);
    const uint32_t *counts = plain;
    uint64_t offsets[SECTION_COUNT];
    lay_out(counts, offsets);
    for (size_t i = 0; i < SECTION_string_offsets; i++)
        for (size_t word = 0; word < row_sizes[i]; word += sizeof(uint32_t))
            pack_column((const char *)plain + offsets[i] + word, row_sizes[i], counts[i], out);
    for (size_t i = 1; i < v.n_string_offsets; i++)
        put_packed(out, v.string_offsets[i] - v.string_offsets[i - 1]);
    buf_put(out, v.string_bytes, v.n_string_bytes);
}

/* ---- and back ---- */

/* What is left of the packed bytes. NULL in `at`: they were not what they ought to be. */
struct source {
    const unsigned char *at, *end;
};

/* A number that may be longer than a byte, or not be there. */
static uint32_t take_number(struct source *s)
{
    uint32_t value = 0;
    for (unsigned shift = 0; s->at != NULL && s->at < s->end; shift += 7) {
        const unsigned char byte = *s->at++;
        if (shift == 28 && byte > 0x0f)
            break;
        value |= (uint32_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    s->at = NULL;
    return 0;
}

static uint32_t unfolded(uint32_t z)
{
    return (z >> 1) ^ (0U - (z & 1));
}

static void put_cell(char *cell, uint32_t value)
{
    memcpy(cell, &value, sizeof value);
}

/* Differences that are all the same: the last value. */
static uint32_t unpack_steady(char *cell, size_t stride, uint32_t n, uint32_t value, uint32_t step)
{
    for (const char *end = cell + n * stride; cell != end; cell += stride) {
        value += step;
        put_cell(cell, value);
    }
    return value;
}

/* A difference of 1, 2 or 4 bytes. */
static inline uint32_t wide_step(const unsigned char *at, unsigned width)
{
    if (width == 1)
        return (uint32_t)(int32_t)(int8_t)at[0];
    const uint32_t low = (uint32_t)at[0] | (uint32_t)at[1] << 8;
    if (width == 2)
        return (uint32_t)(int32_t)(int16_t)low;
    return low | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Such differences one by one; called with a constant, so that each width has a loop of its own. */
static inline uint32_t unpack_each(const unsigned char *at, unsigned width, char *cell,
                                   size_t stride, uint32_t n, uint32_t value)
{
    for (const unsigned char *end = at + (size_t)n * width; at != end;
         at += width, cell += stride) {
        value += wide_step(at, width);
        put_cell(cell, value);
    }
    return value;
}

static uint32_t unpack_any(struct source *s, char *cell, size_t stride, uint32_t n, uint32_t value)
{
    for (const char *end = cell + n * stride; cell != end; cell += stride) {
        value +=
            unfolded(s->at != NULL && s->at < s->end && *s->at < 0x80 ? *s->at++ : take_number(s));
        put_cell(cell, value);
    }
    return value;
}

static uint32_t unpack_wide(struct source *s, unsigned run, char *cell, size_t stride, uint32_t n,
                            uint32_t value)
{
    const unsigned char *at = s->at;
    const size_t bytes = (size_t)n * run_width(run);
    if (bytes > (size_t)(s->end - at)) {
        s->at = NULL;
        return 0;
    }
    s->at = at + bytes;
    if (run == RUN_1)
        return unpack_each(at, 1, cell, stride, n, value);
    return run == RUN_2 ? unpack_each(at, 2, cell, stride, n, value)
                        : unpack_each(at, 4, cell, stride, n, value);
}

static void unpack_column(struct source *s, char *cell, size_t stride, uint32_t rows)
{
    uint32_t value = 0;
    while (rows > 0 && s->at != NULL) {
        const uint32_t n = rows < SEGMENT_RUN ? rows : SEGMENT_RUN;
        const unsigned run = s->at < s->end ? *s->at++ : RUN_COUNT;
        if (run <= RUN_STEADY)
            value = unpack_steady(cell, stride, n, value,
                                  run == RUN_STEADY ? unfolded(take_number(s)) : 0);
        else if (run == RUN_ANY)
            value = unpack_any(s, cell, stride, n, value);
        else if (run < RUN_COUNT)
            value = unpack_wide(s, run, cell, stride, n, value);
        else
            s->at = NULL;
        cell += n * stride;
        rows -= n;
    }
}

/* Where each string begins: most lengths are of one byte, which are looked at while there are bytes
 * enough for all. */
static void unpack_offsets(struct source *s, uint64_t *offsets, size_t n)
{
    uint64_t at = 0;
    size_t i = 0;
    if (n > 0)
        offsets[i++] = 0;
    for (; i < n && s->at != NULL; i++) {
        const unsigned char *next = s->at;
        const size_t some = (size_t)(s->end - next) < n - i ? 0 : n - i;
        size_t k = 0;
        for (; k < some && next[k] < 0x80; k++)
            offsets[i + k] = at += next[k];
        s->at += k;
        i += k;
        if (i < n)
            offsets[i] = at += take_number(s);
    }
}

static void unpack_strings(struct source *s, struct image *v)
{
    unpack_offsets(s, (uint64_t *)(uintptr_t)v->string_offsets, v->n_string_offsets);
    if (s->at == NULL || (size_t)(s->end - s->at) != v->n_string_bytes) {
        s->at = NULL;
        return;
    }
    if (v->n_string_bytes > 0)
        memcpy((char *)(uintptr_t)v->string_bytes, s->at, v->n_string_bytes);
}

/* Each run of a column costs a byte, so honest counts fit the bytes that are there. */
static bool counts_bearable(const uint32_t counts[SECTION_COUNT], size_t n)
{
    uint64_t least = 0;
    for (size_t i = 0; i < SECTION_string_offsets; i++)
        least += ((uint64_t)counts[i] + SEGMENT_RUN - 1) / SEGMENT_RUN *
                 (row_sizes[i] / sizeof(uint32_t));
    least += counts[SECTION_string_offsets] > 0 ? counts[SECTION_string_offsets] - 1 : 0;
    return least + counts[SECTION_string_bytes] <= n;
}

bool segment_unpack(const void *packed, size_t n, void **ret_plain, bool *ret_no_memory)
{
    uint32_t counts[SECTION_COUNT];
    uint64_t offsets[SECTION_COUNT];
    *ret_plain = NULL;
    *ret_no_memory = false;
    if (n < sizeof counts)
        return false;
    memcpy(counts, packed, sizeof counts);
    if (!counts_bearable(counts, n - sizeof counts))
        return false;
    const uint64_t length = lay_out(counts, offsets);
    char *plain = aligned_alloc(IMAGE_ALIGN, (size_t)length);
    *ret_no_memory = plain == NULL;
    if (plain == NULL)
        return false;
    struct source s = {(const unsigned char *)packed + sizeof counts,
                       (const unsigned char *)packed + n};
    struct image v;
    memcpy(plain, counts, sizeof counts);
    for (size_t i = 0; i < SECTION_string_offsets; i++)
        for (size_t word = 0; word < row_sizes[i]; word += sizeof(uint32_t))
            unpack_column(&s, plain + offsets[i] + word, row_sizes[i], counts[i]);
    segment_map(plain, &v);
    unpack_strings(&s, &v);
    if (s.at == NULL) { /* rows behind the fault are not set */
        free(plain);
        return false;
    }
    *ret_plain = plain;
    return true;
}
