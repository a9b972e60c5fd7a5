/* The file: a header, a table of sections, then the sections, each aligned to IMAGE_ALIGN and in
 * the order of IMAGE_SECTIONS; padding is zero. All numbers are of the byte order of the machine
 * that wrote it, which the header tells. The checksum is SHA-256 over everything behind the header.
 */
#include "image_file.h"

#include "sha256.h"

#define BYTE_ORDER_MARK 0x01020304U

#define X(member, type) +1U
enum { SECTION_COUNT = 0U IMAGE_SECTIONS(X) };
#undef X

struct file_header {
    char magic[8];
    uint32_t version;
    uint32_t byte_order;
    uint64_t length; /* of the whole file */
    uint32_t sections;
    uint32_t pad;
    unsigned char checksum[32];
};

struct file_section {
    uint64_t offset; /* from the start of the file */
    uint64_t count;  /* of rows */
    uint32_t row_size;
    uint32_t pad;
};

struct layout {
    struct file_header header;
    struct file_section sections[SECTION_COUNT];
    const void *data[SECTION_COUNT];
};

static uint64_t aligned(uint64_t n)
{
    return (n + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;
}

static void lay_out(const struct image *img, struct layout *l)
{
    memset(l, 0, sizeof *l);
    memcpy(l->header.magic, IMAGE_MAGIC, 8);
    l->header.version = IMAGE_VERSION;
    l->header.byte_order = BYTE_ORDER_MARK;
    l->header.sections = SECTION_COUNT;
    uint64_t at = aligned(sizeof l->header + sizeof l->sections);
    size_t i = 0;
#define X(member, type)                                                                            \
    l->sections[i].offset = at;                                                                    \
    l->sections[i].count = img->n_##member;                                                        \
    l->sections[i].row_size = (uint32_t)sizeof(type);                                              \
    l->data[i] = img->member;                                                                      \
    at = aligned(at + img->n_##member * sizeof(type));                                             \
    i++;
    IMAGE_SECTIONS(X)
#undef X
    l->header.length = at;
}

/* Everything behind the header, piece by piece, to a function. */
static void each_piece(const struct layout *l, image_write_fn *write, void *ctx)
{
    static const char zeros[IMAGE_ALIGN];
    uint64_t at = sizeof l->header;
    write(ctx, l->sections, sizeof l->sections);
    at += sizeof l->sections;
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        write(ctx, zeros, (size_t)(l->sections[i].offset - at));
        size_t n = (size_t)l->sections[i].count * l->sections[i].row_size;
        if (n > 0)
            write(ctx, l->data[i], n);
        at = l->sections[i].offset + n;
    }
    write(ctx, zeros, (size_t)(l->header.length - at));
}

static void checksum_piece(void *ctx, const void *bytes, size_t n)
{
    sha256_add(ctx, bytes, n);
}

void image_write(const struct image *img, image_write_fn *write, void *ctx)
{
    struct layout l;
    struct sha256 sha;
    lay_out(img, &l);
    sha256_init(&sha);
    each_piece(&l, checksum_piece, &sha);
    sha256_end(&sha, l.header.checksum);
    write(ctx, &l.header, sizeof l.header);
    each_piece(&l, write, ctx);
}

bool image_has_magic(const void *bytes, size_t n)
{
    return n >= 8 && memcmp(bytes, IMAGE_MAGIC, 8) == 0;
}

void image_map(const void *bytes, struct image *ret_image)
{
    const char *base = bytes;
    const struct file_section *s = (const void *)(base + sizeof(struct file_header));
    struct image v;
    size_t i = 0;
#define X(m, type)                                                                                 \
    v.m = (const void *)(base + s[i].offset);                                                      \
    v.n_##m = (size_t)s[i].count;                                                                  \
    i++;
    IMAGE_SECTIONS(X)
#undef X
    *ret_image = v;
}

/* NULL, or what is wrong with the frame: what can be told without looking into rows. */
static const char *check_frame(const void *bytes, size_t n)
{
    const struct file_header *h = bytes;
    if (!image_has_magic(bytes, n))
        return "none: its first bytes are not those of one";
    if (n < sizeof *h)
        return "cut short or grown";
    if (h->byte_order != BYTE_ORDER_MARK)
        return "written on a machine of another byte order";
    if (h->version != IMAGE_VERSION || h->sections != SECTION_COUNT)
        return "of another version of the format";
    if (h->pad != 0 || h->length != n ||
        n < sizeof *h + SECTION_COUNT * sizeof(struct file_section))
        return "cut short or grown";
    struct sha256 sha;
    unsigned char sum[32];
    sha256_init(&sha);
    sha256_add(&sha, (const char *)bytes + sizeof *h, n - sizeof *h);
    sha256_end(&sha, sum);
    return memcmp(sum, h->checksum, sizeof sum) == 0 ? NULL
                                                     : "damaged (its checksum does not agree)";
}

static const char *check_sections(const void *bytes, size_t n)
{
    static const uint32_t sizes[SECTION_COUNT] = {
#define X(member, type) (uint32_t)sizeof(type),
        IMAGE_SECTIONS(X)
#undef X
    };
    const struct file_section *s = (const void *)((const char *)bytes + sizeof(struct file_header));
    uint64_t at = aligned(sizeof(struct file_header) + SECTION_COUNT * sizeof *s);
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        if (s[i].row_size != sizes[i] || s[i].offset != at || at > n)
            return "damaged (its table of sections)";
        if (s[i].count > (n - at) / sizes[i] || s[i].count > UINT32_MAX * (uint64_t)IMAGE_ALIGN)
            return "damaged (a section longer than the file)";
        at = aligned(at + s[i].count * sizes[i]);
    }
    return at == n ? NULL : "damaged (bytes behind the last section)";
}

enum status image_open(const void *bytes, size_t n, const char *file, struct diags *d,
                       struct image *ret_image)
{
    struct image v;
    const char *fault = check_frame(bytes, n);
    if (!fault)
        fault = check_sections(bytes, n);
    if (!fault) {
        image_map(bytes, &v);
        fault = image_check(&v);
    }
    if (!fault && v.n_digests != v.n_agreements)
        fault = "damaged (digests)";
    if (fault == IMAGE_CHECK_NO_MEMORY)
        return ST_NOMEM;
    if (fault) {
        struct place at = {.file = file};
        struct diag *g = diags_add(d, DIAG_BAD_IMAGE, at, "the compiled corpus is %s", fault);
        if (g)
            g->hint = "rebuild it from its sources: pact compile -o FILE PATH";
        return ST_INVALID;
    }
    *ret_image = v;
    return ST_OK;
}
