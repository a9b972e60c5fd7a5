/* Answers as bytes: small corpora are loaded, asked, and written. */
#include "t.h"

#include <unistd.h>

#include "engine.h"
#include "fail_alloc.h"
#include "load.h"
#include "render.h"

static const char corpus[] =
    "pact: 1\n"
    "agreement: acme-globex\n"
    "title: Distribution\n"
    "complete_through: 2026-11-20\n"
    "parties: {acme: Acme, globex: Globex}\n"
    "sources:\n"
    "  deal: {publisher: Acme, title: Deal signed, date: 2024-03-01, kind: primary}\n"
    "  paper: {publisher: The Paper, title: Rumours, date: 2026-01-10, kind: press}\n"
    "instruments:\n"
    "  master: {title: Master agreement, signed: 2024-02-20, announced: 2024-03-01, "
    "effective: 2024-04-01, sources: [deal], silent_on: []}\n"
    "  amendment: {title: First amendment, announced: 2025-06-10, "
    "effective: {between: [2027-01-01, 2027-12-31]}, sources: [deal]}\n"
    "  letter: {title: Letter, announced: 2025-09-01, sources: [deal], silent_on: [a.open]}\n"
    "  rumour: {title: Side letter, announced: 2026-01-10, sources: [paper]}\n"
    "events:\n"
    "  sale: {title: \"Acme is \\e[31msold\"}\n"
    "  notice: {title: Notice is given}\n"
    "clauses:\n"
    "  a.fixed:\n"
    "    title: \"Fixed | *end* \\e[31m\"\n"
    "    kind: right\n"
    "    holder: globex\n"
    "    obligor: acme\n"
    "    history:\n"
    "      - {act: establish, by: master, section: '4.2', through: 2030, terms: {n: 1.50, ok: "
    "true, "
    "who: [acme, \"x, y\"], cap: {amount: undisclosed, list: [unstated, 2031-01-01]}, "
    "share: {undisclosed: {reported: 20, source: paper}}}, summary: Summary., "
    "provided_that: it holds, caveats: [{kind: contested, text: Not so., announced: 2026-02, "
    "sources: [paper]}]}\n"
    "  a.open:\n"
    "    title: No end\n"
    "    kind: obligation\n"
    "    holder: globex\n"
    "    obligor: acme\n"
    "    history:\n"
    "      - {act: establish, by: master, until: unstated, summary: Summary of it.}\n"
    "  a.event:\n"
    "    title: Ends on an event\n"
    "    kind: permission\n"
    "    history:\n"
    "      - {act: establish, by: master, through: 2030, until: sale, terms: {n: 1}, summary: S.}\n"
    "  a.two:\n"
    "    title: Two unknowns\n"
    "    kind: limit\n"
    "    exception_to: a.fixed\n"
    "    history:\n"
    "      - {act: establish, by: master, until: {event: notice, plus: 90d}, terms: {n: 1, m: 2}, "
    "summary: Old.}\n"
    "      - {act: amend, by: amendment, terms: {n: 2}, drop: [m], summary: New.}\n"
    "  a.over:\n"
    "    title: Over\n"
    "    kind: fact\n"
    "    history:\n"
    "      - {act: establish, by: rumour, through: 2026-02-28, summary: Reportedly.}\n";

struct world {
    struct image_builder b;
    struct image img;
    struct arena arena;
    struct diags d;
    struct setting setting;
    struct question q;
    struct filter filter;
    struct query_head head;
    struct query_tally tally;
};

static day_t day(const char *text)
{
    day_t d = DAY_NONE;
    assert_int_equal(day_parse(text, strlen(text), &d), DATE_FAULT_NONE);
    return d;
}

static void load(struct world *w, const char *yaml)
{
    char path[] = "/tmp/pact-test-XXXXXX";
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, yaml, strlen(yaml)), (ssize_t)strlen(yaml));
    close(fd);
    const char *const paths[] = {path};
    struct load_options options = {0};
    load_limits_default(&options.limits);
    *w = (struct world){0};
    diags_init(&w->d, 100);
    assert_true(image_builder_init(&w->b));
    const enum status status = load_corpus(paths, 1, &options, &w->b, &w->d);
    unlink(path);
    for (size_t i = 0; i < w->d.n; i++)
        if (w->d.items[i].severity == DIAG_ERROR)
            print_error("%u: %s\n", (unsigned)w->d.items[i].place.line, w->d.items[i].message);
    assert_int_equal(status, ST_OK);
    image_builder_view(&w->b, &w->img);
    /* the file was a temporary one */
    for (size_t i = 0; i < w->img.n_acts; i++)
        ((struct act_row *)w->b.acts.data)[i].file = w->img.agreements[0].id;
}

