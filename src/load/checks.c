/* Check files.
 *
 *     pact-checks: 1
 *     defaults: {known: 2026-11-20}
 *     scenarios:
 *       early: {agi-verified: 2027-01-01}
 *     checks:
 *       - {name: the licence goes on, date: 2027, assert: ip.license, scenarios: [early]}
 *       - {date: 2033-01-01, clause: ip.license, status: ended}
 *
 * Keys may stand in any order, so defaults and scenarios are put into the checks at the end of
 * their document. */
#include "checks.h"

#include "date.h"
#include "excerpt.h"
#include "reader.h"
#include "suggest.h"

static const char *const endings[] = {".checks.yaml", ".checks.yml", NULL};
static const struct file_names check_names = {endings, NULL};

const char *const check_holds_words[] = {"always", "sometime", "never"};
const char *const check_under_words[] = {"all", "some"};

const char *check_status_name(unsigned status)
{
    static const char *const names[CHECK_STATUS_COUNT] = {NULL,      "in_force",  "ended",
                                                          "not_yet", "suspended", "depends"};
    return names[status];
}

/* ---- what is read ---- */

/* "NAME=VALUE", and the name alone. */
struct assumed {
    const char *text;
    str_id name;
};

struct assumed_list {
    const struct assumed *items;
    uint32_t n;
};

/* A check, or the defaults, as written. */
struct entry {
    struct check_row row;
    struct spot at, date_at;
    str_id name;
    struct assumed_list assume;
    struct span scenarios; /* of document.names */
    struct seen seen;
};

struct named_scenario {
    str_id name;
    struct spot at;
    struct assumed_list assume;
};

struct named_ref {
    str_id name;
    struct spot at;
};

struct document {
    struct checks *to;
    bool undated;
    struct vec rows;      /* struct check_row: of all documents */
    struct vec entries;   /* struct entry: of the document at hand */
    struct vec scenarios; /* struct named_scenario, likewise */
    struct vec names;     /* struct named_ref, likewise */
    struct entry defaults;
};

static struct document *document_of(const struct reader *r)
{
    return r->how->into;
}

static struct arena *arena_of(const struct reader *r)
{
    return &document_of(r)->to->arena;
}

static const char *text_of(const struct reader *r, str_id id)
{
    const struct strings *s = &r->l->b->strings;
    return id == 0 ? NULL : arena_copy(arena_of(r), strings_get(s, id), strings_len(s, id));
}

/* ---- texts and days ---- */

static void field_kept_text(struct reader *r, const struct field *f, void *record)
{
    const char **place = field_place(f, record);
    *place = text_of(r, take_text(r));
}

static void field_name(struct reader *r, const struct field *f, void *record)
{
    struct entry *e = record;
    (void)f;
    e->name = take_text(r);
    e->row.name = text_of(r, e->name);
}

/* Is it a day, or with `periods` a period? What follows the clock is warned of. */
static bool check_span(struct reader *r, const char *text, bool periods)
{
    static const day_t some_day = 739000;
    day_t first, last;
    bool period, today = false;
    const char *why = NULL;
    if (!date_span_parse(text, strlen(text), some_day, periods, &first, &last, &period, &today,
                         &why)) {
        const bool no_day = strstr(why, "no such day") != NULL;
        struct diag *g = fault(r, no_day ? DIAG_NO_SUCH_DAY : DIAG_BAD_DATE, "'%s': %s",
                               quote(text, strlen(text)).text, why);
        hint(g, periods ? "write a day, 2031-01-31, or a period: 2031, 2031-03, 2031-Q1, A..B"
                        : "write a day, 2031-01-31");
        return false;
    }
    if (today)
        hint(fault(r, DIAG_CLOCK_DATE, "'%s' follows the clock", quote(text, strlen(text)).text),
             "a check that is to be the same tomorrow names its day");
    return true;
}

static const char *take_span(struct reader *r, bool periods)
{
    const char *text = text_of(r, take_text(r));
    return text != NULL && check_span(r, text, periods) ? text : NULL;
}

