/* The chain: what each act of a clause did on one day.
 *
 * The walk is played step by step; what an act did is the difference between the state before and
 * the state behind it, and what it gave although it was there already. Then, from the last act
 * back, each effect is told which later act took its field over, and each act what it came to.
 *
 * Courses may differ. Every act keeps a list of the distinct standings it has in them; where these
 * are several, the tree of cases says in which course which, just as it does for answers. */
#include <string.h>

#include "explain_parts.h"
#include "walk.h"

const char *standing_name(enum standing_kind k)
{
    static const char *const words[] = {
#define X(name, word) [STANDING_##name] = word,
        STANDINGS(X)
#undef X
    };
    return k < STANDING_COUNT ? words[k] : NULL;
}

const struct standing *standing_shared(const struct explained_act *act)
{
    const struct standing *first = act->cases[0].standing;
    for (uint32_t i = 1; i < act->n_cases; i++) {
        const struct standing *s = act->cases[i].standing;
        if (s->kind != first->kind || s->by != first->by || s->day != first->day)
            return NULL;
    }
    return first;
}

/* ---- one act in one course ---- */

struct step {
    uint32_t act;
    bool acted;
    bool anew;      /* what was before no longer counts */
    uint32_t ended; /* an override that stands alone: the act whose end had come; IMAGE_NONE */
    struct standing standing;
    struct act_effect *effects; /* room for all there may be */
    uint32_t n;
};

struct trace {
    const struct clause_view *v;
    const struct image *img;
    struct arena *arena; /* of this course */
    struct step *steps;  /* one a known act */
    const struct walk_state *before;
    const struct walk_state *after;
};

static void add(struct step *st, enum effect_field field, uint32_t before, uint32_t after)
{
    st->effects[st->n++] = (struct act_effect){
        .field = field, .before = before, .after = after, .undone_by = IMAGE_NONE};
}

static void add_parties(struct step *st, enum effect_field field, struct span before,
                        struct span after)
{
    add(st, field, IMAGE_NONE, IMAGE_NONE);
    st->effects[st->n - 1].parties_before = before;
    st->effects[st->n - 1].parties_after = after;
}

