/* fanfold-resumption.h: jobs of a run that is over on their way to be run once more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-registry.h"
#include "fanfold-run.h"

G_BEGIN_DECLS

typedef struct
{
  FanfoldRun *run;
  FanfoldRanges *jobs;       /* NULL: all that are not finished, until that is known */
  FanfoldSettings *settings; /* (nullable) */
  FanfoldExport *results;    /* (nullable) */
  FanfoldFunction *function; /* of today */
  FanfoldBatch *batch;       /* with the settings that hold */
} FanfoldResumption;

/* [main] @jobs, @results: (nullable) (transfer full); @settings: (nullable), copied. (transfer
 * full) */
FanfoldResumption *fanfold_resumption_new (FanfoldRun *run,
                                           FanfoldRanges *jobs,
                                           const FanfoldSettings *settings,
                                           FanfoldExport *results);

/* [main] Loads the run where it is not, and finds out whether these jobs can be run. @callback gets
 * a GTask of @source_object with a boolean as its result and @self (transfer full) as its data. The
 * errors are those of fanfold_engine_resume_async (). */
void fanfold_resumption_start (FanfoldResumption *self,
                               gpointer source_object,
                               FanfoldRegistry *registry,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* [main] Whether the run is over, as it must still be when it is taken up: somebody else may have
 * resumed it since @self was started. FANFOLD_ERROR_INVALID */
gboolean fanfold_resumption_check_over (FanfoldResumption *self, GError **error);

G_END_DECLS
