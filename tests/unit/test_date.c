#include "t.h"

#include <stdio.h>
#include <time.h>

#include "date.h"

/* --- an independent calendar: counting days one by one --- */

struct calendar {
    int year, month, day;
    int number;
};

static bool slow_leap(int year)
{
    if (year % 400 == 0)
        return true;
    if (year % 100 == 0)
        return false;
    return year % 4 == 0;
}

static int slow_length(int year, int month)
{
    if (month == 2)
        return slow_leap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void next_day(struct calendar *c)
{
    c->number++;
    c->day++;
    if (c->day > slow_length(c->year, c->month)) {
        c->day = 1;
        c->month++;
    }
    if (c->month == 13) {
        c->month = 1;
        c->year++;
    }
}

static bool slow_exists(int year, int month, int day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= slow_length(year, month);
}

static day_t day(const char *text)
{
    day_t d = DAY_NONE;
    assert_int_equal(day_parse(text, strlen(text), &d), DATE_FAULT_NONE);
    return d;
}

static struct offset offset(const char *text)
{
    struct offset o = {0};
    assert_true(offset_parse(text, strlen(text), &o));
    return o;
}

/* --- days --- */

static void test_every_day_there_is(void **state)
{
    (void)state;
    struct calendar c = {1, 1, 1, 1};
    while (c.year < 10000) {
        const struct ymd y = day_to_ymd(c.number);
        if (y.year != c.year || y.month != c.month || y.day != c.day ||
            day_from_ymd(c.year, c.month, c.day) != c.number)
            fail_msg("day %d", c.number);
        char text[11];
        day_t back = DAY_NONE;
        day_format(c.number, text);
        if (day_parse(text, 10, &back) != DATE_FAULT_NONE || back != c.number)
            fail_msg("day %d shows as %s", c.number, text);
        next_day(&c);
    }
    assert_int_equal(c.number, DAY_NEVER);
    assert_int_equal(DAY_MAX, 3652059);
}

static void test_landmarks(void **state)
{
    (void)state;
    assert_int_equal(day("0001-01-01"), DAY_MIN);
    assert_int_equal(day("9999-12-31"), DAY_MAX);
    assert_int_equal(day("1970-01-01"), 719163);
    assert_int_equal(day("2000-02-29"), 730179);
    assert_int_equal(day("2031-01-01") - day("2030-12-31"), 1);
    char text[11];
    day_format(day("0987-06-05"), text);
    assert_string_equal(text, "0987-06-05");
}

static void test_no_such_days(void **state)
{
    (void)state;
    for (int year = -1; year <= 10001; year += year == 3 ? 1895 : year == 2401 ? 7597 : 1)
        for (int month = -1; month <= 14; month++)
            for (int d = -1; d <= 33; d++)
                assert_int_equal(day_from_ymd(year, month, d) != DAY_NONE,
                                 slow_exists(year, month, d));
    assert_int_equal(day_from_ymd(2031, 1 << 30, 1), DAY_NONE);
    assert_int_equal(day_from_ymd(INT32_MAX, 1, 1), DAY_NONE);
    assert_int_equal(day_from_ymd(INT32_MIN, 1, 1), DAY_NONE);
    assert_int_equal(day_from_ymd(2031, 1, INT32_MAX), DAY_NONE);
    assert_int_equal(month_length(2031, 0), 0);
    assert_int_equal(month_length(2031, 13), 0);
}

static enum date_fault fault_of(const char *text, size_t n)
{
    day_t d = 12345;
    const enum date_fault fault = day_parse(text, n, &d);
    if (fault != DATE_FAULT_NONE)
        assert_int_equal(d, 12345); /* written only on success */
    return fault;
}

static void test_refused_forms(void **state)
{
    (void)state;
    static const char *const forms[] = {"",
                                        "2031",
                                        "2031-01",
                                        "2031-2-3",
                                        "2031-02-3",
                                        "2031-2-03",
                                        "31-02-03",
                                        "10000-01-01",
                                        "02031-01-01",
                                        "2031-01-01 ",
                                        " 2031-01-01",
                                        "2031- 1- 1",
                                        " 2031-1-01",
                                        "2031 01 01",
                                        "2031/01/01",
                                        "2031.01.01",
                                        "01-01-2031",
                                        "2031-01-0a",
                                        "2031-0x-01",
                                        "+031-01-01",
                                        "-031-01-01",
                                        "2031--1-01",
                                        "2031-+1-01",
                                        "20310101",
                                        "2031-01-01T00:00",
                                        "today",
                                        "2031-W01-1",
                                        "2031-001",
                                        "\xef\xbc\x92\xef\xbc\x90\xef\xbc\x93\xef\xbc\x91-01-01",
                                        "2031\xe2\x80\x93"
                                        "01-01",
                                        "2031-01\xe2\x80\x93"
                                        "01",
                                        "\xef\xbc\x91"
                                        "031-01",
                                        "2031-01-01\n",
                                        "\t031-01-01",
                                        "4294969327-01-01",
                                        "2031-01-1\xd9"};
    for (size_t i = 0; i < ARRAY_COUNT(forms); i++)
        assert_int_equal(fault_of(forms[i], strlen(forms[i])), DATE_FAULT_FORM);
    assert_int_equal(fault_of("2031-01-01", 9), DATE_FAULT_FORM);
    assert_int_equal(fault_of("2031-01-0\0", 10), DATE_FAULT_FORM);

    static const char *const no_days[] = {"2031-02-30", "1900-02-29", "2100-02-29", "2031-02-29",
                                          "1800-02-29", "2200-02-29", "2300-02-29", "0000-01-01",
                                          "0000-00-00", "2031-13-01", "2031-00-01", "2031-01-00",
                                          "2031-01-32", "2031-04-31", "9999-12-32"};
    for (size_t i = 0; i < ARRAY_COUNT(no_days); i++)
        assert_int_equal(fault_of(no_days[i], 10), DATE_FAULT_NO_DAY);
}

static void test_sixty_thousand_texts(void **state)
{
    (void)state;
    static const int years[] = {1900, 2000, 2023, 2024, 2031, 2100};
    for (size_t i = 0; i < ARRAY_COUNT(years); i++)
        for (int month = 0; month < 100; month++)
            for (int d = 0; d < 100; d++) {
                char text[32];
                snprintf(text, sizeof text, "%04d-%02d-%02d", years[i], month, d);
                const enum date_fault expected =
                    slow_exists(years[i], month, d) ? DATE_FAULT_NONE : DATE_FAULT_NO_DAY;
                assert_int_equal(fault_of(text, 10), expected);
            }
}

/* Every change of one byte of a good date is refused, or is the day that it says. */
static void test_one_byte_changed(void **state)
{
    (void)state;
    static const char *const good[] = {"0001-01-01", "9999-12-31", "2031-01-01", "2031-12-31",
                                       "2024-02-29", "2000-02-29", "1900-02-28", "1970-01-01",
                                       "2038-01-19", "1582-10-10", "1752-09-05", "0999-10-30",
                                       "2026-04-30", "2026-06-11", "2025-10-28", "2019-07-22",
                                       "1111-11-11", "2222-02-22", "3333-03-03", "8008-08-18"};
    for (size_t i = 0; i < ARRAY_COUNT(good); i++)
        for (size_t at = 0; at < 10; at++)
            for (int byte = 0; byte < 256; byte++) {
                char text[11];
                memcpy(text, good[i], 11);
                text[at] = (char)byte;
                day_t d = DAY_NONE;
                const bool digits =
                    (byte >= '0' && byte <= '9') != (at == 4 || at == 7) || text[at] == good[i][at];
                if (day_parse(text, 10, &d) == DATE_FAULT_NONE) {
                    char back[11];
                    day_format(d, back);
                    assert_string_equal(back, text);
                    assert_true(digits);
                }
            }
}

static void test_fault_texts(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"2100-02-29", "there is no such day: that February has 28 days"},
        {"2024-02-30", "there is no such day: that February has 29 days"},
        {"2031-04-31", "there is no such day: that month has 30 days"},
        {"2031-01-00", "there is no such day: that month has 31 days"},
        {"2031-12-32", "there is no such day: that month has 31 days"},
        {"2031-01-0\x80", "not a date: it has a character other than 0 to 9 and '-'"},
        {"2031-13-01", "there is no such day: months are 01 to 12"},
        {"0000-01-01", "there is no such day: years are 0001 to 9999"},
        {"2031-1-1", "not a date of the form YYYY-MM-DD"},
        {"2031\xe2\x80\x93"
         "01-01",
         "not a date: it has a character other than 0 to 9 and '-'"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
        assert_string_equal(day_fault_text(rows[i][0], strlen(rows[i][0])), rows[i][1]);
}

/* --- dates of lower precision --- */

static void check_pdate(const char *text, const char *first, const char *last,
                        enum date_precision precision)
{
    pdate d = 0;
    char back[11];
    assert_int_equal(pdate_parse(text, strlen(text), &d), DATE_FAULT_NONE);
    assert_int_equal(pdate_first(d), day(first));
    assert_int_equal(pdate_last(d), day(last));
    assert_int_equal(pdate_precision(d), precision);
    pdate_format(d, back);
    assert_string_equal(back, text);
}

static void test_pdates(void **state)
{
    (void)state;
    check_pdate("2031", "2031-01-01", "2031-12-31", DATE_YEAR);
    check_pdate("0001", "0001-01-01", "0001-12-31", DATE_YEAR);
    check_pdate("9999", "9999-01-01", "9999-12-31", DATE_YEAR);
    check_pdate("2024-02", "2024-02-01", "2024-02-29", DATE_MONTH);
    check_pdate("2031-02", "2031-02-01", "2031-02-28", DATE_MONTH);
    check_pdate("9999-12", "9999-12-01", "9999-12-31", DATE_MONTH);
    check_pdate("2031-01-31", "2031-01-31", "2031-01-31", DATE_DAY);
    char text[11] = "x";
    pdate_format(0, text);
    assert_string_equal(text, "");
    assert_int_equal(pdate_last(0), DAY_NONE);
    assert_int_equal(pdate_of_day(DAY_NONE), 0);
    pdate_format(pdate_of_day(day("2031-01-31")), text);
    assert_string_equal(text, "2031-01-31");

    pdate d = 77;
    static const char *const forms[] = {"",       "31",      "203",     "02031",    "2031-",
                                        "2031-1", "2031-Q1", "2031-1-", "2031-001", "2031 01",
                                        "203x",   "2031-0x", " 2031",   "2031 "};
    for (size_t i = 0; i < ARRAY_COUNT(forms); i++)
        assert_int_equal(pdate_parse(forms[i], strlen(forms[i]), &d), DATE_FAULT_FORM);
    static const char *const no_days[] = {"0000", "2031-00", "2031-13", "0000-01", "2031-02-29"};
    for (size_t i = 0; i < ARRAY_COUNT(no_days); i++)
        assert_int_equal(pdate_parse(no_days[i], strlen(no_days[i]), &d), DATE_FAULT_NO_DAY);
    assert_int_equal(d, 77);
}

/* --- offsets --- */

static void test_offset_forms(void **state)
{
    (void)state;
    assert_int_equal(offset("90d").count, 90);
    assert_int_equal(offset("90d").unit, 'd');
    assert_int_equal(offset("1y").unit, 'y');
    assert_int_equal(offset("99999w").count, 99999);
    static const char *const no[] = {"",        "d",    "0d",   "00d", "01d",        "+1d", "-1d",
                                     "1",       "1dd",  "1 d",  " 1d", "1d ",        "1D",  "1h",
                                     "100000d", "1.5m", "1m2d", "d1",  "9999999999d"};
    for (size_t i = 0; i < ARRAY_COUNT(no); i++) {
        struct offset o = {7, 'w'};
        assert_false(offset_parse(no[i], strlen(no[i]), &o));
        assert_int_equal(o.count, 7);
    }
}

static void check_plus(const char *from, const char *plus, const char *to)
{
    assert_int_equal(day_plus(day(from), offset(plus)), day(to));
}

static void test_plus(void **state)
{
    (void)state;
    check_plus("2031-01-31", "1m", "2031-02-28");
    check_plus("2031-01-31", "2m", "2031-03-31"); /* from the anchor, not by way of February */
    check_plus("2024-02-29", "1y", "2025-02-28");
    check_plus("2024-02-29", "4y", "2028-02-29");
    check_plus("2024-01-31", "1m", "2024-02-29");
    check_plus("2030-10-31", "13m", "2031-11-30");
    check_plus("2030-12-31", "1d", "2031-01-01");
    check_plus("2030-12-31", "2w", "2031-01-14");
    check_plus("2026-04-27", "90d", "2026-07-26");
    check_plus("9999-12-30", "1d", "9999-12-31");
    check_plus("9999-11-30", "1m", "9999-12-30");
    check_plus("0001-01-01", "9998y", "9999-01-01");
    static const char *const past[] = {"1d",     "1w",     "1m",     "1y",
                                       "99999d", "99999w", "99999m", "99999y"};
    for (size_t i = 0; i < ARRAY_COUNT(past); i++) {
        assert_int_equal(day_plus(DAY_MAX, offset(past[i])), DAY_NEVER);
        assert_int_equal(day_plus(DAY_NEVER, offset(past[i])), DAY_NEVER);
    }
    const struct offset none = {0};
    assert_int_equal(day_plus(day("2031-01-31"), none), day("2031-01-31"));
    assert_int_equal(day_plus(DAY_NEVER, none), DAY_NEVER);
}

/* The calendar's own way: month by month, then back to the last day that the month has. */
static day_t slow_plus_months(day_t d, int months)
{
    struct ymd c = day_to_ymd(d);
    for (; months > 0; months--) {
        c.month++;
        if (c.month > 12) {
            c.month = 1;
            c.year++;
        }
    }
    if (c.year > 9999)
        return DAY_NEVER;
    while (!slow_exists(c.year, c.month, c.day))
        c.day--;
    return day_from_ymd(c.year, c.month, c.day);
}

static day_t slow_plus(day_t d, struct offset o)
{
    if (o.unit == 'm' || o.unit == 'y')
        return slow_plus_months(d, o.unit == 'y' ? 12 * o.count : o.count);
    for (int32_t i = 0; i < (o.unit == 'w' ? 7 * o.count : o.count) && d < DAY_NEVER; i++)
        d++;
    return d;
}

static const char *const offsets[] = {"1d",  "30d", "31d", "90d", "365d", "1w",  "53w",
                                      "1m",  "2m",  "3m",  "6m",  "11m",  "12m", "13m",
                                      "25m", "48m", "1y",  "2y",  "3y",   "4y",  "5y"};

static void test_plus_against_counting(void **state)
{
    (void)state;
    static const char *const spans[][2] = {{"0001-01-01", "0006-01-10"},
                                           {"1896-01-01", "1905-01-01"},
                                           {"2023-01-01", "2033-01-01"},
                                           {"2095-01-01", "2105-01-01"},
                                           {"9993-01-01", "9999-12-31"}};
    for (size_t s = 0; s < ARRAY_COUNT(spans); s++)
        for (size_t i = 0; i < ARRAY_COUNT(offsets); i++) {
            const struct offset o = offset(offsets[i]);
            for (day_t d = day(spans[s][0]); d <= day(spans[s][1]); d++)
                assert_int_equal(day_plus(d, o), slow_plus(d, o));
        }
}

/* The definition, by trying every t: the latest with day_plus(t, o) <= d. */
static void check_latest(struct offset o, day_t from, day_t to)
{
    day_t *latest = calloc((size_t)(to - from) + 1, sizeof *latest);
    assert_non_null(latest);
    for (day_t t = DAY_MIN; t <= to; t++) {
        const day_t reached = day_plus(t, o);
        if (reached > to)
            continue;
        const day_t at = reached < from ? from : reached; /* counts for all days from there on */
        if (t > latest[at - from])
            latest[at - from] = t;
    }
    day_t best = DAY_NONE;
    for (day_t d = from; d <= to; d++) {
        if (latest[d - from] > best)
            best = latest[d - from];
        if (day_latest_reaching(d, o) != best)
            fail_msg("%d less %d%c is %d, not %d", d, o.count, o.unit, day_latest_reaching(d, o),
                     best);
    }
    free(latest);
}

static void test_latest_reaching_against_trying(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(offsets); i++) {
        check_latest(offset(offsets[i]), DAY_MIN, day("0012-12-31"));
        check_latest(offset(offsets[i]), day("2019-01-01"), day("2034-12-31"));
        check_latest(offset(offsets[i]), day("2096-01-01"), day("2106-12-31"));
    }
    check_latest(offset("1m"), DAY_MIN, DAY_MAX);
    check_latest(offset("99999d"), day("0250-01-01"), day("0300-01-01"));
    check_latest(offset("1200m"), day("0095-01-01"), day("0105-12-31"));
    check_latest(offset("9998y"), day("9990-01-01"), DAY_MAX);
    check_latest(offset("99999y"), day("9990-01-01"), DAY_MAX);
    check_latest((struct offset){0}, day("2024-01-01"), day("2024-12-31"));
}

