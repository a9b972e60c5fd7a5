/* Names become row numbers. The named things of each agreement are brought into canonical order
 * first, so that the numbers found are final. */
#include "resolve.h"
#include "order.h"
#include "suggest.h"

/* ---- what the kinds have in common ---- */

static const char *const kind_names[NAME_KINDS] = {"party", "source", "instrument", "event",
                                                   "clause"};

struct span agreement_span(const struct agreement_row *a, enum name_kind kind)
{
    switch (kind) {
    case NAME_PARTY:
        return a->parties;
    case NAME_SOURCE:
        return a->sources;
    case NAME_INSTRUMENT:
        return a->instruments;
    case NAME_EVENT:
        return a->events;
    case NAME_CLAUSE:
    case NAME_KINDS:
        break;
    }
    return a->clauses;
}

static struct span *span_of(struct agreement_row *a, enum name_kind kind)
{
    switch (kind) {
    case NAME_PARTY:
        return &a->parties;
    case NAME_SOURCE:
        return &a->sources;
    case NAME_INSTRUMENT:
        return &a->instruments;
    case NAME_EVENT:
        return &a->events;
    case NAME_CLAUSE:
    case NAME_KINDS:
        break;
    }
    return &a->clauses;
}

/* A row of some kind, as sorting sees it. */
struct named {
    str_id id;
    uint32_t doc;
    uint32_t file;
    struct spot at;
};

static struct named named_at(const struct loader *l, enum name_kind kind, uint32_t i)
{
    switch (kind) {
    case NAME_PARTY: {
        const struct party_rec *p = VEC_AT(&l->parties, struct party_rec, i);
        return (struct named){p->row.id, p->doc, VEC_AT(&l->docs, struct doc_rec, p->doc)->file,
                              p->at};
    }
    case NAME_SOURCE: {
        const struct source_rec *s = VEC_AT(&l->sources, struct source_rec, i);
        return (struct named){s->row.id, s->doc, s->row.file, {s->row.line, s->column}};
    }
    case NAME_INSTRUMENT: {
        const struct instrument_rec *t = VEC_AT(&l->instruments, struct instrument_rec, i);
        return (struct named){t->row.id, t->doc, t->row.file, {t->row.line, t->column}};
    }
    case NAME_EVENT: {
        const struct event_rec *e = VEC_AT(&l->events, struct event_rec, i);
        return (struct named){e->row.id, e->doc, e->row.file, {e->row.line, e->column}};
    }
    case NAME_CLAUSE:
    case NAME_KINDS:
        break;
    }
    const struct clause_row *c = VEC_AT(&l->b->clauses, struct clause_row, i);
    return (struct named){c->id, c->agreement, c->file, clause_place(l, i)};
}

static struct vec *rows_of(struct loader *l, enum name_kind kind)
{
    struct vec *all[NAME_KINDS] = {&l->parties, &l->sources, &l->instruments, &l->events,
                                   &l->b->clauses};
    return all[kind];
}

/* Where a row of each kind holds its id, and its document. */
static const struct {
    size_t id, doc;
} members[NAME_KINDS] = {
    [NAME_PARTY] = {offsetof(struct party_rec, row.id), offsetof(struct party_rec, doc)},
    [NAME_SOURCE] = {offsetof(struct source_rec, row.id), offsetof(struct source_rec, doc)},
    [NAME_INSTRUMENT] = {offsetof(struct instrument_rec, row.id),
                         offsetof(struct instrument_rec, doc)},
    [NAME_EVENT] = {offsetof(struct event_rec, row.id), offsetof(struct event_rec, doc)},
    [NAME_CLAUSE] = {offsetof(struct clause_row, id), offsetof(struct clause_row, agreement)},
};

static uint32_t member(const struct vec *rows, uint32_t i, size_t offset)
{
    uint32_t value;
    memcpy(&value, (const char *)rows->data + i * rows->size + offset, sizeof value);
    return value;
}

static uint32_t agreement_of(const struct loader *l, uint32_t doc)
{
    return VEC_AT(&l->docs, struct doc_rec, doc)->agreement;
}

/* ---- canonical order ---- */

struct sorting {
    const struct strings *strings;
    const struct vec *rows;
    enum name_kind kind;
};

static int compare_ids(const struct strings *s, enum name_kind kind, str_id a, str_id b)
{
    if (a == b)
        return 0;
    const char *x = strings_get(s, a), *y = strings_get(s, b);
    return kind == NAME_CLAUSE ? id_compare(x, strings_len(s, a), y, strings_len(s, b))
                               : strcmp(x, y);
}

static int by_id(const void *ctx, uint32_t a, uint32_t b)
{
    const struct sorting *s = ctx;
    const size_t id = members[s->kind].id;
    return compare_ids(s->strings, s->kind, member(s->rows, a, id), member(s->rows, b, id));
}

