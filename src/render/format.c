/* The formats there are, and who writes them. */
#include "formats.h"

#include <string.h>

static const struct format_ops formats[FORMAT_COUNT] = {
    [FORMAT_TEXT] = {"text", query_text_begin, query_text_row, query_text_end, table_kept_begin,
                     table_kept_row, table_text_end, show_text, lint_text},
    [FORMAT_JSON] = {"json", query_json_begin, query_json_row, query_json_end, table_json_begin,
                     table_json_row, table_json_end, show_json, lint_json},
    [FORMAT_JSONL] = {"jsonl", query_json_begin, query_json_row, query_json_end, table_json_begin,
                      table_json_row, table_json_end, show_json, lint_json},
    [FORMAT_CSV] = {"csv", query_cells_begin, query_cells_row, query_cells_end, table_cells_begin,
                    table_cells_row, table_cells_end, show_cells, lint_cells},
    [FORMAT_TSV] = {"tsv", query_cells_begin, query_cells_row, query_cells_end, table_cells_begin,
                    table_cells_row, table_cells_end, show_cells, lint_cells},
    [FORMAT_MARKDOWN] = {"markdown", query_markdown_begin, query_markdown_row, query_markdown_end,
                         table_kept_begin, table_kept_row, table_markdown_end, show_markdown,
                         lint_markdown},
    /* Formats of single documents, whose writers stand in a table of their own. */
    [FORMAT_SVG] = {.name = "svg"},
    [FORMAT_HTML] = {.name = "html"},
    [FORMAT_MERMAID] = {.name = "mermaid"},
    [FORMAT_ICS] = {.name = "ics"},
    [FORMAT_TAP] = {.name = "tap"},
    [FORMAT_JUNIT] = {.name = "junit"},
    [FORMAT_GITHUB] = {.name = "github"},
    [FORMAT_SARIF] = {.name = "sarif"},
};

const struct format_ops *format_ops(enum format f)
{
    return &formats[f < FORMAT_COUNT && formats[f].query_begin != NULL ? f : FORMAT_TEXT];
}

const char *format_name(enum format f)
{
    return f < FORMAT_COUNT ? formats[f].name : "";
}

bool format_find(const char *name, size_t n, enum format *ret)
{
    for (unsigned f = 0; f < FORMAT_COUNT; f++)
        if (strlen(formats[f].name) == n && memcmp(formats[f].name, name, n) == 0) {
            *ret = (enum format)f;
            return true;
        }
    return false;
}