static void test_latest_reaching_examples(void **state)
{
    (void)state;
    assert_int_equal(day_latest_reaching(day("2031-02-28"), offset("1m")), day("2031-01-31"));
    assert_int_equal(day_latest_reaching(day("2031-02-27"), offset("1m")), day("2031-01-27"));
    assert_int_equal(day_latest_reaching(day("2031-03-30"), offset("1m")), day("2031-02-28"));
    assert_int_equal(day_latest_reaching(day("2025-02-28"), offset("1y")), day("2024-02-29"));
    assert_int_equal(day_latest_reaching(day("0001-01-31"), offset("1m")), DAY_NONE);
    assert_int_equal(day_latest_reaching(day("0001-02-01"), offset("1m")), DAY_MIN);
}

/* --- days and periods of a question --- */

struct span {
    bool fine;
    day_t first, last;
    bool period, today;
    const char *fault;
};

static struct span span_of(const char *text, size_t n, const char *today, bool periods)
{
    struct span s = {.first = -7, .last = -8};
    s.fine = date_span_parse(text, n, today != NULL ? day(today) : DAY_NONE, periods, &s.first,
                             &s.last, &s.period, &s.today, &s.fault);
    assert_int_equal(s.fault == NULL, s.fine);
    if (!s.fine) {
        assert_int_equal(s.first, -7);
        assert_int_equal(s.last, -8);
        assert_false(s.period);
        assert_false(s.today);
    }
    return s;
}

