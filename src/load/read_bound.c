/* Bounds: a day, an event, or a mapping with one of a few keys. Members of lists are collected on a
 * stack and go to the bounds section when their list ends, so a list stands behind its members
 * until layout.c turns that round. */
#include "reader.h"

#define AS_UNTIL(f) ((f)->arg != NULL)

static const char until_hint[] =
    "write `{after: 2030}` in `until`, or `through: 2030`, for the end of that year or month";

/* What a mapping says, whichever keys it has. */
struct bound_in {
    str_id event;
    struct spot at;
    struct offset plus;
    struct window {
        day_t first, last;
    } between;
    pdate after;
    struct span first_of, last_of;
};

static void member(struct reader *r, bool as_until, struct open_bound *out);

static void field_plus(struct reader *r, const struct field *f, void *record)
{
    struct offset *place = field_place(f, record);
    if (r->y.kind == YR_SCALAR && offset_parse(r->y.text, r->y.n, place))
        return;
    if (r->y.kind != YR_VOID)
        hint(fault(r, DIAG_BAD_OFFSET, "this is not a length of time"),
             "write a number and d, w, m or y: 90d, 6m");
    yr_skip(&r->y);
}

static void field_between(struct reader *r, const struct field *f, void *record)
{
    struct window *w = field_place(f, record);
    take_window(r, &w->first, &w->last);
}

/* The members of a list that has ended leave the stack for the section. */
static struct span settle(struct reader *r, size_t start)
{
    struct loader *l = r->l;
    struct span span = {(uint32_t)l->b->bounds.n, (uint32_t)(r->bounds.n - start)};
    struct bound_row *rows = vec_grow(&l->b->bounds, span.n);
    for (uint32_t i = 0; rows && i < span.n; i++) {
        const struct open_bound *from = VEC_AT(&r->bounds, struct open_bound, start + i);
        rows[i] = from->row;
        marks_add(&l->bound_at, r->base_line, from->at);
    }
    r->bounds.n = start;
    return span;
}

static void field_members(struct reader *r, const struct field *f, void *record)
{
    struct span *place = field_place(f, record);
    struct spot at = r->y.at;
    size_t start = r->bounds.n;
    if (!expect_list(r, "this"))
        return;
    for (uint32_t i = 0; yr_next(&r->y) != YR_END; i++) {
        struct open_bound one = {{0}, {0, 0}};
        step_index(r, i);
        member(r, AS_UNTIL(f), &one);
        step_back(r);
        struct open_bound *top = vec_add(&r->bounds);
        if (top)
            *top = one;
        else
            r->l->no_memory = true;
    }
    *place = settle(r, start);
    if (place->n == 0 && !r->y.broken)
        fault_at(r, DIAG_BAD_BOUND, at, "the list of bounds is empty");
}

static void field_after(struct reader *r, const struct field *f, void *record)
{
    pdate *place = field_place(f, record);
    *place = take_date(r, DATE_YEAR, NULL);
}

enum { B_EVENT, B_PLUS, B_BETWEEN, B_AFTER, B_FIRST_OF, B_LAST_OF, B_COUNT };

#define IN(member) offsetof(struct bound_in, member)
#define BOUND_FIELDS(arg)                                                                          \
    {                                                                                              \
        [B_EVENT] = {KEY("event"), field_event_id, IN(event), NULL},                               \
        [B_PLUS] = {KEY("plus"), field_plus, IN(plus), NULL},                                      \
        [B_BETWEEN] = {KEY("between"), field_between, IN(between), NULL},                          \
        [B_AFTER] = {KEY("after"), field_after, IN(after), NULL},                                  \
        [B_FIRST_OF] = {KEY("first_of"), field_members, IN(first_of), arg},                        \
        [B_LAST_OF] = {KEY("last_of"), field_members, IN(last_of), arg},                           \
    }
static const struct field from_fields[B_COUNT] = BOUND_FIELDS(NULL);
static const struct field until_fields[B_COUNT] = BOUND_FIELDS("until");
static const struct shape from_shape = {"a bound", from_fields, B_COUNT, 0, false};
static const struct shape until_shape = {"a bound", until_fields, B_COUNT, 0, false};

static day_t day_after(pdate date)
{
    return pdate_last(date) + 1; /* of the last day of all: DAY_NEVER */
}

/* The row that a mapping's one key (or `event` and `plus`) stands for. */
static void bound_of(const struct bound_in *in, const struct seen *seen, struct bound_row *row)
{
    if (has(seen, B_EVENT))
        *row = (struct bound_row){
            .kind = BOUND_EVENT, .unit = in->plus.unit, .count = in->plus.count, .a = in->event};
    else if (has(seen, B_BETWEEN))
        *row = (struct bound_row){
            .kind = BOUND_UNKNOWN, .a = (uint32_t)in->between.first, .count = in->between.last};
    else if (has(seen, B_AFTER))
        *row = (struct bound_row){.kind = BOUND_AFTER,
                                  .a = in->after,
                                  .b = in->after ? (uint32_t)day_after(in->after) : 0};
    else if (has(seen, B_FIRST_OF))
        *row = (struct bound_row){
            .kind = BOUND_FIRST_OF, .a = in->first_of.first, .b = in->first_of.n};
    else
        *row =
            (struct bound_row){.kind = BOUND_LAST_OF, .a = in->last_of.first, .b = in->last_of.n};
}

