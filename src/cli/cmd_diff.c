/* pact diff: what differs between two days, or between what was known on two days. */
#include <stdint.h>
#include <string.h>

#include "cli.h"

struct diff_opts {
    const char *date, *known, *signed_on, *today;
    struct arg_list assume, against;
    struct corpus_opts corpus;
    struct output_opts output;
    struct screen_opts screen;
    const char *party, *holder, *obligor, *kind;
};

static const struct opt opts[] = {
    {"known", 'k', OPT_TEXT, offsetof(struct diff_opts, known), "DATE|A..B",
     "whose knowledge answers; A..B: what differs between them on one day, or on all"},
    {"date", 'd', OPT_TEXT, offsetof(struct diff_opts, date), "DATE|PERIOD|all",
     "with --known A..B: the day or days asked about (default: today)"},
    {"against", 0, OPT_LIST, offsetof(struct diff_opts, against), "CORPUS",
     "what differs from that corpus, on all days and as known on all days"},
    {"assume", 'a', OPT_LIST, offsetof(struct diff_opts, assume), "NAME=DATE",
     "assume that an event comes on a day, in a window, or never; '*=never'"},
    {"signed", 0, OPT_TEXT, offsetof(struct diff_opts, signed_on), "DATE",
     "count what was signed by then, whenever announced"},
    {"today", 0, OPT_TEXT, offsetof(struct diff_opts, today), "DATE",
     "what 'today' means (default: $PACT_TODAY, else the clock)"},
    CORPUS_ROWS(struct diff_opts),
    CACHE_ROWS(struct diff_opts),
    {"party", 0, OPT_TEXT, offsetof(struct diff_opts, party), "ID",
     "only what this party holds or owes, on either side"},
    {"holder", 0, OPT_TEXT, offsetof(struct diff_opts, holder), "ID",
     "only what benefits this party"},
    {"obligor", 0, OPT_TEXT, offsetof(struct diff_opts, obligor), "ID",
     "only what binds this party"},
    {"kind", 0, OPT_TEXT, offsetof(struct diff_opts, kind), "KIND",
     "only clauses of a kind: right, obligation, exclusivity ..."},
    OUTPUT_ROWS(struct diff_opts),
    SCREEN_ROWS(struct diff_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact diff 2026-04-26 2026-04-27", "what an amendment changed, term by term"},
    {"pact diff 2026-12-31 2031-01-01 ip", "of one topic"},
    {"pact diff --known 2025-10-27..2025-10-28 -d 2031-01-01", "what an announcement taught"},
    {"pact diff --known 2025-10-27..2025-10-28 -d all ip",
     "the same of all days, stretch by stretch"},
    {"pact diff -C new.yaml --against old.yaml",
     "what a change to a corpus changes: a review gate"},
    {NULL, NULL},
};

static const char details[] =
    "Two days, and then selectors; or --known A..B, and selectors. Compared are status, kind,\n"
    "holder, obligor, ends, what it is provided that, and the terms; of answers that depend,\n"
    "their cases, relative to the day. With --known A..B, --date may be a period, or all: then\n"
    "each stretch of days is told on which the same things differ.\n"
    "--against CORPUS compares what both corpora say, on all days and as known on all days, each\n"
    "difference once; --date and --known narrow it. Order and layout do not count.\n"
    "Exit code: 0 nothing differs, 1 definite answers differ, 3 only what depends differs,\n"
    "2 the question is wrong, 4 the corpus is invalid.\n";

/* The two questions; selectors are what is left of the operands. */
struct sides {
    struct pact_question from, to;
};

static struct pact_question base_question(const struct diff_opts *o)
{
    const struct ask_opts ask = {
        .known = o->known, .signed_on = o->signed_on, .today = o->today, .assume = o->assume};
    struct pact_question q = cli_question(&ask);
    q.party = o->party;
    q.holder = o->holder;
    q.obligor = o->obligor;
    q.kind = o->kind;
    return q;
}

static enum pact_status sides_of_known(struct cli *cli, const struct diff_opts *o, const char *dots,
                                       const struct arg_list *operands, struct sides *ret)
{
    const size_t n = (size_t)(dots - o->known);
    char *first = arena_copy(&cli->arena, o->known, n);
    if (first == NULL)
        return PACT_NOMEM;
    ret->from.known = first;
    ret->to.known = dots + 2;
    ret->from.date = ret->to.date = o->date;
    ret->from.select = operands->items;
    ret->from.n_select = operands->n;
    return PACT_OK;
}

static enum pact_status sides_of_days(struct cli *cli, const struct diff_opts *o,
                                      const struct arg_list *operands, struct sides *ret)
{
    if (o->date != NULL)
        return cli_usage(cli, "write `pact diff DATE1 DATE2`, or give --known A..B",
                         "--date says which day is meant with --known A..B");
    if (operands->n < 2)
        return cli_usage(cli, "write `pact diff DATE1 DATE2`, or give --known A..B",
                         "two days are needed to tell a difference");
    ret->from.date = operands->items[0];
    ret->to.date = operands->items[1];
    ret->from.select = operands->items + 2;
    ret->from.n_select = operands->n - 2;
    return PACT_OK;
}

static enum pact_status make_sides(struct cli *cli, const struct diff_opts *o,
                                   const struct arg_list *operands, struct sides *ret)
{
    ret->from = ret->to = base_question(o);
    const char *dots = o->known != NULL ? strstr(o->known, "..") : NULL;
    enum pact_status status = dots != NULL ? sides_of_known(cli, o, dots, operands, ret)
                                           : sides_of_days(cli, o, operands, ret);
    if (status == PACT_OK)
        status = pact_question_check(&ret->from, cli->diags);
    if (status == PACT_OK)
        status = pact_question_check(&ret->to, cli->diags);
    return status;
}

/* The corpus that is compared against has the limits of the other. */
static enum pact_status open_against(struct cli *cli, const struct diff_opts *o,
                                     struct pact_corpus **ret)
{
    const struct corpus_opts opts_of_old = {.paths = o->against, .limits = o->corpus.limits};
    return cli_open(cli, &opts_of_old, ret);
}

static enum pact_status compare_corpora(struct cli *cli, const struct diff_opts *o,
                                        const struct pact_question *q, struct pact_outcome *ret)
{
    struct pact_corpus *old = NULL, *corpus = NULL;
    enum pact_status status = open_against(cli, o, &old);
    if (status == PACT_OK)
        status = cli_open(cli, &o->corpus, &corpus);
    if (status == PACT_OK)
        status = cli_open_output(cli, &o->output);
    if (status == PACT_OK)
        status = pact_diff_against(corpus, old, q, &cli->out, ret, cli->diags);
    pact_corpus_free(corpus);
    pact_corpus_free(old);
    return status;
}

static enum pact_status against(struct cli *cli, const struct diff_opts *o,
                                const struct arg_list *operands, struct pact_outcome *ret)
{
    struct pact_question q = base_question(o);
    q.date = o->date;
    q.select = operands->items;
    q.n_select = operands->n;
    if (o->known != NULL && strstr(o->known, "..") != NULL)
        return cli_usage(cli, "give one day, or none for all",
                         "with --against, --known is a day, not '%s'", o->known);
    const enum pact_status status = pact_question_check(&q, cli->diags);
    return status == PACT_OK ? compare_corpora(cli, o, &q, ret) : status;
}

static enum pact_status compare(struct cli *cli, const struct diff_opts *o,
                                const struct sides *sides, struct pact_outcome *ret)
{
    struct pact_corpus *corpus = NULL;
    enum pact_status status = cli_open(cli, &o->corpus, &corpus);
    if (status == PACT_OK)
        status = cli_open_output(cli, &o->output);
    if (status == PACT_OK)
        status = pact_diff(corpus, &sides->from, &sides->to, &cli->out, ret, cli->diags);
    pact_corpus_free(corpus);
    return status;
}

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    const struct diff_opts *o = options;
    struct sides sides = {0};
    struct pact_outcome outcome = {.exit_code = PACT_EXIT_FAILED};
    enum pact_status status = cli_style(cli, &o->screen, &o->output);
    if (status == PACT_OK && o->against.n > 0) {
        status = against(cli, o, operands, &outcome);
        return cli_end(cli, status, outcome.exit_code);
    }
    if (status == PACT_OK)
        status = make_sides(cli, o, operands, &sides);
    if (status == PACT_OK)
        status = compare(cli, o, &sides, &outcome);
    return cli_end(cli, status, outcome.exit_code);
}

const struct cmd cmd_diff = {
    .name = "diff",
    .summary = "what differs between two days, or what was known on them",
    .operands = "DATE DATE [SELECTOR...]",
    .max = SIZE_MAX,
    .formats = FORMATS_COMMON,
    .opts = opts,
    .examples = examples,
    .details = details,
    .size = sizeof(struct diff_opts),
    .run = run,
};
