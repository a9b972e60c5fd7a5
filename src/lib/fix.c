/* `lint --fix`: all files are read, edited in memory, and loaded twice, as they are and as they
 * would be. Only where both give the same digest is anything written, each file beside the old one
 * and then in its place. */
#include "fix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "fix_corpus.h"

struct file {
    const char *path;
    struct buf before, after;
    struct fix_counts counts;
    bool changed;
};

struct fixing {
    struct file *files;
    size_t n;
    size_t next;   /* the file that the loader is expected to ask for */
    bool as_fixed; /* it gets the new text */
    bool failed;   /* it could not be given one */
};

/* ---- reading and editing ---- */

/* Only what is no letter of the text may come and go: blanks, line ends, quotes. */
static bool nothing_is_lost(const struct buf *before, const struct buf *after)
{
    size_t counts[256] = {0};
    static const char may_go[] = " \r\n'\"";
    for (size_t i = 0; i < before->n; i++)
        counts[(unsigned char)before->data[i]]++;
    for (size_t i = 0; i < after->n; i++)
        counts[(unsigned char)after->data[i]]--;
    for (size_t c = 1; c < 256; c++)
        if (counts[c] != 0 && strchr(may_go, (int)c) == NULL)
            return false;
    return true;
}

static enum status read_before(struct file *file, const struct load_options *load, struct diags *d)
{
    const size_t most =
        load->limits.file_bytes < SIZE_MAX ? (size_t)load->limits.file_bytes : SIZE_MAX;
    return file_read(file->path, most, &file->before, d);
}

/* The text has loaded, so it is YAML that can be edited. */
static enum status edit(struct file *file, struct diags *d)
{
    enum status status = fix_text(file->before.data != NULL ? file->before.data : "",
                                  file->before.n, &file->after, &file->counts);
    if (status == ST_NOMEM)
        return status;
    file->changed =
        file->before.n != file->after.n ||
        (file->after.n > 0 && memcmp(file->before.data, file->after.data, file->after.n) != 0);
    if (status == ST_OK && (!file->changed || nothing_is_lost(&file->before, &file->after)))
        return ST_OK;
    complain(d, DIAG_CANNOT_WRITE, "nothing was changed", "'%s' cannot be mended without loss",
             file->path);
    return ST_IO;
}

/* ---- the proof ---- */

/* The loader's way to a text in memory: a file without a name. */
static int give_text(void *ctx, const char *path)
{
    struct fixing *f = ctx;
    size_t i = 0;
    while (i < f->n && strcmp(f->files[(f->next + i) % f->n].path, path) != 0)
        i++;
    const struct file *file = &f->files[(f->next + i) % f->n];
    f->next = (f->next + i + 1) % f->n;
    const struct buf *text = f->as_fixed && file->changed ? &file->after : &file->before;
    FILE *unnamed = i < f->n ? tmpfile() : NULL;
    int fd = -1;
    if (unnamed != NULL && (fd = dup(fileno(unnamed))) >= 0 &&
        (fd_write_all(fd, text->data, text->n) != 0 || lseek(fd, 0, SEEK_SET) != 0)) {
        close(fd);
        fd = -1;
    }
    if (unnamed != NULL)
        fclose(unnamed);
    f->failed |= fd < 0;
    return fd;
}

/* What the texts say together. */
static enum status digest_of(struct fixing *f, bool as_fixed, const char *const *paths, size_t n,
                             const struct load_options *options, char ret_digest[65])
{
    struct load_options load = *options;
    struct pact_corpus *c = NULL;
    struct diags unused;
    diags_init(&unused, 1);
    load.open = give_text;
    load.open_ctx = f;
    f->as_fixed = as_fixed;
    f->next = 0;
    enum status status = corpus_open_with(paths, n, &load, NULL, &unused, &c);
    const char *digest = status == ST_OK ? pact_corpus_digest(c) : NULL;
    if (status == ST_OK && digest == NULL)
        status = ST_NOMEM;
    if (status == ST_OK)
        memcpy(ret_digest, digest, 65);
    pact_corpus_free(c);
    diags_done(&unused);
    return f->failed ? ST_IO : status;
}

static enum status refuse_trial(struct diags *d)
{
    complain(d, DIAG_CANNOT_WRITE, "nothing was changed",
             "no temporary file can be made, or read, to try the fix in");
    return ST_IO;
}

