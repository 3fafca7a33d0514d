/* fanfold-engine-preflight.c: looks at a batch before it is launched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-engine-private.h"

#include "fanfold-n-jobs.h"
#include "fanfold-task.h"
#include "fanfold-weight.h"

static void
preflight_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (fanfold_preflight_work (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* As many as there are jobs at once, roughly where these take several of n_jobs each. */
static guint
count_slots (FanfoldEngine *self, const FanfoldSettings *settings, FanfoldCombine *combine)
{
  guint n_slots = fanfold_n_jobs_effective (settings->n_jobs, self->cpu.n_usable);
  double mean = fanfold_settings_get_weight (settings);
  g_autoptr (FanfoldWeight) weight = NULL;

  if (settings->weight_name[0] != '\0')
    weight = fanfold_weight_new (settings, combine, NULL);
  if (weight != NULL)
    mean = fanfold_weight_get_mean (weight);

  return MIN (fanfold_weight_get_n_at_once (mean, n_slots), FANFOLD_MAX_SLOTS);
}

FanfoldPreflight *
fanfold_engine_preflight_async (FanfoldEngine *self,
                                FanfoldBatch *batch,
                                FanfoldCombine *combine,
                                gboolean gentle,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (FanfoldRecollection) recollection = NULL;
  FanfoldPreflight *preflight;
  FanfoldPreflightSpec spec;

  g_return_val_if_fail (FANFOLD_IS_ENGINE (self), NULL);
  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), NULL);
  g_return_val_if_fail (combine != NULL, NULL);

  if (self->recollection != NULL)
    recollection = fanfold_recollection_ref (self->recollection);
  else
    recollection = fanfold_recollection_new_for_folder (self->history_folder, self->memo);
  spec = (FanfoldPreflightSpec){ .combine = combine,
                                 .settings = fanfold_batch_get_settings (batch),
                                 .folder = fanfold_batch_get_folder (batch),
                                 .memo = self->memo,
                                 .recollection = recollection,
                                 .gentle = gentle };
  spec.n_slots = count_slots (self, spec.settings, combine);
  preflight = fanfold_preflight_new (&spec);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fanfold_engine_preflight_async);
  g_task_set_task_data (
      task, fanfold_preflight_ref (preflight), (GDestroyNotify) fanfold_preflight_unref);
  fanfold_task_run (task, preflight_thread);

  return preflight;
}

gboolean
fanfold_engine_preflight_finish (FanfoldEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  fanfold_take_over (result);
  return g_task_propagate_boolean (G_TASK (result), error);
}
