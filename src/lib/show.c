/* Clauses as the corpus has them. */
#include <string.h>

#include "lib.h"
#include "select.h"

/* The clauses of a selection as one list. */
static void gather(const struct pact_corpus *c, const struct selection *s, struct vec *clauses)
{
    for (size_t i = 0; i < s->ranges.n; i++) {
        const struct range *r = selection_at(s, i);
        const struct image *img = corpus_image(c, r->ordinal);
        struct shown_clause *rows = vec_grow(clauses, r->clauses.n);
        for (uint32_t k = 0; rows != NULL && k < r->clauses.n; k++)
            rows[k] = (struct shown_clause){img, r->clauses.first + k};
    }
}

static enum status write_clauses(const struct pact_corpus *c, const char *const *select, size_t n,
                                 const struct vec *clauses, const struct pact_output *out,
                                 struct diags *d)
{
    const struct style style = style_of(&out->style);
    const struct question question = {.known = DAY_NONE};
    const struct filter filter = {.all = true};
    struct query_head head = {
        .n_agreements = c->n_agreements,
        .n_clauses = c->n_clauses,
        .question = &question,
        .select = select,
        .n_select = n,
        .filter = &filter,
        .corpus_name = c->name != NULL ? c->name : "built-in corpus",
    };
    if (!digest_if_shown(c, &style, &head.digest))
        return ST_NOMEM;
    struct writer w;
    writer_init(&w, out);
    render_show(&w.buf, &style, &head, clauses->data, clauses->n);
    return writer_end(&w, ST_OK, d);
}

enum pact_status pact_show(const struct pact_corpus *corpus, const char *const *select, size_t n,
                           const struct pact_output *out, struct pact_outcome *ret_outcome,
                           struct pact_diags *diags)
{
    struct selection s;
    struct vec clauses;
    selection_init(&s);
    vec_init(&clauses, sizeof(struct shown_clause));
    enum status status = format_check(out, FORMATS_COMMON, "a clause", &diags->d);
    if (status == ST_OK)
        status = selection_make(&s, corpus, select, n, &diags->d);
    if (status == ST_OK)
        gather(corpus, &s, &clauses);
    if (status == ST_OK && clauses.failed)
        status = ST_NOMEM;
    if (status == ST_OK)
        status = write_clauses(corpus, select, n, &clauses, out, &diags->d);
    if (status == ST_OK)
        *ret_outcome = (struct pact_outcome){.exit_code = PACT_EXIT_YES, .results = clauses.n};
    vec_done(&clauses);
    selection_done(&s);
    return api_status(status, &diags->d);
}
