/* The events of one YAML file, recorded: libyaml's, made small, in the order they come. The loader
 * only ever plays a tape (yread.h). That of a file which it reads itself is recorded a stretch at a
 * time; other files are recorded whole, ahead of it, by threads that do nothing else (ahead.h):
 * libyaml is most of the cost of a load, and files do not depend on each other.
 *
 * Recording judges nothing. It stops where libyaml must not go on: behind a failure, and where
 * collections are nested too deep, since libyaml 0.2.5 has no limit of its own there and is
 * quadratic in flow collections. */
#ifndef PACT_LOAD_TAPE_H
#define PACT_LOAD_TAPE_H

#include <yaml.h>

#include "input.h"

enum tape_kind {
    TAPE_PLAIN,  /* a scalar, neither quoted nor a block: text, n */
    TAPE_QUOTED, /* any other */
    TAPE_LONG,   /* a scalar of more bytes than may be; its text is not kept */
    TAPE_NUL,    /* a scalar that has U+0000 as an escape, likewise */
    TAPE_LIST,
    TAPE_MAP,
    TAPE_END,    /* of a list or map */
    TAPE_ANCHOR, /* of the node that follows: text, n */
    TAPE_TAG,
    TAPE_ALIAS,
    TAPE_DOCUMENT,   /* its start */
    TAPE_STREAM_END, /* nothing follows */
    TAPE_FAILURE,    /* nothing follows: libyaml has failed */
    TAPE_OTHER,
};

struct tape_event {
    struct spot at;
    uint32_t n; /* bytes of text, which stands behind this, with a NUL */
    uint32_t kind;
};

struct tape {
    uint32_t *words;     /* events and their text, without gaps but for whole words */
    size_t n, room, at;  /* `at`: of what is played next */
    bool failed;         /* memory ran out */
    uint64_t bytes, sum; /* of a file that was recorded whole */
};

void tape_init(struct tape *t);
void tape_done(struct tape *t);

/* The next event, until the tape is recorded upon again; NULL: there is none yet. */
static inline const struct tape_event *tape_play(struct tape *t)
{
    if (t->at == t->n)
        return NULL;
    const struct tape_event *e = (const struct tape_event *)(t->words + t->at);
    t->at += sizeof *e / sizeof *t->words + e->n / sizeof *t->words + 1;
    return e;
}

static inline const char *tape_text(const struct tape_event *e)
{
    return (const char *)(e + 1);
}

/* ---- recording ---- */

struct tape_limits {
    uint64_t file_bytes, scalar_bytes;
    unsigned depth;
};

/* One file that is being recorded. */
struct recorder {
    yaml_parser_t parser;
    struct input input;
    struct tape_limits limits;
    unsigned depth;
    bool stopped; /* nothing more is to be had */
};

/* Begins with an open descriptor, which stays the caller's; `keep`, or NULL, takes a copy of its
 * bytes. False: no memory, and nothing is held. */
bool recorder_open(struct recorder *r, int fd, const struct tape_limits *limits, struct buf *keep);
void recorder_close(struct recorder *r);

/* Goes on until `words` more are on the tape, or nothing more is to be had. */
void recorder_run(struct recorder *r, struct tape *t, size_t words);

/* All of a regular file. False: something is not as it should be, or memory is out. */
bool tape_record(struct tape *t, const char *path, const struct tape_limits *limits);

#endif
