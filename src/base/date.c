/* Days as numbers.
 *
 * A day is a count from 0001-01-01 (1) in the proleptic Gregorian calendar; nothing here knows of
 * time zones but day_today. From a day number to year, month and day goes the way of Neri and
 * Schneider ("Euclidean affine functions and their application to calendar algorithms", 2023):
 * years are counted from 1 March, so that the leap day comes last, and each division by an average
 * length (a century of 146097 / 4 days, a month of some 30.6) is a multiplication and a shift. The
 * magic numbers are theirs; the test goes through every day there is.
 *
 * Months and years are added by the calendar and clamp to the end of the month. That addition never
 * decreases as the day goes up, which is what makes day_latest_reaching well defined:
 *
 *     t             01-28  01-29  01-30  01-31  02-01
 *     t plus 1m     02-28  02-28  02-28  02-28  03-01
 *
 * so the latest t that reaches 2031-02-28 is 01-31, and the latest for 2031-03-30 is 02-28. */
#include "date.h"

#include <assert.h>
#include <string.h>
#include <time.h>

#define YEAR_MAX 9999
#define DAYS_TO_MARCH_OF_YEAR_0 305 /* 0000-03-01 would be day number -305 */

static const int16_t days_before_month[2][13] = {
    {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
    {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366},
};

static int is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int month_length(int year, int month)
{
    if (month < 1 || month > 12)
        return 0;
    const int16_t *before = days_before_month[is_leap(year)];
    return before[month] - before[month - 1];
}

day_t day_from_ymd(int year, int month, int day)
{
    if (year < 1 || year > YEAR_MAX || day < 1 || day > month_length(year, month))
        return DAY_NONE;
    const int y = year - 1;
    const int before = y * 365 + y / 4 - y / 100 + y / 400;
    return before + days_before_month[is_leap(year)][month - 1] + day;
}

static inline struct ymd ymd_of(day_t d)
{
    assert(d >= DAY_MIN && d <= DAY_MAX);
    const uint32_t n1 = 4 * ((uint32_t)d + DAYS_TO_MARCH_OF_YEAR_0) + 3;
    const uint32_t century = n1 / 146097;
    const uint32_t n2 = n1 % 146097 / 4 * 4 + 3;
    const uint64_t p2 = (uint64_t)2939745 * n2;
    const uint32_t year = 100 * century + (uint32_t)(p2 >> 32);
    const uint32_t day_of_year = (uint32_t)p2 / 2939745 / 4; /* 0 is 1 March */
    const uint32_t n3 = 2141 * day_of_year + 197913;
    const uint32_t month = n3 >> 16;
    const uint32_t day = (n3 & 0xffff) / 2141;
    const bool next = day_of_year >= 306; /* January and February belong to the year after */
    return (struct ymd){
        .year = (int)(year + next),
        .month = (int)(next ? month - 12 : month),
        .day = (int)day + 1,
    };
}

struct ymd day_to_ymd(day_t d)
{
    return ymd_of(d);
}

static void put_two(char *out, int value)
{
    static const char pairs[] = "0001020304050607080910111213141516171819"
                                "2021222324252627282930313233343536373839"
                                "4041424344454647484950515253545556575859"
                                "6061626364656667686970717273747576777879"
                                "8081828384858687888990919293949596979899";
    memcpy(out, pairs + 2 * value, 2);
}

static void put_year_month(char *out, const struct ymd *c)
{
    put_two(out, c->year / 100);
    put_two(out + 2, c->year % 100);
    out[4] = '-';
    put_two(out + 5, c->month);
}

void day_format(day_t d, char out[11])
{
    const struct ymd c = ymd_of(d);
    put_year_month(out, &c);
    out[7] = '-';
    put_two(out + 8, c.day);
    out[10] = '\0';
}

/* The value of n digits; -1 if one is not a digit. */
static int digits(const char *text, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* The same of two, as dates are made of. */
static int two_digits(const char *text)
{
    const unsigned tens = (unsigned char)text[0] - (unsigned)'0';
    const unsigned ones = (unsigned char)text[1] - (unsigned)'0';
    return tens > 9 || ones > 9 ? -1 : (int)(tens * 10 + ones);
}

enum date_fault pdate_parse(const char *text, size_t n, pdate *ret_date)
{
    if (n != 4 && n != 7 && n != 10)
        return DATE_FAULT_FORM;
    const int century = two_digits(text), year = two_digits(text + 2);
    int month = 1;
    int day = 1;
    if (n >= 7)
        month = text[4] == '-' ? two_digits(text + 5) : -1;
    if (n == 10)
        day = text[7] == '-' ? two_digits(text + 8) : -1;
    if (century < 0 || year < 0 || month < 0 || day < 0)
        return DATE_FAULT_FORM;
    const day_t first = day_from_ymd(century * 100 + year, month, day);
    if (first == DAY_NONE)
        return DATE_FAULT_NO_DAY;
    const enum date_precision p = n == 4 ? DATE_YEAR : n == 7 ? DATE_MONTH : DATE_DAY;
    *ret_date = (pdate)first << 2 | (pdate)p;
    return DATE_FAULT_NONE;
}

enum date_fault day_parse(const char *text, size_t n, day_t *ret_day)
{
    if (n != 10)
        return DATE_FAULT_FORM;
    pdate d;
    const enum date_fault fault = pdate_parse(text, n, &d);
    if (fault == DATE_FAULT_NONE)
        *ret_day = pdate_first(d);
    return fault;
}

day_t pdate_last(pdate d)
{
    const day_t first = pdate_first(d);
    if (first == DAY_NONE || pdate_precision(d) == DATE_DAY)
        return first;
    const struct ymd c = day_to_ymd(first);
    switch (pdate_precision(d)) {
    case DATE_YEAR:
        return day_from_ymd(c.year, 12, 31);
    case DATE_MONTH:
        return day_from_ymd(c.year, c.month, month_length(c.year, c.month));
    case DATE_NONE:
    case DATE_DAY:
        break;
    }
    return first;
}

void pdate_format(pdate d, char out[11])
{
    static const unsigned char length[] = {
        [DATE_NONE] = 0, [DATE_YEAR] = 4, [DATE_MONTH] = 7, [DATE_DAY] = 10};
    const day_t first = pdate_first(d);
    if (first != DAY_NONE)
        day_format(first, out);
    out[first != DAY_NONE ? length[pdate_precision(d)] : 0] = '\0';
}

pdate pdate_of_day(day_t d)
{
    return d != DAY_NONE ? (pdate)d << 2 | (pdate)DATE_DAY : 0;
}

/* d moved by so many months, later or earlier, clamped to the month's end. */
static day_t move_months(day_t d, int64_t months)
{
    const struct ymd c = day_to_ymd(d);
    const int64_t index = (int64_t)c.year * 12 + (c.month - 1) + months;
    if (index < 12)
        return DAY_NONE;
    if (index >= (YEAR_MAX + 1) * 12)
        return DAY_NEVER;
    const int year = (int)(index / 12);
    const int month = (int)(index % 12) + 1;
    const int length = month_length(year, month);
    return day_from_ymd(year, month, c.day < length ? c.day : length);
}

/* d moved by count units, later or (count < 0) earlier; DAY_NONE when that is before 0001-01-01. */
static day_t move(day_t d, int64_t count, char unit)
{
    if (d < DAY_MIN || d > DAY_MAX)
        return d; /* none stays none, never stays never */
    if (unit == 'm' || unit == 'y')
        return move_months(d, unit == 'y' ? count * 12 : count);
    const int64_t moved = d + (unit == 'w' ? count * 7 : count);
    if (moved < DAY_MIN)
        return DAY_NONE;
    return moved > DAY_MAX ? DAY_NEVER : (day_t)moved;
}

day_t day_plus(day_t d, struct offset o)
{
    return move(d, o.count, o.unit);
}

day_t day_latest_reaching(day_t d, struct offset o)
{
    if (o.unit != 'm' && o.unit != 'y')
        return move(d, -(int64_t)o.count, o.unit);
    const struct ymd c = day_to_ymd(d);
    const day_t t = move(d, -(int64_t)o.count, o.unit);
    if (t == DAY_NONE || c.day < month_length(c.year, c.month))
        return t;
    /* d is the last of its month: all of the earlier month clamps to at most d */
    const struct ymd e = day_to_ymd(t);
    return day_from_ymd(e.year, e.month, month_length(e.year, e.month));
}

bool offset_parse(const char *text, size_t n, struct offset *ret_offset)
{
    if (n < 2 || n > 6 || text[0] == '0')
        return false;
    const int count = digits(text, n - 1);
    const char unit = text[n - 1];
    if (count < 1 || (unit != 'd' && unit != 'w' && unit != 'm' && unit != 'y'))
        return false;
    *ret_offset = (struct offset){.count = count, .unit = unit};
    return true;
}

const char *day_fault_text(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] >= 0x80)
            return "not a date: it has a character other than 0 to 9 and '-'";
    pdate d;
    switch (n == 10 ? pdate_parse(text, n, &d) : DATE_FAULT_FORM) {
    case DATE_FAULT_NONE:
        return "a date";
    case DATE_FAULT_FORM:
        return "not a date of the form YYYY-MM-DD";
    case DATE_FAULT_NO_DAY:
        break;
    }
    const int year = digits(text, 4);
    const int month = digits(text + 5, 2);
    if (year == 0)
        return "there is no such day: years are 0001 to 9999";
    if (month < 1 || month > 12)
        return "there is no such day: months are 01 to 12";
    switch (month_length(year, month)) {
    case 28:
        return "there is no such day: that February has 28 days";
    case 29:
        return "there is no such day: that February has 29 days";
    case 30:
        return "there is no such day: that month has 30 days";
    default:
        return "there is no such day: that month has 31 days";
    }
}

