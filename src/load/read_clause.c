/* Clauses, and acts that stand under `acts` of a document. */
#include "progress.h"

static const char *clause_kind_word(unsigned i)
{
    return clause_kind_name((enum clause_kind)i);
}
static const struct words clause_kinds = {"kind of clause", clause_kind_word, KIND_NONE + 1,
                                          KIND_COUNT};

/* A list of acts, into a span of rows; of IMAGE_NONE and none where it is no list, which has been
 * reported. */
static void field_history(struct reader *r, const struct field *f, void *record)
{
    struct span *place = field_place(f, record);
    place->first = IMAGE_NONE;
    if (!expect_list(r, "a history"))
        return;
    place->first = (uint32_t)r->l->b->acts.n;
    for (uint32_t i = 0; yr_next(&r->y) != YR_END; i++) {
        step_index(r, i);
        read_act(r);
        step_back(r);
    }
    place->n = (uint32_t)r->l->b->acts.n - place->first;
}

enum { C_TITLE, C_KIND, C_HOLDER, C_OBLIGOR, C_EXCEPTION, C_NOTE, C_HISTORY, C_COUNT };

static const struct field clause_fields[C_COUNT] = {
    [C_TITLE] = {KEY("title"), field_text, offsetof(struct clause_row, title), NULL},
    [C_KIND] = {KEY("kind"), field_word, offsetof(struct clause_row, kind), &clause_kinds},
    [C_HOLDER] = {KEY("holder"), field_ids, offsetof(struct clause_row, holder), NULL},
    [C_OBLIGOR] = {KEY("obligor"), field_ids, offsetof(struct clause_row, obligor), NULL},
    [C_EXCEPTION] = {KEY("exception_to"), field_clause_id,
                     offsetof(struct clause_row, exception_to), NULL},
    [C_NOTE] = {KEY("note"), field_text, offsetof(struct clause_row, note), NULL},
    [C_HISTORY] = {KEY("history"), field_history, offsetof(struct clause_row, acts), NULL},
};
static const struct shape clause_shape = {"a clause", clause_fields, C_COUNT,
                                          BIT(C_TITLE) | BIT(C_KIND), false};

/* False beyond the limit, which is reported once. */
static bool count_clause(struct reader *r)
{
    struct loader *l = r->l;
    if (l->b->clauses.n < l->limits.clauses)
        return true;
    if (!l->clauses_full)
        report_limit(l, "clauses", l->limits.clauses, r->y.file, r->y.at);
    l->clauses_full = true;
    return false;
}

static void read_clause(struct reader *r, str_id id, struct spot at)
{
    struct loader *l = r->l;
    struct seen seen;
    struct clause_row clause = {.id = id, .agreement = r->doc, .file = r->y.file, .line = at.line};
    if (r->y.kind != YR_MAP)
        clause.acts.first = IMAGE_NONE;
    read_mapping(r, &clause_shape, &clause, &seen);
    struct clause_row *row = vec_push(&l->b->clauses);
    uint16_t *column = vec_push(&l->clause_columns);
    if (row)
        *row = clause;
    if (column)
        *column = at.column <= UINT16_MAX ? (uint16_t)at.column : 0;
    struct exception_rec *x = has(&seen, C_EXCEPTION) ? vec_add(&l->exceptions) : NULL;
    if (x)
        *x = (struct exception_rec){clause.file, at.line, seen.value[C_EXCEPTION]};
    progress_clause(r);
}

void field_clauses(struct reader *r, const struct field *f, void *record)
{
    (void)f;
    (void)record;
    if (!expect_map(r, "`clauses`"))
        return;
    while (next_key(r)) {
        struct spot at = r->y.at;
        bool room = count_clause(r);
        str_id id = take_id(r, ID_DOTTED);
        r->base_line = at.line;
        step_id(r, id);
        yr_next(&r->y);
        if (room)
            read_clause(r, id, at);
        else
            yr_skip(&r->y);
        step_back(r);
    }
}

static void read_list(struct reader *r, str_id id, struct spot at)
{
    static const struct field whole = {KEY("acts"), NULL, offsetof(struct list_rec, acts), NULL};
    struct list_rec list = {.doc = r->doc, .clause_id = id, .clause = IMAGE_NONE, .at = at};
    field_history(r, &whole, &list);
    struct list_rec *rec = vec_add(&r->l->lists);
    if (rec)
        *rec = list;
}

void field_acts(struct reader *r, const struct field *f, void *record)
{
    (void)f;
    (void)record;
    if (!expect_map(r, "`acts`"))
        return;
    while (next_key(r)) {
        struct spot at = r->y.at;
        str_id id = take_id(r, ID_DOTTED);
        step_id(r, id);
        yr_next(&r->y);
        read_list(r, id, at);
        step_back(r);
    }
}
