/* The cache: naming an image by what it was made from, finding it, keeping it, making room. */
#include "cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "diag.h"
#include "file.h"
#include "lib.h"
#include "rebuild.h"
#include "vec.h"

#define ENDING ".pact"
#define SUM_DIGITS 16
#define NAME_LENGTH (3 * SUM_DIGITS + 1 + sizeof ENDING - 1) /* context - state, both */
#define SETTLED 2           /* seconds; file systems keep times to two at worst */
#define USED_AGAIN 86400    /* seconds after which a use is noted */
#define LEFT_BEHIND 3600    /* seconds after which a temporary file is nobody's */
#define PLAIN_CLAUSES 65536 /* up to so many, an image is not packed: quicker, but larger */

/* ---- the name ---- */

static void put_number(struct buf *out, uint64_t value)
{
    buf_put(out, (const char *)&value, sizeof value);
}

static void put_text(struct buf *out, const char *text)
{
    buf_put(out, text, strlen(text) + 1);
}

static void put_time(struct buf *out, struct timespec t)
{
    put_number(out, (uint64_t)t.tv_sec);
    put_number(out, (uint64_t)t.tv_nsec);
}

static bool is_before(struct timespec a, struct timespec b)
{
    return a.tv_sec != b.tv_sec ? a.tv_sec < b.tv_sec : a.tv_nsec < b.tv_nsec;
}

/* The program itself: another build may make other images, or none of those made before. */
static bool put_program(struct buf *out)
{
    struct stat s;
    if (stat("/proc/self/exe", &s) != 0)
        return false;
    put_text(out, PACT_VERSION);
    put_number(out, s.st_ino);
    put_number(out, (uint64_t)s.st_size);
    put_time(out, s.st_mtim);
    return true;
}

/* Which image is asked for, whatever the files hold. */
static bool put_context(const struct cache *c, struct buf *out)
{
    char folder[4096];
    bool relative = false;
    bool known = put_program(out);
    buf_put(out, (const char *)c->limits, sizeof *c->limits);
    for (size_t i = 0; i < c->n_paths; i++) {
        put_text(out, c->paths[i]);
        relative |= c->paths[i][0] != '/';
    }
    if (relative && known) {
        known = getcwd(folder, sizeof folder) != NULL;
        put_text(out, known ? folder : "");
    }
    return known;
}

static bool put_file(void *ctx, const char *given, const char *path)
{
    struct cache *c = ctx;
    struct stat s;
    (void)given;
    if (stat(path, &s) != 0 || !S_ISREG(s.st_mode))
        return false;
    put_text(&c->state, path);
    put_number(&c->state, s.st_dev);
    put_number(&c->state, s.st_ino);
    put_number(&c->state, (uint64_t)s.st_size);
    put_time(&c->state, s.st_mtim);
    put_time(&c->state, s.st_ctim);
    if (is_before(c->youngest, s.st_ctim))
        c->youngest = s.st_ctim;
    return true;
}

/* All files in the order in which they would be read. False: this is nothing to keep. */
static bool look(struct cache *c)
{
    struct arena arena;
    arena_init(&arena);
    const bool good = clock_gettime(CLOCK_REALTIME, &c->taken) == 0 &&
                      corpus_walk(c->paths, c->n_paths, c->limits, &arena, put_file, c);
    arena_done(&arena);
    return good && !c->state.failed;
}

static void put_sum(struct buf *out, const struct buf *bytes)
{
    const uint64_t sum = image_sum(bytes->data != NULL ? bytes->data : "", bytes->n);
    for (int shift = 60; shift >= 0; shift -= 4)
        buf_char(out, "0123456789abcdef"[sum >> shift & 15]);
}

void cache_init(struct cache *c, const char *folder, const char *const *paths, size_t n_paths,
                const struct load_limits *limits)
{
    struct buf context;
    *c = (struct cache){.folder = folder,
                        .paths = paths,
                        .n_paths = n_paths,
                        .limits = limits,
                        .most = CACHE_BYTES};
    buf_init(&c->path, 0);
    buf_init(&c->state, 0);
    buf_init(&context, 0);
    const bool good = put_context(c, &context) && look(c);
    buf_puts(&c->path, folder);
    buf_char(&c->path, '/');
    put_sum(&c->path, &context);
    buf_char(&c->path, '-');
    put_sum(&c->path, &c->state);
    buf_put(&context, c->state.data != NULL ? c->state.data : "", c->state.n);
    put_sum(&c->path, &context); /* a second sum of all: 128 bits tell states apart */
    buf_puts(&c->path, ENDING);
    if (!good || context.failed || c->path.failed)
        buf_clear(&c->path);
    buf_done(&context);
}

