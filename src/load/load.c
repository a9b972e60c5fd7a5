/* Loading, stage by stage: read all files, make agreements of documents, resolve names, settle the
 * histories, and bring everything into canonical order. A stage that finds errors lets the next
 * ones find theirs, up to the layout, which only a sound corpus gets. */
#include "load.h"

#include <errno.h>
#include <unistd.h>

#include "ahead.h"
#include "excerpt.h"
#include "file.h"
#include "history.h"
#include "layout.h"
#include "progress.h"
#include "reader.h"

#define SUGGESTIONS 2000000U

void load_limits_default(struct load_limits *l)
{
#define X(member, name, value, most, what) l->member = (value);
    LOAD_LIMITS(X)
#undef X
}

bool load_limits_are_default(const struct load_limits *l)
{
    struct load_limits usual;
    load_limits_default(&usual);
    return memcmp(&usual, l, sizeof usual) == 0;
}

bool load_limits_set(struct load_limits *l, const char *name, size_t n, uint64_t value)
{
#define X(member, text, initial, most, what)                                                       \
    if (strlen(text) == n && memcmp(name, text, n) == 0) {                                         \
        l->member = value < (uint64_t)(most) ? value : (uint64_t)(most);                           \
        return true;                                                                               \
    }
    LOAD_LIMITS(X)
#undef X
    return false;
}

/* ---- the loader ---- */

void loader_init(struct loader *l, const struct load_options *options, struct image_builder *b,
                 struct diags *d)
{
    *l = (struct loader){.b = b,
                         .d = d,
                         .limits = options->limits,
                         .stale = options->stale,
                         .threads = options->threads,
                         .open = options->open,
                         .open_ctx = options->open_ctx,
                         .progress = options->progress,
                         .progress_ctx = options->progress_ctx,
                         .skip = options->skip,
                         .skip_ctx = options->skip_ctx,
                         .made_of = options->made_of,
                         .suggestions = SUGGESTIONS,
                         .errors_before = d->errors};
    arena_init(&l->arena);
    l->no_memory = !intern_init(&l->strings, &b->strings);
    buf_init(&l->input, 0);
    vec_init(&l->files, sizeof(struct file_rec));
    vec_init(&l->docs, sizeof(struct doc_rec));
    vec_init(&l->parties, sizeof(struct party_rec));
    vec_init(&l->sources, sizeof(struct source_rec));
    vec_init(&l->instruments, sizeof(struct instrument_rec));
    vec_init(&l->events, sizeof(struct event_rec));
    vec_init(&l->selectors, sizeof(struct selector_rec));
    vec_init(&l->lists, sizeof(struct list_rec));
    vec_init(&l->exceptions, sizeof(struct exception_rec));
    vec_init(&l->clause_columns, sizeof(uint16_t));
    marks_init(&l->act_at);
    marks_init(&l->act_by);
    marks_init(&l->act_end);
    marks_init(&l->bound_at);
    marks_init(&l->ref_at);
    marks_init(&l->figure_at);
}

/* What only the checks need. */
static void forget_marks(struct loader *l)
{
    vec_done(&l->lists);
    vec_done(&l->exceptions);
    vec_done(&l->clause_columns);
    marks_done(&l->act_at);
    marks_done(&l->act_by);
    marks_done(&l->act_end);
    marks_done(&l->bound_at);
    marks_done(&l->ref_at);
    marks_done(&l->figure_at);
    vec_done(&l->selectors);
}

void loader_done(struct loader *l)
{
    forget_marks(l);
    intern_done(&l->strings);
    arena_done(&l->arena);
    buf_done(&l->input);
    vec_done(&l->files);
    vec_done(&l->docs);
    vec_done(&l->parties);
    vec_done(&l->sources);
    vec_done(&l->instruments);
    vec_done(&l->events);
}

/* ---- files ---- */

static const char *const endings[] = {".yaml", ".yml", NULL};
static const char *const except[] = {".checks.yaml", ".checks.yml", NULL};
const struct file_names load_names = {endings, except};

static const struct reading corpus_reading = {&load_names, read_document, NULL};

