/* See against_render.h. A difference between answers is told once, with the days and the knowledge
 * for which it holds; where an edge moves with the day of knowledge it is "known+1d", and so much
 * more.
 */
#include "against_render.h"

#include <string.h>

#include "edges.h"
#include "head.h"
#include "put.h"

static const struct column columns[] = {
    {"agreement", "AGREEMENT", true},
    {"clause", "CLAUSE", false},
    {"subject", "SUBJECT", false},
    {"id", "ID", true},
    {"field", "FIELD", false},
    {"old", "OLD", false},
    {"new", "NEW", false},
    {"by", "BY", true},
    {"announced", "ANNOUNCED", true},
    {"where", "WHERE", true},
};
#define COLUMNS (sizeof columns / sizeof *columns)

/* ---- the head ---- */

static void put_corpus(struct buf *b, const struct query_head *h)
{
    PUT(b, "{\"digest\":");
    if (h->digest != NULL)
        buf_printf(b, "\"sha256:%s\"", h->digest);
    else
        PUT(b, "null");
    buf_printf(b, ",\"agreements\":%zu,\"clauses\":%zu}", h->n_agreements, h->n_clauses);
}

static void put_query(struct buf *b, const struct against_head *head)
{
    const struct question *q = head->new_->question;
    PUT(b, "{\"against\":");
    put_corpus(b, head->old);
    PUT(b, ",\"date\":");
    if (head->days)
        put_span_of_days(b, q->first, q->last, q->period);
    else
        PUT(b, "null");
    PUT(b, ",\"known\":");
    put_day(b, head->known ? q->known : DAY_NONE);
    PUT(b, ",");
    put_asked(b, head->new_);
    PUT(b, "}");
}

bool render_against_begin(struct against_render *r, const struct style *style,
                          const struct against_head *head, struct buf *out)
{
    *r = (struct against_render){.text = style->format == FORMAT_TEXT,
                                 .kept = style->format == FORMAT_MARKDOWN};
    buf_init(&r->heading, 0);
    buf_init(&r->piece, 0);
    buf_init(&r->where, 0);
    say_init(&r->say, out, style->width, style->color, style->ascii);
    r->several = head->new_->n_selected_agreements > 1 || head->old->n_selected_agreements > 1;
    if (r->text)
        return true;
    put_query(&r->piece, head);
    if (!r->piece.failed)
        r->table = render_table_begin(style, "pact.against/1", head->new_->digest,
                                      head->new_->n_agreements, head->new_->n_clauses,
                                      r->piece.data, "differences", columns, COLUMNS, out);
    buf_clear(&r->heading);
    return r->table != NULL;
}

/* ---- where ---- */

static void put_where(struct buf *b, const struct difference *d)
{
    PUT(b, "[");
    for (size_t i = 0; i < d->n_where; i++) {
        const struct region *r = &d->where[i];
        buf_puts(b, i == 0 ? "{\"date\":{\"from\":" : ",{\"date\":{\"from\":");
        put_edge_from(b, r->from);
        PUT(b, ",\"through\":");
        put_edge_last(b, r->end);
        PUT(b, "},\"known\":{\"from\":");
        put_day(b, r->first == DAY_MIN ? DAY_NONE : r->first);
        PUT(b, ",\"through\":");
        put_day(b, r->last == DAY_MAX ? DAY_NONE : r->last);
        PUT(b, "}}");
    }
    PUT(b, "]");
}

/* ---- rows ---- */

static struct cell text_cell(const char *text)
{
    if (text == NULL)
        return (struct cell){.kind = CELL_NULL};
    return (struct cell){.kind = CELL_TEXT, .text = text, .n = strlen(text)};
}

static struct cell fact_cell(const struct fact *f)
{
    if (f == NULL || strcmp(f->json, "null") == 0)
        return (struct cell){.kind = CELL_NULL};
    struct cell cell = text_cell(f->text);
    cell.json = f->json;
    cell.json_n = strlen(f->json);
    return cell;
}

/* ---- text ---- */

/* How many places are told one by one. */
#define MOST_PLACES 4

