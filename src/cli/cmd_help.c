/* pact help: made from the same rows that the command line is read by. */
#include <string.h>

#include "cli.h"

/* Where the second column of a list begins. */
#define COLUMN ((size_t)24)

struct help_opts {
    struct screen_opts screen;
};

static const struct opt opts[] = {
    SCREEN_ROWS(struct help_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact help query", "all about asking"},
    {NULL, NULL},
};

/* Fills up to a column; on a line of its own where there is no room. */
static void to_column(struct buf *out, size_t line, size_t column)
{
    const size_t at = out->n - line;
    if (at + 2 > column) {
        buf_char(out, '\n');
        buf_fill(out, ' ', column);
    } else {
        buf_fill(out, ' ', column - at);
    }
}

/* "text, json or csv": what FORMATS_HELP in a row stands for. */
static void put_formats(struct buf *out, unsigned formats)
{
    unsigned left = formats;
    for (int i = 0; i < PACT_FORMAT_COUNT; i++) {
        if ((left & (1U << i)) == 0)
            continue;
        if (left != formats)
            buf_puts(out, (left & (left - 1)) != 0 ? ", " : " or ");
        buf_puts(out, pact_format_name((enum pact_format)i));
        left &= ~(1U << i);
    }
}

static void put_option(struct buf *out, const struct cmd *cmd, const struct opt *row)
{
    const size_t line = out->n;
    if (row->letter != 0)
        buf_printf(out, "  -%c, --%s", row->letter, row->name);
    else
        buf_printf(out, "      --%s", row->name);
    if (row->kind == OPT_TEXT || row->kind == OPT_LIST)
        buf_printf(out, " %s", row->value);
    to_column(out, line, COLUMN + 6);
    if (strcmp(row->help, FORMATS_HELP) == 0)
        put_formats(out, cmd->formats);
    else
        buf_puts(out, row->help);
    buf_char(out, '\n');
}

static void put_examples(struct buf *out, const struct cmd *cmd)
{
    buf_puts(out, "\nExamples:\n");
    for (const struct example *e = cmd->examples; e->command != NULL; e++)
        buf_printf(out, "  %s\n      %s\n", e->command, e->purpose);
}

static void put_limits(struct buf *out)
{
    struct pact_limit limit;
    buf_puts(out, "\nLimits, for --limit NAME=N:\n");
    for (size_t i = 0; pact_limit_get(i, &limit); i++) {
        const size_t line = out->n;
        buf_printf(out, "  %s=%llu", limit.name, limit.value);
        to_column(out, line, COLUMN + 6);
        buf_printf(out, "%s\n", limit.what);
    }
}

void help_verb(const struct cmd *cmd, struct buf *out)
{
    buf_printf(out, "pact %s: %s\n\nUsage: pact %s [OPTION...]%s%s\n", cmd->name, cmd->summary,
               cmd->name, cmd->operands[0] != '\0' ? " " : "", cmd->operands);
    if (cmd->details != NULL)
        buf_printf(out, "\n%s", cmd->details);
    put_examples(out, cmd);
    buf_puts(out, "\nOptions:\n");
    for (const struct opt *row = cmd->opts; row->name != NULL; row++)
        put_option(out, cmd, row);
    buf_puts(out, "  -h, --help");
    buf_fill(out, ' ', COLUMN + 6 - strlen("  -h, --help"));
    buf_puts(out, "this\n");
    if (cmd->tells_limits)
        put_limits(out);
}

static void put_verbs(struct buf *out, const struct cmd *const *verbs)
{
    for (size_t i = 0; verbs[i] != NULL; i++) {
        const size_t line = out->n;
        buf_printf(out, "  %s %s", verbs[i]->name, verbs[i]->operands);
        to_column(out, line, COLUMN);
        buf_printf(out, "%s\n", verbs[i]->summary);
    }
}

void help_short(struct cli *cli, struct buf *out)
{
    buf_puts(out, "pact: which contract terms apply on date X?\n\n"
                  "Usage: pact VERB [OPTION...] [ARGUMENT...]\n\n");
    put_verbs(out, cli->verbs);
    buf_puts(out, "  --version             the version\n"
                  "\nExamples:\n"
                  "  pact query --date 2031-01-01 ip     what applies of topic ip on that day\n"
                  "  pact list topics                    what can be asked about\n"
                  "  pact help query                     all about asking\n");
}

static void help_long(struct cli *cli, struct buf *out)
{
    help_short(cli, out);
    buf_puts(
        out,
        "\nThe corpus is the one built in, unless -C PATH or $PACT_CORPUS names another.\n"
        "Three days: --date is the day asked about, --known the day whose knowledge answers, and\n"
        "--assume EVENT=DATE says what if. --json and other formats are for programs.\n"
        "\nExit codes:\n"
        "  0  yes: something applies; answered\n"
        "  1  no: nothing applies; there are findings\n"
        "  2  wrong usage, or something could not be read or written\n"
        "  3  it depends on what is not known\n"
        "  4  the corpus is invalid\n"
        "\nEnvironment: PACT_CORPUS, PACT_TODAY, NO_COLOR. See also: man pact, man pact-corpus.\n");
}

void help_version(struct buf *out)
{
    buf_printf(out, "pact %s\n", pact_version());
}

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    const struct help_opts *o = options;
    const struct cmd *about = NULL;
    enum pact_status status = cli_style(cli, &o->screen, NULL);
    if (status == PACT_OK && operands->n > 0) {
        about = args_find_verb(cli->verbs, operands->items[0]);
        if (about == NULL) {
            args_refuse_verb(cli->verbs, operands->items[0], &cli->arena, cli->diags);
            status = PACT_USAGE;
        }
    }
    if (status == PACT_OK) {
        struct buf text;
        buf_init(&text, 0);
        if (about != NULL)
            help_verb(about, &text);
        else
            help_long(cli, &text);
        cli_print(cli, &text);
        buf_done(&text);
    }
    return cli_end(cli, status, PACT_EXIT_YES);
}

const struct cmd cmd_help = {
    .name = "help",
    .summary = "this overview, or all about one verb",
    .operands = "[VERB]",
    .max = 1,
    .opts = opts,
    .examples = examples,
    .size = sizeof(struct help_opts),
    .run = run,
};
