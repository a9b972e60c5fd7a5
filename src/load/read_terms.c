/* Terms: typed values. Nothing is guessed: a plain scalar that any YAML reader, or any person,
 * might take for something else than it is here is refused.
 *
 * Members of lists and maps are collected on a stack and go to the terms section when their list
 * or map ends, so a list stands behind its members until layout.c turns that round. */
#include "num.h"
#include "reader.h"
#include "short.h"

static void value(struct reader *r, struct term_row *row);

/* ---- scalars ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool same_ignoring_case(const char *text, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if (c != word[i])
            return false;
    }
    return word[n] == '\0';
}

/* As any of the words below begins. */
static bool begins_guessed(char c)
{
    switch (c | 0x20) {
    case 'f':
    case 'n':
    case 'o':
    case 't':
    case 'u':
    case 'y':
    case '~':
    case '.':
    case '-':
    case '+':
    case '=':
    case '<':
        return true;
    default:
        return false;
    }
}

static bool is_guessed_word(const char *text, size_t n)
{
    static const char *const words[] = {"y",    "n",  "yes",  "no",    "on",          "off",
                                        "null", "~",  ".inf", "-.inf", "+.inf",       ".nan",
                                        "=",    "<<", "true", "false", "undisclosed", "unstated"};
    if (n == 0)
        return true;
    if (!begins_guessed(text[0]))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (same_ignoring_case(text, n, words[i]))
            return true;
    return false;
}

/* Begins as a number does: with a digit, or a sign or point with a digit or nothing behind it. */
static bool is_number_like(const char *text, size_t n)
{
    if (n == 0)
        return false;
    if (is_digit(text[0]))
        return true;
    if (text[0] != '+' && text[0] != '-' && text[0] != '.')
        return false;
    if (n > 2 && text[0] != '.' && text[1] == '.')
        return is_digit(text[2]);
    return n == 1 || is_digit(text[1]);
}

static void ambiguous(struct reader *r, const char *why)
{
    const struct yr *y = &r->y;
    if (y->n == 0)
        hint(fault(r, DIAG_AMBIGUOUS_SCALAR, "a value is missing"),
             "write `unstated` where the instrument says nothing, \"\" for the empty text");
    else
        hint(fault(r, DIAG_AMBIGUOUS_SCALAR, "'%s' is ambiguous", quote(y->text, y->n).text), why);
}

static bool take_number(struct reader *r, struct term_row *row)
{
    const struct yr *y = &r->y;
    uint64_t most = r->l->limits.digits < NUM_MAX_DIGITS ? r->l->limits.digits : NUM_MAX_DIGITS;
    if (!num_form(y->text, y->n))
        return false;
    if (y->n > most && num_digits(y->text, y->n) > most) {
        report_limit(r->l, "digits", most, y->file, y->at);
        return true;
    }
    row->kind = VALUE_NUMBER;
    row->a = take_string(r);
    return true;
}

static void number_or_day(struct reader *r, struct term_row *row)
{
    const struct yr *y = &r->y;
    day_t day;
    if (take_number(r, row))
        return;
    switch (day_parse(y->text, y->n, &day)) {
    case DATE_FAULT_NONE:
        row->kind = VALUE_DATE;
        row->a = pdate_of_day(day);
        return;
    case DATE_FAULT_NO_DAY:
        hint(fault(r, DIAG_NO_SUCH_DAY, "there is no day '%s'", quote(y->text, y->n).text),
             "quote it if it is a text");
        return;
    case DATE_FAULT_FORM:
        ambiguous(r, "quote it if it is a text; a number is written 1250.5, a day 2031-01-31");
        return;
    }
}

static void string_value(struct reader *r, struct term_row *row)
{
    row->kind = VALUE_STRING;
    row->a = take_string(r);
}

static bool is_word(const struct yr *y, const char *word)
{
    return y->n == strlen(word) && memcmp(y->text, word, y->n) == 0;
}

static void plain_value(struct reader *r, struct term_row *row)
{
    const struct yr *y = &r->y;
    if (is_number_like(y->text, y->n))
        number_or_day(r, row);
    else if (y->n > 11)
        string_value(r, row);
    else if (is_word(y, "true"))
        row->kind = VALUE_TRUE;
    else if (is_word(y, "false"))
        row->kind = VALUE_FALSE;
    else if (is_word(y, "undisclosed"))
        row->kind = VALUE_UNDISCLOSED;
    else if (is_word(y, "unstated"))
        row->kind = VALUE_UNSTATED;
    else if (is_guessed_word(y->text, y->n))
        ambiguous(r, "quote it if it is a text; a boolean is `true` or `false`, an unknown value "
                     "`undisclosed` or `unstated`");
    else
        string_value(r, row);
}

/* ---- lists and maps ---- */

