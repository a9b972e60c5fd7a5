/* libyaml 0.2.5 is treated as a tokenizer. Depth is counted here, since it has no limit and is
 * quadratic on nested flow collections. Its error struct is not trusted: a failed call may leave no
 * code and no text, and after a failure it must not be called again. */
#include "yread.h"

#include <string.h>

#include "loader.h"

#define SCALAR_MAX (1U << 30) /* whatever the limit: lengths are kept in 32 bits */

static int read_handler(void *ctx, unsigned char *bytes, size_t n, size_t *ret_got)
{
    struct yr *y = ctx;
    *ret_got = input_read(&y->input, bytes, n);
    return *ret_got > 0 || y->input.end == INPUT_ALL_READ;
}

static void start(struct yr *y, struct loader *l, uint32_t file)
{
    y->l = l;
    y->file = file;
    y->depth = 0;
    y->max_depth = l->limits.depth < IMAGE_MAX_DEPTH ? l->limits.depth : IMAGE_MAX_DEPTH;
    y->max_scalar = l->limits.scalar_bytes < SCALAR_MAX ? l->limits.scalar_bytes : SCALAR_MAX;
    y->kind = YR_END;
    y->at = (struct spot){1, 1};
    y->tape = NULL;
    memset(&y->event, 0, sizeof y->event);
}

void yr_open(struct yr *y, struct loader *l, uint32_t file, int fd, struct buf *keep)
{
    start(y, l, file);
    input_start(&y->input, fd, l->limits.file_bytes, keep);
    y->open = yaml_parser_initialize(&y->parser) != 0;
    y->broken = !y->open;
    if (!y->open) {
        l->no_memory = true;
        return;
    }
    yaml_parser_set_encoding(&y->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input(&y->parser, read_handler, y);
}

void yr_open_tape(struct yr *y, struct loader *l, uint32_t file, struct tape *tape)
{
    start(y, l, file);
    y->tape = tape;
    y->input.end = INPUT_ALL_READ;
    y->open = true;
    y->broken = false;
}

void yr_close(struct yr *y)
{
    if (y->open && y->tape == NULL) {
        yaml_event_delete(&y->event);
        yaml_parser_delete(&y->parser);
    }
    y->open = false;
}

static struct spot spot_of_mark(yaml_mark_t m)
{
    return (struct spot){(uint32_t)m.line + 1, (uint32_t)m.column + 1};
}

static void report_input(struct yr *y)
{
    struct loader *l = y->l;
    const struct input *in = &y->input;
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
    const yaml_parser_t *p = &y->parser;
    const char *problem = p->problem ? p->problem : "it cannot be understood";
    struct spot at = spot_of_mark(p->problem_mark), context = spot_of_mark(p->context_mark);
    bool at_end = y->input.end == INPUT_ALL_READ && same_spot(at, y->input.vet.at);
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

/* The parser has failed, and is not called again. */
static enum yr_kind fail(struct yr *y)
{
    y->broken = true;
    y->kind = YR_END;
    y->l->incomplete = true;
    if (y->parser.error == YAML_MEMORY_ERROR || y->parser.error == YAML_NO_ERROR)
        y->l->no_memory = true;
    else if (y->parser.error != YAML_READER_ERROR)
        report_syntax(y);
    if (y->input.end != INPUT_ALL_READ && y->input.end != INPUT_GOES_ON)
        report_input(y);
    else if (y->parser.error == YAML_READER_ERROR)
        report_syntax(y); /* cannot happen with vetted bytes */
    return YR_END;
}

static bool pull(struct yr *y)
{
    if (y->broken)
        return false;
    if (y->tape != NULL) {
        tape_play(y->tape, &y->event);
        y->at = spot_of_mark(y->event.start_mark);
        return true;
    }
    yaml_event_delete(&y->event);
    if (!yaml_parser_parse(&y->parser, &y->event)) {
        memset(&y->event, 0, sizeof y->event);
        fail(y);
        return false;
    }
    y->at = spot_of_mark(y->event.start_mark);
    return true;
}

static void refuse_anchor(struct yr *y, const char *what, const yaml_char_t *name)
{
    const char *text = (const char *)name;
    struct diag *g =
        report(y->l, DIAG_ANCHOR, y->file, y->at, "%s '%s'", what, quote(text, strlen(text)).text);
    hint(g, "write the value out: in a corpus every value stands in its place");
}

static void refuse_tag(struct yr *y, const yaml_char_t *tag)
{
    const char *text = (const char *)tag;
    hint(report(y->l, DIAG_TAG, y->file, y->at, "tag '%s'", quote(text, strlen(text)).text),
         "take it out; quote a scalar that is to be a string");
}

static void check_properties(struct yr *y, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor)
        refuse_anchor(y, "an anchor", anchor);
    if (tag)
        refuse_tag(y, tag);
}

static enum yr_kind take_scalar(struct yr *y)
{
    y->text = (const char *)y->event.data.scalar.value;
    y->n = y->event.data.scalar.length;
    y->plain = y->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (y->event.data.scalar.anchor || y->event.data.scalar.tag)
        check_properties(y, y->event.data.scalar.anchor, y->event.data.scalar.tag);
    if (y->n > y->max_scalar) {
        report_limit(y->l, "scalar", y->max_scalar, y->file, y->at);
        return YR_VOID;
    }
    if (y->event.data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE &&
        memchr(y->text, '\0', y->n)) {
        hint(report(y->l, DIAG_CONTROL_CHARACTER, y->file, y->at,
                    "control character U+0000 as an escape"),
             "take it out");
        return YR_VOID;
    }
    return YR_SCALAR;
}

static enum yr_kind start_collection(struct yr *y, enum yr_kind kind, const yaml_char_t *anchor,
                                     const yaml_char_t *tag)
{
    if (anchor || tag)
        check_properties(y, anchor, tag);
    if (++y->depth > y->max_depth) {
        report_limit(y->l, "depth", y->max_depth, y->file, y->at);
        y->broken = true;
        y->l->incomplete = true;
        return YR_END;
    }
    return kind;
}

enum yr_kind yr_next(struct yr *y)
{
    if (!pull(y))
        return y->kind = YR_END;
    switch (y->event.type) {
    case YAML_SCALAR_EVENT:
        return y->kind = take_scalar(y);
    case YAML_SEQUENCE_START_EVENT:
        return y->kind = start_collection(y, YR_LIST, y->event.data.sequence_start.anchor,
                                          y->event.data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return y->kind = start_collection(y, YR_MAP, y->event.data.mapping_start.anchor,
                                          y->event.data.mapping_start.tag);
    case YAML_ALIAS_EVENT:
        refuse_anchor(y, "an alias", y->event.data.alias.anchor);
        return y->kind = YR_VOID;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        y->depth--;
        return y->kind = YR_END;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
    return y->kind = YR_END;
}

bool yr_document(struct yr *y)
{
    while (pull(y)) {
        if (y->event.type == YAML_DOCUMENT_START_EVENT)
            return true;
        if (y->event.type == YAML_STREAM_END_EVENT || y->event.type == YAML_NO_EVENT)
            return false;
    }
    return false;
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
