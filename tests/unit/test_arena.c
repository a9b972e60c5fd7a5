#include "t.h"

#include "arena.h"
#include "fail_alloc.h"

static bool is_zero(const void *p, size_t n)
{
    const unsigned char *bytes = p;
    for (size_t i = 0; i < n; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

static void test_items_are_aligned_zeroed_and_apart(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    unsigned char *items[500];
    for (size_t i = 0; i < ARRAY_COUNT(items); i++) {
        arena_copy(&a, "xyz", i % 4); /* puts the free space out of line */
        items[i] = arena_get(&a, i);
        assert_non_null(items[i]);
        assert_int_equal((uintptr_t)items[i] % _Alignof(max_align_t), 0);
        assert_true(is_zero(items[i], i));
        memset(items[i], (int)i, i);
    }
    for (size_t i = 0; i < ARRAY_COUNT(items); i++)
        for (size_t j = 0; j < i; j++)
            assert_int_equal(items[i][j], (unsigned char)i);
    arena_done(&a);
}

/* Items of all sizes, in all ways of asking, before and after a clear: none overlaps another. */
static void test_many_items_stay_apart(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    static unsigned char *items[COUNT];
    static size_t sizes[COUNT];
    struct arena a = {0};
    uint64_t seed = 17;
    for (int round = 0; round < 3; round++) {
        arena_clear(&a);
        for (size_t i = 0; i < COUNT; i++) {
            const uint64_t r = next_random(&seed);
            sizes[i] = r / 8 % (r % 61 == 0 ? 9000 : 80);
            if (r % 3 == 0)
                items[i] = arena_array(&a, sizes[i] / 7, 7);
            else if (r % 3 == 1)
                items[i] = arena_get(&a, sizes[i]);
            else
                items[i] = (unsigned char *)arena_printf(&a, "%*s", (int)sizes[i], "");
            assert_non_null(items[i]);
            if (r % 3 == 0)
                sizes[i] = sizes[i] / 7 * 7;
            memset(items[i], (int)(i % 251), sizes[i]);
        }
        for (size_t i = 0; i < COUNT; i++)
            for (size_t j = 0; j < sizes[i]; j++)
                assert_int_equal(items[i][j], i % 251);
    }
    arena_done(&a);
}

static void test_size_zero_gives_a_pointer(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_non_null(arena_get(&a, 0));
    assert_non_null(arena_array(&a, 0, 8));
    assert_non_null(arena_array(&a, 8, 0));
    assert_string_equal(arena_copy(&a, NULL, 0), "");
    arena_done(&a);
}

static void test_a_large_item_does_not_cost_the_free_space(void **state)
{
    (void)state;
    struct arena a = {0};
    char *first = arena_get(&a, 16);
    char *large = arena_get(&a, (size_t)5 << 20);
    char *second = arena_get(&a, 16);
    assert_non_null(large);
    assert_true(is_zero(large, (size_t)5 << 20));
    assert_ptr_equal(second, first + 16);
    arena_done(&a);
}

static void test_products_and_sizes_that_overflow(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_null(arena_array(&a, SIZE_MAX / 2, 3));
    assert_true(a.failed);
    assert_null(arena_get(&a, 1));
    arena_clear(&a);
    assert_false(a.failed);
    assert_non_null(arena_get(&a, 1));
    assert_null(arena_get(&a, SIZE_MAX));
    assert_true(a.failed);
    arena_done(&a);
    assert_false(a.failed);
    assert_null(arena_copy(&a, "", SIZE_MAX));
    assert_true(a.failed);
    arena_done(&a);
}

static void test_texts(void **state)
{
    (void)state;
    struct arena a = {0};
    const char *copy = arena_copy(&a, "a\0b", 3);
    assert_memory_equal(copy, "a\0b", 4);
    assert_string_equal(arena_printf(&a, "%d-%s", 42, "x"), "42-x");
    assert_string_equal(arena_printf(&a, "%s", ""), "");
    const char *wide = arena_printf(&a, "%50000d|", 7);
    assert_int_equal(strlen(wide), 50001);
    assert_string_equal(wide + 49999, "7|");
    arena_done(&a);
}

static void test_clear_keeps_the_largest_chunk_and_zeroes_again(void **state)
{
    (void)state;
    struct arena a = {0};
    for (int i = 0; i < 100; i++)
        memset(arena_get(&a, 1000), 0xff, 1000);
    memset(arena_get(&a, 300000), 0xff, 300000);
    arena_clear(&a);
    fail_alloc_at(0, false);
    char *again = arena_get(&a, 299000);
    assert_int_equal(fail_alloc_count(), 0);
    fail_alloc_off();
    assert_true(is_zero(again, 299000));
    arena_clear(&a);
    arena_done(&a);
    arena_clear(&a); /* of an arena that owns nothing */
    assert_null(a.chunks);
}

static bool some_work(struct arena *a)
{
    bool all = true;
    for (size_t i = 0; i < 60; i++) {
        const bool fine = arena_get(a, i * 100) != NULL;
        all = all && fine;
        if (a->failed)
            assert_null(arena_copy(a, "x", 1));
        else
            assert_non_null(arena_printf(a, "%zu", i));
    }
    return all;
}

static void test_every_failure_is_sticky(void **state)
{
    (void)state;
    for (int sticky = 0; sticky < 2; sticky++) {
        for (size_t k = 1;; k++) {
            struct arena a = {0};
            fail_alloc_at(k, sticky);
            const bool all = some_work(&a);
            const bool reached = fail_alloc_count() >= k;
            fail_alloc_off();
            assert_int_equal(all, !reached);
            assert_int_equal(a.failed, reached);
            arena_done(&a);
            if (!reached)
                break;
            assert_true(k < 1000);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_items_are_aligned_zeroed_and_apart),
        cmocka_unit_test(test_many_items_stay_apart),
        cmocka_unit_test(test_size_zero_gives_a_pointer),
        cmocka_unit_test(test_a_large_item_does_not_cost_the_free_space),
        cmocka_unit_test(test_products_and_sizes_that_overflow),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_clear_keeps_the_largest_chunk_and_zeroes_again),
        cmocka_unit_test(test_every_failure_is_sticky),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
