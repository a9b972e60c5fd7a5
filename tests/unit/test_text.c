#include "t.h"

#include "fail_alloc.h"
#include "text.h"

/* --- decoding --- */

/* The encoding by the book: the shortest form for the size of the code point. */
static size_t encode(unsigned char out[4], uint32_t code)
{
    if (code < 0x80) {
        out[0] = (unsigned char)code;
        return 1;
    }
    const size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; code /= 64)
        out[i] = (unsigned char)(0x80 + code % 64);
    static const unsigned lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    out[0] = (unsigned char)(lead[n] + code);
    return n;
}

static void test_every_code_point(void **state)
{
    (void)state;
    for (uint32_t code = 0; code < 0x110000; code++) {
        unsigned char bytes[4] = {0};
        const size_t n = encode(bytes, code);
        uint32_t back = 0xffffffff;
        const bool surrogate = code >= 0xd800 && code < 0xe000;
        assert_int_equal(utf8_decode((char *)bytes, n, &back), surrogate ? 0 : n);
        assert_int_equal(back, surrogate ? 0xffffffff : code);
        assert_int_equal(utf8_valid((char *)bytes, n), !surrogate);
        for (size_t cut = 1; cut < n; cut++)
            assert_int_equal(utf8_decode((char *)bytes, cut, &back), 0);
    }
}

/* All strings of two and three bytes that are valid by count: no others may pass. */
static void test_no_other_bytes_are_valid(void **state)
{
    (void)state;
    size_t valid = 0;
    for (unsigned x = 0x80; x < 0x100; x++)
        for (unsigned y = 0; y < 0x100; y++) {
            const char two[] = {(char)x, (char)y};
            uint32_t code;
            valid += utf8_decode(two, 2, &code) == 2;
            for (unsigned z = 0; z < 0x100; z++) {
                const char three[] = {(char)x, (char)y, (char)z};
                valid += utf8_decode(three, 3, &code) == 3;
            }
        }
    assert_int_equal(valid, (0x800 - 0x80) + (0x10000 - 0x800 - 0x800));
}

/* Four bytes, each from both sides of every border, against the definition. */
static void test_four_bytes(void **state)
{
    (void)state;
    static const unsigned edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90,
                                     0x9f, 0xa0, 0xbf, 0xc0, 0xff};
    enum { E = ARRAY_COUNT(edges) };
    for (unsigned lead = 0xf0; lead < 0x100; lead++)
        for (size_t i = 0; i < E * E * E; i++) {
            const unsigned x = edges[i % E];
            const unsigned y = edges[i / E % E];
            const unsigned z = edges[i / E / E];
            const char bytes[] = {(char)lead, (char)x, (char)y, (char)z};
            const bool tail = y >= 0x80 && y <= 0xbf && z >= 0x80 && z <= 0xbf;
            const unsigned low = lead == 0xf0 ? 0x90 : 0x80;
            const unsigned high = lead == 0xf4 ? 0x8f : 0xbf;
            const bool valid = lead <= 0xf4 && x >= low && x <= high && tail;
            uint32_t code;
            assert_int_equal(utf8_decode(bytes, 4, &code), valid ? 4 : 0);
        }
}

static void test_invalid_texts(void **state)
{
    (void)state;
    static const char *const texts[] = {"\x80",
                                        "\xbf",
                                        "\xc0\x80",
                                        "\xc1\xbf",
                                        "\xc2",
                                        "\xc2\x41",
                                        "\xe0\x80\x80",
                                        "\xe0\x9f\xbf",
                                        "\xed\xa0\x80",
                                        "\xed\xbf\xbf",
                                        "\xe2\x82",
                                        "\xf0\x80\x80\x80",
                                        "\xf0\x8f\xbf\xbf",
                                        "\xf4\x90\x80\x80",
                                        "\xf5\x80\x80\x80",
                                        "\xf8\x88\x80\x80\x80",
                                        "\xfe",
                                        "\xff",
                                        "\xf0\x9f\x98"};
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++)
        for (size_t before = 0; before < 20; before++) {
            char text[64];
            memset(text, 'a', sizeof text);
            const size_t n = strlen(texts[i]);
            assert_true(utf8_valid(text, before));
            memcpy(text + before, texts[i], n);
            assert_false(utf8_valid(text, before + n));
            assert_false(utf8_valid(text, before + n + 20));
        }
    assert_true(utf8_valid("", 0));
    assert_true(utf8_valid("a\0b", 3));
}

/* --- widths --- */

