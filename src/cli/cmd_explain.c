/* pact explain: why an answer is what it is, and what would change it. */
#include <string.h>

#include "cli.h"

/* A receipt is an answer about one clause; a larger file is none. */
#define MAX_RECEIPT ((size_t)256 * 1024 * 1024)

struct explain_opts {
    const char *date, *receipt, *replay;
    struct ask_opts ask;
    struct corpus_opts corpus;
    struct output_opts output;
    struct screen_opts screen;
};

static const struct opt opts[] = {
    {"date", 'd', OPT_TEXT, offsetof(struct explain_opts, date), "DATE",
     "the day asked about (default: today)"},
    ASK_ROWS(struct explain_opts),
    CORPUS_ROWS(struct explain_opts),
    CACHE_ROWS(struct explain_opts),
    {"receipt", 0, OPT_TEXT, offsetof(struct explain_opts, receipt), "FILE",
     "write the question, the corpus's digest, the version and the answer to FILE as well"},
    {"replay", 0, OPT_TEXT, offsetof(struct explain_opts, replay), "FILE",
     "answer the question of a receipt again, and say what differs"},
    OUTPUT_ROWS(struct explain_opts),
    SCREEN_ROWS(struct explain_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact explain -d 2031-01-01 ip.license", "who says so, act by act, and what would change it"},
    {"pact explain -d 2031-01-01 --receipt licence.json ip.license", "keep what was answered"},
    {"pact explain --replay licence.json", "is it still answered so?"},
    {NULL, NULL},
};

static const char details[] =
    "CLAUSE is one clause by its exact id, or AGREEMENT/CLAUSE. Shown are the answer of `pact\n"
    "query`; every act of the clause, with what it did on that day or why it did nothing; the\n"
    "events and unknown days on which the answer hangs; the nearest days with another answer;\n"
    "the sources without which it would be another; and what was known when. CSV and TSV have\n"
    "the acts alone.\n"
    "Exit code: 0 answered, or the replay gives the same answer, whatever has become of the\n"
    "corpus otherwise; 1 the replay gives another answer; 2 the question is wrong or the file\n"
    "no receipt; 4 the corpus is invalid.\n";

/* ---- a receipt ---- */

/* The file beside the answer. Written whole once the answer is ready, and put in its place last. */
struct receipt {
    struct file_writer file;
    bool open;
};

static int write_piece(void *ctx, const char *bytes, size_t n)
{
    struct receipt *r = ctx;
    file_write(&r->file, bytes, n);
    return r->file.error;
}

static enum pact_status open_receipt(struct cli *cli, const struct explain_opts *o,
                                     struct receipt *r)
{
    struct diags d;
    if (o->receipt == NULL)
        return PACT_OK;
    diags_init(&d, 1);
    const enum status status = file_create(&r->file, o->receipt, &d);
    r->open = status == ST_OK;
    return cli_adopt(cli, &d, status);
}

/* Both or none, as far as that goes: the answer is in its place first. */
static enum pact_status end_receipt(struct cli *cli, struct receipt *r, enum pact_status status)
{
    struct diags d;
    if (!r->open)
        return status;
    if (status == PACT_OK && cli->outlet.error == 0)
        status = cli_commit(cli);
    if (status != PACT_OK || cli->outlet.error != 0) {
        file_abort(&r->file);
        return status;
    }
    diags_init(&d, 1);
    const enum status committed = file_commit(&r->file, &d);
    if (committed != ST_OK)
        file_abort(&r->file);
    return cli_adopt(cli, &d, committed);
}

/* ---- the two ways ---- */

static enum pact_status explain(struct cli *cli, const struct explain_opts *o,
                                const struct pact_question *q, struct pact_outcome *ret)
{
    struct receipt r = {0};
    const struct pact_output to_receipt = {.sink = write_piece, .ctx = &r};
    struct pact_corpus *corpus = NULL;
    enum pact_status status = cli_open(cli, &o->corpus, &corpus);
    if (status == PACT_OK)
        status = cli_open_output(cli, &o->output);
    if (status == PACT_OK)
        status = open_receipt(cli, o, &r);
    if (status == PACT_OK)
        status = pact_explain(corpus, q, &cli->out, r.open ? &to_receipt : NULL, ret, cli->diags);
    pact_corpus_free(corpus);
    return end_receipt(cli, &r, status);
}

static enum pact_status replay(struct cli *cli, const struct explain_opts *o,
                               struct pact_outcome *ret)
{
    struct pact_corpus *corpus = NULL;
    struct buf bytes;
    struct diags d;
    buf_init(&bytes, 0);
    diags_init(&d, 1);
    const enum status read = file_read(o->replay, MAX_RECEIPT, &bytes, &d);
    enum pact_status status = cli_adopt(cli, &d, read);
    if (status == PACT_OK)
        status = cli_open(cli, &o->corpus, &corpus);
    if (status == PACT_OK)
        status = cli_open_output(cli, &o->output);
    if (status == PACT_OK)
        status = pact_replay(corpus, bytes.n > 0 ? bytes.data : "", bytes.n, o->replay, &cli->out,
                             ret, cli->diags);
    pact_corpus_free(corpus);
    buf_done(&bytes);
    return status;
}

static enum pact_status check(struct cli *cli, const struct explain_opts *o,
                              const struct arg_list *operands, struct pact_question *q)
{
    if (o->replay != NULL) {
        if (operands->n == 0 && o->date == NULL && o->ask.known == NULL &&
            o->ask.signed_on == NULL && o->ask.assume.n == 0 && o->receipt == NULL)
            return PACT_OK;
        return cli_usage(cli, "write `pact explain --replay FILE` and, at most, which corpus",
                         "a receipt has its own question");
    }
    if (operands->n != 1)
        return cli_usage(cli, "`pact list clauses` shows them",
                         operands->n == 0 ? "name the clause to explain"
                                          : "one clause is explained at a time");
    if (o->receipt != NULL && o->output.output != NULL && strcmp(o->receipt, o->output.output) == 0)
        return cli_usage(cli, NULL, "--receipt and --output name the same file");
    *q = cli_question(&o->ask);
    q->date = o->date;
    q->select = operands->items;
    q->n_select = operands->n;
    return pact_question_check(q, cli->diags);
}

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    const struct explain_opts *o = options;
    struct pact_question q = PACT_QUESTION_INIT;
    struct pact_outcome outcome = {.exit_code = PACT_EXIT_FAILED};
    enum pact_status status = cli_style(cli, &o->screen, &o->output);
    if (status == PACT_OK)
        status = check(cli, o, operands, &q);
    if (status == PACT_OK)
        status = o->replay != NULL ? replay(cli, o, &outcome) : explain(cli, o, &q, &outcome);
    return cli_end(cli, status, outcome.exit_code);
}

const struct cmd cmd_explain = {
    .name = "explain",
    .summary = "why an answer is what it is, and what would change it",
    .operands = "CLAUSE",
    .max = 1,
    .formats = FORMATS_COMMON,
    .opts = opts,
    .examples = examples,
    .details = details,
    .size = sizeof(struct explain_opts),
    .run = run,
};
