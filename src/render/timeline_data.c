/* See timeline_data.h. */
#include "timeline_data.h"

#include <string.h>

#include "put.h"
#include "row.h"

struct data_state {
    struct data_state *next;
    const char *json;
    size_t n;
    uint32_t number;
};

struct data_value {
    struct data_value *next;
    const char *text;
    uint32_t term, number, equal_to;
};

void timeline_data_init(struct timeline_data *t)
{
    *t = (struct timeline_data){0};
    buf_init(&t->agreements, 0);
    buf_init(&t->clauses, 0);
    buf_init(&t->states, 0);
    buf_init(&t->values, 0);
    buf_init(&t->piece, 0);
    arena_init(&t->arena);
    say_init(&t->say, &t->piece, 0, false, false);
}

void timeline_data_done(struct timeline_data *t)
{
    buf_done(&t->agreements);
    buf_done(&t->clauses);
    buf_done(&t->states);
    buf_done(&t->values);
    buf_done(&t->piece);
    arena_done(&t->arena);
    say_done(&t->say);
}

static void comma(struct buf *b, uint32_t before)
{
    if (before != 0)
        PUT(b, ",");
}

/* ---- edges ---- */

/* null: the beginning of time; "+90d": so much after the day after Y; "~": never. */
static void put_edge(struct buf *b, struct plane_edge e)
{
    if (e.moves) {
        PUT(b, "\"+");
        if (e.plus.count != 0)
            buf_printf(b, "%d%c", (int)e.plus.count, e.plus.unit);
        PUT(b, "\"");
    } else if (e.day == DAY_NEVER) {
        PUT(b, "\"~\"");
    } else {
        put_day(b, e.day == DAY_MIN ? DAY_NONE : e.day);
    }
}

/* Where an edge is, as known on day `known`. */
static day_t edge_day(struct plane_edge e, day_t known)
{
    return e.moves ? day_plus(known + 1, e.plus) : e.day;
}

/* ---- agreements ---- */

/* Marks what the i-th event requires, directly or not. `marked` has a place for each event. */
static void mark_required(const struct image *img, const struct agreement_row *g, uint32_t i,
                          bool *marked, uint32_t *stack)
{
    uint32_t depth = 0;
    stack[depth++] = i;
    while (depth > 0) {
        const struct event_row *e = &img->events[g->events.first + stack[--depth]];
        for (uint32_t k = 0; k < e->requires.n; k++) {
            const uint32_t r = img->refs[e->requires.first + k] - g->events.first;
            if (!marked[r])
                stack[depth++] = r;
            marked[r] = true;
        }
    }
}

static void put_requires(struct timeline_data *t, const struct image *img,
                         const struct agreement_row *g, uint32_t i)
{
    bool *marked = ARENA_ARRAY(&t->arena, g->events.n, bool);
    uint32_t *stack = ARENA_ARRAY(&t->arena, (size_t)g->events.n + 1, uint32_t);
    if (marked == NULL || stack == NULL)
        return;
    mark_required(img, g, i, marked, stack);
    uint32_t n = 0;
    for (uint32_t k = 0; k < g->events.n; k++)
        if (marked[k]) {
            comma(&t->agreements, n++);
            buf_uint(&t->agreements, k);
        }
}

static void put_windows(struct buf *b, const struct plane_events *e, uint32_t n)
{
    if (e->windows == NULL) {
        PUT(b, "null");
        return;
    }
    PUT(b, "[");
    for (uint32_t i = 0; i < n; i++) {
        comma(b, i);
        PUT(b, "[");
        put_edge(b, e->windows[i].first);
        PUT(b, ",");
        put_day(b, e->windows[i].last);
        PUT(b, "]");
    }
    PUT(b, "]");
}

static void put_from_day(struct buf *b, day_t day)
{
    PUT(b, "[");
    put_day(b, day == DAY_MIN ? DAY_NONE : day);
    PUT(b, ",");
}