static void unload(struct world *w)
{
    image_builder_done(&w->b);
    arena_done(&w->arena);
    diags_done(&w->d);
}

static void prepare(struct world *w, const char *first, const char *last)
{
    w->q.first = day(first);
    w->q.last = day(last);
    w->q.period = w->q.first != w->q.last;
    w->head = (struct query_head){.n_agreements = 1,
                                  .n_clauses = 5,
                                  .question = &w->q,
                                  .known = day("2026-11-20"),
                                  .known_defaulted = true,
                                  .filter = &w->filter,
                                  .n_selected_agreements = 1};
    assert_int_equal(setting_init(&w->setting, &w->img, 0, &w->q, &w->arena, &w->d), ST_OK);
}

/* One clause, or all for NULL. */
static struct buf render(struct world *w, const struct style *style, const char *clause)
{
    struct buf out = {0};
    struct query_render r;
    w->tally = (struct query_tally){0};
    render_query_begin(&r, style, &w->head, &out);
    for (uint32_t c = 0; c < w->img.n_clauses; c++) {
        const struct row *rows;
        size_t n = 0;
        if (clause != NULL && image_find_clause(&w->img, 0, clause, strlen(clause)) != c)
            continue;
        if (engine_answer(&w->setting, c, &w->arena, &rows, &n) != ST_OK)
            out.failed = true;
        for (size_t i = 0; i < n; i++)
            render_query_row(&r, &rows[i]);
    }
    render_query_end(&r, &w->tally);
    render_query_done(&r);
    return out;
}

static void assert_answer(const char *clause, const char *first, const char *last,
                          const struct style *style, const char *expected)
{
    struct world w;
    load(&w, corpus);
    const char *const select[] = {clause};
    prepare(&w, first, last);
    w.head.select = select;
    w.head.n_select = 1;
    struct buf b = render(&w, style, clause);
    assert_false(b.failed);
    assert_string_equal(b.data, expected);
    buf_done(&b);
    unload(&w);
}

static const struct style text80 = {.format = FORMAT_TEXT, .width = 80, .ascii = true};

#define FROM "    From: Master agreement (announced 2024-03-01; Acme, \"Deal signed\").\n"

static void test_text_in_force(void **state)
{
    (void)state;
    assert_answer(
        "a.fixed", "2026-03-01", "2026-03-01", &text80,
        "a.fixed on 2026-03-01, as known on 2026-11-20 (the record date)\n\n"
        "in force   a.fixed: Fixed | *end* \\e[31m\n"
        "    Right of Globex, owed by Acme. In force from 2024-04-01 through 2030-12-31.\n"
        "    Summary.\n"
        "      cap.amount  not public\n"
        "      cap.list    not stated, 2031-01-01\n"
        "      n           1.50\n"
        "      ok          true\n"
        "      share       not public; reported as 20 by The Paper, 2026-01-10\n"
        "      who         acme, \"x, y\"\n"
        "    Provided that: it holds.\n"
        "    Contested: Not so.\n"
        "    From: Master agreement, section 4.2 (announced 2024-03-01; Acme, \"Deal\n"
        "      signed\").\n\n"
        "1 clause, in force.\n"
        "Next: pact show a.fixed (its history)\n");
}

static void test_text_silent(void **state)
{
    (void)state;
    assert_answer(
        "a.open", "2031-01-01", "2031-01-01", &text80,
        "a.open on 2031-01-01, as known on 2026-11-20 (the record date)\n\n"
        "in force   a.open: No end\n"
        "    Obligation of Acme, towards Globex. In force from 2024-04-01; no end is\n"
        "    stated.\n"
        "    Summary of it.\n"
        "    Silent since 2025-09-01: \"Letter\" says nothing of it, and it is taken to go\n"
        "      on.\n" FROM "\n"
        "1 clause, in force.\n"
        "Next: pact show a.open (its history)\n");
}

