/* One act at its place in the history: what it refers to, what it inherits, and whether what it
 * says of itself can be. */
#include <stdarg.h>
#include <stdio.h>

#include "history.h"

/* `clauses.ip.license.history[1].by`, `acts.ip.license[0]` */
static const char *path_of(struct history *h, const struct turn *t, const char *key)
{
    struct quoted id = quote_id(h->l, clause_at(h->l, h->clause)->id);
    return diag_text(h->l->d, "%s.%s%s[%u]%s%s", t->own ? "clauses" : "acts", id.text,
                     t->own ? ".history" : "", t->index, key ? "." : "", key ? key : "");
}

struct diag *act_fault(struct history *h, const struct turn *t, enum diag_code code, struct spot at,
                       const char *key, const char *format, ...)
{
    char text[1024];
    const struct act_row *act = act_at(h->l, t->act);
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct diag *g = report(h->l, code, act->file, at, "%s", text);
    if (g && t->doc != IMAGE_NONE)
        g->path = path_of(h, t, key);
    return g;
}

/* ---- names ---- */

static void settle_bound(struct history *h, const struct act_row *act, bound_ref ref,
                         const char *key)
{
    if (ref == IMAGE_NONE || BOUND_IS_PLAIN(ref))
        return;
    const struct strings *s = &h->l->b->strings;
    str_id id = clause_at(h->l, h->clause)->id;
    buf_clear(&h->name);
    buf_put(&h->name, strings_get(s, id), strings_len(s, id));
    buf_char(&h->name, '#');
    buf_uint(&h->name, act->number);
    buf_char(&h->name, '.');
    buf_puts(&h->name, key);
    struct bound_site site = {h->v, &h->name, h->agreement, act->file, act->line};
    bound_settle(&site, ref);
}

static void settle_caveats(struct history *h, const struct act_row *act, struct span caveats)
{
    for (uint32_t i = caveats.first; i < caveats.first + caveats.n; i++) {
        struct caveat_row *c = VEC_AT(&h->l->b->caveats, struct caveat_row, i);
        if (!c->announced)
            c->known_day = act->known_day;
        resolve_refs(h->v, NAME_SOURCE, h->agreement, &c->sources, act->file, act->line);
    }
}

static void settle_extra(struct history *h, const struct act_row *act)
{
    struct extra_row *x = VEC_AT(&h->l->b->extras, struct extra_row, act->extra);
    resolve_refs(h->v, NAME_SOURCE, h->agreement, &x->sources, act->file, act->line);
    resolve_refs(h->v, NAME_PARTY, h->agreement, &x->holder, act->file, act->line);
    resolve_refs(h->v, NAME_PARTY, h->agreement, &x->obligor, act->file, act->line);
    settle_caveats(h, act, x->caveats);
}

/* ---- reported figures ---- */

static void settle_figure(struct history *h, const struct turn *t, uint32_t row)
{
    struct loader *l = h->l;
    const struct act_row *act = act_at(l, t->act);
    struct reported_row *r = VEC_AT(&l->b->reported, struct reported_row, row);
    struct spot at = marks_at(&l->figure_at, row, act->line);
    str_id id = r->source;
    r->source = resolve_name(h->v, NAME_SOURCE, h->agreement, id, act->file, at);
    if (r->source == IMAGE_NONE)
        return;
    struct source_rec *source = VEC_AT(&l->sources, struct source_rec, r->source);
    source->used = true;
    if (r->known_day)
        return;
    if (source->row.date)
        r->known_day = pdate_last(source->row.date);
    else
        hint(act_fault(h, t, DIAG_NO_DAY, at, "terms",
                       "the source '%s' of a reported figure has no date", quote_id(l, id).text),
             "give the figure `announced`, or the source a `date`");
}

/* Recursion ends with the depth of YAML. */
static void settle_terms(struct history *h, const struct turn *t, uint32_t first, uint32_t n)
{
    for (uint32_t i = first; i < first + n; i++) {
        const struct term_row *row = VEC_AT(&h->l->b->terms, struct term_row, i);
        if (row->kind == VALUE_LIST || row->kind == VALUE_MAP)
            settle_terms(h, t, row->a, row->b);
        else if (row->kind == VALUE_REPORTED)
            settle_figure(h, t, row->a);
    }
}

/* ---- checks ---- */

/* An end on or before its start, where both are plain days. */
static void check_end(struct history *h, const struct turn *t)
{
    const struct act_row *act = act_at(h->l, t->act);
    day_t end = act->through ? act->through + 1 : DAY_NEVER;
    if (act->until != IMAGE_NONE && BOUND_IS_PLAIN(act->until) && BOUND_DAY(act->until) < end)
        end = BOUND_DAY(act->until);
    if (act->from == IMAGE_NONE || !BOUND_IS_PLAIN(act->from) || BOUND_DAY(act->from) < end)
        return;
    char from[11], last[11];
    day_format(BOUND_DAY(act->from), from);
    if (end <= DAY_MIN)
        memcpy(last, "none", 5);
    else
        day_format(end - 1, last);
    struct spot at = marks_at(&h->l->act_end, t->act, act->line);
    struct diag *g =
        act_fault(h, t, DIAG_END_BEFORE_START, at, act->through ? "through" : "until",
                  "the end is on or before the start: last day %s, first day %s", last, from);
    if (!(act->flags & ACT_OWN_FROM))
        hint(g, "the start is that of its instrument; `from` gives another");
}

/* Whether or not the sources lead anywhere: if not, that has been reported. */
static bool has_sources(const struct history *h, const struct act_row *act)
{
    return act->extra != IMAGE_NONE &&
           VEC_AT(&h->l->b->extras, struct extra_row, act->extra)->sources.n > 0;
}

static void refuse_no_source(struct history *h, const struct turn *t,
                             const struct instrument_rec *by)
{
    struct spot at = turn_place(h, t);
    hint(act_fault(h, t, DIAG_NO_SOURCE, at, NULL,
                   "neither the act nor its instrument '%s' has a source",
                   quote_id(h->l, by->row.id).text),
         "give the instrument `sources`");
}

void act_settle(struct history *h, const struct turn *t)
{
    struct loader *l = h->l;
    struct act_row *act = act_at(l, t->act);
    const struct instrument_rec *by =
        act->instrument == IMAGE_NONE ? NULL : instrument_at(l, act->instrument);
    if (by && !by->has_sources && !has_sources(h, act))
        refuse_no_source(h, t, by);
    settle_bound(h, act, act->from, "from");
    settle_bound(h, act, act->until, "until");
    if (!act->known_day && by)
        act->known_day = by->row.known_day;
    if (act->from == IMAGE_NONE && by)
        act->from = by->row.starts;
    if (act->extra != IMAGE_NONE)
        settle_extra(h, act);
    if (l->b->reported.n > 0)
        settle_terms(h, t, act->terms, act->n_terms);
    check_end(h, t);
}
