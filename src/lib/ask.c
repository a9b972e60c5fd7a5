/* Asking a corpus.
 *
 *   text ──asked_read──▶ days, assumptions, filters
 *        ──selection_make──▶ ranges of clauses
 *        ──check_*──▶ every name of the question is known to an agreement of the selection
 *        ──settings──▶ one for each selected agreement, its scenario has a course
 *   then the verb takes it clause by clause (query.c, diff.c, …)
 *
 * Everything that can be refused is refused here, before the first byte is written. */
#include "answer.h"

#include <stdlib.h>
#include <string.h>

/* So many names at most are compared with one that is not known. */
#define MAX_CANDIDATES 200000

bool asker_init(struct asker *k, const struct pact_corpus *c)
{
    *k = (struct asker){.corpus = c};
    arena_init(&k->arena);
    arena_init(&k->kept);
    arena_init(&k->passing);
    vec_init(&k->passed, sizeof(uint32_t));
    kept_rows_init(&k->kept_rows);
    arena_init(&k->rows);
    buf_init(&k->key, 0);
    selection_init(&k->selection);
    vec_init(&k->turns, sizeof(uint32_t));
    return sparse_init(&k->settings, c->n_agreements);
}

bool asker_init_many(struct asker *k, const struct pact_corpus *c, size_t leaves)
{
    struct pact_corpus *view = corpus_view(c, leaves);
    const bool good = asker_init(k, view != NULL ? view : c);
    k->view = view;
    return good && view != NULL;
}

void asker_done(struct asker *k)
{
    arena_done(&k->arena);
    arena_done(&k->kept);
    arena_done(&k->passing);
    vec_done(&k->passed);
    kept_rows_done(&k->kept_rows);
    arena_done(&k->rows);
    buf_done(&k->key);
    selection_done(&k->selection);
    vec_done(&k->turns);
    sparse_done(&k->settings);
    pact_corpus_free(k->view);
}

/* ---- names ---- */

/* Calls a function for each selected agreement, until it says true; what it said last. Where the
 * answer streams, pointers into an agreement are good as long as the function runs. */
typedef bool agreement_fn(const struct image *img, const struct agreement_row *row, void *ctx);

static bool any_agreement(const struct asker *k, agreement_fn *fn, void *ctx)
{
    const struct selection *s = &k->selection;
    for (size_t i = 0; i < s->ranges.n; i++) {
        const struct agreement_row *row;
        if (!selection_begins(s, i))
            continue;
        const struct image *img = corpus_frame(k->corpus, selection_at(s, i)->ordinal, &row);
        if (fn(img, row, ctx))
            return true;
        if (k->streams)
            corpus_relax(k->corpus);
    }
    return false;
}

static bool has_party(const struct image *img, const struct agreement_row *row, void *ctx)
{
    const char *id = ctx;
    return image_find_party(img, (uint32_t)(row - img->agreements), id, strlen(id)) != IMAGE_NONE;
}

static bool offer_parties(const struct image *img, const struct agreement_row *row, void *ctx)
{
    for (uint32_t i = row->parties.first; i < row->parties.first + row->parties.n; i++)
        suggest_offer(ctx, image_str(img, img->parties[i].id),
                      image_str_len(img, img->parties[i].id));
    return false;
}

static bool check_party(const struct asker *k, const char *id, struct diags *d)
{
    char *name = (char *)(uintptr_t)id; /* read only; contexts are not const */
    if (id == NULL || any_agreement(k, has_party, name))
        return true;
    struct suggest s;
    suggest_init(&s, id, strlen(id));
    any_agreement(k, offer_parties, &s);
    const char *hint = did_you_mean(d, &s);
    complain(d, DIAG_UNKNOWN_NAME, hint != NULL ? hint : "`pact list parties` shows them all",
             "no party '%s' in what was selected", id);
    return false;
}

/* A selected agreement of which the range may be looked at, where the answer streams until the next
 * one is; NULL: it is damaged. */
static const struct image *look_at(const struct asker *k, const struct range *r)
{
    const struct agreement_row *unused;
    if (k->streams)
        corpus_relax(k->corpus);
    if (k->streams && !range_prove(r, k->corpus))
        return NULL;
    return corpus_frame(k->corpus, r->ordinal, &unused);
}

static bool selection_has_term(const struct asker *k, const struct comparison *c)
{
    for (size_t i = 0; i < k->selection.ranges.n; i++) {
        const struct range *r = selection_at(&k->selection, i);
        const struct image *img = look_at(k, r);
        for (uint32_t n = 0; n < r->clauses.n && img != NULL; n++)
            if (clause_has_term(img, r->clauses.first + n, c->path, c->path_n))
                return true;
    }
    return false;
}

