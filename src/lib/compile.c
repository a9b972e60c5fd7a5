/* The digest of a corpus, and the corpus as an image. */
#include "lib.h"

#include <stdlib.h>

#include "image_file.h"

/* The digests of an image's agreements: its own, or fresh ones in *ret_owned, to be freed. NULL: no
 * memory. */
static const struct digest_row *digests_of(const struct image *img, struct digest_row **ret_owned)
{
    *ret_owned = NULL;
    if (img->n_digests == img->n_agreements && img->n_digests > 0)
        return img->digests;
    *ret_owned = calloc(img->n_agreements + 1, sizeof **ret_owned);
    if (*ret_owned != NULL)
        image_digests(img, *ret_owned);
    return *ret_owned;
}

/* The sum over all images; each image's own sum counts as one row. */
static bool sum_digests(const struct pact_corpus *c, unsigned char ret_total[32])
{
    struct digest_row *sums = calloc(c->n_parts + 1, sizeof *sums);
    bool good = sums != NULL;
    for (size_t p = 0; p < c->n_parts && good; p++) {
        const struct image *img = &c->parts[p].image;
        struct digest_row *owned;
        const struct digest_row *rows = digests_of(img, &owned);
        good = rows != NULL;
        if (good)
            digest_sum(sums[p].sha256, rows, img->n_agreements);
        free(owned);
    }
    if (good)
        digest_sum(ret_total, sums, c->n_parts);
    free(sums);
    return good;
}

static struct digest_text *make_digest(const struct pact_corpus *c)
{
    unsigned char total[32];
    struct digest_text *text = malloc(sizeof *text);
    if (text == NULL || !sum_digests(c, total)) {
        free(text);
        return NULL;
    }
    for (size_t i = 0; i < sizeof total; i++) {
        text->hex[2 * i] = "0123456789abcdef"[total[i] >> 4];
        text->hex[2 * i + 1] = "0123456789abcdef"[total[i] & 15];
    }
    text->hex[64] = '\0';
    return text;
}

const char *pact_corpus_digest(const struct pact_corpus *corpus)
{
    /* The one member that changes after opening. Two threads may both make it; one of the two is
     * kept. */
    _Atomic(struct digest_text *) *slot =
        (_Atomic(struct digest_text *) *)(uintptr_t)&corpus->digest;
    struct digest_text *have = atomic_load(slot);
    if (have != NULL)
        return have->hex;
    struct digest_text *made = make_digest(corpus);
    if (made == NULL)
        return NULL;
    if (atomic_compare_exchange_strong(slot, &have, made))
        return made->hex;
    free(made);
    return have->hex;
}

static void write_bytes(void *ctx, const void *bytes, size_t n)
{
    struct writer *w = ctx;
    buf_put(&w->buf, bytes, n);
    writer_pass(w);
}

static enum status write_corpus(const struct pact_corpus *c, const struct pact_output *out,
                                struct diags *d)
{
    if (c->n_parts != 1) {
        complain(d, DIAG_USAGE, "compile them from the YAML they were made of",
                 "several compiled corpora cannot be written as one");
        return ST_USAGE;
    }
    struct image img = c->parts[0].image;
    struct digest_row *owned;
    img.digests = digests_of(&img, &owned);
    if (img.digests == NULL)
        return ST_NOMEM;
    img.n_digests = img.n_agreements;
    struct writer w;
    writer_init(&w, out);
    image_write(&img, write_bytes, &w);
    free(owned);
    return writer_end(&w, ST_OK, d);
}

enum pact_status pact_corpus_write(const struct pact_corpus *corpus, const struct pact_output *out,
                                   struct pact_diags *diags)
{
    return api_status(write_corpus(corpus, out, &diags->d), &diags->d);
}

enum pact_status pact_compile(const char *const *paths, size_t n,
                              const struct pact_options *options, const struct pact_output *out,
                              struct pact_diags *diags)
{
    struct pact_corpus *corpus = NULL;
    enum status status = n > 0 ? corpus_open(paths, n, options, &diags->d, &corpus)
                               : corpus_builtin(&diags->d, &corpus);
    if (status == ST_OK)
        status = write_corpus(corpus, out, &diags->d);
    pact_corpus_free(corpus);
    return api_status(status, &diags->d);
}
