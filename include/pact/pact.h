/* libpact: which contract terms apply on date X.
 *
 * Open a corpus (files, folders, compiled images, or the one built in), ask it, and let the answer
 * be written through a function of yours, in any format. The library prints nothing, exits nowhere
 * and keeps no global state; a corpus is read-only once open and may be asked from several threads
 * at once (each with diagnostics of its own).
 *
 *     struct pact_diags *diags = pact_diags_new();
 *     struct pact_corpus *corpus = NULL;
 *     const char *select[] = {"ip"};
 *     struct pact_question question = PACT_QUESTION_INIT;
 *     struct pact_output output = PACT_OUTPUT_INIT;
 *     struct pact_outcome outcome;
 *
 *     output.sink = my_sink;
 *     question.date = "2031-01-01";
 *     question.select = select;
 *     question.n_select = 1;
 *     if (pact_corpus_builtin(diags, &corpus) == PACT_OK &&
 *         pact_query(corpus, &question, &output, &outcome, diags) == PACT_OK)
 *         return outcome.exit_code;
 *
 * Rules that hold for every function here:
 *   - Texts are UTF-8 and end with a NUL. They are only read during the call, unless said
 * otherwise.
 *   - Whatever a function creates is freed by the function named `..._free`, which accepts NULL.
 *   - A result is written through a `ret_` pointer only when the function returns PACT_OK.
 *   - Anything but PACT_OK has left at least one diagnostic in the list given (when memory is out,
 *     perhaps none). The list may hold warnings after PACT_OK.
 *   - Days are written YYYY-MM-DD, 0001-01-01 to 9999-12-31. The library reads no environment, and
 * the clock only when a question needs `today` and does not give it.
 */
#ifndef PACT_PACT_H
#define PACT_PACT_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define PACT_API __attribute__((visibility("default")))
#define PACT_MUST_USE __attribute__((warn_unused_result))
#else
#define PACT_API
#define PACT_MUST_USE
#endif

/* The version of the library, "0.1.0". Static. */
PACT_API const char *pact_version(void);

/* ---- how a call ended ---- */

enum pact_status {
    PACT_OK,
    PACT_INVALID, /* the corpus, or an image, breaks a rule */
    PACT_USAGE,   /* the question is wrong: a date, a selector, a scenario without a course */
    PACT_IO,      /* the operating system, or your sink, said no */
    PACT_NOMEM
};

/* What a process says about it. The numbers are a promise. */
enum pact_exit {
    PACT_EXIT_YES = 0,     /* something applies; no finding; answered */
    PACT_EXIT_NO = 1,      /* nothing applies; there are findings */
    PACT_EXIT_FAILED = 2,  /* wrong usage, unreadable path, out of memory, failed write */
    PACT_EXIT_DEPENDS = 3, /* it depends on an unknown, or on what is not disclosed */
    PACT_EXIT_INVALID = 4  /* the corpus is invalid */
};

/* The exit code for a call that did not answer: PACT_OK gives 0, PACT_INVALID 4, all others 2. */
PACT_API int pact_status_exit(enum pact_status status);

/* ---- diagnostics ---- */

enum pact_severity { PACT_NOTE, PACT_WARNING, PACT_ERROR };

/* One diagnostic. Texts belong to the list. Lines and columns count from 1, in characters; 0: not
 * known. */
struct pact_diag {
    const char *code; /* "unknown-name"; the manual has a paragraph for each */
    enum pact_severity severity;
    const char *file; /* NULL: none */
    unsigned line, column;
    const char *path;       /* place in the document, or NULL */
    const char *message;    /* lower case, no full stop */
    const char *hint;       /* what to do, or NULL */
    const char *excerpt;    /* the line itself, or NULL */
    const char *other_file; /* a second place, such as the first definition; NULL: none */
    unsigned other_line, other_column;
    const char *other_note; /* what is there, or NULL */
};

/* A list of diagnostics. Calls add to it; it is yours. One thread at a time. */
struct pact_diags;

/* An empty list that keeps up to 100 and counts the rest. NULL when memory is out. */
PACT_API struct pact_diags *pact_diags_new(void);
PACT_API void pact_diags_free(struct pact_diags *diags);

/* Forgets all of them; texts given out before are gone. */
PACT_API void pact_diags_clear(struct pact_diags *diags);