static void test_text_certain_through(void **state)
{
    (void)state;
    assert_answer("a.event", "2026-03-01", "2026-03-01", &text80,
                  "a.event on 2026-03-01, as known on 2026-11-20 (the record date)\n\n"
                  "in force   a.event: Ends on an event\n"
                  "    Permission. In force from 2024-04-01, certain through 2026-11-20; then,\n"
                  "    unless sale, through 2030-12-31.\n"
                  "    S.\n"
                  "      n  1\n" FROM "\n"
                  "What this depends on:\n"
                  "  sale: Acme is \\e[31msold. Open: some day from 2026-11-21 on, or never.\n\n"
                  "1 clause, in force.\n"
                  "Next: pact show a.event (its history)\n");
}

static void test_text_unless(void **state)
{
    (void)state;
    assert_answer("a.event", "2029-01-01", "2029-01-01", &text80,
                  "a.event on 2029-01-01, as known on 2026-11-20 (the record date)\n\n"
                  "depends    a.event: Ends on an event\n"
                  "    Permission. In force unless sale happens by 2029-01-01. Certain through\n"
                  "    2026-11-20; in force at the latest through 2030-12-31.\n"
                  "    S.\n"
                  "      n  1\n" FROM "\n"
                  "What this depends on:\n"
                  "  sale: Acme is \\e[31msold. Open: some day from 2026-11-21 on, or never.\n\n"
                  "1 clause, which depends.\n"
                  "Next: pact show a.event (its history); --assume sale=never (what if)\n");
}

static void test_text_cases(void **state)
{
    (void)state;
    assert_answer(
        "a.two", "2027-06-01", "2027-06-01", &text80,
        "a.two on 2027-06-01, as known on 2026-11-20 (the record date)\n\n"
        "depends    a.two: Two unknowns\n"
        "    Limit. It depends on amendment.effective and notice, as set out below. It\n"
        "    depends in another way from 2027-12-31.\n"
        "    - if \"First amendment\" has taken effect by 2027-06-01 and notice happens 90\n"
        "      days or more before 2027-06-01: ended.\n"
        "    - if \"First amendment\" has taken effect by 2027-06-01 and notice does not\n"
        "      happen 90 days or more before 2027-06-01: in force, with n: 2. New.\n"
        "    - if \"First amendment\" has not taken effect by 2027-06-01 and notice happens\n"
        "      90 days or more before 2027-06-01: ended.\n"
        "    - otherwise: in force, with m: 2; n: 1. Old.\n"
        "    An exception to a.fixed.\n"
        "    From: Master agreement (announced 2024-03-01; Acme, \"Deal signed\"); amended\n"
        "      by First amendment (announced 2025-06-10; Acme, \"Deal signed\").\n\n"
        "What this depends on:\n"
        "  amendment.effective: a day from 2027-01-01 through 2027-12-31; which one is\n"
        "    not known.\n"
        "  notice: Notice is given. Open: some day from 2026-11-21 on, or never.\n\n"
        "1 clause, which depends.\n"
        "Next: pact show a.two (its history);\n"
        "      --assume amendment.effective=2027-01-01 (what if)\n");
}

/* Days that are not known, by what comes on them. */
static void test_text_unknown_days(void **state)
{
    (void)state;
    static const char yaml[] = "pact: 1\n"
                               "agreement: b\n"
                               "title: B\n"
                               "complete_through: 2026-11-20\n"
                               "sources: {s: {publisher: P, title: T, kind: primary}}\n"
                               "instruments: {m: {title: M, announced: 2024-03-01, sources: [s]}}\n"
                               "clauses:\n"
                               "  start: {title: T, kind: fact, history: [{act: establish, by: m, "
                               "from: 2025, summary: S., provided_that: it rains}]}\n"
                               "  stop:\n"
                               "    title: T\n"
                               "    kind: fact\n"
                               "    history:\n"
                               "      - {act: establish, by: m, summary: S.}\n"
                               "      - {act: terminate, by: m, from: 2025}\n"
                               "  end: {title: T, kind: fact, history: [{act: establish, by: m, "
                               "until: {between: [2025-01-01, 2025-12-31]}, summary: S.}]}\n"
                               "  pause:\n"
                               "    title: T\n"
                               "    kind: fact\n"
                               "    history:\n"
                               "      - {act: establish, by: m, summary: S.}\n"
                               "      - {act: suspend, by: m, from: 2025, through: 2026}\n";
    static const char *const expected[][2] = {
        {"start", "Fact. In force only if it has started by 2025-06-01. Certainly in force from\n"
                  "    2025-12-31.\n    S.\n    Provided that: it rains.\n"},
        {"stop", "Fact. In force unless it has been terminated by 2025-06-01. Certain through\n"
                 "    2024-12-31; in force at the latest through 2025-12-30.\n"},
        {"end", "Fact. In force unless its end has come by 2025-06-01. "},
        {"pause",
         "Fact. In force unless the suspension has begun by 2025-06-01, else suspended.\n"},
    };
    struct world w;
    load(&w, yaml);
    prepare(&w, "2025-06-01", "2025-06-01");
    for (size_t i = 0; i < ARRAY_COUNT(expected); i++) {
        const struct style style = {.format = FORMAT_TEXT, .width = 88, .ascii = true};
        struct buf b = render(&w, &style, expected[i][0]);
        if (strstr(b.data, expected[i][1]) == NULL)
            print_error("%s", b.data);
        assert_non_null(strstr(b.data, expected[i][1]));
        buf_done(&b);
    }
    unload(&w);
}

