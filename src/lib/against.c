/* Two corpora, agreement by agreement: clauses first, then what they are made of. Equal digests end
 * it for an agreement, since the digest is taken over all that is compared. */
#include "against.h"

#include <string.h>

#include "image_file.h"

/* ---- telling ---- */

void against_tell(struct against *w, const struct difference *d, bool definite)
{
    w->n++;
    if (definite)
        w->definite = true;
    else
        w->open = true;
    render_against_row(w->render, d);
    if (!w->render->kept)
        writer_pass(w->writer);
}

bool against_same(const struct facts *a, const struct facts *b)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (strcmp(a->list[i].name, b->list[i].name) != 0 ||
            strcmp(a->list[i].json, b->list[i].json) != 0)
            return false;
    return true;
}

static bool is_nothing(const char *json)
{
    return strcmp(json, "null") == 0 || strcmp(json, "[]") == 0 || strcmp(json, "false") == 0;
}

struct fact against_whole(const struct facts *f, const char *text, struct arena *a)
{
    struct buf b;
    buf_init(&b, 0);
    for (uint32_t i = 0; i < f->n; i++)
        if (!is_nothing(f->list[i].json))
            buf_printf(&b, "%s\"%s\":%s", b.n == 0 ? "{" : ",", f->list[i].name, f->list[i].json);
    buf_puts(&b, b.n == 0 ? "{}" : "}");
    const char *json = b.failed ? NULL : arena_copy(a, b.data, b.n);
    buf_done(&b);
    a->failed |= json == NULL;
    return (struct fact){
        .name = "", .json = json != NULL ? json : "{}", .text = text, .act = IMAGE_NONE};
}

/* ---- parties, sources, instruments, events ---- */

struct thing_kind {
    const char *subject;
    void (*facts)(struct facts *f, uint32_t row);
};
static const struct thing_kind thing_kinds[THINGS] = {
    [THING_PARTY] = {"party", party_facts},
    [THING_SOURCE] = {"source", source_facts},
    [THING_INSTRUMENT] = {"instrument", instrument_facts},
    [THING_EVENT] = {"event", event_facts},
};

static const char *thing_id(const struct half *h, enum thing t, uint32_t row)
{
    const struct image *img = h->image;
    switch (t) {
    case THING_PARTY:
        return image_str(img, img->parties[row].id);
    case THING_SOURCE:
        return image_str(img, img->sources[row].id);
    case THING_INSTRUMENT:
        return image_str(img, img->instruments[row].id);
    case THING_EVENT:
        return image_str(img, img->events[row].id);
    case THINGS:
        break;
    }
    return "";
}

static bool make_facts(struct against *w, enum side side, enum thing t, uint32_t row,
                       struct facts *ret)
{
    facts_init(ret, w->half[side].image, &w->clause_arena);
    thing_kinds[t].facts(ret, row);
    facts_seal(ret);
    return !ret->failed;
}

/* Calls a function for each id of a kind of thing, on one side (the other IMAGE_NONE) or both. */
typedef enum status thing_fn(struct against *w, enum thing t, uint32_t old, uint32_t new_);

static enum status each_thing(struct against *w, enum thing t, thing_fn *fn)
{
    const struct span a = against_things(&w->half[OLD], t), b = against_things(&w->half[NEW], t);
    enum status status = ST_OK;
    for (uint32_t i = 0, k = 0; status == ST_OK && (i < a.n || k < b.n);) {
        const int order = i == a.n   ? 1
                          : k == b.n ? -1
                                     : strcmp(thing_id(&w->half[OLD], t, a.first + i),
                                              thing_id(&w->half[NEW], t, b.first + k));
        status =
            fn(w, t, order <= 0 ? a.first + i : IMAGE_NONE, order >= 0 ? b.first + k : IMAGE_NONE);
        i += order <= 0;
        k += order >= 0;
    }
    return status;
}

