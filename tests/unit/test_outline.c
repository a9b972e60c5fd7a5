/* The outline of a compiled corpus: what is written is what is read, and a line says of every day
 * what the engine says. */
#include "t.h"

#include <stdio.h>
#include <unistd.h>

#include "fail_alloc.h"
#include "image_file.h"
#include "line.h"
#include "load.h"
#include "slice.h"

static const char *const corpora[] = {
    TEST_DATA "/corpus/valid/acme",      TEST_DATA "/corpus/valid/bounds",
    TEST_DATA "/corpus/valid/histories", TEST_DATA "/corpus/valid/two",
    TEST_DATA "/cli/corpora/acts",       TEST_DATA "/cli/corpora/odd",
};

struct world {
    struct image_builder b;
    struct image img;
    struct slicer slicer;
};

static void load(struct world *w, const char *path)
{
    struct load_options options = {0};
    struct diags d;
    load_limits_default(&options.limits);
    diags_init(&d, 10);
    assert_true(image_builder_init(&w->b));
    assert_int_equal(load_corpus(&path, 1, &options, &w->b, &d), ST_OK);
    diags_done(&d);
    image_builder_view(&w->b, &w->img);
    assert_true(slicer_init(&w->slicer, &w->img));
}

static void unload(struct world *w)
{
    slicer_done(&w->slicer);
    image_builder_done(&w->b);
}

/* ---- lines ---- */

static enum answer_status status_on(const struct image *one, uint32_t clause, day_t day)
{
    const struct question q = {.first = day, .last = day};
    const struct row *row = NULL;
    struct setting s;
    struct arena a;
    struct diags d;
    arena_init(&a);
    diags_init(&d, 1);
    assert_int_equal(setting_init(&s, one, 0, &q, &a, &d), ST_OK);
    assert_int_equal(engine_answer_day(&s, clause, day, &a, &row), ST_OK);
    const enum answer_status status = row->status;
    arena_done(&a);
    diags_done(&d);
    return status;
}

static enum line_value value_on(const struct line_step *steps, size_t n, day_t day)
{
    enum line_value value;
    (void)line_is_steady(steps, n, day, day, &value);
    return value;
}

static void agrees(const struct image *one, uint32_t clause, const struct line_step *steps,
                   size_t n, day_t day)
{
    const enum answer_status status = status_on(one, clause, day);
    switch (value_on(steps, n, day)) {
    case LINE_YES:
        assert_int_equal(status, STATUS_IN_FORCE);
        break;
    case LINE_NO:
        assert_true(status == STATUS_NOT_YET || status == STATUS_ENDED);
        break;
    case LINE_ASK:
    case LINE_VALUE_COUNT:
        assert_true(status == STATUS_DEPENDS || status == STATUS_SUSPENDED || n == 1);
        break;
    }
}

/* Days around every step, and days at random. */
static void line_agrees(const struct image *one, uint32_t clause, const struct line_step *steps,
                        size_t n, uint64_t *seed)
{
    assert_int_equal(steps[0].day, DAY_MIN);
    for (size_t i = 0; i < n; i++) {
        assert_true(i == 0 ||
                    (steps[i].day > steps[i - 1].day && steps[i].value != steps[i - 1].value));
        for (day_t near = -1; near <= 1; near++)
            if (steps[i].day + near >= DAY_MIN && steps[i].day + near <= DAY_MAX)
                agrees(one, clause, steps, n, steps[i].day + near);
    }
    for (int i = 0; i < 60; i++)
        agrees(one, clause, steps, n, 735000 + (day_t)(next_random(seed) % 10000));
    agrees(one, clause, steps, n, DAY_MAX);
}

static void test_lines_are_what_the_engine_says(void **state)
{
    (void)state;
    size_t told[LINE_VALUE_COUNT] = {0};
    uint64_t seed = 11;
    for (size_t c = 0; c < ARRAY_COUNT(corpora); c++) {
        struct world w;
        load(&w, corpora[c]);
        for (uint32_t row = 0; row < w.img.n_agreements; row++) {
            const struct image *one = slicer_take(&w.slicer, row);
            struct lines l;
            uint32_t first = 0;
            lines_init(&l);
            assert_true(engine_lines(one, &l));
            assert_int_equal(l.ends.n, one->n_clauses);
            for (uint32_t i = 0; i < one->n_clauses; i++) {
                const uint32_t end = *VEC_AT(&l.ends, uint32_t, i);
                const struct line_step *steps = VEC_AT(&l.steps, struct line_step, first);
                line_agrees(one, i, steps, end - first, &seed);
                for (uint32_t k = 0; k < end - first; k++)
                    told[steps[k].value]++;
                first = end;
            }
            assert_int_equal(first, l.steps.n);
            lines_done(&l);
        }
        unload(&w);
    }
    print_message("%zu no, %zu yes, %zu to be asked\n", told[0], told[1], told[2]);
    assert_true(told[LINE_NO] > 30 && told[LINE_YES] > 15 && told[LINE_ASK] > 8);
}

