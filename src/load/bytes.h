/* Vetting of bytes before libyaml sees them: strict UTF-8, no control characters, no line breaks
 * that only one of editor and libyaml takes for one, and nearly no directives. */
#ifndef PACT_LOAD_BYTES_H
#define PACT_LOAD_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"

/* A place within a file, both from 1; the column in characters. */
struct spot {
    uint32_t line, column;
};

/* What is wrong, and where. `message` is empty while nothing is. */
struct byte_fault {
    enum diag_code code;
    struct spot at;
    char message[96];
    const char *hint; /* static, or NULL */
};

struct vet {
    struct spot at; /* of the next byte */
    bool started;
    unsigned directives;
};

/* As many bytes as any decision needs to see beyond the byte it is about. */
#define VET_AHEAD 8

void vet_init(struct vet *v);

/* Vets the next bytes of a file, `last` if none follow. Returns how many of them are good. What is
 * left is either the start of a fault (then *ret_fault is filled), or less than VET_AHEAD bytes
 * that cannot be judged yet: they must stand in front of the next bytes. */
size_t vet_bytes(struct vet *v, const char *bytes, size_t n, bool last,
                 struct byte_fault *ret_fault);

#endif
