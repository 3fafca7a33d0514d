/* fanfold-engine-queue.c: runs that go on, those that wait, and their end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-engine-private.h"

#include "fanfold-sentence.h"

#include <glib/gi18n-lib.h>

/* The wall clock may be put forward, and timers do not count while the machine sleeps. */
#define LOOK_USEC (30 * G_USEC_PER_SEC)
/* While slots are shared: jobs end, and nobody says so. */
#define SHARE_USEC (G_USEC_PER_SEC / 5)

static void settle (FanfoldEngine *self);

static gboolean
time_cb (gpointer user_data)
{
  FanfoldEngine *self = FANFOLD_ENGINE (user_data);

  self->queue_id = 0;
  settle (self);

  return G_SOURCE_REMOVE;
}

static gboolean
goes_on (FanfoldEngine *self)
{
  for (guint i = 0; i < fanfold_queue_get_n_runs (self->queue); i++)
    if (fanfold_run_get_state ((FanfoldRun *) fanfold_queue_get_run (self->queue, i)) !=
        FANFOLD_RUN_WAITING)
      return TRUE;

  return FALSE;
}

static void
wait_for_time (FanfoldEngine *self)
{
  gint64 next_usec = fanfold_queue_get_next_time (self->queue);
  gint64 wait_usec = LOOK_USEC;
  gint64 left_usec;

  g_clear_handle_id (&self->queue_id, g_source_remove);
  if (self->max_slots > 0 && goes_on (self))
    wait_usec = SHARE_USEC;
  else if (next_usec == G_MAXINT64)
    return;

  left_usec = next_usec - g_get_real_time ();
  wait_usec = CLAMP (left_usec, 0, wait_usec);
  self->queue_id = g_timeout_add ((guint) (wait_usec / 1000) + 1, time_cb, self);
}

/* @next: (nullable) whose turn it is. */
static void
tell_wait (FanfoldEngine *self, FanfoldRun *run, FanfoldRun *next)
{
  FanfoldQueueWait wait;
  FanfoldRun *ahead;

  fanfold_queue_explain (self->queue, run, &wait);
  ahead = (FanfoldRun *) wait.ahead;
  if (run == next)
    {
      wait.kind = FANFOLD_WAIT_SLOT;
      ahead = NULL;
    }
  fanfold_run_set_wait (run,
                        wait.kind,
                        wait.at_usec,
                        ahead != NULL ? fanfold_run_get_title (ahead) : NULL,
                        wait.movable);
}

static FanfoldRun *
dup_run (FanfoldEngine *self, guint position)
{
  return g_object_ref ((FanfoldRun *) fanfold_queue_get_run (self->queue, position));
}

/* Those that are to begin do; those that are not to any more are dropped. */
static void
settle (FanfoldEngine *self)
{
  const char *failure;
  FanfoldRun *run;

  while ((run = (FanfoldRun *) fanfold_queue_get_refused (self->queue, &failure)) != NULL)
    {
      g_autofree char *reason = g_strdup (failure);

      fanfold_run_stop (run, reason);
    }
  while ((run = (FanfoldRun *) fanfold_queue_next (self->queue, g_get_real_time ())) != NULL &&
         fanfold_engine_share_slots (self, run))
    {
      fanfold_queue_begin (self->queue, run);
      fanfold_run_begin (run);
    }
  if (run == NULL)
    fanfold_engine_share_slots (self, NULL);

  for (guint i = 0; i < fanfold_queue_get_n_runs (self->queue); i++)
    {
      g_autoptr (FanfoldRun) other = dup_run (self, i);

      tell_wait (self, other, run);
    }
  wait_for_time (self);
}

/* NULL: all its jobs came to a good end. (transfer full) (nullable) */
static char *
describe_failure (FanfoldRun *run)
{
  const guint64 *counts = fanfold_run_get_counts (run);
  const char *title = fanfold_run_get_title (run);
  guint64 n_failed = counts[FANFOLD_JOB_FAILED] + counts[FANFOLD_JOB_CRASHED] +
                     counts[FANFOLD_JOB_TIMED_OUT] + counts[FANFOLD_JOB_CANCELLED];
  g_autofree char *number = NULL;

  if (fanfold_run_get_state (run) == FANFOLD_RUN_STOPPED && fanfold_run_get_started (run) == 0)
    return fanfold_sentence_new (
        N_ ("“%s”, for whose success it waited, was never begun."), title, NULL);
  if (fanfold_run_get_state (run) == FANFOLD_RUN_STOPPED)
    return fanfold_sentence_new (
        N_ ("“%s”, for whose success it waited, was stopped."), title, NULL);
  if (fanfold_run_get_state (run) != FANFOLD_RUN_FINISHED)
    return fanfold_sentence_new (
        N_ ("“%s”, for whose success it waited, could not go on."), title, NULL);
  if (n_failed == 0)
    return NULL;

  number = g_strdup_printf ("%" G_GUINT64_FORMAT, n_failed);
  return fanfold_sentence_new (n_failed == 1
                                   ? N_ ("“%s”, for whose success it waited, had %s failed job.")
                                   : N_ ("“%s”, for whose success it waited, had %s failed jobs."),
                               title,
                               number,
                               NULL);
}

