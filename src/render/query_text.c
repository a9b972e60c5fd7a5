/* The answer of `query` as text: the question, a block for each row, what the unknowns are, the
 * tally. The block is ordered as one would tell it: the answer, whose it is, until when, what it
 * says, what to mind, who says so.
 *
 *   in force   ip.license: Licence to models and products
 *       Right of Microsoft, owed by OpenAI. In force from 2026-04-27 through 2032-12-31.
 *       Microsoft has a non-exclusive licence …
 *         exclusive  false
 *       From: Next phase (announced 2026-04-27; Microsoft, "The next phase …").
 */
#include "query_text.h"

#include <stdlib.h>
#include <string.h>

#include "formats.h"
#include "text.h"

#define BODY ((size_t)4)  /* columns before the body of a block */
#define TERMS ((size_t)6) /* and before its terms */
#define STATUS_COLUMNS ((size_t)9)
/* So much room from the first: few paragraphs are longer. */
#define PARAGRAPH ((size_t)500)

void query_text_begin(struct query_render *r)
{
    struct query_text *t = calloc(1, sizeof *t);
    r->text = t;
    if (t == NULL) {
        r->out->failed = true;
        return;
    }
    const bool text = r->style.format == FORMAT_TEXT;
    say_init(&t->say, r->out, text ? r->style.width : 0, text && r->style.color, r->style.ascii);
    (void)buf_reserve(&t->say.text, PARAGRAPH); /* what fails here fails where it is written */
    buf_init(&t->sum.clause, 0);
    buf_init(&t->sum.assume, 0);
    buf_init(&t->unknowns, 0);
    vec_init(&t->seen, sizeof(uint32_t));
    vec_init(&t->terms, sizeof(uint32_t));
    vec_init(&t->acts, sizeof(uint32_t));
    vec_init(&t->caveats, sizeof(uint32_t));
    t->agreement = t->clause = IMAGE_NONE;
    if (!text)
        return;
    say_question(&t->say, r->head);
    say_end(&t->say, 0, BODY);
    if (r->head->known_after_record) {
        say_text(&t->say, "Notice: the record is complete through ");
        say_day(&t->say, r->head->record_date);
        say_text(&t->say, "; what was announced after that day may be missing.");
        say_end(&t->say, 0, BODY);
    }
    say_blank(&t->say);
}

void query_text_done(struct query_render *r)
{
    struct query_text *t = r->text;
    if (t == NULL)
        return;
    say_done(&t->say);
    buf_done(&t->sum.clause);
    buf_done(&t->sum.assume);
    buf_done(&t->unknowns);
    vec_done(&t->seen);
    vec_done(&t->terms);
    vec_done(&t->acts);
    vec_done(&t->caveats);
    free(t);
    r->text = NULL;
}

/* ---- what the unknowns are ---- */

static bool is_seen(const struct vec *seen, uint32_t key)
{
    for (size_t i = 0; i < seen->n; i++)
        if (*VEC_AT(seen, uint32_t, i) == key)
            return true;
    return false;
}

static void say_event_domain(struct say *s, const struct domain *d)
{
    if (d->last == DAY_NEVER) {
        say_text(s, " Open: some day from ");
        say_day(s, d->first);
        say_text(s, " on, or never.");
    } else if (d->first == DAY_MIN) { /* it must have come, nobody knows since when */
        say_text(s, " Some day on or before ");
        say_day(s, d->last);
        say_text(s, ".");
    } else {
        say_text(s, " Some day from ");
        say_day(s, d->first);
        say_text(s, " through ");
        say_day(s, d->last);
        say_text(s, ".");
    }
}

void say_unknown(struct say *s, const struct setting *set, const struct unknown_ref *u)
{
    const struct image *img = set->image;
    const struct agreement_row *agreement = &img->agreements[set->agreement];
    say_str(s, img, u->name);
    say_text(s, ": ");
    if (u->is_event) {
        say_str(s, img, img->events[u->index].title);
        say_stop(s);
        say_event_domain(s, &set->events[u->index - agreement->events.first]);
        return;
    }
    const struct domain *d = &set->unknowns[u->index - agreement->unknowns.first];
    say_text(s, "a day from ");
    say_day(s, d->first);
    say_text(s, " through ");
    say_day(s, d->last);
    say_text(s, "; which one is not known.");
}

/* The sentence is made now, while the setting is there, and written behind the agreement's last
 * block. */
static void note_unknowns(struct query_text *t, const struct setting *set,
                          const struct unknown_ref *u, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t key = u[i].index * 2 + (u[i].is_event ? 1 : 0);
        if (is_seen(&t->seen, key))
            continue;
        uint32_t *slot = vec_add(&t->seen);
        if (slot == NULL) {
            t->say.out->failed = true;
            return;
        }
        *slot = key;
        struct say line = t->say;
        line.out = &t->unknowns;
        say_unknown(&line, set, &u[i]);
        say_end(&line, 2, BODY);
        line.out = t->say.out;
        t->say = line;
    }
}