static void test_text_period(void **state)
{
    (void)state;
    const struct style style = {.format = FORMAT_TEXT, .ascii = true, .color = true};
    assert_answer(
        "a.over", "2026-01-01", "2026-12-31", &style,
        "a.over from 2026-01-01 through 2026-12-31, as known on 2026-11-20 (the record date)\n\n"
        "\033[2mnot yet\033[0m    a.over: Over\n"
        "    Fact. Not yet in force; it starts on 2026-01-10.\n\n"
        "\033[32min force\033[0m   a.over, from 2026-01-10\n"
        "    In force from 2026-01-10 through 2026-02-28.\n"
        "    Reportedly.\n"
        "    Known from the press only: no party confirmed this.\n"
        "    From: Side letter (announced 2026-01-10; The Paper, \"Rumours\").\n\n"
        "\033[2mended\033[0m      a.over, from 2026-03-01\n"
        "    Ended: its last day was 2026-02-28.\n\n"
        "3 stretches of days: 1 in force, 1 ended and 1 not yet in force.\n"
        "Next: pact show a.over (its history)\n");
}

/* An answer, from `yaml`, in which `part` stands; and no line of it ends in a blank. */
static void assert_says(const char *yaml, const char *clause, const char *first, const char *last,
                        size_t width, const char *part)
{
    struct world w;
    const struct style style = {.format = FORMAT_TEXT, .width = width, .ascii = true};
    load(&w, yaml);
    prepare(&w, first, last);
    struct buf b = render(&w, &style, clause);
    if (strstr(b.data, part) == NULL)
        print_error("%s\nlacks\n%s\n", b.data, part);
    assert_non_null(strstr(b.data, part));
    assert_null(strstr(b.data, " \n"));
    buf_done(&b);
    unload(&w);
}

static void test_text_signed(void **state)
{
    (void)state;
    struct world w;
    load(&w, corpus);
    w.q.signed_on = day("2024-02-19");
    prepare(&w, "2025-01-01", "2025-01-01");
    struct buf b = render(&w, &text80, "a.open");
    assert_non_null(strstr(b.data, "Nothing of it had been signed by\n    2024-02-19.\n"));
    buf_done(&b);
    unload(&w);
}

/* Where the calendar begins and ends is no day of a contract. */
static void test_text_for_ever(void **state)
{
    (void)state;
    static const char yaml[] =
        "pact: 1\n"
        "agreement: b\n"
        "title: B\n"
        "complete_through: 2026-11-20\n"
        "sources: {s: {publisher: P, title: T, kind: primary}}\n"
        "instruments: {m: {title: M, announced: 2024-03-01, sources: [s]}}\n"
        "events:\n"
        "  sale: {title: Sale}\n"
        "  offer: {title: Offer}\n"
        "  deal: {title: Deal, requires: offer, occurred: 2025-05-05}\n"
        "clauses:\n"
        "  late: {title: T, kind: fact, history: [{act: establish, by: m, "
        "until: {event: sale, plus: 1y}, summary: S.}]}\n"
        "  open: {title: T, kind: fact, history: [{act: establish, by: m, until: sale, "
        "summary: S.}]}\n"
        "  begun: {title: T, kind: fact, history: [{act: establish, by: m, from: offer, "
        "until: unstated, summary: S.}]}\n";
    assert_says(yaml, "late", "2026-01-01", "2026-01-01", 0,
                "In force from 2024-03-01, certain through 2027-11-20; then it depends on sale.\n");
    assert_says(yaml, "open", "2026-01-01", "2026-01-01", 0,
                "In force from 2024-03-01, certain through 2026-11-20; then until sale.\n");
    assert_says(yaml, "begun", "2025-01-01", "2025-01-01", 0,
                "offer: Offer. Some day on or before 2025-05-05.\n");
    assert_says(yaml, "begun", "2025-01-01", "2025-01-01", 0, "--assume offer=2025-05-05 (");
}

