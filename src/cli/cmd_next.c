/* pact next: what begins, ends or changes, and what that hangs on. */
#include <stdint.h>

#include "cli.h"

struct next_opts {
    const char *date, *within;
    struct ask_opts ask;
    struct corpus_opts corpus;
    struct output_opts output;
    struct screen_opts screen;
    const char *party, *holder, *obligor, *kind;
};

static const struct opt opts[] = {
    {"within", 0, OPT_TEXT, offsetof(struct next_opts, within), "SPAN",
     "only what may come so soon: 90d, 6m, 1y (default: all that comes)"},
    {"date", 'd', OPT_TEXT, offsetof(struct next_opts, date), "DATE",
     "the day after which it comes (default: today)"},
    ASK_ROWS(struct next_opts),
    CORPUS_ROWS(struct next_opts),
    CACHE_ROWS(struct next_opts),
    {"party", 0, OPT_TEXT, offsetof(struct next_opts, party), "ID",
     "only what this party holds or owes, before or after"},
    {"holder", 0, OPT_TEXT, offsetof(struct next_opts, holder), "ID",
     "only what benefits this party"},
    {"obligor", 0, OPT_TEXT, offsetof(struct next_opts, obligor), "ID",
     "only what binds this party"},
    {"kind", 0, OPT_TEXT, offsetof(struct next_opts, kind), "KIND",
     "only clauses of a kind: right, obligation, exclusivity ..."},
    OUTPUT_ROWS(struct next_opts),
    SCREEN_ROWS(struct next_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact next ip", "what begins, ends or changes of that topic"},
    {"pact next --within 90d --party microsoft", "of one party, soon"},
    {"pact next -d 2027-01-01 -a closing=never", "after a day, if something never happens"},
    {"pact next -f ics -o terms.ics", "all of it for a calendar"},
    {NULL, NULL},
};

static const char details[] =
    "What has a day comes in order of day, with what it depends on. What hangs on an event, or\n"
    "on a day that is not known, has an earliest day, and a latest unless it\n"
    "matters at any time.\n"
    "ics has an entry of a whole day for each: what hangs on something stands on its latest day,\n"
    "or if there is none on its earliest, and is marked as tentative.\n"
    "Exit code: 0 answered, 2 the question is wrong, 4 the corpus is invalid.\n";

static struct pact_question make_question(const struct next_opts *o,
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

static enum pact_status ask(struct cli *cli, const struct next_opts *o,
                            const struct pact_question *q, struct pact_outcome *ret)
{
    struct pact_corpus *corpus = NULL;
    enum pact_status status = cli_open(cli, &o->corpus, &corpus);
    if (status == PACT_OK)
        status = cli_open_output(cli, &o->output);
    if (status == PACT_OK)
        status = pact_next(corpus, q, o->within, &cli->out, ret, cli->diags);
    pact_corpus_free(corpus);
    return status;
}

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    const struct next_opts *o = options;
    const struct pact_question q = make_question(o, operands);
    struct pact_outcome outcome = {.exit_code = PACT_EXIT_FAILED};
    enum pact_status status = cli_style(cli, &o->screen, &o->output);
    if (pact_question_check(&q, cli->diags) != PACT_OK || status != PACT_OK)
        return cli_end(cli, PACT_USAGE, PACT_EXIT_FAILED);
    status = ask(cli, o, &q, &outcome);
    return cli_end(cli, status, outcome.exit_code);
}

const struct cmd cmd_next = {
    .name = "next",
    .summary = "what begins, ends or changes, and what that hangs on",
    .operands = "[SELECTOR...]",
    .max = SIZE_MAX,
    .formats = FORMATS_COMMON | FORMAT_BIT(ICS),
    .opts = opts,
    .examples = examples,
    .details = details,
    .size = sizeof(struct next_opts),
    .run = run,
};
