#include "t.h"

#include "suggest.h"

static void offer(struct suggest *s, const char *candidate)
{
    suggest_offer(s, candidate, strlen(candidate));
}

static void start(struct suggest *s, const char *word)
{
    suggest_init(s, word, strlen(word));
}

static bool found(const struct suggest *s, size_t i, const char *text, unsigned cost)
{
    return s->count > i && s->best[i].n == strlen(text) &&
           memcmp(s->best[i].text, text, s->best[i].n) == 0 && s->best[i].cost == cost;
}

/* The one suggestion for a word, with its cost; -1 if there is none. */
static int cost_of(const char *word, const char *candidate)
{
    struct suggest s;
    start(&s, word);
    offer(&s, candidate);
    return s.count != 0 ? (int)s.best[0].cost : -1;
}

static void test_costs(void **state)
{
    (void)state;
    assert_int_equal(cost_of("query", "query"), 0);
    assert_int_equal(cost_of("qurey", "query"), 1); /* neighbours swapped */
    assert_int_equal(cost_of("uqery", "query"), 1);
    assert_int_equal(cost_of("quer", "query"), 1);
    assert_int_equal(cost_of("queryy", "query"), 1);
    assert_int_equal(cost_of("quety", "query"), 1);
    assert_int_equal(cost_of("--dtae", "--date"), 1);
    assert_int_equal(cost_of("--knwon", "--known"), 1);
    assert_int_equal(cost_of("timleien", "timeline"), 2);
    assert_int_equal(cost_of("esxclusvie", "exclusive"), 2);
    assert_int_equal(cost_of("", "query"), -1);
    assert_int_equal(cost_of("", ""), 0);
}

static void test_a_third_of_the_longer_is_the_limit(void **state)
{
    (void)state;
    assert_int_equal(cost_of("abcdef", "abcdxy"), 2);
    assert_int_equal(cost_of("abcdef", "abcxyz"), -1);
    assert_int_equal(cost_of("abcde", "abcxy"), -1); /* 2 of 5 is more than a third */
    assert_int_equal(cost_of("ab", "ax"), -1);
    assert_int_equal(cost_of("abc", "abx"), 1);
    assert_int_equal(cost_of("abcd", "abcdef"), 2); /* of the longer: 2 of 6 */
    assert_int_equal(cost_of("abcdef", "abcd"), 2);
    assert_int_equal(cost_of("as-of", "date"), -1);
}

/* Candidates need not outlive the list of suggestions. */
static void test_candidates_are_copied(void **state)
{
    (void)state;
    struct suggest s;
    char text[8] = "query";
    char *longest = calloc(1, 1000);
    memset(longest, 'x', 999);
    memcpy(longest, "qurey.", 6);
    start(&s, "qurey");
    offer(&s, text);
    offer(&s, longest); /* the word is a part of it */
    memset(text, 'z', sizeof text);
    assert_true(found(&s, 0, "query", 1));
    assert_int_equal(s.count, 2);
    assert_int_equal(s.best[1].n, SUGGEST_LONGEST);
    assert_memory_equal(s.best[1].text, longest, SUGGEST_LONGEST);
    free(longest);
}

static void test_parts(void **state)
{
    (void)state;
    assert_int_equal(cost_of("exclusivity", "distribution.exclusivity"), 13);
    assert_int_equal(cost_of("distribution", "distribution.exclusivity"), 12);
    assert_int_equal(cost_of("verified", "agi-verified"), 4);
    assert_int_equal(cost_of("license", "ip.license.research-only"), 17);
    assert_int_equal(cost_of("ip", "a.ip-b.c"), 6);
    assert_int_equal(cost_of("ip", "zip.license"), -1);
    assert_int_equal(cost_of("ip", "ipx.license"), -1);
    assert_int_equal(cost_of("ip", "a_ip_license"), -1);
    assert_int_equal(cost_of("ip", "zip.ip-license"), 12); /* the second place counts */
    assert_int_equal(cost_of("ip.license.x.y", "ip"), -1);
    assert_int_equal(cost_of("", "some-long.id"), -1);
    assert_int_equal(cost_of("", "a.-b"), -1);
    assert_int_equal(cost_of("b", "a.b.c"), 4);
    assert_int_equal(cost_of("b", "abc"), -1);
}

static void test_order_and_bound(void **state)
{
    (void)state;
    struct suggest s;
    start(&s, "abcdefghi");
    offer(&s, "abcdefxyz"); /* 3 */
    offer(&s, "abcdefgxy"); /* 2 */
    assert_int_equal(s.count, 2);
    offer(&s, "abcdefgzz"); /* 2 */
    offer(&s, "abcdefghx"); /* 1 */
    assert_int_equal(s.count, SUGGEST_MAX);
    assert_true(found(&s, 0, "abcdefghx", 1));
    assert_true(found(&s, 1, "abcdefgxy", 2));
    assert_true(found(&s, 2, "abcdefgzz", 2));
    offer(&s, "abcdefgaa"); /* 2, and before both in byte order */
    assert_true(found(&s, 1, "abcdefgaa", 2));
    assert_true(found(&s, 2, "abcdefgxy", 2));
    offer(&s, "abcdefgzz");
    assert_true(found(&s, 2, "abcdefgxy", 2));
    offer(&s, "abcdefghi");
    assert_true(found(&s, 0, "abcdefghi", 0));
    assert_true(found(&s, 2, "abcdefgaa", 2));
}

