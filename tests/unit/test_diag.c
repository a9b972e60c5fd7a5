#include "t.h"

#include <stdio.h>

#include "diag.h"
#include "fail_alloc.h"

/* Some code of this severity; DIAG_CODE_COUNT if the table has none. */
static enum diag_code code_of(enum diag_severity severity)
{
    for (int c = 0; c < DIAG_CODE_COUNT; c++)
        if (diag_code_severity((enum diag_code)c) == severity)
            return (enum diag_code)c;
    return DIAG_CODE_COUNT;
}

static struct place at(const char *file, uint32_t line, uint32_t column)
{
    return (struct place){.file = file, .line = line, .column = column};
}

static void test_codes(void **state)
{
    (void)state;
    assert_string_equal(diag_code_name(DIAG_USAGE), "usage");
    assert_string_equal(diag_code_meaning(DIAG_NO_MEMORY), "memory ran out");
    assert_int_equal(diag_code_severity(DIAG_CANNOT_READ), DIAG_ERROR);
    for (int c = 0; c < DIAG_CODE_COUNT; c++) {
        const char *name = diag_code_name((enum diag_code)c);
        assert_true(name[0] != '\0' &&
                    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name));
        assert_true(diag_code_meaning((enum diag_code)c)[0] != '\0');
        for (int d = 0; d < c; d++)
            assert_string_not_equal(name, diag_code_name((enum diag_code)d));
    }
}

static void test_adding_copies_everything(void **state)
{
    (void)state;
    struct diags d;
    diags_init(&d, 10);
    char file[] = "a.yaml";
    struct diag *item = diags_add(&d, DIAG_USAGE, at(file, 3, 4), "no '%s' in %d", "x", 7);
    file[0] = 'z';
    assert_non_null(item);
    assert_string_equal(item->place.file, "a.yaml");
    assert_int_equal(item->place.line, 3);
    assert_int_equal(item->place.column, 4);
    assert_string_equal(item->message, "no 'x' in 7");
    assert_null(item->path);
    assert_null(item->hint);
    assert_null(item->excerpt);
    assert_null(item->other.file);
    assert_int_equal(item->seq, 0);
    item->hint = diag_text(&d, "try %s", "y");
    assert_string_equal(d.items[0].hint, "try y");
    assert_int_equal(diags_add(&d, DIAG_USAGE, at(NULL, 0, 0), "%s", "")->seq, 1);
    assert_int_equal(d.errors, 2);
    assert_false(d.failed);
    diags_done(&d);
}

static void test_sorting(void **state)
{
    (void)state;
    struct diags d;
    diags_init(&d, 0);
    diags_add(&d, DIAG_USAGE, at("b", 1, 1), "7");
    diags_add(&d, DIAG_USAGE, at("a", 10, 1), "5");
    diags_add(&d, DIAG_USAGE, at("a", 9, 2), "3");
    diags_add(&d, DIAG_USAGE, at("a", 9, 10), "4");
    diags_add(&d, DIAG_USAGE, at("a", 10, 1), "55"); /* after "5": added later */
    diags_add(&d, DIAG_CANNOT_READ, at(NULL, 0, 0), "1");
    diags_add(&d, DIAG_USAGE, at(NULL, 0, 0), "2");
    diags_add(&d, DIAG_USAGE, at("a", 10, 1), "5"); /* a repeat, though not next to the first */
    diags_add(&d, DIAG_CANNOT_READ, at("a", 10, 1), "5"); /* another code: no repeat */
    assert_int_equal(d.errors, 9);
    diags_sort(&d);
    static const char *const order[] = {"1", "2", "3", "4", "5", "55", "5", "7"};
    assert_int_equal(d.n, ARRAY_COUNT(order));
    for (size_t i = 0; i < d.n; i++)
        assert_string_equal(d.items[i].message, order[i]);
    assert_int_equal(d.errors, 8);
    assert_int_equal(d.dropped, 0);
    diags_done(&d);
}

