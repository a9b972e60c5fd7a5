/* Terms: finding, equality by value. */
#include <string.h>

#include "engine.h"
#include "num.h"

bool reported_visible(const struct image *img, uint32_t term, day_t known)
{
    const struct term_row *t = &img->terms[term];
    return t->kind == VALUE_REPORTED && img->reported[t->a].known_day <= known;
}

static bool numbers_equal(const struct image *img, str_id a, str_id b)
{
    return a == b || num_compare(image_str(img, a), image_str_len(img, a), image_str(img, b),
                                 image_str_len(img, b)) == 0;
}

/* What a term is to somebody who knows what is known on that day: an unseen report is undisclosed.
 */
static enum value_kind seen_kind(const struct image *img, uint32_t term, day_t known)
{
    enum value_kind k = (enum value_kind)img->terms[term].kind;
    return k == VALUE_REPORTED && !reported_visible(img, term, known) ? VALUE_UNDISCLOSED : k;
}

static bool rows_equal(const struct image *img, const struct term_row *x, day_t known_x,
                       const struct term_row *y, day_t known_y)
{
    if (x->b != y->b)
        return false;
    for (uint32_t i = 0; i < x->b; i++)
        if (img->terms[x->a + i].name != img->terms[y->a + i].name ||
            !terms_same(img, x->a + i, known_x, y->a + i, known_y))
            return false;
    return true;
}

bool terms_equal(const struct image *img, uint32_t a, uint32_t b, day_t known)
{
    return terms_same(img, a, known, b, known);
}

bool terms_same(const struct image *img, uint32_t a, day_t known_a, uint32_t b, day_t known_b)
{
    const struct term_row *x = &img->terms[a];
    const struct term_row *y = &img->terms[b];
    enum value_kind k = seen_kind(img, a, known_a);
    if (a == b && known_a == known_b)
        return true;
    if (k != seen_kind(img, b, known_b))
        return false;
    switch (k) {
    case VALUE_NUMBER:
        return numbers_equal(img, x->a, y->a);
    case VALUE_DATE:
    case VALUE_STRING:
        return x->a == y->a;
    case VALUE_LIST:
    case VALUE_MAP:
        return rows_equal(img, x, known_a, y, known_b);
    case VALUE_REPORTED: {
        const struct reported_row *r = &img->reported[x->a];
        const struct reported_row *s = &img->reported[y->a];
        return r->source == s->source && r->known_day == s->known_day &&
               terms_same(img, r->value, known_a, s->value, known_b);
    }
    case VALUE_FALSE:
    case VALUE_TRUE:
    case VALUE_UNDISCLOSED:
    case VALUE_UNSTATED:
    case VALUE_KIND_COUNT:
        break;
    }
    return true;
}

static bool part_is(const struct image *img, str_id name, const char *part, size_t n)
{
    return image_str_len(img, name) == n && memcmp(image_str(img, name), part, n) == 0;
}

/* The child of a list (by number from 0) or of a map (by name). */
static uint32_t child(const struct image *img, uint32_t term, const char *part, size_t n)
{
    const struct term_row *t = &img->terms[term];
    if (t->kind == VALUE_MAP) {
        for (uint32_t i = 0; i < t->b; i++)
            if (part_is(img, img->terms[t->a + i].name, part, n))
                return t->a + i;
    } else if (t->kind == VALUE_LIST && n > 0 && n <= 9 && (n == 1 || part[0] != '0')) {
        uint32_t number = 0;
        for (size_t i = 0; i < n; i++) {
            if (part[i] < '0' || part[i] > '9')
                return IMAGE_NONE;
            number = number * 10 + (uint32_t)(part[i] - '0');
        }
        return number < t->b ? t->a + number : IMAGE_NONE;
    }
    return IMAGE_NONE;
}

uint32_t term_at(const struct image *img, const uint32_t *terms, size_t n_terms, const char *path,
                 size_t n)
{
    uint32_t at = IMAGE_NONE;
    for (bool top = true;; top = false) {
        const char *dot = memchr(path, '.', n);
        size_t part = dot ? (size_t)(dot - path) : n;
        if (!top)
            at = child(img, at, path, part);
        for (size_t i = 0; top && i < n_terms; i++)
            if (part_is(img, img->terms[terms[i]].name, path, part))
                at = terms[i];
        if (at == IMAGE_NONE || !dot)
            return at;
        path += part + 1;
        n -= part + 1;
    }
}

bool clause_has_term(const struct image *img, uint32_t clause, const char *path, size_t n)
{
    struct span acts = img->clauses[clause].acts;
    for (uint32_t i = 0; i < acts.n; i++) {
        const struct act_row *a = &img->acts[acts.first + i];
        for (uint32_t k = 0; k < a->n_terms; k++) {
            uint32_t row = a->terms + k;
            if (term_at(img, &row, 1, path, n) != IMAGE_NONE)
                return true;
        }
    }
    return false;
}
