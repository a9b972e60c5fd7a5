/* `show`: everything the corpus says of some clauses, in every format. CSV and TSV have a line for
 * each act. */
#include "show_text.h"
#include "formats.h"

#include "act_row.h"
#include "head.h"
#include "query_text.h"
#include "row.h"

void show_json(struct buf *out, const struct style *style, const struct query_head *head,
               const struct shown_clause *clauses, size_t n_clauses)
{
    struct row_writer rows;
    struct buf b;
    buf_init(&b, 0);
    PUT(&b, "{\"select\":[");
    for (size_t i = 0; i < head->n_select; i++) {
        if (i != 0)
            PUT(&b, ",");
        put_argument(&b, head->select[i]);
    }
    PUT(&b, "]}");
    struct buf h;
    buf_init(&h, 0);
    put_head(&h, "pact.show/1", head->digest, head->n_agreements, head->n_clauses,
             b.failed ? "null" : b.data);
    rows_begin(&rows, style, out, h.data, h.n);
    for (size_t i = 0; i < n_clauses && !out->failed && !b.failed; i++) {
        buf_clear(&b);
        put_clause_history(&b, clauses[i].img, clauses[i].row);
        rows_put(&rows, b.data, b.n);
    }
    rows_end(&rows);
    out->failed |= b.failed || h.failed;
    buf_done(&b);
    buf_done(&h);
}

/* ---- a line for each act ---- */

struct line_writer {
    struct buf *out;
    enum format format;
    struct buf value, cell;
    size_t n; /* cells of this line so far */
};

static void end_value(struct line_writer *w)
{
    struct buf *out = w->out;
    if (w->n != 0)
        buf_char(out, w->format == FORMAT_CSV ? ',' : '\t');
    w->n++;
    out->failed |= w->value.failed;
    if (!w->value.failed && w->value.n != 0) {
        if (w->format == FORMAT_CSV)
            put_csv_cell(out, w->value.data, w->value.n, &w->cell);
        else
            put_tsv_cell(out, w->value.data, w->value.n, &w->cell);
    }
    buf_clear(&w->value);
}

static void write_act_line(struct line_writer *w, const struct image *img,
                           const struct clause_row *c, uint32_t act)
{
    w->n = 0;
    put_str(&w->value, img, img->agreements[c->agreement].id);
    end_value(w);
    put_str(&w->value, img, c->id);
    end_value(w);
    put_str(&w->value, img, c->title);
    end_value(w);
    for (size_t i = 0; i < n_act_keys; i++) {
        act_keys[i].put(&w->value, img, act);
        end_value(w);
    }
    PUT(w->out, "\n");
}

void show_cells(struct buf *out, const struct style *style, const struct query_head *head,
                const struct shown_clause *clauses, size_t n_clauses)
{
    (void)head;
    struct line_writer w = {.out = out, .format = style->format};
    const char separator = style->format == FORMAT_CSV ? ',' : '\t';
    buf_puts(out,
             style->format == FORMAT_CSV ? "agreement,clause,title" : "agreement\tclause\ttitle");
    for (size_t i = 0; i < n_act_keys; i++) {
        buf_char(out, separator);
        buf_puts(out, act_keys[i].name);
    }
    PUT(out, "\n");
    for (size_t i = 0; i < n_clauses; i++) {
        const struct image *img = clauses[i].img;
        const struct clause_row *c = &img->clauses[clauses[i].row];
        for (uint32_t k = 0; k < c->acts.n && !out->failed; k++)
            write_act_line(&w, img, c, c->acts.first + k);
    }
    buf_done(&w.value);
    buf_done(&w.cell);
}

/* ---- Markdown ---- */

static void put_cell(struct buf *out, struct say *s)
{
    PUT(out, " ");
    if (s->text.n != 0)
        put_markdown(out, s->text.data, s->text.n);
    PUT(out, " |");
    out->failed |= s->text.failed;
    buf_clear(&s->text);
}

void say_act_end(struct say *s, const struct image *img, const struct act_row *act)
{
    if (act->through != DAY_NONE)
        say_day(s, act->through);
    if ((act->flags & ACT_THROUGH_OPEN) != 0)
        say_text(s, "open");
    if (act->until == IMAGE_NONE)
        return;
    say_text(s, act->through != DAY_NONE ? ", or until " : "until ");
    say_bound(s, img, act->until);
}

/* The terms it gives, and what it takes away. */
static void say_act_terms(struct say *s, const struct image *img, const struct act_row *act)
{
    const struct term_list terms = {.first = act->terms, .n = act->n_terms};
    const struct span drop =
        act->extra != IMAGE_NONE ? img->extras[act->extra].drop : (struct span){0};
    say_terms_inline(s, img, terms, DAY_MAX);
    if (drop.n == 0)
        return;
    say_text(s, terms.n != 0 ? "; drops " : "drops ");
    for (uint32_t i = 0; i < drop.n; i++) {
        say_join(s, i, drop.n, "and");
        say_str(s, img, img->refs[drop.first + i]);
    }
}

static void write_markdown_act(struct buf *out, struct say *s, const struct image *img,
                               uint32_t index)
{
    const struct act_row *act = &img->acts[index];
    PUT(out, "|");
    if (act->number != 0)
        buf_uint(&s->text, act->number);
    put_cell(out, s);
    say_text(s, act_type_name((enum act_type)act->type));
    put_cell(out, s);
    say_str(s, img, img->instruments[act->instrument].title);
    put_cell(out, s);
    say_pdate(s, act_announced(img, index));
    put_cell(out, s);
    say_bound(s, img, act->from);
    put_cell(out, s);
    say_act_end(s, img, act);
    put_cell(out, s);
    say_act_terms(s, img, act);
    put_cell(out, s);
    say_str(s, img, act->summary);
    put_cell(out, s);
    PUT(out, "\n");
}

void show_markdown(struct buf *out, const struct style *style, const struct query_head *head,
                   const struct shown_clause *clauses, size_t n_clauses)
{
    (void)head;
    struct say s;
    say_init(&s, out, 0, false, style->ascii);
    for (size_t i = 0; i < n_clauses && !out->failed; i++) {
        const struct image *img = clauses[i].img;
        const struct clause_row *c = &img->clauses[clauses[i].row];
        const str_id agreement = img->agreements[c->agreement].id;
        buf_puts(out, i == 0 ? "### " : "\n### ");
        put_markdown(out, image_str(img, c->id), image_str_len(img, c->id));
        PUT(out, ": ");
        put_markdown(out, image_str(img, c->title), image_str_len(img, c->title));
        PUT(out, " (");
        put_markdown(out, image_str(img, agreement), image_str_len(img, agreement));
        PUT(out, ")\n\n| # | Act | Instrument | Announced | From | Through | Terms | Summary |\n"
                 "| ---: | --- | --- | --- | --- | --- | --- | --- |\n");
        for (uint32_t k = 0; k < c->acts.n; k++)
            write_markdown_act(out, &s, img, c->acts.first + k);
    }
    say_done(&s);
}

/* ---- any format ---- */

void render_show(struct buf *out, const struct style *style, const struct query_head *head,
                 const struct shown_clause *clauses, size_t n_clauses)
{
    format_ops(style->format)->show(out, style, head, clauses, n_clauses);
}
