/* The formats there are. */
#include "render.h"

#include <string.h>

static const char *const names[FORMAT_COUNT] = {"text", "json", "jsonl", "csv", "tsv", "markdown"};

const char *format_name(enum format f)
{
    return f < FORMAT_COUNT ? names[f] : "";
}

bool format_find(const char *name, size_t n, enum format *ret)
{
    for (unsigned f = 0; f < FORMAT_COUNT; f++)
        if (strlen(names[f]) == n && memcmp(names[f], name, n) == 0) {
            *ret = (enum format)f;
            return true;
        }
    return false;
}
