/* See picture.h. All widths of text are estimates on the safe side, since whoever shows the picture
 * brings the font: a column of a terminal is taken to be COLUMN wide.
 *
 * A label stands in its bar where it fits; else in a line below the bars of its row, at the first
 * height where nothing is in its way. So none is cut, and none lies on another. */
#include "picture.h"

#include <string.h>

#include "put.h"
#include "row.h"
#include "text.h"

#define WIDTH 1200
#define MARGIN 16
#define COLUMN 7     /* of 12 px text */
#define LABEL_MAX 44 /* columns of a clause's name in one line */
#define BAR 18       /* height */
#define LINE 15      /* of text */
#define GAP 8        /* between rows */
#define MAX_LANES 24 /* lines of labels below the bars of one row */
#define LEGEND 30

/* ---- text ---- */

void put_markup(struct buf *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t code = 0;
        const size_t k = utf8_decode(text + i, n - i, &code);
        const bool blank = code == '\t' || code == '\n' || code == '\r';
        if (k == 0 || (code_is_hidden(code) && !blank) || code == 0xFFFE || code == 0xFFFF)
            PUT(out, "\xEF\xBF\xBD");
        else if (blank)
            PUT(out, " ");
        else if (code == '<')
            PUT(out, "&lt;");
        else if (code == '>')
            PUT(out, "&gt;");
        else if (code == '&')
            PUT(out, "&amp;");
        else if (code == '"')
            PUT(out, "&quot;");
        else if (code == '\'')
            PUT(out, "&#39;");
        else
            buf_put(out, text + i, k);
        i += k == 0 ? 1 : k;
    }
}

static void put_image_text(struct buf *out, const struct image *img, str_id id)
{
    put_markup(out, image_str(img, id), image_str_len(img, id));
}

static const char *row_label(const struct picture_row *r)
{
    return r->label != NULL ? r->label : image_str(r->image, r->image->clauses[r->clause].id);
}

static void put_plain_day(struct buf *b, day_t d)
{
    char text[11];
    day_format(d, text);
    buf_puts(b, text);
}

static int text_pixels(const char *text, size_t n)
{
    const size_t columns = text_width(text, n);
    return columns > 100000 ? 100000 * COLUMN : (int)columns * COLUMN;
}

/* ---- the drawing in the making ---- */

struct drawing {
    struct buf *out;
    const struct picture *p;
    struct buf body, words; /* bars and names; what stands above them and the day asked */
    struct buf label, said; /* of the run at hand, and of the one before */
    int left, right;        /* of the bars */
    int y;                  /* where the next row begins */
};

static int x_of(const struct drawing *g, day_t day)
{
    const struct picture *p = g->p;
    if (day <= p->first)
        return g->left;
    if (day > p->last)
        return g->right;
    return g->left +
           (int)((int64_t)(day - p->first) * (g->right - g->left) / (p->last - p->first + 1));
}

/* ---- left: topics and names ---- */

static size_t topic_length(const char *id, size_t n)
{
    const char *dot = memchr(id, '.', n);
    return dot == NULL ? n : (size_t)(dot - id);
}

/* Bytes of `text` that fill at most so many columns; at least one character. */
static size_t head_of(const char *text, size_t n, size_t columns)
{
    size_t at = 0, used = 0;
    while (at < n) {
        uint32_t code = 0;
        const size_t k = utf8_decode(text + at, n - at, &code);
        const size_t wide = k == 0 ? 1 : (size_t)code_width(code);
        if (at != 0 && used + wide > columns)
            break;
        used += wide;
        at += k == 0 ? 1 : k;
    }
    return at;
}

static void put_heading(struct drawing *g, const char *id, size_t n, const char *class)
{
    g->y += GAP;
    while (n > 0) {
        const size_t k = head_of(id, n, (WIDTH - 2 * MARGIN) / (COLUMN + 1));
        buf_printf(&g->body, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, MARGIN, g->y + 12);
        put_markup(&g->body, id, k);
        PUT(&g->body, "</text>\n");
        g->y += LINE;
        id += k;
        n -= k;
    }
    g->y += 3;
}

