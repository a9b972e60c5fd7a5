/* See beliefs_of.h. The plane of a clause (src/engine/plane.h) looked at along its other axis. */
#include "beliefs_of.h"

#include <string.h>

#include "beliefs.h"
#include "exact.h"
#include "picture.h"
#include "timeline_span.h"
#include "timeline_text.h"

struct kept {
    struct kept *next;
    const struct setting *setting;
    uint32_t clause;
    struct belief *beliefs;
    uint32_t n;
};

struct believing {
    struct asker *asker;
    bool plane;                                 /* both axes, else that of knowledge */
    day_t first, last, known_first, known_last; /* looked at */
    struct arena arena;                         /* of an agreement's plane, and of pictures */
    struct arena clause_arena;
    struct plane at;
    const struct setting *setting;
    struct beliefs_render *render; /* rows, written at once; else kept for a picture */
    struct kept *clauses, **last_clause;
    size_t n;
};

/* ---- clause by clause ---- */

static bool fits(const struct believing *b, const struct belief *list, uint32_t n)
{
    struct filter filter = b->asker->asked.filter;
    filter.all = true;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < list[i].n_runs; k++)
            if (row_passes(list[i].runs[k].row, &filter))
                return true;
    return false;
}

static bool keep(struct believing *b, uint32_t clause, struct belief *list, uint32_t n)
{
    struct kept *one = ARENA_NEW(&b->arena, struct kept);
    if (one == NULL)
        return false;
    *one = (struct kept){NULL, b->setting, clause, list, n};
    *b->last_clause = one;
    b->last_clause = &one->next;
    b->n++;
    return true;
}

static bool begin_agreement(struct believing *b, const struct setting *s)
{
    if (b->setting == s)
        return true;
    b->setting = s;
    if (plane_init(&b->at, s->image, s->agreement, s->question, &b->arena) != ST_OK)
        return false;
    b->at.fine = b->render != NULL;
    b->at.first = b->first;
    b->at.last = b->last;
    b->at.known_first = b->known_first;
    b->at.known_last = b->known_last;
    return true;
}

static bool one_clause(struct believing *b, uint32_t clause)
{
    const bool rows = b->render != NULL;
    struct arena *a = rows ? &b->clause_arena : &b->arena;
    const struct plane_strip *strips = NULL;
    struct belief *list = NULL;
    uint32_t n = 0, kept = 0;
    if (rows)
        arena_clear(a);
    if (plane_clause(&b->at, clause, a, &strips, &n) != ST_OK ||
        !beliefs_make(strips, n, rows, a, &list, &kept))
        return false;
    if (!fits(b, list, kept))
        return true;
    if (!rows)
        return keep(b, clause, list, kept);
    render_beliefs_rows(b->render, list, kept, b->last);
    return true;
}

static enum status all_clauses(struct believing *b, struct writer *w)
{
    const struct selection *s = &b->asker->selection;
    for (size_t i = 0; i < s->ranges.n; i++) {
        const struct range *r = selection_at(s, i);
        if (!begin_agreement(b, ask_setting(b->asker, r)))
            return ST_NOMEM;
        for (uint32_t c = 0; c < r->clauses.n && w->error == 0; c++) {
            if (!one_clause(b, r->clauses.first + c))
                return ST_NOMEM;
            if (b->render != NULL && !b->render->kept)
                writer_pass(w);
        }
    }
    return ST_OK;
}

/* ---- as a picture ---- */

/* What was known of the day asked as runs over knowledge. */
static bool known_row(struct believing *b, const struct kept *c, struct picture_row *ret)
{
    const struct row **runs = ARENA_ARRAY(&b->arena, c->n, const struct row *);
    size_t n = 0;
    for (uint32_t i = 0; runs != NULL && i < c->n; i++) {
        struct row *run = ARENA_NEW(&b->arena, struct row);
        if (run == NULL)
            return false;
        if (c->beliefs[i].n_runs == 0)
            continue;
        *run = *c->beliefs[i].runs[0].row;
        run->from = c->beliefs[i].first == DAY_MIN ? DAY_NONE : c->beliefs[i].first;
        run->through = c->beliefs[i].last;
        runs[n++] = run;
    }
    *ret = (struct picture_row){.image = c->setting->image,
                                .agreement = c->setting->agreement,
                                .clause = c->clause,
                                .runs = runs,
                                .n_runs = n};
    return runs != NULL;
}

static bool is_nothing(const struct belief *b)
{
    return b->n_runs == 0 || (b->n_runs == 1 && b->runs[0].row->status == STATUS_NOT_YET);
}

