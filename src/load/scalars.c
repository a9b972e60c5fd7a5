/* Scalars: text, ids, words, dates, windows, lists of ids. */
#include "reader.h"
#include "suggest.h"

/* A scalar is pulled? Lists and mappings are reported and skipped. */
static bool expect_scalar(struct reader *r, const char *what)
{
    if (r->y.kind == YR_SCALAR)
        return true;
    if (r->y.kind == YR_LIST || r->y.kind == YR_MAP) {
        fault(r, DIAG_WRONG_SHAPE, "%s is a scalar, not a %s", what,
              r->y.kind == YR_LIST ? "list" : "mapping");
        yr_skip(&r->y);
    }
    return false;
}

static bool is_nothing(const struct yr *y)
{
    return y->n == 0 && y->plain;
}

static RARELY_CALLED void refuse_value(struct reader *r, const char *what)
{
    if (expect_scalar(r, what))
        fault(r, DIAG_MISSING_VALUE, "%s is missing", what);
}

static inline bool expect_value(struct reader *r, const char *what)
{
    const bool good = r->y.kind == YR_SCALAR && !is_nothing(&r->y);
    if (!good)
        refuse_value(r, what);
    return good;
}

/* ---- text ---- */

static str_id keep(struct reader *r, struct word *slot, const struct word *key)
{
    str_id id = intern_add(&r->l->strings, r->y.text, r->y.n);
    if (slot) {
        *slot = *key;
        slot->id = id;
    }
    return id;
}

str_id take_string(struct reader *r)
{
    struct word key, *slot = word_slot(&r->words, r->y.text, r->y.n, &key);
    return slot && word_is(slot, &key) ? slot->id : keep(r, slot, &key);
}

str_id take_text(struct reader *r)
{
    return expect_value(r, "a text") ? take_string(r) : 0;
}

void field_text(struct reader *r, const struct field *f, void *record)
{
    str_id *place = field_place(f, record);
    *place = take_text(r);
}

/* ---- ids ---- */

static bool is_id_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static bool is_id(const char *text, size_t n, bool dots)
{
    bool start = true;
    for (size_t i = 0; i < n; i++) {
        if (dots && text[i] == '.' && !start) {
            start = true;
            continue;
        }
        if (!is_id_byte(text[i]) || (start && (text[i] == '_' || text[i] == '-')))
            return false;
        start = false;
    }
    return !start;
}

static bool has_letter(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text[i] >= 'a' && text[i] <= 'z')
            return true;
    return false;
}

static bool is_reserved(const char *text, size_t n)
{
    static const char *const words[] = {"open", "never", "undisclosed", "unstated"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && memcmp(words[i], text, n) == 0)
            return true;
    return false;
}

static void refuse_id(struct reader *r, enum id_form form)
{
    struct diag *g = fault(r, DIAG_BAD_ID, "'%s' is not an id", quote(r->y.text, r->y.n).text);
    if (form == ID_DOTTED)
        hint(g, "an id is parts of a-z, 0-9, '_' and '-', joined by dots, each beginning with a "
                "letter or digit");
    else
        hint(g, "an id is made of a-z, 0-9, '_' and '-' and begins with a letter or digit");
}

/* Whether the scalar is an id of that form; if not, reported. */
static bool check_id(struct reader *r, enum id_form form)
{
    const struct yr *y = &r->y;
    if (y->n > r->l->limits.id_bytes) {
        report_limit(r->l, "id", r->l->limits.id_bytes, y->file, y->at);
        return false;
    }
    if (!is_id(y->text, y->n, form == ID_DOTTED)) {
        refuse_id(r, form);
        return false;
    }
    if (form != ID_EVENT || (has_letter(y->text, y->n) && !is_reserved(y->text, y->n)))
        return true;
    hint(fault(r, DIAG_BAD_ID, "'%s' is not an id of an event", quote(y->text, y->n).text),
         "the id of an event has a letter and is none of open, never, undisclosed, unstated");
    return false;
}

/* An id that is not known to have the form. */
static RARELY_CALLED str_id check_and_keep(struct reader *r, enum id_form form, struct word *slot,
                                           const struct word *key)
{
    if (!check_id(r, form))
        return 0;
    if (slot == NULL || !word_is(slot, key))
        return keep(r, slot, key);
    return slot->id;
}

str_id take_id(struct reader *r, enum id_form form)
{
    struct word key, *slot;
    const unsigned known = 1U << form;
    if (!expect_value(r, "an id"))
        return 0;
    slot = word_slot(&r->words, r->y.text, r->y.n, &key);
    if (slot && word_is(slot, &key) && (slot->forms & known))
        return slot->id;
    const str_id id = check_and_keep(r, form, slot, &key);
    if (slot && id != 0)
        slot->forms = (uint8_t)(slot->forms | known);
    return id;
}

void field_id(struct reader *r, const struct field *f, void *record)
{
    str_id *place = field_place(f, record);
    *place = take_id(r, ID_PART);
}

void field_event_id(struct reader *r, const struct field *f, void *record)
{
    str_id *place = field_place(f, record);
    *place = take_id(r, ID_EVENT);
}

void field_clause_id(struct reader *r, const struct field *f, void *record)
{
    str_id *place = field_place(f, record);
    *place = take_id(r, ID_DOTTED);
}

/* ---- lists of ids ---- */

void add_ref(struct reader *r, str_id id, struct spot at)
{
    uint32_t *ref = vec_push(&r->l->b->refs);
    if (ref)
        *ref = id;
    marks_add(&r->l->ref_at, r->base_line, at);
}

static void add_ref_scalar(struct reader *r, enum id_form form)
{
    str_id id = take_id(r, form);
    if (id != 0)
        add_ref(r, id, r->y.at);
}

