/* Explanations, and their receipts. */
#include "explaining.h"

#include "exact.h"
#include "put.h"

static enum status refuse_period(const struct asker *k, struct diags *d)
{
    if (!k->asked.question.period)
        return ST_OK;
    complain(d, DIAG_USAGE, "give one day with --date; `pact timeline` shows a period",
             "an answer is explained for a day, and '%s' is a period", k->from->date);
    return ST_USAGE;
}

enum status explain_ask(struct asker *k, const struct pact_question *question,
                        struct explanation *ret, struct diags *d)
{
    struct pact_question *q = &k->plain;
    const struct range *r = NULL;
    *q = *question;
    q->party = q->holder = q->obligor = q->kind = NULL;
    q->n_where = 0;
    q->all = false;
    if (q->n_select != 1) {
        complain(d, DIAG_USAGE, "`pact list clauses` shows them", "name the one clause to explain");
        return ST_USAGE;
    }
    enum status status = ask_prepare(k, q, d);
    if (status == ST_OK)
        status = refuse_period(k, d);
    if (status == ST_OK)
        status = exact_clause(k, q->select[0], "write AGREEMENT/CLAUSE", &r, d);
    if (status != ST_OK)
        return status;
    arena_clear(&k->rows);
    k->head.schema = EXPLAIN_SCHEMA;
    return engine_explain(ask_setting(k, r), r->clauses.first, &k->rows, ret);
}

bool explain_write(struct asker *k, const struct explanation *x, const struct style *style,
                   struct buf *out)
{
    if (!digest_if_shown(k->corpus, style, &k->head.digest))
        return false;
    render_explain(out, style, &k->head, x);
    return !out->failed;
}

static enum status write_receipt(struct asker *k, const struct explanation *x,
                                 const struct pact_output *out, struct diags *d)
{
    static const struct style json = {.format = FORMAT_JSON};
    struct writer w;
    writer_init(&w, out);
    PUT(&w.buf,
        "{\"schema\":\"" RECEIPT_SCHEMA "\",\"version\":\"" PACT_VERSION "\",\"explanation\":");
    const bool good = explain_write(k, x, &json, &w.buf);
    if (good)
        w.buf.n--; /* the line feed */
    PUT(&w.buf, "}\n");
    return writer_end(&w, good ? ST_OK : ST_NOMEM, d);
}

static enum status explain(struct asker *k, const struct pact_question *question,
                           const struct pact_output *out, const struct pact_output *receipt,
                           struct diags *d)
{
    const struct style style = style_of(&out->style);
    struct explanation x;
    struct writer w;
    enum status status = format_check(out, FORMATS_COMMON, "an explanation", d);
    if (status == ST_OK)
        status = explain_ask(k, question, &x, d);
    if (status == ST_OK && receipt != NULL)
        status = write_receipt(k, &x, receipt, d);
    if (status != ST_OK)
        return status;
    writer_init(&w, out);
    status = explain_write(k, &x, &style, &w.buf) ? ST_OK : ST_NOMEM;
    return writer_end(&w, status, d);
}

enum pact_status pact_explain(const struct pact_corpus *corpus,
                              const struct pact_question *question, const struct pact_output *out,
                              const struct pact_output *receipt, struct pact_outcome *ret_outcome,
                              struct pact_diags *diags)
{
    struct asker k;
    enum status status = ST_NOMEM;
    if (asker_init(&k, corpus))
        status = explain(&k, question, out, receipt, &diags->d);
    if (status == ST_OK)
        *ret_outcome = (struct pact_outcome){.exit_code = PACT_EXIT_YES,
                                             .results = 1,
                                             .known_after_record = k.head.known_after_record};
    asker_done(&k);
    return api_status(status, &diags->d);
}
