/* Mappings by table: each key known, given once, and read into its place of a record. */
#include <stdarg.h>
#include <stdio.h>

#include "reader.h"
#include "short.h"
#include "suggest.h"

/* ---- where we are ---- */

/* `clauses.ip.license.history[1].by` */
static const char *path_text(struct reader *r)
{
    struct buf path;
    unsigned n = r->n_steps;
    if (n == 0)
        return NULL;
    buf_init(&path, 0);
    for (unsigned i = 0; i < n; i++) {
        const struct step *s = &r->steps[i];
        bool named = s->key || s->id;
        if (i > 0 && named)
            buf_char(&path, '.');
        if (s->key)
            buf_puts(&path, s->key);
        else if (s->id)
            buf_puts(&path, quote_id(r->l, s->id).text);
        else
            buf_printf(&path, "[%u]", s->index);
    }
    const char *text = diag_text(r->l->d, "%s", path.failed ? "" : path.data);
    buf_done(&path);
    return text;
}

static struct diag *add_fault(struct reader *r, enum diag_code code, struct spot at,
                              const char *text)
{
    struct diag *g = report(r->l, code, r->y.file, at, "%s", text);
    if (g)
        g->path = path_text(r);
    return g;
}

struct diag *fault(struct reader *r, enum diag_code code, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return add_fault(r, code, r->y.at, text);
}

struct diag *fault_at(struct reader *r, enum diag_code code, struct spot at, const char *format,
                      ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return add_fault(r, code, at, text);
}

/* ---- shapes ---- */

static const char *kind_text(const struct yr *y)
{
    switch (y->kind) {
    case YR_LIST:
        return "a list";
    case YR_MAP:
        return "a mapping";
    case YR_SCALAR:
        return y->n == 0 && y->plain ? "nothing" : "a scalar";
    case YR_END:
    case YR_VOID:
        break;
    }
    return "nothing";
}

static bool expect(struct reader *r, enum yr_kind kind, const char *what, const char *form)
{
    if (r->y.kind == kind)
        return true;
    if (r->y.kind == YR_END || r->y.kind == YR_VOID)
        return false;
    fault(r, DIAG_WRONG_SHAPE, "%s is %s, not %s", what, form, kind_text(&r->y));
    yr_skip(&r->y);
    return false;
}

bool expect_map(struct reader *r, const char *what)
{
    return expect(r, YR_MAP, what, "a mapping");
}

bool expect_list(struct reader *r, const char *what)
{
    return expect(r, YR_LIST, what, "a list");
}

/* ---- keys ---- */

/* The key last pulled is no key of ours. Its value follows. */
static void skip_value(struct reader *r)
{
    yr_next(&r->y);
    yr_skip(&r->y);
}

static bool is_merge(const struct yr *y)
{
    return y->n == 2 && y->plain && same_bytes(y->text, "<<", 2);
}

/* What was pulled in place of a key, and what follows as its value. */
static RARELY_CALLED void refuse_no_key(struct reader *r)
{
    struct yr *y = &r->y;
    if (y->kind == YR_SCALAR)
        hint(fault(r, DIAG_MERGE_KEY, "a merge key '<<'"),
             "write the keys out: in a corpus every value stands in its place");
    else if (y->kind != YR_VOID)
        fault(r, DIAG_BAD_KEY, "a key is a scalar, not %s", kind_text(y));
    yr_skip(y);
    skip_value(r);
}

bool next_key(struct reader *r)
{
    enum yr_kind kind;
    while ((kind = yr_next(&r->y)) != YR_SCALAR || is_merge(&r->y)) {
        if (kind == YR_END)
            return false;
        refuse_no_key(r);
    }
    return true;
}

static bool is_key(const struct field *f, const char *text, size_t n)
{
    return f->name_n == n && same_bytes(f->name, text, n);
}

/* The index of the key last pulled, s->n for none of the table. */
static RARELY_CALLED unsigned search_field(const struct reader *r, const struct shape *s)
{
    unsigned i = 0;
    while (i < s->n && !is_key(&s->fields[i], r->y.text, r->y.n))
        i++;
    return i;
}