static void test_steady(void **state)
{
    (void)state;
    static const struct line_step steps[] = {
        {DAY_MIN, LINE_NO}, {100, LINE_YES}, {200, LINE_ASK}, {201, LINE_NO}};
    enum line_value value;
    assert_true(line_is_steady(steps, 4, DAY_MIN, 99, &value) && value == LINE_NO);
    assert_false(line_is_steady(steps, 4, 99, 100, &value));
    assert_true(line_is_steady(steps, 4, 100, 199, &value) && value == LINE_YES);
    assert_false(line_is_steady(steps, 4, 100, 200, &value));
    assert_true(line_is_steady(steps, 4, 200, 200, &value) && value == LINE_ASK);
    assert_true(line_is_steady(steps, 4, 201, DAY_MAX, &value) && value == LINE_NO);
    assert_true(line_is_steady(steps, 1, DAY_MIN, DAY_MAX, &value) && value == LINE_NO);
}

/* ---- lines of agreements ---- */

#define FEW ((day_t)40)

/* Lines at random, most of them alike: changes fall on the same days, or are missing, or one off.
 */
static void draw_alike(struct lines *l, uint64_t *seed)
{
    struct line_step common[6];
    const size_t steps = 1 + next_random(seed) % ARRAY_COUNT(common);
    const size_t clauses = next_random(seed) % 9;
    day_t day = DAY_MIN;
    for (size_t i = 0; i < steps; i++) {
        common[i] = (struct line_step){day, (uint32_t)(next_random(seed) % LINE_VALUE_COUNT)};
        day += 2 + (day_t)(next_random(seed) % 6);
    }
    for (size_t c = 0; c < clauses; c++) {
        for (size_t i = 0; i < steps; i++) {
            const uint64_t draw = next_random(seed) % 40;
            if (draw == 0 && i > 0)
                continue;
            struct line_step *step = vec_add(&l->steps);
            *step = common[i];
            step->day += draw == 1;
            step->value = draw == 2 ? LINE_YES : step->value;
        }
        uint32_t *end = vec_add(&l->ends);
        *end = (uint32_t)l->steps.n;
    }
}

/* What the clauses say of a day, one by one. */
static enum line_value value_of_all(const struct lines *l, day_t day)
{
    size_t told[LINE_VALUE_COUNT] = {0};
    uint32_t first = 0;
    for (size_t i = 0; i < l->ends.n; i++) {
        const uint32_t end = *VEC_AT(&l->ends, uint32_t, i);
        told[value_on(VEC_AT(&l->steps, struct line_step, first), end - first, day)]++;
        first = end;
    }
    return told[LINE_NO] == l->ends.n ? LINE_NO : told[LINE_YES] == l->ends.n ? LINE_YES : LINE_ASK;
}

static void joined_is_what_all_say(const struct lines *l, const struct vec *joined, size_t *told)
{
    const struct line_step *steps = joined->data;
    assert_int_equal(steps[0].day, DAY_MIN);
    for (size_t i = 1; i < joined->n; i++)
        assert_true(steps[i].day > steps[i - 1].day && steps[i].value != steps[i - 1].value);
    for (day_t day = DAY_MIN; day <= FEW; day++) {
        assert_int_equal(value_on(steps, joined->n, day), value_of_all(l, day));
        told[value_of_all(l, day)]++;
    }
    assert_int_equal(value_on(steps, joined->n, DAY_MAX), value_of_all(l, DAY_MAX));
}

static void test_lines_of_agreements(void **state)
{
    (void)state;
    struct lines l, work[2];
    size_t told[LINE_VALUE_COUNT] = {0};
    uint64_t seed = 3;
    lines_init(&l);
    lines_init(&work[0]);
    lines_init(&work[1]);
    for (int round = 0; round < 5000; round++) {
        l.steps.n = 0;
        l.ends.n = 0;
        draw_alike(&l, &seed);
        const struct vec *joined = lines_join(&l, work);
        assert_non_null(joined);
        joined_is_what_all_say(&l, joined, told);
    }
    print_message("%zu no, %zu yes, %zu to be looked at\n", told[0], told[1], told[2]);
    assert_true(told[LINE_NO] > 10000 && told[LINE_YES] > 10000 && told[LINE_ASK] > 10000);
    lines_done(&l);
    lines_done(&work[0]);
    lines_done(&work[1]);
}

/* ---- writing and reading ---- */

static void append(void *ctx, const void *bytes, size_t n)
{
    buf_put(ctx, bytes, n);
}

