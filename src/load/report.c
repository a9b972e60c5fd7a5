/* Diagnostics of the loader. */
#include <stdarg.h>
#include <stdio.h>

#include "loader.h"
#include "suggest.h"
#include "text.h"

/* ---- places ---- */

struct spot clause_place(const struct loader *l, uint32_t clause)
{
    uint32_t line = VEC_AT(&l->b->clauses, struct clause_row, clause)->line;
    return (struct spot){line, *VEC_AT(&l->clause_columns, uint16_t, clause)};
}

uint32_t doc_of(const struct loader *l, uint32_t file, uint32_t line)
{
    size_t lo = 0, hi = l->docs.n;
    while (lo + 1 < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct doc_rec *d = VEC_AT(&l->docs, struct doc_rec, mid);
        if (d->file < file || (d->file == file && d->at.line <= line))
            lo = mid;
        else
            hi = mid;
    }
    return (uint32_t)lo;
}

/* ---- diagnostics ---- */

const char *file_path(const struct loader *l, uint32_t file)
{
    return VEC_AT(&l->files, struct file_rec, file)->path;
}

struct diag *report(struct loader *l, enum diag_code code, uint32_t file, struct spot at,
                    const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct place place = {file_path(l, file), at.line, at.column};
    return diags_add(l->d, code, place, "%s", text);
}

struct limit {
    const char *name, *what;
    uint64_t most;
};

static const struct limit *limit_of(const char *name)
{
    static const struct limit all[] = {
#define X(member, text, value, ceiling, meaning) {text, meaning, ceiling},
        LOAD_LIMITS(X)
#undef X
    };
    size_t i = 0;
    while (strcmp(all[i].name, name) != 0)
        i++;
    return &all[i];
}

void report_limit(struct loader *l, const char *limit, uint64_t value, uint32_t file,
                  struct spot at)
{
    const struct limit *of = limit_of(limit);
    struct diag *g =
        report(l, DIAG_LIMIT, file, at, "more than %llu %s", (unsigned long long)value, of->what);
    if (g && value < of->most)
        g->hint = diag_text(l->d, "the limit '%s' can be raised: --limit %s=N", limit, limit);
    else if (g)
        g->hint = diag_text(l->d, "the limit '%s' cannot be raised any further", limit);
}

void hint(struct diag *g, const char *text)
{
    if (g && text)
        g->hint = text;
}

void second_place(struct loader *l, struct diag *g, uint32_t file, struct spot at, const char *note)
{
    if (!g)
        return;
    g->other = (struct place){diag_text(l->d, "%s", file_path(l, file)), at.line, at.column};
    g->other_note = diag_text(l->d, "%s", note);
}

/* ---- text of the corpus in messages ---- */

struct quoted quote(const char *text, size_t n)
{
    struct quoted q;
    const size_t most = sizeof q.text - 4;
    size_t kept = n < most ? n : most;
    while (kept < n && kept > 0 && ((unsigned char)text[kept] & 0xC0) == 0x80)
        kept--;
    memcpy(q.text, text, kept);
    memcpy(q.text + kept, kept < n ? "..." : "", kept < n ? 4 : 1);
    return q;
}

struct quoted quote_id(const struct loader *l, str_id id)
{
    return quote(strings_get(&l->b->strings, id), strings_len(&l->b->strings, id));
}

/* ---- suggestions ---- */

bool suggest_ready(struct loader *l, const struct diag *g)
{
    return g && !g->hint && l->suggestions > 0;
}

void suggest_offer_id(struct loader *l, struct suggest *s, str_id id)
{
    if (id == 0 || l->suggestions == 0)
        return;
    l->suggestions--;
    suggest_offer(s, strings_get(&l->b->strings, id), strings_len(&l->b->strings, id));
}

void suggest_hint(struct loader *l, struct diag *g, const struct suggest *s)
{
    struct quoted q[SUGGEST_MAX];
    if (!g || s->count == 0)
        return;
    for (size_t i = 0; i < s->count; i++)
        q[i] = quote(s->best[i].text, s->best[i].n);
    if (s->count == 1)
        g->hint = diag_text(l->d, "did you mean '%s'?", q[0].text);
    else if (s->count == 2)
        g->hint = diag_text(l->d, "did you mean '%s' or '%s'?", q[0].text, q[1].text);
    else
        g->hint =
            diag_text(l->d, "did you mean '%s', '%s' or '%s'?", q[0].text, q[1].text, q[2].text);
}

bool loader_failed(const struct loader *l)
{
    const struct vec *all[] = {&l->files,       &l->docs,          &l->parties,   &l->sources,
                               &l->instruments, &l->events,        &l->selectors, &l->lists,
                               &l->exceptions,  &l->clause_columns};
    const struct marks *marks[] = {&l->act_at,   &l->act_by, &l->act_end,
                                   &l->bound_at, &l->ref_at, &l->figure_at};
    bool failed = l->no_memory || l->arena.failed || l->input.failed || l->d->failed ||
                  image_builder_failed(l->b);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        failed = failed || all[i]->failed;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        failed = failed || marks_failed(marks[i]);
    return failed;
}