static struct span span(const char *text, bool periods)
{
    return span_of(text, strlen(text), "2024-02-29", periods);
}

static void check_day(const char *text, const char *expected, bool today)
{
    for (int periods = 0; periods < 2; periods++) {
        const struct span s = span(text, periods);
        assert_true(s.fine);
        assert_int_equal(s.first, day(expected));
        assert_int_equal(s.last, day(expected));
        assert_false(s.period);
        assert_int_equal(s.today, today);
    }
}

static void test_span_days(void **state)
{
    (void)state;
    check_day("2031-01-01", "2031-01-01", false);
    check_day("today", "2024-02-29", true);
    check_day("today+90d", "2024-05-29", true);
    check_day("today+1y", "2025-02-28", true);
    check_day("today-1y", "2023-02-28", true);
    check_day("today-2w", "2024-02-15", true);
    check_day("today-1m", "2024-01-29", true);
    check_day("2031-01-31+1m", "2031-02-28", false);
    check_day("2031-01-01+90d", "2031-04-01", false);
    check_day("2031-03-31-1m", "2031-02-28", false);
    check_day("9999-12-30+1d", "9999-12-31", false);
    check_day("0001-01-02-1d", "0001-01-01", false);
}

static void check_period(const char *text, const char *first, const char *last, bool today)
{
    const struct span s = span(text, true);
    assert_true(s.fine);
    assert_true(s.period);
    assert_int_equal(s.first, day(first));
    assert_int_equal(s.last, day(last));
    assert_int_equal(s.today, today);
    assert_false(span(text, false).fine);
    assert_string_equal(span(text, false).fault,
                        "a period where a day is needed: write its first or last day");
}

