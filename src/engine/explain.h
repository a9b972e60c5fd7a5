/* Why the answer is what it is, and what would change it. One clause, one day.
 *
 *   the chain     every act of the clause in history order: what it did to which field on that day,
 *                 or why it did nothing
 *   pivots        an event, or unknown day, and the last day on which its coming gives one answer
 *                 where coming a day later gives another
 *   beliefs       the answer for this day as known on every day there is
 *   lost sources  each source without which the answer would be another
 *
 * "Another answer" is another status, other terms or, of answers that depend, other cases relative
 * to the day.
 */
#ifndef PACT_ENGINE_EXPLAIN_H
#define PACT_ENGINE_EXPLAIN_H

#include "engine.h"

/* ---- the chain ---- */

/* X(NAME, "word"): what an act came to. */
#define STANDINGS(X)                                                                               \
    X(COUNTS, "counts")                           /* something that it did stands */               \
    X(CONFIRMS, "confirms")                       /* reaffirm: changes nothing */                  \
    X(SILENT, "silent")                           /* silent: changes nothing */                    \
    X(NOT_ANNOUNCED_YET, "not_announced_yet")     /* day: when it is announced */                  \
    X(NOT_SIGNED_YET, "not_signed_yet")           /* under --signed; day: when it is signed */     \
    X(NOT_IN_FORCE_YET, "not_in_force_yet")       /* day: its first, where that is one day */      \
    X(WINDOW_PAST, "window_past")                 /* override, suspend; day: its last */           \
    X(SUPERSEDED, "superseded")                   /* by: the act that took the last of it away */  \
    X(ENDED, "ended")                             /* by: the act that states the end; day: the     \
                                                     last in force */                              \
    X(NOTHING_TO_CHANGE, "nothing_to_change")     /* by: the act that had ended it; none: nothing  \
                                                     was there yet */                              \
    X(WRITTEN_INSTEAD, "written_instead")         /* implicit; by: the act written out */          \
    X(CLAUSE_UNKNOWN_THEN, "clause_unknown_then") /* implicit; nothing older of the clause known   \
                                                   */
enum standing_kind {
#define X(name, word) STANDING_##name,
    STANDINGS(X)
#undef X
        STANDING_COUNT
};
const char *standing_name(enum standing_kind k);

enum effect_field {
    EFFECT_STATUS,
    EFFECT_TERM,
    EFFECT_ENDS,
    EFFECT_SUMMARY,
    EFFECT_PROVIDED_THAT,
    EFFECT_KIND,
    EFFECT_HOLDER,
    EFFECT_OBLIGOR,
    EFFECT_FIELDS
};

/* What an act did to one field. Old and new: enum answer_status; rows of terms; acts that state an
 * end; str_ids; enum clause_kind. IMAGE_NONE (strings: 0): nothing. */
struct act_effect {
    enum effect_field field;
    uint32_t before, after;
    struct span parties_before, parties_after; /* HOLDER, OBLIGOR */
    uint32_t undone_by; /* the act that put something else there; IMAGE_NONE: it stands */
};

struct standing {
    enum standing_kind kind;
    uint32_t by; /* act; IMAGE_NONE */
    day_t day;   /* DAY_NONE: none, or not one day */
    const struct act_effect *effects;
    uint32_t n_effects;
};

struct standing_case {
    const struct condition *when;
    uint32_t n_when;
    const struct standing *standing;
};

struct explained_act {
    uint32_t act;
    const struct standing_case *cases; /* one without conditions, unless the courses differ */
    uint32_t n_cases;
};
/* The standing that all cases share but for its effects; NULL: it depends. */
const struct standing *standing_shared(const struct explained_act *act);

/* ---- what would change the answer ---- */

struct pivot {
    struct unknown_ref unknown;
    struct offset plus; /* of the bound that flips; count 0: none */
    day_t day;
    bool possible; /* by the record and the assumptions it may come on this day, and later */
    const struct row *by, *later;
};

/* As known on each of the days. */
struct belief {
    day_t first, last;
    const struct row *row; /* NULL: under the assumptions no course fits then */
};

struct lost_source {
    uint32_t source;
    const struct row *without;
};

struct explanation {
    const struct row *row;
    const struct explained_act *acts;
    uint32_t n_acts;
    const struct row *earlier, *later; /* of the nearest days with another answer; NULL: none */
    const struct pivot *pivots;        /* by unknown, then by day */
    uint32_t n_pivots;
    const struct belief *beliefs; /* together all days */
    uint32_t n_beliefs;
    const struct lost_source *sources; /* by id */
    uint32_t n_sources;
};

/* The clause under a setting whose question is of one day. Memory from `a`. ST_NOMEM is the only
 * failure. Cost: a walk for each course; a day for each possible pivot, for each day on which the
 * clause's acts and events become known, and for each source. */
enum status engine_explain(const struct setting *s, uint32_t clause, struct arena *a,
                           struct explanation *ret) MUST_USE;

/* Is it another answer? Memory from `a`; ST_NOMEM is the only failure. */
enum status answers_differ(const struct row *x, const struct row *y, struct arena *a,
                           bool *ret_differ) MUST_USE;

#endif
