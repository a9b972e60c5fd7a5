/* pact show: clauses as the corpus has them. */
#include <stdint.h>

#include "cli.h"

struct show_opts {
    struct corpus_opts corpus;
    struct output_opts output;
    struct screen_opts screen;
};

static const struct opt opts[] = {
    CORPUS_ROWS(struct show_opts),
    CACHE_ROWS(struct show_opts),
    OUTPUT_ROWS(struct show_opts),
    SCREEN_ROWS(struct show_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact show ip.license", "the clause with its whole history"},
    {"pact show --json ip", "all clauses of a topic, for programs"},
    {NULL, NULL},
};

static const char details[] =
    "Shows all acts in the order of the history, with their instruments and sources, whether\n"
    "they apply on some day or not. CLAUSE may be any selector; see `pact help query`.\n";

static enum pact_status show(struct cli *cli, const struct show_opts *o,
                             const struct arg_list *operands, struct pact_outcome *ret)
{
    struct pact_corpus *corpus = NULL;
    enum pact_status status = cli_style(cli, &o->screen, &o->output);
    if (status == PACT_OK)
        status = cli_open(cli, &o->corpus, &corpus);
    if (status == PACT_OK)
        status = cli_open_output(cli, &o->output);
    if (status == PACT_OK)
        status = pact_show(corpus, operands->items, operands->n, &cli->out, ret, cli->diags);
    pact_corpus_free(corpus);
    return status;
}

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    struct pact_outcome outcome = {.exit_code = PACT_EXIT_FAILED};
    const enum pact_status status = show(cli, options, operands, &outcome);
    return cli_end(cli, status, outcome.exit_code);
}

const struct cmd cmd_show = {
    .name = "show",
    .summary = "a clause with its whole history",
    .operands = "CLAUSE...",
    .min = 1,
    .max = SIZE_MAX,
    .formats = FORMAT_BIT(TEXT) | FORMAT_BIT(JSON) | FORMAT_BIT(JSONL) | FORMAT_BIT(MARKDOWN),
    .opts = opts,
    .examples = examples,
    .details = details,
    .size = sizeof(struct show_opts),
    .run = run,
};
