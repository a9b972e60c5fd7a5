/* The option parser against two small verbs of its own, and the real table against its rules. */
#include "t.h"

#include "cli.h"

struct ask {
    const char *date, *format;
    struct arg_list assume;
    bool all, quiet;
};

static const struct opt ask_opts[] = {
    {"date", 'd', OPT_TEXT, offsetof(struct ask, date), "DATE", ""},
    {"format", 'f', OPT_TEXT, offsetof(struct ask, format), "FORMAT", ""},
    {"json", 0, OPT_WORD, offsetof(struct ask, format), "json", ""},
    {"assume", 'a', OPT_LIST, offsetof(struct ask, assume), "NAME=DATE", ""},
    {"all", 'A', OPT_FLAG, offsetof(struct ask, all), NULL, ""},
    {"quiet", 'q', OPT_FLAG, offsetof(struct ask, quiet), NULL, ""},
    NO_MORE_ROWS,
};
static const struct opt check_opts[] = {
    {"strict", 0, OPT_FLAG, 0, NULL, ""},
    NO_MORE_ROWS,
};
static const struct cmd ask_verb = {.name = "ask",
                                    .operands = "[WHAT...]",
                                    .max = SIZE_MAX,
                                    .opts = ask_opts,
                                    .size = sizeof(struct ask)};
static const struct cmd check_verb = {
    .name = "check", .operands = "PATH", .min = 1, .max = 1, .opts = check_opts, .size = 16};
static const struct cmd *const verbs[] = {&ask_verb, &check_verb, NULL};

struct fixture {
    struct arena arena;
    struct pact_diags *diags;
    struct parsed line;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->diags = pact_diags_new();
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    pact_diags_free(f->diags);
    arena_done(&f->arena);
    free(f);
    return 0;
}

#define PARSE(f, ...)                                                                              \
    parse((f), (const char *[]){__VA_ARGS__},                                                      \
          sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *))

static bool parse(struct fixture *f, const char *const *args, size_t n)
{
    pact_diags_clear(f->diags);
    arena_clear(&f->arena);
    return args_parse(args, n, verbs, &f->arena, &f->line, f->diags);
}

static const struct ask *asked(const struct fixture *f)
{
    return f->line.opts;
}

static void says(const struct fixture *f, const char *message, const char *hint)
{
    struct pact_diag d;
    assert_true(pact_diags_get(f->diags, 0, &d));
    assert_string_equal(d.code, "usage");
    assert_string_equal(d.message, message);
    if (hint != NULL)
        assert_string_equal(d.hint, hint);
}

static void test_forms(void **state)
{
    struct fixture *f = *state;
    assert_true(PARSE(f, "ask", "--date", "2031", "ip"));
    assert_string_equal(asked(f)->date, "2031");
    assert_int_equal(f->line.operands.n, 1);
    assert_string_equal(f->line.operands.items[0], "ip");
    assert_true(PARSE(f, "ask", "--date=2031"));
    assert_string_equal(asked(f)->date, "2031");
    assert_true(PARSE(f, "ask", "-d2031"));
    assert_string_equal(asked(f)->date, "2031");
    assert_true(PARSE(f, "ask", "-qAd", "2031"));
    assert_string_equal(asked(f)->date, "2031");
    assert_true(asked(f)->all && asked(f)->quiet);
    assert_true(PARSE(f, "ask", "--date=")); /* empty, which the question then refuses */
    assert_string_equal(asked(f)->date, "");
    assert_true(PARSE(f, "ask", "-a", "x=2031", "--assume=y=never", "-az=2030"));
    assert_int_equal(asked(f)->assume.n, 3);
    assert_string_equal(asked(f)->assume.items[1], "y=never");
    assert_true(PARSE(f, "ask", "-"));
    assert_string_equal(f->line.operands.items[0], "-");
}

static void test_anywhere(void **state)
{
    struct fixture *f = *state;
    assert_true(PARSE(f, "--date", "check", "ask", "ip", "-q", "api"));
    assert_ptr_equal(f->line.cmd, &ask_verb);
    assert_string_equal(asked(f)->date, "check");
    assert_int_equal(f->line.operands.n, 2);
    assert_true(PARSE(f, "-qd", "2031", "ask"));
    assert_string_equal(asked(f)->date, "2031");
    assert_true(PARSE(f, "ask", "--", "-d", "--"));
    assert_int_equal(f->line.operands.n, 2);
    assert_string_equal(f->line.operands.items[0], "-d");
    assert_string_equal(f->line.operands.items[1], "--");
    assert_null(asked(f)->date);
}

static void test_never_abbreviated(void **state)
{
    struct fixture *f = *state;
    assert_false(PARSE(f, "ask", "--dat", "2031"));
    says(f, "`pact ask` has no option '--dat'", "did you mean '--date'?");
    assert_false(PARSE(f, "as"));
    assert_false(PARSE(f, "ask", "--al"));
}

static void test_hints(void **state)
{
    struct fixture *f = *state;
    assert_false(PARSE(f, "ask", "--as-of", "2031"));
    says(f, "`pact ask` has no option '--as-of'",
         "say --date for the day that is asked about, --known for the day whose knowledge answers");
    assert_false(PARSE(f, "ask", "--to=2031"));
    assert_false(PARSE(f, "ask", "--strict"));
    says(f, "`pact ask` has no option '--strict'", "`pact check` has it");
    assert_false(PARSE(f, "chekc"));
    says(f, "there is no verb 'chekc'", "did you mean 'check'?");
    assert_false(PARSE(f, "ask", "-x"));
    assert_false(PARSE(f, "--strict"));
}

