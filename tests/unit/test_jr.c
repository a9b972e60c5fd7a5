#include "t.h"

#include <stdio.h>

#include "arena.h"
#include "buf.h"
#include "fail_alloc.h"
#include "jr.h"
#include "jw.h"

static void check_refused(const char *text, size_t n, const char *fault, size_t at)
{
    struct arena a = {0};
    const char *got = NULL;
    size_t got_at = SIZE_MAX;
    if (jr_parse(&a, text, n, &got, &got_at) != NULL)
        fail_msg("'%s' is accepted", text);
    assert_string_equal(got, fault);
    assert_int_equal(got_at, at);
    assert_false(a.failed);
    arena_done(&a);
}

/* Reads a document and writes it again. */
static void check_same(const char *text, const char *expected);

static void write_value(struct jw *w, const struct jr_value *v)
{
    switch (v->kind) {
    case JR_NULL:
        jw_null(w);
        break;
    case JR_FALSE:
    case JR_TRUE:
        jw_bool(w, v->kind == JR_TRUE);
        break;
    case JR_NUMBER:
        jw_raw(w, v->text, v->n);
        break;
    case JR_STRING:
        jw_string(w, v->text, v->n);
        break;
    case JR_ARRAY:
    case JR_OBJECT:
        if (v->kind == JR_OBJECT)
            jw_object(w);
        else
            jw_array(w);
        size_t count = 0;
        for (const struct jr_value *m = v->child; m != NULL; m = m->next, count++) {
            if (v->kind == JR_OBJECT)
                jw_key_n(w, m->key, m->key_n);
            write_value(w, m);
        }
        assert_int_equal(count, v->n);
        if (v->kind == JR_OBJECT)
            jw_object_end(w);
        else
            jw_array_end(w);
        break;
    }
}

static void check_same(const char *text, const char *expected)
{
    struct arena a = {0};
    struct buf b = {0};
    struct jw w;
    const char *fault = NULL;
    size_t at = 0;
    const struct jr_value *v = jr_parse(&a, text, strlen(text), &fault, &at);
    if (v == NULL)
        fail_msg("'%s' is refused at %zu: %s", text, at, fault);
    jw_init(&w, &b, false);
    write_value(&w, v);
    assert_string_equal(b.data, expected);
    buf_done(&b);
    arena_done(&a);
}

static void test_documents(void **state)
{
    (void)state;
    static const char *const same[] = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1.50",
        "-12e+5",
        "1E-2",
        "0e0",
        "\"\"",
        "[]",
        "{}",
        "[1,[2,[]],{}]",
        "{\"a\":{\"b\":[null]},\"\":1}",
        "{\"date\":\"2031-01-01\",\"assume\":{\"agi-verified\":\"never\"},\"all\":true}",
        "1234567890123456789012345678901234567890123456789012345678901234567890"};
    for (size_t i = 0; i < ARRAY_COUNT(same); i++)
        check_same(same[i], same[i]);
    check_same(" \t\r\n[ 1 , { \"a\" : 2 } ] \n", "[1,{\"a\":2}]");
    check_same("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\"");
    check_same("\"\\u0041\\u00e9\\u20AC\\ud83d\\uDE00\"",
               "\"A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"");
    check_same("\"\\u007f\\ud7ff\\ue000\\uffff\\udbff\\udfff\"",
               "\"\\u007f\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\xf4\x8f\xbf\xbf\"");
    check_same("\"\xf0\x9f\x98\x80 \xc3\xa9\"", "\"\xf0\x9f\x98\x80 \xc3\xa9\"");
    check_same("{\"\\u0061\":1,\"b\":2}", "{\"a\":1,\"b\":2}");
}

