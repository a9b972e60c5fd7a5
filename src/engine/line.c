/* The lines of clauses. A clause that hangs on no unknown has one course, which is walked on each
 * day where it may change, without a look at terms or sources; others are asked in full. */
#include "line.h"

#include "walk.h"

#define COURSES_MOST 64U
#define STEPS_MOST 65536U

static enum answer_status only_status(const struct clause_view *v, day_t day)
{
    const struct course course = {.view = v, .day = day};
    struct walk_state s;
    walk_begin(&s, &course);
    for (uint32_t i = 0; i < v->n_acts; i++)
        walk_step(&s, v->acts[i]);
    return walk_status(&s);
}

static enum line_value value_on(struct clause_view *v, day_t day)
{
    enum answer_status status = STATUS_DEPENDS;
    if (v->n_locals == 0) {
        status = only_status(v, day);
    } else {
        const struct day_view *d = day_view_get(v, day);
        status = d != NULL ? d->status : STATUS_DEPENDS; /* the arena knows why */
    }
    if (status == STATUS_IN_FORCE)
        return LINE_YES;
    return status == STATUS_NOT_YET || status == STATUS_ENDED ? LINE_NO : LINE_ASK;
}

/* A compile is not to take longer for a few clauses than for all others. */
static bool is_simple(const struct clause_view *v)
{
    uint64_t courses = 1;
    for (uint32_t i = 0; i < v->n_locals && courses <= COURSES_MOST; i++)
        courses *= v->locals[i].n_offsets + 1;
    return courses <= COURSES_MOST && (uint64_t)v->n_acts * v->n_breaks <= STEPS_MOST;
}

/* Where offsets change their order with the calendar, what holds at the breaks does not hold
 * between them. */
static void add_line(struct lines *ret, struct clause_view *v)
{
    const bool ask = v->irregular || !is_simple(v);
    const size_t first = ret->steps.n;
    line_add(&ret->steps, first, DAY_MIN, ask ? LINE_ASK : value_on(v, DAY_MIN));
    for (uint32_t i = 0; i < v->n_breaks && !ask; i++)
        line_add(&ret->steps, first, v->breaks[i], value_on(v, v->breaks[i]));
    uint32_t *end = vec_add(&ret->ends);
    if (end != NULL)
        *end = (uint32_t)ret->steps.n;
}

static bool add_lines(struct lines *ret, const struct setting *s)
{
    struct arena work;
    bool good = true;
    arena_init(&work);
    for (uint32_t i = 0; i < s->image->n_clauses && good; i++) {
        struct clause_view v;
        arena_clear(&work);
        good = clause_view_init(&v, s, i, &work);
        if (good)
            add_line(ret, &v);
        good = good && !work.failed && !ret->steps.failed && !ret->ends.failed;
    }
    arena_done(&work);
    return good;
}

bool engine_lines(const struct image *one, struct lines *ret)
{
    const struct question all = {.first = DAY_MIN, .last = DAY_MAX, .period = true};
    struct arena kept;
    struct setting s;
    struct diags refused;
    arena_init(&kept);
    diags_init(&refused, 1);
    const enum status status = setting_init(&s, one, 0, &all, &kept, &refused);
    const bool good = status == ST_OK      ? add_lines(ret, &s)
                      : status == ST_USAGE ? lines_unknown(one, ret)
                                           : false;
    diags_done(&refused);
    arena_done(&kept);
    return good;
}
