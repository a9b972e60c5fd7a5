/* Clauses as the corpus has them. */
#include <string.h>

#include "lib.h"
#include "select.h"

/* The clauses of a selection as one list. They must be of one image: a document shows one. */
static enum status gather(const struct pact_corpus *c, const struct selection *s,
                          struct vec *clauses, const struct image **ret_image, struct diags *d)
{
    const struct image *img = NULL;
    for (size_t i = 0; i < s->ranges.n; i++) {
        const struct range *r = selection_at(s, i);
        const struct image *here = corpus_image(c, r->ordinal);
        if (img != NULL && here != img) {
            complain(d, DIAG_USAGE, "write AGREEMENT/CLAUSE",
                     "the clauses stand in several compiled corpora");
            return ST_USAGE;
        }
        img = here;
        uint32_t *rows = vec_grow(clauses, r->clauses.n);
        for (uint32_t k = 0; rows != NULL && k < r->clauses.n; k++)
            rows[k] = r->clauses.first + k;
    }
    *ret_image = img;
    return clauses->failed ? ST_NOMEM : ST_OK;
}

static enum status write_clauses(const struct pact_corpus *c, const char *const *select, size_t n,
                                 const struct image *img, const struct vec *clauses,
                                 const struct pact_output *out, struct diags *d)
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
    render_show(&w.buf, &style, &head, img, clauses->data, clauses->n);
    return writer_end(&w, ST_OK, d);
}

enum pact_status pact_show(const struct pact_corpus *corpus, const char *const *select, size_t n,
                           const struct pact_output *out, struct pact_outcome *ret_outcome,
                           struct pact_diags *diags)
{
    struct selection s;
    struct vec clauses;
    const struct image *img = NULL;
    selection_init(&s);
    vec_init(&clauses, sizeof(uint32_t));
    enum status status = format_check(out, FORMATS_COMMON, "a clause", &diags->d);
    if (status == ST_OK)
        status = selection_make(&s, corpus, select, n, &diags->d);
    if (status == ST_OK)
        status = gather(corpus, &s, &clauses, &img, &diags->d);
    if (status == ST_OK)
        status = write_clauses(corpus, select, n, img, &clauses, out, &diags->d);
    if (status == ST_OK)
        *ret_outcome = (struct pact_outcome){.exit_code = PACT_EXIT_YES, .results = clauses.n};
    vec_done(&clauses);
    selection_done(&s);
    return api_status(status, &diags->d);
}
