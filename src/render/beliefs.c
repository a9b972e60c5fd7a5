/* See beliefs.h. */
#include "beliefs.h"

#include <string.h>

#include "edges.h"
#include "head.h"
#include "put.h"
#include "row.h"

/* ---- merging ---- */

static const char *const state_keys[] = {"status", "terms", "absent", "reported", "cases"};
static const char *const whole_keys[] = {
    "status", "applies", "why",      "kind",    "holder",        "obligor", "ends",       "window",
    "terms",  "absent",  "reported", "summary", "provided_that", "basis",   "depends_on", "cases"};

static void put_key(struct buf *b, const struct row *row, const char *key)
{
    for (size_t i = 0; i < n_row_keys; i++)
        if (strcmp(row_keys[i].name, key) == 0)
            row_keys[i].put(b, row);
}

static const char *says(const struct row *row, bool whole, struct arena *a)
{
    const char *const *keys = whole ? whole_keys : state_keys;
    const size_t n =
        whole ? sizeof whole_keys / sizeof *whole_keys : sizeof state_keys / sizeof *state_keys;
    struct buf b;
    buf_init(&b, 0);
    for (size_t i = 0; i < n; i++)
        put_key(&b, row, keys[i]);
    const char *text = b.failed ? NULL : arena_copy(a, b.data, b.n);
    buf_done(&b);
    a->failed |= text == NULL;
    return text;
}

/* The runs of one strip, those that say the same as one. */
static bool make_one(const struct plane_strip *s, bool whole, struct arena *a, struct belief *ret)
{
    *ret = (struct belief){s->first, s->last, s->left_out,
                           ARENA_ARRAY(a, s->n_runs, struct belief_run), 0};
    for (uint32_t i = 0; ret->runs != NULL && i < s->n_runs; i++) {
        const char *text = says(s->runs[i].row, whole, a);
        if (text == NULL)
            return false;
        if (ret->n_runs > 0 && strcmp(ret->runs[ret->n_runs - 1].says, text) == 0)
            continue;
        ret->runs[ret->n_runs++] = (struct belief_run){s->runs[i].from, s->runs[i].row, text};
    }
    return ret->runs != NULL;
}

static day_t edge_on(struct plane_edge e, day_t known)
{
    return e.moves ? day_plus(known + 1, e.plus) : e.day;
}

static bool same_edge(struct plane_edge a, struct plane_edge b)
{
    if (a.moves != b.moves)
        return false;
    return a.moves ? a.plus.count == b.plus.count && a.plus.unit == b.plus.unit : a.day == b.day;
}

static bool same_says(const struct belief *x, const struct belief *y)
{
    if (x->n_runs != y->n_runs || x->left_out != y->left_out)
        return false;
    for (uint32_t i = 0; i < x->n_runs; i++)
        if (strcmp(x->runs[i].says, y->runs[i].says) != 0)
            return false;
    return true;
}

/* Do all edges stand in the same places, or on one day of knowledge at least? */
static bool edges_meet(const struct belief *x, const struct belief *y, day_t known)
{
    for (uint32_t i = 0; i < x->n_runs; i++) {
        const struct plane_edge a = x->runs[i].from, b = y->runs[i].from;
        if (!same_edge(a, b) && (known == DAY_NONE || edge_on(a, known) != edge_on(b, known)))
            return false;
    }
    return true;
}

/* Makes a belief longer by the next one, if that only goes on with it. What was met on a single day
 * of knowledge moves or not, as the other does. */
static bool melt(struct belief *x, const struct belief *y)
{
    if (!same_says(x, y))
        return false;
    const bool same = edges_meet(x, y, y->first == y->last ? y->first : DAY_NONE);
    if (!same && !(x->first == x->last && edges_meet(x, y, x->first)))
        return false;
    for (uint32_t i = 0; !same && i < x->n_runs; i++)
        x->runs[i].from = y->runs[i].from;
    x->last = y->last;
    return true;
}

bool beliefs_make(const struct plane_strip *strips, uint32_t n, bool whole, struct arena *a,
                  struct belief **ret_beliefs, uint32_t *ret_n)
{
    struct belief *list = ARENA_ARRAY(a, n, struct belief);
    uint32_t kept = 0;
    for (uint32_t i = 0; list != NULL && i < n; i++) {
        if (!make_one(&strips[i], whole, a, &list[kept]))
            return false;
        for (kept++; kept > 1 && melt(&list[kept - 2], &list[kept - 1]);)
            kept--;
    }
    *ret_beliefs = list;
    *ret_n = kept;
    return list != NULL && !a->failed;
}

/* ---- rows ---- */