/* The name of a clause in lines; returns their height. */
static int put_name(struct drawing *g, const struct picture_row *r)
{
    const struct clause_row *c = &r->image->clauses[r->clause];
    const char *id = row_label(r);
    size_t n = strlen(id);
    int height = 0;
    PUT(&g->body, "<g class=\"name\"><title>");
    put_image_text(&g->body, r->image, c->title);
    PUT(&g->body, "</title>");
    while (n > 0) {
        const size_t k = head_of(id, n, LABEL_MAX);
        buf_printf(&g->body, "<text x=\"%d\" y=\"%d\">", MARGIN + 10, g->y + 13 + height);
        put_markup(&g->body, id, k);
        PUT(&g->body, "</text>");
        height += LINE;
        id += k;
        n -= k;
    }
    PUT(&g->body, "</g>\n");
    return height;
}

/* ---- bars ---- */

static void label_days(struct buf *b, const struct row *run)
{
    if (run->through == DAY_NONE) {
        PUT(b, "no end named");
        return;
    }
    PUT(b, "through ");
    put_plain_day(b, run->through);
}

static void label_unknowns(struct buf *b, const struct row *run)
{
    for (uint32_t i = 0; i < run->n_depends_on; i++) {
        const struct unknown_ref *u = &run->depends_on[i];
        if (i != 0)
            PUT(b, ", ");
        buf_put(b, image_str(row_image(run), u->name), image_str_len(row_image(run), u->name));
    }
}

/* What stands at a bar; empty for what is not there. */
static void make_label(struct buf *b, const struct row *run, enum picture_axis axis)
{
    buf_clear(b);
    if (axis == AXIS_KNOWN && run->status != STATUS_DEPENDS) {
        buf_puts(b, run->status == STATUS_IN_FORCE    ? "in force"
                    : run->status == STATUS_SUSPENDED ? "suspended"
                                                      : "");
    } else if (run->status == STATUS_DEPENDS) {
        PUT(b, "depends on ");
        label_unknowns(b, run);
    } else if (run->status == STATUS_SUSPENDED) {
        PUT(b, "suspended ");
        label_days(b, run);
    } else if (run->status == STATUS_IN_FORCE) {
        label_days(b, run);
    }
}

static void put_tooltip(struct drawing *g, const struct picture_row *r, const struct row *run)
{
    struct buf *b = &g->body;
    const struct image *img = r->image;
    static const char *const words[] = {[STATUS_NOT_YET] = "not yet",
                                        [STATUS_IN_FORCE] = "in force",
                                        [STATUS_SUSPENDED] = "suspended",
                                        [STATUS_ENDED] = "ended",
                                        [STATUS_DEPENDS] = "depends on "};
    PUT(b, "<title>");
    put_image_text(b, img, img->clauses[r->clause].id);
    PUT(b, ": ");
    buf_puts(b, words[run->status]);
    if (run->status == STATUS_DEPENDS) {
        buf_clear(&g->label);
        label_unknowns(&g->label, run);
        b->failed |= g->label.failed;
        put_markup(b, g->label.data == NULL ? "" : g->label.data, g->label.n);
    }
    const bool known = g->p->axis == AXIS_KNOWN;
    if (run->from != DAY_NONE) {
        buf_puts(b, known ? ", as known from " : ", from ");
        put_plain_day(b, run->from);
    }
    if (run->through != DAY_NONE && !(known && run->through == DAY_MAX)) {
        PUT(b, ", through ");
        put_plain_day(b, run->through);
    }
    if (!row_differs(run, FIELD_SUMMARY) && run->fields.summary != 0) {
        PUT(b, ". ");
        put_image_text(b, img, run->fields.summary);
    }
    PUT(b, "</title>");
}

/* Is the run over by the day asked, and something else in its place? */
static bool is_past(const struct drawing *g, const struct row *run)
{
    return g->p->asked != DAY_NONE && run->through != DAY_NONE && run->through < g->p->asked;
}

