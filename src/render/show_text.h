/* Pieces of a history in words. */
#ifndef PACT_RENDER_SHOW_TEXT_H
#define PACT_RENDER_SHOW_TEXT_H

#include "say.h"

/* "ip.yaml:12"; nothing if the file is not known. */
void say_place(struct say *s, const struct image *img, str_id file, uint32_t line);
/* "signed 2025-10-27, announced 2025-10-28" */
void say_act_days(struct say *s, const struct image *img, uint32_t index);
/* Behind the act's days: " until agi-verified"; "; an end exists and is not public". */
void say_act_until(struct say *s, const struct image *img, const struct act_row *act);
/* The end that an act states, as one would write it: "2030-12-31, or until acme-acquired". */
void say_act_end(struct say *s, const struct image *img, const struct act_row *act);
/* "Source: OpenAI, "Our structure", 2023 (primary, read in quotation) https://…" */
void say_whole_source(struct say *s, const struct image *img, const struct source_row *source);

#endif
