/* Every field of a row as compact JSON, in the order of the keys. A field that the courses do not
 * share is null, and named in `differs`. */
#include "row.h"

#include <stdlib.h>

static const struct clause_row *row_clause(const struct row *row)
{
    return &row_image(row)->clauses[row->clause];
}

static struct term_list terms_of(const uint32_t *rows, uint32_t n)
{
    return (struct term_list){.rows = n == 0 ? NULL : rows, .n = n};
}

/* True, and null written, if the courses do not share a field. */
static bool put_differs(struct buf *b, const struct row *row, enum row_field f)
{
    if (!row_differs(row, f))
        return false;
    PUT(b, "null");
    return true;
}

/* True, and an empty list written, if there is nothing to list: as most often. */
static bool put_none(struct buf *b, uint32_t n)
{
    if (n == 0)
        PUT(b, "[]");
    return n == 0;
}

/* ---- what is asked about ---- */

static void put_agreement(struct buf *b, const struct row *row)
{
    const struct image *img = row_image(row);
    put_str(b, img, img->agreements[row->setting->agreement].id);
}

static void put_clause(struct buf *b, const struct row *row)
{
    put_str(b, row_image(row), row_clause(row)->id);
}

static void put_title(struct buf *b, const struct row *row)
{
    put_str(b, row_image(row), row_clause(row)->title);
}

static void put_kind(struct buf *b, const struct row *row)
{
    if (!put_differs(b, row, FIELD_KIND))
        put_word(b, clause_kind_name(row->fields.kind));
}

static void put_holder(struct buf *b, const struct row *row)
{
    if (!put_differs(b, row, FIELD_HOLDER))
        put_party_ids(b, row_image(row), row->fields.holder);
}

static void put_obligor(struct buf *b, const struct row *row)
{
    if (!put_differs(b, row, FIELD_OBLIGOR))
        put_party_ids(b, row_image(row), row->fields.obligor);
}

static void put_known(struct buf *b, const struct row *row)
{
    put_day(b, row->setting->known);
}

/* ---- the answer ---- */

static void put_status_word(struct buf *b, enum answer_status s)
{
    put_word(b, s == STATUS_NONE ? NULL : status_name(s));
}

static void put_status(struct buf *b, const struct row *row)
{
    put_status_word(b, row->status);
}

static void put_applies(struct buf *b, const struct row *row)
{
    put_word(b, applies_name(row->applies));
}

static void put_why(struct buf *b, const struct row *row)
{
    if (!put_differs(b, row, FIELD_WHY))
        put_word(b, why_name(row->fields.why));
}

static void put_from(struct buf *b, const struct row *row)
{
    put_day(b, row->from);
}

static void put_row_through(struct buf *b, const struct row *row)
{
    put_day(b, row->through);
}

static void put_before(struct buf *b, const struct row *row)
{
    put_status_word(b, row->before);
}

static void put_after(struct buf *b, const struct row *row)
{
    put_status_word(b, row->after);
}

/* The end as an act states it. `through: open` states that there is none: both null. */
static void put_stated_end(struct buf *b, const struct image *img, const struct act_row *act)
{
    PUT(b, "\"through\":");
    put_day(b, act->through);
    PUT(b, ",\"until\":");
    put_bound(b, img, act->until);
    PUT(b, "}");
}

void put_ends(struct buf *b, const struct image *img, uint32_t act)
{
    if (act == IMAGE_NONE) {
        PUT(b, "{\"through\":null,\"until\":null}");
        return;
    }
    PUT(b, "{");
    put_stated_end(b, img, &img->acts[act]);
}

static void put_row_ends(struct buf *b, const struct row *row)
{
    if (!put_differs(b, row, FIELD_ENDS))
        put_ends(b, row_image(row), row->fields.ends_act);
}

