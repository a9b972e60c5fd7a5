/* Names in a question that the corpus must have. */
#include <string.h>

#include "engine.h"
#include "suggest.h"

static bool agreement_is(const struct image *img, uint32_t agreement, const struct assumption *m)
{
    str_id id = img->agreements[agreement].id;
    return !m->agreement || (image_str_len(img, id) == m->agreement_n &&
                             memcmp(image_str(img, id), m->agreement, m->agreement_n) == 0);
}

static bool has_name(const struct image *img, uint32_t agreement, const struct assumption *m)
{
    return image_find_event(img, agreement, m->name, m->name_n) != IMAGE_NONE ||
           image_find_unknown(img, agreement, m->name, m->name_n) != IMAGE_NONE;
}

static void offer_names(struct suggest *s, const struct image *img, uint32_t agreement)
{
    const struct agreement_row *g = &img->agreements[agreement];
    for (uint32_t i = 0; i < g->events.n; i++) {
        str_id id = img->events[g->events.first + i].id;
        suggest_offer(s, image_str(img, id), image_str_len(img, id));
    }
    for (uint32_t i = 0; i < g->unknowns.n; i++) {
        str_id id = img->unknowns[g->unknowns.first + i].name;
        suggest_offer(s, image_str(img, id), image_str_len(img, id));
    }
}

static const char *suggestions(const struct suggest *s, struct diags *d)
{
    const char *text = NULL;
    for (size_t i = 0; i < s->count; i++)
        text = text ? diag_text(d, "%s%s'%.*s'", text, i + 1 == s->count ? " or " : ", ",
                                (int)s->best[i].n, s->best[i].text)
                    : diag_text(d, "did you mean '%.*s'", (int)s->best[i].n, s->best[i].text);
    return text ? diag_text(d, "%s?", text)
                : "`pact list events` shows the events; an answer that depends on an unknown day "
                  "names it";
}

/* The part in front of the '/' names no agreement that is asked. */
static enum status refuse_agreement(const struct assumption *m, const struct suggest *s,
                                    struct diags *d)
{
    struct place none = {0};
    struct diag *g =
        diags_add(d, DIAG_UNKNOWN_NAME, none, "no agreement that is asked is called '%.*s'",
                  (int)m->agreement_n, m->agreement);
    if (g && s->count > 0)
        g->hint = diag_text(d, "did you mean '%.*s/%.*s'?", (int)s->best[0].n, s->best[0].text,
                            (int)m->name_n, m->name);
    else if (g)
        g->hint = "`pact list agreements` shows them; a selector may leave some out";
    return ST_USAGE;
}

static enum status refuse(const struct assumption *m, size_t found, const struct suggest *s,
                          struct diags *d)
{
    struct place none = {0};
    struct diag *g;
    if (found > 1) {
        g = diags_add(d, DIAG_USAGE, none, "several of the agreements asked have '%.*s'",
                      (int)m->name_n, m->name);
        if (g)
            g->hint = diag_text(d, "name one of them: --assume AGREEMENT/%s", m->text);
    } else {
        g = diags_add(d, DIAG_UNKNOWN_NAME, none, "no event or unknown day is called '%.*s'",
                      (int)m->name_n, m->name);
        if (g)
            g->hint = suggestions(s, d);
    }
    return ST_USAGE;
}

enum status question_check_names(const struct question *q, const struct image *const *images,
                                 const uint32_t *agreements, size_t n, struct diags *d)
{
    for (size_t i = 0; i < q->n_assumptions; i++) {
        const struct assumption *m = &q->assumptions[i];
        struct suggest s, others;
        size_t found = 0, asked = 0;
        suggest_init(&s, m->name, m->name_n);
        suggest_init(&others, m->agreement ? m->agreement : "", m->agreement_n);
        for (size_t k = 0; k < n; k++) {
            if (!agreement_is(images[k], agreements[k], m)) {
                str_id id = images[k]->agreements[agreements[k]].id;
                suggest_offer(&others, image_str(images[k], id), image_str_len(images[k], id));
                continue;
            }
            asked++;
            found += has_name(images[k], agreements[k], m);
            if (found == 0)
                offer_names(&s, images[k], agreements[k]);
        }
        if (m->agreement && asked == 0)
            return refuse_agreement(m, &others, d);
        if (found != 1)
            return refuse(m, found, &s, d);
    }
    return ST_OK;
}
