/* fanfold-trace-record.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-trace-record.h"

#include "fanfold-failures.h"

typedef struct
{
  gint64 begin_usec;
  gint64 end_usec;
} Freeze;

/* The times when jobs stood still. */
static void
find_freezes (FanfoldTraceRecord *self)
{
  const FanfoldRunEvent *begun = NULL;

  for (guint i = 0; i < self->acts->len; i++)
    {
      const FanfoldRunEvent *act = &g_array_index (self->acts, FanfoldRunEvent, i);

      if (act->kind == FANFOLD_RUN_EVENT_FREEZE)
        begun = act;
      else if (begun != NULL && act->kind == FANFOLD_RUN_EVENT_RESUME)
        {
          Freeze freeze = { begun->time_usec, act->time_usec };

          g_array_append_val (self->freezes, freeze);
          begun = NULL;
        }
    }
}

/* When a job was over that took so long without the freezes. */
static gint64
find_end (FanfoldTraceRecord *self, gint64 begin_usec, double seconds)
{
  gint64 end_usec = begin_usec + (gint64) (seconds * G_USEC_PER_SEC);

  for (guint i = 0; i < self->freezes->len; i++)
    {
      const Freeze *freeze = &g_array_index (self->freezes, Freeze, i);

      if (freeze->begin_usec < end_usec && freeze->end_usec > begin_usec)
        end_usec += freeze->end_usec - MAX (freeze->begin_usec, begin_usec);
    }

  return end_usec;
}

static gboolean
add_block_cb (FanfoldBlock *block, gboolean again, gpointer user_data)
{
  FanfoldTraceRecord *self = user_data;
  guint32 slot = fanfold_block_get_slot (block);

  if (slot != FANFOLD_BLOCK_NO_SLOT)
    self->n_slots = MAX (self->n_slots, slot + 1);
  for (guint i = 0; i < fanfold_block_get_n_jobs (block); i++)
    {
      FanfoldTraceEvent event = { .kind = FANFOLD_TRACE_START,
                                  .usec = fanfold_block_get_started (block, i),
                                  .job = fanfold_block_get_first (block) + i,
                                  .seconds = MAX (fanfold_block_get_seconds (block, i), 0),
                                  .state = (guint8) fanfold_block_get_state (block, i),
                                  .again = again };

      if (event.usec == 0)
        continue;

      if (event.state != FANFOLD_JOB_CACHED)
        g_array_append_val (self->events, event);
      else
        event.seconds = 0;
      event.kind = FANFOLD_TRACE_END;
      event.usec = find_end (self, event.usec, event.seconds);
      g_array_append_val (self->events, event);
    }

  return TRUE;
}

static int
compare_events (gconstpointer first, gconstpointer second)
{
  const FanfoldTraceEvent *a = first;
  const FanfoldTraceEvent *b = second;

  if (a->usec != b->usec)
    return a->usec < b->usec ? -1 : 1;
  if (a->job == b->job)
    return (int) b->kind - (int) a->kind;
  if (a->kind != b->kind)
    return (int) a->kind - (int) b->kind;

  return a->job < b->job ? -1 : 1;
}

/* Attempts in a row that others were to follow make a job wait longer each time. */
static void
find_delays (GArray *events)
{
  g_autoptr (GHashTable) n_before = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < events->len; i++)
    {
      FanfoldTraceEvent *event = &g_array_index (events, FanfoldTraceEvent, i);
      guint n;

      if (event->kind != FANFOLD_TRACE_END)
        continue;
      if (!event->again)
        {
          g_hash_table_remove (n_before, &event->job);
          continue;
        }

      n = GPOINTER_TO_UINT (g_hash_table_lookup (n_before, &event->job));
      event->delay_usec = fanfold_failures_get_delay (n);
      g_hash_table_replace (n_before, &event->job, GUINT_TO_POINTER (n + 1));
    }
}

/* A job that was run again in another session, or after it was over, was not over before. */
static void
find_attempts (GArray *events)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = events->len; i > 0; i--)
    {
      FanfoldTraceEvent *event = &g_array_index (events, FanfoldTraceEvent, i - 1);

      if (event->kind == FANFOLD_TRACE_END && !g_hash_table_add (seen, &event->job))
        event->again = TRUE;
    }
}

/* When no more jobs were started for good; G_MAXINT64: that never was. */
static gint64
find_drain (FanfoldTraceRecord *self)
{
  for (guint i = self->acts->len; i > 0; i--)
    {
      const FanfoldRunEvent *act = &g_array_index (self->acts, FanfoldRunEvent, i - 1);

      if (act->kind == FANFOLD_RUN_EVENT_DRAIN)
        return act->time_usec;
      if (act->kind == FANFOLD_RUN_EVENT_BEGIN)
        break;
    }

  return G_MAXINT64;
}

/* What waited then was dropped, and what ended later was not to be tried again. */
static void
add_drops (FanfoldTraceRecord *self, guint64 n_jobs)
{
  g_autoptr (GHashTable) done = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) drops = g_array_new (FALSE, FALSE, sizeof (FanfoldTraceEvent));
  gint64 drain_usec = find_drain (self);

  if (drain_usec == G_MAXINT64)
    return;

  for (guint i = self->events->len; i > 0; i--)
    {
      FanfoldTraceEvent *event = &g_array_index (self->events, FanfoldTraceEvent, i - 1);

      gboolean ends = event->kind == FANFOLD_TRACE_END;

      if (event->usec <= drain_usec && (!ends || event->again))
        continue;
      if (g_hash_table_add (done, &event->job) && ends && event->again)
        {
          event->again = FALSE;
          event->delay_usec = 0;
        }
    }
  for (guint64 job = 0; job < n_jobs; job++)
    if (!g_hash_table_contains (done, &job))
      {
        FanfoldTraceEvent drop = { FANFOLD_TRACE_DROP, drain_usec, job, 0, 0, FALSE, 0 };

        g_array_append_val (drops, drop);
      }
  g_array_append_vals (self->events, drops->data, drops->len);
  g_array_sort (self->events, compare_events);
}

gboolean
fanfold_trace_record_read (FanfoldTraceRecord *self,
                           FanfoldHistory *history,
                           const FanfoldHistoryRun *run,
                           GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (history != NULL && run != NULL, FALSE);

  self->freezes = g_array_new (FALSE, FALSE, sizeof (Freeze));
  self->events = g_array_new (FALSE, FALSE, sizeof (FanfoldTraceEvent));
  self->acts = fanfold_history_read_events (history, run->id, error);
  if (self->acts == NULL)
    return FALSE;

  find_freezes (self);
  if (!fanfold_history_read_blocks (history, run->id, add_block_cb, self, error))
    return FALSE;

  if (self->acts->len > 0)
    {
      gint64 number = g_array_index (self->acts, FanfoldRunEvent, 0).number;

      self->n_slots = number > 0 ? (guint) number : self->n_slots;
    }
  g_array_sort (self->events, compare_events);
  find_delays (self->events);
  find_attempts (self->events);
  add_drops (self, run->n_jobs_total);

  return TRUE;
}

void
fanfold_trace_record_clear (FanfoldTraceRecord *self)
{
  g_clear_pointer (&self->acts, g_array_unref);
  g_clear_pointer (&self->freezes, g_array_unref);
  g_clear_pointer (&self->events, g_array_unref);
}
