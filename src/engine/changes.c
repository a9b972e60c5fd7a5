/* What differs between two answers for one clause. */
#include <string.h>

#include "vec.h"
#include "view.h"

struct changes {
    const struct row *from, *to;
    const struct image *img;
    struct arena *arena;
    struct change *list;
    size_t n, cap;
    bool failed;
};

static void add(struct changes *c, const char *field, const char *path, uint32_t old_row,
                uint32_t new_row)
{
    if (c->n == c->cap) {
        const size_t cap = c->cap == 0 ? 16 : c->cap * 2;
        struct change *more = ARENA_ARRAY(c->arena, cap, struct change);
        if (more == NULL) {
            c->failed = true;
            return;
        }
        if (c->n > 0)
            memcpy(more, c->list, c->n * sizeof *more);
        c->list = more;
        c->cap = cap;
    }
    c->list[c->n++] = (struct change){field, path, old_row, new_row};
}

/* ---- terms ---- */

/* Term rows by name: those of an answer are a list, the members of a map are neighbours. */
struct members {
    const uint32_t *rows; /* NULL: first, first + 1, … */
    uint32_t first, n;
};

static uint32_t member(const struct members *m, uint32_t i)
{
    return m->rows != NULL ? m->rows[i] : m->first + i;
}

/* Names in byte order, as both lists have them. An absent member is behind all others. */
static int by_name(const struct image *img, const struct members *a, uint32_t i,
                   const struct members *b, uint32_t k)
{
    if (i >= a->n || k >= b->n)
        return i >= a->n ? 1 : -1;
    const str_id x = img->terms[member(a, i)].name, y = img->terms[member(b, k)].name;
    return x == y ? 0 : strcmp(image_str(img, x), image_str(img, y));
}

static const char *path_of(struct changes *c, const char *above, uint32_t row)
{
    const char *name = image_str(c->img, c->img->terms[row].name);
    const char *path = above == NULL ? name : arena_printf(c->arena, "%s.%s", above, name);
    c->failed |= path == NULL;
    return path != NULL ? path : "";
}

static void compare_members(struct changes *c, const char *above, struct members a,
                            struct members b);

static void compare_terms(struct changes *c, const char *above, uint32_t x, uint32_t y)
{
    const struct term_row *s = &c->img->terms[x], *t = &c->img->terms[y];
    if (terms_same(c->img, x, c->from->setting->known, y, c->to->setting->known))
        return;
    const char *path = path_of(c, above, x);
    if (s->kind == VALUE_MAP && t->kind == VALUE_MAP)
        compare_members(c, path, (struct members){NULL, s->a, s->b},
                        (struct members){NULL, t->a, t->b});
    else
        add(c, "terms", path, x, y);
}

/* Recursion ends with the depth of YAML. */
static void compare_members(struct changes *c, const char *above, struct members a,
                            struct members b)
{
    for (uint32_t i = 0, k = 0; i < a.n || k < b.n;) {
        const int order = by_name(c->img, &a, i, &b, k);
        if (order == 0)
            compare_terms(c, above, member(&a, i++), member(&b, k++));
        else if (order < 0)
            add(c, "terms", path_of(c, above, member(&a, i)), member(&a, i), IMAGE_NONE), i++;
        else
            add(c, "terms", path_of(c, above, member(&b, k)), IMAGE_NONE, member(&b, k)), k++;
    }
}

/* ---- cases ---- */

static bool conditions_same(const struct answer_case *a, const struct answer_case *b)
{
    if (a->n_when != b->n_when)
        return false;
    for (uint32_t i = 0; i < a->n_when; i++) {
        const struct condition *x = &a->when[i], *y = &b->when[i];
        if (x->by != y->by || x->unknown.is_event != y->unknown.is_event ||
            x->unknown.index != y->unknown.index || x->plus.count != y->plus.count ||
            x->plus.unit != y->plus.unit)
            return false;
    }
    return true;
}

static bool case_terms_same(const struct changes *c, const struct answer_case *a,
                            const struct answer_case *b)
{
    if (a->n_terms != b->n_terms)
        return false;
    for (uint32_t i = 0; i < a->n_terms; i++)
        if (c->img->terms[a->terms[i]].name != c->img->terms[b->terms[i]].name ||
            !terms_same(c->img, a->terms[i], c->from->setting->known, b->terms[i],
                        c->to->setting->known))
            return false;
    return true;
}

static bool cases_same(const struct changes *c)
{
    if (c->from->n_cases != c->to->n_cases)
        return false;
    for (uint32_t i = 0; i < c->from->n_cases; i++) {
        const struct answer_case *a = &c->from->cases[i], *b = &c->to->cases[i];
        if (a->status != b->status || !conditions_same(a, b) || !case_terms_same(c, a, b))
            return false;
    }
    return true;
}

/* ---- all of it ---- */

static void compare_field(struct changes *c, enum row_field f)
{
    const bool open_from = (c->from->differs & FIELD_BIT(f)) != 0;
    const bool open_to = (c->to->differs & FIELD_BIT(f)) != 0;
    if (open_from != open_to ||
        (!open_from && !field_same(c->img, f, &c->from->fields, &c->to->fields)))
        add(c, row_field_name(f), NULL, IMAGE_NONE, IMAGE_NONE);
}

enum status engine_changes(const struct row *from, const struct row *to, struct arena *a,
                           const struct change **ret_changes, size_t *ret_n)
{
    static const enum row_field fields[] = {FIELD_KIND, FIELD_HOLDER, FIELD_OBLIGOR, FIELD_ENDS,
                                            FIELD_PROVIDED_THAT};
    struct changes c = {.from = from, .to = to, .img = from->setting->image, .arena = a};
    if (from->status != to->status)
        add(&c, "status", NULL, IMAGE_NONE, IMAGE_NONE);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        compare_field(&c, fields[i]);
    compare_members(&c, NULL, (struct members){from->fields.terms, 0, from->fields.n_terms},
                    (struct members){to->fields.terms, 0, to->fields.n_terms});
    if (!cases_same(&c))
        add(&c, "cases", NULL, IMAGE_NONE, IMAGE_NONE);
    *ret_changes = c.list;
    *ret_n = c.n;
    return c.failed || a->failed ? ST_NOMEM : ST_OK;
}
