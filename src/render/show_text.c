/* `show` as text: a clause as the corpus has it, act by act, oldest agreement first.
 *
 *   ip.license: Licence to models and products
 *       Right of Microsoft, owed by OpenAI. 3 acts. ip.yaml:12
 *
 *     1. establish, by Definitive agreement (contract)
 *        Signed 2025-10-27, announced 2025-10-28.
 *        From 2025-10-28 through 2032-12-31.
 *        …
 */
#include "formats.h"

#include "act_row.h"
#include "sentence.h"
#include "show_text.h"

#define BODY ((size_t)5)  /* columns before the body of an act, behind "  1. " */
#define TERMS ((size_t)7) /* and before its terms */

void say_place(struct say *s, const struct image *img, str_id file, uint32_t line)
{
    if (file == 0)
        return;
    say_str(s, img, file);
    say_text(s, ":");
    buf_uint(&s->text, line);
}

static void write_act_head(struct say *s, const struct image *img, const struct act_row *act)
{
    const struct instrument_row *by = &img->instruments[act->instrument];
    const char *kind = instrument_kind_name((enum instrument_kind)by->kind);
    if (act->number != 0) {
        buf_uint(&s->text, act->number);
        say_text(s, ". ");
    } else {
        say_text(s, "-  ");
    }
    say_text(s, act_type_name((enum act_type)act->type));
    say_text(s, ", by ");
    say_str(s, img, by->title);
    say_text(s, " (");
    say_str(s, img, by->id);
    if (kind != NULL) {
        say_text(s, ", ");
        say_text(s, kind);
    }
    if (by->binding == 0)
        say_text(s, ", not binding");
    say_text(s, ")");
    if ((act->flags & ACT_IMPLICIT) != 0)
        say_text(s,
                 act->type == ACT_REAFFIRM ? ", under its `reaffirms`" : ", under its `silent_on`");
    say_end(s, 2, BODY);
}

void say_act_days(struct say *s, const struct image *img, uint32_t index)
{
    const struct instrument_row *by = &img->instruments[img->acts[index].instrument];
    if (by->signed_on != 0) {
        say_text(s, "signed ");
        say_pdate(s, by->signed_on);
        say_text(s, ", ");
    }
    say_text(s, "announced ");
    say_pdate(s, act_announced(img, index));
}

/* "Signed 2025-10-27, announced 2025-10-28, effective agi-verified; section 4.2." */
static void write_days(struct say *s, const struct image *img, uint32_t index)
{
    const struct act_row *act = &img->acts[index];
    const struct instrument_row *by = &img->instruments[act->instrument];
    say_act_days(s, img, index);
    if (by->effective != IMAGE_NONE) {
        say_text(s, ", effective ");
        say_bound(s, img, by->effective);
    }
    if (act->extra != IMAGE_NONE && img->extras[act->extra].section != 0) {
        say_text(s, "; section ");
        say_str(s, img, img->extras[act->extra].section);
    }
    say_capital(s);
    say_stop(s);
    say_end(s, BODY, BODY);
}

struct unknown_names {
    struct say *say;
    const struct image *img;
    size_t n, said;
};

static void count_unknown_name(void *ctx, uint32_t unknown)
{
    struct unknown_names *names = ctx;
    (void)unknown;
    names->n++;
}

static void say_unknown_name(void *ctx, uint32_t unknown)
{
    struct unknown_names *names = ctx;
    say_join(names->say, names->said++, names->n, "and");
    say_str(names->say, names->img, names->img->unknowns[unknown].name);
}

/* "The unknown days are named a#1.from and a#1.until": what --assume takes. */
static void say_unknown_names(struct say *s, const struct image *img, const struct act_row *act)
{
    struct unknown_names names = {.say = s, .img = img};
    bound_unknowns(img, act->from, count_unknown_name, &names);
    bound_unknowns(img, act->until, count_unknown_name, &names);
    if (names.n == 0)
        return;
    say_text(s, names.n == 1 ? " The unknown day is named " : " The unknown days are named ");
    bound_unknowns(img, act->from, say_unknown_name, &names);
    bound_unknowns(img, act->until, say_unknown_name, &names);
    say_text(s, ".");
}

void say_act_until(struct say *s, const struct image *img, const struct act_row *act)
{
    const bound_ref until = act->until;
    const bool special = until != IMAGE_NONE && !BOUND_IS_PLAIN(until);
    if ((act->flags & ACT_THROUGH_OPEN) != 0)
        say_text(s, "; an earlier end is taken away");
    if (until == IMAGE_NONE)
        return;
    if (special && img->bounds[until].kind == BOUND_UNDISCLOSED) {
        say_text(s, "; an end exists and is not public");
    } else if (special && img->bounds[until].kind == BOUND_UNSTATED) {
        say_text(s, "; no end is stated");
    } else {
        say_text(s, act->through != DAY_NONE ? ", or until " : " until ");
        say_bound(s, img, until);
        if (act->through != DAY_NONE)
            say_text(s, ", whichever comes first");
    }
}

static void write_stretch(struct say *s, const struct image *img, const struct act_row *act)
{
    say_text(s, act->type == ACT_TERMINATE ? "On " : "From ");
    say_bound(s, img, act->from);
    if (act->through != DAY_NONE) {
        say_text(s, " through ");
        say_day(s, act->through);
    }
    say_act_until(s, img, act);
    say_stop(s);
    say_unknown_names(s, img, act);
    say_end(s, BODY, BODY);
}

