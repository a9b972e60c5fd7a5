/* The semantics: what a clause's terms are on day X, as known on day Y, under assumptions.
 *
 * Life of a question: `question` (days resolved, names as text) → `setting` for each agreement (its
 * scenario checked, every event and unknown day given its window of possible days) → engine_answer
 * for each clause → rows. A row lives in the arena it was made in and points into the image; both
 * must outlive it.
 */
#ifndef PACT_ENGINE_ENGINE_H
#define PACT_ENGINE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "date.h"
#include "diag.h"
#include "image.h"
#include "status.h"

/* ---- the question ---- */

struct assumption {
    const char *agreement; /* NULL: whichever of the selected agreements has the name */
    size_t agreement_n;
    const char *name; /* event or unknown day */
    size_t name_n;
    day_t first, last; /* both DAY_NEVER: never */
    const char *text;  /* as given, NUL behind, for messages */
};

struct question {
    day_t first, last; /* the day asked (equal), or the period, both included */
    bool period;
    day_t known;     /* Y; DAY_NONE: each agreement's record date */
    day_t signed_on; /* `--signed`; DAY_NONE: not asked */
    const struct assumption *assumptions;
    size_t n_assumptions;
    bool others_never; /* '*=never': every event that only the last rule would place */
};

/* ---- one agreement under a question ---- */

/* Possible days of an event or unknown day: first..last; last DAY_NEVER: it may never come; first
 * DAY_NEVER: it never comes. Tightened so that each day in it is taken by some course. */
struct domain {
    day_t first, last;
};

struct setting {
    const struct image *image;
    uint32_t agreement;
    const struct question *question;
    day_t known;             /* Y for this agreement */
    bool known_after_record; /* Y is later than complete_through: worth a notice */
    struct domain *events;   /* by index less agreement.events.first */
    struct domain *unknowns;
    uint32_t lost_source; /* an act that has no other is not there; IMAGE_NONE: none is lost */
};

/* Prepares one; memory from `a`. ST_USAGE (no-course) when the scenario leaves the agreement no
 * course. Names of assumptions that the agreement does not have are passed over:
 * question_check_names has refused those that none has. */
enum status setting_init(struct setting *s, const struct image *image, uint32_t agreement,
                         const struct question *q, struct arena *a, struct diags *d) MUST_USE;

/* Every assumption must name an event or unknown day of one of the agreements, and of only one
 * unless qualified. ST_USAGE with suggestions otherwise. `images[i]`, `agreements[i]` are the n
 * selected ones. */
enum status question_check_names(const struct question *q, const struct image *const *images,
                                 const uint32_t *agreements, size_t n, struct diags *d) MUST_USE;

/* ---- the answer ---- */

enum answer_status {
    STATUS_NONE, /* no run there */
    STATUS_NOT_YET,
    STATUS_IN_FORCE,
    STATUS_SUSPENDED,
    STATUS_ENDED,
    STATUS_DEPENDS
};
enum answer_applies { APPLIES_NO, APPLIES_YES, APPLIES_DEPENDS };
enum answer_why {
    WHY_NONE,
    WHY_NOT_ANNOUNCED_YET,
    WHY_NOT_YET,
    WHY_ENDED,
    WHY_TERMINATED,
    WHY_SUSPENDED
};
const char *status_name(enum answer_status s);
const char *applies_name(enum answer_applies a);
const char *why_name(enum answer_why w); /* NULL for WHY_NONE */

/* Fields beside status and terms; those that the courses do not share are set in row.differs. In
 * the order of the JSON keys: X(NAME, "key") */
#define ROW_FIELDS(X)                                                                              \
    X(KIND, "kind")                                                                                \
    X(HOLDER, "holder")                                                                            \
    X(OBLIGOR, "obligor")                                                                          \
    X(WHY, "why") X(ENDS, "ends") X(WINDOW, "window") X(SUMMARY, "summary")                        \
        X(PROVIDED_THAT, "provided_that") X(CAVEATS, "caveats") X(CONFIRMED, "confirmed")          \
            X(SILENT_SINCE, "silent_since") X(BASIS, "basis") X(PROVENANCE, "provenance")