static void read_id_list(struct reader *r, enum id_form form)
{
    struct spot at = r->y.at;
    uint32_t n = 0;
    for (; yr_next(&r->y) != YR_END; n++) {
        step_index(r, n);
        add_ref_scalar(r, form);
        step_back(r);
    }
    if (n == 0 && !r->y.broken)
        hint(fault_at(r, DIAG_MISSING_VALUE, at, "the list is empty"), "leave the key out");
}

static enum id_form form_of(const struct field *f)
{
    return f->arg ? *(const enum id_form *)f->arg : ID_PART;
}

void field_ids(struct reader *r, const struct field *f, void *record)
{
    struct span *span = field_place(f, record);
    span->first = (uint32_t)r->l->b->refs.n;
    if (r->y.kind == YR_LIST)
        read_id_list(r, form_of(f));
    else
        add_ref_scalar(r, form_of(f));
    span->n = (uint32_t)r->l->b->refs.n - span->first;
}

void field_id_list(struct reader *r, const struct field *f, void *record)
{
    if (expect_list(r, "this"))
        field_ids(r, f, record);
}

/* ---- words ---- */

static void refuse_word(struct reader *r, const struct words *w)
{
    struct suggest near;
    struct diag *g =
        fault(r, DIAG_UNKNOWN_WORD, "'%s' is not a %s", quote(r->y.text, r->y.n).text, w->what);
    if (!g)
        return;
    suggest_init(&near, r->y.text, r->y.n);
    for (unsigned i = w->first; i < w->count; i++)
        suggest_offer(&near, w->name(i), strlen(w->name(i)));
    suggest_hint(r->l, g, &near);
    if (g->hint)
        return;
    struct buf all;
    buf_init(&all, 0);
    for (unsigned i = w->first; i < w->count; i++)
        buf_printf(&all, "%s%s", i == w->first ? "" : ", ", w->name(i));
    if (!all.failed)
        g->hint = diag_text(r->l->d, "one of: %s", all.data);
    buf_done(&all);
}

void field_word(struct reader *r, const struct field *f, void *record)
{
    const struct words *w = f->arg;
    uint8_t *place = field_place(f, record);
    if (!expect_value(r, "a word"))
        return;
    for (unsigned i = w->first; i < w->count; i++) {
        const char *name = w->name(i);
        if (name[0] == r->y.text[0] && strncmp(name, r->y.text, r->y.n) == 0 &&
            name[r->y.n] == '\0') {
            *place = (uint8_t)i;
            return;
        }
    }
    refuse_word(r, w);
}

/* ---- dates ---- */

/* Meant as a date, though perhaps a bad one: two digits or more, and then only what dates are
 * written with. */
bool is_date_like(const char *text, size_t n)
{
    size_t digits = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] >= '0' && text[i] <= '9')
            digits++;
        else if (text[i] != '-' && strchr("/.: TZ", text[i]) == NULL)
            return false;
    }
    return digits >= 2;
}

static void refuse_date(struct reader *r, enum date_fault why, enum date_precision least)
{
    const struct yr *y = &r->y;
    if (why == DATE_FAULT_NO_DAY) {
        fault(r, DIAG_NO_SUCH_DAY, "there is no day '%s'", quote(y->text, y->n).text);
        return;
    }
    hint(fault(r, DIAG_BAD_DATE, "'%s' is not a date", quote(y->text, y->n).text),
         least == DATE_DAY ? "write YYYY-MM-DD" : "write YYYY-MM-DD, YYYY-MM or YYYY");
}

pdate take_date(struct reader *r, enum date_precision least, const char *lower_hint)
{
    pdate date;
    if (!expect_value(r, "a date"))
        return 0;
    enum date_fault why = pdate_parse(r->y.text, r->y.n, &date);
    if (why != DATE_FAULT_NONE) {
        refuse_date(r, why, least);
        return 0;
    }
    if (pdate_precision(date) < least) {
        hint(fault(r, DIAG_PARTIAL_DATE, "'%s' is not a full day", quote(r->y.text, r->y.n).text),
             lower_hint ? lower_hint : "write YYYY-MM-DD");
        return 0;
    }
    return date;
}

void field_date(struct reader *r, const struct field *f, void *record)
{
    pdate *place = field_place(f, record);
    *place = take_date(r, DATE_YEAR, NULL);
}

void field_day(struct reader *r, const struct field *f, void *record)
{
    day_t *place = field_place(f, record);
    pdate date = take_date(r, DATE_DAY, NULL);
    *place = date ? pdate_first(date) : 0;
}

bool take_window(struct reader *r, day_t *ret_first, day_t *ret_last)
{
    struct spot at = r->y.at;
    day_t days[2] = {0, 0};
    uint32_t n = 0;
    if (!expect_list(r, "`between`"))
        return false;
    for (; yr_next(&r->y) != YR_END; n++) {
        pdate date = take_date(r, DATE_DAY, "a window takes two full days, YYYY-MM-DD");
        if (n < 2)
            days[n] = date ? pdate_first(date) : 0;
        else
            yr_skip(&r->y);
    }
    if (r->y.broken)
        return false;
    if (n != 2)
        hint(fault_at(r, DIAG_BAD_WINDOW, at, "a window has two days, not %u", n),
             "write {between: [first day, last day]}");
    else if (days[0] && days[1] && days[0] > days[1])
        fault_at(r, DIAG_BAD_WINDOW, at, "the window ends before it begins");
    *ret_first = days[0];
    *ret_last = days[1];
    return n == 2 && days[0] && days[1] && days[0] <= days[1];
}
