/* Inside the engine: one clause under a setting, prepared so that any day can be asked of it.
 *
 *   clause_view   the acts that are known, and the unknowns their bounds hang on ("locals")
 *        │
 *        ├─ walk      one course on one day: acts in order → an outcome               (walk.c)
 *        ├─ day_view  all courses of one day: outcomes, states, cases                 (courses.c,
 * cases.c) └─ runs      days where the answer can change, and how far a run reaches     (runs.c)
 *
 * On a day X a bound only matters by whether it is reached: (unknown + offset) <= X. For one
 * unknown and its offsets that cuts the line of days at a few thresholds, t =
 * day_latest_reaching(X, offset), into regions; all days of a region give the same answer. So a
 * course is a vector of regions, one a local, and the courses of a day are finitely many, however
 * long the windows are.
 */
#ifndef PACT_ENGINE_VIEW_H
#define PACT_ENGINE_VIEW_H

#include "engine.h"

/* An event or unknown day that bounds of known acts hang on. */
struct local {
    struct unknown_ref ref;
    struct domain domain;
    const struct offset *offsets; /* distinct */
    uint32_t n_offsets;
    uint64_t requires; /* bit j: this one cannot come before local j */
};

#define MAX_LOCALS IMAGE_MAX_UNKNOWNS

struct clause_view {
    const struct setting *setting;
    const struct image *img;
    uint32_t clause;
    const uint32_t *acts; /* known ones, in history order */
    uint32_t n_acts;
    struct local *locals; /* by name */
    uint32_t n_locals;
    const day_t *breaks; /* ascending: days on which the answer may differ from the day before */
    uint32_t n_breaks;
    bool irregular; /* some offsets change their order with the calendar (1m and 30d) */
    struct arena *arena;
    bool failed;      /* memory ran out */
    uint32_t *buffer; /* scratch of the walk: term rows */
};

/* The regions of one local on one day. */
struct regions {
    uint32_t n;                  /* thresholds; regions are 0 .. n */
    day_t *at;                   /* ascending, distinct */
    const struct offset **named; /* the offset that names each threshold */
    uint32_t *rank;              /* of each of the local's offsets: its threshold */
    uint32_t lo, hi;             /* first and last region that meets the domain */
};

/* One day, and within it one course. */
struct course {
    const struct clause_view *view;
    day_t day;
    const struct regions *regions; /* one a local */
    const uint32_t *region;        /* the course: one a local */
};

/* Is the act known: announced by Y, or signed by the day that was asked for instead? */
bool act_known(const struct setting *s, uint32_t act);
/* Have all sources of the act been lost? See setting.lost_source. */
bool act_lost(const struct setting *s, uint32_t act);
/* A known implicit act is passed over where its reader does not know the clause otherwise, or where
 * a known written act of its instrument stands in its place (*ret_instead; else IMAGE_NONE). The
 * view must have the acts before it. */
bool implicit_speaks(const struct clause_view *v, uint32_t act, uint32_t *ret_instead);

bool clause_view_init(struct clause_view *v, const struct setting *s, uint32_t clause,
                      struct arena *a);

/* Marks every event that `event` (a row) requires, directly or not. Indices of `marked` count from
 * the agreement's first event. False when memory is out. */
bool mark_required(const struct clause_view *v, uint32_t event, bool *marked);

/* Is the bound's day on or before the course's day? */
bool bound_reached(const struct course *c, bound_ref ref);

/* Which local a bound row hangs on, and which of its offsets. */
uint32_t local_of(const struct clause_view *v, const struct bound_row *b, uint32_t *ret_offset);

/* The days on which the bound may be, from first to last; DAY_NEVER as last: perhaps never. */
struct domain bound_domain(const struct clause_view *v, bound_ref ref);

/* The outcome of one course; arrays are in the view's arena. False when memory is out. */
bool walk(const struct course *c, struct outcome *ret_outcome);

/* Equality of what the answer says, not of where it comes from. */
bool ends_same(const struct image *img, uint32_t act_a, uint32_t act_b);
bool field_same(const struct image *img, enum row_field f, const struct outcome *a,
                const struct outcome *b);
bool term_lists_same(const struct image *img, day_t known, const uint32_t *a, uint32_t an,
                     const uint32_t *b, uint32_t bn);
bool states_same(const struct clause_view *v, const struct outcome *a, const struct outcome *b);

