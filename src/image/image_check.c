/* Proof that sections from outside are an image: every string, count, reference and order that the
 * rest of pact relies on. After it, no reader checks anything again.
 *
 * Lists of bounds and of terms are trees: each row has one holder, and stands behind it. That is
 * what keeps every later walk short, so it is marked here, row by row; all of the check is linear
 * in the bytes.
 *
 * It has two halves, since most questions are about few clauses: the frame, which is all but what
 * the clauses say, and each clause. A row that two clauses hold is found only if both are checked
 * at once; who asks about one of them takes no harm from it. */
#include <stdlib.h>

#include "image_file.h"

#include "num.h"
#include "text.h"

#define IN(index, n) ((index) < (n))

static bool span_in(struct span s, size_t n)
{
    return s.n == 0 || (s.first < n && s.n <= n - s.first);
}

static bool within(uint32_t index, struct span s)
{
    return index >= s.first && index - s.first < s.n;
}

static bool day_ok(day_t d)
{
    return d >= DAY_NONE && d <= DAY_MAX;
}

static bool pdate_ok(pdate p)
{
    if (p == 0)
        return true;
    day_t first = (day_t)(p >> 2);
    if (first < DAY_MIN || first > DAY_MAX || (p & 3) == DATE_NONE)
        return false;
    struct ymd y = day_to_ymd(first);
    return (p & 3) == DATE_DAY || (y.day == 1 && ((p & 3) == DATE_MONTH || y.month == 1));
}

/* In a byte as long as it cannot overflow, so that sixteen can be counted at a time. */
static size_t count_nuls(const char *bytes, size_t n)
{
    size_t count = 0;
    for (size_t at = 0; at < n;) {
        const size_t end = n - at < UINT8_MAX ? n : at + UINT8_MAX;
        uint8_t some = 0;
        for (; at < end; at++)
            some = (uint8_t)(some + (bytes[at] == '\0'));
        count += some;
    }
    return count;
}

static bool strings_ok(const struct image *v)
{
    if (v->n_string_offsets < 2 || v->string_offsets[0] != 0 || v->n_string_offsets > UINT32_MAX)
        return false;
    size_t n = v->n_string_offsets - 1;
    if (v->string_offsets[n] != v->n_string_bytes || v->string_offsets[1] != 1)
        return false;
    uint64_t from = 0;
    for (size_t i = 1; i <= n; i++) {
        const uint64_t to = v->string_offsets[i];
        if (to <= from || to > v->n_string_bytes || v->string_bytes[to - 1] != '\0')
            return false;
        from = to;
    }
    /* A NUL ends each; as there are no more, none has one inside, nor half a character. */
    return count_nuls(v->string_bytes, v->n_string_bytes) == n &&
           utf8_valid(v->string_bytes, v->n_string_bytes);
}

static bool str_ok(const struct image *v, str_id id)
{
    return id < v->n_string_offsets - 1;
}

static bool name_ok(const struct image *v, str_id id)
{
    return id != 0 && str_ok(v, id);
}

static inline bool refs_within(const struct image *v, struct span refs, struct span target)
{
    if (refs.n == 0)
        return true;
    if (!span_in(refs, v->n_refs))
        return false;
    for (uint32_t i = 0; i < refs.n; i++)
        if (!within(v->refs[refs.first + i], target))
            return false;
    return true;
}

static bool bytes_ascending(const struct image *v, str_id a, str_id b)
{
    size_t an = image_str_len(v, a), bn = image_str_len(v, b);
    int c = memcmp(image_str(v, a), image_str(v, b), an < bn ? an : bn);
    return c < 0 || (c == 0 && an < bn);
}

/* Strictly ascending bytes of names. Most are told apart by the first byte, which is the NUL where
 * there is no other. */
static inline bool ascending(const struct image *v, str_id a, str_id b)
{
    const unsigned char x = (unsigned char)*image_str(v, a), y = (unsigned char)*image_str(v, b);
    return x != y ? x < y : bytes_ascending(v, a, b);
}

static bool ids_ascending(const struct image *v, str_id a, str_id b)
{
    return id_compare(image_str(v, a), image_str_len(v, a), image_str(v, b), image_str_len(v, b)) <
           0;
}

