/* The option parser. getopt_long will not do: it takes abbreviations, which turns every new option
 * into a possible change of meaning for old scripts, and it knows of no suggestions.
 *
 *   1. find the verb: the first argument that is neither an option nor the value of one
 *   2. read all other arguments by the rows of that verb
 *
 * For 1 it must be known which options take a value before it is known whose options they are:
 * therefore a name takes a value in all verbs that have it, or in none. */
#include "args.h"

#include <string.h>

#include "suggest.h"

struct parser {
    const char *const *args;
    size_t n;
    const struct cmd *const *verbs;
    struct arena *arena;
    struct pact_diags *diags;
    struct parsed *to;
    size_t verb_at;
    bool bad;
};

/* ---- complaints ---- */

static void refuse(struct parser *p, const char *message, const char *hint)
{
    pact_diags_add(p->diags, "usage", message != NULL ? message : "out of memory", hint);
    p->bad = true;
}

/* Names that other tools, and habit, give to what pact calls otherwise. */
static const struct {
    const char *name, *hint;
} habits[] = {
    {"as-of",
     "say --date for the day that is asked about, --known for the day whose knowledge answers"},
    {"asof",
     "say --date for the day that is asked about, --known for the day whose knowledge answers"},
    {"at", "the day that is asked about is --date DATE"},
    {"on", "the day that is asked about is --date DATE"},
    {"when", "the day that is asked about is --date DATE"},
    {"valid", "the day that is asked about is --date DATE"},
    {"knowledge", "the day whose knowledge answers is --known DATE"},
    {"from", "a period is one value: --date 2026-01-01..2026-06-30, both ends included"},
    {"to", "a period is one value: --date 2026-01-01..2026-06-30, both ends included"},
    {"until", "a period is one value: --date 2026-01-01..2026-06-30, both ends included"},
    {"through", "a period is one value: --date 2026-01-01..2026-06-30, both ends included"},
    {"since", "a period is one value: --date 2026-01-01..2026-06-30, both ends included"},
    {"period", "a period is given with --date: 2031, 2031-03, 2031-Q1 or FIRST..LAST"},
    {"scenario", "assumptions are given with --assume EVENT=DATE, each with an option of its own"},
    {"filter", "conditions on terms are given with --where, as in --where 'exclusive=true'"},
    {"csv", "say --format csv"},
    {"tsv", "say --format tsv"},
    {"markdown", "say --format markdown"},
};

static const char *habit_hint(const char *name, size_t n)
{
    for (size_t i = 0; i < sizeof habits / sizeof habits[0]; i++)
        if (strlen(habits[i].name) == n && memcmp(habits[i].name, name, n) == 0)
            return habits[i].hint;
    return NULL;
}

/* "did you mean '--date' or '--all'?"; NULL if nothing is near. */
static const char *meant(struct arena *a, const struct suggest *s, const char *dashes)
{
    if (s->count == 0)
        return NULL;
    const char *text = "did you mean ";
    for (size_t i = 0; i < s->count && text != NULL; i++)
        text = arena_printf(a, "%s%s'%s%.*s'", text,
                            i == 0              ? ""
                            : i + 1 == s->count ? " or "
                                                : ", ",
                            dashes, (int)(s->best[i].n < 80 ? s->best[i].n : 80), s->best[i].text);
    return text != NULL ? arena_printf(a, "%s?", text) : NULL;
}

void args_refuse_verb(const struct cmd *const *verbs, const char *name, struct arena *a,
                      struct pact_diags *diags)
{
    struct suggest s;
    suggest_init(&s, name, strlen(name));
    for (size_t i = 0; verbs[i] != NULL; i++)
        suggest_offer(&s, verbs[i]->name, strlen(verbs[i]->name));
    const char *hint = meant(a, &s, "");
    const char *message = arena_printf(a, "there is no verb '%s'", name);
    pact_diags_add(diags, "usage", message != NULL ? message : "there is no such verb",
                   hint != NULL ? hint
                                : "`pact help` lists the verbs; questions begin with `pact query`");
}

/* ---- rows ---- */

static const struct opt *find_name(const struct opt *rows, const char *name, size_t n)
{
    for (; rows->name != NULL; rows++)
        if (strlen(rows->name) == n && memcmp(rows->name, name, n) == 0)
            return rows;
    return NULL;
}

