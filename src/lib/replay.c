/* Receipts read back: the question is asked again, and the two documents are compared, value by
 * value. */
#include <string.h>

#include "explaining.h"
#include "put.h"
#include "replay.h"
#include "vec.h"

struct replay {
    struct arena arena;
    struct asker asker;
    struct vec changes; /* struct replay_change */
    struct buf path;    /* of the value at hand */
    bool failed;
};

/* ---- the receipt ---- */

/* A value by keys and places: "corpus", "digest". NULL if it is not there. */
static const struct jr_value *find(const struct jr_value *v, const char *const *path)
{
    for (; v != NULL && *path != NULL; path++)
        v = v->kind == JR_ARRAY ? v->child : jr_find(v, *path);
    return v;
}

static const char *text_at(const struct jr_value *v, const char *const *path)
{
    v = find(v, path);
    return v != NULL && v->kind == JR_STRING ? v->text : NULL;
}

struct receipt {
    const struct jr_value *explanation;
    const char *version, *digest, *agreement, *clause;
};

static enum status refuse(const char *name, const char *fault, struct diags *d)
{
    complain(d, DIAG_USAGE, "write one with `pact explain --receipt FILE`",
             "'%s' is no receipt: %s", name, fault);
    return ST_USAGE;
}

static bool is_schema(const struct jr_value *v, const char *schema)
{
    const char *text = v != NULL ? text_at(v, (const char *const[]){"schema", NULL}) : NULL;
    return text != NULL && strcmp(text, schema) == 0;
}

static enum status read_receipt(struct replay *p, const char *bytes, size_t n, const char *name,
                                struct receipt *ret, struct diags *d)
{
    const char *fault = NULL;
    size_t at = 0;
    const struct jr_value *root = jr_parse(&p->arena, bytes, n, &fault, &at);
    if (root == NULL && p->arena.failed)
        return ST_NOMEM;
    if (root == NULL)
        return refuse(name, diag_text(d, "%s (byte %zu)", fault, at + 1), d);
    if (!is_schema(root, RECEIPT_SCHEMA))
        return refuse(name, "its `schema` is not \"" RECEIPT_SCHEMA "\"", d);
    const struct jr_value *x = jr_find(root, "explanation");
    if (!is_schema(x, EXPLAIN_SCHEMA))
        return refuse(name, "its `explanation` is not of schema \"" EXPLAIN_SCHEMA "\"", d);
    *ret = (struct receipt){
        .explanation = x,
        .version = text_at(root, (const char *const[]){"version", NULL}),
        .digest = text_at(x, (const char *const[]){"corpus", "digest", NULL}),
        .agreement = text_at(x, (const char *const[]){"results", "", "answer", "agreement", NULL}),
        .clause = text_at(x, (const char *const[]){"results", "", "answer", "clause", NULL}),
    };
    if (ret->version == NULL || ret->digest == NULL || ret->agreement == NULL ||
        ret->clause == NULL || jr_find(x, "query") == NULL ||
        jr_find(x, "query")->kind != JR_OBJECT)
        return refuse(name, "parts of it are missing", d);
    return ST_OK;
}

/* The receipt's question, with the clause in full. */
static enum status read_question(struct replay *p, const struct receipt *r, const char *name,
                                 struct pact_question *ret, struct diags *d)
{
    const enum status status =
        question_of_json(jr_find(r->explanation, "query"), &p->arena, ret, d);
    if (status != ST_OK)
        return status;
    const char **select = ARENA_ARRAY(&p->arena, 1, const char *);
    if (select == NULL)
        return ST_NOMEM;
    select[0] = arena_printf(&p->arena, "%s/%s", r->agreement, r->clause);
    ret->select = select;
    ret->n_select = 1;
    if (ret->date == NULL || ret->known == NULL)
        return refuse(name, "its question has no day", d);
    return select[0] != NULL ? ST_OK : ST_NOMEM;
}

/* ---- comparing ---- */

static void put_json(struct buf *b, const struct jr_value *v)
{
    static const char *const words[] = {"null", "false", "true"};
    const bool object = v->kind == JR_OBJECT;
    if (v->kind <= JR_TRUE) {
        buf_puts(b, words[v->kind]);
    } else if (v->kind == JR_NUMBER) {
        buf_put(b, v->text, v->n);
    } else if (v->kind == JR_STRING) {
        put_string(b, v->text, v->n);
    } else {
        buf_char(b, object ? '{' : '[');
        for (const struct jr_value *m = v->child; m != NULL; m = m->next) {
            if (m != v->child)
                buf_char(b, ',');
            if (object) {
                put_string(b, m->key, m->key_n);
                buf_char(b, ':');
            }
            put_json(b, m);
        }
        buf_char(b, object ? '}' : ']');
    }
}

