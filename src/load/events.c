/* Events: what they require, and whether the record contradicts itself. */
#include "resolve.h"

static struct event_rec *event_at(const struct loader *l, uint32_t i)
{
    return VEC_AT(&l->events, struct event_rec, i);
}

static struct diag *event_fault(struct loader *l, const struct event_rec *e, enum diag_code code,
                                struct spot at, const char *text)
{
    return report(l, code, e->row.file, at, "'%s' %s", quote_id(l, e->row.id).text, text);
}

/* ---- what is said of one event ---- */

static void check_ruled_out(struct loader *l, const struct event_rec *e, day_t complete_through)
{
    const struct event_row *row = &e->row;
    if (!row->ruled_out_through)
        return;
    if (complete_through && row->ruled_out_through > complete_through)
        hint(event_fault(l, e, DIAG_RULED_OUT, e->ruled_out_at,
                         "is ruled out through a day after the record date"),
             "the record ends with `complete_through`");
    if (row->occurred_last && row->occurred_last <= row->ruled_out_through)
        event_fault(l, e, DIAG_RULED_OUT, e->ruled_out_at,
                    "is ruled out through a day by which it has occurred");
}

/* ---- what it requires ---- */

static void check_requirement(struct loader *l, const struct event_rec *e,
                              const struct event_rec *other)
{
    const struct event_row *row = &e->row;
    struct diag *g = NULL;
    if (!row->occurred_last)
        return;
    if (other->row.occurred_first && row->occurred_last < other->row.occurred_first)
        g = event_fault(l, e, DIAG_REQUIRES_CONFLICT, e->occurred_at,
                        "has occurred before an event that it requires");
    else if (other->row.ruled_out_through >= row->occurred_last)
        g = event_fault(l, e, DIAG_REQUIRES_CONFLICT, e->occurred_at,
                        "has occurred while an event that it requires is ruled out");
    if (!g)
        return;
    struct spot at = other->row.occurred_first ? other->occurred_at : other->ruled_out_at;
    second_place(l, g, other->row.file, at,
                 diag_text(l->d, "what is said of '%s'", quote_id(l, other->row.id).text));
}

static void check_requirements(struct loader *l, const struct event_rec *e)
{
    for (uint32_t i = 0; i < e->row.requires.n; i++)
        check_requirement(l, e,
                          event_at(l, *VEC_AT(&l->b->refs, uint32_t, e->row.requires.first + i)));
}

/* ---- circles ---- */

/* A walk down the requirements, without recursion: the events on the way down, and for each the
 * next of its requirements to look at. */
struct walk {
    struct loader *l;
    uint32_t *way, *next; /* by depth */
    uint32_t depth;
    uint32_t *height; /* events in the longest chain from here down; UNSEEN, ON_THE_WAY */
};
#define UNSEEN 0U
#define ON_THE_WAY UINT32_MAX

static void refuse_circle(struct walk *w, uint32_t event)
{
    struct loader *l = w->l;
    const struct event_rec *e = event_at(l, event);
    uint32_t start = w->depth - 1;
    struct buf through;
    buf_init(&through, 0);
    buf_puts(&through, "");
    while (w->way[start] != event)
        start--;
    for (uint32_t i = start + 1; i < w->depth && through.n < 400; i++)
        buf_printf(&through, "%s'%s'", i == start + 1 ? ", through " : ", ",
                   quote_id(l, event_at(l, w->way[i])->row.id).text);
    report(l, DIAG_REQUIRES_CYCLE, e->row.file, (struct spot){e->row.line, e->column},
           "'%s' requires itself%s", quote_id(l, e->row.id).text,
           through.n > 0 ? through.data : "");
    buf_done(&through);
}

static void go_down(struct walk *w, uint32_t event)
{
    w->way[w->depth] = event;
    w->next[w->depth] = 0;
    w->height[event] = ON_THE_WAY;
    w->depth++;
}

static void go_up(struct walk *w)
{
    struct loader *l = w->l;
    uint32_t event = w->way[--w->depth];
    const struct event_rec *e = event_at(l, event);
    uint32_t below = 0;
    for (uint32_t i = 0; i < e->row.requires.n; i++) {
        uint32_t h = w->height[*VEC_AT(&l->b->refs, uint32_t, e->row.requires.first + i)];
        if (h != ON_THE_WAY && h > below)
            below = h;
    }
    w->height[event] = below + 1;
    if (below + 1 == IMAGE_MAX_DEPTH + 1)
        hint(report(l, DIAG_LIMIT, e->row.file, (struct spot){e->row.line, e->column},
                    "'%s' requires a chain of more than %d events", quote_id(l, e->row.id).text,
                    IMAGE_MAX_DEPTH - 1),
             "this limit cannot be raised");
}

static void walk_from(struct walk *w, uint32_t event)
{
    struct loader *l = w->l;
    go_down(w, event);
    while (w->depth > 0) {
        const struct event_row *row = &event_at(l, w->way[w->depth - 1])->row;
        uint32_t next = w->next[w->depth - 1]++;
        if (next == row->requires.n) {
            go_up(w);
            continue;
        }
        uint32_t other = *VEC_AT(&l->b->refs, uint32_t, row->requires.first + next);
        if (w->height[other] == UNSEEN)
            go_down(w, other);
        else if (w->height[other] == ON_THE_WAY)
            refuse_circle(w, other);
    }
}

static void check_circles(struct loader *l)
{
    size_t n = l->events.n;
    uint32_t *all = calloc(3 * n + 1, sizeof *all);
    if (!all) {
        l->no_memory = true;
        return;
    }
    struct walk w = {.l = l, .way = all, .next = all + n, .height = all + 2 * n};
    for (uint32_t i = 0; i < n; i++)
        if (w.height[i] == UNSEEN)
            walk_from(&w, i);
    free(all);
}

/* What an event that has occurred requires must have occurred before. Rounds: a chain of
 * requirements is short, or has been refused. */
static void imply_days(struct loader *l)
{
    bool again = true;
    for (int round = 0; again && round < IMAGE_MAX_DEPTH; round++) {
        again = false;
        for (uint32_t i = 0; i < l->events.n; i++) {
            const struct event_rec *e = event_at(l, i);
            day_t by = e->row.occurred_last ? e->row.occurred_last : e->implied;
            for (uint32_t k = 0; by && k < e->row.requires.n; k++) {
                struct event_rec *other =
                    event_at(l, *VEC_AT(&l->b->refs, uint32_t, e->row.requires.first + k));
                if (other->row.occurred_last || (other->implied && other->implied <= by))
                    continue;
                other->implied = by;
                again = true;
            }
        }
    }
}

void check_events(struct loader *l)
{
    for (uint32_t i = 0; i < l->events.n; i++) {
        const struct event_rec *e = event_at(l, i);
        uint32_t a = VEC_AT(&l->docs, struct doc_rec, e->doc)->agreement;
        if (a == IMAGE_NONE)
            continue;
        check_ruled_out(l, e, VEC_AT(&l->b->agreements, struct agreement_row, a)->complete_through);
        check_requirements(l, e);
    }
    check_circles(l);
    imply_days(l);
}
