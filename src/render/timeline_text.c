/* Bars in characters. A cell stands for the days from its left edge to the next one's; it shows
 * what matters most of the runs in them. Labels are never cut: one that is too long has a line of
 * its own above its bar. */
#include "timeline_text.h"

#include <stdlib.h>
#include <string.h>

#include "query_text.h"
#include "say.h"
#include "text.h"

#define WIDTH_DEFAULT ((size_t)100)
#define WIDTH_MIN ((size_t)30)
#define GAP ((size_t)2)

/* What a cell can show, the stronger the later. */
enum cell_look {
    LOOK_NOTHING,
    LOOK_ENDED,
    LOOK_SUSPENDED,
    LOOK_DEPENDS,
    LOOK_IN_FORCE,
    LOOK_NEW,
    LOOK_MOVES
};

struct look {
    const char *text, *ascii;
    enum say_color color;
    const char *meaning; /* NULL: not in the legend */
};
static const struct look looks[] = {
    [LOOK_NOTHING] = {" ", " ", SAY_PLAIN, NULL},
    [LOOK_ENDED] = {"·", ".", SAY_DIM, "ended"},
    [LOOK_SUSPENDED] = {"░", "~", SAY_DIM, "suspended"},
    [LOOK_DEPENDS] = {"▒", "?", SAY_YELLOW, "depends"},
    [LOOK_IN_FORCE] = {"█", "#", SAY_GREEN, "in force"},
    [LOOK_NEW] = {"▐", "|", SAY_GREEN, "its terms change"},
    [LOOK_MOVES] = {"╱", "/", SAY_DIM, "moves on with the day of knowledge"},
};
#define LOOKS (sizeof looks / sizeof *looks)

struct chart {
    const struct picture *p;
    const struct style *style;
    struct say say;
    struct buf *out;
    size_t label, bar; /* columns */
    bool shown[LOOKS];
};

/* ---- days and columns ---- */

/* The first day of a column; `bar` gives the day after the last one. */
static day_t day_of(const struct chart *c, size_t column)
{
    const int64_t days = (int64_t)c->p->last - c->p->first + 1;
    return c->p->first + (day_t)(days * (int64_t)column / (int64_t)c->bar);
}

static bool in_picture(const struct chart *c, day_t day)
{
    return day >= c->p->first && day <= c->p->last;
}

/* The column in which a day of the picture lies. */
static size_t column_of(const struct chart *c, day_t day)
{
    const int64_t days = (int64_t)c->p->last - c->p->first + 1;
    size_t column = (size_t)(((int64_t)day - c->p->first) * (int64_t)c->bar / days);
    while (column + 1 < c->bar && day_of(c, column + 1) <= day)
        column++;
    while (column > 0 && day_of(c, column) > day)
        column--;
    return column;
}

/* ---- one bar ---- */

static enum cell_look look_of(const struct picture_row *row, size_t run)
{
    switch (row->runs[run]->status) {
    case STATUS_IN_FORCE:
        return LOOK_IN_FORCE;
    case STATUS_DEPENDS:
        return LOOK_DEPENDS;
    case STATUS_SUSPENDED:
        return LOOK_SUSPENDED;
    case STATUS_ENDED:
        return LOOK_ENDED;
    case STATUS_NOT_YET:
    case STATUS_NONE:
        break;
    }
    return LOOK_NOTHING;
}

/* Does the run go on with what was in force, on other terms? */
static bool changes_terms(const struct picture_row *row, size_t run)
{
    return run > 0 && row->runs[run]->status == STATUS_IN_FORCE &&
           row->runs[run - 1]->status == STATUS_IN_FORCE;
}

static void draw_run(const struct chart *c, const struct picture_row *row, size_t run,
                     unsigned char *cells)
{
    const struct row *r = row->runs[run];
    const day_t from = r->from == DAY_NONE || r->from < c->p->first ? c->p->first : r->from;
    const day_t through =
        r->through == DAY_NONE || r->through > c->p->last ? c->p->last : r->through;
    const enum cell_look look = look_of(row, run);
    if (from > through)
        return;
    const size_t first = column_of(c, from), last = column_of(c, through);
    for (size_t i = first; i <= last; i++)
        if (cells[i] < look)
            cells[i] = (unsigned char)look;
    if (changes_terms(row, run) && r->from == from && first > 0)
        cells[first] = LOOK_NEW;
}

