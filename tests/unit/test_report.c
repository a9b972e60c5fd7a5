/* Reports of `check` and `lint` for other programs. Outside readers see them in tests/reports; here
 * stands what they cannot know: the exact bytes, order, limits, hostile text, memory that runs out.
 */
#include "t.h"

#include "fail_alloc.h"
#include "report.h"

static const enum format formats[] = {FORMAT_TAP, FORMAT_JUNIT, FORMAT_GITHUB, FORMAT_SARIF};

static const struct report_rule rules[] = {
    {"check", "an assertion does not hold", DIAG_ERROR},
    {"unused-source", "a source that nothing refers to", DIAG_WARNING},
};

static const struct report_item items[] = {
    {.rule = "check", .suite = "a.yaml", .name = "the license holds", .verdict = VERDICT_PASS},
    {.rule = "check",
     .suite = "a.yaml",
     .name = "#1: a \\ b",
     .verdict = VERDICT_SKIP,
     .file = "a.yaml",
     .line = 3,
     .message = "it depends"},
    {.rule = "unused-source",
     .suite = "a.yaml",
     .name = "nothing refers to 's'",
     .verdict = VERDICT_WARN,
     .severity = DIAG_WARNING,
     .file = "/home/x/data/a b.yaml",
     .line = 7,
     .column = 2,
     .message = "nothing refers to 's'"},
    {.rule = "check",
     .suite = "b<&>.yaml",
     .name = "50% \"off\"",
     .verdict = VERDICT_FAIL,
     .severity = DIAG_ERROR,
     .file = "./d,ir:x/b.yaml",
     .line = 12,
     .column = 5,
     .message = "it has \x1b ended",
     .details = "expected: 100%\n  found: <none>\n"},
    {.rule = "check",
     .suite = "b<&>.yaml",
     .name = "broken",
     .verdict = VERDICT_ERROR,
     .message = "no such clause",
     .severity = DIAG_ERROR},
};

static struct buf written(enum format format, const struct report *report)
{
    const struct style style = {.format = format};
    struct buf out = {0};
    render_report(&out, &style, report);
    return out;
}

static void assert_report(enum format format, const struct report *report, const char *expected)
{
    struct buf out = written(format, report);
    assert_false(out.failed);
    assert_string_equal(out.data, expected);
    buf_done(&out);
}

static const struct report sample = {.verb = "check",
                                     .root = "/home/x",
                                     .rules = rules,
                                     .n_rules = ARRAY_COUNT(rules),
                                     .items = items,
                                     .n_items = ARRAY_COUNT(items),
                                     .dropped = 2};

static void test_tap(void **state)
{
    (void)state;
    assert_report(FORMAT_TAP, &sample,
                  "TAP version 14\n"
                  "1..5\n"
                  "ok 1 - the license holds\n"
                  "ok 2 - \\#1: a \\\\ b # SKIP it depends\n"
                  "not ok 3 - nothing refers to 's' # TODO\n"
                  "  ---\n"
                  "  message: \"nothing refers to 's'\"\n"
                  "  severity: todo\n"
                  "  rule: \"unused-source\"\n"
                  "  file: \"data/a b.yaml\"\n"
                  "  line: 7\n"
                  "  column: 2\n"
                  "  ...\n"
                  "not ok 4 - 50% \"off\"\n"
                  "  ---\n"
                  "  message: \"it has \\\\e ended\"\n"
                  "  severity: fail\n"
                  "  rule: \"check\"\n"
                  "  file: \"d,ir:x/b.yaml\"\n"
                  "  line: 12\n"
                  "  column: 5\n"
                  "  details: |2\n"
                  "    expected: 100%\n"
                  "      found: <none>\n"
                  "  ...\n"
                  "not ok 5 - broken\n"
                  "  ---\n"
                  "  message: \"no such clause\"\n"
                  "  severity: error\n"
                  "  rule: \"check\"\n"
                  "  ...\n"
                  "# 2 more findings are not shown\n");
}

static void test_junit(void **state)
{
    (void)state;
    assert_report(
        FORMAT_JUNIT, &sample,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"pact check\" tests=\"6\" failures=\"1\" errors=\"1\">\n"
        "  <testsuite name=\"a.yaml\" tests=\"3\" failures=\"0\" errors=\"0\" skipped=\"2\">\n"
        "    <testcase name=\"the license holds\" classname=\"a.yaml\"/>\n"
        "    <testcase name=\"#1: a \\ b\" classname=\"a.yaml\">\n"
        "      <skipped message=\"it depends\"/>\n"
        "    </testcase>\n"
        "    <testcase name=\"nothing refers to 's'\" classname=\"a.yaml\">\n"
        "      <skipped message=\"nothing refers to 's'\"/>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "  <testsuite name=\"b&lt;&amp;&gt;.yaml\" tests=\"2\" failures=\"1\" errors=\"1\" "
        "skipped=\"0\">\n"
        "    <testcase name=\"50% &quot;off&quot;\" classname=\"b&lt;&amp;&gt;.yaml\">\n"
        "      <failure message=\"it has \\e ended\" type=\"check\">d,ir:x/b.yaml:12:5: it has \\e "
        "ended\n"
        "expected: 100%\n"
        "  found: &lt;none&gt;</failure>\n"
        "    </testcase>\n"
        "    <testcase name=\"broken\" classname=\"b&lt;&amp;&gt;.yaml\">\n"
        "      <error message=\"no such clause\" type=\"check\">no such clause</error>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "  <testsuite name=\"pact check\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\">\n"
        "    <testcase name=\"2 more findings are not shown\" classname=\"pact check\">\n"
        "      <skipped/>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n");
}