/* The same. Behind each key, and at the start, mostly comes the one that came there the last time.
 */
static unsigned find_field(struct reader *r, const struct shape *s, const void *before)
{
    uint8_t *guess = &r->followers[(uintptr_t)before / sizeof(void *) % FOLLOWERS];
    if (*guess >= s->n || !is_key(&s->fields[*guess], r->y.text, r->y.n))
        *guess = (uint8_t)search_field(r, s);
    return *guess;
}

static const char *const end_words[] = {"end", "ends", "to", "expires", "expiry", NULL};

static bool has_key(const struct shape *s, const char *name)
{
    for (unsigned i = 0; i < s->n; i++)
        if (is_key(&s->fields[i], name, strlen(name)))
            return true;
    return false;
}

/* The first key of a file of one kind, where a file of the other kind is read. */
static const char *other_kind(const struct shape *s, const struct yr *y)
{
    static const struct {
        const char *own, *other, *hint;
    } kinds[] = {
        {"pact", "pact-checks", "this is a file of checks: `pact check --file` asks it"},
        {"pact-checks", "pact", "this is a document of a corpus: give it with -C"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strlen(kinds[i].other) == y->n && memcmp(kinds[i].other, y->text, y->n) == 0 &&
            has_key(s, kinds[i].own))
            return kinds[i].hint;
    return NULL;
}

static void refuse_key(struct reader *r, const struct shape *s)
{
    struct suggest near;
    const struct yr *y = &r->y;
    for (unsigned i = 0; s->ends && end_words[i]; i++) {
        if (strlen(end_words[i]) == y->n && memcmp(end_words[i], y->text, y->n) == 0) {
            hint(fault(r, DIAG_END_KEY, "'%s' does not say whether its day is included",
                       end_words[i]),
                 "write `through:` with the last day in force, or `until:` with the first day no "
                 "longer "
                 "in force");
            return;
        }
    }
    struct diag *g =
        fault(r, DIAG_UNKNOWN_KEY, "'%s' is not a key of %s", quote(y->text, y->n).text, s->what);
    const char *other = other_kind(s, y);
    if (other != NULL) {
        hint(g, other);
        return;
    }
    if (!suggest_ready(r->l, g))
        return;
    suggest_init(&near, y->text, y->n);
    for (unsigned i = 0; i < s->n; i++)
        suggest_offer(&near, s->fields[i].name, s->fields[i].name_n);
    suggest_hint(r->l, g, &near);
}

static void refuse_again(struct reader *r, const struct shape *s, unsigned field,
                         const struct seen *seen)
{
    struct diag *g = fault(r, DIAG_DUPLICATE_KEY, "'%s' is given twice", s->fields[field].name);
    second_place(r->l, g, r->y.file, seen->key[field], "first given here");
}

static bool check_required(struct reader *r, const struct shape *s, const struct seen *seen,
                           struct spot at)
{
    const uint32_t missing = s->required & ~seen->mask;
    if (r->y.broken)
        return false;
    for (unsigned i = 0; missing >> i != 0; i++)
        if (missing & BIT(i))
            fault_at(r, DIAG_MISSING_KEY, at, "%s lacks '%s'", s->what, s->fields[i].name);
    return missing == 0;
}

bool read_mapping(struct reader *r, const struct shape *shape, void *record, struct seen *seen)
{
    struct spot at = r->y.at;
    const void *before = shape;
    seen->mask = 0;
    if (!expect_map(r, shape->what))
        return false;
    while (next_key(r)) {
        unsigned i = find_field(r, shape, before);
        if (i == shape->n || has(seen, i)) {
            if (i == shape->n)
                refuse_key(r, shape);
            else
                refuse_again(r, shape, i, seen);
            skip_value(r);
            continue;
        }
        seen->mask |= BIT(i);
        seen->key[i] = r->y.at;
        step_key(r, shape->fields[i].name);
        yr_next(&r->y);
        seen->value[i] = r->y.at;
        shape->fields[i].read(r, &shape->fields[i], record);
        step_back(r);
        before = &shape->fields[i];
    }
    return check_required(r, shape, seen, at);
}
