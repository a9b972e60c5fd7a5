#include "sources.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(struct source_file) == 32, "a row without padding");

/* What stands before the rows. */
struct head {
    uint32_t files, members, names, zero;
};

void sources_init(struct sources *s)
{
    vec_init(&s->files, sizeof(struct source_file));
    vec_init(&s->members, sizeof(uint32_t));
    buf_init(&s->names, UINT32_MAX);
    buf_reserve(&s->names, 0); /* names count from its first byte, also where there are none */
}

void sources_done(struct sources *s)
{
    vec_done(&s->files);
    vec_done(&s->members);
    buf_done(&s->names);
}

bool sources_failed(const struct sources *s)
{
    return s->files.failed || s->members.failed || s->names.failed;
}

void sources_add(struct sources *s, const char *name, size_t name_n, uint64_t bytes, uint64_t sum)
{
    struct source_file *f = vec_add(&s->files);
    if (f == NULL)
        return;
    *f = (struct source_file){.name = (uint32_t)s->names.n,
                              .name_n = (uint32_t)name_n,
                              .bytes = bytes,
                              .sum = sum,
                              .agreements = {(uint32_t)s->members.n, 0}};
    buf_put(&s->names, name, name_n);
}

void sources_member(struct sources *s, uint32_t agreement)
{
    uint32_t *member = s->files.failed || s->files.n == 0 ? NULL : vec_add(&s->members);
    if (member == NULL)
        return;
    *member = agreement;
    VEC_AT(&s->files, struct source_file, s->files.n - 1)->agreements.n++;
}

const uint32_t *sources_members(const struct sources *s, const struct source_file *f)
{
    return f->agreements.n > 0 ? VEC_AT(&s->members, uint32_t, f->agreements.first) : NULL;
}

void sources_copy(struct sources *s, const struct sources *from, size_t i, const uint32_t *rows)
{
    const struct source_file *f = VEC_AT(&from->files, struct source_file, i);
    const uint32_t *members = sources_members(from, f);
    sources_add(s, from->names.data + f->name, f->name_n, f->bytes, f->sum);
    for (uint32_t k = 0; k < f->agreements.n; k++)
        sources_member(s, rows != NULL ? rows[members[k]] : members[k]);
}

/* ---- order ---- */

/* A file with its name, for qsort and bsearch, which have no context. */
struct named {
    const char *name;
    struct source_file file;
};

static int compare(const char *a, const struct source_file *x, const char *b,
                   const struct source_file *y)
{
    const uint32_t n = x->name_n < y->name_n ? x->name_n : y->name_n;
    const int c = n > 0 ? memcmp(a, b, n) : 0;
    if (c != 0)
        return c;
    if (x->name_n != y->name_n)
        return x->name_n < y->name_n ? -1 : 1;
    if (x->bytes != y->bytes)
        return x->bytes < y->bytes ? -1 : 1;
    return (x->sum > y->sum) - (x->sum < y->sum);
}

static int by_name(const void *x, const void *y)
{
    const struct named *a = x;
    const struct named *b = y;
    return compare(a->name, &a->file, b->name, &b->file);
}

/* Adds the members of rows[0..n), which are the same file, as those of the last file of `out`. */
static void join_members(const struct sources *s, const struct named *rows, size_t n,
                         struct sources *out)
{
    struct source_file *f = VEC_AT(&out->files, struct source_file, out->files.n - 1);
    uint32_t *all;
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < rows[i].file.agreements.n; k++)
            sources_member(out, *VEC_AT(&s->members, uint32_t, rows[i].file.agreements.first + k));
    if (out->members.failed || f->agreements.n == 0)
        return;
    all = VEC_AT(&out->members, uint32_t, f->agreements.first);
    const uint32_t kept = sort_distinct(all, f->agreements.n);
    out->members.n -= f->agreements.n - kept;
    f->agreements.n = (uint32_t)kept;
}

bool sources_sort(struct sources *s)
{
    const size_t n = s->files.n;
    struct sources out;
    struct named *rows = calloc(n + 1, sizeof *rows);
    if (rows == NULL || sources_failed(s)) {
        free(rows);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        rows[i].file = *VEC_AT(&s->files, struct source_file, i);
        rows[i].name = s->names.data + rows[i].file.name;
    }
    qsort(rows, n, sizeof *rows, by_name);
    sources_init(&out);
    for (size_t i = 0, end; i < n && !sources_failed(&out); i = end) {
        const struct source_file *f = &rows[i].file;
        for (end = i; end < n && by_name(&rows[i], &rows[end]) == 0; end++)
            continue;
        sources_add(&out, rows[i].name, f->name_n, f->bytes, f->sum);
        if (!out.files.failed)
            join_members(s, rows + i, end - i, &out);
    }
    free(rows);
    sources_done(s);
    *s = out;
    return !sources_failed(s);
}

const struct source_file *sources_find(const struct sources *s, const char *name, size_t name_n,
                                       uint64_t bytes, uint64_t sum)
{
    const struct source_file wanted = {.name_n = (uint32_t)name_n, .bytes = bytes, .sum = sum};
    size_t low = 0;
    size_t high = s->files.n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const struct source_file *f = VEC_AT(&s->files, struct source_file, middle);
        const int c = compare(s->names.data + f->name, f, name, &wanted);
        if (c == 0)
            return f;
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* ---- bytes ---- */

void sources_write(const struct sources *s, struct buf *out)
{
    const struct head h = {(uint32_t)s->files.n, (uint32_t)s->members.n, (uint32_t)s->names.n, 0};
    buf_put(out, (const char *)&h, sizeof h);
    buf_put(out, s->files.data, s->files.n * s->files.size);
    buf_put(out, s->members.data, s->members.n * s->members.size);
    buf_put(out, s->names.data, s->names.n);
}

static bool is_within(uint32_t first, uint32_t n, size_t all)
{
    return first <= all && n <= all - first;
}

static bool is_good(const struct sources *s, uint32_t agreements)
{
    for (size_t i = 0; i < s->files.n; i++) {
        const struct source_file *f = VEC_AT(&s->files, struct source_file, i);
        if (!is_within(f->name, f->name_n, s->names.n) ||
            !is_within(f->agreements.first, f->agreements.n, s->members.n))
            return false;
        const uint32_t *members = sources_members(s, f);
        for (uint32_t k = 0; k < f->agreements.n; k++)
            if (members[k] >= agreements || (k > 0 && members[k] <= members[k - 1]))
                return false;
        if (i > 0 && compare(s->names.data + f[-1].name, f - 1, s->names.data + f->name, f) >= 0)
            return false;
    }
    return true;
}

static bool take(struct vec *rows, size_t n, const char **at)
{
    void *into = vec_grow(rows, n);
    if (into == NULL)
        return n == 0;
    memcpy(into, *at, n * rows->size);
    *at += n * rows->size;
    return true;
}

bool sources_read(struct sources *s, const void *bytes, size_t n, uint32_t agreements)
{
    struct head h;
    const char *at = bytes;
    if (n < sizeof h)
        return false;
    memcpy(&h, at, sizeof h);
    at += sizeof h;
    const uint64_t rows = (uint64_t)h.files * sizeof(struct source_file) + 4 * (uint64_t)h.members;
    if (h.zero != 0 || rows + h.names != n - sizeof h)
        return false;
    if (!take(&s->files, h.files, &at) || !take(&s->members, h.members, &at))
        return false;
    buf_put(&s->names, at, h.names);
    return !sources_failed(s) && is_good(s, agreements);
}