static const char *json_of(struct replay *p, const struct jr_value *v)
{
    if (v == NULL)
        return NULL;
    struct buf b;
    buf_init(&b, 0);
    put_json(&b, v);
    const char *text = b.failed ? NULL : arena_copy(&p->arena, b.data, b.n);
    p->failed |= text == NULL;
    buf_done(&b);
    return text;
}

static void note(struct replay *p, const struct jr_value *old, const struct jr_value *now)
{
    struct replay_change *c = vec_add(&p->changes);
    if (c == NULL || p->path.failed) {
        p->failed = true;
        return;
    }
    c->path = arena_copy(&p->arena, p->path.data, p->path.n);
    c->before = json_of(p, old);
    c->after = json_of(p, now);
    p->failed |= c->path == NULL;
}

static bool same(const struct jr_value *a, const struct jr_value *b);

static bool same_members(const struct jr_value *a, const struct jr_value *b)
{
    const struct jr_value *x = a->child, *y = b->child;
    if (a->n != b->n)
        return false;
    for (; x != NULL && y != NULL; x = x->next, y = y->next)
        if ((a->kind == JR_OBJECT && (x->key_n != y->key_n || memcmp(x->key, y->key, x->key_n))) ||
            !same(x, y))
            return false;
    return true;
}

static bool same(const struct jr_value *a, const struct jr_value *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == JR_OBJECT || a->kind == JR_ARRAY)
        return same_members(a, b);
    return a->kind <= JR_TRUE || (a->n == b->n && memcmp(a->text, b->text, a->n) == 0);
}

static void compare(struct replay *p, const struct jr_value *old, const struct jr_value *now);

/* Where an act stands in its file is not part of the answer. */
static bool is_place(const struct replay *p, const struct jr_value *member)
{
    static const char *const lists[] = {"results[0].chain[", "results[0].answer.provenance["};
    if (strcmp(member->key, "file") != 0 && strcmp(member->key, "line") != 0)
        return false;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const size_t n = strlen(lists[i]);
        if (p->path.n > n && memcmp(p->path.data, lists[i], n) == 0 &&
            strchr(p->path.data + n, ']') == p->path.data + p->path.n - 1)
            return true;
    }
    return false;
}

static void compare_member(struct replay *p, const struct jr_value *old, const struct jr_value *now)
{
    const size_t n = p->path.n;
    const struct jr_value *any = old != NULL ? old : now;
    if (is_place(p, any))
        return;
    buf_char(&p->path, '.');
    buf_put(&p->path, any->key, any->key_n);
    compare(p, old, now);
    p->path.n = n;
    p->path.data[n] = '\0';
}

static void compare_objects(struct replay *p, const struct jr_value *old,
                            const struct jr_value *now)
{
    for (const struct jr_value *m = old->child; m != NULL; m = m->next)
        compare_member(p, m, jr_find(now, m->key));
    for (const struct jr_value *m = now->child; m != NULL; m = m->next)
        if (jr_find(old, m->key) == NULL)
            compare_member(p, NULL, m);
}

static void compare_item(struct replay *p, size_t i, const struct jr_value *old,
                         const struct jr_value *now)
{
    const size_t n = p->path.n;
    buf_printf(&p->path, "[%zu]", i);
    compare(p, old, now);
    p->path.n = n;
    p->path.data[n] = '\0';
}

/* How many items at the end of both are the same: an act that was put in between does not make all
 * that follow it differ. */
static size_t common_end(struct replay *p, const struct jr_value *old, const struct jr_value *now,
                         size_t left)
{
    const struct jr_value **a = ARENA_ARRAY(&p->arena, old->n, const struct jr_value *);
    const struct jr_value **b = ARENA_ARRAY(&p->arena, now->n, const struct jr_value *);
    size_t i = 0, k = 0, n = 0;
    if (a == NULL || b == NULL) {
        p->failed = true;
        return 0;
    }
    for (const struct jr_value *m = old->child; m != NULL; m = m->next)
        a[i++] = m;
    for (const struct jr_value *m = now->child; m != NULL; m = m->next)
        b[k++] = m;
    while (n < left && same(a[i - 1 - n], b[k - 1 - n]))
        n++;
    return n;
}

