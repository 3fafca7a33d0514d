/* fanfold-history-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-history-run.h"

#include "fanfold-command-batch.h"

/* (nullable) The command line that @batch runs, where its function takes one. */
static const char *
find_command (FanfoldBatch *batch, FanfoldFunction *function)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);

  for (guint i = 0; i < inputs->len; i++)
    {
      FanfoldParam *param =
          fanfold_function_find_param (function, fanfold_input_get_name (inputs->pdata[i]), NULL);

      if (param != NULL && fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_COMMAND)
        return fanfold_input_get_texts (inputs->pdata[i])[0];
    }

  return NULL;
}

static char *
dup_name (FanfoldBatch *batch, FanfoldFunction *function)
{
  const char *name = fanfold_batch_get_name (batch);
  const char *command = find_command (batch, function);

  if (*name != '\0')
    return g_strdup (name);
  if (command != NULL && *command != '\0')
    return fanfold_command_batch_dup_name (command);

  return g_strdup (fanfold_function_get_label (function));
}

FanfoldHistoryRun *
fanfold_history_run_new (FanfoldBatch *batch,
                         char *text,
                         FanfoldFunction *function,
                         guint64 n_jobs_total)
{
  FanfoldHistoryRun *self = g_new0 (FanfoldHistoryRun, 1);

  self->name = dup_name (batch, function);
  self->function_id = g_strdup (fanfold_function_get_id (function));
  self->batch = text != NULL ? text : fanfold_batch_to_text (batch);
  self->folder = fanfold_batch_get_folder (batch) != NULL
                     ? g_strdup (fanfold_batch_get_folder (batch))
                     : g_get_current_dir ();
  self->parent = fanfold_batch_get_parent_run (batch);
  self->state = FANFOLD_RUN_WAITING;
  self->n_jobs_total = n_jobs_total;
  self->counts[FANFOLD_JOB_WAITING] = n_jobs_total;

  return self;
}

FanfoldHistoryRun *
fanfold_history_run_copy (const FanfoldHistoryRun *self)
{
  FanfoldHistoryRun *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->name = g_strdup (self->name);
  copy->function_id = g_strdup (self->function_id);
  copy->batch = g_strdup (self->batch);
  copy->folder = g_strdup (self->folder);
  copy->reason = g_strdup (self->reason);

  return copy;
}

void
fanfold_history_run_free (FanfoldHistoryRun *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_free (self->function_id);
  g_free (self->batch);
  g_free (self->folder);
  g_free (self->reason);
  g_free (self);
}

guint64
fanfold_history_run_get_n_done (const FanfoldHistoryRun *self)
{
  guint64 n_others;

  g_return_val_if_fail (self != NULL, 0);

  n_others = self->counts[FANFOLD_JOB_WAITING] + self->counts[FANFOLD_JOB_RUNNING] +
             self->counts[FANFOLD_JOB_CANCELLED] + self->counts[FANFOLD_JOB_SKIPPED];

  return self->n_jobs_total - MIN (n_others, self->n_jobs_total);
}
