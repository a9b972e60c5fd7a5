/* The public API, from opening a corpus to the bytes of an answer, on the small corpora beside the
 * golden cases. */
#include "t.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "buf.h"
#include "fail_alloc.h"
#include "pact/pact.h"

#define ACME TEST_DATA "/corpus/valid/acme"
#define TWO TEST_DATA "/corpus/valid/two"

struct fixture {
    struct pact_diags *diags;
    struct pact_corpus *corpus;
    struct buf text;
    struct pact_output out;
    struct pact_question q;
    struct pact_outcome outcome;
};

static int gather(void *ctx, const char *bytes, size_t n)
{
    struct buf *text = ctx;
    buf_put(text, bytes, n);
    return text->failed ? 12 : 0;
}

static struct fixture *make(const char *path)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->diags = pact_diags_new();
    buf_init(&f->text, 0);
    f->out.sink = gather;
    f->out.ctx = &f->text;
    f->out.style.format = PACT_FORMAT_JSON;
    assert_int_equal(pact_corpus_open(&path, 1, NULL, f->diags, &f->corpus), PACT_OK);
    pact_diags_clear(f->diags);
    return f;
}

static int with_acme(void **state)
{
    *state = make(ACME);
    return 0;
}

static int with_two(void **state)
{
    *state = make(TWO);
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    pact_corpus_free(f->corpus);
    pact_diags_free(f->diags);
    buf_done(&f->text);
    free(f);
    return 0;
}

static void select_one(struct fixture *f, const char *const *selector)
{
    f->q.select = selector;
    f->q.n_select = 1;
}

static enum pact_status ask(struct fixture *f)
{
    buf_clear(&f->text);
    pact_diags_clear(f->diags);
    return pact_query(f->corpus, &f->q, &f->out, &f->outcome, f->diags);
}

static bool said(const struct fixture *f, const char *text)
{
    return f->text.data != NULL && strstr(f->text.data, text) != NULL;
}

static void complains(const struct fixture *f, const char *code, const char *hint)
{
    struct pact_diag d;
    assert_true(pact_diags_get(f->diags, 0, &d));
    assert_string_equal(d.code, code);
    if (hint != NULL)
        assert_string_equal(d.hint, hint);
}

/* ---- asking ---- */

static void test_query(void **state)
{
    struct fixture *f = *state;
    f->q.date = "2024-06-01";
    assert_int_equal(ask(f), PACT_OK);
    assert_int_equal(f->outcome.exit_code, PACT_EXIT_YES);
    assert_true(f->outcome.results >= 4);
    assert_true(said(f, "{\"schema\":\"pact.query/1\""));
    assert_true(said(f, pact_corpus_digest(f->corpus)));
    assert_int_equal(f->text.data[f->text.n - 1], '\n');
    f->q.date = "2020-01-01";
    assert_int_equal(ask(f), PACT_OK);
    assert_int_equal(f->outcome.exit_code, PACT_EXIT_NO);
    assert_int_equal(f->outcome.results, 0);
    f->q.all = true;
    assert_int_equal(ask(f), PACT_OK);
    assert_int_equal(f->outcome.exit_code, PACT_EXIT_NO);
    assert_int_equal(f->outcome.results, pact_corpus_clauses(f->corpus));
}

static void test_depends(void **state)
{
    struct fixture *f = *state;
    const char *never = "*=never";
    select_one(f, (const char *[]){"distribution.quota"});
    f->q.date = "2027-01-01";
    assert_int_equal(ask(f), PACT_OK);
    assert_int_equal(f->outcome.exit_code, PACT_EXIT_DEPENDS);
    f->q.assume = &never;
    f->q.n_assume = 1;
    assert_int_equal(ask(f), PACT_OK);
    assert_int_equal(f->outcome.exit_code, PACT_EXIT_YES);
    assert_true(said(f, "\"assume\":{\"*\":\"never\"}"));
}

static void test_quiet_is_the_same(void **state)
{
    struct fixture *f = *state;
    const char *dates[] = {"2020-01-01", "2024-06-01", "2027-01-01", "2031", "2040-01-01"};
    for (size_t i = 0; i < ARRAY_COUNT(dates); i++) {
        f->q.date = dates[i];
        f->out.sink = gather;
        assert_int_equal(ask(f), PACT_OK);
        const int loud = f->outcome.exit_code;
        f->out.sink = NULL;
        assert_int_equal(ask(f), PACT_OK);
        assert_int_equal(f->outcome.exit_code, loud);
        assert_int_equal(f->text.n, 0);
    }
}