struct checker {
    const struct image *v;
    uint32_t agreement;
    const struct agreement_row *g;
    bool *term_held;    /* of each row of terms: has a holder */
    bool *bound_held;   /* of each row of bounds: is a member of a list */
    uint32_t *bound_of; /* of each row of bounds: 1 + the agreement for which it was found good */
    unsigned char *colour; /* of each event, for circles of `requires` */
    uint32_t *stack;
    size_t stack_size; /* as many as there can be requirements */
};

static bool hold(bool *held, uint32_t row)
{
    const bool before = held[row];
    held[row] = true;
    return !before;
}

static bool bound_ok(struct checker *k, bound_ref ref, bool whole_until, int depth);

static bool members_ok(struct checker *k, bound_ref ref, int depth)
{
    const struct bound_row *b = &k->v->bounds[ref];
    struct span members = {b->a, b->b};
    if (b->b == 0 || b->a <= ref || !span_in(members, k->v->n_bounds))
        return false;
    for (uint32_t i = 0; i < b->b; i++)
        if (!hold(k->bound_held, b->a + i) || !bound_ok(k, b->a + i, false, depth + 1))
            return false;
    return true;
}

static bool bound_row_ok(struct checker *k, bound_ref ref, bool whole_until, int depth)
{
    const struct bound_row *b = &k->v->bounds[ref];
    switch ((enum bound_kind)b->kind) {
    case BOUND_EVENT:
        return within(b->a, k->g->events) && b->count >= 0 && b->count <= 99999 &&
               (b->count == 0 ? b->unit == 0 : b->unit != 0 && strchr("dwmy", b->unit) != NULL);
    case BOUND_UNKNOWN:
        return within(b->a, k->g->unknowns) && pdate_ok(b->b) && b->count == 0 && b->unit == 0;
    case BOUND_AFTER:
        return b->a != 0 && pdate_ok(b->a) && b->b >= DAY_MIN && b->b <= DAY_NEVER;
    case BOUND_DAY_MEMBER:
        return b->a >= DAY_MIN && b->a <= DAY_MAX;
    case BOUND_FIRST_OF:
    case BOUND_LAST_OF:
        return members_ok(k, ref, depth);
    case BOUND_UNDISCLOSED:
    case BOUND_UNSTATED:
        return whole_until;
    case BOUND_KIND_COUNT:
        break;
    }
    return false;
}

/* Acts share the bounds they inherit, so a row found good is not looked at again. */
static bool bound_ok(struct checker *k, bound_ref ref, bool whole_until, int depth)
{
    if (BOUND_IS_PLAIN(ref))
        return BOUND_DAY(ref) >= DAY_MIN && BOUND_DAY(ref) <= DAY_MAX;
    if (!IN(ref, k->v->n_bounds) || depth > IMAGE_MAX_DEPTH)
        return false;
    bool absent_end = k->v->bounds[ref].kind >= BOUND_UNDISCLOSED;
    if (k->bound_of[ref] == k->agreement + 1 && (!absent_end || whole_until))
        return true;
    if (k->bound_of[ref] != 0 || !bound_row_ok(k, ref, whole_until, depth))
        return false;
    k->bound_of[ref] = k->agreement + 1;
    return true;
}

static bool terms_ok(struct checker *k, uint32_t first, uint32_t n, bool named, int depth);

static bool reported_ok(struct checker *k, uint32_t row, int depth);

static bool term_ok(struct checker *k, uint32_t row, int depth)
{
    const struct image *v = k->v;
    const struct term_row *t = &v->terms[row];
    switch ((enum value_kind)t->kind) {
    case VALUE_FALSE:
    case VALUE_TRUE:
    case VALUE_UNDISCLOSED:
    case VALUE_UNSTATED:
        return t->a == 0 && t->b == 0;
    case VALUE_NUMBER:
        return name_ok(v, t->a) && num_form(image_str(v, t->a), image_str_len(v, t->a));
    case VALUE_STRING:
        return name_ok(v, t->a);
    case VALUE_DATE:
        return t->a != 0 && pdate_ok(t->a);
    case VALUE_LIST:
    case VALUE_MAP:
        return (t->b == 0 || t->a > row) &&
               terms_ok(k, t->a, t->b, t->kind == VALUE_MAP, depth + 1);
    case VALUE_REPORTED:
        return reported_ok(k, row, depth);
    case VALUE_KIND_COUNT:
        break;
    }
    return false;
}

