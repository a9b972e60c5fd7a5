/* The small parts of the loader: orders, places, marks, the index of strings. */
#include "t.h"

#include <stdio.h>

#include "intern.h"
#include "marks.h"
#include "order.h"
#include "places.h"

static int by_value(const void *ctx, uint32_t a, uint32_t b)
{
    const uint32_t *v = ctx;
    return (v[a] / 8 > v[b] / 8) - (v[a] / 8 < v[b] / 8);
}

static void test_sorting_is_stable(void **state)
{
    (void)state;
    uint64_t seed = 11;
    uint32_t v[200] = {0};
    for (size_t n = 0; n <= 200; n += 1 + n / 7) {
        for (size_t i = 0; i < n; i++)
            v[i] = (uint32_t)(next_random(&seed) % 100);
        uint32_t *order = order_new(n, by_value, v);
        assert_non_null(order);
        for (size_t i = 1; i < n; i++) {
            assert_true(v[order[i - 1]] / 8 <= v[order[i]] / 8);
            if (v[order[i - 1]] / 8 == v[order[i]] / 8)
                assert_true(order[i - 1] < order[i]);
        }
        free(order);
    }
}

struct wide {
    uint32_t value, fill[11];
};

static void test_rows_move_in_place(void **state)
{
    (void)state;
    uint64_t seed = 5;
    enum { N = 97 };
    struct wide rows[N], back[N];
    uint32_t order[N], place[N];
    for (int round = 0; round < 50; round++) {
        for (uint32_t i = 0; i < N; i++) {
            rows[i].value = i;
            order[i] = i;
        }
        for (uint32_t i = N - 1; i > 0; i--) {
            uint32_t j = (uint32_t)(next_random(&seed) % (i + 1)), t = order[i];
            order[i] = order[j];
            order[j] = t;
        }
        memcpy(back, rows, sizeof rows);
        uint32_t *places = order_places(order, N);
        memcpy(place, places, sizeof place);
        free(places);
        uint32_t kept[N];
        memcpy(kept, order, sizeof kept);
        order_gather(rows, sizeof *rows, order, N);
        for (uint32_t i = 0; i < N; i++)
            assert_int_equal(rows[i].value, kept[i]);
        order_place(back, sizeof *back, place, N);
        assert_memory_equal(rows, back, sizeof rows);
    }
}

static void test_places_follow_the_walk(void **state)
{
    (void)state;
    struct vec rows;
    struct places p;
    vec_init(&rows, sizeof(uint32_t));
    for (uint32_t i = 0; i < 8; i++)
        *(uint32_t *)vec_add(&rows) = i;
    places_init(&p, &rows);
    assert_int_equal(place_rows(&p, 0, 2), 0); /* in order so far */
    assert_true(has_place(&p, 1));
    assert_false(has_place(&p, 2));
    assert_null(p.place);
    assert_int_equal(place_rows(&p, 5, 2), 2);
    assert_int_equal(place_rows(&p, 3, 0), 0);
    assert_int_equal(place_rows(&p, 2, 1), 4);
    assert_int_equal(place_of(&p, 5), 2);
    places_apply(&p);
    const uint32_t expected[] = {0, 1, 5, 6, 2};
    assert_int_equal(rows.n, ARRAY_COUNT(expected)); /* nobody asked for 3, 4 and 7 */
    assert_memory_equal(rows.data, expected, sizeof expected);
    vec_done(&rows);
}

static void test_marks_near_and_far(void **state)
{
    (void)state;
    static const struct spot at[] = {{7, 1},      {7, 1023}, {7, 1024},   {69, 5},    {70, 5},
                                     {100000, 3}, {6, 2},    {7, 700000}, {68, 1023}, {7, 0}};
    struct marks m;
    marks_init(&m);
    for (size_t i = 0; i < ARRAY_COUNT(at); i++)
        marks_add(&m, 7, at[i]);
    for (uint32_t i = 0; i < ARRAY_COUNT(at); i++) {
        struct spot s = marks_at(&m, i, 7);
        assert_int_equal(s.line, at[i].line);
        assert_int_equal(s.column, at[i].column);
    }
    assert_int_equal(marks_at(&m, 99, 7).line, 7);
    assert_int_equal(marks_at(&m, 99, 7).column, 0);
    assert_false(marks_failed(&m));
    marks_done(&m);
}

static void test_strings_are_kept_once(void **state)
{
    (void)state;
    struct strings s;
    struct intern t;
    char text[64];
    assert_true(strings_init(&s));
    assert_true(intern_init(&t, &s));
    for (int round = 0; round < 3; round++)
        for (uint32_t i = 0; i < 20000; i++) {
            int n = snprintf(text, sizeof text, i % 2 ? "%u" : "text number %u, a longer one", i);
            assert_int_equal(intern_add(&t, text, (size_t)n), i + 1);
        }
    assert_string_equal(strings_get(&s, 2), "1");
    assert_int_equal(intern_add(&t, "", 0), 20001);
    assert_int_equal(intern_add(&t, "", 0), 20001);
    assert_int_equal(s.offsets.n, 20003);
    intern_done(&t);
    strings_done(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sorting_is_stable),      cmocka_unit_test(test_rows_move_in_place),
        cmocka_unit_test(test_places_follow_the_walk), cmocka_unit_test(test_marks_near_and_far),
        cmocka_unit_test(test_strings_are_kept_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
