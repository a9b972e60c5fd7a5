/* Names, selectors, strings, and images as files: good ones open, damaged ones never. */
#include "t.h"

#include <stdio.h>
#include <unistd.h>

#include "image_build.h"
#include "image_file.h"
#include "slice.h"

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

/* As it is defined, not as it is done. */
static bool fits_glob(const char *text, const char *glob)
{
    if (glob[0] == '*')
        return fits_glob(text, glob + 1) || (text[0] != '\0' && fits_glob(text + 1, glob));
    if (glob[0] == '\0' || text[0] == '\0')
        return glob[0] == text[0];
    return (glob[0] == '?' || glob[0] == text[0]) && fits_glob(text + 1, glob + 1);
}

static void draw(char *text, size_t most, const char *of, uint64_t *seed)
{
    const size_t n = next_random(seed) % most;
    for (size_t i = 0; i < n; i++)
        text[i] = of[next_random(seed) % strlen(of)];
    text[n] = '\0';
}

static void test_globs(void **state)
{
    (void)state;
    size_t fitted = 0, globs = 0;
    uint64_t seed = 7;
    for (int i = 0; i < 200000; i++) {
        char text[10], glob[7];
        draw(text, sizeof text, "ab.", &seed);
        draw(glob, sizeof glob, "ab.?**", &seed);
        if (strpbrk(glob, "*?") == NULL)
            continue;
        const bool fits = fits_glob(text, glob);
        assert_int_equal(clause_fits(text, strlen(text), glob, strlen(glob)), fits);
        assert_int_equal(agreement_fits(text, strlen(text), glob, strlen(glob)), fits);
        fitted += fits;
        globs++;
    }
    assert_true(fitted > 10000 && globs - fitted > 10000);
}

static void append(void *ctx, const void *bytes, size_t n)
{
    buf_put(ctx, bytes, n);
}

/* The agreement of `build` as a file, packed or plain. */
static void write_file(struct buf *out, bool plain)
{
    struct image_builder b;
    struct image v;
    struct slicer slicer;
    struct image_writer w;
    build(&b, CLAUSES, 5);
    image_builder_view(&b, &v);
    buf_init(out, 0);
    assert_true(slicer_init(&slicer, &v));
    image_writer_init(&w, plain, NULL, append, out);
    image_writer_add(&w, slicer_take(&slicer, 0));
    assert_true(image_writer_end(&w, NULL));
    assert_false(out->failed);
    slicer_done(&slicer);
    image_builder_done(&b);
}

/* A file without a name. */
static int file_of(const struct buf *bytes)
{
    FILE *f = tmpfile();
    assert_non_null(f);
    assert_int_equal(fwrite(bytes->data, 1, bytes->n, f), bytes->n);
    assert_int_equal(fflush(f), 0);
    const int fd = dup(fileno(f));
    fclose(f);
    return fd;
}

static void test_a_file_is_the_same_image(void **state)
{
    (void)state;
    for (int plain = 0; plain < 2; plain++) {
        struct buf file, again;
        struct image_file f;
        struct image_segment s;
        struct image_writer w;
        struct vec rows;
        uint32_t row;
        write_file(&file, plain != 0);
        assert_null(image_file_open(&f, file_of(&file)));
        assert_int_equal(f.footer.agreements, 1);
        assert_int_equal(f.footer.clauses, 5);
        assert_null(image_file_find(&f, LIT("acme"), &row));
        assert_int_equal(row, 0);
        assert_null(image_file_find(&f, LIT("acm"), &row));
        assert_int_equal(row, IMAGE_NONE);
        vec_init(&rows, sizeof(uint32_t));
        assert_null(image_file_topic(&f, LIT("ip"), &rows));
        assert_int_equal(rows.n, 1);
        assert_null(image_file_topic(&f, LIT("iq"), &rows));
        assert_int_equal(rows.n, 1);
        vec_done(&rows);
        assert_null(image_file_load(&f, 0, &s));
        assert_string_equal(image_str(&s.image, s.image.clauses[3].id), "ip.license.scope");
        buf_init(&again, 0);
        image_writer_init(&w, plain != 0, NULL, append, &again);
        image_writer_add(&w, &s.image);
        assert_true(image_writer_end(&w, NULL));
        assert_int_equal(again.n, file.n);
        assert_memory_equal(again.data, file.data, file.n);
        assert_null(image_file_verify(&f, NULL));
        image_segment_done(&s);
        image_file_close(&f);
        buf_done(&again);
        buf_done(&file);
    }
}

static const char *verify(const struct buf *bytes)
{
    struct image_file f;
    const char *fault = image_file_open(&f, file_of(bytes));
    if (fault == NULL)
        fault = image_file_verify(&f, NULL);
    image_file_close(&f);
    return fault;
}