static void test_find(void **state)
{
    (void)state;
    struct arena a = {0};
    const char *fault = NULL;
    size_t at = 0;
    const struct jr_value *v =
        jr_parse(&a, LIT("{\"ab\": 1, \"a\": [7], \"\": \"x\"}"), &fault, &at);
    assert_non_null(v);
    assert_string_equal(jr_find(v, "ab")->text, "1");
    assert_int_equal(jr_find(v, "a")->kind, JR_ARRAY);
    assert_int_equal(jr_find(v, "a")->key_at, 10);
    assert_int_equal(jr_find(v, "a")->at, 15);
    assert_string_equal(jr_find(v, "")->text, "x");
    assert_null(jr_find(v, "abc"));
    assert_null(jr_find(jr_find(v, "a"), "a"));
    arena_done(&a);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *fault;
        size_t at;
    } rows[] = {
        {"", "a value is missing", 0},
        {"  ", "a value is missing", 2},
        {"[", "a value is missing", 1},
        {"[1,]", "something that is not a JSON value", 3},
        {"[1 2]", "a comma or ']' is missing", 3},
        {"[1}", "a comma or ']' is missing", 2},
        {"[,1]", "something that is not a JSON value", 1},
        {"{", "a key is missing", 1},
        {"{a:1}", "a key is missing", 1},
        {"{'a':1}", "a key is missing", 1},
        {"{\"a\"}", "a colon is missing", 4},
        {"{\"a\":}", "something that is not a JSON value", 5},
        {"{\"a\":1,}", "a key is missing", 7},
        {"{\"a\":1 \"b\":2}", "a comma or '}' is missing", 7},
        {"{\"a\":1]", "a comma or '}' is missing", 6},
        {"{1:2}", "a key is missing", 1},
        {"null null", "something follows the value", 5},
        {"{} x", "something follows the value", 3},
        {"nul", "something that is not a JSON value", 0},
        {"True", "something that is not a JSON value", 0},
        {"nulll", "something follows the value", 4},
        {"NaN", "something that is not a JSON value", 0},
        {"Infinity", "something that is not a JSON value", 0},
        {"// x\n1", "something that is not a JSON value", 0},
        {"1 /* x */", "something follows the value", 2},
        {"\xef\xbb\xbf{}", "something that is not a JSON value", 0},
        {"\v1", "something that is not a JSON value", 0},
        {"-", "a minus sign without a number", 0},
        {"-a", "a minus sign without a number", 0},
        {"+1", "something that is not a JSON value", 0},
        {"01", "a number with a leading zero", 0},
        {"-01", "a number with a leading zero", 0},
        {".5", "something that is not a JSON value", 0},
        {"5.", "a number without digits after the point", 0},
        {"5.e1", "a number without digits after the point", 0},
        {"1e", "a number without digits in its exponent", 0},
        {"1e+", "a number without digits in its exponent", 0},
        {"0x10", "something follows the value", 1},
        {"\"abc", "a string without end", 0},
        {"\"", "a string without end", 0},
        {"\"abc\\\"", "a string without end", 0},
        {"\"abc\\", "a string without end", 0},
        {"\"a\nb\"", "a control character in a string that is not escaped", 2},
        {"\"a\tb\"", "a control character in a string that is not escaped", 2},
        {"\"\\\n\"", "an escape that JSON does not have", 1},
        {"\"\\x41\"", "an escape that JSON does not have", 1},
        {"\"\\'\"", "an escape that JSON does not have", 1},
        {"\"ab\\\xc3\xa9\"", "an escape that JSON does not have", 3},
        {"\"\\u12\"", "an escape \\u without four hexadecimal digits", 1},
        {"\"\\u12g4\"", "an escape \\u without four hexadecimal digits", 1},
        {"\"\\u+123\"", "an escape \\u without four hexadecimal digits", 1},
        {"\"a\\u0000b\"", "a string with \\u0000 in it", 2},
        {"{\"\\u0000\":1}", "a string with \\u0000 in it", 2},
        {"\"\\ud800\"", "half of a surrogate pair", 1},
        {"\"\\udc00\"", "half of a surrogate pair", 1},
        {"\"\\ud800\\ud800\"", "half of a surrogate pair", 1},
        {"\"\\ud800x\"", "half of a surrogate pair", 1},
        {"\"\\udc00\\ud800\"", "half of a surrogate pair", 1},
        {"\"\\ud800\\u0041\"", "half of a surrogate pair", 1},
        {"\"\xff\"", "a string that is not valid UTF-8", 1},
        {"\"a\xc0\x80\"", "a string that is not valid UTF-8", 2},
        {"\"\xed\xa0\x80\"", "a string that is not valid UTF-8", 1},
        {"\"\xe2\x82\"", "a string that is not valid UTF-8", 1},
        {"{\"a\":1,\"a\":2}", "a key that stands twice in one object", 7},
        {"{\"a\":1,\"b\":3,\"\\u0061\":2}", "a key that stands twice in one object", 13},
        {"[{\"\":1,\"\":1}]", "a key that stands twice in one object", 7},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
        check_refused(rows[i].text, strlen(rows[i].text), rows[i].fault, rows[i].at);
    check_refused("\"a\0b\"", 5, "a control character in a string that is not escaped", 2);
    check_refused("1\0", 2, "something follows the value", 1);
    check_refused("null", 3, "something that is not a JSON value", 0);
    check_refused("\"\\u0041\"", 6, "a string without end", 0);
}