/* Lines at random, the same for the same agreement of a round. */
static uint64_t drawn;
static bool draw_lines(const struct image *one, struct lines *ret)
{
    for (uint32_t i = 0; i < one->n_clauses; i++) {
        const uint64_t n = next_random(&drawn) % 6;
        day_t day = DAY_MIN;
        for (uint64_t k = 0; k <= n; k++) {
            struct line_step *step = vec_add(&ret->steps);
            *step = (struct line_step){day, (uint32_t)(next_random(&drawn) % LINE_VALUE_COUNT)};
            day += 1 + (day_t)(next_random(&drawn) % (k % 2 == 0 ? 3 : 500000));
        }
        uint32_t *end = vec_add(&ret->ends);
        *end = (uint32_t)ret->steps.n;
    }
    return true;
}

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

/* One agreement again and again is no corpus, but fills blocks. */
static void write_many(const struct image *one, int rounds, lines_fn *lines, struct buf *out)
{
    struct image_writer w;
    buf_init(out, 0);
    image_writer_init(&w, false, lines, append, out);
    for (int i = 0; i < rounds; i++)
        image_writer_add(&w, one);
    assert_true(image_writer_end(&w, NULL));
}

static void has_line(const struct outline_reader *r, const struct line_step *steps, size_t n)
{
    assert_int_equal(r->steps.n, n);
    assert_memory_equal(r->steps.data, steps, n * sizeof *steps);
}

/* Of the agreement that the reader has come to. */
static void head_is_as_drawn(const struct outline_reader *r, const struct image *one,
                             const struct lines *l)
{
    struct lines work[2];
    lines_init(&work[0]);
    lines_init(&work[1]);
    const struct vec *joined = lines_join(l, work);
    assert_non_null(joined);
    has_line(r, joined->data, joined->n);
    assert_int_equal(r->clauses, one->n_clauses);
    assert_int_equal(r->record, one->agreements[0].complete_through);
    lines_done(&work[0]);
    lines_done(&work[1]);
}

/* The next agreement is as drawn; every third is not read to its end, nor some even begun. */
static void is_as_drawn(struct outline_reader *r, const struct image *one)
{
    struct lines l;
    uint32_t first = 0;
    lines_init(&l);
    assert_true(draw_lines(one, &l));
    assert_null(outline_agreement(r));
    head_is_as_drawn(r, one, &l);
    for (uint32_t i = 0; i < (r->row % 3 == 0 ? r->row % r->clauses : r->clauses); i++) {
        const str_id id = one->clauses[i].id;
        const uint32_t end = *VEC_AT(&l.ends, uint32_t, i);
        assert_null(outline_clause(r));
        assert_int_equal(r->id.n, image_str_len(one, id));
        if (r->wants_ids)
            assert_memory_equal(r->id.data, image_str(one, id), r->id.n);
        if (r->wants_lines)
            has_line(r, VEC_AT(&l.steps, struct line_step, first), end - first);
        first = end;
    }
    lines_done(&l);
}

static void test_what_is_written_is_read(void **state)
{
    (void)state;
    struct world w;
    struct buf bytes;
    struct image_file f;
    struct outline_reader r;
    load(&w, corpora[0]);
    const struct image *one = slicer_take(&w.slicer, 0);
    drawn = 5;
    write_many(one, 500, draw_lines, &bytes);
    assert_null(image_file_open(&f, file_of(&bytes)));
    assert_true(f.footer.outline_blocks > 3);
    for (int wants = 0; wants < 4; wants++) {
        assert_null(outline_open(&r, &f));
        r.wants_ids = (wants & 1) != 0;
        r.wants_lines = (wants & 2) != 0;
        drawn = 5;
        for (int i = 0; i < 500; i++)
            is_as_drawn(&r, one);
        assert_non_null(outline_agreement(&r)); /* there is no more */
        outline_close(&r);
    }
    image_file_close(&f);
    buf_done(&bytes);
    unload(&w);
}

/* Reads all; the first fault. */
static const char *read_all(const struct image_file *f)
{
    struct outline_reader r;
    const char *fault = outline_open(&r, f);
    r.wants_lines = true;
    for (uint32_t i = 0; i < f->footer.agreements && fault == NULL; i++) {
        fault = outline_agreement(&r);
        while (fault == NULL && r.left > 0)
            fault = outline_clause(&r);
    }
    outline_close(&r);
    return fault;
}

