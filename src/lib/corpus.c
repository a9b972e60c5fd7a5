/* Opening a corpus: YAML becomes one image in memory, compiled files are opened, and all of them
 * together look like one list of agreements by id. */
#include "cache.h"
#include "lib.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "line.h"

/* ---- the agreements of all parts ---- */

struct agreement_at corpus_agreement(const struct pact_corpus *c, size_t ordinal)
{
    return c->agreements != NULL ? c->agreements[ordinal]
                                 : (struct agreement_at){0, (uint32_t)ordinal};
}

const struct image *corpus_image(const struct pact_corpus *c, size_t ordinal)
{
    const struct agreement_at at = corpus_agreement(c, ordinal);
    uint32_t unused;
    return part_image(&c->parts[at.part], at.row, &unused);
}

const struct agreement_row *corpus_agreement_row(const struct pact_corpus *c, size_t ordinal)
{
    const struct agreement_at at = corpus_agreement(c, ordinal);
    uint32_t row;
    const struct image *img = part_image(&c->parts[at.part], at.row, &row);
    return &img->agreements[row];
}

const struct image *corpus_frame(const struct pact_corpus *c, size_t ordinal,
                                 const struct agreement_row **ret_row)
{
    const struct agreement_at at = corpus_agreement(c, ordinal);
    uint32_t row;
    const struct image *img = part_frame(&c->parts[at.part], at.row, &row);
    *ret_row = &img->agreements[row];
    return img;
}

void corpus_prove(const struct pact_corpus *c, size_t ordinal, struct span clauses)
{
    const struct agreement_at at = corpus_agreement(c, ordinal);
    part_prove(&c->parts[at.part], at.row, clauses);
}

const char *corpus_hold(const struct pact_corpus *c, size_t ordinal, struct held *ret)
{
    const struct agreement_at at = corpus_agreement(c, ordinal);
    return part_hold(&c->parts[at.part], at.row, ret);
}

void corpus_note(const struct pact_corpus *c, size_t ordinal, const char *fault)
{
    part_note(&c->parts[corpus_agreement(c, ordinal).part], fault);
}

void record_widen(struct record_span *s, size_t agreements, day_t first, day_t last)
{
    if (agreements == 0)
        return;
    if (s->agreements == 0 || first < s->first)
        s->first = first;
    if (s->agreements == 0 || last > s->last)
        s->last = last;
    s->agreements += agreements;
}

struct record_span corpus_record(const struct pact_corpus *c)
{
    struct record_span s = {0, DAY_NONE, DAY_NONE};
    for (size_t i = 0; i < c->n_parts; i++) {
        const struct part *p = &c->parts[i];
        if (p->file != NULL) {
            const struct image_footer *f = &p->file->footer;
            record_widen(&s, f->speaking, f->record_first, f->record_last);
        }
        for (uint32_t row = 0; p->file == NULL && row < p->image.n_agreements; row++) {
            const struct agreement_row *a = &p->image.agreements[row];
            record_widen(&s, a->clauses.n > 0, a->complete_through, a->complete_through);
        }
    }
    return s;
}

uint32_t part_ordinal(const struct part *p, uint32_t row)
{
    return p->ordinals != NULL ? p->ordinals[row] : row;
}

uint32_t corpus_find(const struct pact_corpus *c, const char *id, size_t n)
{
    for (size_t i = 0; i < c->n_parts; i++) {
        struct part *p = &c->parts[i];
        uint32_t row = IMAGE_NONE;
        if (p->file != NULL)
            part_note(p, image_file_find(p->file, id, n, &row));
        else
            row = image_find_agreement(&p->image, id, n);
        if (row != IMAGE_NONE)
            return part_ordinal(p, row);
    }
    return IMAGE_NONE;
}

