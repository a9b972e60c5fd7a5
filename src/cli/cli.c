/* What all verbs share. */
#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "diag.h"
#include "interrupt.h"
#include "text.h"

const char *env(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

const char *cli_root(char *folder)
{
    return getcwd(folder, ROOT_MAX);
}

enum pact_status cli_usage(struct cli *cli, const char *hint, const char *format, ...)
{
    struct buf text;
    va_list args;
    buf_init(&text, 0);
    va_start(args, format);
    buf_vprintf(&text, format, args);
    va_end(args);
    pact_diags_add(cli->diags, "usage", text.data != NULL ? text.data : "", hint);
    buf_done(&text);
    return PACT_USAGE;
}

void cli_system_error(struct cli *cli, const char *code, const char *what, int error)
{
    char words[128];
    if (strerror_r(error, words, sizeof words) != 0)
        words[0] = '\0';
    if (words[0] >= 'A' && words[0] <= 'Z')
        words[0] = (char)(words[0] - 'A' + 'a');
    const char *message = arena_printf(&cli->arena, "%s: %s", what, words);
    pact_diags_add(cli->diags, code, message != NULL ? message : what, NULL);
}

static enum pact_status no_memory(struct cli *cli)
{
    pact_diags_add(cli->diags, "no-memory", "out of memory", NULL);
    return PACT_NOMEM;
}

/* ---- the way in ---- */

/* "a:b" as a list; empty members are left out. */
static bool split_paths(struct cli *cli, const char *text, struct arg_list *ret)
{
    const size_t n = strlen(text);
    ret->items = ARENA_ARRAY(&cli->arena, n / 2 + 1, const char *);
    ret->n = 0;
    for (const char *p = text; ret->items != NULL && *p != '\0';) {
        const size_t length = strcspn(p, ":");
        if (length > 0)
            ret->items[ret->n++] = arena_copy(&cli->arena, p, length);
        p += length + (p[length] == ':');
    }
    return !cli->arena.failed;
}

bool cli_corpus_paths(struct cli *cli, const struct corpus_opts *from, struct arg_list *ret)
{
    const char *variable = env("PACT_CORPUS");
    *ret = from->paths;
    return from->paths.n > 0 || variable == NULL || split_paths(cli, variable, ret);
}

struct pact_options cli_options(const struct corpus_opts *from)
{
    return (struct pact_options){.limits = from->limits.items, .n_limits = from->limits.n};
}

/* $XDG_CACHE_HOME/pact, else $HOME/.cache/pact: where images of YAML are kept. NULL: nowhere. */
static const char *cache_folder(struct cli *cli)
{
    const char *base = env("XDG_CACHE_HOME");
    const char *home = env("HOME");
    if (base != NULL && base[0] == '/') /* a relative one is to be ignored */
        return arena_printf(&cli->arena, "%s/pact", base);
    return home != NULL && home[0] == '/' ? arena_printf(&cli->arena, "%s/.cache/pact", home)
                                          : NULL;
}

static void say_origin(struct cli *cli, const struct pact_corpus *corpus)
{
    static const char *const words[] = {[PACT_ORIGIN_NONE] = "",
                                        [PACT_ORIGIN_YAML] = "YAML",
                                        [PACT_ORIGIN_CACHE] = "the cache",
                                        [PACT_ORIGIN_IMAGE] = "a compiled corpus",
                                        [PACT_ORIGIN_BUILTIN] = "the built-in corpus"};
    const char *path = NULL;
    for (size_t i = 0;; i++) {
        const enum pact_origin origin = pact_corpus_origin(corpus, i, &path);
        if (origin == PACT_ORIGIN_NONE)
            return;
        cli_note(cli, "read from %s%s%s", words[origin], path != NULL ? ": " : "",
                 path != NULL ? path : "");
    }
}

static enum pact_status open_paths(struct cli *cli, const struct corpus_opts *from,
                                   struct pact_corpus **ret_corpus)
{
    struct pact_options options = cli_options(from);
    struct arg_list paths;
    enum pact_status status = pact_options_check(&options, cli->diags);
    if (status != PACT_OK)
        return status;
    if (!cli_corpus_paths(cli, from, &paths))
        return no_memory(cli);
    if (paths.n == 0)
        return pact_corpus_builtin(cli->diags, ret_corpus);
    options.cache = from->no_cache ? NULL : cache_folder(cli);
    return pact_corpus_open(paths.items, paths.n, &options, cli->diags, ret_corpus);
}

enum pact_status cli_open(struct cli *cli, const struct corpus_opts *from,
                          struct pact_corpus **ret_corpus)
{
    const enum pact_status status = open_paths(cli, from, ret_corpus);
    if (status == PACT_OK && from->verbose)
        say_origin(cli, *ret_corpus);
    return status;
}

struct pact_question cli_question(const struct ask_opts *from)
{
    struct pact_question q = PACT_QUESTION_INIT;
    q.known = from->known;
    q.signed_on = from->signed_on;
    q.today = from->today != NULL ? from->today : env("PACT_TODAY");
    q.assume = from->assume.items;
    q.n_assume = from->assume.n;
    return q;
}

/* ---- style ---- */

static bool wants_color(const struct cli *cli, int fd)
{
    const char *terminal = env("TERM");
    if (cli->color != NULL && strcmp(cli->color, "auto") != 0)
        return strcmp(cli->color, "always") == 0;
    return env("NO_COLOR") == NULL && (terminal == NULL || strcmp(terminal, "dumb") != 0) &&
           isatty(fd);
}

/* Digits only; at most 9999. */
static bool read_width(const char *text, size_t *ret_width)
{
    size_t width = 0;
    if (text[0] == '\0' || strlen(text) > 4)
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return false;
        width = width * 10 + (size_t)(*text - '0');
    }
    *ret_width = width;
    return true;
}

