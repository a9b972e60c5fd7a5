/* The JSON Schemas of data/schema, taken into the program as they are: what a corpus and a checks
 * file may have, and the documents that pact writes. src/CMakeLists.txt makes the list of them. */
#include <string.h>

#include "lib.h"

/* The assembler of gcc and clang alike reads the files; C17 has no word for that. */
#define SCHEMA(id, file)                                                                           \
    __asm__(".pushsection .rodata\n"                                                               \
            ".hidden pact_schema_" #id "\n.globl pact_schema_" #id "\npact_schema_" #id ":\n"      \
            ".incbin \"" file "\"\n.byte 0\n.popsection\n");
#include "schemas.def"
#undef SCHEMA

#define SCHEMA(id, file) extern const char pact_schema_##id[];
#include "schemas.def"
#undef SCHEMA

/* By the names that people use, then by what the "schema" of a document says. */
static const struct schema {
    const char *name, *text;
} schemas[] = {
    {"corpus", pact_schema_corpus},
    {"check", pact_schema_checks},
    {"answer", pact_schema_query},
#define SCHEMA(id, file) {"pact." #id "/1", pact_schema_##id},
#include "schemas.def"
#undef SCHEMA
    {"pact.timeline/1", pact_schema_query},
};

/* The two that are of no document of ours have a name of their own only. */
static bool is_named(const struct schema *s)
{
    return s->text != pact_schema_corpus && s->text != pact_schema_checks;
}

const char *pact_schema_name(size_t i)
{
    for (size_t k = 0; k < sizeof schemas / sizeof schemas[0]; k++)
        if ((k < 3 || is_named(&schemas[k])) && i-- == 0)
            return schemas[k].name;
    return NULL;
}

const char *pact_schema_text(const char *name)
{
    for (size_t k = 0; k < sizeof schemas / sizeof schemas[0]; k++)
        if (strcmp(schemas[k].name, name) == 0)
            return schemas[k].text;
    return NULL;
}

static enum status find(const char *name, struct diags *d, const char **ret_text)
{
    struct suggest s;
    const char *known;
    *ret_text = pact_schema_text(name);
    if (*ret_text != NULL)
        return ST_OK;
    suggest_init(&s, name, strlen(name));
    for (size_t i = 0; (known = pact_schema_name(i)) != NULL; i++)
        suggest_offer(&s, known, strlen(known));
    const char *hint = did_you_mean(d, &s);
    complain(d, DIAG_USAGE, hint != NULL ? hint : "`pact schema` lists them",
             "there is no schema '%.80s'", name);
    return ST_USAGE;
}

enum pact_status pact_schema(const char *name, const struct pact_output *out,
                             struct pact_diags *diags)
{
    struct diags *d = &diags->d;
    struct writer w;
    const char *text;
    writer_init(&w, out);
    enum status status = ST_OK;
    if (name != NULL) {
        status = find(name, d, &text);
        if (status == ST_OK)
            buf_puts(&w.buf, text);
    } else {
        for (size_t i = 0; (text = pact_schema_name(i)) != NULL; i++)
            buf_printf(&w.buf, "%s\n", text);
    }
    return api_status(writer_end(&w, status, d), d);
}