static enum status mark_changed(struct against *w, enum thing t, uint32_t old, uint32_t new_)
{
    struct facts a, b;
    bool changed = true;
    arena_clear(&w->clause_arena);
    if (old != IMAGE_NONE && new_ != IMAGE_NONE) {
        const bool good = make_facts(w, OLD, t, old, &a);
        if (!make_facts(w, NEW, t, new_, &b) || !good)
            return ST_NOMEM;
        changed = !against_same(&a, &b);
    }
    if (old != IMAGE_NONE)
        w->half[OLD].changed[t][old - against_things(&w->half[OLD], t).first] = changed;
    if (new_ != IMAGE_NONE)
        w->half[NEW].changed[t][new_ - against_things(&w->half[NEW], t).first] = changed;
    w->unlike |= changed && t == THING_EVENT;
    return ST_OK;
}

/* ---- telling of them ---- */

struct thing_telling {
    struct against *w;
    struct difference d;
};

static void tell_fact(void *ctx, const struct fact *old, const struct fact *new_)
{
    struct thing_telling *t = ctx;
    struct difference d = t->d;
    d.field = old != NULL ? old->name : new_->name;
    d.old = old;
    d.new_ = new_;
    against_tell(t->w, &d, true);
}

static bool is_mentioned(const struct against *w, enum thing t, uint32_t old, uint32_t new_)
{
    const struct half *o = &w->half[OLD], *n = &w->half[NEW];
    return !w->narrow || (old != IMAGE_NONE && o->mentioned[t][old - against_things(o, t).first]) ||
           (new_ != IMAGE_NONE && n->mentioned[t][new_ - against_things(n, t).first]);
}

/* Of what is on one side alone: a row of the other side that is alone as well and says the same,
 * which is a change of names. */
static uint32_t namesake(struct against *w, enum thing t, enum side side, uint32_t row)
{
    const enum side other = side == OLD ? NEW : OLD;
    const struct span rows = against_things(&w->half[other], t);
    const struct span mine = against_things(&w->half[side], t);
    struct facts a, b;
    if (!make_facts(w, side, t, row, &a))
        return IMAGE_NONE;
    for (uint32_t i = rows.first; i < rows.first + rows.n; i++) {
        bool alone = w->half[other].changed[t][i - rows.first];
        const char *id = thing_id(&w->half[other], t, i);
        for (uint32_t k = mine.first; alone && k < mine.first + mine.n; k++)
            alone = strcmp(id, thing_id(&w->half[side], t, k)) != 0;
        if (alone && make_facts(w, other, t, i, &b) && against_same(&a, &b))
            return i;
    }
    return IMAGE_NONE;
}

static struct fact id_fact(const char *id, struct arena *a)
{
    const char *json = arena_printf(a, "\"%s\"", id);
    return (struct fact){
        .name = "id", .json = json != NULL ? json : "", .text = id, .act = IMAGE_NONE};
}

/* On one side alone. A new name is told once, at the new place. */
static enum status tell_alone(struct against *w, struct difference *d, enum thing t, enum side side,
                              uint32_t row)
{
    const uint32_t twin = namesake(w, t, side, row);
    struct facts f;
    if (twin != IMAGE_NONE && side == OLD)
        return ST_OK;
    if (twin != IMAGE_NONE) {
        const struct fact old = id_fact(thing_id(&w->half[OLD], t, twin), &w->clause_arena);
        const struct fact new_ = id_fact(d->id, &w->clause_arena);
        d->field = "id";
        d->old = &old;
        d->new_ = &new_;
        against_tell(w, d, true);
        return w->clause_arena.failed ? ST_NOMEM : ST_OK;
    }
    if (!make_facts(w, side, t, row, &f))
        return ST_NOMEM;
    const char *title =
        f.n > 1 && strcmp(f.list[1].name, "title") == 0 ? f.list[1].text : f.list[0].text;
    const struct fact whole = against_whole(&f, title, &w->clause_arena);
    d->old = side == OLD ? &whole : NULL;
    d->new_ = side == NEW ? &whole : NULL;
    against_tell(w, d, true);
    return w->clause_arena.failed ? ST_NOMEM : ST_OK;
}

