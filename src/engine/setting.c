/* What a question makes of an agreement's unknowns: a window of possible days for each (DESIGN part
 * 3, "Courses"). Windows are intervals of the line of days with `never` after its last day, and the
 * only relation between unknowns is "not before" (requires), so tightening both ends along it
 * leaves exactly the days that some course takes. */
#include <string.h>

#include "engine.h"

struct placing {
    struct setting *s;
    const struct agreement_row *g;
    bool *placed;    /* by the scenario or the record: rules 1 and 2 */
    uint32_t *order; /* required before requiring */
};

static const struct event_row *event(const struct placing *p, uint32_t i)
{
    return &p->s->image->events[p->g->events.first + i];
}

static uint32_t required(const struct placing *p, const struct event_row *e, uint32_t k)
{
    return p->s->image->refs[e->requires.first + k] - p->g->events.first;
}

static bool assumption_speaks_of(const struct setting *s, const struct assumption *m)
{
    str_id id = s->image->agreements[s->agreement].id;
    return !m->agreement || (image_str_len(s->image, id) == m->agreement_n &&
                             memcmp(image_str(s->image, id), m->agreement, m->agreement_n) == 0);
}

static void apply_assumptions(struct placing *p)
{
    struct setting *s = p->s;
    for (size_t i = 0; i < s->question->n_assumptions; i++) {
        const struct assumption *m = &s->question->assumptions[i];
        if (!assumption_speaks_of(s, m))
            continue;
        struct domain window = {m->first, m->last};
        uint32_t e = image_find_event(s->image, s->agreement, m->name, m->name_n);
        uint32_t u = image_find_unknown(s->image, s->agreement, m->name, m->name_n);
        if (e != IMAGE_NONE) {
            s->events[e - p->g->events.first] = window;
            p->placed[e - p->g->events.first] = true;
        } else if (u != IMAGE_NONE) {
            s->unknowns[u - p->g->unknowns.first] = window;
        }
    }
}

static void apply_record(struct placing *p)
{
    for (uint32_t i = 0; i < p->g->events.n; i++) {
        const struct event_row *e = event(p, i);
        if (p->placed[i] || e->occurred_first == DAY_NONE || e->known_day > p->s->known)
            continue;
        p->s->events[i] = (struct domain){e->occurred_first, e->occurred_last};
        p->placed[i] = true;
    }
}

/* The last day of which it is known that the event had not occurred, H. */
static day_t not_through(const struct placing *p, uint32_t i)
{
    day_t h = p->s->known < p->g->complete_through ? p->s->known : p->g->complete_through;
    day_t ruled = event(p, i)->ruled_out_through;
    return ruled != DAY_NONE && ruled < h ? ruled : h;
}

/* An order of the events in which what one requires stands before it: depth first, with a stack of
 * our own, since chains may be long. Linear in events and requirements. */
static bool order_events(struct placing *p, struct arena *a)
{
    uint32_t n = p->g->events.n, done = 0;
    p->order = ARENA_ARRAY(a, n, uint32_t);
    uint32_t *stack = ARENA_ARRAY(a, n, uint32_t);
    uint32_t *next =
        ARENA_ARRAY(a, n, uint32_t); /* requirements already seen, plus 1; 0: not begun */
    for (uint32_t i = 0; !a->failed && i < n; i++) {
        uint32_t depth = 0;
        if (next[i] == 0) {
            stack[depth++] = i;
            next[i] = 1;
        }
        while (depth > 0) {
            uint32_t at = stack[depth - 1];
            const struct event_row *e = event(p, at);
            if (next[at] > e->requires.n) {
                p->order[done++] = at;
                depth--;
                continue;
            }
            uint32_t r = required(p, e, next[at]++ - 1);
            if (next[r] == 0) {
                stack[depth++] = r;
                next[r] = 1;
            }
        }
    }
    return !a->failed;
}

