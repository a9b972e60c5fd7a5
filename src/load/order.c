/* Sorting is a bottom-up merge sort: stable, and linear on what is in order already, as corpora
 * nearly always are. Moving rows in place follows the cycles of the permutation, so that an order
 * costs four bytes a row and not a second array. */
#include "order.h"

#include <stdlib.h>
#include <string.h>

#define ROW_MAX 256

static bool is_sorted(const uint32_t *rows, size_t n, order_compare *compare, const void *ctx)
{
    for (size_t i = 1; i < n; i++)
        if (compare(ctx, rows[i - 1], rows[i]) > 0)
            return false;
    return true;
}

/* Merges rows[lo..mid) and rows[mid..hi) into `out`. */
static void merge(const uint32_t *rows, size_t lo, size_t mid, size_t hi, uint32_t *out,
                  order_compare *compare, const void *ctx)
{
    size_t i = lo, j = mid;
    for (size_t k = lo; k < hi; k++) {
        bool left = i < mid && (j == hi || compare(ctx, rows[i], rows[j]) <= 0);
        out[k] = left ? rows[i++] : rows[j++];
    }
}

bool order_sort(uint32_t *rows, size_t n, order_compare *compare, const void *ctx)
{
    if (n < 2 || is_sorted(rows, n, compare, ctx))
        return true;
    uint32_t *spare = malloc(n * sizeof *spare);
    if (!spare)
        return false;
    uint32_t *from = rows, *to = spare;
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t lo = 0; lo < n; lo += 2 * width) {
            size_t mid = n - lo > width ? lo + width : n;
            size_t hi = n - mid > width ? mid + width : n;
            merge(from, lo, mid, hi, to, compare, ctx);
        }
        uint32_t *other = from;
        from = to;
        to = other;
    }
    if (from != rows)
        memcpy(rows, from, n * sizeof *rows);
    free(spare);
    return true;
}

uint32_t *order_new(size_t n, order_compare *compare, const void *ctx)
{
    uint32_t *rows = malloc((n + 1) * sizeof *rows);
    if (!rows)
        return NULL;
    for (size_t i = 0; i < n; i++)
        rows[i] = (uint32_t)i;
    if (!order_sort(rows, n, compare, ctx)) {
        free(rows);
        return NULL;
    }
    return rows;
}

void order_place(void *rows, size_t row_size, uint32_t *place, size_t n)
{
    char held[ROW_MAX], other[ROW_MAX];
    char *bytes = rows;
    for (size_t i = 0; i < n; i++) {
        if (place[i] == i)
            continue;
        memcpy(held, bytes + i * row_size, row_size);
        size_t at = i;
        while (place[at] != at) {
            size_t to = place[at];
            place[at] = (uint32_t)at;
            memcpy(other, bytes + to * row_size, row_size);
            memcpy(bytes + to * row_size, held, row_size);
            memcpy(held, other, row_size);
            at = to;
        }
    }
}

void order_gather(void *rows, size_t row_size, uint32_t *order, size_t n)
{
    char held[ROW_MAX];
    char *bytes = rows;
    for (size_t i = 0; i < n; i++) {
        if (order[i] == i)
            continue;
        memcpy(held, bytes + i * row_size, row_size);
        size_t at = i;
        while (order[at] != i) {
            size_t from = order[at];
            memcpy(bytes + at * row_size, bytes + from * row_size, row_size);
            order[at] = (uint32_t)at;
            at = from;
        }
        memcpy(bytes + at * row_size, held, row_size);
        order[at] = (uint32_t)at;
    }
}

uint32_t *order_places(const uint32_t *order, size_t n)
{
    uint32_t *place = malloc((n + 1) * sizeof *place);
    for (size_t i = 0; place && i < n; i++)
        place[order[i]] = (uint32_t)i;
    return place;
}
