/* Segments: one agreement as bytes. Plain, its rows as they stand in memory; packed, the same in
 * about a quarter of the room. A file holds segments (image_file.h), memory holds plain ones.
 *
 * Both begin with the count of rows of each section, in the order of IMAGE_SECTIONS. Behind them
 * stand, in a plain segment, the sections, each at a multiple of IMAGE_ALIGN, zeros between. In a
 * packed one rows are taken as columns of 32-bit words: for each word of a section's row, down all
 * rows, the difference to the row above (the first: to 0), in runs of SEGMENT_RUN rows. A run
 * begins with a byte: 0, all its differences are 0; 1, one follows that all of them have; 2, they
 * follow as numbers; 3, 4, 5, they follow in one, two or four bytes each. A number has 7 bits a
 * byte, the lowest first, and of a difference the sign in the lowest bit. Of string_offsets only
 * the lengths are there, as numbers without a sign, and string_bytes stand as they are. A run costs
 * a byte at least, so what is unpacked is never more than 4 SEGMENT_RUN times what was read. */
#ifndef PACT_IMAGE_SEGMENT_H
#define PACT_IMAGE_SEGMENT_H

#include "buf.h"
#include "image.h"

#define IMAGE_ALIGN 16U
#define SEGMENT_RUN 32U

/* Appends a number of 7 bits a byte, the lowest first, all bytes but the last with the top bit set.
 */
static inline void put_packed(struct buf *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        buf_char(out, (char)(unsigned char)(value | 0x80));
    buf_char(out, (char)(unsigned char)value);
}

/* Appends an image as a plain segment; it begins where the buffer stands, which must be aligned. */
void segment_write(const struct image *img, struct buf *out);

/* Points a view at a plain segment that is known to be good in its frame. */
void segment_map(const void *plain, struct image *ret_image);

/* The length of the plain segment whose head is given, as its counts have it; UINT64_MAX if they
 * are beyond all bounds. `n` bytes are there. */
uint64_t segment_length(const void *head, size_t n);

/* Appends a plain segment packed. */
void segment_pack(const void *plain, struct buf *out);

/* The plain segment of a packed one, in fresh memory (free) aligned to IMAGE_ALIGN. False, and NULL
 * in *ret_plain: the bytes are no packed segment, or, if *ret_no_memory, memory is out. */
bool segment_unpack(const void *packed, size_t n, void **ret_plain, bool *ret_no_memory);

#endif
