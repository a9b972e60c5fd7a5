/* Facts of answers. */
#include <string.h>

#include "facts.h"
#include "field_text.h"
#include "put.h"
#include "row.h"

/* ---- which act says so ---- */

/* Of the clause's acts the one whose terms have this row at their top. */
static uint32_t giver(const struct row *row, uint32_t term)
{
    const struct image *img = row_image(row);
    const struct span acts = img->clauses[row->clause].acts;
    for (uint32_t i = acts.first; i < acts.first + acts.n; i++)
        if (term >= img->acts[i].terms && term - img->acts[i].terms < img->acts[i].n_terms)
            return i;
    return IMAGE_NONE;
}

static bool same_refs(struct span a, struct span b)
{
    return a.first == b.first && a.n == b.n;
}

/* Did the act give the row this field? */
static bool gave(const struct row *row, uint32_t act, const char *field)
{
    static const struct extra_row none;
    const struct image *img = row_image(row);
    const struct act_row *a = &img->acts[act];
    const struct extra_row *x = a->extra == IMAGE_NONE ? &none : &img->extras[a->extra];
    const struct outcome *o = &row->fields;
    if (strcmp(field, "summary") == 0)
        return a->summary != 0 && a->summary == o->summary;
    if (strcmp(field, "provided_that") == 0)
        return x->provided_that != 0 && x->provided_that == o->provided_that;
    if (strcmp(field, "kind") == 0)
        return x->kind != KIND_NONE && x->kind == o->kind;
    if (strcmp(field, "holder") == 0)
        return x->holder.n > 0 && same_refs(x->holder, o->holder);
    return strcmp(field, "obligor") == 0 && x->obligor.n > 0 && same_refs(x->obligor, o->obligor);
}

/* Not only of those in the provenance, which ends with a `terminate` that said nothing of it. */
static uint32_t last_giving(const struct row *row, const char *field)
{
    const struct image *img = row_image(row);
    const struct span acts = img->clauses[row->clause].acts;
    for (uint32_t i = row->fields.n_acts; !row_differs(row, FIELD_PROVENANCE) && i-- > 0;)
        if (gave(row, row->fields.acts[i], field))
            return row->fields.acts[i];
    for (uint32_t i = acts.first + acts.n; i-- > acts.first;)
        if (img->acts[i].known_day <= row->setting->known && gave(row, i, field))
            return i;
    return IMAGE_NONE;
}

/* The last act that did more than confirm. */
static uint32_t last_doing(const struct row *row)
{
    const struct image *img = row_image(row);
    for (uint32_t i = row->fields.n_acts; !row_differs(row, FIELD_PROVENANCE) && i-- > 0;) {
        const uint8_t type = img->acts[row->fields.acts[i]].type;
        if (type != ACT_REAFFIRM && type != ACT_SILENT)
            return row->fields.acts[i];
    }
    return IMAGE_NONE;
}

/* ---- fields ---- */

struct row_field_kind {
    const char *name;
    bool given; /* by one act; else the last that did something is the nearest */
};

static uint32_t act_of(const struct row *row, const struct row_field_kind *kind)
{
    if (strcmp(kind->name, "ends") == 0)
        return row_differs(row, FIELD_ENDS) ? IMAGE_NONE : row->fields.ends_act;
    if (strcmp(kind->name, "window") == 0)
        return row_differs(row, FIELD_WINDOW) ? IMAGE_NONE : row->fields.window_act;
    return kind->given ? last_giving(row, kind->name) : last_doing(row);
}

static bool differs(const struct row *row, const char *name)
{
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        if (strcmp(row_field_name((enum row_field)f), name) == 0)
            return row_differs(row, (enum row_field)f);
    return false;
}

static void add_field(struct facts *f, const struct row *row, const struct row_field_kind *kind)
{
    for (size_t i = 0; i < n_row_keys; i++)
        if (strcmp(row_keys[i].name, kind->name) == 0)
            row_keys[i].put(&f->json, row);
    if (!f->json.failed && (strcmp(f->json.data, "null") != 0 || differs(row, kind->name)))
        say_row_field(&f->say, row, kind->name);
    struct fact *fact = facts_add(f, kind->name);
    fact->act = act_of(row, kind);
    fact->loose = !kind->given;
}

static void put_act_without_place(struct facts *f, const struct row *row, uint32_t at)
{
    const struct image *img = row_image(row);
    const struct act_row *act = &img->acts[at];
    const struct instrument_row *by = &img->instruments[act->instrument];
    const str_id section = act->extra == IMAGE_NONE ? 0 : img->extras[act->extra].section;
    PUT(&f->json, "{\"act\":");
    put_word(&f->json, act_type_name((enum act_type)act->type));
    PUT(&f->json, ",\"instrument\":");
    put_str(&f->json, img, by->id);
    PUT(&f->json, ",\"signed\":");
    put_pdate(&f->json, by->signed_on);
    PUT(&f->json, ",\"announced\":");
    put_pdate(&f->json, act_announced(img, at));
    PUT(&f->json, ",\"from\":");
    put_bound(&f->json, img, act->from);
    PUT(&f->json, ",\"section\":");
    put_str(&f->json, img, section);
    PUT(&f->json, ",\"sources\":");
    const size_t sources = f->json.n;
    put_shown_sources(&f->json, row->setting, at);
    say_text(&f->say, act_type_name((enum act_type)act->type));
    say_text(&f->say, " by ");
    say_str(&f->say, img, by->id);
    say_text(&f->say, section != 0 ? " section " : "");
    say_str(&f->say, img, section);
    if (!f->json.failed) {
        const struct buf list = {.data = f->json.data + sources, .n = f->json.n - sources};
        say_text(&f->say, " from ");
        say_ids(&f->say, &list);
    }
    PUT(&f->json, "}");
}

