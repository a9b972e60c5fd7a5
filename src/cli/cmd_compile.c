/* pact compile: a corpus as one file that is asked without reading YAML. */
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

struct compile_opts {
    struct corpus_opts corpus;
    const char *output;
    struct screen_opts screen;
};

static const struct opt opts[] = {
    {"output", 'o', OPT_TEXT, offsetof(struct compile_opts, output), "FILE",
     "where the image goes, whole or not at all (-: standard output)"},
    CORPUS_ROWS(struct compile_opts),
    SCREEN_ROWS(struct compile_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact compile -o contracts.pact contracts/", "compile a folder"},
    {"pact query -C contracts.pact -d 2031-01-01 ip", "and ask it"},
    {NULL, NULL},
};

static const char details[] = "The image answers exactly as the YAML it was made of, and opens at "
                              "once however large it is.\n";

static enum pact_status check_options(struct cli *cli, const struct compile_opts *o,
                                      const struct arg_list *operands)
{
    if (o->output == NULL)
        return cli_usage(cli, "write `pact compile -o FILE PATH...`", "--output is missing");
    if (strcmp(o->output, "-") == 0 && isatty(STDOUT_FILENO))
        return cli_usage(cli, "write `pact compile -o FILE PATH...`",
                         "an image is not for a terminal");
    if (operands->n > 0 && o->corpus.paths.n > 0)
        return cli_usage(cli, "name all paths behind the verb",
                         "both --corpus and '%s' say what to compile", operands->items[0]);
    return PACT_OK;
}

static enum pact_status compile(struct cli *cli, const struct compile_opts *o,
                                const struct arg_list *operands)
{
    const struct output_opts output = {.output = o->output};
    const struct pact_options options = cli_options(&o->corpus);
    struct corpus_opts corpus = o->corpus;
    struct arg_list paths;
    enum pact_status status = cli_style(cli, &o->screen, NULL);
    if (status == PACT_OK)
        status = check_options(cli, o, operands);
    if (status == PACT_OK)
        status = pact_options_check(&options, cli->diags);
    if (operands->n > 0)
        corpus.paths = *operands;
    if (status == PACT_OK && !cli_corpus_paths(cli, &corpus, &paths))
        status = PACT_NOMEM;
    if (status == PACT_OK)
        status = cli_open_output(cli, &output);
    if (status != PACT_OK)
        return status;
    return pact_compile(paths.items, paths.n, &options, &cli->out, cli->diags);
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