static const struct opt *find_letter(const struct opt *rows, char letter)
{
    for (; rows->name != NULL; rows++)
        if (rows->letter == letter)
            return rows;
    return NULL;
}

static bool takes_value(const struct opt *row)
{
    return row != NULL && (row->kind == OPT_TEXT || row->kind == OPT_LIST);
}

const struct cmd *args_find_verb(const struct cmd *const *verbs, const char *name)
{
    for (size_t i = 0; verbs[i] != NULL; i++)
        if (strcmp(verbs[i]->name, name) == 0)
            return verbs[i];
    return NULL;
}

/* The first verb that has such an option. */
static const struct cmd *owner_of(const struct cmd *const *verbs, const char *name, size_t n)
{
    for (size_t i = 0; verbs[i] != NULL; i++)
        if (find_name(verbs[i]->opts, name, n) != NULL)
            return verbs[i];
    return NULL;
}

static const struct opt *find_letter_anywhere(const struct cmd *const *verbs, char letter)
{
    const struct opt *row = NULL;
    for (size_t i = 0; verbs[i] != NULL && row == NULL; i++)
        row = find_letter(verbs[i]->opts, letter);
    return row;
}

/* ---- 1. the verb ---- */

static bool is_option(const char *arg)
{
    return arg[0] == '-' && arg[1] != '\0';
}

/* Does this option of whatever verb take the next argument as its value? */
static bool takes_next(const struct parser *p, const char *arg)
{
    if (arg[1] == '-') {
        const char *name = arg + 2;
        const struct cmd *owner = owner_of(p->verbs, name, strlen(name));
        return owner != NULL && takes_value(find_name(owner->opts, name, strlen(name)));
    }
    for (const char *letter = arg + 1; *letter != '\0'; letter++)
        if (takes_value(find_letter_anywhere(p->verbs, *letter)))
            return letter[1] == '\0';
    return false;
}

static void find_verb(struct parser *p)
{
    for (size_t i = 0; i < p->n; i++) {
        if (strcmp(p->args[i], "--") == 0)
            return;
        if (is_option(p->args[i])) {
            i += takes_next(p, p->args[i]);
            continue;
        }
        p->verb_at = i;
        p->to->cmd = args_find_verb(p->verbs, p->args[i]);
        if (p->to->cmd == NULL) {
            args_refuse_verb(p->verbs, p->args[i], p->arena, p->diags);
            p->bad = true;
        }
        return;
    }
}

/* ---- 2. the options ---- */

static void *field(const struct parser *p, const struct opt *row)
{
    return (char *)p->to->opts + row->offset;
}

static const char *spelling(const struct parser *p, const struct opt *row)
{
    const char *text = arena_printf(p->arena, "--%s", row->name);
    return text != NULL ? text : row->name;
}

static void append(struct parser *p, struct arg_list *list, const char *text)
{
    if (list->items == NULL)
        list->items = ARENA_ARRAY(p->arena, p->n, const char *);
    if (list->items == NULL)
        refuse(p, NULL, NULL);
    else
        list->items[list->n++] = text;
}

static void set_once(struct parser *p, const struct opt *row, const char *value)
{
    const char **slot = field(p, row);
    if (*slot != NULL && (row->kind != OPT_WORD || strcmp(*slot, value) != 0))
        refuse(p,
               arena_printf(p->arena, "%s: '%s' has been given already", spelling(p, row), *slot),
               "say it once");
    *slot = value;
}

static void set(struct parser *p, const struct opt *row, const char *value)
{
    switch (row->kind) {
    case OPT_FLAG:
        *(bool *)field(p, row) = true;
        break;
    case OPT_TEXT:
        set_once(p, row, value);
        break;
    case OPT_WORD:
        set_once(p, row, row->value);
        break;
    case OPT_LIST:
        append(p, field(p, row), value);
        break;
    }
}

/* Does this argument look like an option that the verb has? Then it is hardly meant as a value. */
static bool is_known_option(const struct parser *p, const char *arg)
{
    if (!is_option(arg))
        return false;
    if (arg[1] != '-')
        return find_letter(p->to->cmd->opts, arg[1]) != NULL && arg[2] == '\0';
    const size_t n = strcspn(arg + 2, "=");
    return n == 0 || find_name(p->to->cmd->opts, arg + 2, n) != NULL;
}

