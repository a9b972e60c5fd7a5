/* See facts.h. */
#include "facts.h"

#include <stdlib.h>
#include <string.h>

#include "field_text.h"
#include "put.h"
#include "row.h"

void facts_init(struct facts *f, const struct image *img, struct arena *a)
{
    *f = (struct facts){.image = img, .arena = a};
    buf_init(&f->json, 0);
    say_init(&f->say, NULL, 0, false, true);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct fact *)a)->name, ((const struct fact *)b)->name);
}

static bool is_term(const struct fact *f)
{
    return strncmp(f->name, "terms.", 6) == 0;
}

static uint32_t first_term(const struct facts *f)
{
    uint32_t i = 0;
    while (i < f->n && !is_term(&f->list[i]))
        i++;
    return i;
}

void facts_seal(struct facts *f)
{
    const uint32_t fields = first_term(f);
    if (f->n > fields)
        qsort(f->list + fields, f->n - fields, sizeof *f->list, by_name);
    f->failed |= f->arena->failed;
    buf_done(&f->json);
    say_done(&f->say);
}

/* ---- making ---- */

static struct fact *add_place(struct facts *f)
{
    if (f->n == f->cap) {
        const uint32_t cap = f->cap == 0 ? 16 : f->cap * 2;
        struct fact *more = ARENA_ARRAY(f->arena, cap, struct fact);
        if (more == NULL)
            return NULL;
        if (f->n > 0)
            memcpy(more, f->list, f->n * sizeof *more);
        f->list = more;
        f->cap = cap;
    }
    return &f->list[f->n++];
}

struct fact *facts_add(struct facts *f, const char *name)
{
    if (f->json.n == 0)
        PUT(&f->json, "null");
    if (f->say.text.n == 0 && !f->json.failed && strcmp(f->json.data, "null") != 0)
        put_plain(&f->say.text, &f->json);
    f->failed |= f->json.failed || f->say.text.failed || f->say.piece.failed;
    struct fact *at = f->failed ? NULL : add_place(f);
    if (at != NULL)
        *at = (struct fact){
            name, arena_copy(f->arena, f->json.data, f->json.n),
            arena_copy(f->arena, f->say.text.n > 0 ? f->say.text.data : "", f->say.text.n),
            IMAGE_NONE, false};
    f->failed |= at == NULL || f->arena->failed;
    if (f->failed && f->n > 0)
        f->n -= at != NULL; /* half a fact is none */
    buf_clear(&f->json);
    buf_clear(&f->say.text);
    return f->failed ? &f->nowhere : at;
}

void facts_add_str(struct facts *f, const char *name, str_id text)
{
    put_str(&f->json, f->image, text);
    if (text != 0)
        say_str(&f->say, f->image, text);
    facts_add(f, name);
}

/* Also what is absent inside of a list, which its value has as null. */
static void put_term_value(struct facts *f, uint32_t term, day_t known)
{
    const struct term_list one = {&term, 0, 1};
    const enum value_kind kind = (enum value_kind)f->image->terms[term].kind;
    struct buf *b = &f->json;
    if (kind == VALUE_UNDISCLOSED || kind == VALUE_UNSTATED || kind == VALUE_REPORTED) {
        PUT(b, "{\"absent\":");
        put_word(b, kind == VALUE_UNSTATED ? "unstated" : "undisclosed");
        PUT(b, ",\"reported\":");
        put_reported(b, f->image, one, known);
    } else {
        PUT(b, "{\"value\":");
        put_value(b, f->image, term);
        const size_t before = b->n;
        PUT(b, ",\"absent\":");
        const size_t list = b->n;
        put_absent(b, f->image, one);
        PUT(b, ",\"reported\":");
        put_reported(b, f->image, one, known);
        if (!b->failed && b->data[list + 1] == '}')
            b->n = before;
    }
    PUT(b, "}");
}

void facts_add_term(struct facts *f, const char *name, uint32_t term, day_t known, uint32_t act)
{
    const struct term_row *t = &f->image->terms[term];
    if (t->kind == VALUE_MAP && t->b > 0) {
        for (uint32_t i = 0; i < t->b && !f->failed; i++) /* as deep as YAML may be */
            facts_add_term(f,
                           arena_printf(f->arena, "%s.%s", name,
                                        image_str(f->image, f->image->terms[t->a + i].name)),
                           t->a + i, known, act);
        return;
    }
    put_term_value(f, term, known);
    say_value(&f->say, f->image, term, known);
    f->failed |= name == NULL;
    facts_add(f, name)->act = act;
}

/* ---- comparing ---- */

static bool same(const struct fact *a, const struct fact *b)
{
    return strcmp(a->json, b->json) == 0;
}

void facts_compare(const struct facts *old, const struct facts *new_, fact_differs *tell, void *ctx)
{
    uint32_t i = first_term(old), k = first_term(new_);
    for (uint32_t at = 0; at < i && at < k; at++) /* fields stand in one order */
        if (!same(&old->list[at], &new_->list[at]))
            tell(ctx, &old->list[at], &new_->list[at]);
    while (i < old->n || k < new_->n) {
        const struct fact *a = i < old->n ? &old->list[i] : NULL;
        const struct fact *b = k < new_->n ? &new_->list[k] : NULL;
        const int order = a == NULL ? 1 : b == NULL ? -1 : by_name(a, b);
        if (order != 0)
            tell(ctx, order < 0 ? a : NULL, order > 0 ? b : NULL);
        else if (!same(a, b))
            tell(ctx, a, b);
        i += order <= 0;
        k += order >= 0;
    }
}
