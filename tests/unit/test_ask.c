/* Who asks many questions gets the answers of who asks each alone, whatever is kept meanwhile. */
#include "t.h"

#include <stdio.h>
#include <unistd.h>

#include "answer.h"

#define VALID TEST_DATA "/corpus/valid/"

static const char *const paths[] = {VALID "acme", VALID "two", VALID "bounds", VALID "histories",
                                    VALID "disclosures"};

struct fixture {
    char path[32];
    struct pact_diags *diags;
    struct pact_corpus *yaml, *image;
};

static int write_out(void *ctx, const char *bytes, size_t n)
{
    return fwrite(bytes, 1, n, ctx) == n ? 0 : 5;
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct pact_output out = PACT_OUTPUT_INIT;
    strcpy(f->path, "/tmp/test_ask.XXXXXX");
    FILE *file = fdopen(mkstemp(f->path), "w");
    out.sink = write_out;
    out.ctx = file;
    f->diags = pact_diags_new();
    const char *image = f->path;
    assert_int_equal(pact_corpus_open(paths, ARRAY_COUNT(paths), NULL, f->diags, &f->yaml),
                     PACT_OK);
    assert_int_equal(pact_compile(paths, ARRAY_COUNT(paths), NULL, &out, f->diags), PACT_OK);
    fclose(file);
    assert_int_equal(pact_corpus_open(&image, 1, NULL, f->diags, &f->image), PACT_OK);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    pact_corpus_free(f->image);
    pact_corpus_free(f->yaml);
    pact_diags_free(f->diags);
    unlink(f->path);
    free(f);
    return 0;
}

static int gather(void *ctx, const char *bytes, size_t n)
{
    buf_put(ctx, bytes, n);
    return 0;
}

/* A question by chance, of which some are refused: there is no event of that name in all of these.
 */
static struct pact_question any_question(uint64_t *random, const char **select, const char **assume)
{
    static const char *const dates[] = {"2019-12-31", "2022-06-01", "2024-09-18", "2030-01-01"};
    static const char *const selectors[] = {"acme-globex/supply",
                                            "acme-globex/distribution",
                                            "fee",
                                            "beta/goods",
                                            "bounds/from",
                                            "bounds/until.*",
                                            "histories/ip",
                                            "*",
                                            "disclosures/price",
                                            "ip"};
    struct pact_question q = PACT_QUESTION_INIT;
    q.date = dates[next_random(random) % ARRAY_COUNT(dates)];
    q.known = next_random(random) % 4 == 0 ? "2025-01-01" : NULL;
    q.all = next_random(random) % 4 == 0;
    *select = selectors[next_random(random) % ARRAY_COUNT(selectors)];
    *assume = "closing=2029-01-01";
    q.select = select;
    q.n_select = 1;
    q.assume = assume;
    q.n_assume = next_random(random) % 8 == 0;
    return q;
}

static enum status ask_one(struct asker *k, const struct pact_question *q, struct buf *text,
                           struct diags *d)
{
    struct pact_output out = PACT_OUTPUT_INIT;
    const struct style style = {.format = FORMAT_JSON};
    struct pact_outcome outcome;
    struct writer w;
    out.sink = gather;
    out.ctx = text;
    writer_init(&w, &out);
    enum status status = ask_prepare(k, q, d);
    if (status == ST_OK)
        status = ask_answer(k, &style, &w, &outcome, d);
    return writer_end(&w, status, d);
}

static enum status ask_alone(const struct pact_corpus *c, const struct pact_question *q,
                             struct buf *text)
{
    struct asker k;
    struct diags d;
    diags_init(&d, 8);
    assert_true(asker_init(&k, c));
    const enum status status = ask_one(&k, q, text, &d);
    asker_done(&k);
    diags_done(&d);
    return status;
}

static size_t count_loaded(const struct pact_corpus *c)
{
    size_t n = 0;
    for (const struct loaded *l = atomic_load(&c->parts[0].loaded); l != NULL; l = l->before)
        n++;
    return n;
}

