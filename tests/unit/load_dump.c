#include "load_dump.h"

static const char *text(const struct image *img, str_id id)
{
    return id ? image_str(img, id) : "-";
}

static void put_day(struct buf *out, day_t d)
{
    char day[11];
    if (d < DAY_MIN || d > DAY_MAX) {
        buf_puts(out, d == DAY_NONE ? "-" : "never");
        return;
    }
    day_format(d, day);
    buf_puts(out, day);
}

static void put_date(struct buf *out, pdate d)
{
    char date[11];
    pdate_format(d, date);
    buf_puts(out, d ? date : "-");
}

static void put_refs(const struct image *img, struct buf *out, const char *what, struct span refs,
                     const void *rows, size_t size)
{
    if (refs.n == 0)
        return;
    buf_printf(out, " %s", what);
    for (uint32_t i = 0; i < refs.n; i++) {
        str_id id; /* the first member of each of these rows */
        memcpy(&id, (const char *)rows + img->refs[refs.first + i] * size, sizeof id);
        buf_printf(out, "%c%s", i ? ',' : '=', text(img, id));
    }
}

static void put_bound(const struct image *img, struct buf *out, bound_ref ref)
{
    if (ref == IMAGE_NONE) {
        buf_char(out, '-');
        return;
    }
    if (BOUND_IS_PLAIN(ref)) {
        put_day(out, BOUND_DAY(ref));
        return;
    }
    const struct bound_row *b = &img->bounds[ref];
    buf_printf(out, "@%u:", ref);
    switch ((enum bound_kind)b->kind) {
    case BOUND_EVENT:
        buf_puts(out, text(img, img->events[b->a].id));
        if (b->count)
            buf_printf(out, "+%d%c", b->count, b->unit);
        break;
    case BOUND_UNKNOWN:
        buf_printf(out, "%s/", text(img, img->unknowns[b->a].name));
        put_date(out, b->b);
        break;
    case BOUND_AFTER:
        buf_puts(out, "after ");
        put_date(out, b->a);
        buf_char(out, ' ');
        put_day(out, (day_t)b->b);
        break;
    case BOUND_DAY_MEMBER:
        put_day(out, (day_t)b->a);
        break;
    case BOUND_FIRST_OF:
    case BOUND_LAST_OF:
        buf_puts(out, b->kind == BOUND_FIRST_OF ? "first(" : "last(");
        for (uint32_t i = 0; i < b->b; i++) {
            buf_puts(out, i ? " " : "");
            put_bound(img, out, b->a + i);
        }
        buf_char(out, ')');
        break;
    case BOUND_UNDISCLOSED:
        buf_puts(out, "undisclosed");
        break;
    case BOUND_UNSTATED:
        buf_puts(out, "unstated");
        break;
    case BOUND_KIND_COUNT:
        break;
    }
}

static void put_terms(const struct image *img, struct buf *out, uint32_t first, uint32_t n);

static void put_term(const struct image *img, struct buf *out, uint32_t row)
{
    static const char *const kinds[VALUE_KIND_COUNT] = {
        "false", "true", "#", "day ", "'", "[", "{", "undisclosed", "unstated", "reported "};
    const struct term_row *t = &img->terms[row];
    buf_printf(out, "@%u", row);
    if (t->name)
        buf_printf(out, " %s", text(img, t->name));
    buf_printf(out, ":%s", kinds[t->kind]);
    if (t->kind == VALUE_NUMBER || t->kind == VALUE_STRING) {
        buf_puts(out, text(img, t->a));
    } else if (t->kind == VALUE_DATE) {
        put_date(out, t->a);
    } else if (t->kind == VALUE_LIST || t->kind == VALUE_MAP) {
        put_terms(img, out, t->a, t->b);
        buf_char(out, t->kind == VALUE_LIST ? ']' : '}');
    } else if (t->kind == VALUE_REPORTED) {
        const struct reported_row *r = &img->reported[t->a];
        put_term(img, out, r->value);
        buf_printf(out, " by %s ",
                   r->source == IMAGE_NONE ? "-" : text(img, img->sources[r->source].id));
        put_date(out, r->announced);
        buf_char(out, '/');
        put_day(out, r->known_day);
    }
}

static void put_terms(const struct image *img, struct buf *out, uint32_t first, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        buf_puts(out, i ? ", " : "");
        put_term(img, out, first + i);
    }
}

static void put_caveats(const struct image *img, struct buf *out, struct span caveats)
{
    for (uint32_t i = 0; i < caveats.n; i++) {
        const struct caveat_row *c = &img->caveats[caveats.first + i];
        buf_printf(out, "\n    caveat@%u %s '%s' ", caveats.first + i,
                   caveat_kind_name((enum caveat_kind)c->kind), text(img, c->text));
        put_date(out, c->announced);
        buf_char(out, '/');
        put_day(out, c->known_day);
        put_refs(img, out, "sources", c->sources, img->sources, sizeof *img->sources);
    }
}

static void put_extra(const struct image *img, struct buf *out, uint32_t row)
{
    const struct extra_row *x = &img->extras[row];
    buf_printf(out, "\n    extra@%u section=%s if=%s announced=", row, text(img, x->section),
               text(img, x->provided_that));
    put_date(out, x->announced);
    put_refs(img, out, "sources", x->sources, img->sources, sizeof *img->sources);
    put_refs(img, out, "holder", x->holder, img->parties, sizeof *img->parties);
    put_refs(img, out, "obligor", x->obligor, img->parties, sizeof *img->parties);
    for (uint32_t i = 0; i < x->drop.n; i++)
        buf_printf(out, " drop=%s", text(img, img->refs[x->drop.first + i]));
    if (x->kind)
        buf_printf(out, " kind=%s", clause_kind_name((enum clause_kind)x->kind));
    put_caveats(img, out, x->caveats);
}

