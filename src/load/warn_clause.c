/* Warnings about one clause. Its written acts are walked once with what is certain of the state
 * they leave: from which day to which it can have begun, and from which day to which it can end, by
 * the record. */
#include "history.h"

#define SHORT_GAP 31 /* days: two acts that far apart were perhaps meant to touch */
#define REPLACERS 64 /* acts looked at behind one, so that long histories stay linear */

/* What the acts so far have made of the clause. */
struct state {
    bool standing; /* established, and not terminated since */
    bool terminated;
    struct days from;   /* of the last establish or restate */
    struct days end;    /* the first day not in force; of a terminated state: of its end */
    bool ends_by_event; /* the end has an event in it */
    day_t known; /* the earliest day an establish or restate since the last terminate is known */
};

static const struct days never = {DAY_NEVER, DAY_NEVER};

/* ---- ends ---- */

static bool has_event(const struct loader *l, bound_ref ref)
{
    if (ref == IMAGE_NONE || BOUND_IS_PLAIN(ref))
        return false;
    const struct bound_row *b = VEC_AT(&l->b->bounds, struct bound_row, ref);
    if (b->kind == BOUND_FIRST_OF || b->kind == BOUND_LAST_OF)
        for (uint32_t i = 0; i < b->b; i++)
            if (has_event(l, b->a + i))
                return true;
    return b->kind == BOUND_EVENT;
}

static bool gives_end(const struct act_row *act)
{
    return act->through || act->until != IMAGE_NONE || (act->flags & ACT_THROUGH_OPEN);
}

/* The end that an act gives, or `never`. */
static struct days end_of(const struct loader *l, const struct act_row *act)
{
    struct days end = bound_days(l, act->until);
    day_t through = act->through ? act->through + 1 : DAY_NEVER;
    if (through < end.first)
        end.first = through;
    if (through < end.last)
        end.last = through;
    return end;
}

/* ---- single acts ---- */

/* The act behind it that is known no later, starts no later, and begins anew: nothing of it shows.
 */
static const struct turn *replacer(const struct history *h, size_t i, const struct act_row *act,
                                   struct days from)
{
    size_t looked = 0;
    for (size_t j = i + 1; j < h->turns.n && looked < REPLACERS; j++) {
        const struct act_row *later = act_at(h->l, turn_at(h, j)->act);
        if (later->type != ACT_ESTABLISH && later->type != ACT_RESTATE &&
            later->type != ACT_TERMINATE)
            continue;
        looked++;
        if (later->known_day <= act->known_day && bound_days(h->l, later->from).last <= from.first)
            return turn_at(h, j);
    }
    return NULL;
}

static void warn_never_shows(struct history *h, size_t i)
{
    const struct turn *t = turn_at(h, i);
    const struct act_row *act = act_at(h->l, t->act);
    struct days from = bound_days(h->l, act->from);
    const struct turn *by = NULL;
    const char *why;
    if (from.first > DAY_MAX)
        why = "it starts on no day";
    else if (end_of(h->l, act).last <= from.first)
        why = "its end is on or before its start";
    else if ((by = replacer(h, i, act, from)) != NULL)
        why = "an act that was known by then replaces it from its first day on";
    else
        return;
    struct diag *g =
        act_fault(h, t, DIAG_NEVER_SHOWS, turn_place(h, t), NULL, "this '%s' never shows: %s",
                  act_type_name((enum act_type)act->type), why);
    if (by)
        second_place(h->l, g, act_at(h->l, by->act)->file, turn_place(h, by),
                     "the act that replaces it");
}

bool sources_are_late(const struct loader *l, struct span sources, day_t known_day)
{
    for (uint32_t i = sources.first; i < sources.first + sources.n; i++) {
        uint32_t row = *VEC_AT(&l->b->refs, uint32_t, i);
        pdate date = VEC_AT(&l->sources, struct source_rec, row)->row.date;
        if (!date || pdate_first(date) <= known_day)
            return false;
    }
    return sources.n > 0;
}

/* What an act has from its instrument is looked at there, once. */
static void warn_late_sources(struct history *h, const struct turn *t)
{
    const struct act_row *act = act_at(h->l, t->act);
    struct instrument_rec *by = instrument_at(h->l, act->instrument);
    const struct extra_row *x =
        act->extra == IMAGE_NONE ? NULL : VEC_AT(&h->l->b->extras, struct extra_row, act->extra);
    if (!x || (x->sources.n == 0 && !x->announced)) {
        by->inherited = true;
        return;
    }
    if (sources_are_late(h->l, x->sources.n > 0 ? x->sources : by->row.sources, act->known_day))
        hint(act_fault(h, t, DIAG_LATE_SOURCES, turn_place(h, t), NULL,
                       "no source of this act is as old as its announcement"),
             "give the source that announced it, or a later `announced`");
}

