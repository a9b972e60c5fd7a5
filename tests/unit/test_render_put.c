/* Pieces of JSON, cells of CSV and TSV, indented JSON. */
#include "t.h"

#include <stdio.h>

#include "head.h"
#include "put.h"
#include "query_text.h"
#include "row.h"

static void test_strings(void **state)
{
    (void)state;
    static const struct {
        const char *text, *json;
    } cases[] = {
        {"", "\"\""},
        {"a \"b\" \\", "\"a \\\"b\\\" \\\\\""},
        {"\t\n\r\b\f\x01\x1f\x7f", "\"\\t\\n\\r\\b\\f\\u0001\\u001f\\u007f\""},
        {"\xE2\x80\xA8|\xE2\x80\xA9|\xE2\x80\x93|\xE2\x82\xAC",
         "\"\\u2028|\\u2029|\xE2\x80\x93|\xE2\x82\xAC\""},
        {"/\xC3\xA9\xF0\x9F\x98\x80", "\"/\xC3\xA9\xF0\x9F\x98\x80\""},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf b = {0};
        put_string(&b, cases[i].text, strlen(cases[i].text));
        assert_string_equal(b.data, cases[i].json);
        buf_done(&b);
    }
}

/* What is to become of a byte that stands alone among letters. */
static void expect_byte(struct buf *b, unsigned char c)
{
    static const char paired[] = "\bb\tt\nn\ff\rr\"\"\\\\";
    for (const char *p = paired; *p != '\0'; p += 2)
        if ((unsigned char)*p == c) {
            buf_printf(b, "\\%c", p[1]);
            return;
        }
    if (c < 0x20 || c == 0x7F)
        buf_printf(b, "\\u%04x", c);
    else
        buf_put(b, (const char *)&c, 1);
}

/* Every byte in every place of a string of every length that is copied in another way. The string
 * lies in memory of its own, so that a look beyond it is found. */
static void test_every_byte(void **state)
{
    (void)state;
    for (size_t n = 1; n < 50; n++) {
        char *text = malloc(n);
        assert_non_null(text);
        for (size_t at = 0; at < n; at++)
            for (int c = 0; c < 256; c++) {
                struct buf b = {0}, expected = {0};
                buf_char(&expected, '"');
                for (size_t i = 0; i < n; i++) {
                    text[i] = (char)(i == at ? c : 'a' + (int)i % 26);
                    expect_byte(&expected, (unsigned char)text[i]);
                }
                buf_char(&expected, '"');
                put_string(&b, text, n);
                assert_int_equal(b.n, expected.n);
                assert_memory_equal(b.data, expected.data, b.n + 1);
                buf_done(&b);
                buf_done(&expected);
            }
        free(text);
    }
}

/* A buffer with any room left. */
static void test_room(void **state)
{
    (void)state;
    for (size_t max = 0; max < 40; max++)
        for (size_t n = 0; n < 40; n++) {
            static const char text[] = "0123456789012345678901234567890123456789";
            struct buf b;
            buf_init(&b, max + 1);
            put_string(&b, text, n);
            assert_int_equal(b.failed, n + 2 > max + 1);
            assert_int_equal(b.n, b.failed ? 0 : n + 2);
            if (!b.failed)
                assert_memory_equal(b.data + 1, text, n);
            buf_done(&b);
        }
}

static void test_arguments(void **state)
{
    (void)state;
    struct buf b = {0};
    put_argument(&b, NULL);
    PUT(&b, ",");
    put_argument(&b, "a\xFF\xC3");
    assert_string_equal(b.data, "null,\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
    buf_done(&b);
}

/* Dates as written, at both ends of what there is. */
static void test_dates(void **state)
{
    (void)state;
    static const char *const texts[] = {"0001",       "0001-01",    "0001-01-01", "0001-12",
                                        "2000-02-29", "1900-02-28", "9999",       "9999-12",
                                        "9999-12-01", "9999-12-31"};
    struct buf b = {0};
    put_pdate(&b, 0);
    assert_string_equal(b.data, "null");
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        char quoted[16];
        pdate d;
        assert_int_equal(pdate_parse(texts[i], strlen(texts[i]), &d), DATE_FAULT_NONE);
        snprintf(quoted, sizeof quoted, "\"%s\"", texts[i]);
        buf_clear(&b);
        put_pdate(&b, d);
        assert_string_equal(b.data, quoted);
        assert_int_equal(b.n, strlen(quoted));
    }
    buf_clear(&b);
    put_day(&b, DAY_MIN);
    put_day(&b, DAY_MAX);
    put_day(&b, DAY_MIN - 1);
    put_day(&b, DAY_MAX + 1);
    assert_string_equal(b.data, "\"0001-01-01\"\"9999-12-31\"nullnull");
    buf_done(&b);
    buf_init(&b, 11);
    put_day(&b, DAY_MAX);
    assert_true(b.failed);
    buf_done(&b);
}

