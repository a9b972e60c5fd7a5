/* Where an answer comes from, and when two answers say the same although they come from elsewhere.
 */
#include "view.h"

pdate act_announced(const struct image *img, uint32_t act)
{
    const struct act_row *a = &img->acts[act];
    if (a->extra != IMAGE_NONE && img->extras[a->extra].announced != 0)
        return img->extras[a->extra].announced;
    return img->instruments[a->instrument].announced;
}

static bool too_young(const struct setting *s, uint32_t source)
{
    pdate date = s->image->sources[source].date;
    return date != 0 && pdate_last(date) > s->known;
}

bool act_shows_source(const struct setting *s, uint32_t act, uint32_t source)
{
    if (!too_young(s, source))
        return true;
    struct span all = act_sources(s->image, act);
    for (uint32_t i = 0; i < all.n; i++)
        if (!too_young(s, s->image->refs[all.first + i]))
            return false;
    return true;
}

static bool bounds_same(const struct image *img, bound_ref a, bound_ref b)
{
    if (a == b)
        return true;
    if (a == IMAGE_NONE || b == IMAGE_NONE || BOUND_IS_PLAIN(a) || BOUND_IS_PLAIN(b))
        return false;
    const struct bound_row *x = &img->bounds[a];
    const struct bound_row *y = &img->bounds[b];
    if (x->kind != y->kind || x->unit != y->unit || x->count != y->count || x->b != y->b)
        return false;
    if (x->kind != BOUND_FIRST_OF && x->kind != BOUND_LAST_OF)
        return x->a == y->a;
    for (uint32_t i = 0; i < x->b; i++)
        if (!bounds_same(img, x->a + i, y->a + i))
            return false;
    return true;
}

bool ends_same(const struct image *img, uint32_t act_a, uint32_t act_b)
{
    static const struct act_row none = {.through = DAY_NONE, .until = IMAGE_NONE};
    const struct act_row *a = act_a == IMAGE_NONE ? &none : &img->acts[act_a];
    const struct act_row *b = act_b == IMAGE_NONE ? &none : &img->acts[act_b];
    return a->through == b->through && bounds_same(img, a->until, b->until);
}

static bool windows_same(const struct image *img, uint32_t a, uint32_t b)
{
    if (a == b || a == IMAGE_NONE || b == IMAGE_NONE)
        return a == b;
    return img->acts[a].type == img->acts[b].type && ends_same(img, a, b);
}

static bool announced_same(const struct image *img, uint32_t a, uint32_t b)
{
    if (a == b || a == IMAGE_NONE || b == IMAGE_NONE)
        return a == b;
    return act_announced(img, a) == act_announced(img, b);
}

static bool lists_same(const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn)
{
    return an == bn && (an == 0 || memcmp(a, b, an * sizeof *a) == 0);
}

static bool parties_same(const struct image *img, struct span a, struct span b)
{
    return lists_same(img->refs + a.first, a.n, img->refs + b.first, b.n);
}

bool field_same(const struct image *img, enum row_field f, const struct outcome *a,
                const struct outcome *b)
{
    switch (f) {
    case FIELD_KIND:
        return a->kind == b->kind;
    case FIELD_HOLDER:
        return parties_same(img, a->holder, b->holder);
    case FIELD_OBLIGOR:
        return parties_same(img, a->obligor, b->obligor);
    case FIELD_WHY:
        return a->why == b->why;
    case FIELD_ENDS:
        return ends_same(img, a->ends_act, b->ends_act);
    case FIELD_WINDOW:
        return windows_same(img, a->window_act, b->window_act);
    case FIELD_SUMMARY:
        return a->summary == b->summary;
    case FIELD_PROVIDED_THAT:
        return a->provided_that == b->provided_that;
    case FIELD_CAVEATS:
        return lists_same(a->caveats, a->n_caveats, b->caveats, b->n_caveats);
    case FIELD_CONFIRMED:
        return announced_same(img, a->confirmed_act, b->confirmed_act);
    case FIELD_SILENT_SINCE:
        return announced_same(img, a->silent_act, b->silent_act);
    case FIELD_BASIS:
        return a->basis == b->basis;
    case FIELD_PROVENANCE:
        return lists_same(a->acts, a->n_acts, b->acts, b->n_acts);
    case FIELD_COUNT:
        break;
    }
    return true;
}

bool term_lists_same(const struct image *img, day_t known, const uint32_t *a, uint32_t an,
                     const uint32_t *b, uint32_t bn)
{
    if (an != bn)
        return false;
    for (uint32_t i = 0; i < an; i++)
        if (img->terms[a[i]].name != img->terms[b[i]].name || !terms_equal(img, a[i], b[i], known))
            return false;
    return true;
}

bool states_same(const struct clause_view *v, const struct outcome *a, const struct outcome *b)
{
    return a->status == b->status &&
           term_lists_same(v->img, v->setting->known, a->terms, a->n_terms, b->terms, b->n_terms);
}
