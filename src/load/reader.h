/* Reading records: tables of keys, and what every kind of value has in common. A function that
 * reads a value finds its first node pulled, and leaves its last one pulled. */
#ifndef PACT_LOAD_READER_H
#define PACT_LOAD_READER_H

#include "loader.h"
#include "words.h"
#include "yread.h"

#define STEPS_MAX (IMAGE_MAX_DEPTH + 4)
#define FIELDS_MAX 16
#define FOLLOWERS 256

/* One step of the way to the node being read: a key (static text), an id, or an index. */
struct step {
    const char *key;
    str_id id;
    uint32_t index;
};

struct reader {
    struct loader *l;
    const struct reading *how;
    struct yr y;
    uint32_t doc;       /* the document's row */
    uint32_t base_line; /* of the record being read, which marks are relative to */
    unsigned n_steps;
    struct step steps[STEPS_MAX];
    struct vec terms;  /* struct open_term: members of lists and maps not ended yet */
    struct vec bounds; /* struct open_bound, likewise */
    uint64_t n_terms;  /* of the act being read */
    struct words_seen words;
    uint8_t followers[FOLLOWERS]; /* of a key, or a table's start, by its place in memory */
};

/* ---- where we are ---- */

/* The depth of YAML is limited, so there is room for every step. */
static inline void step_key(struct reader *r, const char *key)
{
    r->steps[r->n_steps++] = (struct step){.key = key};
}
static inline void step_id(struct reader *r, str_id id)
{
    r->steps[r->n_steps++] = (struct step){.id = id};
}
static inline void step_index(struct reader *r, uint32_t index)
{
    r->steps[r->n_steps++] = (struct step){.index = index};
}
static inline void step_back(struct reader *r)
{
    r->n_steps--;
}

/* A diagnostic at the node last pulled, or elsewhere, with the way to it. */
struct diag *fault(struct reader *r, enum diag_code code, const char *format, ...)
    PRINTF_LIKE(3, 4) RARELY_CALLED;
struct diag *fault_at(struct reader *r, enum diag_code code, struct spot at, const char *format,
                      ...) PRINTF_LIKE(4, 5) RARELY_CALLED;

/* ---- tables of keys ---- */

struct field;
typedef void field_read(struct reader *r, const struct field *f, void *record);

/* One key of a mapping: how its value is read, and where into the record it goes. */
struct field {
    const char *name;
    size_t name_n;
    field_read *read;
    uint16_t offset;
    const void *arg; /* for `read` */
};

#define KEY(text) text, sizeof text - 1

struct shape {
    const char *what; /* "an act" */
    const struct field *fields;
    unsigned n;
    uint32_t required; /* BIT(i) of each field that must be there */
    bool ends;         /* `end`, `to`, `expires` are told of `through` and `until` */
};

#define BIT(field) (1U << (field))

/* Which keys were there, by index into the table, and where they and their values stand. */
struct seen {
    uint32_t mask;
    struct spot key[FIELDS_MAX], value[FIELDS_MAX];
};

static inline bool has(const struct seen *s, unsigned field)
{
    return (s->mask >> field & 1) != 0;
}

/* Reads a mapping; false if it is none, or lacks what is required (reported). */
bool read_mapping(struct reader *r, const struct shape *shape, void *record, struct seen *seen);

/* Pulls the next key of a mapping that has ids or names for keys; false at its end. Keys that are
 * no scalars are reported and skipped. */
bool next_key(struct reader *r);

/* The mapping's or list's first node is pulled? If not, reported and skipped. */
bool expect_map(struct reader *r, const char *what);
bool expect_list(struct reader *r, const char *what);

static inline void *field_place(const struct field *f, void *record)
{
    return (char *)record + f->offset;
}

/* ---- scalars (scalars.c) ---- */

enum id_form { ID_PART, ID_DOTTED, ID_EVENT };

/* The scalar last pulled as a string of the corpus. */
str_id take_string(struct reader *r);

/* The scalar last pulled as an id; 0 when it is not one (reported). */
str_id take_id(struct reader *r, enum id_form form);
/* ... as text. 0 when it is not a scalar, or nothing at all. */
str_id take_text(struct reader *r);
/* ... as a date. `least` is the lowest precision that is taken, and `hint` says what to write where
 * it is lower. 0 when it is not one. */
pdate take_date(struct reader *r, enum date_precision least, const char *hint);
/* Two days in order: the value of `between`. False when it is not that. */
bool take_window(struct reader *r, day_t *ret_first, day_t *ret_last);

/* Fields: text and ids into a str_id, a date into a pdate, a day into a day_t. */
field_read field_text, field_id, field_event_id, field_clause_id, field_date, field_day;
/* A word of a table into a byte. */
struct words {
    const char *what; /* "kind of act" */
    const char *(*name)(unsigned);
    unsigned first, count;
};
field_read field_word;
/* A list of ids, or a single one, into a span of refs. arg: enum id_form, or NULL for ID_PART. */
field_read field_ids;
/* A list only. */
field_read field_id_list;
/* One more ref. */
void add_ref(struct reader *r, str_id id, struct spot at);

bool is_date_like(const char *text, size_t n);

/* ---- kinds of records ---- */

void read_document(struct reader *r); /* read_document.c */
field_read field_version;             /* arg: what to write, "write `pact: 1`" */
field_read field_parties, field_sources, field_instruments, field_events; /* read_named.c */
field_read field_clauses, field_acts;                                     /* read_clause.c */

struct open_act;
void read_act(struct reader *r); /* read_act.c */
field_read field_terms;          /* read_terms.c */

/* ---- bounds (read_bound.c) ---- */

enum bound_place { BOUND_AS_FROM, BOUND_AS_UNTIL };
/* Into a bound_ref. arg: NULL for `from` and `effective`, else for `until`. */
field_read field_bound;
/* `through`: a date or `open`. Into a struct through. */
struct through {
    day_t last;
    bool open;
};
field_read field_through;

struct open_term {
    struct term_row row;
    struct spot at;
    uint64_t start; /* the name's first eight bytes, so that they compare as the bytes do */
};
struct open_bound {
    struct bound_row row;
    struct spot at;
};

#endif
