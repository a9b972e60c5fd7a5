/* Assertions as text, the three truths, and checks when memory runs out. */
#include "t.h"

#include <stdio.h>
#include <unistd.h>

#include "assertion.h"
#include "buf.h"
#include "fail_alloc.h"
#include "pact/pact.h"

#define ACME TEST_DATA "/corpus/valid/acme"

/* ---- text ---- */

static void test_assertions(void **state)
{
    static const struct {
        const char *text, *name;
        bool negated, compares;
        enum assertion_reach reach;
    } good[] = {
        {"ip.license", "ip.license", false, false, REACH_ONE},
        {" not  ip ", "ip", true, false, REACH_ONE},
        {"all ip.*", "ip.*", false, false, REACH_ALL},
        {"not any a/ip : t ~ 3", "a/ip", true, true, REACH_ANY},
        {"ip:exclusive=false", "ip", false, true, REACH_ONE},
        {"ip:a.b has \"all any\"", "ip", false, true, REACH_ONE},
        {"nothing", "nothing", false, false, REACH_ONE},
        {"not", "not", false, false, REACH_ONE},
        {"all:t=1", "all", false, true, REACH_ONE},
    };
    static const char *const bad[] = {"",      " ",        "not ",      "a b",         "all a b",
                                      "a = 3", "a:",       "a:b",       "a:b=",        "a:=3",
                                      ":b=3",  "all :b=1", "a>3:b = 2", "a:b == true", "not all "};
    const char *fault = NULL;
    struct assertion a;
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(good); i++) {
        assert_true(assertion_parse(good[i].text, strlen(good[i].text), &a, &fault));
        assert_int_equal(a.name_n, strlen(good[i].name));
        assert_memory_equal(a.name, good[i].name, a.name_n);
        assert_int_equal(a.negated, good[i].negated);
        assert_int_equal(a.compares, good[i].compares);
        assert_int_equal(a.reach, good[i].reach);
    }
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        fault = NULL;
        if (assertion_parse(bad[i], strlen(bad[i]), &a, &fault) || fault == NULL)
            fail_msg("'%s' is taken, or no fault is told", bad[i]);
    }
}

/* ---- truths ---- */

static void test_truths(void **state)
{
    const enum truth f = TRUTH_FALSE, t = TRUTH_TRUE, u = TRUTH_UNDETERMINED;
    const unsigned F = 1U << TRUTH_FALSE, T = 1U << TRUTH_TRUE, U = 1U << TRUTH_UNDETERMINED;
    (void)state;
    assert_int_equal(truth_and(t, u), u);
    assert_int_equal(truth_and(f, u), f);
    assert_int_equal(truth_or(t, u), t);
    assert_int_equal(truth_or(f, u), u);
    assert_int_equal(truth_not(u), u);
    for (int under = 0; under < UNDER_COUNT; under++) {
        assert_int_equal(truth_under((enum check_under)under, T), t);
        assert_int_equal(truth_under((enum check_under)under, F), f);
        assert_int_equal(truth_under((enum check_under)under, U), u);
    }
    assert_int_equal(truth_under(UNDER_AS_IS, T | F), u);
    assert_int_equal(truth_under(UNDER_ALL, T | F), f);
    assert_int_equal(truth_under(UNDER_SOME, T | F), t);
    assert_int_equal(truth_under(UNDER_ALL, T | U), u);
    assert_int_equal(truth_under(UNDER_ALL, F | U), f);
    assert_int_equal(truth_under(UNDER_SOME, F | U), u);
}

/* ---- no memory ---- */

static int gather(void *ctx, const char *bytes, size_t n)
{
    struct buf *text = ctx;
    buf_put(text, bytes, n);
    return text->failed ? 12 : 0;
}

static const char checks[] = "pact-checks: 1\n"
                             "defaults: {date: 2026}\n"
                             "scenarios: {s: {closing: 2026-03-01, '*': never}}\n"
                             "checks:\n"
                             "  - {name: a, assert: brand.use, scenarios: [s], holds: sometime}\n"
                             "  - {clause: supply.stock, status: in_force, terms: {weeks: 4}}\n"
                             "  - {clause: brand.use, date: today, status: depends}\n"
                             "  - {assert: nope, message: m}\n";

static enum pact_status everything(const char *file, struct pact_diags *diags, struct buf *text)
{
    static const char *const assertions[] = {"any distribution", "brand.use", "all *"};
    static const char *const assume[] = {"deal-signed=2026-02-01..2026-12-31"};
    static const enum pact_format formats[] = {PACT_FORMAT_TEXT, PACT_FORMAT_JSON, PACT_FORMAT_CSV,
                                               PACT_FORMAT_JUNIT};
    const char *path = ACME;
    struct pact_question q = PACT_QUESTION_INIT;
    struct pact_check how = PACT_CHECK_INIT;
    struct pact_output out = {.sink = gather, .ctx = text};
    struct pact_outcome outcome;
    struct pact_corpus *c = NULL;
    q.date = "2026";
    q.today = "2026-11-22";
    q.assume = assume;
    q.n_assume = 1;
    how.assertions = assertions;
    how.n_assertions = ARRAY_COUNT(assertions);
    how.files = &file;
    how.n_files = 1;
    how.strict = true;
    enum pact_status status = pact_corpus_open(&path, 1, NULL, diags, &c);
    for (size_t i = 0; i < ARRAY_COUNT(formats) && status == PACT_OK; i++) {
        out.style.format = formats[i];
        status = pact_check(c, &q, &how, &out, &outcome, diags);
    }
    how.upcoming = "2y";
    q.date = "2025-06-01";
    if (status == PACT_OK)
        status = pact_check(c, &q, &how, &out, &outcome, diags);
    pact_corpus_free(c);
    return status;
}

/* The k-th allocation fails: a clean end, nothing leaks, and no wrong answer. */
static void fail_each(const char *file, bool sticky)
{
    struct pact_diags *diags = pact_diags_new();
    struct buf right;
    buf_init(&right, 0);
    assert_int_equal(everything(file, diags, &right), PACT_OK);
    for (size_t k = 1, reached = k; reached >= k; k++) {
        struct buf text;
        buf_init(&text, 0);
        pact_diags_clear(diags);
        fail_alloc_at(k, sticky);
        const enum pact_status status = everything(file, diags, &text);
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
    char file[] = "/tmp/test_check.XXXXXX";
    const int fd = mkstemp(file);
    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, checks, sizeof checks - 1), sizeof checks - 1);
    close(fd);
    fail_each(file, true);
    fail_each(file, false);
    unlink(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_assertions),
        cmocka_unit_test(test_truths),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
