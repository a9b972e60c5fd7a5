/* Two edits of a corpus's text that leave alone what it says: the keys of a record in the order
 * that people look for them in, and words and days without quotes that do nothing.
 *
 * The text is edited where libyaml's marks say that things stand, never written anew: comments,
 * blank lines, indentation and folding are carried along as they are. A key moves with its value,
 * with the comment behind it on its line, and with the comment lines right above it. Where it is
 * not plain whom a comment belongs to, the mapping stays as it is. The caller proves that the new
 * text loads to the same digest.
 *
 *     - by: master      # why              - act: establish
 *       # that it may                        by: master      # why
 *       act: establish               (stays: the comment cannot stand behind the dash)
 */
#include "fix.h"

#include <string.h>

/* ---- what is where: the kind of mapping by the key it stands under ---- */

enum context {
    IN_DOCUMENT,
    IN_SOURCE,
    IN_INSTRUMENT,
    IN_EVENT,
    IN_CLAUSE,
    IN_ACT,
    IN_CAVEAT,
    IN_SOURCES, /* ids, each with such a record */
    IN_INSTRUMENTS,
    IN_EVENTS,
    IN_CLAUSES,
    IN_ACTS,  /* the ids of clauses, each with a list of acts */
    IN_TERMS, /* anything, and quotes make a string of it */
    IN_DAY,   /* a bound or a day */
    ELSEWHERE
};

#define KEYS_MAX 16

static const char *const orders[][KEYS_MAX] = {
    [IN_DOCUMENT] = {"pact", "agreement", "title", "complete_through", "parties", "sources",
                     "instruments", "events", "clauses", "acts"},
    [IN_SOURCE] = {"publisher", "title", "date", "url", "kind", "read", "note"},
    [IN_INSTRUMENT] = {"title", "signed", "announced", "effective", "kind", "binding", "sources",
                       "parties", "note", "reaffirms", "silent_on"},
    [IN_EVENT] = {"title", "requires", "occurred", "announced", "ruled_out_through", "sources",
                  "note"},
    [IN_CLAUSE] = {"title", "kind", "holder", "obligor", "exception_to", "note", "history"},
    [IN_ACT] = {"act", "by", "section", "announced", "sources", "from", "through", "until", "kind",
                "holder", "obligor", "terms", "drop", "summary", "provided_that", "caveats"},
    [IN_CAVEAT] = {"kind", "text", "announced", "sources"},
};

struct fixer {
    struct fix_tree tree;
    struct buf *out;
    struct fix_counts counts;
    bool crlf;
};

/* A piece of a mapping: a key, its value, and the text that goes with them. */
struct entry {
    uint32_t key, value;
    size_t start, end; /* the first begins with its key, the others with their line or comment */
    unsigned rank;
    bool commented; /* begins with comment lines */
};

static bool scalar_is(const struct fix_tree *t, const struct fix_node *s, const char *word)
{
    const size_t quotes = s->quoted ? 1 : 0, n = strlen(word);
    return s->kind == FIX_SCALAR && s->end - s->start == n + 2 * quotes &&
           memcmp(t->text + s->start + quotes, word, n) == 0;
}

static bool scalar_is_one_of(const struct fix_tree *t, const struct fix_node *s,
                             const char *const *words)
{
    for (; *words != NULL; words++)
        if (scalar_is(t, s, *words))
            return true;
    return false;
}