static bool reported_ok(struct checker *k, uint32_t row, int depth)
{
    const struct image *v = k->v;
    uint32_t index = v->terms[row].a;
    if (!IN(index, v->n_reported))
        return false;
    const struct reported_row *r = &v->reported[index];
    return IN(r->value, v->n_terms) && r->value > row &&
           v->terms[r->value].kind < VALUE_UNDISCLOSED &&
           terms_ok(k, r->value, 1, false, depth + 1) &&
           (r->source == IMAGE_NONE || within(r->source, k->g->sources)) &&
           pdate_ok(r->announced) && day_ok(r->known_day);
}

static bool terms_ok(struct checker *k, uint32_t first, uint32_t n, bool named, int depth)
{
    const struct image *v = k->v;
    const struct span rows = {first, n};
    if (!span_in(rows, v->n_terms) || (n > 0 && depth > IMAGE_MAX_DEPTH))
        return false;
    for (uint32_t row = first; row != first + n; row++) {
        const str_id name = v->terms[row].name;
        if (named ? !name_ok(v, name) : name != 0)
            return false;
        if (named && row > first && !ascending(v, v->terms[row - 1].name, name))
            return false;
        if (!hold(k->term_held, row) || !term_ok(k, row, depth))
            return false;
    }
    return true;
}

static bool caveats_ok(const struct image *v, const struct agreement_row *g, struct span caveats)
{
    if (!span_in(caveats, v->n_caveats))
        return false;
    for (uint32_t i = 0; i < caveats.n; i++) {
        const struct caveat_row *c = &v->caveats[caveats.first + i];
        if (!name_ok(v, c->text) || c->kind >= CAVEAT_COUNT || !pdate_ok(c->announced) ||
            !day_ok(c->known_day) || !refs_within(v, c->sources, g->sources))
            return false;
    }
    return true;
}

static bool extra_ok(const struct image *v, const struct agreement_row *g, uint32_t row)
{
    if (!IN(row, v->n_extras))
        return false;
    const struct extra_row *x = &v->extras[row];
    if (!str_ok(v, x->provided_that) || !str_ok(v, x->section) || !pdate_ok(x->announced) ||
        x->kind >= KIND_COUNT || !span_in(x->drop, v->n_refs))
        return false;
    for (uint32_t i = 0; i < x->drop.n; i++)
        if (!name_ok(v, v->refs[x->drop.first + i]))
            return false;
    return refs_within(v, x->sources, g->sources) && refs_within(v, x->holder, g->parties) &&
           refs_within(v, x->obligor, g->parties) && caveats_ok(v, g, x->caveats);
}

static bool act_ok(struct checker *k, const struct act_row *a)
{
    const struct image *v = k->v;
    const struct agreement_row *g = k->g;
    return a->type < ACT_COUNT && within(a->instrument, g->instruments) && a->from != IMAGE_NONE &&
           bound_ok(k, a->from, false, 0) && day_ok(a->through) &&
           (a->until == IMAGE_NONE || bound_ok(k, a->until, true, 0)) &&
           terms_ok(k, a->terms, a->n_terms, true, 0) && str_ok(v, a->summary) &&
           (a->extra == IMAGE_NONE || extra_ok(v, g, a->extra)) && day_ok(a->known_day) &&
           a->known_day != DAY_NONE && str_ok(v, a->file);
}

/* How much work a clause's bounds make: distinct unknowns, and distinct offsets of each. */
struct weight {
    struct {
        uint32_t index, offsets;
        uint8_t kind;
    } unknowns[IMAGE_MAX_UNKNOWNS];
    struct {
        uint32_t unknown;
        int32_t count;
        char unit;
    } offsets[1024];
    uint32_t n_unknowns, n_offsets;
    bool too_much;
};

