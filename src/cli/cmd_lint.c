/* pact lint: is the corpus sound? */
#include <stdint.h>

#include "cli.h"

struct lint_opts {
    bool strict, list_rules, fix;
    struct arg_list rules;
    const char *stale;
    struct corpus_opts corpus;
    struct output_opts output;
    struct screen_opts screen;
};

static const struct opt opts[] = {
    {"strict", 0, OPT_FLAG, offsetof(struct lint_opts, strict), NULL,
     "warnings are findings: exit 1"},
    {"rule", 0, OPT_LIST, offsetof(struct lint_opts, rules), "NAME",
     "warn by this rule alone; may be given several times"},
    {"fix", 0, OPT_FLAG, offsetof(struct lint_opts, fix), NULL,
     "first put keys in order and take needless quotes away, where no answer changes"},
    {"rules", 0, OPT_FLAG, offsetof(struct lint_opts, list_rules), NULL, "list the rules"},
    {"stale", 0, OPT_TEXT, offsetof(struct lint_opts, stale), "LENGTH",
     "warn of a reaffirmation older than this, such as 1y"},
    CORPUS_ROWS(struct lint_opts),
    OUTPUT_ROWS(struct lint_opts),
    SCREEN_ROWS(struct lint_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact lint contracts/", "all errors and warnings of a folder"},
    {"pact lint --strict --stale 1y contracts/", "for CI"},
    {"pact lint -f sarif -o lint.sarif contracts/", "for code scanning"},
    {"pact lint --rules", "what is looked for"},
    {NULL, NULL},
};

static const char details[] =
    "Errors are told whatever --rule says. A report in the format tap, junit, github or sarif is\n"
    "written also when the run breaks down, and then says so.\n\n"
    "Exit code: 0 sound, 1 warnings under --strict, 4 errors, 2 a path cannot be read.\n";

static enum pact_status lint(struct cli *cli, const struct lint_opts *o,
                             const struct arg_list *operands, struct pact_outcome *ret)
{
    struct corpus_opts corpus = o->corpus;
    struct pact_options options = cli_options(&o->corpus);
    struct arg_list paths;
    options.stale = o->stale;
    enum pact_status status = cli_style(cli, &o->screen, &o->output);
    if (pact_options_check(&options, cli->diags) != PACT_OK)
        status = PACT_USAGE;
    if (status == PACT_OK && operands->n > 0 && corpus.paths.n > 0)
        status = cli_usage(cli, "name all paths behind the verb",
                           "both --corpus and '%s' say what to check", operands->items[0]);
    if (operands->n > 0)
        corpus.paths = *operands;
    if (status == PACT_OK && !cli_corpus_paths(cli, &corpus, &paths))
        status = PACT_NOMEM;
    if (status == PACT_OK)
        status = cli_open_output(cli, &o->output);
    if (status != PACT_OK)
        return status;
    char root[ROOT_MAX];
    const struct pact_lint_options how = {.strict = o->strict,
                                          .rules = o->rules.items,
                                          .n_rules = o->rules.n,
                                          .fix = o->fix,
                                          .root = cli_root(root)};
    return pact_lint(paths.items, paths.n, &options, &how, &cli->out, ret, cli->diags);
}

static enum pact_status list_rules(struct cli *cli, const struct lint_opts *o,
                                   const struct arg_list *operands)
{
    enum pact_status status = cli_style(cli, &o->screen, &o->output);
    if (operands->n > 0 || o->corpus.paths.n > 0)
        status =
            cli_usage(cli, "leave the paths out", "--rules lists the rules, and checks nothing");
    if (status == PACT_OK)
        status = cli_open_output(cli, &o->output);
    return status == PACT_OK ? pact_lint_rules(&cli->out, cli->diags) : status;
}

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    struct pact_outcome outcome = {.exit_code = PACT_EXIT_FAILED};
    const struct lint_opts *o = options;
    if (o->list_rules)
        return cli_end(cli, list_rules(cli, o, operands), PACT_EXIT_YES);
    const enum pact_status status = lint(cli, o, operands, &outcome);
    return cli_end(cli, status, outcome.exit_code);
}

const struct cmd cmd_lint = {
    .name = "lint",
    .summary = "check a corpus: all errors and warnings",
    .operands = "[PATH...]",
    .max = SIZE_MAX,
    .formats = FORMATS_COMMON | FORMATS_REPORT,
    .opts = opts,
    .examples = examples,
    .details = details,
    .tells_limits = true,
    .size = sizeof(struct lint_opts),
    .run = run,
};