/* Any single changed byte, and any cut, is noticed. */
static void test_damaged_files_are_refused(void **state)
{
    (void)state;
    for (int plain = 0; plain < 2; plain++) {
        struct buf file;
        write_file(&file, plain != 0);
        assert_null(verify(&file));
        for (size_t at = 0; at < file.n; at++) {
            const struct buf cut = {.data = file.data, .n = at};
            file.data[at] = (char)(file.data[at] ^ 0x41);
            assert_non_null(verify(&file));
            file.data[at] = (char)(file.data[at] ^ 0x41);
            assert_non_null(verify(&cut));
        }
        buf_done(&file);
    }
}

/* Packed bytes that are none, or of another segment: refused, or a segment for image_check. */
static void test_hostile_packed_bytes(void **state)
{
    (void)state;
    struct image_builder b;
    struct image v;
    struct buf plain, packed;
    uint64_t seed = 7;
    build(&b, CLAUSES, 5);
    image_builder_view(&b, &v);
    buf_init(&plain, 0);
    buf_init(&packed, 0);
    segment_write(&v, &plain);
    segment_pack(plain.data, &packed);
    for (int round = 0; round < 20000; round++) {
        void *back;
        bool no_memory;
        const size_t n = round % 3 == 0 ? next_random(&seed) % packed.n : packed.n;
        char *copy = malloc(n + 1);
        assert_non_null(copy);
        memcpy(copy, packed.data, n);
        for (int k = round % 4; k > 0 && n > 0; k--)
            copy[next_random(&seed) % n] = (char)next_random(&seed);
        if (segment_unpack(copy, n, &back, &no_memory)) {
            struct image w;
            assert_int_equal(segment_length(back, 68), segment_length(copy, n));
            segment_map(back, &w);
            assert_true(image_check(&w) == NULL || round % 4 != 0);
        }
        free(back);
        free(copy);
    }
    buf_done(&plain);
    buf_done(&packed);
    image_builder_done(&b);
}

static bool clause_is_good(const struct image *v, uint32_t clause)
{
    return image_check_clauses(v, (struct span){clause, 1}) == NULL;
}

/* What is good as a whole is good in its halves, and the other way round. */
static void check_in_halves(const struct image *v)
{
    const bool good = image_check(v) == NULL;
    bool halves = image_check_frame(v) == NULL;
    if (halves)
        halves = image_check_clauses(v, v->agreements[0].clauses) == NULL;
    assert_int_equal(good, halves);
}

/* A clause is good or not whatever others say; of two that hold the same row, each alone is. */
static void test_clauses_are_proved_one_by_one(void **state)
{
    (void)state;
    struct image_builder b;
    struct image v;
    build(&b, CLAUSES, 5);
    VEC_AT(&b.terms, struct term_row, 2)->kind = VALUE_KIND_COUNT;
    VEC_AT(&b.acts, struct act_row, 4)->terms = 3;
    image_builder_view(&b, &v);
    assert_non_null(image_check(&v));
    assert_null(image_check_frame(&v));
    assert_true(clause_is_good(&v, 0) && clause_is_good(&v, 1));
    assert_false(clause_is_good(&v, 2));
    assert_null(image_check_clauses(&v, (struct span){0, 2}));
    assert_non_null(image_check_clauses(&v, (struct span){0, 3}));
    assert_true(clause_is_good(&v, 3) && clause_is_good(&v, 4));
    assert_non_null(image_check_clauses(&v, (struct span){3, 2}));
    VEC_AT(&b.terms, struct term_row, 2)->kind = VALUE_NUMBER;
    VEC_AT(&b.acts, struct act_row, 4)->terms = 4;
    image_builder_view(&b, &v);
    assert_null(image_check(&v));
    VEC_AT(&b.clauses, struct clause_row, 3)->id = 0; /* others see it */
    image_builder_view(&b, &v);
    assert_non_null(image_check_frame(&v));
    image_builder_done(&b);
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
            check_in_halves(&v);                                                                   \
            memcpy(cell, &kept, 4);                                                                \
        }
    IMAGE_SECTIONS(X)
#undef X
    image_builder_view(&b, &v);
    assert_null(image_check(&v));
    image_builder_done(&b);
}

