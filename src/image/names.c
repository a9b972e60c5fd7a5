/* The corpus's words for the enumerations of the rows. */
#include "image.h"

const char *clause_kind_name(enum clause_kind k)
{
    static const char *const names[KIND_COUNT] = {
        NULL,          "right",      "obligation", "permission", "prohibition",
        "exclusivity", "definition", "process",    "limit",      "fact",
    };
    return names[k];
}

const char *act_type_name(enum act_type t)
{
    static const char *const names[ACT_COUNT] = {
        "establish", "amend", "restate", "override", "suspend", "terminate", "reaffirm", "silent",
    };
    return names[t];
}

const char *source_kind_name(enum source_kind k)
{
    static const char *const names[SOURCE_KIND_COUNT] = {"primary", "filing", "press", "other"};
    return names[k];
}

const char *source_read_name(enum source_read r)
{
    static const char *const names[READ_COUNT] = {NULL, "original", "copy", "quotation"};
    return names[r];
}

const char *instrument_kind_name(enum instrument_kind k)
{
    static const char *const names[INSTRUMENT_KIND_COUNT] = {
        NULL, "contract", "amendment", "statement", "letter", "filing", "other",
    };
    return names[k];
}

const char *caveat_kind_name(enum caveat_kind k)
{
    static const char *const names[CAVEAT_COUNT] = {
        "contested", "reported", "inferred", "erratum", "note",
    };
    return names[k];
}
