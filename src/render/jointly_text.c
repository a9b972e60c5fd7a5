/* The joint case list for people: what is the same whatever happens, what is not, and then case by
 * case what the latter is.
 *
 *   The same in every case:
 *     in force   cloud.primary: Microsoft is the primary cloud
 *
 *   Case 1 of 3: if agi-verified happens by 2027-01-01:
 *     ended      ip.research: Research rights
 *     in force   ip.license, with exclusive: false
 */
#include "render_jointly.h"

#include <stdlib.h>
#include <string.h>

#include "query_text.h"
#include "text.h"

#define STATUS_COLUMNS ((size_t)11) /* "  in force", and two behind */
#define INDENT ((size_t)2)

struct joint_text {
    struct say say;
    struct query_sum sum;
};

void jointly_text_begin(struct jointly_render *r)
{
    struct joint_text *t = calloc(1, sizeof *t);
    r->text = t;
    if (t == NULL) {
        r->out->failed = true;
        return;
    }
    say_init(&t->say, r->out, r->style.width, r->style.color, r->style.ascii);
    buf_init(&t->sum.clause, 0);
    buf_init(&t->sum.assume, 0);
    say_question(&t->say, r->head);
    say_end(&t->say, 0, INDENT);
    if (r->head->known_after_record) {
        say_text(&t->say, "Notice: the record is complete through ");
        say_day(&t->say, r->head->record_date);
        say_text(&t->say, "; what was announced after that day may be missing.");
        say_end(&t->say, 0, INDENT);
    }
    say_blank(&t->say);
}

void jointly_text_done(struct jointly_render *r)
{
    struct joint_text *t = r->text;
    if (t == NULL)
        return;
    say_done(&t->say);
    buf_done(&t->sum.clause);
    buf_done(&t->sum.assume);
    free(t);
    r->text = NULL;
}

static void begin_line(struct say *s, enum answer_status status)
{
    buf_fill(s->out, ' ', INDENT);
    say_colored(s, status_color(status), status_words(status));
}

static void end_line(struct say *s, enum answer_status status)
{
    const char *words = status_words(status);
    const size_t n = INDENT + text_width(words, strlen(words));
    say_end_at(s, INDENT + STATUS_COLUMNS - n, INDENT + STATUS_COLUMNS,
               INDENT + STATUS_COLUMNS + 2);
}

static void say_clause(struct say *s, const struct row *row, bool title)
{
    const struct image *img = row_image(row);
    say_str(s, img, img->clauses[row->clause].id);
    if (!title)
        return;
    say_text(s, ": ");
    say_str(s, img, img->clauses[row->clause].title);
}

static void write_same(struct joint_text *t, const struct joint_list *list)
{
    struct say *s = &t->say;
    if (list->n_same == 0)
        return;
    say_text(s, list->cases.n_rows == 0 ? "Whatever happens:" : "The same in every case:");
    say_end(s, 0, INDENT);
    for (uint32_t i = 0; i < list->n_same; i++) {
        begin_line(s, list->same[i]->status);
        say_clause(s, list->same[i], true);
        end_line(s, list->same[i]->status);
    }
    say_blank(s);
}

/* Titles stand in the first case alone. */
static void write_case(struct joint_text *t, const struct joint_list *list, uint32_t n)
{
    struct say *s = &t->say;
    const struct joint_case *c = &list->cases.items[n];
    say_text(s, "Case ");
    buf_uint(&s->text, n + 1);
    say_text(s, " of ");
    buf_uint(&s->text, list->cases.n);
    say_text(s, ": if ");
    say_conditions_named(s, list->cases.rows[0], c->when, c->n_when);
    say_text(s, ":");
    say_end(s, 0, INDENT);
    for (uint32_t i = 0; i < list->cases.n_rows; i++) {
        const struct answer_case state = joint_state(list, c, i);
        begin_line(s, state.status);
        say_clause(s, list->cases.rows[i], n == 0);
        say_own_terms(s, list->cases.rows[i], &state);
        end_line(s, state.status);
    }
    say_blank(s);
}

static void write_unknowns(struct joint_text *t, const struct joint_list *list)
{
    if (list->cases.n_depends_on == 0)
        return;
    say_text(&t->say, "What this depends on:");
    say_end(&t->say, 0, INDENT);
    for (uint32_t i = 0; i < list->cases.n_depends_on; i++) {
        say_unknown(&t->say, list->setting, &list->cases.depends_on[i]);
        say_end(&t->say, INDENT, INDENT + 2);
    }
    say_blank(&t->say);
}

static void write_agreement(struct jointly_render *r, const struct joint_list *list)
{
    struct say *s = &r->text->say;
    const struct image *img = list->setting->image;
    const struct agreement_row *agreement = &img->agreements[list->setting->agreement];
    if (r->head->n_selected_agreements < 2)
        return;
    say_str(s, img, agreement->title);
    say_text(s, " (");
    say_str(s, img, agreement->id);
    say_text(s, ")");
    if (r->head->known == DAY_NONE) {
        say_text(s, ", as known on ");
        say_day(s, list->setting->known);
    }
    say_text(s, ":");
    say_end(s, 0, INDENT);
    say_blank(s);
}

void jointly_text_list(struct jointly_render *r, const struct joint_list *list)
{
    struct joint_text *t = r->text;
    if (t == NULL)
        return;
    write_agreement(r, list);
    write_same(t, list);
    for (uint32_t i = 0; list->cases.n_rows != 0 && i < list->cases.n; i++)
        write_case(t, list, i);
    write_unknowns(t, list);
    for (uint32_t i = 0; i < list->n_same; i++)
        sum_row(&t->sum, list->same[i], r->head);
    for (uint32_t i = 0; i < list->cases.n_rows; i++)
        sum_row(&t->sum, list->cases.rows[i], r->head);
}

void jointly_text_end(struct jointly_render *r, const struct query_tally *tally)
{
    struct joint_text *t = r->text;
    if (t == NULL)
        return;
    say_tally(&t->say, &t->sum, tally);
    say_end(&t->say, 0, 0);
    write_next(&t->say, r->head, &t->sum, tally);
    r->out->failed |= t->sum.clause.failed || t->sum.assume.failed || t->say.text.failed;
}
