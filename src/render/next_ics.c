/* What comes next, for calendars (RFC 5545): an entry of a whole day for each boundary.
 *
 * What hangs on an event, or on a day that is not known, stands on its latest day; where there is
 * none, on its earliest. Its summary says which of the two the day is. All that is not certain to
 * come on its day is TENTATIVE, and its description says between which days it may come and on what
 * that depends.
 *
 * A UID is made of what the boundary is and of nothing else, so that a calendar that is given a
 * list again finds its entries, whatever else was asked or has become known. The stamp is the day
 * through which the record is complete; nothing here asks the clock, and the same corpus and
 * question give the same bytes. */
#include <string.h>

#include "diff.h"
#include "put.h"
#include "query_text.h"
#include "render_next.h"
#include "row.h"
#include "sentence.h"
#include "sha256.h"

#define LINE_OCTETS 75

/* ---- lines ---- */

/* The octets of a character of UTF-8 by its first. */
static size_t octets_of(unsigned char c)
{
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* One content line, folded: a line that goes on begins with a blank, which counts. */
static void put_line(struct buf *out, const struct buf *line)
{
    size_t column = 0;
    for (size_t i = 0; i < line->n;) {
        size_t n = octets_of((unsigned char)line->data[i]);
        if (n > line->n - i)
            n = line->n - i;
        if (column + n > LINE_OCTETS) {
            PUT(out, "\r\n ");
            column = 1;
        }
        buf_put(out, line->data + i, n);
        column += n;
        i += n;
    }
    PUT(out, "\r\n");
    out->failed |= line->failed;
}

/* TEXT of RFC 5545, behind a name and a colon. */
static void put_text(struct buf *out, struct buf *line, const char *name, const struct buf *text)
{
    buf_clear(line);
    buf_puts(line, name);
    buf_char(line, ':');
    for (size_t i = 0; i < text->n; i++) {
        const char c = text->data[i];
        if (c == '\n')
            PUT(line, "\\n");
        else if (c == '\\' || c == ';' || c == ',')
            buf_printf(line, "\\%c", c);
        else
            buf_char(line, c);
    }
    line->failed |= text->failed;
    put_line(out, line);
}

static void put_date(struct buf *out, const char *name, day_t day)
{
    const struct ymd d = day_to_ymd(day);
    buf_printf(out, "%s%04d%02d%02d", name, d.year, d.month, d.day);
}

/* ---- an entry ---- */

struct calendar {
    struct buf *out;
    const struct query_head *head;
    struct buf line, text;
    struct say say; /* into `text` */
};

static void end_sentence(struct calendar *c)
{
    say_stop(&c->say);
    say_capital(&c->say);
    say_end(&c->say, 0, 0);
}

/* What a UID is made of: all that tells it from another boundary of the list, and nothing that may
 * be another in another list. (Of what hangs on something, the first day moves with the day asked.)
 */
static void put_key(struct buf *key, const struct boundary *b)
{
    const struct image *img = b->setting->image;
    const struct row from = {.setting = b->setting, .clause = b->clause, .fields = *b->before};
    const struct row to = {.setting = b->setting, .clause = b->clause, .fields = *b->after};
    const char *turn = window_turn_name(b->window);
    buf_printf(
        key, "%s\n%s\n%s %s\n%s %s\n", image_str(img, img->agreements[b->setting->agreement].id),
        image_str(img, img->clauses[b->clause].id), boundary_kind_name(b->kind),
        turn != NULL ? turn : "", status_name(b->before->status), status_name(b->after->status));
    if (b->hangs) {
        put_unknown(key, img, &b->unknown);
        put_offset(key, b->plus);
    }
    put_day(key, b->latest);
    for (size_t i = 0; i < b->n_changes; i++)
        put_change(key, &from, &to, &b->changes[i]);
}

static void put_uid(struct calendar *c, const struct boundary *b)
{
    struct sha256 hash;
    unsigned char sum[32];
    buf_clear(&c->text);
    put_key(&c->text, b);
    sha256_init(&hash);
    sha256_add(&hash, c->text.data, c->text.n);
    sha256_end(&hash, sum);
    buf_clear(&c->line);
    PUT(&c->line, "UID:");
    for (size_t i = 0; i < 16; i++)
        buf_printf(&c->line, "%02x", sum[i]);
    PUT(&c->line, "@pact");
    c->out->failed |= c->text.failed;
    put_line(c->out, &c->line);
}

static void put_days(struct calendar *c, const struct boundary *b)
{
    const struct image *img = b->setting->image;
    const day_t day = b->latest <= DAY_MAX ? b->latest : b->earliest;
    buf_clear(&c->line);
    put_date(&c->line, "DTSTAMP:", img->agreements[b->setting->agreement].complete_through);
    PUT(&c->line, "T000000Z");
    put_line(c->out, &c->line);
    buf_clear(&c->line);
    put_date(&c->line, "DTSTART;VALUE=DATE:", day);
    put_line(c->out, &c->line);
    if (day == DAY_MAX) /* an entry without an end is one day long */
        return;
    buf_clear(&c->line);
    put_date(&c->line, "DTEND;VALUE=DATE:", day + 1);
    put_line(c->out, &c->line);
}

static void say_cause(struct say *s, const struct boundary *b)
{
    const struct image *img = b->setting->image;
    if (b->plus.count != 0) {
        say_offset(s, b->plus);
        say_text(s, " after ");
        say_str(s, img, b->unknown.name);
    } else {
        say_text(s, b->unknown.is_event ? "when " : "on ");
        say_str(s, img, b->unknown.name);
        say_text(s, b->unknown.is_event ? " happens" : "");
    }
}

/* Which of its days the entry stands on. */
static const char *which_day(const struct boundary *b)
{
    if (b->latest > DAY_MAX)
        return " (from this day on, or never)";
    if (b->certain)
        return " (by this day at the latest)";
    return b->anyway ? " (by this day; after it, anyway)" : " (by this day, or not at all)";
}

static void put_summary(struct calendar *c, const struct boundary *b)
{
    struct say *s = &c->say;
    buf_clear(&c->text);
    if (c->head->n_selected_agreements > 1) {
        say_str(s, b->setting->image, b->setting->image->agreements[b->setting->agreement].id);
        say_text(s, "/");
    }
    say_str(s, b->setting->image, b->setting->image->clauses[b->clause].id);
    say_text(s, " ");
    say_boundary_kind(s, b);
    if (b->hangs) {
        say_text(s, " ");
        say_cause(s, b);
    }
    say_boundary_when(s, b, ", ");
    if (b->hangs)
        say_text(s, which_day(b));
    say_end(s, 0, 0);
    c->text.n -= c->text.n > 0; /* the line feed */
    put_text(c->out, &c->line, "SUMMARY", &c->text);
}

static void say_window(struct calendar *c, const struct boundary *b)
{
    struct say *s = &c->say;
    say_cause(s, b);
    say_text(s, b->unknown.is_event ? ": " : ", a day that is not known: ");
    say_day(s, b->earliest);
    say_text(s, " at the earliest");
    if (b->latest <= DAY_MAX) {
        say_text(s, ", ");
        say_day(s, b->latest);
        say_text(s, " at the latest");
    }
    if (!b->certain)
        say_text(s, b->latest > DAY_MAX ? ", or never"
                    : b->anyway         ? ", and after that it does so anyway"
                                        : ", or not at all");
    end_sentence(c);
}

static void say_instrument(struct calendar *c, const struct boundary *b)
{
    const struct image *img = b->setting->image;
    if (b->act == IMAGE_NONE)
        return;
    const struct instrument_row *i = &img->instruments[img->acts[b->act].instrument];
    say_text(&c->say, "by ");
    say_quoted(&c->say, img, i->title);
    say_text(&c->say, " (");
    say_str(&c->say, img, i->id);
    say_text(&c->say, ")");
    end_sentence(c);
}

/* On what it rests, beside the record: what a calendar that stands alone would leave out. */
static void say_basis(struct calendar *c, const struct boundary *b)
{
    const struct question *q = c->head->question;
    say_text(&c->say, "as known on ");
    say_day(&c->say, b->setting->known);
    if (q->signed_on != DAY_NONE) {
        say_text(&c->say, ", counting what was signed by ");
        say_day(&c->say, q->signed_on);
    }
    say_scenario(&c->say, q);
    end_sentence(c);
}

static void put_description(struct calendar *c, const struct boundary *b)
{
    const struct image *img = b->setting->image;
    struct say *s = &c->say;
    buf_clear(&c->text);
    say_str(s, img, img->clauses[b->clause].title);
    end_sentence(c);
    if (b->hangs)
        say_window(c, b);
    if (b->n_depends_on > 0) {
        say_text(s, "it comes ");
        say_boundary_when(s, b, "");
        end_sentence(c);
    }
    if (b->kind == BOUNDARY_BEGINS && b->after->summary != 0) {
        say_str(s, img, b->after->summary);
        end_sentence(c);
    }
    for (size_t i = 0; i < b->n_changes; i++) {
        say_boundary_change(s, b, &b->changes[i]);
        say_end(s, 0, 0);
    }
    say_instrument(c, b);
    say_basis(c, b);
    c->text.n -= c->text.n > 0;
    put_text(c->out, &c->line, "DESCRIPTION", &c->text);
}

static void put_entry(struct calendar *c, const struct boundary *b)
{
    PUT(c->out, "BEGIN:VEVENT\r\n");
    put_uid(c, b);
    put_days(c, b);
    put_summary(c, b);
    put_description(c, b);
    buf_printf(c->out, "STATUS:%s\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n",
               b->certain && !b->hangs ? "CONFIRMED" : "TENTATIVE");
}

void next_ics(struct buf *out, const struct style *style, const struct query_head *head,
              const struct next_list *list)
{
    struct calendar c = {.out = out, .head = head};
    buf_init(&c.line, 0);
    buf_init(&c.text, 0);
    say_init(&c.say, &c.text, 0, false, style->ascii);
    PUT(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//pact//pact next//EN\r\n"
             "CALSCALE:GREGORIAN\r\n");
    for (size_t i = 0; i < list->n; i++)
        put_entry(&c, &list->items[i]);
    PUT(out, "END:VCALENDAR\r\n");
    out->failed |= c.line.failed || c.say.text.failed;
    say_done(&c.say);
    buf_done(&c.line);
    buf_done(&c.text);
}