static void test_days(void **state)
{
    (void)state;
    struct buf b = {0};
    put_day(&b, DAY_NONE);
    put_day(&b, DAY_NEVER);
    put_day(&b, day_from_ymd(2031, 1, 1));
    put_offset(&b, (struct offset){0, 0});
    put_offset(&b, (struct offset){90, 'd'});
    put_span_of_days(&b, 1, 1, false);
    put_span_of_days(&b, 1, 2, false);
    put_span_of_days(&b, 1, 1, true);
    assert_string_equal(b.data, "nullnull\"2031-01-01\"null\"90d\"\"0001-01-01\""
                                "{\"from\":\"0001-01-01\",\"through\":\"0001-01-02\"}"
                                "{\"from\":\"0001-01-01\",\"through\":\"0001-01-01\"}");
    buf_done(&b);
}

/* ---- cells ---- */

static void test_cells(void **state)
{
    (void)state;
    static const struct {
        const char *json, *csv, *tsv;
    } cases[] = {
        {"null", "", ""},
        {"true", "true", "true"},
        {"-1.50", "-1.50", "-1.50"},
        {"\"2031-01-01\"", "2031-01-01", "2031-01-01"},
        {"[]", "", ""},
        {"[\"a\",\"b\"]", "a;b", "a;b"},
        {"{}", "{}", "{}"},
        {"{\"a\":\"x,\\\"y\"}", "\"{\"\"a\"\":\"\"x,\\\"\"y\"\"}\"", "{\"a\":\"x,\\\\\"y\"}"},
        {"[{\"a\":1}]", "\"[{\"\"a\"\":1}]\"", "[{\"a\":1}]"},
        {"[\"a\",{}]", "\"[\"\"a\"\",{}]\"", "[\"a\",{}]"},
        {"\"a\\tb\\nc\\\\\"", "\"a\tb\nc\\\"", "a\\tb\\nc\\\\"},
        {"\"a,b\"", "\"a,b\"", "a,b"},
        {"\"\\u2028\\u007f\"", "\xE2\x80\xA8\x7F", "\xE2\x80\xA8\x7F"},
        {"\"=1+1\"", "\"'=1+1\"", "=1+1"},
        {"\"@a\"", "\"'@a\"", "@a"},
        {"\"-b\"", "\"'-b\"", "-b"},
        {"\"-5\"", "-5", "-5"},
        {"\"\\tx\"", "\"'\tx\"", "\\tx"},
    };
    struct buf scratch = {0};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf csv = {0}, tsv = {0};
        buf_reserve(&csv, 0);
        buf_reserve(&tsv, 0);
        put_csv_cell(&csv, cases[i].json, strlen(cases[i].json), &scratch);
        put_tsv_cell(&tsv, cases[i].json, strlen(cases[i].json), &scratch);
        assert_string_equal(csv.data, cases[i].csv);
        assert_string_equal(tsv.data, cases[i].tsv);
        buf_done(&csv);
        buf_done(&tsv);
    }
    buf_done(&scratch);
}

/* ---- indented ---- */

static void assert_indented(const char *json, const char *expected)
{
    struct buf b = {0};
    indent_json(&b, json, strlen(json), 0);
    assert_string_equal(b.data, expected);
    buf_done(&b);
}

