/* Items are numbered slots of a ring. A worker takes the next item if its slot is free, and fills
 * it; the caller waits for one slot after the other. */
#include "crew.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum state { FREE, AT_WORK, FULL, ENDED };

struct crew_seat {
    struct crew *crew;
    struct buf buf;
    enum state state;
    int result;
};

struct crew {
    const struct crew_task *task;
    struct crew_seat *seats;
    size_t n_seats;

    pthread_mutex_t lock;    /* over what follows, and the states */
    pthread_cond_t room;     /* for workers: a slot is free, or has been emptied */
    pthread_cond_t progress; /* for the caller: a slot is full, or has ended */
    size_t next;             /* the first item that nobody has */
    size_t turn;             /* the item that comes out now */
    bool stop;
};

struct hand {
    struct crew *crew;
    void *worker;
    pthread_t thread;
};

unsigned crew_processors(void)
{
    const long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > (long)CREW_MOST ? CREW_MOST : (unsigned)n;
}

unsigned crew_size(unsigned wanted)
{
    return wanted == 0 ? crew_processors() : wanted < CREW_MOST ? wanted : CREW_MOST;
}

struct buf *crew_buf(struct crew_seat *s)
{
    return &s->buf;
}

/* Called with the lock held. The caller waits for one item, so it is left asleep until that one has
 * got on. */
static void set_state(struct crew_seat *s, enum state state)
{
    struct crew *c = s->crew;
    s->state = state;
    if (s == &c->seats[c->turn % c->n_seats])
        pthread_cond_signal(&c->progress);
}

bool crew_pass(struct crew_seat *s)
{
    struct crew *c = s->crew;
    if (s->buf.n < CREW_PIECE)
        return true;
    pthread_mutex_lock(&c->lock);
    set_state(s, FULL);
    while (s->state == FULL && !c->stop)
        pthread_cond_wait(&c->room, &c->lock);
    const bool go_on = !c->stop;
    pthread_mutex_unlock(&c->lock);
    return go_on;
}

/* Called with the lock held, which is given up meanwhile. */
static void do_next(struct crew *c, void *worker)
{
    const size_t item = c->next++;
    struct crew_seat *s = &c->seats[item % c->n_seats];
    s->state = AT_WORK;
    pthread_mutex_unlock(&c->lock);
    const int result = c->task->work(worker, item, s);
    pthread_mutex_lock(&c->lock);
    s->result = result;
    set_state(s, ENDED);
}

static void *work(void *ctx)
{
    const struct hand *h = ctx;
    struct crew *c = h->crew;
    pthread_mutex_lock(&c->lock);
    while (!c->stop && c->next < c->task->items) {
        if (c->next < c->turn + c->n_seats)
            do_next(c, h->worker);
        else
            pthread_cond_wait(&c->room, &c->lock);
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

/* All bytes of one item; false if that calls all off. */
static bool take_item(struct crew *c, size_t item)
{
    struct crew_seat *s = &c->seats[item % c->n_seats];
    bool ends = false;
    while (!ends) {
        pthread_mutex_lock(&c->lock);
        while (c->next <= item || s->state == AT_WORK)
            pthread_cond_wait(&c->progress, &c->lock);
        ends = s->state == ENDED;
        pthread_mutex_unlock(&c->lock);
        const bool go_on = c->task->take(c->task->ctx, item, &s->buf, ends, s->result);
        buf_clear(&s->buf);
        if (!go_on)
            return false;
        pthread_mutex_lock(&c->lock);
        s->state = ends ? FREE : AT_WORK;
        c->turn += ends;
        pthread_cond_broadcast(&c->room);
        pthread_mutex_unlock(&c->lock);
    }
    return true;
}

static void take_all(struct crew *c)
{
    for (size_t item = 0; item < c->task->items && take_item(c, item); item++)
        continue;
    pthread_mutex_lock(&c->lock);
    c->stop = true;
    pthread_cond_broadcast(&c->room);
    pthread_mutex_unlock(&c->lock);
}

static unsigned begin(struct crew *c, struct hand *hands)
{
    unsigned n = 0;
    for (unsigned i = 0; i < c->task->n_workers; i++) {
        hands[n] = (struct hand){.crew = c, .worker = c->task->workers[i]};
        n += pthread_create(&hands[n].thread, NULL, work, &hands[n]) == 0;
    }
    return n;
}

static void take_seat(struct crew *c, size_t i)
{
    c->seats[i].crew = c;
    if (c->task->bufs != NULL)
        c->seats[i].buf = c->task->bufs[i];
}

static void leave_seat(struct crew *c, size_t i)
{
    struct buf *buf = &c->seats[i].buf;
    buf_clear(buf);
    if (c->task->bufs != NULL)
        c->task->bufs[i] = *buf;
    else
        buf_done(buf);
}

bool crew_run(const struct crew_task *task)
{
    struct crew c = {.task = task, .n_seats = (size_t)CREW_SEATS * task->n_workers};
    struct hand *hands = calloc((size_t)task->n_workers + 1, sizeof *hands);
    c.seats = calloc(c.n_seats + 1, sizeof *c.seats);
    unsigned n = 0;
    if (hands != NULL && c.seats != NULL) {
        for (size_t i = 0; i < c.n_seats; i++)
            take_seat(&c, i);
        pthread_mutex_init(&c.lock, NULL);
        pthread_cond_init(&c.room, NULL);
        pthread_cond_init(&c.progress, NULL);
        n = begin(&c, hands);
        if (n > 0)
            take_all(&c);
        for (unsigned i = 0; i < n; i++)
            pthread_join(hands[i].thread, NULL);
        pthread_cond_destroy(&c.progress);
        pthread_cond_destroy(&c.room);
        pthread_mutex_destroy(&c.lock);
        for (size_t i = 0; i < c.n_seats; i++)
            leave_seat(&c, i);
    }
    free(c.seats);
    free(hands);
    return n > 0;
}
