/* The one representation of a loaded corpus: an image. Pointer-free rows of fixed size in named
 * sections, strings by number, references by 32-bit index. The loader builds the sections in
 * memory, `pact compile` writes them to a file, and a compiled corpus is the same bytes read or
 * linked in. The engine knows nothing else.
 *
 *   agreement ──▶ parties, sources, instruments, events, unknown days   (ranges of their sections)
 *       │
 *       ├──▶ topics ──▶ ranges of clauses
 *       └──▶ clauses, sorted by id ──▶ acts, in history order ──▶ terms, bounds, an extra row for
 * what is rare
 *
 * Invariants (image_check proves them for bytes from outside; the loader builds nothing else):
 *   - agreements are sorted by id (bytes); within each: parties, sources, instruments, events and
 *     unknown days by id (bytes); clauses by id part by part; topics likewise.
 *   - terms of an act or a map are sorted by name (bytes), names distinct; list items have name 0.
 *   - children of bounds and of terms have greater indices than their parent (so walks end), depth
 * at most IMAGE_MAX_DEPTH.
 *   - references of acts, events and so on stay within their own agreement.
 */
#ifndef PACT_IMAGE_IMAGE_H
#define PACT_IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "date.h"

#define IMAGE_NONE UINT32_MAX /* no row */
#define IMAGE_MAX_DEPTH 64
#define IMAGE_MAX_UNKNOWNS 64 /* of one clause: events and unknown days in its bounds */
#define IMAGE_MAX_COURSES                                                                          \
    (UINT32_C(1) << 22) /* of one clause: product of (offsets + 1) over those */

typedef uint32_t str_id; /* 0: absent; else a string, maybe empty */

/* A run of rows in some section. */
struct span {
    uint32_t first;
    uint32_t n;
};

enum clause_kind {
    KIND_NONE,
    KIND_RIGHT,
    KIND_OBLIGATION,
    KIND_PERMISSION,
    KIND_PROHIBITION,
    KIND_EXCLUSIVITY,
    KIND_DEFINITION,
    KIND_PROCESS,
    KIND_LIMIT,
    KIND_FACT,
    KIND_COUNT
};
enum act_type {
    ACT_ESTABLISH,
    ACT_AMEND,
    ACT_RESTATE,
    ACT_OVERRIDE,
    ACT_SUSPEND,
    ACT_TERMINATE,
    ACT_REAFFIRM,
    ACT_SILENT,
    ACT_COUNT
};
enum source_kind {
    SOURCE_PRIMARY,
    SOURCE_FILING,
    SOURCE_PRESS,
    SOURCE_OTHER,
    SOURCE_KIND_COUNT
}; /* best first */
enum source_read { READ_NONE, READ_ORIGINAL, READ_COPY, READ_QUOTATION, READ_COUNT };
enum instrument_kind {
    INSTRUMENT_NONE,
    INSTRUMENT_CONTRACT,
    INSTRUMENT_AMENDMENT,
    INSTRUMENT_STATEMENT,
    INSTRUMENT_LETTER,
    INSTRUMENT_FILING,
    INSTRUMENT_OTHER,
    INSTRUMENT_KIND_COUNT
};
enum caveat_kind {
    CAVEAT_CONTESTED,
    CAVEAT_REPORTED,
    CAVEAT_INFERRED,
    CAVEAT_ERRATUM,
    CAVEAT_NOTE,
    CAVEAT_COUNT
};

/* The words of the corpus for these; NULL for *_NONE. */
const char *clause_kind_name(enum clause_kind k);
const char *act_type_name(enum act_type t);
const char *source_kind_name(enum source_kind k);
const char *source_read_name(enum source_read r);
const char *instrument_kind_name(enum instrument_kind k);
const char *caveat_kind_name(enum caveat_kind k);

/* A bound by reference: IMAGE_NONE; or BOUND_PLAIN | day (a plain day written as YYYY-MM-DD); or an
 * index into the bounds section. */
typedef uint32_t bound_ref;
#define BOUND_PLAIN 0x80000000U
#define BOUND_IS_PLAIN(ref) ((ref) != IMAGE_NONE && ((ref)&BOUND_PLAIN) != 0)
#define BOUND_DAY(ref) ((day_t)((ref) & ~BOUND_PLAIN))

