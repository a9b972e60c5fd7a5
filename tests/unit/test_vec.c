#include "t.h"

#include "fail_alloc.h"
#include "vec.h"

struct row {
    uint64_t a;
    char b[5];
};

static void test_rows_are_zeroed_and_keep_their_place(void **state)
{
    (void)state;
    struct vec v;
    vec_init(&v, sizeof(struct row));
    static const struct row zero;
    for (uint64_t i = 0; i < 10000; i++) {
        struct row *r = vec_add(&v);
        assert_non_null(r);
        assert_memory_equal(r, &zero, sizeof zero);
        memset(r, 0xff, sizeof *r);
        r->a = i;
    }
    assert_int_equal(v.n, 10000);
    for (uint64_t i = 0; i < 10000; i++)
        assert_int_equal(VEC_AT(&v, struct row, i)->a, i);
    v.n = 100; /* rows given up and taken again are zeroed as well */
    struct row *r = vec_grow(&v, 50);
    for (size_t i = 0; i < 50; i++)
        assert_memory_equal(&r[i], &zero, sizeof zero);
    assert_int_equal(v.n, 150);
    vec_done(&v);
    assert_null(v.data);
    assert_int_equal(v.size, sizeof(struct row));
}

static void test_grow(void **state)
{
    (void)state;
    struct vec v;
    vec_init(&v, 3);
    assert_non_null(vec_grow(&v, 0));
    assert_int_equal(v.n, 0);
    char *rows = vec_grow(&v, 1000);
    assert_non_null(rows);
    assert_ptr_equal(rows, v.data);
    memset(rows, 'x', 3000);
    rows = vec_grow(&v, 1);
    assert_ptr_equal(rows, (char *)v.data + 3000);
    assert_int_equal(rows[2], 0);
    assert_int_equal(v.n, 1001);
    rows = vec_grow(&v, 5000); /* more than doubling gives */
    assert_ptr_equal(rows, (char *)v.data + 3003);
    memset(rows, 'y', 15000);
    assert_int_equal(v.n, 6001);
    assert_true(v.cap >= 6001);
    vec_done(&v);
}

static void test_growing_by_one_is_cheap(void **state)
{
    (void)state;
    struct vec v;
    vec_init(&v, 4);
    fail_alloc_at(0, false);
    for (size_t i = 0; i < 1000000; i++)
        (void)vec_grow(&v, 1);
    assert_true(fail_alloc_count() < 20);
    fail_alloc_off();
    assert_int_equal(v.n, 1000000);
    vec_done(&v);
}

static void test_reserve(void **state)
{
    (void)state;
    struct vec v;
    vec_init(&v, 8);
    assert_true(vec_reserve(&v, 12345));
    assert_int_equal(v.n, 0);
    fail_alloc_at(0, false);
    for (size_t i = 0; i < 12345; i++)
        assert_non_null(vec_add(&v));
    assert_int_equal(fail_alloc_count(), 0);
    fail_alloc_off();
    assert_true(vec_reserve(&v, 3));
    assert_int_equal(v.n, 12345);
    vec_done(&v);
}

static void test_bounds(void **state)
{
    (void)state;
    struct vec v;
    vec_init(&v, 1);
    assert_null(vec_grow(&v, UINT32_MAX));
    assert_true(v.failed);
    assert_null(vec_add(&v));
    assert_null(vec_grow(&v, 0));
    assert_false(vec_reserve(&v, 1));
    vec_done(&v);
    assert_false(v.failed);
    assert_false(vec_reserve(&v, UINT32_MAX));
    vec_done(&v);
    vec_init(&v, SIZE_MAX / 4);
    assert_null(vec_grow(&v, 4));
    vec_done(&v);
    vec_init(&v, 1);
    assert_non_null(vec_add(&v));
    assert_null(vec_grow(&v, SIZE_MAX));
    assert_int_equal(v.n, 1);
    vec_done(&v);
}

static void test_every_failure_is_sticky(void **state)
{
    (void)state;
    for (int sticky = 0; sticky < 2; sticky++) {
        for (size_t k = 1;; k++) {
            struct vec v;
            vec_init(&v, 40);
            size_t got = 0;
            fail_alloc_at(k, sticky);
            for (size_t i = 0; i < 500; i++) {
                got += vec_add(&v) != NULL;
                got += vec_grow(&v, 2) != NULL ? 2 : 0;
            }
            const bool reached = fail_alloc_count() >= k;
            fail_alloc_off();
            assert_int_equal(v.failed, reached);
            assert_int_equal(v.n, got);
            assert_int_equal(got == 1500, !reached);
            vec_done(&v);
            if (!reached)
                break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_zeroed_and_keep_their_place),
        cmocka_unit_test(test_grow),
        cmocka_unit_test(test_growing_by_one_is_cheap),
        cmocka_unit_test(test_reserve),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_every_failure_is_sticky),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