static void test_selectors(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *selectors[3];
        size_t n, results;
    } cases[] = {
        {{"distribution"}, 1, 3},
        {{"distribution.quota"}, 1, 1},
        {{"distribution.quota", "distribution"}, 2, 3},
        {{"acme-globex/supply"}, 1, 2},
        {{"*.quota"}, 1, 1},
        {{"*"}, 1, 7},
        {{"warehouse", "*.use", "brand"}, 3, 2},
        {{NULL}, 0, 7},
    };
    f->q.date = "2024-06-01";
    f->q.all = true;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        f->q.select = cases[i].selectors;
        f->q.n_select = cases[i].n;
        assert_int_equal(ask(f), PACT_OK);
        assert_int_equal(f->outcome.results, cases[i].results);
    }
}

static void test_two_agreements(void **state)
{
    struct fixture *f = *state;
    f->q.date = "2026-01-01";
    f->q.all = true;
    assert_int_equal(pact_corpus_agreements(f->corpus), 2);
    select_one(f, (const char *[]){"fee"});
    assert_int_equal(ask(f), PACT_OK);
    assert_int_equal(f->outcome.results, 2);
    assert_true(said(f, "\"known\":null,\"signed\"")); /* the record dates differ */
    select_one(f, (const char *[]){"beta/fee"});
    assert_int_equal(ask(f), PACT_OK);
    assert_int_equal(f->outcome.results, 1);
    select_one(f, (const char *[]){"beta"});
    assert_int_equal(ask(f), PACT_USAGE);
    complains(f, "unknown-name", "for all clauses of the agreement write 'beta/*'");
    select_one(f, (const char *[]){"beta/*"});
    assert_int_equal(ask(f), PACT_OK);
    assert_int_equal(f->outcome.results, 2);
    select_one(f, (const char *[]){"betta/fee"});
    assert_int_equal(ask(f), PACT_USAGE);
    complains(f, "unknown-name", "did you mean 'beta'?");
}

/* ---- what is refused ---- */

static void test_unknown_names(void **state)
{
    struct fixture *f = *state;
    const char *where = "minimum_unit=1";
    f->q.date = "2024-06-01";
    select_one(f, (const char *[]){"distribution.quotta"});
    assert_int_equal(ask(f), PACT_USAGE);
    complains(f, "unknown-name", "did you mean 'distribution.quota' or 'distribution.reporting'?");
    assert_int_equal(f->text.n, 0);
    f->q.n_select = 0;
    f->q.holder = "glbex";
    assert_int_equal(ask(f), PACT_USAGE);
    complains(f, "unknown-name", "did you mean 'globex'?");
    f->q.holder = NULL;
    f->q.where = &where;
    f->q.n_where = 1;
    assert_int_equal(ask(f), PACT_USAGE);
    complains(f, "unknown-name", "did you mean 'minimum_units'?");
    f->q.n_where = 0;
    f->q.kind = "limits";
    assert_int_equal(ask(f), PACT_USAGE);
    complains(f, "usage", "did you mean 'limit'?");
}

static void test_dates(void **state)
{
    struct fixture *f = *state;
    static const char *const bad[] = {"",         "2031-02-30", "2031-2-3", "2031-01-01x",
                                      "31-01-01", "2031/01/01", " 2031",    "2031-01..2030",
                                      "yesterday"};
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        f->q.date = bad[i];
        pact_diags_clear(f->diags);
        assert_int_equal(pact_question_check(&f->q, f->diags), PACT_USAGE);
        complains(f, "usage", NULL);
    }
    f->q.date = "2031-01-01";
    f->q.known = "2031";
    f->q.today = "today";
    pact_diags_clear(f->diags);
    assert_int_equal(pact_question_check(&f->q, f->diags), PACT_USAGE);
    assert_int_equal(pact_diags_count(f->diags), 2);
}

