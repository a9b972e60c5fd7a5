/* Fitting a table to a width.
 *
 *   1. Drop the optional columns that have nothing to say.
 *   2. If the rest is too wide, drop optional columns from the right, one by one; first those whose
 *      cells all say the same.
 *   3. If it is still too wide, wrap: every column gets its natural width or a common cap,
 *      whichever is less, but no less than its longest word, so that ids are never broken. The cap
 *      is the largest that fits.
 *   4. If the longest words do not fit either, write each row as a list of `heading  value`, of all
 *      columns.
 * What was dropped for the width is named below the table. */
#include "table.h"

#include <string.h>

#include "text.h"

#define GAP ((size_t)2)

struct fit {
    bool shown;
    bool left_out;        /* for the width only */
    bool constant;        /* all cells say the same */
    size_t natural, word; /* widest cell, longest word: the heading's counted */
    size_t width;
    struct buf wrapped; /* of the row in hand */
    const char *at;     /* its next line; NULL: none left */
};

static size_t longest_word(const char *text)
{
    size_t longest = 0;
    while (*text != '\0') {
        const size_t n = strcspn(text, " ");
        const size_t width = text_width(text, n);
        if (width > longest)
            longest = width;
        text += n;
        text += strspn(text, " ");
    }
    return longest;
}

static void measure(struct fit *f, const char *text)
{
    const size_t natural = text_width(text, strlen(text));
    const size_t word = longest_word(text);
    if (natural > f->natural)
        f->natural = natural;
    if (word > f->word)
        f->word = word;
}

static const char *cell_at(const struct text_table *t, size_t row, size_t column)
{
    return t->cells[row * t->n_columns + column];
}

static void measure_all(struct fit *fits, const struct text_table *t)
{
    for (size_t c = 0; c < t->n_columns; c++) {
        bool any = false;
        fits[c].constant = t->n_rows > 1;
        for (size_t r = 0; r < t->n_rows; r++) {
            measure(&fits[c], cell_at(t, r, c));
            fits[c].constant &= strcmp(cell_at(t, 0, c), cell_at(t, r, c)) == 0;
            any |= cell_at(t, r, c)[0] != '\0';
        }
        measure(&fits[c], t->columns[c].heading);
        fits[c].shown = any || !t->columns[c].optional_text;
    }
}

/* The width of all shown columns under a cap on each. */
static size_t total_width(const struct fit *fits, size_t n, size_t cap)
{
    size_t total = 0, shown = 0;
    for (size_t c = 0; c < n; c++) {
        if (!fits[c].shown)
            continue;
        const size_t width = fits[c].natural < cap ? fits[c].natural : cap;
        total += width > fits[c].word ? width : fits[c].word;
        shown++;
    }
    return total + (shown > 1 ? GAP * (shown - 1) : 0);
}

static void drop_optional(struct fit *fits, const struct text_table *t, size_t width, bool constant)
{
    for (size_t c = t->n_columns; c-- > 0 && total_width(fits, t->n_columns, SIZE_MAX) > width;)
        if (fits[c].shown && t->columns[c].optional_text && (fits[c].constant || !constant)) {
            fits[c].shown = false;
            fits[c].left_out = true;
        }
}

/* False if not even the longest words fit. */
static bool choose_widths(struct fit *fits, const struct text_table *t, size_t width)
{
    size_t cap = SIZE_MAX;
    if (width != 0 && total_width(fits, t->n_columns, cap) > width) {
        drop_optional(fits, t, width, true);
        drop_optional(fits, t, width, false);
        if (total_width(fits, t->n_columns, 0) > width)
            return false;
        size_t low = 0, high = width; /* low fits; high + 1 does not, or need not be tried */
        while (low < high) {
            const size_t middle = low + (high - low + 1) / 2;
            if (total_width(fits, t->n_columns, middle) <= width)
                low = middle;
            else
                high = middle - 1;
        }
        cap = low;
    }
    for (size_t c = 0; c < t->n_columns; c++) {
        const size_t wanted = fits[c].natural < cap ? fits[c].natural : cap;
        fits[c].width = wanted > fits[c].word ? wanted : fits[c].word;
    }
    return true;
}

/* ---- rows side by side ---- */

static void wrap_cell(struct buf *out, struct fit *f, const char *text)
{
    buf_clear(&f->wrapped);
    text_wrap(&f->wrapped, text, strlen(text), 0, 0, f->width);
    out->failed |= f->wrapped.failed;
    f->at = f->wrapped.n != 0 ? f->wrapped.data : NULL;
}