/* The term of that name; the list is in byte order of the names. */
static uint32_t term_named(const struct image *img, const uint32_t *terms, uint32_t n, str_id name)
{
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        const uint32_t mid = lo + (hi - lo) / 2;
        const str_id there = img->terms[terms[mid]].name;
        if (there == name)
            return terms[mid];
        if (strcmp(image_str(img, there), image_str(img, name)) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return IMAGE_NONE;
}

static bool live(const struct walk_state *s)
{
    const enum answer_status status = walk_status(s);
    return status == STATUS_IN_FORCE || status == STATUS_SUSPENDED;
}

/* What is lost first, then what is given. Of a state that begins anew nothing is lost that no
 * longer counted. */
static void find_terms(struct trace *t, struct step *st)
{
    const struct act_row *a = &t->img->acts[st->act];
    const struct walk_state *b = t->before;
    const bool counted = !st->anew || live(b);
    for (uint32_t i = 0; counted && i < b->n_terms; i++)
        if (term_named(t->img, t->after->terms, t->after->n_terms,
                       t->img->terms[b->terms[i]].name) == IMAGE_NONE)
            add(st, EFFECT_TERM, b->terms[i], IMAGE_NONE);
    for (uint32_t i = 0; i < a->n_terms && t->after->phase == PHASE_ESTABLISHED; i++) {
        const str_id name = t->img->terms[a->terms + i].name;
        add(st, EFFECT_TERM, counted ? term_named(t->img, b->terms, b->n_terms, name) : IMAGE_NONE,
            a->terms + i);
    }
}

static void find_ends(struct trace *t, struct step *st)
{
    const uint32_t before = live(t->before) || !st->anew ? t->before->end_act : IMAGE_NONE;
    const uint32_t after = t->after->end_act;
    if (after == st->act || (before != IMAGE_NONE && after == IMAGE_NONE))
        add(st, EFFECT_ENDS, before, after);
}

static void find_texts(struct trace *t, struct step *st)
{
    const struct act_row *a = &t->img->acts[st->act];
    const struct extra_row *x = a->extra == IMAGE_NONE ? NULL : &t->img->extras[a->extra];
    const bool counted = !st->anew || live(t->before);
    const str_id condition = counted ? t->before->provided_that : 0;
    if (a->summary != 0)
        add(st, EFFECT_SUMMARY, counted ? t->before->summary : 0, a->summary);
    if (t->after->provided_that != condition || (x && x->provided_that != 0))
        add(st, EFFECT_PROVIDED_THAT, condition, t->after->provided_that);
}

static void find_who(struct trace *t, struct step *st)
{
    const struct act_row *a = &t->img->acts[st->act];
    const struct extra_row *x = a->extra == IMAGE_NONE ? NULL : &t->img->extras[a->extra];
    if (!x)
        return;
    const struct who *before = &t->before->now;
    if (x->kind != KIND_NONE)
        add(st, EFFECT_KIND, before->kind, x->kind);
    if (x->holder.n > 0)
        add_parties(st, EFFECT_HOLDER, before->holder, x->holder);
    if (x->obligor.n > 0)
        add_parties(st, EFFECT_OBLIGOR, before->obligor, x->obligor);
}

/* An amendment that gives another end may change the status, too; that is told by the end. */
static void find_status(struct trace *t, struct step *st)
{
    const enum answer_status before = walk_status(t->before), after = walk_status(t->after);
    const bool amends = t->img->acts[st->act].type == ACT_AMEND;
    if (st->anew || (before != after && !amends))
        add(st, EFFECT_STATUS, before, after);
}

static void find_effects(struct trace *t, struct step *st)
{
    const struct act_row *a = &t->img->acts[st->act];
    const uint32_t most = EFFECT_FIELDS + a->n_terms + t->before->n_terms;
    st->effects = ARENA_ARRAY(t->arena, most, struct act_effect);
    if (!st->effects || a->type == ACT_REAFFIRM || a->type == ACT_SILENT)
        return;
    find_status(t, st);
    if (a->type != ACT_SUSPEND) {
        find_terms(t, st);
        find_ends(t, st);
    }
    find_texts(t, st);
    find_who(t, st);
}

static struct standing plain(enum standing_kind kind, uint32_t by, day_t day)
{
    return (struct standing){.kind = kind, .by = by, .day = day};
}

/* The day of a bound, where it is one day whatever happens. */
static day_t one_day(const struct clause_view *v, bound_ref ref)
{
    const struct domain d = bound_domain(v, ref);
    return d.first == d.last && d.last <= DAY_MAX ? d.first : DAY_NONE;
}

/* The last day in force by an act's end. */
static day_t last_day(const struct clause_view *v, uint32_t act)
{
    const struct act_row *a = &v->img->acts[act];
    const struct domain until =
        a->until == IMAGE_NONE ? (struct domain){DAY_NEVER, DAY_NEVER} : bound_domain(v, a->until);
    if (a->through != DAY_NONE && a->through < until.first)
        return a->through;
    return until.first == until.last && until.last <= DAY_MAX ? until.last - 1 : DAY_NONE;
}

/* Why an act did nothing although it is known. */
static struct standing idle(const struct trace *t, uint32_t act)
{
    const struct act_row *a = &t->img->acts[act];
    const struct walk_state *s = t->before;
    if (!bound_reached(s->c, a->from))
        return plain(STANDING_NOT_IN_FORCE_YET, IMAGE_NONE, one_day(t->v, a->from));
    if ((a->type == ACT_OVERRIDE || a->type == ACT_SUSPEND) && walk_end_reached(s, act))
        return plain(STANDING_WINDOW_PAST, IMAGE_NONE, last_day(t->v, act));
    if (s->phase == PHASE_TERMINATED)
        return plain(STANDING_NOTHING_TO_CHANGE, s->acts[0], DAY_NONE);
    return plain(STANDING_NOTHING_TO_CHANGE,
                 s->phase == PHASE_ESTABLISHED ? s->end_act : IMAGE_NONE, DAY_NONE);
}

/* Does the act put all of the state away? An override does where nothing stands. */
static bool begins_anew(const struct walk_state *before, enum act_type type)
{
    return type == ACT_ESTABLISH || type == ACT_RESTATE || type == ACT_TERMINATE ||
           (type == ACT_OVERRIDE && !live(before));
}

static void take_step(struct trace *t, struct walk_state *s, struct step *st, uint32_t act)
{
    struct walk_state before = *s;
    *st = (struct step){.act = act, .ended = IMAGE_NONE};
    before.terms = ARENA_ARRAY(t->arena, s->n_terms, uint32_t);
    if (!before.terms)
        return;
    if (s->n_terms > 0)
        memcpy(before.terms, s->terms, s->n_terms * sizeof *s->terms);
    walk_step(s, act);
    st->acted = s->n_acts > 0 && s->acts[s->n_acts - 1] == act;
    t->before = &before;
    t->after = s;
    if (!st->acted) {
        st->standing = idle(t, act);
        return;
    }
    st->anew = begins_anew(&before, (enum act_type)t->img->acts[act].type);
    if (st->anew && t->img->acts[act].type == ACT_OVERRIDE && before.phase == PHASE_ESTABLISHED)
        st->ended = before.end_act;
    find_effects(t, st);
}

/* ---- what came of it ---- */

/* Going back from the last act: the next act that put something else into a field. */
struct overwriters {
    uint32_t anew;                  /* the next act that put everything away */
    uint32_t ended;                 /* the act by whose end it had gone already; IMAGE_NONE */
    uint32_t fields[EFFECT_FIELDS]; /* acts; IMAGE_NONE; but for terms */
    const str_id *names;            /* of terms, in ascending order of their numbers */
    uint32_t *terms;                /* likewise */
    uint32_t n;
};

static uint32_t *of_term(const struct overwriters *o, str_id name)
{
    uint32_t lo = 0, hi = o->n;
    while (lo + 1 < hi) {
        const uint32_t mid = lo + (hi - lo) / 2;
        if (o->names[mid] <= name)
            lo = mid;
        else
            hi = mid;
    }
    return &o->terms[lo];
}

static uint32_t *of_effect(const struct overwriters *o, const struct image *img,
                           const struct act_effect *e)
{
    if (e->field != EFFECT_TERM)
        return (uint32_t *)(uintptr_t)&o->fields[e->field];
    return of_term(o, img->terms[e->after != IMAGE_NONE ? e->after : e->before].name);
}

static bool of_who(enum effect_field f)
{
    return f == EFFECT_KIND || f == EFFECT_HOLDER || f == EFFECT_OBLIGOR;
}

static uint32_t earlier_of(uint32_t a, uint32_t b)
{
    return a < b ? a : b; /* acts stand in the order of the history; IMAGE_NONE is behind all */
}

/* Who holds and owes outlives a restatement, but not what an override or suspension said of it. A
 * status that all was begun with lasts as long as that. */
static uint32_t undone_by(const struct overwriters *o, const struct trace *t, const struct step *st,
                          const struct act_effect *e)
{
    const enum act_type type = (enum act_type)t->img->acts[st->act].type;
    const bool passing = type == ACT_OVERRIDE || type == ACT_SUSPEND;
    if (of_who(e->field) && !passing)
        return o->fields[e->field];
    if (e->field == EFFECT_STATUS && st->anew)
        return o->anew;
    return earlier_of(o->anew, *of_effect(o, t->img, e));
}

static struct standing judge(const struct overwriters *o, const struct trace *t, struct step *st)
{
    const enum act_type type = (enum act_type)t->img->acts[st->act].type;
    uint32_t last = o->anew != IMAGE_NONE && st->n == 0 ? o->anew : IMAGE_NONE;
    bool stands = st->n == 0 && last == IMAGE_NONE;
    for (uint32_t i = 0; i < st->n; i++) {
        struct act_effect *e = &st->effects[i];
        e->undone_by = undone_by(o, t, st, e);
        stands |= e->undone_by == IMAGE_NONE;
        if (last == IMAGE_NONE || e->undone_by > last)
            last = e->undone_by;
    }
    if (!stands && last == o->anew && o->ended != IMAGE_NONE)
        return plain(STANDING_ENDED, o->ended, last_day(t->v, o->ended));
    if (!stands)
        return plain(STANDING_SUPERSEDED, last, DAY_NONE);
    return plain(type == ACT_REAFFIRM ? STANDING_CONFIRMS
                 : type == ACT_SILENT ? STANDING_SILENT
                                      : STANDING_COUNTS,
                 IMAGE_NONE, DAY_NONE);
}

static void take_over(struct overwriters *o, const struct trace *t, const struct step *st)
{
    for (uint32_t i = 0; i < st->n; i++)
        *of_effect(o, t->img, &st->effects[i]) = st->act;
    if (st->anew) {
        o->anew = st->act;
        o->ended = st->ended;
    }
}

/* All that counted has ended, where the end has come. */
static void end_all(const struct trace *t, const struct walk_state *s)
{
    if (s->phase != PHASE_ESTABLISHED || walk_status(s) != STATUS_ENDED)
        return;
    const day_t day = last_day(t->v, s->end_act);
    for (uint32_t i = 0; i < t->v->n_acts; i++) {
        struct standing *st = &t->steps[i].standing;
        if (t->steps[i].acted && st->kind != STANDING_SUPERSEDED) {
            st->kind = STANDING_ENDED;
            st->by = s->end_act;
            st->day = day;
        }
    }
}

/* Plays one course. False when memory is out. */
static bool play(struct trace *t, const struct course *c, struct overwriters *o)
{
    struct walk_state s;
    walk_begin(&s, c);
    t->steps = ARENA_ARRAY(t->arena, t->v->n_acts, struct step);
    for (uint32_t i = 0; t->steps && i < t->v->n_acts; i++)
        take_step(t, &s, &t->steps[i], t->v->acts[i]);
    if (t->arena->failed)
        return false;
    o->anew = o->ended = IMAGE_NONE;
    for (int f = 0; f < EFFECT_FIELDS; f++)
        o->fields[f] = IMAGE_NONE;
    for (uint32_t i = 0; i < o->n; i++)
        o->terms[i] = IMAGE_NONE;
    for (uint32_t i = t->v->n_acts; i-- > 0;) {
        struct step *st = &t->steps[i];
        if (!st->acted)
            continue;
        st->standing = judge(o, t, st);
        st->standing.effects = st->effects;
        st->standing.n_effects = st->n;
        take_over(o, t, st);
    }
    end_all(t, &s);
    return true;
}

/* The distinct names of terms of the known acts, by number. */
static bool find_names(const struct clause_view *v, struct overwriters *o)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->n_acts; i++)
        n += v->img->acts[v->acts[i]].n_terms;
    str_id *names = ARENA_ARRAY(v->arena, n, str_id);
    o->terms = ARENA_ARRAY(v->arena, (size_t)n + 1, uint32_t);
    o->names = names;
    if (!names || !o->terms)
        return false;
    uint32_t at = 0;
    for (uint32_t i = 0; i < v->n_acts; i++)
        for (uint32_t k = 0; k < v->img->acts[v->acts[i]].n_terms; k++)
            names[at++] = v->img->terms[v->img->acts[v->acts[i]].terms + k].name;
    o->n = sort_distinct(names, n);
    return true;
}

