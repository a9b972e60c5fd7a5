/* Assertions as text, and demands on one day of one course. */
#include <string.h>

#include "assertion.h"
#include "num.h"

/* ---- text ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void skip_blanks(const char **text, size_t *n)
{
    while (*n > 0 && is_blank((*text)[0])) {
        (*text)++;
        (*n)--;
    }
}

/* A word with a blank behind it; what stands behind the blanks is left. */
static bool take_word(const char **text, size_t *n, const char *word)
{
    const size_t length = strlen(word);
    if (*n <= length || memcmp(*text, word, length) != 0 || !is_blank((*text)[length]))
        return false;
    *text += length;
    *n -= length;
    skip_blanks(text, n);
    return true;
}

/* The name of a clause, or a selector. */
static bool take_name(const char *text, size_t n, struct assertion *to, const char **ret_fault)
{
    while (n > 0 && is_blank(text[n - 1]))
        n--;
    to->name = text;
    to->name_n = n;
    if (n == 0) {
        *ret_fault = "it names no clause: write CLAUSE, not CLAUSE, CLAUSE:TERM = VALUE, all "
                     "SELECTOR or any SELECTOR";
        return false;
    }
    *ret_fault = NULL;
    for (size_t i = 0; i < n; i++) {
        if (strchr("=<>~!", text[i]) != NULL) {
            *ret_fault = "a comparison is written CLAUSE:TERM = VALUE";
            return false;
        }
        if (is_blank(text[i]))
            *ret_fault =
                "it names one clause, in one word; `all SELECTOR` and `any SELECTOR` ask of "
                "several";
    }
    return *ret_fault == NULL;
}

bool assertion_parse(const char *text, size_t n, struct assertion *ret, const char **ret_fault)
{
    struct assertion made = {.reach = REACH_ONE};
    skip_blanks(&text, &n);
    made.negated = take_word(&text, &n, "not");
    if (take_word(&text, &n, "all"))
        made.reach = REACH_ALL;
    else if (take_word(&text, &n, "any"))
        made.reach = REACH_ANY;
    const char *colon = memchr(text, ':', n);
    made.compares = colon != NULL;
    if (!take_name(text, colon != NULL ? (size_t)(colon - text) : n, &made, ret_fault))
        return false;
    if (colon != NULL &&
        !comparison_parse(colon + 1, n - (size_t)(colon + 1 - text), &made.comparison, ret_fault))
        return false;
    *ret = made;
    return true;
}

const char *check_holds_name(enum check_holds h)
{
    static const char *const names[HOLDS_COUNT] = {"always", "sometime", "never", NULL};
    return names[h];
}

const char *check_under_name(enum check_under u)
{
    static const char *const names[UNDER_COUNT] = {NULL, "all", "some"};
    return names[u];
}

/* ---- three truths ---- */

enum truth truth_not(enum truth t)
{
    return t == TRUTH_UNDETERMINED ? t : t == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
}

enum truth truth_and(enum truth a, enum truth b)
{
    if (a == TRUTH_FALSE || b == TRUTH_FALSE)
        return TRUTH_FALSE;
    return a == TRUTH_TRUE ? b : a;
}

enum truth truth_or(enum truth a, enum truth b)
{
    return truth_not(truth_and(truth_not(a), truth_not(b)));
}

enum truth truth_under(enum check_under under, unsigned seen)
{
    const unsigned yes = 1U << TRUTH_TRUE, no = 1U << TRUTH_FALSE;
    if (seen == yes || (under == UNDER_SOME && (seen & yes)))
        return TRUTH_TRUE;
    if (seen == no || (under == UNDER_ALL && (seen & no)))
        return TRUTH_FALSE;
    return TRUTH_UNDETERMINED;
}

/* ---- terms that are wanted ---- */

static bool strings_same(const struct image *a, str_id x, const struct image *b, str_id y)
{
    return image_str_len(a, x) == image_str_len(b, y) &&
           memcmp(image_str(a, x), image_str(b, y), image_str_len(a, x)) == 0;
}

static enum truth members_wanted(const struct image *img, day_t known, const struct term_row *t,
                                 const struct image *wanted, const struct term_row *w)
{
    enum truth all = TRUTH_TRUE;
    if (t->b != w->b)
        return TRUTH_FALSE;
    for (uint32_t i = 0; i < t->b; i++) {
        if (t->kind == VALUE_MAP &&
            !strings_same(img, img->terms[t->a + i].name, wanted, wanted->terms[w->a + i].name))
            return TRUTH_FALSE;
        all = truth_and(all, term_wanted(img, known, t->a + i, wanted, w->a + i));
    }
    return all;
}

