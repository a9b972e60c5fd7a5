/* The page and the picture of a corpus, for the test in a browser, straight from the library:
 * draw svg|html OUT [CORPUS]. All clauses, 2015 to 2040, 2026-11-24 marked. */
#include <stdio.h>
#include <string.h>

#include "picture_of.h"

static int write_bytes(void *ctx, const char *bytes, size_t n)
{
    return fwrite(bytes, 1, n, ctx) == n ? 0 : 5;
}

static enum status draw(const struct pact_corpus *c, enum format format, FILE *file,
                        struct diags *d)
{
    const struct pact_question question = {
        .date = "2015-01-01..2040-12-31", .today = "2026-11-24", .all = true};
    const struct pact_output out = {.sink = write_bytes, .ctx = file};
    const struct style style = {.format = format};
    struct asker asker;
    struct writer w;
    size_t rows = 0;
    writer_init(&w, &out);
    enum status status = asker_init(&asker, c) ? ask_prepare(&asker, &question, d) : ST_NOMEM;
    if (status == ST_OK)
        status = picture_write(&asker, &style, day_from_ymd(2026, 11, 24), &w, &rows);
    status = writer_end(&w, status, d);
    asker_done(&asker);
    return status;
}

int main(int argc, char **argv)
{
    struct diags d;
    struct pact_corpus *corpus = NULL;
    if (argc < 3)
        return 2;
    diags_init(&d, 10);
    const char *const path = argc > 3 ? argv[3] : NULL;
    enum status status =
        path != NULL ? corpus_open(&path, 1, NULL, &d, &corpus) : corpus_builtin(&d, &corpus);
    FILE *file = fopen(argv[2], "wb");
    if (status == ST_OK && file != NULL)
        status = draw(corpus, strcmp(argv[1], "svg") == 0 ? FORMAT_SVG : FORMAT_HTML, file, &d);
    if (file == NULL || fclose(file) != 0)
        status = ST_IO;
    pact_corpus_free(corpus);
    diags_done(&d);
    return status == ST_OK ? 0 : 1;
}