/* The value from the next argument; NULL after a complaint. */
static const char *next_value(struct parser *p, const struct opt *row, size_t *at)
{
    const char *next = *at + 1 < p->n && *at + 1 != p->verb_at ? p->args[*at + 1] : NULL;
    if (next == NULL) {
        refuse(p, arena_printf(p->arena, "%s needs a value", spelling(p, row)),
               arena_printf(p->arena, "write %s %s", spelling(p, row), row->value));
        return NULL;
    }
    if (is_known_option(p, next)) {
        refuse(p,
               arena_printf(p->arena, "%s needs a value, but '%s' follows", spelling(p, row), next),
               arena_printf(p->arena, "write %s=%s if that is the value", spelling(p, row), next));
        return NULL;
    }
    ++*at;
    return next;
}

static void refuse_name(struct parser *p, const char *name, size_t n)
{
    struct suggest s;
    const struct cmd *owner = owner_of(p->verbs, name, n);
    const char *hint = habit_hint(name, n);
    suggest_init(&s, name, n);
    for (const struct opt *row = p->to->cmd->opts; row->name != NULL; row++)
        suggest_offer(&s, row->name, strlen(row->name));
    if (hint == NULL)
        hint = meant(p->arena, &s, "--");
    if (hint == NULL && owner != NULL)
        hint = arena_printf(p->arena, "`pact %s` has it", owner->name);
    if (hint == NULL)
        hint = arena_printf(p->arena, "`pact help %s` lists the options", p->to->cmd->name);
    refuse(p,
           arena_printf(p->arena, "`pact %s` has no option '--%.*s'", p->to->cmd->name,
                        (int)(n < 200 ? n : 200), name),
           hint);
}

static bool is_name(const char *text, size_t n, const char *name)
{
    return strlen(name) == n && memcmp(text, name, n) == 0;
}

/* --name, --name value, --name=value */
static void read_long(struct parser *p, size_t *at)
{
    const char *name = p->args[*at] + 2;
    const size_t n = strcspn(name, "=");
    const char *value = name[n] == '=' ? name + n + 1 : NULL;
    const struct opt *row = find_name(p->to->cmd->opts, name, n);
    if (row == NULL && value == NULL && is_name(name, n, "help")) {
        p->to->help = true;
    } else if (row == NULL && value == NULL && is_name(name, n, "version")) {
        p->to->version = true;
    } else if (row == NULL) {
        refuse_name(p, name, n);
        /* Do not take its value for an operand as well. */
        if (value == NULL)
            *at += takes_next(p, p->args[*at]);
    } else if (!takes_value(row) && value != NULL) {
        refuse(p, arena_printf(p->arena, "%s takes no value", spelling(p, row)), NULL);
    } else {
        if (takes_value(row) && value == NULL)
            value = next_value(p, row, at);
        if (!takes_value(row) || value != NULL)
            set(p, row, value);
    }
}

static void refuse_letter(struct parser *p, const char *letter, const char *arg)
{
    const int n =
        (unsigned char)*letter < 0x80 ? 1 : (int)strlen(letter); /* not half a character */
    const char *in = arg[2] != '\0' ? arena_printf(p->arena, " (in '%s')", arg) : "";
    refuse(p,
           arena_printf(p->arena, "`pact %s` has no option '-%.*s'%s", p->to->cmd->name, n, letter,
                        in != NULL ? in : ""),
           arena_printf(p->arena, "`pact help %s` lists the options", p->to->cmd->name));
}

/* -a, -ab, -avalue, -a value */
static void read_short(struct parser *p, size_t *at)
{
    for (const char *letter = p->args[*at] + 1; *letter != '\0'; letter++) {
        const struct opt *row = find_letter(p->to->cmd->opts, *letter);
        if (row == NULL && *letter == 'h') {
            p->to->help = true;
        } else if (row == NULL && *letter == 'V') {
            p->to->version = true;
        } else if (row == NULL) {
            refuse_letter(p, letter, p->args[*at]);
            return;
        } else if (takes_value(row)) {
            const char *value = letter[1] != '\0' ? letter + 1 : next_value(p, row, at);
            if (value != NULL)
                set(p, row, value);
            return;
        } else {
            set(p, row, NULL);
        }
    }
}

