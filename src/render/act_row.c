/* Acts as the corpus has them: every field that was written, and what was defaulted as null. */
#include "act_row.h"

#include "row.h"

static const struct instrument_row *instrument(const struct image *img, uint32_t act)
{
    return &img->instruments[img->acts[act].instrument];
}

static const struct extra_row *extra(const struct image *img, uint32_t act)
{
    static const struct extra_row none;
    const uint32_t row = img->acts[act].extra;
    return row == IMAGE_NONE ? &none : &img->extras[row];
}

static void put_number(struct buf *b, const struct image *img, uint32_t act)
{
    if (img->acts[act].number == 0)
        PUT(b, "null");
    else
        buf_uint(b, img->acts[act].number);
}

static void put_type(struct buf *b, const struct image *img, uint32_t act)
{
    put_word(b, act_type_name((enum act_type)img->acts[act].type));
}

static void put_implicit(struct buf *b, const struct image *img, uint32_t act)
{
    put_bool(b, (img->acts[act].flags & ACT_IMPLICIT) != 0);
}

static void put_instrument(struct buf *b, const struct image *img, uint32_t act)
{
    put_str(b, img, instrument(img, act)->id);
}

static void put_instrument_title(struct buf *b, const struct image *img, uint32_t act)
{
    put_str(b, img, instrument(img, act)->title);
}

static void put_instrument_kind(struct buf *b, const struct image *img, uint32_t act)
{
    put_word(b, instrument_kind_name((enum instrument_kind)instrument(img, act)->kind));
}

static void put_instrument_note(struct buf *b, const struct image *img, uint32_t act)
{
    put_str(b, img, instrument(img, act)->note);
}

static void put_binding(struct buf *b, const struct image *img, uint32_t act)
{
    put_bool(b, instrument(img, act)->binding != 0);
}

static void put_signed(struct buf *b, const struct image *img, uint32_t act)
{
    put_pdate(b, instrument(img, act)->signed_on);
}

static void put_announced(struct buf *b, const struct image *img, uint32_t act)
{
    put_pdate(b, act_announced(img, act));
}

static void put_effective(struct buf *b, const struct image *img, uint32_t act)
{
    put_bound(b, img, instrument(img, act)->effective);
}

static void put_from(struct buf *b, const struct image *img, uint32_t act)
{
    put_bound(b, img, img->acts[act].from);
}

static void put_own_from(struct buf *b, const struct image *img, uint32_t act)
{
    put_bool(b, (img->acts[act].flags & ACT_OWN_FROM) != 0);
}

static void put_act_through(struct buf *b, const struct image *img, uint32_t act)
{
    put_through(b, &img->acts[act]);
}

static void put_until(struct buf *b, const struct image *img, uint32_t act)
{
    put_bound(b, img, img->acts[act].until);
}

/* ---- unknown days ---- */

void bound_unknowns(const struct image *img, bound_ref ref, unknown_visit *visit, void *ctx)
{
    if (ref == IMAGE_NONE || BOUND_IS_PLAIN(ref))
        return;
    const struct bound_row *row = &img->bounds[ref];
    if (row->kind == BOUND_UNKNOWN)
        visit(ctx, row->a);
    if (row->kind != BOUND_FIRST_OF && row->kind != BOUND_LAST_OF)
        return;
    for (uint32_t i = 0; i < row->b; i++)
        bound_unknowns(img, row->a + i, visit, ctx);
}

struct name_list {
    struct buf *b;
    const struct image *img;
    bool any;
};

static void put_name(void *ctx, uint32_t unknown)
{
    struct name_list *l = ctx;
    if (l->any)
        PUT(l->b, ",");
    l->any = true;
    put_str(l->b, l->img, l->img->unknowns[unknown].name);
}

static void put_unknowns(struct buf *b, const struct image *img, uint32_t act)
{
    struct name_list l = {.b = b, .img = img};
    PUT(b, "[");
    bound_unknowns(img, img->acts[act].from, put_name, &l);
    bound_unknowns(img, img->acts[act].until, put_name, &l);
    PUT(b, "]");
}

/* ---- content ---- */

static struct term_list terms_of(const struct image *img, uint32_t act)
{
    return (struct term_list){.first = img->acts[act].terms, .n = img->acts[act].n_terms};
}

static void put_act_terms(struct buf *b, const struct image *img, uint32_t act)
{
    put_terms(b, img, terms_of(img, act));
}

static void put_act_absent(struct buf *b, const struct image *img, uint32_t act)
{
    put_absent(b, img, terms_of(img, act));
}

static void put_act_reported(struct buf *b, const struct image *img, uint32_t act)
{
    put_reported(b, img, terms_of(img, act),
                 DAY_MAX); /* whatever its day: this is the record itself */
}

static void put_drop(struct buf *b, const struct image *img, uint32_t act)
{
    const struct span drop = extra(img, act)->drop;
    PUT(b, "[");
    for (uint32_t i = 0; i < drop.n; i++) {
        if (i != 0)
            PUT(b, ",");
        put_str(b, img, img->refs[drop.first + i]);
    }
    PUT(b, "]");
}

static void put_summary(struct buf *b, const struct image *img, uint32_t act)
{
    put_str(b, img, img->acts[act].summary);
}

static void put_provided_that(struct buf *b, const struct image *img, uint32_t act)
{
    put_str(b, img, extra(img, act)->provided_that);
}

static void put_kind(struct buf *b, const struct image *img, uint32_t act)
{
    put_word(b, clause_kind_name((enum clause_kind)extra(img, act)->kind));
}

