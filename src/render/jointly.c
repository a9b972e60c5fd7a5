/* The joint case list in the formats of machines, and as a table of Markdown: a row there for each
 * clause of each case. */
#include "render_jointly.h"

#include <string.h>

#include "head.h"
#include "query_text.h"
#include "row.h"
#include "sentence.h"

/* Markdown leaves out what has no heading. */
static const struct column columns[] = {
    {"agreement", NULL, true},   {"known", NULL, true},       {"case", "Case", false},
    {"when", "If", false},       {"clause", "Clause", false}, {"title", NULL, true},
    {"status", "Status", false}, {"terms", "Terms", false},   {"absent", NULL, true},
    {"reported", NULL, true},    {"ends", NULL, true},        {"summary", NULL, true},
};
#define COLUMNS (sizeof columns / sizeof *columns)

struct answer_case joint_state(const struct joint_list *list, const struct joint_case *c,
                               uint32_t row)
{
    struct answer_case state = list->cases.rows[row]->cases[c->answers[row].at];
    state.differs = c->answers[row].differs;
    return state;
}

struct answer_case same_state(const struct row *row)
{
    return (struct answer_case){
        .status = row->status,
        .terms = row->fields.terms,
        .n_terms = row->fields.n_terms,
        .differs = row->differs & (FIELD_BIT(FIELD_ENDS) | FIELD_BIT(FIELD_SUMMARY)),
        .ends_act = row->fields.ends_act,
        .summary = row->fields.summary,
    };
}

/* ---- JSON ---- */

static void put_clause_state(struct buf *b, const struct row *row, struct answer_case state)
{
    const struct image *img = row_image(row);
    PUT(b, "{\"clause\":");
    put_str(b, img, img->clauses[row->clause].id);
    PUT(b, ",\"title\":");
    put_str(b, img, img->clauses[row->clause].title);
    PUT(b, ",");
    put_case_state(b, row, &state);
    PUT(b, "}");
}

static void put_case_conditions(struct buf *b, const struct joint_list *list,
                                const struct joint_case *c)
{
    if (list->cases.n_rows == 0)
        PUT(b, "[]");
    else
        put_conditions(b, list->cases.rows[0], c->when, c->n_when);
}

static void put_joint_case(struct buf *b, const struct joint_list *list, const struct joint_case *c)
{
    PUT(b, "{\"when\":");
    put_case_conditions(b, list, c);
    PUT(b, ",\"clauses\":[");
    for (uint32_t i = 0; i < list->cases.n_rows; i++) {
        if (i != 0)
            PUT(b, ",");
        put_clause_state(b, list->cases.rows[i], joint_state(list, c, i));
    }
    PUT(b, "]}");
}

static void put_list(struct buf *b, const struct joint_list *list)
{
    const struct image *img = list->setting->image;
    PUT(b, "{\"agreement\":");
    put_str(b, img, img->agreements[list->setting->agreement].id);
    PUT(b, ",\"known\":");
    put_day(b, list->setting->known);
    PUT(b, ",\"depends_on\":");
    put_unknown_list(b, img, list->cases.depends_on, list->cases.n_depends_on);
    PUT(b, ",\"in_every_case\":[");
    for (uint32_t i = 0; i < list->n_same; i++) {
        if (i != 0)
            PUT(b, ",");
        put_clause_state(b, list->same[i], same_state(list->same[i]));
    }
    PUT(b, "],\"cases\":[");
    for (uint32_t i = 0; i < list->cases.n; i++) {
        if (i != 0)
            PUT(b, ",");
        put_joint_case(b, list, &list->cases.items[i]);
    }
    PUT(b, "]}");
}

/* ---- tables ---- */

struct texts {
    struct arena arena;
    bool failed;
};

static struct cell text_cell(struct texts *t, struct buf *text)
{
    struct cell c = {.kind = CELL_TEXT, .n = text->n};
    c.text = arena_copy(&t->arena, text->n > 0 ? text->data : "", text->n);
    t->failed |= text->failed || c.text == NULL;
    return c;
}

/* For machines JSON, for people what `say` says. */
static struct cell both_cell(struct texts *t, const struct buf *json, struct buf *words)
{
    struct cell c = text_cell(t, words);
    c.json_n = json->n;
    c.json = arena_copy(&t->arena, json->n > 0 ? json->data : "", json->n);
    t->failed |= json->failed || c.json == NULL;
    return c;
}

