/* What there is in a corpus, as tables: one row of the table of nouns for each kind of thing. */
#include <string.h>

#include "jw.h"
#include "lib.h"
#include "list.h"

#define MAX_COLUMNS 10

/* ---- the nouns ---- */

struct noun {
    const char *name;
    const struct column columns[MAX_COLUMNS]; /* the first is the agreement */
    struct span (*rows)(const struct listing *l);
    name_fn *id, *title; /* what `match` looks at */
    void (*fill)(struct listing *l, uint32_t row,
                 struct cell *cells); /* the columns behind the first */
};

static struct span agreement_rows(const struct listing *l)
{
    return (struct span){(uint32_t)(l->agreement - l->img->agreements), 1};
}

static str_id agreement_id(const struct image *img, uint32_t row)
{
    return img->agreements[row].id;
}

static str_id agreement_title(const struct image *img, uint32_t row)
{
    return img->agreements[row].title;
}

static void fill_agreement(struct listing *l, uint32_t row, struct cell *cells)
{
    const struct agreement_row *a = &l->img->agreements[row];
    cells[0] = str_cell(l, a->title);
    cells[1] = day_cell(a->complete_through);
    cells[2] = parties_cell(l, a->parties);
    cells[3] = count_cell(l, a->clauses.n);
    cells[4] = count_cell(l, a->instruments.n);
    cells[5] = count_cell(l, a->events.n);
}

static struct span topic_rows(const struct listing *l)
{
    return l->agreement->topics;
}

static str_id topic_id(const struct image *img, uint32_t row)
{
    return img->topics[row].name;
}

static void fill_topic(struct listing *l, uint32_t row, struct cell *cells)
{
    cells[0] = str_cell(l, l->img->topics[row].name);
    cells[1] = count_cell(l, l->img->topics[row].clauses.n);
}

static struct span clause_rows(const struct listing *l)
{
    return l->agreement->clauses;
}

static str_id clause_id(const struct image *img, uint32_t row)
{
    return img->clauses[row].id;
}

static str_id clause_title(const struct image *img, uint32_t row)
{
    return img->clauses[row].title;
}

static void fill_clause(struct listing *l, uint32_t row, struct cell *cells)
{
    const struct clause_row *c = &l->img->clauses[row];
    cells[0] = str_cell(l, c->id);
    cells[1] = str_cell(l, c->title);
    cells[2] = word_cell(clause_kind_name((enum clause_kind)c->kind));
    cells[3] = names_cell(l, c->holder, party_name);
    cells[4] = names_cell(l, c->obligor, party_name);
    cells[5] = count_cell(l, c->acts.n);
}

static struct span party_rows(const struct listing *l)
{
    return l->agreement->parties;
}

static str_id party_title(const struct image *img, uint32_t row)
{
    return img->parties[row].name;
}

static void fill_party(struct listing *l, uint32_t row, struct cell *cells)
{
    cells[0] = str_cell(l, l->img->parties[row].id);
    cells[1] = str_cell(l, l->img->parties[row].name);
}

static struct span instrument_rows(const struct listing *l)
{
    return l->agreement->instruments;
}

static str_id instrument_id(const struct image *img, uint32_t row)
{
    return img->instruments[row].id;
}

static str_id instrument_title(const struct image *img, uint32_t row)
{
    return img->instruments[row].title;
}

static void fill_instrument(struct listing *l, uint32_t row, struct cell *cells)
{
    const struct instrument_row *i = &l->img->instruments[row];
    cells[0] = str_cell(l, i->id);
    cells[1] = str_cell(l, i->title);
    cells[2] = word_cell(instrument_kind_name((enum instrument_kind)i->kind));
    cells[3] = pdate_cell(i->signed_on);
    cells[4] = pdate_cell(i->announced);
    cells[5] = bound_cell(l, i->effective);
    cells[6] = names_cell(l, i->sources, source_name);
}

static struct span event_rows(const struct listing *l)
{
    return l->agreement->events;
}

static str_id event_title(const struct image *img, uint32_t row)
{
    return img->events[row].title;
}

static void fill_event(struct listing *l, uint32_t row, struct cell *cells)
{
    const struct event_row *e = &l->img->events[row];
    cells[0] = str_cell(l, e->id);
    cells[1] = str_cell(l, e->title);
    cells[2] = occurred_cell(l, e);
    cells[3] = pdate_cell(e->announced);
    cells[4] = day_cell(e->ruled_out_through);
    cells[5] = names_cell(l, e->requires, event_name);
    cells[6] = names_cell(l, e->sources, source_name);
}