static void put_parties_or_null(struct buf *b, const struct image *img, struct span refs)
{
    if (refs.n == 0)
        PUT(b, "null");
    else
        put_party_ids(b, img, refs);
}

static void put_holder(struct buf *b, const struct image *img, uint32_t act)
{
    put_parties_or_null(b, img, extra(img, act)->holder);
}

static void put_obligor(struct buf *b, const struct image *img, uint32_t act)
{
    put_parties_or_null(b, img, extra(img, act)->obligor);
}

static void put_caveats(struct buf *b, const struct image *img, uint32_t act)
{
    const struct span caveats = extra(img, act)->caveats;
    PUT(b, "[");
    for (uint32_t i = 0; i < caveats.n; i++) {
        const struct caveat_row *c = &img->caveats[caveats.first + i];
        if (i != 0)
            PUT(b, ",");
        PUT(b, "{\"kind\":");
        put_word(b, caveat_kind_name((enum caveat_kind)c->kind));
        PUT(b, ",\"text\":");
        put_str(b, img, c->text);
        PUT(b, ",\"announced\":");
        put_pdate(b, c->announced);
        PUT(b, ",\"sources\":");
        put_source_ids(b, img, c->sources);
        PUT(b, "}");
    }
    PUT(b, "]");
}

static void put_section(struct buf *b, const struct image *img, uint32_t act)
{
    put_str(b, img, extra(img, act)->section);
}

static void put_source(struct buf *b, const struct image *img, const struct source_row *s)
{
    PUT(b, "{\"id\":");
    put_str(b, img, s->id);
    PUT(b, ",\"publisher\":");
    put_str(b, img, s->publisher);
    PUT(b, ",\"title\":");
    put_str(b, img, s->title);
    PUT(b, ",\"date\":");
    put_pdate(b, s->date);
    PUT(b, ",\"kind\":");
    put_word(b, source_kind_name((enum source_kind)s->kind));
    PUT(b, ",\"read\":");
    put_word(b, source_read_name((enum source_read)s->read));
    PUT(b, ",\"url\":");
    put_str(b, img, s->url);
    PUT(b, ",\"note\":");
    put_str(b, img, s->note);
    PUT(b, "}");
}

static void put_sources(struct buf *b, const struct image *img, uint32_t act)
{
    const struct span sources = act_sources(img, act);
    PUT(b, "[");
    for (uint32_t i = 0; i < sources.n; i++) {
        if (i != 0)
            PUT(b, ",");
        put_source(b, img, &img->sources[img->refs[sources.first + i]]);
    }
    PUT(b, "]");
}

static void put_file(struct buf *b, const struct image *img, uint32_t act)
{
    put_str(b, img, img->acts[act].file);
}

static void put_line(struct buf *b, const struct image *img, uint32_t act)
{
    buf_uint(b, img->acts[act].line);
}

const struct act_key act_keys[] = {
    {"number", put_number},
    {"act", put_type},
    {"implicit", put_implicit},
    {"instrument", put_instrument},
    {"instrument_title", put_instrument_title},
    {"instrument_kind", put_instrument_kind},
    {"instrument_note", put_instrument_note},
    {"binding", put_binding},
    {"signed", put_signed},
    {"announced", put_announced},
    {"effective", put_effective},
    {"from", put_from},
    {"own_from", put_own_from},
    {"through", put_act_through},
    {"until", put_until},
    {"unknowns", put_unknowns},
    {"terms", put_act_terms},
    {"absent", put_act_absent},
    {"reported", put_act_reported},
    {"drop", put_drop},
    {"summary", put_summary},
    {"provided_that", put_provided_that},
    {"kind", put_kind},
    {"holder", put_holder},
    {"obligor", put_obligor},
    {"caveats", put_caveats},
    {"section", put_section},
    {"sources", put_sources},
    {"file", put_file},
    {"line", put_line},
};
const size_t n_act_keys = sizeof act_keys / sizeof act_keys[0];

/* ---- a clause ---- */

static void put_act_object(struct buf *b, const struct image *img, uint32_t act)
{
    for (size_t i = 0; i < n_act_keys; i++) {
        buf_char(b, i == 0 ? '{' : ',');
        put_word(b, act_keys[i].name);
        PUT(b, ":");
        act_keys[i].put(b, img, act);
    }
    PUT(b, "}");
}

void put_clause_history(struct buf *b, const struct image *img, uint32_t clause)
{
    const struct clause_row *c = &img->clauses[clause];
    PUT(b, "{\"agreement\":");
    put_str(b, img, img->agreements[c->agreement].id);
    PUT(b, ",\"clause\":");
    put_str(b, img, c->id);
    PUT(b, ",\"title\":");
    put_str(b, img, c->title);
    PUT(b, ",\"kind\":");
    put_word(b, clause_kind_name((enum clause_kind)c->kind));
    PUT(b, ",\"holder\":");
    put_party_ids(b, img, c->holder);
    PUT(b, ",\"obligor\":");
    put_party_ids(b, img, c->obligor);
    PUT(b, ",\"exception_to\":");
    put_str(b, img, c->exception_to == IMAGE_NONE ? 0 : img->clauses[c->exception_to].id);
    PUT(b, ",\"note\":");
    put_str(b, img, c->note);
    PUT(b, ",\"file\":");
    put_str(b, img, c->file);
    PUT(b, ",\"line\":");
    buf_uint(b, c->line);
    PUT(b, ",\"history\":[");
    for (uint32_t i = 0; i < c->acts.n; i++) {
        if (i != 0)
            PUT(b, ",");
        put_act_object(b, img, c->acts.first + i);
    }
    PUT(b, "]}");
}