/* Edits all files, if they say something. ST_INVALID: the corpus has errors, which are another's to
 * tell. */
static enum status edit_all(struct fixing *f, const char *const *paths, size_t n,
                            const struct load_options *load, char ret_digest[65], struct diags *d)
{
    enum status status = digest_of(f, false, paths, n, load, ret_digest);
    if (f->failed || status == ST_IO)
        return refuse_trial(d);
    if (status == ST_USAGE)
        return ST_INVALID;
    for (size_t i = 0; i < f->n && status == ST_OK; i++)
        status = edit(&f->files[i], d);
    return status;
}

static enum status prove(struct fixing *f, const char *const *paths, size_t n,
                         const struct load_options *load, const char before[65], struct diags *d)
{
    char after[65];
    const enum status status = digest_of(f, true, paths, n, load, after);
    if (f->failed || status == ST_IO)
        return refuse_trial(d);
    if (status == ST_NOMEM || (status == ST_OK && strcmp(before, after) == 0))
        return status;
    complain(d, DIAG_CANNOT_WRITE, "nothing was changed",
             "the corpus would not say the same once mended");
    return ST_IO;
}

/* ---- writing ---- */

static void tell(const struct file *file, struct diags *d)
{
    const struct fix_counts *c = &file->counts;
    struct buf text;
    buf_init(&text, 0);
    if (c->mappings > 0)
        buf_printf(&text, "keys of %zu mapping%s put in order", c->mappings,
                   c->mappings == 1 ? "" : "s");
    if (c->quotes > 0)
        buf_printf(&text, "%s%zu needless pair%s of quotes taken away", text.n > 0 ? ", " : "",
                   c->quotes, c->quotes == 1 ? "" : "s");
    diags_add(d, DIAG_FIXED, (struct place){file->path, 0, 0}, "%s",
              text.data != NULL ? text.data : "fixed");
    buf_done(&text);
}

static bool is_as_read(const struct file *file, struct diags *d)
{
    struct buf now;
    buf_init(&now, 0);
    const bool same = file_read(file->path, SIZE_MAX, &now, d) == ST_OK &&
                      now.n == file->before.n &&
                      (now.n == 0 || memcmp(now.data, file->before.data, now.n) == 0);
    buf_done(&now);
    return same;
}

static enum status write_file(const struct file *file, struct diags *d)
{
    struct file_writer w;
    if (!is_as_read(file, d)) {
        complain(d, DIAG_CANNOT_WRITE, "run it again", "'%s' has changed meanwhile", file->path);
        return ST_IO;
    }
    enum status status = file_create(&w, file->path, d);
    if (status != ST_OK)
        return status;
    file_write(&w, file->after.data, file->after.n);
    status = file_commit(&w, d);
    if (status != ST_OK)
        file_abort(&w);
    else
        tell(file, d);
    return status;
}

static bool any_changed(const struct fixing *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->files[i].changed)
            return true;
    return false;
}

static enum status run(struct fixing *f, const char *const *paths, size_t n,
                       const struct load_options *load, struct diags *d)
{
    char digest[65];
    enum status status = ST_OK;
    for (size_t i = 0; i < f->n && status == ST_OK; i++)
        status = read_before(&f->files[i], load, d);
    if (status == ST_OK)
        status = edit_all(f, paths, n, load, digest, d);
    if (status == ST_OK && any_changed(f))
        status = prove(f, paths, n, load, digest, d);
    for (size_t i = 0; i < f->n && status == ST_OK; i++)
        if (f->files[i].changed)
            status = write_file(&f->files[i], d);
    return status == ST_INVALID ? ST_OK : status;
}

enum status fix_corpus(const char *const *paths, size_t n, const char *const *files, size_t n_files,
                       const struct load_options *load, struct diags *d)
{
    struct fixing f = {.files = calloc(n_files + 1, sizeof *f.files), .n = n_files};
    if (f.files == NULL)
        return ST_NOMEM;
    for (size_t i = 0; i < n_files; i++)
        f.files[i].path = files[i];
    const enum status status = run(&f, paths, n, load, d);
    for (size_t i = 0; i < n_files; i++) {
        buf_done(&f.files[i].before);
        buf_done(&f.files[i].after);
    }
    free(f.files);
    return status;
}