enum row_field {
#define X(name, key) FIELD_##name,
    ROW_FIELDS(X)
#undef X
        FIELD_COUNT
};
const char *row_field_name(enum row_field f);
#define FIELD_BIT(f) (1U << (f))

/* What one course gives on one day. */
struct outcome {
    enum answer_status status; /* never STATUS_DEPENDS */
    enum answer_why why;
    enum clause_kind kind;
    struct span holder, obligor; /* refs: parties */
    uint32_t ends_act;           /* the act that states the end; IMAGE_NONE: no act does */
    uint32_t window_act;         /* the override or suspend at work; IMAGE_NONE */
    str_id summary, provided_that;
    uint32_t confirmed_act, silent_act; /* IMAGE_NONE: none */
    int basis;                          /* enum source_kind; -1: no act */
    const uint32_t
        *terms; /* rows of the terms section, by name; n_terms 0 unless in force or suspended */
    uint32_t n_terms;
    const uint32_t *acts; /* provenance, in history order */
    uint32_t n_acts;
    const uint32_t *caveats; /* rows of the caveats section */
    uint32_t n_caveats;
};

/* An unknown as it appears in conditions: an event by its id, an unknown day by its name. */
struct unknown_ref {
    bool is_event;
    uint32_t index; /* row of events or of unknowns */
    str_id name;
};

/* "the unknown's day, `plus` later, is (by) or is not on or before the day asked" */
struct condition {
    struct unknown_ref unknown;
    struct offset plus; /* count 0: none */
    bool by;
};

struct answer_case {
    const struct condition *when;
    uint32_t n_when;
    enum answer_status status;
    const uint32_t *terms;
    uint32_t n_terms;
    uint32_t differs;  /* FIELD_BITs of ENDS and SUMMARY only */
    uint32_t ends_act; /* valid unless in differs */
    str_id summary;
};

/* A run in short, for sentences about what follows. */
struct run_brief {
    enum answer_status status; /* STATUS_NONE: no such run */
    day_t first, last;
    const struct unknown_ref *depends_on;
    uint32_t n_depends_on;
};

struct row {
    const struct setting *setting;
    uint32_t clause;
    day_t day; /* the day the fields are of: the one asked, or the run's first day in the period */
    enum answer_status status;
    enum answer_applies applies;
    day_t from, through;               /* the run around `day`; DAY_NONE: open to that side */
    day_t steady_from, steady_through; /* asked for any of these days, the row would be this one but
                                          for `day`; where it depends, `day` alone */
    enum answer_status before, after;
    struct run_brief next, next_but_one; /* the runs after this one */
    uint32_t differs;                    /* FIELD_BITs */
    struct outcome fields; /* what all courses share; terms: those equal in every course in which it
                              is in force */
    const struct answer_case *cases;
    uint32_t n_cases;
    const struct unknown_ref *depends_on; /* exactly those of the cases, by name */
    uint32_t n_depends_on;
    const struct outcome *outcomes; /* distinct ones over all courses, for filters */
    uint32_t n_outcomes;
};

/* Answers for one clause: one row for a day, one for each run that touches a period. Rows and all
 * they point to are in `a`. ST_NOMEM is the only failure.
 *
 * Cost: an unknown matters to a day only where its window is not wholly before or after it, so most
 * days have one course. At worst (limits `courses`, `acts`) a day takes courses x acts steps, and a
 * row evaluates a day at each place where a bound may begin or end to bind: at most 2 x (distinct
 * bounds) + 1 of them. */
enum status engine_answer(const struct setting *s, uint32_t clause, struct arena *a,
                          const struct row **ret_rows, size_t *ret_n) MUST_USE;

/* The period asked, cut into stretches of days on which everything is the same, and not only the
 * state as in a run: a row for each, `from` and `through` being its first and last day in the
 * period. What stands around it (before, after, next) is not filled in. */