/* All courses of one day. */
struct day_view {
    day_t day;
    enum answer_status status;      /* STATUS_DEPENDS if the courses differ */
    const struct outcome *outcomes; /* distinct */
    uint32_t n_outcomes;
    const struct answer_case *cases; /* of `depends` */
    uint32_t n_cases;
};
const struct day_view *day_view_get(struct clause_view *v, day_t day);
/* Same status, terms and, relative to the day, cases: do the two days belong to one run? */
bool day_views_same(const struct clause_view *v, const struct day_view *a,
                    const struct day_view *b);

/* Regions, codes of courses and their outcomes, for the case tree. A course's code is its regions
 * as digits, the last local counting fastest. */
struct course_table {
    const struct clause_view *view;
    const struct regions *regions;
    uint32_t n;             /* codes */
    const uint32_t *stride; /* of each local's digit */
    const uint32_t *count;  /* digits of each local: hi - lo + 1 */
    uint32_t *outcome;      /* by code: index into outcomes; IMAGE_NONE: no such course */
    uint32_t *state;        /* by code: number of the state; IMAGE_NONE */
    const struct outcome *outcomes;
};

/* Many courses may have as many outcomes: most are told apart by a number made of parts that must be
 * the same. */
struct marks {
    uint32_t outcome, state;
};

/* Outcomes of one day or several, each once. */
struct collected {
    struct outcome *items;
    struct marks *marks;
    uint32_t *states; /* of each: the first outcome with the same state */
    uint32_t n, cap;
};

/* The table of one day; outcomes are added to `all`, so that two days may share one list (then the
 * table's own pointer to it holds only until the next call). False when memory is out. */
bool courses_of_day(struct course_table *t, struct clause_view *v, day_t day,
                    struct collected *all);

/* A code's regions, one a local. */
void course_regions(const struct course_table *t, uint32_t code, uint32_t *region);

/* Its parts. */
bool regions_init(struct regions *r, const struct local *l, day_t day, struct arena *a);
uint32_t region_of(const struct regions *r, day_t d);
int offset_order(struct offset a, struct offset b);
/* Codes for these regions; no course yet. False when memory is out, or there are too many. */
bool table_init(struct course_table *t, struct clause_view *v, const struct regions *rs);
/* Does some course take this vector of regions? */
bool feasible(const struct clause_view *v, const struct regions *rs, const uint32_t *region);

/* The reduced decision tree over the states of a table, as its leaves. */
struct leaf {
    const struct condition *when;
    uint32_t n_when;
    uint32_t state;
    uint32_t outcome; /* the first of its courses */
    uint32_t differs; /* FIELD_BITs of ENDS and SUMMARY; 0 if the table has no outcomes */
};
bool leaves_build(const struct course_table *t, struct arena *a, const struct leaf **ret_leaves,
                  uint32_t *ret_n);
bool cases_build(const struct course_table *t, struct arena *a,
                 const struct answer_case **ret_cases, uint32_t *ret_n);

/* Days on which the answer may change, and runs. */
bool breaks_init(struct clause_view *v);
/* Those of them that no unknown moves: days of the calendar in the known acts; unsorted, with
 * repeats. NULL when memory is out. */
const day_t *fixed_breaks(const struct clause_view *v, uint32_t *ret_n);
/* Can two offsets of one unknown change their order with the calendar (1m and 30d)? */
bool offsets_may_swap(struct offset a, struct offset b);
day_t change_after(const struct clause_view *v, day_t day);        /* DAY_NEVER: none */
day_t change_at_or_before(const struct clause_view *v, day_t day); /* DAY_MIN at the least */
/* The next day right of `d` worth asking: within one stretch, once a whole calendar period has gone
 * by unchanged since `base`, the stretch's end. DAY_NEVER: none. */
#define CALENDAR_PERIOD 146097 /* days: 400 years */
day_t next_to_ask(const struct clause_view *v, day_t base, day_t d);
struct run {
    day_t from, through;          /* DAY_MIN .. DAY_MAX when open */
    const struct day_view *first; /* of `from` or of the day asked */
};
bool run_extend_left(struct clause_view *v, const struct day_view *base, day_t *ret_from,
                     const struct day_view **ret_before);
bool run_extend_right(struct clause_view *v, const struct day_view *base, day_t *ret_through,
                      const struct day_view **ret_after);
/* The same for a stretch: days on which all fields are the same, not only the state. */
bool stretch_extend_right(struct clause_view *v, const struct day_view *base, day_t *ret_through,
                          const struct day_view **ret_after);

#endif
