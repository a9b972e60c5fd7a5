/* Many questions on one corpus: a line of JSON in, a line of JSON out. */
#include "batch.h"

#include <stdlib.h>
#include <string.h>

#include "jr.h"

/* ---- reading a line ---- */

struct line {
    struct arena *arena;
    struct diags *diags;
    const struct pact_question *defaults;
    struct pact_question q;
    bool bad;
};

static void refuse(struct line *l, const char *key, const char *fault)
{
    complain(l->diags, DIAG_USAGE, NULL, "'%s' %s", key, fault);
    l->bad = true;
}

static void read_text(struct line *l, const struct jr_value *v, const char **ret)
{
    if (v->kind == JR_STRING)
        *ret = v->text;
    else if (v->kind != JR_NULL)
        refuse(l, v->key, "takes a string");
}

/* {"from": "…", "through": "…"} as the text that says the same, FIRST..LAST; NULL if it is none. */
static const char *period_text(struct line *l, const struct jr_value *v)
{
    const struct jr_value *from = jr_find(v, "from");
    const struct jr_value *through = jr_find(v, "through");
    if (v->n != 2 || from == NULL || through == NULL || from->kind != JR_STRING ||
        through->kind != JR_STRING)
        return NULL;
    return arena_printf(l->arena, "%s..%s", from->text, through->text);
}

static const char *span_text(struct line *l, const struct jr_value *v)
{
    if (v->kind == JR_STRING)
        return v->text;
    return v->kind == JR_OBJECT ? period_text(l, v) : NULL;
}

static void read_date(struct line *l, const struct jr_value *v)
{
    l->q.date = span_text(l, v);
    if (l->q.date == NULL && !l->arena->failed)
        refuse(l, "date", "takes a string, or an object of `from` and `through`");
}

static void read_list(struct line *l, const struct jr_value *v, const char *const **ret,
                      size_t *ret_n)
{
    if (v->kind != JR_ARRAY) {
        refuse(l, v->key, "takes a list of strings");
        return;
    }
    const char **items = ARENA_ARRAY(l->arena, v->n, const char *);
    size_t n = 0;
    for (const struct jr_value *item = v->child; item != NULL && items != NULL; item = item->next) {
        if (item->kind != JR_STRING) {
            refuse(l, v->key, "takes a list of strings");
            return;
        }
        items[n++] = item->text;
    }
    *ret = items;
    *ret_n = n;
}

static void read_assume(struct line *l, const struct jr_value *v)
{
    if (v->kind != JR_OBJECT) {
        refuse(l, "assume", "takes an object of names and days");
        return;
    }
    const char **items = ARENA_ARRAY(l->arena, v->n, const char *);
    size_t n = 0;
    for (const struct jr_value *item = v->child; item != NULL && items != NULL; item = item->next) {
        const char *value = span_text(l, item);
        if (value != NULL)
            items[n++] = arena_printf(l->arena, "%s=%s", item->key, value);
        else
            refuse(l, item->key,
                   "in `assume` takes a day, \"never\", or an object of `from` and `through`");
    }
    l->q.assume = items;
    l->q.n_assume = n;
}

static void read_all(struct line *l, const struct jr_value *v)
{
    if (v->kind == JR_TRUE || v->kind == JR_FALSE)
        l->q.all = v->kind == JR_TRUE;
    else
        refuse(l, "all", "takes true or false");
}

static void read_known(struct line *l, const struct jr_value *v)
{
    read_text(l, v, &l->q.known);
}

static void read_signed(struct line *l, const struct jr_value *v)
{
    read_text(l, v, &l->q.signed_on);
}

static void read_select(struct line *l, const struct jr_value *v)
{
    read_list(l, v, &l->q.select, &l->q.n_select);
}

static void read_party(struct line *l, const struct jr_value *v)
{
    read_text(l, v, &l->q.party);
}

static void read_holder(struct line *l, const struct jr_value *v)
{
    read_text(l, v, &l->q.holder);
}

static void read_obligor(struct line *l, const struct jr_value *v)
{
    read_text(l, v, &l->q.obligor);
}

static void read_kind(struct line *l, const struct jr_value *v)
{
    read_text(l, v, &l->q.kind);
}

static void read_where(struct line *l, const struct jr_value *v)
{
    read_list(l, v, &l->q.where, &l->q.n_where);
}

