/* The picture and the page of a corpus: markup, and memory that runs out. */
#include "t.h"

#include "fail_alloc.h"
#include "picture.h"
#include "picture_of.h"

static int add_bytes(void *ctx, const char *bytes, size_t n)
{
    buf_put(ctx, bytes, n);
    return 0;
}

static enum status draw(const struct pact_corpus *c, enum format format, struct buf *bytes)
{
    const struct pact_question question = {
        .date = "2015-01-01..2040-12-31", .today = "2026-11-24", .all = true};
    const struct pact_output out = {.sink = add_bytes, .ctx = bytes};
    const struct style style = {.format = format};
    struct asker asker;
    struct writer w;
    struct diags d;
    size_t rows = 0;
    diags_init(&d, 10);
    writer_init(&w, &out);
    enum status status = asker_init(&asker, c) ? ask_prepare(&asker, &question, &d) : ST_NOMEM;
    if (status == ST_OK)
        status = picture_write(&asker, &style, day_from_ymd(2026, 11, 24), &w, &rows);
    status = writer_end(&w, status, &d);
    asker_done(&asker);
    diags_done(&d);
    return status;
}

/* Every allocation fails once: the call fails, and has written nothing. */
static void memory_runs_out(enum format format)
{
    struct diags d;
    struct pact_corpus *c = NULL;
    struct buf whole, bytes;
    diags_init(&d, 10);
    buf_init(&whole, 0);
    buf_init(&bytes, 0);
    const char *const path = TEST_DATA "/corpus/valid/acme";
    assert_int_equal(corpus_open(&path, 1, NULL, &d, &c), ST_OK);
    assert_int_equal(draw(c, format, &whole), ST_OK);
    for (size_t k = 1;; k++) {
        buf_clear(&bytes);
        assert_true(buf_reserve(&bytes, whole.n + 1));
        fail_alloc_at(k, k % 2 == 0);
        const enum status status = draw(c, format, &bytes);
        const bool reached = fail_alloc_count() >= k;
        fail_alloc_off();
        assert_int_equal(status, reached ? ST_NOMEM : ST_OK);
        if (!reached)
            break;
        assert_int_equal(bytes.n, 0);
    }
    assert_int_equal(bytes.n, whole.n);
    assert_memory_equal(bytes.data, whole.data, whole.n);
    buf_done(&whole);
    buf_done(&bytes);
    pact_corpus_free(c);
    diags_done(&d);
}

static void svg_without_memory(void **state)
{
    (void)state;
    memory_runs_out(FORMAT_SVG);
}

static void html_without_memory(void **state)
{
    (void)state;
    memory_runs_out(FORMAT_HTML);
}

static void markup_is_escaped(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 0);
    static const char text[] = "<a b=\"c\" d='e'>&\n\x1b\xC2\x80\xEF\xBF\xBF\xff";
    put_markup(&b, text, sizeof text - 1);
    assert_string_equal(b.data, "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp; "
                                "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    buf_done(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_is_escaped),
        cmocka_unit_test(svg_without_memory),
        cmocka_unit_test(html_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