static struct cell str_cell(const struct image *img, str_id id)
{
    if (id == 0)
        return (struct cell){.kind = CELL_NULL};
    return (struct cell){
        .kind = CELL_TEXT, .text = image_str(img, id), .n = image_str_len(img, id)};
}

static struct cell when_cell(struct texts *t, const struct joint_list *list,
                             const struct joint_case *c)
{
    struct buf json, words;
    struct say say;
    buf_init(&json, 0);
    buf_init(&words, 0);
    say_init(&say, &words, 0, false, true);
    if (c == NULL)
        PUT(&json, "[]");
    else
        put_case_conditions(&json, list, c);
    if (c != NULL && c->n_when > 0)
        say_conditions_named(&say, list->cases.rows[0], c->when, c->n_when);
    const struct cell cell = both_cell(t, &json, &say.text);
    t->failed |= say.piece.failed;
    say_done(&say);
    buf_done(&json);
    buf_done(&words);
    return cell;
}

typedef void state_put(struct buf *b, const struct row *row, const struct answer_case *c);

static struct cell json_cell(struct texts *t, state_put *put, const struct row *row,
                             const struct answer_case *state)
{
    struct buf json, none;
    buf_init(&json, 0);
    buf_init(&none, 0);
    put(&json, row, state);
    const struct cell cell = both_cell(t, &json, &none);
    buf_done(&json);
    return cell;
}

static struct term_list terms_of(const struct answer_case *c)
{
    return (struct term_list){.rows = c->n_terms == 0 ? NULL : c->terms, .n = c->n_terms};
}

static void put_state_absent(struct buf *b, const struct row *row, const struct answer_case *c)
{
    put_absent(b, row_image(row), terms_of(c));
}

static void put_state_reported(struct buf *b, const struct row *row, const struct answer_case *c)
{
    put_reported(b, row_image(row), terms_of(c), row->setting->known);
}

static void put_state_ends(struct buf *b, const struct row *row, const struct answer_case *c)
{
    if ((c->differs & FIELD_BIT(FIELD_ENDS)) != 0)
        PUT(b, "null");
    else
        put_ends(b, row_image(row), c->ends_act);
}

static struct cell terms_cell(struct texts *t, const struct row *row,
                              const struct answer_case *state)
{
    struct buf json, words;
    struct say say;
    buf_init(&json, 0);
    buf_init(&words, 0);
    say_init(&say, &words, 0, false, true);
    put_terms(&json, row_image(row), terms_of(state));
    say_terms_inline(&say, row_image(row), terms_of(state), row->setting->known);
    const struct cell cell = both_cell(t, &json, &say.text);
    t->failed |= say.piece.failed;
    say_done(&say);
    buf_done(&json);
    buf_done(&words);
    return cell;
}

/* `number` 0, `c` NULL: in every case. */
static void write_row(struct jointly_render *r, const struct joint_list *list, uint32_t number,
                      const struct joint_case *c, const struct row *row, struct answer_case state)
{
    const bool people = r->style.format == FORMAT_MARKDOWN;
    const struct image *img = row_image(row);
    const struct clause_row *clause = &img->clauses[row->clause];
    struct texts t = {.failed = false};
    arena_init(&t.arena);
    const char *digits = arena_printf(&t.arena, "%u", (unsigned)number);
    struct cell at = {.kind = CELL_NULL};
    if (number != 0)
        at = (struct cell){.kind = CELL_NUMBER, .text = digits, .n = digits ? strlen(digits) : 0};
    else if (people)
        at = (struct cell){.kind = CELL_TEXT, .text = "every", .n = 5};
    const char *words = people ? status_words(state.status) : status_name(state.status);
    const struct cell cells[COLUMNS] = {
        str_cell(img, img->agreements[list->setting->agreement].id),
        {.kind = CELL_DAY, .day = list->setting->known},
        at,
        when_cell(&t, list, c),
        str_cell(img, clause->id),
        str_cell(img, clause->title),
        {.kind = CELL_TEXT, .text = words, .n = strlen(words)},
        terms_cell(&t, row, &state),
        json_cell(&t, put_state_absent, row, &state),
        json_cell(&t, put_state_reported, row, &state),
        json_cell(&t, put_state_ends, row, &state),
        str_cell(img, (state.differs & FIELD_BIT(FIELD_SUMMARY)) != 0 ? 0 : state.summary),
    };
    struct cell shown[COLUMNS];
    size_t n = 0;
    const bool several = r->head->n_selected_agreements > 1;
    for (size_t i = 0; i < COLUMNS; i++)
        if (!people || columns[i].heading != NULL || (i == 0 && several))
            shown[n++] = cells[i];
    render_table_row(r->table, shown);
    r->out->failed |= t.failed || t.arena.failed;
    arena_done(&t.arena);
}