static void read_today(struct line *l, const struct jr_value *v)
{
    read_text(l, v, &l->q.today);
}

/* The keys of `query` in pact.query/1, so that what an answer echoes is a question again. */
static const struct {
    const char *name;
    void (*read)(struct line *l, const struct jr_value *v);
} keys[] = {
    {"date", read_date},     {"known", read_known},     {"signed", read_signed},
    {"assume", read_assume}, {"select", read_select},   {"party", read_party},
    {"holder", read_holder}, {"obligor", read_obligor}, {"kind", read_kind},
    {"where", read_where},   {"all", read_all},         {"today", read_today},
};
#define N_KEYS (sizeof keys / sizeof keys[0])

static void read_key(struct line *l, const struct jr_value *v)
{
    for (size_t i = 0; i < N_KEYS; i++)
        if (strcmp(v->key, keys[i].name) == 0) {
            keys[i].read(l, v);
            return;
        }
    struct suggest s;
    suggest_init(&s, v->key, v->key_n);
    for (size_t i = 0; i < N_KEYS; i++)
        suggest_offer(&s, keys[i].name, strlen(keys[i].name));
    complain(l->diags, DIAG_USAGE, did_you_mean(l->diags, &s), "a question has no key '%s'",
             v->key);
    l->bad = true;
}

/* How long the name in NAME=VALUE is. */
static size_t name_length(const char *text)
{
    return strcspn(text, "=");
}

static bool assumes(const struct pact_question *q, size_t n, const char *text)
{
    const size_t length = name_length(text);
    for (size_t i = 0; i < n; i++)
        if (name_length(q->assume[i]) == length && memcmp(q->assume[i], text, length) == 0)
            return true;
    return false;
}

/* What the line leaves open. A default assumption gives way to the line's of the same name. */
static void add_defaults(struct line *l)
{
    const struct pact_question *from = l->defaults;
    if (l->q.known == NULL)
        l->q.known = from->known;
    if (l->q.signed_on == NULL)
        l->q.signed_on = from->signed_on;
    if (l->q.today == NULL)
        l->q.today = from->today;
    if (from->n_assume == 0)
        return;
    const size_t own = l->q.n_assume;
    const char **all = ARENA_ARRAY(l->arena, own + from->n_assume, const char *);
    if (all == NULL)
        return;
    for (size_t i = 0; i < own; i++)
        all[i] = l->q.assume[i];
    for (size_t i = 0; i < from->n_assume; i++)
        if (!assumes(&l->q, own, from->assume[i]))
            all[l->q.n_assume++] = from->assume[i];
    l->q.assume = all;
}

/* The keys of an object. */
static void read_keys(struct line *l, const struct jr_value *root)
{
    for (const struct jr_value *v = root->child; v != NULL; v = v->next)
        read_key(l, v);
    if (jr_find(root, "date") == NULL) {
        complain(l->diags, DIAG_USAGE, "write {\"date\": \"2031-01-01\", …}",
                 "the question has no 'date'");
        l->bad = true;
    }
}

enum status question_of_json(const struct jr_value *object, struct arena *a,
                             struct pact_question *ret, struct diags *d)
{
    struct line l = {.arena = a, .diags = d, .q = PACT_QUESTION_INIT};
    read_keys(&l, object);
    *ret = l.q;
    if (a->failed)
        return ST_NOMEM;
    return l.bad ? ST_USAGE : ST_OK;
}

static enum status read_line(struct line *l, const char *text, size_t n)
{
    const char *fault = NULL;
    size_t at = 0;
    if (n == 0) {
        complain(l->diags, DIAG_USAGE, NULL, "the line is empty");
        return ST_USAGE;
    }
    const struct jr_value *root = jr_parse(l->arena, text, n, &fault, &at);
    if (root == NULL && l->arena->failed)
        return ST_NOMEM;
    if (root == NULL) {
        complain(l->diags, DIAG_USAGE,
                 "each line is one question, as in {\"date\": \"2031-01-01\"}",
                 "the line is not JSON: %s (byte %zu)", fault, at + 1);
        return ST_USAGE;
    }
    if (root->kind != JR_OBJECT) {
        complain(l->diags, DIAG_USAGE,
                 "each line is one question, as in {\"date\": \"2031-01-01\"}",
                 "the line is not a JSON object");
        return ST_USAGE;
    }
    read_keys(l, root);
    add_defaults(l);
    if (l->arena->failed)
        return ST_NOMEM;
    return l->bad ? ST_USAGE : ST_OK;
}

