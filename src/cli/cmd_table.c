/* The verbs, in the order in which help lists them. */
#include "cli.h"

/* One a line. clang-format would fill the lines. */
/* clang-format off */
const struct cmd *const cmd_table[] = {
    &cmd_query,
    &cmd_check,
    &cmd_batch,
    &cmd_timeline,
    &cmd_next,
    &cmd_diff,
    &cmd_explain,
    &cmd_show,
    &cmd_list,
    &cmd_lint,
    &cmd_init,
    &cmd_compile,
    &cmd_schema,
    &cmd_help,
    NULL,
};
/* clang-format on */
