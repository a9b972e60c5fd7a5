/* YAML text as a tree of the places where its nodes stand, in bytes. libyaml counts lines and
 * characters; as its marks move forward, so does the cursor that turns them into bytes. */
#include <string.h>

#include <yaml.h>

#include "fix.h"
#include "image.h"
#include "text.h"

struct cursor {
    size_t line, line_start;
    size_t column, at; /* characters of the line that are passed, and the byte behind them */
};

struct tree_reader {
    struct fix_tree *t;
    yaml_parser_t parser;
    struct cursor start, end; /* of two, as ends may be ahead of the next start */
    enum status status;
};

static size_t next_line(const struct fix_tree *t, size_t at)
{
    const char *feed = at < t->n ? memchr(t->text + at, '\n', t->n - at) : NULL;
    return feed != NULL ? (size_t)(feed - t->text) + 1 : t->n;
}

static size_t byte_of(struct tree_reader *r, struct cursor *c, yaml_mark_t mark)
{
    const struct fix_tree *t = r->t;
    if (mark.line < c->line)
        *c = (struct cursor){0};
    while (c->line < mark.line && c->line_start < t->n) {
        c->line_start = next_line(t, c->line_start);
        c->line++;
        c->column = 0;
        c->at = c->line_start;
    }
    if (mark.column < c->column) {
        c->column = 0;
        c->at = c->line_start;
    }
    for (; c->column < mark.column && c->at < t->n; c->column++) {
        uint32_t code;
        const size_t length = utf8_decode(t->text + c->at, t->n - c->at, &code);
        if (length == 0)
            r->status = ST_INVALID;
        c->at += length != 0 ? length : 1;
    }
    return c->at;
}

static uint32_t add_node(struct tree_reader *r, const yaml_event_t *e, enum fix_kind kind)
{
    struct fix_node *node = vec_add(&r->t->nodes);
    if (node == NULL) {
        r->status = ST_NOMEM;
        return IMAGE_NONE;
    }
    *node = (struct fix_node){.kind = (uint8_t)kind,
                              .start = byte_of(r, &r->start, e->start_mark),
                              .end = byte_of(r, &r->end, e->end_mark),
                              .next = (uint32_t)r->t->nodes.n};
    return (uint32_t)(r->t->nodes.n - 1);
}

static void read_scalar(struct tree_reader *r, const yaml_event_t *e)
{
    const yaml_scalar_style_t style = e->data.scalar.style;
    const uint32_t i = add_node(r, e, FIX_SCALAR);
    if (i == IMAGE_NONE)
        return;
    VEC_AT(&r->t->nodes, struct fix_node, i)->quoted =
        style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    if (e->data.scalar.anchor != NULL || e->data.scalar.tag != NULL)
        r->status = ST_INVALID;
}

static void read_node(struct tree_reader *r, const yaml_event_t *e, unsigned depth);

/* The members up to the end, and where that is. */
static void read_members(struct tree_reader *r, uint32_t i, unsigned depth)
{
    uint32_t members = 0, last = IMAGE_NONE;
    for (;;) {
        yaml_event_t e;
        if (!yaml_parser_parse(&r->parser, &e)) {
            r->status = ST_INVALID;
            return;
        }
        const bool is_end = e.type == YAML_SEQUENCE_END_EVENT || e.type == YAML_MAPPING_END_EVENT;
        struct fix_node *node = VEC_AT(&r->t->nodes, struct fix_node, i);
        if (is_end && (node->flow || last == IMAGE_NONE))
            node->end = byte_of(r, &r->end, e.end_mark);
        else if (is_end)
            node->end = fix_node_at(r->t, last)->end;
        if (!is_end) {
            last = (uint32_t)r->t->nodes.n;
            members++;
            read_node(r, &e, depth + 1);
        } else {
            node->members = members;
            node->next = (uint32_t)r->t->nodes.n;
        }
        yaml_event_delete(&e);
        if (is_end || r->status != ST_OK)
            return;
    }
}

static void read_node(struct tree_reader *r, const yaml_event_t *e, unsigned depth)
{
    const bool list = e->type == YAML_SEQUENCE_START_EVENT;
    if (depth > IMAGE_MAX_DEPTH) {
        r->status = ST_INVALID;
    } else if (e->type == YAML_SCALAR_EVENT) {
        read_scalar(r, e);
    } else if (list || e->type == YAML_MAPPING_START_EVENT) {
        const uint32_t i = add_node(r, e, list ? FIX_LIST : FIX_MAP);
        if (i == IMAGE_NONE)
            return;
        VEC_AT(&r->t->nodes, struct fix_node, i)->flow =
            list ? e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
                 : e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
        read_members(r, i, depth);
    } else {
        r->status = ST_INVALID; /* an alias */
    }
}

static void read_stream(struct tree_reader *r)
{
    for (bool more = true; more && r->status == ST_OK;) {
        yaml_event_t e;
        if (!yaml_parser_parse(&r->parser, &e)) {
            r->status = ST_INVALID;
            return;
        }
        more = e.type != YAML_STREAM_END_EVENT;
        if (more && e.type != YAML_STREAM_START_EVENT && e.type != YAML_DOCUMENT_START_EVENT &&
            e.type != YAML_DOCUMENT_END_EVENT) {
            uint32_t *root = vec_add(&r->t->roots);
            if (root != NULL)
                *root = (uint32_t)r->t->nodes.n;
            read_node(r, &e, 1);
        }
        yaml_event_delete(&e);
    }
}

enum status fix_tree_read(struct fix_tree *t, const char *text, size_t n)
{
    struct tree_reader r = {.t = t, .status = ST_OK};
    t->text = text;
    t->n = n;
    vec_init(&t->nodes, sizeof(struct fix_node));
    vec_init(&t->roots, sizeof(uint32_t));
    if (!yaml_parser_initialize(&r.parser))
        return ST_NOMEM;
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, n);
    read_stream(&r);
    yaml_parser_delete(&r.parser);
    return t->nodes.failed || t->roots.failed ? ST_NOMEM : r.status;
}

void fix_tree_done(struct fix_tree *t)
{
    vec_done(&t->nodes);
    vec_done(&t->roots);
}