static enum status tell_thing(struct against *w, enum thing t, uint32_t old, uint32_t new_)
{
    const enum side side = new_ != IMAGE_NONE ? NEW : OLD;
    const struct half *h = &w->half[side];
    const uint32_t row = side == NEW ? new_ : old;
    struct facts a, b;
    if (!h->changed[t][row - against_things(h, t).first] || !is_mentioned(w, t, old, new_))
        return ST_OK;
    arena_clear(&w->clause_arena);
    struct thing_telling telling = {.w = w};
    telling.d = (struct difference){.agreement = image_str(h->image, h->row->id),
                                    .subject = thing_kinds[t].subject,
                                    .id = thing_id(h, t, row)};
    if (old == IMAGE_NONE || new_ == IMAGE_NONE)
        return tell_alone(w, &telling.d, t, side, row);
    const bool good = make_facts(w, OLD, t, old, &a);
    if (!make_facts(w, NEW, t, new_, &b) || !good)
        return ST_NOMEM;
    facts_compare(&a, &b, tell_fact, &telling);
    return ST_OK;
}

/* ---- clauses ---- */

static bool is_selected(const struct against *w, const struct image *img, uint32_t clause)
{
    const struct pact_question *q = w->question;
    for (size_t i = 0; i < q->n_select; i++)
        if (selector_fits(img, clause, q->select[i], strlen(q->select[i])))
            return true;
    return q->n_select == 0;
}

static enum status one_clause(struct against *w, uint32_t old, uint32_t new_)
{
    const enum side side = new_ != IMAGE_NONE ? NEW : OLD;
    if (!is_selected(w, w->half[side].image, side == NEW ? new_ : old))
        return ST_OK;
    const size_t before = w->n;
    const enum status status = against_clause(w, old, new_);
    if (status != ST_OK || !w->narrow || (w->filters && w->n == before))
        return status;
    if (old != IMAGE_NONE)
        against_mention(&w->half[OLD], old);
    if (new_ != IMAGE_NONE)
        against_mention(&w->half[NEW], new_);
    return ST_OK;
}

static enum status each_clause(struct against *w)
{
    const struct half *o = &w->half[OLD], *n = &w->half[NEW];
    const struct span a = o->row->clauses, b = n->row->clauses;
    enum status status = ST_OK;
    for (uint32_t i = 0, k = 0; status == ST_OK && (i < a.n || k < b.n) && w->writer->error == 0;) {
        const str_id x = i < a.n ? o->image->clauses[a.first + i].id : 0;
        const str_id y = k < b.n ? n->image->clauses[b.first + k].id : 0;
        const int order = i == a.n ? 1
                          : k == b.n
                              ? -1
                              : id_compare(image_str(o->image, x), image_str_len(o->image, x),
                                           image_str(n->image, y), image_str_len(n->image, y));
        status = one_clause(w, order <= 0 ? a.first + i : IMAGE_NONE,
                            order >= 0 ? b.first + k : IMAGE_NONE);
        i += order <= 0;
        k += order >= 0;
    }
    return status;
}

/* ---- what clauses mention ---- */

static void mention_refs(struct half *h, enum thing t, struct span refs)
{
    for (uint32_t i = refs.first; i < refs.first + refs.n; i++)
        h->mentioned[t][h->image->refs[i] - against_things(h, t).first] = true;
}

static void mention_bound(struct half *h, bound_ref ref)
{
    if (ref == IMAGE_NONE || BOUND_IS_PLAIN(ref))
        return;
    const struct bound_row *b = &h->image->bounds[ref];
    if (b->kind == BOUND_EVENT) {
        const struct event_row *e = &h->image->events[b->a];
        h->mentioned[THING_EVENT][b->a - h->row->events.first] = true;
        mention_refs(h, THING_EVENT, e->requires);
        mention_refs(h, THING_SOURCE, e->sources);
    }
    for (uint32_t i = 0; (b->kind == BOUND_FIRST_OF || b->kind == BOUND_LAST_OF) && i < b->b; i++)
        mention_bound(h, b->a + i);
}

