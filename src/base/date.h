/* Days, proleptic Gregorian, 0001-01-01 to 9999-12-31, as day numbers: 0001-01-01 is 1,
 * 9999-12-31 is DAY_MAX, 0 is "no day", DAY_NEVER (DAY_MAX + 1) is later than every day. Integer
 * arithmetic only: no time_t, no locale, no libc parsing. Text only at the edges. */
#ifndef PACT_BASE_DATE_H
#define PACT_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t day_t;

#define DAY_NONE 0
#define DAY_MIN 1
#define DAY_MAX 3652059
#define DAY_NEVER (DAY_MAX + 1)

struct ymd {
    int year, month, day;
};

/* A date as written, with its precision: (first day << 2 | precision), 0 for none. */
typedef uint32_t pdate;
enum date_precision { DATE_NONE = 0, DATE_YEAR = 1, DATE_MONTH = 2, DATE_DAY = 3 };

/* An offset: so many days, weeks, months or years later. count 1..99999; unit one of 'd' 'w' 'm'
 * 'y'; {0, 0} for none. */
struct offset {
    int32_t count;
    char unit;
};

enum date_fault {
    DATE_FAULT_NONE,
    DATE_FAULT_FORM,   /* not a date at all */
    DATE_FAULT_NO_DAY, /* well formed, but there is no such day (2031-02-30) */
};

/* The day number of a calendar day that exists; 0 if it does not. Example: (2024, 2, 29). */
day_t day_from_ymd(int year, int month, int day);
struct ymd day_to_ymd(day_t d);
int month_length(int year, int month);

/* "YYYY-MM-DD", exactly ten characters and a NUL. d must be DAY_MIN..DAY_MAX. */
void day_format(day_t d, char out[11]);

/* Strict: exactly YYYY-MM-DD. */
enum date_fault day_parse(const char *text, size_t n, day_t *ret_day);

/* What is wrong with a text that day_parse refuses, lower case without full stop (static text), as
 * "there is no such day: that February has 28 days". */
const char *day_fault_text(const char *text, size_t n);

/* YYYY, YYYY-MM or YYYY-MM-DD, strict. */
enum date_fault pdate_parse(const char *text, size_t n, pdate *ret_date);
static inline day_t pdate_first(pdate d)
{
    return (day_t)(d >> 2);
}
static inline enum date_precision pdate_precision(pdate d)
{
    return (enum date_precision)(d & 3);
}
day_t pdate_last(pdate d);
void pdate_format(pdate d, char out[11]); /* as written; "" for none */
pdate pdate_of_day(day_t d);

/* d plus an offset. Months and years clamp to the month's end (2031-01-31 plus 1m is 2031-02-28);
 * past 9999-12-31 gives DAY_NEVER. DAY_NEVER plus anything is DAY_NEVER. */
day_t day_plus(day_t d, struct offset o);

/* The latest day t with day_plus(t, o) <= d; 0 if there is none. d is DAY_MIN..DAY_MAX.
 * Example: 2031-02-28 less 1m is 2031-01-31 (that and all before it clamp to at most 02-28). */
day_t day_latest_reaching(day_t d, struct offset o);

/* "90d", "2w", "1m", "1y": digits without sign or leading zero, one unit. */
bool offset_parse(const char *text, size_t n, struct offset *ret_offset);

/* What --date, --known, --assume and batch take as a day or a period: YYYY-MM-DD, `today`,
 * `today+90d`, `today-1y`, `DAY+90d`; with periods: YYYY, YYYY-MM, YYYY-Qn, A..B (both included,
 * each side a day or a period), `all` (0001-01-01..9999-12-31). On success *ret_first..*ret_last
 * (equal for a day), *ret_period tells which form it was, *ret_today is set if `today` was used
 * (else left alone). On failure NULL-terminated *ret_fault says what is wrong, lower case without
 * full stop (static text). */
bool date_span_parse(const char *text, size_t n, day_t today, bool periods, day_t *ret_first,
                     day_t *ret_last, bool *ret_period, bool *ret_today, const char **ret_fault);

/* Today in the local time zone; 0 if the clock cannot be read. The one place that asks the clock.
 */
day_t day_today(void);

#endif
