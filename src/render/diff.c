/* A line for each thing that differs. In machine formats the values are JSON: of a term, {"value":
 * …} or {"absent": …, "reported": …}, so that a string is never taken for an absence. */
#include "diff.h"

#include <string.h>

#include "field_text.h"
#include "jw.h"
#include "row.h"
#include "say.h"

static const struct column columns[] = {
    {"agreement", "AGREEMENT", true},
    {"clause", "CLAUSE", false},
    {"field", "FIELD", false},
    {"old", "OLD", false},
    {"new", "NEW", false},
    {"by", "BY", true},
    {"announced", "ANNOUNCED", true},
    {"from", "FROM", true},
    {"through", "THROUGH", true},
};
#define COLUMNS (sizeof columns / sizeof *columns)

static void put_side(struct jw *w, const struct query_head *h)
{
    struct buf days;
    buf_init(&days, 0);
    put_span_of_days(&days, h->question->first, h->question->last, h->question->period);
    jw_object(w);
    jw_key(w, "date");
    jw_raw(w, days.data, days.n);
    w->out->failed |= days.failed;
    buf_done(&days);
    jw_key(w, "known");
    jw_day(w, h->known);
    jw_key(w, "signed");
    jw_day(w, h->question->signed_on);
    jw_object_end(w);
}

static void put_query(struct buf *b, const struct query_head *from, const struct query_head *to)
{
    const struct question *q = from->question;
    struct jw w;
    jw_init(&w, b, false);
    jw_object(&w);
    jw_key(&w, "from");
    put_side(&w, from);
    jw_key(&w, "to");
    put_side(&w, to);
    jw_key(&w, "assume");
    jw_array(&w);
    for (size_t i = 0; i < q->n_assumptions; i++)
        jw_text(&w, q->assumptions[i].text);
    if (q->others_never)
        jw_text(&w, "*=never");
    jw_array_end(&w);
    jw_key(&w, "select");
    jw_array(&w);
    for (size_t i = 0; i < from->n_select; i++)
        jw_text(&w, from->select[i]);
    jw_array_end(&w);
    jw_object_end(&w);
}

bool render_diff_begin(struct diff_render *r, const struct style *style,
                       const struct query_head *from, const struct query_head *to, struct buf *out)
{
    struct buf query;
    *r = (struct diff_render){.kept = style->format == FORMAT_MARKDOWN,
                              .text = style->format == FORMAT_TEXT,
                              .several = from->n_selected_agreements > 1,
                              .period = from->question->period,
                              .indent = from->question->period ? 4 : 2};
    arena_init(&r->texts);
    say_init(&r->say, out, style->width, style->color, style->ascii);
    if (r->text)
        return true;
    buf_init(&query, 0);
    put_query(&query, from, to);
    if (!query.failed)
        r->table =
            render_table_begin(style, "pact.diff/1", from->digest, from->n_agreements,
                               from->n_clauses, query.data, "differences", columns, COLUMNS, out);
    buf_done(&query);
    return r->table != NULL;
}

/* ---- cells ---- */

static const char *keep(struct diff_render *r, struct buf *b, size_t *ret_n)
{
    const char *text = b->failed ? NULL : arena_copy(&r->texts, b->data, b->n);
    r->failed |= text == NULL;
    *ret_n = text != NULL ? b->n : 0;
    buf_done(b);
    return text != NULL ? text : "";
}

static struct cell text_cell(const char *text, size_t n)
{
    return (struct cell){.kind = CELL_TEXT, .text = text, .n = n};
}

/* One end of a stretch; nothing where it is the end of all days. */
static struct cell day_cell(day_t day, day_t open)
{
    return (struct cell){.kind = day == DAY_NONE || day == open ? CELL_NULL : CELL_DAY, .day = day};
}

static struct cell term_cell(struct diff_render *r, const struct row *row, uint32_t term)
{
    if (term == IMAGE_NONE)
        return (struct cell){.kind = CELL_NULL};
    const struct image *img = row_image(row);
    struct buf json, text;
    struct say say;
    buf_init(&json, 0);
    buf_init(&text, 0);
    put_term(&json, img, term, row->setting->known);
    say_init(&say, &text, 0, false, true);
    say_value(&say, img, term, row->setting->known);
    say_end(&say, 0, 0);
    text.failed |= say.text.failed;
    say_done(&say);
    if (!text.failed && text.n > 0 && text.data[text.n - 1] == '\n')
        text.n--;
    struct cell cell = {.kind = CELL_TEXT};
    cell.text = keep(r, &text, &cell.n);
    cell.json = keep(r, &json, &cell.json_n);
    return cell;
}