/* What the value of a key of such a mapping is. */
static enum context context_below(const struct fix_tree *t, enum context in,
                                  const struct fix_node *key)
{
    static const char *const days[] = {
        "date",     "signed",  "announced", "effective",        "occurred",          "from",
        "through",  "until",   "after",     "complete_through", "ruled_out_through", "between",
        "first_of", "last_of", NULL};
    static const struct {
        enum context in;
        const char *key; /* NULL: any */
        enum context below;
    } ways[] = {
        {IN_TERMS, NULL, IN_TERMS},
        {IN_SOURCES, NULL, IN_SOURCE},
        {IN_INSTRUMENTS, NULL, IN_INSTRUMENT},
        {IN_EVENTS, NULL, IN_EVENT},
        {IN_CLAUSES, NULL, IN_CLAUSE},
        {IN_ACTS, NULL, IN_ACT},
        {IN_DOCUMENT, "sources", IN_SOURCES},
        {IN_DOCUMENT, "instruments", IN_INSTRUMENTS},
        {IN_DOCUMENT, "events", IN_EVENTS},
        {IN_DOCUMENT, "clauses", IN_CLAUSES},
        {IN_DOCUMENT, "acts", IN_ACTS},
        {IN_CLAUSE, "history", IN_ACT},
        {IN_ACT, "terms", IN_TERMS},
        {IN_ACT, "caveats", IN_CAVEAT},
    };
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (ways[i].in == in && (ways[i].key == NULL || scalar_is(t, key, ways[i].key)))
            return ways[i].below;
    return scalar_is_one_of(t, key, days) ? IN_DAY : ELSEWHERE;
}

/* ---- quotes ---- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool same_letters(const char *a, size_t n, const char *b)
{
    size_t i = 0;
    while (i < n && b[i] != '\0' && (a[i] | 0x20) == b[i])
        i++;
    return i == n && b[i] == '\0';
}

/* A word that no reader of YAML, and no place of a corpus, takes for anything else. */
static bool is_plain_word(const char *p, size_t n)
{
    static const char *const reserved[] = {"true",  "false", "yes",         "no",       "on",
                                           "off",   "y",     "n",           "null",     "open",
                                           "never", "today", "undisclosed", "unstated", NULL};
    if (n == 0 || !is_letter(p[0]))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!is_letter(p[i]) && !is_digit(p[i]) && (i + 1 == n || strchr("_./-", p[i]) == NULL))
            return false;
    for (const char *const *word = reserved; *word != NULL; word++)
        if (same_letters(p, n, *word))
            return false;
    return true;
}

/* 2026, 2026-04 or 2026-04-27 */
static bool is_day(const char *p, size_t n)
{
    if (n != 4 && n != 7 && n != 10)
        return false;
    for (size_t i = 0; i < n; i++)
        if (i == 4 || i == 7 ? p[i] != '-' : !is_digit(p[i]))
            return false;
    return true;
}

/* Behind a key without quotes a blank must follow the colon. */
static bool key_is_followed(const struct fix_tree *t, const struct fix_node *key)
{
    return key->end + 1 < t->n && t->text[key->end] == ':' &&
           strchr(" \r\n", t->text[key->end + 1]) != NULL;
}

static bool quotes_are_needless(const struct fix_tree *t, const struct fix_node *s, enum context in,
                                bool is_key)
{
    if (!s->quoted || s->end - s->start < 3 || (is_key && !key_is_followed(t, s)))
        return false;
    const char *p = t->text + s->start + 1;
    const size_t n = s->end - s->start - 2;
    return is_plain_word(p, n) || (in == IN_DAY && !is_key && is_day(p, n));
}

static void put(struct fixer *f, size_t from, size_t to)
{
    if (from < to)
        buf_put(f->out, f->tree.text + from, to - from);
}

static size_t emit_scalar(struct fixer *f, const struct fix_node *s, enum context in, bool is_key)
{
    const bool bare = quotes_are_needless(&f->tree, s, in, is_key);
    f->counts.quotes += bare;
    put(f, s->start + bare, s->end - bare);
    return s->end;
}

/* ---- the entries of a mapping ---- */

static unsigned rank_of(const struct fix_tree *t, enum context in, const struct fix_node *key)
{
    unsigned rank = 0;
    while (rank < KEYS_MAX && orders[in][rank] != NULL && !scalar_is(t, key, orders[in][rank]))
        rank++;
    return rank < KEYS_MAX && orders[in][rank] != NULL ? rank : KEYS_MAX;
}

