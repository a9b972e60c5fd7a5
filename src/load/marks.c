#include "marks.h"

#define COLUMN_BITS 10
#define COLUMN_MAX ((1U << COLUMN_BITS) - 1)
#define LINES_MAX 62U
#define FAR 0xFFFFU

struct far_mark {
    uint32_t row;
    struct spot at;
};

void marks_init(struct marks *m)
{
    vec_init(&m->near, sizeof(uint16_t));
    vec_init(&m->far, sizeof(struct far_mark));
}

void marks_done(struct marks *m)
{
    vec_done(&m->near);
    vec_done(&m->far);
}

bool marks_failed(const struct marks *m)
{
    return m->near.failed || m->far.failed;
}

/* The place of the row last added. */
static RARELY_CALLED void add_far(struct marks *m, struct spot at)
{
    struct far_mark *far = vec_add(&m->far);
    if (far)
        *far = (struct far_mark){(uint32_t)(m->near.n - 1), at};
}

void marks_add(struct marks *m, uint32_t base_line, struct spot at)
{
    const uint32_t lines = at.line - base_line; /* more than any, where it stands above */
    const bool is_near = lines <= LINES_MAX && at.column <= COLUMN_MAX;
    uint16_t *near = vec_push(&m->near);
    if (near)
        *near = is_near ? (uint16_t)(lines << COLUMN_BITS | at.column) : FAR;
    if (near && !is_near)
        add_far(m, at);
}

static struct spot far_at(const struct marks *m, uint32_t row)
{
    size_t lo = 0, hi = m->far.n;
    while (lo + 1 < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (VEC_AT(&m->far, struct far_mark, mid)->row <= row)
            lo = mid;
        else
            hi = mid;
    }
    return VEC_AT(&m->far, struct far_mark, lo)->at;
}

struct spot marks_at(const struct marks *m, uint32_t row, uint32_t base_line)
{
    if (row >= m->near.n)
        return (struct spot){base_line, 0};
    uint32_t near = *VEC_AT(&m->near, uint16_t, row);
    if (near == FAR)
        return far_at(m, row);
    return (struct spot){base_line + (near >> COLUMN_BITS), near & COLUMN_MAX};
}
