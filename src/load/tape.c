#include "tape.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void tape_init(struct tape *t)
{
    *t = (struct tape){.at = 0};
    vec_init(&t->events, sizeof(struct tape_event));
    buf_init(&t->text, 0);
}

void tape_done(struct tape *t)
{
    vec_done(&t->events);
    buf_done(&t->text);
}

static int read_handler(void *ctx, unsigned char *bytes, size_t n, size_t *ret_got)
{
    struct input *in = ctx;
    *ret_got = input_read(in, bytes, n);
    return *ret_got > 0 || in->end == INPUT_ALL_READ;
}

/* False for what the loader would refuse, or might. */
static bool add_event(struct tape *t, const yaml_event_t *from)
{
    struct tape_event e = {.line = (uint32_t)from->start_mark.line,
                           .column = (uint32_t)from->start_mark.column,
                           .type = (uint8_t)from->type};
    switch (from->type) {
    case YAML_SCALAR_EVENT:
        if (from->data.scalar.anchor || from->data.scalar.tag ||
            from->data.scalar.length > UINT32_MAX / 2)
            return false;
        e.n = (uint32_t)from->data.scalar.length;
        e.style = (uint8_t)from->data.scalar.style;
        buf_put(&t->text, (const char *)from->data.scalar.value, e.n);
        buf_char(&t->text, '\0');
        break;
    case YAML_SEQUENCE_START_EVENT:
        if (from->data.sequence_start.anchor || from->data.sequence_start.tag)
            return false;
        break;
    case YAML_MAPPING_START_EVENT:
        if (from->data.mapping_start.anchor || from->data.mapping_start.tag)
            return false;
        break;
    case YAML_ALIAS_EVENT:
    case YAML_NO_EVENT:
        return false;
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        break;
    }
    struct tape_event *added = vec_add(&t->events);
    if (added == NULL || t->text.failed)
        return false;
    *added = e;
    return true;
}

/* libyaml is quadratic in nested flow collections, so it must not go deeper than a loader would. */
static bool too_deep(yaml_event_type_t type, unsigned *depth)
{
    if (type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT)
        return ++*depth > 64;
    if (type == YAML_SEQUENCE_END_EVENT || type == YAML_MAPPING_END_EVENT)
        --*depth;
    return false;
}

static bool record(struct tape *t, yaml_parser_t *parser)
{
    yaml_event_t event;
    yaml_event_type_t type = YAML_NO_EVENT;
    unsigned depth = 0;
    while (type != YAML_STREAM_END_EVENT) {
        if (!yaml_parser_parse(parser, &event))
            return false;
        type = event.type;
        const bool good = add_event(t, &event) && !too_deep(type, &depth);
        yaml_event_delete(&event);
        if (!good)
            return false;
    }
    return true;
}

static bool record_fd(struct tape *t, int fd, uint64_t max_bytes)
{
    yaml_parser_t parser;
    struct input *in = malloc(sizeof *in);
    if (in == NULL)
        return false;
    input_start(in, fd, max_bytes, NULL);
    bool good = yaml_parser_initialize(&parser) != 0;
    if (good) {
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input(&parser, read_handler, in);
        good = record(t, &parser) && in->end == INPUT_ALL_READ;
        t->bytes = in->bytes;
        t->sum = running_sum_end(&in->sum);
        yaml_parser_delete(&parser);
    }
    free(in);
    return good;
}

bool tape_record(struct tape *t, const char *path, uint64_t max_bytes)
{
    struct stat st;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    const bool good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && record_fd(t, fd, max_bytes);
    close(fd);
    return good;
}

void tape_play(struct tape *t, yaml_event_t *ret_event)
{
    const struct tape_event *e = VEC_AT(&t->events, struct tape_event, t->at);
    *ret_event = (yaml_event_t){.type = (yaml_event_type_t)e->type,
                                .start_mark = {.line = e->line, .column = e->column}};
    if (t->at + 1 < t->events.n)
        t->at++;
    if (e->type != YAML_SCALAR_EVENT)
        return;
    ret_event->data.scalar.value = (yaml_char_t *)t->text.data + t->text_at;
    ret_event->data.scalar.length = e->n;
    ret_event->data.scalar.style = (yaml_scalar_style_t)e->style;
    t->text_at += (size_t)e->n + 1;
}
