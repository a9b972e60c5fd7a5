/* See page.h. The template has marks `<!--@name-->` where a part is put. */
#include "page.h"

#include <string.h>

#include "put.h"
#include "row.h"

/* The assembler of gcc and clang alike reads the files; C17 has no word for that. */
#define TAKE_IN(name, file)                                                                        \
    __asm__(".pushsection .rodata\n"                                                               \
            ".hidden pact_page_" name "\n.globl pact_page_" name "\npact_page_" name ":\n"         \
            ".incbin \"" PACT_PAGE_FOLDER "/" file "\"\n.byte 0\n.popsection\n")
TAKE_IN("html", "timeline_page.html");
TAKE_IN("css", "timeline_page.css");
TAKE_IN("js", "timeline_page.js");

extern const char pact_page_html[], pact_page_css[], pact_page_js[];

static const struct picture_row *first_row(const struct page *p)
{
    return p->picture->n_rows == 0 ? NULL : &p->picture->rows[0];
}

static void put_title(struct buf *out, const struct page *p)
{
    const struct picture_row *r = first_row(p);
    if (r == NULL || p->picture->agreements) {
        PUT(out, "Contract terms in time");
        return;
    }
    const struct agreement_row *g = &r->image->agreements[r->agreement];
    const str_id name = g->title != 0 ? g->title : g->id;
    put_markup(out, image_str(r->image, name), image_str_len(r->image, name));
}

static void put_receipt(struct buf *out, const struct page *p)
{
    buf_printf(out, "pact %s; %zu clauses", PACT_VERSION, p->picture->n_rows);
    if (p->digest != NULL) {
        PUT(out, "; corpus sha256:");
        buf_puts(out, p->digest);
    }
}

static void put_day_cell(struct buf *out, day_t day, const char *open)
{
    char text[11] = "";
    if (day != DAY_NONE)
        day_format(day, text);
    const char *key = text[0] != '\0' ? text : open[0] == 'n' ? "~" : "";
    buf_printf(out, "<td class=\"day\" data-key=\"%s\">%s</td>", key,
               text[0] != '\0' ? text : open);
}

static void put_run(struct buf *out, const struct page *p, const struct picture_row *r,
                    const struct row *run)
{
    static const char *const words[] = {[STATUS_NOT_YET] = "not yet",
                                        [STATUS_IN_FORCE] = "in force",
                                        [STATUS_SUSPENDED] = "suspended",
                                        [STATUS_ENDED] = "ended",
                                        [STATUS_DEPENDS] = "depends"};
    const struct image *img = r->image;
    PUT(out, "<tr><th scope=\"row\">");
    if (p->picture->agreements) {
        const str_id id = img->agreements[r->agreement].id;
        put_markup(out, image_str(img, id), image_str_len(img, id));
        PUT(out, "/");
    }
    const struct clause_row *c = &img->clauses[r->clause];
    put_markup(out, image_str(img, c->id), image_str_len(img, c->id));
    PUT(out, "</th>");
    put_day_cell(out, run->from, "");
    put_day_cell(out, run->through, "no end named");
    buf_printf(out, "<td><span class=\"status %s\">%s</span></td><td>", status_name(run->status),
               words[run->status]);
    if (!row_differs(run, FIELD_SUMMARY) && run->fields.summary != 0)
        put_markup(out, image_str(img, run->fields.summary),
                   image_str_len(img, run->fields.summary));
    for (uint32_t i = 0; i < run->n_depends_on; i++) {
        buf_puts(out, i == 0 ? " Depends on " : ", ");
        const str_id name = run->depends_on[i].name;
        put_markup(out, image_str(img, name), image_str_len(img, name));
    }
    PUT(out, "</td></tr>\n");
}

static void put_all_runs(struct buf *out, const struct page *p)
{
    const size_t before = out->n;
    for (size_t i = 0; i < p->picture->n_rows; i++) {
        const struct picture_row *r = &p->picture->rows[i];
        for (size_t k = 0; k < r->n_runs; k++)
            if (r->runs[k]->status != STATUS_NOT_YET)
                put_run(out, p, r, r->runs[k]);
    }
    if (out->n == before)
        PUT(out, "<tr><td colspan=\"5\">Nothing applies in this period.</td></tr>\n");
}

static void put_styles(struct buf *out)
{
    buf_puts(out, pact_page_css);
    put_picture_style(out);
}

static bool is_mark(const char *mark, size_t n, const char *name)
{
    return strlen(name) == n && memcmp(mark, name, n) == 0;
}

static void put_part(struct buf *out, const struct page *p, const char *mark, size_t n)
{
    if (is_mark(mark, n, "title"))
        put_title(out, p);
    else if (is_mark(mark, n, "receipt"))
        put_receipt(out, p);
    else if (is_mark(mark, n, "css"))
        put_styles(out);
    else if (is_mark(mark, n, "js"))
        buf_puts(out, pact_page_js);
    else if (is_mark(mark, n, "picture"))
        put_picture(out, p->picture, false);
    else if (is_mark(mark, n, "runs"))
        put_all_runs(out, p);
    else if (is_mark(mark, n, "data"))
        timeline_data_put(p->data, out, p->date, p->known);
}

void put_page(struct buf *out, const struct page *p)
{
    static const char begin[] = "<!--@", end[] = "-->";
    const char *at = pact_page_html;
    for (const char *mark; (mark = strstr(at, begin)) != NULL;) {
        const char *name = mark + sizeof begin - 1;
        const char *close = strstr(name, end);
        if (close == NULL)
            break;
        buf_put(out, at, (size_t)(mark - at));
        put_part(out, p, name, (size_t)(close - name));
        at = close + sizeof end - 1;
    }
    buf_puts(out, at);
}
