/* The command that asks again, as a shell takes it. */
#include "check.h"

#include <string.h>

/* A word as it is where no shell can take it for more, else in single quotes. */
static void put_word_quoted(struct buf *b, const char *word)
{
    const size_t plain =
        strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                     "-_./:=@%+,");
    buf_char(b, ' ');
    if (word[0] != '\0' && word[plain] == '\0') {
        buf_puts(b, word);
        return;
    }
    buf_char(b, '\'');
    for (const char *p = word; *p != '\0'; p++)
        if (*p == '\'')
            buf_puts(b, "'\\''");
        else
            buf_char(b, *p);
    buf_char(b, '\'');
}

static void put_option(struct buf *b, const char *option, const char *value)
{
    if (value == NULL)
        return;
    buf_char(b, ' ');
    buf_puts(b, option);
    put_word_quoted(b, value);
}

static const char *day_text(struct arena *a, day_t day)
{
    char text[11];
    if (day == DAY_NONE)
        return NULL;
    day_format(day, text);
    return arena_copy(a, text, 10);
}

/* What stands behind the verb in any case: the corpus, the days, the assumptions. */
static void put_question(struct buf *b, struct check_run *run)
{
    const struct pact_question *q = run->asker.from;
    const struct pact_corpus *c = run->asker.corpus;
    const char *today = day_text(&run->arena, run->asker.asked.today);
    for (size_t i = 0; i < c->n_paths; i++)
        put_option(b, "-C", c->paths[i]);
    if (q->date != NULL)
        put_option(b, "--today", today);
    put_option(b, "-d", q->date != NULL ? q->date : today);
    put_option(b, "-k", q->known);
    put_option(b, "--signed", q->signed_on);
    for (size_t i = 0; i < q->n_assume; i++)
        put_option(b, "-a", q->assume[i]);
}

static const char *end(struct check_run *run, struct buf *b, const char *operand)
{
    if (operand[0] == '-')
        buf_puts(b, " --");
    put_word_quoted(b, operand);
    const char *text = b->failed ? NULL : arena_copy(&run->arena, b->data, b->n);
    run->arena.failed = run->arena.failed || text == NULL;
    buf_done(b);
    return text;
}

const char *check_command(struct check_run *run, const struct check_result *r, const char *operand,
                          bool query)
{
    struct buf b;
    buf_init(&b, 0);
    buf_puts(&b, query ? "pact query" : "pact check");
    put_question(&b, run);
    if (!query && r->holds != NULL)
        put_option(&b, "--holds", r->holds);
    if (!query)
        put_option(&b, "--under", r->under);
    if (query)
        buf_puts(&b, " --all");
    return end(run, &b, operand);
}

const char *check_upcoming_command(struct check_run *run, const char *clause)
{
    struct buf b;
    buf_init(&b, 0);
    buf_puts(&b, "pact check");
    put_option(&b, "--upcoming", run->how->upcoming);
    put_question(&b, run);
    return end(run, &b, clause);
}
