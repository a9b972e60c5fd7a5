/* libyaml 0.2.5 is treated as a tokenizer. Its error struct is not trusted: a failed call may leave
 * no code and no text. */
#include "yread.h"

#include <string.h>

#include "loader.h"

#define SCALAR_MAX (1U << 30) /* whatever the limit: lengths are kept in 32 bits */

/* So much is recorded at a time of a file that is read while it is played. */
#define STRETCH ((size_t)1024)

struct tape_limits yr_limits(const struct loader *l)
{
    const struct load_limits *most = &l->limits;
    return (struct tape_limits){
        .file_bytes = most->file_bytes,
        .scalar_bytes = most->scalar_bytes < SCALAR_MAX ? most->scalar_bytes : SCALAR_MAX,
        .depth = (unsigned)(most->depth < IMAGE_MAX_DEPTH ? most->depth : IMAGE_MAX_DEPTH)};
}

void yr_init(struct yr *y, struct loader *l)
{
    y->l = l;
    y->recording = false;
    tape_init(&y->own);
}

void yr_done(struct yr *y)
{
    tape_done(&y->own);
}

static void start(struct yr *y, uint32_t file, struct tape *tape)
{
    y->tape = tape;
    y->file = file;
    y->recorder.limits = yr_limits(y->l);
    y->depth = 0;
    y->broken = false;
    y->kind = YR_END;
    y->at = (struct spot){1, 1};
}

void yr_open(struct yr *y, uint32_t file, int fd, struct buf *keep)
{
    const struct tape_limits limits = yr_limits(y->l);
    start(y, file, &y->own);
    y->own.n = y->own.at = 0;
    y->recording = recorder_open(&y->recorder, fd, &limits, keep);
    y->broken = !y->recording;
    if (y->broken)
        y->l->no_memory = true;
}

void yr_open_tape(struct yr *y, uint32_t file, struct tape *tape)
{
    start(y, file, tape);
}

bool yr_close(struct yr *y)
{
    const bool good = !y->recording || y->recorder.input.end != INPUT_ERROR;
    if (y->recording)
        recorder_close(&y->recorder);
    y->recording = false;
    return good;
}

static struct spot spot_of_mark(yaml_mark_t m)
{
    return (struct spot){(uint32_t)m.line + 1, (uint32_t)m.column + 1};
}

static void report_input(struct yr *y)
{
    struct loader *l = y->l;
    const struct input *in = &y->recorder.input;
    if (in->end == INPUT_FAULT)
        hint(report(l, in->fault.code, y->file, in->fault.at, "%s", in->fault.message),
             in->fault.hint);
    else if (in->end == INPUT_TOO_LARGE)
        report_limit(l, "file", l->limits.file_bytes, y->file, (struct spot){0, 0});
    else
        report(l, DIAG_CANNOT_READ, y->file, (struct spot){0, 0}, "cannot read '%s': %s",
               file_path(l, y->file), strerror(in->error));
}