static struct span source_rows(const struct listing *l)
{
    return l->agreement->sources;
}

static str_id source_title(const struct image *img, uint32_t row)
{
    return img->sources[row].title;
}

static void fill_source(struct listing *l, uint32_t row, struct cell *cells)
{
    const struct source_row *s = &l->img->sources[row];
    cells[0] = str_cell(l, s->id);
    cells[1] = str_cell(l, s->title);
    cells[2] = str_cell(l, s->publisher);
    cells[3] = word_cell(source_kind_name((enum source_kind)s->kind));
    cells[4] = pdate_cell(s->date);
    cells[5] = str_cell(l, s->url);
    cells[6] = word_cell(source_read_name((enum source_read)s->read));
}

#define AGREEMENT_COLUMN                                                                           \
    {                                                                                              \
        "agreement", "AGREEMENT", true                                                             \
    }

static const struct noun nouns[] = {
    {"agreements",
     {{"agreement", "AGREEMENT", false},
      {"title", "TITLE", false},
      {"complete_through", "COMPLETE THROUGH", false},
      {"parties", "PARTIES", true},
      {"clauses", "CLAUSES", true},
      {"instruments", "INSTRUMENTS", true},
      {"events", "EVENTS", true}},
     agreement_rows,
     agreement_id,
     agreement_title,
     fill_agreement},
    {"topics",
     {AGREEMENT_COLUMN, {"topic", "TOPIC", false}, {"clauses", "CLAUSES", false}},
     topic_rows,
     topic_id,
     topic_id,
     fill_topic},
    {"clauses",
     {AGREEMENT_COLUMN,
      {"clause", "CLAUSE", false},
      {"title", "TITLE", false},
      {"kind", "KIND", false},
      {"holder", "HOLDER", true},
      {"obligor", "OBLIGOR", true},
      {"acts", "ACTS", true}},
     clause_rows,
     clause_id,
     clause_title,
     fill_clause},
    {"parties",
     {AGREEMENT_COLUMN, {"party", "PARTY", false}, {"name", "NAME", false}},
     party_rows,
     party_name,
     party_title,
     fill_party},
    {"instruments",
     {AGREEMENT_COLUMN,
      {"instrument", "INSTRUMENT", false},
      {"title", "TITLE", false},
      {"kind", "KIND", true},
      {"signed", "SIGNED", true},
      {"announced", "ANNOUNCED", false},
      {"effective", "EFFECTIVE", true},
      {"sources", "SOURCES", true}},
     instrument_rows,
     instrument_id,
     instrument_title,
     fill_instrument},
    {"events",
     {AGREEMENT_COLUMN,
      {"event", "EVENT", false},
      {"title", "TITLE", false},
      {"occurred", "OCCURRED", true},
      {"announced", "ANNOUNCED", true},
      {"ruled_out_through", "RULED OUT THROUGH", true},
      {"requires", "REQUIRES", true},
      {"sources", "SOURCES", true}},
     event_rows,
     event_name,
     event_title,
     fill_event},
    {"sources",
     {AGREEMENT_COLUMN,
      {"source", "SOURCE", false},
      {"title", "TITLE", false},
      {"publisher", "PUBLISHER", true},
      {"kind", "KIND", true},
      {"date", "DATE", true},
      {"url", "URL", true},
      {"read", "READ", true}},
     source_rows,
     source_name,
     source_title,
     fill_source},
};
#define N_NOUNS (sizeof nouns / sizeof nouns[0])

const char *pact_list_noun(size_t i)
{
    return i < N_NOUNS ? nouns[i].name : NULL;
}

static const struct noun *find_noun(const char *name, struct diags *d)
{
    struct suggest s;
    suggest_init(&s, name, strlen(name));
    for (size_t i = 0; i < N_NOUNS; i++) {
        if (strcmp(nouns[i].name, name) == 0)
            return &nouns[i];
        suggest_offer(&s, nouns[i].name, strlen(nouns[i].name));
    }
    const char *hint = did_you_mean(d, &s);
    complain(d, DIAG_USAGE,
             hint != NULL ? hint
                          : "there are agreements, topics, clauses, parties, instruments, events "
                            "and sources",
             "there is nothing to list by the name of '%s'", name);
    return NULL;
}

