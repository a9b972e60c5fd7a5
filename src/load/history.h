/* Histories: the acts of each clause in order, checked, with all that they inherit. */
#ifndef PACT_LOAD_HISTORY_H
#define PACT_LOAD_HISTORY_H

#include "resolve.h"

/* An act at its place in the history. */
struct turn {
    uint32_t act;
    uint32_t doc;   /* IMAGE_NONE: implicit */
    uint32_t index; /* in its list */
    bool own;       /* of the clause's own `history` */
    day_t signed_first;
};

/* An instrument's selector fits a clause. */
struct hit {
    uint32_t clause, instrument;
    uint32_t line;
    uint8_t type;
};

/* An event or unknown day as a clause uses it. */
struct use {
    uint32_t row;
    uint32_t unknown; /* 0: an event */
    int32_t count;
    uint32_t unit;
};

/* A contract or amendment, and of how many clauses in force on its day it says nothing. */
struct contract {
    uint32_t instrument;
    day_t day;
    uint32_t silent, example;
};

/* The work on one agreement, clause by clause. */
struct history {
    struct resolver *v;
    struct loader *l;
    uint32_t agreement, clause;
    struct vec turns; /* struct turn: the clause's acts */
    struct vec hits;  /* struct hit, by clause */
    size_t next_hit, next_list;
    size_t n_placed; /* acts that have their canonical place */
    struct vec
        act_order;    /* uint32_t: all acts in canonical order; empty while it is that of reading */
    struct buf name;  /* of an unknown day */
    struct vec uses;  /* struct use: the unknowns of the clause */
    struct vec names; /* str_id: of the clause's terms */
    struct vec contracts; /* struct contract, by day */
    uint32_t silent_work; /* how much may still be looked at */
    bool warns;           /* nothing was found wrong before: warnings then only follow from it */
    bool sound;           /* nothing in the clause's acts was found wrong that others build on */
};

/* All clauses of all agreements. The acts' canonical order is left in *ret_act_order; empty if they
 * stand in it. False when memory is out. */
bool history_run(struct resolver *v, struct vec *ret_act_order);

/* ---- implicit acts (implicit.c) ---- */

/* Which clauses the selectors of the agreement's instruments fit. False when memory is out. */
bool implicit_find(struct history *h);
/* Puts the implicit acts of the clause at their places among its turns. */
bool implicit_add(struct history *h);

/* ---- acts (acts.c) ---- */

static inline struct act_row *act_at(const struct loader *l, uint32_t i)
{
    return VEC_AT(&l->b->acts, struct act_row, i);
}
static inline struct turn *turn_at(const struct history *h, size_t i)
{
    return VEC_AT(&h->turns, struct turn, i);
}
static inline struct instrument_rec *instrument_at(const struct loader *l, uint32_t i)
{
    return VEC_AT(&l->instruments, struct instrument_rec, i);
}
static inline struct clause_row *clause_at(const struct loader *l, uint32_t i)
{
    return VEC_AT(&l->b->clauses, struct clause_row, i);
}

/* Where a written act stands. */
static inline struct spot turn_place(const struct history *h, const struct turn *t)
{
    return marks_at(&h->l->act_at, t->act, act_at(h->l, t->act)->line);
}

/* Resolves what the act refers to, fills in what it inherits, checks what it says alone. */
void act_settle(struct history *h, const struct turn *t);
/* A diagnostic about an act; key NULL: about all of it. */
struct diag *act_fault(struct history *h, const struct turn *t, enum diag_code code, struct spot at,
                       const char *key, const char *format, ...) PRINTF_LIKE(6, 7) RARELY_CALLED;

/* ---- bounds (bounds.c) ---- */

/* Where a bound stands. h->name holds the name that an unknown day in it gets. */
struct bound_site {
    struct resolver *v;
    struct buf *name;
    uint32_t agreement, file, base_line;
};

/* Events become row numbers, unknown days become rows of their own. */
void bound_settle(const struct bound_site *s, bound_ref ref);
/* From which day to which it can stand for, by the record. DAY_NEVER: never. */
struct days {
    day_t first, last;
};
struct days bound_days(const struct loader *l, bound_ref ref);
/* What the agreement's instruments start by. */
void instruments_settle(struct history *h);

/* ---- unknowns (unknowns.c) ---- */

/* Holds the clause's acts against the limits on unknowns and courses. */
void unknowns_check(struct history *h);
/* Sorts each agreement's unknown days by name; bounds follow. False when memory is out. */
bool unknowns_sort(struct loader *l);

/* ---- warnings (warn_clause.c, warnings.c) ---- */

void warn_clause(struct history *h);
void warn_agreement(struct history *h);
/* An act's summary against the end it gives (warn_summary.c). */
void warn_summary(struct history *h, const struct turn *t);
/* Is every source younger than that day? No sources: false. */
bool sources_are_late(const struct loader *l, struct span sources, day_t known_day);

/* The agreement's contracts and amendments, by day. False when memory is out. */
bool silent_start(struct history *h);
/* The clause, as acts signed before say, is certainly in force on the days first..last that are
 * also from .. end - 1. */
void silent_count(struct history *h, day_t first, day_t last, day_t from, day_t end);

#endif
