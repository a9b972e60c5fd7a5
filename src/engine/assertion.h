/* Assertions: what is demanded of clauses on a day or over a period, in all courses.
 *
 * On one day of one course a demand is true, false, or undetermined (of a term that is not public).
 * `not`, `all` and `any` are taken day by day: undetermined stays so under `not`; `all` is false
 * where one is false, `any` true where one is true. Then the days of one course give its truth:
 *
 *   always    false if it is false on some day, else undetermined if on some day, else true
 *   sometime  true if it is true on some day, else undetermined if on some day, else false
 *   never     the contrary of sometime
 *   steady    true if it is the same on all days, else false: of one clause, without terms
 *
 * And the courses give the truth of the whole. A course is one way in which the unknowns turn out
 * over all time, so an event that comes on some day of the period has come on all days after it:
 *
 *   as is     true if true in every course, false if false in every course, else undetermined
 *   all       true if true in every course, false if false in one, else undetermined
 *   some      true if true in one course, false if false in every course, else undetermined
 *
 * Example: an event that may come from 2026-12-01 on ends clause a and begins clause b. `any a b`
 * holds always, on every day of 2027 and in every course, though neither clause is certain on any
 * day. `a` over 2027 is undetermined (the event may come before, in it, or never): on each single
 * day it fails in some course, but not in every course does it fail on some day. */
#ifndef PACT_ENGINE_ASSERTION_H
#define PACT_ENGINE_ASSERTION_H

#include "engine.h"

/* ---- assertions as text ---- */

enum assertion_reach { REACH_ONE, REACH_ALL, REACH_ANY };
struct assertion {
    bool negated;
    enum assertion_reach reach;
    const char *name; /* of the clause; for REACH_ALL and REACH_ANY a selector */
    size_t name_n;
    bool compares; /* with what follows the colon; else it asks whether it is in force */
    struct comparison comparison;
};
/* "ip.license", "not ip.license", "ip.license:exclusive = false", "all ip", "any *.exclusivity",
 * "not any ip:exclusive = true". Points into `text`. False with *ret_fault. */
bool assertion_parse(const char *text, size_t n, struct assertion *ret, const char **ret_fault);

/* ---- demands ---- */

/* What one clause must be on a day of a course: of a status, and have terms. Of these, a
 * comparison, or values as a check file gives them: rows of another image, by name. */
struct demand {
    enum answer_status status;           /* any but STATUS_DEPENDS */
    const struct comparison *comparison; /* or NULL */
    const struct image *wanted;          /* or NULL */
    uint32_t first_wanted, n_wanted;
};
enum truth demand_eval(const struct image *img, day_t known, const struct outcome *o,
                       const struct demand *d);
/* One term against one that is wanted. IMAGE_NONE: not there. Undetermined where a value is wanted
 * and the term is absent. */
enum truth term_wanted(const struct image *img, day_t known, uint32_t term,
                       const struct image *wanted, uint32_t want);

/* ---- the check ---- */

enum check_holds { HOLDS_ALWAYS, HOLDS_SOMETIME, HOLDS_NEVER, HOLDS_STEADY, HOLDS_COUNT };
enum check_under { UNDER_AS_IS, UNDER_ALL, UNDER_SOME, UNDER_COUNT };
const char *check_holds_name(enum check_holds h); /* NULL for HOLDS_STEADY */
const char *check_under_name(enum check_under u); /* NULL for UNDER_AS_IS */

struct check_clause {
    const struct setting *setting;
    uint32_t clause;
};

struct check {
    const struct check_clause *clauses; /* at least one */
    size_t n;
    bool any;     /* one of them is enough, else all of them */
    bool negated; /* the contrary of that */
    struct demand demand;
    day_t first, last;
    enum check_holds holds;
    enum check_under under;
    uint64_t most; /* courses and candidates that are looked at before giving up */
};

/* Where to look for what the answer hangs on: the first day, in some course, on which a clause
 * decides it. */
struct check_evidence {
    day_t day;
    size_t clause;   /* index into check.clauses */
    bool everywhere; /* all courses say the same of the whole */
};

/* ST_NOMEM; ST_USAGE without a diagnostic when there are more courses than `most`. Memory is taken
 * from `a`. */
enum status engine_check(const struct check *c, struct arena *a, enum truth *ret,
                         struct check_evidence *ret_evidence) MUST_USE;

/* Are clauses folded as days are? Then, and where there is but one day, each clause is asked alone
 * first, in order. The answer, and the evidence, are the same without those behind the first that
 * decides by itself, whatever happens (false for `all`, true for `any`), and without those that are
 * of no avail, whatever happens, except for the first of all. */
bool check_folds_alike(const struct check *c);

/* As many courses as engine_check should look at: some seconds at the worst. */
#define CHECK_MOST_COURSES UINT64_C(2000000)

enum truth truth_not(enum truth t);
enum truth truth_and(enum truth a, enum truth b);
enum truth truth_or(enum truth a, enum truth b);
/* Of the truths that some course gives (bits 1 << truth) that of the whole. */
enum truth truth_under(enum check_under under, unsigned seen);

#endif
