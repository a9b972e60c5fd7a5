/* See edges.h. */
#include "edges.h"

#include "put.h"

/* "known+1d+90d"; as the last day of a stretch one less: "known+90d", for none "known". */
static void put_moving(struct buf *b, struct plane_edge e, bool last)
{
    buf_puts(b, last ? "known" : "known+1d");
    if (e.plus.count != 0)
        buf_printf(b, "+%d%c", (int)e.plus.count, e.plus.unit);
}

void put_edge_from(struct buf *b, struct plane_edge e)
{
    if (!e.moves) {
        put_day(b, e.day == DAY_MIN ? DAY_NONE : e.day);
        return;
    }
    PUT(b, "\"");
    put_moving(b, e, false);
    PUT(b, "\"");
}

/* Months are not added to the day before as to the day, so their last day is told as it is. */
void put_edge_last(struct buf *b, struct plane_edge end)
{
    if (!end.moves) {
        put_day(b, edge_is_never(end) ? DAY_NONE : edge_last_day(end));
        return;
    }
    const bool days = end.plus.count == 0 || end.plus.unit == 'd' || end.plus.unit == 'w';
    PUT(b, "\"");
    put_moving(b, end, days);
    buf_puts(b, days ? "\"" : "-1d\"");
}
