/* The work of SHA-256 on whole blocks: the portable way, and that of processors that know it. Both
 * are told here so that tests can hold them against each other. */
#ifndef PACT_BASE_SHA256_BLOCKS_H
#define PACT_BASE_SHA256_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

typedef void sha256_blocks(uint32_t h[8], const unsigned char *at, size_t blocks);

extern const uint32_t sha256_constants[64];

sha256_blocks sha256_portable;

/* NULL where the processor has no instructions for it. */
sha256_blocks *sha256_native(void);

#endif
