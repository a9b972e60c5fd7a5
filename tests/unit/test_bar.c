/* The line of progress: what it says at which width, and that it never goes beyond. */
#include "t.h"

#include "bar.h"
#include "text.h"

static const struct pact_progress reading = {
    .stage = PACT_STAGE_READ,
    .files = 16,
    .of_files = 64,
    .bytes = 200000000,
    .of_bytes = 800000000,
    .clauses = 250000,
};
static const struct pact_progress writing = {
    .stage = PACT_STAGE_WRITE, .clauses = 750000, .of_clauses = 1000000};
static const struct pact_progress resolving = {
    .stage = PACT_STAGE_RESOLVE, .files = 64, .of_files = 64, .clauses = 1000, .of_clauses = 1000};

static void shows(const struct pact_progress *p, int64_t elapsed, size_t width, const char *line)
{
    struct buf out;
    buf_init(&out, 0);
    buf_char(&out, ' '); /* it appends */
    bar_line(p, elapsed, width, true, &out);
    assert_string_equal(out.data + 1, line);
    buf_done(&out);
}

static void test_what_fits(void **state)
{
    (void)state;
    shows(&reading, 5000, 120,
          "pact: reading ##########..............................   25 %  16 of 64 files  250,000 "
          "clauses"
          "  40.0 MB/s  0:15 left");
    /* 47 columns for these three and the stage, 17 for the clauses, 11 for the rate, 11 to 41 for
     * the bar */
    shows(&reading, 5000, 79,
          "pact: reading ###...........   25 %  16 of 64 files  250,000 clauses  0:15 left");
    shows(&reading, 5000, 74,
          "pact: reading ###............   25 %  16 of 64 files  40.0 MB/s  0:15 left");
    shows(&reading, 5000, 59, "pact: reading ##.........   25 %  16 of 64 files  0:15 left");
    shows(&reading, 5000, 42, "pact: reading ##........   25 %  0:15 left");
    shows(&reading, 5000, 31, "pact: reading ##........   25 %");
    shows(&reading, 5000, 30, "pact: reading   25 %");
    shows(&reading, 5000, 13, "pact: reading");
    shows(&reading, 5000, 12, "");
    shows(&reading, 5000, 0, "");
}

static void test_stages(void **state)
{
    (void)state;
    struct pact_progress input = {.stage = PACT_STAGE_READ, .of_files = 1, .clauses = 7};
    shows(&resolving, 5000, 79, "pact: resolving  1,000 clauses");
    shows(&writing, 3000, 100,
          "pact: writing ###############.....   75 %  750,000 of 1,000,000 clauses"
          "  250,000 a second  0:01 left");
    /* standard input: nobody knows how much is to come */
    input.bytes = 3000000;
    shows(&input, 2000, 79, "pact: reading  0 of 1 files  7 clauses  1.5 MB/s");
    /* and files beside it: more has been read than they are */
    input.of_bytes = 1000;
    shows(&input, 2000, 79, "pact: reading  0 of 1 files  7 clauses  1.5 MB/s");
}

static void test_times(void **state)
{
    (void)state;
    /* no rate is told of what has hardly begun */
    shows(&writing, 10, 61, "pact: writing #######...   75 %  750,000 of 1,000,000 clauses");
    shows(&reading, 1200000, 46, "pact: reading ##.........   25 %  1:00:00 left");
    shows(&reading, 200, 31, "pact: reading ##........   25 %");
}

/* Columns, not bytes: the cells of the bar have three each. */
static void test_width(void **state)
{
    (void)state;
    const struct pact_progress *all[] = {&reading, &resolving, &writing};
    for (size_t i = 0; i < ARRAY_COUNT(all); i++) {
        for (size_t width = 0; width < 250; width++) {
            struct buf out;
            buf_init(&out, 0);
            bar_line(all[i], 5000, width, false, &out);
            assert_true(text_width(out.data, out.n) <= width);
            assert_true(out.n > 0 || width < strlen("pact: resolving"));
            buf_done(&out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_fits),
        cmocka_unit_test(test_stages),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