static void test_span_periods(void **state)
{
    (void)state;
    check_period("2031", "2031-01-01", "2031-12-31", false);
    check_period("2024-02", "2024-02-01", "2024-02-29", false);
    check_period("2031-Q1", "2031-01-01", "2031-03-31", false);
    check_period("2031-Q2", "2031-04-01", "2031-06-30", false);
    check_period("2031-Q3", "2031-07-01", "2031-09-30", false);
    check_period("2031-Q4", "2031-10-01", "2031-12-31", false);
    check_period("9999-Q4", "9999-10-01", "9999-12-31", false);
    check_period("2026-01-01..2026-06-30", "2026-01-01", "2026-06-30", false);
    check_period("2026-01-01..2026-01-01", "2026-01-01", "2026-01-01", false);
    check_period("2026..2027-Q1", "2026-01-01", "2027-03-31", false);
    check_period("all", "0001-01-01", "9999-12-31", false);
    check_period("2026-Q2..2026-12", "2026-04-01", "2026-12-31", false);
    check_period("2026-06-15..2026-06", "2026-06-15", "2026-06-30", false);
    check_period("today..today+1w", "2024-02-29", "2024-03-07", true);
    check_period("2020..today", "2020-01-01", "2024-02-29", true);
    check_period("today-1y..2031", "2023-02-28", "2031-12-31", true);
    check_period("0001..9999", "0001-01-01", "9999-12-31", false);
}