static void say_edge(struct say *s, struct plane_edge e, bool last)
{
    if (!e.moves) {
        say_day(s, last ? edge_last_day(e) : e.day);
        return;
    }
    say_text(s, last ? "the day of knowledge" : "the day after the day of knowledge");
    if (e.plus.count != 0) {
        say_text(s, " plus ");
        say_offset(s, e.plus);
    }
}

static void say_days(struct say *s, const struct region *r)
{
    const bool from = r->from.moves || r->from.day != DAY_MIN, end = !edge_is_never(r->end);
    if (!from && !end) {
        say_text(s, "on all days");
    } else if (from && end && !r->from.moves && !r->end.moves && r->end.day == r->from.day + 1) {
        say_text(s, "on ");
        say_day(s, r->from.day);
    } else {
        say_text(s, from ? "from " : "through ");
        say_edge(s, from ? r->from : r->end, !from);
        say_text(s, from && end ? " through " : from ? " on" : "");
        if (from && end)
            say_edge(s, r->end, true);
    }
}

static void say_known(struct say *s, const struct region *r)
{
    if (r->first == DAY_MIN && r->last == DAY_MAX)
        return;
    say_text(s, ", as known ");
    if (r->first == r->last) {
        say_text(s, "on ");
        say_day(s, r->first);
        return;
    }
    if (r->first != DAY_MIN) {
        say_text(s, "from ");
        say_day(s, r->first);
    }
    if (r->last != DAY_MAX) {
        say_text(s, r->first != DAY_MIN ? " through " : "through ");
        say_day(s, r->last);
    } else {
        say_text(s, " on");
    }
}

/* A line for each place, above what differs there. */
static void say_where(struct against_render *r, const struct difference *d)
{
    struct say *s = &r->say;
    const size_t told = d->n_where <= MOST_PLACES ? d->n_where : MOST_PLACES - 1;
    for (size_t i = 0; i < told; i++) {
        say_days(s, &d->where[i]);
        say_known(s, &d->where[i]);
        say_text(s, i + 1 == d->n_where ? ":" : "");
        say_end(s, 2, 4);
    }
    if (told < d->n_where) {
        say_text(s, "and in ");
        say_count(s, d->n_where - told, "more place", "more places");
        say_text(s, ", which --json has:");
        say_end(s, 2, 4);
    }
}

static void say_by(struct say *s, const struct difference *d)
{
    if (d->by == NULL)
        return;
    say_text(s, " (");
    say_text(s, d->by);
    say_text(s, ", announced ");
    say_pdate(s, d->announced);
    say_text(s, ")");
}

/* What a line is about, where that is not the clause of the heading itself. */
static void say_subject(struct say *s, const struct difference *d)
{
    if (d->clause == NULL) {
        say_text(s, d->subject);
        if (d->id != NULL) {
            say_text(s, " ");
            say_text(s, d->id);
        }
        say_text(s, ": ");
    } else if (strcmp(d->subject, "act") == 0) {
        const char *number = d->id != NULL ? strchr(d->id, '#') : NULL;
        say_text(s, "act ");
        say_text(s, number != NULL ? number + 1 : "of");
        say_text(s, number != NULL ? ", by " : " ");
        say_text(s, d->by != NULL ? d->by : "nobody");
        say_text(s, ": ");
    }
}

static const char *words(const struct fact *f)
{
    if (f == NULL || (f->text[0] == '\0' && strcmp(f->json, "null") == 0))
        return "nothing";
    return f->text[0] != '\0' ? f->text : "empty";
}

static void end_line(struct against_render *r)
{
    say_end(&r->say, r->indent, r->indent + 4);
}

static void say_whole(struct against_render *r, const struct difference *d)
{
    struct say *s = &r->say;
    const bool added = d->old == NULL;
    const struct fact *it = added ? d->new_ : d->old;
    say_subject(s, d);
    say_text(s, added ? "added" : "removed");
    if (it->text[0] != '\0' && strcmp(d->subject, "clause") != 0) {
        say_text(s, ": ");
        say_text(s, it->text);
    }
    end_line(r);
}

static void say_one(struct against_render *r, const struct difference *d)
{
    struct say *s = &r->say;
    say_subject(s, d);
    if (strcmp(d->field, "id") == 0) {
        say_text(s, "renamed from ");
        say_text(s, words(d->old));
        say_text(s, " to ");
        say_text(s, words(d->new_));
        end_line(r);
        return;
    }
    say_text(s, d->field);
    say_text(s, ": ");
    say_text(s, words(d->old));
    say_text(s, s->ascii ? " -> " : " → ");
    say_text(s, words(d->new_));
    if (strcmp(d->subject, "answer") == 0)
        say_by(s, d);
    end_line(r);
}