static void field_period(struct reader *r, const struct field *f, void *record)
{
    const char **place = field_place(f, record);
    *place = take_span(r, true);
}

static void field_one_day(struct reader *r, const struct field *f, void *record)
{
    const char **place = field_place(f, record);
    *place = take_span(r, false);
}

/* ---- assumptions ---- */

static bool is_text(const struct reader *r, str_id id, const char *text)
{
    return id != 0 && strcmp(strings_get(&r->l->b->strings, id), text) == 0;
}

/* The value of an assumption, as text; NULL after a complaint. */
static const char *take_assumed(struct reader *r, bool of_all)
{
    const str_id id = take_text(r);
    const char *text = text_of(r, id);
    if (text == NULL || strcmp(text, "never") == 0)
        return text;
    if (of_all) {
        hint(fault(r, DIAG_UNKNOWN_WORD, "'%s' cannot be said of all events",
                   quote(text, strlen(text)).text),
             "write {\"*\": never}");
        return NULL;
    }
    return check_span(r, text, true) ? text : NULL;
}

static bool given_already(struct reader *r, const struct vec *all, str_id name)
{
    for (size_t i = 0; i < all->n; i++)
        if (VEC_AT(all, struct assumed, i)->name == name) {
            fault(r, DIAG_DUPLICATE_KEY, "'%s' is given twice", quote_id(r->l, name).text);
            return true;
        }
    return false;
}

static struct assumed_list keep_assumed(struct reader *r, struct vec *all)
{
    struct assumed *items = ARENA_ARRAY(arena_of(r), all->n, struct assumed);
    struct assumed_list list = {items, items != NULL ? (uint32_t)all->n : 0};
    if (list.n > 0)
        memcpy(items, all->data, list.n * sizeof *items);
    r->l->no_memory = r->l->no_memory || all->failed || items == NULL;
    vec_done(all);
    return list;
}

static struct assumed_list take_assumptions(struct reader *r)
{
    struct vec all;
    vec_init(&all, sizeof(struct assumed));
    if (!expect_map(r, "`assume`"))
        return keep_assumed(r, &all);
    while (next_key(r)) {
        const str_id name = take_text(r);
        const bool twice = given_already(r, &all, name);
        step_id(r, name);
        yr_next(&r->y);
        const char *value = twice ? NULL : take_assumed(r, is_text(r, name, "*"));
        if (twice)
            yr_skip(&r->y);
        struct assumed *one = value != NULL && name != 0 ? vec_add(&all) : NULL;
        if (one != NULL)
            *one =
                (struct assumed){arena_printf(arena_of(r), "%s=%s", text_of(r, name), value), name};
        step_back(r);
    }
    return keep_assumed(r, &all);
}

static void field_assume(struct reader *r, const struct field *f, void *record)
{
    struct assumed_list *place = field_place(f, record);
    *place = take_assumptions(r);
}

/* ---- scenarios ---- */

static void field_scenarios(struct reader *r, const struct field *f, void *record)
{
    struct document *d = document_of(r);
    (void)f;
    (void)record;
    if (!expect_map(r, "`scenarios`"))
        return;
    while (next_key(r)) {
        struct named_scenario made = {.at = r->y.at, .name = take_text(r)};
        for (size_t i = 0; i < d->scenarios.n && made.name != 0; i++) {
            const struct named_scenario *other = VEC_AT(&d->scenarios, struct named_scenario, i);
            if (other->name == made.name)
                second_place(r->l,
                             fault(r, DIAG_DUPLICATE_KEY, "'%s' is given twice",
                                   quote_id(r->l, made.name).text),
                             r->y.file, other->at, "first given here");
        }
        step_id(r, made.name);
        yr_next(&r->y);
        made.assume = take_assumptions(r);
        struct named_scenario *one = vec_add(&d->scenarios);
        if (one != NULL)
            *one = made;
        step_back(r);
    }
}

