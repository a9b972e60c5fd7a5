/* A corpus of any size: generate CLAUSES FILES FOLDER [TABLE]
 *
 * Agreements of 40 clauses each (the last has what is left), in FILES files. Three topics of an agreement are among a
 * handful that many agreements have, the fourth is its own. A clause has three acts on average, five terms at first
 * and two in each later act; one in eight ends with an event. The same arguments give the same bytes.
 *
 * TABLE gets the same as a bitemporal table with a tab between columns: topic, agreement, clause, the days from and
 * before which it is so, the days from and before which it is known, terms. Ends of clauses are left out of it. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define PER_AGREEMENT 40UL
#define PER_TOPIC 10UL

static const char *const topics[] = {"audit", "data",    "delivery", "exclusivity", "fees",     "ip",      "liability",
                                     "notice", "pricing", "quality",  "security",    "staffing", "support", "transfer"};
static const char *const subjects[] = {"access", "approval", "assignment", "credits", "deadline",
                                       "export", "handover", "renewal",    "reports", "thresholds"};
static const char *const kinds[] = {"right", "obligation", "permission", "prohibition", "limit"};
static const char *const countries[] = {"DE", "FR", "IE", "NL", "SE", "US", "JP", "CA"};
static const char *const words[] = {"monthly", "quarterly", "yearly", "once", "on request"};

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Random enough, and the same everywhere (splitmix64). */
static uint64_t state;
static unsigned long pick(unsigned long n)
{
    uint64_t z = state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (unsigned long)((z ^ (z >> 31)) % n);
}

/* Amendment k of an agreement was signed in this year, on a day of its own. */
static int year_of(int k)
{
    return 2014 + 2 * k;
}

struct day {
    char text[24];
};

static struct day write_day(FILE *f, const char *key, int year)
{
    struct day d;
    snprintf(d.text, sizeof d.text, "%d-%02lu-%02lu", year, 1 + pick(12), 1 + pick(28));
    fprintf(f, "%s: %s\n", key, d.text);
    return d;
}

static struct day announced[5]; /* of the agreement's instruments */

/* What an act makes of a clause, for the table. */
static struct version {
    struct day from, known;
    char terms[160];
} versions[5];
static int n_versions;

static struct version *add_version(int instrument, struct day from)
{
    struct version *v = &versions[n_versions++];
    v->from = from;
    v->known = announced[instrument];
    return v;
}

/* N versions are 2 N - 1 rectangles: each holds until the next begins, and, until that is known, longer. */
static void write_rectangles(FILE *table, const char *topic, unsigned long agreement, const char *subject)
{
    for (int i = 0; i < n_versions; i++) {
        const struct version *v = &versions[i];
        const char *next = i + 1 < n_versions ? v[1].from.text : "9999-12-31";
        fprintf(table, "%s\tsupplier-%06lu\t%s.%s\t%s\t%s\t%s\t9999-12-31\t%s\n", topic, agreement, topic, subject, v->from.text, next,
                v->known.text, v->terms);
        if (i + 1 < n_versions)
            fprintf(table, "%s\tsupplier-%06lu\t%s.%s\t%s\t9999-12-31\t%s\t%s\t%s\n", topic, agreement, topic, subject, next,
                    v->known.text, v[1].known.text, v->terms);
    }
}

static void write_head(FILE *f, unsigned long agreement)
{
    fprintf(f, "pact: 1\nagreement: supplier-%06lu\ntitle: Framework agreement with supplier %lu\n", agreement, agreement);
    fprintf(f, "complete_through: 2026-06-30\nparties:\n  buyer: The buyer\n  supplier: Supplier %lu\nsources:\n", agreement);
    for (int k = 0; k < 5; k++) {
        fprintf(f, "  doc-%d:\n    publisher: Supplier %lu\n    title: Document %d of %lu\n", k, agreement, k, agreement);
        fprintf(f, "    date: %d-01-01\n    kind: %s\n", year_of(k), k % 2 ? "filing" : "primary");
    }
    fputs("instruments:\n", f);
    for (int k = 0; k < 5; k++) {
        fprintf(f, "  %s-%d:\n    title: %s %d\n    kind: %s\n", k ? "amendment" : "contract", k, k ? "Amendment" : "Contract", k,
                k ? "amendment" : "contract");
        announced[k] = write_day(f, "    announced", year_of(k));
        fprintf(f, "    sources: [doc-%d]\n", k);
    }
    fputs("events:\n  change-of-control:\n    title: Control of the supplier changes\n", f);
}