/* A term is shown as in a list of changes. */
static void say_term(struct against_render *r, const struct difference *d)
{
    struct say *s = &r->say;
    const bool new_ = d->new_ != NULL;
    if (d->old != NULL) {
        say_text(s, "- ");
        say_subject(s, d);
        say_text(s, d->field + 6);
        say_text(s, ": ");
        say_text(s, d->old->text);
        if (!new_)
            say_by(s, d);
        end_line(r);
    }
    if (new_) {
        say_text(s, "+ ");
        say_subject(s, d);
        say_text(s, d->field + 6);
        say_text(s, ": ");
        say_text(s, d->new_->text);
        say_by(s, d);
        end_line(r);
    }
}

/* The clause, or the agreement, unless it was spoken of last. */
static void put_heading(struct against_render *r, const struct difference *d)
{
    struct buf *b = &r->piece;
    buf_clear(b);
    if (r->several || d->clause == NULL)
        buf_puts(b, d->agreement);
    if (r->several && d->clause != NULL)
        buf_char(b, '/');
    if (d->clause != NULL)
        buf_printf(b, "%s: %s", d->clause, d->title);
    r->failed |= b->failed;
    if (b->failed ||
        (r->any && r->heading.n == b->n && memcmp(r->heading.data, b->data, b->n) == 0))
        return;
    if (r->any)
        say_blank(&r->say);
    say_text(&r->say, b->data);
    say_end(&r->say, 0, 4);
    r->any = true;
    buf_clear(&r->heading);
    buf_put(&r->heading, b->data, b->n);
    r->failed |= r->heading.failed;
}

/* Cases on one side alone: the status says so. */
static bool cases_follow(const struct difference *d)
{
    return d->field != NULL && strcmp(d->field, "cases") == 0 &&
           (strcmp(d->old->json, "[]") == 0 || strcmp(d->new_->json, "[]") == 0);
}

static void text_row(struct against_render *r, const struct difference *d)
{
    const bool status = d->field != NULL && strcmp(d->field, "status") == 0;
    const bool term = d->field != NULL && strncmp(d->field, "terms.", 6) == 0;
    if ((d->follows && !status && !(term && d->new_ != NULL)) || cases_follow(d))
        return;
    put_heading(r, d);
    if (d->n_where > 0 && !r->placed)
        say_where(r, d);
    r->placed = true;
    r->indent = d->n_where > 0 ? 4 : 2;
    if (d->field == NULL)
        say_whole(r, d);
    else if (term)
        say_term(r, d);
    else
        say_one(r, d);
}

void render_against_row(struct against_render *r, const struct difference *d)
{
    if (r->text) {
        r->placed = r->placed && d->again;
        text_row(r, d);
        return;
    }
    r->any = true;
    buf_clear(&r->where);
    if (d->n_where > 0)
        put_where(&r->where, d);
    struct cell cells[COLUMNS] = {
        text_cell(d->agreement), text_cell(d->clause), text_cell(d->subject), text_cell(d->id),
        text_cell(d->field),     fact_cell(d->old),    fact_cell(d->new_),    text_cell(d->by),
    };
    cells[8] = (struct cell){.kind = d->by != NULL ? CELL_PDATE : CELL_NULL, .date = d->announced};
    cells[9] = text_cell(d->n_where > 0 && !r->where.failed ? r->where.data : NULL);
    cells[9].json = cells[9].text;
    cells[9].json_n = cells[9].n;
    r->failed |= r->where.failed;
    render_table_row(r->table, cells);
}

void render_against_end(struct against_render *r)
{
    if (r->table != NULL)
        render_table_end(r->table);
    if (r->text && !r->any) {
        say_text(&r->say, "nothing differs");
        say_end(&r->say, 0, 0);
    }
    r->failed |= r->say.text.failed || r->heading.failed || r->piece.failed || r->where.failed;
    say_done(&r->say);
    buf_done(&r->heading);
    buf_done(&r->piece);
    buf_done(&r->where);
}
