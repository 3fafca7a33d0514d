/* fanfold-run-add.c: further jobs for a run that goes on, or waits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-private.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>

static gboolean
refuse (FanfoldRun *self, const char *what, GError **error)
{
  g_set_error (
      error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "“%s” %s", fanfold_run_get_title (self), what);
  return FALSE;
}

gboolean
fanfold_run_check_adding (FanfoldRun *self, GError **error)
{
  FanfoldRunState state;

  g_return_val_if_fail (FANFOLD_IS_RUN (self), FALSE);

  state = self->record->state;
  if (self->elsewhere)
    return refuse (self, _ ("goes on in another program, which alone can add to it"), error);
  if (fanfold_run_state_is_over (state) || (state != FANFOLD_RUN_WAITING && self->session == NULL))
    return refuse (self, _ ("is over: launch further inputs by themselves"), error);
  if (self->session != NULL && fanfold_session_is_closing (self->session))
    return refuse (self, _ ("is being stopped, and takes no more inputs"), error);
  if (fanfold_combine_get_stream (self->combine, NULL) != NULL)
    return refuse (self, _ ("reads its inputs from a stream: write further ones to that"), error);

  return TRUE;
}

void
fanfold_run_hold (FanfoldRun *self)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));

  self->n_holds++;
  if (self->session != NULL)
    fanfold_session_hold (self->session);
}

void
fanfold_run_let_go (FanfoldRun *self)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (self->n_holds > 0);

  self->n_holds--;
  if (self->session != NULL)
    fanfold_session_let_go (self->session);
}

static void
note_added (FanfoldRun *self, guint64 n_before, guint64 n_jobs)
{
  g_autofree char *line =
      g_strdup_printf ("%" G_GUINT64_FORMAT " jobs were added: they are %" G_GUINT64_FORMAT " now.",
                       n_jobs - n_before,
                       n_jobs);

  fanfold_run_log_add (self->run_log, line);
}

void
fanfold_run_add_jobs (FanfoldRun *self, FanfoldCombine *behind, FanfoldCombineTwins *twins)
{
  guint64 n_before, n_jobs;

  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (behind != NULL);
  g_return_if_fail (self->adding == NULL && self->recorder != NULL);

  n_before = fanfold_job_table_get_n_jobs (self->table);
  for (self->n_added = 0; fanfold_combine_get_added (self->combine, self->n_added) != NULL;)
    self->n_added++;

  fanfold_combine_add (self->combine, behind, twins);
  n_jobs = fanfold_combine_get_n_jobs (self->combine);
  self->adding = fanfold_recorder_ref (self->recorder);
  self->n_begin = n_before;
  fanfold_job_table_grow (self->table, n_jobs);
  fanfold_recorder_add_inputs (self->recorder, self->n_added, behind);
  fanfold_recorder_set_total (self->recorder, n_jobs);

  self->record->n_jobs_total = n_jobs;
  fanfold_job_table_get_counts (self->table, self->record->counts);
  note_added (self, n_before, n_jobs);
  fanfold_run_notify_sample (self);
}

void
fanfold_run_drop_added (FanfoldRun *self)
{
  g_clear_pointer (&self->adding, fanfold_recorder_unref);
  self->n_begin = G_MAXUINT64;
}

/* As many slots as there are jobs, and what is known of these. */
static void
begin_added (FanfoldRun *self, guint64 first)
{
  guint64 n_jobs = fanfold_job_table_get_n_jobs (self->table);

  if (self->session == NULL && self->jobs != NULL)
    fanfold_ranges_add (self->jobs, first, n_jobs - first);
  if (self->weight != NULL)
    self->mean_weight = fanfold_weight_get_mean (self->weight);
  fanfold_run_set_n_jobs (self, self->settings.n_jobs);
  if (self->session == NULL)
    return;

  fanfold_session_add_jobs (self->session, first, n_jobs - first);
  fanfold_progress_recall (
      self->progress, self->combine, self->record->folder, self->recollection, self->memo);
}

gboolean
fanfold_run_settle_added (FanfoldRun *self, gboolean *begun)
{
  g_autoptr (GError) failure = NULL;
  guint64 first;

  g_return_val_if_fail (FANFOLD_IS_RUN (self), TRUE);
  g_return_val_if_fail (begun != NULL, TRUE);

  *begun = FALSE;
  if (self->adding == NULL)
    return TRUE;
  if (!fanfold_recorder_has_inputs (self->adding, self->n_added))
    return FALSE;

  failure = fanfold_recorder_dup_history_error (self->adding);
  first = self->n_begin;
  fanfold_run_drop_added (self);
  *begun = failure == NULL && fanfold_run_check_adding (self, NULL);
  if (*begun)
    begin_added (self, first);

  return TRUE;
}