static const struct column columns[] = {
    {"agreement", "AGREEMENT", true},
    {"clause", "CLAUSE", false},
    {"known_from", "KNOWN FROM", false},
    {"known_through", "KNOWN THROUGH", false},
    {"from", "FROM", false},
    {"through", "THROUGH", false},
    {"status", "STATUS", false},
    {"applies", "APPLIES", true},
    {"why", "WHY", true},
    {"kind", "KIND", true},
    {"holder", "HOLDER", true},
    {"obligor", "OBLIGOR", true},
    {"ends", "ENDS", true},
    {"window", "WINDOW", true},
    {"terms", "TERMS", true},
    {"absent", "ABSENT", true},
    {"reported", "REPORTED", true},
    {"summary", "SUMMARY", true},
    {"provided_that", "PROVIDED THAT", true},
    {"basis", "BASIS", true},
    {"depends_on", "DEPENDS ON", true},
    {"cases", "CASES", true},
};
#define COLUMNS (sizeof columns / sizeof *columns)
#define FIRST_KEY 6 /* from here on columns are keys of rows */

static void put_query(struct buf *b, const struct beliefs_head *h)
{
    PUT(b, "{\"over\":");
    put_word(b, h->plane ? "plane" : "known");
    PUT(b, ",\"date\":");
    put_span_of_days(b, h->first, h->last, h->plane);
    PUT(b, ",\"known\":");
    put_span_of_days(b, h->known_first, h->known_last, true);
    PUT(b, ",");
    put_asked(b, h->head);
    PUT(b, "}");
}

bool render_beliefs_begin(struct beliefs_render *r, const struct style *style,
                          const struct beliefs_head *head, struct buf *out)
{
    struct buf query;
    *r = (struct beliefs_render){.kept = style->format == FORMAT_MARKDOWN};
    arena_init(&r->texts);
    buf_init(&query, 0);
    put_query(&query, head);
    if (!query.failed)
        r->table = render_table_begin(style, "pact.beliefs/1", head->head->digest,
                                      head->head->n_agreements, head->head->n_clauses, query.data,
                                      "clauses", columns, COLUMNS, out);
    buf_done(&query);
    return r->table != NULL;
}

static struct cell json_cell(struct beliefs_render *r, struct buf *json)
{
    struct cell cell = {.kind = CELL_TEXT, .json_n = json->n};
    cell.json = json->failed ? NULL : arena_copy(&r->texts, json->data, json->n);
    r->failed |= cell.json == NULL;
    if (cell.json == NULL || strcmp(cell.json, "null") == 0)
        cell.kind = CELL_NULL;
    const bool quoted = cell.json != NULL && cell.json[0] == '"' && json->n >= 2;
    cell.text = quoted ? cell.json + 1 : cell.json; /* for people, without its quotes */
    cell.n = quoted ? json->n - 2 : json->n;
    buf_clear(json);
    return cell;
}

static struct cell day_cell(day_t day, day_t open)
{
    return (struct cell){.kind = day == open ? CELL_NULL : CELL_DAY, .day = day};
}

static void put_one(struct beliefs_render *r, const struct belief *b, uint32_t run, day_t last)
{
    const struct row *row = b->runs[run].row;
    struct plane_edge end = {.day = last < DAY_MAX ? last + 1 : DAY_NEVER};
    struct cell cells[COLUMNS];
    struct buf json;
    buf_init(&json, 0);
    if (run + 1 < b->n_runs)
        end = b->runs[run + 1].from;
    put_key(&json, row, "agreement");
    cells[0] = json_cell(r, &json);
    put_key(&json, row, "clause");
    cells[1] = json_cell(r, &json);
    cells[2] = day_cell(b->first, DAY_MIN);
    cells[3] = day_cell(b->last, DAY_MAX);
    put_edge_from(&json, b->runs[run].from);
    cells[4] = json_cell(r, &json);
    put_edge_last(&json, end);
    cells[5] = json_cell(r, &json);
    for (size_t i = FIRST_KEY; i < COLUMNS; i++) {
        put_key(&json, row, columns[i].key);
        cells[i] = json_cell(r, &json);
    }
    buf_done(&json);
    render_table_row(r->table, cells);
    r->n++;
    if (!r->kept)
        arena_clear(&r->texts);
}

void render_beliefs_rows(struct beliefs_render *r, const struct belief *beliefs, uint32_t n,
                         day_t last)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < beliefs[i].n_runs; k++)
            put_one(r, &beliefs[i], k, last);
}

void render_beliefs_end(struct beliefs_render *r)
{
    render_table_end(r->table);
    arena_done(&r->texts);
}
