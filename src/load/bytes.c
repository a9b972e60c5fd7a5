/* Vetting. libyaml reports faults of encoding without a line, takes a lone CR, U+0085, U+2028 and
 * U+2029 for line breaks (so that a live key can hide in what an editor shows as a comment), and
 * needs time quadratic in the count of %TAG directives before it says a word. So none of that
 * reaches it.
 *
 * The bytes come in blocks. Nearly all are printable ASCII and line feeds and are passed thirty-two
 * at a time, lines counted on the way; the rest goes byte by byte. Columns are only counted at the
 * end of a block and at a fault. */
#include "bytes.h"

#include <stdio.h>
#include <string.h>

#include "short.h"
#include "text.h"

void vet_init(struct vet *v)
{
    *v = (struct vet){.at = {1, 1}};
}

/* The work on one block. */
struct pass {
    struct vet *v;
    const unsigned char *bytes;
    size_t n;
    bool last;
    size_t text_start; /* behind a byte order mark, which has no column */
    struct byte_fault *fault;
};

/* The place of byte i, lines having been counted up to there. */
static struct spot spot_of(const struct pass *p, size_t i)
{
    size_t start = i;
    uint32_t characters = 0;
    while (start > p->text_start && p->bytes[start - 1] != '\n')
        characters += (p->bytes[--start] & 0xC0) != 0x80;
    bool whole = start > p->text_start; /* the line begins in this block */
    return (struct spot){p->v->at.line, (whole ? 1 : p->v->at.column) + characters};
}

static void refuse(struct pass *p, size_t i, enum diag_code code, const char *message,
                   const char *hint)
{
    p->fault->code = code;
    p->fault->at = spot_of(p, i);
    p->fault->hint = hint;
    snprintf(p->fault->message, sizeof p->fault->message, "%s", message);
}

static void refuse_code(struct pass *p, size_t i, uint32_t code)
{
    char text[64];
    const char *hint =
        code == 0 ? "a corpus is text; is this file binary?"
                  : "take it out; in a double-quoted scalar it may be written as an escape";
    snprintf(text, sizeof text, "control character U+%04X", (unsigned)code);
    refuse(p, i, DIAG_CONTROL_CHARACTER, text, hint);
}

/* Which of sixteen bytes are ordinary: a '%' is not. Counts the line feeds of each lane. One more
 * than U+007F or a byte beyond ASCII is not above the space, as it is negative or 0. */
static inline lanes ordinary(const unsigned char *bytes, lanes *lines)
{
    typedef uint8_t plain __attribute__((vector_size(sizeof(lanes))));
    const plain v = (plain)sixteen_bytes(bytes);
    lanes line_feed = v == '\n';
    *lines -= line_feed;
    return (((lanes)(v + 1) > ' ') | line_feed) & (v != '%');
}

#define STEP (2 * sizeof(lanes))

/* Of which no lane can hold more than 127 line feeds. */
#define STRETCH (63 * STEP)

/* Passes ordinary bytes, printable ASCII and line feeds, of a stretch; a step of which a byte needs
 * a look of its own is left to the caller. Counts the lines. */
static size_t pass_stretch(struct pass *p, size_t i, size_t end)
{
    lanes lines = {0};
    for (; end - i >= STEP; i += STEP) {
        lanes more = lines;
        lanes first = ordinary(p->bytes + i, &more);
        lanes second = ordinary(p->bytes + i + sizeof(lanes), &more);
        if (!all_lanes(first & second))
            break;
        lines = more;
    }
    for (size_t k = 0; k < sizeof lines; k++)
        p->v->at.line += (unsigned char)lines[k];
    return i;
}

static size_t pass_ordinary(struct pass *p, size_t i)
{
    size_t end;
    do {
        end = p->n - i < STRETCH ? p->n : i + STRETCH;
        i = pass_stretch(p, i, end);
    } while (i == end && i < p->n);
    return i;
}

static bool word_at(const struct pass *p, size_t i, const char *word)
{
    size_t n = strlen(word);
    return p->n - i > n && memcmp(p->bytes + i, word, n) == 0 &&
           (p->bytes[i + n] == ' ' || p->bytes[i + n] == '\t');
}

/* A line that begins with '%' stands at i. False: the pass ends here. */
static bool vet_directive(struct pass *p, size_t i)
{
    if (p->n - i < VET_AHEAD && !p->last)
        return false;
    if (word_at(p, i, "%TAG")) {
        refuse(p, i, DIAG_DIRECTIVE, "a %TAG directive", "take it out; a corpus has no tags");
        return false;
    }
    if (word_at(p, i, "%YAML") && ++p->v->directives > 1) {
        refuse(p, i, DIAG_DIRECTIVE, "a second %YAML directive",
               "one, at the start of the file, is enough");
        return false;
    }
    return true;
}

static const char *line_break_hint(uint32_t code)
{
    return code == '\r' ? "end lines with LF or CR LF"
                        : "some programs break the line here, others do not; use LF";
}

