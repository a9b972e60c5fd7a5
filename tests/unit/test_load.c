/* The loader: one image from many files, whatever their order and form; what it refuses is in
 * tests/corpus/invalid. */
#include "t.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fail_alloc.h"
#include "image_file.h"
#include "load.h"

#define HEAD "pact: 1\nagreement: a\ntitle: A\ncomplete_through: 2026-01-01\nparties: {p: P}\n"
#define NAMED                                                                                      \
    "sources: {s: {publisher: P, title: T, kind: primary}, r: {publisher: R, title: R, kind: "     \
    "press}}\n"                                                                                    \
    "instruments:\n  m: {title: M, announced: 2020-01-01, sources: [s]}\n"                         \
    "  n: {title: N, announced: 2021-02, effective: 2021, sources: [r], silent_on: [ip, 'z*']}\n"
#define CLAUSES                                                                                    \
    "clauses:\n  ip.x: {title: X, kind: right, history: [{act: establish, by: m, until: "          \
    "unstated, terms: {b: 1, a: [x, {c: 2.50}]}, summary: S}]}\n"                                  \
    "  ip-z: {title: Z, kind: fact, history: [{act: establish, by: m, until: {first_of: "          \
    "[2030-01-01, {after: 2031}]}, summary: S}]}\n"                                                \
    "  z: {title: Z, kind: fact, history: [{act: establish, by: m, summary: S}]}\n"
#define ACTS "acts:\n  ip.x:\n    - {act: amend, by: n, terms: {a: undisclosed}}\n"
#define OTHER "pact: 1\nagreement: a\n"

