/* fanfold-addition.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-addition.h"

#include "fanfold-task.h"

/* The run's own, but for which of the new jobs there are to be, and in what order. */
static void
take_settings (FanfoldBatch *batch, FanfoldRun *run)
{
  const FanfoldSettings *given = fanfold_batch_get_settings (batch);
  FanfoldSettings settings = *fanfold_run_get_settings (run);

  settings.order = given->order;
  settings.sample = given->sample;
  settings.seed = given->seed;
  fanfold_batch_set_settings (batch, &settings);
}

FanfoldAddition *
fanfold_addition_new (FanfoldRun *run, FanfoldBatch *batch, FanfoldRecollection *recollection)
{
  FanfoldAddition *self;

  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);
  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), NULL);

  self = g_new0 (FanfoldAddition, 1);
  self->run = g_object_ref (run);
  self->expansion = g_new0 (FanfoldExpansion, 1);
  self->expansion->batch = fanfold_batch_copy (batch);
  take_settings (self->expansion->batch, run);
  fanfold_batch_set_folder (self->expansion->batch, fanfold_run_get_record (run)->folder);
  self->expansion->function =
      g_object_ref (fanfold_combine_get_function (fanfold_run_get_combine (run)));
  if (recollection != NULL)
    self->expansion->recollection = fanfold_recollection_ref (recollection);
  fanfold_run_hold (run);

  return self;
}

void
fanfold_addition_free (FanfoldAddition *self)
{
  g_return_if_fail (self != NULL);

  fanfold_run_let_go (self->run);
  g_object_unref (self->run);
  fanfold_hand_over (self->expansion);
  fanfold_expansion_free (self->expansion);
  g_clear_pointer (&self->behind, fanfold_combine_unref);
  g_clear_pointer (&self->twins, fanfold_combine_twins_free);
  g_free (self);
}

static gboolean
expand (FanfoldAddition *self, GCancellable *cancellable, GError **error)
{
  FanfoldCombine *combine = fanfold_run_get_combine (self->run);
  g_autoptr (FanfoldCombine) added = NULL;

  added = fanfold_expansion_work (self->expansion, cancellable, error);
  if (added == NULL)
    return FALSE;

  self->behind = fanfold_combine_new_behind (combine, added, error);
  if (self->behind == NULL)
    return FALSE;

  self->first = fanfold_combine_get_n_jobs (combine);
  self->n_jobs = fanfold_combine_get_n_jobs (added);
  self->twins = fanfold_combine_find_twins_behind (combine, self->behind);

  return TRUE;
}

static void
expand_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (expand (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
fanfold_addition_start (FanfoldAddition *self,
                        gpointer source_object,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (self->behind == NULL);

  task = g_task_new (source_object, cancellable, callback, user_data);
  g_task_set_source_tag (task, fanfold_addition_start);
  g_task_set_task_data (task, self, NULL);
  fanfold_task_run (task, expand_thread);
}
