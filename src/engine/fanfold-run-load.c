/* fanfold-run-load.c: a run's frozen inputs and job table, read back from the history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-private.h"

#include "fanfold-task.h"

/* What was read off the main thread. */
typedef struct
{
  FanfoldHistory *history;
  guint64 id;
  gboolean live;     /* jobs may be added while it is read */
  gboolean over;     /* and not merely interrupted: what did not begin never will */
  guint n_news;      /* of its run when the reading began */
  gint64 last_block; /* that was read */
  FanfoldFunction *function;
  FanfoldCombine *combine;
  FanfoldJobTable *table;
} Loaded;

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;

  /* The task's last reference may be dropped on either thread. */
  fanfold_take_over (loaded);
  fanfold_history_unref (loaded->history);
  g_clear_pointer (&loaded->combine, fanfold_combine_unref);
  g_clear_object (&loaded->function);
  g_clear_pointer (&loaded->table, fanfold_job_table_unref);
  g_free (loaded);
}

/* Of a run that goes on, jobs that came after its inputs were read are left for later. */
static gboolean
load_block_cb (FanfoldBlock *block, gboolean again, gpointer user_data)
{
  Loaded *loaded = user_data;

  if (fanfold_block_get_first (block) + fanfold_block_get_n_jobs (block) >
      fanfold_job_table_get_n_jobs (loaded->table))
    return !loaded->live;

  fanfold_job_table_finish (loaded->table, block, again);
  return TRUE;
}

static void
load_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Loaded *loaded = task_data;
  g_autoptr (GError) error = NULL;

  loaded->combine =
      fanfold_history_read_combine (loaded->history, loaded->id, &loaded->function, &error);
  if (loaded->combine != NULL)
    {
      loaded->table = fanfold_job_table_new_growing (FANFOLD_COMBINE_MAX_JOBS);
      fanfold_job_table_grow (loaded->table, fanfold_combine_get_n_jobs (loaded->combine));
      fanfold_history_read_more_blocks (
          loaded->history, loaded->id, &loaded->last_block, load_block_cb, loaded, &error);
      if (loaded->over)
        fanfold_job_table_skip_rest (loaded->table, TRUE);
    }

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

void
fanfold_run_load_async (FanfoldRun *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  FanfoldRunState state;
  Loaded *loaded;

  g_return_if_fail (FANFOLD_IS_RUN (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fanfold_run_load_async);
  if (fanfold_run_get_job_table (self) != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  loaded = g_new0 (Loaded, 1);
  loaded->history = fanfold_history_ref (fanfold_run_get_history (self));
  loaded->id = fanfold_run_get_id (self);
  state = fanfold_run_get_state (self);
  loaded->live = !fanfold_run_state_is_over (state);
  loaded->over = fanfold_run_state_is_over (state) && state != FANFOLD_RUN_INTERRUPTED;
  loaded->n_news = self->n_news;
  g_task_set_task_data (task, loaded, loaded_free);
  fanfold_task_run (task, load_thread);
}

gboolean
fanfold_run_load_finish (FanfoldRun *self, GAsyncResult *result, GError **error)
{
  Loaded *loaded;
  gboolean has_news;

  g_return_val_if_fail (FANFOLD_IS_RUN (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  fanfold_take_over (result);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  loaded = g_task_get_task_data (G_TASK (result));
  if (loaded == NULL || fanfold_run_get_job_table (self) != NULL)
    return TRUE;

  fanfold_run_take_loaded (self,
                           g_steal_pointer (&loaded->function),
                           g_steal_pointer (&loaded->combine),
                           g_steal_pointer (&loaded->table));
  self->last_block = loaded->last_block;
  has_news = self->n_news != loaded->n_news;
  fanfold_hand_over (loaded);
  if (has_news)
    fanfold_run_take_news (self, self->record);

  return TRUE;
}
