/* All checks of a run: those of the command line, then those of the files, in order. */
#include "check.h"

#include <string.h>

#include "jw.h"

/* ---- words ---- */

/* The number of a word of a list, from 1; 0 for NULL. False after a complaint. */
static bool find_word(const char *option, const char *word, const char *const *words, uint8_t n,
                      uint8_t *ret, struct diags *d)
{
    struct suggest s;
    *ret = 0;
    if (word == NULL)
        return true;
    suggest_init(&s, word, strlen(word));
    for (uint8_t i = 0; i < n; i++) {
        suggest_offer(&s, words[i], strlen(words[i]));
        if (strcmp(word, words[i]) == 0)
            *ret = (uint8_t)(i + 1);
    }
    if (*ret != 0)
        return true;
    const char *hint = did_you_mean(d, &s);
    if (hint == NULL)
        hint = n == 3 ? diag_text(d, "write %s, %s or %s", words[0], words[1], words[2])
                      : diag_text(d, "write %s or %s", words[0], words[1]);
    complain(d, DIAG_USAGE, hint, "'%s' is not a word for %s", word, option);
    return false;
}

struct words_read {
    uint8_t holds, under, undetermined;
};

static enum status read_words(const struct pact_check *how, struct words_read *ret, struct diags *d)
{
    static const char *const undetermined[] = {"fail", "skip"};
    bool good = find_word("--holds", how->holds, check_holds_words, 3, &ret->holds, d);
    good = find_word("--under", how->under, check_under_words, 2, &ret->under, d) && good;
    good = find_word("--undetermined", how->undetermined, undetermined, 2, &ret->undetermined, d) &&
           good;
    return good ? ST_OK : ST_USAGE;
}

/* ---- files ---- */

static bool follows_clock(const char *text)
{
    return text != NULL && strstr(text, "today") != NULL;
}

/* What is wrong with check files is wrong with the question, not with the corpus. */
static enum status load_files(struct check_run *run, const struct pact_options *options,
                              struct diags *found, struct diags *d)
{
    const struct pact_check *how = run->how;
    struct load_options load;
    enum status status = options_read(options, &load, d);
    const bool undated = run->base->date == NULL || follows_clock(run->base->date);
    if (status == ST_OK)
        status = checks_load(how->files, how->n_files, &load, undated, &run->files, found);
    return status == ST_INVALID ? ST_USAGE : status;
}

/* Those of a list whose severity is `severity`, into another. */
static void hand_over(const struct diags *from, enum diag_severity severity, struct diags *to)
{
    for (size_t i = 0; i < from->n; i++) {
        const struct diag *x = &from->items[i];
        if (x->severity != severity)
            continue;
        struct diag *g = diags_add(to, x->code, x->place, "%s", x->message);
        if (g == NULL)
            continue;
        g->path = x->path != NULL ? diag_text(to, "%s", x->path) : NULL;
        g->hint = x->hint != NULL ? diag_text(to, "%s", x->hint) : NULL;
        g->excerpt = x->excerpt != NULL ? diag_text(to, "%s", x->excerpt) : NULL;
        if (x->other.file != NULL) {
            g->other = x->other;
            g->other.file = diag_text(to, "%s", x->other.file);
            g->other_note = x->other_note != NULL ? diag_text(to, "%s", x->other_note) : NULL;
        }
    }
}

static const char *kept(struct check_run *run, const char *text)
{
    return text != NULL ? arena_copy(&run->arena, text, strlen(text)) : NULL;
}

/* Warnings of check files become results of their own. */
static enum status add_findings(struct check_run *run, const struct diags *found)
{
    for (size_t i = 0; i < found->n; i++) {
        const struct diag *x = &found->items[i];
        struct check_result *r = vec_add(&run->results);
        if (r == NULL)
            return ST_NOMEM;
        *r = (struct check_result){.rule = diag_code_name(x->code),
                                   .name = kept(run, x->message),
                                   .file = kept(run, x->place.file),
                                   .line = x->place.line,
                                   .column = x->place.column,
                                   .outcome = OUTCOME_FAIL,
                                   .verdict = VERDICT_FAIL,
                                   .found = kept(run, x->message),
                                   .hint = kept(run, x->hint)};
    }
    return run->arena.failed || found->failed ? ST_NOMEM : ST_OK;
}

/* ---- all of them ---- */

static enum status ask_row(struct check_run *run, const struct check_row *row)
{
    enum status status = ST_OK;
    if (row->n_scenarios == 0)
        return check_ask(run, row, NULL);
    for (size_t i = 0; i < row->n_scenarios && status == ST_OK; i++)
        status = check_ask(run, row, &row->scenarios[i]);
    return status;
}

static enum status ask_everything(struct check_run *run, const struct words_read *words)
{
    enum status status = ST_OK;
    for (size_t i = 0; i < run->how->n_assertions && status == ST_OK; i++) {
        const struct check_row row = {.name = run->how->assertions[i],
                                      .assertion = run->how->assertions[i],
                                      .holds = words->holds,
                                      .under = words->under};
        status = ask_row(run, &row);
    }
    for (size_t i = 0; i < run->files.n && status == ST_OK; i++) {
        struct check_row row = run->files.rows[i];
        if (row.holds == 0)
            row.holds = words->holds;
        if (row.under == 0 && row.status != CHECK_DEPENDS)
            row.under = words->under;
        status = ask_row(run, &row);
    }
    return status;
}