static void test_assumptions(void **state)
{
    struct fixture *f = *state;
    static const char *const bad[] = {"x", "=2031", "x=", "x=yes", "*=2031", "acme-globex/*=never"};
    static const char *const twice[] = {"closing=2031", "deal-signed=2030", "closing=never"};
    f->q.date = "2031-01-01";
    f->q.n_assume = 1;
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        f->q.assume = &bad[i];
        assert_int_equal(pact_question_check(&f->q, f->diags), PACT_USAGE);
    }
    f->q.assume = twice;
    f->q.n_assume = 3;
    assert_int_equal(pact_question_check(&f->q, f->diags), PACT_USAGE);
    f->q.n_assume = 2;
    assert_int_equal(pact_question_check(&f->q, f->diags), PACT_OK);
    assert_int_equal(ask(f), PACT_OK);
    f->q.assume = (const char *[]){"closing=2031", "acme-globex/closing=2032"};
    assert_int_equal(ask(f), PACT_USAGE);
    complains(f, "usage", NULL);
    f->q.assume = (const char *[]){"closing=2029-01-01", "deal-signed=never"};
    assert_int_equal(ask(f), PACT_USAGE);
    complains(f, "no-course", NULL);
    assert_int_equal(f->text.n, 0);
}

static void test_today(void **state)
{
    struct fixture *f = *state;
    f->q.today = "2024-06-01";
    assert_int_equal(ask(f), PACT_OK);
    assert_true(said(f, "\"date\":\"2024-06-01\""));
    assert_true(said(f, "\"today\":\"2024-06-01\""));
    f->q.date = "2024-06-01";
    assert_int_equal(ask(f), PACT_OK);
    assert_true(said(f, "\"today\":null"));
}

static int refuse_all(void *ctx, const char *bytes, size_t n)
{
    (void)ctx;
    (void)bytes;
    return n > 0 ? 28 : 0;
}

static void test_sink_fails(void **state)
{
    struct fixture *f = *state;
    f->q.date = "2024-06-01";
    f->out.sink = refuse_all;
    assert_int_equal(ask(f), PACT_IO);
    complains(f, "cannot-write", NULL);
}

/* ---- one value ---- */

static int value(struct fixture *f, const char *date, const char *name)
{
    buf_clear(&f->text);
    pact_diags_clear(f->diags);
    f->q.date = date;
    if (pact_value(f->corpus, &f->q, name, &f->out, &f->outcome, f->diags) != PACT_OK)
        return -1;
    return f->outcome.exit_code;
}

static void test_value(void **state)
{
    struct fixture *f = *state;
    const char *never = "*=never";
    assert_int_equal(value(f, "2024-06-01", "supply.stock:weeks"), 0);
    assert_string_equal(f->text.data, "4\n");
    f->q.assume = &never;
    f->q.n_assume = 1;
    assert_int_equal(value(f, "2024-06-01", "distribution.quota:cap.currency"), 0);
    assert_string_equal(f->text.data, "EUR\n");
    assert_int_equal(value(f, "2024-06-01", "acme-globex/distribution.quota:cap.amount_eur"), 0);
    assert_string_equal(f->text.data, "1000000.00\n");
}

static void test_no_value(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(value(f, "2024-05-01", "distribution.exclusivity:exclusive"), 0);
    assert_string_equal(f->text.data, "true\n");
    assert_int_equal(value(f, "2024-05-01", "distribution.exclusivity:discount"), 3);
    assert_string_equal(f->outcome.why, "is undisclosed");
    assert_int_equal(f->text.n, 0);
    assert_int_equal(value(f, "2020-01-01", "distribution.exclusivity:exclusive"), 1);
    assert_int_equal(value(f, "2025-08-01", "distribution.exclusivity:minimum_units"), 3);
    assert_string_equal(f->outcome.why, "is not there");
    assert_int_equal(value(f, "2024-05-01", "brand.use:fee"), 3);
    assert_string_equal(f->outcome.why, "is unstated");
    assert_int_equal(value(f, "2028-01-01", "distribution.exclusivity:exclusive"), 3);
    assert_string_equal(f->outcome.why, "depends on acme-acquired");
    assert_int_equal(value(f, "2024-05-01", "distribution.exclusivity:exclusiv"), -1);
    complains(f, "unknown-name", "did you mean 'exclusive'?");
    assert_int_equal(value(f, "2024-05-01", "distribution:exclusive"), -1);
    assert_int_equal(value(f, "2024-05-01", "distribution.exclusivity"), -1);
    assert_int_equal(value(f, "2024", "distribution.exclusivity:exclusive"), -1);
}

/* ---- batch ---- */

static int batch_line(struct fixture *f, struct pact_batch *b, const char *line)
{
    int code = -1;
    buf_clear(&f->text);
    assert_int_equal(pact_batch_line(b, line, strlen(line), &f->out, &code), PACT_OK);
    assert_true(f->text.n > 0 && f->text.data[f->text.n - 1] == '\n');
    assert_ptr_equal(strchr(f->text.data, '\n'), f->text.data + f->text.n - 1);
    return code;
}

