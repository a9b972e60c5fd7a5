/* Tables, and the documents of lint and of failures, in every format. */
#include "t.h"

#include "fail_alloc.h"
#include "render.h"

static const struct column columns[] = {
    {"id", "ID", false}, {"title", "TITLE", false}, {"n", "N", false}, {"tags", "TAGS", true}};
#define N_COLUMNS ARRAY_COUNT(columns)

static struct cell text(const char *t)
{
    return (struct cell){.kind = CELL_TEXT, .text = t, .n = strlen(t)};
}

static struct cell number(const char *t)
{
    return (struct cell){.kind = CELL_NUMBER, .text = t, .n = strlen(t)};
}

static struct buf make_table(enum format format, size_t width, bool pretty, size_t n_rows)
{
    static const char *const tags[] = {"one", "t|wo"};
    const struct style style = {.format = format, .width = width, .pretty = pretty};
    struct buf out = {0};
    struct table_render *t = render_table_begin(
        &style, "pact.list/1", "00", 1, 2, "{\"noun\":\"x\"}", "things", columns, N_COLUMNS, &out);
    const struct cell rows[2][N_COLUMNS] = {
        {text("a"),
         text("A title of some length\x1b[31m"),
         number("1"),
         {.kind = CELL_LIST, .items = tags, .n_items = 2}},
        {text("bb.c"), {.kind = CELL_DAY, .day = 1}, number("20"), {.kind = CELL_NULL}},
    };
    for (size_t i = 0; i < n_rows; i++)
        render_table_row(t, rows[i]);
    render_table_end(t);
    return out;
}

static void assert_table(enum format format, size_t width, size_t n_rows, const char *expected)
{
    struct buf b = make_table(format, width, false, n_rows);
    assert_false(b.failed);
    assert_string_equal(b.data, expected);
    buf_done(&b);
}

static void test_text(void **state)
{
    (void)state;
    assert_table(FORMAT_TEXT, 0, 2,
                 "ID    TITLE                          N  TAGS\n"
                 "a     A title of some length\\e[31m   1  one, t|wo\n"
                 "bb.c  0001-01-01                    20\n");
    assert_table(FORMAT_TEXT, 50, 2, /* as it is: it fits */
                 "ID    TITLE                          N  TAGS\n"
                 "a     A title of some length\\e[31m   1  one, t|wo\n"
                 "bb.c  0001-01-01                    20\n");
    assert_table(FORMAT_TEXT, 40, 2, /* without the optional column, and it says so */
                 "ID    TITLE                          N\n"
                 "a     A title of some length\\e[31m   1\n"
                 "bb.c  0001-01-01                    20\n"
                 "\n"
                 "Left out at this width: TAGS;\n"
                 "  --format=csv has all columns.\n");
    assert_table(FORMAT_TEXT, 26, 2, /* wrapped */
                 "ID    TITLE              N\n"
                 "a     A title of some    1\n"
                 "      length\\e[31m\n"
                 "bb.c  0001-01-01        20\n"
                 "\n"
                 "Left out at this width:\n"
                 "  TAGS; --format=csv has\n"
                 "  all columns.\n");
    assert_table(FORMAT_TEXT, 16, 1, /* a list of lines, of all columns */
                 "ID     a\n"
                 "TITLE  A title\n"
                 "       of some\n"
                 "       length\\e[31m\n"
                 "N      1\n"
                 "TAGS   one, t|wo\n");
    assert_table(FORMAT_TEXT, 80, 0, "No things.\n");
}

static void test_machine_formats(void **state)
{
    (void)state;
    assert_table(
        FORMAT_JSON, 0, 2,
        "{\"schema\":\"pact.list/1\",\"corpus\":{\"digest\":\"sha256:00\",\"agreements\":1,"
        "\"clauses\":2},\"query\":{\"noun\":\"x\"},\"results\":["
        "{\"id\":\"a\",\"title\":\"A title of some length\\u001b[31m\",\"n\":1,"
        "\"tags\":[\"one\",\"t|wo\"]},"
        "{\"id\":\"bb.c\",\"title\":\"0001-01-01\",\"n\":20,\"tags\":null}]}\n");
    assert_table(
        FORMAT_CSV, 0, 2,
        "id,title,n,tags\na,A title of some length\x1b[31m,1,one;t|wo\nbb.c,0001-01-01,20,\n");
    assert_table(FORMAT_TSV, 0, 0, "id\ttitle\tn\ttags\n");
    assert_table(FORMAT_MARKDOWN, 0, 2,
                 "| ID | TITLE | N | TAGS |\n| --- | --- | ---: | --- |\n"
                 "| a | A title of some length\\\\e\\[31m | 1 | one, t\\|wo |\n"
                 "| bb.c | 0001-01-01 | 20 |  |\n");
    assert_table(FORMAT_MARKDOWN, 0, 0, "| ID | TITLE | N | TAGS |\n| --- | --- | --- | --- |\n");
}

static void test_cells_without_memory(void **state)
{
    (void)state;
    const struct style style = {.format = FORMAT_JSONL};
    const struct cell cells[1] = {{.kind = CELL_NUMBER, .text = NULL, .n = 3}};
    struct buf out = {0};
    struct table_render *t =
        render_table_begin(&style, "s", NULL, 0, 0, "{}", "things", columns, 1, &out);
    render_table_row(t, cells);
    render_table_end(t);
    assert_non_null(strstr(out.data, "{\"id\":null}\n"));
    buf_done(&out);
}

