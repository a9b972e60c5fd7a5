/* The names of a corpus, for who asked for one that is not there. Those of files are taken from
 * their directories and outlines, so that no agreement is read for them, however often it is asked;
 * where these are damaged, no more is offered. Of very many, the first are. */
#ifndef PACT_LIB_OFFER_H
#define PACT_LIB_OFFER_H

#include "lib.h"

void offer_agreements(struct suggest *s, const struct pact_corpus *c);
/* Ids of clauses and topics: of one agreement by its ordinal, or of all (IMAGE_NONE). */
void offer_clauses(struct suggest *s, const struct pact_corpus *c, uint32_t only);

#endif
