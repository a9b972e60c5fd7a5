/* The digest of an agreement: SHA-256 over a canonical form of what the corpus says of it. The form
 * goes over the rows, which stand in an order that no file, document or key decides, and leaves out
 * where things stand (files, lines) and what is derived. Each field is a number that tells where it
 * ends, or a length and the bytes, so that no two contents give the same form. */
#include "image_file.h"
#include "sha256.h"

struct form {
    const struct image *img;
    struct sha256 sha;
    size_t n; /* bytes of the form that are not yet in `sha` */
    unsigned char bytes[4096];
};

/* Room for n more bytes; false if they are more than there ever is. */
static inline bool make_room(struct form *f, size_t n)
{
    if (n <= sizeof f->bytes - f->n)
        return true;
    sha256_add(&f->sha, f->bytes, f->n);
    f->n = 0;
    return n <= sizeof f->bytes;
}

/* Seven bits a byte, the lowest first; the last byte has its top bit clear. */
static void put(struct form *f, uint64_t value)
{
    make_room(f, 10);
    for (; value >= 0x80; value >>= 7)
        f->bytes[f->n++] = (unsigned char)(value | 0x80);
    f->bytes[f->n++] = (unsigned char)value;
}

static void put_str(struct form *f, str_id id)
{
    size_t n = image_str_len(f->img, id);
    put(f, id == 0 ? 0 : n + 1); /* absent is not the empty string */
    if (id == 0)
        return;
    if (!make_room(f, n)) {
        sha256_add(&f->sha, image_str(f->img, id), n);
        return;
    }
    memcpy(f->bytes + f->n, image_str(f->img, id), n);
    f->n += n;
}

/* References by the name of what they lead to, so that indices do not matter. */
static void put_sources(struct form *f, struct span refs)
{
    put(f, refs.n);
    for (uint32_t i = 0; i < refs.n; i++)
        put_str(f, f->img->sources[f->img->refs[refs.first + i]].id);
}

static void put_parties(struct form *f, struct span refs)
{
    put(f, refs.n);
    for (uint32_t i = 0; i < refs.n; i++)
        put_str(f, f->img->parties[f->img->refs[refs.first + i]].id);
}

static void put_bound(struct form *f, bound_ref ref)
{
    if (ref == IMAGE_NONE || BOUND_IS_PLAIN(ref)) {
        put(f, ref == IMAGE_NONE ? 0 : 1 + (uint64_t)BOUND_DAY(ref));
        return;
    }
    const struct bound_row *b = &f->img->bounds[ref];
    put(f, DAY_NEVER + 1U + b->kind);
    if (b->kind == BOUND_EVENT) {
        put_str(f, f->img->events[b->a].id);
        put(f, (uint64_t)b->count);
        put(f, (unsigned char)b->unit);
    } else if (b->kind == BOUND_UNKNOWN) {
        put(f, b->b);
        put(f, (uint64_t)f->img->unknowns[b->a].first);
        put(f, (uint64_t)f->img->unknowns[b->a].last);
    } else if (b->kind == BOUND_FIRST_OF || b->kind == BOUND_LAST_OF) {
        put(f, b->b);
        for (uint32_t i = 0; i < b->b; i++)
            put_bound(f, b->a + i);
    } else {
        put(f, b->a);
    }
}

static void put_term(struct form *f, uint32_t row)
{
    const struct term_row *t = &f->img->terms[row];
    put_str(f, t->name);
    put(f, t->kind);
    switch ((enum value_kind)t->kind) {
    case VALUE_NUMBER:
    case VALUE_STRING:
        put_str(f, t->a);
        break;
    case VALUE_DATE:
        put(f, t->a);
        break;
    case VALUE_LIST:
    case VALUE_MAP:
        put(f, t->b);
        for (uint32_t i = 0; i < t->b; i++)
            put_term(f, t->a + i);
        break;
    case VALUE_REPORTED: {
        const struct reported_row *r = &f->img->reported[t->a];
        put_term(f, r->value);
        put_str(f, r->source == IMAGE_NONE ? 0 : f->img->sources[r->source].id);
        put(f, r->announced);
        break;
    }
    case VALUE_FALSE:
    case VALUE_TRUE:
    case VALUE_UNDISCLOSED:
    case VALUE_UNSTATED:
    case VALUE_KIND_COUNT:
        break;
    }
}

static void put_extra(struct form *f, const struct extra_row *x)
{
    put_str(f, x->provided_that);
    put_str(f, x->section);
    put(f, x->announced);
    put_sources(f, x->sources);
    put(f, x->drop.n);
    for (uint32_t i = 0; i < x->drop.n; i++)
        put_str(f, f->img->refs[x->drop.first + i]);
    put(f, x->caveats.n);
    for (uint32_t i = 0; i < x->caveats.n; i++) {
        const struct caveat_row *c = &f->img->caveats[x->caveats.first + i];
        put(f, c->kind);
        put_str(f, c->text);
        put(f, c->announced);
        put_sources(f, c->sources);
    }
    put_parties(f, x->holder);
    put_parties(f, x->obligor);
    put(f, x->kind);
}

