/* fanfold-rerun.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-rerun.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

typedef struct
{
  FanfoldRanges *jobs;
  FanfoldBatch *batch;
} Rerun;

static void
rerun_free (gpointer data)
{
  Rerun *self = data;

  g_clear_pointer (&self->jobs, fanfold_ranges_free);
  g_clear_object (&self->batch);
  g_free (self);
}

static gboolean
check (Rerun *self, FanfoldRun *run, GError **error)
{
  guint64 id = fanfold_run_get_id (run);
  guint64 n_jobs = fanfold_combine_get_n_jobs (fanfold_run_get_combine (run));
  guint64 first, n;

  if (!g_str_equal (fanfold_batch_get_function_id (self->batch), fanfold_run_get_function_id (run)))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("Run %" PRIu64 " was one of %s: its jobs cannot be run again as jobs "
                      "of %s"),
                   id,
                   fanfold_run_get_function_id (run),
                   fanfold_batch_get_function_id (self->batch));
      return FALSE;
    }
  if (fanfold_ranges_get_size (self->jobs) == 0)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("No job of run %" PRIu64 " was chosen: there is nothing to run again"),
                   id);
      return FALSE;
    }
  if (fanfold_ranges_find (self->jobs, n_jobs, &first, &n))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("Run %" PRIu64 " has no job %" PRIu64 ": its jobs are 0 to "
                      "%" PRIu64),
                   id,
                   first,
                   n_jobs - 1);
      return FALSE;
    }

  return TRUE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldRun *run = FANFOLD_RUN (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (FanfoldBatch) then = NULL;
  g_autoptr (FanfoldBatchParent) parent = NULL;
  Rerun *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (fanfold_run_load_finish (run, result, &error) && check (self, run, &error))
    then = fanfold_batch_new_from_text (fanfold_run_get_record (run)->batch, -1, &error);
  if (then == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  parent = fanfold_batch_parent_new (fanfold_run_get_id (run),
                                     fanfold_batch_get_inputs (then),
                                     fanfold_run_get_combine (run),
                                     g_steal_pointer (&self->jobs));
  fanfold_batch_set_parent (self->batch, parent);
  g_task_return_pointer (task, g_steal_pointer (&self->batch), g_object_unref);
}

void
fanfold_rerun_start (gpointer source_object,
                     FanfoldRun *run,
                     FanfoldRanges *jobs,
                     FanfoldBatch *batch,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task;
  Rerun *self;

  g_return_if_fail (FANFOLD_IS_RUN (run));
  g_return_if_fail (jobs != NULL);
  g_return_if_fail (FANFOLD_IS_BATCH (batch));

  self = g_new0 (Rerun, 1);
  self->jobs = jobs;
  self->batch = fanfold_batch_copy (batch);
  task = g_task_new (source_object, cancellable, callback, user_data);
  g_task_set_task_data (task, self, rerun_free);
  fanfold_run_load_async (run, cancellable, loaded_cb, task);
}
