/* fanfold-engine-again.c: jobs of a run in a new run, with another template or other settings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-engine.h"

#include "fanfold-rerun.h"

/* What is behind the choice of the jobs. */
typedef struct
{
  GTask *task;
  FanfoldExport *results;
} Launch;

void
fanfold_engine_choose_again_async (FanfoldEngine *self,
                                   FanfoldRun *run,
                                   FanfoldRanges *jobs,
                                   FanfoldBatch *batch,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (FANFOLD_IS_ENGINE (self));

  fanfold_rerun_start (self, run, jobs, batch, cancellable, callback, user_data);
}

FanfoldBatch *
fanfold_engine_choose_again_finish (FanfoldEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  FanfoldRun *run = fanfold_engine_launch_finish (FANFOLD_ENGINE (source), result, &error);

  if (run != NULL)
    g_task_return_pointer (task, run, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldEngine *self = FANFOLD_ENGINE (source);
  Launch *launch = user_data;
  g_autoptr (GTask) task = launch->task;
  g_autoptr (FanfoldExport) results = launch->results;
  g_autoptr (FanfoldBatch) batch = NULL;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  g_free (launch);
  batch = fanfold_engine_choose_again_finish (self, result, &error);
  if (batch == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  fanfold_engine_launch_async (
      self, batch, g_steal_pointer (&results), cancellable, launched_cb, g_steal_pointer (&task));
}

void
fanfold_engine_launch_again_async (FanfoldEngine *self,
                                   FanfoldRun *run,
                                   FanfoldRanges *jobs,
                                   FanfoldBatch *batch,
                                   FanfoldExport *results,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  Launch *launch;

  g_return_if_fail (FANFOLD_IS_ENGINE (self));

  launch = g_new0 (Launch, 1);
  launch->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (launch->task, fanfold_engine_launch_again_async);
  launch->results = results;
  fanfold_engine_choose_again_async (self, run, jobs, batch, cancellable, chosen_cb, launch);
}

FanfoldRun *
fanfold_engine_launch_again_finish (FanfoldEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