static void put_window(struct buf *b, const struct row *row)
{
    if (put_differs(b, row, FIELD_WINDOW))
        return;
    if (row->fields.window_act == IMAGE_NONE) {
        PUT(b, "null");
        return;
    }
    const struct act_row *act = &row_image(row)->acts[row->fields.window_act];
    PUT(b, "{\"act\":");
    put_word(b, act_type_name((enum act_type)act->type));
    PUT(b, ",");
    put_stated_end(b, row_image(row), act);
}

static void put_row_terms(struct buf *b, const struct row *row)
{
    put_terms(b, row_image(row), terms_of(row->fields.terms, row->fields.n_terms));
}

static void put_row_absent(struct buf *b, const struct row *row)
{
    put_absent(b, row_image(row), terms_of(row->fields.terms, row->fields.n_terms));
}

static void put_row_reported(struct buf *b, const struct row *row)
{
    put_reported(b, row_image(row), terms_of(row->fields.terms, row->fields.n_terms),
                 row->setting->known);
}

static void put_summary(struct buf *b, const struct row *row)
{
    if (!put_differs(b, row, FIELD_SUMMARY))
        put_str(b, row_image(row), row->fields.summary);
}

static void put_provided_that(struct buf *b, const struct row *row)
{
    if (!put_differs(b, row, FIELD_PROVIDED_THAT))
        put_str(b, row_image(row), row->fields.provided_that);
}

/* ---- who says so ---- */

bool source_visible(const struct image *img, uint32_t source, day_t known)
{
    const pdate date = img->sources[source].date;
    return date == 0 || pdate_last(date) <= known;
}

void put_caveat(struct buf *b, const struct image *img, const struct caveat_row *c, day_t known)
{
    PUT(b, "{\"kind\":");
    put_word(b, caveat_kind_name((enum caveat_kind)c->kind));
    PUT(b, ",\"text\":");
    put_str(b, img, c->text);
    PUT(b, ",\"announced\":");
    put_pdate(b, c->announced);
    PUT(b, ",\"sources\":[");
    bool any = false;
    for (uint32_t i = 0; i < c->sources.n; i++) {
        const uint32_t source = img->refs[c->sources.first + i];
        if (!source_visible(img, source, known))
            continue;
        if (any)
            PUT(b, ",");
        any = true;
        put_str(b, img, img->sources[source].id);
    }
    PUT(b, "]}");
}

static void put_caveats(struct buf *b, const struct row *row)
{
    if (put_differs(b, row, FIELD_CAVEATS) || put_none(b, row->fields.n_caveats))
        return;
    const struct image *img = row_image(row);
    PUT(b, "[");
    for (uint32_t i = 0; i < row->fields.n_caveats; i++) {
        if (i != 0)
            PUT(b, ",");
        put_caveat(b, img, &img->caveats[row->fields.caveats[i]], row->setting->known);
    }
    PUT(b, "]");
}

static void put_announced(struct buf *b, const struct row *row, uint32_t act)
{
    put_pdate(b, act == IMAGE_NONE ? 0 : act_announced(row_image(row), act));
}

static void put_confirmed(struct buf *b, const struct row *row)
{
    if (!put_differs(b, row, FIELD_CONFIRMED))
        put_announced(b, row, row->fields.confirmed_act);
}

static void put_silent_since(struct buf *b, const struct row *row)
{
    if (!put_differs(b, row, FIELD_SILENT_SINCE))
        put_announced(b, row, row->fields.silent_act);
}

static void put_basis(struct buf *b, const struct row *row)
{
    if (put_differs(b, row, FIELD_BASIS))
        return;
    const int basis = row->fields.basis;
    put_word(b, basis < 0 ? NULL : source_kind_name((enum source_kind)basis));
}

void put_shown_sources(struct buf *b, const struct setting *s, uint32_t act)
{
    const struct image *img = s->image;
    const struct span sources = act_sources(img, act);
    bool any = false;
    PUT(b, "[");
    for (uint32_t i = 0; i < sources.n; i++) {
        const uint32_t source = img->refs[sources.first + i];
        if (!act_shows_source(s, act, source))
            continue;
        if (any)
            PUT(b, ",");
        any = true;
        put_str(b, img, img->sources[source].id);
    }
    PUT(b, "]");
}

