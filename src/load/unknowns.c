/* Unknowns: how many one clause depends on, and their order by name. */
#include "history.h"
#include "order.h"

static void collect(struct history *h, bound_ref ref)
{
    if (ref == IMAGE_NONE || BOUND_IS_PLAIN(ref))
        return;
    const struct bound_row *b = VEC_AT(&h->l->b->bounds, struct bound_row, ref);
    if (b->kind == BOUND_FIRST_OF || b->kind == BOUND_LAST_OF) {
        for (uint32_t i = 0; i < b->b; i++)
            collect(h, b->a + i);
        return;
    }
    if ((b->kind != BOUND_EVENT && b->kind != BOUND_UNKNOWN) || b->a == IMAGE_NONE)
        return;
    struct use *use = vec_add(&h->uses);
    if (use)
        *use = (struct use){b->a, b->kind == BOUND_UNKNOWN, b->count, (unsigned char)b->unit};
}

static int compare_uses(const void *x, const void *y)
{
    const struct use *a = x, *b = y;
    if (a->unknown != b->unknown)
        return a->unknown < b->unknown ? -1 : 1;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return (a->count > b->count) - (a->count < b->count);
}

/* Distinct unknowns, and the product over them of (distinct offsets + 1). */
static uint64_t count_uses(const struct history *h, uint64_t *ret_courses)
{
    const struct use *u = h->uses.data;
    uint64_t unknowns = 0, offsets = 0, courses = 1;
    for (size_t i = 0; i < h->uses.n; i++) {
        bool same = i > 0 && u[i].unknown == u[i - 1].unknown && u[i].row == u[i - 1].row;
        if (same && compare_uses(&u[i - 1], &u[i]) == 0)
            continue;
        if (!same) {
            courses = courses > UINT64_MAX / (offsets + 1) ? UINT64_MAX : courses * (offsets + 1);
            unknowns++;
            offsets = 0;
        }
        offsets++;
    }
    *ret_courses = courses > UINT64_MAX / (offsets + 1) ? UINT64_MAX : courses * (offsets + 1);
    return unknowns;
}

void unknowns_check(struct history *h)
{
    const struct load_limits *limits = &h->l->limits;
    const struct clause_row *c = clause_at(h->l, h->clause);
    h->uses.n = 0;
    for (size_t i = 0; i < h->turns.n; i++) {
        collect(h, act_at(h->l, turn_at(h, i)->act)->from);
        collect(h, act_at(h->l, turn_at(h, i)->act)->until);
    }
    h->l->no_memory = h->l->no_memory || h->uses.failed;
    if (h->uses.n == 0)
        return;
    uint64_t courses;
    qsort(h->uses.data, h->uses.n, h->uses.size, compare_uses);
    uint64_t unknowns = count_uses(h, &courses);
    struct spot at = clause_place(h->l, h->clause);
    uint64_t most = limits->unknowns < IMAGE_MAX_UNKNOWNS ? limits->unknowns : IMAGE_MAX_UNKNOWNS;
    uint64_t most_courses =
        limits->courses < IMAGE_MAX_COURSES ? limits->courses : IMAGE_MAX_COURSES;
    if (unknowns > most)
        report_limit(h->l, "unknowns", most, c->file, at);
    else if (courses > most_courses)
        report_limit(h->l, "courses", most_courses, c->file, at);
}

/* ---- order ---- */

static int by_name(const void *ctx, uint32_t a, uint32_t b)
{
    const struct loader *l = ctx;
    return strcmp(
        strings_get(&l->b->strings, VEC_AT(&l->b->unknowns, struct unknown_row, a)->name),
        strings_get(&l->b->strings, VEC_AT(&l->b->unknowns, struct unknown_row, b)->name));
}

static uint32_t *order_unknowns(const struct loader *l)
{
    size_t n = l->b->unknowns.n;
    uint32_t *order = malloc((n + 1) * sizeof *order);
    for (size_t i = 0; order && i < n; i++)
        order[i] = (uint32_t)i;
    for (size_t a = 0; order && a < l->b->agreements.n; a++) {
        struct span s = VEC_AT(&l->b->agreements, struct agreement_row, a)->unknowns;
        if (!order_sort(order + s.first, s.n, by_name, l)) {
            free(order);
            return NULL;
        }
    }
    return order;
}

bool unknowns_sort(struct loader *l)
{
    uint32_t *order = order_unknowns(l);
    uint32_t *place = order ? order_places(order, l->b->unknowns.n) : NULL;
    if (place) {
        for (size_t i = 0; i < l->b->bounds.n; i++) {
            struct bound_row *b = VEC_AT(&l->b->bounds, struct bound_row, i);
            if (b->kind == BOUND_UNKNOWN)
                b->a = place[b->a];
        }
        order_gather(l->b->unknowns.data, l->b->unknowns.size, order, l->b->unknowns.n);
    }
    free(order);
    free(place);
    return place != NULL;
}