/* One line of one cell; `pending` spaces are owed before it, so that no line ends in spaces. */
static void write_part(struct buf *out, struct fit *f, bool right, size_t *pending)
{
    if (f->at == NULL) {
        *pending += f->width + GAP;
        return;
    }
    const size_t n = strcspn(f->at, "\n");
    const size_t width = text_width(f->at, n);
    const size_t pad = width < f->width ? f->width - width : 0;
    buf_fill(out, ' ', *pending + (right ? pad : 0));
    buf_put(out, f->at, n);
    *pending = (right ? 0 : pad) + GAP;
    f->at = f->at[n] == '\n' ? f->at + n + 1 : NULL;
}

static bool lines_left(const struct fit *fits, size_t n)
{
    for (size_t c = 0; c < n; c++)
        if (fits[c].shown && fits[c].at != NULL)
            return true;
    return false;
}

static void write_lines(struct buf *out, struct fit *fits, const struct text_table *t)
{
    while (lines_left(fits, t->n_columns)) {
        size_t pending = 0;
        for (size_t c = 0; c < t->n_columns; c++)
            if (fits[c].shown)
                write_part(out, &fits[c], t->right[c], &pending);
        buf_char(out, '\n');
    }
}

static void write_grid(struct buf *out, struct fit *fits, const struct text_table *t, bool color)
{
    for (size_t c = 0; c < t->n_columns; c++)
        wrap_cell(out, &fits[c], t->columns[c].heading);
    if (color)
        buf_puts(out, "\033[1m");
    write_lines(out, fits, t);
    if (color)
        buf_puts(out, "\033[0m");
    for (size_t r = 0; r < t->n_rows && !out->failed; r++) {
        for (size_t c = 0; c < t->n_columns; c++)
            wrap_cell(out, &fits[c], cell_at(t, r, c));
        write_lines(out, fits, t);
    }
}

static void write_left_out(struct buf *out, const struct fit *fits, const struct text_table *t,
                           size_t width)
{
    struct buf line;
    size_t n = 0;
    buf_init(&line, 0);
    for (size_t c = 0; c < t->n_columns; c++)
        if (fits[c].left_out)
            buf_printf(&line, "%s%s", n++ == 0 ? "Left out at this width: " : ", ",
                       t->columns[c].heading);
    if (n != 0) {
        buf_puts(&line, "; --format=csv has all columns.");
        buf_char(out, '\n');
        if (!line.failed)
            text_wrap(out, line.data, line.n, 0, 2, width);
        buf_char(out, '\n');
    }
    out->failed |= line.failed;
    buf_done(&line);
}

/* ---- a row as a list ---- */

static void write_records(struct buf *out, struct fit *fits, const struct text_table *t,
                          size_t width)
{
    size_t widest = 0;
    for (size_t c = 0; c < t->n_columns; c++) {
        fits[c].shown |= fits[c].left_out;
        const size_t n = text_width(t->columns[c].heading, strlen(t->columns[c].heading));
        if (fits[c].shown && n > widest)
            widest = n;
    }
    for (size_t r = 0; r < t->n_rows && !out->failed; r++) {
        if (r != 0)
            buf_char(out, '\n');
        for (size_t c = 0; c < t->n_columns; c++) {
            const char *heading = t->columns[c].heading, *text = cell_at(t, r, c);
            if (!fits[c].shown || text[0] == '\0')
                continue;
            buf_puts(out, heading);
            buf_fill(out, ' ', widest + GAP - text_width(heading, strlen(heading)));
            text_wrap(out, text, strlen(text), widest + GAP, widest + GAP, width);
            buf_char(out, '\n');
        }
    }
}

void text_table_write(struct buf *out, const struct text_table *t, size_t width, bool color,
                      struct arena *scratch)
{
    struct fit *fits = ARENA_ARRAY(scratch, t->n_columns, struct fit);
    if (fits == NULL) {
        out->failed = true;
        return;
    }
    measure_all(fits, t);
    if (choose_widths(fits, t, width)) {
        write_grid(out, fits, t, color);
        write_left_out(out, fits, t, width);
    } else {
        write_records(out, fits, t, width);
    }
    for (size_t c = 0; c < t->n_columns; c++)
        buf_done(&fits[c].wrapped);
}
