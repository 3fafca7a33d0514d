/* fanfold-trace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-trace.h"

#include "fanfold-batch.h"
#include "fanfold-durations.h"
#include "fanfold-hints.h"
#include "fanfold-json.h"
#include "fanfold-trace-record.h"

#include <math.h>

static const char *const event_names[] = { "end", "drop", "start" };

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

    case FANFOLD_RUN_EVENT_DRAIN:
    case FANFOLD_RUN_EVENT_END:
    case FANFOLD_N_RUN_EVENT_KINDS:
    default:
      self->last_usec = MAX (self->last_usec, act->time_usec);
      break;
    }
  self->n_acts++;
}

static void
append_event (Telling *self, const FanfoldTraceEvent *event)
{
  append_time (self, event->usec, event_names[event->kind]);
  g_string_append_printf (self->text, ",\"job\":%" G_GUINT64_FORMAT, event->job);
  if (event->kind == FANFOLD_TRACE_START)
    g_hash_table_add (self->running, (gpointer) &event->job);
  else if (event->kind == FANFOLD_TRACE_END)
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
append_all (Telling *self, const FanfoldTraceRecord *trace)
{
  guint n_told = 0;

  for (guint i = 0; i < trace->events->len; i++)
    {
      const FanfoldTraceEvent *event = &g_array_index (trace->events, FanfoldTraceEvent, i);

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
find_begin (const FanfoldTraceRecord *trace)
{
  gint64 begin_usec = G_MAXINT64;

  if (trace->events->len > 0)
    begin_usec = g_array_index (trace->events, FanfoldTraceEvent, 0).usec;
  if (trace->acts->len > 0)
    begin_usec = MIN (begin_usec, g_array_index (trace->acts, FanfoldRunEvent, 0).time_usec);

  return begin_usec;
}

static void
tell (GString *text, const FanfoldTraceRecord *trace)
{
  g_autoptr (GHashTable) running = g_hash_table_new (g_int64_hash, g_int64_equal);
  Telling telling = {
    .text = text, .begin_usec = find_begin (trace), .n_jobs = trace->n_slots, .running = running
  };

  telling.last_usec = telling.begin_usec;
  append_all (&telling, trace);
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
  g_auto (FanfoldTraceRecord) trace = { .n_slots = 1 };

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (history != NULL && run != NULL, FALSE);

  combine = fanfold_history_read_combine (history, run->id, &function, error);
  if (combine == NULL || !fanfold_trace_record_read (&trace, history, run, error))
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