static void test_damage_is_seen(void **state)
{
    (void)state;
    struct world w;
    struct buf bytes;
    struct image_file f;
    load(&w, corpora[0]);
    write_many(slicer_take(&w.slicer, 0), 2, engine_lines, &bytes);
    assert_null(image_file_open(&f, file_of(&bytes)));
    assert_null(read_all(&f));
    const size_t end = (size_t)f.footer.outline + sizeof(struct outline_block);
    struct outline_block block;
    memcpy(&block, bytes.data + f.footer.outline, sizeof block);
    image_file_close(&f);
    for (size_t at = (size_t)block.offset; at < end; at++) {
        if (at == (size_t)block.offset + block.length)
            at = end - sizeof block; /* between them are zeros, which no question reads */
        bytes.data[at] = (char)(bytes.data[at] ^ 0x21);
        assert_null(image_file_open(&f, file_of(&bytes)));
        assert_non_null(read_all(&f));
        image_file_close(&f);
        bytes.data[at] = (char)(bytes.data[at] ^ 0x21);
    }
    buf_done(&bytes);
    unload(&w);
}

/* The byte, and all checksums of the outline over it. */
static void set_byte(struct buf *bytes, size_t at, unsigned char byte)
{
    struct image_footer footer;
    struct outline_block block;
    char *end = bytes->data + bytes->n - sizeof footer;
    bytes->data[at] = (char)byte;
    memcpy(&footer, end, sizeof footer);
    memcpy(&block, bytes->data + footer.outline, sizeof block);
    block.sum = image_sum(bytes->data + block.offset, block.length);
    memcpy(bytes->data + footer.outline, &block, sizeof block);
    footer.outline_sum = image_sum(&block, sizeof block);
    footer.sum = image_sum(&footer, offsetof(struct image_footer, sum));
    memcpy(end, &footer, sizeof footer);
}

/* The fault of the first agreement, and where its clauses begin, behind their length. */
static const char *read_first(const struct buf *bytes, size_t *ret_clauses)
{
    struct image_file f;
    struct outline_reader r;
    assert_null(image_file_open(&f, file_of(bytes)));
    assert_null(outline_open(&r, &f));
    r.wants_lines = true;
    const char *fault = outline_agreement(&r);
    *ret_clauses = (size_t)r.blocks[0].offset + r.at;
    while (fault == NULL && r.left > 0)
        fault = outline_clause(&r);
    outline_close(&r);
    image_file_close(&f);
    return fault;
}

static const char *read_bytes(const struct buf *bytes)
{
    struct image_file f;
    assert_null(image_file_open(&f, file_of(bytes)));
    const char *fault = read_all(&f);
    image_file_close(&f);
    return fault;
}

/* A length that is not that of the clauses is seen where they are read; nothing that stands under
 * right checksums does harm. */
static void test_other_lengths_are_seen(void **state)
{
    (void)state;
    struct world w;
    struct buf bytes;
    size_t clauses = 0, unused = 0, good = 0;
    load(&w, corpora[0]);
    write_many(slicer_take(&w.slicer, 0), 2, engine_lines, &bytes);
    assert_null(read_first(&bytes, &clauses));
    size_t length = clauses - 1;
    while ((bytes.data[length - 1] & 0x80) != 0)
        length--; /* to its lowest seven bits */
    const unsigned char right = (unsigned char)bytes.data[length];
    assert_true((right & 0x7F) > 0 && (right & 0x7F) < 0x7F);
    for (int other = -1; other <= 1; other += 2) {
        set_byte(&bytes, length, (unsigned char)(right + other));
        assert_string_equal(read_first(&bytes, &unused), "damaged (its outline)");
    }
    set_byte(&bytes, length, right);
    assert_null(read_bytes(&bytes));
    for (size_t at = length - 20; at < clauses + 60; at++) {
        const unsigned char was = (unsigned char)bytes.data[at];
        for (int other = 0; other < 256; other += 5) {
            set_byte(&bytes, at, (unsigned char)other);
            good += read_bytes(&bytes) == NULL;
        }
        set_byte(&bytes, at, was);
    }
    assert_true(good > 0);
    buf_done(&bytes);
    unload(&w);
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    struct world w;
    load(&w, corpora[0]);
    const struct image *one = slicer_take(&w.slicer, 0);
    for (size_t k = 1;; k++) {
        struct lines l, work[2];
        lines_init(&l);
        lines_init(&work[0]);
        lines_init(&work[1]);
        fail_alloc_at(k, true);
        const bool good = engine_lines(one, &l) && lines_join(&l, work) != NULL;
        fail_alloc_off();
        lines_done(&l);
        lines_done(&work[0]);
        lines_done(&work[1]);
        if (good)
            break;
        assert_true(k < 10000);
    }
    unload(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_are_what_the_engine_says),
        cmocka_unit_test(test_steady),
        cmocka_unit_test(test_lines_of_agreements),
        cmocka_unit_test(test_what_is_written_is_read),
        cmocka_unit_test(test_damage_is_seen),
        cmocka_unit_test(test_other_lengths_are_seen),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
