/* An answer in the making: clause by clause, engine_answer ──row_passes──▶ render. */
#ifndef PACT_LIB_ANSWER_H
#define PACT_LIB_ANSWER_H

#include "ask.h"
#include "crew.h"

struct answer {
    const struct asker *asker;
    struct query_render *render; /* NULL: nothing is written */
    struct writer *w;            /* the way out; or, for one of a crew, */
    struct crew_seat *seat;
    struct kept_rows *kept;        /* rows of questions before; NULL: none are kept for this one */
    const struct kept_row *before; /* of them, the last that was found */
    uint32_t agreement;            /* with `kept`: the one at hand, by ordinal */
    struct query_tally tally;
    bool certain, depends;
    struct arena *rows;  /* of the clause at hand */
    struct arena passed; /* the setting of the agreement at hand, if it is not kept */
};

/* Is there no need to go on? */
bool answer_enough(const struct answer *an);

/* Answers some clauses of an agreement under its setting. */
enum status answer_clauses(struct answer *an, const struct setting *setting,
                           struct span clauses) MUST_USE;

/* Answers that stream (asker.streams): agreements are read when their turn comes, and let go. */

/* Is there an answer for each agreement? All are read for that. */
enum status stream_check(const struct asker *k, struct diags *d) MUST_USE;

enum status stream_answer(struct answer *an, struct diags *d) MUST_USE;

#endif