/* ---- acts on a state ---- */

static void warn_gap(struct history *h, const struct turn *t, const struct state *s,
                     struct days from)
{
    bool exact = s->end.first == s->end.last && from.first == from.last;
    if ((!s->standing && !s->terminated) || !exact || from.first > DAY_MAX ||
        from.first <= s->end.first)
        return;
    const day_t days = from.first - s->end.first;
    if (days == 1)
        hint(act_fault(h, t, DIAG_GAP_DAY, turn_place(h, t), NULL,
                       "on the day before this act the clause is not in force"),
             "`through` is the last day in force, `until` the first day not");
    else if (days <= SHORT_GAP)
        hint(act_fault(h, t, DIAG_SHORT_GAP, turn_place(h, t), NULL,
                       "for %u days before this act the clause is not in force", (unsigned)days),
             "if it went on, mend the end before or the start of this act");
}

/* An establish says that nothing was in force; what was is silently cut short. */
static void warn_overlap(struct history *h, const struct turn *t, const struct state *s,
                         struct days from)
{
    const struct act_row *act = act_at(h->l, t->act);
    if (!s->standing || act->type != ACT_ESTABLISH || from.first > DAY_MAX ||
        s->from.last >= from.first || s->end.first <= from.last)
        return;
    hint(act_fault(h, t, DIAG_OVERLAP, turn_place(h, t), NULL,
                   "this 'establish' begins while the clause is in force"),
         "`restate` replaces what is in force, `amend` changes a part of it");
}

/* Acts stand by the first day of their signing. Where that is a month or a year, an act within it
 * may in truth come first. */
static void warn_order(struct history *h, const struct turn *t, const struct turn *before)
{
    const struct instrument_row *a =
        &instrument_at(h->l, act_at(h->l, before->act)->instrument)->row;
    const struct instrument_row *b = &instrument_at(h->l, act_at(h->l, t->act)->instrument)->row;
    if (a->signed_first >= b->signed_first || a->signed_last < b->signed_first)
        return;
    char period[11];
    pdate_format(a->signed_on ? a->signed_on : a->announced, period);
    struct diag *g = act_fault(h, t, DIAG_IMPRECISE_ORDER, turn_place(h, t), "by",
                               "which came first is not known: '%s' is of %s, '%s' of a day in it",
                               quote_id(h->l, a->id).text, period, quote_id(h->l, b->id).text);
    hint(g, "give the day it was signed, or announced, as far as it is known");
    second_place(h->l, g, act_at(h->l, before->act)->file, turn_place(h, before),
                 "the act that is taken to come first");
}

static void warn_amend(struct history *h, const struct turn *t, const struct state *s)
{
    const struct act_row *act = act_at(h->l, t->act);
    struct days from = bound_days(h->l, act->from);
    if (s->terminated && s->end.last <= from.first)
        act_fault(h, t, DIAG_AMEND_ENDED, turn_place(h, t), NULL,
                  "this amends a clause that has been terminated, and does nothing");
    else if (s->standing && s->end.last <= from.first && !gives_end(act))
        hint(act_fault(h, t, DIAG_AMEND_ENDED, turn_place(h, t), NULL,
                       "this amends a clause that has ended"),
             "give it a new end, or begin anew with `establish`");
    if (s->standing && s->ends_by_event && act->through && act->until == IMAGE_NONE)
        hint(act_fault(h, t, DIAG_EVENT_END_DROPPED, marks_at(&h->l->act_end, t->act, act->line),
                       "through", "this takes away the event by which the clause ended"),
             "an amend replaces the whole end: repeat `until` if the event still counts");
}

static void warn_early(struct history *h, const struct turn *t, const struct state *s)
{
    const struct act_row *act = act_at(h->l, t->act);
    if (s->standing && act->known_day < s->known)
        hint(act_fault(
                 h, t, DIAG_ANNOUNCED_EARLY, turn_place(h, t), NULL,
                 "this '%s' is announced before the act it builds on, and does nothing until then",
                 act_type_name((enum act_type)act->type)),
             "use `restate` if it stands on its own");
}

/* ---- the walk ---- */

static void begin(struct history *h, const struct turn *t, struct state *s)
{
    const struct act_row *act = act_at(h->l, t->act);
    struct days from = bound_days(h->l, act->from);
    warn_gap(h, t, s, from);
    warn_overlap(h, t, s, from);
    day_t known = s->standing && s->known < act->known_day ? s->known : act->known_day;
    *s = (struct state){.standing = true,
                        .from = from,
                        .end = end_of(h->l, act),
                        .ends_by_event = has_event(h->l, act->until),
                        .known = known};
}