static void end_agreement(struct query_text *t)
{
    if (t->unknowns.n != 0) {
        buf_puts(t->say.out, "What this depends on:\n");
        buf_put(t->say.out, t->unknowns.data, t->unknowns.n);
        say_blank(&t->say);
    }
    t->say.out->failed |= t->unknowns.failed;
    buf_clear(&t->unknowns);
    t->seen.n = 0;
}

/* ---- a block ---- */

static void write_agreement(struct query_render *r, const struct row *row)
{
    struct query_text *t = r->text;
    const struct image *img = row_image(row);
    const struct agreement_row *agreement = &img->agreements[row->setting->agreement];
    if (r->head->n_selected_agreements < 2)
        return;
    say_str(&t->say, img, agreement->title);
    say_text(&t->say, " (");
    say_str(&t->say, img, agreement->id);
    say_text(&t->say, ")");
    if (r->head->known == DAY_NONE) {
        say_text(&t->say, ", as known on ");
        say_day(&t->say, row->setting->known);
    }
    say_text(&t->say, ":");
    say_end(&t->say, 0, BODY);
    say_blank(&t->say);
}

/* Asked for a period, a clause that was shown is not introduced again. */
static void write_headline(struct query_text *t, const struct row *row, bool again)
{
    struct say *s = &t->say;
    const struct image *img = row_image(row);
    const struct clause_row *clause = &img->clauses[row->clause];
    const char *words = status_words(row->status);
    const size_t n = text_width(words, strlen(words));
    say_colored(s, status_color(row->status), words);
    say_str(s, img, clause->id);
    if (!again) {
        SAY(s, ": ");
        say_str(s, img, clause->title);
    } else if (row->from != DAY_NONE) {
        say_text(s, ", from ");
        say_day(s, row->from);
    }
    say_end_at(s, STATUS_COLUMNS + 2 - n, STATUS_COLUMNS + 2, BODY);
}

static bool same_span(struct span a, struct span b)
{
    return a.first == b.first && a.n == b.n;
}

static bool same_parties(const struct query_text *t, const struct row *row)
{
    const struct outcome *a = &t->last, *b = &row->fields;
    const unsigned bits =
        FIELD_BIT(FIELD_KIND) | FIELD_BIT(FIELD_HOLDER) | FIELD_BIT(FIELD_OBLIGOR);
    return t->last_shared && (row->differs & bits) == 0 && a->kind == b->kind &&
           same_span(a->holder, b->holder) && same_span(a->obligor, b->obligor);
}

/* The rest of what the cases do not share, by name. */
static void write_unshared(struct say *s, const struct row *row)
{
    static const struct {
        enum row_field field;
        const char *words;
    } said[] = {{FIELD_KIND, "its kind"},
                {FIELD_HOLDER, "who holds it"},
                {FIELD_OBLIGOR, "who owes it"},
                {FIELD_PROVIDED_THAT, "its condition"}};
    const size_t n_said = sizeof said / sizeof said[0];
    size_t n = 0, i = 0;
    for (size_t k = 0; k < n_said; k++)
        n += row_differs(row, said[k].field);
    if (n == 0)
        return;
    say_text(s, "Not the same in every case: ");
    for (size_t k = 0; k < n_said; k++)
        if (row_differs(row, said[k].field)) {
            say_join(s, i++, n, "and");
            say_text(s, said[k].words);
        }
    say_stop(s);
    say_end(s, BODY, BODY);
}

static void write_exception(struct say *s, const struct row *row)
{
    const struct image *img = row_image(row);
    const uint32_t of = img->clauses[row->clause].exception_to;
    if (of == IMAGE_NONE)
        return;
    say_text(s, "An exception to ");
    say_str(s, img, img->clauses[of].id);
    say_stop(s);
    say_end(s, BODY, BODY);
}

/* Is the list that of the row before? It is kept for the row after. */
static bool is_said(struct query_text *t, struct vec *last, const uint32_t *items, uint32_t n,
                    bool again)
{
    if (again && last->n == n && (n == 0 || memcmp(last->data, items, n * sizeof *items) == 0))
        return true;
    last->n = 0;
    if (n == 0)
        return false;
    uint32_t *copy = vec_grow(last, n);
    if (copy == NULL)
        t->say.out->failed = true;
    else
        memcpy(copy, items, n * sizeof *items);
    return false;
}

