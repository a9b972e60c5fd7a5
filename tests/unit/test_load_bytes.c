/* Vetting: what is refused, where, and that neither depends on how the bytes are cut into blocks.
 */
#include "t.h"

#include <stdio.h>

#include "bytes.h"

#define GOOD SIZE_MAX

struct vet_case {
    const char *bytes;
    size_t n;
    size_t good; /* bytes before the fault; GOOD: all */
    enum diag_code code;
    uint32_t line, column;
};

static const struct vet_case cases[] = {
    {LIT(""), GOOD, 0, 0, 0},
    {LIT("a: 1\nb: 2\r\n\tc\n"), GOOD, 0, 0, 0},
    {LIT("\xEF\xBB\xBFpact: 1\n"), GOOD, 0, 0, 0},
    {LIT("\xEF\xBB\xBF\x01"), 3, DIAG_CONTROL_CHARACTER, 1, 1},
    {LIT("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \x7E\n"), GOOD, 0, 0, 0},
    {LIT("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \x7F\n"), 15, DIAG_CONTROL_CHARACTER, 1, 10},
    {LIT("0123456789abcdef\nxyz \x07 and more text behind it\n"), 21, DIAG_CONTROL_CHARACTER, 2, 5},
    {LIT("# nul \0 here\n"), 6, DIAG_CONTROL_CHARACTER, 1, 7},
    {LIT("c1: \xC2\x9B"
         "31m\n"),
     4, DIAG_CONTROL_CHARACTER, 1, 5},
    {LIT("inner \xEF\xBB\xBF mark\n"), 6, DIAG_CONTROL_CHARACTER, 1, 7},
    {LIT("not a character \xEF\xBF\xBF\n"), 16, DIAG_CONTROL_CHARACTER, 1, 17},
    {LIT("one\ntwo\rthree\n"), 7, DIAG_LINE_BREAK, 2, 4},
    {LIT("the last byte is\r"), 16, DIAG_LINE_BREAK, 1, 17},
    {LIT("nel \xC2\x85 next\n"), 4, DIAG_LINE_BREAK, 1, 5},
    {LIT("# reviewed\xE2\x80\xA8to: 2099-12-31\n"), 10, DIAG_LINE_BREAK, 1, 11},
    {LIT("# reviewed\xE2\x80\xA9to: 2099-12-31\n"), 10, DIAG_LINE_BREAK, 1, 11},
    {LIT("ok\nbad \xFF byte\n"), 7, DIAG_ENCODING, 2, 5},
    {LIT("surrogate \xED\xA0\x80\n"), 10, DIAG_ENCODING, 1, 11},
    {LIT("overlong \xC0\xAF\n"), 9, DIAG_ENCODING, 1, 10},
    {LIT("beyond \xF4\x90\x80\x80\n"), 7, DIAG_ENCODING, 1, 8},
    {LIT("cut short \xE2\x82"), 10, DIAG_ENCODING, 1, 11},
    {LIT("\xFF\xFEp\0a\0"), 0, DIAG_ENCODING, 1, 1},
    {LIT("\xFE\xFF\0p\0a"), 0, DIAG_ENCODING, 1, 1},
    {LIT("p\0a\0c\0t\0"), 0, DIAG_ENCODING, 1, 1},
    {LIT("\0p\0a\0c\0t"), 0, DIAG_ENCODING, 1, 1},
    {LIT("\xFF\xFE\0\0p\0\0\0"), 0, DIAG_ENCODING, 1, 1},
    {LIT("\0\0\xFE\xFF\0\0\0p"), 0, DIAG_ENCODING, 1, 1},
    {LIT("p\0\0\0a\0\0\0"), 0, DIAG_ENCODING, 1, 1},
    {LIT("%YAML 1.1\n---\na: 100%\n"), GOOD, 0, 0, 0},
    {LIT("%YAML 1.1\n---\na: 1\n...\n%YAML 1.1\n---\n"), 23, DIAG_DIRECTIVE, 5, 1},
    {LIT("%TAG ! tag:x,2000:\n---\n"), 0, DIAG_DIRECTIVE, 1, 1},
    {LIT("a: 1\n%TAG ! x\n"), 5, DIAG_DIRECTIVE, 2, 1},
    {LIT("a: '%TAG'\n %TAG is text here\n"), GOOD, 0, 0, 0},
};