enum bound_kind {
    BOUND_EVENT,    /* a: event; count, unit: the offset (count 0: none) */
    BOUND_UNKNOWN,  /* a: unknown day; b: pdate if written as month or year, 0 if as a window */
    BOUND_AFTER,    /* a: pdate as written; b: the day it stands for, DAY_NEVER if none */
    BOUND_FIRST_OF, /* members: rows a .. a+b of the bounds section */
    BOUND_LAST_OF,
    BOUND_DAY_MEMBER,  /* a: day; a plain day as a member of a list */
    BOUND_UNDISCLOSED, /* only as a whole `until`: an end exists and is not public */
    BOUND_UNSTATED,    /* only as a whole `until`: none is named */
    BOUND_KIND_COUNT
};

enum value_kind {
    VALUE_FALSE,
    VALUE_TRUE,
    VALUE_NUMBER, /* a: str_id of the digits as written */
    VALUE_DATE,   /* a: pdate (precision day) */
    VALUE_STRING, /* a: str_id */
    VALUE_LIST,   /* items: rows a .. a+b of the terms section, names 0 */
    VALUE_MAP,    /* entries: rows a .. a+b, sorted by name */
    VALUE_UNDISCLOSED,
    VALUE_UNSTATED,
    VALUE_REPORTED, /* undisclosed, with a reported figure: a: row of the reported section */
    VALUE_KIND_COUNT
};

struct agreement_row {
    str_id id, title;
    day_t complete_through; /* the record date */
    struct span parties, sources, instruments, events, unknowns, topics, clauses;
    uint32_t file, line; /* of the document that gives the title; file is a str_id */
};
struct party_row {
    str_id id, name;
};
struct source_row {
    str_id id, publisher, title, url, note;
    pdate date;
    uint8_t kind, read, pad[2];
    uint32_t file, line;
};
struct instrument_row {
    str_id id, title, note;
    pdate announced, signed_on; /* as written; signed_on 0: defaulted */
    bound_ref effective;        /* as written; IMAGE_NONE: defaulted */
    bound_ref starts; /* the bound that acts inherit: effective, else signed, else announced */
    day_t known_day;  /* last day of `announced`: visible from here on */
    day_t signed_first, signed_last; /* first and last day of signed_on, or of announced */
    struct span sources;             /* refs: sources */
    struct span parties;             /* refs: parties */
    uint8_t kind, binding, pad[2];
    uint32_t file, line;
};
struct event_row {
    str_id id, title, note;
    day_t occurred_first, occurred_last; /* 0: open */
    pdate occurred;          /* as written when a day, month or year; 0: a window, or open */
    pdate announced;         /* as written; 0: defaulted */
    day_t known_day;         /* of the occurrence; 0 when open */
    day_t ruled_out_through; /* 0: none */
    struct span requires;    /* refs: events */
    struct span sources;     /* refs: sources */
    uint32_t file, line;
};
struct unknown_row {
    str_id name;       /* "amendment-1.effective", "ip.license#2.until/1" */
    day_t first, last; /* its window as recorded */
};
struct topic_row {
    str_id name;
    struct span clauses;
};
struct clause_row {
    str_id id, title, note;
    uint32_t agreement;
    struct span acts;            /* in history order, implicit ones at their place */
    struct span holder, obligor; /* refs: parties */
    uint32_t exception_to;       /* clause, or IMAGE_NONE */
    uint8_t kind, pad[3];
    uint32_t file, line;
};
#define ACT_IMPLICIT 1U     /* from an instrument's reaffirms or silent_on: no number */
#define ACT_OWN_FROM 2U     /* `from` is its own, not inherited */
#define ACT_THROUGH_OPEN 4U /* `through: open` */
struct act_row {
    uint32_t instrument;
    uint8_t type, flags;
    uint16_t number; /* of the written acts of the history, from 1; 0: implicit */
    bound_ref from;  /* its own or inherited; never IMAGE_NONE */
    day_t through;   /* 0: none given */
    bound_ref until; /* IMAGE_NONE: none given */
    uint32_t terms;  /* first row of the terms section */
    uint32_t n_terms;
    str_id summary;
    uint32_t extra;  /* row of the extras section, or IMAGE_NONE */
    day_t known_day; /* visible from here on: its own `announced` (last day) or its instrument's */
    uint32_t file, line;
};
struct extra_row { /* what few acts have */
    str_id provided_that, section;
    pdate announced;             /* its own; 0: the instrument's */
    struct span sources;         /* refs: its own; n 0: the instrument's */
    struct span drop;            /* refs: str_ids, sorted by bytes */
    struct span caveats;         /* caveats section */
    struct span holder, obligor; /* refs: parties; n 0: not given */
    uint8_t kind, pad[3];        /* clause_kind; KIND_NONE: not given */
};
struct caveat_row {
    str_id text;
    pdate announced; /* its own; 0: its act's */
    day_t known_day;
    struct span sources; /* refs: sources */
    uint8_t kind, pad[3];
};
struct bound_row {
    uint8_t kind;
    char unit;
    uint16_t pad;
    int32_t count;
    uint32_t a, b;
};
struct term_row {
    str_id name;
    uint32_t kind; /* enum value_kind */
    uint32_t a, b;
};
struct reported_row {
    uint32_t value;  /* row of the terms section (name 0): never absent itself */
    uint32_t source; /* source, or IMAGE_NONE */
    pdate announced; /* its own as written; 0: its source's date */
    day_t known_day; /* from here on the figure shows */
};

