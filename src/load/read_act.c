/* Acts: their keys, which of them each kind of act takes, and their caveats. */
#include "reader.h"

static const char *act_word(unsigned i)
{
    return act_type_name((enum act_type)i);
}
static const char *clause_kind_word(unsigned i)
{
    return clause_kind_name((enum clause_kind)i);
}
static const char *caveat_kind_word(unsigned i)
{
    return caveat_kind_name((enum caveat_kind)i);
}
static const struct words act_types = {"kind of act", act_word, 0, ACT_COUNT};
static const struct words clause_kinds = {"kind of clause", clause_kind_word, KIND_NONE + 1,
                                          KIND_COUNT};
static const struct words caveat_kinds = {"kind of caveat", caveat_kind_word, 0, CAVEAT_COUNT};

struct act_in {
    struct act_row row;
    struct extra_row extra;
    struct through through;
    struct span terms;
};

/* ---- caveats ---- */

enum { C_KIND, C_TEXT, C_ANNOUNCED, C_SOURCES, C_COUNT };

static const struct field caveat_fields[C_COUNT] = {
    [C_KIND] = {KEY("kind"), field_word, offsetof(struct caveat_row, kind), &caveat_kinds},
    [C_TEXT] = {KEY("text"), field_text, offsetof(struct caveat_row, text), NULL},
    [C_ANNOUNCED] = {KEY("announced"), field_date, offsetof(struct caveat_row, announced), NULL},
    [C_SOURCES] = {KEY("sources"), field_ids, offsetof(struct caveat_row, sources), NULL},
};
static const struct shape caveat_shape = {"a caveat", caveat_fields, C_COUNT, BIT(C_TEXT), false};

static void read_caveat(struct reader *r)
{
    struct caveat_row caveat = {.kind = CAVEAT_NOTE};
    struct seen seen;
    read_mapping(r, &caveat_shape, &caveat, &seen);
    if (caveat.announced)
        caveat.known_day = pdate_last(caveat.announced);
    struct caveat_row *row = vec_add(&r->l->b->caveats);
    if (row)
        *row = caveat;
}

static void field_caveats(struct reader *r, const struct field *f, void *record)
{
    struct span *place = field_place(f, record);
    place->first = (uint32_t)r->l->b->caveats.n;
    if (!expect_list(r, "`caveats`"))
        return;
    for (uint32_t i = 0; yr_next(&r->y) != YR_END; i++) {
        step_index(r, i);
        read_caveat(r);
        step_back(r);
    }
    place->n = (uint32_t)r->l->b->caveats.n - place->first;
}

/* ---- the names under `drop` ---- */

struct drop {
    str_id name;
    struct spot at;
    const char *text; /* only while sorting */
};

static int by_name(const void *x, const void *y)
{
    const struct drop *a = x, *b = y;
    int c = strcmp(a->text, b->text);
    if (c != 0)
        return c;
    return a->at.line != b->at.line ? (a->at.line > b->at.line) - (a->at.line < b->at.line)
                                    : (a->at.column > b->at.column) - (a->at.column < b->at.column);
}

static void read_drops(struct reader *r, struct vec *drops)
{
    for (uint32_t i = 0; yr_next(&r->y) != YR_END; i++) {
        struct spot at = r->y.at;
        step_index(r, i);
        str_id name = take_id(r, ID_PART);
        step_back(r);
        struct drop *one = name ? vec_add(drops) : NULL;
        if (one)
            *one = (struct drop){name, at, NULL};
    }
}

/* Into refs, sorted by bytes. */
static void add_drops(struct reader *r, struct vec *drops)
{
    struct drop *d = drops->data;
    for (size_t i = 0; i < drops->n; i++)
        d[i].text = strings_get(&r->l->b->strings, d[i].name);
    if (drops->n > 1)
        qsort(d, drops->n, sizeof *d, by_name);
    for (size_t i = 0; i < drops->n; i++) {
        if (i > 0 && d[i].name == d[i - 1].name)
            second_place(r->l,
                         fault_at(r, DIAG_DUPLICATE_KEY, d[i].at, "'%s' is dropped twice",
                                  quote_id(r->l, d[i].name).text),
                         r->y.file, d[i - 1].at, "first dropped here");
        add_ref(r, d[i].name, d[i].at);
    }
}

static void field_drop(struct reader *r, const struct field *f, void *record)
{
    struct span *place = field_place(f, record);
    struct vec drops;
    if (!expect_list(r, "`drop`"))
        return;
    vec_init(&drops, sizeof(struct drop));
    read_drops(r, &drops);
    place->first = (uint32_t)r->l->b->refs.n;
    add_drops(r, &drops);
    place->n = (uint32_t)r->l->b->refs.n - place->first;
    r->l->no_memory = r->l->no_memory || drops.failed;
    vec_done(&drops);
}

/* ---- keys ---- */