/* How many are kept; how many errors, or warnings, there were (those not kept included). */
PACT_API size_t pact_diags_count(const struct pact_diags *diags);
PACT_API size_t pact_diags_errors(const struct pact_diags *diags);
PACT_API size_t pact_diags_warnings(const struct pact_diags *diags);

/* The i-th that is kept, i below pact_diags_count; false (and nothing written) beyond. */
PACT_API bool pact_diags_get(const struct pact_diags *diags, size_t i, struct pact_diag *ret_diag);

/* Adds an error of the caller's own: a code of the manual ("usage", "cannot-read", "cannot-write";
 * any other counts as "usage"), a message, and a hint or NULL. All are copied. */
PACT_API void pact_diags_add(struct pact_diags *diags, const char *code, const char *message,
                             const char *hint);

/* ---- where answers go ---- */

/* Takes `n` bytes of an answer; 0, or an errno, which ends the call with PACT_IO. Called with at
 * most a little over 64 KiB at a time, unless one row is longer, and with what is left at the end.
 */
typedef int pact_sink(void *ctx, const char *bytes, size_t n);

enum pact_format {
    PACT_FORMAT_TEXT,
    PACT_FORMAT_JSON,
    PACT_FORMAT_JSONL,
    PACT_FORMAT_CSV,
    PACT_FORMAT_TSV,
    PACT_FORMAT_MARKDOWN,
    /* what single documents have beside these; any other is refused with PACT_USAGE */
    PACT_FORMAT_SVG,     /* timelines */
    PACT_FORMAT_HTML,    /* timelines */
    PACT_FORMAT_MERMAID, /* timelines */
    PACT_FORMAT_ICS,     /* what comes next */
    PACT_FORMAT_TAP,     /* findings and outcomes of checks, this one and those below */
    PACT_FORMAT_JUNIT,
    PACT_FORMAT_GITHUB,
    PACT_FORMAT_SARIF,
    PACT_FORMAT_COUNT
};

/* "text", "json" and so on; NULL for PACT_FORMAT_COUNT. Static. */
PACT_API const char *pact_format_name(enum pact_format format);
/* The format of that name; false if there is none. */
PACT_API bool pact_format_find(const char *name, enum pact_format *ret_format);

struct pact_style {
    enum pact_format format;
    size_t width; /* columns for text; 0: no wrapping */
    bool color;   /* escape sequences in text */
    bool pretty;  /* JSON on several lines */
    bool ascii;   /* no characters of our own beyond ASCII; those of the corpus stay */
};

/* Where an answer goes and what it looks like. A NULL sink throws it away. */
struct pact_output {
    pact_sink *sink;
    void *ctx; /* for the sink */
    struct pact_style style;
};
#define PACT_OUTPUT_INIT                                                                           \
    {                                                                                              \
        NULL, NULL,                                                                                \
        {                                                                                          \
            PACT_FORMAT_TEXT, 0, false, false, false                                               \
        }                                                                                          \
    }

/* Writes the diagnostics of at least that severity as compilers print them, whatever the style's
 * format is, and a line on how many were not kept. */
PACT_API enum pact_status pact_diags_write(const struct pact_diags *diags,
                                           enum pact_severity at_least,
                                           const struct pact_output *out);

/* Writes the error document pact.error/1, which stands on standard output when an answer in JSON
 * failed: always JSON, on one line unless the style is pretty, a line feed at its end. */
PACT_API enum pact_status pact_error_document(const struct pact_diags *diags, int exit_code,
                                              const struct pact_output *out);

/* The same for the formats of reports (TAP, JUNIT, GITHUB, SARIF): that the run of `verb` (NULL:
 * none was named) broke down, and why, as a whole document; `root` as in pact_lint_options. Nothing
 * in any other format. */
PACT_API enum pact_status pact_failure_report(const struct pact_diags *diags, const char *verb,
                                              const char *root, const struct pact_output *out);

/* ---- the corpus ---- */

/* What a call that takes time is at. Each stage counts on its own. */
enum pact_stage {
    PACT_STAGE_READ,    /* YAML: files, bytes, clauses */
    PACT_STAGE_RESOLVE, /* names and histories: nothing is counted */
    PACT_STAGE_WRITE    /* pact_compile: clauses */
};

struct pact_progress {
    enum pact_stage stage;
    size_t files, of_files; /* of YAML: read to their end, and all */
    /* Of those files. Standard input has no size: with it, more may be read than there is. */
    unsigned long long bytes, of_bytes;
    size_t clauses, of_clauses; /* read or written; all, once that is known, else 0 */
};