/* To which agreement a row belongs; one behind the last for those of none. */
static uint32_t group_of(const struct loader *l, enum name_kind kind, const struct vec *rows,
                         uint32_t i)
{
    const uint32_t agreement = agreement_of(l, member(rows, i, members[kind].doc));
    return agreement != IMAGE_NONE ? agreement : (uint32_t)l->b->agreements.n;
}

/* The rows of each agreement together, in the order of reading. ends[i]: behind those of the i-th;
 * cleared before. */
static void group_rows(const struct loader *l, enum name_kind kind, const struct vec *rows,
                       uint32_t *order, uint32_t *ends)
{
    uint32_t start = 0;
    for (uint32_t i = 0; i < rows->n; i++)
        ends[group_of(l, kind, rows, i)]++;
    for (uint32_t a = 0; a <= l->b->agreements.n; a++) {
        const uint32_t n = ends[a];
        ends[a] = start; /* for now */
        start += n;
    }
    for (uint32_t i = 0; i < rows->n; i++)
        order[ends[group_of(l, kind, rows, i)]++] = i;
}

/* The canonical order of rows: by agreement, and by id. NULL: no memory. */
static uint32_t *canonical_order(struct loader *l, enum name_kind kind, const struct vec *rows)
{
    struct sorting s = {&l->b->strings, rows, kind};
    uint32_t *order = malloc((rows->n + 1) * sizeof *order);
    uint32_t *ends = calloc(l->b->agreements.n + 1, sizeof *ends);
    bool good = order != NULL && ends != NULL;
    if (good)
        group_rows(l, kind, rows, order, ends);
    for (uint32_t a = 0, start = 0; good && a <= l->b->agreements.n; start = ends[a++])
        good = order_sort(order + start, ends[a] - start, by_id, &s);
    free(ends);
    if (!good)
        free(order);
    return good ? order : NULL;
}

static bool sort_kind(struct loader *l, enum name_kind kind)
{
    struct vec *rows = rows_of(l, kind);
    uint32_t *order = canonical_order(l, kind, rows);
    if (!order)
        return false;
    if (kind == NAME_CLAUSE) {
        uint32_t *again = malloc((rows->n + 1) * sizeof *again);
        if (!again) {
            free(order);
            return false;
        }
        memcpy(again, order, rows->n * sizeof *again);
        order_gather(l->clause_columns.data, l->clause_columns.size, again, rows->n);
        free(again);
    }
    order_gather(rows->data, rows->size, order, rows->n);
    free(order);
    return true;
}

static void refuse_twice(struct loader *l, enum name_kind kind, uint32_t first, uint32_t again)
{
    struct named a = named_at(l, kind, first), b = named_at(l, kind, again);
    struct diag *g = report(l, DIAG_DUPLICATE_ID, b.file, b.at, "%s '%s' is given twice",
                            kind_names[kind], quote_id(l, b.id).text);
    second_place(l, g, a.file, a.at, "first given here");
    if (kind == NAME_CLAUSE)
        hint(g, "more acts of a clause may stand under `acts` of any document");
}

/* The spans of the agreements, now that rows stand in order; and ids that come twice. */
static void cut_spans(struct loader *l, enum name_kind kind)
{
    const struct vec *rows = rows_of(l, kind);
    uint32_t first_of_id = 0;
    str_id before = 0;
    for (uint32_t i = 0; i < rows->n; i++) {
        str_id id = member(rows, i, members[kind].id);
        uint32_t a = agreement_of(l, member(rows, i, members[kind].doc));
        if (a == IMAGE_NONE)
            break;
        struct span *span = span_of(VEC_AT(&l->b->agreements, struct agreement_row, a), kind);
        if (span->n == 0)
            span->first = i;
        else if (id != 0 && before == id)
            refuse_twice(l, kind, first_of_id, i);
        span->n++;
        if (span->n == 1 || before != id)
            first_of_id = i;
        before = id;
    }
}

static void settle_empty_spans(struct loader *l)
{
    for (size_t a = 0; a < l->b->agreements.n; a++) {
        struct agreement_row *row = VEC_AT(&l->b->agreements, struct agreement_row, a);
        for (unsigned k = 0; k < NAME_KINDS; k++) {
            struct span *s = span_of(row, (enum name_kind)k);
            if (s->n == 0)
                s->first = a == 0 ? 0
                                  : span_of(row - 1, (enum name_kind)k)->first +
                                        span_of(row - 1, (enum name_kind)k)->n;
        }
    }
}

/* ---- finding ---- */

static str_id id_of(const struct names *n, uint32_t row)
{
    str_id id;
    memcpy(&id, n->ids + row * n->stride, sizeof id);
    return id;
}