static const char *label_of(struct believing *b, const struct belief *belief)
{
    char day[11] = "0001-01-01";
    day_format(belief->first, day);
    return arena_printf(&b->arena, "known %s", day);
}

/* One stretch of knowledge of the plane. */
static bool plane_row(struct believing *b, const struct kept *c, const struct belief *belief,
                      struct picture_row *ret)
{
    const struct row **runs = ARENA_ARRAY(&b->arena, belief->n_runs, const struct row *);
    struct plane_edge *edges = ARENA_ARRAY(&b->arena, belief->n_runs, struct plane_edge);
    for (uint32_t i = 0; runs != NULL && edges != NULL && i < belief->n_runs; i++) {
        struct row *run = ARENA_NEW(&b->arena, struct row);
        if (run == NULL)
            return false;
        *run = *belief->runs[i].row;
        if (i + 1 < belief->n_runs) {
            const struct plane_edge end = belief->runs[i + 1].from;
            run->through = (end.moves ? day_plus(belief->first + 1, end.plus) : end.day) - 1;
        }
        runs[i] = run;
        edges[i] = belief->runs[i].from;
    }
    *ret = (struct picture_row){c->setting->image, c->setting->agreement, c->clause, runs,
                                belief->n_runs,    label_of(b, belief),   edges,     belief->first,
                                belief->last};
    return runs != NULL && edges != NULL && ret->label != NULL;
}

static bool make_rows(struct believing *b, struct picture *p)
{
    size_t most = b->n;
    for (const struct kept *c = b->clauses; b->plane && c != NULL; c = c->next)
        most += c->n;
    struct picture_row *rows = ARENA_ARRAY(&b->arena, most, struct picture_row);
    p->rows = rows;
    if (rows == NULL)
        return false;
    for (const struct kept *c = b->clauses; c != NULL; c = c->next) {
        if (!b->plane && !known_row(b, c, &rows[p->n_rows++]))
            return false;
        for (uint32_t i = 0; b->plane && i < c->n; i++)
            if ((p->n_rows > 0 || !is_nothing(&c->beliefs[i])) &&
                !plane_row(b, c, &c->beliefs[i], &rows[p->n_rows++]))
                return false;
    }
    return true;
}

/* Events where they came to be known, or on the plane on their days. */
static bool make_marks(struct believing *b, struct picture *p)
{
    size_t most = 0;
    const struct setting *before = NULL;
    for (const struct kept *c = b->clauses; c != NULL; before = c->setting, c = c->next)
        if (c->setting != before)
            most += c->setting->image->agreements[c->setting->agreement].events.n;
    struct picture_mark *marks = ARENA_ARRAY(&b->arena, most, struct picture_mark);
    before = NULL;
    for (const struct kept *c = b->clauses; marks != NULL && c != NULL;
         before = c->setting, c = c->next) {
        const struct image *img = c->setting->image;
        const struct span events = img->agreements[c->setting->agreement].events;
        for (uint32_t i = 0; c->setting != before && i < events.n; i++) {
            const struct event_row *e = &img->events[events.first + i];
            const struct domain *w = &c->setting->events[i];
            struct picture_mark mark = {img, e->id, e->title, w->first, w->last};
            if (!b->plane)
                mark.first = mark.last = e->known_day;
            if (mark.first != DAY_NONE && mark.last <= DAY_MAX)
                marks[p->n_marks++] = mark;
        }
    }
    p->marks = marks;
    return marks != NULL;
}

static struct reach find_reach(const struct believing *b)
{
    struct reach reach = {DAY_NONE, DAY_NONE};
    for (const struct kept *c = b->clauses; c != NULL; c = c->next)
        for (uint32_t i = 0; i < c->n; i++)
            for (uint32_t k = 0; k < c->beliefs[i].n_runs; k++) {
                struct row row = *c->beliefs[i].runs[k].row;
                if (!b->plane)
                    row.from = c->beliefs[i].first == DAY_MIN ? DAY_NONE : c->beliefs[i].first;
                reach_row(&reach, &row);
            }
    return reach;
}

