#include "t.h"

#include <inttypes.h>
#include <stdio.h>

#include "num.h"

static bool form(const char *text)
{
    return num_form(text, strlen(text));
}

static int compare(const char *a, const char *b)
{
    return num_compare(a, strlen(a), b, strlen(b));
}

static void test_form(void **state)
{
    (void)state;
    static const char *const yes[] = {"0",    "-0",          "7",   "10",
                                      "-10",  "0.0",         "0.5", "1.0",
                                      "-0.0", "10.00000001", "9.9", "100000000000000000000000"};
    static const char *const no[] = {"",    "-",    "+1",   ".5",    "5.",          "01",
                                     "-01", "00",   "1e5",  "1E5",   "0x1",         " 1",
                                     "1 ",  "--1",  "1..2", "1.2.3", "1,5",         "1_000",
                                     "-.5", "1.-5", "inf",  "nan",   "\xef\xbc\x91"};
    for (size_t i = 0; i < ARRAY_COUNT(yes); i++)
        assert_true(form(yes[i]));
    for (size_t i = 0; i < ARRAY_COUNT(no); i++)
        assert_false(form(no[i]));
    assert_false(num_form("1\0", 2));
    assert_true(num_form("123x", 3));
    assert_true(num_form("0123", 1)); /* the length counts, not what stands behind */
    assert_false(num_form("1.5", 2));
    assert_false(num_form("-1", 1));
    assert_false(num_form("1", 0));
}

static void test_digits(void **state)
{
    (void)state;
    assert_int_equal(num_digits("-12.50", 6), 4);
    assert_int_equal(num_digits("0", 1), 1);
    assert_int_equal(num_digits("", 0), 0);
    assert_int_equal(num_digits("1234", 2), 2);
    static const char longest[] =
        "1234567890123456789012345678901234567890123456789012345678901234";
    assert_int_equal(num_digits(LIT(longest)), NUM_MAX_DIGITS);
    assert_true(num_form(LIT(longest)));
}

/* Each line is one value, lines in ascending order. */
static const char *const ladder[][4] = {
    {"-1000000000000000000000000000000000000000000000000000000000000001"},
    {"-1000000000000000000000000000000000000000000000000000000000000000",
     "-1000000000000000000000000000000000000000000000000000000000000000.0"},
    {"-999999999999999999999999999999999999999999999999999999999999999"},
    {"-18446744073709551617"},
    {"-18446744073709551616"},
    {"-100", "-100.00"},
    {"-99.99"},
    {"-10"},
    {"-9"},
    {"-1.01"},
    {"-1.001"},
    {"-1", "-1.0"},
    {"-0.10", "-0.1"},
    {"-0.09"},
    {"-0.000000000000000000000000000000000000000000000000000000000000001"},
    {"0", "-0", "0.0", "-0.000"},
    {"0.000000000000000000000000000000000000000000000000000000000000001"},
    {"0.000000000000000000000000000000000000000000000000000000000000002"},
    {"0.09"},
    {"0.1", "0.10"},
    {"0.101"},
    {"0.11"},
    {"1", "1.0", "1.00"},
    {"1.001"},
    {"1.01"},
    {"9"},
    {"10", "10.0"},
    {"10.5"},
    {"20"},
    {"99.99"},
    {"100"},
    {"9007199254740992"},
    {"9007199254740993"},
    {"18446744073709551616"},
    {"18446744073709551617"},
    {"999999999999999999999999999999999999999999999999999999999999999.1"},
    {"999999999999999999999999999999999999999999999999999999999999999.2"},
    {"1000000000000000000000000000000000000000000000000000000000000000"},
    {"9999999999999999999999999999999999999999999999999999999999999998"},
    {"9999999999999999999999999999999999999999999999999999999999999999"},
};

static int sign(int x)
{
    return (x > 0) - (x < 0);
}

static void test_ladder(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(ladder); i++)
        for (size_t j = 0; j < ARRAY_COUNT(ladder); j++)
            for (size_t x = 0; x < 4 && ladder[i][x] != NULL; x++)
                for (size_t y = 0; y < 4 && ladder[j][y] != NULL; y++) {
                    assert_true(form(ladder[i][x]));
                    assert_int_equal(sign(compare(ladder[i][x], ladder[j][y])), (i > j) - (i < j));
                }
}

static void test_length_counts(void **state)
{
    (void)state;
    assert_int_equal(num_compare("15", 1, "1", 1), 0);
    assert_int_equal(num_compare("1.59", 3, "1.5", 3), 0);
    assert_int_equal(num_compare("1.5", 1, "1", 1), 0);
    assert_int_equal(num_compare("05", 1, "0", 1), 0);
    assert_true(num_compare("1.29", 3, "1.21", 4) < 0);
}

/* value / 1000, written with a random number of its trailing zeros. */
static void write_number(char out[64], int64_t value, unsigned more)
{
    const uint64_t size = value < 0 ? (uint64_t)-value : (uint64_t)value;
    int n = snprintf(out, 64, "%s%" PRIu64 ".%03" PRIu64, value < 0 ? "-" : "", size / 1000,
                     size % 1000);
    for (; more % 4 > 0 && out[n - 1] == '0'; more--)
        out[--n] = '\0';
    if (out[n - 1] == '.')
        out[n - 1] = '\0';
}

static void test_against_integers(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (int i = 0; i < 200000; i++) {
        const int64_t range = i % 3 == 0 ? 5000 : i % 3 == 1 ? 2000000 : INT64_C(1) << 50;
        const int64_t a = (int64_t)(next_random(&seed) % (uint64_t)(2 * range)) - range;
        const int64_t b = (int64_t)(next_random(&seed) % (uint64_t)(2 * range)) - range;
        char x[64];
        char y[64];
        write_number(x, a, (unsigned)next_random(&seed));
        write_number(y, b, (unsigned)next_random(&seed));
        assert_true(form(x));
        assert_int_equal(sign(compare(x, y)), (a > b) - (a < b));
        write_number(y, a, (unsigned)next_random(&seed));
        assert_int_equal(compare(x, y), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form),
        cmocka_unit_test(test_digits),
        cmocka_unit_test(test_ladder),
        cmocka_unit_test(test_length_counts),
        cmocka_unit_test(test_against_integers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