static const char *bar_class(const struct drawing *g, const struct row *run)
{
    if (run->status == STATUS_IN_FORCE)
        return is_past(g, run) ? "past" : "fixed";
    if (run->status == STATUS_DEPENDS)
        return "depends";
    return run->status == STATUS_SUSPENDED ? "suspended" : "ended";
}

/* A bar, its top from one place to another; below, its ends may have moved on. */
struct extent {
    int x1, x2, below1, below2;
};

static void put_shape(struct drawing *g, const char *class, const struct extent *e, bool open)
{
    struct buf *b = &g->body;
    const char *fade = open ? " mask=\"url(#fade)\"" : "";
    if (e->x1 == e->below1 && e->x2 == e->below2)
        buf_printf(b, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"%s/>", class,
                   e->x1, g->y, e->x2 - e->x1, BAR, fade);
    else
        buf_printf(b, "<path class=\"%s\" d=\"M%d %dL%d %dL%d %dL%d %dz\"%s/>", class, e->x1, g->y,
                   e->x2, g->y, e->below2, g->y + BAR, e->below1, g->y + BAR, fade);
}

static void put_bar(struct drawing *g, const struct picture_row *r, const struct row *run,
                    const struct extent *e)
{
    struct buf *b = &g->body;
    const char *class = bar_class(g, run);
    const bool open = run->through == DAY_NONE && run->status != STATUS_ENDED;
    buf_printf(b, "<g class=\"bar %s\">", class);
    put_tooltip(g, r, run);
    if (run->status == STATUS_ENDED || run->status == STATUS_NOT_YET)
        buf_printf(b, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"3\"/>", e->x1,
                   g->y + BAR / 2 - 1, e->x2 - e->x1);
    else
        put_shape(g, class, e, open);
    PUT(b, "</g>\n");
}

struct lanes {
    int end[MAX_LANES]; /* where the last label of each line ends */
    int n;
};

/* A line below the bars with room from x on; one more if there is none. */
static int lane_for(struct lanes *l, int x)
{
    for (int i = 0; i < l->n; i++)
        if (l->end[i] + 2 * COLUMN <= x)
            return i;
    return l->n < MAX_LANES ? l->n++ : -1;
}

/* Text on a pattern has a plate of its own. */
static void put_plate(struct drawing *g, const struct row *run, int x, int wide)
{
    if (run->status == STATUS_DEPENDS || run->status == STATUS_SUSPENDED)
        buf_printf(&g->words, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
                   run->status == STATUS_DEPENDS ? "hp" : "dp", x - 3, g->y + 2, wide + 6, BAR - 4);
}

static const char *label_class(const struct drawing *g, const struct row *run)
{
    if (run->status != STATUS_IN_FORCE)
        return "on-pattern";
    return is_past(g, run) ? "on-past" : "on";
}

static void put_words(struct drawing *g, const char *class, int x, int y, const char *text,
                      size_t n)
{
    buf_printf(&g->words, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, x, y);
    put_markup(&g->words, text, n);
    PUT(&g->words, "</text>\n");
}

/* A label below its bar, in as many lines as it takes. */
static void put_beside(struct drawing *g, struct lanes *lanes, int x1)
{
    const char *text = g->label.data;
    for (size_t n = g->label.n; n > 0;) {
        const size_t k = head_of(text, n, (size_t)(g->right - MARGIN) / COLUMN);
        const int wide = text_pixels(text, k);
        const int x = x1 + wide > g->right ? g->right - wide : x1;
        const int lane = lane_for(lanes, x);
        if (lane < 0)
            return;
        lanes->end[lane] = x + wide;
        put_words(g, "beside", x, g->y + BAR + 12 + lane * LINE, text, k);
        text += k;
        n -= k;
    }
}

/* Runs that hang on the same may follow one another closely: their label stands once. */
static bool is_said(const struct drawing *g)
{
    return g->said.n == g->label.n && memcmp(g->said.data, g->label.data, g->said.n) == 0;
}

static void note_said(struct drawing *g)
{
    buf_clear(&g->said);
    buf_put(&g->said, g->label.data, g->label.n);
    g->words.failed |= g->said.failed;
}