static void mention_extra(struct half *h, const struct extra_row *x)
{
    mention_refs(h, THING_SOURCE, x->sources);
    mention_refs(h, THING_PARTY, x->holder);
    mention_refs(h, THING_PARTY, x->obligor);
    for (uint32_t i = x->caveats.first; i < x->caveats.first + x->caveats.n; i++)
        mention_refs(h, THING_SOURCE, h->image->caveats[i].sources);
}

static void mention_figures(struct half *h, uint32_t term, uint32_t n)
{
    for (uint32_t i = term; i < term + n; i++) {
        const struct term_row *t = &h->image->terms[i];
        if (t->kind == VALUE_LIST || t->kind == VALUE_MAP)
            mention_figures(h, t->a, t->b); /* as deep as the image allows: IMAGE_MAX_DEPTH */
        else if (t->kind == VALUE_REPORTED && h->image->reported[t->a].source != IMAGE_NONE)
            h->mentioned[THING_SOURCE][h->image->reported[t->a].source - h->row->sources.first] =
                true;
    }
}

void against_mention(struct half *h, uint32_t clause)
{
    const struct image *img = h->image;
    const struct clause_row *c = &img->clauses[clause];
    mention_refs(h, THING_PARTY, c->holder);
    mention_refs(h, THING_PARTY, c->obligor);
    for (uint32_t i = c->acts.first; i < c->acts.first + c->acts.n; i++) {
        const struct act_row *a = &img->acts[i];
        const struct instrument_row *by = &img->instruments[a->instrument];
        h->mentioned[THING_INSTRUMENT][a->instrument - h->row->instruments.first] = true;
        mention_refs(h, THING_SOURCE, by->sources);
        mention_refs(h, THING_PARTY, by->parties);
        mention_bound(h, a->from);
        mention_bound(h, a->until);
        mention_figures(h, a->terms, a->n_terms);
        if (a->extra != IMAGE_NONE)
            mention_extra(h, &img->extras[a->extra]);
    }
}

/* ---- agreements ---- */

static enum status begin_half(struct against *w, enum side side, uint32_t ordinal)
{
    struct half *h = &w->half[side];
    const struct pact_corpus *c = w->corpus[side];
    struct arena *a = &w->agreement_arena;
    *h = (struct half){.image = corpus_image(c, ordinal), .row = corpus_agreement_row(c, ordinal)};
    h->agreement = (uint32_t)(h->row - h->image->agreements);
    for (int t = 0; t < THINGS; t++) {
        h->changed[t] = ARENA_ARRAY(a, against_things(h, (enum thing)t).n, bool);
        h->mentioned[t] = ARENA_ARRAY(a, against_things(h, (enum thing)t).n, bool);
    }
    const struct question *q = &w->asker[side].asked.question;
    const enum status status = plane_init(&h->plane, h->image, h->agreement, q, a);
    h->plane.fine = true;
    if (w->days) {
        h->plane.first = q->first;
        h->plane.last = q->last;
    }
    if (w->known)
        h->plane.known_first = h->plane.known_last = q->known;
    return status;
}

static enum status compare_head(struct against *w)
{
    struct facts f[SIDES];
    for (int side = OLD; side < SIDES; side++) {
        facts_init(&f[side], w->half[side].image, &w->agreement_arena);
        agreement_facts(&f[side], w->half[side].agreement);
        facts_seal(&f[side]);
    }
    if (f[OLD].failed || f[NEW].failed)
        return ST_NOMEM;
    w->unlike |= strcmp(f[OLD].list[1].json, f[NEW].list[1].json) != 0;
    if (w->days || w->known || w->narrow)
        return ST_OK;
    const struct half *h = &w->half[NEW];
    struct thing_telling t = {.w = w};
    t.d = (struct difference){.agreement = image_str(h->image, h->row->id), .subject = "agreement"};
    facts_compare(&f[OLD], &f[NEW], tell_fact, &t);
    return ST_OK;
}