static void write_later_act(FILE *f, int k)
{
    unsigned long rate = pick(10000), notice = 10 * (1 + pick(18));
    int restated = pick(3) == 0;
    fprintf(f, "      - act: %s\n        by: amendment-%d\n", restated ? "restate" : "amend", k);
    struct version *v = add_version(k, write_day(f, "        from", year_of(k) + 1));
    fprintf(f, "        section: \"%lu.%lu\"\n        terms:\n          rate: %lu.%02lu\n          notice_days: %lu\n", 1 + pick(30), 1 + pick(9),
            rate / 100, rate % 100, notice);
    if (restated)
        fprintf(f, "        summary: Settled anew, %s.\n", words[pick(COUNT(words))]);
    snprintf(v->terms, sizeof v->terms, "{\"rate\":%lu.%02lu,\"notice_days\":%lu}", rate / 100, rate % 100, notice);
}

static void write_first_act(FILE *f, const char *subject)
{
    unsigned long rate = pick(10000), notice = 10 * (1 + pick(18));
    const char *exclusive = pick(2) ? "true" : "false", *territory = countries[pick(COUNT(countries))];
    const char *reporting = words[pick(COUNT(words))];
    fputs("      - act: establish\n        by: contract-0\n", f);
    struct version *v = add_version(0, write_day(f, "        from", year_of(0) + 1));
    fprintf(f, "        section: \"%lu.%lu\"\n", 1 + pick(30), 1 + pick(9));
    if (pick(8) == 0)
        fputs("        until: change-of-control\n", f);
    else if (pick(3) == 0)
        write_day(f, "        through", 2024 + (int)pick(12));
    fprintf(f, "        terms:\n          rate: %lu.%02lu\n          notice_days: %lu\n          exclusive: %s\n          territory: %s\n          reporting: %s\n",
            rate / 100, rate % 100, notice, exclusive, territory, reporting);
    fprintf(f, "        summary: The supplier settles %s %s.\n", subject, words[pick(COUNT(words))]);
    snprintf(v->terms, sizeof v->terms,
             "{\"rate\":%lu.%02lu,\"notice_days\":%lu,\"exclusive\":%s,\"territory\":\"%s\",\"reporting\":\"%s\"}", rate / 100, rate % 100,
             notice, exclusive, territory, reporting);
}

static void write_clause(FILE *f, FILE *table, const char *topic, unsigned long number, unsigned long agreement)
{
    const char *subject = subjects[number % PER_TOPIC];
    n_versions = 0;
    fprintf(f, "  %s.%s:\n    title: Terms on %s, item %lu\n    kind: %s\n    holder: buyer\n    obligor: supplier\n    history:\n", topic, subject,
            subject, number, kinds[pick(COUNT(kinds))]);
    write_first_act(f, subject);
    for (int k = 1; k < 5; k++)
        if (pick(2))
            write_later_act(f, k);
    if (table != NULL)
        write_rectangles(table, topic, agreement, subject);
}

static void write_agreement(FILE *f, FILE *table, unsigned long agreement, unsigned long clauses)
{
    state = 0x5EED + agreement * 7919;
    unsigned long first = pick(COUNT(topics));
    write_head(f, agreement);
    fputs("clauses:\n", f);
    char own[32];
    snprintf(own, sizeof own, "project-%06lu", agreement);
    for (unsigned long i = 0; i < clauses; i++) {
        unsigned long t = i / PER_TOPIC;
        write_clause(f, table, t < 3 ? topics[(first + t) % COUNT(topics)] : own, i, agreement);
    }
}

int main(int argc, char **argv)
{
    if (argc != 4 && argc != 5) {
        fputs("usage: generate CLAUSES FILES FOLDER [TABLE]\n", stderr);
        return 2;
    }
    unsigned long clauses = strtoul(argv[1], NULL, 10), files = strtoul(argv[2], NULL, 10);
    unsigned long agreements = (clauses + PER_AGREEMENT - 1) / PER_AGREEMENT;
    if (mkdir(argv[3], 0777) != 0 && errno != EEXIST)
        return perror(argv[3]), 1;
    FILE *table = argc == 5 ? fopen(argv[4], "w") : NULL;
    if (argc == 5 && table == NULL)
        return perror(argv[4]), 1;
    for (unsigned long i = 0; i < files; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/part-%04lu.yaml", argv[3], i);
        FILE *f = fopen(path, "w");
        if (f == NULL)
            return perror(path), 1;
        for (unsigned long a = agreements * i / files; a < agreements * (i + 1) / files; a++) {
            fputs("---\n", f);
            write_agreement(f, table, a, clauses - a * PER_AGREEMENT < PER_AGREEMENT ? clauses - a * PER_AGREEMENT : PER_AGREEMENT);
        }
        if (fclose(f) != 0)
            return perror(path), 1;
    }
    return table != NULL && fclose(table) != 0;
}
