/* Numbers as written: -?(0|[1-9][0-9]*)(\.[0-9]+)?, up to 64 digits. Never binary floats. */
#ifndef PACT_BASE_NUM_H
#define PACT_BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>

#define NUM_MAX_DIGITS 64

/* Whether the text has the form of a number, whatever its count of digits. */
bool num_form(const char *text, size_t n);
size_t num_digits(const char *text, size_t n);

/* <0, 0, >0 by value (1.0 equals 1.00, -0 equals 0). Both texts have the form. */
int num_compare(const char *a, size_t an, const char *b, size_t bn);

#endif
