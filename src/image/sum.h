/* A checksum of 64 bits (docs/image-format.md): any change within eight bytes changes it. It guards
 * against damage and tells texts apart, but not against an adversary. */
#ifndef PACT_IMAGE_SUM_H
#define PACT_IMAGE_SUM_H

#include <stddef.h>
#include <stdint.h>

uint64_t image_sum(const void *bytes, size_t n);

#define SUM_LANES 4U
#define SUM_TURN (16U * SUM_LANES) /* bytes */

/* The same of bytes that come in pieces, whatever their lengths. */
struct running_sum {
    uint64_t lane[SUM_LANES], n;  /* n: bytes so far */
    unsigned char tail[SUM_TURN]; /* of a turn that is not full */
};
void running_sum_init(struct running_sum *s);
void running_sum_add(struct running_sum *s, const void *bytes, size_t n);
uint64_t running_sum_end(const struct running_sum *s);

#endif
