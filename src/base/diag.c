/* Diagnostics: the list, and how one is shown. Once the list is full it is the first ones that
 * stay, but an error still takes the place of the newest that is not one. */
#include "diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define DEFAULT_WIDTH ((size_t)120)
#define LEAST_WIDTH ((size_t)20)
#define TAB_STOP ((size_t)4)
#define ELLIPSIS "..."
#define ELLIPSIS_WIDTH ((size_t)3)

struct code_row {
    const char *name;
    enum diag_severity severity;
    const char *meaning;
};

static const struct code_row code_rows[] = {
#define X(name, text, severity, meaning) {text, severity, meaning},
#include "diag_codes.def"
#undef X
};

const char *diag_code_name(enum diag_code c)
{
    return code_rows[c].name;
}

const char *diag_code_meaning(enum diag_code c)
{
    return code_rows[c].meaning;
}

enum diag_severity diag_code_severity(enum diag_code c)
{
    return code_rows[c].severity;
}

/* --- the list --- */

void diags_init(struct diags *d, size_t max)
{
    *d = (struct diags){.max = max};
}

void diags_done(struct diags *d)
{
    arena_done(&d->arena);
    free(d->items);
    diags_init(d, d->max);
}

static void count_one(struct diags *d, enum diag_severity severity)
{
    switch (severity) {
    case DIAG_ERROR:
        d->errors++;
        break;
    case DIAG_WARNING:
        d->warnings++;
        break;
    case DIAG_NOTE:
        break;
    }
}

/* Takes out the newest that is no error; false if there is none. */
static bool push_out(struct diags *d)
{
    for (size_t i = d->n; i-- > 0 && d->lesser > 0;) {
        if (d->items[i].severity == DIAG_ERROR)
            continue;
        memmove(&d->items[i], &d->items[i + 1], (d->n - i - 1) * sizeof d->items[0]);
        d->n--;
        d->lesser--;
        return true;
    }
    d->lesser = 0;
    return false;
}

static bool make_room(struct diags *d, enum diag_severity severity)
{
    const size_t max = d->max != 0 ? d->max : DIAG_MAX_SHOWN;
    if (d->n >= max) {
        d->dropped++;
        if (severity != DIAG_ERROR || !push_out(d))
            return false;
    }
    if (d->n < d->cap)
        return true;
    const size_t cap = d->cap != 0 ? d->cap * 2 : 8;
    struct diag *items = NULL;
    if (cap <= SIZE_MAX / 2 / sizeof *items)
        items = realloc(d->items, cap * sizeof *items);
    if (items == NULL) {
        d->failed = true;
        d->dropped++;
        return false;
    }
    d->items = items;
    d->cap = cap;
    return true;
}

static const char *format_text(struct diags *d, const char *format, va_list args) PRINTF_LIKE(2, 0);
static const char *format_text(struct diags *d, const char *format, va_list args)
{
    struct buf text = {0};
    buf_vprintf(&text, format, args);
    const char *copy = NULL;
    if (!text.failed)
        copy = arena_copy(&d->arena, text.data, text.n);
    buf_done(&text);
    d->failed |= copy == NULL;
    return copy != NULL ? copy : "";
}

struct diag *diags_add(struct diags *d, enum diag_code code, struct place place, const char *format,
                       ...)
{
    const enum diag_severity severity = diag_code_severity(code);
    const uint64_t seq = d->seq++;
    if (d->muted != NULL && d->muted[code])
        return NULL;
    count_one(d, severity);
    if (!make_room(d, severity))
        return NULL;

    struct diag *item = &d->items[d->n++];
    d->lesser += severity != DIAG_ERROR;
    *item = (struct diag){.code = code, .severity = severity, .place = place, .seq = seq};
    va_list args;
    va_start(args, format);
    item->message = format_text(d, format, args);
    va_end(args);
    if (place.file != NULL)
        item->place.file = diag_text(d, "%s", place.file);
    return item;
}

const char *diag_text(struct diags *d, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = format_text(d, format, args);
    va_end(args);
    return text;
}

/* --- sorting --- */

