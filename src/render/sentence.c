/* Who and when, in sentences. They are read by people who act on them, so each says exactly what
 * the row says and no more: a last certain day is never given as an end, and an end that no act
 * names is said to be unnamed. */
#include "sentence.h"

const char *status_words(enum answer_status s)
{
    switch (s) {
    case STATUS_NOT_YET:
        return "not yet";
    case STATUS_IN_FORCE:
        return "in force";
    case STATUS_SUSPENDED:
        return "suspended";
    case STATUS_ENDED:
        return "ended";
    case STATUS_DEPENDS:
        return "depends";
    case STATUS_NONE:
        break;
    }
    return "";
}

enum say_color status_color(enum answer_status s)
{
    switch (s) {
    case STATUS_IN_FORCE:
        return SAY_GREEN;
    case STATUS_DEPENDS:
    case STATUS_SUSPENDED:
        return SAY_YELLOW;
    case STATUS_ENDED:
    case STATUS_NOT_YET:
        return SAY_DIM;
    case STATUS_NONE:
        break;
    }
    return SAY_PLAIN;
}

/* ---- who ---- */

/* How a kind of clause speaks of its parties: the word, how the first of them is said, how the
 * second. */
struct kind_words {
    const char *word, *first, *second;
    bool obligor_first;
};

static struct kind_words words_of_kind(enum clause_kind kind)
{
    switch (kind) {
    case KIND_RIGHT:
        return (struct kind_words){"Right", " of ", ", owed by ", false};
    case KIND_OBLIGATION:
        return (struct kind_words){"Obligation", " of ", ", towards ", true};
    case KIND_PERMISSION:
        return (struct kind_words){"Permission", " for ", ", given by ", false};
    case KIND_PROHIBITION:
        return (struct kind_words){"Prohibition", " on ", ", in favour of ", true};
    case KIND_EXCLUSIVITY:
        return (struct kind_words){"Exclusivity", " of ", ", binding ", false};
    case KIND_DEFINITION:
        return (struct kind_words){"Definition", " for ", ", binding ", false};
    case KIND_PROCESS:
        return (struct kind_words){"Process", " for ", ", binding ", false};
    case KIND_LIMIT:
        return (struct kind_words){"Limit", " in favour of ", ", binding ", false};
    case KIND_FACT:
        return (struct kind_words){"Fact", " about ", " and ", false};
    case KIND_NONE:
    case KIND_COUNT:
        break;
    }
    return (struct kind_words){"Clause", " for ", ", binding ", false};
}

/* What is said before the only party there is: that of its own place, less the comma. */
static void say_lone(struct say *s, const char *words)
{
    say_text(s, words[0] == ',' ? words + 1 : words);
}

void say_kind_and_parties(struct say *s, const struct image *img, enum clause_kind kind,
                          struct span holder, struct span obligor)
{
    const struct kind_words w = words_of_kind(kind);
    const struct span first = w.obligor_first ? obligor : holder;
    const struct span second = w.obligor_first ? holder : obligor;
    say_text(s, w.word);
    if (first.n != 0) {
        say_text(s, w.first);
        say_parties(s, img, first);
    }
    if (second.n != 0) {
        if (first.n != 0)
            say_text(s, w.second);
        else
            say_lone(s, kind == KIND_FACT ? w.first : w.second);
        say_parties(s, img, second);
    }
    say_stop(s);
}

void say_who(struct say *s, const struct row *row)
{
    const struct span nobody = {0};
    const bool holder = !row_differs(row, FIELD_HOLDER);
    const bool obligor = !row_differs(row, FIELD_OBLIGOR);
    say_kind_and_parties(
        s, row_image(row), row_differs(row, FIELD_KIND) ? KIND_NONE : row->fields.kind,
        holder ? row->fields.holder : nobody, obligor ? row->fields.obligor : nobody);
}

/* ---- the end ---- */

static const struct act_row *ends_act(const struct row *row)
{
    if (row_differs(row, FIELD_ENDS) || row->fields.ends_act == IMAGE_NONE)
        return NULL;
    return &row_image(row)->acts[row->fields.ends_act];
}

static bool is_bound_kind(const struct image *img, bound_ref ref, enum bound_kind kind)
{
    return ref != IMAGE_NONE && !BOUND_IS_PLAIN(ref) && img->bounds[ref].kind == kind;
}

/* Does the bound come no later than the event does? Then the clause goes on "unless" it happens. */
static bool ends_by_event(const struct image *img, bound_ref ref, uint32_t event)
{
    if (ref == IMAGE_NONE || BOUND_IS_PLAIN(ref))
        return false;
    const struct bound_row *b = &img->bounds[ref];
    if (b->kind == BOUND_EVENT)
        return b->a == event && b->count == 0;
    if (b->kind != BOUND_FIRST_OF)
        return false;
    for (uint32_t i = 0; i < b->b; i++)
        if (ends_by_event(img, b->a + i, event))
            return true;
    return false;
}

