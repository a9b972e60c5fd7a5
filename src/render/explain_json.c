/* Explanations for programs: JSON, a line of it, CSV and TSV. */
#include "render_explain.h"

#include <string.h>

#include "act_row.h"
#include "head.h"
#include "row.h"

/* ---- an answer in short ---- */

/* The keys of a row that say what the answer is; of no answer at all, null. */
static void put_answer(struct buf *b, const struct row *row)
{
    static const char *const keys[] = {"status",   "terms",      "absent",
                                       "reported", "depends_on", "cases"};
    size_t n = 0;
    if (row == NULL) {
        PUT(b, "null");
        return;
    }
    for (size_t i = 0; i < n_row_keys; i++)
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            if (strcmp(row_keys[i].name, keys[k]) == 0) {
                buf_char(b, n++ == 0 ? '{' : ',');
                put_word(b, keys[k]);
                PUT(b, ":");
                row_keys[i].put(b, row);
            }
    PUT(b, "}");
}

/* ---- an act ---- */

/* By the number that it has in its history. */
static void put_act_number(struct buf *b, const struct image *img, uint32_t act)
{
    if (act == IMAGE_NONE || img->acts[act].number == 0)
        PUT(b, "null");
    else
        buf_uint(b, img->acts[act].number);
}

static void put_text_value(struct buf *b, const struct image *img, const struct act_effect *e,
                           uint32_t value, day_t known)
{
    switch (e->field) {
    case EFFECT_STATUS:
        put_word(b, status_name((enum answer_status)value));
        break;
    case EFFECT_TERM:
        if (value == IMAGE_NONE)
            PUT(b, "null");
        else
            put_term(b, img, value, known);
        break;
    case EFFECT_ENDS:
        if (value == IMAGE_NONE)
            PUT(b, "null");
        else
            put_ends(b, img, value);
        break;
    case EFFECT_SUMMARY:
    case EFFECT_PROVIDED_THAT:
        put_str(b, img, value);
        break;
    case EFFECT_KIND:
        put_word(b, clause_kind_name((enum clause_kind)value));
        break;
    case EFFECT_HOLDER:
    case EFFECT_OBLIGOR:
    case EFFECT_FIELDS:
        break;
    }
}

static void put_field(struct buf *b, const struct image *img, const struct act_effect *e)
{
    static const char *const words[] = {"status",        "terms", "ends",   "summary",
                                        "provided_that", "kind",  "holder", "obligor"};
    if (e->field != EFFECT_TERM) {
        put_word(b, words[e->field]);
        return;
    }
    /* names are [a-z0-9_-], so no escapes are needed */
    PUT(b, "\"terms.");
    buf_puts(b, image_str(img, img->terms[e->after != IMAGE_NONE ? e->after : e->before].name));
    PUT(b, "\"");
}

static void put_effect(struct buf *b, const struct image *img, const struct act_effect *e,
                       day_t known)
{
    const bool parties = e->field == EFFECT_HOLDER || e->field == EFFECT_OBLIGOR;
    PUT(b, "{\"field\":");
    put_field(b, img, e);
    PUT(b, ",\"before\":");
    if (parties)
        put_party_ids(b, img, e->parties_before);
    else
        put_text_value(b, img, e, e->before, known);
    PUT(b, ",\"after\":");
    if (parties)
        put_party_ids(b, img, e->parties_after);
    else
        put_text_value(b, img, e, e->after, known);
    PUT(b, ",\"undone_by\":");
    put_act_number(b, img, e->undone_by);
    PUT(b, "}");
}

static void put_effects(struct buf *b, const struct row *row, const struct standing *s)
{
    PUT(b, "[");
    for (uint32_t i = 0; i < s->n_effects; i++) {
        if (i != 0)
            PUT(b, ",");
        put_effect(b, row_image(row), &s->effects[i], row->setting->known);
    }
    PUT(b, "]");
}

/* A chain's columns: those of `show`, by name, or one of ours. */
typedef void chain_put(struct buf *b, const struct row *row, const struct explained_act *act);

static void put_standing(struct buf *b, const struct row *row, const struct explained_act *act)
{
    const struct standing *s = standing_shared(act);
    (void)row;
    put_word(b, s != NULL ? standing_name(s->kind) : "depends");
}

static void put_by(struct buf *b, const struct row *row, const struct explained_act *act)
{
    const struct standing *s = standing_shared(act);
    put_act_number(b, row_image(row), s != NULL ? s->by : IMAGE_NONE);
}

