/* One term of one clause, bare, for scripts. */
#include "ask.h"

#include <string.h>

struct wanted {
    char *clause;   /* "ip.license" or "microsoft-openai/ip.license" */
    const char *id; /* without the agreement */
    size_t id_n;
    const char *path; /* of the term */
    size_t path_n;
};

static enum status split(const char *text, struct arena *a, struct wanted *ret, struct diags *d)
{
    const char *colon = strchr(text, ':');
    if (colon == NULL || colon == text || colon[1] == '\0') {
        complain(d, DIAG_USAGE, "write CLAUSE:TERM, as in ip.license:exclusive",
                 "'%s' does not name a term", text);
        return ST_USAGE;
    }
    ret->clause = arena_copy(a, text, (size_t)(colon - text));
    if (ret->clause == NULL)
        return ST_NOMEM;
    const char *slash = strchr(ret->clause, '/');
    ret->id = slash != NULL ? slash + 1 : ret->clause;
    ret->id_n = strlen(ret->id);
    ret->path = colon + 1;
    ret->path_n = strlen(ret->path);
    return ST_OK;
}

/* The one clause of the selection with that very id. A selector also fits what is below it, but the
 * clause itself stands first in its range. */
static enum status find_exact(const struct asker *k, const struct wanted *want,
                              const struct range **ret, struct diags *d)
{
    const struct range *found = NULL;
    size_t n = 0;
    for (size_t i = 0; i < k->selection.ranges.n; i++) {
        const struct range *r = selection_at(&k->selection, i);
        const struct image *img = corpus_image(k->corpus, r->ordinal);
        const str_id id = img->clauses[r->clauses.first].id;
        if (image_str_len(img, id) != want->id_n ||
            memcmp(image_str(img, id), want->id, want->id_n) != 0)
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
                 diag_text(d, "`pact list clauses --match %s` shows what is below it", want->id),
                 "'%s' is not one clause", want->clause);
    else
        complain(d, DIAG_USAGE, "write AGREEMENT/CLAUSE:TERM",
                 "several agreements have a clause '%s'", want->clause);
    return ST_USAGE;
}

static enum status check_term(const struct image *img, uint32_t clause, const struct wanted *want,
                              struct diags *d)
{
    if (clause_has_term(img, clause, want->path, want->path_n))
        return ST_OK;
    struct suggest s;
    suggest_init(&s, want->path, want->path_n);
    const struct span acts = img->clauses[clause].acts;
    for (uint32_t a = acts.first; a < acts.first + acts.n; a++)
        for (uint32_t t = 0; t < img->acts[a].n_terms; t++) {
            const str_id name = img->terms[img->acts[a].terms + t].name;
            suggest_offer(&s, image_str(img, name), image_str_len(img, name));
        }
    complain(d, DIAG_UNKNOWN_NAME, did_you_mean(d, &s), "'%s' has no term '%s'", want->clause,
             want->path);
    return ST_USAGE;
}

/* "depends on closing and ip.license#2.from" */
static const char *what_on(const struct image *img, const struct row *row, struct diags *d)
{
    const char *text = "depends on ";
    for (uint32_t i = 0; i < row->n_depends_on; i++)
        text = diag_text(d, "%s%s%s", text,
                         i == 0                       ? ""
                         : i + 1 == row->n_depends_on ? " and "
                                                      : ", ",
                         image_str(img, row->depends_on[i].name));
    return text;
}

/* Why there is no value to write; NULL if there is one. */
static const char *why_not(const struct image *img, const struct row *row, uint32_t term,
                           int *ret_exit, struct diags *d)
{
    *ret_exit = row->applies == APPLIES_NO ? PACT_EXIT_NO : PACT_EXIT_DEPENDS;
    if (row->applies == APPLIES_NO)
        return "does not apply";
    if (row->applies == APPLIES_DEPENDS)
        return what_on(img, row, d);
    if (term == IMAGE_NONE)
        return row->status == STATUS_DEPENDS ? what_on(img, row, d) : "is not there";
    switch ((enum value_kind)img->terms[term].kind) {
    case VALUE_UNDISCLOSED:
    case VALUE_REPORTED:
        return "is undisclosed";
    case VALUE_UNSTATED:
        return "is unstated";
    case VALUE_FALSE:
    case VALUE_TRUE:
    case VALUE_NUMBER:
    case VALUE_DATE:
    case VALUE_STRING:
    case VALUE_LIST:
    case VALUE_MAP:
    case VALUE_KIND_COUNT:
        break;
    }
    *ret_exit = PACT_EXIT_YES;
    return NULL;
}

static enum status write_value(struct asker *k, const struct range *r, const struct wanted *want,
                               struct writer *w, struct pact_outcome *ret, struct diags *d)
{
    const struct image *img = corpus_image(k->corpus, r->ordinal);
    const struct row *row = NULL;
    size_t n = 0;
    const enum status status = ask_clause(k, r, r->clauses.first, &row, &n);
    if (status != ST_OK)
        return status;
    const uint32_t term =
        term_at(img, row->fields.terms, row->fields.n_terms, want->path, want->path_n);
    *ret = (struct pact_outcome){.known_after_record = k->head.known_after_record};
    ret->why = why_not(img, row, term, &ret->exit_code, d);
    if (ret->why != NULL)
        return ST_OK;
    ret->results = 1;
    render_bare_value(&w->buf, img, term, k->settings[r->ordinal]->known);
    buf_char(&w->buf, '\n');
    return ST_OK;
}

static enum status value(struct asker *k, const struct pact_question *question,
                         const struct wanted *want, struct writer *w, struct pact_outcome *ret,
                         struct diags *d)
{
    const char *select[] = {want->clause};
    struct pact_question q = *question;
    const struct range *r = NULL;
    q.select = select;
    q.n_select = 1;
    q.party = q.holder = q.obligor = q.kind = NULL;
    q.n_where = 0;
    enum status status = ask_prepare(k, &q, d);
    if (status == ST_OK && k->asked.question.period) {
        complain(d, DIAG_USAGE, "give one day with --date",
                 "a value is asked of a day, and '%s' is a period", q.date);
        status = ST_USAGE;
    }
    if (status == ST_OK)
        status = find_exact(k, want, &r, d);
    if (status == ST_OK)
        status = check_term(corpus_image(k->corpus, r->ordinal), r->clauses.first, want, d);
    return status == ST_OK ? write_value(k, r, want, w, ret, d) : status;
}

enum pact_status pact_value(const struct pact_corpus *corpus, const struct pact_question *question,
                            const char *clause_and_term, const struct pact_output *out,
                            struct pact_outcome *ret_outcome, struct pact_diags *diags)
{
    struct arena a;
    struct asker k;
    struct wanted want;
    struct pact_outcome outcome;
    struct writer w;
    arena_init(&a);
    writer_init(&w, out);
    enum status status = asker_init(&k, corpus) ? ST_OK : ST_NOMEM;
    if (status == ST_OK)
        status = split(clause_and_term, &a, &want, &diags->d);
    if (status == ST_OK)
        status = value(&k, question, &want, &w, &outcome, &diags->d);
    status = writer_end(&w, status, &diags->d);
    asker_done(&k);
    arena_done(&a);
    if (status == ST_OK)
        *ret_outcome = outcome;
    return api_status(status, &diags->d);
}
