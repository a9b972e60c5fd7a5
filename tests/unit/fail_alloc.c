/* The wrapped allocators: they count, and refuse when told to. */
#include "fail_alloc.h"

#include <stdint.h>
#include <stdlib.h>

/* What the linker makes of the calls of the program, and of the real functions. */
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);

static struct {
    bool on;
    bool sticky;
    size_t at;
    size_t count;
} state;

void fail_alloc_at(size_t k, bool sticky)
{
    state.on = true;
    state.sticky = sticky;
    state.at = k;
    state.count = 0;
}

void fail_alloc_off(void)
{
    state.on = false;
}

size_t fail_alloc_count(void)
{
    return state.count;
}

static bool refuse(void)
{
    if (!state.on)
        return false;
    state.count++;
    if (state.at == 0)
        return false;
    return state.sticky ? state.count >= state.at : state.count == state.at;
}

void *__wrap_malloc(size_t size)
{
    return refuse() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refuse() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return refuse() ? NULL : __real_realloc(old, size);
}
