/* pact batch: many questions, one load of the corpus. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "vec.h"

/* A question is small; a longer line is answered by an error document and passed over. */
#define MAX_LINE ((size_t)1048576)
#define CHUNK ((size_t)65536)

struct batch_opts {
    struct ask_opts ask;
    struct corpus_opts corpus;
    struct screen_opts screen;
    const char *output;
};

static const struct opt opts[] = {
    ASK_ROWS(struct batch_opts),
    CORPUS_ROWS(struct batch_opts),
    CACHE_ROWS(struct batch_opts),
    {"output", 'o', OPT_TEXT, offsetof(struct batch_opts, output), "FILE",
     "write to FILE, whole or not at all (-: standard output)"},
    SCREEN_ROWS(struct batch_opts),
    NO_MORE_ROWS,
};

static const struct example examples[] = {
    {"pact batch < questions.jsonl > answers.jsonl", "one answer a line, in order"},
    {"echo '{\"date\": \"2031-01-01\", \"select\": [\"ip\"]}' | pact batch", "a single one"},
    {NULL, NULL},
};

static const char details[] =
    "Each line is a JSON object with the keys of `query` in an answer of `pact query --json`:\n"
    "date, known, signed, assume, select, party, holder, obligor, kind, where, all, today; all\n"
    "but date may be left out. Each gives one line: the document of `pact query --json`, or an\n"
    "error document. --known, --assume, --signed and --today are for lines that do not say.\n"
    "Exit code: 0, or 2 if some line got an error document; 4 if the corpus is invalid.\n";

struct stream {
    struct cli *cli;
    struct pact_batch *batch;
    struct pact_output pieces; /* what the library writes: gathered in `answers` */
    struct buf line;           /* what there is of a line that has not ended */
    struct vec lines;          /* struct pact_line: those that begin and end in the piece at hand */
    bool too_long;             /* it is, and the rest of it is passed over */
    struct buf answers;
    bool failed; /* some line got an error document */
    enum pact_status status;
};

static void print(struct stream *s, const char *bytes, size_t n)
{
    if (s->status != PACT_OK && s->status != PACT_INVALID) /* damage met later: these stand */
        return;
    cli_print_bytes(s->cli, bytes, n);
    if (s->cli->outlet.error != 0)
        s->status = PACT_IO;
}

static void flush(struct stream *s)
{
    print(s, s->answers.data, s->answers.n);
    buf_clear(&s->answers);
}

static int gather(void *ctx, const char *bytes, size_t n)
{
    struct stream *s = ctx;
    if (n >= CHUNK / 4 || s->answers.n + n >= CHUNK)
        flush(s);
    if (n >= CHUNK / 4)
        print(s, bytes, n); /* as it is: it is worth a write of its own */
    else
        buf_put(&s->answers, bytes, n);
    return s->answers.failed ? ENOMEM : s->cli->outlet.error;
}

static void refuse_long(struct stream *s)
{
    struct pact_diags *diags = pact_diags_new();
    if (diags == NULL) {
        s->status = PACT_NOMEM;
        return;
    }
    pact_diags_add(diags, "usage", "the line is longer than 1 MiB", NULL);
    s->status = pact_error_document(diags, PACT_EXIT_FAILED, &s->pieces);
    s->failed = true;
    pact_diags_free(diags);
}

static void answer(struct stream *s, const char *line, size_t n)
{
    int code = PACT_EXIT_FAILED;
    if (s->too_long)
        refuse_long(s);
    else
        s->status = pact_batch_line(s->batch, line, n, &s->pieces, &code);
    if (s->status == PACT_OK && code == PACT_EXIT_FAILED)
        s->failed = true;
}

/* The part of a line that ends in this piece, or goes on behind it. */
static void take_part(struct stream *s, const char *bytes, size_t n, bool ends)
{
    if (s->line.n + n > MAX_LINE)
        s->too_long = true;
    if (ends && s->line.n == 0) {
        answer(s, bytes, n); /* the usual case: a whole line, without a copy */
    } else if (!s->too_long) {
        buf_put(&s->line, bytes, n);
        if (s->line.failed)
            s->status = PACT_NOMEM;
        else if (ends)
            answer(s, s->line.data, s->line.n);
    } else if (ends) {
        answer(s, NULL, 0);
    }
    if (ends) {
        buf_clear(&s->line);
        s->too_long = false;
    }
}

