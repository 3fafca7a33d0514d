/* fanfold-overlay.h: how jobs ended that several blocks may hold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"
#include "fanfold-db.h"

G_BEGIN_DECLS

/* A window of jobs, over which blocks are laid: of each job the last counts. Blocks of a database
 * are read one by one when it is their turn, so that a window of large results takes no memory. One
 * thread at a time. */
typedef struct _FanfoldOverlay FanfoldOverlay;

#define FANFOLD_OVERLAY_MAX_JOBS 4096

/* [any] For blocks of jobs of @function. (transfer full) */
FanfoldOverlay *fanfold_overlay_new (FanfoldFunction *function);
void fanfold_overlay_free (FanfoldOverlay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldOverlay, fanfold_overlay_free)

/* [any] Begins anew, with nothing over the jobs @first … @first + @n - 1. */
void fanfold_overlay_start (FanfoldOverlay *self, guint64 first, guint n);

/* [any] Lays a block over them. */
void fanfold_overlay_add (FanfoldOverlay *self, FanfoldBlock *block);

/* [any] The same with all blocks of a run's database that are not `again`. */
gboolean fanfold_overlay_add_recorded (FanfoldOverlay *self, FanfoldDb *db, GError **error);

/* [any] Calls @func for what says how the jobs ended, cut to pieces, in their order; @piece is NULL
 * where nothing lies over @n jobs from @first on. @db: (nullable) as before. */
typedef gboolean (*FanfoldOverlayFunc) (
    FanfoldBlock *piece, guint64 first, guint n, gpointer user_data, GError **error);
gboolean fanfold_overlay_foreach (FanfoldOverlay *self,
                                  FanfoldDb *db,
                                  FanfoldOverlayFunc func,
                                  gpointer user_data,
                                  GError **error);

G_END_DECLS
