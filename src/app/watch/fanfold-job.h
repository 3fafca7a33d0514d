/* fanfold-job.h: one job of a run, as lists and pages show it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>
#include "fanfold-combine.h"
#include "fanfold-job-table.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_JOB (fanfold_job_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldJob, fanfold_job, FANFOLD, JOB, GObject)

/* [main] all. Made by FanfoldJobList while a widget shows it.
 *
 * Properties, read only: "number" (s: its index), "arguments" (s: for one line, reckoned when first
 * asked for), "state" (u: FanfoldJobState), "state-text" (s), "state-icon" (s), "state-classes"
 * (as: style classes), "state-hint" (s: (nullable) what a state means that needs it), "fraction"
 * (d: 0 to 1; stays where it was while the job is busy), "busy" (b: runs without saying how far it
 * is), "show-fraction" (b), "show-busy" (b: and has run for a second or more), "elapsed" (s),
 * "time-left" (s). */

/* (transfer full) */
FanfoldJob *fanfold_job_new (guint64 index, FanfoldCombine *combine);

/* Takes over what its row says at @now_usec of the wall clock, and notifies what changed. */
void fanfold_job_update (FanfoldJob *self, const FanfoldJobRow *row, gint64 now_usec);

guint64 fanfold_job_get_index (FanfoldJob *self);
FanfoldJobState fanfold_job_get_state (FanfoldJob *self);
/* (transfer none) (nullable) */
const char *fanfold_job_get_state_hint (FanfoldJob *self);
/* What the list last saw of its block in the job table. */
guint fanfold_job_get_changes (FanfoldJob *self);
void fanfold_job_set_changes (FanfoldJob *self, guint changes);
const char *fanfold_job_get_arguments (FanfoldJob *self);

G_END_DECLS
