/* fanfold-footprint.h: how much room jobs of a function took before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-history.h"

G_BEGIN_DECLS

/* By the files of some jobs that succeeded, as they are on the disk now: one whose files have gone
 * says nothing. Immutable, counted atomically: any thread. */
typedef struct _FanfoldFootprint FanfoldFootprint;

#define FANFOLD_FOOTPRINT_MAX_RUNS 5
#define FANFOLD_FOOTPRINT_MAX_JOBS 500

/* [any] Waits for the disk. Of runs of the function of @combine; where it runs commands, of those
 * that had the same template. @before: (nullable) what an earlier call gave: where it would be
 * found again, it is given again. A run that cannot be read is left out; NULL where it is
 * cancelled. @history: (nullable). (transfer full) */
FanfoldFootprint *fanfold_footprint_load (FanfoldHistory *history,
                                          FanfoldCombine *combine,
                                          FanfoldFootprint *before,
                                          GCancellable *cancellable,
                                          GError **error);
FanfoldFootprint *fanfold_footprint_ref (FanfoldFootprint *self);
void fanfold_footprint_unref (FanfoldFootprint *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldFootprint, fanfold_footprint_unref)

/* [any] Whether anything is known of the files that jobs write. */
gboolean fanfold_footprint_is_known (FanfoldFootprint *self);

/* [any] What a job would write: @size as fanfold_job_size_get () gives it, perhaps NAN. By its size
 * where that of earlier ones is known, too, else as much as they did in the mean. */
double fanfold_footprint_get_bytes (FanfoldFootprint *self, double size);

/* [any] Whether the files of a job with these arguments, by fanfold_args_hash (), are known to be
 * there. */
gboolean fanfold_footprint_has_written (FanfoldFootprint *self, guint64 args_hash);

/* [any] The folder of a file that one of them wrote, where that was not below the jobs' own; NULL:
 * it was. (transfer none) (nullable) */
const char *fanfold_footprint_get_folder (FanfoldFootprint *self);

/* [any] Bytes of the history for a job, and where that is; 0: unknown. @folder: (out) (transfer
 * none) (nullable) */
double fanfold_footprint_get_record_bytes (FanfoldFootprint *self, const char **folder);

G_END_DECLS