static void read_all(struct parser *p)
{
    bool options = true;
    for (size_t i = 0; i < p->n; i++) {
        const char *arg = p->args[i];
        if (i == p->verb_at)
            continue;
        if (options && strcmp(arg, "--") == 0)
            options = false;
        else if (options && is_option(arg) && arg[1] == '-')
            read_long(p, &i);
        else if (options && is_option(arg))
            read_short(p, &i);
        else
            append(p, &p->to->operands, arg);
    }
}

/* Without a verb there are only --help and --version. */
static void read_bare(struct parser *p)
{
    for (size_t i = 0; i < p->n; i++) {
        const char *arg = p->args[i];
        if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
            p->to->help = true;
        } else if (strcmp(arg, "--version") == 0 || strcmp(arg, "-V") == 0) {
            p->to->version = true;
        } else {
            refuse(p, arena_printf(p->arena, "'%s' without a verb", arg),
                   "`pact help` lists the verbs; questions begin with `pact query`");
            return;
        }
    }
}

static void count_operands(struct parser *p)
{
    const struct cmd *cmd = p->to->cmd;
    const size_t n = p->to->operands.n;
    if (n >= cmd->min && n <= cmd->max)
        return;
    const char *hint = arena_printf(p->arena, "usage: pact %s [OPTION...]%s%s", cmd->name,
                                    cmd->operands[0] != '\0' ? " " : "", cmd->operands);
    if (n < cmd->min)
        refuse(p, arena_printf(p->arena, "`pact %s` needs %s", cmd->name, cmd->operands), hint);
    else
        refuse(p,
               arena_printf(p->arena, "`pact %s` does not take '%s'", cmd->name,
                            p->to->operands.items[cmd->max]),
               hint);
}

bool args_parse(const char *const *args, size_t n, const struct cmd *const *verbs, struct arena *a,
                struct parsed *ret, struct pact_diags *diags)
{
    struct parser p = {.args = args, .n = n, .verbs = verbs, .arena = a, .diags = diags, .to = ret};
    p.verb_at = n;
    *ret = (struct parsed){0};
    find_verb(&p);
    if (p.bad)
        return false;
    if (ret->cmd == NULL) {
        read_bare(&p);
        return !p.bad;
    }
    ret->opts = arena_get(a, ret->cmd->size);
    if (ret->opts == NULL)
        refuse(&p, NULL, NULL);
    else
        read_all(&p);
    if (!p.bad && !ret->help && !ret->version)
        count_operands(&p);
    return !p.bad;
}

/* What the command line says behind --format or -f, from the i-th word on; NULL if it does not. */
static const char *next_format(const char *const *args, size_t n, size_t *i)
{
    for (; *i < n && strcmp(args[*i], "--") != 0; ++*i) {
        const char *arg = args[*i];
        const char *word = NULL;
        if (strcmp(arg, "--json") == 0)
            word = "json";
        else if (strcmp(arg, "--format") == 0 || strcmp(arg, "-f") == 0)
            word = *i + 1 < n ? args[*i + 1] : "";
        else if (strncmp(arg, "--format=", 9) == 0)
            word = arg + 9;
        else if (strncmp(arg, "-f", 2) == 0)
            word = arg + 2;
        if (word != NULL) {
            ++*i;
            return word;
        }
    }
    return NULL;
}

bool args_want_json(const char *const *args, size_t n)
{
    const char *word;
    for (size_t i = 0; (word = next_format(args, n, &i)) != NULL;)
        if (strcmp(word, "json") == 0 || strcmp(word, "jsonl") == 0)
            return true;
    return false;
}

enum pact_format args_want_report(const char *const *args, size_t n)
{
    const char *word;
    enum pact_format format;
    for (size_t i = 0; (word = next_format(args, n, &i)) != NULL;)
        if (pact_format_find(word, &format) && (FORMATS_REPORT & (1U << format)) != 0)
            return format;
    return PACT_FORMAT_TEXT;
}