static void write_question(struct jointly_render *r)
{
    struct say say;
    say_init(&say, r->out, 0, false, r->style.ascii);
    say_question(&say, r->head);
    say_stop(&say);
    put_markdown(r->out, say.text.n > 0 ? say.text.data : "", say.text.n);
    PUT(r->out, "\n\n");
    r->out->failed |= say.text.failed || say.piece.failed;
    say_done(&say);
}

static void begin_table(struct jointly_render *r)
{
    const bool people = r->style.format == FORMAT_MARKDOWN;
    const bool several = r->head->n_selected_agreements > 1;
    struct column shown[COLUMNS];
    size_t n = 0;
    for (size_t i = 0; i < COLUMNS; i++)
        if (!people || columns[i].heading != NULL || (i == 0 && several))
            shown[n++] = columns[i];
    if (people && several)
        shown[0].heading = "Agreement";
    if (people)
        write_question(r);
    r->table =
        render_table_begin(&r->style, "pact.jointly/1", r->head->digest, r->head->n_agreements,
                           r->head->n_clauses, "null", "clauses", shown, n, r->out);
}

static void write_rows(struct jointly_render *r, const struct joint_list *list)
{
    for (uint32_t i = 0; i < list->n_same; i++)
        write_row(r, list, 0, NULL, list->same[i], same_state(list->same[i]));
    for (uint32_t c = 0; c < list->cases.n; c++)
        for (uint32_t i = 0; i < list->cases.n_rows; i++)
            write_row(r, list, c + 1, &list->cases.items[c], list->cases.rows[i],
                      joint_state(list, &list->cases.items[c], i));
}

/* ---- any format ---- */

static bool is_json(const struct jointly_render *r)
{
    return r->style.format == FORMAT_JSON || r->style.format == FORMAT_JSONL;
}

static void begin_json(struct jointly_render *r)
{
    struct buf query;
    buf_init(&query, 0);
    put_question(&query, r->head, NULL);
    put_head(&r->piece, "pact.jointly/1", r->head->digest, r->head->n_agreements,
             r->head->n_clauses, query.failed ? "null" : query.data);
    r->out->failed |= query.failed || r->piece.failed;
    rows_begin(&r->rows, &r->style, r->out, r->piece.data, r->piece.n);
    buf_done(&query);
}

void render_jointly_begin(struct jointly_render *r, const struct style *style,
                          const struct query_head *head, struct buf *out)
{
    *r = (struct jointly_render){.style = *style, .out = out, .head = head};
    buf_init(&r->piece, 0);
    if (is_json(r))
        begin_json(r);
    else if (style->format == FORMAT_TEXT)
        jointly_text_begin(r);
    else
        begin_table(r);
}

void render_jointly_list(struct jointly_render *r, const struct joint_list *list)
{
    if (is_json(r)) {
        buf_clear(&r->piece);
        put_list(&r->piece, list);
        r->out->failed |= r->piece.failed;
        if (!r->piece.failed)
            rows_put(&r->rows, r->piece.data, r->piece.n);
    } else if (r->style.format == FORMAT_TEXT) {
        jointly_text_list(r, list);
    } else {
        write_rows(r, list);
    }
}

void render_jointly_end(struct jointly_render *r, const struct query_tally *tally)
{
    if (is_json(r))
        rows_end(&r->rows);
    else if (r->style.format == FORMAT_TEXT)
        jointly_text_end(r, tally);
    render_table_end(r->table);
    r->table = NULL;
}

void render_jointly_done(struct jointly_render *r)
{
    if (r->table != NULL) { /* broken off: what is written now is thrown away */
        struct table_render *t = r->table;
        r->table = NULL;
        render_table_end(t);
    }
    jointly_text_done(r);
    buf_done(&r->piece);
}