/* ---- the rows that match ---- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool contains(const struct listing *l, str_id id)
{
    const char *text = image_str(l->img, id);
    const size_t n = image_str_len(l->img, id);
    for (size_t i = 0; i + l->match_n <= n; i++) {
        size_t k = 0;
        while (k < l->match_n && lower(text[i + k]) == lower(l->match[k]))
            k++;
        if (k == l->match_n)
            return true;
    }
    return false;
}

static void list_agreement(struct listing *l, const struct noun *noun, struct writer *w)
{
    const struct span rows = noun->rows(l);
    struct cell cells[MAX_COLUMNS];
    for (uint32_t i = rows.first; i < rows.first + rows.n && w->error == 0; i++) {
        if (l->match != NULL && !contains(l, noun->id(l->img, i)) &&
            !contains(l, noun->title(l->img, i)))
            continue;
        cells[0] = str_cell(l, l->agreement->id);
        noun->fill(l, i, cells + 1);
        render_table_row(l->table, cells);
        l->rows++;
        writer_pass(w);
    }
}

static void put_query(struct buf *b, const struct noun *noun, const char *match)
{
    struct jw w;
    jw_init(&w, b, false);
    jw_object(&w);
    jw_key(&w, "noun");
    jw_text(&w, noun->name);
    jw_key(&w, "match");
    jw_text(&w, match);
    jw_object_end(&w);
}

/* Text and Markdown keep the table until its end, and cells point into the listing's memory. */
static bool is_streamed(const struct style *style)
{
    return style->format != FORMAT_TEXT && style->format != FORMAT_MARKDOWN;
}

static size_t count_columns(const struct noun *noun)
{
    size_t n = 0;
    while (n < MAX_COLUMNS && noun->columns[n].key != NULL)
        n++;
    return n;
}

static enum status list_all(struct listing *l, const struct pact_corpus *c, const struct noun *noun,
                            const struct style *style, struct writer *w)
{
    struct buf query;
    const char *digest;
    buf_init(&query, 0);
    put_query(&query, noun, l->match);
    if (digest_if_shown(c, style, &digest) && !query.failed)
        l->table =
            render_table_begin(style, "pact.list/1", digest, c->n_agreements, c->n_clauses,
                               query.data, noun->name, noun->columns, count_columns(noun), &w->buf);
    for (size_t i = 0; l->table != NULL && i < c->n_agreements && w->error == 0; i++) {
        l->img = corpus_image(c, i);
        l->agreement = corpus_agreement_row(c, i);
        list_agreement(l, noun, w);
        if (is_streamed(style) && !l->arena.failed) {
            arena_clear(&l->arena);
            corpus_relax(c);
        }
    }
    buf_done(&query);
    if (l->table == NULL)
        return ST_NOMEM;
    render_table_end(l->table);
    return l->arena.failed ? ST_NOMEM : ST_OK;
}

enum pact_status pact_list(const struct pact_corpus *corpus, const char *noun, const char *match,
                           const struct pact_output *out, struct pact_outcome *ret_outcome,
                           struct pact_diags *diags)
{
    const struct style style = style_of(&out->style);
    const struct noun *found = find_noun(noun, &diags->d);
    if (found == NULL || format_check(out, FORMATS_COMMON, "a list", &diags->d) != ST_OK)
        return PACT_USAGE;
    struct listing l = {.match = match, .match_n = match != NULL ? strlen(match) : 0};
    struct writer w;
    arena_init(&l.arena);
    writer_init(&w, out);
    struct pact_corpus *view = corpus_view(corpus, LEAVES_ONE);
    enum status status = view != NULL ? corpus_read(view, &diags->d) : ST_NOMEM;
    if (status == ST_OK)
        status = list_all(&l, view, found, &style, &w);
    if (status == ST_OK) /* of what is read again */
        status = corpus_fault(view, &diags->d);
    status = writer_end(&w, status, &diags->d);
    arena_done(&l.arena);
    pact_corpus_free(view);
    if (status == ST_OK)
        *ret_outcome = (struct pact_outcome){.exit_code = PACT_EXIT_YES, .results = l.rows};
    return api_status(status, &diags->d);
}
