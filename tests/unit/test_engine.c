/* The semantics on worked examples: what the specification says in words, day by day. The oracle in
 * tests/oracle does the same at random. */
#include "t.h"

#include <stdio.h>
#include <unistd.h>

#include "engine.h"
#include "fail_alloc.h"
#include "image_file.h"
#include "load.h"

#define HEAD                                                                                       \
    "pact: 1\nagreement: a\ntitle: A\ncomplete_through: 2026-11-20\nparties: {p: P, q: Q}\n"       \
    "sources: {s: {publisher: P, title: T, date: 2020-01-01, kind: primary}, r: {publisher: R, "   \
    "title: R, date: 2025-05-01, kind: press}}\n"
#define CLAUSE(id)                                                                                 \
    "  " id ":\n    title: T\n    kind: right\n    holder: p\n    obligor: q\n    history:\n"

struct world {
    struct image_builder b;
    struct image img;
    struct arena arena;
    struct diags d;
    struct setting setting;
    struct question q;
    struct assumption assumed[4];
};

static void load(struct world *w, const char *yaml)
{
    char path[] = "/tmp/pact-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, yaml, strlen(yaml)), (ssize_t)strlen(yaml));
    close(fd);
    const char *paths[] = {path};
    struct load_options options = {0};
    load_limits_default(&options.limits);
    memset(w, 0, sizeof *w);
    arena_init(&w->arena);
    diags_init(&w->d, 100);
    assert_true(image_builder_init(&w->b));
    enum status st = load_corpus(paths, 1, &options, &w->b, &w->d);
    unlink(path);
    for (size_t i = 0; i < w->d.n; i++)
        if (w->d.items[i].severity == DIAG_ERROR)
            print_error("%u:%u: %s\n", w->d.items[i].place.line, w->d.items[i].place.column,
                        w->d.items[i].message);
    assert_int_equal(st, ST_OK);
    image_builder_view(&w->b, &w->img);
    assert_null(image_check(&w->img));
}

static void unload(struct world *w)
{
    image_builder_done(&w->b);
    arena_done(&w->arena);
    diags_done(&w->d);
}

static day_t day(const char *text)
{
    day_t d = DAY_NONE;
    if (text)
        assert_int_equal(day_parse(text, strlen(text), &d), DATE_FAULT_NONE);
    return d;
}

static const struct row *ask_period(struct world *w, const char *clause, const char *first,
                                    const char *last, const char *known, size_t *n)
{
    const struct row *rows;
    w->q.first = day(first);
    w->q.last = day(last);
    w->q.period = strcmp(first, last) != 0;
    w->q.known = day(known);
    w->q.assumptions = w->assumed;
    assert_int_equal(setting_init(&w->setting, &w->img, 0, &w->q, &w->arena, &w->d), ST_OK);
    uint32_t c = image_find_clause(&w->img, 0, clause, strlen(clause));
    assert_int_not_equal(c, IMAGE_NONE);
    assert_int_equal(engine_answer(&w->setting, c, &w->arena, &rows, n), ST_OK);
    return rows;
}

static const struct row *ask(struct world *w, const char *clause, const char *x, const char *known)
{
    size_t n;
    const struct row *r = ask_period(w, clause, x, x, known, &n);
    assert_int_equal(n, 1);
    return r;
}

static void assume(struct world *w, const char *name, const char *first, const char *last)
{
    struct assumption *m = &w->assumed[w->q.n_assumptions++];
    *m = (struct assumption){.name = name, .name_n = strlen(name), .text = name};
    m->first = first ? day(first) : DAY_NEVER;
    m->last = last ? day(last) : DAY_NEVER;
}

/* "name=value name=value", strings and numbers as they stand. */
static void assert_terms(const struct world *w, const struct row *r, const char *want)
{
    char got[512] = "";
    for (uint32_t i = 0; i < r->fields.n_terms; i++) {
        const struct term_row *t = &w->img.terms[r->fields.terms[i]];
        const char *value = t->kind == VALUE_NUMBER || t->kind == VALUE_STRING
                                ? image_str(&w->img, t->a)
                            : t->kind == VALUE_TRUE  ? "true"
                            : t->kind == VALUE_FALSE ? "false"
                                                     : "?";
        size_t at = strlen(got);
        snprintf(got + at, sizeof got - at, "%s%s=%s", i ? " " : "", image_str(&w->img, t->name),
                 value);
    }
    assert_string_equal(got, want);
}

