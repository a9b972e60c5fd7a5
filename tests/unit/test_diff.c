/* Differences between corpora through the API: what is told, once; memory that runs out on the way.
 */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "fail_alloc.h"
#include "pact/pact.h"

/* %1$s: a source's title; %2$s: a term; %3$s: what the second act does. */
static const char corpus[] =
    "pact: 1\n"
    "agreement: lease\n"
    "title: Lease\n"
    "complete_through: 2026-01-31\n"
    "parties: {ann: Ann, bob: Bob}\n"
    "sources: {paper: {publisher: Ann, title: %s, kind: primary, date: 2024-01-10}}\n"
    "instruments:\n"
    "  lease: {title: Lease, announced: 2024-01-10, effective: 2024-02-01, sources: [paper]}\n"
    "  rider: {title: Rider, announced: 2025-05-01, sources: [paper]}\n"
    "events: {sold: {title: Sold}, left: {title: Left}}\n"
    "clauses:\n"
    "  rent:\n"
    "    title: Rent\n"
    "    kind: obligation\n"
    "    holder: ann\n"
    "    obligor: bob\n"
    "    history:\n"
    "      - {act: establish, by: lease, until: {event: sold, plus: 30d}, terms: {eur: %s, cap: "
    "{of: 1}},"
    " summary: Bob pays.}\n"
    "      - {act: %s, by: rider, from: left, terms: {eur: 5}, summary: Bob pays less.}\n";

static void write_corpus(char *path, const char *title, const char *eur, const char *act)
{
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    assert_non_null(file);
    assert_true(fprintf(file, corpus, title, eur, act) > 0);
    assert_int_equal(fclose(file), 0);
}

static int gather(void *ctx, const char *bytes, size_t n)
{
    struct buf *text = ctx;
    buf_put(text, bytes, n);
    return text->failed ? 12 : 0;
}

/* One call with its corpora. */
struct call {
    const char *old; /* NULL: a timeline of the new one */
    const char *new;
    enum pact_axis axis;
    enum pact_format format;
};

static enum pact_status compare(const struct call *call, struct pact_diags *diags, struct buf *text,
                                int *ret_exit)
{
    struct pact_corpus *old = NULL, *new = NULL;
    const char *const select = "rent";
    struct pact_question q = PACT_QUESTION_INIT;
    struct pact_chart chart = PACT_CHART_INIT;
    struct pact_output out = PACT_OUTPUT_INIT;
    struct pact_outcome outcome = {.exit_code = -1};
    out.sink = gather;
    out.ctx = text;
    out.style.format = call->format;
    enum pact_status status = pact_corpus_open(&call->new, 1, NULL, diags, &new);
    if (status == PACT_OK && call->old != NULL)
        status = pact_corpus_open(&call->old, 1, NULL, diags, &old);
    if (status == PACT_OK && call->old != NULL)
        status = pact_diff_against(new, old, &q, &out, &outcome, diags);
    chart.axis = call->axis;
    q.date = "2026-06-01";
    q.select = &select;
    q.n_select = 1;
    if (status == PACT_OK && call->old == NULL)
        status = pact_timeline(new, &q, &chart, &out, &outcome, diags);
    pact_corpus_free(old);
    pact_corpus_free(new);
    *ret_exit = outcome.exit_code;
    return status;
}

static void fail_each(struct call call, bool sticky)
{
    struct pact_diags *diags = pact_diags_new();
    struct buf right;
    int code = -1;
    buf_init(&right, 0);
    assert_int_equal(compare(&call, diags, &right, &code), PACT_OK);
    assert_int_equal(code, call.old != NULL ? PACT_EXIT_NO : PACT_EXIT_YES);
    for (size_t k = 1, reached = k; reached >= k; k++) {
        struct buf text;
        buf_init(&text, 0);
        pact_diags_clear(diags);
        fail_alloc_at(k, sticky);
        const enum pact_status status = compare(&call, diags, &text, &code);
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
    char old[] = "/tmp/test_diff.XXXXXX", new[] = "/tmp/test_diff.XXXXXX";
    write_corpus(old, "Paper", "900", "amend");
    write_corpus(new, "The paper", "890", "restate");
    fail_each((struct call){old, new, PACT_OVER_DAYS, PACT_FORMAT_TEXT}, true);
    fail_each((struct call){old, new, PACT_OVER_DAYS, PACT_FORMAT_TEXT}, false);
    fail_each((struct call){old, new, PACT_OVER_DAYS, PACT_FORMAT_JSON}, true);
    fail_each((struct call){old, new, PACT_OVER_DAYS, PACT_FORMAT_MARKDOWN}, false);
    fail_each((struct call){NULL, new, PACT_OVER_KNOWN, PACT_FORMAT_TEXT}, false);
    fail_each((struct call){NULL, new, PACT_OVER_KNOWN, PACT_FORMAT_JSON}, true);
    fail_each((struct call){NULL, new, PACT_OVER_BOTH, PACT_FORMAT_TEXT}, true);
    fail_each((struct call){NULL, new, PACT_OVER_BOTH, PACT_FORMAT_SVG}, false);
    fail_each((struct call){NULL, new, PACT_OVER_BOTH, PACT_FORMAT_MARKDOWN}, false);
    fail_each((struct call){NULL, new, PACT_OVER_BOTH, PACT_FORMAT_CSV}, false);
    unlink(old);
    unlink(new);
}

static void check_one(const char *title, const char *eur, const char *act, const char *expected)
{
    char old[] = "/tmp/test_diff.XXXXXX", new[] = "/tmp/test_diff.XXXXXX";
    struct pact_diags *diags = pact_diags_new();
    struct buf text;
    int code = -1;
    buf_init(&text, 0);
    write_corpus(old, "Paper", "900", "amend");
    write_corpus(new, title, eur, act);
    const struct call call = {old, new, PACT_OVER_DAYS, PACT_FORMAT_TSV};
    assert_int_equal(compare(&call, diags, &text, &code), PACT_OK);
    const char *rows = strchr(text.data, '\n');
    assert_non_null(rows);
    assert_int_equal(code, expected[0] == '\0' ? PACT_EXIT_YES : PACT_EXIT_NO);
    assert_string_equal(rows + 1, expected);
    buf_done(&text);
    pact_diags_free(diags);
    unlink(old);
    unlink(new);
}

/* One word that is changed is one difference, however many places of the plane it holds for: until
 * `sold` and 30 days may be past, and where it depends on `left`, in both of its cases. */
static void test_one_word(void **state)
{
    (void)state;
    check_one("Paper", "900", "amend", "");
    check_one("Deed", "900", "amend", "lease\t\tsource\tpaper\ttitle\tPaper\tDeed\t\t\t\n");
    check_one(
        "Paper", "890", "amend",
        "lease\trent\tanswer\t\tterms.eur\t{\"value\":900}\t{\"value\":890}\tlease\t2024-01-10\t"
        "[{\"date\":{\"from\":\"2024-02-01\",\"through\":null},\"known\":{\"from\":"
        "\"2024-01-10\",\"through\":null}}]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_word),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