static void field_scenario_names(struct reader *r, const struct field *f, void *record)
{
    struct document *d = document_of(r);
    struct span *place = field_place(f, record);
    place->first = (uint32_t)d->names.n;
    if (!expect_list(r, "`scenarios` of a check"))
        return;
    for (uint32_t i = 0; yr_next(&r->y) != YR_END; i++) {
        step_index(r, i);
        const str_id name = take_text(r);
        struct named_ref *ref = name != 0 ? vec_add(&d->names) : NULL;
        if (ref != NULL)
            *ref = (struct named_ref){name, r->y.at};
        step_back(r);
    }
    place->n = (uint32_t)d->names.n - place->first;
}

/* ---- checks ---- */

static const char *holds_word(unsigned i)
{
    return check_holds_words[i - 1];
}
static const char *under_word(unsigned i)
{
    return check_under_words[i - 1];
}
static const struct words statuses = {"status", check_status_name, CHECK_NONE + 1,
                                      CHECK_STATUS_COUNT};
static const struct words holds_words = {"word for `holds`", holds_word, 1, 4};
static const struct words under_words = {"word for `under`", under_word, 1, 3};

enum {
    C_NAME,
    C_MESSAGE,
    C_DATE,
    C_KNOWN,
    C_SIGNED,
    C_ASSUME,
    C_SCENARIOS,
    C_HOLDS,
    C_UNDER,
    C_ASSERT,
    C_CLAUSE,
    C_STATUS,
    C_TERMS,
    C_COUNT
};

#define ROW(member) offsetof(struct entry, row.member)
static const struct field check_fields[C_COUNT] = {
    [C_NAME] = {KEY("name"), field_name, 0, NULL},
    [C_MESSAGE] = {KEY("message"), field_kept_text, ROW(message), NULL},
    [C_DATE] = {KEY("date"), field_period, ROW(date), NULL},
    [C_KNOWN] = {KEY("known"), field_one_day, ROW(known), NULL},
    [C_SIGNED] = {KEY("signed"), field_one_day, ROW(signed_on), NULL},
    [C_ASSUME] = {KEY("assume"), field_assume, offsetof(struct entry, assume), NULL},
    [C_SCENARIOS] = {KEY("scenarios"), field_scenario_names, offsetof(struct entry, scenarios),
                     NULL},
    [C_HOLDS] = {KEY("holds"), field_word, ROW(holds), &holds_words},
    [C_UNDER] = {KEY("under"), field_word, ROW(under), &under_words},
    [C_ASSERT] = {KEY("assert"), field_kept_text, ROW(assertion), NULL},
    [C_CLAUSE] = {KEY("clause"), field_kept_text, ROW(clause), NULL},
    [C_STATUS] = {KEY("status"), field_word, ROW(status), &statuses},
    [C_TERMS] = {KEY("terms"), field_terms, ROW(terms), NULL},
};
static const struct shape check_shape = {"a check", check_fields, C_COUNT, 0, false};

/* The keys that the defaults have: what is asked of which day, but not what is demanded. */
static const struct shape defaults_shape = {"`defaults`", check_fields + C_DATE,
                                            C_UNDER - C_DATE + 1, 0, false};

static void misplaced(struct reader *r, const struct entry *e, unsigned field, const char *beside,
                      const char *advice)
{
    hint(fault_at(r, DIAG_MISPLACED_KEY, e->seen.key[field], "'%s' does not go with %s",
                  check_fields[field].name, beside),
         advice);
}

