/* Selectors become ranges of clauses. Clauses of an agreement are sorted part by part, so that `ip`
 * and all of `ip.*` stand together: a selector without * or ? is a pair of binary searches in each
 * agreement, and only a glob looks at every clause. */
#include "select.h"

#include <stdlib.h>
#include <string.h>

#include "offer.h"

void selection_init(struct selection *s)
{
    *s = (struct selection){.pass = NULL};
    vec_init(&s->ranges, sizeof(struct range));
}

void selection_done(struct selection *s)
{
    vec_done(&s->ranges);
    free(s->found);
}

struct selector {
    const char *text; /* whole */
    size_t text_n;
    const char *agreement; /* before the slash; NULL: none */
    size_t agreement_n;
    const char *id;
    size_t n;
    bool glob;
};

static struct selector split(const char *text)
{
    const size_t n = strlen(text);
    const char *slash = memchr(text, '/', n);
    struct selector s = {.text = text, .text_n = n, .id = text, .n = n};
    s.glob = strpbrk(text, "*?") != NULL;
    if (slash != NULL) {
        s.agreement = text;
        s.agreement_n = (size_t)(slash - text);
        s.id = slash + 1;
        s.n = n - s.agreement_n - 1;
    }
    return s;
}

static void add_range(struct selection *s, uint32_t ordinal, day_t record, uint32_t first,
                      uint32_t n)
{
    s->fitted += n;
    if (n == 0)
        return;
    struct range *last = s->ranges.n > 0 ? VEC_AT(&s->ranges, struct range, s->ranges.n - 1) : NULL;
    if (last != NULL && last->ordinal == ordinal &&
        last->clauses.first + last->clauses.n == first) {
        last->clauses.n += n;
        return;
    }
    struct range *added = vec_add(&s->ranges);
    if (added != NULL)
        *added = (struct range){ordinal, record, {first, n}};
}

static bool is_within(struct span inner, struct span outer)
{
    return inner.first >= outer.first && inner.n <= outer.n &&
           inner.first - outer.first <= outer.n - inner.n;
}

/* Is this clause's id the selector's, or below it? */
static bool stands_below(const struct image *img, uint32_t clause, const struct selector *sel)
{
    const str_id id = img->clauses[clause].id;
    const char *text = image_str(img, id);
    const size_t n = image_str_len(img, id);
    return n >= sel->n && memcmp(text, sel->id, sel->n) == 0 &&
           (n == sel->n || text[sel->n] == '.');
}

