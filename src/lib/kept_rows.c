#include "kept_rows.h"

#include <stdlib.h>
#include <string.h>

#define HEADS ((size_t)1 << 16)
/* Once so many bytes are kept, all are forgotten. */
#define MOST ((size_t)32 << 20)

void kept_rows_init(struct kept_rows *k)
{
    *k = (struct kept_rows){0};
    arena_init(&k->arena);
}

void kept_rows_done(struct kept_rows *k)
{
    arena_done(&k->arena);
    free(k->heads);
}

void kept_rows_clear(struct kept_rows *k)
{
    if (k->heads == NULL)
        return;
    kept_rows_done(k);
    kept_rows_init(k);
}

static size_t place(uint32_t agreement, uint32_t clause)
{
    const uint64_t mixed = ((uint64_t)agreement << 32 | clause) * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(mixed >> 48);
}

static bool answers(const struct kept_row *r, uint32_t agreement, uint32_t clause, day_t day,
                    bool all)
{
    return r->agreement == agreement && r->clause == clause && r->all == all && day >= r->first &&
           day <= r->last;
}

const struct kept_row *kept_rows_find(const struct kept_rows *k, const struct kept_row *before,
                                      uint32_t agreement, uint32_t clause, day_t day, bool all)
{
    const struct kept_row *r = before != NULL ? before->after : NULL;
    if (r != NULL && answers(r, agreement, clause, day, all))
        return r;
    r = k->heads != NULL ? k->heads[place(agreement, clause)] : NULL;
    while (r != NULL && !answers(r, agreement, clause, day, all))
        r = r->next;
    return r;
}

void kept_rows_add(struct kept_rows *k, uint32_t agreement, const struct row *row, bool all,
                   bool shown, const char *text, size_t n)
{
    if (n >= MOST / 2)
        return;
    if (k->bytes >= MOST)
        kept_rows_clear(k);
    if (k->heads == NULL)
        k->heads = calloc(HEADS, sizeof(struct kept_row *));
    struct kept_row *r = k->heads != NULL ? arena_room(&k->arena, sizeof *r + n) : NULL;
    if (r == NULL)
        return;
    struct kept_row **head = &k->heads[place(agreement, row->clause)];
    *r = (struct kept_row){
        .next = *head,
        .agreement = agreement,
        .clause = row->clause,
        .first = row->steady_from,
        .last = row->steady_through,
        .all = all,
        .shown = shown,
        .status = row->status,
        .applies = row->applies,
        .n = n,
    };
    if (n > 0)
        memcpy(r->text, text, n);
    if (k->last != NULL)
        k->last->after = r;
    k->last = r;
    *head = r;
    k->bytes += sizeof *r + n;
}
