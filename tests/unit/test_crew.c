#include "t.h"

#include <stdio.h>

#include "crew.h"

/* Item i writes i % 1000 times its own number, in lines; a large one is handed over in pieces. */
struct job {
    size_t large, fails; /* items; SIZE_MAX: none */
    size_t taken;        /* items that have ended, in order */
    size_t at;           /* lines of the item at hand that have come out */
    size_t stop_at;      /* calls all off at that item */
    size_t most;         /* bytes that came at once */
    int last_result;
    bool in_order;
    struct buf *bufs; /* of the seats, or NULL */
};

struct worker {
    const struct job *job;
    size_t done;
};

static size_t lines_of(const struct job *j, size_t item)
{
    return item == j->large ? 1000000 : item % 1000;
}

static int write_item(void *ctx, size_t item, struct crew_seat *s)
{
    struct worker *w = ctx;
    w->done++;
    for (size_t i = 0; i < lines_of(w->job, item); i++) {
        buf_uint(crew_buf(s), item);
        buf_char(crew_buf(s), '\n');
        if (!crew_pass(s))
            return -1;
    }
    return item == w->job->fails ? 7 : 0;
}

static bool take_item(void *ctx, size_t item, const struct buf *bytes, bool ends, int result)
{
    struct job *j = ctx;
    char line[32];
    const size_t n = (size_t)snprintf(line, sizeof line, "%zu\n", item);
    j->in_order &= item == j->taken && bytes->n % n == 0;
    for (size_t at = 0; at + n <= bytes->n; at += n, j->at++)
        j->in_order &= memcmp(bytes->data + at, line, n) == 0;
    if (bytes->n > j->most)
        j->most = bytes->n;
    if (!ends)
        return item != j->stop_at;
    j->in_order &= j->at == lines_of(j, item);
    j->at = 0;
    j->taken++;
    j->last_result = result;
    return result == 0 && item != j->stop_at;
}

static size_t run(struct job *j, size_t items, unsigned n)
{
    struct worker workers[8] = {{0}};
    void *list[8];
    size_t done = 0;
    for (unsigned i = 0; i < n; i++) {
        workers[i].job = j;
        list[i] = &workers[i];
    }
    const struct crew_task task = {items, write_item, list, n, take_item, j, j->bufs};
    j->in_order = true;
    assert_true(crew_run(&task));
    for (unsigned i = 0; i < n; i++)
        done += workers[i].done;
    return done;
}

static void test_all_items_come_out_in_order(void **state)
{
    (void)state;
    for (unsigned n = 1; n <= 8; n++) {
        struct job j = {SIZE_MAX, SIZE_MAX, .stop_at = SIZE_MAX};
        assert_int_equal(run(&j, 2500, n), 2500);
        assert_true(j.in_order);
        assert_int_equal(j.taken, 2500);
    }
    struct job none = {SIZE_MAX, SIZE_MAX, .stop_at = SIZE_MAX};
    assert_int_equal(run(&none, 0, 2), 0);
    assert_int_equal(none.taken, 0);
}

static void test_a_large_item_comes_out_in_pieces(void **state)
{
    (void)state;
    for (size_t large = 0; large < 40; large += 13) {
        struct job j = {large, SIZE_MAX, .stop_at = SIZE_MAX};
        assert_int_equal(run(&j, 40, 3), 40);
        assert_true(j.in_order);
        assert_int_equal(j.taken, 40);
        assert_true(j.most >= CREW_PIECE && j.most < CREW_PIECE + 64);
    }
}

/* Also behind one that was called off in the midst of an item. */
static void test_seats_are_kept(void **state)
{
    (void)state;
    struct buf bufs[4 * CREW_SEATS] = {{0}};
    for (int round = 0; round < 3; round++) {
        struct job off = {.large = 20, SIZE_MAX, .stop_at = 20, .bufs = bufs};
        run(&off, 100, 4);
        assert_true(off.in_order);
        struct job j = {SIZE_MAX, SIZE_MAX, .stop_at = SIZE_MAX, .bufs = bufs};
        assert_int_equal(run(&j, 250, 4), 250);
        assert_true(j.in_order);
        assert_int_equal(j.taken, 250);
    }
    for (size_t i = 0; i < ARRAY_COUNT(bufs); i++) {
        assert_int_equal(bufs[i].n, 0);
        assert_true(bufs[i].cap > 0);
        buf_done(&bufs[i]);
    }
}

static void test_what_fails_ends_it(void **state)
{
    (void)state;
    struct job j = {SIZE_MAX, .fails = 600, .stop_at = SIZE_MAX};
    assert_in_range(run(&j, 100000, 4), 601, 700);
    assert_true(j.in_order);
    assert_int_equal(j.taken, 601);
    assert_int_equal(j.last_result, 7);
}

/* Also in the midst of an item, whose worker waits to hand it over. */
static void test_it_can_be_called_off(void **state)
{
    (void)state;
    struct job j = {.large = 20, SIZE_MAX, .stop_at = 20};
    assert_in_range(run(&j, 100000, 4), 21, 100);
    assert_true(j.in_order);
    assert_int_equal(j.taken, 20);
}

static void test_processors(void **state)
{
    (void)state;
    assert_in_range(crew_processors(), 1, CREW_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_items_come_out_in_order),
        cmocka_unit_test(test_a_large_item_comes_out_in_pieces),
        cmocka_unit_test(test_seats_are_kept),
        cmocka_unit_test(test_what_fails_ends_it),
        cmocka_unit_test(test_it_can_be_called_off),
        cmocka_unit_test(test_processors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
