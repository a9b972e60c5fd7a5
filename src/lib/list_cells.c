/* Cells of the tables of `pact list`. */
#include "list.h"

#include <stdio.h>
#include <string.h>

struct cell str_cell(const struct listing *l, str_id id)
{
    if (id == 0)
        return (struct cell){.kind = CELL_NULL};
    return (struct cell){
        .kind = CELL_TEXT, .text = image_str(l->img, id), .n = image_str_len(l->img, id)};
}

struct cell word_cell(const char *word)
{
    if (word == NULL)
        return (struct cell){.kind = CELL_NULL};
    return (struct cell){.kind = CELL_TEXT, .text = word, .n = strlen(word)};
}

struct cell day_cell(day_t d)
{
    return (struct cell){.kind = d == DAY_NONE ? CELL_NULL : CELL_DAY, .day = d};
}

struct cell pdate_cell(pdate d)
{
    return (struct cell){.kind = d == 0 ? CELL_NULL : CELL_PDATE, .date = d};
}

struct cell count_cell(struct listing *l, uint32_t n)
{
    return (struct cell){.kind = CELL_NUMBER,
                         .text = arena_printf(&l->arena, "%u", n),
                         .n = (size_t)snprintf(NULL, 0, "%u", n)};
}

str_id party_name(const struct image *img, uint32_t row)
{
    return img->parties[row].id;
}

str_id source_name(const struct image *img, uint32_t row)
{
    return img->sources[row].id;
}

str_id event_name(const struct image *img, uint32_t row)
{
    return img->events[row].id;
}

struct cell names_cell(struct listing *l, struct span refs, name_fn *name)
{
    const char **items = ARENA_ARRAY(&l->arena, refs.n, const char *);
    if (items == NULL)
        return (struct cell){.kind = CELL_NULL};
    for (uint32_t i = 0; i < refs.n; i++)
        items[i] = image_str(l->img, name(l->img, l->img->refs[refs.first + i]));
    return (struct cell){.kind = CELL_LIST, .items = items, .n_items = refs.n};
}

struct cell parties_cell(struct listing *l, struct span rows)
{
    const char **items = ARENA_ARRAY(&l->arena, rows.n, const char *);
    if (items == NULL)
        return (struct cell){.kind = CELL_NULL};
    for (uint32_t i = 0; i < rows.n; i++)
        items[i] = image_str(l->img, party_name(l->img, rows.first + i));
    return (struct cell){.kind = CELL_LIST, .items = items, .n_items = rows.n};
}

/* A window as FIRST..LAST, the way the command line takes it. */
static const char *window_text(struct listing *l, day_t first, day_t last)
{
    char a[11];
    char b[11];
    day_format(first, a);
    day_format(last, b);
    return arena_printf(&l->arena, "%s..%s", a, b);
}

struct cell occurred_cell(struct listing *l, const struct event_row *e)
{
    if (e->occurred != 0 || e->occurred_first == DAY_NONE)
        return pdate_cell(e->occurred);
    struct cell cell = word_cell(window_text(l, e->occurred_first, e->occurred_last));
    char first[11], last[11];
    day_format(e->occurred_first, first);
    day_format(e->occurred_last, last);
    cell.json = arena_printf(&l->arena, "{\"between\":[\"%s\",\"%s\"]}", first, last);
    cell.json_n = cell.json != NULL ? strlen(cell.json) : 0;
    return cell;
}

/* ---- bounds in short ---- */

static const char *bound_text(struct listing *l, bound_ref ref);

static const char *members_text(struct listing *l, const struct bound_row *list, const char *name)
{
    const char *text = arena_printf(&l->arena, "%s(", name);
    for (uint32_t i = 0; i < list->b && text != NULL; i++) {
        const char *member = bound_text(l, list->a + i);
        text = arena_printf(&l->arena, "%s%s%s", text, i > 0 ? ", " : "",
                            member != NULL ? member : "");
    }
    return text != NULL ? arena_printf(&l->arena, "%s)", text) : NULL;
}

static const char *row_text(struct listing *l, const struct bound_row *row)
{
    const struct image *img = l->img;
    char day[11];
    switch ((enum bound_kind)row->kind) {
    case BOUND_EVENT:
        if (row->count == 0)
            return image_str(img, img->events[row->a].id);
        return arena_printf(&l->arena, "%s+%d%c", image_str(img, img->events[row->a].id),
                            row->count, row->unit);
    case BOUND_UNKNOWN:
        if (row->b == 0)
            return window_text(l, img->unknowns[row->a].first, img->unknowns[row->a].last);
        pdate_format(row->b, day);
        return arena_printf(&l->arena, "%s", day);
    case BOUND_AFTER:
        pdate_format(row->a, day);
        return arena_printf(&l->arena, "after %s", day);
    case BOUND_FIRST_OF:
        return members_text(l, row, "first_of");
    case BOUND_LAST_OF:
        return members_text(l, row, "last_of");
    case BOUND_DAY_MEMBER:
        day_format((day_t)row->a, day);
        return arena_printf(&l->arena, "%s", day);
    case BOUND_UNDISCLOSED:
        return "undisclosed";
    case BOUND_UNSTATED:
    case BOUND_KIND_COUNT:
        break;
    }
    return "unstated";
}

static const char *bound_text(struct listing *l, bound_ref ref)
{
    if (!BOUND_IS_PLAIN(ref))
        return row_text(l, &l->img->bounds[ref]);
    char day[11];
    day_format(BOUND_DAY(ref), day);
    return arena_printf(&l->arena, "%s", day);
}

struct cell bound_cell(struct listing *l, bound_ref ref)
{
    if (ref == IMAGE_NONE)
        return (struct cell){.kind = CELL_NULL};
    if (BOUND_IS_PLAIN(ref))
        return day_cell(BOUND_DAY(ref));
    struct cell cell = word_cell(bound_text(l, ref));
    struct buf json;
    buf_init(&json, 0);
    render_bound(&json, l->img, ref);
    cell.json = json.failed ? NULL : arena_copy(&l->arena, json.data, json.n);
    cell.json_n = json.n;
    l->arena.failed |= json.failed;
    buf_done(&json);
    return cell;
}