static struct cell field_cell(struct diff_render *r, const struct row *row, const char *field)
{
    struct cell cell = {.kind = CELL_TEXT};
    struct buf json, text;
    buf_init(&json, 0);
    buf_init(&text, 0);
    for (size_t i = 0; i < n_row_keys; i++)
        if (strcmp(row_keys[i].name, field) == 0)
            row_keys[i].put(&json, row);
    if (json.failed || json.n == 0 || strcmp(json.data, "null") == 0)
        cell.kind = CELL_NULL;
    else if (strcmp(field, "cases") == 0)
        buf_printf(&text, "%u cases", row->n_cases);
    else
        put_plain(&text, &json);
    r->failed |= json.failed;
    cell.text = keep(r, &text, &cell.n);
    cell.json = keep(r, &json, &cell.json_n);
    return cell;
}

/* ---- which act ---- */

/* Has the act this row among its terms, or below them? */
static bool gives(const struct image *img, uint32_t act, const char *path, uint32_t row)
{
    const struct act_row *a = &img->acts[act];
    for (uint32_t i = 0; i < a->n_terms; i++) {
        const uint32_t top = a->terms + i;
        if (term_at(img, &top, 1, path, strlen(path)) == row)
            return true;
    }
    return false;
}

/* The act that made the new answer: of a term that is there the one that gave it, else the last one
 * that did more than confirm. IMAGE_NONE: the courses have different ones. */
static uint32_t deciding_act(const struct row *row, const struct change *change)
{
    const struct image *img = row_image(row);
    uint32_t act = IMAGE_NONE;
    for (uint32_t i = 0; !row_differs(row, FIELD_PROVENANCE) && i < row->fields.n_acts; i++) {
        const uint32_t at = row->fields.acts[i];
        const enum act_type type = (enum act_type)img->acts[at].type;
        if (change->new_row != IMAGE_NONE && gives(img, at, change->path, change->new_row))
            return at;
        if (type != ACT_REAFFIRM && type != ACT_SILENT)
            act = at;
    }
    return act;
}

/* ---- text ---- */

static bool applies(const struct row *row)
{
    return row->status == STATUS_IN_FORCE || row->status == STATUS_SUSPENDED ||
           row->status == STATUS_DEPENDS;
}

static const char *heading(const char *field)
{
    return strcmp(field, "provided_that") == 0 ? "provided that"
           : strcmp(field, "ends") == 0        ? "end"
                                               : field;
}

static void say_by(struct say *s, const struct row *row, const struct change *change)
{
    const struct image *img = row_image(row);
    const uint32_t act = deciding_act(row, change);
    if (act == IMAGE_NONE)
        return;
    say_text(s, " (");
    say_str(s, img, img->instruments[img->acts[act].instrument].id);
    say_text(s, ", announced ");
    say_pdate(s, act_announced(img, act));
    say_text(s, ")");
}

static void say_term(struct say *s, const struct row *row, const char *sign, const char *path,
                     uint32_t term)
{
    say_text(s, sign);
    say_text(s, " ");
    say_text(s, path);
    say_text(s, ": ");
    say_value(s, row_image(row), term, row->setting->known);
}

/* Terms that come or go with the clause itself need no act of their own. */
static void text_term(struct diff_render *r, const struct row *from, const struct row *to,
                      const struct change *change)
{
    if (change->old_row != IMAGE_NONE && applies(to)) {
        say_term(&r->say, from, "-", change->path, change->old_row);
        if (change->new_row == IMAGE_NONE)
            say_by(&r->say, to, change);
        say_end(&r->say, r->indent, r->indent + 4);
    }
    if (change->new_row != IMAGE_NONE) {
        say_term(&r->say, to, "+", change->path, change->new_row);
        if (applies(from))
            say_by(&r->say, to, change);
        say_end(&r->say, r->indent, r->indent + 4);
    }
}

static void text_field(struct diff_render *r, const struct row *from, const struct row *to,
                       const struct change *change)
{
    const bool status = strcmp(change->field, "status") == 0;
    /* Where the status says that a clause came or went, the rest follows. */
    const bool cases = strcmp(change->field, "cases") == 0;
    if (!status && from->status != to->status && (cases || !applies(from) || !applies(to)))
        return;
    say_text(&r->say, heading(change->field));
    say_text(&r->say, ": ");
    say_row_field(&r->say, from, change->field);
    say_text(&r->say, r->say.ascii ? " -> " : " → ");
    say_row_field(&r->say, to, change->field);
    say_by(&r->say, to, change);
    say_end(&r->say, r->indent, r->indent + 4);
}