/* Do the keys of a check go together? */
static void check_keys(struct reader *r, const struct entry *e)
{
    const bool asserts = has(&e->seen, C_ASSERT);
    if (r->y.broken)
        return;
    if (!asserts && !has(&e->seen, C_CLAUSE))
        hint(fault_at(r, DIAG_MISSING_KEY, e->at, "a check lacks 'assert'"),
             "give `assert`, or `clause` and `status`");
    else if (!asserts && !has(&e->seen, C_STATUS))
        fault_at(r, DIAG_MISSING_KEY, e->at, "a check of a clause lacks 'status'");
    for (unsigned field = C_CLAUSE; asserts && field <= C_TERMS; field++)
        if (has(&e->seen, field))
            misplaced(r, e, field, "'assert'", "give `assert`, or `clause` and `status`");
    const unsigned status = e->row.status;
    if (has(&e->seen, C_TERMS) && (status == CHECK_ENDED || status == CHECK_NOT_YET))
        misplaced(r, e, C_TERMS, check_status_name(status),
                  "what is not in force has no terms: leave them out");
    if (has(&e->seen, C_UNDER) && status == CHECK_DEPENDS)
        misplaced(r, e, C_UNDER, "depends", "that it depends is said of all courses together");
}

static void read_check(struct reader *r)
{
    struct entry e = {.at = r->y.at};
    r->base_line = e.at.line;
    if (read_mapping(r, &check_shape, &e, &e.seen))
        check_keys(r, &e);
    if (has(&e.seen, C_DATE))
        e.date_at = e.seen.value[C_DATE];
    struct entry *kept = vec_add(&document_of(r)->entries);
    if (kept != NULL)
        *kept = e;
}

static void field_checks(struct reader *r, const struct field *f, void *record)
{
    const struct spot at = r->y.at;
    uint32_t n = 0;
    (void)f;
    (void)record;
    if (!expect_list(r, "`checks`"))
        return;
    for (; yr_next(&r->y) != YR_END; n++) {
        step_index(r, n);
        read_check(r);
        step_back(r);
    }
    if (n == 0 && !r->y.broken)
        hint(fault_at(r, DIAG_MISSING_VALUE, at, "the list is empty"),
             "a file that checks nothing would always pass");
}

static void field_defaults(struct reader *r, const struct field *f, void *record)
{
    struct document *d = document_of(r);
    (void)f;
    (void)record;
    read_mapping(r, &defaults_shape, &d->defaults, &d->defaults.seen);
}

enum { D_VERSION, D_DEFAULTS, D_SCENARIOS, D_CHECKS, D_COUNT };
static const struct field document_fields[D_COUNT] = {
    [D_VERSION] = {KEY("pact-checks"), field_version, 0,
                   "this pact reads version 1: write `pact-checks: 1`"},
    [D_DEFAULTS] = {KEY("defaults"), field_defaults, 0, NULL},
    [D_SCENARIOS] = {KEY("scenarios"), field_scenarios, 0, NULL},
    [D_CHECKS] = {KEY("checks"), field_checks, 0, NULL},
};
static const struct shape document_shape = {"a check file", document_fields, D_COUNT,
                                            BIT(D_VERSION) | BIT(D_CHECKS), false};

/* ---- the end of a document ---- */

/* Of two lists one; what `near` says of a name goes before what `far` says. */
static struct assumed_list merge(struct reader *r, struct assumed_list near,
                                 struct assumed_list far)
{
    struct assumed *items = ARENA_ARRAY(arena_of(r), (size_t)near.n + far.n, struct assumed);
    struct assumed_list all = {items, 0};
    for (uint32_t i = 0; items != NULL && i < near.n; i++)
        items[all.n++] = near.items[i];
    for (uint32_t i = 0; items != NULL && i < far.n; i++) {
        bool said = false;
        for (uint32_t k = 0; k < near.n; k++)
            said = said || near.items[k].name == far.items[i].name;
        if (!said)
            items[all.n++] = far.items[i];
    }
    return all;
}

static struct check_assume texts_of(struct reader *r, struct assumed_list list)
{
    const char **items = ARENA_ARRAY(arena_of(r), list.n, const char *);
    for (uint32_t i = 0; items != NULL && i < list.n; i++)
        items[i] = list.items[i].text;
    return (struct check_assume){items, items != NULL ? list.n : 0};
}