static void weigh_leaf(struct weight *l, const struct bound_row *b)
{
    uint32_t u = 0, o = 0;
    while (u < l->n_unknowns && (l->unknowns[u].kind != b->kind || l->unknowns[u].index != b->a))
        u++;
    while (o < l->n_offsets && (l->offsets[o].unknown != u || l->offsets[o].count != b->count ||
                                l->offsets[o].unit != b->unit))
        o++;
    if (o < l->n_offsets)
        return;
    if (u == IMAGE_MAX_UNKNOWNS || o == sizeof l->offsets / sizeof *l->offsets) {
        l->too_much = true;
        return;
    }
    if (u == l->n_unknowns) {
        l->unknowns[u].index = b->a;
        l->unknowns[u].kind = b->kind;
        l->unknowns[u].offsets = 0;
        l->n_unknowns++;
    }
    l->unknowns[u].offsets++;
    l->offsets[l->n_offsets].unknown = u;
    l->offsets[l->n_offsets].count = b->count;
    l->offsets[l->n_offsets].unit = b->unit;
    l->n_offsets++;
}

static void weigh(const struct image *v, struct weight *l, bound_ref ref)
{
    if (ref == IMAGE_NONE || BOUND_IS_PLAIN(ref) || l->too_much)
        return;
    const struct bound_row *b = &v->bounds[ref];
    if (b->kind == BOUND_EVENT || b->kind == BOUND_UNKNOWN)
        weigh_leaf(l, b);
    else if (b->kind == BOUND_FIRST_OF || b->kind == BOUND_LAST_OF)
        for (uint32_t i = 0; i < b->b; i++)
            weigh(v, l, b->a + i);
}

/* The engine's work on a day is bounded by the courses of a clause: what the loader limits for
 * users is limited here for files from anywhere. */
static bool bearable(const struct image *v, struct span acts)
{
    struct weight l;
    uint64_t courses = 1;
    l.n_unknowns = l.n_offsets = 0;
    l.too_much = false;
    for (uint32_t i = 0; i < acts.n; i++) {
        weigh(v, &l, v->acts[acts.first + i].from);
        weigh(v, &l, v->acts[acts.first + i].until);
    }
    for (uint32_t u = 0; u < l.n_unknowns && courses <= IMAGE_MAX_COURSES; u++)
        courses *= l.unknowns[u].offsets + 1;
    return !l.too_much && courses <= IMAGE_MAX_COURSES;
}

/* What is seen of a clause by who asks about others: where it stands, and its names. */
static bool clause_head_ok(const struct checker *k, uint32_t index)
{
    const struct image *v = k->v;
    const struct agreement_row *g = k->g;
    const struct clause_row *c = &v->clauses[index];
    return name_ok(v, c->id) && str_ok(v, c->title) && c->agreement == k->agreement &&
           (c->exception_to == IMAGE_NONE || within(c->exception_to, g->clauses)) &&
           (index == g->clauses.first || ids_ascending(v, v->clauses[index - 1].id, c->id));
}

/* All else of it. */
static bool clause_ok(struct checker *k, uint32_t index)
{
    const struct image *v = k->v;
    const struct agreement_row *g = k->g;
    const struct clause_row *c = &v->clauses[index];
    if (!str_ok(v, c->note) || !str_ok(v, c->file) || c->kind == KIND_NONE ||
        c->kind >= KIND_COUNT || !refs_within(v, c->holder, g->parties) ||
        !refs_within(v, c->obligor, g->parties) || !span_in(c->acts, v->n_acts))
        return false;
    for (uint32_t i = 0; i < c->acts.n; i++)
        if (!act_ok(k, &v->acts[c->acts.first + i]))
            return false;
    return bearable(v, c->acts);
}

static bool source_ok(const struct image *v, const struct source_row *s)
{
    return name_ok(v, s->id) && str_ok(v, s->publisher) && str_ok(v, s->title) &&
           str_ok(v, s->url) && str_ok(v, s->note) && pdate_ok(s->date) &&
           s->kind < SOURCE_KIND_COUNT && s->read < READ_COUNT && str_ok(v, s->file);
}