static void test_not_repeats(void **state)
{
    (void)state;
    struct diags d;
    diags_init(&d, 0);
    diags_add(&d, DIAG_USAGE, at("a", 1, 1), "x");
    diags_add(&d, DIAG_USAGE, at("a", 1, 1), "x")->hint = "h";
    diags_add(&d, DIAG_USAGE, at("a", 1, 1), "x")->path = "p";
    diags_add(&d, DIAG_USAGE, at("a", 1, 1), "x")->other = at("b", 1, 1);
    diags_add(&d, DIAG_USAGE, at("a", 1, 1), "x")->other = at("b", 2, 1);
    diags_add(&d, DIAG_USAGE, at("a", 1, 1), "x")->severity = DIAG_WARNING;
    diags_sort(&d);
    assert_int_equal(d.n, 6);
    diags_add(&d, DIAG_USAGE, at("a", 1, 1), "x")->hint = "h";
    diags_sort(&d);
    assert_int_equal(d.n, 6);
    diags_done(&d);
}

static void test_cap(void **state)
{
    (void)state;
    struct diags d;
    diags_init(&d, 0);
    for (int i = 0; i < 250; i++) {
        struct diag *item = diags_add(&d, DIAG_USAGE, at(NULL, 0, 0), "%d", i);
        assert_int_equal(item != NULL, i < DIAG_MAX_SHOWN);
    }
    assert_int_equal(d.n, DIAG_MAX_SHOWN);
    assert_int_equal(d.dropped, 150);
    assert_int_equal(d.errors, 250);
    for (size_t i = 0; i < d.n; i++)
        assert_int_equal(atoi(d.items[i].message), i);
    diags_done(&d);
}

