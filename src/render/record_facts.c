/* Facts of rows of the corpus. Together they have all that the digest of an agreement is made from
 * (src/image/digest.c): two agreements without a difference have one digest. */
#include "facts.h"
#include "field_text.h"
#include "put.h"
#include "row.h"

static void add_word(struct facts *f, const char *name, const char *word)
{
    put_word(&f->json, word);
    facts_add(f, name);
}

static void add_pdate(struct facts *f, const char *name, pdate day)
{
    put_pdate(&f->json, day);
    facts_add(f, name);
}

static void add_day(struct facts *f, const char *name, day_t day)
{
    put_day(&f->json, day);
    facts_add(f, name);
}

/* Bounds differ also where they are the same days written in another way. */
static void add_bound(struct facts *f, const char *name, bound_ref bound)
{
    put_bound(&f->json, f->image, bound);
    if (bound != IMAGE_NONE)
        say_bound(&f->say, f->image, bound);
    facts_add(f, name);
}

static void add_sources(struct facts *f, struct span refs)
{
    put_source_ids(&f->json, f->image, refs);
    say_ids(&f->say, &f->json);
    facts_add(f, "sources");
}

static void add_parties(struct facts *f, const char *name, struct span refs, bool maybe)
{
    if (refs.n > 0 || !maybe)
        put_party_ids(&f->json, f->image, refs);
    say_ids(&f->say, &f->json);
    facts_add(f, name);
}

void agreement_facts(struct facts *f, uint32_t agreement)
{
    const struct agreement_row *g = &f->image->agreements[agreement];
    facts_add_str(f, "title", g->title);
    add_day(f, "complete_through", g->complete_through);
}

void party_facts(struct facts *f, uint32_t party)
{
    facts_add_str(f, "name", f->image->parties[party].name);
}

void source_facts(struct facts *f, uint32_t source)
{
    const struct source_row *s = &f->image->sources[source];
    facts_add_str(f, "publisher", s->publisher);
    facts_add_str(f, "title", s->title);
    add_pdate(f, "date", s->date);
    facts_add_str(f, "url", s->url);
    add_word(f, "kind", source_kind_name((enum source_kind)s->kind));
    add_word(f, "read", source_read_name((enum source_read)s->read));
    facts_add_str(f, "note", s->note);
}

void instrument_facts(struct facts *f, uint32_t instrument)
{
    const struct instrument_row *i = &f->image->instruments[instrument];
    facts_add_str(f, "title", i->title);
    add_word(f, "kind", instrument_kind_name((enum instrument_kind)i->kind));
    add_pdate(f, "signed", i->signed_on);
    add_pdate(f, "announced", i->announced);
    add_bound(f, "effective", i->effective);
    put_bool(&f->json, i->binding != 0);
    facts_add(f, "binding");
    add_sources(f, i->sources);
    add_parties(f, "parties", i->parties, false);
    facts_add_str(f, "note", i->note);
}

static void add_requires(struct facts *f, struct span refs)
{
    PUT(&f->json, "[");
    for (uint32_t i = 0; i < refs.n; i++) {
        if (i != 0)
            PUT(&f->json, ",");
        put_str(&f->json, f->image, f->image->events[f->image->refs[refs.first + i]].id);
    }
    PUT(&f->json, "]");
    say_ids(&f->say, &f->json);
    facts_add(f, "requires");
}

void event_facts(struct facts *f, uint32_t event)
{
    const struct event_row *e = &f->image->events[event];
    facts_add_str(f, "title", e->title);
    if (e->occurred != 0)
        put_pdate(&f->json, e->occurred);
    else if (e->occurred_first != DAY_NONE)
        put_span_of_days(&f->json, e->occurred_first, e->occurred_last, true);
    facts_add(f, "occurred");
    add_pdate(f, "announced", e->announced);
    add_day(f, "ruled_out_through", e->ruled_out_through);
    add_requires(f, e->requires);
    add_sources(f, e->sources);
    facts_add_str(f, "note", e->note);
}

void clause_facts(struct facts *f, uint32_t clause)
{
    const struct clause_row *c = &f->image->clauses[clause];
    facts_add_str(f, "title", c->title);
    add_word(f, "kind", clause_kind_name((enum clause_kind)c->kind));
    add_parties(f, "holder", c->holder, false);
    add_parties(f, "obligor", c->obligor, false);
    facts_add_str(f, "exception_to",
                  c->exception_to == IMAGE_NONE ? 0 : f->image->clauses[c->exception_to].id);
    facts_add_str(f, "note", c->note);
}