static void test_text_empty_values(void **state)
{
    (void)state;
    static const char yaml[] =
        "pact: 1\n"
        "agreement: b\n"
        "title: B\n"
        "complete_through: 2026-11-20\n"
        "sources: {s: {publisher: P, title: T, kind: primary}}\n"
        "instruments: {m: {title: M, announced: 2024-03-01, sources: [s]}}\n"
        "clauses:\n"
        "  a.longer: {title: T, kind: fact, history: [{act: establish, by: m, summary: S., terms: "
        "{a: '', b: ' ', c: [], d: {}, e: ['', 1]}}]}\n";
    static const char terms[] = "      a  (empty text)\n"
                                "      b  (blank text)\n"
                                "      c  (empty list)\n"
                                "      d  (empty map)\n"
                                "      e  (empty text), 1\n";
    assert_says(yaml, "a.longer", "2026-01-01", "2026-01-01", 80, terms);
    /* what does not fit behind the status begins the next line; the last line is wrapped too */
    assert_says(yaml, "a.longer", "2026-01-01", "2026-01-01", 18,
                "\nin force\n    a.longer: T\n    Fact. In force\n");
    assert_says(yaml, "a.longer", "2026-01-01", "2026-01-01", 18,
                "\nNext: pact show\n      a.longer\n      (its\n      history)\n");
}

/* Asked for a period, a condition is said of each day. */
static void test_text_each_day(void **state)
{
    (void)state;
    assert_says(corpus, "a.event", "2028-01-01", "2028-12-31", 0,
                "On each day: in force unless sale has happened by then. Certain through");
    assert_says(corpus, "a.event", "2028-01-01", "2028-12-31", 0,
                "\n1 stretch of days, in which it depends.\n");
    assert_says(corpus, "a.two", "2028-01-01", "2028-12-31", 0,
                "On each day: in force unless notice has happened 90 days or more before then.");
    assert_says(corpus, "a.two", "2027-06-01", "2027-06-30", 0,
                "    - if \"First amendment\" has not taken effect by then and notice has happened "
                "90 days or more before then: ended.\n");
    assert_says(corpus, "a.two", "2027-06-01", "2027-06-30", 0,
                "On each day it depends on amendment.effective and notice, as set out below. It "
                "depends in another way from 2027-12-31.");
}

/* Certain days around uncertain ones, and what a suspension says of itself. */
static void test_text_windows(void **state)
{
    (void)state;
    static const char yaml[] =
        "pact: 1\n"
        "agreement: b\n"
        "title: B\n"
        "complete_through: 2026-11-20\n"
        "sources: {s: {publisher: P, title: T, kind: primary}}\n"
        "instruments: {m: {title: M, announced: 2024-03-01, sources: [s]}}\n"
        "clauses:\n"
        "  start: {title: T, kind: fact, history: [{act: establish, by: m, from: 2025, "
        "through: 2027, summary: S.}]}\n"
        "  pause:\n"
        "    title: T\n"
        "    kind: fact\n"
        "    history:\n"
        "      - {act: establish, by: m, terms: {n: 1}, summary: S.}\n"
        "      - {act: suspend, by: m, from: 2026-03-01, through: 2026-05-31}\n"
        "      - {act: amend, by: m, from: {between: [2026-05-02, 2026-05-20]}, terms: {n: 2}}\n"
        "  change:\n"
        "    title: T\n"
        "    kind: fact\n"
        "    history:\n"
        "      - {act: establish, by: m, through: 2026-05-31, terms: {n: 1}, summary: S.}\n"
        "      - {act: amend, by: m, from: {between: [2026-05-02, 2026-06-20]}, terms: {n: 2}}\n";
    assert_says(yaml, "start", "2026-01-01", "2026-01-01", 0,
                "In force, certain from 2025-12-31 (before that it depends) through 2027-12-31.\n");
    assert_says(yaml, "start", "2028-01-01", "2028-01-01", 0,
                "Ended: its last day was 2027-12-31.\n    Was: S.\n");
    assert_says(yaml, "pause", "2026-04-01", "2026-04-01", 0,
                "Suspended from 2026-03-01 by \"M\", which suspends it through 2026-05-31; certain "
                "through 2026-05-01, then it depends on pause#3.from.\n");
    assert_says(yaml, "change", "2026-05-05", "2026-05-05", 0,
                "Its terms are certain through 2026-05-01; it is in force through 2026-05-31.\n");
    assert_says(yaml, "pause", "2026-05-25", "2026-05-25", 0, "\n1 clause, suspended.\n");
    assert_says(yaml, "pause", "2026-05-05", "2026-05-05", 0,
                "--assume 'pause#3.from=2026-05-02' (what if)\n");
}