static void write_labelled(struct say *s, const struct image *img, const char *label, str_id text)
{
    if (text == 0)
        return;
    say_text(s, label);
    say_str(s, img, text);
    say_stop(s);
    say_end(s, BODY, label[0] == '\0' ? BODY : BODY + 2);
}

static void write_drop(struct say *s, const struct image *img, struct span drop)
{
    if (drop.n == 0)
        return;
    say_text(s, "Drops: ");
    for (uint32_t i = 0; i < drop.n; i++) {
        say_join(s, i, drop.n, "and");
        say_str(s, img, img->refs[drop.first + i]);
    }
    say_stop(s);
    say_end(s, BODY, BODY + 2);
}

static void write_replaced(struct say *s, const struct image *img, const struct extra_row *x)
{
    const char *kind = clause_kind_name((enum clause_kind)x->kind);
    if (kind == NULL && x->holder.n == 0 && x->obligor.n == 0)
        return;
    say_text(s, "From here on:");
    if (kind != NULL) {
        say_text(s, " kind ");
        say_text(s, kind);
        say_text(s, ";");
    }
    if (x->holder.n != 0) {
        say_text(s, " holder ");
        say_parties(s, img, x->holder);
        say_text(s, ";");
    }
    if (x->obligor.n != 0) {
        say_text(s, " obligor ");
        say_parties(s, img, x->obligor);
        say_text(s, ";");
    }
    s->text.n -= s->text.n != 0; /* the last semicolon */
    say_stop(s);
    say_end(s, BODY, BODY + 2);
}

static void write_extra(struct say *s, const struct image *img, const struct extra_row *x)
{
    write_labelled(s, img, "Provided that: ", x->provided_that);
    write_drop(s, img, x->drop);
    write_replaced(s, img, x);
    for (uint32_t i = 0; i < x->caveats.n; i++) {
        const struct caveat_row *c = &img->caveats[x->caveats.first + i];
        say_text(s, "Caveat (");
        say_text(s, caveat_kind_name((enum caveat_kind)c->kind));
        if (c->announced != 0) {
            say_text(s, ", ");
            say_pdate(s, c->announced);
        }
        say_text(s, "): ");
        say_str(s, img, c->text);
        say_stop(s);
        say_end(s, BODY, BODY + 2);
    }
}

void say_whole_source(struct say *s, const struct image *img, const struct source_row *source)
{
    const char *read = source_read_name((enum source_read)source->read);
    say_text(s, "Source: ");
    say_str(s, img, source->publisher);
    say_text(s, ", ");
    say_quoted(s, img, source->title);
    if (source->date != 0) {
        say_text(s, ", ");
        say_pdate(s, source->date);
    }
    say_text(s, " (");
    say_text(s, source_kind_name((enum source_kind)source->kind));
    if (read != NULL) {
        say_text(s, ", read in ");
        say_text(s, read);
    }
    say_text(s, ")");
    if (source->url != 0) {
        say_text(s, " ");
        say_str(s, img, source->url);
    }
}

static void write_act(struct say *s, const struct image *img, uint32_t index)
{
    const struct act_row *act = &img->acts[index];
    const struct span sources = act_sources(img, index);
    const struct term_list terms = {.first = act->terms, .n = act->n_terms};
    write_act_head(s, img, act);
    write_days(s, img, index);
    if (act->type != ACT_REAFFIRM && act->type != ACT_SILENT)
        write_stretch(s, img, act);
    write_labelled(s, img, "", act->summary);
    if (terms.n != 0)
        say_terms(s, img, terms, DAY_MAX, TERMS);
    if (act->extra != IMAGE_NONE)
        write_extra(s, img, &img->extras[act->extra]);
    for (uint32_t i = 0; i < sources.n; i++) {
        say_whole_source(s, img, &img->sources[img->refs[sources.first + i]]);
        say_end(s, BODY, BODY + 2);
    }
    say_place(s, img, act->file, act->line);
    say_end(s, BODY, BODY);
}

static void write_clause(struct say *s, const struct image *img, uint32_t index)
{
    const struct clause_row *c = &img->clauses[index];
    say_str(s, img, c->id);
    say_text(s, ": ");
    say_str(s, img, c->title);
    say_text(s, " (");
    say_str(s, img, img->agreements[c->agreement].id);
    say_text(s, ")");
    say_end(s, 0, BODY);
    say_kind_and_parties(s, img, (enum clause_kind)c->kind, c->holder, c->obligor);
    say_text(s, " ");
    say_count(s, c->acts.n, "act", "acts");
    say_text(s, ". ");
    say_place(s, img, c->file, c->line);
    say_end(s, BODY, BODY);
    if (c->exception_to != IMAGE_NONE)
        write_labelled(s, img, "An exception to ", img->clauses[c->exception_to].id);
    write_labelled(s, img, "Note: ", c->note);
    for (uint32_t i = 0; i < c->acts.n; i++) {
        say_blank(s);
        write_act(s, img, c->acts.first + i);
    }
}

void show_text(struct buf *out, const struct style *style, const struct query_head *head,
               const struct shown_clause *clauses, size_t n_clauses)
{
    (void)head;
    struct say s;
    say_init(&s, out, style->width, style->color, style->ascii);
    for (size_t i = 0; i < n_clauses && !out->failed; i++) {
        if (i != 0)
            say_blank(&s);
        write_clause(&s, clauses[i].img, clauses[i].row);
    }
    say_done(&s);
}