/* The first clause of the rows that does not come before the selector's id. */
static uint32_t lower_bound(const struct image *img, struct span rows, const struct selector *sel)
{
    uint32_t low = rows.first;
    uint32_t high = rows.first + rows.n;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const str_id id = img->clauses[middle].id;
        if (id_compare(image_str(img, id), image_str_len(img, id), sel->id, sel->n) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct span search(const struct image *img, struct span rows, const struct selector *sel)
{
    const uint32_t first = lower_bound(img, rows, sel);
    uint32_t low = first;
    uint32_t high = rows.first + rows.n;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (stands_below(img, middle, sel))
            low = middle + 1;
        else
            high = middle;
    }
    return (struct span){first, low - first};
}

/* Is that the span? What stands below an id stands together. */
static bool is_span(const struct image *img, struct span rows, const struct selector *sel,
                    struct span span)
{
    const uint32_t end = span.first + span.n;
    return span.n > 0 && is_within(span, rows) && stands_below(img, span.first, sel) &&
           stands_below(img, end - 1, sel) &&
           (span.first == rows.first || !stands_below(img, span.first - 1, sel)) &&
           (end == rows.first + rows.n || !stands_below(img, end, sel));
}

/* `guess`: the span of a question before, often the same one; NULL: none. */
static void select_plain(struct selection *s, const struct pact_corpus *c, uint32_t ordinal,
                         const struct selector *sel, struct span *guess)
{
    const struct agreement_row *agreement;
    const struct image *img = corpus_frame(c, ordinal, &agreement);
    const struct span rows = agreement->clauses;
    const struct span span =
        guess != NULL && is_span(img, rows, sel, *guess) ? *guess : search(img, rows, sel);
    if (guess != NULL)
        *guess = span;
    add_range(s, ordinal, agreement->complete_through, span.first, span.n);
}

/* ---- globs over compiled files, by their outlines ---- */

/* A glob and a file. */
struct outlined {
    struct selection *s;
    const struct selector *sel;
    struct outline_reader r;
    struct buf agreement; /* its id, where the selector asks for it */
    bool any, every;      /* all agreements fit; and of those that do, all clauses */
    bool begun, decided;  /* a clause has been selected; and the last one has the contrary value */
};

/* Is the outline of the agreement at hand of what is asked? */
static bool heeds(const struct outlined *o)
{
    const struct passing *p = o->s->pass;
    return p != NULL && (p->known == DAY_NONE || p->known == o->r.record);
}

/* The value of the line at hand; LINE_ASK unless it is that of all days, as known. */
static enum line_value value_of(const struct outlined *o)
{
    enum line_value value;
    const struct passing *p = o->s->pass;
    const struct vec *steps = &o->r.steps;
    return heeds(o) && line_is_steady(steps->data, steps->n, p->first, p->last, &value) ? value
                                                                                        : LINE_ASK;
}

static void take_clause(struct outlined *o, uint32_t ordinal, uint32_t clause,
                        enum line_value value)
{
    if (o->decided || (o->begun && value != LINE_ASK && value == o->s->pass->value)) {
        o->s->fitted++;
        return;
    }
    add_range(o->s, ordinal, o->r.record, clause, 1);
    o->begun = true;
    o->decided = value != LINE_ASK && value != o->s->pass->value;
}

/* All clauses of an agreement, where they need not be told apart. */
static bool take_as_one(struct outlined *o, uint32_t ordinal)
{
    const enum line_value value = value_of(o);
    if (!o->decided && !heeds(o)) {
        add_range(o->s, ordinal, o->r.record, 0, o->r.clauses);
        o->begun = true;
        return true;
    }
    if (!o->decided && value == LINE_ASK)
        return false;
    /* Those behind the first have its value: they are of no avail, or it decides. */
    take_clause(o, ordinal, 0, value);
    o->s->fitted += o->r.clauses - 1;
    return true;
}

static const char *take_clauses(struct outlined *o, uint32_t ordinal)
{
    const enum line_value of_all = value_of(o);
    const char *fault = NULL;
    o->r.wants_lines = of_all == LINE_ASK && heeds(o) && !o->decided;
    for (uint32_t i = 0; fault == NULL && i < o->r.clauses; i++) {
        fault = outline_clause(&o->r);
        if (fault == NULL &&
            (o->every || clause_fits(o->r.id.data, o->r.id.n, o->sel->id, o->sel->n)))
            take_clause(o, ordinal, i, o->r.wants_lines ? value_of(o) : of_all);
        o->r.wants_lines = o->r.wants_lines && !o->decided;
    }
    return fault;
}

static const char *fit_agreement(struct outlined *o, bool *ret_fits)
{
    *ret_fits = o->any;
    if (o->any)
        return NULL;
    buf_clear(&o->agreement);
    const char *fault =
        image_file_id(o->r.f, o->r.cursor, o->r.cursor, o->r.row - 1, &o->agreement);
    *ret_fits = fault == NULL && agreement_fits(o->agreement.data, o->agreement.n,
                                                o->sel->agreement, o->sel->agreement_n);
    return fault;
}

/* The next agreement. */
static const char *take_agreement(struct outlined *o, uint32_t ordinal)
{
    bool fits = false;
    const size_t before = o->s->fitted;
    const char *fault = outline_agreement(&o->r);
    if (fault == NULL)
        fault = fit_agreement(o, &fits);
    if (!fits || o->r.clauses == 0)
        return fault;
    if (!o->every || !take_as_one(o, ordinal))
        fault = take_clauses(o, ordinal);
    if (o->s->fitted > before)
        record_widen(&o->s->fit_record, 1, o->r.record, o->r.record);
    return fault;
}

static bool is_star(const char *text, size_t n)
{
    return n == 1 && text[0] == '*';
}

/* May the rest of the file be left out? */
static bool knows_all(const struct outlined *o)
{
    return o->any && o->every && o->decided;
}

/* All clauses of the file fit, besides those of others before. */
static void count_all(struct selection *s, const struct selection *before,
                      const struct image_footer *f)
{
    s->fitted = before->fitted + (size_t)f->clauses;
    s->fit_record = before->fit_record;
    record_widen(&s->fit_record, f->speaking, f->record_first, f->record_last);
}

static const char *select_file(struct selection *s, const struct part *p,
                               const struct selector *sel)
{
    const struct selection before = *s;
    struct outlined o = {.s = s, .sel = sel};
    o.any = sel->agreement == NULL || is_star(sel->agreement, sel->agreement_n);
    o.every = is_star(sel->id, sel->n) || sel->n == 0;
    buf_init(&o.agreement, 0);
    const char *fault = outline_open(&o.r, p->file);
    o.r.wants_ids = !o.every;
    for (uint32_t row = 0; row < part_agreements(p) && fault == NULL && !knows_all(&o); row++)
        fault = take_agreement(&o, part_ordinal(p, row));
    if (knows_all(&o))
        count_all(s, &before, &p->file->footer);
    outline_close(&o.r);
    buf_done(&o.agreement);
    return fault;
}

static void select_glob(struct selection *s, const struct pact_corpus *c, uint32_t ordinal,
                        const struct selector *sel)
{
    const struct agreement_row *agreement;
    const struct image *img = corpus_frame(c, ordinal, &agreement);
    const struct span rows = agreement->clauses;
    const size_t before = s->fitted;
    const day_t record = agreement->complete_through;
    for (uint32_t i = rows.first; i < rows.first + rows.n; i++)
        if (selector_fits(img, i, sel->text, sel->text_n))
            add_range(s, ordinal, record, i, 1);
    if (s->fitted > before)
        record_widen(&s->fit_record, 1, record, record);
}

/* Agreements of YAML are in memory; of a file only those are read that are selected. */
static void select_globs(struct selection *s, const struct pact_corpus *c,
                         const struct selector *sel)
{
    s->passed = s->pass != NULL;
    for (size_t i = 0; i < c->n_parts; i++) {
        struct part *p = &c->parts[i];
        if (p->file != NULL)
            part_note(p, select_file(s, p, sel));
        for (uint32_t row = 0; p->file == NULL && row < part_agreements(p); row++)
            select_glob(s, c, part_ordinal(p, row), sel);
    }
}

static void select_in(struct selection *s, const struct pact_corpus *c, uint32_t ordinal,
                      const struct selector *sel, struct span *guess)
{
    if (sel->glob)
        select_glob(s, c, ordinal, sel);
    else if (sel->n > 0)
        select_plain(s, c, ordinal, sel, guess);
}

/* Places for agreements that were found: twice as many as there are agreements, within bounds. One
 * that is not at its place is at one of the next few. */
#define FOUND_LEAST ((size_t)1 << 12)
#define FOUND_MOST ((size_t)1 << 17)
#define FOUND_NEAR 8U

static void make_places(struct selection *s, const struct pact_corpus *c)
{
    s->n_found = FOUND_LEAST;
    while (s->n_found < 2 * c->n_agreements && s->n_found < FOUND_MOST)
        s->n_found *= 2;
    s->found = calloc(s->n_found + FOUND_NEAR, sizeof *s->found);
}

static uint32_t hash_of(const char *id, size_t n)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)id[i]) * 16777619U;
    return hash;
}

