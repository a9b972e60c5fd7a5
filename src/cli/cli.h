/* What all verbs share: the ways in (corpus, environment), the way out (standard output or a file),
 * and how a failure is told. */
#ifndef PACT_CLI_CLI_H
#define PACT_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "args.h"
#include "buf.h"
#include "diag.h"
#include "file.h"
#include "pact/pact.h"

/* Where the answer goes. With a file: whole, or the file stays as it was. */
struct outlet {
    bool to_file;
    struct file_writer file;
    bool begun; /* some of it is out */
    int error;  /* errno of the first failed write */
};

struct cli {
    const struct cmd *cmd;
    const struct cmd *const *verbs;
    struct pact_diags *diags;
    struct arena arena; /* as long as the process */
    struct outlet outlet;
    struct pact_output out;  /* through the outlet */
    bool wants_json;         /* a failure is told in JSON, too */
    enum pact_format report; /* or as a report in this format; PACT_FORMAT_TEXT: in none */
    const char *color;       /* "auto", "always", "never" */
};

/* ---- options that several verbs have ---- */

struct screen_opts {
    const char *color, *width;
    bool ascii;
};
struct output_opts {
    const char *format, *output;
};
struct corpus_opts {
    struct arg_list paths, limits;
    bool no_cache, verbose;
};
struct ask_opts {
    const char *known, *signed_on, *today;
    struct arg_list assume;
};

/* Their rows, for a verb whose options have a member `screen`, `output` and so on. A table reads
 * best as one. In a help text, FORMATS stands for those that the verb has. */
#define FORMATS_HELP "%FORMATS%"
/* clang-format off */
#define SCREEN_ROWS(type)                                                                          \
    {"color", 0, OPT_TEXT, offsetof(type, screen.color), "WHEN",                                   \
     "auto (on a terminal, unless NO_COLOR is set), always, never"},                               \
    {"width", 0, OPT_TEXT, offsetof(type, screen.width), "N",                                      \
     "wrap text at N columns; 0: do not wrap"},                                                    \
    {"ascii", 0, OPT_FLAG, offsetof(type, screen.ascii), NULL,                                     \
     "draw and quote with plain characters (default: on a terminal that has no UTF-8)"}
#define OUTPUT_ROWS(type)                                                                          \
    {"format", 'f', OPT_TEXT, offsetof(type, output.format), "FORMAT", FORMATS_HELP},              \
    {"json", 0, OPT_WORD, offsetof(type, output.format), "json", "the same as --format json"},     \
    {"output", 'o', OPT_TEXT, offsetof(type, output.output), "FILE",                               \
     "write to FILE, whole or not at all (-: standard output)"}
#define CORPUS_ROWS(type)                                                                          \
    {"corpus", 'C', OPT_LIST, offsetof(type, corpus.paths), "PATH",                                \
     "a YAML file, folder or compiled corpus; may be given several times"},                        \
    {"limit", 0, OPT_LIST, offsetof(type, corpus.limits), "NAME=N",                                \
     "raise or lower a limit of the corpus"}
/* For verbs that open it with cli_open. */
#define CACHE_ROWS(type)                                                                           \
    {"no-cache", 0, OPT_FLAG, offsetof(type, corpus.no_cache), NULL,                               \
     "read the YAML itself, and keep no image of it"},             \
    {"verbose", 0, OPT_FLAG, offsetof(type, corpus.verbose), NULL,                                 \
     "say on standard error what the answer was read from"}
#define ASK_ROWS(type)                                                                             \
    {"known", 'k', OPT_TEXT, offsetof(type, ask.known), "DATE",                                    \
     "whose knowledge answers: what was announced later does not exist"},                          \
    {"assume", 'a', OPT_LIST, offsetof(type, ask.assume), "NAME=DATE",                             \
     "assume that an event comes on a day, in a window, or never; '*=never'"},                     \
    {"signed", 0, OPT_TEXT, offsetof(type, ask.signed_on), "DATE",                                 \
     "count what was signed by then, whenever announced"},                                         \
    {"today", 0, OPT_TEXT, offsetof(type, ask.today), "DATE",                                      \
     "what 'today' means (default: $PACT_TODAY, else the clock)"}