/* ---- all courses ---- */

/* The distinct standings of one act, and which of them it has in each course. */
struct standings {
    struct standing *items;
    uint32_t n, cap;
    uint32_t *by_code; /* of the table */
};

static bool effects_same(const struct act_effect *a, const struct act_effect *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (a[i].field != b[i].field || a[i].before != b[i].before || a[i].after != b[i].after ||
            a[i].undone_by != b[i].undone_by ||
            a[i].parties_before.first != b[i].parties_before.first ||
            a[i].parties_after.first != b[i].parties_after.first)
            return false;
    return true;
}

static bool standings_same(const struct standing *a, const struct standing *b)
{
    return a->kind == b->kind && a->by == b->by && a->day == b->day &&
           a->n_effects == b->n_effects && effects_same(a->effects, b->effects, a->n_effects);
}

/* The number of a standing, copied if it is new. */
static uint32_t collect(struct standings *c, const struct standing *s, struct arena *a)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (standings_same(&c->items[i], s))
            return i;
    if (c->n == c->cap) {
        const uint32_t cap = c->cap == 0 ? 1 : c->cap * 2;
        struct standing *more = ARENA_ARRAY(a, cap, struct standing);
        if (!more)
            return IMAGE_NONE;
        if (c->n > 0)
            memcpy(more, c->items, c->n * sizeof *more);
        c->items = more;
        c->cap = cap;
    }
    struct act_effect *effects = ARENA_ARRAY(a, s->n_effects, struct act_effect);
    if (!effects)
        return IMAGE_NONE;
    if (s->n_effects > 0)
        memcpy(effects, s->effects, s->n_effects * sizeof *effects);
    c->items[c->n] = *s;
    c->items[c->n].effects = effects;
    return c->n++;
}