/* Takes the lines that begin and end in this piece; how much of it they are. */
static size_t take_whole_lines(struct stream *s, const char *bytes, size_t n)
{
    const char *at = bytes;
    const char *feed;
    int code = PACT_EXIT_YES;
    s->lines.n = 0;
    while ((feed = memchr(at, '\n', n - (size_t)(at - bytes))) != NULL) {
        struct pact_line *line = vec_add(&s->lines);
        if (line == NULL) {
            s->status = PACT_NOMEM;
            return 0;
        }
        *line = (struct pact_line){at, (size_t)(feed - at)};
        at = feed + 1;
    }
    s->status = pact_batch_lines(s->batch, s->lines.data, s->lines.n, &s->pieces, &code);
    s->failed |= s->status == PACT_OK && code == PACT_EXIT_FAILED;
    return (size_t)(at - bytes);
}

/* What is begun is ended; then all that is whole; the rest is kept. */
static void take(struct stream *s, const char *bytes, size_t n)
{
    size_t at = 0;
    if (s->line.n > 0 || s->too_long) {
        const char *feed = memchr(bytes, '\n', n);
        at = feed != NULL ? (size_t)(feed - bytes) : n;
        take_part(s, bytes, at, feed != NULL);
        at += feed != NULL;
    }
    if (s->status == PACT_OK)
        at += take_whole_lines(s, bytes + at, n - at);
    if (s->status == PACT_OK && at < n)
        take_part(s, bytes + at, n - at, false);
}

/* Answers are handed on before waiting for more questions, so that a program may ask one at a time.
 */
static void read_all(struct stream *s)
{
    char *chunk = arena_get(&s->cli->arena, CHUNK);
    ssize_t got = 1;
    if (chunk == NULL)
        s->status = PACT_NOMEM;
    while (got != 0 && s->status == PACT_OK) {
        got = read(STDIN_FILENO, chunk, CHUNK);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            cli_system_error(s->cli, "cannot-read", "cannot read standard input", errno);
            s->status = PACT_IO;
            return;
        }
        take(s, chunk, (size_t)got);
        flush(s);
    }
    if (s->status == PACT_OK && (s->line.n > 0 || s->too_long))
        take_part(s, "", 0, true);
    flush(s);
}

static enum pact_status answer_all(struct cli *cli, struct pact_batch *batch, bool *ret_failed)
{
    struct stream s = {.cli = cli, .batch = batch};
    s.pieces.sink = gather;
    s.pieces.ctx = &s;
    buf_init(&s.line, 0);
    buf_init(&s.answers, 0);
    vec_init(&s.lines, sizeof(struct pact_line));
    read_all(&s);
    buf_done(&s.line);
    buf_done(&s.answers);
    vec_done(&s.lines);
    *ret_failed = s.failed;
    return s.status;
}

static enum pact_status open_and_answer(struct cli *cli, const struct batch_opts *o,
                                        const struct pact_question *defaults, bool *ret_failed)
{
    const struct output_opts output = {.output = o->output};
    struct pact_corpus *corpus = NULL;
    struct pact_batch *batch = NULL;
    enum pact_status status = cli_open(cli, &o->corpus, &corpus);
    if (status == PACT_OK)
        status = cli_open_output(cli, &output);
    if (status == PACT_OK)
        status = pact_batch_new(corpus, defaults, cli->diags, &batch);
    if (status == PACT_OK)
        status = answer_all(cli, batch, ret_failed);
    pact_batch_free(batch);
    pact_corpus_free(corpus);
    return status;
}

static enum pact_status check_input(struct cli *cli, const struct corpus_opts *corpus)
{
    for (size_t i = 0; i < corpus->paths.n; i++)
        if (strcmp(corpus->paths.items[i], "-") == 0)
            return cli_usage(cli, "put the corpus into a file",
                             "standard input holds the questions, so it cannot be the corpus");
    return PACT_OK;
}

static int run(struct cli *cli, const void *options, const struct arg_list *operands)
{
    const struct batch_opts *o = options;
    const struct pact_question defaults = cli_question(&o->ask);
    struct pact_question probe = defaults;
    bool failed = false;
    (void)operands;
    probe.date = "2000-01-01"; /* each line has its own */
    enum pact_status status = cli_style(cli, &o->screen, NULL);
    cli->out.style.pretty = false;
    if (pact_question_check(&probe, cli->diags) != PACT_OK ||
        check_input(cli, &o->corpus) != PACT_OK || status != PACT_OK)
        return cli_end(cli, PACT_USAGE, PACT_EXIT_FAILED);
    status = open_and_answer(cli, o, &defaults, &failed);
    return cli_end(cli, status, failed ? PACT_EXIT_FAILED : PACT_EXIT_YES);
}

const struct cmd cmd_batch = {
    .name = "batch",
    .summary = "answer many questions, one JSON object a line",
    .operands = "",
    .json_lines = true,
    .opts = opts,
    .examples = examples,
    .details = details,
    .size = sizeof(struct batch_opts),
    .run = run,
};
