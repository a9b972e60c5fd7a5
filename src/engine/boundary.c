/* Boundaries as they are handed over. */
#include <stdlib.h>
#include <string.h>

#include "ranges.h"

static bool is_certain(const struct making *m, const struct found *f)
{
    if (f->local == IMAGE_NONE)
        return f->always;
    const struct local *l = &m->view.locals[f->local];
    if (m->unsteady[f->local] || f->first != day_plus(l->domain.first, f->plus) ||
        f->last != day_plus(l->domain.last, f->plus) || f->last > DAY_MAX)
        return false;
    for (uint32_t i = 0; i < m->n; i++)
        if (&m->found[i] != f && same_bound(&m->found[i], f->local, f->plus))
            return false;
    return true;
}

static bool comes_anyway(const struct making *m, const struct found *f)
{
    const struct effect *e = &m->effects.items[f->effect - 1];
    for (uint32_t i = 0; f->last < DAY_MAX && i < m->n; i++) {
        const struct found *g = &m->found[i];
        const struct effect *other = &m->effects.items[g->effect - 1];
        if (g->local == IMAGE_NONE && g->first == f->last + 1 && other->kind == e->kind &&
            other->after.status == e->after.status)
            return true;
    }
    return false;
}

static bool list_others(const struct making *m, const struct found *f, struct boundary *b)
{
    struct unknown_ref *list = ARENA_ARRAY(m->arena, m->view.n_locals, struct unknown_ref);
    b->depends_on = list;
    for (uint32_t i = 0; list != NULL && i < m->view.n_locals; i++)
        if (!b->certain && (f->others >> i & 1) && i != f->local)
            list[b->n_depends_on++] = m->view.locals[i].ref;
    return list != NULL;
}

static bool hand_over(const struct making *m, const struct found *f, struct boundary *b)
{
    const struct effect *e = &m->effects.items[f->effect - 1];
    *b = (struct boundary){
        .setting = m->view.setting,
        .clause = m->view.clause,
        .kind = e->kind,
        .window = e->window,
        .before = &e->before,
        .after = &e->after,
        .changes = e->changes,
        .n_changes = e->n_changes,
        .act = e->act,
        .hangs = f->local != IMAGE_NONE,
        .earliest = f->first,
        .latest = f->last,
        .certain = is_certain(m, f),
    };
    if (b->hangs) {
        b->unknown = m->view.locals[f->local].ref;
        b->plus = f->plus;
        b->anyway = comes_anyway(m, f);
    }
    if (!b->certain) {
        b->when = f->when;
        b->n_when = f->n_when;
    }
    return list_others(m, f, b);
}

/* By earliest day, dated ones first, then by what happens and by name: the same in every run. */
static int by_day(const void *x, const void *y)
{
    const struct boundary *a = x, *b = y;
    if (a->earliest != b->earliest)
        return a->earliest < b->earliest ? -1 : 1;
    if (a->hangs != b->hangs)
        return a->hangs ? 1 : -1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->hangs && a->unknown.name != b->unknown.name)
        return strcmp(image_str(a->setting->image, a->unknown.name),
                      image_str(b->setting->image, b->unknown.name));
    if (a->latest != b->latest)
        return a->latest < b->latest ? -1 : 1;
    return a->plus.count != b->plus.count ? (a->plus.count < b->plus.count ? -1 : 1)
                                          : a->plus.unit - b->plus.unit;
}

bool hand_all_over(const struct making *m, const struct boundary **ret_list, size_t *ret_n)
{
    struct boundary *list = ARENA_ARRAY(m->arena, m->n, struct boundary);
    size_t n = 0;
    for (uint32_t i = 0; list != NULL && i < m->n; i++)
        if (m->found[i].first <= m->through && !hand_over(m, &m->found[i], &list[n++]))
            return false;
    if (m->arena->failed)
        return false;
    if (n > 1)
        qsort(list, n, sizeof *list, by_day);
    *ret_list = list;
    *ret_n = n;
    return true;
}

bool boundary_passes(const struct boundary *b, const struct filter *f)
{
    const struct outcome outcomes[] = {*b->before, *b->after};
    struct filter filter = *f;
    filter.all = true;
    const struct row row = {.setting = b->setting, .outcomes = outcomes, .n_outcomes = 2};
    return row_passes(&row, &filter);
}

/* ---- a copy ---- */

static const void *copied(struct arena *a, const void *items, size_t n, size_t size)
{
    void *copy = arena_array(a, n, size);
    if (copy != NULL && n > 0)
        memcpy(copy, items, n * size);
    return copy;
}

/* What says where it comes from is left behind. */
static const struct outcome *copied_outcome(struct arena *a, const struct outcome *o)
{
    struct outcome *copy = ARENA_NEW(a, struct outcome);
    if (copy == NULL)
        return NULL;
    *copy = *o;
    copy->terms = copied(a, o->terms, o->n_terms, sizeof *o->terms);
    copy->acts = copy->caveats = NULL;
    copy->n_acts = copy->n_caveats = 0;
    return copy;
}

bool boundary_copy(struct boundary *b, struct arena *a)
{
    struct boundary_when *when = ARENA_ARRAY(a, b->n_when, struct boundary_when);
    struct change *changes = ARENA_ARRAY(a, b->n_changes, struct change);
    for (uint32_t i = 0; when != NULL && i < b->n_when; i++) {
        const struct boundary_when *w = &b->when[i];
        when[i].n_when = w->n_when;
        when[i].when = copied(a, w->when, w->n_when, sizeof *w->when);
    }
    for (size_t i = 0; changes != NULL && i < b->n_changes; i++) {
        changes[i] = b->changes[i];
        if (changes[i].path != NULL)
            changes[i].path = arena_copy(a, changes[i].path, strlen(changes[i].path));
    }
    b->when = when;
    b->changes = changes;
    b->depends_on = copied(a, b->depends_on, b->n_depends_on, sizeof *b->depends_on);
    b->before = copied_outcome(a, b->before);
    b->after = copied_outcome(a, b->after);
    return !a->failed;
}
