/* Days of unknowns that stand for all their days: see joint.c. */
#include "joint.h"

/* ---- days ---- */

void days_add(struct joint *j, struct days *d, day_t day)
{
    uint32_t lo = 0, hi = d->n;
    if (hi > 0 && d->at[hi - 1] < day)
        lo = hi;
    while (lo < hi) {
        const uint32_t mid = lo + (hi - lo) / 2;
        if (d->at[mid] < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    if ((lo < d->n && d->at[lo] == day) || j->too_many)
        return;
    if (d->n >= j->check->most) {
        j->too_many = true;
        return;
    }
    if (d->n == d->cap) {
        const uint32_t cap = d->cap == 0 ? 16 : d->cap * 2;
        day_t *more = ARENA_ARRAY(j->arena, cap, day_t);
        if (more == NULL)
            return;
        if (d->n > 0)
            memcpy(more, d->at, d->n * sizeof *more);
        d->at = more;
        d->cap = cap;
    }
    memmove(d->at + lo + 1, d->at + lo, (d->n - lo) * sizeof *d->at);
    d->at[lo] = day;
    d->n++;
}

/* Is the point one that the days of the period tell apart? */
bool point_within(const struct joint *j, day_t point)
{
    return point > j->first && point <= j->last;
}

/* The least day that puts a point on `point` or behind it. */
static day_t least_reaching(day_t point, struct offset o)
{
    return point <= DAY_MIN ? DAY_MIN : day_latest_reaching(point - 1, o) + 1;
}

void variable_place(struct variable *v, day_t day)
{
    for (uint32_t i = 0; i < v->n_offsets; i++)
        v->points[i] = day_plus(day, v->offsets[i]);
}

/* ---- candidates ---- */

static void add_candidate(struct joint *j, struct variable *v, day_t day)
{
    if (day < v->domain.first)
        day = v->domain.first;
    if (day <= v->domain.last)
        days_add(j, &v->days, day);
}

static bool swaps(const struct variable *v)
{
    for (uint32_t i = 0; i < v->n_offsets; i++)
        for (uint32_t k = 0; k < i; k++)
            if (offsets_may_swap(v->offsets[i], v->offsets[k]))
                return true;
    return false;
}

static void first_candidates(struct joint *j, struct variable *v)
{
    day_t least = DAY_NEVER, most = DAY_MIN;
    add_candidate(j, v, v->domain.first);
    for (uint32_t i = 0; i < v->n_offsets; i++) {
        for (uint32_t f = 0; f < j->fixed.n; f++) {
            add_candidate(j, v, least_reaching(j->fixed.at[f], v->offsets[i]));
            add_candidate(j, v, least_reaching(j->fixed.at[f] + 1, v->offsets[i]));
        }
        const day_t behind = least_reaching(j->last + 1, v->offsets[i]);
        add_candidate(j, v, behind);
        const day_t begins = least_reaching(j->first, v->offsets[i]);
        least = begins < least ? begins : least;
        most = behind > most ? behind : most;
    }
    if (!swaps(v))
        return;
    for (day_t d = least; d <= most && d <= v->domain.last && !j->too_many; d++)
        add_candidate(j, v, d);
}

/* One step from each candidate of w to v. */
static void step_candidates(struct joint *j, const struct variable *w, struct variable *v,
                            bool required)
{
    for (uint32_t c = 0; c < w->days.n && !j->too_many; c++) {
        if (required)
            add_candidate(j, v, w->days.at[c]);
        for (uint32_t p = 0; p < w->n_offsets; p++) {
            const day_t point = day_plus(w->days.at[c], w->offsets[p]);
            for (uint32_t o = 0; point_within(j, point) && o < v->n_offsets; o++) {
                add_candidate(j, v, least_reaching(point, v->offsets[o]));
                add_candidate(j, v, least_reaching(point + 1, v->offsets[o]));
            }
        }
    }
}

static bool is_required(const struct variable *v, uint32_t w)
{
    for (uint32_t i = 0; i < v->n; i++)
        if (v->requires[i] == w)
            return true;
    return false;
}

static bool has_months(const struct variable *v)
{
    for (uint32_t i = 0; i < v->n_offsets; i++)
        if (v->offsets[i].count != 0 && (v->offsets[i].unit == 'm' || v->offsets[i].unit == 'y'))
            return true;
    return false;
}

/* More courses than the check allows, by the candidates so far, which only become more? */
static bool exceeds(const struct joint *j, uint32_t first)
{
    uint64_t courses = 1;
    for (uint32_t i = first; i != IMAGE_NONE && courses <= j->check->most; i = j->variables[i].next)
        courses *= j->variables[i].days.n;
    return courses > j->check->most;
}

/* The live variables of a group, from the first one on. */
bool find_candidates(struct joint *j, uint32_t first)
{
    uint32_t n = 0;
    bool months = false, grown = true;
    for (uint32_t i = first; i != IMAGE_NONE; i = j->variables[i].next) {
        first_candidates(j, &j->variables[i]);
        months = months || has_months(&j->variables[i]);
        n++;
    }
    for (uint32_t round = 1; grown && !j->too_many && (round < n || (months && n > 1)); round++) {
        grown = false;
        for (uint32_t i = first; i != IMAGE_NONE; i = j->variables[i].next) {
            struct variable *v = &j->variables[i];
            const uint32_t before = v->days.n;
            for (uint32_t k = first; k != IMAGE_NONE; k = j->variables[k].next)
                if (k != i)
                    step_candidates(j, &j->variables[k], v, is_required(v, k));
            grown = grown || v->days.n != before;
        }
        j->too_many = j->too_many || exceeds(j, first);
    }
    j->too_many = j->too_many || exceeds(j, first);
    return !j->arena->failed && !j->too_many;
}
