/* Numbers as written, compared digit by digit: exact for every length, and no floating point. */
#include "num.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t skip_digits(const char *text, size_t n, size_t at)
{
    while (at < n && is_digit(text[at]))
        at++;
    return at;
}

bool num_form(const char *text, size_t n)
{
    const size_t start = n > 0 && text[0] == '-' ? 1 : 0;
    size_t at = skip_digits(text, n, start);
    if (at == start || (text[start] == '0' && at > start + 1))
        return false;
    if (at == n)
        return true;
    if (text[at] != '.' || at + 1 == n)
        return false;
    return skip_digits(text, n, at + 1) == n;
}

size_t num_digits(const char *text, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += is_digit(text[i]);
    return count;
}

/* A number taken apart: its whole part without leading zero ("" for 0), its fraction without
 * trailing zeros. */
struct parts {
    const char *whole, *fraction;
    size_t whole_n, fraction_n;
    int sign; /* -1, 0 or 1 */
};

static struct parts split(const char *text, size_t n)
{
    struct parts p = {.sign = 1};
    size_t at = 0;
    if (n > 0 && text[0] == '-') {
        p.sign = -1;
        at = 1;
    }
    const size_t end = skip_digits(text, n, at);
    if (at < end && text[at] == '0')
        at++;
    p.whole = text + at;
    p.whole_n = end - at;
    p.fraction = text + end;
    if (end < n) {
        p.fraction++;
        p.fraction_n = n - end - 1;
        while (p.fraction_n > 0 && p.fraction[p.fraction_n - 1] == '0')
            p.fraction_n--;
    }
    if (p.whole_n == 0 && p.fraction_n == 0)
        p.sign = 0;
    return p;
}

static int three_way(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_magnitude(const struct parts *a, const struct parts *b)
{
    if (a->whole_n != b->whole_n)
        return three_way(a->whole_n, b->whole_n);
    int c = memcmp(a->whole, b->whole, a->whole_n);
    if (c != 0)
        return c < 0 ? -1 : 1;
    const size_t common = a->fraction_n < b->fraction_n ? a->fraction_n : b->fraction_n;
    c = memcmp(a->fraction, b->fraction, common);
    if (c != 0)
        return c < 0 ? -1 : 1;
    return three_way(a->fraction_n, b->fraction_n);
}

int num_compare(const char *a, size_t an, const char *b, size_t bn)
{
    const struct parts x = split(a, an);
    const struct parts y = split(b, bn);
    if (x.sign != y.sign)
        return x.sign < y.sign ? -1 : 1;
    return x.sign * compare_magnitude(&x, &y);
}