/* What is over is told by its title and by tables; it has a label only where that fits. */
static void put_label(struct drawing *g, const struct row *run, struct lanes *lanes, int x1, int x2)
{
    make_label(&g->label, run, g->p->axis);
    g->words.failed |= g->label.failed;
    if (g->label.n == 0 || is_said(g))
        return;
    const int wide = text_pixels(g->label.data, g->label.n);
    const int room = (run->through == DAY_NONE ? (x2 - x1) / 2 : x2 - x1) - 10;
    if (wide <= room) {
        put_plate(g, run, x1 + 5, wide);
        put_words(g, label_class(g, run), x1 + 5, g->y + 13, g->label.data, g->label.n);
    } else if (!is_past(g, run)) {
        put_beside(g, lanes, x1);
    } else {
        return;
    }
    note_said(g);
}

static bool is_drawn(const struct drawing *g, const struct row *run)
{
    return run->status != STATUS_NOT_YET && run->status != STATUS_NONE &&
           (run->from == DAY_NONE || run->from <= g->p->last) &&
           (run->through == DAY_NONE || run->through >= g->p->first);
}

/* Where a run's edge stands on the last day of knowledge of a row. */
static int x_below(const struct drawing *g, const struct picture_row *r, size_t edge, int x)
{
    if (r->edges == NULL || edge >= r->n_runs || !r->edges[edge].moves)
        return x;
    return x_of(g, day_plus(r->known_last + 1, r->edges[edge].plus));
}

static void put_runs(struct drawing *g, const struct picture_row *r, struct lanes *lanes)
{
    buf_clear(&g->said);
    for (size_t i = 0; i < r->n_runs; i++) {
        const struct row *run = r->runs[i];
        if (!is_drawn(g, run))
            continue;
        const int x1 = run->from == DAY_NONE ? g->left : x_of(g, run->from);
        int x2 = run->through == DAY_NONE ? g->right : x_of(g, run->through + 1);
        if (x2 < x1 + 2)
            x2 = x1 + 2;
        const struct extent e = {x1, x2, x_below(g, r, i, x1), x_below(g, r, i + 1, x2)};
        put_bar(g, r, run, &e);
        put_label(g, run, lanes, x1, x2);
    }
}

static void put_clause_row(struct drawing *g, const struct picture_row *r)
{
    struct lanes lanes = {.n = 0};
    buf_printf(&g->body, "<line class=\"rule\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", MARGIN,
               g->y - GAP / 2, WIDTH - MARGIN, g->y - GAP / 2);
    const int names = put_name(g, r);
    put_runs(g, r, &lanes);
    const int bars = BAR + lanes.n * LINE;
    g->y += (bars > names ? bars : names) + GAP;
}

static void put_rows(struct drawing *g)
{
    const struct picture_row *before = NULL;
    for (size_t i = 0; i < g->p->n_rows; i++) {
        const struct picture_row *r = &g->p->rows[i];
        const char *id = image_str(r->image, r->image->clauses[r->clause].id);
        const size_t n = topic_length(id, image_str_len(r->image, r->image->clauses[r->clause].id));
        const bool other =
            before == NULL || before->image != r->image || before->agreement != r->agreement;
        if (other && g->p->agreements) {
            const str_id name = r->image->agreements[r->agreement].id;
            put_heading(g, image_str(r->image, name), image_str_len(r->image, name), "agreement");
        }
        const char *last =
            before == NULL ? ""
                           : image_str(before->image, before->image->clauses[before->clause].id);
        if (other || topic_length(last, strlen(last)) != n || memcmp(last, id, n) != 0)
            put_heading(g, id, r->label != NULL ? strlen(id) : n, "topic");
        put_clause_row(g, r);
        before = r;
    }
}

/* ---- above: years, events, the day asked ---- */

static int year_step(const struct drawing *g)
{
    static const int steps[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};
    const int years = day_to_ymd(g->p->last).year - day_to_ymd(g->p->first).year + 1;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if ((int64_t)(g->right - g->left) * steps[i] / years >= 46)
            return steps[i];
    return 10000;
}

