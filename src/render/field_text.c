/* See field_text.h. */
#include "field_text.h"

#include <string.h>

#include "row.h"

void put_plain(struct buf *text, const struct buf *json)
{
    for (size_t i = 0; i < json->n; i++)
        if (json->data[i] != '"' && json->data[i] != '[' && json->data[i] != ']') {
            buf_char(text, json->data[i] == '_' ? ' ' : json->data[i]);
            if (json->data[i] == ',')
                buf_char(text, ' ');
        }
}

void say_ids(struct say *s, const struct buf *json)
{
    for (size_t i = 0; !json->failed && i < json->n; i++)
        if (json->data[i] == ',')
            say_text(s, ", ");
        else if (strchr("\"[]", json->data[i]) == NULL)
            buf_char(&s->text, json->data[i]);
}

static void say_status(struct say *s, const struct row *row)
{
    static const char *const words[] = {"not there", "not yet in force", "in force", "suspended",
                                        "ended",     "depends"};
    say_text(s, words[row->status]);
    for (uint32_t i = 0; i < row->n_depends_on; i++) {
        say_text(s, i == 0 ? " on " : "");
        say_join(s, i, row->n_depends_on, "and");
        say_str(s, row_image(row), row->depends_on[i].name);
    }
}

void say_end_stated(struct say *s, const struct image *img, uint32_t at)
{
    if (at == IMAGE_NONE) {
        say_text(s, "none");
        return;
    }
    const struct act_row *act = &img->acts[at];
    struct buf through;
    buf_init(&through, 0);
    put_through(&through, act);
    const bool dated = !through.failed && strcmp(through.data, "null") != 0;
    if (dated)
        buf_printf(&s->text, "through %.*s", (int)(through.n - 2), through.data + 1);
    if (act->until != IMAGE_NONE && dated)
        say_text(s, ", or ");
    if (act->until != IMAGE_NONE)
        say_bound(s, img, act->until);
    if (act->until == IMAGE_NONE && !dated)
        say_text(s, "none");
    s->text.failed |= through.failed;
    buf_done(&through);
}

static void say_parties_of(struct say *s, const struct row *row, enum row_field f)
{
    if (row_differs(row, f))
        say_text(s, "one that depends");
    else
        say_parties(s, row_image(row),
                    f == FIELD_HOLDER ? row->fields.holder : row->fields.obligor);
}

static void say_window(struct say *s, const struct row *row)
{
    const uint32_t act = row->fields.window_act;
    if (row_differs(row, FIELD_WINDOW) || act == IMAGE_NONE) {
        say_text(s, act == IMAGE_NONE ? "none" : "one that depends");
        return;
    }
    say_text(s, act_type_name((enum act_type)row_image(row)->acts[act].type));
    say_text(s, " ");
    say_end_stated(s, row_image(row), act);
}

/* Texts of the corpus, in quotation marks. */
static void say_text_field(struct say *s, const struct row *row, enum row_field f, str_id text)
{
    if (row_differs(row, f))
        say_text(s, "what depends");
    else if (text == 0)
        say_text(s, "nothing");
    else
        say_quoted(s, row_image(row), text);
}

/* What has no words of its own. */
static void say_plain(struct say *s, const struct row *row, const char *field)
{
    struct buf json;
    buf_init(&json, 0);
    for (size_t i = 0; i < n_row_keys; i++)
        if (strcmp(row_keys[i].name, field) == 0)
            row_keys[i].put(&json, row);
    if (!json.failed && strcmp(json.data, "null") == 0) {
        buf_clear(&json);
        buf_puts(&json, "what depends");
    }
    s->text.failed |= json.failed;
    if (!json.failed)
        put_plain(&s->text, &json);
    buf_done(&json);
}

void say_row_field(struct say *s, const struct row *row, const char *field)
{
    if (strcmp(field, "status") == 0)
        say_status(s, row);
    else if (strcmp(field, "ends") == 0 && row_differs(row, FIELD_ENDS))
        say_text(s, "one that depends");
    else if (strcmp(field, "ends") == 0)
        say_end_stated(s, row_image(row), row->fields.ends_act);
    else if (strcmp(field, "holder") == 0)
        say_parties_of(s, row, FIELD_HOLDER);
    else if (strcmp(field, "obligor") == 0)
        say_parties_of(s, row, FIELD_OBLIGOR);
    else if (strcmp(field, "kind") == 0)
        say_text(s, row_differs(row, FIELD_KIND) ? "one that depends"
                                                 : clause_kind_name(row->fields.kind));
    else if (strcmp(field, "cases") == 0)
        say_count(s, row->n_cases, "case", "cases");
    else if (strcmp(field, "window") == 0)
        say_window(s, row);
    else if (strcmp(field, "summary") == 0)
        say_text_field(s, row, FIELD_SUMMARY, row->fields.summary);
    else if (strcmp(field, "provided_that") == 0)
        say_text_field(s, row, FIELD_PROVIDED_THAT, row->fields.provided_that);
    else
        say_plain(s, row, field);
}
