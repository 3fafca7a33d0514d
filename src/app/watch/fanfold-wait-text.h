/* fanfold-wait-text.h: why a run waits, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run.h"

G_BEGIN_DECLS

/* [main] all. @now_usec: wall clock; 0: now. */

/* "Waits for “Checksum”", a sentence of its own. (transfer full) */
char *fanfold_wait_text (FanfoldRun *run, gint64 now_usec);
/* "Begins 22:30", for a line with more in it. (transfer full) */
char *fanfold_wait_text_short (FanfoldRun *run, gint64 now_usec);
/* Group and priority, where they are not what they are at first: "night · high priority"; else
 * NULL. (transfer full) (nullable) */
char *fanfold_wait_text_place (FanfoldRun *run);
/* A time to come: "22:30", "tomorrow 06:00". (transfer full) */
char *fanfold_wait_text_time (gint64 time_usec, gint64 now_usec);

G_END_DECLS