static void put_axis(struct drawing *g, int top, int bottom)
{
    const int step = year_step(g);
    const int first = day_to_ymd(g->p->first).year, last = day_to_ymd(g->p->last).year;
    for (int year = first - first % step; year <= last; year += step) {
        const day_t day = year < 1 ? DAY_NONE : day_from_ymd(year, 1, 1);
        if (day < g->p->first)
            continue;
        const int x = x_of(g, day);
        buf_printf(g->out,
                   "<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>"
                   "<text class=\"year\" x=\"%d\" y=\"%d\">%04d</text>\n",
                   x, top, x, bottom, x + 40 > WIDTH - 4 ? WIDTH - 44 : x + 3, top + 10, year);
    }
}

/* Diamonds with their names, in as many lines as it takes. Returns the height. */
static int put_marks(struct drawing *g, struct buf *b, int top)
{
    struct lanes lanes = {.n = 0};
    for (size_t i = 0; i < g->p->n_marks; i++) {
        const struct picture_mark *m = &g->p->marks[i];
        if (m->last < g->p->first || m->first > g->p->last)
            continue;
        const char *name = image_str(m->image, m->name);
        const int wide = text_pixels(name, image_str_len(m->image, m->name)) + 12;
        const int at = x_of(g, m->last);
        const bool turned = at + wide > g->right && at - wide > MARGIN;
        const int begin = turned ? at - wide : at - 7;
        int lane = 0;
        while (lane < lanes.n && lanes.end[lane] + COLUMN > begin)
            lane++;
        if (lane == MAX_LANES)
            lane--;
        if (lane == lanes.n)
            lanes.n++;
        lanes.end[lane] = turned ? at + 7 : at + wide;
        const int y = top + 9 + lane * LINE;
        PUT(b, "<g class=\"event\"><title>");
        put_image_text(b, m->image, m->title);
        PUT(b, ", ");
        put_plain_day(b, m->first);
        if (m->first != m->last) {
            PUT(b, " to ");
            put_plain_day(b, m->last);
            buf_printf(b, "</title><line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
                       x_of(g, m->first), y, at, y);
        } else {
            PUT(b, "</title>");
        }
        buf_printf(b, "<path d=\"M%d %dl6 6l-6 6l-6 -6z\"/><text x=\"%d\" y=\"%d\"%s>", at, y - 6,
                   turned ? at - 10 : at + 10, y + 4, turned ? " text-anchor=\"end\"" : "");
        put_markup(b, name, image_str_len(m->image, m->name));
        PUT(b, "</text></g>\n");
    }
    return lanes.n * LINE;
}

static void put_asked(struct drawing *g, int top, int bottom)
{
    const day_t day = g->p->asked;
    if (day == DAY_NONE)
        return;
    const bool seen = day >= g->p->first && day <= g->p->last;
    buf_printf(
        g->out,
        "<g class=\"asked\" transform=\"translate(%d 0)\"%s><line x1=\"0\" y1=\"%d\" x2=\"0\""
        " y2=\"%d\"/><text x=\"0\" y=\"%d\" text-anchor=\"middle\">",
        x_of(g, day), seen ? "" : " visibility=\"hidden\"", top, bottom, top - 4);
    put_plain_day(g->out, day);
    PUT(g->out, "</text></g>\n");
}

/* ---- below: what the patterns mean ---- */

static void put_legend(struct drawing *g, int y)
{
    static const struct {
        const char *class, *text, *more;
        int height;
    } items[] = {
        {"fixed", "in force", "", BAR - 6},
        {"depends", "depends on an event", "", BAR - 6},
        {"suspended", "suspended", "", BAR - 6},
        {"past", "past", "", BAR - 6},
        {"ended", "ended", "", 3},
        {"fixed", "no end named", " mask=\"url(#fade)\"", BAR - 6},
    };
    int x = MARGIN;
    PUT(g->out, "<g class=\"legend\">");
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        buf_printf(g->out,
                   "<g class=\"bar\"><rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"34\""
                   " height=\"%d\"%s/></g><text x=\"%d\" y=\"%d\">%s</text>",
                   items[i].class, x, y - items[i].height / 2, items[i].height, items[i].more,
                   x + 40, y + 4, items[i].text);
        x += 56 + (int)strlen(items[i].text) * COLUMN;
    }
    buf_printf(g->out,
               "<g class=\"event\"><path d=\"M%d %dl6 6l-6 6l-6 -6z\"/></g>"
               "<text x=\"%d\" y=\"%d\">event</text></g>\n",
               x + 6, y - 6, x + 18, y + 4);
}