/* latest[i]: the earliest end of the placed events that require i, directly or not. */
static void find_latest(const struct placing *p, day_t *latest)
{
    for (uint32_t i = 0; i < p->g->events.n; i++)
        latest[i] = DAY_NEVER;
    for (uint32_t k = p->g->events.n; k-- > 0;) {
        uint32_t i = p->order[k];
        const struct event_row *e = event(p, i);
        day_t end = latest[i];
        if (p->placed[i] && p->s->events[i].last < end)
            end = p->s->events[i].last;
        for (uint32_t m = 0; m < e->requires.n; m++) {
            day_t *r = &latest[required(p, e, m)];
            if (end < *r)
                *r = end;
        }
    }
}

static void place_the_rest(struct placing *p, const day_t *latest)
{
    for (uint32_t i = 0; i < p->g->events.n; i++) {
        if (p->placed[i])
            continue;
        day_t h = not_through(p, i);
        day_t d = latest[i];
        struct domain w = {h + 1, DAY_NEVER};
        if (d != DAY_NEVER)
            w = (struct domain){d > h ? h + 1 : DAY_MIN, d};
        else if (p->s->question->others_never)
            w.first = DAY_NEVER;
        p->s->events[i] = w;
    }
}

/* No event before what it requires: first days rise from the required to the requiring, last days
 * fall the other way. */
static void tighten(struct placing *p)
{
    struct domain *w = p->s->events;
    uint32_t n = p->g->events.n;
    for (uint32_t k = 0; k < n; k++) {
        const struct event_row *e = event(p, p->order[k]);
        for (uint32_t m = 0; m < e->requires.n; m++) {
            day_t first = w[required(p, e, m)].first;
            if (w[p->order[k]].first < first)
                w[p->order[k]].first = first;
        }
    }
    for (uint32_t k = n; k-- > 0;) {
        const struct event_row *e = event(p, p->order[k]);
        for (uint32_t m = 0; m < e->requires.n; m++) {
            struct domain *r = &w[required(p, e, m)];
            if (r->last > w[p->order[k]].last)
                r->last = w[p->order[k]].last;
        }
    }
}

static enum status refuse(const struct placing *p, uint32_t i, struct diags *d)
{
    const struct image *img = p->s->image;
    const char *id = image_str(img, event(p, i)->id);
    struct place none = {0};
    struct diag *g = diags_add(d, DIAG_NO_COURSE, none,
                               "no course of events fits: '%s' cannot come when it is to come", id);
    if (g) {
        const struct event_row *e = event(p, i);
        const char *other =
            e->requires.n > 0 ? image_str(img, event(p, required(p, e, 0))->id) : NULL;
        g->hint =
            other ? diag_text(d, "'%s' requires '%s', which must come first; assume days that fit",
                              id, other)
                  : diag_text(
                        d, "an event that requires '%s' is to come before it; assume days that fit",
                        id);
    }
    return ST_USAGE;
}

static void unknown_windows(struct setting *s, const struct agreement_row *g)
{
    for (uint32_t i = 0; i < g->unknowns.n; i++) {
        const struct unknown_row *u = &s->image->unknowns[g->unknowns.first + i];
        s->unknowns[i] = (struct domain){u->first, u->last};
    }
}

enum status setting_init(struct setting *s, const struct image *image, uint32_t agreement,
                         const struct question *q, struct arena *a, struct diags *d)
{
    const struct agreement_row *g = &image->agreements[agreement];
    *s = (struct setting){
        .image = image, .agreement = agreement, .question = q, .lost_source = IMAGE_NONE};
    s->known = q->known != DAY_NONE ? q->known : g->complete_through;
    s->known_after_record = s->known > g->complete_through;
    s->events = ARENA_ARRAY(a, g->events.n, struct domain);
    s->unknowns = ARENA_ARRAY(a, g->unknowns.n, struct domain);
    struct placing p = {.s = s, .g = g};
    p.placed = ARENA_ARRAY(a, g->events.n, bool);
    day_t *latest = ARENA_ARRAY(a, g->events.n, day_t);
    if (a->failed || !order_events(&p, a))
        return ST_NOMEM;
    unknown_windows(s, g);
    apply_assumptions(&p);
    apply_record(&p);
    find_latest(&p, latest);
    place_the_rest(&p, latest);
    tighten(&p);
    for (uint32_t i = 0; i < g->events.n; i++)
        if (s->events[i].first > s->events[i].last)
            return refuse(&p, i, d);
    return ST_OK;
}