static void test_batch_is_query(void **state)
{
    struct fixture *f = *state;
    const struct pact_question defaults = PACT_QUESTION_INIT;
    const char *assume = "acme-acquired=2029-06-01";
    struct pact_batch *b = NULL;
    struct buf once;
    assert_int_equal(pact_batch_new(f->corpus, &defaults, f->diags, &b), PACT_OK);
    f->q.date = "2030-01-01";
    f->q.known = "2025-01-01";
    f->q.assume = &assume;
    f->q.n_assume = 1;
    select_one(f, (const char *[]){"distribution"});
    assert_int_equal(ask(f), PACT_OK);
    once = f->text;
    buf_init(&f->text, 0);
    batch_line(f, b, "{\"date\":\"2030-01-01\",\"select\":[\"supply\"]}");
    assert_int_equal(
        batch_line(f, b,
                   "{\"select\":[\"distribution\"],\"known\":\"2025-01-01\","
                   "\"assume\":{\"acme-acquired\":\"2029-06-01\"},\"date\":\"2030-01-01\"}"),
        f->outcome.exit_code);
    assert_string_equal(f->text.data, once.data);
    buf_done(&once);
    pact_batch_free(b);
}

static void test_batch_lines(void **state)
{
    struct fixture *f = *state;
    static const char *const bad[] = {
        "",
        " ",
        "{",
        "[]",
        "{}",
        "{\"date\":null}",
        "{\"date\":2031}",
        "{\"date\":\"2031-02-30\"}",
        "{\"date\":\"2031-01-01\",\"dates\":1}",
        "{\"date\":\"2031-01-01\",\"select\":\"ip\"}",
        "{\"date\":\"2031-01-01\",\"select\":[1]}",
        "{\"date\":\"2031-01-01\",\"select\":[\"nothing\"]}",
        "{\"date\":\"2031-01-01\",\"all\":1}",
        "{\"date\":\"2031-01-01\",\"assume\":[]}",
        "{\"date\":\"2031-01-01\",\"assume\":{\"closing\":{\"from\":\"2031-01-01\"}}}",
        "{\"date\":\"2031-01-01\",\"assume\":{\"closin\":\"never\"}}",
        "{\"date\":\"2031-01-01\"} x",
    };
    const struct pact_question defaults = PACT_QUESTION_INIT;
    struct pact_batch *b = NULL;
    assert_int_equal(pact_batch_new(f->corpus, &defaults, f->diags, &b), PACT_OK);
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        assert_int_equal(batch_line(f, b, bad[i]), PACT_EXIT_FAILED);
        assert_true(said(f, "{\"schema\":\"pact.error/1\",\"code\":2,"));
    }
    assert_int_equal(
        batch_line(f, b,
                   "{\"date\":{\"from\":\"2024-01-01\",\"through\":\"2024-12-31\"},"
                   "\"assume\":{\"closing\":{\"from\":\"2030-01-01\",\"through\":\"2030-12-31\"}},"
                   "\"known\":null,\"signed\":null,\"party\":null,\"where\":[],\"all\":true,"
                   "\"today\":null}\r"),
        PACT_EXIT_YES);
    assert_true(
        said(f, "\"assume\":{\"closing\":{\"from\":\"2030-01-01\",\"through\":\"2030-12-31\"}}"));
    pact_batch_free(b);
}

static void test_batch_defaults(void **state)
{
    struct fixture *f = *state;
    const char *assume[] = {"acme-acquired=never", "closing=never"};
    struct pact_question defaults = PACT_QUESTION_INIT;
    struct pact_batch *b = NULL;
    defaults.known = "2025-01-01";
    defaults.today = "2024-06-01";
    defaults.assume = assume;
    defaults.n_assume = 2;
    assert_int_equal(pact_batch_new(f->corpus, &defaults, f->diags, &b), PACT_OK);
    batch_line(f, b, "{\"date\":\"today\",\"assume\":{\"closing\":\"2030-01-01\"}}");
    assert_true(said(f,
                     "\"date\":\"2024-06-01\",\"known\":\"2025-01-01\",\"signed\":null,\"assume\":"
                     "{\"acme-acquired\":\"never\",\"closing\":\"2030-01-01\"}"));
    batch_line(f, b, "{\"date\":\"today\",\"known\":\"2026-01-01\"}");
    assert_true(said(f, "\"known\":\"2026-01-01\",\"signed\":null,\"assume\":"
                        "{\"acme-acquired\":\"never\",\"closing\":\"never\"}"));
    pact_batch_free(b);
}

