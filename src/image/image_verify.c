/* The whole check of a compiled corpus. Every agreement is read and proved, and the file is written
 * once more from them, into a comparison: whatever the directory, a digest or a checksum says that
 * the segments do not, and whatever stands where nothing should, is a difference. */
#include "image_file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct comparison {
    const struct image_file *f;
    uint64_t at;
    const char *fault;
};

static void compare(void *ctx, const void *bytes, size_t n)
{
    struct comparison *k = ctx;
    const char *want = bytes;
    char have[IMAGE_BLOCK];
    while (n > 0 && k->fault == NULL) {
        const size_t some = n < sizeof have ? n : sizeof have;
        const ssize_t got = pread(k->f->fd, have, some, (off_t)k->at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            k->fault = IMAGE_CANNOT_READ;
        else if (memcmp(have, want, (size_t)got) != 0)
            k->fault = "damaged (it is not what its agreements make)";
        want += got > 0 ? got : 0;
        n -= got > 0 ? (size_t)got : 0;
        k->at += got > 0 ? (uint64_t)got : 0;
    }
}

/* Ids ascend; the last one is kept in `before`. */
static const char *check_order(const struct image *img, struct buf *before, uint32_t row)
{
    const str_id id = img->agreements[0].id;
    const char *text = image_str(img, id);
    const size_t n = image_str_len(img, id);
    const int c = row == 0 ? -1 : memcmp(before->data, text, before->n < n ? before->n : n);
    if (c > 0 || (c == 0 && before->n >= n))
        return "damaged (its agreements are out of order)";
    buf_clear(before);
    buf_reserve(before, 0);
    buf_put(before, text, n);
    return before->failed ? IMAGE_NO_MEMORY : NULL;
}

const char *image_file_verify(const struct image_file *f, lines_fn *lines)
{
    struct comparison k = {.f = f};
    struct image_writer w;
    struct buf before;
    struct sources sources;
    sources_init(&sources);
    image_writer_init(&w, f->footer.plain, lines, compare, &k);
    buf_init(&before, 0);
    k.fault = image_file_sources(f, &sources);
    for (uint32_t row = 0; row < f->footer.agreements && k.fault == NULL; row++) {
        struct image_segment s;
        k.fault = image_file_load(f, row, &s);
        if (k.fault != NULL)
            break;
        k.fault = check_order(&s.image, &before, row);
        if (k.fault == NULL)
            image_writer_add(&w, &s.image);
        image_segment_done(&s);
    }
    buf_done(&before);
    if (!image_writer_end(&w, &sources) && k.fault == NULL)
        k.fault = IMAGE_NO_MEMORY;
    sources_done(&sources);
    if (k.fault == NULL && k.at != f->footer.length)
        k.fault = "damaged (it is not what its agreements make)";
    return k.fault;
}
