#include "t.h"

#include <pthread.h>

#include "sparse.h"

static int marks[100000];

static void test_what_is_set_is_found(void **state)
{
    (void)state;
    struct sparse s;
    assert_true(sparse_init(&s, 100000));
    for (size_t i = 0; i < 100000; i += 77)
        atomic_store(sparse_place(&s, i), &marks[i]);
    for (size_t i = 0; i < 100000; i++)
        assert_ptr_equal(sparse_get(&s, i), i % 77 == 0 ? &marks[i] : NULL);
    sparse_clear(&s);
    for (size_t i = 0; i < 100000; i++)
        assert_null(sparse_get(&s, i));
    atomic_store(sparse_place(&s, 99999), &marks[1]);
    assert_ptr_equal(sparse_get(&s, 99999), &marks[1]);
    sparse_done(&s);
    sparse_done(&s);
}

static void test_none_and_one(void **state)
{
    (void)state;
    for (size_t n = 0; n < 2; n++) {
        struct sparse s;
        assert_true(sparse_init(&s, n));
        assert_null(sparse_get(&s, 0));
        sparse_done(&s);
    }
}

/* Whoever comes first to a place wins it. */
static void *set_all(void *ctx)
{
    struct sparse *s = ctx;
    size_t *won = calloc(1, sizeof *won);
    for (size_t i = 0; i < 20000; i++) {
        void *none = NULL;
        *won += atomic_compare_exchange_strong(sparse_place(s, i), &none, &marks[i]);
    }
    return won;
}

static void test_threads_meet(void **state)
{
    (void)state;
    pthread_t threads[4];
    struct sparse s;
    size_t won = 0;
    assert_true(sparse_init(&s, 20000));
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, set_all, &s), 0);
    for (size_t i = 0; i < 4; i++) {
        void *mine;
        pthread_join(threads[i], &mine);
        won += *(size_t *)mine;
        free(mine);
    }
    assert_int_equal(won, 20000);
    for (size_t i = 0; i < 20000; i++)
        assert_ptr_equal(sparse_get(&s, i), &marks[i]);
    sparse_done(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_set_is_found),
        cmocka_unit_test(test_none_and_one),
        cmocka_unit_test(test_threads_meet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