static void offer_terms(struct suggest *s, const struct image *img, uint32_t clause)
{
    const struct span acts = img->clauses[clause].acts;
    for (uint32_t a = acts.first; a < acts.first + acts.n; a++)
        for (uint32_t t = 0; t < img->acts[a].n_terms; t++) {
            const str_id name = img->terms[img->acts[a].terms + t].name;
            suggest_offer(s, image_str(img, name), image_str_len(img, name));
        }
}

static bool check_term(const struct asker *k, const struct comparison *c, struct diags *d)
{
    if (selection_has_term(k, c) || !corpus_is_sound(k->corpus))
        return true;
    struct suggest s;
    size_t left = MAX_CANDIDATES;
    suggest_init(&s, c->path, c->path_n);
    for (size_t i = 0; i < k->selection.ranges.n; i++) {
        const struct range *r = selection_at(&k->selection, i);
        const struct image *img = look_at(k, r);
        for (uint32_t n = 0; n < r->clauses.n && left > 0 && img != NULL; n++, left--)
            offer_terms(&s, img, r->clauses.first + n);
    }
    complain(d, DIAG_UNKNOWN_NAME, did_you_mean(d, &s), "no selected clause has a term '%.*s'",
             (int)(c->path_n < 512 ? c->path_n : 512), c->path);
    return false;
}

static enum status check_filter(const struct asker *k, struct diags *d)
{
    const struct filter *f = &k->asked.filter;
    bool good = check_party(k, f->party, d);
    good = check_party(k, f->holder, d) && good;
    good = check_party(k, f->obligor, d) && good;
    for (size_t i = 0; i < f->n_where; i++)
        good = check_term(k, &f->where[i], d) && good;
    const enum status fault = corpus_fault(k->corpus, d);
    return fault != ST_OK ? fault : good ? ST_OK : ST_USAGE;
}

/* The lists that question_check_names wants. */
struct selected {
    const struct image **images;
    uint32_t *agreements;
    size_t n;
};

static bool gather(const struct image *img, const struct agreement_row *row, void *ctx)
{
    struct selected *s = ctx;
    s->images[s->n] = img;
    s->agreements[s->n++] = (uint32_t)(row - img->agreements);
    return false;
}

/* Every name is that of one agreement, so with and without the agreement in front it is the same.
 * (That the same text is not there twice has been checked.) */
static enum status refuse_double(const struct question *q, struct diags *d)
{
    for (size_t i = 0; i < q->n_assumptions && q->assumptions[i].agreement == NULL; i++)
        for (size_t k = i + 1; k < q->n_assumptions; k++) {
            const struct assumption *a = &q->assumptions[i];
            const struct assumption *b = &q->assumptions[k];
            if (a->name_n != b->name_n || memcmp(a->name, b->name, a->name_n) != 0)
                continue;
            complain(d, DIAG_USAGE, NULL, "assumption '%s': there is another one for the same name",
                     b->text);
            return ST_USAGE;
        }
    return ST_OK;
}

static enum status check_assumptions(struct asker *k, struct diags *d)
{
    const size_t most = k->selection.ranges.n;
    if (k->asked.question.n_assumptions == 0)
        return ST_OK;
    struct selected s = {ARENA_ARRAY(&k->arena, most, const struct image *),
                         ARENA_ARRAY(&k->arena, most, uint32_t), 0};
    if (s.images == NULL || s.agreements == NULL)
        return ST_NOMEM;
    any_agreement(k, gather, &s);
    enum status status = question_check_names(&k->asked.question, s.images, s.agreements, s.n, d);
    return status == ST_OK ? refuse_double(&k->asked.question, d) : status;
}

/* False when memory is out. */
static bool add_number(struct vec *v, uint32_t number)
{
    uint32_t *added = vec_add(v);
    if (added != NULL)
        *added = number;
    return added != NULL;
}

/* ---- settings ---- */

/* Those of agreements that are let go; where they stood is for the caller to clear. */
static void forget_passing(struct asker *k)
{
    k->passed.n = 0;
    arena_clear(&k->passing);
}

void ask_let_go(struct asker *k)
{
    if (k->view == NULL || !corpus_view_release(k->view))
        return;
    for (size_t i = 0; i < k->passed.n; i++)
        atomic_store(sparse_place(&k->settings, *VEC_AT(&k->passed, uint32_t, i)), NULL);
    forget_passing(k);
}

/* Forgets the settings, and the rows made under them, unless they were made from the same knowledge
 * and assumptions. */
