/* Asking: from a question as text to the rows of its answer. What one question has in common with
 * the next is kept (settings of agreements under the same `known`, `signed` and assumptions), so
 * that many questions in one load cost little more than their answers. */
#ifndef PACT_LIB_ASK_H
#define PACT_LIB_ASK_H

#include "asked.h"
#include "engine.h"
#include "kept_rows.h"
#include "lib.h"
#include "select.h"

struct asker {
    const struct pact_corpus *corpus;
    struct pact_corpus *view; /* of who asks many questions: the same; else NULL */

    struct arena arena; /* what belongs to the question at hand */
    const struct pact_question *from;
    struct pact_question plain; /* room for a question of which some parts are not used */
    struct asked asked;         /* stands still: settings point to its question */
    struct selection selection;
    struct query_head head;

    struct arena kept;      /* what stays as long as settings_key does */
    struct buf key;         /* what the settings were made from */
    struct sparse settings; /* by ordinal of the agreement: those that were made */
    struct arena passing;   /* those of agreements that ask_let_go lets go, */
    struct vec passed;      /* whose ordinals these are: uint32_t */
    bool keeps_rows;        /* many questions are to come */
    struct kept_rows kept_rows;

    /* Answered agreement by agreement, each read when its turn comes (stream.c): those of the
     * selection, at whose first ranges `turns` point; or, of every clause, all, and then nothing is
     * in the selection. */
    bool streams, whole;
    struct vec turns; /* uint32_t */

    struct arena rows; /* of the clause at hand: see ask_clause */
};

/* Counts a row, also one that is left out: the renderer says what kind of thing that is. */
void tally_status(struct query_tally *t, enum answer_status status);

/* False when memory is out. */
bool asker_init(struct asker *k, const struct pact_corpus *c);
void asker_done(struct asker *k);

/* The same for who asks many questions: so many bytes of agreements are kept for those that follow
 * (corpus_view), and ask_let_go has to be called before each. */
bool asker_init_many(struct asker *k, const struct pact_corpus *c, size_t leaves);

/* Lets go of agreements that were read for the question before and are not kept: nothing of its
 * answer may be looked at any more. */
void ask_let_go(struct asker *k);

/* Reads a question, finds its clauses, and checks all that can be wrong with it: once this is
 * ST_OK, only memory can be lacking. `from` must live until the next call. */
enum status ask_prepare(struct asker *k, const struct pact_question *from,
                        struct diags *d) MUST_USE;

/* The same of one selector, but that clauses may be left out which are of that value on all days
 * asked (LINE_ASK: none are); a period counts as such days only with `periods`. The first clause
 * stays, and the head speaks of all. */
enum status ask_prepare_some(struct asker *k, const struct pact_question *from,
                             enum line_value value, bool periods, struct diags *d) MUST_USE;

/* The same for ask_answer alone, by an asker of a view. Where many agreements are asked about,
 * under no scenario, each is read when its turn comes and then let go, so that memory does not grow
 * with the corpus. `writes`: the answer will be written, so a damaged corpus has to be refused
 * before it begins. */
enum status ask_prepare_answer(struct asker *k, const struct pact_question *from, bool writes,
                               struct diags *d) MUST_USE;

/* The setting of a range's agreement, after ask_prepare. */
static inline const struct setting *ask_setting(const struct asker *k, const struct range *r)
{
    return sparse_get(&k->settings, r->ordinal);
}

/* The rows of one clause of the i-th range; they live until the next call. */
enum status ask_clause(struct asker *k, const struct range *r, uint32_t clause,
                       const struct row **ret_rows, size_t *ret_n) MUST_USE;

/* The same cut into stretches on which everything is the same: see engine_stretches. */
enum status ask_stretches(struct asker *k, const struct range *r, uint32_t clause,
                          const struct row **ret_rows, size_t *ret_n) MUST_USE;

/* Writes the document of a prepared question, or with `w` NULL only finds its outcome. */
enum status ask_answer(struct asker *k, const struct style *style, struct writer *w,
                       struct pact_outcome *ret, struct diags *d) MUST_USE;

#endif