size_t cli_terminal_width(int fd)
{
    struct winsize size;
    size_t width = 0;
    if (!isatty(fd))
        return 0;
    const char *columns = env("COLUMNS");
    if (columns != NULL && read_width(columns, &width) && width > 0)
        return width;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

static const char *list_formats(struct cli *cli)
{
    const char *text = "there is ";
    unsigned left = cli->cmd->formats;
    for (int i = 0; i < PACT_FORMAT_COUNT && text != NULL; i++) {
        if ((left & (1U << i)) == 0)
            continue;
        const bool first = left == cli->cmd->formats;
        left &= ~(1U << i);
        text = arena_printf(&cli->arena, "%s%s%s", text,
                            first       ? ""
                            : left == 0 ? " and "
                                        : ", ",
                            pact_format_name((enum pact_format)i));
    }
    return text;
}

static enum pact_status read_format(struct cli *cli, const char *name)
{
    enum pact_format format;
    if (name == NULL)
        return PACT_OK;
    if (pact_format_find(name, &format) && (cli->cmd->formats & (1U << format)) != 0) {
        cli->out.style.format = format;
        cli->wants_json = format == PACT_FORMAT_JSON || format == PACT_FORMAT_JSONL;
        return PACT_OK;
    }
    return cli_usage(cli, list_formats(cli), "`pact %s` has no format '%s'", cli->cmd->name, name);
}

/* As the C library would find the character set of the locale, without loading one. */
static bool speaks_utf8(void)
{
    const char *locale = env("LC_ALL");
    if (locale == NULL)
        locale = env("LC_CTYPE");
    if (locale == NULL)
        locale = env("LANG");
    return locale != NULL && (strstr(locale, "UTF-8") != NULL || strstr(locale, "utf8") != NULL ||
                              strstr(locale, "utf-8") != NULL || strstr(locale, "UTF8") != NULL);
}

bool cli_ascii(const struct screen_opts *screen, int fd)
{
    return screen->ascii || (fd >= 0 && isatty(fd) && !speaks_utf8());
}

enum pact_status cli_style(struct cli *cli, const struct screen_opts *screen,
                           const struct output_opts *output)
{
    struct pact_style *style = &cli->out.style;
    enum pact_status status = PACT_OK;
    if (screen->color != NULL && strcmp(screen->color, "auto") != 0 &&
        strcmp(screen->color, "always") != 0 && strcmp(screen->color, "never") != 0)
        status = cli_usage(cli, "say auto, always or never", "--color does not take '%s'",
                           screen->color);
    else
        cli->color = screen->color;
    const bool to_file =
        output != NULL && output->output != NULL && strcmp(output->output, "-") != 0;
    style->color = to_file ? cli->color != NULL && strcmp(cli->color, "always") == 0
                           : wants_color(cli, STDOUT_FILENO);
    style->pretty = !to_file && isatty(STDOUT_FILENO);
    style->width = to_file ? 0 : cli_terminal_width(STDOUT_FILENO);
    style->ascii = cli_ascii(screen, to_file ? -1 : STDOUT_FILENO);
    if (screen->width != NULL && !read_width(screen->width, &style->width))
        status = cli_usage(cli, "say how many columns, 0 to 9999", "--width does not take '%s'",
                           screen->width);
    if (output != NULL && read_format(cli, output->format) != PACT_OK)
        status = PACT_USAGE;
    return status;
}

/* ---- the way out ---- */

/* The library's sink: everything that is an answer goes through here. */
static int write_out(void *ctx, const char *bytes, size_t n)
{
    struct outlet *o = ctx;
    o->begun = true;
    if (o->error != 0)
        return o->error;
    if (o->to_file) {
        file_write(&o->file, bytes, n);
        o->error = o->file.error;
    } else {
        o->error = fd_write_all(STDOUT_FILENO, bytes, n);
    }
    return o->error;
}

/* Base code has diagnostics of its own kind. */
enum pact_status cli_adopt(struct cli *cli, struct diags *from, enum status status)
{
    for (size_t i = 0; i < from->n; i++)
        pact_diags_add(cli->diags, diag_code_name(from->items[i].code), from->items[i].message,
                       from->items[i].hint);
    diags_done(from);
    if (status == ST_OK)
        return PACT_OK;
    return status == ST_NOMEM ? PACT_NOMEM : PACT_IO;
}

enum pact_status cli_open_output(struct cli *cli, const struct output_opts *output)
{
    cli->out.sink = write_out;
    cli->out.ctx = &cli->outlet;
    if (output->output == NULL || strcmp(output->output, "-") == 0)
        return PACT_OK;
    struct diags d;
    diags_init(&d, DIAG_MAX_SHOWN);
    interrupt_guard(&cli->outlet.file);
    const enum status status = file_create(&cli->outlet.file, output->output, &d);
    cli->outlet.to_file = status == ST_OK;
    return cli_adopt(cli, &d, status);
}

enum pact_status cli_commit(struct cli *cli)
{
    if (!cli->outlet.to_file)
        return PACT_OK;
    struct diags d;
    diags_init(&d, DIAG_MAX_SHOWN);
    const enum status status = file_commit(&cli->outlet.file, &d);
    if (status != ST_OK)
        file_abort(&cli->outlet.file);
    cli->outlet.to_file = false;
    return cli_adopt(cli, &d, status);
}

void cli_print(struct cli *cli, const struct buf *text)
{
    cli_print_bytes(cli, text->data, text->n);
}

void cli_print_bytes(struct cli *cli, const char *bytes, size_t n)
{
    cli->out.sink = write_out;
    cli->out.ctx = &cli->outlet;
    if (n > 0)
        write_out(&cli->outlet, bytes, n);
    if (cli->outlet.error != 0)
        cli_system_error(cli, "cannot-write", "cannot write the answer", cli->outlet.error);
}

/* ---- what people are told ---- */

static int write_error(void *ctx, const char *bytes, size_t n)
{
    (void)ctx;
    return fd_write_all(STDERR_FILENO, bytes, n);
}

void cli_note(struct cli *cli, const char *format, ...)
{
    struct buf text;
    struct buf line;
    va_list args;
    (void)cli;
    buf_init(&text, 0);
    buf_init(&line, 0);
    va_start(args, format);
    buf_vprintf(&text, format, args);
    va_end(args);
    buf_puts(&line, "pact: ");
    text_safe(&line, text.data, text.n); /* arguments are in it */
    buf_char(&line, '\n');
    if (!text.failed && !line.failed)
        write_error(NULL, line.data, line.n);
    buf_done(&text);
    buf_done(&line);
}

static void report(struct cli *cli)
{
    struct pact_output err = PACT_OUTPUT_INIT;
    err.sink = write_error;
    err.style.color = wants_color(cli, STDERR_FILENO);
    err.style.width = cli_terminal_width(STDERR_FILENO);
    if (pact_diags_errors(cli->diags) == 0)
        cli_note(cli, "out of memory");
    /* There is nowhere to say that standard error cannot be written. */
    (void)pact_diags_write(cli->diags, PACT_ERROR, &err);
}

/* On standard output, since `jq -e` passes on empty input; but not behind half an answer. */
static void report_json(struct cli *cli, int exit_code)
{
    if (!cli->wants_json || cli->outlet.error != 0 || (cli->outlet.begun && !cli->outlet.to_file))
        return;
    if (cli->outlet.to_file)
        file_abort(&cli->outlet.file);
    cli->outlet = (struct outlet){0};
    struct pact_output out = cli->out;
    out.sink = write_out;
    out.ctx = &cli->outlet;
    (void)pact_error_document(cli->diags, exit_code, &out);
}

/* To where the report was to go, a file too: an old report there would pass for that of this run.
 */
static void report_failure(struct cli *cli)
{
    if (cli->report == PACT_FORMAT_TEXT || cli->outlet.error != 0 || cli->outlet.begun)
        return;
    struct pact_output out = cli->out;
    out.sink = write_out;
    out.ctx = &cli->outlet;
    out.style.format = cli->report;
    char root[ROOT_MAX];
    const char *verb = cli->cmd != NULL ? cli->cmd->name : NULL;
    if (pact_failure_report(cli->diags, verb, cli_root(root), &out) == PACT_OK)
        (void)cli_commit(cli);
}

int cli_end(struct cli *cli, enum pact_status status, int exit_code)
{
    if (status == PACT_OK && cli->outlet.error != 0)
        status = PACT_IO;
    if (status == PACT_OK)
        status = cli_commit(cli);
    if (status == PACT_OK)
        return exit_code;
    report(cli);
    report_json(cli, pact_status_exit(status));
    report_failure(cli);
    if (cli->outlet.to_file)
        file_abort(&cli->outlet.file);
    cli->outlet.to_file = false;
    return pact_status_exit(status);
}
