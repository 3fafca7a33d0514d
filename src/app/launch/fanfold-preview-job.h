/* fanfold-preview-job.h: one job of a batch that is to be launched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>
#include "fanfold-combine.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_PREVIEW_JOB (fanfold_preview_job_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldPreviewJob, fanfold_preview_job, FANFOLD, PREVIEW_JOB, GObject)

/* [main] all. Made by FanfoldPreviewJobs while a widget shows it.
 *
 * Properties, read only: "number" (s: its index), "arguments" (s: its inputs or arguments in one
 * line), "command" (s: its command line; empty where its function takes none), "icon" (s: what was
 * found of it; empty: nothing), "note" (s: the same in words), "icon-classes" (as: style classes).
 */

/* (transfer full) */
FanfoldPreviewJob *fanfold_preview_job_new (guint64 index, FanfoldCombine *combine);

/* As fanfold_preflight_get_marks () gives them. */
void fanfold_preview_job_set_marks (FanfoldPreviewJob *self, guint marks);

guint64 fanfold_preview_job_get_index (FanfoldPreviewJob *self);

G_END_DECLS
