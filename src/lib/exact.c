/* One clause, and one term of it, where nothing else will do. */
#include "exact.h"

#include <string.h>

/* A selector also fits what is below it, but the clause itself stands first in its range. */
enum status exact_clause(const struct asker *k, const char *clause, const char *several_hint,
                         const struct range **ret, struct diags *d)
{
    const char *slash = strchr(clause, '/');
    const char *id = slash != NULL ? slash + 1 : clause;
    const size_t id_n = strlen(id);
    const struct range *found = NULL;
    size_t n = 0;
    for (size_t i = 0; i < k->selection.ranges.n; i++) {
        const struct range *r = selection_at(&k->selection, i);
        const struct image *img = corpus_image(k->corpus, r->ordinal);
        const str_id first = img->clauses[r->clauses.first].id;
        if (image_str_len(img, first) != id_n || memcmp(image_str(img, first), id, id_n) != 0)
            continue;
        found = r;
        n++;
    }
    if (n == 1) {
        *ret = found;
        return ST_OK;
    }
    if (n == 0)
        complain(d, DIAG_UNKNOWN_NAME,
                 diag_text(d, "`pact list clauses --match %s` shows what is below it", id),
                 "'%s' is not one clause", clause);
    else
        complain(d, DIAG_USAGE, several_hint, "several agreements have a clause '%s'", clause);
    return ST_USAGE;
}

enum status exact_term(const struct asker *k, const struct range *r, const char *clause,
                       const char *path, size_t n, struct diags *d)
{
    const struct image *img = corpus_image(k->corpus, r->ordinal);
    struct suggest s;
    if (clause_has_term(img, r->clauses.first, path, n))
        return ST_OK;
    suggest_init(&s, path, n);
    const struct span acts = img->clauses[r->clauses.first].acts;
    for (uint32_t a = acts.first; a < acts.first + acts.n; a++)
        for (uint32_t t = 0; t < img->acts[a].n_terms; t++) {
            const str_id name = img->terms[img->acts[a].terms + t].name;
            suggest_offer(&s, image_str(img, name), image_str_len(img, name));
        }
    complain(d, DIAG_UNKNOWN_NAME, did_you_mean(d, &s), "'%s' has no term '%.*s'", clause,
             (int)(n < 512 ? n : 512), path);
    return ST_USAGE;
}