/* Is told how far a call has come: in the thread that made the call, before it returns, after each
 * clause read and each agreement written. That may be a million times a second, so look at the
 * clock before you draw. */
typedef void pact_progress_fn(void *ctx, const struct pact_progress *progress);

struct pact_options {
    const char *const *limits; /* "depth=100": NAME=NUMBER; see pact_limit */
    size_t n_limits;
    const char *stale; /* "1y": an older reaffirmation is a warning; NULL: not asked */
    unsigned threads;  /* that may read, or answer for the whole corpus, at once; 0: one for each
                          processor */
    bool plain; /* pact_compile: the image is to be linked into a program; larger, nothing to unpack
                 */
    const char *cache; /* pact_corpus_open: a folder of the user's for images of the YAML that was
                          read before, made if need be; NULL: none. An answer is the same with it */
    const char *base; /* pact_compile: an image made before, perhaps of the same files: what has not
                         changed is copied from it. The bytes are the same with it; what there is to
                         warn of in files that have not changed is not said. NULL: none */
    pact_progress_fn *progress; /* NULL: nobody asks */
    void *progress_ctx;
};
#define PACT_OPTIONS_INIT                                                                          \
    {                                                                                              \
        NULL, 0, NULL, 0, false, NULL, NULL, NULL, NULL                                            \
    }

/* One limit: what a corpus may not exceed. */
struct pact_limit {
    const char *name;
    unsigned long long value; /* by default */
    const char *what;         /* "levels of nesting in YAML" */
};
/* The i-th limit there is; false beyond the last. Texts are static. */
PACT_API bool pact_limit_get(size_t i, struct pact_limit *ret_limit);

/* Checks options without opening anything: names and numbers of limits, the form of `stale`. NULL
 * is fine. PACT_USAGE if something is wrong. */
PACT_API enum pact_status pact_options_check(const struct pact_options *options,
                                             struct pact_diags *diags);

/* An open corpus. */
struct pact_corpus;

/* Opens `n` paths (at least one) as one corpus: YAML files, folders of them, "-" for YAML on
 * standard input, and compiled images, in any mixture. An agreement that is in two images, or in an
 * image and in YAML, is an error. `options` may be NULL. All errors of all paths are
 * reported; an unreadable path (PACT_IO) goes before an invalid corpus (PACT_INVALID). */
PACT_API PACT_MUST_USE enum pact_status pact_corpus_open(const char *const *paths, size_t n,
                                                         const struct pact_options *options,
                                                         struct pact_diags *diags,
                                                         struct pact_corpus **ret_corpus);

/* Opens the corpus that is built into the library: nothing is read and nothing can be wrong with
 * it. */
PACT_API PACT_MUST_USE enum pact_status pact_corpus_builtin(struct pact_diags *diags,
                                                            struct pact_corpus **ret_corpus);

PACT_API void pact_corpus_free(struct pact_corpus *corpus);

/* Checks every byte of the images in a corpus. Opening one checks its frame, and a question what it
 * reads; what it says is the same either way. PACT_INVALID with what is wrong. */
PACT_API PACT_MUST_USE enum pact_status pact_corpus_verify(const struct pact_corpus *corpus,
                                                           struct pact_diags *diags);

/* What a corpus was read from. */
enum pact_origin {
    PACT_ORIGIN_NONE,
    PACT_ORIGIN_YAML,
    PACT_ORIGIN_CACHE, /* an image of that YAML, in pact_options.cache */
    PACT_ORIGIN_IMAGE,
    PACT_ORIGIN_BUILTIN
};
/* The i-th thing that it was read from (all YAML together counts as one), NONE behind the last.
 * *ret_path: the path, which lives as long as the corpus; NULL for what is built in. */
PACT_API enum pact_origin pact_corpus_origin(const struct pact_corpus *corpus, size_t i,
                                             const char **ret_path);

/* The digest of what the corpus says, 64 hex digits; lives as long as the corpus. NULL when memory
 * is out. */
PACT_API const char *pact_corpus_digest(const struct pact_corpus *corpus);
PACT_API size_t pact_corpus_agreements(const struct pact_corpus *corpus);
PACT_API size_t pact_corpus_clauses(const struct pact_corpus *corpus);