/* What date_span_parse is reading: the settings, and whether `today` was met. */
struct span_reader {
    day_t today;
    bool periods;
    bool used_today;
};

static const char *fault_of_form(const struct span_reader *r, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] >= 0x80)
            return day_fault_text(text, n);
    if (r->periods)
        return "not a day or a period: write 2031-01-31, today, today+90d, 2031, 2031-01, 2031-Q1 "
               "or FIRST..LAST";
    return "not a day: write 2031-01-31, today or today+90d";
}

/* DAY or `today`, with an offset or without. NULL, or what is wrong. */
static const char *read_day(struct span_reader *r, const char *text, size_t n, day_t *ret_day)
{
    const bool today = n >= 5 && memcmp(text, "today", 5) == 0;
    const size_t base = today ? 5 : 10;
    if (n < base || (n > base && text[base] != '+' && text[base] != '-'))
        return fault_of_form(r, text, n);
    day_t d = r->today;
    if (today && d == DAY_NONE)
        return "today is not known: the clock cannot be read";
    switch (today ? DATE_FAULT_NONE : day_parse(text, base, &d)) {
    case DATE_FAULT_NONE:
        break;
    case DATE_FAULT_FORM:
        return fault_of_form(r, text, n);
    case DATE_FAULT_NO_DAY:
        return day_fault_text(text, base);
    }
    if (n > base) {
        struct offset o;
        if (!offset_parse(text + base + 1, n - base - 1, &o))
            return "not an offset: write 1 to 99999 and one of d, w, m, y, as in today+90d";
        d = move(d, text[base] == '-' ? -o.count : o.count, o.unit);
    }
    if (d == DAY_NONE)
        return "before 0001-01-01, the first day there is";
    if (d == DAY_NEVER)
        return "after 9999-12-31, the last day there is";
    r->used_today |= today;
    *ret_day = d;
    return NULL;
}