static void add_drop(struct facts *f, struct span refs)
{
    PUT(&f->json, "[");
    for (uint32_t i = 0; i < refs.n; i++) {
        if (i != 0)
            PUT(&f->json, ",");
        put_str(&f->json, f->image, f->image->refs[refs.first + i]);
    }
    PUT(&f->json, "]");
    say_ids(&f->say, &f->json);
    facts_add(f, "drop");
}

/* An end that is not stated is null; `through: open` takes one away. */
static void add_ends(struct facts *f, uint32_t act)
{
    const struct act_row *a = &f->image->acts[act];
    if ((a->flags & ACT_THROUGH_OPEN) != 0) {
        PUT(&f->json, "\"open\"");
    } else if (a->through != DAY_NONE || a->until != IMAGE_NONE) {
        put_ends(&f->json, f->image, act);
        say_end_stated(&f->say, f->image, act);
    }
    facts_add(f, "ends");
}

static void add_caveats(struct facts *f, struct span rows)
{
    PUT(&f->json, "[");
    for (uint32_t i = rows.first; i < rows.first + rows.n; i++) {
        if (i != rows.first) {
            PUT(&f->json, ",");
            say_text(&f->say, "; ");
        }
        put_caveat(&f->json, f->image, &f->image->caveats[i], DAY_MAX);
        say_quoted(&f->say, f->image, f->image->caveats[i].text);
    }
    PUT(&f->json, "]");
    facts_add(f, "caveats");
}

static void add_act_head(struct facts *f, uint32_t act)
{
    const struct act_row *a = &f->image->acts[act];
    const struct instrument_row *by = &f->image->instruments[a->instrument];
    add_word(f, "act", act_type_name((enum act_type)a->type));
    facts_add_str(f, "instrument", by->id);
    put_bool(&f->json, (a->flags & ACT_IMPLICIT) != 0);
    facts_add(f, "implicit");
    add_bound(f, "from", (a->flags & ACT_OWN_FROM) != 0 ? a->from : IMAGE_NONE);
    add_ends(f, act);
}

/* The days of figures as written: in answers they may be those of their sources. */
static void put_own_days(struct facts *f, uint32_t term)
{
    const struct term_row *t = &f->image->terms[term];
    if (t->kind == VALUE_LIST || t->kind == VALUE_MAP)
        for (uint32_t i = 0; i < t->b; i++) /* as deep as YAML may be */
            put_own_days(f, t->a + i);
    if (t->kind != VALUE_REPORTED)
        return;
    buf_puts(&f->json, f->json.n > 1 ? "," : "");
    put_pdate(&f->json, f->image->reported[t->a].announced);
}

static void add_act_terms(struct facts *f, uint32_t act)
{
    const struct act_row *a = &f->image->acts[act];
    PUT(&f->json, "[");
    for (uint32_t i = 0; i < a->n_terms; i++)
        put_own_days(f, a->terms + i);
    PUT(&f->json, "]");
    say_ids(&f->say, &f->json);
    facts_add(f, "figures_announced");
    for (uint32_t i = 0; i < a->n_terms && !f->failed; i++)
        facts_add_term(f,
                       arena_printf(f->arena, "terms.%s",
                                    image_str(f->image, f->image->terms[a->terms + i].name)),
                       a->terms + i, DAY_MAX, act);
}

void act_facts(struct facts *f, uint32_t act)
{
    static const struct extra_row none;
    const struct act_row *a = &f->image->acts[act];
    const struct extra_row *x = a->extra == IMAGE_NONE ? &none : &f->image->extras[a->extra];
    add_act_head(f, act);
    facts_add_str(f, "summary", a->summary);
    facts_add_str(f, "provided_that", x->provided_that);
    add_word(f, "kind", clause_kind_name((enum clause_kind)x->kind));
    add_parties(f, "holder", x->holder, true);
    add_parties(f, "obligor", x->obligor, true);
    facts_add_str(f, "section", x->section);
    add_pdate(f, "announced", x->announced);
    add_drop(f, x->drop);
    add_sources(f, x->sources);
    add_caveats(f, x->caveats);
    add_act_terms(f, act);
    for (uint32_t i = 0; i < f->n; i++)
        f->list[i].act = act;
}