static void test_bounds_of_a_term(void **state)
{
    (void)state;
    struct world w;
    load(
        &w, HEAD
        "instruments: {m: {title: M, signed: 2020-01-01, announced: 2020-02-01, effective: "
        "2020-03-01, sources: [s]}}\n"
        "clauses:\n" CLAUSE(
            "ip") "      - {act: establish, by: m, through: 2020-12, terms: {n: 1}, summary: S}\n");
    assert_int_equal(ask(&w, "ip", "2020-02-29", NULL)->status, STATUS_NOT_YET);
    const struct row *r = ask(&w, "ip", "2020-03-01", NULL);
    assert_int_equal(r->status, STATUS_IN_FORCE);
    assert_int_equal(r->from, day("2020-03-01"));
    assert_int_equal(r->through, day("2020-12-31"));
    assert_int_equal(r->before, STATUS_NOT_YET);
    assert_int_equal(r->after, STATUS_ENDED);
    assert_int_equal(ask(&w, "ip", "2020-12-31", NULL)->status, STATUS_IN_FORCE);
    assert_int_equal(ask(&w, "ip", "2021-01-01", NULL)->fields.why, WHY_ENDED);
    assert_int_equal(ask(&w, "ip", "2020-06-01", "2020-01-31")->fields.why, WHY_NOT_ANNOUNCED_YET);
    w.q.signed_on = day("2020-01-01");
    assert_int_equal(ask(&w, "ip", "2020-06-01", "2020-01-31")->status, STATUS_IN_FORCE);
    unload(&w);
}

static void test_amend_override_suspend_terminate(void **state)
{
    (void)state;
    struct world w;
    load(&w, HEAD "instruments: {m: {title: M, announced: 2020-01-01, sources: [s]}, n: {title: N, "
                  "announced: 2020-02-01, sources: [s]}, o: {title: O, announced: 2020-03-01, "
                  "sources: [s]}}\n"
                  "clauses:\n" CLAUSE(
                      "c") "      - {act: establish, by: m, until: unstated, terms: {a: 1, b: 2, "
                           "c: 3}, summary: S}\n"
                           "      - {act: amend, by: n, terms: {b: 20, d: 4}, drop: [c]}\n"
                           "      - {act: override, by: n, from: 2020-06-01, through: 2020-06-30, "
                           "terms: {a: 100}, summary: O}\n"
                           "      - {act: suspend, by: n, from: 2020-06-15, through: 2020-07-15}\n"
                           "      - {act: terminate, by: o, from: 2021-01-01}\n");
    assert_terms(&w, ask(&w, "c", "2020-01-31", NULL), "a=1 b=2 c=3");
    assert_terms(&w, ask(&w, "c", "2020-02-01", NULL), "a=1 b=20 d=4");
    assert_terms(&w, ask(&w, "c", "2020-06-14", NULL), "a=100 b=20 d=4");
    const struct row *r = ask(&w, "c", "2020-06-20", NULL);
    assert_int_equal(r->status, STATUS_SUSPENDED);
    assert_terms(&w, r, "a=100 b=20 d=4");
    assert_int_equal(r->from, day("2020-06-15"));
    assert_int_equal(r->through, day("2020-06-30"));
    assert_terms(&w, ask(&w, "c", "2020-07-15", NULL), "a=1 b=20 d=4");
    assert_int_equal(ask(&w, "c", "2020-07-16", NULL)->status, STATUS_IN_FORCE);
    r = ask(&w, "c", "2021-01-01", NULL);
    assert_int_equal(r->fields.why, WHY_TERMINATED);
    assert_int_equal(r->fields.n_terms, 0);
    assert_int_equal(ask(&w, "c", "2021-01-01", "2020-02-15")->status, STATUS_IN_FORCE);
    size_t n;
    ask_period(&w, "c", "2020-01-01", "2021-12-31", NULL, &n);
    assert_int_equal(n, 7); /* to 01-31, 05-31, 06-14, 06-30, 07-15, 12-31, and ended */
    unload(&w);
}

#define EVENTS                                                                                     \
    "events:\n  declared: {title: D}\n  verified: {title: V, requires: declared}\n"                \
    "  sold: {title: S, occurred: 2023-05, announced: 2023-06-10, sources: [s]}\n"                 \
    "instruments: {m: {title: M, announced: 2020-01-01, sources: [s]}}\n"

