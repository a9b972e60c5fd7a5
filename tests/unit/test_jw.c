#include "t.h"

#include <stdio.h>

#include "arena.h"
#include "fail_alloc.h"
#include "jr.h"
#include "jw.h"
#include "text.h"

static void check(const struct buf *b, const char *expected)
{
    assert_false(b->failed);
    assert_string_equal(b->data, expected);
}

static void write_sample(struct jw *w)
{
    jw_object(w);
    jw_key(w, "schema");
    jw_text(w, "pact.query/1");
    jw_key(w, "none");
    jw_text(w, NULL);
    jw_key(w, "empty");
    jw_object(w);
    jw_object_end(w);
    jw_key(w, "list");
    jw_array(w);
    jw_uint(w, 1);
    jw_raw(w, LIT("-2.50"));
    jw_bool(w, true);
    jw_bool(w, false);
    jw_null(w);
    jw_array_end(w);
    jw_key(w, "rows");
    jw_array(w);
    jw_object(w);
    jw_key_n(w, LIT("a\"b"));
    jw_array(w);
    jw_array_end(w);
    jw_key(w, "n");
    jw_uint(w, UINT64_MAX);
    jw_object_end(w);
    jw_uint(w, 7);
    jw_array_end(w);
    jw_object_end(w);
}

static void test_compact(void **state)
{
    (void)state;
    struct buf b = {0};
    struct jw w;
    jw_init(&w, &b, false);
    write_sample(&w);
    check(&b, "{\"schema\":\"pact.query/1\",\"none\":null,\"empty\":{},"
              "\"list\":[1,-2.50,true,false,null],"
              "\"rows\":[{\"a\\\"b\":[],\"n\":18446744073709551615},7]}");
    buf_done(&b);
}

static void test_pretty(void **state)
{
    (void)state;
    struct buf b = {0};
    struct jw w;
    jw_init(&w, &b, true);
    write_sample(&w);
    check(&b, "{\n"
              "  \"schema\": \"pact.query/1\",\n"
              "  \"none\": null,\n"
              "  \"empty\": {},\n"
              "  \"list\": [1, -2.50, true, false, null],\n"
              "  \"rows\": [\n"
              "    {\n"
              "      \"a\\\"b\": [],\n"
              "      \"n\": 18446744073709551615\n"
              "    },\n"
              "    7\n"
              "  ]\n"
              "}");
    buf_done(&b);
}

/* Only short arrays of scalars are joined, and a string that looks like a break is not one. */
static void test_pretty_arrays(void **state)
{
    (void)state;
    struct buf b = {0};
    struct jw w;
    jw_init(&w, &b, true);
    jw_array(&w);
    jw_array(&w);
    jw_text(&w, "a,\n    b");
    jw_text(&w, "  ");
    jw_array_end(&w);
    jw_array(&w);
    jw_text(&w, "0123456789012345678901234567890123456789");
    jw_text(&w, "01234567890123456789012345678901234567890");
    jw_array_end(&w);
    jw_array(&w);
    jw_raw(&w, LIT("{}"));
    jw_array_end(&w);
    jw_array_end(&w);
    check(&b, "[\n"
              "  [\"a,\\n    b\", \"  \"],\n"
              "  [\n"
              "    \"0123456789012345678901234567890123456789\",\n"
              "    \"01234567890123456789012345678901234567890\"\n"
              "  ],\n"
              "  [\n"
              "    {}\n"
              "  ]\n"
              "]");
    buf_done(&b);
}

/* 72 bytes are one line, 73 are not. */
static void test_pretty_bound(void **state)
{
    (void)state;
    static const char x[] =
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    for (size_t n = 1; n < 80; n++) {
        struct buf b = {0};
        struct jw w;
        jw_init(&w, &b, true);
        jw_array(&w);
        jw_raw(&w, x, n);
        jw_array_end(&w);
        assert_int_equal(strchr(b.data, '\n') == NULL, n <= 71);
        buf_done(&b);
    }
}

static void test_days(void **state)
{
    (void)state;
    struct buf b = {0};
    struct jw w;
    jw_init(&w, &b, false);
    pdate month = 0;
    assert_int_equal(pdate_parse(LIT("2031-02"), &month), DATE_FAULT_NONE);
    jw_array(&w);
    jw_day(&w, day_from_ymd(2031, 1, 1));
    jw_day(&w, DAY_NONE);
    jw_day(&w, DAY_NEVER);
    jw_pdate(&w, month);
    jw_pdate(&w, 0);
    jw_array_end(&w);
    check(&b, "[\"2031-01-01\",null,null,\"2031-02\",null]");
    buf_done(&b);
}

static void check_string(const char *text, size_t n, const char *expected)
{
    struct buf b = {0};
    struct jw w;
    jw_init(&w, &b, false);
    jw_string(&w, text, n);
    check(&b, expected);
    buf_done(&b);
}