/* Writes the corpus as one image, whatever it was opened from. */
PACT_API enum pact_status pact_corpus_write(const struct pact_corpus *corpus,
                                            const struct pact_output *out,
                                            struct pact_diags *diags);

/* pact_corpus_open and pact_corpus_write in one: YAML and images become one image. `n` 0: the
 * built-in corpus. */
PACT_API enum pact_status pact_compile(const char *const *paths, size_t n,
                                       const struct pact_options *options,
                                       const struct pact_output *out, struct pact_diags *diags);

/* ---- questions ---- */

/* Everything is text as people write it; NULL and 0 stand for "not given". */
struct pact_question {
    const char *date;  /* a day (2031-01-01, today, today+90d) or a period (2031, 2031-03, 2031-Q1,
                          A..B, all); not given: today */
    const char *known; /* a day: whose knowledge answers; not given: each record date */
    const char *signed_on; /* a day: acts signed by then, whenever announced */
    const char *today;     /* YYYY-MM-DD: what `today` means; not given: the clock, if need be */
    const char *const
        *assume; /* "EVENT=DAY", "EVENT=WINDOW", "EVENT=never", "AGREEMENT/NAME=…", "*=never" */
    size_t n_assume;
    const char *const *select; /* "ip", "acme-globex/ip", "*.exclusivity"; none: everything */
    size_t n_select;
    const char *party, *holder, *obligor; /* ids of parties */
    const char *kind;                     /* "exclusivity" */
    const char *const *where; /* "exclusive=true": each must hold, in one and the same course */
    size_t n_where;
    bool all; /* also what does not apply */
};
#define PACT_QUESTION_INIT                                                                         \
    {                                                                                              \
        NULL, NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, NULL, NULL, NULL, NULL, 0, false           \
    }

/* What came out of a call that answered. */
struct pact_outcome {
    int exit_code;  /* enum pact_exit */
    size_t results; /* rows of the answer */
    /* `known` is later than a record date: the record may lack what came between. */
    bool known_after_record;
    /* pact_value without a value: why ("is undisclosed", "depends on closing"); it belongs to the
     * diagnostics of that call. NULL otherwise. */
    const char *why;
    size_t errors; /* pact_check: checks that could not be made */
};

/* Checks what can be checked without a corpus: the forms of dates, assumptions, comparisons, the
 * kind. PACT_USAGE with one diagnostic for each thing that is wrong. */
PACT_API enum pact_status pact_question_check(const struct pact_question *question,
                                              struct pact_diags *diags);

/* Asks, and streams the document (in results' order: agreement, clause, day) to the sink.
 * exit_code: 0 if anything in the answer applies for certain (for a period: on some day), else 3 if
 * anything depends, else 1. A NULL sink in `out` asks for the outcome alone, and may stop at the
 * first certain result. PACT_USAGE: a selector, party, term or assumption that the corpus does not
 * know, or a scenario without a course; nothing was written then. */
PACT_API PACT_MUST_USE enum pact_status pact_query(const struct pact_corpus *corpus,
                                                   const struct pact_question *question,
                                                   const struct pact_output *out,
                                                   struct pact_outcome *ret_outcome,
                                                   struct pact_diags *diags);

/* What runs along a timeline. */
enum pact_axis {
    PACT_OVER_DAYS,  /* the days asked about, as known on one day */
    PACT_OVER_KNOWN, /* the days of knowledge, asked about one day */
    PACT_OVER_BOTH   /* the days asked about, a row for each stretch of knowledge, of one clause */
};
struct pact_chart {
    enum pact_axis axis;
    /* The ends of the axis that is drawn from left to right: days or periods, of which the first,
     * or last, day counts; NULL: as much as has boundaries, in whole years. */
    const char *from, *through;
};
#define PACT_CHART_INIT                                                                            \
    {                                                                                              \
        PACT_OVER_DAYS, NULL, NULL                                                                 \
    }

/* All that applies, ended or was not yet there, over a span of days: clause by clause the runs of
 * days with one answer. Drawn as text, SVG, a page of HTML that stands alone, or a Mermaid chart;
 * in the other formats the rows of pact_query for a period, the schema being "pact.timeline/1". The
 * question's date is the day to be marked (not given: today); its `all` is not used.
 * PACT_OVER_KNOWN: how the answer for the question's date changed with what was known; its `known`
 * (or the record date) is marked. No page. PACT_OVER_BOTH: as text, SVG or rows; PACT_USAGE unless
 * the selectors fit one clause. Rows of these two have the schema "pact.beliefs/1", and all days on
 * the axis unless its ends are given. exit_code is 0 when answered. PACT_USAGE as for pact_query.
 */
