#include "t.h"

#include "buf.h"
#include "fail_alloc.h"

static void test_appending(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 0);
    assert_null(b.data);
    buf_put(&b, NULL, 0);
    buf_puts(&b, "");
    buf_printf(&b, "%s", "");
    buf_fill(&b, 'x', 0);
    assert_null(b.data);
    buf_puts(&b, "ab");
    buf_char(&b, 'c');
    buf_put(&b, "d\0e", 3);
    buf_fill(&b, '-', 3);
    buf_printf(&b, "%03d%s", 7, "!");
    assert_int_equal(b.n, 13);
    assert_memory_equal(b.data, "abcd\0e---007!", 14);
    assert_false(b.failed);
    buf_done(&b);
    assert_null(b.data);
}

static void test_uint(void **state)
{
    (void)state;
    static const uint64_t values[] = {0, 1, 9, 10, 99, 100, 4294967296, UINT64_MAX};
    static const char *const texts[] = {"0",  "1",   "9",          "10",
                                        "99", "100", "4294967296", "18446744073709551615"};
    for (size_t i = 0; i < ARRAY_COUNT(values); i++) {
        struct buf b = {0};
        buf_uint(&b, values[i]);
        assert_string_equal(b.data, texts[i]);
        buf_done(&b);
    }
}

static void test_growth_keeps_all(void **state)
{
    (void)state;
    struct buf b = {0};
    for (size_t i = 0; i < 100000; i++) {
        buf_char(&b, (char)('a' + i % 26));
        assert_int_equal(b.data[b.n], '\0');
    }
    assert_int_equal(b.n, 100000);
    for (size_t i = 0; i < b.n; i++)
        assert_int_equal(b.data[i], 'a' + i % 26);
    buf_done(&b);
}

static void test_long_formats(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, "<");
    buf_printf(&b, "%100000d", 5);
    buf_puts(&b, ">");
    assert_int_equal(b.n, 100002);
    assert_string_equal(b.data + 99999, " 5>");
    buf_done(&b);
}

/* The bound itself fits; one more drops the whole of what was appended, and all after it. */
static void test_bound(void **state)
{
    (void)state;
    for (size_t max = 1; max < 200; max++) {
        struct buf b;
        buf_init(&b, max);
        buf_fill(&b, 'x', max);
        assert_false(b.failed);
        assert_int_equal(b.n, max);
        buf_char(&b, 'y');
        assert_true(b.failed);
        assert_int_equal(b.n, max);
        buf_clear(&b);
        assert_false(b.failed);
        buf_fill(&b, 'x', max - 1);
        buf_put(&b, "yz", 2);
        assert_true(b.failed);
        buf_char(&b, 'y'); /* would fit, but comes after the failure */
        assert_int_equal(b.n, max - 1);
        assert_int_equal(b.data[b.n], '\0');
        buf_done(&b);
    }
}

/* A few are written as if they were more: what follows, and the bound, see nothing of that. */
static void test_filling_few_and_many(void **state)
{
    (void)state;
    for (size_t n = 0; n < 40; n++) {
        struct buf b;
        char text[64];
        buf_init(&b, n + 2);
        buf_char(&b, '<');
        buf_fill(&b, '-', n);
        buf_char(&b, '>');
        memset(text, '-', sizeof text);
        text[0] = '<';
        text[n + 1] = '>';
        text[n + 2] = '\0';
        assert_false(b.failed);
        assert_string_equal(b.data, text);
        buf_fill(&b, '-', 1);
        assert_true(b.failed);
        assert_string_equal(b.data, text);
        buf_done(&b);
    }
}

static void test_one_char_at_a_time_stops_at_the_bound(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 1000);
    for (int i = 0; i < 5000; i++)
        buf_char(&b, 'x');
    assert_true(b.failed);
    assert_int_equal(b.n, 1000);
    assert_true(b.cap <= 1001);
    buf_done(&b);
}

static void test_reserve(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 100);
    assert_true(buf_reserve(&b, 0));
    assert_string_equal(b.data, "");
    assert_true(buf_reserve(&b, 100));
    assert_false(b.failed);
    assert_false(buf_reserve(&b, 101));
    assert_true(b.failed);
    buf_clear(&b);
    assert_false(buf_reserve(&b, SIZE_MAX));
    buf_done(&b);
    struct buf unbounded = {0};
    assert_false(buf_reserve(&unbounded, SIZE_MAX));
    assert_false(buf_reserve(&unbounded, 1));
    buf_done(&unbounded);
}

static void put_all_ways(struct buf *b)
{
    for (int i = 0; i < 50; i++) {
        buf_char(b, 'x');
        buf_puts(b, "some text");
        buf_fill(b, ' ', 7);
        buf_uint(b, 12345);
        buf_printf(b, "%40d", i);
    }
}

static void test_every_failure_is_sticky(void **state)
{
    (void)state;
    struct buf whole = {0};
    put_all_ways(&whole);
    for (int sticky = 0; sticky < 2; sticky++) {
        for (size_t k = 1;; k++) {
            struct buf b = {0};
            fail_alloc_at(k, sticky);
            put_all_ways(&b);
            const bool reached = fail_alloc_count() >= k;
            fail_alloc_off();
            assert_int_equal(b.failed, reached);
            assert_int_equal(b.n == whole.n, !reached);
            if (b.n > 0)
                assert_memory_equal(b.data, whole.data, b.n);
            buf_done(&b);
            if (!reached)
                break;
        }
    }
    buf_done(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_appending),
        cmocka_unit_test(test_uint),
        cmocka_unit_test(test_growth_keeps_all),
        cmocka_unit_test(test_long_formats),
        cmocka_unit_test(test_bound),
        cmocka_unit_test(test_filling_few_and_many),
        cmocka_unit_test(test_one_char_at_a_time_stops_at_the_bound),
        cmocka_unit_test(test_reserve),
        cmocka_unit_test(test_every_failure_is_sticky),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
