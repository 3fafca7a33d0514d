/* fanfold-run-text.h: a run in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run.h"

G_BEGIN_DECLS

/* [main] all. */

/* In a word how it stands: "Running", "Ending", "Finished". */
const char *fanfold_run_text_state (FanfoldRun *run);

/* For one line of a list: "600 of 1,204 · about 2:05 left", "Paused · 600 of 1,204", "Finished · 3
 * failed · 09:12", "Waiting · 12 jobs · about 2 min". @now_usec: wall clock, 0: now.
 * (transfer full) */
char *fanfold_run_text_line (FanfoldRun *run, gint64 now_usec);

/* "Elapsed 3:12 · remaining about 2:05", "Finished · took 5:17 · begun 09:12". (transfer full) */
char *fanfold_run_text_times (FanfoldRun *run, gint64 now_usec);

/* "files.checksum · n_jobs −1, 2 at once". (transfer full) */
char *fanfold_run_text_origin (FanfoldRun *run);

/* A symbolic icon for how it stands, and a style class for it (nullable). */
const char *fanfold_run_text_icon (FanfoldRun *run);
const char *fanfold_run_text_class (FanfoldRun *run);

G_END_DECLS
