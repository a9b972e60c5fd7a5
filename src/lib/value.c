/* One term of one clause, bare, for scripts. */
#include "ask.h"
#include "exact.h"

#include <string.h>

struct wanted {
    char *clause;     /* "ip.license" or "microsoft-openai/ip.license" */
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
    ret->path = colon + 1;
    ret->path_n = strlen(ret->path);
    return ST_OK;
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
    render_bare_value(&w->buf, img, term, ask_setting(k, r)->known);
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
        status = exact_clause(k, want->clause, "write AGREEMENT/CLAUSE:TERM", &r, d);
    if (status == ST_OK)
        status = exact_term(k, r, want->clause, want->path, want->path_n, d);
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