/* Where an edge goes while the days of knowledge of the row go by. */
static void draw_edge(const struct chart *c, struct plane_edge edge, const struct picture_row *row,
                      unsigned char *cells)
{
    if (!edge.moves)
        return;
    const day_t first = day_plus(row->known_first + 1, edge.plus);
    const day_t last = day_plus(row->known_last + 1, edge.plus);
    if (first > c->p->last || last < c->p->first)
        return;
    const size_t from = column_of(c, first > c->p->first ? first : c->p->first);
    const size_t to = column_of(c, last < c->p->last ? last : c->p->last);
    for (size_t i = from; i < to; i++)
        cells[i] = LOOK_MOVES;
}

static void put_cells(struct chart *c, const unsigned char *cells)
{
    size_t end = c->bar;
    while (end > 0 && cells[end - 1] == LOOK_NOTHING)
        end--;
    struct buf piece;
    buf_init(&piece, 0);
    for (size_t i = 0, k; i < end; i = k) {
        const struct look *look = &looks[cells[i]];
        c->shown[cells[i]] = true;
        buf_clear(&piece);
        for (k = i; k < end && looks[cells[k]].color == look->color; k++) {
            c->shown[cells[k]] = true;
            buf_puts(&piece, c->style->ascii ? looks[cells[k]].ascii : looks[cells[k]].text);
        }
        say_colored(&c->say, look->color, piece.failed ? "" : piece.data);
    }
    c->out->failed |= piece.failed;
    buf_done(&piece);
}

static void put_label(struct chart *c, const struct picture_row *row)
{
    const struct image *img = row->image;
    const str_id id = img->clauses[row->clause].id;
    const size_t at = c->out->n;
    if (c->p->agreements && row->label == NULL) {
        text_safe(c->out, image_str(img, img->agreements[row->agreement].id),
                  image_str_len(img, img->agreements[row->agreement].id));
        buf_char(c->out, '/');
    }
    if (row->label != NULL)
        buf_puts(c->out, row->label);
    else
        text_safe(c->out, image_str(img, id), image_str_len(img, id));
    if (c->out->failed)
        return;
    size_t n = text_width(c->out->data + at, c->out->n - at);
    if (n > c->label) {
        buf_char(c->out, '\n');
        n = 0;
    }
    buf_fill(c->out, ' ', c->label + GAP - n);
}

/* No line ends in blanks. */
static void end_line(struct chart *c)
{
    while (!c->out->failed && c->out->n > 0 && c->out->data[c->out->n - 1] == ' ')
        c->out->data[--c->out->n] = '\0';
    buf_char(c->out, '\n');
}

static void put_bar(struct chart *c, const struct picture_row *row, unsigned char *cells)
{
    memset(cells, LOOK_NOTHING, c->bar);
    for (size_t i = 0; i < row->n_runs; i++)
        draw_run(c, row, i, cells);
    for (size_t i = 0; row->edges != NULL && i < row->n_runs; i++)
        draw_edge(c, row->edges[i], row, cells);
    put_label(c, row);
    put_cells(c, cells);
    end_line(c);
}

/* ---- the axis ---- */

/* Years between two labels, so that they do not touch. */
static int year_step(const struct chart *c)
{
    static const int steps[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};
    const double columns =
        (double)c->bar * 365.2425 / ((double)c->p->last - (double)c->p->first + 1);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (columns * steps[i] >= 6)
            return steps[i];
    return 10000;
}

static void put_axis(struct chart *c)
{
    const int step = year_step(c);
    struct ymd first = day_to_ymd(c->p->first);
    size_t at = 0;
    buf_fill(c->out, ' ', c->label + GAP);
    for (int year = first.year; year <= 9999; year++) {
        const day_t day = day_from_ymd(year, 1, 1);
        if (year % step != 0 || day < c->p->first)
            continue;
        if (day > c->p->last)
            break;
        const size_t column = column_of(c, day);
        if (column < at || column + 4 > c->bar)
            continue;
        buf_fill(c->out, ' ', column - at);
        buf_printf(c->out, "%04d", year);
        at = column + 4;
    }
    end_line(c);
}

