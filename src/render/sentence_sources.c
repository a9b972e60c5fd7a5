/* Who says so: caveats, silence, the acts that gave the answer and where they were read. */
#include "sentence.h"

/* ---- caveats ---- */

static const char *caveat_words(enum caveat_kind k)
{
    switch (k) {
    case CAVEAT_CONTESTED:
        return "Contested: ";
    case CAVEAT_REPORTED:
        return "Reported, not confirmed: ";
    case CAVEAT_INFERRED:
        return "Inferred: ";
    case CAVEAT_ERRATUM:
        return "Erratum: ";
    case CAVEAT_NOTE:
    case CAVEAT_COUNT:
        break;
    }
    return "Note: ";
}

void say_caveats(struct say *s, const struct row *row, struct index_list caveats, size_t indent)
{
    const struct image *img = row_image(row);
    for (uint32_t i = 0; i < caveats.n; i++) {
        const struct caveat_row *c = &img->caveats[caveats.items[i]];
        say_text(s, caveat_words((enum caveat_kind)c->kind));
        say_str(s, img, c->text);
        say_stop(s);
        say_end(s, indent, indent + 2);
    }
}

/* ---- silence and basis ---- */

void say_standing(struct say *s, const struct row *row, size_t indent)
{
    const struct image *img = row_image(row);
    const struct outcome *o = &row->fields;
    if (!row_differs(row, FIELD_SILENT_SINCE) && o->silent_act != IMAGE_NONE) {
        const struct act_row *act = &img->acts[o->silent_act];
        say_text(s, "Silent since ");
        say_pdate(s, act_announced(img, o->silent_act));
        say_text(s, ": ");
        say_quoted(s, img, img->instruments[act->instrument].title);
        say_text(s, " says nothing of it, and it is taken to go on.");
        say_end(s, indent, indent + 2);
    }
    if (!row_differs(row, FIELD_BASIS) && o->basis >= (int)SOURCE_PRESS) {
        say_text(s, o->basis == (int)SOURCE_PRESS ? "Known from the press only: "
                                                  : "Known at second hand only: ");
        say_text(s, "no party confirmed this.");
        say_end(s, indent, indent + 2);
    }
}

/* ---- acts ---- */

/* How an act is named in the sentence that begins "From: ". A first one needs no word; where it
 * depends, another that begins anew may follow. */
static const char *act_words(enum act_type t, bool first)
{
    switch (t) {
    case ACT_ESTABLISH:
        return first ? "" : "established anew by ";
    case ACT_RESTATE:
        return first ? "" : "restated by ";
    case ACT_AMEND:
        return "amended by ";
    case ACT_OVERRIDE:
        return "overridden by ";
    case ACT_SUSPEND:
        return "suspended by ";
    case ACT_TERMINATE:
        return "ended by ";
    case ACT_REAFFIRM:
        return "last reaffirmed by ";
    case ACT_SILENT:
    case ACT_COUNT:
        break;
    }
    return "not mentioned by ";
}

/* Of the sources shown the best, the earliest written where several are as good. */
static uint32_t best_source(const struct row *row, uint32_t act, uint32_t *ret_n)
{
    const struct image *img = row_image(row);
    const struct span sources = act_sources(img, act);
    uint32_t best = IMAGE_NONE, n = 0;
    for (uint32_t i = 0; i < sources.n; i++) {
        const uint32_t source = img->refs[sources.first + i];
        if (!act_shows_source(row->setting, act, source))
            continue;
        n++;
        if (best == IMAGE_NONE || img->sources[source].kind < img->sources[best].kind)
            best = source;
    }
    *ret_n = n;
    return best;
}

/* "; OpenAI, "The next chapter"; 1 more source": the title is left out where it is the
 * instrument's. */