static bool is_agreement(const struct pact_corpus *c, uint32_t ordinal, const char *id, size_t n)
{
    const struct agreement_row *row;
    const struct image *img = corpus_frame(c, ordinal, &row);
    const str_id own = row->id;
    return image_str_len(img, own) == n && memcmp(image_str(img, own), id, n) == 0;
}

/* The place of an agreement, or the one that it is to have: where all near ones are taken, the
 * first gives way. */
static struct found *place_of(struct selection *s, const struct pact_corpus *c, const char *id,
                              size_t n)
{
    const uint32_t hash = hash_of(id, n);
    struct found *near = &s->found[hash % s->n_found];
    struct found *place = near;
    for (; place < near + FOUND_NEAR && place->number != 0; place++)
        if (place->hash == hash && is_agreement(c, place->number - 1, id, n))
            return place;
    if (place == near + FOUND_NEAR)
        place = near;
    *place = (struct found){.hash = hash};
    return place;
}

static void select_named(struct selection *s, const struct pact_corpus *c,
                         const struct selector *sel)
{
    struct found here = {.hash = 0};
    struct found *f = s->found != NULL ? place_of(s, c, sel->agreement, sel->agreement_n) : &here;
    if (f->number == 0)
        f->number = corpus_find(c, sel->agreement, sel->agreement_n) + 1; /* none: 0 */
    if (f->number != 0)
        select_in(s, c, f->number - 1, sel, &f->span);
}

