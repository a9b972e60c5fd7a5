/* Files. Reading is bounded and never hangs on what is no file; a walk of a folder gives the same
 * list on every disk; what is written appears whole under its name or not at all: it is made beside
 * it, synced, and renamed over it. */
#define _XOPEN_SOURCE 700 /* for realpath */
#define _DEFAULT_SOURCE   /* for d_type */

#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vec.h"

#define READ_STEP ((size_t)64 * 1024)
#define TRANSFER_MAX ((size_t)1 << 30) /* the kernel moves less than 2 GiB in one call */
#define DEPTH_MAX 64
#define TEMPORARY_TRIES 100

static const struct place no_place = {0};

static enum status no_memory(struct diags *d)
{
    diags_add(d, DIAG_NO_MEMORY, no_place, "memory ran out");
    return ST_NOMEM;
}

/* The system's words for an error, beginning in lower case as all messages do. */
static void error_text(int error, char text[128])
{
    if (strerror_r(error, text, 128) != 0)
        snprintf(text, 128, "error %d", error);
    if (text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z')
        text[0] = (char)(text[0] - 'A' + 'a');
}

static enum status cannot_read(struct diags *d, const char *path, int error)
{
    if (error == ENOMEM)
        return no_memory(d);
    char text[128];
    error_text(error, text);
    diags_add(d, DIAG_CANNOT_READ, no_place, "cannot read '%s': %s", path, text);
    return ST_IO;
}

static enum status cannot_write(struct diags *d, const char *path, int error)
{
    if (error == ENOMEM)
        return no_memory(d);
    char text[128];
    error_text(error, text);
    diags_add(d, DIAG_CANNOT_WRITE, no_place, "cannot write '%s': %s", path, text);
    return ST_IO;
}

static enum status too_large(struct diags *d, const char *path, size_t max)
{
    diags_add(d, DIAG_CANNOT_READ, no_place, "cannot read '%s': it is larger than %zu bytes", path,
              max);
    return ST_IO;
}

/* --- reading --- */

static void wait_for(int fd, short events)
{
    struct pollfd p = {.fd = fd, .events = events};
    poll(&p, 1, -1);
}

/* read(2) over interruptions, and waiting where the descriptor came to us as a non-blocking one. */
static ssize_t read_some(int fd, char *bytes, size_t n)
{
    for (;;) {
        const ssize_t got = read(fd, bytes, n < TRANSFER_MAX ? n : TRANSFER_MAX);
        if (got >= 0)
            return got;
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            wait_for(fd, POLLIN);
        else if (errno != EINTR)
            return -1;
    }
}

static int open_retrying(const char *path, int flags, mode_t mode)
{
    int fd;
    do
        fd = open(path, flags | O_CLOEXEC | O_NOCTTY, mode);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* ST_OK, or a diagnostic why the file is not to be read. */
static enum status vet_file(int fd, const char *path, size_t max, struct stat *ret_stat,
                            struct diags *d)
{
    struct stat s;
    if (fstat(fd, &s) != 0)
        return cannot_read(d, path, errno);
    if (S_ISDIR(s.st_mode))
        return cannot_read(d, path, EISDIR);
    if (!S_ISREG(s.st_mode)) {
        diags_add(d, DIAG_CANNOT_READ, no_place, "cannot read '%s': not a regular file", path);
        return ST_IO;
    }
    if (max != 0 && (uintmax_t)s.st_size > max)
        return too_large(d, path, max);
    *ret_stat = s;
    return ST_OK;
}

static enum status open_regular(const char *path, size_t max, int *ret_fd, size_t *ret_size,
                                struct diags *d)
{
    /* without O_NONBLOCK, opening a FIFO would wait for a writer */
    const int fd = open_retrying(path, O_RDONLY | O_NONBLOCK, 0);
    if (fd < 0 && errno == ENXIO) {
        diags_add(d, DIAG_CANNOT_READ, no_place, "cannot read '%s': not a regular file", path);
        return ST_IO;
    }
    if (fd < 0)
        return cannot_read(d, path, errno);
    struct stat s = {0};
    const enum status status = vet_file(fd, path, max, &s, d);
    if (status != ST_OK) {
        close(fd);
        return status;
    }
    *ret_fd = fd;
    *ret_size = (uintmax_t)s.st_size < SIZE_MAX / 4 ? (size_t)s.st_size : 0;
    return ST_OK;
}

int file_open(const char *path, size_t max, struct diags *d)
{
    int fd = -1;
    size_t size;
    return open_regular(path, max, &fd, &size, d) == ST_OK ? fd : -1;
}

/* Appends what is left in fd, until `out` has `bound` bytes. 1: all read; 0: there is more; -1:
 * errno says. `expected` is a guess at the size, which spares growing. */
static int read_all(int fd, size_t bound, size_t expected, struct buf *out)
{
    size_t step = expected + 1; /* one more, to see the end without growing again */
    for (;;) {
        char beyond;
        if (out->n >= bound) {
            const ssize_t got = read_some(fd, &beyond, 1);
            return got < 0 ? -1 : got == 0;
        }
        if (out->cap - out->n < 2) {
            if (!buf_reserve(out, step < bound - out->n ? step : bound - out->n)) {
                errno = ENOMEM;
                return -1;
            }
            step = READ_STEP;
        }
        size_t room = out->cap - out->n - 1;
        if (room > bound - out->n)
            room = bound - out->n;
        const ssize_t got = read_some(fd, out->data + out->n, room);
        if (got <= 0)
            return got < 0 ? -1 : 1;
        out->n += (size_t)got;
        out->data[out->n] = '\0';
    }
}

static enum status read_into(int fd, const char *name, size_t max, size_t expected, struct buf *out,
                             struct diags *d)
{
    const size_t start = out->n;
    size_t bound = out->max != 0 && out->max < SIZE_MAX / 2 ? out->max : SIZE_MAX / 2;
    if (max != 0 && start < bound && max < bound - start)
        bound = start + max;
    if (out->failed)
        return no_memory(d);
    const int end = read_all(fd, bound, expected, out);
    if (end == 1)
        return ST_OK;
    const int error = errno;
    const size_t limit = bound - start;
    out->n = start;
    if (out->data != NULL)
        out->data[start] = '\0';
    return end == 0 ? too_large(d, name, limit) : cannot_read(d, name, error);
}

enum status file_read(const char *path, size_t max, struct buf *out, struct diags *d)
{
    if (strcmp(path, "-") == 0)
        return read_into(STDIN_FILENO, "standard input", max, READ_STEP, out, d);
    int fd;
    size_t size;
    enum status status = open_regular(path, max, &fd, &size, d);
    if (status != ST_OK)
        return status;
    status = read_into(fd, path, max, size, out, d);
    close(fd);
    return status;
}

/* --- walking --- */

struct folder {
    char *path; /* without a slash at the end, so "" for the root of all */
    unsigned depth;
};

struct walk {
    struct arena *arena;
    const struct file_names *names;
    const char *top;
    char *top_real; /* as realpath gives it; NULL until a link makes it needed */
    size_t max_files;
    struct vec files;   /* of char * */
    struct vec folders; /* of struct folder; those yet to be read */
    struct diags *d;
    enum status status; /* the walk goes on after an ST_IO, to report all of them */
};

static bool has_ending(const char *name, const char *const *endings)
{
    const size_t n = strlen(name);
    for (; *endings != NULL; endings++) {
        const size_t length = strlen(*endings);
        if (n > length && memcmp(name + n - length, *endings, length) == 0)
            return true;
    }
    return false;
}

static bool fits(const char *name, const struct file_names *names)
{
    return has_ending(name, names->endings) &&
           (names->except == NULL || !has_ending(name, names->except));
}

static char *join(struct arena *a, const char *folder, const char *name)
{
    const size_t left = strlen(folder);
    const size_t right = strlen(name);
    char *path = arena_get(a, left + right + 2);
    if (path == NULL)
        return NULL;
    memcpy(path, folder, left);
    path[left] = '/';
    memcpy(path + left + 1, name, right);
    return path;
}

static void add_file(struct walk *w, char *path)
{
    if (w->max_files != 0 && w->files.n == w->max_files) {
        struct diag *g = diags_add(w->d, DIAG_LIMIT, no_place, "more than %zu files in '%s'",
                                   w->max_files, w->top);
        if (g != NULL)
            g->hint = "the limit 'files' can be raised: --limit files=N";
        w->status = ST_INVALID;
        w->folders.n = 0;
        return;
    }
    char **row = vec_add(&w->files);
    if (row != NULL)
        *row = path;
}

static void add_folder(struct walk *w, char *path, unsigned depth)
{
    if (depth > DEPTH_MAX) {
        diags_add(w->d, DIAG_CANNOT_READ, no_place,
                  "cannot read '%s': folders are nested deeper than %d", path, DEPTH_MAX);
        w->status = ST_IO;
        return;
    }
    struct folder *row = vec_add(&w->folders);
    if (row != NULL)
        *row = (struct folder){.path = path, .depth = depth};
}

/* 1: the file at `path` lies below the top folder; 0: it does not; -1: errno says. */
static int is_inside(struct walk *w, const char *path)
{
    if (w->top_real == NULL)
        w->top_real = realpath(w->top, NULL);
    char *real = w->top_real != NULL ? realpath(path, NULL) : NULL;
    if (real == NULL)
        return -1;
    size_t n = strlen(w->top_real);
    if (n == 1)
        n = 0; /* "/" */
    const int inside = strncmp(real, w->top_real, n) == 0 && real[n] == '/';
    free(real);
    return inside;
}

/* A link to a file counts as the file, if that is inside: a corpus from elsewhere must not be able
 * to make its reader show lines of /etc. */
static void visit_link(struct walk *w, char *path)
{
    struct stat s;
    if (stat(path, &s) != 0) {
        w->status = cannot_read(w->d, path, errno);
        return;
    }
    if (!S_ISREG(s.st_mode))
        return;
    const int inside = is_inside(w, path);
    if (inside < 0) {
        w->status = cannot_read(w->d, path, errno);
    } else if (inside == 0) {
        struct diag *item =
            diags_add(w->d, DIAG_CANNOT_READ, no_place,
                      "cannot read '%s': a symbolic link to a file outside of '%s'", path, w->top);
        if (item != NULL)
            item->hint = "name that file itself";
        w->status = ST_IO;
    } else {
        add_file(w, path);
    }
}

/* The type bits of an entry's mode. Most file systems say them with the name; the others are asked.
 * 0 or an errno. */
static int type_of(int folder_fd, const struct dirent *entry, mode_t *ret_type)
{
    struct stat s;
#ifdef DTTOIF
    *ret_type = (mode_t)DTTOIF(entry->d_type);
    if (entry->d_type != DT_UNKNOWN)
        return 0;
#endif
    if (fstatat(folder_fd, entry->d_name, &s, AT_SYMLINK_NOFOLLOW) != 0)
        return errno;
    *ret_type = s.st_mode & S_IFMT;
    return 0;
}

static void visit(struct walk *w, const struct folder *f, int folder_fd, const struct dirent *entry)
{
    mode_t type = 0;
    if (entry->d_name[0] == '.')
        return;
    const int error = type_of(folder_fd, entry, &type);
    if (error == ENOENT) /* it has vanished */
        return;
    if (error == 0 && !S_ISDIR(type) && !fits(entry->d_name, w->names))
        return;
    char *path = join(w->arena, f->path, entry->d_name);
    if (path == NULL)
        return;
    if (error != 0)
        w->status = cannot_read(w->d, path, error);
    else if (S_ISDIR(type))
        add_folder(w, path, f->depth + 1);
    else if (S_ISREG(type))
        add_file(w, path);
    else if (S_ISLNK(type))
        visit_link(w, path);
}

static bool walk_is_out_of_memory(const struct walk *w)
{
    return w->status == ST_NOMEM || w->arena->failed || w->files.failed || w->folders.failed;
}

static void read_folder(struct walk *w, const struct folder *f)
{
    const char *path = f->path[0] != '\0' ? f->path : "/";
    const int fd = open_retrying(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK, 0);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (dir == NULL) {
        w->status = cannot_read(w->d, path, errno);
        if (fd >= 0)
            close(fd);
        return;
    }
    while (!walk_is_out_of_memory(w)) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (entry == NULL && errno != 0)
            w->status = cannot_read(w->d, path, errno);
        if (entry == NULL)
            break;
        visit(w, f, dirfd(dir), entry);
    }
    closedir(dir);
}

static void read_folders(struct walk *w)
{
    while (w->folders.n > 0 && !walk_is_out_of_memory(w)) {
        const struct folder f = *VEC_AT(&w->folders, struct folder, --w->folders.n);
        read_folder(w, &f);
    }
}

static int by_bytes(const void *x, const void *y)
{
    char *const *a = x;
    char *const *b = y;
    return strcmp(*a, *b);
}

static enum status finish_walk(struct walk *w, struct file_list *ret_list)
{
    if (walk_is_out_of_memory(w))
        return w->status == ST_NOMEM ? ST_NOMEM : no_memory(w->d);
    if (w->status != ST_OK)
        return w->status;
    const size_t n = w->files.n;
    char **paths = ARENA_ARRAY(w->arena, n, char *);
    if (paths == NULL)
        return no_memory(w->d);
    if (n > 0) {
        memcpy(paths, w->files.data, n * sizeof *paths);
        qsort(paths, n, sizeof *paths, by_bytes);
    }
    *ret_list = (struct file_list){.paths = paths, .n = n};
    return ST_OK;
}

static void start_walk(struct walk *w)
{
    struct stat s = {0};
    const bool input = strcmp(w->top, "-") == 0;
    if (!input && stat(w->top, &s) != 0) {
        w->status = cannot_read(w->d, w->top, errno);
        return;
    }
    size_t n = strlen(w->top);
    while (!input && S_ISDIR(s.st_mode) && n > 0 && w->top[n - 1] == '/')
        n--;
    char *path = arena_copy(w->arena, w->top, n);
    if (path == NULL)
        return;
    if (input || S_ISREG(s.st_mode)) {
        add_file(w, path);
    } else if (S_ISDIR(s.st_mode)) {
        add_folder(w, path, 0);
    } else {
        diags_add(w->d, DIAG_CANNOT_READ, no_place,
                  "cannot read '%s': neither a regular file nor a folder", path);
        w->status = ST_IO;
    }
}

enum status file_walk(struct arena *a, const char *path, const struct file_names *names,
                      size_t max_files, struct file_list *ret_list, struct diags *d)
{
    struct walk w = {.arena = a, .names = names, .top = path, .max_files = max_files, .d = d};
    vec_init(&w.files, sizeof(char *));
    vec_init(&w.folders, sizeof(struct folder));
    start_walk(&w);
    read_folders(&w);
    const enum status status = finish_walk(&w, ret_list);
    free(w.top_real);
    vec_done(&w.files);
    vec_done(&w.folders);
    return status;
}

/* --- writing --- */

int fd_write_all(int fd, const void *bytes, size_t n)
{
    const char *at = bytes;
    while (n > 0) {
        const ssize_t put = write(fd, at, n < TRANSFER_MAX ? n : TRANSFER_MAX);
        if (put > 0) {
            at += put;
            n -= (size_t)put;
        } else if (put == 0) {
            return EIO; /* no progress, and no reason */
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            wait_for(fd, POLLOUT);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

static char *copy_text(const char *text)
{
    const size_t n = strlen(text) + 1;
    char *copy = malloc(n);
    return copy != NULL ? memcpy(copy, text, n) : NULL;
}

/* What stands under the path now. */
enum target { TARGET_NEW, TARGET_REGULAR, TARGET_STREAM };

/* Sets w->path to the file to be replaced: behind symbolic links, so that these stay. 0 or an
 * errno. */
static int find_target(struct file_writer *w, const char *path, enum target *ret_target,
                       mode_t *ret_mode)
{
    struct stat s;
    struct stat link;
    const bool found = stat(path, &s) == 0;
    const int error = found ? 0 : errno;
    const bool is_link = lstat(path, &link) == 0 && S_ISLNK(link.st_mode);
    if (!found && (error != ENOENT || is_link || path[0] == '\0'))
        return error;
    if (found && S_ISDIR(s.st_mode))
        return EISDIR;
    const bool regular = found && S_ISREG(s.st_mode);
    if (regular && access(path, W_OK) != 0)
        return errno; /* renaming would get around a write protection */
    errno = 0;        /* C does not ask of malloc that it sets errno */
    w->path = regular && is_link ? realpath(path, NULL) : copy_text(path);
    if (w->path == NULL)
        return errno != 0 ? errno : ENOMEM;
    *ret_target = !found ? TARGET_NEW : regular ? TARGET_REGULAR : TARGET_STREAM;
    *ret_mode = found ? s.st_mode & 0777 : 0;
    return 0;
}

/* How much of a path is its folder, the slash included; 0 if it names none. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

static void forget_temporary(struct file_writer *w)
{
    char *name = w->temporary;
    w->temporary = NULL;
    free(name);
}

/* Opens a file of a name that nobody has, in the folder of w->path. 0 or an errno. */
static int open_temporary(struct file_writer *w)
{
    const size_t folder = folder_length(w->path);
    const size_t size = folder + 64;
    char *name = malloc(size);
    if (name == NULL)
        return ENOMEM;
    memcpy(name, w->path, folder);
    for (int i = 0; i < TEMPORARY_TRIES; i++) {
        /* hidden, and of no ending that a walk asks for */
        snprintf(name + folder, size - folder, ".pact-%ld-%d.tmp", (long)getpid(), i);
        w->temporary = name;
        w->fd = open_retrying(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0666);
        if (w->fd >= 0)
            return 0;
        if (errno != EEXIST)
            break;
    }
    const int error = errno;
    forget_temporary(w);
    return error;
}

static int open_target(struct file_writer *w, const char *path)
{
    enum target target = TARGET_NEW;
    mode_t mode = 0;
    int error = find_target(w, path, &target, &mode);
    if (error != 0)
        return error;
    if (target == TARGET_STREAM) {
        w->fd = open_retrying(w->path, O_WRONLY, 0);
        return w->fd >= 0 ? 0 : errno;
    }
    error = open_temporary(w);
    if (error == 0 && target == TARGET_REGULAR && fchmod(w->fd, mode) != 0)
        error = errno;
    return error;
}

enum status file_create(struct file_writer *w, const char *path, struct diags *d)
{
    *w = (struct file_writer){.fd = -1};
    const int error = open_target(w, path);
    if (error == 0)
        return ST_OK;
    file_abort(w);
    return cannot_write(d, path, error);
}

void file_write(struct file_writer *w, const void *bytes, size_t n)
{
    if (w->error == 0)
        w->error = fd_write_all(w->fd, bytes, n);
}

static int sync_retrying(int fd)
{
    int result;
    do
        result = fsync(fd);
    while (result != 0 && errno == EINTR);
    return result == 0 ? 0 : errno;
}

/* Makes the rename last; cuts the path. Not all file systems can, and the file is in place by now:
 * no error. */
static void sync_folder(char *path)
{
    path[folder_length(path)] = '\0';
    const int fd = open_retrying(path[0] != '\0' ? path : ".", O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0)
        return;
    (void)sync_retrying(fd);
    close(fd);
}

static void commit(struct file_writer *w)
{
    if (w->error == 0 && w->temporary != NULL && !w->passing)
        w->error = sync_retrying(w->fd);
    /* close may be where a full disk shows, and must not be tried again after EINTR */
    if (w->fd >= 0 && close(w->fd) != 0 && w->error == 0 && errno != EINTR)
        w->error = errno;
    w->fd = -1;
    if (w->error == 0 && w->temporary != NULL && rename(w->temporary, w->path) != 0)
        w->error = errno;
}

enum status file_commit(struct file_writer *w, struct diags *d)
{
    commit(w);
    if (w->error != 0)
        return cannot_write(d, w->path, w->error);
    if (w->temporary != NULL && !w->passing)
        sync_folder(w->path);
    forget_temporary(w);
    free(w->path);
    *w = (struct file_writer){.fd = -1};
    return ST_OK;
}

void file_abort(struct file_writer *w)
{
    if (w->path != NULL && w->fd >= 0)
        close(w->fd);
    if (w->temporary != NULL)
        unlink(w->temporary);
    forget_temporary(w);
    free(w->path);
    *w = (struct file_writer){.fd = -1};
}