enum status engine_stretches(const struct setting *s, uint32_t clause, struct arena *a,
                             const struct row **ret_rows, size_t *ret_n) MUST_USE;

/* The row of one day without what is around it: `from`, `through`, `before`, `after` and what is
 * next are not filled in. */
enum status engine_answer_day(const struct setting *s, uint32_t clause, day_t day, struct arena *a,
                              const struct row **ret_row) MUST_USE;

/* ---- what is visible at Y ---- */

/* Is a source shown? Those younger than Y are not, unless the act would have none. */
bool act_shows_source(const struct setting *s, uint32_t act, uint32_t source);
/* refs: its own or its instrument's */
static inline struct span act_sources(const struct image *img, uint32_t act)
{
    const struct act_row *a = &img->acts[act];
    if (a->extra != IMAGE_NONE && img->extras[a->extra].sources.n > 0)
        return img->extras[a->extra].sources;
    return img->instruments[a->instrument].sources;
}
pdate act_announced(const struct image *img, uint32_t act); /* as written */

/* ---- terms ---- */

/* The row at a dotted path (`cap.amount`, `list.0`) below some top-level term rows; IMAGE_NONE if
 * there is none. */
uint32_t term_at(const struct image *img, const uint32_t *terms, size_t n_terms, const char *path,
                 size_t n);
/* Equal in value, absence included; reported figures as visible on day `known`. */
bool terms_equal(const struct image *img, uint32_t a, uint32_t b, day_t known);
/* The same of two answers as known on different days. */
bool terms_same(const struct image *img, uint32_t a, day_t known_a, uint32_t b, day_t known_b);
/* Is a REPORTED term's figure visible on day `known`? */
bool reported_visible(const struct image *img, uint32_t term, day_t known);

/* ---- differences ---- */

/* One thing in which two answers for a clause differ: its name in JSON (`status`, `ends`, `cases`),
 * or a term by its dotted path. */
struct change {
    const char *field;         /* static; "terms" for a term */
    const char *path;          /* of a term, NUL behind; else NULL */
    uint32_t old_row, new_row; /* rows of a term; IMAGE_NONE: not there */
};

/* In what two rows for one clause of one image differ, each as known on its own day: status, kind,
 * holder, obligor, ends, provided_that, terms (absent and reported values too; maps member by
 * member) in that order, and, where one of them depends, the cases, which are equal if they are
 * relative to the day. Memory from `a`; ST_NOMEM is the only failure. */
enum status engine_changes(const struct row *from, const struct row *to, struct arena *a,
                           const struct change **ret_changes, size_t *ret_n) MUST_USE;

/* ---- comparisons and filters ---- */

enum comparison_op { OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_HAS };
struct comparison {
    const char *path;
    size_t path_n;
    enum comparison_op op;
    const char *value;
    size_t value_n;
    bool quoted; /* the value was in quotes: a string whatever it looks like */
};
/* "exclusive=true", "cap.amount >= 10", "territory ~ EU", also eq ne lt le gt ge has. False with
 * *ret_fault. */
bool comparison_parse(const char *text, size_t n, struct comparison *ret, const char **ret_fault);
enum truth { TRUTH_FALSE, TRUTH_TRUE, TRUTH_UNDETERMINED };
/* Of one course's terms. Undetermined: the term is undisclosed, unstated or not there. Order is for
 * numbers, dates and strings of like kind. */
enum truth comparison_eval(const struct image *img, const uint32_t *terms, size_t n_terms,
                           const struct comparison *c);
/* Does any act of the clause have that term? (A comparison with a term that none has is an error.)
 */
bool clause_has_term(const struct image *img, uint32_t clause, const char *path, size_t n);

struct filter {
    const char *party, *holder, *obligor; /* ids; NULL: any */
    enum clause_kind kind;                /* KIND_NONE: any */
    const struct comparison *where;       /* all must be true in one and the same course */
    size_t n_where;
    bool all; /* also what does not apply */
};
bool row_passes(const struct row *r, const struct filter *f);

#endif
