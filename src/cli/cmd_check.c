/* pact check: does an assertion hold? */
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

struct check_opts {
    const char *date;
    struct ask_opts ask;
    struct corpus_opts corpus;
    struct output_opts output;
    struct screen_opts screen;
    struct arg_list files;
    const char *holds, *under, *undetermined, *upcoming;
    bool strict, quiet;
};

static const struct opt opts[] = {
    {"file", 0, OPT_LIST, offsetof(struct check_opts, files), "FILE",
     "ask the checks of a YAML file, or of a folder's *.checks.yaml; may be given several times"},
    {"date", 'd', OPT_TEXT, offsetof(struct check_opts, date), "DATE",
     "the day, or period, asked about (default: today)"},
    ASK_ROWS(struct check_opts),
    {"holds", 0, OPT_TEXT, offsetof(struct check_opts, holds), "WHEN",
     "in a period: always (the default), sometime, never"},
    {"under", 0, OPT_TEXT, offsetof(struct check_opts, under), "COURSES",
     "in all courses of events, or in some; otherwise what depends is undetermined"},
    {"undetermined", 0, OPT_TEXT, offsetof(struct check_opts, undetermined), "VERDICT",
     "what is undetermined is to fail, or to be skipped: fail, skip"},
    {"upcoming", 0, OPT_TEXT, offsetof(struct check_opts, upcoming), "SPAN",
     "fail when something lapses or begins so soon, as in 90d; operands are SELECTORs"},
    {"strict", 0, OPT_FLAG, offsetof(struct check_opts, strict), NULL,
     "a date in a check file that follows the clock is a finding: exit 1"},
    {"quiet", 'q', OPT_FLAG, offsetof(struct check_opts, quiet), NULL,
     "print nothing: the exit code is the answer"},
    CORPUS_ROWS(struct check_opts),
    CACHE_ROWS(struct check_opts),
    OUTPUT_ROWS(struct check_opts),
    SCREEN_ROWS(struct check_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact check -d 2031-01-01 ip.license", "is it in force on that day?"},
    {"pact check -d 2031 'ip.license:exclusive = false'", "on every day of the year?"},
    {"pact check -d 2027 --holds sometime 'not any *.exclusivity'", "on some day none of them?"},
    {"pact check --upcoming 90d --undetermined skip", "a reminder, for cron"},
    {"pact check --file contracts.checks.yaml -f junit -o report.xml", "in CI"},
    {NULL, NULL},
};

static const char details[] =
    "An ASSERTION is CLAUSE (it is in force), not CLAUSE, or CLAUSE:TERM OP VALUE, with one of\n"
    "= != < <= > >= ~ (~: a list contains the value, a text has it in it). CLAUSE is one\n"
    "clause by its id; all SELECTOR and any SELECTOR ask of several.\n"
    "Exit code: 0 all hold, 1 one fails, 3 one is undetermined, 2 one could not be asked, 4\n"
    "the corpus is invalid; 4 and 2 go before 1, and 1 before 3.\n";

static enum pact_status check_options(struct cli *cli, const struct check_opts *o,
                                      const struct arg_list *operands)
{
    if (o->upcoming != NULL && (o->files.n > 0 || o->holds != NULL || o->under != NULL))
        return cli_usage(cli, "leave one of them out",
                         "--upcoming asks what lapses or begins, --%s is of assertions",
                         o->files.n > 0     ? "file"
                         : o->holds != NULL ? "holds"
                                            : "under");
    if (operands->n == 0 && o->files.n == 0 && o->upcoming == NULL)
        return cli_usage(cli, "write `pact check ASSERTION`, or name a file with --file",
                         "there is nothing to check");
    if (o->quiet && o->output.output != NULL)
        return cli_usage(cli, "leave one of them out", "--quiet writes nothing, --output does");
    return PACT_OK;
}

static struct pact_question make_question(const struct check_opts *o,
                                          const struct arg_list *operands)
{
    struct pact_question q = cli_question(&o->ask);
    q.date = o->date;
    if (o->upcoming != NULL) {
        q.select = operands->items;
        q.n_select = operands->n;
    }
    return q;
}

static enum pact_status check(struct cli *cli, const struct check_opts *o,
                              const struct arg_list *operands, struct pact_outcome *ret)
{
    char root[4096];
    const struct pact_question q = make_question(o, operands);
    const struct pact_options limits = cli_options(&o->corpus);
    const struct pact_check how = {
        .assertions = o->upcoming == NULL ? operands->items : NULL,
        .n_assertions = o->upcoming == NULL ? operands->n : 0,
        .upcoming = o->upcoming,
        .files = o->files.items,
        .n_files = o->files.n,
        .holds = o->holds,
        .under = o->under,
        .undetermined = o->undetermined,
        .strict = o->strict,
        .root = getcwd(root, sizeof root),
        .options = &limits,
    };
    struct pact_corpus *corpus = NULL;
    enum pact_status status = cli_open(cli, &o->corpus, &corpus);
    if (status == PACT_OK && !o->quiet)
        status = cli_open_output(cli, &o->output);
    if (status == PACT_OK)
        status = pact_check(corpus, &q, &how, &cli->out, ret, cli->diags);
    pact_corpus_free(corpus);
    return status;
}

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    const struct check_opts *o = options;
    const struct pact_question q = make_question(o, operands);
    struct pact_outcome outcome = {.exit_code = PACT_EXIT_FAILED};
    enum pact_status status = cli_style(cli, &o->screen, &o->output);
    cli->wants_json = cli->wants_json && !o->quiet;
    if (pact_question_check(&q, cli->diags) != PACT_OK || status != PACT_OK)
        return cli_end(cli, PACT_USAGE, PACT_EXIT_FAILED);
    status = check_options(cli, o, operands);
    if (status == PACT_OK)
        status = check(cli, o, operands, &outcome);
    if (status == PACT_OK && outcome.errors > 0)
        cli_note(cli, "%zu of %zu checks could not be asked", outcome.errors, outcome.results);
    return cli_end(cli, status, outcome.exit_code);
}

const struct cmd cmd_check = {
    .name = "check",
    .summary = "does an assertion hold? for CI",
    .operands = "[ASSERTION...]",
    .max = SIZE_MAX,
    .formats = FORMATS_COMMON | FORMATS_REPORT,
    .opts = opts,
    .examples = examples,
    .details = details,
    .size = sizeof(struct check_opts),
    .run = run,
};
