/* The events of one YAML file, recorded by a thread that has nothing else: libyaml is most of the
 * cost of a load, and files do not depend on each other. Only a file with nothing to complain of is
 * recorded; any other is read by the loader itself, which says what is wrong. */
#ifndef PACT_LOAD_TAPE_H
#define PACT_LOAD_TAPE_H

#include <yaml.h>

#include "input.h"
#include "vec.h"

struct tape_event {
    uint32_t line, column; /* from 0, as libyaml counts */
    uint32_t n;            /* bytes of a scalar; its text has a NUL behind it */
    uint8_t type, style;   /* yaml_event_type_t, yaml_scalar_style_t */
    uint8_t pad[2];
};

struct tape {
    struct vec events; /* struct tape_event */
    struct buf text;
    size_t at, text_at;  /* of what is played next */
    uint64_t bytes, sum; /* of the file */
};

void tape_init(struct tape *t);
void tape_done(struct tape *t);

/* Records all of a regular file. False: something is not as it should be, or memory is out. */
bool tape_record(struct tape *t, const char *path, uint64_t max_bytes);

/* The next event, pointing into the tape: it must not be deleted. Behind the last comes that of the
 * end of the stream, again and again. */
void tape_play(struct tape *t, yaml_event_t *ret_event);

#endif
