#include "tape.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "short.h"

#define WORD sizeof(uint32_t)
#define ROOM_FIRST ((size_t)4096)
#define TAPE_OF_FILE 3U /* a tape is about so many times as long as its file */
#define EXPECT_MOST (UINT64_C(4) << 20)

void tape_init(struct tape *t)
{
    *t = (struct tape){.words = NULL};
}

void tape_done(struct tape *t)
{
    free(t->words);
    tape_init(t);
}

/* ---- recording ---- */

/* Without memory the tape is empty and stays so. */
static bool make_room(struct tape *t, size_t words)
{
    size_t room = t->room == 0 ? ROOM_FIRST : t->room;
    while (room - t->n < words && room < SIZE_MAX / WORD / 4)
        room *= 2;
    uint32_t *more = t->failed || room - t->n < words ? NULL : realloc(t->words, room * WORD);
    if (more == NULL) {
        tape_done(t);
        t->failed = true;
        return false;
    }
    t->words = more;
    t->room = room;
    return true;
}

static inline void add(struct tape *t, const yaml_event_t *from, enum tape_kind kind,
                       const yaml_char_t *text, size_t n)
{
    const size_t words = sizeof(struct tape_event) / WORD + n / WORD + 1;
    if (t->room - t->n < words && !make_room(t, words))
        return;
    struct tape_event *e = (struct tape_event *)(t->words + t->n);
    char *to = (char *)(e + 1);
    t->n += words;
    e->n = (uint32_t)n;
    e->kind = kind;
    copy_bytes(to, (const char *)text, n);
    to[n] = '\0';
    e->at.line = (uint32_t)from->start_mark.line + 1;
    e->at.column = (uint32_t)from->start_mark.column + 1;
}

static void add_name(struct tape *t, const yaml_event_t *from, enum tape_kind kind,
                     const yaml_char_t *name)
{
    if (name != NULL)
        add(t, from, kind, name, strlen((const char *)name));
}

static void add_names(struct tape *t, const yaml_event_t *from, const yaml_char_t *anchor,
                      const yaml_char_t *tag)
{
    add_name(t, from, TAPE_ANCHOR, anchor);
    add_name(t, from, TAPE_TAG, tag);
}

/* What is told of a scalar by its kind. */
static enum tape_kind scalar_kind(const struct recorder *r, const yaml_event_t *e)
{
    const size_t n = e->data.scalar.length;
    if (n > r->limits.scalar_bytes)
        return TAPE_LONG;
    if (e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
        return TAPE_PLAIN;
    if (e->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE &&
        memchr(e->data.scalar.value, '\0', n))
        return TAPE_NUL;
    return TAPE_QUOTED;
}

static inline void take_scalar(const struct recorder *r, struct tape *t, yaml_event_t *e)
{
    const enum tape_kind kind = scalar_kind(r, e);
    const bool kept = kind == TAPE_PLAIN || kind == TAPE_QUOTED;
    if (e->data.scalar.anchor != NULL || e->data.scalar.tag != NULL)
        add_names(t, e, e->data.scalar.anchor, e->data.scalar.tag);
    add(t, e, kind, e->data.scalar.value, kept ? e->data.scalar.length : 0);
    yaml_event_delete(e);
}

/* False: too deep to go on. */
static bool take_start(struct recorder *r, struct tape *t, yaml_event_t *e, enum tape_kind kind,
                       const yaml_char_t *anchor, const yaml_char_t *tag)
{
    const bool named = anchor != NULL || tag != NULL;
    if (named)
        add_names(t, e, anchor, tag);
    add(t, e, kind, NULL, 0);
    if (named)
        yaml_event_delete(e); /* else it owns nothing */
    return ++r->depth <= r->limits.depth;
}

/* An event that is no scalar. False: it is the last. */
static bool take_other(struct recorder *r, struct tape *t, yaml_event_t *e)
{
    enum tape_kind kind = TAPE_OTHER;
    switch (e->type) {
    case YAML_SEQUENCE_START_EVENT:
        return take_start(r, t, e, TAPE_LIST, e->data.sequence_start.anchor,
                          e->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return take_start(r, t, e, TAPE_MAP, e->data.mapping_start.anchor,
                          e->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        add(t, e, TAPE_END, NULL, 0);
        r->depth--;
        return true; /* it owns nothing */
    case YAML_ALIAS_EVENT:
        add_name(t, e, TAPE_ALIAS, e->data.alias.anchor);
        yaml_event_delete(e);
        return true;
    case YAML_DOCUMENT_START_EVENT:
        kind = TAPE_DOCUMENT;
        break;
    case YAML_STREAM_END_EVENT:
        kind = TAPE_STREAM_END;
        break;
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_SCALAR_EVENT:
    case YAML_NO_EVENT:
        break;
    }
    add(t, e, kind, NULL, 0);
    yaml_event_delete(e);
    return kind != TAPE_STREAM_END;
}

static int read_handler(void *ctx, unsigned char *bytes, size_t n, size_t *ret_got)
{
    struct input *in = ctx;
    *ret_got = input_read(in, bytes, n);
    return *ret_got > 0 || in->end == INPUT_ALL_READ;
}

bool recorder_open(struct recorder *r, int fd, const struct tape_limits *limits, struct buf *keep)
{
    r->limits = *limits;
    r->depth = 0;
    r->stopped = false;
    input_start(&r->input, fd, limits->file_bytes, keep);
    if (!yaml_parser_initialize(&r->parser))
        return false;
    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input(&r->parser, read_handler, &r->input);
    return true;
}

void recorder_close(struct recorder *r)
{
    yaml_parser_delete(&r->parser);
}

void recorder_run(struct recorder *r, struct tape *t, size_t words)
{
    yaml_event_t event;
    bool more = !r->stopped;
    const size_t end = words < SIZE_MAX - t->n ? t->n + words : SIZE_MAX;
    while (more && t->n < end) {
        if (!yaml_parser_parse(&r->parser, &event)) {
            add(t, &event, TAPE_FAILURE, NULL, 0);
            more = false;
        } else if (event.type == YAML_SCALAR_EVENT) {
            take_scalar(r, t, &event);
        } else {
            more = take_other(r, t, &event);
        }
    }
    r->stopped = !more;
}

/* ---- files ---- */

static bool record_fd(struct tape *t, int fd, const struct tape_limits *limits)
{
    struct recorder *r = malloc(sizeof *r);
    bool good = r != NULL && recorder_open(r, fd, limits, NULL);
    if (good) {
        recorder_run(r, t, SIZE_MAX);
        good = !t->failed && r->parser.error == YAML_NO_ERROR && r->depth == 0 &&
               r->input.end == INPUT_ALL_READ;
        t->bytes = r->input.bytes;
        t->sum = running_sum_end(&r->input.sum);
        recorder_close(r);
    }
    free(r);
    return good;
}

/* Room at once for what most files make, up to EXPECT_MOST bytes of them, so that tapes are not
 * copied as they grow. What is not written to takes no memory. */
static void expect(struct tape *t, uint64_t file_bytes)
{
    const uint64_t bytes = file_bytes < EXPECT_MOST ? file_bytes : EXPECT_MOST;
    if (t->words == NULL && !make_room(t, (size_t)bytes * TAPE_OF_FILE / WORD))
        tape_init(t); /* it may still grow */
}

bool tape_record(struct tape *t, const char *path, const struct tape_limits *limits)
{
    struct stat st;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    bool good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    if (good) {
        expect(t, (uint64_t)st.st_size);
        good = record_fd(t, fd, limits);
    }
    close(fd);
    return good;
}
