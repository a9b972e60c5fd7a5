#include "interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static const int endings[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXCPU, SIGXFSZ};
#define COUNT (sizeof endings / sizeof *endings)

/* A handler is given nothing but a number, so what it needs cannot stand elsewhere. */
static const struct file_writer *_Atomic guarded;
static atomic_bool line_stands;

/* The signal's own action follows once this returns. It is restored last, so that a second signal,
 * which another thread may take meanwhile, does not come before the cleaning. */
static void clean(int number)
{
    const int error = errno;
    const struct file_writer *w = atomic_load(&guarded);
    const char *temporary = w != NULL ? w->temporary : NULL;
    if (temporary != NULL)
        unlink(temporary);
    if (atomic_load(&line_stands))
        (void)!write(STDERR_FILENO, WIPE_LINE, strlen(WIPE_LINE));
    struct sigaction own = {.sa_handler = SIG_DFL};
    sigemptyset(&own.sa_mask);
    sigaction(number, &own, NULL);
    raise(number);
    errno = error;
}

static void catch_endings(void)
{
    struct sigaction action = {.sa_handler = clean};
    struct sigaction before;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < COUNT; i++)
        sigaddset(&action.sa_mask, endings[i]);
    for (size_t i = 0; i < COUNT; i++) /* one that is ignored, as by nohup, stays so */
        if (sigaction(endings[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
            sigaction(endings[i], &action, NULL);
}

void interrupt_guard(const struct file_writer *w)
{
    atomic_store(&guarded, w);
    catch_endings();
}

void interrupt_line(bool stands)
{
    atomic_store(&line_stands, stands);
    if (stands)
        catch_endings();
}
