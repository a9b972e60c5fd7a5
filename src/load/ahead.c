#include "ahead.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "crew.h"

/* Below this many bytes in all a thread costs more than it saves. */
#define WORTHWHILE ((off_t)512 * 1024)
#define MAX_THREADS 64U

enum state {
    NOBODY, /* has it */
    AT_WORK,
    READY,
    OF_THE_LOADER, /* to be read by itself */
};

struct slot {
    enum state state;
    struct tape tape;
};

struct ahead {
    char *const *paths;
    struct slot *slots;
    size_t n;
    struct tape_limits limits;
    unsigned n_threads; /* beside the loader's */
    pthread_t threads[MAX_THREADS];

    pthread_mutex_t lock; /* over what follows, and the states of slots */
    pthread_cond_t change;
    size_t next;  /* the first file that nobody has */
    size_t taken; /* the file that the loader is at */
    bool stop;
};

/* So many files ahead of the loader: tapes take as much memory as their files. */
static size_t horizon(const struct ahead *a)
{
    const size_t end = a->taken + 2 * ((size_t)a->n_threads + 1);
    return end < a->n ? end : a->n;
}

/* Records the next file. Called with the lock held, which is given up meanwhile. */
static void record_next(struct ahead *a)
{
    const size_t i = a->next++;
    struct slot *s = &a->slots[i];
    s->state = AT_WORK;
    pthread_mutex_unlock(&a->lock);
    tape_init(&s->tape);
    const bool good = tape_record(&s->tape, a->paths[i], &a->limits);
    if (!good)
        tape_done(&s->tape);
    pthread_mutex_lock(&a->lock);
    s->state = good ? READY : OF_THE_LOADER;
    pthread_cond_broadcast(&a->change);
}

static void *work(void *ctx)
{
    struct ahead *a = ctx;
    pthread_mutex_lock(&a->lock);
    while (!a->stop && a->next < a->n) {
        if (a->next < horizon(a))
            record_next(a);
        else
            pthread_cond_wait(&a->change, &a->lock);
    }
    pthread_mutex_unlock(&a->lock);
    return NULL;
}

static bool worthwhile(char *const *paths, size_t n)
{
    off_t bytes = 0;
    for (size_t i = 0; i < n && bytes < WORTHWHILE; i++) {
        struct stat st;
        bytes += stat(paths[i], &st) == 0 ? st.st_size : 0;
    }
    return bytes >= WORTHWHILE;
}

static void start_threads(struct ahead *a, unsigned threads)
{
    for (unsigned k = 1; k < threads && k < a->n && a->n_threads < MAX_THREADS; k++)
        if (pthread_create(&a->threads[a->n_threads], NULL, work, a) == 0)
            a->n_threads++;
}

struct ahead *ahead_start(char *const *paths, size_t n, unsigned threads,
                          const struct tape_limits *limits)
{
    if (threads == 1 || n < 2 || !worthwhile(paths, n))
        return NULL;
    if (threads == 0)
        threads = crew_processors();
    if (threads < 2)
        return NULL;
    struct ahead *a = calloc(1, sizeof *a);
    struct slot *slots = calloc(n, sizeof *slots);
    if (a == NULL || slots == NULL) {
        free(a);
        free(slots);
        return NULL;
    }
    *a = (struct ahead){.paths = paths, .slots = slots, .n = n, .limits = *limits};
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->change, NULL);
    pthread_mutex_lock(&a->lock);
    start_threads(a, threads);
    pthread_mutex_unlock(&a->lock);
    return a;
}

static void drop(struct slot *s)
{
    if (s->state == READY)
        tape_done(&s->tape);
    s->state = OF_THE_LOADER;
}

struct tape *ahead_take(struct ahead *a, size_t i)
{
    pthread_mutex_lock(&a->lock);
    if (i > 0)
        drop(&a->slots[i - 1]);
    a->taken = i;
    if (a->next <= i) { /* nobody has begun it: the loader does */
        a->next = i + 1;
        a->slots[i].state = OF_THE_LOADER;
    }
    pthread_cond_broadcast(&a->change);
    while (a->slots[i].state == AT_WORK) {
        if (a->next < horizon(a))
            record_next(a);
        else
            pthread_cond_wait(&a->change, &a->lock);
    }
    struct tape *tape = a->slots[i].state == READY ? &a->slots[i].tape : NULL;
    pthread_mutex_unlock(&a->lock);
    return tape;
}

void ahead_done(struct ahead *a)
{
    if (a == NULL)
        return;
    pthread_mutex_lock(&a->lock);
    a->stop = true;
    pthread_cond_broadcast(&a->change);
    pthread_mutex_unlock(&a->lock);
    for (unsigned k = 0; k < a->n_threads; k++)
        pthread_join(a->threads[k], NULL);
    for (size_t i = 0; i < a->n; i++)
        drop(&a->slots[i]);
    pthread_cond_destroy(&a->change);
    pthread_mutex_destroy(&a->lock);
    free(a->slots);
    free(a);
}