static void select_one(struct selection *s, const struct pact_corpus *c, const struct selector *sel)
{
    /* An agreement that is named in full saves looking at the others. */
    if (sel->agreement != NULL && strpbrk(sel->agreement, "*?/")[0] == '/') {
        select_named(s, c, sel);
        return;
    }
    if (sel->glob) {
        select_globs(s, c, sel);
        return;
    }
    /* Otherwise its topic, the first part of the id, tells which agreements to look at. */
    const char *dot = memchr(sel->id, '.', sel->n);
    struct vec ordinals;
    vec_init(&ordinals, sizeof(uint32_t));
    corpus_find_topic(c, sel->id, dot != NULL ? (size_t)(dot - sel->id) : sel->n, &ordinals);
    for (size_t i = 0; i < ordinals.n; i++) {
        select_in(s, c, *VEC_AT(&ordinals, uint32_t, i), sel, NULL);
        corpus_relax(c);
    }
    s->ranges.failed |= ordinals.failed;
    vec_done(&ordinals);
}

/* ---- a selector that fits nothing ---- */

static void complain_unknown(const struct pact_corpus *c, const struct selector *sel,
                             struct diags *d)
{
    struct suggest s;
    uint32_t within = IMAGE_NONE;
    if (corpus_find(c, sel->text, sel->text_n) != IMAGE_NONE) {
        complain(d, DIAG_UNKNOWN_NAME,
                 diag_text(d, "for all clauses of the agreement write '%s/*'", sel->text),
                 "no clause fits '%s', which is an agreement", sel->text);
        return;
    }
    if (sel->agreement != NULL && !sel->glob) {
        within = corpus_find(c, sel->agreement, sel->agreement_n);
        if (within == IMAGE_NONE) {
            suggest_init(&s, sel->agreement, sel->agreement_n);
            offer_agreements(&s, c);
            complain(
                d, DIAG_UNKNOWN_NAME, did_you_mean(d, &s), "no agreement '%.*s', so no clause '%s'",
                (int)(sel->agreement_n < 512 ? sel->agreement_n : 512), sel->agreement, sel->text);
            return;
        }
    }
    suggest_init(&s, sel->id, sel->n);
    offer_clauses(&s, c, within);
    const char *hint = did_you_mean(d, &s);
    complain(d, DIAG_UNKNOWN_NAME, hint != NULL ? hint : "`pact list clauses` shows them all",
             "no clause fits '%s'", sel->text);
}

/* ---- the union ---- */

static int by_place(const void *x, const void *y)
{
    const struct range *a = x;
    const struct range *b = y;
    if (a->ordinal != b->ordinal)
        return a->ordinal < b->ordinal ? -1 : 1;
    return (a->clauses.first > b->clauses.first) - (a->clauses.first < b->clauses.first);
}

