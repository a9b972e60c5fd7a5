/* The acts of an explanation in words: which of them says what, and each one with what it did on
 * that day or why it did nothing. */
#include "explain_text.h"
#include "sentence.h"
#include "show_text.h"

#define BODY ((size_t)7) /* columns before the body of an act, behind "  * 4. " */

/* ---- what an act did ---- */

static void say_act_name(struct say *s, const struct image *img, uint32_t act)
{
    const struct act_row *a = &img->acts[act];
    if (a->number != 0) {
        buf_uint(&s->text, a->number);
        say_text(s, ". ");
    } else {
        say_text(s, "-  ");
    }
    say_text(s, act_type_name((enum act_type)a->type));
    say_text(s, ", by ");
    say_str(s, img, img->instruments[a->instrument].title);
    say_text(s, " (");
    say_str(s, img, img->instruments[a->instrument].id);
    say_text(s, ")");
}

/* "act 4": acts of instruments' lists have no number, and never stand for another. */
static void say_act_number(struct say *s, const struct image *img, uint32_t act)
{
    say_text(s, "act ");
    buf_uint(&s->text, img->acts[act].number);
}

static void say_day_behind(struct say *s, const char *words, day_t day)
{
    if (day == DAY_NONE)
        return;
    say_text(s, words);
    say_day(s, day);
}

static void say_idle(struct say *s, const struct image *img, const struct standing *st)
{
    if (st->by == IMAGE_NONE) {
        say_text(s, "nothing was there to change");
        return;
    }
    say_text(s, "nothing to change, as ");
    say_act_number(s, img, st->by);
    say_text(s, " had ended it");
}

static void say_standing_of(struct say *s, const struct image *img, const struct standing *st)
{
    switch (st->kind) {
    case STANDING_COUNTS:
        say_text(s, "counts");
        break;
    case STANDING_CONFIRMS:
        say_text(s, "confirms it");
        break;
    case STANDING_SILENT:
        say_text(s, "says nothing of it");
        break;
    case STANDING_NOT_ANNOUNCED_YET:
        say_text(s, "not announced yet");
        break;
    case STANDING_NOT_SIGNED_YET:
        say_text(s, "not signed yet");
        break;
    case STANDING_NOT_IN_FORCE_YET:
        say_text(s, "not in force yet");
        break;
    case STANDING_WINDOW_PAST:
        say_text(s, "window past");
        say_day_behind(s, " since ", st->day == DAY_NONE ? DAY_NONE : st->day + 1);
        break;
    case STANDING_SUPERSEDED:
        say_text(s, "superseded by ");
        say_act_number(s, img, st->by);
        break;
    case STANDING_ENDED:
        say_text(s, "ended");
        say_day_behind(s, " on ", st->day);
        break;
    case STANDING_NOTHING_TO_CHANGE:
        say_idle(s, img, st);
        break;
    case STANDING_WRITTEN_INSTEAD:
        say_act_number(s, img, st->by);
        say_text(s, " stands in its place");
        break;
    case STANDING_CLAUSE_UNKNOWN_THEN:
        say_text(s, "nothing older of the clause is known");
        break;
    case STANDING_COUNT:
        break;
    }
}

static void say_term_effect(struct say *s, const struct image *img, const struct act_effect *e,
                            day_t known)
{
    const bool was = e->before != IMAGE_NONE, is = e->after != IMAGE_NONE;
    const bool same = was && is && terms_equal(img, e->before, e->after, known);
    say_str(s, img, img->terms[is ? e->after : e->before].name);
    say_text(s, ": ");
    if (was && !same)
        say_value(s, img, e->before, known);
    say_old(s, was && !same);
    if (is)
        say_value(s, img, e->after, known);
    else
        say_text(s, "dropped");
}

static bool same_end(const struct image *img, uint32_t a, uint32_t b)
{
    return a != IMAGE_NONE && b != IMAGE_NONE && img->acts[a].through == img->acts[b].through &&
           img->acts[a].until == img->acts[b].until;
}

static void say_end_effect(struct say *s, const struct image *img, const struct act_effect *e)
{
    say_text(s, "end: ");
    if (e->before != IMAGE_NONE && !same_end(img, e->before, e->after)) {
        say_act_end(s, img, &img->acts[e->before]);
        say_arrow(s);
    }
    if (e->after != IMAGE_NONE)
        say_act_end(s, img, &img->acts[e->after]);
    else
        say_text(s, "none");
}

static void say_status_effect(struct say *s, const struct act_effect *e)
{
    say_text(s, status_words((enum answer_status)e->before));
    say_arrow(s);
    say_text(s, status_words((enum answer_status)e->after));
}

