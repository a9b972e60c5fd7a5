/* Names, selectors, strings, and images as files: good ones open, damaged ones never. */
#include "t.h"

#include <stdio.h>

#include "image_build.h"
#include "image_file.h"

static int order(const char *a, const char *b)
{
    int c = id_compare(a, strlen(a), b, strlen(b));
    return (c > 0) - (c < 0);
}

static void test_ids_sort_part_by_part(void **state)
{
    (void)state;
    assert_int_equal(order("ip", "ip"), 0);
    assert_int_equal(order("ip", "ip.license"), -1);
    assert_int_equal(order("ip.z", "ip-a"), -1); /* bytes alone would say otherwise: '-' < '.' */
    assert_int_equal(order("ip-a.b", "ip.z"), 1);
    assert_int_equal(order("a.b.c", "a.b-c"), -1);
    assert_int_equal(order("b", "a.z"), 1);
}

static void test_strings_are_kept_once(void **state)
{
    (void)state;
    struct strings s;
    char text[32];
    assert_true(strings_init(&s));
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 5000; i++) {
            int n = snprintf(text, sizeof text, "text %u", i);
            assert_int_equal(strings_add(&s, text, (size_t)n), i + 1);
        }
    assert_int_equal(strings_len(&s, 1), 6);
    assert_string_equal(strings_get(&s, 4321), "text 4320");
    str_id empty = strings_add(&s, "", 0);
    assert_int_equal(empty, 5001);
    assert_int_equal(strings_len(&s, empty), 0);
    assert_int_equal(strings_len(&s, 0), 0);
    strings_done(&s);
}

/* One agreement "acme" with the clauses given, each with one act of one bound and one term. */
static void build(struct image_builder *b, const char *const *clauses, uint32_t n)
{
    assert_true(image_builder_init(b));
    struct strings *s = &b->strings;
    struct agreement_row *g = vec_add(&b->agreements);
    g->id = strings_add(s, "acme", 4);
    g->title = strings_add(s, "Acme", 4);
    g->complete_through = 700000;
    g->file = strings_add(s, "a.yaml", 6);
    g->events = (struct span){0, 1};
    g->sources = (struct span){0, 1};
    g->instruments = (struct span){0, 1};
    g->clauses = (struct span){0, n};
    struct source_row *src = vec_add(&b->sources);
    src->id = strings_add(s, "src", 3);
    struct event_row *e = vec_add(&b->events);
    e->id = strings_add(s, "sold", 4);
    struct instrument_row *i = vec_add(&b->instruments);
    i->id = strings_add(s, "deal", 4);
    i->announced = pdate_of_day(690000);
    i->effective = IMAGE_NONE;
    i->starts = BOUND_PLAIN | 690000;
    i->known_day = i->signed_first = i->signed_last = 690000;
    i->sources = (struct span){0, 1};
    *(uint32_t *)vec_add(&b->refs) = 0;
    const char *topic = "";
    for (uint32_t k = 0; k < n; k++) {
        struct clause_row *c = vec_add(&b->clauses);
        c->id = strings_add(s, clauses[k], strlen(clauses[k]));
        c->kind = KIND_RIGHT;
        c->exception_to = IMAGE_NONE;
        c->acts = (struct span){k, 1};
        struct act_row *a = vec_add(&b->acts);
        *a = (struct act_row){.number = 1,
                              .from = BOUND_PLAIN | 690000,
                              .until = k,
                              .terms = k,
                              .n_terms = 1,
                              .summary = g->title,
                              .extra = IMAGE_NONE,
                              .known_day = 690000,
                              .file = g->file};
        *(struct bound_row *)vec_add(&b->bounds) = (struct bound_row){.kind = BOUND_EVENT};
        *(struct term_row *)vec_add(&b->terms) = (struct term_row){
            strings_add(s, "rate", 4), VALUE_NUMBER, strings_add(s, "20.5", 4), 0};
        size_t part = strcspn(clauses[k], ".");
        if (strcspn(topic, ".") != part || strncmp(topic, clauses[k], part) != 0) {
            topic = clauses[k];
            struct topic_row *t = vec_add(&b->topics);
            *t = (struct topic_row){strings_add(s, topic, part), {k, 0}};
            VEC_AT(&b->agreements, struct agreement_row, 0)->topics.n++;
        }
        VEC_AT(&b->topics, struct topic_row, b->topics.n - 1)->clauses.n++;
    }
}

static const char *const CLAUSES[] = {"cloud.api", "ip", "ip.license", "ip.license.scope",
                                      "ip-x.y"};

