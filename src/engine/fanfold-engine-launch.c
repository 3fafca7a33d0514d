/* fanfold-engine-launch.c: runs that are launched and resumed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-engine-private.h"

#include "fanfold-expansion.h"
#include "fanfold-resumption.h"
#include "fanfold-task.h"

/* False where the stream of a run that is to be cannot be opened. */
static gboolean
open_stream (FanfoldRunSpec *spec, char **name, GError **error)
{
  if (fanfold_combine_get_stream (spec->combine, NULL) == NULL)
    return TRUE;

  spec->stream_fd = fanfold_batch_open_stream (spec->batch, spec->combine, name, error);
  spec->stream_name = *name;

  return spec->stream_fd >= 0;
}

/* @text, @results: (nullable) (transfer full) */
static FanfoldRun *
create_run (FanfoldEngine *self,
            FanfoldBatch *batch,
            char *text,
            FanfoldFunction *function,
            FanfoldCombine *combine,
            FanfoldExport *results,
            const FanfoldStart *start,
            GError **error)
{
  g_autoptr (FanfoldExport) owned = results;
  g_autofree char *owned_text = text;
  g_autoptr (FanfoldRun) run = NULL;
  g_autofree char *stream_name = NULL;
  FanfoldRunSpec spec = { .batch = batch,
                          .function = function,
                          .combine = combine,
                          .history = self->history,
                          .writer = self->writer,
                          .memo = self->memo,
                          .recollection = self->recollection,
                          .conditions = self->conditions,
                          .worker_path = self->worker_path,
                          .cpu = &self->cpu };

  if (!open_stream (&spec, &stream_name, error))
    return NULL;

  spec.text = g_steal_pointer (&owned_text);
  spec.results = g_steal_pointer (&owned);
  run = fanfold_run_new (&spec);
  g_list_store_insert (self->runs, 0, run);
  fanfold_engine_queue_run (self, run, start);

  return g_steal_pointer (&run);
}

FanfoldRun *
fanfold_engine_launch_expanded (FanfoldEngine *self,
                                FanfoldBatch *batch,
                                FanfoldCombine *combine,
                                FanfoldExport *results,
                                GError **error)
{
  g_autoptr (FanfoldBatch) copy = NULL;
  const FanfoldStart start = FANFOLD_START_INIT;

  g_return_val_if_fail (FANFOLD_IS_ENGINE (self), NULL);
  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), NULL);
  g_return_val_if_fail (combine != NULL, NULL);
  g_return_val_if_fail (self->writer != NULL, NULL);

  copy = fanfold_batch_copy (batch);
  return create_run (
      self, copy, NULL, fanfold_combine_get_function (combine), combine, results, &start, error);
}

/* The thread may be the last to drop its task, and with it @expansion: what the run goes on with is
 * taken out first, and so ends on the main thread. */