void corpus_find_topic(const struct pact_corpus *c, const char *name, size_t n, struct vec *out)
{
    const size_t before = out->n;
    for (size_t i = 0; i < c->n_parts; i++) {
        struct part *p = &c->parts[i];
        const size_t first = out->n;
        if (p->file != NULL) {
            part_note(p, image_file_topic(p->file, name, n, out));
        } else {
            uint32_t *rows = vec_grow(out, p->image.n_agreements);
            for (uint32_t row = 0; rows != NULL && row < p->image.n_agreements; row++)
                rows[row] = row;
        }
        for (size_t k = first; k < out->n; k++)
            *VEC_AT(out, uint32_t, k) = part_ordinal(p, *VEC_AT(out, uint32_t, k));
    }
    if (c->n_parts > 1 && out->n > before)
        out->n = before + sort_distinct(VEC_AT(out, uint32_t, before), (uint32_t)(out->n - before));
}

enum status corpus_fault(const struct pact_corpus *c, struct diags *d)
{
    enum status status = ST_OK;
    for (size_t i = 0; i < c->n_parts && status == ST_OK; i++)
        status = part_fault(&c->parts[i], d);
    return status;
}

bool corpus_is_sound(const struct pact_corpus *c)
{
    bool sound = true;
    for (size_t i = 0; i < c->n_parts && sound; i++)
        sound = atomic_load(&c->parts[i].fault) == NULL;
    return sound;
}

enum status corpus_read(const struct pact_corpus *c, struct diags *d)
{
    for (size_t i = 0; i < c->n_agreements; i++) {
        (void)corpus_image(c, i);
        corpus_relax(c);
    }
    return corpus_fault(c, d);
}

enum status corpus_verify(const struct pact_corpus *c, struct diags *d)
{
    for (size_t i = 0; i < c->n_parts; i++) {
        struct part *p = &c->parts[i];
        if (p->file != NULL && p->name != NULL)
            part_note(p, image_file_verify(p->file, engine_lines));
        for (uint32_t row = 0; p->name == NULL && row < part_agreements(p); row++) {
            uint32_t unused;
            part_note(p, image_check(part_image(p, row, &unused)));
        }
    }
    return corpus_fault(c, d);
}

/* ---- several parts as one list ---- */

/* The next agreement of a part, while all are merged. */
struct head {
    uint32_t row;
    struct buf id;
    struct id_cursors at;
};

static const char *read_head(const struct part *p, struct head *h)
{
    return h->row < part_agreements(p) ? part_id(p, &h->at, h->row, &h->id) : NULL;
}

static int compare_ids(const struct buf *a, const struct buf *b)
{
    const size_t n = a->n < b->n ? a->n : b->n;
    const int c = n > 0 ? memcmp(a->data, b->data, n) : 0;
    return c != 0 ? c : (a->n > b->n) - (a->n < b->n);
}

static void refuse_double(const struct pact_corpus *c, uint32_t first, uint32_t second,
                          const struct buf *id, struct diags *d)
{
    struct diag *added =
        diags_add(d, DIAG_DUPLICATE_ID, (struct place){c->parts[second].name, 0, 0},
                  "agreement '%.*s' is in two corpora", (int)(id->n < 512 ? id->n : 512), id->data);
    if (added == NULL)
        return;
    added->other = (struct place){diag_text(d, "%s", c->parts[first].name), 0, 0};
    added->other_note = "it is here too";
    added->hint = "compile all documents of an agreement into one image";
}

/* Each part lists its agreements by id, so the whole list is a merge of theirs. Few parts, so the
 * next is found by looking at all of them. An id that several have comes from the first. */
static enum status merge(struct pact_corpus *c, struct head *heads, struct diags *d)
{
    enum status status = ST_OK;
    for (size_t i = 0; i < c->n_agreements; i++) {
        uint32_t best = UINT32_MAX;
        uint32_t same = UINT32_MAX;
        for (uint32_t p = 0; p < c->n_parts; p++) {
            if (heads[p].row == part_agreements(&c->parts[p]))
                continue;
            const int order = best == UINT32_MAX ? -1 : compare_ids(&heads[p].id, &heads[best].id);
            if (order == 0)
                same = p;
            if (order < 0) {
                best = p;
                same = UINT32_MAX;
            }
        }
        if (same != UINT32_MAX) {
            refuse_double(c, best, same, &heads[best].id, d);
            status = ST_INVALID;
        }
        struct part *part = &c->parts[best];
        part->ordinals[heads[best].row] = (uint32_t)i;
        c->agreements[i] = (struct agreement_at){best, heads[best].row++};
        part_note(part, read_head(part, &heads[best]));
        if (atomic_load(&part->fault) != NULL)
            return corpus_fault(c, d);
    }
    return status;
}

