/* Files: reading with a bound, walking a folder in a fixed order, and writing whole or not at all.
 */
#ifndef PACT_BASE_FILE_H
#define PACT_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "status.h"

/* Appends a whole file to `out`. "-" is standard input. Directories, FIFOs, sockets and devices are
 * refused (except for "-"); more than max bytes is refused (0: no bound but that of `out`). On
 * failure adds a diagnostic and takes back what it appended. */
enum status file_read(const char *path, size_t max, struct buf *out, struct diags *d) MUST_USE;

/* Opens a regular file for reading (not blocking on FIFOs, close-on-exec); -1 and a diagnostic on
 * failure. */
int file_open(const char *path, size_t max, struct diags *d);

struct file_list {
    char **paths; /* in the arena, sorted by bytes of the path */
    size_t n;
};

/* Which files of a folder: by the endings of their names, with dot. NULL-terminated arrays. */
struct file_names {
    const char *const *endings; /* one of these */
    const char *const *except;  /* and none of these; NULL: no exception */
};

/* The regular files below `path` whose names fit, recursively, sorted; names beginning with a dot
 * are left out; symbolic links to files inside are followed, links to folders are not. A path that
 * is a file gives itself whatever its name. Depth at most 64 (ST_IO), at most max_files
 * (ST_INVALID, code limit). Paths are built as path + "/" + name (a trailing slash of `path` is
 * dropped; "." keeps "./"). */
enum status file_walk(struct arena *a, const char *path, const struct file_names *names,
                      size_t max_files, struct file_list *ret_list, struct diags *d) MUST_USE;

/* Writes to a fresh file beside `path`, then file_commit syncs and renames it over `path`;
 * file_abort (also after a failed commit) removes it. Mode 0666 less umask, or that of the file
 * replaced. */
struct file_writer {
    int fd;
    char *volatile temporary; /* its name or NULL, at any time: a signal's handler may remove it */
    char *path;
    int error;    /* errno of the first failure; sticky */
    bool passing; /* a crash of the machine may lose or spoil it: not synced */
};
enum status file_create(struct file_writer *w, const char *path, struct diags *d) MUST_USE;
void file_write(struct file_writer *w, const void *bytes, size_t n);
enum status file_commit(struct file_writer *w, struct diags *d) MUST_USE;
void file_abort(struct file_writer *w);

/* Writes all to a descriptor, over short writes and EINTR; 0 or an errno. */
int fd_write_all(int fd, const void *bytes, size_t n);

#endif
