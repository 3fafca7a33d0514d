/* fanfold-preview-loader.h: expands a batch and looks at its jobs, for what is shown before a
 * launch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-engine.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_PREVIEW_LOADER (fanfold_preview_loader_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldPreviewLoader, fanfold_preview_loader, FANFOLD, PREVIEW_LOADER, GObject)

/* [main] all. Signals "expanded" (FanfoldCombine): the jobs are known, and looked at from now on;
 * "looked": at all of them; "failed" (s): why the batch has no jobs. None of these comes of a batch
 * that was stopped or replaced. "aged": a run has ended, so that what was found may be stale.
 * "left-out" (s, as), "not-left-out" (s): what came of leaving files out. (transfer full) */
FanfoldPreviewLoader *fanfold_preview_loader_new (void);

/* (nullable) */
void fanfold_preview_loader_set_engine (FanfoldPreviewLoader *self, FanfoldEngine *engine);

/* In place of the batch before: @batch, copied. It is expanded a quarter of a second after the last
 * call. There must be an engine. */
void fanfold_preview_loader_load (FanfoldPreviewLoader *self, FanfoldBatch *batch);
/* The same batch once more. */
void fanfold_preview_loader_reload (FanfoldPreviewLoader *self);

/* Ends the work; what was found so far stays. */
void fanfold_preview_loader_stop (FanfoldPreviewLoader *self);
/* Ends it, and lets go of the batch and what was found. */
void fanfold_preview_loader_clear (FanfoldPreviewLoader *self);

/* (transfer none) (nullable) */
FanfoldBatch *fanfold_preview_loader_get_batch (FanfoldPreviewLoader *self);
/* NULL before the batch was expanded. (transfer none) (nullable) */
FanfoldPreflight *fanfold_preview_loader_get_preflight (FanfoldPreviewLoader *self);
/* Whether a run has ended since the batch was last expanded. */
gboolean fanfold_preview_loader_is_stale (FanfoldPreviewLoader *self);
/* How many values the expansion that goes on has found; 0 where none does. */
guint64 fanfold_preview_loader_get_n_values (FanfoldPreviewLoader *self);

/* Whether files that look wrong can be left out: once all jobs were looked at, as a pattern is to
 * leave out all that look so, and no other, and where one input has files. */
gboolean fanfold_preview_loader_can_leave_out (FanfoldPreviewLoader *self);
/* Looks for the globs that leave out those with a finding of @kind, where that can be done: of the
 * input of that name, or why there are none. */
void fanfold_preview_loader_leave_out (FanfoldPreviewLoader *self, FanfoldFindingKind kind);

G_END_DECLS
