/* fanfold-order.h: which jobs of a combine a run takes, and in what order they are numbered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-combine.h"
#include "fanfold-settings.h"

G_BEGIN_DECLS

/* Seconds that a job took before, or below 0 where nobody knows: a job's arguments by
 * fanfold_args_hash (). [any], may be called for every job. */
typedef double (*FanfoldOrderSecondsFunc) (guint64 args_hash, gpointer user_data);

/* [any] May wait for the disk, for the sizes of files, which are below @folder (nullable: the
 * current one). A reference to @combine itself where the settings ask for nothing. The size of a
 * job: see fanfold-job-size.h. A sample is drawn first, and stays in the order
 * given unless another is asked for. Equal ones stay in the order given; with largest-first and
 * smallest-first those without a size come last, with longest-first those whose time nobody knows
 * come first, as they may be the longest. FANFOLD_ERROR_INVALID: a stream, no job that has a size.
 * @seconds: (nullable) nobody knows any. (transfer full) */
FanfoldCombine *fanfold_order_apply (FanfoldCombine *combine,
                                     const FanfoldSettings *settings,
                                     const char *folder,
                                     FanfoldOrderSecondsFunc seconds,
                                     gpointer user_data,
                                     GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