static size_t line_start(const struct fix_tree *t, size_t at)
{
    while (at > 0 && t->text[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_end(const struct fix_tree *t, size_t at) /* behind the line feed */
{
    while (at < t->n && t->text[at] != '\n')
        at++;
    return at < t->n ? at + 1 : at;
}

/* What a whole line is; *ret_indent is how many blanks it begins with. */
enum line { LINE_BLANK, LINE_COMMENT, LINE_OTHER };

static enum line line_of(const struct fix_tree *t, size_t at, size_t *ret_indent)
{
    size_t i = at;
    while (i < t->n && t->text[i] == ' ')
        i++;
    *ret_indent = i - at;
    if (i == t->n || t->text[i] == '\n' || t->text[i] == '\r')
        return LINE_BLANK;
    return t->text[i] == '#' ? LINE_COMMENT : LINE_OTHER;
}

/* The comment lines right above a key, as deep as it, begin its entry. Above them may be the rest
 * of the entry before: blank lines, and deeper comments. False where a comment belongs to neither.
 */
static bool find_start(const struct fix_tree *t, struct entry *e, size_t before, size_t indent)
{
    const size_t key_line = line_start(t, fix_node_at(t, e->key)->start);
    /* a value that ends at the start of a line (a block scalar) ends the line before */
    size_t at = before > 0 && t->text[before - 1] == '\n' ? before : line_end(t, before);
    e->start = key_line;
    e->commented = false;
    while (at < key_line) {
        size_t here;
        const enum line line = line_of(t, at, &here);
        const bool own = line == LINE_COMMENT && here == indent;
        if (own && !e->commented)
            e->start = at;
        if (line == LINE_OTHER || (line == LINE_COMMENT && here < indent) || (e->commented && !own))
            return false;
        e->commented |= own;
        at = line_end(t, at);
    }
    return at == key_line;
}

/* Is what stands before the first key of lines nothing but blanks and dashes of lists? */
static bool is_dashes(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != ' ' &&
            (p[i] != '-' || i + 1 == n || p[i + 1] != ' ' || (i > 0 && p[i - 1] != ' ')))
            return false;
    return true;
}

static bool is_blank(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != ' ')
            return false;
    return true;
}

/* Where the entries of lines begin and end. False if they cannot be told apart. */
static bool cut_lines(const struct fix_tree *t, struct entry *entries, size_t n)
{
    const size_t first = fix_node_at(t, entries[0].key)->start;
    const size_t first_line = line_start(t, first), indent = first - first_line;
    if (!is_dashes(t->text + first_line, indent))
        return false;
    entries[0].start = first;
    entries[0].commented = false;
    for (size_t i = 1; i < n; i++) {
        const size_t key = fix_node_at(t, entries[i].key)->start, line = line_start(t, key);
        if (key - line != indent || !is_blank(t->text + line, indent) ||
            !find_start(t, &entries[i], fix_node_at(t, entries[i - 1].value)->end, indent))
            return false;
        entries[i - 1].end = entries[i].start;
    }
    size_t here, end = fix_node_at(t, entries[n - 1].value)->end;
    if (end == 0 || t->text[end - 1] != '\n')
        end = line_end(t, end);
    entries[n - 1].end = end;
    /* a comment behind the last entry might be its own */
    return line_of(t, end, &here) != LINE_COMMENT || here < indent;
}

/* The same between braces, where only commas and blanks may stand between them. */
static bool cut_flow(const struct fix_tree *t, struct entry *entries, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        entries[i].start = fix_node_at(t, entries[i].key)->start;
        entries[i].end = fix_node_at(t, entries[i].value)->end;
        size_t commas = 0;
        for (size_t k = i > 0 ? entries[i - 1].end : entries[i].start; k < entries[i].start; k++) {
            if (strchr(" ,\r\n", t->text[k]) == NULL)
                return false;
            commas += t->text[k] == ',';
        }
        if (i > 0 && commas != 1)
            return false;
    }
    return true;
}