static bool same_digest(const struct against *w)
{
    struct digest_row digest[SIDES];
    for (int side = OLD; side < SIDES; side++)
        image_digest(w->half[side].image, w->half[side].agreement, &digest[side]);
    return memcmp(&digest[OLD], &digest[NEW], sizeof digest[OLD]) == 0;
}

static enum status both_sides(struct against *w, uint32_t old, uint32_t new_)
{
    arena_clear(&w->agreement_arena);
    w->unlike = false;
    enum status status = begin_half(w, OLD, old);
    if (status == ST_OK)
        status = begin_half(w, NEW, new_);
    if (status == ST_OK && w->agreement_arena.failed)
        status = ST_NOMEM;
    if (status != ST_OK || same_digest(w))
        return status;
    for (int t = 0; status == ST_OK && t < THINGS; t++)
        status = each_thing(w, (enum thing)t, mark_changed);
    if (status == ST_OK)
        status = compare_head(w);
    if (status == ST_OK)
        status = each_clause(w);
    for (int t = 0; status == ST_OK && !w->days && !w->known && t < THINGS; t++)
        status = each_thing(w, (enum thing)t, tell_thing);
    return status;
}

static enum status one_side(struct against *w, enum side side, uint32_t ordinal)
{
    const struct image *img = corpus_image(w->corpus[side], ordinal);
    const struct agreement_row *row = corpus_agreement_row(w->corpus[side], ordinal);
    bool selected = row->clauses.n == 0 && !w->narrow;
    for (uint32_t i = 0; !selected && i < row->clauses.n; i++)
        selected = is_selected(w, img, row->clauses.first + i);
    if (!selected)
        return ST_OK;
    struct facts f;
    arena_clear(&w->agreement_arena);
    facts_init(&f, img, &w->agreement_arena);
    agreement_facts(&f, (uint32_t)(row - img->agreements));
    facts_seal(&f);
    if (f.failed)
        return ST_NOMEM;
    const struct fact whole = against_whole(&f, f.list[0].text, &w->agreement_arena);
    const struct difference d = {.agreement = image_str(img, row->id),
                                 .subject = "agreement",
                                 .old = side == OLD ? &whole : NULL,
                                 .new_ = side == NEW ? &whole : NULL};
    against_tell(w, &d, true);
    return w->agreement_arena.failed ? ST_NOMEM : ST_OK;
}

static enum status each_agreement(struct against *w)
{
    const struct pact_corpus *a = w->corpus[OLD], *b = w->corpus[NEW];
    enum status status = ST_OK;
    for (uint32_t i = 0, k = 0; status == ST_OK && (i < a->n_agreements || k < b->n_agreements);) {
        int order = i == a->n_agreements ? 1 : -1;
        if (i < a->n_agreements && k < b->n_agreements)
            order = strcmp(image_str(corpus_image(a, i), corpus_agreement_row(a, i)->id),
                           image_str(corpus_image(b, k), corpus_agreement_row(b, k)->id));
        status = order == 0 ? both_sides(w, i, k)
                            : one_side(w, order < 0 ? OLD : NEW, order < 0 ? i : k);
        i += order <= 0;
        k += order >= 0;
    }
    return status;
}

/* ---- the question ---- */

static bool fits_somewhere(const struct pact_corpus *c, const char *selector)
{
    for (size_t k = 0; k < c->n_agreements; k++) {
        const struct image *img = corpus_image(c, k);
        const struct span rows = corpus_agreement_row(c, k)->clauses;
        for (uint32_t i = rows.first; i < rows.first + rows.n; i++)
            if (selector_fits(img, i, selector, strlen(selector)))
                return true;
    }
    return false;
}