static void test_code_widths(void **state)
{
    (void)state;
    static const uint32_t none[] = {0x300,  0x36f,  0x483,   0x5bf,   0x64b,   0x1160,
                                    0x11ff, 0x200b, 0x200d,  0x20dd,  0x2060,  0xfe0f,
                                    0xfe00, 0xfeff, 0x1d167, 0xe0100, 0xe0001, 0x302a};
    static const uint32_t one[] = {'a',    0xa0,   0xad,     0xe9,    0x2ff,  0x370,
                                   0x416,  0x5d0,  0x600,    0x2014,  0x2026, 0x20ac,
                                   0x2500, 0xff61, 0x10ffff, 0x1f1e6, 0xfffd};
    static const uint32_t two[] = {0x1100,  0x115f,  0x231a,  0x2e80,  0x3000,  0x3042,
                                   0x4e00,  0x9fff,  0xac00,  0xd7a3,  0xf900,  0xff01,
                                   0xff60,  0x1f600, 0x1f4a9, 0x1f9ff, 0x1fa70, 0x20000,
                                   0x2fffd, 0x3fffd, 0x26a1,  0x2705};
    for (size_t i = 0; i < ARRAY_COUNT(none); i++)
        assert_int_equal(code_width(none[i]), 0);
    for (size_t i = 0; i < ARRAY_COUNT(one); i++)
        assert_int_equal(code_width(one[i]), 1);
    for (size_t i = 0; i < ARRAY_COUNT(two); i++)
        assert_int_equal(code_width(two[i]), 2);
}

static size_t width(const char *text)
{
    return text_width(text, strlen(text));
}

static void test_text_widths(void **state)
{
    (void)state;
    assert_int_equal(width(""), 0);
    assert_int_equal(width("abc"), 3);
    assert_int_equal(width("Acme\xe2\x80\x93Globex"), 11);  /* en dash */
    assert_int_equal(width("e\xcc\x81t\xc3\xa9"), 3);       /* combining, and composed */
    assert_int_equal(width("\xe5\xa5\x91\xe7\xb4\x84"), 4); /* two ideographs */
    assert_int_equal(width("\xf0\x9f\x98\x80!"), 3);        /* an emoji */
    assert_int_equal(width("\x1b[31m"), 6);                 /* as shown: \e[31m */
    assert_int_equal(width("\xff"), 6);
}

/* --- safety --- */

static void check_safe(const char *text, size_t n, const char *expected)
{
    struct buf b = {0};
    text_safe(&b, text, n);
    assert_string_equal(b.data != NULL ? b.data : "", expected);
    assert_int_equal(text_width(text, n), text_width(b.data, b.n));
    buf_done(&b);
}

static void test_safe(void **state)
{
    (void)state;
    check_safe(LIT(""), "");
    check_safe(LIT("plain \\ text \xc3\xa9 \xf0\x9f\x98\x80"),
               "plain \\ text \xc3\xa9 \xf0\x9f\x98\x80");
    check_safe(LIT("\x1b[31mred"), "\\e[31mred");
    check_safe(LIT("a\nb\rc\td"), "a\\nb\\rc\\td");
    check_safe(LIT("\0\1\x07\x0f\x10\x1f\x7f"), "\\u{0}\\u{1}\\u{7}\\u{f}\\u{10}\\u{1f}\\u{7f}");
    check_safe(LIT("\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0"), "\\u{80}\\u{9b}\\u{9f}\xc2\xa0");
    check_safe(LIT("\xe2\x80\xae"
                   "abc\xe2\x80\xac"),
               "\\u{202e}abc\\u{202c}");
    check_safe(LIT("\xe2\x81\xa6\xe2\x81\xa9\xd8\x9c"), "\\u{2066}\\u{2069}\\u{61c}");
    check_safe(LIT("\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\x8e\xe2\x80\x8f"),
               "\\u{2028}\\u{2029}\\u{200e}\\u{200f}");
    check_safe(LIT("a\xff\xc3"), "a\\x{ff}\\x{c3}");
    check_safe(LIT("\x9b"
                   "31m"),
               "\\x{9b}31m"); /* a bare C1 byte is not UTF-8 */
}

/* Whatever the bytes, what is shown is valid UTF-8 without anything hidden, and showing it again
 * changes nothing. */
