/* What the replay of a receipt found: a sentence and a line for each place that differs; for
 * programs a table of those places. */
#include "replay.h"

#include <string.h>

#include "jw.h"
#include "say.h"

static const struct column columns[] = {
    {"path", "PLACE", false},
    {"before", "RECEIPT", false},
    {"after", "NOW", false},
};
#define COLUMNS (sizeof columns / sizeof *columns)

static bool same_corpus(const struct replay_report *r)
{
    const char *hex = strchr(r->old_digest, ':');
    return hex != NULL && strcmp(hex + 1, r->digest) == 0;
}

static void put_query(struct buf *b, const struct replay_report *r)
{
    struct jw w;
    jw_init(&w, b, false);
    jw_object(&w);
    jw_key(&w, "receipt");
    jw_text(&w, r->receipt);
    jw_key(&w, "clause");
    jw_text(&w, r->clause);
    jw_key(&w, "date");
    jw_text(&w, r->date);
    jw_key(&w, "known");
    jw_text(&w, r->known);
    jw_key(&w, "digest");
    jw_text(&w, r->old_digest);
    jw_key(&w, "version");
    jw_text(&w, r->old_version);
    jw_object_end(&w);
}

/* ---- text ---- */

static void say_verdict(struct say *s, const struct replay_report *r)
{
    say_text(s, r->n_changes == 0 ? "the same: " : "different: ");
    say_text(s, r->clause);
    say_text(s, " on ");
    say_text(s, r->date);
    say_text(s, ", as known on ");
    say_text(s, r->known);
    say_text(s, r->n_changes == 0 ? ", is answered as in " : ", is not answered as in ");
    say_text(s, r->receipt);
}

/* What else is not as it was then. */
static void say_circumstances(struct say *s, const struct replay_report *r)
{
    const bool corpus = same_corpus(r), version = strcmp(r->old_version, r->version) == 0;
    if (corpus) {
        say_text(s, "; the corpus is the same (sha256:");
        say_text(s, r->digest);
        say_text(s, ")");
    } else {
        say_text(s, "; the corpus says other things than then (");
        say_text(s, r->old_digest);
        say_text(s, ", now sha256:");
        say_text(s, r->digest);
        say_text(s, ")");
    }
    if (!version) {
        say_text(s, "; the receipt is of pact ");
        say_text(s, r->old_version);
        say_text(s, ", this is ");
        say_text(s, r->version);
    }
}

static void write_text(struct buf *out, const struct style *style, const struct replay_report *r)
{
    struct say s;
    say_init(&s, out, style->width, style->color, style->ascii);
    say_verdict(&s, r);
    say_circumstances(&s, r);
    say_end(&s, 0, 4);
    for (size_t i = 0; i < r->n_changes; i++) {
        const struct replay_change *c = &r->changes[i];
        say_text(&s, c->path);
        say_text(&s, ": ");
        say_text(&s, c->before != NULL ? c->before : "not there");
        say_text(&s, s.ascii ? " -> " : " \xE2\x86\x92 ");
        say_text(&s, c->after != NULL ? c->after : "not there");
        say_end(&s, 2, 6);
    }
    out->failed |= s.text.failed;
    say_done(&s);
}

/* ---- tables ---- */

static struct cell json_cell(const char *json)
{
    if (json == NULL)
        return (struct cell){.kind = CELL_NULL};
    const size_t n = strlen(json);
    return (struct cell){.kind = CELL_TEXT, .text = json, .n = n, .json = json, .json_n = n};
}

static bool write_table(struct buf *out, const struct style *style, const struct replay_report *r)
{
    struct buf query;
    struct table_render *t = NULL;
    buf_init(&query, 0);
    put_query(&query, r);
    if (!query.failed)
        t = render_table_begin(style, "pact.replay/1", r->digest, r->n_agreements, r->n_clauses,
                               query.data, "differences", columns, COLUMNS, out);
    for (size_t i = 0; t != NULL && i < r->n_changes; i++) {
        const struct replay_change *c = &r->changes[i];
        const struct cell cells[COLUMNS] = {
            {.kind = CELL_TEXT, .text = c->path, .n = strlen(c->path)},
            json_cell(c->before),
            json_cell(c->after),
        };
        render_table_row(t, cells);
    }
    if (t != NULL)
        render_table_end(t);
    buf_done(&query);
    return t != NULL;
}

bool render_replay(struct buf *out, const struct style *style, const struct replay_report *report)
{
    if (style->format != FORMAT_TEXT)
        return write_table(out, style, report) && !out->failed;
    write_text(out, style, report);
    return !out->failed;
}