/* A selector must fit a clause of one of the corpora. */
static enum status check_selectors(struct against *w, struct diags *d)
{
    const struct pact_question *q = w->question;
    enum status status = ST_OK;
    for (size_t i = 0; i < q->n_select; i++) {
        if (fits_somewhere(w->corpus[NEW], q->select[i]) ||
            fits_somewhere(w->corpus[OLD], q->select[i]))
            continue;
        const enum status one =
            selection_make(&w->asker[NEW].selection, w->corpus[NEW], &q->select[i], 1, d);
        status = one != ST_OK ? one : status;
    }
    return status;
}

static enum status prepare(struct against *w, struct diags *d)
{
    struct pact_question all = *w->question;
    all.select = NULL;
    all.n_select = 0;
    enum status status = corpus_read(w->corpus[NEW], d);
    if (status == ST_OK)
        status = corpus_read(w->corpus[OLD], d);
    if (status == ST_OK)
        status = check_selectors(w, d);
    for (int side = OLD; status == ST_OK && side < SIDES; side++) {
        struct asker *k = &w->asker[side];
        status = ask_prepare(k, &all, d);
        k->from = w->question;
        k->head.select = w->question->select;
        k->head.n_select = w->question->n_select;
    }
    const struct filter *f = &w->asker[NEW].asked.filter;
    w->days = w->question->date != NULL;
    w->known = w->question->known != NULL;
    w->filters =
        f->party != NULL || f->holder != NULL || f->obligor != NULL || f->kind != KIND_NONE;
    w->narrow = w->filters || w->question->n_select > 0;
    return status;
}

static enum status write_differences(struct against *w, const struct style *style,
                                     const struct pact_output *out, struct diags *d)
{
    struct against_render render;
    struct writer writer;
    enum status status = ST_OK;
    writer_init(&writer, out);
    for (int side = OLD; status == ST_OK && side < SIDES; side++)
        if (!digest_if_shown(w->corpus[side], style, &w->asker[side].head.digest))
            status = ST_NOMEM;
    const struct against_head head = {&w->asker[OLD].head, &w->asker[NEW].head, w->days, w->known};
    if (status == ST_OK && !render_against_begin(&render, style, &head, &writer.buf)) {
        render_against_end(&render);
        status = ST_NOMEM;
    }
    if (status != ST_OK)
        return writer_end(&writer, status, d);
    w->render = &render;
    w->writer = &writer;
    status = each_agreement(w);
    render_against_end(&render);
    if (status == ST_OK && render.failed)
        status = ST_NOMEM;
    return writer_end(&writer, status, d);
}

static enum status against(struct against *w, const struct pact_output *out, struct diags *d)
{
    const struct style style = style_of(&out->style);
    enum status status = format_check(out, FORMATS_COMMON, "a list of differences", d);
    if (status == ST_OK)
        status = prepare(w, d);
    return status == ST_OK ? write_differences(w, &style, out, d) : status;
}

enum pact_status pact_diff_against(const struct pact_corpus *corpus, const struct pact_corpus *old,
                                   const struct pact_question *question,
                                   const struct pact_output *out, struct pact_outcome *ret_outcome,
                                   struct pact_diags *diags)
{
    struct against w = {.corpus = {old, corpus}, .question = question};
    const bool good = asker_init(&w.asker[OLD], old);
    enum status status = ST_NOMEM;
    arena_init(&w.agreement_arena);
    arena_init(&w.clause_arena);
    if (asker_init(&w.asker[NEW], corpus) && good)
        status = against(&w, out, &diags->d);
    if (status == ST_OK)
        *ret_outcome = (struct pact_outcome){.exit_code = w.definite ? PACT_EXIT_NO
                                                          : w.open   ? PACT_EXIT_DEPENDS
                                                                     : PACT_EXIT_YES,
                                             .results = w.n};
    asker_done(&w.asker[OLD]);
    asker_done(&w.asker[NEW]);
    arena_done(&w.agreement_arena);
    arena_done(&w.clause_arena);
    return api_status(status, &diags->d);
}