static void test_random_bytes_become_safe(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 20000; round++) {
        char bytes[24];
        for (size_t i = 0; i < sizeof bytes; i++) {
            const uint64_t r = next_random(&seed);
            bytes[i] = (char)(r % 3 != 0 ? 0x80 + r / 3 % 0x80 : r / 3 % 0x80);
        }
        struct buf once = {0};
        struct buf twice = {0};
        text_safe(&once, bytes, sizeof bytes);
        text_safe(&twice, once.data, once.n);
        assert_true(utf8_valid(once.data, once.n));
        assert_int_equal(once.n, twice.n);
        assert_memory_equal(once.data, twice.data, once.n);
        for (size_t at = 0; at < once.n;) {
            uint32_t code = 0;
            at += utf8_decode(once.data + at, once.n - at, &code);
            assert_false(code_is_hidden(code));
        }
        buf_done(&once);
        buf_done(&twice);
    }
}

/* --- wrapping --- */

static void check_wrap(const char *text, size_t column, size_t indent, size_t line_width,
                       const char *expected, size_t end)
{
    struct buf b = {0};
    const size_t at = text_wrap(&b, text, strlen(text), column, indent, line_width);
    assert_string_equal(b.data != NULL ? b.data : "", expected);
    assert_int_equal(at, end);
    buf_done(&b);
}

static void test_wrap(void **state)
{
    (void)state;
    check_wrap("", 5, 2, 20, "", 5);
    check_wrap("one two three", 0, 0, 0, "one two three", 13);
    check_wrap("one two three", 0, 0, 13, "one two three", 13);
    check_wrap("one two three", 0, 0, 12, "one two\nthree", 5);
    check_wrap("one two three", 0, 2, 9, "one two\n  three", 7);
    check_wrap("one two three", 4, 4, 7, "one\n    two\n    three", 9);
    check_wrap("one two", 10, 4, 10, "\n    one\n    two", 7);     /* behind a label */
    check_wrap("one two", 12, 12, 10, "one\n            two", 15); /* no room at all */
    check_wrap("  one\n\n two\t three\r\n", 0, 0, 0, "one two three", 13);
    check_wrap("a bb", 0, 4, 3, "a\n    bb", 6); /* a word shorter than the indent */
    check_wrap(" \n", 3, 0, 10, "", 3);
}

static void test_wrap_long_words(void **state)
{
    (void)state;
    check_wrap("a longwordindeed b", 0, 1, 8, "a\n longwordindeed\n b", 2);
    check_wrap("longwordindeed", 0, 0, 5, "longwordindeed", 14);
    check_wrap("longwordindeed", 3, 0, 5, "\nlongwordindeed", 14);
}

static void test_wrap_by_columns_not_bytes(void **state)
{
    (void)state;
    check_wrap("\xc3\xa9\xc3\xa9\xc3\xa9 \xc3\xa9\xc3\xa9", 0, 0, 6,
               "\xc3\xa9\xc3\xa9\xc3\xa9 \xc3\xa9\xc3\xa9", 6);
    check_wrap("\xe5\xa5\x91 \xe7\xb4\x84", 0, 0, 5, "\xe5\xa5\x91 \xe7\xb4\x84", 5);
    check_wrap("\xe5\xa5\x91 \xe7\xb4\x84", 0, 0, 4, "\xe5\xa5\x91\n\xe7\xb4\x84", 2);
    check_wrap("e\xcc\x81 e\xcc\x81", 0, 0, 3, "e\xcc\x81 e\xcc\x81", 3);
    check_wrap("\x1b[0m x", 0, 0, 6, "\\e[0m\nx", 1);
}

/* No width is as a very large one, whatever the text. */
static void test_no_wrap_is_a_wide_wrap(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        " ",
        "!",
        "plain words",
        " ",
        "a",
        "word",
        "  ",
        "\n",
        "\t",
        "\xc3\xa9",
        "\x1b",
        "\xff",
        ".",
        "\x7f",
        "\xe2\x80\x9c",     /* a quotation mark, */
        "\xe2\x80\x8f",     /* a mark that is hidden, */
        "\xe2\x80\xa8",     /* a line separator, */
        "\xe2\x80",         /* half a mark, */
        "\xe5\xa5\x91",     /* an ideograph, */
        "e\xcc\x81",        /* a letter and its accent, */
        "\xf0\x9f\x93\x9c", /* a picture */
    };
    uint32_t seed = 5;
    for (int round = 0; round < 20000; round++) {
        struct buf text = {0}, none = {0}, wide = {0};
        for (int k = 0; k < round % 60; k++) {
            seed = seed * 1664525U + 1013904223U;
            buf_puts(&text, pieces[(seed >> 16) % ARRAY_COUNT(pieces)]);
        }
        const char *bytes = text.data != NULL ? text.data : "";
        const size_t a = text_wrap(&none, bytes, text.n, 3, 1, 0);
        const size_t b = text_wrap(&wide, bytes, text.n, 3, 1, SIZE_MAX / 2);
        assert_int_equal(a, b);
        assert_int_equal(none.n, wide.n);
        assert_true(none.n == 0 || memcmp(none.data, wide.data, none.n) == 0);
        buf_done(&text);
        buf_done(&none);
        buf_done(&wide);
    }
}