static void step(struct history *h, const struct turn *t, struct state *s)
{
    const struct act_row *act = act_at(h->l, t->act);
    switch ((enum act_type)act->type) {
    case ACT_ESTABLISH:
    case ACT_RESTATE:
        begin(h, t, s);
        break;
    case ACT_AMEND:
        warn_amend(h, t, s);
        warn_early(h, t, s);
        if (gives_end(act)) {
            s->end = end_of(h->l, act);
            s->ends_by_event = has_event(h->l, act->until);
        }
        break;
    case ACT_OVERRIDE:
        warn_early(h, t, s);
        break;
    case ACT_TERMINATE:
        *s = (struct state){.terminated = true, .end = bound_days(h->l, act->from)};
        break;
    case ACT_SUSPEND:
    case ACT_REAFFIRM:
    case ACT_SILENT:
    case ACT_COUNT:
        break;
    }
}

static void warn_stale(struct history *h, const struct turn *last, const struct state *s)
{
    const struct act_row *act = last ? act_at(h->l, last->act) : NULL;
    day_t record =
        VEC_AT(&h->l->b->agreements, struct agreement_row, h->agreement)->complete_through;
    if (!act || act->type != ACT_REAFFIRM || h->l->stale.count == 0 || s->end.last <= record ||
        day_plus(act->known_day, h->l->stale) >= record)
        return;
    char day[11];
    day_format(act->known_day, day);
    act_fault(h, last, DIAG_STALE_REAFFIRMATION, turn_place(h, last), NULL,
              "'%s' was last reaffirmed on %s", quote_id(h->l, clause_at(h->l, h->clause)->id).text,
              day);
}

/* ---- dropped terms ---- */

static int compare_ids(const void *x, const void *y)
{
    const uint32_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

/* The names of all terms that the clause's acts give, sorted by number, into h->names. */
static void collect_names(struct history *h)
{
    h->names.n = 0;
    for (size_t i = 0; i < h->turns.n; i++) {
        const struct act_row *act = act_at(h->l, turn_at(h, i)->act);
        uint32_t *names = vec_grow(&h->names, act->n_terms);
        for (uint32_t k = 0; names && k < act->n_terms; k++)
            names[k] = VEC_AT(&h->l->b->terms, struct term_row, act->terms + k)->name;
    }
    if (h->names.n > 0)
        qsort(h->names.data, h->names.n, sizeof(uint32_t), compare_ids);
}

static void warn_drops(struct history *h, const struct turn *t, struct span drop)
{
    for (uint32_t i = drop.first; i < drop.first + drop.n; i++) {
        const uint32_t *name = VEC_AT(&h->l->b->refs, uint32_t, i);
        if (h->names.n > 0 && bsearch(name, h->names.data, h->names.n, sizeof *name, compare_ids))
            continue;
        act_fault(h, t, DIAG_UNKNOWN_DROP, marks_at(&h->l->ref_at, i, act_at(h->l, t->act)->line),
                  "drop", "no act of the clause gives '%s'", quote_id(h->l, *name).text);
    }
}

static void warn_all_drops(struct history *h)
{
    bool collected = false;
    for (size_t i = 0; i < h->turns.n; i++) {
        const struct turn *t = turn_at(h, i);
        uint32_t extra = act_at(h->l, t->act)->extra;
        struct span drop = {0, 0};
        if (extra != IMAGE_NONE)
            drop = VEC_AT(&h->l->b->extras, struct extra_row, extra)->drop;
        if (drop.n == 0)
            continue;
        if (!collected)
            collect_names(h);
        collected = true;
        warn_drops(h, t, drop);
    }
}

static bool changes(const struct act_row *act)
{
    return act->type != ACT_REAFFIRM && act->type != ACT_SILENT;
}

void warn_clause(struct history *h)
{
    struct state s = {.end = never};
    const struct turn *last = NULL, *changed = NULL;
    day_t signed_before = 0;
    for (size_t i = 0; i < h->turns.n; i++) {
        const struct turn *t = turn_at(h, i);
        const struct act_row *act = act_at(h->l, t->act);
        if (t->signed_first != signed_before) {
            if (s.standing)
                silent_count(h, signed_before + 1, t->signed_first, s.from.last, s.end.first);
            signed_before = t->signed_first;
        }
        if (t->doc != IMAGE_NONE) {
            warn_never_shows(h, i);
            warn_late_sources(h, t);
            warn_summary(h, t);
            if (changed != NULL && changes(act))
                warn_order(h, t, changed);
            if (changes(act))
                changed = t;
            step(h, t, &s);
        } else {
            instrument_at(h->l, act->instrument)->inherited = true;
        }
        if (act->type != ACT_SILENT)
            last = t;
    }
    if (s.standing)
        silent_count(h, signed_before + 1, DAY_MAX, s.from.last, s.end.first);
    warn_stale(h, last, &s);
    warn_all_drops(h);
}