static void test_an_event_makes_it_depend(void **state)
{
    (void)state;
    struct world w;
    load(&w, HEAD EVENTS "clauses:\n" CLAUSE("c") "      - {act: establish, by: m, through: 2030, "
                                                  "until: verified, terms: {n: 1}, summary: S}\n");
    const struct row *r = ask(&w, "c", "2026-11-20", NULL);
    assert_int_equal(r->status, STATUS_IN_FORCE);
    assert_int_equal(r->through, day("2026-11-20"));
    assert_int_equal(r->after, STATUS_DEPENDS);
    assert_int_equal(r->next.last, day("2030-12-31"));
    assert_int_equal(r->next_but_one.status, STATUS_ENDED);
    r = ask(&w, "c", "2030-12-31", NULL);
    assert_int_equal(r->status, STATUS_DEPENDS);
    assert_int_equal(r->applies, APPLIES_DEPENDS);
    assert_int_equal(r->n_cases, 2);
    assert_true(r->cases[0].when[0].by);
    assert_int_equal(r->cases[0].status, STATUS_ENDED);
    assert_int_equal(r->cases[1].status, STATUS_IN_FORCE);
    assert_int_equal(r->n_depends_on, 1); /* `declared` does not matter */
    assert_terms(&w, r, "n=1");
    assert_int_equal(ask(&w, "c", "2031-01-01", NULL)->status, STATUS_ENDED);
    assume(&w, "declared", NULL, NULL); /* never declared, never verified */
    assert_int_equal(ask(&w, "c", "2030-12-31", NULL)->status, STATUS_IN_FORCE);
    w.q.n_assumptions = 0;
    assume(&w, "verified", "2028-01-01", "2028-12-31");
    assert_int_equal(ask(&w, "c", "2027-12-31", NULL)->status, STATUS_IN_FORCE);
    assert_int_equal(ask(&w, "c", "2028-06-01", NULL)->status, STATUS_DEPENDS);
    assert_int_equal(ask(&w, "c", "2028-12-31", NULL)->status, STATUS_ENDED);
    unload(&w);
}

static void test_requires_orders_the_cases(void **state)
{
    (void)state;
    struct world w;
    load(&w,
         HEAD EVENTS "clauses:\n" CLAUSE(
             "c") "      - {act: establish, by: m, until: verified, terms: {n: 1}, summary: S}\n"
                  "      - {act: amend, by: m, from: declared, terms: {n: 2}}\n");
    const struct row *r = ask(&w, "c", "2030-01-01", NULL);
    assert_int_equal(r->n_cases, 3); /* declared and verified; declared, not verified; neither */
    assert_int_equal(r->cases[0].n_when, 2);
    assert_int_equal(r->cases[0].status, STATUS_ENDED);
    assert_int_equal(r->cases[2].n_when, 1); /* not declared says not verified as well */
    assert_int_equal(r->n_depends_on, 2);
    assert_int_equal(r->fields.n_terms, 0);
    unload(&w);
}

static void test_an_event_known_by_its_month(void **state)
{
    (void)state;
    struct world w;
    load(&w,
         HEAD EVENTS "clauses:\n" CLAUSE(
             "c") "      - {act: establish, by: m, until: {event: sold, plus: 1m}, summary: S}\n");
    assert_int_equal(ask(&w, "c", "2023-05-31", NULL)->status, STATUS_IN_FORCE);
    assert_int_equal(ask(&w, "c", "2023-06-01", NULL)->status, STATUS_DEPENDS);
    assert_int_equal(ask(&w, "c", "2023-06-29", NULL)->status, STATUS_DEPENDS);
    assert_int_equal(ask(&w, "c", "2023-06-30", NULL)->status,
                     STATUS_ENDED); /* 05-31 plus 1m clamps */
    /* before it was announced, it was any later day, or never */
    assert_int_equal(ask(&w, "c", "2023-06-30", "2023-06-09")->status, STATUS_IN_FORCE);
    assert_int_equal(ask(&w, "c", "2023-07-10", "2023-06-09")->status, STATUS_DEPENDS);
    unload(&w);
}

/* One month is 28 to 31 days: "1m" and "30d" after one event change places with the calendar, and
 * the answer's runs with them. Every day of two years is asked alone and must be in its run. */
static void test_offsets_that_swap(void **state)
{
    (void)state;
    struct world w;
    size_t n;
    load(
        &w,
        HEAD EVENTS "clauses:\n" CLAUSE(
            "c") "      - {act: establish, by: m, until: {event: declared, plus: 30d}, terms: {n: "
                 "1}, summary: S}\n"
                 "      - {act: amend, by: m, from: {event: declared, plus: 1m}, terms: {n: 2}}\n");
    const struct row *runs = ask_period(&w, "c", "2027-01-01", "2028-12-31", NULL, &n);
    assert_true(n > 20);
    size_t k = 0;
    for (day_t d = day("2027-01-01"); d <= day("2028-12-31"); d++) {
        char text[11];
        if (runs[k].through != DAY_NONE && d > runs[k].through)
            k++;
        day_format(d, text);
        const struct row *r = ask(&w, "c", text, NULL);
        assert_int_equal(r->from, runs[k].from);
        assert_int_equal(r->through, runs[k].through);
        assert_int_equal(r->n_cases, runs[k].n_cases);
    }
    unload(&w);
}