static bool is_undisclosed(const struct term_row *t)
{
    return t->kind == VALUE_UNDISCLOSED || t->kind == VALUE_REPORTED;
}

/* A figure that somebody reported: the value, and the day and the source where the check gives
 * them. */
static enum truth figure_wanted(const struct image *img, day_t known, uint32_t term,
                                const struct image *wanted, const struct term_row *w)
{
    const struct term_row *t = &img->terms[term];
    const struct reported_row *want = &wanted->reported[w->a];
    if (!reported_visible(img, term, known))
        return is_undisclosed(t) ? TRUTH_UNDETERMINED : TRUTH_FALSE;
    const struct reported_row *have = &img->reported[t->a];
    if (want->announced != 0 && want->known_day != have->known_day)
        return TRUTH_FALSE;
    /* In a check file a source stays a name, since there is nothing it leads to. */
    if (want->source != 0 &&
        (have->source == IMAGE_NONE ||
         !strings_same(img, img->sources[have->source].id, wanted, want->source)))
        return TRUTH_FALSE;
    return term_wanted(img, known, have->value, wanted, want->value);
}

static enum truth truth_of(bool b)
{
    return b ? TRUTH_TRUE : TRUTH_FALSE;
}

static enum truth numbers_wanted(const struct image *img, str_id a, const struct image *wanted,
                                 str_id b)
{
    return truth_of(num_compare(image_str(img, a), image_str_len(img, a), image_str(wanted, b),
                                image_str_len(wanted, b)) == 0);
}

enum truth term_wanted(const struct image *img, day_t known, uint32_t term,
                       const struct image *wanted, uint32_t want)
{
    const struct term_row *w = &wanted->terms[want];
    const struct term_row *t = term != IMAGE_NONE ? &img->terms[term] : NULL;
    switch ((enum value_kind)w->kind) {
    case VALUE_UNDISCLOSED:
        return truth_of(t != NULL && is_undisclosed(t));
    case VALUE_UNSTATED:
        return truth_of(t != NULL && t->kind == VALUE_UNSTATED);
    case VALUE_REPORTED:
        return t == NULL ? TRUTH_FALSE : figure_wanted(img, known, term, wanted, w);
    case VALUE_FALSE:
    case VALUE_TRUE:
    case VALUE_NUMBER:
    case VALUE_DATE:
    case VALUE_STRING:
    case VALUE_LIST:
    case VALUE_MAP:
    case VALUE_KIND_COUNT:
        break;
    }
    if (t == NULL || is_undisclosed(t) || t->kind == VALUE_UNSTATED)
        return TRUTH_UNDETERMINED;
    if (t->kind != w->kind)
        return TRUTH_FALSE;
    switch ((enum value_kind)w->kind) {
    case VALUE_NUMBER:
        return numbers_wanted(img, t->a, wanted, w->a);
    case VALUE_DATE:
        return truth_of(t->a == w->a);
    case VALUE_STRING:
        return truth_of(strings_same(img, t->a, wanted, w->a));
    case VALUE_LIST:
    case VALUE_MAP:
        return members_wanted(img, known, t, wanted, w);
    case VALUE_FALSE:
    case VALUE_TRUE:
    case VALUE_UNDISCLOSED:
    case VALUE_UNSTATED:
    case VALUE_REPORTED:
    case VALUE_KIND_COUNT:
        break;
    }
    return TRUTH_TRUE;
}

enum truth demand_eval(const struct image *img, day_t known, const struct outcome *o,
                       const struct demand *d)
{
    enum truth all = truth_of(o->status == d->status);
    if (all == TRUTH_FALSE)
        return all;
    if (d->comparison != NULL)
        all = comparison_eval(img, o->terms, o->n_terms, d->comparison);
    for (uint32_t i = 0; d->wanted != NULL && i < d->n_wanted; i++) {
        const str_id name = d->wanted->terms[d->first_wanted + i].name;
        const uint32_t term = term_at(img, o->terms, o->n_terms, image_str(d->wanted, name),
                                      image_str_len(d->wanted, name));
        all = truth_and(all, term_wanted(img, known, term, d->wanted, d->first_wanted + i));
    }
    return all;
}
