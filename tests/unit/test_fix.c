/* Edits of YAML text, byte for byte. Random corpora are in tests/fix. */
#include "t.h"

#include "fail_alloc.h"
#include "fix.h"

static void assert_fixed(const char *before, const char *after, size_t mappings, size_t quotes)
{
    struct buf out = {0};
    struct fix_counts counts;
    assert_int_equal(fix_text(before, strlen(before), &out, &counts), ST_OK);
    assert_string_equal(out.data != NULL ? out.data : "", after);
    assert_int_equal(counts.mappings, mappings);
    assert_int_equal(counts.quotes, quotes);
    buf_done(&out);
}

static void assert_kept(const char *text)
{
    assert_fixed(text, text, 0, 0);
}

static void test_order(void **state)
{
    (void)state;
    assert_fixed("agreement: x\npact: 1\n", "pact: 1\nagreement: x\n", 1, 0);
    assert_fixed("{agreement: x , pact: 1}\n", "{pact: 1 , agreement: x}\n", 1, 0);
    assert_fixed("a: b\n", "a: b\n", 0, 0); /* not ours */
    assert_fixed(
        "clauses:\n  c:\n    history:\n    - by: i  # why\n      act: amend\n    title: T\n",
        "clauses:\n  c:\n    title: T\n    history:\n    - act: amend\n      by: i  # why\n", 2, 0);
    assert_fixed("acts:\n  c: [{by: i, act: amend, terms: {z: 1, a: 2}}]\n",
                 "acts:\n  c: [{act: amend, by: i, terms: {z: 1, a: 2}}]\n", 1, 0);
    assert_fixed("agreement: \xC3\xA9\xE2\x82\xAC\npact: 1 # \xF0\x9F\x98\x80\n---\n{agreement: x, "
                 "pact: 1}\n",
                 "pact: 1 # \xF0\x9F\x98\x80\nagreement: \xC3\xA9\xE2\x82\xAC\n---\n{pact: 1, "
                 "agreement: x}\n",
                 2, 0);
}

static void test_comments_go_with_their_key(void **state)
{
    (void)state;
    assert_fixed("# first\nagreement: x\n\n# of pact\n#  too\npact: 1\n",
                 "# first\n# of pact\n#  too\npact: 1\nagreement: x\n\n", 1, 0);
    /* whose are these? */
    assert_kept("agreement: x\n# apart\n\npact: 1\n");
    assert_kept("agreement: x\npact: 1\n# behind\n");
    assert_kept("clauses:\n  c:\n    kind: fact\n  # shallower\n    title: T\n");
    /* no room behind the dash */
    assert_kept("acts:\n  c:\n  - by: i\n    # of act\n    act: amend\n");
}

static void test_line_ends(void **state)
{
    (void)state;
    assert_fixed("agreement: x\r\npact: 1\r\n", "pact: 1\r\nagreement: x\r\n", 1, 0);
    assert_fixed("agreement: x\r\npact: 1", "pact: 1\r\nagreement: x", 1, 0);
    assert_fixed("agreement: x\npact: 1", "pact: 1\nagreement: x", 1, 0);
    assert_fixed("\xEF\xBB\xBF{agreement: x, pact: 1}", "\xEF\xBB\xBF{pact: 1, agreement: x}", 1,
                 0);
    assert_kept("");
    assert_kept("# nothing\n");
}

static void test_block_scalars(void **state)
{
    (void)state;
    assert_fixed(
        "acts:\n  c:\n  - summary: |\n      a\n       b\n\n    by: >-\n      i\n    act: amend\n",
        "acts:\n  c:\n  - act: amend\n    by: >-\n      i\n    summary: |\n      a\n       b\n\n",
        1, 0);
}

static void test_quotes(void **state)
{
    (void)state;
    assert_fixed("\"pact\": 1\n'agreement': \"x\"\ncomplete_through: '2026-01-01'\n",
                 "pact: 1\nagreement: x\ncomplete_through: 2026-01-01\n", 0, 4);
    assert_fixed("{\"pact\": 1, \"agreement\":\"x\"}\n", "{pact: 1, \"agreement\":x}\n", 0, 2);
    assert_fixed(
        "acts: {c: [{terms: {a: 'EU', b: \"2026-01-01\", c: '1', d: \"true\", e: "
        "'undisclosed'}}]}\n",
        "acts: {c: [{terms: {a: EU, b: \"2026-01-01\", c: '1', d: \"true\", e: 'undisclosed'}}]}\n",
        0, 1);
    assert_kept(
        "title: \"a: b\"\nparties: {a: \"two words\", b: \"a\\x62\", c: '', d: \"No\", e: 'a-'}\n");
    assert_fixed("acts: {c: [{until: {between: ['2020-01-01', \"2020\"]}}]}\n",
                 "acts: {c: [{until: {between: [2020-01-01, 2020]}}]}\n", 0, 2);
}

static void test_refuses(void **state)
{
    (void)state;
    static const char *const wrong[] = {"a: [", "a: &x b\nc: *x\n", "a: !t b\n", "a: \"\n"};
    for (size_t i = 0; i < ARRAY_COUNT(wrong); i++) {
        struct buf out = {0};
        struct fix_counts counts;
        assert_int_equal(fix_text(wrong[i], strlen(wrong[i]), &out, &counts), ST_INVALID);
        buf_done(&out);
    }
    char deep[400];
    memset(deep, '[', 200);
    memset(deep + 200, ']', 200);
    struct buf out = {0};
    struct fix_counts counts;
    assert_int_equal(fix_text(deep, sizeof deep, &out, &counts), ST_INVALID);
    buf_done(&out);
}

static void test_memory(void **state)
{
    (void)state;
    static const char text[] = "agreement: 'x'\npact: 1\nclauses: {c: {kind: fact, title: T}}\n";
    for (size_t k = 1;; k++) {
        struct buf out = {0};
        struct fix_counts counts;
        fail_alloc_at(k, true);
        const enum status status = fix_text(text, sizeof text - 1, &out, &counts);
        const bool reached = fail_alloc_count() >= k;
        fail_alloc_off();
        assert_int_equal(status, reached ? ST_NOMEM : ST_OK);
        buf_done(&out);
        if (!reached)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),     cmocka_unit_test(test_comments_go_with_their_key),
        cmocka_unit_test(test_line_ends), cmocka_unit_test(test_block_scalars),
        cmocka_unit_test(test_quotes),    cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
