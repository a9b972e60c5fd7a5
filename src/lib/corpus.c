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
            diags_add(d, DIAG_DUPLICATE_ID, (struct place){c->parts[b.part].name, 0, 0},
                      "agreement '%.*s' is in two corpora", (int)(n < 512 ? n : 512), id);
        if (added != NULL) {
            added->other = (struct place){diag_text(d, "%s", c->parts[a.part].name), 0, 0};
            added->other_note = "it is here too";
            added->hint = "compile all documents of an agreement into one image";
        }
        status = ST_INVALID;
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
bool corpus_is_image(const char *path)
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
            free(bytes);
            return complain_errno(d, DIAG_CANNOT_READ, NULL, errno, "cannot read '%s'", path);
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
    if (!name.failed) /* an empty path has added nothing */
        return name.data != NULL ? name.data : calloc(1, 1);
    buf_done(&name);
    return NULL;
}

/* A block of pointers with the texts behind them. */
static const char **copy_paths(const char *const *paths, size_t n)
{
    size_t bytes = n * sizeof *paths;
    for (size_t i = 0; i < n; i++)
        bytes += strlen(paths[i]) + 1;
    const char **block = malloc(bytes);
    char *at = block != NULL ? (char *)(block + n) : NULL;
    for (size_t i = 0; block != NULL && i < n; i++) {
        const size_t length = strlen(paths[i]) + 1;
        block[i] = memcpy(at, paths[i], length);
        at += length;
    }
    return block;
}

/* A path that is named twice would be an error for each line of it. */
static enum status refuse_repeats(const char *const *paths, size_t n, struct diags *d)
{
    enum status status = ST_OK;
    for (size_t i = 1; i < n; i++) {
        size_t k = 0;
        while (k < i && strcmp(paths[k], paths[i]) != 0)
            k++;
        if (k == i)
            continue;
        complain(d, DIAG_USAGE, "name it once", "'%s' is named twice", paths[i]);
        status = ST_USAGE;
    }
    return status;
}

static enum status open_all(struct pact_corpus *c, const char *const *paths, size_t n,
                            const struct load_options *options, struct diags *d)
{
    const char **yaml = calloc(n, sizeof *yaml);
    size_t n_yaml = 0;
    enum status status = ST_OK;
    c->name = join_names(paths, n);
    c->paths = copy_paths(paths, n);
    c->n_paths = c->paths != NULL ? n : 0;
    if (yaml == NULL || c->name == NULL || c->paths == NULL)
        status = ST_NOMEM;
    for (size_t i = 0; i < n && status != ST_NOMEM; i++) {
        if (corpus_is_image(paths[i]))
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
    const enum status status = options_read(options, &load, d);
    return status == ST_OK ? corpus_open_with(paths, n, &load, d, ret) : status;
}

enum status corpus_open_with(const char *const *paths, size_t n, const struct load_options *load,
                             struct diags *d, struct pact_corpus **ret)
{
    enum status status = refuse_repeats(paths, n, d);
    if (status != ST_OK)
        return status;
    struct pact_corpus *c = calloc(1, sizeof *c);
    if (c == NULL)
        return ST_NOMEM;
    status = open_all(c, paths, n, load, d);
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
    free(corpus->paths);
    free(atomic_load(&corpus->digest));
    free(corpus);
}

size_t pact_corpus_agreements(const struct pact_corpus *corpus)
{
    return corpus->n_agreements;
}

size_t pact_corpus_clauses(const struct pact_corpus *corpus)
{
    return corpus->n_clauses;
}
