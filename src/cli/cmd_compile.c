/* pact compile: a corpus as one file that is asked without reading YAML. */
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "bar.h"

struct compile_opts {
    struct corpus_opts corpus;
    const char *output;
    const char *threads;
    bool verify, plain, fresh;
    struct screen_opts screen;
};

static const struct opt opts[] = {
    {"output", 'o', OPT_TEXT, offsetof(struct compile_opts, output), "FILE",
     "where the image goes, whole or not at all (-: standard output)"},
    {"threads", 0, OPT_TEXT, offsetof(struct compile_opts, threads), "N",
     "read files on N processors at once (default: all); the bytes are the same"},
    {"fresh", 0, OPT_FLAG, offsetof(struct compile_opts, fresh), NULL,
     "read every file, also what FILE was made of and has not changed since"},
    {"verify", 0, OPT_FLAG, offsetof(struct compile_opts, verify), NULL,
     "instead of compiling, check every byte of the images FILE..."},
    {"plain", 0, OPT_FLAG, offsetof(struct compile_opts, plain), NULL,
     "leave rows as they stand in memory: larger, for linking into a program"},
    CORPUS_ROWS(struct compile_opts),
    SCREEN_ROWS(struct compile_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact compile -o contracts.pact contracts/", "compile a folder"},
    {"pact query -C contracts.pact -d 2031-01-01 ip", "and ask it"},
    {"pact compile --verify contracts.pact", "check all of it, as before a release"},
    {NULL, NULL},
};

static const char details[] = "The image answers exactly as the YAML it was made of, and opens at "
                              "once however large it is.\n";

/* Digits, from 1 to 64. */
static bool read_threads(const char *text, unsigned *ret)
{
    unsigned n = 0;
    for (; *text >= '0' && *text <= '9' && n <= 64; text++)
        n = n * 10 + (unsigned)(*text - '0');
    *ret = n;
    return *text == '\0' && n >= 1 && n <= 64;
}

static enum pact_status check_options(struct cli *cli, const struct compile_opts *o,
                                      const struct arg_list *operands)
{
    if (o->verify && (o->output != NULL || o->plain))
        return cli_usage(cli, "write `pact compile --verify FILE...`", "--verify writes nothing");
    if (o->output == NULL && !o->verify)
        return cli_usage(cli, "write `pact compile -o FILE PATH...`", "--output is missing");
    if (o->output != NULL && strcmp(o->output, "-") == 0 && isatty(STDOUT_FILENO))
        return cli_usage(cli, "write `pact compile -o FILE PATH...`",
                         "an image is not for a terminal");
    if (operands->n > 0 && o->corpus.paths.n > 0)
        return cli_usage(cli, "name all paths behind the verb",
                         "both --corpus and '%s' say what to compile", operands->items[0]);
    return PACT_OK;
}

static enum pact_status verify_one(struct cli *cli, const char *path,
                                   const struct pact_options *options)
{
    struct pact_corpus *corpus = NULL;
    enum pact_status status = path != NULL
                                  ? pact_corpus_open(&path, 1, options, cli->diags, &corpus)
                                  : pact_corpus_builtin(cli->diags, &corpus);
    if (status == PACT_OK)
        status = pact_corpus_verify(corpus, cli->diags);
    pact_corpus_free(corpus);
    return status;
}

/* Each on its own, all of them; what the first fault says is the outcome. */
static enum pact_status verify(struct cli *cli, const struct arg_list *paths,
                               const struct pact_options *options)
{
    enum pact_status status = paths->n == 0 ? verify_one(cli, NULL, options) : PACT_OK;
    for (size_t i = 0; i < paths->n; i++) {
        const enum pact_status one = verify_one(cli, paths->items[i], options);
        if (status == PACT_OK)
            status = one;
    }
    return status;
}

static enum pact_status compile(struct cli *cli, const struct compile_opts *o,
                                const struct arg_list *operands)
{
    const struct output_opts output = {.output = o->output};
    struct pact_options options = cli_options(&o->corpus);
    struct corpus_opts corpus = o->corpus;
    struct arg_list paths;
    options.plain = o->plain;
    options.base = o->fresh ? NULL : o->output; /* "-" is no file: nothing is taken from it */
    if (o->threads != NULL && !read_threads(o->threads, &options.threads))
        return cli_usage(cli, "write a number from 1 to 64", "'%s' is no number of threads",
                         o->threads);
    enum pact_status status = cli_style(cli, &o->screen, NULL);
    if (status == PACT_OK)
        status = check_options(cli, o, operands);
    if (status == PACT_OK)
        status = pact_options_check(&options, cli->diags);
    if (operands->n > 0)
        corpus.paths = *operands;
    if (status == PACT_OK && !cli_corpus_paths(cli, &corpus, &paths))
        status = PACT_NOMEM;
    if (status == PACT_OK && o->verify)
        return verify(cli, &paths, &options);
    if (status == PACT_OK)
        status = cli_open_output(cli, &output);
    if (status != PACT_OK)
        return status;
    struct bar bar;
    bar_begin(&bar, &options, cli_ascii(&o->screen, STDERR_FILENO));
    status = pact_compile(paths.items, paths.n, &options, &cli->out, cli->diags);
    if (status == PACT_OK)
        status = cli_commit(cli); /* which may take long, too */
    bar_end(&bar);
    return status;
}

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    return cli_end(cli, compile(cli, options, operands), PACT_EXIT_YES);
}

const struct cmd cmd_compile = {
    .name = "compile",
    .summary = "a corpus as one file that opens at once",
    .operands = "-o FILE [PATH...]",
    .max = SIZE_MAX,
    .opts = opts,
    .examples = examples,
    .details = details,
    .size = sizeof(struct compile_opts),
    .run = run,
};
