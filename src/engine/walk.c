/* The walk (DESIGN part 3, 3): for one course on one day, the known acts in history order change a
 * state, at first `not_yet`. Everything is judged for that one day, so an override or suspension
 * may simply be written over the state: on days outside its window it is passed by.
 *
 * Example: establish 2024-04-01 through 2030, override 2025-01-01 through 2025-06-30, asked for
 * 2025-03-01: the establish gives terms and an end that is not reached; the override's window holds
 * the day, so its terms go over those; the state's end stays 2030-12-31. */
#include <string.h>

#include "walk.h"

static const struct act_row *act_at(const struct walk_state *s, uint32_t act)
{
    return &s->img->acts[act];
}

static const struct extra_row *extra_of(const struct walk_state *s, const struct act_row *a)
{
    return a->extra == IMAGE_NONE ? NULL : &s->img->extras[a->extra];
}

uint32_t local_of(const struct clause_view *v, const struct bound_row *b, uint32_t *ret_offset)
{
    for (uint32_t i = 0; i < v->n_locals; i++) {
        const struct local *l = &v->locals[i];
        if (l->ref.is_event != (b->kind == BOUND_EVENT) || l->ref.index != b->a)
            continue;
        for (uint32_t k = 0; k < l->n_offsets; k++) {
            if (l->offsets[k].count == b->count && l->offsets[k].unit == b->unit) {
                *ret_offset = k;
                return i;
            }
        }
    }
    return IMAGE_NONE;
}

static bool unknown_reached(const struct course *c, const struct bound_row *b)
{
    uint32_t offset;
    uint32_t i = local_of(c->view, b, &offset);
    return i != IMAGE_NONE && c->region[i] <= c->regions[i].rank[offset];
}

static bool members_reached(const struct course *c, const struct bound_row *b)
{
    bool first = b->kind == BOUND_FIRST_OF;
    for (uint32_t i = 0; i < b->b; i++)
        if (bound_reached(c, b->a + i) == first)
            return first;
    return !first;
}

bool bound_reached(const struct course *c, bound_ref ref)
{
    if (BOUND_IS_PLAIN(ref))
        return BOUND_DAY(ref) <= c->day;
    const struct bound_row *b = &c->view->img->bounds[ref];
    switch ((enum bound_kind)b->kind) {
    case BOUND_EVENT:
    case BOUND_UNKNOWN:
        return unknown_reached(c, b);
    case BOUND_AFTER:
        return (day_t)b->b <= c->day;
    case BOUND_DAY_MEMBER:
        return (day_t)b->a <= c->day;
    case BOUND_FIRST_OF:
    case BOUND_LAST_OF:
        return members_reached(c, b);
    case BOUND_UNDISCLOSED:
    case BOUND_UNSTATED:
    case BOUND_KIND_COUNT:
        break;
    }
    return false;
}

bool walk_end_reached(const struct walk_state *s, uint32_t act)
{
    if (act == IMAGE_NONE)
        return false;
    const struct act_row *a = act_at(s, act);
    return (a->through != DAY_NONE && a->through < s->c->day) ||
           (a->until != IMAGE_NONE && bound_reached(s->c, a->until));
}

static bool stands(const struct walk_state *s)
{
    return s->phase == PHASE_ESTABLISHED && !walk_end_reached(s, s->end_act);
}

static bool gives_end(const struct act_row *a)
{
    return a->through != DAY_NONE || a->until != IMAGE_NONE || (a->flags & ACT_THROUGH_OPEN);
}

static void set_who(struct who *w, const struct extra_row *x)
{
    if (!x)
        return;
    if (x->kind != KIND_NONE)
        w->kind = (enum clause_kind)x->kind;
    if (x->holder.n > 0)
        w->holder = x->holder;
    if (x->obligor.n > 0)
        w->obligor = x->obligor;
}

static void set_terms(struct walk_state *s, const struct act_row *a)
{
    for (uint32_t i = 0; i < a->n_terms; i++)
        s->terms[i] = a->terms + i;
    s->n_terms = a->n_terms;
}

/* Most names are told apart by their first byte. */
static int name_order(const struct image *img, str_id a, str_id b)
{
    const unsigned char *x = (const unsigned char *)image_str(img, a);
    const unsigned char *y = (const unsigned char *)image_str(img, b);
    if (a == b || *x != *y)
        return a == b ? 0 : *x - *y;
    return strcmp((const char *)x, (const char *)y);
}

/* Most often all terms of an act are there already: then each takes the place of its like. False
 * where one was not found, and those before it are in their places. */
static bool replace_terms(struct walk_state *s, const struct act_row *a)
{
    const struct term_row *terms = s->img->terms;
    for (uint32_t i = 0, k = 0; i < a->n_terms; i++, k++) {
        const str_id name = terms[a->terms + i].name;
        while (k < s->n_terms && terms[s->terms[k]].name != name)
            k++;
        if (k == s->n_terms)
            return false;
        s->terms[k] = a->terms + i;
    }
    return true;
}