static void test_github(void **state)
{
    (void)state;
    assert_report(FORMAT_GITHUB, &sample,
                  "::error file=d%2Cir%3Ax/b.yaml,line=12,col=5,title=pact check%3A check::50%25 "
                  "\"off\": it has \\e ended%0Aexpected: 100%25%0A  found: <none>\n"
                  "::error title=pact check%3A check::broken: no such clause\n"
                  "::warning file=data/a b.yaml,line=7,col=2,title=pact check%3A "
                  "unused-source::nothing refers to 's'\n"
                  "::notice file=a.yaml,line=3,title=pact check%3A check::#1: a \\ b: it depends\n"
                  "pact check: 2 errors, 1 warning, 1 notice, 1 passed; 2 more without an "
                  "annotation\n");
}

static void test_sarif(void **state)
{
    (void)state;
    const struct report one = {.verb = "lint",
                               .rules = rules,
                               .n_rules = ARRAY_COUNT(rules),
                               .items = items + 2,
                               .n_items = 1,
                               .root = "/home/x"};
    assert_report(
        FORMAT_SARIF, &one,
        "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
        "\"runs\":[{\"tool\":{\"driver\":{\"name\":\"pact\",\"version\":\"" PACT_VERSION "\","
        "\"rules\":[{\"id\":\"check\",\"shortDescription\":{\"text\":\"an assertion does not "
        "hold\"},\"defaultConfiguration\":{\"level\":\"error\"}},{\"id\":\"unused-source\","
        "\"shortDescription\":{\"text\":\"a source that nothing refers to\"},"
        "\"defaultConfiguration\":{\"level\":\"warning\"}}]}},"
        "\"automationDetails\":{\"id\":\"pact-lint/\"},\"invocations\":[{\"executionSuccessful\":"
        "true,\"toolExecutionNotifications\":[]}],\"columnKind\":\"unicodeCodePoints\","
        "\"results\":[{\"ruleId\":\"unused-source\",\"ruleIndex\":1,\"level\":\"warning\","
        "\"message\":{\"text\":\"nothing refers to 's'\"},\"locations\":[{\"physicalLocation\":{"
        "\"artifactLocation\":{\"uri\":\"data/a%20b.yaml\"},\"region\":{\"startLine\":7,"
        "\"startColumn\":2}}}],\"partialFingerprints\":{\"pactFinding/v1\":"
        "\"4aa634036caa76f241cb05dea877d644\"}}]}]}\n");
}

/* ---- nothing, and a run that broke down ---- */

static void test_empty(void **state)
{
    (void)state;
    const struct report empty = {.verb = "lint"};
    assert_report(FORMAT_TAP, &empty, "TAP version 14\n1..0\n");
    assert_report(FORMAT_JUNIT, &empty,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<testsuites name=\"pact lint\" tests=\"0\" failures=\"0\" errors=\"0\">\n"
                  "</testsuites>\n");
    assert_report(FORMAT_GITHUB, &empty, "pact lint: nothing found\n");
    struct buf sarif = written(FORMAT_SARIF, &empty);
    assert_non_null(strstr(sarif.data, "\"executionSuccessful\":true"));
    assert_non_null(strstr(sarif.data, "\"results\":[]}]}\n"));
    buf_done(&sarif);
}

static void test_failed(void **state)
{
    (void)state;
    const struct report failed = {.verb = "lint", .failed = true};
    assert_report(FORMAT_TAP, &failed, "TAP version 14\n1..0\nBail out! the run broke down\n");
    assert_report(FORMAT_GITHUB, &failed,
                  "::error title=pact lint::the run broke down\npact lint: it broke down\n");
    struct buf junit = written(FORMAT_JUNIT, &failed);
    assert_non_null(strstr(junit.data, "tests=\"1\" failures=\"0\" errors=\"1\">"));
    assert_non_null(strstr(junit.data, "<error message=\"the run broke down\">"));
    buf_done(&junit);
    struct buf sarif = written(FORMAT_SARIF, &failed);
    assert_non_null(strstr(sarif.data,
                           "\"executionSuccessful\":false,\"toolExecutionNotifications\":[{"
                           "\"level\":\"error\",\"message\":{\"text\":\"the run broke down\"}}]"));
    buf_done(&sarif);
}

