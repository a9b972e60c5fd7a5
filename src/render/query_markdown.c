/* The answer of `query` as a Markdown table, for issues, notes and pages. */
#include "query_text.h"

#include <string.h>

#include "formats.h"
#include "text.h"

static const char *const headings[] = {"Clause",  "Status", "Title", "From",
                                       "Through", "Terms",  "Source"};
#define N_COLUMNS (sizeof headings / sizeof headings[0])

/* Characters that would be markup become themselves; line breaks and control characters become
 * spaces. */
void put_markdown(struct buf *out, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char c = bytes[i];
        if (c == '<')
            PUT(out, "&lt;");
        else if (c == '&')
            PUT(out, "&amp;");
        else if (c == '\n' || c == '\t' || c == '\r')
            buf_char(out, ' ');
        else if ((unsigned char)c < 0x20 || c == 0x7F)
            continue;
        else {
            if (strchr("\\`*_[]|~", c) != NULL)
                buf_char(out, '\\');
            buf_char(out, c);
        }
    }
}

static void end_cell(struct query_render *r)
{
    struct buf *text = &r->text->say.text;
    struct buf *safe = &r->cell;
    buf_clear(safe);
    text_wrap(safe, text->data != NULL ? text->data : "", text->n, 0, 0, 0);
    PUT(r->out, " ");
    put_markdown(r->out, safe->data != NULL ? safe->data : "", safe->n);
    PUT(r->out, " |");
    r->out->failed |= text->failed || safe->failed || r->text->say.piece.failed;
    buf_clear(text);
}

static void write_header(struct query_render *r)
{
    PUT(r->out, "|");
    for (size_t i = 0; i < N_COLUMNS; i++) {
        PUT(r->out, " ");
        buf_puts(r->out, headings[i]);
        PUT(r->out, " |");
    }
    PUT(r->out, "\n|");
    for (size_t i = 0; i < N_COLUMNS; i++)
        PUT(r->out, " --- |");
    PUT(r->out, "\n");
}

/* A paragraph outside the table. */
static void end_paragraph(struct query_render *r)
{
    struct buf *text = &r->text->say.text;
    say_stop(&r->text->say);
    put_markdown(r->out, text->data != NULL ? text->data : "", text->n);
    PUT(r->out, "\n");
    r->out->failed |= text->failed;
    buf_clear(text);
}

void query_markdown_begin(struct query_render *r)
{
    query_text_begin(r);
    if (r->text == NULL)
        return;
    say_question(&r->text->say, r->head);
    end_paragraph(r);
    PUT(r->out, "\n");
    write_header(r);
}

/* The publishers' documents behind the acts, each once, newest act last. */
static void say_sources_inline(struct query_render *r, const struct row *row)
{
    struct say *s = &r->text->say;
    const struct image *img = row_image(row);
    const struct index_list acts = row_acts(row, &r->scratch);
    for (uint32_t i = 0; i < acts.n; i++) {
        const struct instrument_row *by = &img->instruments[img->acts[acts.items[i]].instrument];
        if (i != 0 &&
            img->acts[acts.items[i - 1]].instrument == img->acts[acts.items[i]].instrument)
            continue;
        if (i != 0)
            say_text(s, "; ");
        say_str(s, img, by->title);
        say_text(s, " (");
        say_pdate(s, act_announced(img, acts.items[i]));
        say_text(s, ")");
    }
}

static void say_status_cell(struct say *s, const struct row *row)
{
    say_text(s, status_words(row->status));
    if (row->status != STATUS_DEPENDS)
        return;
    say_text(s, ": ");
    if (cases_are_short(row)) {
        say_short_cases(s, row);
        return;
    }
    for (uint32_t i = 0; i < row->n_depends_on; i++) {
        say_join(s, i, row->n_depends_on, "and");
        say_str(s, row_image(row), row->depends_on[i].name);
    }
}

/* Why a run has no last day. */
static const char *end_words(const struct row *row)
{
    const struct image *img = row_image(row);
    if (row_differs(row, FIELD_ENDS) || row->fields.ends_act == IMAGE_NONE)
        return "no end named";
    const bound_ref until = img->acts[row->fields.ends_act].until;
    if (until == IMAGE_NONE || BOUND_IS_PLAIN(until))
        return "no end named";
    switch ((enum bound_kind)img->bounds[until].kind) {
    case BOUND_UNDISCLOSED:
        return "end not public";
    case BOUND_UNSTATED:
        return "no end stated";
    case BOUND_EVENT:
    case BOUND_UNKNOWN:
    case BOUND_AFTER:
    case BOUND_FIRST_OF:
    case BOUND_LAST_OF:
    case BOUND_DAY_MEMBER:
    case BOUND_KIND_COUNT:
        break;
    }
    return "";
}

static void say_through_cell(struct say *s, const struct row *row)
{
    if (row->through == DAY_NONE) {
        if (row->status == STATUS_IN_FORCE)
            say_text(s, end_words(row));
        return;
    }
    say_day(s, row->through);
    if (row->after == STATUS_DEPENDS)
        say_text(s, " for certain");
}

void query_markdown_row(struct query_render *r, const struct row *row)
{
    if (r->text == NULL)
        return;
    struct say *s = &r->text->say;
    const struct image *img = row_image(row);
    const struct clause_row *clause = &img->clauses[row->clause];
    PUT(r->out, "|");
    if (r->head->n_selected_agreements > 1) {
        say_str(s, img, img->agreements[row->setting->agreement].id);
        say_text(s, "/");
    }
    say_str(s, img, clause->id);
    end_cell(r);
    say_status_cell(s, row);
    end_cell(r);
    say_str(s, img, clause->title);
    end_cell(r);
    if (row->from != DAY_NONE)
        say_day(s, row->from);
    end_cell(r);
    say_through_cell(s, row);
    end_cell(r);
    say_terms_inline(s, img,
                     (struct term_list){.rows = row->fields.terms, .n = row->fields.n_terms},
                     row->setting->known);
    end_cell(r);
    say_sources_inline(r, row);
    end_cell(r);
    PUT(r->out, "\n");
    sum_row(&r->text->sum, row, r->head);
}

void query_markdown_end(struct query_render *r, const struct query_tally *tally)
{
    if (r->text == NULL)
        return;
    PUT(r->out, "\n");
    say_tally(&r->text->say, &r->text->sum, tally);
    end_paragraph(r);
    r->out->failed |= r->text->sum.clause.failed || r->text->sum.assume.failed;
}
