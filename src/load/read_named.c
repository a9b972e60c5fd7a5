/* Parties, sources, instruments and events: mappings from an id to a record. */
#include "reader.h"

typedef void named_read(struct reader *r, str_id id, struct spot at);

static void read_named(struct reader *r, const char *what, enum id_form form, named_read *read)
{
    if (!expect_map(r, what))
        return;
    while (next_key(r)) {
        struct spot at = r->y.at;
        str_id id = take_id(r, form);
        r->base_line = at.line;
        step_id(r, id);
        yr_next(&r->y);
        read(r, id, at);
        step_back(r);
    }
}

/* ---- parties ---- */

static void read_party(struct reader *r, str_id id, struct spot at)
{
    struct party_rec party = {.row = {.id = id}, .doc = r->doc, .at = at};
    party.row.name = take_text(r);
    struct party_rec *rec = vec_add(&r->l->parties);
    if (rec)
        *rec = party;
}

void field_parties(struct reader *r, const struct field *f, void *record)
{
    (void)f;
    (void)record;
    read_named(r, "`parties`", ID_PART, read_party);
}

/* ---- sources ---- */

static const char *source_kind_word(unsigned i)
{
    return source_kind_name((enum source_kind)i);
}
static const char *source_read_word(unsigned i)
{
    return source_read_name((enum source_read)i);
}
static const struct words source_kinds = {"kind of source", source_kind_word, 0, SOURCE_KIND_COUNT};
static const struct words source_reads = {"way of reading", source_read_word, READ_NONE + 1,
                                          READ_COUNT};

enum { S_PUBLISHER, S_TITLE, S_DATE, S_URL, S_KIND, S_READ, S_NOTE, S_COUNT };

static const struct field source_fields[S_COUNT] = {
    [S_PUBLISHER] = {KEY("publisher"), field_text, offsetof(struct source_row, publisher), NULL},
    [S_TITLE] = {KEY("title"), field_text, offsetof(struct source_row, title), NULL},
    [S_DATE] = {KEY("date"), field_date, offsetof(struct source_row, date), NULL},
    [S_URL] = {KEY("url"), field_text, offsetof(struct source_row, url), NULL},
    [S_KIND] = {KEY("kind"), field_word, offsetof(struct source_row, kind), &source_kinds},
    [S_READ] = {KEY("read"), field_word, offsetof(struct source_row, read), &source_reads},
    [S_NOTE] = {KEY("note"), field_text, offsetof(struct source_row, note), NULL},
};
static const struct shape source_shape = {"a source", source_fields, S_COUNT,
                                          BIT(S_PUBLISHER) | BIT(S_TITLE) | BIT(S_KIND), false};

static void read_source(struct reader *r, str_id id, struct spot at)
{
    struct seen seen;
    struct source_rec source = {
        .row = {.id = id, .file = r->y.file, .line = at.line}, .doc = r->doc, .column = at.column};
    read_mapping(r, &source_shape, &source.row, &seen);
    struct source_rec *rec = vec_add(&r->l->sources);
    if (rec)
        *rec = source;
}

void field_sources(struct reader *r, const struct field *f, void *record)
{
    (void)f;
    (void)record;
    read_named(r, "`sources`", ID_PART, read_source);
}

/* ---- instruments ---- */

static const char *instrument_kind_word(unsigned i)
{
    return instrument_kind_name((enum instrument_kind)i);
}
static const struct words instrument_kinds = {"kind of instrument", instrument_kind_word,
                                              INSTRUMENT_NONE + 1, INSTRUMENT_KIND_COUNT};

/* An instrument binds its parties unless it is said not to. */
static void field_binding(struct reader *r, const struct field *f, void *record)
{
    uint8_t *place = field_place(f, record);
    const struct yr *y = &r->y;
    bool scalar = y->kind == YR_SCALAR;
    *place = !(scalar && y->n == 5 && memcmp(y->text, "false", 5) == 0);
    if (y->kind == YR_VOID || *place == 0 ||
        (scalar && y->n == 4 && memcmp(y->text, "true", 4) == 0))
        return;
    hint(fault(r, DIAG_UNKNOWN_WORD, "`binding` is true or false"),
         "it is true where nothing is given");
    yr_skip(&r->y);
}

static void add_selector(struct reader *r)
{
    struct spot at = r->y.at;
    str_id text = take_text(r);
    struct selector_rec *rec = text ? vec_add(&r->l->selectors) : NULL;
    if (rec)
        *rec = (struct selector_rec){text, at};
}

/* A list of selectors into a span. */
static void field_selectors(struct reader *r, const struct field *f, void *record)
{
    struct span *span = field_place(f, record);
    span->first = (uint32_t)r->l->selectors.n;
    if (!expect_list(r, "this"))
        return;
    for (uint32_t i = 0; yr_next(&r->y) != YR_END; i++) {
        step_index(r, i);
        add_selector(r);
        step_back(r);
    }
    span->n = (uint32_t)r->l->selectors.n - span->first;
}

enum {
    I_TITLE,
    I_KIND,
    I_SIGNED,
    I_ANNOUNCED,
    I_EFFECTIVE,
    I_SOURCES,
    I_PARTIES,
    I_BINDING,
    I_REAFFIRMS,
    I_SILENT,
    I_NOTE,
    I_COUNT
};