/* The first error without a place says why; in SARIF it is no result. */
static void test_failed_with_reason(void **state)
{
    (void)state;
    struct report failed = sample;
    failed.failed = true;
    failed.dropped = 0;
    struct buf tap = written(FORMAT_TAP, &failed), sarif = written(FORMAT_SARIF, &failed);
    assert_non_null(strstr(tap.data, "\nBail out! no such clause\n"));
    assert_non_null(strstr(sarif.data, "[{\"level\":\"error\",\"message\":{\"text\":\"no such "
                                       "clause\"}}]"));
    assert_null(strstr(sarif.data, "broken: no such clause"));
    buf_done(&tap);
    buf_done(&sarif);
}

/* ---- limits ---- */

static size_t count_of(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, what)) != NULL; p += strlen(what))
        n++;
    return n;
}

static void test_ten_annotations_of_a_kind(void **state)
{
    (void)state;
    struct report_item many[25];
    for (size_t i = 0; i < ARRAY_COUNT(many); i++)
        many[i] = (struct report_item){.suite = "x",
                                       .name = i % 2 ? "odd" : "even",
                                       .verdict = i % 2 ? VERDICT_FAIL : VERDICT_WARN,
                                       .severity = DIAG_WARNING};
    const struct report report = {.verb = "lint", .items = many, .n_items = ARRAY_COUNT(many)};
    struct buf out = written(FORMAT_GITHUB, &report);
    assert_int_equal(count_of(out.data, "::error "), 10);
    assert_int_equal(count_of(out.data, "::warning "), 10);
    assert_non_null(
        strstr(out.data, "pact lint: 12 errors, 13 warnings; 5 more without an annotation\n"));
    buf_done(&out);
}

/* A fingerprint stays when lines move, and equal findings of a file have several. */
static void test_fingerprints(void **state)
{
    (void)state;
    struct report_item three[3];
    for (size_t i = 0; i < 3; i++)
        three[i] = (struct report_item){.rule = "check",
                                        .suite = "x",
                                        .name = "same",
                                        .file = "x.yaml",
                                        .line = (unsigned)i + 1,
                                        .verdict = VERDICT_FAIL,
                                        .identity = i == 1 ? "other" : NULL};
    const struct report report = {.verb = "check", .items = three, .n_items = 3};
    struct buf before = written(FORMAT_SARIF, &report);
    assert_int_equal(count_of(before.data, "pactFinding/v1"), 3);
    assert_int_equal(count_of(before.data, ":2\"}"), 1);
    const char *mark = strstr(before.data, "pactFinding/v1");
    char first[49];
    memcpy(first, mark, sizeof first - 1);
    first[sizeof first - 1] = '\0';
    three[0].line = 99;
    struct buf after = written(FORMAT_SARIF, &report);
    assert_int_equal(count_of(after.data, first), 2); /* its own, and that of its double */
    buf_done(&before);
    buf_done(&after);
}

/* ---- hostile text ---- */

static void test_hostile(void **state)
{
    (void)state;
    static const char text[] =
        "a\x01\x1b[31m\r\n\xff\xc2\x9b\xe2\x80\xae\xef\xbf\xbe\xf0\x9f\xbf\xbe"
        "::error::x\n]]>--><!--\n...\n---\n1..9\nok 1\n\xe2\x80\xa8z";
    const struct report_item item = {.rule = text,
                                     .suite = text,
                                     .name = text,
                                     .verdict = VERDICT_FAIL,
                                     .file = text,
                                     .message = text,
                                     .details = text,
                                     .identity = text,
                                     .line = 1,
                                     .column = 1};
    const struct report report = {.verb = "lint", .items = &item, .n_items = 1, .failed = true};
    for (size_t f = 0; f < ARRAY_COUNT(formats); f++) {
        struct buf out = written(formats[f], &report);
        assert_false(out.failed);
        for (size_t i = 0; i < out.n; i++) {
            const unsigned char c = (unsigned char)out.data[i];
            assert_true(c == '\n' || (c >= 0x20 && c != 0x7F && c < 0x80));
        }
        if (formats[f] == FORMAT_JUNIT) { /* has the lines of the details as they are, escaped */
            assert_null(strstr(out.data, "]]>"));
        } else { /* no line of the text begins one of the document */
            assert_null(strstr(out.data, "\n::error::x"));
            assert_null(strstr(out.data, "\n1..9"));
            assert_null(strstr(out.data, "\nok 1\n"));
        }
        buf_done(&out);
    }
}

static void test_memory(void **state)
{
    (void)state;
    struct report failed = sample;
    failed.failed = true;
    for (size_t f = 0; f < ARRAY_COUNT(formats); f++) {
        for (size_t k = 1;; k++) {
            fail_alloc_at(k, true);
            struct buf out = written(formats[f], &failed);
            const bool reached = fail_alloc_count() >= k;
            fail_alloc_off();
            assert_int_equal(out.failed, reached);
            buf_done(&out);
            if (!reached)
                break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tap),
        cmocka_unit_test(test_junit),
        cmocka_unit_test(test_github),
        cmocka_unit_test(test_sarif),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_failed),
        cmocka_unit_test(test_failed_with_reason),
        cmocka_unit_test(test_ten_annotations_of_a_kind),
        cmocka_unit_test(test_fingerprints),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
