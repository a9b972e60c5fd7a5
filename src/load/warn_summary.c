/* A summary is for people and never evaluated; but where it says "through 2032" and its act ends in
 * 2030, one of them is wrong. Years are looked for behind a word of ending, with nothing but parts
 * of a date between: "until 30 June 2031", "at the end of 2030". Whatever is said in another way is
 * left alone. */
#include "history.h"

struct words {
    const char *p, *end;
};

struct word {
    const char *text;
    size_t n;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The next run of letters or of digits; a comma, a hyphen and spaces are passed over, anything else
 * is a word of its own that says nothing. */
static bool next_word(struct words *w, struct word *ret)
{
    while (w->p < w->end && (*w->p == ' ' || *w->p == ',' || *w->p == '-'))
        w->p++;
    if (w->p == w->end)
        return false;
    ret->text = w->p;
    if (is_letter(*w->p))
        while (w->p < w->end && is_letter(*w->p))
            w->p++;
    else if (is_digit(*w->p))
        while (w->p < w->end && is_digit(*w->p))
            w->p++;
    else
        w->p++;
    ret->n = (size_t)(w->p - ret->text);
    return true;
}

static bool is_one_of(const struct word *word, const char *const *list)
{
    for (; *list != NULL; list++) {
        size_t i = 0;
        while (i < word->n && (*list)[i] != '\0' && (word->text[i] | 0x20) == (*list)[i])
            i++;
        if (i == word->n && (*list)[i] == '\0')
            return true;
    }
    return false;
}

static const char *const ending[] = {"through", "thru",   "until",   "till",     "ends", "ending",
                                     "end",     "expire", "expires", "expiring", NULL};
static const char *const untils[] = {"until", "till", NULL};
static const char *const between[] = {
    "the",      "end",      "of",  "on",   "in",   "at",     "january",   "february",
    "march",    "april",    "may", "june", "july", "august", "september", "october",
    "november", "december", "jan", "feb",  "mar",  "apr",    "jun",       "jul",
    "aug",      "sep",      "oct", "nov",  "dec",  NULL};

static bool is_year(const struct word *word, unsigned *ret_year)
{
    if (word->n != 4 || !is_digit(word->text[0]))
        return false;
    *ret_year = 0;
    for (size_t i = 0; i < word->n; i++)
        *ret_year = *ret_year * 10 + (unsigned)(word->text[i] - '0');
    return *ret_year >= 1900 && *ret_year < 2200;
}

struct ending {
    unsigned year;
    bool until; /* "until 2031" may leave 2031 out */
};

/* The next ending that the text tells; false if there is none. */
static bool next_ending(struct words *w, struct ending *ret)
{
    struct word word;
    bool open = false; /* behind a word of ending */
    while (next_word(w, &word)) {
        if (is_one_of(&word, ending)) {
            open = true;
            ret->until = is_one_of(&word, untils);
        } else if (open && is_year(&word, &ret->year)) {
            return true;
        } else if (open && !is_one_of(&word, between) && !(is_digit(word.text[0]) && word.n <= 2)) {
            open = false;
        }
    }
    return false;
}

static unsigned year_of(day_t day)
{
    char text[11];
    day_format(day, text);
    unsigned year = 0;
    for (size_t i = 0; i < 4; i++)
        year = year * 10 + (unsigned)(text[i] - '0');
    return year;
}

/* The last day that the act gives as its end, by the calendar; DAY_NEVER if it gives none. */
static day_t last_day(const struct act_row *act)
{
    if (act->until != IMAGE_NONE && BOUND_IS_PLAIN(act->until))
        return BOUND_DAY(act->until) - 1;
    return act->through ? act->through : DAY_NEVER;
}

/* An end that is no plain day may be the one that the summary means. */
static bool has_other_end(const struct act_row *act)
{
    return act->until != IMAGE_NONE && !BOUND_IS_PLAIN(act->until);
}

static bool begins_anew(const struct act_row *act)
{
    return act->type == ACT_ESTABLISH || act->type == ACT_RESTATE || act->type == ACT_OVERRIDE;
}

/* Does the act end in the year that the summary says? */
static bool agrees(const struct act_row *act, day_t last, struct ending said)
{
    if (last < DAY_MIN || last > DAY_MAX)
        return false;
    const bool next_too = last < DAY_MAX && (said.until || act->until != IMAGE_NONE);
    return said.year == year_of(last) || (next_too && said.year == year_of(last + 1));
}

static void report_end(struct history *h, const struct turn *t, day_t last, unsigned said)
{
    const struct act_row *act = act_at(h->l, t->act);
    if (last > DAY_MAX)
        hint(act_fault(h, t, DIAG_END_IN_WORDS, turn_place(h, t), "summary",
                       "the summary speaks of an end in %u, and the act gives none", said),
             "give it a `through` or an `until`, or say it otherwise");
    else
        hint(act_fault(h, t, DIAG_END_IN_WORDS, marks_at(&h->l->act_end, t->act, act->line),
                       act->through ? "through" : "until",
                       "the summary speaks of an end in %u, and the act ends in %u", said,
                       year_of(last)),
             "one of them is wrong");
}

void warn_summary(struct history *h, const struct turn *t)
{
    const struct strings *s = &h->l->b->strings;
    const struct act_row *act = act_at(h->l, t->act);
    const day_t last = last_day(act);
    if (act->summary == 0 || has_other_end(act) || last < DAY_MIN ||
        (last > DAY_MAX && !begins_anew(act)))
        return;
    const char *text = strings_get(s, act->summary);
    if (text[strcspn(text, "0123456789")] == '\0')
        return;
    struct words w = {text, text + strings_len(s, act->summary)};
    struct ending said = {0, false};
    unsigned first = 0;
    while (next_ending(&w, &said)) {
        if (agrees(act, last, said))
            return;
        first = first == 0 ? said.year : first;
    }
    if (first != 0)
        report_end(h, t, last, first);
}