/* ---- the whole ---- */

/* Colours one by one, for light and for dark, since not every viewer knows variables. */
static const char picture_style[] =
    /* clang-format off */
    ".pact text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',"
    "sans-serif;font-size:12px}"
    ".pact .topic,.pact .agreement,.pact .asked text{font-weight:700}"
    ".pact .depends{fill:url(#hatch)}"
    ".pact .suspended{fill:url(#dots);stroke-dasharray:4 2}"
    ".pact text.beside{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}"
    ".pact .fixed,.pact .past{stroke-width:1}"
    ".pact .event line,.pact .h{stroke-width:2}"
    ".pact .asked line{stroke-width:1.5;stroke-dasharray:5 3}"
    "@media print{.pact{print-color-adjust:exact;-webkit-print-color-adjust:exact}}"
    ".pact text{fill:#1b1f24}"
    ".pact .paper{fill:#fff}"
    ".pact .year,.pact .legend text{fill:#57606a}"
    ".pact .grid,.pact .rule{stroke:#d8dee4}"
    ".pact .fixed{fill:#0b57a4}"
    ".pact .past,.pact .ended rect,.pact .ended{fill:#c3cad1}"
    ".pact .depends{stroke:#8a5a00}"
    ".pact .suspended{stroke:#5b4b8a}"
    ".pact text.on{fill:#fff}"
    ".pact text.on-past{fill:#24292f}"
    ".pact text.beside,.pact .fixed,.pact .past{stroke:#fff}"
    ".pact .event path,.pact .asked text,.pact text.agreement{fill:#a4133c}"
    ".pact .event line,.pact .asked line{stroke:#a4133c}"
    ".pact .h{stroke:#8a5a00}"
    ".pact .hp{fill:#fff3d6}"
    ".pact .d{fill:#5b4b8a}"
    ".pact .dp{fill:#efeafa}"
    "@media screen and (prefers-color-scheme:dark){"
    ".pact text{fill:#e6edf3}"
    ".pact .paper{fill:#0f1419}"
    ".pact .year,.pact .legend text{fill:#9aa6b2}"
    ".pact .grid,.pact .rule{stroke:#2c343d}"
    ".pact .fixed{fill:#7ab8ff}"
    ".pact .past,.pact .ended rect,.pact .ended{fill:#4b545e}"
    ".pact .depends{stroke:#f0b95c}"
    ".pact .suspended{stroke:#c4b5f5}"
    ".pact text.on{fill:#0a1522}"
    ".pact text.on-past{fill:#f0f3f6}"
    ".pact text.beside,.pact .fixed,.pact .past{stroke:#0f1419}"
    ".pact .event path,.pact .asked text,.pact text.agreement{fill:#ff8fa8}"
    ".pact .event line,.pact .asked line{stroke:#ff8fa8}"
    ".pact .h{stroke:#f0b95c}"
    ".pact .hp{fill:#3a2c10}"
    ".pact .d{fill:#c4b5f5}"
    ".pact .dp{fill:#2a2345}"
    "}";
/* clang-format on */

void put_picture_style(struct buf *out)
{
    buf_puts(out, picture_style);
}