static void same_answers(const struct fixture *f, const struct pact_corpus *c, size_t leaves,
                         bool keeps_rows)
{
    uint64_t random = 1 + leaves;
    size_t refused = 0;
    struct asker k;
    struct diags d;
    struct buf here, there;
    buf_init(&here, 0);
    buf_init(&there, 0);
    assert_true(asker_init_many(&k, c, leaves));
    k.keeps_rows = keeps_rows;
    k.selection.alone = keeps_rows; /* as in a batch */
    for (int i = 0; i < 500; i++) {
        const char *select, *assume;
        const struct pact_question q = any_question(&random, &select, &assume);
        buf_clear(&here);
        buf_clear(&there);
        diags_init(&d, 8);
        ask_let_go(&k);
        assert_int_equal(count_loaded(k.view), 0);
        const enum status status = ask_one(&k, &q, &here, &d);
        assert_int_equal(status, ask_alone(f->yaml, &q, &there));
        refused += status != ST_OK;
        if (status == ST_OK) {
            /* the digest is of what was compiled, and the same for both */
            assert_int_equal(here.n, there.n);
            assert_memory_equal(here.data, there.data, here.n);
        }
        diags_done(&d);
    }
    assert_in_range(refused, 10, 100);
    asker_done(&k);
    buf_done(&here);
    buf_done(&there);
}

static void test_nothing_is_kept(void **state)
{
    const struct fixture *f = *state;
    same_answers(f, f->image, 0, false);
    assert_int_equal(count_loaded(f->image), 0);
    same_answers(f, f->image, 0, true);
    assert_int_equal(count_loaded(f->image), 0);
}

static void test_some_is_kept(void **state)
{
    const struct fixture *f = *state;
    same_answers(f, f->image, 8000, true);
    const size_t some = count_loaded(f->image);
    assert_in_range(some, 1, pact_corpus_agreements(f->image) - 1);
    assert_in_range(atomic_load(&f->image->parts[0].left), 1, 8000);
    same_answers(f, f->image, SIZE_MAX / 2, true);
    assert_int_equal(count_loaded(f->image), pact_corpus_agreements(f->image));
}

static void test_of_yaml(void **state)
{
    const struct fixture *f = *state;
    same_answers(f, f->yaml, 0, true);
}

/* ---- answers that stream ---- */

#define MANY 150 /* agreements: more than are answered at once */

static void write_many(FILE *file)
{
    static const char act[] = "history: [{act: establish, by: deal, summary: S.";
    for (int i = 0; i < MANY; i++) {
        fprintf(file,
                "---\npact: 1\nagreement: a-%03d\ntitle: A\ncomplete_through: 2024-0%d-01\n"
                "parties: {one: One, two: Two, three-%d: Three}\n"
                "sources: {s: {publisher: P, title: T, kind: primary}}\n"
                "instruments: {deal: {title: D, announced: 2020-01-01, sources: [s]}}\nclauses:\n",
                i, 1 + i % 9, i % 7);
        fprintf(file,
                "  fee.low: {title: L, kind: obligation, obligor: one, %s, terms: {rate: %d}}]}\n",
                act, i);
        fprintf(file,
                "  fee.top: {title: T, kind: right, holder: two, %s, through: 202%d-03-31, terms: "
                "{rate: %d}}]}\n",
                act, i % 10, 100 + i);
        fprintf(file, "  term: {title: U, kind: right, holder: three-%d, %s}]}\n", i % 7, act);
    }
}

static char *answer_of(struct asker *k, const struct pact_question *q, bool streams)
{
    struct pact_output out = PACT_OUTPUT_INIT;
    const struct style style = {.format = FORMAT_JSON};
    struct pact_outcome outcome;
    struct diags d;
    struct writer w;
    struct buf text;
    diags_init(&d, 8);
    buf_init(&text, 0);
    out.sink = gather;
    out.ctx = &text;
    writer_init(&w, &out);
    enum status status = streams ? ask_prepare_answer(k, q, true, &d) : ask_prepare(k, q, &d);
    assert_int_equal(status, ST_OK);
    assert_int_equal(k->streams, streams);
    status = ask_answer(k, &style, &w, &outcome, &d);
    assert_int_equal(writer_end(&w, status, &d), ST_OK);
    diags_done(&d);
    return text.data;
}