static void text_stretch(struct diff_render *r)
{
    struct say *s = &r->say;
    if (r->first == r->last) {
        say_text(s, "on ");
        say_day(s, r->first);
    } else if (r->first == DAY_MIN && r->last == DAY_MAX) {
        say_text(s, "on all days");
    } else {
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
    say_text(s, ":");
    say_end(s, 2, 4);
}

static void text_change(struct diff_render *r, const struct row *from, const struct row *to,
                        const struct change *change)
{
    const struct image *img = row_image(to);
    if (r->image != img || r->clause != to->clause) {
        if (r->image != NULL)
            say_blank(&r->say);
        if (r->several) {
            say_str(&r->say, img, img->agreements[to->setting->agreement].id);
            say_text(&r->say, "/");
        }
        say_str(&r->say, img, img->clauses[to->clause].id);
        say_text(&r->say, ": ");
        say_str(&r->say, img, img->clauses[to->clause].title);
        say_end(&r->say, 0, 4);
    }
    r->image = img;
    r->clause = to->clause;
    if (r->period && r->fresh)
        text_stretch(r);
    r->fresh = false;
    if (change->path != NULL)
        text_term(r, from, to, change);
    else
        text_field(r, from, to, change);
}

/* ---- rows ---- */

void render_diff_stretch(struct diff_render *r, day_t first, day_t last)
{
    r->first = first;
    r->last = last;
    r->fresh = true;
}

void render_diff_change(struct diff_render *r, const struct row *from, const struct row *to,
                        const struct change *change)
{
    if (r->text) {
        text_change(r, from, to, change);
        return;
    }
    const struct image *img = row_image(to);
    const struct clause_row *clause = &img->clauses[to->clause];
    const str_id agreement = img->agreements[to->setting->agreement].id;
    const uint32_t act = deciding_act(to, change);
    struct cell cells[COLUMNS] = {
        text_cell(image_str(img, agreement), image_str_len(img, agreement)),
        text_cell(image_str(img, clause->id), image_str_len(img, clause->id)),
        text_cell(change->field, strlen(change->field)),
        {.kind = CELL_NULL},
        {.kind = CELL_NULL},
    };
    if (change->path != NULL) {
        const char *name = arena_printf(&r->texts, "terms.%s", change->path);
        r->failed |= name == NULL;
        cells[2] = text_cell(name != NULL ? name : "", name != NULL ? strlen(name) : 0);
        cells[3] = term_cell(r, from, change->old_row);
        cells[4] = term_cell(r, to, change->new_row);
    } else {
        cells[3] = field_cell(r, from, change->field);
        cells[4] = field_cell(r, to, change->field);
    }
    if (act != IMAGE_NONE) {
        const str_id by = img->instruments[img->acts[act].instrument].id;
        cells[5] = text_cell(image_str(img, by), image_str_len(img, by));
        cells[6] = (struct cell){.kind = CELL_PDATE, .date = act_announced(img, act)};
    }
    cells[7] = day_cell(r->first, DAY_MIN);
    cells[8] = day_cell(r->last, DAY_MAX);
    render_table_row(r->table, cells);
    if (!r->kept)
        arena_clear(&r->texts);
}

void render_diff_end(struct diff_render *r)
{
    if (r->table != NULL)
        render_table_end(r->table);
    if (r->text && r->image == NULL) {
        say_text(&r->say, "nothing differs");
        say_end(&r->say, 0, 0);
    }
    r->failed |= r->say.text.failed;
    say_done(&r->say);
    arena_done(&r->texts);
}

/* ---- for others that tell of changes ---- */

static void put_change_side(struct buf *b, const struct row *row, const struct change *change,
                            uint32_t term)
{
    if (change->path == NULL) {
        for (size_t i = 0; i < n_row_keys; i++)
            if (strcmp(row_keys[i].name, change->field) == 0)
                row_keys[i].put(b, row);
    } else if (term == IMAGE_NONE) {
        PUT(b, "null");
    } else {
        put_term(b, row_image(row), term, row->setting->known);
    }
}

void put_change(struct buf *b, const struct row *from, const struct row *to,
                const struct change *change)
{
    PUT(b, "{\"field\":\"");
    buf_puts(b, change->field);
    if (change->path != NULL) { /* ids need no escapes */
        PUT(b, ".");
        buf_puts(b, change->path);
    }
    PUT(b, "\",\"old\":");
    put_change_side(b, from, change, change->old_row);
    PUT(b, ",\"new\":");
    put_change_side(b, to, change, change->new_row);
    PUT(b, "}");
}

static void say_change_side(struct say *s, const struct row *row, const struct change *change,
                            uint32_t term)
{
    if (change->path == NULL)
        say_row_field(s, row, change->field);
    else if (term == IMAGE_NONE)
        say_text(s, "nothing");
    else
        say_value(s, row_image(row), term, row->setting->known);
}

void say_change(struct say *s, const struct row *from, const struct row *to,
                const struct change *change)
{
    say_text(s, change->path != NULL ? change->path : heading(change->field));
    say_text(s, ": ");
    say_change_side(s, from, change, change->old_row);
    say_text(s, s->ascii ? " -> " : " → ");
    say_change_side(s, to, change, change->new_row);
}