/* Of a corpus that was named, the last line has no commands: they would ask another one. */
static void test_text_next(void **state)
{
    (void)state;
    struct world w;
    load(&w, corpus);
    prepare(&w, "2026-03-01", "2026-03-01");
    w.head.corpus_name = "deals";
    w.head.n_agreements = 2;
    struct buf b = render(&w, &text80, "a.open");
    assert_non_null(strstr(b.data, "\nNext: show acme-globex/a.open (its history)\n"));
    buf_done(&b);
    unload(&w);
}

static void test_text_empty(void **state)
{
    (void)state;
    struct world w;
    load(&w, corpus);
    prepare(&w, "2020-01-01", "2020-01-01");
    struct buf out = {0};
    struct query_render r;
    const struct query_tally tally = {.not_yet = 4, .ended = 1, .hidden = 5};
    render_query_begin(&r, &text80, &w.head, &out);
    render_query_end(&r, &tally);
    render_query_done(&r);
    assert_string_equal(out.data,
                        "all clauses on 2020-01-01, as known on 2026-11-20 (the record date)\n\n"
                        "Nothing applies. Left out: 1 ended and 4 not yet in force.\n"
                        "Next: --all (what does not apply, and why)\n");
    buf_done(&out);
    unload(&w);
}

/* ---- machine formats ---- */

#define HEAD                                                                                       \
    "{\"schema\":\"pact.query/1\",\"corpus\":{\"digest\":null,\"agreements\":1,\"clauses\":5},"    \
    "\"query\":{\"date\":\"2026-03-01\",\"known\":\"2026-11-20\",\"signed\":null,\"assume\":{},"   \
    "\"select\":[\"a.fixed\"],\"party\":null,\"holder\":null,\"obligor\":null,\"kind\":null,"      \
    "\"where\":[],\"all\":false,\"today\":null}"
#define ROW                                                                                        \
    "{\"agreement\":\"acme-globex\",\"clause\":\"a.fixed\",\"title\":\"Fixed | *end* "             \
    "\\u001b[31m\","                                                                               \
    "\"kind\":\"right\",\"holder\":[\"globex\"],\"obligor\":[\"acme\"],\"known\":\"2026-11-20\","  \
    "\"status\":\"in_force\",\"applies\":\"yes\",\"why\":null,\"from\":\"2024-04-01\","            \
    "\"through\":\"2030-12-31\",\"before\":\"not_yet\",\"after\":\"ended\","                       \
    "\"ends\":{\"through\":\"2030-12-31\",\"until\":null},\"window\":null,"                        \
    "\"terms\":{\"cap\":{\"amount\":null,\"list\":[null,\"2031-01-01\"]},\"n\":1.50,\"ok\":true,"  \
    "\"share\":null,\"who\":[\"acme\",\"x, y\"]},"                                                 \
    "\"absent\":{\"cap.amount\":\"undisclosed\",\"cap.list.0\":\"unstated\","                      \
    "\"share\":\"undisclosed\"},"                                                                  \
    "\"reported\":{\"share\":{\"value\":20,\"source\":\"paper\",\"announced\":\"2026-01-10\"}},"   \
    "\"summary\":\"Summary.\",\"provided_that\":\"it holds\","                                     \
    "\"caveats\":[{\"kind\":\"contested\",\"text\":\"Not so.\",\"announced\":\"2026-02\","         \
    "\"sources\":[\"paper\"]}],\"confirmed\":\"2024-03-01\",\"silent_since\":null,"                \
    "\"basis\":\"primary\",\"depends_on\":[],\"differs\":[],\"cases\":[],"                         \
    "\"provenance\":[{\"act\":\"establish\",\"instrument\":\"master\",\"signed\":\"2024-02-20\","  \
    "\"announced\":\"2024-03-01\",\"from\":\"2024-04-01\",\"section\":\"4.2\","                    \
    "\"sources\":[\"deal\"],\"file\":\"acme-globex\",\"line\":24}]}"

