/* fanfold-trace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-trace.h"

#include "fanfold-batch.h"
#include "fanfold-durations.h"
#include "fanfold-failures.h"
#include "fanfold-hints.h"
#include "fanfold-json.h"

#include <math.h>

typedef struct
{
  gint64 usec;
  guint64 job;
  double seconds;
  guint8 state;
  gboolean again;
  gint64 delay_usec; /* until it may begin again */
  gboolean ends;     /* or it begins */
} Event;

typedef struct
{
  gint64 begin_usec;
  gint64 end_usec;
} Freeze;

typedef struct
{
  GArray *acts; /* of FanfoldRunEvent */
  GArray *freezes;
  GArray *events;
  guint n_slots;
} Trace;

static void
clear_trace (Trace *self)
{
  g_clear_pointer (&self->acts, g_array_unref);
  g_clear_pointer (&self->freezes, g_array_unref);
  g_clear_pointer (&self->events, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Trace, clear_trace)

/* While the lines are made. */
typedef struct
{
  GString *text;
  gint64 begin_usec;
  gint64 last_usec; /* of the line before */
  guint n_acts;     /* that have been told of */
  guint n_jobs;
  gboolean paused;
  GHashTable *running; /* of jobs */
} Telling;

/* The times when jobs stood still. */
static void
find_freezes (Trace *self)
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
find_end (Trace *self, gint64 begin_usec, double seconds)
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
  Trace *self = user_data;
  guint32 slot = fanfold_block_get_slot (block);

  if (slot != FANFOLD_BLOCK_NO_SLOT)
    self->n_slots = MAX (self->n_slots, slot + 1);
  for (guint i = 0; i < fanfold_block_get_n_jobs (block); i++)
    {
      Event event = { .usec = fanfold_block_get_started (block, i),
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
      event.ends = TRUE;
      event.usec = find_end (self, event.usec, event.seconds);
      g_array_append_val (self->events, event);
    }

  return TRUE;
}

static int
compare_events (gconstpointer first, gconstpointer second)
{
  const Event *a = first;
  const Event *b = second;

  if (a->usec != b->usec)
    return a->usec < b->usec ? -1 : 1;
  if (a->job == b->job)
    return a->ends - b->ends;
  if (a->ends != b->ends)
    return b->ends - a->ends;

  return a->job < b->job ? -1 : 1;
}

/* Attempts in a row that others were to follow make a job wait longer each time. */
static void
find_delays (GArray *events)
{
  g_autoptr (GHashTable) n_before = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < events->len; i++)
    {
      Event *event = &g_array_index (events, Event, i);
      guint n;

      if (!event->ends)
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
      Event *event = &g_array_index (events, Event, i - 1);

      if (event->ends && !g_hash_table_add (seen, &event->job))
        event->again = TRUE;
    }
}

static void
append_number (GString *text, const char *before, double number)
{
  g_string_append (text, before);
  fanfold_json_append_real (text, number);
}

/* It has not got more digits. */
static void
append_size (GString *text, double size)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.7g", size);
  g_string_append_printf (text, "\"size\":%s", digits);
}

static void
append_hint (GString *text, const FanfoldRemainingHint *hint)
{
  const char *comma = "";

  g_string_append_c (text, '{');
  if (hint->size > 0)
    {
      append_size (text, hint->size);
      comma = ",";
    }
  if (hint->kind > 0)
    {
      g_string_append_printf (text, "%s\"kind\":\"%u\"", comma, hint->kind);
      comma = ",";
    }
  if (hint->prior > 0)
    {
      g_string_append (text, comma);
      append_number (text, "\"prior\":", round (hint->prior * 1e6) / 1e6);
    }
  g_string_append_c (text, '}');
}

