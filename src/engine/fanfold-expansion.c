/* fanfold-expansion.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-expansion.h"

#include "fanfold-order.h"
#include "fanfold-task.h"

void
fanfold_expansion_free (FanfoldExpansion *expansion)
{
  /* The task's last reference may be dropped on either thread. */
  fanfold_take_over (expansion);
  g_clear_object (&expansion->batch);
  g_clear_pointer (&expansion->text, g_free);
  g_clear_object (&expansion->function);
  g_clear_pointer (&expansion->results, fanfold_export_free);
  g_clear_pointer (&expansion->recollection, fanfold_recollection_unref);
  g_free (expansion);
}

/* As the settings say, but for jobs of a run of before, which were numbered then. (transfer full)
 */
static FanfoldCombine *
order (FanfoldExpansion *self, FanfoldCombine *given, GCancellable *cancellable, GError **error)
{
  const FanfoldSettings *settings = fanfold_batch_get_settings (self->batch);
  g_autoptr (FanfoldDurations) durations = NULL;

  if (fanfold_batch_get_parent (self->batch) != NULL)
    return fanfold_combine_ref (given);

  if (settings->order == FANFOLD_ORDER_LONGEST_FIRST && self->recollection != NULL)
    {
      durations = fanfold_recollection_get_durations (
          self->recollection, self->function, cancellable, error);
      if (durations == NULL)
        return NULL;
    }

  return fanfold_order_apply (given,
                              settings,
                              fanfold_batch_get_folder (self->batch),
                              durations != NULL ? fanfold_durations_seconds_cb : NULL,
                              durations,
                              cancellable,
                              error);
}

FanfoldCombine *
fanfold_expansion_work (FanfoldExpansion *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (FanfoldCombine) given = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  given = fanfold_batch_expand (self->batch, self->function, cancellable, error);

  return given != NULL ? order (self, given, cancellable, error) : NULL;
}

static void
expand_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  FanfoldExpansion *expansion = task_data;
  GError *error = NULL;
  FanfoldCombine *combine = fanfold_expansion_work (expansion, cancellable, &error);

  if (combine != NULL && expansion->launches)
    expansion->text = fanfold_batch_to_text (expansion->batch);
  if (combine != NULL)
    g_task_return_pointer (task, combine, (GDestroyNotify) fanfold_combine_unref);
  else
    g_task_return_error (task, error);
}

void
fanfold_expansion_start (gpointer source_object,
                         FanfoldRegistry *registry,
                         FanfoldRecollection *recollection,
                         FanfoldBatch *batch,
                         gboolean launches,
                         FanfoldExport *results,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source_object, cancellable, callback, user_data);
  FanfoldExpansion *expansion;
  FanfoldFunction *function;
  GError *error = NULL;

  g_return_if_fail (FANFOLD_IS_REGISTRY (registry));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));

  function =
      fanfold_registry_find_function (registry, fanfold_batch_get_function_id (batch), &error);
  if (function == NULL)
    {
      g_clear_pointer (&results, fanfold_export_free);
      g_task_return_error (task, error);
      return;
    }

  expansion = g_new0 (FanfoldExpansion, 1);
  expansion->batch = fanfold_batch_copy (batch);
  expansion->function = g_object_ref (function);
  expansion->launches = launches;
  expansion->results = results;
  if (recollection != NULL)
    expansion->recollection = fanfold_recollection_ref (recollection);
  g_task_set_task_data (task, expansion, (GDestroyNotify) fanfold_expansion_free);
  fanfold_task_run (task, expand_thread);
}