const char *load_row_name(const char *given, const char *path)
{
    if (strcmp(path, "-") == 0)
        return "<stdin>";
    size_t n = strlen(given);
    while (n > 0 && given[n - 1] == '/')
        n--;
    if (strncmp(path, given, n) == 0 && path[n] == '/')
        return path + n + 1;
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool add_file(struct loader *l, const char *given, const char *path)
{
    struct file_rec *f = vec_add(&l->files);
    if (f)
        *f = (struct file_rec){.path = path, .name = load_row_name(given, path)};
    return f != NULL;
}

static void read_documents(struct reader *r)
{
    while (yr_document(&r->y)) {
        yr_next(&r->y);
        bool nothing = r->y.kind == YR_SCALAR && r->y.plain && r->y.n == 0;
        if (!nothing && r->y.kind != YR_END)
            r->how->document(r);
        r->n_steps = 0;
    }
}

static int open_file(struct loader *l, const char *path)
{
    const int fd = l->open != NULL ? l->open(l->open_ctx, path) : -1;
    return fd >= 0 ? fd : file_open(path, 0, l->d);
}

/* Of a file that has been read to its end. */
static void note_content(struct reader *r, uint32_t file)
{
    struct file_rec *f = VEC_AT(&r->l->files, struct file_rec, file);
    const struct input *in = &r->y.recorder.input;
    if (r->y.recording && in->end != INPUT_ALL_READ)
        return;
    f->bytes = r->y.recording ? in->bytes : r->y.tape->bytes;
    f->sum = r->y.recording ? running_sum_end(&in->sum) : r->y.tape->sum;
}

/* A file, which may have been parsed already. */
static enum status read_file(struct reader *r, uint32_t file, struct tape *tape)
{
    struct loader *l = r->l;
    const char *path = file_path(l, file);
    bool standard = strcmp(path, "-") == 0;
    int fd = tape != NULL ? -1 : standard ? STDIN_FILENO : open_file(l, path);
    if (fd < 0 && tape == NULL) {
        l->incomplete = true;
        return ST_IO;
    }
    if (tape != NULL)
        yr_open_tape(&r->y, file, tape);
    else
        yr_open(&r->y, file, fd, standard ? &l->input : NULL);
    read_documents(r);
    note_content(r, file);
    enum status status = yr_close(&r->y) ? ST_OK : ST_IO;
    if (!standard && fd >= 0)
        close(fd);
    return status;
}

/* The files below all paths, and how many below each. */
struct file_lists {
    struct file_list all;
    size_t *ends;  /* behind the last of each path */
    bool *skipped; /* some of each path are left out */
};

/* Takes out the files that are to be skipped. */
static bool leave_out(const struct loader *l, struct file_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; l->skip != NULL && i < list->n; i++)
        if (!l->skip(l->skip_ctx, list->paths[i]))
            list->paths[kept++] = list->paths[i];
    const bool any = l->skip != NULL && kept < list->n;
    if (l->skip != NULL)
        list->n = kept;
    return any;
}

static enum status list_files(struct loader *l, const struct file_names *names,
                              const char *const *paths, size_t n, struct file_lists *ret)
{
    enum status worst = ST_OK;
    size_t most = l->limits.files < SIZE_MAX ? (size_t)l->limits.files : SIZE_MAX;
    struct file_list *lists = ARENA_ARRAY(&l->arena, n, struct file_list);
    *ret = (struct file_lists){.ends = ARENA_ARRAY(&l->arena, n, size_t),
                               .skipped = ARENA_ARRAY(&l->arena, n, bool)};
    if (lists == NULL || ret->ends == NULL || ret->skipped == NULL)
        return ST_NOMEM;
    size_t total = 0;
    for (size_t i = 0; i < n && !loader_failed(l); i++) {
        enum status status = file_walk(&l->arena, paths[i], names, most, &lists[i], l->d);
        if (status != ST_OK) {
            l->incomplete = true;
            lists[i].n = 0;
            worst = worst != ST_NOMEM ? status : worst;
        }
        ret->skipped[i] = leave_out(l, &lists[i]);
        total += lists[i].n;
        ret->ends[i] = total;
    }
    ret->all.paths = ARENA_ARRAY(&l->arena, total, char *);
    for (size_t i = 0; i < n && ret->all.paths != NULL; i++)
        for (size_t k = 0; k < lists[i].n; k++)
            ret->all.paths[ret->all.n++] = lists[i].paths[k];
    return ret->all.paths != NULL ? worst : ST_NOMEM;
}

