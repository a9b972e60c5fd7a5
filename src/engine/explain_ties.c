/* Events that `requires` ties together: what is said of one moves the days of the others. */
#include "explain_parts.h"

static uint32_t root_of(struct ties *t, uint32_t event)
{
    uint32_t i = event - t->first;
    while (t->up[i] != i) {
        t->up[i] = t->up[t->up[i]];
        i = t->up[i];
    }
    return i;
}

bool ties_init(struct ties *t, const struct clause_view *v)
{
    const struct agreement_row *g = &v->img->agreements[v->setting->agreement];
    *t = (struct ties){.first = g->events.first};
    t->up = ARENA_ARRAY(v->arena, g->events.n, uint32_t);
    t->named = ARENA_ARRAY(v->arena, g->events.n, bool);
    if (!t->up || !t->named)
        return false;
    for (uint32_t i = 0; i < g->events.n; i++)
        t->up[i] = i;
    for (uint32_t i = 0; i < g->events.n; i++) {
        const struct event_row *e = &v->img->events[g->events.first + i];
        for (uint32_t k = 0; k < e->requires.n; k++)
            t->up[root_of(t, g->events.first + i)] =
                root_of(t, v->img->refs[e->requires.first + k]);
    }
    return true;
}

void ties_name(struct ties *t, uint32_t event)
{
    t->named[root_of(t, event)] = true;
}

bool ties_to_named(struct ties *t, uint32_t event)
{
    return t->named[root_of(t, event)];
}