static void put_act(struct form *f, const struct act_row *a)
{
    put(f, a->type);
    put(f, a->flags);
    put_str(f, f->img->instruments[a->instrument].id);
    put_bound(f, a->flags & ACT_OWN_FROM ? a->from : IMAGE_NONE);
    put(f, (uint64_t)a->through);
    put_bound(f, a->until);
    put(f, a->n_terms);
    for (uint32_t i = 0; i < a->n_terms; i++)
        put_term(f, a->terms + i);
    put_str(f, a->summary);
    put(f, a->extra != IMAGE_NONE);
    if (a->extra != IMAGE_NONE)
        put_extra(f, &f->img->extras[a->extra]);
}

static void put_clause(struct form *f, const struct clause_row *c)
{
    put_str(f, c->id);
    put_str(f, c->title);
    put_str(f, c->note);
    put(f, c->kind);
    put_parties(f, c->holder);
    put_parties(f, c->obligor);
    put_str(f, c->exception_to == IMAGE_NONE ? 0 : f->img->clauses[c->exception_to].id);
    put(f, c->acts.n);
    for (uint32_t i = 0; i < c->acts.n; i++)
        put_act(f, &f->img->acts[c->acts.first + i]);
}

static void put_source(struct form *f, const struct source_row *s)
{
    put_str(f, s->id);
    put_str(f, s->publisher);
    put_str(f, s->title);
    put_str(f, s->url);
    put_str(f, s->note);
    put(f, s->date);
    put(f, s->kind);
    put(f, s->read);
}

static void put_instrument(struct form *f, const struct instrument_row *i)
{
    put_str(f, i->id);
    put_str(f, i->title);
    put_str(f, i->note);
    put(f, i->announced);
    put(f, i->signed_on);
    put_bound(f, i->effective);
    put_sources(f, i->sources);
    put_parties(f, i->parties);
    put(f, i->kind);
    put(f, i->binding);
}

static void put_event(struct form *f, const struct event_row *e)
{
    put_str(f, e->id);
    put_str(f, e->title);
    put_str(f, e->note);
    put(f, (uint64_t)e->occurred_first);
    put(f, (uint64_t)e->occurred_last);
    put(f, e->occurred);
    put(f, e->announced);
    put(f, (uint64_t)e->ruled_out_through);
    put(f, e->requires.n);
    for (uint32_t i = 0; i < e->requires.n; i++)
        put_str(f, f->img->events[f->img->refs[e->requires.first + i]].id);
    put_sources(f, e->sources);
}

void image_digest(const struct image *img, uint32_t agreement, struct digest_row *out)
{
    const struct agreement_row *a = &img->agreements[agreement];
    struct form f;
    f.img = img;
    f.n = 0;
    sha256_init(&f.sha);
    put_str(&f, a->id);
    put_str(&f, a->title);
    put(&f, (uint64_t)a->complete_through);
    put(&f, a->parties.n);
    for (uint32_t i = 0; i < a->parties.n; i++) {
        put_str(&f, img->parties[a->parties.first + i].id);
        put_str(&f, img->parties[a->parties.first + i].name);
    }
    put(&f, a->sources.n);
    for (uint32_t i = 0; i < a->sources.n; i++)
        put_source(&f, &img->sources[a->sources.first + i]);
    put(&f, a->instruments.n);
    for (uint32_t i = 0; i < a->instruments.n; i++)
        put_instrument(&f, &img->instruments[a->instruments.first + i]);
    put(&f, a->events.n);
    for (uint32_t i = 0; i < a->events.n; i++)
        put_event(&f, &img->events[a->events.first + i]);
    put(&f, a->clauses.n);
    for (uint32_t i = 0; i < a->clauses.n; i++)
        put_clause(&f, &img->clauses[a->clauses.first + i]);
    sha256_add(&f.sha, f.bytes, f.n);
    sha256_end(&f.sha, out->sha256);
}

void image_digests(const struct image *img, struct digest_row *out)
{
    for (size_t i = 0; i < img->n_agreements; i++)
        image_digest(img, (uint32_t)i, &out[i]);
}

void digest_sum(unsigned char total[32], const struct digest_row *rows, size_t n)
{
    memset(total, 0, 32);
    for (size_t i = 0; i < n; i++) {
        unsigned carry = 0;
        for (int b = 31; b >= 0; b--) {
            carry += (unsigned)total[b] + rows[i].sha256[b];
            total[b] = (unsigned char)carry;
            carry >>= 8;
        }
    }
}
