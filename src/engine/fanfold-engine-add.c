/* fanfold-engine-add.c: inputs that are added to a run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-engine-private.h"

#include "fanfold-addition.h"
#include "fanfold-error.h"
#include "fanfold-task.h"

#include <glib/gi18n-lib.h>

#define RECORDED_POLL_MSEC 2

static void start_next (FanfoldEngine *self, FanfoldRun *run);

/* Of one run they come one after the other: each numbers its jobs behind those of the last. */
static void
end (GTask *task)
{
  FanfoldEngine *self = g_task_get_source_object (task);
  FanfoldAddition *addition = g_task_get_task_data (task);

  g_queue_remove (&self->additions, task);
  start_next (self, addition->run);
}

static void
fail (GTask *task, GError *error)
{
  end (task);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static gboolean
recorded_cb (gpointer user_data)
{
  GTask *task = user_data;
  FanfoldAddition *addition = g_task_get_task_data (task);
  gboolean begun;

  if (!fanfold_run_settle_added (addition->run, &begun))
    return G_SOURCE_CONTINUE;

  if (!begun)
    {
      fail (task,
            g_error_new (FANFOLD_ERROR,
                         FANFOLD_ERROR_INVALID,
                         _ ("“%s” was stopped before the jobs that were added could begin"),
                         fanfold_run_get_title (addition->run)));
      return G_SOURCE_REMOVE;
    }

  end (task);
  g_task_return_int (task, (gssize) addition->n_jobs);
  g_object_unref (task);

  return G_SOURCE_REMOVE;
}

static void
expanded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  FanfoldAddition *addition = g_task_get_task_data (task);
  GError *error = NULL;

  fanfold_take_over (result);
  if (!g_task_propagate_boolean (G_TASK (result), &error) ||
      !fanfold_run_check_adding (addition->run, &error))
    {
      fail (task, error);
      return;
    }

  fanfold_run_add_jobs (addition->run, addition->behind, g_steal_pointer (&addition->twins));
  g_timeout_add (RECORDED_POLL_MSEC, recorded_cb, task);
}

/* The first of the run, where there is one. */
static void
start_next (FanfoldEngine *self, FanfoldRun *run)
{
  for (GList *link = self->additions.head; link != NULL; link = link->next)
    {
      GTask *task = link->data;
      FanfoldAddition *addition = g_task_get_task_data (task);

      if (addition->run != run)
        continue;

      fanfold_addition_start (addition, self, g_task_get_cancellable (task), expanded_cb, task);
      return;
    }
}

static gboolean
is_busy (FanfoldEngine *self, FanfoldRun *run)
{
  for (GList *link = self->additions.head; link != NULL; link = link->next)
    {
      FanfoldAddition *addition = g_task_get_task_data (link->data);

      if (addition->run == run)
        return TRUE;
    }

  return FALSE;
}

static gboolean
check_function (FanfoldRun *run, FanfoldBatch *batch, GError **error)
{
  if (g_str_equal (fanfold_batch_get_function_id (batch), fanfold_run_get_function_id (run)))
    return TRUE;

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("“%s” is a run of %s: inputs of %s cannot be added to it"),
               fanfold_run_get_title (run),
               fanfold_run_get_function_id (run),
               fanfold_batch_get_function_id (batch));
  return FALSE;
}

void
fanfold_engine_add_inputs_async (FanfoldEngine *self,
                                 FanfoldRun *run,
                                 FanfoldBatch *batch,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;
  GError *error = NULL;
  gboolean busy;

  g_return_if_fail (FANFOLD_IS_ENGINE (self));
  g_return_if_fail (FANFOLD_IS_RUN (run));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fanfold_engine_add_inputs_async);
  if (!fanfold_run_check_adding (run, &error) || !check_function (run, batch, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  busy = is_busy (self, run);
  g_task_set_task_data (task,
                        fanfold_addition_new (run, batch, self->recollection),
                        (GDestroyNotify) fanfold_addition_free);
  g_queue_push_tail (&self->additions, task);
  if (!busy)
    start_next (self, run);
}

guint64
fanfold_engine_add_inputs_finish (FanfoldEngine *self,
                                  GAsyncResult *result,
                                  guint64 *first,
                                  GError **error)
{
  FanfoldAddition *addition;
  gssize n_jobs;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  addition = g_task_get_task_data (G_TASK (result));
  if (first != NULL)
    *first = addition != NULL ? addition->first : 0;
  n_jobs = g_task_propagate_int (G_TASK (result), error);

  return n_jobs > 0 ? (guint64) n_jobs : 0;
}