static bool keep_settings(struct asker *k)
{
    const struct question *q = &k->asked.question;
    struct buf key;
    buf_init(&key, 0);
    const day_t head[] = {q->known, q->signed_on, q->others_never};
    buf_put(&key, (const char *)head, sizeof head);
    for (size_t i = 0; i < q->n_assumptions; i++) {
        const struct assumption *a = &q->assumptions[i];
        const day_t days[] = {a->first, a->last};
        buf_put(&key, (const char *)days, sizeof days);
        buf_put(&key, a->agreement, a->agreement_n);
        buf_char(&key, '/');
        buf_put(&key, a->name, a->name_n);
        buf_char(&key, '\0');
    }
    if (key.failed || key.n != k->key.n || memcmp(key.data, k->key.data, key.n) != 0) {
        sparse_clear(&k->settings);
        forget_passing(k);
        arena_clear(&k->kept);
        kept_rows_clear(&k->kept_rows);
    }
    const bool good = !key.failed;
    buf_done(&k->key);
    k->key = key;
    return good;
}

static enum status make_setting(struct asker *k, uint32_t ordinal, struct diags *d)
{
    if (sparse_get(&k->settings, ordinal) != NULL)
        return ST_OK;
    const struct agreement_row *row;
    const struct image *img = corpus_frame(k->corpus, ordinal, &row);
    const bool stays = corpus_is_kept(k->corpus, ordinal, img);
    struct arena *a = stays ? &k->kept : &k->passing;
    _Atomic(void *) *place = sparse_place(&k->settings, ordinal);
    struct setting *s = ARENA_NEW(a, struct setting);
    if (s == NULL || place == NULL || (!stays && !add_number(&k->passed, ordinal)))
        return ST_NOMEM;
    const enum status status =
        setting_init(s, img, (uint32_t)(row - img->agreements), &k->asked.question, a, d);
    if (status == ST_OK)
        atomic_store(place, s);
    return status;
}

/* All of them before anything is answered: a scenario without a course is to be refused as a whole.
 */
static enum status make_settings(struct asker *k, struct diags *d)
{
    if (!keep_settings(k))
        return ST_NOMEM;
    enum status status = ST_OK;
    for (size_t i = 0; i < k->selection.ranges.n; i++) {
        const enum status one = make_setting(k, selection_at(&k->selection, i)->ordinal, d);
        if (one != ST_OK)
            status = one;
        if (one == ST_NOMEM)
            break;
    }
    if (status != ST_OK)
        buf_clear(&k->key); /* half-made settings are not for the next question */
    return status;
}

/* ---- the head of the document ---- */

/* One more agreement, of that record date. */
static void sum_up(struct query_head *h, day_t record)
{
    const day_t known = h->question->known != DAY_NONE ? h->question->known : record;
    if (h->n_selected_agreements++ == 0) {
        h->known = known;
        h->record_date = record;
    }
    if (h->known != known)
        h->known = DAY_NONE;
    if (record < h->record_date)
        h->record_date = record;
    h->known_after_record |= known > record;
}

/* The same of agreements with such record dates, without a look at any. */
static void sum_up_span(struct record_span record, struct query_head *h)
{
    h->n_selected_agreements = record.agreements;
    if (record.agreements == 0)
        return;
    h->record_date = record.first;
    h->known = h->question->known;
    h->known_after_record = h->known != DAY_NONE && h->known > record.first;
    if (h->known == DAY_NONE && record.first == record.last)
        h->known = record.first;
}

static void sum_up_ranges(const struct selection *s, struct query_head *h)
{
    for (size_t i = 0; i < s->ranges.n; i++)
        if (selection_begins(s, i))
            sum_up(h, selection_at(s, i)->record);
}

static void make_head(struct asker *k)
{
    const struct pact_corpus *c = k->corpus;
    const struct asked *asked = &k->asked;
    k->head = (struct query_head){
        .n_agreements = c->n_agreements,
        .n_clauses = c->n_clauses,
        .question = &asked->question,
        .date_defaulted = asked->date_defaulted,
        .known_defaulted = asked->known_defaulted,
        .today = asked->today,
        .select = k->from->select,
        .n_select = k->from->n_select,
        .filter = &asked->filter,
        .where = k->from->where,
        .n_where = k->from->n_where,
        .corpus_name = c->name != NULL ? c->name : "built-in corpus",
    };
    if (k->whole)
        sum_up_span(corpus_record(c), &k->head);
    else if (k->selection.passed)
        sum_up_span(k->selection.fit_record, &k->head);
    else
        sum_up_ranges(&k->selection, &k->head);
    if (k->head.n_selected_agreements == 0)
        k->head.known = asked->question.known;
}

