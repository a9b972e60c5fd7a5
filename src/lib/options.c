/* Limits by name, and what else may be asked of the loader. */
#include "lib.h"

#include <string.h>

/* The limit on what is shown is not one of the loader's: it belongs to the list of diagnostics. */
#define DIAGNOSTICS_LIMIT "diagnostics"

bool pact_limit_get(size_t i, struct pact_limit *ret_limit)
{
    static const struct pact_limit limits[] = {
#define X(member, name, value, most, what) {name, value, what},
        LOAD_LIMITS(X)
#undef X
            {DIAGNOSTICS_LIMIT, DIAG_MAX_SHOWN, "diagnostics kept and shown"},
    };
    if (i >= sizeof limits / sizeof limits[0])
        return false;
    *ret_limit = limits[i];
    return true;
}

/* Digits only, at least 1, at most 2^53. */
static bool read_count(const char *text, uint64_t *ret_value)
{
    uint64_t value = 0;
    if (text[0] == '\0' || strlen(text) > 15)
        return false;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p < '0' || *p > '9')
            return false;
        value = value * 10 + (uint64_t)(*p - '0');
    }
    *ret_value = value;
    return value > 0;
}

static void complain_limit(struct diags *d, const char *name, size_t n)
{
    struct suggest s;
    struct pact_limit limit;
    suggest_init(&s, name, n);
    for (size_t i = 0; pact_limit_get(i, &limit); i++)
        suggest_offer(&s, limit.name, strlen(limit.name));
    const char *hint = did_you_mean(d, &s);
    complain(d, DIAG_USAGE, hint != NULL ? hint : "`pact help lint` lists the limits",
             "there is no limit '%.*s'", (int)(n < 80 ? n : 80), name);
}

static bool set_limit(const char *text, struct load_limits *limits, struct diags *d)
{
    const char *equals = strchr(text, '=');
    uint64_t value;
    if (equals == NULL || equals == text || !read_count(equals + 1, &value)) {
        complain(d, DIAG_USAGE, "write NAME=NUMBER, the number from 1 on, as in depth=100",
                 "'%s' is not a limit", text);
        return false;
    }
    const size_t n = (size_t)(equals - text);
    if (n == strlen(DIAGNOSTICS_LIMIT) && memcmp(text, DIAGNOSTICS_LIMIT, n) == 0) {
        d->max = (size_t)value;
        return true;
    }
    if (load_limits_set(limits, text, n, value))
        return true;
    complain_limit(d, text, n);
    return false;
}

/* The loader's progress as that of the call. */
static void tell_load(const void *ctx, const struct load_progress *p)
{
    const struct pact_options *options = ctx;
    const struct pact_progress now = {
        .stage = p->all_read ? PACT_STAGE_RESOLVE : PACT_STAGE_READ,
        .files = p->files,
        .of_files = p->of_files,
        .bytes = p->bytes,
        .of_bytes = p->of_bytes,
        .clauses = p->clauses,
        .of_clauses = p->all_read ? p->clauses : 0,
    };
    options->progress(options->progress_ctx, &now);
}

enum status options_read(const struct pact_options *options, struct load_options *ret,
                         struct diags *d)
{
    *ret = (struct load_options){.stale = {0, 0}};
    load_limits_default(&ret->limits);
    if (options == NULL)
        return ST_OK;
    bool good = true;
    ret->threads = options->threads;
    if (options->progress != NULL) {
        ret->progress = tell_load;
        ret->progress_ctx = options;
    }
    for (size_t i = 0; i < options->n_limits; i++)
        good = set_limit(options->limits[i], &ret->limits, d) && good;
    if (options->stale != NULL &&
        !offset_parse(options->stale, strlen(options->stale), &ret->stale)) {
        complain(d, DIAG_USAGE, "write a number and one of d, w, m, y, as in 1y",
                 "'%s' is not a length of time", options->stale);
        good = false;
    }
    return good ? ST_OK : ST_USAGE;
}

enum pact_status pact_options_check(const struct pact_options *options, struct pact_diags *diags)
{
    struct load_options unused;
    return api_status(options_read(options, &unused, &diags->d), &diags->d);
}
