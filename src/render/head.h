/* The first keys of every document: "schema", "corpus", "query". */
#ifndef PACT_RENDER_HEAD_H
#define PACT_RENDER_HEAD_H

#include "render.h"
#include "put.h"

/* Writes JSON that may be on one line or, if the style is pretty, indented. */
void put_document(struct buf *out, const struct style *style, const char *json, size_t n,
                  size_t depth);

/* {"schema": …, "corpus": {…}, "query": and then the caller's; the brace stays open. Digest NULL:
 * null. */
void put_head_to_query(struct buf *b, const char *schema, const char *digest, size_t n_agreements,
                       size_t n_clauses);
/* The same with the query. */
void put_head(struct buf *b, const char *schema, const char *digest, size_t n_agreements,
              size_t n_clauses, const char *query_json);

/* A document of rows, begun by a head: {…head, "results": [row, row]}, or as JSON lines. Rows are
 * given as compact JSON. */
void rows_begin(struct row_writer *w, const struct style *style, struct buf *out, const char *head,
                size_t head_n);
void rows_put(struct row_writer *w, const char *json, size_t n);
void rows_end(struct row_writer *w);

/* What all questions have beside their days, as members of an object: "signed", "assume" as given,
 * "select", "party", "holder", "obligor", "kind". */
void put_asked(struct buf *b, const struct query_head *head);

#endif