void cache_done(struct cache *c)
{
    buf_done(&c->path);
    buf_done(&c->state);
}

/* ---- finding ---- */

static bool is_own(const struct stat *s)
{
    return s->st_uid == geteuid() && (s->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static bool is_own_folder(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode) && is_own(&s);
}

/* Once a day is enough to tell what was not used for long. */
static void note_use(int fd, const struct stat *s)
{
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) == 0 && now.tv_sec - s->st_mtim.tv_sec > USED_AGAIN)
        (void)futimens(fd, NULL);
}

int cache_find(const struct cache *c)
{
    struct stat s;
    if (c->path.n == 0 || !is_own_folder(c->folder))
        return -1;
    const int fd = open(c->path.data, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return -1;
    if (fstat(fd, &s) != 0 || !S_ISREG(s.st_mode) || !is_own(&s)) {
        close(fd);
        return -1;
    }
    note_use(fd, &s);
    return fd;
}

/* ---- making room ---- */

struct kept {
    char name[NAME_LENGTH + 1];
    uint64_t bytes;
    struct timespec used;
};

static bool is_image_name(const char *name)
{
    return strlen(name) == NAME_LENGTH && name[SUM_DIGITS] == '-' &&
           strcmp(name + NAME_LENGTH - (sizeof ENDING - 1), ENDING) == 0;
}

static bool is_temporary(const char *name)
{
    const size_t n = strlen(name);
    return n > 4 && strncmp(name, ".pact-", 6) == 0 && strcmp(name + n - 4, ".tmp") == 0;
}

static int longest_unused_first(const void *x, const void *y)
{
    const struct kept *a = x;
    const struct kept *b = y;
    return is_before(a->used, b->used) ? -1 : is_before(b->used, a->used);
}

/* Lists the images but the new one, without those it takes the place of, which go. */
static void sweep(DIR *dir, const char *new_name, struct vec *ret_kept, time_t now)
{
    const int folder = dirfd(dir);
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL) {
        struct stat s;
        const bool image = is_image_name(entry->d_name);
        if ((!image && !is_temporary(entry->d_name)) || strcmp(entry->d_name, new_name) == 0 ||
            fstatat(folder, entry->d_name, &s, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (image ? memcmp(entry->d_name, new_name, SUM_DIGITS) == 0
                  : now - s.st_mtim.tv_sec > LEFT_BEHIND) {
            (void)unlinkat(folder, entry->d_name, 0);
            continue;
        }
        struct kept *row = image ? vec_add(ret_kept) : NULL;
        if (row == NULL)
            continue;
        memcpy(row->name, entry->d_name, sizeof row->name);
        row->bytes = (uint64_t)s.st_size;
        row->used = s.st_mtim;
    }
}

static void make_room(const struct cache *c)
{
    struct stat s;
    struct vec kept;
    const char *new_name = strrchr(c->path.data, '/') + 1;
    DIR *dir = opendir(c->folder);
    if (dir == NULL)
        return;
    const int folder = dirfd(dir);
    vec_init(&kept, sizeof(struct kept));
    sweep(dir, new_name, &kept, c->taken.tv_sec);
    uint64_t bytes = fstatat(folder, new_name, &s, 0) == 0 ? (uint64_t)s.st_size : 0;
    for (size_t i = 0; i < kept.n; i++)
        bytes += VEC_AT(&kept, struct kept, i)->bytes;
    if (bytes > c->most && kept.n > 0)
        qsort(kept.data, kept.n, sizeof(struct kept), longest_unused_first);
    for (size_t i = 0; i < kept.n && bytes > c->most; i++) {
        const struct kept *row = VEC_AT(&kept, struct kept, i);
        if (unlinkat(folder, row->name, 0) == 0)
            bytes -= row->bytes;
    }
    vec_done(&kept);
    closedir(dir);
}

/* ---- keeping ---- */

/* Would a change after the look show? Not if a file changed so lately that one more change might
 * have the same time. */
static bool has_settled(const struct cache *c)
{
    struct timespec late = c->youngest;
    late.tv_sec += SETTLED;
    return is_before(late, c->taken);
}

static bool is_unchanged(const struct cache *c)
{
    struct cache now = {.paths = c->paths, .n_paths = c->n_paths, .limits = c->limits};
    buf_init(&now.state, 0);
    const bool same = look(&now) && now.state.n == c->state.n &&
                      (now.state.n == 0 || memcmp(now.state.data, c->state.data, now.state.n) == 0);
    buf_done(&now.state);
    return same;
}

/* The folder and the one it is in: $XDG_CACHE_HOME need not exist. */
static bool make_folder(const char *path)
{
    struct buf parent;
    const char *slash = strrchr(path, '/');
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return is_own_folder(path);
    if (errno != ENOENT || slash == NULL || slash == path)
        return false;
    buf_init(&parent, 0);
    buf_put(&parent, path, (size_t)(slash - path));
    const bool made = !parent.failed && (mkdir(parent.data, 0700) == 0 || errno == EEXIST) &&
                      mkdir(path, 0700) == 0;
    buf_done(&parent);
    return made && is_own_folder(path);
}

static int write_out(void *ctx, const char *bytes, size_t n)
{
    struct file_writer *w = ctx;
    file_write(w, bytes, n);
    return w->error;
}

/* Makes the bytes of an image; false where that cannot be. */
typedef bool make_fn(const void *ctx, const struct pact_output *out, struct diags *d);

/* Makes the image, and puts it in its place if the files are still as they were. */
static bool put_image(const struct cache *c, make_fn *make, const void *ctx)
{
    struct file_writer w;
    struct diags unused;
    struct pact_output out = PACT_OUTPUT_INIT;
    bool good = false;
    out.sink = write_out;
    out.ctx = &w;
    diags_init(&unused, 1);
    if (file_create(&w, c->path.data, &unused) == ST_OK) {
        w.passing =
            true; /* what a crash of the machine spoils is not used: images have checksums */
        good = fchmod(w.fd, 0600) == 0 && make(ctx, &out, &unused) && is_unchanged(c) &&
               file_commit(&w, &unused) == ST_OK;
        if (!good)
            file_abort(&w);
    }
    diags_done(&unused);
    if (good)
        make_room(c);
    return good;
}

static bool make_from_corpus(const void *ctx, const struct pact_output *out, struct diags *d)
{
    const struct pact_corpus *corpus = ctx;
    const struct pact_options how = {.plain = corpus->n_clauses <= PLAIN_CLAUSES};
    return corpus_write(corpus, &how, out, d) == ST_OK;
}

void cache_keep(const struct cache *c, const struct pact_corpus *corpus)
{
    if (c->path.n > 0 && has_settled(c) && make_folder(c->folder))
        (void)put_image(c, make_from_corpus, corpus);
}

/* ---- renewing ---- */

/* The image of the same question of an earlier state; false: there is none. */
static bool find_older(const struct cache *c, struct buf *ret_path)
{
    const char *name = strrchr(c->path.data, '/') + 1;
    DIR *dir = is_own_folder(c->folder) ? opendir(c->folder) : NULL;
    const struct dirent *entry;
    while (dir != NULL && ret_path->n == 0 && (entry = readdir(dir)) != NULL) {
        struct stat s;
        if (!is_image_name(entry->d_name) || memcmp(entry->d_name, name, SUM_DIGITS) != 0 ||
            fstatat(dirfd(dir), entry->d_name, &s, AT_SYMLINK_NOFOLLOW) != 0 ||
            !S_ISREG(s.st_mode) || !is_own(&s))
            continue;
        buf_put(ret_path, c->path.data, (size_t)(name - c->path.data));
        buf_puts(ret_path, entry->d_name);
    }
    if (dir != NULL)
        closedir(dir);
    return ret_path->n > 0 && !ret_path->failed;
}

struct renewal {
    const struct cache *cache;
    const struct load_options *options;
    const char *older;
};

static bool make_from_older(const void *ctx, const struct pact_output *out, struct diags *d)
{
    const struct renewal *r = ctx;
    bool done = false;
    for (int plain = 1; plain >= 0 && !done; plain--) /* as the older one is */
        if (rebuild(r->older, r->cache->paths, r->cache->n_paths, r->options, plain != 0, out, d,
                    &done) != ST_OK)
            return false;
    return done;
}

bool cache_renew(const struct cache *c, const struct load_options *options)
{
    struct buf older;
    buf_init(&older, 0);
    const bool found = c->path.n > 0 && has_settled(c) && find_older(c, &older);
    const struct renewal r = {c, options, older.data};
    const bool good = found && put_image(c, make_from_older, &r);
    buf_done(&older);
    return good;
}
