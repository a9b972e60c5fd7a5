/* What a corpus becomes: rows and strings, whatever the order of files, documents and keys. */
#define _XOPEN_SOURCE 700
#include "t.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fail_alloc.h"
#include "image_file.h"
#include "load.h"
#include "load_dump.h"

/* ---- corpora in a folder of their own ---- */

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/pact-test-load-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_one(const char *path, const struct stat *s, int type, struct FTW *f)
{
    (void)s;
    (void)type;
    (void)f;
    return remove(path);
}

static int drop_folder(void **state)
{
    (void)state;
    return nftw(folder, drop_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void write_file(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void clear_folder(void)
{
    drop_folder(NULL);
    assert_int_equal(mkdir(folder, 0777), 0);
}

/* ---- loading ---- */

struct loaded {
    enum status status;
    struct image_builder b;
    struct image img;
    struct diags d;
};

static void load_limited(struct loaded *c, const char *path, const struct load_options *options)
{
    diags_init(&c->d, 0);
    assert_true(image_builder_init(&c->b));
    c->status = load_corpus(&path, 1, options, &c->b, &c->d);
    if (c->status != ST_OK)
        return;
    image_builder_view(&c->b, &c->img);
    const char *fault = image_check(&c->img);
    if (fault)
        fail_msg("not an image: %s", fault);
}

static void load(struct loaded *c, const char *path)
{
    struct load_options options = {.stale = {0, 0}};
    load_limits_default(&options.limits);
    load_limited(c, path, &options);
}

static void done(struct loaded *c)
{
    image_builder_done(&c->b);
    diags_done(&c->d);
}

static void assert_sound(const struct loaded *c)
{
    if (c->status != ST_OK)
        fail_msg("status %d: %s:%u:%u %s", c->status, c->d.n ? c->d.items[0].place.file : "",
                 c->d.n ? c->d.items[0].place.line : 0, c->d.n ? c->d.items[0].place.column : 0,
                 c->d.n ? c->d.items[0].message : "");
}

static char *dump(const struct image *img)
{
    struct buf out;
    buf_init(&out, 0);
    load_dump(img, &out);
    assert_false(out.failed);
    return out.data;
}

static void assert_dump(const char *yaml, const char *expected)
{
    struct loaded c;
    clear_folder();
    write_file("c.yaml", yaml);
    load(&c, folder);
    assert_sound(&c);
    char *text = dump(&c.img);
    assert_string_equal(text, expected);
    free(text);
    done(&c);
}

/* ---- rows ---- */

#define HEAD                                                                                       \
    "pact: 1\nagreement: a\ntitle: A\ncomplete_through: 2026-01-01\n"                              \
    "parties: {acme: Acme, globex: Globex}\n"                                                      \
    "sources: {s: {publisher: P, title: S, kind: primary, date: 2020-01}}\n"
#define HEAD_DUMP                                                                                  \
    "agreement a 'A' 2026-01-01\n party acme 'Acme'\n party globex 'Globex'\n"                     \
    " source s 'P' 'S' - primary read=- 2020-01 note=-\n"

static void test_starts_of_instruments(void **state)
{
    (void)state;
    assert_dump(
        HEAD
        "instruments:\n"
        "  day: {title: T, signed: 2020-02-20, announced: 2020-03-01, sources: s}\n"
        "  announced: {title: T, announced: 2021-03, sources: [s]}\n"
        "  signed: {title: T, signed: 2021, announced: 2022, sources: s, kind: contract, binding: "
        "false}\n"
        "  effective: {title: T, announced: 2021-05-01, effective: 2021-06, sources: s, parties: "
        "[acme]}\n"
        "  event: {title: T, announced: 2021-05-01, effective: {event: go, plus: 6m}, sources: s}\n"
        "events: {go: {title: Go, occurred: 2021-07, announced: 2021-08-15}}\n",
        HEAD_DUMP
        " instrument announced 'T' kind=- binding=1 announced=2021-03 signed=- effective=- "
        "starts=@0:announced.announced/2021-03 known=2021-03-31 2021-03-01..2021-03-31 sources=s "
        "note=-\n"
        " instrument day 'T' kind=- binding=1 announced=2020-03-01 signed=2020-02-20 effective=- "
        "starts=2020-02-20 known=2020-03-01 2020-02-20..2020-02-20 sources=s note=-\n"
        " instrument effective 'T' kind=- binding=1 announced=2021-05-01 signed=- "
        "effective=@1:effective.effective/2021-06 starts=@1:effective.effective/2021-06 "
        "known=2021-05-01 "
        "2021-05-01..2021-05-01 sources=s parties=acme note=-\n"
        " instrument event 'T' kind=- binding=1 announced=2021-05-01 signed=- effective=@2:go+6m "
        "starts=@2:go+6m known=2021-05-01 2021-05-01..2021-05-01 sources=s note=-\n"
        " instrument signed 'T' kind=contract binding=0 announced=2022 signed=2021 effective=- "
        "starts=@3:signed.signed/2021 known=2022-12-31 2021-01-01..2021-12-31 sources=s note=-\n"
        " event go 'Go' 2021-07-01..2021-07-31/2021-07 announced=2021-08-15/2021-08-15 ruled_out=- "
        "note=-\n"
        " unknown announced.announced 2021-03-01..2021-03-31\n"
        " unknown effective.effective 2021-06-01..2021-06-30\n"
        " unknown signed.signed 2021-01-01..2021-12-31\n");
}

#define TWO                                                                                        \
    HEAD "instruments:\n"                                                                          \
         "  i1: {title: T, announced: 2020-03-01, sources: s}\n"                                   \
         "  i2: {title: T, announced: 2021-03-01, sources: s}\n"                                   \
         "events: {go: {title: Go}}\n"
#define TWO_DUMP                                                                                   \
    HEAD_DUMP                                                                                      \
    " instrument i1 'T' kind=- binding=1 announced=2020-03-01 signed=- effective=- "               \
    "starts=2020-03-01 "                                                                           \
    "known=2020-03-01 2020-03-01..2020-03-01 sources=s note=-\n"                                   \
    " instrument i2 'T' kind=- binding=1 announced=2021-03-01 signed=- effective=- "               \
    "starts=2021-03-01 "                                                                           \
    "known=2021-03-01 2021-03-01..2021-03-01 sources=s note=-\n"                                   \
    " event go 'Go' -..-/- announced=-/- ruled_out=- note=-\n"

static void test_bounds_and_their_unknowns(void **state)
{
    (void)state;
    assert_dump(
        TWO
        "clauses:\n"
        "  ip:\n    title: T\n    kind: right\n    history:\n"
        "    - {act: establish, by: i1, from: 2021, until: {last_of: [go, {first_of: [2030-05-05, "
        "{between: [2031-01-01, 2031-02-01]}]}, {after: 2033-02}]}, summary: S}\n"
        "    - {act: amend, by: i2, through: 2032, until: undisclosed}\n"
        "    - {act: amend, by: i2, through: open, from: 2021-03-02}\n"
        "    - {act: amend, by: i2, until: {after: 9999}}\n",
        TWO_DUMP
        " unknown ip#1.from 2021-01-01..2021-12-31\n"
        " unknown ip#1.until/1/1 2031-01-01..2031-02-01\n"
        " topic ip 1\n"
        " clause ip 'T' right note=-\n"
        "  act 1 establish by=i1 flags=2 from=@0:ip#1.from/2021 through=- "
        "until=@1:last(@2:go @3:first(@5:2030-05-05 @6:ip#1.until/1/1/-) @4:after 2033-02 "
        "2033-03-01) "
        "known=2020-03-01 'S'\n    {}\n"
        "  act 2 amend by=i2 flags=0 from=2021-03-01 through=2032-12-31 until=@7:undisclosed "
        "known=2021-03-01 '-'\n    {}\n"
        "  act 3 amend by=i2 flags=6 from=2021-03-02 through=- until=- known=2021-03-01 '-'\n    "
        "{}\n"
        "  act 4 amend by=i2 flags=0 from=2021-03-01 through=- until=@8:after 9999 never "
        "known=2021-03-01 '-'\n    {}\n");
}

static void test_terms(void **state)
{
    (void)state;
    assert_dump(
        TWO
        "clauses:\n"
        "  ip:\n    title: T\n    kind: right\n    history:\n"
        "    - act: establish\n      by: i1\n      until: go\n      summary: |\n        Two\n      "
        "  lines.\n"
        "      terms:\n"
        "        zone: [EU, \"no\", [1, 2.50], {b: -0, a: 'x'}, []]\n"
        "        fee: {undisclosed: {reported: {eur: 20}, source: s}}\n"
        "        day: 2031-01-31\n        off: false\n        nested: {}\n"
        "        later: {undisclosed: {reported: 7, announced: 2021}}\n"
        "        gone: undisclosed\n        none: unstated\n        undisclosed: 'undisclosed'\n"
        "        txt: \"2031-01-31\"\n        yes-no: true\n",
        TWO_DUMP
        " topic ip 1\n"
        " clause ip 'T' right note=-\n"
        "  act 1 establish by=i1 flags=0 from=2020-03-01 through=- until=@0:go known=2020-03-01 "
        "'Two\nlines.\n'\n"
        "    {@0 day:day 2031-01-31, "
        "@1 fee:reported @11:{@12 eur:#20} by s -/2020-01-31, @2 gone:undisclosed, "
        "@3 later:reported @13:#7 by - 2021/2021-12-31, @4 nested:{}, @5 none:unstated, @6 "
        "off:false, "
        "@7 txt:'2031-01-31, @8 undisclosed:'undisclosed, @9 yes-no:true, "
        "@10 zone:[@14:'EU, @15:'no, @16:[@19:#1, @20:#2.50], @17:{@21 a:'x, @22 b:#-0}, "
        "@18:[]]}\n");
}

static void test_what_few_acts_have(void **state)
{
    (void)state;
    assert_dump(
        TWO
        "clauses:\n"
        "  ip.b: {title: T, kind: right, holder: acme, obligor: [globex, acme], exception_to: "
        "ip.a, "
        "note: N, history: [{act: establish, by: i1, until: go, summary: S}]}\n"
        "  ip.a: {title: T, kind: limit, history: [\n"
        "    {act: establish, by: i1, until: unstated, terms: {a: 1, b: 2, c: 3}, summary: S},\n"
        "    {act: amend, by: i2, drop: [c, a], section: '4', provided_that: P, announced: "
        "2021-05, "
        "sources: s, kind: right, holder: globex, obligor: [acme], caveats: [{text: One}, "
        "{kind: erratum, text: Two, announced: 2022, sources: [s]}]}]}\n",
        TWO_DUMP " topic ip 2\n"
                 " clause ip.a 'T' limit note=-\n"
                 "  act 1 establish by=i1 flags=0 from=2020-03-01 through=- until=@0:unstated "
                 "known=2020-03-01 "
                 "'S'\n    {@0 a:#1, @1 b:#2, @2 c:#3}\n"
                 "  act 2 amend by=i2 flags=0 from=2021-03-01 through=- until=- known=2021-05-31 "
                 "'-'\n    {}\n"
                 "    extra@0 section=4 if=P announced=2021-05 sources=s holder=globex "
                 "obligor=acme drop=a drop=c "
                 "kind=right\n"
                 "    caveat@0 note 'One' -/2021-05-31\n"
                 "    caveat@1 erratum 'Two' 2022/2022-12-31 sources=s\n"
                 " clause ip.b 'T' right note=N holder=acme obligor=globex,acme exception_to=ip.a\n"
                 "  act 1 establish by=i1 flags=0 from=2020-03-01 through=- until=@1:go "
                 "known=2020-03-01 'S'\n    "
                 "{}\n");
}

/* Written acts of several documents by day signed; implicit ones behind those of their day. */
static void test_histories_are_merged(void **state)
{
    (void)state;
    assert_dump(HEAD
                "instruments:\n"
                "  i1: {title: T, announced: 2020-03-01, sources: s, reaffirms: ['*']}\n"
                "  i3: {title: T, announced: 2022-03-01, sources: s, reaffirms: [a/ip], silent_on: "
                "[ip, '*.b']}\n"
                "  i2: {title: T, announced: 2021-03-01, sources: s, silent_on: [ip.a]}\n"
                "  i0: {title: T, announced: 2021-03-01, sources: s, silent_on: [ip]}\n"
                "acts:\n"
                "  ip.a: [{act: amend, by: i3, terms: {x: 3}}]\n"
                "clauses:\n"
                "  ip.a: {title: T, kind: right, history: [{act: establish, by: i1, summary: S}]}\n"
                "  ip.b: {title: T, kind: right, history: [{act: establish, by: i2, summary: S}]}\n"
                "---\n"
                "agreement: a\nacts: {ip.a: [{act: amend, by: i2, terms: {x: 2}}]}\npact: 1\n",
                HEAD_DUMP " instrument i0 'T' kind=- binding=1 announced=2021-03-01 signed=- "
                          "effective=- starts=2021-03-01 "
                          "known=2021-03-01 2021-03-01..2021-03-01 sources=s note=-\n"
                          " instrument i1 'T' kind=- binding=1 announced=2020-03-01 signed=- "
                          "effective=- starts=2020-03-01 "
                          "known=2020-03-01 2020-03-01..2020-03-01 sources=s note=-\n"
                          " instrument i2 'T' kind=- binding=1 announced=2021-03-01 signed=- "
                          "effective=- starts=2021-03-01 "
                          "known=2021-03-01 2021-03-01..2021-03-01 sources=s note=-\n"
                          " instrument i3 'T' kind=- binding=1 announced=2022-03-01 signed=- "
                          "effective=- starts=2022-03-01 "
                          "known=2022-03-01 2022-03-01..2022-03-01 sources=s note=-\n"
                          " topic ip 2\n"
                          " clause ip.a 'T' right note=-\n"
                          "  act 1 establish by=i1 flags=0 from=2020-03-01 through=- until=- "
                          "known=2020-03-01 'S'\n    {}\n"
                          "  act 2 amend by=i2 flags=0 from=2021-03-01 through=- until=- "
                          "known=2021-03-01 '-'\n    {@0 x:#2}\n"
                          "  act 0 silent by=i0 flags=1 from=2021-03-01 through=- until=- "
                          "known=2021-03-01 '-'\n    {}\n"
                          "  act 3 amend by=i3 flags=0 from=2022-03-01 through=- until=- "
                          "known=2022-03-01 '-'\n    {@1 x:#3}\n"
                          " clause ip.b 'T' right note=-\n"
                          "  act 1 establish by=i2 flags=0 from=2021-03-01 through=- until=- "
                          "known=2021-03-01 'S'\n    {}\n"
                          "  act 0 reaffirm by=i3 flags=1 from=2022-03-01 through=- until=- "
                          "known=2022-03-01 '-'\n    {}\n");
}

static void test_places_are_kept(void **state)
{
    (void)state;
    struct loaded c;
    char path[128];
    clear_folder();
    write_file("a.yaml", "# first\n" TWO);
    snprintf(path, sizeof path, "%s/sub", folder);
    assert_int_equal(mkdir(path, 0777), 0);
    write_file("sub/b.yml",
               "pact: 1\nagreement: a\nclauses:\n  ip:\n    title: T\n    kind: right\n"
               "    history:\n      - act: establish\n        by: i1\n        summary: S\n");
    write_file("sub/c.txt", "not read");
    load(&c, folder);
    assert_sound(&c);
    assert_string_equal(image_str(&c.img, c.img.agreements[0].file), "a.yaml");
    assert_int_equal(c.img.agreements[0].line, 2);
    assert_string_equal(image_str(&c.img, c.img.clauses[0].file), "sub/b.yml");
    assert_int_equal(c.img.clauses[0].line, 4);
    assert_int_equal(c.img.acts[0].line, 8);
    assert_int_equal(c.img.instruments[1].line, 10);
    done(&c);
    snprintf(path, sizeof path, "%s/a.yaml", folder);
    load(&c, path); /* a file by itself: its last part */
    assert_sound(&c);
    assert_string_equal(image_str(&c.img, c.img.agreements[0].file), "a.yaml");
    done(&c);
}

/* ---- canonical ---- */

/* A corpus in pieces that may stand in any document, in any order. */
struct piece {
    const char *section, *text;
};

static const struct piece pieces[] = {
    {"parties", "  globex: Globex Ltd\n"},
    {"parties", "  acme: Acme\n"},
    {"sources", "  s-2: {publisher: P, title: Second, date: 2021, kind: press}\n"},
    {"sources", "  s-1: {publisher: P, title: First, date: 2020-01-01, kind: primary}\n"},
    {"instruments",
     "  main: {title: Main, announced: 2020-03-01, effective: 2020-04, sources: [s-1]}\n"},
    {"instruments",
     "  late: {title: Late, announced: 2022, sources: [s-2, s-1], silent_on: [ip, cloud]}\n"},
    {"instruments",
     "  next: {title: Next, signed: 2021-05-05, announced: 2021-06-01, sources: [s-2]}\n"},
    {"events", "  sold: {title: Sold, requires: [agreed]}\n"},
    {"events", "  agreed: {title: Agreed, ruled_out_through: 2021-01-01}\n"},
    {"clauses", "  ip.use:\n    title: Use\n    kind: right\n    holder: globex\n    history:\n"
                "      - {act: establish, by: main, until: {first_of: [sold, {between: "
                "[2030-01-01, 2031-01-01]}]}, "
                "terms: {b: [1, {y: 1, x: [2]}], a: {undisclosed: {reported: 5, source: s-2}}}, "
                "summary: Use it.}\n"},
    {"clauses",
     "  ip:\n    kind: limit\n    obligor: [acme, globex]\n    title: All\n    exception_to: "
     "ip.use\n    history:\n"
     "      - {summary: All of it., by: main, from: 2021-02, act: establish, section: '7'}\n"
     "      - {by: next, act: amend, terms: {a: true, c: 2.0}, drop: [z, a2], caveats: [{text: "
     "Why}]}\n"},
    {"clauses", "  ip-old.x:\n    title: Old\n    kind: fact\n    history: [{act: establish, by: "
                "main, through: 2025, summary: Old.}]\n"},
    {"clauses", "  cloud.a:\n    title: Cloud\n    kind: right\n    history: [{act: establish, by: "
                "main, summary: Cloud., "
                "until: {event: sold, plus: 90d}}]\n"},
    {"acts",
     "  ip.use: [{act: amend, by: next, until: {event: sold, plus: 1y}, sources: [s-1, s-2]}]\n"},
    {"acts",
     "  cloud.a: [{act: terminate, by: next, from: {between: [2022-01-01, 2022-02-01]}}]\n"},
};

static const char *const sections[] = {"parties", "sources", "instruments",
                                       "events",  "clauses", "acts"};

static void shuffle(uint32_t *order, uint32_t n, uint64_t *seed)
{
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = (uint32_t)(next_random(seed) % i), t = order[i - 1];
        order[i - 1] = order[j];
        order[j] = t;
    }
}

/* Document `doc`: the pieces dealt to it, sections and pieces in a random order. */
static void put_document(struct buf *out, const uint32_t *dealt, uint32_t doc, uint64_t *seed)
{
    uint32_t order[ARRAY_COUNT(sections) + 2], inner[ARRAY_COUNT(pieces)];
    shuffle(order, ARRAY_COUNT(order), seed);
    buf_puts(out, "---\n");
    for (size_t i = 0; i < ARRAY_COUNT(order); i++) {
        if (order[i] == ARRAY_COUNT(sections)) {
            buf_puts(out, "agreement: a\npact: 1\n");
            continue;
        }
        if (order[i] > ARRAY_COUNT(sections)) {
            buf_puts(out, doc == 1 ? "complete_through: 2026-01-01\ntitle: An agreement\n" : "");
            continue;
        }
        bool begun = false;
        shuffle(inner, ARRAY_COUNT(inner), seed);
        for (size_t k = 0; k < ARRAY_COUNT(pieces); k++) {
            const struct piece *p = &pieces[inner[k]];
            if (dealt[inner[k]] != doc || strcmp(p->section, sections[order[i]]) != 0)
                continue;
            if (!begun)
                buf_printf(out, "%s:\n", p->section);
            begun = true;
            buf_puts(out, p->text);
        }
    }
}

enum { DOCS = 4 };

static void write_shuffled(uint64_t *seed, unsigned files)
{
    uint32_t dealt[ARRAY_COUNT(pieces)], order[DOCS];
    struct buf text[3];
    clear_folder();
    for (size_t i = 0; i < ARRAY_COUNT(dealt); i++)
        dealt[i] = (uint32_t)(next_random(seed) % DOCS);
    shuffle(order, DOCS, seed);
    for (unsigned f = 0; f < files; f++) {
        char name[16];
        buf_init(&text[f], 0);
        buf_puts(&text[f], "# a file\n");
        for (uint32_t i = f; i < DOCS; i += files)
            put_document(&text[f], dealt, order[i], seed);
        assert_false(text[f].failed);
        snprintf(name, sizeof name, "%u.yaml", f);
        write_file(name, text[f].data);
        buf_done(&text[f]);
    }
}

static void forget_lines(struct image_builder *b)
{
#define FORGET(member, type)                                                                       \
    for (size_t i = 0; i < b->member.n; i++)                                                       \
    VEC_AT(&b->member, struct type, i)->line = 0
    FORGET(agreements, agreement_row);
    FORGET(sources, source_row);
    FORGET(instruments, instrument_row);
    FORGET(events, event_row);
    FORGET(clauses, clause_row);
    FORGET(acts, act_row);
#undef FORGET
}

static void assert_same_bytes(const struct loaded *a, const struct loaded *b)
{
#define X(member, type)                                                                            \
    assert_int_equal(a->img.n_##member, b->img.n_##member);                                        \
    if (a->img.n_##member > 0)                                                                     \
        assert_memory_equal(a->img.member, b->img.member, a->img.n_##member * sizeof(type));
    IMAGE_SECTIONS(X)
#undef X
}

static void test_order_changes_no_byte(void **state)
{
    (void)state;
    uint64_t seed = 20260101;
    struct loaded first;
    write_shuffled(&seed, 1);
    load(&first, folder);
    assert_sound(&first);
    assert_int_equal(first.d.errors, 0);
    forget_lines(&first.b);
    char *text = dump(&first.img);
    for (int round = 0; round < 200; round++) {
        struct loaded c;
        unsigned files = round % 2 ? 1 : 2 + (unsigned)(next_random(&seed) % 2);
        write_shuffled(&seed, files);
        load(&c, folder);
        assert_sound(&c);
        forget_lines(&c.b);
        char *other = dump(&c.img);
        assert_string_equal(other, text);
        free(other);
        if (files == 1) /* with more, the names of files lie among the strings */
            assert_same_bytes(&first, &c);
        done(&c);
    }
    free(text);
    done(&first);
}

/* ---- hostile input ---- */

static const char corpus[] = TWO
    "clauses:\n"
    "  ip.use:\n    title: \"Us\\u00e9\"\n    kind: right\n    holder: [acme]\n    history:\n"
    "      - act: establish\n        by: i1\n        until: {first_of: [go, {event: go, plus: 3d}, "
    "{between: [2030-01-01, 2031-01-01]}, {after: 2033}]}\n        section: '4'\n"
    "        terms: {a: 1, b: [x, {y: no-thing}], c: {undisclosed: {reported: 20, source: s}}}\n"
    "        summary: >\n          Folded\n          text.\n"
    "        caveats: [{kind: contested, text: T, announced: 2021, sources: s}]\n"
    "---\npact: 1\nagreement: a\nacts:\n  ip.use:\n"
    "    - {act: amend, by: i2, drop: [a], terms: {b: 2}, through: open}\n";

static void load_bytes(struct loaded *c, const char *bytes, size_t n)
{
    char path[128];
    snprintf(path, sizeof path, "%s/c.yaml", folder);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    load(c, path);
    assert_true(c->status == ST_OK || c->status == ST_INVALID);
    assert_true((c->status == ST_OK) == (c->d.errors == 0));
    for (size_t i = 0; i < c->d.n; i++) {
        struct buf out;
        buf_init(&out, 0);
        diag_print(&out, &c->d.items[i], false, 0);
        buf_done(&out);
    }
}

static void test_cut_anywhere(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof corpus; n++) {
        struct loaded c;
        load_bytes(&c, corpus, n);
        done(&c);
    }
}

static void test_bytes_changed(void **state)
{
    (void)state;
    static const char bytes[] = "\0\t\n\r !\"#%&'*,-:?@[]{|}~\x80\xC3\xFF";
    uint64_t seed = 99;
    char text[sizeof corpus];
    for (int round = 0; round < 4000; round++) {
        struct loaded c;
        memcpy(text, corpus, sizeof text);
        for (uint64_t k = 1 + next_random(&seed) % 3; k > 0; k--)
            text[next_random(&seed) % (sizeof text - 1)] =
                bytes[next_random(&seed) % (sizeof bytes - 1)];
        load_bytes(&c, text, sizeof text - 1);
        done(&c);
    }
}

static void test_depth_costs_nothing(void **state)
{
    (void)state;
    static const char *const starts[] = {"", "a: ", "- ", "clauses: {a: {history: [{terms: {a: "};
    struct loaded c;
    enum { N = 200000 };
    char *text = malloc(N + 64);
    assert_non_null(text);
    for (size_t i = 0; i < ARRAY_COUNT(starts); i++) {
        size_t n = strlen(starts[i]);
        memcpy(text, starts[i], n);
        memset(text + n, '[', N);
        load_bytes(&c, text, n + N);
        assert_int_equal(c.status, ST_INVALID);
        bool found = false;
        for (size_t k = 0; k < c.d.n; k++)
            found = found || c.d.items[k].code == DIAG_LIMIT;
        assert_true(found);
        done(&c);
    }
    free(text);
}

static void test_errors_are_counted(void **state)
{
    (void)state;
    struct loaded c;
    struct buf text;
    buf_init(&text, 0);
    buf_puts(&text, TWO);
    for (int i = 0; i < 5000; i++)
        buf_printf(&text, "key-%d: 1\n", i);
    load_bytes(&c, text.data, text.n);
    assert_int_equal(c.d.errors, 5000);
    assert_int_equal(c.d.n, DIAG_MAX_SHOWN);
    assert_int_equal(c.d.dropped, 4900);
    assert_int_equal(c.d.items[0].place.line, 11);
    assert_string_equal(c.d.items[0].excerpt, "key-0: 1");
    assert_int_equal(c.d.items[99].place.line, 110);
    done(&c);
    buf_done(&text);
}

static void test_memory_runs_out(void **state)
{
    (void)state;
    clear_folder();
    write_file("c.yaml", corpus);
    for (int sticky = 0; sticky < 2; sticky++) {
        for (size_t k = 1;; k++) {
            struct load_options options = {.stale = {1, 'y'}};
            const char *path = folder;
            struct image_builder b;
            struct diags d;
            load_limits_default(&options.limits);
            fail_alloc_at(k, sticky != 0);
            diags_init(&d, 0);
            enum status status = ST_NOMEM;
            if (image_builder_init(&b))
                status = load_corpus(&path, 1, &options, &b, &d);
            const bool reached = fail_alloc_count() >= k;
            fail_alloc_off();
            if (status == ST_OK) { /* also where what failed was not needed */
                struct image img;
                image_builder_view(&b, &img);
                const char *fault = image_check(&img);
                if (fault || d.failed)
                    fail_msg("allocation %zu: %s", k, fault);
            } else {
                assert_true(reached);
                assert_int_equal(status, ST_NOMEM);
            }
            image_builder_done(&b);
            diags_done(&d);
            if (!reached)
                break;
        }
    }
}

/* ---- corpora that are sound ---- */

static void test_valid_corpora(void **state)
{
    (void)state;
    static const char *const names[] = {"acme",      "two",         "bounds", "terms",
                                        "histories", "disclosures", "bytes"};
    char path[512];
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        struct loaded c;
        snprintf(path, sizeof path, "%s/corpus/valid/%s", TEST_DATA, names[i]);
        load(&c, path);
        assert_sound(&c);
        assert_int_equal(c.d.warnings, 0);
        done(&c);
    }
}

/* ---- paths ---- */

static void test_paths(void **state)
{
    (void)state;
    struct loaded c;
    char path[128];
    clear_folder();
    load(&c, folder);
    assert_int_equal(c.status, ST_INVALID);
    assert_int_equal(c.d.items[0].code, DIAG_EMPTY);
    done(&c);
    snprintf(path, sizeof path, "%s/missing.yaml", folder);
    load(&c, path);
    assert_int_equal(c.status, ST_IO);
    assert_int_equal(c.d.items[0].code, DIAG_CANNOT_READ);
    done(&c);
    write_file("comment.yaml", "# nothing\n");
    write_file("twice.yaml", "---\n" TWO "---\n---\n");
    load(&c, folder);
    assert_sound(&c);
    done(&c);
}

static void test_standard_input(void **state)
{
    (void)state;
    struct loaded c;
    char path[128];
    int kept = dup(0);
    snprintf(path, sizeof path, "%s/in.yaml", folder);
    write_file("in.yaml", TWO "nonsense: 1\n");
    assert_non_null(freopen(path, "r", stdin));
    load(&c, "-");
    assert_int_equal(c.status, ST_INVALID);
    assert_string_equal(c.d.items[0].place.file, "-");
    assert_string_equal(c.d.items[0].excerpt, "nonsense: 1");
    done(&c);
    write_file("in.yaml", TWO);
    assert_non_null(freopen(path, "r", stdin));
    load(&c, "-");
    assert_sound(&c);
    assert_string_equal(image_str(&c.img, c.img.agreements[0].file), "<stdin>");
    done(&c);
    dup2(kept, 0);
    close(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_starts_of_instruments),
        cmocka_unit_test(test_bounds_and_their_unknowns),
        cmocka_unit_test(test_terms),
        cmocka_unit_test(test_what_few_acts_have),
        cmocka_unit_test(test_histories_are_merged),
        cmocka_unit_test(test_places_are_kept),
        cmocka_unit_test(test_order_changes_no_byte),
        cmocka_unit_test(test_cut_anywhere),
        cmocka_unit_test(test_bytes_changed),
        cmocka_unit_test(test_depth_costs_nothing),
        cmocka_unit_test(test_errors_are_counted),
        cmocka_unit_test(test_memory_runs_out),
        cmocka_unit_test(test_valid_corpora),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_standard_input),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