static void say_effect(struct say *s, const struct image *img, const struct act_effect *e,
                       day_t known)
{
    switch (e->field) {
    case EFFECT_STATUS:
        say_status_effect(s, e);
        break;
    case EFFECT_TERM:
        say_term_effect(s, img, e, known);
        break;
    case EFFECT_ENDS:
        say_end_effect(s, img, e);
        break;
    case EFFECT_PROVIDED_THAT:
        say_text(s, e->after != 0 ? "provided that " : "its condition is gone");
        if (e->after != 0)
            say_quoted(s, img, e->after);
        break;
    case EFFECT_KIND:
        say_text(s, "kind: ");
        say_text(s, clause_kind_name((enum clause_kind)e->after));
        break;
    case EFFECT_HOLDER:
        say_text(s, "holder: ");
        say_parties(s, img, e->parties_after);
        break;
    case EFFECT_OBLIGOR:
        say_text(s, "obligor: ");
        say_parties(s, img, e->parties_after);
        break;
    case EFFECT_SUMMARY:
    case EFFECT_FIELDS:
        break;
    }
}

/* The summary stands with the answer, and a status that stays needs no word. */
static bool is_told(const struct act_effect *e)
{
    return e->field != EFFECT_SUMMARY && !(e->field == EFFECT_STATUS && e->before == e->after);
}

static void say_effects(struct teller *t, const struct standing *st)
{
    struct say *s = &t->say;
    uint32_t told = 0;
    for (uint32_t i = 0; i < st->n_effects; i++) {
        const struct act_effect *e = &st->effects[i];
        if (!is_told(e))
            continue;
        say_text(s, told++ == 0 ? "" : "; ");
        say_effect(s, t->img, e, t->x->row->setting->known);
        if (e->undone_by != IMAGE_NONE && st->kind != STANDING_SUPERSEDED) {
            say_text(s, " (then ");
            say_act_number(s, t->img, e->undone_by);
            say_text(s, ")");
        }
    }
    if (told != 0)
        say_stop(s);
}

/* In which course the act came to what: a line each. */
static void write_standing_cases(struct teller *t, const struct explained_act *act, bool named)
{
    for (uint32_t i = 0; i < act->n_cases; i++) {
        const struct standing_case *c = &act->cases[i];
        say_text(&t->say, "if ");
        for (uint32_t k = 0; k < c->n_when; k++) {
            say_text(&t->say, k == 0 ? "" : " and ");
            say_condition(&t->say, t->x->row, &c->when[k], c->when[k].by);
        }
        say_text(&t->say, ": ");
        if (named) {
            say_standing_of(&t->say, t->img, c->standing);
            say_text(&t->say, ". ");
        }
        say_effects(t, c->standing);
        say_capital(&t->say);
        tell_item(t, 1, BODY);
    }
}

static bool counts(const struct explained_act *act)
{
    for (uint32_t i = 0; i < act->n_cases; i++) {
        const enum standing_kind k = act->cases[i].standing->kind;
        if (k == STANDING_COUNTS || k == STANDING_CONFIRMS || k == STANDING_SILENT)
            return true;
    }
    return false;
}

static void write_act_days(struct teller *t, uint32_t act)
{
    struct say *s = &t->say;
    const struct act_row *a = &t->img->acts[act];
    say_act_days(s, t->img, act);
    say_text(s, a->type == ACT_TERMINATE ? "; on " : "; from ");
    say_bound(s, t->img, a->from);
    if (a->through != DAY_NONE)
        say_day_behind(s, " through ", a->through);
    say_act_until(s, t->img, a);
    if (a->extra != IMAGE_NONE && t->img->extras[a->extra].section != 0) {
        say_text(s, "; section ");
        say_str(s, t->img, t->img->extras[a->extra].section);
    }
    say_text(s, ". ");
    say_place(s, t->img, a->file, a->line);
    say_capital(s);
    tell_item(t, 1, BODY);
}

/* In full, one below the other; of an act that does not count, their titles. */
static void write_act_sources(struct teller *t, uint32_t act, bool whole)
{
    struct say *s = &t->say;
    const struct span sources = act_sources(t->img, act);
    for (uint32_t i = 0; i < sources.n; i++) {
        const struct source_row *source = &t->img->sources[t->img->refs[sources.first + i]];
        if (whole) {
            say_whole_source(s, t->img, source);
            tell_item(t, 1, BODY);
            continue;
        }
        say_text(s, i > 0 ? "; " : sources.n > 1 ? "Sources: " : "Source: ");
        say_str(s, t->img, source->publisher);
        say_text(s, ", ");
        say_quoted(s, t->img, source->title);
    }
    if (whole || sources.n == 0)
        return;
    say_stop(s);
    tell_item(t, 1, BODY);
}