enum {
    A_ACT,
    A_BY,
    A_SECTION,
    A_ANNOUNCED,
    A_FROM,
    A_THROUGH,
    A_UNTIL,
    A_TERMS,
    A_DROP,
    A_SUMMARY,
    A_PROVIDED,
    A_CAVEATS,
    A_SOURCES,
    A_KIND,
    A_HOLDER,
    A_OBLIGOR,
    A_COUNT
};

#define ROW(member) offsetof(struct act_in, row.member)
#define EXTRA(member) offsetof(struct act_in, extra.member)
static const struct field act_fields[A_COUNT] = {
    [A_ACT] = {KEY("act"), field_word, ROW(type), &act_types},
    [A_BY] = {KEY("by"), field_id, ROW(instrument), NULL},
    [A_SECTION] = {KEY("section"), field_text, EXTRA(section), NULL},
    [A_ANNOUNCED] = {KEY("announced"), field_date, EXTRA(announced), NULL},
    [A_FROM] = {KEY("from"), field_bound, ROW(from), NULL},
    [A_THROUGH] = {KEY("through"), field_through, offsetof(struct act_in, through), NULL},
    [A_UNTIL] = {KEY("until"), field_bound, ROW(until), "until"},
    [A_TERMS] = {KEY("terms"), field_terms, offsetof(struct act_in, terms), NULL},
    [A_DROP] = {KEY("drop"), field_drop, EXTRA(drop), NULL},
    [A_SUMMARY] = {KEY("summary"), field_text, ROW(summary), NULL},
    [A_PROVIDED] = {KEY("provided_that"), field_text, EXTRA(provided_that), NULL},
    [A_CAVEATS] = {KEY("caveats"), field_caveats, EXTRA(caveats), NULL},
    [A_SOURCES] = {KEY("sources"), field_ids, EXTRA(sources), NULL},
    [A_KIND] = {KEY("kind"), field_word, EXTRA(kind), &clause_kinds},
    [A_HOLDER] = {KEY("holder"), field_ids, EXTRA(holder), NULL},
    [A_OBLIGOR] = {KEY("obligor"), field_ids, EXTRA(obligor), NULL},
};
#undef ROW
#undef EXTRA
static const struct shape act_shape = {"an act", act_fields, A_COUNT, BIT(A_ACT) | BIT(A_BY), true};

#define ENDS (BIT(A_THROUGH) | BIT(A_UNTIL))
#define STATE (BIT(A_TERMS) | BIT(A_PROVIDED) | BIT(A_KIND) | BIT(A_HOLDER) | BIT(A_OBLIGOR))

/* What each kind of act does not take. */
static const uint32_t misplaced[ACT_COUNT] = {
    [ACT_ESTABLISH] = BIT(A_DROP),
    [ACT_AMEND] = 0,
    [ACT_RESTATE] = BIT(A_DROP),
    [ACT_OVERRIDE] = 0,
    [ACT_SUSPEND] = BIT(A_TERMS) | BIT(A_DROP),
    [ACT_TERMINATE] = BIT(A_TERMS) | BIT(A_DROP) | ENDS,
    [ACT_REAFFIRM] = STATE | BIT(A_DROP) | ENDS,
    [ACT_SILENT] = STATE | BIT(A_DROP) | ENDS,
};

static const char *misplaced_hint(enum act_type type, unsigned key)
{
    if (key == A_DROP)
        return "only `amend` and `override` drop terms";
    if (type == ACT_TERMINATE)
        return key == A_TERMS ? "leave it out: what is terminated has no terms"
                              : "leave it out: the clause ends on `from`";
    if (type == ACT_SUSPEND)
        return "use `override` to put other terms in place for a time";
    return "use `amend` if the instrument changes the clause";
}

static void check_misplaced(struct reader *r, enum act_type type, const struct seen *seen)
{
    const uint32_t wrong = seen->mask & misplaced[type];
    for (unsigned key = 0; wrong >> key != 0; key++)
        if (wrong & BIT(key))
            hint(fault_at(r, DIAG_MISPLACED_KEY, seen->key[key], "'%s' does not go with '%s'",
                          act_fields[key].name, act_type_name(type)),
                 misplaced_hint(type, key));
}

static bool is_state(enum act_type type)
{
    return type == ACT_ESTABLISH || type == ACT_RESTATE || type == ACT_OVERRIDE;
}

static bool is_window(enum act_type type)
{
    return type == ACT_OVERRIDE || type == ACT_SUSPEND;
}

static bool until_is_absent(struct reader *r, bound_ref until)
{
    if (until == IMAGE_NONE || BOUND_IS_PLAIN(until))
        return false;
    const struct bound_row *b = VEC_AT(&r->l->b->bounds, struct bound_row, until);
    return b->kind == BOUND_UNDISCLOSED || b->kind == BOUND_UNSTATED;
}

