/* Paragraphs: put together piece by piece, wrapped once. */
#include "say.h"

#include <string.h>

#include "text.h"

void say_init(struct say *s, struct buf *out, size_t width, bool color, bool ascii)
{
    *s = (struct say){.out = out, .width = width, .full = width, .color = color, .ascii = ascii};
    if (width > SAY_MEASURE)
        s->width = SAY_MEASURE;
    buf_init(&s->text, 0);
    buf_init(&s->piece, 0);
}

void say_done(struct say *s)
{
    buf_done(&s->text);
    buf_done(&s->piece);
}

void say_bytes(struct say *s, const char *bytes, size_t n)
{
    buf_put(&s->text, bytes, n);
}

void say_str(struct say *s, const struct image *img, str_id id)
{
    buf_put(&s->text, image_str(img, id), image_str_len(img, id));
}

void say_quoted(struct say *s, const struct image *img, str_id id)
{
    if (s->ascii) {
        SAY(s, "\"");
        say_str(s, img, id);
        SAY(s, "\"");
    } else {
        SAY(s, "\xE2\x80\x9C");
        say_str(s, img, id);
        SAY(s, "\xE2\x80\x9D");
    }
}

void say_day(struct say *s, day_t d)
{
    char text[11] = "never";
    if (d >= DAY_MIN && d <= DAY_MAX)
        day_format(d, text);
    say_text(s, text);
}

void say_pdate(struct say *s, pdate d)
{
    char text[11];
    pdate_format(d, text);
    say_text(s, text);
}

void say_count(struct say *s, uint64_t n, const char *one, const char *many)
{
    buf_uint(&s->text, n);
    say_text(s, " ");
    say_text(s, n == 1 ? one : many);
}

void say_offset(struct say *s, struct offset o)
{
    static const char units[] = "dwmy";
    static const char *const one[] = {"day", "week", "month", "year"};
    static const char *const many[] = {"days", "weeks", "months", "years"};
    const char *at = strchr(units, o.unit);
    if (at != NULL && *at != '\0')
        say_count(s, (uint64_t)o.count, one[at - units], many[at - units]);
}

void say_join(struct say *s, size_t i, size_t n, const char *last)
{
    if (i == 0)
        return;
    if (i + 1 < n) {
        say_text(s, ", ");
        return;
    }
    say_text(s, " ");
    say_text(s, last);
    say_text(s, " ");
}

void say_parties(struct say *s, const struct image *img, struct span refs)
{
    for (uint32_t i = 0; i < refs.n; i++) {
        say_join(s, i, refs.n, "and");
        say_str(s, img, img->parties[img->refs[refs.first + i]].name);
    }
}

void say_stop(struct say *s)
{
    const char last = s->text.n != 0 ? s->text.data[s->text.n - 1] : '.';
    if (last != '.' && last != '!' && last != '?')
        say_text(s, ".");
}

void say_capital_at(struct say *s, size_t at)
{
    if (s->text.n > at && s->text.data[at] >= 'a' && s->text.data[at] <= 'z')
        s->text.data[at] = (char)(s->text.data[at] - 'a' + 'A');
}

void say_capital(struct say *s)
{
    say_capital_at(s, 0);
}

/* The text behind `gap` spaces. Where it begins on the next line, or has no words at all, the
 * spaces are taken back. False if it has no words. */
static bool write_wrapped(struct say *s, size_t gap, size_t column, size_t indent, size_t width)
{
    struct buf *out = s->out;
    const size_t before = out->n;
    buf_fill(out, ' ', gap);
    const size_t start = out->n;
    if (s->text.n != 0)
        text_wrap(out, s->text.data, s->text.n, column, indent, width);
    const size_t n = out->n - start;
    if (!out->failed && start != before && (n == 0 || out->data[start] == '\n')) {
        memmove(out->data + before, out->data + start, n + 1); /* the NUL too */
        out->n = before + n;
    }
    out->failed |= s->text.failed | s->piece.failed;
    buf_clear(&s->text);
    return n != 0;
}

void say_end_at(struct say *s, size_t gap, size_t column, size_t indent)
{
    write_wrapped(s, gap, column, indent, s->width);
    buf_char(s->out, '\n');
}

void say_end_wide(struct say *s, size_t gap, size_t column)
{
    write_wrapped(s, gap, column, column, s->full);
    buf_char(s->out, '\n');
}

void say_end(struct say *s, size_t first, size_t indent)
{
    if (write_wrapped(s, first, first, indent, s->width))
        buf_char(s->out, '\n');
}

void say_blank(struct say *s)
{
    buf_char(s->out, '\n');
}

void say_colored(struct say *s, enum say_color color, const char *word)
{
    static const char *const escapes[] = {"", "\033[32m", "\033[33m", "\033[2m", "\033[1m"};
    const bool on = s->color && color != SAY_PLAIN;
    if (on)
        buf_puts(s->out, escapes[color]);
    buf_puts(s->out, word);
    if (on)
        buf_puts(s->out, "\033[0m");
}
