/* pact list: what there is in a corpus. */
#include "cli.h"

struct list_opts {
    const char *match;
    struct corpus_opts corpus;
    struct output_opts output;
    struct screen_opts screen;
};

static const struct opt opts[] = {
    {"match", 0, OPT_TEXT, offsetof(struct list_opts, match), "TEXT",
     "only where the id or title has this text"},
    CORPUS_ROWS(struct list_opts),
    CACHE_ROWS(struct list_opts),
    OUTPUT_ROWS(struct list_opts),
    SCREEN_ROWS(struct list_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact list topics", "what can be asked about"},
    {"pact list --match exclus", "clauses about exclusivity"},
    {"pact list events", "what the terms depend on"},
    {NULL, NULL},
};

static const char details[] =
    "WHAT is agreements, topics, clauses (default), parties, instruments, events or sources.\n";

static enum pact_status list(struct cli *cli, const struct list_opts *o, const char *noun,
                             struct pact_outcome *ret)
{
    struct pact_corpus *corpus = NULL;
    enum pact_status status = cli_style(cli, &o->screen, &o->output);
    if (status == PACT_OK)
        status = cli_open(cli, &o->corpus, &corpus);
    if (status == PACT_OK)
        status = cli_open_output(cli, &o->output);
    if (status == PACT_OK)
        status = pact_list(corpus, noun, o->match, &cli->out, ret, cli->diags);
    pact_corpus_free(corpus);
    return status;
}

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    struct pact_outcome outcome = {.exit_code = PACT_EXIT_FAILED};
    const char *noun = operands->n > 0 ? operands->items[0] : "clauses";
    const enum pact_status status = list(cli, options, noun, &outcome);
    return cli_end(cli, status, outcome.exit_code);
}

const struct cmd cmd_list = {
    .name = "list",
    .summary = "agreements, topics, clauses, parties, instruments, events, sources",
    .operands = "[WHAT]",
    .max = 1,
    .formats = FORMATS_COMMON,
    .opts = opts,
    .examples = examples,
    .details = details,
    .size = sizeof(struct list_opts),
    .run = run,
};