/* The members of a list or map that has ended leave the stack for the section. */
static struct span settle(struct reader *r, size_t start)
{
    struct span span = {(uint32_t)r->l->b->terms.n, (uint32_t)(r->terms.n - start)};
    for (size_t i = start; i < r->terms.n; i++) {
        struct term_row *row = vec_push(&r->l->b->terms);
        if (row)
            *row = VEC_AT(&r->terms, struct open_term, i)->row;
    }
    r->terms.n = start;
    return span;
}

static void push(struct reader *r, const struct open_term *one)
{
    struct open_term *top = vec_push(&r->terms);
    if (top)
        *top = *one;
    else
        r->l->no_memory = true;
}

/* One more term of the act; false beyond the limit. */
static bool count_term(struct reader *r)
{
    const uint64_t most = r->l->limits.terms;
    if (++r->n_terms <= most)
        return true;
    if (r->n_terms == most + 1)
        report_limit(r->l, "terms", most, r->y.file, r->y.at);
    yr_skip(&r->y);
    return false;
}

static void list_value(struct reader *r, struct term_row *row)
{
    size_t start = r->terms.n;
    for (uint32_t i = 0; yr_next(&r->y) != YR_END; i++) {
        struct open_term one = {.at = r->y.at};
        if (!count_term(r))
            continue;
        step_index(r, i);
        value(r, &one.row);
        step_back(r);
        push(r, &one);
    }
    struct span items = settle(r, start);
    row->kind = VALUE_LIST;
    row->a = items.first;
    row->b = items.n;
}

static bool term_before(const struct strings *s, const struct open_term *a,
                        const struct open_term *b)
{
    if (a->start != b->start)
        return a->start < b->start;
    return strcmp(strings_get(s, a->row.name), strings_get(s, b->row.name)) < 0;
}

static uint64_t name_start(const char *text, size_t n)
{
    char first[8] = {0};
    const unsigned char *t = (const unsigned char *)first;
    copy_bytes(first, text, n < 8 ? n : 8);
    return (uint64_t)t[0] << 56 | (uint64_t)t[1] << 48 | (uint64_t)t[2] << 40 |
           (uint64_t)t[3] << 32 | (uint64_t)t[4] << 24 | (uint64_t)t[5] << 16 |
           (uint64_t)t[6] << 8 | t[7];
}

static void sort_long(const struct strings *s, struct open_term *t, size_t n,
                      struct open_term *spare)
{
    if (n < 2)
        return;
    size_t half = n / 2, i = 0, j = half, k = 0;
    sort_long(s, t, half, spare);
    sort_long(s, t + half, n - half, spare);
    while (i < half && j < n)
        spare[k++] = term_before(s, &t[j], &t[i]) ? t[j++] : t[i++];
    while (i < half)
        spare[k++] = t[i++];
    memcpy(t, spare, k * sizeof *t);
}

/* By name, stable. Few at a time, and nearly always in order. */
static void sort_terms(struct reader *r, size_t start)
{
    const struct strings *s = &r->l->b->strings;
    size_t n = r->terms.n - start;
    if (n < 2)
        return;
    if (n > 64) {
        struct open_term *spare = vec_grow(&r->terms, n);
        if (spare)
            sort_long(s, VEC_AT(&r->terms, struct open_term, start), n, spare);
        else
            r->l->no_memory = true;
        r->terms.n = start + n;
        return;
    }
    struct open_term *t = VEC_AT(&r->terms, struct open_term, start);
    for (size_t i = 1; i < n; i++) {
        struct open_term one = t[i];
        size_t at = i;
        for (; at > 0 && term_before(s, &one, &t[at - 1]); at--)
            t[at] = t[at - 1];
        if (at < i)
            t[at] = one;
    }
}

static void refuse_repeats(struct reader *r, size_t start)
{
    for (size_t i = start + 1; i < r->terms.n; i++) {
        struct open_term *one = VEC_AT(&r->terms, struct open_term, i - 1);
        if (one[0].row.name != one[1].row.name || one[0].row.name == 0)
            continue;
        struct diag *g = fault_at(r, DIAG_DUPLICATE_KEY, one[1].at, "'%s' is given twice",
                                  quote_id(r->l, one[0].row.name).text);
        second_place(r->l, g, r->y.file, one[0].at, "first given here");
    }
}

/* ---- reported figures ---- */

struct figure {
    struct open_term value;
    str_id source;
    struct spot source_at;
    pdate announced;
};

static void field_value(struct reader *r, const struct field *f, void *record)
{
    struct open_term *place = field_place(f, record);
    place->at = r->y.at;
    value(r, &place->row);
}

enum { F_REPORTED, F_SOURCE, F_ANNOUNCED, F_COUNT };

