/* Excerpts: no line is kept while reading, since nearly all corpora are sound. When there is
 * something to show, the files it is about are read once more. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "excerpt.h"
#include "file.h"

#define BLOCK ((size_t)64 * 1024)
#define LONGEST ((size_t)16 * 1024) /* of a line: more than this is not kept */

/* Lines of one file, asked for in rising order. */
struct lines {
    int fd; /* -1: all of it is in block */
    const char *block;
    char *own;
    size_t at, n;
    uint32_t line; /* the number of the line that begins at `at` */
    bool ended;
    struct buf text; /* of the line last read */
};

static bool refill(struct lines *s)
{
    ssize_t got;
    if (s->ended || s->fd < 0)
        return false;
    do
        got = read(s->fd, s->own, BLOCK);
    while (got < 0 && errno == EINTR);
    s->at = 0;
    s->n = got > 0 ? (size_t)got : 0;
    s->ended = got <= 0;
    return !s->ended;
}

/* Goes behind the next line feed; what comes before it is kept if `keep`. */
static bool next_line(struct lines *s, bool keep)
{
    buf_clear(&s->text);
    bool any = false;
    while (s->at < s->n || refill(s)) {
        const char *from = s->block + s->at;
        const char *end = memchr(from, '\n', s->n - s->at);
        size_t length = end ? (size_t)(end - from) : s->n - s->at;
        if (keep && s->text.n < LONGEST)
            buf_put(&s->text, from, length < LONGEST ? length : LONGEST);
        s->at += length + (end != NULL);
        any = true;
        if (end)
            break;
    }
    s->line++;
    return any;
}

static bool open_lines(struct lines *s, const struct loader *l, const char *path)
{
    *s = (struct lines){.fd = -1, .line = 1};
    buf_init(&s->text, 0);
    if (strcmp(path, "-") == 0) {
        s->block = l->input.data;
        s->n = l->input.n;
        return true;
    }
    struct diags unseen;
    diags_init(&unseen, 1);
    s->fd = file_open(path, 0, &unseen);
    diags_done(&unseen);
    if (s->fd < 0)
        return false;
    s->own = malloc(BLOCK);
    s->block = s->own;
    return s->own != NULL;
}

static void close_lines(struct lines *s)
{
    if (s->fd >= 0)
        close(s->fd);
    free(s->own);
    buf_done(&s->text);
}

/* A byte order mark is no part of the first line, a carriage return none of any. */
static const char *trimmed(struct lines *s, uint32_t line, size_t *ret_n)
{
    const char *text = s->text.data;
    size_t n = s->text.n;
    if (line == 1 && n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        n -= 3;
    }
    if (n > 0 && text[n - 1] == '\r')
        n--;
    *ret_n = n;
    return text;
}

/* The diagnostics d[0..n) are about one file, by line. */
static void excerpts_of_file(struct loader *l, struct diag *d, size_t n)
{
    struct lines s;
    bool there = open_lines(&s, l, d[0].place.file);
    for (size_t i = 0; there && i < n; i++) {
        uint32_t line = d[i].place.line;
        if (line == 0)
            continue;
        if (i > 0 && d[i - 1].place.line == line) {
            d[i].excerpt = d[i - 1].excerpt;
            continue;
        }
        while (there && s.line < line)
            there = next_line(&s, false);
        if (!there || !next_line(&s, true) || s.text.failed)
            break;
        size_t text_n;
        const char *text = trimmed(&s, line, &text_n);
        d[i].excerpt = arena_copy(&l->d->arena, text ? text : "", text_n);
    }
    close_lines(&s);
}

void excerpts_add(struct loader *l)
{
    struct diag *d = l->d->items;
    for (size_t i = 0, j; i < l->d->n; i = j) {
        const char *file = d[i].place.file;
        for (j = i + 1;
             j < l->d->n && file && d[j].place.file && strcmp(file, d[j].place.file) == 0; j++)
            ;
        if (file)
            excerpts_of_file(l, d + i, j - i);
    }
}