/* What an endless run says of its end. */
static void say_no_end(struct say *s, const struct row *row)
{
    const struct image *img = row_image(row);
    const struct act_row *act = ends_act(row);
    const bound_ref until = act == NULL ? IMAGE_NONE : act->until;
    if (row_differs(row, FIELD_ENDS)) {
        say_text(s, "; no end is known");
    } else if (is_bound_kind(img, until, BOUND_UNDISCLOSED)) {
        say_text(s, "; an end exists and is not public");
    } else if (is_bound_kind(img, until, BOUND_UNSTATED)) {
        say_text(s, "; no end is stated");
    } else if (until != IMAGE_NONE) {
        say_text(s, "; it runs until ");
        say_bound(s, img, until);
        say_text(s, ", which is taken never to come");
    } else {
        say_text(s, "; no end is named");
    }
}

static void say_unknowns(struct say *s, const struct image *img, const struct unknown_ref *u,
                         uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        say_join(s, i, n, "and");
        say_str(s, img, u[i].name);
    }
}

static void say_after(struct say *s, enum answer_status after, day_t first)
{
    switch (after) {
    case STATUS_IN_FORCE:
        say_text(s, "; from ");
        say_day(s, first);
        say_text(s, " other terms apply");
        return;
    case STATUS_SUSPENDED:
        say_text(s, "; then it is suspended");
        return;
    case STATUS_NOT_YET:
    case STATUS_ENDED:
    case STATUS_DEPENDS:
    case STATUS_NONE:
        return;
    }
}

/* The last day of the run that follows; DAY_NONE if it goes on for ever: where the calendar ends is
 * no day of a contract. */
static day_t next_last(const struct row *row)
{
    return row->next.last == DAY_MAX ? DAY_NONE : row->next.last;
}

/* What follows the last certain day: "; then, unless agi-verified, through 2030-12-31". */
static void say_then_perhaps(struct say *s, const struct row *row)
{
    const struct image *img = row_image(row);
    const struct run_brief *next = &row->next;
    const day_t last = next_last(row);
    const struct act_row *act = ends_act(row);
    const bool unless = next->n_depends_on == 1 && next->depends_on[0].is_event && act != NULL &&
                        ends_by_event(img, act->until, next->depends_on[0].index);
    say_text(s, "; then");
    if (!unless) {
        say_text(s, " it depends on ");
        say_unknowns(s, img, next->depends_on, next->n_depends_on);
    } else if (last != DAY_NONE) {
        say_text(s, ", unless ");
        say_str(s, img, next->depends_on[0].name);
        say_text(s, ",");
    } else {
        say_text(s, " until ");
        say_str(s, img, next->depends_on[0].name);
    }
    if (last != DAY_NONE) {
        say_text(s, " through ");
        say_day(s, last);
    }
    say_after(s, row->next_but_one.status, row->next_but_one.first);
}

/* ", the day before agi-verified", where it is that day that ends the run. */
static void say_ended_by_event(struct say *s, const struct row *row)
{
    const struct act_row *act = ends_act(row);
    const struct setting *set = row->setting;
    if (act == NULL || row->after != STATUS_ENDED ||
        !is_bound_kind(set->image, act->until, BOUND_EVENT))
        return;
    const struct bound_row *b = &set->image->bounds[act->until];
    const uint32_t first = set->image->agreements[set->agreement].events.first;
    const struct domain *day = &set->events[b->a - first];
    if (day->first != day->last ||
        day_plus(day->first, (struct offset){b->count, b->unit}) != row->through + 1)
        return;
    say_text(s, b->count == 0 ? ", the day before " : ", the day before it is ");
    say_bound(s, set->image, act->until);
}

static void say_stretch(struct say *s, const struct row *row)
{
    if (row->from != DAY_NONE && row->from == row->through) {
        say_text(s, " on ");
        say_day(s, row->from);
        say_text(s, " only");
        return;
    }
    if (row->from != DAY_NONE) {
        say_text(s, " from ");
        say_day(s, row->from);
    }
    if (row->through != DAY_NONE) {
        say_text(s, " through ");
        say_day(s, row->through);
    }
}

static void say_by_window(struct say *s, const struct row *row)
{
    if (row_differs(row, FIELD_WINDOW) || row->fields.window_act == IMAGE_NONE)
        return;
    const struct image *img = row_image(row);
    const struct act_row *act = &img->acts[row->fields.window_act];
    say_text(s, act->type == ACT_SUSPEND ? ", by " : ", overridden for a time by ");
    say_quoted(s, img, img->instruments[act->instrument].title);
}

/* From when to when. A start or an end that is not certain is marked, and so is that the clause was
 * in force before with other terms. Where it depended before, it may or may not have been in force:
 * the row does not tell. */
