/* What a row says, in sentences: who holds the clause, when it runs, what it depends on, who says
 * so. */
#ifndef PACT_RENDER_SENTENCE_H
#define PACT_RENDER_SENTENCE_H

#include "row.h"
#include "say.h"

const char *status_words(enum answer_status s); /* "in force" */
enum say_color status_color(enum answer_status s);

/* "Right of Microsoft, owed by OpenAI." Nothing if the clause names nobody and its kind says
 * little. */
void say_kind_and_parties(struct say *s, const struct image *img, enum clause_kind kind,
                          struct span holder, struct span obligor);
void say_who(struct say *s, const struct row *row);

/* When the row's state holds: "In force from 2026-04-27 through 2032-12-31." For `depends` the
 * sentence made from the cases comes first. */
void say_when(struct say *s, const struct row *row);

/* Can what `depends` turns on be said in one sentence? Else say_cases writes a line for each case.
 */
bool cases_are_short(const struct row *row);
void say_short_cases(struct say *s, const struct row *row);
void say_cases(struct say *s, const struct row *row, size_t indent);
/* "agi-verified happens by 2031-01-01" */
void say_condition(struct say *s, const struct row *row, const struct condition *c, bool by);
/* Several at once, among several clauses: "ip.license has started by 2024-01-01 and agi-verified
 * does not happen by then", where say_condition has "it has started". */
void say_conditions_named(struct say *s, const struct row *row, const struct condition *when,
                          uint32_t n);
/* ", with exclusive: true": the terms of a case that not all cases share. */
void say_own_terms(struct say *s, const struct row *row, const struct answer_case *c);

/* "from: Joint statement, announced 2026-02-27 (OpenAI, "A joint statement")", one line an act. */
void say_provenance(struct say *s, const struct row *row, struct index_list acts, size_t indent);
/* "Silent since …", "no party confirmed this" */
void say_standing(struct say *s, const struct row *row, size_t indent);
void say_caveats(struct say *s, const struct row *row, struct index_list caveats, size_t indent);

#endif