static void test_errors_push_out_the_newest_warnings(void **state)
{
    (void)state;
    const enum diag_code warning = code_of(DIAG_WARNING);
    if (warning == DIAG_CODE_COUNT)
        skip();
    struct diags d;
    diags_init(&d, 4);
    diags_add(&d, warning, at(NULL, 0, 0), "w0");
    diags_add(&d, DIAG_USAGE, at(NULL, 0, 0), "e1");
    diags_add(&d, warning, at(NULL, 0, 0), "w2");
    diags_add(&d, warning, at(NULL, 0, 0), "w3");
    assert_null(diags_add(&d, warning, at(NULL, 0, 0), "w4"));
    assert_int_equal(d.dropped, 1);
    assert_non_null(diags_add(&d, DIAG_USAGE, at(NULL, 0, 0), "e5"));
    assert_int_equal(d.dropped, 2);
    static const char *const first[] = {"w0", "e1", "w2", "e5"};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(d.items[i].message, first[i]);
    assert_non_null(diags_add(&d, DIAG_USAGE, at(NULL, 0, 0), "e6"));
    assert_non_null(diags_add(&d, DIAG_USAGE, at(NULL, 0, 0), "e7"));
    assert_null(diags_add(&d, DIAG_USAGE, at(NULL, 0, 0), "e8"));
    static const char *const last[] = {"e1", "e5", "e6", "e7"};
    assert_int_equal(d.n, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(d.items[i].message, last[i]);
    assert_int_equal(d.dropped, 5);
    assert_int_equal(d.errors, 5);
    assert_int_equal(d.warnings, 4);
    diags_done(&d);
}

/* Repeats that are dropped do not count as warnings that an error could push out. */
static void test_pushing_out_after_sorting(void **state)
{
    (void)state;
    const enum diag_code warning = code_of(DIAG_WARNING);
    if (warning == DIAG_CODE_COUNT)
        skip();
    struct diags d;
    diags_init(&d, 3);
    diags_add(&d, warning, at("a", 1, 1), "w");
    diags_add(&d, DIAG_USAGE, at("a", 1, 1), "e");
    diags_add(&d, warning, at("a", 1, 1), "w");
    diags_sort(&d);
    assert_int_equal(d.n, 2);
    assert_int_equal(d.lesser, 1);
    assert_int_equal(d.warnings, 1);
    assert_int_equal(d.errors, 1);
    diags_add(&d, DIAG_USAGE, at("a", 2, 1), "f");
    assert_non_null(diags_add(&d, DIAG_USAGE, at("a", 3, 1), "g"));
    assert_null(diags_add(&d, DIAG_USAGE, at("a", 4, 1), "h"));
    static const char *const left[] = {"e", "f", "g"};
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(d.items[i].message, left[i]);
    diags_done(&d);
}

/* --- showing --- */

static void check_print(const struct diag *d, size_t width, const char *expected)
{
    struct buf b = {0};
    diag_print(&b, d, false, width);
    assert_false(b.failed);
    assert_string_equal(b.data, expected);
    buf_done(&b);
}

static struct diag sample(const char *excerpt, uint32_t line, uint32_t column)
{
    return (struct diag){
        .code = DIAG_USAGE,
        .severity = DIAG_ERROR,
        .place = at("a.yaml", line, column),
        .message = "m",
        .excerpt = excerpt,
    };
}

static void test_print_in_full(void **state)
{
    (void)state;
    struct diag d = sample("    foo: bar", 12, 5);
    d.message = "unknown key 'foo'";
    d.hint = "did you mean 'for'?";
    d.path = "clauses.x";
    d.other = at("b.yaml", 3, 1);
    d.other_note = "first defined here";
    check_print(&d, 0,
                "a.yaml:12:5: error[usage]: unknown key 'foo'\n"
                " 12 |     foo: bar\n"
                "    |     ^\n"
                "  hint: did you mean 'for'?\n"
                "  b.yaml:3:1: first defined here\n");
    d.excerpt = NULL;
    d.severity = DIAG_WARNING;
    d.other.column = 0;
    check_print(&d, 0,
                "a.yaml:12:5: warning[usage]: unknown key 'foo'\n"
                "  at clauses.x\n"
                "  hint: did you mean 'for'?\n"
                "  b.yaml:3: first defined here\n");
    const struct diag bare = {.code = DIAG_USAGE, .severity = DIAG_NOTE, .message = "m"};
    check_print(&bare, 0, "note[usage]: m\n");
    const struct diag whole_file = sample(NULL, 0, 0);
    check_print(&whole_file, 0, "a.yaml: error[usage]: m\n");
    const struct diag no_column = sample("x", 7, 0);
    check_print(&no_column, 0, "a.yaml:7: error[usage]: m\n 7 | x\n");
}

static void test_gutter(void **state)
{
    (void)state;
    static const uint32_t lines[] = {9, 10, 99, 100, 4294967295};
    static const char *const expected[] = {
        "a.yaml:9:1: error[usage]: m\n 9 | x\n   | ^\n",
        "a.yaml:10:1: error[usage]: m\n 10 | x\n    | ^\n",
        "a.yaml:99:1: error[usage]: m\n 99 | x\n    | ^\n",
        "a.yaml:100:1: error[usage]: m\n 100 | x\n     | ^\n",
        "a.yaml:4294967295:1: error[usage]: m\n 4294967295 | x\n            | ^\n",
    };
    for (size_t i = 0; i < ARRAY_COUNT(lines); i++) {
        const struct diag d = sample("x", lines[i], 1);
        check_print(&d, 0, expected[i]);
    }
}

static void check_excerpt(const char *excerpt, uint32_t column, size_t width, const char *line,
                          const char *caret)
{
    char expected[1000];
    const struct diag d = sample(excerpt, 7, column);
    snprintf(expected, sizeof expected, "a.yaml:7:%u: error[usage]: m\n 7 | %s\n   | %s\n", column,
             line, caret);
    check_print(&d, width, expected);
}

/* Without a width it is 120 columns, of which the gutter takes five. */
static void test_default_width(void **state)
{
    (void)state;
    char text[117];
    char cut[120];
    char caret[2] = "^";
    memset(text, 'x', sizeof text);
    text[116] = '\0';
    memcpy(cut, text, 112);
    memcpy(cut + 112, "...", 4);
    check_excerpt(text, 1, 0, cut, caret);
    text[115] = '\0';
    check_excerpt(text, 1, 0, text, caret);
}

static void test_caret(void **state)
{
    (void)state;
    check_excerpt("abc", 1, 0, "abc", "^");
    check_excerpt("abc", 3, 0, "abc", "  ^");
    check_excerpt("abc", 4, 0, "abc", "   ^");
    check_excerpt("abc", 99, 0, "abc", "   ^");
    check_excerpt("", 1, 0, "", "^");
    /* columns are characters: two bytes, one column; and a wide one before and under it */
    check_excerpt("\xc3\xa9\xc3\xa9x", 3, 0, "\xc3\xa9\xc3\xa9x", "  ^");
    check_excerpt("\xc3\xa9\xc3\xa9x", 2, 0, "\xc3\xa9\xc3\xa9x", " ^");
    check_excerpt("\xe5\xa5\x91\xe7\xb4\x84x", 3, 0, "\xe5\xa5\x91\xe7\xb4\x84x", "    ^");
    check_excerpt("\xe5\xa5\x91\xe7\xb4\x84x", 2, 0, "\xe5\xa5\x91\xe7\xb4\x84x", "  ^");
    check_excerpt("\xf0\x9f\x98\x80: x", 4, 0, "\xf0\x9f\x98\x80: x", "    ^");
    /* a combining accent stands on the letter before it */
    check_excerpt("e\xcc\x81x", 2, 0, "e\xcc\x81x", "^");
    check_excerpt("e\xcc\x81x", 3, 0, "e\xcc\x81x", " ^");
    /* a tab goes to the next stop */
    check_excerpt("\tx", 1, 0, "    x", "^");
    check_excerpt("\tx", 2, 0, "    x", "    ^");
    check_excerpt("ab\tx", 4, 0, "ab  x", "    ^");
    check_excerpt("abcd\tx", 6, 0, "abcd    x", "        ^");
    /* what is not safe to show takes more room */
    check_excerpt("\x1b[0mx", 5, 0, "\\e[0mx", "     ^");
    check_excerpt("\xff!", 2, 0, "\\x{ff}!", "      ^");
}

static void test_long_excerpts(void **state)
{
    (void)state;
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    /* the width takes in the five columns before the excerpt: 25 are left */
    const size_t width = 30;
    check_excerpt(digits, 1, width, "0123456789abcdefghijkl...", "^");
    check_excerpt(digits, 13, width, "0123456789abcdefghijkl...", "            ^");
    check_excerpt(digits, 14, width, "...456789abcdefghijklm...", "            ^");
    check_excerpt(digits, 31, width, "...lmnopqrstuvwxyzABCD...", "            ^");
    check_excerpt(digits, 62, width, "...EFGHIJKLMNOPQRSTUVWXYZ", "                        ^");
    check_excerpt(digits, 63, width, "...FGHIJKLMNOPQRSTUVWXYZ", "                        ^");
    check_excerpt("0123456789abcdefghijklmno", 1, width, "0123456789abcdefghijklmno", "^");
    check_excerpt("0123456789abcdefghijklmnop", 1, width, "0123456789abcdefghijkl...", "^");
}

/* A wide character that the edge would cut in half leaves a blank. */
static void test_long_excerpts_of_wide_characters(void **state)
{
    (void)state;
#define WIDE_5 "\xe5\xa5\x91\xe5\xa5\x91\xe5\xa5\x91\xe5\xa5\x91\xe5\xa5\x91"
    static const char wide[] = WIDE_5 WIDE_5 WIDE_5 WIDE_5 WIDE_5 WIDE_5;
    check_excerpt(wide, 15, 30, "... " WIDE_5 "\xe5\xa5\x91\xe5\xa5\x91\xe5\xa5\x91\xe5\xa5\x91...",
                  "            ^");
    check_excerpt(wide, 15, 32, "..." WIDE_5 WIDE_5 " ...", "             ^");
    check_excerpt(wide, 30, 30, "..." WIDE_5 WIDE_5 "\xe5\xa5\x91", "                       ^");
#undef WIDE_5
}

/* Whatever the excerpt, column and width: the caret line is no longer than the width, and the caret
 * stands where it can be. */
static void test_random_excerpts_stay_in_width(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a",  "\xc3\xa9", "\xe5\xa5\x91", "e\xcc\x81",
                                         "\t", "\x1b",     "\xff",         " "};
    uint64_t seed = 21;
    for (int round = 0; round < 20000; round++) {
        char text[400] = "";
        const size_t count = next_random(&seed) % 60;
        for (size_t i = 0; i < count; i++)
            strcat(text, pieces[next_random(&seed) % ARRAY_COUNT(pieces)]);
        const size_t width = 26 + next_random(&seed) % 60;
        const struct diag d = sample(text, 7, 1 + (uint32_t)(next_random(&seed) % 70));
        struct buf b = {0};
        diag_print(&b, &d, false, width);
        const char *caret = strrchr(b.data, '^');
        assert_non_null(caret);
        assert_true(caret[1] == '\n');
        const char *line = caret;
        while (line[-1] != '\n')
            line--;
        assert_true((size_t)(caret - line) < width);
        buf_done(&b);
    }
}

