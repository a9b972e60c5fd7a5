/* The digest of a corpus, and the corpus as an image. */
#include "lib.h"

#include <stdlib.h>

#include "line.h"
#include "rebuild.h"
#include "slice.h"

/* The digest of a part; false when memory is out. */
static bool digest_part(const struct part *p, struct digest_row *ret)
{
    if (p->file != NULL) {
        memcpy(ret->sha256, p->file->footer.digest, sizeof ret->sha256);
        return true;
    }
    struct digest_row *rows = calloc(p->image.n_agreements + 1, sizeof *rows);
    if (rows == NULL)
        return false;
    image_digests(&p->image, rows);
    digest_sum(ret->sha256, rows, p->image.n_agreements);
    free(rows);
    return true;
}

/* The sum over all parts; each part's own sum counts as one row. */
static bool sum_digests(const struct pact_corpus *c, unsigned char ret_total[32])
{
    struct digest_row *sums = calloc(c->n_parts + 1, sizeof *sums);
    bool good = sums != NULL;
    for (size_t p = 0; p < c->n_parts && good; p++)
        good = digest_part(&c->parts[p], &sums[p]);
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
    if (corpus->of != NULL)
        return pact_corpus_digest(corpus->of);
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

static void tell_written(const struct pact_corpus *c, const struct image_writer *file,
                         const struct pact_options *options)
{
    if (options == NULL || options->progress == NULL)
        return;
    const struct pact_progress now = {
        .stage = PACT_STAGE_WRITE,
        .clauses = (size_t)file->footer.clauses,
        .of_clauses = c->n_clauses,
    };
    options->progress(options->progress_ctx, &now);
}

/* Agreements by id, whatever part each is in. */
static enum status write_agreements(const struct pact_corpus *c, struct image_writer *file,
                                    struct slicer *slicers, struct writer *w,
                                    const struct pact_options *options)
{
    for (size_t i = 0; i < c->n_agreements && w->error == 0; i++) {
        const struct agreement_at at = corpus_agreement(c, i);
        struct part *p = &c->parts[at.part];
        uint32_t unused;
        const struct image *one = p->file != NULL ? part_image(p, at.row, &unused)
                                                  : slicer_take(&slicers[at.part], at.row);
        if (one == NULL)
            return ST_NOMEM;
        image_writer_add(file, one);
        tell_written(c, file, options);
    }
    return ST_OK;
}

/* What all of it was made of, as far as the parts know. */
static enum status list_sources(const struct pact_corpus *c, struct sources *ret, struct diags *d)
{
    for (size_t i = 0; i < c->n_parts; i++) {
        struct part *p = &c->parts[i];
        struct sources own;
        sources_init(&own);
        const char *fault = p->file != NULL ? image_file_sources(p->file, &own) : NULL;
        part_note(p, fault);
        const struct sources *from = p->file != NULL ? &own : &p->made_of;
        for (size_t k = 0; k < from->files.n && fault == NULL; k++)
            sources_copy(ret, from, k, p->ordinals);
        sources_done(&own);
    }
    const enum status status = corpus_fault(c, d);
    return status == ST_OK && !sources_sort(ret) ? ST_NOMEM : status;
}

enum status corpus_write(const struct pact_corpus *c, const struct pact_options *options,
                         const struct pact_output *out, struct diags *d)
{
    struct image_writer file;
    struct sources sources;
    struct writer w;
    struct slicer *slicers = calloc(c->n_parts + 1, sizeof *slicers);
    enum status status = slicers != NULL ? corpus_read(c, d) : ST_NOMEM;
    for (size_t p = 0; p < c->n_parts && status == ST_OK; p++)
        if (c->parts[p].file == NULL && !slicer_init(&slicers[p], &c->parts[p].image))
            status = ST_NOMEM;
    sources_init(&sources);
    if (status == ST_OK)
        status = list_sources(c, &sources, d);
    writer_init(&w, out);
    image_writer_init(&file, options != NULL && options->plain, engine_lines, writer_take, &w);
    if (status == ST_OK)
        status = write_agreements(c, &file, slicers, &w, options);
    if (!image_writer_end(&file, &sources) && status == ST_OK)
        status = ST_NOMEM;
    sources_done(&sources);
    for (size_t p = 0; p < c->n_parts && slicers != NULL; p++)
        if (c->parts[p].file == NULL)
            slicer_done(&slicers[p]);
    free(slicers);
    return writer_end(&w, status, d);
}

enum pact_status pact_corpus_write(const struct pact_corpus *corpus, const struct pact_output *out,
                                   struct pact_diags *diags)
{
    return api_status(corpus_write(corpus, NULL, out, &diags->d), &diags->d);
}

/* From an image that was made before. */
static enum status compile_over(const char *const *paths, size_t n,
                                const struct pact_options *options, const struct pact_output *out,
                                struct diags *d, bool *ret_done)
{
    struct load_options load;
    bool yaml = options != NULL && options->base != NULL;
    *ret_done = false;
    for (size_t i = 0; i < n && yaml; i++)
        yaml = !corpus_is_image(paths[i]);
    if (!yaml || n == 0)
        return ST_OK;
    const enum status status = options_read(options, &load, d);
    return status == ST_OK
               ? rebuild(options->base, paths, n, &load, options->plain, out, d, ret_done)
               : status;
}

static enum status compile_all(const char *const *paths, size_t n,
                               const struct pact_options *options, const struct pact_output *out,
                               struct diags *d)
{
    struct pact_corpus *corpus = NULL;
    enum status status =
        n > 0 ? corpus_open(paths, n, options, d, &corpus) : corpus_builtin(d, &corpus);
    if (status == ST_OK)
        status = corpus_write(corpus, options, out, d);
    pact_corpus_free(corpus);
    return status;
}

enum pact_status pact_compile(const char *const *paths, size_t n,
                              const struct pact_options *options, const struct pact_output *out,
                              struct pact_diags *diags)
{
    bool done = false;
    enum status status = compile_over(paths, n, options, out, &diags->d, &done);
    if (status == ST_OK && !done)
        status = compile_all(paths, n, options, out, &diags->d);
    return api_status(status, &diags->d);
}