static void put_act(struct buf *b, const struct row *row, uint32_t index)
{
    const struct image *img = row_image(row);
    const struct act_row *act = &img->acts[index];
    const struct instrument_row *by = &img->instruments[act->instrument];
    PUT(b, "{\"act\":");
    put_word(b, act_type_name((enum act_type)act->type));
    PUT(b, ",\"instrument\":");
    put_str(b, img, by->id);
    PUT(b, ",\"signed\":");
    put_pdate(b, by->signed_on);
    PUT(b, ",\"announced\":");
    put_pdate(b, act_announced(img, index));
    PUT(b, ",\"from\":");
    put_bound(b, img, act->from);
    PUT(b, ",\"section\":");
    put_str(b, img, act->extra == IMAGE_NONE ? 0 : img->extras[act->extra].section);
    PUT(b, ",\"sources\":");
    put_shown_sources(b, row->setting, index);
    PUT(b, ",\"file\":");
    put_str(b, img, act->file);
    PUT(b, ",\"line\":");
    buf_uint(b, act->line);
    PUT(b, "}");
}

static void put_provenance(struct buf *b, const struct row *row)
{
    if (put_differs(b, row, FIELD_PROVENANCE))
        return;
    PUT(b, "[");
    for (uint32_t i = 0; i < row->fields.n_acts; i++) {
        if (i != 0)
            PUT(b, ",");
        put_act(b, row, row->fields.acts[i]);
    }
    PUT(b, "]");
}

/* ---- what it depends on ---- */

void put_unknown(struct buf *b, const struct image *img, const struct unknown_ref *u)
{
    if (u->is_event)
        PUT(b, "{\"event\":");
    else
        PUT(b, "{\"day\":");
    put_str(b, img, u->name);
}

void put_unknown_list(struct buf *b, const struct image *img, const struct unknown_ref *u,
                      uint32_t n)
{
    if (put_none(b, n))
        return;
    PUT(b, "[");
    for (uint32_t i = 0; i < n; i++) {
        if (i != 0)
            PUT(b, ",");
        put_unknown(b, img, &u[i]);
        PUT(b, "}");
    }
    PUT(b, "]");
}

static void put_depends_on(struct buf *b, const struct row *row)
{
    put_unknown_list(b, row_image(row), row->depends_on, row->n_depends_on);
}

static void put_differs_list(struct buf *b, const struct row *row)
{
    bool any = false;
    if (put_none(b, row->differs))
        return;
    PUT(b, "[");
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        if (!row_differs(row, (enum row_field)f))
            continue;
        if (any)
            PUT(b, ",");
        any = true;
        put_word(b, row_field_name((enum row_field)f));
    }
    PUT(b, "]");
}

/* Asked for a period, a condition's day is the day looked at, so none is written. */
static void put_condition(struct buf *b, const struct row *row, const struct condition *c)
{
    put_unknown(b, row_image(row), &c->unknown);
    PUT(b, ",\"plus\":");
    put_offset(b, c->plus);
    if (c->by)
        PUT(b, ",\"by\":");
    else
        PUT(b, ",\"not_by\":");
    put_day(b, row->setting->question->period ? DAY_NONE : row->day);
    PUT(b, "}");
}

void put_conditions(struct buf *b, const struct row *row, const struct condition *when, uint32_t n)
{
    PUT(b, "[");
    for (uint32_t i = 0; i < n; i++) {
        if (i != 0)
            PUT(b, ",");
        put_condition(b, row, &when[i]);
    }
    PUT(b, "]");
}

