/* Inside engine_check: all courses of several clauses at once. joint.c says how; joint_clauses.c
 * reads the clauses and their unknowns, and leaves out what decides nothing; joint_days.c finds the
 * days that an unknown is tried on. */
#ifndef PACT_ENGINE_JOINT_H
#define PACT_ENGINE_JOINT_H

#include <string.h>

#include "assertion.h"
#include "view.h"

struct days {
    day_t *at; /* ascending, distinct */
    uint32_t n, cap;
};

struct variable {
    struct unknown_ref ref;
    struct domain domain;
    struct offset *offsets; /* distinct, of all clauses */
    uint32_t n_offsets, cap_offsets;
    bool live;             /* its day makes a difference within the period */
    struct days days;      /* candidates */
    uint32_t at;           /* the candidate at hand */
    day_t *points;         /* of it, one an offset */
    uint32_t *requires, n; /* variables that cannot come after it */
    uint32_t member;       /* some clause that hangs on it */
    uint32_t next;         /* of its group */
};

struct memo_slot {
    uint64_t key; /* plus 1; 0: free */
    enum truth value;
};

struct member {
    struct clause_view view;
    uint32_t *variable;      /* of each local */
    uint32_t **point;        /* of each local and offset: index into the variable's points */
    struct regions *regions; /* for walk: of each local, 0 or 1 an offset as it is reached */
    uint32_t *region;        /* all 1 */
    uint32_t n_bits;         /* locals times offsets */
    struct memo_slot *memo;
    uint32_t memo_n, memo_cap;
    bool left_out;         /* it decides nothing on the days looked at */
    uint32_t parent, next; /* of its group */
};

/* Days that must be looked at, first to last. */
struct stretch {
    day_t first, last;
};

struct found {
    day_t day;
    uint32_t clause;
};

/* What a group, or all of them, can give: bits 1 << truth, and for each the earliest day on which
 * that is decided. */
struct findings {
    unsigned seen;
    struct found at[3];
};

struct joint {
    const struct check *check;
    struct arena *arena;
    struct arena scratch; /* of one walk */
    struct member *members;
    struct variable *variables;
    uint32_t n_variables, cap_variables;
    const struct setting *setting;               /* that the two tables are of */
    uint32_t *event_variable, *unknown_variable; /* by index in the agreement: plus 1 */
    bool or_days, or_clauses;
    day_t first, last;         /* of the days looked at */
    struct stretch *stretches; /* they; NULL: all from first to last */
    uint32_t n_stretches;
    struct days fixed, sample; /* of the group at hand */
    bool too_many;
};

/* ---- days (joint_days.c) ---- */

/* Adds a day where it is new. */
void days_add(struct joint *j, struct days *d, day_t day);
/* Is the point one that the days looked at tell apart? */
bool point_within(const struct joint *j, day_t point);
/* The points of a variable whose day that is. */
void variable_place(struct variable *v, day_t day);
/* The candidates of the live variables of a group, from the first one on. False when memory is out,
 * or, with too_many, when there are more courses than the check allows. */
bool find_candidates(struct joint *j, uint32_t first);

/* ---- clauses (joint_clauses.c) ---- */

/* Reads a clause of the check and its unknowns. False when memory is out, as below. */
bool member_init(struct joint *j, uint32_t index);
/* Finds the days and clauses that have to be looked at together. *ret_done: `all` has it, nothing
 * is left to look at. */
bool leave_out(struct joint *j, struct findings *all, bool *ret_done);
/* Which clauses belong together: all, or with `each` those that share an unknown. */
bool make_groups(struct joint *j, bool each);
/* The first of the group of a clause. */
uint32_t root_of(struct joint *j, uint32_t member);

/* ---- findings (joint.c) ---- */

void note_finding(struct findings *f, enum truth t, struct found at);

#endif