#define ROW(member) offsetof(struct instrument_rec, row.member)
static const struct field instrument_fields[I_COUNT] = {
    [I_TITLE] = {KEY("title"), field_text, ROW(title), NULL},
    [I_KIND] = {KEY("kind"), field_word, ROW(kind), &instrument_kinds},
    [I_SIGNED] = {KEY("signed"), field_date, ROW(signed_on), NULL},
    [I_ANNOUNCED] = {KEY("announced"), field_date, ROW(announced), NULL},
    [I_EFFECTIVE] = {KEY("effective"), field_bound, ROW(effective), NULL},
    [I_SOURCES] = {KEY("sources"), field_ids, ROW(sources), NULL},
    [I_PARTIES] = {KEY("parties"), field_id_list, ROW(parties), NULL},
    [I_BINDING] = {KEY("binding"), field_binding, ROW(binding), NULL},
    [I_REAFFIRMS] = {KEY("reaffirms"), field_selectors, offsetof(struct instrument_rec, reaffirms),
                     NULL},
    [I_SILENT] = {KEY("silent_on"), field_selectors, offsetof(struct instrument_rec, silent_on),
                  NULL},
    [I_NOTE] = {KEY("note"), field_text, ROW(note), NULL},
};
#undef ROW
static const struct shape instrument_shape = {"an instrument", instrument_fields, I_COUNT,
                                              BIT(I_TITLE) | BIT(I_ANNOUNCED), false};

static void read_instrument(struct reader *r, str_id id, struct spot at)
{
    struct seen seen;
    struct instrument_rec in = {.row = {.id = id,
                                        .file = r->y.file,
                                        .line = at.line,
                                        .effective = IMAGE_NONE,
                                        .starts = IMAGE_NONE,
                                        .binding = 1},
                                .doc = r->doc,
                                .column = at.column};
    read_mapping(r, &instrument_shape, &in, &seen);
    if (has(&seen, I_ANNOUNCED))
        in.announced_at = seen.value[I_ANNOUNCED];
    in.has_sources = has(&seen, I_SOURCES);
    if (has(&seen, I_REAFFIRMS))
        in.reaffirms_line = seen.key[I_REAFFIRMS].line;
    if (has(&seen, I_SILENT))
        in.silent_line = seen.key[I_SILENT].line;
    struct instrument_rec *rec = vec_add(&r->l->instruments);
    if (rec)
        *rec = in;
}

void field_instruments(struct reader *r, const struct field *f, void *record)
{
    (void)f;
    (void)record;
    read_named(r, "`instruments`", ID_PART, read_instrument);
}

/* ---- events ---- */

enum { E_TITLE, E_OCCURRED, E_ANNOUNCED, E_RULED_OUT, E_REQUIRES, E_SOURCES, E_NOTE, E_COUNT };

/* {between: [first, last]} */
struct window {
    day_t first, last;
};

static void field_window(struct reader *r, const struct field *f, void *record)
{
    struct window *w = field_place(f, record);
    take_window(r, &w->first, &w->last);
}

static const struct field window_fields[] = {{KEY("between"), field_window, 0, NULL}};
static const struct shape window_shape = {"a window", window_fields, 1, BIT(0), false};

/* A day, a month, a year, or a window. */
static void field_occurred(struct reader *r, const struct field *f, void *record)
{
    struct event_row *row = field_place(f, record);
    struct window w = {0, 0};
    struct seen seen;
    if (r->y.kind == YR_MAP) {
        read_mapping(r, &window_shape, &w, &seen);
        row->occurred_first = w.first;
        row->occurred_last = w.last;
        return;
    }
    row->occurred = take_date(r, DATE_YEAR, NULL);
    if (row->occurred) {
        row->occurred_first = pdate_first(row->occurred);
        row->occurred_last = pdate_last(row->occurred);
    }
}

static const enum id_form event_form = ID_EVENT;

static const struct field event_fields[E_COUNT] = {
    [E_TITLE] = {KEY("title"), field_text, offsetof(struct event_row, title), NULL},
    [E_OCCURRED] = {KEY("occurred"), field_occurred, 0, NULL},
    [E_ANNOUNCED] = {KEY("announced"), field_date, offsetof(struct event_row, announced), NULL},
    [E_RULED_OUT] = {KEY("ruled_out_through"), field_day,
                     offsetof(struct event_row, ruled_out_through), NULL},
    [E_REQUIRES] = {KEY("requires"), field_ids, offsetof(struct event_row, requires), &event_form},
    [E_SOURCES] = {KEY("sources"), field_ids, offsetof(struct event_row, sources), NULL},
    [E_NOTE] = {KEY("note"), field_text, offsetof(struct event_row, note), NULL},
};
static const struct shape event_shape = {"an event", event_fields, E_COUNT, BIT(E_TITLE), false};

static void read_event(struct reader *r, str_id id, struct spot at)
{
    struct seen seen;
    struct event_rec event = {
        .row = {.id = id, .file = r->y.file, .line = at.line}, .doc = r->doc, .column = at.column};
    struct event_row *row = &event.row;
    read_mapping(r, &event_shape, row, &seen);
    if (has(&seen, E_OCCURRED))
        event.occurred_at = seen.value[E_OCCURRED];
    if (has(&seen, E_RULED_OUT))
        event.ruled_out_at = seen.value[E_RULED_OUT];
    if (has(&seen, E_ANNOUNCED) && !has(&seen, E_OCCURRED))
        hint(fault_at(r, DIAG_ANNOUNCED_ALONE, seen.key[E_ANNOUNCED],
                      "'announced' is given, but not that the event has occurred"),
             "give `occurred` too, or leave `announced` out");
    if (row->occurred_first)
        row->known_day = row->announced ? pdate_last(row->announced) : row->occurred_last;
    struct event_rec *rec = vec_add(&r->l->events);
    if (rec)
        *rec = event;
}

void field_events(struct reader *r, const struct field *f, void *record)
{
    (void)f;
    (void)record;
    read_named(r, "`events`", ID_EVENT, read_event);
}