static void test_depth(void **state)
{
    (void)state;
    char text[2 * JR_MAX_DEPTH + 3];
    memset(text, '[', JR_MAX_DEPTH);
    memset(text + JR_MAX_DEPTH, ']', JR_MAX_DEPTH);
    text[2 * JR_MAX_DEPTH] = '\0';
    check_same(text, text);
    memset(text, '[', JR_MAX_DEPTH + 1);
    memset(text + JR_MAX_DEPTH + 1, ']', JR_MAX_DEPTH + 1);
    check_refused(text, sizeof text - 1, "nested too deeply", JR_MAX_DEPTH);
    char *many = malloc(1000000);
    assert_non_null(many);
    memset(many, '[', 1000000);
    struct arena a = {0};
    const char *fault = NULL;
    size_t at = 0;
    assert_null(jr_parse(&a, many, 1000000, &fault, &at));
    assert_int_equal(at, JR_MAX_DEPTH);
    arena_done(&a);
    free(many);
}

/* One key twice among many, at every size around where the way of looking changes. */
static void test_twice_among_many(void **state)
{
    (void)state;
    for (unsigned count = 2; count < 40; count++)
        for (unsigned twin = 0; twin < count - 1; twin++) {
            struct buf b = {0};
            size_t at = 0;
            buf_char(&b, '{');
            for (unsigned i = 0; i < count; i++) {
                if (i > 0)
                    buf_char(&b, ',');
                if (i == count - 1)
                    at = b.n;
                buf_printf(&b, "\"k%u\":%u", i == count - 1 ? twin : i, i);
            }
            buf_char(&b, '}');
            check_refused(b.data, b.n, "a key that stands twice in one object", at);
            buf_done(&b);
        }
}

/* A hostile object of 200,000 keys must not cost the square of that. */
static void test_many_keys(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_char(&b, '{');
    for (unsigned i = 0; i < 200000; i++)
        buf_printf(&b, "%s\"%u\":null", i > 0 ? "," : "", i);
    buf_char(&b, '}');
    struct arena a = {0};
    const char *fault = NULL;
    size_t at = 0;
    const struct jr_value *v = jr_parse(&a, b.data, b.n, &fault, &at);
    assert_non_null(v);
    assert_int_equal(v->n, 200000);
    arena_done(&a);
    buf_done(&b);
}

/* Every prefix of a document is refused, and every change of one byte ends one way or the other. */
static void test_damaged(void **state)
{
    (void)state;
    static const char good[] =
        "{\"a\":[1,-2.5e3,\"x\\u00e9\\n\xe2\x82\xac\",null,true,false],\"b\":{\"c\":{}}}";
    const size_t n = sizeof good - 1;
    struct arena a = {0};
    const char *fault = NULL;
    size_t at = 0;
    for (size_t cut = 0; cut < n; cut++) {
        char *copy = malloc(cut + 1); /* its own block, so that reading past the end shows */
        assert_non_null(copy);
        memcpy(copy, good, cut);
        char *exact = realloc(copy, cut > 0 ? cut : 1);
        assert_non_null(exact);
        arena_clear(&a);
        assert_null(jr_parse(&a, exact, cut, &fault, &at));
        assert_true(at <= cut);
        free(exact);
    }
    for (size_t i = 0; i < n; i++)
        for (int byte = 0; byte < 256; byte++) {
            char text[sizeof good];
            memcpy(text, good, sizeof good);
            text[i] = (char)byte;
            arena_clear(&a);
            fault = NULL;
            at = SIZE_MAX;
            const bool fine = jr_parse(&a, text, n, &fault, &at) != NULL;
            assert_int_equal(fine, fault == NULL);
            assert_true(fine || at <= n);
        }
    arena_done(&a);
}

static void test_failing_memory(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_char(&b, '[');
    for (unsigned i = 0; i < 3; i++) {
        buf_puts(&b, i > 0 ? ",{" : "{");
        for (unsigned j = 0; j < 100; j++)
            buf_printf(&b, "%s\"k\\n%u\":[%u,\"text\\t\"]", j > 0 ? "," : "", j, j);
        buf_char(&b, '}');
    }
    buf_char(&b, ']');
    for (size_t k = 1;; k++) {
        struct arena a = {0};
        const char *fault = NULL;
        size_t at = 0;
        fail_alloc_at(k, false);
        const struct jr_value *v = jr_parse(&a, b.data, b.n, &fault, &at);
        const bool reached = fail_alloc_count() >= k;
        fail_alloc_off();
        assert_int_equal(v == NULL, reached);
        assert_int_equal(a.failed, reached);
        if (reached)
            assert_string_equal(fault, "memory ran out");
        arena_done(&a);
        if (!reached)
            break;
    }
    buf_done(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_documents),        cmocka_unit_test(test_find),
        cmocka_unit_test(test_refused),          cmocka_unit_test(test_depth),
        cmocka_unit_test(test_twice_among_many), cmocka_unit_test(test_many_keys),
        cmocka_unit_test(test_damaged),          cmocka_unit_test(test_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