static void write_text(const char *path, const char *text, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

struct loaded {
    struct image_builder b;
    struct diags d;
    enum status status;
};

static void load_with(struct loaded *l, const char *const *paths, size_t n,
                      const struct load_options *options)
{
    diags_init(&l->d, 100);
    assert_true(image_builder_init(&l->b));
    l->status = load_corpus(paths, n, options, &l->b, &l->d);
}

static void load(struct loaded *l, const char *path)
{
    struct load_options options = {0};
    load_limits_default(&options.limits);
    load_with(l, &path, 1, &options);
}

static void unload(struct loaded *l)
{
    image_builder_done(&l->b);
    diags_done(&l->d);
}

static void digest_of(struct loaded *l, unsigned char out[32])
{
    struct image v;
    struct digest_row row;
    image_builder_view(&l->b, &v);
    assert_null(image_check(&v));
    assert_int_equal(v.n_agreements, 1);
    image_digests(&v, &row);
    memcpy(out, row.sha256, 32);
}

static char folder[] = "/tmp/pact-load-XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* One document, several in a stream, several files, CRLF, a BOM, other styles: one corpus. */
static void test_form_does_not_matter(void **state)
{
    (void)state;
    static const char whole[] = HEAD NAMED CLAUSES ACTS;
    static const char stream[] =
        OTHER ACTS "---\n" OTHER CLAUSES "---\n" HEAD "...\n---\n" OTHER NAMED;
    struct loaded l;
    unsigned char first[32], other[32];
    write_text(in_folder("whole.yaml"), whole, sizeof whole - 1);
    load(&l, in_folder("whole.yaml"));
    assert_int_equal(l.status, ST_OK);
    digest_of(&l, first);
    unload(&l);
    write_text(in_folder("stream.yaml"), stream, sizeof stream - 1);
    load(&l, in_folder("stream.yaml"));
    assert_int_equal(l.status, ST_OK);
    digest_of(&l, other);
    assert_memory_equal(first, other, 32);
    unload(&l);
    char crlf[2 * sizeof whole + 3] = "\xEF\xBB\xBF";
    size_t n = 3;
    for (size_t i = 0; i < sizeof whole - 1; i++) {
        if (whole[i] == '\n')
            crlf[n++] = '\r';
        crlf[n++] = whole[i];
    }
    write_text(in_folder("crlf.yaml"), crlf, n);
    load(&l, in_folder("crlf.yaml"));
    assert_int_equal(l.status, ST_OK);
    digest_of(&l, other);
    assert_memory_equal(first, other, 32);
    unload(&l);
}

static const char *text_of(const struct image *v, str_id id)
{
    return image_str(v, id);
}

static void test_what_is_in_the_image(void **state)
{
    (void)state;
    static const char whole[] = HEAD NAMED CLAUSES ACTS;
    struct loaded l;
    struct image v;
    write_text(in_folder("whole.yaml"), whole, sizeof whole - 1);
    load(&l, in_folder("whole.yaml"));
    image_builder_view(&l.b, &v);
    assert_int_equal(v.n_clauses, 3);
    assert_string_equal(text_of(&v, v.clauses[0].id), "ip.x"); /* '.' sorts before '-' */
    assert_string_equal(text_of(&v, v.clauses[1].id), "ip-z");
    assert_int_equal(v.n_topics, 3);
    assert_int_equal(v.n_unknowns, 1);
    assert_string_equal(text_of(&v, v.unknowns[0].name), "n.effective");
    /* ip.x: establish, amend; n wrote an act on it. z: establish, and n's silence by its glob. */
    assert_int_equal(v.clauses[0].acts.n, 2);
    assert_int_equal(v.clauses[1].acts.n, 1);
    assert_int_equal(v.clauses[2].acts.n, 2);
    const struct act_row *silent = &v.acts[v.clauses[2].acts.first + 1];
    assert_int_equal(silent->type, ACT_SILENT);
    assert_int_equal(silent->flags & ACT_IMPLICIT, ACT_IMPLICIT);
    assert_int_equal(silent->number, 0);
    const struct act_row *amend = &v.acts[v.clauses[0].acts.first + 1];
    assert_int_equal(amend->number, 2);
    assert_int_equal(pdate_last(v.instruments[amend->instrument].announced), amend->known_day);
    const struct act_row *first = &v.acts[v.clauses[0].acts.first];
    assert_string_equal(text_of(&v, v.terms[first->terms].name), "a");
    assert_int_equal(v.terms[first->terms].kind, VALUE_LIST);
    assert_string_equal(text_of(&v, first->file), "whole.yaml");
    unload(&l);
}

static void test_all_errors_in_one_run(void **state)
{
    (void)state;
    static const char one[] = OTHER "clauses:\n  ip.x: {titel: X, kind: rigth, history: []}\n";
    static const char two[] = OTHER "title: A\ntitle: B\n";
    struct loaded l;
    char paths[2][128];
    snprintf(paths[0], sizeof paths[0], "%s", in_folder("one.yaml"));
    snprintf(paths[1], sizeof paths[1], "%s", in_folder("two.yaml"));
    write_text(paths[0], one, sizeof one - 1);
    write_text(paths[1], two, sizeof two - 1);
    const char *both[] = {paths[0], paths[1]};
    struct load_options options = {0};
    load_limits_default(&options.limits);
    load_with(&l, both, 2, &options);
    assert_int_equal(l.status, ST_INVALID);
    assert_true(l.d.errors >= 4);
    bool in_one = false, in_two = false;
    for (size_t i = 0; i < l.d.n; i++) {
        const struct diag *d = &l.d.items[i];
        in_one |= d->code == DIAG_UNKNOWN_KEY && d->place.line == 4 && d->place.column == 10 &&
                  d->excerpt;
        in_two |= d->code == DIAG_DUPLICATE_KEY && d->place.line == 4 && d->other.line == 3;
    }
    assert_true(in_one);
    assert_true(in_two);
    unload(&l);
}

static void test_limits_are_numbers(void **state)
{
    (void)state;
    struct load_limits limits;
    load_limits_default(&limits);
    assert_int_equal(limits.unknowns, 12);
    assert_true(load_limits_set(&limits, LIT("unknowns"), 3));
    assert_int_equal(limits.unknowns, 3);
    assert_true(load_limits_set(&limits, LIT("depth"), 1000)); /* no higher than its ceiling */
    assert_int_equal(limits.depth, 64);
    assert_false(load_limits_set(&limits, LIT("unknown"), 3));
    struct loaded l;
    static const char whole[] = HEAD NAMED CLAUSES ACTS;
    write_text(in_folder("whole.yaml"), whole, sizeof whole - 1);
    for (uint64_t acts = 1; acts <= 2; acts++) {
        struct load_options options = {0};
        load_limits_default(&options.limits);
        load_limits_set(&options.limits, LIT("acts"), acts);
        const char *path = in_folder("whole.yaml");
        load_with(&l, &path, 1, &options);
        assert_int_equal(l.status, acts == 2 ? ST_OK : ST_INVALID);
        unload(&l);
    }
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    static const char whole[] = HEAD NAMED CLAUSES ACTS "titel: x\n";
    for (int bad = 0; bad < 2; bad++) {
        struct loaded good;
        unsigned char want[32], got[32];
        write_text(in_folder("whole.yaml"), whole, sizeof whole - 1 - 9);
        load(&good, in_folder("whole.yaml"));
        digest_of(&good, want);
        unload(&good);
        write_text(in_folder("whole.yaml"), whole, sizeof whole - 1 - (bad ? 0 : 9));
        for (size_t k = 1;; k++) {
            struct loaded l;
            struct load_options options = {0};
            const char *path = in_folder("whole.yaml");
            load_limits_default(&options.limits);
            diags_init(&l.d, 100);
            assert_true(image_builder_init(&l.b));
            fail_alloc_at(k, true);
            l.status = load_corpus(&path, 1, &options, &l.b, &l.d);
            bool reached = fail_alloc_count() >= k;
            fail_alloc_off();
            if (l.status == ST_OK) { /* what failed was not needed: then the answer is whole */
                digest_of(&l, got);
                assert_memory_equal(want, got, 32);
            }
            unload(&l);
            if (!reached) {
                assert_int_equal(l.status, bad ? ST_INVALID : ST_OK);
                break;
            }
            assert_true(l.status == ST_NOMEM || l.status == (bad ? ST_INVALID : ST_OK));
        }
    }
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : 1;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"whole.yaml", "stream.yaml", "crlf.yaml", "one.yaml",
                                        "two.yaml"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        unlink(in_folder(names[i]));
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form_does_not_matter),
        cmocka_unit_test(test_what_is_in_the_image),
        cmocka_unit_test(test_all_errors_in_one_run),
        cmocka_unit_test(test_limits_are_numbers),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