static void streams_alike(const struct pact_corpus *yaml, const char *image,
                          const struct pact_question *q)
{
    struct pact_diags *diags = pact_diags_new();
    struct asker k;
    assert_true(asker_init(&k, yaml));
    char *at_once = answer_of(&k, q, false);
    asker_done(&k);
    for (size_t leaves = 0; leaves < 400000; leaves = leaves * 3 + 5000) {
        struct pact_corpus *c = NULL;
        assert_int_equal(pact_corpus_open(&image, 1, NULL, diags, &c), PACT_OK);
        assert_true(asker_init_many(&k, c, leaves));
        k.selection.alone = leaves % 2 == 0;
        char *text = answer_of(&k, q, true);
        assert_string_equal(text, at_once);
        assert_true(atomic_load(&c->parts[0].left) <= leaves);
        assert_int_equal(count_loaded(c) == MANY, leaves >= 200000);
        assert_in_range(count_loaded(k.view), 0, leaves >= 200000 ? 0 : MANY / 2);
        free(text);
        asker_done(&k);
        pact_corpus_free(c);
    }
    pact_diags_free(diags);
    free(at_once);
}

/* A file may be another one at the next look: then no clause that is not there is asked for. */
static void test_ranges_are_compared(void **state)
{
    (void)state;
    const struct agreement_row row = {.complete_through = 100, .clauses = {5, 10}};
    struct range r = {.record = 100, .clauses = {5, 10}};
    assert_null(range_fault(&r, &row));
    r.clauses = (struct span){14, 1};
    assert_null(range_fault(&r, &row));
    r.clauses = (struct span){15, 1};
    assert_non_null(range_fault(&r, &row));
    r.clauses = (struct span){4, 1};
    assert_non_null(range_fault(&r, &row));
    r.clauses = (struct span){6, 10};
    assert_non_null(range_fault(&r, &row));
    r.clauses = (struct span){6, UINT32_MAX};
    assert_non_null(range_fault(&r, &row));
    r = (struct range){.record = 99, .clauses = {5, 10}};
    assert_non_null(range_fault(&r, &row));
}

static void test_streams(void **state)
{
    (void)state;
    static const char *const selectors[] = {"fee", "fee.top", "*.top", "*/*"};
    char yaml[] = "/tmp/test_ask.XXXXXX", image[] = "/tmp/test_ask.XXXXXX";
    const char *in = yaml;
    struct pact_output out = PACT_OUTPUT_INIT;
    struct pact_diags *diags = pact_diags_new();
    struct pact_corpus *c = NULL;
    FILE *file = fdopen(mkstemp(yaml), "w");
    write_many(file);
    fclose(file);
    file = fdopen(mkstemp(image), "w");
    out.sink = write_out;
    out.ctx = file;
    assert_int_equal(pact_compile(&in, 1, NULL, &out, diags), PACT_OK);
    fclose(file);
    assert_int_equal(pact_corpus_open(&in, 1, NULL, diags, &c), PACT_OK);
    for (size_t i = 0; i < ARRAY_COUNT(selectors); i++) {
        const char *where = "rate > 3";
        struct pact_question q = PACT_QUESTION_INIT;
        q.date = i % 2 == 0 ? "2024-02-02" : "2024";
        q.select = &selectors[i];
        q.n_select = 1;
        streams_alike(c, image, &q);
        q.known = "2024-03-03";
        q.holder = "two";
        streams_alike(c, image, &q);
        q.holder = NULL;
        q.where = &where;
        q.n_where = 1;
        q.all = true;
        streams_alike(c, image, &q);
        q.select = NULL;
        q.n_select = 0;
        q.kind = "right";
        streams_alike(c, image, &q);
    }
    struct pact_question all = PACT_QUESTION_INIT;
    all.date = "2023-01-01";
    streams_alike(c, image, &all);
    pact_corpus_free(c);
    pact_diags_free(diags);
    unlink(yaml);
    unlink(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_is_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(test_some_is_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(test_of_yaml, setup, teardown),
        cmocka_unit_test(test_ranges_are_compared),
        cmocka_unit_test(test_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
