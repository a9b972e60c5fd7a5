/* pact timeline: all answers over the years, as a picture or as rows. */
#include <stdint.h>
#include <string.h>

#include "cli.h"

struct timeline_opts {
    const char *date, *from, *through, *over;
    bool plane;
    struct ask_opts ask;
    struct corpus_opts corpus;
    struct output_opts output;
    struct screen_opts screen;
    const char *party, *holder, *obligor, *kind;
};

static const struct opt opts[] = {
    {"from", 0, OPT_TEXT, offsetof(struct timeline_opts, from), "DATE",
     "where it begins: a day, or a period such as 2019 (default: the first year with something)"},
    {"through", 0, OPT_TEXT, offsetof(struct timeline_opts, through), "DATE",
     "its last day, or the period it ends with (default: a year past the last change)"},
    {"over", 0, OPT_TEXT, offsetof(struct timeline_opts, over), "days|known",
     "known: how the answer for --date changed with what was known"},
    {"plane", 0, OPT_FLAG, offsetof(struct timeline_opts, plane), NULL,
     "one clause over days and knowledge: a line for each day that taught something of it"},
    {"date", 'd', OPT_TEXT, offsetof(struct timeline_opts, date), "DATE",
     "the day to be marked (default: today)"},
    ASK_ROWS(struct timeline_opts),
    CORPUS_ROWS(struct timeline_opts),
    CACHE_ROWS(struct timeline_opts),
    {"party", 0, OPT_TEXT, offsetof(struct timeline_opts, party), "ID",
     "only what this party holds or owes"},
    {"holder", 0, OPT_TEXT, offsetof(struct timeline_opts, holder), "ID",
     "only what benefits this party"},
    {"obligor", 0, OPT_TEXT, offsetof(struct timeline_opts, obligor), "ID",
     "only what binds this party"},
    {"kind", 0, OPT_TEXT, offsetof(struct timeline_opts, kind), "KIND",
     "only clauses of a kind: right, obligation, exclusivity ..."},
    OUTPUT_ROWS(struct timeline_opts),
    SCREEN_ROWS(struct timeline_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact timeline ip", "the topic's bars in the terminal"},
    {"pact timeline --from 2019 --through 2032 -f svg -o ip.svg ip", "a picture"},
    {"pact timeline -f html -o terms.html", "a page to look up any day in, without a network"},
    {"pact timeline -k 2026-03-01 ip.license", "as known on that day"},
    {"pact timeline --over known -d 2031-01-01 ip.license", "how the answer for that day changed"},
    {"pact timeline --plane ip.license", "of one clause both: days, and what was known of them"},
    {NULL, NULL},
};

static const char details[] =
    "A line for each clause: when it is in force, when that depends on what has not happened,\n"
    "and when its terms change. html is one file: the picture, a table, and controls that show\n"
    "what applies on a day, as known on another, with each event taken to have happened or not.\n"
    "json, jsonl, csv, tsv and markdown have the rows of `pact query --all` for the period.\n"
    "--over known draws days of knowledge instead; --plane is of one clause, in text, svg and "
    "rows.\n"
    "Exit code: 0 answered, 2 the question is wrong, 4 the corpus is invalid.\n";

static struct pact_question make_question(const struct timeline_opts *o,
                                          const struct arg_list *operands)
{
    struct pact_question q = cli_question(&o->ask);
    q.date = o->date;
    q.select = operands->items;
    q.n_select = operands->n;
    q.party = o->party;
    q.holder = o->holder;
    q.obligor = o->obligor;
    q.kind = o->kind;
    return q;
}

static enum pact_status read_axis(struct cli *cli, const struct timeline_opts *o,
                                  struct pact_chart *ret)
{
    const bool known = o->over != NULL && strcmp(o->over, "known") == 0;
    *ret = (struct pact_chart){PACT_OVER_DAYS, o->from, o->through};
    if (o->over != NULL && !known && strcmp(o->over, "days") != 0)
        return cli_usage(cli, "write --over days or --over known", "over '%s'", o->over);
    if (o->plane && o->over != NULL)
        return cli_usage(cli, "leave one of them", "--plane has both axes, --over names one");
    ret->axis = o->plane ? PACT_OVER_BOTH : known ? PACT_OVER_KNOWN : PACT_OVER_DAYS;
    return PACT_OK;
}

static enum pact_status draw(struct cli *cli, const struct timeline_opts *o,
                             const struct pact_question *q, const struct pact_chart *chart,
                             struct pact_outcome *ret)
{
    struct pact_corpus *corpus = NULL;
    enum pact_status status = cli_open(cli, &o->corpus, &corpus);
    if (status == PACT_OK)
        status = cli_open_output(cli, &o->output);
    if (status == PACT_OK)
        status = pact_timeline(corpus, q, chart, &cli->out, ret, cli->diags);
    pact_corpus_free(corpus);
    return status;
}

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    const struct timeline_opts *o = options;
    const struct pact_question q = make_question(o, operands);
    struct pact_outcome outcome = {.exit_code = PACT_EXIT_FAILED};
    enum pact_status status = cli_style(cli, &o->screen, &o->output);
    struct pact_chart chart;
    if (status == PACT_OK)
        status = read_axis(cli, o, &chart);
    if (pact_question_check(&q, cli->diags) != PACT_OK || status != PACT_OK)
        return cli_end(cli, PACT_USAGE, PACT_EXIT_FAILED);
    status = draw(cli, o, &q, &chart, &outcome);
    return cli_end(cli, status, outcome.exit_code);
}

const struct cmd cmd_timeline = {
    .name = "timeline",
    .summary = "all answers over the years, drawn",
    .operands = "[SELECTOR...]",
    .max = SIZE_MAX,
    .formats = FORMATS_COMMON | FORMAT_BIT(SVG) | FORMAT_BIT(HTML) | FORMAT_BIT(MERMAID),
    .opts = opts,
    .examples = examples,
    .details = details,
    .size = sizeof(struct timeline_opts),
    .run = run,
};