void timeline_data_agreement(struct timeline_data *t, const struct plane *p)
{
    const struct image *img = p->image;
    const struct agreement_row *g = &img->agreements[p->agreement];
    struct buf *b = &t->agreements;
    arena_clear(&t->arena);
    comma(b, t->n_agreements++);
    PUT(b, "{\"id\":");
    put_str(b, img, g->id);
    PUT(b, ",\"title\":");
    put_str(b, img, g->title);
    PUT(b, ",\"record\":");
    put_day(b, g->complete_through);
    PUT(b, ",\"events\":[");
    for (uint32_t i = 0; i < g->events.n; i++) {
        comma(b, i);
        PUT(b, "{\"id\":");
        put_str(b, img, img->events[g->events.first + i].id);
        PUT(b, ",\"title\":");
        put_str(b, img, img->events[g->events.first + i].title);
        PUT(b, ",\"requires\":[");
        put_requires(t, img, g, i);
        PUT(b, "]}");
    }
    PUT(b, "],\"windows\":[");
    for (uint32_t i = 0; i < p->n_events; i++) {
        comma(b, i);
        put_from_day(b, p->events[i].first);
        put_windows(b, &p->events[i], g->events.n);
        PUT(b, "]");
    }
    PUT(b, "]}");
    t->failed |= t->arena.failed;
}

/* ---- values ---- */

/* In words, as known on a day; in t->say.text. */
static const char *value_text(struct timeline_data *t, const struct image *img, uint32_t term,
                              day_t known)
{
    buf_clear(&t->say.text);
    say_value(&t->say, img, term, known);
    t->failed |= t->say.text.failed;
    return t->say.text.data == NULL ? "" : t->say.text.data;
}

static void put_new_value(struct timeline_data *t, const struct image *img,
                          const struct data_value *v)
{
    const enum value_kind kind = (enum value_kind)img->terms[v->term].kind;
    comma(&t->values, t->n_values++);
    PUT(&t->values, "[");
    put_string(&t->values, v->text, strlen(v->text));
    if (kind == VALUE_UNDISCLOSED || kind == VALUE_UNSTATED || kind == VALUE_REPORTED)
        PUT(&t->values, ",\"absent\",");
    else
        PUT(&t->values, ",\"\",");
    buf_uint(&t->values, v->equal_to);
    PUT(&t->values, ",");
    /* As text: a page would make a binary number of it. */
    buf_clear(&t->piece);
    put_value(&t->piece, img, v->term);
    put_string(&t->values, t->piece.data == NULL ? "" : t->piece.data, t->piece.n);
    PUT(&t->values, "]");
    t->failed |= t->piece.failed;
}

/* The number of a value. One with a reported figure in it is another where the figure shows, which
 * its text tells; it is compared only with values that read now as they did when they were added.
 */
static uint32_t add_value(struct timeline_data *t, const struct image *img, uint32_t term,
                          day_t known)
{
    const char *text = value_text(t, img, term, known);
    struct data_value *new = ARENA_NEW(&t->arena, struct data_value);
    if (new == NULL || (text = arena_copy(&t->arena, text, strlen(text))) == NULL)
        return 0;
    *new = (struct data_value){t->value_list, text, term, t->n_values, t->n_values};
    for (const struct data_value *v = t->value_list; v != NULL; v = v->next) {
        if (v->term == term && strcmp(v->text, text) == 0)
            return v->number;
        if (terms_equal(img, v->term, term, known) &&
            strcmp(v->text, value_text(t, img, v->term, known)) == 0)
            new->equal_to = v->equal_to;
    }
    t->value_list = new;
    put_new_value(t, img, new);
    return new->number;
}

static void put_term_values(struct timeline_data *t, struct buf *b, const struct row *row,
                            const uint32_t *terms, uint32_t n)
{
    const struct image *img = row_image(row);
    PUT(b, "[");
    for (uint32_t i = 0; i < n; i++) {
        comma(b, i);
        PUT(b, "[");
        put_str(b, img, img->terms[terms[i]].name);
        PUT(b, ",");
        buf_uint(b, add_value(t, img, terms[i], row->setting->known));
        PUT(b, "]");
    }
    PUT(b, "]");
}

