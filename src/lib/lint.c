/* Checking a corpus: the diagnostics are the answer. */
#include <string.h>

#include "file.h"
#include "image_file.h"
#include "lib.h"

/* How many files the paths hold. Whatever is wrong with one of them, opening it has said. */
static size_t count_files(const char *const *paths, size_t n)
{
    struct arena a;
    struct diags unused;
    size_t files = 0;
    arena_init(&a);
    diags_init(&unused, 1);
    for (size_t i = 0; i < n; i++) {
        struct file_list list;
        if (strcmp(paths[i], "-") == 0)
            files++;
        else if (file_walk(&a, paths[i], &load_names, SIZE_MAX, &list, &unused) == ST_OK)
            files += list.n;
    }
    diags_done(&unused);
    arena_done(&a);
    return files;
}

/* The built-in corpus is bytes that are trusted when they are asked; here they are not. */
static enum status check_builtin(const struct pact_corpus *c, struct diags *d)
{
    const char *fault = image_check(&c->parts[0].image);
    if (fault == NULL)
        return ST_OK;
    complain(d, DIAG_BAD_IMAGE, NULL, "the built-in corpus is damaged: %s", fault);
    return ST_INVALID;
}

static enum status open_for_lint(const char *const *paths, size_t n,
                                 const struct pact_options *options, struct diags *d,
                                 struct pact_corpus **ret)
{
    if (n > 0)
        return corpus_open(paths, n, options, d, ret);
    struct load_options unused;
    enum status status = options_read(options, &unused, d);
    if (status == ST_OK)
        status = corpus_builtin(d, ret);
    return status == ST_OK ? check_builtin(*ret, d) : status;
}

static int verdict(const struct diags *d, bool strict)
{
    if (d->errors > 0)
        return PACT_EXIT_INVALID;
    return strict && d->warnings > 0 ? PACT_EXIT_NO : PACT_EXIT_YES;
}

enum pact_status pact_lint(const char *const *paths, size_t n, const struct pact_options *options,
                           bool strict, const struct pact_output *out,
                           struct pact_outcome *ret_outcome, struct pact_diags *diags)
{
    const struct style style = style_of(&out->style);
    struct diags *d = &diags->d;
    struct pact_corpus *c = NULL;
    const char *digest = NULL;
    struct writer w;
    writer_init(&w, out);
    enum status status = format_check(out, FORMATS_COMMON, "a list of findings", d);
    if (status == ST_OK)
        status = open_for_lint(paths, n, options, d, &c);
    if (status == ST_OK && !digest_if_shown(c, &style, &digest))
        status = ST_NOMEM;
    if (status == ST_INVALID && d->errors > 0)
        status = ST_OK; /* that is an answer here */
    if (status == ST_OK) {
        render_lint(&w.buf, &style, d, digest, c != NULL ? c->n_agreements : 0,
                    c != NULL ? c->n_clauses : 0, count_files(paths, n), strict);
    }
    status = writer_end(&w, status, d);
    if (status == ST_OK)
        *ret_outcome = (struct pact_outcome){.exit_code = verdict(d, strict),
                                             .results = d->errors + d->warnings};
    pact_corpus_free(c);
    return api_status(status, d);
}