static void put_act(const struct image *img, struct buf *out, const struct act_row *a)
{
    buf_printf(out, "  act %u %s by=%s flags=%u from=", a->number,
               act_type_name((enum act_type)a->type), text(img, img->instruments[a->instrument].id),
               a->flags);
    put_bound(img, out, a->from);
    buf_puts(out, " through=");
    put_day(out, a->through);
    buf_puts(out, " until=");
    put_bound(img, out, a->until);
    buf_puts(out, " known=");
    put_day(out, a->known_day);
    buf_printf(out, " '%s'\n    {", text(img, a->summary));
    put_terms(img, out, a->terms, a->n_terms);
    buf_char(out, '}');
    if (a->extra != IMAGE_NONE)
        put_extra(img, out, a->extra);
    buf_char(out, '\n');
}

static void put_clause(const struct image *img, struct buf *out, const struct clause_row *c)
{
    buf_printf(out, " clause %s '%s' %s note=%s", text(img, c->id), text(img, c->title),
               clause_kind_name((enum clause_kind)c->kind), text(img, c->note));
    put_refs(img, out, "holder", c->holder, img->parties, sizeof *img->parties);
    put_refs(img, out, "obligor", c->obligor, img->parties, sizeof *img->parties);
    if (c->exception_to != IMAGE_NONE)
        buf_printf(out, " exception_to=%s", text(img, img->clauses[c->exception_to].id));
    buf_char(out, '\n');
    for (uint32_t i = 0; i < c->acts.n; i++)
        put_act(img, out, &img->acts[c->acts.first + i]);
}

static void put_source(const struct image *img, struct buf *out, const struct source_row *s)
{
    buf_printf(out, " source %s '%s' '%s' %s %s read=%s ", text(img, s->id),
               text(img, s->publisher), text(img, s->title), text(img, s->url),
               source_kind_name((enum source_kind)s->kind),
               s->read ? source_read_name((enum source_read)s->read) : "-");
    put_date(out, s->date);
    buf_printf(out, " note=%s\n", text(img, s->note));
}

static void put_instrument(const struct image *img, struct buf *out, const struct instrument_row *t)
{
    buf_printf(out, " instrument %s '%s' kind=%s binding=%u announced=", text(img, t->id),
               text(img, t->title),
               t->kind ? instrument_kind_name((enum instrument_kind)t->kind) : "-", t->binding);
    put_date(out, t->announced);
    buf_puts(out, " signed=");
    put_date(out, t->signed_on);
    buf_puts(out, " effective=");
    put_bound(img, out, t->effective);
    buf_puts(out, " starts=");
    put_bound(img, out, t->starts);
    buf_puts(out, " known=");
    put_day(out, t->known_day);
    buf_char(out, ' ');
    put_day(out, t->signed_first);
    buf_puts(out, "..");
    put_day(out, t->signed_last);
    put_refs(img, out, "sources", t->sources, img->sources, sizeof *img->sources);
    put_refs(img, out, "parties", t->parties, img->parties, sizeof *img->parties);
    buf_printf(out, " note=%s\n", text(img, t->note));
}

static void put_event(const struct image *img, struct buf *out, const struct event_row *e)
{
    buf_printf(out, " event %s '%s' ", text(img, e->id), text(img, e->title));
    put_day(out, e->occurred_first);
    buf_puts(out, "..");
    put_day(out, e->occurred_last);
    buf_char(out, '/');
    put_date(out, e->occurred);
    buf_puts(out, " announced=");
    put_date(out, e->announced);
    buf_char(out, '/');
    put_day(out, e->known_day);
    buf_puts(out, " ruled_out=");
    put_day(out, e->ruled_out_through);
    put_refs(img, out, "requires", e->requires, img->events, sizeof *img->events);
    put_refs(img, out, "sources", e->sources, img->sources, sizeof *img->sources);
    buf_printf(out, " note=%s\n", text(img, e->note));
}

static void put_agreement(const struct image *img, struct buf *out, const struct agreement_row *a)
{
    buf_printf(out, "agreement %s '%s' ", text(img, a->id), text(img, a->title));
    put_day(out, a->complete_through);
    buf_char(out, '\n');
    for (uint32_t i = 0; i < a->parties.n; i++)
        buf_printf(out, " party %s '%s'\n", text(img, img->parties[a->parties.first + i].id),
                   text(img, img->parties[a->parties.first + i].name));
    for (uint32_t i = 0; i < a->sources.n; i++)
        put_source(img, out, &img->sources[a->sources.first + i]);
    for (uint32_t i = 0; i < a->instruments.n; i++)
        put_instrument(img, out, &img->instruments[a->instruments.first + i]);
    for (uint32_t i = 0; i < a->events.n; i++)
        put_event(img, out, &img->events[a->events.first + i]);
    for (uint32_t i = 0; i < a->unknowns.n; i++) {
        const struct unknown_row *u = &img->unknowns[a->unknowns.first + i];
        buf_printf(out, " unknown %s ", text(img, u->name));
        put_day(out, u->first);
        buf_puts(out, "..");
        put_day(out, u->last);
        buf_char(out, '\n');
    }
    for (uint32_t i = 0; i < a->topics.n; i++)
        buf_printf(out, " topic %s %u\n", text(img, img->topics[a->topics.first + i].name),
                   img->topics[a->topics.first + i].clauses.n);
    for (uint32_t i = 0; i < a->clauses.n; i++)
        put_clause(img, out, &img->clauses[a->clauses.first + i]);
}

void load_dump(const struct image *img, struct buf *out)
{
    for (size_t i = 0; i < img->n_agreements; i++)
        put_agreement(img, out, &img->agreements[i]);
}