static void say_source(struct say *s, const struct row *row, uint32_t act, str_id known_title)
{
    const struct image *img = row_image(row);
    uint32_t n = 0;
    const uint32_t best = best_source(row, act, &n);
    if (best == IMAGE_NONE)
        return;
    const struct source_row *source = &img->sources[best];
    SAY(s, "; ");
    say_str(s, img, source->publisher);
    if (source->title != known_title) {
        SAY(s, ", ");
        say_quoted(s, img, source->title);
    }
    if (n > 1) {
        SAY(s, "; ");
        say_count(s, n - 1, "more source", "more sources");
    }
}

/* "amended by Next phase (announced 2026-04-27; Microsoft, "The next phase")". An instrument that
 * was named just before is not named again. */
static void say_act(struct say *s, const struct row *row, uint32_t index, uint32_t before)
{
    const struct image *img = row_image(row);
    const struct act_row *act = &img->acts[index];
    const struct instrument_row *by = &img->instruments[act->instrument];
    const bool same = before != IMAGE_NONE && img->acts[before].instrument == act->instrument;
    if (before != IMAGE_NONE || act->type != ACT_TERMINATE)
        say_text(s, act_words((enum act_type)act->type, before == IMAGE_NONE));
    if (same)
        SAY(s, "the same");
    else
        say_str(s, img, by->title);
    if (act->extra != IMAGE_NONE && img->extras[act->extra].section != 0) {
        SAY(s, ", section ");
        say_str(s, img, img->extras[act->extra].section);
    }
    if (same && act_announced(img, index) == act_announced(img, before))
        return;
    SAY(s, " (announced ");
    say_pdate(s, act_announced(img, index));
    if (act->type != ACT_REAFFIRM)
        say_source(s, row, index, by->title);
    SAY(s, ")");
}

/* Which acts are told: the first, the last three that change something, the last reaffirmation. */
struct told {
    uint32_t first, reaffirmed; /* places in the list; IMAGE_NONE: none */
    uint32_t changes_from;      /* changes from this place on */
    uint32_t left_out;          /* changes before it */
};
#define CHANGES_TOLD 3U

static bool is_change(const struct image *img, uint32_t act)
{
    return img->acts[act].type != ACT_REAFFIRM && img->acts[act].type != ACT_SILENT;
}

static struct told choose_acts(const struct image *img, struct index_list acts)
{
    struct told t = {.first = IMAGE_NONE, .reaffirmed = IMAGE_NONE};
    uint32_t changes = 0;
    for (uint32_t i = 0; i < acts.n; i++) {
        if (is_change(img, acts.items[i]) && changes++ == 0)
            t.first = i;
        if (img->acts[acts.items[i]].type == ACT_REAFFIRM)
            t.reaffirmed = i;
    }
    if (t.first == IMAGE_NONE)
        return t;
    t.changes_from = t.first + 1;
    for (; changes > CHANGES_TOLD + 1; t.changes_from++)
        if (is_change(img, acts.items[t.changes_from])) {
            t.left_out++;
            changes--;
        }
    return t;
}

/* "; after it 2 changes; " or just "; ". */
static void say_between(struct say *s, const struct told *t)
{
    SAY(s, "; ");
    if (t->left_out == 0)
        return;
    SAY(s, "then ");
    say_count(s, t->left_out, "change", "changes");
    SAY(s, "; ");
}

void say_provenance(struct say *s, const struct row *row, struct index_list acts, size_t indent)
{
    const struct image *img = row_image(row);
    const struct told t = choose_acts(img, acts);
    uint32_t before = IMAGE_NONE;
    for (uint32_t i = 0; i < acts.n; i++) {
        const bool change = is_change(img, acts.items[i]) && i >= t.changes_from;
        if (i != t.first && i != t.reaffirmed && !change)
            continue;
        if (before == IMAGE_NONE)
            say_text(s, img->acts[acts.items[i]].type == ACT_TERMINATE ? "Ended by: " : "From: ");
        else if (i == t.changes_from)
            say_between(s, &t);
        else
            SAY(s, "; ");
        say_act(s, row, acts.items[i], before);
        before = acts.items[i];
    }
    say_stop(s);
    say_end(s, indent, indent + 2);
}