static bool instrument_ok(struct checker *k, const struct instrument_row *i)
{
    const struct image *v = k->v;
    const struct agreement_row *g = k->g;
    return name_ok(v, i->id) && str_ok(v, i->title) && str_ok(v, i->note) &&
           pdate_ok(i->announced) && pdate_ok(i->signed_on) &&
           (i->effective == IMAGE_NONE || bound_ok(k, i->effective, false, 0)) &&
           i->starts != IMAGE_NONE && bound_ok(k, i->starts, false, 0) && day_ok(i->known_day) &&
           day_ok(i->signed_first) && day_ok(i->signed_last) &&
           refs_within(v, i->sources, g->sources) && refs_within(v, i->parties, g->parties) &&
           i->kind < INSTRUMENT_KIND_COUNT && str_ok(v, i->file);
}

static bool event_ok(const struct image *v, const struct agreement_row *g,
                     const struct event_row *e)
{
    return name_ok(v, e->id) && str_ok(v, e->title) && str_ok(v, e->note) &&
           day_ok(e->occurred_first) && day_ok(e->occurred_last) &&
           e->occurred_first <= e->occurred_last &&
           (e->occurred_first != DAY_NONE || e->occurred_last == DAY_NONE) &&
           pdate_ok(e->occurred) && pdate_ok(e->announced) && day_ok(e->known_day) &&
           day_ok(e->ruled_out_through) && refs_within(v, e->requires, g->events) &&
           refs_within(v, e->sources, g->sources) && str_ok(v, e->file);
}

enum { WHITE, GREY, BLACK };

/* `requires` goes in no circle: depth first with a stack of our own. */
static bool no_circle_from(struct checker *k, uint32_t event)
{
    uint32_t depth = 0;
    k->stack[depth++] = event;
    while (depth > 0) {
        uint32_t at = k->stack[depth - 1];
        const struct event_row *e = &k->v->events[at];
        if (k->colour[at] != WHITE) {
            k->colour[at] = BLACK;
            depth--;
            continue;
        }
        k->colour[at] = GREY;
        for (uint32_t i = 0; i < e->requires.n; i++) {
            uint32_t r = k->v->refs[e->requires.first + i];
            if (k->colour[r] == GREY)
                return false;
            if (k->colour[r] == WHITE && depth == k->stack_size)
                return false;
            if (k->colour[r] == WHITE)
                k->stack[depth++] = r;
        }
    }
    return true;
}

/* Sections of the agreement's own named rows. */
static bool named_rows_ok(struct checker *k)
{
    const struct image *v = k->v;
    const struct agreement_row *g = k->g;
    for (uint32_t i = 0; i < g->parties.n; i++) {
        const struct party_row *p = &v->parties[g->parties.first + i];
        if (!name_ok(v, p->id) || !str_ok(v, p->name) || (i > 0 && !ascending(v, p[-1].id, p->id)))
            return false;
    }
    for (uint32_t i = 0; i < g->sources.n; i++) {
        const struct source_row *s = &v->sources[g->sources.first + i];
        if (!source_ok(v, s) || (i > 0 && !ascending(v, s[-1].id, s->id)))
            return false;
    }
    for (uint32_t i = 0; i < g->unknowns.n; i++) {
        const struct unknown_row *u = &v->unknowns[g->unknowns.first + i];
        if (!name_ok(v, u->name) || !day_ok(u->first) || !day_ok(u->last) || u->first < DAY_MIN ||
            u->first > u->last || (i > 0 && !ascending(v, u[-1].name, u->name)))
            return false;
    }
    for (uint32_t i = 0; i < g->events.n; i++) {
        const struct event_row *e = &v->events[g->events.first + i];
        if (!event_ok(v, g, e) || (i > 0 && !ascending(v, e[-1].id, e->id)))
            return false;
    }
    for (uint32_t i = 0; i < g->instruments.n; i++) {
        const struct instrument_row *t = &v->instruments[g->instruments.first + i];
        if (!instrument_ok(k, t) || (i > 0 && !ascending(v, t[-1].id, t->id)))
            return false;
    }
    for (uint32_t i = 0; i < g->events.n; i++)
        if (k->colour[g->events.first + i] == WHITE && !no_circle_from(k, g->events.first + i))
            return false;
    return true;
}

