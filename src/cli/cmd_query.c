/* pact query: what applies on a day, or in a period. */
#include <stdint.h>
#include <string.h>

#include "cli.h"

struct query_opts {
    const char *date;
    struct ask_opts ask;
    struct corpus_opts corpus;
    struct output_opts output;
    struct screen_opts screen;
    const char *party, *holder, *obligor, *kind, *value;
    struct arg_list where;
    bool all, jointly, quiet;
};

static const struct opt opts[] = {
    {"date", 'd', OPT_TEXT, offsetof(struct query_opts, date), "DATE",
     "the day, or period, asked about (default: today)"},
    ASK_ROWS(struct query_opts),
    CORPUS_ROWS(struct query_opts),
    CACHE_ROWS(struct query_opts),
    {"all", 0, OPT_FLAG, offsetof(struct query_opts, all), NULL,
     "show what does not apply as well, and why"},
    {"party", 0, OPT_TEXT, offsetof(struct query_opts, party), "ID",
     "only what this party holds or owes"},
    {"holder", 0, OPT_TEXT, offsetof(struct query_opts, holder), "ID",
     "only what benefits this party"},
    {"obligor", 0, OPT_TEXT, offsetof(struct query_opts, obligor), "ID",
     "only what binds this party"},
    {"kind", 0, OPT_TEXT, offsetof(struct query_opts, kind), "KIND",
     "only clauses of a kind: right, obligation, exclusivity ..."},
    {"where", 0, OPT_LIST, offsetof(struct query_opts, where), "CONDITION",
     "only where the terms are such: 'exclusive=true', 'cap >= 10'"},
    {"jointly", 0, OPT_FLAG, offsetof(struct query_opts, jointly), NULL,
     "one list of cases for all clauses: the courses of events that matter"},
    {"value", 0, OPT_TEXT, offsetof(struct query_opts, value), "CLAUSE:TERM",
     "print the bare value of one term, for scripts"},
    {"quiet", 'q', OPT_FLAG, offsetof(struct query_opts, quiet), NULL,
     "print nothing: the exit code is the answer"},
    OUTPUT_ROWS(struct query_opts),
    SCREEN_ROWS(struct query_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact query --date 2031-01-01 ip", "what applies of topic ip on that day"},
    {"pact query -d 2031 --all", "the whole year, with what has ended"},
    {"pact query -d 2031-01-01 -k 2025-12-31", "the same, as known at the end of 2025"},
    {"pact query -d 2031-01-01 -a '*=never'", "if none of the open events happens"},
    {"pact query -d 2027-01-01 --jointly", "the courses of events, and what applies in each"},
    {"pact query -q -d today --kind right ip.license && echo yes", "in a script"},
    {NULL, NULL},
};

static const char details[] =
    "A SELECTOR is a clause (ip.license), a topic with all below it (ip), either of them in\n"
    "one agreement (acme-globex/ip), or a glob ('*.exclusivity'). None: everything.\n"
    "DATE is 2031-01-31, today or today+90d; for --date also a period: 2031, 2031-03,\n"
    "2031-Q1, 2026-01-01..2026-06-30, both ends included; or all days.\n"
    "Exit code: 0 something applies, 3 it depends, 1 nothing applies, 2 the question is\n"
    "wrong, 4 the corpus is invalid.\n";

static struct pact_question make_question(const struct query_opts *o,
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
    q.where = o->where.items;
    q.n_where = o->where.n;
    q.all = o->all;
    return q;
}

/* The first option that chooses among clauses; NULL if none was given. */
static const char *name_filter(const struct query_opts *o)
{
    return o->party != NULL     ? "party"
           : o->holder != NULL  ? "holder"
           : o->obligor != NULL ? "obligor"
           : o->kind != NULL    ? "kind"
           : o->where.n > 0     ? "where"
           : o->all             ? "all"
                                : NULL;
}

/* Options that do not go together. */
static enum pact_status check_options(struct cli *cli, const struct query_opts *o,
                                      const struct arg_list *operands)
{
    if (o->quiet && o->output.output != NULL)
        return cli_usage(cli, "leave one of them out", "--quiet writes nothing, --output does");
    if (o->value == NULL)
        return PACT_OK;
    if (o->jointly)
        return cli_usage(cli, "leave one of them out",
                         "--value asks for one term, and --jointly for several clauses");
    if (operands->n > 0)
        return cli_usage(cli, "name the clause in --value alone", "--value takes no '%s' beside it",
                         operands->items[0]);
    const char *filter = name_filter(o);
    if (filter != NULL)
        return cli_usage(cli, "leave one of them out",
                         "--value asks for one term, and --%s chooses clauses", filter);
    if (cli->out.style.format != PACT_FORMAT_TEXT)
        return cli_usage(cli, "leave --format out, or ask without --value",
                         "--value prints a bare value, not %s",
                         pact_format_name(cli->out.style.format));
    return PACT_OK;
}

static void say_notices(struct cli *cli, const struct query_opts *o,
                        const struct pact_outcome *outcome)
{
    const enum pact_format format = cli->out.style.format;
    if (o->quiet)
        return;
    if (outcome->why != NULL)
        cli_note(cli, "%s %s", o->value, outcome->why);
    /* Text has a line of its own for this, and JSON both days. */
    const bool told =
        format == PACT_FORMAT_TEXT || format == PACT_FORMAT_JSON || format == PACT_FORMAT_JSONL;
    if (outcome->known_after_record && (o->value != NULL || !told))
        cli_note(cli, "--known is later than the record: what came between may be missing");
}

static enum pact_status ask(struct cli *cli, const struct query_opts *o,
                            const struct pact_question *q, struct pact_outcome *ret)
{
    struct pact_corpus *corpus = NULL;
    enum pact_status status = cli_open(cli, &o->corpus, &corpus);
    if (status == PACT_OK && !o->quiet)
        status = cli_open_output(cli, &o->output);
    if (status == PACT_OK && o->value != NULL)
        status = pact_value(corpus, q, o->value, &cli->out, ret, cli->diags);
    else if (status == PACT_OK && o->jointly)
        status = pact_jointly(corpus, q, &cli->out, ret, cli->diags);
    else if (status == PACT_OK)
        status = pact_query(corpus, q, &cli->out, ret, cli->diags);
    pact_corpus_free(corpus);
    return status;
}

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    const struct query_opts *o = options;
    const struct pact_question q = make_question(o, operands);
    struct pact_outcome outcome = {.exit_code = PACT_EXIT_FAILED};
    enum pact_status status = cli_style(cli, &o->screen, &o->output);
    cli->wants_json = cli->wants_json && !o->quiet;
    /* All that can be wrong without a corpus comes before it: a wrong question is no matter of the
     * corpus. */
    if (pact_question_check(&q, cli->diags) != PACT_OK || status != PACT_OK)
        return cli_end(cli, PACT_USAGE, PACT_EXIT_FAILED);
    status = check_options(cli, o, operands);
    if (status == PACT_OK)
        status = ask(cli, o, &q, &outcome);
    if (status == PACT_OK)
        say_notices(cli, o, &outcome);
    return cli_end(cli, status, outcome.exit_code);
}

const struct cmd cmd_query = {
    .name = "query",
    .summary = "what applies on a day, or in a period",
    .operands = "[SELECTOR...]",
    .max = SIZE_MAX,
    .formats = FORMATS_COMMON,
    .opts = opts,
    .examples = examples,
    .details = details,
    .size = sizeof(struct query_opts),
    .run = run,
};