static void test_escapes(void **state)
{
    (void)state;
    check_string(LIT(""), "\"\"");
    check_string(LIT("a/b"), "\"a/b\"");
    check_string(LIT("\"\\"), "\"\\\"\\\\\"");
    check_string(LIT("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"");
    check_string(LIT("\0\1\x0b\x1b\x1f\x7f"), "\"\\u0000\\u0001\\u000b\\u001b\\u001f\\u007f\"");
    check_string(LIT("\xc2\x80\xc2\x9f\xc2\xa0"), "\"\\u0080\\u009f\xc2\xa0\"");
    check_string(LIT("\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xae"), "\"\\u2028\\u2029\\u202e\"");
    check_string(LIT("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"),
                 "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"");
    check_string(LIT("a\xff"
                     "b\xe2\x82"),
                 "\"a\xef\xbf\xbd"
                 "b\xef\xbf\xbd\xef\xbf\xbd\"");
    check_string(LIT("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

/* What is written reads back, byte for byte where it was UTF-8 without NUL; and the JSON itself has
 * nothing that a terminal would obey. */
static void test_random_strings_read_back(void **state)
{
    (void)state;
    uint64_t seed = 99;
    struct arena a = {0};
    struct buf b = {0};
    for (int round = 0; round < 20000; round++) {
        char text[20];
        const size_t n = next_random(&seed) % sizeof text;
        for (size_t i = 0; i < n; i++)
            text[i] = (char)(1 + next_random(&seed) % (round % 2 != 0 ? 127 : 255));
        struct jw w;
        buf_clear(&b);
        arena_clear(&a);
        jw_init(&w, &b, round % 3 == 0);
        jw_object(&w);
        jw_key_n(&w, text, n);
        jw_string(&w, text, n);
        jw_object_end(&w);
        assert_true(utf8_valid(b.data, b.n));
        const char *fault = NULL;
        size_t at = 0;
        const struct jr_value *v = jr_parse(&a, b.data, b.n, &fault, &at);
        assert_non_null(v);
        assert_int_equal(v->n, 1);
        assert_int_equal(v->child->n, v->child->key_n);
        assert_memory_equal(v->child->text, v->child->key, v->child->n);
        if (utf8_valid(text, n)) {
            assert_int_equal(v->child->n, n);
            assert_memory_equal(v->child->text, text, n);
        }
        for (size_t i = 0; i < b.n; i++)
            assert_true((unsigned char)b.data[i] >= 0x20 || b.data[i] == '\n');
    }
    arena_done(&a);
    buf_done(&b);
}

static void test_depth(void **state)
{
    (void)state;
    for (unsigned depth = JW_MAX_DEPTH - 3; depth < JW_MAX_DEPTH + 3; depth++) {
        for (int pretty = 0; pretty < 2; pretty++) {
            struct buf b = {0};
            struct jw w;
            jw_init(&w, &b, pretty);
            for (unsigned i = 0; i < depth; i++)
                jw_array(&w);
            jw_raw(&w, LIT("[]"));
            jw_key(&w, "x");
            jw_null(&w);
            for (unsigned i = 0; i < depth; i++)
                jw_array_end(&w);
            assert_int_equal(w.depth, 0);
            assert_int_equal(b.failed, depth >= JW_MAX_DEPTH);
            buf_done(&b);
        }
    }
}

/* The buffer may be emptied on the way, for documents too large to hold. */
static void test_emptying_the_buffer(void **state)
{
    (void)state;
    struct buf b = {0};
    struct buf all = {0};
    struct jw w;
    jw_init(&w, &b, true);
    jw_object(&w);
    jw_key(&w, "rows");
    jw_array(&w);
    for (unsigned i = 0; i < 3; i++) {
        jw_array(&w);
        jw_uint(&w, i);
        jw_array_end(&w);
        buf_put(&all, b.data, b.n);
        buf_clear(&b);
    }
    jw_array_end(&w);
    jw_object_end(&w);
    buf_put(&all, b.data, b.n);
    check(&all, "{\n  \"rows\": [\n    [0],\n    [1],\n    [2]\n  ]\n}");
    buf_done(&b);
    buf_done(&all);
}

static void test_failing_memory(void **state)
{
    (void)state;
    for (int pretty = 0; pretty < 2; pretty++) {
        for (size_t k = 1;; k++) {
            struct buf b = {0};
            struct jw w;
            fail_alloc_at(k, true);
            jw_init(&w, &b, pretty);
            write_sample(&w);
            const bool reached = fail_alloc_count() >= k;
            fail_alloc_off();
            assert_int_equal(b.failed, reached);
            buf_done(&b);
            if (!reached)
                break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compact),
        cmocka_unit_test(test_pretty),
        cmocka_unit_test(test_pretty_arrays),
        cmocka_unit_test(test_pretty_bound),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_random_strings_read_back),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_emptying_the_buffer),
        cmocka_unit_test(test_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
