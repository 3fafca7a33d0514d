/* fanfold-resumption.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-resumption.h"

#include "fanfold-error.h"
#include "fanfold-task.h"
#include "fanfold-weight.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define UNFINISHED                                                                                 \
  (1u << FANFOLD_JOB_WAITING | 1u << FANFOLD_JOB_RUNNING | 1u << FANFOLD_JOB_CANCELLED |           \
   1u << FANFOLD_JOB_SKIPPED)

FanfoldResumption *
fanfold_resumption_new (FanfoldRun *run,
                        FanfoldRanges *jobs,
                        const FanfoldSettings *settings,
                        FanfoldExport *results)
{
  FanfoldResumption *self;

  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);

  self = g_new0 (FanfoldResumption, 1);
  self->run = g_object_ref (run);
  self->jobs = jobs;
  self->settings = settings != NULL ? g_memdup2 (settings, sizeof *settings) : NULL;
  self->results = results;

  return self;
}

static void
resumption_free (gpointer data)
{
  FanfoldResumption *self = data;

  /* The task's last reference may be dropped on either thread. */
  fanfold_take_over (self);
  g_clear_object (&self->run);
  g_clear_object (&self->function);
  g_clear_object (&self->batch);
  g_clear_pointer (&self->jobs, fanfold_ranges_free);
  g_clear_pointer (&self->results, fanfold_export_free);
  g_free (self->settings);
  g_free (self);
}

static gboolean
refuse (FanfoldResumption *self, const char *what, GError **error)
{
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("Run %" PRIu64 " %s"),
               fanfold_run_get_id (self->run),
               what);

  return FALSE;
}

static gboolean
params_are_alike (GPtrArray *one, GPtrArray *other)
{
  if (one->len != other->len)
    return FALSE;

  for (guint i = 0; i < one->len; i++)
    {
      FanfoldParam *a = g_ptr_array_index (one, i);
      FanfoldParam *b = g_ptr_array_index (other, i);

      if (!g_str_equal (fanfold_param_get_id (a), fanfold_param_get_id (b)) ||
          fanfold_param_get_param_type (a) != fanfold_param_get_param_type (b))
        return FALSE;
    }

  return TRUE;
}

/* Jobs go by number over the inputs as they were frozen: those of another function would not fit.
 */
static gboolean
check_function (FanfoldResumption *self, GError **error)
{
  FanfoldFunction *then = fanfold_combine_get_function (fanfold_run_get_combine (self->run));

  if (params_are_alike (fanfold_function_get_params (then),
                        fanfold_function_get_params (self->function)) &&
      params_are_alike (fanfold_function_get_outputs (then),
                        fanfold_function_get_outputs (self->function)))
    return TRUE;

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("%s has other parameters or outputs today than when run %" PRIu64
                  " was made: launch its batch anew, or put the plugin of then back"),
               fanfold_function_get_id (self->function),
               fanfold_run_get_id (self->run));

  return FALSE;
}

static gboolean
find_jobs (FanfoldResumption *self, GError **error)
{
  guint64 n_jobs = fanfold_job_table_get_n_jobs (fanfold_run_get_job_table (self->run));
  gboolean chosen = self->jobs != NULL;
  guint64 first, n;

  if (!chosen)
    self->jobs = fanfold_run_find_jobs (self->run, UNFINISHED);
  /* Of an interrupted run nothing but its end may be missing. */
  if (fanfold_ranges_get_size (self->jobs) == 0 &&
      (chosen || fanfold_run_get_state (self->run) != FANFOLD_RUN_INTERRUPTED))
    return refuse (self,
                   _ ("has no jobs left to run: all are finished. Say which are to be run again"),
                   error);
  if (fanfold_ranges_find (self->jobs, n_jobs, &first, &n))
    return refuse (self, _ ("has no jobs of such high numbers"), error);

  return TRUE;
}

static gboolean
prepare_batch (FanfoldResumption *self, GError **error)
{
  const FanfoldHistoryRun *record = fanfold_run_get_record (self->run);

  self->batch = fanfold_batch_new_from_text (record->batch, -1, error);
  if (self->batch == NULL)
    return FALSE;

  fanfold_batch_set_folder (self->batch, record->folder);
  if (self->settings != NULL)
    fanfold_batch_set_settings (self->batch, self->settings);

  return fanfold_batch_check_settings (self->batch, self->function, error);
}

gboolean
fanfold_resumption_check_over (FanfoldResumption *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (fanfold_run_state_is_over (fanfold_run_get_state (self->run)))
    return TRUE;

  return refuse (self, _ ("still goes on: wait for its end, or stop it first"), error);
}

/* As the history has it now: another program may have taken it up. */
static gboolean
check_history (FanfoldResumption *self, GError **error)
{
  guint64 id = fanfold_run_get_id (self->run);
  g_autoptr (GPtrArray) runs = NULL;

  if (fanfold_run_get_history (self->run) == NULL || id == 0)
    return TRUE;

  runs = fanfold_history_list (fanfold_run_get_history (self->run), error);
  if (runs == NULL)
    return FALSE;

  for (guint i = 0; i < runs->len; i++)
    {
      const FanfoldHistoryRun *record = g_ptr_array_index (runs, i);

      if (record->id == id && !fanfold_run_state_is_over (record->state))
        return refuse (
            self, _ ("goes on in another program: wait for its end, or stop it there"), error);
    }

  return TRUE;
}

static void
check_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  FanfoldResumption *self = task_data;
  GError *error = NULL;

  if (check_history (self, &error) &&
      fanfold_weight_check_settings (fanfold_batch_get_settings (self->batch),
                                     fanfold_run_get_combine (self->run),
                                     cancellable,
                                     &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  FanfoldResumption *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!fanfold_run_load_finish (FANFOLD_RUN (source), result, &error) ||
      !fanfold_resumption_check_over (self, &error) || !check_function (self, &error) ||
      !find_jobs (self, &error) || !prepare_batch (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  fanfold_task_run (task, check_thread);
}

void
fanfold_resumption_start (FanfoldResumption *self,
                          gpointer source_object,
                          FanfoldRegistry *registry,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;
  FanfoldFunction *function;
  GError *error = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (FANFOLD_IS_REGISTRY (registry));

  task = g_task_new (source_object, cancellable, callback, user_data);
  g_task_set_task_data (task, self, resumption_free);
  function =
      fanfold_registry_find_function (registry, fanfold_run_get_function_id (self->run), &error);
  if (function != NULL && fanfold_resumption_check_over (self, &error))
    {
      self->function = g_object_ref (function);
      fanfold_run_load_async (self->run, cancellable, loaded_cb, task);
      return;
    }

  g_task_return_error (task, error);
  g_object_unref (task);
}
