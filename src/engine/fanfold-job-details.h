/* fanfold-job-details.h: all that is known of one job
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 index;
  char *arguments_json;
  char *inputs_json; /* (nullable) what fed no parameter, where anything did */
  char *result_json; /* (nullable) not over yet, or none */
  char *error;       /* (nullable) */
  GPtrArray *log;    /* FanfoldLogChunk, behind @after_sequence */
} FanfoldJobDetails;

/* [any] */
void fanfold_job_details_free (FanfoldJobDetails *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldJobDetails, fanfold_job_details_free)

/* [main] Reads it off the main thread, from a run that is loaded. */
void fanfold_run_read_job_async (FanfoldRun *self,
                                 guint64 index,
                                 guint64 after_sequence,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
FanfoldJobDetails *
fanfold_run_read_job_finish (FanfoldRun *self, GAsyncResult *result, GError **error);

G_END_DECLS