PACT_API PACT_MUST_USE enum pact_status
pact_timeline(const struct pact_corpus *corpus, const struct pact_question *question,
              const struct pact_chart *chart, const struct pact_output *out,
              struct pact_outcome *ret_outcome, struct pact_diags *diags);

/* The joint case list of a day: the few courses of events that the selected clauses tell apart, and
 * what applies in each. Of each agreement (events belong to one) the clauses that are the same in
 * every case, told once, and the cases of those that depend: conditions as in the cases of
 * pact_query, in the order of the names of the events and unknown days; the cases exclude each
 * other and cover every course, and none could be left out without an answer being lost. A
 * selection of which nothing depends has one case, without conditions. exit_code as pact_query's;
 * `results` are cases. PACT_USAGE as for pact_query, for a period, and for an agreement with more
 * than 256 cases.
 */
PACT_API PACT_MUST_USE enum pact_status pact_jointly(const struct pact_corpus *corpus,
                                                     const struct pact_question *question,
                                                     const struct pact_output *out,
                                                     struct pact_outcome *ret_outcome,
                                                     struct pact_diags *diags);

/* What comes after the question's day (not given: today; a period is refused): the boundaries at
 * which a clause begins, ends, changes, is suspended or resumes, dated ones and those that hang on
 * an event or unknown day, with the earliest and latest day on which they may come. Complete:
 * whatever course of events comes true, each later day on which an answer changes is one of them;
 * and nothing is listed that changes no answer. `within` ("90d", "6m", "1y"): only those that may
 * come so soon; NULL: all. The filters go by what is before and after; `all` is not used.
 * exit_code is 0 when answered. PACT_USAGE as for pact_query. */
PACT_API PACT_MUST_USE enum pact_status pact_next(const struct pact_corpus *corpus,
                                                  const struct pact_question *question,
                                                  const char *within, const struct pact_output *out,
                                                  struct pact_outcome *ret_outcome,
                                                  struct pact_diags *diags);

/* What differs between the answers to two questions on one corpus, which ask about a day each, or
 * both about the same period, and select the same clauses (those of the second are not looked at,
 * nor its filters; `all` is not used). Of a period each stretch of days is told on which the same
 * things differ. Compared are status, kind, holder, obligor, ends, provided_that and terms, of
 * answers that depend their cases, relative to the day. exit_code: 0 nothing, 1 definite answers
 * differ, else 3. PACT_USAGE as for pact_query, and for any other period. */
PACT_API PACT_MUST_USE enum pact_status
pact_diff(const struct pact_corpus *corpus, const struct pact_question *from,
          const struct pact_question *to, const struct pact_output *out,
          struct pact_outcome *ret_outcome, struct pact_diags *diags);

/* Why one clause's answer is what it is, and what would change it: the answer itself, every act of
 * the clause and what came of it on that day, the events and unknown days that flip it, the nearest
 * days with another answer, what was known when, and the sources without which it would be another.
 * The question's first `select` names the clause exactly ("CLAUSE" or "AGREEMENT/CLAUSE"); its date
 * must be a day; its filters and `all` are not used. CSV and TSV have the acts alone. Into
 * `receipt`, unless NULL, goes a document pact.receipt/1 (one line of JSON; its style is not used)
 * with the whole answer, for pact_replay. exit_code is 0. PACT_USAGE as for pact_query, and where
 * the clause is not one, or the date a period; nothing was written then. */
PACT_API PACT_MUST_USE enum pact_status
pact_explain(const struct pact_corpus *corpus, const struct pact_question *question,
             const struct pact_output *out, const struct pact_output *receipt,
             struct pact_outcome *ret_outcome, struct pact_diags *diags);

/* Asks the question of a receipt (its bytes) again, with its date, knowledge day and assumptions
 * pinned, and writes whether anything differs, and what: in JSON pact.replay/1, a row for each
 * place of the document that is not the same. `name` stands for the receipt in messages. Where the
 * files are, and on which lines, is not compared. exit_code: 0 the same answer, also where the
 * corpus or the version of pact is another, which is said; 1 another answer. PACT_USAGE: it is no
 * receipt, or a damaged one, or the corpus does not know the clause or a name of the assumptions.
 */