/* A line with a sign at the day asked, and the day beside it. */
static void put_asked(struct chart *c)
{
    if (c->p->asked == DAY_NONE || !in_picture(c, c->p->asked))
        return;
    const size_t column = column_of(c, c->p->asked);
    char day[11];
    day_format(c->p->asked, day);
    const char *sign = c->style->ascii ? "v" : "▼";
    const bool left = column > strlen(day); /* the day stands before the sign where it has room */
    buf_fill(c->out, ' ', c->label + GAP + column - (left ? strlen(day) + 1 : 0));
    if (left)
        buf_printf(c->out, "%s %s\n", day, sign);
    else
        buf_printf(c->out, "%s %s\n", sign, day);
}

/* A line for each event: a diamond on its day, or at both ends of its window, and its id. */
static void put_marks(struct chart *c)
{
    const char *sign = c->style->ascii ? "*" : "◆";
    for (size_t i = 0; i < c->p->n_marks; i++) {
        const struct picture_mark *m = &c->p->marks[i];
        if (m->last < c->p->first || m->first > c->p->last)
            continue;
        const day_t day = m->first < c->p->first ? c->p->first : m->first;
        const size_t column = column_of(c, day);
        const size_t n = text_width(image_str(m->image, m->name), image_str_len(m->image, m->name));
        const bool left = column > n;
        buf_fill(c->out, ' ', c->label + GAP + column - (left ? n + 1 : 0));
        if (!left)
            buf_printf(c->out, "%s ", sign);
        text_safe(c->out, image_str(m->image, m->name), image_str_len(m->image, m->name));
        if (left)
            buf_printf(c->out, " %s", sign);
        buf_char(c->out, '\n');
    }
}

static void put_legend(struct chart *c)
{
    size_t shown = 0;
    for (size_t i = LOOKS; i-- > 0;) {
        if (!c->shown[i] || looks[i].meaning == NULL)
            continue;
        if (shown++ > 0)
            say_text(&c->say, "   ");
        say_text(&c->say, c->style->ascii ? looks[i].ascii : looks[i].text);
        say_text(&c->say, " ");
        say_text(&c->say, looks[i].meaning);
    }
    say_blank(&c->say);
    say_end(&c->say, 0, 0);
}

/* ---- the whole ---- */

static size_t widest_label(const struct picture *p)
{
    size_t widest = 0;
    for (size_t i = 0; i < p->n_rows; i++) {
        const struct image *img = p->rows[i].image;
        size_t n = p->rows[i].label != NULL
                       ? strlen(p->rows[i].label)
                       : image_str_len(img, img->clauses[p->rows[i].clause].id);
        if (p->agreements && p->rows[i].label == NULL)
            n += image_str_len(img, img->agreements[p->rows[i].agreement].id) + 1;
        if (n > widest)
            widest = n;
    }
    return widest;
}

static bool another_topic(const struct picture_row *a, const struct picture_row *b)
{
    const char *x = image_str(a->image, a->image->clauses[a->clause].id);
    const char *y = image_str(b->image, b->image->clauses[b->clause].id);
    const size_t n = strcspn(x, ".");
    return a->image != b->image || a->agreement != b->agreement || strcspn(y, ".") != n ||
           memcmp(x, y, n) != 0;
}

static void put_chart(struct chart *c)
{
    unsigned char *cells = malloc(c->bar);
    if (cells == NULL) {
        c->out->failed = true;
        return;
    }
    put_asked(c);
    put_axis(c);
    for (size_t i = 0; i < c->p->n_rows; i++) {
        if (i > 0 && another_topic(&c->p->rows[i - 1], &c->p->rows[i]))
            buf_char(c->out, '\n');
        put_bar(c, &c->p->rows[i], cells);
    }
    free(cells);
    put_marks(c);
    put_legend(c);
}

/* What the lines are, where they are not the answers over days. */
static void say_beliefs(struct chart *c, const struct query_head *head)
{
    struct say *s = &c->say;
    const struct picture *p = c->p;
    if (p->axis == AXIS_KNOWN) {
        say_text(s, "what was known of ");
        say_day(s, p->of);
        say_text(s, ", on days from ");
    } else if (p->n_rows > 0) {
        const struct image *img = p->rows[0].image;
        const struct clause_row *clause = &img->clauses[p->rows[0].clause];
        say_str(s, img, clause->id);
        say_text(s, ": ");
        say_str(s, img, clause->title);
        say_text(s,
                 "; a line for each stretch of knowledge, which begins on the day at its left, for "
                 "days from ");
    }
    say_day(s, p->first);
    say_text(s, " through ");
    say_day(s, p->last);
    say_scenario(s, head->question);
    say_text(s, "; ");
    say_text(s, head->corpus_name);
}