static int by_str_id(const void *ctx, uint32_t a, uint32_t b)
{
    str_id x = id_of(ctx, a), y = id_of(ctx, b);
    return (x > y) - (x < y);
}

static bool index_names(struct resolver *v, enum name_kind kind)
{
    struct names *n = &v->names[kind];
    const struct vec *rows = rows_of(v->l, kind);
    n->ids = rows->n > 0 ? (const char *)rows->data + members[kind].id : NULL;
    n->stride = rows->size;
    n->rows = malloc((rows->n + 1) * sizeof *n->rows);
    if (!n->rows)
        return false;
    for (size_t i = 0; i < rows->n; i++)
        n->rows[i] = (uint32_t)i;
    for (size_t a = 0; a < v->l->b->agreements.n; a++) {
        struct span s = agreement_span(VEC_AT(&v->l->b->agreements, struct agreement_row, a), kind);
        if (!order_sort(n->rows + s.first, s.n, by_str_id, n))
            return false;
    }
    return true;
}

void resolver_done(struct resolver *v)
{
    for (unsigned k = 0; k < NAME_KINDS; k++) {
        free(v->names[k].rows);
        v->names[k].rows = NULL;
    }
}

static uint32_t find_name(struct names *n, struct span s, uint32_t agreement, str_id id)
{
    if (n->last_id == id && n->last_agreement == agreement)
        return n->last_row;
    uint32_t lo = s.first, hi = s.first + s.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (id_of(n, n->rows[mid]) < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == s.first + s.n || id_of(n, n->rows[lo]) != id)
        return IMAGE_NONE;
    n->last_id = id;
    n->last_agreement = agreement;
    n->last_row = n->rows[lo];
    return n->last_row;
}

static void refuse_name(struct resolver *v, enum name_kind kind, uint32_t agreement, str_id id,
                        uint32_t file, struct spot at)
{
    struct loader *l = v->l;
    const struct agreement_row *a = VEC_AT(&l->b->agreements, struct agreement_row, agreement);
    struct suggest near;
    struct diag *g = report(l, DIAG_UNKNOWN_REFERENCE, file, at, "'%s' has no %s '%s'",
                            quote_id(l, a->id).text, kind_names[kind], quote_id(l, id).text);
    if (!suggest_ready(l, g))
        return;
    struct span s = agreement_span(a, kind);
    suggest_init(&near, strings_get(&l->b->strings, id), strings_len(&l->b->strings, id));
    for (uint32_t i = s.first; i < s.first + s.n; i++)
        suggest_offer_id(l, &near, named_at(l, kind, i).id);
    suggest_hint(l, g, &near);
}

uint32_t resolve_name(struct resolver *v, enum name_kind kind, uint32_t agreement, str_id id,
                      uint32_t file, struct spot at)
{
    if (id == 0 || agreement == IMAGE_NONE)
        return IMAGE_NONE;
    const struct agreement_row *a = VEC_AT(&v->l->b->agreements, struct agreement_row, agreement);
    uint32_t row = find_name(&v->names[kind], agreement_span(a, kind), agreement, id);
    if (row == IMAGE_NONE && !v->l->incomplete)
        refuse_name(v, kind, agreement, id, file, at);
    return row;
}

void resolve_refs(struct resolver *v, enum name_kind kind, uint32_t agreement, struct span *refs,
                  uint32_t file, uint32_t base_line)
{
    struct loader *l = v->l;
    uint32_t kept = 0;
    if (refs->n == 0)
        return;
    for (uint32_t i = 0; i < refs->n; i++) {
        uint32_t *ref = VEC_AT(&l->b->refs, uint32_t, refs->first + i);
        struct spot at = marks_at(&l->ref_at, refs->first + i, base_line);
        uint32_t row = resolve_name(v, kind, agreement, *ref, file, at);
        if (row != IMAGE_NONE)
            *VEC_AT(&l->b->refs, uint32_t, refs->first + kept++) = row;
        if (row != IMAGE_NONE && kind == NAME_SOURCE)
            VEC_AT(&l->sources, struct source_rec, row)->used = true;
    }
    refs->n = kept;
}

/* ---- topics ---- */

static bool same_topic(const struct strings *s, str_id a, str_id b)
{
    size_t n = strcspn(strings_get(s, a), ".");
    return n == strcspn(strings_get(s, b), ".") &&
           memcmp(strings_get(s, a), strings_get(s, b), n) == 0;
}

/* The first part of an id as a string of its own. */
static str_id topic_name(struct loader *l, struct buf *part, str_id id)
{
    const char *text = strings_get(&l->b->strings, id);
    buf_clear(part);
    buf_put(part, text, strcspn(text, "."));
    return part->n == 0 ? 0 : intern_add(&l->strings, part->data, part->n);
}