static gboolean
append_hints (GString *text,
              FanfoldHistory *history,
              const FanfoldHistoryRun *run,
              FanfoldCombine *combine,
              GError **error)
{
  g_autoptr (FanfoldDurations) durations = NULL;
  g_autoptr (FanfoldHints) hints = NULL;

  durations = fanfold_durations_load_until (
      history, fanfold_combine_get_function (combine), run->id, NULL, NULL);
  hints = fanfold_hints_load (combine, run->folder, durations, NULL, error);
  if (hints == NULL)
    return FALSE;

  g_string_append (text, ",\"jobs\":[");
  for (guint64 i = 0; i < fanfold_hints_get_n_jobs (hints); i++)
    {
      FanfoldRemainingHint hint;

      fanfold_hints_get (hints, i, &hint);
      if (i > 0)
        g_string_append_c (text, ',');
      append_hint (text, &hint);
    }
  g_string_append_c (text, ']');

  return TRUE;
}

/* Begins a line. Clocks are set now and then, but the lines stay in order. */
static void
append_time (Telling *self, gint64 usec, const char *event)
{
  self->last_usec = MAX (self->last_usec, usec);
  append_number (
      self->text, "{\"t\":", (double) (self->last_usec - self->begin_usec) / G_USEC_PER_SEC);
  g_string_append_printf (self->text, ",\"event\":\"%s\"", event);
}

static void
append_pause (Telling *self, gint64 usec, gboolean paused)
{
  if (self->paused == paused)
    return;

  self->paused = paused;
  append_time (self, usec, paused ? "pause" : "resume");
  g_string_append (self->text, "}\n");
}

static void
append_n_jobs (Telling *self, gint64 usec, guint n_jobs)
{
  if (self->n_jobs == n_jobs || n_jobs == 0)
    return;

  self->n_jobs = n_jobs;
  append_time (self, usec, "n_jobs");
  g_string_append_printf (self->text, ",\"n_jobs\":%u}\n", n_jobs);
}

/* Of attempts that were over when it was recorded. */
static void
append_progress (Telling *self, const FanfoldRunEvent *act)
{
  if (!g_hash_table_contains (self->running, &act->number))
    return;

  append_time (self, act->time_usec, "progress");
  g_string_append_printf (self->text, ",\"job\":%" G_GUINT64_FORMAT, act->number);
  append_number (self->text, ",\"fraction\":", round (act->fraction * 1e6) / 1e6);
  g_string_append (self->text, "}\n");
}

/* Between two sessions it rested. */
static void
append_act (Telling *self, const FanfoldRunEvent *act)
{
  switch (act->kind)
    {
    case FANFOLD_RUN_EVENT_BEGIN:
      if (self->n_acts > 0)
        append_pause (self, self->last_usec, TRUE);
      append_n_jobs (self, act->time_usec, (guint) act->number);
      append_pause (self, act->time_usec, FALSE);
      break;

    case FANFOLD_RUN_EVENT_PAUSE:
    case FANFOLD_RUN_EVENT_FREEZE:
      append_pause (self, act->time_usec, TRUE);
      break;

    case FANFOLD_RUN_EVENT_RESUME:
      append_pause (self, act->time_usec, FALSE);
      break;

    case FANFOLD_RUN_EVENT_N_JOBS:
      append_n_jobs (self, act->time_usec, (guint) act->number);
      break;

    case FANFOLD_RUN_EVENT_PROGRESS:
      append_progress (self, act);
      break;

    case FANFOLD_RUN_EVENT_END:
    case FANFOLD_N_RUN_EVENT_KINDS:
    default:
      self->last_usec = MAX (self->last_usec, act->time_usec);
      break;
    }
  self->n_acts++;
}

static void
append_event (Telling *self, const Event *event)
{
  append_time (self, event->usec, event->ends ? "end" : "start");
  g_string_append_printf (self->text, ",\"job\":%" G_GUINT64_FORMAT, event->job);
  if (!event->ends)
    g_hash_table_add (self->running, (gpointer) &event->job);
  else
    {
      g_hash_table_remove (self->running, &event->job);
      append_number (self->text, ",\"seconds\":", round (event->seconds * 1e6) / 1e6);
      if (event->state == FANFOLD_JOB_CACHED)
        g_string_append (self->text, ",\"cached\":true");
      else if (event->state != FANFOLD_JOB_DONE)
        g_string_append (self->text, ",\"failed\":true");
      if (event->again)
        g_string_append (self->text, ",\"retried\":true");
      if (event->delay_usec > 0)
        append_number (self->text, ",\"delay\":", (double) event->delay_usec / G_USEC_PER_SEC);
    }
  g_string_append (self->text, "}\n");
}