void put_timeline_text(struct buf *out, const struct style *style, const struct picture *p,
                       const struct query_head *head)
{
    const size_t wanted = style->width > 0 ? style->width : WIDTH_DEFAULT;
    const size_t width = wanted > WIDTH_MIN ? wanted : WIDTH_MIN;
    struct chart c = {.p = p, .style = style, .out = out};
    const size_t widest = widest_label(p), most = width * 2 / 5;
    c.label = widest < most ? widest : most;
    c.bar = width - c.label - GAP;
    say_init(&c.say, out, style->width, style->color, style->ascii);
    if (p->axis == AXIS_DAYS)
        say_question(&c.say, head);
    else
        say_beliefs(&c, head);
    say_end(&c.say, 0, 4);
    buf_char(out, '\n');
    if (p->n_rows > 0)
        put_chart(&c);
    else
        buf_puts(out, "no clause fits\n");
    say_done(&c.say);
}

/* ---- Mermaid ---- */

/* Text of a chart's line: what would end it, or begin a comment, is left out. */
static void put_plain(struct buf *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_char(out, strchr(":;#%{}\"\\<>&", text[i]) != NULL || (unsigned char)text[i] < 0x20
                          ? ' '
                          : text[i]);
}

/* A line that begins with a day, or with a word of the language, would be read as something else.
 */
static bool reads_as_chart(const char *id)
{
    static const char *const words[] = {
        "gantt",      "dateformat",   "inclusiveenddates", "topaxis",  "title",       "section",
        "axisformat", "tickinterval", "excludes",          "includes", "todaymarker", "weekday",
        "weekend",    "click",        "acctitle",          "accdescr"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(id, words[i], strlen(words[i])) == 0)
            return true;
    return id[0] >= '0' && id[0] <= '9';
}

static void put_task(struct buf *out, const struct picture *p, const struct picture_row *row,
                     size_t run)
{
    static const char *const tags[] = {
        [STATUS_IN_FORCE] = "", [STATUS_DEPENDS] = "crit, ", [STATUS_SUSPENDED] = "done, "};
    const struct row *r = row->runs[run];
    const struct image *img = row->image;
    if (r->status != STATUS_IN_FORCE && r->status != STATUS_DEPENDS &&
        r->status != STATUS_SUSPENDED)
        return;
    const day_t from = r->from == DAY_NONE || r->from < p->first ? p->first : r->from;
    const day_t through = r->through == DAY_NONE || r->through > p->last ? p->last : r->through;
    char day[11];
    if (from > through)
        return;
    const char *id = image_str(img, img->clauses[row->clause].id);
    buf_puts(out, reads_as_chart(id) ? "    clause " : "    ");
    put_plain(out, id, strlen(id));
    if (r->status != STATUS_IN_FORCE)
        buf_printf(out, " (%s)", status_name(r->status));
    day_format(from, day);
    buf_printf(out, " :%s%s, ", tags[r->status], day);
    day_format(through < DAY_MAX ? through + 1 : through, day); /* Mermaid's end is excluded */
    buf_printf(out, "%s\n", day);
}

static void put_section(struct buf *out, const struct picture *p, const struct picture_row *row)
{
    const struct image *img = row->image;
    const char *id = image_str(img, img->clauses[row->clause].id);
    buf_puts(out, "    section ");
    if (p->agreements) {
        put_plain(out, image_str(img, img->agreements[row->agreement].id),
                  image_str_len(img, img->agreements[row->agreement].id));
        buf_puts(out, " ");
    }
    put_plain(out, id, strcspn(id, "."));
    buf_char(out, '\n');
}

void put_timeline_mermaid(struct buf *out, const struct picture *p)
{
    char day[11];
    buf_puts(out, "gantt\n    dateFormat YYYY-MM-DD\n    axisFormat %Y\n    todayMarker off\n");
    for (size_t i = 0; i < p->n_rows; i++) {
        if (i == 0 || another_topic(&p->rows[i - 1], &p->rows[i]))
            put_section(out, p, &p->rows[i]);
        for (size_t k = 0; k < p->rows[i].n_runs; k++)
            put_task(out, p, &p->rows[i], k);
    }
    if (p->asked == DAY_NONE || p->asked < p->first || p->asked > p->last)
        return;
    day_format(p->asked, day);
    buf_printf(out, "    section asked\n    on %s :milestone, %s, 0d\n", day, day);
}