static const struct field figure_fields[F_COUNT] = {
    [F_REPORTED] = {KEY("reported"), field_value, offsetof(struct figure, value), NULL},
    [F_SOURCE] = {KEY("source"), field_id, offsetof(struct figure, source), NULL},
    [F_ANNOUNCED] = {KEY("announced"), field_date, offsetof(struct figure, announced), NULL},
};
static const struct shape figure_shape = {"a reported figure", figure_fields, F_COUNT,
                                          BIT(F_REPORTED), false};

static void add_figure(struct reader *r, const struct figure *in, struct term_row *row)
{
    struct loader *l = r->l;
    struct term_row *term = vec_add(&l->b->terms);
    struct reported_row *reported = vec_add(&l->b->reported);
    marks_add(&l->figure_at, r->base_line, in->source_at);
    if (!term || !reported)
        return;
    *term = in->value.row;
    *reported = (struct reported_row){.value = (uint32_t)(l->b->terms.n - 1),
                                      .source = in->source,
                                      .announced = in->announced,
                                      .known_day = in->announced ? pdate_last(in->announced) : 0};
    row->kind = VALUE_REPORTED;
    row->a = (uint32_t)(l->b->reported.n - 1);
}

/* The mapping under `undisclosed`. */
static void figure_value(struct reader *r, struct term_row *row)
{
    struct figure in = {.source_at = r->y.at};
    struct seen seen;
    struct spot at = r->y.at;
    row->kind = VALUE_UNDISCLOSED;
    if (!read_mapping(r, &figure_shape, &in, &seen))
        return;
    if (in.value.row.kind == VALUE_REPORTED || in.value.row.kind == VALUE_UNDISCLOSED ||
        in.value.row.kind == VALUE_UNSTATED) {
        fault_at(r, DIAG_WRONG_SHAPE, in.value.at,
                 "what is reported is a value, not an absent one");
        return;
    }
    if (!has(&seen, F_SOURCE) && !has(&seen, F_ANNOUNCED)) {
        hint(fault_at(r, DIAG_NO_DAY, at, "a reported figure needs the day it was reported"),
             "give `source`, or `announced`, or both");
        return;
    }
    if (has(&seen, F_SOURCE))
        in.source_at = seen.value[F_SOURCE];
    if (count_term(r))
        add_figure(r, &in, row);
}

/* ---- maps ---- */

/* Whose key is `undisclosed` and whose value a mapping: a reported figure, if it stands alone. */
struct map {
    size_t start;
    bool figure;
    struct spot figure_at;
    struct term_row figure_row;
};

static void map_member(struct reader *r, struct map *m, bool figures)
{
    struct open_term one = {.at = r->y.at, .start = name_start(r->y.text, r->y.n)};
    bool undisclosed = figures && is_word(&r->y, "undisclosed");
    one.row.name = take_id(r, ID_PART);
    step_id(r, one.row.name);
    yr_next(&r->y);
    if (undisclosed && r->y.kind == YR_MAP) {
        m->figure = true;
        m->figure_at = one.at;
        m->figure_row.name = 0;
        figure_value(r, &m->figure_row);
        one.row.kind = VALUE_UNDISCLOSED;
        push(r, &one);
    } else if (count_term(r)) {
        value(r, &one.row);
        push(r, &one);
    }
    step_back(r);
}

static struct map read_map(struct reader *r, bool figures)
{
    struct map m = {.start = r->terms.n};
    while (next_key(r))
        map_member(r, &m, figures);
    sort_terms(r, m.start);
    refuse_repeats(r, m.start);
    return m;
}

static void map_value(struct reader *r, struct term_row *row)
{
    struct map m = read_map(r, true);
    str_id name = row->name;
    if (m.figure && r->terms.n - m.start > 1)
        fault_at(r, DIAG_WRONG_SHAPE, m.figure_at,
                 "'undisclosed' with a reported figure stands alone");
    if (m.figure) {
        r->terms.n = m.start;
        *row = m.figure_row;
        row->name = name;
        return;
    }
    struct span entries = settle(r, m.start);
    row->kind = VALUE_MAP;
    row->a = entries.first;
    row->b = entries.n;
}

static void value(struct reader *r, struct term_row *row)
{
    switch (r->y.kind) {
    case YR_SCALAR:
        if (r->y.plain)
            plain_value(r, row);
        else
            string_value(r, row);
        break;
    case YR_LIST:
        list_value(r, row);
        break;
    case YR_MAP:
        map_value(r, row);
        break;
    case YR_END:
    case YR_VOID:
        break;
    }
}

/* The terms of an act, into a span. */
void field_terms(struct reader *r, const struct field *f, void *record)
{
    struct span *place = field_place(f, record);
    r->n_terms = 0;
    if (!expect_map(r, "`terms`"))
        return;
    struct map m = read_map(r, false);
    *place = settle(r, m.start);
}