static enum status merge_parts(struct pact_corpus *c, struct diags *d)
{
    struct head *heads = calloc(c->n_parts, sizeof *heads);
    bool good = heads != NULL;
    c->agreements = calloc(c->n_agreements + 1, sizeof *c->agreements);
    good = good && c->agreements != NULL;
    for (size_t i = 0; i < c->n_parts && good; i++) {
        struct part *p = &c->parts[i];
        p->ordinals = calloc(part_agreements(p) + 1, sizeof *p->ordinals);
        good = p->ordinals != NULL;
        if (good)
            part_note(p, read_head(p, &heads[i]));
    }
    enum status status = good ? corpus_fault(c, d) : ST_NOMEM;
    if (status == ST_OK)
        status = merge(c, heads, d);
    for (size_t i = 0; heads != NULL && i < c->n_parts; i++)
        buf_done(&heads[i].id);
    free(heads);
    return status;
}

static enum status count_agreements(struct pact_corpus *c, struct diags *d)
{
    for (size_t p = 0; p < c->n_parts; p++) {
        c->n_agreements += part_agreements(&c->parts[p]);
        c->n_clauses += part_clauses(&c->parts[p]);
    }
    return c->n_parts == 1 ? ST_OK : merge_parts(c, d);
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

bool corpus_walk(const char *const *paths, size_t n, const struct load_limits *limits,
                 struct arena *a, corpus_visit *visit, void *ctx)
{
    struct diags unused;
    bool good = true;
    diags_init(&unused, 1);
    for (size_t i = 0; i < n && good; i++) {
        struct file_list files;
        good = strcmp(paths[i], "-") != 0 &&
               file_walk(a, paths[i], &load_names, (size_t)limits->files, &files, &unused) == ST_OK;
        for (size_t k = 0; good && k < files.n; k++)
            good = visit(ctx, paths[i], files.paths[k]);
    }
    diags_done(&unused);
    return good;
}

static enum status open_image(struct pact_corpus *c, const char *path, struct diags *d)
{
    struct part *part = add_part(c, path);
    return part != NULL ? part_open_file(part, d) : ST_NOMEM;
}

/* The part as a corpus of its own, to be kept. */
static struct pact_corpus alone(struct part *p)
{
    return (struct pact_corpus){
        .parts = p, .n_parts = 1, .n_agreements = part_agreements(p), .n_clauses = part_clauses(p)};
}

static enum status open_through_cache(struct part *part, const char *const *paths, size_t n,
                                      const struct load_options *options, const char *folder,
                                      struct diags *d)
{
    struct cache cache;
    enum status status = ST_OK;
    cache_init(&cache, folder, paths, n, &options->limits);
    int fd = cache_find(&cache);
    if (fd < 0 && cache_renew(&cache, options))
        fd = cache_find(&cache);
    if (fd < 0 || !part_open_cached(part, fd, cache.path.data)) {
        status = part_open_yaml(part, paths, n, options, d);
        if (status == ST_OK) {
            const struct pact_corpus one = alone(part);
            cache_keep(&cache, &one);
        }
    }
    cache_done(&cache);
    return status;
}

static enum status open_yaml(struct pact_corpus *c, const char *const *paths, size_t n,
                             const struct load_options *options, const char *cache, struct diags *d)
{
    struct part *part = add_part(c, n == 1 ? paths[0] : "the YAML files");
    if (part == NULL)
        return ST_NOMEM;
    return cache != NULL ? open_through_cache(part, paths, n, options, cache, d)
                         : part_open_yaml(part, paths, n, options, d);
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
                            const struct load_options *options, const char *cache, struct diags *d)
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
        status = worse(status, open_yaml(c, yaml, n_yaml, options, cache, d));
    free(yaml);
    return status == ST_OK ? count_agreements(c, d) : status;
}

enum status corpus_open(const char *const *paths, size_t n, const struct pact_options *options,
                        struct diags *d, struct pact_corpus **ret)
{
    struct load_options load;
    const enum status status = options_read(options, &load, d);
    const char *cache = options != NULL ? options->cache : NULL;
    return status == ST_OK ? corpus_open_with(paths, n, &load, cache, d, ret) : status;
}

