/* Checking a corpus: the diagnostics are the answer. */
#include <stdint.h>
#include <string.h>

#include "file.h"
#include "fix_corpus.h"
#include "lib.h"
#include "vec.h"

/* ---- the rules: all codes that are about a corpus ---- */

#define FIRST_RULE DIAG_BAD_IMAGE

static void complain_rule(struct diags *d, const char *name)
{
    struct suggest s;
    suggest_init(&s, name, strlen(name));
    for (unsigned c = FIRST_RULE; c < DIAG_CODE_COUNT; c++) {
        const char *candidate = diag_code_name((enum diag_code)c);
        suggest_offer(&s, candidate, strlen(candidate));
    }
    const char *hint = did_you_mean(d, &s);
    complain(d, DIAG_USAGE, hint != NULL ? hint : "`pact lint --rules` lists them",
             "there is no rule '%.80s'", name);
}

/* Which codes are not to be told: with rules named, all warnings but those. */
static enum status mute(const struct pact_lint_options *lint, bool *muted, struct diags *d)
{
    enum status status = ST_OK;
    for (unsigned c = 0; c < DIAG_CODE_COUNT; c++)
        muted[c] = lint->n_rules > 0 && diag_code_severity((enum diag_code)c) == DIAG_WARNING;
    for (size_t i = 0; i < lint->n_rules; i++) {
        unsigned c = FIRST_RULE;
        while (c < DIAG_CODE_COUNT &&
               strcmp(diag_code_name((enum diag_code)c), lint->rules[i]) != 0)
            c++;
        if (c < DIAG_CODE_COUNT) {
            muted[c] = false;
        } else {
            complain_rule(d, lint->rules[i]);
            status = ST_USAGE;
        }
    }
    return status;
}

enum pact_status pact_lint_rules(const struct pact_output *out, struct pact_diags *diags)
{
    static const struct column columns[] = {
        {"rule", "RULE", false}, {"severity", "SEVERITY", false}, {"meaning", "MEANING", false}};
    const struct style style = style_of(&out->style);
    struct diags *d = &diags->d;
    struct writer w;
    writer_init(&w, out);
    enum status status = format_check(out, FORMATS_COMMON, "a list of rules", d);
    if (status == ST_OK) {
        struct table_render *t =
            render_table_begin(&style, "pact.rules/1", NULL, 0, 0, "{}", "rules", columns,
                               sizeof columns / sizeof columns[0], &w.buf);
        for (unsigned c = FIRST_RULE; c < DIAG_CODE_COUNT; c++) {
            const enum diag_code code = (enum diag_code)c;
            const char *texts[] = {diag_code_name(code),
                                   diag_code_severity(code) == DIAG_ERROR ? "error" : "warning",
                                   diag_code_meaning(code)};
            struct cell cells[3];
            for (size_t i = 0; i < 3; i++)
                cells[i] =
                    (struct cell){.kind = CELL_TEXT, .text = texts[i], .n = strlen(texts[i])};
            render_table_row(t, cells);
        }
        render_table_end(t);
    }
    return api_status(writer_end(&w, status, d), d);
}

/* ---- what is looked at ---- */

/* The files that the paths hold. Whatever is wrong with one of them, opening it says. */
static const char **list_files(struct arena *a, const char *const *paths, size_t n, size_t *ret_n)
{
    struct vec files;
    struct diags unused;
    vec_init(&files, sizeof(char *));
    diags_init(&unused, 1);
    for (size_t i = 0; i < n; i++) {
        char *given = (char *)(uintptr_t)paths[i]; /* only read */
        struct file_list list = {&given, 1};
        if (strcmp(paths[i], "-") != 0 &&
            file_walk(a, paths[i], &load_names, SIZE_MAX, &list, &unused) != ST_OK)
            continue;
        const char **to = vec_grow(&files, list.n);
        for (size_t k = 0; to != NULL && k < list.n; k++)
            to[k] = list.paths[k];
    }
    if (n == 0) {
        const char **to = vec_grow(&files, 1);
        if (to != NULL)
            *to = "built-in corpus";
    }
    const char **all = ARENA_ARRAY(a, files.n + 1, const char *);
    if (all != NULL && files.n > 0)
        memcpy(all, files.data, files.n * sizeof *all);
    a->failed |= files.failed;
    *ret_n = files.n;
    vec_done(&files);
    diags_done(&unused);
    return all;
}