static void test_json(void **state)
{
    (void)state;
    const struct style json = {.format = FORMAT_JSON}, lines = {.format = FORMAT_JSONL};
    assert_answer("a.fixed", "2026-03-01", "2026-03-01", &json, HEAD ",\"results\":[" ROW "]}\n");
    assert_answer("a.fixed", "2026-03-01", "2026-03-01", &lines, HEAD "}\n" ROW "\n");
}

static void assert_has(enum format format, const char *clause, const char *first, const char *last,
                       const char *part)
{
    struct world w;
    const struct style style = {.format = format};
    load(&w, corpus);
    prepare(&w, first, last);
    struct buf b = render(&w, &style, clause);
    if (strstr(b.data, part) == NULL)
        print_error("%s\nlacks\n%s\n", b.data, part);
    assert_non_null(strstr(b.data, part));
    buf_done(&b);
    unload(&w);
}

static void test_json_cases(void **state)
{
    (void)state;
    assert_has(
        FORMAT_JSON, "a.two", "2027-06-01", "2027-06-01",
        "{\"when\":[{\"day\":\"amendment.effective\",\"plus\":null,\"not_by\":\"2027-06-01\"},"
        "{\"event\":\"notice\",\"plus\":\"90d\",\"not_by\":\"2027-06-01\"}],"
        "\"status\":\"in_force\",\"terms\":{\"m\":2,\"n\":1},\"absent\":{},\"reported\":{},"
        "\"ends\":{\"through\":null,\"until\":{\"event\":\"notice\",\"plus\":\"90d\"}},"
        "\"summary\":\"Old.\"}]");
    assert_has(FORMAT_JSON, "a.two", "2027-06-01", "2027-06-01",
               "\"depends_on\":[{\"day\":\"amendment.effective\"},{\"event\":\"notice\"}]");
    assert_has(FORMAT_JSON, "a.event", "2028-01-01", "2029-01-01",
               "\"when\":[{\"event\":\"sale\",\"plus\":null,\"by\":null}],\"status\":\"ended\","
               "\"terms\":{},\"absent\":{},\"reported\":{},"
               "\"ends\":{\"through\":\"2030-12-31\",\"until\":\"sale\"}");
    assert_has(FORMAT_JSON, "a.event", "2028-01-01", "2029-01-01",
               "\"query\":{\"date\":{\"from\":\"2028-01-01\",\"through\":\"2029-01-01\"}");
}

static void test_lines_of_cells(void **state)
{
    (void)state;
    assert_has(
        FORMAT_CSV, "a.fixed", "2020-01-01", "2020-01-01",
        "agreement,clause,title,kind,holder,obligor,known,status,applies,why,from,through,before,"
        "after,ends,window,terms,absent,reported,summary,provided_that,caveats,confirmed,"
        "silent_since,basis,depends_on,differs,cases,provenance\n"
        "acme-globex,a.fixed,Fixed | *end* \x1b[31m,right,globex,acme,2026-11-20,not_yet,no,"
        "not_yet,,2024-03-31,,in_force,\"{\"\"through\"\":null,\"\"until\"\":null}\",,{},{},{},"
        ",,,,,,,,,\n");
    assert_has(FORMAT_TSV, "a.fixed", "2026-03-01", "2026-03-01",
               "\t{\"share\":{\"value\":20,\"source\":\"paper\",\"announced\":\"2026-01-10\"}}"
               "\tSummary.\t");
    assert_has(
        FORMAT_MARKDOWN, "a.fixed", "2026-03-01", "2026-03-01",
        "| a.fixed | in force | Fixed \\| \\*end\\* \\\\e\\[31m | 2024-04-01 | 2030-12-31 | ");
    assert_has(FORMAT_MARKDOWN, "a.event", "2028-03-01", "2028-03-01",
               "| a.event | depends: In force unless sale happens by 2028-03-01. | ");
}

/* ---- bare values ---- */

