#include "sparse.h"

#include <stdlib.h>

#define PAGE ((size_t)256)

struct sparse_page {
    _Atomic(void *) items[PAGE];
};

bool sparse_init(struct sparse *s, size_t n)
{
    s->n_pages = n / PAGE + 1;
    s->pages = calloc(s->n_pages, sizeof *s->pages);
    return s->pages != NULL;
}

void sparse_clear(struct sparse *s)
{
    for (size_t i = 0; s->pages != NULL && i < s->n_pages; i++) {
        struct sparse_page *page = atomic_load_explicit(&s->pages[i], memory_order_relaxed);
        if (page == NULL)
            continue;
        free(page);
        atomic_store_explicit(&s->pages[i], NULL, memory_order_relaxed);
    }
}

void sparse_done(struct sparse *s)
{
    sparse_clear(s);
    free(s->pages);
    s->pages = NULL;
}

void *sparse_get(const struct sparse *s, size_t i)
{
    struct sparse_page *page = atomic_load_explicit(&s->pages[i / PAGE], memory_order_acquire);
    return page != NULL ? atomic_load_explicit(&page->items[i % PAGE], memory_order_acquire) : NULL;
}

_Atomic(void *) *sparse_place(struct sparse *s, size_t i)
{
    struct sparse_page *page = atomic_load_explicit(&s->pages[i / PAGE], memory_order_acquire);
    if (page == NULL) {
        struct sparse_page *made = calloc(1, sizeof *made);
        if (made == NULL)
            return NULL;
        if (atomic_compare_exchange_strong(&s->pages[i / PAGE], &page, made))
            page = made;
        else
            free(made); /* somebody else came first */
    }
    return &page->items[i % PAGE];
}