/* However the bytes are cut; and no two of these texts have the same sum. */
static void test_a_running_sum_does_not_depend_on_the_pieces(void **state)
{
    (void)state;
    char text[200];
    uint64_t seed = 3, before = 0;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)next_random(&seed);
    for (size_t n = 0; n <= sizeof text; n++) {
        struct running_sum whole;
        running_sum_init(&whole);
        running_sum_add(&whole, text, n);
        for (int round = 0; round < 20; round++) {
            struct running_sum s;
            running_sum_init(&s);
            for (size_t at = 0, some; at < n; at += some) {
                some = next_random(&seed) % 19;
                some = some < n - at ? some : n - at;
                running_sum_add(&s, text + at, some);
            }
            assert_true(running_sum_end(&s) == running_sum_end(&whole));
        }
        assert_true(n == 0 || running_sum_end(&whole) != before);
        before = running_sum_end(&whole);
    }
    memset(text, 0, sizeof text); /* zeros count, too */
    struct running_sum a, b;
    running_sum_init(&a);
    running_sum_init(&b);
    running_sum_add(&a, text, 8);
    running_sum_add(&b, text, 9);
    assert_true(running_sum_end(&a) != running_sum_end(&b));
}

static void add_source(struct sources *s, const char *name, uint64_t sum, uint32_t one,
                       uint32_t two)
{
    sources_add(s, name, strlen(name), 100, sum);
    sources_member(s, one);
    sources_member(s, two);
}

/* Sorted, each once, found again; and back from bytes. */
static void test_the_list_of_files(void **state)
{
    (void)state;
    struct sources s, back;
    struct buf bytes;
    sources_init(&s);
    sources_init(&back);
    buf_init(&bytes, 0);
    add_source(&s, "b.yaml", 5, 2, 7);
    add_source(&s, "a/b.yaml", 9, 0, 1);
    add_source(&s, "b.yaml", 4, 3, 4);
    add_source(&s, "b.yaml", 5, 1, 7);
    assert_true(sources_sort(&s));
    assert_int_equal(s.files.n, 3);
    assert_null(sources_find(&s, LIT("b.yaml"), 100, 6));
    assert_null(sources_find(&s, LIT("b.yaml"), 101, 5));
    const struct source_file *f = sources_find(&s, LIT("b.yaml"), 100, 5);
    assert_ptr_equal(f, VEC_AT(&s.files, struct source_file, 2));
    assert_int_equal(f->agreements.n, 3);
    assert_int_equal(sources_members(&s, f)[0], 1);
    assert_int_equal(sources_members(&s, f)[1], 2);
    assert_int_equal(sources_members(&s, f)[2], 7);
    sources_write(&s, &bytes);
    assert_false(sources_read(&back, bytes.data, bytes.n, 7)); /* there is no agreement 7 of 7 */
    sources_done(&back);
    sources_init(&back);
    assert_true(sources_read(&back, bytes.data, bytes.n, 8));
    assert_non_null(sources_find(&back, LIT("a/b.yaml"), 100, 9));
    sources_done(&back);
    sources_done(&s);
    buf_done(&bytes);
}

/* Bytes that are no list are refused, or are a list; never read beyond (the sanitizers watch). */
static void test_a_hostile_list_of_files(void **state)
{
    (void)state;
    struct sources s;
    struct buf bytes;
    uint64_t seed = 11;
    sources_init(&s);
    buf_init(&bytes, 0);
    add_source(&s, "b.yaml", 5, 2, 7);
    add_source(&s, "a/b.yaml", 9, 0, 1);
    assert_true(sources_sort(&s));
    sources_write(&s, &bytes);
    for (int round = 0; round < 20000; round++) {
        const size_t n = round % 3 == 0 ? next_random(&seed) % bytes.n : bytes.n;
        struct sources back;
        char *copy = malloc(n + 1);
        assert_non_null(copy);
        memcpy(copy, bytes.data, n);
        for (int k = round % 4; k > 0 && n > 0; k--)
            copy[next_random(&seed) % n] = (char)(next_random(&seed) % (round % 2 ? 256 : 3));
        sources_init(&back);
        const bool good = sources_read(&back, copy, n, 8);
        assert_true(good || n != bytes.n || round % 4 != 0);
        for (size_t i = 0; good && i < back.files.n; i++) {
            const struct source_file *f = VEC_AT(&back.files, struct source_file, i);
            assert_ptr_equal(
                sources_find(&back, back.names.data + f->name, f->name_n, f->bytes, f->sum), f);
        }
        sources_done(&back);
        free(copy);
    }
    sources_done(&s);
    buf_done(&bytes);
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
        cmocka_unit_test(test_globs),
        cmocka_unit_test(test_a_file_is_the_same_image),
        cmocka_unit_test(test_damaged_files_are_refused),
        cmocka_unit_test(test_hostile_packed_bytes),
        cmocka_unit_test(test_a_running_sum_does_not_depend_on_the_pieces),
        cmocka_unit_test(test_the_list_of_files),
        cmocka_unit_test(test_a_hostile_list_of_files),
        cmocka_unit_test(test_clauses_are_proved_one_by_one),
        cmocka_unit_test(test_hostile_rows_stay_within_bounds),
        cmocka_unit_test(test_digests_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