static void test_the_third_is_the_one_to_beat(void **state)
{
    (void)state;
    struct suggest s;
    start(&s, "abcdefghi");
    offer(&s, "abcdefghx"); /* 1 */
    offer(&s, "abcdefghy"); /* 1 */
    offer(&s, "abcdefxyz"); /* 3 */
    offer(&s, "abcdefgxy"); /* 2 */
    assert_true(found(&s, 2, "abcdefgxy", 2));
    start(&s, "abcdefghi");
    offer(&s, "abcdefghx");     /* 1 */
    offer(&s, "abcdefxyz");     /* 3 */
    offer(&s, "abcdefghi.xxx"); /* 4, as a part */
    assert_int_equal(s.count, 3);
    offer(&s, "abcdefuvw"); /* 3 */
    assert_true(found(&s, 1, "abcdefuvw", 3));
    assert_true(found(&s, 2, "abcdefxyz", 3));
}

static void test_not_twice(void **state)
{
    (void)state;
    struct suggest s;
    start(&s, "exclusiv");
    char copy[] = "exclusive";
    offer(&s, "exclusive");
    offer(&s, copy);
    offer(&s, "exclusivx");
    offer(&s, copy);
    assert_int_equal(s.count, 2);
    assert_true(found(&s, 0, "exclusive", 1));
    assert_true(found(&s, 1, "exclusivx", 1));
}

/* --- against the table in full --- */

static unsigned slow_distance(const char *a, size_t an, const char *b, size_t bn)
{
    unsigned t[16][16];
    for (size_t i = 0; i <= an; i++)
        for (size_t j = 0; j <= bn; j++) {
            if (i == 0 || j == 0) {
                t[i][j] = (unsigned)(i + j);
                continue;
            }
            unsigned cost = t[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            if (t[i - 1][j] + 1 < cost)
                cost = t[i - 1][j] + 1;
            if (t[i][j - 1] + 1 < cost)
                cost = t[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                t[i - 2][j - 2] + 1 < cost)
                cost = t[i - 2][j - 2] + 1;
            t[i][j] = cost;
        }
    return t[an][bn];
}

static size_t random_word(char *out, uint64_t *seed)
{
    const size_t n = next_random(seed) % 15;
    for (size_t i = 0; i < n; i++)
        out[i] = (char)('a' + next_random(seed) % 3);
    return n;
}

static void test_random_words(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < 300000; round++) {
        char a[16];
        char b[16];
        struct suggest s;
        const size_t an = random_word(a, &seed);
        const size_t bn = random_word(b, &seed);
        const unsigned cost = slow_distance(a, an, b, bn);
        suggest_init(&s, a, an);
        suggest_offer(&s, b, bn);
        assert_int_equal(s.count, cost * 3 <= (an > bn ? an : bn));
        if (s.count != 0)
            assert_int_equal(s.best[0].cost, cost);
    }
}

static void test_the_order_of_offers_does_not_matter(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 3000; round++) {
        char words[9][16];
        size_t n[9];
        for (size_t i = 0; i < 9; i++)
            n[i] = random_word(words[i], &seed);
        struct suggest up;
        struct suggest down;
        suggest_init(&up, words[0], n[0]);
        suggest_init(&down, words[0], n[0]);
        for (size_t i = 1; i < 9; i++) {
            suggest_offer(&up, words[i], n[i]);
            suggest_offer(&down, words[9 - i], n[9 - i]);
        }
        assert_int_equal(up.count, down.count);
        for (size_t i = 0; i < up.count; i++) {
            assert_int_equal(up.best[i].n, down.best[i].n);
            assert_memory_equal(up.best[i].text, down.best[i].text, up.best[i].n);
        }
    }
}

static void test_very_long_words(void **state)
{
    (void)state;
    static char a[5000];
    static char b[5000];
    memset(a, 'x', sizeof a);
    memset(b, 'x', sizeof b);
    struct suggest s;
    suggest_init(&s, a, 512);
    b[100] = 'y';
    suggest_offer(&s, b, 512);
    assert_int_equal(s.count, 1);
    memset(b, 'y', 171); /* one more than a third of 512 */
    suggest_offer(&s, b, 512);
    assert_int_equal(s.count, 1);
    suggest_offer(&s, b + 1, 512);
    assert_int_equal(s.count, 2);
    suggest_offer(&s, b, 513);
    suggest_offer(&s, b, sizeof b);
    assert_int_equal(s.count, 2);
    suggest_init(&s, a, sizeof a);
    suggest_offer(&s, b, sizeof b);
    suggest_offer(&s, b, 512);
    assert_int_equal(s.count, 0);
    suggest_offer(&s, a, sizeof a); /* a part from end to end */
    assert_int_equal(s.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_costs),
        cmocka_unit_test(test_a_third_of_the_longer_is_the_limit),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_candidates_are_copied),
        cmocka_unit_test(test_order_and_bound),
        cmocka_unit_test(test_the_third_is_the_one_to_beat),
        cmocka_unit_test(test_not_twice),
        cmocka_unit_test(test_random_words),
        cmocka_unit_test(test_the_order_of_offers_does_not_matter),
        cmocka_unit_test(test_very_long_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