/* One sequence of UTF-8 beyond ASCII. Returns its length, 0 to end the pass. */
static size_t vet_sequence(struct pass *p, size_t i)
{
    uint32_t code;
    size_t length = utf8_decode((const char *)p->bytes + i, p->n - i, &code);
    char text[64];
    if (length == 0) {
        if (p->n - i < 4 && !p->last)
            return 0;
        snprintf(text, sizeof text, "byte 0x%02X is not UTF-8 here", p->bytes[i]);
        refuse(p, i, DIAG_ENCODING, text, "save the file as UTF-8");
        return 0;
    }
    if (code == 0x85 || code == 0x2028 || code == 0x2029) {
        snprintf(text, sizeof text, "line break U+%04X", (unsigned)code);
        refuse(p, i, DIAG_LINE_BREAK, text, line_break_hint(code));
        return 0;
    }
    if (code < 0xA0 || code == 0xFFFE || code == 0xFFFF) {
        refuse_code(p, i, code);
        return 0;
    }
    if (code == 0xFEFF) {
        refuse(p, i, DIAG_CONTROL_CHARACTER, "a byte order mark inside the file",
               "it belongs at the start of a file, or nowhere");
        return 0;
    }
    return length;
}

static bool at_line_start(const struct pass *p, size_t i)
{
    return i == p->text_start ? p->v->at.column == 1 : p->bytes[i - 1] == '\n';
}

/* One byte or sequence. Returns its length, 0 to end the pass. */
static size_t pass_one(struct pass *p, size_t i)
{
    unsigned char c = p->bytes[i];
    if (c == '%' && at_line_start(p, i))
        return vet_directive(p, i) ? 1 : 0;
    if (c == '\n')
        p->v->at.line++;
    if ((c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t')
        return 1;
    if (c >= 0x80)
        return vet_sequence(p, i);
    if (c != '\r') {
        refuse_code(p, i, c);
        return 0;
    }
    if (i + 1 == p->n && !p->last)
        return 0;
    if (i + 1 < p->n && p->bytes[i + 1] == '\n')
        return 1;
    refuse(p, i, DIAG_LINE_BREAK, "a carriage return without a line feed", line_break_hint('\r'));
    return 0;
}

/* UTF-16 and UTF-32, with or without a byte order mark: ASCII comes first in any YAML. */
static bool other_encoding(const unsigned char *b, size_t n, const char **ret_name)
{
    static const struct {
        const char *name;
        unsigned char value[4], mask[4];
    } forms[] = {
        {"UTF-32", {0xFF, 0xFE, 0, 0}, {0xFF, 0xFF, 0xFF, 0xFF}},
        {"UTF-32", {0, 0, 0xFE, 0xFF}, {0xFF, 0xFF, 0xFF, 0xFF}},
        {"UTF-32", {0, 0, 0, 0}, {0xFF, 0xFF, 0xFF, 0}},
        {"UTF-32", {0, 0, 0, 0}, {0, 0xFF, 0xFF, 0xFF}},
        {"UTF-16", {0xFF, 0xFE, 0, 0}, {0xFF, 0xFF, 0, 0}},
        {"UTF-16", {0xFE, 0xFF, 0, 0}, {0xFF, 0xFF, 0, 0}},
        {"UTF-16", {0, 0, 0, 0}, {0xFF, 0, 0xFF, 0}},
        {"UTF-16", {0, 0, 0, 0}, {0, 0xFF, 0, 0xFF}},
    };
    for (size_t f = 0; n >= 4 && f < sizeof forms / sizeof *forms; f++) {
        bool fits = true;
        for (int i = 0; i < 4; i++)
            fits = fits && (b[i] & forms[f].mask[i]) == forms[f].value[i];
        if (fits) {
            *ret_name = forms[f].name;
            return true;
        }
    }
    if (n >= 2 && (b[0] ^ b[1]) == 1 && b[0] >= 0xFE) {
        *ret_name = "UTF-16";
        return true;
    }
    return false;
}

/* The first bytes of a file: the encoding, and a byte order mark, which has no column. Returns how
 * many bytes are passed; *ret_go says whether to go on. */
static size_t start_file(struct pass *p, bool *ret_go)
{
    const char *name;
    char text[64];
    *ret_go = p->n >= 4 || p->last;
    if (!*ret_go)
        return 0;
    p->v->started = true;
    if (other_encoding(p->bytes, p->n, &name)) {
        snprintf(text, sizeof text, "the file is %s, not UTF-8", name);
        refuse(p, 0, DIAG_ENCODING, text, "save the file as UTF-8");
        *ret_go = false;
        return 0;
    }
    if (p->n < 3 || memcmp(p->bytes, "\xEF\xBB\xBF", 3) != 0)
        return 0;
    p->text_start = 3;
    return 3;
}

static size_t run_pass(struct pass *p)
{
    size_t i = 0;
    bool go = true;
    if (!p->v->started)
        i = start_file(p, &go);
    while (go && i < p->n) {
        i = pass_ordinary(p, i);
        for (size_t end = i + sizeof(uint64_t); go && i < p->n && i < end;) {
            size_t passed = pass_one(p, i);
            i += passed;
            go = passed != 0;
        }
    }
    return i;
}

size_t vet_bytes(struct vet *v, const char *bytes, size_t n, bool last,
                 struct byte_fault *ret_fault)
{
    struct pass p = {
        .v = v, .bytes = (const unsigned char *)bytes, .n = n, .last = last, .fault = ret_fault};
    size_t passed = run_pass(&p);
    v->at.column = spot_of(&p, passed).column;
    return passed;
}