static void test_print_is_safe(void **state)
{
    (void)state;
    struct diag d = sample("x\x1b]0;t\x07", 1, 1);
    d.place.file = "a\nb\x1b.yaml";
    d.message = "m\x1b[31m\n";
    d.hint = "h\xe2\x80\xae";
    d.other = at("o\r", 1, 1);
    d.other_note = "n\x9b";
    struct buf b = {0};
    diag_print(&b, &d, false, 0);
    assert_string_equal(b.data, "a\\nb\\e.yaml:1:1: error[usage]: m\\e[31m\\n\n"
                                " 1 | x\\e]0;t\\u{7}\n"
                                "   | ^\n"
                                "  hint: h\\u{202e}\n"
                                "  o\\r:1:1: n\\x{9b}\n");
    buf_done(&b);
}

static void test_color(void **state)
{
    (void)state;
    struct buf b = {0};
    const struct diag d = sample("x", 1, 1);
    diag_print(&b, &d, true, 0);
    assert_string_equal(b.data, "\033[1ma.yaml:1:1: \033[0m\033[1;31merror[usage]:\033[0m m\n"
                                " 1 | x\n"
                                "   | \033[1;32m^\033[0m\n");
    buf_done(&b);
}

static void test_failing_memory(void **state)
{
    (void)state;
    for (int sticky = 0; sticky < 2; sticky++) {
        for (size_t k = 1;; k++) {
            struct diags d;
            diags_init(&d, 20);
            fail_alloc_at(k, sticky);
            for (uint32_t i = 0; i < 30; i++) {
                struct diag *item = diags_add(&d, DIAG_USAGE, at("file", i, 1), "message %u", i);
                if (item != NULL)
                    item->hint = diag_text(&d, "hint %u", i);
            }
            diags_sort(&d);
            const bool reached = fail_alloc_count() >= k;
            fail_alloc_off();
            assert_int_equal(d.failed, reached);
            assert_int_equal(d.errors, 30);
            assert_int_equal(d.n + d.dropped, 30);
            for (size_t i = 0; i < d.n; i++) {
                assert_non_null(d.items[i].message);
                assert_non_null(d.items[i].hint);
                assert_non_null(d.items[i].place.file);
            }
            diags_done(&d);
            if (!reached)
                break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_adding_copies_everything),
        cmocka_unit_test(test_sorting),
        cmocka_unit_test(test_not_repeats),
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_errors_push_out_the_newest_warnings),
        cmocka_unit_test(test_pushing_out_after_sorting),
        cmocka_unit_test(test_print_in_full),
        cmocka_unit_test(test_gutter),
        cmocka_unit_test(test_default_width),
        cmocka_unit_test(test_caret),
        cmocka_unit_test(test_long_excerpts),
        cmocka_unit_test(test_long_excerpts_of_wide_characters),
        cmocka_unit_test(test_random_excerpts_stay_in_width),
        cmocka_unit_test(test_print_is_safe),
        cmocka_unit_test(test_color),
        cmocka_unit_test(test_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