/* Word by word, each measured and written alone. */
static size_t wrap_plainly(struct buf *out, const char *bytes, size_t n, size_t column,
                           size_t indent, size_t line_width)
{
    bool used = column > indent, space = false;
    for (size_t at = 0; at < n;) {
        size_t end = at;
        while (end < n && strchr(" \t\n\r", bytes[end]) == NULL)
            end++;
        if (end == at) {
            at++;
            continue;
        }
        struct buf word = {0};
        text_safe(&word, bytes + at, end - at);
        const size_t columns = text_width(word.data, word.n);
        if (line_width != 0 && used && column + space + columns > line_width) {
            buf_char(out, '\n');
            for (size_t i = 0; i < indent; i++)
                buf_char(out, ' ');
            column = indent;
            space = false;
        }
        if (space)
            buf_char(out, ' ');
        buf_put(out, word.data, word.n);
        column += space + columns;
        used = space = true;
        at = end;
        buf_done(&word);
    }
    return column;
}

static void test_wrap_is_word_by_word(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a",  " ",    "of ",     "words ",           "\t",
        "  ", "\n",   "terms, ", "notwithstanding ", "\xc3\xa9",
        "!",  "\x7f", "\x1b",    "\xe5\xa5\x91 ",    "thirty-two days "};
    uint64_t random = 11;
    for (int round = 0; round < 20000; round++) {
        const size_t plain = round % 2 == 0 ? 9 : ARRAY_COUNT(pieces);
        const size_t line_width = next_random(&random) % 60, indent = next_random(&random) % 5;
        const size_t column = next_random(&random) % 9;
        struct buf text = {0}, wrapped = {0}, plainly = {0};
        for (size_t k = next_random(&random) % 40; k > 0; k--)
            buf_puts(&text, pieces[next_random(&random) % plain]);
        char *bytes = malloc(
            text.n > 0 ? text.n : 1); /* of just that length, so that sanitizers see its end */
        memcpy(bytes, text.data != NULL ? text.data : "", text.n);
        const size_t a = text_wrap(&wrapped, bytes, text.n, column, indent, line_width);
        const size_t b = wrap_plainly(&plainly, bytes, text.n, column, indent, line_width);
        assert_int_equal(a, b);
        assert_int_equal(wrapped.n, plainly.n);
        assert_true(wrapped.n == 0 || memcmp(wrapped.data, plainly.data, wrapped.n) == 0);
        free(bytes);
        buf_done(&text);
        buf_done(&wrapped);
        buf_done(&plainly);
    }
}

static void test_failing_memory(void **state)
{
    (void)state;
    static const char text[] = "some words \x1b and more of them, enough to grow the buffer a few "
                               "times over, as a summary of a clause would do at any time of day";
    for (size_t k = 1;; k++) {
        struct buf b = {0};
        fail_alloc_at(k, true);
        text_safe(&b, LIT(text));
        text_wrap(&b, LIT(text), 0, 4, 20);
        const bool reached = fail_alloc_count() >= k;
        fail_alloc_off();
        assert_int_equal(b.failed, reached);
        buf_done(&b);
        if (!reached)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_code_point),
        cmocka_unit_test(test_no_other_bytes_are_valid),
        cmocka_unit_test(test_four_bytes),
        cmocka_unit_test(test_invalid_texts),
        cmocka_unit_test(test_code_widths),
        cmocka_unit_test(test_text_widths),
        cmocka_unit_test(test_safe),
        cmocka_unit_test(test_random_bytes_become_safe),
        cmocka_unit_test(test_wrap),
        cmocka_unit_test(test_wrap_long_words),
        cmocka_unit_test(test_wrap_by_columns_not_bytes),
        cmocka_unit_test(test_no_wrap_is_a_wide_wrap),
        cmocka_unit_test(test_wrap_is_word_by_word),
        cmocka_unit_test(test_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
