/* What comes next, in the formats that are tables of keys. */
#include "render_next.h"

#include <string.h>

#include "diff.h"
#include "row.h"
#include "say.h"
#include "query_text.h"

/* Keys without a heading are not for people. */
static const struct column columns[] = {
    {"agreement", "AGREEMENT", true},
    {"clause", "CLAUSE", false},
    {"title", NULL, true},
    {"happens", "HAPPENS", false},
    {"window", NULL, true},
    {"earliest", "EARLIEST", false},
    {"latest", "LATEST", false},
    {"certain", "CERTAIN", false},
    {"hangs_on", "HANGS ON", false},
    {"when", "IF", false},
    {"depends_on", NULL, true},
    {"before", NULL, true},
    {"after", NULL, true},
    {"changes", "CHANGES", false},
    {"summary", NULL, true},
    {"by", "BY", true},
};
#define COLUMNS (sizeof columns / sizeof *columns)

struct row next_eve(const struct boundary *b)
{
    return (struct row){.setting = b->setting, .clause = b->clause, .day = b->earliest - 1};
}

struct next_cells {
    struct arena *arena;
    bool failed;
    bool words; /* for people */
};

static struct cell cell_of(struct next_cells *c, struct buf *text, struct buf *json)
{
    struct cell cell = {.kind = CELL_TEXT};
    c->failed |= text->failed || json->failed;
    if (!text->failed && text->n > 0 && text->data[text->n - 1] == '\n')
        text->n--;
    cell.n = text->n;
    cell.text = arena_copy(c->arena, text->n > 0 ? text->data : "", text->n);
    cell.json_n = json->n;
    cell.json = arena_copy(c->arena, json->n > 0 ? json->data : "", json->n);
    c->failed |= cell.text == NULL || cell.json == NULL;
    buf_done(text);
    buf_done(json);
    return cell;
}

static struct cell str_cell(const struct image *img, str_id id)
{
    if (id == 0)
        return (struct cell){.kind = CELL_NULL};
    return (struct cell){
        .kind = CELL_TEXT, .text = image_str(img, id), .n = image_str_len(img, id)};
}

static struct cell word_cell(const char *word)
{
    if (word == NULL)
        return (struct cell){.kind = CELL_NULL};
    return (struct cell){.kind = CELL_TEXT, .text = word, .n = strlen(word)};
}

static struct cell day_cell(day_t day)
{
    return (struct cell){.kind = day == DAY_NEVER ? CELL_NULL : CELL_DAY, .day = day};
}

static struct cell hangs_cell(struct next_cells *c, const struct boundary *b)
{
    const struct image *img = b->setting->image;
    struct buf text, json;
    if (!b->hangs)
        return (struct cell){.kind = CELL_NULL};
    buf_init(&text, 0);
    buf_init(&json, 0);
    put_unknown(&json, img, &b->unknown);
    PUT(&json, ",\"plus\":");
    put_offset(&json, b->plus);
    PUT(&json, "}");
    buf_puts(&text, image_str(img, b->unknown.name));
    if (b->plus.count != 0)
        buf_printf(&text, " + %d%c", (int)b->plus.count, b->plus.unit);
    return cell_of(c, &text, &json);
}

static struct cell when_cell(struct next_cells *c, const struct boundary *b)
{
    const struct row eve = next_eve(b);
    struct buf text, json;
    struct say say;
    buf_init(&text, 0);
    buf_init(&json, 0);
    PUT(&json, "[");
    for (uint32_t i = 0; i < b->n_when; i++) {
        if (i != 0)
            PUT(&json, ",");
        put_conditions(&json, &eve, b->when[i].when, b->when[i].n_when);
    }
    PUT(&json, "]");
    say_init(&say, &text, 0, false, true);
    say_boundary_when(&say, b, "");
    say_end(&say, 0, 0);
    say_done(&say);
    return cell_of(c, &text, &json);
}

static struct cell depends_cell(struct next_cells *c, const struct boundary *b)
{
    const struct image *img = b->setting->image;
    struct buf text, json;
    buf_init(&text, 0);
    buf_init(&json, 0);
    PUT(&json, "[");
    for (uint32_t i = 0; i < b->n_depends_on; i++) {
        buf_puts(&text, i == 0 ? "" : ", ");
        buf_puts(&text, image_str(img, b->depends_on[i].name));
        if (i != 0)
            PUT(&json, ",");
        put_unknown(&json, img, &b->depends_on[i]);
        PUT(&json, "}");
    }
    PUT(&json, "]");
    return cell_of(c, &text, &json);
}