static void test_unknown_days_and_lists(void **state)
{
    (void)state;
    struct world w;
    load(&w, HEAD
         "events: {e: {title: E}}\n"
         "instruments: {m: {title: M, announced: 2020-01-01, effective: 2019-03, sources: [s]}}\n"
         "clauses:\n" CLAUSE("c") "      - {act: establish, by: m, until: {last_of: [e, "
                                  "2028-01-01]}, terms: {n: 1.0}, summary: S}\n"
                                  "      - {act: amend, by: m, from: {between: [2021-01-10, "
                                  "2021-01-20]}, terms: {n: 1.00}}\n"
                                  "      - {act: amend, by: m, from: {between: [2022-01-10, "
                                  "2022-01-20]}, terms: {n: 2}}\n");
    const struct row *r = ask(&w, "c", "2019-03-30", NULL);
    assert_int_equal(r->status, STATUS_DEPENDS);
    assert_string_equal(image_str(&w.img, r->depends_on[0].name), "m.effective");
    assert_int_equal(ask(&w, "c", "2019-03-31", NULL)->status, STATUS_IN_FORCE);
    assert_int_equal(ask(&w, "c", "2021-01-15", NULL)->status, STATUS_IN_FORCE); /* 1.0 is 1.00 */
    r = ask(&w, "c", "2022-01-15", NULL);
    assert_string_equal(image_str(&w.img, r->depends_on[0].name), "c#3.from");
    assert_int_equal(r->applies, APPLIES_YES);
    assert_int_equal(ask(&w, "c", "2027-12-31", NULL)->status, STATUS_IN_FORCE);
    assert_int_equal(ask(&w, "c", "2028-01-01", NULL)->status, STATUS_DEPENDS);
    assume(&w, "c#3.from", "2022-01-12", "2022-01-12");
    assert_int_equal(ask(&w, "c", "2022-01-11", NULL)->status, STATUS_IN_FORCE);
    assert_terms(&w, ask(&w, "c", "2022-01-12", NULL), "n=2");
    unload(&w);
}

static void test_scenarios_without_a_course(void **state)
{
    (void)state;
    struct world w;
    load(&w, HEAD EVENTS
         "clauses:\n" CLAUSE("c") "      - {act: establish, by: m, until: verified, summary: S}\n");
    assume(&w, "declared", "2030-01-01", "2030-12-31");
    assume(&w, "verified", "2029-06-01", "2029-06-01");
    w.q.assumptions = w.assumed;
    w.q.first = w.q.last = day("2031-01-01");
    assert_int_equal(setting_init(&w.setting, &w.img, 0, &w.q, &w.arena, &w.d), ST_USAGE);
    assert_int_equal(w.d.items[w.d.n - 1].code, DIAG_NO_COURSE);
    unload(&w);
}

static void test_silence_and_confirmation(void **state)
{
    (void)state;
    struct world w;
    load(&w, HEAD
         "instruments:\n  m: {title: M, announced: 2020-01-01, sources: [s]}\n"
         "  n: {title: N, announced: 2021-01-01, sources: [s], reaffirms: [c]}\n"
         "  o: {title: O, announced: 2022-01-01, sources: [s], silent_on: ['*']}\n"
         "clauses:\n" CLAUSE(
             "c") "      - {act: establish, by: m, until: unstated, terms: {n: 1}, summary: S}\n");
    const struct row *r = ask(&w, "c", "2026-01-01", NULL);
    assert_int_equal(r->fields.n_acts, 3);
    assert_int_equal(act_announced(&w.img, r->fields.confirmed_act),
                     pdate_of_day(day("2021-01-01")));
    assert_int_equal(act_announced(&w.img, r->fields.silent_act), pdate_of_day(day("2022-01-01")));
    r = ask(&w, "c", "2026-01-01", "2021-06-01");
    assert_int_equal(r->fields.silent_act, IMAGE_NONE);
    unload(&w);
}

/* An act written out wins over the implicit one of its instrument, but only once it is known: what
 * is announced later changes no earlier answer. */