static void say_in_force_stretch(struct say *s, const struct row *row)
{
    const bool open_start = row->before == STATUS_DEPENDS && row->from != DAY_NONE;
    const bool open_end = row->through != DAY_NONE && row->after == STATUS_DEPENDS;
    const bool one_day = row->from == row->through;
    if (!open_start && !open_end && (one_day || row->before != STATUS_IN_FORCE)) {
        say_stretch(s, row);
        return;
    }
    if (open_start)
        SAY(s, ", certain");
    if (row->from != DAY_NONE) {
        SAY(s, " from ");
        say_day(s, row->from);
    }
    if (open_start)
        say_text(s, row->through == DAY_NONE ? " on (before that it depends)"
                                             : " (before that it depends)");
    else if (row->before == STATUS_IN_FORCE)
        SAY(s, " (other terms before)");
    if (!open_start && open_end)
        SAY(s, ", certain");
    if (row->through != DAY_NONE) {
        SAY(s, " through ");
        say_day(s, row->through);
    }
}

static void say_in_force(struct say *s, const struct row *row)
{
    SAY(s, "In force");
    say_in_force_stretch(s, row);
    say_by_window(s, row);
    if (row->through == DAY_NONE) {
        say_no_end(s, row);
    } else if (row->after == STATUS_DEPENDS) {
        say_then_perhaps(s, row);
    } else {
        say_ended_by_event(s, row);
        say_after(s, row->after, row->through + 1);
    }
    say_stop(s);
}

/* ---- suspended ---- */

/* The end of the suspension as its act has it, if that is not the last day of the run. */
static void say_own_end(struct say *s, const struct row *row, const struct act_row *act)
{
    const bool until = act->until != IMAGE_NONE;
    if (act->through == DAY_NONE && !until)
        return;
    if (!until && act->through == row->through)
        return;
    if (until && act->through == DAY_NONE && BOUND_IS_PLAIN(act->until) &&
        BOUND_DAY(act->until) == row->through + 1)
        return;
    say_text(s, ", which suspends it ");
    if (act->through != DAY_NONE) {
        say_text(s, "through ");
        say_day(s, act->through);
        say_text(s, until ? " or until " : "");
    } else {
        say_text(s, "until ");
    }
    say_bound(s, row_image(row), act->until);
    if (until && act->through != DAY_NONE)
        say_text(s, ", whichever comes first");
}

/* The run ends on a day that is certain, and the suspension may not: its terms, or it itself, may
 * change within its window. */
static void say_suspended_for_certain(struct say *s, const struct row *row)
{
    if (row->from != DAY_NONE) {
        say_text(s, " from ");
        say_day(s, row->from);
    }
    if (!row_differs(row, FIELD_WINDOW) && row->fields.window_act != IMAGE_NONE) {
        const struct image *img = row_image(row);
        const struct act_row *act = &img->acts[row->fields.window_act];
        say_text(s, " by ");
        say_quoted(s, img, img->instruments[act->instrument].title);
        say_own_end(s, row, act);
    }
    say_text(s, "; certain through ");
    say_day(s, row->through);
    say_text(s, ", then it depends on ");
    say_unknowns(s, row_image(row), row->next.depends_on, row->next.n_depends_on);
}

static void say_suspended(struct say *s, const struct row *row)
{
    say_text(s, "Suspended");
    if (row->after == STATUS_DEPENDS && row->through != DAY_NONE) {
        say_suspended_for_certain(s, row);
        say_stop(s);
        return;
    }
    say_stretch(s, row);
    say_by_window(s, row);
    if (row->after == STATUS_IN_FORCE)
        say_text(s, "; then in force again");
    else if (row->after == STATUS_SUSPENDED)
        say_text(s, "; then still suspended, with other terms");
    say_stop(s);
}

/* ---- what does not apply ---- */

static void say_again(struct say *s, const struct row *row)
{
    if (row->through == DAY_NONE)
        return;
    if (row->after == STATUS_IN_FORCE) {
        say_text(s, "; in force again from ");
        say_day(s, row->through + 1);
    } else if (row->after == STATUS_DEPENDS) {
        say_text(s, "; from ");
        say_day(s, row->through + 1);
        say_text(s, " it may be in force again");
    }
}

static void say_terminated(struct say *s, const struct row *row)
{
    say_text(s, "Ended");
    if (row->from != DAY_NONE) {
        say_text(s, row->before == STATUS_DEPENDS ? " by " : " on ");
        say_day(s, row->from);
        if (row->before == STATUS_DEPENDS)
            say_text(s, " at the latest");
    }
}