static void test_span_faults(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        " ",
                                        "now",
                                        "Today",
                                        "TODAY",
                                        "tod",
                                        "today ",
                                        " today",
                                        "today+",
                                        "today-",
                                        "today90d",
                                        "today+0d",
                                        "today+90",
                                        "today+90D",
                                        "today +90d",
                                        "today+1d+1d",
                                        "today++1d",
                                        "+90d",
                                        "90d",
                                        "today+100000d",
                                        "2031-1-1",
                                        "2031-02-30",
                                        "2031-01-01 ",
                                        "2031-01-01x",
                                        "2031-01-01+",
                                        "2031-01-01-2031-02-01",
                                        "0000",
                                        "0000-Q1",
                                        "2031-13",
                                        "2031-00",
                                        "2031-Q0",
                                        "2031-Q5",
                                        "2031-q1",
                                        "2031Q1",
                                        "2031-Q12",
                                        "..",
                                        "2031..",
                                        "..2031",
                                        "2031...2032",
                                        "2031..2032..2033",
                                        "2031.2032",
                                        "2031-2032",
                                        "2032..2031",
                                        "2026-06-30..2026-01-01",
                                        "2026-02..2026-01",
                                        "today..2020",
                                        "2031+1y",
                                        "2031-Q1+1d",
                                        "all..2031",
                                        "All",
                                        "9999-12-31+1d",
                                        "today+9999y",
                                        "0001-01-01-1d",
                                        "today-3000y",
                                        "20310",
                                        "203",
                                        "2031\xe2\x80\x93"
                                        "01-01",
                                        "2031\xe2\x80\xa6"
                                        "2032",
                                        "\xef\xbc\x92\xef\xbc\x90\xef\xbc\x93\xef\xbc\x91"};
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        assert_false(span(texts[i], true).fine);
        assert_false(span(texts[i], false).fine);
    }
    assert_false(span_of("2031\0", 5, "2024-02-29", true).fine);
    assert_string_equal(span("2032..2031", true).fault, "a period that ends before it begins");
    assert_string_equal(span("", true).fault, "empty");
    assert_string_equal(span("nowhere", false).fault,
                        "not a day: write 2031-01-31, today or today+90d");
    assert_string_equal(span("\xe2\x80\x93", true).fault,
                        "not a date: it has a character other than 0 to 9 and '-'");
    assert_string_equal(span("2031-01-01+1d\xe2\x80\x93", true).fault,
                        "not an offset: write 1 to 99999 and one of d, w, m, y, as in today+90d");
    assert_string_equal(span("2031-02-30", true).fault,
                        "there is no such day: that February has 28 days");
    assert_string_equal(span("2031-01-01..2031-02-30", true).fault,
                        "there is no such day: that February has 28 days");
    assert_string_equal(span("9999-12-31+1d", true).fault,
                        "after 9999-12-31, the last day there is");
    assert_string_equal(span("0001-01-01-1d", true).fault,
                        "before 0001-01-01, the first day there is");
    assert_string_equal(span_of(LIT("today"), NULL, true).fault,
                        "today is not known: the clock cannot be read");
    assert_true(span_of(LIT("2031"), NULL, true).fine);
}