/* ---- looking ---- */

static void test_list(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; pact_list_noun(i) != NULL; i++) {
        for (int format = 0; format <= PACT_FORMAT_MARKDOWN; format++) {
            f->out.style.format = (enum pact_format)format;
            buf_clear(&f->text);
            assert_int_equal(
                pact_list(f->corpus, pact_list_noun(i), NULL, &f->out, &f->outcome, f->diags),
                PACT_OK);
            assert_int_equal(f->outcome.exit_code, PACT_EXIT_YES);
            assert_true(f->outcome.results > 0 && f->text.n > 0);
        }
    }
    assert_int_equal(pact_list(f->corpus, "clauses", "EXCLUS", &f->out, &f->outcome, f->diags),
                     PACT_OK);
    assert_int_equal(f->outcome.results, 1);
    assert_int_equal(pact_list(f->corpus, "clauses", "zzz", &f->out, &f->outcome, f->diags),
                     PACT_OK);
    assert_int_equal(f->outcome.results, 0);
    assert_int_equal(pact_list(f->corpus, "clause", NULL, &f->out, &f->outcome, f->diags),
                     PACT_USAGE);
    complains(f, "usage", "did you mean 'clauses'?");
    f->out.style.format = PACT_FORMAT_SVG;
    assert_int_equal(pact_list(f->corpus, "clauses", NULL, &f->out, &f->outcome, f->diags),
                     PACT_USAGE);
}

static void test_show(void **state)
{
    struct fixture *f = *state;
    const char *select[] = {"distribution.quota", "brand"};
    assert_int_equal(pact_show(f->corpus, select, 2, &f->out, &f->outcome, f->diags), PACT_OK);
    assert_int_equal(f->outcome.results, 2);
    assert_true(said(f, "distribution.quota"));
    select[0] = "nothing.at.all";
    assert_int_equal(pact_show(f->corpus, select, 2, &f->out, &f->outcome, f->diags), PACT_USAGE);
}

/* ---- corpora ---- */

static int to_file(void *ctx, const char *bytes, size_t n)
{
    return fwrite(bytes, 1, n, ctx) == n ? 0 : 5;
}

/* Compiles a corpus to a fresh file, whose name is made of the template `path`. */
static void compile_to(struct fixture *f, const char *corpus, char *path)
{
    const int fd = mkstemp(path);
    FILE *file = fdopen(fd, "wb");
    const struct pact_output out = {.sink = to_file, .ctx = file};
    assert_int_equal(pact_compile(&corpus, 1, NULL, &out, f->diags), PACT_OK);
    fclose(file);
}

/* Images beside YAML, and the same agreement twice. */
static void test_compiled(void **state)
{
    struct fixture *f = *state;
    char path[] = "/tmp/test_lib.XXXXXX";
    compile_to(f, ACME, path);
    const char *mixed[] = {TWO, path};
    struct pact_corpus *c = NULL;
    assert_int_equal(pact_corpus_open(&mixed[1], 1, NULL, f->diags, &c), PACT_OK);
    assert_string_equal(pact_corpus_digest(c), pact_corpus_digest(f->corpus));
    pact_corpus_free(c);
    c = NULL;
    assert_int_equal(pact_corpus_open(mixed, 2, NULL, f->diags, &c), PACT_OK);
    assert_int_equal(pact_corpus_agreements(c), 3);
    f->q.date = "2024-06-01";
    f->q.all = true;
    assert_int_equal(pact_query(c, &f->q, &f->out, &f->outcome, f->diags), PACT_OK);
    assert_int_equal(f->outcome.results, 10);
    pact_corpus_free(c);
    mixed[0] = "";
    c = NULL;
    assert_int_equal(pact_corpus_open(mixed, 1, NULL, f->diags, &c), PACT_IO);
    complains(f, "cannot-read", NULL);
    pact_diags_clear(f->diags);
    mixed[0] = path;
    assert_int_equal(pact_corpus_open(mixed, 2, NULL, f->diags, &c), PACT_USAGE); /* named twice */
    pact_diags_clear(f->diags);
    mixed[0] = ACME;
    assert_int_equal(pact_corpus_open(mixed, 2, NULL, f->diags, &c), PACT_INVALID);
    complains(f, "duplicate-id", NULL);
    assert_null(c);
    unlink(path);
}