static FanfoldRun *
launch (FanfoldEngine *self,
        FanfoldExpansion *expansion,
        FanfoldCombine *combine,
        const FanfoldStart *start,
        GError **error)
{
  g_autoptr (FanfoldBatch) batch = g_steal_pointer (&expansion->batch);
  g_autoptr (FanfoldFunction) function = g_steal_pointer (&expansion->function);
  FanfoldExport *results = g_steal_pointer (&expansion->results);
  char *text = g_steal_pointer (&expansion->text);

  fanfold_hand_over (expansion);
  return create_run (self, batch, text, function, combine, results, start, error);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldEngine *self = FANFOLD_ENGINE (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (FanfoldCombine) combine = NULL;
  FanfoldRun *run = NULL;
  GError *error = NULL;

  fanfold_take_over (result);
  combine = g_task_propagate_pointer (G_TASK (result), &error);
  if (combine != NULL)
    run = launch (
        self, g_task_get_task_data (G_TASK (result)), combine, g_task_get_task_data (task), &error);
  if (run == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, run, g_object_unref);
}

void
fanfold_engine_launch_async (FanfoldEngine *self,
                             FanfoldBatch *batch,
                             FanfoldExport *results,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  const FanfoldStart start = FANFOLD_START_INIT;

  fanfold_engine_queue_async (self, batch, &start, results, cancellable, callback, user_data);
}

void
fanfold_engine_queue_async (FanfoldEngine *self,
                            FanfoldBatch *batch,
                            const FanfoldStart *start,
                            FanfoldExport *results,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (FANFOLD_IS_ENGINE (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));
  g_return_if_fail (start != NULL);
  g_return_if_fail (self->writer != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fanfold_engine_queue_async);
  g_task_set_task_data (task, g_memdup2 (start, sizeof *start), g_free);
  fanfold_expansion_start (self,
                           self->registry,
                           self->recollection,
                           batch,
                           TRUE,
                           results,
                           cancellable,
                           launched_cb,
                           task);
}

FanfoldRun *
fanfold_engine_launch_finish (FanfoldEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
fanfold_engine_expand_async (FanfoldEngine *self,
                             FanfoldBatch *batch,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (FanfoldRecollection) recollection = NULL;

  g_return_if_fail (FANFOLD_IS_ENGINE (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));

  recollection = self->recollection != NULL
                     ? fanfold_recollection_ref (self->recollection)
                     : fanfold_recollection_new_for_folder (self->history_folder, self->memo);
  fanfold_expansion_start (
      self, self->registry, recollection, batch, FALSE, NULL, cancellable, callback, user_data);
}

FanfoldCombine *
fanfold_engine_expand_finish (FanfoldEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  fanfold_take_over (result);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldEngine *self = FANFOLD_ENGINE (source);
  g_autoptr (GTask) task = user_data;
  FanfoldResumption *resumption = g_task_get_task_data (G_TASK (result));
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (FanfoldFunction) function = NULL;
  GError *error = NULL;
  const FanfoldStart start = FANFOLD_START_INIT;
  FanfoldRunSpec spec;
  gboolean ready;

  fanfold_take_over (result);
  ready = g_task_propagate_boolean (G_TASK (result), &error) &&
          fanfold_resumption_check_over (resumption, &error);
  /* As with an expansion, and the run whether it goes on or not. */
  run = g_steal_pointer (&resumption->run);
  batch = g_steal_pointer (&resumption->batch);
  function = g_steal_pointer (&resumption->function);
  fanfold_hand_over (resumption);
  if (!ready)
    {
      g_task_return_error (task, error);
      return;
    }

  spec = (FanfoldRunSpec){ .batch = batch,
                           .function = function,
                           .history = self->history,
                           .writer = self->writer,
                           .memo = self->memo,
                           .recollection = self->recollection,
                           .conditions = self->conditions,
                           .results = g_steal_pointer (&resumption->results),
                           .worker_path = self->worker_path,
                           .cpu = &self->cpu };
  fanfold_run_prepare_again (run, &spec, g_steal_pointer (&resumption->jobs));
  fanfold_hand_over (resumption);
  fanfold_engine_queue_run (self, run, &start);

  g_task_return_boolean (task, TRUE);
}

void
fanfold_engine_resume_async (FanfoldEngine *self,
                             FanfoldRun *run,
                             FanfoldRanges *jobs,
                             const FanfoldSettings *settings,
                             FanfoldExport *results,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;
  FanfoldResumption *resumption;

  g_return_if_fail (FANFOLD_IS_ENGINE (self));
  g_return_if_fail (FANFOLD_IS_RUN (run));
  g_return_if_fail (self->writer != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fanfold_engine_resume_async);
  resumption = fanfold_resumption_new (run, jobs, settings, results);
  fanfold_resumption_start (resumption, self, self->registry, cancellable, resumed_cb, task);
}

gboolean
fanfold_engine_resume_finish (FanfoldEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