static void test_once(void **state)
{
    struct fixture *f = *state;
    assert_false(PARSE(f, "ask", "-d", "2031", "--date", "2032"));
    says(f, "--date: '2031' has been given already", "say it once");
    assert_false(PARSE(f, "ask", "--json", "-f", "text"));
    assert_false(PARSE(f, "ask", "-f", "text", "--json"));
    assert_true(PARSE(f, "ask", "--json", "--json", "-q", "-q"));
    assert_string_equal(asked(f)->format, "json");
}

static void test_values(void **state)
{
    struct fixture *f = *state;
    assert_false(PARSE(f, "ask", "--date"));
    says(f, "--date needs a value", "write --date DATE");
    assert_false(PARSE(f, "ask", "-d", "--json"));
    assert_false(PARSE(f, "ask", "-d", "--", "x"));
    assert_true(PARSE(f, "ask", "--date=--json"));
    assert_true(PARSE(f, "ask", "-d", "-5")); /* no option of ours: the question refuses it */
    assert_false(PARSE(f, "ask", "--all=yes"));
    says(f, "--all takes no value", NULL);
    assert_false(PARSE(f, "ask", "--help=1"));
}

static void test_operands(void **state)
{
    struct fixture *f = *state;
    assert_false(PARSE(f, "check"));
    says(f, "`pact check` needs PATH", "usage: pact check [OPTION...] PATH");
    assert_false(PARSE(f, "check", "a", "b"));
    says(f, "`pact check` does not take 'b'", NULL);
    assert_true(PARSE(f, "check", "a"));
    assert_true(PARSE(f, "check", "--help")); /* help does not ask for operands */
    assert_true(f->line.help);
}

static void test_all_faults_at_once(void **state)
{
    struct fixture *f = *state;
    assert_false(PARSE(f, "ask", "--bogus", "-d", "1", "-d", "2", "--all=x"));
    assert_int_equal(pact_diags_count(f->diags), 3);
}

static void test_no_verb(void **state)
{
    struct fixture *f = *state;
    assert_true(parse(f, NULL, 0));
    assert_null(f->line.cmd);
    assert_true(PARSE(f, "--version"));
    assert_true(f->line.version);
    assert_true(PARSE(f, "-h"));
    assert_true(f->line.help);
    assert_true(PARSE(f, "-h", "ask"));
    assert_true(f->line.help && f->line.cmd == &ask_verb);
    assert_false(PARSE(f, "--json"));
}

static void test_want_json(void **state)
{
    (void)state;
    const char *yes[] = {"--json", "-fjson", "--format=jsonl"};
    for (size_t i = 0; i < ARRAY_COUNT(yes); i++)
        assert_true(args_want_json(&yes[i], 1));
    assert_true(args_want_json((const char *[]){"-f", "json"}, 2));
    assert_false(args_want_json((const char *[]){"--", "--json"}, 2));
    assert_false(args_want_json((const char *[]){"-f", "text"}, 2));
    assert_true(args_want_json((const char *[]){"-f", "text", "-fjsonl"}, 3));
    assert_int_equal(args_want_report((const char *[]){"x", "-f", "junit"}, 3), PACT_FORMAT_JUNIT);
    assert_int_equal(args_want_report((const char *[]){"--format=sarif"}, 1), PACT_FORMAT_SARIF);
    assert_int_equal(args_want_report((const char *[]){"-f", "json"}, 2), PACT_FORMAT_TEXT);
    assert_int_equal(args_want_report((const char *[]){"--", "-ftap"}, 2), PACT_FORMAT_TEXT);
    assert_int_equal(args_want_report((const char *[]){"-f"}, 1), PACT_FORMAT_TEXT);
}

/* A name takes a value in all verbs, or in none; a letter stands for one name; no name is listed
 * twice. */
static void test_real_table(void **state)
{
    (void)state;
    for (size_t i = 0; cmd_table[i] != NULL; i++)
        for (const struct opt *a = cmd_table[i]->opts; a->name != NULL; a++)
            for (size_t k = 0; cmd_table[k] != NULL; k++)
                for (const struct opt *b = cmd_table[k]->opts; b->name != NULL; b++) {
                    if (strcmp(a->name, b->name) == 0) {
                        assert_int_equal(a->kind, b->kind);
                        assert_int_equal(a->letter, b->letter);
                        assert_true(i != k || a == b);
                    } else if (a->letter != 0) {
                        assert_int_not_equal(a->letter, b->letter);
                    }
                }
}

static void test_real_rows(void **state)
{
    (void)state;
    for (size_t i = 0; cmd_table[i] != NULL; i++) {
        const struct cmd *cmd = cmd_table[i];
        assert_non_null(cmd->summary);
        assert_non_null(cmd->run);
        assert_true(cmd->min <= cmd->max);
        assert_non_null(cmd->examples[0].command);
        for (const struct opt *row = cmd->opts; row->name != NULL; row++) {
            assert_true(row->offset < cmd->size);
            assert_true(row->kind == OPT_FLAG || row->value != NULL);
            assert_non_null(row->help);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_forms, setup, teardown),
        cmocka_unit_test_setup_teardown(test_anywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(test_never_abbreviated, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hints, setup, teardown),
        cmocka_unit_test_setup_teardown(test_once, setup, teardown),
        cmocka_unit_test_setup_teardown(test_values, setup, teardown),
        cmocka_unit_test_setup_teardown(test_operands, setup, teardown),
        cmocka_unit_test_setup_teardown(test_all_faults_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_verb, setup, teardown),
        cmocka_unit_test(test_want_json),
        cmocka_unit_test(test_real_table),
        cmocka_unit_test(test_real_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
