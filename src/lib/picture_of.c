/* See picture_of.h. All rows are kept until the end: a picture is drawn as a whole. */
#include "picture_of.h"

#include "page.h"
#include "timeline_text.h"

struct drawn {
    struct asker *asker;
    struct arena arena;
    struct picture picture;
    struct picture_row *rows;
    struct picture_mark *marks;
    struct timeline_data data;
    bool page; /* not only the picture */
};

/* What has occurred, as known: a day, or the window in which it lies. */
static bool mark_events(struct drawn *p, const struct setting *s)
{
    const struct span events = s->image->agreements[s->agreement].events;
    struct picture_mark *marks =
        ARENA_ARRAY(&p->arena, p->picture.n_marks + events.n, struct picture_mark);
    if (marks == NULL)
        return false;
    for (size_t i = 0; i < p->picture.n_marks; i++)
        marks[i] = p->marks[i];
    for (uint32_t i = 0; i < events.n; i++) {
        const struct event_row *e = &s->image->events[events.first + i];
        const struct domain *w = &s->events[i];
        if (w->last != DAY_NEVER && w->first != DAY_NEVER)
            marks[p->picture.n_marks++] =
                (struct picture_mark){s->image, e->id, e->title, w->first, w->last};
    }
    p->marks = marks;
    return true;
}

static bool begin_agreement(struct drawn *p, const struct setting *s, struct plane *plane)
{
    if (!mark_events(p, s))
        return false;
    if (!p->page)
        return true;
    if (plane_init(plane, s->image, s->agreement, s->question, &p->arena) != ST_OK)
        return false;
    timeline_data_agreement(&p->data, plane);
    return true;
}

/* The runs of one clause, if any passes the filters of the question. */
static bool draw_clause(struct drawn *p, const struct setting *s, const struct plane *plane,
                        uint32_t clause)
{
    const struct row *rows = NULL;
    size_t n = 0, kept = 0;
    if (engine_answer(s, clause, &p->arena, &rows, &n) != ST_OK)
        return false;
    const struct row **runs = ARENA_ARRAY(&p->arena, n, const struct row *);
    struct filter filter = p->asker->asked.filter;
    filter.all = true;
    for (size_t i = 0; runs != NULL && i < n; i++)
        if (row_passes(&rows[i], &filter))
            runs[kept++] = &rows[i];
    if (runs == NULL || kept == 0)
        return runs != NULL;
    p->rows[p->picture.n_rows++] = (struct picture_row){.image = s->image,
                                                        .agreement = s->agreement,
                                                        .clause = clause,
                                                        .runs = runs,
                                                        .n_runs = kept};
    if (p->page)
        timeline_data_clause(&p->data, plane, clause);
    return true;
}

static bool draw_all(struct drawn *p)
{
    const struct selection *selected = &p->asker->selection;
    const struct setting *before = NULL;
    struct plane plane = {0};
    size_t most = 0;
    for (size_t i = 0; i < selected->ranges.n; i++)
        most += selection_at(selected, i)->clauses.n;
    p->rows = ARENA_ARRAY(&p->arena, most, struct picture_row);
    if (p->rows == NULL)
        return false;
    for (size_t i = 0; i < selected->ranges.n; i++) {
        const struct range *r = selection_at(selected, i);
        const struct setting *s = ask_setting(p->asker, r);
        if (s != before && !begin_agreement(p, s, &plane))
            return false;
        before = s;
        for (uint32_t k = 0; k < r->clauses.n; k++)
            if (!draw_clause(p, s, &plane, r->clauses.first + k))
                return false;
    }
    p->picture.rows = p->rows;
    p->picture.marks = p->marks;
    return !p->data.failed;
}

static bool put_page_of(struct drawn *p, day_t asked, struct buf *out)
{
    const struct query_head *head = &p->asker->head;
    struct page page = {.picture = &p->picture, .data = &p->data};
    page.digest = pact_corpus_digest(p->asker->corpus);
    if (page.digest == NULL)
        return false;
    page.date = asked != DAY_NONE ? asked : p->picture.first;
    page.known = head->known != DAY_NONE ? head->known : head->record_date;
    put_page(out, &page);
    return !out->failed;
}

static bool put_drawn(struct drawn *p, const struct style *style, day_t asked, struct buf *out)
{
    if (style->format == FORMAT_HTML)
        return put_page_of(p, asked, out);
    if (style->format == FORMAT_SVG)
        put_picture(out, &p->picture, true);
    else if (style->format == FORMAT_MERMAID)
        put_timeline_mermaid(out, &p->picture);
    else
        put_timeline_text(out, style, &p->picture, &p->asker->head);
    return !out->failed;
}

enum status picture_write(struct asker *k, const struct style *style, day_t asked, struct writer *w,
                          size_t *ret_rows)
{
    const struct question *q = &k->asked.question;
    struct drawn p = {.asker = k, .page = style->format == FORMAT_HTML};
    arena_init(&p.arena);
    if (p.page)
        timeline_data_init(&p.data);
    p.picture = (struct picture){.first = q->first,
                                 .last = q->last,
                                 .asked = asked,
                                 .known = k->head.known,
                                 .agreements = k->head.n_selected_agreements > 1};
    const bool good = draw_all(&p) && !p.arena.failed && put_drawn(&p, style, asked, &w->buf);
    *ret_rows = p.picture.n_rows;
    if (p.page)
        timeline_data_done(&p.data);
    arena_done(&p.arena);
    return good ? ST_OK : ST_NOMEM;
}