/* Topics cut the agreement's clauses into runs, in order. */
static bool topics_ok(const struct image *v, const struct agreement_row *g)
{
    uint32_t at = g->clauses.first;
    for (uint32_t i = 0; i < g->topics.n; i++) {
        const struct topic_row *t = &v->topics[g->topics.first + i];
        if (!name_ok(v, t->name) || t->clauses.first != at || t->clauses.n == 0 ||
            t->clauses.n > g->clauses.n - (at - g->clauses.first))
            return false;
        at += t->clauses.n;
    }
    return at == g->clauses.first + g->clauses.n;
}

static const char CLAUSE[] = "damaged (a clause)";

static const char *check_frame(struct checker *k, uint32_t index)
{
    const struct image *v = k->v;
    const struct agreement_row *g = &v->agreements[index];
    k->g = g;
    k->agreement = index;
    if (!name_ok(v, g->id) || !str_ok(v, g->title) || !str_ok(v, g->file) ||
        !day_ok(g->complete_through) || g->complete_through == DAY_NONE ||
        (index > 0 && !ascending(v, g[-1].id, g->id)))
        return "damaged (an agreement)";
    if (!span_in(g->parties, v->n_parties) || !span_in(g->sources, v->n_sources) ||
        !span_in(g->instruments, v->n_instruments) || !span_in(g->events, v->n_events) ||
        !span_in(g->unknowns, v->n_unknowns) || !span_in(g->topics, v->n_topics) ||
        !span_in(g->clauses, v->n_clauses) || !named_rows_ok(k) || !topics_ok(v, g))
        return "damaged (a section of an agreement)";
    for (uint32_t i = 0; i < g->clauses.n; i++)
        if (!clause_head_ok(k, g->clauses.first + i))
            return CLAUSE;
    return NULL;
}

static const char *check_clauses(struct checker *k, struct span clauses)
{
    for (uint32_t i = 0; i < clauses.n; i++)
        if (!clause_ok(k, clauses.first + i))
            return CLAUSE;
    return NULL;
}

/* All lists are one piece of memory, those of words in front. False when memory is out;
 * checker_done is due in any case. */
static bool checker_init(struct checker *k, const struct image *img)
{
    *k = (struct checker){.v = img, .stack_size = img->n_refs + 1};
    const size_t words = img->n_bounds + k->stack_size;
    k->bound_of =
        calloc(1, words * sizeof(uint32_t) + img->n_terms + img->n_bounds + img->n_events);
    if (k->bound_of == NULL)
        return false;
    k->stack = k->bound_of + img->n_bounds;
    k->term_held = (bool *)(k->stack + k->stack_size);
    k->bound_held = k->term_held + img->n_terms;
    k->colour = (unsigned char *)(k->bound_held + img->n_bounds);
    return true;
}

static void checker_done(struct checker *k)
{
    free(k->bound_of);
}

static const char *check(const struct image *img, bool all)
{
    struct checker k;
    if (!strings_ok(img))
        return "damaged (its strings)";
    const char *fault = checker_init(&k, img) ? NULL : IMAGE_NO_MEMORY;
    for (uint32_t i = 0; !fault && i < img->n_agreements; i++) {
        fault = check_frame(&k, i);
        if (!fault && all)
            fault = check_clauses(&k, img->agreements[i].clauses);
    }
    checker_done(&k);
    return fault;
}

const char *image_check(const struct image *img)
{
    return check(img, true);
}

const char *image_check_frame(const struct image *img)
{
    return check(img, false);
}

const char *image_check_clauses(const struct image *img, struct span clauses)
{
    struct checker k;
    const char *fault = checker_init(&k, img) ? NULL : IMAGE_NO_MEMORY;
    for (uint32_t i = 0; !fault && i < clauses.n; i++) {
        k.agreement = img->clauses[clauses.first + i].agreement;
        k.g = &img->agreements[k.agreement];
        fault = clause_ok(&k, clauses.first + i) ? NULL : CLAUSE;
    }
    checker_done(&k);
    return fault;
}
