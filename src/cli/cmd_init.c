/* pact init: a corpus to start from. */
#include <string.h>

#include "cli.h"
#include "text.h"

struct init_opts {
    struct screen_opts screen;
};

static const struct opt opts[] = {
    SCREEN_ROWS(struct init_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact init contracts && pact lint contracts", "write it, then check it"},
    {NULL, NULL},
};

static const char details[] =
    "Writes DIR/agreement.yaml, a small commented corpus of two clauses, and corpus.schema.json for\n"
    "editors. Never overwrites.\n";

static void say_next(struct cli *cli, const char *dir)
{
    struct buf text;
    buf_init(&text, 0);
    buf_puts(&text, "wrote ");
    text_safe(&text, dir, strlen(dir));
    buf_puts(&text, dir[strlen(dir) - 1] == '/' ? "" : "/");
    buf_puts(&text, "agreement.yaml\nnext: pact query -C ");
    text_safe(&text, dir, strlen(dir));
    buf_puts(&text, " -d 2026-06-30\n");
    cli_print(cli, &text);
    buf_done(&text);
}

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    const struct init_opts *o = options;
    const char *dir = operands->n > 0 ? operands->items[0] : ".";
    enum pact_status status = cli_style(cli, &o->screen, NULL);
    if (status == PACT_OK && dir[0] == '\0')
        status = cli_usage(cli, "name a folder", "the name of the folder is empty");
    if (status == PACT_OK)
        status = pact_init(dir, cli->diags);
    if (status == PACT_OK)
        say_next(cli, dir);
    return cli_end(cli, status, PACT_EXIT_YES);
}

const struct cmd cmd_init = {
    .name = "init",
    .summary = "write a small corpus to start from",
    .operands = "[DIR]",
    .max = 1,
    .opts = opts,
    .examples = examples,
    .details = details,
    .size = sizeof(struct init_opts),
    .run = run,
};