/* Does what a key and its value are hold together in "key: value"? An explicit "? key" does not,
 * nor does an empty value. */
static bool is_simple(const struct fix_tree *t, const struct entry *e)
{
    const struct fix_node *key = fix_node_at(t, e->key), *value = fix_node_at(t, e->value);
    return key->kind == FIX_SCALAR && value->start < value->end && key->end < t->n &&
           t->text[key->end] == ':' && value->start > key->end;
}

/* Sorts the entries by rank, stably; false if they are in order, or must stay as they are. */
static bool reorder(const struct fix_tree *t, const struct fix_node *map, enum context in,
                    struct entry *entries, size_t n)
{
    bool in_order = true;
    for (size_t i = 0; i < n; i++) {
        entries[i].rank = rank_of(t, in, fix_node_at(t, entries[i].key));
        if (entries[i].rank == KEYS_MAX || !is_simple(t, &entries[i]))
            return false;
        in_order &= i == 0 || entries[i - 1].rank < entries[i].rank;
    }
    if (in_order || !(map->flow ? cut_flow(t, entries, n) : cut_lines(t, entries, n)))
        return false;
    const struct entry first = entries[0];
    for (size_t i = 1; i < n; i++) /* few keys: by insertion */
        for (size_t k = i; k > 0 && entries[k - 1].rank > entries[k].rank; k--) {
            const struct entry e = entries[k];
            entries[k] = entries[k - 1];
            entries[k - 1] = e;
        }
    /* behind the dash of a list there is no room for a comment line */
    const size_t line = line_start(t, first.start);
    return map->flow || !entries[0].commented || is_blank(t->text + line, first.start - line);
}

/* ---- writing ---- */

static size_t emit(struct fixer *f, uint32_t i, enum context in);

/* A key and its value within from..to. Returns where the text goes on. */
static size_t emit_pair(struct fixer *f, const struct entry *e, enum context in, size_t from,
                        size_t to)
{
    const struct fix_tree *t = &f->tree;
    const struct fix_node *key = fix_node_at(t, e->key);
    put(f, from, key->start);
    from = key->kind == FIX_SCALAR ? emit_scalar(f, key, in, true) : key->start;
    put(f, from, fix_node_at(t, e->value)->start);
    from = emit(f, e->value, context_below(t, in, key));
    put(f, from, to);
    return from > to ? from : to;
}

static void end_line(struct fixer *f)
{
    if (f->out->n > 0 && f->out->data[f->out->n - 1] != '\n')
        buf_puts(f->out, f->crlf ? "\r\n" : "\n");
}

/* The last line of a file may have no end; it has moved, and another is the last now. */
static void take_line_end(struct fixer *f)
{
    struct buf *out = f->out;
    if (out->n > 0 && out->data[out->n - 1] == '\n')
        out->n--;
    if (out->n > 0 && out->data[out->n - 1] == '\r')
        out->n--;
    if (out->data != NULL)
        out->data[out->n] = '\0';
}

/* Lines in their new order. The first key's place is behind what is written already. */
static size_t emit_lines(struct fixer *f, const struct entry *entries, size_t n, enum context in,
                         size_t start, size_t end)
{
    const struct fix_tree *t = &f->tree;
    const size_t indent = start - line_start(t, start);
    for (size_t i = 0; i < n; i++) {
        const struct entry *e = &entries[i];
        const bool was_first = e->start == start;
        if (was_first && i > 0)
            buf_fill(f->out, ' ', indent);
        emit_pair(f, e, in, e->start + (i == 0 && !was_first ? indent : 0), e->end);
        if (i + 1 < n)
            end_line(f);
    }
    if (t->text[end - 1] != '\n')
        take_line_end(f);
    return end;
}

