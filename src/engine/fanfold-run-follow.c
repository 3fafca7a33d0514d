/* fanfold-run-follow.c: a run that another program has in its hands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-private.h"

#include "fanfold-task.h"

gboolean
fanfold_run_is_elsewhere (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), FALSE);

  return self->elsewhere;
}

static void
advance (FanfoldRun *self)
{
  const FanfoldOutlook *outlook = &self->record->outlook;

  if (self->elsewhere && outlook->time_usec != 0)
    self->record->seconds = fanfold_outlook_at (outlook, g_get_real_time ()).elapsed;
}

void
fanfold_run_advance (FanfoldRun *self)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));

  if (!self->elsewhere)
    return;

  advance (self);
  fanfold_run_notify_sample (self);
}

/* @news: (transfer full) */
static void
take_record (FanfoldRun *self, FanfoldHistoryRun *news)
{
  FanfoldRunState state = news->state;
  g_autoptr (FanfoldHistoryRun) before = self->record;

  self->record = news;
  self->record->state = before->state;
  self->elsewhere = !fanfold_run_state_is_over (state);
  advance (self);
  if (g_strcmp0 (before->batch, news->batch) != 0)
    fanfold_batch_read_settings (news->batch, &self->settings);
  if (self->table != NULL)
    fanfold_job_table_skip_rest (self->table, !self->elsewhere && state != FANFOLD_RUN_INTERRUPTED);

  fanfold_run_set_fraction (
      self,
      news->n_jobs_total > 0 ? (double) fanfold_run_get_n_done (self) / news->n_jobs_total : 0);
  fanfold_run_set_state (self, state);
  if (self->table != NULL && state == FANFOLD_RUN_INTERRUPTED)
    fanfold_run_count_records (self);
  else
    fanfold_run_notify_sample (self);
}

/* What was recorded since the table was brought up to date last. */
typedef struct
{
  FanfoldHistory *history;
  guint64 id;
  FanfoldHistoryRun *news;
  FanfoldJobTable *table;
  gint64 last_block;
  gboolean grown; /* there are more jobs: what follows */
  FanfoldFunction *function;
  FanfoldCombine *combine;
  GPtrArray *blocks; /* of FanfoldBlock: there are no rows for them yet */
  GArray *again;     /* of gboolean */
} Records;

static void
records_free (gpointer data)
{
  Records *records = data;

  /* The task's last reference may be dropped on either thread. */
  fanfold_take_over (records);
  fanfold_history_unref (records->history);
  g_clear_pointer (&records->news, fanfold_history_run_free);
  fanfold_job_table_unref (records->table);
  g_clear_object (&records->function);
  g_clear_pointer (&records->combine, fanfold_combine_unref);
  g_ptr_array_unref (records->blocks);
  g_array_unref (records->again);
  g_free (records);
}

static gboolean
take_block_cb (FanfoldBlock *block, gboolean again, gpointer user_data)
{
  Records *records = user_data;

  guint64 n_jobs = records->grown ? fanfold_combine_get_n_jobs (records->combine)
                                  : fanfold_job_table_get_n_jobs (records->table);

  /* Later, when the list tells of such jobs. */
  if (fanfold_block_get_first (block) + fanfold_block_get_n_jobs (block) > n_jobs)
    return FALSE;

  if (records->grown)
    {
      g_ptr_array_add (records->blocks, fanfold_block_ref (block));
      g_array_append_val (records->again, again);
    }
  else
    fanfold_job_table_finish (records->table, block, again);

  return TRUE;
}

static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Records *records = task_data;
  GError *error = NULL;

  if (records->grown)
    records->combine =
        fanfold_history_read_combine (records->history, records->id, &records->function, &error);
  if (error == NULL)
    fanfold_history_read_more_blocks (
        records->history, records->id, &records->last_block, take_block_cb, records, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Whoever looks at the table sees jobs only for which there are inputs. */
static void
take_grown (FanfoldRun *self, Records *records)
{
  g_set_object (&self->function, records->function);
  g_clear_pointer (&self->combine, fanfold_combine_unref);
  self->combine = g_steal_pointer (&records->combine);
  fanfold_job_table_grow (self->table, fanfold_combine_get_n_jobs (self->combine));
  for (guint i = 0; i < records->blocks->len; i++)
    fanfold_job_table_finish (self->table,
                              g_ptr_array_index (records->blocks, i),
                              g_array_index (records->again, gboolean, i));
}

static void catch_up (FanfoldRun *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldRun *self = FANFOLD_RUN (source);
  Records *records = g_task_get_task_data (G_TASK (result));
  gboolean own = !self->elsewhere && !fanfold_run_state_is_over (self->record->state);

  fanfold_take_over (result);
  self->catching_up = FALSE;
  /* It may have been resumed here meanwhile. What cannot be read still has its state. */
  if (!own)
    {
      if (g_task_propagate_boolean (G_TASK (result), NULL))
        {
          if (records->grown)
            take_grown (self, records);
          self->last_block = records->last_block;
        }
      take_record (self, g_steal_pointer (&records->news));
    }
  fanfold_hand_over (records);

  if (self->news != NULL)
    catch_up (self);
}

static void
catch_up (FanfoldRun *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, read_cb, NULL);
  Records *records = g_new0 (Records, 1);

  records->history = fanfold_history_ref (self->history);
  records->id = self->record->id;
  records->news = g_steal_pointer (&self->news);
  records->table = fanfold_job_table_ref (self->table);
  records->last_block = self->last_block;
  records->grown = records->news->n_jobs_total > fanfold_job_table_get_n_jobs (self->table);
  records->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_block_unref);
  records->again = g_array_new (FALSE, FALSE, sizeof (gboolean));
  self->catching_up = TRUE;
  g_task_set_source_tag (task, catch_up);
  g_task_set_task_data (task, records, records_free);
  fanfold_task_run (task, read_thread);
}

void
fanfold_run_take_news (FanfoldRun *self, const FanfoldHistoryRun *news)
{
  FanfoldHistoryRun *copy;

  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (news != NULL && news->id == self->record->id);
  g_return_if_fail (self->history != NULL);

  self->n_news++;
  copy = fanfold_history_run_copy (news);
  if (self->table == NULL)
    {
      take_record (self, copy);
      return;
    }

  g_clear_pointer (&self->news, fanfold_history_run_free);
  self->news = copy;
  if (!self->catching_up)
    catch_up (self);
}
