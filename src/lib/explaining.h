/* One explanation, prepared and written: what `explain` and the replay of a receipt share. */
#ifndef PACT_LIB_EXPLAINING_H
#define PACT_LIB_EXPLAINING_H

#include "ask.h"
#include "render_explain.h"

/* The schema of a receipt: {"schema", "version": of pact, "explanation": the document
 * pact.explain/1}. */
#define RECEIPT_SCHEMA "pact.receipt/1"
#define EXPLAIN_SCHEMA "pact.explain/1"

/* Asks for the clause that the question names exactly. Memory is the asker's: it lives until its
 * next question. */
enum status explain_ask(struct asker *k, const struct pact_question *question,
                        struct explanation *ret, struct diags *d) MUST_USE;

/* Writes the document. False when memory is out. */
bool explain_write(struct asker *k, const struct explanation *x, const struct style *style,
                   struct buf *out);

#endif