/* What libyaml says in its own words, and what most often is behind it. */
static const char *syntax_hint(const char *problem)
{
    static const struct {
        const char *part, *hint;
    } hints[] = {
        {"mapping values are not allowed", "quote text that has ': ' in it; check the indentation"},
        {"could not find expected ':'",
         "a key needs ':' and a blank behind it; check the indentation"},
        {"cannot start any token", "tabs do not indent; quote text that begins with @, ` or %"},
        {"did not find expected key", "check the indentation, and that quotes are closed"},
        {"did not find expected ',' or",
         "check that brackets are closed; quote text that has , [ ] { or } in it"},
        {"did not find expected '-'", "check the indentation"},
        {"unexpected end of stream", "a quote is not closed"},
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (strstr(problem, hints[i].part))
            return hints[i].hint;
    return NULL;
}

static bool same_spot(struct spot a, struct spot b)
{
    return a.line == b.line && a.column == b.column;
}

/* Where the mistake is likely to be. At the end of the file, and where a key lacks its colon,
 * libyaml only notices behind it: then what it was reading, the context, is the better place. */
static void report_syntax(struct yr *y)
{
    const yaml_parser_t *p = &y->recorder.parser;
    const struct input *in = &y->recorder.input;
    const char *problem = p->problem ? p->problem : "it cannot be understood";
    struct spot at = spot_of_mark(p->problem_mark), context = spot_of_mark(p->context_mark);
    bool at_end = in->end == INPUT_ALL_READ && same_spot(at, in->vet.at);
    bool behind = at_end || strstr(problem, "could not find expected ':'");
    if (at_end && !p->context && at.line > 1 && at.column == 1)
        at = (struct spot){at.line - 1, 1};
    struct spot place = behind && p->context ? context : at;
    struct diag *g = report(y->l, DIAG_YAML_SYNTAX, y->file, place, "broken YAML: %s", problem);
    hint(g, syntax_hint(problem));
    if (!p->context || same_spot(at, context))
        return;
    if (behind)
        second_place(y->l, g, y->file, at, "noticed here");
    else
        second_place(y->l, g, y->file, context, p->context);
}

/* Nothing more is played of this file. */
static void stop(struct yr *y)
{
    y->broken = true;
    y->tape->at = y->tape->n;
}

/* libyaml has failed, and is not called again. */
static void fail(struct yr *y)
{
    const yaml_error_type_t error = y->recorder.parser.error;
    const enum input_end end = y->recorder.input.end;
    stop(y);
    y->l->incomplete = true;
    if (error == YAML_MEMORY_ERROR || error == YAML_NO_ERROR)
        y->l->no_memory = true;
    else if (error != YAML_READER_ERROR)
        report_syntax(y);
    if (end != INPUT_ALL_READ && end != INPUT_GOES_ON)
        report_input(y);
    else if (error == YAML_READER_ERROR)
        report_syntax(y); /* cannot happen with vetted bytes */
}

/* The next event where all of the tape has been played: more is recorded in its place. NULL: the
 * file cannot be read further. */
static const struct tape_event *record(struct yr *y)
{
    if (y->broken)
        return NULL;
    if (y->recording) {
        y->own.n = y->own.at = 0;
        recorder_run(&y->recorder, &y->own, STRETCH);
    }
    const struct tape_event *e = tape_play(y->tape);
    if (e == NULL) {
        stop(y);
        y->l->no_memory = y->l->no_memory || y->tape->failed;
    }
    return e;
}

static void refuse_anchor(struct yr *y, const char *what, const struct tape_event *e)
{
    struct diag *g =
        report(y->l, DIAG_ANCHOR, y->file, y->at, "%s '%s'", what, quote(tape_text(e), e->n).text);
    hint(g, "write the value out: in a corpus every value stands in its place");
}

static void refuse_tag(struct yr *y, const struct tape_event *e)
{
    hint(report(y->l, DIAG_TAG, y->file, y->at, "tag '%s'", quote(tape_text(e), e->n).text),
         "take it out; quote a scalar that is to be a string");
}

static void start_collection(struct yr *y, enum yr_kind kind)
{
    const uint64_t most = y->recorder.limits.depth;
    if (++y->depth <= most) {
        y->kind = kind;
        return;
    }
    report_limit(y->l, "depth", most, y->file, y->at);
    stop(y);
    y->l->incomplete = true;
}

/* An event that is no scalar with a text. */
static enum yr_kind take_other(struct yr *y, const struct tape_event *e)
{
    y->kind = YR_END;
    if (e->kind == TAPE_FAILURE) {
        fail(y);
        return YR_END;
    }
    y->at = e->at;
    switch ((enum tape_kind)e->kind) {
    case TAPE_LONG:
        report_limit(y->l, "scalar", y->recorder.limits.scalar_bytes, y->file, y->at);
        y->kind = YR_VOID;
        break;
    case TAPE_NUL:
        hint(report(y->l, DIAG_CONTROL_CHARACTER, y->file, y->at,
                    "control character U+0000 as an escape"),
             "take it out");
        y->kind = YR_VOID;
        break;
    case TAPE_LIST:
        start_collection(y, YR_LIST);
        break;
    case TAPE_MAP:
        start_collection(y, YR_MAP);
        break;
    case TAPE_END:
        y->depth--;
        break;
    case TAPE_ANCHOR:
        refuse_anchor(y, "an anchor", e);
        return yr_next(y);
    case TAPE_TAG:
        refuse_tag(y, e);
        return yr_next(y);
    case TAPE_ALIAS:
        refuse_anchor(y, "an alias", e);
        y->kind = YR_VOID;
        break;
    case TAPE_PLAIN:
    case TAPE_QUOTED:
    case TAPE_DOCUMENT:
    case TAPE_STREAM_END:
    case TAPE_FAILURE:
    case TAPE_OTHER:
        break;
    }
    return y->kind;
}

static enum yr_kind take(struct yr *y, const struct tape_event *e)
{
    if (e->kind != TAPE_PLAIN && e->kind != TAPE_QUOTED)
        return take_other(y, e);
    y->at = e->at;
    y->text = tape_text(e);
    y->n = e->n;
    y->plain = e->kind == TAPE_PLAIN;
    return y->kind = YR_SCALAR;
}

static enum yr_kind record_next(struct yr *y)
{
    const struct tape_event *e = record(y);
    return e != NULL ? take(y, e) : (y->kind = YR_END);
}

enum yr_kind yr_next(struct yr *y)
{
    const struct tape_event *e = tape_play(y->tape);
    return e != NULL ? take(y, e) : record_next(y);
}

bool yr_document(struct yr *y)
{
    for (;;) {
        const struct tape_event *e = tape_play(y->tape);
        if (e == NULL && (e = record(y)) == NULL)
            return false;
        if (e->kind == TAPE_FAILURE) {
            fail(y);
            return false;
        }
        y->at = e->at;
        if (e->kind == TAPE_DOCUMENT || e->kind == TAPE_STREAM_END)
            return e->kind == TAPE_DOCUMENT;
    }
}

void yr_skip(struct yr *y)
{
    if (y->kind != YR_LIST && y->kind != YR_MAP)
        return;
    unsigned outside = y->depth - 1;
    while (!y->broken && y->depth > outside)
        yr_next(y);
    y->kind = YR_END;
}