/* Puts an act's terms over the state's: two sorted lists into one, from the back, in place. */
static void merge_terms(struct walk_state *s, const struct act_row *a)
{
    uint32_t fresh = 0;
    for (uint32_t i = 0, k = 0; i < a->n_terms; i++) {
        str_id name = s->img->terms[a->terms + i].name;
        while (k < s->n_terms && name_order(s->img, s->img->terms[s->terms[k]].name, name) < 0)
            k++;
        if (k == s->n_terms || s->img->terms[s->terms[k]].name != name)
            fresh++;
    }
    uint32_t i = a->n_terms, k = s->n_terms, out = s->n_terms + fresh;
    s->n_terms = out;
    while (i > 0) {
        uint32_t mine = a->terms + i - 1;
        int order = k == 0 ? 1
                           : name_order(s->img, s->img->terms[mine].name,
                                        s->img->terms[s->terms[k - 1]].name);
        if (order < 0) {
            s->terms[--out] = s->terms[--k];
            continue;
        }
        s->terms[--out] = mine;
        i--;
        if (order == 0)
            k--;
    }
}

static bool dropped(const struct walk_state *s, struct span drop, str_id name)
{
    for (uint32_t i = 0; i < drop.n; i++)
        if (s->img->refs[drop.first + i] == name)
            return true;
    return false;
}

static void drop_terms(struct walk_state *s, const struct extra_row *x)
{
    if (!x || x->drop.n == 0)
        return;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->n_terms; i++)
        if (!dropped(s, x->drop, s->img->terms[s->terms[i]].name))
            s->terms[kept++] = s->terms[i];
    s->n_terms = kept;
}

/* establish, restate, terminate: what was before no longer counts, but who holds and owes does. */
static void begin_anew(struct walk_state *s, uint32_t act, enum phase phase)
{
    const struct act_row *a = act_at(s, act);
    const struct extra_row *x = extra_of(s, a);
    s->phase = phase;
    s->suspended = false;
    s->window_act = IMAGE_NONE;
    s->end_act = phase == PHASE_ESTABLISHED && gives_end(a) ? act : IMAGE_NONE;
    s->n_terms = 0;
    if (phase == PHASE_ESTABLISHED)
        set_terms(s, a);
    s->summary = a->summary;
    s->provided_that = x ? x->provided_that : 0;
    set_who(&s->base, x);
    s->now = s->base;
    s->acts[0] = act;
    s->n_acts = 1;
}

static void say_over(struct walk_state *s, const struct act_row *a)
{
    const struct extra_row *x = extra_of(s, a);
    drop_terms(s, x);
    if (!replace_terms(s, a))
        merge_terms(s, a);
    if (a->summary)
        s->summary = a->summary;
    if (x && x->provided_that)
        s->provided_that = x->provided_that;
    set_who(&s->now, x);
}

static void amend(struct walk_state *s, uint32_t act)
{
    const struct act_row *a = act_at(s, act);
    if (s->phase != PHASE_ESTABLISHED)
        return;
    say_over(s, a);
    set_who(&s->base, extra_of(s, a));
    if (gives_end(a))
        s->end_act = act;
    s->acts[s->n_acts++] = act;
}

static void stand_alone(struct walk_state *s, uint32_t act)
{
    const struct act_row *a = act_at(s, act);
    const struct extra_row *x = extra_of(s, a);
    s->phase = PHASE_ESTABLISHED;
    s->end_act = act;
    s->n_terms = 0;
    set_terms(s, a);
    s->summary = a->summary;
    s->provided_that = x ? x->provided_that : 0;
    set_who(&s->now, x);
}

static void override(struct walk_state *s, uint32_t act)
{
    if (walk_end_reached(s, act))
        return;
    if (stands(s))
        say_over(s, act_at(s, act));
    else
        stand_alone(s, act);
    s->suspended = false;
    s->window_act = act;
    s->acts[s->n_acts++] = act;
}

static void suspend(struct walk_state *s, uint32_t act)
{
    const struct act_row *a = act_at(s, act);
    const struct extra_row *x = extra_of(s, a);
    if (walk_end_reached(s, act) || !stands(s))
        return;
    s->suspended = true;
    s->window_act = act;
    if (a->summary)
        s->summary = a->summary;
    if (x && x->provided_that)
        s->provided_that = x->provided_that;
    set_who(&s->now, x);
    s->acts[s->n_acts++] = act;
}

void walk_step(struct walk_state *s, uint32_t act)
{
    const struct act_row *a = act_at(s, act);
    if (!bound_reached(s->c, a->from))
        return;
    if (a->type == ACT_SILENT) {
        if (s->silent == IMAGE_NONE && s->confirmed != IMAGE_NONE)
            s->silent = act;
    } else {
        s->confirmed = act;
        s->silent = IMAGE_NONE;
    }
    switch ((enum act_type)a->type) {
    case ACT_ESTABLISH:
    case ACT_RESTATE:
        begin_anew(s, act, PHASE_ESTABLISHED);
        break;
    case ACT_TERMINATE:
        begin_anew(s, act, PHASE_TERMINATED);
        break;
    case ACT_AMEND:
        amend(s, act);
        break;
    case ACT_OVERRIDE:
        override(s, act);
        break;
    case ACT_SUSPEND:
        suspend(s, act);
        break;
    case ACT_REAFFIRM:
    case ACT_SILENT:
    case ACT_COUNT:
        s->acts[s->n_acts++] = act;
        break;
    }
}