enum status corpus_open_with(const char *const *paths, size_t n, const struct load_options *load,
                             const char *cache, struct diags *d, struct pact_corpus **ret)
{
    enum status status = refuse_repeats(paths, n, d);
    if (status != ST_OK)
        return status;
    struct pact_corpus *c = calloc(1, sizeof *c);
    if (c == NULL)
        return ST_NOMEM;
    c->threads = load->threads;
    status = open_all(c, paths, n, load, cache, d);
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
    const enum status status = part_open_memory(part, bytes, n);
    if (status != ST_OK) {
        pact_corpus_free(c);
        return status;
    }
    c->n_agreements = part_agreements(part);
    c->n_clauses = part_clauses(part);
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

enum pact_status pact_corpus_verify(const struct pact_corpus *corpus, struct pact_diags *diags)
{
    return api_status(corpus_verify(corpus, &diags->d), &diags->d);
}

struct pact_corpus *corpus_view(const struct pact_corpus *c, size_t leaves)
{
    const struct pact_corpus *of = c->of != NULL ? c->of : c;
    struct pact_corpus *view = calloc(1, sizeof *view);
    struct part *parts = calloc(of->n_parts, sizeof *parts);
    if (view == NULL || parts == NULL) {
        free(view);
        free(parts);
        return NULL;
    }
    *view = (struct pact_corpus){
        .parts = parts,
        .agreements = of->agreements,
        .n_agreements = of->n_agreements,
        .n_clauses = of->n_clauses,
        .threads = of->threads,
        .name = of->name,
        .paths = of->paths,
        .n_paths = of->n_paths,
        .of = of,
    };
    bool good = true;
    for (; good && view->n_parts < of->n_parts; view->n_parts++)
        good = part_view_init(&parts[view->n_parts], &of->parts[view->n_parts], leaves);
    if (good)
        return view;
    pact_corpus_free(view);
    return NULL;
}

bool corpus_is_kept(const struct pact_corpus *c, size_t ordinal, const struct image *img)
{
    const struct agreement_at at = corpus_agreement(c, ordinal);
    return part_is_kept(&c->parts[at.part], at.row, img);
}

bool corpus_view_release(struct pact_corpus *view)
{
    bool some = false;
    for (size_t i = 0; i < view->n_parts; i++)
        some |= part_view_release(&view->parts[i]);
    return some;
}

void corpus_relax(const struct pact_corpus *c)
{
    for (size_t i = 0; c->of != NULL && i < c->n_parts; i++)
        if (atomic_load(&c->parts[i].left) > c->parts[i].leaves / 2)
            part_view_release(&c->parts[i]);
}

static void free_view(struct pact_corpus *view)
{
    for (size_t p = 0; p < view->n_parts; p++)
        part_view_done(&view->parts[p]);
    free(view->parts);
    free(view);
}

void pact_corpus_free(struct pact_corpus *corpus)
{
    if (corpus == NULL)
        return;
    if (corpus->of != NULL) {
        free_view(corpus);
        return;
    }
    for (size_t p = 0; p < corpus->n_parts; p++)
        part_done(&corpus->parts[p]);
    free(corpus->parts);
    free(corpus->agreements);
    free(corpus->name);
    free(corpus->paths);
    free(atomic_load(&corpus->digest));
    free(corpus);
}

enum pact_origin pact_corpus_origin(const struct pact_corpus *corpus, size_t i,
                                    const char **ret_path)
{
    if (i >= corpus->n_parts)
        return PACT_ORIGIN_NONE;
    const struct part *p = &corpus->parts[i];
    *ret_path = p->cached != NULL ? p->cached : p->name;
    return p->cached != NULL ? PACT_ORIGIN_CACHE
           : p->file == NULL ? PACT_ORIGIN_YAML
           : p->name == NULL ? PACT_ORIGIN_BUILTIN
                             : PACT_ORIGIN_IMAGE;
}

size_t pact_corpus_agreements(const struct pact_corpus *corpus)
{
    return corpus->n_agreements;
}

size_t pact_corpus_clauses(const struct pact_corpus *corpus)
{
    return corpus->n_clauses;
}