/* Entries change places; what stands between the places stays. */
static size_t emit_flow(struct fixer *f, const struct fix_node *map, const struct entry *entries,
                        const struct entry *places, size_t n, enum context in)
{
    size_t at = map->start;
    for (size_t i = 0; i < n; i++) {
        put(f, at, places[i].start);
        emit_pair(f, &entries[i], in, entries[i].start, entries[i].end);
        at = places[i].end;
    }
    put(f, at, map->end);
    return map->end;
}

static struct entry entry_at(const struct fix_tree *t, uint32_t *i)
{
    struct entry e = {.key = *i, .value = fix_node_at(t, *i)->next};
    *i = fix_node_at(t, e.value)->next;
    return e;
}

/* A record whose keys are out of order; false if it is not, and nothing was written. */
static bool emit_reordered(struct fixer *f, uint32_t i, enum context in, size_t *ret_end)
{
    const struct fix_tree *t = &f->tree;
    const struct fix_node *map = fix_node_at(t, i);
    const size_t n = map->members / 2;
    struct entry entries[KEYS_MAX], places[KEYS_MAX];
    if (in > IN_CAVEAT || n < 2 || n > KEYS_MAX)
        return false;
    uint32_t at = i + 1;
    for (size_t k = 0; k < n; k++)
        entries[k] = entry_at(t, &at);
    if (!reorder(t, map, in, entries, n))
        return false;
    f->counts.mappings++;
    size_t end = 0;
    for (size_t k = 0; k < n; k++) {
        size_t place = 0; /* the entry's own, by the order of the text */
        for (size_t m = 0; m < n; m++)
            place += entries[m].start < entries[k].start;
        places[place] = entries[k];
        end = entries[k].end > end ? entries[k].end : end;
    }
    *ret_end = map->flow ? emit_flow(f, map, entries, places, n, in)
                         : emit_lines(f, entries, n, in, places[0].start, end);
    return true;
}

/* A node in a place of that kind, and where the text goes on. */
static size_t emit(struct fixer *f, uint32_t i, enum context in)
{
    const struct fix_tree *t = &f->tree;
    const struct fix_node *node = fix_node_at(t, i);
    size_t at = node->start;
    if (node->kind == FIX_SCALAR)
        return emit_scalar(f, node, in, false);
    if (node->kind == FIX_MAP && emit_reordered(f, i, in, &at))
        return at;
    for (uint32_t k = i + 1; k < node->next;) {
        if (node->kind == FIX_MAP) {
            const struct entry e = entry_at(t, &k);
            at = emit_pair(f, &e, in, at, fix_node_at(t, e.value)->end);
        } else {
            put(f, at, fix_node_at(t, k)->start);
            at = emit(f, k, in);
            k = fix_node_at(t, k)->next;
        }
    }
    put(f, at, node->end);
    return at > node->end ? at : node->end;
}

static bool has_crlf(const char *text, size_t n)
{
    const char *feed = memchr(text, '\n', n);
    return feed != NULL && feed > text && feed[-1] == '\r';
}

enum status fix_text(const char *text, size_t n, struct buf *out, struct fix_counts *ret_counts)
{
    struct fixer f = {.out = out, .crlf = n > 0 && has_crlf(text, n)};
    enum status status = fix_tree_read(&f.tree, text, n);
    size_t at = 0;
    for (size_t i = 0; i < f.tree.roots.n && status == ST_OK; i++) {
        const uint32_t root = *VEC_AT(&f.tree.roots, uint32_t, i);
        put(&f, at, fix_node_at(&f.tree, root)->start);
        at = emit(&f, root, IN_DOCUMENT);
    }
    if (status == ST_OK)
        put(&f, at, n);
    fix_tree_done(&f.tree);
    if (status == ST_OK && out->failed)
        status = ST_NOMEM;
    if (status == ST_OK)
        *ret_counts = f.counts;
    return status;
}
