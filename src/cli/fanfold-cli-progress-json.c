/* fanfold-cli-progress-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-progress.h"

#include "fanfold-json.h"
#include <math.h>

/* While nothing but the remaining time changes. */
#define QUIET_USEC G_USEC_PER_SEC

typedef struct
{
  FanfoldCliProgress parent;
  gint64 interval_usec;
  gint64 shown_usec; /* 0: never */
  FanfoldCliSample shown;
} ProgressJson;

static gboolean
has_changed (const FanfoldCliSample *before, const FanfoldCliSample *now)
{
  return before->n_done != now->n_done || before->n_cached != now->n_cached ||
         before->n_failed != now->n_failed || before->n_running != now->n_running ||
         before->growing != now->growing || before->halt != now->halt ||
         (!now->growing && now->n_done == now->n_total && before->elapsed != now->elapsed);
}

static gboolean
has_other_remaining (const FanfoldCliSample *before, const FanfoldCliSample *now)
{
  return before->remaining.median != now->remaining.median ||
         before->remaining.low != now->remaining.low ||
         before->remaining.high != now->remaining.high;
}

static gboolean
is_due (ProgressJson *self, const FanfoldCliSample *sample, gboolean last, gint64 now_usec)
{
  gint64 silent_usec = now_usec - self->shown_usec;

  if (self->shown_usec == 0)
    return TRUE;
  if (has_changed (&self->shown, sample))
    return last || silent_usec >= self->interval_usec;

  return !last && has_other_remaining (&self->shown, sample) &&
         silent_usec >= MAX (self->interval_usec, QUIET_USEC);
}

static void
append_seconds (GString *text, const char *name, double seconds)
{
  g_string_append_printf (text, ",\"%s\":", name);
  if (seconds < 0)
    g_string_append (text, "null");
  else
    fanfold_json_append_real (text, round (seconds * 1000) / 1000);
}

static void
append_line (GString *text, const FanfoldCliSample *sample)
{
  const char *halt = fanfold_run_halt_to_string (sample->halt);
  gboolean known = sample->remaining.median >= 0;

  g_string_append_printf (text, "{\"done\":%" G_GUINT64_FORMAT ",\"total\":", sample->n_done);
  if (sample->growing)
    g_string_append (text, "null");
  else
    g_string_append_printf (text, "%" G_GUINT64_FORMAT, sample->n_total);
  g_string_append_printf (text,
                          ",\"cached\":%" G_GUINT64_FORMAT ",\"failed\":%" G_GUINT64_FORMAT
                          ",\"running\":%" G_GUINT64_FORMAT,
                          sample->n_cached,
                          sample->n_failed,
                          sample->n_running);
  append_seconds (text, "elapsed", sample->elapsed);
  append_seconds (text, "remaining", sample->remaining.median);
  append_seconds (text, "remaining_low", known ? sample->remaining.low : -1);
  append_seconds (text, "remaining_high", known ? sample->remaining.high : -1);
  if (halt != NULL)
    g_string_append_printf (text, ",\"halt\":\"%s\"}\n", halt);
  else
    g_string_append (text, ",\"halt\":null}\n");
}

static void
progress_json_show (FanfoldCliProgress *progress, const FanfoldCliSample *sample, gboolean last)
{
  ProgressJson *self = (ProgressJson *) progress;
  g_autoptr (GString) text = NULL;
  gint64 now_usec = g_get_monotonic_time ();

  if (!is_due (self, sample, last, now_usec))
    return;

  text = g_string_new (NULL);
  append_line (text, sample);
  fanfold_stream_print (progress->stream, text->str);

  self->shown = *sample;
  self->shown_usec = now_usec;
}

FanfoldCliProgress *
fanfold_cli_progress_json_new (FanfoldStream *stream, double interval)
{
  ProgressJson *self = g_new0 (ProgressJson, 1);

  self->parent.show = progress_json_show;
  self->parent.stream = stream;
  self->interval_usec = (gint64) (interval * G_USEC_PER_SEC);

  return &self->parent;
}
