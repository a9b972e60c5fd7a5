/* Comparisons with terms, and filters over rows. */
#include <string.h>

#include "engine.h"
#include "num.h"

/* --- parsing --- */

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

static void trim(const char **text, size_t *n)
{
    while (*n > 0 && blank((*text)[0])) {
        (*text)++;
        (*n)--;
    }
    while (*n > 0 && blank((*text)[*n - 1]))
        (*n)--;
}

struct op_word {
    const char *word;
    enum comparison_op op;
};

/* Signs stand anywhere behind the path, words between blanks. Longer signs first. */
static const struct op_word SIGNS[] = {
    {"!=", OP_NE}, {"<=", OP_LE}, {">=", OP_GE}, {"=", OP_EQ},
    {"<", OP_LT},  {">", OP_GT},  {"~", OP_HAS},
};
static const struct op_word WORDS[] = {
    {"eq", OP_EQ}, {"ne", OP_NE}, {"lt", OP_LT},   {"le", OP_LE},
    {"gt", OP_GT}, {"ge", OP_GE}, {"has", OP_HAS},
};

static size_t op_at(const char *text, size_t at, size_t n, enum comparison_op *ret)
{
    bool after_blank = at > 0 && blank(text[at - 1]);
    text += at;
    n -= at;
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
        size_t len = strlen(SIGNS[i].word);
        if (n >= len && memcmp(text, SIGNS[i].word, len) == 0) {
            *ret = SIGNS[i].op;
            return len;
        }
    }
    for (size_t i = 0; after_blank && i < sizeof WORDS / sizeof *WORDS; i++) {
        size_t len = strlen(WORDS[i].word);
        if (n > len && memcmp(text, WORDS[i].word, len) == 0 && blank(text[len])) {
            *ret = WORDS[i].op;
            return len;
        }
    }
    return 0;
}

bool comparison_parse(const char *text, size_t n, struct comparison *ret, const char **ret_fault)
{
    struct comparison c = {0};
    size_t len = 0, at = 0;
    trim(&text, &n);
    for (at = 0; at < n && len == 0; at++)
        len = op_at(text, at, n, &c.op);
    if (len == 0) {
        *ret_fault = "it needs a comparison: TERM = VALUE (or != < <= > >= ~)";
        return false;
    }
    c.path = text;
    c.path_n = at - 1;
    c.value = text + at - 1 + len;
    c.value_n = n - (at - 1 + len);
    trim(&c.path, &c.path_n);
    trim(&c.value, &c.value_n);
    if (c.path_n == 0 || c.value_n == 0) {
        *ret_fault = c.path_n == 0 ? "there is no term in front of the comparison"
                                   : "there is no value behind the comparison";
        return false;
    }
    if (c.value[0] == '=') {
        *ret_fault = "equality is written with one '='; quote a value that begins with one";
        return false;
    }
    if (c.value_n >= 2 && (c.value[0] == '"' || c.value[0] == '\'') &&
        c.value[c.value_n - 1] == c.value[0]) {
        c.quoted = true;
        c.value++;
        c.value_n -= 2;
    }
    *ret = c;
    return true;
}

/* --- judging --- */

static enum truth truth(bool b)
{
    return b ? TRUTH_TRUE : TRUTH_FALSE;
}

static bool text_is(const struct comparison *c, const char *word)
{
    return !c->quoted && c->value_n == strlen(word) && memcmp(c->value, word, c->value_n) == 0;
}

static bool holds(enum comparison_op op, int order)
{
    switch (op) {
    case OP_EQ:
        return order == 0;
    case OP_NE:
        return order != 0;
    case OP_LT:
        return order < 0;
    case OP_LE:
        return order <= 0;
    case OP_GT:
        return order > 0;
    case OP_GE:
        return order >= 0;
    case OP_HAS:
        break;
    }
    return false;
}

/* Values of unlike kinds are not equal, and stand in no order. */
static enum truth unlike(enum comparison_op op)
{
    return truth(op == OP_NE);
}

static enum truth compare_number(const struct image *img, const struct term_row *t,
                                 const struct comparison *c)
{
    if (c->quoted || c->op == OP_HAS || !num_form(c->value, c->value_n))
        return unlike(c->op);
    return truth(holds(
        c->op, num_compare(image_str(img, t->a), image_str_len(img, t->a), c->value, c->value_n)));
}

static enum truth compare_date(const struct term_row *t, const struct comparison *c)
{
    day_t d;
    if (c->quoted || c->op == OP_HAS || day_parse(c->value, c->value_n, &d) != DATE_FAULT_NONE)
        return unlike(c->op);
    day_t mine = pdate_first(t->a);
    return truth(holds(c->op, (mine > d) - (mine < d)));
}

