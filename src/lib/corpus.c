/* Opening a corpus: YAML becomes one image in memory, compiled images are read and checked, and all
 * of them together look like one list of agreements by id. */
#include "lib.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "image_file.h"

/* ---- options ---- */

/* The limit on what is shown is not one of the loader's: it belongs to the list of diagnostics. */
#define DIAGNOSTICS_LIMIT "diagnostics"

bool pact_limit_get(size_t i, struct pact_limit *ret_limit)
{
    static const struct pact_limit limits[] = {
#define X(member, name, value, what) {name, value, what},
        LOAD_LIMITS(X)
#undef X
            {DIAGNOSTICS_LIMIT, DIAG_MAX_SHOWN, "diagnostics kept and shown"},
    };
    if (i >= sizeof limits / sizeof limits[0])
        return false;
    *ret_limit = limits[i];
    return true;
}

/* Digits only, at least 1, at most 2^53. */
static bool read_count(const char *text, uint64_t *ret_value)
{
    uint64_t value = 0;
    if (text[0] == '\0' || strlen(text) > 15)
        return false;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p < '0' || *p > '9')
            return false;
        value = value * 10 + (uint64_t)(*p - '0');
    }
    *ret_value = value;
    return value > 0;
}

static void complain_limit(struct diags *d, const char *name, size_t n)
{
    struct suggest s;
    struct pact_limit limit;
    suggest_init(&s, name, n);
    for (size_t i = 0; pact_limit_get(i, &limit); i++)
        suggest_offer(&s, limit.name, strlen(limit.name));
    const char *hint = did_you_mean(d, &s);
    complain(d, DIAG_USAGE, hint != NULL ? hint : "`pact help lint` lists the limits",
             "there is no limit '%.*s'", (int)(n < 80 ? n : 80), name);
}

static bool set_limit(const char *text, struct load_limits *limits, struct diags *d)
{
    const char *equals = strchr(text, '=');
    uint64_t value;
    if (equals == NULL || equals == text || !read_count(equals + 1, &value)) {
        complain(d, DIAG_USAGE, "write NAME=NUMBER, the number from 1 on, as in depth=100",
                 "'%s' is not a limit", text);
        return false;
    }
    const size_t n = (size_t)(equals - text);
    if (n == strlen(DIAGNOSTICS_LIMIT) && memcmp(text, DIAGNOSTICS_LIMIT, n) == 0) {
        d->max = (size_t)value;
        return true;
    }
    if (load_limits_set(limits, text, n, value))
        return true;
    complain_limit(d, text, n);
    return false;
}

enum status options_read(const struct pact_options *options, struct load_options *ret,
                         struct diags *d)
{
    *ret = (struct load_options){.stale = {0, 0}};
    load_limits_default(&ret->limits);
    if (options == NULL)
        return ST_OK;
    bool good = true;
    for (size_t i = 0; i < options->n_limits; i++)
        good = set_limit(options->limits[i], &ret->limits, d) && good;
    if (options->stale != NULL &&
        !offset_parse(options->stale, strlen(options->stale), &ret->stale)) {
        complain(d, DIAG_USAGE, "write a number and one of d, w, m, y, as in 1y",
                 "'%s' is not a length of time", options->stale);
        good = false;
    }
    return good ? ST_OK : ST_USAGE;
}

enum pact_status pact_options_check(const struct pact_options *options, struct pact_diags *diags)
{
    struct load_options unused;
    return api_status(options_read(options, &unused, &diags->d), &diags->d);
}

/* ---- the agreements of all images ---- */

struct agreement_at corpus_agreement(const struct pact_corpus *c, size_t ordinal)
{
    return c->agreements != NULL ? c->agreements[ordinal]
                                 : (struct agreement_at){0, (uint32_t)ordinal};
}

const struct image *corpus_image(const struct pact_corpus *c, size_t ordinal)
{
    return &c->parts[corpus_agreement(c, ordinal).part].image;
}

const struct agreement_row *corpus_agreement_row(const struct pact_corpus *c, size_t ordinal)
{
    const struct agreement_at at = corpus_agreement(c, ordinal);
    return &c->parts[at.part].image.agreements[at.row];
}

static const char *agreement_id(const struct pact_corpus *c, struct agreement_at at, size_t *ret_n)
{
    const struct image *img = &c->parts[at.part].image;
    const str_id id = img->agreements[at.row].id;
    *ret_n = image_str_len(img, id);
    return image_str(img, id);
}

static int compare_bytes(const char *a, size_t an, const char *b, size_t bn)
{
    const int c = memcmp(a, b, an < bn ? an : bn);
    return c != 0 ? c : (an > bn) - (an < bn);
}