PACT_API PACT_MUST_USE enum pact_status pact_replay(const struct pact_corpus *corpus,
                                                    const char *receipt, size_t n, const char *name,
                                                    const struct pact_output *out,
                                                    struct pact_outcome *ret_outcome,
                                                    struct pact_diags *diags);

/* What differs between two corpora, over all days and all days of knowledge (or those that the
 * question gives), clause by clause: of answers every field, each difference once, with the places
 * on the plane of days and knowledge where it holds; of clauses, their acts, parties, sources,
 * instruments and events all that is said of them, but not where. The question's `where` and `all`
 * are not used. exit_code: 0 nothing, 1 something, 3 only answers that depend. PACT_USAGE as for
 * pact_query; a selector need fit in one of the corpora only. */
PACT_API PACT_MUST_USE enum pact_status
pact_diff_against(const struct pact_corpus *corpus, const struct pact_corpus *old,
                  const struct pact_question *question, const struct pact_output *out,
                  struct pact_outcome *ret_outcome, struct pact_diags *diags);

/* The bare value of one term and a line feed: "CLAUSE:TERM", the clause by its exact id
 * ("AGREEMENT/CLAUSE" where several have it), the term by name or dotted path. `select`, `all` and
 * the filters of the question are not used; its date must be a day. exit_code 0: written; 1: the
 * clause does not apply; 3: it depends, or the term is undisclosed, unstated or not there (`why`
 * says which; nothing is written). */
PACT_API PACT_MUST_USE enum pact_status
pact_value(const struct pact_corpus *corpus, const struct pact_question *question,
           const char *clause_and_term, const struct pact_output *out,
           struct pact_outcome *ret_outcome, struct pact_diags *diags);

/* What is to be checked, and how. NULL and 0 stand for "not given". */
struct pact_check {
    const char *const *assertions; /* "ip.license", "not ip.license", "ip.license:exclusive =
                                      false", "all ip", "any *.exclusivity" */
    size_t n_assertions;
    const char *const *files; /* check files, or folders of them; "-": standard input */
    size_t n_files;
    const char *upcoming; /* "90d": in place of both, that no clause which the question selects
                             lapses or begins in so long after its date */
    const char *holds;    /* "always" (not given), "sometime", "never": of the days of a period */
    const char *under; /* "all", "some" courses of events; not given: true if it holds in all, false
                          if in none, else undetermined */
    const char *undetermined; /* "fail", "skip": what to make of what is undetermined */
    bool strict;              /* a date in a check file that follows the clock is a finding */
    const char
        *root; /* the folder (absolute) that SARIF and annotations tell paths from, or NULL */
    const struct pact_options *options; /* limits for check files; may be NULL */
};
#define PACT_CHECK_INIT                                                                            \
    {                                                                                              \
        NULL, 0, NULL, 0, NULL, NULL, NULL, NULL, false, NULL, NULL                                \
    }

/* Asks whether assertions hold, and writes what came of each. `question` gives date, known,
 * signed_on, today and assume to what does not say them itself, and to `upcoming` the clauses with
 * `select` (its other fields are not used).
 * exit_code: 2 if a check could not be made (`errors` says how many), else 1 if one fails, else 3
 * if one is undetermined, else 0. PACT_USAGE when a check file has errors: then nothing is asked,
 * and nothing written. */
PACT_API PACT_MUST_USE enum pact_status
pact_check(const struct pact_corpus *corpus, const struct pact_question *question,
           const struct pact_check *how, const struct pact_output *out,
           struct pact_outcome *ret_outcome, struct pact_diags *diags);

/* Many questions on one corpus. Keeps what one question has in common with the next. One thread at
 * a time; it must be freed before the corpus. */
struct pact_batch;

/* `defaults` gives `known`, `signed_on`, `today` and `assume` where a line does not (its other
 * fields are not used); it and `diags` must outlive the batch. */
PACT_API PACT_MUST_USE enum pact_status pact_batch_new(const struct pact_corpus *corpus,
                                                       const struct pact_question *defaults,
                                                       struct pact_diags *diags,
                                                       struct pact_batch **ret_batch);
PACT_API void pact_batch_free(struct pact_batch *batch);