/* Sorts what several selectors gave, and melts what overlaps. */
static void unite(struct selection *s)
{
    if (s->ranges.n < 2)
        return;
    qsort(s->ranges.data, s->ranges.n, sizeof(struct range), by_place);
    size_t kept = 0;
    for (size_t i = 1; i < s->ranges.n; i++) {
        struct range *last = VEC_AT(&s->ranges, struct range, kept);
        const struct range next = *VEC_AT(&s->ranges, struct range, i);
        const uint32_t last_end = last->clauses.first + last->clauses.n;
        const uint32_t next_end = next.clauses.first + next.clauses.n;
        if (next.ordinal != last->ordinal || next.clauses.first > last_end)
            *VEC_AT(&s->ranges, struct range, ++kept) = next;
        else if (next_end > last_end)
            last->clauses.n = next_end - last->clauses.first;
    }
    s->ranges.n = kept + 1;
}

/* All clauses of an agreement, by the directory where it is in a file. */
static const char *select_whole(struct selection *s, const struct part *p, uint32_t row,
                                struct image_cursor *cursor)
{
    const uint32_t ordinal = part_ordinal(p, row);
    if (p->file == NULL) {
        const struct agreement_row *a = &p->image.agreements[row];
        add_range(s, ordinal, a->complete_through, a->clauses.first, a->clauses.n);
        return NULL;
    }
    struct image_entry e;
    const char *fault = image_file_entry(p->file, cursor, row, &e);
    if (fault == NULL)
        add_range(s, ordinal, e.complete_through, 0, e.clauses);
    return fault;
}

static void select_all(struct selection *s, const struct pact_corpus *c)
{
    for (size_t i = 0; i < c->n_parts; i++) {
        struct part *p = &c->parts[i];
        struct image_cursor cursor;
        cursor.block = 0;
        for (uint32_t row = 0; row < part_agreements(p); row++)
            part_note(p, select_whole(s, p, row, &cursor));
    }
}

/* A file may change between two looks. */
const char *range_fault(const struct range *r, const struct agreement_row *row)
{
    return r->record == row->complete_through && is_within(r->clauses, row->clauses)
               ? NULL
               : "damaged (an agreement that is not what the outline says)";
}

bool range_prove(const struct range *r, const struct pact_corpus *c)
{
    const struct agreement_row *row;
    (void)corpus_frame(c, r->ordinal, &row);
    const char *fault = range_fault(r, row);
    corpus_note(c, r->ordinal, fault);
    if (fault == NULL)
        corpus_prove(c, r->ordinal, r->clauses);
    return corpus_is_sound(c);
}

enum status selection_read(const struct selection *s, const struct pact_corpus *c, struct diags *d)
{
    for (size_t i = 0; i < s->ranges.n; i++) {
        const struct range *r = selection_at(s, i);
        if (range_prove(r, c) && !s->alone)
            (void)corpus_image(c, r->ordinal);
    }
    return corpus_fault(c, d);
}

enum status selection_make(struct selection *s, const struct pact_corpus *c,
                           const char *const *selectors, size_t n, struct diags *d)
{
    enum status status = ST_OK;
    s->ranges.n = 0;
    s->passed = false;
    s->fit_record = (struct record_span){0, DAY_NONE, DAY_NONE};
    if (s->again && s->found == NULL)
        make_places(s, c);
    s->again = true;
    if (n == 0)
        select_all(s, c);
    for (size_t i = 0; i < n; i++) {
        const struct selector sel = split(selectors[i]);
        s->fitted = 0;
        select_one(s, c, &sel);
        const enum status fault = corpus_fault(c, d);
        if (fault != ST_OK)
            return fault;
        if (s->fitted == 0) {
            complain_unknown(c, &sel, d);
            status = ST_USAGE;
        }
    }
    if (n > 1 || c->n_parts > 1)
        unite(s);
    if (s->ranges.failed)
        return ST_NOMEM;
    const enum status fault = s->later ? corpus_fault(c, d) : selection_read(s, c, d);
    return fault != ST_OK ? fault : status;
}
