/* fanfold-preview-text.h: what is known before a launch, in words for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-preflight.h"

G_BEGIN_DECLS

/* [any] While the jobs are counted: "Found 1,204 values…". @awaited: they are to be launched then.
 * (transfer full) */
char *fanfold_preview_text_progress (guint64 n_values, gboolean awaited);

/* [any] "1,204 jobs · 311 in the cache · about 2 min on 8 slots", as far as it is known.
 * (transfer full) */
char *fanfold_preview_text_line (const FanfoldPreflightSample *sample);

/* [any] The range of the estimate, and how much was looked at, for a tooltip; empty where there is
 * nothing to add. (transfer full) */
char *fanfold_preview_text_more (const FanfoldPreflightSample *sample);

/* [any] "3 input files are missing", with the first one's name. (transfer full) */
char *fanfold_preview_text_finding (const FanfoldFinding *finding);

/* [any] What was found of one job, as fanfold_preflight_get_marks () gives it: lines. (transfer
 * full) */
char *fanfold_preview_text_marks (guint marks);

G_END_DECLS
