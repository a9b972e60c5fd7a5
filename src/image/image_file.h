/* Images as bytes: writing, opening, and proving that bytes from outside are an image. */
#ifndef PACT_IMAGE_IMAGE_FILE_H
#define PACT_IMAGE_IMAGE_FILE_H

#include "arena.h"
#include "diag.h"
#include "image.h"
#include "status.h"

#define IMAGE_MAGIC "PACTIMG\n"
#define IMAGE_VERSION 1U
#define IMAGE_ALIGN 16U

typedef void image_write_fn(void *ctx, const void *bytes, size_t n);

/* Writes the image's bytes, in order, through `write`. img->digests must be there (image_seal). */
void image_write(const struct image *img, image_write_fn *write, void *ctx);

/* The digest of one agreement. */
void image_digest(const struct image *img, uint32_t agreement, struct digest_row *out);

/* The digest of each agreement, into out[img->n_agreements]. */
void image_digests(const struct image *img, struct digest_row *out);

/* The digest of a corpus: the sum modulo 2^256 (big-endian numbers) of its agreements' digests. */
void digest_sum(unsigned char total[32], const struct digest_row *rows, size_t n);

/* Points a view at bytes that are known to be good (those linked into the program). */
void image_map(const void *bytes, struct image *ret_image);

/* Checks all of it (magic, version, byte order, length, checksum, every offset, count and
 * reference), then maps. `bytes` must be aligned to IMAGE_ALIGN and outlive the view. ST_INVALID
 * adds a diagnostic; ST_NOMEM. */
enum status image_open(const void *bytes, size_t n, const char *file, struct diags *d,
                       struct image *ret_image) MUST_USE;

/* The checks behind image_open on the sections alone, for tests of the loader: NULL, or what is
 * wrong (static text); IMAGE_CHECK_NO_MEMORY itself when memory is out. */
extern const char IMAGE_CHECK_NO_MEMORY[];
const char *image_check(const struct image *img);

bool image_has_magic(const void *bytes, size_t n);

#endif