static void write_act(struct teller *t, const struct explained_act *act)
{
    struct say *s = &t->say;
    const struct standing *shared = standing_shared(act);
    say_act_name(s, t->img, act->act);
    say_text(s, ": ");
    if (shared != NULL)
        say_standing_of(s, t->img, shared);
    else
        say_text(s, "depends");
    tell_marked(t, counts(act));
    write_act_days(t, act->act);
    if (act->n_cases > 1) {
        write_standing_cases(t, act, shared == NULL);
    } else {
        say_effects(t, act->cases[0].standing);
        if (s->text.n != 0)
            tell_item(t, 1, BODY);
    }
    write_act_sources(t, act->act, counts(act));
}

/* ---- which act says what ---- */

/* What an effect gives, in a word; NULL: nothing to be listed. */
static const char *given_name(const struct image *img, const struct act_effect *e)
{
    switch (e->field) {
    case EFFECT_TERM:
        return e->after == IMAGE_NONE ? NULL : image_str(img, img->terms[e->after].name);
    case EFFECT_ENDS:
        return "the end";
    case EFFECT_PROVIDED_THAT:
        return e->after == 0 ? NULL : "the condition";
    case EFFECT_KIND:
        return "the kind";
    case EFFECT_HOLDER:
        return "who holds it";
    case EFFECT_OBLIGOR:
        return "who owes it";
    case EFFECT_STATUS:
    case EFFECT_SUMMARY:
    case EFFECT_FIELDS:
        break;
    }
    return NULL;
}

/* Does it stand in every case in which the act counts? */
static bool stands_everywhere(const struct explained_act *act, const struct act_effect *e)
{
    for (uint32_t i = 0; i < act->n_cases; i++) {
        const struct standing *s = act->cases[i].standing;
        bool stands = s->kind != STANDING_COUNTS;
        for (uint32_t k = 0; k < s->n_effects && !stands; k++)
            stands = s->effects[k].field == e->field && s->effects[k].after == e->after &&
                     s->effects[k].undone_by == IMAGE_NONE;
        if (!stands)
            return false;
    }
    return true;
}

/* The effects in the first case in which the act counts. */
static const struct standing *counting(const struct explained_act *act)
{
    for (uint32_t i = 0; i < act->n_cases; i++)
        if (act->cases[i].standing->kind == STANDING_COUNTS)
            return act->cases[i].standing;
    return NULL;
}

/* "act 4, Amended agreement (announced 2026-04-27; ip.yaml:49): exclusive, the end" */
static void write_given(struct teller *t, const struct explained_act *act, bool *begun)
{
    struct say *s = &t->say;
    const struct standing *st = counting(act);
    const struct act_row *a = &t->img->acts[act->act];
    uint32_t n = 0;
    for (uint32_t i = 0; st != NULL && i < st->n_effects; i++) {
        const char *name = given_name(t->img, &st->effects[i]);
        if (name == NULL || !stands_everywhere(act, &st->effects[i]))
            continue;
        if (n++ == 0) {
            if (!*begun)
                tell_heading(t, "Which act says what");
            *begun = true;
            say_act_number(s, t->img, act->act);
            say_text(s, ", ");
            say_str(s, t->img, t->img->instruments[a->instrument].title);
            say_text(s, " (announced ");
            say_pdate(s, act_announced(t->img, act->act));
            say_text(s, "; ");
            say_place(s, t->img, a->file, a->line);
            say_text(s, "): ");
        } else {
            say_text(s, ", ");
        }
        say_text(s, name);
    }
    if (n == 0)
        return;
    say_capital(s);
    tell_item(t, 0, ITEM);
}

void tell_origins(struct teller *t)
{
    const enum answer_status status = t->x->row->status;
    bool begun = false;
    if (status == STATUS_ENDED || status == STATUS_NOT_YET)
        return;
    for (uint32_t i = 0; i < t->x->n_acts; i++)
        write_given(t, &t->x->acts[i], &begun);
}

/* ---- the chain ---- */

void tell_chain(struct teller *t)
{
    tell_heading(t, t->markdown ? "How it came about" : "How it came about (* counts on this day)");
    for (uint32_t i = 0; i < t->x->n_acts; i++)
        write_act(t, &t->x->acts[i]);
}