static void test_a_later_written_act_does_not_hide_silence(void **state)
{
    (void)state;
    struct world w;
    load(&w, HEAD
         "instruments:\n  m: {title: M, announced: 2020-01-01, sources: [s]}\n"
         "  n: {title: N, announced: 2021-01-01, sources: [s], silent_on: [c]}\n"
         "clauses:\n" CLAUSE(
             "c") "      - {act: establish, by: m, until: unstated, terms: {n: 1}, summary: S}\n"
                  "      - {act: amend, by: n, announced: 2021-06-01, terms: {n: 2}}\n");
    const struct row *r = ask(&w, "c", "2021-05-01", "2021-05-31");
    assert_int_not_equal(r->fields.silent_act, IMAGE_NONE);
    assert_terms(&w, r, "n=1");
    r = ask(&w, "c", "2021-05-01", "2021-06-01");
    assert_int_equal(r->fields.silent_act, IMAGE_NONE);
    assert_int_equal(r->fields.n_acts, 2);
    assert_terms(&w, r, "n=2");
    unload(&w);
}

static void test_comparisons(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum truth want;
    } cases[] = {
        {"n = 10.0", TRUTH_TRUE},         {"n>=11", TRUTH_FALSE},
        {"n lt 11", TRUTH_TRUE},          {"b=true", TRUTH_TRUE},
        {"b != true", TRUTH_FALSE},       {"l ~ EU", TRUTH_TRUE},
        {"l has US", TRUTH_FALSE},        {"l.1 = UK", TRUTH_TRUE},
        {"m.x = z", TRUTH_TRUE},          {"s ~ orl", TRUTH_TRUE},
        {"s = '10'", TRUTH_FALSE},        {"t = '10'", TRUTH_TRUE},
        {"t = 10", TRUTH_FALSE},          {"u = 1", TRUTH_UNDETERMINED},
        {"gone = 1", TRUTH_UNDETERMINED}, {"d > 2020-01-01", TRUTH_TRUE},
        {"n = x", TRUTH_FALSE},           {"n != x", TRUTH_TRUE},
    };
    struct world w;
    load(&w, HEAD
         "instruments: {m: {title: M, announced: 2020-01-01, sources: [s]}}\nclauses:\n" CLAUSE(
             "c") "      - {act: establish, by: m, until: unstated, summary: S, terms: {n: 10, b: "
                  "true, l: [EU, UK], m: {x: z}, s: World orla, t: '10', u: undisclosed, d: "
                  "2020-02-01}}\n");
    const struct row *r = ask(&w, "c", "2021-01-01", NULL);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct comparison c;
        const char *fault;
        assert_true(comparison_parse(cases[i].text, strlen(cases[i].text), &c, &fault));
        if (comparison_eval(&w.img, r->fields.terms, r->fields.n_terms, &c) != cases[i].want)
            fail_msg("%s", cases[i].text);
    }
    struct comparison c;
    const char *fault;
    assert_false(comparison_parse(LIT("exclusive"), &c, &fault));
    assert_false(comparison_parse(LIT("n ="), &c, &fault));
    assert_false(comparison_parse(LIT("= 1"), &c, &fault));
    assert_false(comparison_parse(LIT("n == 1"), &c, &fault));
    assert_true(comparison_parse(LIT("n = '= 1'"), &c, &fault));
    unload(&w);
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    struct world w;
    load(&w,
         HEAD EVENTS "clauses:\n" CLAUSE(
             "c") "      - {act: establish, by: m, until: verified, terms: {n: 1}, summary: S}\n"
                  "      - {act: amend, by: m, from: declared, terms: {n: 2}}\n");
    w.q.first = w.q.last = day("2030-01-01");
    for (unsigned long k = 1;; k++) {
        struct arena a;
        const struct row *rows;
        size_t n;
        arena_init(&a);
        fail_alloc_at(k, true);
        enum status st = setting_init(&w.setting, &w.img, 0, &w.q, &a, &w.d);
        if (st == ST_OK)
            st = engine_answer(&w.setting, 0, &a, &rows, &n);
        fail_alloc_off();
        arena_done(&a);
        if (st == ST_OK)
            break;
        assert_int_equal(st, ST_NOMEM);
        assert_true(k < 10000);
    }
    unload(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bounds_of_a_term),
        cmocka_unit_test(test_amend_override_suspend_terminate),
        cmocka_unit_test(test_an_event_makes_it_depend),
        cmocka_unit_test(test_requires_orders_the_cases),
        cmocka_unit_test(test_an_event_known_by_its_month),
        cmocka_unit_test(test_offsets_that_swap),
        cmocka_unit_test(test_unknown_days_and_lists),
        cmocka_unit_test(test_scenarios_without_a_course),
        cmocka_unit_test(test_silence_and_confirmation),
        cmocka_unit_test(test_a_later_written_act_does_not_hide_silence),
        cmocka_unit_test(test_comparisons),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
