/* Command lines by table. One row an option: parsing, help, suggestions and completion all read the
 * same rows. Names are never abbreviated, options may stand anywhere before `--`. */
#ifndef PACT_CLI_ARGS_H
#define PACT_CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "pact/pact.h"

enum opt_kind {
    OPT_FLAG, /* bool */
    OPT_TEXT, /* const char *: takes a value, once */
    OPT_LIST, /* struct arg_list: takes a value, as often as one likes */
    OPT_WORD, /* const char *: takes no value, but stands for one of another option */
};

struct arg_list {
    const char **items;
    size_t n;
};

struct opt {
    const char *name; /* without dashes; NULL behind the last row */
    char letter;      /* 0: none */
    enum opt_kind kind;
    size_t offset;     /* in the verb's options */
    const char *value; /* what it takes ("DATE"); OPT_WORD: what it stands for ("json") */
    const char *help;
};

struct example {
    const char *command; /* NULL behind the last */
    const char *purpose;
};

struct cli;

struct cmd {
    const char *name;
    const char *summary;  /* one line */
    const char *operands; /* "[SELECTOR...]", or "" */
    size_t min, max;      /* count of operands */
    unsigned formats;     /* bits of enum pact_format; 0: it has no --format */
    bool json_lines;      /* writes JSON whatever was asked */
    bool tells_limits;    /* its help lists the limits */
    const struct opt *opts;
    const struct example *examples;
    const char *details; /* paragraphs for help, or NULL */
    size_t size;         /* of its options */
    int (*run)(struct cli *cli, const void *opts, const struct arg_list *operands);
};

#define FORMAT_BIT(f) (1U << PACT_FORMAT_##f)
/* Those that every table has. */
#define FORMATS_COMMON                                                                             \
    (FORMAT_BIT(TEXT) | FORMAT_BIT(JSON) | FORMAT_BIT(JSONL) | FORMAT_BIT(CSV) | FORMAT_BIT(TSV) | \
     FORMAT_BIT(MARKDOWN))
/* Those of findings and checks. */
#define FORMATS_REPORT                                                                             \
    (FORMAT_BIT(TAP) | FORMAT_BIT(JUNIT) | FORMAT_BIT(GITHUB) | FORMAT_BIT(SARIF))

struct parsed {
    const struct cmd *cmd; /* NULL: no verb was named */
    void *opts;            /* cmd->size bytes in the arena */
    struct arg_list operands;
    bool help, version;
};

/* Reads a command line (argv[0] left out) against the verbs, a NULL-terminated list. False after
 * one diagnostic for each thing that is wrong; *ret then has what could be read. Everything is in
 * the arena or in argv. */
bool args_parse(const char *const *args, size_t n, const struct cmd *const *verbs, struct arena *a,
                struct parsed *ret, struct pact_diags *diags);

/* Does the command line, right or wrong, ask for JSON? */
bool args_want_json(const char *const *args, size_t n);
/* Which of FORMATS_REPORT it asks for, else text. */
enum pact_format args_want_report(const char *const *args, size_t n);

/* The verb of that name; NULL if there is none. */
const struct cmd *args_find_verb(const struct cmd *const *verbs, const char *name);

/* Says that there is no such verb, with suggestions. */
void args_refuse_verb(const struct cmd *const *verbs, const char *name, struct arena *a,
                      struct pact_diags *diags);

#endif
