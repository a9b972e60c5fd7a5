/* What comes next: the boundaries of one clause after a day.
 *
 * In one course the answer of a day may differ from that of the day before: another status, other
 * terms, and while the clause is in force or suspended another kind, holder, obligor or
 * `provided_that`. Bounds that fall on the day make it so: the calendar's (plain days, and unknowns
 * of which only one day is possible) and those of unknowns, each on its day in that course, its
 * offset later. A change is put down
 *
 *   - to the calendar, where no unknown falls on the day: a dated boundary;
 *   - to an unknown and its offset, where that alone falls on it: a boundary that hangs on it, of
 *     which all days are told on which the unknown, coming then, makes that difference.
 *
 * Where several fall on one day, what they do together is explained by the boundaries of each, and
 * such a day only joins or rounds off ranges that touch it. If nothing found explains it (windows
 * so narrow that the unknowns never come apart), it is a boundary of the first of them.
 *
 * So the list is complete: whatever course comes true, each day after `after` on which the answer
 * differs from the day before is the day of a dated boundary, or in the range of one that hangs on
 * an unknown which falls on that day. And it is minimal: of each boundary there is a course in
 * which it is what changes the answer; of one that hangs on an unknown, on its first day and its
 * last.
 */
#ifndef PACT_ENGINE_NEXT_H
#define PACT_ENGINE_NEXT_H

#include "engine.h"

/* X(NAME, "word") */
#define BOUNDARY_KINDS(X)                                                                          \
    X(BEGINS, "begins")                                                                            \
    X(ENDS, "ends") /* also: is over before it began */                                            \
    X(CHANGES, "changes") X(SUSPENDED, "suspended") X(RESUMES, "resumes")
enum boundary_kind {
#define X(name, word) BOUNDARY_##name,
    BOUNDARY_KINDS(X)
#undef X
        BOUNDARY_KIND_COUNT
};
const char *boundary_kind_name(enum boundary_kind k);

/* Does the window of an override open or close with it? */
enum window_turn { WINDOW_NONE, WINDOW_OPENS, WINDOW_CLOSES };
const char *window_turn_name(enum window_turn w); /* NULL for WINDOW_NONE */

/* Conditions that all hold, "by the day before" (condition.by) or not by it. */
struct boundary_when {
    const struct condition *when;
    uint32_t n_when;
};

struct boundary {
    const struct setting *setting;
    uint32_t clause;
    enum boundary_kind kind;
    enum window_turn window;
    const struct outcome *before, *after; /* on the day, of one of the courses */
    const struct change *changes;         /* in what they differ, where both are live */
    size_t n_changes;
    uint32_t act; /* the one by which it comes; IMAGE_NONE: none */

    bool hangs; /* on an unknown; else it is dated */
    struct unknown_ref unknown;
    struct offset plus;
    day_t earliest, latest; /* equal if dated; latest DAY_NEVER: there is no last day */
    bool anyway;            /* on the day after the latest the same comes by the calendar */

    bool certain; /* in every course (that has it on its day) */
    /* Of what is not certain: exactly the courses that have it, among those in which nothing else
     * unknown falls on its day. None: all of them; or, if it depends on something, not the same
     * ones on all of its days. (Where two offsets change places with the calendar, 1m and 30d, it
     * may also come on some days of its range only.) */
    const struct boundary_when *when;
    uint32_t n_when;
    const struct unknown_ref *depends_on; /* what else decides whether it comes; by name */
    uint32_t n_depends_on;
};

/* The boundaries of one clause after the day `after` that may come on or before `through`, by
 * earliest day, dated ones first. All is in `a`, scratch too, and may go with it. ST_NOMEM is the
 * only failure.
 *
 * Cost: between two neighbouring breaks of the clause all days are alike, so at most three days a
 * break are looked at, each at the cost of two days of engine_answer and a pass over the courses of
 * both. Where there are more than a million of these, days on which two unknowns fall are passed
 * over. */
enum status engine_next(const struct setting *s, uint32_t clause, day_t after, day_t through,
                        struct arena *a, const struct boundary **ret_list, size_t *ret_n) MUST_USE;

/* A copy in another arena. False when memory is out. */
bool boundary_copy(struct boundary *b, struct arena *a);

/* Does a filter let it through, before or after? */
bool boundary_passes(const struct boundary *b, const struct filter *f);

#endif
