/* Bounds as JSON, in the form in which a corpus writes them: a day or an event's id as a string,
 * everything else as the map of DESIGN's table of bounds. */
#include "put.h"
#include "render.h"

static void put_members(struct buf *b, const struct image *img, const struct bound_row *list)
{
    PUT(b, "[");
    for (uint32_t i = 0; i < list->b; i++) {
        if (i != 0)
            PUT(b, ",");
        put_bound(b, img, list->a + i);
    }
    PUT(b, "]}");
}

static void put_event_bound(struct buf *b, const struct image *img, const struct bound_row *row)
{
    const struct offset plus = {row->count, row->unit};
    if (plus.count == 0) {
        put_str(b, img, img->events[row->a].id);
        return;
    }
    PUT(b, "{\"event\":");
    put_str(b, img, img->events[row->a].id);
    PUT(b, ",\"plus\":");
    put_offset(b, plus);
    PUT(b, "}");
}

static void put_unknown_bound(struct buf *b, const struct image *img, const struct bound_row *row)
{
    if (row->b != 0) {
        put_pdate(b, row->b);
        return;
    }
    PUT(b, "{\"between\":[");
    put_day(b, img->unknowns[row->a].first);
    PUT(b, ",");
    put_day(b, img->unknowns[row->a].last);
    PUT(b, "]}");
}

static void put_bound_row(struct buf *b, const struct image *img, const struct bound_row *row)
{
    switch ((enum bound_kind)row->kind) {
    case BOUND_EVENT:
        put_event_bound(b, img, row);
        return;
    case BOUND_UNKNOWN:
        put_unknown_bound(b, img, row);
        return;
    case BOUND_AFTER:
        PUT(b, "{\"after\":");
        put_pdate(b, row->a);
        PUT(b, "}");
        return;
    case BOUND_FIRST_OF:
        PUT(b, "{\"first_of\":");
        put_members(b, img, row);
        return;
    case BOUND_LAST_OF:
        PUT(b, "{\"last_of\":");
        put_members(b, img, row);
        return;
    case BOUND_DAY_MEMBER:
        put_day(b, (day_t)row->a);
        return;
    case BOUND_UNDISCLOSED:
        PUT(b, "\"undisclosed\"");
        return;
    case BOUND_UNSTATED:
        PUT(b, "\"unstated\"");
        return;
    case BOUND_KIND_COUNT:
        break;
    }
    PUT(b, "null");
}

void put_bound(struct buf *b, const struct image *img, bound_ref ref)
{
    if (ref == IMAGE_NONE)
        PUT(b, "null");
    else if (BOUND_IS_PLAIN(ref))
        put_day(b, BOUND_DAY(ref));
    else
        put_bound_row(b, img, &img->bounds[ref]);
}

void put_through(struct buf *b, const struct act_row *act)
{
    if ((act->flags & ACT_THROUGH_OPEN) != 0)
        PUT(b, "\"open\"");
    else
        put_day(b, act->through);
}

void render_bound(struct buf *out, const struct image *img, uint32_t bound)
{
    put_bound(out, img, bound);
}
