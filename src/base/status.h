/* How a library call ended. Anything but ST_OK has added at least one diagnostic,
 * except ST_NOMEM, which may have been unable to. */
#ifndef PACT_BASE_STATUS_H
#define PACT_BASE_STATUS_H

enum status {
    ST_OK,
    ST_INVALID,   /* the corpus, or an image, breaks a rule */
    ST_USAGE,     /* the question is wrong: a date, a selector, a scenario without a course */
    ST_NOT_FOUND, /* expected outcome of a search, never shown to users as such */
    ST_IO,        /* the operating system said no */
    ST_NOMEM,
};

#define MUST_USE __attribute__((warn_unused_result))
/* The compiler keeps such functions, and the ways to them, out of the way of what is frequent. */
#define RARELY_CALLED __attribute__((cold))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

#endif