/* X(member, row type, section name). The order is that of the file. */
#define IMAGE_SECTIONS(X)                                                                          \
    X(agreements, struct agreement_row)                                                            \
    X(parties, struct party_row)                                                                   \
    X(sources, struct source_row)                                                                  \
    X(instruments, struct instrument_row)                                                          \
    X(events, struct event_row)                                                                    \
    X(unknowns, struct unknown_row)                                                                \
    X(topics, struct topic_row)                                                                    \
    X(clauses, struct clause_row)                                                                  \
    X(acts, struct act_row)                                                                        \
    X(extras, struct extra_row)                                                                    \
    X(caveats, struct caveat_row)                                                                  \
    X(bounds, struct bound_row)                                                                    \
    X(terms, struct term_row)                                                                      \
    X(reported, struct reported_row)                                                               \
    X(refs, uint32_t)                                                                              \
    X(string_offsets,                                                                              \
      uint64_t) /* n + 1 offsets into string_bytes; each string has a NUL behind it */             \
    X(string_bytes, char)

/* A view of an image, wherever its bytes are. */
struct image {
#define X(member, type)                                                                            \
    const type *member;                                                                            \
    size_t n_##member;
    IMAGE_SECTIONS(X)
#undef X
};

/* A string's bytes (NUL behind them). Id 0 gives "" of length 0. */
static inline const char *image_str(const struct image *img, str_id id)
{
    return img->string_bytes + img->string_offsets[id];
}
static inline size_t image_str_len(const struct image *img, str_id id)
{
    return (size_t)(img->string_offsets[id + 1] - img->string_offsets[id] - 1);
}

/* Clause and topic ids sort part by part: '.' before every other byte. <0, 0, >0. */
int id_compare(const char *a, size_t an, const char *b, size_t bn);

/* Binary searches by name; IMAGE_NONE when there is none. */
uint32_t image_find_agreement(const struct image *img, const char *id, size_t n);
uint32_t image_find_clause(const struct image *img, uint32_t agreement, const char *id, size_t n);
uint32_t image_find_event(const struct image *img, uint32_t agreement, const char *id, size_t n);
uint32_t image_find_unknown(const struct image *img, uint32_t agreement, const char *name,
                            size_t n);
uint32_t image_find_party(const struct image *img, uint32_t agreement, const char *id, size_t n);

/* Does a selector fit a clause? `ip` fits ip and ip.*; `agreement/ip` only in that agreement; with
 * * or ? it is a glob over the whole id (`*` crosses dots). */
bool selector_fits(const struct image *img, uint32_t clause, const char *selector, size_t n);
/* Its two parts, before the slash and behind it, where there is anything. */
bool agreement_fits(const char *id, size_t n, const char *selector, size_t sn);
bool clause_fits(const char *id, size_t n, const char *selector, size_t sn);

#endif