#define NO_MORE_ROWS {NULL, 0, OPT_FLAG, 0, NULL, NULL}
/* clang-format on */

/* ---- the way in ---- */

/* The folder that paths in reports are told from: the working directory, into `folder`, which has
 * room for ROOT_MAX bytes. NULL if it cannot be told. */
#define ROOT_MAX 4096
const char *cli_root(char *folder);

/* A variable of the environment; NULL if it is not set, or empty. */
const char *env(const char *name);

/* -C, else $PACT_CORPUS (several paths with ':' between), else none, which means the built-in
 * corpus. False when memory is out. */
bool cli_corpus_paths(struct cli *cli, const struct corpus_opts *from, struct arg_list *ret);

/* Opens it, after the limits have been checked, through the cache unless --no-cache; with --verbose
 * says what was read. */
enum pact_status cli_open(struct cli *cli, const struct corpus_opts *from,
                          struct pact_corpus **ret_corpus);

struct pact_options cli_options(const struct corpus_opts *from);

/* The parts of a question that come from ask_opts, with $PACT_TODAY. */
struct pact_question cli_question(const struct ask_opts *from);

/* ---- the way out ---- */

/* Takes what the options say of color, width and format. PACT_USAGE if they are wrong. */
enum pact_status cli_style(struct cli *cli, const struct screen_opts *screen,
                           const struct output_opts *output);

/* How wide a terminal is; 0 for what is none: what goes elsewhere does not depend on the
 * environment. */
size_t cli_terminal_width(int fd);

/* Plain characters only: because --ascii says so, or the descriptor (-1: none) is a terminal
 * without UTF-8. */
bool cli_ascii(const struct screen_opts *screen, int fd);

/* Opens the file that --output names, if it does. What is written to cli->out goes there from now
 * on; a signal that ends the process leaves nothing of it. */
enum pact_status cli_open_output(struct cli *cli, const struct output_opts *output);

/* Puts the file in its place; nothing for standard output. */
enum pact_status cli_commit(struct cli *cli);

/* Writes text; a failure is remembered in the outlet, and cli_done makes an exit code of it. */
void cli_print(struct cli *cli, const struct buf *text);
void cli_print_bytes(struct cli *cli, const char *bytes, size_t n);

/* A line for people, on standard error: "pact: …". */
void cli_note(struct cli *cli, const char *format, ...) PRINTF_LIKE(2, 3);

/* An error of the command line itself. Returns PACT_USAGE. */
enum pact_status cli_usage(struct cli *cli, const char *hint, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* An error of the system: `code` is "cannot-read" or "cannot-write". */
void cli_system_error(struct cli *cli, const char *code, const char *what, int error);

/* Takes over what src/base said of a file, and frees the list. */
enum pact_status cli_adopt(struct cli *cli, struct diags *from, enum status status);

/* Ends a verb: with PACT_OK the file is committed and the exit code is `exit_code`; else the
 * diagnostics go to standard error, an error document to standard output where JSON was asked, a
 * report of the failure to where the report was to go, and the exit code says which failure it was.
 */
int cli_end(struct cli *cli, enum pact_status status, int exit_code);

/* ---- help (cmd_help.c) ---- */

void help_short(struct cli *cli, struct buf *out);
void help_verb(const struct cmd *cmd, struct buf *out);
void help_version(struct buf *out);

/* ---- the verbs (cmd_table.c) ---- */

extern const struct cmd *const cmd_table[];

extern const struct cmd cmd_query, cmd_check, cmd_batch, cmd_timeline, cmd_next, cmd_diff,
    cmd_explain, cmd_show, cmd_list, cmd_lint, cmd_init, cmd_compile, cmd_schema, cmd_help;

#endif