static void compare_arrays(struct replay *p, const struct jr_value *old, const struct jr_value *now)
{
    const struct jr_value *x = old->child, *y = now->child;
    size_t i = 0;
    const size_t least = old->n < now->n ? old->n : now->n;
    const size_t tail = old->n != now->n ? common_end(p, old, now, least) : 0;
    for (; i + tail < least; i++, x = x->next, y = y->next)
        compare_item(p, i, x, y);
    for (size_t k = i; k + tail < old->n; k++, x = x->next)
        compare_item(p, k, x, NULL);
    for (size_t k = i; k + tail < now->n; k++, y = y->next)
        compare_item(p, k, NULL, y);
}

static void compare(struct replay *p, const struct jr_value *old, const struct jr_value *now)
{
    if (p->failed || p->path.failed)
        return;
    if (old == NULL || now == NULL || old->kind != now->kind)
        note(p, old, now);
    else if (old->kind == JR_OBJECT)
        compare_objects(p, old, now);
    else if (old->kind == JR_ARRAY)
        compare_arrays(p, old, now);
    else if (!same(old, now))
        note(p, old, now);
}

/* ---- all of it ---- */

/* Answers again, as JSON, and compares the results. */
static enum status answer_again(struct replay *p, const struct pact_question *q,
                                const struct receipt *r, struct diags *d)
{
    static const struct style json = {.format = FORMAT_JSON};
    struct explanation x;
    struct buf document;
    const char *fault = NULL;
    size_t at = 0;
    enum status status = explain_ask(&p->asker, q, &x, d);
    if (status != ST_OK)
        return status;
    buf_init(&document, 0);
    const bool written = explain_write(&p->asker, &x, &json, &document);
    const struct jr_value *now =
        written ? jr_parse(&p->arena, document.data, document.n, &fault, &at) : NULL;
    buf_done(&document);
    const struct jr_value *old = jr_find(r->explanation, "results");
    if (now == NULL || old == NULL)
        return ST_NOMEM;
    buf_puts(&p->path, "results");
    if (!p->path.failed)
        compare(p, old, jr_find(now, "results"));
    return p->failed || p->path.failed || p->arena.failed ? ST_NOMEM : ST_OK;
}

static enum status replay(struct replay *p, const char *bytes, size_t n, const char *name,
                          const struct pact_output *out, struct diags *d)
{
    const struct style style = style_of(&out->style);
    struct receipt r;
    struct pact_question q;
    struct writer w;
    enum status status = format_check(out, FORMATS_COMMON, "a replay", d);
    if (status == ST_OK)
        status = read_receipt(p, bytes, n, name, &r, d);
    if (status == ST_OK)
        status = read_question(p, &r, name, &q, d);
    if (status == ST_OK)
        status = answer_again(p, &q, &r, d);
    if (status != ST_OK)
        return status;
    const struct replay_report report = {
        .receipt = name,
        .clause = q.select[0],
        .date = q.date,
        .known = q.known,
        .old_digest = r.digest,
        .old_version = r.version,
        .digest = p->asker.head.digest,
        .version = PACT_VERSION,
        .n_agreements = p->asker.head.n_agreements,
        .n_clauses = p->asker.head.n_clauses,
        .changes = p->changes.data,
        .n_changes = p->changes.n,
    };
    writer_init(&w, out);
    status = render_replay(&w.buf, &style, &report) ? ST_OK : ST_NOMEM;
    return writer_end(&w, status, d);
}

enum pact_status pact_replay(const struct pact_corpus *corpus, const char *receipt, size_t n,
                             const char *name, const struct pact_output *out,
                             struct pact_outcome *ret_outcome, struct pact_diags *diags)
{
    struct replay p = {0};
    enum status status = ST_NOMEM;
    arena_init(&p.arena);
    vec_init(&p.changes, sizeof(struct replay_change));
    buf_init(&p.path, 0);
    if (asker_init(&p.asker, corpus))
        status = replay(&p, receipt, n, name, out, &diags->d);
    if (status == ST_OK)
        *ret_outcome =
            (struct pact_outcome){.exit_code = p.changes.n == 0 ? PACT_EXIT_YES : PACT_EXIT_NO,
                                  .results = p.changes.n,
                                  .known_after_record = p.asker.head.known_after_record};
    asker_done(&p.asker);
    vec_done(&p.changes);
    buf_done(&p.path);
    arena_done(&p.arena);
    return api_status(status, &diags->d);
}