/* What pact_compile told: how often at each stage, and the last of each. */
struct told {
    size_t calls[3];
    struct pact_progress last[3];
    pthread_t thread;
};

static void listen(void *ctx, const struct pact_progress *p)
{
    struct told *t = ctx;
    const struct pact_progress *before = &t->last[p->stage];
    assert_true(pthread_equal(t->thread, pthread_self()) != 0);
    assert_true(p->files >= before->files && p->bytes >= before->bytes);
    assert_true(p->clauses >= before->clauses);
    for (int later = (int)p->stage + 1; later < 3; later++)
        assert_int_equal(t->calls[later], 0);
    t->calls[p->stage]++;
    t->last[p->stage] = *p;
}

static void test_progress(void **state)
{
    struct fixture *f = *state;
    const char *corpus[] = {ACME, TWO};
    for (unsigned threads = 1; threads <= 2; threads++) {
        struct told told = {.thread = pthread_self()};
        struct pact_options options = PACT_OPTIONS_INIT;
        options.threads = threads;
        options.progress = listen;
        options.progress_ctx = &told;
        assert_int_equal(pact_compile(corpus, ARRAY_COUNT(corpus), &options, &f->out, f->diags),
                         PACT_OK);
        const struct pact_progress *read = &told.last[PACT_STAGE_READ];
        const struct pact_progress *written = &told.last[PACT_STAGE_WRITE];
        assert_true(read->files == 4 && read->of_files == 4);
        assert_true(read->bytes > 1000 && read->bytes == read->of_bytes);
        assert_int_equal(told.calls[PACT_STAGE_READ], read->files + read->clauses);
        assert_int_equal(told.calls[PACT_STAGE_RESOLVE], 1);
        assert_int_equal(told.calls[PACT_STAGE_WRITE], 3); /* agreements */
        assert_int_equal(written->clauses, read->clauses);
        assert_int_equal(written->of_clauses, read->clauses);
        buf_clear(&f->text);
    }
}

static void test_lint(void **state)
{
    struct fixture *f = *state;
    const char *paths[] = {ACME, "/nonexistent"};
    assert_int_equal(pact_lint(paths, 1, NULL, NULL, &f->out, &f->outcome, f->diags), PACT_OK);
    assert_int_equal(f->outcome.exit_code, PACT_EXIT_YES);
    assert_true(said(f, "pact.lint/1"));
    buf_clear(&f->text);
    assert_int_equal(pact_lint(paths, 2, NULL, NULL, &f->out, &f->outcome, f->diags), PACT_IO);
    assert_int_equal(f->text.n, 0);
}

static void test_options(void **state)
{
    struct fixture *f = *state;
    static const char *const bad[] = {"depth",    "depth=", "depth=0", "depth=-1",
                                      "depth=1x", "=1",     "dept=1"};
    struct pact_options o = PACT_OPTIONS_INIT;
    struct pact_limit limit;
    o.n_limits = 1;
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        o.limits = &bad[i];
        assert_int_equal(pact_options_check(&o, f->diags), PACT_USAGE);
    }
    o.n_limits = 0;
    o.stale = "1 year";
    assert_int_equal(pact_options_check(&o, f->diags), PACT_USAGE);
    o.stale = "1y";
    assert_int_equal(pact_options_check(&o, f->diags), PACT_OK);
    for (size_t i = 0; pact_limit_get(i, &limit); i++) {
        char text[80];
        const char *one = text;
        snprintf(text, sizeof text, "%s=%llu", limit.name, limit.value);
        o.limits = &one;
        o.n_limits = 1;
        assert_int_equal(pact_options_check(&o, f->diags), PACT_OK);
    }
}

static void test_init(void **state)
{
    struct fixture *f = *state;
    char dir[] = "/tmp/test_lib.XXXXXX";
    char file[64];
    struct pact_corpus *c = NULL;
    const char *paths[] = {dir};
    assert_non_null(mkdtemp(dir));
    assert_int_equal(pact_init(dir, f->diags), PACT_OK);
    assert_int_equal(pact_init(dir, f->diags), PACT_IO);
    pact_diags_clear(f->diags);
    assert_int_equal(pact_corpus_open(paths, 1, NULL, f->diags, &c), PACT_OK);
    assert_int_equal(pact_diags_count(f->diags), 0); /* no warnings either */
    assert_int_equal(pact_corpus_clauses(c), 2);
    pact_corpus_free(c);
    snprintf(file, sizeof file, "%s/agreement.yaml", dir);
    unlink(file);
    rmdir(dir);
}