/* YYYY-Qn. False if it is not of that form. */
static bool read_quarter(const char *text, size_t n, day_t *ret_first, day_t *ret_last)
{
    if (n != 7 || text[4] != '-' || text[5] != 'Q' || text[6] < '1' || text[6] > '4')
        return false;
    const int year = digits(text, 4);
    const int month = (text[6] - '1') * 3 + 1;
    if (year < 1)
        return false;
    *ret_first = day_from_ymd(year, month, 1);
    *ret_last = day_from_ymd(year, month + 2, month_length(year, month + 2));
    return true;
}

/* A year, quarter or month. False, and no fault, if it is not one. */
static bool read_period(const char *text, size_t n, day_t *ret_first, day_t *ret_last)
{
    if (read_quarter(text, n, ret_first, ret_last))
        return true;
    pdate d;
    if (n == 10 || pdate_parse(text, n, &d) != DATE_FAULT_NONE)
        return false;
    *ret_first = pdate_first(d);
    *ret_last = pdate_last(d);
    return true;
}

/* A day, or a period. NULL, or what is wrong. */
static const char *read_side(struct span_reader *r, const char *text, size_t n, day_t *ret_first,
                             day_t *ret_last, bool *ret_period)
{
    *ret_period = read_period(text, n, ret_first, ret_last);
    if (*ret_period)
        return r->periods ? NULL : "a period where a day is needed: write its first or last day";
    const char *fault = read_day(r, text, n, ret_first);
    *ret_last = *ret_first;
    return fault;
}

static const char *find_dots(const char *text, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++)
        if (text[i] == '.' && text[i + 1] == '.')
            return text + i;
    return NULL;
}

static const char *read_span(struct span_reader *r, const char *text, size_t n, day_t *ret_first,
                             day_t *ret_last, bool *ret_period)
{
    const char *dots = find_dots(text, n);
    const bool all = n == 3 && memcmp(text, "all", 3) == 0;
    if (dots == NULL && !all)
        return read_side(r, text, n, ret_first, ret_last, ret_period);
    if (!r->periods)
        return "a period where a day is needed: write its first or last day";
    *ret_period = true;
    *ret_first = DAY_MIN;
    *ret_last = DAY_MAX;
    if (all)
        return NULL;

    const size_t left = (size_t)(dots - text);
    day_t unused;
    const char *fault = read_side(r, text, left, ret_first, &unused, ret_period);
    if (fault == NULL)
        fault = read_side(r, dots + 2, n - left - 2, &unused, ret_last, ret_period);
    if (fault == NULL && *ret_first > *ret_last)
        fault = "a period that ends before it begins";
    *ret_period = true;
    return fault;
}

bool date_span_parse(const char *text, size_t n, day_t today, bool periods, day_t *ret_first,
                     day_t *ret_last, bool *ret_period, bool *ret_today, const char **ret_fault)
{
    struct span_reader r = {.today = today, .periods = periods};
    day_t first = DAY_NONE;
    day_t last = DAY_NONE;
    bool period = false;
    const char *fault = n == 0 ? "empty" : read_span(&r, text, n, &first, &last, &period);
    if (fault != NULL) {
        *ret_fault = fault;
        return false;
    }
    *ret_first = first;
    *ret_last = last;
    *ret_period = period;
    if (r.used_today)
        *ret_today = true;
    return true;
}

day_t day_today(void)
{
    const time_t now = time(NULL);
    struct tm local;
    tzset();
    if (now == (time_t)-1 || localtime_r(&now, &local) == NULL)
        return DAY_NONE;
    return day_from_ymd(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}
