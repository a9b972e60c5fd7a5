/* Mending a corpus where that cannot change an answer. */
#ifndef PACT_LIB_FIX_CORPUS_H
#define PACT_LIB_FIX_CORPUS_H

#include "lib.h"

/* Fixes the files that the paths hold, and adds a note for each that was written. A corpus with
 * errors is left alone (ST_OK: loading it tells them). Anything else but ST_OK has a diagnostic;
 * files written before it stay, each whole and saying what it said. */
enum status fix_corpus(const char *const *paths, size_t n, const char *const *files, size_t n_files,
                       const struct load_options *load, struct diags *d) MUST_USE;

#endif