static void test_indent(void **state)
{
    (void)state;
    assert_indented("{}", "{}");
    assert_indented("[1,\"a,b:{\",null]", "[1, \"a,b:{\", null]");
    assert_indented("{\"a\":{\"b\":[]},\"c\":[1,{\"d\":\"\\\"}\"}]}", "{\n"
                                                                      "  \"a\": {\"b\": []},\n"
                                                                      "  \"c\": [\n"
                                                                      "    1,\n"
                                                                      "    {\"d\": \"\\\"}\"}\n"
                                                                      "  ]\n"
                                                                      "}");
    assert_indented(
        "[\"a long text that does not fit\",\"beside another long text on one line of 76\"]",
        "[\n"
        "  \"a long text that does not fit\",\n"
        "  \"beside another long text on one line of 76\"\n"
        "]");
}

static void write_document(struct buf *out, const struct style *style, size_t rows)
{
    struct row_writer w;
    struct buf head = {0};
    put_head(&head, "pact.list/1", NULL, 1, 2, "{\"noun\":\"events\"}");
    rows_begin(&w, style, out, head.data, head.n);
    for (size_t i = 0; i < rows; i++)
        rows_put(&w, LIT("{\"a\":[{\"b\":1}]}"));
    rows_end(&w);
    buf_done(&head);
}

static void test_documents(void **state)
{
    (void)state;
    static const struct {
        struct style style;
        size_t rows;
        const char *expected;
    } cases[] = {
        {{.format = FORMAT_JSON},
         2,
         "{\"schema\":\"pact.list/1\",\"corpus\":{\"digest\":null,\"agreements\":1,\"clauses\":2},"
         "\"query\":{\"noun\":\"events\"},\"results\":[{\"a\":[{\"b\":1}]},{\"a\":[{\"b\":1}]}]}"
         "\n"},
        {{.format = FORMAT_JSONL, .pretty = true},
         1,
         "{\"schema\":\"pact.list/1\",\"corpus\":{\"digest\":null,\"agreements\":1,\"clauses\":2},"
         "\"query\":{\"noun\":\"events\"}}\n{\"a\":[{\"b\":1}]}\n"},
        {{.format = FORMAT_JSON, .pretty = true},
         0,
         "{\n  \"schema\": \"pact.list/1\",\n"
         "  \"corpus\": {\"digest\": null, \"agreements\": 1, \"clauses\": 2},\n"
         "  \"query\": {\"noun\": \"events\"},\n  \"results\": []\n}\n"},
        {{.format = FORMAT_JSON, .pretty = true},
         1,
         "{\n  \"schema\": \"pact.list/1\",\n"
         "  \"corpus\": {\"digest\": null, \"agreements\": 1, \"clauses\": 2},\n"
         "  \"query\": {\"noun\": \"events\"},\n  \"results\": [\n    {\n      \"a\": [\n"
         "        {\"b\": 1}\n      ]\n    }\n  ]\n}\n"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf b = {0};
        write_document(&b, &cases[i].style, cases[i].rows);
        assert_string_equal(b.data, cases[i].expected);
        buf_done(&b);
    }
}

static void test_markdown(void **state)
{
    (void)state;
    struct buf b = {0};
    put_markdown(&b, LIT("a|b\n*c* <d> & `e` [f]\x01"));
    assert_string_equal(b.data, "a\\|b \\*c\\* &lt;d> &amp; \\`e\\` \\[f\\]");
    buf_done(&b);
}

static void test_format_names(void **state)
{
    (void)state;
    enum format f;
    for (unsigned i = 0; i < FORMAT_COUNT; i++) {
        const char *name = format_name((enum format)i);
        assert_true(format_find(name, strlen(name), &f));
        assert_int_equal(f, i);
    }
    assert_false(format_find(LIT("yaml"), &f));
    assert_false(format_find(LIT("js"), &f));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strings),      cmocka_unit_test(test_every_byte),
        cmocka_unit_test(test_room),         cmocka_unit_test(test_arguments),
        cmocka_unit_test(test_dates),        cmocka_unit_test(test_days),
        cmocka_unit_test(test_cells),        cmocka_unit_test(test_indent),
        cmocka_unit_test(test_documents),    cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_format_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