/* Answers one line: a JSON object with the keys of `query` in pact.query/1, all but `date`
 * optional. Sends one line to the sink: the document, or an error document (always JSON; out->style
 * is not used). *ret_exit is the exit code that a process with this question alone would have.
 * PACT_IO if the sink failed, PACT_NOMEM if there was no memory even for the error document,
 * PACT_INVALID if the line led to a damaged part of the corpus: then nothing was sent, and the
 * fault is in the diagnostics of pact_batch_new. Else PACT_OK. */
PACT_API PACT_MUST_USE enum pact_status pact_batch_line(struct pact_batch *batch, const char *line,
                                                        size_t n, const struct pact_output *out,
                                                        int *ret_exit);

struct pact_line {
    const char *text;
    size_t n;
};

/* The same for each of many lines, their answers one after the other; on several threads where that
 * pays, but the sink is called on the caller's. *ret_exit: PACT_EXIT_FAILED if one of the answers is
 * an error document. With PACT_INVALID, the lines before the one that led to the damage were
 * answered. Nobody else may ask the corpus meanwhile. */
PACT_API PACT_MUST_USE enum pact_status pact_batch_lines(struct pact_batch *batch,
                                                         const struct pact_line *lines, size_t n,
                                                         const struct pact_output *out,
                                                         int *ret_exit);

/* ---- looking at the corpus ---- */

/* The i-th noun that pact_list knows ("agreements", "clauses", …); NULL beyond the last. Static. */
PACT_API const char *pact_list_noun(size_t i);

/* Lists what there is. `match` (or NULL): only where the id or title has this text, case ignored
 * for ASCII letters. exit_code is 0 also when nothing matches. */
PACT_API PACT_MUST_USE enum pact_status pact_list(const struct pact_corpus *corpus,
                                                  const char *noun, const char *match,
                                                  const struct pact_output *out,
                                                  struct pact_outcome *ret_outcome,
                                                  struct pact_diags *diags);

/* Shows the clauses that `n` selectors (at least one) fit, as the corpus has them: all acts. */
PACT_API PACT_MUST_USE enum pact_status pact_show(const struct pact_corpus *corpus,
                                                  const char *const *select, size_t n,
                                                  const struct pact_output *out,
                                                  struct pact_outcome *ret_outcome,
                                                  struct pact_diags *diags);

struct pact_lint_options {
    bool strict;              /* warnings are findings */
    const char *const *rules; /* warnings of these rules alone are told; errors always are */
    size_t n_rules;           /* 0: all rules */
    bool fix; /* first mends files where that cannot change an answer: keys in order, no needless
                 quotes. A note in the findings tells what was done */
    const char *root; /* the folder (absolute) that SARIF and annotations tell paths from, or NULL
                       */
};
#define PACT_LINT_OPTIONS_INIT                                                                     \
    {                                                                                              \
        false, NULL, 0, false, NULL                                                                \
    }

/* Checks paths (n 0: the built-in corpus) and writes what it finds, warnings too; the findings are
 * in `diags` as well. `how` may be NULL. exit_code: 4 with errors, 1 with warnings when strict,
 * else 0. PACT_USAGE for a rule that there is not. PACT_IO where a path cannot be read: then
 * nothing is written. */
PACT_API PACT_MUST_USE enum pact_status
pact_lint(const char *const *paths, size_t n, const struct pact_options *options,
          const struct pact_lint_options *how, const struct pact_output *out,
          struct pact_outcome *ret_outcome, struct pact_diags *diags);

/* Lists all rules: the name, whether it is an error or a warning, and one line. */
PACT_API PACT_MUST_USE enum pact_status pact_lint_rules(const struct pact_output *out,
                                                        struct pact_diags *diags);

/* The i-th name of a JSON Schema: "corpus", "check" (the files that people write), "answer", and
 * what the "schema" of a document says ("pact.lint/1"); NULL beyond the last. Static. */
PACT_API const char *pact_schema_name(size_t i);
/* The schema of that name; NULL if there is none. Static. */
PACT_API const char *pact_schema_text(const char *name);
/* Writes it; with `name` NULL all names, one a line. PACT_USAGE if there is none of that name. */
PACT_API PACT_MUST_USE enum pact_status pact_schema(const char *name, const struct pact_output *out,
                                                    struct pact_diags *diags);

/* Writes a small commented corpus to DIR/agreement.yaml, and beside it, unless it is there, the
 * schema that editors look into; makes the folder if need be, and refuses to overwrite. */
PACT_API PACT_MUST_USE enum pact_status pact_init(const char *dir, struct pact_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