/* Gives the bytes in blocks of at most `block`; unjudged ones are given again. */
static size_t vet_in_blocks(const struct vet_case *c, size_t block, struct byte_fault *fault)
{
    struct vet v;
    char held[128];
    size_t n_held = 0, at = 0, good = 0;
    vet_init(&v);
    fault->message[0] = '\0';
    for (;;) {
        size_t more = c->n - at < block ? c->n - at : block;
        memcpy(held + n_held, c->bytes + at, more);
        at += more;
        n_held += more;
        size_t passed = vet_bytes(&v, held, n_held, more == 0, fault);
        good += passed;
        if (fault->message[0] != '\0' || more == 0)
            return good;
        memmove(held, held + passed, n_held - passed);
        n_held -= passed;
        assert_true(n_held < VET_AHEAD);
    }
}

static void test_every_cut_finds_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const struct vet_case *c = &cases[i];
        for (size_t block = 1; block <= c->n + 1; block++) {
            struct byte_fault fault;
            size_t good = vet_in_blocks(c, block, &fault);
            if (c->good == GOOD) {
                assert_string_equal(fault.message, "");
                assert_int_equal(good, c->n);
                continue;
            }
            if (good != c->good || fault.code != c->code || fault.at.line != c->line ||
                fault.at.column != c->column)
                fail_msg("case %zu in blocks of %zu: %zu good, %s at %u:%u", i, block, good,
                         fault.message, fault.at.line, fault.at.column);
        }
    }
}

static void test_positions_far_down(void **state)
{
    (void)state;
    char text[4096];
    for (unsigned line = 1; line < 60; line++) {
        size_t n = 0;
        for (unsigned i = 1; i < line; i++)
            n += (size_t)sprintf(text + n, "line %u with \xC3\xA4 in it%s", i,
                                 i % 3 ? "\n" : "\r\n");
        size_t good = n + 7;
        n += (size_t)sprintf(text + n, "\xC3\xA4 text\x02");
        struct vet_case c = {text, n, good, DIAG_CONTROL_CHARACTER, line, 7};
        struct vet v;
        struct byte_fault fault = {.message = ""};
        vet_init(&v);
        assert_int_equal(vet_bytes(&v, c.bytes, c.n, true, &fault), c.good);
        assert_int_equal(fault.at.line, c.line);
        assert_int_equal(fault.at.column, c.column);
    }
}

/* Every byte at every place among others, and lines enough for any small counter to overflow. A
 * byte at the very start of the text, where encodings are told apart, is left to the cases above.
 */
static void test_every_byte_at_every_place(void **state)
{
    (void)state;
    char text[8192];
    for (unsigned byte = 0; byte < 256; byte++) {
        const bool alone = byte == '\t' || byte == '\n' || (byte >= ' ' && byte < 0x7F);
        for (size_t at = 4; at < 100; at++) {
            struct vet v;
            struct byte_fault fault = {.message = ""};
            memset(text, 'x', 100);
            text[at] = (char)byte;
            vet_init(&v);
            assert_int_equal(vet_bytes(&v, text, 100, true, &fault), alone ? 100 : at);
            assert_int_equal(fault.message[0] == '\0', alone);
            assert_int_equal(v.at.line, byte == '\n' ? 2 : 1);
            assert_int_equal(v.at.column, byte == '\n' ? 100 - at : alone ? 101 : at + 1);
        }
    }
    memset(text, '\n', sizeof text);
    for (size_t n = sizeof text - 40; n < sizeof text; n++) {
        struct vet v;
        struct byte_fault fault = {.message = ""};
        vet_init(&v);
        assert_int_equal(vet_bytes(&v, text, n, true, &fault), n);
        assert_int_equal(v.at.line, n + 1);
        assert_int_equal(v.at.column, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cut_finds_the_same),
        cmocka_unit_test(test_positions_far_down),
        cmocka_unit_test(test_every_byte_at_every_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
