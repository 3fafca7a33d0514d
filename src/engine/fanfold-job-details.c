/* fanfold-job-details.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-details.h"

#include "fanfold-args.h"
#include "fanfold-error.h"
#include "fanfold-task.h"

#define LOG_BYTES (1024 * 1024) /* at a time */

typedef struct
{
  FanfoldCombine *combine;
  FanfoldHistory *history; /* (nullable) */
  guint64 id;
  guint64 index;
  guint64 after_sequence;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  fanfold_combine_unref (request->combine);
  g_clear_pointer (&request->history, fanfold_history_unref);
  g_free (request);
}

static void
add_outcome (FanfoldJobDetails *details, FanfoldBlock *block)
{
  guint place = (guint) (details->index - fanfold_block_get_first (block));
  g_autoptr (GString) result = g_string_new (NULL);

  details->error = g_strdup (fanfold_block_get_error (block, place));
  fanfold_block_append_result (block, result, place);
  if (!g_str_equal (result->str, "null"))
    details->result_json = g_strdup (result->str);
}

/* (nullable) */
static char *
dup_inputs (Request *request)
{
  g_autoptr (GString) inputs = g_string_new (NULL);

  if (fanfold_combine_get_n_free (request->combine) == 0)
    return NULL;

  fanfold_combine_append_inputs_json (request->combine, inputs, request->index);
  return g_strdup (inputs->str);
}

/* Adds what the history keeps of it. */
static gboolean
read_record (FanfoldJobDetails *details, Request *request, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (FanfoldBlock) block =
      fanfold_history_read_job (request->history, request->id, request->index, &local_error);

  if (local_error == NULL)
    details->log = fanfold_history_read_log (request->history,
                                             request->id,
                                             request->index,
                                             request->after_sequence,
                                             LOG_BYTES,
                                             &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (block != NULL)
    add_outcome (details, block);

  return TRUE;
}

static FanfoldJobDetails *
read_details (Request *request, GError **error)
{
  g_autoptr (FanfoldJobDetails) details = g_new0 (FanfoldJobDetails, 1);
  g_autoptr (GVariant) args = fanfold_combine_get_args (request->combine, request->index);
  g_autoptr (GString) arguments = g_string_new (NULL);

  if (args == NULL)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_HISTORY,
                   "The arguments of job %" G_GUINT64_FORMAT
                   " cannot be read back from the history",
                   request->index);
      return NULL;
    }

  details->index = request->index;
  fanfold_args_append_json (
      arguments,
      fanfold_function_get_params (fanfold_combine_get_function (request->combine)),
      args);
  details->arguments_json = g_strdup (arguments->str);
  details->inputs_json = dup_inputs (request);
  if (request->history == NULL || request->id == 0)
    details->log = g_ptr_array_new ();
  else if (!read_record (details, request, error))
    return NULL;

  return g_steal_pointer (&details);
}

static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  FanfoldJobDetails *details = read_details (task_data, &error);

  if (details != NULL)
    g_task_return_pointer (task, details, (GDestroyNotify) fanfold_job_details_free);
  else
    g_task_return_error (task, error);
}

void
fanfold_job_details_free (FanfoldJobDetails *self)
{
  g_free (self->arguments_json);
  g_free (self->inputs_json);
  g_free (self->result_json);
  g_free (self->error);
  g_clear_pointer (&self->log, g_ptr_array_unref);
  g_free (self);
}

void
fanfold_run_read_job_async (FanfoldRun *self,
                            guint64 index,
                            guint64 after_sequence,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Request *request;
  FanfoldHistory *history;

  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (fanfold_run_get_combine (self) != NULL);
  g_return_if_fail (index < fanfold_run_get_n_jobs_total (self));

  history = fanfold_run_get_history (self);
  request = g_new0 (Request, 1);
  request->combine = fanfold_combine_ref (fanfold_run_get_combine (self));
  request->history = history != NULL ? fanfold_history_ref (history) : NULL;
  request->id = fanfold_run_get_id (self);
  request->index = index;
  request->after_sequence = after_sequence;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fanfold_run_read_job_async);
  g_task_set_task_data (task, request, request_free);
  fanfold_task_run (task, read_thread);
}

FanfoldJobDetails *
fanfold_run_read_job_finish (FanfoldRun *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  fanfold_take_over (result);
  return g_task_propagate_pointer (G_TASK (result), error);
}