static const struct named_scenario *find_scenario(struct reader *r, const struct named_ref *ref)
{
    const struct vec *all = &document_of(r)->scenarios;
    struct suggest near;
    for (size_t i = 0; i < all->n; i++)
        if (VEC_AT(all, struct named_scenario, i)->name == ref->name)
            return VEC_AT(all, struct named_scenario, i);
    struct diag *g = fault_at(r, DIAG_UNKNOWN_REFERENCE, ref->at, "no scenario is called '%s'",
                              quote_id(r->l, ref->name).text);
    if (!suggest_ready(r->l, g))
        return NULL;
    suggest_init(&near, strings_get(&r->l->b->strings, ref->name),
                 strings_len(&r->l->b->strings, ref->name));
    for (size_t i = 0; i < all->n; i++)
        suggest_offer_id(r->l, &near, VEC_AT(all, struct named_scenario, i)->name);
    suggest_hint(r->l, g, &near);
    return NULL;
}

/* What the scenarios of a check assume, each over what the check assumes. */
static void settle_scenarios(struct reader *r, struct check_row *row, struct span names,
                             struct assumed_list assume)
{
    struct check_scenario *all = ARENA_ARRAY(arena_of(r), names.n, struct check_scenario);
    for (uint32_t i = 0; all != NULL && i < names.n; i++) {
        const struct named_ref *ref =
            VEC_AT(&document_of(r)->names, struct named_ref, names.first + i);
        const struct named_scenario *s = find_scenario(r, ref);
        if (s != NULL)
            all[row->n_scenarios++] = (struct check_scenario){
                text_of(r, s->name), texts_of(r, merge(r, s->assume, assume))};
    }
    row->scenarios = all;
}

static void take_defaults(struct check_row *row, const struct check_row *from)
{
    if (row->date == NULL)
        row->date = from->date;
    if (row->known == NULL)
        row->known = from->known;
    if (row->signed_on == NULL)
        row->signed_on = from->signed_on;
    if (row->holds == 0)
        row->holds = from->holds;
    if (row->under == 0 && row->status != CHECK_DEPENDS)
        row->under = from->under;
}

/* "ip.license is ended on 2033-01-01": names stay the same when lines move. */
static const char *made_up_name(struct reader *r, const struct check_row *row)
{
    const char *on = row->date != NULL ? " on " : "", *date = row->date != NULL ? row->date : "";
    if (row->assertion != NULL)
        return arena_printf(arena_of(r), "%s%s%s", row->assertion, on, date);
    return arena_printf(arena_of(r), "%s is %s%s%s", row->clause != NULL ? row->clause : "a clause",
                        row->status != CHECK_NONE ? check_status_name(row->status) : "so", on,
                        date);
}

static void settle(struct reader *r, const struct entry *e)
{
    struct document *d = document_of(r);
    struct check_row row = e->row;
    row.file =
        arena_copy(arena_of(r), file_path(r->l, r->y.file), strlen(file_path(r->l, r->y.file)));
    if (strcmp(file_path(r->l, r->y.file), "-") == 0)
        row.file = "<stdin>";
    row.line = e->at.line;
    row.column = e->at.column;
    take_defaults(&row, &d->defaults.row);
    const struct assumed_list assume = merge(r, e->assume, d->defaults.assume);
    row.assume = texts_of(r, assume);
    settle_scenarios(r, &row, has(&e->seen, C_SCENARIOS) ? e->scenarios : d->defaults.scenarios,
                     assume);
    if (row.name == NULL)
        row.name = made_up_name(r, &row);
    if (row.date == NULL && d->undated)
        hint(fault_at(r, DIAG_CLOCK_DATE, e->at, "a check without a date asks of today"),
             "give it a `date`, or one for all in `defaults`");
    struct check_row *kept = vec_add(&d->rows);
    if (kept != NULL)
        *kept = row;
}