static bool contains(const char *text, size_t n, const char *part, size_t pn)
{
    for (size_t i = 0; i + pn <= n; i++)
        if (memcmp(text + i, part, pn) == 0)
            return true;
    return false;
}

/* An unquoted value may still be meant as text, but not where it has the form of a number or a day:
 * a string never equals those. */
static enum truth compare_string(const struct image *img, const struct term_row *t,
                                 const struct comparison *c)
{
    const char *s = image_str(img, t->a);
    size_t n = image_str_len(img, t->a);
    day_t d;
    if (c->op == OP_HAS)
        return truth(contains(s, n, c->value, c->value_n));
    if (!c->quoted &&
        (num_form(c->value, c->value_n) || text_is(c, "true") || text_is(c, "false") ||
         day_parse(c->value, c->value_n, &d) == DATE_FAULT_NONE))
        return unlike(c->op);
    int order = memcmp(s, c->value, n < c->value_n ? n : c->value_n);
    if (order == 0)
        order = (n > c->value_n) - (n < c->value_n);
    return truth(holds(c->op, order));
}

static enum truth compare_bool(bool value, const struct comparison *c)
{
    if (c->op != OP_EQ && c->op != OP_NE)
        return TRUTH_FALSE;
    bool equal = text_is(c, value ? "true" : "false");
    return truth(equal == (c->op == OP_EQ));
}

static enum truth compare_value(const struct image *img, uint32_t term, const struct comparison *c);

static enum truth compare_list(const struct image *img, const struct term_row *t,
                               const struct comparison *c)
{
    struct comparison each = *c;
    enum truth found = TRUTH_FALSE;
    if (c->op != OP_HAS)
        return unlike(c->op);
    each.op = OP_EQ;
    for (uint32_t i = 0; i < t->b; i++) {
        enum truth one = compare_value(img, t->a + i, &each);
        if (one == TRUTH_TRUE)
            return one;
        if (one == TRUTH_UNDETERMINED)
            found = one;
    }
    return found;
}

static enum truth compare_value(const struct image *img, uint32_t term, const struct comparison *c)
{
    const struct term_row *t = &img->terms[term];
    switch ((enum value_kind)t->kind) {
    case VALUE_FALSE:
    case VALUE_TRUE:
        return compare_bool(t->kind == VALUE_TRUE, c);
    case VALUE_NUMBER:
        return compare_number(img, t, c);
    case VALUE_DATE:
        return compare_date(t, c);
    case VALUE_STRING:
        return compare_string(img, t, c);
    case VALUE_LIST:
        return compare_list(img, t, c);
    case VALUE_MAP:
        return unlike(c->op);
    case VALUE_UNDISCLOSED:
    case VALUE_UNSTATED:
    case VALUE_REPORTED:
    case VALUE_KIND_COUNT:
        break;
    }
    return TRUTH_UNDETERMINED;
}

enum truth comparison_eval(const struct image *img, const uint32_t *terms, size_t n_terms,
                           const struct comparison *c)
{
    uint32_t term = term_at(img, terms, n_terms, c->path, c->path_n);
    return term == IMAGE_NONE ? TRUTH_UNDETERMINED : compare_value(img, term, c);
}

/* --- filters --- */

static bool names_party(const struct image *img, struct span parties, const char *id)
{
    for (uint32_t i = 0; i < parties.n; i++)
        if (strcmp(image_str(img, img->parties[img->refs[parties.first + i]].id), id) == 0)
            return true;
    return false;
}

static bool outcome_passes(const struct image *img, const struct outcome *o, const struct filter *f)
{
    if (f->kind != KIND_NONE && o->kind != f->kind)
        return false;
    if (f->holder && !names_party(img, o->holder, f->holder))
        return false;
    if (f->obligor && !names_party(img, o->obligor, f->obligor))
        return false;
    if (f->party && !names_party(img, o->holder, f->party) &&
        !names_party(img, o->obligor, f->party))
        return false;
    for (size_t i = 0; i < f->n_where; i++)
        if (comparison_eval(img, o->terms, o->n_terms, &f->where[i]) != TRUTH_TRUE)
            return false;
    return true;
}

bool row_passes(const struct row *r, const struct filter *f)
{
    if (!f->all && (r->status == STATUS_ENDED || r->status == STATUS_NOT_YET))
        return false;
    for (uint32_t i = 0; i < r->n_outcomes; i++)
        if (outcome_passes(r->setting->image, &r->outcomes[i], f))
            return true;
    return false;
}