static void test_table_out_of_memory(void **state)
{
    (void)state;
    static const enum format formats[] = {FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_MARKDOWN};
    for (size_t i = 0; i < ARRAY_COUNT(formats); i++)
        for (size_t k = 1;; k++) {
            fail_alloc_at(k, false);
            struct buf b = make_table(formats[i], 30, true, 2);
            const bool reached = fail_alloc_count() >= k;
            fail_alloc_off();
            assert_int_equal(b.failed, reached);
            buf_done(&b);
            if (!reached)
                break;
        }
}

/* ---- diagnostics ---- */

static void add_diagnostics(struct diags *d)
{
    diags_init(d, 0);
    struct diag *one =
        diags_add(d, DIAG_USAGE, (struct place){"a.yaml", 3, 5}, "the key '%s'", "x|y");
    one->path = "clauses.ip";
    one->hint = "leave it out";
    one->excerpt = "  x|y: \"1\"";
    one->other = (struct place){"b.yaml", 1, 0};
    one->other_note = "first here";
    diags_add(d, DIAG_CANNOT_READ, (struct place){NULL, 0, 0}, "no file");
}

#define DIAGNOSTICS                                                                                \
    "{\"code\":\"usage\",\"severity\":\"error\",\"file\":\"a.yaml\",\"line\":3,\"column\":5,"      \
    "\"path\":\"clauses.ip\",\"message\":\"the key 'x|y'\",\"hint\":\"leave it out\","             \
    "\"excerpt\":\"  x|y: \\\"1\\\"\",\"other\":{\"file\":\"b.yaml\",\"line\":1,\"column\":null,"  \
    "\"note\":\"first here\"}},"                                                                   \
    "{\"code\":\"cannot-read\",\"severity\":\"error\",\"file\":null,\"line\":null,"                \
    "\"column\":null,\"path\":null,\"message\":\"no file\",\"hint\":null,\"excerpt\":null,"        \
    "\"other\":null}"

static void test_lint(void **state)
{
    (void)state;
    static const struct {
        enum format format;
        const char *expected;
    } cases[] = {
        {FORMAT_JSON,
         "{\"schema\":\"pact.lint/1\",\"corpus\":{\"digest\":null,\"agreements\":0,\"clauses\":0},"
         "\"query\":{\"strict\":true,\"rules\":[\"usage\"],\"stale\":null},\"files\":3,\"errors\":"
         "2,\"warnings\":0,\"not_shown\":0,"
         "\"results\":[" DIAGNOSTICS "]}\n"},
        {FORMAT_CSV,
         "code,severity,file,line,column,path,message,hint,excerpt,other\n"
         "usage,error,a.yaml,3,5,clauses.ip,the key 'x|y',leave it out,\"  x|y: \"\"1\"\"\","
         "\"{\"\"file\"\":\"\"b.yaml\"\",\"\"line\"\":1,\"\"column\"\":null,\"\"note\"\":\"\"first "
         "here\"\"}\"\n"
         "cannot-read,error,,,,,no file,,,\n"},
        {FORMAT_MARKDOWN, "| Place | Severity | Code | Message | Hint |\n"
                          "| --- | --- | --- | --- | --- |\n"
                          "| a.yaml:3 | error | usage | the key 'x\\|y' | leave it out |\n"
                          "|  | error | cannot-read | no file |  |\n"},
    };
    static const char *const rules[] = {"usage"};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct diags d;
        struct buf b = {0};
        const struct style style = {.format = cases[i].format};
        add_diagnostics(&d);
        const struct lint_report report = {
            .diags = &d, .n_files = 3, .strict = true, .rules = rules, .n_rules = 1};
        render_lint(&b, &style, &report);
        assert_string_equal(b.data, cases[i].expected);
        buf_done(&b);
        diags_done(&d);
    }
}

static void test_lint_text(void **state)
{
    (void)state;
    struct diags d;
    struct buf b = {0};
    const struct style style = {.format = FORMAT_TEXT, .width = 80};
    diags_init(&d, 0);
    const struct lint_report sound = {
        .diags = &d, .digest = "00", .n_agreements = 1, .n_clauses = 41, .n_files = 3};
    render_lint(&b, &style, &sound);
    assert_string_equal(b.data, "no errors, no warnings in 3 files (1 agreement, 41 clauses)\n");
    buf_done(&b);
    diags_done(&d);
    add_diagnostics(&d);
    render_lint(&b, &style, &(struct lint_report){.diags = &d, .n_files = 1});
    assert_non_null(strstr(b.data, "the key 'x|y'"));
    assert_non_null(strstr(b.data, "\n2 errors in 1 file\n"));
    buf_done(&b);
    diags_done(&d);
}

static void test_error(void **state)
{
    (void)state;
    struct diags d;
    struct buf b = {0};
    const struct style style = {.format = FORMAT_JSONL, .pretty = true};
    add_diagnostics(&d);
    render_error(&b, &style, 2, &d);
    assert_string_equal(b.data,
                        "{\"schema\":\"pact.error/1\",\"code\":2,\"message\":\"the key 'x|y'\","
                        "\"diagnostics\":[" DIAGNOSTICS "]}\n");
    buf_done(&b);
    diags_done(&d);
    diags_init(&d, 0);
    d.failed = true;
    render_error(&b, &style, 2, &d);
    assert_non_null(strstr(b.data, "\"message\":\"out of memory\",\"diagnostics\":[]}\n"));
    buf_done(&b);
    diags_done(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_machine_formats),
        cmocka_unit_test(test_cells_without_memory),
        cmocka_unit_test(test_table_out_of_memory),
        cmocka_unit_test(test_lint),
        cmocka_unit_test(test_lint_text),
        cmocka_unit_test(test_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