/* Like strcmp, with NULL before every text. */
static int compare_texts(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int compare_places(const struct place *a, const struct place *b)
{
    const int c = compare_texts(a->file, b->file);
    if (c != 0)
        return c;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

/* By all that is shown but the place; 0 for repeats. */
static int compare_contents(const struct diag *a, const struct diag *b)
{
    if (a->code != b->code)
        return a->code < b->code ? -1 : 1;
    if (a->severity != b->severity)
        return a->severity < b->severity ? -1 : 1;
    int c = compare_texts(a->message, b->message);
    if (c == 0)
        c = compare_texts(a->path, b->path);
    if (c == 0)
        c = compare_texts(a->hint, b->hint);
    if (c == 0)
        c = compare_places(&a->other, &b->other);
    return c;
}

static int by_place(const void *x, const void *y)
{
    const struct diag *a = x;
    const struct diag *b = y;
    const int c = compare_places(&a->place, &b->place);
    return c != 0 ? c : (a->seq > b->seq) - (a->seq < b->seq);
}

static int by_contents(const void *x, const void *y)
{
    const struct diag *a = x;
    const struct diag *b = y;
    int c = compare_places(&a->place, &b->place);
    if (c == 0)
        c = compare_contents(a, b);
    return c != 0 ? c : (a->seq > b->seq) - (a->seq < b->seq);
}

static void drop_repeats(struct diags *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->n; i++) {
        const struct diag *item = &d->items[i];
        const struct diag *last = kept > 0 ? &d->items[kept - 1] : NULL;
        if (last != NULL && compare_places(&last->place, &item->place) == 0 &&
            compare_contents(last, item) == 0) {
            d->errors -= item->severity == DIAG_ERROR && d->errors > 0;
            d->warnings -= item->severity == DIAG_WARNING && d->warnings > 0;
            d->lesser -= item->severity != DIAG_ERROR && d->lesser > 0;
        } else {
            d->items[kept++] = *item;
        }
    }
    d->n = kept;
}

void diags_sort(struct diags *d)
{
    if (d->n < 2)
        return;
    /* Repeats need not be neighbours in the final order: others may have the same place. */
    qsort(d->items, d->n, sizeof d->items[0], by_contents);
    drop_repeats(d);
    qsort(d->items, d->n, sizeof d->items[0], by_place);
}

/* --- showing --- */

enum style { STYLE_NONE, STYLE_BOLD, STYLE_RED, STYLE_YELLOW, STYLE_CYAN, STYLE_GREEN };

static void put_style(struct buf *out, bool color, enum style style)
{
    static const char *const escapes[] = {
        [STYLE_NONE] = "\033[0m",      [STYLE_BOLD] = "\033[1m",    [STYLE_RED] = "\033[1;31m",
        [STYLE_YELLOW] = "\033[1;33m", [STYLE_CYAN] = "\033[1;36m", [STYLE_GREEN] = "\033[1;32m",
    };
    if (color)
        buf_puts(out, escapes[style]);
}

static void put_safe(struct buf *out, const char *text)
{
    if (text != NULL)
        text_safe(out, text, strlen(text));
}

/* "file:line:column: ", as much of it as is known. */
static void put_place(struct buf *out, const struct place *p)
{
    if (p->file == NULL)
        return;
    put_safe(out, p->file);
    if (p->line != 0) {
        buf_char(out, ':');
        buf_uint(out, p->line);
    }
    if (p->line != 0 && p->column != 0) {
        buf_char(out, ':');
        buf_uint(out, p->column);
    }
    buf_puts(out, ": ");
}

static void put_severity(struct buf *out, const struct diag *d, bool color)
{
    static const char *const names[] = {
        [DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};
    static const enum style styles[] = {
        [DIAG_NOTE] = STYLE_CYAN, [DIAG_WARNING] = STYLE_YELLOW, [DIAG_ERROR] = STYLE_RED};
    put_style(out, color, styles[d->severity]);
    buf_puts(out, names[d->severity]);
    buf_char(out, '[');
    buf_puts(out, diag_code_name(d->code));
    buf_puts(out, "]:");
    put_style(out, color, STYLE_NONE);
    buf_char(out, ' ');
}

/* One character of an excerpt: its bytes, where it stands on the screen, and how wide it is shown.
 */
struct cell {
    const char *bytes;
    size_t n;
    size_t at;
    size_t width;
};

/* The character at c->bytes + c->n, with `left` bytes from there to the end of the excerpt. */
static struct cell next_cell(const struct cell *c, size_t left)
{
    struct cell next = {.bytes = c->bytes + c->n, .at = c->at + c->width};
    uint32_t code = 0;
    const size_t length = utf8_decode(next.bytes, left, &code);
    next.n = length != 0 ? length : 1;
    if (length != 0 && code == '\t')
        next.width = TAB_STOP - next.at % TAB_STOP;
    else
        next.width = text_width(next.bytes, next.n);
    return next;
}

/* Where on the screen the caret goes, and (through ret_total) how wide the excerpt is. */
static size_t find_caret(const char *excerpt, size_t n, size_t column, size_t *ret_total)
{
    size_t caret = 0;
    size_t characters = 0;
    struct cell c = {.bytes = excerpt};
    for (size_t at = 0; at < n; at += c.n) {
        c = next_cell(&c, n - at);
        characters++;
        if (characters == column)
            caret = c.width == 0 && c.at > 0 ? c.at - 1 : c.at; /* under what it combines with */
    }
    *ret_total = c.at + c.width;
    return column > characters ? *ret_total : caret;
}

/* The part of an excerpt that is shown, in columns. */
struct window {
    size_t from, to;
    bool cut_left, cut_right;
};

static struct window choose_window(size_t total, size_t caret, size_t room)
{
    const size_t span = caret >= total ? caret + 1 : total;
    struct window w = {.to = total};
    if (span <= room)
        return w;
    w.from = caret > room / 2 ? caret - room / 2 : 0;
    if (w.from > span - room)
        w.from = span - room;
    w.to = w.from + room;
    w.cut_left = w.from > 0;
    w.cut_right = w.to < total;
    return w;
}

static void put_window(struct buf *out, const char *excerpt, size_t n, const struct window *w)
{
    size_t column = w->from;
    size_t end = w->to;
    if (w->cut_left) {
        buf_puts(out, ELLIPSIS);
        column += ELLIPSIS_WIDTH;
    }
    if (w->cut_right)
        end -= ELLIPSIS_WIDTH;

    const size_t start = column;
    struct cell c = {.bytes = excerpt};
    for (size_t at = 0; at < n; at += c.n) {
        c = next_cell(&c, n - at);
        if (c.at < start || (c.width == 0 && column == start && w->cut_left))
            continue;
        if (c.at + c.width > end)
            break;
        buf_fill(out, ' ', c.at - column); /* half of a wide character fell out of the window */
        if (c.bytes[0] == '\t')
            buf_fill(out, ' ', c.width);
        else
            text_safe(out, c.bytes, c.n);
        column = c.at + c.width;
    }
    if (w->cut_right) {
        buf_fill(out, ' ', end - column);
        buf_puts(out, ELLIPSIS);
    }
}

static size_t decimal_width(uint32_t value)
{
    size_t width = 1;
    while (value >= 10) {
        value /= 10;
        width++;
    }
    return width;
}

/*  12 |     foo: bar
 *     |     ^                */
static void put_excerpt(struct buf *out, const struct diag *d, bool color, size_t width)
{
    const uint32_t line = d->place.line;
    const size_t number = line != 0 ? decimal_width(line) : 0;
    const size_t gutter = 1 + number + strlen(" | ");
    const size_t n = strlen(d->excerpt);
    size_t total = 0;
    const size_t caret = find_caret(d->excerpt, n, d->place.column, &total);
    const size_t room = width > gutter + LEAST_WIDTH ? width - gutter : LEAST_WIDTH;
    const struct window w = choose_window(total, caret, room);

    buf_char(out, ' ');
    if (line != 0)
        buf_uint(out, line);
    buf_puts(out, " | ");
    put_window(out, d->excerpt, n, &w);
    buf_char(out, '\n');
    if (d->place.column == 0)
        return;
    buf_fill(out, ' ', 1 + number);
    buf_puts(out, " | ");
    buf_fill(out, ' ', caret - w.from);
    put_style(out, color, STYLE_GREEN);
    buf_char(out, '^');
    put_style(out, color, STYLE_NONE);
    buf_char(out, '\n');
}

void diag_print(struct buf *out, const struct diag *d, bool color, size_t width)
{
    if (d->place.file != NULL) {
        put_style(out, color, STYLE_BOLD);
        put_place(out, &d->place);
        put_style(out, color, STYLE_NONE);
    }
    put_severity(out, d, color);
    put_safe(out, d->message);
    buf_char(out, '\n');
    if (d->excerpt != NULL)
        put_excerpt(out, d, color, width != 0 ? width : DEFAULT_WIDTH);
    if (d->excerpt == NULL && d->path != NULL) {
        buf_puts(out, "  at ");
        put_safe(out, d->path);
        buf_char(out, '\n');
    }
    if (d->hint != NULL) {
        buf_puts(out, "  hint: ");
        put_safe(out, d->hint);
        buf_char(out, '\n');
    }
    if (d->other.file != NULL) {
        buf_puts(out, "  ");
        put_place(out, &d->other);
        put_safe(out, d->other_note != NULL ? d->other_note : "see here");
        buf_char(out, '\n');
    }
}