/* Provenance without files and lines. */
static void add_provenance(struct facts *f, const struct row *row)
{
    PUT(&f->json, "[");
    for (uint32_t i = 0; !row_differs(row, FIELD_PROVENANCE) && i < row->fields.n_acts; i++) {
        if (i != 0) {
            PUT(&f->json, ",");
            say_text(&f->say, "; ");
        }
        put_act_without_place(f, row, row->fields.acts[i]);
    }
    PUT(&f->json, "]");
    facts_add(f, "provenance");
}

static void add_fields(struct facts *f, const struct row *row, bool whole)
{
    static const struct row_field_kind fields[] = {
        {"status", false},       {"why", false},       {"kind", true},          {"holder", true},
        {"obligor", true},       {"ends", true},       {"window", true},        {"summary", true},
        {"provided_that", true}, {"confirmed", false}, {"silent_since", false}, {"basis", false},
        {"cases", false},
    };
    static const struct row_field_kind more[] = {{"title", true}, {"caveats", true}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        add_field(f, row, &fields[i]);
    for (size_t i = 0; whole && i < sizeof more / sizeof *more; i++)
        add_field(f, row, &more[i]);
    if (whole)
        add_provenance(f, row);
}

static void add_terms(struct facts *f, const struct row *row, const uint32_t *terms, uint32_t n)
{
    const struct image *img = row_image(row);
    for (uint32_t i = 0; i < n && !f->failed; i++)
        facts_add_term(
            f, arena_printf(f->arena, "terms.%s", image_str(img, img->terms[terms[i]].name)),
            terms[i], row->setting->known, giver(row, terms[i]));
}

/* ---- cases ---- */

static void case_facts(struct facts *f, const struct row *row, const struct answer_case *c,
                       struct arena *a)
{
    const struct image *img = row_image(row);
    facts_init(f, img, a);
    if ((c->differs & FIELD_BIT(FIELD_ENDS)) == 0) {
        put_ends(&f->json, img, c->ends_act);
        say_end_stated(&f->say, img, c->ends_act);
    }
    struct fact *ends = facts_add(f, "ends");
    ends->act = (c->differs & FIELD_BIT(FIELD_ENDS)) == 0 ? c->ends_act : IMAGE_NONE;
    const str_id summary = (c->differs & FIELD_BIT(FIELD_SUMMARY)) == 0 ? c->summary : 0;
    facts_add_str(f, "summary", summary);
    const struct span acts = img->clauses[row->clause].acts;
    for (uint32_t i = acts.first; summary != 0 && i < acts.first + acts.n; i++)
        if (img->acts[i].summary == summary && f->n > 0)
            f->list[f->n - 1].act = i;
    add_terms(f, row, c->terms, c->n_terms);
    facts_seal(f);
}

static const char *conditions(const struct row *row, struct arena *a)
{
    struct buf b;
    buf_init(&b, 0);
    PUT(&b, "?");
    for (uint32_t i = 0; i < row->n_cases; i++) {
        put_conditions(&b, row, row->cases[i].when, row->cases[i].n_when);
        buf_puts(&b, status_name(row->cases[i].status));
    }
    const char *text = b.failed ? NULL : arena_copy(a, b.data, b.n);
    a->failed |= text == NULL;
    buf_done(&b);
    return text != NULL ? text : "";
}

void row_facts_make(struct row_facts *f, const struct row *row, bool whole, struct arena *a)
{
    *f = (struct row_facts){.status = row->status, .n_cases = row->n_cases};
    facts_init(&f->all, row_image(row), a);
    add_fields(&f->all, row, whole);
    add_terms(&f->all, row, row->fields.terms, row->fields.n_terms);
    facts_seal(&f->all);
    f->when = conditions(row, a);
    f->cases = ARENA_ARRAY(a, row->n_cases, struct facts);
    for (uint32_t i = 0; f->cases != NULL && i < row->n_cases; i++) {
        case_facts(&f->cases[i], row, &row->cases[i], a);
        f->all.failed |= f->cases[i].failed;
    }
    f->all.failed |= a->failed;
}

/* ---- comparing ---- */

struct row_comparison {
    fact_differs *tell;
    void *ctx;
    bool by_cases, status_differs;
};

static void tell_of_row(void *ctx, const struct fact *old, const struct fact *new_)
{
    const struct row_comparison *c = ctx;
    const char *name = old != NULL ? old->name : new_->name;
    if (c->status_differs && strcmp(name, "why") == 0)
        return;
    if (c->by_cases && (strncmp(name, "terms.", 6) == 0 || strcmp(name, "ends") == 0 ||
                        strcmp(name, "summary") == 0 || strcmp(name, "cases") == 0))
        return;
    c->tell(c->ctx, old, new_);
}

void row_facts_compare(const struct row_facts *old, const struct row_facts *new_,
                       fact_differs *tell, void *ctx)
{
    struct row_comparison c = {.tell = tell, .ctx = ctx};
    c.status_differs = old->status != new_->status;
    c.by_cases =
        old->n_cases > 0 && old->n_cases == new_->n_cases && strcmp(old->when, new_->when) == 0;
    facts_compare(&old->all, &new_->all, tell_of_row, &c);
    for (uint32_t i = 0; c.by_cases && i < old->n_cases; i++)
        facts_compare(&old->cases[i], &new_->cases[i], tell, ctx);
}