static void write_terms(struct query_text *t, const struct row *row, bool again)
{
    const struct term_list terms = {.rows = row->fields.terms, .n = row->fields.n_terms};
    const bool said = is_said(t, &t->terms, terms.rows, terms.n, again);
    if (terms.n == 0)
        return;
    if (said) {
        say_text(&t->say, "The terms are the same.");
        say_end(&t->say, BODY, BODY);
        return;
    }
    if (row->status == STATUS_DEPENDS && !cases_are_short(row)) {
        say_text(&t->say, "Wherever it is in force:");
        say_end(&t->say, BODY, BODY);
    }
    say_terms(&t->say, row_image(row), terms, row->setting->known, TERMS);
}

/* Did it end by an end of its own? Then its summary tells of what is over; a termination has one
 * for what holds since. */
static bool is_run_out(const struct row *row)
{
    return row->status == STATUS_ENDED && !row_differs(row, FIELD_WHY) &&
           row->fields.why == WHY_ENDED;
}

/* What the clause says: its summary, its terms, its condition. */
static void write_content(struct query_text *t, const struct row *row, bool again)
{
    struct say *s = &t->say;
    const struct image *img = row_image(row);
    const str_id summary = row_differs(row, FIELD_SUMMARY) ? 0 : row->fields.summary;
    if (summary != 0 && !(again && t->summary == summary)) {
        const bool was = is_run_out(row);
        if (was)
            say_text(s, "Was: ");
        say_str(s, img, summary);
        say_end(s, BODY, was ? BODY + 2 : BODY);
    }
    t->summary = summary;
    write_terms(t, row, again);
    if (!row_differs(row, FIELD_PROVIDED_THAT) && row->fields.provided_that != 0) {
        say_text(s, "Provided that: ");
        say_str(s, img, row->fields.provided_that);
        say_stop(s);
        say_end(s, BODY, BODY + 2);
    }
}

/* What to mind, and who says so. What does not apply needs less of it. */
static void write_grounds(struct query_render *r, const struct row *row, bool again)
{
    struct query_text *t = r->text;
    const struct index_list acts = row_acts(row, &r->scratch);
    const struct index_list caveats = row_caveats(row, &r->scratch);
    const bool over = row->status == STATUS_ENDED || row->status == STATUS_NOT_YET;
    if (!is_said(t, &t->caveats, caveats.items, caveats.n, again) && !over)
        say_caveats(&t->say, row, caveats, BODY);
    if (is_said(t, &t->acts, acts.items, acts.n, again))
        return;
    if (!over)
        say_standing(&t->say, row, BODY);
    say_provenance(&t->say, row, acts, BODY);
}

static void write_block(struct query_render *r, const struct row *row, bool again)
{
    struct query_text *t = r->text;
    struct say *s = &t->say;
    write_headline(t, row, again);
    if (!again || !same_parties(t, row)) {
        say_who(s, row);
        SAY(s, " ");
    }
    say_when(s, row);
    say_end(s, BODY, BODY);
    if (row->status == STATUS_DEPENDS && !cases_are_short(row))
        say_cases(s, row, BODY);
    write_unshared(s, row);
    write_content(t, row, again);
    if (!again)
        write_exception(s, row);
    write_grounds(r, row, again);
    say_blank(s);
}

void query_text_row(struct query_render *r, const struct row *given)
{
    struct query_text *t = r->text;
    if (t == NULL)
        return;
    const struct row in_force = row_in_force(given), *row = &in_force;
    const struct image *img = row_image(row);
    const bool same_agreement = t->image == img && t->agreement == row->setting->agreement;
    const bool again = same_agreement && t->clause == row->clause;
    if (!same_agreement) {
        end_agreement(t);
        write_agreement(r, row);
    }
    write_block(r, row, again);
    note_unknowns(t, row->setting, row->depends_on, row->n_depends_on);
    if (row->after == STATUS_DEPENDS)
        note_unknowns(t, row->setting, row->next.depends_on, row->next.n_depends_on);
    sum_row(&t->sum, row, r->head);
    t->image = img;
    t->agreement = row->setting->agreement;
    t->clause = row->clause;
    t->last = row->fields;
    t->last_shared = (row->differs & (FIELD_BIT(FIELD_KIND) | FIELD_BIT(FIELD_HOLDER) |
                                      FIELD_BIT(FIELD_OBLIGOR))) == 0;
}

void query_text_end(struct query_render *r, const struct query_tally *tally)
{
    struct query_text *t = r->text;
    if (t == NULL)
        return;
    end_agreement(t);
    say_tally(&t->say, &t->sum, tally);
    say_end(&t->say, 0, 0);
    write_next(&t->say, r->head, &t->sum, tally);
    r->out->failed |= t->sum.clause.failed || t->sum.assume.failed;
}