static void test_bare_values(void **state)
{
    (void)state;
    static const char *const expected[][2] = {
        {"n", "1.50"},
        {"ok", "true"},
        {"who", "[\"acme\",\"x, y\"]"},
        {"who.1", "x, y"},
        {"cap", "{\"amount\":null,\"list\":[null,\"2031-01-01\"]}"},
        {"cap.list.1", "2031-01-01"},
        {"cap.list.0", "unstated"},
        {"share", "undisclosed"},
    };
    struct world w;
    const struct row *rows;
    size_t n = 0;
    load(&w, corpus);
    prepare(&w, "2026-03-01", "2026-03-01");
    const uint32_t clause = image_find_clause(&w.img, 0, LIT("a.fixed"));
    assert_int_equal(engine_answer(&w.setting, clause, &w.arena, &rows, &n), ST_OK);
    for (size_t i = 0; i < ARRAY_COUNT(expected); i++) {
        struct buf b = {0};
        const uint32_t term = term_at(&w.img, rows[0].fields.terms, rows[0].fields.n_terms,
                                      expected[i][0], strlen(expected[i][0]));
        assert_int_not_equal(term, IMAGE_NONE);
        render_bare_value(&b, &w.img, term, rows[0].setting->known);
        assert_string_equal(b.data, expected[i][1]);
        buf_done(&b);
    }
    unload(&w);
}

/* ---- show ---- */

static void test_show(void **state)
{
    (void)state;
    struct world w;
    load(&w, corpus);
    prepare(&w, "2026-03-01", "2026-03-01");
    struct buf b = {0};
    const struct shown_clause clause = {&w.img, image_find_clause(&w.img, 0, LIT("a.two"))};
    render_show(&b, &text80, &w.head, &clause, 1);
    assert_non_null(strstr(b.data, "a.two: Two unknowns (acme-globex)\n     Limit. 2 acts."));
    assert_non_null(strstr(
        b.data, "  2. amend, by First amendment (amendment)\n"
                "     Announced 2025-06-10, effective a day between 2027-01-01 and 2027-12-31.\n"
                "     From a day between 2027-01-01 and 2027-12-31. The unknown day is named\n"
                "     amendment.effective.\n"
                "     New.\n"
                "       n  2\n"
                "     Drops: m.\n"
                "     Source: Acme, \"Deal signed\", 2024-03-01 (primary)\n"));
    buf_clear(&b);
    const struct style markdown = {.format = FORMAT_MARKDOWN};
    render_show(&b, &markdown, &w.head, &clause, 1);
    assert_non_null(strstr(b.data, "### a.two: Two unknowns (acme-globex)\n"));
    assert_non_null(strstr(b.data, " | n: 2; drops m | New. |\n"));
    buf_clear(&b);
    const struct style json = {.format = FORMAT_JSON};
    render_show(&b, &json, &w.head, &clause, 1);
    assert_non_null(strstr(b.data, "\"from\":{\"between\":[\"2027-01-01\",\"2027-12-31\"]},"
                                   "\"own_from\":false,\"through\":null,\"until\":null,"
                                   "\"unknowns\":[\"amendment.effective\"],\"terms\":{\"n\":2},"));
    buf_done(&b);
    unload(&w);
}

/* ---- memory ---- */

static void test_out_of_memory(void **state)
{
    (void)state;
    static const enum format formats[] = {FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_CSV,
                                          FORMAT_MARKDOWN};
    struct world w;
    load(&w, corpus);
    prepare(&w, "2026-06-01", "2028-01-01");
    for (size_t i = 0; i < ARRAY_COUNT(formats); i++)
        for (size_t k = 1;; k++) {
            const struct style style = {.format = formats[i], .width = 60, .pretty = true};
            fail_alloc_at(k, false);
            struct buf b = render(&w, &style, NULL);
            const bool reached = fail_alloc_count() >= k;
            fail_alloc_off();
            assert_int_equal(b.failed, reached);
            buf_done(&b);
            arena_clear(&w.arena);
            w.arena.failed = false;
            prepare(&w, "2026-06-01", "2028-01-01");
            if (!reached)
                break;
        }
    unload(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_in_force),
        cmocka_unit_test(test_text_silent),
        cmocka_unit_test(test_text_certain_through),
        cmocka_unit_test(test_text_unless),
        cmocka_unit_test(test_text_cases),
        cmocka_unit_test(test_text_unknown_days),
        cmocka_unit_test(test_text_period),
        cmocka_unit_test(test_text_signed),
        cmocka_unit_test(test_text_for_ever),
        cmocka_unit_test(test_text_empty_values),
        cmocka_unit_test(test_text_each_day),
        cmocka_unit_test(test_text_windows),
        cmocka_unit_test(test_text_next),
        cmocka_unit_test(test_text_empty),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_json_cases),
        cmocka_unit_test(test_lines_of_cells),
        cmocka_unit_test(test_bare_values),
        cmocka_unit_test(test_show),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