/* ---- answering ---- */

static enum status answer_line(struct pact_batch *b, const char *line, size_t n, struct writer *w,
                               struct pact_outcome *ret)
{
    const struct style style = {.format = FORMAT_JSON};
    struct line l = {
        .arena = &b->arena,
        .diags = &b->diags.d,
        .defaults = b->defaults,
        .q = PACT_QUESTION_INIT,
    };
    enum status status = read_line(&l, line, n);
    if (status == ST_OK)
        status = ask_prepare(&b->asker, &l.q, &b->diags.d);
    if (status == ST_OK)
        status = ask_answer(&b->asker, &style, w, ret, &b->diags.d);
    return status;
}

/* Puts what is wrong with a line in the place of its answer. */
static enum status put_error(struct pact_batch *b, int exit_code, struct writer *w)
{
    const struct style plain = {.format = FORMAT_TEXT};
    render_error(&w->buf, &plain, exit_code, &b->diags.d);
    return w->buf.failed ? ST_NOMEM : ST_OK;
}

/* An answer is written as it is made, so once a part of it is out, there is no way back: then lack
 * of memory ends the batch. A damaged corpus is no error of the line that met it. */
enum status batch_answer(struct pact_batch *b, const char *line, size_t n, struct writer *w,
                         int *ret_exit)
{
    struct pact_outcome outcome = {.exit_code = PACT_EXIT_FAILED};
    const size_t at = w->buf.n;
    w->begun = false;
    arena_clear(&b->arena);
    ask_let_go(&b->asker);
    enum status status = answer_line(b, line, n, w, &outcome);
    *ret_exit = outcome.exit_code;
    if (status == ST_OK && !w->buf.failed)
        return ST_OK;
    if (!w->begun)
        writer_take_back(w, at);
    if (status == ST_OK)
        return ST_NOMEM;
    *ret_exit = pact_status_exit(api_status(status, &b->diags.d));
    if (!w->begun && status != ST_INVALID)
        status = put_error(b, *ret_exit, w);
    pact_diags_clear(&b->diags);
    return status;
}

enum pact_status pact_batch_line(struct pact_batch *batch, const char *line, size_t n,
                                 const struct pact_output *out, int *ret_exit)
{
    struct diags *d = &batch->diags.d;
    struct writer w;
    writer_init(&w, out);
    (void)buf_reserve(&w.buf, batch->longest); /* what fails here fails there */
    enum status status = batch_answer(batch, line, n, &w, ret_exit);
    if (w.buf.n > batch->longest)
        batch->longest = w.buf.n < OUTPUT_CHUNK ? w.buf.n : OUTPUT_CHUNK;
    if (status == ST_INVALID) {
        d = &batch->owner->d;
        status = corpus_fault(batch->asker.corpus, d);
    }
    const enum pact_status ret = api_status(writer_end(&w, status, d), d);
    pact_diags_clear(&batch->diags);
    return ret;
}

enum pact_status pact_batch_new(const struct pact_corpus *corpus,
                                const struct pact_question *defaults, struct pact_diags *diags,
                                struct pact_batch **ret_batch)
{
    struct pact_batch *batch = calloc(1, sizeof *batch);
    if (batch == NULL)
        return api_status(ST_NOMEM, &diags->d);
    arena_init(&batch->arena);
    diags_init(&batch->diags.d, DIAG_MAX_SHOWN);
    batch->defaults = defaults;
    batch->owner = diags;
    if (!asker_init_many(&batch->asker, corpus, LEAVES_MANY)) {
        pact_batch_free(batch);
        return api_status(ST_NOMEM, &diags->d);
    }
    batch->asker.keeps_rows = true;
    batch->asker.selection.alone = true;
    *ret_batch = batch;
    return PACT_OK;
}

void pact_batch_free(struct pact_batch *batch)
{
    if (batch == NULL)
        return;
    batch_dismiss(batch);
    asker_done(&batch->asker);
    arena_done(&batch->arena);
    diags_done(&batch->diags.d);
    free(batch);
}