/* ---- states ---- */

static void put_when(struct buf *b, const struct row *row, const struct condition *c)
{
    const struct image *img = row_image(row);
    const struct agreement_row *g = &img->agreements[row->setting->agreement];
    PUT(b, "[");
    if (c->unknown.is_event)
        buf_uint(b, c->unknown.index - g->events.first);
    else
        put_str(b, img, c->unknown.name);
    PUT(b, ",");
    put_bool(b, c->by);
    if (c->plus.count == 0)
        PUT(b, ",\"\"]");
    else
        buf_printf(b, ",\"%d%c\"]", (int)c->plus.count, c->plus.unit);
}

static void put_one_case(struct timeline_data *t, struct buf *b, const struct row *row,
                         const struct answer_case *c)
{
    PUT(b, "{\"w\":[");
    for (uint32_t i = 0; i < c->n_when; i++) {
        comma(b, i);
        put_when(b, row, &c->when[i]);
    }
    PUT(b, "],\"s\":");
    put_word(b, status_name(c->status));
    PUT(b, ",\"t\":");
    put_str(b, row_image(row), (c->differs & FIELD_BIT(FIELD_SUMMARY)) != 0 ? 0 : c->summary);
    PUT(b, ",\"v\":");
    put_term_values(t, b, row, c->terms, c->n_terms);
    PUT(b, "}");
}

static void put_state(struct timeline_data *t, struct buf *b, const struct row *row)
{
    PUT(b, "{\"s\":");
    put_word(b, status_name(row->status));
    PUT(b, ",\"w\":");
    put_word(b, row_differs(row, FIELD_WHY) ? NULL : why_name(row->fields.why));
    PUT(b, ",\"t\":");
    put_str(b, row_image(row), row_differs(row, FIELD_SUMMARY) ? 0 : row->fields.summary);
    PUT(b, ",\"v\":");
    put_term_values(t, b, row, row->fields.terms, row->fields.n_terms);
    PUT(b, ",\"c\":[");
    for (uint32_t i = 0; i < row->n_cases; i++) {
        comma(b, i);
        put_one_case(t, b, row, &row->cases[i]);
    }
    PUT(b, "]}");
}

static uint32_t add_state(struct timeline_data *t, const struct row *row)
{
    struct buf b;
    buf_init(&b, 0);
    put_state(t, &b, row);
    uint32_t number = IMAGE_NONE;
    for (struct data_state *s = t->state_list; s != NULL && !b.failed; s = s->next)
        if (s->n == b.n && memcmp(s->json, b.data, b.n) == 0)
            number = s->number;
    if (number == IMAGE_NONE && !b.failed) {
        struct data_state *s = ARENA_NEW(&t->arena, struct data_state);
        number = t->n_states;
        if (s != NULL)
            *s =
                (struct data_state){t->state_list, arena_copy(&t->arena, b.data, b.n), b.n, number};
        if (s != NULL && s->json != NULL)
            t->state_list = s;
        comma(&t->states, t->n_states++);
        buf_put(&t->states, b.data, b.n);
    }
    t->failed |= b.failed;
    buf_done(&b);
    return number;
}

/* ---- strips ---- */

struct numbered {
    const struct plane_strip *strip;
    uint32_t *states;
};

/* Does a strip only go on with the one before? */
static bool goes_on(const struct numbered *x, const struct numbered *y)
{
    if (x->strip->n_runs != y->strip->n_runs || x->strip->left_out != y->strip->left_out)
        return false;
    for (uint32_t i = 0; i < x->strip->n_runs; i++) {
        const struct plane_edge a = x->strip->runs[i].from, b = y->strip->runs[i].from;
        if (x->states[i] != y->states[i])
            return false;
        if (a.moves == b.moves &&
            (a.moves ? a.plus.count == b.plus.count && a.plus.unit == b.plus.unit : a.day == b.day))
            continue;
        if (y->strip->first != y->strip->last ||
            edge_day(a, y->strip->first) != edge_day(b, y->strip->first))
            return false;
    }
    return true;
}