/* Which clauses may be left out unseen; nothing is where knowledge or courses are not those of the
 * outline. */
static const struct passing *find_passing(const struct asker *k, enum line_value value,
                                          bool periods, struct passing *ret)
{
    const struct question *q = &k->asked.question;
    *ret = (struct passing){value, q->first, q->last, q->known};
    return value != LINE_ASK && q->n_assumptions == 0 && !q->others_never &&
                   q->signed_on == DAY_NONE && (periods || q->first == q->last)
               ? ret
               : NULL;
}

/* ---- all of it ---- */

static enum status begin(struct asker *k, const struct pact_question *from, struct diags *d)
{
    arena_clear(&k->arena);
    k->from = from;
    k->whole = k->streams = false;
    k->turns.n = 0;
    return asked_read(from, &k->arena, &k->asked, d);
}

static enum status select_some(struct asker *k, enum line_value value, bool periods,
                               struct diags *d)
{
    struct passing pass;
    k->selection.pass = find_passing(k, value, periods, &pass);
    const enum status status =
        selection_make(&k->selection, k->corpus, k->from->select, k->from->n_select, d);
    k->selection.pass = NULL;
    return status;
}

/* What streams gets its settings when their turn comes. */
static enum status end(struct asker *k, struct diags *d)
{
    enum status status = check_filter(k, d);
    if (status == ST_OK)
        status = check_assumptions(k, d);
    if (status == ST_OK && !k->streams)
        status = make_settings(k, d);
    if (status == ST_OK)
        make_head(k);
    return status;
}

enum status ask_prepare(struct asker *k, const struct pact_question *from, struct diags *d)
{
    return ask_prepare_some(k, from, LINE_ASK, false, d);
}

enum status ask_prepare_some(struct asker *k, const struct pact_question *from,
                             enum line_value value, bool periods, struct diags *d)
{
    enum status status = begin(k, from, d);
    if (status == ST_OK)
        status = select_some(k, value, periods, d);
    return status == ST_OK ? end(k, d) : status;
}

/* ---- much of it ---- */

/* From so many agreements on, none is kept. */
#define STREAMED_FROM 128

/* Of scenarios is said of all agreements what is wrong with them, not of the first alone. */
static bool is_plain(const struct asker *k)
{
    const struct question *q = &k->asked.question;
    return q->n_assumptions == 0 && !q->others_never;
}

static bool is_whole(const struct asker *k)
{
    const struct filter *f = &k->asked.filter;
    return k->from->n_select == 0 && f->party == NULL && f->holder == NULL && f->obligor == NULL &&
           f->n_where == 0 && is_plain(k);
}

/* Finds the first range of each agreement; false when memory is out. */
static bool find_turns(struct asker *k)
{
    const struct selection *s = &k->selection;
    bool good = true;
    for (uint32_t i = 0; i < s->ranges.n && good; i++)
        if (selection_begins(s, i))
            good = add_number(&k->turns, i);
    return good;
}

static void prepare_whole(struct asker *k)
{
    k->streams = k->whole = true;
    k->selection.ranges.n = 0;
    make_head(k);
}

/* The selection is made, and not read. */
static enum status prepare_selected(struct asker *k, struct diags *d)
{
    if (!find_turns(k))
        return ST_NOMEM;
    k->streams = k->turns.n >= STREAMED_FROM && is_plain(k);
    const enum status status = k->streams ? ST_OK : selection_read(&k->selection, k->corpus, d);
    return status == ST_OK ? end(k, d) : status;
}

enum status ask_prepare_answer(struct asker *k, const struct pact_question *from, bool writes,
                               struct diags *d)
{
    enum status status = begin(k, from, d);
    if (status == ST_OK && is_whole(k)) {
        prepare_whole(k);
    } else if (status == ST_OK) {
        k->selection.later = true;
        status = select_some(k, LINE_ASK, false, d);
        if (status == ST_OK)
            status = prepare_selected(k, d);
    }
    return status == ST_OK && k->streams && writes ? stream_check(k, d) : status;
}

enum status ask_clause(struct asker *k, const struct range *r, uint32_t clause,
                       const struct row **ret_rows, size_t *ret_n)
{
    arena_clear(&k->rows);
    return engine_answer(ask_setting(k, r), clause, &k->rows, ret_rows, ret_n);
}

enum status ask_stretches(struct asker *k, const struct range *r, uint32_t clause,
                          const struct row **ret_rows, size_t *ret_n)
{
    arena_clear(&k->rows);
    return engine_stretches(ask_setting(k, r), clause, &k->rows, ret_rows, ret_n);
}