static bool play_all(struct clause_view *v, const struct course_table *table, day_t day,
                     struct standings *acts)
{
    uint32_t *region = ARENA_ARRAY(v->arena, v->n_locals, uint32_t);
    struct overwriters o = {0};
    struct arena scratch;
    bool good = region != NULL && find_names(v, &o);
    arena_init(&scratch);
    for (uint32_t i = 0; i < v->n_acts && good; i++) {
        acts[i].by_code = ARENA_ARRAY(v->arena, table->n, uint32_t);
        good = acts[i].by_code != NULL;
    }
    for (uint32_t code = 0; code < table->n && good; code++) {
        if (table->outcome[code] == IMAGE_NONE)
            continue;
        const struct course c = {v, day, table->regions, region};
        struct trace t = {.v = v, .img = v->img, .arena = &scratch};
        course_regions(table, code, region);
        arena_clear(&scratch);
        good = play(&t, &c, &o);
        for (uint32_t i = 0; i < v->n_acts && good; i++) {
            acts[i].by_code[code] = collect(&acts[i], &t.steps[i].standing, v->arena);
            good = acts[i].by_code[code] != IMAGE_NONE;
        }
    }
    arena_done(&scratch);
    return good;
}

/* Which standing in which course, as conditions. */
static bool standing_cases(const struct course_table *table, const struct standings *c,
                           struct arena *a, struct explained_act *ret)
{
    struct course_table t = *table;
    const struct leaf *cases = NULL;
    if (c->n > 1) {
        t.state = ARENA_ARRAY(a, t.n, uint32_t);
        if (!t.state)
            return false;
        for (uint32_t code = 0; code < t.n; code++)
            t.state[code] = t.outcome[code] == IMAGE_NONE ? IMAGE_NONE : c->by_code[code];
        if (!leaves_build(&t, a, &cases, &ret->n_cases))
            return false;
    } else {
        ret->n_cases = 1;
    }
    struct standing_case *all = ARENA_ARRAY(a, ret->n_cases, struct standing_case);
    for (uint32_t i = 0; all && i < ret->n_cases; i++) {
        all[i].standing = &c->items[cases ? cases[i].state : 0];
        all[i].when = cases ? cases[i].when : NULL;
        all[i].n_when = cases ? cases[i].n_when : 0;
    }
    ret->cases = all;
    return all != NULL;
}