static struct cell changes_cell(struct next_cells *c, const struct boundary *b)
{
    const struct row from = {.setting = b->setting, .clause = b->clause, .fields = *b->before};
    const struct row to = {.setting = b->setting, .clause = b->clause, .fields = *b->after};
    struct buf text, json;
    struct say say;
    buf_init(&text, 0);
    buf_init(&json, 0);
    say_init(&say, &text, 0, false, true);
    PUT(&json, "[");
    for (size_t i = 0; i < b->n_changes; i++) {
        say_text(&say, i == 0 ? "" : "; ");
        say_boundary_change(&say, b, &b->changes[i]);
        if (i != 0)
            PUT(&json, ",");
        put_change(&json, &from, &to, &b->changes[i]);
    }
    PUT(&json, "]");
    say_end(&say, 0, 0);
    say_done(&say);
    return cell_of(c, &text, &json);
}

static struct cell by_cell(struct next_cells *c, const struct boundary *b)
{
    const struct image *img = b->setting->image;
    struct buf text, json;
    if (b->act == IMAGE_NONE)
        return (struct cell){.kind = CELL_NULL};
    const struct act_row *act = &img->acts[b->act];
    const str_id id = img->instruments[act->instrument].id;
    buf_init(&text, 0);
    buf_init(&json, 0);
    PUT(&json, "{\"act\":");
    put_word(&json, act_type_name((enum act_type)act->type));
    PUT(&json, ",\"instrument\":");
    put_str(&json, img, id);
    PUT(&json, "}");
    buf_puts(&text, image_str(img, id));
    return cell_of(c, &text, &json);
}

static void write_row(struct table_render *t, struct next_cells *c, const struct boundary *b)
{
    const struct image *img = b->setting->image;
    const struct clause_row *clause = &img->clauses[b->clause];
    const bool begins = b->kind == BOUNDARY_BEGINS;
    const struct cell cells[COLUMNS] = {
        str_cell(img, img->agreements[b->setting->agreement].id),
        str_cell(img, clause->id),
        str_cell(img, clause->title),
        word_cell(boundary_kind_name(b->kind)),
        word_cell(window_turn_name(b->window)),
        day_cell(b->earliest),
        day_cell(b->latest),
        {.kind = CELL_BOOL, .flag = b->certain},
        hangs_cell(c, b),
        when_cell(c, b),
        depends_cell(c, b),
        word_cell(status_name(b->before->status)),
        word_cell(status_name(b->after->status)),
        changes_cell(c, b),
        str_cell(img, begins ? b->after->summary : 0),
        by_cell(c, b),
    };
    struct cell shown[COLUMNS];
    size_t n = 0;
    for (size_t i = 0; i < COLUMNS; i++)
        if (!c->words || columns[i].heading != NULL)
            shown[n++] = cells[i];
    render_table_row(t, shown);
}

static void next_table(struct buf *out, const struct style *style, const struct query_head *head,
                       const struct next_list *list)
{
    struct arena arena;
    struct buf query, more;
    arena_init(&arena);
    buf_init(&query, 0);
    buf_init(&more, 0);
    PUT(&more, "\"within\":");
    put_argument(&more, list->within);
    put_question(&query, head, more.failed ? NULL : more.data);
    struct next_cells c = {.arena = &arena, .words = style->format == FORMAT_MARKDOWN};
    struct column shown[COLUMNS];
    size_t n = 0;
    for (size_t i = 0; i < COLUMNS; i++)
        if (!c.words || columns[i].heading != NULL)
            shown[n++] = columns[i];
    struct table_render *t =
        query.failed ? NULL
                     : render_table_begin(style, "pact.next/1", head->digest, head->n_agreements,
                                          head->n_clauses, query.data, "boundaries", shown, n, out);
    out->failed |= query.failed || more.failed;
    for (size_t i = 0; t != NULL && i < list->n; i++) {
        write_row(t, &c, &list->items[i]);
        if (!c.words)
            arena_clear(&arena);
    }
    render_table_end(t);
    out->failed |= c.failed;
    buf_done(&query);
    buf_done(&more);
    arena_done(&arena);
}

void render_next(struct buf *out, const struct style *style, const struct query_head *head,
                 const struct next_list *list)
{
    if (style->format == FORMAT_TEXT)
        next_text(out, style, head, list);
    else if (style->format == FORMAT_ICS)
        next_ics(out, style, head, list);
    else
        next_table(out, style, head, list);
}
