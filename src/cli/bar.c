#include "bar.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "interrupt.h"
#include "text.h"

#define FIRST_AFTER 500 /* milliseconds */
#define AGAIN_AFTER 100
#define RATE_AFTER 300 /* of the stage: before that it is a guess */
#define CELLS_LEAST 10U
#define CELLS_MOST 40U
#define BAR_LEAST (1 + CELLS_LEAST)
#define PERCENT_WIDTH 7U

static int64_t now(void)
{
    struct timespec t = {0, 0};
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the line ---- */

/* What a stage counts, for the bar, the rate and the time left; `of` 0: not known. */
struct work {
    double done, of;
};

static struct work work_of(const struct pact_progress *p)
{
    struct work w = {(double)p->clauses, (double)p->of_clauses};
    if (p->stage == PACT_STAGE_READ)
        w = (struct work){(double)p->bytes, (double)p->of_bytes};
    if (p->stage == PACT_STAGE_RESOLVE || w.done > w.of)
        w.of = 0;
    return w;
}

/* 1234567 as 1,234,567. */
static void put_count(struct buf *out, size_t n)
{
    char digits[32];
    const size_t length = (size_t)snprintf(digits, sizeof digits, "%zu", n);
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            buf_char(out, ',');
        buf_char(out, digits[i]);
    }
}

static void put_clauses(struct buf *out, const struct pact_progress *p)
{
    put_count(out, p->clauses);
    if (p->of_clauses > p->clauses) {
        buf_puts(out, " of ");
        put_count(out, p->of_clauses);
    }
    buf_puts(out, " clauses");
}

static void put_rate(struct buf *out, const struct pact_progress *p, double a_second)
{
    if (p->stage == PACT_STAGE_READ) {
        buf_printf(out, "%.1f MB/s", a_second / 1e6);
        return;
    }
    put_count(out, (size_t)a_second);
    buf_puts(out, " a second");
}

static void put_left(struct buf *out, double seconds)
{
    const unsigned long s = (unsigned long)(seconds + 0.999);
    if (s >= 3600)
        buf_printf(out, "%lu:%02lu:%02lu left", s / 3600, s / 60 % 60, s % 60);
    else
        buf_printf(out, "%lu:%02lu left", s / 60, s % 60);
}

enum { PERCENT, FILES, CLAUSES, RATE, LEFT, PARTS };

static void put_parts(struct buf parts[PARTS], const struct pact_progress *p, int64_t elapsed)
{
    const struct work w = work_of(p);
    const double seconds = (double)elapsed / 1000;
    if (w.of > 0)
        buf_printf(&parts[PERCENT], "%3d %%", (int)(w.done * 100 / w.of));
    if (p->stage == PACT_STAGE_READ && p->of_files > 0)
        buf_printf(&parts[FILES], "%zu of %zu files", p->files, p->of_files);
    put_clauses(&parts[CLAUSES], p);
    if (p->stage == PACT_STAGE_RESOLVE || w.done <= 0 || elapsed < RATE_AFTER)
        return;
    put_rate(&parts[RATE], p, w.done / seconds);
    if (w.of > 0)
        put_left(&parts[LEFT], (w.of - w.done) * seconds / w.done);
}

/* A bar of so many cells, a blank in front. */
static void put_bar(struct buf *out, struct work w, size_t cells, bool ascii)
{
    const size_t full = (size_t)(w.done * (double)cells / w.of);
    buf_char(out, ' ');
    for (size_t i = 0; i < cells; i++)
        buf_puts(out, i < full ? (ascii ? "#" : "█") : (ascii ? "." : "░"));
}

void bar_line(const struct pact_progress *p, int64_t elapsed, size_t width, bool ascii,
              struct buf *out)
{
    static const char *const stages[] = {[PACT_STAGE_READ] = "pact: reading",
                                         [PACT_STAGE_RESOLVE] = "pact: resolving",
                                         [PACT_STAGE_WRITE] = "pact: writing"};
    static const unsigned wanted[PARTS] = {PERCENT, LEFT, FILES, CLAUSES, RATE};
    const struct work w = work_of(p);
    const size_t least = strlen(stages[p->stage]);
    const bool has_bar = w.of > 0 && least + BAR_LEAST + PERCENT_WIDTH <= width;
    size_t used = least + (has_bar ? BAR_LEAST : 0);
    struct buf parts[PARTS];
    bool fits[PARTS] = {false};
    for (size_t i = 0; i < PARTS; i++)
        buf_init(&parts[i], 0);
    put_parts(parts, p, elapsed);
    for (size_t i = 0; i < PARTS; i++) {
        const size_t n = parts[wanted[i]].n;
        fits[wanted[i]] = n > 0 && used + 2 + n <= width;
        used += fits[wanted[i]] ? 2 + n : 0;
    }
    if (used <= width) {
        const size_t more = width - used;
        const size_t most = CELLS_MOST - CELLS_LEAST;
        buf_puts(out, stages[p->stage]);
        if (has_bar)
            put_bar(out, w, CELLS_LEAST + (more < most ? more : most), ascii);
    }
    for (size_t i = 0; i < PARTS && used <= width; i++)
        if (fits[i])
            buf_printf(out, "  %s", parts[i].data);
    for (size_t i = 0; i < PARTS; i++)
        buf_done(&parts[i]);
}

/* ---- when it is drawn ---- */

/* In the last column some terminals would go on to the next line. */
static void draw(const struct bar *b, const struct pact_progress *p, int64_t elapsed)
{
    const size_t width = cli_terminal_width(STDERR_FILENO);
    struct buf text;
    buf_init(&text, 0);
    buf_puts(&text, WIPE_LINE);
    bar_line(p, elapsed, width > 0 ? width - 1 : 0, b->ascii, &text);
    if (!text.failed)
        (void)fd_write_all(STDERR_FILENO, text.data, text.n);
    buf_done(&text);
}

static void tell(void *ctx, const struct pact_progress *p)
{
    struct bar *b = ctx;
    const int64_t at = now();
    const bool begins = b->stage != p->stage;
    if (begins) {
        b->stage = p->stage;
        b->stage_begun = at;
    }
    if (at - b->begun < FIRST_AFTER || (!begins && at - b->last < AGAIN_AFTER))
        return;
    if (!b->drawn)
        interrupt_line(true);
    b->last = at;
    b->drawn = true;
    draw(b, p, at - b->stage_begun);
}

void bar_begin(struct bar *b, struct pact_options *options, bool ascii)
{
    const char *terminal = env("TERM");
    *b = (struct bar){.ascii = ascii, .begun = now(), .stage = PACT_STAGE_READ};
    b->stage_begun = b->begun;
    if (!isatty(STDERR_FILENO) || terminal == NULL || strcmp(terminal, "dumb") == 0)
        return;
    options->progress = tell;
    options->progress_ctx = b;
}

void bar_end(struct bar *b)
{
    if (b->drawn)
        (void)fd_write_all(STDERR_FILENO, WIPE_LINE, strlen(WIPE_LINE));
    b->drawn = false;
    interrupt_line(false);
}