static void put_standing_day(struct buf *b, const struct row *row, const struct explained_act *act)
{
    const struct standing *s = standing_shared(act);
    (void)row;
    put_day(b, s != NULL ? s->day : DAY_NONE);
}

static void put_act_effects(struct buf *b, const struct row *row, const struct explained_act *act)
{
    static const struct standing none = {0};
    put_effects(b, row, act->n_cases == 1 ? act->cases[0].standing : &none);
}

static void put_standing_case(struct buf *b, const struct row *row, const struct standing_case *c)
{
    PUT(b, "{\"when\":");
    put_conditions(b, row, c->when, c->n_when);
    PUT(b, ",\"standing\":");
    put_word(b, standing_name(c->standing->kind));
    PUT(b, ",\"by\":");
    put_act_number(b, row_image(row), c->standing->by);
    PUT(b, ",\"day\":");
    put_day(b, c->standing->day);
    PUT(b, ",\"effects\":");
    put_effects(b, row, c->standing);
    PUT(b, "}");
}

static void put_act_cases(struct buf *b, const struct row *row, const struct explained_act *act)
{
    PUT(b, "[");
    for (uint32_t i = 0; act->n_cases > 1 && i < act->n_cases; i++) {
        if (i != 0)
            PUT(b, ",");
        put_standing_case(b, row, &act->cases[i]);
    }
    PUT(b, "]");
}

static const struct {
    const char *name;
    chain_put *put; /* NULL: as `show` has it */
} chain_keys[] = {
    {"number", NULL},
    {"act", NULL},
    {"implicit", NULL},
    {"instrument", NULL},
    {"instrument_title", NULL},
    {"signed", NULL},
    {"announced", NULL},
    {"from", NULL},
    {"through", NULL},
    {"until", NULL},
    {"section", NULL},
    {"standing", put_standing},
    {"by", put_by},
    {"day", put_standing_day},
    {"effects", put_act_effects},
    {"cases", put_act_cases},
    {"sources", NULL},
    {"file", NULL},
    {"line", NULL},
};
#define N_CHAIN_KEYS (sizeof chain_keys / sizeof *chain_keys)

static void put_chain_value(struct buf *b, const struct row *row, const struct explained_act *act,
                            size_t key)
{
    if (chain_keys[key].put != NULL) {
        chain_keys[key].put(b, row, act);
        return;
    }
    for (size_t i = 0; i < n_act_keys; i++)
        if (strcmp(act_keys[i].name, chain_keys[key].name) == 0)
            act_keys[i].put(b, row_image(row), act->act);
}

static void put_chain(struct buf *b, const struct explanation *x)
{
    PUT(b, "[");
    for (uint32_t i = 0; i < x->n_acts; i++) {
        for (size_t k = 0; k < N_CHAIN_KEYS; k++) {
            if (k == 0 && i != 0)
                PUT(b, ",");
            buf_char(b, k == 0 ? '{' : ',');
            put_word(b, chain_keys[k].name);
            PUT(b, ":");
            put_chain_value(b, x->row, &x->acts[i], k);
        }
        PUT(b, "}");
    }
    PUT(b, "]");
}

/* ---- what would change it ---- */

static void put_pivots(struct buf *b, const struct explanation *x)
{
    PUT(b, "[");
    for (uint32_t i = 0; i < x->n_pivots; i++) {
        const struct pivot *p = &x->pivots[i];
        if (i != 0)
            PUT(b, ",");
        put_unknown(b, row_image(x->row), &p->unknown);
        PUT(b, ",\"plus\":");
        put_offset(b, p->plus);
        PUT(b, ",\"on\":");
        put_day(b, p->day);
        PUT(b, ",\"possible\":");
        put_bool(b, p->possible);
        PUT(b, ",\"answer\":");
        put_answer(b, p->by);
        PUT(b, ",\"a_day_later\":");
        put_answer(b, p->later);
        PUT(b, "}");
    }
    PUT(b, "]");
}

static void put_nearest(struct buf *b, const struct row *row)
{
    if (row == NULL) {
        PUT(b, "null");
        return;
    }
    PUT(b, "{\"date\":");
    put_day(b, row->day);
    PUT(b, ",\"answer\":");
    put_answer(b, row);
    PUT(b, "}");
}

