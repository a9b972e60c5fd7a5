#include "effects.h"

#include <string.h>

struct effect_pair {
    uint32_t before, after, effect;
};

const char *boundary_kind_name(enum boundary_kind k)
{
    static const char *const names[] = {
#define X(name, word) word,
        BOUNDARY_KINDS(X)
#undef X
    };
    return k < BOUNDARY_KIND_COUNT ? names[k] : "";
}

const char *window_turn_name(enum window_turn w)
{
    return w == WINDOW_OPENS ? "opens" : w == WINDOW_CLOSES ? "closes" : NULL;
}

static bool live(const struct outcome *o)
{
    return o->status == STATUS_IN_FORCE || o->status == STATUS_SUSPENDED;
}

static bool answers_same(const struct clause_view *v, const struct outcome *a,
                         const struct outcome *b)
{
    static const enum row_field fields[] = {FIELD_KIND, FIELD_HOLDER, FIELD_OBLIGOR,
                                            FIELD_PROVIDED_THAT};
    if (!states_same(v, a, b))
        return false;
    for (size_t i = 0; live(a) && i < sizeof fields / sizeof *fields; i++)
        if (!field_same(v->img, fields[i], a, b))
            return false;
    return true;
}

static enum boundary_kind kind_of(const struct outcome *a, const struct outcome *b)
{
    if (!live(b))
        return BOUNDARY_ENDS;
    if (!live(a))
        return BOUNDARY_BEGINS;
    if (a->status == b->status)
        return BOUNDARY_CHANGES;
    return b->status == STATUS_SUSPENDED ? BOUNDARY_SUSPENDED : BOUNDARY_RESUMES;
}

static bool overridden(const struct image *img, const struct outcome *o)
{
    return o->window_act != IMAGE_NONE && img->acts[o->window_act].type == ACT_OVERRIDE;
}

static enum window_turn turn_of(const struct image *img, const struct outcome *a,
                                const struct outcome *b)
{
    if (a->window_act == b->window_act)
        return WINDOW_NONE;
    return overridden(img, b) ? WINDOW_OPENS : overridden(img, a) ? WINDOW_CLOSES : WINDOW_NONE;
}

/* The last act of `o` that did more than confirm and is not in `but`; IMAGE_NONE: there is none. */
static uint32_t last_act(const struct image *img, const struct outcome *o,
                         const struct outcome *but)
{
    for (uint32_t i = o->n_acts; i-- > 0;) {
        const enum act_type type = (enum act_type)img->acts[o->acts[i]].type;
        bool there = type == ACT_REAFFIRM || type == ACT_SILENT;
        for (uint32_t k = 0; but != NULL && !there && k < but->n_acts; k++)
            there = but->acts[k] == o->acts[i];
        if (!there)
            return o->acts[i];
    }
    return IMAGE_NONE;
}

/* The act by which it comes: the new one, or the one whose window or end it is. */
static uint32_t act_of(const struct image *img, const struct effect *e)
{
    const struct outcome *a = &e->before, *b = &e->after;
    if (e->window == WINDOW_CLOSES || e->kind == BOUNDARY_RESUMES)
        return a->window_act;
    if (e->kind == BOUNDARY_ENDS && b->why == WHY_ENDED)
        return b->ends_act;
    const uint32_t act = last_act(img, b, a);
    return act != IMAGE_NONE ? act : last_act(img, b, NULL);
}

/* In what two live outcomes differ, beside the status. */
static bool find_changes(const struct effects *e, struct effect *f)
{
    const struct clause_view *v = e->view;
    const struct row from = {.setting = v->setting,
                             .clause = v->clause,
                             .status = f->before.status,
                             .fields = f->before};
    const struct row to = {
        .setting = v->setting, .clause = v->clause, .status = f->after.status, .fields = f->after};
    if (engine_changes(&from, &to, v->arena, &f->changes, &f->n_changes) != ST_OK)
        return false;
    if (from.status != to.status) { /* which stands first */
        f->changes++;
        f->n_changes--;
    }
    return true;
}

static bool one_change_same(const struct effects *e, const struct effect *x, const struct effect *y,
                            size_t i)
{
    const struct change *a = &x->changes[i], *b = &y->changes[i];
    const struct image *img = e->view->img;
    const day_t known = e->view->setting->known;
    const uint32_t rows[][2] = {{a->old_row, b->old_row}, {a->new_row, b->new_row}};
    if (strcmp(a->field, b->field) != 0 || (a->path == NULL) != (b->path == NULL))
        return false;
    if (a->path == NULL) {
        for (unsigned f = 0; f < FIELD_COUNT; f++)
            if (strcmp(row_field_name((enum row_field)f), a->field) == 0)
                return field_same(img, (enum row_field)f, &x->before, &y->before) &&
                       field_same(img, (enum row_field)f, &x->after, &y->after);
        return true;
    }
    if (strcmp(a->path, b->path) != 0)
        return false;
    for (int k = 0; k < 2; k++)
        if ((rows[k][0] == IMAGE_NONE) != (rows[k][1] == IMAGE_NONE) ||
            (rows[k][0] != IMAGE_NONE && !terms_equal(img, rows[k][0], rows[k][1], known)))
            return false;
    return true;
}

/* What begins or ends does so whatever its terms are: it has no changes. */
static bool effects_same(const struct effects *e, const struct effect *x, const struct effect *y)
{
    if (x->kind != y->kind || x->window != y->window || x->before.status != y->before.status ||
        x->after.status != y->after.status)
        return false;
    if (x->n_changes != y->n_changes)
        return false;
    for (size_t i = 0; i < x->n_changes; i++)
        if (!one_change_same(e, x, y, i))
            return false;
    return true;
}

static void *grown(struct arena *a, void *items, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    *cap = *cap == 0 ? 4 : *cap * 2;
    void *more = arena_array(a, *cap, size);
    if (more != NULL && n > 0)
        memcpy(more, items, n * size);
    return more;
}

static uint32_t intern(struct effects *e, const struct effect *f)
{
    for (uint32_t i = 0; i < e->n; i++)
        if (effects_same(e, &e->items[i], f))
            return i + 1;
    e->items = grown(e->view->arena, e->items, e->n, &e->cap, sizeof *e->items);
    if (e->items == NULL)
        return 0;
    e->items[e->n] = *f;
    return ++e->n;
}

static uint32_t look_at(struct effects *e, uint32_t before, uint32_t after)
{
    struct effect f = {.before = e->all.items[before], .after = e->all.items[after]};
    if (answers_same(e->view, &f.before, &f.after))
        return 0;
    f.kind = kind_of(&f.before, &f.after);
    f.window = turn_of(e->view->img, &f.before, &f.after);
    f.act = act_of(e->view->img, &f);
    if (live(&f.before) && live(&f.after) && !find_changes(e, &f))
        return 0;
    return intern(e, &f);
}

uint32_t effect_of(struct effects *e, uint32_t before, uint32_t after)
{
    if (before == after)
        return 0;
    for (uint32_t i = e->n_pairs; i-- > 0;)
        if (e->pairs[i].before == before && e->pairs[i].after == after)
            return e->pairs[i].effect;
    e->pairs = grown(e->view->arena, e->pairs, e->n_pairs, &e->cap_pairs, sizeof *e->pairs);
    if (e->pairs == NULL) {
        e->n_pairs = 0;
        return 0;
    }
    const uint32_t effect = look_at(e, before, after);
    e->pairs[e->n_pairs++] = (struct effect_pair){before, after, effect};
    return effect;
}