/* ---- explaining ---- */

static enum pact_status explain(struct fixture *f, const struct pact_output *receipt)
{
    buf_clear(&f->text);
    pact_diags_clear(f->diags);
    return pact_explain(f->corpus, &f->q, &f->out, receipt, &f->outcome, f->diags);
}

static void test_explain(void **state)
{
    struct fixture *f = *state;
    struct buf receipt;
    const struct pact_output to_receipt = {.sink = gather, .ctx = &receipt};
    buf_init(&receipt, 0);
    select_one(f, (const char *[]){"acme-globex/distribution.exclusivity"});
    f->q.date = "2027-06-01";
    assert_int_equal(explain(f, &to_receipt), PACT_OK);
    assert_int_equal(f->outcome.exit_code, PACT_EXIT_YES);
    assert_true(said(f, "{\"schema\":\"pact.explain/1\""));
    assert_true(said(f, "{\"event\":\"acme-acquired\",\"plus\":null,\"on\":\"2027-06-01\""));
    f->text.n--; /* the line feed */
    f->text.data[f->text.n] = '\0';
    assert_non_null(strstr(receipt.data, f->text.data));
    buf_clear(&f->text);
    assert_int_equal(
        pact_replay(f->corpus, receipt.data, receipt.n, "r", &f->out, &f->outcome, f->diags),
        PACT_OK);
    assert_int_equal(f->outcome.exit_code, PACT_EXIT_YES);
    assert_int_equal(f->outcome.results, 0);
    char *status = strstr(receipt.data, "\"status\":\"depends\"");
    assert_non_null(status);
    memcpy(status, "\"status\":\"defends\"", 18);
    assert_int_equal(
        pact_replay(f->corpus, receipt.data, receipt.n, "r", &f->out, &f->outcome, f->diags),
        PACT_OK);
    assert_int_equal(f->outcome.exit_code, PACT_EXIT_NO);
    assert_int_equal(f->outcome.results, 1);
    assert_true(said(f, "\"path\":\"results[0].answer.status\",\"before\":\"defends\","
                        "\"after\":\"depends\""));
    buf_done(&receipt);
}

static void test_explain_refuses(void **state)
{
    struct fixture *f = *state;
    f->q.date = "2027-06-01";
    assert_int_equal(explain(f, NULL), PACT_USAGE);
    complains(f, "usage", NULL);
    select_one(f, (const char *[]){"distribution"});
    assert_int_equal(explain(f, NULL), PACT_USAGE);
    complains(f, "unknown-name", NULL);
    select_one(f, (const char *[]){"distribution.exclusivity"});
    f->q.date = "2027";
    assert_int_equal(explain(f, NULL), PACT_USAGE);
    complains(f, "usage", NULL);
    pact_diags_clear(f->diags);
    assert_int_equal(pact_replay(f->corpus, "{}", 2, "r", &f->out, &f->outcome, f->diags),
                     PACT_USAGE);
    complains(f, "usage", NULL);
    assert_int_equal(f->text.n, 0);
}

/* ---- no memory ---- */

/* In JSON and as text; the receipt is the document itself, wrapped. */
static enum pact_status explain_and_replay(const struct pact_corpus *c, struct pact_diags *diags,
                                           struct buf *text)
{
    static const char *const select[] = {"distribution.exclusivity"};
    struct pact_question q = PACT_QUESTION_INIT;
    struct pact_output out = {.sink = gather, .ctx = text};
    struct pact_outcome outcome;
    struct buf receipt;
    const struct pact_output to_receipt = {.sink = gather, .ctx = &receipt};
    buf_init(&receipt, 0);
    q.date = "2027-06-01";
    q.select = select;
    q.n_select = 1;
    enum pact_status status = pact_explain(c, &q, &out, &to_receipt, &outcome, diags);
    if (status == PACT_OK)
        status = pact_replay(c, receipt.data, receipt.n, "r", &out, &outcome, diags);
    out.style.format = PACT_FORMAT_CSV;
    if (status == PACT_OK)
        status = pact_explain(c, &q, &out, NULL, &outcome, diags);
    if (status == PACT_OK)
        status = pact_replay(c, receipt.data, receipt.n, "r", &out, &outcome, diags);
    buf_done(&receipt);
    return status;
}