static void
run_state_cb (FanfoldEngine *self, GParamSpec *pspec, FanfoldRun *run)
{
  g_autofree char *failure = NULL;

  if (!fanfold_run_state_is_over (fanfold_run_get_state (run)))
    return;

  g_signal_handlers_disconnect_by_func (run, run_state_cb, self);
  failure = describe_failure (run);
  fanfold_queue_end (self->queue, run, failure);
  fanfold_run_set_wait (run, FANFOLD_WAIT_NONE, 0, NULL, FALSE);
  settle (self);
}

void
fanfold_engine_queue_run (FanfoldEngine *self, FanfoldRun *run, const FanfoldStart *start)
{
  const FanfoldSettings *settings;

  g_signal_connect_object (
      run, "notify::state", G_CALLBACK (run_state_cb), self, G_CONNECT_SWAPPED);
  settings = fanfold_run_get_settings (run);
  fanfold_queue_add (self->queue, run, start, settings->group, settings->priority);
  settle (self);
  if (fanfold_run_get_state (run) == FANFOLD_RUN_WAITING)
    fanfold_run_enter (run);
}

void
fanfold_engine_start_now (FanfoldEngine *self, FanfoldRun *run)
{
  g_return_if_fail (FANFOLD_IS_ENGINE (self));
  g_return_if_fail (FANFOLD_IS_RUN (run));

  fanfold_queue_start_now (self->queue, run);
  settle (self);
}

void
fanfold_engine_move_up (FanfoldEngine *self, FanfoldRun *run)
{
  FanfoldQueueWait wait;

  g_return_if_fail (FANFOLD_IS_ENGINE (self));
  g_return_if_fail (FANFOLD_IS_RUN (run));

  /* It may be over by the time that a person has pressed. */
  if (fanfold_run_state_is_over (fanfold_run_get_state (run)))
    return;

  fanfold_queue_move_up (self->queue, run);
  fanfold_queue_explain (self->queue, run, &wait);
  fanfold_run_set_place (run, fanfold_run_get_settings (run)->group, wait.priority);
  settle (self);
}

void
fanfold_engine_set_place (FanfoldEngine *self,
                          FanfoldRun *run,
                          const char *group,
                          FanfoldPriority priority)
{
  g_return_if_fail (FANFOLD_IS_ENGINE (self));
  g_return_if_fail (FANFOLD_IS_RUN (run));
  g_return_if_fail (group != NULL);

  if (fanfold_run_state_is_over (fanfold_run_get_state (run)))
    return;

  fanfold_run_set_place (run, group, priority);
  fanfold_queue_set_place (self->queue, run, group, priority);
  settle (self);
}

void
fanfold_engine_set_group_limit (FanfoldEngine *self, const char *group, guint limit)
{
  g_return_if_fail (FANFOLD_IS_ENGINE (self));
  g_return_if_fail (group != NULL);
  g_return_if_fail (limit > 0);

  fanfold_queue_set_limit (self->queue, group, limit);
  settle (self);
}

void
fanfold_engine_set_max_jobs (FanfoldEngine *self, guint max_jobs)
{
  g_return_if_fail (FANFOLD_IS_ENGINE (self));

  self->max_slots = max_jobs;
  settle (self);
}

gboolean
fanfold_engine_sample (FanfoldEngine *self)
{
  guint64 n_running = 0;

  g_return_val_if_fail (FANFOLD_IS_ENGINE (self), FALSE);

  for (guint i = 0; i < fanfold_queue_get_n_runs (self->queue); i++)
    {
      g_autoptr (FanfoldRun) run = dup_run (self, i);

      fanfold_run_sample (run);
      n_running += fanfold_run_get_counts (run)[FANFOLD_JOB_RUNNING];
    }
  fanfold_conditions_set_n_running (self->conditions, (guint) n_running);

  return fanfold_queue_get_n_runs (self->queue) > 0;
}

/* Those that wait first, so that none begins when another ends. */
static void
stop_all (FanfoldEngine *self)
{
  g_autofree char *reason = fanfold_sentence_new (N_ ("The program was closed."), NULL);

  for (guint i = fanfold_queue_get_n_runs (self->queue); i > 0; i--)
    {
      g_autoptr (FanfoldRun) run = NULL;

      if (i > fanfold_queue_get_n_runs (self->queue))
        continue;
      run = dup_run (self, i - 1);
      if (fanfold_run_get_state (run) == FANFOLD_RUN_WAITING)
        fanfold_run_stop (run, reason);
    }
  for (guint i = 0; i < fanfold_queue_get_n_runs (self->queue); i++)
    {
      g_autoptr (FanfoldRun) run = dup_run (self, i);

      fanfold_run_stop (run, reason);
    }
}

void
fanfold_engine_shut_down (FanfoldEngine *self)
{
  g_return_if_fail (FANFOLD_IS_ENGINE (self));

  fanfold_engine_end_following (self);
  if (self->writer != NULL)
    fanfold_writer_set_patience (self->writer, 0);
  stop_all (self);
  while (fanfold_queue_get_n_runs (self->queue) > 0)
    g_main_context_iteration (NULL, TRUE);

  g_clear_handle_id (&self->queue_id, g_source_remove);
  g_clear_pointer (&self->writer, fanfold_writer_end);
}