static void
append_all (Telling *self, const Trace *trace)
{
  guint n_told = 0;

  for (guint i = 0; i < trace->events->len; i++)
    {
      const Event *event = &g_array_index (trace->events, Event, i);

      for (; n_told < trace->acts->len; n_told++)
        {
          const FanfoldRunEvent *act = &g_array_index (trace->acts, FanfoldRunEvent, n_told);

          if (act->time_usec > event->usec)
            break;
          append_act (self, act);
        }
      append_event (self, event);
    }
}

static gint64
find_begin (const Trace *trace)
{
  gint64 begin_usec = G_MAXINT64;

  if (trace->events->len > 0)
    begin_usec = g_array_index (trace->events, Event, 0).usec;
  if (trace->acts->len > 0)
    begin_usec = MIN (begin_usec, g_array_index (trace->acts, FanfoldRunEvent, 0).time_usec);

  return begin_usec;
}

static void
tell (GString *text, const Trace *trace)
{
  g_autoptr (GHashTable) running = g_hash_table_new (g_int64_hash, g_int64_equal);
  Telling telling = {
    .text = text, .begin_usec = find_begin (trace), .n_jobs = trace->n_slots, .running = running
  };

  telling.last_usec = telling.begin_usec;
  append_all (&telling, trace);
}

static gboolean
read_trace (Trace *trace, FanfoldHistory *history, guint64 id, GError **error)
{
  trace->freezes = g_array_new (FALSE, FALSE, sizeof (Freeze));
  trace->events = g_array_new (FALSE, FALSE, sizeof (Event));
  trace->acts = fanfold_history_read_events (history, id, error);
  if (trace->acts == NULL)
    return FALSE;

  find_freezes (trace);
  if (!fanfold_history_read_blocks (history, id, add_block_cb, trace, error))
    return FALSE;

  if (trace->acts->len > 0)
    {
      gint64 number = g_array_index (trace->acts, FanfoldRunEvent, 0).number;

      trace->n_slots = number > 0 ? (guint) number : trace->n_slots;
    }
  g_array_sort (trace->events, compare_events);
  find_delays (trace->events);
  find_attempts (trace->events);

  return TRUE;
}

/* As it was launched. */
static void
append_settings (GString *text, const FanfoldHistoryRun *run)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;

  fanfold_batch_read_settings (run->batch, &settings);
  if (settings.delay > 0)
    append_number (text, ",\"delay\":", settings.delay);
  if (settings.n_retries > 0)
    g_string_append_printf (text, ",\"retries\":%u", settings.n_retries);
}

gboolean
fanfold_trace_append (GString *text,
                      FanfoldHistory *history,
                      const FanfoldHistoryRun *run,
                      GError **error)
{
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (FanfoldCombine) combine = NULL;
  g_auto (Trace) trace = { .n_slots = 1 };

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (history != NULL && run != NULL, FALSE);

  combine = fanfold_history_read_combine (history, run->id, &function, error);
  if (combine == NULL || !read_trace (&trace, history, run->id, error))
    return FALSE;

  g_string_append_printf (text,
                          "{\"t\":0,\"event\":\"begin\",\"total\":%" G_GUINT64_FORMAT
                          ",\"n_jobs\":%u",
                          run->n_jobs_total,
                          trace.n_slots);
  append_settings (text, run);
  if (!append_hints (text, history, run, combine, error))
    return FALSE;

  g_string_append (text, "}\n");
  tell (text, &trace);

  return TRUE;
}