/* The first stretch has no first day, the last no last. */
static void put_beliefs(struct buf *b, const struct explanation *x)
{
    PUT(b, "[");
    for (uint32_t i = 0; i < x->n_beliefs; i++) {
        const struct belief *at = &x->beliefs[i];
        if (i != 0)
            PUT(b, ",");
        PUT(b, "{\"from\":");
        put_day(b, at->first == DAY_MIN ? DAY_NONE : at->first);
        PUT(b, ",\"through\":");
        put_day(b, at->last == DAY_MAX ? DAY_NONE : at->last);
        PUT(b, ",\"answer\":");
        put_answer(b, at->row);
        PUT(b, "}");
    }
    PUT(b, "]");
}

static void put_lost_sources(struct buf *b, const struct explanation *x)
{
    const struct image *img = row_image(x->row);
    PUT(b, "[");
    for (uint32_t i = 0; i < x->n_sources; i++) {
        if (i != 0)
            PUT(b, ",");
        PUT(b, "{\"source\":");
        put_str(b, img, img->sources[x->sources[i].source].id);
        PUT(b, ",\"answer\":");
        put_answer(b, x->sources[i].without);
        PUT(b, "}");
    }
    PUT(b, "]");
}

static void put_explanation(struct buf *b, const struct explanation *x)
{
    PUT(b, "{\"answer\":");
    put_row(b, x->row);
    PUT(b, ",\"chain\":");
    put_chain(b, x);
    PUT(b, ",\"pivots\":");
    put_pivots(b, x);
    PUT(b, ",\"earlier\":");
    put_nearest(b, x->earlier);
    PUT(b, ",\"later\":");
    put_nearest(b, x->later);
    PUT(b, ",\"beliefs\":");
    put_beliefs(b, x);
    PUT(b, ",\"sources\":");
    put_lost_sources(b, x);
    PUT(b, "}");
}

static void write_json(struct buf *out, const struct style *style, const struct query_head *head,
                       const struct explanation *x)
{
    static const struct query_tally one = {.rows = 1};
    struct query_render r;
    struct buf b;
    buf_init(&b, 0);
    put_explanation(&b, x);
    render_query_begin(&r, style, head, out);
    if (!b.failed)
        rows_put(&r.rows, b.data, b.n);
    render_query_end(&r, &one);
    render_query_done(&r);
    out->failed |= b.failed;
    buf_done(&b);
}

/* ---- CSV, TSV ---- */

static void write_cell(struct buf *out, bool csv, struct buf *piece, struct buf *scratch)
{
    out->failed |= piece->failed;
    if (piece->failed)
        return;
    if (csv)
        put_csv_cell(out, piece->data, piece->n, scratch);
    else
        put_tsv_cell(out, piece->data, piece->n, scratch);
}

/* In front of the act's own columns: "agreement" and "clause", the first two of a row. */
static void write_cells(struct buf *out, const struct style *style, const struct explanation *x)
{
    const bool csv = style->format == FORMAT_CSV;
    struct buf piece, scratch;
    buf_init(&piece, 0);
    buf_init(&scratch, 0);
    for (size_t k = 0; k < 2 + N_CHAIN_KEYS; k++) {
        if (k != 0)
            buf_char(out, csv ? ',' : '\t');
        buf_puts(out, k < 2 ? row_keys[k].name : chain_keys[k - 2].name);
    }
    buf_char(out, '\n');
    for (uint32_t i = 0; i < x->n_acts; i++) {
        for (size_t k = 0; k < 2 + N_CHAIN_KEYS; k++) {
            if (k != 0)
                buf_char(out, csv ? ',' : '\t');
            buf_clear(&piece);
            if (k < 2)
                row_keys[k].put(&piece, x->row);
            else
                put_chain_value(&piece, x->row, &x->acts[i], k - 2);
            write_cell(out, csv, &piece, &scratch);
        }
        buf_char(out, '\n');
    }
    buf_done(&piece);
    buf_done(&scratch);
}

/* ---- any format ---- */

void render_explain(struct buf *out, const struct style *style, const struct query_head *head,
                    const struct explanation *x)
{
    if (style->format == FORMAT_JSON || style->format == FORMAT_JSONL)
        write_json(out, style, head, x);
    else if (style->format == FORMAT_CSV || style->format == FORMAT_TSV)
        write_cells(out, style, x);
    else
        explain_people(out, style, head, x);
}