static enum status draw(struct believing *b, const struct style *style, day_t first, day_t last,
                        struct writer *w, struct diags *d)
{
    const struct query_head *head = &b->asker->head;
    struct picture p = {.axis = b->plane ? AXIS_PLANE : AXIS_KNOWN,
                        .of = b->asker->asked.question.first,
                        .asked = b->plane ? b->asker->asked.question.first : head->known,
                        .known = head->known,
                        .agreements = head->n_selected_agreements > 1};
    const struct reach reach = find_reach(b);
    span_choose(&reach, p.asked, &first, &last);
    if (!span_check(first, last, d))
        return ST_USAGE;
    p.first = first;
    p.last = last;
    if (!make_rows(b, &p) || !make_marks(b, &p))
        return ST_NOMEM;
    if (style->format == FORMAT_SVG)
        put_picture(&w->buf, &p, true);
    else if (style->format == FORMAT_MERMAID)
        put_timeline_mermaid(&w->buf, &p);
    else
        put_timeline_text(&w->buf, style, &p, head);
    return w->buf.failed ? ST_NOMEM : ST_OK;
}

/* ---- as rows ---- */

static enum status write_rows(struct believing *b, const struct style *style, struct writer *w)
{
    struct beliefs_render render;
    if (!digest_if_shown(b->asker->corpus, style, &b->asker->head.digest))
        return ST_NOMEM;
    const struct beliefs_head head = {&b->asker->head, b->plane,       b->first,
                                      b->last,         b->known_first, b->known_last};
    b->render = &render;
    enum status status = ST_NOMEM;
    if (render_beliefs_begin(&render, style, &head, &w->buf))
        status = all_clauses(b, w);
    render_beliefs_end(&render);
    b->n = render.n;
    return status == ST_OK && render.failed ? ST_NOMEM : status;
}

/* ---- the question ---- */

/* A plane is of one clause: the only one that fits, or the one with that very id. */
static enum status choose_one(struct asker *k, struct diags *d)
{
    struct vec *ranges = &k->selection.ranges;
    const struct range *found = ranges->n > 0 ? selection_at(&k->selection, 0) : NULL;
    size_t n = 0;
    for (size_t i = 0; i < ranges->n; i++)
        n += selection_at(&k->selection, i)->clauses.n;
    if (n != 1 && k->from->n_select != 1) {
        complain(d, DIAG_USAGE, "`pact list clauses` shows them all",
                 "a plane is of one clause: name one");
        return ST_USAGE;
    }
    if (n != 1) {
        const enum status status =
            exact_clause(k, k->from->select[0], "write AGREEMENT/CLAUSE", &found, d);
        if (status != ST_OK)
            return status;
    }
    struct range only = *found;
    only.clauses.n = 1;
    *VEC_AT(ranges, struct range, 0) = only;
    ranges->n = 1;
    return ST_OK;
}

static enum status answer(struct believing *b, const struct pact_chart *chart,
                          const struct style *style, struct writer *w, struct diags *d)
{
    const struct question *q = &b->asker->asked.question;
    const bool drawn =
        (1U << style->format & (FORMAT_BIT(TEXT) | FORMAT_BIT(SVG) | FORMAT_BIT(MERMAID))) != 0;
    day_t first, last;
    if (q->period) {
        complain(d, DIAG_USAGE, "--from and --through say what is drawn",
                 "a timeline is of one day, or marks it, not the period '%s'",
                 b->asker->from->date);
        return ST_USAGE;
    }
    if (!span_read(b->asker, chart, &first, &last, d) ||
        (first != DAY_NONE && last != DAY_NONE && !span_check(first, last, d)))
        return ST_USAGE;
    b->first = b->known_first = DAY_MIN;
    b->last = b->known_last = DAY_MAX;
    day_t *low = b->plane ? &b->first : &b->known_first;
    day_t *high = b->plane ? &b->last : &b->known_last;
    if (!b->plane)
        b->first = b->last = q->first;
    if (!drawn && first != DAY_NONE) /* a picture is cut at its ends by itself */
        *low = first;
    if (!drawn && last != DAY_NONE)
        *high = last;
    if (!drawn)
        return write_rows(b, style, w);
    const enum status status = all_clauses(b, w);
    return status == ST_OK ? draw(b, style, first, last, w, d) : status;
}

enum status beliefs_write(struct asker *k, const struct pact_chart *chart,
                          const struct style *style, struct writer *w, size_t *ret_rows,
                          struct diags *d)
{
    struct believing b = {.asker = k, .plane = chart->axis == PACT_OVER_BOTH};
    enum status status = b.plane ? choose_one(k, d) : ST_OK;
    b.last_clause = &b.clauses;
    arena_init(&b.arena);
    arena_init(&b.clause_arena);
    if (status == ST_OK)
        status = answer(&b, chart, style, w, d);
    *ret_rows = b.n;
    arena_done(&b.arena);
    arena_done(&b.clause_arena);
    return status;
}