static const char picture_defs[] =
    "<defs><pattern id=\"hatch\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
    "<rect class=\"hp\" width=\"8\" height=\"8\"/>"
    "<path class=\"h\" d=\"M-2 10L10 -2M-2 2L2 -2M6 10L10 6\"/></pattern>"
    "<pattern id=\"dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
    "<rect class=\"dp\" width=\"6\" height=\"6\"/><circle class=\"d\" cx=\"3\" cy=\"3\" r=\"1.3\"/>"
    "</pattern>"
    "<linearGradient id=\"fading\"><stop offset=\"0.55\" stop-color=\"#fff\"/>"
    "<stop offset=\"1\" stop-color=\"#fff\" stop-opacity=\"0.08\"/></linearGradient>"
    "<mask id=\"fade\" maskContentUnits=\"objectBoundingBox\">"
    "<rect width=\"1\" height=\"1\" fill=\"url(#fading)\"/></mask></defs>\n";

static int widest_name(const struct picture *p)
{
    size_t most = 12;
    for (size_t i = 0; i < p->n_rows; i++) {
        const char *label = row_label(&p->rows[i]);
        const size_t wide = text_width(label, strlen(label));
        if (wide > most)
            most = wide;
    }
    return (int)(most > LABEL_MAX ? LABEL_MAX : most) * COLUMN;
}

static void put_title(struct drawing *g)
{
    if (g->p->axis == AXIS_KNOWN) {
        PUT(g->out, "What was known of ");
        put_plain_day(g->out, g->p->of);
    } else {
        PUT(g->out, "When clauses apply");
        if (g->p->axis == AXIS_PLANE)
            PUT(g->out, ", day of knowledge by day of knowledge");
        else if (g->p->known != DAY_NONE)
            PUT(g->out, ", as known on ");
        if (g->p->axis == AXIS_DAYS && g->p->known != DAY_NONE)
            put_plain_day(g->out, g->p->known);
    }
}

static void put_opening(struct drawing *g, int height, bool alone)
{
    if (alone)
        PUT(g->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    buf_printf(g->out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pact\" role=\"img\""
               " aria-label=\"When clauses apply\" viewBox=\"0 0 %d %d\"",
               WIDTH, height);
    buf_printf(g->out, " data-left=\"%d\" data-right=\"%d\" data-first=\"", g->left, g->right);
    put_plain_day(g->out, g->p->first);
    PUT(g->out, "\" data-last=\"");
    put_plain_day(g->out, g->p->last);
    PUT(g->out, "\">\n<title>");
    put_title(g);
    PUT(g->out, "</title>\n");
    if (alone) {
        /* As wide as a window, but never so narrow that its words cannot be read. */
        PUT(g->out, "<style>svg.pact{width:100%;height:auto;min-width:960px;max-width:1600px}");
        put_picture_style(g->out);
        PUT(g->out, "</style>\n");
    }
    buf_puts(g->out, picture_defs);
    buf_printf(g->out, "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n", WIDTH, height);
}

void put_picture(struct buf *out, const struct picture *p, bool alone)
{
    struct drawing g = {.out = out, .p = p};
    struct buf marks;
    buf_init(&g.body, 0);
    buf_init(&g.words, 0);
    buf_init(&g.label, 0);
    buf_init(&g.said, 0);
    buf_init(&marks, 0);
    g.left = MARGIN + 10 + widest_name(p) + 14;
    g.right = WIDTH - MARGIN;
    const int top = 26; /* below the day asked */
    const int marked = put_marks(&g, &marks, top + 16);
    g.y = top + 16 + marked + GAP;
    put_rows(&g);
    put_opening(&g, g.y + LEGEND, alone);
    put_axis(&g, top, g.y - GAP / 2);
    if (g.body.n > 0)
        buf_put(out, g.body.data, g.body.n);
    put_asked(&g, top - 8, g.y - GAP / 2);
    if (g.words.n > 0)
        buf_put(out, g.words.data, g.words.n);
    if (marks.n > 0)
        buf_put(out, marks.data, marks.n);
    put_legend(&g, g.y + LEGEND / 2);
    PUT(out, "</svg>\n");
    out->failed |= g.body.failed || g.words.failed || g.label.failed || marks.failed;
    buf_done(&g.body);
    buf_done(&g.words);
    buf_done(&g.label);
    buf_done(&g.said);
    buf_done(&marks);
}
