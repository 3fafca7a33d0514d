/* fanfold-engine-interrupted.c: which runs were lost with their program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-engine-private.h"
#include "fanfold-task.h"

static void
find_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *runs = fanfold_history_mark_interrupted (task_data, &error);

  if (runs != NULL)
    g_task_return_pointer (task, runs, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
fanfold_engine_find_interrupted_async (FanfoldEngine *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (FANFOLD_IS_ENGINE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fanfold_engine_find_interrupted_async);
  if (self->told_interrupted || self->history == NULL || fanfold_history_is_newer (self->history))
    {
      g_task_return_pointer (
          task,
          g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_history_run_free),
          (GDestroyNotify) g_ptr_array_unref);
      return;
    }

  self->told_interrupted = TRUE;
  g_task_set_task_data (
      task, fanfold_history_ref (self->history), (GDestroyNotify) fanfold_history_unref);
  fanfold_task_run (task, find_thread);
}

GPtrArray *
fanfold_engine_find_interrupted_finish (FanfoldEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  fanfold_take_over (result);

  return g_task_propagate_pointer (G_TASK (result), error);
}