static void test_find_and_select(void **state)
{
    (void)state;
    struct image_builder b;
    struct image v;
    build(&b, CLAUSES, 5);
    image_builder_view(&b, &v);
    assert_null(image_check(&v));
    assert_int_equal(image_find_agreement(&v, "acme", 4), 0);
    assert_int_equal(image_find_agreement(&v, "acm", 3), IMAGE_NONE);
    for (uint32_t k = 0; k < 5; k++)
        assert_int_equal(image_find_clause(&v, 0, CLAUSES[k], strlen(CLAUSES[k])), k);
    assert_int_equal(image_find_clause(&v, 0, LIT("ip.licens")), IMAGE_NONE);
    assert_int_equal(image_find_event(&v, 0, LIT("sold")), 0);
    assert_int_equal(image_find_party(&v, 0, LIT("acme")), IMAGE_NONE);
    static const struct {
        const char *selector;
        unsigned fits; /* bit k: clause k */
    } cases[] = {
        {"ip", 0x0e},        {"ip.license", 0x0c}, {"acme/ip", 0x0e}, {"other/ip", 0},
        {"*.license", 0x04}, {"ip*", 0x1e},        {"*", 0x1f},       {"i?", 0x02},
        {"acme/", 0x1f},     {"*/ip", 0x0e},       {"*.y", 0x10},     {"ip.", 0},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        for (uint32_t k = 0; k < 5; k++)
            assert_int_equal(selector_fits(&v, k, cases[i].selector, strlen(cases[i].selector)),
                             cases[i].fits >> k & 1);
    image_builder_done(&b);
}

static void append(void *ctx, const void *bytes, size_t n)
{
    buf_put(ctx, bytes, n);
}

static char *aligned_copy(const struct buf *file)
{
    char *copy = aligned_alloc(IMAGE_ALIGN, (file->n / IMAGE_ALIGN + 1) * IMAGE_ALIGN);
    assert_non_null(copy);
    memcpy(copy, file->data, file->n);
    return copy;
}

static void write_file(struct buf *out)
{
    struct image_builder b;
    struct image v;
    build(&b, CLAUSES, 5);
    image_builder_view(&b, &v);
    image_digests(&v, vec_grow(&b.digests, v.n_agreements));
    image_builder_view(&b, &v);
    buf_init(out, 0);
    image_write(&v, append, out);
    assert_false(out->failed);
    image_builder_done(&b);
}

static void test_a_file_is_the_same_image(void **state)
{
    (void)state;
    struct buf file, again;
    struct diags d;
    struct image v;
    write_file(&file);
    char *bytes = aligned_copy(&file);
    diags_init(&d, 0);
    assert_int_equal(image_open(bytes, file.n, "x.pact", &d, &v), ST_OK);
    assert_int_equal(v.n_clauses, 5);
    assert_string_equal(image_str(&v, v.clauses[3].id), "ip.license.scope");
    buf_init(&again, 0);
    image_write(&v, append, &again);
    assert_int_equal(again.n, file.n);
    assert_memory_equal(again.data, file.data, file.n);
    buf_done(&again);
    buf_done(&file);
    diags_done(&d);
    free(bytes);
}

/* Any single changed byte, and any cut, is noticed: the checksum sees to that. */
static void test_damaged_files_are_refused(void **state)
{
    (void)state;
    struct buf file;
    struct image v;
    write_file(&file);
    char *bytes = aligned_copy(&file);
    for (size_t at = 0; at < file.n; at++) {
        struct diags d;
        diags_init(&d, 0);
        bytes[at] = (char)(bytes[at] ^ 0x41);
        assert_int_equal(image_open(bytes, file.n, "x.pact", &d, &v), ST_INVALID);
        assert_int_equal(d.errors, 1);
        bytes[at] = (char)(bytes[at] ^ 0x41);
        assert_int_equal(image_open(bytes, at, "x.pact", &d, &v), ST_INVALID);
        diags_done(&d);
    }
    buf_done(&file);
    free(bytes);
}

/* Rows set to extremes, without a checksum in the way: refused or harmless, never out of bounds
 * (the sanitizers watch). */
static void test_hostile_rows_stay_within_bounds(void **state)
{
    (void)state;
    static const uint32_t extremes[] = {0,          1,          2,          0x7fffffff,
                                        0x80000000, 0x80000001, 0xfffffffe, 0xffffffff};
    struct image_builder b;
    struct image v;
    build(&b, CLAUSES, 5);
#define X(member, type)                                                                            \
    for (size_t at = 0; at + 4 <= b.member.n * sizeof(type); at += 4)                              \
        for (size_t k = 0; k < ARRAY_COUNT(extremes); k++) {                                       \
            uint32_t kept;                                                                         \
            char *cell = (char *)b.member.data + at;                                               \
            memcpy(&kept, cell, 4);                                                                \
            memcpy(cell, &extremes[k], 4);                                                         \
            image_builder_view(&b, &v);                                                            \
            (void)image_check(&v);                                                                 \
            memcpy(cell, &kept, 4);                                                                \
        }
    IMAGE_SECTIONS(X)
#undef X
    image_builder_view(&b, &v);
    assert_null(image_check(&v));
    image_builder_done(&b);
}

static void test_digests_add_up(void **state)
{
    (void)state;
    struct digest_row rows[2] = {{{0}}, {{0}}};
    unsigned char sum[32];
    memset(rows[0].sha256, 0xff, 32);
    rows[1].sha256[31] = 2;
    digest_sum(sum, rows, 2);
    assert_int_equal(sum[31], 1); /* carried out of all digits: modulo 2^256 */
    assert_int_equal(sum[30], 0);
    assert_int_equal(sum[0], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids_sort_part_by_part),
        cmocka_unit_test(test_strings_are_kept_once),
        cmocka_unit_test(test_find_and_select),
        cmocka_unit_test(test_a_file_is_the_same_image),
        cmocka_unit_test(test_damaged_files_are_refused),
        cmocka_unit_test(test_hostile_rows_stay_within_bounds),
        cmocka_unit_test(test_digests_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