uint32_t corpus_find(const struct pact_corpus *c, const char *id, size_t n)
{
    size_t low = 0;
    size_t high = c->n_agreements;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        size_t here_n;
        const char *here = agreement_id(c, corpus_agreement(c, middle), &here_n);
        const int order = compare_bytes(here, here_n, id, n);
        if (order == 0)
            return (uint32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return IMAGE_NONE;
}

static int compare_agreements(const struct pact_corpus *c, struct agreement_at a,
                              struct agreement_at b)
{
    size_t an;
    size_t bn;
    const char *a_id = agreement_id(c, a, &an);
    const char *b_id = agreement_id(c, b, &bn);
    return compare_bytes(a_id, an, b_id, bn);
}

/* Each image lists its agreements by id, so the whole list is a merge of theirs. Few images, so the
 * next is found by looking at all of them. */
static void merge_agreements(struct pact_corpus *c, uint32_t *next)
{
    for (size_t i = 0; i < c->n_agreements; i++) {
        struct agreement_at best = {UINT32_MAX, 0};
        for (uint32_t p = 0; p < c->n_parts; p++) {
            const struct agreement_at candidate = {p, next[p]};
            if (next[p] < c->parts[p].image.n_agreements &&
                (best.part == UINT32_MAX || compare_agreements(c, candidate, best) < 0))
                best = candidate;
        }
        next[best.part]++;
        c->agreements[i] = best;
    }
}

static enum status refuse_doubles(const struct pact_corpus *c, struct diags *d)
{
    enum status status = ST_OK;
    for (size_t i = 1; i < c->n_agreements; i++) {
        const struct agreement_at a = c->agreements[i - 1];
        const struct agreement_at b = c->agreements[i];
        if (compare_agreements(c, a, b) != 0)
            continue;
        size_t n;
        const char *id = agreement_id(c, a, &n);
        struct diag *added =
            diags_add(d, DIAG_USAGE, (struct place){c->parts[b.part].name, 0, 0},
                      "agreement '%.*s' is in two corpora", (int)(n < 512 ? n : 512), id);
        if (added != NULL) {
            added->other = (struct place){diag_text(d, "%s", c->parts[a.part].name), 0, 0};
            added->other_note = "it is here too";
            added->hint = "compile all documents of an agreement into one image";
        }
        status = ST_USAGE;
    }
    return status;
}

static enum status count_agreements(struct pact_corpus *c, struct diags *d)
{
    for (size_t p = 0; p < c->n_parts; p++) {
        c->n_agreements += c->parts[p].image.n_agreements;
        c->n_clauses += c->parts[p].image.n_clauses;
    }
    if (c->n_parts == 1)
        return ST_OK;
    uint32_t *next = calloc(c->n_parts, sizeof *next);
    c->agreements = calloc(c->n_agreements + 1, sizeof *c->agreements);
    if (next == NULL || c->agreements == NULL) {
        free(next);
        return ST_NOMEM;
    }
    merge_agreements(c, next);
    free(next);
    return refuse_doubles(c, d);
}

/* ---- opening ---- */

static struct part *add_part(struct pact_corpus *c, const char *name)
{
    struct part *parts = realloc(c->parts, (c->n_parts + 1) * sizeof *parts);
    if (parts == NULL)
        return NULL;
    c->parts = parts;
    struct part *part = &parts[c->n_parts++];
    *part = (struct part){.name = name};
    return part;
}

/* Does a regular file begin as an image does? Whatever cannot be told is left to the YAML loader,
 * which says what is wrong with it. */
static bool is_image(const char *path)
{
    struct stat st;
    char start[sizeof IMAGE_MAGIC - 1];
    if (strcmp(path, "-") == 0 || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    const ssize_t got = read(fd, start, sizeof start);
    close(fd);
    return got == (ssize_t)sizeof start && image_has_magic(start, sizeof start);
}

/* Reads what the file held when it was opened; a file that shrinks meanwhile gives fewer bytes, and
 * image_open then refuses them. (A mapping would end the process instead.) */
static enum status read_bytes(int fd, const char *path, struct diags *d, void **ret_bytes,
                              size_t *ret_n)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        st.st_size = 0;
    const size_t size = (size_t)st.st_size;
    char *bytes = aligned_alloc(IMAGE_ALIGN, (size / IMAGE_ALIGN + 1) * IMAGE_ALIGN);
    if (bytes == NULL)
        return ST_NOMEM;
    size_t have = 0;
    while (have < size) {
        const ssize_t got = read(fd, bytes + have, size - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            complain(d, DIAG_CANNOT_READ, NULL, "cannot read '%s': %s", path, strerror(errno));
            free(bytes);
            return ST_IO;
        }
        if (got == 0)
            break;
        have += (size_t)got;
    }
    *ret_bytes = bytes;
    *ret_n = have;
    return ST_OK;
}

static enum status open_image(struct pact_corpus *c, const char *path, struct diags *d)
{
    struct part *part = add_part(c, path);
    if (part == NULL)
        return ST_NOMEM;
    const int fd = file_open(path, SIZE_MAX / 4, d);
    if (fd < 0)
        return ST_IO;
    size_t n = 0;
    enum status status = read_bytes(fd, path, d, &part->bytes, &n);
    close(fd);
    if (status == ST_OK)
        status = image_open(part->bytes, n, path, d, &part->image);
    return status;
}

static enum status open_yaml(struct pact_corpus *c, const char *const *paths, size_t n,
                             const struct load_options *options, struct diags *d)
{
    struct part *part = add_part(c, n == 1 ? paths[0] : "the YAML files");
    struct image_builder *builder = calloc(1, sizeof *builder);
    if (part == NULL || builder == NULL || !image_builder_init(builder)) {
        free(builder);
        return ST_NOMEM;
    }
    part->builder = builder;
    enum status status = load_corpus(paths, n, options, builder, d);
    if (status == ST_OK && image_builder_failed(builder))
        status = ST_NOMEM;
    if (status == ST_OK)
        image_builder_view(builder, &part->image);
    return status;
}

/* Of two faults the one that goes before the other: memory, the system, the question, the corpus.
 */
static enum status worse(enum status a, enum status b)
{
    static const int rank[] = {[ST_OK] = 0,    [ST_INVALID] = 1, [ST_NOT_FOUND] = 2,
                               [ST_USAGE] = 2, [ST_IO] = 3,      [ST_NOMEM] = 4};
    return rank[a] >= rank[b] ? a : b;
}

static char *join_names(const char *const *paths, size_t n)
{
    struct buf name;
    buf_init(&name, 0);
    for (size_t i = 0; i < n; i++) {
        buf_puts(&name, i == 0 ? "" : ", ");
        buf_puts(&name, strcmp(paths[i], "-") == 0 ? "standard input" : paths[i]);
    }
    if (!name.failed && name.data != NULL)
        return name.data; /* malloc'd, as all of a buf is */
    buf_done(&name);
    return NULL;
}

static enum status open_all(struct pact_corpus *c, const char *const *paths, size_t n,
                            const struct load_options *options, struct diags *d)
{
    const char **yaml = calloc(n, sizeof *yaml);
    size_t n_yaml = 0;
    enum status status = ST_OK;
    c->name = join_names(paths, n);
    if (yaml == NULL || c->name == NULL)
        status = ST_NOMEM;
    for (size_t i = 0; i < n && status != ST_NOMEM; i++) {
        if (is_image(paths[i]))
            status = worse(status, open_image(c, paths[i], d));
        else
            yaml[n_yaml++] = paths[i];
    }
    if (n_yaml > 0 && status != ST_NOMEM)
        status = worse(status, open_yaml(c, yaml, n_yaml, options, d));
    free(yaml);
    return status == ST_OK ? count_agreements(c, d) : status;
}

enum status corpus_open(const char *const *paths, size_t n, const struct pact_options *options,
                        struct diags *d, struct pact_corpus **ret)
{
    struct load_options load;
    enum status status = options_read(options, &load, d);
    if (status != ST_OK)
        return status;
    struct pact_corpus *c = calloc(1, sizeof *c);
    if (c == NULL)
        return ST_NOMEM;
    status = open_all(c, paths, n, &load, d);
    if (status != ST_OK) {
        pact_corpus_free(c);
        return status;
    }
    *ret = c;
    return ST_OK;
}

enum status corpus_builtin(struct diags *d, struct pact_corpus **ret)
{
    size_t n = 0;
    const void *bytes = builtin_image(&n);
    if (n == 0) {
        complain(d, DIAG_USAGE, "name one with -C PATH, or in $PACT_CORPUS",
                 "no corpus is built into this program");
        return ST_USAGE;
    }
    struct pact_corpus *c = calloc(1, sizeof *c);
    if (c == NULL)
        return ST_NOMEM;
    struct part *part = add_part(c, NULL);
    if (part == NULL) {
        pact_corpus_free(c);
        return ST_NOMEM;
    }
    image_map(bytes, &part->image);
    c->n_agreements = part->image.n_agreements;
    c->n_clauses = part->image.n_clauses;
    *ret = c;
    return ST_OK;
}

enum pact_status pact_corpus_open(const char *const *paths, size_t n,
                                  const struct pact_options *options, struct pact_diags *diags,
                                  struct pact_corpus **ret_corpus)
{
    return api_status(corpus_open(paths, n, options, &diags->d, ret_corpus), &diags->d);
}

enum pact_status pact_corpus_builtin(struct pact_diags *diags, struct pact_corpus **ret_corpus)
{
    return api_status(corpus_builtin(&diags->d, ret_corpus), &diags->d);
}

void pact_corpus_free(struct pact_corpus *corpus)
{
    if (corpus == NULL)
        return;
    for (size_t p = 0; p < corpus->n_parts; p++) {
        free(corpus->parts[p].bytes);
        if (corpus->parts[p].builder != NULL)
            image_builder_done(corpus->parts[p].builder);
        free(corpus->parts[p].builder);
    }
    free(corpus->parts);
    free(corpus->agreements);
    free(corpus->name);
    free(atomic_load(&corpus->digest));
    free(corpus);
}

/* ---- digests and writing ---- */

/* The digests of an image's agreements: its own, or fresh ones in *ret_owned, to be freed. NULL: no
 * memory. */
static const struct digest_row *digests_of(const struct image *img, struct digest_row **ret_owned)
{
    *ret_owned = NULL;
    if (img->n_digests == img->n_agreements && img->n_digests > 0)
        return img->digests;
    *ret_owned = calloc(img->n_agreements + 1, sizeof **ret_owned);
    if (*ret_owned != NULL)
        image_digests(img, *ret_owned);
    return *ret_owned;
}

/* The sum over all images; each image's own sum counts as one row. */
static bool sum_digests(const struct pact_corpus *c, unsigned char ret_total[32])
{
    struct digest_row *sums = calloc(c->n_parts + 1, sizeof *sums);
    bool good = sums != NULL;
    for (size_t p = 0; p < c->n_parts && good; p++) {
        const struct image *img = &c->parts[p].image;
        struct digest_row *owned;
        const struct digest_row *rows = digests_of(img, &owned);
        good = rows != NULL;
        if (good)
            digest_sum(sums[p].sha256, rows, img->n_agreements);
        free(owned);
    }
    if (good)
        digest_sum(ret_total, sums, c->n_parts);
    free(sums);
    return good;
}

static struct digest_text *make_digest(const struct pact_corpus *c)
{
    unsigned char total[32];
    struct digest_text *text = malloc(sizeof *text);
    if (text == NULL || !sum_digests(c, total)) {
        free(text);
        return NULL;
    }
    for (size_t i = 0; i < sizeof total; i++) {
        text->hex[2 * i] = "0123456789abcdef"[total[i] >> 4];
        text->hex[2 * i + 1] = "0123456789abcdef"[total[i] & 15];
    }
    text->hex[64] = '\0';
    return text;
}

const char *pact_corpus_digest(const struct pact_corpus *corpus)
{
    /* The one member that changes after opening. Two threads may both make it; one of the two is
     * kept. */
    _Atomic(struct digest_text *) *slot =
        (_Atomic(struct digest_text *) *)(uintptr_t)&corpus->digest;
    struct digest_text *have = atomic_load(slot);
    if (have != NULL)
        return have->hex;
    struct digest_text *made = make_digest(corpus);
    if (made == NULL)
        return NULL;
    if (atomic_compare_exchange_strong(slot, &have, made))
        return made->hex;
    free(made);
    return have->hex;
}

size_t pact_corpus_agreements(const struct pact_corpus *corpus)
{
    return corpus->n_agreements;
}

size_t pact_corpus_clauses(const struct pact_corpus *corpus)
{
    return corpus->n_clauses;
}

static void write_bytes(void *ctx, const void *bytes, size_t n)
{
    struct writer *w = ctx;
    buf_put(&w->buf, bytes, n);
    writer_pass(w);
}

static enum status write_corpus(const struct pact_corpus *c, const struct pact_output *out,
                                struct diags *d)
{
    if (c->n_parts != 1) {
        complain(d, DIAG_USAGE, "compile them from the YAML they were made of",
                 "several compiled corpora cannot be written as one");
        return ST_USAGE;
    }
    struct image img = c->parts[0].image;
    struct digest_row *owned;
    img.digests = digests_of(&img, &owned);
    if (img.digests == NULL)
        return ST_NOMEM;
    img.n_digests = img.n_agreements;
    struct writer w;
    writer_init(&w, out);
    image_write(&img, write_bytes, &w);
    free(owned);
    return writer_end(&w, ST_OK, d);
}

enum pact_status pact_corpus_write(const struct pact_corpus *corpus, const struct pact_output *out,
                                   struct pact_diags *diags)
{
    return api_status(write_corpus(corpus, out, &diags->d), &diags->d);
}

enum pact_status pact_compile(const char *const *paths, size_t n,
                              const struct pact_options *options, const struct pact_output *out,
                              struct pact_diags *diags)
{
    struct pact_corpus *corpus = NULL;
    enum status status = n > 0 ? corpus_open(paths, n, options, &diags->d, &corpus)
                               : corpus_builtin(&diags->d, &corpus);
    if (status == ST_OK)
        status = write_corpus(corpus, out, &diags->d);
    pact_corpus_free(corpus);
    return api_status(status, &diags->d);
}