static void read_bound_map(struct reader *r, bool as_until, struct open_bound *out)
{
    struct bound_in in = {0};
    struct seen seen;
    struct spot at = r->y.at;
    if (!read_mapping(r, as_until ? &until_shape : &from_shape, &in, &seen))
        return;
    uint32_t forms = seen.mask & ~(1U << B_PLUS);
    bool one = forms != 0 && (forms & (forms - 1)) == 0;
    if (!one || (has(&seen, B_PLUS) && !has(&seen, B_EVENT))) {
        hint(fault_at(r, DIAG_BAD_BOUND, at, "this is not a bound"),
             "write a day, an event, or a mapping with one of: event (and plus), between, after, "
             "first_of, last_of");
        return;
    }
    bound_of(&in, &seen, &out->row);
    out->at = has(&seen, B_EVENT) ? seen.value[B_EVENT] : at;
}

/* The last day of a month as the first day no longer in force is nearly always a mistake. */
static void warn_month_end(struct reader *r, day_t day)
{
    struct ymd d = day_to_ymd(day);
    if (d.day == month_length(d.year, d.month))
        hint(fault(r, DIAG_UNTIL_MONTH_END,
                   "`until` on the last day of a month: it is the first day not in force"),
             "if that day is still in force, write `through` with it");
}

static void read_bound_date(struct reader *r, bool as_until, struct open_bound *out)
{
    pdate date = take_date(r, as_until ? DATE_DAY : DATE_YEAR, until_hint);
    if (!date)
        return;
    if (as_until)
        warn_month_end(r, pdate_first(date));
    if (pdate_precision(date) == DATE_DAY)
        out->row = (struct bound_row){.kind = BOUND_DAY_MEMBER, .a = (uint32_t)pdate_first(date)};
    else
        out->row = (struct bound_row){.kind = BOUND_UNKNOWN,
                                      .a = (uint32_t)pdate_first(date),
                                      .count = pdate_last(date),
                                      .b = date};
}

static bool text_is(const struct yr *y, const char *word)
{
    return y->n == strlen(word) && memcmp(y->text, word, y->n) == 0;
}

static void refuse_word(struct reader *r, const char *word)
{
    struct diag *g = fault(r, DIAG_BAD_BOUND, "'%s' is not a bound here", word);
    if (strcmp(word, "open") == 0 || strcmp(word, "never") == 0)
        hint(g, "to take an end away write `through: open`");
    else
        hint(g, "it can only be the whole of an `until`");
}

static void read_bound_scalar(struct reader *r, bool as_until, struct open_bound *out)
{
    static const char *const not_here[] = {"open", "never", "undisclosed", "unstated"};
    if (r->y.kind == YR_SCALAR && is_date_like(r->y.text, r->y.n)) {
        read_bound_date(r, as_until, out);
        return;
    }
    if (r->y.kind == YR_SCALAR && r->y.n == 0) {
        fault(r, DIAG_MISSING_VALUE, "a day or an event is missing");
        return;
    }
    for (size_t i = 0; r->y.kind == YR_SCALAR && i < sizeof not_here / sizeof *not_here; i++) {
        if (text_is(&r->y, not_here[i])) {
            refuse_word(r, not_here[i]);
            return;
        }
    }
    out->at = r->y.at;
    out->row = (struct bound_row){.kind = BOUND_EVENT, .a = take_id(r, ID_EVENT)};
}

/* One bound as a row, wherever it stands. Kind BOUND_EVENT with event 0 where it is none. */
static void member(struct reader *r, bool as_until, struct open_bound *out)
{
    *out = (struct open_bound){.row = {.kind = BOUND_EVENT}, .at = r->y.at};
    if (r->y.kind == YR_MAP)
        read_bound_map(r, as_until, out);
    else
        read_bound_scalar(r, as_until, out);
}

void field_bound(struct reader *r, const struct field *f, void *record)
{
    bound_ref *place = field_place(f, record);
    struct open_bound one;
    bool undisclosed = r->y.kind == YR_SCALAR && text_is(&r->y, "undisclosed");
    bool unstated = r->y.kind == YR_SCALAR && text_is(&r->y, "unstated");
    if (AS_UNTIL(f) && (undisclosed || unstated))
        one = (struct open_bound){.row = {.kind = undisclosed ? BOUND_UNDISCLOSED : BOUND_UNSTATED},
                                  .at = r->y.at};
    else
        member(r, AS_UNTIL(f), &one);
    if (one.row.kind == BOUND_DAY_MEMBER) {
        *place = BOUND_PLAIN | one.row.a;
        return;
    }
    struct bound_row *row = vec_add(&r->l->b->bounds);
    if (!row)
        return;
    *row = one.row;
    marks_add(&r->l->bound_at, r->base_line, one.at);
    *place = (bound_ref)(r->l->b->bounds.n - 1);
}

void field_through(struct reader *r, const struct field *f, void *record)
{
    struct through *place = field_place(f, record);
    if (r->y.kind == YR_SCALAR && text_is(&r->y, "open")) {
        place->open = true;
        return;
    }
    pdate date = take_date(r, DATE_YEAR, "write a day, month or year, or `open`");
    place->last = date ? pdate_last(date) : 0;
}
