/* Orders of rows: sorting row numbers, and bringing an array into an order in place. */
#ifndef PACT_LOAD_ORDER_H
#define PACT_LOAD_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* <0, 0, >0 for two row numbers. */
typedef int order_compare(const void *ctx, uint32_t a, uint32_t b);

/* 0 .. n-1 sorted, stable; NULL when memory is out. The caller frees. */
uint32_t *order_new(size_t n, order_compare *compare, const void *ctx);
/* Sorts row numbers that are already there, stable; false when memory is out. */
bool order_sort(uint32_t *rows, size_t n, order_compare *compare, const void *ctx);

/* Moves row i to place[i], for all i; `place` is a permutation of 0 .. n-1 and is used up. */
void order_place(void *rows, size_t row_size, uint32_t *place, size_t n);
/* Row i becomes what row order[i] was; `order` is used up. NULL rows are left alone. */
void order_gather(void *rows, size_t row_size, uint32_t *order, size_t n);
/* The place of each row from the order of rows: place[order[i]] = i. NULL when memory is out. */
uint32_t *order_places(const uint32_t *order, size_t n);

#endif
