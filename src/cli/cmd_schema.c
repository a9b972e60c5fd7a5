/* pact schema: the JSON Schemas of what pact reads and writes. */
#include "cli.h"

struct schema_opts {
    struct output_opts output;
    struct screen_opts screen;
};

static const struct opt opts[] = {
    {"output", 'o', OPT_TEXT, offsetof(struct schema_opts, output.output), "FILE",
     "write to FILE, whole or not at all (-: standard output)"},
    SCREEN_ROWS(struct schema_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact schema", "the names of all schemas"},
    {"pact schema corpus -o corpus.schema.json", "for an editor that knows YAML"},
    {"pact schema pact.lint/1", "of the document whose \"schema\" says so"},
    {NULL, NULL},
};

static const char details[] =
    "NAME is corpus or check, the files that people write; answer, the document of pact query; or\n"
    "what the \"schema\" of a document says. Begin a corpus file with\n"
    "  # yaml-language-server: $schema=corpus.schema.json\n"
    "and the editor completes keys and marks mistakes.\n";

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    const struct schema_opts *o = options;
    enum pact_status status = cli_style(cli, &o->screen, NULL);
    if (status == PACT_OK)
        status = cli_open_output(cli, &o->output);
    if (status == PACT_OK)
        status = pact_schema(operands->n > 0 ? operands->items[0] : NULL, &cli->out, cli->diags);
    return cli_end(cli, status, PACT_EXIT_YES);
}

const struct cmd cmd_schema = {
    .name = "schema",
    .summary = "the JSON Schema of a corpus, of checks, of an answer",
    .operands = "[NAME]",
    .max = 1,
    .opts = opts,
    .examples = examples,
    .details = details,
    .size = sizeof(struct schema_opts),
    .run = run,
};