/* `override` and `suspend` need an end of their own. */
static void check_window(struct reader *r, const struct act_in *in, const struct seen *seen,
                         struct spot at)
{
    const char *name = act_type_name((enum act_type)in->row.type);
    bool through = has(seen, A_THROUGH) && !in->through.open;
    bool until = has(seen, A_UNTIL) && !until_is_absent(r, in->row.until);
    if (in->through.open)
        fault_at(r, DIAG_NO_END, seen->key[A_THROUGH], "'%s' needs an end of its own, not `open`",
                 name);
    else if (!through && !until)
        hint(fault_at(r, DIAG_NO_END, at, "'%s' needs an end of its own", name),
             "give `through`, the last day, or `until`, the first day no longer");
}

static void check_ends(struct reader *r, const struct act_in *in, const struct seen *seen,
                       struct spot at)
{
    enum act_type type = (enum act_type)in->row.type;
    if (is_window(type))
        check_window(r, in, seen, at);
    else if (in->through.open && has(seen, A_UNTIL) && !(misplaced[type] & ENDS))
        hint(fault_at(r, DIAG_MISPLACED_KEY, seen->key[A_THROUGH],
                      "`through: open` does not go with 'until'"),
             "leave it out: a new `until` replaces the whole end");
}

static bool names_meet(struct reader *r, str_id name, struct span terms)
{
    for (uint32_t i = 0; i < terms.n; i++)
        if (VEC_AT(&r->l->b->terms, struct term_row, terms.first + i)->name == name)
            return true;
    return false;
}

/* A term that is given and dropped at once. */
static void check_drop(struct reader *r, const struct act_in *in)
{
    struct span drop = in->extra.drop;
    if (loader_failed(r->l))
        return;
    for (uint32_t i = drop.first; i < drop.first + drop.n; i++) {
        str_id name = *VEC_AT(&r->l->b->refs, uint32_t, i);
        if (!names_meet(r, name, in->terms))
            continue;
        hint(fault_at(r, DIAG_DROP_GIVEN, marks_at(&r->l->ref_at, i, r->base_line),
                      "'%s' is dropped and given by the same act", quote_id(r->l, name).text),
             "leave it out of `drop`: a term that is given replaces the one before");
    }
}

static void check_act(struct reader *r, const struct act_in *in, const struct seen *seen,
                      struct spot at)
{
    enum act_type type = (enum act_type)in->row.type;
    if (type == ACT_COUNT)
        return;
    check_misplaced(r, type, seen);
    if (is_state(type) && !has(seen, A_SUMMARY))
        fault_at(r, DIAG_MISSING_KEY, at, "'%s' needs a 'summary'", act_type_name(type));
    check_ends(r, in, seen, at);
    if (has(seen, A_DROP) && has(seen, A_TERMS))
        check_drop(r, in);
}

/* ---- rows ---- */

static bool needs_extra(const struct seen *seen)
{
    const uint32_t extra = BIT(A_SECTION) | BIT(A_ANNOUNCED) | BIT(A_DROP) | BIT(A_PROVIDED) |
                           BIT(A_CAVEATS) | BIT(A_SOURCES) | BIT(A_KIND) | BIT(A_HOLDER) |
                           BIT(A_OBLIGOR);
    return (seen->mask & extra) != 0;
}

static void finish_row(struct reader *r, struct act_in *in, const struct seen *seen)
{
    struct act_row *row = &in->row;
    row->flags |= has(seen, A_FROM) ? ACT_OWN_FROM : 0;
    row->flags |= in->through.open ? ACT_THROUGH_OPEN : 0;
    row->through = in->through.last;
    row->terms = in->terms.first;
    row->n_terms = in->terms.n;
    row->known_day = in->extra.announced ? pdate_last(in->extra.announced) : 0;
    if (!needs_extra(seen))
        return;
    struct extra_row *extra = vec_push(&r->l->b->extras);
    if (extra) {
        *extra = in->extra;
        row->extra = (uint32_t)(r->l->b->extras.n - 1);
    }
}

static void add_act(struct reader *r, const struct act_in *in, const struct seen *seen,
                    struct spot at)
{
    struct loader *l = r->l;
    struct act_row *row = vec_push(&l->b->acts);
    struct spot none = {at.line, 0};
    if (row)
        *row = in->row;
    marks_add(&l->act_at, at.line, at);
    marks_add(&l->act_by, at.line, has(seen, A_BY) ? seen->value[A_BY] : none);
    marks_add(&l->act_end, at.line,
              has(seen, A_UNTIL)     ? seen->value[A_UNTIL]
              : has(seen, A_THROUGH) ? seen->value[A_THROUGH]
                                     : none);
}

void read_act(struct reader *r)
{
    struct spot at = r->y.at;
    struct seen seen;
    uint32_t outer = r->base_line;
    struct act_in in = {.row = {.type = ACT_COUNT,
                                .from = IMAGE_NONE,
                                .until = IMAGE_NONE,
                                .extra = IMAGE_NONE,
                                .file = r->y.file,
                                .line = at.line}};
    r->base_line = at.line;
    read_mapping(r, &act_shape, &in, &seen);
    if (!r->y.broken)
        check_act(r, &in, &seen, at);
    finish_row(r, &in, &seen);
    add_act(r, &in, &seen, at);
    r->base_line = outer;
}