static enum pact_status everything_jointly(struct pact_corpus *c, struct pact_diags *diags,
                                           struct buf *text)
{
    static const enum pact_format formats[] = {PACT_FORMAT_TEXT, PACT_FORMAT_JSON, PACT_FORMAT_CSV,
                                               PACT_FORMAT_MARKDOWN};
    struct pact_question q = PACT_QUESTION_INIT;
    struct pact_outcome outcome;
    enum pact_status status = PACT_OK;
    q.date = "2030-06-01";
    for (size_t i = 0; i < ARRAY_COUNT(formats) && status == PACT_OK; i++) {
        struct pact_output out = {.sink = gather, .ctx = text, .style = {.format = formats[i]}};
        status = pact_jointly(c, &q, &out, &outcome, diags);
    }
    return status;
}

static enum pact_status everything(const char *path, struct pact_diags *diags, struct buf *text)
{
    static const char *const assume[] = {"closing=2031"};
    static const char *const where[] = {"exclusive=true"};
    struct pact_question q = PACT_QUESTION_INIT;
    struct pact_output out = {.sink = gather, .ctx = text};
    struct pact_outcome outcome;
    struct pact_corpus *c = NULL;
    struct pact_batch *b = NULL;
    int code;
    const char line[] =
        "{\"date\":\"2031-01-01\",\"select\":[\"brand\"],\"assume\":{\"closing\":\"never\"}}";
    q.date = "2026";
    q.assume = assume;
    q.n_assume = 1;
    q.where = where;
    q.n_where = 1;
    enum pact_status status = pact_corpus_open(&path, 1, NULL, diags, &c);
    if (status == PACT_OK)
        status = pact_query(c, &q, &out, &outcome, diags);
    if (status == PACT_OK)
        status = everything_jointly(c, diags, text);
    out.style.format = PACT_FORMAT_JSON;
    if (status == PACT_OK)
        status = pact_list(c, "instruments", "a", &out, &outcome, diags);
    if (status == PACT_OK)
        status = explain_and_replay(c, diags, text);
    if (status == PACT_OK)
        status = pact_batch_new(c, &q, diags, &b);
    if (status == PACT_OK)
        status = pact_batch_line(b, line, sizeof line - 1, &out, &code);
    if (status == PACT_OK && code == PACT_EXIT_FAILED)
        status = PACT_NOMEM; /* there was memory enough for the error document */
    pact_batch_free(b);
    pact_corpus_free(c);
    return status;
}

/* The k-th allocation fails, for every k: a clean end, nothing leaks, and no wrong answer. */
static void fail_each(const char *path, bool sticky)
{
    struct pact_diags *diags = pact_diags_new();
    struct buf right;
    buf_init(&right, 0);
    assert_int_equal(everything(path, diags, &right), PACT_OK);
    for (size_t k = 1, reached = k; reached >= k; k++) {
        struct buf text;
        buf_init(&text, 0);
        pact_diags_clear(diags);
        fail_alloc_at(k, sticky);
        const enum pact_status status = everything(path, diags, &text);
        reached = fail_alloc_count();
        fail_alloc_off();
        assert_true(status == PACT_OK || status == PACT_NOMEM || status == PACT_IO);
        if (status == PACT_OK)
            assert_string_equal(text.data, right.data);
        else
            assert_true(reached >= k);
        buf_done(&text);
    }
    buf_done(&right);
    pact_diags_free(diags);
}

static void test_no_memory(void **state)
{
    (void)state;
    fail_each(ACME, true);
    fail_each(ACME, false);
}

static void test_no_memory_for_an_image(void **state)
{
    struct fixture *f = *state;
    char path[] = "/tmp/test_lib.XXXXXX";
    compile_to(f, ACME, path);
    fail_each(path, true);
    fail_each(path, false);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_query, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_explain, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_explain_refuses, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_depends, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_quiet_is_the_same, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_selectors, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_two_agreements, with_two, teardown),
        cmocka_unit_test_setup_teardown(test_unknown_names, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_dates, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_assumptions, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_today, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_sink_fails, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_value, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_no_value, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_batch_is_query, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_batch_lines, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_batch_defaults, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_list, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_show, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_compiled, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_progress, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_lint, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_options, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_init, with_acme, teardown),
        cmocka_unit_test_setup_teardown(test_no_memory_for_an_image, with_acme, teardown),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