void put_case_state(struct buf *b, const struct row *row, const struct answer_case *c)
{
    const struct image *img = row_image(row);
    const struct term_list terms = terms_of(c->terms, c->n_terms);
    PUT(b, "\"status\":");
    put_status_word(b, c->status);
    PUT(b, ",\"terms\":");
    put_terms(b, img, terms);
    PUT(b, ",\"absent\":");
    put_absent(b, img, terms);
    PUT(b, ",\"reported\":");
    put_reported(b, img, terms, row->setting->known);
    PUT(b, ",\"ends\":");
    if ((c->differs & FIELD_BIT(FIELD_ENDS)) != 0)
        PUT(b, "null");
    else
        put_ends(b, img, c->ends_act);
    PUT(b, ",\"summary\":");
    put_str(b, img, (c->differs & FIELD_BIT(FIELD_SUMMARY)) != 0 ? 0 : c->summary);
}

static void put_case(struct buf *b, const struct row *row, const struct answer_case *c)
{
    PUT(b, "{\"when\":");
    put_conditions(b, row, c->when, c->n_when);
    PUT(b, ",");
    put_case_state(b, row, c);
    PUT(b, "}");
}

static void put_cases(struct buf *b, const struct row *row)
{
    if (put_none(b, row->n_cases))
        return;
    PUT(b, "[");
    for (uint32_t i = 0; i < row->n_cases; i++) {
        if (i != 0)
            PUT(b, ",");
        put_case(b, row, &row->cases[i]);
    }
    PUT(b, "]");
}

/* ---- the row ---- */

/* X(key, how its value is put), but for the first, which no comma precedes. */
#define ROW_KEYS(X)                                                                                \
    X("clause", put_clause)                                                                        \
    X("title", put_title)                                                                          \
    X("kind", put_kind)                                                                            \
    X("holder", put_holder)                                                                        \
    X("obligor", put_obligor)                                                                      \
    X("known", put_known)                                                                          \
    X("status", put_status)                                                                        \
    X("applies", put_applies)                                                                      \
    X("why", put_why)                                                                              \
    X("from", put_from)                                                                            \
    X("through", put_row_through)                                                                  \
    X("before", put_before)                                                                        \
    X("after", put_after)                                                                          \
    X("ends", put_row_ends)                                                                        \
    X("window", put_window)                                                                        \
    X("terms", put_row_terms)                                                                      \
    X("absent", put_row_absent)                                                                    \
    X("reported", put_row_reported)                                                                \
    X("summary", put_summary)                                                                      \
    X("provided_that", put_provided_that)                                                          \
    X("caveats", put_caveats)                                                                      \
    X("confirmed", put_confirmed)                                                                  \
    X("silent_since", put_silent_since)                                                            \
    X("basis", put_basis)                                                                          \
    X("depends_on", put_depends_on)                                                                \
    X("differs", put_differs_list)                                                                 \
    X("cases", put_cases)                                                                          \
    X("provenance", put_provenance)

#define X(key, put) {key, put},
const struct row_key row_keys[] = {{"agreement", put_agreement}, ROW_KEYS(X)};
#undef X
const size_t n_row_keys = sizeof row_keys / sizeof row_keys[0];

void put_row(struct buf *b, const struct row *row)
{
    PUT(b, "{\"agreement\":");
    put_agreement(b, row);
#define X(key, put)                                                                                \
    PUT(b, ",\"" key "\":");                                                                       \
    put(b, row);
    ROW_KEYS(X)
#undef X
    PUT(b, "}");
}

/* ---- what the courses in force share ---- */

static bool same_span(struct span a, struct span b)
{
    return a.first == b.first && a.n == b.n;
}

