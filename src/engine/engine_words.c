/* The words of answers. */
#include "engine.h"

const char *status_name(enum answer_status s)
{
    static const char *const names[] = {NULL,        "not_yet", "in_force",
                                        "suspended", "ended",   "depends"};
    return names[s];
}

const char *applies_name(enum answer_applies a)
{
    static const char *const names[] = {"no", "yes", "depends"};
    return names[a];
}

const char *why_name(enum answer_why w)
{
    static const char *const names[] = {
        NULL, "not_announced_yet", "not_yet", "ended", "terminated", "suspended",
    };
    return names[w];
}

const char *row_field_name(enum row_field f)
{
    static const char *const names[FIELD_COUNT] = {
#define X(name, key) key,
        ROW_FIELDS(X)
#undef X
    };
    return names[f];
}