static bool number_states(struct timeline_data *t, const struct plane_strip *s,
                          struct numbered *ret)
{
    *ret = (struct numbered){s, ARENA_ARRAY(&t->arena, s->n_runs, uint32_t)};
    for (uint32_t i = 0; ret->states != NULL && i < s->n_runs; i++)
        ret->states[i] = add_state(t, s->runs[i].row);
    return ret->states != NULL;
}

static void put_strip(struct buf *b, const struct numbered *s)
{
    put_from_day(b, s->strip->first);
    if (s->strip->n_runs == 0) {
        buf_puts(b, s->strip->left_out ? "false]" : "null]");
        return;
    }
    PUT(b, "[");
    for (uint32_t i = 0; i < s->strip->n_runs; i++) {
        comma(b, i);
        PUT(b, "[");
        put_edge(b, s->strip->runs[i].from);
        PUT(b, ",");
        buf_uint(b, s->states[i]);
        PUT(b, "]");
    }
    PUT(b, "]]");
}

static void put_strips(struct timeline_data *t, const struct plane_strip *strips, uint32_t n)
{
    struct numbered before = {0};
    for (uint32_t i = 0; i < n; i++) {
        struct numbered at;
        if (!number_states(t, &strips[i], &at))
            return;
        if (before.strip != NULL && goes_on(&before, &at))
            continue;
        comma(&t->clauses, i);
        put_strip(&t->clauses, &at);
        before = at;
    }
}

void timeline_data_clause(struct timeline_data *t, const struct plane *p, uint32_t clause)
{
    const struct image *img = p->image;
    struct buf *b = &t->clauses;
    const struct plane_strip *strips = NULL;
    uint32_t n = 0;
    arena_clear(&t->arena);
    t->state_list = NULL;
    t->value_list = NULL;
    if (plane_clause(p, clause, &t->arena, &strips, &n) != ST_OK) {
        t->failed = true;
        return;
    }
    comma(b, t->n_clauses++);
    PUT(b, "{\"a\":");
    buf_uint(b, t->n_agreements - 1);
    PUT(b, ",\"id\":");
    put_str(b, img, img->clauses[clause].id);
    PUT(b, ",\"title\":");
    put_str(b, img, img->clauses[clause].title);
    PUT(b, ",\"strips\":[");
    put_strips(t, strips, n);
    PUT(b, "]}");
    t->failed |= t->arena.failed;
}

/* ---- the whole ---- */

/* Inside of strings only: these never stand elsewhere in JSON. */
static void put_for_script(struct buf *out, const struct buf *json)
{
    size_t begun = 0;
    for (size_t i = 0; i < json->n; i++) {
        const char c = json->data[i];
        if (c != '<' && c != '>' && c != '&')
            continue;
        buf_put(out, json->data + begun, i - begun);
        buf_printf(out, "\\u%04x", (unsigned)c);
        begun = i + 1;
    }
    if (json->n > begun)
        buf_put(out, json->data + begun, json->n - begun);
    out->failed |= json->failed;
}

void timeline_data_put(struct timeline_data *t, struct buf *out, day_t date, day_t known)
{
    PUT(out, "{\"date\":");
    put_day(out, date);
    PUT(out, ",\"known\":");
    put_day(out, known);
    PUT(out, ",\n\"agreements\":[");
    put_for_script(out, &t->agreements);
    PUT(out, "],\n\"clauses\":[");
    put_for_script(out, &t->clauses);
    PUT(out, "],\n\"states\":[");
    put_for_script(out, &t->states);
    PUT(out, "],\n\"values\":[");
    put_for_script(out, &t->values);
    PUT(out, "]}");
    out->failed |= t->failed;
}
