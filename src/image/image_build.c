#include "image_build.h"

#include <stdlib.h>

bool image_builder_init(struct image_builder *b)
{
    *b = (struct image_builder){0};
#define X(member, type) vec_init(&b->member, sizeof(type));
    IMAGE_SECTIONS(X)
#undef X
    return strings_init(&b->strings);
}

void image_builder_done(struct image_builder *b)
{
#define X(member, type) vec_done(&b->member);
    IMAGE_SECTIONS(X)
#undef X
    strings_done(&b->strings);
}

bool image_builder_failed(const struct image_builder *b)
{
    bool failed = b->strings.failed;
#define X(member, type) failed = failed || b->member.failed;
    IMAGE_SECTIONS(X)
#undef X
    return failed;
}

void image_builder_view(struct image_builder *b, struct image *ret_view)
{
    struct image v;
#define X(m, type)                                                                                 \
    v.m = b->m.data;                                                                               \
    v.n_##m = b->m.n;
    IMAGE_SECTIONS(X)
#undef X
    v.string_offsets = b->strings.offsets.data;
    v.n_string_offsets = b->strings.offsets.n;
    v.string_bytes = b->strings.bytes.data;
    v.n_string_bytes = b->strings.bytes.n;
    *ret_view = v;
}