/* The files of the i-th path as given, of which one must hold a document. */
static enum status read_path(struct reader *r, const char *path, const struct file_lists *lists,
                             size_t which, struct ahead *ahead)
{
    struct loader *l = r->l;
    enum status worst = ST_OK;
    size_t docs = l->docs.n;
    for (size_t i = which > 0 ? lists->ends[which - 1] : 0;
         i < lists->ends[which] && !loader_failed(l); i++) {
        if (!add_file(l, path, lists->all.paths[i]))
            break;
        struct tape *tape = ahead != NULL ? ahead_take(ahead, i) : NULL;
        enum status status = read_file(r, (uint32_t)(l->files.n - 1), tape);
        if (status != ST_OK)
            worst = status;
        progress_file(l);
    }
    if (l->docs.n == docs && !lists->skipped[which] && !l->incomplete && !loader_failed(l))
        diags_add(l->d, DIAG_EMPTY, (struct place){path, 0, 0}, "'%s' holds no document", path);
    return worst;
}

static enum status read_lists(struct reader *r, const char *const *paths, size_t n_paths)
{
    struct loader *l = r->l;
    struct file_lists lists;
    enum status worst = list_files(l, r->how->names, paths, n_paths, &lists);
    if (worst == ST_NOMEM)
        return worst;
    progress_begin(l, &lists.all);
    const struct tape_limits limits = yr_limits(l);
    struct ahead *ahead =
        l->open == NULL ? ahead_start(lists.all.paths, lists.all.n, l->threads, &limits) : NULL;
    for (size_t i = 0; i < n_paths && !loader_failed(l); i++) {
        enum status status = read_path(r, paths[i], &lists, i, ahead);
        if (status != ST_OK)
            worst = status;
    }
    ahead_done(ahead);
    progress_end(l);
    return worst;
}

enum status read_paths(struct loader *l, const char *const *paths, size_t n_paths,
                       const struct reading *how)
{
    struct reader *r = calloc(1, sizeof *r);
    if (!r)
        return ST_NOMEM;
    r->l = l;
    r->how = how;
    vec_init(&r->terms, sizeof(struct open_term));
    vec_init(&r->bounds, sizeof(struct open_bound));
    yr_init(&r->y, l);
    enum status worst = read_lists(r, paths, n_paths);
    vec_done(&r->terms);
    vec_done(&r->bounds);
    yr_done(&r->y);
    free(r);
    return loader_failed(l) ? ST_NOMEM : worst;
}

/* ---- stages ---- */

static void name_files(struct loader *l)
{
    for (size_t i = 0; i < l->files.n; i++) {
        struct file_rec *f = VEC_AT(&l->files, struct file_rec, i);
        f->name_id = intern_add(&l->strings, f->name, strlen(f->name));
    }
}

/* What was read, and what came of each file. Documents stand file by file. */
static bool list_sources(const struct loader *l)
{
    uint32_t added = IMAGE_NONE;
    for (size_t i = 0; i < l->docs.n; i++) {
        const struct doc_rec *d = VEC_AT(&l->docs, struct doc_rec, i);
        const struct file_rec *f = VEC_AT(&l->files, struct file_rec, d->file);
        if (strcmp(f->path, "-") == 0)
            continue;
        if (d->file != added)
            sources_add(l->made_of, f->name, strlen(f->name), f->bytes, f->sum);
        added = d->file;
        sources_member(l->made_of, d->agreement);
    }
    return sources_sort(l->made_of);
}

static enum status build(struct loader *l)
{
    struct resolver v = {.l = l};
    struct vec act_order = {0};
    bool good = resolve_agreements(l) && resolve_order(&v);
    if (good) {
        resolve_references(&v);
        check_events(l);
        good = history_run(&v, &act_order) && !loader_failed(l);
    }
    resolver_done(&v);
    name_files(l);
    intern_done(&l->strings); /* nothing is looked up any more */
    bool sound = good && l->d->errors == l->errors_before && !l->incomplete;
    if (sound) {
        forget_marks(l);
        good = (l->made_of == NULL || list_sources(l)) && unknowns_sort(l) && layout_named(l) &&
               layout_rows(l, &act_order) && renumber_strings(l);
    }
    vec_done(&act_order);
    if (!good)
        return ST_NOMEM;
    return sound ? ST_OK : ST_INVALID;
}

enum status load_corpus(const char *const *paths, size_t n_paths,
                        const struct load_options *options, struct image_builder *b,
                        struct diags *d)
{
    struct loader l;
    loader_init(&l, options, b, d);
    enum status status = read_paths(&l, paths, n_paths, &corpus_reading);
    if (status != ST_NOMEM) {
        enum status built = build(&l);
        if (built == ST_NOMEM || status == ST_OK)
            status = built;
    }
    if (status == ST_NOMEM && d->errors == l.errors_before)
        diags_add(d, DIAG_NO_MEMORY, (struct place){0}, "memory ran out");
    diags_sort(d);
    excerpts_add(&l);
    loader_done(&l);
    return status;
}