static bool add_topics(struct loader *l, struct agreement_row *a, struct buf *part)
{
    const struct vec *clauses = &l->b->clauses;
    a->topics.first = (uint32_t)l->b->topics.n;
    for (uint32_t i = a->clauses.first; i < a->clauses.first + a->clauses.n; i++) {
        str_id id = VEC_AT(clauses, struct clause_row, i)->id;
        if (i > a->clauses.first &&
            same_topic(&l->b->strings, VEC_AT(clauses, struct clause_row, i - 1)->id, id)) {
            VEC_AT(&l->b->topics, struct topic_row, l->b->topics.n - 1)->clauses.n++;
            continue;
        }
        struct topic_row *t = vec_add(&l->b->topics);
        if (!t)
            return false;
        *t = (struct topic_row){.name = topic_name(l, part, id), .clauses = {i, 1}};
    }
    a->topics.n = (uint32_t)l->b->topics.n - a->topics.first;
    return true;
}

bool resolve_order(struct resolver *v)
{
    struct loader *l = v->l;
    bool good = true;
    for (unsigned k = 0; good && k < NAME_KINDS; k++) {
        good = sort_kind(l, (enum name_kind)k);
        if (good)
            cut_spans(l, (enum name_kind)k);
    }
    settle_empty_spans(l);
    for (unsigned k = 0; good && k < NAME_KINDS; k++)
        good = (k == NAME_CLAUSE && l->lists.n + l->exceptions.n == 0) ||
               index_names(v, (enum name_kind)k);
    struct buf part;
    buf_init(&part, 0);
    for (size_t i = 0; good && i < l->b->agreements.n; i++)
        good = add_topics(l, VEC_AT(&l->b->agreements, struct agreement_row, i), &part);
    good = good && !part.failed;
    buf_done(&part);
    return good;
}

/* ---- references of all but the acts ---- */

static void resolve_instruments(struct resolver *v)
{
    for (size_t i = 0; i < v->l->instruments.n; i++) {
        struct instrument_rec *t = VEC_AT(&v->l->instruments, struct instrument_rec, i);
        uint32_t a = agreement_of(v->l, t->doc);
        resolve_refs(v, NAME_SOURCE, a, &t->row.sources, t->row.file, t->row.line);
        resolve_refs(v, NAME_PARTY, a, &t->row.parties, t->row.file, t->row.line);
    }
}

static void resolve_events(struct resolver *v)
{
    for (size_t i = 0; i < v->l->events.n; i++) {
        struct event_rec *e = VEC_AT(&v->l->events, struct event_rec, i);
        uint32_t a = agreement_of(v->l, e->doc);
        resolve_refs(v, NAME_SOURCE, a, &e->row.sources, e->row.file, e->row.line);
        resolve_refs(v, NAME_EVENT, a, &e->row.requires, e->row.file, e->row.line);
        for (uint32_t j = 0; j < e->row.requires.n; j++) {
            uint32_t other = *VEC_AT(&v->l->b->refs, uint32_t, e->row.requires.first + j);
            VEC_AT(&v->l->events, struct event_rec, other)->used = true;
        }
    }
}

static struct spot exception_place(const struct loader *l, const struct clause_row *c)
{
    size_t lo = 0, hi = l->exceptions.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct exception_rec *x = VEC_AT(&l->exceptions, struct exception_rec, mid);
        if (x->file < c->file || (x->file == c->file && x->clause_line < c->line))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < l->exceptions.n ? VEC_AT(&l->exceptions, struct exception_rec, lo)->at
                                : (struct spot){c->line, 0};
}

static void resolve_exception(struct resolver *v, uint32_t clause, uint32_t agreement)
{
    struct loader *l = v->l;
    struct clause_row *c = VEC_AT(&l->b->clauses, struct clause_row, clause);
    str_id id = c->exception_to;
    c->exception_to = IMAGE_NONE;
    if (id == 0)
        return;
    struct spot at = exception_place(l, c);
    if (id == c->id) {
        report(l, DIAG_SELF_REFERENCE, c->file, at, "'%s' is an exception to itself",
               quote_id(l, id).text);
        return;
    }
    c->exception_to = resolve_name(v, NAME_CLAUSE, agreement, id, c->file, at);
}

static void resolve_clauses(struct resolver *v)
{
    struct loader *l = v->l;
    for (uint32_t i = 0; i < l->b->clauses.n; i++) {
        struct clause_row *c = VEC_AT(&l->b->clauses, struct clause_row, i);
        c->agreement = agreement_of(l, c->agreement);
        resolve_refs(v, NAME_PARTY, c->agreement, &c->holder, c->file, c->line);
        resolve_refs(v, NAME_PARTY, c->agreement, &c->obligor, c->file, c->line);
        resolve_exception(v, i, c->agreement);
    }
}

void resolve_references(struct resolver *v)
{
    resolve_instruments(v);
    resolve_events(v);
    resolve_clauses(v);
}