static enum status open_for_lint(const char *const *paths, size_t n,
                                 const struct pact_options *options, struct diags *d,
                                 struct pact_corpus **ret)
{
    struct load_options unused;
    enum status status = options_read(options, &unused, d);
    if (status == ST_OK)
        status = n > 0 ? corpus_open(paths, n, options, d, ret) : corpus_builtin(d, ret);
    return status == ST_OK ? corpus_verify(*ret, d) : status;
}

static int verdict(const struct diags *d, bool strict)
{
    if (d->errors > 0)
        return PACT_EXIT_INVALID;
    return strict && d->warnings > 0 ? PACT_EXIT_NO : PACT_EXIT_YES;
}

/* Fixes what the paths hold, if that can be done. */
static enum status fix(const char *const *paths, size_t n, const char *const *files, size_t n_files,
                       const struct pact_options *options, struct diags *d)
{
    struct load_options load;
    enum status status = options_read(options, &load, d);
    if (n == 0 && status == ST_OK) {
        complain(d, DIAG_USAGE, "name the files or folders",
                 "--fix does not mend the built-in corpus");
        status = ST_USAGE;
    }
    for (size_t i = 0; i < n && status == ST_OK; i++)
        if (strcmp(paths[i], "-") == 0 || corpus_is_image(paths[i])) {
            complain(d, DIAG_USAGE, "--fix mends files of YAML", "'%s' cannot be mended", paths[i]);
            status = ST_USAGE;
        }
    return status == ST_OK ? fix_corpus(paths, n, files, n_files, &load, d) : status;
}

/* Opens, and writes what was found; errors in the corpus are an answer here. */
static enum status lint(const char *const *paths, size_t n, const struct pact_options *options,
                        const struct pact_lint_options *how, const struct style *style,
                        struct buf *out, struct diags *d)
{
    struct pact_corpus *c = NULL;
    struct lint_report report = {.diags = d,
                                 .strict = how->strict,
                                 .rules = how->rules,
                                 .n_rules = how->n_rules,
                                 .root = how->root,
                                 .stale = options != NULL ? options->stale : NULL};
    struct arena a;
    arena_init(&a);
    report.files = list_files(&a, paths, n, &report.n_files);
    enum status status = a.failed ? ST_NOMEM : ST_OK;
    if (status == ST_OK && how->fix)
        status = fix(paths, n, report.files, report.n_files, options, d);
    if (status == ST_OK)
        status = open_for_lint(paths, n, options, d, &c);
    if (status == ST_OK) {
        report.n_agreements = c->n_agreements;
        report.n_clauses = c->n_clauses;
        if (!digest_if_shown(c, style, &report.digest))
            status = ST_NOMEM;
    }
    if (status == ST_INVALID && d->errors > 0)
        status = ST_OK;
    if (status == ST_OK) {
        diags_sort(d);
        render_lint(out, style, &report);
    }
    arena_done(&a);
    pact_corpus_free(c);
    return status;
}

enum pact_status pact_lint(const char *const *paths, size_t n, const struct pact_options *options,
                           const struct pact_lint_options *how, const struct pact_output *out,
                           struct pact_outcome *ret_outcome, struct pact_diags *diags)
{
    static const struct pact_lint_options plain = PACT_LINT_OPTIONS_INIT;
    const struct style style = style_of(&out->style);
    struct diags *d = &diags->d;
    bool muted[DIAG_CODE_COUNT];
    struct writer w;
    writer_init(&w, out);
    if (how == NULL)
        how = &plain;
    enum status status =
        format_check(out, FORMATS_COMMON | FORMATS_REPORT, "a list of findings", d);
    if (status == ST_OK)
        status = mute(how, muted, d);
    if (status == ST_OK) {
        d->muted = muted;
        status = lint(paths, n, options, how, &style, &w.buf, d);
        d->muted = NULL;
    }
    status = writer_end(&w, status, d);
    if (status == ST_OK)
        *ret_outcome = (struct pact_outcome){.exit_code = verdict(d, how->strict),
                                             .results = d->errors + d->warnings};
    return api_status(status, d);
}