enum answer_status walk_status(const struct walk_state *s)
{
    if (s->phase == PHASE_NOT_YET)
        return STATUS_NOT_YET;
    if (s->phase == PHASE_TERMINATED || walk_end_reached(s, s->end_act))
        return STATUS_ENDED;
    return s->suspended ? STATUS_SUSPENDED : STATUS_IN_FORCE;
}

static void judge(const struct walk_state *s, struct outcome *o)
{
    o->status = walk_status(s);
    switch (o->status) {
    case STATUS_NOT_YET:
        o->why = s->c->view->n_acts > 0 ? WHY_NOT_YET : WHY_NOT_ANNOUNCED_YET;
        break;
    case STATUS_ENDED:
        o->why = s->phase == PHASE_TERMINATED ? WHY_TERMINATED : WHY_ENDED;
        break;
    case STATUS_SUSPENDED:
        o->why = WHY_SUSPENDED;
        break;
    case STATUS_IN_FORCE:
    case STATUS_DEPENDS:
    case STATUS_NONE:
        o->why = WHY_NONE;
        break;
    }
}

static int best_source(const struct walk_state *s)
{
    int best = -1;
    for (uint32_t i = 0; i < s->n_acts && best != SOURCE_PRIMARY; i++) {
        if (act_at(s, s->acts[i])->type == ACT_SILENT)
            continue;
        struct span from = act_sources(s->img, s->acts[i]);
        for (uint32_t k = 0; k < from.n; k++) {
            uint32_t source = s->img->refs[from.first + k];
            int kind = s->img->sources[source].kind;
            if ((best < 0 || kind < best) &&
                act_shows_source(s->c->view->setting, s->acts[i], source))
                best = kind;
        }
    }
    return best;
}

static uint32_t *kept(struct arena *a, const uint32_t *items, uint32_t n)
{
    uint32_t *copy = ARENA_ROOM(a, n, uint32_t);
    for (uint32_t i = 0; copy && i < n; i++)
        copy[i] = items[i];
    return copy;
}

static const uint32_t *visible_caveats(const struct walk_state *s, uint32_t *ret_n)
{
    day_t known = s->c->view->setting->known;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n_acts; i++) {
        const struct extra_row *x = extra_of(s, act_at(s, s->acts[i]));
        n += x ? x->caveats.n : 0;
    }
    *ret_n = 0;
    if (n == 0)
        return NULL;
    uint32_t *list = ARENA_ROOM(s->c->view->arena, n, uint32_t);
    for (uint32_t i = 0; list && i < s->n_acts; i++) {
        const struct extra_row *x = extra_of(s, act_at(s, s->acts[i]));
        for (uint32_t k = 0; x && k < x->caveats.n; k++)
            if (s->img->caveats[x->caveats.first + k].known_day <= known)
                list[(*ret_n)++] = x->caveats.first + k;
    }
    return list;
}

static bool conclude(const struct walk_state *s, struct outcome *o)
{
    struct arena *a = s->c->view->arena;
    *o = (struct outcome){
        .kind = s->now.kind,
        .holder = s->now.holder,
        .obligor = s->now.obligor,
        .ends_act = s->end_act,
        .window_act = s->window_act,
        .summary = s->summary,
        .provided_that = s->provided_that,
        .confirmed_act = s->confirmed,
        .silent_act = s->silent,
        .basis = best_source(s),
        .n_acts = s->n_acts,
    };
    judge(s, o);
    bool live = o->status == STATUS_IN_FORCE || o->status == STATUS_SUSPENDED;
    o->n_terms = live ? s->n_terms : 0;
    if (!live)
        o->window_act = IMAGE_NONE;
    o->terms = kept(a, s->terms, o->n_terms);
    o->acts = kept(a, s->acts, s->n_acts);
    o->caveats = visible_caveats(s, &o->n_caveats);
    return !a->failed;
}

void walk_begin(struct walk_state *s, const struct course *c)
{
    const struct clause_view *v = c->view;
    const struct clause_row *row = &v->img->clauses[v->clause];
    *s = (struct walk_state){
        .c = c,
        .img = v->img,
        .acts = v->buffer,
        .terms = v->buffer + v->n_acts,
        .end_act = IMAGE_NONE,
        .window_act = IMAGE_NONE,
        .confirmed = IMAGE_NONE,
        .silent = IMAGE_NONE,
        .base = {(enum clause_kind)row->kind, row->holder, row->obligor},
    };
    s->now = s->base;
}

bool walk(const struct course *c, struct outcome *ret_outcome)
{
    struct walk_state s;
    walk_begin(&s, c);
    for (uint32_t i = 0; i < c->view->n_acts; i++)
        walk_step(&s, c->view->acts[i]);
    return conclude(&s, ret_outcome);
}