/* Which fields differ between two outcomes, of those that text needs. */
static uint32_t compare_outcomes(const struct outcome *a, const struct outcome *b)
{
    uint32_t differs = 0;
    differs |= a->kind != b->kind ? FIELD_BIT(FIELD_KIND) : 0;
    differs |= !same_span(a->holder, b->holder) ? FIELD_BIT(FIELD_HOLDER) : 0;
    differs |= !same_span(a->obligor, b->obligor) ? FIELD_BIT(FIELD_OBLIGOR) : 0;
    differs |= a->ends_act != b->ends_act ? FIELD_BIT(FIELD_ENDS) : 0;
    differs |= a->window_act != b->window_act ? FIELD_BIT(FIELD_WINDOW) : 0;
    differs |= a->summary != b->summary ? FIELD_BIT(FIELD_SUMMARY) : 0;
    differs |= a->provided_that != b->provided_that ? FIELD_BIT(FIELD_PROVIDED_THAT) : 0;
    differs |= a->silent_act != b->silent_act ? FIELD_BIT(FIELD_SILENT_SINCE) : 0;
    differs |= a->basis != b->basis ? FIELD_BIT(FIELD_BASIS) : 0;
    return differs;
}

struct row row_in_force(const struct row *row)
{
    static const uint32_t compared =
        FIELD_BIT(FIELD_KIND) | FIELD_BIT(FIELD_HOLDER) | FIELD_BIT(FIELD_OBLIGOR) |
        FIELD_BIT(FIELD_ENDS) | FIELD_BIT(FIELD_WINDOW) | FIELD_BIT(FIELD_SUMMARY) |
        FIELD_BIT(FIELD_PROVIDED_THAT) | FIELD_BIT(FIELD_SILENT_SINCE) | FIELD_BIT(FIELD_BASIS);
    struct row r = *row;
    const struct outcome *first = NULL;
    uint32_t differs = 0;
    for (uint32_t i = 0; i < row->n_outcomes; i++) {
        const struct outcome *o = &row->outcomes[i];
        if (o->status != STATUS_IN_FORCE)
            continue;
        if (first == NULL)
            first = o;
        else
            differs |= compare_outcomes(first, o);
    }
    if (row->status != STATUS_DEPENDS || first == NULL)
        return r;
    const struct outcome shared = row->fields;
    r.fields = *first;
    r.fields.why = shared.why;
    r.fields.confirmed_act = shared.confirmed_act;
    r.fields.terms = shared.terms;
    r.fields.n_terms = shared.n_terms;
    r.fields.acts = shared.acts;
    r.fields.n_acts = shared.n_acts;
    r.fields.caveats = shared.caveats;
    r.fields.n_caveats = shared.n_caveats;
    r.differs = (row->differs & ~compared) | differs;
    return r;
}

/* ---- all that any course has ---- */

static int compare_index(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static struct index_list sorted_once(uint32_t *items, uint32_t n)
{
    uint32_t kept = 0;
    qsort(items, n, sizeof *items, compare_index);
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || items[kept - 1] != items[i])
            items[kept++] = items[i];
    return (struct index_list){items, kept};
}

struct index_list row_acts(const struct row *row, struct arena *scratch)
{
    if (!row_differs(row, FIELD_PROVENANCE))
        return (struct index_list){row->fields.acts, row->fields.n_acts};
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->n_outcomes; i++)
        n += row->outcomes[i].n_acts;
    uint32_t *all = ARENA_ARRAY(scratch, n, uint32_t);
    if (all == NULL)
        return (struct index_list){0};
    n = 0;
    for (uint32_t i = 0; i < row->n_outcomes; i++)
        for (uint32_t k = 0; k < row->outcomes[i].n_acts; k++)
            all[n++] = row->outcomes[i].acts[k];
    return sorted_once(all, n);
}

struct index_list row_caveats(const struct row *row, struct arena *scratch)
{
    if (!row_differs(row, FIELD_CAVEATS))
        return (struct index_list){row->fields.caveats, row->fields.n_caveats};
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->n_outcomes; i++)
        n += row->outcomes[i].n_caveats;
    uint32_t *all = ARENA_ARRAY(scratch, n, uint32_t);
    if (all == NULL)
        return (struct index_list){0};
    n = 0;
    for (uint32_t i = 0; i < row->n_outcomes; i++)
        for (uint32_t k = 0; k < row->outcomes[i].n_caveats; k++)
            all[n++] = row->outcomes[i].caveats[k];
    return sorted_once(all, n);
}
