/* What a signal that ends the process must not leave behind: the unfinished file beside the one
 * that --output names, and a line of progress on the terminal. */
#ifndef PACT_CLI_INTERRUPT_H
#define PACT_CLI_INTERRUPT_H

#include <stdbool.h>

#include "file.h"

/* From now on such a signal first removes what `w` has begun to write; what it does then is as
 * before. `w` must stay as long as the process. */
void interrupt_guard(const struct file_writer *w);

/* Whether a line of progress stands on standard error, which a signal then wipes away. */
void interrupt_line(bool stands);

/* Wipes the line that the cursor is in. */
#define WIPE_LINE "\r\033[K"

#endif