static void refuse_double_names(struct reader *r)
{
    struct document *d = document_of(r);
    struct vec first; /* uint32_t by name: entry, plus 1 */
    vec_init(&first, sizeof(uint32_t));
    if (!vec_grow(&first, r->l->b->strings.offsets.n + 1))
        r->l->no_memory = true;
    for (uint32_t i = 0; !first.failed && i < d->entries.n; i++) {
        const struct entry *e = VEC_AT(&d->entries, struct entry, i);
        uint32_t *slot = VEC_AT(&first, uint32_t, e->name);
        if (e->name != 0 && *slot != 0)
            second_place(r->l,
                         fault_at(r, DIAG_DUPLICATE_ID, e->at, "two checks are called '%s'",
                                  quote_id(r->l, e->name).text),
                         r->y.file, VEC_AT(&d->entries, struct entry, *slot - 1)->at,
                         "the first one");
        else
            *slot = i + 1;
    }
    vec_done(&first);
}

static void read_checks_document(struct reader *r)
{
    struct document *d = document_of(r);
    struct seen seen;
    struct doc_rec *doc = vec_add(&r->l->docs); /* so that the file is not empty */
    if (doc != NULL)
        *doc = (struct doc_rec){.file = r->y.file, .at = r->y.at, .agreement = IMAGE_NONE};
    d->entries.n = d->scenarios.n = d->names.n = 0;
    d->defaults = (struct entry){0};
    read_mapping(r, &document_shape, NULL, &seen);
    r->n_steps = 0;
    refuse_double_names(r);
    for (uint32_t i = 0; i < d->entries.n && !loader_failed(r->l); i++) {
        step_key(r, "checks");
        step_index(r, i);
        settle(r, VEC_AT(&d->entries, struct entry, i));
        r->n_steps = 0;
    }
}

/* ---- a load ---- */

static void document_init(struct document *d, struct checks *to, bool undated)
{
    *d = (struct document){.to = to, .undated = undated};
    vec_init(&d->rows, sizeof(struct check_row));
    vec_init(&d->entries, sizeof(struct entry));
    vec_init(&d->scenarios, sizeof(struct named_scenario));
    vec_init(&d->names, sizeof(struct named_ref));
}

/* The rows stay; the rest ends. */
static bool document_end(struct document *d)
{
    struct checks *to = d->to;
    bool good = !d->rows.failed && !d->entries.failed && !d->scenarios.failed && !d->names.failed &&
                !to->arena.failed;
    struct check_row *rows = good ? ARENA_ARRAY(&to->arena, d->rows.n, struct check_row) : NULL;
    if (rows != NULL && d->rows.n > 0)
        memcpy(rows, d->rows.data, d->rows.n * sizeof *rows);
    to->rows = rows;
    to->n = rows != NULL ? d->rows.n : 0;
    vec_done(&d->rows);
    vec_done(&d->entries);
    vec_done(&d->scenarios);
    vec_done(&d->names);
    return rows != NULL;
}

enum status checks_load(const char *const *paths, size_t n, const struct load_options *options,
                        bool undated, struct checks *ret, struct diags *d)
{
    struct loader l;
    struct document document;
    *ret = (struct checks){0};
    arena_init(&ret->arena);
    document_init(&document, ret, undated);
    const struct reading how = {&check_names, read_checks_document, &document};
    bool good = image_builder_init(&ret->builder);
    loader_init(&l, options, &ret->builder, d);
    enum status status = good ? read_paths(&l, paths, n, &how) : ST_NOMEM;
    good = document_end(&document) && !loader_failed(&l);
    if (status != ST_IO && !good)
        status = ST_NOMEM;
    if (status == ST_OK && (d->errors > l.errors_before || l.incomplete))
        status = ST_INVALID;
    ret->n_files = l.files.n;
    image_builder_view(&ret->builder, &ret->terms);
    diags_sort(d);
    excerpts_add(&l);
    loader_done(&l);
    return status;
}

void checks_done(struct checks *c)
{
    image_builder_done(&c->builder);
    arena_done(&c->arena);
}