/* An act that the walk does not see. */
static struct standing unseen(const struct clause_view *v, uint32_t act)
{
    const struct setting *s = v->setting;
    const struct act_row *a = &v->img->acts[act];
    uint32_t instead;
    if (!act_known(s, act))
        return s->question->signed_on == DAY_NONE
                   ? plain(STANDING_NOT_ANNOUNCED_YET, IMAGE_NONE, a->known_day)
                   : plain(STANDING_NOT_SIGNED_YET, IMAGE_NONE,
                           v->img->instruments[a->instrument].signed_last);
    implicit_speaks(v, act, &instead);
    return plain(instead != IMAGE_NONE ? STANDING_WRITTEN_INSTEAD : STANDING_CLAUSE_UNKNOWN_THEN,
                 instead, DAY_NONE);
}

static bool explain_unseen(const struct clause_view *v, uint32_t act, struct explained_act *ret)
{
    struct standing *standing = ARENA_NEW(v->arena, struct standing);
    struct standing_case *one = ARENA_NEW(v->arena, struct standing_case);
    if (!standing || !one)
        return false;
    *standing = unseen(v, act);
    one->standing = standing;
    ret->cases = one;
    ret->n_cases = 1;
    return true;
}

bool explain_acts(struct clause_view *v, day_t day, const struct explained_act **ret,
                  uint32_t *ret_n)
{
    const struct span all = v->img->clauses[v->clause].acts;
    struct explained_act *list = ARENA_ARRAY(v->arena, all.n, struct explained_act);
    struct standings *known = ARENA_ARRAY(v->arena, v->n_acts, struct standings);
    struct course_table table;
    struct collected outcomes = {0};
    if (!list || !known || !courses_of_day(&table, v, day, &outcomes) ||
        !play_all(v, &table, day, known))
        return false;
    for (uint32_t i = 0, k = 0; i < all.n; i++) {
        list[i].act = all.first + i;
        const bool seen = k < v->n_acts && v->acts[k] == list[i].act;
        if (seen ? !standing_cases(&table, &known[k], v->arena, &list[i])
                 : !explain_unseen(v, list[i].act, &list[i]))
            return false;
        k += seen;
    }
    *ret = list;
    *ret_n = all.n;
    return true;
}
