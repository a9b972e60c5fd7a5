/* Finding rows by name, and selectors. */
#include "image.h"

static int bytes_compare(const char *a, size_t an, const char *b, size_t bn)
{
    int c = memcmp(a, b, an < bn ? an : bn);
    return c != 0 ? c : (an > bn) - (an < bn);
}

int id_compare(const char *a, size_t an, const char *b, size_t bn)
{
    size_t n = an < bn ? an : bn;
    for (size_t i = 0; i < n; i++) {
        if (a[i] != b[i]) {
            if (a[i] == '.' || b[i] == '.')
                return a[i] == '.' ? -1 : 1;
            return (unsigned char)a[i] < (unsigned char)b[i] ? -1 : 1;
        }
    }
    return (an > bn) - (an < bn);
}

typedef int compare_fn(const char *a, size_t an, const char *b, size_t bn);

/* The row whose name, a str_id `stride` bytes apart from `names` on, is the one sought; rows
 * lo..hi. */
static uint32_t find(const struct image *img, const void *names, size_t stride, struct span rows,
                     compare_fn *compare, const char *name, size_t n)
{
    uint32_t lo = rows.first;
    uint32_t hi = rows.first + rows.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        str_id s;
        memcpy(&s, (const char *)names + mid * stride, sizeof s);
        int c = compare(name, n, image_str(img, s), image_str_len(img, s));
        if (c == 0)
            return mid;
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return IMAGE_NONE;
}

uint32_t image_find_agreement(const struct image *img, const char *id, size_t n)
{
    struct span all = {0, (uint32_t)img->n_agreements};
    if (all.n == 0)
        return IMAGE_NONE;
    return find(img, &img->agreements->id, sizeof *img->agreements, all, bytes_compare, id, n);
}

uint32_t image_find_clause(const struct image *img, uint32_t agreement, const char *id, size_t n)
{
    struct span rows = img->agreements[agreement].clauses;
    return rows.n == 0
               ? IMAGE_NONE
               : find(img, &img->clauses->id, sizeof *img->clauses, rows, id_compare, id, n);
}

uint32_t image_find_event(const struct image *img, uint32_t agreement, const char *id, size_t n)
{
    struct span rows = img->agreements[agreement].events;
    return rows.n == 0
               ? IMAGE_NONE
               : find(img, &img->events->id, sizeof *img->events, rows, bytes_compare, id, n);
}

uint32_t image_find_unknown(const struct image *img, uint32_t agreement, const char *name, size_t n)
{
    struct span rows = img->agreements[agreement].unknowns;
    return rows.n == 0 ? IMAGE_NONE
                       : find(img, &img->unknowns->name, sizeof *img->unknowns, rows, bytes_compare,
                              name, n);
}

uint32_t image_find_party(const struct image *img, uint32_t agreement, const char *id, size_t n)
{
    struct span rows = img->agreements[agreement].parties;
    return rows.n == 0
               ? IMAGE_NONE
               : find(img, &img->parties->id, sizeof *img->parties, rows, bytes_compare, id, n);
}

/* `*` any run of bytes, dots too; `?` one byte. Linear: only the last star is ever returned to. */
static bool glob_fits(const char *text, size_t n, const char *glob, size_t gn)
{
    size_t t = 0, g = 0, star = SIZE_MAX, mark = 0; /* star: what follows the last one */
    while (t < n) {
        if (g < gn && (glob[g] == '?' || (glob[g] == text[t] && glob[g] != '*'))) {
            t++;
            g++;
        } else if (g < gn && glob[g] == '*') {
            star = ++g;
            mark = t;
            if (g == gn)
                return true;
        } else if (star != SIZE_MAX) {
            g = star;
            do
                mark++;
            while (mark < n && glob[g] != '?' && glob[g] != text[mark]);
            t = mark;
        } else {
            return false;
        }
    }
    while (g < gn && glob[g] == '*')
        g++;
    return g == gn;
}

static bool is_glob(const char *text, size_t n)
{
    return memchr(text, '*', n) != NULL || memchr(text, '?', n) != NULL;
}

bool clause_fits(const char *id, size_t n, const char *selector, size_t sn)
{
    if (is_glob(selector, sn))
        return glob_fits(id, n, selector, sn);
    return n >= sn && memcmp(id, selector, sn) == 0 && (n == sn || id[sn] == '.');
}

bool agreement_fits(const char *id, size_t n, const char *selector, size_t sn)
{
    return is_glob(selector, sn) ? glob_fits(id, n, selector, sn)
                                 : bytes_compare(id, n, selector, sn) == 0;
}

bool selector_fits(const struct image *img, uint32_t clause, const char *selector, size_t n)
{
    const struct clause_row *c = &img->clauses[clause];
    const str_id agreement = img->agreements[c->agreement].id;
    const char *slash = memchr(selector, '/', n);
    if (slash) {
        const size_t before = (size_t)(slash - selector);
        if (!agreement_fits(image_str(img, agreement), image_str_len(img, agreement), selector,
                            before))
            return false;
        n -= before + 1;
        selector = slash + 1;
        if (n == 0)
            return true;
    }
    return clause_fits(image_str(img, c->id), image_str_len(img, c->id), selector, n);
}
