/* Documents: the keys at the top. */
#include "reader.h"

void field_version(struct reader *r, const struct field *f, void *record)
{
    (void)record;
    const struct yr *y = &r->y;
    if (y->kind == YR_VOID || y->kind == YR_END ||
        (y->kind == YR_SCALAR && y->n == 1 && y->text[0] == '1'))
        return;
    if (y->kind != YR_SCALAR) {
        fault(r, DIAG_BAD_VERSION, "the format version is a number");
        yr_skip(&r->y);
        return;
    }
    hint(fault(r, DIAG_BAD_VERSION, "format version '%s' is not known", quote(y->text, y->n).text),
         f->arg);
}

enum {
    D_PACT,
    D_AGREEMENT,
    D_TITLE,
    D_COMPLETE,
    D_PARTIES,
    D_SOURCES,
    D_INSTRUMENTS,
    D_EVENTS,
    D_CLAUSES,
    D_ACTS,
    D_COUNT
};

static const struct field document_fields[D_COUNT] = {
    [D_PACT] = {KEY("pact"), field_version, 0, "this pact reads version 1: write `pact: 1`"},
    [D_AGREEMENT] = {KEY("agreement"), field_id, offsetof(struct doc_rec, agreement_id), NULL},
    [D_TITLE] = {KEY("title"), field_text, offsetof(struct doc_rec, title), NULL},
    [D_COMPLETE] = {KEY("complete_through"), field_day, offsetof(struct doc_rec, complete_through),
                    NULL},
    [D_PARTIES] = {KEY("parties"), field_parties, 0, NULL},
    [D_SOURCES] = {KEY("sources"), field_sources, 0, NULL},
    [D_INSTRUMENTS] = {KEY("instruments"), field_instruments, 0, NULL},
    [D_EVENTS] = {KEY("events"), field_events, 0, NULL},
    [D_CLAUSES] = {KEY("clauses"), field_clauses, 0, NULL},
    [D_ACTS] = {KEY("acts"), field_acts, 0, NULL},
};
static const struct shape document_shape = {"a document", document_fields, D_COUNT,
                                            BIT(D_PACT) | BIT(D_AGREEMENT), false};

void read_document(struct reader *r)
{
    struct seen seen;
    struct doc_rec doc = {.file = r->y.file, .at = r->y.at, .agreement = IMAGE_NONE};
    r->doc = (uint32_t)r->l->docs.n;
    if (!vec_add(&r->l->docs))
        return;
    read_mapping(r, &document_shape, &doc, &seen);
    doc.has_title = has(&seen, D_TITLE);
    doc.has_complete_through = has(&seen, D_COMPLETE);
    if (doc.has_title)
        doc.title_at = seen.key[D_TITLE];
    if (doc.has_complete_through)
        doc.complete_at = seen.key[D_COMPLETE];
    *VEC_AT(&r->l->docs, struct doc_rec, r->doc) = doc;
}