static void test_used_today_is_left_alone(void **state)
{
    (void)state;
    day_t first, last;
    bool period;
    bool today = true;
    const char *fault;
    assert_true(
        date_span_parse(LIT("2031"), DAY_MIN, true, &first, &last, &period, &today, &fault));
    assert_true(today);
}

static void test_today(void **state)
{
    (void)state;
    setenv("TZ", "UTC0", 1);
    const day_t before = day("1970-01-01") + (day_t)(time(NULL) / 86400);
    const day_t here = day_today();
    assert_in_range(here - before, 0, 1); /* midnight may be in between */
    setenv("TZ", "AAA-14", 1);            /* fourteen hours ahead of UTC */
    const day_t east = day_today();
    setenv("TZ", "BBB12", 1);
    const day_t west = day_today();
    assert_in_range(east - west, 1, 2); /* 26 hours apart */
    assert_in_range(east - here, 0, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_day_there_is),
        cmocka_unit_test(test_landmarks),
        cmocka_unit_test(test_no_such_days),
        cmocka_unit_test(test_refused_forms),
        cmocka_unit_test(test_sixty_thousand_texts),
        cmocka_unit_test(test_one_byte_changed),
        cmocka_unit_test(test_fault_texts),
        cmocka_unit_test(test_pdates),
        cmocka_unit_test(test_offset_forms),
        cmocka_unit_test(test_plus),
        cmocka_unit_test(test_plus_against_counting),
        cmocka_unit_test(test_latest_reaching_against_trying),
        cmocka_unit_test(test_latest_reaching_examples),
        cmocka_unit_test(test_span_days),
        cmocka_unit_test(test_span_periods),
        cmocka_unit_test(test_span_faults),
        cmocka_unit_test(test_used_today_is_left_alone),
        cmocka_unit_test(test_today),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
