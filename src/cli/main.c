/* pact: which contract terms apply on date X?
 *
 * Where things are, by the way of the data:
 *   src/cli     the command line: this file, args.c (options by table), cmd_table.c and one cmd_*.c
 * a verb src/lib     the public API, include/pact/pact.h: all that the command line does goes
 * through it src/load    YAML, checked, to an image       src/image   the image: rows, file format,
 * verification src/engine  the answers of an image          src/render  answers as text, JSON and
 * so on src/base    memory, dates, diagnostics, files */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* Were one of the three standard descriptors closed, the next file opened would take its place, and
 * an answer or a message would be written into it. So each gets something that fails as a closed
 * one does. */
static void secure_descriptors(void)
{
    static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
            (void)!open("/dev/null", modes[fd]);
}

static int say_version(struct cli *cli)
{
    struct buf text;
    buf_init(&text, 0);
    help_version(&text);
    cli_print(cli, &text);
    buf_done(&text);
    return cli_end(cli, PACT_OK, PACT_EXIT_YES);
}

static int say_help(struct cli *cli, const struct cmd *about)
{
    struct buf text;
    buf_init(&text, 0);
    if (about != NULL)
        help_verb(about, &text);
    else
        help_short(cli, &text);
    cli_print(cli, &text);
    buf_done(&text);
    return cli_end(cli, PACT_OK, PACT_EXIT_YES);
}

/* `pact` alone: a script that forgot the verb must not pass for one that got an answer. */
static int say_what_is_missing(struct cli *cli)
{
    struct buf text;
    buf_init(&text, 0);
    help_short(cli, &text);
    if (text.n > 0)
        (void)fd_write_all(STDERR_FILENO, text.data, text.n);
    buf_done(&text);
    return PACT_EXIT_FAILED;
}

static int run(struct cli *cli, const char *const *args, size_t n)
{
    struct parsed line;
    const bool good = args_parse(args, n, cmd_table, &cli->arena, &line, cli->diags);
    cli->cmd = line.cmd;
    cli->wants_json = args_want_json(args, n) || (line.cmd != NULL && line.cmd->json_lines);
    cli->report = args_want_report(args, n);
    if (!good)
        return cli_end(cli, PACT_USAGE, PACT_EXIT_FAILED);
    if (line.version)
        return say_version(cli);
    if (line.help)
        return say_help(cli, line.cmd);
    if (line.cmd == NULL)
        return say_what_is_missing(cli);
    return line.cmd->run(cli, line.opts, &line.operands);
}

int main(int argc, char **argv)
{
    secure_descriptors();
    struct cli cli = {.verbs = cmd_table, .diags = pact_diags_new()};
    arena_init(&cli.arena);
    int code = PACT_EXIT_FAILED;
    if (cli.diags == NULL)
        cli_note(&cli, "out of memory");
    else
        code = run(&cli, (const char *const *)argv + (argc > 0), argc > 0 ? (size_t)argc - 1 : 0);
    arena_done(&cli.arena);
    pact_diags_free(cli.diags);
    return code;
}