/* ---- what comes out ---- */

static void put_list(struct jw *w, const char *key, const char *const *items, size_t n)
{
    jw_key(w, key);
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        jw_text(w, items[i]);
    jw_array_end(w);
}

/* The object "query": what the command line said. */
static void put_query(struct buf *b, const struct check_run *run)
{
    const struct pact_question *q = run->base;
    const struct pact_check *how = run->how;
    struct jw w;
    jw_init(&w, b, false);
    jw_object(&w);
    put_list(&w, "files", how->files, how->n_files);
    put_list(&w, "assertions", how->assertions, how->n_assertions);
    const struct {
        const char *key, *text;
    } texts[] = {{"date", q->date},
                 {"known", q->known},
                 {"signed", q->signed_on},
                 {"holds", how->holds},
                 {"under", how->under}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        jw_key(&w, texts[i].key);
        jw_text(&w, texts[i].text);
    }
    put_list(&w, "assume", q->assume, q->n_assume);
    put_list(&w, "select", how->upcoming != NULL ? q->select : NULL,
             how->upcoming != NULL ? q->n_select : 0);
    jw_key(&w, "upcoming");
    jw_text(&w, how->upcoming);
    jw_key(&w, "undetermined");
    jw_text(&w, how->undetermined);
    jw_key(&w, "strict");
    jw_bool(&w, how->strict);
    jw_object_end(&w);
}

/* Errors before failures before what is undetermined. */
static int exit_of(const struct check_run *run)
{
    const bool fails =
        run->how->undetermined != NULL && strcmp(run->how->undetermined, "fail") == 0;
    unsigned seen = 0;
    for (size_t i = 0; i < run->results.n; i++) {
        const struct check_result *r = VEC_AT(&run->results, const struct check_result, i);
        if (r->verdict == VERDICT_FAIL)
            seen |= r->outcome == OUTCOME_FAIL || fails ? 2U : 1U;
        seen |= r->verdict == VERDICT_ERROR ? 4U : 0U;
    }
    return seen & 4U   ? PACT_EXIT_FAILED
           : seen & 2U ? PACT_EXIT_NO
           : seen & 1U ? PACT_EXIT_DEPENDS
                       : PACT_EXIT_YES;
}

static enum status write_results(struct check_run *run, const struct pact_output *out,
                                 struct diags *d)
{
    const struct pact_corpus *c = run->asker.corpus;
    const struct style style = style_of(&out->style);
    struct check_report report = {.results = run->results.data,
                                  .n = run->results.n,
                                  .n_agreements = c->n_agreements,
                                  .n_clauses = c->n_clauses,
                                  .root = run->how->root,
                                  .all = run->how->n_files == 0 && run->how->upcoming == NULL};
    struct buf query;
    struct writer w;
    writer_init(&w, out);
    buf_init(&query, 0);
    put_query(&query, run);
    report.query = query.data;
    enum status status =
        !query.failed && digest_if_shown(c, &style, &report.digest) ? ST_OK : ST_NOMEM;
    if (status == ST_OK)
        render_check(&w.buf, &style, &report);
    status = writer_end(&w, status, d);
    buf_done(&query);
    return status;
}

static enum status check_all(struct check_run *run, const struct pact_options *options,
                             struct diags *found, const struct pact_output *out, struct diags *d)
{
    struct words_read words = {0};
    enum status status = format_check(out, FORMATS_COMMON | FORMATS_REPORT, "a list of checks", d);
    if (status == ST_OK)
        status = read_words(run->how, &words, d);
    if (status == ST_OK && run->how->n_files > 0)
        status = load_files(run, options, found, d);
    if (status != ST_OK) {
        hand_over(found, DIAG_ERROR, d);
        return status;
    }
    if (run->how->strict)
        status = add_findings(run, found);
    if (status == ST_OK && run->how->upcoming != NULL)
        status = check_upcoming(run, d);
    else if (status == ST_OK)
        status = ask_everything(run, &words);
    if (status == ST_OK) /* a damaged corpus is no outcome of a check: nothing is answered */
        status = corpus_fault(run->asker.corpus, d);
    return status == ST_OK ? write_results(run, out, d) : status;
}

static size_t count_errors(const struct check_run *run)
{
    size_t n = 0;
    for (size_t i = 0; i < run->results.n; i++)
        n += VEC_AT(&run->results, const struct check_result, i)->verdict == VERDICT_ERROR;
    return n;
}

enum pact_status pact_check(const struct pact_corpus *corpus, const struct pact_question *question,
                            const struct pact_check *how, const struct pact_output *out,
                            struct pact_outcome *ret_outcome, struct pact_diags *diags)
{
    struct check_run run = {.base = question, .how = how, .ascii = out->style.ascii};
    struct diags found;
    enum status status = ST_NOMEM;
    arena_init(&run.arena);
    diags_init(&found, 0);
    vec_init(&run.results, sizeof(struct check_result));
    if (asker_init_many(&run.asker, corpus, LEAVES_MANY))
        status = check_all(&run, how->options, &found, out, &diags->d);
    if (status == ST_OK)
        *ret_outcome = (struct pact_outcome){
            .exit_code = exit_of(&run), .results = run.results.n, .errors = count_errors(&run)};
    asker_done(&run.asker);
    checks_done(&run.files);
    vec_done(&run.results);
    diags_done(&found);
    arena_done(&run.arena);
    return api_status(status, &diags->d);
}
