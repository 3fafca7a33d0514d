/* fanfold-run-bin.h: what shows a run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-run.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_RUN_BIN (fanfold_run_bin_get_type ())
G_DECLARE_DERIVABLE_TYPE (FanfoldRunBin, fanfold_run_bin, FANFOLD, RUN_BIN, AdwBin)

/* [main] all. Property "run" (FanfoldRun, nullable). */
struct _FanfoldRunBinClass
{
  AdwBinClass parent_class;

  /* The run was sampled, or is in another state; @other: it is another one, or none. */
  void (*update) (FanfoldRunBin *self, gboolean other);
};

/* (transfer none) (nullable) */
FanfoldRun *fanfold_run_bin_get_run (FanfoldRunBin *self);

G_END_DECLS