/* "it ran through 2030-12-31 or until agi-verified, whichever came first" */
static void say_ran(struct say *s, const struct row *row, const struct act_row *act)
{
    const bool event = act != NULL && act->until != IMAGE_NONE && !BOUND_IS_PLAIN(act->until);
    if (event && act->through != DAY_NONE) {
        say_text(s, "it ran through ");
        say_day(s, act->through);
        say_text(s, " or until ");
        say_bound(s, row_image(row), act->until);
        say_text(s, ", whichever came first");
        return;
    }
    say_text(s, "its last day was ");
    say_day(s, row->from - 1);
    if (row->before == STATUS_DEPENDS)
        say_text(s, " at the latest");
    if (event) {
        say_text(s, "; it ran until ");
        say_bound(s, row_image(row), act->until);
    }
}

static void say_ended(struct say *s, const struct row *row)
{
    if (!row_differs(row, FIELD_WHY) && row->fields.why == WHY_TERMINATED) {
        say_terminated(s, row);
    } else if (row->from != DAY_NONE && row->from > DAY_MIN) {
        say_text(s, "Ended: ");
        say_ran(s, row, ends_act(row));
    } else {
        say_text(s, "Ended");
    }
    say_again(s, row);
    say_stop(s);
}

static void say_not_yet(struct say *s, const struct row *row)
{
    if (!row_differs(row, FIELD_WHY) && row->fields.why == WHY_NOT_ANNOUNCED_YET) {
        const day_t signed_on = row->setting->question->signed_on;
        say_text(s, signed_on != DAY_NONE ? "Nothing of it had been signed by "
                                          : "Nothing of it had been announced by ");
        say_day(s, signed_on != DAY_NONE ? signed_on : row->setting->known);
        say_stop(s);
        return;
    }
    say_text(s, "Not yet in force");
    if (row->through != DAY_NONE) {
        say_text(s, row->after == STATUS_DEPENDS ? "; it may start from " : "; it starts on ");
        say_day(s, row->through + 1);
        if (row->after == STATUS_DEPENDS)
            say_text(s, " on");
    }
    say_stop(s);
}

/* ---- depends ---- */

/* ", and again from" where what is certain before is so again after; else a part of its own. */
static void say_certain_after(struct say *s, const struct row *row, bool before)
{
    const bool in_force = row->applies == APPLIES_YES;
    switch (row->after) {
    case STATUS_ENDED:
        if (row->applies != APPLIES_NO) {
            say_text(s, in_force ? "it is in force through " : "in force at the latest through ");
            say_day(s, row->through);
            return;
        }
        say_text(s, "certainly ended from ");
        break;
    case STATUS_IN_FORCE:
        if (in_force)
            say_text(s, before ? "certain again from " : "its terms are certain from ");
        else
            say_text(s, "certainly in force from ");
        break;
    case STATUS_SUSPENDED:
        say_text(s, "certainly suspended from ");
        break;
    case STATUS_DEPENDS:
        say_text(s, "it depends in another way from ");
        break;
    case STATUS_NOT_YET:
    case STATUS_NONE:
        say_text(s, "certainly not in force from ");
        break;
    }
    say_day(s, row->through + 1);
}

/* What is certain before and after the stretch of days in which it depends: a sentence of its own,
 * behind a blank. */
static void say_certain_sides(struct say *s, const struct row *row)
{
    const bool before = row->before == STATUS_IN_FORCE && row->from > DAY_MIN;
    const bool after = row->through != DAY_NONE;
    if (!before && !after)
        return;
    say_text(s, " ");
    const size_t start = s->text.n;
    if (before) {
        say_text(s, row->applies == APPLIES_YES ? "its terms are certain through "
                                                : "certain through ");
        say_day(s, row->from - 1);
        say_text(s, after ? "; " : "");
    }
    if (after)
        say_certain_after(s, row, before);
    say_capital_at(s, start);
    say_text(s, ".");
}

static void say_depends(struct say *s, const struct row *row)
{
    if (cases_are_short(row)) {
        say_short_cases(s, row);
    } else {
        const bool period = row->setting->question->period;
        if (row->applies == APPLIES_YES)
            say_text(s, period ? "In force in any case; on each day, what its terms are depends on "
                               : "In force in any case; what its terms are depends on ");
        else
            say_text(s, period ? "On each day it depends on " : "It depends on ");
        say_unknowns(s, row_image(row), row->depends_on, row->n_depends_on);
        say_text(s, ", as set out below.");
    }
    say_certain_sides(s, row);
}

void say_when(struct say *s, const struct row *row)
{
    switch (row->status) {
    case STATUS_IN_FORCE:
        say_in_force(s, row);
        return;
    case STATUS_SUSPENDED:
        say_suspended(s, row);
        return;
    case STATUS_ENDED:
        say_ended(s, row);
        return;
    case STATUS_NOT_YET:
        say_not_yet(s, row);
        return;
    case STATUS_DEPENDS:
        say_depends(s, row);
        return;
    case STATUS_NONE:
        return;
    }
}
