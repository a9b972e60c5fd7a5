/* Near misses. The distance counts insertions, deletions, substitutions and swaps of neighbours
 * (optimal string alignment). Millions of ids may be offered, so most must be cheap to refuse: the
 * limit falls as nearer candidates turn up; the bytes that two words share, in any order, give a
 * bound from below; and only the band of the table within the limit is filled. */
#include "suggest.h"

#include <stdbool.h>
#include <string.h>

void suggest_init(struct suggest *s, const char *word, size_t n)
{
    *s = (struct suggest){.word = word, .n = n};
    for (size_t i = 0; i < n && n <= SUGGEST_LONGEST; i++)
        s->bag[(unsigned char)word[i] % SUGGEST_BAG]++;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The three rows of the table that are in use. Cells outside the band hold limit + 1. */
struct rows {
    unsigned *older, *old, *now;
};

/* Fills r->now, row i >= 1; returns its least cell. */
static unsigned fill_row(const struct rows *r, size_t i, const char *a, const char *b, size_t bn,
                         unsigned limit)
{
    const size_t from = i > limit ? i - limit : 1;
    const size_t to = i + limit < bn ? i + limit : bn;
    unsigned lowest = limit + 1;
    r->now[from - 1] = i <= limit ? (unsigned)i : limit + 1;
    for (size_t j = from; j <= to; j++) {
        unsigned cost = r->old[j - 1] + (a[i - 1] != b[j - 1]);
        cost = least(cost, least(r->old[j], r->now[j - 1]) + 1);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            cost = least(cost, r->older[j - 2] + 1);
        r->now[j] = least(cost, limit + 1);
        lowest = least(lowest, r->now[j]);
    }
    if (to < bn)
        r->now[to + 1] = limit + 1; /* the next row looks there */
    return lowest;
}

/* The distance of a and b, neither longer than SUGGEST_LONGEST, or limit + 1 if it is greater than
 * the limit. */
static unsigned distance(const char *a, size_t an, const char *b, size_t bn, unsigned limit)
{
    if ((an > bn ? an - bn : bn - an) > limit)
        return limit + 1;
    unsigned cells[3][SUGGEST_LONGEST + 1];
    struct rows r = {.older = cells[0], .old = cells[1], .now = cells[2]};
    for (size_t j = 0; j <= bn; j++) {
        r.old[j] = least((unsigned)j, limit + 1);
        r.older[j] = limit + 1;
    }
    for (size_t i = 1; i <= an; i++) {
        /* then the row before has nothing below the limit, and a swap from there costs one more */
        if (fill_row(&r, i, a, b, bn, limit) > limit)
            return limit + 1;
        r = (struct rows){.older = r.old, .old = r.now, .now = r.older};
    }
    return r.old[bn];
}

/* How many bytes of the candidate the word has as well, wherever they stand. Every edit adds at
 * most one to that (a swap none), so the distance is no less than what the longer has more than
 * that. */
static size_t shared_bytes(const struct suggest *s, const char *candidate, size_t n)
{
    uint16_t bag[SUGGEST_BAG];
    size_t shared = 0;
    memcpy(bag, s->bag, sizeof bag);
    for (size_t i = 0; i < n; i++) {
        uint16_t *left = &bag[(unsigned char)candidate[i] % SUGGEST_BAG];
        if (*left > 0) {
            (*left)--;
            shared++;
        }
    }
    return shared;
}

static bool is_delimiter(char c)
{
    return c == '.' || c == '-';
}

/* Whether the word stands in the candidate between delimiters or its ends. */
static bool is_part(const char *word, size_t n, const char *candidate, size_t cn)
{
    if (n == 0)
        return false;
    for (size_t at = 0; at + n <= cn; at++) {
        if (at > 0 && !is_delimiter(candidate[at - 1]))
            continue;
        if (at + n < cn && !is_delimiter(candidate[at + n]))
            continue;
        if (memcmp(candidate + at, word, n) == 0)
            return true;
    }
    return false;
}

static int compare_bytes(const char *a, size_t an, const char *b, size_t bn)
{
    const size_t n = an < bn ? an : bn;
    const int c = n != 0 ? memcmp(a, b, n) : 0;
    return c != 0 ? c : (an > bn) - (an < bn);
}

static void insert(struct suggest *s, const char *candidate, size_t n, unsigned cost)
{
    size_t at = 0;
    if (n > SUGGEST_LONGEST)
        n = SUGGEST_LONGEST;
    while (at < s->count) {
        const int c = compare_bytes(s->best[at].text, s->best[at].n, candidate, n);
        if (c == 0)
            return;
        if (s->best[at].cost > cost || (s->best[at].cost == cost && c > 0))
            break;
        at++;
    }
    if (at == SUGGEST_MAX)
        return;
    if (s->count < SUGGEST_MAX)
        s->count++;
    memmove(&s->best[at + 1], &s->best[at], (s->count - 1 - at) * sizeof s->best[0]);
    if (n > 0)
        memcpy(s->best[at].text, candidate, n);
    s->best[at].n = n;
    s->best[at].cost = cost;
}

void suggest_offer(struct suggest *s, const char *candidate, size_t n)
{
    const size_t longer = s->n > n ? s->n : n;
    unsigned limit = longer > SUGGEST_LONGEST ? SUGGEST_LONGEST : (unsigned)longer / 3;
    if (s->count == SUGGEST_MAX)
        limit = least(limit, s->best[SUGGEST_MAX - 1].cost);
    unsigned cost = limit + 1;
    if (longer <= SUGGEST_LONGEST && longer - shared_bytes(s, candidate, n) <= limit)
        cost = distance(s->word, s->n, candidate, n, limit);
    if (cost <= limit)
        insert(s, candidate, n, cost);
    else if (n >= s->n && is_part(s->word, s->n, candidate, n))
        insert(s, candidate, n, (unsigned)(n - s->n)); /* a part is all insertions away */
}
